//! Every layout of `fixtures/pdf/reading-order` is read word for word in the order that its source
//! gives it.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use resumelint::document::{BlockKind, Document};
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

fn read(pdf: &Path) -> Document {
    extract::read(&Source::new("layout.pdf", &fs::read(pdf).unwrap()), &Limits::default())
}

/// Where a layout is read otherwise than its source says.
fn difference(pdf: &Path) -> Option<String> {
    let expected = words(&fs::read_to_string(pdf.with_extension("txt")).unwrap());
    let read = words(&read(pdf).text);
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

/// The rows of tables in a layout.
fn rows(name: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pdf/reading-order");
    let document = read(&folder.join(name));
    let rows = document.blocks.iter().filter(|block| block.kind == BlockKind::TableRow);
    rows.map(|row| document.slice(row.span).to_owned()).collect()
}

#[test]
fn the_rows_of_a_ruled_table_are_blocks_with_a_tab_between_cells() {
    assert_eq!(
        rows("ruled-table.pdf"),
        [
            "Examination\tInstitution\tBoard\tYear\tMark",
            "Diploma, Civil Works\tCollege of the Upper Town, Reservoir Road\tBoard of Crafts\t2011\t71 %",
            "Secondary School\tLyceum of the Old Mint, Harbour\tState Board of the Coast\t2008\t64 %",
            "Note\tMarks are those of the day.",
        ]
    );
}

#[test]
fn boxes_around_columns_of_text_make_no_rows() {
    assert_eq!(rows("boxes-around-columns.pdf"), [""; 0]);
}
