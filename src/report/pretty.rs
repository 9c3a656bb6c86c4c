//! The report for people at a terminal: the words underlined, related places labelled, the next act.
//!
//! miette draws; what it is given has been cut and made harmless by [`super::snippet`] first, because
//! it passes on every character it is given.

use std::fmt;

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};

use super::snippet::{self, Mark, Snippet};
use super::{
    Answer, Answered, Color, Detail, FileReport, Findings, Look, Summary, safe, statistics,
};
use crate::Report;
use crate::check::{Finding, Severity};
use crate::document::{Document, Note, Span, Status};
use crate::resume::Resume;

/// The most related places that are shown with a finding.
const RELATED: usize = 4;

/// What stands for a file: its notes, then its findings.
pub(super) fn item(file: &FileReport, look: &Look) -> String {
    let mut text = String::new();
    for note in file.notes() {
        if note.kind.is_told() || look.detail == Detail::Verbose {
            text.push_str(&note_line(&file.path, note, look));
        }
    }
    if let Some(first) = &file.duplicate_of
        && look.detail >= Detail::Normal
    {
        let (path, first) = (safe::one_line(&file.path), safe::one_line(first));
        text.push_str(&format!("{path}: says the same as {first}\n"));
    }
    if let Ok(report) = &file.outcome
        && look.findings == Findings::Listed
    {
        for finding in &report.findings {
            text.push_str(&draw(report, finding, &file.path, look));
            text.push('\n');
        }
    }
    if look.answered == Answered::Shown {
        for (document, finding, answer) in file.answered() {
            text.push_str(&answered_line(&file.path, document, finding, answer));
        }
    }
    text
}

/// A finding that does not count, on one line.
fn answered_line(path: &str, document: &Document, finding: &Finding, answer: Answer<'_>) -> String {
    let location = finding.span.map(|span| document.locate(span)).unwrap_or_default();
    let place = match (location.line, location.page) {
        (Some(line), _) => format!(":{line}"),
        (None, Some(page)) => format!(", page {page}"),
        (None, None) => String::new(),
    };
    let (path, message) = (safe::one_line(path), safe::one_line(&finding.message));
    let reason = safe::one_line(answer.reason());
    let reason = if reason.is_empty() { String::new() } else { format!(" ({reason})") };
    let by = match answer {
        Answer::Situation(_) => "by the situation",
        Answer::Comment(_) => "by a comment",
        Answer::Baseline => "by the baseline",
    };
    format!("{path}{place}: {}: {message}: silenced {by}{reason}\n", finding.rule)
}

/// A note about how a file was read, on one line.
fn note_line(path: &str, note: &Note, look: &Look) -> String {
    let status = match note.kind.status() {
        Status::Checked => paint("note", Paint::Advice, look),
        Status::PartlyChecked => paint("checked in part", Paint::Warning, look),
        Status::NotChecked => paint("not checked", Paint::Error, look),
    };
    format!("{}: {status}: {}\n", safe::one_line(path), safe::one_line(&note.message))
}

/// What stands after the last file.
pub(super) fn tail(summary: &Summary, look: &Look) -> String {
    let table = match look.findings {
        Findings::Counted => statistics::table(summary),
        Findings::Listed => String::new(),
    };
    if look.detail == Detail::Quiet {
        return table;
    }
    let mut counts = Vec::new();
    let kinds = [
        (summary.error, "error", "errors", Paint::Error),
        (summary.warning, "warning", "warnings", Paint::Warning),
        (summary.advice, "advice", "advice", Paint::Advice),
    ];
    for (count, one, many, style) in kinds {
        if count > 0 {
            counts.push(paint(&counted(count, one, many), style, look));
        }
    }
    let unchecked = summary.not_fully_checked;
    let mut line = if counts.is_empty() {
        let unread = summary.gaps.iter().filter(|gap| gap.1 == Status::NotChecked).count();
        match summary.files - unread {
            0 => "nothing was checked".to_owned(),
            read if unchecked > unread => {
                format!("no findings in what was read of {}", files(read))
            }
            read => paint(&format!("no findings in {}", files(read)), Paint::Good, look),
        }
    } else {
        format!("{} in {}", counts.join(", "), files(summary.files_with_findings))
    };
    if unchecked > 0 {
        let text = format!("{} not fully checked", files(unchecked));
        line.push_str(&format!("; {}", paint(&text, Paint::Error, look)));
    }
    if summary.answered > 0 {
        line.push_str(&format!("; {} silenced", summary.answered));
    }
    if summary.skipped > 0 {
        let other = counted(summary.skipped, "other file", "other files");
        line.push_str(&format!("; {other} skipped"));
        if summary.not_files > 0 {
            line.push_str(&format!(
                " ({} no files but links, pipes or the like)",
                summary.not_files
            ));
        }
    }
    format!("{table}{line}\n")
}

/// The summary in a sentence, without colour.
pub(super) fn sentence(summary: &Summary) -> String {
    let look = Look {
        width: usize::MAX,
        color: Color::Never,
        detail: Detail::Normal,
        findings: Findings::Listed,
        answered: Answered::Hidden,
    };
    tail(summary, &look).trim_end().to_owned()
}

/// "1 file", "2 files".
fn files(count: usize) -> String {
    counted(count, "file", "files")
}

/// A count with its noun.
pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// What colour a word has.
#[derive(Clone, Copy)]
enum Paint {
    Error,
    Warning,
    Advice,
    Good,
}

/// A word in colour, where colours may be used.
fn paint(word: &str, style: Paint, look: &Look) -> String {
    if look.color == Color::Never {
        return word.to_owned();
    }
    let code = match style {
        Paint::Error => 31,
        Paint::Warning => 33,
        Paint::Advice => 36,
        Paint::Good => 32,
    };
    format!("\u{1b}[{code}m{word}\u{1b}[0m")
}

/// A finding as miette wants it.
#[derive(Debug)]
struct Drawn<'a> {
    finding: &'a Finding,
    message: String,
    help: String,
    snippet: Option<Snippet>,
}

impl fmt::Display for Drawn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Drawn<'_> {}

impl Diagnostic for Drawn<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.finding.rule))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.finding.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Advice => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        (!self.help.is_empty()).then(|| Box::new(&self.help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.snippet.as_ref().map(|snippet| snippet as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let snippet = self.snippet.as_ref()?;
        Some(Box::new(snippet.marks.iter().map(|shown| {
            let span = (shown.bytes.start, shown.bytes.len());
            if shown.mark == 0 {
                LabeledSpan::new_primary_with_span(shown.label.clone(), span)
            } else {
                LabeledSpan::new_with_span(shown.label.clone(), span)
            }
        })))
    }
}

/// Draws a finding.
fn draw(report: &Report, finding: &Finding, path: &str, look: &Look) -> String {
    let document = &report.document;
    let anchor = finding.span.or_else(|| anchor(document, &report.resume));
    let hidden = finding.related.len().saturating_sub(RELATED);
    let label = match (&finding.label, hidden) {
        (label, 0) => label.clone(),
        (label, more) => {
            let more = counted(more, "more place", "more places");
            Some(label.as_ref().map_or_else(|| more.clone(), |label| format!("{label}; {more}")))
        }
    };
    let snippet = anchor.map(|span| {
        let mut marks = vec![Mark { span, label: label.as_deref() }];
        let related = finding.related.iter().take(RELATED);
        marks.extend(related.map(|(span, label)| Mark { span: *span, label: Some(label) }));
        snippet::cut(document, &marks, path, look.width)
    });
    let snippet = snippet.filter(|snippet| !snippet.marks.is_empty());
    let theme = theme(finding.severity, snippet.as_ref(), look.color);
    let drawn = Drawn {
        finding,
        message: safe::one_line(&finding.message).into_owned(),
        help: safe::one_line(&finding.help).into_owned(),
        snippet,
    };
    let mut text = String::new();
    GraphicalReportHandler::new_themed(theme)
        .with_links(false)
        .with_width(look.width)
        .without_cause_chain()
        .without_primary_span_start()
        .without_syntax_highlighting()
        .render_report(&mut text, &drawn)
        .expect("writing to a string does not fail, and every label is inside its snippet");
    trim_line_ends(&text)
}

/// The words that stand for the page where something is absent: its first line.
fn anchor(document: &Document, resume: &Resume) -> Option<Span> {
    let first_line = |span: Span| {
        let span = span.trim(&document.text);
        let line = document.slice(span).lines().next()?;
        let start = span.start as usize;
        (!line.is_empty()).then(|| Span::new(start, start + line.trim_end().len()))
    };
    resume
        .name
        .or_else(|| first_line(resume.header))
        .or_else(|| first_line(Span::new(0, document.text.len())))
}

/// Colours by severity: the finding's own words in its colour, related ones in another.
fn theme(severity: Severity, snippet: Option<&Snippet>, color: Color) -> GraphicalTheme {
    let mut theme = match color {
        Color::Never => GraphicalTheme::unicode_nocolor(),
        Color::Ansi => GraphicalTheme {
            styles: miette::ThemeStyles::ansi(),
            ..GraphicalTheme::unicode_nocolor()
        },
    };
    let own = match severity {
        Severity::Error => theme.styles.error,
        Severity::Warning => theme.styles.warning,
        Severity::Advice => theme.styles.advice,
    };
    if let Some(snippet) = snippet {
        let style = |mark: usize| if mark == 0 { own } else { theme.styles.help };
        theme.styles.highlights = snippet.marks.iter().map(|shown| style(shown.mark)).collect();
    }
    theme
}

/// Takes away blanks at line ends, which miette leaves beside empty gutters.
fn trim_line_ends(text: &str) -> String {
    let mut trimmed = String::with_capacity(text.len());
    for line in text.lines() {
        trimmed.push_str(line.trim_end());
        trimmed.push('\n');
    }
    trimmed
}
