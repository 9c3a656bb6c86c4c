//! Lines that a file paints in a second pass, put back between those that they were painted for.
//!
//! Some programs paint what is pale, or lies on a layer of its own, after everything else. The order
//! of painting then says nothing of where such a line belongs; its place does: it fills the room
//! between two lines that were painted one after the other before it.

use super::lines::Segment;

/// A line stands at most so far below the one that it goes on from, in em.
const NEAR_ABOVE: f32 = 2.4;
/// And at most so far above the next, in em.
const NEAR_BELOW: f32 = 4.5;
/// More segments than this on one page are left as they are.
const MOST_SEGMENTS: usize = 2_000;

/// Gives the segments, which come in the order they were painted, the order in which they would have
/// been painted in one pass.
pub(super) fn settle(segments: &mut [Segment]) {
    let count = segments.len();
    if !(3..=MOST_SEGMENTS).contains(&count) {
        return;
    }
    // The place of each in the order of one pass: the line it follows, and when it came to it.
    let mut keys: Vec<(usize, usize)> = (0..count).map(|at| (at, 0)).collect();
    let mut late = 0;
    let mut before_was_late = false;
    let mut at = 0;
    while at < count {
        let found = place(segments, at, before_was_late);
        before_was_late = found.is_some();
        let Some((above, end)) = found else {
            at += 1;
            continue;
        };
        for (step, key) in keys[at..end].iter_mut().enumerate() {
            *key = (above, at + step);
        }
        // A line that follows one put back follows what that one follows.
        let root = keys[above].0;
        keys[at..end].iter_mut().for_each(|key| key.0 = root);
        late += end - at;
        at = end;
    }
    // Where most lines are out of place there is no first pass.
    if late == 0 || late * 2 > count {
        return;
    }
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_key(|&at| keys[at]);
    for (place, at) in order.into_iter().enumerate() {
        segments[at].first = place as u32;
    }
}

/// The segment that the one at `at` goes on from, and the end of the lines painted with it, when they
/// were painted late.
fn place(segments: &[Segment], at: usize, before_was_late: bool) -> Option<(usize, usize)> {
    let above = neighbour(segments, at, Side::Above)?;
    // Painted right after the line above it, or before it: nothing is out of place.
    if above + 1 >= at {
        return None;
    }
    let (line, over) = (&segments[at], &segments[above]);
    let size = line.size.max(over.size);
    if line.base - over.base > NEAR_ABOVE * size {
        return None;
    }
    let mut end = at + 1;
    while end < segments.len() && neighbour(segments, end, Side::Above) == Some(end - 1) {
        end += 1;
    }
    let last = &segments[end - 1];
    let aligned = |other: &Segment| (other.x0 - line.x0).abs() < 0.5 * size;
    let fills = neighbour(segments, end - 1, Side::Below).is_some_and(|below| {
        let under = &segments[below];
        above < below
            && below < at
            && under.base - last.base < NEAR_BELOW * last.size.max(under.size)
            && (aligned(over) || aligned(under))
    });
    // The last line of a column has nothing below; the company it is painted in tells.
    (fills || before_was_late && aligned(over)).then_some((above, end))
}

/// Where a neighbour stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Above,
    Below,
}

/// The nearest segment above or below that shares some width with the one at `at`.
fn neighbour(segments: &[Segment], at: usize, side: Side) -> Option<usize> {
    let line = &segments[at];
    let apart = |other: &Segment| match side {
        Side::Above => line.base - other.base,
        Side::Below => other.base - line.base,
    };
    segments
        .iter()
        .enumerate()
        .filter(|(_, other)| {
            apart(other) > 0.5 * line.size.min(other.size)
                && other.x0 < line.x1 - 0.5
                && line.x0 < other.x1 - 0.5
        })
        .min_by(|(_, a), (_, b)| apart(a).total_cmp(&apart(b)))
        .map(|(index, _)| index)
}
