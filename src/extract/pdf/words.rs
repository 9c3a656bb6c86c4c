//! Glyphs put together to words.
//!
//! A word is what no gap cuts: between 0.10 and 0.15 em every limit gives the same words on ordinary
//! pages, so the limit stands in the middle. Text that runs in another direction is turned first,
//! so that everything after this works on upright lines.

use kurbo::Vec2;
use smallvec::{SmallVec, smallvec};

use super::glyphs::{Canvas, Glyph, is_blank};

/// A gap wider than this, in em, ends a word.
const WORD_GAP: f32 = 0.125;

/// A direction in which text runs, and the glyphs that run in it.
pub(super) struct Frame {
    /// The direction of the baseline, of length one.
    pub(super) along: Vec2,
    /// From one line to the next, of length one.
    pub(super) down: Vec2,
    /// The glyphs, in the order they were painted.
    pub(super) glyphs: Vec<u32>,
    /// Its lines are read from right to left, and `along` points to the left.
    pub(super) mirrored: bool,
}

impl Frame {
    /// Makes its lines run the other way.
    pub(super) fn mirror(&mut self) {
        self.along = -self.along;
        self.mirrored = !self.mirrored;
    }

    /// How far along its line a glyph begins.
    pub(super) fn x(&self, glyph: &Glyph) -> f32 {
        glyph.origin.to_vec2().dot(self.along) as f32
    }

    /// How far down its line stands.
    fn y(&self, glyph: &Glyph) -> f32 {
        glyph.origin.to_vec2().dot(self.down) as f32
    }
}

/// A word in the coordinates of its frame.
#[derive(Debug, Clone)]
pub(super) struct Word {
    /// Its glyphs, in reading order.
    pub(super) glyphs: SmallVec<[u32; 8]>,
    /// Where it begins.
    pub(super) x0: f32,
    /// Where it ends.
    pub(super) x1: f32,
    /// Its baseline; grows downwards.
    pub(super) base: f32,
    /// The height of an em.
    pub(super) size: f32,
    /// A blank was painted before it.
    pub(super) blank_before: bool,
}

impl Word {
    /// Its characters.
    pub(super) fn text<'c>(&'c self, canvas: &'c Canvas) -> impl Iterator<Item = char> + 'c {
        self.glyphs.iter().flat_map(move |&index| {
            canvas.glyphs.get(index as usize).map_or("", |glyph| canvas.text_of(glyph)).chars()
        })
    }
}

/// The directions that text runs in, the one with most glyphs first.
pub(super) fn frames(canvas: &Canvas) -> Vec<Frame> {
    let mut frames: Vec<(i32, Frame)> = Vec::new();
    let mut last = 0;
    for (index, glyph) in canvas.glyphs.iter().enumerate() {
        let degrees = direction(glyph.advance).unwrap_or(last);
        last = degrees;
        if let Some((_, frame)) = frames.iter_mut().find(|(known, _)| *known == degrees) {
            frame.glyphs.push(index as u32);
            continue;
        }
        let (sin, cos) = f64::from(degrees).to_radians().sin_cos();
        let along = Vec2::new(cos, sin);
        let down = Vec2::new(-sin, cos);
        frames.push((degrees, Frame { along, down, glyphs: vec![index as u32], mirrored: false }));
    }
    frames.sort_by_key(|(_, frame)| std::cmp::Reverse(frame.glyphs.len()));
    frames.into_iter().map(|(_, frame)| frame).collect()
}

/// The direction of an advance in degrees: one of the four quarters when near it, as scans are
/// seldom straight, else in steps of five.
fn direction(advance: Vec2) -> Option<i32> {
    // Nearly all text runs to the right.
    if advance.x > 1e-4 && advance.y.abs() < 0.1 * advance.x {
        return Some(0);
    }
    if advance.hypot() < 1e-4 {
        return None;
    }
    let degrees = advance.y.atan2(advance.x).to_degrees();
    let quarter = (degrees / 90.0).round() * 90.0;
    let snapped =
        if (degrees - quarter).abs() < 8.0 { quarter } else { (degrees / 5.0).round() * 5.0 };
    Some((snapped as i32).rem_euclid(360))
}

/// The words of a frame, in the order they were painted.
pub(super) fn words(canvas: &Canvas, frame: &Frame) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut open = false;
    let mut blank = false;
    for &index in &frame.glyphs {
        let Some(glyph) = canvas.glyphs.get(index as usize) else { continue };
        let text = canvas.text_of(glyph);
        if text.is_empty() {
            // A copy of a glyph that is seen: what comes next touches it.
            blank = false;
            continue;
        }
        if is_blank(text) {
            open = false;
            blank = true;
            continue;
        }
        let (start, base) = (frame.x(glyph), frame.y(glyph));
        let end = start + glyph.advance.dot(frame.along) as f32;
        let (x0, x1) = if frame.mirrored { (end, start) } else { (start, end) };
        let size = if glyph.size.is_finite() { glyph.size } else { 0.0 };
        if open
            && let Some(word) = words.last_mut()
            && continues(word, x0, base, size)
            && (!frame.mirrored || x0 > word.x1 - 0.1 * size)
        {
            word.glyphs.push(index);
            word.x1 = word.x1.max(x1);
            if size > word.size {
                (word.size, word.base) = (size, base);
            }
            continue;
        }
        // Where words are painted backwards, a blank stands before the word that was painted last.
        if blank
            && frame.mirrored
            && let Some(last) = words.last_mut()
            && x0 < last.x0
        {
            last.blank_before = true;
            blank = false;
        }
        words.push(Word { glyphs: smallvec![index], x0, x1, base, size, blank_before: blank });
        open = true;
        blank = false;
    }
    words
}

/// Makes a dash of a soft hyphen that stands alone: it is painted, and a reader sees a dash between
/// two dates. Within a word it stays what the file says.
pub(super) fn show_lone_hyphens(canvas: &mut Canvas) {
    if !canvas.text.contains('\u{ad}') {
        return;
    }
    let lone = |canvas: &Canvas, at: Option<usize>| {
        at.and_then(|at| canvas.glyphs.get(at))
            .is_none_or(|glyph| !canvas.text_of(glyph).starts_with(char::is_alphabetic))
    };
    for at in 0..canvas.glyphs.len() {
        if canvas.text_of(&canvas.glyphs[at]) == "\u{ad}"
            && lone(canvas, at.checked_sub(1))
            && lone(canvas, at.checked_add(1))
        {
            let start = canvas.text.len() as u32;
            canvas.text.push('-');
            canvas.glyphs[at].text = (start, start + 1);
        }
    }
}

/// Whether a glyph at `x`, `base` goes on with a word.
fn continues(word: &Word, x: f32, base: f32, size: f32) -> bool {
    let gap = x - word.x1;
    let em = word.size.max(size);
    same_line(word.base, word.size, base, size) && gap < WORD_GAP * em && gap > -0.5 * em
}

/// Whether two baselines make one line. A smaller size may be raised or lowered.
pub(super) fn same_line(a: f32, a_size: f32, b: f32, b_size: f32) -> bool {
    let (small, large) = (a_size.min(b_size), a_size.max(b_size));
    // What is raised most is set smallest.
    let tolerance = match small / large {
        part if part < 0.75 => 0.5 * large,
        part if part < 0.85 => 0.42 * large,
        _ => 0.3 * small,
    };
    (a - b).abs() <= tolerance
}

/// Whether two words on one line touch, so that they are one.
pub(super) fn touch(left: &Word, right: &Word) -> bool {
    let em = left.size.max(right.size);
    let gap = right.x0 - left.x1;
    !right.blank_before && gap < WORD_GAP * em && gap > -0.25 * em
}
