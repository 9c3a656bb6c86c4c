//! What every report is made from: a file with what became of it, and the sum over all files.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Report;
use crate::check::{Finding, Severity};
use crate::document::{Document, Format, Note, NoteKind, Status};
use crate::extract::Pictures;

/// A file, and what became of it.
#[derive(Debug)]
pub struct FileReport {
    /// The path as the user would write it.
    pub path: String,
    /// SHA-256 of the content in hexadecimal digits; `None` when it could not be read.
    pub sha256: Option<String>,
    /// An earlier file of the same run that says the same.
    pub duplicate_of: Option<String>,
    /// What was found; or why the file could not be opened.
    pub outcome: Result<Report, Note>,
    /// Its pages as they look, where somebody drew them for the report.
    pub pictures: Pictures,
}

impl FileReport {
    /// A file of which no earlier one is the same.
    pub fn new(path: String, sha256: Option<String>, outcome: Result<Report, Note>) -> Self {
        FileReport { path, sha256, duplicate_of: None, outcome, pictures: Pictures::default() }
    }

    /// The document, the findings about it, and their fingerprints.
    pub fn found(&self) -> impl Iterator<Item = (&Document, &Finding, &str)> {
        let report = self.outcome.as_ref().ok();
        report.into_iter().flat_map(|report| {
            report.findings.iter().map(|f| (&*report.document, f, f.fingerprint.as_str()))
        })
    }

    /// Findings that were answered and do not count, with who answered and why.
    pub fn answered(&self) -> impl Iterator<Item = (&Document, &Finding, Answer<'_>)> {
        let report = self.outcome.as_ref().ok();
        report.into_iter().flat_map(|report| {
            let document = &*report.document;
            let silenced = report.silenced.iter().map(move |silenced| {
                (document, &silenced.finding, Answer::Situation(&silenced.reason))
            });
            let suppressed = report.suppressed.iter().map(move |suppressed| {
                (document, &suppressed.finding, Answer::Comment(&suppressed.reason))
            });
            let known = report.baselined.iter().map(move |f| (document, f, Answer::Baseline));
            silenced.chain(suppressed).chain(known)
        })
    }

    /// The sentences that say what of the file was not checked.
    pub fn gaps(&self) -> impl Iterator<Item = &Note> {
        self.notes().iter().filter(|note| note.kind.status() != Status::Checked)
    }

    /// The format; `None` when nothing here reads it.
    pub fn format(&self) -> Option<Format> {
        let unread = |note: &Note| note.kind == NoteKind::Unsupported;
        let report = self.outcome.as_ref().ok()?;
        (!report.document.notes.iter().any(unread)).then_some(report.document.format)
    }

    /// How much was checked.
    pub fn status(&self) -> Status {
        match &self.outcome {
            Ok(report) => report.status(),
            Err(note) => note.kind.status(),
        }
    }

    /// What the reader has to know about how the file was read.
    pub fn notes(&self) -> &[Note] {
        match &self.outcome {
            Ok(report) => &report.notes,
            Err(note) => std::slice::from_ref(note),
        }
    }

    /// What the rules have to say.
    pub fn findings(&self) -> &[Finding] {
        self.outcome.as_ref().map_or(&[], |report| &report.findings)
    }
}

/// Why a finding does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer<'a> {
    /// The page or the user describes a situation that allows it.
    Situation(&'a str),
    /// A comment in the document says why; empty when it does not.
    Comment(&'a str),
    /// The baseline knows it.
    Baseline,
}

impl Answer<'_> {
    /// The name used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Answer::Situation(_) => "situation",
            Answer::Comment(_) => "comment",
            Answer::Baseline => "baseline",
        }
    }

    /// The reason in words; empty when none was given.
    pub fn reason(&self) -> &str {
        match self {
            Answer::Situation(reason) | Answer::Comment(reason) => reason,
            Answer::Baseline => "known when the baseline was written",
        }
    }
}

/// The sum over all files.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Summary {
    /// Files that were named or found.
    pub files: usize,
    /// Those of which something was not checked.
    pub not_fully_checked: usize,
    /// Those that were found by walking and are not of a format that resumes come in, or no files.
    pub skipped: usize,
    /// Of those, the ones that are no files: links, pipes, sockets and devices.
    #[serde(skip_serializing_if = "is_zero")]
    pub not_files: usize,
    /// Those that an earlier run has dealt with.
    #[serde(skip_serializing_if = "is_zero")]
    pub done_before: usize,
    /// Findings that are errors.
    pub error: usize,
    /// Findings that are warnings.
    pub warning: usize,
    /// Findings that are advice.
    pub advice: usize,
    /// Findings that were answered and do not count.
    #[serde(skip_serializing_if = "is_zero")]
    pub answered: usize,
    /// Findings by rule.
    #[serde(skip)]
    pub rules: BTreeMap<String, usize>,
    /// Files with at least one finding.
    #[serde(skip)]
    pub files_with_findings: usize,
    /// Every file: path, status, and how many errors, warnings and pieces of advice.
    #[serde(skip)]
    pub overview: Vec<(String, Status, [usize; 3])>,
    /// The files that were not fully checked: path, status and why.
    #[serde(skip)]
    pub gaps: Vec<(String, Status, String)>,
}

/// Whether a count is worth leaving out.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// What one file adds to the sum; all that is left of it once it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// The path as the user would write it.
    pub path: String,
    /// How much was checked.
    pub status: Status,
    /// Why not all was checked; empty where it was.
    pub why: String,
    /// Findings that are errors.
    pub error: usize,
    /// Findings that are warnings.
    pub warning: usize,
    /// Findings that are advice.
    pub advice: usize,
    /// Findings that were answered and do not count.
    pub answered: usize,
    /// Findings by rule.
    pub rules: BTreeMap<String, usize>,
}

impl Share {
    /// What a file adds.
    pub fn of(file: &FileReport) -> Self {
        let why: Vec<&str> = file.gaps().map(|note| note.message.as_str()).collect();
        let mut share = Share {
            path: file.path.clone(),
            status: file.status(),
            why: why.join("; "),
            error: 0,
            warning: 0,
            advice: 0,
            answered: file.answered().count(),
            rules: BTreeMap::new(),
        };
        for finding in file.findings() {
            match finding.severity {
                Severity::Error => share.error += 1,
                Severity::Warning => share.warning += 1,
                Severity::Advice => share.advice += 1,
            }
            *share.rules.entry(finding.rule.clone()).or_default() += 1;
        }
        share
    }
}

impl Summary {
    /// Counts a file in.
    pub fn add(&mut self, file: &FileReport) {
        self.take(Share::of(file));
    }

    /// Counts in what a file adds.
    pub fn take(&mut self, share: Share) {
        self.files += 1;
        self.error += share.error;
        self.warning += share.warning;
        self.advice += share.advice;
        self.answered += share.answered;
        self.files_with_findings += usize::from(!share.rules.is_empty());
        for (rule, count) in share.rules {
            *self.rules.entry(rule).or_default() += count;
        }
        let counts = [share.error, share.warning, share.advice];
        self.overview.push((share.path.clone(), share.status, counts));
        if share.status != Status::Checked {
            self.not_fully_checked += 1;
            self.gaps.push((share.path, share.status, share.why));
        }
    }

    /// The number of files that were checked so far.
    pub fn with_status(&self, status: Status) -> usize {
        match status {
            Status::Checked => self.files - self.not_fully_checked,
            other => self.gaps.iter().filter(|gap| gap.1 == other).count(),
        }
    }

    /// The number of findings at or above `bar`.
    pub fn at_least(&self, bar: Severity) -> usize {
        [(Severity::Advice, self.advice), (Severity::Warning, self.warning)]
            .into_iter()
            .chain([(Severity::Error, self.error)])
            .filter(|&(severity, _)| severity >= bar)
            .map(|(_, count)| count)
            .sum()
    }
}
