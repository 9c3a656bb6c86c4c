//! The Markdown that RenderCV allows inside a value: strong, emphasis, links.

use std::ops::Range;

use crate::extract::builder::Look;

/// A part of a value that is printed.
pub(super) struct Part<'t> {
    /// Its bytes in the value.
    pub(super) range: Range<usize>,
    /// How it looks.
    pub(super) look: Look,
    /// Where it leads.
    pub(super) target: Option<&'t str>,
}

/// Takes the marks out of a value.
pub(super) fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    scan(text, 0..text.len(), Look::default(), None, &mut parts);
    parts
}

/// Scans a range; each mark that is found and closed splits it, so that depth is the number of kinds.
fn scan<'t>(
    text: &'t str,
    range: Range<usize>,
    look: Look,
    target: Option<&'t str>,
    parts: &mut Vec<Part<'t>>,
) {
    let mut from = range.start;
    let mut at = range.start;
    let push = |range: Range<usize>, parts: &mut Vec<Part<'t>>| {
        if !range.is_empty() {
            parts.push(Part { range, look, target });
        }
    };
    while at < range.end {
        let rest = &text[at..range.end];
        let found = match rest.as_bytes().first() {
            Some(b'[') if target.is_none() => link(rest).map(|(words, url, len)| {
                (words, Some(&text[at + url.start..at + url.end]), len, look)
            }),
            Some(b'*') if rest.starts_with("**") && !look.style.bold => {
                let style = crate::document::Style { bold: true, ..look.style };
                enclosed(rest, "**")
                    .map(|(words, len)| (words, target, len, Look { style, ..look }))
            }
            Some(b'*') if !rest.starts_with("**") && !look.style.italic => {
                let style = crate::document::Style { italic: true, ..look.style };
                enclosed(rest, "*").map(|(words, len)| (words, target, len, Look { style, ..look }))
            }
            _ => None,
        };
        match found {
            Some((words, target, len, look)) => {
                push(from..at, parts);
                scan(text, at + words.start..at + words.end, look, target, parts);
                at += len;
                from = at;
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    push(from..range.end, parts);
}

/// `[words](target)` at the head of a text: the words, the target, and the length of all.
fn link(text: &str) -> Option<(Range<usize>, Range<usize>, usize)> {
    let close = text.find("](")?;
    let end = close + 2 + text[close + 2..].find(')')?;
    let is_link = close > 1 && !text[close + 2..end].contains(char::is_whitespace);
    (is_link && !text[1..close].contains('\n')).then_some((1..close, close + 2..end, end + 1))
}

/// Words between two marks at the head of a text, and the length of all.
fn enclosed(text: &str, mark: &str) -> Option<(Range<usize>, usize)> {
    let inner = &text[mark.len()..];
    if inner.starts_with(char::is_whitespace) {
        return None;
    }
    let end = inner.find(mark).filter(|&end| end > 0)?;
    Some((mark.len()..mark.len() + end, end + 2 * mark.len()))
}
