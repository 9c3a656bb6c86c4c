//! How the two sides of a strip are read: as columns, band by band, or line by line across.
//!
//! Two witnesses tell these apart: whether baselines on both sides meet, and whether the file paints
//! one side and then the other, or line by line. Where the file's order is scrambled, geometry decides
//! alone.

use super::bands::{bands, bands_by_rows, first_rows_meet, in_order, line_by_line, wrapped_cell};
use super::columns::{edges, meets};
use super::gutters::How;
use super::lines::Segment;

/// Whether the two sides of a strip are columns or cells, and how tall the strip is between them.
/// `None` when the lines are simply read across.
pub(super) fn judge(segments: &[Segment], left: &[usize], right: &[usize]) -> Option<(f32, How)> {
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
        if let Some(bands) = wrapped_cell(segments, left, right) {
            return Some((height, How::Bands(bands)));
        }
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
            // Dates at the ends of first lines are read where they stand.
            let at_ends = flush(segments, right)
                && !wordy(segments, right)
                && right_rows
                    .iter()
                    .all(|&r| left_rows.iter().any(|&l| meets(&segments[l], &segments[r])));
            return if !single && at_ends {
                let parts = bands.iter().flat_map(|(l, r)| line_by_line(segments, l, r));
                Some((height, How::Bands(parts.collect())))
            } else if !single {
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

/// How tall the two sides stand side by side.
pub(super) fn overlap(segments: &[Segment], left: &[usize], right: &[usize]) -> f32 {
    let ((left_top, left_bottom), (right_top, right_bottom)) =
        (span(segments, left), span(segments, right));
    left_bottom.min(right_bottom) - left_top.max(right_top)
}

/// The top and the bottom of a side.
pub(super) fn span(segments: &[Segment], side: &[usize]) -> (f32, f32) {
    side.iter().fold((f32::MAX, f32::MIN), |(top, bottom), &i| {
        (top.min(segments[i].top()), bottom.max(segments[i].bottom()))
    })
}

/// The first segment of each row, from the top.
pub(super) fn rows(segments: &[Segment], side: &[usize]) -> Vec<usize> {
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
