//! Structured resumes: JSON Resume and RenderCV, whichever syntax they are written in.
//!
//! The readers of JSON and YAML give a tree of [`Value`]s whose scalars know where every character
//! stands in the file. [`write`] lays the tree out as a page would show it: the person first, then
//! section after section in the file's own order. A section's heading is its key as written, since a
//! file of this kind has no other words for it; a list without items is no section. Every block
//! carries the path of its value.
//!
//! A few marks that a theme would print between values become part of the text, each as one decoded
//! unit that stands for the source between those values: the dash between two dates, the comma
//! between keywords, the colon after a label.
//!
//! JSON has no comments, so the value of a key `$comment` or `_comment` counts as one.

mod entry;
mod inline;
mod keys;
mod value;

use super::builder::{Builder, Look, Remark};
use crate::document::{BlockKind, Place, Region};
pub(super) use value::{Scalar, Value};

/// Which of the two schemas a file follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Schema {
    /// Sections stand at the top, the person under `basics`. Text is plain.
    JsonResume,
    /// Everything stands under `cv`, sections under `cv.sections`. Text is Markdown.
    RenderCv,
}

/// Lays a file out. Each comment goes before the words that follow it in the file.
pub(super) fn write(root: &Value, mut remarks: Vec<Remark>, builder: &mut Builder) {
    gather_comments(root, &mut remarks);
    lay_out(root, builder);
    builder.remarks(&remarks);
}

fn lay_out(root: &Value, builder: &mut Builder) {
    if let Some(cv @ Value::Mapping(fields)) = root.get("cv") {
        let mut page = Page { builder, schema: Schema::RenderCv };
        page.person(fields, "cv");
        if let Some(Value::Mapping(sections)) = cv.get("sections") {
            for (key, value) in sections {
                page.section(key, value, &format!("cv.sections.{}", key.text));
            }
        }
        builder.end();
        return;
    }
    let Value::Mapping(mut fields) = unwrapped(root).clone() else {
        let mut page = Page { builder, schema: Schema::JsonResume };
        page.anything(root, "");
        builder.end();
        return;
    };
    fields.retain(|(key, _)| !keys::is_setting(&key.text));
    let mut page = Page { builder, schema: Schema::JsonResume };
    // The person comes first wherever the file has them, as every theme prints it.
    let is_person =
        |(key, value): &(Scalar, Value)| key.text == "basics" && matches!(value, Value::Mapping(_));
    if let Some(at) = fields.iter().position(is_person)
        && let (_, Value::Mapping(person)) = fields.remove(at)
    {
        page.person(&person, "basics");
    } else {
        let loose = |(_, value): &&(Scalar, Value)| matches!(value, Value::Scalar(_));
        let person: Vec<_> = fields.iter().filter(loose).cloned().collect();
        if person.iter().any(|(key, _)| key.text == "name") {
            fields.retain(|field| !loose(&field) || keys::is_prose(&field.0.text));
            page.person(&person, "");
        }
    }
    for (key, value) in &fields {
        page.section(key, value, &key.text);
    }
    builder.end();
}

/// The mapping that holds the resume, where the file wraps it in one more.
fn unwrapped(root: &Value) -> &Value {
    match root {
        Value::Mapping(fields) if root.get("basics").is_none() => fields
            .iter()
            .map(|(_, value)| value)
            .find(|value| value.get("basics").is_some())
            .unwrap_or(root),
        _ => root,
    }
}

/// Takes the comments that JSON writes as values.
fn gather_comments(value: &Value, remarks: &mut Vec<Remark>) {
    match value {
        Value::Mapping(fields) => {
            for (key, value) in fields {
                match value {
                    Value::Scalar(text) if keys::is_comment(&key.text) => {
                        remarks.extend(text.source().map(|range| {
                            let from = range.end;
                            Remark { text: text.text.clone(), range, from }
                        }));
                    }
                    value => gather_comments(value, remarks),
                }
            }
        }
        Value::Sequence(values) => values.iter().for_each(|value| gather_comments(value, remarks)),
        Value::Scalar(_) | Value::Nothing => {}
    }
}

/// A page that is being laid out.
struct Page<'b> {
    builder: &'b mut Builder,
    schema: Schema,
}

impl Page<'_> {
    /// The name, what they do, and how to reach them.
    fn person(&mut self, fields: &[(Scalar, Value)], path: &str) {
        let rank = |key: &str| match keys::role(key) {
            keys::Role::Name => 0,
            keys::Role::Headline => 1,
            _ => 2,
        };
        let mut sorted: Vec<&(Scalar, Value)> = fields.iter().collect();
        sorted.sort_by_key(|(key, _)| rank(&key.text));
        let mut later = Vec::new();
        for (key, value) in sorted {
            let path = join(path, &key.text);
            match value {
                _ if value.is_empty() || keys::is_setting(&key.text) => {}
                _ if keys::is_comment(&key.text) || keys::is_picture(&key.text) => {}
                _ if key.text == "sections" && self.schema == Schema::RenderCv => {}
                _ if keys::is_prose(&key.text) => later.push((key, value, path)),
                Value::Scalar(scalar) if keys::role(&key.text) == keys::Role::Name => {
                    self.block(BlockKind::Heading { level: 1 }, path);
                    self.text(scalar);
                }
                Value::Scalar(scalar) if keys::role(&key.text) == keys::Role::Link => {
                    self.field(scalar, path);
                    self.link_over_words(scalar, scalar);
                }
                Value::Scalar(scalar) => self.field(scalar, path),
                Value::Mapping(place) => self.joined(place.iter().map(|(_, v)| v), ", ", path),
                Value::Sequence(values) => {
                    for (i, value) in values.iter().enumerate() {
                        self.profile(value, format!("{path}[{i}]"));
                    }
                }
                Value::Nothing => {}
            }
        }
        for (key, value, path) in later {
            self.section(key, value, &path);
        }
    }

    /// A network and the name there, leading to the profile.
    fn profile(&mut self, value: &Value, path: String) {
        let Value::Mapping(fields) = value else {
            self.anything(value, &path);
            return;
        };
        let url = ["url", "website", "link"].iter().find_map(|key| value.get(key)?.as_scalar());
        self.block(BlockKind::Field, path);
        let mark = self.builder.mark();
        for (key, value) in fields {
            let is_words =
                keys::role(&key.text) != keys::Role::Link && !keys::is_picture(&key.text);
            if let Some(scalar) = value.as_scalar().filter(|_| is_words) {
                self.builder.separate('\t');
                self.text(scalar);
            }
        }
        match (self.builder.since(mark), url) {
            (Some(span), Some(url)) => self.link(Some(span), url),
            (None, Some(url)) => {
                self.text(url);
                let span = self.builder.since(mark);
                self.link(span, url);
            }
            (span, None) => {
                if let Some(target) = profile_of(value) {
                    self.builder.link(span, target, None);
                }
            }
        }
    }

    /// A heading and what stands under it.
    fn section(&mut self, key: &Scalar, value: &Value, path: &str) {
        if value.is_empty() || keys::is_comment(&key.text) || keys::is_setting(&key.text) {
            return;
        }
        self.block(BlockKind::Heading { level: 2 }, path.to_owned());
        key.write(0..key.text.len(), Look::default(), self.builder);
        match value {
            Value::Scalar(scalar) => self.prose(scalar, path.to_owned()),
            Value::Sequence(values) => {
                for (i, value) in values.iter().enumerate() {
                    let path = format!("{path}[{i}]");
                    match value {
                        Value::Scalar(scalar) if self.schema == Schema::RenderCv => {
                            self.prose(scalar, path);
                        }
                        Value::Mapping(fields) => self.entry(fields, &key.text, &path),
                        value => self.anything(value, &path),
                    }
                }
            }
            Value::Mapping(fields) => {
                for (name, value) in fields {
                    let path = join(path, &name.text);
                    match value {
                        Value::Sequence(values) => self.labelled(name, values, &path),
                        Value::Mapping(fields) => self.entry(fields, &key.text, &path),
                        value => self.anything(value, &path),
                    }
                }
            }
            Value::Nothing => {}
        }
    }

    /// A value of no known shape.
    fn anything(&mut self, value: &Value, path: &str) {
        match value {
            Value::Scalar(scalar) => {
                self.block(BlockKind::ListItem { level: 1 }, path.to_owned());
                self.text(scalar);
            }
            Value::Sequence(values) => {
                for (i, value) in values.iter().enumerate() {
                    self.anything(value, &format!("{path}[{i}]"));
                }
            }
            Value::Mapping(fields) => self.entry(fields, "", path),
            Value::Nothing => {}
        }
    }

    /// Items under a label of their own, on one line where they are short.
    fn labelled(&mut self, label: &Scalar, values: &[Value], path: &str) {
        if values.iter().all(|value| matches!(value, Value::Scalar(_) | Value::Nothing)) {
            let scalars: Vec<&Scalar> = values.iter().filter_map(Value::as_scalar).collect();
            if scalars.is_empty() {
                return;
            }
            self.block(BlockKind::ListItem { level: 1 }, path.to_owned());
            self.text(label);
            self.list_after(label, &scalars);
            return;
        }
        for (i, value) in values.iter().enumerate() {
            self.anything(value, &format!("{path}[{i}]"));
        }
    }

    /// Continues a line with a colon and items between commas.
    fn list_after(&mut self, label: &Scalar, items: &[&Scalar]) {
        let mut before = label;
        for (i, item) in items.iter().enumerate() {
            self.mark_between(before, if i == 0 { ": " } else { ", " }, item);
            self.text(item);
            before = item;
        }
    }

    /// Several values on one line.
    fn joined<'v>(&mut self, values: impl Iterator<Item = &'v Value>, mark: &str, path: String) {
        let scalars: Vec<&Scalar> = values.filter_map(Value::as_scalar).collect();
        let Some((first, rest)) = scalars.split_first() else { return };
        self.block(BlockKind::Field, path);
        self.text(first);
        let mut before = *first;
        for scalar in rest {
            self.mark_between(before, mark, scalar);
            self.text(scalar);
            before = scalar;
        }
    }

    /// Prints a mark between two values, standing for the source between them; where something else
    /// stands between them, a blank has to do.
    fn mark_between(&mut self, before: &Scalar, mark: &str, after: &Scalar) {
        let (Some(before), Some(after)) = (before.source(), after.source()) else { return };
        if before.end < after.start && after.start - before.end < 400 {
            self.builder.decoded(0, before.end..after.start, mark, Look::default());
        } else if mark.trim().is_empty() {
            self.builder.separate(' ');
        } else {
            self.builder.separate('\t');
        }
    }

    fn field(&mut self, scalar: &Scalar, path: String) {
        self.block(BlockKind::Field, path);
        self.text(scalar);
    }

    fn prose(&mut self, scalar: &Scalar, path: String) {
        self.block(BlockKind::Paragraph, path);
        self.text(scalar);
    }

    fn block(&mut self, kind: BlockKind, path: String) {
        self.builder.begin(kind, Region::Body, Some(path));
    }

    /// Writes a scalar; RenderCV's are Markdown.
    fn text(&mut self, scalar: &Scalar) {
        match self.schema {
            Schema::JsonResume => {
                scalar.write(0..scalar.text.len(), Look::default(), self.builder);
            }
            Schema::RenderCv => {
                for part in inline::parts(&scalar.text) {
                    let mark = self.builder.mark();
                    scalar.write(part.range, part.look, self.builder);
                    if let Some(target) = part.target {
                        let span = self.builder.since(mark);
                        self.builder.link(span, target.to_owned(), None);
                    }
                }
            }
        }
    }

    /// A link over words that stand elsewhere than its target.
    fn link(&mut self, span: Option<crate::document::Span>, target: &Scalar) {
        let bytes = target.source().and_then(|source| self.builder.bytes_of(0, source));
        let place = bytes.map(|bytes| Place::Source { file: 0, bytes });
        self.builder.link(span, target.text.trim().to_owned(), place);
    }

    /// A link over the words just written, which are its target.
    fn link_over_words(&mut self, words: &Scalar, target: &Scalar) {
        let count = words.pieces.len();
        let mark = self.builder.mark().saturating_sub(count);
        let span = self.builder.since(mark);
        let looks_like_one = target.text.contains("://") || target.text.starts_with("mailto:");
        if looks_like_one {
            self.builder.link(span, target.text.trim().to_owned(), None);
        }
    }
}

/// The path of a field.
fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// Where a profile leads that gives a network and a handle instead of an address.
fn profile_of(profile: &Value) -> Option<String> {
    let words = |names: [&str; 3]| {
        let scalar = names.iter().find_map(|key| profile.get(key)?.as_scalar())?;
        Some(scalar.text.trim())
    };
    let host = super::typst::host(words(["network", "name", "site"])?)?;
    let handle = words(["username", "handle", "user"])?.trim_start_matches('@');
    let is_handle = !handle.is_empty() && !handle.contains(|c: char| c.is_whitespace() || c == ':');
    is_handle.then(|| format!("{host}{handle}"))
}
