//! `resumelint test`: the examples in rules that a user wrote, run.

use std::path::PathBuf;

use resumelint::report::safe;
use resumelint::rules::examples;

use super::judge;
use super::settings;
use super::{Error, Outcome, output};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The folder that the rules stand in
    folder: PathBuf,
}

/// Runs the examples of every rule in a folder. Exit code 1 when one does not come out.
pub(super) fn run(args: &Args) -> Result<Outcome, Error> {
    let (ruleset, own) = judge::with_rules(&args.folder)?;
    if own.is_empty() {
        let message = format!("{}: there is no rule in this folder", args.folder.display());
        return Err(Error::Told(message));
    }
    let failures = settings::with_stack(|| {
        let rules = own.iter().filter_map(|id| ruleset.rule(id));
        rules.flat_map(|rule| examples::run(rule, &ruleset)).collect::<Vec<_>>()
    })?;
    let mut text = String::new();
    for failure in &failures {
        let message = safe::many_lines(&failure.message);
        text.push_str(&format!("{}: {}: {message}\n", failure.rule, failure.example));
    }
    let rules = if own.len() == 1 { "1 rule".to_owned() } else { format!("{} rules", own.len()) };
    text.push_str(&match failures.len() {
        0 => format!("{rules}: every example came out\n"),
        1 => format!("{rules}: 1 example did not come out\n"),
        count => format!("{rules}: {count} examples did not come out\n"),
    });
    output::print(&text)?;
    Ok(if failures.is_empty() { Outcome::Clean } else { Outcome::Findings })
}
