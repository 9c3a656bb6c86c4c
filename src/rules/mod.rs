//! Rules: what is held against a page, as data, one TOML file each.
//!
//! A rule names what it speaks of (`on`), when it speaks (`when`), which words it points at (`span`)
//! and what it says. Conditions and messages are `minijinja`; the facts that they may read are Rust,
//! few, and listed in [`reference`]. Loading checks a rule as far as that can be done without a resume,
//! so that a misspelt fact is an error with a file, a line and a caret.

mod environment;
pub mod examples;
pub(crate) mod facts;
mod load;
mod patterns;
mod phrases;
pub mod reference;
mod words;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use minijinja::{Expression, Value};
use serde::{Deserialize, Serialize};

pub use environment::{FILTERS, TESTS, Word};
pub use load::{parse, with_files};

pub(crate) use environment::{ENVIRONMENT, role_matches};
pub(crate) use patterns::find;
use words::Words;

use crate::catalogue::Catalogue;
use crate::check::Severity;
use crate::document::{Document, Span};
use crate::resume::Vocabulary;

/// Everything that is opinion: rules, the catalogue with its tiers, the vocabulary.
#[derive(Debug, Default)]
pub struct Ruleset {
    /// The rules, sorted by id.
    pub rules: Vec<Rule>,
    /// What is known of credentials.
    pub catalogue: Arc<Catalogue>,
    /// The words that understanding knows.
    pub vocabulary: Arc<Vocabulary>,
    /// The words of all rules in one automaton, built when first needed.
    words: OnceLock<Words>,
}

impl Ruleset {
    /// A set of rules with what they rely on.
    pub fn new(
        mut rules: Vec<Rule>,
        catalogue: Arc<Catalogue>,
        vocabulary: Arc<Vocabulary>,
    ) -> Self {
        rules.sort_by(|a, b| a.id.cmp(&b.id));
        Ruleset { rules, catalogue, vocabulary, words: OnceLock::new() }
    }

    /// Where each rule's `words` stand in a document, in the order of [`Self::rules`].
    pub(crate) fn matches(&self, document: &Document) -> Vec<Vec<Span>> {
        self.words.get_or_init(|| Words::of(&self.rules)).find(&document.text)
    }

    /// What the binary carries.
    ///
    /// # Panics
    /// If an embedded file is broken, which the tests of every build rule out.
    pub fn builtin() -> Ruleset {
        let (catalogue, vocabulary) = (Catalogue::builtin(), Vocabulary::builtin());
        Ruleset::new(load::shipped(), Arc::new(catalogue), Arc::new(vocabulary))
    }

    /// The groups of the rules: those that ship, then a user's own.
    pub fn groups(&self) -> Vec<&str> {
        let mut groups = GROUPS.to_vec();
        for rule in &self.rules {
            if !groups.contains(&rule.group.as_str()) {
                groups.push(&rule.group);
            }
        }
        groups
    }

    /// The rule with this id.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }
}

/// The folders that rules stand in, in the order in which they are listed.
pub const GROUPS: [&str; 5] = ["certifications", "evidence", "writing", "structure", "integrity"];

/// One rule, as its file has it.
pub struct Rule {
    /// The file's name without extension; never used twice.
    pub id: String,
    /// The folder that it stands in.
    pub group: String,
    /// The file, for diagnostics; relative to `rules/` for a rule that the binary carries.
    pub file: PathBuf,
    /// What its file says.
    pub definition: Definition,
    /// The condition, ready to run.
    pub(crate) when: Expression<'static, 'static>,
    /// The place, ready to run.
    pub(crate) span: Option<Expression<'static, 'static>>,
    /// Its other places, ready to run, in the order of [`Definition::related`].
    pub(crate) related: Vec<Expression<'static, 'static>>,
    /// What changes its severity, ready to run, in the order of [`Definition::adjust`].
    pub(crate) adjust: Vec<Expression<'static, 'static>>,
    /// What silences it, ready to run, in the order of [`Definition::unless`].
    pub(crate) unless: Vec<Expression<'static, 'static>>,
    /// `params`, as conditions read them.
    pub(crate) params: Value,
    /// `words`, folded for matching.
    pub(crate) words: Vec<String>,
    /// Read when first asked for.
    examples: OnceLock<Examples>,
}

/// Resumes that show what a rule is about.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Examples {
    /// It speaks of these.
    pub bad: Vec<Example>,
    /// It is silent on these.
    pub good: Vec<Example>,
}

impl Rule {
    /// The examples in its file.
    pub fn examples(&self) -> &Examples {
        self.examples.get_or_init(|| load::shipped_examples(&self.file))
    }
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rule")
            .field("id", &self.id)
            .field("group", &self.group)
            .finish_non_exhaustive()
    }
}

/// The content of a rule's file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Definition {
    /// The fault, in a line.
    pub summary: String,
    /// How much it matters unless configured otherwise.
    pub severity: Severity,
    /// The version that brought it.
    pub since: String,
    /// The section of the guide that it comes from.
    #[serde(default)]
    pub guide: Option<String>,
    /// Fields of work, or the group `technical`, that it speaks to; empty: everyone.
    #[serde(default)]
    pub roles: Vec<String>,
    /// Languages (ISO 639-1) that its words exist in; empty: all.
    #[serde(default)]
    pub languages: Vec<String>,
    /// Presets that it belongs to; empty: all.
    #[serde(default)]
    pub presets: Vec<String>,
    /// Values that its condition reads and that configuration may set.
    #[serde(default)]
    pub params: BTreeMap<String, toml::Value>,
    /// Rules that say less about the same words, and give way.
    #[serde(default)]
    pub supersedes: Vec<String>,
    /// What it speaks of.
    pub on: On,
    /// When it speaks.
    #[serde(default = "always")]
    pub when: String,
    /// Whole words, any of which have to stand in the thing; the match is the place.
    #[serde(default)]
    pub words: Vec<String>,
    /// A regular expression that has to match in the thing; the match is the place.
    #[serde(default)]
    pub pattern: Option<String>,
    /// What it points at: by default the match, or else the thing; nothing for the resume as a whole.
    #[serde(default)]
    pub span: Option<String>,
    /// The fault, in the reader's own words.
    pub message: String,
    /// What to say at the words.
    #[serde(default)]
    pub label: Option<String>,
    /// Other places that matter.
    #[serde(default)]
    pub related: Vec<Related>,
    /// The next act.
    pub help: String,
    /// The edit that mends it, by name.
    #[serde(default)]
    pub fix: Option<String>,
    /// The situations in which it matters more or less; the first that holds decides.
    #[serde(default)]
    pub adjust: Vec<Adjust>,
    /// The situations in which it holds back.
    #[serde(default)]
    pub unless: Vec<Unless>,
    /// Why it is a fault.
    pub why: String,
    /// Resumes that it speaks of; [`Rule::examples`] has them, as those that ship are not read at
    /// every start.
    #[serde(default)]
    bad: Vec<Example>,
    /// Resumes that it is silent on.
    #[serde(default)]
    good: Vec<Example>,
}

fn always() -> String {
    "true".to_owned()
}

/// What a rule speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum On {
    /// The resume as a whole.
    Resume,
    /// The file as a whole: text that a reader does not see, and what stands outside the text.
    Document,
    /// A section.
    Section,
    /// A job, degree or project of a section.
    Entry,
    /// A line that says something of an entry.
    Bullet,
    /// A mention of a credential.
    Credential,
    /// Something that was built.
    Project,
    /// A statement of expertise.
    Claim,
    /// A link.
    Link,
    /// A piece of text that a reader does not see.
    Run,
}

impl On {
    /// The name of the variable that holds the thing, and of the thing in the reference.
    pub fn name(self) -> &'static str {
        match self {
            On::Resume => "resume",
            On::Document => "document",
            On::Section => "section",
            On::Entry => "entry",
            On::Bullet => "bullet",
            On::Credential => "credential",
            On::Project => "project",
            On::Claim => "claim",
            On::Link => "link",
            On::Run => "run",
        }
    }
}

/// Another place that matters to a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Related {
    /// An expression that gives the place; nothing: no label.
    pub span: String,
    /// What it is.
    pub label: String,
}

/// A situation in which a finding matters more or less than its rule says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Adjust {
    /// The condition.
    pub when: String,
    /// How much it matters then.
    pub severity: Severity,
}

/// A situation in which a rule holds back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Unless {
    /// The condition.
    pub when: String,
    /// Why that silences the rule, for `--show-silenced`.
    pub reason: String,
}

/// A short resume that shows what a rule speaks of, or what it does not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Example {
    /// The resume; `⟦⟧` stand around the words that a finding points at.
    #[serde(default)]
    pub text: String,
    /// A file instead, for what text cannot show; the path is relative to the rule's own file.
    #[serde(default)]
    pub file: Option<PathBuf>,
    /// With a file: the words that a finding points at.
    #[serde(default)]
    pub words: Option<String>,
    /// Its format; Markdown unless said otherwise.
    #[serde(default)]
    pub format: Option<crate::document::Format>,
    /// The role, as `--role` takes it.
    #[serde(default)]
    pub role: Option<String>,
    /// The day, as `--today` takes it.
    #[serde(default)]
    pub today: Option<String>,
    /// Credentials that an employer mandates.
    #[serde(default)]
    pub mandated: Vec<String>,
    /// Parameters of the rule, as configuration sets them.
    #[serde(default)]
    pub params: BTreeMap<String, toml::Value>,
    /// In a `bad` example: how much the findings matter, where an `[[adjust]]` changes it.
    #[serde(default)]
    pub severity: Option<Severity>,
    /// In a `good` example: words of the reason for which an `[[unless]]` holds the finding back.
    #[serde(default)]
    pub silenced: Option<String>,
    /// What it shows.
    #[serde(default)]
    pub note: Option<String>,
}

/// A value of a rule's file or of configuration, as conditions read it.
pub(crate) fn value_of(value: &toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::from(text.as_str()),
        toml::Value::Integer(n) => Value::from(*n),
        toml::Value::Float(n) => Value::from(*n),
        toml::Value::Boolean(flag) => Value::from(*flag),
        toml::Value::Datetime(date) => Value::from(date.to_string()),
        toml::Value::Array(items) => items.iter().map(value_of).collect(),
        toml::Value::Table(table) => {
            Value::from_pairs(table.iter().map(|(key, value)| (key.as_str(), value_of(value))))
        }
    }
}

/// Parameters, as conditions read them.
pub(crate) fn params_of(params: &BTreeMap<String, toml::Value>) -> Value {
    Value::from_pairs(params.iter().map(|(name, value)| (name.as_str(), value_of(value))))
}
