//! What rules can ask about a credential, and about the claims that lean on one.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;
use minijinja::Value;

use super::{Fact, MOST_EARLIER, What, line_around, none};
use crate::catalogue::{self, Availability, CredentialKind, IssuerKind, Known, Status, Tier};
use crate::document::Span;
use crate::folding::fold;
use crate::resume::{Claim, Credential, CredentialPosition, PartialDate, SectionKind, Use};

impl Fact {
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
        let on = self.observed()?.1.on.as_deref()?;
        let mut parts = on.split('-').map(|part| part.parse::<i16>().ok());
        let narrow = |part: Option<Option<i16>>| part.flatten().and_then(|n| i8::try_from(n).ok());
        let year = parts.next()??;
        PartialDate { year, month: narrow(parts.next()), day: narrow(parts.next()) }.last_day()
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
        !licence
            && !self.is_coursework()
            && !self.is_expected()
            && !self.is_mandated()
            && !self.is_unrated()
            && !self.is_bare()
    }

    /// Whether nothing says that it is a credential but the heading that it stands under: "Team work"
    /// and "Heat transfer" below "Certifications" may be courses, skills or a line of the next column.
    fn is_bare(&self) -> bool {
        self.credential().is_some_and(|credential| {
            credential.known.is_none()
                && credential.kind == CredentialKind::Certification
                && credential.issuer.is_none()
                && credential.dates.is_none()
                && credential.id.is_none()
                && credential.url.is_none()
        }) && self.is_unnamed()
    }

    /// Whether it is a course that a degree consists of, and no certificate.
    fn is_coursework(&self) -> bool {
        let is_listed = self.section().is_some_and(|section| {
            section.is(SectionKind::Certifications) || section.is(SectionKind::Courses)
        });
        let is_course = self.credential().is_some_and(|credential| {
            credential.known.is_none() && credential.kind == CredentialKind::CourseCertificate
        });
        is_course && !is_listed
    }

    /// Whether the catalogue knows it as something that has no tier: a licence or a language test.
    fn is_unrated(&self) -> bool {
        self.observed().is_some_and(|(facts, _)| !facts.award.is_rated())
    }

    pub(super) fn get_credential(&self, i: usize, name: &str) -> Option<Value> {
        let resume = self.resume();
        let credential = resume.credentials.get(i)?;
        let credited = self.credited();
        let text = |value: Option<&str>| value.map_or_else(none, Value::from);
        Some(match name {
            "name" => Value::from(credential.name.as_str()),
            "issuer" => text(credential.issuer.as_deref()),
            "issuer_on_page" => self.words_value(self.own_issuer()),
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
            "included_by" => match credited {
                Some(entry) => self.list(self.mentions_of(&entry.implied_by).into_iter()),
                None => self.list(std::iter::empty()),
            },
            "work" => self.list(self.work_on_platform().into_iter()),
            "misspelt" => Value::from(self.is_misspelt()),
            "other_issuer" => text(self.other_issuer()),
            "official_issuer" => text(credited.map(|entry| entry.issuer.as_str())),
            "expected" => Value::from(self.is_expected()),
            "mandated" => Value::from(self.is_mandated()),
            "judged" => Value::from(self.is_judged()),
            "position" => Value::from(credential.position.name()),
            "nth" => Value::from(self.repeats().nth(i)),
            "modifiers" => credential.modifiers.iter().map(|modifier| modifier.name()).collect(),
            "dates" => match credential.dates {
                Some(_) => self.sibling(What::CredentialDates(i)),
                None => none(),
            },
            "line" => self.words_value(Some(self.line_of(credential.span))),
            "remark" => Value::from(self.has_remark()),
            "unnamed" => Value::from(self.is_unnamed()),
            "maker" => Value::from(self.may_name_maker()),
            "number" => {
                let own = || self.has_number().then_some(credential.span);
                self.words_value(credential.id.or_else(own))
            }
            "url" => text(credential.url.as_deref()),
            "claims" => self.list(self.repeats().claims(i).iter().copied().map(What::Claim)),
            "earlier" => self.list(
                self.repeats().earlier(i).iter().take(MOST_EARLIER).copied().map(What::Credential),
            ),
            "listed_before" => self.list(self.listed_before(i).into_iter().map(What::Credential)),
            _ => return None,
        })
    }

    /// Earlier entries of lists for the same credential: on another line, since a name and its
    /// abbreviation stand on one, and with the same numbers, since "Level 1" is not "Level 2".
    fn listed_before(&self, i: usize) -> Vec<usize> {
        let repeats = self.repeats();
        let credentials = &self.resume().credentials;
        let earlier = repeats.earlier(i).iter().copied();
        earlier
            .filter(|&j| credentials[j].position == CredentialPosition::Listed)
            .filter(|&j| credentials[j].span.end < repeats.line(i))
            .filter(|&j| repeats.numbers(j) == repeats.numbers(i))
            .filter(|&j| !self.differ(&credentials[i], &credentials[j]))
            .filter(|&j| !self.restates(credentials[i].span, credentials[j].span))
            .take(MOST_EARLIER)
            .collect()
    }

    /// Whether a name and its letters stand on lines of their own, one right below the other: "RHCSA"
    /// above "Red Hat Certified System Administrator".
    fn restates(&self, here: Span, other: Span) -> bool {
        let text = &self.facts.document.text;
        let (line, above) = (self.line_of(here), self.line_of(other));
        let between = Span { start: above.end, end: line.start.max(above.end) };
        let is_letters = |line: Span| line.of(text).split_whitespace().count() == 1;
        between.of(text).trim().is_empty() && is_letters(line) != is_letters(above)
    }

    /// Whether words stand beside it, or on a line of their own below it, that belong to no other
    /// credential: they may say who gave it.
    fn has_remark(&self) -> bool {
        let Some(own) = self.credential() else { return false };
        let text = &self.facts.document.text;
        let credentials = &self.resume().credentials;
        let line = self.line_of(own.span);
        let mut at = line.start;
        let mut rest = String::new();
        for other in self.repeats().on(line).into_iter().map(|i| &credentials[i]) {
            if at < other.span.start {
                rest.push_str(Span { start: at, end: other.span.start }.of(text));
                rest.push(' ');
            }
            at = at.max(other.span.end);
        }
        if at < line.end {
            rest.push_str(Span { start: at, end: line.end }.of(text));
        }
        let end = self.section().map_or(line.end, |section| section.span.end);
        if line.end + 1 < end {
            let below = self.line_of(Span { start: line.end + 1, end: line.end + 1 });
            if !self.repeats().names(below) {
                rest.push(' ');
                rest.push_str(below.of(text));
            }
        }
        // "Analyst Job Simulation (Hill Consulting)", "Training in Django at Hill Consulting"
        let words = self.words().trim_end_matches('.');
        let bracket = words.rfind('(').filter(|open| *open > 0 && words.ends_with(')'));
        let givers = self.facts.vocabulary.wording().of(Use::GivenBy).iter();
        let given = givers.filter_map(|word| words.find(word.as_str())).min();
        if let Some(from) = bracket.or(given) {
            rest.push_str(&words[from..]);
        }
        let letters = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count() >= 3;
        rest.split(|c: char| !c.is_alphanumeric()).any(letters)
    }

    /// Whether its words do not say that it is a credential: "M.D.", "30 hours", "Time management". What
    /// stands in a list of certificates may be a course, a school or a line of the next column.
    fn is_unnamed(&self) -> bool {
        let words = fold(self.words()).text;
        let wording = self.facts.vocabulary.wording();
        !wording.within(Use::CredentialStem, &words) || !words.contains(' ')
    }

    /// Whether its words may name who gave it, though no list knows them: letters as in "ATD Certified
    /// Trainer", what stands before the word as in "Invisalign Certified", a body as in "National
    /// Registry of".
    fn may_name_maker(&self) -> bool {
        let words = self.words().trim_end_matches(['.', ' ']);
        let is_letters = |word: &str| {
            (3..=6).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase())
        };
        let has_small = words.chars().any(char::is_lowercase);
        let lettered = has_small && words.split(|c: char| !c.is_alphanumeric()).any(is_letters);
        let folded = fold(words).text;
        let wording = self.facts.vocabulary.wording();
        lettered
            || folded.ends_with(" certified") && folded.find(' ').is_some_and(|first| first >= 4)
            || folded.split_whitespace().any(|word| wording.has(Use::Body, word))
    }

    /// Whether its words hold a number of five digits or more, whatever stands before it.
    fn has_number(&self) -> bool {
        let digits = |word: &str| word.len() >= 5 && word.chars().all(|c| c.is_ascii_digit());
        self.words().split(|c: char| !c.is_alphanumeric()).any(digits)
    }

    /// Whether what stands behind the same name on two lines tells two of them apart: "Office
    /// Specialist, Word" and "Office Specialist, Excel".
    fn differ(&self, here: &Credential, other: &Credential) -> bool {
        let text = &self.facts.document.text;
        let known: Vec<String> = [Some(here.name.as_str()), here.issuer.as_deref()]
            .into_iter()
            .flatten()
            .flat_map(|name| {
                fold(name).text.split_whitespace().map(str::to_owned).collect::<Vec<_>>()
            })
            .collect();
        let rest = |credential: &Credential| -> Vec<String> {
            let line = self.line_of(credential.span).of(text);
            let words = fold(line).text;
            let is_word = |word: &&str| word.len() >= 3 && word.starts_with(char::is_alphabetic);
            words
                .split(|c: char| !c.is_alphanumeric())
                .filter(is_word)
                .filter(|word| !known.iter().any(|known| known.contains(word)))
                .filter(|word| !word.starts_with("certif"))
                .map(str::to_owned)
                .collect()
        };
        let (here, other) = (rest(here), rest(other));
        here.iter().any(|word| !other.contains(word))
            && other.iter().any(|word| !here.contains(word))
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

    /// Mentions of credentials with one of these ids, those that are not yet earned left out.
    fn mentions_of(&self, ids: &[Arc<str>]) -> Vec<What> {
        let mut mentions: Vec<usize> =
            ids.iter().flat_map(|id| self.repeats().held(id)).copied().take(MOST_EARLIER).collect();
        mentions.sort_unstable();
        mentions.dedup();
        mentions.into_iter().map(What::Credential).collect()
    }

    /// Where work is on the platform that a credential is tied to: its experience and projects.
    fn work_on_platform(&self) -> Vec<What> {
        let Some(platform) = self.platform() else { return Vec::new() };
        let resume = self.resume();
        let is_work = |section: Option<usize>| {
            section.and_then(|s| resume.sections.get(s)).is_some_and(|section| {
                section.is(SectionKind::Experience) || section.is(SectionKind::Projects)
            })
        };
        let uses = resume.platforms.iter().enumerate();
        uses.filter(|(_, used)| used.platform == platform && is_work(used.section))
            .filter(|(_, used)| !self.repeats().names(used.span))
            .take(MOST_EARLIER)
            .map(|(i, _)| What::Platform(i))
            .collect()
    }

    /// Whether the catalogue knows it, but by no spelling that stands on the page. A name that was cut
    /// off is right as far as it goes.
    fn is_misspelt(&self) -> bool {
        let Some(known @ Known::Entry(_)) = self.known() else { return false };
        let written = fold(self.words()).text;
        if self.credited().is_some_and(|entry| fold(&entry.name).text.starts_with(&written)) {
            return false;
        }
        let mentions = self.facts.catalogue.mentions(self.words());
        if mentions.iter().any(|mention| mention.known == *known) {
            return false;
        }
        // Words that are left out, and marks between them, are no slip: a word of its own is.
        let official: Vec<String> = self.credited().map_or_else(Vec::new, |entry| {
            let names = [entry.name.as_str(), entry.issuer.as_str()];
            names.into_iter().flat_map(words_of).collect()
        });
        words_of(&written).iter().any(|word| word.len() >= 4 && !official.contains(word))
    }

    /// Where the page names the issuer. A name inside another credential belongs to that one.
    fn own_issuer(&self) -> Option<Span> {
        let own = self.credential()?;
        let place = own.issuer_span?;
        (!self.repeats().names_other(place, own.span)).then_some(place)
    }

    /// The issuer that the page names, where the catalogue knows it as another than the one that
    /// gives the credential. Places that only sell or host a course are not meant.
    fn other_issuer(&self) -> Option<&str> {
        let entry = self.credited()?;
        let credential = self.credential()?;
        let place = self.own_issuer()?;
        if credential.span.overlaps(place) {
            return None;
        }
        // In running text another sentence may name another company, and in a long list anything.
        let between = Span {
            start: credential.span.end.min(place.end),
            end: credential.span.start.max(place.start),
        };
        let is_far = between.start < between.end
            && (between.len() > 80 || self.facts.document.slice(between).contains(". "));
        if is_far {
            return None;
        }
        let written = fold(self.facts.document.slice(place)).text;
        if self.line_names(&entry.issuer) {
            return None;
        }
        let is_named = |issuer: &&catalogue::Issuer| {
            let mut names = std::iter::once(&issuer.name).chain(&issuer.short);
            names.any(|name| fold(name).text == written)
        };
        let named: Vec<&catalogue::Issuer> =
            self.facts.catalogue.issuers.iter().filter(is_named).collect();
        let is_right = named.iter().any(|issuer| issuer.name == entry.issuer);
        let hosts = [IssuerKind::MoocPlatform, IssuerKind::University, IssuerKind::Bootcamp];
        let wrong = named.first().filter(|issuer| !is_right && !hosts.contains(&issuer.kind))?;
        Some(&wrong.name)
    }

    /// The line of the text that a place stands on; all of them, if there are several.
    fn line_of(&self, span: Span) -> Span {
        line_around(&self.facts.document.text, span)
    }

    /// Whether an issuer is named behind a credential on its line, or in brackets within its words. A
    /// name that begins with the issuer's says nothing of who gave it.
    fn line_names(&self, issuer: &str) -> bool {
        let Some(credential) = self.credential() else { return false };
        let words = self.facts.document.slice(credential.span);
        let bracketed = words.find('(').map_or("", |at| &words[at..]);
        let line = self.line_of(credential.span);
        let rest = self.facts.document.slice(Span { start: credential.span.end, ..line });
        let issuer = fold(issuer).text;
        [bracketed, rest].into_iter().any(|part| fold(part).text.contains(&issuer))
    }

    /// What the catalogue says that a claim's credential does not prove, as far as the claim's own
    /// words name it: at least half of the longer words of each.
    pub(super) fn beyond(&self, claim: &Claim) -> Vec<String> {
        let leans_on = claim.leans_on.and_then(|c| self.resume().credentials.get(c));
        let Some(known) = leans_on.and_then(|credential| credential.known.as_ref()) else {
            return Vec::new();
        };
        let Some(details) = self.facts.catalogue.details(known.id()) else { return Vec::new() };
        // The credential's own name is not what is claimed with it.
        let name = leans_on.map_or(claim.span, |credential| credential.span);
        let document = &self.facts.document;
        let stems = |text: &str| -> BTreeSet<String> {
            let text = fold(text).text;
            let words = text.split(|c: char| !c.is_alphanumeric());
            words.filter(|word| word.chars().count() >= LONG).map(stem).collect()
        };
        let claimed: BTreeSet<String> = stems(document.slice(claim.span))
            .difference(&stems(document.slice(name)))
            .cloned()
            .collect();
        let unproven = details.does_not_prove.iter();
        unproven
            .filter(|phrase| {
                let phrase = stems(phrase);
                let is_named = |word: &&String| claimed.iter().any(|other| alike(word, other));
                let shared = phrase.iter().filter(is_named).count();
                shared > 0 && 2 * shared >= phrase.len()
            })
            .cloned()
            .collect()
    }
}

/// How many letters a word has that says what a phrase is about.
const LONG: usize = 5;

/// Whether two stems belong to one word: "build" and "buildi".
fn alike(a: &str, b: &str) -> bool {
    a.starts_with(b) || b.starts_with(a)
}

/// The beginning of a word that its forms share.
fn stem(word: &str) -> String {
    /// "produce", "production" and "productive" part after these letters.
    const SHARED: usize = 6;
    word.chars().take(SHARED).collect()
}

/// The words of a name, comparable, without marks and numbers.
fn words_of(name: &str) -> Vec<String> {
    let folded = fold(name).text;
    let words = folded.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}
