//! Publications that stand in a file of their own: read, led back to that file, and counted.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod common;

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use common::assert_laws;
use resumelint::document::{Document, Place};
use resumelint::extract::{Included, Includes, Limits, Source, read};

/// Every file below a folder, and no other.
struct Below(PathBuf);

impl Includes for Below {
    fn read(&self, path: &str) -> Result<Included, String> {
        let bytes = std::fs::read(self.0.join(path)).map_err(|error| error.to_string())?;
        Ok(Included { name: path.to_owned(), bytes })
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/bibliography")
}

/// A resume of the folder, with the files beside it.
fn document(name: &str) -> Document {
    let bytes = std::fs::read(folder().join(name)).unwrap();
    let below = Below(folder());
    let source = Source { includes: Some(&below), ..Source::new(name, &bytes) };
    read(&source, &Limits::default())
}

#[test]
fn every_piece_of_a_publication_keeps_the_laws_and_leads_to_its_line() {
    for name in ["cv.tex", "cv.typ"] {
        let document = document(name);
        assert_laws(&document);
        assert!(document.notes.is_empty(), "{:?}", document.notes);
        let from_file =
            |run: &&resumelint::document::Run| matches!(&run.place, Place::Source { file: 1, .. });
        assert!(document.runs.iter().filter(from_file).count() > 20, "{name}");
        for (words, line) in [
            ("Künz", 5),
            ("45–67", 10),
            ("Jun", 11),
            ("Proceedings of the Symposium", 19),
            ("Under review", 31),
        ] {
            let at = document.text.find(words).unwrap_or_else(|| panic!("{words} in {name}"));
            let found = document.locate(resumelint::document::Span::new(at, at + words.len()));
            assert_eq!(document.sources[found.file as usize].name, "publications.bib");
            assert_eq!(found.line, Some(line), "{words}");
        }
    }
}

#[test]
fn publications_of_a_file_are_evidence() {
    for name in ["cv.tex", "cv.typ"] {
        let mut command = Command::cargo_bin("resumelint").unwrap();
        let output = command.current_dir(folder()).args(["inspect", "--format", "json", name]);
        let output = output.output().unwrap();
        let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let evidence = told["evidence"].as_array().unwrap();
        let publications: Vec<_> =
            evidence.iter().filter(|evidence| evidence["kind"] == "publication").collect();
        assert_eq!(publications.len(), 3, "{name}: {evidence:#?}");
    }
}

#[test]
fn a_file_that_means_harm_costs_little() {
    let here = tempfile::tempdir().unwrap();
    let latex = "\\documentclass{article}\\begin{document}Ada Example\\nocite{*}\\bibliography{x}\\end{document}";
    let entries = |n: usize| -> String {
        (0..n)
            .map(|i| format!("@article{{k{i}, author={{A}}, title={{T}}, year=2000}}\n"))
            .collect()
    };
    let strings =
        "@string{a = b # b}\n@string{b = c # c}\n@string{c = a # a # d}\n@string{d = \"xx\"}\n";
    for (what, bib) in [
        ("open braces", "{".repeat(10 << 20)),
        ("open entries", "@a{k, t = {".repeat(1 << 20)),
        ("open lines", "@a{k, t = {\n".repeat(100_000)),
        ("entries", entries(100_000)),
        ("strings", strings.to_owned() + &"@misc{k, title = a # b # c}\n".repeat(10_000)),
        ("NULs", "@misc{k, title = {a\0\0}}\0".repeat(100_000)),
        ("authors", format!("@misc{{k, author = {{{}}}}}", "A and ".repeat(1 << 20))),
    ] {
        std::fs::write(here.path().join("x.bib"), &bib).unwrap();
        let below = Below(here.path().to_owned());
        let source = Source { includes: Some(&below), ..Source::new("cv.tex", latex.as_bytes()) };
        let begun = std::time::Instant::now();
        let document = read(&source, &Limits::default());
        let patience = if cfg!(debug_assertions) { 20 } else { 1 };
        assert!(begun.elapsed().as_secs() < patience, "{what} took {:?}", begun.elapsed());
        assert_laws(&document);
    }
}

#[test]
fn a_file_outside_the_folder_is_not_read() {
    let here = tempfile::tempdir().unwrap();
    let inner = here.path().join("inner");
    std::fs::create_dir(&inner).unwrap();
    std::fs::write(here.path().join("out.bib"), "@misc{k, title = {Secret of the folder}}")
        .unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(here.path().join("out.bib"), inner.join("link.bib")).unwrap();
    for path in ["../out.bib", "/etc/passwd", "link.bib", "missing.bib"] {
        let latex = format!(
            "\\addbibresource{{{path}}}\\begin{{document}}Ada\\nocite{{*}}\\printbibliography\\end{{document}}"
        );
        std::fs::write(inner.join("cv.tex"), latex).unwrap();
        let mut command = Command::cargo_bin("resumelint").unwrap();
        let output = command.current_dir(&inner).args(["text", "cv.tex"]).output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!text.contains("Secret"), "{path}: {text}");
        assert!(told.contains("was not read"), "{path}: {told}");
    }
}
