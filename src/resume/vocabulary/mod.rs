//! The words that understanding knows, as data by language; loaded from `rules/vocabulary/`.
//!
//! Which word is a heading, a verb, a month or a sign of production use is data, so that a language
//! is a file and a missing word is a line in it. All phrases of all languages are put into one
//! automaton, and one pass over a document finds every one of them.

use std::collections::{BTreeMap, HashMap};

use aho_corasick::AhoCorasick;
use serde::Deserialize;

use super::headings::{self, HeadingKind};
use super::{Actor, Pillar, Tense};
use crate::folding::fold;
use crate::role::{Field, Level};

/// The words that understanding knows.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    /// Codes of the languages, in the order in which they were loaded.
    languages: Vec<String>,
    /// Headings by their comparable form.
    pub(super) headings: headings::Known,
    /// What each phrase of the automaton means.
    pub(super) meanings: Vec<Vec<(Language, Meaning)>>,
    /// Whether the phrase may go on after its last letter (`deploy*`).
    pub(super) open_ended: Vec<bool>,
    /// Finds the phrases in folded text.
    pub(super) automaton: Option<AhoCorasick>,
    /// The phrases, by the automaton's numbers.
    phrases: Vec<String>,
    /// The number of each phrase.
    numbers: HashMap<String, usize>,
    /// Months and other words of dates.
    pub(super) dates: HashMap<String, DateWord>,
    /// Names of the platforms, by number.
    pub(super) platforms: Vec<String>,
}

/// Index of a language in [`Vocabulary::languages`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Language(u8);

/// What a phrase means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A word of a list.
    Word(Tag),
    /// A verb.
    Verb(Actor, Tense),
    /// The name of a platform or of a part of it.
    Platform(u8),
    /// A fundamental.
    Pillar(Pillar),
    /// A word of a title that says the field.
    Field(Field),
    /// A word of a title that says the level.
    Level(Level),
}

/// The lists below `[words]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Tag {
    /// What came of something.
    Outcome,
    /// Something runs for others, where the words around it are about technology.
    Production,
    /// Something runs for others, whatever stands around it.
    ProductionCertain,
    /// Belongs to running systems, where the words around it are about technology.
    ProductionHint,
    /// A word of technology.
    Technology,
    /// What a number has to count for a system to be in use.
    Audience,
    /// A statement of expertise.
    Claim,
    /// Certified, certificate, licence.
    Certification,
    /// Not yet earned.
    InProgress,
    /// A candidate for a credential.
    Candidate,
    /// A course that prepares for an exam.
    ExamPreparation,
    /// No longer held.
    Expired,
    /// A course, or a place that gives courses.
    Course,
    /// Sells courses.
    CoursePlatform,
    /// Gives courses or certificates.
    Issuer,
    /// Makes the word "certificate" mean something else.
    NotACredential,
    /// An honour, which is no credential.
    Honor,
    /// A degree or a part of one.
    Degree,
    /// A school or university.
    School,
    /// Belongs to a citation.
    PublicationWord,
    /// Is a publication by itself.
    Publication,
    /// Says that references can be had.
    Reference,
    /// Heads a list of people who vouch.
    ReferenceHeading,
    /// Belongs to a letter or an invoice, not to a resume.
    Letter,
    /// A well-known exercise.
    Tutorial,
    /// A human language, or how well somebody speaks one.
    HumanLanguage,
    /// Years of experience, in a headline or summary.
    ExperienceYears,
    /// In a title, says that there is no job yet.
    NotARole,
    /// A credential that needs no catalogue: a certification by name.
    CertificationName,
    /// A licence by name.
    LicenseName,
    /// A course certificate by name.
    CourseName,
}

/// What a word means in a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DateWord {
    /// 1 to 12.
    Month(i8),
    /// The month in which a season begins.
    Season(i8),
    /// Present, heute, actualité.
    Present,
    /// Between start and end.
    To,
    /// Before a start that has no end.
    Since,
}

/// A vocabulary file that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{name}: {source}")]
pub struct VocabularyError {
    name: String,
    source: toml::de::Error,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct File {
    language: String,
    #[serde(default)]
    headings: BTreeMap<HeadingKind, Vec<String>>,
    #[serde(default)]
    heading_modifiers: Words,
    #[serde(default)]
    heading_words: BTreeMap<HeadingKind, Vec<String>>,
    #[serde(default)]
    dates: Dates,
    #[serde(default)]
    verbs: BTreeMap<Actor, Tenses>,
    #[serde(default)]
    words: BTreeMap<Tag, Vec<String>>,
    #[serde(default)]
    platforms: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pillars: BTreeMap<Pillar, Vec<String>>,
    #[serde(default)]
    fields: BTreeMap<Field, Vec<String>>,
    #[serde(default)]
    levels: BTreeMap<Level, Vec<String>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Words {
    words: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Dates {
    months: Vec<Vec<String>>,
    present: Vec<String>,
    spring: Vec<String>,
    summer: Vec<String>,
    autumn: Vec<String>,
    winter: Vec<String>,
    since: Vec<String>,
    to: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Tenses {
    past: Vec<String>,
    present: Vec<String>,
    any: Vec<String>,
}

impl Vocabulary {
    /// The vocabulary that comes with the program.
    pub fn builtin() -> Self {
        let mut vocabulary = Vocabulary::default();
        for (name, text) in crate::data::files("vocabulary") {
            // The files of macro knowledge belong to the readers.
            let is_language = !name.rsplit('/').next().unwrap_or(name).starts_with("latex");
            if is_language {
                vocabulary.add(name, text).expect("a test loads every file that is embedded");
            }
        }
        vocabulary.compile();
        vocabulary
    }

    /// Adds the words of a file that stands beside the user's configuration.
    ///
    /// # Errors
    /// The file is not TOML of the form that `rules/vocabulary/en.toml` shows.
    pub fn extend(&mut self, name: &str, text: &str) -> Result<(), VocabularyError> {
        self.add(name, text)?;
        self.compile();
        Ok(())
    }

    /// Whether the headings of some language hold these words, a slip of the keyboard forgiven.
    pub(crate) fn knows_heading(&self, heading: &str) -> bool {
        self.headings.read_misspelt(heading).is_some()
    }

    /// The number of a language that a file has words for.
    pub(super) fn language(&self, code: &str) -> Option<Language> {
        self.languages.iter().position(|known| known == code).map(|i| Language(i as u8))
    }

    fn add(&mut self, name: &str, text: &str) -> Result<(), VocabularyError> {
        let file: File = toml::from_str(text)
            .map_err(|source| VocabularyError { name: name.to_owned(), source })?;
        let language = self.language(&file.language).unwrap_or_else(|| {
            self.languages.push(file.language.clone());
            Language((self.languages.len() - 1) as u8)
        });
        self.headings.add(&file.headings, &file.heading_modifiers.words, &file.heading_words);
        self.add_dates(file.dates);
        for (actor, tenses) in file.verbs {
            for (tense, words) in [
                (Tense::Past, tenses.past),
                (Tense::Present, tenses.present),
                (Tense::Unknown, tenses.any),
            ] {
                self.add_phrases(words, language, Meaning::Verb(actor, tense));
            }
        }
        for (tag, words) in file.words {
            self.add_phrases(words, language, Meaning::Word(tag));
        }
        for (platform, words) in file.platforms {
            let known = self.platforms.iter().position(|name| *name == platform);
            let number = known.unwrap_or_else(|| {
                self.platforms.push(platform);
                self.platforms.len() - 1
            });
            self.add_phrases(words, language, Meaning::Platform(number as u8));
        }
        for (pillar, words) in file.pillars {
            self.add_phrases(words, language, Meaning::Pillar(pillar));
        }
        for (field, words) in file.fields {
            self.add_phrases(words, language, Meaning::Field(field));
        }
        for (level, words) in file.levels {
            self.add_phrases(words, language, Meaning::Level(level));
        }
        Ok(())
    }

    fn add_dates(&mut self, dates: Dates) {
        let mut put = |words: Vec<String>, meaning: DateWord| {
            for word in words {
                self.dates.entry(fold(&word).text).or_insert(meaning);
            }
        };
        for (i, names) in dates.months.into_iter().enumerate() {
            put(names, DateWord::Month(i as i8 + 1));
        }
        put(dates.spring, DateWord::Season(3));
        put(dates.summer, DateWord::Season(6));
        put(dates.autumn, DateWord::Season(9));
        put(dates.winter, DateWord::Season(12));
        put(dates.present, DateWord::Present);
        put(dates.to, DateWord::To);
        put(dates.since, DateWord::Since);
    }

    fn add_phrases(&mut self, phrases: Vec<String>, language: Language, meaning: Meaning) {
        for phrase in phrases {
            let folded = fold(&phrase).text;
            let (key, open) = match folded.strip_suffix('*') {
                Some(stem) => (stem, true),
                None => (folded.as_str(), false),
            };
            if key.is_empty() {
                continue;
            }
            let number = *self.numbers.entry(folded.clone()).or_insert_with(|| {
                self.phrases.push(key.to_owned());
                self.meanings.push(Vec::new());
                self.open_ended.push(open);
                self.phrases.len() - 1
            });
            self.meanings[number].push((language, meaning));
        }
    }

    fn compile(&mut self) {
        self.automaton = AhoCorasick::builder()
            .kind(Some(aho_corasick::AhoCorasickKind::NoncontiguousNFA))
            .build(&self.phrases)
            .ok();
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_embedded_file_loads() {
        let vocabulary = Vocabulary::builtin();
        for code in ["en", "de", "fr", "es", "pt", "it", "nl", "pl", "zh", "ja", "ko"] {
            assert!(vocabulary.language(code).is_some(), "no words for {code}");
        }
        assert!(vocabulary.automaton.is_some());
    }

    #[test]
    fn a_user_adds_words_of_a_language_of_their_own() {
        let mut vocabulary = Vocabulary::builtin();
        vocabulary
            .extend("mine.toml", "language = \"sv\"\n[headings]\nexperience = [\"Erfarenhet\"]\n")
            .unwrap();
        assert!(vocabulary.language("sv").is_some());
        let error = vocabulary.extend("mine.toml", "langage = \"sv\"").unwrap_err();
        assert!(error.to_string().contains("mine.toml"));
    }
}
