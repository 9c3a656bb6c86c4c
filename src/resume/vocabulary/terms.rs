//! What the words of the vocabulary can mean.

use serde::{Deserialize, Serialize};

use crate::role::{Field, Level};

/// The number of a language, in the order in which the files were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Language(pub(crate) u8);

/// What a phrase means in a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Sense {
    /// The language.
    pub(crate) language: Language,
    /// What it means there.
    pub(crate) meaning: Meaning,
    /// Whether the phrase may go on after its last letter (`deploy*`).
    pub(crate) open: bool,
}

/// What a phrase means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Meaning {
    /// A word of a list.
    Word(Tag),
    /// A verb.
    Verb(Actor, Tense),
    /// The name of a platform or of a part of it.
    Platform(u8),
    /// A fundamental.
    Pillar(Pillar),
    /// A word of a title that says the field.
    Field(Field),
    /// A word of a title that says the level.
    Level(Level),
}

/// The lists below `[words]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Tag {
    /// What came of something.
    Outcome,
    /// Something runs for others, where the words around it are about technology.
    Production,
    /// Something runs for others, whatever stands around it.
    ProductionCertain,
    /// Belongs to running systems, where the words around it are about technology.
    ProductionHint,
    /// Production of goods, where people say the same words.
    Manufacturing,
    /// A word of technology.
    Technology,
    /// The title of somebody who works on software.
    SoftwareTitle,
    /// What a number has to count for a system to be in use.
    Audience,
    /// A statement of expertise.
    Claim,
    /// Certified, certificate, licence.
    Certification,
    /// Not yet earned.
    InProgress,
    /// A candidate for a credential.
    Candidate,
    /// A course that prepares for an exam.
    ExamPreparation,
    /// No longer held.
    Expired,
    /// A course, or a place that gives courses.
    Course,
    /// Sells courses.
    CoursePlatform,
    /// Gives courses or certificates.
    Issuer,
    /// Makes the word "certificate" mean something else.
    NotACredential,
    /// An honour, which is no credential.
    Honor,
    /// A degree or a part of one.
    Degree,
    /// A school or university.
    School,
    /// Belongs to a citation.
    PublicationWord,
    /// Is a publication by itself.
    Publication,
    /// Says that references can be had.
    Reference,
    /// Heads a list of people who vouch.
    ReferenceHeading,
    /// Stands before the number of a credential.
    CredentialNumber,
    /// Came to hold a credential.
    Earning,
    /// Stands before the date on which something ends.
    Ending,
    /// Gave a course, and took none.
    Teaching,
    /// After the name of a credential: the name says what a thing is about, or who people are.
    Topic,
    /// Before the name of a credential: what follows is a subject.
    TopicLead,
    /// Goes on with a sentence, and not with a name: "with", "while", "is".
    GoesOn,
    /// Ends the name of a company.
    Company,
    /// Certified, licensed.
    Certified,
    /// Certificate, licence.
    Certificate,
    /// Certificates, licences: a noun that names several, and often none.
    Certificates,
    /// Belongs to a letter or an invoice, not to a resume.
    Letter,
    /// Says what the document is, and nothing of what stands in it.
    DocumentTitle,
    /// Labels a fact about the person that has nothing to do with work.
    PersonalData,
    /// A well-known exercise.
    Tutorial,
    /// A human language, or how well somebody speaks one.
    HumanLanguage,
    /// Years of experience, in a headline or summary.
    ExperienceYears,
    /// In a title, says that there is no job yet.
    NotARole,
    /// A credential that needs no catalogue: a certification by name.
    CertificationName,
    /// A licence by name.
    LicenseName,
    /// A course certificate by name.
    CourseName,
}

/// What a word means in a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum DateWord {
    /// 1 to 12.
    Month(i8),
    /// The month in which a season begins.
    Season(i8),
    /// Present, heute, actualité.
    Present,
    /// Between start and end.
    To,
    /// Before a start that has no end.
    Since,
}

/// What a heading announces. Coursework is a kind of its own here: what is listed below it are parts
/// of a degree, not credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub(crate) enum HeadingKind {
    Summary,
    Experience,
    Projects,
    Education,
    Skills,
    Certifications,
    Courses,
    Coursework,
    Publications,
    Awards,
    Languages,
    Volunteering,
    Other,
}

/// Who did it, as the wording has it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Actor {
    /// Built, led, wrote.
    Did,
    /// Helped, assisted, took part.
    Helped,
    /// Was responsible for, duties included.
    Duty,
    /// The wording does not say.
    #[default]
    Unknown,
}

impl Actor {
    /// The name used in rules.
    pub fn name(self) -> &'static str {
        match self {
            Actor::Did => "did",
            Actor::Helped => "helped",
            Actor::Duty => "duty",
            Actor::Unknown => "unknown",
        }
    }
}

/// The tense of a bullet's first verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tense {
    /// Built.
    Past,
    /// Build, builds, building.
    Present,
    /// Cannot be told.
    #[default]
    Unknown,
}

impl Tense {
    /// The name used in rules.
    pub fn name(self) -> &'static str {
        match self {
            Tense::Past => "past",
            Tense::Present => "present",
            Tense::Unknown => "unknown",
        }
    }
}

/// The fundamentals of work with data and models that certifications cannot stand in for, as the
/// guide counts them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pillar {
    /// Linear algebra, probability, statistics.
    Mathematics,
    /// Programming and systems.
    Systems,
    /// Collection, quality, pipelines, governance.
    Data,
    /// Classical machine learning.
    MachineLearning,
    /// Deep learning and what came of it.
    DeepLearning,
    /// Serving, monitoring, risk, security.
    Deployment,
}

impl Pillar {
    /// The name used in rules.
    pub fn name(self) -> &'static str {
        match self {
            Pillar::Mathematics => "mathematics",
            Pillar::Systems => "systems",
            Pillar::Data => "data",
            Pillar::MachineLearning => "machine-learning",
            Pillar::DeepLearning => "deep-learning",
            Pillar::Deployment => "deployment",
        }
    }
}
