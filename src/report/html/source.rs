//! A text as it is, line by line, with findings on the words and notes in the margin.
//!
//! Lines and notes stand side by side a paragraph at a time, so that a note is near its words and no
//! line is torn from the next.

use std::ops::Range;

use super::escape;
use super::notes::{Numbered, note, notes};
use crate::document::{Document, Span};
use crate::resume::Resume;

/// Words of a finding in a text.
struct Hit<'a> {
    bytes: Range<usize>,
    numbered: Numbered<'a>,
}

/// The lines of the user's file where the format has them, else of the extracted text.
pub(super) fn lines(
    document: &Document,
    resume: &Resume,
    findings: &[Numbered<'_>],
    file: &str,
) -> String {
    let source = document.sources.first();
    let text = source.map_or(document.text.as_str(), |source| &source.text);
    let place = |span: Span| {
        let location = document.locate(span);
        match (source, location.bytes) {
            (Some(source), Some(bytes)) if location.file == 0 => {
                Some(source.in_text(bytes.start) as usize..source.in_text(bytes.end) as usize)
            }
            (None, _) => Some(span.range()),
            _ => None,
        }
    };
    let mut hits = Vec::new();
    // Findings in included files have no line here; they are told at the end.
    let mut elsewhere = Vec::new();
    for numbered in findings {
        let Some(span) = numbered.finding.span else { continue };
        match place(span) {
            Some(bytes) => hits.push(Hit { bytes, numbered: *numbered }),
            None => elsewhere.push(*numbered),
        }
    }
    let mut located: Vec<Range<usize>> =
        resume.evidence.iter().filter_map(|evidence| place(evidence.span)).collect();
    located.sort_by_key(|bytes| bytes.start);

    let mut html = String::from("<div class=\"source\">\n");
    let (mut shown, mut beside) = (String::new(), String::new());
    let mut start = 0;
    let count = text.split('\n').count();
    for (number, line) in (1..=count).zip(text.split('\n')) {
        let end = start + line.len();
        let here: Vec<&Hit<'_>> =
            hits.iter().filter(|hit| hit.bytes.start <= end && start < hit.bytes.end).collect();
        let evidence: Vec<&Range<usize>> =
            located.iter().filter(|bytes| bytes.start <= end && start < bytes.end).collect();
        let mut numbers = String::new();
        for hit in here.iter().filter(|hit| hit.bytes.start >= start) {
            numbers.push_str(&hit.numbered.link(file));
            beside.push_str(&note(document, hit.numbered, file));
        }
        shown.push_str(&format!(
            "<span class=\"numbers\">{numbers}</span><span class=\"no\">{number}</span><span \
             class=\"text\">{}</span>\n",
            marked(line, start, &here, &evidence, file)
        ));
        start = end + 1;
        if line.trim().is_empty() || number == count {
            html.push_str(&format!(
                "<div class=\"lines\"><div>\n{shown}</div></div>\n<div class=\"notes\">\n{beside}</div>\n"
            ));
            shown.clear();
            beside.clear();
        }
    }
    html.push_str("</div>\n");
    if !elsewhere.is_empty() {
        html.push_str("<h3>In included files</h3>\n");
        html.push_str(&notes(document, &elsewhere, file));
    }
    html
}

/// A line with its words marked; where findings overlap, the gravest gives the colour and the link.
fn marked(
    line: &str,
    start: usize,
    hits: &[&Hit<'_>],
    evidence: &[&Range<usize>],
    file: &str,
) -> String {
    let clip = |byte: usize| byte.saturating_sub(start).min(line.len());
    let mut cuts = vec![0, line.len()];
    for bytes in hits.iter().map(|hit| &hit.bytes).chain(evidence.iter().copied()) {
        cuts.extend([clip(bytes.start), clip(bytes.end)]);
    }
    cuts.sort_unstable();
    cuts.dedup();
    let mut html = String::new();
    for pair in cuts.windows(2) {
        let Some(words) = line.get(pair[0]..pair[1]) else { continue };
        let covers =
            |bytes: &Range<usize>| clip(bytes.start) <= pair[0] && pair[1] <= clip(bytes.end);
        // The words are the target of their own number, whichever note they link to.
        let begins = hits.iter().filter(|hit| hit.bytes.start == start + pair[0]);
        for hit in begins {
            html.push_str(&format!("<span id=\"{}\"></span>", hit.numbered.place(file)));
        }
        let mut words = escape(words);
        if evidence.iter().any(|bytes| covers(bytes)) && !words.trim().is_empty() {
            words = format!("<span class=\"located\">{words}</span>");
        }
        let gravest = hits
            .iter()
            .filter(|hit| covers(&hit.bytes))
            .max_by_key(|hit| hit.numbered.finding.severity);
        match gravest {
            Some(Hit { numbered, .. }) => html.push_str(&format!(
                "<a class=\"mark {}\" href=\"#{}\" tabindex=\"-1\" title=\"{}\"><mark>{words}</mark></a>",
                numbered.finding.severity.name(),
                numbered.id(file),
                numbered.told()
            )),
            None => html.push_str(&words),
        }
    }
    html
}
