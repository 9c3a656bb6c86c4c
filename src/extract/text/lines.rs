//! Lines of plain text, and the lines that a careless export ran together.

use std::ops::Range;

/// A line without its end, its indentation and its trailing blanks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Its bytes in the source; empty for a blank line.
    pub(super) range: Range<usize>,
    /// Columns of indentation, a tab counting as four.
    pub(super) indent: usize,
    /// Whether it was cut out of a longer line, so that the blank line around it is not the author's.
    pub(super) cut: bool,
}

/// Longer lines than this, in bytes, were not written as one line by a person who looked at them.
const RUN_ON: usize = 300;

/// The lines of `text`. A long line with wide gaps or bullets inside falls apart at those.
pub(super) fn split(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut at = 0;
    if text.starts_with('\u{feff}') {
        at = '\u{feff}'.len_utf8();
    }
    while at < text.len() {
        let rest = &text[at..];
        let end = rest.find(is_line_end).unwrap_or(rest.len());
        let line = &rest[..end];
        if line.len() > RUN_ON {
            run_on(text, at..at + end, &mut lines);
        } else {
            lines.push(trimmed(text, at..at + end));
        }
        let tail = &rest[end..];
        at += end
            + if tail.starts_with("\r\n") {
                2
            } else {
                tail.chars().next().map_or(0, char::len_utf8)
            };
    }
    lines
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\x0b' | '\x0c' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn trimmed(text: &str, range: Range<usize>) -> Line {
    let line = &text[range.clone()];
    let words = line.trim();
    if words.is_empty() {
        return Line { range: range.start..range.start, indent: 0, cut: false };
    }
    let start = range.start + (line.len() - line.trim_start().len());
    let indent = line.chars().take_while(|c| c.is_whitespace());
    let indent = indent.map(|c| if c == '\t' { 4 } else { 1 }).sum();
    Line { range: start..start + words.len(), indent, cut: false }
}

/// Cuts a long line at gaps of three blanks or more, and before bullets.
fn run_on(text: &str, range: Range<usize>, lines: &mut Vec<Line>) {
    let mut start = range.start;
    let mut blanks: Option<(usize, usize)> = None;
    let mut cuts = Vec::new();
    for (i, c) in text[range.clone()].char_indices() {
        let at = range.start + i;
        if c.is_whitespace() {
            let (from, count) = blanks.unwrap_or((at, 0));
            blanks = Some((from, count + 1));
            continue;
        }
        if let Some((from, count)) = blanks.take()
            && (count >= 3 || matches!(c, '•' | '●' | '▪' | '➢' | '\u{f0b7}'))
        {
            cuts.push((from, at));
        }
    }
    for (from, to) in cuts {
        push_piece(text, start..from, lines);
        start = to;
    }
    push_piece(text, start..range.end, lines);
}

fn push_piece(text: &str, range: Range<usize>, lines: &mut Vec<Line>) {
    let piece = trimmed(text, range);
    if !piece.range.is_empty() {
        lines.push(Line { indent: 0, cut: true, ..piece });
        // Fields that were run together are no one paragraph.
        let end = lines.last().map_or(0, |line| line.range.end);
        lines.push(Line { range: end..end, indent: 0, cut: true });
    }
}
