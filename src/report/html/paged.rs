//! Pages as they look, with findings on the words and notes beside them.
//!
//! The words are set where they stand on the page, so that a page can be read, searched and printed at
//! any size.

use super::{escape, note};
use crate::check::Finding;
use crate::document::{Document, Place, Rect, Run};

/// The pages of a document.
pub(super) fn pages(document: &Document, findings: &[Finding]) -> String {
    let mut html = String::new();
    for (number, page) in (1..).zip(&document.pages) {
        let here: Vec<&Finding> = findings
            .iter()
            .filter(|finding| {
                finding.span.is_some_and(|span| document.locate(span).page == Some(number))
            })
            .collect();
        let notes: String = here.iter().map(|finding| note(document, finding)).collect();
        let notes =
            if notes.is_empty() { "<p>Nothing on this page.</p>".to_owned() } else { notes };
        html.push_str(&format!(
            "<div class=\"pages\">\n<div class=\"page\">\n<svg viewBox=\"0 0 {:.1} {:.1}\" \
             role=\"img\" aria-label=\"page {number}\">\n{}{}</svg>\n</div>\n<div \
             class=\"notes\">\n<h4>Page {number}</h4>\n{notes}</div>\n</div>\n",
            page.width,
            page.height,
            words(document, number),
            hits(document, &here),
        ));
    }
    html
}

/// The words of a page that a reader sees.
fn words(document: &Document, number: u32) -> String {
    let mut svg = String::new();
    for Run { span, place, visibility, .. } in &document.runs {
        let Place::Page { page, rect } = place else { continue };
        let words = document.slice(*span);
        if *page != number || !visibility.is_seen() || words.trim().is_empty() {
            continue;
        }
        let Rect { x, y, width, height } = *rect;
        // Letters stand on a line at about four fifths of their box.
        svg.push_str(&format!(
            "<text x=\"{x:.1}\" y=\"{:.1}\" font-size=\"{:.1}\" textLength=\"{width:.1}\" \
             lengthAdjust=\"spacingAndGlyphs\">{}</text>\n",
            y + 0.8 * height,
            0.85 * height,
            escape(words)
        ));
    }
    svg
}

/// Rectangles over the words of findings, the gravest on top.
fn hits(document: &Document, findings: &[&Finding]) -> String {
    let mut findings = findings.to_vec();
    findings.sort_by_key(|finding| finding.severity);
    let mut svg = String::new();
    for finding in findings {
        let Some(span) = finding.span else { continue };
        for Rect { x, y, width, height } in document.locate(span).rects {
            svg.push_str(&format!(
                "<rect class=\"hit {}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" \
                 height=\"{height:.1}\"><title>{}</title></rect>\n",
                finding.severity.name(),
                escape(&finding.message)
            ));
        }
    }
    svg
}
