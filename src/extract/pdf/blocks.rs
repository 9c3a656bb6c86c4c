//! Lines put together to blocks: headings, items of lists, paragraphs; and what stands at the edge
//! of every page set apart.
//!
//! What is a heading [`super::headings`] tells. A line that was broken because it was full goes
//! on in the next; a line that was broken early was meant to end.

use std::collections::{BTreeMap, HashMap};

use super::columns::Line;
use super::fonts::Fonts;
use super::glyphs::{Canvas, Ink};
use super::headings;
use super::lines::{Segment, is_marker_char};
use super::words::Word;
use crate::document::{BlockKind, Color, Region};

/// A line with what its looks say.
pub(super) struct Looks {
    /// Its characters.
    pub(super) text: String,
    /// The height of an em of most of its letters.
    pub(super) size: f32,
    /// All its letters are bold.
    pub(super) bold: bool,
    /// All its letters are capitals.
    pub(super) capitals: bool,
    /// The colour of its first letter.
    pub(super) color: Option<Color>,
    /// Its left edge, without a marker.
    pub(super) x0: f32,
    /// Its left edge, marker included.
    pub(super) marker_x0: f32,
    /// Its right edge.
    pub(super) x1: f32,
    /// Its baseline.
    pub(super) base: f32,
    /// Left and right edge of its column.
    pub(super) column: (f32, f32),
    /// Its column is a sidebar.
    pub(super) sidebar: bool,
    /// It begins with a list marker that is followed by words.
    pub(super) marked: bool,
    /// It has parts that stand far apart.
    pub(super) parted: bool,
    /// A rule is drawn under it.
    pub(super) ruled: bool,
    /// It is the row of a table.
    pub(super) row: bool,
    /// How many words it has.
    pub(super) words: usize,
    /// The page it stands on, counted from 0.
    pub(super) page: usize,
}

/// A block: its kind, region, and how many lines it takes.
pub(super) struct Plan {
    pub(super) kind: BlockKind,
    pub(super) region: Region,
    pub(super) lines: usize,
}

/// A horizontal rule on a page: left, right, and how far down.
pub(super) struct Rule {
    x0: f32,
    x1: f32,
    y: f32,
}

/// The rules that a page draws: thin, wide, and straight.
pub(super) fn rules(canvas: &Canvas) -> Vec<Rule> {
    canvas
        .paints
        .iter()
        .filter(|paint| {
            matches!(paint.ink, Ink::Flat(_))
                && paint.rect.height < 3.0
                && paint.rect.width > 40.0
                && paint.rect.width > 12.0 * paint.rect.height
        })
        .map(|paint| Rule {
            x0: paint.rect.x,
            x1: paint.rect.right(),
            y: paint.rect.y + paint.rect.height / 2.0,
        })
        .collect()
}

/// What a line looks like.
pub(super) fn looks(
    line: &Line,
    segments: &[Segment],
    canvas: &Canvas,
    fonts: &Fonts,
    rules: &[Rule],
    page: usize,
) -> Looks {
    let parts: Vec<&Segment> = line.segments.iter().map(|&i| &segments[i]).collect();
    let words: Vec<&Word> = parts.iter().flat_map(|part| &part.words).collect();
    let mut text = String::new();
    let (mut letters, mut bold, mut upper, mut lower) = (0u32, 0u32, 0u32, 0u32);
    let mut sizes: Vec<(f32, u32)> = Vec::new();
    let mut color = None;
    for word in &words {
        if !text.is_empty() {
            text.push(' ');
        }
        for &index in &word.glyphs {
            let Some(glyph) = canvas.glyphs.get(index as usize) else { continue };
            let chars = canvas.text_of(glyph);
            text.push_str(chars);
            let mut is_letter = false;
            for c in chars.chars() {
                is_letter |= c.is_alphanumeric();
                upper += u32::from(c.is_uppercase());
                lower += u32::from(c.is_lowercase());
            }
            if !is_letter {
                continue;
            }
            color = color.or(glyph.color);
            letters += 1;
            bold += u32::from(fonts.get(glyph.font).is_some_and(|font| font.bold));
            match sizes.iter_mut().find(|(size, _)| (*size - glyph.size).abs() < 0.05) {
                Some((_, count)) => *count += 1,
                None => sizes.push((glyph.size, 1)),
            }
        }
    }
    let size = sizes.iter().max_by_key(|(_, count)| *count).map_or(0.0, |(size, _)| *size);
    let marked =
        parts.first().is_some_and(|part| part.marked) && words.len() > 1 || glued_marker(&text);
    let x0 = parts.iter().map(|part| part.x0).fold(f32::MAX, f32::min);
    let x1 = parts.iter().map(|part| part.x1).fold(f32::MIN, f32::max);
    let base = parts.first().map_or(0.0, |part| part.base);
    let after_marker = if marked { words.get(1).map_or(x0, |word| word.x0) } else { x0 };
    let ruled = rules.iter().any(|rule| {
        let gap = rule.y - base;
        gap > 0.05 * size
            && gap < 1.1 * size
            && rule.x0 < x0 + size
            && rule.x1 > x1 - size
            && rule.x1 - rule.x0 > 1.25 * (x1 - x0)
    });
    Looks {
        words: text.split_whitespace().count(),
        size,
        bold: letters > 0 && bold * 20 >= letters * 19,
        capitals: upper >= 3 && lower == 0,
        color,
        x0: after_marker,
        marker_x0: x0,
        x1,
        base,
        column: line.column,
        sidebar: line.sidebar,
        marked,
        parted: parts.len() > 1,
        ruled: ruled && !line.row,
        row: line.row,
        page,
        text,
    }
}

/// Whether the text begins with a marker that touches its words.
fn glued_marker(text: &str) -> bool {
    let mut chars = text.chars();
    matches!(chars.next(), Some('\u{2022}' | '\u{25aa}' | '\u{25cf}' | '\u{25e6}' | '\u{25a0}'))
        && chars.next().is_some_and(char::is_alphanumeric)
}

/// Whether a line's first character is its marker.
pub(super) fn has_marker(looks: &Looks) -> bool {
    looks.marked && looks.text.chars().next().is_some_and(is_marker_char)
}

/// The blocks that the lines of a document make, in order. `heights` are those of the pages.
pub(super) fn plan(lines: &[Looks], heights: &[f32]) -> Vec<Plan> {
    let body = body_size(lines.iter().filter(|line| !line.sidebar))
        .or_else(|| body_size(lines.iter()))
        .unwrap_or(10.0);
    // A sidebar may be set smaller than the main text, its headings with it.
    let side = body_size(lines.iter().filter(|line| line.sidebar)).unwrap_or(body);
    let leading = usual_leading(lines, body);
    let edges = edge_regions(lines, heights);
    let levels = headings::levels(lines, [body, side], leading, &edges);
    let mut plans = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let line = &lines[at];
        let region = edges[at].unwrap_or(if line.sidebar { Region::Sidebar } else { Region::Body });
        let kind = match levels[at] {
            Some(level) => BlockKind::Heading { level },
            None if line.row => BlockKind::TableRow,
            None if line.marked && edges[at].is_none() => {
                BlockKind::ListItem { level: item_level(lines, at) }
            }
            None => BlockKind::Paragraph,
        };
        let mut taken = 1;
        while at + taken < lines.len()
            && edges[at + taken] == edges[at]
            && levels[at + taken] == levels[at]
            && goes_on(kind, &lines[at], &lines[at + taken - 1], &lines[at + taken], leading)
        {
            taken += 1;
        }
        plans.push(Plan { kind, region, lines: taken });
        at += taken;
    }
    plans
}

/// Whether `next` goes on with the block that began with `first` and now ends with `last`.
fn goes_on(kind: BlockKind, first: &Looks, last: &Looks, next: &Looks, leading: f32) -> bool {
    if kind == BlockKind::TableRow || next.row {
        return false;
    }
    if next.marked || next.page != last.page && !matches!(kind, BlockKind::ListItem { .. }) {
        return false;
    }
    let same_page = next.page == last.page;
    let step = next.base - last.base;
    let near =
        !same_page || step > 0.0 && step < (1.45 * leading * next.size).max(1.45 * next.size);
    let same_size = (next.size - last.size).abs() < 0.12 * last.size.max(1.0);
    if !near || !same_size || last.parted && !matches!(kind, BlockKind::ListItem { .. }) {
        return false;
    }
    // What fits beside the last word of a line that was broken anyway was not broken for room.
    let room = last.column.1.max(first.column.1) - last.x1;
    let first_word = next.text.split_whitespace().next().map_or(0, |word| word.chars().count());
    let full = room < (first_word as f32 + 1.0) * 0.55 * next.size + 0.5 * next.size;
    match kind {
        BlockKind::Heading { .. } => same_page && full && next.bold == last.bold,
        BlockKind::ListItem { .. } => {
            let hanging =
                (next.x0 - first.x0).abs() < 0.6 * next.size && first.x0 > first.marker_x0 + 1.0;
            let flush = (next.x0 - first.marker_x0).abs() < 0.6 * next.size;
            let flows = next.text.chars().next().is_some_and(char::is_lowercase);
            !next.parted
                && (next.bold == last.bold || !next.bold)
                && (hanging && (full || flows || !same_page)
                    || flush && full && (flows || !ends(last)))
        }
        _ => {
            full && !next.parted
                && (next.bold == last.bold || !next.bold)
                && (next.x0 - last.x0).abs() < 4.0 * next.size
        }
    }
}

/// Whether a line ends a sentence.
fn ends(line: &Looks) -> bool {
    line.text.trim_end().ends_with(['.', '!', '?', ':', ';'])
}

/// The size that most letters are set in; `None` where there are too few to tell.
fn body_size<'l>(lines: impl Iterator<Item = &'l Looks>) -> Option<f32> {
    let mut sizes: Vec<(f32, usize)> = Vec::new();
    for line in lines {
        match sizes.iter_mut().find(|(size, _)| (*size - line.size).abs() < 0.3) {
            Some((_, count)) => *count += line.text.len(),
            None => sizes.push((line.size, line.text.len())),
        }
    }
    let enough = sizes.iter().map(|(_, count)| count).sum::<usize>() > 60;
    let most = sizes.iter().max_by_key(|(_, count)| *count).map(|(size, _)| *size);
    most.filter(|_| enough)
}

/// From one line of running text to the next, in em.
fn usual_leading(lines: &[Looks], body: f32) -> f32 {
    let mut steps: Vec<f32> = lines
        .windows(2)
        .filter(|pair| {
            pair[0].page == pair[1].page
                && (pair[0].size - body).abs() < 0.3
                && (pair[1].size - body).abs() < 0.3
        })
        .map(|pair| (pair[1].base - pair[0].base) / body.max(1.0))
        .filter(|step| (0.9..2.2).contains(step))
        .collect();
    steps.sort_by(f32::total_cmp);
    // The lower quartile: lines within a paragraph, not the gaps between blocks.
    steps.get(steps.len() / 4).copied().unwrap_or(1.2)
}

/// How deep an item stands: markers farther right than the one before are a level down.
fn item_level(lines: &[Looks], at: usize) -> u8 {
    let mut lefts: Vec<f32> = Vec::new();
    for line in lines[..=at]
        .iter()
        .rev()
        .take_while(|line| line.page == lines[at].page)
        .filter(|l| l.marked)
    {
        if line.column != lines[at].column {
            break;
        }
        if line.marker_x0 < lines[at].marker_x0 - 0.5 * line.size
            && !lefts.iter().any(|left| (left - line.marker_x0).abs() < 1.0)
        {
            lefts.push(line.marker_x0);
        }
    }
    (lefts.len() as u8 + 1).min(6)
}

/// How much lower or higher a line may stand on another page to be the same line of its edge, in points.
const NEAR: f32 = 3.0;

/// Lines that stand apart at the top or bottom edge: repeated on other pages, or page numbers.
fn edge_regions(lines: &[Looks], heights: &[f32]) -> Vec<Option<Region>> {
    let mut regions = vec![None; lines.len()];
    let signature = |line: &Looks| -> String {
        line.text.chars().filter(|c| !c.is_ascii_digit() && !c.is_whitespace()).collect()
    };
    let edges = |line: &Looks| {
        let height = heights.get(line.page).copied().unwrap_or(0.0);
        (line.base < 0.09 * height, line.base > 0.92 * height)
    };
    // How high each text stands on each page, near the edges of any page.
    let mut said: HashMap<String, BTreeMap<usize, Vec<f32>>> = HashMap::new();
    if heights.len() > 1 {
        let least = heights.iter().copied().fold(f32::MAX, f32::min);
        let most = heights.iter().copied().fold(0.0, f32::max);
        let near =
            |line: &&Looks| line.base < 0.09 * most + NEAR || line.base > 0.92 * least - NEAR;
        for line in lines.iter().filter(near) {
            let pages = said.entry(signature(line)).or_default();
            pages.entry(line.page).or_default().push(line.base);
        }
        for bases in said.values_mut().flat_map(BTreeMap::values_mut) {
            bases.sort_by(f32::total_cmp);
        }
    }
    for (at, line) in lines.iter().enumerate() {
        let (top, bottom) = edges(line);
        if !top && !bottom {
            continue;
        }
        let own = signature(line);
        let repeated = said.get(&own).into_iter().flatten().any(|(page, bases)| {
            let above = bases.partition_point(|base| *base <= line.base - NEAR);
            *page != line.page && bases.get(above).is_some_and(|base| base - line.base < NEAR)
        });
        let digits = line.text.chars().filter(char::is_ascii_digit).count();
        let number = bottom
            && digits > 0
            && line.words <= 5
            && own.chars().count() <= 8
            && mentions(&line.text, line.page + 1);
        if repeated || number {
            regions[at] = Some(if top { Region::PageHeader } else { Region::PageFooter });
        }
    }
    regions
}

/// Whether a text names a number as a word of its own.
fn mentions(text: &str, number: usize) -> bool {
    text.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.parse() == Ok(number))
}
