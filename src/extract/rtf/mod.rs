//! Reads RTF.
//!
//! RTF is a stream of control words in groups; a group gives back what it changed. Text keeps its bytes
//! in the file: plain stretches verbatim, `\'e9` and `\u233?` as decoded units. Comments of the review
//! kind become [`Document::comments`], and so does `{\*\comment ...}`; they stand before the words that
//! they are about, and are where `resumelint-ignore` is written. Deleted tracked changes are left out.

mod charset;
mod flows;
mod state;
mod tables;
mod token;

use std::ops::Range;
use std::sync::Arc;

use super::builder::{Builder, Remark};
use super::flow::{self, Piece, Text};
use super::look::{Ground, WHITE};
use super::{Limits, Source, encoding};
use crate::document::{Document, Fidelity, Format, Metadata, NoteKind, Place, SourceText};
use charset::Charset;
use flows::{Flows, Kind as FlowKind};
use state::{Destination, Information, State};
use tables::Tables;
use token::{Kind, Tokens};

/// Reads an RTF file.
pub(super) fn read(source: &Source<'_>, limits: &Limits) -> Document {
    let mut builder = Builder::new(Format::Rtf, limits.text_bytes);
    let decoded = encoding::decode(source.name, source.bytes);
    builder.document().notes.extend(decoded.notes);
    let file = decoded.source;
    let mut reader = Reader::new(&file, limits.nesting);
    reader.run();
    let (remarks, notes, metadata) = (reader.remarks, reader.notes, reader.metadata);
    let items = reader.flows.finish();
    builder.source(file.clone());
    builder.document().metadata = metadata;
    flow::emit(items, &mut builder);
    builder.remarks(&remarks);
    for (kind, message) in notes {
        builder.note(kind, message);
    }
    if builder.document().text.trim().is_empty() {
        builder.note(NoteKind::Empty, "document holds no text");
    }
    builder.finish()
}

/// A file that is being read.
struct Reader<'a> {
    file: &'a SourceText,
    tokens: Tokens<'a>,
    nesting: usize,
    state: State,
    stack: Vec<State>,
    /// Groups that are deeper than the limit, and so are left out.
    too_deep: usize,
    tables: Tables,
    code_page: Charset,
    ground: Ground,
    has_cell_fills: bool,
    flows: Flows,
    /// Fields that have begun: the depth of their group, and where they lead.
    fields: Vec<(usize, Option<Arc<str>>)>,
    /// The instruction of the field that began last.
    instruction: String,
    /// Bytes of a character that is not complete, and where the first stands.
    bytes: (Vec<u8>, usize),
    /// The first half of a character beyond the first plane, and where it stands.
    surrogate: Option<(u16, usize)>,
    /// Whether the group has just begun with `\*`.
    is_optional: bool,
    comment: String,
    comment_number: String,
    /// Where commented words begin, by number.
    anchors: Vec<(String, usize)>,
    /// Where the groups of comments begin, with the depth of each.
    comment_starts: Vec<(usize, usize)>,
    remarks: Vec<Remark>,
    metadata: Metadata,
    notes: Vec<(NoteKind, String)>,
}

impl<'a> Reader<'a> {
    fn new(file: &'a SourceText, nesting: usize) -> Self {
        // A shape behind the text makes its colour say nothing of contrast.
        let has_backdrop =
            file.text.contains("\\shpfblwtxt1") || file.text.contains("\\*\\background");
        Reader {
            file,
            tokens: Tokens::new(&file.text),
            nesting,
            state: State::default(),
            stack: Vec::new(),
            too_deep: 0,
            tables: Tables::default(),
            code_page: Charset::of_code_page(1252),
            ground: if has_backdrop { Ground::Unknown } else { Ground::Filled(WHITE) },
            has_cell_fills: file.text.contains("\\clcbpat"),
            flows: Flows::default(),
            fields: Vec::new(),
            instruction: String::new(),
            bytes: (Vec::new(), 0),
            surrogate: None,
            is_optional: false,
            comment: String::new(),
            comment_number: String::new(),
            anchors: Vec::new(),
            comment_starts: Vec::new(),
            remarks: Vec::new(),
            metadata: Metadata::default(),
            notes: Vec::new(),
        }
    }

    fn run(&mut self) {
        while let Some(token) = self.tokens.next() {
            if self.too_deep > 0 {
                match token.kind {
                    Kind::Open => self.too_deep += 1,
                    Kind::Close => self.too_deep -= 1,
                    _ => {}
                }
                continue;
            }
            if !matches!(token.kind, Kind::Byte(_) | Kind::Text(_)) {
                self.end_bytes(token.range.start);
            }
            match token.kind {
                Kind::Open => self.open(),
                Kind::Close => self.close(token.range.end),
                Kind::Word(word, number) => self.word(word, number, token.range),
                Kind::Symbol(symbol) => self.symbol(symbol, token.range),
                Kind::Byte(byte) => self.byte(byte, token.range),
                Kind::Text(text) => self.text(text, token.range),
            }
            if !matches!(token.kind, Kind::Symbol('*')) {
                self.is_optional = false;
            }
        }
        let end = self.file.text.len();
        self.end_bytes(end);
        if !self.stack.is_empty() {
            let message = "file breaks off inside a group; what could be was read";
            self.notes.push((NoteKind::Damaged, message.to_owned()));
        }
    }

    fn open(&mut self) {
        if self.stack.len() >= self.nesting {
            if !self.notes.iter().any(|(kind, _)| *kind == NoteKind::Limit) {
                let message = format!(
                    "groups are nested deeper than {}; the depths were not read",
                    self.nesting
                );
                self.notes.push((NoteKind::Limit, message));
            }
            self.too_deep = 1;
            return;
        }
        self.stack.push(self.state.clone());
    }

    fn close(&mut self, at: usize) {
        let depth = self.stack.len();
        if self.state.destination == Destination::Instruction
            && let Some((_, link)) = self.fields.last_mut()
        {
            *link = link_of_field(&self.instruction);
        }
        if self.fields.last().is_some_and(|(of, _)| *of == depth) {
            self.fields.pop();
        }
        if let Some(&(of, start)) = self.comment_starts.last()
            && of == depth
        {
            self.comment_starts.pop();
            let number = self.comment_number.trim();
            let anchor = self.anchors.iter().find(|(known, _)| known == number);
            let from = anchor.map_or(at, |(_, at)| *at);
            let text = std::mem::take(&mut self.comment);
            self.remarks.push(Remark { text, range: start..at, from });
            self.comment_number.clear();
        }
        self.flows.close(depth);
        if let Some(state) = self.stack.pop() {
            // What is said of a paragraph holds until it ends, whichever group said it.
            let marker =
                self.state.paragraph.has_marker && self.state.destination != Destination::Text;
            self.state = state;
            self.state.paragraph.has_marker |= marker;
        }
    }

    fn word(&mut self, word: &str, number: Option<i32>, range: Range<usize>) {
        let is_optional = self.is_optional;
        if self.destination(word, is_optional, &range) {
            return;
        }
        if word == "bin" {
            let bytes = usize::try_from(number.unwrap_or(0)).unwrap_or(0);
            self.tokens.leave_out(bytes);
            return;
        }
        match self.state.destination {
            Destination::Fonts => self.font_word(word, number),
            Destination::Colors => self.tables.color_word(word, number),
            Destination::Styles => self.tables.style_word(word, number),
            Destination::Lists => self.tables.list_word(word, number),
            Destination::Overrides => self.tables.override_word(word, number),
            _ => self.body_word(word, number, range),
        }
    }

    fn font_word(&mut self, word: &str, number: Option<i32>) {
        match (word, number) {
            ("f", Some(font)) => self.state.font = font,
            ("fcharset", Some(charset)) => {
                if let Some(charset) = Charset::of_font(charset) {
                    self.tables.fonts.insert(self.state.font, charset);
                }
            }
            _ => {}
        }
    }

    /// A word that says where the text of its group goes; whether it was one.
    fn destination(&mut self, word: &str, is_optional: bool, range: &Range<usize>) -> bool {
        let depth = self.stack.len();
        let information = |name| Destination::Information(Information::Other(name));
        let destination = match word {
            "fonttbl" => Destination::Fonts,
            "colortbl" => Destination::Colors,
            "stylesheet" => Destination::Styles,
            "listtable" => Destination::Lists,
            "listoverridetable" => Destination::Overrides,
            "fldinst" => {
                self.instruction.clear();
                Destination::Instruction
            }
            "title" => Destination::Information(Information::Title),
            "author" => Destination::Information(Information::Author),
            "subject" => Destination::Information(Information::Subject),
            "keywords" => Destination::Information(Information::Keywords),
            "generator" => Destination::Information(Information::Generator),
            "company" => information("company"),
            "manager" => information("manager"),
            "category" => information("category"),
            "doccomm" => information("comments"),
            "operator" => information("operator"),
            "field" => {
                self.fields.push((depth, None));
                return true;
            }
            "header" | "headerl" | "headerr" | "headerf" => {
                self.flows.open(depth, FlowKind::Header);
                Destination::Text
            }
            "footer" | "footerl" | "footerr" | "footerf" | "footnote" => {
                self.flows.open(depth, FlowKind::Footer);
                Destination::Text
            }
            "shptxt" => {
                self.flows.open(depth, FlowKind::Shape);
                Destination::Text
            }
            "annotation" | "comment" => {
                self.comment.clear();
                self.comment_starts.push((depth, range.start));
                Destination::Comment
            }
            "atnref" | "atrfstart" if is_optional => {
                self.comment_number.clear();
                if word == "atrfstart" {
                    self.anchors.push((String::new(), range.end));
                }
                Destination::CommentNumber
            }
            // Words in these groups are shown, although readers may leave them out.
            "shpinst" | "shpgrp" | "background" => return true,
            "info" | "shp" | "fldrslt" | "rtf" | "do" => return true,
            "pn" => {
                self.state.paragraph.has_marker = true;
                Destination::Nowhere
            }
            "listtext" | "pntext" | "pict" | "object" | "nonshppict" | "shprslt" | "sp"
            | "nonesttables" | "xe" | "tc" | "themedata" | "datastore" | "atnid" | "atnauthor"
            | "atndate" | "atnparent" | "atntime" | "atnicn" | "ftnsep" | "ftnsepc"
            | "template" | "creatim" | "revtim" | "printim" | "buptim" | "revtbl" | "filetbl"
            | "rxe" => Destination::Nowhere,
            _ if is_optional => Destination::Nowhere,
            _ => return false,
        };
        // Inside what goes nowhere, nothing comes back; styles and lists have tables of their own.
        if self.state.destination != Destination::Nowhere {
            self.state.destination = destination;
        }
        true
    }

    fn body_word(&mut self, word: &str, number: Option<i32>, range: Range<usize>) {
        match word {
            "par" | "sect" => self.end_paragraph(),
            "line" | "softline" | "lbr" => self.piece(Piece::Break),
            "page" | "column" => self.end_paragraph(),
            "tab" => self.piece(Piece::Tab),
            "cell" | "nestcell" => {
                self.end_paragraph();
                self.flows.end_cell();
            }
            "row" | "nestrow" => self.flows.end_row(),
            "trowd" => self.flows.define_row(),
            "cellx" => self.flows.define_cell(number.unwrap_or(0)),
            "ansicpg" => self.code_page = Charset::of_code_page(number.unwrap_or(1252)),
            "mac" => self.code_page = Charset::of_code_page(10000),
            "u" => self.unicode(number.unwrap_or(0), range),
            "emdash" => self.decoded("\u{2014}", range),
            "endash" => self.decoded("\u{2013}", range),
            "emspace" | "enspace" | "qmspace" => self.decoded(" ", range),
            "bullet" => self.decoded("\u{2022}", range),
            "lquote" => self.decoded("\u{2018}", range),
            "rquote" => self.decoded("\u{2019}", range),
            "ldblquote" => self.decoded("\u{201c}", range),
            "rdblquote" => self.decoded("\u{201d}", range),
            "zwj" => self.decoded("\u{200d}", range),
            "zwnj" => self.decoded("\u{200c}", range),
            _ => {
                self.state.set(word, number);
            }
        }
    }

    fn end_paragraph(&mut self) {
        if self.state.destination == Destination::Comment {
            self.comment.push('\n');
            return;
        }
        if self.state.destination != Destination::Text {
            return;
        }
        let said = self.state.paragraph;
        let outline = said.outline.filter(|level| *level < 9).map(|level| level + 1);
        let heading = match said.outline {
            Some(_) => outline,
            None => self.tables.headings.get(&said.style).copied(),
        };
        let list = match said.list {
            0 => said.has_marker.then_some(1),
            number => self.tables.list_level(number, said.level),
        };
        self.flows.end_paragraph(heading, list, said.framed, said.in_table);
        self.state.paragraph.has_marker = false;
    }

    fn piece(&mut self, piece: Piece) {
        if self.state.destination == Destination::Text && !self.state.deleted {
            self.flows.paragraph().pieces.push(piece);
        }
    }

    fn symbol(&mut self, symbol: char, range: Range<usize>) {
        match symbol {
            '*' => self.is_optional = true,
            '\\' | '{' | '}' => {
                self.decoded(symbol.encode_utf8(&mut [0; 4]), range);
            }
            '~' => self.decoded("\u{a0}", range),
            '-' => self.decoded("\u{ad}", range),
            '_' => self.decoded("\u{2011}", range),
            '\n' | '\r' => self.end_paragraph(),
            _ => {}
        }
    }

    /// A character by its number.
    fn unicode(&mut self, number: i32, range: Range<usize>) {
        // Numbers above 32767 are written as negative ones.
        let unit = (number & 0xffff) as u16;
        let end = self.tokens.skip_fallback(self.state.fallback);
        if (0xd800..0xdc00).contains(&unit) {
            self.surrogate = Some((unit, range.start));
            return;
        }
        let (units, start) = match self.surrogate.take() {
            Some((first, start)) if (0xdc00..0xe000).contains(&unit) => (vec![first, unit], start),
            _ => (vec![unit], range.start),
        };
        let text: String = char::decode_utf16(units)
            .map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
            .filter(|c| *c != '\0')
            .collect();
        self.decoded(&text, start..end);
    }

    /// The charset of the current font.
    fn charset(&self) -> Charset {
        self.tables.fonts.get(&self.state.font).copied().unwrap_or(self.code_page)
    }

    fn byte(&mut self, byte: u8, range: Range<usize>) {
        if self.bytes.0.is_empty() {
            self.bytes.1 = range.start;
        }
        self.bytes.0.push(byte);
        if let Some(text) = self.charset().decode(&self.bytes.0) {
            let start = self.bytes.1;
            self.bytes.0.clear();
            self.decoded(&text, start..range.end);
        }
    }

    /// Ends a character of several bytes that is not complete.
    fn end_bytes(&mut self, at: usize) {
        if !self.bytes.0.is_empty() {
            self.bytes.0.clear();
            let start = self.bytes.1;
            self.decoded("\u{fffd}", start..at);
        }
    }

    fn text(&mut self, text: &str, range: Range<usize>) {
        let mut from = 0;
        if !self.bytes.0.is_empty() {
            // The second byte of a character may be a plain letter.
            let letter = text.chars().next().filter(char::is_ascii);
            if let Some(letter) = letter {
                self.byte(letter as u8, range.start..range.start + 1);
                from = 1;
            }
            self.end_bytes(range.start + from);
        }
        self.words(&text[from..], range.start + from..range.end, Fidelity::Verbatim);
    }

    /// What lies behind text here. Fills of cells and shapes are not followed.
    fn ground_here(&self) -> Ground {
        let in_filled_cell = self.state.paragraph.in_table && self.has_cell_fills;
        match in_filled_cell || self.flows.in_shape() {
            true => Ground::Unknown,
            false => self.ground,
        }
    }

    fn decoded(&mut self, text: &str, range: Range<usize>) {
        self.words(text, range, Fidelity::Decoded);
    }

    /// Puts words where the group sends them.
    fn words(&mut self, words: &str, range: Range<usize>, fidelity: Fidelity) {
        if words.is_empty() {
            return;
        }
        match self.state.destination {
            Destination::Text => {
                if self.state.deleted {
                    return;
                }
                let bytes = range.start as u32..range.end as u32;
                let ground = self.ground_here();
                let text = Text {
                    text: words.to_owned(),
                    place: Place::Source { file: 0, bytes },
                    fidelity,
                    style: self.state.style(&self.tables),
                    capitals: self.state.capitals,
                    visibility: self.state.visibility(&self.tables, ground),
                    link: self.fields.iter().rev().find_map(|(_, link)| link.clone()),
                };
                self.flows.paragraph().push(text);
            }
            Destination::Colors => self.tables.color_text(words),
            Destination::Styles => self.tables.style_text(words),
            Destination::Instruction => self.instruction.push_str(words),
            Destination::Comment => self.comment.push_str(words),
            Destination::CommentNumber => {
                self.comment_number.push_str(words.trim());
                if let Some((number, _)) = self.anchors.last_mut()
                    && number.is_empty()
                {
                    number.push_str(words.trim());
                }
            }
            Destination::Information(field) => self.information(field, words),
            Destination::Nowhere
            | Destination::Fonts
            | Destination::Lists
            | Destination::Overrides => {}
        }
    }

    fn information(&mut self, field: Information, words: &str) {
        let slot = match field {
            Information::Title => &mut self.metadata.title,
            Information::Author => &mut self.metadata.author,
            Information::Subject => &mut self.metadata.subject,
            Information::Keywords => &mut self.metadata.keywords,
            Information::Generator => &mut self.metadata.creator,
            Information::Other(name) => {
                match self.metadata.other.iter_mut().find(|(known, _)| known == name) {
                    Some((_, value)) => value.push_str(words),
                    None => self.metadata.other.push((name.to_owned(), words.to_owned())),
                }
                return;
            }
        };
        slot.get_or_insert_default().push_str(words);
    }
}

/// Where a field of the kind `HYPERLINK "https://example.com"` leads.
fn link_of_field(instruction: &str) -> Option<Arc<str>> {
    let rest = instruction.trim().strip_prefix("HYPERLINK")?.trim_start();
    let target = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => rest.split_whitespace().next().filter(|word| !word.starts_with('\\'))?,
    };
    Some(Arc::from(target))
}
