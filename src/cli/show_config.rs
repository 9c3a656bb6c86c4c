//! `resumelint check --show-config`: what holds for a file, as TOML, each value with where it comes
//! from. Files for which the same holds share one listing.

use std::fmt::Write as _;

use resumelint::check::Options;
use resumelint::config::{FILE_NAME, Place};
use resumelint::report::safe;
use resumelint::rules::Rule;

use super::input::Input;
use super::judge::{Effective, Judges, Source};
use super::{Error, Outcome, output};

/// The column in which the sources of short values stand.
const COLUMN: usize = 48;

/// Prints what holds for the files.
pub(super) fn run(judges: &Judges, files: &[Input]) -> Result<Outcome, Error> {
    let mut listings: Vec<(Vec<&str>, String)> = Vec::new();
    for input in files {
        let listing = listing(&judges.effective(input));
        match listings.iter_mut().find(|(_, known)| *known == listing) {
            Some((names, _)) => names.push(&input.name),
            None => listings.push((vec![&input.name], listing)),
        }
    }
    let mut text = String::new();
    for (names, listing) in listings {
        let others = match names.len() {
            1 => String::new(),
            n => format!(" and {} more", n - 1),
        };
        _ = writeln!(text, "# What holds for {}{others}", safe::one_line(names[0]));
        text.push_str(&listing);
        text.push('\n');
    }
    output::print(&text)?;
    Ok(Outcome::Clean)
}

/// What holds, without the names of the files.
fn listing(effective: &Effective<'_>) -> String {
    let mut text = String::new();
    _ = match effective.file {
        Some(file) => {
            writeln!(text, "# Configuration: {}", safe::one_line(&file.to_string_lossy()))
        }
        None => {
            writeln!(text, "# Configuration: none; {FILE_NAME} is looked for upward from a file")
        }
    };
    let holds = effective.holds();
    let names = |names: &std::collections::BTreeSet<String>| {
        let all: Vec<String> = names.iter().map(|name| quoted(name)).collect();
        format!("[{}]", all.join(", "))
    };
    let mut line = |key: &str, value: String, source: Source| {
        let value = format!("{key} = {value}");
        _ = writeln!(text, "{value:COLUMN$}  # {}", told(source));
    };
    line("preset", format!("\"{}\"", holds.preset), effective.source(|o| o.preset.clone()));
    let role = effective.source(|o| o.role);
    match holds.role {
        Some((field, Some(level))) => {
            line("role", format!("\"{}/{}\"", field.name(), level.name()), role);
        }
        Some((field, None)) => line("role", format!("\"{}\"", field.name()), role),
        None => line("# role", "read from each resume".to_owned(), role),
    }
    line("mandated", names(&holds.mandated), effective.source(|o| o.mandated.clone()));
    line("select", names(&holds.select), effective.source(|o| o.select.clone()));
    line("ignore", names(&holds.ignore), effective.source(|o| o.ignore.clone()));
    let known = holds.baseline.len();
    line("# baseline", format!("{known} known findings"), effective.source(|o| o.baseline.len()));
    line("# today", holds.today.to_string(), effective.source(|o| o.today));
    let mut is_first = true;
    for group in effective.ruleset.groups() {
        let mut rules =
            effective.ruleset.rules.iter().filter(|rule| rule.group == group).peekable();
        if rules.peek().is_none() {
            continue;
        }
        let heading = if is_first { "\n[rules]" } else { "" };
        is_first = false;
        _ = writeln!(text, "{heading}\n# {group}");
        for rule in rules {
            write_rule(&mut text, effective, rule);
        }
    }
    text
}

/// A rule's level and parameters.
fn write_rule(text: &mut String, effective: &Effective<'_>, rule: &Rule) {
    let holds = effective.holds();
    let level = holds.severity_of(rule).map_or("off", |severity| severity.name());
    let source = effective.source(|options| level_settings(options, rule));
    let mut sources = vec![told(source)];
    let mut pairs = vec![format!("level = \"{level}\"")];
    for (pair, from) in parameters(effective, rule) {
        if from != Source::Default {
            let name = pair.split(" = ").next().unwrap_or_default();
            sources.push(format!("{name}: {}", told(from)));
        }
        pairs.push(pair);
    }
    let line = format!("{} = {{ {} }}", rule.id, pairs.join(", "));
    _ = writeln!(text, "{line:COLUMN$}  # {}", sources.join("; "));
}

/// What of the options decides a rule's level.
fn level_settings(options: &Options, rule: &Rule) -> impl PartialEq + use<> {
    let own = options.levels.get(&rule.id).copied();
    // A rule's own level wins, so its group's is of no account beside it.
    let of_group = own.is_none().then(|| options.levels.get(&rule.group).copied()).flatten();
    let named = |set: &std::collections::BTreeSet<String>| {
        set.contains(&rule.id) || set.contains(&rule.group)
    };
    let picked = (options.select.is_empty(), named(&options.select), named(&options.ignore));
    let in_preset =
        rule.definition.presets.is_empty() || rule.definition.presets.contains(&options.preset);
    (own, of_group, picked, in_preset)
}

/// A parameter as TOML, and where its value comes from.
type Parameter = (String, Source);

/// The longest default that is shown, in characters; word lists and patterns are left to `explain`.
const LONGEST: usize = 40;

/// A rule's parameters. Long defaults are left out: what is shown stays a configuration that says the
/// same.
fn parameters(effective: &Effective<'_>, rule: &Rule) -> Vec<Parameter> {
    let set = |options: &Options, name: &str| {
        options.params.get(&rule.id).and_then(|params| params.get(name)).cloned()
    };
    let params = rule.definition.params.iter();
    params
        .filter_map(|(name, own)| {
            let source = effective.source(|options| set(options, name));
            let value = written(&set(effective.holds(), name).unwrap_or_else(|| own.clone()));
            let is_shown = source != Source::Default || value.chars().count() <= LONGEST;
            is_shown.then(|| (format!("{name} = {value}"), source))
        })
        .collect()
}

/// A value as TOML has it.
fn written(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => quoted(text),
        toml::Value::Integer(n) => n.to_string(),
        toml::Value::Float(n) => format!("{n:?}"),
        toml::Value::Boolean(flag) => flag.to_string(),
        toml::Value::Datetime(date) => date.to_string(),
        toml::Value::Array(items) => {
            format!("[{}]", items.iter().map(written).collect::<Vec<_>>().join(", "))
        }
        toml::Value::Table(table) => {
            let pairs = table.iter().map(|(key, value)| format!("{key} = {}", written(value)));
            format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "))
        }
    }
}

/// A text as a basic string of TOML; JSON escapes it the same way.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A source in words.
fn told(source: Source) -> String {
    match source {
        Source::Default => "default".to_owned(),
        Source::Configuration(Place::General) => FILE_NAME.to_owned(),
        Source::Configuration(Place::Override(n)) => format!("{FILE_NAME}, override {n}"),
        Source::CommandLine => "command line".to_owned(),
    }
}

impl Effective<'_> {
    /// The options that hold.
    fn holds(&self) -> &Options {
        let (_, options) = self.steps.last().expect("the defaults are the first step");
        options
    }

    /// The last step that changed what `part` looks at.
    fn source<T: PartialEq>(&self, part: impl Fn(&Options) -> T) -> Source {
        let pairs = self.steps.windows(2).rev();
        let changed = pairs.into_iter().find(|pair| part(&pair[0].1) != part(&pair[1].1));
        changed.map_or(Source::Default, |pair| pair[1].0)
    }
}
