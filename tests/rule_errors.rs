//! A mistake in a rule is found when it loads, and shown where it is; a rule that never ends is
//! stopped and named.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use jiff::civil::date;
use resumelint::check::Options;
use resumelint::document::{NoteKind, Status};
use resumelint::extract::Source;
use resumelint::file_error::FileError;
use resumelint::lint;
use resumelint::rules::{Rule, Ruleset, parse, with_files};

const RULE: &str = r#"summary  = "An internship without an outcome"
severity = "advice"
since    = "1"
params   = { minimum = 1 }
on       = "entry"
when     = "entry.title is containing('intern') and not entry.bullets | having('outcomes')"
span     = "entry.title"
message  = "nothing says what came of {{ entry.title }}"
help     = "Add what came of it."
why      = "An internship is short."
"#;

fn rule(text: &str) -> Result<Rule, FileError> {
    parse(Path::new("own/internship-without-outcome.toml"), text)
}

/// The fault that replacing `from` by `to` in a good rule brings: line and column from 1, the words
/// under the caret, message, help.
fn fault(from: &str, to: &str) -> String {
    assert!(RULE.contains(from), "{from} is no part of the rule");
    let text = RULE.replacen(from, to, 1);
    let error = rule(&text).err().unwrap_or_else(|| panic!("{to} is taken"));
    let place = error.range.clone().map_or_else(String::new, |range| {
        let before = &text[..range.start];
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        format!("{line}:{column} `{}` ", &text[range])
    });
    format!("{place}{error} | {}", error.help.as_deref().unwrap_or_default())
}

#[test]
fn a_good_rule_loads() {
    assert_eq!(rule(RULE).unwrap().id, "internship-without-outcome");
}

#[test]
fn a_misspelt_fact_is_shown_with_what_was_meant() {
    let fault = fault("entry.bullets |", "entry.bulets |");
    assert_eq!(
        fault,
        "6:57 `entry.bulets` there is no fact `bulets` of an entry | Did you mean `bullets`?"
    );
}

#[test]
fn a_misspelt_fact_in_a_message_is_shown_too() {
    let fault = fault("{{ entry.title }}", "{{ entry.titel }}");
    assert!(fault.starts_with("8:"), "{fault}");
    assert!(
        fault.ends_with("there is no fact `titel` of an entry | Did you mean `title`?"),
        "{fault}"
    );
}

#[test]
fn a_misspelt_test_is_shown_with_what_was_meant() {
    let fault = fault("is containing", "is containig");
    assert_eq!(fault, "6:28 `containig` there is no test `containig` | Did you mean `containing`?");
}

#[test]
fn a_misspelt_filter_is_shown_with_what_was_meant() {
    let fault = fault("| having", "| haveing");
    assert_eq!(fault, "6:73 `haveing` there is no filter `haveing` | Did you mean `having`?");
}

#[test]
fn a_misspelt_field_is_shown_with_what_was_meant() {
    let fault = fault("severity =", "severty =");
    assert!(fault.starts_with("2:1 `severty` unknown field `severty`"), "{fault}");
    assert!(fault.ends_with("Did you mean `severity`?"), "{fault}");
}

#[test]
fn a_misspelt_parameter_is_shown_with_what_was_meant() {
    let fault = fault("entry.title is", "params.minimun and entry.title is");
    assert!(
        fault.ends_with("there is no parameter `minimun` | Did you mean `minimum`?"),
        "{fault}"
    );
}

#[test]
fn a_variable_that_is_not_there_is_shown() {
    let fault = fault("span     = \"entry.title\"", "span     = \"entri.title\"");
    assert!(fault.contains("there is no variable `entri`"), "{fault}");
    assert!(fault.ends_with("Did you mean `entry`?"), "{fault}");
}

#[test]
fn a_pattern_that_is_none_is_shown() {
    let fault = fault("on       =", "pattern  = '(open'\non       =");
    assert!(fault.starts_with("5:"), "{fault}");
}

#[test]
fn an_expression_that_is_none_is_shown() {
    let fault = fault("span     = \"entry.title\"", "span     = \"entry. and\"");
    assert!(fault.contains("7:"), "{fault}");
}

#[test]
fn a_rule_that_runs_too_long_is_stopped_and_named() {
    let long = (0..200).map(|n| n.to_string()).collect::<Vec<_>>().join(", ");
    let text = RULE.replace("minimum = 1", &format!("minimum = 1, many = [{long}]"));
    let text = text.replace(
        "message  = \"nothing says what came of {{ entry.title }}\"",
        "message  = \"{% for a in params.many %}{% for b in params.many %}{% for c in params.many %}x{% endfor %}{% endfor %}{% endfor %}\"",
    );
    let builtin = Ruleset::builtin();
    let rules = vec![rule(&text).unwrap()];
    let ruleset = Ruleset::new(rules, builtin.catalogue, builtin.vocabulary);
    let page =
        "# Ada Example\nEngineer\n\n## Experience\n### Intern, Acme GmbH\n*2021*\n- Wrote tests\n";
    let report =
        lint(&Source::new("cv.md", page.as_bytes()), &ruleset, &Options::on(date(2026, 11, 1)));
    let note = report.notes.iter().find(|note| note.kind == NoteKind::RuleNotRun).unwrap();
    assert!(note.message.contains("internship-without-outcome"), "{}", note.message);
    assert!(note.message.contains("fuel"), "{}", note.message);
    assert_eq!(report.status(), Status::PartlyChecked);
}

#[test]
fn a_users_rule_of_ten_lines_works() {
    let builtin = Ruleset::builtin();
    let ruleset = Ruleset::new(vec![rule(RULE).unwrap()], builtin.catalogue, builtin.vocabulary);
    let speaks = |bullet: &str| {
        let page = format!(
            "# Ada Example\nEngineer\n\n## Experience\n### Software Engineering Intern, Acme GmbH\n\
             *May 2025 – August 2025*\n- {bullet}\n"
        );
        let source = Source::new("cv.md", page.as_bytes());
        !lint(&source, &ruleset, &Options::on(date(2026, 11, 1))).findings.is_empty()
    };
    assert!(speaks("Wrote tests for the billing service"));
    assert!(!speaks("Reduced the time of the build by half"));
}

#[test]
fn a_misspelt_fact_between_quotation_marks_is_shown_too() {
    let fault = fault("having('outcomes')", "having('outcoms')");
    assert!(fault.ends_with("there is no fact `outcoms` | Did you mean `outcomes`?"), "{fault}");
    assert!(fault.starts_with("6:"), "{fault}");
}

#[test]
fn names_from_a_closed_set_are_looked_up() {
    for (field, name) in [
        ("presets = [\"canidate\"]", "there is no preset \"canidate\""),
        ("languages = [\"english\"]", "there is no language \"english\""),
        ("fix = \"do-it\"", "there is no fix \"do-it\""),
        ("roles = [\"techncal\"]", "there is no role \"techncal\""),
    ] {
        let fault = fault("on       =", &format!("{field}\non       ="));
        assert!(fault.starts_with("5:") && fault.contains(name), "{fault}");
    }
}

#[test]
fn the_rule_in_the_documentation_proves_itself() {
    let page = include_str!("../docs/writing-rules.md");
    let listings: Vec<&str> = page
        .split("```toml\n")
        .skip(1)
        .filter_map(|rest| Some(rest.split_once("```")?.0))
        .filter(|listing| listing.starts_with("# my-rules") || listing.starts_with("[[bad]]"))
        .collect();
    assert_eq!(listings.len(), 2, "the rule, and its examples");
    let text = listings.join("\n");
    let lines = listings[0].lines().filter(|line| !line.starts_with('#')).count();
    assert!(lines <= 10, "the rule takes {lines} lines");
    let builtin = Ruleset::builtin();
    let ruleset = Ruleset::new(vec![rule(&text).unwrap()], builtin.catalogue, builtin.vocabulary);
    let failures = resumelint::rules::examples::run(&ruleset.rules[0], &ruleset);
    assert!(failures.is_empty(), "{failures:?}");
}

#[test]
fn a_credential_above_every_heading_stops_no_rule() {
    let text = "Ada Example\nada@example.org\n\n\
                Google Data Analytics Professional Certificate, Coursera, May 2015\n";
    let source = Source::new("cv.txt", text.as_bytes());
    let report = lint(&source, &Ruleset::builtin(), &Options::on(date(2026, 11, 1)));
    assert_eq!(report.resume.credentials.len(), 1);
    let stopped = report.notes.iter().find(|note| note.kind == NoteKind::RuleNotRun);
    assert!(stopped.is_none(), "{stopped:?}");
}

/// The rules that ship with one of the user's own that supersedes `name`, and maybe another file.
fn superseding(name: &str, other: Option<&str>) -> Result<(Vec<Rule>, Vec<String>), FileError> {
    let field = format!("supersedes = [\"weak-verb\", \"{name}\"]\non       =");
    let mut files = vec![(
        "own/internship-without-outcome.toml".into(),
        RULE.replacen("on       =", &field, 1),
    )];
    files.extend(other.map(|other| (format!("own/{other}.toml").into(), RULE.to_owned())));
    with_files(Ruleset::builtin().rules, &files)
}

#[test]
fn a_misspelt_rule_to_supersede_is_shown_with_what_was_meant() {
    let error = superseding("bullet-without-reslt", None).err().unwrap();
    assert_eq!(error.to_string(), "there is no rule \"bullet-without-reslt\"");
    assert_eq!(error.help.as_deref(), Some("Did you mean `bullet-without-result`?"));
    let range = error.range.unwrap();
    let text = RULE.replacen(
        "on       =",
        "supersedes = [\"weak-verb\", \"bullet-without-reslt\"]\non       =",
        1,
    );
    assert_eq!(&text[range], "bullet-without-reslt");
}

#[test]
fn a_rule_may_supersede_one_of_the_users_own_in_a_later_file() {
    assert!(superseding("bullet-without-result", None).is_ok());
    assert!(superseding("thin-internship", None).is_err());
    let (rules, own) = superseding("thin-internship", Some("thin-internship")).unwrap();
    assert_eq!(own, ["internship-without-outcome", "thin-internship"]);
    assert!(rules.iter().any(|rule| rule.id == "weak-verb"));
}
