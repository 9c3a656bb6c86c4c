//! A catalogue file, as it stands on disk.
//!
//! What is written for people (one flat table a credential) is not what the program wants (facts apart
//! from prose), so a file has types of its own, and each says how it comes apart.

use std::sync::Arc;

use serde::Deserialize;
use toml::Spanned;

use super::compile::Origins;
use super::data::{
    Availability, Award, Details, Domain, Entry, ExamCode, Facts, Family, Issuer, IssuerKind,
    Level, RatedBy, Rating, Status, Tier,
};
use super::forms::Wording;
use super::profile::Profile;
use super::rubric::Rubric;
use crate::role::Field;

/// A catalogue file, as it stands on disk.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct File {
    #[serde(default)]
    pub(super) issuer: Vec<Issuer>,
    #[serde(default)]
    pub(super) credential: Vec<CredentialSource>,
    #[serde(default)]
    pub(super) family: Vec<FamilySource>,
    #[serde(default)]
    pub(super) collision: Vec<Collision>,
    #[serde(default)]
    pub(super) rating: Vec<RatingSource>,
    pub(super) wording: Option<Wording>,
    pub(super) rubric: Option<Rubric>,
    #[serde(default)]
    pub(super) profile: Vec<Profile>,
}

/// A credential, as a file says it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct CredentialSource {
    pub(super) id: Spanned<Arc<str>>,
    pub(super) name: Spanned<String>,
    pub(super) issuer: Spanned<String>,
    pub(super) kind: Award,
    pub(super) domain: Domain,
    pub(super) platform: Option<String>,
    pub(super) level: Option<Level>,
    #[serde(default)]
    pub(super) aliases: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) former_names: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) ambiguous: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) exam_codes: Vec<CodeSource>,
    pub(super) status: Option<Status>,
    pub(super) retired_on: Option<Spanned<String>>,
    pub(super) successor: Option<Spanned<Arc<str>>>,
    pub(super) proctored: Option<bool>,
    pub(super) hands_on: Option<bool>,
    pub(super) prerequisites_required: Option<bool>,
    pub(super) vendor_neutral: Option<bool>,
    pub(super) validity_years: Option<u8>,
    #[serde(default)]
    pub(super) implied_by: Vec<Spanned<Arc<str>>>,
    #[serde(default)]
    pub(super) standard_for: Vec<Field>,
    pub(super) guide_tier: Option<Tier>,
    pub(super) tier: Option<Tier>,
    #[serde(default = "yes")]
    pub(super) verified: bool,
    #[serde(default)]
    pub(super) prerequisites: Vec<String>,
    pub(super) study_time: Option<String>,
    pub(super) cost: Option<String>,
    #[serde(default)]
    pub(super) proves: Vec<String>,
    #[serde(default)]
    pub(super) does_not_prove: Vec<String>,
    #[serde(default)]
    pub(super) worth_if: Vec<String>,
    #[serde(default)]
    pub(super) not_worth_if: Vec<String>,
    pub(super) reads_as: Option<String>,
    #[serde(default)]
    pub(super) instead: Vec<String>,
    pub(super) note: Option<String>,
    #[serde(default)]
    pub(super) sources: Vec<String>,
    pub(super) reviewed: Option<Spanned<String>>,
}

fn yes() -> bool {
    true
}

/// An exam code: `"AZ-900"`, or `{ code = "AZ-900", retired = "2026-06-30" }`.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum CodeSource {
    Current(String),
    Dated(ExamCode),
}

/// A family, as a file says it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct FamilySource {
    pub(super) id: Spanned<Arc<str>>,
    pub(super) name: String,
    pub(super) issuer: Option<String>,
    pub(super) issuer_kind: IssuerKind,
    pub(super) kind: Award,
    pub(super) domain: Domain,
    pub(super) platform: Option<String>,
    pub(super) level: Option<Level>,
    pub(super) patterns: Vec<Spanned<String>>,
    /// Words that, in the same line, make it something else.
    #[serde(default)]
    pub(super) unless: Vec<String>,
    pub(super) status: Option<Status>,
    pub(super) retired_on: Option<Spanned<String>>,
    pub(super) proctored: Option<bool>,
    pub(super) hands_on: Option<bool>,
    pub(super) prerequisites_required: Option<bool>,
    pub(super) vendor_neutral: Option<bool>,
    #[serde(default)]
    pub(super) standard_for: Vec<Field>,
    pub(super) guide_tier: Option<Tier>,
    pub(super) tier: Option<Tier>,
    #[serde(default)]
    pub(super) proves: Vec<String>,
    #[serde(default)]
    pub(super) does_not_prove: Vec<String>,
    #[serde(default)]
    pub(super) worth_if: Vec<String>,
    #[serde(default)]
    pub(super) not_worth_if: Vec<String>,
    pub(super) reads_as: Option<String>,
    #[serde(default)]
    pub(super) exceptions: Vec<String>,
    #[serde(default)]
    pub(super) instead: Vec<String>,
    pub(super) note: Option<String>,
    pub(super) sources: Vec<String>,
    pub(super) reviewed: Option<Spanned<String>>,
}

/// A form that means several things.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Collision {
    pub(super) text: Spanned<String>,
    /// Ids, the likeliest first.
    #[serde(default)]
    pub(super) means: Vec<Spanned<Arc<str>>>,
    /// What else it means; for people.
    #[serde(default)]
    #[allow(dead_code, reason = "written for the reader of the file")]
    pub(super) also: Vec<String>,
}

/// Another tier for an entry that stands elsewhere.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct RatingSource {
    pub(super) id: Spanned<Arc<str>>,
    pub(super) tier: Tier,
}

impl CredentialSource {
    pub(super) fn split(&self, issuer: &Issuer, origins: Origins) -> (Entry, Details) {
        let texts = |names: &[Spanned<String>]| {
            names.iter().map(|name| name.get_ref().clone()).collect::<Vec<_>>()
        };
        let entry = Entry {
            id: self.id.get_ref().clone(),
            name: self.name.get_ref().clone(),
            issuer: issuer.name.clone(),
            facts: Facts {
                issuer_kind: issuer.kind,
                award: self.kind,
                domain: self.domain,
                platform: self.platform.clone(),
                level: self.level,
                proctored: self.proctored,
                hands_on: self.hands_on,
                prerequisites_required: self.prerequisites_required,
                vendor_neutral: self.vendor_neutral,
            },
            availability: Availability {
                status: self.status,
                on: self.retired_on.as_ref().map(|date| date.get_ref().clone()),
                successor: self.successor.as_ref().map(|id| id.get_ref().clone()),
            },
            exam_codes: self
                .exam_codes
                .iter()
                .map(|code| match code {
                    CodeSource::Current(code) => ExamCode { code: code.clone(), retired: None },
                    CodeSource::Dated(code) => code.clone(),
                })
                .collect(),
            validity_years: self.validity_years,
            implied_by: self.implied_by.iter().map(|id| id.get_ref().clone()).collect(),
            standard_for: self.standard_for.clone(),
            rating: rating(self.guide_tier, self.tier, origins),
            verified: self.verified,
        };
        let details = Details {
            aliases: texts(&self.aliases),
            former_names: texts(&self.former_names),
            prerequisites: self.prerequisites.clone(),
            study_time: self.study_time.clone(),
            cost: self.cost.clone(),
            general: false,
            proves: self.proves.clone(),
            does_not_prove: self.does_not_prove.clone(),
            worth_if: self.worth_if.clone(),
            not_worth_if: self.not_worth_if.clone(),
            reads_as: self.reads_as.clone(),
            exceptions: Vec::new(),
            instead: self.instead.clone(),
            note: self.note.clone(),
            sources: self.sources.clone(),
            reviewed: self.reviewed.as_ref().map(|d| d.get_ref().clone()).unwrap_or_default(),
        };
        (entry, details)
    }
}

impl FamilySource {
    pub(super) fn split(self, origins: Origins) -> (Family, Details) {
        let details = Details {
            proves: self.proves,
            does_not_prove: self.does_not_prove,
            worth_if: self.worth_if,
            not_worth_if: self.not_worth_if,
            reads_as: self.reads_as,
            exceptions: self.exceptions,
            instead: self.instead,
            note: self.note,
            sources: self.sources,
            reviewed: self.reviewed.map(Spanned::into_inner).unwrap_or_default(),
            ..Details::default()
        };
        let family = Family {
            id: self.id.into_inner(),
            name: self.name,
            issuer: self.issuer,
            facts: Facts {
                issuer_kind: self.issuer_kind,
                award: self.kind,
                domain: self.domain,
                platform: self.platform,
                level: self.level,
                proctored: self.proctored,
                hands_on: self.hands_on,
                prerequisites_required: self.prerequisites_required,
                vendor_neutral: self.vendor_neutral,
            },
            availability: Availability {
                status: self.status,
                on: self.retired_on.map(Spanned::into_inner),
                successor: None,
            },
            standard_for: self.standard_for,
            rating: rating(self.guide_tier, self.tier, origins),
            category: self.guide_tier.is_some(),
        };
        (family, details)
    }
}

fn rating(guide: Option<Tier>, tier: Option<Tier>, origins: Origins) -> Option<Rating> {
    let by_user = tier.filter(|_| origins == Origins::Users);
    by_user
        .map(|tier| Rating { tier, by: RatedBy::User })
        .or_else(|| guide.map(|tier| Rating { tier, by: RatedBy::Guide }))
}
