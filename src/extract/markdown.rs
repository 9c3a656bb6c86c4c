//! Reads Markdown: CommonMark with tables, footnotes, definition lists and front matter.
//!
//! `pulldown-cmark` hands every event with its exact bytes, so each word keeps its way back, and an
//! entity or an escape is a unit of its own.

use std::ops::Range;

use pulldown_cmark::{Event, MetadataBlockKind, Options, Parser, Tag, TagEnd};

use super::builder::{Builder, Look};
use super::encoding::decode;
use super::html::Flow;
use super::{Limits, Source};
use crate::document::{BlockKind, Document, Format, NoteKind, Region, Style};

/// Reads Markdown.
pub(super) fn read(source: &Source<'_>, limits: &Limits) -> Document {
    let decoded = decode(source.name, source.bytes);
    let mut builder = Builder::new(Format::Markdown, limits.text_bytes);
    builder.document().notes.extend(decoded.notes);
    let text = decoded.source.text.clone();
    let file = builder.source(decoded.source);
    // A byte order mark would hide front matter or a first heading.
    let skip = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS
        | Options::ENABLE_DEFINITION_LIST;
    let mut reader = Reader::new(builder, file, &text, limits.nesting);
    for (event, range) in Parser::new_ext(&text[skip..], options).into_offset_iter() {
        reader.event(event, range.start + skip..range.end + skip);
    }
    reader.flow.close(&mut reader.builder, 0);
    reader.flow.notes(&mut reader.builder);
    reader.builder.finish()
}

/// What is open while events come in.
struct Reader<'a> {
    builder: Builder,
    file: u16,
    text: &'a str,
    nesting: usize,
    /// Depth of emphasis, by kind.
    bold: usize,
    italic: usize,
    /// Lists that are open, each with the number of its next item if it is numbered.
    lists: Vec<Option<u64>>,
    /// Links that are open: where they began, and where they lead.
    links: Vec<(usize, String)>,
    /// Text here is code: its blanks stand as written.
    code: bool,
    /// Text here belongs to the front matter, of this kind.
    front: Option<MetadataBlockKind>,
    /// Whether an item's first words are still to come.
    at_item: bool,
    /// The raw HTML that is open.
    flow: Flow,
    /// The lines of the HTML block that is open.
    html: Vec<Range<usize>>,
}

impl<'a> Reader<'a> {
    fn new(builder: Builder, file: u16, text: &'a str, nesting: usize) -> Self {
        Reader {
            builder,
            file,
            text,
            nesting,
            bold: 0,
            italic: 0,
            lists: Vec::new(),
            links: Vec::new(),
            code: false,
            front: None,
            at_item: false,
            flow: Flow::new(file, nesting),
            html: Vec::new(),
        }
    }

    fn look(&self) -> Look {
        let around = self.flow.look();
        let style = Style {
            bold: self.bold > 0 || around.style.bold,
            italic: self.italic > 0 || around.style.italic,
            color: around.style.color,
            size_pt: None,
        };
        Look { style, visibility: around.visibility }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(words) if self.front.is_some() => self.front_matter(&words),
            Event::Text(words) => self.words(&words, range),
            Event::Code(words) => {
                let around = std::mem::replace(&mut self.code, true);
                self.code(&words, range);
                self.code = around;
            }
            Event::InlineHtml(_) => self.markup(range),
            Event::Html(_) => match self.html.last_mut() {
                // A tag may run over several lines.
                Some(last) if last.end == range.start => last.end = range.end,
                _ => self.html.push(range),
            },
            Event::SoftBreak | Event::HardBreak => self.builder.separate('\n'),
            Event::Rule => self.builder.end(),
            Event::TaskListMarker(_)
            | Event::FootnoteReference(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => {
                if !std::mem::take(&mut self.at_item) {
                    self.begin(BlockKind::Paragraph);
                }
            }
            Tag::Heading { level, .. } => {
                self.at_item = false;
                self.begin(BlockKind::Heading { level: level as u8 });
            }
            Tag::CodeBlock(_) => {
                self.code = true;
                self.at_item = false;
                self.begin(BlockKind::Paragraph);
            }
            Tag::List(first) => {
                if self.lists.len() == self.nesting {
                    let message = format!("lists nest deeper than the limit of {}", self.nesting);
                    self.builder.note(NoteKind::Limit, message);
                }
                self.lists.push(first);
            }
            Tag::Item => {
                let level = self.lists.len().clamp(1, 255) as u8;
                self.begin(BlockKind::ListItem { level });
                self.item_marker(range);
                self.at_item = true;
            }
            Tag::DefinitionListTitle => self.begin(BlockKind::Paragraph),
            Tag::DefinitionListDefinition => {
                self.begin(BlockKind::Paragraph);
                self.at_item = true;
            }
            Tag::FootnoteDefinition(_) => {
                self.begin(BlockKind::Paragraph);
                self.at_item = true;
            }
            Tag::TableHead | Tag::TableRow => self.begin(BlockKind::TableRow),
            Tag::Emphasis => self.italic += 1,
            Tag::Strong => self.bold += 1,
            Tag::Link { dest_url, .. } => {
                self.links.push((self.builder.mark(), dest_url.into_string()));
            }
            Tag::Image { .. } => {}
            Tag::MetadataBlock(kind) => self.front = Some(kind),
            Tag::HtmlBlock
            | Tag::BlockQuote(_)
            | Tag::DefinitionList
            | Tag::Table(_)
            | Tag::TableCell
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::List(_) => {
                self.lists.pop();
                self.builder.end();
            }
            TagEnd::Item => {
                self.at_item = false;
                self.builder.end();
            }
            TagEnd::TableCell => self.builder.separate('\t'),
            TagEnd::Emphasis => self.italic = self.italic.saturating_sub(1),
            TagEnd::Strong => self.bold = self.bold.saturating_sub(1),
            TagEnd::Link => {
                if let Some((mark, target)) = self.links.pop() {
                    let span = self.builder.since(mark);
                    self.builder.link(span, target, None);
                }
            }
            TagEnd::MetadataBlock(_) => self.front = None,
            TagEnd::CodeBlock => {
                self.code = false;
                self.at_item = false;
                self.builder.end();
            }
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::FootnoteDefinition => {
                self.at_item = false;
                self.builder.end();
            }
            TagEnd::HtmlBlock => {
                for range in std::mem::take(&mut self.html) {
                    self.markup(range);
                }
            }
            TagEnd::BlockQuote(_)
            | TagEnd::DefinitionList
            | TagEnd::Table
            | TagEnd::Image
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript => {}
        }
    }

    fn begin(&mut self, kind: BlockKind) {
        self.builder.begin(kind, Region::Body, None);
    }

    /// Takes the `-` or `1.` of an item as its printed marker.
    fn item_marker(&mut self, range: Range<usize>) {
        let item = &self.text[range.clone()];
        let marker = item.split_whitespace().next().unwrap_or("");
        let bullet = matches!(marker, "-" | "*" | "+");
        let numbered = marker.len() > 1
            && marker.ends_with(['.', ')'])
            && marker[..marker.len() - 1].bytes().all(|b| b.is_ascii_digit());
        if bullet || numbered {
            let start = range.start + (item.len() - item.trim_start().len());
            self.builder.verbatim(self.file, start..start + marker.len(), self.look());
            self.builder.separate(' ');
            self.builder.after_marker();
        }
    }

    /// Words as they stand, or a unit that the source spells otherwise.
    fn words(&mut self, words: &str, range: Range<usize>) {
        if self.flow.skips() {
            return;
        }
        // Tight items, cells and quotes give words without a paragraph around them.
        if !self.builder.is_open() {
            self.begin(BlockKind::Paragraph);
        }
        let look = self.look();
        if self.text.get(range.clone()) != Some(words) {
            // The rest of a tab that indents code stands nowhere in the source.
            return match words.trim().is_empty() || range.is_empty() {
                true => self.builder.separate(' '),
                false => self.builder.decoded(self.file, range, words, look),
            };
        }
        let mut at = range.start;
        for line in words.split_inclusive('\n') {
            let kept = line.trim_end_matches(['\n', '\r']);
            match self.code {
                true => self.builder.verbatim(self.file, at..at + kept.len(), look),
                false => self.builder.flow(self.file, at..at + kept.len(), look),
            }
            if kept.len() < line.len() {
                self.builder.separate('\n');
            }
            at += line.len();
        }
    }

    /// A code span without its ticks.
    fn code(&mut self, words: &str, range: Range<usize>) {
        let span = &self.text[range.clone()];
        let ticks = span.bytes().take_while(|&b| b == b'`').count();
        let inner = range.start + ticks..range.end.saturating_sub(ticks).max(range.start + ticks);
        let offset = self.text.get(inner.clone()).and_then(|inner| inner.find(words));
        match offset {
            Some(offset) if words.len() + 2 >= inner.len() => {
                let start = inner.start + offset;
                self.words(words, start..start + words.len());
            }
            _ => self.words(words, range),
        }
    }

    /// Raw HTML: its words are text, its tags change how words are seen.
    fn markup(&mut self, range: Range<usize>) {
        let look = self.look();
        self.flow.feed(&mut self.builder, self.text, range, look);
    }

    /// Front matter: the fields that describe the document are kept, the rest is settings.
    fn front_matter(&mut self, words: &str) {
        let metadata = &mut self.builder.document().metadata;
        for line in words.lines() {
            let Some((key, value)) = line.split_once([':', '=']) else { continue };
            let value = value.trim().trim_matches(['"', '\'']).to_owned();
            if value.is_empty() || key.starts_with([' ', '\t', '-', '#']) {
                continue;
            }
            match key.trim() {
                "title" => metadata.title = Some(value),
                "author" | "name" => metadata.author = Some(value),
                "lang" | "language" => metadata.language = Some(value),
                "subject" | "description" => metadata.subject = Some(value),
                "keywords" | "tags" => metadata.keywords = Some(value),
                key => metadata.other.push((key.to_owned(), value)),
            }
        }
    }
}

#[cfg(test)]
mod tests;
