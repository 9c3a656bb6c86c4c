//! Segments put into the order in which a person reads them.
//!
//! The page is cut at its gutters, which [`super::gutters`] finds. What stands above and below a
//! gutter is read before and after it, the left side before the right; where there is none, lines are
//! read across.

use super::gutters::{How, best_cut};
use super::lines::Segment;
use super::words::same_line;

/// A line as it is read: one segment, or several that belong side by side.
pub(super) struct Line {
    /// Indices of its segments, from left to right.
    pub(super) segments: Vec<usize>,
    /// Left and right edge of the column it stands in.
    pub(super) column: (f32, f32),
    /// The column is a narrow one beside the main text.
    pub(super) sidebar: bool,
    /// It is the row of a table: its segments come cell by cell.
    pub(super) row: bool,
}

/// More segments than this on one page are read in the order of the file.
const MOST_SEGMENTS: usize = 2_000;
/// A cell with more lines than this is read as text of its own.
const MOST_LINES_OF_A_CELL: usize = 4;
/// How deep a page is cut.
const MOST_CUTS: usize = 40;

/// The lines of a page in reading order.
pub(super) fn order(segments: &[Segment], page_height: f32) -> Vec<Line> {
    let mut reader = Reader { segments, page_height, lines: Vec::new() };
    let all: Vec<usize> = (0..segments.len()).collect();
    if segments.len() > MOST_SEGMENTS {
        let column = edges(segments, &all);
        reader.lines.extend(all.iter().map(|&i| Line {
            segments: vec![i],
            column,
            sidebar: false,
            row: false,
        }));
    } else {
        reader.read(all, Place { column: None, sidebar: false }, 0);
    }
    reader.lines
}

struct Reader<'s> {
    segments: &'s [Segment],
    page_height: f32,
    lines: Vec<Line>,
}

/// Where a set of segments stands.
#[derive(Clone, Copy)]
struct Place {
    column: Option<(f32, f32)>,
    sidebar: bool,
}

impl Reader<'_> {
    fn read(&mut self, set: Vec<usize>, place: Place, depth: usize) {
        if depth < MOST_CUTS
            && let Some(table) = self.table_across(&set)
        {
            let (within, rest): (Vec<usize>, Vec<usize>) = set
                .into_iter()
                .partition(|&i| self.segments[i].cell.is_some_and(|cell| cell.table == table));
            let top = within.iter().map(|&i| self.segments[i].base).fold(f32::MAX, f32::min);
            let (above, below) = rest.into_iter().partition(|&i| self.segments[i].base < top);
            self.read(above, place, depth + 1);
            self.table(within, place);
            self.read(below, place, depth + 1);
            return;
        }
        let cut = if depth < MOST_CUTS { best_cut(self.segments, &set) } else { None };
        let Some(cut) = cut else {
            self.rows(set, place);
            return;
        };
        self.read(cut.above, place, depth + 1);
        match cut.how {
            How::Columns => {
                let (left, right) =
                    (edges(self.segments, &cut.left), edges(self.segments, &cut.right));
                let (left_width, right_width) = (left.1 - left.0, right.1 - right.0);
                let tall = cut.height > 0.2 * self.page_height;
                let narrow = |own: f32, other: f32| tall && own < 0.7 * other;
                let side = |column, sidebar| Place {
                    column: Some(column),
                    sidebar: sidebar || place.sidebar,
                };
                self.read(cut.left, side(left, narrow(left_width, right_width)), depth + 1);
                self.read(cut.right, side(right, narrow(right_width, left_width)), depth + 1);
            }
            How::Bands(bands) => {
                for (left, right) in bands {
                    self.band(left, right, place, depth + 1);
                }
            }
        }
        self.read(cut.below, place, depth + 1);
    }

    /// A table that stands in a set with nothing of it at its sides.
    fn table_across(&self, set: &[usize]) -> Option<usize> {
        let in_table = |&&i: &&usize| self.segments[i].cell.is_some();
        let table = self.segments[*set.iter().find(in_table)?].cell?.table;
        let own = |i: usize| self.segments[i].cell.is_some_and(|cell| cell.table == table);
        let of_it = || set.iter().copied().filter(|&i| own(i));
        let all = (0..self.segments.len()).filter(|&i| own(i)).count();
        let top = of_it().map(|i| self.segments[i].top()).fold(f32::MAX, f32::min);
        let bottom = of_it().map(|i| self.segments[i].bottom()).fold(f32::MIN, f32::max);
        let beside =
            |&i: &usize| !own(i) && self.segments[i].base > top && self.segments[i].base < bottom;
        (of_it().count() == all && !set.iter().any(beside)).then_some(table)
    }

    /// A ruled table, row by row, and each row cell by cell.
    fn table(&mut self, mut set: Vec<usize>, place: Place) {
        let segments = self.segments;
        let key = |i: usize| segments[i].cell.map(|cell| (cell.row, cell.column));
        set.sort_by_key(|&i| key(i));
        for row in set.chunk_by(|&a, &b| key(a).map(|key| key.0) == key(b).map(|key| key.0)) {
            let start = self.lines.len();
            if self.holds_rows(row) {
                self.rows(row.to_vec(), place);
                continue;
            }
            let mut cells = 0;
            let mut short = true;
            for cell in row.chunk_by(|&a, &b| key(a) == key(b)) {
                let before = self.lines.len();
                self.rows(cell.to_vec(), place);
                cells += 1;
                short &= self.lines.len() - before <= MOST_LINES_OF_A_CELL;
            }
            if cells > 1 && short {
                let column = self.lines[start].column;
                let segments = self.lines.drain(start..).flat_map(|line| line.segments).collect();
                self.lines.push(Line { segments, column, sidebar: place.sidebar, row: true });
            }
        }
    }

    /// Whether a row between two lines holds several rows that no line parts: two of its cells go on
    /// at one height, after a gap or with numbers.
    fn holds_rows(&self, row: &[usize]) -> bool {
        let segments = self.segments;
        let mut begins: Vec<usize> = Vec::new();
        for cell in row.chunk_by(|&a, &b| segments[a].cell == segments[b].cell) {
            let mut cell = cell.to_vec();
            cell.sort_by(|&a, &b| segments[a].base.total_cmp(&segments[b].base));
            let begins_a_row = |pair: &&[usize]| {
                let (line, next) = (&segments[pair[0]], &segments[pair[1]]);
                let step = next.base - line.base;
                let size = line.size.max(next.size);
                step > 1.7 * size || step > 0.5 * size && next.dated
            };
            let own: Vec<usize> =
                cell.windows(2).filter(begins_a_row).map(|pair| pair[1]).collect();
            let met = |&a: &usize| begins.iter().any(|&b| meets(&segments[a], &segments[b]));
            if own.iter().any(met) {
                return true;
            }
            begins.extend(own);
        }
        false
    }

    /// A band of a table, or a label beside its text: the first lines of both sides are one line.
    fn band(&mut self, left: Vec<usize>, right: Vec<usize>, place: Place, depth: usize) {
        let at = self.lines.len();
        self.read(left, place, depth);
        let label = self.lines.len();
        self.read(right, place, depth);
        // A label of one line and the first line beside it are read as one.
        if label > at
            && let (Some(&a), Some(&b)) = (
                self.lines[label - 1].segments.last(),
                self.lines.get(label).and_then(|line| line.segments.first()),
            )
            && meets(&self.segments[a], &self.segments[b])
        {
            let first = self.lines.remove(label);
            self.lines[label - 1].segments.extend(first.segments);
        }
    }

    /// Lines read across.
    fn rows(&mut self, mut set: Vec<usize>, place: Place) {
        let segments = self.segments;
        set.sort_by(|&a, &b| {
            segments[a]
                .base
                .total_cmp(&segments[b].base)
                .then(segments[a].x0.total_cmp(&segments[b].x0))
        });
        let column = place.column.unwrap_or_else(|| edges(segments, &set));
        let start = self.lines.len();
        for index in set {
            let segment = &segments[index];
            let row = self.lines.get_mut(start..).and_then(<[Line]>::last_mut);
            match row {
                Some(row) if fits(&row.segments, index, segments) => {
                    let at = row
                        .segments
                        .iter()
                        .position(|&other| segments[other].x0 > segment.x0)
                        .unwrap_or(row.segments.len());
                    row.segments.insert(at, index);
                }
                _ => {
                    let segments = vec![index];
                    self.lines.push(Line { segments, column, sidebar: place.sidebar, row: false });
                }
            }
        }
    }
}

/// Whether a segment stands beside the others of a row without lying over any.
fn fits(row: &[usize], index: usize, segments: &[Segment]) -> bool {
    let new = &segments[index];
    row.iter().any(|&other| meets(&segments[other], new))
        && row.iter().all(|&other| {
            let other = &segments[other];
            let slack = 0.3 * other.size.min(new.size);
            other.x1 <= new.x0 + slack || new.x1 <= other.x0 + slack
        })
}

/// Whether two segments stand on one line.
pub(super) fn meets(a: &Segment, b: &Segment) -> bool {
    same_line(a.base, a.size, b.base, b.size)
}

/// The left and right edge of a set.
pub(super) fn edges(segments: &[Segment], set: &[usize]) -> (f32, f32) {
    set.iter().fold((f32::MAX, f32::MIN), |(left, right), &i| {
        (left.min(segments[i].x0), right.max(segments[i].x1))
    })
}
