//! The table of facts and the code that answers them say the same.

use minijinja::Value;

use super::*;
use crate::catalogue::Catalogue;
use crate::extract::{Limits, Source};
use crate::resume::{self, Context, Fundamental, Pillar, PlatformUse};
use crate::rules::On;
use crate::rules::reference::{self, COMMON, FACTS, VARIABLES};

/// A resume that has one of everything.
const PAGE: &str = "\
# Ada Example
AWS Certified AI Practitioner | ML Engineer
ada@example.com | github.com/ada-example

## Summary
Expert in machine learning, as proven by my AWS Certified AI Practitioner certification.

## Experience
### ML Engineer, Acme GmbH
*March 2021 – Present*
- Deployed a ranking model on AWS that serves 40,000 requests a day

## Projects
### Titanic
- Predicted survivors, https://github.com/ada-example/titanic

## Education
### MSc Statistics, University of Leiden
*2018 – 2020*

## Skills
Rust, Python

## Certifications
- AWS Certified AI Practitioner, Amazon Web Services, May 2024
";

fn facts() -> Fact {
    let catalogue = Arc::new(Catalogue::builtin());
    let vocabulary = Arc::new(Vocabulary::builtin());
    let mut document =
        crate::extract::read(&Source::new("cv.md", PAGE.as_bytes()), &Limits::default());
    let today = jiff::civil::date(2026, 11, 1);
    let context = Context { catalogue: &catalogue, vocabulary: &vocabulary, today, role: None };
    let mut resume = resume::understand(&document, &context);
    // What a short page may not show is put there, so that every fact is asked.
    let somewhere = resume.header;
    resume.platforms.push(PlatformUse { platform: "aws".into(), span: somewhere, section: None });
    resume.fundamentals.push(Fundamental { pillar: Pillar::Data, span: somewhere, section: None });
    if let Some(run) = document.runs.last_mut() {
        run.visibility = Visibility::TooSmall;
    }
    let facts = Facts {
        document: Arc::new(document),
        resume: Arc::new(resume),
        catalogue,
        vocabulary,
        today,
        mandated: BTreeSet::new(),
        folded: OnceLock::new(),
        seen_letters: OnceLock::new(),
        alike: OnceLock::new(),
        repeats: OnceLock::new(),
        linked: OnceLock::new(),
    };
    Fact { facts: Arc::new(facts), what: What::Resume }
}

/// One thing of each sort that the table names.
fn things(fact: &Fact) -> Vec<(&'static str, Fact)> {
    let at = |what| Fact { facts: Arc::clone(&fact.facts), what };
    let first = |on: On| fact.parts(on).into_iter().next().map(at);
    let dated = fact.parts(On::Entry).into_iter().find_map(|what| match what {
        What::Entry(s, e) => fact.entry_at(s, e)?.dates.as_ref().map(|_| What::EntryDates(s, e)),
        _ => None,
    });
    let found = [
        ("resume", Some(at(What::Resume))),
        ("document", Some(at(What::Document))),
        ("role", Some(at(What::Role))),
        ("section", first(On::Section)),
        ("entry", first(On::Entry)),
        ("bullet", first(On::Bullet)),
        ("credential", first(On::Credential)),
        ("project", first(On::Project)),
        ("claim", first(On::Claim)),
        ("link", first(On::Link)),
        ("run", first(On::Run)),
        ("evidence", (!fact.facts.resume.evidence.is_empty()).then(|| at(What::Evidence(0)))),
        ("platform", Some(at(What::Platform(0)))),
        ("fundamental", Some(at(What::Fundamental(0)))),
        ("dates", dated.map(at)),
        ("text", Some(at(What::Words(Span::new(2, 5))))),
    ];
    let named = found.into_iter();
    named
        .map(|(name, fact)| (name, fact.unwrap_or_else(|| panic!("the page has no {name}"))))
        .collect()
}

#[test]
fn every_fact_of_the_table_is_answered() {
    let resume = facts();
    let things = things(&resume);
    for fact in FACTS {
        let thing = things.iter().find(|(name, _)| *name == fact.on);
        let (_, thing) = thing.unwrap_or_else(|| panic!("no {} to ask", fact.on));
        let answer = thing.get(fact.name);
        assert!(answer.is_some(), "{}.{} is in the table and not answered", fact.on, fact.name);
        check_sort(fact, &answer.unwrap_or_default());
    }
    for (name, thing) in &things {
        for fact in reference::common(name) {
            assert!(thing.get(fact.name).is_some(), "{name}.{} is not answered", fact.name);
        }
    }
}

/// What is given is what the table says, unless the page does not say.
fn check_sort(fact: &reference::Reference, answer: &Value) {
    use minijinja::value::ValueKind;
    use reference::Gives;
    let fits = match fact.gives {
        _ if answer.is_none() => true,
        Gives::Flag => answer.kind() == ValueKind::Bool,
        Gives::Number => answer.kind() == ValueKind::Number,
        Gives::Text => answer.kind() == ValueKind::String,
        Gives::Texts | Gives::List(_) => {
            matches!(answer.kind(), ValueKind::Seq | ValueKind::Iterable)
        }
        Gives::Thing(_) => Fact::of(answer).is_some(),
    };
    assert!(
        fits,
        "{}.{} gives {:?} and should give {}",
        fact.on,
        fact.name,
        answer.kind(),
        fact.gives
    );
}

#[test]
fn a_name_that_is_not_in_the_table_is_refused() {
    let resume = facts();
    for (thing, fact) in things(&resume) {
        for other in FACTS {
            let own = FACTS.iter().any(|f| f.on == thing && f.name == other.name);
            let shared = reference::common(thing).any(|f| f.name == other.name);
            let is_answered = fact.get(other.name).is_some();
            assert_eq!(is_answered, own || shared, "{thing}.{} is not in the table", other.name);
        }
        assert!(fact.get("no_such_fact").is_none());
    }
}

#[test]
fn every_thing_of_the_table_has_facts() {
    let known = reference::things();
    for fact in FACTS.iter().chain(VARIABLES).chain(COMMON) {
        if let reference::Gives::Thing(name) | reference::Gives::List(name) = fact.gives {
            assert!(
                known.contains(&name),
                "{}.{} gives a {name} without facts",
                fact.on,
                fact.name
            );
        }
    }
}
