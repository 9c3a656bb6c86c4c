//! Names of credentials on the page: the catalogue's, and those that the vocabulary lists.

use crate::catalogue::{Catalogue, CredentialKind, Form, Known};
use crate::document::Span;
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

/// Every name, sorted and disjoint.
pub(super) fn find(page: &Page<'_>, catalogue: &Catalogue) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    for mention in catalogue.mentions(&page.text) {
        let pieces = cut_at_blocks(page, mention.span);
        if pieces.len() <= 1 {
            names.push(named(catalogue, mention.span, mention.known, mention.form));
            continue;
        }
        // A name that runs from one block into the next is none; a shorter one may stand in either.
        for piece in pieces {
            for inner in catalogue.mentions(page.slice(piece)) {
                let span = Span {
                    start: inner.span.start + piece.start,
                    end: inner.span.end + piece.start,
                };
                names.push(named(catalogue, span, inner.known, inner.form));
            }
        }
    }
    let whole = Span::new(0, page.text.len());
    for hit in page.hits.within(whole) {
        let kind = match hit.meaning {
            Meaning::Word(Tag::CertificationName) => CredentialKind::Certification,
            Meaning::Word(Tag::LicenseName) => CredentialKind::License,
            Meaning::Word(Tag::CourseName) => CredentialKind::CourseCertificate,
            _ => continue,
        };
        let overlapping: Vec<usize> = names
            .iter()
            .enumerate()
            .filter(|(_, name)| name.span.overlaps(hit.span))
            .map(|(i, _)| i)
            .collect();
        let longer = overlapping.iter().all(|&i| names[i].span.len() <= hit.span.len());
        let certain = overlapping.iter().all(|&i| names[i].known.is_none());
        let name = Name { span: hit.span, known: None, form: Form::Name, kind };
        match overlapping.as_slice() {
            [] => names.push(name),
            [..] if longer && certain => {
                let mut i = 0;
                names.retain(|_| {
                    i += 1;
                    !overlapping.contains(&(i - 1))
                });
                names.push(name);
            }
            // The vocabulary's "certified" beside an ambiguous name makes it certain.
            &[i] if longer && names[i].form != Form::Name => {
                names[i].span = names[i].span.join(hit.span);
                names[i].form = Form::Name;
            }
            [..] => {}
        }
    }
    names.sort_by_key(|name| name.span);
    names
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
