//! Every limit is reached by a file, as a flag and in the configuration: the file is then not called
//! fully checked, and a note names the limit.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::process::Command;

use common::pdf;
use serde_json::Value;

mod common;

/// A page with this content, and more objects from the fifth on.
fn page(content: &str, resources: &str, others: &[&str]) -> Vec<u8> {
    let page = format!(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << \
         /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> {resources} >> >>"
    );
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        &page,
        content,
    ];
    objects.extend(others);
    pdf(&objects)
}

fn stream(dict: &str, content: &str) -> String {
    format!("<< {dict} /Length {} >>\nstream\n{content}\nendstream", content.len())
}

/// A limit, a file that keeps the default, and a value that it breaks.
struct Case {
    limit: &'static str,
    value: &'static str,
    file: &'static str,
    bytes: Vec<u8>,
    /// What the note says.
    told: &'static str,
}

fn fixture(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)).unwrap()
}

fn cases() -> Vec<Case> {
    let case = |limit, value, file, bytes, told| Case { limit, value, file, bytes, told };
    let words = "BT /F 12 Tf 72 700 Td (Ada Example, engineer) Tj ET";
    let hex: String = words.bytes().map(|byte| format!("{byte:02x}")).collect();
    let twice: String = hex.bytes().map(|byte| format!("{byte:02x}")).collect();
    let filtered = stream("/Filter [/ASCIIHexDecode /ASCIIHexDecode]", &(twice + ">"));
    let form = |next: &str, content: &str| {
        let dict = "/Type /XObject /Subtype /Form /BBox [0 0 612 792]";
        let fonts = "/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>";
        stream(&format!("{dict} /Resources << {fonts} {next} >>"), content)
    };
    let outer = form("/XObject << /X 6 0 R >>", "/X Do");
    let middle = form("/XObject << /X 7 0 R >>", "/X Do");
    let inner = form("", words);
    let first = stream("", &format!("{words} /X Do"));
    let forms = page(&first, "/XObject << /X 5 0 R >>", &[&outer, &middle, &inner]);
    let html = format!("<h1>Ada Example</h1>{}<p>x", "<div>".repeat(20));
    let yaml = "cv:\n  name: Ada Example\n  sections:\n    work: [[[[[[x]]]]]]\n";
    let json =
        r#"{"basics": {"name": "Ada Example"}, "work": [{"highlights": ["Built engines"]}]}"#;
    vec![
        case("max-file-size", "100", "cv.md", fixture("resumes/researcher.md"), "limit of"),
        case("max-pages", "1", "cv.pdf", fixture("resumes/pdf/researcher.pdf"), "page"),
        case("max-decoded-size", "900", "cv.docx", fixture("one-resume/resume.docx"), "more than"),
        case("max-decoded-size", "900", "cv.pdf", fixture("resumes/pdf/researcher.pdf"), "in all"),
        case("max-stream-size", "700", "cv.odt", fixture("one-resume/resume.odt"), "more than"),
        case("max-stream-size", "700", "cv.pdf", fixture("resumes/pdf/researcher.pdf"), "a stream"),
        case("max-filters", "1", "cv.pdf", page(&filtered, "", &[]), "2 filters, the limit is 1"),
        case("max-nesting", "8", "cv.html", html.into_bytes(), "nest"),
        case("max-form-depth", "1", "cv.pdf", forms, "form"),
        case("max-operators", "50", "cv.pdf", fixture("resumes/pdf/researcher.pdf"), "operators"),
        case("max-text-size", "60", "cv.md", fixture("resumes/researcher.md"), "text"),
        case("max-zip-entries", "2", "cv.docx", fixture("one-resume/resume.docx"), "entries"),
        case("max-json-depth", "2", "cv.json", json.into(), "deep"),
        case("max-json-depth", "4", "cv.yaml", yaml.into(), "deep"),
        case("max-findings", "1", "cv.md", fixture("resumes/collector.md"), "more than 1 findings"),
        case("max-credentials", "2", "cv.md", fixture("resumes/collector.md"), "the first 2 were"),
    ]
}

/// The exit code, the status, and the notes of the only file.
fn check(folder: &Path, args: &[&str]) -> (i32, String, Value) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_resumelint"));
    command.current_dir(folder).args(["check", "--format", "json", "--fail-on", "never"]);
    let output = command.args(args).output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    let file = &report["files"][0];
    let status = file["status"].as_str().unwrap().to_owned();
    (output.status.code().unwrap(), status, file["notes"].clone())
}

#[test]
fn every_limit_is_reached_and_named() {
    for case in cases() {
        let Case { limit, value, file, bytes, told } = case;
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(file), bytes).unwrap();
        let name = format!("{limit} of {file}");
        let (code, status, notes) = check(folder.path(), &[file]);
        assert_eq!((code, status.as_str()), (0, "checked"), "{name} by default: {notes:#}");

        let by_flag = check(folder.path(), &[&format!("--{limit}"), value, file]);
        let (code, status, notes) = &by_flag;
        assert_eq!(*code, 2, "{name}");
        assert_ne!(status, "checked", "{name}");
        let gap = notes.as_array().unwrap().iter().any(|note| {
            let message = note["message"].as_str().unwrap();
            matches!(note["kind"].as_str(), Some("limit" | "unreadable")) && message.contains(told)
        });
        assert!(gap, "{name} is named: {notes:#}");

        let config = format!("[limits]\n{limit} = {value}\n");
        fs::write(folder.path().join("resumelint.toml"), config).unwrap();
        assert_eq!(check(folder.path(), &[file]), by_flag, "{name} in the configuration");
        let over = check(folder.path(), &[&format!("--{limit}"), "999999999", file]);
        assert_eq!(over.0, 0, "{name}: a flag wins over the configuration: {:#}", over.2);
    }
}

#[test]
fn a_limit_is_a_size_with_a_unit_and_a_misspelt_one_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("cv.md"), fixture("resumes/researcher.md")).unwrap();
    let config = folder.path().join("resumelint.toml");
    fs::write(&config, "[limits]\nmax-file-size = \"1KiB\"\n").unwrap();
    assert_eq!(check(folder.path(), &["cv.md"]).1, "not-checked");
    for (wrong, told) in [
        ("max-file-size = \"1 parsec\"", "a size is a number of bytes"),
        ("max-file-sise = 3", "max-file-sise"),
        ("max-pages = \"many\"", "invalid type"),
    ] {
        fs::write(&config, format!("[limits]\n{wrong}\n")).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_resumelint"));
        let output = command.current_dir(folder.path()).args(["check", "cv.md"]).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(error.contains(told) && error.contains("resumelint.toml"), "{wrong}: {error}");
    }
}
