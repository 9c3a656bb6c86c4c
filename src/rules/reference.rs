//! Every fact that a rule may read, for the people who write rules and for checking what they wrote.
//!
//! The table is the contract: loading refuses a name that is not in it, and a test asks every part of
//! a sample resume for every name that is.

pub use crate::file_error::nearest;
pub(crate) use crate::file_error::suggest_field;
use std::collections::BTreeMap;

use super::Definition;

/// A fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference {
    /// The thing that has it.
    pub on: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What it gives.
    pub gives: Gives,
    /// What it means, with its range.
    pub about: &'static str,
}

/// What a fact gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gives {
    /// True or false.
    Flag,
    /// A number.
    Number,
    /// A name or text without a place on the page.
    Text,
    /// A list of names.
    Texts,
    /// A thing with facts of its own.
    Thing(&'static str),
    /// A list of things.
    List(&'static str),
}

impl std::fmt::Display for Gives {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Gives::Flag => f.write_str("true or false"),
            Gives::Number => f.write_str("number"),
            Gives::Text => f.write_str("text"),
            Gives::Texts => f.write_str("list of text"),
            Gives::Thing(name) => f.write_str(name),
            Gives::List(name) => write!(f, "list of {name}"),
        }
    }
}

const fn fact(
    on: &'static str,
    name: &'static str,
    gives: Gives,
    about: &'static str,
) -> Reference {
    Reference { on, name, gives, about }
}

use Gives::{Flag, List, Number, Text, Texts, Thing};

/// Every fact. A fact about something that the page does not say is `none`.
pub const FACTS: &[Reference] = &[
    fact("resume", "is_resume", Flag, "whether the document reads like a resume at all"),
    fact("resume", "header", Thing("text"), "everything before the first section"),
    fact("resume", "name", Thing("text"), "the name at the top"),
    fact("resume", "headline", Thing("text"), "the line under the name that says what the work is"),
    fact(
        "resume",
        "post_nominals",
        Thing("text"),
        "letters after the name that stand for credentials",
    ),
    fact("resume", "sections", List("section"), "the sections in reading order"),
    fact("resume", "entries", List("entry"), "the entries of all sections"),
    fact("resume", "bullets", List("bullet"), "the bullets of all entries"),
    fact(
        "resume",
        "credentials",
        List("credential"),
        "every mention of a credential, in reading order",
    ),
    fact("resume", "projects", List("project"), "the projects"),
    fact("resume", "evidence", List("evidence"), "everything that a reader could check"),
    fact("resume", "claims", List("claim"), "statements of expertise"),
    fact("resume", "links", List("link"), "links, marked or printed"),
    fact("resume", "email", Thing("text"), "the e-mail address"),
    fact("resume", "phone", Thing("text"), "the telephone number"),
    fact("resume", "location", Thing("text"), "town or country"),
    fact("resume", "role", Thing("role"), "what the work is"),
    fact("resume", "language", Text, "ISO 639-1 code of the main language"),
    fact(
        "resume",
        "certifications_lead",
        Flag,
        "certifications stand before any evidence of work; none where a template decides the order",
    ),
    fact(
        "resume",
        "unknown_headings",
        List("section"),
        "sections under a heading that the vocabulary does not know",
    ),
    fact("resume", "skills", List("text"), "the things that the skills sections list"),
    fact(
        "resume",
        "unsupported_skills",
        List("text"),
        "listed skills that nothing outside of the skills sections names",
    ),
    fact("resume", "platforms", List("platform"), "platforms, wherever the page names them"),
    fact(
        "resume",
        "fundamentals",
        List("fundamental"),
        "signs of the fundamentals that work with data and models rests on",
    ),
    fact(
        "resume",
        "credential_words",
        Number,
        "words of the sections that list certifications and courses",
    ),
    fact(
        "resume",
        "work_words",
        Number,
        "words of the experience, projects and publications sections",
    ),
    fact(
        "resume",
        "spelt_otherwise",
        List("text"),
        "words that are written with other capitals than where they first stood, as Github after GitHub",
    ),
    fact("resume", "pages", Number, "pages; 0 for formats without pages"),
    fact("resume", "words", Number, "words that a reader sees"),
    fact("resume", "hidden", List("run"), "text that a reader does not see"),
    fact(
        "role",
        "field",
        Text,
        "engineering, data, research, security, it-support, product-project, non-technical or unknown",
    ),
    fact("role", "level", Text, "student, early, mid, senior or lead"),
    fact(
        "section",
        "kind",
        Text,
        "the leading kind: summary, experience, projects, education, skills, certifications, courses, publications, awards, languages, volunteering or other",
    ),
    fact("section", "kinds", Texts, "all kinds; a combined heading has two"),
    fact("section", "heading", Thing("text"), "the heading's words"),
    fact("section", "body", Thing("text"), "the content without the heading"),
    fact("section", "body_words", Number, "words of the content"),
    fact("section", "sidebar", Flag, "stands in a narrow column beside the main text"),
    fact("section", "number", Number, "its place in reading order, from 1"),
    fact("section", "entries", List("entry"), "its entries"),
    fact("section", "bullets", List("bullet"), "the bullets of its entries"),
    fact("section", "known", Flag, "the vocabulary knows its heading"),
    fact("section", "next", Thing("section"), "the section after it"),
    fact(
        "section",
        "out_of_order",
        List("entry"),
        "entries that began after the one above them had ended",
    ),
    fact("section", "credentials", List("credential"), "the credentials in it"),
    fact("entry", "title", Thing("text"), "job title, degree or project name"),
    fact("entry", "organization", Thing("text"), "employer, school or issuer"),
    fact("entry", "dates", Thing("dates"), "from when to when"),
    fact("entry", "bullets", List("bullet"), "what is said of it"),
    fact("entry", "number", Number, "its place in the section, from 1"),
    fact("entry", "previous", Thing("entry"), "the entry before it in the section"),
    fact("bullet", "is_item", Flag, "an item of a list, and not a paragraph"),
    fact("bullet", "verb", Thing("text"), "the first verb"),
    fact("bullet", "opens", Flag, "begins with its verb"),
    fact("bullet", "actor", Text, "by the first verb: did, helped, duty or unknown"),
    fact("bullet", "tense", Text, "of the first verb: past, present or unknown"),
    fact("bullet", "numbers", List("text"), "figures that measure something, not dates"),
    fact("bullet", "outcomes", List("text"), "words that say what came of it"),
    fact("bullet", "production", List("text"), "words that say that something runs for others"),
    fact("bullet", "earlier", List("bullet"), "bullets before it that say the same"),
    fact("bullet", "number", Number, "its place in the entry, from 1"),
    fact("bullet", "entry", Thing("entry"), "the entry that it speaks of"),
    fact("credential", "name", Text, "the catalogue's name, or as written"),
    fact("credential", "issuer", Text, "who gave it, as written or as the catalogue says"),
    fact("credential", "issuer_on_page", Thing("text"), "the issuer's name on the page"),
    fact("credential", "kind", Text, "certification, course-certificate, license or bootcamp"),
    fact("credential", "id", Text, "its id, or its family's, in the catalogue"),
    fact("credential", "known", Flag, "the catalogue has an entry of its own for it"),
    fact("credential", "tier", Text, "high, moderate, low or avoid"),
    fact(
        "credential",
        "award",
        Text,
        "in the issuer's own terms: certification, course-certificate, specialization, professional-certificate, nanodegree, badge, bootcamp, license, language-test or occupational",
    ),
    fact(
        "credential",
        "issuer_kind",
        Text,
        "vendor, professional-body, foundation, university, mooc-platform, commercial-certifier, bootcamp or authority",
    ),
    fact(
        "credential",
        "domain",
        Text,
        "the catalogue's domain, such as ml, ai-literacy, ethics, prompt-engineering, cloud",
    ),
    fact(
        "credential",
        "platform",
        Text,
        "the product that it is tied to, such as aws, azure, gcp, tensorflow",
    ),
    fact(
        "credential",
        "level",
        Text,
        "the issuer's level, such as foundational, associate, professional",
    ),
    fact("credential", "availability", Text, "active, retired or renamed"),
    fact("credential", "retired_on", Text, "the last day on which it could be earned"),
    fact(
        "credential",
        "may_still_be_valid",
        Flag,
        "it has not run out on the given day, as far as its dates say",
    ),
    fact("credential", "successor", Text, "the name of what took its place"),
    fact("credential", "implied_by", Texts, "ids of credentials that include it"),
    fact(
        "credential",
        "included_by",
        List("credential"),
        "credentials on the page that include it",
    ),
    fact(
        "credential",
        "work",
        List("platform"),
        "where experience or projects name the platform that it is tied to",
    ),
    fact(
        "credential",
        "misspelt",
        Flag,
        "the catalogue knows it, but by no spelling that stands on the page",
    ),
    fact(
        "credential",
        "other_issuer",
        Text,
        "the issuer that the page names, where another gives it; course platforms and schools are not meant",
    ),
    fact("credential", "official_issuer", Text, "the issuer, as the catalogue has it"),
    fact("credential", "does_not_prove", Texts, "what the catalogue says it does not prove"),
    fact("credential", "expected", Flag, "the field of the role itself expects it"),
    fact("credential", "mandated", Flag, "configuration says that an employer mandates it"),
    fact(
        "credential",
        "judged",
        Flag,
        "rules may count it: no licence or language test, not expected, not mandated, and more than a line under a heading",
    ),
    fact(
        "credential",
        "position",
        Text,
        "post-nominal, headline, summary-opening, summary, listed or elsewhere",
    ),
    fact(
        "credential",
        "nth",
        Number,
        "its place among the credentials in the same position, from 1",
    ),
    fact("credential", "modifiers", Texts, "in-progress, candidate, exam-preparation, expired"),
    fact("credential", "dates", Thing("dates"), "when it was earned and when it ends"),
    fact("credential", "line", Thing("text"), "the line that it stands on, with dates and remarks"),
    fact("credential", "remark", Flag, "words that are no credential stand beside or below it"),
    fact(
        "credential",
        "maker",
        Flag,
        "its words may name who gave it: letters, a body, or what stands before \"Certified\"",
    ),
    fact("credential", "unnamed", Flag, "no word of it says that it is a credential"),
    fact("credential", "number", Thing("text"), "its number, as printed"),
    fact("credential", "url", Text, "where it can be verified"),
    fact("credential", "claims", List("claim"), "the claims that lean on it"),
    fact("credential", "earlier", List("credential"), "earlier mentions of the same"),
    fact(
        "credential",
        "listed_before",
        List("credential"),
        "earlier entries of lists for the same, on another line and with the same numbers",
    ),
    fact("project", "title", Thing("text"), "its name"),
    fact("project", "links", Texts, "where to see it"),
    fact("project", "outcomes", List("text"), "figures and outcomes in its text"),
    fact("project", "tutorial", Thing("text"), "the words by which it is a well-known exercise"),
    fact(
        "evidence",
        "kind",
        Text,
        "code, publication, production-system, project, reference or education",
    ),
    fact("evidence", "strength", Text, "mentioned, stated or concrete"),
    fact("claim", "about", Thing("text"), "the words that make it a claim"),
    fact("claim", "credential", Thing("credential"), "what it leans on"),
    fact(
        "claim",
        "beyond",
        Texts,
        "what the credential does not prove, as the catalogue has it, as far as the claim names it",
    ),
    fact("link", "target", Text, "where it leads, as written"),
    fact("link", "kind", Text, "email, phone, code, publication, verification, profile or other"),
    fact("link", "scheme", Text, "what stands before the colon of the target"),
    fact("link", "host", Text, "the host of a web address"),
    fact(
        "link",
        "well_formed",
        Flag,
        "can lead anywhere: a host of two parts, a mail address with both of its halves",
    ),
    fact("link", "insecure", Flag, "asks another machine for a web page without encryption"),
    fact("platform", "name", Text, "its id, as the catalogue has it: aws, gcp, tensorflow"),
    fact(
        "fundamental",
        "pillar",
        Text,
        "mathematics, systems, data, machine-learning, deep-learning or deployment",
    ),
    fact("document", "title", Text, "the title that the file states"),
    fact("document", "author", Text, "the author that the file states"),
    fact("document", "subject", Text, "the subject that the file states"),
    fact("document", "keywords", Text, "the keywords that the file states"),
    fact("document", "creator", Text, "the program that it was written with"),
    fact("document", "producer", Text, "the program that produced the file"),
    fact(
        "document",
        "metadata",
        Text,
        "all that the file says outside its text: title, keywords, properties, form fields, annotations",
    ),
    fact(
        "document",
        "unseen_metadata",
        Texts,
        "words of the metadata that stand nowhere in the text",
    ),
    fact(
        "document",
        "active_content",
        Texts,
        "what acts when it is opened: scripts, launch actions, macros",
    ),
    fact(
        "document",
        "page_scripts",
        Flag,
        "what acts in it are the scripts of a web page, and nothing else",
    ),
    fact("document", "format", Text, "its format: markdown, latex, pdf"),
    fact("document", "whole", Flag, "every file that it includes was read"),
    fact("document", "has_text", Flag, "holds a letter or digit"),
    fact("document", "pictures_only", Flag, "has pages without any text, that is pictures"),
    fact("document", "hidden", List("run"), "text that a reader does not see"),
    fact("document", "pages", Number, "pages; 0 for formats without pages"),
    fact("text", "seen", Flag, "a reader sees all of it"),
    fact("text", "quoted", Flag, "stands between quotation marks"),
    fact("text", "lower", Text, "in small letters, for comparing"),
    fact("text", "bracketed", Flag, "stands between brackets, alone"),
    fact("text", "linked", Flag, "is part of a link"),
    fact("text", "joined", Flag, "a dot, slash or hyphen joins it to another word"),
    fact("text", "earlier", List("text"), "earlier places of the same words"),
    fact("run", "repeated", Flag, "the same words stand elsewhere where they are seen"),
    fact("run", "letters", Number, "how many letters and digits it has"),
    fact("run", "visibility", Text, "why it is not seen, such as same-color, too-small, off-page"),
    fact("run", "size", Number, "height of the type in points"),
    fact("dates", "start", Text, "the start, as far as it is given: 2021-03"),
    fact("dates", "end", Text, "the end, or the only date"),
    fact("dates", "first_day", Text, "the earliest day that the start can mean: 2021-03-01"),
    fact("dates", "last_day", Text, "the latest day that the end can mean; none while it goes on"),
    fact("dates", "present", Flag, "still going on"),
    fact("dates", "read", Flag, "could be read as a date"),
    fact("dates", "reversed", Flag, "ends before it starts"),
    fact("dates", "in_future", Flag, "starts after the given day"),
    fact("dates", "ends_in_future", Flag, "ends in a year after the given day's"),
    fact("dates", "over", Flag, "ended before the given day"),
];

/// Facts that every thing has that stands on words.
pub const COMMON: &[Reference] = &[
    fact("*", "text", Thing("text"), "the words that it stands on"),
    fact("*", "words", Number, "how many words that is"),
    fact("*", "section", Thing("section"), "the section that it stands in"),
];

/// Variables that every rule may read, beside the thing that it speaks of.
pub const VARIABLES: &[Reference] = &[
    fact("", "resume", Thing("resume"), "the resume as a whole"),
    fact("", "role", Thing("role"), "what the work is"),
    fact("", "document", Thing("document"), "the file as a whole"),
    fact(
        "",
        "evidence",
        List("section"),
        "where work stands, in reading order: experience, projects and publications (education is not work)",
    ),
    fact("", "today", Text, "the given day"),
    fact("", "match", Thing("text"), "the words that `words` or `pattern` found"),
];

/// A name that does not exist.
pub(super) struct Unknown {
    pub(super) message: String,
    pub(super) help: Option<String>,
}

/// Looks up a dotted path such as `section.heading.words`.
pub(super) fn check_path(path: &str, definition: &Definition) -> Result<(), Unknown> {
    let mut parts = path.split('.');
    let first = parts.next().unwrap_or_default();
    let mut here = match first {
        "params" => return check_param(parts.next(), &definition.params),
        "match" if definition.words.is_empty() && definition.pattern.is_none() => {
            return Err(Unknown {
                message: "`match` needs `words` or a `pattern` in the rule".to_owned(),
                help: None,
            });
        }
        name if name == definition.on.name() => Thing(definition.on.name()),
        name => match VARIABLES.iter().find(|variable| variable.name == name) {
            Some(variable) => variable.gives,
            None => {
                let mut known: Vec<&str> = VARIABLES.iter().map(|variable| variable.name).collect();
                known.extend([definition.on.name(), "params"]);
                return Err(unknown("variable", name, "", &known));
            }
        },
    };
    for name in parts {
        let thing = match here {
            Thing(thing) => thing,
            _ => {
                return Err(Unknown {
                    message: format!("`{path}`: {here} has no facts of its own"),
                    help: None,
                });
            }
        };
        let facts = || FACTS.iter().filter(|f| f.on == thing).chain(common(thing));
        here = match facts().find(|f| f.name == name) {
            Some(found) => found.gives,
            None => {
                let known: Vec<&str> = facts().map(|f| f.name).collect();
                return Err(unknown("fact", name, thing, &known));
            }
        };
    }
    Ok(())
}

/// The facts that `thing` shares with all others.
pub fn common(thing: &str) -> impl Iterator<Item = &'static Reference> + use<> {
    let has_words = !matches!(thing, "resume" | "document");
    COMMON.iter().filter(move |_| has_words)
}

/// The things that have facts, in the order of the table.
pub fn things() -> Vec<&'static str> {
    let mut things: Vec<&str> = Vec::new();
    for fact in FACTS {
        if !things.contains(&fact.on) {
            things.push(fact.on);
        }
    }
    things
}

fn check_param(name: Option<&str>, params: &BTreeMap<String, toml::Value>) -> Result<(), Unknown> {
    match name {
        None => Ok(()),
        Some(name) if params.contains_key(name) => Ok(()),
        Some(name) => {
            let known: Vec<&str> = params.keys().map(String::as_str).collect();
            Err(unknown("parameter", name, "", &known))
        }
    }
}

fn unknown(what: &str, name: &str, thing: &str, known: &[&str]) -> Unknown {
    let of = if thing.is_empty() {
        String::new()
    } else {
        format!(
            " of {} {thing}",
            if thing.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
        )
    };
    let help = match nearest(name, known) {
        Some(near) => format!("Did you mean `{near}`?"),
        None => format!("Known: {}. `resumelint facts` explains them.", known.join(", ")),
    };
    Unknown { message: format!("there is no {what} `{name}`{of}"), help: Some(help) }
}
