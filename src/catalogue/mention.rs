//! Names of credentials in a text: one pass, the longest name at each place.

use super::data::{Entry, Form};
use super::index::{Hit, Value, What};
use super::tokens::{Gap, Token, tokens};
use super::{Catalogue, Known};
use crate::document::Span;
use crate::folding::{Folded, fold};

/// A credential's name found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The words that name it, in the original text.
    pub span: Span,
    /// What they name.
    pub known: Known,
    /// How they name it.
    pub form: Form,
}

/// How many words around a name may say who gives it.
const NEAR: usize = 12;

impl Catalogue {
    /// Every name of a credential in `text`, sorted, disjoint, the longest at each place.
    ///
    /// A name that stands beside another of the same credential is one mention: "Certified Kubernetes
    /// Administrator (CKA)", "AZ-900: Azure Fundamentals".
    pub fn mentions(&self, text: &str) -> Vec<Mention> {
        let folded = fold(text);
        let tokens = tokens(&folded.text);
        let layers = self.layers.iter();
        let numbers = layers.map(|layer| layer.compiled.index.number(&tokens)).collect();
        let reading = Reading { catalogue: self, text, folded: &folded, numbers, tokens: &tokens };
        reading.mentions()
    }
}

/// A text as it is being read.
struct Reading<'a> {
    catalogue: &'a Catalogue,
    text: &'a str,
    folded: &'a Folded,
    tokens: &'a [Token<'a>],
    /// The numbers of the words, for each layer.
    numbers: Vec<Vec<u16>>,
}

/// A hit, and what it may mean.
struct Found {
    hit: Hit,
    form: Form,
    /// Positions of entries, the likeliest first.
    targets: Vec<usize>,
    /// The position of the family, if it is one.
    family: Option<usize>,
}

impl Reading<'_> {
    fn mentions(&self) -> Vec<Mention> {
        let names = self.names();
        let mut found = self.families(names);
        found.sort_by_key(|found| found.hit.first);
        let merged = self.merge(found);
        merged.into_iter().filter_map(|found| self.mention(&found)).collect()
    }

    /// The names, from left to right.
    fn names(&self) -> Vec<Found> {
        let (mut found, mut at) = (Vec::new(), 0);
        while at < self.tokens.len() {
            let name = self.name_at(at);
            at = name.as_ref().map_or(at + 1, |name| name.hit.end);
            found.extend(name);
        }
        found
    }

    /// The longest name that begins at word `at`; of two, the higher layer's.
    fn name_at(&self, at: usize) -> Option<Found> {
        let mut longest: Option<Found> = None;
        for (layer, numbers) in self.catalogue.layers.iter().zip(&self.numbers) {
            let index = &layer.compiled.index;
            let accept = |end: usize, value: Value| self.accepts(at, end, value);
            let Some(hit) = index.name_at(self.tokens, numbers, at, accept) else { continue };
            let What::Name(value) = hit.what else { continue };
            let targets: Vec<usize> =
                index.targets(value).iter().filter_map(|&target| layer.entry(target)).collect();
            let shorter = longest.as_ref().is_some_and(|longest| hit.end < longest.hit.end);
            if !shorter && !targets.is_empty() {
                longest = Some(Found { hit, form: value.form, targets, family: None });
            }
        }
        longest
    }

    /// Whether the words `first..end` may be the name that they look like.
    fn accepts(&self, first: usize, end: usize, value: Value) -> bool {
        let words = &self.tokens[first..end];
        if words.len() == 1 && self.is_plural(first, end) {
            return false;
        }
        if value.capitals > 0 {
            let original = self.span(first, end).of(self.text);
            let upper = original.chars().filter(|c| c.is_uppercase()).count();
            if upper < usize::from(value.capitals) {
                return false;
            }
        }
        let next = self.tokens.get(end).filter(|next| next.gap <= Gap::Light);
        // A Professional Certificate is a course, and no professional level.
        let certificate = self.catalogue.layers.first().map(|l| &l.compiled.wording.certificate);
        let course = next.is_some_and(|next| {
            certificate.is_some_and(|words| words.iter().any(|word| word == next.text))
        });
        if course
            && words.last().is_some_and(|last| last.text == "professional")
            && !words.iter().any(|word| word.text == "certified")
        {
            return false;
        }
        // Part of a longer number: a telephone number is no exam code.
        let digits = |token: &Token<'_>| token.text.bytes().all(|b| b.is_ascii_digit());
        if value.form == Form::ExamCode && words.iter().all(digits) {
            let before = first.checked_sub(1).map(|before| &self.tokens[before]);
            let joined = words[0].gap <= Gap::Light && before.is_some_and(digits);
            return !joined && !next.is_some_and(digits);
        }
        !self.adds(words, next)
    }

    /// Whether the plus at the end adds two things: "Linux + Docker" is no Linux+.
    fn adds(&self, words: &[Token<'_>], next: Option<&Token<'_>>) -> bool {
        let (&[_, plus], Some(next)) = (words, next) else { return false };
        let spaced = plus.text == "+" && plus.gap == Gap::Light;
        let blank = self.folded.text[plus.end..next.start].bytes().all(|b| b == b' ');
        let wording = self.catalogue.layers.first().map(|l| &l.compiled.wording.credential);
        let certified = wording.is_some_and(|words| words.iter().any(|word| word == next.text));
        spaced && blank && !certified
    }

    /// Whether a word is the plural of letters: "ACLs" are access control lists, and not ACLS.
    fn is_plural(&self, first: usize, end: usize) -> bool {
        let word = self.span(first, end).of(self.text);
        word.len() >= 4
            && word.strip_suffix('s').is_some_and(|letters| letters.chars().all(char::is_uppercase))
    }

    /// Adds the families' patterns where no name stands; a pattern that holds an ambiguous name takes
    /// its place.
    fn families(&self, names: Vec<Found>) -> Vec<Found> {
        let mut patterns: Vec<Found> = Vec::new();
        let mut at = 0;
        while at < self.tokens.len() {
            let family = self.family_at(at);
            at = family.as_ref().map_or(at + 1, |family| family.hit.end);
            patterns.extend(family);
        }
        patterns.retain(|pattern| {
            names.iter().filter(|name| overlap(name, pattern)).all(|name| {
                let inside = pattern.hit.first <= name.hit.first && name.hit.end <= pattern.hit.end;
                let length = |found: &Found| found.hit.end - found.hit.first;
                name.form == Form::Ambiguous && inside && length(pattern) > length(name)
            })
        });
        let mut kept: Vec<Found> = names
            .into_iter()
            .filter(|name| !patterns.iter().any(|pattern| overlap(name, pattern)))
            .collect();
        kept.append(&mut patterns);
        kept
    }

    /// The longest pattern that begins at word `at`; of two, the higher layer's.
    fn family_at(&self, at: usize) -> Option<Found> {
        let mut longest: Option<Found> = None;
        for (layer, numbers) in self.catalogue.layers.iter().zip(&self.numbers) {
            let index = &layer.compiled.index;
            let Some(hit) = index.pattern_at(self.tokens, numbers, at) else { continue };
            let What::Pattern(pattern) = hit.what else { continue };
            let family = index.patterns[pattern as usize].family;
            let unless = layer.compiled.unless.get(family as usize);
            let excepted = unless.is_some_and(|words| self.line_holds(&hit, words));
            let shorter = longest.as_ref().is_some_and(|longest| hit.end < longest.hit.end);
            if let Some(position) = layer.family(family).filter(|_| !excepted && !shorter) {
                let family = Some(position);
                longest = Some(Found { hit, form: Form::Family, targets: Vec::new(), family });
            }
        }
        longest
    }

    /// Whether the line of a hit holds one of these words.
    fn line_holds(&self, hit: &Hit, words: &[String]) -> bool {
        if words.is_empty() {
            return false;
        }
        let apart = |token: &Token<'_>| token.gap >= Gap::Line;
        let start = (1..=hit.first).rev().find(|&at| apart(&self.tokens[at])).unwrap_or(0);
        let end = (hit.end..self.tokens.len())
            .find(|&at| apart(&self.tokens[at]))
            .unwrap_or(self.tokens.len());
        self.tokens[start..end].iter().any(|token| words.iter().any(|word| word == token.text))
    }

    /// Makes one of neighbours that name the same credential.
    fn merge(&self, found: Vec<Found>) -> Vec<Found> {
        let mut merged: Vec<Found> = Vec::with_capacity(found.len());
        for next in found {
            if let Some(last) = merged.last_mut()
                && last.hit.end == next.hit.first
                && self.tokens[next.hit.first].gap <= Gap::Comma
                && last.targets.iter().any(|target| next.targets.contains(target))
            {
                last.hit.end = next.hit.end;
                last.targets.retain(|target| next.targets.contains(target));
                if next.form == Form::Name || last.form == Form::Ambiguous {
                    last.form = next.form;
                }
                continue;
            }
            merged.push(next);
        }
        merged
    }

    fn mention(&self, found: &Found) -> Option<Mention> {
        let span = self.with_bracket(self.span(found.hit.first, found.hit.end));
        let known = match found.family {
            Some(family) => Known::Family(self.catalogue.families.get(family)?.id.clone()),
            None => Known::Entry(self.likeliest(found)?.id.clone()),
        };
        Some(Mention { span, known, form: found.form })
    }

    /// The entry that is meant: the one whose issuer stands nearby, else the likeliest.
    fn likeliest(&self, found: &Found) -> Option<&Entry> {
        let entry = |target: &usize| self.catalogue.entries.get(*target);
        if found.targets.len() > 1 {
            let first = found.hit.first.saturating_sub(NEAR);
            let end = (found.hit.end + NEAR).min(self.tokens.len());
            let near = self.tokens[first..end].iter().map(|token| token.text).collect::<Vec<_>>();
            let named = found.targets.iter().filter_map(entry).find(|entry| {
                let issuer = self.catalogue.issuer(&entry.issuer);
                issuer.is_some_and(|issuer| {
                    std::iter::once(&issuer.name).chain(&issuer.short).any(|name| {
                        let name = super::forms::words(name);
                        !name.is_empty() && near.windows(name.len()).any(|words| words == name)
                    })
                })
            });
            if named.is_some() {
                return named;
            }
        }
        found.targets.first().and_then(entry)
    }

    fn span(&self, first: usize, end: usize) -> Span {
        self.folded.original(self.tokens[first].start, self.tokens[end - 1].end)
    }

    /// Takes in the bracket that closes what was opened inside.
    fn with_bracket(&self, span: Span) -> Span {
        let words = span.of(self.text);
        let open = words.matches('(').count() > words.matches(')').count();
        let closes = self.text[span.end as usize..].starts_with(')');
        if open && closes { Span { end: span.end + 1, ..span } } else { span }
    }
}

fn overlap(a: &Found, b: &Found) -> bool {
    a.hit.first < b.hit.end && b.hit.first < a.hit.end
}
