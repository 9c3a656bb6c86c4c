//! Which lines are headings, and of which level.
//!
//! A heading is seen from its looks beside those of the running text: larger, or set in bold or
//! capitals with room or a rule around it.

use std::collections::{HashMap, HashSet};

use super::blocks::Looks;
use crate::document::{Color, Region};

/// The level of each line that is a heading. `sizes` are those of the main text and of sidebars.
pub(super) fn levels(
    lines: &[Looks],
    sizes: [f32; 2],
    leading: f32,
    edges: &[Option<Region>],
) -> Vec<Option<u8>> {
    let body = Body { sizes, leading, rare: rare_colors(lines) };
    let mut candidates: Vec<bool> = (0..lines.len())
        .map(|at| edges[at].is_none() && !lines[at].row && is_heading(lines, at, &body))
        .collect();
    // At the top of a page nobody sees the room above a line; there it takes after the others.
    for at in 0..lines.len() {
        let line = &lines[at];
        let first = at.checked_sub(1).is_none_or(|before| lines[before].page != line.page);
        if first
            && line.page > 0
            && edges[at].is_none()
            && !candidates[at]
            && may_head(line, body.size_beside(line))
        {
            candidates[at] =
                lines.iter().zip(&candidates).any(|(other, is)| *is && same_looks(other, line));
        }
    }
    // Sizes from the largest make the levels, and of one size capitals stand above small letters;
    // the title of the page stands alone on the first.
    let headings = || lines.iter().zip(&candidates).filter(|(_, is)| **is).map(|(line, _)| line);
    let mut in_capitals: HashMap<i32, usize> = HashMap::new();
    for line in headings().filter(|line| line.capitals) {
        *in_capitals.entry(step_of(line.size)).or_default() += 1;
    }
    let mut ranks: Vec<(i32, bool)> = Vec::new();
    for line in headings() {
        let capitals = in_capitals.get(&step_of(line.size)).is_some_and(|&count| count > 1);
        ranks.push((step_of(line.size), capitals && line.capitals));
    }
    ranks.sort_unstable();
    ranks.dedup();
    ranks.reverse();
    let title = ranks.first().is_some_and(|largest| {
        headings().filter(|line| step_of(line.size) == largest.0).count() <= 2
    });
    lines
        .iter()
        .zip(&candidates)
        .map(|(line, is)| {
            let of_size = |rank: &(i32, bool)| rank.0 == step_of(line.size);
            let rank = ranks
                .iter()
                .position(|rank| of_size(rank) && rank.1 == line.capitals)
                .or_else(|| ranks.iter().position(of_size))?;
            is.then(|| (rank + if title { 1 } else { 2 }).clamp(1, 6) as u8)
        })
        .collect()
}

/// The running text, beside which headings stand out.
struct Body {
    /// In the main text and in sidebars.
    sizes: [f32; 2],
    /// From line to line, in em.
    leading: f32,
    /// The colours of fewer than a quarter of the lines.
    rare: HashSet<Option<Color>>,
}

impl Body {
    /// The size of the text that a line stands in.
    fn size_beside(&self, line: &Looks) -> f32 {
        self.sizes[usize::from(line.sidebar)]
    }
}

fn rare_colors(lines: &[Looks]) -> HashSet<Option<Color>> {
    let mut counts: HashMap<Option<Color>, usize> = HashMap::new();
    for line in lines {
        *counts.entry(line.color).or_default() += 1;
    }
    let rare = counts.into_iter().filter(|(_, count)| count * 4 < lines.len());
    rare.map(|(color, _)| color).collect()
}

/// A size in steps of half a point: what lies within one step looks alike.
fn step_of(size: f32) -> i32 {
    (size * 2.0).round() as i32
}

/// Whether two lines are of one size.
fn near(a: &Looks, b: &Looks) -> bool {
    (a.size - b.size).abs() < 0.4
}

/// Whether two lines are set alike.
fn same_looks(a: &Looks, b: &Looks) -> bool {
    near(a, b)
        && a.bold == b.bold
        && a.capitals == b.capitals
        && a.color == b.color
        && a.ruled == b.ruled
}

/// Whether a line could be a heading at all: a few words, set apart by their looks.
fn may_head(line: &Looks, body: f32) -> bool {
    let set_apart = line.bold || line.capitals || line.ruled || line.size >= 1.12 * body;
    set_apart && line.words <= 9 && !line.marked && !line.parted && !line.row
}

/// Whether a line looks like a heading beside the running text.
fn is_heading(lines: &[Looks], at: usize, text: &Body) -> bool {
    let line = &lines[at];
    let (body, leading) = (text.size_beside(line), text.leading);
    let colored = text.rare.contains(&line.color);
    let letters = line.text.chars().filter(|c| c.is_alphabetic()).count();
    if letters < 2 || line.words > 9 || line.marked || line.parted && !line.ruled {
        return false;
    }
    let last = line.text.trim_end().chars().next_back().unwrap_or(' ');
    if matches!(last, '.' | ',' | ';') && line.size < 1.3 * body || line.text.contains('@') {
        return false;
    }
    let before =
        at.checked_sub(1).and_then(|i| lines.get(i)).filter(|other| other.page == line.page);
    let room = before.map_or(line.page == 0, |other| {
        let step = line.base - other.base;
        step < 0.0 || step > 1.25 * leading * body.max(line.size)
    });
    let larger = line.size >= 1.12 * body;
    let much_larger = line.size >= 1.3 * body;
    much_larger
        || larger && (line.bold || line.capitals || line.ruled || room || colored)
        || line.ruled && (line.bold || line.capitals || room || colored)
        || line.capitals && letters >= 4 && line.words <= 6 && (line.bold || colored) && room
        || line.capitals && letters >= 4 && line.words <= 5 && room && alone(lines, at)
        || line.bold && room && line.words <= 5 && colored && alone(lines, at)
        || line.bold && line.words <= 4 && room && alone(lines, at) && section_like(lines, at)
}

/// Whether the next line is set otherwise: a heading stands over something else.
fn alone(lines: &[Looks], at: usize) -> bool {
    let line = &lines[at];
    lines.get(at + 1).is_none_or(|next| {
        next.bold != line.bold
            || next.capitals != line.capitals
            || (next.size - line.size).abs() > 0.4
    })
}

/// Whether a bold line at the size of the text may head a section: flush with its column, and no
/// digits, as dates and numbers belong to entries.
fn section_like(lines: &[Looks], at: usize) -> bool {
    let line = &lines[at];
    line.x0 - line.column.0 < 1.0 * line.size
        && !line.text.chars().any(|c| c.is_ascii_digit() || matches!(c, ',' | '|' | '('))
}
