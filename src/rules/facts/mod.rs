//! What rules can ask about: the resume's parts as lazy `minijinja` objects.
//!
//! A [`Fact`] names a part by its index and reads it when asked, so nothing is serialised and every
//! value still knows the words it stands on. [`super::reference`] lists every name; a name that is
//! not there is an error when the rule loads, and again, by strict undefined, when it runs.

mod credential;
mod file;
mod page;
mod repeats;

pub(crate) use page::places_of;
pub(crate) use repeats::Repeats;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, OnceLock};

use foldhash::HashMap;
use jiff::civil::Date;
use minijinja::Value;
use minijinja::value::{Object, ObjectRepr};

use crate::catalogue::Catalogue;
use crate::document::{Document, Span, Visibility};
use crate::folding::{Folded, comparable, fold_on_one_line, on_one_line};
use crate::intervals::Intervals;
use crate::resume::{Bullet, Credential, DateRange, Entry, Resume, Section, Strength, Vocabulary};

/// Everything that rules may ask about one resume.
#[derive(Debug)]
pub(crate) struct Facts {
    /// The document.
    pub(crate) document: Arc<Document>,
    /// What it was understood as.
    pub(crate) resume: Arc<Resume>,
    /// What is known of credentials.
    pub(crate) catalogue: Arc<Catalogue>,
    /// The words that understanding knows.
    pub(crate) vocabulary: Arc<Vocabulary>,
    /// The day that dates are compared with.
    pub(crate) today: Date,
    /// Ids of credentials that an employer mandates.
    pub(crate) mandated: BTreeSet<String>,
    /// The text made comparable, when a rule first asks for it.
    pub(crate) folded: OnceLock<Folded>,
    /// The letters that a reader sees, one after the other, when a rule first asks for them.
    pub(crate) seen_letters: OnceLock<String>,
    /// For each bullet that says what an earlier one says, the earlier ones; found when a rule first
    /// asks.
    pub(crate) alike: OnceLock<HashMap<Span, Vec<What>>>,
    /// Which mentions are of one credential, when a rule first asks.
    pub(crate) repeats: OnceLock<Repeats>,
    /// The words that carry links, when a rule first asks.
    pub(crate) linked: OnceLock<Intervals>,
}

/// One part of a resume, or some of its words.
#[derive(Debug, Clone)]
pub(crate) struct Fact {
    /// The resume.
    pub(crate) facts: Arc<Facts>,
    /// The part.
    pub(crate) what: What,
}

/// Which part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    Resume,
    Role,
    Section(usize),
    /// Section, entry.
    Entry(usize, usize),
    /// Section, entry, bullet.
    Bullet(usize, usize, usize),
    Credential(usize),
    Project(usize),
    Evidence(usize),
    Claim(usize),
    Link(usize),
    /// The document as it is in the file.
    Document,
    /// A platform that the page names.
    Platform(usize),
    /// A sign of a fundamental.
    Fundamental(usize),
    /// Neighbouring runs that a reader does not see, for one reason: the first and the last, as
    /// indices into the document's runs.
    Run(usize, usize),
    /// The dates of an entry.
    EntryDates(usize, usize),
    /// The dates of a credential.
    CredentialDates(usize),
    /// Some words.
    Words(Span),
}

impl Fact {
    /// The fact that a value holds, if it holds one.
    pub(crate) fn of(value: &Value) -> Option<&Fact> {
        value.downcast_object_ref::<Fact>()
    }

    /// Another part of the same resume.
    pub(crate) fn sibling(&self, what: What) -> Value {
        Value::from_object(Fact { facts: Arc::clone(&self.facts), what })
    }

    fn resume(&self) -> &Resume {
        &self.facts.resume
    }

    /// The words it stands on; `None` for the resume and a role that the user set.
    pub(crate) fn span(&self) -> Option<Span> {
        let resume = self.resume();
        match self.what {
            What::Resume | What::Document => None,
            What::Role => resume.role.span,
            What::Section(s) => resume.sections.get(s).map(|section| section.span),
            What::Entry(s, e) => self.entry_at(s, e).map(|entry| entry.span),
            What::Bullet(s, e, b) => self.bullet_at(s, e, b).map(|bullet| bullet.span),
            What::Credential(i) => resume.credentials.get(i).map(|credential| credential.span),
            What::Project(i) => resume.projects.get(i).map(|project| project.span),
            What::Evidence(i) => resume.evidence.get(i).map(|evidence| evidence.span),
            What::Claim(i) => resume.claims.get(i).map(|claim| claim.span),
            What::Link(i) => resume.links.get(i).and_then(|link| link.span),
            What::Platform(i) => resume.platforms.get(i).map(|platform| platform.span),
            What::Fundamental(i) => resume.fundamentals.get(i).map(|sign| sign.span),
            What::Run(first, last) => {
                let runs = &self.facts.document.runs;
                runs.get(first).zip(runs.get(last)).map(|(a, b)| a.span.join(b.span))
            }
            What::EntryDates(..) | What::CredentialDates(_) => self.dates().map(|dates| dates.span),
            What::Words(span) => Some(span),
        }
    }

    /// Its words as shown; the whole text for the document, none for the resume.
    pub(crate) fn words(&self) -> &str {
        match self.what {
            What::Document => &self.facts.document.text,
            _ => self.span().map_or("", |span| self.facts.document.slice(span)),
        }
    }

    fn entry_at(&self, s: usize, e: usize) -> Option<&Entry> {
        self.resume().sections.get(s)?.entries.get(e)
    }

    fn bullet_at(&self, s: usize, e: usize, b: usize) -> Option<&Bullet> {
        self.entry_at(s, e)?.bullets.get(b)
    }

    fn credential(&self) -> Option<&Credential> {
        match self.what {
            What::Credential(i) | What::CredentialDates(i) => self.resume().credentials.get(i),
            _ => None,
        }
    }

    fn dates(&self) -> Option<&DateRange> {
        match self.what {
            What::EntryDates(s, e) => self.entry_at(s, e)?.dates.as_ref(),
            What::CredentialDates(_) => self.credential()?.dates.as_ref(),
            _ => None,
        }
    }

    /// The index of the section that it is or stands in.
    fn section_index(&self) -> Option<usize> {
        let resume = self.resume();
        match self.what {
            What::Section(s)
            | What::Entry(s, _)
            | What::Bullet(s, _, _)
            | What::EntryDates(s, _) => Some(s),
            What::Credential(i) | What::CredentialDates(i) => resume.credentials.get(i)?.section,
            What::Evidence(i) => resume.evidence.get(i)?.section,
            What::Platform(i) => resume.platforms.get(i)?.section,
            What::Fundamental(i) => resume.fundamentals.get(i)?.section,
            What::Resume | What::Document | What::Role => None,
            _ => {
                let span = self.span()?;
                let after = resume.sections.partition_point(|s| s.span.start <= span.start);
                let index = after.checked_sub(1)?;
                resume.sections[index].span.contains(span).then_some(index)
            }
        }
    }

    /// The section that it is or stands in.
    pub(crate) fn section(&self) -> Option<&Section> {
        self.resume().sections.get(self.section_index()?)
    }

    /// The kinds of a section, credential, piece of evidence or link.
    pub(crate) fn kinds(&self) -> Vec<&'static str> {
        let resume = self.resume();
        match self.what {
            What::Section(s) => resume
                .sections
                .get(s)
                .map_or(vec![], |section| section.kinds.iter().map(|k| k.name()).collect()),
            What::Credential(i) => {
                resume.credentials.get(i).map_or(vec![], |c| vec![c.kind.name()])
            }
            What::Evidence(i) => resume.evidence.get(i).map_or(vec![], |e| vec![e.kind.name()]),
            What::Link(i) => resume.links.get(i).map_or(vec![], |l| vec![l.kind.name()]),
            _ => vec![],
        }
    }

    /// The strength of a piece of evidence.
    pub(crate) fn strength(&self) -> Option<Strength> {
        match self.what {
            What::Evidence(i) => self.resume().evidence.get(i).map(|evidence| evidence.strength),
            _ => None,
        }
    }

    /// Where a credential stands, by name.
    pub(crate) fn position(&self) -> Option<&'static str> {
        self.credential().map(|credential| credential.position.name())
    }

    /// The tense of a bullet, by name.
    pub(crate) fn tense(&self) -> Option<&'static str> {
        match self.what {
            What::Bullet(s, e, b) => self.bullet_at(s, e, b).map(|bullet| bullet.tense.name()),
            _ => None,
        }
    }

    /// What makes two mentions the same: the catalogue's id or the name, else the words.
    pub(crate) fn identity(&self) -> String {
        match self.credential() {
            Some(credential) => credential.name.clone(),
            None => self.words().to_owned(),
        }
    }

    /// Which mentions are of one credential.
    fn repeats(&self) -> &Repeats {
        self.facts.repeats.get_or_init(|| Repeats::of(self.resume(), &self.facts.document.text))
    }

    /// Whether words carry a link.
    fn is_linked(&self, span: Span) -> bool {
        let links = self.resume().links.iter().filter_map(|link| link.span);
        self.facts.linked.get_or_init(|| Intervals::new(links)).any(span)
    }

    fn words_value(&self, span: Option<Span>) -> Value {
        span.map_or_else(none, |span| self.sibling(What::Words(span)))
    }

    fn words_list(&self, spans: &[Span]) -> Value {
        spans.iter().map(|&span| self.sibling(What::Words(span))).collect()
    }

    fn list(&self, parts: impl Iterator<Item = What>) -> Value {
        parts.map(|what| self.sibling(what)).collect()
    }

    fn section_value(&self) -> Value {
        self.section_index().map_or_else(none, |s| self.sibling(What::Section(s)))
    }

    /// Parts of a kind whose section is `s`.
    fn entries_of(&self, s: usize) -> impl Iterator<Item = What> {
        let count = self.resume().sections.get(s).map_or(0, |section| section.entries.len());
        (0..count).map(move |e| What::Entry(s, e))
    }

    fn bullets_of(&self, s: usize) -> impl Iterator<Item = What> {
        let entries = self.resume().sections.get(s).map_or(&[][..], |section| &section.entries);
        let counts: Vec<usize> = entries.iter().map(|entry| entry.bullets.len()).collect();
        counts
            .into_iter()
            .enumerate()
            .flat_map(move |(e, n)| (0..n).map(move |b| What::Bullet(s, e, b)))
    }

    /// Every part that rules of one sort speak of.
    pub(crate) fn parts(&self, on: super::On) -> Vec<What> {
        use super::On;
        let resume = self.resume();
        let sections = 0..resume.sections.len();
        match on {
            On::Resume => vec![What::Resume],
            On::Document => vec![What::Document],
            On::Section => sections.map(What::Section).collect(),
            On::Entry => sections.flat_map(|s| self.entries_of(s)).collect(),
            On::Bullet => sections.flat_map(|s| self.bullets_of(s)).collect(),
            On::Credential => (0..resume.credentials.len()).map(What::Credential).collect(),
            On::Project => (0..resume.projects.len()).map(What::Project).collect(),
            On::Claim => (0..resume.claims.len()).map(What::Claim).collect(),
            On::Link => (0..resume.links.len()).map(What::Link).collect(),
            On::Run => self.hidden_runs(),
        }
    }

    /// The text that a reader does not see, in stretches of one reason each. Blanks between two runs
    /// do not part them.
    fn hidden_runs(&self) -> Vec<What> {
        let document = &self.facts.document;
        let mut stretches: Vec<(usize, usize, Visibility)> = Vec::new();
        for (i, run) in document.runs.iter().enumerate() {
            if run.visibility.is_seen() {
                continue;
            }
            match stretches.last_mut() {
                Some((_, last, why)) if *last + 1 == i && *why == run.visibility => *last = i,
                _ => stretches.push((i, i, run.visibility)),
            }
        }
        stretches.into_iter().map(|(first, last, _)| What::Run(first, last)).collect()
    }

    fn get(&self, name: &str) -> Option<Value> {
        if !matches!(self.what, What::Resume | What::Document) {
            match name {
                "text" => return Some(self.words_value(self.span())),
                "words" => return Some(Value::from(self.words().split_whitespace().count())),
                "section" => return Some(self.section_value()),
                _ => {}
            }
        }
        match self.what {
            What::Resume => self.get_resume(name),
            What::Document => self.get_document(name),
            What::Role => self.get_role(name),
            What::Section(s) => self.get_section(s, name),
            What::Entry(s, e) => self.get_entry(s, e, name),
            What::Bullet(s, e, b) => self.get_bullet(s, e, b, name),
            What::Credential(i) => self.get_credential(i, name),
            What::Project(i) => self.get_project(i, name),
            What::Evidence(i) => self.get_evidence(i, name),
            What::Claim(i) => self.get_claim(i, name),
            What::Link(i) => self.get_link(i, name),
            What::Platform(i) => self.get_platform(i, name),
            What::Fundamental(i) => self.get_fundamental(i, name),
            What::Run(first, _) => self.get_run(first, name),
            What::EntryDates(..) | What::CredentialDates(_) => self.get_dates(name),
            What::Words(span) => self.get_words(span, name),
        }
    }

    /// The text of the document made comparable.
    pub(crate) fn folded(&self) -> &Folded {
        self.facts.folded.get_or_init(|| fold_on_one_line(&self.facts.document.text))
    }

    /// Its words made comparable; the whole text for the resume and the document.
    pub(crate) fn comparable(&self) -> Cow<'_, str> {
        match self.what {
            What::Resume | What::Document => Cow::Borrowed(&self.folded().text),
            _ => on_one_line(comparable(self.words())),
        }
    }
}

impl Object for Fact {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        self.get(key)
    }

    fn is_true(self: &Arc<Self>) -> bool {
        true
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut words = self.words().split_whitespace();
        f.write_str(words.next().unwrap_or(""))?;
        words.try_for_each(|word| write!(f, " {word}"))
    }
}

/// The most things that are listed before another; a rule names one or two of them.
const MOST_EARLIER: usize = 50;

/// The line of the text that a place stands on; all of them, if there are several. Of a line that runs
/// on for pages, what is near.
fn line_around(text: &str, span: Span) -> Span {
    /// Bytes on either side.
    const NEAR: usize = 1_000;
    let start = text.floor_char_boundary(span.start as usize);
    let end = text.ceil_char_boundary(span.end as usize).max(start);
    let first = text.floor_char_boundary(start.saturating_sub(NEAR));
    let last = text.ceil_char_boundary((end + NEAR).min(text.len()));
    let start = text[first..start].rfind('\n').map_or(first, |at| first + at + 1);
    let end = text[end..last].find('\n').map_or(last, |at| end + at);
    Span::new(start, end)
}

/// The words that a value stands on: a thing's own, or those of the first thing in a list.
pub(crate) fn span_of(value: &Value) -> Option<Span> {
    if let Some(fact) = Fact::of(value) {
        return fact.span();
    }
    value.try_iter().ok()?.find_map(|item| Fact::of(&item)?.span())
}

/// Jinja's `none`: the page does not say.
fn none() -> Value {
    Value::from(())
}

#[cfg(test)]
mod tests;
