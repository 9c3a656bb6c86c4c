//! Evidence: what on the page a reader could check, and how concrete it is.
//!
//! Words of production use count where work is described. In a list of skills or in a summary
//! anybody can write "deployed"; in a job it says that something ran.

use std::collections::BTreeSet;

use super::links::Links;
use super::page::Page;
use super::sections::Outline;
use super::vocabulary::{Meaning, Tag};
use super::{
    Entry, Evidence, EvidenceKind, Fundamental, Link, LinkKind, Pillar, PlatformUse, Project,
    Section, SectionKind, Strength, Vocabulary,
};
use crate::document::Span;
use crate::intervals::Intervals;

/// Everything that a reader could check, in reading order.
pub(super) fn find(
    page: &Page<'_>,
    outline: &Outline,
    links: &Links,
    projects: &[Project],
) -> Vec<Evidence> {
    let mut found: Vec<(EvidenceKind, Span, Strength)> = Vec::new();
    found.extend(code(page, &links.all, outline.header));
    found.extend(publications(page, &outline.sections, links));
    found.extend(production(page, &outline.sections));
    found.extend(projects.iter().map(|project| {
        let concrete = !project.links.is_empty() || !project.outcomes.is_empty();
        let strength = if concrete { Strength::Concrete } else { Strength::Stated };
        (EvidenceKind::Project, project.title, strength)
    }));
    found.extend(references(page, &outline.sections));
    found.extend(education(page, &outline.sections));
    found.sort_by_key(|(kind, span, _)| (*span, *kind));
    found.dedup_by_key(|(kind, span, _)| (*kind, *span));
    found
        .into_iter()
        .map(|(kind, span, strength)| {
            let section = outline.section_at(span.start);
            Evidence { kind, span, strength, section }
        })
        .collect()
}

type Piece = (EvidenceKind, Span, Strength);

/// Links to code. A repository is more than a profile.
fn code(page: &Page<'_>, links: &[Link], header: Span) -> Vec<Piece> {
    links
        .iter()
        .filter(|link| link.kind == LinkKind::Code)
        .map(|link| {
            let path = link.target.split("://").last().unwrap_or_default();
            let depth = path.trim_matches('/').split('/').filter(|part| !part.is_empty()).count();
            let strength = if depth >= 3 { Strength::Concrete } else { Strength::Stated };
            // A link that covers no words is evidence all the same; it stands with the head.
            let span = link.span.filter(|span| !page.slice(*span).trim().is_empty());
            (EvidenceKind::Code, span.unwrap_or(Span { end: header.start, ..header }), strength)
        })
        .collect()
}

/// Items of a section of publications, and publications named in other sections.
fn publications(page: &Page<'_>, sections: &[Section], links: &Links) -> Vec<Piece> {
    let mut found: Vec<Piece> = Vec::new();
    for section in sections.iter().filter(|section| section.is(SectionKind::Publications)) {
        for entry in &section.entries {
            let words = page.slice(entry.span);
            let letters = words.chars().filter(|c| c.is_alphabetic()).count();
            let is_cjk = words.chars().any(super::words::is_cjk);
            if letters < if is_cjk { 6 } else { 15 } {
                continue;
            }
            let linked = links.on(entry.span).iter().any(|link| link.kind == LinkKind::Publication);
            let cited = linked
                || !page.dates_in(entry.span).is_empty()
                || page.hits.any(Tag::PublicationWord, entry.span);
            let strength = if cited { Strength::Concrete } else { Strength::Stated };
            found.push((EvidenceKind::Publication, entry.span, strength));
        }
    }
    let listed = Intervals::new(found.iter().map(|(_, span, _)| *span));
    let linked = links.all.iter().filter(|link| link.kind == LinkKind::Publication);
    let linked = linked.filter_map(|link| link.span).filter(|span| !listed.any(*span));
    found.extend(linked.map(|span| (EvidenceKind::Publication, span, Strength::Concrete)));
    let whole = Span::new(0, page.text.len());
    let told = Intervals::new(found.iter().map(|(_, span, _)| *span));
    let named = page.hits.tagged(Tag::Publication, whole).into_iter();
    let named = named.filter(|span| !told.any(*span));
    found.extend(named.map(|span| (EvidenceKind::Publication, span, Strength::Stated)));
    found
}

/// Systems that others use, by the wording of the work.
fn production(page: &Page<'_>, sections: &[Section]) -> Vec<Piece> {
    let mut found: Vec<Piece> = Vec::new();
    let work = sections.iter().filter(|section| {
        section.is(SectionKind::Experience)
            || section.is(SectionKind::Projects)
            || section.is(SectionKind::Volunteering)
    });
    for section in work {
        for bullet in section.entries.iter().flat_map(|entry| &entry.bullets) {
            let Some(first) = bullet.production.first() else { continue };
            let strength =
                if bullet.numbers.is_empty() { Strength::Stated } else { Strength::Concrete };
            found.push((EvidenceKind::ProductionSystem, *first, strength));
        }
        for line in section.entries.iter().flat_map(|entry| told_in_lines(page, entry)) {
            if let Some(first) = production_in(page, line).first() {
                found.push((EvidenceKind::ProductionSystem, *first, Strength::Stated));
            }
        }
    }
    for section in sections.iter().filter(|section| section.kinds[0] == SectionKind::Summary) {
        for sentence in super::bullets::sentences(page, section.body) {
            // Wishes and abilities ("able to deploy") are no systems.
            let done = page.hits.within(sentence).any(|hit| {
                matches!(hit.meaning, Meaning::Verb(super::Actor::Did, super::Tense::Past))
            });
            if let Some(first) = production_in(page, sentence).first()
                && done
            {
                found.push((EvidenceKind::ProductionSystem, *first, Strength::Mentioned));
            }
        }
    }
    found
}

/// The lines of an entry that tell of the work and are no bullets: a project in one paragraph.
fn told_in_lines(page: &Page<'_>, entry: &Entry) -> Vec<Span> {
    let tells = |span: Span| page.slice(span).split_whitespace().count() >= 6;
    page.lines_in(entry.span)
        .iter()
        .map(|line| line.span)
        .filter(|span| tells(*span))
        .filter(|span| {
            // The bullets are sorted and apart.
            let next = entry.bullets.partition_point(|bullet| bullet.span.end <= span.start);
            entry.bullets.get(next).is_none_or(|bullet| !bullet.span.overlaps(*span))
        })
        .collect()
}

/// The words of a stretch of text that say that something runs for others.
///
/// Some words say it alone ("in production"); others are said of shops and sales too ("launched") and
/// need a word of technology beside them.
pub(super) fn production_in(page: &Page<'_>, span: Span) -> Vec<Span> {
    let technical = page.is_technical
        || page.hits.within(span).any(|hit| match hit.meaning {
            // Compliance and audits belong to the pillar of deployment, and to banks.
            Meaning::Pillar(pillar) => pillar != Pillar::Deployment,
            meaning => matches!(meaning, Meaning::Platform(_) | Meaning::Word(Tag::Technology)),
        });
    let mut words = Vec::new();
    if technical {
        words.extend(page.hits.tagged(Tag::Production, span));
        words.extend(page.hits.tagged(Tag::ProductionHint, span));
    } else {
        words.extend(page.hits.tagged(Tag::ProductionCertain, span));
    }
    words.extend(page.hits.tagged(Tag::ProductionCertain, span));
    words.extend(audiences(page, span, technical));
    let goods = page.hits.tagged(Tag::Manufacturing, span);
    words.retain(|word| !goods.iter().any(|goods| goods.overlaps(*word)));
    words.sort_unstable();
    words.dedup_by(|b, a| a.overlaps(*b));
    words
}

/// "40,000 users", "2M requests a day".
fn audiences(page: &Page<'_>, span: Span, technical: bool) -> Vec<Span> {
    if !technical {
        return Vec::new();
    }
    let numbers = super::bullets::numbers(page, span);
    let mut found = Vec::new();
    for audience in page.hits.tagged(Tag::Audience, span) {
        let near = numbers
            .iter()
            .rev()
            .find(|number| number.end <= audience.start && audience.start - number.end <= 24);
        if let Some(number) = near
            && is_many(page.slice(*number))
            && page
                .slice(Span { start: number.end, end: audience.start })
                .split_whitespace()
                .count()
                <= 3
        {
            found.push(number.join(audience));
        }
    }
    found
}

/// A hundred or more.
fn is_many(number: &str) -> bool {
    let digits = number.chars().filter(char::is_ascii_digit).count();
    let lower = number.to_ascii_lowercase();
    !lower.contains('%') && (digits >= 3 || lower.trim_end_matches('+').ends_with(['k', 'm', 'b']))
}

/// People who vouch. A promise of references is none.
fn references(page: &Page<'_>, sections: &[Section]) -> Vec<Piece> {
    sections
        .iter()
        .filter(|section| {
            section.heading.is_some_and(|heading| page.hits.any(Tag::ReferenceHeading, heading))
        })
        .filter(|section| !page.hits.any(Tag::Reference, section.body))
        .filter(|section| {
            page.slice(section.body).chars().filter(|c| c.is_alphabetic()).count() > 8
        })
        .map(|section| {
            let reachable = page.slice(section.body).contains('@')
                || page.slice(section.body).chars().filter(char::is_ascii_digit).count() >= 7;
            let strength = if reachable { Strength::Concrete } else { Strength::Stated };
            (EvidenceKind::Reference, section.body, strength)
        })
        .collect()
}

/// Degrees.
fn education(page: &Page<'_>, sections: &[Section]) -> Vec<Piece> {
    let mut found = Vec::new();
    for section in sections.iter().filter(|section| section.is(SectionKind::Education)) {
        for entry in &section.entries {
            let degree = page.hits.any(Tag::Degree, entry.span);
            let school = page.hits.any(Tag::School, entry.span);
            if degree || school {
                let concrete = degree && school && entry.dates.is_some();
                let strength = if concrete { Strength::Concrete } else { Strength::Stated };
                found.push((EvidenceKind::Education, entry.span, strength));
            }
        }
    }
    found
}

/// The projects of the sections for projects.
pub(super) fn projects(page: &Page<'_>, sections: &[Section], links: &Links) -> Vec<Project> {
    let entries = sections
        .iter()
        .filter(|section| section.is(SectionKind::Projects))
        .flat_map(|section| &section.entries);
    entries
        .filter(|entry| page.slice(entry.span).chars().filter(|c| c.is_alphabetic()).count() >= 3)
        .map(|entry| {
            let mut outcomes = page.hits.tagged(Tag::Outcome, entry.span);
            outcomes.extend(super::bullets::numbers(page, entry.span));
            outcomes.sort_unstable();
            Project {
                span: entry.span,
                title: entry.title.unwrap_or(entry.span),
                links: links
                    .on(entry.span)
                    .into_iter()
                    .filter(|link| link.kind != LinkKind::Email)
                    .map(|link| link.target.clone())
                    .collect(),
                outcomes,
                tutorial: page.hits.first(Tag::Tutorial, entry.span),
            }
        })
        .collect()
}

/// Platforms named on the page, outside the names of credentials.
pub(super) fn platforms(
    page: &Page<'_>,
    vocabulary: &Vocabulary,
    outline: &Outline,
    credentials: &[Span],
) -> Vec<PlatformUse> {
    let credentials = Intervals::new(credentials.iter().copied());
    let mut seen: BTreeSet<(u32, u8)> = BTreeSet::new();
    let mut uses = Vec::new();
    for hit in page.hits.within(Span::new(0, page.text.len())) {
        let Meaning::Platform(number) = hit.meaning else { continue };
        if credentials.any(hit.span) || !seen.insert((hit.span.start, number)) {
            continue;
        }
        let Some(platform) = vocabulary.words.platforms.get(usize::from(number)) else { continue };
        let section = outline.section_at(hit.span.start);
        uses.push(PlatformUse { platform: platform.clone(), span: hit.span, section });
    }
    uses
}

/// Signs of the fundamentals.
pub(super) fn fundamentals(page: &Page<'_>, outline: &Outline) -> Vec<Fundamental> {
    let mut found: Vec<Fundamental> = Vec::new();
    for hit in page.hits.within(Span::new(0, page.text.len())) {
        let Meaning::Pillar(pillar) = hit.meaning else { continue };
        let inside = found
            .iter()
            .rev()
            .take(8)
            .any(|other| other.pillar == pillar && other.span.contains(hit.span));
        if !inside {
            let section = outline.section_at(hit.span.start);
            found.push(Fundamental { pillar, span: hit.span, section });
        }
    }
    found
}

/// The items of the skills sections, without the labels before them.
pub(super) fn skills(page: &Page<'_>, sections: &[Section]) -> Vec<Span> {
    let mut skills = Vec::new();
    for section in sections.iter().filter(|section| section.is(SectionKind::Skills)) {
        for line in page.lines_in(section.body) {
            let words = page.slice(line.span);
            let label = words.find([':', '\t']).filter(|at| *at < 48).map_or(0, |at| at + 1);
            let mut at = label;
            // "Web (HTML, CSS)" lists what stands in the brackets; "C (advanced)" does not.
            let is_list = words[label..]
                .split('(')
                .skip(1)
                .any(|inner| inner.split(')').next().is_some_and(|inner| inner.contains(',')));
            let cuts = |c: char| {
                matches!(
                    c,
                    ',' | ';' | '|' | '\u{2022}' | '\u{b7}' | '\t' | '\u{3001}' | '\u{ff0c}'
                ) || is_list && matches!(c, '(' | ')')
            };
            for part in words[label..].split(cuts) {
                let start = line.span.start as usize + at;
                let span = super::entries::trim_marks(page, Span::new(start, start + part.len()));
                at += part.len();
                at += words[at..].chars().next().map_or(0, char::len_utf8);
                if !span.is_empty() && page.slice(span).split_whitespace().count() <= 8 {
                    skills.push(span);
                }
            }
        }
    }
    skills
}
