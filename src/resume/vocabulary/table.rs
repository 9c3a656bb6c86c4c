//! Words and what they mean, in a form that is read where it lies.
//!
//! The vocabulary has thousands of words, and a program that checks one page must not spend its time
//! on copying them. A [`Table`] is one text with its words in order; a [`Trie`] is a tree of their
//! bytes, three arrays long. The build script writes both, and the program borrows them.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, VecDeque};
use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Numbers of four bytes each, least first.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Numbers<'a>(#[serde(borrow)] Cow<'a, [u8]>);

impl Numbers<'_> {
    fn of(numbers: impl IntoIterator<Item = u32>) -> Numbers<'static> {
        Numbers(Cow::Owned(numbers.into_iter().flat_map(u32::to_le_bytes).collect()))
    }

    fn get(&self, at: usize) -> usize {
        let bytes = self.0.get(4 * at..4 * at + 4).and_then(|bytes| bytes.try_into().ok());
        bytes.map_or(0, u32::from_le_bytes) as usize
    }

    /// From the number at `at` to the one after it.
    fn range(&self, at: usize) -> Range<usize> {
        self.get(at)..self.get(at + 1)
    }
}

/// Words in order, each with what it means.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Table<'a, V> {
    /// All words, one after the other.
    #[serde(borrow)]
    text: Cow<'a, str>,
    /// Where each word begins, and where the last one ends.
    starts: Numbers<'a>,
    /// For each byte, how many words begin with a smaller one; and how many there are.
    firsts: Numbers<'a>,
    values: Vec<V>,
}

impl<V> Default for Table<'_, V> {
    fn default() -> Self {
        let (starts, firsts) = (Numbers::default(), Numbers::default());
        Table { text: Cow::default(), starts, firsts, values: Vec::new() }
    }
}

impl<V> Table<'_, V> {
    pub(crate) fn of(words: BTreeMap<String, V>) -> Table<'static, V> {
        let mut text = String::new();
        let mut starts = vec![0];
        let mut firsts = vec![0; 257];
        let mut values = Vec::with_capacity(words.len());
        for (word, value) in words {
            let after = word.bytes().next().map_or(0, |first| usize::from(first) + 1);
            firsts[after..].iter_mut().for_each(|count| *count += 1);
            text.push_str(&word);
            starts.push(text.len() as u32);
            values.push(value);
        }
        let (starts, firsts) = (Numbers::of(starts), Numbers::of(firsts));
        Table { text: Cow::Owned(text), starts, firsts, values }
    }

    fn key(&self, at: usize) -> &str {
        self.text.get(self.starts.range(at)).unwrap_or_default()
    }

    /// The words that begin with the same byte as a text.
    fn beginning_like(&self, text: &str) -> Range<usize> {
        match text.bytes().next() {
            Some(first) => self.firsts.range(usize::from(first)),
            None => 0..self.firsts.get(0),
        }
    }

    /// What a word means.
    pub(crate) fn get(&self, word: &str) -> Option<&V> {
        let Range { start: mut low, end: mut high } = self.beginning_like(word);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.key(middle).cmp(word) {
                Ordering::Less => low = middle + 1,
                Ordering::Equal => return self.values.get(middle),
                Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// What all words mean, in their order.
    pub(crate) fn values(&self) -> &[V] {
        &self.values
    }

    /// The words that begin with a character.
    pub(crate) fn beginning_with(&self, first: char) -> impl Iterator<Item = (&str, &V)> {
        let like = self.beginning_like(first.encode_utf8(&mut [0; 4]));
        let words = like.filter_map(|at| Some((self.key(at), self.values.get(at)?)));
        words.filter(move |(word, _)| word.starts_with(first))
    }
}

/// Phrases as a tree of their bytes. The children of a node stand side by side, in the order of the
/// nodes, so that a node is told by where its children begin.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Trie<'a> {
    /// The byte that leads to each node; none leads to the first.
    #[serde(borrow)]
    labels: Cow<'a, [u8]>,
    /// Where the children of each node begin; those of the last node end at the number after it.
    children: Numbers<'a>,
    /// Where the values of each node begin.
    values: Numbers<'a>,
    /// For each byte, the node that it leads to from the first one; 0 for none. The first node has a child
    /// for every letter of every script, and is asked at every word.
    roots: Numbers<'a>,
}

impl Trie<'_> {
    /// The tree of some phrases, and their values in the order in which the tree counts them.
    pub(crate) fn of<V>(phrases: BTreeMap<String, Vec<V>>) -> (Trie<'static>, Vec<V>) {
        let (keys, mut values): (Vec<String>, Vec<Vec<V>>) = phrases.into_iter().unzip();
        let mut trie = (Vec::new(), Vec::new(), Vec::new());
        let mut ordered = Vec::new();
        // A node is the range of sorted phrases that begin alike, and how long that beginning is.
        let mut nodes = VecDeque::from([(0..keys.len(), 0, 0)]);
        let mut count = 1;
        while let Some((mut within, length, label)) = nodes.pop_front() {
            trie.0.push(label);
            trie.1.push(count);
            trie.2.push(ordered.len() as u32);
            if keys.get(within.start).is_some_and(|key| key.len() == length) {
                ordered.append(&mut values[within.start]);
                within.start += 1;
            }
            while !within.is_empty() {
                let label = keys[within.start].as_bytes()[length];
                let alike = keys[within.clone()].iter();
                let alike = alike.take_while(|key| key.as_bytes()[length] == label).count();
                nodes.push_back((within.start..within.start + alike, length + 1, label));
                count += 1;
                within.start += alike;
            }
        }
        trie.1.push(count);
        trie.2.push(ordered.len() as u32);
        let (labels, children, values) = trie;
        let mut roots = vec![0; 256];
        for node in 1..children.get(1).map_or(1, |&end| end as usize) {
            roots[usize::from(labels[node])] = node as u32;
        }
        let trie = Trie {
            roots: Numbers::of(roots),
            labels: Cow::Owned(labels),
            children: Numbers::of(children),
            values: Numbers::of(values),
        };
        (trie, ordered)
    }

    /// The phrases that begin where `bytes` do: the length of each, and the range of its values.
    pub(crate) fn at<'t>(
        &'t self,
        bytes: &'t [u8],
    ) -> impl Iterator<Item = (usize, Range<usize>)> + 't {
        let mut node = 0;
        bytes
            .iter()
            .map_while(move |byte| {
                node = match node {
                    0 => self.roots.get(usize::from(*byte)),
                    _ => {
                        let children = self.children.range(node);
                        let labels = self.labels.get(children.clone())?;
                        // Most nodes have one child or two.
                        let offset = match labels.len() {
                            0..8 => labels.iter().position(|label| label == byte)?,
                            _ => labels.binary_search(byte).ok()?,
                        };
                        children.start + offset
                    }
                };
                (node != 0).then(|| self.values.range(node))
            })
            .enumerate()
            .filter(|(_, values)| !values.is_empty())
            .map(|(at, values)| (at + 1, values))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trie(words: &[&str]) -> (Trie<'static>, Vec<String>) {
        Trie::of(words.iter().map(|word| ((*word).to_owned(), vec![(*word).to_owned()])).collect())
    }

    #[test]
    fn every_phrase_at_a_place_is_found_the_shortest_first() {
        let (trie, values) = trie(&["deploy", "deployed", "deployed to", "design", "é"]);
        let found = |text: &str| -> Vec<String> {
            trie.at(text.as_bytes()).flat_map(|(_, at)| values[at].to_vec()).collect()
        };
        assert_eq!(found("deployed today"), ["deploy", "deployed", "deployed to"]);
        assert_eq!(found("designs"), ["design"]);
        assert_eq!(found("état"), ["é"]);
        assert!(found("depot").is_empty());
        assert!(found("").is_empty());
    }

    #[test]
    fn a_table_finds_its_words_and_those_that_begin_alike() {
        let words = [("skills", 1), ("skill set", 2), ("summary", 3), ("über mich", 4), ("", 5)];
        let table = Table::of(words.iter().map(|(word, n)| ((*word).to_owned(), *n)).collect());
        assert_eq!(table.get("skills"), Some(&1));
        assert_eq!(table.get("über mich"), Some(&4));
        assert_eq!(table.get(""), Some(&5));
        for other in ["skil", "skills ", "a", "\u{10ffff}"] {
            assert_eq!(table.get(other), None, "{other}");
        }
        let with_s: Vec<&str> = table.beginning_with('s').map(|(word, _)| word).collect();
        assert_eq!(with_s, ["skill set", "skills", "summary"]);
        assert_eq!(table.beginning_with('ü').count(), 1);
        assert_eq!(table.beginning_with('x').count(), 0);
    }

    #[test]
    fn nothing_is_found_where_there_is_nothing() {
        let (trie, _) = Trie::of::<u8>(BTreeMap::new());
        assert_eq!(trie.at(b"anything").count(), 0);
        assert_eq!(Trie::default().at(b"anything").count(), 0);
        assert_eq!(Table::<u8>::of(BTreeMap::new()).get("anything"), None);
    }
}
