//! Words put together to segments: pieces of a line that no wide gap cuts.
//!
//! Words that were painted one after the other stay together; words that were painted apart join
//! when they stand side by side. A segment never reaches over a gutter, so that columns can be told
//! apart afterwards; what belongs on one line is joined again there.

use std::ops::Range;

use super::glyphs::Canvas;
use super::tables::InCell;
use super::words::{Word, same_line, touch};

/// A gap wider than this, in em, ends a segment.
const SEGMENT_GAP: f32 = 0.9;
/// As far as this, in em, a bullet may stand from its words.
const MARKER_GAP: f32 = 4.0;

/// A piece of a line.
#[derive(Debug, Clone)]
pub(super) struct Segment {
    /// Its words from left to right.
    pub(super) words: Vec<Word>,
    /// Where it begins.
    pub(super) x0: f32,
    /// Where it ends.
    pub(super) x1: f32,
    /// Its baseline.
    pub(super) base: f32,
    /// The em of its largest words.
    pub(super) size: f32,
    /// Its place in the order of painting.
    pub(super) first: u32,
    /// It begins with a list marker.
    pub(super) marked: bool,
    /// How far its letters are set apart, in points; none for ordinary text.
    pub(super) tracking: f32,
    /// It begins with a small letter, as a line does that goes on with the one before.
    pub(super) flows: bool,
    /// It begins with a digit, as dates do.
    pub(super) dated: bool,
    /// The font of its first letter.
    pub(super) font: u16,
    /// The cell of a table that it stands in.
    pub(super) cell: Option<InCell>,
}

impl Segment {
    fn new(word: Word, canvas: &Canvas) -> Self {
        let first = word.text(canvas).next();
        Segment {
            x0: word.x0,
            x1: word.x1,
            base: word.base,
            size: word.size,
            first: word.glyphs.first().copied().unwrap_or(0),
            marked: is_marker(&word, canvas),
            tracking: 0.0,
            flows: first.is_some_and(char::is_lowercase),
            dated: first.is_some_and(|c| c.is_ascii_digit()),
            font: word
                .glyphs
                .first()
                .and_then(|&glyph| canvas.glyphs.get(glyph as usize))
                .map_or(0, |glyph| glyph.font),
            cell: None,
            words: vec![word],
        }
    }

    fn push(&mut self, word: Word) {
        self.x1 = self.x1.max(word.x1);
        if word.size > self.size {
            (self.size, self.base) = (word.size, word.base);
        }
        self.words.push(word);
    }

    /// Some of its words as a segment of their own; there has to be one.
    pub(super) fn part(&self, words: Range<usize>, canvas: &Canvas) -> Self {
        let mut part = Segment::new(self.words[words.start].clone(), canvas);
        self.words[words.start + 1..words.end].iter().for_each(|word| part.push(word.clone()));
        part.tracking = self.tracking;
        part
    }

    /// Left and right edge of what it cannot be cut from: itself, or the table that it stands in.
    pub(super) fn reach_of_cut(&self) -> (f32, f32) {
        self.cell.map_or((self.x0, self.x1), |cell| cell.edges)
    }

    /// The top of its letters.
    pub(super) fn top(&self) -> f32 {
        self.base - 0.75 * self.size
    }

    /// The bottom of its letters.
    pub(super) fn bottom(&self) -> f32 {
        self.base + 0.22 * self.size
    }

    /// How far the next word may stand, in points.
    fn reach(&self, next_size: f32) -> f32 {
        let em = self.size.max(next_size);
        if self.marked && self.words.len() == 1 { MARKER_GAP * em } else { SEGMENT_GAP * em }
    }

    /// Whether something that begins at `x` on this line goes on with it.
    fn goes_on(&self, x: f32, base: f32, size: f32) -> bool {
        let gap = x - self.x1;
        same_line(self.base, self.size, base, size)
            && gap <= self.reach(size)
            && gap > -0.3 * self.size.max(size)
    }
}

/// The characters that stand before the items of a list.
pub(super) fn is_marker_char(c: char) -> bool {
    matches!(
        c,
        '\u{2022}'
            | '\u{2023}'
            | '\u{25e6}'
            | '\u{2043}'
            | '\u{2219}'
            | '\u{b7}'
            | '\u{25aa}'
            | '\u{25ab}'
            | '\u{25a0}'
            | '\u{25a1}'
            | '\u{25cf}'
            | '\u{25cb}'
            | '\u{25c6}'
            | '\u{25c7}'
            | '\u{25b6}'
            | '\u{25b8}'
            | '\u{25ba}'
            | '\u{25b9}'
            | '\u{2013}'
            | '\u{2014}'
            | '\u{2212}'
            | '\u{2192}'
            | '\u{279c}'
            | '\u{27a2}'
            | '\u{27a4}'
            | '\u{2713}'
            | '\u{2714}'
            | '\u{2756}'
            | '\u{204c}'
            | '\u{204d}'
            | '\u{22c4}'
            | '\u{22c6}'
            | '\u{2605}'
            | '\u{203a}'
            | '\u{bb}'
            | '-'
            | '*'
            | '>'
            | '\u{e000}'..='\u{f8ff}'
    )
}

/// Whether a word is nothing but a list marker.
fn is_marker(word: &Word, canvas: &Canvas) -> bool {
    let mut chars = word.text(canvas);
    chars.next().is_some_and(is_marker_char) && chars.next().is_none()
}

/// The segments of a frame.
pub(super) fn segments(words: Vec<Word>, canvas: &Canvas) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    for word in words {
        match segments.last_mut() {
            Some(last) if last.goes_on(word.x0, word.base, word.size) => last.push(word),
            _ => segments.push(Segment::new(word, canvas)),
        }
    }
    let mut segments = join_side_by_side(segments);
    for segment in &mut segments {
        join_words(segment, touch);
        close_spaced_letters(segment, canvas);
    }
    part_at_edges(join_spaced(segments), canvas)
}

/// So many lines that begin at one place make an edge.
const EDGE: usize = 4;
/// A gap of this, in em, may be a gutter where an edge is.
const EDGE_GAP: f32 = 0.4;

/// Parts a label from the text beside it, where the gap is hardly wider than a blank: the text begins
/// where many lines of the page begin, and the gap is wider than all others of the line.
fn part_at_edges(segments: Vec<Segment>, canvas: &Canvas) -> Vec<Segment> {
    let mut starts: Vec<f32> = segments.iter().map(|segment| segment.x0).collect();
    starts.sort_by(f32::total_cmp);
    let is_edge = |x: f32| {
        let from = starts.partition_point(|&start| start < x - 0.6);
        starts.get(from + EDGE - 1).is_some_and(|&start| start <= x + 0.6)
    };
    let mut parted: Vec<Segment> = Vec::with_capacity(segments.len());
    for segment in segments {
        match edge_within(&segment, canvas, &is_edge) {
            Some(at) => {
                parted.push(segment.part(0..at, canvas));
                parted.push(segment.part(at..segment.words.len(), canvas));
            }
            None => parted.push(segment),
        }
    }
    parted.sort_by_key(|segment| segment.first);
    parted
}

/// The first word of a segment that begins at an edge, if there is one.
fn edge_within(
    segment: &Segment,
    canvas: &Canvas,
    is_edge: &impl Fn(f32) -> bool,
) -> Option<usize> {
    let words = &segment.words;
    if words.len() < 2 || segment.tracking > 0.0 {
        return None;
    }
    let gaps = || words.windows(2).map(|pair| pair[1].x0 - pair[0].x1).enumerate();
    let (widest, gap) = gaps().max_by(|a, b| a.1.total_cmp(&b.1))?;
    if gap <= EDGE_GAP * segment.size {
        return None;
    }
    let others = gaps().filter(|(at, _)| *at != widest);
    let second = others.map(|(_, gap)| gap).fold(0.0, f32::max);
    let label = words[..=widest].iter().flat_map(|word| word.text(canvas));
    (gap > 1.4 * second
        && is_edge(words[widest + 1].x0)
        && label.filter(|c| c.is_alphabetic()).count() >= 3)
        .then_some(widest + 1)
}

/// Joins what wide spacing of letters has torn apart: between words it is as wide again.
fn join_spaced(segments: Vec<Segment>) -> Vec<Segment> {
    let mut joined: Vec<Segment> = Vec::with_capacity(segments.len());
    for segment in segments {
        match joined.last_mut() {
            Some(last)
                if last.tracking > 0.0
                    && segment.tracking > 0.0
                    && same_line(last.base, last.size, segment.base, segment.size)
                    && (0.0..SEGMENT_GAP * last.size + 2.5 * last.tracking)
                        .contains(&(segment.x0 - last.x1)) =>
            {
                segment.words.into_iter().for_each(|word| last.push(word));
            }
            _ => joined.push(segment),
        }
    }
    joined
}

/// Joins segments that were painted apart and stand side by side.
fn join_side_by_side(mut segments: Vec<Segment>) -> Vec<Segment> {
    segments.sort_by(|a, b| a.base.total_cmp(&b.base));
    // Rows are what shares a baseline with the row's first segment, so that rows do not creep.
    let mut rows: Vec<Vec<Segment>> = Vec::new();
    for segment in segments {
        match rows.last_mut() {
            Some(row)
                if (segment.base - row[0].base).abs() < 0.25 * row[0].size.max(segment.size) =>
            {
                row.push(segment);
            }
            _ => rows.push(vec![segment]),
        }
    }
    let mut joined: Vec<Segment> = Vec::new();
    for mut row in rows {
        row.sort_by(|a, b| a.x0.total_cmp(&b.x0).then(a.first.cmp(&b.first)));
        let start = joined.len();
        for segment in row {
            match joined.get_mut(start..).and_then(<[Segment]>::last_mut) {
                Some(last) if last.goes_on(segment.x0, segment.base, segment.size) => {
                    last.first = last.first.min(segment.first);
                    segment.words.into_iter().for_each(|word| last.push(word));
                }
                _ => joined.push(segment),
            }
        }
    }
    joined.sort_by_key(|segment| segment.first);
    joined
}

fn append(left: &mut Word, right: Word) {
    left.x1 = left.x1.max(right.x1);
    if right.size > left.size {
        (left.size, left.base) = (right.size, right.base);
    }
    left.glyphs.extend(right.glyphs);
}

/// Makes words of letters that are set apart: `E X P E R I E N C E`.
///
/// Where letters are set apart by spacing, most gaps within the segment are wide; then a painted
/// blank ends a word, or a gap that is clearly wider than the others. Where a blank was typed after
/// each letter, only capitals are put together: they are headings, and nobody lists so many.
fn close_spaced_letters(segment: &mut Segment, canvas: &Canvas) {
    let singles = segment.words.iter().filter(|word| word.glyphs.len() == 1).count();
    if singles < 3 {
        return;
    }
    let gaps = gaps_within(segment, canvas);
    let size = segment.size;
    let letters = segment
        .words
        .iter()
        .flat_map(|word| word.text(canvas))
        .fold((0, 0), |(yes, all), c| (yes + usize::from(c.is_alphabetic()), all + 1));
    // Headings are short; a table of letters is not.
    if letters.0 * 10 < letters.1 * 8 || letters.1 > 40 {
        return;
    }
    let wide = gaps.iter().filter(|&&gap| gap > 0.06 * size).count();
    let middle = gaps.get(gaps.len() / 2).copied().unwrap_or(0.0);
    // Three capitals may be a short word among others; as words of their own they stand closer.
    let few = gaps.len() >= 2 && middle > 0.36 * size && all_capitals(segment, canvas);
    if (gaps.len() >= 4 && middle > 0.1 * size || few) && wide * 4 >= gaps.len() * 3 {
        let limit = middle * 1.6 + 0.1 * size;
        segment.tracking = middle;
        join_words(segment, |left, right| !right.blank_before && right.x0 - left.x1 < limit);
    } else if singles == segment.words.len() && singles >= 4 && all_capitals(segment, canvas) {
        let mut gaps: Vec<f32> =
            segment.words.windows(2).map(|pair| pair[1].x0 - pair[0].x1).collect();
        gaps.sort_by(f32::total_cmp);
        let limit = gaps.get(gaps.len() / 2).copied().unwrap_or(0.0) * 1.6;
        join_words(segment, |left, right| right.x0 - left.x1 < limit);
    }
}

/// The gaps between glyphs that no blank separates, sorted.
fn gaps_within(segment: &Segment, canvas: &Canvas) -> Vec<f32> {
    let mut gaps = Vec::new();
    for (at, word) in segment.words.iter().enumerate() {
        if at > 0 && !word.blank_before {
            gaps.push(word.x0 - segment.words[at - 1].x1);
        }
        let glyphs: Vec<_> =
            word.glyphs.iter().filter_map(|&i| canvas.glyphs.get(i as usize)).collect();
        for pair in glyphs.windows(2) {
            let step = (pair[1].origin - pair[0].origin).hypot();
            gaps.push((step - pair[0].advance.hypot()) as f32);
        }
    }
    gaps.sort_by(f32::total_cmp);
    gaps
}

fn all_capitals(segment: &Segment, canvas: &Canvas) -> bool {
    segment.words.iter().flat_map(|word| word.text(canvas)).all(char::is_uppercase)
}

/// Joins neighbouring words for which `belong` holds.
fn join_words(segment: &mut Segment, belong: impl Fn(&Word, &Word) -> bool) {
    if !segment.words.windows(2).any(|pair| belong(&pair[0], &pair[1])) {
        return;
    }
    let mut joined: Vec<Word> = Vec::with_capacity(segment.words.len());
    for word in segment.words.drain(..) {
        match joined.last_mut() {
            Some(last) if belong(last, &word) => append(last, word),
            _ => joined.push(word),
        }
    }
    segment.words = joined;
}
