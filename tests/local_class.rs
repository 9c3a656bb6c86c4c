//! A resume in a class of its own, whose commands are defined in the files beside it.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod common;

use std::path::{Path, PathBuf};

use common::assert_laws;
use proptest::prelude::*;
use resumelint::catalogue::Catalogue;
use resumelint::document::{Document, Span};
use resumelint::extract::{Included, Includes, Limits, Source, read};
use resumelint::resume::{Context, SectionKind, Vocabulary, understand};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/class")
}

/// Every file below the folder, and no other.
struct Below;

impl Includes for Below {
    fn read(&self, path: &str) -> Result<Included, String> {
        let bytes = std::fs::read(folder().join(path)).map_err(|error| error.to_string())?;
        Ok(Included { name: path.to_owned(), bytes })
    }
}

fn document() -> Document {
    let bytes = std::fs::read(folder().join("cv.tex")).unwrap();
    read(&Source { includes: Some(&Below), ..Source::new("cv.tex", &bytes) }, &Limits::default())
}

#[test]
fn a_resume_reads_as_its_class_sets_it() {
    let document = document();
    assert_laws(&document);
    assert!(document.notes.is_empty(), "{:?}", document.notes);
    let expected = "\
Ada Example
Software Engineer
ada@example.com | Phone: +44 20 5550 0142 | github.com/ada-example
Experience
Senior Engineer\tMar 2021 – Present
Engines Ltd\tLondon
Rewrote the mill in C++; throughput rose from 20 to 90 cards a second.
On call for 14 services used by 3,000 weavers.
Engineer\tJun 2017 – Feb 2021
Loom Works\tRemote
Shipped the pattern store that 40 mills run in production.
Education
BSc Mathematics, University of Somewhere\t2017
Grade: first
Evening course in weaving, Somewhere College\t2013
Skills
Languages: Rust, C++, Python
Systems: PostgreSQL, Kafka
Certifications
Certified Kubernetes Administrator, 2022";
    assert_eq!(document.text, expected);
}

#[test]
fn words_lead_to_the_file_that_they_stand_in() {
    let document = document();
    for (words, file, line) in [
        ("Ada Example", "cv.tex", 2),
        ("Phone:", "mycv.cls", 22),
        ("++", "mycv-lists.sty", 9),
        ("Loom Works", "cv.tex", 14),
    ] {
        let at = document.text.find(words).unwrap_or_else(|| panic!("{words}"));
        let found = document.locate(Span::new(at, at + words.len()));
        assert_eq!(document.sources[found.file as usize].name, file, "{words}");
        assert_eq!(found.line, Some(line), "{words}");
    }
}

#[test]
fn its_sections_and_entries_are_understood() {
    let document = document();
    let (catalogue, vocabulary) = (Catalogue::builtin(), Vocabulary::builtin());
    let today = jiff::civil::date(2026, 1, 1);
    let context = Context { catalogue: &catalogue, vocabulary: &vocabulary, today, role: None };
    let resume = understand(&document, &context);
    let words = |span: Option<Span>| span.map_or("", |span| document.slice(span));
    let entries: Vec<_> = resume
        .sections
        .iter()
        .flat_map(|section| section.entries.iter().map(move |entry| (section.kinds[0], entry)))
        .map(|(kind, entry)| {
            let year = entry.dates.as_ref().is_some();
            (kind, words(entry.title), words(entry.organization), year, entry.bullets.len())
        })
        .collect();
    assert_eq!(
        entries[..3],
        [
            (SectionKind::Experience, "Senior Engineer", "Engines Ltd", true, 2),
            (SectionKind::Experience, "Engineer", "Loom Works", true, 1),
            (SectionKind::Education, "BSc Mathematics", "University of Somewhere", true, 0),
        ]
    );
    assert_eq!(resume.credentials.len(), 1);
}

/// The same file, whatever is included.
struct Same(String);

impl Includes for Same {
    fn read(&self, path: &str) -> Result<Included, String> {
        Ok(Included { name: path.to_owned(), bytes: self.0.clone().into_bytes() })
    }
}

/// What classes are made of, whole and torn.
const PIECES: [&str; 48] = [
    "\\def\\a",
    "\\newcommand{\\b}[2]",
    "\\newcommand*\\c[3][é]",
    "\\NewDocumentCommand{\\d}{s O{x} m}",
    "\\newenvironment{e}[1]",
    "\\let\\f\\a",
    "\\csdef{g}",
    "#1",
    "#2",
    "##1",
    "{",
    "}",
    "[",
    "]",
    "\\a",
    "\\b",
    "\\c",
    "\\d",
    "\\begin{e}",
    "\\end{e}",
    "\\begin{tabular}{ll}",
    "\\end{tabular}",
    "&",
    "\\\\",
    "\\par ",
    "\n\n",
    "\\item ",
    "\\list",
    "\\endlist",
    "\\ifx",
    "\\else",
    "\\fi",
    "\\@x",
    "\\def\\@x{#1}",
    "\\setbox0=\\hbox",
    "\\box0",
    "\\foreach \\x in ",
    "\\@startsection{a}{2}{}{}{}{}",
    "\\hbox to 3cm",
    "\\IfValueTF{#1}",
    "\\@ifnextchar[",
    "\\RequirePackage{z}",
    "\\input{z}",
    "\\href{é\\@x}",
    "=\\dimexpr 2pt",
    "\\tikz",
    "\u{301}é",
    "words ",
];

/// Pieces of a class in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = proptest::sample::select(PIECES.to_vec());
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_class_keeps_the_laws(class in pieces(), body in pieces()) {
        let latex = format!("\\documentclass{{x}}\\a{{b}}\\begin{{document}}{body}\\makeatletter{body}");
        let same = Same(class);
        let source = Source { includes: Some(&same), ..Source::new("cv.tex", latex.as_bytes()) };
        assert_laws(&read(&source, &Limits::default()));
    }

    #[test]
    fn any_damage_to_a_class_keeps_the_laws(at in 0usize..2_000, length in 0usize..60, with in pieces()) {
        let class = std::fs::read_to_string(folder().join("mycv.cls")).unwrap();
        let start = class.floor_char_boundary(at.min(class.len()));
        let end = class.floor_char_boundary((start + length).min(class.len()));
        let same = Same(format!("{}{with}{}", &class[..start], &class[end..]));
        let bytes = std::fs::read(folder().join("cv.tex")).unwrap();
        let source = Source { includes: Some(&same), ..Source::new("cv.tex", &bytes) };
        assert_laws(&read(&source, &Limits::default()));
    }
}
