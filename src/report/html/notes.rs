//! Findings as notes in the margin, numbered so that the words and the note find each other, on a
//! screen by a link and on paper by the number.

use super::escape;
use crate::check::{Finding, Severity};
use crate::document::Document;
use crate::report::Answer;

/// Related places that a note lists.
const RELATED: usize = 4;

/// A finding with its number in the file.
#[derive(Clone, Copy)]
pub(super) struct Numbered<'a> {
    /// Counted from 1 in the order of the report.
    pub(super) number: usize,
    /// What was found.
    pub(super) finding: &'a Finding,
}

impl Numbered<'_> {
    /// The address of the note. `file` is that of its file.
    pub(super) fn id(&self, file: &str) -> String {
        format!("{file}-{}", self.number)
    }

    /// The address of the words.
    pub(super) fn place(&self, file: &str) -> String {
        format!("{file}-{}-at", self.number)
    }

    /// What a link to the note says.
    pub(super) fn told(&self) -> String {
        let Numbered { number, finding } = self;
        escape(&format!("{number}, {}: {}", finding.severity.name(), finding.message))
    }

    /// A link from the words to the note that shows the number, for HTML.
    pub(super) fn link(&self, file: &str) -> String {
        format!(
            "<a class=\"number {}\" href=\"#{}\" aria-label=\"{}\">{}</a>",
            self.finding.severity.name(),
            self.id(file),
            self.told(),
            self.number
        )
    }
}

/// The notes of some findings.
pub(super) fn notes(document: &Document, findings: &[Numbered<'_>], file: &str) -> String {
    findings.iter().map(|finding| note(document, *finding, file)).collect()
}

/// A note.
pub(super) fn note(document: &Document, numbered: Numbered<'_>, file: &str) -> String {
    let Numbered { number, finding } = numbered;
    let severity = finding.severity.name();
    let (id, place) = (numbered.id(file), numbered.place(file));
    let number = match finding.span {
        Some(_) => format!(
            "<a class=\"number {severity}\" href=\"#{place}\" aria-label=\"{number}: to the \
             words\">{number}</a>"
        ),
        None => format!("<span class=\"number {severity}\">{number}</span>"),
    };
    format!(
        "<article class=\"note {severity}\" id=\"{id}\">\n<h4>{number} {}</h4>\n{}</article>\n",
        sentence(&finding.message),
        body(document, finding)
    )
}

/// What a note says beside the fault: severity and rule, the words, the next act.
fn body(document: &Document, finding: &Finding) -> String {
    let mut html = format!(
        "<p class=\"by\"><span class=\"severity\">{}</span> <span class=\"rule\">{}</span></p>\n",
        finding.severity.name(),
        escape(&finding.rule)
    );
    if let Some(span) = finding.span {
        let label = finding.label.as_deref().filter(|label| *label != finding.message);
        let label = label.map(|label| format!(" <span class=\"label\">{}</span>", prose(label)));
        html.push_str(&format!(
            "<p class=\"quote\">“{}”{}</p>\n",
            escape(&shorten(document.slice(span))),
            label.unwrap_or_default()
        ));
    }
    if !finding.related.is_empty() {
        html.push_str("<ul class=\"related\">\n");
        for (span, label) in finding.related.iter().take(RELATED) {
            let words = escape(&shorten(document.slice(*span)));
            html.push_str(&format!("<li>{}: “{words}”</li>\n", prose(label)));
        }
        if let Some(more) = finding.related.len().checked_sub(RELATED).filter(|more| *more > 0) {
            html.push_str(&format!("<li>and {more} more</li>\n"));
        }
        html.push_str("</ul>\n");
    }
    if !finding.help.is_empty() {
        html.push_str(&format!("<p class=\"help\">{}</p>\n", prose(&finding.help)));
    }
    html
}

/// Findings that were answered, each with who answered and why.
pub(super) fn answered<'a>(
    answered: impl Iterator<Item = (&'a Document, &'a Finding, Answer<'a>)>,
) -> String {
    let mut html = String::new();
    for (document, finding, answer) in answered {
        let reason = match answer.reason() {
            "" => "no reason given",
            reason => reason,
        };
        html.push_str(&format!(
            "<article class=\"note answered\">\n<h4>{}</h4>\n<p class=\"by\">answered by {}: \
             {}</p>\n{}</article>\n",
            sentence(&finding.message),
            match answer {
                Answer::Situation(_) => "the situation",
                Answer::Comment(_) => "a comment",
                Answer::Baseline => "the baseline",
            },
            escape(reason),
            body(document, finding)
        ));
    }
    match html.is_empty() {
        true => html,
        false => {
            format!("<h3>Answered, and not counted</h3>\n<div class=\"grid\">\n{html}</div>\n")
        }
    }
}

/// How many findings of each severity, as people say it; the gravest first.
pub(super) fn tally(counts: [usize; 3]) -> String {
    let severities = [Severity::Error, Severity::Warning, Severity::Advice];
    let mut html = String::new();
    for (severity, count) in severities.into_iter().zip(counts) {
        if count == 0 {
            continue;
        }
        let name = match (severity, count) {
            (Severity::Advice, 1) => "piece of advice",
            (Severity::Advice, _) => "pieces of advice",
            (_, 1) => severity.name(),
            (Severity::Error, _) => "errors",
            (Severity::Warning, _) => "warnings",
        };
        let class = severity.name();
        html.push_str(&format!("<li class=\"{class}\"><b>{count}</b> {name}</li>\n"));
    }
    html
}

/// A sentence of a rule, with what stands between backticks as code.
fn prose(text: &str) -> String {
    let mut html = String::new();
    let mut parts = text.split('`').peekable();
    let mut code = false;
    while let Some(part) = parts.next() {
        match (code, parts.peek().is_some()) {
            (true, true) => html.push_str(&format!("<code>{}</code>", escape(part))),
            // The last backtick has no partner.
            (true, false) => html.push_str(&format!("`{}", escape(part))),
            (false, _) => html.push_str(&escape(part)),
        }
        code = !code;
    }
    html
}

/// The same as a headline, with a capital.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    prose(&(first + chars.as_str()))
}

/// The first words of a long quotation.
fn shorten(words: &str) -> String {
    const MOST: usize = 160;
    match words.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", words[..at].trim_end()),
        None => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_between_backticks_is_code_and_markup_is_text() {
        assert_eq!(prose("run `a <b>` now"), "run <code>a &lt;b&gt;</code> now");
        assert_eq!(prose("a lone ` stays"), "a lone ` stays");
        assert_eq!(sentence("éa `x`"), "Éa <code>x</code>");
    }
}
