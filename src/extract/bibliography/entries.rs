//! The entries of a `.bib` file, read one by one, so that a broken one costs itself alone.

use std::ops::Range;

use biblatex::{Pair, RawBibliography, RawChunk};

/// An entry, as places in its file.
#[derive(Debug)]
pub(super) struct Entry {
    /// Its file, by number.
    pub(super) file: usize,
    /// Its type, such as `article`.
    pub(super) kind: Range<u32>,
    pub(super) key: Range<u32>,
    pub(super) fields: Vec<Field>,
}

/// A field of an entry.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: Range<u32>,
    /// Its value, in parts that `#` joins.
    pub(super) value: Vec<Chunk>,
}

/// A part of a value.
#[derive(Debug, Clone)]
pub(super) enum Chunk {
    /// Words between braces or quotes, or a number.
    Literal(Range<u32>),
    /// The name of an `@string`, or of a month.
    Name(Range<u32>),
}

impl Chunk {
    pub(super) fn range(&self) -> &Range<u32> {
        match self {
            Chunk::Literal(range) | Chunk::Name(range) => range,
        }
    }
}

/// What a file holds.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) entries: Vec<Entry>,
    /// Names of `@string`s in small letters, and what they stand for.
    pub(super) strings: Vec<(String, Vec<Chunk>)>,
    /// Where an entry could not be read, and why.
    pub(super) broken: Vec<(usize, String)>,
    /// Whether there are more entries than were wanted.
    pub(super) is_cut: bool,
}

/// What stands between `@` and the key.
struct Head {
    at: usize,
    kind: Range<usize>,
    open: usize,
}

/// Braces that were forgotten at the end of an entry, at most.
const DEEPEST: usize = 8;
/// Longer types than this are none.
const LONGEST_KIND: usize = 40;

/// The entries of `text`, at most `room` of them.
pub(super) fn read(text: &str, file: usize, room: usize) -> Found {
    let mut found = Found::default();
    let mut from = 0;
    while let Some(head) = next_head(text, from) {
        let (end, open) = end_of(text, head.open);
        from = end;
        let kind = text[head.kind.clone()].to_ascii_lowercase();
        match kind.as_str() {
            "comment" | "preamble" => continue,
            _ => {}
        }
        if kind != "string" && (found.entries.len() >= room || found.broken.len() >= room) {
            found.is_cut = true;
            break;
        }
        parse(text, file, &head, end, open, &mut found);
    }
    found
}

/// Reads one entry, from its `@` to its last brace.
fn parse(text: &str, file: usize, head: &Head, end: usize, open: usize, found: &mut Found) {
    let mut copy;
    let mut entry = &text[head.at..end];
    let in_brackets = text.as_bytes()[head.open] == b'(';
    if in_brackets || open > 0 {
        // An entry in round brackets is one in braces; one that is left open ends where the next begins.
        copy = entry.trim_end().to_owned();
        let first = head.open - head.at;
        copy.replace_range(first..=first, "{");
        if open == 0 {
            copy.pop();
        }
        copy.extend(std::iter::repeat_n('}', open.clamp(1, DEEPEST)));
        entry = &copy;
    }
    let parsed = match RawBibliography::parse(entry) {
        Ok(parsed) => parsed,
        Err(error) => {
            let at = (head.at + error.span.start).min(text.len());
            return found.broken.push((at, error.kind.to_string()));
        }
    };
    let base = head.at;
    let range = |span: &Range<usize>| {
        let narrow = |at: usize| (base + at).min(text.len()) as u32;
        narrow(span.start)..narrow(span.end)
    };
    let value = |pair: &Pair<'_>| {
        let chunk = |part: &biblatex::Spanned<RawChunk<'_>>| match part.v {
            RawChunk::Normal(_) => Chunk::Literal(range(&part.span)),
            RawChunk::Abbreviation(_) => Chunk::Name(range(&part.span)),
        };
        pair.value.v.iter().map(chunk).collect::<Vec<_>>()
    };
    for pair in &parsed.abbreviations {
        found.strings.push((pair.key.v.to_lowercase(), value(pair)));
    }
    for entry in &parsed.entries {
        let kind = entry.v.kind.v.to_ascii_lowercase();
        // What sets up the style or holds fields of others is no entry that is printed, but may be one
        // that others take fields from.
        let field = |pair: &Pair<'_>| Field { name: range(&pair.key.span), value: value(pair) };
        if kind != "control" && !kind.ends_with("bstctl") {
            found.entries.push(Entry {
                file,
                kind: range(&entry.v.kind.span),
                key: range(&entry.v.key.span),
                fields: entry.v.fields.iter().map(field).collect(),
            });
        }
    }
}

/// The next `@type{`, not counting lines that a percent sign takes out.
fn next_head(text: &str, from: usize) -> Option<Head> {
    let mut at = from;
    loop {
        at += text.get(at..)?.find('@')?;
        if let Some(head) = head_at(text, at) {
            let before = &text[from..at];
            let line = before.rsplit('\n').next().unwrap_or(before).trim_start();
            let follows_word = before.ends_with(char::is_alphanumeric);
            if line.starts_with('%') {
                at += text[at..].find('\n')?;
            } else if !follows_word {
                return Some(head);
            }
        }
        at += 1;
    }
}

/// `@type{` at byte `at`.
fn head_at(text: &str, at: usize) -> Option<Head> {
    let rest = text.get(at..)?.strip_prefix('@')?;
    let length = rest.bytes().take(LONGEST_KIND).take_while(u8::is_ascii_alphanumeric).count();
    let blanks =
        rest[length..].bytes().take(LONGEST_KIND).take_while(u8::is_ascii_whitespace).count();
    let open = at + 1 + length + blanks;
    let opens = matches!(text.as_bytes().get(open), Some(b'{' | b'('));
    (length > 0 && opens).then_some(Head { at, kind: at + 1..at + 1 + length, open })
}

/// The end of an entry that opens at `open`, and how many braces are open there. An entry that begins a line
/// ends the one before it, so that a brace that was forgotten does not swallow the rest of the file.
fn end_of(text: &str, open: usize) -> (usize, usize) {
    let bytes = text.as_bytes();
    let in_brackets = bytes[open] == b'(';
    let mut depth = 0usize;
    let mut at = open;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'{' => depth += 1,
            b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 && !in_brackets {
                    return (at + 1, 0);
                }
            }
            b')' if in_brackets && depth == 0 => return (at + 1, 0),
            b'\n' => {
                let blanks = text.as_bytes()[at + 1..].iter().take(LONGEST_KIND);
                let blanks = blanks.take_while(|byte| matches!(byte, b' ' | b'\t')).count();
                if head_at(text, at + 1 + blanks).is_some() {
                    return (at + 1, depth + usize::from(in_brackets));
                }
            }
            _ => {}
        }
        at += 1;
    }
    (text.len(), depth + usize::from(in_brackets))
}
