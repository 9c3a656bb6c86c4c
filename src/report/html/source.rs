//! A text as it is, line by line, with findings on the words and notes in the margin.

use std::ops::Range;

use super::{escape, note};
use crate::check::{Finding, Severity};
use crate::document::Document;

/// Words of a finding in a text.
struct Hit<'a> {
    bytes: Range<usize>,
    finding: &'a Finding,
}

/// The lines of the user's file where the format has them, else of the extracted text.
pub(super) fn lines(document: &Document, findings: &[Finding]) -> String {
    let source = document.sources.first();
    let text = source.map_or(document.text.as_str(), |source| &source.text);
    let mut hits = Vec::new();
    // Findings in included files have no line here; they are told at the end.
    let mut elsewhere = Vec::new();
    for finding in findings {
        let Some(span) = finding.span else { continue };
        let location = document.locate(span);
        match (source, location.bytes) {
            (Some(source), Some(bytes)) if location.file == 0 => {
                let bytes =
                    source.in_text(bytes.start) as usize..source.in_text(bytes.end) as usize;
                hits.push(Hit { bytes, finding });
            }
            (None, _) => hits.push(Hit { bytes: span.range(), finding }),
            _ => elsewhere.push(finding),
        }
    }
    let mut html = String::from("<div class=\"source\">\n");
    let mut start = 0;
    for (number, line) in (1..).zip(text.split('\n')) {
        let end = start + line.len();
        let here: Vec<&Hit<'_>> =
            hits.iter().filter(|hit| hit.bytes.start <= end && start < hit.bytes.end).collect();
        let notes: String = here
            .iter()
            .filter(|hit| hit.bytes.start >= start)
            .map(|hit| note(document, hit.finding))
            .collect();
        html.push_str(&format!(
            "<span class=\"no\">{number}</span><span class=\"text\">{}</span><div \
             class=\"notes\">{notes}</div>\n",
            marked(line, start, &here)
        ));
        start = end + 1;
    }
    html.push_str("</div>\n");
    for finding in elsewhere {
        html.push_str(&note(document, finding));
    }
    html
}

/// A line with its words marked; where findings overlap, the gravest gives the colour.
fn marked(line: &str, start: usize, hits: &[&Hit<'_>]) -> String {
    let clip = |byte: usize| byte.saturating_sub(start).min(line.len());
    let mut cuts = vec![0, line.len()];
    for hit in hits {
        cuts.extend([clip(hit.bytes.start), clip(hit.bytes.end)]);
    }
    cuts.sort_unstable();
    cuts.dedup();
    let mut html = String::new();
    for pair in cuts.windows(2) {
        let Some(words) = line.get(pair[0]..pair[1]) else { continue };
        let severity: Option<Severity> = hits
            .iter()
            .filter(|hit| clip(hit.bytes.start) <= pair[0] && pair[1] <= clip(hit.bytes.end))
            .map(|hit| hit.finding.severity)
            .max();
        let words = escape(words);
        match severity {
            Some(severity) => {
                html.push_str(&format!("<mark class=\"{}\">{words}</mark>", severity.name()));
            }
            None => html.push_str(&words),
        }
    }
    html
}
