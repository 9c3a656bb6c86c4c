//! Bibliographies: the entries of `.bib` files, each piece with its place in them.
//!
//! A resume that prints its publications from a `.bib` file says them all the same. LaTeX and Typst
//! read the same files, so the entries are given as pieces that either reader writes in its own way.
//! Which entries are printed is the document's to say; where it cannot be known, an entry is shown.

mod entries;
mod shown;
#[cfg(test)]
mod tests;
mod words;

use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::rc::Rc;

use crate::document::{Note, NoteKind, SourceText};
use crate::extract::encoding::{self, Decoded};
use crate::extract::{Included, Includes};
use entries::{Chunk, Entry};

/// More entries than this are no list of somebody's own publications.
const MOST_ENTRIES: usize = 10_000;

/// What an entry is printed on: a format's own page.
pub(super) trait Paper {
    /// Writes bytes of a source as they stand there.
    fn words(&mut self, file: u16, bytes: Range<u32>);
    /// Writes what is set for bytes of a source.
    fn unit(&mut self, file: u16, bytes: Range<u32>, text: &str);
    /// Puts a blank before what comes next.
    fn space(&mut self);
    /// A link begins.
    fn link(&mut self, target: String);
    /// It ends.
    fn unlink(&mut self);
}

/// A piece of an entry as it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    /// Bytes of the file as they stand there.
    Words(Range<u32>),
    /// Bytes of the file, and what is set for them.
    Unit(Range<u32>, String),
    /// A blank that is not in the file.
    Space,
    /// A link to this address begins.
    Link(String),
    /// The link ends.
    Unlink,
}

/// The entries of a document's bibliographies, in the order of their files.
#[derive(Debug, Default)]
pub(super) struct Library {
    files: Vec<File>,
    entries: Vec<Entry>,
    /// Entries by their keys, in small letters.
    by_key: HashMap<String, usize>,
    /// What an `@string` stands for, by its name in small letters: the file and the value.
    strings: HashMap<String, (usize, Vec<Chunk>)>,
    /// What has to be said once an entry is asked for.
    notes: Vec<Note>,
    /// Whether less was printed than there is.
    is_cut: Cell<bool>,
    told_of_cut: bool,
    /// Whether a file was named, read or not.
    is_named: bool,
}

#[derive(Debug)]
struct File {
    /// As the document names it.
    path: String,
    /// Its number among the document's sources.
    number: u16,
    text: Rc<str>,
}

impl Library {
    /// Reads a file that the document names, from where `includes` finds it under the name `at`. `keep`
    /// takes its source, and gives the number that pieces of it carry.
    pub(super) fn find(
        &mut self,
        path: &str,
        at: &str,
        includes: Option<&dyn Includes>,
        keep: impl FnOnce(SourceText) -> u16,
    ) {
        let read = match includes {
            _ if path.contains("://") => Err("it lies in the net".to_owned()),
            _ if !path.to_lowercase().ends_with(".bib") => {
                Err("of bibliographies only .bib files are looked into".to_owned())
            }
            None => Err("files that a resume includes are not read here".to_owned()),
            Some(includes) => includes.read(at),
        };
        self.add(path, read, keep);
    }

    /// Takes a file that was read. One that could not be is told of when it is used.
    fn add(
        &mut self,
        path: &str,
        read: Result<Included, String>,
        keep: impl FnOnce(SourceText) -> u16,
    ) {
        if self.files.iter().any(|file| file.path == path) {
            return;
        }
        self.is_named = true;
        match read {
            Ok(included) => {
                let Decoded { source, notes } = encoding::decode(&included.name, &included.bytes);
                self.notes.extend(notes);
                let text: Rc<str> = Rc::from(source.text.as_str());
                let name = source.name.clone();
                let number = keep(source);
                self.read(path, &name, number, text);
            }
            Err(reason) => {
                let message = format!(
                    "{path} was not read: {reason}; the publications in it are missing: keep it below \
                     the folder of the resume and check that file itself"
                );
                self.notes.push(Note::new(NoteKind::IncludeNotRead, message));
            }
        }
    }

    fn read(&mut self, path: &str, name: &str, number: u16, text: Rc<str>) {
        let file = self.files.len();
        let room = MOST_ENTRIES - self.entries.len().min(MOST_ENTRIES);
        let found = entries::read(&text, file, room);
        for (name, value) in found.strings {
            self.strings.entry(name).or_insert((file, value));
        }
        for entry in found.entries {
            let key = text[entry.key.start as usize..entry.key.end as usize].to_lowercase();
            // Of entries with one key the first counts.
            self.by_key.entry(key).or_insert(self.entries.len());
            self.entries.push(entry);
        }
        if let Some((at, why)) = found.broken.first() {
            let source = SourceText::utf8(name, &*text);
            let line = source.position(*at as u32).line;
            let count = found.broken.len();
            let what = if count == 1 { "one entry".to_owned() } else { format!("{count} entries") };
            let first = if count == 1 { "" } else { "the first " };
            let message = format!(
                "{name}: {what} could not be read, {first}at line {line} ({why}); mend the file and \
                 check again"
            );
            self.notes.push(Note::new(NoteKind::IncludeNotRead, message));
        }
        if found.is_cut {
            let message = format!(
                "bibliographies hold more than {MOST_ENTRIES} entries; what follows was not read"
            );
            self.notes.push(Note::new(NoteKind::Limit, message));
        }
        self.files.push(File { path: path.to_owned(), number, text });
    }

    /// Whether no file was named.
    pub(super) fn is_empty(&self) -> bool {
        !self.is_named
    }

    /// What is to be said before entries are printed, and after; once.
    pub(super) fn notes(&mut self) -> Vec<Note> {
        if self.is_cut.take() && !self.told_of_cut {
            self.told_of_cut = true;
            let message = "values of a bibliography that others take are longer than the limit; the rest \
                           of them was not read";
            self.notes.push(Note::new(NoteKind::Limit, message));
        }
        std::mem::take(&mut self.notes)
    }

    /// The entry with this key.
    pub(super) fn entry(&self, key: &str) -> Option<usize> {
        self.by_key.get(&key.trim().to_lowercase()).copied()
    }

    /// Prints an entry on a page.
    pub(super) fn print(&self, entry: usize, paper: &mut impl Paper) {
        let file = self.entries.get(entry).map_or(0, |entry| self.files[entry.file].number);
        let mut has_link = false;
        for piece in self.shown(entry) {
            match piece {
                Piece::Words(bytes) => paper.words(file, bytes),
                Piece::Unit(bytes, text) => paper.unit(file, bytes, &text),
                Piece::Space => paper.space(),
                Piece::Link(target) => {
                    paper.link(target);
                    has_link = true;
                }
                Piece::Unlink => {
                    paper.unlink();
                    has_link = false;
                }
            }
        }
        if has_link {
            paper.unlink();
        }
    }

    /// The entries that `cited` and `filter` let through, in the files' order.
    pub(super) fn chosen(&self, cited: &Cited, filter: &Filter) -> Vec<usize> {
        // Where no citation is of these entries, it stands where we did not look.
        let is_all =
            cited.keys.contains("*") || !cited.keys.iter().any(|key| self.by_key.contains_key(key));
        let is_chosen = |&at: &usize| {
            let entry = &self.entries[at];
            let key = self.slice(entry.file, &entry.key).to_lowercase();
            self.by_key.get(&key) == Some(&at)
                && (filter.paths.is_empty() || filter.paths.contains(&self.files[entry.file].path))
                && (is_all || cited.keys.contains(&key))
                && filter.within.iter().all(|category| category.keys.contains(&key))
                && !filter.without.iter().any(|category| category.keys.contains(&key))
                && self.passes(entry, filter)
        };
        (0..self.entries.len()).filter(is_chosen).collect()
    }

    fn passes(&self, entry: &Entry, filter: &Filter) -> bool {
        let kind = self.slice(entry.file, &entry.kind).to_lowercase();
        let is = |wanted: &String| *wanted == kind || family(wanted) == family(&kind);
        let has = |wanted: &String| {
            let words = self.plain(entry, "keywords").or_else(|| self.plain(entry, "keyword"));
            words.is_some_and(|words| words.split([',', ';']).any(|word| word.trim() == wanted))
        };
        // An entry that only holds fields for others is none of the list.
        kind != "xdata"
            && filter.kinds.iter().all(is)
            && !filter.not_kinds.iter().any(is)
            && filter.keywords.iter().all(has)
            && !filter.not_keywords.iter().any(has)
    }

    fn slice(&self, file: usize, range: &Range<u32>) -> &str {
        let text = self.files.get(file).map_or("", |file| &*file.text);
        text.get(range.start as usize..range.end as usize).unwrap_or("")
    }
}

/// One name for types that a bibliography takes for the same.
fn family(kind: &str) -> &str {
    match kind {
        "conference" => "inproceedings",
        "phdthesis" | "mastersthesis" | "bachelorsthesis" => "thesis",
        "techreport" => "report",
        "electronic" | "www" => "online",
        other => other,
    }
}

/// The keys that a document cites.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Cited {
    keys: HashSet<String>,
}

impl Cited {
    /// Adds the keys of a list such as `a, b` or `*`.
    pub(super) fn add(&mut self, keys: &str) {
        let keys = keys.split(',').map(|key| key.trim().to_lowercase());
        self.keys.extend(keys.filter(|key| !key.is_empty()));
    }
}

/// Which of the cited entries are printed.
#[derive(Debug, Clone, Default)]
pub(super) struct Filter {
    /// Files that the list is made from; none is all.
    pub(super) paths: Vec<String>,
    /// Types, in small letters.
    pub(super) kinds: Vec<String>,
    /// Types that are left out.
    pub(super) not_kinds: Vec<String>,
    /// Keywords that an entry has to have.
    pub(super) keywords: Vec<String>,
    /// Keywords that an entry may not have.
    pub(super) not_keywords: Vec<String>,
    /// Categories of the document's own that an entry has to be in.
    pub(super) within: Vec<Cited>,
    /// Categories that it may not be in.
    pub(super) without: Vec<Cited>,
}
