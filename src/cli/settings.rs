//! What every command that reads a file has in common: the day, the role, the rules.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use resumelint::check::{Options, RulePanicked};
use resumelint::document::{Note, NoteKind};
use resumelint::extract::{Includes, Source};
use resumelint::report::FileReport;
use resumelint::role::{Field, Level, parse_role};
use resumelint::rules::Ruleset;

use super::choice::{Trust, trust};
use super::includes::Beneath;
use super::input::{Content, Input};
use super::limits::LimitFlags;
use super::{Error, fault, output};

/// Stack of a thread that reads files, in bytes. Parsers of nested formats recurse; their depth is
/// limited, and this is what the limits need with much to spare.
pub(super) const STACK: usize = 64 << 20;

/// How a file is to be judged.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct Judging {
    /// The day that "present" and "expired" refer to
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(super) today: Option<Date>,

    /// The role that the resume is for, such as `engineering` or `research/senior`
    #[arg(long, value_name = "FIELD[/LEVEL]", value_parser = parse_role)]
    pub(super) role: Option<(Field, Option<Level>)>,

    /// Try these passwords, one a line, on encrypted files
    #[arg(long, value_name = "FILE", value_parser = passwords)]
    pub(super) password_file: Option<Passwords>,

    #[command(flatten)]
    pub(super) limits: LimitFlags,
}

/// Passwords to try; never printed.
#[derive(Clone, Default)]
pub(super) struct Passwords(Arc<[String]>);

impl Passwords {
    /// Those to try.
    pub(super) fn all(given: Option<&Passwords>) -> &[String] {
        given.map_or(&[], |passwords| &passwords.0)
    }
}

impl std::fmt::Debug for Passwords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} passwords", self.0.len())
    }
}

impl Passwords {
    /// The passwords themselves.
    pub(super) fn to_vec(&self) -> Vec<String> {
        self.0.to_vec()
    }
}

/// Reads passwords, one a line.
pub(super) fn passwords(path: &str) -> Result<Passwords, String> {
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    Ok(Passwords(text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()))
}

impl Judging {
    /// The same, with the day settled.
    pub(super) fn on_one_day(&self) -> Self {
        Judging { today: Some(self.today.unwrap_or_else(today)), ..self.clone() }
    }

    /// The same as the library wants it.
    pub(super) fn options(&self) -> Options {
        let today = self.today.unwrap_or_else(today);
        Options { role: self.role, limits: self.limits.limits(), ..Options::on(today) }
    }
}

/// Today's date, in UTC so that the machine's time zone has no say.
fn today() -> Date {
    jiff::Timestamp::now().to_zoned(TimeZone::UTC).date()
}

/// Reads and judges one file. Whatever happens to it stays its own.
pub(super) fn lint(
    input: &Input,
    ruleset: &Ruleset,
    options: &Options,
    passwords: Option<&Passwords>,
) -> FileReport {
    let content = match input.read(options.limits.file_bytes) {
        Ok(content) => content,
        Err(note) => return FileReport::new(input.name.clone(), None, Err(note)),
    };
    let includes = includes(input, options);
    let given = Given {
        name: &input.name,
        includes: includes.as_ref().map(|includes| includes as &dyn Includes),
        passwords,
    };
    judge(&given, &content, ruleset, options)
}

/// The files that a file may include: those beside it, where it is the user's own.
pub(super) fn includes(input: &Input, options: &Options) -> Option<Beneath> {
    input.path().filter(|_| trust(options) == Trust::Own).and_then(Beneath::folder_of)
}

/// What is known of a file beside its content.
pub(super) struct Given<'a> {
    /// Its name in reports.
    pub(super) name: &'a str,
    /// Gives the files that it includes.
    pub(super) includes: Option<&'a dyn Includes>,
    /// Passwords to try on it.
    pub(super) passwords: Option<&'a Passwords>,
}

/// Judges what was read of a file. Whatever happens to it stays its own.
pub(super) fn judge(
    given: &Given<'_>,
    content: &Content,
    ruleset: &Ruleset,
    options: &Options,
) -> FileReport {
    let source = Source {
        includes: given.includes,
        passwords: Passwords::all(given.passwords),
        ..Source::new(given.name, &content.bytes)
    };
    let outcome = guarded(|| {
        fault::strike(given.name, &content.bytes);
        resumelint::lint(&source, ruleset, options)
    });
    let outcome = outcome.map(|mut report| {
        report.notes.extend(content.notes.iter().cloned());
        report
    });
    FileReport::new(given.name.to_owned(), Some(content.sha256().to_owned()), outcome)
}

/// Does something with a file. A panic becomes a note with the place in our code, and the rule, if one
/// was being asked; what the panic says may quote the file and is told to nobody.
pub(super) fn guarded<T>(act: impl FnOnce() -> T) -> Result<T, Note> {
    panic::catch_unwind(AssertUnwindSafe(act)).map_err(|payload| {
        let place = last_panic();
        let rule = payload.downcast_ref::<RulePanicked>();
        let rule = rule.map_or(String::new(), |named| format!("rule {}, ", named.0));
        let message = format!(
            "resumelint failed on this file ({rule}{place}), which is a fault of ours; please \
             report it with the version and, if you may, the file"
        );
        Note::new(NoteKind::Crashed, message)
    })
}

thread_local! {
    /// Where this thread last panicked.
    static PLACE: Cell<Option<String>> = const { Cell::new(None) };
}

/// Where this thread last panicked.
pub(super) fn last_panic() -> String {
    PLACE.take().unwrap_or_default()
}

/// Keeps the words of a panic, which may quote a resume, out of every output: only its place in our
/// code is told.
pub(super) fn hush_panics() {
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(|place| {
            // What stands before the crate's own folders is somebody's machine.
            let file = place.file().rsplit("/registry/src/").next().unwrap_or_default();
            format!("{file}:{}", place.line())
        });
        let trace = Backtrace::capture();
        if trace.status() == BacktraceStatus::Captured {
            let place = place.as_deref().unwrap_or_default();
            output::complain(&format!("failed at {place}\n{trace}\n"));
        }
        PLACE.set(place);
    }));
}

/// Does `work` on a thread with stack enough for nested files.
pub(super) fn with_stack<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, Error> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        let thread = thread.map_err(|error| Error::Told(format!("no thread: {error}")))?;
        thread
            .join()
            .map_err(|_| Error::Told("resumelint failed on this file; please report it".to_owned()))
    })
}
