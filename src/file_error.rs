//! What is wrong with a file that a user wrote for us: configuration, a rule, a part of the catalogue.
//!
//! Such a file is an error with file, line, caret and a next step, and never a setting that silently
//! does nothing.

use std::ops::Range;

use miette::{Diagnostic, LabeledSpan, NamedSource, SourceCode};

/// A fault in a file that a user wrote.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct FileError {
    /// What sort of file: `configuration`, `rule-file`, `catalogue-file` or `vocabulary-file`.
    pub kind: &'static str,
    /// The fault.
    pub message: String,
    /// The next step.
    pub help: Option<String>,
    /// The bytes of the file that it is about.
    pub range: Option<Range<usize>>,
    /// The file's name, as it was given.
    pub file: String,
    /// The file.
    pub(crate) content: Box<NamedSource<String>>,
}

impl FileError {
    /// A fault in the TOML file `file`, whose content is `text`.
    pub(crate) fn new(kind: &'static str, file: &str, text: &str, message: String) -> Self {
        let content = Box::new(NamedSource::new(file, text.to_owned()).with_language("TOML"));
        FileError { kind, message, help: None, range: None, file: file.to_owned(), content }
    }
}

impl Diagnostic for FileError {
    fn code<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        Some(Box::new(self.kind))
    }

    fn help<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn std::fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&*self.content)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let range = self.range.clone()?;
        let label = LabeledSpan::new(Some("here".to_owned()), range.start, range.len());
        Some(Box::new(std::iter::once(label)))
    }
}

/// The known name that is most like `name`, if any is like it at all.
pub fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    /// Below this share of common letters, a suggestion misleads more than it helps.
    const LIKE: f64 = 0.6;
    let scored = known.iter().map(|known| {
        (rapidfuzz::distance::osa::normalized_similarity(name.chars(), known.chars()), *known)
    });
    scored
        .filter(|(like, _)| *like >= LIKE)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, known)| known)
}

/// A suggestion for serde's "unknown field `x`, expected one of `a`, `b`".
pub(crate) fn suggest_field(message: &str) -> Option<String> {
    let mut quoted = message.split('`').skip(1).step_by(2);
    let name = message.starts_with("unknown").then(|| quoted.next()).flatten()?;
    let known: Vec<&str> = quoted.collect();
    nearest(name, &known).map(|near| format!("Did you mean `{near}`?"))
}
