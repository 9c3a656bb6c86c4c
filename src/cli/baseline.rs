//! Baselines: the findings that were there when somebody decided to begin.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use resumelint::check::Finding;
use resumelint::report::FileReport;
use serde::{Deserialize, Serialize};

use super::{Error, input};

/// The number of the file's format.
const SCHEMA: u32 = 1;

/// A baseline as its file has it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Baseline {
    schema: u32,
    findings: Vec<Known>,
}

/// A finding that is known.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Known {
    fingerprint: String,
    rule: String,
    path: String,
}

impl Default for Baseline {
    fn default() -> Self {
        Baseline { schema: SCHEMA, findings: Vec::new() }
    }
}

impl Known {
    /// What was found in a file, known or new.
    pub(super) fn of(file: &FileReport) -> Vec<Self> {
        let known = |finding: &Finding| Known {
            fingerprint: finding.fingerprint.clone(),
            rule: finding.rule.clone(),
            path: file.path.clone(),
        };
        let report = file.outcome.as_ref().ok();
        let found = report.into_iter().flat_map(|r| r.findings.iter().chain(&r.baselined));
        found.map(known).collect()
    }
}

impl Baseline {
    /// Adds what was found in a file.
    pub(super) fn add(&mut self, known: Vec<Known>) {
        self.findings.extend(known);
    }

    /// Writes the file.
    ///
    /// # Errors
    /// It cannot be written.
    pub(super) fn write(&self, path: &Path) -> Result<(), Error> {
        let json = serde_json::to_string_pretty(self).expect("keys are strings") + "\n";
        fs::write(path, json).map_err(|error| {
            Error::Told(format!("{}: the baseline cannot be written: {error}", path.display()))
        })
    }
}

/// The fingerprints in a baseline.
///
/// # Errors
/// It cannot be read, or is no baseline.
pub(super) fn read(path: &Path) -> Result<BTreeSet<String>, Error> {
    let told = |why: String| Error::Told(format!("{}: {why}", path.display()));
    let bytes = fs::read(path).map_err(|error| told(input::not_opened(&error)))?;
    let baseline: Baseline = serde_json::from_slice(&bytes)
        .map_err(|error| told(format!("this is no baseline: {error}")))?;
    if baseline.schema != SCHEMA {
        return Err(told("this baseline is of another version; write it again".to_owned()));
    }
    Ok(baseline.findings.into_iter().map(|known| known.fingerprint).collect())
}
