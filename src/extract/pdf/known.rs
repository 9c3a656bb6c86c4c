//! What is known of a glyph without its place, looked up once for each code of a font; and what a
//! run shows against what it claims.

use std::collections::HashMap;

use hayro_interpret::font::{Glyph as PaintedGlyph, PositionedGlyph};
use hayro_interpret::hayro_cmap::BfString;

use super::glyphs::Replaced;
use super::inks;
use super::interpreter::Recorder;
use super::shapes;

/// What is known of a glyph without its place.
#[derive(Clone, Copy)]
pub(super) struct Known {
    /// Its characters, as a range of [`Glyphs::text`].
    pub(super) text: (u32, u32),
    /// In thousandths of an em.
    pub(super) advance: f64,
    /// It draws nothing.
    pub(super) empty: bool,
    /// The letter that it shows, where the font itself tells.
    pub(super) shown: Option<char>,
    /// That letter is another than its one character.
    pub(super) is_wrong: bool,
}

/// The glyphs met so far. One is asked for at every letter of a page, so the hash is a quick one; it is
/// not made for people's data, and no order of it is ever seen.
#[derive(Default)]
pub(super) struct Glyphs {
    /// What is known, by font and code.
    known: foldhash::HashMap<(u16, u32), Known>,
    /// The characters of all of them.
    text: String,
    /// How much of `text` belongs to them; behind it stands the one that was asked for last.
    kept: usize,
}

impl Glyphs {
    /// The characters of a glyph.
    pub(super) fn text_of(&self, known: &Known) -> &str {
        self.text.get(known.text.0 as usize..known.text.1 as usize).unwrap_or_default()
    }
}

impl Recorder<'_> {
    /// The letter that a glyph shows, as its encoding or its font program says.
    fn shown(&mut self, glyph: &PositionedGlyph<'_>, number: u16) -> Option<char> {
        let font = self.shared.fonts.get(number).filter(|font| font.claims)?;
        if let Some(&named) = font.named.get(&glyph.char_code()) {
            return Some(named);
        }
        let PaintedGlyph::Outline(outline) = &**glyph else { return None };
        let drawn = self.shared.drawn.entry(number).or_insert_with(|| {
            let data = outline.font_data().map(|font| font.data);
            data.map_or_else(HashMap::new, |data| shapes::drawn((*data).as_ref()))
        });
        drawn.get(&outline.glyph_id().to_u32()).copied()
    }

    /// When a run shows other letters than it claims, puts what it shows in the place of the claim,
    /// and keeps the claim as what machines read.
    pub(super) fn settle_claims(&mut self, from: usize, shown: &[Option<char>]) {
        let Some(glyphs) = self.canvas.glyphs.get(from..) else { return };
        let claimed: Vec<&str> = glyphs.iter().map(|glyph| self.canvas.text_of(glyph)).collect();
        let pairs: Vec<(char, char)> = shown
            .iter()
            .zip(&claimed)
            .filter_map(|(shown, claimed)| {
                let mut chars = claimed.chars();
                let only = chars.next().filter(|_| chars.next().is_none())?;
                Some(((*shown)?, only))
            })
            .collect();
        if !shapes::disagree(&pairs) {
            return;
        }
        let text = claimed.concat();
        self.canvas.replaced.push(Replaced { text });
        let number = (self.canvas.replaced.len() - 1) as u32;
        for (glyph, shown) in self.canvas.glyphs[from..].iter_mut().zip(shown) {
            glyph.replaced = Some(number);
            if let Some(shown) = shown {
                let start = self.canvas.text.len() as u32;
                self.canvas.text.push(*shown);
                glyph.text = (start, self.canvas.text.len() as u32);
            }
        }
    }

    /// What is known of a glyph; looked up once for each code of a font.
    pub(super) fn known<'a>(
        &mut self,
        glyph: &PositionedGlyph<'a>,
        font: u16,
        certain: bool,
    ) -> Known {
        let key = (font, glyph.char_code());
        if certain && let Some(known) = self.shared.glyphs.known.get(&key) {
            return *known;
        }
        let characters = characters(glyph.as_unicode());
        let named = self.shared.fonts.get(font).is_some_and(|font| !font.embedded && !font.claims);
        let (advance, empty) = match &**glyph {
            // Whoever shows the page draws the letters that the encoding names, with a font of their own.
            PaintedGlyph::Outline(outline) if named && !characters.contains('\u{fffd}') => {
                (outline.advance_width(), characters.chars().all(char::is_whitespace))
            }
            PaintedGlyph::Outline(outline) => {
                (outline.advance_width(), outline.outline().elements().is_empty())
            }
            PaintedGlyph::Type3(drawn) => (drawn.advance_width(), inks::is_empty(self, drawn)),
        };
        let shown = if certain { self.shown(glyph, font) } else { None };
        let mut claimed = characters.chars();
        let only = claimed.next().filter(|_| claimed.next().is_none());
        let glyphs = &mut self.shared.glyphs;
        // What is not kept lies where the one before it lay.
        let start = glyphs.kept;
        glyphs.text.truncate(start);
        glyphs.text.push_str(&characters);
        let known = Known {
            text: (start as u32, glyphs.text.len() as u32),
            advance: f64::from(advance.unwrap_or(0.0)),
            empty,
            shown,
            is_wrong: shown.zip(only).is_some_and(|(shown, only)| !shapes::same(shown, only)),
        };
        if certain {
            glyphs.known.insert(key, known);
            glyphs.kept = glyphs.text.len();
        }
        known
    }
}

/// A glyph's characters. A glyph without any becomes U+FFFD: it is never dropped.
fn characters(unicode: Option<BfString>) -> String {
    let mut text = String::new();
    let mut push = |c: char| match c {
        '\t' | '\n' | '\r' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{3000}' => text.push(' '),
        c if c.is_control() => {}
        c => text.push(c),
    };
    match unicode {
        Some(BfString::Char(c)) => push(c),
        Some(BfString::String(string)) => string.chars().for_each(push),
        None => {}
    }
    if text.is_empty() {
        text.push('\u{fffd}');
    }
    text
}
