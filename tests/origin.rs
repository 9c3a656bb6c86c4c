//! The way back, held over every fixture and over anything else: whatever a text format holds, its
//! document keeps the laws of `common::assert_laws`, and harm ends within a second.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod common;

use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use common::{assert_laws, read};
use proptest::prelude::*;
use resumelint::document::{Document, Format, Place, Status};

/// Names that make each text format the one that is read.
const NAMES: [&str; 5] = ["cv.txt", "cv.md", "cv.html", "cv.tex", "cv.typ"];

/// Every file below `folder`.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        match path.is_dir() {
            true => files(&path, found),
            false => found.push(path),
        }
    }
}

/// The text fixtures, each with its content.
fn fixtures() -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    files(Path::new("fixtures"), &mut found);
    found.sort();
    let is_text = |path: &PathBuf| {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or("");
        ["txt", "md", "html", "tex", "typ"].contains(&ending)
    };
    found
        .into_iter()
        .filter(is_text)
        .map(|path| (path.clone(), std::fs::read(path).unwrap()))
        .collect()
}

static FIXTURES: LazyLock<Vec<(PathBuf, Vec<u8>)>> = LazyLock::new(fixtures);

/// Each word of the document, located, quotes the bytes on disk that decode to it.
fn assert_words_are_located(document: &Document) {
    for run in document.runs.iter().take(300) {
        let location = document.locate(run.span);
        if let (Place::Source { bytes, .. }, Some(found)) = (&run.place, &location.bytes) {
            assert_eq!(bytes, found);
            assert!(location.line.is_some_and(|line| line >= 1));
            assert!(location.column.is_some_and(|column| column >= 1));
        }
    }
}

#[test]
fn every_fixture_keeps_the_laws() {
    let fixtures = fixtures();
    assert!(fixtures.len() >= 12, "there are fixtures to test on");
    for (path, bytes) in fixtures {
        let document = read(&path.to_string_lossy(), &bytes);
        assert_laws(&document);
        assert_words_are_located(&document);
    }
}

#[test]
fn every_fixture_keeps_the_laws_in_another_encoding() {
    for (path, bytes) in fixtures() {
        let Ok(text) = std::str::from_utf8(&bytes) else { continue };
        let utf16: Vec<u8> =
            std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let document = read(&path.to_string_lossy(), &utf16);
        assert_laws(&document);
        let plain = read(&path.to_string_lossy(), &bytes);
        assert_eq!(document.text, plain.text, "{}", path.display());
        assert_eq!(document.blocks, plain.blocks, "{}", path.display());
    }
}

#[test]
fn every_fixture_keeps_the_laws_when_cut_short_or_read_as_another_format() {
    for (_, bytes) in fixtures() {
        for (i, name) in NAMES.iter().enumerate() {
            let cut = bytes.len() * (i + 1) / (NAMES.len() + 1);
            assert_laws(&read(name, &bytes[..cut]));
        }
    }
}

/// Pieces that mean something to one of the formats.
fn piece() -> impl Strategy<Value = String> {
    let marks = [
        "\n",
        "\n\n",
        "\r\n",
        " ",
        "\t",
        "# ",
        "## ",
        "- ",
        "* ",
        "1. ",
        "> ",
        "|",
        "|---|",
        "**",
        "_",
        "`",
        "```\n",
        "<!-- ",
        "-->",
        "<b>",
        "</b>",
        "<p hidden>",
        "<div style='display:none'>",
        "</div>",
        "<table><tr><td>",
        "</td></tr>",
        "<ul><li>",
        "</ul>",
        "<style>p{color:#fff}</style>",
        "<br>",
        "&amp;",
        "&#233;",
        "&bogus;",
        "&",
        "<",
        "[a](https://example.org/x)",
        "![b](c.png)",
        "\\",
        "{",
        "}",
        "[",
        "]",
        "$",
        "%",
        "~",
        "--",
        "\\textbf{",
        "\\item ",
        "\\begin{itemize}",
        "\\end{itemize}",
        "\\section{",
        "\\href{https://example.org/a%20b}{",
        "\\newcommand{\\x}[1]{",
        "\\x{",
        "#1",
        "\\begin{tabular}{ll}",
        "\\end{tabular}",
        "\\\\",
        "\\'e",
        "\\\"{o}",
        "\\iffalse ",
        "\\else ",
        "\\fi ",
        "\\input{a}",
        "\\verb|a|",
        "\\begin{document}",
        "= ",
        "== ",
        "+ ",
        "#link(\"a\")[",
        "#text(fill: white)[",
        "#let a = \"b\"\n",
        "#a",
        "#f(x: \"y\", [z])",
        "\"\\u{e9}\"",
        "/* ",
        "*/",
        "---\ntitle: x\n---\n",
        "EXPERIENCE\n",
        "====\n",
        "• ",
        "\u{feff}",
        "\0",
        "é",
        "中文",
        "\u{1f600}",
        "\u{ad}",
        "\u{200d}",
        "fi",
    ];
    prop_oneof![
        4 => proptest::sample::select(marks.to_vec()).prop_map(str::to_owned),
        2 => "[a-zA-Z0-9 ,.@/:-]{0,12}",
        1 => any::<char>().prop_map(String::from),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_markup_keeps_the_laws(pieces in prop::collection::vec(piece(), 0..60)) {
        let text = pieces.concat();
        for name in NAMES {
            let document = read(name, text.as_bytes());
            assert_laws(&document);
            assert_words_are_located(&document);
        }
    }

    #[test]
    fn any_damage_to_a_fixture_keeps_the_laws(
        which in any::<prop::sample::Index>(),
        at in any::<prop::sample::Index>(),
        lost in 0usize..40,
        pieces in prop::collection::vec(piece(), 0..4),
    ) {
        let (path, bytes) = &FIXTURES[which.index(FIXTURES.len())];
        let at = at.index(bytes.len() + 1);
        let after = &bytes[(at + lost).min(bytes.len())..];
        let damaged = [&bytes[..at], pieces.concat().as_bytes(), after].concat();
        assert_laws(&read(&path.to_string_lossy(), &damaged));
    }

    #[test]
    fn any_bytes_keep_the_laws(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for name in NAMES {
            assert_laws(&read(name, &bytes));
        }
    }

    #[test]
    fn any_bytes_behind_a_mark_keep_the_laws(
        mark in proptest::sample::select(vec![&b"\xff\xfe"[..], b"\xfe\xff", b"\xef\xbb\xbf", b"# \xe9"]),
        bytes in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let bytes = [mark, &bytes].concat();
        for name in NAMES {
            assert_laws(&read(name, &bytes));
        }
    }
}

/// How long harm may take; unoptimised code is allowed its share.
const PATIENCE: Duration = Duration::from_secs(if cfg!(debug_assertions) { 20 } else { 1 });

/// How much of the largest harm is tried; unoptimised code would take minutes over all of it.
const PART: usize = if cfg!(debug_assertions) { 20 } else { 1 };

/// Reads `text` under every name, and says how long the slowest took.
fn check_harm(what: &str, text: &str) {
    for name in NAMES {
        let begun = Instant::now();
        let document = read(name, text.as_bytes());
        assert!(begun.elapsed() < PATIENCE, "{what} as {name} took {:?}", begun.elapsed());
        assert_laws(&document);
    }
}

#[test]
fn harm_ends_soon() {
    check_harm("open braces", &"{".repeat(300_000));
    check_harm("open groups", &"\\textbf{".repeat(60_000));
    check_harm("open environments", &"\\begin{itemize}\\item a ".repeat(20_000));
    check_harm("open options", &"\\item[".repeat(60_000));
    check_harm("commands that breed", "\\def\\x#1{\\x{#1#1}}\\begin{document}\\x{a}");
    check_harm("open elements", &"<div>".repeat(100_000));
    check_harm("open lists", &"<ul><li>".repeat(50_000));
    check_harm("open emphasis", &"*a _b ".repeat(50_000));
    check_harm("nested quotes", &"> ".repeat(50_000));
    check_harm(
        "nested lists",
        &(0..2_000).map(|i| format!("{}- a\n", "  ".repeat(i))).collect::<String>(),
    );
    check_harm("open calls", &"#f(".repeat(30_000));
    check_harm("open content", &"#[".repeat(30_000));
    check_harm("attributes", &format!("<p {}>x", "a=b ".repeat(2_500_000 / PART)));
    check_harm("one attribute", &format!("<p style='{}'>x", "a".repeat((10 << 20) / PART)));
    check_harm("references", &"&amp;".repeat(100_000));
    check_harm("NULs", &"a\0".repeat(100_000));
    check_harm(
        "styles",
        &format!(
            "<style>{}</style>{}",
            "p p p{color:red}".repeat(20_000 / PART),
            "<p>".repeat(20_000 / PART)
        ),
    );
}

#[test]
fn what_cannot_be_read_says_so() {
    for (name, bytes) in [
        ("cv.txt", &b""[..]),
        ("cv.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0\0\0"),
        ("cv.png", b"\x89PNG\r\n\x1a\n\0\0\0"),
        ("cv.txt", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0\x01\0\0\0"),
    ] {
        let document = read(name, bytes);
        assert_eq!(document.status(), Status::NotChecked, "{name}");
        assert_eq!(document.text, "");
    }
    assert_eq!(read("cv.txt", b"Ada").format, Format::Text);
    for (name, bytes) in [
        ("cv.html", &b"<html><head><style>body{}</head><body>Ada"[..]),
        ("cv.md", b"<!-- Ada -->"),
        ("cv.tex", b"\\documentclass{article}\\begin{document}\\end{document}"),
        ("cv.typ", b"#set page(paper: \"a4\")"),
        ("cv.txt", b"\xef\xbb\xbf"),
    ] {
        let document = read(name, bytes);
        assert_eq!(document.status(), Status::NotChecked, "{name}: {:?}", document.notes);
    }
}
