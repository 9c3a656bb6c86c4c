//! Reads JSON: the JSON Resume schema, and whatever people make of it.
//!
//! The parser is strict first, because a file that is not JSON is worth a note; then it is lenient,
//! because a trailing comma is no reason not to read a resume; then it reads what stands before the
//! tear. Depth is capped before anything recurses. Values keep their own bytes, each escape being one
//! decoded unit. How they are laid out is in [`super::structured`].

use jsonc_parser::ast;
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, CommentCollectionStrategy, ParseOptions, parse_to_ast};

use super::builder::{Builder, Remark};
use super::structured::{self, Scalar, Value};
use super::{Limits, Source, encoding};
use crate::document::{Document, Format, NoteKind};

/// How often a torn file is cut further back before we give up.
const ATTEMPTS: usize = 16;

/// Reads a JSON file.
pub(super) fn read(source: &Source<'_>, limits: &Limits) -> Document {
    let mut builder = Builder::new(Format::JsonResume, limits.text_bytes);
    let decoded = encoding::decode(source.name, source.bytes);
    let text = decoded.source.text.clone();
    builder.source(decoded.source);
    builder.document().notes.extend(decoded.notes);
    let (value, remarks) = parse(&text, limits.json_depth, &mut builder);
    let Some(value) = value else {
        builder.note(NoteKind::Unreadable, "no JSON value could be read; check the file's syntax");
        return builder.finish();
    };
    structured::write(&value, remarks, &mut builder);
    if builder.document().text.trim().is_empty() {
        builder.note(NoteKind::Empty, "file holds no text");
    }
    builder.finish()
}

/// The value of a file, and its comments where a lenient dialect has them.
fn parse(text: &str, depth: usize, builder: &mut Builder) -> (Option<Value>, Vec<Remark>) {
    // A byte order mark is no part of JSON; blanks in its place keep every offset.
    let marked = text.starts_with('\u{feff}').then(|| text.replacen('\u{feff}', "   ", 1));
    let text = marked.as_deref().unwrap_or(text);
    let (whole, too_deep) = match deepest(text, depth) {
        None => (text, false),
        Some(at) => (&text[..at], true),
    };
    if too_deep {
        let message = format!("values are nested deeper than {depth}; the rest was not read");
        builder.note(NoteKind::Limit, message);
    } else {
        match parse_to_ast(whole, &CollectOptions::default(), &strict()) {
            Ok(parsed) => return (parsed.value.map(|value| convert(&value, text)), Vec::new()),
            Err(error) => {
                let message = format!(
                    "not valid JSON at line {}, column {}: {}",
                    error.line_display(),
                    error.column_display(),
                    lower_first(&error.kind().to_string()),
                );
                let lenient = parse_leniently(whole, text);
                if lenient.0.is_some() {
                    let message = format!("{message}; read all the same");
                    builder.note(NoteKind::Information, message);
                    return lenient;
                }
                let message = format!("{message}; what stands before was read");
                builder.note(NoteKind::Damaged, message);
            }
        }
    }
    for cut in cuts(whole).take(ATTEMPTS) {
        let mended = mend(&whole[..cut]);
        let read = parse_leniently(&mended, text);
        if read.0.is_some() {
            return read;
        }
    }
    (None, Vec::new())
}

fn parse_leniently(mended: &str, text: &str) -> (Option<Value>, Vec<Remark>) {
    let collect = CollectOptions {
        comments: CommentCollectionStrategy::Separate,
        ..CollectOptions::default()
    };
    let Ok(parsed) = parse_to_ast(mended, &collect, &ParseOptions::default()) else {
        return (None, Vec::new());
    };
    let mut remarks: Vec<Remark> = Vec::new();
    for comment in parsed.comments.iter().flatten().flat_map(|(_, comments)| comments.iter()) {
        let range = comment.range();
        remarks.push(Remark {
            text: comment.text().to_owned(),
            range: range.start..range.end,
            from: range.end,
        });
    }
    // Each comment is listed for the token before it and for the one after.
    remarks.sort_by_key(|remark| remark.range.start);
    remarks.dedup_by_key(|remark| remark.range.start);
    (parsed.value.map(|value| convert(&value, text)), remarks)
}

/// JSON as its standard has it.
fn strict() -> ParseOptions {
    ParseOptions {
        allow_comments: false,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    }
}

fn lower_first(message: &str) -> String {
    let mut chars = message.chars();
    chars.next().map_or(String::new(), |first| first.to_lowercase().chain(chars).collect())
}

/// The byte at which nesting first passes `depth`, if it does.
fn deepest(text: &str, depth: usize) -> Option<usize> {
    let mut open = 0_usize;
    for (at, token) in brackets(text) {
        match token {
            b'{' | b'[' => open += 1,
            b'}' | b']' => open = open.saturating_sub(1),
            _ => {}
        }
        if open > depth {
            return Some(at);
        }
    }
    None
}

/// The brackets and commas that stand outside strings.
fn brackets(text: &str) -> impl Iterator<Item = (usize, u8)> {
    let mut in_string = false;
    let mut escaped = false;
    text.bytes().enumerate().filter(move |&(_, byte)| {
        if in_string {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => in_string = false,
                _ => {}
            }
            return false;
        }
        in_string = byte == b'"';
        matches!(byte, b'{' | b'}' | b'[' | b']' | b',')
    })
}

/// Where a torn file may be cut, the latest place first: before a comma, or after a bracket.
fn cuts(text: &str) -> impl Iterator<Item = usize> {
    let mut cuts: Vec<usize> =
        brackets(text).map(|(at, byte)| if byte == b',' { at } else { at + 1 }).collect();
    cuts.push(text.len());
    cuts.into_iter().rev()
}

/// A text with the brackets closed that it leaves open.
fn mend(text: &str) -> String {
    let mut open = Vec::new();
    for (_, byte) in brackets(text) {
        match byte {
            b'{' => open.push('}'),
            b'[' => open.push(']'),
            b'}' | b']' => {
                open.pop();
            }
            _ => {}
        }
    }
    let mut mended = text.to_owned();
    mended.extend(open.iter().rev());
    mended
}

/// A parsed value as one of ours.
fn convert(value: &ast::Value<'_>, text: &str) -> Value {
    match value {
        ast::Value::StringLit(string) => Value::Scalar(string_at(text, string.range)),
        ast::Value::NumberLit(number) => {
            let mut scalar = Scalar::default();
            let range = number.range.start..number.range.end;
            scalar.verbatim(text.get(range.clone()).unwrap_or(""), range);
            Value::Scalar(scalar)
        }
        ast::Value::Object(object) => Value::Mapping(
            object
                .properties
                .iter()
                .map(|property| {
                    let key = match &property.name {
                        ast::ObjectPropName::String(string) => string_at(text, string.range),
                        ast::ObjectPropName::Word(word) => {
                            let mut scalar = Scalar::default();
                            scalar.verbatim(word.value, word.range.start..word.range.end);
                            scalar
                        }
                    };
                    (key, convert(&property.value, text))
                })
                .collect(),
        ),
        ast::Value::Array(array) => {
            Value::Sequence(array.elements.iter().map(|value| convert(value, text)).collect())
        }
        ast::Value::BooleanLit(_) | ast::Value::NullKeyword(_) => Value::Nothing,
    }
}

/// A string literal: what stands between its quotes, escapes decoded one by one.
fn string_at(text: &str, range: jsonc_parser::common::Range) -> Scalar {
    let mut scalar = Scalar::default();
    let (start, end) = (range.start + 1, range.end.saturating_sub(1));
    let Some(inner) = text.get(start..end.max(start)) else { return scalar };
    let mut from = 0;
    while let Some(at) = inner[from..].find('\\').map(|at| from + at) {
        scalar.verbatim(&inner[from..at], start + from..start + at);
        let (decoded, len) = escape(&inner[at..]);
        scalar.decoded(&decoded, start + at..start + at + len);
        from = at + len;
    }
    scalar.verbatim(&inner[from..], start + from..start + inner.len());
    scalar
}

/// What the escape at the head of a text stands for, and its length in bytes.
fn escape(text: &str) -> (String, usize) {
    let Some(mark) = text[1..].chars().next() else { return (String::new(), text.len()) };
    let plain = |c: char| (c.to_string(), 1 + mark.len_utf8());
    match mark {
        'n' => plain('\n'),
        't' => plain('\t'),
        'r' => plain('\r'),
        'b' | 'f' => plain(' '),
        'u' => {
            let unit = |text: &str| {
                let digits = text.strip_prefix("\\u")?.get(..4)?;
                u16::from_str_radix(digits, 16).ok()
            };
            let Some(first) = unit(text) else { return plain('u') };
            // Characters beyond the first plane are written as two escapes, and are one unit.
            let second = text.get(6..).and_then(unit);
            if let Some(second) = second
                && let Some(Ok(c)) = char::decode_utf16([first, second]).next()
                && c as u32 > 0xffff
            {
                return (c.to_string(), 12);
            }
            let c = char::from_u32(u32::from(first)).unwrap_or(char::REPLACEMENT_CHARACTER);
            (c.to_string(), 6)
        }
        c => plain(c),
    }
}
