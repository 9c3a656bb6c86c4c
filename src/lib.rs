//! resumelint reads a resume, understands it, and points at the words where noise stands in for
//! substance.
//!
//! # Steps
//!
//! ```text
//! bytes ──extract──▶ Document ──understand──▶ Resume ──check──▶ [Finding] ──report──▶ terminal, JSON
//!           a reader per format      facts, no opinions     rules/ are data      a file per output
//! ```
//!
//! 1. [`extract::read`] turns a file of any format into a [`document::Document`]: text in reading
//!    order, structure, looks, and for every word the way back into the user's file.
//! 2. [`resume::understand`] turns a document into a [`resume::Resume`]: sections, entries,
//!    credentials, evidence, claims, role.
//! 3. [`check::check`] lets the rules judge it and gives [`check::Finding`]s.
//! 4. [`report`] renders findings for people and for machines.
//!
//! # Invariants
//!
//! - Nothing past `extract` knows the format. Nothing before `check` has an opinion: `understand`
//!   names the catalogue's entry, and tiers come with the catalogue that the caller passes.
//! - A [`document::Span`] is the only coordinate inside. Whoever finds a thing carries its span, and
//!   nobody searches for it again.
//! - No content can make `extract` or `understand` fail. They return what they found plus notes.
//!   `Err` is for the world: no file, no permission, bad configuration, a bad rule.
//! - Only `main.rs` and `cli/` print, read the clock, or exit. [`lint`] is a pure function.

#![forbid(unsafe_code)]

pub mod catalogue;
pub mod check;
pub mod config;
mod data;
pub mod document;
pub mod extract;
pub mod file_error;
pub mod fingerprint;
pub mod folding;
mod intervals;
pub mod report;
pub mod resume;
pub mod role;
pub mod rules;
pub mod suppression;

use std::sync::Arc;

use check::{Finding, Options, Outcome, Silenced, Suppressed};
use document::{Document, Note, Status};
use extract::Source;
use resume::{Context, Resume};
use rules::Ruleset;

/// What was found in one file.
#[derive(Debug)]
pub struct Report {
    /// The file as it was read; its notes say what was not.
    pub document: Arc<Document>,
    /// The resume as it was understood.
    pub resume: Arc<Resume>,
    /// What the rules have to say: in reading order, what is absent last.
    pub findings: Vec<Finding>,
    /// What they would have said, had the page or the user not described a situation that allows it.
    pub silenced: Vec<Silenced>,
    /// What the author of the document answers in a comment.
    pub suppressed: Vec<Suppressed>,
    /// What the baseline knows and accepts.
    pub baselined: Vec<Finding>,
    /// What stood in the way of reading and of judging; see [`Report::status`].
    pub notes: Vec<Note>,
}

impl Report {
    /// How much of the file was checked.
    pub fn status(&self) -> Status {
        Status::of(&self.notes)
    }
}

/// Reads, understands and checks one file.
pub fn lint(source: &Source<'_>, ruleset: &Ruleset, options: &Options) -> Report {
    let document = Arc::new(extract::read(source, &options.limits));
    let context = Context {
        catalogue: &ruleset.catalogue,
        vocabulary: &ruleset.vocabulary,
        today: options.today,
        role: options.role,
    };
    let mut resume = resume::understand(&document, &context);
    let too_many = resume.keep_credentials(options.limits.credentials);
    let resume = Arc::new(resume);
    let Outcome { findings, silenced, notes: of_rules } =
        check::check(&document, &resume, ruleset, options);
    let known = |id: &str| ruleset.rule(id).is_some();
    let applied = suppression::apply(&document, findings, options.inline, known);
    let is_known = |finding: &Finding| options.baseline.contains(&finding.fingerprint);
    let (baselined, findings) = applied.kept.into_iter().partition(is_known);
    let of_document = document.notes.iter().cloned();
    let notes = of_document.chain(too_many).chain(of_rules).chain(applied.notes).collect();
    Report {
        document,
        resume,
        findings,
        silenced,
        suppressed: applied.suppressed,
        baselined,
        notes,
    }
}
