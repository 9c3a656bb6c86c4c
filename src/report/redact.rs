//! Reports that quote nothing of a resume, for logs that others read.
//!
//! Letters and digits are replaced one for one, so that every place stays what it was. Messages are
//! written anew from the rule's own words, because a rule may quote the page in them.

use std::sync::Arc;

use super::FileReport;
use crate::check::Finding;
use crate::extract::Pictures;
use crate::rules::Ruleset;

/// Takes the words of the resume out of everything that a report shows of a file. The path stays.
pub fn redact(file: &mut FileReport, ruleset: &Ruleset) {
    // A picture of a page quotes all of it.
    file.pictures = Pictures::default();
    let Ok(report) = &mut file.outcome else { return };
    let document = Arc::make_mut(&mut report.document);
    blot(&mut document.text);
    for source in &mut document.sources {
        blot(&mut source.text);
    }
    for block in &mut document.blocks {
        block.path = None;
    }
    let silenced = report.silenced.iter_mut().map(|silenced| &mut silenced.finding);
    let suppressed = report.suppressed.iter_mut().map(|suppressed| &mut suppressed.finding);
    let all = report.findings.iter_mut().chain(silenced).chain(suppressed);
    for finding in all.chain(&mut report.baselined) {
        reword(finding, ruleset);
    }
    for suppressed in &mut report.suppressed {
        blot(&mut suppressed.reason);
    }
}

/// Replaces letters and digits by others of the same length in bytes.
fn blot(text: &mut String) {
    let blotted = text.chars().map(|c| match c.len_utf8() {
        _ if !c.is_alphanumeric() => c,
        1 => 'x',
        2 => '\u{d7}',
        3 => '\u{2588}',
        _ => '\u{1f7eb}',
    });
    *text = blotted.collect();
}

/// Gives a finding the words of its rule where its own may quote the page.
fn reword(finding: &mut Finding, ruleset: &Ruleset) {
    let Some(rule) = ruleset.rule(&finding.rule) else {
        // A rule of a configuration further down; its own words are not at hand.
        finding.message = format!("a finding of the rule {}", finding.rule);
        finding.help.clear();
        finding.label = None;
        finding.related.clear();
        return;
    };
    let definition = &rule.definition;
    let is_fixed = |text: &str| !text.contains("{{") && !text.contains("{%");
    if !is_fixed(&definition.message) {
        finding.message.clone_from(&definition.summary);
    }
    if !is_fixed(&definition.help) {
        finding.help = format!("Run 'resumelint explain {}' to see what to do.", rule.id);
    }
    if !definition.label.as_deref().is_none_or(is_fixed) {
        finding.label = None;
    }
    for (at, (_, label)) in finding.related.iter_mut().enumerate() {
        // Without an expression a label is the rule's own; which one it came from is not kept.
        let fixed = definition.related.iter().any(|related| related.label == *label);
        if !fixed {
            *label = format!("related place {}", at + 1);
        }
    }
}
