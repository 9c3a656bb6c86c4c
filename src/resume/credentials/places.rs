//! Where credentials may stand, and what a place asks of a name before it counts.

use super::Ground;
use super::names::{Name, Names};
use super::topics::is_topic;
use crate::catalogue::Form;
use crate::document::Span;
use crate::intervals::Intervals;
use crate::resume::page::Page;
use crate::resume::vocabulary::HeadingKind;
use crate::resume::vocabulary::{Meaning, Tag, Use};
use crate::resume::{Section, SectionKind};

/// A kind of place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// A list of credentials: every item counts.
    Credentials,
    /// A list that holds credentials among degrees, awards or skills.
    Mixed,
    /// A list of courses and training.
    Courses,
    /// Courses that are part of a degree.
    Coursework,
    /// Above the first section.
    Head,
    /// Any other section.
    Other(SectionKind),
}

/// A list in which items are looked for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct List {
    pub(super) place: Place,
    /// The other kind of a mixed list.
    pub(super) beside: Option<SectionKind>,
    pub(super) body: Span,
    /// Whether it is a labelled list on a line inside another section.
    pub(super) is_inline: bool,
}

impl List {
    /// Whether nothing in the list is left for the rules of running text.
    pub(super) fn takes_all(&self) -> bool {
        matches!(self.place, Place::Credentials | Place::Coursework)
    }
}

/// The places of a page.
#[derive(Debug)]
pub(super) struct Places {
    /// The lists, those inside sections before the sections that hold them.
    pub(super) lists: Vec<List>,
    /// The bodies of the lists.
    bodies: Intervals,
    /// The sections in reading order.
    sections: Vec<(Span, SectionKind)>,
    /// The headings of the sections.
    headings: Intervals,
    /// The titles of everything that a section lists.
    titles: Intervals,
    /// The titles of jobs.
    jobs: Intervals,
}

impl Places {
    /// Finds the lists.
    pub(super) fn new(ground: &Ground<'_>) -> Self {
        let outline = ground.outline;
        let mut lists = Vec::new();
        for zone in &outline.zones {
            lists.extend(list(&zone.kinds, zone.body, true));
        }
        for (section, kinds) in outline.sections.iter().zip(&outline.announced) {
            let Some(own) = list(kinds, section.body, false) else { continue };
            // What a labelled list inside it holds is that list's.
            let mut start = own.body.start;
            let inside = outline.zones.partition_point(|zone| zone.body.start < own.body.start);
            let inside = outline.zones[inside..].iter();
            let inside = inside.take_while(|zone| zone.body.start <= own.body.end);
            for zone in inside.filter(|zone| own.body.contains(zone.body)) {
                lists.push(List {
                    body: Span { start, end: zone.label.start.max(start) },
                    ..own.clone()
                });
                start = zone.body.end.max(zone.label.end);
            }
            lists.push(List { body: Span { start, end: own.body.end.max(start) }, ..own });
        }
        lists.retain(|list| !list.body.is_empty());
        let sections =
            outline.sections.iter().map(|section| (section.span, section.kinds[0])).collect();
        let titles = |section: &'_ Section| {
            section.entries.iter().filter_map(|entry| entry.title).collect::<Vec<_>>()
        };
        let is_work = |section: &&Section| section.kinds[0] == SectionKind::Experience;
        Places {
            bodies: Intervals::new(lists.iter().map(|list| list.body)),
            lists,
            sections,
            headings: Intervals::new(outline.sections.iter().filter_map(|section| section.heading)),
            titles: Intervals::new(outline.sections.iter().flat_map(titles)),
            jobs: Intervals::new(outline.sections.iter().filter(is_work).flat_map(titles)),
        }
    }

    /// What sort of place a span stands in.
    pub(super) fn at(&self, span: Span) -> Place {
        if let Some(list) = self.bodies.first(span) {
            return self.lists[list].place;
        }
        let first = self.sections.partition_point(|(section, _)| section.end <= span.start);
        let section = self.sections.get(first).filter(|(section, _)| section.overlaps(span));
        section.map_or(Place::Head, |(_, kind)| Place::Other(*kind))
    }

    /// Whether a word stands in the heading of a section.
    pub(super) fn is_heading(&self, word: Span) -> bool {
        self.headings.any(word)
    }

    /// Whether a word belongs to the title of a job, a degree or the like.
    pub(super) fn is_in_title(&self, word: Span) -> bool {
        self.titles.any(word)
    }

    /// "Certified Nursing Assistant" as the title of a job.
    fn is_job_title(&self, span: Span) -> bool {
        self.jobs.any_that(span, |title| title.contains(span) && span.len() * 3 >= title.len() * 2)
    }
}

fn list(kinds: &[HeadingKind], body: Span, is_inline: bool) -> Option<List> {
    let has = |kind: HeadingKind| kinds.contains(&kind);
    let beside = kinds
        .iter()
        .find(|kind| {
            !matches!(
                kind,
                HeadingKind::Certifications | HeadingKind::Courses | HeadingKind::Coursework
            )
        })
        .map(|kind| kind.section());
    let place = match beside {
        Some(_) if has(HeadingKind::Certifications) || has(HeadingKind::Courses) => Place::Mixed,
        Some(SectionKind::Education) => Place::Mixed,
        Some(_) => return None,
        None if has(HeadingKind::Certifications) => Place::Credentials,
        None if has(HeadingKind::Courses) => Place::Courses,
        None => Place::Coursework,
    };
    Some(List { place, beside, body, is_inline })
}

/// Whether a name that stands in no list of credentials is a mention all the same.
pub(super) fn accepts(ground: &Ground<'_>, places: &Places, name: &Name, names: &Names) -> bool {
    let page = ground.page;
    let place = places.at(name.span);
    let line = super::around(page, name.span);
    let sentence = page.sentence(name.span);
    // "SSL certificate", "CPA (cost per acquisition)".
    if page.hits.tagged(Tag::NotACredential, sentence).iter().any(|trap| trap.overlaps(name.span)) {
        return false;
    }
    if places.is_job_title(name.span) || place == Place::Coursework {
        return false;
    }
    if is_topic(page, place, sentence, name.span) {
        return false;
    }
    let in_letters = ground.head.post_nominals.is_some_and(|span| span.contains(name.span));
    let in_headline = ground.head.headline.is_some_and(|span| span.overlaps(name.span));
    match name.form {
        Form::Name | Form::Family => !teaches(page, sentence),
        Form::ExamCode => {
            in_letters
                || in_headline
                || has_context(page, sentence, name)
                || beside_another(names, name, line)
        }
        Form::Ambiguous => {
            !page.hits.any(Tag::NotACredential, line)
                && (in_letters
                    || in_headline && stands_alone(page, name.span) && is_capital(page, name.span)
                    || is_called_certified(page, name.span)
                    || is_called_expired(page, name.span)
                    || place == Place::Mixed && follows_date(page, name.span)
                    || place == Place::Mixed && begins_line(page, name.span)
                    || (beside_another(names, name, line) && stands_alone(page, name.span)))
        }
    }
}

/// Whether the words around a code speak of certification.
fn has_context(page: &Page<'_>, sentence: Span, name: &Name) -> bool {
    page.hits.within(sentence).any(|hit| {
        matches!(hit.meaning, Meaning::Word(Tag::Certification)) && !hit.span.overlaps(name.span)
    }) || in_brackets(page, name.span)
        || page
            .slice(sentence)
            .split_whitespace()
            .take(4)
            .any(|word| page.wording.has(Use::Passed, &word.to_lowercase()))
}

/// "Azure Fundamentals (AZ-900)": a code in brackets is the code of what stands before it.
fn in_brackets(page: &Page<'_>, span: Span) -> bool {
    page.text[..span.start as usize].ends_with('(') || page.slice(span).starts_with('(')
}

/// "PMP certified", "CEH-certified", "certified PMP", "CPA license", "PMP certification".
fn is_called_certified(page: &Page<'_>, span: Span) -> bool {
    let before = &page.text[..span.start as usize];
    let before = &before[before.floor_char_boundary(before.len().saturating_sub(120))..];
    // The heading below a list says nothing of its last item.
    let block = page.document.blocks_in(span).last().map_or(span, |block| block.span);
    let after = page.slice(Span { start: span.end, end: block.end.max(span.end) });
    let next: String = after
        .trim_start_matches(['-', ' ', '\u{2011}', '\u{ae}', '\u{2122}', ')', '\n'])
        .chars()
        .take(14)
        .flat_map(char::to_lowercase)
        .collect();
    let follows = page.wording.begins(Use::CalledAfter, &next);
    let line = before.rsplit('\n').next().unwrap_or(before);
    let last: Vec<&str> = line.split_whitespace().rev().take(3).collect();
    let leads = last.iter().take(2).any(|word| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        page.wording.has(Use::CalledBefore, &word)
    });
    follows || leads
}

/// Whether another name, which is certain, stands on the same line.
fn beside_another(names: &Names, name: &Name, line: Span) -> bool {
    names.within(line).iter().any(|other| {
        other.span != name.span && line.contains(other.span) && other.form == Form::Name
    })
}

/// Whether a name fills its part of a list, and is no part of a sentence.
fn stands_alone(page: &Page<'_>, span: Span) -> bool {
    let is_edge = |c: char| {
        matches!(
            c,
            ',' | '|'
                | ';'
                | '\n'
                | '\t'
                | '\u{2022}'
                | '\u{b7}'
                | '/'
                | '('
                | ')'
                | ':'
                | '&'
                | '\u{2013}'
                | '\u{2014}'
                | '-'
        )
    };
    let before = page.text[..span.start as usize].trim_end_matches(' ');
    let after = page.text[span.end as usize..].trim_start_matches([' ', '\u{ae}', '\u{2122}', '.']);
    before.chars().next_back().is_none_or(is_edge) && after.chars().next().is_none_or(is_edge)
}

/// Letters, not a word: "PMP" in a headline, but neither "Python" nor "FRONT-END DEVELOPER".
fn is_capital(page: &Page<'_>, span: Span) -> bool {
    let words = page.slice(span);
    !words.chars().any(char::is_lowercase) && words.split_whitespace().all(|word| word.len() <= 6)
}

/// "CDL (expired)".
fn is_called_expired(page: &Page<'_>, span: Span) -> bool {
    let after = &page.text[span.end as usize..];
    let bracket = after.trim_start_matches(' ');
    let start = span.end as usize + after.len() - bracket.len();
    let near = &bracket[..bracket.floor_char_boundary(80)];
    let Some(close) = near.strip_prefix('(').and_then(|inner| inner.find(')')) else {
        return false;
    };
    page.hits.any(Tag::Expired, Span::new(start, start + close + 1))
}

/// "2012 - Current: CPA", at the start of a line.
fn follows_date(page: &Page<'_>, span: Span) -> bool {
    page.line_at(span.end).is_some_and(|line| {
        let before = Span { start: line.span.start, end: span.start };
        let dated: usize = page.dates_in(before).iter().map(|date| date.span.len()).sum();
        dated > 0 && page.slice(before).chars().filter(|c| c.is_alphanumeric()).count() <= dated
    })
}

fn begins_line(page: &Page<'_>, span: Span) -> bool {
    page.line_at(span.end).is_some_and(|line| line.span.start == span.start)
}

/// Whether a sentence is about teaching a course, not about having taken it.
fn teaches(page: &Page<'_>, sentence: Span) -> bool {
    let words = page.slice(sentence);
    let third = words
        .split_whitespace()
        .nth(2)
        .map_or(words.len(), |word| word.as_ptr() as usize + word.len() - words.as_ptr() as usize);
    page.hits.any(Tag::Teaching, Span { end: sentence.start + third as u32, ..sentence })
}
