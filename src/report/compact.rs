//! A line a finding, as compilers write it, so that editors and `grep` find their way.

use super::{Detail, FileReport, Findings, Look, safe};
use crate::document::{Document, Location, Span, Status};

/// The lines of a file.
pub(super) fn items(file: &FileReport, look: &Look) -> Vec<String> {
    let path = safe::one_line(&file.path);
    let mut lines = Vec::new();
    for note in file.notes() {
        let word = match note.kind.status() {
            Status::Checked if look.detail < Detail::Verbose => continue,
            Status::Checked => "note",
            Status::PartlyChecked => "checked in part",
            Status::NotChecked => "not checked",
        };
        lines.push(format!("{path}: {word}: {}\n", safe::one_line(&note.message)));
    }
    if look.findings == Findings::Counted {
        return lines;
    }
    for (document, finding, _) in file.found() {
        let place = finding.span.map(|span| place(document, span)).unwrap_or_default();
        let (severity, rule) = (finding.severity.name(), &finding.rule);
        let message = safe::one_line(&finding.message);
        lines.push(format!("{path}{place}: {severity}: {message} [{rule}]\n"));
    }
    lines
}

/// The place of a span, as it follows a path.
fn place(document: &Document, span: Span) -> String {
    match document.locate(span) {
        Location { line: Some(line), column: Some(column), .. } => format!(":{line}:{column}"),
        Location { page: Some(page), .. } => format!(": page {page}"),
        Location { path: Some(path), .. } => format!(": {}", safe::one_line(&path)),
        _ => String::new(),
    }
}
