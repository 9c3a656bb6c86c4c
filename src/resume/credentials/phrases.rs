//! The words around "certified" and "certification" that belong to a name.

use std::ops::ControlFlow;

use super::words_of;
use crate::document::Span;
use crate::resume::page::Page;
use crate::resume::vocabulary::Use;

/// The capitalised words right before the pivot, with the small words between them.
pub(super) fn left_of(page: &Page<'_>, sentence: Span, word: Span) -> Option<Span> {
    let before = Span { start: sentence.start, end: word.start };
    // Another cell of a table is no part of the name.
    let cell = page.slice(before).rfind('\t').map_or(0, |tab| tab as u32 + 1);
    let before = Span { start: before.start + cell, ..before };
    let mut words: Vec<Span> = Vec::new();
    words_of(page, before, |span, _| {
        words.push(span);
        ControlFlow::Continue(())
    });
    let mut start: Option<u32> = None;
    let mut pending = false;
    // "CEH-certified": the same word.
    let glued = page.slice(before).ends_with(['-', '\u{2010}', '\u{2011}']);
    for (taken, span) in words.iter().rev().enumerate() {
        let text = page.slice(*span);
        let bare = text.trim_matches(|c: char| !c.is_alphanumeric() && c != '+' && c != '#');
        let ends = text.ends_with([',', ';', ':', '.', '|', ')']) && !(taken == 0 && glued);
        if ends || taken >= 7 {
            break;
        }
        let first = bare.chars().next();
        let is_name = first.is_some_and(|c| {
            c.is_uppercase() || c.is_ascii_digit() || super::super::words::is_cjk(c)
        });
        if is_name && !is_filler(page, bare) {
            start = Some(
                span.start
                    + (text.len() - text.trim_start_matches(|c: char| !c.is_alphanumeric()).len())
                        as u32,
            );
            pending = false;
            if text.starts_with(['(', '"', '*']) {
                break;
            }
        } else if page.wording.has(Use::InsideName, bare) && !pending && start.is_some()
            // "40 hour OSHA training Cert."
            || taken == 0 && page.wording.has(Use::BeforePivot, bare)
        {
            pending = start.is_some();
        } else {
            break;
        }
    }
    start.map(|start| {
        let end = page.text[..word.start as usize]
            .trim_end_matches([' ', '-', '\u{2010}', '\u{2011}', '\n'])
            .len();
        Span { start, end: (end as u32).max(start) }
    })
}

/// The capitalised words right after the pivot.
pub(super) fn right_of(page: &Page<'_>, sentence: Span, word: Span) -> Option<Span> {
    let after = Span { start: word.end, end: sentence.end.max(word.end) };
    let mut end: Option<u32> = None;
    let mut taken = 0;
    words_of(page, after, |span, text| {
        let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
        let first = bare.chars().next();
        let is_name = first.is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
        let small = page.wording.has(Use::InsideNameAfter, &bare.to_lowercase());
        let begins_apart = text.starts_with(['(', '|', '\u{2022}', '\u{2013}', '\u{2014}']);
        if taken >= 8 || begins_apart || !(is_name || small && end.is_some()) {
            return ControlFlow::Break(());
        }
        taken += 1;
        if is_name {
            end = Some(span.end);
        }
        if text.ends_with([',', ';', '.', ')', ':', '|']) {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    });
    let span = Span { start: word.end, end: end? };
    Some(crate::resume::entries::trim_marks(page, trim_dot(page, span)))
}

fn trim_dot(page: &Page<'_>, span: Span) -> Span {
    let words = page.slice(span);
    Span { end: span.start + words.trim_end_matches(['.', ',', ';']).len() as u32, ..span }
}

/// What follows "in", "as", a colon or a comma: up to the next delimiter, eight words at most.
pub(super) fn object_after(
    page: &Page<'_>,
    sentence: Span,
    word: Span,
    follows: &str,
) -> Option<Span> {
    let text = &page.text[word.end as usize..sentence.end.max(word.end) as usize];
    let skipped = text.len()
        - text.trim_start_matches([' ', ':', ',', '-', '\u{2013}', '\u{2014}', '*', '\n']).len();
    let preposition = text[skipped..].starts_with(follows) && page.wording.has(Use::Takes, follows);
    let start = skipped + if preposition { follows.len() } else { 0 };
    let rest = &text[start..];
    let lead = rest.len() - rest.trim_start().len();
    let articles = page.wording.of(Use::Article).iter();
    let article = articles.filter(|article| rest[lead..].starts_with(article.as_str()));
    let lead = lead + article.map(String::len).max().unwrap_or(0);
    let body = &rest[lead..];
    let mut end = body.find(['.', ';', '(', '|', '\n', '\t', ',']).unwrap_or(body.len());
    // "Certificate from Coursera: Text Retrieval": the colon leads on to the name.
    if follows != "from" {
        end = end.min(body.find(':').unwrap_or(body.len()));
    }
    let words: Vec<&str> = body[..end].split_whitespace().collect();
    if words.is_empty() || words.len() > 14 {
        return None;
    }
    let stop = words
        .iter()
        .position(|word| page.wording.has(Use::Clause, word))
        .filter(|at| *at > 0 && follows != "from")
        .unwrap_or(words.len())
        .min(10);
    let last = words[stop - 1];
    let offset = last.as_ptr() as usize - body.as_ptr() as usize + last.len();
    let from = word.end as usize + start + lead;
    let span = Span::new(from, from + offset);
    (page.slice(span).chars().filter(|c| c.is_alphabetic()).count() >= 2).then_some(span)
}

/// Words that say nothing of what was certified.
fn is_filler(page: &Page<'_>, word: &str) -> bool {
    page.wording.has(Use::Filler, &word.to_lowercase())
}

/// Whether words name something: a capitalised word that is no filler.
pub(super) fn significant(page: &Page<'_>, span: Span) -> bool {
    page.slice(span).split(|c: char| c.is_whitespace() || c == '-').any(|word| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '+');
        bare.chars().count() >= 2
            && !is_filler(page, bare)
            && bare.chars().next().is_some_and(|c| {
                c.is_uppercase() || c.is_ascii_digit() || super::super::words::is_cjk(c)
            })
            && bare.chars().any(char::is_alphabetic)
    })
}
