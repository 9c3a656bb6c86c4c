//! Looking a credential up by what somebody calls it, typing mistakes included.

use std::cmp::Reverse;

use super::data::{Details, Domain, Entry, Status, Tier};
use super::tokens::tokens;
use super::{Catalogue, Known};
use crate::folding::fold;

/// What a search is narrowed to; `None` asks for nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only this tier.
    pub tier: Option<Tier>,
    /// Only issuers whose name, or what people call them, holds these words.
    pub issuer: Option<String>,
    /// Only this availability.
    pub status: Option<Status>,
    /// Only this domain.
    pub domain: Option<Domain>,
}

/// The least likeness, of 1, at which words count as misspelt rather than as other words.
const ALIKE: f64 = 0.75;

/// The likeness of a whole name.
const WHOLE: u32 = 1000;

/// The most that a misspelt name has.
const MISSPELT: u32 = 500;

impl Catalogue {
    /// The entries that `query` may mean, the likeliest first; all of them for an empty query, by id.
    pub fn search(&self, query: &str, filter: &Filter) -> Vec<&Entry> {
        // "CISA" also means other things, and is no less a name of the one.
        let named = self.find(query);
        let named = named.as_ref().map(Known::id);
        let query = plain(query);
        let mut found: Vec<(u32, &Entry)> = self
            .entries
            .iter()
            .filter(|entry| self.passes(entry, filter))
            .filter_map(|entry| {
                let whole = named == Some(&*entry.id);
                let likeness = if whole { Some(WHOLE) } else { self.likeness(entry, &query) };
                Some((likeness?, entry))
            })
            .collect();
        found.sort_by(|a, b| (Reverse(a.0), &a.1.id).cmp(&(Reverse(b.0), &b.1.id)));
        // Whoever wrote a whole name or code did not misspell another.
        if found.first().is_some_and(|(score, _)| *score == WHOLE) {
            found.retain(|(score, _)| *score > MISSPELT);
        }
        found.into_iter().map(|(_, entry)| entry).collect()
    }

    /// What `text` names as a whole: an id, a name, an alias, an exam code.
    pub fn find(&self, text: &str) -> Option<Known> {
        let text = text.trim();
        if let Some(entry) = self.entry(text) {
            return Some(Known::Entry(entry.id.clone()));
        }
        if let Some(family) = self.family(text) {
            return Some(Known::Family(family.id.clone()));
        }
        let words = plain(text);
        if let Some(family) = self.families.iter().find(|family| plain(&family.name) == words) {
            return Some(Known::Family(family.id.clone()));
        }
        // Whoever asks for "pmp" by name means PMP.
        [text.to_owned(), text.to_uppercase()].into_iter().find_map(|text| {
            let whole = text.len() as u32;
            let mentions = self.mentions(&text);
            let named = mentions
                .into_iter()
                .find(|mention| mention.span.start == 0 && mention.span.end == whole);
            named.map(|mention| mention.known)
        })
    }

    /// Whether some issuer is called so, by its name or by what people call it.
    pub fn has_issuer(&self, text: &str) -> bool {
        let wanted = plain(text);
        self.issuer_names().any(|name| plain(name).contains(&wanted))
    }

    /// The issuer that is nearly called `text`.
    pub fn issuer_alike(&self, text: &str) -> Option<&str> {
        let known = self.issuer_names().filter(|name| name.len() > 3);
        let distance = |name: &str| {
            rapidfuzz::distance::osa::distance(
                name.to_lowercase().chars(),
                text.to_lowercase().chars(),
            )
        };
        let (near, name) = known.map(|name| (distance(name), name)).min()?;
        (near <= 2 + name.len() / 8).then_some(name)
    }

    fn issuer_names(&self) -> impl Iterator<Item = &str> {
        self.issuers.iter().flat_map(|issuer| {
            std::iter::once(issuer.name.as_str()).chain(issuer.short.iter().map(String::as_str))
        })
    }

    /// Ids and names that are nearly `text`, the likeliest first, three at most.
    pub fn alike(&self, text: &str) -> Vec<&Entry> {
        let mut found = self.search(text, &Filter::default());
        found.truncate(3);
        found
    }

    fn passes(&self, entry: &Entry, filter: &Filter) -> bool {
        let tier = || self.tier(&Known::Entry(entry.id.clone()));
        let issuer = |wanted: &String| {
            let wanted = plain(wanted);
            let called = self.issuer(&entry.issuer);
            let short = called.iter().flat_map(|issuer| &issuer.short);
            std::iter::once(&entry.issuer).chain(short).any(|name| plain(name).contains(&wanted))
        };
        filter.status.is_none_or(|status| entry.availability.status == Some(status))
            && filter.domain.is_none_or(|domain| entry.facts.domain == domain)
            && filter.issuer.as_ref().is_none_or(issuer)
            && filter.tier.is_none_or(|wanted| tier() == Some(wanted))
    }

    /// How well an entry answers a query, of 1000; `None` when it does not.
    fn likeness(&self, entry: &Entry, query: &str) -> Option<u32> {
        if query.is_empty() {
            return Some(0);
        }
        let empty = Details::default();
        let details = self.details(&entry.id).unwrap_or(&empty);
        let names = std::iter::once(entry.name.as_str())
            .chain([&*entry.id])
            .chain(details.aliases.iter().chain(&details.former_names).map(String::as_str))
            .chain(entry.exam_codes.iter().map(|code| code.code.as_str()));
        names.filter_map(|name| score(&plain(name), &plain(&entry.issuer), query)).max()
    }
}

/// How well a name, or the name with its issuer, answers a query.
fn score(name: &str, issuer: &str, query: &str) -> Option<u32> {
    if name == query {
        return Some(WHOLE);
    }
    if name.starts_with(query) {
        return Some(950 - name.len().min(200) as u32);
    }
    let holds =
        |word: &str| name.split(' ').chain(issuer.split(' ')).any(|part| part.starts_with(word));
    if query.split(' ').all(holds) {
        return Some(740 - name.len().min(200) as u32);
    }
    let ratio = rapidfuzz::fuzz::ratio(name.chars(), query.chars());
    (ratio >= ALIKE && query.len() > 3).then_some((ratio * f64::from(MISSPELT)) as u32)
}

/// The words of a text as matching sees them, with single blanks.
fn plain(text: &str) -> String {
    let folded = fold(text).text;
    let words: Vec<&str> = tokens(&folded).iter().map(|token| token.text).collect();
    words.join(" ")
}

/// The one of `known` that `written` nearly is.
pub(super) fn nearest<'a>(written: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|name| (rapidfuzz::distance::osa::distance(written.chars(), name.chars()), name))
        .filter(|(distance, name)| *distance <= 2 + name.len() / 8)
        .min()
        .map(|(_, name)| name)
}
