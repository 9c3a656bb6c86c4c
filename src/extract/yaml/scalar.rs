//! A YAML scalar laid against its source, piece by piece.

use std::ops::Range;

use saphyr_parser::ScalarStyle;

use crate::extract::structured::Scalar;

/// The pieces of a scalar whose source is `bytes` of `text` and whose value is `value`. Where the two
/// cannot be laid against each other, the whole scalar is one decoded unit.
pub(super) fn read(text: &str, bytes: Range<usize>, value: &str, style: ScalarStyle) -> Scalar {
    let value = value.trim_end_matches('\n');
    align(text, &bytes, value, style).unwrap_or_else(|| {
        let mut scalar = Scalar::default();
        scalar.decoded(value, bytes);
        scalar
    })
}

fn align(text: &str, bytes: &Range<usize>, value: &str, style: ScalarStyle) -> Option<Scalar> {
    let mut at = content_start(text, bytes, style)?;
    let mut rest = value;
    let mut scalar = Scalar::default();
    while !rest.is_empty() {
        let source = text.get(at..bytes.end)?;
        let same = common(rest, source, style);
        scalar.verbatim(&rest[..same], at..at + same);
        (rest, at) = (&rest[same..], at + same);
        if rest.is_empty() {
            break;
        }
        let source = text.get(at..bytes.end)?;
        let blanks = source.len() - source.trim_start_matches(is_blank).len();
        if blanks > 0 {
            let folded = rest.len() - rest.trim_start_matches(is_blank).len();
            scalar.decoded(&rest[..folded], at..at + blanks);
            (rest, at) = (&rest[folded..], at + blanks);
            continue;
        }
        let unit = match style {
            ScalarStyle::SingleQuoted if source.starts_with("''") => 2,
            ScalarStyle::DoubleQuoted if source.starts_with('\\') => escape_len(source)?,
            _ => return None,
        };
        if source[1..].starts_with(['\n', '\r']) {
            // A line that goes on: the backslash, the line end and the blanks after it are nothing.
            let after = source[1..].trim_start_matches(is_blank);
            at += source.len() - after.len();
            continue;
        }
        let len = rest.chars().next()?.len_utf8();
        scalar.decoded(&rest[..len], at..at + unit);
        (rest, at) = (&rest[len..], at + unit);
    }
    Some(scalar)
}

/// Where the words of a scalar begin: after its anchor and tag, its quote or its block header.
fn content_start(text: &str, bytes: &Range<usize>, style: ScalarStyle) -> Option<usize> {
    let mut at = bytes.start;
    loop {
        let source = text.get(at..bytes.end)?;
        let trimmed = source.trim_start_matches(is_blank);
        at += source.len() - trimmed.len();
        let is_property = trimmed.starts_with('&')
            || trimmed.starts_with('!')
            || trimmed.starts_with('#') && at > bytes.start;
        if !is_property {
            break;
        }
        let stop =
            if trimmed.starts_with('#') { trimmed.find('\n') } else { trimmed.find(is_blank) };
        at += stop?;
    }
    let source = text.get(at..bytes.end)?;
    match style {
        ScalarStyle::Plain => Some(at),
        ScalarStyle::SingleQuoted => source.starts_with('\'').then_some(at + 1),
        ScalarStyle::DoubleQuoted => source.starts_with('"').then_some(at + 1),
        ScalarStyle::Literal | ScalarStyle::Folded => {
            let at = match source.starts_with(['|', '>']) {
                true => at + source.find('\n')? + 1,
                false => at,
            };
            let source = text.get(at..bytes.end)?;
            Some(at + (source.len() - source.trim_start_matches(is_blank).len()))
        }
    }
}

/// The bytes at the head of both that are the same and stand for themselves.
fn common(value: &str, source: &str, style: ScalarStyle) -> usize {
    let mut same = 0;
    for (a, b) in value.chars().zip(source.chars()) {
        let is_mark = match style {
            ScalarStyle::DoubleQuoted => b == '\\',
            ScalarStyle::SingleQuoted => b == '\'',
            _ => false,
        };
        if a != b || is_mark || matches!(b, '\n' | '\r') {
            break;
        }
        same += a.len_utf8();
    }
    same
}

/// The length of the escape at the head of a text.
fn escape_len(source: &str) -> Option<usize> {
    let len = match source.as_bytes().get(1)? {
        b'x' => 4,
        b'u' => 6,
        b'U' => 10,
        _ => 1 + source[1..].chars().next()?.len_utf8(),
    };
    source.is_char_boundary(len).then_some(len)
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}
