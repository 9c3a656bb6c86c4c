//! Gutters: where a page is cut into columns, and where only a title stands apart from its date.
//!
//! A gutter is a strip that no segment crosses, with lines on both sides. A strip also stands between
//! a title and its date, and between the cells of a table; there, lines are read across. Two
//! witnesses tell these apart: whether baselines on both sides meet, and whether the file paints one
//! side and then the other, or line by line. Where the file's order is scrambled, geometry decides
//! alone.

use std::collections::HashSet;

use super::columns::{edges, meets};
use super::lines::Segment;

/// The narrowest gutter, in em.
const GUTTER: f32 = 0.85;

/// A set of segments cut at a gutter.
pub(super) struct Cut {
    pub(super) above: Vec<usize>,
    pub(super) left: Vec<usize>,
    pub(super) right: Vec<usize>,
    pub(super) below: Vec<usize>,
    /// How tall the gutter is between two sides that both have text.
    pub(super) height: f32,
    pub(super) how: How,
}

/// How the two sides of a gutter are read.
pub(super) enum How {
    /// The whole left side, then the whole right side.
    Columns,
    /// Band after band, in each the left side first.
    Bands(Vec<(Vec<usize>, Vec<usize>)>),
}

/// The gutter that runs highest, if there is one.
pub(super) fn best_cut(segments: &[Segment], set: &[usize]) -> Option<Cut> {
    if set.len() < 3 {
        return None;
    }
    let mut set = set.to_vec();
    set.sort_by(|&a, &b| segments[a].base.total_cmp(&segments[b].base));
    let mut starts: Vec<f32> = set.iter().map(|&i| segments[i].x0).collect();
    starts.sort_by(f32::total_cmp);
    starts.dedup_by(|a, b| (*a - *b).abs() < 1.0);
    let left_most = *starts.first()?;
    let mut best: Option<Strip> = None;
    for &start in starts.iter().filter(|&&start| start > left_most + 1.0) {
        for mut strip in strips_at(segments, &set, start) {
            let tallest = best.as_ref().map_or(0.0, |best| best.height * 1.01);
            if strip.settle(segments, tallest) {
                best = Some(strip);
            }
        }
    }
    best.map(|strip| strip.cut(segments, &set))
}

/// A strip between two sides, and the segment that ends it below.
struct Strip {
    left: Vec<usize>,
    right: Vec<usize>,
    tail: Vec<usize>,
    to: Option<usize>,
    height: f32,
    how: How,
}

/// Every strip that ends at `x`: each runs from one segment that crosses it to the next. `set` is
/// sorted by baseline.
fn strips_at(segments: &[Segment], set: &[usize], x: f32) -> Vec<Strip> {
    let is_right = |i: usize| segments[i].x0 >= x - 0.75;
    let is_left = |i: usize| segments[i].x1 <= x - GUTTER * segments[i].size.min(14.0);
    let crossing: Vec<usize> =
        set.iter().copied().filter(|&i| !is_right(i) && !is_left(i)).collect();
    let mut strips = Vec::new();
    let mut gap = 0;
    let (mut left, mut right) = (Vec::new(), Vec::new());
    let mut close = |left: &mut Vec<usize>, right: &mut Vec<usize>, to: Option<usize>| {
        let (left, right) = (std::mem::take(left), std::mem::take(right));
        if !left.is_empty() && !right.is_empty() {
            strips.push(Strip {
                left,
                right,
                tail: Vec::new(),
                to,
                height: 0.0,
                how: How::Columns,
            });
        }
    };
    for &i in set {
        while crossing.get(gap).is_some_and(|&c| segments[c].base <= segments[i].base) {
            close(&mut left, &mut right, Some(crossing[gap]));
            gap += 1;
        }
        // What stands on the line of a segment that crosses belongs to that line.
        let around = [gap.checked_sub(1), Some(gap)];
        let on_its_line = around
            .iter()
            .flatten()
            .filter_map(|&at| crossing.get(at))
            .any(|&c| meets(&segments[c], &segments[i]));
        if on_its_line {
            continue;
        }
        if is_right(i) {
            right.push(i);
        } else {
            left.push(i);
        }
    }
    close(&mut left, &mut right, None);
    strips
}

impl Strip {
    /// Finds how the sides are read; says whether this is a gutter taller than `tallest`.
    fn settle(&mut self, segments: &[Segment], tallest: f32) -> bool {
        if overlap(segments, &self.left, &self.right) <= tallest {
            return false;
        }
        if let Some(to) = self.to {
            self.tail =
                heading_of_what_follows(segments, &mut self.left, &self.right, &segments[to]);
        }
        self.leave_what_comes_first(segments);
        match judge(segments, &self.left, &self.right) {
            Some((height, how)) if height > tallest => {
                (self.height, self.how) = (height, how);
                true
            }
            _ => false,
        }
    }

    /// Leaves out what stands at the top of the right side alone, when the file paints it before the
    /// left side and the rest of the right side after it: a header beside a picture, say.
    fn leave_what_comes_first(&mut self, segments: &[Segment]) {
        let top = self.left.iter().map(|&i| segments[i].top()).fold(f32::MAX, f32::min);
        let Some(begins) = self.left.iter().map(|&i| segments[i].first).min() else { return };
        let before = |i: &usize| segments[*i].bottom() < top && segments[*i].first < begins;
        let rest = self.right.iter().filter(|i| !before(i));
        let (mut count, mut after) = (0, true);
        for &i in rest {
            count += 1;
            after &= segments[i].first > begins;
        }
        if count > 0 && after && count < self.right.len() {
            self.right.retain(|i| !before(i));
        }
    }

    /// Cuts a set at this strip.
    fn cut(self, segments: &[Segment], set: &[usize]) -> Cut {
        let inside: HashSet<usize> =
            self.left.iter().chain(&self.right).chain(&self.tail).copied().collect();
        let middle =
            self.left.iter().chain(&self.right).map(|&i| segments[i].base).fold(f32::MIN, f32::max);
        let to = self.to.map(|to| &segments[to]);
        let (mut above, mut below) = (Vec::new(), self.tail);
        for &i in set.iter().filter(|i| !inside.contains(i)) {
            let segment = &segments[i];
            let after = to.is_some_and(|to| segment.base >= to.base || meets(to, segment));
            if segment.base < middle && !after { above.push(i) } else { below.push(i) }
        }
        let Strip { left, right, height, how, .. } = self;
        Cut { above, left, right, below, height, how }
    }
}

/// How tall the two sides stand side by side.
fn overlap(segments: &[Segment], left: &[usize], right: &[usize]) -> f32 {
    let ((left_top, left_bottom), (right_top, right_bottom)) =
        (span(segments, left), span(segments, right));
    left_bottom.min(right_bottom) - left_top.max(right_top)
}

/// The top and the bottom of a side.
fn span(segments: &[Segment], side: &[usize]) -> (f32, f32) {
    side.iter().fold((f32::MAX, f32::MIN), |(top, bottom), &i| {
        (top.min(segments[i].top()), bottom.max(segments[i].bottom()))
    })
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
    let ((left_top, left_bottom), (right_top, right_bottom)) =
        (span(segments, left), span(segments, right));
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
        .filter(|&&r| {
            let base = segments[r].base;
            let at = left_rows.partition_point(|&l| segments[l].base < base);
            [at.checked_sub(1), Some(at)]
                .iter()
                .flatten()
                .filter_map(|&at| left_rows.get(at))
                .any(|&l| meets(&segments[l], &segments[r]))
        })
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
        let dates = left_rows.iter().filter(|&&i| segments[i].dated).count();
        let ((l0, l1), (r0, r1)) = (edges(segments, left), edges(segments, right));
        if fewest > 1 && dates * 3 >= left_rows.len() * 2 && 2.0 * (l1 - l0) < r1 - r0 {
            // A rail of dates, painted before the lines that it dates.
            return Some((height, How::Bands(bands_by_rows(segments, &left_rows, left, right))));
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

/// The two sides cut into bands where a row of the left side begins that stands beside one of the
/// right side; rows that stand beside none go on with the row above.
fn bands_by_rows(
    segments: &[Segment],
    rows: &[usize],
    left: &[usize],
    right: &[usize],
) -> Vec<(Vec<usize>, Vec<usize>)> {
    let begins: Vec<f32> = rows
        .iter()
        .filter(|&&l| right.iter().any(|&r| meets(&segments[l], &segments[r])))
        .map(|&l| segments[l].base - 0.5 * segments[l].size)
        .collect();
    let mut bands = vec![(Vec::new(), Vec::new()); begins.len() + 1];
    let band = |i: usize| begins.partition_point(|&begin| begin <= segments[i].base);
    left.iter().for_each(|&i| bands[band(i)].0.push(i));
    right.iter().for_each(|&i| bands[band(i)].1.push(i));
    bands.retain(|(left, right)| !left.is_empty() || !right.is_empty());
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
