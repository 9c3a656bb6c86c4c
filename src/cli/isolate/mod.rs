//! Worker processes that judge files of strangers, and that a file may bring down.
//!
//! The binary runs itself with a hidden command. A worker gets the bytes of a file through a pipe and
//! hands back what is to be written of it; it opens nothing, and where the kernel has Landlock it
//! could not. A worker that dies, takes too long or too much memory is replaced, its file is told of
//! as not checked, and the run goes on.

mod pipe;
mod sandbox;
mod watch;
mod worker;

use std::env;
use std::ffi::OsString;
use std::io::{BufReader, BufWriter, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use resumelint::document::{Note, NoteKind};
use resumelint::extract::Includes;
use resumelint::report::Likeness;
use serde::{Deserialize, Serialize};

use super::Error;
use super::includes::Beneath;
use super::limits::WorkerLimits;
use super::render::{Rendered, Rendering};
use pipe::Pipe;
use watch::Watch;

pub(super) use sandbox::State;
pub(super) use worker::run;

/// The hidden command.
pub(super) const COMMAND: &str = "worker";
/// Of what a worker says before it dies, no more is read.
const LAST_WORDS: u64 = 4 << 10;
/// How long a worker may take to get ready.
const GETTING_READY: Duration = Duration::from_secs(60);

/// What a worker is told.
#[derive(Debug, Serialize, Deserialize)]
enum Order {
    /// How to work; comes once.
    Setup(Setup),
    /// A file; its bytes follow.
    Job(Job),
    /// A file that the last one includes, or why not; its bytes follow.
    Included(Result<String, String>),
}

/// How a worker works.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Setup {
    /// The configuration of every judge.
    pub(super) configurations: Vec<Option<PathBuf>>,
    /// The day that "present" refers to, as `YYYY-MM-DD`.
    pub(super) today: String,
    /// What is to be written.
    pub(super) rendering: Rendering,
    /// What a file may take.
    pub(super) limits: WorkerLimits,
}

/// A file to judge.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Job {
    /// Who judges it.
    pub(super) judge: usize,
    /// Its path relative to the judge's configuration.
    pub(super) relative: String,
    /// Its name in reports.
    pub(super) name: String,
    /// The hash of its bytes.
    pub(super) sha256: String,
    /// What stood in the way of reading it.
    pub(super) notes: Vec<Note>,
    /// The earlier file that says the same.
    pub(super) duplicate_of: Option<String>,
    /// Whether the files that it includes may be asked for.
    pub(super) may_include: bool,
}

/// What a worker says.
#[derive(Debug, Serialize, Deserialize)]
enum Reply {
    /// It is ready, and this is how it is shut in.
    Ready(State),
    /// The file includes another.
    Include(String),
    /// This is to be written of the file.
    Done(Box<(Rendered, Likeness)>),
}

/// How files are isolated in a run.
pub(super) struct Isolation {
    setup: Setup,
    /// What the worker is started with.
    arguments: Vec<OsString>,
    /// How the workers are shut in, once one has said so.
    state: OnceLock<State>,
}

impl Isolation {
    /// Isolation as it is asked for on this process's command line.
    pub(super) fn new(setup: Setup) -> Self {
        let after_check = env::args_os().skip(1).skip_while(|argument| argument != "check").skip(1);
        let arguments = [COMMAND.into()].into_iter().chain(after_check).collect();
        Isolation { setup, arguments, state: OnceLock::new() }
    }

    /// What a file may take.
    pub(super) fn limits(&self) -> &WorkerLimits {
        &self.setup.limits
    }

    /// How the workers are shut in; nothing, before one was started.
    pub(super) fn told(&self) -> Option<&State> {
        self.state.get()
    }

    /// Starts a worker process and waits until it is ready.
    fn start(&self) -> Result<Process, String> {
        let mut command = Command::new(own_path().map_err(|error| error.to_string())?);
        command.args(&self.arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(|error| error.to_string())?;
        let (Some(to), Some(from)) = (child.stdin.take(), child.stdout.take()) else {
            return Err("it has no pipes".to_owned());
        };
        let pipe = Pipe::new(BufReader::new(from), BufWriter::new(to));
        let mut process = Process { pipe, watch: Watch::over(child) };
        process.watch.begin(GETTING_READY);
        let ready = process
            .pipe
            .send(&Order::Setup(self.setup.clone()))
            .and_then(|()| process.pipe.receive::<Reply>());
        process.watch.end();
        match ready {
            Ok(Reply::Ready(state)) => {
                self.state.get_or_init(|| state);
                Ok(process)
            }
            _ => Err(process.bury(&self.setup.limits).message),
        }
    }
}

/// The path of this program. On Linux the one that leads to it even if its file was replaced.
fn own_path() -> std::io::Result<PathBuf> {
    let own = Path::new("/proc/self/exe");
    if own.exists() { Ok(own.to_path_buf()) } else { env::current_exe() }
}

/// A worker process.
struct Process {
    pipe: Pipe<BufReader<ChildStdout>, BufWriter<ChildStdin>>,
    watch: Watch,
}

/// A place for a worker, which is replaced when it dies.
pub(super) struct Worker<'a> {
    isolation: &'a Isolation,
    process: Option<Process>,
}

impl<'a> Worker<'a> {
    /// Starts a worker.
    ///
    /// # Errors
    /// It does not get ready.
    pub(super) fn begin(isolation: &'a Isolation) -> Result<Self, Error> {
        let process = isolation
            .start()
            .map_err(|why| Error::Told(format!("a worker process could not be started: {why}")))?;
        Ok(Worker { isolation, process: Some(process) })
    }

    /// Has a file judged.
    ///
    /// # Errors
    /// A note that says why it could not be: the worker died of it.
    pub(super) fn judge(
        &mut self,
        job: &Job,
        bytes: &[u8],
        includes: Option<&Beneath>,
    ) -> Result<(Rendered, Likeness), Note> {
        let mut process = match self.process.take() {
            Some(process) => process,
            None => self.isolation.start().map_err(|why| {
                let message = format!("no worker process could be started for it: {why}");
                Note::new(NoteKind::Crashed, message)
            })?,
        };
        let limits = &self.isolation.setup.limits;
        process.watch.begin(Duration::from_secs(limits.seconds));
        let answer = process.ask(job, bytes, includes);
        process.watch.end();
        match answer {
            Ok(answer) => {
                self.process = Some(process);
                Ok(answer)
            }
            Err(_) => Err(process.bury(limits)),
        }
    }
}

impl Process {
    /// Sends a file and answers what the worker asks meanwhile.
    fn ask(
        &mut self,
        job: &Job,
        bytes: &[u8],
        includes: Option<&Beneath>,
    ) -> std::io::Result<(Rendered, Likeness)> {
        self.pipe.send(&Order::Job(job.clone()))?;
        self.pipe.send_bytes(bytes)?;
        loop {
            match self.pipe.receive()? {
                Reply::Done(answer) => return Ok(*answer),
                Reply::Include(path) => {
                    let nobody = || Err("included files are not read".to_owned());
                    let (answer, bytes) = match includes.map_or_else(nobody, |i| i.read(&path)) {
                        Ok(included) => (Ok(included.name), included.bytes),
                        Err(why) => (Err(why), Vec::new()),
                    };
                    self.pipe.send(&Order::Included(answer))?;
                    self.pipe.send_bytes(&bytes)?;
                }
                Reply::Ready(_) => return Err(std::io::Error::other("out of turn")),
            }
        }
    }

    /// Makes sure that a worker is gone, and says what it died of.
    fn bury(self, limits: &WorkerLimits) -> Note {
        drop(self.pipe);
        let (mut child, was_late) = self.watch.take();
        let exited = dead(&mut child);
        let mut last_words = String::new();
        if let Some(words) = child.stderr.take() {
            // What is no text is no reason of ours.
            let _ = words.take(LAST_WORDS).read_to_string(&mut last_words);
        }
        cause(exited, was_late, &last_words, limits)
    }
}

/// The end of a process whose pipe is closed. It is there or will be soon; one that only talks nonsense
/// is not waited for long.
fn dead(child: &mut Child) -> Option<ExitStatus> {
    for _ in 0..400 {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status),
            Ok(None) => std::thread::sleep(Duration::from_millis(5)),
            Err(_) => break,
        }
    }
    let _ = child.kill();
    child.wait().ok()
}

/// What a worker died of.
fn cause(
    exited: Option<ExitStatus>,
    was_late: bool,
    last_words: &str,
    limits: &WorkerLimits,
) -> Note {
    let signal = exited.and_then(signal);
    let late = was_late || signal == Some(SIGXCPU);
    if late {
        let message = format!(
            "it took longer than {} seconds, and its worker process was ended; raise --max-time, or \
             look into the file",
            limits.seconds
        );
        return Note::new(NoteKind::TimeLimit, message);
    }
    if last_words.contains("memory allocation of") {
        let message = format!(
            "it took more memory than {} MiB, and its worker process ended; raise --max-memory, or \
             look into the file",
            limits.memory >> 20
        );
        return Note::new(NoteKind::MemoryLimit, message);
    }
    let how = match (signal, exited.and_then(|status| status.code())) {
        _ if last_words.contains("has overflowed its stack") => "its stack was full".to_owned(),
        (Some(signal), _) => format!("signal {signal}"),
        // What it could not be started for is told in its own words; they are ours.
        (None, Some(2)) if last_words.starts_with("error: ") => {
            last_words.trim_start_matches("error: ").trim_end().to_owned()
        }
        (None, Some(code)) => format!("exit code {code}"),
        (None, None) => "for an unknown reason".to_owned(),
    };
    let message =
        format!("the worker process that checked it ended ({how}); the file was passed over");
    Note::new(NoteKind::Crashed, message)
}

/// The signal for more processor time than is allowed.
const SIGXCPU: i32 = 24;

/// The signal that ended a process.
#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

/// The signal that ended a process.
#[cfg(not(unix))]
fn signal(_: ExitStatus) -> Option<i32> {
    None
}

/// A child that several threads may end.
type Shared = std::sync::Arc<Mutex<Option<Child>>>;

/// Looks after a child.
fn hold(child: &Shared) -> std::sync::MutexGuard<'_, Option<Child>> {
    child.lock().unwrap_or_else(PoisonError::into_inner)
}
