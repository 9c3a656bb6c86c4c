//! What is known of credentials: names, issuers, status, and the tier that follows from the facts.
//!
//! Data is in `rules/catalogue/`. This module loads it, finds its names in text, and computes tiers;
//! it holds no list of its own.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::document::Span;

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

/// What sort of credential it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CredentialKind {
    /// Earned by an examination or by a professional body's own process.
    Certification,
    /// Earned by completing a course: specialization, professional certificate, nanodegree, badge.
    CourseCertificate,
    /// Given by a state or an authority, and needed to practise.
    License,
    /// A bootcamp's certificate of completion.
    Bootcamp,
}

impl CredentialKind {
    /// The name used in JSON and in rules.
    pub fn name(self) -> &'static str {
        match self {
            CredentialKind::Certification => "certification",
            CredentialKind::CourseCertificate => "course-certificate",
            CredentialKind::License => "license",
            CredentialKind::Bootcamp => "bootcamp",
        }
    }
}

/// What is known of credentials.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    /// The credentials, sorted by id.
    pub entries: Vec<Entry>,
    /// Open-ended names, such as "Google ... Professional Certificate".
    pub families: Vec<Family>,
}

/// One credential.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Entry {
    /// The id; kebab-case, never used twice.
    pub id: Arc<str>,
    /// The official name.
    pub name: String,
    /// Who gives it.
    pub issuer: String,
    // ... facts, status, what it proves: the catalogue's owner completes this.
}

/// A family of credentials whose names are open-ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Family {
    /// The id; kebab-case, never used twice, not even by an entry.
    pub id: Arc<str>,
}

/// How much a credential says about technical work, as the guide rates it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tier {
    /// To be left out.
    Avoid,
    /// Says little.
    Low,
    /// Says something.
    Moderate,
    /// Rare: says a lot.
    High,
}

impl Tier {
    /// The name used in JSON, configuration and rules.
    pub fn name(self) -> &'static str {
        match self {
            Tier::Avoid => "avoid",
            Tier::Low => "low",
            Tier::Moderate => "moderate",
            Tier::High => "high",
        }
    }
}

/// A credential's name found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The words that name it, in the original text.
    pub span: Span,
    /// What they name.
    pub known: Known,
    /// How they name it.
    pub form: Form,
}

/// How a credential is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// By its official name, an alias or a former name: certain wherever it stands.
    Name,
    /// By an exam code such as AZ-900: certain next to other words of certification.
    ExamCode,
    /// By letters or words that also mean other things: certain only in context.
    Ambiguous,
    /// By the pattern of a family.
    Family,
}

impl Catalogue {
    /// The entry with this id.
    pub fn entry(&self, id: &str) -> Option<&Entry> {
        let at = self.entries.binary_search_by(|entry| (*entry.id).cmp(id)).ok()?;
        self.entries.get(at)
    }

    /// Every name of a credential in `text`, sorted, disjoint, the longest at each place.
    pub fn mentions(&self, text: &str) -> Vec<Mention> {
        let _ = text;
        Vec::new()
    }

    /// The tier of a credential or family; `None` for a licence, a language test, or one that the
    /// catalogue cannot rate.
    pub fn tier(&self, known: &Known) -> Option<Tier> {
        let _ = known;
        None
    }
}
