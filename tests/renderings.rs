//! A baseline outlives another rendering of the same resume: what was known in one PDF is known in another.
//!
//! `fixtures/renderings/` holds the words of `fixtures/resumes/collector.md` in narrower columns and by other
//! producers. Rules of integrity and of page count speak of the file and not of the resume, and are left
//! aside.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use jiff::civil::date;
use resumelint::check::{Finding, Options};
use resumelint::extract::Source;
use resumelint::lint;
use resumelint::rules::Ruleset;

const RENDERINGS: [&str; 4] = [
    "resumes/pdf/collector.pdf",
    "renderings/collector-chromium.pdf",
    "renderings/collector-typst.pdf",
    "resumes/collector.md",
];

fn findings(file: &str, ruleset: &Ruleset) -> Vec<Finding> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(file);
    let bytes = fs::read(path).unwrap();
    let options = Options::on(date(2026, 11, 1));
    let report = lint(&Source::new(file, &bytes), ruleset, &options);
    let of_the_file = |finding: &Finding| {
        finding.rule == "too-long"
            || ruleset.rule(&finding.rule).is_some_and(|rule| rule.group == "integrity")
    };
    report.findings.into_iter().filter(|finding| !of_the_file(finding)).collect()
}

#[test]
fn a_baseline_from_one_rendering_holds_for_the_others() {
    let ruleset = Ruleset::builtin();
    let mut revived = Vec::new();
    for known in RENDERINGS {
        let baseline: BTreeSet<String> =
            findings(known, &ruleset).into_iter().map(|finding| finding.fingerprint).collect();
        assert!(baseline.len() >= 20, "{known} has {} findings", baseline.len());
        for file in RENDERINGS {
            for finding in findings(file, &ruleset) {
                if !baseline.contains(&finding.fingerprint) {
                    revived.push(format!(
                        "{file}, known from {known}: {} [{}]",
                        finding.message, finding.rule
                    ));
                }
            }
        }
    }
    assert!(revived.is_empty(), "{}", revived.join("\n"));
}

#[test]
fn a_hyphen_at_a_line_end_changes_no_fingerprint() {
    let ruleset = Ruleset::builtin();
    let fingerprints = |bullet: &str| -> Vec<String> {
        let page = format!(
            "Dexter Vanterpool\nTutor\ndexter@example.com\n\nEXPERIENCE\n\nTutor, Hill School\n\
             2019 - Present\n- {bullet}\n- Prepared lessons\n"
        );
        let options = Options::on(date(2026, 11, 1));
        let report = lint(&Source::new("cv.txt", page.as_bytes()), &ruleset, &options);
        report.findings.into_iter().map(|finding| finding.fingerprint).collect()
    };
    let whole = fingerprints("Taught self-employed parents and part-time pupils");
    assert!(!whole.is_empty());
    assert_eq!(whole, fingerprints("Taught self-\n  employed parents and part-\n  time pupils"));
}
