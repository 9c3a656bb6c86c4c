//! Reads YAML: RenderCV, and JSON Resume written as YAML.
//!
//! The parser's events are taken as they come and a small tree is built from them, so that what an
//! alias repeats is counted before it is copied, and depth is capped while it grows. Events count
//! characters; the tree counts bytes. A scalar is laid against its source piece by piece: lines as they
//! stand, folded line ends and escapes as decoded units. `#` comments are found in what lies between
//! the scalars.

mod scalar;

use std::collections::HashMap;
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use super::builder::{Builder, Remark};
use super::structured::{self, Scalar, Value};
use super::{Limits, Source, encoding};
use crate::document::{Document, Format, NoteKind};

/// The most values that aliases may add. A resume that repeats itself needs a few dozen.
const MOST_REPEATED: usize = 20_000;

/// Reads a YAML file.
pub(super) fn read(source: &Source<'_>, limits: &Limits) -> Document {
    let mut builder = Builder::new(Format::Yaml, limits.text_bytes);
    let decoded = encoding::decode(source.name, source.bytes);
    let text = decoded.source.text.clone();
    builder.source(decoded.source);
    builder.document().notes.extend(decoded.notes);
    let mut loader = Loader::new(&text, limits.json_depth);
    loader.load();
    for (kind, message) in std::mem::take(&mut loader.notes) {
        builder.note(kind, message);
    }
    let remarks = comments(&text, &loader.scalars);
    match loader.root {
        Some(root) => structured::write(&root, remarks, &mut builder),
        None => builder.note(NoteKind::Unreadable, "no YAML value could be read"),
    }
    if builder.document().text.trim().is_empty() {
        builder.note(NoteKind::Empty, "file holds no text");
    }
    builder.finish()
}

/// Builds a tree from events.
struct Loader<'a> {
    text: &'a str,
    /// Where the characters of the text begin, unless each is a byte.
    starts: Option<Vec<u32>>,
    /// Bytes of a byte order mark, which the parser does not see.
    mark: usize,
    depth: usize,
    open: Vec<Open>,
    /// Containers that are deeper than the limit, and so are left out.
    too_deep: usize,
    anchors: HashMap<usize, (Value, usize)>,
    repeated: usize,
    root: Option<Value>,
    documents: usize,
    /// The bytes of every scalar, in order.
    scalars: Vec<Range<usize>>,
    notes: Vec<(NoteKind, String)>,
}

/// A container that has begun.
struct Open {
    anchor: usize,
    /// Values in it, at any depth.
    size: usize,
    content: Content,
}

enum Content {
    Sequence(Vec<Value>),
    Mapping(Vec<(Scalar, Value)>, Option<Scalar>),
}

impl<'a> Loader<'a> {
    fn new(text: &'a str, depth: usize) -> Self {
        let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let starts = (!text.is_ascii()).then(|| {
            let starts = text[mark..].char_indices().map(|(at, _)| (mark + at) as u32);
            starts.chain([text.len() as u32]).collect()
        });
        Loader {
            text,
            starts,
            mark,
            depth,
            open: Vec::new(),
            too_deep: 0,
            anchors: HashMap::new(),
            repeated: 0,
            root: None,
            documents: 0,
            scalars: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// The byte at which the character of this number begins.
    fn byte(&self, character: usize) -> usize {
        match &self.starts {
            None => (self.mark + character).min(self.text.len()),
            Some(starts) => starts.get(character).map_or(self.text.len(), |&byte| byte as usize),
        }
    }

    fn bytes(&self, span: Span) -> Range<usize> {
        let start = self.byte(span.start.index());
        start..self.byte(span.end.index()).max(start)
    }

    /// Reads the first document, as far as it can be read.
    fn load(&mut self) {
        let mut parser = Parser::new_from_str(&self.text[self.mark..]);
        while let Some(event) = parser.next_event() {
            let (event, span) = match event {
                Ok(event) => event,
                Err(error) => {
                    let at = error.marker();
                    let message = format!(
                        "not valid YAML at line {}, column {}: {}; what stands before was read",
                        at.line(),
                        at.col() + 1,
                        error.info(),
                    );
                    self.notes.push((NoteKind::Damaged, message));
                    break;
                }
            };
            if let Event::DocumentStart(_) = event {
                self.documents += 1;
                if self.documents > 1 && self.root.is_some() {
                    let message = "file holds several documents; the first was read";
                    self.notes.push((NoteKind::Limit, message.to_owned()));
                    break;
                }
            }
            self.take(event, span);
        }
        while !self.open.is_empty() {
            self.close();
        }
    }

    fn take(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::SequenceStart(anchor, _) => self.begin(anchor, Content::Sequence(Vec::new())),
            Event::MappingStart(anchor, _) => {
                self.begin(anchor, Content::Mapping(Vec::new(), None));
            }
            Event::SequenceEnd | Event::MappingEnd => match self.too_deep {
                0 => self.close(),
                _ => self.too_deep -= 1,
            },
            Event::Scalar(value, style, anchor, _) => {
                let bytes = self.bytes(span);
                let scalar = scalar::read(self.text, bytes.clone(), &value, style);
                self.scalars.push(bytes);
                let value = match style {
                    ScalarStyle::Plain if is_nothing(&value) && !self.is_key_next() => {
                        Value::Nothing
                    }
                    _ => Value::Scalar(scalar),
                };
                self.keep(anchor, &value, 1);
                self.add(value, 1);
            }
            Event::Alias(anchor) => {
                let Some((value, size)) = self.anchors.get(&anchor) else { return };
                self.repeated += size;
                if self.repeated > MOST_REPEATED {
                    if self.repeated - size <= MOST_REPEATED {
                        let message = format!(
                            "aliases repeat more than {MOST_REPEATED} values; the rest was not read"
                        );
                        self.notes.push((NoteKind::Limit, message));
                    }
                    self.add(Value::Nothing, 1);
                    return;
                }
                let (value, size) = (value.clone(), *size);
                self.add(value, size);
            }
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => {}
        }
    }

    fn begin(&mut self, anchor: usize, content: Content) {
        if self.too_deep > 0 || self.open.len() >= self.depth {
            if self.too_deep == 0 {
                if !self.notes.iter().any(|(kind, _)| *kind == NoteKind::Limit) {
                    let depth = self.depth;
                    let message =
                        format!("values are nested deeper than {depth}; the depths were not read");
                    self.notes.push((NoteKind::Limit, message));
                }
                self.add(Value::Nothing, 1);
            }
            self.too_deep += 1;
            return;
        }
        self.open.push(Open { anchor, size: 1, content });
    }

    fn close(&mut self) {
        let Some(open) = self.open.pop() else { return };
        let value = match open.content {
            Content::Sequence(values) => Value::Sequence(values),
            Content::Mapping(fields, _) => Value::Mapping(merged(fields)),
        };
        self.keep(open.anchor, &value, open.size);
        self.add(value, open.size);
    }

    /// Remembers what an anchor names. Only what an alias may still repeat is worth a copy.
    fn keep(&mut self, anchor: usize, value: &Value, size: usize) {
        if anchor > 0 && size <= MOST_REPEATED && self.anchors.len() < MOST_REPEATED {
            self.repeated += size;
            if self.repeated <= MOST_REPEATED {
                self.anchors.insert(anchor, (value.clone(), size));
            }
        }
    }

    /// Whether the next value is a key.
    fn is_key_next(&self) -> bool {
        matches!(self.open.last(), Some(Open { content: Content::Mapping(_, None), .. }))
    }

    fn add(&mut self, value: Value, size: usize) {
        if self.too_deep > 0 {
            return;
        }
        let Some(open) = self.open.last_mut() else {
            if self.root.is_none() && !matches!(value, Value::Nothing) {
                self.root = Some(value);
            }
            return;
        };
        open.size += size;
        match &mut open.content {
            Content::Sequence(values) => values.push(value),
            Content::Mapping(fields, key) => match key.take() {
                Some(key) => fields.push((key, value)),
                None => {
                    *key = Some(match value {
                        Value::Scalar(scalar) => scalar,
                        _ => Scalar::default(),
                    });
                }
            },
        }
    }
}

/// The fields of a mapping with those that `<<` brings in.
fn merged(fields: Vec<(Scalar, Value)>) -> Vec<(Scalar, Value)> {
    if !fields.iter().any(|(key, _)| key.text == "<<") {
        return fields;
    }
    let (merges, mut own): (Vec<_>, Vec<_>) =
        fields.into_iter().partition(|(key, _)| key.text == "<<");
    let mut sources = Vec::new();
    for (_, value) in merges {
        match value {
            Value::Mapping(fields) => sources.push(fields),
            Value::Sequence(values) => {
                sources.extend(values.into_iter().filter_map(|value| match value {
                    Value::Mapping(fields) => Some(fields),
                    _ => None,
                }))
            }
            Value::Scalar(_) | Value::Nothing => {}
        }
    }
    for (key, value) in sources.into_iter().flatten() {
        if !own.iter().any(|(known, _)| known.text == key.text) {
            own.push((key, value));
        }
    }
    own
}

/// Whether a plain scalar says nothing that would be printed.
fn is_nothing(value: &str) -> bool {
    matches!(
        value,
        "" | "~"
            | "null"
            | "Null"
            | "NULL"
            | "true"
            | "True"
            | "TRUE"
            | "false"
            | "False"
            | "FALSE"
    )
}

/// The comments between the scalars.
fn comments(text: &str, scalars: &[Range<usize>]) -> Vec<Remark> {
    let mut found = Vec::new();
    let mut at = 0;
    let gaps = scalars.iter().cloned().chain(std::iter::once(text.len()..text.len()));
    for scalar in gaps {
        while at < scalar.start {
            let Some(hash) = text.get(at..scalar.start).and_then(|gap| gap.find('#')) else {
                break;
            };
            let start = at + hash;
            let line = text[start..].find('\n').map_or(text.len(), |end| start + end);
            if text[..start].chars().next_back().is_none_or(char::is_whitespace) {
                let words = text[start..line].trim_start_matches('#').trim();
                found.push(Remark { text: words.to_owned(), range: start..line, from: line });
            }
            at = line;
        }
        at = at.max(scalar.end);
    }
    found
}
