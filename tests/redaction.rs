//! `--redact`: whatever the output, nothing in it can be read back as the resume.
#![allow(clippy::unwrap_used)]

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;

const FORMATS: [&str; 11] = [
    "pretty",
    "compact",
    "json",
    "jsonl",
    "sarif",
    "github",
    "gitlab",
    "junit",
    "csv",
    "csv-files",
    "html",
];
/// Words in a row that are a quotation. Fewer are words that anybody may use.
const QUOTATION: usize = 4;

/// Resumes of every format.
fn resumes() -> Vec<PathBuf> {
    let mut files = vec![PathBuf::from("fixtures/resumes/pdf/collector.pdf")];
    for folder in ["fixtures/resumes", "fixtures/one-resume"] {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        files.extend(entries.filter(|path| path.is_file() && path.extension().unwrap() != "py"));
    }
    files.sort();
    files
}

fn run(args: &[&str]) -> String {
    let mut command = Command::cargo_bin("resumelint").unwrap();
    String::from_utf8(command.args(args).env("COLUMNS", "140").output().unwrap().stdout).unwrap()
}

/// The words of a text in small letters, without tags and signs.
fn words(text: &str) -> Vec<String> {
    let split = text.split(|c: char| !c.is_alphanumeric());
    split.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

fn quotations(words: &[String]) -> HashSet<&[String]> {
    words.windows(QUOTATION).collect()
}

#[test]
fn no_four_words_of_a_resume_stand_in_a_row_in_any_output() {
    let files = resumes();
    assert!(files.len() > 20);
    let folder = tempfile::tempdir().unwrap();
    let path = |format: &str| folder.path().join(format).display().to_string();
    let wishes = FORMATS.map(|format| format!("--format={format}={}", path(format)));
    let mut args =
        vec!["check", "--today", "2026-11-01", "--redact", "--show-silenced", "--verbose"];
    args.extend(wishes.iter().map(String::as_str));
    args.extend(files.iter().map(|file| file.to_str().unwrap()));
    assert_eq!(run(&args), "");
    // What rules say of themselves is ours, and may hold any words.
    let mut ours = String::new();
    let mut folders = vec![PathBuf::from("rules")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            match entry.is_dir() {
                true => folders.push(entry),
                false => ours.push_str(&fs::read_to_string(entry).unwrap()),
            }
        }
    }
    let ours = words(&ours);
    let ours = quotations(&ours);
    let reports: Vec<(&str, Vec<String>)> = FORMATS
        .iter()
        .map(|format| {
            let report = fs::read_to_string(path(format)).unwrap();
            assert!(report.len() > 1_000 && !report.contains("<image"), "{format}");
            (*format, words(&report))
        })
        .collect();
    let reports: Vec<(&str, HashSet<&[String]>)> =
        reports.iter().map(|(format, words)| (*format, quotations(words))).collect();
    let mut tried = 0;
    for file in &files {
        let text = words(&run(&["text", file.to_str().unwrap()]));
        for quotation in quotations(&text).difference(&ours) {
            tried += 1;
            for (format, report) in &reports {
                assert!(!report.contains(quotation), "{format} quotes {quotation:?} of {file:?}");
            }
        }
    }
    assert!(tried > 2_000, "{tried}");
}

#[test]
fn without_it_the_same_words_are_quoted() {
    // What the test above would find, were nothing taken out.
    let file = "fixtures/resumes/collector.md";
    let text = words(&run(&["text", file]));
    let text = quotations(&text);
    for format in ["pretty", "json", "html"] {
        let report = words(&run(&["check", "--today", "2026-11-01", "--format", format, file]));
        assert!(!quotations(&report).is_disjoint(&text), "{format}");
    }
    assert!(Path::new(file).is_file());
}
