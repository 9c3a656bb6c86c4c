//! Lets the rules judge a resume.
//!
//! Every opinion is in a rule; this module asks each rule about each thing that it speaks of, and
//! settles what happens when several have something to say about the same words. A rule that cannot
//! be run (its condition fails, or takes too long) is named in a note, and the file then counts as
//! partly checked: silence would look like approval.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Arc, OnceLock};

use foldhash::HashMap;
use jiff::civil::Date;
use minijinja::Value;
use minijinja::value::{Object, ObjectRepr};
use serde::{Deserialize, Serialize};

use crate::document::{Document, Note, NoteKind, Span, Status};
use crate::extract::Limits;
use crate::resume::{Field, Level, Resume, SectionKind};
use crate::rules::facts::{Fact, Facts, What, span_of};
use crate::rules::{ENVIRONMENT, On, Rule, Ruleset, params_of, role_matches};
use crate::suppression::Inline;

/// Something a rule has to say about a resume.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule's id.
    pub rule: String,
    /// How much it matters.
    pub severity: Severity,
    /// The words it is about; `None` for something that is absent.
    pub span: Option<Span>,
    /// The fault, in a line.
    pub message: String,
    /// What to say at the words themselves.
    pub label: Option<String>,
    /// Other words that matter to it, each with what they are.
    pub related: Vec<(Span, String)>,
    /// The next act.
    pub help: String,
    /// The edit that mends it, by name.
    pub fix: Option<String>,
    /// Other rules that spoke of the same words and gave way to this one.
    pub supersedes: Vec<String>,
    /// A name that outlives edits around the words; see [`crate::fingerprint`].
    pub fingerprint: String,
}

/// A finding that was held back, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Silenced {
    /// What would have been said.
    pub finding: Finding,
    /// The situation that silenced it.
    pub reason: String,
}

/// A finding that the author of the document answers in a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppressed {
    /// What was said.
    pub finding: Finding,
    /// The answer; empty when none is given.
    pub reason: String,
}

/// What the rules have to say, and what stood in their way.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    /// In reading order; what is absent comes last.
    pub findings: Vec<Finding>,
    /// Held back by the situation that the page or the user describes.
    pub silenced: Vec<Silenced>,
    /// Rules that could not be run, or that do not speak the document's language.
    pub notes: Vec<Note>,
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Worth a thought.
    Advice,
    /// A reader will hold it against the page.
    Warning,
    /// The page contradicts itself, or hides something.
    Error,
}

impl Severity {
    /// The name used in JSON, configuration and rules.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Advice => "advice",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// What a user sets a rule or a group to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Setting {
    /// It stays silent.
    Off,
    /// It speaks, and matters this much.
    On(Severity),
}

impl Setting {
    /// The setting that a name stands for: `off`, or a severity.
    pub fn named(name: &str) -> Option<Setting> {
        let severities = [Severity::Advice, Severity::Warning, Severity::Error];
        match name {
            "off" => Some(Setting::Off),
            _ => severities.into_iter().find(|s| s.name() == name).map(Setting::On),
        }
    }
}

/// What the caller decides.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// The day that "present", "expired" and "future" refer to.
    pub today: Date,
    /// The role, where the user sets it.
    pub role: Option<(Field, Option<Level>)>,
    /// How much of a file is read.
    pub limits: Limits,
    /// The name of the preset; rules that name presets belong only to those.
    pub preset: String,
    /// Rules or groups that may speak; empty: all.
    pub select: BTreeSet<String>,
    /// Rules or groups that stay silent.
    pub ignore: BTreeSet<String>,
    /// Settings of rules or groups, where they are not the rule's own. A rule wins over its group.
    pub levels: BTreeMap<String, Setting>,
    /// Parameters of rules, where they are not the rule's own.
    pub params: BTreeMap<String, BTreeMap<String, toml::Value>>,
    /// Ids of credentials that an employer mandates.
    pub mandated: BTreeSet<String>,
    /// Whether comments in a document may silence rules.
    pub inline: Inline,
    /// Fingerprints of findings that are known and accepted.
    pub baseline: BTreeSet<String>,
}

impl Options {
    /// The defaults on a day.
    pub fn on(today: Date) -> Self {
        Options {
            today,
            role: None,
            limits: Limits::default(),
            preset: "candidate".to_owned(),
            select: BTreeSet::new(),
            ignore: BTreeSet::new(),
            levels: BTreeMap::new(),
            params: BTreeMap::new(),
            mandated: BTreeSet::new(),
            inline: Inline::default(),
            baseline: BTreeSet::new(),
        }
    }

    /// How much a rule's findings matter under these options; `None` when it stays silent.
    pub fn severity_of(&self, rule: &Rule) -> Option<Severity> {
        let names = |set: &BTreeSet<String>| set.contains(&rule.id) || set.contains(&rule.group);
        let presets = &rule.definition.presets;
        // A rule that is named is meant, whatever preset or group it belongs to.
        let in_preset = presets.is_empty() || presets.contains(&self.preset);
        let selected = match self.select.is_empty() {
            true => in_preset,
            false => names(&self.select),
        };
        let ignored = names(&self.ignore) && !self.select.contains(&rule.id);
        if !selected || ignored {
            return None;
        }
        match self.levels.get(&rule.id).or_else(|| self.levels.get(&rule.group)) {
            Some(Setting::Off) => None,
            Some(Setting::On(severity)) => Some(*severity),
            None => Some(rule.definition.severity),
        }
    }
}

/// Asks every rule.
pub fn check(
    document: &Arc<Document>,
    resume: &Arc<Resume>,
    ruleset: &Ruleset,
    options: &Options,
) -> Outcome {
    let mut outcome = Outcome::default();
    let facts = Arc::new(Facts {
        document: Arc::clone(document),
        resume: Arc::clone(resume),
        catalogue: Arc::clone(&ruleset.catalogue),
        vocabulary: Arc::clone(&ruleset.vocabulary),
        today: options.today,
        mandated: options.mandated.clone(),
        folded: OnceLock::new(),
        seen_letters: OnceLock::new(),
        alike: OnceLock::new(),
        repeats: OnceLock::new(),
        linked: OnceLock::new(),
    });
    let matches = ruleset.matches(document);
    let mut drafts = Vec::new();
    let mut held = Vec::new();
    let mut wordless = BTreeSet::new();
    let shared = Shared::new(&facts, options);
    for (index, rule) in ruleset.rules.iter().enumerate() {
        let Some(severity) = options.severity_of(rule) else { continue };
        if !speaks_to(rule, resume) {
            continue;
        }
        if let Some(language) = resume.language
            && !rule.definition.languages.is_empty()
            && !rule.definition.languages.iter().any(|known| known == language)
        {
            wordless.insert(language);
            continue;
        }
        let params = Shared::params_of(rule, options);
        let matches = &matches[index];
        let most = options.limits.findings;
        let asking =
            Asking { rule, severity, facts: &facts, shared: &shared, params, matches, most };
        match naming(&rule.id, || asking.ask(&mut drafts, &mut held)) {
            Ok(Asked::Everything) => {}
            Ok(Asked::InPart) => {
                let message = format!(
                    "rule {} has more than {most} findings; the rest are not listed",
                    rule.id
                );
                outcome.notes.push(Note::new(NoteKind::Limit, message));
            }
            Err(error) => {
                let message = format!("rule {} could not be run: {error}", rule.id);
                outcome.notes.push(Note::new(NoteKind::RuleNotRun, message));
            }
        }
    }
    for language in wordless {
        let message = format!(
            "rules about wording do not know the language \"{language}\" and stayed silent"
        );
        outcome.notes.push(Note::new(NoteKind::LanguageNotKnown, message));
    }
    if !resume.is_resume && document.status() != Status::NotChecked {
        let message = "this does not read like a resume; rules about what is missing stay silent";
        outcome.notes.push(Note::new(NoteKind::NotAResume, message));
    }
    hold_general_ones(&mut drafts, &mut held, ruleset);
    outcome.findings = settle(drafts, ruleset);
    outcome.silenced = held.into_iter().map(|held| held.silenced()).collect();
    // What is silenced has a name as well, after what is not: outputs show it on request.
    let silenced = outcome.silenced.iter_mut().map(|silenced| &mut silenced.finding);
    crate::fingerprint::assign(document, outcome.findings.iter_mut().chain(silenced));
    outcome
}

/// What a panic carries when it happened while a rule was asked: the rule's id, and no word of the
/// resume.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RulePanicked(pub String);

/// Asks a rule; should that panic, whoever catches it learns which rule it was.
fn naming<T>(rule: &str, ask: impl FnOnce() -> T) -> T {
    panic::catch_unwind(AssertUnwindSafe(ask))
        .unwrap_or_else(|_| panic::resume_unwind(Box::new(RulePanicked(rule.to_owned()))))
}

/// Whether a rule speaks to the role of this resume.
fn speaks_to(rule: &Rule, resume: &Resume) -> bool {
    let roles = &rule.definition.roles;
    roles.is_empty() || roles.iter().any(|name| role_matches(resume.role.field, name))
}

/// A finding on its way, with the credential it is about.
struct Draft {
    finding: Finding,
    on: On,
    subject: Option<String>,
}

/// A finding that a situation holds back.
struct Held {
    draft: Draft,
    reason: String,
}

impl Held {
    fn silenced(self) -> Silenced {
        Silenced { finding: self.draft.finding, reason: self.reason }
    }
}

/// Holds back what a general rule says where the more specific one is held back: what excuses the one
/// excuses the other.
fn hold_general_ones(drafts: &mut Vec<Draft>, held: &mut Vec<Held>, ruleset: &Ruleset) {
    // What is held, by the rules that it speaks for.
    let mut specific: BTreeMap<&str, Vec<&Held>> = BTreeMap::new();
    for held in held.iter() {
        let rule = ruleset.rule(&held.draft.finding.rule);
        for general in rule.map_or(&[][..], |rule| &rule.definition.supersedes) {
            specific.entry(general).or_default().push(held);
        }
    }
    let excuse = |draft: &Draft| {
        let specific = specific.get(draft.finding.rule.as_str())?;
        let specific = specific.iter().find(|held| same_matter(&held.draft, draft));
        specific.map(|held| held.reason.clone())
    };
    let mut kept = Vec::new();
    let mut excused = Vec::new();
    for draft in drafts.drain(..) {
        match excuse(&draft) {
            Some(reason) => excused.push(Held { draft, reason }),
            None => kept.push(draft),
        }
    }
    *drafts = kept;
    held.extend(excused);
}

/// One rule, asked about one resume.
struct Asking<'a> {
    rule: &'a Rule,
    severity: Severity,
    facts: &'a Arc<Facts>,
    /// The variables that every rule has.
    shared: &'a Shared,
    /// Its parameters, as configured.
    params: Value,
    /// Where the rule's `words` stand, in reading order.
    matches: &'a [Span],
    /// How many findings it may have.
    most: usize,
}

/// How far a rule was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// About every thing that it speaks of.
    Everything,
    /// Until it had as many findings as it may have.
    InPart,
}

impl Asking<'_> {
    /// Asks the rule about every thing that it speaks of.
    fn ask(
        &self,
        drafts: &mut Vec<Draft>,
        held: &mut Vec<Held>,
    ) -> Result<Asked, minijinja::Error> {
        let definition = &self.rule.definition;
        let whole = &self.shared.whole;
        let before = drafts.len() + held.len();
        for what in whole.parts(definition.on) {
            let thing = Fact { facts: Arc::clone(self.facts), what };
            let places = match self.places(&thing)? {
                Some(places) => places.into_iter().map(Some).collect(),
                None => vec![None],
            };
            for place in places {
                let (spoken, silent) = (drafts.len(), held.len());
                self.ask_about(&thing, place, drafts, held)?;
                if drafts.len() + held.len() - before > self.most {
                    // The one that is too many shows that there are more.
                    drafts.truncate(spoken);
                    held.truncate(silent);
                    return Ok(Asked::InPart);
                }
            }
        }
        Ok(Asked::Everything)
    }

    /// Where `words` or `pattern` match in a thing; `None` for a rule that has neither.
    fn places(&self, thing: &Fact) -> Result<Option<Vec<Span>>, minijinja::Error> {
        let definition = &self.rule.definition;
        if definition.words.is_empty() && definition.pattern.is_none() {
            return Ok(None);
        }
        let document = &self.facts.document;
        let whole = Span::new(0, document.text.len());
        let within = thing.span().unwrap_or(whole);
        let first = self.matches.partition_point(|place| place.start < within.start);
        let inside = self.matches[first..].iter().copied();
        let inside = inside.take_while(|place| place.start < within.end);
        let mut places: Vec<Span> = inside.filter(|place| within.contains(*place)).collect();
        if let Some(pattern) = &definition.pattern {
            places.extend(crate::rules::find(pattern, document.slice(within), within.start)?);
        }
        if !matches!(definition.on, On::Run | On::Document) {
            places.retain(|place| {
                document.runs_in(*place).iter().all(|run| run.visibility.is_seen())
            });
        }
        places.sort();
        places.dedup();
        Ok(Some(places))
    }

    /// Asks about one thing, or about one match in it.
    fn ask_about(
        &self,
        thing: &Fact,
        place: Option<Span>,
        drafts: &mut Vec<Draft>,
        held: &mut Vec<Held>,
    ) -> Result<(), minijinja::Error> {
        let definition = &self.rule.definition;
        let scope = Value::from_object(Scope::new(self, thing, place));
        if !self.rule.when.eval(scope.clone())?.is_true() {
            return Ok(());
        }
        let span = match &self.rule.span {
            Some(expression) => point_of(&expression.eval(scope.clone())?),
            None => place.or_else(|| point_of(&Value::from_object(thing.clone()))),
        };
        if span.is_none() && !self.may_speak_of_absence() {
            return Ok(());
        }
        let render =
            |template: &str| ENVIRONMENT.render_named_str(&self.rule.id, template, scope.clone());
        let mut related = Vec::new();
        for (other, place) in definition.related.iter().zip(&self.rule.related) {
            if let Some(there) = point_of(&place.eval(scope.clone())?)
                && span != Some(there)
            {
                related.push((there, render(&other.label)?));
            }
        }
        let finding = Finding {
            rule: self.rule.id.clone(),
            severity: self.severity_here(&scope)?,
            span,
            message: render(&definition.message)?,
            label: definition.label.as_deref().map(render).transpose()?,
            related,
            help: render(&definition.help)?.trim().to_owned(),
            fix: definition.fix.clone(),
            supersedes: Vec::new(),
            fingerprint: String::new(),
        };
        let subject = matches!(thing.what, What::Credential(_)).then(|| thing.identity());
        let draft = Draft { finding, on: definition.on, subject };
        for (unless, condition) in definition.unless.iter().zip(&self.rule.unless) {
            if condition.eval(scope.clone())?.is_true() {
                held.push(Held { draft, reason: render(&unless.reason)? });
                return Ok(());
            }
        }
        drafts.push(draft);
        Ok(())
    }

    /// How much a finding matters here; what the user configured stands.
    fn severity_here(&self, scope: &Value) -> Result<Severity, minijinja::Error> {
        let definition = &self.rule.definition;
        if self.severity != definition.severity {
            return Ok(self.severity);
        }
        for (adjust, condition) in definition.adjust.iter().zip(&self.rule.adjust) {
            if condition.eval(scope.clone())?.is_true() {
                return Ok(adjust.severity);
            }
        }
        Ok(self.severity)
    }

    /// Whether something without a place can be said: of a file always, that something is absent
    /// only of a resume, and only if all of it was read.
    fn may_speak_of_absence(&self) -> bool {
        self.rule.definition.on == On::Document
            || self.facts.resume.is_resume && self.facts.document.status() == Status::Checked
    }
}

/// The variables that are the same for every rule and thing: made once, as making them costs more than
/// most conditions.
struct Shared {
    whole: Fact,
    resume: Value,
    role: Value,
    document: Value,
    today: Value,
}

impl Shared {
    fn new(facts: &Arc<Facts>, options: &Options) -> Self {
        let whole = Fact { facts: Arc::clone(facts), what: What::Resume };
        Shared {
            resume: whole.sibling(What::Resume),
            role: whole.sibling(What::Role),
            document: whole.sibling(What::Document),
            today: Value::from(options.today.to_string()),
            whole,
        }
    }

    /// A rule's parameters, as configured.
    fn params_of(rule: &Rule, options: &Options) -> Value {
        match options.params.get(&rule.id) {
            None => rule.params.clone(),
            Some(set) => {
                let mut params = rule.definition.params.clone();
                params.extend(set.clone());
                params_of(&params)
            }
        }
    }
}

/// The variables of a rule's expressions.
#[derive(Debug)]
struct Scope {
    name: &'static str,
    thing: Value,
    resume: Value,
    role: Value,
    document: Value,
    params: Value,
    today: Value,
    place: Option<Value>,
}

impl Scope {
    fn new(asking: &Asking<'_>, thing: &Fact, place: Option<Span>) -> Self {
        Scope {
            name: asking.rule.definition.on.name(),
            thing: Value::from_object(thing.clone()),
            resume: asking.shared.resume.clone(),
            role: asking.shared.role.clone(),
            document: asking.shared.document.clone(),
            params: asking.params.clone(),
            today: asking.shared.today.clone(),
            place: place.map(|span| thing.sibling(What::Words(span))),
        }
    }

    /// The sections where work stands, those that a template put beside the text left out.
    fn evidence(&self) -> Option<Value> {
        let fact = Fact::of(&self.resume)?;
        let sections = fact.facts.resume.sections.iter().enumerate();
        let work = [SectionKind::Experience, SectionKind::Projects, SectionKind::Publications];
        let shows_work = |section: &crate::resume::Section| {
            !section.sidebar && section.kinds.first().is_some_and(|kind| work.contains(kind))
        };
        Some(
            sections
                .filter(|(_, s)| shows_work(s))
                .map(|(i, _)| fact.sibling(What::Section(i)))
                .collect(),
        )
    }
}

impl Object for Scope {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Map
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        match key {
            "resume" => Some(self.resume.clone()),
            "role" => Some(self.role.clone()),
            "document" => Some(self.document.clone()),
            "params" => Some(self.params.clone()),
            "today" => Some(self.today.clone()),
            "evidence" => self.evidence(),
            "match" => self.place.clone(),
            name if name == self.name => Some(self.thing.clone()),
            _ => None,
        }
    }
}

/// The words to point at for a value: a section is shown by its heading, an entry by its title, and
/// anything else by its own words.
fn point_of(value: &Value) -> Option<Span> {
    let first;
    let fact = match Fact::of(value) {
        Some(fact) => fact,
        None => {
            first = value.try_iter().ok()?.next()?;
            Fact::of(&first)?
        }
    };
    let resume = &fact.facts.resume;
    let short = match fact.what {
        What::Section(s) => resume.sections.get(s).and_then(|section| section.heading),
        What::Entry(s, e) => {
            resume.sections.get(s).and_then(|section| section.entries.get(e)?.title)
        }
        What::Project(i) => resume.projects.get(i).map(|project| project.title),
        _ => None,
    };
    let document = &fact.facts.document;
    let span = short.or_else(|| span_of(value))?.trim(&document.text);
    (!span.is_empty()).then_some(span)
}

/// Lets the more specific rule speak, and puts findings in reading order.
fn settle(drafts: Vec<Draft>, ruleset: &Ruleset) -> Vec<Finding> {
    let mut of_rule: HashMap<&str, Vec<usize>> = HashMap::default();
    for (index, draft) in drafts.iter().enumerate() {
        of_rule.entry(&draft.finding.rule).or_default().push(index);
    }
    let mut gives_way: Vec<Option<usize>> = vec![None; drafts.len()];
    let mut won: Vec<BTreeSet<&str>> = vec![BTreeSet::new(); drafts.len()];
    for (winner, draft) in drafts.iter().enumerate() {
        let Some(rule) = ruleset.rule(&draft.finding.rule) else { continue };
        for general in &rule.definition.supersedes {
            for &loser in of_rule.get(general.as_str()).into_iter().flatten() {
                if gives_way[loser].is_none() && same_matter(draft, &drafts[loser]) {
                    gives_way[loser] = Some(winner);
                    won[winner].insert(&drafts[loser].finding.rule);
                }
            }
        }
    }
    let mut findings: Vec<Finding> = Vec::new();
    // Where the findings of a rule about the same words are in `findings`.
    let mut alike: HashMap<(&str, Option<Span>), Vec<usize>> = HashMap::default();
    for (index, draft) in drafts.iter().enumerate() {
        if gives_way[index].is_some() {
            continue;
        }
        let mut finding = draft.finding.clone();
        finding.supersedes = won[index].iter().map(|rule| (*rule).to_owned()).collect();
        let alike = alike.entry((&draft.finding.rule, finding.span)).or_default();
        if !alike.iter().any(|&other| findings[other] == finding) {
            alike.push(findings.len());
            findings.push(finding);
        }
    }
    findings.sort_by(|a, b| {
        let place = |finding: &Finding| (finding.span.is_none(), finding.span);
        place(a).cmp(&place(b)).then_with(|| a.rule.cmp(&b.rule))
    });
    findings
}

/// Whether two findings are about the same matter: one credential, overlapping words, or one of them
/// the resume as a whole.
fn same_matter(a: &Draft, b: &Draft) -> bool {
    let whole = [On::Resume, On::Document];
    if whole.contains(&a.on) || whole.contains(&b.on) {
        return true;
    }
    match (&a.subject, &b.subject) {
        (Some(a), Some(b)) => a == b,
        _ => match (a.finding.span, b.finding.span) {
            (Some(a), Some(b)) => a.overlaps(b),
            _ => false,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_names_the_rule_and_nothing_else() {
        let caught = panic::catch_unwind(|| naming("long-bullet", || panic!("words of a resume")));
        let payload = caught.expect_err("it panics");
        let named = payload.downcast_ref::<RulePanicked>();
        assert_eq!(named, Some(&RulePanicked("long-bullet".to_owned())));
        assert_eq!(naming("long-bullet", || 3), 3);
    }
}
