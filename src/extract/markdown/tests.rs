//! Markdown as people write it, raw HTML included.

use super::*;
use crate::document::{Fidelity, Visibility};

fn document(markdown: &str) -> Document {
    read(&Source::new("cv.md", markdown.as_bytes()), &Limits::default())
}

/// The blocks of `markdown`, a line each.
fn check(markdown: &str, expect: &str) {
    let document = document(markdown);
    let shown: Vec<String> = document
        .blocks
        .iter()
        .map(|block| {
            let kind = match block.kind {
                BlockKind::Heading { level } => format!("h{level}"),
                BlockKind::ListItem { level } => format!("li{level}"),
                BlockKind::TableRow => "tr".to_owned(),
                _ => "p".to_owned(),
            };
            let words = document.slice(block.span);
            format!("{kind} {}", words.replace('\n', "⏎").replace('\t', "⇥"))
        })
        .collect();
    assert_eq!(shown.join("\n"), expect, "{markdown}");
}

#[test]
fn structure_is_kept() {
    check(
        "# Ada\nBuilds\nengines.\n\nWork\n----\n- one\n  - two\n    more\n- three\n\n  and on\n\n1. four",
        "h1 Ada\np Builds⏎engines.\nh2 Work\nli1 one\nli2 two⏎more\nli1 three\np and on\nli1 four",
    );
    check("| Year | Exam |\n|---|---|\n| 2020 | CKA |", "tr Year⇥Exam\ntr 2020⇥CKA");
    check("Term\n: **Ada** did it\n", "p Term\np Ada did it");
}

#[test]
fn units_that_are_spelt_otherwise_are_decoded() {
    let document = document("R&amp;D \\*x\\* `a  b` <b>c</b>");
    assert_eq!(document.text, "R&D *x* a  b c");
    let decoded: Vec<&str> = document
        .runs
        .iter()
        .filter(|run| run.fidelity == Fidelity::Decoded)
        .map(|run| document.slice(run.span))
        .collect();
    assert_eq!(decoded, ["&"]);
}

#[test]
fn links_know_their_words() {
    let document = document(
        "See [my *code*](https://example.org/x) and <https://example.org>.\n\n[![Badge](b.svg)](https://example.org/b)",
    );
    let links: Vec<(&str, &str)> = document
        .links
        .iter()
        .map(|link| (link.span.map_or("", |span| document.slice(span)), link.target.as_str()))
        .collect();
    assert_eq!(
        links,
        [
            ("my code", "https://example.org/x"),
            ("https://example.org", "https://example.org"),
            ("Badge", "https://example.org/b"),
        ]
    );
}

#[test]
fn html_hides_comments_and_nests() {
    let document = document(
        "<!-- resumelint-ignore x: y -->\n# Ada\n\n<div style=\"display:none\">\n\nKubernetes *expert*\n\n</div>\n\nSeen <span hidden>not</span> again<br>and on",
    );
    assert_eq!(document.comments[0].text, "resumelint-ignore x: y");
    let hidden: Vec<&str> = document
        .runs
        .iter()
        .filter(|run| run.visibility == Visibility::HiddenByMarkup)
        .map(|run| document.slice(run.span))
        .collect();
    assert_eq!(hidden, ["Kubernetes", "expert", "not"]);
    assert!(document.text.ends_with("again\nand on"));
    check(
        "### <span>Acme Co., Ltd</span><span>2018 </span> <span>on</span>",
        "h3 Acme Co., Ltd 2018 on",
    );
}

#[test]
fn blanks_that_stand_nowhere_are_separators() {
    let document = document("<style>p{color:#fff}</style>```\n <b>\n\n- a\n\n  \tb\n");
    for run in &document.runs {
        let location = document.locate(run.span);
        assert!(location.bytes.is_some_and(|bytes| !bytes.is_empty()), "{run:?}");
    }
}

#[test]
fn front_matter_is_no_text() {
    let document = document("---\ntitle: CV\nauthor: \"Ada\"\n---\n# Ada\n");
    assert_eq!(document.text, "Ada");
    assert_eq!(document.metadata.author.as_deref(), Some("Ada"));
}
