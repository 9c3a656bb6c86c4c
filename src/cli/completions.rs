//! `resumelint completions`: what a shell needs to complete our commands.

use clap::CommandFactory;
use clap_complete::Shell;

use super::{Cli, Error, Outcome, output};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints completions.
pub(super) fn run(args: &Args) -> Result<Outcome, Error> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "resumelint", &mut script);
    output::print(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Clean)
}
