//! Every technique of `fixtures/pdf/hidden` is seen for what it is, and no honest page is taken for
//! one: the manifest beside the files says what each holds.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use resumelint::document::{Document, Run, Visibility};
use resumelint::extract::{self, Limits, Source};
use serde::Deserialize;

#[derive(Deserialize)]
struct Manifest {
    file: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    path: String,
    words: String,
    kind: String,
    #[serde(default)]
    visibility: Vec<String>,
    #[serde(default)]
    shown: String,
    #[serde(default, rename = "where")]
    place: String,
}

/// Text without white space: where glyphs have no width, no reader can find the blanks.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

fn text_of<'d>(document: &'d Document, keep: impl Fn(&Run) -> bool + 'd) -> String {
    let kept = document.runs.iter().filter(|run| keep(run));
    kept.map(|run| squeezed(document.slice(run.span))).collect()
}

/// What is wrong with the way a file was read.
fn fault(entry: &Entry, document: &Document) -> Option<String> {
    let words = squeezed(&entry.words);
    let named = |run: &Run| entry.visibility.iter().any(|name| name == run.visibility.name());
    let visible = text_of(document, |run| run.visibility == Visibility::Visible);
    let holds = match entry.kind.as_str() {
        "hidden" => {
            text_of(document, named) == words && text_of(document, |run| !named(run)) == visible
        }
        "seen" => text_of(document, named).contains(&words) && document.runs.iter().all(named),
        "spoof" => {
            visible.contains(&squeezed(&entry.shown))
                && text_of(document, |run| !run.visibility.is_seen()).contains(&words)
        }
        "metadata" => {
            let metadata = &document.metadata;
            let keywords = metadata.keywords.iter().filter(|_| entry.place == "keywords");
            let other = metadata.other.iter().filter(|(name, _)| name.starts_with(&entry.place));
            let texts = keywords.chain(other.map(|(_, text)| text));
            texts.map(|text| squeezed(text)).any(|text| text.contains(&words))
        }
        "active-content" => {
            document.metadata.active_content.iter().any(|what| what.contains(&entry.place))
        }
        other => panic!("the manifest names a kind that this test does not know: {other}"),
    };
    let unseen: Vec<_> = document
        .runs
        .iter()
        .filter(|run| run.visibility != Visibility::Visible)
        .map(|run| (run.visibility.name(), document.slice(run.span)))
        .collect();
    (!holds).then(|| format!("{} ({}): {unseen:?}", entry.path, entry.kind))
}

/// The faults in all files of a folder, and how many files there are.
fn faults(folder: &str) -> (Vec<String>, usize) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pdf/hidden");
    let manifest: Manifest =
        toml::from_str(&fs::read_to_string(root.join("manifest.toml")).unwrap()).unwrap();
    let entries: Vec<_> =
        manifest.file.iter().filter(|entry| entry.path.starts_with(folder)).collect();
    let faults = entries.iter().filter_map(|entry| {
        let bytes = fs::read(root.join(&entry.path)).unwrap();
        let document = extract::read(&Source::new(&entry.path, &bytes), &Limits::default());
        fault(entry, &document)
    });
    (faults.collect(), entries.len())
}

#[test]
fn every_attack_is_seen() {
    let (faults, files) = faults("attacks/");
    assert!(files >= 30, "only {files} attacks were found");
    assert!(faults.is_empty(), "{} of {files}:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn no_look_alike_is_marked() {
    let (faults, files) = faults("lookalikes/");
    assert!(files >= 20, "only {files} look-alikes were found");
    assert!(faults.is_empty(), "{} of {files}:\n{}", faults.len(), faults.join("\n"));
}
