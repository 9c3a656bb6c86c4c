//! Which earlier file of a run says the same as this one.

use std::collections::HashMap;

use resumelint::report::Likeness;

/// The files so far: a hash or a few numbers of each.
#[derive(Default)]
pub(super) struct Duplicates {
    /// The first file with some bytes, or with some words.
    firsts: HashMap<String, String>,
    /// The files with an e-mail address.
    of_address: HashMap<String, Vec<(Likeness, String)>>,
}

impl Duplicates {
    /// The earlier file that has the same bytes, the same words, or nearly the same words and the same
    /// address; this one is remembered.
    pub(super) fn take(
        &mut self,
        path: &str,
        bytes: Option<&str>,
        like: &Likeness,
    ) -> Option<String> {
        let hashes = [bytes, like.words.as_deref()].into_iter().flatten();
        let mut found = None;
        for hash in hashes {
            match self.firsts.get(hash) {
                Some(first) => found = found.or_else(|| Some(first.clone())),
                None => {
                    self.firsts.insert(hash.to_owned(), path.to_owned());
                }
            }
        }
        let Some(address) = like.contact.clone() else { return found };
        let earlier = self.of_address.entry(address).or_default();
        if found.is_none() {
            let near = earlier.iter().find(|(other, _)| like.is_near(other));
            found = near.map(|(_, first)| first.clone());
            // A second one of a kind adds nothing to compare with.
            if found.is_none() {
                earlier.push((like.clone(), path.to_owned()));
            }
        }
        found
    }
}
