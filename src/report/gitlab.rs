//! GitLab's code quality report: an array of issues.

use serde_json::json;

use super::{FileReport, json::line, sha256};
use crate::check::Severity;

/// What stands before the first issue.
pub(super) const HEAD: &str = "[\n";
/// What stands after the last.
pub(super) const TAIL: &str = "\n]\n";

/// The issues of a file.
pub(super) fn items(file: &FileReport) -> Vec<String> {
    let path = super::sarif::relative(&file.path);
    let gaps = file.gaps().map(|note| {
        line(&json!({
            "description": format!("{}: {}", "not fully checked", note.message),
            "check_name": "not-fully-checked",
            "fingerprint": unique(&file.path, &note.message),
            "severity": "critical",
            "location": { "path": path, "lines": { "begin": 1 } },
        }))
    });
    let findings = file.found().map(|(document, finding, fingerprint)| {
        let location = finding.span.map(|span| document.locate(span)).unwrap_or_default();
        let page = location.page.map(|page| format!("page {page}: ")).unwrap_or_default();
        let begin = location.line.unwrap_or(1);
        let severity = match finding.severity {
            Severity::Error => "critical",
            Severity::Warning => "major",
            Severity::Advice => "info",
        };
        line(&json!({
            "description": format!("{page}{}. {}", finding.message, finding.help),
            "check_name": finding.rule,
            "fingerprint": unique(&file.path, fingerprint),
            "severity": severity,
            "location": { "path": path, "lines": { "begin": begin, "end": location.end_line.unwrap_or(begin) } },
        }))
    });
    gaps.chain(findings).collect()
}

/// GitLab wants fingerprints that no other file has.
fn unique(path: &str, name: &str) -> String {
    sha256(format!("{path}\0{name}").as_bytes())[..32].to_owned()
}
