//! The pages below `docs/` that are generated say what the rules say today.
//!
//! `UPDATE_DOCS=1 cargo test --test docs` writes them; without it a page that is out of date fails.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use resumelint::check::Severity;
use resumelint::rules::{Example, FILTERS, GROUPS, Rule, Ruleset, TESTS, reference};
use serde::Deserialize;

const GENERATED: &str = "<!-- Generated: UPDATE_DOCS=1 cargo test --test docs -->";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs")
}

/// Writes a page when asked to, and else compares it.
fn check(path: &Path, expected: &str) {
    let expected = format!("{}\n", expected.trim_end());
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, expected).unwrap();
        return;
    }
    let page = fs::read_to_string(path).unwrap_or_default();
    let path = path.display();
    assert!(page == expected, "{path} is out of date; UPDATE_DOCS=1 cargo test --test docs");
}

/// A page a rule, from its file alone.
fn page_of(rule: &Rule) -> String {
    let d = &rule.definition;
    let mut page = format!("{GENERATED}\n# {}\n\n{}.\n\n", rule.id, d.summary);
    let speaks = match d.roles.as_slice() {
        [] => "every role".to_owned(),
        roles => roles.join(", "),
    };
    writeln!(page, "| | |\n| --- | --- |").unwrap();
    writeln!(page, "| group | {} |", rule.group).unwrap();
    writeln!(page, "| severity | {} |", d.severity.name()).unwrap();
    writeln!(page, "| speaks to | {speaks} |").unwrap();
    if !d.languages.is_empty() {
        writeln!(page, "| languages | {} |", d.languages.join(", ")).unwrap();
    }
    if !d.presets.is_empty() {
        writeln!(page, "| presets | {} |", d.presets.join(", ")).unwrap();
    }
    if let Some(section) = &d.guide {
        writeln!(page, "| section of the guide | {section} |").unwrap();
    }
    writeln!(page, "| since | {} |\n", d.since).unwrap();
    writeln!(page, "## Why\n\n{}\n\n## What to do\n\n{}\n", d.why.trim(), plain(&d.help)).unwrap();
    if !d.adjust.is_empty() || !d.unless.is_empty() {
        writeln!(page, "## Where it holds back\n").unwrap();
        for adjust in &d.adjust {
            writeln!(page, "- It is {} when `{}`.", adjust.severity.name(), adjust.when).unwrap();
        }
        for unless in &d.unless {
            writeln!(page, "- It is silent when {}.", plain(&unless.reason)).unwrap();
        }
        page.push('\n');
    }
    if !d.params.is_empty() {
        writeln!(page, "## What can be set\n\n```toml\n[rules.{}]", rule.id).unwrap();
        for (name, value) in &d.params {
            writeln!(page, "{name} = {}", set(value)).unwrap();
        }
        writeln!(page, "```\n").unwrap();
    }
    for (title, examples) in
        [("It speaks", &rule.examples().bad), ("It is silent", &rule.examples().good)]
    {
        writeln!(page, "## {title}\n").unwrap();
        examples.iter().for_each(|example| write_example(&mut page, example));
    }
    let others = &d.supersedes;
    if !others.is_empty() {
        let links: Vec<String> = others.iter().map(|id| format!("[{id}]({id}.md)")).collect();
        writeln!(page, "On the same words it speaks instead of {}.", links.join(", ")).unwrap();
    }
    page
}

fn write_example(page: &mut String, example: &Example) {
    let mut notes: Vec<String> = example.note.iter().cloned().collect();
    notes.extend(example.role.iter().map(|role| format!("With `--role {role}`.")));
    notes.extend(example.today.iter().map(|day| format!("With `--today {day}`.")));
    if !example.mandated.is_empty() {
        notes.push(format!("With `mandated = {:?}`.", example.mandated));
    }
    notes.extend(
        example.params.iter().map(|(name, value)| format!("With `{name} = {}`.", set(value))),
    );
    if !notes.is_empty() {
        writeln!(page, "{}\n", notes.join(" ")).unwrap();
    }
    match &example.file {
        Some(file) => {
            let file = file.display().to_string();
            let file = file.trim_start_matches("../");
            writeln!(page, "[{file}](../../{file})\n").unwrap();
        }
        None => {
            let format = example.format.map_or("markdown", |format| format.name());
            let text: String = example.text.trim().chars().flat_map(shown).collect();
            writeln!(page, "````{format}\n{text}\n````\n").unwrap();
        }
    }
}

/// A value as a file of configuration has it; JSON writes text, numbers and lists the same way.
fn set(value: &toml::Value) -> String {
    serde_json::to_string(value).unwrap()
}

/// What nobody sees is written as its number.
fn shown(c: char) -> Vec<char> {
    let hidden = matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{feff}');
    match hidden {
        true => format!("<U+{:04X}>", c as u32).chars().collect(),
        false => vec![c],
    }
}

/// A template with its conditions told as alternatives, for reading.
fn plain(template: &str) -> String {
    let code = regex::Regex::new(r"\{%\s*(if|elif|else|endif)[^%]*%\}").unwrap();
    let plain = code.replace_all(template.trim(), |found: &regex::Captures<'_>| match &found[1] {
        "elif" | "else" => " / ",
        _ => "",
    });
    let value = regex::Regex::new(r"\{\{\s*([^}]*?)\s*\}\}").unwrap();
    value.replace_all(&plain, "*$1*").into_owned()
}

#[test]
fn a_page_a_rule_says_what_its_file_says() {
    let ruleset = Ruleset::builtin();
    let folder = root().join("rules");
    let mut expected = BTreeSet::from(["README.md".to_owned()]);
    for rule in &ruleset.rules {
        let name = format!("{}.md", rule.id);
        check(&folder.join(&name), &page_of(rule));
        expected.insert(name);
    }
    for entry in fs::read_dir(&folder).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        assert!(expected.contains(&name), "docs/rules/{name} belongs to no rule");
    }
}

#[test]
fn the_index_lists_every_rule_with_its_severity() {
    let ruleset = Ruleset::builtin();
    let count =
        |severity| ruleset.rules.iter().filter(|rule| rule.definition.severity == severity).count();
    let mut page = format!("{GENERATED}\n# Rules\n\n");
    writeln!(
        page,
        "{} rules: {} errors, {} warnings, {} pieces of advice. An error is for what hides or \
         deceives, a warning for what a reader will hold against the page, advice for the rest. \
         Many are told more softly where the page or the level explains it; each page says when.\n",
        ruleset.rules.len(),
        count(Severity::Error),
        count(Severity::Warning),
        count(Severity::Advice),
    )
    .unwrap();
    for group in GROUPS {
        writeln!(page, "## {group}\n\n| rule | severity | |\n| --- | --- | --- |").unwrap();
        for rule in ruleset.rules.iter().filter(|rule| rule.group == group) {
            let d = &rule.definition;
            let (id, severity) = (&rule.id, d.severity.name());
            writeln!(page, "| [{id}]({id}.md) | {severity} | {} |", d.summary).unwrap();
        }
        page.push('\n');
    }
    check(&root().join("rules/README.md"), &page);
}

#[test]
fn the_reference_lists_every_fact_test_and_filter() {
    let mut page = format!("{GENERATED}\n# Facts, tests and filters\n\n");
    writeln!(
        page,
        "What a rule may read. `resumelint facts` prints the same. A fact about something that the \
         page does not say is `none`.\n\n## Variables\n\n| name | gives | |\n| --- | --- | --- |"
    )
    .unwrap();
    for fact in reference::VARIABLES {
        writeln!(page, "| `{}` | {} | {} |", fact.name, fact.gives, fact.about).unwrap();
    }
    let on = "| the name in `on` | that thing | the thing that is asked about |";
    writeln!(page, "{on}\n| `params` | map | the rule's `params`, as configured |").unwrap();
    for thing in reference::things() {
        writeln!(page, "\n## {thing}\n\n| fact | gives | |\n| --- | --- | --- |").unwrap();
        let own = reference::FACTS.iter().filter(|fact| fact.on == thing);
        for fact in own.chain(reference::common(thing)) {
            writeln!(page, "| `{}` | {} | {} |", fact.name, fact.gives, fact.about).unwrap();
        }
    }
    for (title, words) in [("Tests", TESTS), ("Filters", FILTERS)] {
        writeln!(page, "\n## {title}\n\n| name | | example |\n| --- | --- | --- |").unwrap();
        for word in words {
            let example = word.example.replace('|', "\\|");
            writeln!(page, "| `{}` | {} | `{example}` |", word.name, word.about).unwrap();
        }
    }
    check(&root().join("facts.md"), &page);
}

#[derive(Deserialize)]
struct Coverage {
    section: Vec<Section>,
}

#[derive(Deserialize)]
struct Section {
    heading: String,
    statement: Vec<Statement>,
}

#[derive(Deserialize)]
struct Statement {
    says: String,
    by: Vec<String>,
}

/// The headings of the guide, in its order.
const HEADINGS: [&str; 27] = [
    "The Brutal Truth",
    "Evaluation Criteria",
    "Categories",
    "High Signal (Rare)",
    "Google Professional Machine Learning Engineer",
    "AWS Certified Machine Learning - Specialty",
    "TensorFlow Developer Certificate",
    "Moderate Signal",
    "Microsoft Azure AI Engineer Associate",
    "IBM AI Engineering Professional Certificate (Coursera)",
    "DeepLearning.AI TensorFlow Developer Professional Certificate",
    "Low Signal / Resume Padding",
    "AI+ Individual Certification (AI Certs)",
    "AWS Certified AI Practitioner",
    "Microsoft Azure AI Fundamentals",
    "Most Coursera/edX \"Professional Certificates\"",
    "Certifications to Actively Avoid",
    "\"Prompt Engineering\" Certificates",
    "\"AI Ethics\" Certificates (Most)",
    "Bootcamp \"Certificates of Completion\"",
    "Vendor-Specific \"AI Specialist\" Certs",
    "What Actually Matters to Competent Hiring Managers",
    "The Certification Trap",
    "When Certifications Are Appropriate",
    "When Certifications Are Inappropriate",
    "The Honest Recommendation",
    "Final Warning",
];

fn coverage() -> Coverage {
    toml::from_str(&fs::read_to_string(root().join("guide-coverage.toml")).unwrap()).unwrap()
}

#[test]
fn every_section_of_the_guide_is_kept_somewhere() {
    let ruleset = Ruleset::builtin();
    let coverage = coverage();
    let headings: Vec<&str> = coverage.section.iter().map(|s| s.heading.as_str()).collect();
    assert_eq!(headings, HEADINGS);
    for section in &coverage.section {
        assert!(!section.statement.is_empty(), "nothing keeps \"{}\"", section.heading);
        for statement in &section.statement {
            assert!(!statement.by.is_empty(), "nothing keeps \"{}\"", statement.says);
            for by in &statement.by {
                assert!(is_kept(by, &ruleset), "{}: {by} does not hold", statement.says);
            }
        }
    }
    for rule in &ruleset.rules {
        if let Some(guide) = &rule.definition.guide {
            assert!(HEADINGS.contains(&guide.as_str()), "{}: no heading {guide}", rule.id);
        }
    }
}

/// Whether what a reference names is there and says something.
fn is_kept(by: &str, ruleset: &Ruleset) -> bool {
    let (sort, name) = by.split_once(':').unwrap_or_default();
    let catalogue = &ruleset.catalogue;
    match sort {
        "rule" => ruleset.rule(name).is_some(),
        "help" => ruleset.rule(name).is_some_and(|rule| !rule.definition.help.is_empty()),
        "silence" => ruleset.rule(name).is_some_and(|rule| !rule.definition.unless.is_empty()),
        "option" => ["mandated", "role", "platforms"].contains(&name),
        "rubric" => ["depth", "rigor", "independence", "recognition", "signal"].contains(&name),
        "catalogue" => {
            let (id, field) = name.split_once('/').unwrap_or_default();
            catalogue.details(id).is_some_and(|details| match field {
                "proves" => !details.proves.is_empty(),
                "does-not-prove" => !details.does_not_prove.is_empty(),
                "worth-if" => !details.worth_if.is_empty(),
                "not-worth-if" => !details.not_worth_if.is_empty(),
                "prerequisites" => !details.prerequisites.is_empty(),
                "study-time" => details.study_time.is_some(),
                "cost" => details.cost.is_some(),
                _ => false,
            })
        }
        "tier" => {
            let (id, tier) = name.split_once('=').unwrap_or_default();
            let entry = catalogue.entry(id).map(|entry| entry.id.clone());
            let known = entry.map(resumelint::catalogue::Known::Entry).or_else(|| {
                let family = catalogue.family(id)?.id.clone();
                Some(resumelint::catalogue::Known::Family(family))
            });
            known.and_then(|known| catalogue.tier(&known)).is_some_and(|t| t.name() == tier)
        }
        _ => false,
    }
}

#[test]
fn the_page_on_the_guide_says_what_its_data_says() {
    let mut page = format!("{GENERATED}\n# Where the guide is kept\n\n");
    let about = "What the guide on certifications states, in short, and the rule, catalogue field, \
                 rubric criterion or option that carries it.\n";
    writeln!(page, "{about}").unwrap();
    for section in coverage().section {
        writeln!(page, "## {}\n\n| statement | kept by |\n| --- | --- |", section.heading).unwrap();
        for statement in section.statement {
            let by: Vec<String> = statement.by.iter().map(|by| linked(by)).collect();
            writeln!(page, "| {} | {} |", statement.says, by.join(", ")).unwrap();
        }
        page.push('\n');
    }
    check(&root().join("guide-coverage.md"), &page);
}

fn linked(by: &str) -> String {
    let (sort, name) = by.split_once(':').unwrap();
    match sort {
        "rule" => format!("[{name}](rules/{name}.md)"),
        "help" => format!("help of [{name}](rules/{name}.md)"),
        "silence" => format!("silence of [{name}](rules/{name}.md)"),
        "tier" => format!("tier {}", name.replace('=', ": ")),
        sort => format!("{sort} `{name}`"),
    }
}

#[test]
fn the_image_is_built_from_everything_that_the_manifest_names() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |name: &str| std::fs::read_to_string(root.join(name)).unwrap();
    let (manifest, dockerfile) = (read("Cargo.toml"), read("Dockerfile"));
    let copied: Vec<&str> = dockerfile
        .lines()
        .filter_map(|line| line.strip_prefix("COPY "))
        .flat_map(str::split_whitespace)
        .collect();
    let named = [("[[bench]]", "benches"), ("build-dependencies", "build.rs"), ("[lib]", "src")];
    for (word, part) in named {
        assert!(!manifest.contains(word) || copied.contains(&part), "{part} is not copied");
    }
}
