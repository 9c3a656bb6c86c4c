//! `resumelint explain`: what a rule holds against a page and why, or what is known of a credential.

use resumelint::catalogue::{Catalogue, Details, Known};
use resumelint::report::{Detail, Look};
use resumelint::rules::Ruleset;

use super::prose::Prose;
use super::settings;
use super::{Error, Outcome, When, output};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The id of a rule or of a credential
    #[arg(value_name = "RULE|CREDENTIAL")]
    id: String,
}

/// Explains.
pub(super) fn run(args: &Args, color: When) -> Result<Outcome, Error> {
    let ruleset = settings::ruleset()?;
    let look = output::look(color, Detail::Normal);
    let text = explain(&args.id, &ruleset, &look).ok_or_else(|| unknown(&args.id, &ruleset))?;
    output::print(&text)?;
    Ok(Outcome::Clean)
}

/// The explanation of whatever has this id.
fn explain(id: &str, ruleset: &Ruleset, look: &Look) -> Option<String> {
    if let Some(rule) = ruleset.rules.iter().find(|rule| *rule.id == *id) {
        return Some(super::rules::explain(rule, look));
    }
    credential(id, &ruleset.catalogue, look)
}

/// Nothing has this id; something alike may.
fn unknown(id: &str, ruleset: &Ruleset) -> Error {
    let ids = (ruleset.rules.iter().map(|rule| &*rule.id))
        .chain(ruleset.catalogue.entries.iter().map(|entry| &*entry.id))
        .chain(ruleset.catalogue.families.iter().map(|family| &*family.id));
    let alike = ids
        .map(|known| (rapidfuzz::distance::levenshtein::distance(id.chars(), known.chars()), known))
        .filter(|(distance, known)| *distance <= 2 + known.len() / 8)
        .min();
    let hint = match alike {
        Some((_, known)) => format!("did you mean '{known}'?"),
        None => "'resumelint rules' and 'resumelint credentials' list what there is".to_owned(),
    };
    Error::Told(format!("no rule and no credential is called '{id}'; {hint}"))
}

/// What is known of a credential or a family.
fn credential(id: &str, catalogue: &Catalogue, look: &Look) -> Option<String> {
    let mut prose = Prose::new(look);
    let (known, facts, availability) = if let Some(entry) = catalogue.entry(id) {
        prose.title(&entry.name);
        prose.fact("issuer", &entry.issuer);
        let codes: Vec<&str> = entry.exam_codes.iter().map(|code| code.code.as_str()).collect();
        prose.fact("exam", &codes.join(", "));
        prose.fact(
            "valid for",
            &entry.validity_years.map(|years| format!("{years} years")).unwrap_or_default(),
        );
        (Known::Entry(entry.id.clone()), &entry.facts, &entry.availability)
    } else {
        let family = catalogue.family(id)?;
        prose.title(&family.name);
        prose.fact("issuer", family.issuer.as_deref().unwrap_or("several"));
        (Known::Family(family.id.clone()), &family.facts, &family.availability)
    };
    prose.fact("id", id);
    prose.fact("kind", facts.award.kind().name());
    if let Some(status) = availability.status {
        let mut text = status.name().to_owned();
        if let Some(on) = &availability.on {
            text.push_str(&format!(" since {on}"));
        }
        if let Some(successor) = &availability.successor {
            text.push_str(&format!("; followed by {successor}"));
        }
        prose.fact("status", &text);
    }
    match catalogue.rating(&known) {
        Some(rating) => {
            prose.fact("signal", &format!("{} (by the {})", rating.tier.name(), rating.by.name()));
        }
        None => prose.fact("signal", "not rated"),
    }
    if let Some(scores) = catalogue.entry(id).and_then(|entry| catalogue.scores(entry)) {
        prose.heading("The rubric, 0 to 3 points each");
        for score in &scores.criteria {
            let bar =
                "■".repeat(score.points.into()) + &"□".repeat(3 - usize::from(score.points.min(3)));
            let because = score.because.join(", ");
            prose.item(&format!("{bar} {}: {because}", score.criterion.name()));
        }
    }
    if let Some(details) = catalogue.details(id) {
        describe(details, &mut prose);
    }
    Some(prose.finish())
}

/// What is said of a credential in words.
fn describe(details: &Details, prose: &mut Prose<'_>) {
    prose.list("What it shows", &details.proves);
    prose.list("What it does not show", &details.does_not_prove);
    prose.list("Worth the time if", &details.worth_if);
    prose.list("Not worth it if", &details.not_worth_if);
    prose.list("What to bring", &details.prerequisites);
    prose.list("Instead", &details.instead);
    prose.list("Exceptions", &details.exceptions);
    let rest = [
        ("study time", details.study_time.as_deref()),
        ("cost", details.cost.as_deref()),
        ("how it reads", details.reads_as.as_deref()),
        ("note", details.note.as_deref()),
    ];
    prose.gap();
    for (name, text) in rest {
        prose.fact(name, text.unwrap_or_default());
    }
    prose.fact(
        "also called",
        &[&details.aliases[..], &details.former_names[..]].concat().join(", "),
    );
    prose.list("Sources", &details.sources);
    prose.fact("reviewed", &details.reviewed);
    prose.gap();
    prose.paragraph(
        "Tiers are an opinion; a catalogue file beside your configuration can override them.",
    );
}
