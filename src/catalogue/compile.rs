//! From catalogue files to the form that the binary carries: entries, families, the index of names.
//!
//! The build script compiles `rules/catalogue/`; the library compiles the files that a user puts
//! beside a configuration. Both go through here, so a user's file is read as strictly as ours.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::data::{Entry, ExamCode, Family, Form, Issuer, Tier};
use super::forms::{Names, Origin, Wording, words, written};
use super::index::{Index, Name};
use super::pattern;
use super::profile::{Profile, fill};
use super::rubric::Rubric;
use super::source::{CodeSource, Collision, CredentialSource, FamilySource, File, RatingSource};

/// What is wrong with a catalogue file, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The file's name as it was given.
    pub(crate) file: String,
    /// The bytes of the file that are at fault; `None` when it is about the whole file.
    pub(crate) span: Option<Range<usize>>,
    /// What is wrong.
    pub(crate) message: String,
    /// What to do about it.
    pub(crate) help: Option<String>,
}

/// Whose files are compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origins {
    /// The project's own: all that the project promises of them is asked for.
    Ours,
    /// A user's: entries may replace ours, and need no source.
    Users,
}

/// Catalogue files in the form that the binary carries.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Compiled {
    pub(crate) entries: Vec<Entry>,
    pub(crate) families: Vec<Family>,
    /// For each family, the words that make a match something else.
    pub(crate) unless: Vec<Vec<String>>,
    pub(crate) issuers: Vec<Issuer>,
    pub(crate) index: Index,
    pub(crate) wording: Wording,
    pub(crate) rubric: Rubric,
    /// Tiers for entries that stand elsewhere.
    pub(crate) ratings: Vec<(Arc<str>, Tier)>,
}

/// What is said in words, in the order of entries and then of families.
pub(crate) type Prose = Vec<super::data::Details>;

/// The catalogue that files add to.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Base<'a> {
    pub(crate) entries: &'a [Entry],
    pub(crate) families: &'a [Family],
    pub(crate) issuers: &'a [Issuer],
    pub(crate) wording: Option<&'a Wording>,
    pub(crate) rubric: Option<&'a Rubric>,
}

/// Compiles files, each with its name and content. `base` is the catalogue that they add to.
///
/// # Errors
/// Everything that is wrong with the files.
pub(crate) fn compile(
    files: &[(&str, &str)],
    origins: Origins,
    base: &Base<'_>,
) -> Result<(Compiled, Prose), Vec<Fault>> {
    let mut faults = Vec::new();
    let mut parsed: Vec<(&str, File)> = Vec::new();
    for &(name, content) in files {
        match toml::from_str::<File>(content) {
            Ok(file) => parsed.push((name, file)),
            Err(error) => faults.push(Fault {
                file: name.to_owned(),
                span: error.span(),
                message: error.message().to_owned(),
                help: None,
            }),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut work = Work::new(origins, base);
    for (_, file) in &mut parsed {
        work.settings(file);
    }
    for (name, file) in parsed {
        work.collect(name, file);
    }
    work.finish()
}

/// Everything collected from the files so far.
struct Work<'a> {
    origins: Origins,
    base: &'a Base<'a>,
    faults: Vec<Fault>,
    issuers: Vec<Issuer>,
    wording: Wording,
    rubric: Rubric,
    credentials: Vec<(String, CredentialSource)>,
    families: Vec<(String, FamilySource)>,
    collisions: Vec<(String, Collision)>,
    ratings: Vec<(String, RatingSource)>,
    profiles: Vec<Profile>,
}

impl<'a> Work<'a> {
    fn new(origins: Origins, base: &'a Base<'a>) -> Self {
        Work {
            origins,
            base,
            faults: Vec::new(),
            issuers: Vec::new(),
            wording: base.wording.cloned().unwrap_or_default(),
            rubric: base.rubric.cloned().unwrap_or_default(),
            credentials: Vec::new(),
            families: Vec::new(),
            collisions: Vec::new(),
            ratings: Vec::new(),
            profiles: Vec::new(),
        }
    }

    fn settings(&mut self, file: &mut File) {
        if let Some(wording) = file.wording.take() {
            self.wording = wording;
        }
        if let Some(rubric) = file.rubric.take() {
            self.rubric = rubric;
        }
        self.profiles.append(&mut file.profile);
        self.issuers.append(&mut file.issuer);
    }

    fn collect(&mut self, name: &str, file: File) {
        let named = |_: &str| name.to_owned();
        self.credentials.extend(file.credential.into_iter().map(|c| (named(name), c)));
        self.families.extend(file.family.into_iter().map(|f| (named(name), f)));
        self.collisions.extend(file.collision.into_iter().map(|c| (named(name), c)));
        self.ratings.extend(file.rating.into_iter().map(|r| (named(name), r)));
    }

    fn fault(&mut self, file: &str, span: Range<usize>, message: String) {
        self.faults.push(Fault { file: file.to_owned(), span: Some(span), message, help: None });
    }

    fn finish(mut self) -> Result<(Compiled, Prose), Vec<Fault>> {
        self.credentials.sort_by(|a, b| a.1.id.get_ref().cmp(b.1.id.get_ref()));
        self.families.sort_by(|a, b| a.1.id.get_ref().cmp(b.1.id.get_ref()));
        self.check();
        let issuers = std::mem::take(&mut self.issuers);
        let known: Vec<&Issuer> = issuers.iter().chain(self.base.issuers).collect();
        let (mut entries, mut prose, mut forms) = (Vec::new(), Prose::new(), Forms::default());
        let wording = self.wording.clone();
        let credentials = std::mem::take(&mut self.credentials);
        for (file, source) in &credentials {
            let Some(issuer) = known.iter().find(|issuer| issuer.name == *source.issuer.get_ref())
            else {
                let message = format!("no [[issuer]] is named `{}`", source.issuer.get_ref());
                self.fault(file, source.issuer.span(), message);
                continue;
            };
            let (entry, mut details) = source.split(issuer, self.origins);
            fill(&mut details, &self.profiles, &self.rubric, &entry.facts, &entry.issuer);
            forms.add(file, entries.len() as u16, source, &entry, issuer, &wording);
            entries.push(entry);
            prose.push(details);
        }
        let names = self.settle(forms, &entries);
        let mut patterns = Vec::new();
        let (mut families, mut unless) = (Vec::new(), Vec::new());
        for (file, source) in std::mem::take(&mut self.families) {
            for pattern in &source.patterns {
                match pattern::parse(pattern.get_ref()) {
                    Ok(all) => patterns.extend(all.into_iter().map(|p| (families.len() as u16, p))),
                    Err(message) => self.fault(&file, pattern.span(), message),
                }
            }
            unless.push(source.unless.iter().flat_map(|word| words(word)).collect());
            let (family, mut details) = source.split(self.origins);
            let issuer = family.issuer.as_deref().unwrap_or_default();
            fill(&mut details, &self.profiles, &self.rubric, &family.facts, issuer);
            families.push(family);
            prose.push(details);
        }
        let ratings = std::mem::take(&mut self.ratings);
        for (file, rating) in &ratings {
            if !self.exists(rating.id.get_ref(), &entries, &families) {
                let message = format!("no credential has the id `{}`", rating.id.get_ref());
                self.fault(file, rating.id.span(), message);
            }
        }
        if !self.faults.is_empty() {
            return Err(self.faults);
        }
        let ratings = ratings.into_iter().map(|(_, r)| (r.id.into_inner(), r.tier)).collect();
        let index = Index::build(&names, &patterns);
        let (wording, rubric) = (self.wording, self.rubric);
        Ok((
            Compiled { entries, families, unless, issuers, index, wording, rubric, ratings },
            prose,
        ))
    }

    fn exists(&self, id: &str, entries: &[Entry], families: &[Family]) -> bool {
        entries.iter().chain(self.base.entries).any(|entry| &*entry.id == id)
            || families.iter().chain(self.base.families).any(|family| &*family.id == id)
    }

    /// What has to hold of every file before anything is built from it.
    fn check(&mut self) {
        let mut ids: BTreeSet<Arc<str>> = BTreeSet::new();
        let mut found: Vec<(String, Range<usize>, String)> = Vec::new();
        let all_ids: BTreeSet<Arc<str>> = self
            .credentials
            .iter()
            .map(|(_, c)| c.id.get_ref().clone())
            .chain(self.families.iter().map(|(_, f)| f.id.get_ref().clone()))
            .chain(self.base.entries.iter().map(|entry| entry.id.clone()))
            .collect();
        let each = self
            .credentials
            .iter()
            .map(|(file, c)| (file, &c.id))
            .chain(self.families.iter().map(|(file, f)| (file, &f.id)));
        for (file, id) in each {
            let (span, id) = (id.span(), id.get_ref());
            if !is_kebab(id) {
                found.push((file.clone(), span.clone(), format!("`{id}` is not kebab-case")));
            }
            if !ids.insert(id.clone()) {
                found.push((file.clone(), span, format!("the id `{id}` is used twice")));
            }
        }
        for (file, c) in &self.credentials {
            for id in c.successor.iter().chain(&c.implied_by) {
                if !all_ids.contains(id.get_ref()) {
                    let message = format!("no credential has the id `{}`", id.get_ref());
                    found.push((file.clone(), id.span(), message));
                }
            }
            let dates = c.retired_on.iter().chain(&c.reviewed);
            for date in dates.filter(|date| !is_date(date.get_ref())) {
                let message =
                    format!("`{}` is no date: YYYY, YYYY-MM or YYYY-MM-DD", date.get_ref());
                found.push((file.clone(), date.span(), message));
            }
            for code in &c.exam_codes {
                if let CodeSource::Dated(ExamCode { code, retired: Some(date) }) = code
                    && !is_date(date)
                {
                    let message = format!("`{date}`, of {code}, is no date");
                    found.push((file.clone(), c.id.span(), message));
                }
            }
            if self.origins == Origins::Ours && c.tier.is_some() {
                let message = "a tier of its own is for users; ours follow from facts".to_owned();
                found.push((file.clone(), c.id.span(), message));
            }
            if self.origins == Origins::Ours && (c.sources.is_empty() || c.reviewed.is_none()) {
                let message = format!("`{}` has no source or no date of review", c.id.get_ref());
                found.push((file.clone(), c.id.span(), message));
            }
        }
        for (file, f) in &self.families {
            for date in f.retired_on.iter().chain(&f.reviewed).filter(|d| !is_date(d.get_ref())) {
                found.push((file.clone(), date.span(), format!("`{}` is no date", date.get_ref())));
            }
        }
        for (file, span, message) in found {
            self.fault(&file, span, message);
        }
    }

    /// Lets each form mean one thing, or several that a collision declares.
    fn settle(&mut self, forms: Forms, entries: &[Entry]) -> BTreeMap<Vec<String>, Name> {
        let mut declared: BTreeMap<Vec<String>, Vec<Arc<str>>> = BTreeMap::new();
        let collisions = std::mem::take(&mut self.collisions);
        for (file, collision) in &collisions {
            for id in &collision.means {
                if !entries.iter().any(|entry| entry.id == *id.get_ref()) {
                    let message = format!("no credential has the id `{}`", id.get_ref());
                    self.fault(file, id.span(), message);
                }
            }
            let means = collision.means.iter().map(|id| id.get_ref().clone()).collect();
            declared.insert(words(collision.text.get_ref()), means);
        }
        let mut names = BTreeMap::new();
        for (words, claims) in forms.claims {
            let surest = claims.iter().map(|claim| claim.origin).max().unwrap_or(Origin::Derived);
            let mut claims: Vec<Claim> =
                claims.into_iter().filter(|claim| claim.origin == surest).collect();
            let order = declared.get(&words);
            if claims.len() > 1 && surest == Origin::Derived && order.is_none() {
                continue;
            }
            let rank = |claim: &Claim| {
                let id = &entries[claim.target as usize].id;
                order.and_then(|order| order.iter().position(|other| other == id))
            };
            if claims.len() > 1 && !claims.iter().all(|claim| rank(claim).is_some()) {
                let ids: Vec<&str> =
                    claims.iter().map(|claim| &*entries[claim.target as usize].id).collect();
                let message = format!(
                    "`{}` names several credentials ({}) and no [[collision]] says so",
                    words.join(" "),
                    ids.join(", ")
                );
                let (file, span) = (claims[0].file.clone(), claims[0].span.clone());
                self.fault(&file, span, message);
                continue;
            }
            claims.sort_by_key(|claim| rank(claim));
            let form = match order {
                Some(_) if claims.iter().all(|claim| claim.form != Form::ExamCode) => {
                    Form::Ambiguous
                }
                _ => claims[0].form,
            };
            let capitals = if form == Form::Ambiguous { claims[0].capitals.max(1) } else { 0 };
            let loose = claims[0].loose;
            let targets = claims.iter().map(|claim| claim.target).collect();
            names.insert(words, Name { targets, form, capitals, loose });
        }
        names
    }
}

/// Which entries claim which words.
#[derive(Default)]
struct Forms {
    claims: BTreeMap<Vec<String>, Vec<Claim>>,
}

struct Claim {
    target: u16,
    form: Form,
    capitals: u8,
    loose: bool,
    origin: Origin,
    file: String,
    span: Range<usize>,
}

impl Forms {
    fn add(
        &mut self,
        file: &str,
        target: u16,
        source: &CredentialSource,
        entry: &Entry,
        issuer: &Issuer,
        wording: &Wording,
    ) {
        let text = |names: &'_ [Spanned<String>]| {
            names.iter().map(|name| name.get_ref().clone()).collect::<Vec<String>>()
        };
        let (aliases, former) = (text(&source.aliases), text(&source.former_names));
        let ambiguous = text(&source.ambiguous);
        let names = Names {
            entry,
            issuer,
            aliases: aliases.iter().chain(&former).map(String::as_str).collect(),
            ambiguous: ambiguous.iter().map(String::as_str).collect(),
        };
        for written in written(&names, wording) {
            self.claims.entry(written.words).or_default().push(Claim {
                target,
                form: written.form,
                capitals: written.capitals,
                loose: written.loose,
                origin: written.origin,
                file: file.to_owned(),
                span: source.name.span(),
            });
        }
    }
}

fn is_kebab(id: &str) -> bool {
    !id.is_empty()
        && id.split('-').all(|part| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
}

/// Whether it is `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let number = |part: &str, digits: usize, range: std::ops::RangeInclusive<u16>| {
        part.len() == digits && part.parse().is_ok_and(|number| range.contains(&number))
    };
    match parts[..] {
        [year] => number(year, 4, 1950..=2100),
        [year, month] => number(year, 4, 1950..=2100) && number(month, 2, 1..=12),
        [year, month, day] => {
            number(year, 4, 1950..=2100) && number(month, 2, 1..=12) && number(day, 2, 1..=31)
        }
        _ => false,
    }
}
