//! Tables: a row a finding, or a row a file. No score and no rank.
//!
//! A spreadsheet runs a cell that begins like a formula; such a cell gets a quote in front, as
//! spreadsheets themselves write it.

use std::collections::HashMap;

use super::{FileReport, safe};
use crate::catalogue::Tier;
use crate::check::Severity;
use crate::resume::EvidenceKind;
use crate::rules::Ruleset;

/// Columns of the table of findings.
const COLUMNS: [&str; 14] = [
    "path",
    "format",
    "status",
    "rule",
    "severity",
    "line",
    "column",
    "end_line",
    "end_column",
    "page",
    "text",
    "message",
    "help",
    "fingerprint",
];

/// The header of the table of findings.
pub(super) fn head() -> String {
    row(COLUMNS.map(str::to_owned))
}

/// The rows of a file; one without a rule says why it was not fully checked.
pub(super) fn items(file: &FileReport) -> Vec<String> {
    let format = file.format().map_or("", |format| format.name());
    let status = status(file);
    let first = || [file.path.clone(), format.to_owned(), status.to_owned()].into_iter();
    let gaps = file.gaps().map(|note| {
        let mut cells: Vec<String> = first().collect();
        cells.resize(COLUMNS.len(), String::new());
        cells[11].clone_from(&note.message);
        row(cells)
    });
    let findings = file.found().map(|(document, finding, fingerprint)| {
        let location = finding.span.map(|span| document.locate(span)).unwrap_or_default();
        let words = finding.span.map_or("", |span| document.slice(span));
        let numbers =
            [location.line, location.column, location.end_line, location.end_column, location.page];
        let number = |number: Option<u32>| number.map_or(String::new(), |n| n.to_string());
        row(first()
            .chain([finding.rule.clone(), finding.severity.name().to_owned()])
            .chain(numbers.map(number))
            .chain([words, &finding.message, &finding.help, fingerprint].map(str::to_owned)))
    });
    gaps.chain(findings).collect()
}

/// Tiers as columns, the best first.
const TIERS: [Tier; 4] = [Tier::High, Tier::Moderate, Tier::Low, Tier::Avoid];
/// Kinds of evidence as columns.
const EVIDENCE: [EvidenceKind; 6] = [
    EvidenceKind::Code,
    EvidenceKind::Publication,
    EvidenceKind::ProductionSystem,
    EvidenceKind::Project,
    EvidenceKind::Reference,
    EvidenceKind::Education,
];

/// The header of the table of files.
pub(super) fn files_head(ruleset: &Ruleset) -> String {
    let fixed = [
        "path",
        "format",
        "status",
        "sha256",
        "duplicate_of",
        "role",
        "level",
        "language",
        "certifications_lead",
        "error",
        "warning",
        "advice",
    ];
    let tiers = TIERS.iter().map(|tier| format!("credentials_{}", tier.name()));
    let evidence = EVIDENCE.iter().map(|kind| format!("evidence_{}", kind.name()));
    let columns = fixed.into_iter().map(str::to_owned).chain(tiers);
    let columns = columns.chain(["credentials_without_tier".to_owned()]).chain(evidence);
    row(columns.chain(ruleset.rules.iter().map(|rule| rule.id.clone())).chain(["notes".to_owned()]))
}

/// The row of a file.
pub(super) fn file_item(file: &FileReport, ruleset: &Ruleset) -> String {
    let text = |text: Option<&str>| text.unwrap_or("").to_owned();
    let resume = file.outcome.as_ref().ok().map(|report| &report.resume);
    let role = resume.map(|resume| resume.role);
    let lead = resume.and_then(|resume| resume.certifications_lead);
    let mut cells = vec![
        file.path.clone(),
        text(file.format().map(|format| format.name())),
        status(file).to_owned(),
        text(file.sha256.as_deref()),
        text(file.duplicate_of.as_deref()),
        text(role.map(|role| role.field.name())),
        text(role.and_then(|role| role.level).map(|level| level.name())),
        text(resume.and_then(|resume| resume.language)),
        text(lead.map(|lead| if lead { "true" } else { "false" })),
    ];
    for severity in [Severity::Error, Severity::Warning, Severity::Advice] {
        let findings = file.findings().iter().filter(|finding| finding.severity == severity);
        cells.push(findings.count().to_string());
    }
    let credentials = resume.map_or(&[][..], |resume| &resume.credentials);
    let tier = |credential: &crate::resume::Credential| {
        credential.known.as_ref().and_then(|known| ruleset.catalogue.tier(known))
    };
    for wanted in TIERS.map(Some).into_iter().chain([None]) {
        let found = credentials.iter().filter(|credential| tier(credential) == wanted);
        cells.push(found.count().to_string());
    }
    let evidence = resume.map_or(&[][..], |resume| &resume.evidence);
    for kind in EVIDENCE {
        cells.push(evidence.iter().filter(|evidence| evidence.kind == kind).count().to_string());
    }
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for finding in file.findings() {
        *counts.entry(&finding.rule).or_default() += 1;
    }
    for rule in &ruleset.rules {
        cells.push(counts.get(&*rule.id).copied().unwrap_or(0).to_string());
    }
    let notes: Vec<&str> = file.notes().iter().map(|note| note.message.as_str()).collect();
    cells.push(notes.join("; "));
    row(cells)
}

/// How much of a file was checked, as JSON says it.
fn status(file: &FileReport) -> &'static str {
    use crate::document::Status;
    match file.status() {
        Status::Checked => "checked",
        Status::PartlyChecked => "partly-checked",
        Status::NotChecked => "not-checked",
    }
}

/// A row of cells, none of which a spreadsheet takes for a formula.
pub fn row(cells: impl IntoIterator<Item = String>) -> String {
    let cells: Vec<String> = cells.into_iter().map(|text| cell(&text)).collect();
    cells.join(",") + "\r\n"
}

/// A cell that no spreadsheet takes for a formula.
fn cell(text: &str) -> String {
    let text = safe::one_line(text);
    let is_formula = text
        .trim_start_matches([' ', '\u{a0}', '"', '\''])
        .starts_with(['=', '+', '-', '@', '|', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}']);
    let guard = if is_formula { "'" } else { "" };
    if is_formula || text.contains(['"', ',', '\n', '\r', ';']) || text.starts_with(' ') {
        format!("\"{guard}{}\"", text.replace('"', "\"\""))
    } else {
        text.into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_text() {
        assert_eq!(cell("=1+1"), "\"'=1+1\"");
        assert_eq!(cell(" \t@SUM(A1)"), "\"'  @SUM(A1)\"");
        assert_eq!(cell("-2"), "\"'-2\"");
        assert_eq!(cell("a, \"b\""), "\"a, \"\"b\"\"\"");
        assert_eq!(cell("plain"), "plain");
    }
}
