//! What the readers of marked-up formats agree on about looks.

use crate::document::Color;

/// Type below this size is not read by anyone, on paper or screen. Legal print is three times as large.
const READABLE_PT: f32 = 2.0;

/// The most that the channels of two colours may differ, together, and still look the same.
const SAME: u32 = 24;

/// Whether text of this size cannot be read.
pub(super) fn is_too_small(size_pt: f32) -> bool {
    size_pt < READABLE_PT
}

/// Whether text of one colour cannot be seen on a ground of the other.
pub(super) fn is_same(text: Color, ground: Color) -> bool {
    let apart = |a: u8, b: u8| u32::from(a.abs_diff(b));
    apart(text.0, ground.0) + apart(text.1, ground.1) + apart(text.2, ground.2) <= SAME
}
