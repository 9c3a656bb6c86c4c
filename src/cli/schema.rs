//! `resumelint schema`: the published contracts of our JSON.

use clap::ValueEnum;

use super::{Error, Outcome, output};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Which report
    #[arg(value_enum, default_value_t = Contract::Check)]
    contract: Contract,
}

/// The reports that have a contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Contract {
    /// `check --format json`; a line of `--format jsonl` is one of its files
    Check,
    /// `inspect --format json`
    Inspect,
}

/// Prints a schema.
pub(super) fn run(args: &Args) -> Result<Outcome, Error> {
    output::print(match args.contract {
        Contract::Check => include_str!("../report/schema/check.json"),
        Contract::Inspect => include_str!("../report/schema/inspect.json"),
    })?;
    Ok(Outcome::Clean)
}
