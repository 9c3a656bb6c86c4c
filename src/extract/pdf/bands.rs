//! Bands of a table: what is read from left to right before what stands below.
//!
//! A band is a label beside its text, a card beside others, or a title with its date. A program that
//! paints cell by cell shows where one ends: it goes back to the left side. Where it does not, rows do.

use super::columns::meets;
use super::lines::Segment;
use super::sides::rows;

/// Bands from the top: the left side and the right side of each.
pub(super) type Bands = Vec<(Vec<usize>, Vec<usize>)>;

/// The two sides cut into bands where the file goes back from right to left.
pub(super) fn bands(segments: &[Segment], left: &[usize], right: &[usize]) -> Bands {
    let mut painted: Vec<(u32, bool, usize)> = left
        .iter()
        .map(|&i| (segments[i].first, false, i))
        .chain(right.iter().map(|&i| (segments[i].first, true, i)))
        .collect();
    painted.sort_unstable();
    // Painting the right side first is as good as painting the left side first.
    let turn = painted.first().is_some_and(|first| first.1);
    let mut bands: Bands = Vec::new();
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
pub(super) fn bands_by_rows(
    segments: &[Segment],
    rows: &[usize],
    left: &[usize],
    right: &[usize],
) -> Bands {
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

/// A cell is broken over so many lines at most.
const MOST_LINES: usize = 3;

/// The two sides as bands, when the left one has a cell beside the right one whose words were broken
/// for want of room: the cell is read to its end, then what stands beside it, then what stands below.
pub(super) fn wrapped_cell(segments: &[Segment], left: &[usize], right: &[usize]) -> Option<Bands> {
    let (left_rows, right_rows) = (rows(segments, left), rows(segments, right));
    let beside = &segments[*right_rows.first()?];
    let from = left_rows.iter().position(|&i| meets(&segments[i], beside))?;
    let edge = right.iter().map(|&i| segments[i].x0).reduce(f32::min)?;
    let date = is_broken_date(segments, &right_rows);
    let goes_on = |pair: &&[usize]| {
        let (line, next) = (&segments[pair[0]], &segments[pair[1]]);
        let alike = next.font == line.font
            && (next.size - line.size).abs() < 0.1
            && (next.x0 - line.x0).abs() < 1.0
            && next.base - line.base < 1.75 * line.size
            && !next.marked;
        // The next word would have reached into the cell beside, or is in the middle of a sentence.
        let word = next.words.first().map_or(0.0, |word| word.x1 - word.x0);
        let full = line.x1 + word + 0.25 * line.size > edge - 0.5 * line.size;
        alike && (full || next.flows || date)
    };
    let cell = 1 + left_rows[from..].windows(2).take_while(goes_on).count();
    let last = &segments[*left_rows.get(from + cell - 1)?];
    let end = last.base + 0.5 * last.size;
    let stands_beside = right.iter().all(|&i| segments[i].base < end);
    let shorter = right_rows.len() < cell || date;
    if !(2..=MOST_LINES).contains(&cell) || !shorter || !stands_beside {
        return None;
    }
    let (own, rest): (Vec<usize>, Vec<usize>) = left.iter().partition(|&&i| segments[i].base < end);
    let mut bands = vec![(own, right.to_vec())];
    if !rest.is_empty() {
        bands.push((rest, Vec::new()));
    }
    Some(bands)
}

/// Whether two rows are a month and its year.
fn is_broken_date(segments: &[Segment], rows: &[usize]) -> bool {
    let [month, year] = rows else { return false };
    let (month, year) = (&segments[*month], &segments[*year]);
    !month.dated && month.words.len() == 1 && year.dated && year.words.len() == 1
}

/// A band cut below each line that has something of the right side at its end; a broken title is one
/// such line.
pub(super) fn line_by_line(segments: &[Segment], left: &[usize], right: &[usize]) -> Bands {
    if let Some(bands) = wrapped_cell(segments, left, right) {
        return bands;
    }
    let left_rows = rows(segments, left);
    let mut cells = rows(segments, right);
    // What would stand within a sentence is read with the first line.
    let within = |&cell: &usize| {
        let at = left_rows.iter().position(|&l| meets(&segments[l], &segments[cell]));
        at.and_then(|at| left_rows.get(at + 1)).is_some_and(|&next| segments[next].flows)
    };
    let whole = cells.iter().skip(1).any(within);
    if whole {
        cells.truncate(1);
    }
    let mut bands = Vec::new();
    let mut rest = left.to_vec();
    for row in cells {
        let row = &segments[row];
        let end = row.base + 0.5 * row.size;
        let (line, below): (Vec<usize>, Vec<usize>) =
            rest.iter().partition(|&&i| segments[i].base <= end);
        let beside = |i: &usize| whole || meets(&segments[*i], row);
        let own = right.iter().copied().filter(beside).collect();
        bands.push((line, own));
        rest = below;
    }
    bands.push((rest, Vec::new()));
    bands.retain(|(l, r)| !l.is_empty() || !r.is_empty());
    bands
}

/// Whether each band ends above the next.
pub(super) fn in_order(segments: &[Segment], bands: &[(Vec<usize>, Vec<usize>)]) -> bool {
    let base = |side: &(Vec<usize>, Vec<usize>)| {
        side.0.iter().chain(&side.1).fold((f32::MAX, f32::MIN), |(top, bottom), &i| {
            (top.min(segments[i].base), bottom.max(segments[i].base))
        })
    };
    bands.windows(2).all(|pair| base(&pair[0]).1 < base(&pair[1]).0)
}

/// So many headings may stand above the first line that meets one of the right side.
const HEADINGS: usize = 2;

/// Whether the right side begins on the line of one of the first rows of the left side, as headings
/// may stand above; or on one of the last, and ends with them, as a cell does beside the last entry.
pub(super) fn first_rows_meet(segments: &[Segment], left: &[usize], right: &[usize]) -> bool {
    let (left, right) = (rows(segments, left), rows(segments, right));
    let Some(&first) = right.first() else { return false };
    let met = left.iter().position(|&l| meets(&segments[l], &segments[first]));
    met.is_some_and(|at| {
        let below = left.len() - at;
        at <= HEADINGS || below == 1 || below <= 1 + HEADINGS && right.len() <= below
    })
}
