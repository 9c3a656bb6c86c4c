//! Folders that strangers filled: what is read, what is passed over and counted, and that nothing is
//! lost when a file vanishes, changes or cannot be opened.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::print_stderr)]

use std::fs;
use std::io::Write;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use serde_json::Value;

const STRONG: &str = include_str!("../fixtures/resumes/engineer-backend.md");

fn check(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_resumelint"));
    command.current_dir(folder).args(["check", "--today", "2026-11-01", "--preset", "recruiter"]);
    command.args(args);
    command
}

fn json(folder: &Path, args: &[&str]) -> (Value, Output) {
    let output = check(folder, &["--format", "json"]).args(args).output().unwrap();
    (serde_json::from_slice(&output.stdout).unwrap(), output)
}

fn files(report: &Value) -> Vec<(&str, &str)> {
    let files = report["files"].as_array().unwrap();
    let text = |value: &'_ Value| value.as_str().unwrap().to_owned().leak() as &str;
    files.iter().map(|file| (text(&file["path"]), text(&file["status"]))).collect()
}

/// A folder with these files, all of which are resumes.
fn folder(names: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in names {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, format!("{STRONG}\n<!-- {name} -->\n")).unwrap();
    }
    folder
}

#[test]
fn hidden_files_are_read_and_ignore_files_are_not_obeyed() {
    let folder = folder(&[".hidden/cv.md", ".cv.md", "ignored.md", "notes/cv.TXT", ".git/cv.md"]);
    fs::write(folder.path().join(".gitignore"), "ignored.md\nnotes\n").unwrap();
    fs::write(folder.path().join(".ignore"), "*.md\n").unwrap();
    let (report, _) = json(folder.path(), &["."]);
    let paths: Vec<&str> = files(&report).into_iter().map(|file| file.0).collect();
    assert_eq!(paths, ["./.cv.md", "./.hidden/cv.md", "./ignored.md", "./notes/cv.TXT"]);
    assert_eq!(report["summary"]["skipped"], 2, "the two ignore files are counted");
}

#[test]
fn links_are_followed_where_they_are_named_only() {
    let folder = folder(&["in/cv.md", "outside/secret.md"]);
    let inside = folder.path().join("in");
    symlink("../outside/secret.md", inside.join("link.md")).unwrap();
    symlink("../outside", inside.join("folder")).unwrap();
    symlink("in", inside.join("ring")).unwrap();
    let (report, _) = json(folder.path(), &["in"]);
    assert_eq!(files(&report), [("in/cv.md", "checked")]);
    assert_eq!(report["summary"]["skipped"], 3);
    assert_eq!(report["summary"]["not_files"], 3, "and told apart from other names");
    let (report, _) = json(folder.path(), &["in/link.md", "in/folder"]);
    let expected = [("in/link.md", "checked"), ("in/folder/secret.md", "checked")];
    assert_eq!(files(&report), expected);
}

#[test]
fn a_folder_without_a_readable_file_is_not_clean() {
    let folder = folder(&[]);
    fs::create_dir(folder.path().join("empty")).unwrap();
    fs::create_dir(folder.path().join("pictures")).unwrap();
    fs::write(folder.path().join("pictures/a.png"), "x").unwrap();
    for name in ["empty", "pictures"] {
        let (report, output) = json(folder.path(), &[name]);
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert_eq!(files(&report), [(name, "not-checked")]);
    }
}

#[test]
fn what_may_not_be_read_is_told_of() {
    let folder = folder(&["a.md", "closed.md", "locked/b.md"]);
    let closed = |name: &str| {
        fs::set_permissions(folder.path().join(name), fs::Permissions::from_mode(0o000)).unwrap();
    };
    closed("closed.md");
    closed("locked");
    let may_anyway = fs::read(folder.path().join("closed.md")).is_ok();
    let report = if may_anyway {
        // Root reads everything; somebody who is nobody does not.
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let binary = folder.path().join("resumelint");
        fs::copy(env!("CARGO_BIN_EXE_resumelint"), &binary).unwrap();
        let output = Command::new("setpriv")
            .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
            .arg(&binary)
            .args(["check", "--preset", "recruiter", "--format", "json", "."])
            .current_dir(folder.path())
            .output();
        let Ok(output) = output else {
            eprintln!("root without setpriv: permissions were not tried");
            fs::set_permissions(folder.path().join("locked"), fs::Permissions::from_mode(0o755))
                .unwrap();
            return;
        };
        assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    } else {
        let (report, output) = json(folder.path(), &["."]);
        assert_eq!(output.status.code(), Some(2));
        report
    };
    fs::set_permissions(folder.path().join("locked"), fs::Permissions::from_mode(0o755)).unwrap();
    let expected =
        [("./a.md", "checked"), ("./closed.md", "not-checked"), ("./locked", "not-checked")];
    assert_eq!(files(&report), expected);
    assert!(report["files"][1]["notes"].to_string().contains("permission"));
}

#[test]
fn names_of_any_bytes_come_through_a_list() {
    let folder = folder(&["plain.md"]);
    let names: [&[u8]; 3] = [b"a\nb.md", b"\xff\xfe.md", b" -x.md"];
    for name in names {
        let path = folder.path().join(std::ffi::OsStr::from_bytes(name));
        fs::write(path, STRONG).unwrap();
    }
    let list = [names[0], names[1], names[2], b"plain.md", b"gone.md"].join(&0);
    let mut command = check(folder.path(), &["--format", "json", "--files-from", "-"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(&list).unwrap();
    let output = child.wait_with_output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let statuses: Vec<&str> = files(&report).into_iter().map(|file| file.1).collect();
    assert_eq!(statuses, ["checked", "checked", "checked", "checked", "not-checked"]);
    assert_eq!(output.status.code(), Some(2));
    let (report, _) = json(folder.path(), &["."]);
    assert_eq!(files(&report).len(), 4, "walking finds them all");
}

/// A run that is held up by a pipe that nobody writes to, until `meanwhile` is done.
fn held_up(folder: &Path, args: &[&str], meanwhile: impl FnOnce(u32)) -> Output {
    let pipe = folder.join("pipe.md");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let mut command = check(folder, &["--jobs", "1", "--format", "json", "pipe.md"]);
    let command = command.args(args).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().unwrap();
    // Opening for writing waits for the reader, so the run has come as far as the pipe.
    let mut held = fs::File::options().write(true).open(&pipe).unwrap();
    meanwhile(child.id());
    held.write_all(STRONG.as_bytes()).unwrap();
    drop(held);
    child.wait_with_output().unwrap()
}

#[test]
fn what_vanishes_during_the_run_is_told_of() {
    let folder = folder(&["in/a.md", "in/gone.md", "in/link.md", "in/pipe.md", "in/z.md"]);
    let inside = folder.path().join("in");
    let output = held_up(folder.path(), &["in"], |_| {
        fs::remove_file(inside.join("gone.md")).unwrap();
        // What was a file when it was found is now something else, and is not followed or waited for.
        fs::remove_file(inside.join("link.md")).unwrap();
        symlink("/etc/hostname", inside.join("link.md")).unwrap();
        fs::remove_file(inside.join("pipe.md")).unwrap();
        assert!(Command::new("mkfifo").arg(inside.join("pipe.md")).status().unwrap().success());
        fs::write(inside.join("z.md"), "# Changed Example\n\n## Experience\n\n- Built x\n")
            .unwrap();
    });
    assert_eq!(output.status.code(), Some(2));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let expected = [
        ("pipe.md", "checked"),
        ("in/a.md", "checked"),
        ("in/gone.md", "not-checked"),
        ("in/link.md", "not-checked"),
        ("in/pipe.md", "not-checked"),
        ("in/z.md", "checked"),
    ];
    assert_eq!(files(&report), expected);
}

#[test]
fn an_interrupted_run_writes_what_is_done_and_says_what_is_not() {
    let folder = folder(&["in/a.md", "in/b.md", "in/c.md"]);
    let output = held_up(folder.path(), &["in"], |id| {
        let sent = Command::new("kill").args(["-INT", &id.to_string()]).status();
        assert!(sent.unwrap().success());
        std::thread::sleep(Duration::from_millis(500));
    });
    assert_eq!(output.status.code(), Some(2));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(files(&report), [("pipe.md", "checked")], "the file in hand is finished");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("3 of 4 files were not reached, from in/a.md on"), "{told}");
    assert!(told.contains("--resume-from"), "{told}");
}

#[test]
fn an_archive_has_limits_of_its_own() {
    let folder = folder(&[]);
    let mut archive = zip::ZipWriter::new(fs::File::create(folder.path().join("in.zip")).unwrap());
    for n in 0..6 {
        archive.start_file(format!("cv{n}.md"), zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(format!("{STRONG}{n}").as_bytes()).unwrap();
    }
    archive.finish().unwrap();
    let size = (STRONG.len() * 3).to_string();
    for limit in [["--max-archive-members", "3"], ["--max-archive-size", &size]] {
        let (report, output) = json(folder.path(), &[limit[0], limit[1], "in.zip"]);
        assert_eq!(output.status.code(), Some(2));
        let last = files(&report).pop().unwrap();
        assert_eq!(last, ("in.zip", "partly-checked"), "{limit:?}");
        let notes = &report["files"].as_array().unwrap().last().unwrap()["notes"];
        assert_eq!(notes[0]["kind"], "limit");
        assert!(notes.to_string().contains("of its members were not looked at"), "{notes}");
    }
    let (report, output) = json(folder.path(), &["--max-file-size", "100", "in.zip"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(files(&report).iter().all(|file| file.1 == "not-checked"), "limits hold per member");
}

#[test]
fn the_same_person_in_another_format_is_a_duplicate() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let (report, _) = json(&fixtures, &["one-resume", "resumes"]);
    for file in report["files"].as_array().unwrap() {
        let path = file["path"].as_str().unwrap();
        let is_one = path.starts_with("one-resume/") && !path.ends_with(".docx");
        let first = is_one.then_some("one-resume/resume.docx");
        if path.starts_with("one-resume/") {
            assert_eq!(file["duplicate_of"].as_str(), first, "{path}");
        } else if let Some(first) = file["duplicate_of"].as_str() {
            let stem = |path: &str| Path::new(path).file_stem().unwrap().to_owned();
            assert_eq!(stem(path), stem(first), "{path} is no {first}");
        }
    }
}

#[test]
fn a_run_over_submissions_closes_with_a_summary() {
    let folder = folder(&["a.md", "b.md"]);
    fs::write(folder.path().join("broken.pdf"), "%PDF-1.7 and no more").unwrap();
    let output = check(folder.path(), &["--format", "csv-files", "."]).output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    for part in ["3 files in", "checked 2, in part 0, not checked 1", "not fully checked"] {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert!(told.contains("./broken.pdf"), "{told}");
    assert!(!told.to_lowercase().contains("score"), "{told}");
    let output = check(folder.path(), &["--quiet", "."]).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    let table = check(folder.path(), &["--format", "csv-files", "."]).output().unwrap();
    let table = String::from_utf8(table.stdout).unwrap();
    let head = table.lines().next().unwrap();
    for column in ["status", "leads-with-certifications", "credentials_low", "evidence_code"] {
        assert!(head.split(',').any(|name| name == column), "{column}");
    }
    assert!(!head.contains("score") && !head.contains("rank"), "{head}");
    assert_eq!(table.lines().count(), 4, "a row a file");
}

#[test]
fn a_stream_is_written_while_the_run_goes_on() {
    let folder = folder(&["a.md", "b.md"]);
    let pipe = folder.path().join("pipe.md");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let args = ["--jobs", "1", "--format", "jsonl", "--output", "out.jsonl", "a.md", "pipe.md"];
    let mut child = check(folder.path(), &args).spawn().unwrap();
    let out = folder.path().join("out.jsonl");
    let mut held = fs::File::options().write(true).open(&pipe).unwrap();
    let mut written = String::new();
    for _ in 0..200 {
        written = fs::read_to_string(&out).unwrap_or_default();
        if !written.is_empty() {
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(written.contains("\"a.md\""), "the first file is there before the second is read");
    held.write_all(STRONG.as_bytes()).unwrap();
    drop(held);
    child.wait().unwrap();
    let whole = fs::read_to_string(&out).unwrap();
    assert!(whole.starts_with(&written));
    assert_eq!(whole.lines().count(), 2);
}
