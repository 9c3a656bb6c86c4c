//! Where a catalogue's entries come from: the files that were compiled together.
//!
//! Each layer keeps its own index of names, because building one index of everything at every start
//! would cost more than asking two.

use std::sync::{Arc, OnceLock};

use super::compile::{Compiled, Prose};
use super::data::{Details, Entry, Family, Issuer};

/// The files below `rules/catalogue/` as the build script compiled them.
const CORE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/catalogue.bin"));
/// What is said in words; read only when somebody asks.
const PROSE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/catalogue-prose.bin"));

/// Files that were compiled together.
#[derive(Debug, Clone)]
pub(super) struct Layer {
    /// Names, patterns, rubric; the entries themselves stand in the catalogue.
    pub(super) compiled: Arc<Compiled>,
    /// What is said in words: entries first, then families.
    prose: OnceLock<Arc<Prose>>,
    /// For each entry of the layer, its position in the catalogue, or `REPLACED`.
    entries: Vec<u16>,
    /// The same for families.
    families: Vec<u16>,
}

/// The position of an entry that a higher layer has replaced.
pub(super) const REPLACED: u16 = u16::MAX;

/// What a layer adds to a catalogue.
#[derive(Debug)]
pub(super) struct Parts {
    pub(super) entries: Vec<Entry>,
    pub(super) families: Vec<Family>,
    pub(super) issuers: Vec<Issuer>,
}

impl Layer {
    /// What the binary carries.
    pub(super) fn builtin() -> (Layer, Parts) {
        let compiled = postcard::from_bytes(CORE)
            .expect("the build script wrote the catalogue from these types");
        Layer::new(compiled, None)
    }

    /// A layer of what was compiled, and what it adds.
    pub(super) fn new(mut compiled: Compiled, prose: Option<Prose>) -> (Layer, Parts) {
        let parts = Parts {
            entries: std::mem::take(&mut compiled.entries),
            families: std::mem::take(&mut compiled.families),
            issuers: std::mem::take(&mut compiled.issuers),
        };
        let positions = |count: usize| (0..count as u16).collect();
        let layer = Layer {
            compiled: Arc::new(compiled),
            prose: prose.map_or_else(OnceLock::new, |prose| OnceLock::from(Arc::new(prose))),
            entries: positions(parts.entries.len()),
            families: positions(parts.families.len()),
        };
        (layer, parts)
    }

    /// The position in the catalogue of the layer's entry `at`.
    pub(super) fn entry(&self, at: u16) -> Option<usize> {
        self.entries.get(at as usize).filter(|&&at| at != REPLACED).map(|&at| at as usize)
    }

    /// The position in the catalogue of the layer's family `at`.
    pub(super) fn family(&self, at: u16) -> Option<usize> {
        self.families.get(at as usize).filter(|&&at| at != REPLACED).map(|&at| at as usize)
    }

    /// What the layer says of the catalogue's entry `at`.
    pub(super) fn entry_details(&self, at: usize) -> Option<&Details> {
        self.prose().get(own(&self.entries, at)?)
    }

    /// What the layer says of the catalogue's family `at`.
    pub(super) fn family_details(&self, at: usize) -> Option<&Details> {
        self.prose().get(self.entries.len() + own(&self.families, at)?)
    }

    fn prose(&self) -> &Prose {
        self.prose.get_or_init(|| {
            Arc::new(
                postcard::from_bytes(PROSE)
                    .expect("the build script wrote the catalogue from these types"),
            )
        })
    }

    /// Lets the layer follow its entries and families to where they now stand.
    pub(super) fn moved(&mut self, entries: &[u16], families: &[u16]) {
        let follow = |positions: &mut Vec<u16>, moved: &[u16]| {
            for at in positions.iter_mut().filter(|at| **at != REPLACED) {
                *at = moved[*at as usize];
            }
        };
        follow(&mut self.entries, entries);
        follow(&mut self.families, families);
    }
}

/// The position within the layer of what stands at `at` in the catalogue.
fn own(positions: &[u16], at: usize) -> Option<usize> {
    // Without a user's files, every position is its own.
    match positions.get(at) {
        Some(&same) if same as usize == at => Some(at),
        _ => positions.iter().position(|&position| position as usize == at),
    }
}
