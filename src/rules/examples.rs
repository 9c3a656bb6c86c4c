//! Every rule proves itself: the examples in its file, run.
//!
//! An example is linted as a user's file would be. `⟦⟧` marks are taken out first, and the words that
//! they stood around are what findings of the rule have to point at, no more and no fewer.

use std::ops::Range;
use std::path::Path;

use jiff::civil::Date;

use super::{Example, Rule, Ruleset};
use crate::check::Options;
use crate::document::Format;
use crate::extract::Source;
use crate::role::parse_role;

/// An example that did not come out as its file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The rule's id.
    pub rule: String,
    /// Which example: `bad` or `good`, counted from 1.
    pub example: String,
    /// What was expected and what came.
    pub message: String,
}

/// The day that examples are read on, unless they say otherwise.
pub const TODAY: Date = jiff::civil::date(2026, 11, 1);

/// Runs all examples of a rule with all rules of `ruleset` at work.
pub fn run(rule: &Rule, ruleset: &Ruleset) -> Vec<Failure> {
    let mut failures = Vec::new();
    let numbered = |kind: &'static str, examples| {
        let examples: &[Example] = examples;
        examples
            .iter()
            .enumerate()
            .map(move |(i, example)| (format!("{kind} example {}", i + 1), example))
    };
    for (name, example) in
        numbered("bad", &rule.examples().bad).chain(numbered("good", &rule.examples().good))
    {
        let expected = name.starts_with("bad");
        if let Err(message) =
            run_one(rule, ruleset, example, if expected { Expect::Speaks } else { Expect::Silent })
        {
            failures.push(Failure { rule: rule.id.clone(), example: name, message });
        }
    }
    failures
}

/// What an example is there to show.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expect {
    Speaks,
    Silent,
}

fn run_one(
    rule: &Rule,
    ruleset: &Ruleset,
    example: &Example,
    expect: Expect,
) -> Result<(), String> {
    let (text, marks) = take_marks(&example.text)?;
    let format = example.format.unwrap_or(Format::Markdown);
    let file = example.file.as_ref().map(|file| {
        let path = rule.file.parent().unwrap_or_else(|| Path::new("")).join(file);
        std::fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))
    });
    let file = file.transpose()?;
    let mut options = Options::on(match &example.today {
        None => TODAY,
        Some(day) => day.parse().map_err(|error| format!("today = \"{day}\": {error}"))?,
    });
    // The rule is asked in its own preset, and not what the default happens to leave out.
    if let Some(preset) = rule.definition.presets.first() {
        options.preset.clone_from(preset);
    }
    if !example.params.is_empty() {
        options.params.insert(rule.id.clone(), example.params.clone());
    }
    options.mandated = example.mandated.iter().cloned().collect();
    if let Some(role) = &example.role {
        options.role = Some(parse_role(role)?);
    }
    let name = format!("example.{}", extension(format));
    let name = example.file.as_ref().map_or(name, |file| file.to_string_lossy().into_owned());
    let bytes = file.as_deref().unwrap_or(text.as_bytes());
    let report = crate::lint(&Source::new(&name, bytes), ruleset, &options);
    if let Some(note) = report.notes.iter().find(|note| note.message.contains(&rule.id)) {
        return Err(note.message.clone());
    }
    let found: Vec<&crate::check::Finding> =
        report.findings.iter().filter(|finding| finding.rule == rule.id).collect();
    let document = &report.document;
    if let Some(severity) = example.severity
        && let Some(other) = found.iter().find(|finding| finding.severity != severity)
    {
        let (is, should) = (other.severity.name(), severity.name());
        return Err(format!("matters as {is} and should as {should}"));
    }
    match expect {
        Expect::Silent if found.is_empty() => match &example.silenced {
            None => Ok(()),
            Some(words) => {
                let held = report.silenced.iter().filter(|held| held.finding.rule == rule.id);
                let reasons: Vec<&str> = held.map(|held| held.reason.as_str()).collect();
                match reasons.iter().any(|reason| reason.contains(words.as_str())) {
                    true => Ok(()),
                    false => Err(format!(
                        "is silent, and not because \"{words}\" (reasons: {reasons:?})"
                    )),
                }
            }
        },
        Expect::Silent => Err(format!(
            "spoke of \"{}\" and should be silent",
            found[0].span.map_or("the resume as a whole", |span| document.slice(span)),
        )),
        Expect::Speaks if found.is_empty() => {
            let others: Vec<&str> =
                report.findings.iter().map(|finding| finding.rule.as_str()).collect();
            let silenced = report.silenced.iter().find(|s| s.finding.rule == rule.id);
            Err(match silenced {
                Some(silenced) => format!("was silenced: {}", silenced.reason),
                None => format!("is silent and should speak (others that spoke: {others:?})"),
            })
        }
        Expect::Speaks if example.file.is_some() => {
            let places: Vec<&str> = found
                .iter()
                .filter_map(|finding| finding.span)
                .map(|span| document.slice(span))
                .collect();
            // Without words it is the file as a whole that is meant.
            let expected: Vec<&str> = example.words.as_deref().into_iter().collect();
            match places == expected {
                true => Ok(()),
                false => Err(format!("points at {places:?} and should point at {expected:?}")),
            }
        }
        Expect::Speaks => {
            let places: Vec<Range<usize>> = found
                .iter()
                .filter_map(|finding| document.locate(finding.span?).bytes)
                .map(|bytes| bytes.start as usize..bytes.end as usize)
                .collect();
            if places == marks {
                return Ok(());
            }
            let words = |places: &[Range<usize>]| -> Vec<String> {
                places.iter().map(|at| text.get(at.clone()).unwrap_or("?").to_owned()).collect()
            };
            Err(format!("points at {:?} and should point at {:?}", words(&places), words(&marks)))
        }
    }
}

/// A text without its marks, and the bytes that they stood around.
fn take_marks(marked: &str) -> Result<(String, Vec<Range<usize>>), String> {
    let mut text = String::with_capacity(marked.len());
    let mut marks = Vec::new();
    let mut open = None;
    for c in marked.chars() {
        match c {
            '⟦' => open = Some(text.len()),
            '⟧' => {
                let start = open.take().ok_or("`⟧` without `⟦` before it")?;
                marks.push(start..text.len());
            }
            c => text.push(c),
        }
    }
    match open {
        None => Ok((text, marks)),
        Some(_) => Err("`⟦` without `⟧` after it".to_owned()),
    }
}

/// A file name extension for a format, so that it is recognised as the example means it.
fn extension(format: Format) -> &'static str {
    match format {
        Format::Pdf => "pdf",
        Format::Docx => "docx",
        Format::Odt => "odt",
        Format::Rtf => "rtf",
        Format::Markdown => "md",
        Format::Latex => "tex",
        Format::Typst => "typ",
        Format::Html => "html",
        Format::JsonResume => "json",
        Format::Yaml => "yaml",
        Format::Text => "txt",
    }
}
