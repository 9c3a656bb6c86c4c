//! The role that a page speaks of: field from headline, titles and summary, level from the same words
//! and from the years of work.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::page::Page;
use super::vocabulary::Meaning;
use super::{End, Field, Level, Role, Section, SectionKind};
use crate::document::Span;

/// Understands the role.
pub(super) fn find(
    page: &Page<'_>,
    headline: Option<Span>,
    sections: &[Section],
    header: Span,
    today: Date,
) -> Role {
    let mut places: Vec<(Span, u32)> = Vec::new();
    places.extend(headline.map(|span| (span, 6)));
    let jobs = sections.iter().filter(|section| section.is(SectionKind::Experience));
    let titles = jobs.flat_map(|section| &section.entries).filter_map(|entry| entry.title);
    // The newest job stands first and says most.
    places.extend(titles.take(4).zip([5, 3, 2, 1]));
    for section in sections.iter().filter(|section| section.is(SectionKind::Summary)) {
        let first = super::bullets::sentences(page, section.body).into_iter().next();
        places.extend(first.map(|span| (span, 3)));
    }
    if headline.is_none() {
        places.push((header, 2));
    }
    let mut votes: BTreeMap<Field, (u32, Span)> = BTreeMap::new();
    for &(place, weight) in &places {
        if let Some((field, span)) = field_of(page, place) {
            let vote = votes.entry(field).or_insert((0, span));
            vote.0 += weight;
        }
    }
    let winner =
        votes.into_iter().max_by_key(|(field, (votes, _))| (*votes, std::cmp::Reverse(*field)));
    let level = level(page, &places, sections, today);
    match winner {
        Some((field, (_, span))) => Role { field, level, span: Some(span) },
        None => Role { field: Field::Unknown, level, span: None },
    }
}

/// The field that a title names: the longest phrase, and of equals the last, since "data engineering
/// manager" manages.
fn field_of(page: &Page<'_>, place: Span) -> Option<(Field, Span)> {
    let mut best: Option<(Field, Span)> = None;
    for hit in page.hits.within(place) {
        let Meaning::Field(field) = hit.meaning else { continue };
        let better = best.is_none_or(|(other, span)| {
            let generic = field == Field::NonTechnical && other != Field::NonTechnical;
            let specific = field != Field::NonTechnical && other == Field::NonTechnical;
            !generic && (specific && hit.span.len() + 6 > span.len() || hit.span.len() > span.len())
                || generic && hit.span.len() > span.len() + 6
        });
        if better {
            best = Some((field, hit.span));
        }
    }
    best
}

fn level(
    page: &Page<'_>,
    places: &[(Span, u32)],
    sections: &[Section],
    today: Date,
) -> Option<Level> {
    for &(place, weight) in places {
        if weight < 3 {
            break;
        }
        let said = page.hits.within(place).filter_map(|hit| match hit.meaning {
            Meaning::Level(level) => Some(level),
            _ => None,
        });
        if let Some(level) = said.max() {
            return Some(level);
        }
    }
    let months = months_of_work(sections, today)?;
    Some(match months {
        0..36 => Level::Early,
        36..96 => Level::Mid,
        _ => Level::Senior,
    })
}

/// Months from the start of the first dated job to the end of the last.
fn months_of_work(sections: &[Section], today: Date) -> Option<i32> {
    let jobs = sections
        .iter()
        .filter(|section| section.is(SectionKind::Experience))
        .flat_map(|section| &section.entries)
        .filter_map(|entry| entry.dates.as_ref());
    let mut first: Option<Date> = None;
    let mut last: Option<Date> = None;
    for dates in jobs {
        let start = dates.start.and_then(|date| date.first_day());
        let end = match dates.end {
            Some(End::Present) => Some(today),
            Some(End::On(date)) => date.last_day(),
            None => start,
        };
        first = [first, start].into_iter().flatten().min();
        last = [last, end].into_iter().flatten().max();
    }
    let (first, last) = (first?, last?.min(today));
    Some(
        (i32::from(last.year()) - i32::from(first.year())) * 12 + i32::from(last.month())
            - i32::from(first.month()),
    )
}
