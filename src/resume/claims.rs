//! Statements of expertise, and the credential that each leans on.

use super::page::Page;
use super::sections::Outline;
use super::vocabulary::Tag;
use super::{Claim, Credential, SectionKind};
use crate::document::Span;
use crate::intervals::Intervals;

/// The claims of headline, summary and skills, in reading order.
pub(super) fn find(
    page: &Page<'_>,
    outline: &Outline,
    headline: Option<Span>,
    credentials: &[Credential],
) -> Vec<Claim> {
    let mut places: Vec<Span> = headline.into_iter().collect();
    for section in &outline.sections {
        if matches!(section.kinds[0], SectionKind::Summary | SectionKind::Skills) {
            for line in blocks(page, section.body) {
                places.extend(super::bullets::sentences(page, line));
            }
        }
    }
    places.sort_unstable();
    places.dedup();
    let credentials = Intervals::new(credentials.iter().map(|credential| credential.span));
    let mut claims = Vec::new();
    for span in places {
        // "AWS Certified ..." is a name first; what else the sentence claims says more.
        let named = |hit: &Span| credentials.any(*hit);
        let said = page.hits.tagged(Tag::Claim, span);
        let about = said.iter().find(|hit| !named(hit)).or(said.first());
        let Some(&about) = about else { continue };
        let leans_on = credentials.first(span);
        claims.push(Claim { span, about, leans_on });
    }
    claims
}

/// The blocks of a section.
fn blocks(page: &Page<'_>, body: Span) -> Vec<Span> {
    page.document
        .blocks_in(body)
        .iter()
        .map(|block| Span {
            start: block.span.start.max(body.start),
            end: block.span.end.min(body.end),
        })
        .filter(|span| span.start < span.end)
        .collect()
}

/// Whether certifications stand before any evidence of work; `None` where the layout decides.
pub(super) fn certifications_lead(
    page: &Page<'_>,
    outline: &Outline,
    credentials: &[Credential],
    headline: Option<Span>,
) -> Option<bool> {
    let listed = outline.sections.iter().find(|section| section.is(SectionKind::Certifications));
    let summaries =
        outline.sections.iter().filter(|section| section.kinds[0] == SectionKind::Summary);
    let openings = Intervals::new(
        headline
            .into_iter()
            .chain(summaries.map(|section| section.body))
            .map(|place| Span { end: place.end.min(place.start + 24), ..place }),
    );
    let opening =
        credentials.iter().map(|credential| credential.span).find(|span| openings.any(*span));
    let by_layout = page.document.order == crate::document::Order::Template
        || listed.is_some_and(|section| section.sidebar);
    if listed.is_some() && by_layout && opening.is_none() {
        return None;
    }
    let first =
        listed.map(|section| section.span.start).into_iter().chain(opening.map(|s| s.start)).min();
    let Some(first) = first else { return Some(false) };
    let work = outline.sections.iter().find(|section| {
        [SectionKind::Experience, SectionKind::Projects, SectionKind::Publications]
            .iter()
            .any(|kind| section.is(*kind))
    });
    Some(work.is_none_or(|work| first < work.span.start))
}

/// Whether the document reads like a resume.
pub(super) fn is_resume(page: &Page<'_>, outline: &Outline, has_contact: bool) -> bool {
    let known = outline
        .sections
        .iter()
        .filter(|section| section.kinds[0] != SectionKind::Other)
        .map(|section| section.kinds[0])
        .collect::<std::collections::BTreeSet<_>>()
        .len();
    let letter = page.hits.tagged(Tag::Letter, Span::new(0, page.text.len())).len();
    match known {
        0 => letter == 0 && has_contact && page.dates.len() >= 2,
        1 => letter <= 1,
        _ => letter < known * 2,
    }
}
