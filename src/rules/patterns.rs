//! Regular expressions of rules, compiled once in the life of the process, and only when needed.
//!
//! Most programs check one page and end, so an expression is first compiled in the form that is quick
//! to make. When it has been asked often, as in a folder of submissions, preparation pays: most
//! expressions match nothing on most pages, so what every match begins with is looked for first, and
//! only a page that has it is searched, with the form that is quick to search with. Whichever way, the
//! same is found.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError};

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use foldhash::HashMap;
use minijinja::{Error, ErrorKind};
use regex_automata::meta::{BuildError, Config, Regex};
use regex_automata::nfa::thompson::WhichCaptures;
use regex_automata::{Anchored, Input, Match};
use regex_syntax::hir::literal::Extractor;

use crate::document::Span;

/// The most memory that one expression may compile to, in bytes: rules are data, and may be hostile.
const SIZE_LIMIT: usize = 1 << 20;

/// So many searches pay for the slower compilation.
pub(super) const OFTEN: u32 = 20;

/// What was met so far.
static MET: LazyLock<Mutex<HashMap<String, Arc<Pattern>>>> = LazyLock::new(Mutex::default);

/// An expression, compiled as far as that was needed.
#[derive(Debug)]
struct Pattern {
    source: String,
    beginnings: OnceLock<Option<Beginnings>>,
    quick_to_make: OnceLock<Result<Regex, String>>,
    quick_to_search: OnceLock<Result<Regex, String>>,
    asked: AtomicU32,
}

impl Pattern {
    fn new(source: &str) -> Self {
        Pattern {
            source: source.to_owned(),
            beginnings: OnceLock::new(),
            quick_to_make: OnceLock::new(),
            quick_to_search: OnceLock::new(),
            asked: AtomicU32::new(0),
        }
    }

    /// Whether it was asked often before.
    fn is_asked_often(&self) -> bool {
        self.asked.fetch_add(1, Ordering::Relaxed) >= OFTEN
    }

    /// Where in a text a match may begin; `None` when it is to be searched as a whole. One letter beyond
    /// ASCII sends the search for a border of words to the slowest of the engines for all of the text; from
    /// a few places it goes a few letters far.
    fn places(&self, text: &str) -> Option<Vec<usize>> {
        let beginnings = self.beginnings.get_or_init(|| Beginnings::of(&self.source));
        beginnings.as_ref()?.places_in(text)
    }

    /// What to search with.
    fn regex(&self, often: bool) -> &Result<Regex, String> {
        match often {
            true => self.quick_to_search.get_or_init(|| compile(&self.source, Prefilter::On)),
            false => self.quick_to_make.get_or_init(|| compile(&self.source, Prefilter::Off)),
        }
    }
}

/// More places than this are not looked at one by one.
const FEW: usize = 32;

/// What every match of an expression begins with.
#[derive(Debug)]
struct Beginnings(AhoCorasick);

impl Beginnings {
    /// `None` when that is not one of a few pieces of text, or too short to tell pages apart.
    fn of(source: &str) -> Option<Self> {
        let (insensitive, source) = match source.strip_prefix("(?i)") {
            Some(rest) => (true, rest),
            None => (false, source),
        };
        let hir = regex_syntax::parse(source).ok()?;
        let literals = Extractor::new().extract(&hir);
        let literals = literals.literals()?;
        let mut beginnings = Vec::new();
        for literal in literals {
            let literal = String::from_utf8_lossy(literal.as_bytes());
            beginnings.extend(match insensitive {
                true => in_either_case(&literal),
                false => vec![literal.into_owned()],
            });
        }
        if beginnings.is_empty() || beginnings.iter().any(|beginning| beginning.len() < 2) {
            return None;
        }
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(insensitive)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(beginnings);
        automaton.ok().map(Beginnings)
    }

    /// Where in a text a match may begin, in order; `None` when these are many, or not all. The long s and
    /// the sign for Kelvin are letters of ASCII too, when case does not matter.
    fn places_in(&self, text: &str) -> Option<Vec<usize>> {
        if text.contains('\u{17f}') || text.contains('\u{212a}') {
            return None;
        }
        let found = self.0.find_overlapping_iter(text).take(FEW + 1);
        let mut places: Vec<usize> = found.map(|found| found.start()).collect();
        if places.len() > FEW {
            return None;
        }
        places.sort_unstable();
        places.dedup();
        Some(places)
    }
}

/// A literal with its letters beyond ASCII small and large, cut before the third of them: the
/// automaton knows the two cases of ASCII only.
fn in_either_case(literal: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut beyond = 0;
    for c in literal.chars() {
        if c.is_ascii() {
            all.iter_mut().for_each(|one| one.push(c));
            continue;
        }
        beyond += 1;
        // What a cut or broken character stands for is not known.
        if beyond > 2 || c == '\u{fffd}' {
            break;
        }
        let (small, large) = (c.to_lowercase(), c.to_uppercase());
        let other = all.iter().map(|one| one.chars().chain(large.clone()).collect());
        let other: Vec<String> = other.collect();
        all.iter_mut().for_each(|one| one.extend(small.clone()));
        all.extend(other);
    }
    all
}

/// Whether a compiled expression looks for literals first.
#[derive(Clone, Copy, PartialEq)]
enum Prefilter {
    On,
    Off,
}

fn compile(pattern: &str, prefilter: Prefilter) -> Result<Regex, String> {
    let config = Config::new()
        .nfa_size_limit(Some(SIZE_LIMIT))
        .onepass_size_limit(Some(SIZE_LIMIT))
        .which_captures(WhichCaptures::Implicit)
        .auto_prefilter(prefilter == Prefilter::On);
    let error = |error: BuildError| {
        let message = match (error.syntax_error(), error.size_limit()) {
            (Some(syntax), _) => syntax.to_string(),
            (_, Some(most)) => format!("it compiles to more than {most} bytes"),
            _ => error.to_string(),
        };
        message.lines().last().unwrap_or("not a pattern").to_owned()
    };
    Regex::builder().configure(config).build(pattern).map_err(error)
}

/// Makes sure that `pattern` compiles.
///
/// # Errors
/// What is wrong with the pattern, in a line.
pub(super) fn check(pattern: &str) -> Result<(), String> {
    compile(pattern, Prefilter::Off).map(|_| ())
}

/// Where `pattern` matches in `text`, which begins at byte `start` of the document.
pub(crate) fn find(pattern: &str, text: &str, start: u32) -> Result<Vec<Span>, Error> {
    let known = known(pattern);
    let often = known.is_asked_often();
    let places = if often { known.places(text) } else { None };
    if places.as_ref().is_some_and(Vec::is_empty) {
        return Ok(Vec::new());
    }
    let regex = known.regex(often).as_ref();
    let regex = regex.map_err(|error| Error::new(ErrorKind::InvalidOperation, error.clone()))?;
    let start = start as usize;
    let span = |found: Match| Span::new(start + found.start(), start + found.end());
    let Some(places) = places else {
        return Ok(regex.find_iter(text).map(span).collect());
    };
    let mut spans = Vec::new();
    let mut at = 0;
    for place in places {
        let here = Input::new(text).range(place..).anchored(Anchored::Yes);
        // A match may begin where the one before it ends, and no earlier.
        if place >= at
            && let Some(found) = regex.find(here)
        {
            at = found.end();
            spans.push(span(found));
        }
    }
    Ok(spans)
}

/// The expression, met now or before.
fn known(pattern: &str) -> Arc<Pattern> {
    // A panic while the lock was held cannot leave a half-made entry behind, so poison is harmless.
    let mut met = MET.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = met.get(pattern) {
        return Arc::clone(known);
    }
    let new = Arc::new(Pattern::new(pattern));
    met.insert(pattern.to_owned(), Arc::clone(&new));
    new
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_finds_the_same_however_often_it_is_asked() {
        let text = "Helped with \u{201c}Straße\u{201d} and assisted in 3 more, then helped.";
        let find = || find(r"(?i)\b(?:helped|assisted|STRASSE|straße)\b", text, 7).ok();
        let first = find();
        assert_eq!(first.as_ref().map(Vec::len), Some(4));
        for _ in 0..2 * OFTEN {
            assert_eq!(find(), first);
        }
    }

    /// Counts matches early and late in the life of a pattern, and gives the count if both agree.
    fn count(pattern: &str, text: &str) -> Option<usize> {
        let counts: Vec<Option<usize>> =
            (0..2 * OFTEN).map(|_| find(pattern, text, 7).ok().map(|found| found.len())).collect();
        counts.iter().all(|count| *count == counts[0]).then_some(counts[0])?
    }

    #[test]
    fn a_page_without_the_beginning_of_a_match_is_not_searched() {
        let pattern = r"(?i)\b(?:date of birth|marital status)\s*:";
        assert!(Beginnings::of(pattern).is_some());
        assert_eq!(count(pattern, "Born to build."), Some(0));
        assert!(known(pattern).quick_to_search.get().is_none(), "nothing was compiled for it");
        assert_eq!(count(pattern, "DATE OF BIRTH: 1 May; Marital \u{17f}tatus: x"), Some(2));
        assert_eq!(count(pattern, "date of Birth:"), Some(1));
    }

    #[test]
    fn from_the_places_of_beginnings_the_same_is_found() {
        let pattern = r"(?i)\b(?:aa|aab|managed|managed by)\b(?: team)?";
        assert!(Beginnings::of(pattern).is_some());
        for text in [
            "aab aa AAB team aaaa naa \u{e9}aa aa\u{e9} (aa)",
            "Managed by team, managed managed byteam \u{2022} unmanaged Managed",
            "\u{e9}t\u{e9} aa aa aa team team \u{2013} aab",
            "",
        ] {
            let whole = compile(pattern, Prefilter::Off).map(|regex| regex.find_iter(text).count());
            assert_eq!(count(pattern, text), whole.ok(), "{text}");
            let places = known(pattern).places(text);
            assert!(text.is_empty() || places.is_some_and(|places| !places.is_empty()), "{text}");
        }
    }

    #[test]
    fn letters_beyond_ascii_are_known_in_both_cases() {
        let pattern = r"(?i)\b(?:références|Straße) sur demande\b";
        assert!(Beginnings::of(pattern).is_some());
        for text in ["RÉFÉRENCES SUR DEMANDE", "RéfÉrences sur demande", "straße sur Demande"]
        {
            assert_eq!(count(pattern, text), Some(1), "{text}");
        }
        assert_eq!(count(pattern, "reférences sur demande"), Some(0));
    }

    #[test]
    fn what_begins_with_anything_is_always_searched() {
        for pattern in [r"\d+%", r"(?i)x", r"\A\s*helped", r"(?:ab)?\d"] {
            assert!(Beginnings::of(pattern).is_none(), "{pattern}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_pattern_is_said_in_a_line() {
        assert_eq!(check("a(b"), Err("error: unclosed group".to_owned()));
        let large = check(r"(?:\w{1,500}){1,500}");
        assert!(large.is_err_and(|error| error.contains("more than")), "too large to compile");
    }
}
