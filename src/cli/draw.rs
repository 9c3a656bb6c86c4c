//! Draws the pages of a file for the HTML report, in a process of its own.
//!
//! A renderer can be made to run without end or to fill the memory by a page of a few bytes, and a
//! thread cannot be stopped. A process can: it is this program again, with a hidden command, which
//! reads a file from standard input and writes pictures to standard output. It may take so much time
//! and, where the system lets it be said, so much memory.

use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::Duration;

use resumelint::document::Format;
use resumelint::extract::{Limits, Pictures, Source, draw};
use resumelint::report::FileReport;
use serde::{Deserialize, Serialize};

use super::settings::{self, Passwords};
use super::{Error, Outcome, output};

/// The name of the hidden command.
pub(super) const COMMAND: &str = "draw-pages";
/// How long the pages of a file may take.
const TIME: Duration = Duration::from_secs(20);
/// Files on which the time may run out; after them no more is drawn.
const STOPPED: usize = 3;
/// The most memory of the process, in bytes.
#[cfg(unix)]
const MEMORY: u64 = 2 << 30;
/// The most bytes of an answer.
const ANSWER: u64 = 64 << 20;
/// Bytes of all pictures of a report.
const REPORT: usize = 96 << 20;

/// A file to draw.
#[derive(Serialize, Deserialize)]
struct Request {
    bytes: Vec<u8>,
    passwords: Vec<String>,
}

/// Draws for the files of a run.
#[derive(Default)]
pub(super) struct Drawing {
    /// Files that had to be stopped.
    stopped: AtomicUsize,
    /// Bytes of the pictures so far.
    bytes: AtomicUsize,
}

impl Drawing {
    /// Pictures of the pages of a file, if it is a PDF of which something was read.
    pub(super) fn draw(&self, file: &mut FileReport, bytes: &[u8], passwords: Option<&Passwords>) {
        let pdf = file.format() == Some(Format::Pdf);
        let shown = file.outcome.as_ref().is_ok_and(|report| !report.document.pages.is_empty());
        if !pdf || !shown {
            return;
        }
        if self.stopped.load(Ordering::Relaxed) >= STOPPED {
            file.pictures = Pictures::none("too many files of this run took too long");
            return;
        }
        let passwords = passwords.map_or(Vec::new(), Passwords::to_vec);
        let request = Request { bytes: bytes.to_vec(), passwords };
        file.pictures = match ask(&request) {
            Ok(pictures) => pictures,
            Err(Failure::Stopped) => {
                self.stopped.fetch_add(1, Ordering::Relaxed);
                Pictures::none("it took too long")
            }
            Err(Failure::Ended) => {
                Pictures::none("it took too much memory, or the renderer failed")
            }
            Err(Failure::NotBegun) => Pictures::none("no process could be started for it"),
        };
    }

    /// Takes the pictures of a file into the report, in the order of the files, so that the same files
    /// always give the same report; leaves them out when it grows too large.
    pub(super) fn take(&self, file: &mut FileReport) {
        let size = |pictures: &Pictures| -> usize {
            pictures.pages.iter().flatten().map(|picture| picture.png.len()).sum()
        };
        let own = size(&file.pictures);
        let before = self.bytes.fetch_add(own, Ordering::Relaxed);
        if before.saturating_add(own) > REPORT && own > 0 {
            file.pictures = Pictures::none("the report has as many pictures as it can hold");
        }
    }
}

/// Why there are no pictures.
enum Failure {
    NotBegun,
    Stopped,
    Ended,
}

/// Has a process of its own draw a file.
fn ask(request: &Request) -> Result<Pictures, Failure> {
    let request = postcard::to_stdvec(request).map_err(|_| Failure::NotBegun)?;
    let program = std::env::current_exe().map_err(|_| Failure::NotBegun)?;
    let mut child = Command::new(program)
        .arg(COMMAND)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|_| Failure::NotBegun)?;
    let answer = converse(&mut child, &request, TIME);
    // Whatever it is still at, nobody waits for it.
    let _ = child.kill();
    let _ = child.wait();
    postcard::from_bytes(&answer?).map_err(|_| Failure::Ended)
}

/// Writes a request to a process and reads its answer, for so long and no longer.
fn converse(child: &mut Child, request: &[u8], time: Duration) -> Result<Vec<u8>, Failure> {
    let mut input = child.stdin.take().ok_or(Failure::NotBegun)?;
    let read = child.stdout.take().ok_or(Failure::NotBegun)?;
    let (send, receive) = mpsc::channel();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            // A process that ends before it has read everything says so by its answer.
            let _ = input.write_all(request);
        });
        scope.spawn(move || {
            let mut answer = Vec::new();
            let _ = read.take(ANSWER).read_to_end(&mut answer);
            let _ = send.send(answer);
        });
        let answer = receive.recv_timeout(time);
        // The threads end with the process.
        if answer.is_err() {
            let _ = child.kill();
        }
        answer.map_err(|_| Failure::Stopped)
    })
}

/// The hidden command.
pub(super) fn run() -> Result<Outcome, Error> {
    bound_memory();
    let mut request = Vec::new();
    std::io::stdin().lock().read_to_end(&mut request)?;
    let request: Request =
        postcard::from_bytes(&request).map_err(|_| Error::Told("not a request".to_owned()))?;
    let pictures = settings::with_stack(|| {
        let source = Source { passwords: &request.passwords, ..Source::new("", &request.bytes) };
        draw(&source, &Limits::default())
    })?;
    let answer = postcard::to_stdvec(&pictures)
        .map_err(|error| Error::Told(format!("the pictures cannot be written: {error}")))?;
    let mut out = output::stdout();
    out.write_all(&answer)?;
    out.flush()?;
    Ok(Outcome::Clean)
}

/// Has the system refuse more memory than a page is worth. Where it cannot, the time has to do.
fn bound_memory() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let limit = Rlimit { current: Some(MEMORY), maximum: Some(MEMORY) };
        let _ = setrlimit(Resource::As, limit);
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::time::Instant;

    use super::*;

    /// A process that is spoken to through pipes.
    fn process(name: &str, argument: &str) -> Child {
        let mut command = Command::new(name);
        command.arg(argument).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        command.spawn().expect("the command is part of every Unix")
    }

    #[test]
    fn a_process_that_takes_too_long_is_stopped() {
        let begun = Instant::now();
        let mut child = process("sleep", "600");
        let answer = converse(&mut child, &vec![0; 1 << 20], Duration::from_millis(100));
        assert!(matches!(answer, Err(Failure::Stopped)));
        let ended = child.wait().expect("it is ours to wait for");
        assert!(!ended.success() && begun.elapsed() < Duration::from_secs(300));
    }

    #[test]
    fn a_process_that_ends_early_leaves_what_it_said() {
        let mut child = process("echo", "half an answer");
        let answer = converse(&mut child, &vec![0; 1 << 20], Duration::from_secs(300));
        assert_eq!(answer.ok().as_deref(), Some(&b"half an answer\n"[..]));
        let _ = child.wait();
    }
}
