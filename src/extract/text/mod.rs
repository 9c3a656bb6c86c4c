//! Reads plain text: no marks but the ones that people draw with the keyboard.
//!
//! Structure is taken from shape alone: capitals, underlines, colons, blank lines, bullets and
//! indentation. Whether a line means "Education" is for understanding to say, in its own languages;
//! here a line that could be a heading only has to stand in a block of its own.

mod lines;
mod shape;

use super::builder::{Builder, Look};
use super::encoding::decode;
use super::{Limits, Source};
use crate::document::{BlockKind, Document, Format, Region};
use lines::Line;
use shape::{Page, Shape};

/// Reads plain text.
pub(super) fn read(source: &Source<'_>, limits: &Limits) -> Document {
    let decoded = decode(source.name, source.bytes);
    let mut builder = Builder::new(Format::Text, limits.text_bytes);
    let lines = lines::split(&decoded.source.text);
    let shapes = shape::shapes(&decoded.source.text, &lines);
    builder.document().notes.extend(decoded.notes);
    let page = Page::of(&decoded.source.text, &lines);
    let source = decoded.source;
    let text = source.text.clone();
    let file = builder.source(source);
    let mut before: Option<(Shape, &Line)> = None;
    for (line, &shape) in lines.iter().zip(&shapes) {
        let words = line.range.clone();
        match shape {
            Shape::Blank | Shape::Rule => builder.end(),
            Shape::Heading { level } => {
                builder.begin(BlockKind::Heading { level }, Region::Body, None);
                builder.verbatim(file, words, Look::default());
                builder.end();
            }
            Shape::Apart => {
                builder.begin(BlockKind::Paragraph, Region::Body, None);
                builder.verbatim(file, words, Look::default());
                builder.end();
            }
            Shape::Item { level, marker } => {
                builder.begin(BlockKind::ListItem { level }, Region::Body, None);
                let (marker, words) = marker.split(words);
                builder.verbatim(file, marker, Look::default());
                builder.separate(' ');
                builder.after_marker();
                builder.verbatim(file, words, Look::default());
            }
            Shape::Plain => {
                let goes_on = builder.is_open()
                    && match before {
                        Some((Shape::Item { .. }, _)) | None => page.goes_on(&text, before, line),
                        Some(_) => true,
                    };
                match goes_on {
                    true => builder.separate('\n'),
                    false => builder.begin(BlockKind::Paragraph, Region::Body, None),
                }
                builder.verbatim(file, words, Look::default());
                // What continues an item is measured like the item's own first line.
                if goes_on && let Some((Shape::Item { .. }, _)) = before {
                    before = before.map(|(item, _)| (item, line));
                    continue;
                }
            }
        }
        before = Some((shape, line));
    }
    builder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The blocks of `text`, a line each: kind, then words with `\n` as `⏎`.
    fn check(text: &str, expect: &str) {
        let document = read(&Source::new("cv.txt", text.as_bytes()), &Limits::default());
        let shown: Vec<String> = document
            .blocks
            .iter()
            .map(|block| {
                let kind = match block.kind {
                    BlockKind::Heading { level } => format!("h{level}"),
                    BlockKind::ListItem { level } => {
                        format!("{}-", "  ".repeat(level as usize - 1))
                    }
                    _ => "p".to_owned(),
                };
                format!("{kind} {}", document.slice(block.span).replace('\n', "⏎"))
            })
            .collect();
        assert_eq!(shown.join("\n"), expect);
    }

    #[test]
    fn capitals_and_underlines_are_headings() {
        check(
            "Ada Example\nada@example.com\n\nEXPERIENCE\nEngineer, Analytical Engines\n\nSkills\n------\nRust, SQL\n",
            "h1 Ada Example\np ada@example.com\nh2 EXPERIENCE\np Engineer, Analytical Engines\nh2 Skills\np Rust, SQL",
        );
    }

    #[test]
    fn wrapped_items_are_joined() {
        check(
            "WORK EXPERIENCE\n\n• Ran the migration of forty services to a new cluster and\nkept them up throughout.\n• Wrote the runbook.\nEngines Ltd, 2019\n",
            "h1 WORK EXPERIENCE\n- Ran the migration of forty services to a new cluster and⏎kept them up throughout.\n- Wrote the runbook.\np Engines Ltd, 2019",
        );
    }

    #[test]
    fn indentation_nests_items() {
        check(
            "- one\n  more of one\n  - two\n  - three\n- four\n1) five",
            "- one⏎more of one\n  - two\n  - three\n- four\n- five",
        );
    }

    #[test]
    fn a_file_on_one_line_falls_apart_at_its_gaps() {
        let words = "Dedicated engineer with fifteen years of building and running large systems for banks and insurers, with a liking for plain text. ";
        let text = format!(
            "HR ADMINISTRATOR     Summary     {words}{words}{words}     Skills     Rust, SQL     Experience     Engines Ltd"
        );
        let long = format!("{words}{words}{words}");
        let expect = format!(
            "h1 HR ADMINISTRATOR\np Summary\np {}\np Skills\np Rust, SQL\np Experience\np Engines Ltd",
            long.trim()
        );
        check(&text, &expect);
    }

    #[test]
    fn places_are_those_on_disk() {
        let text = "Zoë\r\n\r\nSKILLS\r\n• Rust and Émile's tools\r\n";
        let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(text);
        let document = read(&Source::new("cv.txt", &bytes), &Limits::default());
        let item = document.blocks.last().expect("there is an item").span;
        let location = document.locate(item);
        assert_eq!((location.line, location.column), (Some(4), Some(3)));
        let bytes_at = location.bytes.expect("text has bytes");
        assert_eq!(
            &bytes[bytes_at.start as usize..bytes_at.end as usize],
            b"Rust and \xc9mile's tools"
        );
    }
}
