//! Pages as they look, with findings on the words and notes beside them.
//!
//! A page is its picture where somebody drew it, else its words set where they stand. Either way the
//! words are there as text, so that a page can be searched, copied and read aloud. Marks lie over the
//! words; their numbers stand in a gutter beside the page, where they hide nothing.

use std::collections::BTreeMap;

use super::notes::{Numbered, notes};
use super::{base64, escape};
use crate::document::{Document, Page, Place, Rect, Run};
use crate::extract::{Picture, Pictures};
use crate::resume::{Evidence, Resume};

/// Width of the gutter for numbers, and the size of a number's box, in points.
const GUTTER: f32 = 44.0;
const BOX: (f32, f32) = (13.0, 10.0);
/// Numbers that stand side by side.
const ABREAST: usize = 3;
/// A page is as tall as paper from here on, in heights by width: between Letter and A4.
const TALL: f32 = 1.35;

/// The pages of a document.
pub(super) fn pages(
    document: &Document,
    resume: &Resume,
    findings: &[Numbered<'_>],
    pictures: &Pictures,
    file: &str,
) -> String {
    let mut html = String::new();
    for (number, page) in (1..).zip(&document.pages) {
        let here: Vec<Numbered<'_>> = findings
            .iter()
            .copied()
            .filter(|numbered| page_of(document, numbered) == Some(number))
            .collect();
        let notes = match notes(document, &here, file) {
            notes if notes.is_empty() => "<p class=\"nothing\">Nothing on this page.</p>\n".into(),
            notes => notes,
        };
        let evidence: Vec<&Evidence> = resume
            .evidence
            .iter()
            .filter(|evidence| document.locate(evidence.span).page == Some(number))
            .collect();
        let picture = pictures.pages.get(number as usize - 1).and_then(Option::as_ref);
        let picture = picture.filter(|picture| is_of(picture, page));
        let shape = if page.height >= TALL * page.width { "tall" } else { "short" };
        html.push_str(&format!(
            "<div class=\"spread\">\n<div class=\"sheet {shape}\">\n<svg viewBox=\"{:.1} 0 {:.1} \
             {:.1}\" role=\"group\" aria-label=\"Page {number}\">\n{}{}{}</svg>\n</div>\n<div \
             class=\"notes\">\n<h3>Page {number}</h3>\n{notes}</div>\n</div>\n",
            -GUTTER,
            page.width + GUTTER,
            page.height,
            paper(document, page, number, picture),
            located(document, &evidence),
            marks(document, &here, file),
        ));
    }
    html
}

/// The page on which the words of a finding stand.
fn page_of(document: &Document, numbered: &Numbered<'_>) -> Option<u32> {
    numbered.finding.span.and_then(|span| document.locate(span).page)
}

/// Whether a picture is of this page, to two readers of the file.
fn is_of(picture: &Picture, page: &Page) -> bool {
    let same = |a: f32, b: f32| (a - b).abs() <= 0.5;
    same(picture.width, page.width) && same(picture.height, page.height)
}

/// The page itself: its picture with the words unseen over it, or the words.
fn paper(document: &Document, page: &Page, number: u32, picture: Option<&Picture>) -> String {
    let Page { width, height } = page;
    let size = format!("x=\"0\" y=\"0\" width=\"{width:.1}\" height=\"{height:.1}\"");
    let words = words(document, number);
    match picture {
        Some(picture) => format!(
            "<image {size} preserveAspectRatio=\"none\" role=\"img\" aria-label=\"Page {number} as \
             it looks\" href=\"data:image/png;base64,{}\"/>\n<g class=\"words unseen\">\n{words}</g>\n",
            base64(&picture.png)
        ),
        None => {
            format!("<rect class=\"paper\" {size}/>\n<g class=\"words\">\n{words}</g>\n")
        }
    }
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
             lengthAdjust=\"spacingAndGlyphs\">{} </text>\n",
            y + 0.8 * height,
            0.85 * height,
            escape(words)
        ));
    }
    svg
}

/// Lines under the words that are evidence.
fn located(document: &Document, evidence: &[&Evidence]) -> String {
    let mut svg = String::from("<g class=\"located\">\n");
    for evidence in evidence {
        for Rect { x, y, width, height } in document.locate(evidence.span).rects {
            svg.push_str(&format!(
                "<rect x=\"{x:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"1.6\"><title>evidence: \
                 {}</title></rect>\n",
                y + height,
                super::signal::name(evidence.kind)
            ));
        }
    }
    svg + "</g>\n"
}

/// Marks over the words of findings, the gravest on top, and their numbers.
fn marks(document: &Document, findings: &[Numbered<'_>], file: &str) -> String {
    let first = |numbered: &Numbered<'_>| {
        numbered.finding.span.and_then(|span| document.locate(span).rects.first().copied())
    };
    let lines: Vec<f32> =
        findings.iter().map(|numbered| first(numbered).map_or(0.0, |rect| rect.y)).collect();
    let mut svg = String::new();
    let mut numbers = String::new();
    for (numbered, (x, y)) in findings.iter().zip(places(&lines)) {
        let (width, height) = BOX;
        numbers.push_str(&format!(
            "<a class=\"number {}\" href=\"#{}\" aria-label=\"{}\"><rect x=\"{x:.1}\" y=\"{y:.1}\" \
             width=\"{width}\" height=\"{height}\" rx=\"5\"/><text x=\"{:.1}\" \
             y=\"{:.1}\">{}</text></a>\n",
            numbered.finding.severity.name(),
            numbered.id(file),
            numbered.told(),
            x + width / 2.0,
            y + 7.6,
            numbered.number
        ));
    }
    let mut findings = findings.to_vec();
    findings.sort_by_key(|numbered| numbered.finding.severity);
    for numbered in findings {
        let Some(span) = numbered.finding.span else { continue };
        // The number beside the page is the link for the keyboard; one is enough.
        svg.push_str(&format!(
            "<a class=\"hit {}\" id=\"{}\" href=\"#{}\" tabindex=\"-1\"><title>{}</title>\n",
            numbered.finding.severity.name(),
            numbered.place(file),
            numbered.id(file),
            numbered.told()
        ));
        for Rect { x, y, width, height } in document.locate(span).rects {
            let bottom = y + height;
            svg.push_str(&format!(
                "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\"/><path \
                 d=\"M{x:.1} {bottom:.1}h{width:.1}\"/>\n"
            ));
        }
        svg.push_str("</a>\n");
    }
    svg + &numbers
}

/// Places in the gutter for numbers that belong to lines at these heights: side by side up to
/// [`ABREAST`], in their order, then in the next row.
fn places(lines: &[f32]) -> Vec<(f32, f32)> {
    let (width, height) = (BOX.0 + 1.0, BOX.1 + 1.0);
    let mut filled: BTreeMap<u32, usize> = BTreeMap::new();
    let rows: Vec<(u32, usize)> = (lines.iter())
        .map(|y| {
            let mut row = (y.clamp(0.0, 1e6) / height).round() as u32;
            while filled.get(&row).is_some_and(|count| *count >= ABREAST) {
                row += 1;
            }
            let count = filled.entry(row).or_default();
            *count += 1;
            (row, *count - 1)
        })
        .collect();
    let place = |(row, place): (u32, usize)| {
        let count = filled.get(&row).copied().unwrap_or_default();
        (-width * (count - place) as f32, row as f32 * height)
    };
    rows.into_iter().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_one_line_stand_side_by_side_and_then_below() {
        let places = places(&[110.0; 4]);
        assert_eq!(places, [(-42.0, 110.0), (-28.0, 110.0), (-14.0, 110.0), (-14.0, 121.0)]);
        assert!(places.iter().all(|place| place.0 >= -GUTTER));
    }
}
