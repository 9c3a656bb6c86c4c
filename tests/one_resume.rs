//! One resume in every format is one resume: the same sections, credentials, evidence and findings.
//!
//! `fixtures/one-resume/resume.json` is the source of truth, `make_one_resume.py` beside it writes the others.
//! Rules of integrity and of page count speak of the file and not of the resume, and are left aside.
#![allow(clippy::unwrap_used)]

use jiff::civil::date;
use resumelint::check::Options;
use resumelint::document::Status;
use resumelint::extract::Source;
use resumelint::rules::Ruleset;
use resumelint::{Report, lint};

/// What the resume says, told without the words that a format has of its own.
#[derive(Debug, PartialEq, Eq)]
struct Facts {
    sections: Vec<String>,
    credentials: Vec<String>,
    evidence: Vec<String>,
    findings: Vec<String>,
}

fn facts(report: &Report) -> Facts {
    let resume = &report.resume;
    let section = |index: Option<usize>| match index {
        Some(index) => resume.sections[index].kinds[0].name(),
        None => "header",
    };
    let mut evidence: Vec<String> =
        resume.evidence.iter().map(|evidence| evidence.kind.name().to_owned()).collect();
    evidence.sort();
    let mut findings: Vec<String> = report
        .findings
        .iter()
        .filter(|finding| !of_the_file(&finding.rule))
        .map(|finding| {
            let Some(span) = finding.span else { return finding.rule.clone() };
            // Headings are the author's in some formats and the schema's in others.
            let heading =
                resume.sections.iter().find(|s| s.heading.is_some_and(|h| h.overlaps(span)));
            match heading {
                Some(section) => {
                    format!("{}: heading of {}", finding.rule, section.kinds[0].name())
                }
                None => {
                    let words = report.document.slice(span).split_whitespace();
                    let words: Vec<&str> = words.collect();
                    format!("{}: {}", finding.rule, words.join(" "))
                }
            }
        })
        .collect();
    findings.sort();
    Facts {
        sections: resume.sections.iter().map(|s| s.kinds[0].name().to_owned()).collect(),
        credentials: resume
            .credentials
            .iter()
            .map(|credential| {
                let known = credential.known.as_ref().map_or("unknown", |known| known.id());
                format!("{known} ({}) in {}", credential.kind.name(), section(credential.section))
            })
            .collect(),
        evidence,
        findings,
    }
}

fn of_the_file(rule: &str) -> bool {
    let rules = [
        "hidden-text",
        "prompt-injection",
        "invisible-characters",
        "mixed-script-word",
        "metadata-stuffing",
        "text-layer-mismatch",
        "active-content",
        "no-text-layer",
        "garbled-text",
        "too-long",
    ];
    rules.contains(&rule)
}

/// The resume in one format, as it was understood and judged.
fn read(ending: &str) -> Facts {
    let name = format!("{}/fixtures/one-resume/resume.{ending}", env!("CARGO_MANIFEST_DIR"));
    let bytes = std::fs::read(&name).unwrap();
    let options = Options::on(date(2026, 11, 1));
    let report = lint(&Source::new(&name, &bytes), &Ruleset::builtin(), &options);
    let notes = &report.document.notes;
    assert_eq!(report.document.status(), Status::Checked, "{ending}: {notes:?}");
    facts(&report)
}

#[test]
fn the_source_of_truth_says_what_it_was_written_to_say() {
    let facts = read("json");
    assert_eq!(
        facts.sections,
        [
            "summary",
            "certifications",
            "experience",
            "projects",
            "publications",
            "education",
            "skills"
        ]
    );
    assert_eq!(facts.credentials.len(), 4, "{:?}", facts.credentials);
    assert_eq!(facts.credentials[0], "aws-ai-practitioner (certification) in summary");
    assert_eq!(facts.credentials[1], "aws-ai-practitioner (certification) in certifications");
    for kind in ["code", "education", "production-system", "project", "publication"] {
        assert!(facts.evidence.iter().any(|found| found == kind), "no {kind}");
    }
    for rule in
        ["leads-with-certifications", "low-signal-as-proof", "prompt-engineering-certificate"]
    {
        let speaks = facts.findings.iter().any(|finding| finding.starts_with(rule));
        assert!(speaks, "{rule} is silent: {:?}", facts.findings);
    }
}

#[test]
fn every_format_says_the_same() {
    let expected = read("json");
    for ending in ["md", "txt", "html", "tex", "typ", "yaml", "docx", "odt", "rtf", "pdf"] {
        assert_eq!(read(ending), expected, "{ending}");
    }
}

#[test]
fn a_network_and_a_name_of_rendercv_are_a_link_to_code() {
    assert_eq!(read("yaml"), read("json"));
}
