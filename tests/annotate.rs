//! Annotated copies: the original is in them byte for byte, and the marks stand on the words whatever
//! the page is like.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use lopdf::{Dictionary, Document, EncryptionState, EncryptionVersion, Object, Permissions};

const COLLECTOR: &str = "fixtures/resumes/pdf/collector.pdf";

fn annotate(from: &Path, to: &Path) -> Output {
    let mut command = Command::cargo_bin("resumelint").unwrap();
    let command = command.args(["annotate", "--today", "2026-11-01", "--output"]).arg(to).arg(from);
    command.output().unwrap()
}

/// A file for a test, the bytes given.
struct Files {
    folder: tempfile::TempDir,
}

impl Files {
    fn new() -> Self {
        Files { folder: tempfile::tempdir().unwrap() }
    }

    /// The annotated copy of some bytes, which begins with them.
    fn copy(&self, bytes: &[u8]) -> Vec<u8> {
        let (from, to) = (self.folder.path().join("in.pdf"), self.folder.path().join("out.pdf"));
        fs::write(&from, bytes).unwrap();
        let output = annotate(&from, &to);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(fs::read(&from).unwrap(), bytes, "the original is as it was");
        let copy = fs::read(&to).unwrap();
        assert!(copy.starts_with(bytes), "the copy is the original with more behind it");
        copy
    }
}

/// The annotations of a page that are of a kind.
fn annotations(pdf: &Document, page: u32, kind: &str) -> Vec<Dictionary> {
    let page = pdf.get_pages()[&page];
    let all = pdf.get_dictionary(page).unwrap().get(b"Annots").unwrap();
    let all = pdf.dereference(all).unwrap().1.as_array().unwrap();
    let all = all.iter().map(|one| pdf.dereference(one).unwrap().1.as_dict().unwrap().clone());
    all.filter(|one| one.get(b"Subtype").unwrap().as_name().unwrap() == kind.as_bytes()).collect()
}

fn numbers(dictionary: &Dictionary, key: &[u8]) -> Vec<f32> {
    let array = dictionary.get(key).unwrap().as_array().unwrap();
    array.iter().map(|number| number.as_float().unwrap()).collect()
}

/// The fixture after a change to its page, written anew.
fn changed(change: impl FnOnce(&mut Dictionary)) -> Vec<u8> {
    let mut pdf = Document::load(COLLECTOR).unwrap();
    let page = pdf.get_pages()[&1];
    change(pdf.get_dictionary_mut(page).unwrap());
    let mut bytes = Vec::new();
    pdf.save_to(&mut bytes).unwrap();
    bytes
}

#[test]
fn an_ordinary_file_has_a_highlight_for_each_place_inside_the_page() {
    let copy = Document::load_mem(&Files::new().copy(&fs::read(COLLECTOR).unwrap())).unwrap();
    let highlights = annotations(&copy, 1, "Highlight");
    assert!(highlights.len() >= 20, "{}", highlights.len());
    for highlight in &highlights {
        let rect = numbers(highlight, b"Rect");
        assert!(
            rect[0] >= 0.0 && rect[1] >= 0.0 && rect[2] <= 612.0 && rect[3] <= 842.0,
            "{rect:?}"
        );
        assert!(rect[0] < rect[2] && rect[1] < rect[3]);
        assert_eq!(numbers(highlight, b"QuadPoints").len() % 8, 0);
        assert!(!highlight.get(b"Contents").unwrap().as_str().unwrap().is_empty());
    }
    assert_eq!(annotations(&copy, 1, "Text").len(), 2, "a sign for each absence");
}

#[test]
fn marks_turn_with_the_page() {
    let files = Files::new();
    let upright = Document::load_mem(&files.copy(&changed(|_| {}))).unwrap();
    let upright = annotations(&upright, 1, "Highlight");
    for turn in [90, 180, 270] {
        let turned = files.copy(&changed(|page| page.set("Rotate", Object::Integer(turn))));
        let turned = Document::load_mem(&turned).unwrap();
        let turned = annotations(&turned, 1, "Highlight");
        // The page is turned for the viewer; its own space is not, so the marks stand where they
        // stood. (A turned page is read in another order, so some marks differ.)
        let place = |all: &[Dictionary]| -> Vec<Vec<i32>> {
            let whole = |one: &Dictionary| {
                numbers(one, b"Rect").iter().map(|number| number.round() as i32).collect()
            };
            let mut places: Vec<Vec<i32>> = all.iter().map(whole).collect();
            places.sort();
            places.dedup();
            places
        };
        let (upright, turned) = (place(&upright), place(&turned));
        let near = |a: &[i32], b: &[i32]| a.iter().zip(b).all(|(a, b)| (a - b).abs() <= 4);
        let kept = upright.iter().filter(|one| turned.iter().any(|other| near(one, other))).count();
        assert!(kept * 10 >= upright.len() * 6, "{turn}: {kept} of {}", upright.len());
    }
}

#[test]
fn marks_keep_to_a_page_that_is_cropped() {
    let crop = |page: &mut Dictionary| {
        let corners = [20.0, 30.0, 580.0, 780.0];
        page.set("CropBox", corners.map(Object::Real).to_vec());
    };
    let files = Files::new();
    let whole = Document::load_mem(&files.copy(&changed(|_| {}))).unwrap();
    let cropped = Document::load_mem(&files.copy(&changed(crop))).unwrap();
    let first = |pdf: &Document| numbers(&annotations(pdf, 1, "Highlight")[0], b"Rect");
    for (a, b) in first(&whole).into_iter().zip(first(&cropped)) {
        assert!((a - b).abs() < 0.6, "{:?} {:?}", first(&whole), first(&cropped));
    }
}

#[test]
fn what_was_annotated_before_keeps_its_notes() {
    let files = Files::new();
    let once = files.copy(&fs::read(COLLECTOR).unwrap());
    let twice = Document::load_mem(&files.copy(&once)).unwrap();
    let once = Document::load_mem(&once).unwrap();
    let (old, all) = (annotations(&once, 1, "Highlight"), annotations(&twice, 1, "Highlight"));
    assert_eq!(all.len(), 2 * old.len());
    assert_eq!(all[..old.len()], old[..]);
    // The notes of a copy are words that the page does not show, which is a finding of the second.
    let (old, all) = (annotations(&once, 1, "Text"), annotations(&twice, 1, "Text"));
    assert_eq!(all.len(), 2 * old.len() + 1);
    assert_eq!(all[..old.len()], old[..]);
}

#[test]
fn a_file_of_object_streams_is_updated_in_its_own_way() {
    let mut pdf = Document::load(COLLECTOR).unwrap();
    let mut packed = Vec::new();
    pdf.save_modern(&mut packed).unwrap();
    assert!(packed.windows(7).any(|seven| seven == b"/ObjStm"), "it has object streams");
    let copy = Document::load_mem(&Files::new().copy(&packed)).unwrap();
    assert!(annotations(&copy, 1, "Highlight").len() >= 20);
}

#[test]
fn an_encrypted_file_stays_encrypted_and_one_with_a_password_is_left_alone() {
    let files = Files::new();
    let mut pdf = Document::load(COLLECTOR).unwrap();
    let version = EncryptionVersion::V2 {
        document: &pdf,
        owner_password: "owner",
        user_password: "",
        key_length: 128,
        permissions: Permissions::all(),
    };
    let state = EncryptionState::try_from(version).unwrap();
    pdf.encrypt(&state).unwrap();
    let mut encrypted = Vec::new();
    pdf.save_to(&mut encrypted).unwrap();
    let copy = files.copy(&encrypted);
    let added = String::from_utf8_lossy(&copy[encrypted.len()..]).into_owned();
    assert!(added.contains("/Encrypt"));
    assert!(
        !added.contains(&"certification".bytes().map(|b| format!("00{b:02x}")).collect::<String>())
    );
    let copy = Document::load_mem(&copy).unwrap();
    let highlights = annotations(&copy, 1, "Highlight");
    assert!(highlights.len() >= 20);
    let words = highlights[0].get(b"Contents").unwrap().as_str().unwrap();
    let units: Vec<u16> =
        words[2..].chunks(2).map(|two| u16::from_be_bytes([two[0], two[1]])).collect();
    assert!(String::from_utf16(&units).unwrap().contains("certification"));
    let to = files.folder.path().join("none.pdf");
    let output = annotate(Path::new("fixtures/bad/password-needed.pdf"), &to);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("encrypted") && !to.exists());
}

#[test]
fn one_file_at_a_time_and_a_place_that_can_be_written() {
    let mut command = Command::cargo_bin("resumelint").unwrap();
    let output = command.args(["annotate", COLLECTOR, COLLECTOR, "-o", "x.pdf"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("unexpected argument"));
    let output = annotate(Path::new(COLLECTOR), Path::new("/nowhere/at/all.pdf"));
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot be written"));
}

#[test]
fn a_copy_that_is_checked_says_what_it_is() {
    let files = Files::new();
    let copy = files.copy(&fs::read(COLLECTOR).unwrap());
    let marked = files.folder.path().join("marked.pdf");
    fs::write(&marked, copy).unwrap();
    let mut command = Command::cargo_bin("resumelint").unwrap();
    let output = command.args(["check", "--today", "2026-11-01"]).arg(&marked).output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("annotations say that resumelint made them"), "{told}");
}
