//! Why a credential has the tier that it has, for people who want to disagree.

use serde::Serialize;

use super::data::{Availability, Details, Facts, RatedBy, Rating};
use super::rubric::Scores;
use super::{Catalogue, Known};

/// Everything that the catalogue has to say of a credential or a family.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Explanation<'a> {
    /// The id.
    pub id: &'a str,
    /// The official name.
    pub name: &'a str,
    /// Who gives it; `None` for a family that several give.
    pub issuer: Option<&'a str>,
    /// What can be observed of it.
    pub facts: &'a Facts,
    /// Whether it can still be earned.
    pub availability: &'a Availability,
    /// The exam codes, each with the day from which it cannot be taken.
    pub exam_codes: Vec<(&'a str, Option<&'a str>)>,
    /// For how many years it is valid.
    pub validity_years: Option<u8>,
    /// The fields of work that expect it, by name.
    pub standard_for: Vec<&'static str>,
    /// Whether its name and issuer were seen in a source.
    pub verified: bool,
    /// The tier, and who gave it; `None` for what is not weighed.
    pub rating: Option<Rating>,
    /// The points, each with its facts; `None` for what is not weighed.
    pub scores: Option<Scores>,
    /// How the tier came about, in a sentence.
    pub verdict: String,
    /// What is said in words.
    pub details: &'a Details,
}

impl Catalogue {
    /// Everything known of a credential or a family.
    pub fn explain(&self, known: &Known) -> Option<Explanation<'_>> {
        let rating = self.rating(known);
        let details = self.details(known.id())?;
        match known {
            Known::Entry(id) => {
                let entry = self.entry(id)?;
                let scores = self.scores(entry);
                let codes = entry.exam_codes.iter();
                Some(Explanation {
                    id: &entry.id,
                    name: &entry.name,
                    issuer: Some(&entry.issuer),
                    facts: &entry.facts,
                    availability: &entry.availability,
                    exam_codes: codes.map(|c| (c.code.as_str(), c.retired.as_deref())).collect(),
                    validity_years: entry.validity_years,
                    standard_for: entry.standard_for.iter().map(|field| field.name()).collect(),
                    verified: entry.verified,
                    verdict: verdict(rating, scores.as_ref()),
                    rating,
                    scores,
                    details,
                })
            }
            Known::Family(id) => {
                let family = self.family(id)?;
                let weighed = rating.is_some_and(|rating| rating.by == RatedBy::Rubric);
                let scores = if weighed { self.family_scores(family) } else { None };
                Some(Explanation {
                    id: &family.id,
                    name: &family.name,
                    issuer: family.issuer.as_deref(),
                    facts: &family.facts,
                    availability: &family.availability,
                    exam_codes: Vec::new(),
                    validity_years: None,
                    standard_for: family.standard_for.iter().map(|field| field.name()).collect(),
                    verified: true,
                    verdict: verdict(rating, scores.as_ref()),
                    rating,
                    scores,
                    details,
                })
            }
        }
    }
}

/// How a tier came about.
fn verdict(rating: Option<Rating>, scores: Option<&Scores>) -> String {
    let Some(rating) = rating else {
        return "Not weighed: a licence or a language test says what it says.".to_owned();
    };
    let tier = rating.tier.name();
    let Some(scores) = scores else {
        return match rating.by {
            RatedBy::User => format!("{tier}, by your own catalogue file"),
            _ => format!("{tier}: one of the guide's categories"),
        };
    };
    let points = format!("{} of 15 points", scores.total);
    let derived = scores.tier.name();
    match rating.by {
        RatedBy::Guide if scores.tier == rating.tier => {
            format!("{tier}: the guide says so by name, and the facts come to the same ({points})")
        }
        RatedBy::Guide => {
            format!(
                "{tier}: the guide says so by name; the facts alone make it {derived} ({points})"
            )
        }
        RatedBy::Category => {
            format!(
                "{tier}: one of the guide's categories; the facts alone make it {derived} ({points})"
            )
        }
        RatedBy::User => {
            format!("{tier}, by your own catalogue file; the facts make it {derived} ({points})")
        }
        RatedBy::Rubric => match scores.below {
            Some(0) => {
                format!("{tier}: {points}, enough for the next tier, but one criterion is too weak")
            }
            Some(below) => format!("{tier}: {points}, {below} below the next tier"),
            None if scores.above == 0 => format!("{tier}: {points}, exactly on its bar"),
            None => format!("{tier}: {points}, {} above its bar", scores.above),
        },
    }
}
