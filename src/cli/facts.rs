//! `resumelint facts`: what a rule can say, for people who write one.

use resumelint::report::Detail;
use resumelint::rules::reference::FACTS;
use resumelint::rules::{FILTERS, TESTS};

use super::prose::Prose;
use super::{Error, Outcome, Shape, When, output};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// How they are written
    #[arg(long, value_enum, default_value_t = Shape::Pretty, value_name = "FORMAT")]
    format: Shape,
}

/// Lists facts, tests and filters.
pub(super) fn run(args: &Args, color: When) -> Result<Outcome, Error> {
    if args.format == Shape::Json {
        let fact = |fact: &resumelint::rules::reference::Reference| {
            serde_json::json!({
                "on": fact.on, "name": fact.name, "gives": fact.gives.to_string(), "about": fact.about,
            })
        };
        let facts: Vec<_> = FACTS.iter().map(fact).collect();
        output::print(&format!("{:#}\n", serde_json::json!({ "schema": 1, "facts": facts })))?;
        return Ok(Outcome::Clean);
    }
    let look = output::look(color, Detail::Normal);
    let mut prose = Prose::new(&look);
    let mut on = "";
    for fact in FACTS {
        if fact.on != on {
            on = fact.on;
            prose.heading(on);
        }
        prose.item(&format!("{}.{} ({}): {}", fact.on, fact.name, fact.gives, fact.about));
    }
    for (title, words) in
        [("tests, as in `x is ...`", TESTS), ("filters, as in `x | ...`", FILTERS)]
    {
        prose.heading(title);
        for word in words {
            prose.item(&format!("{}: {}", word.name, word.about));
        }
    }
    output::print(&prose.finish())?;
    Ok(Outcome::Clean)
}
