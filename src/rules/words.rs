//! The words of all rules, found in one pass over the folded text.

use aho_corasick::AhoCorasick;

use super::Rule;
use crate::document::Span;
use crate::folding::fold_on_one_line;

/// One automaton over the words of every rule.
#[derive(Debug)]
pub(super) struct Words {
    /// `None` when no rule has words, or when they do not fit one automaton.
    automaton: Option<AhoCorasick>,
    /// The rule of each pattern, as an index.
    rule_of: Vec<usize>,
    rules: usize,
}

impl Words {
    /// Compiles the words of `rules`.
    pub(super) fn of(rules: &[Rule]) -> Words {
        let pairs = rules.iter().enumerate();
        let pairs = pairs.flat_map(|(i, rule)| rule.words.iter().map(move |word| (i, word)));
        let (rule_of, words): (Vec<usize>, Vec<&String>) = pairs.unzip();
        let automaton = if words.is_empty() { None } else { AhoCorasick::new(words).ok() };
        Words { automaton, rule_of, rules: rules.len() }
    }

    /// Where each rule's words stand as whole words, longest first where they overlap.
    pub(super) fn find(&self, text: &str) -> Vec<Vec<Span>> {
        let mut found = vec![Vec::new(); self.rules];
        let Some(automaton) = &self.automaton else { return found };
        let folded = fold_on_one_line(text);
        for at in automaton.find_overlapping_iter(&folded.text) {
            if is_whole(&folded.text, at.start(), at.end()) {
                let rule = self.rule_of[at.pattern().as_usize()];
                found[rule].push(folded.original(at.start(), at.end()));
            }
        }
        for places in &mut found {
            places.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
            let mut end = 0;
            places.retain(|span| {
                let free = span.start >= end;
                end = if free { span.end } else { end };
                free
            });
        }
        found
    }
}

/// Whether no letter or digit stands right before or after.
fn is_whole(text: &str, start: usize, end: usize) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !letter(text[..start].chars().next_back()) && !letter(text[end..].chars().next())
}
