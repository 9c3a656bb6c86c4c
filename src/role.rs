//! What the work is: the field and the level that decide which rules speak.
//!
//! The catalogue says which fields expect a credential, understanding finds the role on the page, and
//! rules name the roles that they speak to; so it stands below all three.

use serde::{Deserialize, Serialize};

use crate::document::Span;

/// What the work is. It decides which rules speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Role {
    /// The field of work.
    pub field: Field,
    /// How far along.
    pub level: Option<Level>,
    /// The words that say it; `None` when the user set the role.
    pub span: Option<Span>,
}

/// Fields of work.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// Software, ML and other engineering.
    Engineering,
    /// Data science, analytics, data engineering.
    Data,
    /// Research and academia.
    Research,
    /// Information security.
    Security,
    /// Support, networks, administration.
    ItSupport,
    /// Product and project management.
    ProductProject,
    /// Sales, marketing, health, law, teaching, finance and everything else.
    NonTechnical,
    /// The document does not say.
    #[default]
    Unknown,
}

impl Field {
    /// Every field, in the order in which it is listed to users.
    pub const ALL: [Field; 8] = [
        Field::Engineering,
        Field::Data,
        Field::Research,
        Field::Security,
        Field::ItSupport,
        Field::ProductProject,
        Field::NonTechnical,
        Field::Unknown,
    ];

    /// The name used in JSON, configuration and rules.
    pub fn name(self) -> &'static str {
        match self {
            Field::Engineering => "engineering",
            Field::Data => "data",
            Field::Research => "research",
            Field::Security => "security",
            Field::ItSupport => "it-support",
            Field::ProductProject => "product-project",
            Field::NonTechnical => "non-technical",
            Field::Unknown => "unknown",
        }
    }

    /// Whether the field belongs to the group `technical`: engineering, data and research.
    pub fn is_technical(self) -> bool {
        matches!(self, Field::Engineering | Field::Data | Field::Research)
    }
}

/// How far along a career is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// In education.
    Student,
    /// The first years.
    Early,
    /// Established.
    Mid,
    /// Senior.
    Senior,
    /// Leading others.
    Lead,
}

impl Level {
    /// Every level, from the first.
    pub const ALL: [Level; 5] =
        [Level::Student, Level::Early, Level::Mid, Level::Senior, Level::Lead];

    /// The name used in JSON and in rules.
    pub fn name(self) -> &'static str {
        match self {
            Level::Student => "student",
            Level::Early => "early",
            Level::Mid => "mid",
            Level::Senior => "senior",
            Level::Lead => "lead",
        }
    }
}

/// Reads a role as users write it: a field, or a field and a level, such as `engineering/senior`.
///
/// # Errors
/// A sentence that names the part that is not known, and what is.
pub fn parse_role(text: &str) -> Result<(Field, Option<Level>), String> {
    let (field, level) = match text.split_once('/') {
        Some((field, level)) => (field, Some(level)),
        None => (text, None),
    };
    let known = |names: &[&str]| names.join(", ");
    let found = Field::ALL.into_iter().find(|known| known.name() == field);
    let field = found.ok_or_else(|| {
        let names = Field::ALL.map(Field::name);
        format!("there is no field of work \"{field}\"; known are {}", known(&names))
    })?;
    let level = match level {
        None => None,
        Some(name) => {
            let found = Level::ALL.into_iter().find(|level| level.name() == name);
            Some(found.ok_or_else(|| {
                let names = Level::ALL.map(Level::name);
                format!("there is no level \"{name}\"; known are {}", known(&names))
            })?)
        }
    };
    Ok((field, level))
}
