//! What a bullet says: who acted, when, with which figures and to what end.

use super::page::{LONGEST, Page, cut};
use super::vocabulary::{Meaning, Tag, Use};
use super::{Actor, Bullet, Tense};
use crate::document::Span;

/// Whether a bullet is an item of a list or running text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Item,
    Prose,
}

/// Understands the words of a bullet.
pub(super) fn read(page: &Page<'_>, span: Span, form: Form) -> Bullet {
    let span = span.trim(&page.text);
    let words = page.slice(span);
    let (verb, actor, tense) = first_verb(page, span);
    Bullet {
        span,
        words: words
            .split_whitespace()
            .filter(|word| word.chars().any(char::is_alphanumeric))
            .count(),
        is_item: form == Form::Item,
        verb,
        actor,
        tense,
        numbers: numbers(page, span),
        outcomes: page.hits.tagged(Tag::Outcome, span),
        production: super::evidence::production_in(page, span),
    }
}

/// Prose as bullets, one a sentence.
pub(super) fn sentences(page: &Page<'_>, span: Span) -> Vec<Span> {
    let words = page.slice(span);
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut chars = words.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if at - start > LONGEST {
            let length = cut(&words[start..]).next().map_or(at - start, str::len);
            sentences.push(Span::new(start, start + length));
            start += length;
        }
        let next = chars.peek().map(|&(_, c)| c);
        let ends = match c {
            '.' | '!' | '?' => {
                next.is_some_and(char::is_whitespace)
                    && words[at + 1..].trim_start().starts_with(|c: char| !c.is_lowercase())
                    && !is_abbreviation(page, &words[start..at])
            }
            '\u{3002}' | '\u{ff01}' => true,
            _ => false,
        };
        if ends {
            let end = at + c.len_utf8();
            sentences.push(Span::new(start, end));
            start = end;
        }
    }
    sentences.push(Span::new(start, words.len()));
    sentences
        .into_iter()
        .map(|part| Span { start: part.start + span.start, end: part.end + span.start })
        .map(|part| part.trim(&page.text))
        .filter(|part| !part.is_empty())
        .collect()
}

/// Whether the dot after `before` belongs to an abbreviation or an initial.
fn is_abbreviation(page: &Page<'_>, before: &str) -> bool {
    let word = before.rsplit(char::is_whitespace).next().unwrap_or(before);
    let letters = word.trim_start_matches('(');
    letters.chars().count() <= 1
        || letters.contains('.')
        || page.wording.has(Use::Abbreviation, &letters.to_lowercase())
}

/// The first verb that stands near the start: adverbs may come before it, and in other languages than
/// English so may a whole phrase.
fn first_verb(page: &Page<'_>, span: Span) -> (Option<Span>, Actor, Tense) {
    let words = page.slice(span);
    let near = words.char_indices().nth(60).map_or(words.len(), |(at, _)| at);
    let window = Span::new(span.start as usize, span.start as usize + near);
    let mut best: Option<(Span, Actor, Tense)> = None;
    for hit in page.hits.within(window) {
        let Meaning::Verb(actor, tense) = hit.meaning else { continue };
        let before = Span { start: span.start, end: hit.span.start };
        if page.slice(before).split_whitespace().count() > 3 {
            break;
        }
        // "Responsible" outweighs a verb that stands at the same place or later.
        match best {
            None => best = Some((hit.span, actor, tense)),
            Some((first, ..)) if hit.span.start == first.start && hit.span.end > first.end => {
                best = Some((hit.span, actor, tense));
            }
            Some(_) => {}
        }
    }
    match best {
        Some((span, actor, tense)) => (Some(span), actor, tense),
        None => (None, Actor::Unknown, Tense::Unknown),
    }
}

/// Figures that measure something. Dates, versions and parts of names do not.
pub(super) fn numbers(page: &Page<'_>, span: Span) -> Vec<Span> {
    let words = page.slice(span);
    let dates = page.dates_in(span);
    let mut numbers: Vec<Span> = Vec::new();
    let mut at = 0;
    while let Some(found) = words[at..].find(|c: char| c.is_ascii_digit()) {
        let start = at + found;
        let digits = words[start..]
            .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')))
            .unwrap_or(words.len() - start);
        let mut end = start + words[start..start + digits].trim_end_matches(['.', ',']).len();
        at = start + digits.max(1);
        let mut first = start;
        if let Some(sign) = words[..start].chars().next_back()
            && matches!(
                sign,
                '$' | '\u{20ac}' | '\u{a3}' | '\u{a5}' | '~' | '<' | '>' | '\u{20b9}' | '\u{2248}'
            )
        {
            first -= sign.len_utf8();
        }
        let joined = words[..first]
            .chars()
            .next_back()
            .is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '/' | '.' | '#' | '_'));
        let tail = &words[end..];
        // Units that touch the number: %, x, k, M, +, ms.
        let unit = tail
            .find(|c: char| !(c.is_alphabetic() || matches!(c, '%' | '+' | '\u{d7}')))
            .unwrap_or(tail.len());
        let touching = &tail[..unit];
        let is_unit =
            touching.is_empty() || page.wording.has(Use::Unit, &touching.to_ascii_lowercase());
        if joined || !is_unit && !touching.chars().any(super::words::is_cjk) {
            continue;
        }
        end += if is_unit { unit } else { 0 };
        let number = Span::new(span.start as usize + first, span.start as usize + end);
        if !dates.iter().any(|date| date.span.overlaps(number)) {
            numbers.push(number);
        }
    }
    numbers
}
