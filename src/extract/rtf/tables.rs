//! What stands at the head of an RTF file: fonts, colours, styles, lists.

use std::collections::{HashMap, HashSet};

use super::charset::Charset;
use crate::document::Color;

/// The tables of a file.
#[derive(Debug, Default)]
pub(super) struct Tables {
    /// How the bytes of a font are read, where it is not the file's own code page.
    pub(super) fonts: HashMap<i32, Charset>,
    /// The colours; the first is "automatic".
    pub(super) colors: Vec<Option<Color>>,
    /// The heading level of a paragraph style.
    pub(super) headings: HashMap<i32, u8>,
    /// The list behind the number that a paragraph has.
    overrides: HashMap<i32, i32>,
    /// Levels that print no marker, by list.
    silent: HashSet<(i32, usize)>,
    /// The list that is being read: which of its levels are silent.
    levels: Vec<bool>,
    /// The colour that is being read: red, green, blue.
    mixing: Option<[u8; 3]>,
    /// The style that is being read: its number and name.
    style: (i32, String),
    /// The outline level that it states.
    outline: Option<u8>,
    /// The list of the override that is being read.
    overridden: i32,
}

impl Tables {
    /// A control word in the table of colours.
    pub(super) fn color_word(&mut self, word: &str, number: Option<i32>) {
        let channel = match word {
            "red" => 0,
            "green" => 1,
            "blue" => 2,
            _ => return,
        };
        let mixing = self.mixing.get_or_insert([0; 3]);
        mixing[channel] = number.unwrap_or(0).clamp(0, 255) as u8;
    }

    /// Text in the table of colours: each semicolon ends one.
    pub(super) fn color_text(&mut self, text: &str) {
        for _ in text.matches(';') {
            self.colors.push(self.mixing.take().map(|[r, g, b]| Color(r, g, b)));
        }
    }

    /// The colour of this number; `None` for the automatic one.
    pub(super) fn color(&self, number: i32) -> Option<Color> {
        let number = usize::try_from(number).ok()?;
        self.colors.get(number).copied().flatten()
    }

    /// A control word in the table of styles.
    pub(super) fn style_word(&mut self, word: &str, number: Option<i32>) {
        match word {
            "s" => self.style = (number.unwrap_or(0), String::new()),
            // Character and table styles are numbered on their own.
            "cs" | "ds" | "ts" => self.style = (-1, String::new()),
            "outlinelevel" => self.outline = number.and_then(|n| u8::try_from(n).ok()),
            _ => {}
        }
    }

    /// Text in the table of styles: a name, ended by a semicolon.
    pub(super) fn style_text(&mut self, text: &str) {
        let (name, ended) = text.split_once(';').map_or((text, false), |(name, _)| (name, true));
        if self.style.1.len() < 100 {
            self.style.1.push_str(name);
        }
        if ended {
            let name = self.style.1.trim().to_lowercase();
            let level = match name.as_str() {
                "title" => Some(1),
                _ => name.strip_prefix("heading ").and_then(|n| n.trim().parse().ok()),
            };
            let outline = self.outline.take().filter(|n| *n < 9).map(|n| n + 1);
            if let Some(level) = level.or(outline)
                && self.style.0 >= 0
            {
                self.headings.insert(self.style.0, level);
            }
            // A style without a number is the default one.
            self.style = (0, String::new());
        }
    }

    /// A control word in the table of lists.
    pub(super) fn list_word(&mut self, word: &str, number: Option<i32>) {
        match (word, number) {
            ("list", _) => self.levels.clear(),
            // `levelnfcn` says the same again for newer readers.
            ("levelnfc", Some(format)) => self.levels.push(format == 255),
            ("listid", Some(id)) => {
                for (level, _) in self.levels.iter().enumerate().filter(|(_, silent)| **silent) {
                    self.silent.insert((id, level));
                }
            }
            _ => {}
        }
    }

    /// A control word in the table of list overrides.
    pub(super) fn override_word(&mut self, word: &str, number: Option<i32>) {
        match (word, number) {
            ("listid", Some(id)) => self.overridden = id,
            ("ls", Some(number)) => {
                self.overrides.insert(number, self.overridden);
            }
            _ => {}
        }
    }

    /// The level of an item of list `number`, from 1; `None` where that prints no marker.
    pub(super) fn list_level(&self, number: i32, level: u8) -> Option<u8> {
        let list = self.overrides.get(&number);
        let is_silent = list.is_some_and(|list| self.silent.contains(&(*list, level as usize)));
        (number > 0 && !is_silent).then_some(level.saturating_add(1))
    }
}
