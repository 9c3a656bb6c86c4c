//! What is known of the commands of resume classes: data, from `rules/vocabulary/latex.toml`.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;

use super::lexer::Op;
use crate::document::BlockKind;

/// All that is known.
pub(super) static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(Knowledge::load);

/// What commands and environments take and show.
#[derive(Debug, Default)]
pub(super) struct Knowledge {
    /// Commands that show nothing, with what they take.
    pub(super) ignored: HashMap<String, Vec<Argument>>,
    /// Commands by name, in the order of the file.
    pub(super) macros: HashMap<String, Vec<Shown>>,
    /// Environments that show their arguments first.
    pub(super) environments: HashMap<String, Shown>,
    /// Environments that hold items.
    pub(super) lists: HashSet<String>,
    /// Environments of which nothing is shown.
    pub(super) hidden: HashSet<String>,
    /// Environments that hold rows, with what they take.
    pub(super) tables: HashMap<String, Vec<Argument>>,
    /// Environments that only set their words differently, with what they take.
    pub(super) plain: HashMap<String, Vec<Argument>>,
    /// Files that are TeX's own.
    pub(super) files: HashSet<String>,
    /// Commands that cite.
    pub(super) citing: HashSet<String>,
    /// What classes call a list of references.
    pub(super) list_titles: HashMap<String, String>,
    /// What the names of pictures begin with.
    pub(super) icons: Vec<String>,
    /// Where the handle after a picture leads.
    pub(super) hosts: HashMap<String, String>,
}

/// What a command takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Argument {
    /// In braces.
    Mandatory,
    /// In brackets.
    Optional,
    /// A star.
    Star,
}

/// What a command takes, and what it shows of it.
#[derive(Debug, Clone)]
pub(super) struct Shown {
    pub(super) arguments: Vec<Argument>,
    pub(super) shows: Vec<Part>,
    pub(super) block: Option<BlockKind>,
    pub(super) link: Option<String>,
    pub(super) classes: Vec<String>,
    pub(super) header: bool,
    /// An environment that holds items.
    pub(super) list: bool,
}

/// A part of what a command shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// An argument, counted from 0.
    Argument(usize),
    /// Something between two arguments.
    Between(Op),
    /// A new block like the command's own.
    Block,
}

impl Shown {
    /// How many arguments stand in braces.
    pub(super) fn mandatory(&self) -> usize {
        self.arguments.iter().filter(|argument| **argument == Argument::Mandatory).count()
    }
}

#[derive(Deserialize)]
struct File {
    ignored: HashMap<String, Vec<String>>,
    files: Files,
    bibliographies: Lists,
    icons: Icons,
    environments: Environments,
    #[serde(rename = "macro")]
    macros: Vec<Entry>,
    #[serde(rename = "environment")]
    shown: Vec<Entry>,
}

#[derive(Deserialize)]
struct Files {
    ignored: HashSet<String>,
}

#[derive(Deserialize)]
struct Lists {
    citing: HashSet<String>,
    titles: HashMap<String, String>,
}

#[derive(Deserialize)]
struct Icons {
    prefixes: Vec<String>,
    hosts: HashMap<String, String>,
}

#[derive(Deserialize)]
struct Environments {
    lists: HashSet<String>,
    hidden: HashSet<String>,
    tables: HashMap<String, String>,
    plain: HashMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    names: Vec<String>,
    args: Option<String>,
    #[serde(default)]
    shows: String,
    block: Option<String>,
    link: Option<String>,
    #[serde(default)]
    class: Vec<String>,
    #[serde(default)]
    header: bool,
    #[serde(default)]
    list: bool,
}

impl Knowledge {
    /// Reads the embedded file. It is part of the program, and a test reads it too.
    fn load() -> Knowledge {
        let text = crate::data::files("vocabulary")
            .find(|(name, _)| name.ends_with("latex.toml"))
            .map_or("", |(_, text)| text);
        Knowledge::parse(text).unwrap_or_default()
    }

    fn parse(text: &str) -> Result<Knowledge, toml::de::Error> {
        let file: File = toml::from_str(text)?;
        let mut ignored = HashMap::new();
        for (signature, names) in file.ignored {
            ignored.extend(names.into_iter().map(|name| (name, arguments(&signature))));
        }
        let by_signature = |table: HashMap<String, String>| {
            table.into_iter().map(|(name, signature)| (name, arguments(&signature))).collect()
        };
        let mut macros: HashMap<String, Vec<Shown>> = HashMap::new();
        for entry in file.macros {
            let shown = shown(&entry);
            for name in entry.names {
                macros.entry(name).or_default().push(shown.clone());
            }
        }
        let mut environments = HashMap::new();
        for entry in file.shown {
            let shown = shown(&entry);
            environments.extend(entry.names.into_iter().map(|name| (name, shown.clone())));
        }
        Ok(Knowledge {
            ignored,
            macros,
            environments,
            lists: file.environments.lists,
            hidden: file.environments.hidden,
            tables: by_signature(file.environments.tables),
            plain: by_signature(file.environments.plain),
            files: file.files.ignored,
            citing: file.bibliographies.citing,
            list_titles: file.bibliographies.titles,
            icons: file.icons.prefixes,
            hosts: file.icons.hosts,
        })
    }

    /// Whether a command stands for a picture.
    pub(super) fn is_icon(&self, name: &str) -> bool {
        self.icons.iter().any(|prefix| {
            name.strip_prefix(prefix.as_str()).is_some_and(|rest| {
                rest.is_empty() || rest.starts_with(|c: char| c.is_ascii_uppercase())
            })
        })
    }
}

fn shown(entry: &Entry) -> Shown {
    Shown {
        arguments: arguments(entry.args.as_deref().unwrap_or("m")),
        shows: parts(&entry.shows),
        block: entry.block.as_deref().map(block),
        link: entry.link.clone(),
        classes: entry.class.clone(),
        header: entry.header,
        list: entry.list,
    }
}

fn arguments(signature: &str) -> Vec<Argument> {
    let argument = |c| match c {
        'o' => Argument::Optional,
        's' => Argument::Star,
        _ => Argument::Mandatory,
    };
    signature.chars().map(argument).collect()
}

fn block(name: &str) -> BlockKind {
    match name {
        "item" => BlockKind::ListItem { level: 1 },
        "row" => BlockKind::TableRow,
        _ => match name.strip_prefix("heading-").and_then(|level| level.parse().ok()) {
            Some(level) => BlockKind::Heading { level },
            None => BlockKind::Paragraph,
        },
    }
}

/// The parts of a template. What stands in it literally is blanks and punctuation between arguments,
/// and counts as a space: only words of the source are text.
fn parts(template: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut chars = template.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '#' => {
                if let Some(digit) = chars.next().and_then(|c| c.to_digit(10)) {
                    parts.push(Part::Argument((digit as usize).saturating_sub(1)));
                }
            }
            '\t' => parts.push(Part::Between(Op::Tab)),
            '\n' => parts.push(Part::Between(Op::Line)),
            '\u{c}' => parts.push(Part::Block),
            _ => parts.push(Part::Between(Op::Space)),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_that_ships_is_sound() {
        let text = crate::data::files("vocabulary").find(|(name, _)| name.ends_with("latex.toml"));
        let knowledge = Knowledge::parse(text.expect("the file is embedded").1);
        let knowledge = knowledge.expect("the file is sound");
        for (name, entries) in &knowledge.macros {
            for entry in entries {
                for part in &entry.shows {
                    if let Part::Argument(i) = part {
                        assert!(*i < entry.arguments.len(), "{name} shows an argument it has not");
                    }
                }
            }
            assert!(!knowledge.ignored.contains_key(name), "{name} is both shown and ignored");
        }
    }
}
