//! What is known of one credential, and the shape of the files that say it.
//!
//! The build script reads this module too: it turns the TOML of `rules/catalogue/` into the form that
//! the binary carries, with the very types that the library then reads. A file that says something
//! unheard of is therefore an error before there is a binary.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::role::Field;

/// What sort of credential it is, as far as rules care.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CredentialKind {
    /// Earned by an examination or by a professional body's own process.
    Certification,
    /// Earned by completing a course: specialization, professional certificate, nanodegree, badge.
    CourseCertificate,
    /// Given by a state or an authority, and needed to practise.
    License,
    /// A bootcamp's certificate of completion.
    Bootcamp,
}

impl CredentialKind {
    /// The name used in JSON and in rules.
    pub fn name(self) -> &'static str {
        match self {
            CredentialKind::Certification => "certification",
            CredentialKind::CourseCertificate => "course-certificate",
            CredentialKind::License => "license",
            CredentialKind::Bootcamp => "bootcamp",
        }
    }
}

/// Makes an enum whose names in data, JSON and rules are kebab-case.
macro_rules! names {
    ($(#[$about:meta])* $type:ident { $($(#[$doc:meta])* $variant:ident = $name:literal,)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $type {
            $($(#[$doc])* #[serde(rename = $name)] $variant,)+
        }

        impl $type {
            /// Every value, in the order in which it is listed.
            pub const ALL: &'static [$type] = &[$($type::$variant),+];

            /// The name used in data, JSON, configuration and rules.
            pub fn name(self) -> &'static str {
                match self {
                    $($type::$variant => $name,)+
                }
            }
        }
    };
}

names! {
    /// What was awarded, in the issuer's own terms.
    Award {
        /// An examination, or a professional body's own process.
        Certification = "certification",
        /// A single course.
        CourseCertificate = "course-certificate",
        /// A series of courses, as Coursera names it.
        Specialization = "specialization",
        /// A longer series of courses, as Coursera and edX name it.
        ProfessionalCertificate = "professional-certificate",
        /// A series of courses with reviewed projects, as Udacity names it.
        Nanodegree = "nanodegree",
        /// A digital badge.
        Badge = "badge",
        /// A bootcamp's completion.
        Bootcamp = "bootcamp",
        /// Needed by law or by an authority to practise or to do a task.
        License = "license",
        /// A test of a human language.
        LanguageTest = "language-test",
        /// What an occupation asks for and a body other than the state gives: CPR, ServSafe, ASE.
        Occupational = "occupational",
    }
}

impl Award {
    /// The kind that rules speak of.
    pub fn kind(self) -> CredentialKind {
        match self {
            Award::Certification | Award::LanguageTest | Award::Occupational => {
                CredentialKind::Certification
            }
            Award::License => CredentialKind::License,
            Award::Bootcamp => CredentialKind::Bootcamp,
            Award::CourseCertificate
            | Award::Specialization
            | Award::ProfessionalCertificate
            | Award::Nanodegree
            | Award::Badge => CredentialKind::CourseCertificate,
        }
    }

    /// Whether it is awarded for finishing a course rather than for passing an examination.
    pub fn is_course(self) -> bool {
        matches!(self.kind(), CredentialKind::CourseCertificate | CredentialKind::Bootcamp)
    }

    /// Whether it can have a tier: a licence, a language test and what an occupation asks for are
    /// not weighed.
    pub fn is_rated(self) -> bool {
        !matches!(self, Award::License | Award::LanguageTest | Award::Occupational)
    }
}

names! {
    /// What sort of body gives it.
    IssuerKind {
        /// A maker of the product that it is about.
        Vendor = "vendor",
        /// A body of the profession, or an authority.
        ProfessionalBody = "professional-body",
        /// A foundation or a consortium.
        Foundation = "foundation",
        /// A university or a school.
        University = "university",
        /// A seller of online courses.
        MoocPlatform = "mooc-platform",
        /// A business whose product is certification.
        CommercialCertifier = "commercial-certifier",
        /// A bootcamp.
        Bootcamp = "bootcamp",
        /// A state, or an authority that acts for one.
        Authority = "authority",
    }
}

names! {
    /// What it is about.
    Domain {
        /// Machine learning and AI engineering.
        Ml = "ml",
        /// Using or talking about AI.
        AiLiteracy = "ai-literacy",
        /// Writing prompts.
        PromptEngineering = "prompt-engineering",
        /// Ethics and governance of AI and data.
        Ethics = "ethics",
        /// Data engineering, analytics, databases.
        Data = "data",
        /// Cloud platforms.
        Cloud = "cloud",
        /// Operations, containers, systems administration.
        Devops = "devops",
        /// Information security.
        Security = "security",
        /// Software development and testing.
        Software = "software",
        /// Networks and IT support.
        It = "it",
        /// Projects, products, agile methods.
        ProjectManagement = "project-management",
        /// Business, sales, marketing, people.
        Business = "business",
        /// Finance and accounting.
        Finance = "finance",
        /// Health and first aid.
        Health = "health",
        /// Trades, transport, safety, hospitality.
        Trades = "trades",
        /// Law.
        Law = "law",
        /// Teaching.
        Education = "education",
        /// Human languages.
        Language = "language",
        /// Anything else.
        Other = "other",
    }
}

names! {
    /// How far up the issuer places it.
    Level {
        /// No experience expected.
        Foundational = "foundational",
        /// Some experience expected.
        Associate = "associate",
        /// Years of experience expected.
        Professional = "professional",
        /// One subject in depth.
        Specialty = "specialty",
        /// The issuer's top.
        Expert = "expert",
    }
}

names! {
    /// Whether it can still be earned.
    Status {
        /// It can.
        Active = "active",
        /// It cannot.
        Retired = "retired",
        /// It goes on under another name.
        Renamed = "renamed",
    }
}

names! {
    /// How much a credential says about technical work, as the guide rates it.
    Tier {
        /// To be left out.
        Avoid = "avoid",
        /// Says little.
        Low = "low",
        /// Says something.
        Moderate = "moderate",
        /// Rare: says a lot.
        High = "high",
    }
}

/// What can be observed of a credential; the rubric reads nothing else. `None` is "not known", and
/// counts as no evidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Facts {
    /// What sort of body gives it.
    pub issuer_kind: IssuerKind,
    /// What was awarded.
    pub award: Award,
    /// What it is about.
    pub domain: Domain,
    /// The product or platform that it is tied to, such as `aws`; kebab-case.
    pub platform: Option<String>,
    /// How far up the issuer places it.
    pub level: Option<Level>,
    /// Whether somebody watches the examination.
    pub proctored: Option<bool>,
    /// Whether work is done and judged, rather than questions answered.
    pub hands_on: Option<bool>,
    /// Whether something must be shown first: experience, a degree, another credential.
    pub prerequisites_required: Option<bool>,
    /// Whether it is about a subject rather than about one maker's product.
    pub vendor_neutral: Option<bool>,
}

/// Whether it can still be earned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Availability {
    /// Whether it can; `None` where nobody has checked.
    pub status: Option<Status>,
    /// Since when it cannot: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    #[serde(default)]
    pub on: Option<String>,
    /// The id of what took its place.
    #[serde(default)]
    pub successor: Option<Arc<str>>,
}

/// The code of an examination.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ExamCode {
    /// As printed: `AZ-900`.
    pub code: String,
    /// Since when the examination cannot be taken: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; the credential
    /// may go on under another code.
    #[serde(default)]
    pub retired: Option<String>,
}

/// One credential.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Entry {
    /// The id; kebab-case, never used twice.
    pub id: Arc<str>,
    /// The official name.
    pub name: String,
    /// Who gives it.
    pub issuer: String,
    /// What can be observed of it.
    pub facts: Facts,
    /// Whether it can still be earned.
    pub availability: Availability,
    /// The codes of its examinations, the current ones first.
    pub exam_codes: Vec<ExamCode>,
    /// For how many years it is valid; `None` when it does not end or nobody has checked.
    pub validity_years: Option<u8>,
    /// Ids of credentials whose holders need not list this one.
    pub implied_by: Vec<Arc<str>>,
    /// Fields of work that themselves expect it.
    pub standard_for: Vec<Field>,
    /// The tier that somebody gave it by name: the guide, or the user.
    pub rating: Option<Rating>,
    /// Whether its name and issuer were seen in a source.
    pub verified: bool,
}

impl Entry {
    /// The kind that rules speak of.
    pub fn kind(&self) -> CredentialKind {
        self.facts.award.kind()
    }
}

/// A tier given by name, and by whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Rating {
    /// The tier.
    pub tier: Tier,
    /// Who gave it.
    pub by: RatedBy,
}

names! {
    /// Who gave a tier.
    RatedBy {
        /// The guide rates it by name.
        Guide = "guide",
        /// The user's own catalogue file.
        User = "user",
        /// The rubric, from facts.
        Rubric = "rubric",
        /// One of the guide's categories.
        Category = "category",
    }
}

/// A family of credentials whose names are open-ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Family {
    /// The id; kebab-case, never used twice, not even by an entry.
    pub id: Arc<str>,
    /// What to call one of them.
    pub name: String,
    /// Who gives them, where it is always the same.
    pub issuer: Option<String>,
    /// What can be observed of all of them.
    pub facts: Facts,
    /// Whether they can still be earned.
    pub availability: Availability,
    /// Fields of work that themselves expect it.
    pub standard_for: Vec<Field>,
    /// The tier that somebody gave it by name.
    pub rating: Option<Rating>,
    /// Whether it is one of the guide's five categories.
    pub category: bool,
}

/// What is said of a credential or a family in words; matching never reads it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Details {
    /// Other written forms.
    pub aliases: Vec<String>,
    /// Names that it had before.
    pub former_names: Vec<String>,
    /// What one should bring.
    pub prerequisites: Vec<String>,
    /// How long people study for it.
    pub study_time: Option<String>,
    /// What it costs.
    pub cost: Option<String>,
    /// Whether what it shows, and when it is worth the time, is said of its kind and not of it alone.
    pub general: bool,
    /// What it shows.
    pub proves: Vec<String>,
    /// What it does not show.
    pub does_not_prove: Vec<String>,
    /// When it is worth the time.
    pub worth_if: Vec<String>,
    /// When it is not.
    pub not_worth_if: Vec<String>,
    /// How a hiring manager reads it.
    pub reads_as: Option<String>,
    /// Exceptions to the rating.
    pub exceptions: Vec<String>,
    /// Better uses of the time.
    pub instead: Vec<String>,
    /// Anything else that a reader should know.
    pub note: Option<String>,
    /// Where the facts come from: addresses and public repositories.
    pub sources: Vec<String>,
    /// The day on which somebody last looked: `YYYY-MM-DD`.
    pub reviewed: String,
}

/// Who gives credentials, and what people call them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Issuer {
    /// The name.
    pub name: String,
    /// What people call it, besides the name; also put before the names of its credentials.
    #[serde(default)]
    pub short: Vec<String>,
    /// What sort of body it is.
    pub kind: IssuerKind,
    /// Where it describes its credentials.
    #[serde(default)]
    pub site: Option<String>,
}

/// A credential's name found in a text says how it is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// By its official name, an alias or a former name: certain wherever it stands.
    Name,
    /// By an exam code such as AZ-900: certain next to other words of certification.
    ExamCode,
    /// By letters or words that also mean other things: certain only in context.
    Ambiguous,
    /// By the pattern of a family.
    Family,
}
