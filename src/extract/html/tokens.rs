//! Tags, words and comments of HTML, each with its bytes in the source.
//!
//! `html5gum` decodes as a browser does. It folds all characters between two tags into one string, so
//! the references in it (`&amp;`) are found again here by walking source and decoded text together.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::ops::Range;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

/// A piece of HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    /// What it is.
    pub(super) kind: Kind,
    /// Its bytes in the source.
    pub(super) range: Range<usize>,
}

/// What a piece is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// `<name ...>`.
    Open(Tag),
    /// `</name>`.
    Close(String),
    /// Words, decoded.
    Text(String),
    /// A comment's inside.
    Comment(String),
}

/// A start tag.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Tag {
    /// In lower case.
    pub(super) name: String,
    /// Values by lower-case name; the first of equal names counts, as in browsers.
    pub(super) attributes: BTreeMap<String, Attribute>,
    /// Ends in `/>`.
    pub(super) closes_itself: bool,
}

/// An attribute's value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Attribute {
    /// Decoded.
    pub(super) value: String,
    /// Its bytes in the source, quotes not included.
    pub(super) range: Range<usize>,
}

impl Tag {
    /// The value of an attribute, if it has one.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(|attribute| attribute.value.as_str())
    }
}

/// Values longer than this are no words, links or styles: images and fonts written into the file.
const LONGEST_VALUE: usize = 64 << 10;

/// The pieces of `text`, which begins at byte `base` of the source.
pub(super) fn tokens(text: &str, base: usize) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut tag = Tag::default();
    let mut tag_start = 0;
    let mut name: Option<String> = None;
    let emitter = CallbackEmitter::<_, Infallible, usize>::new(
        |event: CallbackEvent<'_>, span: Span<usize>| -> Option<Infallible> {
            let range = base + span.start.min(text.len())..base + span.end.min(text.len());
            let range = range.start..range.end.max(range.start);
            match event {
                CallbackEvent::OpenStartTag { name: tag_name } => {
                    tag = Tag { name: lower(tag_name), ..Tag::default() };
                    tag_start = range.start;
                    name = None;
                }
                CallbackEvent::AttributeName { name: attribute } => {
                    let attribute = lower(attribute);
                    tag.attributes.entry(attribute.clone()).or_default();
                    name = Some(attribute);
                }
                CallbackEvent::AttributeValue { value } => {
                    if let Some(name) = name.take()
                        && value.len() <= LONGEST_VALUE
                        && let Some(slot) = tag.attributes.get_mut(&name)
                        && slot.value.is_empty()
                    {
                        let value = String::from_utf8_lossy(value).into_owned();
                        *slot = Attribute { value, range };
                    }
                }
                CallbackEvent::CloseStartTag { self_closing } => {
                    tag.closes_itself = self_closing;
                    let kind = Kind::Open(std::mem::take(&mut tag));
                    tokens.push(Token { kind, range: tag_start..range.end });
                }
                CallbackEvent::EndTag { name } => {
                    tokens.push(Token { kind: Kind::Close(lower(name)), range });
                }
                CallbackEvent::String { value } => {
                    let value = String::from_utf8_lossy(value).into_owned();
                    tokens.push(Token { kind: Kind::Text(value), range });
                }
                CallbackEvent::Comment { value } => {
                    let value = String::from_utf8_lossy(value).into_owned();
                    tokens.push(Token { kind: Kind::Comment(value), range });
                }
                CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
            }
            None
        },
    );
    let mut emitter = emitter;
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(text, emitter).for_each(drop);
    tokens
}

fn lower(name: &[u8]) -> String {
    String::from_utf8_lossy(name).to_ascii_lowercase()
}

/// A stretch of decoded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// As it stands in the source.
    Verbatim(Range<usize>),
    /// A reference, and what it stands for.
    Decoded(Range<usize>, String),
}

/// The stretches of `source`, bytes `range` of it, that decode to `decoded`.
pub(super) fn pieces(source: &str, range: Range<usize>, decoded: &str) -> Vec<Piece> {
    let Some(text) = source.get(range.clone()) else { return Vec::new() };
    if text == decoded {
        return vec![Piece::Verbatim(range)];
    }
    let mut pieces = Vec::new();
    let (mut at, mut out, mut start) = (0, 0, 0);
    while at < text.len() {
        let rest = &text[at..];
        let left = &decoded[out..];
        if rest.starts_with('&')
            && let Some((length, value)) = reference(rest)
            && left.starts_with(&value)
        {
            push_verbatim(&mut pieces, range.start + start..range.start + at);
            pieces.push(Piece::Decoded(range.start + at..range.start + at + length, value.clone()));
            at += length;
            out += value.len();
            start = at;
            continue;
        }
        let (Some(a), Some(b)) = (rest.chars().next(), left.chars().next()) else {
            break;
        };
        if a == b {
            at += a.len_utf8();
            out += b.len_utf8();
        } else if a == '\r' {
            // Line ends are normalised before anything else is.
            at += 1;
            out += usize::from(b == '\n' && !rest.starts_with("\r\n"));
        } else if b == char::REPLACEMENT_CHARACTER {
            push_verbatim(&mut pieces, range.start + start..range.start + at);
            let unit = range.start + at..range.start + at + a.len_utf8();
            pieces.push(Piece::Decoded(unit, b.to_string()));
            at += a.len_utf8();
            out += b.len_utf8();
            start = at;
        } else {
            // The two cannot be walked together: the whole is one unit.
            return vec![Piece::Decoded(range, decoded.to_owned())];
        }
    }
    push_verbatim(&mut pieces, range.start + start..range.start + at);
    pieces
}

fn push_verbatim(pieces: &mut Vec<Piece>, range: Range<usize>) {
    if !range.is_empty() {
        pieces.push(Piece::Verbatim(range));
    }
}

/// The length and value of the character reference that `text` begins with.
fn reference(text: &str) -> Option<(usize, String)> {
    let name = text[1..].bytes().take(40).take_while(|&b| b.is_ascii_alphanumeric() || b == b'#');
    let mut length = 1 + name.count();
    length += usize::from(text.as_bytes().get(length) == Some(&b';'));
    let candidate = &text[..length];
    if length < 3 {
        return None;
    }
    let value = tokens(candidate, 0).into_iter().find_map(|token| match token.kind {
        Kind::Text(value) => Some(value),
        _ => None,
    })?;
    if value == candidate {
        return None;
    }
    // "&copy2020" is a reference and then digits: what both end in is no part of it.
    let shared = value
        .char_indices()
        .skip(1)
        .map(|(i, _)| value.len() - i)
        .find(|&n| n < candidate.len() && candidate.ends_with(&value[value.len() - n..]))
        .unwrap_or(0);
    Some((candidate.len() - shared, value[..value.len() - shared].to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pieces of the words in `html`: verbatim ones as they stand, decoded ones as `source=value`.
    fn check(html: &str, expect: &[&str]) {
        let mut found = Vec::new();
        for token in tokens(html, 0) {
            let Kind::Text(decoded) = token.kind else { continue };
            for piece in pieces(html, token.range.clone(), &decoded) {
                found.push(match piece {
                    Piece::Verbatim(range) => html[range].to_owned(),
                    Piece::Decoded(range, value) => format!("{}={value}", &html[range]),
                });
            }
        }
        assert_eq!(found, expect);
    }

    #[test]
    fn references_are_units_of_their_own() {
        check(
            "<p>R&amp;D &eacute;t&#233;</p>",
            &["R", "&amp;=&", "D ", "&eacute;=é", "t", "&#233;=é"],
        );
        check("A & B &copy2020 &notit;", &["A & B ", "&copy=©", "2020 ", "&not=¬", "it;"]);
        check("&amp;amp; &bogus; &", &["&amp;=&", "amp; &bogus; &"]);
        check("a&nbsp;b\r\nc", &["a", "&nbsp;=\u{a0}", "b\r\nc"]);
    }

    #[test]
    fn scripts_are_not_markup() {
        check("<script>if (a < b) c</script>x", &["if (a < b) c", "x"]);
    }
}
