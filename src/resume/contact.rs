//! How to reach the person: e-mail, telephone, town.

use super::page::Page;
use super::{Contact, Link, LinkKind};
use crate::document::Span;

/// Finds the contact details, from the head of the page first.
pub(super) fn find(page: &Page<'_>, links: &[Link], header: Span) -> Contact {
    let by_kind = |kind: LinkKind| {
        let mut spans = links.iter().filter(|link| link.kind == kind).filter_map(|link| link.span);
        spans.clone().find(|span| header.contains(*span)).or_else(|| spans.next())
    };
    let email = by_kind(LinkKind::Email);
    let phone = by_kind(LinkKind::Phone)
        .or_else(|| phone_in(page, header))
        .or_else(|| phone_in(page, Span::new(0, page.text.len())));
    let location = field(page, &["location", "address", "city", "region"])
        .or_else(|| location_in(page, header, email));
    Contact { email, phone, location }
}

/// The first field whose path ends with one of the keys, in the head of a structured format.
fn field(page: &Page<'_>, keys: &[&str]) -> Option<Span> {
    page.lines
        .iter()
        .find(|line| {
            page.path(line).is_some_and(|path| {
                !path.contains('[') && path.split('.').any(|part| keys.contains(&part))
            })
        })
        .map(|line| line.span)
}

/// Seven to fifteen digits set like a telephone number.
fn phone_in(page: &Page<'_>, within: Span) -> Option<Span> {
    let words = page.slice(within);
    let mut start = None;
    let mut digits = 0;
    let mut end = 0;
    let accept = |start: Option<usize>, end: usize, digits: usize| {
        let start = start?;
        let span = Span::new(within.start as usize + start, within.start as usize + end);
        let is_date = page.dates_in(span).iter().any(|date| date.span.overlaps(span));
        let alone = words[..start]
            .chars()
            .next_back()
            .is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '/' | '_' | '-' | '='))
            && words[end..]
                .chars()
                .next()
                .is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '/' | '_'));
        (8..=15).contains(&digits).then_some(span).filter(|_| !is_date && alone)
    };
    for (at, c) in words.char_indices() {
        match c {
            '0'..='9' => {
                digits += 1;
                start.get_or_insert(at);
                end = at + 1;
            }
            '+' | '(' if start.is_none() => (start, end) = (Some(at), at + 1),
            ' ' | '-' | '.' | '(' | ')' | '/' | '\u{2010}'..='\u{2013}' | '\u{a0}'
                if start.is_some() && at <= end + 3 => {}
            _ => {
                if let Some(found) = accept(start, end, digits) {
                    return Some(found);
                }
                (start, digits) = (None, 0);
            }
        }
    }
    accept(start, end, digits)
}

/// "Town, Country": two or three capitalised parts between commas, on a line of the head.
fn location_in(page: &Page<'_>, header: Span, email: Option<Span>) -> Option<Span> {
    for line in page.lines_in(header).iter().skip(1) {
        let words = page.slice(line.span);
        let mut at = 0;
        for part in words.split(['|', '\t', '\u{2022}', '\u{b7}', '\u{2013}']) {
            let span = Span::new(
                line.span.start as usize + at,
                line.span.start as usize + at + part.len(),
            )
            .trim(&page.text);
            at += part.len();
            at += words[at..].chars().next().map_or(0, char::len_utf8);
            let place = page.slice(span);
            let pieces: Vec<&str> = place.split(',').map(str::trim).collect();
            let is_place = (2..=3).contains(&pieces.len())
                && place.len() <= 60
                && !place.contains(['@', '/', ':'])
                && pieces.iter().all(|piece| {
                    piece
                        .chars()
                        .next()
                        .is_some_and(|c| c.is_uppercase() || super::words::is_cjk(c))
                        && piece.split_whitespace().count() <= 3
                })
                && email.is_none_or(|email| !email.overlaps(span))
                && !page.hits.within(span).any(|hit| {
                    matches!(
                        hit.meaning,
                        super::vocabulary::Meaning::Field(_)
                            | super::vocabulary::Meaning::Platform(_)
                    )
                });
            if is_place {
                return Some(span);
            }
        }
    }
    None
}
