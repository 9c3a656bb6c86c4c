//! `resumelint check`: files in, findings out, in the order of the files.
//!
//! Files are read and rendered in parallel, a batch at a time, and written in order, so that the same
//! files give the same bytes whatever the number of threads, and memory does not grow with theirs.

use std::collections::HashMap;
use std::io::Write;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::ValueEnum;
use rayon::prelude::*;
use resumelint::check::Severity;
use resumelint::document::Status;
use resumelint::report::{self, Detail, FileReport, Format, Summary};

use super::input::{self, Input};
use super::settings::{self, Judging};
use super::{Error, Outcome, When, output};

/// Files of a batch for each thread: enough that no thread waits long for the slowest file.
const BATCH: usize = 32;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Files and folders; `-` is standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// How findings are written
    #[arg(long, value_enum, default_value_t = Output::Pretty, value_name = "FORMAT")]
    format: Output,

    /// The lowest severity that makes the exit code 1
    #[arg(long, value_enum, default_value_t = Bar::Warning, value_name = "SEVERITY")]
    fail_on: Bar,

    /// Number of threads; by default one for each processor
    #[arg(long, short, value_name = "N")]
    jobs: Option<NonZeroUsize>,

    /// What to call standard input in reports; its ending helps to tell the format
    #[arg(long, default_value = "-", value_name = "NAME")]
    stdin_filename: String,

    #[command(flatten)]
    judging: Judging,

    /// Findings only, without the closing summary
    #[arg(long, short, conflicts_with = "verbose")]
    quiet: bool,

    /// Every note about how a file was read
    #[arg(long, short)]
    verbose: bool,
}

/// The outputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Output {
    /// For people: the words underlined, with help
    Pretty,
    /// One JSON object
    Json,
}

impl Output {
    fn format(self) -> Format {
        match self {
            Output::Pretty => Format::Pretty,
            Output::Json => Format::Json,
        }
    }
}

/// The severity from which on the exit code is 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Bar {
    /// Errors only
    Error,
    /// Warnings and errors
    Warning,
    /// Any finding
    Advice,
    /// No finding
    Never,
}

impl Bar {
    /// The lowest severity that counts.
    fn severity(self) -> Option<Severity> {
        match self {
            Bar::Error => Some(Severity::Error),
            Bar::Warning => Some(Severity::Warning),
            Bar::Advice => Some(Severity::Advice),
            Bar::Never => None,
        }
    }
}

/// Checks what the user named.
pub(super) fn run(args: &Args, color: When) -> Result<Outcome, Error> {
    let ruleset = settings::ruleset()?;
    let options = args.judging.options();
    let detail = match (args.quiet, args.verbose) {
        (true, _) => Detail::Quiet,
        (_, true) => Detail::Verbose,
        _ => Detail::Normal,
    };
    let look = output::look(color, detail);
    let inputs = input::find(&args.paths, &args.stdin_filename);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(args.jobs.map_or(0, NonZeroUsize::get))
        .stack_size(settings::STACK)
        .build()
        .map_err(|error| Error::Told(format!("threads could not be started: {error}")))?;

    let format = args.format.format();
    let mut out = output::stdout();
    let mut summary = Summary { skipped: inputs.skipped, ..Summary::default() };
    let mut firsts = HashMap::new();
    out.write_all(report::head(format).as_bytes())?;
    for batch in inputs.files.chunks(BATCH * pool.current_num_threads()) {
        let mut files: Vec<FileReport> = pool.install(|| {
            let read = |input: &Input| settings::lint(input, &ruleset, &options);
            batch.par_iter().with_max_len(1).map(read).collect()
        });
        for file in &mut files {
            mark_duplicate(file, &mut firsts);
        }
        let items: Vec<String> = pool.install(|| {
            let render = |file: &FileReport| report::item(format, file, &look);
            files.par_iter().with_max_len(1).map(render).collect()
        });
        for (file, item) in files.iter().zip(items) {
            if summary.files > 0 {
                out.write_all(report::separator(format).as_bytes())?;
            }
            summary.add(file);
            out.write_all(item.as_bytes())?;
        }
        out.flush()?;
    }
    out.write_all(report::tail(format, &summary, &look).as_bytes())?;
    out.flush()?;
    Ok(outcome(&summary, args.fail_on))
}

/// Says of a file which earlier one has the same content. Empty files are not worth comparing.
fn mark_duplicate(file: &mut FileReport, firsts: &mut HashMap<String, String>) {
    let Some(hash) = &file.sha256 else { return };
    if file.status() == Status::NotChecked {
        return;
    }
    match firsts.get(hash) {
        Some(first) => file.duplicate_of = Some(first.clone()),
        None => {
            firsts.insert(hash.clone(), file.path.clone());
        }
    }
}

/// What the run ends with: a file that was not checked wins over any finding.
fn outcome(summary: &Summary, bar: Bar) -> Outcome {
    if summary.not_fully_checked > 0 {
        Outcome::NotChecked
    } else if bar.severity().is_some_and(|bar| summary.at_least(bar) > 0) {
        Outcome::Findings
    } else {
        Outcome::Clean
    }
}
