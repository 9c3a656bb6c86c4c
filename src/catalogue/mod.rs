//! What is known of credentials: names, issuers, status, and the tier that follows from the facts.
//!
//! Data is in `rules/catalogue/`. This module loads it, finds its names in text, and computes tiers;
//! it holds no list of its own. A catalogue is made of layers: what the binary carries, and above it
//! the files that a user adds, each of which may add, replace and re-rate what lies below.

mod compile;
mod data;
mod explain;
mod forms;
mod index;
mod layer;
mod mention;
mod pattern;
mod profile;
mod rubric;
mod search;
mod source;
mod tokens;
mod user;

#[cfg(test)]
mod tests;

use std::sync::Arc;

pub use data::{
    Availability, Award, CredentialKind, Details, Domain, Entry, ExamCode, Facts, Family, Form,
    Issuer, IssuerKind, Level, RatedBy, Rating, Status, Tier,
};
pub use explain::Explanation;
pub use mention::Mention;
pub use rubric::{Criterion, Score, Scores};
pub use search::Filter;

use layer::{Layer, Parts};
use rubric::Rubric;

/// What the catalogue says a mention is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Known {
    /// One credential, by its id.
    Entry(Arc<str>),
    /// A family of credentials, by its id.
    Family(Arc<str>),
}

impl Known {
    /// The id in the catalogue.
    pub fn id(&self) -> &str {
        match self {
            Known::Entry(id) | Known::Family(id) => id,
        }
    }
}

/// What is known of credentials.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    /// The credentials, sorted by id.
    pub entries: Vec<Entry>,
    /// Open-ended names, such as "Google ... Professional Certificate", sorted by id.
    pub families: Vec<Family>,
    /// The issuers.
    pub issuers: Vec<Issuer>,
    /// Where all this comes from, the lowest first.
    layers: Vec<Layer>,
}

impl Catalogue {
    /// The catalogue that ships with the program.
    ///
    /// # Panics
    /// Never: the build script wrote what this reads, from the same types.
    pub fn builtin() -> Self {
        let (layer, Parts { entries, families, issuers }) = Layer::builtin();
        Catalogue { entries, families, issuers, layers: vec![layer] }
    }

    /// The entry with this id.
    pub fn entry(&self, id: &str) -> Option<&Entry> {
        self.entries.get(self.entry_at(id)?)
    }

    fn entry_at(&self, id: &str) -> Option<usize> {
        self.entries.binary_search_by(|entry| (*entry.id).cmp(id)).ok()
    }

    /// The family with this id.
    pub fn family(&self, id: &str) -> Option<&Family> {
        self.families.get(self.family_at(id)?)
    }

    fn family_at(&self, id: &str) -> Option<usize> {
        self.families.binary_search_by(|family| (*family.id).cmp(id)).ok()
    }

    /// The issuer with this name.
    pub fn issuer(&self, name: &str) -> Option<&Issuer> {
        self.issuers.iter().find(|issuer| issuer.name == name)
    }

    /// What is said of an entry or a family in words.
    pub fn details(&self, id: &str) -> Option<&Details> {
        let mut layers = self.layers.iter().rev();
        if let Some(at) = self.entry_at(id) {
            return layers.find_map(|layer| layer.entry_details(at));
        }
        let at = self.family_at(id)?;
        layers.find_map(|layer| layer.family_details(at))
    }

    /// The rubric of the highest layer: a user's file may bring its own.
    fn rubric(&self) -> Option<&Rubric> {
        self.layers.last().map(|layer| &layer.compiled.rubric)
    }

    /// The points of an entry by the rubric's five criteria; `None` for what is not weighed.
    pub fn scores(&self, entry: &Entry) -> Option<Scores> {
        let rated = entry.facts.award.is_rated();
        self.rubric().filter(|_| rated).map(|rubric| rubric.scores(&entry.facts, &entry.issuer))
    }

    fn family_scores(&self, family: &Family) -> Option<Scores> {
        let issuer = family.issuer.as_deref().unwrap_or_default();
        self.rubric().map(|rubric| rubric.scores(&family.facts, issuer))
    }

    /// The tier of a credential or family; `None` for a licence, a language test, or one that the
    /// catalogue cannot rate.
    pub fn tier(&self, known: &Known) -> Option<Tier> {
        self.rating(known).map(|rating| rating.tier)
    }

    /// The tier of a credential or family, and who gave it: the user, the guide by name, one of the
    /// guide's categories, or the rubric.
    pub fn rating(&self, known: &Known) -> Option<Rating> {
        let (facts, issuer, rating) = match known {
            Known::Entry(id) => {
                let entry = self.entry(id)?;
                (&entry.facts, entry.issuer.as_str(), entry.rating)
            }
            Known::Family(id) => {
                let family = self.family(id)?;
                (&family.facts, family.issuer.as_deref().unwrap_or_default(), family.rating)
            }
        };
        if rating.is_some() || !facts.award.is_rated() {
            return rating;
        }
        let rubric = self.rubric()?;
        Some(match rubric.category(facts, issuer) {
            Some(category) => Rating { tier: category.tier, by: RatedBy::Category },
            None => Rating { tier: rubric.scores(facts, issuer).tier, by: RatedBy::Rubric },
        })
    }
}
