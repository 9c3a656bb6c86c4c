//! `resumelint rules`: the rules that speak.

use resumelint::report::{Detail, Look, template};
use resumelint::rules::{Rule, Ruleset};

use super::judge;
use super::prose::Prose;
use super::{Error, Outcome, Shape, When, output};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// How they are written
    #[arg(long, value_enum, default_value_t = Shape::Pretty, value_name = "FORMAT")]
    format: Shape,
}

/// Lists the rules.
pub(super) fn run(args: &Args, color: When) -> Result<Outcome, Error> {
    let ruleset = judge::ruleset_here()?;
    output::print(&match args.format {
        Shape::Pretty => table(&ruleset, &output::look(color, Detail::Normal)),
        Shape::Json => json(&ruleset),
    })?;
    Ok(Outcome::Clean)
}

/// A line a rule, by group.
fn table(ruleset: &Ruleset, look: &Look) -> String {
    let width = ruleset.rules.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    let mut prose = Prose::new(look);
    for group in ruleset.groups() {
        let rules: Vec<&Rule> = ruleset.rules.iter().filter(|rule| rule.group == group).collect();
        if rules.is_empty() {
            continue;
        }
        prose.heading(group);
        for rule in rules {
            let (severity, summary) = (rule.definition.severity.name(), &rule.definition.summary);
            prose.row(&format!("  {:width$}  {severity:<7}  ", rule.id), summary);
        }
    }
    prose.finish()
}

/// The same for machines.
fn json(ruleset: &Ruleset) -> String {
    let rule = |rule: &Rule| {
        let definition = &rule.definition;
        serde_json::json!({
            "id": rule.id,
            "group": rule.group,
            "severity": definition.severity.name(),
            "summary": definition.summary,
            "why": definition.why.trim(),
            "help": template::plain(&definition.help),
            "guide": definition.guide,
            "since": definition.since,
            "roles": definition.roles,
            "languages": definition.languages,
            "presets": definition.presets,
            "params": definition.params,
        })
    };
    let rules: Vec<_> = ruleset.rules.iter().map(rule).collect();
    format!("{:#}\n", serde_json::json!({ "schema": 1, "rules": rules }))
}

/// What a rule says and why, with the examples that its tests run.
pub(super) fn explain(rule: &Rule, look: &Look) -> String {
    let definition = &rule.definition;
    let mut prose = Prose::new(look);
    prose.title(&rule.id);
    prose.paragraph(&definition.summary);
    prose.gap();
    prose.fact("severity", definition.severity.name());
    prose.fact("group", &rule.group);
    prose.fact("speaks to", &definition.roles.join(", "));
    prose.fact("languages", &definition.languages.join(", "));
    prose.fact("presets", &definition.presets.join(", "));
    prose.fact("guide", definition.guide.as_deref().unwrap_or_default());
    prose.fact("since", &definition.since);
    prose.fact("supersedes", &definition.supersedes.join(", "));
    if !definition.params.is_empty() {
        let params = definition.params.iter();
        let params: Vec<String> =
            params.map(|(name, value)| format!("{name} = {}", serde_json::json!(value))).collect();
        prose.fact("settings", &params.join(", "));
    }
    prose.heading("Why");
    prose.paragraph(&definition.why);
    prose.heading("What to do");
    prose.paragraph(&template::plain(&definition.help));
    for unless in &definition.unless {
        prose.gap();
        prose.paragraph(&format!("It holds back when {}.", unless.reason));
    }
    for (title, examples) in
        [("It speaks of", &rule.examples().bad), ("It is silent on", &rule.examples().good)]
    {
        for example in examples.iter().take(1) {
            prose.heading(title);
            prose.verbatim(&example.text);
        }
    }
    prose.finish()
}
