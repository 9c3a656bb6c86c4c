//! The page for people: pages of a PDF are drawn, what cannot be drawn is told, and every link leads
//! somewhere on the page.
#![allow(clippy::unwrap_used)]

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use assert_cmd::Command;

mod common;

const COLLECTOR: &str = "fixtures/resumes/pdf/collector.pdf";

/// The page about some files.
fn page(files: &[&str], more: &[&str]) -> String {
    let mut command = Command::cargo_bin("resumelint").unwrap();
    command.args(["check", "--today", "2026-11-01", "--format", "html"]).args(more).args(files);
    String::from_utf8(command.output().unwrap().stdout).unwrap()
}

/// Everything that stands between two strings, in order.
fn between<'t>(text: &'t str, start: &str, end: &str) -> Vec<&'t str> {
    text.split(start).skip(1).map(|rest| rest.split(end).next().unwrap()).collect()
}

/// Bytes from base 64.
fn decode(text: &str) -> Vec<u8> {
    let digit = |c: u8| match c {
        b'A'..=b'Z' => c - b'A',
        b'a'..=b'z' => c - b'a' + 26,
        b'0'..=b'9' => c - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => panic!("no digit: {c}"),
    };
    let digits: Vec<u32> =
        text.trim_end_matches('=').bytes().map(|c| u32::from(digit(c))).collect();
    let mut bytes = Vec::new();
    for four in digits.chunks(4) {
        let all = four.iter().fold(0, |all, digit| all << 6 | digit) << (6 * (4 - four.len()));
        bytes.extend_from_slice(&all.to_be_bytes()[1..four.len()]);
    }
    bytes
}

#[test]
fn a_page_is_drawn_with_ink_where_its_words_are_and_none_where_they_are_not() {
    let html = page(&[COLLECTOR], &[]);
    let pictures = between(&html, "data:image/png;base64,", "\"");
    assert_eq!(pictures.len(), 1);
    let bytes = decode(pictures[0]);
    let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    let samples = info.color_type.samples();
    let (width, height) = (info.width as f32, info.height as f32);
    let sheet = between(&html, "<image x=\"0\" y=\"0\" width=\"", "\"")[0];
    let scale = width / sheet.parse::<f32>().unwrap();
    assert!(width * height <= 2_400_000.0 && scale >= 1.9, "{width} {height}");
    let dark = |x: f32, y: f32, w: f32, h: f32| {
        let range =
            |from: f32, size: f32| (from * scale) as usize..((from + size) * scale) as usize;
        let inside = range(y, h).flat_map(|y| range(x, w).map(move |x| (x, y)));
        inside.filter(|(x, y)| pixels[(y * info.width as usize + x) * samples] < 128).count()
    };
    // Every word of the page stands on ink of the picture.
    let words = between(&html, "<text x=\"", "</text>");
    let words: Vec<Vec<f32>> = (words.iter())
        .filter(|text| text.contains("textLength"))
        .map(|text| text.split('"').step_by(2).take(4).filter_map(|n| n.parse().ok()).collect())
        .filter(|numbers: &Vec<f32>| numbers.len() == 4)
        .collect();
    assert!(words.len() > 100, "{}", words.len());
    for word in &words {
        let (x, y, size, length) = (word[0], word[1], word[2], word[3]);
        assert!(dark(x, y - size, length, size) > 0, "no ink at {word:?}");
    }
    assert_eq!(dark(0.0, 0.0, 30.0, height / scale - 1.0), 0, "the margin is empty");
}

#[test]
fn every_link_leads_to_a_place_on_the_page_and_no_place_is_there_twice() {
    let files = [COLLECTOR, "fixtures/resumes/collector.md", "fixtures/one-resume/resume.tex"];
    let html = page(&files, &[]);
    let ids = between(&html, " id=\"", "\"");
    let places: HashSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), places.len());
    let links = between(&html, "href=\"#", "\"");
    assert!(links.len() > 100);
    for link in links {
        assert!(places.contains(link), "{link}");
    }
}

#[test]
fn headings_descend_without_a_gap_and_pictures_are_described() {
    let html = page(&[COLLECTOR, "fixtures/resumes/collector.md"], &[]);
    let mut last = 0;
    for level in between(&html, "<h", ">").iter().filter_map(|tag| tag[..1].parse::<u32>().ok()) {
        assert!(level <= last + 1, "h{level} after h{last}");
        last = level;
    }
    for tag in ["<svg", "<image"] {
        for picture in between(&html, tag, ">") {
            assert!(picture.contains("aria-label=\""), "{tag}{picture}");
        }
    }
}

#[test]
fn a_redacted_page_shows_no_picture_of_a_page() {
    let html = page(&[COLLECTOR], &["--redact"]);
    assert!(html.contains("<rect class=\"paper\"") && !html.contains("<image"));
    assert!(!html.contains("Vanterpool"));
}

/// A PDF of one page with a content stream and a dictionary of resources.
fn pdf(resources: &str, content: &str) -> Vec<u8> {
    let words =
        "BT /F 12 Tf 72 700 Td (Experience at Harbour Systems, 2019 to 2024, deployed) Tj ET\n";
    // The words come last, so that nothing covers them.
    let content = format!("q\n{content}\nQ\n{words}");
    let objects = [
        "<</Type /Catalog /Pages 2 0 R>>".to_owned(),
        "<</Type /Pages /Kids [3 0 R] /Count 1>>".to_owned(),
        format!(
            "<</Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources <</Font \
             <</F <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>> {resources}>>>>"
        ),
        format!("<</Length {}>>\nstream\n{content}\nendstream", content.len()),
    ];
    common::pdf(&objects)
}

/// The page about a PDF made for the purpose.
fn page_of(bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cv.pdf");
    fs::write(&path, bytes).unwrap();
    page(&[Path::to_str(&path).unwrap()], &[])
}

#[test]
fn an_ordinary_page_is_drawn() {
    let html = page_of(&pdf("", "1 0 0 rg 72 600 100 50 re f"));
    assert!(html.contains("<image"), "{html}");
    assert!(!html.contains("ot drawn"));
}

#[test]
fn words_of_a_pdf_are_words_on_the_page_and_in_its_annotated_copy() {
    let attacks = [
        "<script>alert(1)</script>",
        "</svg></title><img src=x onerror=alert(1)>",
        "\" onload=\"alert(1)",
        "]]> --> ::error::owned ##[error]owned",
    ];
    for attack in attacks {
        let file = pdf("", "").to_vec();
        let words = format!("AWS Certified AI Practitioner {attack}");
        let escaped = words.replace('(', "\\(").replace(')', "\\)");
        let file = String::from_utf8(file).unwrap();
        // The offsets of the table are then wrong, and are repaired by every reader.
        let file = file.replace("Experience at Harbour Systems", &escaped);
        let html = page_of(file.as_bytes());
        let body = html.split_once("</style>").unwrap().1;
        for tag in ["<script", "<img", "<title><img", " onload=\""] {
            assert!(!body.contains(tag), "{attack}: {tag}");
        }
        assert!(!body.contains("##["), "{attack}");
        assert!(!body.lines().any(|line| line.trim_start().starts_with("::")), "{attack}");
        assert!(body.contains("AWS"), "{attack}");

        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::write(path("cv.pdf"), &file).unwrap();
        let mut command = Command::cargo_bin("resumelint").unwrap();
        let command = command.current_dir(folder.path());
        let output = command.args(["annotate", "cv.pdf", "-o", "out.pdf"]).output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(matches!(output.status.code(), Some(0 | 2)), "{told}");
        if let Ok(copy) = fs::read(path("out.pdf")) {
            // What is added are strings in hexadecimal; no byte of the resume can end one.
            let added = &copy[file.len()..];
            assert!(!added.windows(7).any(|seven| seven == b"<script"));
        }
    }
}

#[test]
fn a_page_of_too_many_operators_is_not_drawn_and_its_words_are_there() {
    let html = page_of(&pdf("", &"0 0 1 1 re f\n".repeat(120_000)));
    assert!(!html.contains("<image"));
    assert!(html.contains("Not drawn, with words where they stand instead: page 1."));
    assert!(html.contains(">Harbour </text>"));
}
