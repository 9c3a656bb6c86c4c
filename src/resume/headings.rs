//! What a heading's words say of the section below it.
//!
//! A heading is compared in a [`plain`] form. The vocabulary decides; misspelt, combined and longer
//! headings are led back to headings that it knows.

use rapidfuzz::distance::osa;

use super::SectionKind;
use super::vocabulary::{HeadingKind, Vocabulary, plain};
use super::words::is_cjk;
use crate::folding::fold;

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

/// The longest heading, in bytes.
const LONGEST: usize = 120;

impl Vocabulary {
    /// What a heading announces, if all of it or every part of it is known.
    pub(super) fn read_heading(&self, heading: &str) -> Option<Reading> {
        if heading.len() > LONGEST {
            return None;
        }
        self.read_with_plain(heading, &plain(heading))
    }

    fn read_with_plain(&self, heading: &str, plain: &str) -> Option<Reading> {
        self.read_plain(plain).or_else(|| self.read_letter_spaced(heading))
    }

    /// The same, forgiving misspelt words.
    pub(super) fn read_misspelt_heading(&self, heading: &str) -> Option<Reading> {
        if heading.len() > LONGEST {
            return None;
        }
        let plain = plain(heading);
        self.read_with_plain(heading, &plain).or_else(|| {
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
        self.read_misspelt_heading(heading).or_else(|| {
            let plain = plain(heading);
            let parts: Vec<HeadingKind> =
                plain.split(" and ").filter_map(|part| self.one(part)).collect();
            if !parts.is_empty() {
                return Some(Reading { kinds: distinct(parts), certainty: Certainty::Word });
            }
            let kind =
                plain.split(' ').rev().find_map(|word| self.words.heading_words.get(word))?;
            Some(Reading { kinds: vec![*kind], certainty: Certainty::Word })
        })
    }

    fn read_plain(&self, plain: &str) -> Option<Reading> {
        if let Some(kind) = self.words.headings.get(plain) {
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
            if let Some(kind) = self.words.headings.get(rest) {
                return Some(*kind);
            }
            // The longest of those that it begins with.
            rest = self
                .words
                .heading_modifiers
                .beginning_with(rest.chars().next()?)
                .filter_map(|(modifier, ())| rest.strip_prefix(modifier)?.strip_prefix(' '))
                .min_by_key(|rest| rest.len())?;
        }
        self.words.headings.get(rest).copied()
    }

    /// "E X P E R I E N C E", "E DUC AT ION".
    fn read_letter_spaced(&self, heading: &str) -> Option<Reading> {
        let words = heading.split_whitespace().count();
        if words < 3 {
            return None;
        }
        let folded = fold(heading).text;
        let letters: String = folded.chars().filter(|c| c.is_alphanumeric()).collect();
        let count = letters.chars().count();
        if count > words * 3 || letters.chars().any(is_cjk) {
            return None;
        }
        let kind = self.words.spaceless_headings.get(&letters)?;
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
        let candidates = self.words.headings.beginning_with(plain.chars().next()?);
        let own = osa::BatchComparator::new(plain.chars());
        let most = osa::Args::default().score_cutoff(slips);
        let letters = letters(plain);
        let near = candidates
            .filter(|(known, _)| known.len().abs_diff(plain.len()) <= slips)
            .filter(|(known, _)| apart(letters, self::letters(known)) <= 2 * slips)
            .filter_map(|(known, kind)| {
                Some((own.distance_with_args(known.chars(), &most)?, *kind))
            })
            .min_by_key(|(distance, _)| *distance)?;
        Some(near.1)
    }
}

/// Which letters a text has, a bit each; letters beyond the first sixty-four share one with another.
fn letters(text: &str) -> u64 {
    text.chars().fold(0, |letters, c| letters | 1 << (u32::from(c) % 64))
}

/// In how many letters two texts differ at least. A slip of the keyboard changes two at the most.
fn apart(one: u64, other: u64) -> usize {
    (one ^ other).count_ones() as usize
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_changes_two_letters_at_the_most() {
        for (one, other, slips) in [
            ("experience", "experience", 0),
            ("experience", "expereince", 1),
            ("experience", "experence", 1),
            ("experience", "experiencz", 1),
            ("zertifikate", "zertifikäte", 1),
            ("work history", "wprk hjstory", 2),
        ] {
            assert!(apart(letters(one), letters(other)) <= 2 * slips, "{one}, {other}");
        }
        assert!(apart(letters("experience"), letters("education")) > 2);
    }

    #[test]
    fn of_the_words_before_a_heading_the_longest_is_left_out() {
        let known = Vocabulary::builtin();
        for heading in ["Relevant Work Experience", "Selected Professional Experience"] {
            let reading = known.read_heading(heading).map(|reading| reading.kinds);
            assert_eq!(reading, Some(vec![HeadingKind::Experience]), "{heading}");
        }
        assert_eq!(known.read_heading("Relevant"), None);
    }
}
