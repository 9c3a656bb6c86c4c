//! Every output on hostile and honest resumes: strict parsers accept it, and nothing in it is alive.
//!
//! A line of `ATTACKS` is text that tries to break out of some output. Each stands in a resume where
//! findings quote it, and every output is then searched for what would act on a terminal, a runner, a
//! spreadsheet or a browser.
#![allow(clippy::unwrap_used)]

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::process::Output;
use std::sync::LazyLock;

use assert_cmd::Command;
use serde_json::Value;

/// Text that tries to act.
const ATTACKS: &[&str] = &[
    // Terminals.
    "\u{1b}[31mred\u{1b}[0m",
    "\u{1b}]0;title\u{7}",
    "\u{1b}]8;;https://example.com\u{1b}\\link\u{1b}]8;;\u{1b}\\",
    "\u{1b}[2J\u{1b}[H",
    "\u{1b}P+q544e\u{1b}\\",
    "\u{9b}31m",
    "\u{9d}0;title\u{9c}",
    "\u{90}q\u{9c}",
    "back\u{8}\u{8}\u{8}\u{8}space",
    "bell\u{7}",
    "form\u{c}feed",
    "vertical\u{b}tab",
    "delete\u{7f}",
    "shift\u{e}out\u{f}",
    "over\rwrite",
    "nul\u{0}byte",
    "\u{1a}substitute",
    // Direction and invisibility: all twelve bidi controls among them.
    "\u{202e}txet desrever\u{202c}",
    "\u{202a}a\u{202b}b\u{202d}c",
    "\u{2066}a\u{2067}b\u{2068}c\u{2069}",
    "\u{200e}left\u{200f}right\u{61c}arabic",
    "zero\u{200b}width\u{2060}joined\u{feff}",
    "tag\u{e0041}\u{e0042}\u{e007f}",
    "line\u{2028}separator\u{2029}here",
    "soft\u{ad}hyphen",
    "inter\u{fff9}linear\u{fffa}note\u{fffb}",
    // Runners.
    "::error file=a.md,line=1::owned",
    "::warning::owned",
    "::set-output name=x::owned",
    "::add-mask::owned",
    "::stop-commands::token",
    "::group::owned",
    "::debug::owned",
    "  ::notice::owned",
    "##[error]owned",
    "text ##[command]owned",
    "##[group]owned",
    "##vso[task.setvariable variable=x]owned",
    "%0A::error::owned",
    "a%0D%0A::error::owned",
    // Spreadsheets.
    "=1+1",
    "=HYPERLINK(\"https://example.com\")",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "+1+1",
    "-1+1",
    "\"=1+1",
    "\t=1+1",
    "\u{ff1d}1+1",
    "|calc",
    // Markup.
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "</style><script>alert(1)</script>",
    "</section></main><h1>owned</h1>",
    "<iframe src=\"javascript:alert(1)\"></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "\" onmouseover=\"alert(1)",
    "' onfocus='alert(1)",
    "&lt;b&gt; &amp;amp; &#60;",
    "<!-- comment --><![CDATA[ x ]]>",
    "]]></failure></testcase>",
    "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>",
    // Data formats.
    "\"},{\"rule\":\"owned\",\"x\":\"",
    "\\\"quoted\\\\",
    "\\u0000\\ud800",
    "a,b;c\"d\"\"e",
    "{{ resume.name }} {% raw %}",
    "`code` **bold** [link](https://example.com)",
    "lone \u{fffd} \u{fffe} \u{ffff} noncharacters",
    // Size and shape.
    "combining a\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308}\u{309}\u{30a}",
    "astral \u{1d4d0}\u{1f469}\u{200d}\u{1f4bb}\u{1f3fd}",
];

/// Names of files that try the same. (A name holds no slash and no zero byte, and at most 255 bytes.)
#[cfg(unix)]
const NAMES: &[&[u8]] = &[
    b"new\nline\n::error::owned.txt",
    b"return\r::error::owned.txt",
    b"::error file=a,line=1::owned.txt",
    b"##[error]owned.txt",
    b"%0A::error::owned.txt",
    b"\x1b[31mred\x1b[0m.txt",
    b"\x1b]8;;https:evil\x07link.txt",
    b"\xc2\x9b31m.txt",
    "\u{202e}txt.exe\u{202c}.txt".as_bytes(),
    "\u{2066}a\u{2069}\u{200b}.txt".as_bytes(),
    b"<script>alert(1)<.script>.txt",
    b"\" onmouseover=\"alert(1).txt",
    b"' onfocus='alert(1).txt",
    b"]]><failure>.txt",
    b"=1+1.txt",
    b"=cmd|' C calc'!A0.txt",
    b"@SUM(1).txt",
    b"-2+3.txt",
    b"+1.txt",
    b"\xff\xfe invalid \x80.txt",
    b"a,b;c\"d\"\"e.txt",
    b"back\\slash\\u0000.txt",
    b"{{ 7 * 7 }}.txt",
    b" .txt",
];

/// Names are bytes on Unix alone.
#[cfg(not(unix))]
const NAMES: &[&[u8]] = &[];

/// The outputs that are text for people or lines for programs.
const FORMATS: [&str; 11] = [
    "pretty",
    "compact",
    "json",
    "jsonl",
    "sarif",
    "github",
    "gitlab",
    "junit",
    "csv",
    "csv-files",
    "html",
];

/// A resume in which findings quote `text`: as a claim, as a credential and in its name.
fn resume(text: &str) -> String {
    format!(
        "Ada Example\nAI Engineer, AWS Certified AI Practitioner {text}\nada@example.com\n\n\
         SUMMARY\nCertified expert in machine learning, proven by my AWS Certified AI Practitioner \
         {text} certification.\n\nCERTIFICATIONS\n- AWS Certified AI Practitioner {text}\n- {text} \
         Azure AI Fundamentals\n- AI+ Executive, AI CERTs\n- Google AI Essentials, Coursera\n- Prompt \
         Engineering for Everyone\n\nEXPERIENCE\nConsultant, {text}, 2020 - 2024\n- Advised on {text}\n"
    )
}

fn run(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::cargo_bin("resumelint").unwrap();
    command.current_dir(folder).args(["check", "--today", "2026-11-01"]).args(args);
    command.env("COLUMNS", "100").env_remove("CLICOLOR_FORCE").output().unwrap()
}

/// A folder with a resume for every attack, and one more with all of them in one long line.
fn attacks() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (at, attack) in ATTACKS.iter().enumerate() {
        fs::write(folder.path().join(format!("{at:02}.txt")), resume(attack)).unwrap();
    }
    #[cfg(unix)]
    for name in NAMES {
        use std::os::unix::ffi::OsStrExt;
        let name = std::ffi::OsStr::from_bytes(name);
        fs::write(folder.path().join(name), resume("plain")).unwrap();
    }
    let all = ATTACKS.concat().repeat(20);
    fs::write(folder.path().join("99.txt"), resume(&all)).unwrap();
    folder
}

/// Every report on the attacks, written by one run.
static REPORTS: LazyLock<HashMap<&str, String>> = LazyLock::new(|| {
    let folder = attacks();
    let reports = tempfile::tempdir().unwrap();
    let file = |format: &str| reports.path().join(format);
    let wishes = FORMATS.map(|format| format!("--format={format}={}", file(format).display()));
    let mut args: Vec<&str> = wishes.iter().map(String::as_str).collect();
    args.extend(["--fail-on", "never", "."]);
    let output = run(folder.path(), &args);
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    // Some attacks leave a file that is not fully checked, and none ends the run.
    assert!(matches!(output.status.code(), Some(0 | 2)));
    FORMATS.map(|format| (format, fs::read_to_string(file(format)).unwrap())).into()
});

/// What came out, as text; no output is anything but valid UTF-8.
fn text(format: &str) -> &'static str {
    &REPORTS[format]
}

/// Whether a character acts on whoever shows it.
fn acts(c: char) -> bool {
    (c.is_control() && c != '\n') || resumelint::report::safe::is_bidi_control(c)
}

#[test]
fn there_are_enough_attacks() {
    assert!(ATTACKS.len() >= 60, "{}", ATTACKS.len());
    assert!(NAMES.len() >= 20 || cfg!(not(unix)), "{}", NAMES.len());
}

#[test]
fn no_control_or_bidi_character_leaves_in_any_format() {
    for format in FORMATS {
        let text = text(format);
        assert!(text.len() > 1000, "{format} says something");
        let text = text.replace("\r\n", if format.starts_with("csv") { "\n" } else { "\r\n" });
        let found: Vec<char> = text.chars().filter(|&c| acts(c)).collect();
        assert_eq!(found, Vec::<char>::new(), "{format}");
    }
}

#[test]
fn no_workflow_command_is_alive_in_any_format() {
    for format in FORMATS {
        for line in text(format).lines() {
            assert!(!line.contains("##["), "{format}: {line}");
            let commands = if format == "github" {
                // Its own commands, and nothing that would end one and begin another.
                let own = ["::error file=", "::warning file=", "::notice file="];
                assert!(own.iter().any(|own| line.starts_with(own)), "{line}");
                line.trim_start()[2..].contains("\n::")
            } else {
                line.trim_start().starts_with("::")
            };
            assert!(!commands, "{format}: {line}");
        }
    }
}

#[test]
fn no_cell_is_a_formula() {
    for format in ["csv", "csv-files"] {
        let text = text(format);
        let mut width = None;
        for row in rows(text) {
            assert_eq!(row.len(), *width.get_or_insert(row.len()), "{format}: {row:?}");
            for cell in row {
                let first = cell.trim_start_matches([' ', '"']).chars().next();
                assert!(!first.is_some_and(|c| "=+-@|\u{ff1d}".contains(c)), "{format}: {cell}");
            }
        }
    }
}

/// Rows of RFC 4180, read by the letter.
fn rows(text: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut chars = text.chars().peekable();
    let mut quoted = false;
    while let Some(c) = chars.next() {
        let row = rows.last_mut().unwrap();
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                row.last_mut().unwrap().push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(String::new()),
            '\r' if !quoted => {
                assert_eq!(chars.next(), Some('\n'));
                rows.push(vec![String::new()]);
            }
            _ => row.last_mut().unwrap().push(c),
        }
    }
    assert!(!quoted, "every quote is closed");
    assert_eq!(rows.pop(), Some(vec![String::new()]), "the last line has its end");
    rows
}

#[test]
fn structured_outputs_parse_strictly() {
    let files = ATTACKS.len() + NAMES.len() + 1;
    let json: Value = serde_json::from_str(text("json")).unwrap();
    assert_eq!(json["files"].as_array().unwrap().len(), files);
    let jsonl = text("jsonl");
    let lines: Vec<Value> = jsonl.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(&Value::Array(lines), &json["files"]);
    let sarif: Value = serde_json::from_str(text("sarif")).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let findings: usize = json["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| f["findings"].as_array().unwrap().len())
        .sum();
    assert_eq!(results.len(), findings);
    assert!(findings > files, "the attacks are quoted by findings");
    let gitlab: Value = serde_json::from_str(text("gitlab")).unwrap();
    let fingerprints: std::collections::HashSet<&str> =
        gitlab.as_array().unwrap().iter().map(|i| i["fingerprint"].as_str().unwrap()).collect();
    assert_eq!(fingerprints.len(), gitlab.as_array().unwrap().len(), "no fingerprint twice");
}

#[test]
fn xml_is_well_formed_and_holds_only_our_elements() {
    let xml = text("junit");
    let mut reader = quick_xml::Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut suites = 0;
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Eof => break,
            quick_xml::events::Event::Start(tag) | quick_xml::events::Event::Empty(tag) => {
                let name = tag.name().as_ref().to_owned();
                let known = ["testsuites", "testsuite", "testcase", "failure", "error"];
                assert!(known.contains(&name.as_str()), "{name}");
                suites += usize::from(name == "testsuite");
                for attribute in tag.attributes() {
                    attribute.unwrap();
                }
            }
            quick_xml::events::Event::DocType(_) | quick_xml::events::Event::CData(_) => {
                panic!("neither a DTD nor CDATA is written")
            }
            _ => {}
        }
    }
    assert_eq!(suites, ATTACKS.len() + NAMES.len() + 1);
}

#[test]
fn a_page_holds_only_our_elements_and_carries_a_policy() {
    let html = text("html");
    let policy = "default-src 'none'; style-src 'sha256-";
    assert!(html.contains(policy));
    let body = html.split_once("</style>").unwrap().1;
    let known = [
        "head",
        "body",
        "header",
        "main",
        "footer",
        "section",
        "fieldset",
        "legend",
        "label",
        "input",
        "h1",
        "h2",
        "h3",
        "h4",
        "p",
        "span",
        "strong",
        "mark",
        "div",
        "figure",
        "figcaption",
        "svg",
        "rect",
        "text",
        "title",
        "html",
        "article",
        "nav",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "ul",
        "li",
        "b",
        "code",
        "a",
        "g",
        "path",
        "circle",
        "image",
    ];
    for tag in body.split('<').skip(1) {
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '!' || *c == '?')
            .collect();
        assert!(known.contains(&name.as_str()), "<{tag}");
        let tag = tag.split('>').next().unwrap();
        // What stands in quotes is text; what stands outside are the names of attributes.
        let names: String = tag.split('"').step_by(2).collect();
        assert!(
            !names.contains(" on") && !names.contains(" style=") && !names.contains("src="),
            "<{tag}"
        );
        // Links stay on the page, and pictures come with it.
        if let Some((_, address)) = tag.split_once("href=\"") {
            assert!(
                address.starts_with("#f") || address.starts_with("data:image/png;base64,"),
                "<{tag}"
            );
        }
    }
}

#[test]
fn redaction_leaves_no_word_of_the_resume() {
    let folder = tempfile::tempdir().unwrap();
    let words = ["Zyxwvu", "Qwertzuiop", "zyxwvu@example.com"];
    let text = resume(&words.join(" "));
    fs::write(folder.path().join("cv.txt"), &text).unwrap();
    for format in FORMATS {
        let args =
            ["--format", format, "--redact", "--show-silenced", "--role", "engineering", "cv.txt"];
        let output = run(folder.path(), &args);
        let shown = String::from_utf8(output.stdout).unwrap();
        assert!(shown.len() > 50, "{format}");
        // What stands before the results are rules with examples of their own.
        let shown = shown.split("\"results\"").last().unwrap();
        for word in words.into_iter().chain(["Practitioner", "Consultant", "Advised", "Essentials"])
        {
            assert!(!shown.contains(word), "{format} quotes {word}: {shown}");
        }
    }
}

#[test]
fn json_is_as_its_schema_says() {
    let folder = attacks();
    for (contract, report) in [
        ("check", text("json").to_owned()),
        ("inspect", {
            let mut command = Command::cargo_bin("resumelint").unwrap();
            let args = ["inspect", "--format", "json", "00.txt"];
            let output = command.current_dir(folder.path()).args(args).output().unwrap();
            String::from_utf8(output.stdout).unwrap()
        }),
    ] {
        let mut command = Command::cargo_bin("resumelint").unwrap();
        let schema = command.args(["schema", contract]).output().unwrap();
        let schema: Value = serde_json::from_slice(&schema.stdout).unwrap();
        let report: Value = serde_json::from_str(&report).unwrap();
        conforms(&report, &schema, &schema, contract);
    }
}

/// Holds that a value is as the schema says, for the keywords that our schemas use, and that the
/// schema names every field.
fn conforms(value: &Value, schema: &Value, root: &Value, at: &str) {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.strip_prefix("#/$defs/").unwrap();
        return conforms(value, &root["$defs"][name], root, at);
    }
    if let Some(choices) = schema["anyOf"].as_array() {
        let choice = choices.iter().find(|choice| value.is_null() == (choice["type"] == "null"));
        return conforms(value, choice.unwrap(), root, at);
    }
    if let Some(names) = schema["enum"].as_array() {
        assert!(names.contains(value), "{at}: {value} is none of {names:?}");
    }
    if schema.get("const").is_some() {
        assert_eq!(value, &schema["const"], "{at}");
    }
    let is = |name: &str| match name {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "integer" => value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("{at}: no type {other}"),
    };
    match &schema["type"] {
        Value::String(name) => assert!(is(name), "{at}: {value} is no {name}"),
        Value::Array(names) => {
            assert!(names.iter().any(|name| is(name.as_str().unwrap())), "{at}: {value}");
        }
        _ => {}
    }
    if let Some(fields) = value.as_object() {
        for name in schema["required"].as_array().into_iter().flatten() {
            assert!(fields.contains_key(name.as_str().unwrap()), "{at}: no {name}");
        }
        for (name, field) in fields {
            let known = schema["properties"].get(name);
            let known = known.unwrap_or_else(|| panic!("{at}: the schema does not name {name}"));
            conforms(field, known, root, &format!("{at}.{name}"));
        }
    }
    if let Some(items) = value.as_array() {
        for item in items {
            conforms(item, &schema["items"], root, &format!("{at}[]"));
        }
    }
}
