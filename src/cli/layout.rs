//! The text of a document, laid out as a reader sees it: columns stand side by side.
//!
//! `text` prints words in the order in which they are read. This prints them where they stand, on a
//! grid of characters, so that somebody can see what a reader of columns made of a page. What has no
//! pages is laid out by its structure: cells of tables in columns, items of lists indented.

use resumelint::document::{Block, BlockKind, Document, Place, Rect, Run};
use unicode_width::UnicodeWidthStr;

/// The text of a document as it stands on its pages.
pub(super) fn lay_out(document: &Document) -> String {
    let paged = document.runs.iter().any(|run| matches!(run.place, Place::Page { .. }));
    if paged { pages(document) } else { blocks(document) }
}

/// Words that stand together on one line of a page.
struct Piece {
    page: u32,
    rect: Rect,
    text: String,
    size: f32,
    /// It runs up or down the page, or upside down.
    turned: bool,
}

impl Piece {
    fn base(&self) -> f32 {
        self.rect.bottom() - 0.22 * self.size
    }

    /// How many columns its text takes.
    fn width(&self) -> usize {
        self.text.width()
    }
}

fn pages(document: &Document) -> String {
    let pieces = pieces(document);
    let last = document.pages.len().max(1) as u32;
    let mut text = String::new();
    for page in 1..=last {
        let (turned, upright): (Vec<&Piece>, Vec<&Piece>) =
            pieces.iter().filter(|piece| piece.page == page).partition(|piece| piece.turned);
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&grid(upright));
        for piece in turned {
            text.push_str(&piece.text);
            text.push('\n');
        }
    }
    text
}

/// Runs put together while nothing wider than a blank stands between them.
fn pieces(document: &Document) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut end = 0;
    for run in &document.runs {
        let Place::Page { page, rect } = run.place else { continue };
        let size = run.style.size_pt.unwrap_or(rect.height).max(1.0);
        let between = document.text.get(end..run.span.start as usize).unwrap_or("\n");
        end = run.span.end as usize;
        match pieces.last_mut() {
            Some(last) if matches!(between, "" | " ") && goes_on(last, page, rect) => {
                last.text.push_str(between);
                last.text.push_str(document.slice(run.span));
                last.rect = last.rect.join(rect);
                last.size = last.size.max(size);
            }
            _ => pieces.push(Piece {
                page,
                rect,
                text: document.slice(run.span).to_owned(),
                size,
                turned: is_turned(run, rect, size),
            }),
        }
    }
    pieces
}

fn is_turned(run: &Run, rect: Rect, size: f32) -> bool {
    run.span.end - run.span.start > 2 && rect.height > 1.6 * size && rect.height > rect.width
}

fn goes_on(last: &Piece, page: u32, rect: Rect) -> bool {
    let shared = last.rect.bottom().min(rect.bottom()) - last.rect.y.max(rect.y);
    last.page == page && shared > 0.4 * last.rect.height.min(rect.height)
}

/// Pieces of one page on a grid of characters.
fn grid(mut pieces: Vec<&Piece>) -> String {
    if pieces.is_empty() {
        return String::new();
    }
    pieces.sort_by(|a, b| a.base().total_cmp(&b.base()).then(a.rect.x.total_cmp(&b.rect.x)));
    let cell = cell_width(&pieces);
    let rows = rows(&pieces);
    let starts = starts(&pieces, &rows, cell);
    let steps: Vec<f32> =
        rows.windows(2).map(|pair| pieces[pair[1][0]].base() - pieces[pair[0][0]].base()).collect();
    let mut sorted = steps.clone();
    sorted.sort_by(f32::total_cmp);
    let usual = sorted.get(sorted.len() / 3).copied().unwrap_or(12.0).max(1.0);
    let mut text = String::new();
    for (at, row) in rows.iter().enumerate() {
        if at > 0 && steps[at - 1] > 1.5 * usual {
            text.push('\n');
        }
        let mut column = 0;
        for &piece in row {
            // A piece that would lie over the one before stands right after it.
            let start = starts[piece].max(if column == 0 { 0 } else { column + 1 });
            text.extend(std::iter::repeat_n(' ', start - column));
            text.push_str(&pieces[piece].text);
            column = start + pieces[piece].width();
        }
        text.push('\n');
    }
    text
}

/// How wide a character of the grid is, in points: as wide as most characters are.
fn cell_width(pieces: &[&Piece]) -> f32 {
    let mut widths: Vec<(f32, usize)> = pieces
        .iter()
        .map(|piece| (piece.rect.width / piece.width().max(1) as f32, piece.width()))
        .filter(|(width, _)| width.is_finite())
        .collect();
    widths.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = widths.iter().map(|(_, count)| count).sum::<usize>() / 2;
    let mut seen = 0;
    let middle = widths.iter().find(|(_, count)| {
        seen += count;
        seen >= half
    });
    middle.map_or(5.0, |(width, _)| *width).clamp(1.0, 40.0)
}

/// Pieces that stand on one line, from left to right.
fn rows(pieces: &[&Piece]) -> Vec<Vec<usize>> {
    let mut rows: Vec<Vec<usize>> = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        let row = rows.last_mut().filter(|row| {
            let first = pieces[row[0]];
            let near = piece.base() - first.base() < 0.4 * first.size.min(piece.size);
            let free = row.iter().all(|&other| {
                let other = pieces[other].rect;
                piece.rect.x > other.right() - 1.0 || piece.rect.right() < other.x + 1.0
            });
            near && free
        });
        match row {
            Some(row) => row.push(at),
            None => rows.push(vec![at]),
        }
    }
    for row in &mut rows {
        row.sort_by(|&a, &b| pieces[a].rect.x.total_cmp(&pieces[b].rect.x));
    }
    rows
}

/// The column at which each piece begins. What begins at one place of the page begins in one column,
/// as far right as the longest text before it asks for.
fn starts(pieces: &[&Piece], rows: &[Vec<usize>], cell: f32) -> Vec<usize> {
    let left = pieces.iter().map(|piece| piece.rect.x).fold(f32::MAX, f32::min);
    let mut before: Vec<Option<usize>> = vec![None; pieces.len()];
    for row in rows {
        for pair in row.windows(2) {
            before[pair[1]] = Some(pair[0]);
        }
    }
    let mut order: Vec<usize> = (0..pieces.len()).collect();
    order.sort_by(|&a, &b| pieces[a].rect.x.total_cmp(&pieces[b].rect.x));
    let mut starts = vec![0; pieces.len()];
    let mut at = 0;
    while at < order.len() {
        let x = pieces[order[at]].rect.x;
        let end = at + order[at..].iter().take_while(|&&i| pieces[i].rect.x - x < 1.5).count();
        let asked = order[at..end].iter().filter_map(|&i| {
            let last = before[i]?;
            Some(starts[last] + pieces[last].width() + 2)
        });
        let own = ((x - left) / cell).round().max(0.0) as usize;
        let start = asked.fold(own.min(1_000), usize::max);
        order[at..end].iter().for_each(|&i| starts[i] = start);
        at = end;
    }
    starts
}

/// A document without pages: a blank line before headings, items indented, cells in columns.
fn blocks(document: &Document) -> String {
    let mut text = String::new();
    let mut end = 0;
    let mut at = 0;
    while at < document.blocks.len() {
        let block = &document.blocks[at];
        let rows = document.blocks[at..]
            .iter()
            .take_while(|block| block.kind == BlockKind::TableRow)
            .count();
        let before = document.text.get(end..block.span.start as usize).unwrap_or("");
        let blank = before.matches('\n').count() > 1
            || matches!(block.kind, BlockKind::Heading { .. })
            || rows > 1;
        if !text.is_empty() && blank {
            text.push('\n');
        }
        // A marker that is printed stands before the block's own words.
        let marker = before.rsplit('\n').next().unwrap_or("").trim();
        if rows > 0 {
            table(document, &document.blocks[at..at + rows], &mut text);
        } else {
            let indent = match block.kind {
                BlockKind::ListItem { level } => 2 * usize::from(level.saturating_sub(1)),
                _ => 0,
            };
            let marker = match block.kind {
                BlockKind::ListItem { .. } if marker.is_empty() => "-",
                _ => marker,
            };
            let mut head = format!("{:indent$}{marker}", "");
            if !marker.is_empty() {
                head.push(' ');
            }
            for (number, line) in document.slice(block.span).lines().enumerate() {
                let hang = head.width();
                match number {
                    0 => text.push_str(&head),
                    _ => text.extend(std::iter::repeat_n(' ', hang)),
                }
                text.push_str(line.trim_start());
                text.push('\n');
            }
        }
        at += rows.max(1);
        end = document.blocks[at - 1].span.end as usize;
    }
    if document.blocks.is_empty() {
        text.push_str(&document.text);
    }
    text
}

/// The rows of a table, their cells in columns.
fn table(document: &Document, rows: &[Block], text: &mut String) {
    let cells: Vec<Vec<&str>> =
        rows.iter().map(|row| document.slice(row.span).split('\t').collect()).collect();
    let columns = cells.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns)
        .map(|at| cells.iter().filter_map(|row| row.get(at)).map(|c| c.width()).max().unwrap_or(0))
        .collect();
    for row in &cells {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            let cell = cell.replace('\n', " ");
            line.push_str(&cell);
            line.extend(std::iter::repeat_n(' ', width.saturating_sub(cell.width()) + 2));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
}
