//! What credentials of a kind show and do not show, for those of which nobody has said it one by one.
//!
//! The guide speaks of nine by name. For the others the honest thing to say is what follows from their
//! facts: a vendor's associate examination shows this, a course's completion shows that. The sentences
//! are data (`profiles.toml`); an entry's own words go before them.

use serde::{Deserialize, Serialize};

use super::data::{Details, Facts};
use super::rubric::{Condition, Rubric};

/// What is said of everything with certain facts.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Profile {
    /// Which facts; the first profile that fits is taken.
    when: Condition,
    #[serde(default)]
    proves: Vec<String>,
    #[serde(default)]
    does_not_prove: Vec<String>,
    #[serde(default)]
    worth_if: Vec<String>,
    #[serde(default)]
    not_worth_if: Vec<String>,
    #[serde(default)]
    instead: Vec<String>,
}

/// Fills what nobody has said of a credential with what holds of its kind.
pub(crate) fn fill(
    details: &mut Details,
    profiles: &[Profile],
    rubric: &Rubric,
    facts: &Facts,
    issuer: &str,
) {
    let fits = |profile: &&Profile| rubric.meets(&profile.when, facts, issuer);
    let Some(profile) = profiles.iter().find(fits) else { return };
    if details.instead.is_empty() {
        details.instead.clone_from(&profile.instead);
    }
    if !details.proves.is_empty() {
        return;
    }
    details.general = true;
    details.proves.clone_from(&profile.proves);
    details.does_not_prove.clone_from(&profile.does_not_prove);
    details.worth_if.clone_from(&profile.worth_if);
    details.not_worth_if.clone_from(&profile.not_worth_if);
}
