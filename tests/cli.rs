//! The command line as its users meet it: exit codes, bad input, pipes, folders, order.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::process::{Output, Stdio};

use assert_cmd::Command;
use serde_json::Value;

const RESUME: &str = "# Ada Example\n\nada@example.com\n\n## Experience\n\n**Engineer**, Example \
    Works, 2020 - 2024\n\n- Built a billing service\n";

/// Runs the command in `folder`.
fn run(folder: &Path, args: &[&str]) -> Output {
    command(folder, args).output().unwrap()
}

fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::cargo_bin("resumelint").unwrap();
    command.current_dir(folder).args(args).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
    command
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A folder with one resume in it.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("cv.md"), RESUME).unwrap();
    folder
}

/// Checks `cv.md` beside a bad file, and holds that the bad one costs one line and exit code 2 and the
/// good one is checked. Gives the line.
fn bad(name: &str, content: Option<&[u8]>) -> String {
    let folder = folder();
    if let Some(content) = content {
        fs::write(folder.path().join(name), content).unwrap();
    }
    let output = run(folder.path(), &["check", "--fail-on", "never", name, "cv.md"]);
    assert_eq!(output.status.code(), Some(2), "{}", stdout(&output));
    let lines: Vec<&str> =
        stdout(&output).lines().filter(|line| line.contains("not checked:")).collect();
    assert_eq!(lines.len(), 1, "{}", stdout(&output));
    assert!(lines[0].starts_with(name), "{}", lines[0]);

    let output = run(folder.path(), &["check", "--format", "json", name, "cv.md"]);
    assert_eq!(output.status.code(), Some(2));
    let report = json(&output);
    assert_eq!(report["files"][0]["status"], "not-checked");
    assert_eq!(report["files"][1]["status"], "checked");
    assert_eq!(report["summary"]["files"], 2);
    assert_eq!(report["summary"]["not_fully_checked"], 1);
    lines[0].to_owned()
}

#[test]
fn a_missing_path_is_said_to_be_missing() {
    let line = bad("nowhere.pdf", None);
    assert!(line.contains("no such file or folder; check the path"), "{line}");
}

#[test]
fn an_empty_file_is_not_clean() {
    bad("empty.txt", Some(b""));
    bad("empty.pdf", Some(b""));
}

#[test]
fn binary_garbage_is_not_clean() {
    let garbage: Vec<u8> = (0..4000_u32).map(|n| (n * n * 31 % 251) as u8).collect();
    bad("garbage.bin", Some(&garbage));
    bad("garbage.pdf", Some(&garbage));
}

#[test]
fn a_folder_without_resumes_is_not_clean() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("empty")).unwrap();
    fs::write(folder.path().join("empty/photo.png"), "x").unwrap();
    let output = run(folder.path(), &["check", "empty"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stdout(&output).contains("empty: not checked: there is no resume in this folder"));
}

#[test]
fn folders_are_walked_in_order_and_what_is_no_resume_is_counted() {
    let folder = folder();
    let root = folder.path();
    fs::create_dir_all(root.join("more/.hidden")).unwrap();
    fs::create_dir(root.join(".git")).unwrap();
    fs::write(root.join(".gitignore"), "*.txt").unwrap();
    for name in ["more/b.txt", "more/a.txt", "more/.hidden/c.md", ".git/config.txt"] {
        fs::write(root.join(name), format!("{RESUME}{name}")).unwrap();
    }
    fs::write(root.join("photo.png"), "x").unwrap();
    let report = json(&run(root, &["check", "--format", "json", "."]));
    let paths: Vec<&str> =
        report["files"].as_array().unwrap().iter().map(|f| f["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["./cv.md", "./more/.hidden/c.md", "./more/a.txt", "./more/b.txt"]);
    assert_eq!(report["summary"]["skipped"], 2);
}

#[cfg(unix)]
#[test]
fn a_link_is_followed_only_where_the_user_names_it() {
    let folder = folder();
    let root = folder.path();
    fs::create_dir(root.join("in")).unwrap();
    fs::write(root.join("in/own.md"), RESUME).unwrap();
    std::os::unix::fs::symlink("../cv.md", root.join("in/link.md")).unwrap();
    std::os::unix::fs::symlink("in", root.join("named")).unwrap();
    let report = json(&run(root, &["check", "--format", "json", "named", "in/link.md"]));
    let paths: Vec<&str> =
        report["files"].as_array().unwrap().iter().map(|f| f["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["named/own.md", "in/link.md"]);
    assert_eq!(report["summary"]["skipped"], 1);
}

#[test]
fn standard_input_is_read_and_named() {
    let folder = folder();
    let args = ["check", "--format", "json", "-", "--stdin-filename", "mine.md"];
    let output = command(folder.path(), &args).write_stdin(RESUME).output().unwrap();
    let report = json(&output);
    assert_eq!(report["files"][0]["path"], "mine.md");
    assert_eq!(report["files"][0]["format"], "markdown");
}

#[test]
fn bad_arguments_are_exit_code_two() {
    let folder = folder();
    for args in [
        &[][..],
        &["check"],
        &["check", "--format", "nonsense", "cv.md"],
        &["check", "--today", "yesterday", "cv.md"],
        &["check", "--role", "astronaut", "cv.md"],
        &["check", "--role", "engineering/wizard", "cv.md"],
        &["check", "--jobs", "0", "cv.md"],
        &["explain", "no-such-rule"],
        &["text", "."],
        &["text", "nowhere.md"],
        &["inspect", "nowhere.md"],
    ] {
        let output = run(folder.path(), args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert_eq!(stdout(&output), "", "{args:?}");
        assert_ne!(stderr(&output), "", "{args:?}");
    }
}

#[test]
fn output_is_the_same_for_any_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    for n in 0..150 {
        fs::write(folder.path().join(format!("{n:03}.md")), format!("{RESUME}\n{}\n", n % 70))
            .unwrap();
    }
    for format in ["json", "pretty"] {
        let args =
            |jobs| ["check", "--format", format, "--today", "2026-01-01", "--jobs", jobs, "."];
        let one = run(folder.path(), &args("1"));
        assert!(!one.stdout.is_empty());
        for jobs in ["2", "5"] {
            let more = run(folder.path(), &args(jobs));
            assert_eq!(one.stdout, more.stdout, "{format} with {jobs} threads");
            assert_eq!(one.status, more.status);
        }
    }
}

#[test]
fn the_same_content_is_reported_as_a_duplicate() {
    let folder = folder();
    fs::write(folder.path().join("copy.md"), RESUME).unwrap();
    let report = json(&run(folder.path(), &["check", "--format", "json", "copy.md", "cv.md"]));
    assert_eq!(report["files"][0]["duplicate_of"], Value::Null);
    assert_eq!(report["files"][1]["duplicate_of"], "copy.md");
    assert_eq!(report["files"][0]["sha256"], report["files"][1]["sha256"]);
}

#[test]
fn pipes_carry_no_escapes_unless_asked() {
    let folder = folder();
    let escapes = |args: &[&str], name: &str, value: &str| {
        let mut command = command(folder.path(), args);
        if !name.is_empty() {
            command.env(name, value);
        }
        command.output().unwrap().stdout.contains(&0x1b)
    };
    assert!(!escapes(&["check", "cv.md", "nowhere.md"], "", ""));
    assert!(escapes(&["check", "cv.md", "nowhere.md"], "CLICOLOR_FORCE", "1"));
    assert!(escapes(&["check", "--color", "always", "cv.md", "nowhere.md"], "NO_COLOR", "1"));
    assert!(!escapes(&["check", "--color", "never", "cv.md", "nowhere.md"], "CLICOLOR_FORCE", "1"));
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let folder = folder();
    for n in 0..400 {
        fs::write(folder.path().join(format!("{n}.md")), RESUME).unwrap();
    }
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_resumelint"))
        .current_dir(folder.path())
        .args(["check", "--format", "json", "--fail-on", "never", "."])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(stderr(&output), "");
}

#[test]
fn text_and_inspect_answer_for_a_file() {
    let folder = folder();
    let output = run(folder.path(), &["text", "cv.md"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(stdout(&output).contains("\n\nExperience\n"), "{}", stdout(&output));
    let output = run(folder.path(), &["inspect", "--format", "json", "cv.md"]);
    let shown = json(&output);
    assert_eq!(shown["schema"], 1);
    assert_eq!(shown["file"], "cv.md");
    assert_eq!(shown["format"], "markdown");
    for key in ["sections", "credentials", "evidence", "claims"] {
        assert!(shown[key].is_array(), "{key}");
    }
    for key in ["role", "language", "certifications_lead"] {
        assert!(shown.get(key).is_some(), "{key}");
    }
}

#[test]
fn text_lists_what_a_reader_does_not_see_with_its_place_and_reason() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let output = run(&fixtures, &["text", "--hidden", "pdf/hidden/attacks/white-on-white.pdf"]);
    assert_eq!(output.status.code(), Some(0));
    let line =
        stdout(&output).lines().find(|line| line.contains("Kubernetes Terraform Kafka Spark"));
    let line = line.expect("the hidden words are listed");
    assert!(line.starts_with("page 1, ") && line.contains(": same-color: "), "{line}");

    let output = run(&fixtures, &["text", "--hidden", "resumes/engineer-one-certification.md"]);
    assert_eq!(stdout(&output), "nothing is hidden: a reader sees every word\n");
}

#[test]
fn text_as_json_gives_every_run_with_its_place_and_look() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let output = run(&fixtures, &["text", "--format", "json", "resumes/pdf/collector.pdf"]);
    let report = json(&output);
    let first = &report["runs"][0];
    assert_eq!((first["text"].as_str(), first["page"].as_u64()), (Some("Dexter"), Some(1)));
    assert_eq!(first["visibility"], "visible");
    assert!(first["rect"][2].as_f64().unwrap() > 0.0 && first["size"].as_f64().unwrap() > 5.0);

    let output = run(&fixtures, &["text", "--format", "json", "resumes/collector.md"]);
    assert!(json(&output)["runs"][0]["bytes"].is_array(), "a text format has bytes");
}

#[test]
fn text_is_laid_out_as_it_stands_on_the_page() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let args = ["text", "--layout", "pdf/reading-order/sidebar-right-grid.pdf"];
    let output = run(&fixtures, &args);
    let text = stdout(&output);
    let column = |word: &str| {
        let line = text.lines().find(|line| line.contains(word)).unwrap();
        (line.find(word).unwrap(), line.to_owned())
    };
    let (place, line) = column("Timber framing");
    assert!(line.starts_with("Owner, Vail Timber Works"), "columns stand side by side: {line}");
    let (heading, _) = column("Contact");
    assert!(place > 60 && heading > 60, "the sidebar stands at the right");
    let dates = ["2014 – 2025", "2008 – 2014", "2005 – 2008"].map(|dates| column(dates).0);
    assert!(dates.iter().all(|&place| place == dates[0]), "{dates:?}");

    let folder = tempfile::tempdir().unwrap();
    let source = "# Ann\n- one\n- two\n\n| Test | Year |\n|---|---|\n| A longer name | 2024 |\n";
    fs::write(folder.path().join("cv.md"), source).unwrap();
    let output = run(folder.path(), &["text", "--layout", "cv.md"]);
    let text = stdout(&output);
    assert_eq!(text, "Ann\n- one\n- two\n\nTest           Year\nA longer name  2024\n");
}

#[test]
fn a_search_that_finds_nothing_says_why() {
    let folder = folder();
    for (args, says) in [
        (&["credentials", "--issuer", "Gogle"][..], "did you mean 'Google'?"),
        (&["credentials", "--issuer", "sas", "--tier", "high"], "has tier high, issuer sas"),
        (&["credentials", "cka", "--tier", "low"], "answer 'cka', and none has tier low"),
        (&["credentials", "zzzz"], "is called 'zzzz'"),
    ] {
        let output = run(folder.path(), args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(stderr(&output).contains(says), "{args:?}: {}", stderr(&output));
    }
    let output = run(folder.path(), &["explain", "prompt-engineering-certificate"]);
    assert!(stdout(&output).contains("resumelint explain \"Prompt engineering certificate\""));
}

#[test]
fn the_catalogue_beside_a_configuration_is_searched_and_explained() {
    let folder = folder();
    let own = "[[issuer]]\nname = \"Example Guild\"\nkind = \"professional-body\"\n\n\
        [[credential]]\nid = \"guild-welder\"\nname = \"Example Guild Welder\"\n\
        issuer = \"Example Guild\"\nkind = \"certification\"\ndomain = \"trades\"\n\n\
        [[rating]]\nid = \"gcp-pmle\"\ntier = \"low\"\n";
    fs::write(folder.path().join("own.toml"), own).unwrap();
    fs::write(folder.path().join("resumelint.toml"), "extra-catalogue = [\"own.toml\"]\n").unwrap();
    let output = run(folder.path(), &["credentials", "guild"]);
    assert!(stdout(&output).contains("Example Guild Welder"), "{}", stderr(&output));
    let output = run(folder.path(), &["explain", "gcp-pmle"]);
    assert!(stdout(&output).contains("low, by your own catalogue file"), "{}", stdout(&output));
    fs::write(folder.path().join("own.toml"), own.replace("issuer = \"Ex", "issuer = \"E"))
        .unwrap();
    let output = run(folder.path(), &["credentials", "guild"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("Did you mean `Example Guild`?"), "{}", stderr(&output));
}
