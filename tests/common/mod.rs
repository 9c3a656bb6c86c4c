//! What several tests share: reading a file, and the laws that every document keeps.
#![allow(dead_code, reason = "each test file is a crate of its own and uses its share")]

use resumelint::document::{Document, Fidelity, Place};
use resumelint::extract::{Limits, Source, read as read_source};

/// Reads a file with the default limits.
pub(crate) fn read(name: &str, bytes: &[u8]) -> Document {
    read_source(&Source::new(name, bytes), &Limits::default())
}

/// Asserts what every document promises, whatever it was read from.
///
/// Runs are sorted and disjoint, stand on character boundaries, and cover every byte except inserted
/// separators; blocks are sorted, disjoint, not empty, and trimmed; verbatim runs are their source
/// bytes, character by character; decoded runs name bytes that exist.
pub(crate) fn assert_laws(document: &Document) {
    let text = &document.text;
    let mut at = 0;
    for run in &document.runs {
        let range = run.span.range();
        assert!(range.start >= at, "runs overlap at {}: {:?}", range.start, run);
        assert!(!range.is_empty(), "a run is empty: {run:?}");
        let words = text.get(range.clone()).unwrap_or_else(|| panic!("torn run: {run:?}"));
        assert_separators(&text[at..range.start]);
        if let Place::Source { file, bytes } = &run.place {
            let source = document.sources.get(*file as usize).expect("the source exists");
            let (start, end) = (source.in_text(bytes.start), source.in_text(bytes.end));
            let origin = source.text.get(start as usize..end as usize);
            let origin = origin.unwrap_or_else(|| panic!("run out of its source: {run:?}"));
            match run.fidelity {
                Fidelity::Verbatim => assert_eq!(origin, words, "{run:?}"),
                Fidelity::Decoded => assert!(!origin.is_empty(), "nothing decodes to {words:?}"),
            }
        }
        at = range.end;
    }
    assert_separators(&text[at..]);
    let mut at = 0;
    for block in &document.blocks {
        let range = block.span.range();
        assert!(range.start >= at, "blocks overlap at {}: {:?}", range.start, block);
        let words = text.get(range.clone()).unwrap_or_else(|| panic!("torn block: {block:?}"));
        assert!(!words.is_empty(), "a block is empty: {block:?}");
        assert_eq!(words.trim(), words, "a block has blanks around it");
        at = range.end;
    }
    for link in &document.links {
        if let Some(span) = link.span {
            assert!(text.get(span.range()).is_some_and(|words| !words.is_empty()), "{link:?}");
        }
    }
    for comment in &document.comments {
        assert!(text.is_char_boundary(comment.at as usize), "{comment:?}");
    }
    for note in &document.notes {
        assert!(!note.message.is_empty());
        if let Some(span) = note.span {
            assert!(text.get(span.range()).is_some(), "{note:?}");
        }
    }
}

fn assert_separators(text: &str) {
    assert!(text.chars().all(|c| matches!(c, ' ' | '\t' | '\n')), "no run covers {text:?}");
}

/// A PDF of these objects; the first is the catalogue.
pub(crate) fn pdf(objects: &[impl AsRef<[u8]>]) -> Vec<u8> {
    let mut file = b"%PDF-1.5\n".to_vec();
    let mut places = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.extend(format!("{} 0 obj\n", index + 1).as_bytes());
        file.extend(object.as_ref());
        file.extend(b"\nendobj\n");
    }
    let table = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).as_bytes());
    for place in places {
        file.extend(format!("{place:010} 00000 n \n").as_bytes());
    }
    let size = objects.len() + 1;
    file.extend(
        format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n").as_bytes(),
    );
    file
}
