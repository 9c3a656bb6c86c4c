//! What a paragraph is by its shape: headings made by hand, and bullets that were typed.
//!
//! Shape means weight, capitals, size, lines and fills, and how often the same shape returns. Words do
//! not count here: whether "Certifications" is a heading is for understanding to say.

use std::collections::HashMap;

use super::{Content, Line, Paragraph, Piece};
use crate::document::{BlockKind, Region};

/// The most characters that a heading made by hand has.
const LONGEST_HEADING: usize = 60;

/// The most words that a heading made by hand has.
const MOST_WORDS: usize = 8;

/// How much larger than the body a line has to be to stand out by size alone.
const LARGER: f32 = 1.12;

/// How a short line is set off from running text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Shape {
    bold: bool,
    italic: bool,
    capitals: bool,
    framed: bool,
    /// Tenths of a point; 0 when unknown.
    size: u32,
    color: Option<crate::document::Color>,
}

/// Turns paragraphs that look like headings into headings.
pub(super) fn find_headings(lines: &mut [Line]) {
    let body = body_size(lines);
    let shapes: Vec<Option<Shape>> = lines.iter().map(|line| heading_shape(line, body)).collect();
    let mut counts: HashMap<Shape, usize> = HashMap::new();
    for shape in shapes.iter().flatten() {
        *counts.entry(*shape).or_default() += 1;
    }
    let largest = shapes.iter().flatten().map(|shape| shape.size).max().unwrap_or(0);
    let first = lines.iter().position(|line| {
        matches!(line.region, Region::Body | Region::PageHeader) && !is_hidden(line)
    });
    let styled = lines.iter().filter_map(|line| heading_level(line.kind)).max().unwrap_or(0);
    let strong = |shape: &Shape| shape.capitals || shape.framed || is_larger(shape.size, body);
    let any_strong = shapes.iter().flatten().any(|s| strong(s) && counts[s] > 1);

    let mut levels = vec![None; lines.len()];
    for (i, shape) in shapes.iter().enumerate() {
        let Some(shape) = shape else { continue };
        // The name stands first and large; a document has one.
        if Some(i) == first && is_larger(shape.size, body) && shape.size == largest {
            levels[i] = Some(1);
            continue;
        }
        let Some(next) = lines.get(i + 1) else { continue };
        let next_alike = shapes.get(i + 1).is_some_and(|next| next.as_ref() == Some(shape));
        let returns = counts[shape] > 1 || (strong(shape) && i > 3 && styled == 0);
        if next_alike || !returns || next.region != lines[i].region {
            continue;
        }
        let level = if strong(shape) || !any_strong { 2 } else { 3 };
        levels[i] = Some(if styled == 0 { level } else { level.max(styled + 1).min(6) });
    }
    for (line, level) in lines.iter_mut().zip(levels) {
        if let Some(level) = level {
            line.kind = BlockKind::Heading { level };
        }
    }
}

/// The level of a heading.
fn heading_level(kind: BlockKind) -> Option<u8> {
    match kind {
        BlockKind::Heading { level } => Some(level),
        _ => None,
    }
}

fn is_larger(size: u32, body: f32) -> bool {
    size > 0 && body > 0.0 && size as f32 / 10.0 > body * LARGER
}

/// The size that most characters of running text have; 0 when no size is known.
fn body_size(lines: &[Line]) -> f32 {
    let mut sizes: HashMap<u32, usize> = HashMap::new();
    for line in lines {
        let paragraphs: Vec<&Paragraph> = match &line.content {
            Content::Paragraph(paragraph) => vec![paragraph],
            Content::Row(cells) => cells.iter().flatten().collect(),
        };
        for text in paragraphs.into_iter().flat_map(Paragraph::texts) {
            if let Some(size) = text.style.size_pt {
                *sizes.entry((size * 10.0) as u32).or_default() += text.text.len();
            }
        }
    }
    let most = sizes.into_iter().max_by_key(|&(size, bytes)| (bytes, std::cmp::Reverse(size)));
    most.map_or(0.0, |(size, _)| size as f32 / 10.0)
}

fn is_hidden(line: &Line) -> bool {
    match &line.content {
        Content::Paragraph(paragraph) => paragraph.texts().all(|text| !text.visibility.is_seen()),
        Content::Row(_) => false,
    }
}

/// The shape of a paragraph that could be a heading.
fn heading_shape(line: &Line, body: f32) -> Option<Shape> {
    let Content::Paragraph(paragraph) = &line.content else { return None };
    if line.kind != BlockKind::Paragraph || marker(paragraph).is_some() {
        return None;
    }
    let words: String = one_line(paragraph)?;
    let words = words.trim();
    let length = words.chars().count();
    if !(2..=LONGEST_HEADING).contains(&length)
        || words.split_whitespace().count() > MOST_WORDS
        || words.ends_with(['.', ',', ';', '!', '?'])
        || words.contains(['@', '|', '\u{2022}'])
        || words.contains("://")
        || has_year(words)
        || !words.chars().any(char::is_alphabetic)
    {
        return None;
    }
    let seen: Vec<_> = paragraph.texts().filter(|t| !t.text.trim().is_empty()).collect();
    if seen.iter().any(|text| !text.visibility.is_seen()) {
        return None;
    }
    let first = seen.first()?;
    let has_lower = words.chars().any(char::is_lowercase);
    let uppers = words.chars().filter(|c| c.is_uppercase()).count();
    let shape = Shape {
        bold: seen.iter().all(|text| text.style.bold),
        italic: seen.iter().all(|text| text.style.italic),
        capitals: (!has_lower && uppers >= 3) || seen.iter().all(|text| text.capitals),
        framed: paragraph.framed,
        size: first.style.size_pt.map_or(0, |size| (size * 10.0) as u32),
        color: first.style.color,
    };
    let stands_out = shape.bold || shape.capitals || shape.framed || is_larger(shape.size, body);
    stands_out.then_some(shape)
}

/// The words of a paragraph that is a single line without columns.
fn one_line(paragraph: &Paragraph) -> Option<String> {
    let mut words = String::new();
    let mut ended = false;
    for piece in &paragraph.pieces {
        match piece {
            Piece::Text(text) if text.text.trim().is_empty() => words.push(' '),
            Piece::Text(_) if ended => return None,
            Piece::Text(text) => words.push_str(&text.text),
            Piece::Tab | Piece::Break => ended = !words.trim().is_empty(),
            Piece::Comment(_) => {}
        }
    }
    Some(words)
}

/// Whether four digits stand together, as in a year.
fn has_year(words: &str) -> bool {
    words.as_bytes().windows(4).any(|four| four.iter().all(u8::is_ascii_digit))
}

/// The length in bytes of a typed list marker at the head of a paragraph.
pub(super) fn marker(paragraph: &Paragraph) -> Option<usize> {
    let first = paragraph.pieces.iter().position(|piece| matches!(piece, Piece::Text(_)))?;
    let Some(Piece::Text(text)) = paragraph.pieces.get(first) else { return None };
    let indent = text.text.len() - text.text.trim_start().len();
    let words = &text.text[indent..];
    let sign = words.chars().next()?;
    let rest = &words[sign.len_utf8()..];
    let followed = match rest.chars().next() {
        Some(c) => c.is_whitespace().then_some(Gap::Blank),
        None => paragraph.pieces[first + 1..].iter().find_map(|piece| match piece {
            Piece::Tab => Some(Gap::Tab),
            Piece::Text(text) => text.text.starts_with(char::is_whitespace).then_some(Gap::Blank),
            _ => None,
        }),
    };
    let is_bullet = match sign {
        '\u{2022}'
        | '\u{25cf}'
        | '\u{25aa}'
        | '\u{25e6}'
        | '\u{2023}'
        | '\u{2043}'
        | '\u{25a0}'
        | '\u{25a1}'
        | '\u{27a2}'
        | '\u{2756}'
        | '\u{2713}'
        | '\u{2714}'
        | '\u{25b8}'
        | '\u{25ba}'
        | '\u{25cb}'
        | '\u{fb7}'
        | '\u{e000}'..='\u{f8ff}' => true,
        '-' | '*' | '\u{b7}' | '\u{2013}' | '\u{2014}' => followed.is_some(),
        // Word's own second-level bullet, typed as a letter before a tab.
        'o' => matches!(followed, Some(Gap::Tab)),
        _ => false,
    };
    let has_words = rest.chars().any(|c| !c.is_whitespace())
        || paragraph.pieces[first + 1..]
            .iter()
            .any(|piece| matches!(piece, Piece::Text(text) if !text.text.trim().is_empty()));
    (is_bullet && has_words).then_some(indent + sign.len_utf8())
}

/// What stands between a marker and its words.
enum Gap {
    Blank,
    Tab,
}
