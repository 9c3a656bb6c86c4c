//! The report for people, as it looks at several widths and with hostile text in it.
#![allow(clippy::unwrap_used)]

use resumelint::Report;
use resumelint::check::{Finding, Severity};
use resumelint::document::{Document, Span};
use resumelint::extract::{Limits, Source, read};
use resumelint::report::{
    Answered, Color, Detail, FileReport, Findings, Format, Look, Setting, Summary, items, tail,
};
use resumelint::resume::Resume;
use resumelint::rules::Ruleset;
use unicode_width::UnicodeWidthStr;

/// A document read from `text` as a file of this name.
fn document(name: &str, text: &str) -> Document {
    read(&Source::new(name, text.as_bytes()), &Limits::default())
}

/// The first place where `words` stand.
fn span(document: &Document, words: &str) -> Span {
    let at = document.text.find(words).expect("the words stand in the text");
    Span::new(at, at + words.len())
}

/// A finding about `words`, with related ones.
fn finding(document: &Document, words: Option<&str>, related: &[(&str, &str)]) -> Finding {
    Finding {
        rule: "leads-with-certifications".to_owned(),
        severity: Severity::Warning,
        span: words.map(|words| span(document, words)),
        message: "certifications come before any evidence of work".to_owned(),
        label: Some("9 certifications open the page".to_owned()),
        related: related
            .iter()
            .map(|(words, label)| (span(document, words), (*label).to_owned()))
            .collect(),
        help: "Move this section below your projects and experience, so that a reader meets the \
               work first."
            .to_owned(),
        fix: None,
        supersedes: Vec::new(),
        fingerprint: String::new(),
    }
}

/// The report on a file with these findings.
fn render(name: &str, document: Document, findings: Vec<Finding>, look: &Look) -> String {
    let resume = Resume::default();
    let notes = document.notes.clone();
    let report = Report {
        document: document.into(),
        resume: resume.into(),
        findings,
        silenced: Vec::new(),
        suppressed: Vec::new(),
        baselined: Vec::new(),
        notes,
    };
    let file = FileReport::new(name.to_owned(), None, Ok(report));
    let mut summary = Summary::default();
    summary.add(&file);
    let setting = Setting { look, ruleset: &Ruleset::default() };
    items(Format::Pretty, &file, &setting).concat() + &tail(Format::Pretty, &summary, 0, &setting)
}

fn look(width: usize) -> Look {
    Look {
        width,
        color: Color::Never,
        detail: Detail::Normal,
        findings: Findings::Listed,
        answered: Answered::Hidden,
    }
}

/// Renders at a width, and holds that no line is wider.
fn check(width: usize, text: &str, words: Option<&str>, related: &[(&str, &str)]) -> String {
    let document = document("cv.md", text);
    let findings = vec![finding(&document, words, related)];
    let shown = render("cv.md", document, findings, &look(width));
    for line in shown.lines() {
        assert!(line.width() <= width, "{} columns: {line}", line.width());
    }
    shown
}

const COLLECTOR: &str = "# Ada Example\n\nada@example.com\n\n## Certifications\n\n- AWS Certified AI \
    Practitioner\n- Azure AI Fundamentals\n\n## Experience\n\n**Engineer**, Example Works\n\n- Built a \
    billing service that handles two million requests a day for forty customers in nine countries\n";

#[test]
fn words_are_underlined_and_related_places_labelled() {
    let related = [("Built a billing service", "the first evidence stands here")];
    insta::assert_snapshot!("narrow", check(60, COLLECTOR, Some("Certifications"), &related));
    insta::assert_snapshot!("wide", check(120, COLLECTOR, Some("Certifications"), &related));
}

#[test]
fn something_absent_is_anchored_at_the_first_line() {
    insta::assert_snapshot!("absent", check(80, COLLECTOR, None, &[]));
}

#[test]
fn long_lines_are_cut_around_the_words() {
    let long =
        format!("# Ada\n\n{} **certified expert** {}\n", "before ".repeat(60), "after ".repeat(60));
    insta::assert_snapshot!("long_line", check(60, &long, Some("certified expert"), &[]));
    let two = format!("# Ada\n\nfirst words {} last words\n", "between ".repeat(60));
    let related = [("last words", "and the other end of the same line")];
    insta::assert_snapshot!("two_windows", check(80, &two, Some("first words"), &related));
    let all = format!("# Ada\n\n{}\n", "everything ".repeat(40));
    insta::assert_snapshot!("long_words", check(60, &all, Some(all[7..].trim()), &[]));
}

#[test]
fn wide_characters_and_emoji_stay_aligned() {
    let text = "# 山田 花子\n\n- 🚀 機械学習 エンジニア **AWS Certified AI Practitioner** 👩🏽\u{200d}💻 ❤\u{fe0f} ok\n";
    insta::assert_snapshot!("cjk", check(80, text, Some("AWS Certified AI Practitioner"), &[]));
}

#[test]
fn controls_of_a_stranger_reach_no_terminal() {
    let text = "Ada \u{1b}[2J\u{202e}Example\u{7}\n\ncertified \u{9b}31m\u{2066}expert\u{200b}\n";
    let document = document("cv.txt", text);
    let mut finding = finding(&document, Some("certified"), &[]);
    finding.message = format!("about {text}");
    finding.help = text.to_owned();
    finding.label = Some(text.to_owned());
    finding.related = vec![(span(&document, "expert"), text.to_owned())];
    let shown = render("cv\u{1b}]0;x\u{7}\n.txt", document, vec![finding], &look(80));
    let raw = shown.chars().filter(|&c| c != '\n').filter(|&c| {
        c.is_control() || resumelint::report::safe::is_bidi_control(c) || c == '\u{200b}'
    });
    assert_eq!(raw.collect::<String>(), "");
    insta::assert_snapshot!("hostile", shown);
}

#[test]
fn many_related_places_are_counted() {
    let text = "# Ada\n\n- one\n- two\n- three\n- four\n- five\n- six\n- seven\n";
    let words = ["two", "three", "four", "five", "six", "seven"];
    let related: Vec<_> = words.iter().map(|words| (*words, "here too")).collect();
    insta::assert_snapshot!("many", check(80, text, Some("one"), &related));
}

#[test]
fn words_over_several_lines_are_underlined_on_each() {
    let text = "Ada Example\n\nSummary\nI am a certified\n  expert in systems\nand more\n";
    let document = document("cv.txt", text);
    let mut finding = finding(&document, None, &[]);
    let start = document.text.find("certified").unwrap();
    let end = document.text.find(" in systems").unwrap();
    finding.span = Some(Span::new(start, end));
    finding.severity = Severity::Error;
    insta::assert_snapshot!("lines", render("cv.txt", document, vec![finding], &look(80)));
}

#[test]
fn colour_changes_nothing_but_colour() {
    let plain = check(80, COLLECTOR, Some("Certifications"), &[]);
    let document = document("cv.md", COLLECTOR);
    let findings = vec![finding(&document, Some("Certifications"), &[])];
    let ansi = Look { color: Color::Ansi, ..look(80) };
    let shown = render("cv.md", document, findings, &ansi);
    assert_ne!(shown, plain);
    let escapes = regex::Regex::new("\u{1b}\\[[0-9;]*m").unwrap();
    assert_eq!(escapes.replace_all(&shown, ""), plain);
}
