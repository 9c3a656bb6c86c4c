//! The JSON report: a contract, written by hand-made types so that nothing changes by accident.
//!
//! A file is an object on a line of its own inside `files`, so the report can be written while the
//! next files are still being read, and compared line by line.

use serde::Serialize;

use super::{Answer, Answered, FileReport, Look, Summary};
use crate::document::{Document, Location, Rect, Span, Status};

/// The number of the contract; fields are added under the same number, never renamed or removed.
pub(super) const SCHEMA: u32 = 1;

/// What stands before the first file.
pub(super) const HEAD: &str = "{\"schema\":1,\"files\":[\n";

/// One file's object.
#[derive(Serialize)]
pub(super) struct File<'a> {
    path: &'a str,
    format: Option<&'static str>,
    status: Status,
    sha256: Option<&'a str>,
    duplicate_of: Option<&'a str>,
    notes: Vec<Note<'a>>,
    findings: Vec<Finding<'a>>,
    /// Only where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    silenced: Option<Vec<Silenced<'a>>>,
}

#[derive(Serialize)]
struct Silenced<'a> {
    by: &'static str,
    reason: String,
    #[serde(flatten)]
    finding: Finding<'a>,
}

#[derive(Serialize)]
struct Note<'a> {
    kind: crate::document::NoteKind,
    message: &'a str,
}

#[derive(Serialize)]
struct Finding<'a> {
    rule: &'a str,
    severity: &'static str,
    message: &'a str,
    label: Option<&'a str>,
    help: &'a str,
    text: Option<&'a str>,
    location: Option<JsonLocation>,
    related: Vec<Related<'a>>,
    fingerprint: &'a str,
}

#[derive(Serialize)]
struct Related<'a> {
    label: &'a str,
    text: &'a str,
    location: JsonLocation,
}

/// A place in the user's file; lines and columns count from 1, ends are exclusive.
#[derive(Serialize)]
pub(super) struct JsonLocation {
    /// Only for words that stand in a file that the named one includes.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    line: Option<u32>,
    column: Option<u32>,
    end_line: Option<u32>,
    end_column: Option<u32>,
    bytes: Option<[u32; 2]>,
    page: Option<u32>,
    rects: Option<Vec<[f32; 4]>>,
    path: Option<String>,
}

impl JsonLocation {
    /// Where `span` stands.
    fn of(document: &Document, span: Span) -> Self {
        let location: Location = document.locate(span);
        let included = document.sources.get(location.file as usize).filter(|_| location.file > 0);
        JsonLocation {
            file: included.map(|source| source.name.clone()),
            line: location.line,
            column: location.column,
            end_line: location.end_line,
            end_column: location.end_column,
            bytes: location.bytes.map(|bytes| [bytes.start, bytes.end]),
            page: location.page,
            rects: location.page.map(|_| location.rects.iter().map(rect).collect()),
            path: location.path,
        }
    }
}

/// Left, top, width and height in points, to a hundredth.
fn rect(rect: &Rect) -> [f32; 4] {
    [rect.x, rect.y, rect.width, rect.height].map(|n| (n * 100.0).round() / 100.0)
}

impl<'a> File<'a> {
    /// The object for a file.
    pub(super) fn of(file: &'a FileReport, look: &Look) -> Self {
        let note =
            |note: &'a crate::document::Note| Note { kind: note.kind, message: &note.message };
        let silenced = |(document, f, answer): (&'a Document, _, Answer<'_>)| Silenced {
            by: answer.name(),
            reason: answer.reason().to_owned(),
            finding: finding(document, f),
        };
        let shown = look.answered == Answered::Shown;
        File {
            path: &file.path,
            format: file.format().map(crate::document::Format::name),
            status: file.status(),
            sha256: file.sha256.as_deref(),
            duplicate_of: file.duplicate_of.as_deref(),
            notes: file.notes().iter().map(note).collect(),
            findings: file.found().map(|(document, f, _)| finding(document, f)).collect(),
            silenced: shown.then(|| file.answered().map(silenced).collect()),
        }
    }
}

/// The object for a finding.
fn finding<'a>(document: &'a Document, found: &'a crate::check::Finding) -> Finding<'a> {
    let related = |(span, label): &'a (Span, String)| Related {
        label,
        text: document.slice(*span),
        location: JsonLocation::of(document, *span),
    };
    Finding {
        rule: &found.rule,
        severity: found.severity.name(),
        message: &found.message,
        label: found.label.as_deref(),
        help: &found.help,
        text: found.span.map(|span| document.slice(span)),
        location: found.span.map(|span| JsonLocation::of(document, span)),
        related: found.related.iter().map(related).collect(),
        fingerprint: &found.fingerprint,
    }
}

/// A value as JSON on one line, in which a terminal finds nothing to act on.
pub(super) fn line(value: &impl Serialize) -> String {
    escape(serde_json::to_string(value).expect("keys are strings and numbers are finite"))
}

/// JSON in which characters that act on a terminal or hide are escaped. They can only stand inside
/// strings, where `\u` means the same.
pub(super) fn escape(json: String) -> String {
    let acts = |c: char| c != '\n' && super::safe::stand_in(c).is_some();
    // A runner obeys this mark wherever it stands in a log.
    let json = if json.contains("##[") { json.replace("##[", "##\\u005b") } else { json };
    if !json.chars().any(acts) {
        return json;
    }
    let mut safe = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if acts(c) {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                safe.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            safe.push(c);
        }
    }
    safe
}

/// What stands for a file.
pub(super) fn item(file: &FileReport, look: &Look) -> String {
    line(&File::of(file, look))
}

/// What stands after the last file.
pub(super) fn tail(summary: &Summary) -> String {
    format!("\n],\"summary\":{}}}\n", line(summary))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn head_carries_the_schema_number() {
        assert_eq!(HEAD, format!("{{\"schema\":{SCHEMA},\"files\":[\n"));
    }

    #[test]
    fn controls_are_escaped_and_still_mean_the_same() {
        let text = "a\u{1b}\u{202e}\u{9b}\u{e0041}\u{7f}b";
        let json = line(&text);
        assert!(json.is_ascii());
        assert_eq!(serde_json::from_str::<String>(&json).expect("valid JSON"), text);
    }
}
