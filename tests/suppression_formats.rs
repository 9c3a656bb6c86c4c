//! A comment in the syntax of each format silences the rule that it names, and no other word moves.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::io::{Cursor, Read, Write};

use jiff::civil::date;
use resumelint::Report;
use resumelint::check::Options;
use resumelint::document::NoteKind;
use resumelint::extract::Source;
use resumelint::rules::Ruleset;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const RULE: &str = "prompt-engineering-certificate";
const IGNORE: &str = "resumelint-ignore prompt-engineering-certificate: asked for";

fn fixture(ending: &str) -> (String, Vec<u8>) {
    let name = format!("{}/fixtures/one-resume/resume.{ending}", env!("CARGO_MANIFEST_DIR"));
    let bytes = std::fs::read(&name).unwrap();
    (name, bytes)
}

fn lint(name: &str, bytes: &[u8]) -> Report {
    let options = Options::on(date(2026, 11, 1));
    resumelint::lint(&Source::new(name, bytes), &Ruleset::builtin(), &options)
}

fn speaks(report: &Report) -> bool {
    report.findings.iter().any(|finding| finding.rule == RULE)
}

/// Asserts that `changed`, which is the fixture with a comment, answers the finding.
fn check_answered(ending: &str, name: &str, original: &[u8], changed: &[u8]) {
    let before = lint(name, original);
    assert!(speaks(&before), "{ending}: the rule is silent without a comment");
    let after = lint(name, changed);
    assert!(!speaks(&after), "{ending}: the comment was not heeded");
    assert_eq!(after.suppressed.len(), 1, "{ending}");
    assert_eq!(after.findings.len() + 1, before.findings.len(), "{ending}");
    assert_eq!(after.document.text, before.document.text, "{ending}: a comment is no text");
    let unused = |kind: NoteKind| kind == NoteKind::UnusedSuppression;
    assert!(!after.notes.iter().any(|note| unused(note.kind)), "{ending}: {:?}", after.notes);
}

/// Puts `comment` in place of `mark` in a text fixture.
fn check(ending: &str, mark: &str, comment: &str) {
    let (name, bytes) = fixture(ending);
    let text = String::from_utf8(bytes).unwrap();
    assert_eq!(text.matches(mark).count(), 1, "{ending}: {mark}");
    let changed = text.replace(mark, &comment.replace("IGNORE", IGNORE));
    check_answered(ending, &name, text.as_bytes(), changed.as_bytes());
}

#[test]
fn markdown_takes_html_comments() {
    let words = "- Prompt Engineering Certificate, Brightlearn";
    check("md", words, &format!("<!-- IGNORE -->\n{words}"));
    let line = "Brightlearn Academy, February 2024\n";
    check("md", line, &format!("{} <!-- IGNORE -->\n", line.trim_end()));
}

#[test]
fn html_takes_its_own_comments() {
    let words = "<li>Prompt Engineering Certificate";
    check("html", words, &format!("<!-- IGNORE -->\n{words}"));
    check("html", words, "<li><!-- IGNORE -->Prompt Engineering Certificate");
}

#[test]
fn latex_takes_percent_signs() {
    let words = "\\item Prompt Engineering Certificate, Brightlearn Academy, February 2024";
    check("tex", words, &format!("% IGNORE\n  {words}"));
    check("tex", words, &format!("{words} % IGNORE"));
}

#[test]
fn typst_takes_both_of_its_comments() {
    let words = "- Prompt Engineering Certificate, Brightlearn Academy, February 2024";
    check("typ", words, &format!("// IGNORE\n{words}"));
    check("typ", words, &format!("{words} /* IGNORE */"));
}

#[test]
fn yaml_takes_hash_signs() {
    let words = "- bullet: Prompt Engineering Certificate, Brightlearn Academy, February 2024";
    check("yaml", words, &format!("# IGNORE\n      {words}"));
    check("yaml", words, &format!("{words} # IGNORE"));
}

#[test]
fn json_takes_a_field_since_it_has_no_comments() {
    let words = "\"name\": \"Prompt Engineering Certificate\"";
    check("json", words, &format!("\"$comment\": \"IGNORE\", {words}"));
}

#[test]
fn rich_text_takes_annotations() {
    let words = "Prompt Engineering Certificate, Brightlearn";
    check("rtf", words, &format!("{{\\*\\annotation IGNORE}}{words}"));
}

/// The package with a mark in each of these parts replaced by other markup.
fn rewritten(bytes: &[u8], changes: &[(&str, &str, &str)]) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..archive.len() {
        let mut file = archive.by_index(i).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        for (part, from, to) in changes.iter().filter(|(part, ..)| *part == name) {
            let text = String::from_utf8(content).unwrap();
            assert_eq!(text.matches(from).count(), 1, "{from} in {part}");
            content = text.replace(from, to).into_bytes();
        }
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(&content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn word_takes_comments_of_a_reviewer() {
    let (name, bytes) = fixture("docx");
    let words = "Prompt Engineering Certificate";
    let run = format!("</w:t></w:r><w:r><w:commentReference w:id=\"7\"/></w:r><w:r><w:t>{words}");
    let comment = format!(
        "><w:comment w:id=\"7\"><w:p><w:r><w:t>{IGNORE}</w:t></w:r></w:p></w:comment></w:comments>"
    );
    let changes = [
        ("word/document.xml", words, run.as_str()),
        // The file has no comments yet: its root is closed at once.
        ("word/comments.xml", " />", comment.as_str()),
    ];
    let changed = rewritten(&bytes, &changes);
    check_answered("docx", &name, &bytes, &changed);
}

#[test]
fn open_document_takes_annotations() {
    let (name, bytes) = fixture("odt");
    let words = "Prompt Engineering Certificate";
    let annotated =
        format!("<office:annotation><text:p>{IGNORE}</text:p></office:annotation>{words}");
    let changed = rewritten(&bytes, &[("content.xml", words, annotated.as_str())]);
    check_answered("odt", &name, &bytes, &changed);
}
