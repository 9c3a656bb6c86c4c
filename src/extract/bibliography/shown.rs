//! What is printed of an entry, in the order in which lists of publications have it: who, what, where,
//! when, and the addresses under which it is found.
//!
//! Every style sets marks between the parts, and the file has none. The brace that ends a value stands
//! for the mark behind it, so that each sign of the text has its place.

use std::ops::Range;

use super::entries::{Chunk, Entry, Field};
use super::{Library, Piece, words};

/// Names and values of `@string`s that stand for one another: deeper, and in more steps, they are made
/// to do harm.
const DEEPEST: usize = 8;
const MOST_STEPS: usize = 1_000;
/// A longer value than this, in bytes, is no name of a journal.
const LONGEST_VALUE: usize = 4_096;

/// Where it appeared: fields of which each is printed that is there.
const WHERE: [&str; 18] = [
    "type",
    "journal",
    "journaltitle",
    "booktitle",
    "maintitle",
    "eventtitle",
    "series",
    "edition",
    "volume",
    "number",
    "issue",
    "pages",
    "publisher",
    "institution",
    "school",
    "organization",
    "howpublished",
    "version",
];
const AFTER: [&str; 3] = ["note", "addendum", "pubstate"];
/// Values in which every sign stands for itself.
const AS_THEY_ARE: [&str; 3] = ["doi", "url", "eprint"];

impl Library {
    /// What is printed of an entry. All pieces stand in the entry's own file.
    pub(super) fn shown(&self, at: usize) -> Vec<Piece> {
        let Some(entry) = self.entries.get(at) else { return Vec::new() };
        let mut print = Print { library: self, entry, pieces: Vec::new() };
        if !print.people("author") {
            print.people("editor");
        }
        print.list(&["title", "subtitle"]);
        print.list(&WHERE);
        print.date();
        print.list(&AFTER);
        print.addresses();
        while print.pieces.last() == Some(&Piece::Space) {
            print.pieces.pop();
        }
        print.pieces
    }

    /// The words of a field, of the entry itself or of one that it takes fields from.
    pub(super) fn plain(&self, entry: &Entry, name: &str) -> Option<String> {
        match self.field(entry, name) {
            Some(field) => Some(self.value(entry, field)),
            None => self.inherited(entry, name, 0).map(|(words, _)| words),
        }
    }

    fn field<'e>(&self, entry: &'e Entry, name: &str) -> Option<&'e Field> {
        let is_it = |field: &&Field| {
            self.slice(entry.file, &field.name).eq_ignore_ascii_case(name)
                && !field
                    .value
                    .iter()
                    .all(|chunk| self.slice(entry.file, chunk.range()).trim().is_empty())
        };
        entry.fields.iter().find(is_it)
    }

    /// The words of a value.
    fn value(&self, entry: &Entry, field: &Field) -> String {
        let mut steps = MOST_STEPS;
        let mut value = String::new();
        for chunk in &field.value {
            self.expand(entry.file, chunk, 0, &mut steps, &mut value);
        }
        value.trim().to_owned()
    }

    /// Adds what a part of a value stands for.
    fn expand(
        &self,
        file: usize,
        chunk: &Chunk,
        depth: usize,
        steps: &mut usize,
        value: &mut String,
    ) {
        if *steps == 0 || value.len() > LONGEST_VALUE {
            return self.is_cut.set(true);
        }
        *steps -= 1;
        match chunk {
            Chunk::Literal(range) => {
                let mut pieces = Vec::new();
                let text = &self.files[file].text;
                let mut range = range.clone();
                if range.len() > LONGEST_VALUE {
                    self.is_cut.set(true);
                    let end = text.floor_char_boundary(range.start as usize + LONGEST_VALUE);
                    range.end = end as u32;
                }
                words::read(text, &range, &mut pieces);
                value.push_str(&words::plain(&self.files[file].text, &pieces));
            }
            Chunk::Name(range) => {
                let name = self.slice(file, range).to_lowercase();
                match self.strings.get(&name) {
                    Some((file, parts)) if depth < DEEPEST => {
                        for part in parts {
                            self.expand(*file, part, depth + 1, steps, value);
                        }
                    }
                    Some(_) => self.is_cut.set(true),
                    None => value.push_str(month(&name).unwrap_or(&name)),
                }
            }
        }
    }

    /// The words of a field that an entry takes from another, and the place that names the other.
    fn inherited(&self, entry: &Entry, name: &str, depth: usize) -> Option<(String, Range<u32>)> {
        for link in ["crossref", "xdata"] {
            let Some(field) = self.field(entry, link) else { continue };
            let place = field.value.first()?.range().clone();
            let parent = self.entry(&self.value(entry, field));
            let Some(parent) = parent.and_then(|at| self.entries.get(at)) else { continue };
            let names: &[&str] = match (link, name) {
                // A chapter's book has the title that the chapter does not have.
                ("crossref", "booktitle") => &["booktitle", "title"],
                ("crossref", "title" | "subtitle" | "author" | "doi" | "url") => continue,
                _ => &[name],
            };
            for name in names {
                let found = match self.field(parent, name) {
                    Some(field) => Some(self.value(parent, field)),
                    None if depth < 3 => {
                        self.inherited(parent, name, depth + 1).map(|found| found.0)
                    }
                    None => None,
                };
                if let Some(found) = found {
                    return Some((found, place));
                }
            }
        }
        None
    }

    /// A range without the blanks around its words.
    fn trimmed(&self, file: usize, range: &Range<u32>) -> Range<u32> {
        let words = self.slice(file, range);
        let start = range.start + (words.len() - words.trim_start().len()) as u32;
        start..start + words.trim().len() as u32
    }
}

/// An entry on its way onto the page.
struct Print<'a> {
    library: &'a Library,
    entry: &'a Entry,
    pieces: Vec<Piece>,
}

impl Print<'_> {
    fn text(&self) -> &str {
        &self.library.files[self.entry.file].text
    }

    /// Prints the fields that are there, with commas between them and a stop at the end.
    fn list(&mut self, names: &[&str]) {
        let mut last: Option<Range<u32>> = None;
        for name in names {
            if let Some(before) = &last
                && self.has(name)
            {
                self.mark(before.clone(), ",");
                self.pieces.push(Piece::Space);
            }
            if let Some(end) = self.words_of(name) {
                last = Some(end);
            }
        }
        if let Some(end) = last {
            self.mark(end, ".");
            self.pieces.push(Piece::Space);
        }
    }

    fn has(&self, name: &str) -> bool {
        self.library.field(self.entry, name).is_some()
            || self.library.inherited(self.entry, name, 0).is_some()
    }

    /// Prints the words of a field. Gives the place of the sign that ends it.
    fn words_of(&mut self, name: &str) -> Option<Range<u32>> {
        let Some(field) = self.library.field(self.entry, name) else {
            let (words, place) = self.library.inherited(self.entry, name, 0)?;
            self.pieces.push(Piece::Unit(place.clone(), words));
            return Some(self.end_after(place.end));
        };
        let as_it_is = AS_THEY_ARE.contains(&name);
        let alone = field.value.len() == 1;
        for chunk in &field.value {
            self.chunk(chunk, as_it_is, alone);
        }
        let end = field.value.last().map_or(0, |chunk| chunk.range().end);
        Some(self.end_after(end))
    }

    /// Prints a part of a value; blanks around it count where other parts follow.
    fn chunk(&mut self, chunk: &Chunk, as_it_is: bool, alone: bool) {
        let library = self.library;
        let file = self.entry.file;
        let text = &*library.files[file].text;
        match chunk {
            Chunk::Literal(range) => {
                let range = if alone { library.trimmed(file, range) } else { range.clone() };
                let spelt = library.slice(file, &range);
                if as_it_is && !spelt.contains(['\\', '{']) {
                    self.pieces.push(Piece::Words(range));
                } else {
                    words::read(text, &range, &mut self.pieces);
                }
            }
            Chunk::Name(range) => {
                let mut value = String::new();
                library.expand(file, chunk, 0, &mut { MOST_STEPS }, &mut value);
                if value.trim().is_empty() {
                    self.pieces.push(Piece::Words(range.clone()));
                } else {
                    self.pieces.push(Piece::Unit(range.clone(), value.trim().to_owned()));
                }
            }
        }
    }

    /// The sign that ends a value: its brace or quote, or the comma behind it.
    fn end_after(&self, at: u32) -> Range<u32> {
        let rest = self.text().get(at as usize..).unwrap_or("");
        let blanks = rest.len() - rest.trim_start().len();
        let start = at + blanks as u32;
        match rest[blanks..].chars().next() {
            Some('}' | '"' | ',' | ')') => start..start + 1,
            _ => at..at,
        }
    }

    /// Sets a mark, unless the words bring one of their own.
    fn mark(&mut self, place: Range<u32>, mark: &str) {
        let last = self.pieces.iter().rev().find(|piece| **piece != Piece::Unlink);
        let last = match last {
            Some(Piece::Words(range)) => {
                self.library.slice(self.entry.file, range).trim_end().chars().next_back()
            }
            Some(Piece::Unit(_, text)) => text.chars().next_back(),
            _ => None,
        };
        let has_own = last.is_none_or(|c| matches!(c, '.' | ',' | ';' | ':' | '?' | '!'));
        if !has_own && !place.is_empty() {
            self.pieces.push(Piece::Unit(place, mark.to_owned()));
        }
    }

    /// Prints the people of a field, their given names first.
    fn people(&mut self, name: &str) -> bool {
        let Some(field) = self.library.field(self.entry, name) else {
            let found = self.words_of(name);
            if let Some(end) = found.clone() {
                self.mark(end, ".");
                self.pieces.push(Piece::Space);
            }
            return found.is_some();
        };
        if let [Chunk::Literal(range)] = &field.value[..] {
            let people = people(self.text(), range);
            let count = people.len();
            for (i, (person, and)) in people.into_iter().enumerate() {
                let is_rest = self.library.slice(self.entry.file, &person) == "others";
                if let Some(and) = and {
                    if i + 1 < count {
                        self.mark(and, ",");
                    } else if !is_rest {
                        self.pieces.push(Piece::Space);
                        self.pieces.push(Piece::Words(and));
                    }
                    self.pieces.push(Piece::Space);
                }
                if is_rest {
                    self.pieces.push(Piece::Unit(person, "et al.".to_owned()));
                } else {
                    self.person(&person);
                }
            }
        } else {
            for chunk in &field.value {
                self.chunk(chunk, false, false);
            }
        }
        let end = field.value.last().map_or(0, |chunk| chunk.range().end);
        self.mark(self.end_after(end), ".");
        self.pieces.push(Piece::Space);
        true
    }

    /// "Family, Given" and "Family, Jr, Given" are turned round.
    fn person(&mut self, person: &Range<u32>) {
        let mut parts = split(self.text(), person, |rest| usize::from(rest.starts_with(',')));
        if parts.len() > 1 {
            let given = parts.pop();
            parts.splice(0..0, given);
        }
        for (i, (part, _)) in parts.into_iter().enumerate() {
            if i > 0 {
                self.pieces.push(Piece::Space);
            }
            let text = &*self.library.files[self.entry.file].text;
            words::read(text, &part, &mut self.pieces);
        }
    }

    /// The year, with the month before it where that is a word.
    fn date(&mut self) {
        if self.has("date") {
            return self.list(&["date"]);
        }
        let month = self.library.plain(self.entry, "month").unwrap_or_default();
        if self.has("year")
            && month.chars().any(char::is_alphabetic)
            && self.words_of("month").is_some()
        {
            self.pieces.push(Piece::Space);
        }
        self.list(&["year"]);
    }

    /// The addresses, each a link.
    fn addresses(&mut self) {
        if let Some(doi) = self.library.plain(self.entry, "doi") {
            let number = doi.trim();
            let number = number.find("10.").map_or(number, |at| &number[at..]);
            self.address("doi", format!("https://doi.org/{number}"), doi.contains("://"));
        }
        let archive = ["archiveprefix", "eprinttype"]
            .into_iter()
            .find_map(|name| Some((name, self.library.plain(self.entry, name)?)));
        if let Some(eprint) = self.library.plain(self.entry, "eprint") {
            let bare = !eprint.contains("://");
            let known = archive.as_ref().map_or("", |(_, words)| words).to_lowercase();
            let is_number = eprint.split_once('.').is_some_and(|(year, number)| {
                year.len() == 4
                    && number.len() >= 4
                    && eprint.starts_with(|c: char| c.is_ascii_digit())
            });
            if let (Some((name, _)), true) = (&archive, bare) {
                self.words_of(name);
                self.pieces.push(Piece::Space);
            }
            let target = match known.contains("arxiv") || known.is_empty() && is_number {
                true => format!("https://arxiv.org/abs/{}", eprint.trim_start_matches("arXiv:")),
                false if bare => String::new(),
                false => eprint.clone(),
            };
            self.address("eprint", target, true);
        }
        if let Some(url) = self.library.plain(self.entry, "url") {
            self.address("url", url, true);
        }
    }

    /// A field that leads to `target`; one that does not say what it is has its name before it.
    fn address(&mut self, name: &str, target: String, says_itself: bool) {
        if let Some(field) = self.library.field(self.entry, name)
            && !says_itself
        {
            self.pieces.push(Piece::Words(field.name.clone()));
            self.pieces.push(Piece::Space);
        }
        self.pieces.push(Piece::Link(target.trim().to_owned()));
        self.words_of(name);
        self.pieces.push(Piece::Unlink);
        self.pieces.push(Piece::Space);
    }
}

/// The people that `and` stands between, each with the `and` before it.
fn people(text: &str, range: &Range<u32>) -> Vec<(Range<u32>, Option<Range<u32>>)> {
    split(text, range, |rest| {
        let blanks = rest.len() - rest.trim_start().len();
        let after = &rest[blanks..];
        let is_and = blanks > 0
            && after.get(..3).is_some_and(|word| word.eq_ignore_ascii_case("and"))
            && after[3..].starts_with(char::is_whitespace);
        if is_and { blanks + 3 } else { 0 }
    })
}

/// The parts of `range` outside of braces, cut where `cut` gives the length of what stands between;
/// each with what stands before it, all without blanks around them.
fn split(
    text: &str,
    range: &Range<u32>,
    cut: impl Fn(&str) -> usize,
) -> Vec<(Range<u32>, Option<Range<u32>>)> {
    let words = text.get(range.start as usize..range.end as usize).unwrap_or("");
    let trimmed = |from: usize, to: usize| {
        let part = &words[from..to];
        let start = range.start + (from + part.len() - part.trim_start().len()) as u32;
        start..start + part.trim().len() as u32
    };
    let mut parts = Vec::new();
    let (mut start, mut before) = (0, None);
    let (mut depth, mut at) = (0usize, 0);
    let mut is_blank = false;
    while let Some(c) = words[at..].chars().next() {
        match c {
            '\\' => at += words[at + 1..].chars().next().map_or(0, char::len_utf8),
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            // Of a stretch of blanks the first is tried.
            _ if depth == 0 && !(is_blank && c.is_whitespace()) => {
                let length = cut(&words[at..]);
                if length > 0 {
                    parts.push((trimmed(start, at), before.take()));
                    before = Some(trimmed(at, at + length));
                    at += length;
                    start = at;
                    is_blank = false;
                    continue;
                }
            }
            _ => {}
        }
        is_blank = c.is_whitespace();
        at += c.len_utf8();
    }
    parts.push((trimmed(start, words.len()), before));
    parts.retain(|(part, _)| !part.is_empty());
    parts
}

/// What the name of a month stands for.
fn month(name: &str) -> Option<&'static str> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    MONTHS.into_iter().find(|month| month.eq_ignore_ascii_case(name))
}
