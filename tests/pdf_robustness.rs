//! No bytes make the reader panic or hang: fixtures are broken at random places, over and over.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use resumelint::document::{Document, NoteKind};
use resumelint::extract::{self, Limits, Source};

/// A small generator, so that every run breaks the same bytes.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

fn pdfs(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(folder);
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "pdf"))
        .collect();
    files.sort();
    files
}

fn read(bytes: &[u8]) -> Document {
    extract::read(&Source::new("resume.pdf", bytes), &Limits::default())
}

/// What every document promises, whatever it was read from.
fn assert_promises(document: &Document) {
    let mut end = 0;
    for run in &document.runs {
        assert!(run.span.start >= end, "runs are sorted and apart");
        assert!(document.text.get(run.span.range()).is_some(), "runs stand on characters");
        end = run.span.end;
    }
    let mut end = 0;
    for block in &document.blocks {
        assert!(block.span.start >= end, "blocks are sorted and apart");
        end = block.span.end;
    }
}

/// Breaks a file in one of the ways that files are broken.
fn broken(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    match random.below(4) {
        0 => {
            for _ in 0..=random.below(30) {
                let at = random.below(bytes.len());
                bytes[at] = random.below(256) as u8;
            }
        }
        1 => bytes.truncate(random.below(bytes.len())),
        2 => {
            let (from, length) = (random.below(bytes.len()), random.below(400));
            let to = (from + length).min(bytes.len());
            bytes.drain(from..to);
        }
        _ => {
            let (from, at) = (random.below(bytes.len()), random.below(bytes.len()));
            let to = (from + random.below(400)).min(bytes.len());
            let piece = bytes[from..to].to_vec();
            bytes.splice(at..at, piece);
        }
    }
    bytes
}

#[test]
fn broken_files_are_read_without_panic_and_in_time() {
    let mut random = Random(0x5eed_1e55);
    let files: Vec<Vec<u8>> = ["resumes/pdf", "pdf/reading-order", "pdf/hidden/attacks"]
        .iter()
        .flat_map(|folder| pdfs(folder))
        .map(|path| fs::read(path).unwrap())
        .filter(|bytes| bytes.len() < 80_000)
        .collect();
    for round in 0..1_000 {
        let bytes = broken(&files[round % files.len()], &mut random);
        let began = Instant::now();
        assert_promises(&read(&bytes));
        assert!(began.elapsed() < Duration::from_secs(5), "round {round} took too long");
    }
}

#[test]
fn every_fixture_keeps_its_promises_and_reads_the_same_twice() {
    for path in ["resumes/pdf", "pdf/reading-order", "pdf/hidden/attacks", "pdf/hidden/lookalikes"]
        .iter()
        .flat_map(|folder| pdfs(folder))
    {
        let bytes = fs::read(&path).unwrap();
        let (first, second) = (read(&bytes), read(&bytes));
        assert_promises(&first);
        assert!(first == second, "{} reads otherwise the second time", path.display());
    }
}

/// The notes of one of the files in `fixtures/bad`.
fn notes(name: &str) -> Vec<NoteKind> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/bad").join(name);
    read(&fs::read(path).unwrap()).notes.iter().map(|note| note.kind).collect()
}

#[test]
fn files_that_cannot_be_read_say_why() {
    assert_eq!(notes("password-needed.pdf"), [NoteKind::PasswordNeeded]);
    assert_eq!(notes("garbage-after-header.pdf"), [NoteKind::Unreadable]);
    assert_eq!(notes("picture-only.pdf"), [NoteKind::NoTextLayer]);
    assert_eq!(notes("blank-page.pdf"), [NoteKind::NoTextLayer]);
    assert_eq!(notes("truncated-at-end.pdf"), [NoteKind::Damaged]);
    assert_eq!(notes("password-empty.pdf"), []);
    assert_eq!(notes("broken-xref.pdf"), []);
}

#[test]
fn more_operators_or_pages_than_allowed_are_a_limit() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/resumes/pdf/researcher.pdf");
    let bytes = fs::read(path).unwrap();
    let source = Source::new("resume.pdf", &bytes);
    let few = [
        Limits { pages: 1, ..Limits::default() },
        Limits { operators: 50, ..Limits::default() },
        Limits { text_bytes: 100, ..Limits::default() },
    ];
    for limits in few {
        let document = extract::read(&source, &limits);
        assert!(document.notes.iter().any(|note| note.kind == NoteKind::Limit), "{limits:?}");
    }
}
