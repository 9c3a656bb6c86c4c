//! Annotations of GitHub's runner: workflow commands, a line each.
//!
//! The runner obeys such a line wherever it appears in a log, so text of the resume is escaped as the
//! runner's own toolkit does it, after its controls were replaced.

use super::{FileReport, safe};
use crate::check::Severity;
use crate::document::Status;

/// The commands for a file.
pub(super) fn items(file: &FileReport) -> Vec<String> {
    let path = property(&safe::one_line(&file.path));
    let mut lines = Vec::new();
    for note in file.gaps() {
        let title = match note.kind.status() {
            Status::PartlyChecked => "checked in part",
            _ => "not checked",
        };
        let message = data(&safe::one_line(&note.message));
        lines.push(format!("::error file={path},title={title}::{message}\n"));
    }
    for (document, finding, _) in file.found() {
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Advice => "notice",
        };
        let mut place = format!("file={path}");
        let mut page = String::new();
        if let Some(span) = finding.span {
            let location = document.locate(span);
            let names = ["line", "endLine", "col", "endColumn"];
            let (line, end_line) = (location.line, location.end_line);
            // The runner takes columns only for a single line.
            let columns = if line == end_line {
                [location.column, location.end_column]
            } else {
                [None, None]
            };
            let numbers = [line, end_line, columns[0], columns[1]];
            for (name, number) in names.into_iter().zip(numbers) {
                if let Some(number) = number {
                    place.push_str(&format!(",{name}={number}"));
                }
            }
            if let Some(number) = location.page {
                page = format!("page {number}: ");
            }
        }
        let message = safe::one_line(&finding.message);
        let help = safe::one_line(&finding.help);
        let text = data(&format!("{page}{message}\n{help}"));
        lines.push(format!("::{command} {place},title={}::{text}\n", property(&finding.rule)));
    }
    lines
}

/// Text as the message of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Text as a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
