//! Which format a file is: by its content first, by its name second.

use super::Source;
use crate::document::{Format, Note};

/// What a file was found to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detected {
    /// The format; `None` when nothing here reads it.
    pub format: Option<Format>,
    /// Notes on a wrong extension or an unsupported format.
    pub notes: Vec<Note>,
}

/// Finds the format of a file.
pub fn detect(source: &Source<'_>) -> Detected {
    let format = if source.bytes.starts_with(b"%PDF-") { Format::Pdf } else { Format::Text };
    Detected { format: Some(format), notes: Vec::new() }
}
