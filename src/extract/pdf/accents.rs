//! Accents that are painted over their letters, put together to the letters that they make.
//!
//! Old TeX fonts have no accented letters: an accent is a glyph of its own, painted before or after
//! the letter and over it. Read one by one, `é` would be two characters, and often two words.

use unicode_normalization::UnicodeNormalization;

use super::glyphs::Canvas;

/// Puts accents and the letters beneath them together.
pub(super) fn compose(canvas: &mut Canvas) {
    if !canvas.text.chars().any(|c| combining(c).is_some()) {
        return;
    }
    for at in 0..canvas.glyphs.len() {
        let Some(mark) = only_char(canvas, at).and_then(combining) else { continue };
        let letter = [at.checked_add(1), at.checked_sub(1)]
            .into_iter()
            .flatten()
            .find(|&other| is_letter(canvas, other) && lies_over(canvas, at, other));
        let Some(letter) = letter else { continue };
        let composed: String =
            canvas.text_of(&canvas.glyphs[letter]).chars().chain([mark]).nfc().collect();
        let start = canvas.text.len() as u32;
        canvas.text.push_str(&composed);
        let end = canvas.text.len() as u32;
        canvas.glyphs[letter].text = (start, end);
        canvas.glyphs[at].text = (end, end);
    }
}

fn only_char(canvas: &Canvas, at: usize) -> Option<char> {
    let mut chars = canvas.text_of(canvas.glyphs.get(at)?).chars();
    let first = chars.next()?;
    chars.next().is_none().then_some(first)
}

fn is_letter(canvas: &Canvas, at: usize) -> bool {
    canvas.glyphs.get(at).is_some_and(|glyph| {
        let text = canvas.text_of(glyph);
        text.chars().next().is_some_and(char::is_alphabetic)
    })
}

/// Whether the middle of an accent stands over a letter, on nearly the same baseline.
fn lies_over(canvas: &Canvas, accent: usize, letter: usize) -> bool {
    let (accent, letter) = (&canvas.glyphs[accent], &canvas.glyphs[letter]);
    let along = letter.advance.hypot();
    if along <= 0.0 || (accent.size - letter.size).abs() > 0.3 * letter.size {
        return false;
    }
    let direction = letter.advance / along;
    let middle = accent.origin + accent.advance * 0.5 - letter.origin;
    let off = middle.cross(direction).abs();
    (0.0..=along).contains(&middle.dot(direction)) && off < 0.6 * f64::from(letter.size)
}

/// The combining form of an accent that stands for itself.
fn combining(accent: char) -> Option<char> {
    Some(match accent {
        '`' | '\u{2cb}' => '\u{300}',
        '\u{b4}' | '\u{2ca}' => '\u{301}',
        '^' | '\u{2c6}' => '\u{302}',
        '~' | '\u{2dc}' => '\u{303}',
        '\u{af}' | '\u{2c9}' => '\u{304}',
        '\u{2d8}' => '\u{306}',
        '\u{2d9}' => '\u{307}',
        '\u{a8}' => '\u{308}',
        '\u{2da}' => '\u{30a}',
        '\u{2dd}' => '\u{30b}',
        '\u{2c7}' => '\u{30c}',
        '\u{b8}' => '\u{327}',
        '\u{2db}' => '\u{328}',
        '\u{300}'..='\u{328}' => accent,
        _ => return None,
    })
}
