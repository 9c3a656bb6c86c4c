//! What RTF keeps for each group, and gives back when the group ends.

use super::tables::Tables;
use crate::document::{Style, Visibility};
use crate::extract::look::{self, Ground};

/// Where text goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Destination {
    /// Into the document.
    Text,
    /// Nowhere.
    Nowhere,
    Fonts,
    Colors,
    Styles,
    Lists,
    Overrides,
    /// Into the instruction of a field.
    Instruction,
    /// Into a comment.
    Comment,
    /// Into the name of a comment's anchor.
    CommentNumber,
    /// Into the file's account of itself.
    Information(Information),
}

/// A field of the file's account of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Information {
    Title,
    Author,
    Subject,
    Keywords,
    Generator,
    Other(&'static str),
}

/// The state of a group.
#[derive(Debug, Clone)]
pub(super) struct State {
    /// Where text goes.
    pub(super) destination: Destination,
    /// How many characters follow `\u` for readers without Unicode.
    pub(super) fallback: usize,
    /// The font.
    pub(super) font: i32,
    pub(super) bold: bool,
    pub(super) italic: bool,
    pub(super) capitals: bool,
    pub(super) hidden: bool,
    pub(super) deleted: bool,
    /// Half points.
    pub(super) size: i32,
    pub(super) color: i32,
    /// The fill right behind the text; 0 for none.
    pub(super) fill: i32,
    pub(super) paragraph: ParagraphState,
}

/// What holds for a paragraph until `\pard`.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct ParagraphState {
    pub(super) style: i32,
    pub(super) outline: Option<u8>,
    pub(super) list: i32,
    pub(super) level: u8,
    /// A list of the older kind.
    pub(super) has_marker: bool,
    pub(super) framed: bool,
    /// The fill behind the paragraph; 0 for none.
    pub(super) fill: i32,
    pub(super) in_table: bool,
}

impl Default for State {
    fn default() -> Self {
        State {
            destination: Destination::Text,
            fallback: 1,
            font: 0,
            bold: false,
            italic: false,
            capitals: false,
            hidden: false,
            deleted: false,
            size: 24,
            color: 0,
            fill: 0,
            paragraph: ParagraphState::default(),
        }
    }
}

impl State {
    /// `\plain`: looks as they are by default.
    pub(super) fn plain(&mut self) {
        *self = State {
            destination: self.destination,
            fallback: self.fallback,
            font: self.font,
            paragraph: self.paragraph,
            deleted: self.deleted,
            ..State::default()
        };
    }

    /// A word that sets looks or the paragraph; whether it was one.
    pub(super) fn set(&mut self, word: &str, number: Option<i32>) -> bool {
        let on = number != Some(0);
        let value = number.unwrap_or(0);
        match word {
            "b" => self.bold = on,
            "i" => self.italic = on,
            "caps" | "scaps" => self.capitals = on,
            "v" | "webhidden" => self.hidden = on,
            "deleted" => self.deleted = on,
            "fs" => self.size = number.unwrap_or(24),
            "cf" => self.color = value,
            "f" => self.font = value,
            "highlight" | "chcbpat" | "cb" => self.fill = value,
            "plain" => self.plain(),
            "uc" => self.fallback = usize::try_from(value).unwrap_or(1).min(16),
            "pard" => self.paragraph = ParagraphState::default(),
            "s" => self.paragraph.style = value,
            "outlinelevel" => self.paragraph.outline = u8::try_from(value).ok(),
            "ls" => self.paragraph.list = value,
            "ilvl" => self.paragraph.level = u8::try_from(value).unwrap_or(0),
            "pn" | "pnlvlblt" | "pnlvlbody" => self.paragraph.has_marker = true,
            "brdrb" | "brdrt" => self.paragraph.framed = true,
            "brdrnone" | "brdrnil" => self.paragraph.framed = false,
            "cbpat" => self.paragraph.fill = value,
            "intbl" => self.paragraph.in_table = true,
            _ => return false,
        }
        true
    }

    /// The looks as facts.
    pub(super) fn style(&self, tables: &Tables) -> Style {
        Style {
            size_pt: Some(self.size as f32 / 2.0),
            bold: self.bold,
            italic: self.italic,
            color: tables.color(self.color),
        }
    }

    /// Whether text of this state is seen, on a ground of this kind where it has no fill of its own.
    pub(super) fn visibility(&self, tables: &Tables, ground: Ground) -> Visibility {
        if self.hidden {
            return Visibility::HiddenByMarkup;
        }
        let fill = [self.fill, self.paragraph.fill].into_iter().find_map(|fill| tables.color(fill));
        look::on(fill.map_or(ground, Ground::Filled), self.style(tables))
    }
}
