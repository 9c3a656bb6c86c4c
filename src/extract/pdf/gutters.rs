//! Gutters: where a page is cut into columns, and where only a title stands apart from its date.
//!
//! A gutter is a strip that no segment crosses, with lines on both sides. A strip also stands between
//! a title and its date, and between the cells of a table; [`super::sides`] tells these apart.

use std::collections::HashSet;

use super::bands::Bands;
use super::columns::meets;
use super::lines::Segment;
use super::sides::{judge, overlap, rows};

/// The narrowest gutter, in em.
const GUTTER: f32 = 0.85;
/// As near, in em, a few lines may come to a gutter that is wide enough beside the others.
const NARROW: f32 = 0.4;

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
    Bands(Bands),
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
    let is_right = |i: usize| segments[i].reach_of_cut().0 >= x - 0.75;
    let ends_before =
        |i: usize, em: f32| segments[i].reach_of_cut().1 <= x - em * segments[i].size.min(14.0);
    // The right side begins here, line for line, and few lines of the left side come so near.
    let begins = set.iter().filter(|&&i| (segments[i].x0 - x).abs() < 0.75);
    let (count, top, bottom) = begins.fold((0, f32::MAX, f32::MIN), |(count, top, bottom), &i| {
        (count + 1, top.min(segments[i].top()), bottom.max(segments[i].bottom()))
    });
    let is_near = |i: usize| {
        ends_before(i, NARROW)
            && !ends_before(i, GUTTER)
            && (top..bottom).contains(&segments[i].base)
    };
    let near = set.iter().filter(|&&i| is_near(i)).count();
    let left = set.iter().filter(|&&i| ends_before(i, GUTTER)).count();
    let narrow = count >= 4 && near * 3 <= left;
    let is_left = |i: usize| ends_before(i, GUTTER) || narrow && is_near(i);
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
        self.leave_the_title(segments);
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

    /// Leaves out the title of the page when it stands at the top of the right side, above all of the
    /// left side, and the rest of the right side begins with the left side, after a gap.
    fn leave_the_title(&mut self, segments: &[Segment]) {
        let top = self.left.iter().map(|&i| segments[i].top()).fold(f32::MAX, f32::min);
        let (above, rest): (Vec<usize>, Vec<usize>) =
            self.right.iter().partition(|&&i| segments[i].bottom() < top);
        let largest = |side: &[usize]| side.iter().map(|&i| segments[i].size).fold(0.0, f32::max);
        let others = largest(&rest).max(largest(&self.left));
        if rest.is_empty() || above.len() < 2 || largest(&above) < 1.25 * others {
            return;
        }
        let bases: Vec<f32> = rows(segments, &above).iter().map(|&i| segments[i].base).collect();
        let mut steps: Vec<f32> = bases.windows(2).map(|pair| pair[1] - pair[0]).collect();
        steps.sort_by(f32::total_cmp);
        let usual = steps.get(steps.len().saturating_sub(1) / 2).copied().unwrap_or(0.0);
        let next = rest.iter().map(|&i| segments[i].base).fold(f32::MAX, f32::min);
        if bases.last().is_some_and(|last| next - last > 1.3 * usual) {
            self.right = rest;
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
