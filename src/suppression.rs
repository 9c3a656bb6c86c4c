//! Findings that the author of a document answers in the document itself.
//!
//! A comment in the format's own syntax that says `resumelint-ignore RULE: reason` silences that rule
//! for the block it stands in, on the same line after, or before. `resumelint-ignore-file RULE: reason`
//! silences it for the whole document, and so does either of them for something that is absent when
//! it stands before the first block. A reason is asked for, and a suppression that silences nothing is
//! reported: both would otherwise outlive what they were written for.

use crate::check::{Finding, Suppressed};
use crate::document::{Comment, Document, Note, NoteKind, Span};

/// Whether comments in a document count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Inline {
    /// They silence what they name.
    #[default]
    Honoured,
    /// They are reported and silence nothing: the document comes from somebody else.
    Reported,
    /// They are passed over, as `--no-inline-suppressions` asks.
    PassedOver,
}

/// What became of a document's findings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Applied {
    /// Those that no comment answers.
    pub(crate) kept: Vec<Finding>,
    /// Those that a comment answers.
    pub(crate) suppressed: Vec<Suppressed>,
    /// What is to be said of the comments themselves.
    pub(crate) notes: Vec<Note>,
}

/// A comment that silences rules.
struct Suppression<'a> {
    comment: &'a Comment,
    rules: Vec<&'a str>,
    reason: &'a str,
    /// The words that it speaks of; `None` for the whole document.
    target: Option<Span>,
    /// Whether it answers findings about what is absent.
    speaks_of_absence: bool,
}

/// Takes out the findings that comments answer. `known` tells the ids that exist.
pub(crate) fn apply(
    document: &Document,
    findings: Vec<Finding>,
    inline: Inline,
    known: impl Fn(&str) -> bool,
) -> Applied {
    let mut applied = Applied::default();
    let suppressions: Vec<Suppression<'_>> = match inline {
        Inline::PassedOver => Vec::new(),
        _ => document.comments.iter().filter_map(|comment| read(document, comment)).collect(),
    };
    if inline == Inline::Reported {
        for suppression in &suppressions {
            let message = format!(
                "the document asks to ignore {} ({}); that is not honoured here",
                suppression.rules.join(", "),
                at_line(document, suppression.comment),
            );
            applied.notes.push(Note::new(NoteKind::UnusedSuppression, message));
        }
        applied.kept = findings;
        return applied;
    }
    let mut used = vec![Vec::new(); suppressions.len()];
    for finding in findings {
        let answer =
            suppressions.iter().enumerate().find(|(_, suppression)| suppression.answers(&finding));
        match answer {
            None => applied.kept.push(finding),
            Some((index, suppression)) => {
                used[index].push(finding.rule.clone());
                applied
                    .suppressed
                    .push(Suppressed { finding, reason: suppression.reason.to_owned() });
            }
        }
    }
    for (suppression, used) in suppressions.iter().zip(used) {
        applied.notes.extend(suppression.complaints(document, &used, &known));
    }
    applied
}

impl Suppression<'_> {
    fn answers(&self, finding: &Finding) -> bool {
        let named = self.rules.iter().any(|rule| *rule == finding.rule || *rule == "all");
        let here = match (finding.span, self.target) {
            (_, None) => true,
            (None, Some(_)) => self.speaks_of_absence,
            (Some(span), Some(target)) => span.overlaps(target),
        };
        named && here
    }

    /// What is wrong with the suppression itself.
    fn complaints(
        &self,
        document: &Document,
        used: &[String],
        known: &impl Fn(&str) -> bool,
    ) -> Vec<Note> {
        let place = at_line(document, self.comment);
        let note =
            |message: String| Note { kind: NoteKind::UnusedSuppression, message, span: None };
        let mut notes = Vec::new();
        for rule in &self.rules {
            if *rule != "all" && !known(rule) {
                notes.push(note(format!("{place} ignores {rule}, and there is no such rule")));
            } else if !used.iter().any(|id| id == rule || *rule == "all") {
                notes.push(note(format!(
                    "{place} ignores {rule}, which says nothing there: remove it"
                )));
            }
        }
        if self.reason.is_empty() {
            notes.push(note(format!(
                "{place} gives no reason: write `resumelint-ignore {}: why`",
                self.rules.join(", ")
            )));
        }
        notes
    }
}

/// Reads a comment, if it is a suppression.
fn read<'a>(document: &Document, comment: &'a Comment) -> Option<Suppression<'a>> {
    let text = comment.text.trim();
    let rest = text.strip_prefix("resumelint-ignore")?;
    let (whole, rest) = match rest.strip_prefix("-file") {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    if !rest.is_empty() && !rest.starts_with([' ', '\t', ':']) {
        return None;
    }
    let (rules, reason) = rest.split_once(':').unwrap_or((rest, ""));
    let rules: Vec<&str> =
        rules.split([',', ' ', '\t']).map(str::trim).filter(|rule| !rule.is_empty()).collect();
    let rules = if rules.is_empty() { vec!["all"] } else { rules };
    let first = document.blocks.first().map_or(0, |block| block.span.start);
    Some(Suppression {
        comment,
        rules,
        reason: reason.trim(),
        target: if whole { None } else { target(document, comment) },
        speaks_of_absence: whole || comment.at <= first,
    })
}

/// The block that a comment speaks of: the one it stands in or ends the line of, else the next.
fn target(document: &Document, comment: &Comment) -> Option<Span> {
    let next = document.blocks.partition_point(|block| block.span.end <= comment.at);
    let block = |index: usize| document.blocks.get(index).map(|block| block.span);
    if let Some(here) = block(next)
        && here.start < comment.at
    {
        return Some(here);
    }
    let line =
        document.sources.get(comment.file as usize).map(|s| s.position(comment.bytes.start).line);
    let before = next.checked_sub(1).and_then(block);
    if let (Some(before), Some(line)) = (before, line)
        && document.locate(before).end_line == Some(line)
    {
        return Some(before);
    }
    block(next).or(Some(Span::new(document.text.len(), document.text.len())))
}

/// Where a comment stands, in words.
fn at_line(document: &Document, comment: &Comment) -> String {
    match document.sources.get(comment.file as usize) {
        Some(source) => {
            format!("the comment on line {}", source.position(comment.bytes.start).line)
        }
        None => "a comment".to_owned(),
    }
}
