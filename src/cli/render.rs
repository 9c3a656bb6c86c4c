//! From a judged file to what is written of it, after which the document is let go.

use resumelint::report::{self, FileReport, Format, Look, Setting, Share};
use resumelint::rules::Ruleset;
use serde::{Deserialize, Serialize};

use super::baseline::Known;
use super::settings;

/// What is left of a file once it was rendered.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Rendered {
    /// The items for each report.
    pub(super) pieces: Vec<Vec<String>>,
    /// What it adds to the summary.
    pub(super) share: Share,
    /// What it adds to a baseline.
    pub(super) known: Vec<Known>,
}

impl Rendered {
    /// What it holds of memory, in bytes, roughly.
    pub(super) fn weight(&self) -> usize {
        self.pieces.iter().flatten().map(String::len).sum()
    }
}

/// How files are rendered.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Rendering {
    /// The formats and looks of the reports.
    pub(super) looks: Vec<(Format, Look)>,
    /// Whether words of the resumes are quoted.
    pub(super) words: Words,
    /// Whether a baseline is written.
    pub(super) baseline: Wanted,
}

/// Whether words of the resumes are quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Words {
    /// They are.
    Quoted,
    /// Letters and digits are replaced.
    Redacted,
}

/// Whether something is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Wanted {
    /// It is.
    Yes,
    /// It is not.
    No,
}

impl Rendering {
    /// Renders a file for every report. Should that fail, the fault is what is told of the file.
    pub(super) fn render(&self, file: FileReport, ruleset: &Ruleset) -> Rendered {
        let (path, hash) = (file.path.clone(), file.sha256.clone());
        settings::guarded(|| self.try_render(file, ruleset))
            .unwrap_or_else(|note| self.try_render(FileReport::new(path, hash, Err(note)), ruleset))
    }

    fn try_render(&self, mut file: FileReport, ruleset: &Ruleset) -> Rendered {
        let known = match self.baseline {
            Wanted::Yes => Known::of(&file),
            Wanted::No => Vec::new(),
        };
        if self.words == Words::Redacted {
            report::redact(&mut file, ruleset);
        }
        let pieces = self
            .looks
            .iter()
            .map(|(format, look)| report::items(*format, &file, &Setting { look, ruleset }));
        Rendered { pieces: pieces.collect(), share: Share::of(&file), known }
    }
}
