//! The worker process itself.

use std::io;
use std::sync::{Mutex, PoisonError};

use resumelint::document::Format;
use resumelint::extract::{Included, Includes, Pictures};

use super::pipe::Pipe;
use super::{Order, Reply, Setup, sandbox};
use crate::cli::batch::{Judged, compared};
use crate::cli::check::Args;
use crate::cli::input::Content;
use crate::cli::judge::Judges;
use crate::cli::settings::{self, Given, Passwords};
use crate::cli::{Error, Outcome, progress};

/// The pipes to the parent.
type Parent = Pipe<io::Stdin, io::Stdout>;

/// Judges files for the process that started this one, until that closes the pipe.
pub(in crate::cli) fn run(args: &Args) -> Result<Outcome, Error> {
    // Ctrl-C reaches every process of a terminal; the parent decides what it means.
    progress::ignore_interruptions();
    let mut parent = Pipe::new(io::stdin(), io::stdout());
    let Order::Setup(setup) = parent.receive()? else { return Ok(Outcome::NotChecked) };
    let mut judging = args.judging.clone();
    let today = setup.today.parse().map_err(|error| Error::Told(format!("no day: {error}")))?;
    judging.today = Some(today);
    let judges = Judges::again(&setup.configurations, &args.choice, &judging)?;
    let state = sandbox::enter(&setup.limits);
    settings::with_stack(|| {
        parent.send(&Reply::Ready(state))?;
        serve(parent, &setup, &judges, judging.password_file.as_ref())
    })?
}

/// Judges file after file.
fn serve(
    parent: Parent,
    setup: &Setup,
    judges: &Judges,
    passwords: Option<&Passwords>,
) -> Result<Outcome, Error> {
    let parent = Mutex::new(parent);
    let receive = || lock(&parent).receive::<Order>();
    // The end of the pipe is the end of the work.
    while let Ok(Order::Job(job)) = receive() {
        let bytes = lock(&parent).receive_bytes()?;
        sandbox::allow_time(&setup.limits);
        let (ruleset, options) = judges.at(job.judge, &job.relative);
        let asked = Asked(&parent);
        let given = Given {
            name: &job.name,
            includes: job.may_include.then_some(&asked as &dyn Includes),
            passwords,
        };
        let content = Content::known(bytes, job.notes, job.sha256);
        let Judged::Here(mut file, likeness) =
            compared(settings::judge(&given, &content, ruleset, &options))
        else {
            continue;
        };
        file.duplicate_of = job.duplicate_of;
        if file.format() == Some(Format::Pdf) {
            // Drawing takes a process of its own, and a worker may start none.
            file.pictures = Pictures::none("files are judged in worker processes (--isolate)");
        }
        let rendered = setup.rendering.render(*file, judges.ruleset());
        lock(&parent).send(&Reply::Done(Box::new((rendered, likeness))))?;
    }
    Ok(Outcome::Clean)
}

fn lock(parent: &Mutex<Parent>) -> std::sync::MutexGuard<'_, Parent> {
    parent.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Included files, which the parent reads: a worker opens nothing.
struct Asked<'a>(&'a Mutex<Parent>);

impl Includes for Asked<'_> {
    fn read(&self, path: &str) -> Result<Included, String> {
        let mut parent = lock(self.0);
        let told = |error: io::Error| error.to_string();
        parent.send(&Reply::Include(path.to_owned())).map_err(told)?;
        let answer = parent.receive::<Order>().map_err(told)?;
        let bytes = parent.receive_bytes().map_err(told)?;
        match answer {
            Order::Included(named) => named.map(|name| Included { name, bytes }),
            Order::Setup(_) | Order::Job(_) => Err("the answer was out of turn".to_owned()),
        }
    }
}
