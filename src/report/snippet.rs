//! The lines around a finding, cut to the width of the terminal and made harmless.
//!
//! For a text format these are lines of the user's own file, with its line numbers; for every other
//! format they are lines of the extracted text. A line that is too long is cut to windows around the
//! words in question, and every character that a terminal would obey is replaced before anything is
//! laid out, so that what is underlined is what was found.

use std::ops::Range;

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::safe;
use crate::document::{Document, Location, Span};

/// The most lines of one finding's words that are underlined.
const LINES_PER_MARK: usize = 3;
/// The most marks that one line can carry and stay legible.
const MARKS_PER_LINE: usize = 3;
/// Columns kept before the first words of a window.
const BEFORE: usize = 12;
/// Columns that a label needs to the right of where it hangs.
const LABEL_ROOM: usize = 24;

/// Words to underline.
pub(super) struct Mark<'a> {
    /// The words.
    pub(super) span: Span,
    /// What to say at them.
    pub(super) label: Option<&'a str>,
}

/// Lines to show, and where their marks are.
#[derive(Debug)]
pub(super) struct Snippet {
    /// The groups' lines, one after the other.
    text: String,
    /// Lines that stand together.
    groups: Vec<Group>,
    /// Underlined bytes of `text`, in order of the text.
    pub(super) marks: Vec<Shown>,
}

/// A mark as shown.
#[derive(Debug)]
pub(super) struct Shown {
    /// Its bytes in the snippet.
    pub(super) bytes: Range<usize>,
    /// What to say at it, wrapped.
    pub(super) label: Option<String>,
    /// Which of the marks it is; the first is the finding's own.
    pub(super) mark: usize,
}

/// Consecutive lines.
#[derive(Debug)]
struct Group {
    /// Bytes of the snippet.
    bytes: Range<usize>,
    /// Number of the first line, counted from 0.
    first_line: usize,
    /// Number of lines.
    lines: usize,
    /// File and place, as a terminal would link it.
    name: String,
}

impl SourceCode for Snippet {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        _: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let end = span.offset() + span.len();
        let inside = |group: &&Group| group.bytes.start <= span.offset() && end <= group.bytes.end;
        let group = self.groups.iter().find(inside).ok_or(MietteError::OutOfBounds)?;
        // Without context the handler only asks for the name.
        let _ = before;
        let bytes = group.bytes.clone();
        Ok(Box::new(MietteSpanContents::new_named(
            group.name.clone(),
            &self.text.as_bytes()[bytes.clone()],
            (bytes.start, bytes.len()).into(),
            group.first_line,
            0,
            group.lines,
        )))
    }
}

/// A text that lines are shown from.
struct Ground<'a> {
    text: &'a str,
    /// Index of the source; `None` for the extracted text.
    source: Option<u16>,
}

/// A part of a mark on one line of a ground.
struct Part {
    source: Option<u16>,
    line: usize,
    /// Where the line begins in its ground.
    line_start: usize,
    /// Bytes of the line.
    bytes: Range<usize>,
    mark: usize,
    /// Whether the label hangs here.
    last: bool,
}

/// Cuts the lines that `marks` stand on, for a terminal of `width` columns. `path` names the file.
pub(super) fn cut(document: &Document, marks: &[Mark<'_>], path: &str, width: usize) -> Snippet {
    let mut parts = Vec::new();
    for (mark, Mark { span, .. }) in marks.iter().enumerate() {
        let location = document.locate(*span);
        let (ground, range) = ground(document, *span, &location);
        for part in split(&ground, range, mark) {
            let overlaps = |other: &Part| {
                (other.source, other.line) == (part.source, part.line)
                    && other.bytes.start < part.bytes.end
                    && part.bytes.start < other.bytes.end
            };
            if !parts.iter().any(overlaps) {
                parts.push(part);
            }
        }
    }
    parts.sort_by_key(|part| (part.source, part.line, part.bytes.start));
    let number_width = parts.last().map_or(1, |part| (part.line + 2).to_string().len());
    let budget = width.saturating_sub(number_width + 4).max(20);
    let mut snippet = Snippet { text: String::new(), groups: Vec::new(), marks: Vec::new() };
    let mut rest = &parts[..];
    while let Some(first) = rest.first() {
        // Lines with one line of context between them belong together.
        let apart =
            |pair: &[Part]| pair[0].source != pair[1].source || pair[1].line > pair[0].line + 3;
        let together = rest.windows(2).position(apart).map_or(rest.len(), |at| at + 1);
        let (group, later) = rest.split_at(together);
        rest = later;
        let location = document.locate(marks[first.mark].span);
        let name = name(document, marks[first.mark].span, &location, path);
        let text = text_of(document, first.source);
        snippet.group(text, group, marks, budget, name);
    }
    snippet
}

impl Snippet {
    /// Adds the lines from the first to the last part, with a line of context on either side.
    fn group(
        &mut self,
        text: &str,
        parts: &[Part],
        marks: &[Mark<'_>],
        budget: usize,
        name: String,
    ) {
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return };
        // From the line before the first to the line behind the last.
        let before = text[..first.line_start].strip_suffix('\n');
        let before = before.map(|text| text.rsplit('\n').next().unwrap_or_default());
        let begin = first.line_start - before.map_or(0, |line| line.len() + 1);
        let above = first.line - usize::from(before.is_some());
        let mut lines: Vec<&str> = text[begin..].split('\n').take(last.line + 2 - above).collect();
        let is_blank = |line: Option<&&str>| line.is_some_and(|line| line.trim().is_empty());
        let from = if above < first.line && is_blank(lines.first()) { first.line } else { above };
        if lines.len() == last.line + 2 - above && is_blank(lines.last()) {
            lines.pop();
        }
        let to = above + lines.len() - 1;
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let start = self.text.len();
        for number in from..=to {
            if number > from {
                self.text.push('\n');
            }
            let here: Vec<&Part> = parts.iter().filter(|part| part.line == number).collect();
            self.line(lines.get(number - above).copied().unwrap_or(""), &here, marks, budget);
        }
        let bytes = start..self.text.len();
        self.groups.push(Group { bytes, first_line: from, lines: to - from + 1, name });
    }

    /// Adds one line, cut to windows around its parts.
    fn line(&mut self, line: &str, parts: &[&Part], marks: &[Mark<'_>], budget: usize) {
        let parts = &parts[..parts.len().min(MARKS_PER_LINE)];
        let glyphs = glyphs(line);
        let column = |byte: usize| -> usize {
            glyphs.iter().take_while(|glyph| glyph.at < byte).map(|glyph| glyph.width).sum()
        };
        let total: usize = glyphs.iter().map(|glyph| glyph.width).sum();
        let columns: Vec<Range<usize>> =
            parts.iter().map(|part| column(part.bytes.start)..column(part.bytes.end)).collect();
        let windows = windows(&columns, total, budget);
        let base = self.text.len();
        let mut shown_column = 0;
        let mut position = 0;
        // Snippet byte and shown column of each glyph that is shown.
        let mut places: Vec<(usize, usize, usize)> = Vec::new();
        let mut gap = false;
        for glyph in &glyphs {
            let inside = windows
                .iter()
                .any(|window| window.start <= position && position + glyph.width <= window.end);
            position += glyph.width;
            if inside {
                gap = false;
                places.push((glyph.at, self.text.len(), shown_column));
                self.text.push_str(&glyph.shown);
                shown_column += glyph.width;
            } else if !gap {
                gap = true;
                self.text.push('…');
                shown_column += 1;
            }
        }
        for part in parts {
            let mine: Vec<_> = places.iter().filter(|p| part.bytes.contains(&p.0)).collect();
            let (Some(first), Some(last)) = (mine.first(), mine.last()) else { continue };
            let glyph = glyphs.iter().find(|glyph| glyph.at == last.0);
            let end = last.1 + glyph.map_or(0, |glyph| glyph.shown.len());
            let center = (first.2 + last.2 + glyph.map_or(0, |glyph| glyph.width)) / 2;
            let label = marks[part.mark].label.filter(|_| part.last);
            let room = budget.saturating_sub(center + 4).max(12);
            self.marks.push(Shown {
                bytes: first.1.max(base)..end,
                label: label.map(|label| wrap(label, room)),
                mark: part.mark,
            });
        }
    }
}

/// A character as shown.
struct Glyph {
    /// Its byte in the line.
    at: usize,
    shown: String,
    width: usize,
}

/// The characters of a line as they are shown: harmless, tabs as blanks, and without the joiners and
/// variation selectors of emoji, about whose width terminals do not agree.
fn glyphs(line: &str) -> Vec<Glyph> {
    let line = line.strip_suffix('\r').unwrap_or(line);
    let mut glyphs: Vec<Glyph> = Vec::with_capacity(line.len());
    let mut after_emoji = false;
    for (at, c) in line.char_indices() {
        let joins = matches!(c, '\u{200d}' | '\u{fe0e}' | '\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}');
        if joins && after_emoji {
            continue;
        }
        after_emoji = matches!(c, '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}');
        let (shown, width) = match c {
            '\t' => ("  ".to_owned(), 2),
            // A runner obeys this mark wherever it stands in a log.
            '[' if line[..at].ends_with("##") => ("\u{ff3b}".to_owned(), 2),
            _ => {
                let c = safe::stand_in(c).unwrap_or(c);
                (c.to_string(), c.width().unwrap_or(0))
            }
        };
        // A mark without width belongs to the letter before it.
        match glyphs.last_mut() {
            Some(before) if width == 0 => before.shown.push_str(&shown),
            _ => glyphs.push(Glyph { at, shown, width }),
        }
    }
    glyphs
}

/// The columns of a line that are shown: all of it where it fits and its labels have room, else a
/// window around each mark.
fn windows(marks: &[Range<usize>], total: usize, budget: usize) -> Vec<Range<usize>> {
    let all_columns = 0..total;
    let fits = total <= budget;
    let has_room =
        |mark: &Range<usize>| usize::midpoint(mark.start, mark.end) + LABEL_ROOM <= budget;
    if marks.is_empty() {
        return vec![if fits { all_columns } else { 0..budget - 1 }];
    }
    if fits && marks.iter().all(has_room) {
        return vec![all_columns];
    }
    let share = budget / marks.len();
    let mut windows: Vec<Range<usize>> = Vec::with_capacity(marks.len());
    for mark in marks {
        let words = mark.len().min(share * 2 / 3);
        let left = share.saturating_sub(words + 2);
        let before = left.min(BEFORE).min(mark.start);
        let start = mark.start - before;
        let end = (mark.start + words + left - before).min(total);
        // A gap of a column or two is not worth an ellipsis.
        match windows.last_mut() {
            Some(last) if start <= last.end + 2 => last.end = last.end.max(end),
            Some(_) => windows.push(start..end),
            None => windows.push(if start <= 2 { 0..end } else { start..end }),
        }
    }
    windows
}

/// Breaks a label into lines of at most `room` columns.
fn wrap(label: &str, room: usize) -> String {
    let label = safe::one_line(label);
    let options = textwrap::Options::new(room.max(1)).break_words(label.width() > 4 * room);
    textwrap::wrap(&label, options).join("\n")
}

/// The text that `span` is shown in, and its bytes there.
fn ground<'a>(
    document: &'a Document,
    span: Span,
    location: &Location,
) -> (Ground<'a>, Range<usize>) {
    let source = document.sources.get(location.file as usize);
    match (&location.bytes, source) {
        (Some(bytes), Some(source)) => {
            let start = source.in_text(bytes.start) as usize;
            let end = source.in_text(bytes.end) as usize;
            (Ground { text: &source.text, source: Some(location.file) }, start..end)
        }
        _ => (Ground { text: &document.text, source: None }, span.range()),
    }
}

/// The text of a ground.
fn text_of(document: &Document, source: Option<u16>) -> &str {
    match source.and_then(|file| document.sources.get(file as usize)) {
        Some(source) => &source.text,
        None => &document.text,
    }
}

/// The lines that a range of a ground covers, without blanks at their ends.
fn split(ground: &Ground<'_>, range: Range<usize>, mark: usize) -> Vec<Part> {
    let mut parts = Vec::new();
    let Some(before) = ground.text.get(..range.start) else { return parts };
    let first_line = before.bytes().filter(|&byte| byte == b'\n').count();
    let mut line_start = before.rfind('\n').map_or(0, |at| at + 1);
    for (line, words) in (first_line..).zip(ground.text[line_start..].split('\n')) {
        let start = range.start.max(line_start);
        let end = range.end.min(line_start + words.len());
        if let Some(marked) = ground.text.get(start..end.max(start)) {
            let left = marked.len() - marked.trim_start().len();
            let bytes = start + left - line_start..start + left + marked.trim().len() - line_start;
            if !bytes.is_empty() {
                let source = ground.source;
                parts.push(Part { source, line, line_start, bytes, mark, last: false });
            }
        }
        line_start += words.len() + 1;
        if line_start >= range.end || parts.len() == LINES_PER_MARK {
            break;
        }
    }
    if let Some(last) = parts.last_mut() {
        last.last = true;
    }
    parts
}

/// A file and a place in it, as a terminal would link it.
fn name(document: &Document, span: Span, location: &Location, path: &str) -> String {
    let included = document.sources.get(location.file as usize).filter(|_| location.file > 0);
    let file = safe::one_line(included.map_or(path, |source| &source.name)).into_owned();
    match location {
        Location { line: Some(line), column: Some(column), .. } => {
            format!("{file}:{line}:{column}")
        }
        Location { page: Some(page), .. } => format!("{file}, page {page}"),
        Location { path: Some(path), .. } => format!("{file}, {}", safe::one_line(path)),
        _ if span.is_empty() => file,
        _ => format!("{file}, extracted text"),
    }
}
