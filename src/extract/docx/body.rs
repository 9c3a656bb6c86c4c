//! Walks a part of text: paragraphs, tables, boxes, in the order of the file.

use std::collections::HashMap;
use std::sync::Arc;

use super::Numbering;
use super::Relations;
use super::styles::{self, Looks, ParagraphStyle, Styles};
use crate::document::{Fidelity, Place, Region, Visibility};
use crate::extract::flow::{Cell, Item, Note, Paragraph, Piece, Table, Text};
use crate::extract::look::{self, Ground, WHITE, hex};
use crate::extract::xml::{Content, Element};

/// Headings are short; a longer paragraph in a heading's style is text.
const LONGEST_HEADING: usize = 160;

/// English Metric Units to the twentieth of a point, in which pages are measured.
const EMU_PER_TWENTIETH: f32 = 635.0;

/// What is known of the page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Page {
    /// In twentieths of a point.
    width: f32,
    height: f32,
    /// What lies behind the text.
    ground: Ground,
}

impl Page {
    /// The page that a document describes.
    pub(super) fn of(root: Element<'_, '_>) -> Self {
        let size = root
            .descendants()
            .find(|element| element.name() == "pgSz")
            .and_then(|size| Some((number(size, "w")?, number(size, "h")?)));
        let (width, height) = size.unwrap_or((11_906.0, 16_838.0));
        let fill = root.child("background").and_then(|fill| fill.attribute("color"));
        let ground = match fill.as_deref() {
            Some("auto") | None => Ground::Filled(WHITE),
            Some(fill) => hex(fill).map_or(Ground::Unknown, Ground::Filled),
        };
        Page { width, height, ground: if has_backdrop(root) { Ground::Unknown } else { ground } }
    }
}

/// Whether a picture or shape lies behind the text, so that its colour says nothing of its contrast.
fn has_backdrop(root: Element<'_, '_>) -> bool {
    root.descendants().any(|element| match element.name() {
        "anchor" => element.attribute("behindDoc").is_some_and(|v| v == "1" || v == "true"),
        // The older drawing language says it in a style.
        "shape" | "rect" | "group" | "roundrect" => {
            element.attribute("style").is_some_and(|style| style.contains("z-index:-"))
        }
        _ => false,
    })
}

/// The state of a walk through the parts of a document.
pub(super) struct Walk<'w> {
    styles: &'w Styles,
    numbering: &'w Numbering,
    comments: &'w HashMap<String, String>,
    page: Page,
    part: Arc<str>,
    /// Paragraphs of this part so far.
    count: u32,
    fields: Vec<Field>,
    /// Comments that have been put in the text.
    placed: Vec<String>,
}

/// A field that has begun: an instruction, then its result.
struct Field {
    instruction: String,
    in_result: bool,
    link: Option<Arc<str>>,
}

/// What surrounds a paragraph.
#[derive(Clone, Copy)]
struct Around<'r> {
    ground: Ground,
    relations: &'r Relations,
}

/// A paragraph that is being read.
struct Open<'r> {
    paragraph: Paragraph,
    style: ParagraphStyle,
    around: Around<'r>,
    ground: Ground,
    /// Text boxes that hang on it.
    boxes: Vec<Item>,
}

impl<'w> Walk<'w> {
    /// A walk that has not begun.
    pub(super) fn new(
        styles: &'w Styles,
        numbering: &'w Numbering,
        comments: &'w HashMap<String, String>,
        page: Page,
    ) -> Self {
        Walk {
            styles,
            numbering,
            comments,
            page,
            part: Arc::from(""),
            count: 0,
            fields: Vec::new(),
            placed: Vec::new(),
        }
    }

    /// Reads everything below `root` as the part of this name.
    pub(super) fn part(
        &mut self,
        root: Element<'_, '_>,
        name: Arc<str>,
        relations: &Relations,
    ) -> Vec<Item> {
        self.part = name;
        self.count = 0;
        self.fields.clear();
        if has_backdrop(root) {
            self.page.ground = Ground::Unknown;
        }
        let mut items = Vec::new();
        self.blocks(root, Around { ground: self.page.ground, relations }, &mut items);
        items
    }

    fn blocks(&mut self, parent: Element<'_, '_>, around: Around<'_>, items: &mut Vec<Item>) {
        for child in parent.children() {
            match child.name() {
                "p" => self.paragraph(child, around, items),
                "tbl" => {
                    let table = self.table(child, around);
                    items.push(Item::Table(table));
                }
                "sdt" | "sdtContent" | "customXml" | "smartTag" | "ins" | "moveTo" => {
                    self.blocks(child, around, items);
                }
                // A note of the kind that prints the separator line has no words.
                "footnote" | "endnote" if child.attribute("type").is_none() => {
                    self.blocks(child, around, items);
                }
                "AlternateContent" => {
                    if let Some(chosen) = choice(child) {
                        self.blocks(chosen, around, items);
                    }
                }
                _ => {}
            }
        }
    }

    fn table(&mut self, table: Element<'_, '_>, around: Around<'_>) -> Table {
        let properties = table.child("tblPr");
        let style = properties.and_then(|properties| properties.child_val("tblStyle"));
        let ground = properties
            .and_then(styles::shading)
            .or_else(|| self.styles.table_ground(style.as_deref()))
            .unwrap_or(around.ground);
        let widths = table
            .child("tblGrid")
            .map(|grid| grid.children().filter_map(|column| number(column, "w")).collect());
        let mut read = Table { widths: widths.unwrap_or_default(), rows: Vec::new() };
        self.rows(table, Around { ground, ..around }, &mut read.rows);
        read
    }

    fn rows(&mut self, parent: Element<'_, '_>, around: Around<'_>, rows: &mut Vec<Vec<Cell>>) {
        for child in parent.children() {
            match child.name() {
                "tr" => {
                    let is_deleted =
                        child.child("trPr").is_some_and(|row| row.child("del").is_some());
                    if !is_deleted {
                        let mut cells = Vec::new();
                        self.cells(child, around, &mut cells);
                        rows.push(cells);
                    }
                }
                "sdt" | "sdtContent" | "customXml" | "ins" => self.rows(child, around, rows),
                _ => {}
            }
        }
    }

    fn cells(&mut self, parent: Element<'_, '_>, around: Around<'_>, cells: &mut Vec<Cell>) {
        for child in parent.children() {
            match child.name() {
                "tc" => {
                    let properties = child.child("tcPr");
                    let ground = properties.and_then(styles::shading).unwrap_or(around.ground);
                    let span = properties.and_then(|p| p.child_val("gridSpan"));
                    let columns = span.and_then(|span| span.trim().parse().ok());
                    let mut items = Vec::new();
                    self.blocks(child, Around { ground, ..around }, &mut items);
                    // Word allows 63 columns.
                    cells.push(Cell { columns: columns.unwrap_or(1).clamp(1, 63), items });
                }
                "sdt" | "sdtContent" | "customXml" => self.cells(child, around, cells),
                _ => {}
            }
        }
    }

    fn paragraph(&mut self, element: Element<'_, '_>, around: Around<'_>, items: &mut Vec<Item>) {
        self.count += 1;
        let properties = element.child("pPr");
        let id = properties.and_then(|properties| properties.child_val("pStyle"));
        let style = self.styles.paragraph(id.as_deref());
        let ground = properties.and_then(styles::shading).or(style.ground).unwrap_or(around.ground);
        let mut open =
            Open { paragraph: Paragraph::default(), style, around, ground, boxes: Vec::new() };
        self.inline(element, &mut open, None);
        self.settle(&mut open, properties);
        items.push(Item::Paragraph(open.paragraph));
        items.append(&mut open.boxes);
    }

    /// Says what the paragraph is, as far as styles and lists say it.
    fn settle(&self, open: &mut Open<'_>, properties: Option<Element<'_, '_>>) {
        let own_outline = properties.and_then(styles::outline);
        let heading = match own_outline {
            Some(level) => (level <= 9).then_some(level.min(6)),
            None => open.style.heading,
        };
        let mut list = open.style.list.clone();
        if let Some((number, level)) = properties.and_then(styles::list_of) {
            let number = number.or_else(|| list.as_ref().map(|(number, _)| number.clone()));
            let level = level.or_else(|| list.as_ref().map(|(_, level)| *level));
            list = number.map(|number| (number, level.unwrap_or(0)));
        }
        let length: usize = open
            .paragraph
            .pieces
            .iter()
            .map(|piece| if let Piece::Text(text) = piece { text.text.len() } else { 1 })
            .sum();
        open.paragraph.heading = heading.filter(|_| length <= LONGEST_HEADING);
        open.paragraph.list = list.and_then(|(number, level)| self.numbering.level(&number, level));
        open.paragraph.framed = open.style.framed || properties.is_some_and(styles::is_framed);
    }

    fn inline(&mut self, parent: Element<'_, '_>, open: &mut Open<'_>, link: Option<&Arc<str>>) {
        for child in parent.children() {
            match child.name() {
                "r" => self.run(child, open, link),
                "hyperlink" => {
                    let target = hyperlink(child, open.around.relations);
                    self.inline(child, open, target.as_ref().or(link));
                }
                "fldSimple" => {
                    let target = child.attribute("instr").and_then(|text| link_of_field(&text));
                    self.inline(child, open, target.as_ref().or(link));
                }
                "ins" | "moveTo" | "smartTag" | "customXml" | "sdt" | "sdtContent" | "dir"
                | "bdo" | "ruby" | "rubyBase" => self.inline(child, open, link),
                "oMath" | "oMathPara" => {
                    let looks = open.style.looks.clone();
                    let words: Vec<_> =
                        child.descendants().filter(|element| element.name() == "t").collect();
                    for word in words {
                        self.push(&word.text(), &looks, open, link);
                    }
                }
                "AlternateContent" => {
                    if let Some(chosen) = choice(child) {
                        self.inline(chosen, open, link);
                    }
                }
                "commentRangeStart" | "commentReference" => self.comment(child, open),
                _ => {}
            }
        }
    }

    /// Puts a comment where the words that it is about begin.
    fn comment(&mut self, mark: Element<'_, '_>, open: &mut Open<'_>) {
        let Some(id) = mark.attribute("id") else { return };
        if let Some(text) = self.comments.get(id.as_ref())
            && !self.placed.iter().any(|placed| *placed == id)
        {
            self.placed.push(id.into_owned());
            open.paragraph.pieces.push(Piece::Comment(Note { text: text.clone(), bytes: 0..0 }));
        }
    }

    fn run(&mut self, run: Element<'_, '_>, open: &mut Open<'_>, link: Option<&Arc<str>>) {
        let looks = self.styles.run(&open.style.looks, run.child("rPr"));
        self.run_content(run, &looks, open, link);
    }

    fn run_content(
        &mut self,
        run: Element<'_, '_>,
        looks: &Looks,
        open: &mut Open<'_>,
        link: Option<&Arc<str>>,
    ) {
        for child in run.children() {
            match child.name() {
                "fldChar" => self.field(child),
                "instrText" => {
                    if let Some(field) = self.fields.last_mut() {
                        field.instruction.push_str(&child.text());
                    }
                }
                "drawing" | "pict" | "object" => self.boxes(child, open),
                "AlternateContent" => {
                    if let Some(chosen) = choice(child) {
                        self.run_content(chosen, looks, open, link);
                    }
                }
                "commentReference" => self.comment(child, open),
                "ruby" | "rubyBase" => self.inline(child, open, link),
                // What stands between the parts of a field is its instruction, not text.
                _ if self.fields.iter().any(|field| !field.in_result) => {}
                "t" => self.push(&words_of(child), looks, open, link),
                "tab" | "ptab" => open.paragraph.pieces.push(Piece::Tab),
                "br" | "cr" => open.paragraph.pieces.push(Piece::Break),
                "noBreakHyphen" => self.push("\u{2011}", looks, open, link),
                "softHyphen" => self.push("\u{ad}", looks, open, link),
                "sym" => {
                    let code = child.attribute("char");
                    let code = code.and_then(|code| u32::from_str_radix(&code, 16).ok());
                    if let Some(sign) = code.and_then(char::from_u32) {
                        self.push(&sign.to_string(), looks, open, link);
                    }
                }
                _ => {}
            }
        }
    }

    fn push(&mut self, words: &str, looks: &Looks, open: &mut Open<'_>, link: Option<&Arc<str>>) {
        let ground = looks.ground().unwrap_or(open.ground);
        let style = looks.style();
        let visibility = match looks.is_hidden() {
            true => Visibility::HiddenByMarkup,
            false => look::on(ground, style),
        };
        let of_field = self.fields.iter().rev().find_map(|field| field.link.clone());
        open.paragraph.push(Text {
            text: words.to_owned(),
            place: Place::Part { part: self.part.clone(), paragraph: self.count },
            fidelity: Fidelity::Verbatim,
            style,
            capitals: looks.capitals(),
            visibility,
            link: of_field.or_else(|| link.cloned()),
        });
    }

    fn field(&mut self, mark: Element<'_, '_>) {
        match mark.attribute("fldCharType").as_deref() {
            Some("begin") => {
                self.fields.push(Field { instruction: String::new(), in_result: false, link: None })
            }
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    field.in_result = true;
                    field.link = link_of_field(&field.instruction);
                }
            }
            Some("end") => {
                self.fields.pop();
            }
            _ => {}
        }
    }

    /// Reads the text boxes of a drawing.
    fn boxes(&mut self, drawing: Element<'_, '_>, open: &mut Open<'_>) {
        let region = self.region_of(drawing);
        let mut items = Vec::new();
        self.boxes_below(drawing, open, Ground::Unknown, &mut items);
        if !items.is_empty() {
            open.boxes.push(match region {
                Some(region) => Item::Region(region, items),
                None => Item::Region(Region::Body, items),
            });
        }
    }

    fn boxes_below(
        &mut self,
        parent: Element<'_, '_>,
        open: &Open<'_>,
        ground: Ground,
        items: &mut Vec<Item>,
    ) {
        for child in parent.children() {
            match child.name() {
                "AlternateContent" => {
                    if let Some(chosen) = choice(child) {
                        self.boxes_below(chosen, open, ground, items);
                    }
                }
                "txbxContent" => {
                    // The box is read in the middle of its paragraph, fields included.
                    let fields = std::mem::take(&mut self.fields);
                    self.blocks(child, Around { ground, ..open.around }, items);
                    self.fields = fields;
                }
                _ => {
                    let fill = fill_of(child).unwrap_or(ground);
                    self.boxes_below(child, open, fill, items);
                }
            }
        }
    }

    /// Where a drawing stands: a narrow and tall one stands beside the text.
    fn region_of(&self, drawing: Element<'_, '_>) -> Option<Region> {
        let anchor = drawing.children().find(|child| child.name() == "anchor")?;
        let extent = anchor.child("extent")?;
        let width = number(extent, "cx")? / EMU_PER_TWENTIETH;
        let height = number(extent, "cy")? / EMU_PER_TWENTIETH;
        (width < 0.42 * self.page.width && height > 0.3 * self.page.height)
            .then_some(Region::Sidebar)
    }
}

/// The version of the content that we read, of those that are offered.
fn choice<'t, 'a>(alternatives: Element<'t, 'a>) -> Option<Element<'t, 'a>> {
    alternatives.child("Choice").or_else(|| alternatives.child("Fallback"))
}

/// The fill of a shape, where it says one in a way that we can resolve.
fn fill_of(shape: Element<'_, '_>) -> Option<Ground> {
    if let Some(fill) = shape.attribute("fillcolor") {
        return Some(hex(&fill).map_or(Ground::Unknown, Ground::Filled));
    }
    let fill = shape.child("spPr")?.child("solidFill")?.child("srgbClr")?.attribute("val")?;
    hex(&fill).map(Ground::Filled)
}

/// Where a hyperlink leads.
fn hyperlink(element: Element<'_, '_>, relations: &Relations) -> Option<Arc<str>> {
    let relation = relations.get(element.attribute("id")?.as_ref())?;
    relation.external.then(|| Arc::from(relation.target.as_str()))
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

/// The words of a text element. Blanks at its ends count even where the file forgets to say so, since
/// converters do, and words would run together; line ends are the work of whoever indented the file.
fn words_of(element: Element<'_, '_>) -> String {
    let text = match element.nodes().next() {
        Some(Content::Text(text)) if element.nodes().nth(1).is_none() => text.to_owned(),
        _ => element.text(),
    };
    match text.contains('\n') && element.attribute("space").as_deref() != Some("preserve") {
        true => text.trim_matches([' ', '\t', '\r', '\n']).to_owned(),
        false => text,
    }
}

/// A number in an attribute.
fn number(element: Element<'_, '_>, name: &str) -> Option<f32> {
    element.attribute(name)?.trim().parse().ok()
}
