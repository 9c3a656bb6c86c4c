//! What several mentions of credentials have to do with each other, found in one pass: a list of ten
//! thousand is still a file that somebody hands in.

use std::collections::HashMap;

use super::line_around;
use crate::catalogue::Known;
use crate::document::Span;
use crate::folding::fold;
use crate::intervals::Intervals;
use crate::resume::{CredentialPosition, Resume};

/// Which mentions are of one credential, and what else is asked of all of them together.
#[derive(Debug, Default)]
pub(crate) struct Repeats {
    mentions: Vec<Mention>,
    /// The mentions of each name, in reading order.
    names: Vec<Vec<usize>>,
    /// By the catalogue's id the mentions of what is held, and not only in progress.
    held: HashMap<String, Vec<usize>>,
    /// The claims that lean on each.
    claims: HashMap<usize, Vec<usize>>,
    /// The words of all mentions.
    spans: Intervals,
}

/// What is known of one mention.
#[derive(Debug)]
struct Mention {
    /// Index into [`Repeats::names`].
    name: usize,
    /// Which of the mentions of its name it is, counted from 0.
    earlier: usize,
    /// Which of the mentions that stand where it stands it is, counted from 1.
    nth: usize,
    /// Where its line begins.
    line: u32,
    /// The short numbers from its first word to the end of its line: "Level 1" is not "Level 2". A year
    /// says when, and not which.
    numbers: Vec<String>,
}

impl Repeats {
    /// Looks at every mention once.
    pub(super) fn of(resume: &Resume, text: &str) -> Self {
        let mut repeats = Repeats {
            spans: Intervals::new(resume.credentials.iter().map(|credential| credential.span)),
            ..Repeats::default()
        };
        let mut numbers_of: HashMap<&str, usize> = HashMap::new();
        let mut placed: HashMap<CredentialPosition, usize> = HashMap::new();
        for (i, credential) in resume.credentials.iter().enumerate() {
            let name = *numbers_of.entry(&credential.name).or_insert_with(|| {
                repeats.names.push(Vec::new());
                repeats.names.len() - 1
            });
            let nth = placed.entry(credential.position).or_default();
            *nth += 1;
            let line = line_around(text, credential.span);
            let rest = Span { start: credential.span.start, ..line }.of(text);
            let rest = rest.split('\n').next().unwrap_or_default();
            let earlier = repeats.names[name].len();
            repeats.names[name].push(i);
            repeats.mentions.push(Mention {
                name,
                earlier,
                nth: *nth,
                line: line.start,
                numbers: short_numbers(rest),
            });
            if let Some(known) = credential.known.as_ref().map(Known::id)
                && credential.modifiers.is_empty()
            {
                repeats.held.entry(known.to_owned()).or_default().push(i);
            }
        }
        for (c, claim) in resume.claims.iter().enumerate() {
            if let Some(i) = claim.leans_on {
                repeats.claims.entry(i).or_default().push(c);
            }
        }
        repeats
    }

    /// Which of the mentions that stand where this one stands it is, counted from 1.
    pub(super) fn nth(&self, i: usize) -> usize {
        self.mentions[i].nth
    }

    /// The mentions of the same name before this one.
    pub(super) fn earlier(&self, i: usize) -> &[usize] {
        let Mention { name, earlier, .. } = self.mentions[i];
        &self.names[name][..earlier]
    }

    /// Where the line of a mention begins.
    pub(super) fn line(&self, i: usize) -> u32 {
        self.mentions[i].line
    }

    /// The short numbers from a mention to the end of its line.
    pub(super) fn numbers(&self, i: usize) -> &[String] {
        &self.mentions[i].numbers
    }

    /// The mentions of what the catalogue calls `id`, those that are not yet earned left out.
    pub(super) fn held(&self, id: &str) -> &[usize] {
        self.held.get(id).map_or(&[], Vec::as_slice)
    }

    /// The claims that lean on a mention.
    pub(super) fn claims(&self, i: usize) -> &[usize] {
        self.claims.get(&i).map_or(&[], Vec::as_slice)
    }

    /// The mentions that share a byte with `span`, in reading order.
    pub(super) fn on(&self, span: Span) -> Vec<usize> {
        self.spans.overlapping(span)
    }

    /// Whether words are part of a mention.
    pub(super) fn names(&self, span: Span) -> bool {
        self.spans.any(span)
    }

    /// Whether words are part of a mention other than `own`.
    pub(super) fn names_other(&self, span: Span, own: Span) -> bool {
        self.spans.any_that(span, |other| other != own)
    }
}

fn short_numbers(line: &str) -> Vec<String> {
    let words = fold(line).text;
    words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() < 4 && word.starts_with(|c: char| c.is_ascii_digit()))
        .map(str::to_owned)
        .collect()
}
