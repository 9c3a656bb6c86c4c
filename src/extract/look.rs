//! What the readers of marked-up formats agree on about looks.

use crate::document::{Color, Style, Visibility};

/// Type below this size is not read by anyone, on paper or screen. Legal print is three times as large.
const READABLE_PT: f32 = 2.0;

/// The most that the channels of two colours may differ, together, and still look the same.
const SAME: u32 = 24;

/// White, which a page is unless it says otherwise.
pub(super) const WHITE: Color = Color(255, 255, 255);

/// What lies behind text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ground {
    /// A fill of a known colour.
    Filled(Color),
    /// A picture, a shape, or a fill that we cannot resolve.
    Unknown,
}

/// Whether text that the markup does not hide is seen, by its looks on its ground.
pub(super) fn on(ground: Ground, style: Style) -> Visibility {
    match (ground, style.color) {
        (Ground::Filled(ground), Some(color)) if is_same(color, ground) => Visibility::SameColor,
        _ if style.size_pt.is_some_and(|size| size < READABLE_PT) => Visibility::TooSmall,
        _ => Visibility::Visible,
    }
}

/// A colour as six hexadecimal digits, with or without a number sign.
pub(super) fn hex(value: &str) -> Option<Color> {
    let value = value.strip_prefix('#').unwrap_or(value);
    let number = u32::from_str_radix(value, 16).ok().filter(|_| value.len() == 6)?;
    Some(Color((number >> 16) as u8, (number >> 8) as u8, number as u8))
}

/// Whether text of one colour cannot be seen on a ground of the other.
fn is_same(text: Color, ground: Color) -> bool {
    let apart = |a: u8, b: u8| u32::from(a.abs_diff(b));
    apart(text.0, ground.0) + apart(text.1, ground.1) + apart(text.2, ground.2) <= SAME
}
