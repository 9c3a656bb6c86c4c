//! A picture of what a resume shows: evidence by kind beside certifications by tier.
//!
//! Squares are counted, not weighed; there is no score.

use super::escape;
use crate::catalogue::{Catalogue, Tier};
use crate::resume::{EvidenceKind, Resume};

/// Side of a square and the step to the next, in the picture's units.
const SQUARE: usize = 12;
const STEP: usize = 15;
/// Squares that are drawn in a row; more are told as a number.
const MOST: usize = 12;
/// Height of a row, and the width of a half.
const ROW: usize = 24;
const WIDTH: usize = 330;

/// Draws the picture.
pub(super) fn picture(resume: &Resume, catalogue: &Catalogue) -> String {
    let evidence = [
        ("public code", EvidenceKind::Code),
        ("publications", EvidenceKind::Publication),
        ("production systems", EvidenceKind::ProductionSystem),
        ("projects", EvidenceKind::Project),
        ("references", EvidenceKind::Reference),
        ("education", EvidenceKind::Education),
    ]
    .map(|(name, kind)| {
        let count = resume.evidence.iter().filter(|evidence| evidence.kind == kind).count();
        (name, "evidence", count)
    });
    let tiers = [
        ("high signal", "high", Some(Tier::High)),
        ("moderate signal", "moderate", Some(Tier::Moderate)),
        ("low signal", "low", Some(Tier::Low)),
        ("to be left out", "avoid", Some(Tier::Avoid)),
        ("not rated", "unrated", None),
    ]
    .map(|(name, class, tier)| {
        let of = |credential: &crate::resume::Credential| {
            credential.known.as_ref().and_then(|known| catalogue.tier(known))
        };
        let count = resume.credentials.iter().filter(|credential| of(credential) == tier).count();
        (name, class, count)
    });
    let rows = evidence.len().max(tiers.len());
    format!(
        "<figure class=\"signal\">\n<div>\n{}{}</div>\n<figcaption>What a reader can check, and \
         what is certified. One square for each mention; nothing is added up.</figcaption>\n\
         </figure>\n",
        half("Evidence", &evidence, rows),
        half("Credentials", &tiers, rows),
    )
}

/// One half of the picture, as high as `rows` rows.
fn half(title: &str, counts: &[(&str, &str, usize)], rows: usize) -> String {
    let told: Vec<String> =
        counts.iter().map(|(name, _, count)| format!("{name} {count}")).collect();
    let told = escape(&format!("{title}: {}", told.join(", ")));
    let height = ROW * (rows + 1) + 8;
    let mut svg = format!(
        "<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{told}\">\n\
         <text class=\"head\" x=\"0\" y=\"16\">{title}</text>\n"
    );
    for (at, (name, class, count)) in counts.iter().enumerate() {
        let y = ROW * (at + 1);
        let base = y + 16;
        svg.push_str(&format!("<text x=\"0\" y=\"{base}\">{name}</text>\n"));
        let start = 135;
        for square in 0..(*count).min(MOST) {
            let (x, y) = (start + square * STEP, y + 6);
            svg.push_str(&format!(
                "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{SQUARE}\" height=\"{SQUARE}\" \
                 rx=\"2\"/>\n"
            ));
        }
        let text = match *count {
            0 => "none".to_owned(),
            count if count > MOST => format!("{count}"),
            _ => continue,
        };
        let x = start + (*count).min(MOST) * STEP;
        svg.push_str(&format!("<text class=\"none\" x=\"{x}\" y=\"{base}\">{text}</text>\n"));
    }
    svg + "</svg>\n"
}
