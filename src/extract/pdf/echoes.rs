//! Glyphs that say again what is seen at that very place.
//!
//! Some programs paint a word twice, to make it bold, or in strips, each through a clip of its own: it
//! is one word. Others paint the outlines of letters as shapes and lay the words over them, so that
//! they can be selected: that is a text layer like the one of a scan. Neither hides anything.

use std::collections::HashMap;

use super::glyphs::{Canvas, Glyph, Paint};
use crate::document::Visibility;

/// As far as this, in em, two glyphs may stand apart that are one to a reader.
const NEAR: f64 = 0.25;
/// Places are looked up in squares of this side, in points.
const SQUARE: f64 = 8.0;

/// Finds the glyphs whose words are seen elsewhere at their place, and takes each once.
pub(super) fn settle(canvas: &mut Canvas) {
    let mut originals = bold_copies(canvas);
    if canvas.glyphs.iter().all(|glyph| glyph.visibility == Visibility::Visible) {
        silence(canvas, &originals);
        return;
    }
    originals.extend(unseen_twins(canvas));
    silence(canvas, &originals);
    show_outlined(canvas);
    clear_blanks(canvas);
}

/// As far as this, in em, a copy of a glyph may stand from it that only makes it bolder.
const BOLD: f64 = 0.12;
/// Places across the page are told apart in so many steps a point.
const STEPS: f64 = 1_024.0;
/// So many glyphs that begin at one place across the page are looked at.
const MOST_BESIDE: usize = 300;

/// Glyphs along a line, each far enough behind the one before it to be no copy of it.
struct Stretch {
    /// The first and the last, as numbers of the page's glyphs.
    first: u32,
    last: u32,
    /// Where these begin, in points.
    left: f64,
    right: f64,
    y: f64,
    /// How far a copy of the largest may stand from it.
    reach: f64,
}

/// The glyphs that are seen, in stretches.
fn stretches(canvas: &Canvas) -> Vec<Stretch> {
    /// So much more than the reach is surely out of reach, whichever of two glyphs is larger.
    const BEYOND: f64 = 1.25;
    let mut stretches: Vec<Stretch> = Vec::new();
    for (glyph, at) in canvas.glyphs.iter().zip(0u32..) {
        if glyph.visibility != Visibility::Visible {
            continue;
        }
        let (x, y, reach) = (glyph.origin.x, glyph.origin.y, BOLD * f64::from(glyph.size));
        match stretches.last_mut() {
            Some(open) if open.y == y && x - open.right >= BEYOND * reach.max(open.reach) => {
                (open.last, open.right) = (at, x);
                open.reach = open.reach.max(reach);
            }
            _ => stretches.push(Stretch { first: at, last: at, left: x, right: x, y, reach }),
        }
    }
    stretches
}

/// The glyphs in stretches that another one comes so near to that either may hold copies of the other's.
/// On most pages there are none.
fn crowded(canvas: &Canvas) -> Vec<u32> {
    let mut stretches = stretches(canvas);
    stretches.sort_unstable_by(|a, b| a.y.total_cmp(&b.y));
    let widest = stretches.iter().fold(0.0, |widest: f64, stretch| widest.max(stretch.reach));
    let mut is_crowded = vec![false; stretches.len()];
    for (place, stretch) in stretches.iter().enumerate() {
        let below = stretches[place + 1..].iter().zip(place + 1..).take(MOST_BESIDE);
        for (other, at) in below.take_while(|(other, _)| other.y - stretch.y < widest) {
            let reach = stretch.reach.max(other.reach);
            if other.left - reach <= stretch.right && stretch.left - reach <= other.right {
                (is_crowded[place], is_crowded[at]) = (true, true);
            }
        }
    }
    let crowded = stretches.iter().zip(is_crowded).filter(|(_, is_crowded)| *is_crowded);
    crowded.flat_map(|(stretch, _)| stretch.first..=stretch.last).collect()
}

/// Glyphs that are painted over the same glyph to make it bold, and the glyph that each is a copy of.
fn bold_copies(canvas: &Canvas) -> HashMap<usize, usize> {
    // Where each begins across the page, in steps, and its number behind that: sorted as one number.
    let mut order: Vec<(u64, f64)> = crowded(canvas)
        .into_iter()
        .filter_map(|at| Some((canvas.glyphs.get(at as usize)?, at)))
        .filter(|(glyph, _)| glyph.visibility == Visibility::Visible)
        .map(|(glyph, at)| {
            let step = (glyph.origin.x * STEPS).clamp(0.0, f64::from(u32::MAX)) as u64;
            (step << 32 | u64::from(at), glyph.origin.y)
        })
        .collect();
    order.sort_unstable_by_key(|place| place.0);
    let mut originals: HashMap<usize, usize> = HashMap::new();
    for (place, &(key, y)) in order.iter().enumerate() {
        let at = (key & u64::from(u32::MAX)) as usize;
        let glyph = &canvas.glyphs[at];
        let reach = BOLD * f64::from(glyph.size);
        let last = (key >> 32) + (reach * STEPS) as u64 + 1;
        for &(next_key, next_y) in order[place + 1..].iter().take(MOST_BESIDE) {
            if next_key >> 32 > last {
                break;
            }
            if (next_y - y).abs() >= reach {
                continue;
            }
            let next = (next_key & u64::from(u32::MAX)) as usize;
            let other = &canvas.glyphs[next];
            if (other.origin - glyph.origin).hypot() < reach
                && (other.size - glyph.size).abs() < 0.1 * glyph.size
                && canvas.text_of(other) == canvas.text_of(glyph)
                && !canvas.text_of(glyph).trim().is_empty()
            {
                let (first, copy) = (at.min(next), at.max(next));
                let known = originals.entry(copy).or_insert(first);
                *known = first.min(*known);
            }
        }
    }
    originals
}

/// Takes the characters from copies of glyphs that are seen at that very place; what only happens to
/// be the same letter there, in other words, keeps them.
fn silence(canvas: &mut Canvas, originals: &HashMap<usize, usize>) {
    let solid = |at: &usize| !canvas.text_of(&canvas.glyphs[*at]).trim().is_empty();
    let before = |at: usize| (0..at).rev().take(3).find(solid);
    let after = |at: usize| (at + 1..canvas.glyphs.len()).take(3).find(solid);
    // One glyph ends where the other begins, on one line.
    let touch = |left: usize, right: usize| {
        let (left, right) = (&canvas.glyphs[left], &canvas.glyphs[right]);
        (left.origin + left.advance - right.origin).hypot() < NEAR * f64::from(right.size)
    };
    let is_copy = |(&at, &original): (&usize, &usize)| {
        let copied = |at: Option<usize>, original: Option<usize>| {
            at.zip(original).is_some_and(|(at, first)| originals.get(&at) == Some(&first))
        };
        // Letter by letter, word by word, or where two parts of a word meet.
        at.abs_diff(original) <= 2
            || copied(before(at), before(original))
            || copied(after(at), after(original))
            || !before(at).is_some_and(|left| touch(left, at))
                && !after(original).is_some_and(|right| touch(original, right))
    };
    let copies: Vec<usize> =
        originals.iter().filter(|pair| is_copy(*pair)).map(|(&at, _)| at).collect();
    for at in copies {
        let glyph = &mut canvas.glyphs[at];
        glyph.visibility = Visibility::Visible;
        glyph.text = (glyph.text.0, glyph.text.0);
    }
}

/// A blank stands for at least so many letters before they are looked for on the page.
const PHRASE: usize = 4;

/// Makes blanks of glyphs that draw nothing and claim words that the page shows: some programs write
/// the words of a line into the map of their font, under the blank between them.
fn clear_blanks(canvas: &mut Canvas) {
    let letters = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let blanks: Vec<usize> = (0..canvas.glyphs.len())
        .filter(|&at| {
            let glyph = &canvas.glyphs[at];
            glyph.empty
                && glyph.visibility == Visibility::NotPainted
                && letters(canvas.text_of(glyph)).len() >= PHRASE
        })
        .collect();
    if blanks.is_empty() {
        return;
    }
    let seen = canvas.glyphs.iter().filter(|glyph| glyph.visibility == Visibility::Visible);
    let seen = letters(&seen.map(|glyph| canvas.text_of(glyph)).collect::<String>());
    let mut known: HashMap<String, bool> = HashMap::new();
    let start = canvas.text.len() as u32;
    canvas.text.push(' ');
    for at in blanks {
        let claim = letters(canvas.text_of(&canvas.glyphs[at]));
        if *known.entry(claim).or_insert_with_key(|claim| seen.contains(claim.as_str())) {
            let glyph = &mut canvas.glyphs[at];
            (glyph.text, glyph.visibility) = ((start, start + 1), Visibility::Visible);
        }
    }
}

/// Glyphs that are not seen where the same glyph is seen, and the glyph that each is a copy of.
fn unseen_twins(canvas: &Canvas) -> HashMap<usize, usize> {
    let square = |glyph: &Glyph| {
        ((glyph.origin.x / SQUARE).floor() as i64, (glyph.origin.y / SQUARE).floor() as i64)
    };
    let mut seen: HashMap<(i64, i64), Vec<u32>> = HashMap::new();
    for (at, glyph) in canvas.glyphs.iter().enumerate() {
        if glyph.visibility == Visibility::Visible && !canvas.text_of(glyph).trim().is_empty() {
            seen.entry(square(glyph)).or_default().push(at as u32);
        }
    }
    let mut originals: HashMap<usize, usize> = HashMap::new();
    for (at, glyph) in canvas.glyphs.iter().enumerate() {
        let may = matches!(
            glyph.visibility,
            Visibility::Clipped
                | Visibility::Covered
                | Visibility::SameColor
                | Visibility::Transparent
                | Visibility::NotPainted
        );
        if !may || canvas.text_of(glyph).trim().is_empty() {
            continue;
        }
        let (x, y) = square(glyph);
        let around = (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| (x + dx, y + dy)));
        let apart = |other: u32| (canvas.glyphs[other as usize].origin - glyph.origin).hypot();
        let twin = around
            .filter_map(|square| seen.get(&square))
            .flatten()
            .copied()
            .filter(|&other| {
                let other_glyph = &canvas.glyphs[other as usize];
                apart(other) < NEAR * f64::from(glyph.size.min(other_glyph.size))
                    && canvas.text_of(other_glyph) == canvas.text_of(glyph)
            })
            .min_by(|&a, &b| apart(a).total_cmp(&apart(b)));
        originals.extend(twin.map(|twin| (at, twin as usize)));
    }
    originals
}

/// The most shapes that are looked at for letters.
const MOST_SHAPES: usize = 20_000;

/// Takes unpainted words over shapes of the size of letters for a text layer, where that holds for
/// almost all of them.
fn show_outlined(canvas: &mut Canvas) {
    let unpainted = |glyph: &Glyph| {
        matches!(glyph.visibility, Visibility::Transparent | Visibility::NotPainted)
            && !glyph.empty
            && !glyph.hidden_layer
    };
    let shapes: Vec<&Paint> = canvas
        .paints
        .iter()
        .filter(|paint| paint.path.is_some() && paint.alpha > 0.5 && paint.rect.height < 100.0)
        .take(MOST_SHAPES)
        .collect();
    let candidates: Vec<usize> = (0..canvas.glyphs.len())
        .filter(|&at| {
            unpainted(&canvas.glyphs[at])
                && canvas.text_of(&canvas.glyphs[at]).chars().any(char::is_alphanumeric)
        })
        .collect();
    if candidates.is_empty() || shapes.is_empty() {
        return;
    }
    let over: Vec<bool> = candidates
        .iter()
        .map(|&at| shapes.iter().any(|shape| is_letter_under(&canvas.glyphs[at], shape)))
        .collect();
    if over.iter().filter(|over| **over).count() * 10 < over.len() * 9 {
        return;
    }
    for glyph in &mut canvas.glyphs {
        if unpainted(glyph) {
            glyph.visibility = Visibility::ScanLayer;
        }
    }
}

/// Whether a shape could be the letter that a glyph stands for, or a word that holds it: as high as
/// letters are, at its place, and with ink and paper where the glyph is.
fn is_letter_under(glyph: &Glyph, shape: &Paint) -> bool {
    let middle = glyph.origin + glyph.advance * 0.5 + glyph.up * 0.25;
    let (x, y) = (middle.x as f32, middle.y as f32);
    let (size, rect) = (glyph.size, shape.rect);
    let Some(path) = &shape.path else { return false };
    let fits = (0.2..1.1).contains(&(rect.height / size))
        && x > rect.x - 0.1 * size
        && x < rect.right() + 0.1 * size
        && (y - rect.y - rect.height / 2.0).abs() < 0.45 * size;
    if !fits {
        return false;
    }
    let parts = [0.1, 0.3, 0.5, 0.7, 0.9];
    let places = parts.iter().flat_map(|along| [0.05, 0.2, 0.35, 0.5].map(|up| (*along, up)));
    let ink = places
        .filter(|&(along, up)| path.holds(glyph.origin + glyph.advance * along + glyph.up * up))
        .count();
    (1..20).contains(&ink)
}
