//! Patterns of words, for credentials whose names are open-ended.
//!
//! `(google|ibm) ..6 professional certificate` is Google or IBM, then at most six words, then
//! "professional certificate". `[the]` may be missing. Words are the tokens of [`super::tokens`], so a
//! pattern sees "Nano-Degree" as `nano degree`. Regular expressions would say more than is needed, and
//! compiling thirty of them costs more than a whole check may.

use serde::{Deserialize, Serialize};

use super::index::Part;
use super::tokens::{Gap, Token, tokens};

/// A pattern in an index.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Pattern {
    /// Position of the family.
    pub(crate) family: u16,
    /// What has to follow what.
    pub(crate) elements: Vec<Element>,
}

/// A part of a pattern, by the numbers of its words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) enum Element {
    /// One of these words.
    Any(Vec<u16>),
    /// One of these words, or nothing.
    Maybe(Vec<u16>),
    /// Up to so many words.
    Gap(u8),
}

impl Pattern {
    /// The word after the last, if the pattern begins at word `at`.
    pub(crate) fn end(&self, tokens: &[Token<'_>], numbers: &[u16], at: usize) -> Option<usize> {
        follow(&self.elements, tokens, numbers, at, at)
    }
}

fn follow(
    elements: &[Element],
    tokens: &[Token<'_>],
    numbers: &[u16],
    first: usize,
    at: usize,
) -> Option<usize> {
    let Some((element, rest)) = elements.split_first() else { return Some(at) };
    // What a list or a line keeps apart is not one name.
    let joined =
        |word: usize| word < tokens.len() && (word == first || tokens[word].gap <= Gap::Comma);
    let take = |words: &[u16]| {
        (joined(at) && words.contains(&numbers[at]))
            .then(|| follow(rest, tokens, numbers, first, at + 1))
            .flatten()
    };
    match element {
        Element::Any(words) => take(words),
        Element::Maybe(words) => take(words).or_else(|| follow(rest, tokens, numbers, first, at)),
        Element::Gap(most) => {
            for skipped in 0..=usize::from(*most) {
                if skipped > 0 && !joined(at + skipped - 1) {
                    return None;
                }
                if let Some(end) = follow(rest, tokens, numbers, first, at + skipped) {
                    return Some(end);
                }
            }
            None
        }
    }
}

/// Reads a pattern. Alternatives of several words, `(general assembly|ironhack)`, make several
/// patterns.
///
/// # Errors
/// Says what is wrong with the pattern.
pub(crate) fn parse(pattern: &str) -> Result<Vec<Vec<Part>>, String> {
    let mut all: Vec<Vec<Part>> = vec![Vec::new()];
    let mut rest = pattern.trim();
    while !rest.is_empty() {
        let (options, after) = piece(rest)?;
        all = all
            .iter()
            .flat_map(|start| options.iter().map(move |option| [&start[..], option].concat()))
            .collect();
        rest = after.trim_start();
    }
    for parts in &all {
        if !matches!(parts.first(), Some(Part::Any(_))) {
            return Err(format!("a pattern begins with a word: `{pattern}`"));
        }
    }
    Ok(all)
}

/// The ways in which the first piece of a pattern can be met, and what follows it.
fn piece(rest: &str) -> Result<(Vec<Vec<Part>>, &str), String> {
    if let Some(after) = rest.strip_prefix("..") {
        let digits = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
        let most = after[..digits].parse().map_err(|_| format!("`..` wants a number: `{rest}`"))?;
        return Ok((vec![vec![Part::Gap(most)]], &after[digits..]));
    }
    let bracketed = [('(', ')'), ('[', ']')];
    for (open, close) in bracketed {
        let Some(inside) = rest.strip_prefix(open) else { continue };
        let end = inside.find(close).ok_or_else(|| format!("`{open}` is not closed: `{rest}`"))?;
        let (mut single, mut options) = (Vec::new(), Vec::new());
        for option in inside[..end].split('|') {
            match &words(option)[..] {
                [] => return Err(format!("an alternative is empty: `{rest}`")),
                [word] => single.push(word.clone()),
                several => {
                    options.push(several.iter().map(|w| Part::Any(vec![w.clone()])).collect());
                }
            }
        }
        if open == '[' && !options.is_empty() {
            options.push(Vec::new());
        }
        if !single.is_empty() {
            options.push(vec![if open == '(' { Part::Any(single) } else { Part::Maybe(single) }]);
        }
        return Ok((options, &inside[end + 1..]));
    }
    let end = rest.find([' ', '(', '[']).unwrap_or(rest.len());
    let parts = words(&rest[..end]).into_iter().map(|word| Part::Any(vec![word])).collect();
    Ok((vec![parts], &rest[end..]))
}

fn words(text: &str) -> Vec<String> {
    tokens(&crate::folding::fold(text).text).iter().map(|token| token.text.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn any(word: &str) -> Part {
        Part::Any(vec![word.to_owned()])
    }

    #[test]
    fn a_pattern_is_words_gaps_and_alternatives() {
        let expect =
            vec![Part::Any(vec!["google".into(), "ibm".into()]), Part::Gap(6), any("certificate")];
        assert_eq!(parse("(google|ibm) ..6 certificate"), Ok(vec![expect]));
        let longer = vec![any("general"), any("assembly"), any("x")];
        let shorter = vec![any("ironhack"), any("x")];
        assert_eq!(parse("(general assembly|ironhack) x"), Ok(vec![longer, shorter]));
    }

    #[test]
    fn a_pattern_that_begins_with_nothing_is_an_error() {
        assert!(parse("..3 certificate").is_err());
        assert!(parse("(open").is_err());
        assert!(parse("x ..").is_err());
    }
}
