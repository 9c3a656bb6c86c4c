//! Which earlier file of a run says the same as this one.

use std::collections::HashMap;

use resumelint::report::Likeness;

/// The files so far, a few hundred bytes of each: a run may have a hundred thousand.
#[derive(Default)]
pub(super) struct Duplicates {
    /// The paths, each once.
    paths: Vec<Box<str>>,
    /// The first file with some bytes, or with some words.
    firsts: HashMap<Short, u32>,
    /// The files with an e-mail address, by the smallest hashes of their words.
    of_address: HashMap<Short, Vec<Sketched>>,
}

/// The smallest hashes of a file's words, and its path's place in [`Duplicates::paths`].
type Sketched = (Box<[u32]>, u32);

/// The first 128 of a hash's 256 bits: nobody can make two files that share them.
type Short = u128;

fn short(hash: &str) -> Short {
    let digits = hash.get(..32).unwrap_or(hash);
    Short::from_str_radix(digits, 16).unwrap_or_default()
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
        let own = self.paths.len() as u32;
        self.paths.push(path.into());
        let hashes = [bytes, like.words.as_deref()].into_iter().flatten();
        let mut found: Option<u32> = None;
        for hash in hashes {
            let first = *self.firsts.entry(short(hash)).or_insert(own);
            found = found.or(Some(first).filter(|&first| first != own));
        }
        if let Some(address) = &like.contact {
            let earlier = self.of_address.entry(short(address)).or_default();
            if found.is_none() {
                let near = earlier.iter().find(|(sketch, _)| like.is_near(sketch));
                found = near.map(|(_, first)| *first);
                // A second one of a kind adds nothing to compare with.
                if found.is_none() {
                    earlier.push((like.sketch.as_slice().into(), own));
                }
            }
        }
        self.paths.get(found? as usize).map(|path| path.to_string())
    }
}
