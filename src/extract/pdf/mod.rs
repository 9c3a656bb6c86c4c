//! Reads pdf.

use super::{Limits, Source};
use crate::document::{Document, Format};

/// Reads pdf.
pub(super) fn read(source: &Source<'_>, limits: &Limits) -> Document {
    let _ = (source, limits);
    Document::empty(Format::Pdf)
}
