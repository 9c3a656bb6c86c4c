//! `resumelint rules`: the rules that speak.

use resumelint::report::Look;
use resumelint::rules::Rule;

use super::prose::Prose;
use super::settings;
use super::{Error, Outcome, Shape, When, output};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// How they are written
    #[arg(long, value_enum, default_value_t = Shape::Pretty, value_name = "FORMAT")]
    format: Shape,
}

/// Lists the rules.
pub(super) fn run(args: &Args, _color: When) -> Result<Outcome, Error> {
    let ruleset = settings::ruleset()?;
    let ids: Vec<&str> = ruleset.rules.iter().map(|rule| rule.id.as_str()).collect();
    let text = match args.format {
        Shape::Pretty => ids.iter().map(|id| format!("{id}\n")).collect(),
        Shape::Json => {
            let rules: Vec<_> = ids.iter().map(|id| serde_json::json!({ "id": id })).collect();
            format!("{:#}\n", serde_json::json!({ "schema": 1, "rules": rules }))
        }
    };
    output::print(&text)?;
    Ok(Outcome::Clean)
}

/// What a rule says and why.
pub(super) fn explain(rule: &Rule, look: &Look) -> String {
    let mut prose = Prose::new(look);
    prose.title(&rule.id);
    prose.finish()
}
