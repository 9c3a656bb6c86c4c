//! A file of the vocabulary, as people write it.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::hosts::Hosts;
use super::terms::{Actor, HeadingKind, Pillar, Tag};
use super::wording::Wording;
use crate::role::{Field, Level};

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct File {
    pub(crate) language: String,
    /// Words that hardly a sentence of the language does without, and that other languages do not have.
    #[serde(default)]
    pub(crate) common: Vec<String>,
    #[serde(default)]
    pub(crate) headings: BTreeMap<HeadingKind, Vec<String>>,
    #[serde(default)]
    pub(crate) heading_modifiers: Words,
    #[serde(default)]
    pub(crate) heading_words: BTreeMap<HeadingKind, Vec<String>>,
    #[serde(default)]
    pub(crate) dates: Dates,
    #[serde(default)]
    pub(crate) verbs: BTreeMap<Actor, Tenses>,
    #[serde(default)]
    pub(crate) words: BTreeMap<Tag, Vec<String>>,
    #[serde(default)]
    pub(crate) platforms: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub(crate) pillars: BTreeMap<Pillar, Vec<String>>,
    #[serde(default)]
    pub(crate) fields: BTreeMap<Field, Vec<String>>,
    #[serde(default)]
    pub(crate) levels: BTreeMap<Level, Vec<String>>,
    #[serde(default)]
    pub(crate) hosts: Hosts,
    /// Hosts of code by the names that people give them.
    #[serde(default)]
    pub(crate) handles: BTreeMap<String, String>,
    /// Small words by what they are good for.
    #[serde(default)]
    pub(crate) wording: Wording,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    pub(crate) words: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Dates {
    pub(crate) months: Vec<Vec<String>>,
    pub(crate) present: Vec<String>,
    pub(crate) spring: Vec<String>,
    pub(crate) summer: Vec<String>,
    pub(crate) autumn: Vec<String>,
    pub(crate) winter: Vec<String>,
    pub(crate) since: Vec<String>,
    pub(crate) to: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Tenses {
    pub(crate) past: Vec<String>,
    pub(crate) present: Vec<String>,
    pub(crate) any: Vec<String>,
}
