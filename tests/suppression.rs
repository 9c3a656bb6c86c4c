//! Comments in a document silence what they name, where they stand, and say so when they do not.
#![allow(clippy::unwrap_used)]

use jiff::civil::date;
use resumelint::Report;
use resumelint::check::{Finding, Options};
use resumelint::extract::Source;
use resumelint::rules::Ruleset;
use resumelint::suppression::Inline;

fn lint(text: &str, inline: Inline) -> Report {
    let options = Options { inline, ..Options::on(date(2026, 11, 1)) };
    resumelint::lint(&Source::new("cv.md", text.as_bytes()), &Ruleset::builtin(), &options)
}

/// A resume with one low-signal certification, and `comment` before its list item.
fn resume(before: &str, after: &str) -> String {
    format!(
        "# Ada Example\nSoftware Engineer\n\n## Experience\n### Software Engineer, Acme GmbH\n*2021 – Present*\n\
         - Built the billing service\n\n## Certifications\n{before}\n- AWS Certified AI Practitioner{after}\n"
    )
}

fn speaks(report: &Report, rule: &str) -> bool {
    report.findings.iter().any(|finding| finding.rule == rule)
}

#[test]
fn a_comment_before_the_block_silences_the_rule_it_names() {
    let text = resume(
        "<!-- resumelint-ignore low-signal-certification: the employer pays for it -->\n",
        "",
    );
    let report = lint(&text, Inline::Honoured);
    assert!(!speaks(&report, "low-signal-certification"), "{:?}", report.findings);
    assert_eq!(report.suppressed[0].reason, "the employer pays for it");
    assert!(report.notes.is_empty(), "{:?}", report.notes);
}

#[test]
fn a_comment_on_the_same_line_silences_that_line() {
    let text = resume("", " <!-- resumelint-ignore low-signal-certification: asked for -->");
    assert!(!speaks(&lint(&text, Inline::Honoured), "low-signal-certification"));
}

#[test]
fn without_a_comment_the_rule_speaks() {
    assert!(speaks(&lint(&resume("", ""), Inline::Honoured), "low-signal-certification"));
}

#[test]
fn a_file_comment_silences_what_is_absent() {
    let text = format!(
        "<!-- resumelint-ignore-file no-code-portfolio: confidential work -->\n\n{}",
        resume("", "")
    );
    assert!(!speaks(&lint(&text, Inline::Honoured), "no-code-portfolio"));
    assert!(speaks(&lint(&resume("", ""), Inline::Honoured), "no-code-portfolio"));
}

#[test]
fn a_comment_that_silences_nothing_is_reported() {
    let text = resume("<!-- resumelint-ignore leads-with-certifications: old -->\n", "");
    let report = lint(&text, Inline::Honoured);
    assert!(report.notes[0].message.contains("says nothing there"), "{:?}", report.notes);
}

#[test]
fn a_comment_without_a_reason_or_with_an_unknown_rule_is_reported() {
    let report = lint(
        &resume("<!-- resumelint-ignore low-signal-certification -->\n", ""),
        Inline::Honoured,
    );
    assert!(report.notes[0].message.contains("gives no reason"), "{:?}", report.notes);
    let report =
        lint(&resume("<!-- resumelint-ignore no-such-rule: why -->\n", ""), Inline::Honoured);
    assert!(report.notes[0].message.contains("there is no such rule"), "{:?}", report.notes);
}

#[test]
fn in_a_strangers_document_comments_are_reported_and_silence_nothing() {
    let text = resume("<!-- resumelint-ignore low-signal-certification: please -->\n", "");
    let report = lint(&text, Inline::Reported);
    assert!(speaks(&report, "low-signal-certification"));
    assert!(report.notes[0].message.contains("not honoured"), "{:?}", report.notes);
}

#[test]
fn a_baseline_holds_back_what_it_knows_and_nothing_else() {
    let first = lint(&resume("", ""), Inline::Honoured);
    let known = first.findings.iter().map(|finding| finding.fingerprint.clone());
    let options = Options { baseline: known.collect(), ..Options::on(date(2026, 11, 1)) };
    let moved = format!("{}- Microsoft Azure AI Fundamentals\n", resume("", ""));
    let again =
        resumelint::lint(&Source::new("cv.md", moved.as_bytes()), &Ruleset::builtin(), &options);
    assert_eq!(again.baselined.len(), first.findings.len());
    let is_known =
        |finding: &Finding| first.findings.iter().any(|f| f.fingerprint == finding.fingerprint);
    assert!(!again.findings.iter().any(is_known), "{:?}", again.findings);
    let new = again.findings.iter().find(|finding| finding.rule == "low-signal-certification");
    let words = again.document.slice(new.unwrap().span.unwrap());
    assert_eq!(words, "Microsoft Azure AI Fundamentals");
}
