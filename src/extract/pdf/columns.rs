//! Segments put into the order in which a person reads them.
//!
//! The page is cut at its gutters: a strip that no segment crosses, with lines on both sides. What
//! stands above and below a gutter is read before and after it, the left side before the right. A
//! strip also stands between a title and its date, and between the cells of a table; there, lines
//! are read across. Two witnesses tell these apart: whether baselines on both sides meet, and
//! whether the file paints one side and then the other, or line by line. Where the file's order is
//! scrambled, geometry decides alone.

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
}

/// More segments than this on one page are read in the order of the file.
const MOST_SEGMENTS: usize = 4_000;
/// The narrowest gutter, in em.
const GUTTER: f32 = 0.85;
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

/// A set of segments cut at a gutter.
struct Cut {
    above: Vec<usize>,
    left: Vec<usize>,
    right: Vec<usize>,
    below: Vec<usize>,
    /// How tall the gutter is between two sides that both have text.
    height: f32,
    how: How,
}

/// How the two sides of a gutter are read.
enum How {
    /// The whole left side, then the whole right side.
    Columns,
    /// Band after band, in each the left side first.
    Bands(Vec<(Vec<usize>, Vec<usize>)>),
}

impl Reader<'_> {
    fn read(&mut self, set: Vec<usize>, place: Place, depth: usize) {
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
                let tall = cut.height > 0.3 * self.page_height;
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
                    self.lines.push(Line { segments: vec![index], column, sidebar: place.sidebar })
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
fn meets(a: &Segment, b: &Segment) -> bool {
    same_line(a.base, a.size, b.base, b.size)
}

/// The left and right edge of a set.
fn edges(segments: &[Segment], set: &[usize]) -> (f32, f32) {
    set.iter().fold((f32::MAX, f32::MIN), |(left, right), &i| {
        (left.min(segments[i].x0), right.max(segments[i].x1))
    })
}

/// The gutter that runs highest, if there is one.
fn best_cut(segments: &[Segment], set: &[usize]) -> Option<Cut> {
    if set.len() < 3 {
        return None;
    }
    let mut starts: Vec<f32> = set.iter().map(|&i| segments[i].x0).collect();
    starts.sort_by(f32::total_cmp);
    starts.dedup_by(|a, b| (*a - *b).abs() < 1.0);
    let left_most = *starts.first()?;
    let mut best: Option<Cut> = None;
    for &start in starts.iter().filter(|&&start| start > left_most + 1.0) {
        for cut in cuts_at(segments, set, start) {
            if best.as_ref().is_none_or(|best| cut.height > best.height * 1.01) {
                best = Some(cut);
            }
        }
    }
    best
}

/// Every way to cut a set at a gutter that ends at `x`.
fn cuts_at(segments: &[Segment], set: &[usize], x: f32) -> Vec<Cut> {
    let is_right = |i: usize| segments[i].x0 >= x - 0.75;
    let is_left = |i: usize| segments[i].x1 <= x - GUTTER * segments[i].size.min(14.0);
    let mut crossing: Vec<usize> =
        set.iter().copied().filter(|&i| !is_right(i) && !is_left(i)).collect();
    crossing.sort_by(|&a, &b| segments[a].base.total_cmp(&segments[b].base));
    let mut cuts = Vec::new();
    for gap in 0..=crossing.len() {
        let from = gap.checked_sub(1).map(|i| &segments[crossing[i]]);
        let to = crossing.get(gap).map(|&i| &segments[i]);
        let below_from = |s: &Segment| from.is_none_or(|f| s.base > f.base && !meets(f, s));
        let above_to = |s: &Segment| to.is_none_or(|t| s.base < t.base && !meets(t, s));
        let (mut left, mut right) = (Vec::new(), Vec::new());
        for &i in set {
            if below_from(&segments[i]) && above_to(&segments[i]) {
                if is_right(i) {
                    right.push(i);
                } else if is_left(i) {
                    left.push(i);
                }
            }
        }
        if left.is_empty() || right.is_empty() {
            continue;
        }
        let mut tail = Vec::new();
        if let Some(to) = to {
            tail = heading_of_what_follows(segments, &mut left, &right, to);
        }
        let Some((height, how)) = judge(segments, &left, &right) else { continue };
        let inside = |i: &usize| left.contains(i) || right.contains(i) || tail.contains(i);
        let middle = left.iter().chain(&right).map(|&i| segments[i].base).fold(f32::MIN, f32::max);
        let (mut above, mut below) = (Vec::new(), tail.clone());
        for i in set.iter().filter(|i| !inside(i)) {
            if segments[*i].base < middle
                && !to.is_some_and(|to| segments[*i].base >= to.base || meets(to, &segments[*i]))
            {
                above.push(*i);
            } else {
                below.push(*i);
            }
        }
        if above.len() + below.len() + left.len() + right.len() != set.len() {
            continue;
        }
        cuts.push(Cut { above, left, right, below, height, how });
    }
    cuts
}

/// Takes the last lines of the left side away when they head what follows below the gutter.
///
/// They stand below the right side's end and nearer to what follows than to what is before them.
fn heading_of_what_follows(
    segments: &[Segment],
    left: &mut Vec<usize>,
    right: &[usize],
    to: &Segment,
) -> Vec<usize> {
    let end = right.iter().map(|&i| segments[i].base).fold(f32::MIN, f32::max);
    left.sort_by(|&a, &b| segments[a].base.total_cmp(&segments[b].base));
    let mut tail = Vec::new();
    for taken in 1..=2usize.min(left.len().saturating_sub(1)) {
        let first = left.len() - taken;
        let (before, line) = (&segments[left[first - 1]], &segments[left[first]]);
        if line.base <= end || meets(line, before) {
            break;
        }
        let next = if taken == 1 { to.base } else { segments[left[first + 1]].base };
        if line.base - before.base > 1.15 * (next - line.base) {
            tail = left.split_off(first);
            break;
        }
    }
    tail
}

/// Whether the two sides of a strip are columns or cells, and how tall the strip is between them.
/// `None` when the lines are simply read across.
fn judge(segments: &[Segment], left: &[usize], right: &[usize]) -> Option<(f32, How)> {
    let span = |side: &[usize]| {
        side.iter().fold((f32::MAX, f32::MIN), |(top, bottom), &i| {
            (top.min(segments[i].top()), bottom.max(segments[i].bottom()))
        })
    };
    let ((left_top, left_bottom), (right_top, right_bottom)) = (span(left), span(right));
    let height = left_bottom.min(right_bottom) - left_top.max(right_top);
    if height <= 0.0 {
        return None;
    }
    let (left_rows, right_rows) = (rows(segments, left), rows(segments, right));
    // A head and a foot at one edge of the page are no column.
    let thin = |rows: &[usize], (top, bottom): (f32, f32)| {
        let filled: f32 = rows.iter().map(|&i| segments[i].size).sum();
        rows.len() > 1 && filled < 0.08 * (bottom - top)
    };
    if thin(&left_rows, (left_top, left_bottom)) || thin(&right_rows, (right_top, right_bottom)) {
        return None;
    }
    let fewest = left_rows.len().min(right_rows.len());
    if left_rows.len() == 1 && right_rows.len() == 1 {
        return None;
    }
    let met = right_rows
        .iter()
        .filter(|&&r| left_rows.iter().any(|&l| meets(&segments[l], &segments[r])))
        .count();
    let share = met as f32 / fewest as f32;
    let bands = bands(segments, left, right);
    if bands.len() == 1 {
        // Painted side by side. Titles and their dates, painted as two blocks, are still lines.
        if share > 0.99 && flush(segments, right) && !wordy(segments, right) {
            return None;
        }
        if fewest == 1 && share > 0.99 {
            // A label beside its text, or lines of which one has something at its end.
            return (left_rows.len() == 1 && first_rows_meet(segments, left, right))
                .then_some((height, How::Bands(bands)));
        }
        return Some((height, How::Columns));
    }
    // The last band may be lines below the last label.
    let whole = bands.iter().filter(|(l, r)| !l.is_empty() && !r.is_empty()).count();
    if whole > 0 && whole + 1 >= bands.len() && in_order(segments, &bands) {
        let meeting = bands.iter().filter(|(l, r)| first_rows_meet(segments, l, r)).count();
        if meeting * 10 >= whole * 7 {
            // The first band may have lines above it, and the last lines below it.
            let one = |side: &[usize]| rows(segments, side).len() <= 1;
            let inner = bands.get(1..bands.len() - 1).unwrap_or(&[]);
            let single = inner.iter().all(|(l, _)| one(l)) && bands.iter().all(|(_, r)| one(r));
            let flowing =
                [left, right].map(|side| side.iter().filter(|&&i| segments[i].flows).count());
            return if !single {
                Some((height, How::Bands(bands)))
            } else if flowing.iter().all(|&count| count > 0)
                && wordy(segments, left)
                && wordy(segments, right)
                && !flush(segments, right)
            {
                // Cells are not continued from row to row: these are columns, painted row by row.
                Some((height, How::Columns))
            } else {
                None
            };
        }
    }
    // The file's order says nothing. Columns have lines that do not meet, or are tall and even.
    if share < 0.6 {
        return Some((height, How::Columns));
    }
    let tall = fewest >= 5 && left_rows.len().abs_diff(right_rows.len()) * 2 <= left_rows.len();
    (tall && !flush(segments, right) && wordy(segments, right) && wordy(segments, left))
        .then_some((height, How::Columns))
}

/// The first segment of each row, from the top.
fn rows(segments: &[Segment], side: &[usize]) -> Vec<usize> {
    let mut sorted = side.to_vec();
    sorted.sort_by(|&a, &b| segments[a].base.total_cmp(&segments[b].base));
    let mut rows: Vec<usize> = Vec::new();
    for i in sorted {
        if rows.last().is_none_or(|&last| !meets(&segments[last], &segments[i])) {
            rows.push(i);
        }
    }
    rows
}

/// The two sides cut into bands where the file goes back from right to left.
fn bands(segments: &[Segment], left: &[usize], right: &[usize]) -> Vec<(Vec<usize>, Vec<usize>)> {
    let mut painted: Vec<(u32, bool, usize)> = left
        .iter()
        .map(|&i| (segments[i].first, false, i))
        .chain(right.iter().map(|&i| (segments[i].first, true, i)))
        .collect();
    painted.sort_unstable();
    // Painting the right side first is as good as painting the left side first.
    let turn = painted.first().is_some_and(|first| first.1);
    let mut bands: Vec<(Vec<usize>, Vec<usize>)> = Vec::new();
    let mut side = !turn;
    for (_, is_right, i) in painted {
        if is_right == turn && side != turn || bands.is_empty() {
            bands.push((Vec::new(), Vec::new()));
        }
        side = is_right;
        if let Some((l, r)) = bands.last_mut() {
            if is_right { r.push(i) } else { l.push(i) }
        }
    }
    bands
}

/// Whether each band ends above the next.
fn in_order(segments: &[Segment], bands: &[(Vec<usize>, Vec<usize>)]) -> bool {
    let base = |side: &(Vec<usize>, Vec<usize>)| {
        side.0.iter().chain(&side.1).fold((f32::MAX, f32::MIN), |(top, bottom), &i| {
            (top.min(segments[i].base), bottom.max(segments[i].base))
        })
    };
    bands.windows(2).all(|pair| base(&pair[0]).1 < base(&pair[1]).0)
}

/// Whether the first line of the right side stands on one line with the first or the last of the
/// left side; the last, when a heading stands above a label.
fn first_rows_meet(segments: &[Segment], left: &[usize], right: &[usize]) -> bool {
    let (left, right) = (rows(segments, left), rows(segments, right));
    let Some(&first) = right.first() else { return false };
    [left.first(), left.last()]
        .into_iter()
        .flatten()
        .any(|&label| meets(&segments[label], &segments[first]))
}

/// Whether a side is set flush right with a ragged left edge, as dates and places are.
fn flush(segments: &[Segment], side: &[usize]) -> bool {
    let (left, right) = edges(segments, side);
    let ragged = side.iter().any(|&i| segments[i].x0 > left + 2.0);
    side.iter().all(|&i| segments[i].x1 > right - 3.0)
        && (ragged || side.len() == 1 || right - left < 120.0)
}

/// Whether a side's lines hold several words on average.
fn wordy(segments: &[Segment], side: &[usize]) -> bool {
    let words: usize = side.iter().map(|&i| segments[i].words.len()).sum();
    words >= side.len() * 3
}
