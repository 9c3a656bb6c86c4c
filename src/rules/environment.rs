//! The language of conditions and messages: one `minijinja` environment for every rule.
//!
//! It is the same for all rule sets, so it is built once and lives as long as the process. What could
//! be silently false (`selectattr` with a misspelt name, looking up a filter by name) is left out, and
//! typed tests and filters stand in its place. [`TESTS`] and [`FILTERS`] document them for
//! `resumelint facts`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use minijinja::value::{Rest, ValueKind};
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior, Value};

use super::facts::{Fact, What, span_of};
use super::phrases::Phrases;
use crate::document::Span;
use crate::folding::{comparable, on_one_line};
use crate::resume::{Field, SectionKind};

/// How many instructions an expression may take; a rule that needs more is stopped and named.
const FUEL: u64 = 200_000;

/// The environment of every expression.
pub(crate) static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(build);

/// A test or filter, for people who write rules.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    /// Its name.
    pub name: &'static str,
    /// What it does.
    pub about: &'static str,
    /// An expression that uses it.
    pub example: &'static str,
}

/// The tests that rules may use beyond minijinja's own.
pub const TESTS: &[Word] = &[
    Word {
        name: "<section kind>",
        about: "a section (or the section of a credential, entry or bullet) holds this kind, alone or with another: summary, experience, projects, education, skills, certifications, courses, publications, awards, languages, volunteering, other",
        example: "section is certifications",
    },
    Word {
        name: "before",
        about: "stands before the first of a list, or before a thing",
        example: "section is before evidence",
    },
    Word {
        name: "after",
        about: "stands after the first of a list, or after a thing",
        example: "claim is after resume.headline",
    },
    Word {
        name: "inside",
        about: "stands within the words of a thing",
        example: "credential is inside resume.header",
    },
    Word {
        name: "technical",
        about: "a role is in engineering, data or research",
        example: "role is technical",
    },
    Word {
        name: "containing",
        about: "the words (of a thing, or a text) contain one of these, whole words, whatever their case",
        example: "bullet is containing('intern', 'internship')",
    },
    Word {
        name: "quoting",
        about: "stands between quotation marks",
        example: "match is not quoting",
    },
];

/// The filters that rules may use beyond minijinja's own.
pub const FILTERS: &[Word] = &[
    Word {
        name: "tier",
        about: "of credentials, those of one of these tiers: high, moderate, low, avoid",
        example: "resume.credentials | tier('low', 'avoid')",
    },
    Word {
        name: "kind",
        about: "of credentials, evidence or links, those of one of these kinds; of sections, those that hold one of them",
        example: "resume.evidence | kind('code')",
    },
    Word {
        name: "without_kind",
        about: "of credentials, evidence, links or sections, those of none of these kinds",
        example: "resume.credentials | without_kind('license')",
    },
    Word {
        name: "domain",
        about: "of credentials, those of one of these domains of the catalogue",
        example: "resume.credentials | domain('ml', 'ai-literacy')",
    },
    Word {
        name: "platform",
        about: "of credentials, those tied to one of these platforms",
        example: "resume.credentials | platform('aws', 'azure', 'gcp')",
    },
    Word {
        name: "judged",
        about: "of credentials, those that rules may count as noise: no licence, not expected in the role's field, not mandated",
        example: "resume.credentials | judged | length >= params.minimum",
    },
    Word {
        name: "distinct",
        about: "of credentials, the first mention of each",
        example: "resume.credentials | distinct",
    },
    Word {
        name: "names",
        about: "the names of credentials, or the words of other things, each once",
        example: "resume.credentials | names | join(', ')",
    },
    Word {
        name: "strength",
        about: "of evidence, that which is at least this strong: mentioned, stated, concrete",
        example: "resume.evidence | kind('production-system') | strength('stated')",
    },
    Word {
        name: "having",
        about: "those that have one of these facts: there, true, or not empty",
        example: "resume.projects | having('links', 'outcomes')",
    },
    Word {
        name: "lacking",
        about: "those that have none of these facts",
        example: "entry.bullets | lacking('numbers', 'outcomes', 'production')",
    },
    Word {
        name: "within",
        about: "those that stand in a section of one of these kinds",
        example: "resume.platforms | within('experience', 'projects')",
    },
    Word {
        name: "position",
        about: "of credentials, those that stand at one of these places: post-nominal, headline, summary-opening, summary, listed, elsewhere",
        example: "credential.earlier | position('listed')",
    },
    Word {
        name: "tense",
        about: "of bullets, those whose first verb has this tense: past, present or unknown",
        example: "entry.bullets | tense('past')",
    },
    Word {
        name: "touching",
        about: "those that share words with a thing",
        example: "resume.credentials | touching(match)",
    },
    Word {
        name: "phrases",
        about: "the places in a thing where one of these phrases stands, whole words, whatever their case and line ends",
        example: "document | phrases('ignore previous instructions')",
    },
    Word {
        name: "unquoted",
        about: "of places, those that do not stand between quotation marks",
        example: "document | phrases('system prompt') | unquoted",
    },
    Word {
        name: "plural",
        about: "the first word for one, the second for any other number",
        example: "resume.projects | length | plural('project', 'projects')",
    },
    Word {
        name: "matching",
        about: "the words inside a thing that match a regular expression, as places to point at",
        example: "entry | matching('[0-9]{2}/[0-9]{4}') | first",
    },
];

/// Builds the environment.
fn build() -> Environment<'static> {
    let mut env = Environment::new();
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_fuel(Some(FUEL));
    env.set_debug(true);
    for silent in ["selectattr", "rejectattr", "map", "select", "reject", "attr", "groupby"] {
        env.remove_filter(silent);
    }
    env.remove_filter("pprint");
    for kind in SectionKind::ALL {
        env.add_test(kind.name(), move |value: &Value| in_section(value, kind));
    }
    env.add_test("technical", |value: &Value| -> Result<bool, Error> {
        match Fact::of(value) {
            Some(fact) => Ok(fact.facts.resume.role.field.is_technical()),
            None => Err(wrong("technical", "a role")),
        }
    });
    env.add_test("before", |value: &Value, other: &Value| {
        order(value, other).map(|o| o == Side::Before)
    });
    env.add_test("after", |value: &Value, other: &Value| {
        order(value, other).map(|o| o == Side::After)
    });
    env.add_test("inside", |value: &Value, other: &Value| match (span_of(value), span_of(other)) {
        (Some(inner), Some(outer)) => outer.contains(inner),
        _ => false,
    });
    env.add_test("containing", |value: &Value, words: Rest<Value>| -> Result<bool, Error> {
        let text = match (Fact::of(value), value.as_str()) {
            (Some(fact), _) => fact.comparable(),
            (None, Some(text)) => on_one_line(comparable(text)),
            (None, None) if value.is_none() => return Ok(false),
            (None, None) => return Err(wrong("containing", "words")),
        };
        Ok(Phrases::of(flat(&words)?).any_in(&text))
    });
    env.add_test("quoting", |value: &Value| -> Result<bool, Error> {
        let span = span_of(value).ok_or_else(|| wrong("quoting", "words"))?;
        Ok(Fact::of(value).is_some_and(|fact| fact.is_quoted(span)))
    });
    env.add_filter("tier", |list: Value, names: Rest<String>| {
        known("tier", &names, &["high", "moderate", "low", "avoid"])?;
        keep(&list, |fact| fact.tier().is_some_and(|tier| names.iter().any(|n| n == tier.name())))
    });
    env.add_filter("kind", |list: Value, names: Rest<String>| {
        keep(&list, |fact| fact.kinds().iter().any(|kind| names.iter().any(|n| n == kind)))
    });
    env.add_filter("without_kind", |list: Value, names: Rest<String>| {
        keep(&list, |fact| !fact.kinds().iter().any(|kind| names.iter().any(|n| n == kind)))
    });
    env.add_filter("domain", |list: Value, names: Rest<String>| {
        keep(&list, |fact| fact.domain().is_some_and(|domain| names.iter().any(|n| *n == domain)))
    });
    env.add_filter("platform", |list: Value, names: Rest<Value>| -> Result<Value, Error> {
        let names = flat(&names)?;
        keep(&list, |fact| fact.platform().is_some_and(|p| names.iter().any(|n| *n == p)))
    });
    env.add_filter("strength", |list: Value, least: String| {
        known("strength", std::slice::from_ref(&least), &["mentioned", "stated", "concrete"])?;
        keep(&list, |fact| fact.strength().is_some_and(|s| s.at_least(&least)))
    });
    env.add_filter("having", |list: Value, names: Rest<String>| {
        keep_if(&list, &names, Having::Some)
    });
    env.add_filter("lacking", |list: Value, names: Rest<String>| {
        keep_if(&list, &names, Having::None)
    });
    env.add_filter("within", |list: Value, names: Rest<String>| {
        let kinds = SectionKind::ALL.map(SectionKind::name);
        known("within", &names, &kinds)?;
        keep(&list, |fact| {
            let section = fact.section();
            section
                .is_some_and(|s| s.kinds.iter().any(|kind| names.iter().any(|n| n == kind.name())))
        })
    });
    env.add_filter("position", |list: Value, names: Rest<String>| {
        keep(&list, |fact| fact.position().is_some_and(|at| names.iter().any(|n| n == at)))
    });
    env.add_filter("tense", |list: Value, names: Rest<String>| {
        known("tense", &names, &["past", "present", "unknown"])?;
        keep(&list, |fact| fact.tense().is_some_and(|tense| names.iter().any(|n| n == tense)))
    });
    env.add_filter("touching", |list: Value, other: Value| {
        let there = span_of(&other);
        keep(&list, |fact| there.zip(fact.span()).is_some_and(|(there, here)| there.overlaps(here)))
    });
    env.add_filter("phrases", |value: Value, phrases: Rest<Value>| -> Result<Value, Error> {
        let fact = Fact::of(&value).ok_or_else(|| wrong("phrases", "a thing with words"))?;
        let within = fact.span();
        let folded = fact.folded();
        let found = Phrases::of(flat(&phrases)?).places_in(&folded.text).into_iter();
        let found = found.map(|at| folded.original(at.start, at.end));
        let mut places: Vec<Span> =
            found.filter(|place| within.is_none_or(|within| within.contains(*place))).collect();
        places.sort();
        Ok(places.into_iter().map(|span| fact.sibling(What::Words(span))).collect())
    });
    env.add_filter("unquoted", |list: Value| {
        keep(&list, |fact| !fact.span().is_some_and(|span| fact.is_quoted(span)))
    });
    env.add_filter("judged", |list: Value| keep(&list, Fact::is_judged));
    env.add_filter("distinct", |list: Value| {
        let mut seen = BTreeSet::new();
        keep(&list, |fact| seen.insert(fact.identity()))
    });
    env.add_filter("names", |list: Value| -> Result<Value, Error> {
        let mut seen = BTreeSet::new();
        let mut names = Vec::new();
        for item in list.try_iter()? {
            let name = Fact::of(&item).map_or_else(|| item.to_string(), |fact| fact.identity());
            if seen.insert(name.clone()) {
                names.push(Value::from(name));
            }
        }
        Ok(Value::from(names))
    });
    env.add_filter("plural", |n: i64, one: String, many: String| if n == 1 { one } else { many });
    env.add_filter("matching", |value: Value, pattern: &str| -> Result<Value, Error> {
        let fact = Fact::of(&value).ok_or_else(|| wrong("matching", "a thing with words"))?;
        let start = fact.span().map_or(0, |span| span.start);
        let found = super::patterns::find(pattern, fact.words(), start)?;
        Ok(found.into_iter().map(|span| fact.sibling(What::Words(span))).collect())
    });
    env
}

/// Which side of another thing something stands on.
#[derive(PartialEq)]
enum Side {
    Before,
    After,
    Neither,
}

/// Compares where two things stand. A list stands where its first member does; an empty one nowhere,
/// so that everything that is there stands before it.
fn order(value: &Value, other: &Value) -> Result<Side, Error> {
    let Some(here) = span_of(value) else { return Ok(Side::Neither) };
    let there = match other.kind() {
        ValueKind::Seq | ValueKind::Iterable => {
            other.try_iter()?.filter_map(|item| span_of(&item)).min()
        }
        _ => span_of(other),
    };
    Ok(match there {
        Some(there) if here.start < there.start => Side::Before,
        Some(_) => Side::After,
        None if other.is_none() => Side::Neither,
        None => Side::Before,
    })
}

/// Whether a thing is, or stands in, a section that holds `kind`.
fn in_section(value: &Value, kind: SectionKind) -> Result<bool, Error> {
    // The section of what stands above the first heading.
    if value.is_none() {
        return Ok(false);
    }
    let fact = Fact::of(value).ok_or_else(|| wrong(kind.name(), "a section or a thing in one"))?;
    Ok(fact.section().is_some_and(|section| section.is(kind)))
}

/// Keeps the facts of a list that satisfy `condition`.
fn keep(list: &Value, mut condition: impl FnMut(&Fact) -> bool) -> Result<Value, Error> {
    let mut kept = Vec::new();
    for item in list.try_iter()? {
        let fact =
            Fact::of(&item).ok_or_else(|| wrong("filter", "a list of things on the page"))?;
        if condition(fact) {
            kept.push(item.clone());
        }
    }
    Ok(Value::from(kept))
}

/// Keeps the facts of a list that have one of the named facts, or none of them.
fn keep_if(list: &Value, names: &[String], wanted: Having) -> Result<Value, Error> {
    let mut kept = Vec::new();
    for item in list.try_iter()? {
        let mut has = false;
        for name in names {
            let value = item.get_attr(name)?;
            if value.is_undefined() {
                let message = format!("there is no fact `{name}` of these things");
                return Err(Error::new(ErrorKind::UndefinedError, message));
            }
            has |= match value.kind() {
                ValueKind::Seq | ValueKind::Iterable => value.try_iter()?.next().is_some(),
                _ => value.is_true(),
            };
        }
        if has == (wanted == Having::Some) {
            kept.push(item);
        }
    }
    Ok(Value::from(kept))
}

/// Whether things are kept that have one of some facts, or those that have none of them.
#[derive(PartialEq)]
enum Having {
    Some,
    None,
}

/// Arguments, the members of lists among them each by itself.
fn flat(values: &[Value]) -> Result<Vec<String>, Error> {
    let mut all = Vec::new();
    for value in values {
        match value.as_str() {
            Some(text) => all.push(text.to_owned()),
            None => all.extend(value.try_iter()?.map(|item| item.to_string())),
        }
    }
    Ok(all)
}

/// An error unless every name is one of `allowed`.
fn known(filter: &str, names: &[String], allowed: &[&str]) -> Result<(), Error> {
    match names.iter().find(|name| !allowed.contains(&name.as_str())) {
        None => Ok(()),
        Some(name) => Err(Error::new(
            ErrorKind::InvalidOperation,
            format!("`{filter}` does not know \"{name}\"; it knows {}", allowed.join(", ")),
        )),
    }
}

/// The error for a test or filter that was given something else than it speaks of.
fn wrong(name: &str, expected: &str) -> Error {
    Error::new(ErrorKind::InvalidOperation, format!("`{name}` speaks of {expected}"))
}

/// Whether a role belongs to a field or group that a rule names.
pub(crate) fn role_matches(field: Field, name: &str) -> bool {
    match name {
        "technical" => field.is_technical(),
        name => field.name() == name,
    }
}
