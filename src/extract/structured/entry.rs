//! One entry of a section: a job, a degree, a skill with its keywords.
//!
//! Printed as themes print it: what it is, where, when, then what is said of it.

use super::keys::{self, Role};
use super::{Page, Scalar, Schema, Value, join};
use crate::document::BlockKind;
use crate::extract::builder::Look;

/// The sections in which a missing end means "until now", as the schemas say.
fn goes_on(section: &str) -> bool {
    let section = section.to_lowercase();
    ["work", "volunteer", "experience", "employment"].iter().any(|key| section.contains(key))
}

fn has_letters(scalar: &Scalar) -> bool {
    scalar.text.chars().any(char::is_alphabetic)
}

impl Page<'_> {
    /// Lays out one entry of the section with this key.
    pub(super) fn entry(&mut self, fields: &[(Scalar, Value)], section: &str, path: &str) {
        let fields: Vec<&(Scalar, Value)> = fields
            .iter()
            .filter(|(key, value)| {
                !value.is_empty() && !keys::is_comment(&key.text) && !keys::is_picture(&key.text)
            })
            .collect();
        if self.one_line(&fields, path) {
            return;
        }
        let has_title = fields.iter().any(|(key, _)| keys::role(&key.text) == Role::Title);
        let role = |key: &Scalar| match keys::role(&key.text) {
            // Beside a title, a name is the employer's, and a label another word for it.
            Role::Name if has_title => Role::Organization,
            Role::Headline => Role::Title,
            role => role,
        };
        let with = |wanted: Role| {
            fields
                .iter()
                .filter(move |(key, _)| role(key) == wanted)
                .filter_map(move |(key, value)| Some((key, value.as_scalar()?)))
        };

        let link = with(Role::Link).next().map(|(_, target)| target);
        let mut carried = None;
        for (key, scalar) in with(Role::Title).chain(with(Role::Name)) {
            let span = self.words(scalar, join(path, &key.text));
            carried = carried.or(span);
        }
        let study: Vec<_> = with(Role::Degree).chain(with(Role::Area)).collect();
        if let Some((first, rest)) = study.split_first() {
            let mark = self.builder.mark();
            self.field(first.1, join(path, &first.0.text));
            for (_, scalar) in rest {
                self.builder.separate(' ');
                self.text(scalar);
            }
            carried = carried.or(self.builder.since(mark));
        }
        for (key, scalar) in with(Role::Organization) {
            let span = self.words(scalar, join(path, &key.text));
            // The address of a job is the employer's; that of anything else is its own.
            carried = if goes_on(section) { span.or(carried) } else { carried.or(span) };
        }
        if let Some(link) = link {
            if carried.is_some() {
                self.link(carried, link);
            } else {
                self.field(link, join(path, "url"));
                self.link_over_words(link, link);
            }
        }
        let start = with(Role::Start).next();
        let end = with(Role::End).next();
        let goes_on = self.schema == Schema::RenderCv || goes_on(section);
        self.dates(start, end, goes_on, path);
        for (key, scalar) in with(Role::Date) {
            self.field(scalar, join(path, &key.text));
        }
        for (key, value) in &fields {
            let path = join(path, &key.text);
            match (role(key), value) {
                (Role::Location, Value::Mapping(parts)) => {
                    self.joined(parts.iter().map(|(_, value)| value), ", ", path);
                }
                (Role::Location | Role::Details, Value::Scalar(scalar)) => self.field(scalar, path),
                (Role::Other, Value::Scalar(scalar)) if keys::is_prose(&key.text) => {
                    self.prose(scalar, path);
                }
                // A bare number says nothing without its key.
                (Role::Other, Value::Scalar(scalar)) if !has_letters(scalar) => {
                    self.field(key, path);
                    self.mark_between(key, ": ", scalar);
                    self.text(scalar);
                }
                (Role::Other, Value::Scalar(scalar)) => self.field(scalar, path),
                _ => {}
            }
        }
        for (key, value) in &fields {
            let path = join(path, &key.text);
            match (role(key), value) {
                (_, Value::Scalar(_)) | (Role::Location, _) => {}
                (Role::Keywords, Value::Sequence(items)) => self.joined(items.iter(), ", ", path),
                (_, Value::Mapping(inner)) => self.entry(inner, "", &path),
                (_, value) => self.anything(value, &path),
            }
        }
    }

    /// A name or label with a few words or a list after it is a line: a skill, a language.
    fn one_line(&mut self, fields: &[&(Scalar, Value)], path: &str) -> bool {
        let label = fields.iter().find_map(|(key, value)| {
            let is_label = matches!(keys::role(&key.text), Role::Name | Role::Headline);
            value.as_scalar().filter(|_| is_label)
        });
        let rest = || {
            fields
                .iter()
                .filter(|(key, _)| !matches!(keys::role(&key.text), Role::Name | Role::Headline))
        };
        let is_line = rest().all(|(key, value)| match (keys::role(&key.text), value) {
            (Role::Details, Value::Scalar(_)) => true,
            (Role::Keywords, Value::Sequence(items)) => {
                items.iter().all(|item| matches!(item, Value::Scalar(_) | Value::Nothing))
            }
            _ => false,
        });
        let names = fields.len() - rest().count();
        let Some(label) = label.filter(|_| is_line && names == 1) else { return false };
        self.block(BlockKind::ListItem { level: 1 }, path.to_owned());
        self.text(label);
        let items: Vec<&Scalar> = rest()
            .flat_map(|(_, value)| match value {
                Value::Sequence(items) => items.iter().filter_map(Value::as_scalar).collect(),
                value => value.as_scalar().into_iter().collect::<Vec<_>>(),
            })
            .collect();
        self.list_after(label, &items);
        true
    }

    /// Writes a field and gives the span of its words.
    fn words(&mut self, scalar: &Scalar, path: String) -> Option<crate::document::Span> {
        let mark = self.builder.mark();
        self.field(scalar, path);
        self.builder.since(mark)
    }

    /// Writes a range of dates on a line. Where no end is given and the schema says that it goes on,
    /// the start stands for "to the present" as well.
    fn dates(
        &mut self,
        start: Option<(&Scalar, &Scalar)>,
        end: Option<(&Scalar, &Scalar)>,
        goes_on: bool,
        path: &str,
    ) {
        match (start, end) {
            (Some((key, start)), Some((_, end))) => {
                self.field(start, join(path, &key.text));
                self.mark_between(start, " \u{2013} ", end);
                self.text(end);
            }
            (Some((key, start)), None) => {
                self.field(start, join(path, &key.text));
                if let Some(source) = start.source().filter(|_| goes_on) {
                    self.builder.decoded(0, source, " \u{2013} present", Look::default());
                }
            }
            (None, Some((key, end))) => self.field(end, join(path, &key.text)),
            (None, None) => {}
        }
    }
}
