//! The words that understanding knows, as data by language; loaded from `rules/vocabulary/`.

/// The words that understanding knows.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {}
