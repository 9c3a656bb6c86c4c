//! From catalogue files to the form that the binary carries: entries, families, the index of names.
//!
//! The build script compiles `rules/catalogue/`; the library compiles the files that a user puts
//! beside a configuration. Both go through here, so a user's file is read as strictly as ours.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::data::{
    Availability, Award, Details, Domain, Entry, ExamCode, Facts, Family, Form, Issuer, IssuerKind,
    Level, RatedBy, Rating, Status, Tier,
};
use super::forms::{Names, Origin, Wording, words, written};
use super::index::{Index, Name};
use super::pattern;
use super::rubric::Rubric;
use crate::role::Field;

/// A catalogue file, as it stands on disk.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct File {
    #[serde(default)]
    issuer: Vec<Issuer>,
    #[serde(default)]
    credential: Vec<CredentialSource>,
    #[serde(default)]
    family: Vec<FamilySource>,
    #[serde(default)]
    collision: Vec<Collision>,
    #[serde(default)]
    rating: Vec<RatingSource>,
    wording: Option<Wording>,
    rubric: Option<Rubric>,
}

/// A credential, as a file says it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct CredentialSource {
    id: Spanned<Arc<str>>,
    name: Spanned<String>,
    issuer: Spanned<String>,
    kind: Award,
    domain: Domain,
    platform: Option<String>,
    level: Option<Level>,
    #[serde(default)]
    aliases: Vec<Spanned<String>>,
    #[serde(default)]
    former_names: Vec<Spanned<String>>,
    #[serde(default)]
    ambiguous: Vec<Spanned<String>>,
    #[serde(default)]
    exam_codes: Vec<CodeSource>,
    status: Option<Status>,
    retired_on: Option<Spanned<String>>,
    successor: Option<Spanned<Arc<str>>>,
    proctored: Option<bool>,
    hands_on: Option<bool>,
    prerequisites_required: Option<bool>,
    vendor_neutral: Option<bool>,
    validity_years: Option<u8>,
    #[serde(default)]
    implied_by: Vec<Spanned<Arc<str>>>,
    #[serde(default)]
    standard_for: Vec<Field>,
    guide_tier: Option<Tier>,
    tier: Option<Tier>,
    #[serde(default = "yes")]
    verified: bool,
    #[serde(default)]
    prerequisites: Vec<String>,
    study_time: Option<String>,
    cost: Option<String>,
    #[serde(default)]
    proves: Vec<String>,
    #[serde(default)]
    does_not_prove: Vec<String>,
    #[serde(default)]
    worth_if: Vec<String>,
    #[serde(default)]
    not_worth_if: Vec<String>,
    reads_as: Option<String>,
    #[serde(default)]
    instead: Vec<String>,
    note: Option<String>,
    #[serde(default)]
    sources: Vec<String>,
    reviewed: Option<Spanned<String>>,
}

fn yes() -> bool {
    true
}

/// An exam code: `"AZ-900"`, or `{ code = "AZ-900", retired = "2026-06-30" }`.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum CodeSource {
    Current(String),
    Dated(ExamCode),
}

/// A family, as a file says it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct FamilySource {
    id: Spanned<Arc<str>>,
    name: String,
    issuer: Option<String>,
    issuer_kind: IssuerKind,
    kind: Award,
    domain: Domain,
    platform: Option<String>,
    level: Option<Level>,
    patterns: Vec<Spanned<String>>,
    /// Words that, in the same line, make it something else.
    #[serde(default)]
    unless: Vec<String>,
    status: Option<Status>,
    retired_on: Option<Spanned<String>>,
    proctored: Option<bool>,
    hands_on: Option<bool>,
    prerequisites_required: Option<bool>,
    vendor_neutral: Option<bool>,
    #[serde(default)]
    standard_for: Vec<Field>,
    guide_tier: Option<Tier>,
    tier: Option<Tier>,
    #[serde(default)]
    proves: Vec<String>,
    #[serde(default)]
    does_not_prove: Vec<String>,
    #[serde(default)]
    worth_if: Vec<String>,
    #[serde(default)]
    not_worth_if: Vec<String>,
    reads_as: Option<String>,
    #[serde(default)]
    exceptions: Vec<String>,
    #[serde(default)]
    instead: Vec<String>,
    note: Option<String>,
    sources: Vec<String>,
    reviewed: Option<Spanned<String>>,
}

/// A form that means several things.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Collision {
    text: Spanned<String>,
    /// Ids, the likeliest first.
    #[serde(default)]
    means: Vec<Spanned<Arc<str>>>,
    /// What else it means; for people.
    #[serde(default)]
    #[allow(dead_code, reason = "written for the reader of the file")]
    also: Vec<String>,
}

/// Another tier for an entry that stands elsewhere.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct RatingSource {
    id: Spanned<Arc<str>>,
    tier: Tier,
}

/// What is wrong with a catalogue file, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file's name as it was given.
    pub file: String,
    /// The bytes of the file that are at fault; `None` when it is about the whole file.
    pub span: Option<Range<usize>>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
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
pub(crate) type Prose = Vec<Details>;

/// Compiles files, each with its name and content. `base` is the catalogue that they add to.
///
/// # Errors
/// Everything that is wrong with the files.
pub(crate) fn compile(
    files: &[(&str, &str)],
    origins: Origins,
    base: Option<&Compiled>,
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
    for (name, file) in &mut parsed {
        work.settings(file);
        work.issuers.append(&mut file.issuer.clone());
        let _ = name;
    }
    for (name, file) in parsed {
        work.collect(name, file);
    }
    work.finish()
}

/// Everything collected from the files so far.
struct Work<'a> {
    origins: Origins,
    base: Option<&'a Compiled>,
    faults: Vec<Fault>,
    issuers: Vec<Issuer>,
    wording: Wording,
    rubric: Rubric,
    credentials: Vec<(String, CredentialSource)>,
    families: Vec<(String, FamilySource)>,
    collisions: Vec<(String, Collision)>,
    ratings: Vec<(String, RatingSource)>,
}

impl<'a> Work<'a> {
    fn new(origins: Origins, base: Option<&'a Compiled>) -> Self {
        Work {
            origins,
            base,
            faults: Vec::new(),
            issuers: Vec::new(),
            wording: base.map(|base| base.wording.clone()).unwrap_or_default(),
            rubric: base.map(|base| base.rubric.clone()).unwrap_or_default(),
            credentials: Vec::new(),
            families: Vec::new(),
            collisions: Vec::new(),
            ratings: Vec::new(),
        }
    }

    fn settings(&mut self, file: &mut File) {
        if let Some(wording) = file.wording.take() {
            self.wording = wording;
        }
        if let Some(rubric) = file.rubric.take() {
            self.rubric = rubric;
        }
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
        let known: Vec<&Issuer> =
            issuers.iter().chain(self.base.iter().flat_map(|base| &base.issuers)).collect();
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
            let (entry, details) = source.split(issuer, self.origins);
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
            let (family, details) = source.split(self.origins);
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
        entries.iter().any(|entry| &*entry.id == id)
            || families.iter().any(|family| &*family.id == id)
            || self.base.is_some_and(|base| {
                base.entries.iter().any(|entry| &*entry.id == id)
                    || base.families.iter().any(|family| &*family.id == id)
            })
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
            .chain(self.base.iter().flat_map(|b| b.entries.iter().map(|entry| entry.id.clone())))
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

impl CredentialSource {
    fn split(&self, issuer: &Issuer, origins: Origins) -> (Entry, Details) {
        let texts = |names: &[Spanned<String>]| {
            names.iter().map(|name| name.get_ref().clone()).collect::<Vec<_>>()
        };
        let entry = Entry {
            id: self.id.get_ref().clone(),
            name: self.name.get_ref().clone(),
            issuer: issuer.name.clone(),
            facts: Facts {
                issuer_kind: issuer.kind,
                award: self.kind,
                domain: self.domain,
                platform: self.platform.clone(),
                level: self.level,
                proctored: self.proctored,
                hands_on: self.hands_on,
                prerequisites_required: self.prerequisites_required,
                vendor_neutral: self.vendor_neutral,
            },
            availability: Availability {
                status: self.status,
                on: self.retired_on.as_ref().map(|date| date.get_ref().clone()),
                successor: self.successor.as_ref().map(|id| id.get_ref().clone()),
            },
            exam_codes: self
                .exam_codes
                .iter()
                .map(|code| match code {
                    CodeSource::Current(code) => ExamCode { code: code.clone(), retired: None },
                    CodeSource::Dated(code) => code.clone(),
                })
                .collect(),
            validity_years: self.validity_years,
            implied_by: self.implied_by.iter().map(|id| id.get_ref().clone()).collect(),
            standard_for: self.standard_for.clone(),
            rating: rating(self.guide_tier, self.tier, origins),
            verified: self.verified,
        };
        let details = Details {
            aliases: texts(&self.aliases),
            former_names: texts(&self.former_names),
            prerequisites: self.prerequisites.clone(),
            study_time: self.study_time.clone(),
            cost: self.cost.clone(),
            proves: self.proves.clone(),
            does_not_prove: self.does_not_prove.clone(),
            worth_if: self.worth_if.clone(),
            not_worth_if: self.not_worth_if.clone(),
            reads_as: self.reads_as.clone(),
            exceptions: Vec::new(),
            instead: self.instead.clone(),
            note: self.note.clone(),
            sources: self.sources.clone(),
            reviewed: self.reviewed.as_ref().map(|d| d.get_ref().clone()).unwrap_or_default(),
        };
        (entry, details)
    }
}

impl FamilySource {
    fn split(self, origins: Origins) -> (Family, Details) {
        let details = Details {
            proves: self.proves,
            does_not_prove: self.does_not_prove,
            worth_if: self.worth_if,
            not_worth_if: self.not_worth_if,
            reads_as: self.reads_as,
            exceptions: self.exceptions,
            instead: self.instead,
            note: self.note,
            sources: self.sources,
            reviewed: self.reviewed.map(Spanned::into_inner).unwrap_or_default(),
            ..Details::default()
        };
        let family = Family {
            id: self.id.into_inner(),
            name: self.name,
            issuer: self.issuer,
            facts: Facts {
                issuer_kind: self.issuer_kind,
                award: self.kind,
                domain: self.domain,
                platform: self.platform,
                level: self.level,
                proctored: self.proctored,
                hands_on: self.hands_on,
                prerequisites_required: self.prerequisites_required,
                vendor_neutral: self.vendor_neutral,
            },
            availability: Availability {
                status: self.status,
                on: self.retired_on.map(Spanned::into_inner),
                successor: None,
            },
            standard_for: self.standard_for,
            rating: rating(self.guide_tier, self.tier, origins),
            category: self.guide_tier.is_some(),
        };
        (family, details)
    }
}

fn rating(guide: Option<Tier>, tier: Option<Tier>, origins: Origins) -> Option<Rating> {
    let by_user = tier.filter(|_| origins == Origins::Users);
    by_user
        .map(|tier| Rating { tier, by: RatedBy::User })
        .or_else(|| guide.map(|tier| Rating { tier, by: RatedBy::Guide }))
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
