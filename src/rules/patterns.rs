//! Regular expressions of rules, compiled once in the life of the process.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use minijinja::{Error, ErrorKind};
use regex::{Regex, RegexBuilder};

use crate::document::Span;

/// The most memory that one expression may compile to, in bytes: rules are data, and may be hostile.
const SIZE_LIMIT: usize = 1 << 20;

/// What was compiled so far.
static COMPILED: LazyLock<Mutex<HashMap<String, Arc<Regex>>>> = LazyLock::new(Mutex::default);

/// The compiled form of `pattern`.
///
/// # Errors
/// What is wrong with the pattern, in a line.
pub(super) fn get(pattern: &str) -> Result<Arc<Regex>, String> {
    // A panic while the lock was held cannot leave a half-made entry behind, so poison is harmless.
    let mut compiled = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(regex) = compiled.get(pattern) {
        return Ok(Arc::clone(regex));
    }
    let regex = RegexBuilder::new(pattern)
        .size_limit(SIZE_LIMIT)
        .build()
        .map_err(|error| error.to_string().lines().last().unwrap_or("not a pattern").to_owned())?;
    let regex = Arc::new(regex);
    compiled.insert(pattern.to_owned(), Arc::clone(&regex));
    Ok(regex)
}

/// Where `pattern` matches in `text`, which begins at byte `start` of the document.
pub(crate) fn find(pattern: &str, text: &str, start: u32) -> Result<Vec<Span>, Error> {
    let regex = get(pattern).map_err(|error| Error::new(ErrorKind::InvalidOperation, error))?;
    let start = start as usize;
    Ok(regex
        .find_iter(text)
        .map(|found| Span::new(start + found.start(), start + found.end()))
        .collect())
}
