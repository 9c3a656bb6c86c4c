//! What a heading's words say of the section below it.
//!
//! A heading is compared in a plain form: without case, numbers, emoji, colons or letter-spacing, and
//! with one word for every "and". The vocabulary decides; misspelt, combined and longer headings are
//! led back to headings that it knows.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use super::SectionKind;
use super::words::is_cjk;
use crate::folding::fold;

/// What a heading announces. Coursework is a kind of its own here: what is listed below it are parts
/// of a degree, not credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub(super) enum HeadingKind {
    Summary,
    Experience,
    Projects,
    Education,
    Skills,
    Certifications,
    Courses,
    Coursework,
    Publications,
    Awards,
    Languages,
    Volunteering,
    Other,
}

impl HeadingKind {
    /// The kind of section that stands below.
    pub(super) fn section(self) -> SectionKind {
        match self {
            HeadingKind::Summary => SectionKind::Summary,
            HeadingKind::Experience => SectionKind::Experience,
            HeadingKind::Projects => SectionKind::Projects,
            HeadingKind::Education => SectionKind::Education,
            HeadingKind::Skills => SectionKind::Skills,
            HeadingKind::Certifications => SectionKind::Certifications,
            HeadingKind::Courses | HeadingKind::Coursework => SectionKind::Courses,
            HeadingKind::Publications => SectionKind::Publications,
            HeadingKind::Awards => SectionKind::Awards,
            HeadingKind::Languages => SectionKind::Languages,
            HeadingKind::Volunteering => SectionKind::Volunteering,
            HeadingKind::Other => SectionKind::Other,
        }
    }
}

/// How sure the vocabulary is of a heading, the surest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Certainty {
    /// One of its words says it.
    Word,
    /// But for a slip of the keyboard.
    Misspelt,
    /// Every part of it is known.
    Parts,
    /// All of it is known.
    Exact,
}

/// What a heading was recognised as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading {
    /// The leading kind first; never empty.
    pub(super) kinds: Vec<HeadingKind>,
    /// How sure that is.
    pub(super) certainty: Certainty,
}

impl Reading {
    /// Whether it announces `kind`, alone or with another.
    pub(super) fn is(&self, kind: HeadingKind) -> bool {
        self.kinds.contains(&kind)
    }
}

/// The headings that the vocabulary knows.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    exact: HashMap<String, HeadingKind>,
    /// Without any blanks, for letter-spaced headings.
    spaceless: HashMap<String, HeadingKind>,
    /// By first letter, for misspelt ones.
    by_letter: BTreeMap<char, Vec<(String, HeadingKind)>>,
    modifiers: Vec<String>,
    words: HashMap<String, HeadingKind>,
}

impl Known {
    /// Adds what a file of the vocabulary says of headings.
    pub(super) fn add(
        &mut self,
        headings: &BTreeMap<HeadingKind, Vec<String>>,
        modifiers: &[String],
        words: &BTreeMap<HeadingKind, Vec<String>>,
    ) {
        for (&kind, names) in headings {
            for name in names {
                let plain = plain(name);
                self.spaceless.entry(plain.replace(' ', "")).or_insert(kind);
                if let Some(first) = plain.chars().next() {
                    self.by_letter.entry(first).or_default().push((plain.clone(), kind));
                }
                self.exact.entry(plain).or_insert(kind);
            }
        }
        self.modifiers.extend(modifiers.iter().map(|word| plain(word)));
        self.modifiers.sort_by_key(|word| std::cmp::Reverse(word.len()));
        for (&kind, names) in words {
            for name in names {
                self.words.entry(plain(name)).or_insert(kind);
            }
        }
    }

    /// What a heading announces, if all of it or every part of it is known.
    pub(super) fn read(&self, heading: &str) -> Option<Reading> {
        if heading.len() > 120 {
            return None;
        }
        let plain = plain(heading);
        self.read_plain(&plain).or_else(|| self.read_letter_spaced(heading))
    }

    /// The same, forgiving misspelt words.
    pub(super) fn read_misspelt(&self, heading: &str) -> Option<Reading> {
        self.read(heading).or_else(|| {
            let plain = plain(heading);
            let kinds = self.misspelt(&plain).map(|kind| vec![kind]).or_else(|| {
                let parts: Option<Vec<HeadingKind>> = plain
                    .split(" and ")
                    .map(|part| self.one(part).or_else(|| self.misspelt(part)))
                    .collect();
                parts.filter(|parts| parts.len() > 1)
            })?;
            Some(Reading { kinds: distinct(kinds), certainty: Certainty::Misspelt })
        })
    }

    /// The same for words that are known to be a heading: one word that is known is enough.
    pub(super) fn read_certain_heading(&self, heading: &str) -> Option<Reading> {
        self.read_misspelt(heading).or_else(|| {
            let plain = plain(heading);
            let parts: Vec<HeadingKind> =
                plain.split(" and ").filter_map(|part| self.one(part)).collect();
            if !parts.is_empty() {
                return Some(Reading { kinds: distinct(parts), certainty: Certainty::Word });
            }
            let kind = plain.split(' ').rev().find_map(|word| self.words.get(word))?;
            Some(Reading { kinds: vec![*kind], certainty: Certainty::Word })
        })
    }

    fn read_plain(&self, plain: &str) -> Option<Reading> {
        if let Some(kind) = self.exact.get(plain) {
            return Some(Reading { kinds: vec![*kind], certainty: Certainty::Exact });
        }
        if let Some(kind) = self.one(plain) {
            return Some(Reading { kinds: vec![kind], certainty: Certainty::Parts });
        }
        let parts: Option<Vec<HeadingKind>> =
            plain.split(" and ").map(|part| self.one(part)).collect();
        let parts = parts.filter(|parts| parts.len() > 1)?;
        Some(Reading { kinds: distinct(parts), certainty: Certainty::Parts })
    }

    /// The kind of a heading without "and", less its modifiers.
    fn one(&self, plain: &str) -> Option<HeadingKind> {
        let mut rest = plain.trim();
        for _ in 0..4 {
            if let Some(kind) = self.exact.get(rest) {
                return Some(*kind);
            }
            rest = self
                .modifiers
                .iter()
                .find_map(|modifier| rest.strip_prefix(modifier.as_str())?.strip_prefix(' '))?;
        }
        self.exact.get(rest).copied()
    }

    /// "E X P E R I E N C E", "E DUC AT ION".
    fn read_letter_spaced(&self, heading: &str) -> Option<Reading> {
        let words = heading.split_whitespace().count();
        let folded = fold(heading).text;
        let letters: String = folded.chars().filter(|c| c.is_alphanumeric()).collect();
        let count = letters.chars().count();
        if words < 3 || count > words * 3 || letters.chars().any(is_cjk) {
            return None;
        }
        let kind = self.spaceless.get(&letters)?;
        Some(Reading { kinds: vec![*kind], certainty: Certainty::Exact })
    }

    fn misspelt(&self, plain: &str) -> Option<HeadingKind> {
        let length = plain.chars().count();
        let slips = match length {
            0..6 => return None,
            6..12 => 1,
            12..20 => 2,
            _ => 3,
        };
        let candidates = self.by_letter.get(&plain.chars().next()?)?;
        let near = candidates
            .iter()
            .filter(|(known, _)| known.len().abs_diff(plain.len()) <= slips)
            .filter_map(|(known, kind)| {
                let distance = rapidfuzz::distance::osa::distance(plain.chars(), known.chars());
                (distance <= slips).then_some((distance, *kind))
            })
            .min_by_key(|(distance, _)| *distance)?;
        Some(near.1)
    }
}

/// A heading in comparable form.
pub(super) fn plain(heading: &str) -> String {
    let heading = heading.trim();
    let spread = if heading.contains(char::is_whitespace) { None } else { split_camel(heading) };
    let folded = fold(spread.as_deref().unwrap_or(heading)).text;
    let folded = without_brackets(&folded);
    let folded = without_number(folded.trim());
    let mut plain = String::with_capacity(folded.len());
    for word in folded.split(|c: char| c.is_whitespace() || matches!(c, '_' | '-' | ':')) {
        let mut rest = word;
        while !rest.is_empty() {
            let end = rest
                .find(['&', '/', ',', '|', '+', '\u{30fb}', ';', '\u{3001}'])
                .unwrap_or(rest.len());
            let (part, tail) = rest.split_at(end);
            let letters: String =
                part.chars().filter(|c| c.is_alphanumeric() || *c == '.' || *c == '#').collect();
            let letters = letters.trim_end_matches('.').trim_start_matches('.');
            let is_and =
                matches!(letters, "and" | "und" | "et" | "y" | "e" | "oraz" | "og" | "och");
            push(&mut plain, if is_and { "and" } else { letters });
            let mut chars = tail.chars();
            if chars.next().is_some() {
                push(&mut plain, "and");
            }
            rest = chars.as_str();
        }
    }
    let trimmed = plain.trim_end_matches(" and").trim_start_matches("and ");
    trimmed.to_owned()
}

fn push(plain: &mut String, word: &str) {
    if word.is_empty() || (word == "and" && plain.ends_with(" and")) {
        return;
    }
    if !plain.is_empty() {
        plain.push(' ');
    }
    plain.push_str(word);
}

/// "peerFeedback" as two words; `None` when it is one.
fn split_camel(word: &str) -> Option<String> {
    let starts_small = word.chars().next().is_some_and(char::is_lowercase);
    if !starts_small || !word.chars().any(char::is_uppercase) {
        return None;
    }
    let mut spread = String::new();
    for c in word.chars() {
        if c.is_uppercase() {
            spread.push(' ');
        }
        spread.push(c);
    }
    Some(spread)
}

/// Without what stands in brackets at the end.
fn without_brackets(text: &str) -> &str {
    let trimmed = text.trim_end();
    match (trimmed.ends_with([')', ']']), trimmed.find(['(', '['])) {
        (true, Some(at)) if at > 0 => &trimmed[..at],
        _ => trimmed,
    }
}

/// Without "1.", "II.", "3)" at the start.
fn without_number(text: &str) -> &str {
    let Some(end) = text.find(['.', ')']) else { return text };
    let (number, rest) = text.split_at(end);
    let is_number = !number.is_empty()
        && (number.chars().all(|c| c.is_ascii_digit()) && number.len() <= 2
            || number.len() <= 4 && number.chars().all(|c| matches!(c, 'i' | 'v' | 'x')));
    if is_number { rest[1..].trim_start() } else { text }
}

fn distinct(kinds: Vec<HeadingKind>) -> Vec<HeadingKind> {
    let mut seen = Vec::new();
    for kind in kinds {
        if !seen.contains(&kind) {
            seen.push(kind);
        }
    }
    // "Education and Interests" is about education.
    if seen.len() > 1 {
        seen.retain(|kind| *kind != HeadingKind::Other);
    }
    seen
}
