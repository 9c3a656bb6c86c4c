//! `resumelint schema`: the published contracts of our JSON, and of the configuration.

use clap::ValueEnum;

use super::{Error, Outcome, output};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Of which report or file
    #[arg(value_enum, default_value_t = Contract::Check)]
    contract: Contract,
}

/// What has a contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Contract {
    /// `check --format json`; a line of `--format jsonl` is one of its files
    Check,
    /// `inspect --format json`
    Inspect,
    /// `resumelint.toml`
    Config,
}

/// Prints a schema.
pub(super) fn run(args: &Args) -> Result<Outcome, Error> {
    output::print(match args.contract {
        Contract::Check => include_str!("../report/schema/check.json"),
        Contract::Inspect => include_str!("../report/schema/inspect.json"),
        Contract::Config => include_str!("../report/schema/config.json"),
    })?;
    Ok(Outcome::Clean)
}
