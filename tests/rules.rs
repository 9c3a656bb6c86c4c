//! Every rule that ships loads without fault and proves itself by its own examples.
#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use resumelint::rules::{GROUPS, Ruleset, examples, parse};

/// The files of all rules.
fn files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let mut files: Vec<PathBuf> = GROUPS
        .iter()
        .flat_map(|group| fs::read_dir(root.join(group)).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .collect();
    files.sort();
    files
}

/// The rules as they are on disk, so that an example's file is found beside its rule.
fn shipped() -> Ruleset {
    let read = |file: &PathBuf| parse(file, &fs::read_to_string(file).unwrap()).unwrap();
    let builtin = Ruleset::builtin();
    Ruleset::new(files().iter().map(read).collect(), builtin.catalogue, builtin.vocabulary)
}

#[test]
fn every_rule_file_loads() {
    let mut faults = String::new();
    for file in files() {
        if let Err(error) = parse(&file, &fs::read_to_string(&file).unwrap()) {
            writeln!(faults, "{:?}", miette::Report::new(error)).unwrap();
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn every_rule_has_two_bad_and_two_good_examples() {
    for rule in Ruleset::builtin().rules {
        assert!(rule.examples().bad.len() >= 2, "{} has too few bad examples", rule.id);
        assert!(rule.examples().good.len() >= 2, "{} has too few good examples", rule.id);
    }
}

#[test]
fn every_rule_has_a_good_example_from_another_field_or_level() {
    // Rules on integrity speak of the file, whoever made it.
    let rules = Ruleset::builtin().rules.into_iter().filter(|rule| rule.group != "integrity");
    let is_labelled =
        |note: &str| ["Another field", "Another level"].iter().any(|label| note.starts_with(label));
    let lacking: Vec<String> = rules
        .filter(|rule| {
            let notes = rule.examples().good.iter().filter_map(|good| good.note.as_deref());
            !notes.into_iter().any(is_labelled)
        })
        .map(|rule| rule.id)
        .collect();
    assert!(lacking.is_empty(), "no good example is labelled \"Another field\": {lacking:?}");
}

#[test]
fn every_rule_speaks_of_its_bad_examples_and_is_silent_on_its_good_ones() {
    let ruleset = shipped();
    let failures: Vec<String> = ruleset
        .rules
        .iter()
        .flat_map(|rule| examples::run(rule, &ruleset))
        .map(|failure| format!("{}, {}: {}", failure.rule, failure.example, failure.message))
        .collect();
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn rules_name_only_rules_that_exist() {
    let ruleset = Ruleset::builtin();
    for rule in &ruleset.rules {
        for other in &rule.definition.supersedes {
            assert!(
                ruleset.rule(other).is_some(),
                "{} supersedes {other}, which is no rule",
                rule.id
            );
        }
    }
}

/// Clauses that no credential of the shipped catalogue meets; they are for what users add.
const FOR_USERS: [(&str, &str); 2] = [
    ("low-signal-certification", "the field itself expects"),
    ("certification-without-matching-work", "the field itself expects"),
];

#[test]
fn every_situation_that_silences_a_rule_has_an_example_that_says_so() {
    let mut missing = Vec::new();
    for rule in shipped().rules {
        let shown: Vec<&str> =
            rule.examples().good.iter().filter_map(|good| good.silenced.as_deref()).collect();
        for unless in &rule.definition.unless {
            let of_users = FOR_USERS
                .iter()
                .any(|(id, words)| *id == rule.id && unless.reason.starts_with(words));
            if !of_users && !shown.iter().any(|words| unless.reason.contains(words)) {
                missing.push(format!("{}: {}", rule.id, unless.reason));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn every_severity_that_a_situation_brings_has_an_example() {
    let mut missing = Vec::new();
    for rule in shipped().rules {
        for adjust in &rule.definition.adjust {
            if !rule.examples().bad.iter().any(|bad| bad.severity == Some(adjust.severity)) {
                missing.push(format!("{}: {}", rule.id, adjust.when));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}
