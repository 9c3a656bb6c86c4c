//! From facts to a tier, in the open: five criteria, each 0 to 3, each point with its reason.
//!
//! The rubric itself is data (`rules/catalogue/rubric.toml`): steps that add, cap or set points where
//! facts are met, bars that make a tier of the points, and the guide's categories. This module only
//! evaluates it. A fact that nobody has checked meets no condition, so it earns nothing.

use serde::{Deserialize, Serialize};

use super::data::{Award, Domain, Facts, IssuerKind, Level, Tier};

/// The five criteria of the guide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Criterion {
    /// Whether it takes understanding, or familiarity only.
    Depth,
    /// Whether it takes sustained effort, or can be crammed for.
    Rigor,
    /// Whether it stands apart from what is being sold.
    Independence,
    /// Whether employers ask for it.
    Recognition,
    /// Whether holding it says something of ability.
    Signal,
}

impl Criterion {
    /// The criteria, in the guide's order.
    pub const ALL: [Criterion; 5] = [
        Criterion::Depth,
        Criterion::Rigor,
        Criterion::Independence,
        Criterion::Recognition,
        Criterion::Signal,
    ];

    /// The name used in JSON and in data.
    pub fn name(self) -> &'static str {
        match self {
            Criterion::Depth => "depth",
            Criterion::Rigor => "rigor",
            Criterion::Independence => "independence",
            Criterion::Recognition => "recognition",
            Criterion::Signal => "signal",
        }
    }
}

/// The points of one criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Score {
    /// Which criterion.
    pub criterion: Criterion,
    /// 0 to 3.
    pub points: u8,
    /// The facts behind the points, in the order in which they were weighed.
    pub because: Vec<String>,
}

/// The points of all criteria, and the tier that they make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Scores {
    /// One for each criterion, in the guide's order.
    pub criteria: Vec<Score>,
    /// The sum: 0 to 15.
    pub total: u8,
    /// The tier that the points make.
    pub tier: Tier,
    /// How many points the total stands above the tier's bar.
    pub above: u8,
    /// How many points are missing to the next tier; `None` at the top. Zero means that the total is
    /// enough and a single criterion is not.
    pub below: Option<u8>,
}

/// The rubric, as its file has it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Rubric {
    /// Named lists of issuers that conditions refer to.
    pub(crate) issuers: Vec<IssuerList>,
    /// What earns points.
    pub(crate) step: Vec<Step>,
    /// What makes a tier, the highest first.
    pub(crate) bar: Vec<Bar>,
    /// What the guide says of whole categories.
    pub(crate) category: Vec<Category>,
}

/// A named list of issuers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct IssuerList {
    name: String,
    members: Vec<String>,
}

/// Points for facts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Step {
    criterion: Criterion,
    /// Why, for the explanation.
    because: String,
    #[serde(default)]
    when: Condition,
    #[serde(default)]
    unless: Option<Condition>,
    #[serde(default)]
    add: i8,
    #[serde(default)]
    cap: Option<u8>,
    /// The mean of these criteria, rounded down.
    #[serde(default)]
    mean: Vec<Criterion>,
}

/// What a tier asks for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Bar {
    tier: Tier,
    total: u8,
    #[serde(default)]
    depth: u8,
    #[serde(default)]
    rigor: u8,
    #[serde(default)]
    independence: u8,
    #[serde(default)]
    recognition: u8,
    #[serde(default)]
    signal: u8,
    /// Facts of which at least one set has to be met, if there is any.
    #[serde(default)]
    any: Vec<Condition>,
}

/// A category of the guide: what belongs to it has its tier.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Category {
    /// The family's id.
    pub(crate) id: String,
    /// Its tier.
    pub(crate) tier: Tier,
    when: Condition,
    #[serde(default)]
    unless: Option<Condition>,
}

/// Facts that have to be met, all of them; an empty list asks for nothing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Condition {
    #[serde(default)]
    award: Vec<Award>,
    #[serde(default)]
    issuer_kind: Vec<IssuerKind>,
    #[serde(default)]
    domain: Vec<Domain>,
    #[serde(default)]
    level: Vec<Level>,
    #[serde(default)]
    level_unknown: Option<bool>,
    #[serde(default)]
    platform: Vec<String>,
    /// Names of lists of issuers, one of which has to hold the issuer.
    #[serde(default)]
    issuer_in: Vec<String>,
    #[serde(default)]
    proctored: Option<bool>,
    #[serde(default)]
    hands_on: Option<bool>,
    #[serde(default)]
    prerequisites_required: Option<bool>,
    #[serde(default)]
    vendor_neutral: Option<bool>,
}

impl Rubric {
    /// The points of something with these facts.
    pub(crate) fn scores(&self, facts: &Facts, issuer: &str) -> Scores {
        let mut criteria: Vec<Score> = Vec::with_capacity(5);
        for criterion in Criterion::ALL {
            let (mut points, mut because) = (0_i8, Vec::new());
            for step in self.step.iter().filter(|step| step.criterion == criterion) {
                let unless = step.unless.as_ref().is_some_and(|not| self.meets(not, facts, issuer));
                if unless || !self.meets(&step.when, facts, issuer) {
                    continue;
                }
                let before = points;
                points += step.add;
                if let Some(cap) = step.cap {
                    points = points.min(cap as i8);
                }
                if !step.mean.is_empty() {
                    let of = |wanted: &Criterion| {
                        criteria.iter().find(|s| s.criterion == *wanted).map_or(0, |s| s.points)
                    };
                    let sum: u8 = step.mean.iter().map(of).sum();
                    points += (sum as usize / step.mean.len()) as i8;
                }
                // A cap that cuts nothing is no reason.
                if step.cap.is_none() || points != before {
                    because.push(step.because.clone());
                }
            }
            if because.is_empty() {
                because.push("no known fact speaks for it".to_owned());
            }
            criteria.push(Score { criterion, points: points.clamp(0, 3) as u8, because });
        }
        let total = criteria.iter().map(|score| score.points).sum();
        let meets = |bar: &Bar| {
            bar.any.is_empty() || bar.any.iter().any(|facts_of| self.meets(facts_of, facts, issuer))
        };
        let at = self.bar.iter().position(|bar| bar.met(&criteria, total) && meets(bar));
        let tier = at.map_or(Tier::Low, |at| self.bar[at].tier);
        let bar = at.map_or(0, |at| self.bar[at].total);
        let next = at.map_or(self.bar.last(), |at| at.checked_sub(1).map(|next| &self.bar[next]));
        Scores {
            criteria,
            total,
            tier,
            above: total.saturating_sub(bar),
            below: next.map(|next| next.total.saturating_sub(total)),
        }
    }

    /// The guide's category that something with these facts belongs to.
    pub(crate) fn category(&self, facts: &Facts, issuer: &str) -> Option<&Category> {
        self.category.iter().find(|category| {
            self.meets(&category.when, facts, issuer)
                && !category.unless.as_ref().is_some_and(|not| self.meets(not, facts, issuer))
        })
    }

    /// Whether facts meet a condition.
    pub(crate) fn meets(&self, condition: &Condition, facts: &Facts, issuer: &str) -> bool {
        fn one_of<T: PartialEq>(list: &[T], value: Option<&T>) -> bool {
            list.is_empty() || value.is_some_and(|value| list.contains(value))
        }
        fn is(wanted: Option<bool>, value: Option<bool>) -> bool {
            wanted.is_none() || wanted == value
        }
        let listed = condition.issuer_in.is_empty()
            || self.issuers.iter().any(|list| {
                condition.issuer_in.contains(&list.name)
                    && list.members.iter().any(|member| member == issuer)
            });
        one_of(&condition.award, Some(&facts.award))
            && one_of(&condition.issuer_kind, Some(&facts.issuer_kind))
            && one_of(&condition.domain, Some(&facts.domain))
            && one_of(&condition.level, facts.level.as_ref())
            && one_of(&condition.platform, facts.platform.as_ref())
            && listed
            && is(condition.level_unknown, Some(facts.level.is_none()))
            && is(condition.proctored, facts.proctored)
            && is(condition.hands_on, facts.hands_on)
            && is(condition.prerequisites_required, facts.prerequisites_required)
            && is(condition.vendor_neutral, facts.vendor_neutral)
    }
}

impl Bar {
    fn met(&self, criteria: &[Score], total: u8) -> bool {
        total >= self.total
            && criteria.iter().all(|score| {
                score.points
                    >= match score.criterion {
                        Criterion::Depth => self.depth,
                        Criterion::Rigor => self.rigor,
                        Criterion::Independence => self.independence,
                        Criterion::Recognition => self.recognition,
                        Criterion::Signal => self.signal,
                    }
            })
    }
}
