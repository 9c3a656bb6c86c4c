//! Colours as CSS writes them.

use crate::document::Color;

/// A colour, or the lack of any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Paint {
    /// Painted.
    Solid(Color),
    /// Not painted.
    Nothing,
}

/// Reads a colour; `None` for what is none, or cannot be known here.
pub(super) fn parse(value: &str) -> Option<Paint> {
    let value = value.trim().to_ascii_lowercase();
    if value == "transparent" {
        return Some(Paint::Nothing);
    }
    if let Some(hex) = value.strip_prefix('#') {
        return hex_color(hex);
    }
    if let Some(inner) = value.strip_prefix("rgb").map(|rest| rest.trim_start_matches('a')) {
        return rgb(inner.trim().strip_prefix('(')?.strip_suffix(')')?);
    }
    let named = NAMED.iter().find(|(name, _)| *name == value)?;
    Some(Paint::Solid(named.1))
}

fn hex_color(hex: &str) -> Option<Paint> {
    if !hex.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let digit = |i: usize| u8::from_str_radix(hex.get(i..=i)?, 16).ok().map(|d| d * 17);
    let pair = |i: usize| u8::from_str_radix(hex.get(i..i + 2)?, 16).ok();
    let (color, alpha) = match hex.len() {
        3 => (Color(digit(0)?, digit(1)?, digit(2)?), 255),
        4 => (Color(digit(0)?, digit(1)?, digit(2)?), digit(3)?),
        6 => (Color(pair(0)?, pair(2)?, pair(4)?), 255),
        8 => (Color(pair(0)?, pair(2)?, pair(4)?), pair(6)?),
        _ => return None,
    };
    Some(if alpha == 0 { Paint::Nothing } else { Paint::Solid(color) })
}

fn rgb(inner: &str) -> Option<Paint> {
    let parts = inner.split([',', ' ', '/']).map(str::trim).filter(|part| !part.is_empty());
    let numbers: Vec<f32> = parts
        .enumerate()
        .map(|(i, part)| match part.strip_suffix('%') {
            Some(percent) => percent.parse::<f32>().map(|n| n * if i < 3 { 2.55 } else { 0.01 }),
            None => part.parse(),
        })
        .collect::<Result<_, _>>()
        .ok()?;
    if numbers.get(3).is_some_and(|&alpha| alpha <= 0.02) {
        return Some(Paint::Nothing);
    }
    match numbers[..] {
        [red, green, blue, ..] => Some(Paint::Solid(Color(red as u8, green as u8, blue as u8))),
        _ => None,
    }
}

/// The names that people use; the rest of the hundred and forty are unknown colours, which are never
/// taken for hidden.
const NAMED: [(&str, Color); 24] = [
    ("black", Color(0, 0, 0)),
    ("white", Color(255, 255, 255)),
    ("snow", Color(255, 250, 250)),
    ("ivory", Color(255, 255, 240)),
    ("ghostwhite", Color(248, 248, 255)),
    ("floralwhite", Color(255, 250, 240)),
    ("whitesmoke", Color(245, 245, 245)),
    ("gray", Color(128, 128, 128)),
    ("grey", Color(128, 128, 128)),
    ("silver", Color(192, 192, 192)),
    ("lightgray", Color(211, 211, 211)),
    ("lightgrey", Color(211, 211, 211)),
    ("darkgray", Color(169, 169, 169)),
    ("red", Color(255, 0, 0)),
    ("green", Color(0, 128, 0)),
    ("blue", Color(0, 0, 255)),
    ("navy", Color(0, 0, 128)),
    ("teal", Color(0, 128, 128)),
    ("maroon", Color(128, 0, 0)),
    ("purple", Color(128, 0, 128)),
    ("orange", Color(255, 165, 0)),
    ("yellow", Color(255, 255, 0)),
    ("steelblue", Color(70, 130, 180)),
    ("darkblue", Color(0, 0, 139)),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_in_every_spelling() {
        let white = Some(Paint::Solid(Color(255, 255, 255)));
        for spelling in ["#fff", "#FFFFFF", "white", "rgb(255, 255,255)", "rgb(100% 100% 100%)"] {
            assert_eq!(parse(spelling), white, "{spelling}");
        }
        assert_eq!(parse("rgba(0,0,0,0)"), Some(Paint::Nothing));
        assert_eq!(parse("#0000"), Some(Paint::Nothing));
        assert_eq!(parse("var(--ink)"), None);
        assert_eq!(parse("#ünï"), None);
    }
}
