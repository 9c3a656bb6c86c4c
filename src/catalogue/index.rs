//! Every written form of every credential, in a shape that one pass over a text can follow.
//!
//! A trie of words, and not an Aho-Corasick automaton of letters: it is a few flat tables that the
//! binary carries ready to use, where an automaton of eight thousand names would have to be built at
//! every start, which costs more than a whole check may.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::data::Form;
use super::pattern::{Element, Pattern};
use super::tokens::{Gap, Token};

/// All written forms; see the module's head.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Index {
    /// The words, one after the other.
    words: String,
    /// Where each word ends in `words`.
    ends: Vec<u32>,
    /// Open hash table: the number of a word plus one, or zero.
    slots: Vec<u16>,
    /// For each node, where its edges begin; one more at the end.
    first: Vec<u32>,
    /// The word on each edge; sorted within a node.
    edges: Vec<u16>,
    /// The node that each edge leads to.
    nodes: Vec<u32>,
    /// For each node, the number of the name that ends there plus one, or zero.
    names: Vec<u32>,
    /// The names.
    values: Vec<Value>,
    /// What names stand for: positions in the catalogue's entries.
    targets: Vec<u16>,
    /// The patterns of the families.
    pub(crate) patterns: Vec<Pattern>,
    /// Words with which patterns begin, sorted, each with its pattern.
    starters: Vec<(u16, u16)>,
}

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Value {
    first: u16,
    count: u8,
    pub(crate) form: Form,
    /// The least number of capitals that the text must have there.
    pub(crate) capitals: u8,
    /// Whether a comma may stand inside.
    loose: bool,
}

/// A name as it goes into an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name {
    /// What it stands for, the likeliest first.
    pub(crate) targets: Vec<u16>,
    /// How it names it.
    pub(crate) form: Form,
    /// The least number of capitals that the text must have there.
    pub(crate) capitals: u8,
    /// Whether a comma may stand inside.
    pub(crate) loose: bool,
}

/// A name found: the words `first..end` of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hit {
    /// The first word.
    pub(crate) first: usize,
    /// The word after the last.
    pub(crate) end: usize,
    /// What it is.
    pub(crate) what: What,
}

/// What a hit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    /// A name.
    Name(Value),
    /// A pattern, by its position.
    Pattern(u16),
}

/// No word of the index.
const UNKNOWN: u16 = u16::MAX;

impl Index {
    /// Builds an index of names, by their words, and of patterns.
    pub(crate) fn build(
        names: &BTreeMap<Vec<String>, Name>,
        patterns: &[(u16, Vec<Part>)],
    ) -> Self {
        let mut index = Index::default();
        let mut numbers: BTreeMap<&str, u16> = BTreeMap::new();
        let in_names = names.keys().flatten();
        let in_patterns =
            patterns.iter().flat_map(|(_, parts)| parts).flat_map(|part| part.words());
        for word in in_names.chain(in_patterns) {
            numbers.entry(word).or_insert(0);
        }
        for (number, (word, slot)) in numbers.iter_mut().enumerate() {
            *slot = number as u16;
            index.words.push_str(word);
            index.ends.push(index.words.len() as u32);
        }
        index.hash(numbers.keys());
        index.grow(names, &numbers);
        for (family, parts) in patterns {
            let elements: Vec<Element> = parts.iter().map(|part| part.numbered(&numbers)).collect();
            let at = index.patterns.len() as u16;
            if let Some(Element::Any(words)) = elements.first() {
                index.starters.extend(words.iter().map(|&word| (word, at)));
            }
            index.patterns.push(Pattern { family: *family, elements });
        }
        index.starters.sort_unstable();
        index
    }

    fn hash<'a>(&mut self, words: impl ExactSizeIterator<Item = &'a &'a str>) {
        let size = (words.len() * 2).next_power_of_two().max(2);
        self.slots = vec![0; size];
        for (number, word) in words.enumerate() {
            let mut at = hash(word) as usize & (size - 1);
            while self.slots[at] != 0 {
                at = (at + 1) & (size - 1);
            }
            self.slots[at] = number as u16 + 1;
        }
    }

    fn grow(&mut self, names: &BTreeMap<Vec<String>, Name>, numbers: &BTreeMap<&str, u16>) {
        let mut children: Vec<BTreeMap<u16, u32>> = vec![BTreeMap::new()];
        self.names.push(0);
        for (words, name) in names {
            let mut node = 0;
            for word in words {
                let word = numbers[word.as_str()];
                let next = children.len() as u32;
                let child = *children[node].entry(word).or_insert(next);
                if child == next {
                    children.push(BTreeMap::new());
                    self.names.push(0);
                }
                node = child as usize;
            }
            self.values.push(Value {
                first: self.targets.len() as u16,
                count: name.targets.len() as u8,
                form: name.form,
                capitals: name.capitals,
                loose: name.loose,
            });
            self.targets.extend(&name.targets);
            self.names[node] = self.values.len() as u32;
        }
        for edges in &children {
            self.first.push(self.edges.len() as u32);
            self.edges.extend(edges.keys());
            self.nodes.extend(edges.values());
        }
        self.first.push(self.edges.len() as u32);
    }

    /// What a name stands for, the likeliest first.
    pub(crate) fn targets(&self, value: Value) -> &[u16] {
        &self.targets[value.first as usize..value.first as usize + value.count as usize]
    }

    /// The numbers of words, those that the index does not know as `UNKNOWN`.
    pub(crate) fn number(&self, tokens: &[Token<'_>]) -> Vec<u16> {
        tokens.iter().map(|token| self.find(token.text)).collect()
    }

    fn find(&self, word: &str) -> u16 {
        if self.slots.is_empty() {
            return UNKNOWN;
        }
        let mask = self.slots.len() - 1;
        let mut at = hash(word) as usize & mask;
        loop {
            match self.slots[at] {
                0 => return UNKNOWN,
                number if self.word(number - 1) == word => return number - 1,
                _ => at = (at + 1) & mask,
            }
        }
    }

    fn word(&self, number: u16) -> &str {
        let number = number as usize;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        &self.words[start..self.ends[number] as usize]
    }

    /// The longest name that begins at word `at` and that `accept` takes.
    pub(crate) fn name_at(
        &self,
        tokens: &[Token<'_>],
        numbers: &[u16],
        at: usize,
        accept: impl Fn(usize, Value) -> bool,
    ) -> Option<Hit> {
        if numbers[at] == UNKNOWN || !starts(tokens, at) {
            return None;
        }
        let (mut node, mut widest, mut found) = (0, Gap::None, None);
        for end in at..tokens.len() {
            if end > at {
                widest = widest.max(tokens[end].gap);
            }
            if widest == Gap::Hard {
                break;
            }
            let edges = self.first[node] as usize..self.first[node + 1] as usize;
            let Ok(edge) = self.edges[edges.clone()].binary_search(&numbers[end]) else { break };
            node = self.nodes[edges.start + edge] as usize;
            let Some(name) = self.names[node].checked_sub(1) else { continue };
            let value = self.values[name as usize];
            let holds = match widest {
                Gap::Line => end - at >= 2,
                Gap::Comma => value.loose,
                _ => true,
            };
            if holds && ends(tokens, end) && accept(end + 1, value) {
                found = Some(Hit { first: at, end: end + 1, what: What::Name(value) });
            }
        }
        found
    }

    /// The longest pattern that begins at word `at`.
    pub(crate) fn pattern_at(
        &self,
        tokens: &[Token<'_>],
        numbers: &[u16],
        at: usize,
    ) -> Option<Hit> {
        let word = numbers[at];
        if word == UNKNOWN || !starts(tokens, at) {
            return None;
        }
        let from = self.starters.partition_point(|&(starter, _)| starter < word);
        self.starters[from..]
            .iter()
            .take_while(|&&(starter, _)| starter == word)
            .filter_map(|&(_, pattern)| {
                let end = self.patterns[pattern as usize].end(tokens, numbers, at)?;
                ends(tokens, end - 1).then_some((end, pattern))
            })
            .max_by_key(|&(end, pattern)| (end, std::cmp::Reverse(pattern)))
            .map(|(end, pattern)| Hit { first: at, end, what: What::Pattern(pattern) })
    }
}

/// A part of a pattern before its words have numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    /// One of these words.
    Any(Vec<String>),
    /// One of these words, or nothing.
    Maybe(Vec<String>),
    /// Up to so many words, whatever they are.
    Gap(u8),
}

impl Part {
    fn words(&self) -> &[String] {
        match self {
            Part::Any(words) | Part::Maybe(words) => words,
            Part::Gap(_) => &[],
        }
    }

    fn numbered(&self, numbers: &BTreeMap<&str, u16>) -> Element {
        let of = |words: &[String]| words.iter().map(|word| numbers[word.as_str()]).collect();
        match self {
            Part::Any(words) => Element::Any(of(words)),
            Part::Maybe(words) => Element::Maybe(of(words)),
            Part::Gap(most) => Element::Gap(*most),
        }
    }
}

/// Whether a name may begin at word `at`: "az" of "waz900" may not.
fn starts(tokens: &[Token<'_>], at: usize) -> bool {
    tokens[at].gap != Gap::None
        || tokens[at].text == "+"
        || at.checked_sub(1).is_none_or(|before| tokens[before].text == "+")
}

/// Whether a name may end with word `at`: "sec ai" of "SecAI+" may not, and "ccna" of "CCNA+CCNP" may.
fn ends(tokens: &[Token<'_>], at: usize) -> bool {
    let Some(next) = tokens.get(at + 1) else { return true };
    if next.gap != Gap::None {
        return true;
    }
    if tokens[at].text == "+" {
        return next.text != "+";
    }
    next.text == "+"
        && tokens.get(at + 2).is_some_and(|after| after.gap == Gap::None && after.text != "+")
}

/// FNV-1a.
fn hash(word: &str) -> u32 {
    word.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
