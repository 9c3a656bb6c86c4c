//! What was understood of a resume, as JSON: a contract that measurements and other tools rely on.

use serde::Serialize;

use super::FileReport;
use super::json::{SCHEMA, escape};
use crate::Report;
use crate::catalogue::{Catalogue, Known};
use crate::document::Span;
use crate::resume::{CredentialPosition, SectionKind};

/// Everything that `inspect` shows.
#[derive(Debug, Serialize)]
pub struct Inspection<'a> {
    /// The number of the contract.
    pub schema: u32,
    /// The path as the user wrote it.
    pub file: &'a str,
    /// The file's format.
    pub format: &'static str,
    /// Whether it reads like a resume at all.
    pub is_resume: bool,
    /// The field of work.
    pub role: &'static str,
    /// How far along, where the page says it.
    pub level: Option<&'static str>,
    /// ISO 639-1.
    pub language: Option<&'static str>,
    /// Whether certifications stand before any evidence of work.
    pub certifications_lead: Option<bool>,
    /// The name at the top.
    pub name: Option<&'a str>,
    /// The line below it.
    pub headline: Option<&'a str>,
    /// Sections in reading order.
    pub sections: Vec<Section<'a>>,
    /// Mentions of credentials in reading order.
    pub credentials: Vec<Credential<'a>>,
    /// Evidence in reading order.
    pub evidence: Vec<Evidence<'a>>,
    /// Statements of expertise in reading order.
    pub claims: Vec<Claim<'a>>,
}

/// A place, as line or page.
#[derive(Debug, Serialize)]
pub struct Place {
    /// Counted from 1; `None` for PDF.
    pub line: Option<u32>,
    /// Counted from 1; only for formats that have pages.
    pub page: Option<u32>,
    /// For structured and packed formats.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
}

/// A heading with what stands under it.
#[derive(Debug, Serialize)]
pub struct Section<'a> {
    /// What it holds, the leading kind first.
    pub kinds: Vec<&'static str>,
    /// The heading's words.
    pub heading: Option<&'a str>,
    /// Whether it stands beside the main text.
    pub sidebar: bool,
    /// How many jobs, degrees or projects it lists.
    pub entries: usize,
    /// Where it begins.
    #[serde(flatten)]
    pub place: Place,
}

/// A mention of a credential.
#[derive(Debug, Serialize)]
pub struct Credential<'a> {
    /// As written.
    pub text: &'a str,
    /// As the catalogue has it.
    pub name: &'a str,
    /// Who gives it.
    pub issuer: Option<&'a str>,
    /// What sort of thing it is.
    pub kind: &'static str,
    /// The catalogue's id.
    pub catalogue: Option<&'a str>,
    /// How much it says.
    pub tier: Option<&'static str>,
    /// Whether it can still be earned.
    pub availability: Option<&'static str>,
    /// The leading kind of the section that it stands in, or `header`.
    pub section: &'static str,
    /// The holder's own state.
    pub modifiers: Vec<&'static str>,
    /// Where it stands.
    #[serde(flatten)]
    pub place: Place,
}

/// Something that a reader could check.
#[derive(Debug, Serialize)]
pub struct Evidence<'a> {
    /// What sort.
    pub kind: &'static str,
    /// As written.
    pub text: &'a str,
    /// How much stands behind it.
    pub strength: &'static str,
    /// Where it stands.
    #[serde(flatten)]
    pub place: Place,
}

/// A statement of expertise.
#[derive(Debug, Serialize)]
pub struct Claim<'a> {
    /// As written.
    pub text: &'a str,
    /// The catalogue's id of the credential that it leans on, or its name.
    pub leans_on: Option<&'a str>,
    /// Where it stands.
    #[serde(flatten)]
    pub place: Place,
}

impl Inspection<'_> {
    /// The same as JSON.
    pub fn to_json(&self) -> String {
        let json = serde_json::to_string_pretty(self).expect("keys are strings");
        escape(json) + "\n"
    }
}

/// Gathers what was understood; `None` when the file could not be opened.
pub fn inspect<'a>(file: &'a FileReport, catalogue: &'a Catalogue) -> Option<Inspection<'a>> {
    let report = file.outcome.as_ref().ok()?;
    let (document, resume) = (&report.document, &report.resume);
    let slice = |span: Option<Span>| span.map(|span| document.slice(span));
    Some(Inspection {
        schema: SCHEMA,
        file: &file.path,
        format: document.format.name(),
        is_resume: resume.is_resume,
        role: resume.role.field.name(),
        level: resume.role.level.map(crate::role::Level::name),
        language: resume.language,
        certifications_lead: resume.certifications_lead,
        name: slice(resume.name),
        headline: slice(resume.headline),
        sections: sections(report),
        credentials: credentials(report, catalogue),
        evidence: evidence(report),
        claims: claims(report),
    })
}

/// The sections.
fn sections(report: &Report) -> Vec<Section<'_>> {
    let section = |section: &crate::resume::Section| Section {
        kinds: section.kinds.iter().map(|kind| kind.name()).collect(),
        heading: section.heading.map(|span| report.document.slice(span)),
        sidebar: section.sidebar,
        entries: section.entries.len(),
        place: place(report, section.heading.unwrap_or(section.span)),
    };
    report.resume.sections.iter().map(section).collect()
}

/// The credentials.
fn credentials<'a>(report: &'a Report, catalogue: &'a Catalogue) -> Vec<Credential<'a>> {
    let credential = |credential: &'a crate::resume::Credential| Credential {
        text: report.document.slice(credential.span),
        name: &credential.name,
        issuer: credential.issuer.as_deref(),
        kind: credential.kind.name(),
        catalogue: credential.known.as_ref().map(Known::id),
        tier: credential.known.as_ref().and_then(|known| catalogue.tier(known)).map(|t| t.name()),
        availability: availability(credential, catalogue),
        section: section_name(report, credential),
        modifiers: credential.modifiers.iter().map(|modifier| modifier.name()).collect(),
        place: place(report, credential.span),
    };
    report.resume.credentials.iter().map(credential).collect()
}

/// Whether a credential can still be earned.
fn availability(
    credential: &crate::resume::Credential,
    catalogue: &Catalogue,
) -> Option<&'static str> {
    let availability = match credential.known.as_ref()? {
        Known::Entry(id) => &catalogue.entry(id)?.availability,
        Known::Family(id) => &catalogue.family(id)?.availability,
    };
    availability.status.map(|status| status.name())
}

/// The leading kind of the section that a credential stands in.
fn section_name(report: &Report, credential: &crate::resume::Credential) -> &'static str {
    let section = credential.section.and_then(|at| report.resume.sections.get(at));
    match (section, credential.position) {
        (Some(section), _) => section.kinds.first().map_or("other", |kind| kind.name()),
        (None, CredentialPosition::Summary | CredentialPosition::SummaryOpening) => {
            SectionKind::Summary.name()
        }
        (None, _) => "header",
    }
}

/// The evidence.
fn evidence(report: &Report) -> Vec<Evidence<'_>> {
    let evidence = |evidence: &crate::resume::Evidence| Evidence {
        kind: evidence.kind.name(),
        text: report.document.slice(evidence.span),
        strength: evidence.strength.name(),
        place: place(report, evidence.span),
    };
    report.resume.evidence.iter().map(evidence).collect()
}

/// The claims.
fn claims(report: &Report) -> Vec<Claim<'_>> {
    let claim = |claim: &crate::resume::Claim| {
        let credential = claim.leans_on.and_then(|at| report.resume.credentials.get(at));
        let leans_on = credential.map(|credential| match &credential.known {
            Some(known) => known.id(),
            None => credential.name.as_str(),
        });
        let (text, place) = (report.document.slice(claim.span), place(report, claim.span));
        // The lifetimes of text and credential are both the report's.
        (text, leans_on, place)
    };
    let claims = report.resume.claims.iter().map(claim);
    claims.map(|(text, leans_on, place)| Claim { text, leans_on, place }).collect()
}

/// Where a span stands.
fn place(report: &Report, span: Span) -> Place {
    let location = report.document.locate(span);
    Place { line: location.line, page: location.page, path: location.path }
}
