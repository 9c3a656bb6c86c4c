//! Lists of phrases of rules, made comparable once in the life of the process.
//!
//! Most pages have none of a list's phrases. Once a list was asked for often, all of them are looked for
//! together first, and only a page that has one is searched for each.

use std::ops::Range;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError};

use aho_corasick::packed::Searcher;
use foldhash::HashMap;

use super::facts::places_of;
use super::patterns::OFTEN;
use crate::folding::comparable;

/// Fewer phrases than this are as soon looked for one by one.
const MANY: usize = 4;

/// What was met so far, by the phrases as rules write them.
static MET: LazyLock<Mutex<HashMap<Vec<String>, Arc<Phrases>>>> = LazyLock::new(Mutex::default);

/// Some phrases in comparable form.
#[derive(Debug)]
pub(super) struct Phrases {
    phrases: Vec<String>,
    together: OnceLock<Option<Searcher>>,
    asked: AtomicU32,
}

impl Phrases {
    /// The phrases of a list, met now or before.
    pub(super) fn of(list: Vec<String>) -> Arc<Self> {
        // A panic while the lock was held cannot leave a half-made entry behind, so poison is harmless.
        let mut met = MET.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = met.get(&list) {
            return Arc::clone(known);
        }
        let phrases = list.iter().map(|phrase| comparable(phrase).into_owned()).collect();
        let new = Phrases { phrases, together: OnceLock::new(), asked: AtomicU32::new(0) };
        let new = Arc::new(new);
        met.insert(list, Arc::clone(&new));
        new
    }

    /// Whether one of them stands in comparable text, as whole words.
    pub(super) fn any_in(&self, text: &str) -> bool {
        self.may_be_in(text)
            && self.phrases.iter().any(|phrase| places_of(text, phrase).next().is_some())
    }

    /// Where they stand in comparable text, as whole words: phrase by phrase.
    pub(super) fn places_in(&self, text: &str) -> Vec<Range<usize>> {
        match self.may_be_in(text) {
            true => self.phrases.iter().flat_map(|phrase| places_of(text, phrase)).collect(),
            false => Vec::new(),
        }
    }

    /// Whether the letters of one of them stand in a text; true where that is not worth finding out.
    fn may_be_in(&self, text: &str) -> bool {
        let often = self.asked.fetch_add(1, Ordering::Relaxed) >= OFTEN;
        if !often || self.phrases.len() < MANY {
            return true;
        }
        let together =
            self.together.get_or_init(|| match self.phrases.iter().any(String::is_empty) {
                true => None,
                false => Searcher::new(&self.phrases),
            });
        together.as_ref().is_none_or(|together| together.find(text).is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_finds_the_same_however_often_it_is_asked() {
        let list = ["Dear  AI", "intern", "intern at", "préface", ""].map(str::to_owned).to_vec();
        for text in ["an intern at work, internal", "dear ai, dear aim", "a préface", "none", ""] {
            let first = Phrases::of(list.clone()).places_in(text);
            for _ in 0..2 * OFTEN {
                let phrases = Phrases::of(list.clone());
                assert_eq!(phrases.places_in(text), first, "{text}");
                assert_eq!(phrases.any_in(text), !first.is_empty(), "{text}");
            }
        }
    }

    #[test]
    fn a_page_without_any_of_many_phrases_is_told_at_once() {
        let list = ["one two", "three", "four", "five"].map(str::to_owned).to_vec();
        let phrases = Phrases::of(list);
        for _ in 0..2 * OFTEN {
            assert!(phrases.places_in("twenty-one twos, threes, fourty").is_empty());
            assert_eq!(phrases.places_in("one two four"), [0..7, 8..12]);
        }
        assert!(!phrases.may_be_in("a page of other words"));
    }
}
