//! Ruled tables: cells that lines close in, each of which is read to its end before the next.
//!
//! Lines that cross make a grid. Where no line parts two fields of the grid they are one cell. What
//! holds a few words in most of its cells is a table; boxes around whole columns of text are not.

use std::collections::BTreeMap;

use super::glyphs::{Canvas, Ink};
use super::lines::Segment;
use crate::document::{Color, Rect};

/// A line at most so thick, in points.
const THICKEST: f32 = 2.5;
/// Lines that end so near to each other meet.
const NEAR: f32 = 3.0;
/// A line that reaches so far beyond another makes a field there.
const OVERHANG: f32 = 8.0;
/// More lines than this on a page are a drawing.
const MOST_LINES: usize = 4_000;
/// Among so many shaded boxes painted before it a white line is looked for.
const MOST_SHADES: usize = 500;
/// More fields than this in one grid are a drawing.
const MOST_FIELDS: usize = 4_000;
/// A cell with more words than this is a column of text.
const MOST_WORDS: usize = 80;

/// Where a segment stands in a table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct InCell {
    /// Which table of the page.
    pub(super) table: usize,
    /// Which row of it, from the top.
    pub(super) row: usize,
    /// Which column of it, from the left.
    pub(super) column: usize,
    /// The left and the right edge of the table.
    pub(super) edges: (f32, f32),
}

/// A line that runs along one axis: where it stands on the other, and from where to where it runs.
#[derive(Clone, Copy)]
struct Rule {
    at: f32,
    from: f32,
    to: f32,
}

/// A grid of lines: its fields, and the cell that each belongs to.
struct Grid {
    xs: Vec<f32>,
    ys: Vec<f32>,
    /// For each field, row by row, the field that stands for its cell.
    cells: Vec<usize>,
}

/// Parts segments where a line of a table stands between their words, and tells each its cell.
pub(super) fn part(segments: Vec<Segment>, canvas: &Canvas) -> Vec<Segment> {
    let grids = grids(canvas);
    if grids.is_empty() {
        return segments;
    }
    let mut parted: Vec<(Segment, Option<(usize, usize)>)> = Vec::with_capacity(segments.len());
    for segment in segments {
        let middle = |x0: f32, x1: f32| {
            let (x, y) = ((x0 + x1) / 2.0, segment.base - 0.3 * segment.size);
            grids.iter().enumerate().find_map(|(number, grid)| Some((number, grid.field(x, y)?)))
        };
        let cells: Vec<_> = segment.words.iter().map(|word| middle(word.x0, word.x1)).collect();
        let mut at = 0;
        while at < cells.len() {
            let end = at + cells[at..].iter().take_while(|cell| **cell == cells[at]).count();
            let whole = at == 0 && end == cells.len();
            let own = if whole { segment.clone() } else { segment.part(at..end, canvas) };
            parted.push((own, cells[at]));
            at = end;
        }
    }
    let tables: Vec<bool> =
        (0..grids.len()).map(|number| is_table(number, &grids[number], &parted)).collect();
    let mut segments: Vec<Segment> = parted
        .into_iter()
        .map(|(mut segment, cell)| {
            segment.cell = cell.filter(|(number, _)| tables[*number]).map(|(table, field)| {
                let (grid, columns) = (&grids[table], grids[table].columns());
                let edges = (grid.xs[0], grid.xs[columns]);
                InCell { table, row: field / columns, column: field % columns, edges }
            });
            segment
        })
        .collect();
    segments.sort_by_key(|segment| segment.first);
    segments
}

/// Whether what stands in a grid makes it a table: short cells, side by side, in more than one row.
fn is_table(number: usize, grid: &Grid, parted: &[(Segment, Option<(usize, usize)>)]) -> bool {
    let mut words = vec![0usize; grid.cells.len()];
    for (segment, cell) in parted {
        if let Some((_, field)) = cell.filter(|cell| cell.0 == number) {
            words[field] += segment.words.len();
        }
    }
    let filled = |row: &[usize]| row.iter().filter(|&&words| words > 0).count();
    let rows = words.chunks(grid.columns()).filter(|row| filled(row) > 1).count();
    rows > 1 && words.iter().all(|&words| words <= MOST_WORDS)
}

impl Grid {
    fn columns(&self) -> usize {
        self.xs.len() - 1
    }

    /// The field that stands for the cell at a point.
    fn field(&self, x: f32, y: f32) -> Option<usize> {
        let column = self.xs.partition_point(|&edge| edge <= x).checked_sub(1)?;
        let row = self.ys.partition_point(|&edge| edge <= y).checked_sub(1)?;
        let inside = column < self.columns() && row + 1 < self.ys.len();
        inside.then(|| self.cells[row * self.columns() + column])
    }
}

/// The grids that the lines of a page make.
fn grids(canvas: &Canvas) -> Vec<Grid> {
    let (across, down) = rules(canvas);
    if across.is_empty() || down.len() < 2 || across.len() + down.len() > MOST_LINES {
        return Vec::new();
    }
    // Lines that cross or meet belong together.
    let meets = |h: &Rule, v: &Rule| {
        h.at > v.from - NEAR && h.at < v.to + NEAR && v.at > h.from - NEAR && v.at < h.to + NEAR
    };
    let mut groups: Vec<usize> = (0..across.len() + down.len()).collect();
    for (h, line) in across.iter().enumerate() {
        for v in (0..down.len()).filter(|&v| meets(line, &down[v])) {
            let (a, b) = (root(&mut groups, h), root(&mut groups, across.len() + v));
            groups[a.max(b)] = a.min(b);
        }
    }
    let mut lines: BTreeMap<usize, (Vec<Rule>, Vec<Rule>)> = BTreeMap::new();
    for at in 0..groups.len() {
        let (hs, vs) = lines.entry(root(&mut groups, at)).or_default();
        match at.checked_sub(across.len()) {
            Some(v) => vs.push(down[v]),
            None => hs.push(across[at]),
        }
    }
    lines.into_values().filter_map(|(hs, vs)| grid(&hs, &vs)).collect()
}

/// The first of the group that one belongs to.
fn root(groups: &mut [usize], mut at: usize) -> usize {
    while groups[at] != at {
        groups[at] = groups[groups[at]];
        at = groups[at];
    }
    at
}

/// The grid that lines make which belong together.
fn grid(across: &[Rule], down: &[Rule]) -> Option<Grid> {
    let (mut xs, mut ys) = (places(down), places(across));
    // The outer sides may be open; then the table is as wide as its lines are long.
    if xs.len() > 1 && !ys.is_empty() {
        extend(&mut xs, across);
        extend(&mut ys, down);
    }
    let fields = xs.len().saturating_sub(1) * ys.len().saturating_sub(1);
    if xs.len() < 3 || ys.len() < 3 || fields > MOST_FIELDS {
        return None;
    }
    let columns = xs.len() - 1;
    let parts = |rules: &[Rule], at: f32, middle: f32| {
        rules
            .iter()
            .any(|rule| (rule.at - at).abs() < NEAR && rule.from < middle && rule.to > middle)
    };
    let mut cells: Vec<usize> = (0..fields).collect();
    let mut join = |a: usize, b: usize| {
        let (a, b) = (cells[a], cells[b]);
        cells.iter_mut().filter(|cell| **cell == a.max(b)).for_each(|cell| *cell = a.min(b));
    };
    for row in 0..ys.len() - 1 {
        for column in 0..columns {
            let at = row * columns + column;
            let (x, y) = ((xs[column] + xs[column + 1]) / 2.0, (ys[row] + ys[row + 1]) / 2.0);
            if column + 1 < columns && !parts(down, xs[column + 1], y) {
                join(at, at + 1);
            }
            if row + 2 < ys.len() && !parts(across, ys[row + 1], x) {
                join(at, at + columns);
            }
        }
    }
    // A cell is a box; what has a corner cut out is something else.
    let boxes = cells.iter().enumerate().all(|(at, &cell)| {
        let (top, left) = (cell / columns, cell % columns);
        let (row, column) = (at / columns, at % columns);
        column >= left
            && cells[top * columns + column] == cell
            && cells[row * columns + left] == cell
    });
    boxes.then_some(Grid { xs, ys, cells })
}

/// Adds the ends of lines where most of them reach clearly beyond the lines that cross them.
fn extend(places: &mut Vec<f32>, crossing: &[Rule]) {
    let middle = |mut ends: Vec<f32>| {
        ends.sort_by(f32::total_cmp);
        ends.get(ends.len() / 2).copied()
    };
    let from = middle(crossing.iter().map(|rule| rule.from).collect());
    let to = middle(crossing.iter().map(|rule| rule.to).collect());
    if let (Some(from), Some(&first)) = (from, places.first())
        && from < first - OVERHANG
    {
        places.insert(0, from);
    }
    if let (Some(to), Some(&last)) = (to, places.last())
        && to > last + OVERHANG
    {
        places.push(to);
    }
}

/// Where lines stand, each place once.
fn places(rules: &[Rule]) -> Vec<f32> {
    let mut places: Vec<f32> = rules.iter().map(|rule| rule.at).collect();
    places.sort_by(f32::total_cmp);
    places.dedup_by(|next, last| *next - *last < NEAR);
    places
}

/// The lines of a page that run across, and those that run down.
fn rules(canvas: &Canvas) -> (Vec<Rule>, Vec<Rule>) {
    let (mut across, mut down) = (Vec::new(), Vec::new());
    let mut shades: Vec<Rect> = Vec::new();
    for paint in &canvas.paints {
        let white = match paint.ink {
            Ink::Flat(Color(red, green, blue)) => red.min(green).min(blue) >= 250,
            _ => continue,
        };
        let Rect { x, y, width, height } = paint.rect;
        if paint.alpha < 0.1 || paint.path.is_some() {
            continue;
        }
        if width.min(height) > THICKEST {
            if !white {
                shades.push(paint.rect);
            }
            continue;
        }
        // White lines are seen between shaded cells.
        let near = |shade: &Rect| {
            x + width / 2.0 > shade.x - NEAR
                && x + width / 2.0 < shade.right() + NEAR
                && y + height / 2.0 > shade.y - NEAR
                && y + height / 2.0 < shade.bottom() + NEAR
        };
        if white && !shades.iter().rev().take(MOST_SHADES).any(near) {
            continue;
        }
        if height <= THICKEST && width > height {
            across.push(Rule { at: y + height / 2.0, from: x, to: x + width });
        } else if width <= THICKEST && height > width {
            down.push(Rule { at: x + width / 2.0, from: y, to: y + height });
        }
        if across.len() + down.len() > 4 * MOST_LINES {
            return (Vec::new(), Vec::new());
        }
    }
    (joined(across), joined(down))
}

/// Lines put together from the pieces that they are drawn in.
fn joined(mut rules: Vec<Rule>) -> Vec<Rule> {
    rules.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    let mut whole: Vec<Rule> = Vec::new();
    let mut begin = 0;
    let mut last = f32::MIN;
    for rule in rules {
        if rule.at - last > 1.5 {
            begin = whole.len();
        }
        last = rule.at;
        let near = whole[begin..]
            .iter_mut()
            .find(|known| rule.from < known.to + NEAR && rule.to > known.from - NEAR);
        match near {
            Some(known) => {
                known.from = known.from.min(rule.from);
                known.to = known.to.max(rule.to);
            }
            None => whole.push(rule),
        }
    }
    whole.retain(|rule| rule.to - rule.from > 6.0);
    whole
}
