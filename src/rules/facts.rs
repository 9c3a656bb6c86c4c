//! What rules can ask about: the resume's parts as lazy `minijinja` objects.
//!
//! A [`Fact`] names a part by its index and reads it when asked, so nothing is serialised and every
//! value still knows the words it stands on. [`super::reference`] lists every name; a name that is
//! not there is an error when the rule loads, and again, by strict undefined, when it runs.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;
use minijinja::Value;
use minijinja::value::{Object, ObjectRepr};

use crate::catalogue::{self, Availability, Catalogue, CredentialKind, Known, Status, Tier};
use crate::document::{BlockKind, Document, Span};
use crate::resume::{
    Bullet, Credential, DateRange, End, Entry, PartialDate, Resume, Section, Strength,
};

/// Everything that rules may ask about one resume.
#[derive(Debug)]
pub(crate) struct Facts {
    /// The document.
    pub(crate) document: Arc<Document>,
    /// What it was understood as.
    pub(crate) resume: Arc<Resume>,
    /// What is known of credentials.
    pub(crate) catalogue: Arc<Catalogue>,
    /// The day that dates are compared with.
    pub(crate) today: Date,
    /// Ids of credentials that an employer mandates.
    pub(crate) mandated: BTreeSet<String>,
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
    /// Index into the document's runs.
    Run(usize),
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
            What::Resume => None,
            What::Role => resume.role.span,
            What::Section(s) => resume.sections.get(s).map(|section| section.span),
            What::Entry(s, e) => self.entry_at(s, e).map(|entry| entry.span),
            What::Bullet(s, e, b) => self.bullet_at(s, e, b).map(|bullet| bullet.span),
            What::Credential(i) => resume.credentials.get(i).map(|credential| credential.span),
            What::Project(i) => resume.projects.get(i).map(|project| project.span),
            What::Evidence(i) => resume.evidence.get(i).map(|evidence| evidence.span),
            What::Claim(i) => resume.claims.get(i).map(|claim| claim.span),
            What::Link(i) => resume.links.get(i).and_then(|link| link.span),
            What::Run(i) => self.facts.document.runs.get(i).map(|run| run.span),
            What::EntryDates(..) | What::CredentialDates(_) => self.dates().map(|dates| dates.span),
            What::Words(span) => Some(span),
        }
    }

    /// Its words as shown; a name where the words are the whole resume.
    pub(crate) fn words(&self) -> &str {
        self.span().map_or("", |span| self.facts.document.slice(span))
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
            What::Resume | What::Role => None,
            _ => {
                let span = self.span()?;
                resume.sections.iter().position(|section| section.span.contains(span))
            }
        }
    }

    /// The section that it is or stands in.
    pub(crate) fn section(&self) -> Option<&Section> {
        self.resume().sections.get(self.section_index()?)
    }

    /// What the catalogue knows a credential as.
    fn known(&self) -> Option<&Known> {
        self.credential()?.known.as_ref()
    }

    /// The catalogue's own entry for a credential.
    fn credited(&self) -> Option<&catalogue::Entry> {
        match self.known()? {
            Known::Entry(id) => self.facts.catalogue.entry(id),
            Known::Family(_) => None,
        }
    }

    /// What can be observed of a credential, or of the family that it belongs to.
    fn observed(&self) -> Option<(&catalogue::Facts, &Availability)> {
        let catalogue = &self.facts.catalogue;
        match self.known()? {
            Known::Entry(id) => {
                catalogue.entry(id).map(|entry| (&entry.facts, &entry.availability))
            }
            Known::Family(id) => {
                catalogue.family(id).map(|family| (&family.facts, &family.availability))
            }
        }
    }

    /// The tier of a credential.
    pub(crate) fn tier(&self) -> Option<Tier> {
        self.facts.catalogue.tier(self.known()?)
    }

    /// The domain of a credential.
    pub(crate) fn domain(&self) -> Option<&'static str> {
        self.observed().map(|(facts, _)| facts.domain.name())
    }

    /// The platform that a credential is tied to.
    pub(crate) fn platform(&self) -> Option<&str> {
        self.observed()?.0.platform.as_deref()
    }

    /// The last day on which a credential could be earned.
    fn closed(&self) -> Option<Date> {
        self.observed()?.1.on.as_deref()?.parse().ok()
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

    /// Whether the field of the role itself expects a credential.
    fn is_expected(&self) -> bool {
        let field = self.resume().role.field;
        let catalogue = &self.facts.catalogue;
        let standard_for = match self.known() {
            Some(Known::Entry(id)) => catalogue.entry(id).map(|entry| &entry.standard_for),
            Some(Known::Family(id)) => catalogue.family(id).map(|family| &family.standard_for),
            None => None,
        };
        standard_for.is_some_and(|fields| fields.contains(&field))
    }

    /// Whether the user says that an employer mandates a credential.
    fn is_mandated(&self) -> bool {
        self.known().is_some_and(|known| self.facts.mandated.contains(known.id()))
    }

    /// Whether rules may count a credential as noise.
    pub(crate) fn is_judged(&self) -> bool {
        let licence =
            self.credential().is_none_or(|credential| credential.kind == CredentialKind::License);
        !licence && !self.is_expected() && !self.is_mandated() && !self.is_unrated()
    }

    /// Whether the catalogue knows it as something that has no tier: a licence or a language test.
    fn is_unrated(&self) -> bool {
        self.observed().is_some_and(|(facts, _)| !facts.award.is_rated())
    }

    /// What makes two mentions the same: the catalogue's id or the name, else the words.
    pub(crate) fn identity(&self) -> String {
        match self.credential() {
            Some(credential) => credential.name.clone(),
            None => self.words().to_owned(),
        }
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
            On::Section => sections.map(What::Section).collect(),
            On::Entry => sections.flat_map(|s| self.entries_of(s)).collect(),
            On::Bullet => sections.flat_map(|s| self.bullets_of(s)).collect(),
            On::Credential => (0..resume.credentials.len()).map(What::Credential).collect(),
            On::Project => (0..resume.projects.len()).map(What::Project).collect(),
            On::Claim => (0..resume.claims.len()).map(What::Claim).collect(),
            On::Link => (0..resume.links.len()).map(What::Link).collect(),
            On::Run => {
                let runs = self.facts.document.runs.iter().enumerate();
                runs.filter(|(_, run)| !run.visibility.is_seen())
                    .map(|(i, _)| What::Run(i))
                    .collect()
            }
        }
    }

    fn get(&self, name: &str) -> Option<Value> {
        if name == "text" && self.what != What::Resume {
            return Some(self.words_value(self.span()));
        }
        if name == "words" && self.what != What::Resume {
            return Some(Value::from(self.words().split_whitespace().count()));
        }
        match self.what {
            What::Resume => self.get_resume(name),
            What::Role => self.get_role(name),
            What::Section(s) => self.get_section(s, name),
            What::Entry(s, e) => self.get_entry(s, e, name),
            What::Bullet(s, e, b) => self.get_bullet(s, e, b, name),
            What::Credential(i) => self.get_credential(i, name),
            What::Project(i) => self.get_project(i, name),
            What::Evidence(i) => self.get_evidence(i, name),
            What::Claim(i) => self.get_claim(i, name),
            What::Link(i) => self.get_link(i, name),
            What::Run(i) => self.get_run(i, name),
            What::EntryDates(..) | What::CredentialDates(_) => self.get_dates(name),
            What::Words(_) => (name == "section").then(|| self.section_value()),
        }
    }

    fn get_resume(&self, name: &str) -> Option<Value> {
        let (resume, document) = (self.resume(), &self.facts.document);
        Some(match name {
            "is_resume" => Value::from(resume.is_resume),
            "header" => self.words_value(Some(resume.header)),
            "name" => self.words_value(resume.name),
            "headline" => self.words_value(resume.headline),
            "post_nominals" => self.words_value(resume.post_nominals),
            "sections" => self.list((0..resume.sections.len()).map(What::Section)),
            "entries" => self.list((0..resume.sections.len()).flat_map(|s| self.entries_of(s))),
            "bullets" => self.list((0..resume.sections.len()).flat_map(|s| self.bullets_of(s))),
            "credentials" => self.list((0..resume.credentials.len()).map(What::Credential)),
            "projects" => self.list((0..resume.projects.len()).map(What::Project)),
            "evidence" => self.list((0..resume.evidence.len()).map(What::Evidence)),
            "claims" => self.list((0..resume.claims.len()).map(What::Claim)),
            "links" => self.list((0..resume.links.len()).map(What::Link)),
            "email" => self.words_value(resume.contact.email),
            "phone" => self.words_value(resume.contact.phone),
            "location" => self.words_value(resume.contact.location),
            "role" => self.sibling(What::Role),
            "language" => resume.language.map_or_else(none, Value::from),
            "certifications_lead" => resume.certifications_lead.map_or_else(none, Value::from),
            "pages" => Value::from(document.pages.len()),
            "words" => Value::from(seen_words(document)),
            "hidden" => self.list(self.parts(super::On::Run).into_iter()),
            _ => return None,
        })
    }

    fn get_role(&self, name: &str) -> Option<Value> {
        let role = self.resume().role;
        Some(match name {
            "field" => Value::from(role.field.name()),
            "level" => role.level.map_or_else(none, |level| Value::from(level.name())),
            _ => return None,
        })
    }

    fn get_section(&self, s: usize, name: &str) -> Option<Value> {
        let resume = self.resume();
        let section = resume.sections.get(s)?;
        Some(match name {
            "kind" => Value::from(section.kinds.first()?.name()),
            "kinds" => section.kinds.iter().map(|kind| kind.name()).collect(),
            "heading" => self.words_value(section.heading),
            "body" => self.words_value(Some(section.body)),
            "body_words" => {
                Value::from(self.facts.document.slice(section.body).split_whitespace().count())
            }
            "sidebar" => Value::from(section.sidebar),
            "number" => Value::from(s + 1),
            "entries" => self.list(self.entries_of(s)),
            "bullets" => self.list(self.bullets_of(s)),
            "credentials" => self.list(
                (0..resume.credentials.len())
                    .filter(|&i| resume.credentials[i].section == Some(s))
                    .map(What::Credential),
            ),
            _ => return None,
        })
    }

    fn get_entry(&self, s: usize, e: usize, name: &str) -> Option<Value> {
        let entry = self.entry_at(s, e)?;
        Some(match name {
            "title" => self.words_value(entry.title),
            "organization" => self.words_value(entry.organization),
            "dates" => match entry.dates {
                Some(_) => self.sibling(What::EntryDates(s, e)),
                None => none(),
            },
            "bullets" => self.list((0..entry.bullets.len()).map(|b| What::Bullet(s, e, b))),
            "number" => Value::from(e + 1),
            "previous" => e.checked_sub(1).map_or_else(none, |e| self.sibling(What::Entry(s, e))),
            "section" => self.section_value(),
            _ => return None,
        })
    }

    fn get_bullet(&self, s: usize, e: usize, b: usize, name: &str) -> Option<Value> {
        let bullet = self.bullet_at(s, e, b)?;
        Some(match name {
            "is_item" => Value::from(bullet.is_item),
            "verb" => self.words_value(bullet.verb),
            "actor" => Value::from(bullet.actor.name()),
            "tense" => Value::from(bullet.tense.name()),
            "numbers" => self.words_list(&bullet.numbers),
            "outcomes" => self.words_list(&bullet.outcomes),
            "production" => self.words_list(&bullet.production),
            "number" => Value::from(b + 1),
            "entry" => self.sibling(What::Entry(s, e)),
            "section" => self.section_value(),
            _ => return None,
        })
    }

    fn get_credential(&self, i: usize, name: &str) -> Option<Value> {
        let resume = self.resume();
        let credential = resume.credentials.get(i)?;
        let credited = self.credited();
        let text = |value: Option<&str>| value.map_or_else(none, Value::from);
        Some(match name {
            "name" => Value::from(credential.name.as_str()),
            "issuer" => text(credential.issuer.as_deref()),
            "issuer_on_page" => self.words_value(credential.issuer_span),
            "kind" => Value::from(credential.kind.name()),
            "id" => text(credential.known.as_ref().map(|known| known.id())),
            "known" => Value::from(credited.is_some()),
            "tier" => text(self.tier().map(Tier::name)),
            "award" => text(self.observed().map(|(facts, _)| facts.award.name())),
            "issuer_kind" => text(self.observed().map(|(facts, _)| facts.issuer_kind.name())),
            "domain" => text(self.domain()),
            "platform" => text(self.platform()),
            "level" => {
                let level = self.observed().and_then(|(facts, _)| facts.level);
                level.map_or_else(none, |level| Value::from(level.name()))
            }
            "availability" => {
                let status = self.observed().and_then(|(_, availability)| availability.status);
                // Until the announced day it can still be earned.
                let is_open = self.closed().is_some_and(|day| day > self.facts.today);
                let status = status.map(|status| if is_open { Status::Active } else { status });
                status.map_or_else(none, |status| Value::from(status.name()))
            }
            "retired_on" => self.closed().map_or_else(none, |day| Value::from(day.to_string())),
            "may_still_be_valid" => Value::from(self.may_still_be_valid()),
            "successor" => text(
                self.observed()
                    .and_then(|(_, availability)| availability.successor.as_deref())
                    .and_then(|id| self.facts.catalogue.entry(id))
                    .map(|entry| entry.name.as_str()),
            ),
            "implied_by" => match credited {
                Some(entry) => entry.implied_by.iter().map(|id| &**id).collect(),
                None => Value::from(Vec::<String>::new()),
            },
            "does_not_prove" => {
                let details =
                    self.known().and_then(|known| self.facts.catalogue.details(known.id()));
                details.map_or(&[][..], |d| &d.does_not_prove).iter().map(String::as_str).collect()
            }
            "expected" => Value::from(self.is_expected()),
            "mandated" => Value::from(self.is_mandated()),
            "judged" => Value::from(self.is_judged()),
            "position" => Value::from(credential.position.name()),
            "nth" => {
                let before = &resume.credentials[..i];
                Value::from(1 + before.iter().filter(|c| c.position == credential.position).count())
            }
            "modifiers" => credential.modifiers.iter().map(|modifier| modifier.name()).collect(),
            "dates" => match credential.dates {
                Some(_) => self.sibling(What::CredentialDates(i)),
                None => none(),
            },
            "number" => self.words_value(credential.id),
            "url" => text(credential.url.as_deref()),
            "claims" => self.list(
                (0..resume.claims.len())
                    .filter(|&c| resume.claims[c].leans_on == Some(i))
                    .map(What::Claim),
            ),
            "earlier" => self.list(
                (0..i)
                    .filter(|&j| resume.credentials[j].name == credential.name)
                    .map(What::Credential),
            ),
            "section" => self.section_value(),
            _ => return None,
        })
    }

    /// Whether a credential that can no longer be earned can still be valid: its validity, counted
    /// from the day it was earned or else from the day it closed, has not run out.
    fn may_still_be_valid(&self) -> bool {
        let Some(closed) = self.closed() else { return true };
        let Some(years) = self.credited().and_then(|entry| entry.validity_years) else {
            // It never runs out as far as is known, so closing it took nothing from its holders.
            return true;
        };
        let earned = self
            .credential()
            .and_then(|credential| credential.dates.as_ref()?.start?.last_day())
            .filter(|day| *day <= closed)
            .unwrap_or(closed);
        let validity = jiff::Span::new().years(i16::from(years));
        earned.checked_add(validity).is_ok_and(|ends| ends >= self.facts.today)
    }

    fn get_project(&self, i: usize, name: &str) -> Option<Value> {
        let project = self.resume().projects.get(i)?;
        Some(match name {
            "title" => self.words_value(Some(project.title)),
            "links" => project.links.iter().map(String::as_str).collect(),
            "outcomes" => self.words_list(&project.outcomes),
            "tutorial" => self.words_value(project.tutorial),
            "section" => self.section_value(),
            _ => return None,
        })
    }

    fn get_evidence(&self, i: usize, name: &str) -> Option<Value> {
        let evidence = self.resume().evidence.get(i)?;
        Some(match name {
            "kind" => Value::from(evidence.kind.name()),
            "strength" => Value::from(evidence.strength.name()),
            "section" => self.section_value(),
            _ => return None,
        })
    }

    fn get_claim(&self, i: usize, name: &str) -> Option<Value> {
        let claim = self.resume().claims.get(i)?;
        Some(match name {
            "about" => self.words_value(Some(claim.about)),
            "credential" => claim.leans_on.map_or_else(none, |c| self.sibling(What::Credential(c))),
            "section" => self.section_value(),
            _ => return None,
        })
    }

    fn get_link(&self, i: usize, name: &str) -> Option<Value> {
        let link = self.resume().links.get(i)?;
        Some(match name {
            "target" => Value::from(link.target.as_str()),
            "kind" => Value::from(link.kind.name()),
            "scheme" => Value::from(link.target.split_once(':').map_or("", |(scheme, _)| scheme)),
            "section" => self.section_value(),
            _ => return None,
        })
    }

    fn get_run(&self, i: usize, name: &str) -> Option<Value> {
        let run = self.facts.document.runs.get(i)?;
        Some(match name {
            "visibility" => Value::from(run.visibility.name()),
            "size" => run.style.size_pt.map_or_else(none, Value::from),
            "section" => self.section_value(),
            _ => return None,
        })
    }

    fn get_dates(&self, name: &str) -> Option<Value> {
        let dates = self.dates()?;
        let last = match dates.end {
            Some(End::On(date)) => Some(date),
            Some(End::Present) => None,
            None => dates.start,
        };
        let iso = |date: Option<PartialDate>| {
            date.map_or_else(none, |date| Value::from(date.to_string()))
        };
        Some(match name {
            "start" => iso(dates.start),
            "end" => iso(last),
            "present" => Value::from(dates.end == Some(End::Present)),
            "read" => Value::from(dates.start.is_some() || dates.end.is_some()),
            "reversed" => Value::from(match (dates.start, last) {
                (Some(start), Some(end)) => start.first_day() > end.last_day(),
                _ => false,
            }),
            "in_future" => Value::from(
                dates
                    .start
                    .and_then(PartialDate::first_day)
                    .is_some_and(|day| day > self.facts.today),
            ),
            "over" => Value::from(
                last.and_then(PartialDate::last_day).is_some_and(|day| day < self.facts.today),
            ),
            _ => return None,
        })
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

/// How many words of the body a reader sees.
fn seen_words(document: &Document) -> usize {
    let seen = document.blocks.iter().filter(|block| !matches!(block.kind, BlockKind::Field));
    seen.map(|block| document.slice(block.span).split_whitespace().count()).sum()
}
