//! Names of credentials on the page: the catalogue's, and those that the vocabulary lists.

use crate::catalogue::{Catalogue, CredentialKind, Form, Known};
use crate::document::{Span, sharing};
use crate::resume::page::Page;
use crate::resume::vocabulary::{Meaning, Tag};

/// A credential's name on the page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Name {
    /// Its words.
    pub(super) span: Span,
    /// What the catalogue knows it as.
    pub(super) known: Option<Known>,
    /// How it is named.
    pub(super) form: Form,
    /// What sort of thing it is.
    pub(super) kind: CredentialKind,
}

impl Name {
    /// Whether it names a sort of certificate or a seller of courses, and no certificate.
    pub(super) fn tells_only_sort(&self, page: &Page<'_>) -> bool {
        matches!(self.known, Some(Known::Family(_)))
            || page
                .hits
                .tagged(Tag::CoursePlatform, self.span)
                .iter()
                .any(|platform| platform.contains(self.span))
    }

    /// The same as the sort of something else: an entry of the catalogue is not what that is called.
    pub(super) fn as_sort(&self) -> Self {
        let known = self.known.clone().filter(|known| matches!(known, Known::Family(_)));
        Name { known, ..self.clone() }
    }
}

/// The names of a page.
#[derive(Debug, Default)]
pub(super) struct Names(Vec<Name>);

impl Names {
    /// Every name, sorted and disjoint.
    pub(super) fn all(&self) -> &[Name] {
        &self.0
    }

    /// The names that share a byte with `span`.
    pub(super) fn within(&self, span: Span) -> &[Name] {
        sharing(&self.0, span, |name| name.span)
    }
}

/// Finds every name.
pub(super) fn find(page: &Page<'_>, catalogue: &Catalogue) -> Names {
    let mut known: Vec<Name> = Vec::new();
    for mention in catalogue.mentions(&page.text) {
        let pieces = cut_at_blocks(page, mention.span);
        if pieces.len() <= 1 {
            known.push(named(catalogue, mention.span, mention.known, mention.form));
            continue;
        }
        // A name that runs from one block into the next is none; a shorter one may stand in either.
        for piece in pieces {
            for inner in catalogue.mentions(page.slice(piece)) {
                let span = Span {
                    start: inner.span.start + piece.start,
                    end: inner.span.end + piece.start,
                };
                known.push(named(catalogue, span, inner.known, inner.form));
            }
        }
    }
    known.sort_by_key(|name| name.span);
    let mut known = known.into_iter().peekable();
    let mut names: Vec<Name> = Vec::new();
    let whole = Span::new(0, page.text.len());
    for hit in page.hits.within(whole) {
        let kind = match hit.meaning {
            Meaning::Word(Tag::CertificationName) => CredentialKind::Certification,
            Meaning::Word(Tag::LicenseName) => CredentialKind::License,
            Meaning::Word(Tag::CourseName) => CredentialKind::CourseCertificate,
            _ => continue,
        };
        while let Some(name) = known.next_if(|name| name.span.start < hit.span.end) {
            names.push(name);
        }
        let beside = names.iter().rev().take_while(|name| name.span.end > hit.span.start).count();
        let first = names.len() - beside;
        let overlapping = &mut names[first..];
        let longer = overlapping.iter().all(|name| name.span.len() <= hit.span.len());
        let certain = overlapping.iter().all(|name| name.known.is_none());
        let name = Name { span: hit.span, known: None, form: Form::Name, kind };
        match overlapping {
            [] => names.push(name),
            [..] if longer && certain => {
                names.truncate(first);
                names.push(name);
            }
            // The vocabulary's "certified" beside an ambiguous name makes it certain.
            [ambiguous] if longer && ambiguous.form != Form::Name => {
                ambiguous.span = ambiguous.span.join(hit.span);
                ambiguous.form = Form::Name;
            }
            [..] => {}
        }
    }
    names.extend(known);
    Names(names)
}

fn named(catalogue: &Catalogue, span: Span, known: Known, form: Form) -> Name {
    let kind = match &known {
        Known::Entry(id) => catalogue.entry(id).map(|entry| entry.kind()),
        Known::Family(id) => catalogue.family(id).map(|family| family.facts.award.kind()),
    };
    Name { span, known: Some(known), form, kind: kind.unwrap_or(CredentialKind::Certification) }
}

/// The parts of a span that lie in one block each.
fn cut_at_blocks(page: &Page<'_>, span: Span) -> Vec<Span> {
    page.document
        .blocks_in(span)
        .iter()
        .map(|block| block.span)
        .filter(|block| block.overlaps(span))
        .collect()
}
