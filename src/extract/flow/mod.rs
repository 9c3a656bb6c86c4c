//! Word-processor text before its structure is decided: paragraphs, tables and boxes in flow order.
//!
//! DOCX, ODT and RTF say how text looks and seldom what it is: most headings in resumes are short bold
//! lines, most bullets are typed, most tables are two columns of a page. The readers of those formats
//! describe what they found as [`Item`]s; [`emit`] decides, by shape and never by words, what is a
//! heading, an item, a row, a column beside the text, and hands it to the [`Builder`].

mod shape;
mod table;

use super::builder::{Builder, Look};
use crate::document::{BlockKind, Fidelity, Place, Region, Span, Style, Visibility};

/// Something in the flow.
#[derive(Debug, Clone)]
pub(super) enum Item {
    /// A paragraph.
    Paragraph(Paragraph),
    /// A table.
    Table(Table),
    /// A region of its own with what stands in it: a text box, a page header.
    Region(Region, Vec<Item>),
}

/// A paragraph.
#[derive(Debug, Clone, Default)]
pub(super) struct Paragraph {
    /// Its words and what stands between them.
    pub(super) pieces: Vec<Piece>,
    /// The level of a heading, 1 to 6, where a style or an outline says so.
    pub(super) heading: Option<u8>,
    /// The level of a list item, from 1, where the list is marked as one.
    pub(super) list: Option<u8>,
    /// Whether a line or a fill of its own sets it off from its neighbours.
    pub(super) framed: bool,
}

/// A part of a paragraph.
#[derive(Debug, Clone)]
pub(super) enum Piece {
    /// Words of one look and origin.
    Text(Text),
    /// A tab.
    Tab,
    /// A line end inside the paragraph.
    Break,
    /// A comment that begins here.
    Comment(Note),
}

/// A comment on the text.
#[derive(Debug, Clone)]
pub(super) struct Note {
    /// Its words.
    pub(super) text: String,
    /// Its bytes in the user's file; empty in packed formats.
    pub(super) bytes: std::ops::Range<u32>,
}

/// Words of one look and origin.
#[derive(Debug, Clone)]
pub(super) struct Text {
    /// The words.
    pub(super) text: String,
    /// Where they came from. In a text format, bytes of the decoded source.
    pub(super) place: Place,
    /// Whether they can be cut where their source can.
    pub(super) fidelity: Fidelity,
    /// How they look.
    pub(super) style: Style,
    /// Whether they are shown in capitals, or in small capitals.
    pub(super) capitals: bool,
    /// Whether they are seen.
    pub(super) visibility: Visibility,
    /// Where they lead.
    pub(super) link: Option<std::sync::Arc<str>>,
}

/// A table.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    /// The widths of its columns, in any unit; empty when unknown.
    pub(super) widths: Vec<f32>,
    /// Its rows.
    pub(super) rows: Vec<Vec<Cell>>,
}

/// A cell.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    /// How many columns it spans, at least 1.
    pub(super) columns: usize,
    /// What stands in it.
    pub(super) items: Vec<Item>,
}

impl Paragraph {
    /// Adds words, joining them to the ones before when both look alike and come from the same
    /// paragraph of a packed part.
    pub(super) fn push(&mut self, text: Text) {
        if text.text.is_empty() {
            return;
        }
        if let Some(Piece::Text(last)) = self.pieces.last_mut()
            && matches!(last.place, Place::Part { .. })
            && last.place == text.place
            && last.style == text.style
            && last.capitals == text.capitals
            && last.visibility == text.visibility
            && last.link == text.link
        {
            last.text.push_str(&text.text);
        } else {
            self.pieces.push(Piece::Text(text));
        }
    }

    /// Its pieces of text.
    fn texts(&self) -> impl Iterator<Item = &Text> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Text(text) => Some(text),
            _ => None,
        })
    }

    /// Whether there is nothing in it but blanks.
    pub(super) fn is_blank(&self) -> bool {
        self.texts().all(|text| text.text.trim().is_empty())
    }
}

/// A line of the flow once tables are taken apart.
struct Line {
    region: Region,
    kind: BlockKind,
    content: Content,
}

/// What a line holds.
enum Content {
    Paragraph(Paragraph),
    Row(Vec<Vec<Paragraph>>),
}

/// Decides what everything is, and hands it to the builder.
pub(super) fn emit(items: Vec<Item>, builder: &mut Builder) {
    let mut lines = Vec::new();
    for item in items {
        flatten(item, Region::Body, &mut lines);
    }
    shape::find_headings(&mut lines);
    for line in &lines {
        emit_line(line, builder);
    }
    builder.end();
}

/// Takes tables apart and puts everything into one sequence.
fn flatten(item: Item, region: Region, lines: &mut Vec<Line>) {
    match item {
        Item::Paragraph(paragraph) => {
            if paragraph.is_blank() && !paragraph.pieces.iter().any(is_comment) {
                return;
            }
            let kind = match (paragraph.heading, paragraph.list) {
                (Some(level), _) => BlockKind::Heading { level: level.clamp(1, 6) },
                (None, Some(level)) => BlockKind::ListItem { level: level.max(1) },
                (None, None) => BlockKind::Paragraph,
            };
            lines.push(Line { region, kind, content: Content::Paragraph(paragraph) });
        }
        Item::Region(inner, items) => {
            let inner = if region == Region::Body { inner } else { region };
            for item in items {
                flatten(item, inner, lines);
            }
        }
        Item::Table(table) => table::flatten(table, region, lines),
    }
}

fn is_comment(piece: &Piece) -> bool {
    matches!(piece, Piece::Comment(_))
}

/// Writes one line as a block.
fn emit_line(line: &Line, builder: &mut Builder) {
    match &line.content {
        Content::Row(cells) => {
            builder.begin(line.kind, line.region, None);
            for (i, cell) in cells.iter().enumerate() {
                if i > 0 {
                    builder.separate('\t');
                }
                for paragraph in cell {
                    emit_pieces(&paragraph.pieces, builder);
                }
            }
        }
        Content::Paragraph(paragraph) => {
            let marker = shape::marker(paragraph).filter(|_| line.kind == BlockKind::Paragraph);
            let Some(marker) = marker else {
                builder.begin(line.kind, line.region, None);
                emit_pieces(&paragraph.pieces, builder);
                return;
            };
            builder.begin(BlockKind::ListItem { level: 1 }, line.region, None);
            let (before, after) = cut(&paragraph.pieces, marker);
            emit_pieces(&before, builder);
            builder.after_marker();
            builder.separate(' ');
            emit_pieces(&after, builder);
        }
    }
}

/// Cuts a paragraph after `bytes` bytes of its text, leaving out the blanks around the cut.
fn cut(pieces: &[Piece], bytes: usize) -> (Vec<Piece>, Vec<Piece>) {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    let mut left = bytes;
    for piece in pieces {
        match piece {
            Piece::Comment(_) => after.push(piece.clone()),
            Piece::Text(text) if left > 0 => {
                let (head, tail) = text.text.split_at(left.min(text.text.len()));
                left -= head.len();
                before.push(Piece::Text(part_of(text, 0, head)));
                let blanks = tail.len() - tail.trim_start().len();
                if tail.len() > blanks {
                    after.push(Piece::Text(part_of(text, head.len() + blanks, &tail[blanks..])));
                }
            }
            _ if left > 0 => {}
            Piece::Text(text) if after.iter().all(is_comment) => {
                let tail = text.text.trim_start();
                if !tail.is_empty() {
                    after.push(Piece::Text(part_of(text, text.text.len() - tail.len(), tail)));
                }
            }
            Piece::Tab if after.iter().all(is_comment) => {}
            _ => after.push(piece.clone()),
        }
    }
    (before, after)
}

/// A part of some words, with the part of their place.
fn part_of(text: &Text, start: usize, words: &str) -> Text {
    let mut part = Text { text: words.to_owned(), ..text.clone() };
    if let Place::Source { bytes, .. } = &mut part.place
        && text.fidelity == Fidelity::Verbatim
    {
        bytes.start += start as u32;
        bytes.end = bytes.start + words.len() as u32;
    }
    part
}

/// Writes the pieces of a paragraph. Blanks at the ends of lines have nothing to separate.
fn emit_pieces(pieces: &[Piece], builder: &mut Builder) {
    let mut link: Option<(std::sync::Arc<str>, Span)> = None;
    for piece in pieces {
        match piece {
            Piece::Tab => builder.separate('\t'),
            Piece::Break => builder.separate('\n'),
            Piece::Comment(note) => builder.comment(&note.text, 0, note.bytes.clone()),
            Piece::Text(text) => {
                let span = emit_text(text, builder);
                link = match (link.take(), &text.link) {
                    (Some((target, before)), Some(now)) if target == *now => {
                        Some((target, before.join(span)))
                    }
                    (before, now) => {
                        emit_link(before, builder);
                        now.clone().map(|target| (target, span))
                    }
                };
            }
        }
    }
    emit_link(link, builder);
}

/// Writes words, and gives their span.
fn emit_text(text: &Text, builder: &mut Builder) -> Span {
    let look = Look { style: text.style, visibility: text.visibility };
    match &text.place {
        Place::Source { file, bytes } => {
            let range = bytes.start as usize..bytes.end as usize;
            let mark = builder.mark();
            match text.fidelity {
                Fidelity::Verbatim => builder.verbatim(*file, range, look),
                Fidelity::Decoded => builder.decoded(*file, range, &text.text, look),
            }
            builder.since(mark).unwrap_or(builder.here())
        }
        place => builder.run(&text.text, place.clone(), text.fidelity, text.style, text.visibility),
    }
}

fn emit_link(link: Option<(std::sync::Arc<str>, Span)>, builder: &mut Builder) {
    if let Some((target, span)) = link {
        let span = span.trim(&builder.document().text);
        builder.link((!span.is_empty()).then_some(span), target.to_string(), None);
    }
}
