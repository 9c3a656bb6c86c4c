//! The phrases of the vocabulary, found in a document in one pass.

use super::vocabulary::{Language, Meaning, Tag, Vocabulary};
use crate::document::Span;
use crate::folding::fold_on_one_line;

/// A phrase of the vocabulary on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit {
    /// Its words.
    pub(super) span: Span,
    /// What they mean.
    pub(super) meaning: Meaning,
}

/// Every phrase on the page, by where it begins.
#[derive(Debug, Default)]
pub(super) struct Hits(Vec<Hit>);

impl Hits {
    /// Finds the phrases of `language` and of English in `text`. No phrase crosses a span of
    /// `breaks`, which are sorted.
    pub(super) fn find(
        text: &str,
        vocabulary: &Vocabulary,
        language: Option<&str>,
        breaks: &[u32],
    ) -> Hits {
        let folded = fold_on_one_line(text);
        let on_one_line = folded.text.as_str();
        let english = vocabulary.language("en");
        let general = vocabulary.language("mul");
        let own = language.and_then(|code| vocabulary.language(code));
        let speaks = |of: Language| {
            Some(of) == own || Some(of) == english || Some(of) == general || own.is_none()
        };
        let words = &vocabulary.words;
        let mut hits = Vec::new();
        let mut inside = false;
        for (start, c) in on_one_line.char_indices() {
            let before = std::mem::replace(&mut inside, joins(c));
            if before && inside {
                continue;
            }
            for (length, senses) in words.phrases.at(&on_one_line.as_bytes()[start..]) {
                let end = start + length;
                let ends = boundary(on_one_line, end);
                let senses = words.senses[senses].iter();
                for sense in senses.filter(|sense| (sense.open || ends) && speaks(sense.language)) {
                    let span = folded.original(start, end);
                    if !crosses(span, breaks) {
                        hits.push(Hit { span, meaning: sense.meaning });
                    }
                }
            }
        }
        hits.sort_by_key(|hit| (hit.span.start, std::cmp::Reverse(hit.span.end)));
        hits.dedup();
        Hits(hits)
    }

    /// The phrases that lie wholly inside `span`.
    pub(super) fn within(&self, span: Span) -> impl Iterator<Item = &Hit> {
        let first = self.0.partition_point(|hit| hit.span.start < span.start);
        self.0[first..]
            .iter()
            .take_while(move |hit| hit.span.start < span.end)
            .filter(move |hit| hit.span.end <= span.end)
    }

    /// The phrases of a list inside `span`, the longest at each place.
    pub(super) fn tagged(&self, tag: Tag, span: Span) -> Vec<Span> {
        let mut spans: Vec<Span> = Vec::new();
        for hit in self.within(span).filter(|hit| hit.meaning == Meaning::Word(tag)) {
            if spans.last().is_none_or(|last| hit.span.start >= last.end) {
                spans.push(hit.span);
            }
        }
        spans
    }

    /// Whether a phrase of a list stands inside `span`.
    pub(super) fn any(&self, tag: Tag, span: Span) -> bool {
        self.within(span).any(|hit| hit.meaning == Meaning::Word(tag))
    }

    /// The first phrase of a list inside `span`.
    pub(super) fn first(&self, tag: Tag, span: Span) -> Option<Span> {
        self.within(span).find(|hit| hit.meaning == Meaning::Word(tag)).map(|hit| hit.span)
    }
}

/// Whether a word may begin or end at `at`: the characters on both sides are not both letters or
/// digits of a script that separates words.
fn boundary(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    let after = text[at..].chars().next();
    match (before, after) {
        (Some(a), Some(b)) => !(joins(a) && joins(b)),
        _ => true,
    }
}

/// Whether a character belongs to words that are set apart by blanks. Chinese, Japanese and Korean
/// are not: a word may begin after any of their characters.
pub(super) fn joins(c: char) -> bool {
    c.is_alphanumeric() && !is_cjk(c)
}

/// Whether a character is Chinese, Japanese or Korean.
pub(super) fn is_cjk(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}' | '\u{1100}'..='\u{11ff}')
}

/// Whether one of the sorted places lies inside `span`.
fn crosses(span: Span, breaks: &[u32]) -> bool {
    let i = breaks.partition_point(|&at| at <= span.start);
    breaks.get(i).is_some_and(|&at| at < span.end)
}
