//! What SECURITY.md promises of the whole program: no socket, and no file beside those that were given.
//!
//! Two ways to look, of which a machine needs one: `strace` shows every system call, and Landlock takes
//! the right to anything else away and asks whether the same comes out. Where there is neither, the
//! test fails, unless `RESUMELINT_NO_TRACE=1` says that this is known.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::print_stderr)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What a submission could name, to be opened or sent.
fn inbox() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let inbox = folder.path().join("inbox");
    fs::create_dir(&inbox).unwrap();
    fs::write(folder.path().join("secret.tex"), "Secret Example").unwrap();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    for source in ["one-resume", "bad", "pdf/hidden/attacks"] {
        for entry in fs::read_dir(fixtures.join(source)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let name = format!("{}-{}", source.replace('/', "-"), file_name(&path));
                fs::copy(&path, inbox.join(name)).unwrap();
            }
        }
    }
    let tex = "\\documentclass{article}\\begin{document}Ada Example\\input{../secret}\
               \\input{/etc/passwd}\\includegraphics{http://localhost/x.png}\\end{document}";
    fs::write(inbox.join("include.tex"), tex).unwrap();
    let html = "<h1>Ada Example</h1><img src=\"http://localhost/x.png\"><link rel=stylesheet \
                href=\"file:///etc/passwd\"><script src=\"http://localhost/x.js\"></script>";
    fs::write(inbox.join("loads.html"), html).unwrap();
    fs::write(inbox.join("resumelint.toml"), "extra-rules = [\"/etc\"]\n").unwrap();
    std::os::unix::fs::symlink("../secret.tex", inbox.join("link.tex")).unwrap();
    folder
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

const ARGS: [&str; 9] = [
    "check",
    "--today",
    "2026-11-01",
    "--preset",
    "recruiter",
    "--format",
    "jsonl=out.jsonl",
    "--quiet",
    "inbox",
];

/// Whether a program opens such a path before it comes to its own work: the loader, the C library and
/// the standard library look at these on their own.
fn is_of_the_system(path: &str) -> bool {
    let starts = ["/lib", "/usr/lib", "/etc/ld.so", "/proc/self", "/sys/fs/cgroup", "/dev/null"];
    // The C library's allocator asks this before it gives memory of a thread back.
    let allocator = path == "/proc/sys/vm/overcommit_memory";
    allocator || starts.iter().any(|start| path.starts_with(start)) || path.contains("/target/")
}

/// Runs under `strace` and gives the calls; `None` where there is no `strace`.
fn traced(folder: &Path, args: &[&str]) -> Option<String> {
    let trace = folder.join("trace.txt");
    let output = Command::new("strace")
        .args(["-f", "-qq", "-e", "trace=%network,%file,execve", "-s", "4096", "-o"])
        .arg(&trace)
        .arg(env!("CARGO_BIN_EXE_resumelint"))
        .args(ARGS)
        .args(args)
        .current_dir(folder)
        // Cargo sets it for tests, and the loader then looks for its libraries there.
        .env_remove("LD_LIBRARY_PATH")
        .output();
    let output = output.ok()?;
    let text = fs::read_to_string(&trace).unwrap_or_default();
    // Some containers have the program and forbid what it does.
    (output.status.code() != Some(1) && text.contains("execve(")).then_some(text)
}

/// The name of the call in a line, which begins with the number of the process.
fn call(line: &str) -> &str {
    line.split_whitespace().nth(1).and_then(|call| call.split('(').next()).unwrap_or_default()
}

/// The paths that were opened.
fn opened(trace: &str) -> BTreeSet<String> {
    let is_open = |line: &&str| call(line).starts_with("open") || call(line) == "creat";
    let done = trace.lines().filter(is_open).filter(|line| !line.contains(" = -1 "));
    done.filter_map(|line| line.split('"').nth(1)).map(str::to_owned).collect()
}

fn see_by_strace(args: &[&str]) -> bool {
    let folder = inbox();
    let Some(trace) = traced(folder.path(), args) else { return false };
    let network: Vec<&str> = trace
        .lines()
        .filter(|line| {
            ["socket", "connect", "bind", "listen", "accept", "send"]
                .iter()
                .any(|network| call(line).starts_with(network))
        })
        .collect();
    assert_eq!(network, Vec::<&str>::new(), "no socket is opened");
    let beside: Vec<String> = opened(&trace)
        .into_iter()
        .filter(|path| !is_of_the_system(path))
        .filter(|path| !(path == "inbox" || path.starts_with("inbox/") || path == "out.jsonl"))
        .collect();
    assert_eq!(beside, Vec::<String>::new(), "only what was given is opened");
    let written: Vec<&str> = trace
        .lines()
        .filter(|line| ["O_WRONLY", "O_RDWR", "O_CREAT"].iter().any(|flag| line.contains(flag)))
        .filter(|line| !line.contains("out.jsonl") && !line.contains("/dev/null"))
        .collect();
    assert_eq!(written, Vec::<&str>::new(), "only the report is written");
    assert!(!opened(&trace).contains("inbox/link.tex"), "a link that is found is not followed");
    let changes = ["unlink", "rename", "mkdir", "rmdir", "chmod", "link", "symlink", "truncate"];
    let changed = trace.lines().find(|line| {
        changes.iter().any(|change| call(line).trim_end_matches("at").starts_with(change))
    });
    assert_eq!(changed, None, "nothing else is changed");
    true
}

/// Runs with the right to read the inbox and the system's libraries and to write the report, and
/// nothing else: no network, no other file. `None` where the kernel has no Landlock.
fn shut_in(folder: PathBuf, args: Vec<&'static str>) -> Option<Output> {
    use landlock::{
        ABI, Access, AccessFs, AccessNet, PathBeneath, PathFd, Ruleset, RulesetAttr,
        RulesetCreatedAttr, RulesetStatus,
    };
    let shut_in = move || {
        let abi = ABI::V4;
        let read = AccessFs::from_read(abi);
        let allow =
            |path: &Path, access| PathFd::new(path).ok().map(|fd| PathBeneath::new(fd, access));
        fs::write(folder.join("out.jsonl"), "").unwrap();
        let mut rules = Ruleset::default()
            .handle_access(AccessFs::from_all(abi))
            .and_then(|rules| rules.handle_access(AccessNet::from_all(abi)))
            .and_then(Ruleset::create)
            .unwrap();
        let binary = Path::new(env!("CARGO_BIN_EXE_resumelint"));
        let system = ["/lib", "/lib64", "/usr/lib", "/etc/ld.so.cache", "/proc", "/sys/fs/cgroup"];
        let readable = system.iter().map(Path::new).chain([binary]);
        for path in readable {
            if let Some(rule) = allow(path, read) {
                rules = rules.add_rule(rule).unwrap();
            }
        }
        rules = rules.add_rule(allow(&folder.join("inbox"), read)?).unwrap();
        let write = AccessFs::WriteFile | AccessFs::Truncate | AccessFs::ReadFile;
        rules = rules.add_rule(allow(&folder.join("out.jsonl"), write)?).unwrap();
        rules = rules.add_rule(allow(Path::new("/dev/null"), write)?).unwrap();
        let status = rules.restrict_self().unwrap();
        (status.ruleset != RulesetStatus::NotEnforced).then(|| {
            Command::new(binary).args(ARGS).args(&args).current_dir(&folder).output().unwrap()
        })
    };
    // Landlock binds the thread that asks for it and what that starts.
    std::thread::spawn(shut_in).join().unwrap()
}

fn see_by_landlock(args: &[&'static str]) -> bool {
    let free = inbox();
    let run = Command::new(env!("CARGO_BIN_EXE_resumelint"))
        .args(ARGS)
        .args(args)
        .current_dir(free.path())
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(2), "{}", String::from_utf8_lossy(&run.stderr));
    let folder = inbox();
    let Some(output) = shut_in(folder.path().to_path_buf(), args.to_vec()) else { return false };
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    let read = |folder: &Path| fs::read_to_string(folder.join("out.jsonl")).unwrap();
    let (free, shut_in) = (read(free.path()), read(folder.path()));
    assert!(free.lines().count() > 30);
    assert!(!free.contains("Secret Example") && !free.contains("root:"));
    assert!(free == shut_in, "the same comes out where nothing else can be opened");
    true
}

#[test]
fn nothing_is_sent_and_nothing_else_is_opened() {
    for args in [&[][..], &["--isolate"]] {
        let by_strace = see_by_strace(args);
        let by_landlock = see_by_landlock(args);
        eprintln!("{args:?}: seen by strace: {by_strace}, by Landlock: {by_landlock}");
        let known = std::env::var_os("RESUMELINT_NO_TRACE").is_some();
        assert!(by_strace || by_landlock || known, "install strace, or set RESUMELINT_NO_TRACE=1");
    }
}

#[test]
fn no_code_of_ours_can_open_a_socket() {
    fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { sources(&path, found) } else { found.push(path) }
        }
    }
    let mut found = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    assert!(found.len() > 100);
    for path in found.iter().filter(|path| path.extension().is_some_and(|end| end == "rs")) {
        let text = fs::read_to_string(path).unwrap();
        for word in ["std::net", "TcpStream", "UdpSocket", "UnixStream", "unsafe {"] {
            assert!(!text.contains(word), "{} has {word}", path.display());
        }
    }
    let lock =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock")).unwrap();
    for name in ["hyper", "reqwest", "ureq", "curl", "rustls", "openssl-sys", "socket2", "tokio"] {
        assert!(!lock.contains(&format!("name = \"{name}\"\n")), "{name} could open a connection");
    }
}
