//! The flows of text in an RTF file: the body, and beside it headers, footers, notes and shapes, each
//! with its own open paragraph and table.

use crate::document::Region;
use crate::extract::flow::{Cell, Item, Paragraph, Table};

/// What a flow is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Kind {
    /// The main text.
    #[default]
    Body,
    /// A page header.
    Header,
    /// A page footer, or a note.
    Footer,
    /// A shape with text.
    Shape,
}

/// A flow of text.
#[derive(Debug, Default)]
struct Flow {
    kind: Kind,
    /// The depth of its group.
    depth: usize,
    items: Vec<Item>,
    paragraph: Paragraph,
    /// What ends with the paragraph: shapes that hang on it.
    shapes: Vec<Item>,
    table: Option<Open>,
    /// The right edges of the cells of rows to come.
    edges: Vec<i32>,
}

/// A table that is being read.
#[derive(Debug, Default)]
struct Open {
    table: Table,
    row: Vec<Cell>,
    cell: Vec<Item>,
}

/// All flows of a file, the innermost last.
#[derive(Debug)]
pub(super) struct Flows {
    open: Vec<Flow>,
    headers: Vec<Item>,
    footers: Vec<Item>,
}

impl Default for Flows {
    fn default() -> Self {
        Flows { open: vec![Flow::default()], headers: Vec::new(), footers: Vec::new() }
    }
}

impl Flows {
    fn flow(&mut self) -> &mut Flow {
        if self.open.is_empty() {
            self.open.push(Flow::default());
        }
        let last = self.open.len() - 1;
        &mut self.open[last]
    }

    /// Begins a flow in the group of this depth.
    pub(super) fn open(&mut self, depth: usize, kind: Kind) {
        self.open.push(Flow { kind, depth, ..Flow::default() });
    }

    /// Ends the flow that began in the group of this depth, if one did.
    pub(super) fn close(&mut self, depth: usize) {
        if self.open.len() < 2 || self.open.last().is_none_or(|flow| flow.depth != depth) {
            return;
        }
        let Some(mut flow) = self.open.pop() else { return };
        flow.end();
        match flow.kind {
            Kind::Header => self.headers.push(Item::Region(Region::PageHeader, flow.items)),
            Kind::Footer => self.footers.push(Item::Region(Region::PageFooter, flow.items)),
            Kind::Shape => self.flow().shapes.append(&mut flow.items),
            Kind::Body => self.flow().items.append(&mut flow.items),
        }
    }

    /// The open paragraph.
    pub(super) fn paragraph(&mut self) -> &mut Paragraph {
        &mut self.flow().paragraph
    }

    /// Whether text goes into a shape.
    pub(super) fn in_shape(&self) -> bool {
        self.open.last().is_some_and(|flow| flow.kind == Kind::Shape)
    }

    /// Ends the open paragraph.
    pub(super) fn end_paragraph(
        &mut self,
        heading: Option<u8>,
        list: Option<u8>,
        framed: bool,
        in_table: bool,
    ) {
        let flow = self.flow();
        if !in_table && let Some(open) = flow.table.take_if(|open| open.is_between_rows()) {
            flow.items.push(Item::Table(open.table));
        }
        let paragraph = std::mem::take(&mut flow.paragraph);
        let paragraph = Paragraph { heading, list, framed, ..paragraph };
        let shapes = std::mem::take(&mut flow.shapes);
        let into = match &mut flow.table {
            Some(open) => &mut open.cell,
            None => &mut flow.items,
        };
        into.push(Item::Paragraph(paragraph));
        into.extend(shapes);
    }

    /// Begins a row's definition, which opens a table where there is none.
    pub(super) fn define_row(&mut self) {
        let flow = self.flow();
        flow.edges.clear();
        flow.table.get_or_insert_default();
    }

    /// The right edge of the next cell.
    pub(super) fn define_cell(&mut self, edge: i32) {
        let flow = self.flow();
        // Word allows 63 columns.
        if flow.edges.len() < 64 {
            flow.edges.push(edge);
        }
    }

    /// Ends a cell.
    pub(super) fn end_cell(&mut self) {
        let flow = self.flow();
        if let Some(open) = &mut flow.table {
            let items = std::mem::take(&mut open.cell);
            open.row.push(Cell { columns: 1, items });
        }
    }

    /// Ends a row.
    pub(super) fn end_row(&mut self) {
        let flow = self.flow();
        let Some(open) = &mut flow.table else { return };
        let mut row = std::mem::take(&mut open.row);
        if !open.cell.is_empty() {
            row.push(Cell { columns: 1, items: std::mem::take(&mut open.cell) });
        }
        if open.table.widths.len() < flow.edges.len() {
            let mut left = 0;
            open.table.widths.clear();
            for &edge in &flow.edges {
                open.table.widths.push(edge.saturating_sub(left).max(0) as f32);
                left = edge;
            }
        }
        open.table.rows.push(row);
    }

    /// Everything, headers first and footers last.
    pub(super) fn finish(mut self) -> Vec<Item> {
        while self.open.len() > 1 {
            let depth = self.open.last().map_or(0, |flow| flow.depth);
            self.close(depth);
        }
        let mut items = self.headers;
        if let Some(mut body) = self.open.pop() {
            body.end();
            items.append(&mut body.items);
        }
        items.append(&mut self.footers);
        items
    }
}

impl Flow {
    /// Ends whatever is open.
    fn end(&mut self) {
        if let Some(mut open) = self.table.take() {
            let mut cell = std::mem::take(&mut open.cell);
            cell.push(Item::Paragraph(std::mem::take(&mut self.paragraph)));
            open.row.push(Cell { columns: 1, items: cell });
            open.table.rows.push(open.row);
            self.items.push(Item::Table(open.table));
        }
        self.items.push(Item::Paragraph(std::mem::take(&mut self.paragraph)));
        self.items.append(&mut self.shapes);
    }
}

impl Open {
    fn is_between_rows(&self) -> bool {
        self.row.is_empty() && self.cell.is_empty()
    }
}
