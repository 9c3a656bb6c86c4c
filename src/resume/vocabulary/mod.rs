//! The words that understanding knows, as data by language; loaded from `rules/vocabulary/`.
//!
//! Which word is a heading, a verb, a month or a sign of production use is data, so that a language
//! is a file and a missing word is a line in it. The build script puts all phrases of all languages
//! into one tree that lies ready in the binary, and one pass over a document finds every one of them.

mod compile;
mod hosts;
mod plain;
mod source;
mod table;
mod terms;
mod wording;

use crate::file_error::{FileError, suggest_field};
use compile::{Compiled, compile};
pub(super) use hosts::Hosts;
pub(super) use plain::plain;
use source::File;
pub use terms::{Actor, Pillar, Tense};
pub(super) use terms::{DateWord, HeadingKind, Language, Meaning, Tag};
pub(crate) use wording::{Use, Wording};

/// What the build script compiled.
static BUILTIN: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/vocabulary.bin"));

/// The words that understanding knows.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    /// The words.
    pub(super) words: Compiled<'static>,
    /// The files that a user added, each with its name.
    added: Vec<(String, String)>,
}

impl Vocabulary {
    /// The vocabulary that comes with the program.
    ///
    /// # Panics
    /// Never: the build script wrote what this reads, from the same types.
    pub fn builtin() -> Self {
        let words = postcard::from_bytes(BUILTIN).expect("the build script wrote it");
        Vocabulary { words, added: Vec::new() }
    }

    /// Adds the words of a file that stands beside the user's configuration.
    ///
    /// # Errors
    /// The file is not TOML of the form that `rules/vocabulary/en.toml` shows.
    pub fn extend(&mut self, name: &str, text: &str) -> Result<(), FileError> {
        let parse = |(name, text): (&str, &str)| {
            toml::from_str::<File>(text).map_err(|fault| fault_in(name, text, &fault))
        };
        let mut files = shipped().map(parse).collect::<Result<Vec<_>, _>>()?;
        for (name, text) in &self.added {
            files.push(parse((name, text))?);
        }
        files.push(parse((name, text))?);
        self.words = compile(files);
        self.added.push((name.to_owned(), text.to_owned()));
        Ok(())
    }

    /// Whether the headings of some language hold these words, a slip of the keyboard forgiven.
    pub(crate) fn knows_heading(&self, heading: &str) -> bool {
        self.read_misspelt_heading(heading).is_some()
    }

    /// Small words by what they are good for.
    pub(crate) fn wording(&self) -> &Wording {
        &self.words.wording
    }

    /// The number of a language that a file has words for.
    pub(super) fn language(&self, code: &str) -> Option<Language> {
        self.words.languages.iter().position(|known| known == code).map(|i| Language(i as u8))
    }
}

/// What is wrong with a file, where, and what may have been meant.
fn fault_in(name: &str, text: &str, fault: &toml::de::Error) -> FileError {
    let message = fault.message().lines().next().unwrap_or_default();
    let help = suggest_field(message).or_else(|| {
        let help =
            "`rules/vocabulary/en.toml` in the sources shows every list, each with a comment.";
        Some(help.to_owned())
    });
    // A list of everything that is known is no message.
    let message = message.split(", expected").next().unwrap_or(message).to_owned();
    let error = FileError::new("vocabulary-file", name, text, message);
    FileError { help, range: fault.span(), ..error }
}

/// The files that the binary carries; those of macro knowledge belong to the readers.
fn shipped() -> impl Iterator<Item = (&'static str, &'static str)> {
    crate::data::files("vocabulary")
        .filter(|(name, _)| !name.rsplit('/').next().unwrap_or(name).starts_with("latex"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_common_word_belongs_to_one_language() {
        let mut languages = std::collections::BTreeMap::new();
        for (name, text) in shipped() {
            for word in toml::from_str::<File>(text).unwrap().common {
                let other = languages.insert(word.clone(), name);
                assert_eq!(other, None, "{word} is common in {name} as well");
            }
        }
        assert!(languages.len() > 50);
    }

    #[test]
    fn every_embedded_language_is_there() {
        let vocabulary = Vocabulary::builtin();
        for code in ["en", "de", "fr", "es", "pt", "it", "nl", "pl", "zh", "ja", "ko"] {
            assert!(vocabulary.language(code).is_some(), "no words for {code}");
        }
        assert!(!vocabulary.words.senses.is_empty());
    }

    #[test]
    fn a_user_adds_words_of_a_language_of_their_own() {
        let mut vocabulary = Vocabulary::builtin();
        vocabulary
            .extend("mine.toml", "language = \"sv\"\n[headings]\nexperience = [\"Erfarenhet\"]\n")
            .unwrap();
        assert!(vocabulary.language("sv").is_some());
        assert!(vocabulary.knows_heading("Erfarenhet"));
        assert!(vocabulary.knows_heading("Berufserfahrung"), "ours stay");
        let error = vocabulary.extend("mine.toml", "langage = \"sv\"").unwrap_err();
        assert_eq!(error.file, "mine.toml");
        vocabulary.extend("more.toml", "language = \"sv\"").expect("the broken file is gone");
    }

    #[test]
    fn a_user_adds_hosts_beside_their_configuration() {
        let text = "Ada Example\n\nSUMMARY\nCode: forge.example/ada/lens\n\nEXPERIENCE\nx";
        let links_to_code = |vocabulary: &Vocabulary| {
            let source = crate::extract::Source::new("cv.txt", text.as_bytes());
            let document = crate::extract::read(&source, &crate::extract::Limits::default());
            let catalogue = crate::catalogue::Catalogue::default();
            let today = jiff::civil::date(2026, 11, 22);
            let context =
                crate::resume::Context { catalogue: &catalogue, vocabulary, today, role: None };
            let resume = crate::resume::understand(&document, &context);
            resume.links.iter().filter(|l| l.kind == crate::resume::LinkKind::Code).count()
        };
        let mut vocabulary = Vocabulary::builtin();
        assert_eq!(links_to_code(&vocabulary), 0);
        let mine =
            "language = \"mul\"\n[hosts]\ncode = [\"forge.example\"]\nendings = [\"example\"]\n";
        vocabulary.extend("mine.toml", mine).unwrap();
        assert_eq!(links_to_code(&vocabulary), 1);
    }
}
