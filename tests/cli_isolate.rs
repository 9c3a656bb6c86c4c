//! Worker processes: what a file can do to one, and what it cannot. The binary strikes itself in debug
//! builds, where `RESUMELINT_FAULT` says so.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::print_stderr)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

const STRONG: &str = include_str!("../fixtures/resumes/engineer-backend.md");

fn command(folder: &Path) -> std::process::Command {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_resumelint"));
    command.current_dir(folder).args(["check", "--today", "2026-11-01", "--format", "jsonl"]);
    command.args(["--fail-on", "never"]).env_remove("RUST_BACKTRACE");
    command
}

fn lines(output: &Output) -> Vec<Value> {
    let text = std::str::from_utf8(&output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// Three files, of which the second is struck.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a.md", "struck.md", "z.md"] {
        fs::write(folder.path().join(name), format!("{STRONG}\n<!-- {name} -->\n")).unwrap();
    }
    folder
}

/// Strikes the second file and gives what is said of it; the others have to be checked.
#[cfg(debug_assertions)]
fn struck(fault: &str, args: &[&str]) -> (String, String) {
    let folder = folder();
    let mut command = command(folder.path());
    command.args(args).arg(".").env("RESUMELINT_FAULT", format!("{fault}:struck"));
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let files = lines(&output);
    let of = |file: &Value| file["status"].as_str().unwrap().to_owned();
    let statuses: Vec<String> = files.iter().map(of).collect();
    assert_eq!(statuses, ["checked", "not-checked", "checked"], "{files:#?}");
    let all = format!("{files:?}{}", String::from_utf8_lossy(&output.stderr));
    assert!(!all.contains("Backend Engineer with"), "no word of the resume is in a message");
    let note = &files[1]["notes"][0];
    (note["kind"].as_str().unwrap().to_owned(), note["message"].as_str().unwrap().to_owned())
}

#[test]
fn the_same_comes_out_with_and_without_workers() {
    let folder = fixtures();
    let run = |args: &[&str]| {
        let mut command = command(&folder);
        command.args(["--format", "csv-files=/dev/null", "--show-silenced"]);
        command.args(args).args(["resumes", "one-resume", "bad", "pdf/hidden"]).output().unwrap()
    };
    let here = run(&[]);
    assert!(lines(&here).len() > 100);
    for args in [&["--isolate"][..], &["--isolate", "--jobs", "1"]] {
        let away = run(args);
        assert!(here.stdout == away.stdout, "{args:?}");
        assert_eq!(here.status.code(), away.status.code());
    }
}

#[test]
fn what_a_file_includes_is_read_for_the_worker() {
    let folder = tempfile::tempdir().unwrap();
    let main = "\\documentclass{article}\\begin{document}\\section{Experience}\n\\input{work}\n\
                \\input{../outside}\n\\end{document}\n";
    fs::create_dir(folder.path().join("in")).unwrap();
    fs::write(folder.path().join("in/cv.tex"), main).unwrap();
    fs::write(folder.path().join("in/work.tex"), "Engine driver, 2019. Responsible for engines.")
        .unwrap();
    fs::write(folder.path().join("outside.tex"), "Not to be read.").unwrap();
    let here = command(folder.path()).arg("in/cv.tex").output().unwrap();
    let away = command(folder.path()).args(["--isolate", "in/cv.tex"]).output().unwrap();
    assert_eq!(lines(&here), lines(&away));
    let notes = lines(&away)[0]["notes"].to_string();
    assert!(notes.contains("outside"), "{notes}");
    assert!(!notes.contains("work was not read"), "{notes}");
}

#[test]
#[cfg(debug_assertions)]
fn a_worker_that_dies_costs_one_file() {
    let (kind, message) = struck("abort", &["--isolate"]);
    assert_eq!(kind, "crashed");
    assert!(message.contains("signal 6"), "{message}");
    let (kind, message) = struck("abort", &["--isolate", "--jobs", "1"]);
    assert_eq!(kind, "crashed", "{message}");
}

#[test]
#[cfg(debug_assertions)]
fn a_panic_is_the_fault_of_one_file_with_its_place() {
    for args in [&["--isolate"][..], &[]] {
        let (kind, message) = struck("panic", args);
        assert_eq!(kind, "crashed");
        assert!(message.contains("src/cli/fault.rs:"), "{message}");
    }
}

#[test]
#[cfg(debug_assertions)]
fn a_file_that_takes_too_long_is_ended() {
    let began = Instant::now();
    let (kind, message) = struck("stuck", &["--isolate", "--max-time", "2"]);
    assert_eq!(kind, "time-limit");
    assert!(message.contains("2 seconds"), "{message}");
    assert!(began.elapsed() < Duration::from_secs(40));
}

#[test]
#[cfg(all(debug_assertions, target_os = "linux"))]
fn a_file_that_takes_too_much_memory_is_ended() {
    let (kind, message) = struck("hoard", &["--isolate", "--max-memory", "400MiB"]);
    assert_eq!(kind, "memory-limit");
    assert!(message.contains("400 MiB"), "{message}");
}

/// The worker processes of a process.
#[cfg(target_os = "linux")]
fn workers(parent: u32) -> Vec<u32> {
    let tasks = fs::read_dir(format!("/proc/{parent}/task")).unwrap();
    tasks
        .filter_map(|task| fs::read_to_string(task.unwrap().path().join("children")).ok())
        .flat_map(|text| text.split_whitespace().map(|id| id.parse().unwrap()).collect::<Vec<_>>())
        .collect()
}

#[test]
#[cfg(all(debug_assertions, target_os = "linux"))]
fn a_worker_that_somebody_kills_costs_one_file() {
    let folder = folder();
    let mut command = command(folder.path());
    command.args(["--isolate", "--jobs", "1", "."]).env("RESUMELINT_FAULT", "stuck:struck");
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let began = Instant::now();
    // The worker that has slept for a while is the one that is stuck in the file.
    std::thread::sleep(Duration::from_secs(4));
    let found = loop {
        let found = workers(child.id());
        if !found.is_empty() || began.elapsed() > Duration::from_secs(30) {
            break found;
        }
        std::thread::sleep(Duration::from_millis(50));
    };
    for id in found {
        let killed = std::process::Command::new("kill").args(["-9", &id.to_string()]).status();
        assert!(killed.unwrap().success());
    }
    let output = child.wait_with_output().unwrap();
    let files = lines(&output);
    assert_eq!(files.len(), 3, "nothing is lost");
    assert_eq!(files[1]["notes"][0]["kind"], "crashed");
    assert!(files[1]["notes"][0]["message"].as_str().unwrap().contains("signal 9"), "{files:#?}");
    assert_eq!(files[2]["status"], "checked");
}

#[test]
#[cfg(all(debug_assertions, target_os = "linux"))]
fn a_worker_can_open_nothing() {
    let folder = folder();
    let mut command = command(folder.path());
    command.args(["--isolate", "--verbose", "."]).env("RESUMELINT_FAULT", "open:struck");
    let output = command.output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("isolation: memory limit of 1024 MiB enforced"), "{told}");
    let files = lines(&output);
    if told.contains("(Landlock) not available") {
        eprintln!("this kernel has no Landlock; that nothing can be opened was not tried");
        assert_eq!(files[1]["status"], "not-checked");
    } else {
        assert_eq!(files[1]["status"], "checked", "{files:#?}");
    }
}

#[test]
fn a_worker_that_cannot_start_is_told_of() {
    let folder = folder();
    let mut command = command(folder.path());
    command.args(["--isolate", "--max-memory", "1MiB", "."]);
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("a worker process could not be started"), "{told}");
}

#[test]
fn limits_of_workers_want_workers() {
    let folder = folder();
    let output = command(folder.path()).args(["--max-time", "5", "."]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("--isolate"));
}

#[test]
fn a_page_that_a_worker_does_not_draw_says_so() {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_resumelint"));
    command.args(["check", "--isolate", "--format", "html", "--fail-on", "never"]);
    let output = command.arg(fixtures().join("resumes/pdf/collector.pdf")).output().unwrap();
    let html = String::from_utf8(output.stdout).unwrap();
    assert!(
        html.contains("worker processes (--isolate)"),
        "the report says why there is no picture"
    );
    assert!(html.contains("Vanterpool"), "the words are there");
}
