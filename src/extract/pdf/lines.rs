//! Words put together to segments: pieces of a line that no wide gap cuts.
//!
//! Words that were painted one after the other stay together; words that were painted apart join
//! when they stand side by side. A segment never reaches over a gutter, so that columns can be told
//! apart afterwards; what belongs on one line is joined again there.

use super::glyphs::Canvas;
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
    /// Which glyph was painted first.
    pub(super) first: u32,
    /// It begins with a list marker.
    pub(super) marked: bool,
}

impl Segment {
    fn new(word: Word, canvas: &Canvas) -> Self {
        Segment {
            x0: word.x0,
            x1: word.x1,
            base: word.base,
            size: word.size,
            first: word.glyphs.first().copied().unwrap_or(0),
            marked: is_marker(&word, canvas),
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
    let mut segments = join_side_by_side(segments, canvas);
    for segment in &mut segments {
        join_touching(segment);
        close_spaced_letters(segment, canvas);
    }
    segments
}

/// Joins segments that were painted apart and stand side by side.
fn join_side_by_side(mut segments: Vec<Segment>, canvas: &Canvas) -> Vec<Segment> {
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
        let _ = canvas;
    }
    joined.sort_by_key(|segment| segment.first);
    joined
}

/// Makes one word of words that touch.
fn join_touching(segment: &mut Segment) {
    let mut joined: Vec<Word> = Vec::with_capacity(segment.words.len());
    for word in segment.words.drain(..) {
        match joined.last_mut() {
            Some(last) if touch(last, &word) => append(last, word),
            _ => joined.push(word),
        }
    }
    segment.words = joined;
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
/// At least four letters stand at even gaps; a gap that is clearly wider, or a painted blank, ends
/// the word.
fn close_spaced_letters(segment: &mut Segment, canvas: &Canvas) {
    let single: Vec<bool> = segment
        .words
        .iter()
        .map(|word| {
            let mut chars = word.text(canvas);
            chars.next().is_some_and(char::is_alphanumeric) && chars.next().is_none()
        })
        .collect();
    if single.iter().filter(|&&is| is).count() < 4 {
        return;
    }
    let words = std::mem::take(&mut segment.words);
    let mut closed: Vec<Word> = Vec::with_capacity(words.len());
    let mut at = 0;
    while at < words.len() {
        let end = (at..words.len()).find(|&i| !single[i]).unwrap_or(words.len());
        if end - at >= 4
            && let Some(even) = even_gap(&words[at..end])
        {
            let blanks = words[at + 1..end].iter().filter(|word| word.blank_before).count();
            let typed = blanks * 2 > end - at - 1;
            for (i, word) in words[at..end].iter().enumerate() {
                let gap = closed.last().map_or(0.0, |last| word.x0 - last.x1);
                let wide = gap > even * 1.7 || (word.blank_before && !typed && gap > even * 1.2);
                match closed.last_mut() {
                    Some(last) if i > 0 && !wide => append(last, word.clone()),
                    _ => closed.push(word.clone()),
                }
            }
            at = end;
        } else {
            let end = end.max(at + 1);
            closed.extend(words[at..end].iter().cloned());
            at = end;
        }
    }
    segment.words = closed;
}

/// The gap between letters when it is even: most gaps lie close to the middle one.
fn even_gap(words: &[Word]) -> Option<f32> {
    let mut gaps: Vec<f32> = words.windows(2).map(|pair| pair[1].x0 - pair[0].x1).collect();
    let size = words.first()?.size;
    gaps.sort_by(f32::total_cmp);
    let middle = *gaps.get(gaps.len() / 2)?;
    let near = gaps.iter().filter(|&&gap| (gap - middle).abs() < 0.12 * size).count();
    (near * 3 >= gaps.len() * 2 && middle < 0.8 * size).then_some(middle)
}
