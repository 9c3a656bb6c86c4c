//! `resumelint man`: manual pages, made from the same definitions as the help.

use std::path::PathBuf;

use clap::CommandFactory;

use super::{Cli, Error, Outcome, output};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The folder to write a page for every command to; without it the main page is printed
    #[arg(value_name = "FOLDER")]
    folder: Option<PathBuf>,
}

/// Writes or prints manual pages.
pub(super) fn run(args: &Args) -> Result<Outcome, Error> {
    match &args.folder {
        Some(folder) => {
            clap_mangen::generate_to(Cli::command(), folder).map_err(|error| {
                Error::Told(format!("{} cannot be written to: {error}", folder.display()))
            })?;
        }
        None => {
            let mut page = Vec::new();
            clap_mangen::Man::new(Cli::command()).render(&mut page)?;
            output::print(&String::from_utf8_lossy(&page))?;
        }
    }
    Ok(Outcome::Clean)
}
