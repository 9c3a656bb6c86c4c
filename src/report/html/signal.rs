//! A picture of what a resume shows: evidence by kind beside certifications by tier.
//!
//! A mark stands for a mention and is counted, not weighed; there is no score. What was looked for and
//! not found is drawn as well, because an empty row is what a reader remembers.

use super::escape;
use crate::catalogue::{Catalogue, Tier};
use crate::document::{Document, Span};
use crate::resume::{EvidenceKind, Resume, Strength};

/// Side of a mark and the step to the next, in the picture's units.
const MARK: usize = 12;
const STEP: usize = 16;
/// Marks that are drawn in a row; more are told as a number.
const MOST: usize = 14;
/// Height of a row, where marks begin, and the width of a half.
const ROW: usize = 26;
const START: usize = 148;
const WIDTH: usize = 400;

/// One row: its name, how its marks look, and the words that each stands for.
struct Row {
    name: &'static str,
    class: &'static str,
    marks: Vec<(Shape, String)>,
}

/// How a mark is drawn.
#[derive(Clone, Copy)]
enum Shape {
    /// Evidence with figures or an address.
    Full,
    /// Evidence that is stated where work is described.
    Half,
    /// Evidence that is mentioned in passing.
    Hollow,
    /// A credential.
    Square,
}

/// What a kind of evidence is called.
pub(super) fn name(kind: EvidenceKind) -> &'static str {
    match kind {
        EvidenceKind::Code => "public code",
        EvidenceKind::Publication => "publications",
        EvidenceKind::ProductionSystem => "production systems",
        EvidenceKind::Project => "projects",
        EvidenceKind::Reference => "references",
        EvidenceKind::Education => "education",
    }
}

/// Draws the picture.
pub(super) fn picture(document: &Document, resume: &Resume, catalogue: &Catalogue) -> String {
    let evidence: Vec<Row> = [
        EvidenceKind::Code,
        EvidenceKind::Publication,
        EvidenceKind::ProductionSystem,
        EvidenceKind::Project,
        EvidenceKind::Reference,
        EvidenceKind::Education,
    ]
    .into_iter()
    .map(|kind| {
        let of_kind = resume.evidence.iter().filter(|evidence| evidence.kind == kind);
        let mark = |evidence: &crate::resume::Evidence| {
            let shape = match evidence.strength {
                Strength::Concrete => Shape::Full,
                Strength::Stated => Shape::Half,
                Strength::Mentioned => Shape::Hollow,
            };
            (shape, words(document, evidence.span))
        };
        Row { name: name(kind), class: "evidence", marks: of_kind.map(mark).collect() }
    })
    .collect();
    let tiers: Vec<Row> = [
        ("high signal", "high", Some(Tier::High)),
        ("moderate signal", "moderate", Some(Tier::Moderate)),
        ("low signal", "low", Some(Tier::Low)),
        ("best left out", "avoid", Some(Tier::Avoid)),
        ("not rated", "unrated", None),
    ]
    .into_iter()
    .map(|(name, class, tier)| {
        let of = |credential: &&crate::resume::Credential| {
            credential.known.as_ref().and_then(|known| catalogue.tier(known)) == tier
        };
        let mark = |credential: &crate::resume::Credential| {
            (Shape::Square, words(document, credential.span))
        };
        Row { name, class, marks: resume.credentials.iter().filter(of).map(mark).collect() }
    })
    .collect();
    format!(
        "<figure class=\"signal\">\n<div class=\"halves\">\n{}{}</div>\n<figcaption>A mark for each \
         mention; nothing is added up. Evidence is <b>full</b> with a figure or an address, \
         <b>half</b> where it is stated with work, <b>hollow</b> in passing. How a certification is \
         rated is an opinion, and configuration overrides it.</figcaption>\n</figure>\n",
        half("What a reader can check", &evidence, "none located"),
        half("What is certified", &tiers, "none"),
    )
}

/// The words that a mark stands for.
fn words(document: &Document, span: Span) -> String {
    let words = document.slice(span);
    match words.char_indices().nth(80) {
        Some((at, _)) => format!("{}…", words[..at].trim_end()),
        None => words.to_owned(),
    }
}

/// One half of the picture; `none` stands in an empty row.
fn half(title: &str, rows: &[Row], none: &str) -> String {
    let told: Vec<String> =
        rows.iter().map(|row| format!("{} {}", row.name, row.marks.len())).collect();
    let told = escape(&format!("{title}: {}", told.join(", ")));
    let height = ROW * (rows.len() + 1) + 6;
    let mut svg = format!(
        "<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{told}\">\n<text \
         class=\"head\" x=\"0\" y=\"16\">{title}</text>\n"
    );
    for (at, Row { name, class, marks }) in rows.iter().enumerate() {
        let top = ROW * (at + 1);
        let base = top + 18;
        let empty = if marks.is_empty() { " empty" } else { "" };
        svg.push_str(&format!(
            "<path class=\"line\" d=\"M0 {top}h{WIDTH}\"/>\n<text class=\"row{empty}\" x=\"0\" \
             y=\"{base}\">{name}</text>\n"
        ));
        for (mark, (shape, words)) in marks.iter().take(MOST).enumerate() {
            svg.push_str(&draw(*shape, class, START + mark * STEP, top + 8, words));
        }
        let text = match marks.len() {
            0 => none.to_owned(),
            count if count > MOST => format!("+{}", count - MOST),
            _ => continue,
        };
        let x = START + marks.len().min(MOST) * STEP + 2;
        svg.push_str(&format!("<text class=\"empty\" x=\"{x}\" y=\"{base}\">{text}</text>\n"));
    }
    svg + "</svg>\n"
}

/// A mark.
fn draw(shape: Shape, class: &str, x: usize, y: usize, words: &str) -> String {
    let words = escape(words);
    let radius = MARK / 2;
    let (cx, cy) = (x + radius, y + radius);
    let circle =
        |class: &str| format!("<circle class=\"{class}\" cx=\"{cx}\" cy=\"{cy}\" r=\"5.2\"/>");
    let mark = match shape {
        Shape::Full => circle("evidence full"),
        Shape::Hollow => circle("evidence"),
        Shape::Half => format!(
            "{}<path class=\"evidence full\" d=\"M{cx} {}a5.2 5.2 0 0 0 0 10.4z\"/>",
            circle("evidence"),
            cy as f32 - 5.2
        ),
        Shape::Square => format!(
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{MARK}\" height=\"{MARK}\" \
             rx=\"2.5\"/>"
        ),
    };
    format!("<g><title>{words}</title>{mark}</g>\n")
}
