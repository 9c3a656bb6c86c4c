//! What rules can ask about the file as a whole, and about its text that a reader does not see.

use foldhash::HashSet;
use minijinja::Value;

use super::page::places_of;
use super::{Fact, MOST_EARLIER, What, line_around, none};
use crate::document::{Note, NoteKind, Span};
use crate::folding::{comparable, fold, on_one_line};
use crate::rules::On;

impl Fact {
    pub(super) fn get_document(&self, name: &str) -> Option<Value> {
        let document = &self.facts.document;
        let metadata = &document.metadata;
        let text = |value: &Option<String>| value.as_deref().map_or_else(none, Value::from);
        Some(match name {
            "title" => text(&metadata.title),
            "author" => text(&metadata.author),
            "subject" => text(&metadata.subject),
            "keywords" => text(&metadata.keywords),
            "creator" => text(&metadata.creator),
            "producer" => text(&metadata.producer),
            "metadata" => self.metadata().join("\n").into(),
            "unseen_metadata" => self.unseen_metadata().into_iter().collect(),
            "active_content" => metadata.active_content.iter().map(String::as_str).collect(),
            "page_scripts" => Value::from(
                !metadata.active_content.is_empty()
                    && metadata.active_content.iter().all(|what| what.starts_with("script")),
            ),
            "has_text" => Value::from(document.text.chars().any(char::is_alphanumeric)),
            "pictures_only" => {
                Value::from(document.notes.iter().any(|note| note.kind == NoteKind::NoTextLayer))
            }
            "format" => Value::from(document.format.name()),
            "whole" => {
                let left = |note: &Note| note.kind == NoteKind::IncludeNotRead;
                Value::from(!document.notes.iter().any(left))
            }
            "hidden" => self.list(self.parts(On::Run).into_iter()),
            "pages" => Value::from(document.pages.len()),
            _ => return None,
        })
    }

    /// What the file says outside its text, but for the names of programs.
    fn metadata(&self) -> Vec<&str> {
        let metadata = &self.facts.document.metadata;
        let named = [&metadata.title, &metadata.author, &metadata.subject, &metadata.keywords];
        let named = named.into_iter().filter_map(|text| text.as_deref());
        named.chain(metadata.other.iter().map(|(_, text)| text.as_str())).collect()
    }

    /// Words of the metadata that stand nowhere in the text, each once. Numbers, addresses and the
    /// codes that programs leave are no words.
    fn unseen_metadata(&self) -> Vec<String> {
        let mut words = Vec::new();
        let mut unseen = HashSet::default();
        for value in self.metadata() {
            for word in fold(value).text.split_whitespace() {
                let word = word.trim_matches(|c: char| !c.is_alphanumeric());
                let is_word = word.chars().count() > 1 && word.chars().all(char::is_alphabetic);
                if is_word && unseen.insert(word.to_owned()) {
                    words.push(word.to_owned());
                }
            }
        }
        // Most of them stand at the top of the page.
        let mut seen = self.folded().text.split(|c: char| !c.is_alphanumeric());
        while !unseen.is_empty()
            && let Some(word) = seen.next()
        {
            unseen.remove(word);
        }
        words.retain(|word| unseen.contains(word));
        words
    }

    pub(super) fn get_run(&self, first: usize, name: &str) -> Option<Value> {
        let run = self.facts.document.runs.get(first)?;
        Some(match name {
            "visibility" => Value::from(run.visibility.name()),
            "size" => run.style.size_pt.map_or_else(none, Value::from),
            "repeated" => Value::from(self.is_repeated()),
            "letters" => Value::from(self.words().chars().filter(|c| c.is_alphanumeric()).count()),
            _ => return None,
        })
    }

    /// Whether words that a reader does not see stand elsewhere on the page where they are seen. A
    /// copy may be cut within a word, or stand there several times over, so letters are compared.
    fn is_repeated(&self) -> bool {
        let here = on_one_line(comparable(self.words()));
        let folded = self.folded();
        let as_words = places_of(&folded.text, here.trim()).any(|at| {
            let place = folded.original(at.start, at.end);
            let mut runs = self.facts.document.runs_in(place).iter();
            runs.all(|run| run.visibility.is_seen())
        });
        as_words || {
            let letters = letters_of(&here);
            let once = period(&letters);
            once.chars().count() >= LETTERS && self.seen_letters().contains(once)
        }
    }

    /// The letters that a reader sees, one after the other.
    fn seen_letters(&self) -> &str {
        self.facts.seen_letters.get_or_init(|| {
            let document = &self.facts.document;
            let seen = document.runs.iter().filter(|run| run.visibility.is_seen());
            seen.map(|run| letters_of(&fold(document.slice(run.span)).text)).collect()
        })
    }

    pub(super) fn get_words(&self, span: Span, name: &str) -> Option<Value> {
        let document = &self.facts.document;
        Some(match name {
            "seen" => {
                let mut runs = document.runs_in(span).iter();
                Value::from(runs.all(|run| run.visibility.is_seen()))
            }
            "quoted" => Value::from(self.is_quoted(span)),
            "bracketed" => {
                let before = document.text[..span.start as usize].trim_end();
                let after = document.text[span.end as usize..].trim_start();
                Value::from(before.ends_with('(') && after.starts_with(')'))
            }
            "linked" => Value::from(self.is_linked(span)),
            "joined" => Value::from(is_joined(&document.text, span)),
            "earlier" => {
                let word = on_one_line(comparable(document.slice(span)));
                let folded = self.folded();
                let places = places_of(&folded.text, word.trim())
                    .map(|at| folded.original(at.start, at.end))
                    .take_while(|place| place.end <= span.start)
                    .take(MOST_EARLIER);
                self.list(places.map(What::Words).collect::<Vec<_>>().into_iter())
            }
            "lower" => Value::from(fold(document.slice(span)).text),
            _ => return None,
        })
    }

    /// Whether words stand between quotation marks on their own line.
    pub(crate) fn is_quoted(&self, span: Span) -> bool {
        let line = line_around(&self.facts.document.text, span);
        let before = Span { start: line.start, end: span.start }.of(&self.facts.document.text);
        let after = Span { start: span.end, end: line.end }.of(&self.facts.document.text);
        let marks = ['"', '\u{201c}', '\u{201d}', '\u{201e}', '\u{ab}', '\u{bb}', '`'];
        let opened = before.matches(marks).count();
        opened % 2 == 1 && after.contains(marks)
    }
}

/// Whether a dot, slash or hyphen joins words to another word, as in "Node.js".
fn is_joined(text: &str, span: Span) -> bool {
    let glue = |c: char| matches!(c, '.' | '/' | '-' | '_' | '@');
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let mut before = text[..span.start as usize].chars().rev();
    let mut after = text[span.end as usize..].chars();
    (before.next().is_some_and(glue) && word(before.next()))
        || (after.next().is_some_and(glue) && word(after.next()))
}

/// Fewer letters than this may stand together elsewhere by chance.
const LETTERS: usize = 8;

fn letters_of(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// What a text says once, where it says the same several times over.
fn period(text: &str) -> &str {
    let bytes = text.as_bytes();
    let whole = |&length: &usize| {
        bytes.len().is_multiple_of(length)
            && text.is_char_boundary(length)
            && bytes.chunks(length).all(|part| part == &bytes[..length])
    };
    let length = (1..=bytes.len() / 2).find(whole).unwrap_or(bytes.len());
    &text[..length]
}
