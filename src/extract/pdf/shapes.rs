//! What a glyph shows, told apart from what its font claims it says.
//!
//! `ToUnicode` may say anything. An encoding that names its glyphs, and an embedded font's own table
//! of characters, say what is drawn. Only letters, digits and blanks are compared, and only where a
//! whole run disagrees: fonts with odd names are common, fonts that spell other words are not.

use std::collections::HashMap;

use hayro_syntax::object::{Array, Dict, Object};
use read_fonts::{FontRef, TableProvider};

/// The characters that an encoding's `Differences` name, by code.
pub(super) fn named(font: &Dict<'_>) -> HashMap<u32, char> {
    let mut named = HashMap::new();
    let differences = font
        .get::<Dict<'_>>(&b"Encoding"[..])
        .and_then(|encoding| encoding.get::<Array<'_>>(&b"Differences"[..]));
    let Some(differences) = differences else { return named };
    let mut code = 0u32;
    for item in differences.iter::<Object<'_>>().take(1_000) {
        match item {
            Object::Number(number) => code = number.as_i64().clamp(0, 255) as u32,
            Object::Name(name) => {
                if let Some(character) = of_name(&name) {
                    named.insert(code, character);
                }
                code += 1;
            }
            _ => {}
        }
    }
    named
}

/// The letter, digit or blank that a glyph's name stands for.
fn of_name(name: &[u8]) -> Option<char> {
    const DIGITS: [&[u8]; 10] =
        [b"zero", b"one", b"two", b"three", b"four", b"five", b"six", b"seven", b"eight", b"nine"];
    match name {
        [letter] if letter.is_ascii_alphabetic() => Some(char::from(*letter)),
        b"space" => Some(' '),
        _ => {
            let digit = DIGITS.iter().position(|digit| *digit == name)?;
            char::from_digit(digit as u32, 10)
        }
    }
}

/// The characters that a font program's own Unicode table gives its glyphs, by glyph.
pub(super) fn drawn(program: &[u8]) -> HashMap<u32, char> {
    let mut drawn = HashMap::new();
    let Ok(cmap) = FontRef::from_index(program, 0).and_then(|font| font.cmap()) else {
        return drawn;
    };
    for record in cmap.encoding_records() {
        // Tables for other systems are often made up by those who cut fonts down.
        let unicode = matches!(
            (record.platform_id() as u16, record.encoding_id()),
            (0, _) | (3, 1) | (3, 10)
        );
        let Ok(table) = record.subtable(cmap.offset_data()) else { continue };
        if !unicode {
            continue;
        }
        for character in ('a'..='z').chain('A'..='Z').chain('0'..='9').chain([' ']) {
            if let Some(glyph) = table.map_codepoint(character) {
                drawn.entry(glyph.to_u32()).or_insert(character);
            }
        }
    }
    drawn
}

/// Whether a run disagrees with what its font claims: `pairs` are what is shown and what is claimed.
pub(super) fn disagree(pairs: &[(char, char)]) -> bool {
    let wrong = pairs.iter().filter(|(shown, claimed)| !same(*shown, *claimed)).count();
    wrong >= FEWEST_WRONG && wrong * 5 >= pairs.len() * 3
}

/// Fewer letters than this that are not what they claim to be are no disagreement.
pub(super) const FEWEST_WRONG: usize = 4;

/// Whether two characters are one letter, large or small.
pub(super) fn same(a: char, b: char) -> bool {
    a == b || a.to_lowercase().eq(b.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_letters_and_digits_are_read() {
        assert_eq!(of_name(b"A"), Some('A'));
        assert_eq!(of_name(b"seven"), Some('7'));
        assert_eq!(of_name(b"g12"), None);
    }

    #[test]
    fn a_run_disagrees_when_most_of_it_does() {
        let pairs = |shown: &str, claimed: &str| -> Vec<(char, char)> {
            shown.chars().zip(claimed.chars()).collect()
        };
        assert!(disagree(&pairs("Warehouse", "Kubernete")));
        assert!(!disagree(&pairs("RESUME", "resume")));
        assert!(!disagree(&pairs("organization", "organisation")));
    }
}
