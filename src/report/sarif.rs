//! SARIF 2.1.0, within the limits that GitHub sets.
//!
//! Findings in text formats have regions; those in PDF have the page and its rectangles as properties,
//! because SARIF has no region for them, and stand at the first line. A file that was not fully checked is a notification of the
//! run, which then did not succeed.

use serde_json::{Value, json};

use super::{Answer, FileReport, Summary, json::line, template};
use crate::check::Severity;
use crate::document::{Document, Span, Status};
use crate::rules::Ruleset;

/// The most related places of a finding.
const RELATED: usize = 20;
/// The most characters of a message and of a quotation.
const MESSAGE: usize = 1_000;

/// What stands before the first result.
pub(super) fn head(ruleset: &Ruleset) -> String {
    let rules: Vec<Value> = ruleset.rules.iter().map(rule).collect();
    let driver = json!({
        "name": "resumelint",
        "version": env!("CARGO_PKG_VERSION"),
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "informationUri": env!("CARGO_PKG_REPOSITORY"),
        "rules": rules,
    });
    format!(
        "{{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\
         \"runs\":[{{\"tool\":{{\"driver\":{}}},\"columnKind\":\"unicodeCodePoints\",\
         \"results\":[\n",
        line(&driver)
    )
}

/// A rule as SARIF describes it.
fn rule(rule: &crate::rules::Rule) -> Value {
    let definition = &rule.definition;
    let bad = rule.examples().bad.first().map(|example| {
        let text = example.text.replace(['⟦', '⟧'], "");
        format!("\n\nFor example:\n\n```\n{}\n```", text.trim())
    });
    let help = format!("{}\n\n{}", template::plain(definition.help.trim()), definition.why.trim());
    let mut described = json!({
        "id": rule.id,
        "shortDescription": { "text": definition.summary },
        "fullDescription": { "text": definition.why.trim() },
        "help": { "text": help, "markdown": help.clone() + &bad.unwrap_or_default() },
        "defaultConfiguration": { "level": level(definition.severity) },
        "properties": { "tags": [rule.group], "precision": "high" },
    });
    if rule.id.contains('-') {
        described["name"] = json!(name(&rule.id));
    }
    described
}

/// The name of a rule: `LowSignalAsProof`. The standard wants it to differ from the id by more than
/// capitals, so that a rule of one word has none.
fn name(id: &str) -> String {
    let capital = |word: &str| {
        let mut chars = word.chars();
        chars.next().map(|first| first.to_ascii_uppercase().to_string() + chars.as_str())
    };
    id.split('-').filter_map(capital).collect()
}

/// The results of a file. Findings that were answered are marked as such, never dropped.
pub(super) fn items(file: &FileReport, ruleset: &Ruleset) -> Vec<String> {
    let open = file.found().map(|(document, finding, _)| {
        let mut result = result(file, document, finding, ruleset);
        result["baselineState"] = json!("new");
        line(&result)
    });
    let answered = file.answered().map(|(document, finding, answer)| {
        let mut result = result(file, document, finding, ruleset);
        let kind = match answer {
            Answer::Comment(_) => "inSource",
            Answer::Situation(_) | Answer::Baseline => "external",
        };
        result["baselineState"] =
            json!(if answer == Answer::Baseline { "unchanged" } else { "new" });
        result["suppressions"] = json!([{ "kind": kind, "justification": answer.reason() }]);
        line(&result)
    });
    open.chain(answered).collect()
}

/// A finding as SARIF describes it.
fn result(
    file: &FileReport,
    document: &Document,
    finding: &crate::check::Finding,
    ruleset: &Ruleset,
) -> Value {
    let mut result = json!({
        "ruleId": finding.rule,
        "level": level(finding.severity),
        "message": { "text": message(document, finding) },
        "locations": [location(&file.path, document, finding.span, None)],
        "partialFingerprints": { "resumelint/v1": finding.fingerprint },
    });
    if let Some(index) = ruleset.rules.iter().position(|rule| rule.id == finding.rule) {
        result["ruleIndex"] = json!(index);
    }
    let related: Vec<Value> = (finding.related.iter().take(RELATED).zip(0..))
        .map(|((span, label), id)| {
            let mut location = location(&file.path, document, Some(*span), Some(label));
            location["id"] = json!(id);
            location
        })
        .collect();
    if !related.is_empty() {
        result["relatedLocations"] = json!(related);
    }
    result
}

/// Severity as SARIF has it.
fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "note",
    }
}

/// The page where the format has pages, the fault, and the next act.
fn message(document: &Document, finding: &crate::check::Finding) -> String {
    let page = finding.span.and_then(|span| document.locate(span).page);
    let page = page.map(|page| format!("page {page}: ")).unwrap_or_default();
    let text = match finding.help.as_str() {
        "" => format!("{page}{}", finding.message),
        help => format!("{page}{}. {help}", finding.message),
    };
    shorten(&text, MESSAGE)
}

/// The first characters of a text that is too long for a reader of results.
fn shorten(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", text[..at].trim_end()),
        None => text.to_owned(),
    }
}

/// A place: file, region for text formats, page for others.
fn location(path: &str, document: &Document, span: Option<Span>, label: Option<&str>) -> Value {
    let found = span.map(|span| document.locate(span)).unwrap_or_default();
    let included = document.sources.get(found.file as usize).filter(|_| found.file > 0);
    let path = included.map_or(path.to_owned(), |source| sibling(path, &source.name));
    let mut physical = json!({ "artifactLocation": artifact(&path) });
    if let (Some(line), Some(column)) = (found.line, found.column) {
        let mut region = json!({ "startLine": line, "startColumn": column });
        if let (Some(end_line), Some(end_column)) = (found.end_line, found.end_column) {
            region["endLine"] = json!(end_line);
            region["endColumn"] = json!(end_column);
        }
        if let Some(span) = span {
            region["snippet"] = json!({ "text": shorten(document.slice(span), MESSAGE) });
        }
        physical["region"] = region;
    } else {
        // GitHub takes no result without a line, and shows a file without lines as a whole.
        physical["region"] = json!({ "startLine": 1 });
    }
    let mut location = json!({ "physicalLocation": physical });
    if let Some(page) = found.page {
        let rects: Vec<[f32; 4]> =
            found.rects.iter().map(|rect| [rect.x, rect.y, rect.width, rect.height]).collect();
        location["logicalLocations"] =
            json!([{ "fullyQualifiedName": format!("page {page}"), "kind": "element" }]);
        location["properties"] = json!({ "page": page, "rects": rects });
    } else if let Some(path) = found.path {
        location["logicalLocations"] = json!([{ "fullyQualifiedName": path, "kind": "element" }]);
    }
    if let Some(label) = label {
        location["message"] = json!({ "text": label });
    }
    location
}

/// The path of a file that stands beneath the folder of another.
fn sibling(path: &str, name: &str) -> String {
    match path.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{name}"),
        None => name.to_owned(),
    }
}

/// A path as a URI reference: relative ones stay relative to the root of the sources.
fn artifact(path: &str) -> Value {
    let path = path.replace('\\', "/");
    if path.starts_with('/') {
        json!({ "uri": format!("file://{}", encode(&path)) })
    } else {
        json!({ "uri": encode(&relative(&path)), "uriBaseId": "%SRCROOT%" })
    }
}

/// A path without a leading `./`.
pub(super) fn relative(path: &str) -> String {
    let mut path = path;
    while let Some(rest) = path.strip_prefix("./") {
        path = rest;
    }
    path.to_owned()
}

/// Percent-encodes what may not stand in the path of a URI.
fn encode(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// What stands after the last result.
pub(super) fn tail(summary: &Summary, left_out: usize) -> String {
    let mut notifications: Vec<Value> = (summary.gaps.iter())
        .map(|(path, status, why)| {
            let level = if *status == Status::NotChecked { "error" } else { "warning" };
            let text = format!("not fully checked: {why}");
            json!({
                "level": level,
                "message": { "text": text },
                "locations": [{ "physicalLocation": { "artifactLocation": artifact(path) } }],
            })
        })
        .collect();
    if left_out > 0 {
        let text = format!("{left_out} results were left out, because GitHub takes no more");
        notifications.push(json!({ "level": "warning", "message": { "text": text } }));
    }
    let invocation = json!({
        "executionSuccessful": summary.not_fully_checked == 0,
        "toolExecutionNotifications": notifications,
    });
    format!("\n],\"invocations\":[{}]}}]}}\n", line(&invocation))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_not_the_id_and_a_long_message_is_cut() {
        assert_eq!(name("low-signal-as-proof"), "LowSignalAsProof");
        assert_eq!(shorten("ärger", 3), "ärg…");
        assert_eq!(shorten("ärger", 5), "ärger");
    }

    #[test]
    fn paths_become_uris() {
        assert_eq!(artifact("./a b/ü.md")["uri"], "a%20b/%C3%BC.md");
        assert_eq!(artifact("/home/x#y.md")["uri"], "file:///home/x%23y.md");
        assert_eq!(artifact("a:b.md")["uri"], "a%3Ab.md");
    }
}
