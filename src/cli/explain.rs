//! `resumelint explain`: what a rule holds against a page and why, or what is known of a credential.

use super::settings;
use super::{Error, Outcome, When, output};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The id of a rule or of a credential
    #[arg(value_name = "RULE|CREDENTIAL")]
    id: String,
}

/// Explains.
pub(super) fn run(args: &Args, _color: When) -> Result<Outcome, Error> {
    let ruleset = settings::ruleset()?;
    if let Some(rule) = ruleset.rules.iter().find(|rule| rule.id == args.id) {
        output::print(&format!("{}\n", rule.id))?;
    } else if let Some(entry) = ruleset.catalogue.entry(&args.id) {
        output::print(&format!("{}\n{}\n", entry.name, entry.issuer))?;
    } else {
        let message = format!("no rule and no credential is called '{}'", args.id);
        return Err(Error::Told(message));
    }
    Ok(Outcome::Clean)
}
