//! What is known of credentials: names, issuers, status, and the tier that follows from the facts.
//!
//! Data is in `rules/catalogue/`. This module loads it, finds its names in text, and computes tiers;
//! it holds no list of its own.

mod compile;
mod data;
mod forms;
mod index;
mod mention;
mod pattern;
mod rubric;
mod tokens;

use std::sync::{Arc, OnceLock};

pub use compile::Fault;
pub use data::{
    Availability, Award, CredentialKind, Details, Domain, Entry, ExamCode, Facts, Family, Form,
    Issuer, IssuerKind, Level, RatedBy, Rating, Status, Tier,
};
pub use mention::Mention;
pub use rubric::{Criterion, Score, Scores};

use compile::{Compiled, Prose};

#[cfg(test)]
mod tests;

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
    compiled: Arc<Compiled>,
    details: OnceLock<Arc<Prose>>,
}

/// The files below `rules/catalogue/` as the build script compiled them.
const CORE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/catalogue.bin"));
/// What is said in words; read only when somebody asks.
const PROSE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/catalogue-prose.bin"));

impl Catalogue {
    /// The catalogue that ships with the program.
    ///
    /// # Panics
    /// Never: the build script wrote what this reads, from the same types.
    pub fn builtin() -> Self {
        let mut compiled: Compiled =
            postcard::from_bytes(CORE).expect("the build script wrote the catalogue");
        Catalogue {
            entries: std::mem::take(&mut compiled.entries),
            families: std::mem::take(&mut compiled.families),
            issuers: std::mem::take(&mut compiled.issuers),
            compiled: Arc::new(compiled),
            details: OnceLock::new(),
        }
    }

    /// The entry with this id.
    pub fn entry(&self, id: &str) -> Option<&Entry> {
        let at = self.entries.binary_search_by(|entry| (*entry.id).cmp(id)).ok()?;
        self.entries.get(at)
    }

    /// The family with this id.
    pub fn family(&self, id: &str) -> Option<&Family> {
        let at = self.families.binary_search_by(|family| (*family.id).cmp(id)).ok()?;
        self.families.get(at)
    }

    /// The issuer with this name.
    pub fn issuer(&self, name: &str) -> Option<&Issuer> {
        self.issuers.iter().find(|issuer| issuer.name == name)
    }

    /// What is said of an entry or a family in words.
    pub fn details(&self, id: &str) -> Option<&Details> {
        let prose = self.details.get_or_init(|| {
            Arc::new(postcard::from_bytes(PROSE).expect("the build script wrote the catalogue"))
        });
        let entry = self.entries.binary_search_by(|entry| (*entry.id).cmp(id)).ok();
        let at = entry.or_else(|| {
            let at = self.families.binary_search_by(|family| (*family.id).cmp(id)).ok()?;
            Some(self.entries.len() + at)
        })?;
        prose.get(at)
    }

    /// The points of an entry by the rubric's five criteria; `None` for what is not weighed.
    pub fn scores(&self, entry: &Entry) -> Option<Scores> {
        let rated = entry.facts.award.is_rated();
        rated.then(|| self.compiled.rubric.scores(&entry.facts, &entry.issuer))
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
        let rubric = &self.compiled.rubric;
        Some(match rubric.category(facts, issuer) {
            Some(category) => Rating { tier: category.tier, by: RatedBy::Category },
            None => Rating { tier: rubric.scores(facts, issuer).tier, by: RatedBy::Rubric },
        })
    }
}
