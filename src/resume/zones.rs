//! Labelled lists inside a section: "Certifications: A, B" below Skills.

use super::headings::{Certainty, Reading};
use super::page::{Line, Page};
use super::sections::Outline;
use super::vocabulary::HeadingKind;
use super::{SectionKind, Vocabulary};
use crate::document::{BlockKind, Span};
use crate::intervals::Intervals;

/// A labelled list inside a section: "Certifications: A, B" below Skills.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Zone {
    /// What the label announces.
    pub(super) kinds: Vec<HeadingKind>,
    /// The label.
    pub(super) label: Span,
    /// What stands under it.
    pub(super) body: Span,
}

/// The labelled lists of credentials and courses inside other sections, and those of something else
/// inside a section of credentials.
pub(super) fn find(
    page: &Page<'_>,
    vocabulary: &Vocabulary,
    outline: &Outline,
    marked: &[(usize, u8)],
) -> Vec<Zone> {
    let headings = Intervals::new(outline.sections.iter().filter_map(|section| section.heading));
    let mut zones: Vec<Zone> = Vec::new();
    for (i, line) in page.lines.iter().enumerate() {
        if zones.last().is_some_and(|zone| line.span.start < zone.body.end) {
            continue;
        }
        if headings.any(line.span) {
            continue;
        }
        let level = marked.binary_search_by_key(&i, |(line, _)| *line).ok();
        let level = level.map(|index| marked[index].1);
        let Some((reading, rest)) = label(page, line, vocabulary) else { continue };
        let lists = |kind: &HeadingKind| {
            matches!(
                kind,
                HeadingKind::Certifications | HeadingKind::Courses | HeadingKind::Coursework
            )
        };
        // "Awards: A, B" below Certifications lists no credentials.
        let is_apart = reading.certainty == Certainty::Exact
            && !rest.is_empty()
            && outline.section_at(line.span.start).is_some_and(|index| {
                outline.sections[index].kinds[0] == SectionKind::Certifications
            })
            && reading.kinds.iter().all(|kind| {
                matches!(
                    kind,
                    HeadingKind::Awards | HeadingKind::Languages | HeadingKind::Volunteering
                )
            });
        if !is_apart && !reading.kinds.iter().any(lists) {
            continue;
        }
        let section_end = outline
            .section_at(line.span.start)
            .map_or(outline.header.end, |index| outline.sections[index].span.end);
        let end = zone_end(page, i, rest, level, section_end);
        let body = Span { start: rest.start, end: end.max(rest.start) };
        let label = Span { start: line.span.start, end: rest.start };
        zones.push(Zone { kinds: reading.kinds, label, body: body.trim(&page.text) });
    }
    zones
}

/// The label at the start of a line, and the rest of the line.
fn label(page: &Page<'_>, line: &Line, vocabulary: &Vocabulary) -> Option<(Reading, Span)> {
    let known = vocabulary;
    let words = page.slice(line.span);
    let cut = |at: usize| Span::new(line.span.start as usize + at, line.span.end as usize);
    if words.len() <= 60 {
        let bare = words.trim_end_matches([':', ',', ' ', '-', '\u{2013}']);
        let is_label =
            bare.len() < words.len() || line.heading_level().is_some() || !starts_small(words);
        if is_label && let Some(reading) = exact(known.read_heading(bare)) {
            return Some((reading, cut(words.len())));
        }
    }
    for mark in [":", "\t", " - ", " \u{2013} ", " \u{2014} "] {
        if let Some((label, rest)) = words.split_once(mark)
            && label.len() <= 60
            && let Some(reading) = exact(known.read_heading(label))
                .or_else(|| known.read_heading(label).filter(|_| mark == ":" || mark == "\t"))
        {
            return Some((reading, cut(words.len() - rest.len())));
        }
    }
    // A label in bold without a colon.
    let first = page.document.runs_in(line.span).first()?;
    if first.style.bold && first.span.end < line.span.end && first.span.start >= line.span.start {
        let reading = exact(known.read_heading(page.slice(first.span)))?;
        return Some((reading, Span { start: first.span.end, end: line.span.end }));
    }
    None
}

/// Where a labelled list ends.
fn zone_end(page: &Page<'_>, at: usize, rest: Span, level: Option<u8>, limit: u32) -> u32 {
    let line = &page.lines[at];
    let is_bare = page.slice(rest).trim().is_empty();
    let mut end = line.span.end;
    let mut listed = false;
    for next in &page.lines[at + 1..] {
        if next.span.start >= limit {
            break;
        }
        if let Some(own) = level {
            // A marked heading holds until the next of its level.
            if next.heading_level().is_some_and(|other| other <= own) {
                break;
            }
            end = next.span.end;
            continue;
        }
        let same_block = next.block == line.block;
        let words = page.slice(next.span);
        let has_label = words.find(':').is_some_and(|colon| {
            colon < 40
                && !words[..colon].contains(['(', '/', ','])
                && words[colon + 1..].starts_with(' ')
        });
        let goes_on = if is_bare {
            next.is_item() && (!line.is_item() || deeper_item(next, line))
                || same_block && !has_label
                || !listed
                    && end == line.span.end
                    && next.kind == BlockKind::Paragraph
                    && !has_label
        } else {
            same_block && !has_label
                || line.kind == BlockKind::TableRow
                    && next.kind == BlockKind::TableRow
                    && !words.contains('\t')
        };
        if !goes_on || next.heading_level().is_some() {
            break;
        }
        listed |= next.is_item();
        end = next.span.end;
    }
    end
}

/// Whether an item stands below another in an outline.
fn deeper_item(item: &Line, above: &Line) -> bool {
    match (item.kind, above.kind) {
        (BlockKind::ListItem { level: a }, BlockKind::ListItem { level: b }) => a > b,
        _ => false,
    }
}

fn exact(reading: Option<Reading>) -> Option<Reading> {
    reading.filter(|reading| reading.certainty == Certainty::Exact)
}

fn starts_small(words: &str) -> bool {
    words.chars().find(|c| c.is_alphabetic()).is_none_or(char::is_lowercase)
}
