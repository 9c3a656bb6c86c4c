//! The one place in which these tests know the interface: a text in, a line out.
#![allow(dead_code, clippy::unwrap_used)]

use std::sync::LazyLock;

use jiff::civil::date;
use resumelint::catalogue::Catalogue;
use resumelint::document::{Document, Span};
use resumelint::extract::{self, Limits, Source};
use resumelint::resume::{Context, End, Resume, Vocabulary, understand};

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(Catalogue::builtin);
static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(Vocabulary::builtin);

/// Reads and understands a text under a name that tells its format.
pub(crate) fn read_as(name: &str, text: &str) -> (Document, Resume) {
    let source = Source::new(name, text.as_bytes());
    let document = extract::read(&source, &Limits::default());
    let context = Context {
        catalogue: &CATALOGUE,
        vocabulary: &VOCABULARY,
        today: date(2026, 11, 22),
        role: None,
    };
    let resume = understand(&document, &context);
    (document, resume)
}

/// Markdown where it begins with a heading, plain text otherwise.
pub(crate) fn read(text: &str) -> (Document, Resume) {
    read_as(if text.starts_with('#') { "cv.md" } else { "cv.txt" }, text)
}

fn expect(text: &str, found: &str, expected: &str) {
    assert_eq!(found, expected, "in:\n{text}");
}

pub(crate) fn sections(text: &str, expected: &str) {
    let (_, resume) = read(text);
    let found: Vec<String> = resume
        .sections
        .iter()
        .map(|section| section.kinds.iter().map(|kind| kind.name()).collect::<Vec<_>>().join("+"))
        .collect();
    expect(text, &found.join(" "), expected);
}

pub(crate) fn credentials(text: &str, expected: &str) {
    let (document, resume) = read(text);
    let found: Vec<&str> =
        resume.credentials.iter().map(|credential| document.slice(credential.span)).collect();
    expect(text, &found.join(" | "), expected);
}

/// The number of each credential and the day on which it ends.
pub(crate) fn details(text: &str, expected: &str) {
    let (document, resume) = read(text);
    let found: Vec<String> = resume
        .credentials
        .iter()
        .map(|credential| {
            let id = credential.id.map_or("", |id| document.slice(id));
            let until = match credential.dates.as_ref().and_then(|dates| dates.end) {
                Some(End::On(date)) => format!(" until {date}"),
                _ => String::new(),
            };
            format!("{id}{until}")
        })
        .collect();
    expect(text, &found.join(" | "), expected);
}

pub(crate) fn kinds(text: &str, expected: &str) {
    let (_, resume) = read(text);
    let found: Vec<&str> =
        resume.credentials.iter().map(|credential| credential.kind.name()).collect();
    expect(text, &found.join(" "), expected);
}

pub(crate) fn evidence(text: &str, expected: &str) {
    let (_, resume) = read(text);
    let found: Vec<&str> = resume.evidence.iter().map(|evidence| evidence.kind.name()).collect();
    expect(text, &found.join(" "), expected);
}

/// The titles of the projects.
pub(crate) fn projects(text: &str, expected: &str) {
    let (document, resume) = read(text);
    let found: Vec<&str> =
        resume.projects.iter().map(|project| document.slice(project.title)).collect();
    expect(text, &found.join(" | "), expected);
}

/// The dates of the entries, as they are written.
pub(crate) fn dates(text: &str, expected: &str) {
    let (document, resume) = read(text);
    let entries = resume.sections.iter().flat_map(|section| &section.entries);
    let found: Vec<&str> = entries
        .map(|entry| entry.dates.as_ref().map_or("-", |dates| document.slice(dates.span)))
        .collect();
    expect(text, &found.join(" | "), expected);
}

pub(crate) fn links(text: &str, expected: &str) {
    let (_, resume) = read(text);
    let found: Vec<String> =
        resume.links.iter().map(|link| format!("{} {}", link.kind.name(), link.target)).collect();
    expect(text, &found.join(" "), expected);
}

pub(crate) fn lead(text: &str, expected: Option<bool>) {
    let (_, resume) = read(text);
    assert_eq!(resume.certifications_lead, expected, "in:\n{text}");
}

pub(crate) fn claims(text: &str, expected: &str) {
    let (document, resume) = read(text);
    let found: Vec<String> = resume
        .claims
        .iter()
        .map(|claim| {
            let about = document.slice(claim.about);
            let known = claim.leans_on.and_then(|at| resume.credentials[at].known.as_ref());
            known.map_or(about.to_owned(), |known| format!("{about} -> {}", known.id()))
        })
        .collect();
    expect(text, &found.join(" | "), expected);
}

pub(crate) fn role(text: &str, expected: &str) {
    let (_, resume) = read(text);
    let level = resume.role.level.map(|level| format!(" {}", level.name())).unwrap_or_default();
    expect(text, &format!("{}{level}", resume.role.field.name()), expected);
}

/// The bullets: actor, tense and figures.
pub(crate) fn summary(text: &str, expected: &str) {
    let (document, resume) = read(text);
    let bullets =
        resume.sections.iter().flat_map(|section| &section.entries).flat_map(|e| &e.bullets);
    let found: Vec<String> = bullets
        .map(|bullet| {
            let numbers: Vec<&str> = bullet.numbers.iter().map(|n| document.slice(*n)).collect();
            format!("{} {} [{}]", bullet.actor.name(), bullet.tense.name(), numbers.join(", "))
        })
        .collect();
    expect(text, &found.join(" | "), expected);
}

/// Every span that understanding hands out.
pub(crate) fn spans(resume: &Resume) -> Vec<Span> {
    let mut spans = vec![resume.header];
    spans.extend([resume.name, resume.headline, resume.post_nominals].into_iter().flatten());
    for section in &resume.sections {
        spans.extend([section.span, section.body]);
        spans.extend(section.heading);
        for entry in &section.entries {
            spans.push(entry.span);
            spans.extend([entry.title, entry.organization].into_iter().flatten());
            spans.extend(entry.dates.iter().map(|dates| dates.span));
            for bullet in &entry.bullets {
                spans.push(bullet.span);
                spans.extend(bullet.verb);
                spans.extend(
                    bullet.numbers.iter().chain(&bullet.outcomes).chain(&bullet.production),
                );
            }
        }
    }
    for credential in &resume.credentials {
        spans.push(credential.span);
        spans.extend([credential.issuer_span, credential.id].into_iter().flatten());
        spans.extend(credential.dates.iter().map(|dates| dates.span));
    }
    for project in &resume.projects {
        spans.extend([project.span, project.title]);
        spans.extend(project.outcomes.iter().chain(&project.tutorial));
    }
    spans.extend(resume.evidence.iter().map(|evidence| evidence.span));
    spans.extend(resume.claims.iter().flat_map(|claim| [claim.span, claim.about]));
    spans.extend(resume.links.iter().filter_map(|link| link.span));
    spans.extend(
        [resume.contact.email, resume.contact.phone, resume.contact.location].into_iter().flatten(),
    );
    spans.extend(resume.role.span);
    spans.extend(&resume.skills);
    spans.extend(resume.platforms.iter().map(|platform| platform.span));
    spans.extend(resume.fundamentals.iter().map(|fundamental| fundamental.span));
    spans
}
