//! `resumelint explain`: what a rule holds against a page and why, or what is known of a credential.

use resumelint::catalogue::{Catalogue, Details};
use resumelint::report::{Detail, Look};
use resumelint::rules::{Rule, Ruleset};

use super::judge;
use super::prose::Prose;
use super::{Error, Outcome, When, output};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The id of a rule, or a credential by id, name or exam code
    #[arg(value_name = "RULE|CREDENTIAL")]
    id: String,
}

/// Explains.
pub(super) fn run(args: &Args, color: When) -> Result<Outcome, Error> {
    let ruleset = judge::ruleset_here()?;
    let look = output::look(color, Detail::Normal);
    let text = explain(&args.id, &ruleset, &look).ok_or_else(|| unknown(&args.id, &ruleset))?;
    output::print(&text)?;
    Ok(Outcome::Clean)
}

/// The explanation of whatever has this id.
fn explain(id: &str, ruleset: &Ruleset, look: &Look) -> Option<String> {
    if let Some(rule) = ruleset.rules.iter().find(|rule| *rule.id == *id) {
        let mut text = super::rules::explain(rule, look);
        // "prompt-engineering-certificate" is a rule, and what the catalogue calls such certificates.
        if let Some(family) = ruleset.catalogue.family(id) {
            let name = &family.name;
            text.push_str(&format!("\nOf the credential: resumelint explain \"{name}\"\n"));
        }
        return Some(text);
    }
    credential(id, &ruleset.catalogue, look)
}

/// Nothing has this id; something alike may.
fn unknown(id: &str, ruleset: &Ruleset) -> Error {
    let distance =
        |rule: &Rule| rapidfuzz::distance::levenshtein::distance(id.chars(), rule.id.chars());
    let rule = ruleset.rules.iter().min_by_key(|rule| distance(rule));
    let rule = rule.filter(|rule| distance(rule) <= 2 + rule.id.len() / 8);
    let alike = ruleset.catalogue.alike(id);
    let hint = match (rule, &alike[..]) {
        (Some(rule), _) => format!("did you mean '{}'?", rule.id),
        (None, []) => {
            "'resumelint rules' and 'resumelint credentials' list what there is".to_owned()
        }
        (None, alike) => {
            let names: Vec<&str> = alike.iter().map(|entry| &*entry.id).collect();
            format!("did you mean '{}'?", names.join("' or '"))
        }
    };
    Error::Told(format!("no rule and no credential is called '{id}'; {hint}"))
}

/// What is known of a credential or a family, by its id, a name or an exam code.
fn credential(name: &str, catalogue: &Catalogue, look: &Look) -> Option<String> {
    let explanation = catalogue.explain(&catalogue.find(name)?)?;
    let mut prose = Prose::new(look);
    prose.title(explanation.name);
    prose.fact("issuer", explanation.issuer.unwrap_or("several"));
    prose.fact("id", explanation.id);
    prose.fact("kind", explanation.facts.award.kind().name());
    let codes: Vec<String> = (explanation.exam_codes.iter())
        .map(|(code, retired)| match retired {
            Some(day) => format!("{code} (until {day})"),
            None => (*code).to_owned(),
        })
        .collect();
    prose.fact("exam", &codes.join(", "));
    let years = explanation.validity_years.map(|years| match years {
        1 => "1 year".to_owned(),
        years => format!("{years} years"),
    });
    prose.fact("valid for", &years.unwrap_or_default());
    let availability = explanation.availability;
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
    prose.fact("expected in", &explanation.standard_for.join(", "));
    prose.fact("signal", explanation.rating.map_or("not rated", |rating| rating.tier.name()));
    prose.gap();
    prose.paragraph(&explanation.verdict);
    if let Some(scores) = &explanation.scores {
        prose.heading("The rubric, 0 to 3 points each");
        for score in &scores.criteria {
            let points = usize::from(score.points.min(3));
            let bar = "■".repeat(points) + &"□".repeat(3 - points);
            let first = format!("  {bar} {:<13} ", score.criterion.name());
            prose.row(&first, &score.because.join(", "));
        }
    }
    describe(explanation.details, &mut prose);
    Some(prose.finish())
}

/// What is said of a credential in words.
fn describe(details: &Details, prose: &mut Prose<'_>) {
    if details.general {
        prose.gap();
        prose.paragraph("What follows is said of credentials of its kind, not of it alone.");
    }
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
        ("reads as", details.reads_as.as_deref()),
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
