//! Credentials: every mention, wherever it stands and however it is written.
//!
//! Below a heading for certifications every item is a credential, known or not. Elsewhere it takes a
//! name that the catalogue or the vocabulary knows, or the grammar of certification ("certified in",
//! "holds the ... certification"). Names that also mean something else need words around them that
//! speak of certification.

mod details;
mod grammar;
mod names;
mod phrases;
mod pieces;
mod places;
mod topics;
mod units;

use std::ops::ControlFlow;

use super::header::Head;
use super::links::Links;
use super::page::Page;
use super::sections::Outline;
use super::vocabulary::{Meaning, Tag, Use};
use super::{Context, Credential, CredentialPosition, Modifier, SectionKind};
use crate::catalogue::{Catalogue, CredentialKind, Known};
use crate::document::Span;
use crate::intervals::Intervals;
use names::Name;
use places::{Place, Places};

/// What credentials are understood from.
pub(super) struct Ground<'a> {
    pub(super) page: &'a Page<'a>,
    pub(super) outline: &'a Outline,
    pub(super) head: Head,
    pub(super) links: &'a Links,
    pub(super) context: &'a Context<'a>,
}

/// A mention before its details are known.
#[derive(Debug, Clone)]
struct Found {
    /// The words that name it.
    span: Span,
    /// Where its details may stand.
    around: Span,
    /// The name that it was found by.
    name: Option<Name>,
    /// Whether it is an item of a list of credentials.
    listed: bool,
}

/// Every mention, in reading order.
pub(super) fn find(ground: &Ground<'_>) -> Vec<Credential> {
    let page = ground.page;
    let names = names::find(page, ground.context.catalogue);
    let places = Places::new(ground);
    let mut found: Vec<Found> = Vec::new();
    let widest = page.lines.iter().map(|line| line.span.len()).max().unwrap_or(0);
    for list in &places.lists {
        for unit in units::find(page, list.body, widest) {
            found.extend(pieces::split(ground, list, &unit, &names));
        }
    }
    // What a list says of its items names nothing new.
    let covered: Vec<Span> = found.iter().map(|found| found.around).collect();
    let labels: Vec<Span> = ground.outline.zones.iter().map(|zone| zone.label).collect();
    let taken: Vec<Span> =
        places.lists.iter().filter(|list| list.takes_all()).map(|list| list.body).collect();
    let told = Intervals::new(covered.into_iter().chain(labels).chain(taken));
    let outside = |span: Span| !told.any(span);
    let listed = Intervals::new(found.iter().map(|found| found.span));
    for name in names.all().iter().filter(|name| outside(name.span) && !listed.any(name.span)) {
        if places::accepts(ground, &places, name, &names) {
            let around = around(page, name.span);
            found.push(Found { span: name.span, around, name: Some(name.clone()), listed: false });
        }
    }
    let named = Intervals::new(found.iter().map(|found| found.span));
    for span in grammar::find(ground, &places) {
        if outside(span) && !named.any(span) {
            found.push(Found { span, around: around(page, span), name: None, listed: false });
        }
    }
    found.sort_by_key(|found| (found.span.start, std::cmp::Reverse(found.span.end)));
    found.dedup_by(|b, a| a.span.overlaps(b.span));
    found.into_iter().map(|found| credential(ground, &places, found)).collect()
}

/// The line of a mention, or its block where that is short.
fn around(page: &Page<'_>, span: Span) -> Span {
    let last = page.line_at(span.end);
    let line = last.map_or(span, |line| line.span.join(span));
    let block = last.and_then(|line| page.block(line)).map(|block| block.span);
    block.filter(|block| block.len() <= 160).map_or(line, |block| block.join(span))
}

/// Gives a mention its details.
fn credential(ground: &Ground<'_>, places: &Places, found: Found) -> Credential {
    let page = ground.page;
    let catalogue = ground.context.catalogue;
    let known = found.name.as_ref().and_then(|name| name.known.clone());
    let name = match &known {
        Some(known) => known_name(catalogue, known, page.slice(found.span)),
        None => one_line(page.slice(found.span)),
    };
    let (issuer, issuer_span) = details::issuer(ground, &found, known.as_ref());
    let mut modifiers = details::modifiers(ground, &found);
    let kind = kind(ground, places, &found, known.as_ref(), &mut modifiers);
    let dates = details::dates(page, found.span, found.around);
    if details::is_expired(ground, &found, dates.as_ref()) {
        modifiers.push(Modifier::Expired);
    }
    Credential {
        span: found.span,
        name,
        issuer,
        issuer_span,
        kind,
        dates,
        id: details::id(page, found.around),
        url: details::url(ground, &found),
        section: ground.outline.section_at(found.span.start),
        position: position(ground, &found),
        modifiers,
        known,
    }
}

/// The catalogue's name of an entry; of a family what the page says, since its names are open.
fn known_name(catalogue: &Catalogue, known: &Known, written: &str) -> String {
    match known {
        Known::Entry(id) => {
            catalogue.entry(id).map_or_else(|| one_line(written), |entry| entry.name.clone())
        }
        Known::Family(_) => one_line(written),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What sort of thing it is, by the catalogue first and by its words second.
fn kind(
    ground: &Ground<'_>,
    places: &Places,
    found: &Found,
    known: Option<&Known>,
    modifiers: &mut Vec<Modifier>,
) -> CredentialKind {
    let page = ground.page;
    let catalogue = ground.context.catalogue;
    let stated = match known {
        Some(Known::Entry(id)) => catalogue.entry(id).map(|entry| entry.kind()),
        Some(Known::Family(id)) => catalogue.family(id).map(|family| family.facts.award.kind()),
        None => found.name.as_ref().map(|name| name.kind),
    };
    if let Some(kind) = stated {
        // An exam's name with a seller of courses beside it is a course for that exam.
        // A platform that holds the examination itself sells no preparation for it.
        let own = match known {
            Some(Known::Entry(id)) => catalogue.entry(id).map(|entry| entry.issuer.as_str()),
            _ => None,
        };
        let platforms = page.hits.tagged(Tag::CoursePlatform, found.around);
        let sold = !platforms.is_empty()
            && !page.hits.any(Tag::CoursePlatform, found.span)
            && !platforms
                .iter()
                .any(|at| own.is_some_and(|own| own.eq_ignore_ascii_case(page.slice(*at).trim())));
        let prepares = modifiers.contains(&Modifier::ExamPreparation);
        if kind == CredentialKind::Certification && (prepares || sold && known.is_some()) {
            if !prepares {
                modifiers.push(Modifier::ExamPreparation);
            }
            return CredentialKind::CourseCertificate;
        }
        return kind;
    }
    let words = page.slice(found.span).to_lowercase();
    let says = |good_for: Use| page.wording.within(good_for, &words);
    let sold = page.hits.any(Tag::CoursePlatform, found.around);
    if says(Use::BootcampPart) && !sold {
        CredentialKind::Bootcamp
    } else if says(Use::LicensePart) && !says(Use::CertifiedPart) {
        CredentialKind::License
    } else if page.hits.any(Tag::Course, found.span)
        || page.hits.any(Tag::CoursePlatform, found.around)
        || says(Use::CertificatePart) && !says(Use::CertificationPart)
        || places.at(found.span) == Place::Courses
        || lasts_hours(page, found.around)
        || found.listed && names_subject(page, found.span)
    {
        CredentialKind::CourseCertificate
    } else {
        CredentialKind::Certification
    }
}

/// Whether an item of a list names nothing but a subject: "Python for Data Science". An examination says
/// what it is, by a word, by letters or by a number.
fn names_subject(page: &Page<'_>, span: Span) -> bool {
    let words = page.slice(span);
    let is_marked = |word: &str| {
        let letters = word.chars().filter(|c| c.is_alphabetic());
        word.chars().any(|c| c.is_ascii_digit())
            || letters.clone().count() >= 3 && letters.clone().all(char::is_uppercase)
    };
    let is_taught = page.hits.within(span).any(|hit| {
        let technology = matches!(hit.meaning, Meaning::Word(Tag::Technology | Tag::Course));
        technology || matches!(hit.meaning, Meaning::Platform(_) | Meaning::Pillar(_))
    });
    words.is_ascii()
        && page.is_technical
        && is_taught
        && !page.hits.any(Tag::Certification, span)
        && words.split_whitespace().count() >= 2
        && !words.split(|c: char| !c.is_alphanumeric()).any(is_marked)
}

/// "(40 Hrs)", "56.5 hours", "20h": what is measured in hours is a course.
fn lasts_hours(page: &Page<'_>, around: Span) -> bool {
    let words = page.slice(around).to_lowercase();
    let mut words = words
        .split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | '[' | ']' | '-'))
        .filter(|word| !word.is_empty());
    let mut last = "";
    words.any(|word| {
        let is_number =
            |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_digit() || c == '.');
        let bare = word.trim_end_matches('.');
        let unit = page.wording.has(Use::Hours, bare);
        let glued = page
            .wording
            .of(Use::HoursGlued)
            .iter()
            .any(|unit| bare.strip_suffix(unit.as_str()).is_some_and(is_number));
        let lasts = glued || unit && is_number(last);
        last = word;
        lasts
    })
}

/// Where a mention stands.
fn position(ground: &Ground<'_>, found: &Found) -> CredentialPosition {
    let inside = |span: Option<Span>| span.is_some_and(|span| span.overlaps(found.span));
    if inside(ground.head.post_nominals) {
        return CredentialPosition::PostNominal;
    }
    if inside(ground.head.headline) {
        return CredentialPosition::Headline;
    }
    let section = ground.outline.section_at(found.span.start).map(|i| &ground.outline.sections[i]);
    match section {
        Some(section) if section.kinds[0] == SectionKind::Summary && !found.listed => {
            let first = Span { start: section.body.start, end: section.body.start + 1 };
            // Where a summary runs on without a full stop, its first sentence is no opening.
            let opens = found.span.start < section.body.start + 160;
            if opens && ground.page.sentence(first).overlaps(found.span) {
                CredentialPosition::SummaryOpening
            } else {
                CredentialPosition::Summary
            }
        }
        _ if found.listed => CredentialPosition::Listed,
        _ => CredentialPosition::Elsewhere,
    }
}

/// Walks over the words of a span, with their places.
fn words_of(page: &Page<'_>, span: Span, mut visit: impl FnMut(Span, &str) -> ControlFlow<()>) {
    let text = page.slice(span);
    let mut at = 0;
    for word in text.split_whitespace() {
        let start = at + text[at..].find(word).unwrap_or(0);
        at = start + word.len();
        let place = Span::new(span.start as usize + start, span.start as usize + at);
        if visit(place, word).is_break() {
            break;
        }
    }
}
