//! From files of the vocabulary to the form in which words are looked up.
//!
//! The build script compiles `rules/vocabulary/`; the library compiles it once more together with a
//! user's files, when there are any.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::hosts::Hosts;
use super::plain::plain;
use super::source::{Dates, File};
use super::table::{Table, Trie};
use super::terms::{DateWord, HeadingKind, Language, Meaning, Sense, Tense};
use super::wording::Wording;
use crate::folding::fold;

/// The words in the form in which they are looked up.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Compiled<'a> {
    /// Codes of the languages, in the order in which they were met.
    pub(crate) languages: Vec<String>,
    /// Names of the platforms, by number.
    pub(crate) platforms: Vec<String>,
    /// Words that hardly a sentence of a language does without, in small letters.
    #[serde(borrow)]
    pub(crate) common: Table<'a, Language>,
    /// The phrases; their values are ranges of `senses`.
    #[serde(borrow)]
    pub(crate) phrases: Trie<'a>,
    /// What the phrases mean.
    pub(crate) senses: Vec<Sense>,
    /// Headings in comparable form.
    pub(crate) headings: Table<'a, HeadingKind>,
    /// The same without any blanks, for letter-spaced ones.
    pub(crate) spaceless_headings: Table<'a, HeadingKind>,
    /// Words that say it in a longer heading.
    pub(crate) heading_words: Table<'a, HeadingKind>,
    /// Words before a heading that change nothing.
    pub(crate) heading_modifiers: Table<'a, ()>,
    /// Months and other words of dates.
    pub(crate) dates: Table<'a, DateWord>,
    /// What addresses lead to.
    pub(crate) hosts: Hosts,
    /// Hosts of code by the names that people give them, in small letters.
    pub(crate) handles: BTreeMap<String, String>,
    /// Small words by what they are good for.
    pub(crate) wording: Wording,
}

/// Compiles files, in the order in which their words count.
pub(crate) fn compile(files: impl IntoIterator<Item = File>) -> Compiled<'static> {
    let mut gathered = Gathered::default();
    files.into_iter().for_each(|file| gathered.add(file));
    gathered.compile()
}

/// What several files say together. The first to say what a word of a heading or a date means wins.
#[derive(Default)]
struct Gathered {
    languages: Vec<String>,
    platforms: Vec<String>,
    common: BTreeMap<String, Language>,
    phrases: BTreeMap<String, Vec<Sense>>,
    headings: BTreeMap<String, HeadingKind>,
    spaceless_headings: BTreeMap<String, HeadingKind>,
    heading_words: BTreeMap<String, HeadingKind>,
    heading_modifiers: BTreeMap<String, ()>,
    dates: BTreeMap<String, DateWord>,
    hosts: Hosts,
    handles: BTreeMap<String, String>,
    wording: Wording,
}

impl Gathered {
    fn add(&mut self, file: File) {
        let language = Language(number(&mut self.languages, file.language));
        self.common.extend(file.common.into_iter().map(|word| (word.to_lowercase(), language)));
        self.add_headings(file.headings, file.heading_modifiers.words, file.heading_words);
        self.add_dates(file.dates);
        self.hosts.add(file.hosts);
        self.wording.add(file.wording);
        self.handles
            .extend(file.handles.into_iter().map(|(name, host)| (name.to_lowercase(), host)));
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
            let platform = number(&mut self.platforms, platform);
            self.add_phrases(words, language, Meaning::Platform(platform));
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
    }

    fn add_headings(
        &mut self,
        headings: BTreeMap<HeadingKind, Vec<String>>,
        modifiers: Vec<String>,
        words: BTreeMap<HeadingKind, Vec<String>>,
    ) {
        for (kind, names) in headings {
            for name in names {
                let plain = plain(&name);
                self.spaceless_headings.entry(plain.replace(' ', "")).or_insert(kind);
                self.headings.entry(plain).or_insert(kind);
            }
        }
        self.heading_modifiers.extend(modifiers.iter().map(|word| (plain(word), ())));
        for (kind, names) in words {
            for name in names {
                self.heading_words.entry(plain(&name)).or_insert(kind);
            }
        }
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
            if !key.is_empty() {
                let senses = self.phrases.entry(key.to_owned()).or_default();
                senses.push(Sense { language, meaning, open });
            }
        }
    }

    fn compile(self) -> Compiled<'static> {
        let (phrases, senses) = Trie::of(self.phrases);
        Compiled {
            languages: self.languages,
            platforms: self.platforms,
            common: Table::of(self.common),
            phrases,
            senses,
            headings: Table::of(self.headings),
            spaceless_headings: Table::of(self.spaceless_headings),
            heading_words: Table::of(self.heading_words),
            heading_modifiers: Table::of(self.heading_modifiers),
            dates: Table::of(self.dates),
            hosts: self.hosts,
            handles: self.handles,
            wording: self.wording,
        }
    }
}

/// The number of a name, which is added when it is new.
fn number(names: &mut Vec<String>, name: String) -> u8 {
    let known = names.iter().position(|known| *known == name);
    known.unwrap_or_else(|| {
        names.push(name);
        names.len() - 1
    }) as u8
}
