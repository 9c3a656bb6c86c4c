//! Sections: which lines are headings, and what stands under each.
//!
//! Where the format marks headings, levels tell sections from the entries inside them. Where it does
//! not, a line is a heading when the vocabulary knows all of its words and it looks like the other
//! headings of the page.

use std::collections::BTreeSet;

use super::headings::{Certainty, Reading};
use super::page::{Line, Looks, Page};
use super::vocabulary::{HeadingKind, Meaning, Tag};
use super::zones::{self, Zone};
use super::{Section, SectionKind, Vocabulary};
use crate::document::{BlockKind, Region, Span};

/// The sections of a document, and the labelled lists inside them.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// In reading order, entries still empty.
    pub(super) sections: Vec<Section>,
    /// What each heading announced.
    pub(super) announced: Vec<Vec<HeadingKind>>,
    /// Lists of credentials, courses and the like that stand inside a section of another kind.
    pub(super) zones: Vec<Zone>,
    /// Everything before the first section, or what stands at the head of the main column.
    pub(super) header: Span,
}

impl Outline {
    /// The section that holds a place.
    pub(super) fn section_at(&self, at: u32) -> Option<usize> {
        let after = self.sections.partition_point(|section| section.span.start <= at);
        let index = after.checked_sub(1)?;
        (at < self.sections[index].span.end).then_some(index)
    }
}

/// Finds the sections.
pub(super) fn find(page: &Page<'_>, vocabulary: &Vocabulary) -> Outline {
    let mut headings = candidates(page, vocabulary);
    let marking = Marking::of(page, &headings);
    let anchors = anchors(&headings);
    let mut kept: Vec<Heading> = Vec::new();
    // The regions in which a heading of the level of sections stands.
    let mut led: Vec<Region> = Vec::new();
    let mut titles: Vec<u32> = Vec::new();
    let mut seen: Vec<HeadingKind> = Vec::new();
    let mut deeper: Vec<Heading> = Vec::new();
    for heading in headings.drain(..) {
        let parent = kept.last().map(|kept| kept.kinds()[0]);
        let region = page.lines[heading.line].region;
        let level = marking.level(region);
        let has_main = led.contains(&region);
        let view = View {
            marking: &marking,
            anchors: &anchors,
            parent,
            seen: &seen,
            above: kept.last().map(|kept| kept.line),
            inside: deeper.last().map(|inside| inside.line),
            titles: titles.len(),
            has_main,
            page,
            vocabulary,
        };
        match judge(&heading, &view) {
            Verdict::Section(reading) => {
                let kind = reading.kinds[0];
                if !seen.contains(&kind) {
                    seen.push(kind);
                }
                if !has_main
                    && (level.is_none() || heading.level.is_some_and(|own| Some(own) <= level))
                {
                    led.push(region);
                }
                kept.push(Heading { reading: Some(reading), ..heading });
            }
            Verdict::Title => titles.push(heading.span.start),
            Verdict::Inside => deeper.push(heading),
            Verdict::Nothing => {}
        }
    }
    let mut outline = build(page, &kept, &titles);
    let marked: Vec<(usize, u8)> =
        deeper.iter().filter_map(|heading| Some((heading.line, heading.level?))).collect();
    outline.zones = zones::find(page, vocabulary, &outline, &marked);
    outline
}

/// A line that may be a heading.
#[derive(Debug, Clone)]
struct Heading {
    line: usize,
    /// The words of the heading; less than the line where content follows on it.
    span: Span,
    reading: Option<Reading>,
    /// The level that the format gives; `None` for a plain line.
    level: Option<u8>,
    looks: Looks,
    /// Whether content stands on the same line.
    is_inline: bool,
}

impl Heading {
    fn kinds(&self) -> &[HeadingKind] {
        self.reading.as_ref().map_or(&[HeadingKind::Other], |reading| &reading.kinds)
    }
}

enum Verdict {
    Section(Reading),
    /// The title of the page: mostly the name.
    Title,
    /// A heading of something inside a section.
    Inside,
    Nothing,
}

fn candidates(page: &Page<'_>, vocabulary: &Vocabulary) -> Vec<Heading> {
    let known = vocabulary;
    let mut found = Vec::new();
    for (i, line) in page.lines.iter().enumerate() {
        if matches!(line.region, Region::PageHeader | Region::PageFooter) {
            continue;
        }
        let words = page.slice(line.span);
        let looks = page.looks(line);
        let mut put = |span: Span, reading: Option<Reading>, is_inline: bool| {
            let level = line.heading_level();
            found.push(Heading { line: i, span, reading, level, looks, is_inline });
        };
        match line.kind {
            BlockKind::Heading { .. } if line.is_first => {
                // What a heading carries beside its words, such as a date, is set apart by a tab.
                let title = words.split('\t').next().unwrap_or(words);
                let span =
                    Span::new(line.span.start as usize, line.span.start as usize + title.len());
                put(span, known.read_misspelt_heading(title), false);
            }
            BlockKind::Heading { .. } | BlockKind::Field => {}
            BlockKind::TableRow => {
                if let Some((label, _)) = words.split_once('\t')
                    && let Some(reading) = exact(known.read_heading(label))
                {
                    let start = line.span.start as usize;
                    put(Span::new(start, start + label.len()), Some(reading), true);
                } else if !words.contains('\t')
                    && let Some(reading) = exact(known.read_heading(words))
                {
                    put(line.span, Some(reading), false);
                }
            }
            BlockKind::Paragraph | BlockKind::ListItem { .. } => {
                if let Some((span, reading, is_inline)) = plain_heading(page, i, vocabulary) {
                    put(span, Some(reading), is_inline);
                }
            }
        }
    }
    found
}

/// A plain line, or its beginning, as a heading.
fn plain_heading(
    page: &Page<'_>,
    index: usize,
    vocabulary: &Vocabulary,
) -> Option<(Span, Reading, bool)> {
    let known = vocabulary;
    let line = &page.lines[index];
    let words = page.slice(line.span);
    if starts_small(words) {
        return None;
    }
    let is_short = words.len() <= 70 && words.split_whitespace().count() <= 16;
    let words = words.trim_end_matches([' ', '-', ':']);
    let has_sentences = words.contains(". ");
    if is_short
        && !words.ends_with(['.', ',', ';'])
        && !has_sentences
        && (!line.is_item() || has_icon(page, line))
    {
        let next_same = page.lines.get(index + 1).is_some_and(|next| next.block == line.block);
        let alone = line.is_first || !next_same;
        let reading = if alone && looks_like_heading(words) {
            known.read_misspelt_heading(words)
        } else {
            known
                .read_heading(words)
                .filter(|reading| alone || reading.certainty == Certainty::Exact)
        };
        if let Some(reading) = reading {
            return Some((line.span, reading, false));
        }
    }
    // "SKILLS: Python, Rust": a label with its content on the line.
    let (label, rest) = page.slice(line.span).split_once([':', '\t'])?;
    if line.is_item() && !has_icon(page, line)
        || !line.is_first
        || label.len() > 40
        || rest.trim().is_empty()
    {
        return None;
    }
    let is_upper = !label.chars().any(char::is_lowercase);
    let misspelt =
        || known.read_misspelt_heading(label).filter(|_| is_upper && looks_like_heading(label));
    let reading = exact(known.read_heading(label)).or_else(misspelt)?;
    let start = line.span.start as usize;
    Some((Span::new(start, start + label.len()), reading, true))
}

/// Whether a line begins with a picture of an icon font that stands at no other line: the picture of a
/// heading, and no list's bullet.
fn has_icon(page: &Page<'_>, line: &Line) -> bool {
    page.icon(line).is_some_and(|icon| page.icons().get(&icon) == Some(&1))
}

fn exact(reading: Option<Reading>) -> Option<Reading> {
    reading.filter(|reading| reading.certainty == Certainty::Exact)
}

/// Whether a line can be a misspelt heading: few words and no sentence.
fn looks_like_heading(words: &str) -> bool {
    words.split_whitespace().count() <= 5 && !words.contains(['.', '@', '\t', ','])
}

fn starts_small(words: &str) -> bool {
    words.chars().find(|c| c.is_alphabetic()).is_none_or(char::is_lowercase)
}

/// How far the format's own headings can be relied on.
struct Marking {
    /// The level of sections in the main text.
    body: Option<u8>,
    /// The level of sections in a narrow column, which may be set smaller.
    sidebar: Option<u8>,
    /// The kinds that marked headings announce.
    kinds: Vec<HeadingKind>,
    /// The levels of marked headings that are known.
    levels: BTreeSet<u8>,
    /// The kinds that those of the level of sections announce.
    section_kinds: Vec<HeadingKind>,
    /// Whether the known headings are marked ones, most of them.
    is_complete: bool,
}

impl Marking {
    fn of(page: &Page<'_>, headings: &[Heading]) -> Self {
        let in_region = |sidebar: bool| {
            headings.iter().filter(move |heading| {
                (page.lines[heading.line].region == Region::Sidebar) == sidebar
            })
        };
        let known = |heading: &&Heading| heading.reading.is_some() && !heading.is_inline;
        let marked: Vec<&Heading> =
            headings.iter().filter(known).filter(|heading| heading.level.is_some()).collect();
        let plain = headings
            .iter()
            .filter(known)
            .filter(|heading| heading.level.is_none() && page.lines[heading.line].is_first)
            .count();
        let body = section_level(in_region(false));
        Marking {
            body,
            sidebar: section_level(in_region(true)),
            levels: marked.iter().filter_map(|heading| heading.level).collect(),
            section_kinds: kinds_of(marked.iter().filter(|heading| heading.level <= body)),
            kinds: kinds_of(marked.iter()),
            is_complete: marked.len() >= 2 && marked.len() >= plain,
        }
    }

    fn level(&self, region: Region) -> Option<u8> {
        match region {
            Region::Sidebar => self.sidebar.or(self.body),
            _ => self.body.or(self.sidebar),
        }
    }
}

/// What headings announce, each kind once.
fn kinds_of<'h>(headings: impl Iterator<Item = &'h &'h Heading>) -> Vec<HeadingKind> {
    let mut kinds: Vec<HeadingKind> = Vec::new();
    for kind in headings.flat_map(|heading| heading.kinds()) {
        if !kinds.contains(kind) {
            kinds.push(*kind);
        }
    }
    kinds
}

/// What a heading is judged against.
struct View<'a> {
    marking: &'a Marking,
    anchors: &'a [Looks],
    parent: Option<HeadingKind>,
    /// The kinds of the sections before, each once.
    seen: &'a [HeadingKind],
    /// The line of the section's heading above.
    above: Option<usize>,
    /// The line of the last heading inside a section.
    inside: Option<usize>,
    /// How many titles of the page stand before.
    titles: usize,
    /// Whether a heading of the level of sections stands before.
    has_main: bool,
    page: &'a Page<'a>,
    vocabulary: &'a Vocabulary,
}

/// The level at which the format's headings are sections: where most of them are known.
fn section_level<'a>(headings: impl Iterator<Item = &'a Heading>) -> Option<u8> {
    let mut counts = [0_usize; 16];
    for heading in headings.filter(|heading| heading.reading.is_some()) {
        if let Some(level) = heading.level {
            counts[usize::from(level).min(15)] += 1;
        }
    }
    let most = *counts.iter().max()?;
    if most == 0 {
        return None;
    }
    // A level above with several known headings wins over a deeper one with more.
    counts.iter().position(|&count| count == most || count >= 3).map(|level| level as u8)
}

/// The looks of headings that are surely sections.
fn anchors(headings: &[Heading]) -> Vec<Looks> {
    headings
        .iter()
        .filter(|heading| !heading.is_inline)
        .filter(|heading| {
            heading.reading.as_ref().is_some_and(|reading| {
                reading.certainty == Certainty::Exact
                    && reading.kinds.iter().any(|kind| {
                        matches!(
                            kind,
                            HeadingKind::Experience | HeadingKind::Education | HeadingKind::Summary
                        )
                    })
            })
        })
        .map(|heading| heading.looks)
        // What a hundred sections look like, all do.
        .take(100)
        .collect()
}

fn judge(heading: &Heading, view: &View<'_>) -> Verdict {
    let View { marking, anchors, parent, has_main, page, vocabulary, .. } = *view;
    let section_level = marking.level(page.lines[heading.line].region);
    if repeats_parent(heading, view) {
        return Verdict::Inside;
    }
    if labels_part(heading, view) {
        return Verdict::Inside;
    }
    if view.above.is_none() && names_document(heading, page) {
        return Verdict::Nothing;
    }
    let looks_right = anchors.len() < 2
        || anchors.iter().filter(|anchor| heading.looks.at_least(**anchor)).count() * 2
            >= anchors.len();
    match (heading.level, section_level) {
        (Some(level), Some(section)) if level > section => {
            // A list of certifications below another heading is a section all the same.
            let is_certifications = heading.reading.as_ref().is_some_and(|reading| {
                reading.certainty == Certainty::Exact && reading.is(HeadingKind::Certifications)
            });
            let lies_apart = !matches!(
                parent,
                None | Some(
                    HeadingKind::Certifications | HeadingKind::Courses | HeadingKind::Skills
                )
            );
            let is_languages = heading.reading.as_ref().is_some_and(|reading| {
                reading.certainty == Certainty::Exact && reading.is(HeadingKind::Languages)
            });
            let is_exact = heading
                .reading
                .as_ref()
                .is_some_and(|reading| reading.certainty == Certainty::Exact);
            match &heading.reading {
                // A narrow column at the start may be set smaller than the main text.
                Some(reading) if is_exact && !has_main => Verdict::Section(reading.clone()),
                Some(reading) if is_exact && stands_out(heading, reading, view) => {
                    Verdict::Section(reading.clone())
                }
                Some(reading)
                    if is_certifications && lies_apart
                        || is_languages && lists_languages(heading, page) =>
                {
                    Verdict::Section(reading.clone())
                }
                _ => Verdict::Inside,
            }
        }
        (Some(level), section) => {
            if let Some(reading) = &heading.reading {
                // "# All about me" above "## Education" is the page's title.
                let is_title = section.is_some_and(|section| level < section)
                    && parent.is_none()
                    && reading.kinds[0] == HeadingKind::Summary
                    && heading.line == 0;
                return if is_title { Verdict::Nothing } else { Verdict::Section(reading.clone()) };
            }
            let above_all = section.is_some_and(|section| level < section)
                && !marking.levels.contains(&level)
                && view.titles == 0;
            if above_all
                || !has_main && section.is_none_or(|section| level < section || parent.is_none())
            {
                return Verdict::Title;
            }
            let words = page.slice(heading.span);
            if !marking.is_complete || titles_an_entry(heading, view) || reads_like_text(words) {
                return Verdict::Inside;
            }
            if !words.chars().any(char::is_alphanumeric) {
                return Verdict::Nothing;
            }
            Verdict::Section(
                vocabulary.read_certain_heading(words).unwrap_or(Reading {
                    kinds: vec![HeadingKind::Other],
                    certainty: Certainty::Word,
                }),
            )
        }
        (None, _) => {
            let Some(reading) = &heading.reading else { return Verdict::Nothing };
            let line = &page.lines[heading.line];
            if heading.is_inline {
                return judge_inline(heading, reading, parent, page);
            }
            // A list of certifications has a label of its own more often than a smaller heading.
            let next = page.lines.get(heading.line + 1);
            let is_list = line.is_first
                && reading.certainty == Certainty::Exact
                && reading.kinds[0] == HeadingKind::Certifications
                && !matches!(
                    parent,
                    None | Some(HeadingKind::Skills | HeadingKind::Certifications)
                )
                && next.is_some_and(Line::is_item)
                && !line.is_item();
            if is_list {
                return Verdict::Section(reading.clone());
            }
            // Where the format marks headings, a plain line is a label inside a section.
            let marked = section_level.is_some() && marking.is_complete;
            let is_known_kind = marking.kinds.contains(&reading.kinds[0]);
            let is_label = marked && is_known_kind && !line.is_first;
            if !looks_right || is_label || line.is_item() && !has_icon(page, line) {
                return Verdict::Inside;
            }
            if parent == Some(HeadingKind::Skills) && amid_list(heading, page) {
                return Verdict::Inside;
            }
            let weak = matches!(reading.kinds[0], HeadingKind::Languages | HeadingKind::Skills);
            let repeats = parent == Some(reading.kinds[0]);
            if marked && (repeats || weak && parent == Some(HeadingKind::Skills)) {
                return Verdict::Inside;
            }
            Verdict::Section(reading.clone())
        }
    }
}

/// Whether a heading names a part of the section that it stands in: "Research paper:" below
/// Publications.
fn repeats_parent(heading: &Heading, view: &View<'_>) -> bool {
    let Some(reading) = &heading.reading else { return false };
    // "Other" is no kind that could be repeated.
    let kind = reading.kinds[0];
    let same = kind != HeadingKind::Other && view.parent == Some(kind);
    let open = |line: usize| view.page.slice(view.page.lines[line].span).ends_with(':');
    // Where every heading ends with a colon, a colon makes nothing smaller.
    let ends_open = open(heading.line) && !view.above.is_some_and(open);
    let guessed = reading.certainty == Certainty::Misspelt && heading.level.is_none();
    // "People skills" right below "Skills" is the first of them.
    let below = view.above.is_some_and(|above| above + 1 == heading.line);
    same && !heading.is_inline && (guessed || ends_open || below)
}

/// Whether a line stands amid short lines like itself: "Training and development" in a list of skills.
fn amid_list(heading: &Heading, page: &Page<'_>) -> bool {
    let is_short = |line: Option<&Line>| {
        line.is_some_and(|line| {
            let words = page.slice(line.span);
            (2..=4).contains(&words.split_whitespace().count()) && !words.contains([',', ':'])
        })
    };
    let at = heading.line;
    !heading.looks.is_upper
        && !heading.looks.is_bold
        && page.lines[at].kind == BlockKind::Paragraph
        && is_short(at.checked_sub(1).and_then(|before| page.lines.get(before)))
        && is_short(page.lines.get(at + 1))
}

/// Whether a heading ends with a colon where the sections' headings do not, below a section of this and
/// that: it names a part of it.
fn labels_part(heading: &Heading, view: &View<'_>) -> bool {
    let open = |line: usize| view.page.slice(view.page.lines[line].span).ends_with(':');
    let is_new =
        heading.reading.as_ref().is_some_and(|reading| !view.seen.contains(&reading.kinds[0]));
    view.parent == Some(HeadingKind::Other)
        && !is_new
        && heading.looks.size_pt.is_none()
        && open(heading.line)
        && view.above.is_some_and(|above| !open(above))
}

/// Whether a line at the top only says what the document is: "Resume", "Curriculum Vitae".
fn names_document(heading: &Heading, page: &Page<'_>) -> bool {
    let words = page.slice(heading.span);
    let named = page.hits.tagged(Tag::DocumentTitle, heading.span);
    // With its accents, the word is French for a summary.
    let is_french = page.language == Some("fr") && !words.is_ascii();
    let said = named.iter().map(|hit| hit.len()).max().unwrap_or(0);
    said > 0 && !is_french && words.chars().filter(|c| c.is_alphanumeric()).count() <= said + 2
}

/// Whether an unknown heading's words are no heading's: a sentence, a signature in brackets, a label
/// with what it labels.
fn reads_like_text(words: &str) -> bool {
    let count = words.split_whitespace().count();
    let labels = words
        .split_once(':')
        .is_some_and(|(label, rest)| !label.is_empty() && rest.chars().any(char::is_alphanumeric));
    words.starts_with('(') || labels || count > 9 || count > 4 && words.ends_with(['.', ','])
}

/// Whether a heading that the layout ranks lower is set like the sections' own, but for its size or
/// its capitals, and announces something that none of them does.
fn stands_out(heading: &Heading, reading: &Reading, view: &View<'_>) -> bool {
    let kind = reading.kinds[0];
    let is_new = kind == HeadingKind::Other || !view.marking.section_kinds.contains(&kind);
    let part_of_skills = view.parent == Some(HeadingKind::Skills)
        && matches!(kind, HeadingKind::Languages | HeadingKind::Skills);
    let near = view.anchors.iter().any(|anchor| {
        let size = anchor.size_pt.zip(heading.looks.size_pt);
        anchor.is_bold
            && heading.looks.is_bold
            && size.is_some_and(|(a, b)| b >= a - if heading.looks.is_upper { 1.1 } else { 0.3 })
    });
    is_new && near && !part_of_skills
}

/// Whether human languages stand below a heading, and not programming languages.
fn lists_languages(heading: &Heading, page: &Page<'_>) -> bool {
    page.lines[heading.line + 1..]
        .iter()
        .take(3)
        .any(|line| page.hits.any(Tag::HumanLanguage, line.span))
}

/// Whether a label with content on its line opens a section, or only a list inside one.
fn judge_inline(
    heading: &Heading,
    reading: &Reading,
    parent: Option<HeadingKind>,
    page: &Page<'_>,
) -> Verdict {
    let is_work = matches!(parent, Some(HeadingKind::Experience | HeadingKind::Projects));
    let is_skills = parent == Some(HeadingKind::Skills);
    let is_same = parent.is_some_and(|parent| reading.kinds[0] == parent);
    let label = page.slice(heading.span);
    let is_upper = label.chars().filter(|c| c.is_alphabetic()).count() > 3
        && !label.chars().any(char::is_lowercase);
    let is_main = !matches!(reading.kinds[0], HeadingKind::Projects | HeadingKind::Coursework);
    // A rail of labels beside the text: "EDUCATION", and the degrees to its right.
    let on_rail = page.text[heading.span.end as usize..].starts_with('\t')
        && is_upper
        && !matches!(reading.kinds[0], HeadingKind::Languages | HeadingKind::Skills);
    let opens = is_main
        && (!is_skills || on_rail)
        && !is_same
        && (is_upper && (!is_work || reading.kinds[0] != HeadingKind::Skills)
            || page.is_flat && !is_work && parent.is_some());
    if opens { Verdict::Section(reading.clone()) } else { Verdict::Inside }
}

/// Whether an unknown heading of the level of sections is the title of an entry all the same: a job
/// below Experience set like a heading, with its dates beside it.
fn titles_an_entry(heading: &Heading, view: &View<'_>) -> bool {
    let View { anchors, parent, page, .. } = *view;
    let lists_entries = matches!(
        parent,
        Some(
            HeadingKind::Experience
                | HeadingKind::Education
                | HeadingKind::Projects
                | HeadingKind::Volunteering
                | HeadingKind::Certifications
                | HeadingKind::Awards
                | HeadingKind::Publications
                | HeadingKind::Courses
        )
    );
    if !lists_entries {
        return false;
    }
    let differs = anchors.iter().all(|anchor| {
        anchor.is_upper && !heading.looks.is_upper
            || !anchor.is_upper && heading.looks.is_upper
            || anchor.is_bold && !heading.looks.is_bold
            || anchor.size_pt.zip(heading.looks.size_pt).is_some_and(|(a, b)| (a - b).abs() > 0.6)
    });
    let line = &page.lines[heading.line];
    let near = page.lines.get(heading.line + 1).map_or(line.span, |next| line.span.join(next.span));
    // The first thing below a heading belongs to it, and so does what follows at once.
    let before = heading.line.checked_sub(1);
    let follows = before.is_some() && (before == view.above || before == view.inside);
    let is_title = page.hits.within(line.span).any(|hit| {
        matches!(
            hit.meaning,
            Meaning::Field(_)
                | Meaning::Level(_)
                | Meaning::Word(Tag::Degree | Tag::School | Tag::NotACredential)
        )
    });
    !anchors.is_empty() && differs || !page.dates_in(near).is_empty() || follows || is_title
}

/// Cuts the document at its headings.
fn build(page: &Page<'_>, headings: &[Heading], titles: &[u32]) -> Outline {
    let end = page.lines.last().map_or(0, |line| line.span.end);
    let first = headings.first().map_or(end, |heading| heading.span.start);
    let mut outline = Outline { header: Span { start: 0, end: first }, ..Outline::default() };
    let mut has_main = false;
    for (i, heading) in headings.iter().enumerate() {
        let mut stop = headings.get(i + 1).map_or(end, |next| next.span.start);
        let region = page.lines[heading.line].region;
        // A narrow column ends where the main one begins; what stands there before its first heading
        // is the head of the page.
        if region == Region::Sidebar && !has_main {
            let own = page.lines_in(Span { start: heading.span.end, end: stop });
            if let Some(main) = own.iter().find(|line| line.region == Region::Body) {
                outline.header = Span { start: main.span.start, end: stop };
                stop = main.span.start;
            }
        }
        has_main |= region == Region::Body;
        let below = titles.partition_point(|at| *at < heading.span.end);
        if let Some(title) = titles.get(below).filter(|at| **at < stop) {
            outline.header = Span { start: *title, end: stop };
            stop = *title;
        }
        let span = Span { start: heading.span.start, end: stop.max(heading.span.end) };
        let after = Span { start: heading.span.end, end: span.end };
        let words = page.slice(after);
        let colon = words.len() - words.trim_start_matches([':', '\t', ' ']).len();
        let body = Span { start: after.start + colon as u32, end: after.end };
        let mut kinds: Vec<SectionKind> = Vec::new();
        // "Personal profile" above birth date and nationality sums nothing up.
        let is_personal = heading.kinds() == [HeadingKind::Summary]
            && page.hits.tagged(Tag::PersonalData, body).len() >= 2;
        if is_personal {
            kinds.push(SectionKind::Other);
        }
        for kind in heading.kinds().iter().filter(|_| !is_personal) {
            if !kinds.contains(&kind.section()) {
                kinds.push(kind.section());
            }
        }
        outline.sections.push(Section {
            kinds,
            heading: Some(heading.span),
            span: span.trim(&page.text),
            body: body.trim(&page.text),
            sidebar: region == Region::Sidebar,
            entries: Vec::new(),
        });
        outline.announced.push(heading.kinds().to_vec());
    }
    outline.header = outline.header.trim(&page.text);
    outline
}
