//! All files of a run at a glance.
//!
//! The report is written while files are still being read, so what sums it up is known at its end. It
//! is shown at the top by the style; people who hear the page reach it by a link.

use super::{escape, id_of};
use crate::check::Severity;
use crate::document::Status;
use crate::report::{FileReport, Summary};

/// Files that are listed.
const MOST: usize = 1_000;

/// How many errors, warnings and pieces of advice a file has.
pub(super) fn counts(file: &FileReport) -> [usize; 3] {
    [Severity::Error, Severity::Warning, Severity::Advice]
        .map(|severity| file.findings().iter().filter(|f| f.severity == severity).count())
}

/// The table; empty for a single file, which speaks for itself.
pub(super) fn table(summary: &Summary) -> String {
    if summary.overview.len() < 2 {
        return String::new();
    }
    let mut rows = String::new();
    for (path, status, counts) in summary.overview.iter().take(MOST) {
        let told = match status {
            Status::Checked => "",
            Status::PartlyChecked => " <span class=\"status\">checked in part</span>",
            Status::NotChecked => " <span class=\"status\">not checked</span>",
        };
        let mut cells = String::new();
        for (count, class) in counts.iter().zip(["error", "warning", "advice"]) {
            let class = if *count == 0 { "none" } else { class };
            cells.push_str(&format!("<td class=\"{class}\">{count}</td>"));
        }
        rows.push_str(&format!(
            "<tr><th scope=\"row\"><a href=\"#{}\">{}</a>{told}</th>{cells}</tr>\n",
            id_of(path),
            escape(path)
        ));
    }
    let more = match summary.overview.len().saturating_sub(MOST) {
        0 => String::new(),
        more => format!("<p>{more} more files are below and not listed here.</p>\n"),
    };
    format!(
        "<nav class=\"overview\" aria-labelledby=\"overview\">\n<h2 id=\"overview\">{} files</h2>\n\
         <table>\n<thead><tr><th scope=\"col\">File</th><th scope=\"col\">Errors</th><th \
         scope=\"col\">Warnings</th><th scope=\"col\">Advice</th></tr></thead>\n\
         <tbody>\n{rows}</tbody>\n</table>\n{more}</nav>\n",
        summary.overview.len()
    )
}
