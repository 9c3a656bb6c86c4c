//! JUnit XML: a suite a file, a failed case a finding, an error where something was not checked.

use super::{FileReport, safe};

/// What stands before the first suite.
pub(super) const HEAD: &str =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"resumelint\">\n";
/// What stands after the last.
pub(super) const TAIL: &str = "</testsuites>\n";

/// The suite of a file.
pub(super) fn item(file: &FileReport) -> String {
    let path = escape(&file.path);
    let mut cases = String::new();
    let (mut failures, mut errors) = (0, 0);
    for note in file.gaps() {
        errors += 1;
        let message = escape(&note.message);
        cases.push_str(&format!(
            "    <testcase name=\"not-fully-checked\" classname=\"{path}\" time=\"0\">\n      \
             <error message=\"{message}\" type=\"not-fully-checked\">{message}</error>\n    \
             </testcase>\n"
        ));
    }
    for (document, finding, _) in file.found() {
        failures += 1;
        let (rule, severity) = (escape(&finding.rule), finding.severity.name());
        let (message, help) = (escape(&finding.message), escape(&finding.help));
        let location = finding.span.map(|span| document.locate(span)).unwrap_or_default();
        let place = match (location.line, location.page) {
            (Some(line), _) => format!("line {line}: "),
            (None, Some(page)) => format!("page {page}: "),
            (None, None) => String::new(),
        };
        let words = finding.span.map_or(String::new(), |span| escape(document.slice(span)));
        let words = if words.is_empty() { words } else { format!("\"{words}\": ") };
        cases.push_str(&format!(
            "    <testcase name=\"{rule}\" classname=\"{path}\" time=\"0\">\n      \
             <failure message=\"{message}\" type=\"{severity}\">{place}{words}{message}. \
             {help}</failure>\n    </testcase>\n"
        ));
    }
    if cases.is_empty() {
        cases = format!("    <testcase name=\"resumelint\" classname=\"{path}\" time=\"0\"/>\n");
    }
    let tests = (failures + errors).max(1);
    format!(
        "  <testsuite name=\"{path}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" \
         skipped=\"0\" time=\"0\">\n{cases}  </testsuite>\n"
    )
}

/// Text as XML. Characters that XML has no way to write were replaced before.
fn escape(text: &str) -> String {
    let text = safe::one_line(text);
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            _ => escaped.push(c),
        }
    }
    escaped
}
