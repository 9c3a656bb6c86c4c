//! Whether two files say the same: the same bytes, the same words in another format, or nearly.
//!
//! A structured format orders its fields otherwise than a page does and has no headings, so words are
//! compared as a set as well. That alone would take two people with one template for one, so it
//! counts only between documents with the same e-mail address.

use serde::{Deserialize, Serialize};

use super::FileReport;
use crate::document::Status;
use crate::fingerprint::sha256;
use crate::folding;

/// Letters and digits below which a document says too little to be compared.
const FEWEST: usize = 200;
/// The smallest hashes of a document's words that are kept.
const SKETCH: usize = 128;
/// The share of kept hashes that near-identical documents have in common, in percent.
const NEAR: usize = 85;

/// What a file is compared by. Small, so that it can be kept for every file of a long run.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Likeness {
    /// A hash of the letters and digits that are seen, in their order.
    pub words: Option<String>,
    /// A hash of the e-mail address.
    pub contact: Option<String>,
    /// The smallest hashes of the words, sorted.
    pub sketch: Vec<u32>,
}

impl Likeness {
    /// What a file is compared by; nothing, where nothing of it was read.
    pub fn of(file: &FileReport) -> Self {
        let Ok(report) = &file.outcome else { return Likeness::default() };
        if file.status() == Status::NotChecked {
            return Likeness::default();
        }
        let document = &report.document;
        let mut words = String::with_capacity(document.text.len());
        let mut hashes = Vec::new();
        for run in document.runs.iter().filter(|run| run.visibility.is_seen()) {
            let folded = folding::fold(document.slice(run.span)).text;
            for word in folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
            {
                words.push_str(word);
                hashes.push(hash(word));
            }
        }
        if words.len() < FEWEST {
            return Likeness::default();
        }
        hashes.sort_unstable();
        hashes.dedup();
        hashes.truncate(SKETCH);
        let address = report.resume.contact.email.map(|span| document.slice(span).to_lowercase());
        Likeness {
            words: Some(sha256(words.as_bytes())),
            contact: address.map(|address| sha256(address.as_bytes())),
            sketch: hashes,
        }
    }

    /// Whether this document says nearly the same as another of the same person, by the other's sketch.
    pub fn is_near(&self, sketch: &[u32]) -> bool {
        let most = self.sketch.len().max(sketch.len());
        let common = self.sketch.iter().filter(|hash| sketch.binary_search(hash).is_ok());
        most > 0 && {
            // Among the smallest of both together, those that both have.
            let mut both: Vec<u32> = self.sketch.iter().chain(sketch).copied().collect();
            both.sort_unstable();
            both.dedup();
            let last = both.get(most - 1).or(both.last()).copied().unwrap_or(0);
            common.filter(|hash| **hash <= last).count() * 100 >= NEAR * most
        }
    }
}

/// FNV-1a: the same on every machine and in every run, which the standard hasher does not promise.
fn hash(word: &str) -> u32 {
    word.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likeness(words: &str) -> Likeness {
        let mut sketch: Vec<u32> = words.split(' ').map(hash).collect();
        sketch.sort_unstable();
        Likeness { words: None, contact: None, sketch }
    }

    #[test]
    fn near_is_most_words() {
        let words: Vec<String> = (0..100).map(|n| format!("word{n}")).collect();
        let whole = words.join(" ");
        let most = words[..90].join(" ");
        let half = words[..50].join(" ");
        assert!(likeness(&whole).is_near(&likeness(&most).sketch));
        assert!(!likeness(&whole).is_near(&likeness(&half).sketch));
        assert!(!Likeness::default().is_near(&[]));
    }
}
