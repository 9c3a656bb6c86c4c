//! Many files and many reports: archives, lists, several outputs, baselines, configuration, resuming.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use serde_json::Value;

const COLLECTOR: &str = include_str!("../fixtures/resumes/collector.md");
const STRONG: &str = include_str!("../fixtures/resumes/engineer-backend.md");

fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::cargo_bin("resumelint").unwrap();
    command.current_dir(folder).args(args).env_remove("CLICOLOR_FORCE");
    command
}

/// Checks on a fixed day.
fn check(folder: &Path, args: &[&str]) -> Output {
    let args: Vec<&str> =
        ["check", "--today", "2026-11-01"].into_iter().chain(args.iter().copied()).collect();
    command(folder, &args).output().unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

fn paths(report: &Value) -> Vec<&str> {
    report["files"].as_array().unwrap().iter().map(|f| f["path"].as_str().unwrap()).collect()
}

/// The rules that spoke, each once.
fn rules(report: &Value) -> std::collections::BTreeSet<String> {
    let files = report["files"].as_array().unwrap();
    let findings = files.iter().flat_map(|file| file["findings"].as_array().unwrap());
    findings.map(|finding| finding["rule"].as_str().unwrap().to_owned()).collect()
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("collector.md"), COLLECTOR).unwrap();
    fs::write(folder.path().join("strong.md"), STRONG).unwrap();
    folder
}

#[test]
fn exit_codes_follow_the_bar() {
    let folder = folder();
    let code = |args: &[&str]| check(folder.path(), args).status.code().unwrap();
    assert_eq!(code(&["strong.md"]), 0);
    assert_eq!(code(&["collector.md"]), 1);
    assert_eq!(code(&["collector.md", "--fail-on", "error"]), 0);
    assert_eq!(code(&["collector.md", "--fail-on", "never"]), 0);
    assert_eq!(code(&["collector.md", "--preset", "recruiter"]), 0);
    assert_eq!(code(&["collector.md", "nowhere.md", "--fail-on", "never"]), 2);
}

#[test]
fn an_archive_is_a_folder() {
    let folder = folder();
    let mut archive = zip::ZipWriter::new(fs::File::create(folder.path().join("in.zip")).unwrap());
    let options = zip::write::SimpleFileOptions::default();
    for (name, text) in [("b/collector.md", COLLECTOR), ("a.md", STRONG), ("photo.png", "x")] {
        archive.start_file(name, options).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap();
    let report = json(&check(folder.path(), &["--format", "json", "in.zip"]));
    assert_eq!(paths(&report), ["in.zip/a.md", "in.zip/b/collector.md"]);
    assert_eq!(report["summary"]["skipped"], 1);
    assert!(rules(&report).contains("leads-with-certifications"));

    fs::write(folder.path().join("broken.zip"), b"PK\x03\x04 and no more").unwrap();
    let output = check(folder.path(), &["--fail-on", "never", "broken.zip", "strong.md"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stdout(&output).contains("broken.zip: not checked: the archive is damaged"));
}

#[test]
fn a_list_names_the_files() {
    let folder = folder();
    let report = |list: &str| {
        let args = ["check", "--format", "json", "--files-from", "-"];
        json(&command(folder.path(), &args).write_stdin(list).output().unwrap())
    };
    assert_eq!(paths(&report("strong.md\ncollector.md\n")), ["strong.md", "collector.md"]);
    assert_eq!(paths(&report("strong.md\0collector.md\0")), ["strong.md", "collector.md"]);
    let output = command(folder.path(), &["check", "--files-from", "-"]).write_stdin("").output();
    assert_eq!(output.unwrap().status.code(), Some(2));
}

#[test]
fn globs_choose_what_is_walked() {
    let folder = folder();
    let report = |args: &[&str]| {
        let args: Vec<&str> =
            ["--format", "json", "."].into_iter().chain(args.iter().copied()).collect();
        json(&check(folder.path(), &args))
    };
    assert_eq!(paths(&report(&["--include", "str*"])), ["./strong.md"]);
    assert_eq!(paths(&report(&["--exclude", "str*"])), ["./collector.md"]);
}

#[test]
fn several_reports_are_written_at_once() {
    let folder = folder();
    let args = ["--format", "json=a.json", "--format", "sarif=b.sarif", "--format", "compact", "."];
    let output = check(folder.path(), &args);
    assert!(stdout(&output).contains("collector.md:"));
    for name in ["a.json", "b.sarif"] {
        let text = fs::read_to_string(folder.path().join(name)).unwrap();
        serde_json::from_str::<Value>(&text).unwrap();
    }
    let alone = check(folder.path(), &["--format", "json", "--output", "c.json", "."]);
    assert_eq!(stdout(&alone), "");
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    // The second run walks past the first one's reports, which are no resumes.
    assert!(read("c.json").contains("collector.md"));

    for args in [
        &["--format", "json", "--format", "sarif", "."][..],
        &["--format", "json=collector.md", "collector.md"],
        &["--format", "json=no/such/folder.json", "."],
        &["--format", "json=", "."],
    ] {
        let output = check(folder.path(), args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(stderr(&output).contains("error"), "{args:?}: {}", stderr(&output));
    }
    assert_eq!(read("collector.md"), COLLECTOR, "an input is never written over");
}

#[test]
fn a_baseline_knows_what_was_there() {
    let folder = folder();
    check(folder.path(), &["--write-baseline", "known.json", "collector.md"]);
    let output = check(folder.path(), &["--baseline", "known.json", "collector.md"]);
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
    assert!(stdout(&output).contains("silenced"));

    let new = COLLECTOR.replace("## Skills", "- Certified AI Business Professional\n\n## Skills");
    assert_ne!(new, COLLECTOR);
    fs::write(folder.path().join("collector.md"), new).unwrap();
    let args = ["--baseline", "known.json", "--format", "sarif", "collector.md"];
    let sarif = json(&check(folder.path(), &args));
    let states: std::collections::BTreeSet<&str> = sarif["runs"][0]["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|result| result["baselineState"].as_str().unwrap())
        .collect();
    assert!(states.contains("unchanged"), "known results are marked, not dropped");

    fs::write(folder.path().join("broken.json"), "{}").unwrap();
    let output = check(folder.path(), &["--baseline", "broken.json", "collector.md"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("this is no baseline"));
}

#[test]
fn rules_are_chosen_by_name_and_by_group() {
    let folder = folder();
    let chosen = |args: &[&str]| {
        let args: Vec<&str> =
            ["--format", "json", "collector.md"].into_iter().chain(args.iter().copied()).collect();
        rules(&json(&check(folder.path(), &args)))
    };
    let one = chosen(&["--select", "leads-with-certifications"]);
    assert_eq!(one.into_iter().collect::<Vec<_>>(), ["leads-with-certifications"]);
    assert!(
        !chosen(&["--ignore", "leads-with-certifications"]).contains("leads-with-certifications")
    );
    assert!(!chosen(&["--ignore", "certifications"]).contains("leads-with-certifications"));
    let output = check(folder.path(), &["--select", "no-such-rule", "collector.md"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_configuration_is_found_upward_and_the_command_line_wins() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("a/b");
    fs::create_dir_all(&inner).unwrap();
    fs::write(inner.join("collector.md"), COLLECTOR).unwrap();
    fs::write(folder.path().join("resumelint.toml"), "ignore = [\"leads-with-certifications\"]\n")
        .unwrap();
    let spoke = |args: &[&str]| {
        let args: Vec<&str> =
            ["--format", "json", "a"].into_iter().chain(args.iter().copied()).collect();
        rules(&json(&check(folder.path(), &args))).contains("leads-with-certifications")
    };
    assert!(!spoke(&[]));
    assert!(spoke(&["--no-config"]));
    assert!(spoke(&["--select", "leads-with-certifications"]));
    assert!(spoke(&["--preset", "recruiter"]), "what stands beside a submission is not obeyed");

    fs::write(folder.path().join("resumelint.toml"), "ignroe = []\n").unwrap();
    let output = check(folder.path(), &["a"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("resumelint.toml"), "{}", stderr(&output));
}

#[test]
fn an_earlier_report_is_gone_on_from() {
    let folder = folder();
    check(folder.path(), &["--format", "jsonl=done.jsonl", "collector.md"]);
    let args = ["--format", "json", "--resume-from", "done.jsonl", "collector.md", "strong.md"];
    let report = json(&check(folder.path(), &args));
    assert_eq!(paths(&report), ["strong.md"]);
    assert_eq!(report["summary"]["done_before"], 1);
}

#[test]
fn limits_are_flags_and_are_named_when_reached() {
    let folder = folder();
    let output =
        check(folder.path(), &["--max-file-size", "100", "--fail-on", "never", "strong.md"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stdout(&output).contains("limit"), "{}", stdout(&output));
    let output =
        check(folder.path(), &["--max-text-size", "50", "--fail-on", "never", "strong.md"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn statistics_count_by_rule() {
    let folder = folder();
    let output = check(folder.path(), &["--statistics", "."]);
    assert!(stdout(&output).contains('█'), "{}", stdout(&output));
    assert!(!stdout(&output).contains("help:"));
}

#[test]
fn rules_and_credentials_are_explained() {
    let folder = folder();
    let shown = |args: &[&str]| {
        let output = command(folder.path(), args).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", stderr(&output));
        stdout(&output).to_owned()
    };
    assert!(shown(&["rules"]).contains("leads-with-certifications"));
    assert!(shown(&["explain", "leads-with-certifications"]).contains("Why"));
    assert!(shown(&["explain", "AI-900"]).contains("Microsoft"));
    assert!(shown(&["credentials", "aws"]).contains("Amazon Web Services"));
    assert!(shown(&["facts"]).contains("resume."));
    assert!(shown(&["completions", "bash"]).contains("resumelint"));
    assert!(shown(&["man"]).contains(".TH resumelint"));
    for format in [&["rules", "--format", "json"][..], &["credentials", "--format", "json"]] {
        serde_json::from_str::<Value>(&shown(format)).unwrap();
    }
    let output = command(folder.path(), &["explain", "lead-with-certification"]).output().unwrap();
    assert!(stderr(&output).contains("did you mean 'leads-with-certifications'?"));
}

#[test]
fn the_example_repository_is_clean() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = check(root, &["--format", "json", "docs/examples/resume-repo/resume.md"]);
    let report = json(&output);
    assert_eq!(output.status.code(), Some(0), "{report:#}");
    let without =
        check(root, &["--no-config", "--format", "json", "docs/examples/resume-repo/resume.md"]);
    assert!(
        report["summary"]["advice"].as_u64() <= json(&without)["summary"]["advice"].as_u64(),
        "what the employer mandates is not held against the page"
    );
}

#[test]
fn a_pdf_is_annotated_in_a_copy() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    let original = fs::read(root.join("fixtures/resumes/pdf/collector.pdf")).unwrap();
    fs::write(folder.path().join("cv.pdf"), &original).unwrap();
    let args = ["annotate", "cv.pdf", "--output", "out.pdf", "--today", "2026-11-01"];
    let output = command(folder.path(), &args).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(fs::read(folder.path().join("cv.pdf")).unwrap(), original);
    let copy = fs::read(folder.path().join("out.pdf")).unwrap();
    assert!(copy.starts_with(&original), "the copy is the original with an update");

    let report = json(&check(folder.path(), &["--format", "json", "cv.pdf"]));
    let findings = report["files"][0]["findings"].as_array().unwrap().len();
    let pdf = lopdf::Document::load_mem(&copy).unwrap();
    let page = *pdf.get_pages().get(&1).unwrap();
    let annotations = pdf.get_page_annotations(page).unwrap();
    let ours = annotations.iter().filter(|annotation| annotation.get(b"NM").is_ok()).count();
    assert_eq!(ours, findings);

    for args in [
        &["annotate", "cv.pdf", "--output", "cv.pdf"][..],
        &["annotate", "cv.md", "--output", "out.pdf"],
        &["annotate", "nowhere.pdf", "--output", "out.pdf"],
    ] {
        fs::write(folder.path().join("cv.md"), STRONG).unwrap();
        let output = command(folder.path(), args).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{args:?}");
    }
}

#[test]
fn rules_of_the_users_own_are_tested() {
    let folder = folder();
    let rules = folder.path().join("rules/house");
    fs::create_dir_all(&rules).unwrap();
    let shipped = include_str!("../rules/certifications/leads-with-certifications.toml");
    fs::write(rules.join("house-rule.toml"), shipped).unwrap();
    let output = command(folder.path(), &["test", "rules"]).output().unwrap();
    assert!(stdout(&output).contains("1 rule: "), "{}{}", stdout(&output), stderr(&output));
    fs::write(rules.join("house-rule.toml"), shipped.replace("message", "mesage")).unwrap();
    let output = command(folder.path(), &["test", "rules"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("house-rule.toml"), "{}", stderr(&output));
}

#[test]
fn a_new_configuration_changes_nothing_and_is_never_written_over() {
    let folder = folder();
    let before = check(folder.path(), &["--format", "json", "collector.md"]);
    let init = || command(folder.path(), &["init"]).output().unwrap();
    assert_eq!(init().status.code(), Some(0));
    let after = check(folder.path(), &["--format", "json", "collector.md"]);
    assert_eq!(before.stdout, after.stdout);
    assert_eq!(init().status.code(), Some(2));
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_passed_over_and_counted() {
    let folder = folder();
    let pipe = folder.path().join("pipe.md");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("socket.md")).unwrap();
    let report = json(&check(folder.path(), &["--format", "json", "."]));
    assert_eq!(paths(&report), ["./collector.md", "./strong.md"]);
    assert_eq!(report["summary"]["skipped"], 2);
    assert_eq!(report["summary"]["not_files"], 2);
    let summary = check(folder.path(), &["--preset", "recruiter", "--format", "jsonl", "."]);
    let summary = String::from_utf8(summary.stderr).unwrap();
    assert!(summary.contains("passed over, as links, pipes, sockets or devices: 2"), "{summary}");
}

#[cfg(unix)]
#[test]
fn a_name_may_hold_any_byte() {
    use std::os::unix::ffi::OsStrExt;
    let folder = folder();
    let name = std::ffi::OsStr::from_bytes(b"a\nb\x1b[31m\xff.md");
    fs::write(folder.path().join(name), COLLECTOR).unwrap();
    for format in ["pretty", "compact", "json", "github", "junit", "sarif", "csv"] {
        let output = check(folder.path(), &["--format", format, "--fail-on", "never", "."]);
        assert_eq!(output.status.code(), Some(0), "{format}");
        let text = std::str::from_utf8(&output.stdout).unwrap().replace("\r\n", "\n");
        assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{format}");
    }
}

#[test]
fn a_full_disk_is_told_of() {
    if !Path::new("/dev/full").exists() {
        return;
    }
    let folder = folder();
    let output = check(folder.path(), &["--format", "json", "--output", "/dev/full", "."]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("/dev/full"), "{}", stderr(&output));
}
