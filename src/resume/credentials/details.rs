//! What is said of a credential: who gave it, when, under which number, and whether it is still held.

use super::{Found, Ground};
use crate::catalogue::Known;
use crate::document::Span;
use crate::resume::page::Page;
use crate::resume::vocabulary::Tag;
use crate::resume::{DateRange, End, LinkKind, Modifier};

/// Who gave it, as written or as the catalogue says, and where the page names them.
pub(super) fn issuer(
    ground: &Ground<'_>,
    found: &Found,
    known: Option<&Known>,
) -> (Option<String>, Option<Span>) {
    let page = ground.page;
    let catalogue = ground.context.catalogue;
    let said = |within: Span| {
        let named = page.hits.tagged(Tag::Issuer, within);
        let sold = page.hits.tagged(Tag::CoursePlatform, within);
        named.into_iter().chain(sold).find(|hit| !found.span.overlaps(*hit))
    };
    let beside = said(found.around);
    let inside = page.hits.first(Tag::Issuer, found.span);
    let field = issuer_field(ground, found);
    // "Network Security, The Chubb Institute": a school that nobody has a list of.
    let school = || page.hits.first(Tag::School, found.around);
    let span = field.or(beside).or(inside).or_else(school);
    let official = match known {
        Some(Known::Entry(id)) => catalogue.entry(id).map(|entry| entry.issuer.clone()),
        Some(Known::Family(id)) => catalogue.family(id).and_then(|family| family.issuer.clone()),
        None => None,
    };
    let written = span.map(|span| page.slice(span).trim().to_owned());
    (official.or(written), span)
}

/// The issuer's own field in structured formats.
fn issuer_field(ground: &Ground<'_>, found: &Found) -> Option<Span> {
    let page = ground.page;
    page.lines_in(found.around)
        .iter()
        .find(|line| {
            page.path(line).is_some_and(|path| {
                matches!(
                    crate::resume::entries::key_of(path),
                    "issuer" | "authority" | "organization"
                )
            })
        })
        .map(|line| line.span)
}

/// The dates that stand nearest after the name, or else before it.
pub(super) fn dates(page: &Page<'_>, name: Span, around: Span) -> Option<DateRange> {
    let dates = page.dates_in(around);
    let mut date = dates
        .iter()
        .find(|date| date.span.start >= name.end)
        .or_else(|| dates.iter().rev().find(|date| date.span.end <= name.start))
        .or_else(|| dates.iter().find(|date| name.contains(date.span)))?
        .clone();
    // "Expires Jan 2024" ends; it does not begin.
    if date.end.is_none() && ends(page, date.span) {
        date.end = date.start.take().map(End::On);
    } else if date.end.is_none()
        && let Some(last) =
            dates.iter().find(|last| last.span.start > date.span.end && ends(page, last.span))
    {
        date.end = last.start.map(End::On);
    }
    Some(date)
}

/// Whether the words before a date say that something ends on it.
fn ends(page: &Page<'_>, date: Span) -> bool {
    let before = &page.text[..date.start as usize];
    let near = before.split_whitespace().rev().take(3).last().map_or(0, |word| {
        before.len() - (before.as_ptr() as usize + before.len() - word.as_ptr() as usize)
    });
    page.hits.any(Tag::Ending, Span { start: near as u32, end: date.start })
}

/// Whether it has ended, by its own words or dates.
pub(super) fn is_expired(ground: &Ground<'_>, found: &Found, dates: Option<&DateRange>) -> bool {
    if ground.page.hits.any(Tag::Expired, found.around) {
        return true;
    }
    let Some(End::On(end)) = dates.and_then(|dates| dates.end) else { return false };
    end.last_day().is_some_and(|end| end < ground.context.today)
}

/// The holder's own state, by the words around the name.
pub(super) fn modifiers(ground: &Ground<'_>, found: &Found) -> Vec<Modifier> {
    let page = ground.page;
    let mut modifiers = Vec::new();
    let near = if found.listed { found.around } else { near(page, found) };
    for (tag, modifier) in [
        (Tag::InProgress, Modifier::InProgress),
        (Tag::Candidate, Modifier::Candidate),
        (Tag::ExamPreparation, Modifier::ExamPreparation),
    ] {
        // Words of the name itself are no comment on it.
        let said = page.hits.tagged(tag, near);
        if said
            .iter()
            .any(|span| !found.name.as_ref().is_some_and(|name| name.span.contains(*span)))
        {
            modifiers.push(modifier);
        }
    }
    modifiers
}

/// The part of a sentence that speaks of the credential.
fn near(page: &Page<'_>, found: &Found) -> Span {
    let sentence = page.sentence(found.span);
    let before = Span { start: sentence.start, end: found.span.start };
    let after = Span { start: found.span.end, end: sentence.end };
    let tail: usize = page.slice(before).char_indices().rev().nth(40).map_or(0, |(at, _)| at);
    let head = page.slice(after).char_indices().nth(40).map_or(after.len(), |(at, _)| at);
    Span { start: sentence.start + tail as u32, end: found.span.end + head as u32 }
}

/// Its number, as printed.
pub(super) fn id(page: &Page<'_>, around: Span) -> Option<Span> {
    page.hits.tagged(Tag::CredentialNumber, around).into_iter().find_map(|label| {
        let rest = page.slice(Span { start: label.end, end: around.end });
        let gap = rest.len() - rest.trim_start_matches([':', ' ', '.', '#', '\u{a0}', '-']).len();
        let id = &rest[gap..];
        let length = id
            .find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '/')))
            .unwrap_or(id.len());
        let has_digit = id[..length].chars().any(|c| c.is_ascii_digit());
        let start = label.end as usize + gap;
        (length >= 4 && (has_digit || length >= 8)).then(|| Span::new(start, start + length))
    })
}

/// Where it can be verified: a link on it or beside it.
pub(super) fn url(ground: &Ground<'_>, found: &Found) -> Option<String> {
    let near: Vec<_> = ground
        .links
        .on(found.around)
        .into_iter()
        .filter(|link| !matches!(link.kind, LinkKind::Email | LinkKind::Phone))
        .collect();
    let on_name = near.iter().find(|link| link.span.is_some_and(|span| span.overlaps(found.span)));
    near.iter()
        .filter(|link| link.kind == LinkKind::Verification)
        .find(|link| on_name.is_none_or(|on| on.target == link.target))
        .or(on_name)
        .or_else(|| near.iter().find(|link| link.kind == LinkKind::Verification))
        .or_else(|| near.first().filter(|_| found.listed))
        .map(|link| link.target.clone())
}
