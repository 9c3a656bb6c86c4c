//! A resume as it was understood: sections, entries, credentials, evidence, claims.
//!
//! Facts only. Whatever stands here is on the page, carries the [`Span`] of the words it stands on,
//! and holds no opinion: which tier a credential has comes with the catalogue, whether that matters
//! comes with the rules.

mod bullets;
mod claims;
mod contact;
mod credentials;
mod dates;
mod entries;
mod evidence;
mod header;
mod headings;
mod language;
mod links;
mod page;
mod roles;
mod sections;
mod vocabulary;
mod words;
mod zones;

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::catalogue::{Catalogue, CredentialKind, Known};
use crate::document::{Document, Note, NoteKind, Span};
pub use crate::role::{Field, Level, Role};
pub(crate) use vocabulary::Use;
pub use vocabulary::{Actor, Pillar, Tense, Vocabulary};

/// What understanding needs beside the document.
pub struct Context<'a> {
    /// Names of credentials.
    pub catalogue: &'a Catalogue,
    /// Headings, wording of evidence, roles, claims: by language.
    pub vocabulary: &'a Vocabulary,
    /// The day that "present" and "expired" refer to.
    pub today: Date,
    /// The role, where the user set it.
    pub role: Option<(Field, Option<Level>)>,
}

/// Understands a document. Never fails: what is not recognised is simply not there.
pub fn understand(document: &Document, context: &Context<'_>) -> Resume {
    let vocabulary = context.vocabulary;
    let page = page::Page::new(document, vocabulary);
    let mut outline = sections::find(&page, vocabulary);
    for section in &mut outline.sections {
        section.entries = entries::find(&page, &section.kinds, section.body);
    }
    let head = header::find(&page, outline.header);
    let links = links::find(&page, vocabulary);
    let contact = contact::find(&page, &links.all, outline.header);
    let role = match context.role {
        Some((field, level)) => Role { field, level, span: None },
        None => roles::find(&page, head.headline, &outline.sections, outline.header, context.today),
    };
    let ground =
        credentials::Ground { page: &page, outline: &outline, head, links: &links, context };
    let credentials = credentials::find(&ground);
    let named: Vec<Span> = credentials.iter().map(|credential| credential.span).collect();
    let projects = evidence::projects(&page, &outline.sections, &links);
    let has_contact = contact.email.is_some() || contact.phone.is_some();
    Resume {
        is_resume: claims::is_resume(&page, &outline, has_contact),
        header: outline.header,
        name: head.name,
        headline: head.headline,
        post_nominals: head.post_nominals,
        evidence: evidence::find(&page, &outline, &links, &projects),
        claims: claims::find(&page, &outline, head.headline, &credentials),
        certifications_lead: claims::certifications_lead(
            &page,
            &outline,
            &credentials,
            head.headline,
        ),
        skills: evidence::skills(&page, &outline.sections),
        platforms: evidence::platforms(&page, vocabulary, &outline, &named),
        fundamentals: evidence::fundamentals(&page, &outline),
        projects,
        credentials,
        contact,
        links: links.all,
        role,
        language: page.language,
        sections: outline.sections,
    }
}

/// What a document says of a person's work.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Resume {
    /// Whether the document reads like a resume at all, and not like a letter or an invoice.
    pub is_resume: bool,
    /// Everything before the first section.
    pub header: Span,
    /// The name at the top, without post-nominals.
    pub name: Option<Span>,
    /// The line under the name that says what the person does.
    pub headline: Option<Span>,
    /// Letters after the name that stand for credentials.
    pub post_nominals: Option<Span>,
    /// The sections in reading order.
    pub sections: Vec<Section>,
    /// Every mention of a credential, in reading order.
    pub credentials: Vec<Credential>,
    /// The projects, in reading order.
    pub projects: Vec<Project>,
    /// Everything that a reader could check, in reading order.
    pub evidence: Vec<Evidence>,
    /// Statements of expertise.
    pub claims: Vec<Claim>,
    /// The things that the skills sections list.
    pub skills: Vec<Span>,
    /// Platforms that the page names, wherever it names them.
    pub platforms: Vec<PlatformUse>,
    /// Signs of the fundamentals that work rests on, by pillar.
    pub fundamentals: Vec<Fundamental>,
    /// Links, marked or printed.
    pub links: Vec<Link>,
    /// How to reach the person.
    pub contact: Contact,
    /// What the work is, as far as the document says.
    pub role: Role,
    /// The main language, as an ISO 639-1 code; `None` when unknown.
    pub language: Option<&'static str>,
    /// Whether certifications stand before any evidence of work; `None` where the layout decides
    /// the order.
    pub certifications_lead: Option<bool>,
}

impl Resume {
    /// Keeps the first `most` mentions of credentials; says so, if there are more. Rules compare
    /// credentials with each other, which takes hours where there are many thousands.
    pub(crate) fn keep_credentials(&mut self, most: usize) -> Option<Note> {
        let found = self.credentials.len();
        if found <= most {
            return None;
        }
        self.credentials.truncate(most);
        for claim in &mut self.claims {
            claim.leans_on = claim.leans_on.filter(|&credential| credential < most);
        }
        let message = format!("{found} mentions of credentials; the first {most} were judged");
        Some(Note::new(NoteKind::Limit, message))
    }
}

/// A heading and what stands under it.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// What it holds; a combined heading such as "Education & Certificates" lists two, the leading
    /// one first. Never empty.
    pub kinds: Vec<SectionKind>,
    /// The heading's words; `None` for text that stands under no heading.
    pub heading: Option<Span>,
    /// Heading and content.
    pub span: Span,
    /// The content without the heading.
    pub body: Span,
    /// Whether it stands in a narrow column beside the main text.
    pub sidebar: bool,
    /// Jobs, degrees, projects: whatever the section lists.
    pub entries: Vec<Entry>,
}

impl Section {
    /// Whether the section holds `kind`, alone or with another.
    pub fn is(&self, kind: SectionKind) -> bool {
        self.kinds.contains(&kind)
    }
}

/// What a section holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SectionKind {
    /// Profile, objective, about.
    Summary,
    /// Jobs.
    Experience,
    /// Projects, portfolio.
    Projects,
    /// Degrees and schools.
    Education,
    /// Skills, technologies, tools.
    Skills,
    /// Certifications and licences.
    Certifications,
    /// Courses and training.
    Courses,
    /// Papers, patents, talks.
    Publications,
    /// Awards and honours.
    Awards,
    /// Human languages.
    Languages,
    /// Volunteering.
    Volunteering,
    /// Anything else: interests, references, contact, affiliations.
    Other,
}

impl SectionKind {
    /// Every kind.
    pub const ALL: [SectionKind; 12] = [
        SectionKind::Summary,
        SectionKind::Experience,
        SectionKind::Projects,
        SectionKind::Education,
        SectionKind::Skills,
        SectionKind::Certifications,
        SectionKind::Courses,
        SectionKind::Publications,
        SectionKind::Awards,
        SectionKind::Languages,
        SectionKind::Volunteering,
        SectionKind::Other,
    ];

    /// The name used in JSON and in rules.
    pub fn name(self) -> &'static str {
        match self {
            SectionKind::Summary => "summary",
            SectionKind::Experience => "experience",
            SectionKind::Projects => "projects",
            SectionKind::Education => "education",
            SectionKind::Skills => "skills",
            SectionKind::Certifications => "certifications",
            SectionKind::Courses => "courses",
            SectionKind::Publications => "publications",
            SectionKind::Awards => "awards",
            SectionKind::Languages => "languages",
            SectionKind::Volunteering => "volunteering",
            SectionKind::Other => "other",
        }
    }
}

/// One item of a section: a job, a degree, a project.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// All of it.
    pub span: Span,
    /// Job title, degree or project name.
    pub title: Option<Span>,
    /// Employer, school or issuer.
    pub organization: Option<Span>,
    /// From when to when.
    pub dates: Option<DateRange>,
    /// What is said of it.
    pub bullets: Vec<Bullet>,
}

/// A line or sentence that says something about an entry.
#[derive(Debug, Clone, PartialEq)]
pub struct Bullet {
    /// Its words, without the marker.
    pub span: Span,
    /// Number of words.
    pub words: usize,
    /// Whether it is an item of a list, and not a paragraph.
    pub is_item: bool,
    /// The first verb, where the vocabulary knows it.
    pub verb: Option<Span>,
    /// Who acted, by the first verb.
    pub actor: Actor,
    /// The tense of the first verb.
    pub tense: Tense,
    /// Figures that measure something: percentages, money, counts, durations; not dates.
    pub numbers: Vec<Span>,
    /// Words that say what came of it: reduced, increased, adopted by.
    pub outcomes: Vec<Span>,
    /// Words that say that something runs for others: deployed, in production, on call.
    pub production: Vec<Span>,
}

/// A date or a range as written, and what it was read as.
#[derive(Debug, Clone, PartialEq)]
pub struct DateRange {
    /// The words.
    pub span: Span,
    /// The start, or the only date.
    pub start: Option<PartialDate>,
    /// The end.
    pub end: Option<End>,
}

/// The end of a range of dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// On a date.
    On(PartialDate),
    /// Still going on.
    Present,
}

/// A date with as much precision as the page gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    /// Four digits.
    pub year: i16,
    /// 1 to 12.
    pub month: Option<i8>,
    /// 1 to 31.
    pub day: Option<i8>,
}

impl PartialDate {
    /// The earliest day that the date can mean.
    pub fn first_day(self) -> Option<Date> {
        Date::new(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1)).ok()
    }

    /// The latest day that the date can mean.
    pub fn last_day(self) -> Option<Date> {
        match self.day {
            Some(_) => self.first_day(),
            None => Some(Date::new(self.year, self.month.unwrap_or(12), 1).ok()?.last_of_month()),
        }
    }
}

/// As ISO 8601 writes it, as far as it is known: `2021-03`.
impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        match self.day {
            Some(day) => write!(f, "-{day:02}"),
            None => Ok(()),
        }
    }
}

/// A mention of a credential.
#[derive(Debug, Clone, PartialEq)]
pub struct Credential {
    /// The words that name it.
    pub span: Span,
    /// What the catalogue knows it as.
    pub known: Option<Known>,
    /// The name: the catalogue's own where it is known, else as written.
    pub name: String,
    /// Who gave it, as written or as the catalogue says.
    pub issuer: Option<String>,
    /// Whether the issuer is named on the page, and where.
    pub issuer_span: Option<Span>,
    /// What sort of thing it is.
    pub kind: CredentialKind,
    /// When it was earned and when it ends.
    pub dates: Option<DateRange>,
    /// Its number, as printed.
    pub id: Option<Span>,
    /// Where it can be verified.
    pub url: Option<String>,
    /// Index into [`Resume::sections`]; `None` in the header.
    pub section: Option<usize>,
    /// Where it stands, beyond its section.
    pub position: CredentialPosition,
    /// The holder's own state, not the catalogue's.
    pub modifiers: Vec<Modifier>,
}

/// Where a credential stands, as far as rules care.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CredentialPosition {
    /// After the name.
    PostNominal,
    /// In the headline.
    Headline,
    /// In the first sentence of the summary.
    SummaryOpening,
    /// Elsewhere in the summary.
    Summary,
    /// An item of a list of credentials.
    Listed,
    /// Anywhere else.
    Elsewhere,
}

impl CredentialPosition {
    /// The name used in rules.
    pub fn name(self) -> &'static str {
        match self {
            CredentialPosition::PostNominal => "post-nominal",
            CredentialPosition::Headline => "headline",
            CredentialPosition::SummaryOpening => "summary-opening",
            CredentialPosition::Summary => "summary",
            CredentialPosition::Listed => "listed",
            CredentialPosition::Elsewhere => "elsewhere",
        }
    }
}

/// What the page says about the holder's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Modifier {
    /// Not yet earned: in progress, expected, studying for.
    InProgress,
    /// A candidate for it.
    Candidate,
    /// A course that prepares for the exam, not the exam.
    ExamPreparation,
    /// Ended, by its own dates or words.
    Expired,
}

impl Modifier {
    /// The name used in JSON and in rules.
    pub fn name(self) -> &'static str {
        match self {
            Modifier::InProgress => "in-progress",
            Modifier::Candidate => "candidate",
            Modifier::ExamPreparation => "exam-preparation",
            Modifier::Expired => "expired",
        }
    }
}

/// Something that was built.
#[derive(Debug, Clone, PartialEq)]
pub struct Project {
    /// All of it.
    pub span: Span,
    /// Its name.
    pub title: Span,
    /// Where to see it.
    pub links: Vec<String>,
    /// Figures and outcomes in its text.
    pub outcomes: Vec<Span>,
    /// The words by which it is a well-known exercise (MNIST, Titanic, Iris).
    pub tutorial: Option<Span>,
}

/// Something on the page that a reader could check.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// What sort of evidence.
    pub kind: EvidenceKind,
    /// The words.
    pub span: Span,
    /// How much stands behind it.
    pub strength: Strength,
    /// Index into [`Resume::sections`]; `None` in the header.
    pub section: Option<usize>,
}

/// The sorts of evidence that a page can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EvidenceKind {
    /// Public code.
    Code,
    /// A paper, patent or talk.
    Publication,
    /// A system that others used.
    ProductionSystem,
    /// Something that was built.
    Project,
    /// Somebody who vouches.
    Reference,
    /// A degree.
    Education,
}

impl EvidenceKind {
    /// The name used in JSON and in rules.
    pub fn name(self) -> &'static str {
        match self {
            EvidenceKind::Code => "code",
            EvidenceKind::Publication => "publication",
            EvidenceKind::ProductionSystem => "production-system",
            EvidenceKind::Project => "project",
            EvidenceKind::Reference => "reference",
            EvidenceKind::Education => "education",
        }
    }
}

/// How much stands behind a piece of evidence: where it stands and how concrete it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Strength {
    /// Mentioned in passing.
    Mentioned,
    /// Stated where work is described.
    Stated,
    /// Stated with figures, or with an address where it can be seen.
    Concrete,
}

impl Strength {
    /// Whether it is `name` or stronger; an unknown name is stronger than anything.
    pub fn at_least(self, name: &str) -> bool {
        let named = [Strength::Mentioned, Strength::Stated, Strength::Concrete];
        named
            .into_iter()
            .find(|strength| strength.name() == name)
            .is_some_and(|least| self >= least)
    }

    /// The name used in JSON and in rules.
    pub fn name(self) -> &'static str {
        match self {
            Strength::Mentioned => "mentioned",
            Strength::Stated => "stated",
            Strength::Concrete => "concrete",
        }
    }
}

/// A platform named on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlatformUse {
    /// Its id, the same as the catalogue's: `aws`, `gcp`, `tensorflow`.
    pub platform: String,
    /// The words.
    pub span: Span,
    /// Index into [`Resume::sections`]; `None` in the header.
    pub section: Option<usize>,
}

/// A sign of a fundamental on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fundamental {
    /// Which.
    pub pillar: Pillar,
    /// The words.
    pub span: Span,
    /// Index into [`Resume::sections`]; `None` in the header.
    pub section: Option<usize>,
}

/// A statement of expertise.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// The sentence or phrase.
    pub span: Span,
    /// The words that make it a claim: expert, certified in, proficient.
    pub about: Span,
    /// Index into [`Resume::credentials`] of what it leans on.
    pub leans_on: Option<usize>,
}

/// A link, marked by the format or printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The words that carry it; `None` when it covers no text.
    pub span: Option<Span>,
    /// Where it leads, as written.
    pub target: String,
    /// What it leads to.
    pub kind: LinkKind,
}

/// What a link leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LinkKind {
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A profile or repository on a code host or a package registry.
    Code,
    /// A paper.
    Publication,
    /// A page that verifies a credential.
    Verification,
    /// A profile on a network such as LinkedIn.
    Profile,
    /// Anything else.
    Other,
}

impl LinkKind {
    /// The name used in rules.
    pub fn name(self) -> &'static str {
        match self {
            LinkKind::Email => "email",
            LinkKind::Phone => "phone",
            LinkKind::Code => "code",
            LinkKind::Publication => "publication",
            LinkKind::Verification => "verification",
            LinkKind::Profile => "profile",
            LinkKind::Other => "other",
        }
    }
}

/// How to reach the person, where the page says it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contact {
    /// E-mail address.
    pub email: Option<Span>,
    /// Telephone number.
    pub phone: Option<Span>,
    /// Town or country.
    pub location: Option<Span>,
}
