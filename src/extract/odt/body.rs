//! Walks OpenDocument text: paragraphs, lists, tables, frames, in the order of the file.

use std::sync::Arc;

use super::styles::{Looks, ParagraphStyle, Styles, points};
use crate::document::{Fidelity, Place, Region, Visibility};
use crate::extract::flow::{Cell, Item, Note, Paragraph, Piece, Table, Text};
use crate::extract::look::{self, Ground, WHITE, hex};
use crate::extract::xml::{Content, Element};

/// Headings are short; a longer paragraph that is marked as one is text.
const LONGEST_HEADING: usize = 160;

/// The most blanks or columns that one attribute may stand for.
const MOST_REPEATED: usize = 64;

/// What is known of the page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Page {
    /// In points.
    width: f32,
    height: f32,
    ground: Ground,
}

impl Default for Page {
    fn default() -> Self {
        Page { width: 595.0, height: 842.0, ground: Ground::Filled(WHITE) }
    }
}

impl Page {
    /// The page that a file of styles describes.
    pub(super) fn of(root: Element<'_, '_>) -> Self {
        let mut page = Page::default();
        let layout = root.descendants().find(|e| e.name() == "page-layout-properties");
        if let Some(layout) = layout {
            let length = |name: &str| layout.attribute(name).as_deref().and_then(points);
            page.width = length("page-width").unwrap_or(page.width);
            page.height = length("page-height").unwrap_or(page.height);
            let fill = layout.attribute("background-color").and_then(|fill| hex(&fill));
            page.ground = match layout.attribute("fill").as_deref() {
                Some("bitmap" | "gradient" | "hatch") => Ground::Unknown,
                _ => Ground::Filled(fill.unwrap_or(WHITE)),
            };
        }
        page
    }
}

/// The state of a walk through the parts of a document.
pub(super) struct Walk<'w> {
    styles: &'w Styles,
    page: Page,
    part: Arc<str>,
    /// Paragraphs of this part so far.
    count: u32,
    /// Footnotes and endnotes so far.
    notes: Vec<Item>,
}

/// What surrounds a paragraph.
#[derive(Clone, Copy)]
struct Around {
    ground: Ground,
    /// How many lists it stands in.
    list: u8,
    is_hidden: bool,
}

/// A paragraph that is being read.
struct Open {
    paragraph: Paragraph,
    around: Around,
    ground: Ground,
    /// Frames that hang on it.
    frames: Vec<Item>,
    /// Whether a further blank would be the second in a row.
    after_blank: bool,
}

impl<'w> Walk<'w> {
    /// A walk that has not begun.
    pub(super) fn new(styles: &'w Styles, page: Page) -> Self {
        Walk { styles, page, part: Arc::from(""), count: 0, notes: Vec::new() }
    }

    /// Reads everything below `root` as the part of this name.
    pub(super) fn part(&mut self, root: Element<'_, '_>, name: Arc<str>) -> Vec<Item> {
        self.part = name;
        self.count = 0;
        if self.styles.has_backdrop() {
            self.page.ground = Ground::Unknown;
        }
        let mut items = Vec::new();
        let around = Around { ground: self.page.ground, list: 0, is_hidden: false };
        self.blocks(root, around, &mut items);
        items
    }

    /// The footnotes and endnotes that were met.
    pub(super) fn take_notes(&mut self) -> Vec<Item> {
        std::mem::take(&mut self.notes)
    }

    fn blocks(&mut self, parent: Element<'_, '_>, around: Around, items: &mut Vec<Item>) {
        for child in parent.children() {
            match child.name() {
                "p" | "h" => self.paragraph(child, around, items),
                "list" => {
                    let list = around.list.saturating_add(1);
                    self.blocks(child, Around { list, ..around }, items);
                }
                "section" => {
                    let is_hidden =
                        around.is_hidden || child.attribute("display").as_deref() == Some("none");
                    self.blocks(child, Around { is_hidden, ..around }, items);
                }
                "list-item" | "list-header" | "numbered-paragraph" | "table-of-content"
                | "index-body" | "alphabetical-index" | "user-index" => {
                    self.blocks(child, around, items);
                }
                "table" => {
                    let table = self.table(child, around);
                    items.push(Item::Table(table));
                }
                "frame" | "custom-shape" | "rect" | "g" => self.frame(child, around, items),
                _ => {}
            }
        }
    }

    fn table(&mut self, table: Element<'_, '_>, around: Around) -> Table {
        let style = table.attribute("style-name");
        let ground = self.styles.ground("table", style.as_deref()).unwrap_or(around.ground);
        let mut read = Table::default();
        self.rows(table, Around { ground, list: 0, ..around }, &mut read);
        read
    }

    fn rows(&mut self, parent: Element<'_, '_>, around: Around, table: &mut Table) {
        for child in parent.children() {
            match child.name() {
                "table-column" => {
                    let width = child.attribute("style-name").and_then(|s| self.styles.width(&s));
                    let count = repeated(child, "number-columns-repeated");
                    table.widths.extend(std::iter::repeat_n(width.unwrap_or(0.0), count));
                }
                "table-columns"
                | "table-header-columns"
                | "table-column-group"
                | "table-header-rows"
                | "table-rows"
                | "table-row-group" => {
                    self.rows(child, around, table);
                }
                "table-row" => {
                    let style = child.attribute("style-name");
                    let ground = self.styles.ground("table-row", style.as_deref());
                    let around = Around { ground: ground.unwrap_or(around.ground), ..around };
                    let row = self.cells(child, around);
                    table.rows.push(row);
                }
                _ => {}
            }
        }
    }

    fn cells(&mut self, row: Element<'_, '_>, around: Around) -> Vec<Cell> {
        let mut cells = Vec::new();
        for cell in row.children().filter(|child| child.name() == "table-cell") {
            let style = cell.attribute("style-name");
            let ground = self.styles.ground("table-cell", style.as_deref());
            let around = Around { ground: ground.unwrap_or(around.ground), ..around };
            let mut items = Vec::new();
            self.blocks(cell, around, &mut items);
            cells.push(Cell { columns: repeated(cell, "number-columns-spanned"), items });
        }
        cells
    }

    /// Reads what stands in a frame or shape, if it is text.
    fn frame(&mut self, frame: Element<'_, '_>, around: Around, items: &mut Vec<Item>) {
        let style = frame.attribute("style-name");
        let ground = self.styles.ground("graphic", style.as_deref()).unwrap_or(Ground::Unknown);
        let around = Around { ground, list: 0, ..around };
        let mut inside = Vec::new();
        self.blocks(frame, around, &mut inside);
        for child in frame.children().filter(|child| child.name() == "text-box") {
            self.blocks(child, around, &mut inside);
        }
        let length = |name: &str| frame.attribute(name).as_deref().and_then(points);
        let is_sidebar = match (length("width"), length("height").or_else(|| length("min-height")))
        {
            (Some(width), Some(height)) => {
                width < 0.42 * self.page.width && height > 0.3 * self.page.height
            }
            _ => false,
        };
        if !inside.is_empty() {
            let region = if is_sidebar { Region::Sidebar } else { Region::Body };
            items.push(Item::Region(region, inside));
        }
    }

    fn paragraph(&mut self, element: Element<'_, '_>, around: Around, items: &mut Vec<Item>) {
        self.count += 1;
        let number = self.count;
        let style = self.styles.paragraph(element.attribute("style-name").as_deref());
        let mut open = Open {
            paragraph: Paragraph::default(),
            around,
            ground: style.ground.unwrap_or(around.ground),
            frames: Vec::new(),
            after_blank: true,
        };
        let looks = style.looks.clone();
        self.inline(element, &looks, None, number, &mut open);
        settle(&mut open.paragraph, element, &style, around);
        items.push(Item::Paragraph(open.paragraph));
        items.append(&mut open.frames);
    }

    fn inline(
        &mut self,
        parent: Element<'_, '_>,
        looks: &Looks,
        link: Option<&Arc<str>>,
        number: u32,
        open: &mut Open,
    ) {
        for node in parent.nodes() {
            let child = match node {
                Content::Text(text) => {
                    self.push(&collapsed(text, &mut open.after_blank), looks, link, number, open);
                    continue;
                }
                Content::Char(c) => {
                    let c = c.to_string();
                    self.push(&collapsed(&c, &mut open.after_blank), looks, link, number, open);
                    continue;
                }
                Content::Element(child) => child,
            };
            match child.name() {
                "span" => {
                    let name = child.attribute("style-name");
                    let looks = self.styles.span(looks, name.as_deref());
                    self.inline(child, &looks, link, number, open);
                }
                "a" => {
                    let target = child.attribute("href").filter(|target| !target.starts_with('#'));
                    let target = target.map(|target| Arc::from(target.as_ref()));
                    self.inline(child, looks, target.as_ref().or(link), number, open);
                }
                "s" => {
                    let blanks = " ".repeat(repeated(child, "c"));
                    open.after_blank = false;
                    self.push(&blanks, looks, link, number, open);
                }
                "tab" => {
                    open.after_blank = true;
                    open.paragraph.pieces.push(Piece::Tab);
                }
                "line-break" => {
                    open.after_blank = true;
                    open.paragraph.pieces.push(Piece::Break);
                }
                "frame" | "custom-shape" | "rect" | "g" => {
                    let mut frames = Vec::new();
                    self.frame(child, open.around, &mut frames);
                    open.frames.append(&mut frames);
                }
                "note" => {
                    if let Some(body) = child.child("note-body") {
                        let around = Around { list: 0, ..open.around };
                        let mut items = Vec::new();
                        self.blocks(body, around, &mut items);
                        self.notes.append(&mut items);
                    }
                }
                "annotation" => open.paragraph.pieces.push(Piece::Comment(comment(child))),
                "hidden-text" | "hidden-paragraph" | "tracked-changes" | "ruby-text"
                | "annotation-end" | "script" => {}
                _ => self.inline(child, looks, link, number, open),
            }
        }
    }

    fn push(
        &mut self,
        words: &str,
        looks: &Looks,
        link: Option<&Arc<str>>,
        number: u32,
        open: &mut Open,
    ) {
        let style = looks.style();
        let visibility = match looks.is_hidden() || open.around.is_hidden {
            true => Visibility::HiddenByMarkup,
            false => look::on(looks.ground().unwrap_or(open.ground), style),
        };
        open.paragraph.push(Text {
            text: words.to_owned(),
            place: Place::Part { part: self.part.clone(), paragraph: number },
            fidelity: Fidelity::Verbatim,
            style,
            capitals: looks.capitals(),
            visibility,
            link: link.cloned(),
        });
    }
}

/// Says what a paragraph is, as far as the markup says it.
fn settle(
    paragraph: &mut Paragraph,
    element: Element<'_, '_>,
    style: &ParagraphStyle,
    around: Around,
) {
    let length: usize = paragraph
        .pieces
        .iter()
        .map(|piece| if let Piece::Text(text) = piece { text.text.len() } else { 1 })
        .sum();
    let marked = (element.name() == "h").then(|| {
        element.attribute("outline-level").and_then(|level| level.parse().ok()).unwrap_or(1)
    });
    let heading = marked.or(style.heading).filter(|_| length <= LONGEST_HEADING);
    paragraph.heading = heading.map(|level: u8| level.clamp(1, 6));
    paragraph.list = (around.list > 0).then_some(around.list);
    paragraph.framed = style.framed;
}

/// Text as OpenDocument counts it: any stretch of white space is one blank.
fn collapsed(text: &str, after_blank: &mut bool) -> String {
    let mut collapsed = String::with_capacity(text.len());
    for c in text.chars() {
        let is_blank = matches!(c, ' ' | '\t' | '\n' | '\r');
        if !is_blank {
            collapsed.push(c);
        } else if !*after_blank {
            collapsed.push(' ');
        }
        *after_blank = is_blank;
    }
    collapsed
}

/// The words of an annotation.
fn comment(annotation: Element<'_, '_>) -> Note {
    let lines: Vec<String> = annotation
        .descendants()
        .filter(|element| element.name() == "p")
        .map(Element::text)
        .collect();
    Note { text: lines.join("\n"), bytes: 0..0 }
}

/// A count in an attribute; 1 where there is none.
fn repeated(element: Element<'_, '_>, name: &str) -> usize {
    let count = element.attribute(name).and_then(|count| count.trim().parse().ok());
    count.unwrap_or(1).clamp(1, MOST_REPEATED)
}
