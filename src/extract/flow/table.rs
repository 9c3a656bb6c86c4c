//! Tables, most of which are not tables: in resumes they hold the two columns of a page, or a rail of
//! labels beside the text.
//!
//! A row whose cells hold a line each is a row. A row with more in a cell is read cell by cell. Where
//! two columns both hold running text, the table is a page layout and is read column by column.

use super::{Cell, Content, Item, Line, Paragraph, Table};
use crate::document::{BlockKind, Region};

/// The share of the table's width below which a column of a page layout is a sidebar.
const SIDEBAR_SHARE: f32 = 0.4;

/// Puts a table into the sequence of lines.
pub(super) fn flatten(table: Table, region: Region, lines: &mut Vec<Line>) {
    if is_page_layout(&table) {
        by_column(table, region, lines);
    } else {
        for row in table.rows {
            by_row(row, region, lines);
        }
    }
}

/// Whether two columns hold running text beside each other.
fn is_page_layout(table: &Table) -> bool {
    let columns = table.rows.iter().map(|row| columns_of(row)).max().unwrap_or(0);
    if columns < 2 {
        return false;
    }
    let mut full = vec![0_usize; columns];
    let mut rows_of_text = 0;
    for row in &table.rows {
        let mut at = 0;
        let mut full_here = 0;
        for cell in row {
            if cell.columns == 1 && line_count(cell) > 1 {
                full[at.min(columns - 1)] += 1;
                full_here += 1;
            }
            at += cell.columns;
        }
        rows_of_text += usize::from(full_here > 1);
    }
    rows_of_text > 0 && full.iter().filter(|&&rows| rows > 0).count() > 1
}

fn columns_of(row: &[Cell]) -> usize {
    row.iter().map(|cell| cell.columns).sum()
}

/// The number of lines that stand in a cell; a table inside counts as many.
fn line_count(cell: &Cell) -> usize {
    cell.items
        .iter()
        .map(|item| match item {
            Item::Paragraph(paragraph) => usize::from(!paragraph.is_blank()),
            Item::Table(table) => table.rows.len().max(2),
            Item::Region(_, items) => items.len(),
        })
        .sum()
}

/// Reads a page layout: rows that span it in place, and between them each column from top to bottom.
fn by_column(table: Table, region: Region, lines: &mut Vec<Line>) {
    let columns = table.rows.iter().map(|row| columns_of(row)).max().unwrap_or(0);
    let regions: Vec<Region> = (0..columns).map(|i| column_region(&table, i, region)).collect();
    let mut stacks: Vec<Vec<Item>> = (0..columns).map(|_| Vec::new()).collect();
    for row in table.rows {
        if row.iter().any(|cell| cell.columns > 1 && line_count(cell) > 0) {
            drain(&mut stacks, &regions, lines);
            by_row(row, region, lines);
            continue;
        }
        let mut at = 0;
        for cell in row {
            if let Some(stack) = stacks.get_mut(at) {
                stack.extend(cell.items);
            }
            at += cell.columns;
        }
    }
    drain(&mut stacks, &regions, lines);
}

fn drain(stacks: &mut [Vec<Item>], regions: &[Region], lines: &mut Vec<Line>) {
    for (stack, region) in stacks.iter_mut().zip(regions) {
        for item in std::mem::take(stack) {
            super::flatten(item, *region, lines);
        }
    }
}

/// The region of a column of a page layout: narrow ones stand beside the text.
fn column_region(table: &Table, column: usize, region: Region) -> Region {
    let all: f32 = table.widths.iter().sum();
    match table.widths.get(column) {
        Some(width) if region == Region::Body && all > 0.0 && width / all < SIDEBAR_SHARE => {
            Region::Sidebar
        }
        _ => region,
    }
}

/// Reads a row: as a row where each cell is a line, else cell by cell.
fn by_row(row: Vec<Cell>, region: Region, lines: &mut Vec<Line>) {
    let filled = row.iter().filter(|cell| line_count(cell) > 0).count();
    let is_row = filled > 1 && row.iter().all(|cell| line_count(cell) <= 1 && is_plain(cell));
    if !is_row {
        for item in row.into_iter().flat_map(|cell| cell.items) {
            super::flatten(item, region, lines);
        }
        return;
    }
    let cells: Vec<Vec<Paragraph>> = row
        .into_iter()
        .map(|cell| {
            let paragraphs = cell.items.into_iter().filter_map(|item| match item {
                Item::Paragraph(paragraph) => Some(paragraph),
                Item::Table(_) | Item::Region(..) => None,
            });
            paragraphs.collect()
        })
        .collect();
    lines.push(Line { region, kind: BlockKind::TableRow, content: Content::Row(cells) });
}

/// Whether a cell holds nothing but plain paragraphs.
fn is_plain(cell: &Cell) -> bool {
    cell.items.iter().all(|item| match item {
        Item::Paragraph(paragraph) => paragraph.heading.is_none() && paragraph.list.is_none(),
        Item::Table(_) | Item::Region(..) => false,
    })
}
