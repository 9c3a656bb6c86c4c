//! `resumelint init`: a configuration to begin with.

use std::fs::File;
use std::io::{ErrorKind, Write};

use resumelint::config::FILE_NAME;

use super::{Error, Outcome, output};

/// What a new configuration says. Everything in it is a comment, so it changes nothing yet.
const SAMPLE: &str = include_str!("init.toml");

#[derive(Debug, clap::Args)]
pub(super) struct Args {}

/// Writes the file into this folder, and never over one that is there.
pub(super) fn run() -> Result<Outcome, Error> {
    let file = File::options().write(true).create_new(true).open(FILE_NAME);
    let mut file = file.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Error::Told(format!("there is a {FILE_NAME} here already")),
        _ => Error::Told(format!("{FILE_NAME} cannot be written: {error}")),
    })?;
    file.write_all(SAMPLE.as_bytes())?;
    output::print(&format!("{FILE_NAME} is written; everything in it is a comment so far\n"))?;
    Ok(Outcome::Clean)
}
