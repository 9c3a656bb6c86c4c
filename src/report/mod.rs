//! Findings for people and for machines, a file per output.
//!
//! A report is written a file at a time, so that memory does not grow with their number: [`head`],
//! then the [`items`] of each file with [`separator`] between, then [`tail`]. All are pure functions;
//! items may be rendered on any thread and are put in order by whoever writes them.

mod annotate;
mod compact;
mod csv;
mod file;
mod github;
mod gitlab;
mod html;
pub mod inspect;
mod json;
mod junit;
mod likeness;
mod pretty;
mod redact;
pub mod safe;
mod sarif;
mod snippet;
mod statistics;
pub mod template;
pub mod tree;

pub use crate::fingerprint::sha256;
pub use annotate::{AnnotateError, annotate};
pub use csv::row as csv_row;
pub use file::{Answer, FileReport, Share, Summary};
pub use likeness::Likeness;
pub use redact::redact;

use serde::{Deserialize, Serialize};

use crate::rules::Ruleset;

/// The outputs of `check`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Format {
    /// For people at a terminal: the words underlined, with help.
    Pretty,
    /// A line a finding, as compilers write it.
    Compact,
    /// One JSON object, as the published schema has it.
    Json,
    /// A line a file, each an object of the JSON report's `files`.
    Jsonl,
    /// SARIF 2.1.0.
    Sarif,
    /// Annotations of GitHub's runner.
    Github,
    /// GitLab's code quality report.
    Gitlab,
    /// JUnit XML.
    Junit,
    /// A row a finding.
    Csv,
    /// A row a file.
    CsvFiles,
    /// A page for people, complete in itself.
    Html,
}

impl Format {
    /// Every output, in the order in which they are listed to users.
    pub const ALL: [Format; 11] = [
        Format::Pretty,
        Format::Compact,
        Format::Json,
        Format::Jsonl,
        Format::Sarif,
        Format::Github,
        Format::Gitlab,
        Format::Junit,
        Format::Csv,
        Format::CsvFiles,
        Format::Html,
    ];

    /// The name used on the command line and in configuration.
    pub fn name(self) -> &'static str {
        match self {
            Format::Pretty => "pretty",
            Format::Compact => "compact",
            Format::Json => "json",
            Format::Jsonl => "jsonl",
            Format::Sarif => "sarif",
            Format::Github => "github",
            Format::Gitlab => "gitlab",
            Format::Junit => "junit",
            Format::Csv => "csv",
            Format::CsvFiles => "csv-files",
            Format::Html => "html",
        }
    }

    /// The most items that whoever reads the output takes; the rest is left out and counted.
    pub fn most_items(self) -> usize {
        match self {
            // GitHub refuses a run with more results.
            Format::Sarif => 25_000,
            _ => usize::MAX,
        }
    }
}

/// What every output is made with.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// How it is to look.
    pub look: &'a Look,
    /// The rules that spoke.
    pub ruleset: &'a Ruleset,
}

/// How a report is to look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// Columns of the terminal.
    pub width: usize,
    /// Whether terminal colours may be used.
    pub color: Color,
    /// How much is said beside findings.
    pub detail: Detail,
    /// Whether outputs for people list findings or count them.
    pub findings: Findings,
    /// Whether findings that were answered are shown.
    pub answered: Answered,
}

/// Whether findings that were answered (by a situation, a comment, a baseline) are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answered {
    /// They are left out.
    Hidden,
    /// They are shown with who answered and why.
    Shown,
}

/// Whether outputs for people list findings or count them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Findings {
    /// Each by itself.
    Listed,
    /// By rule.
    Counted,
}

/// Whether terminal colours may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Color {
    /// No escape of any kind.
    Never,
    /// ANSI colours.
    Ansi,
}

/// How much is said beside findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Detail {
    /// Findings, and files that were not checked.
    Quiet,
    /// With the closing summary.
    Normal,
    /// With every note.
    Verbose,
}

/// What stands before the first file.
pub fn head(format: Format, setting: &Setting<'_>) -> String {
    match format {
        Format::Json => json::HEAD.to_owned(),
        Format::Sarif => sarif::head(setting.ruleset),
        Format::Gitlab => gitlab::HEAD.to_owned(),
        Format::Junit => junit::HEAD.to_owned(),
        Format::Csv => csv::head(),
        Format::CsvFiles => csv::files_head(setting.ruleset),
        Format::Html => html::head(),
        Format::Pretty | Format::Compact | Format::Jsonl | Format::Github => String::new(),
    }
}

/// What stands for a file: any number of pieces that [`separator`] stands between.
pub fn items(format: Format, file: &FileReport, setting: &Setting<'_>) -> Vec<String> {
    match format {
        Format::Pretty => vec![pretty::item(file, setting.look)],
        Format::Compact => compact::items(file, setting.look),
        Format::Json | Format::Jsonl => vec![json::item(file, setting.look)],
        Format::Sarif => sarif::items(file, setting.ruleset),
        Format::Github => github::items(file),
        Format::Gitlab => gitlab::items(file),
        Format::Junit => vec![junit::item(file)],
        Format::Csv => csv::items(file),
        Format::CsvFiles => vec![csv::file_item(file, setting.ruleset)],
        Format::Html => vec![html::item(file, setting.ruleset, setting.look)],
    }
}

/// What stands between two items.
pub fn separator(format: Format) -> &'static str {
    match format {
        Format::Json | Format::Sarif | Format::Gitlab => ",\n",
        Format::Jsonl => "\n",
        _ => "",
    }
}

/// What stands after the last file. `left_out` items found no room.
pub fn tail(format: Format, summary: &Summary, left_out: usize, setting: &Setting<'_>) -> String {
    match format {
        Format::Pretty | Format::Compact => pretty::tail(summary, setting.look),
        Format::Json => json::tail(summary),
        Format::Jsonl if summary.files > 0 => "\n".to_owned(),
        Format::Sarif => sarif::tail(summary, left_out),
        Format::Gitlab => gitlab::TAIL.to_owned(),
        Format::Junit => junit::TAIL.to_owned(),
        Format::Html => html::tail(summary),
        Format::Jsonl | Format::Github | Format::Csv | Format::CsvFiles => String::new(),
    }
}
