//! An earlier JSONL report, so that a long run goes on where it stopped.

use std::collections::HashSet;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use serde::Deserialize;

use super::{Error, input};

/// What is needed of a line; the last may have been cut off.
#[derive(Deserialize)]
struct Line {
    sha256: Option<String>,
    status: String,
}

/// The hashes of the files that an earlier run has dealt with. Those that could not be checked then
/// are tried again.
///
/// # Errors
/// The report cannot be read.
pub(super) fn done(report: &Path) -> Result<HashSet<String>, Error> {
    let told = |error: &std::io::Error| {
        Error::Told(format!("{}: {}", report.display(), input::not_opened(error)))
    };
    let file = File::open(report).map_err(|error| told(&error))?;
    let mut done = HashSet::new();
    for line in BufReader::new(file).split(b'\n') {
        let line = line.map_err(|error| told(&error))?;
        if let Ok(Line { sha256: Some(hash), status }) = serde_json::from_slice(&line)
            && status != "not-checked"
        {
            done.insert(hash);
        }
    }
    Ok(done)
}
