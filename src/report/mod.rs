//! Findings for people and for machines, a file per output.
//!
//! A report is written a file at a time, so that memory does not grow with their number: [`head`],
//! then an [`item`] for each file with [`separator`] between, then [`tail`]. All are pure functions;
//! items may be rendered on any thread and are put in order by whoever writes them.

mod file;
mod fingerprint;
pub mod inspect;
mod json;
mod pretty;
pub mod safe;
mod snippet;
pub mod tree;

pub use file::{FileReport, Summary};
pub use fingerprint::{fingerprints, sha256};

/// The outputs of `check`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// For people at a terminal: the words underlined, with help.
    Pretty,
    /// One JSON object, as the published schema has it.
    Json,
}

/// How a report is to look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// Columns of the terminal.
    pub width: usize,
    /// Whether terminal colours may be used.
    pub color: Color,
    /// How much is said beside findings.
    pub detail: Detail,
}

/// Whether terminal colours may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Color {
    /// No escape of any kind.
    Never,
    /// ANSI colours.
    Ansi,
}

/// How much is said beside findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// Findings, and files that were not checked.
    Quiet,
    /// With the closing summary.
    Normal,
    /// With every note.
    Verbose,
}

/// What stands before the first file.
pub fn head(format: Format) -> String {
    match format {
        Format::Pretty => String::new(),
        Format::Json => json::HEAD.to_owned(),
    }
}

/// What stands for a file.
pub fn item(format: Format, file: &FileReport, look: &Look) -> String {
    match format {
        Format::Pretty => pretty::item(file, look),
        Format::Json => json::item(file),
    }
}

/// What stands between two files.
pub fn separator(format: Format) -> &'static str {
    match format {
        Format::Pretty => "",
        Format::Json => ",\n",
    }
}

/// What stands after the last file.
pub fn tail(format: Format, summary: &Summary, look: &Look) -> String {
    match format {
        Format::Pretty => pretty::tail(summary, look),
        Format::Json => json::tail(summary),
    }
}
