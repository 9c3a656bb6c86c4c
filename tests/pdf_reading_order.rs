//! Every layout of `fixtures/pdf/reading-order` is read word for word in the order that its source
//! gives it.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use resumelint::extract::{self, Limits, Source};
use unicode_normalization::UnicodeNormalization;

/// The words of a text, made comparable as `fixtures/README.md` says.
fn words(text: &str) -> Vec<String> {
    text.nfkc()
        .collect::<String>()
        .split_whitespace()
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .map(str::to_lowercase)
        .collect()
}

/// Where a layout is read otherwise than its source says.
fn difference(pdf: &Path) -> Option<String> {
    let bytes = fs::read(pdf).unwrap();
    let expected = words(&fs::read_to_string(pdf.with_extension("txt")).unwrap());
    let document = extract::read(&Source::new("layout.pdf", &bytes), &Limits::default());
    let read = words(&document.text);
    let at = expected.iter().zip(&read).position(|(a, b)| a != b);
    let at =
        at.or_else(|| (expected.len() != read.len()).then(|| expected.len().min(read.len())))?;
    let near = |words: &[String]| words[at.saturating_sub(3)..words.len().min(at + 6)].join(" ");
    let name = pdf.file_stem().unwrap().to_string_lossy();
    Some(format!("{name}: expected ... {} ..., read ... {} ...", near(&expected), near(&read)))
}

#[test]
fn every_layout_is_read_in_the_order_of_its_source() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pdf/reading-order");
    let mut layouts: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "pdf"))
        .collect();
    layouts.sort();
    assert!(layouts.len() >= 20, "only {} layouts were found", layouts.len());
    let wrong: Vec<String> = layouts.iter().filter_map(|layout| difference(layout)).collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), layouts.len(), wrong.join("\n"));
}
