//! Lets the rules judge a resume.
//!
//! Every opinion is in a rule; this module asks each rule about each thing that it speaks of, and
//! settles what happens when several have something to say about the same words.

use serde::{Deserialize, Serialize};

use jiff::civil::Date;

use crate::document::{Document, Span};
use crate::extract::Limits;
use crate::resume::{Field, Level, Resume};
use crate::rules::Ruleset;

/// What the caller decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The day that "present", "expired" and "future" refer to.
    pub today: Date,
    /// The role, where the user sets it.
    pub role: Option<(Field, Option<Level>)>,
    /// How much of a file is read.
    pub limits: Limits,
}

impl Options {
    /// The defaults on a day.
    pub fn on(today: Date) -> Self {
        Options { today, role: None, limits: Limits::default() }
    }
}

/// Asks every rule. Findings come in reading order, those about absent things first.
pub fn check(
    document: &Document,
    resume: &Resume,
    ruleset: &Ruleset,
    options: &Options,
) -> Vec<Finding> {
    let _ = (document, resume, ruleset, options);
    Vec::new()
}

/// Something a rule has to say about a resume.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule's id.
    pub rule: String,
    /// How much it matters.
    pub severity: Severity,
    /// The words it is about; `None` for something that is absent.
    pub span: Option<Span>,
    /// The fault, in a line.
    pub message: String,
    /// What to say at the words themselves.
    pub label: Option<String>,
    /// Other words that matter to it, each with what they are.
    pub related: Vec<(Span, String)>,
    /// The next act.
    pub help: String,
    /// Other rules that would have spoken of the same words and gave way to this one.
    pub supersedes: Vec<String>,
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Worth a thought.
    Advice,
    /// A reader will hold it against the page.
    Warning,
    /// The page contradicts itself, or hides something.
    Error,
}

impl Severity {
    /// The name used in JSON, configuration and rules.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Advice => "advice",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}
