//! Rules: what is held against a page, as data, one TOML file each.
//!
//! A rule names what it speaks of (`on`), when it speaks (`when`), which words it points at (`span`)
//! and what it says. Conditions and messages are `minijinja`; the facts that they may read are Rust.

use crate::catalogue::Catalogue;
use crate::resume::Vocabulary;

/// Everything that is opinion: rules, the catalogue with its tiers, the vocabulary.
#[derive(Debug, Default)]
pub struct Ruleset {
    /// The rules, sorted by id.
    pub rules: Vec<Rule>,
    /// What is known of credentials.
    pub catalogue: Catalogue,
    /// The words that understanding knows.
    pub vocabulary: Vocabulary,
}

/// One rule, as its file has it.
#[derive(Debug)]
pub struct Rule {
    /// The file's name without extension.
    pub id: String,
}
