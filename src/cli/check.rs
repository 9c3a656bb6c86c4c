//! `resumelint check`: files in, findings out, in the order of the files.
//!
//! Files are read and rendered in parallel, a batch at a time, and written in order, so that the same
//! files give the same bytes whatever the number of threads, and memory does not grow with theirs.

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::atomic::Ordering;

use clap::ValueEnum;
use rayon::prelude::*;
use resumelint::check::Severity;
use resumelint::document::Status;
use resumelint::report::{self, Answered, Detail, FileReport, Findings, Look, Summary};

use super::baseline::Baseline;
use super::choice::Choice;
use super::draw::Drawing;
use super::input::{self, Input, Inputs, Wanted};
use super::judge::{Judges, Where};
use super::progress::{self, Progress};
use super::settings::{self, Judging};
use super::sinks::{self, Sinks, Wish};
use super::{Error, Outcome, When, output, resume_from, show_config};

/// Files of a batch for each thread: enough that no thread waits long for the slowest file.
const BATCH: usize = 32;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Files, folders and zip archives; `-` is standard input
    #[arg(required_unless_present = "files_from", value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Check the files that this file lists, one a line or NUL-separated; `-` is standard input
    #[arg(long, value_name = "FILE")]
    files_from: Option<PathBuf>,

    /// Of the files in folders and archives, check those whose names match this glob
    #[arg(long, value_name = "GLOB")]
    include: Vec<String>,

    /// Of the files in folders and archives, pass over those whose names match this glob
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<String>,

    /// How findings are written, and where: pretty, compact, json, jsonl, sarif, github, gitlab,
    /// junit, csv (a row a finding), csv-files (a row a file), html; may be given several times
    /// [default: pretty; compact in a pipeline]
    #[arg(long, value_name = "FORMAT[=FILE]", value_parser = sinks::wish)]
    format: Vec<Wish>,

    /// Write the report to a file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    /// The lowest severity that makes the exit code 1 [default: warning; never for recruiters]
    #[arg(long, value_enum, value_name = "SEVERITY")]
    fail_on: Option<Bar>,

    #[command(flatten)]
    choice: Choice,

    #[command(flatten)]
    found: Where,

    /// Show the configuration that holds for each file and where its values come from, and check
    /// nothing
    #[arg(long)]
    show_config: bool,

    /// Show findings that were silenced, and why
    #[arg(long)]
    show_silenced: bool,

    /// Quote nothing of the resumes
    #[arg(long)]
    redact: bool,

    /// Write the findings to a baseline; with --baseline they are then known and do not count
    #[arg(long, value_name = "FILE")]
    write_baseline: Option<PathBuf>,

    /// Number of threads; by default one for each processor
    #[arg(long, short, value_name = "N")]
    jobs: Option<NonZeroUsize>,

    /// What to call standard input in reports; its ending helps to tell the format
    #[arg(long, default_value = "-", value_name = "NAME")]
    stdin_filename: String,

    #[command(flatten)]
    judging: Judging,

    /// Count findings by rule instead of listing them (pretty and compact)
    #[arg(long)]
    statistics: bool,

    /// Pass over files that an earlier JSONL report has dealt with, by their content
    #[arg(long, value_name = "JSONL")]
    resume_from: Option<PathBuf>,

    /// Findings only, without the closing summary
    #[arg(long, short, conflicts_with = "verbose")]
    quiet: bool,

    /// Every note about how a file was read
    #[arg(long, short)]
    verbose: bool,
}

/// The severity from which on the exit code is 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Bar {
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
    let detail = match (args.quiet, args.verbose) {
        (true, _) => Detail::Quiet,
        (_, true) => Detail::Verbose,
        _ => Detail::Normal,
    };
    let findings = if args.statistics { Findings::Counted } else { Findings::Listed };
    let answered = if args.show_silenced { Answered::Shown } else { Answered::Hidden };
    let look = Look { findings, answered, ..output::look(color, detail) };
    let mut baseline = args.write_baseline.as_ref().map(|_| Baseline::default());
    let done = args.resume_from.as_deref().map(resume_from::done).transpose()?.unwrap_or_default();
    let inputs = inputs(args)?;
    let judges = Judges::find(&args.found, &args.choice, &args.judging, &inputs.files)?;
    if args.show_config {
        return show_config::run(&judges, &inputs.files);
    }
    let ruleset = judges.ruleset();
    // A thread that has no file to read costs more than a small file does.
    let threads = args.jobs.or_else(|| std::thread::available_parallelism().ok());
    let threads = threads.map_or(1, NonZeroUsize::get).min(inputs.files.len().max(1));
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .stack_size(settings::STACK)
        .build()
        .map_err(|error| Error::Told(format!("threads could not be started: {error}")))?;

    let default = [Wish::printed(args.choice.format())];
    let wishes = if args.format.is_empty() { &default[..] } else { &args.format };
    let mut sinks = Sinks::open(wishes, args.output.as_deref(), &inputs, &look)?;
    let progress = Progress::new(inputs.files.len(), sinks.are_watched());
    let stop = progress::interruption();
    let mut summary = Summary { skipped: inputs.skipped, ..Summary::default() };
    let mut firsts = HashMap::new();
    // A picture quotes a resume.
    let mut drawing = (sinks.show_pages() && !args.redact).then(Drawing::default);
    let mut reached = 0;
    sinks.begin(ruleset)?;
    for batch in inputs.files.chunks(BATCH * pool.current_num_threads()) {
        let read = |input: &Input| {
            if stop.load(Ordering::Relaxed) {
                return Taken::NotReached;
            }
            let (ruleset, options) = judges.of(input);
            let passwords = args.judging.password_file.as_ref();
            let taken = settings::lint(input, ruleset, &options, passwords, &done);
            let taken = taken.map(|mut file| {
                if let Some(drawing) = &drawing {
                    drawing.draw(&mut file, input, &options, passwords);
                }
                Box::new(file)
            });
            progress.step();
            taken.map_or(Taken::DoneBefore, Taken::Linted)
        };
        let taken: Vec<Taken> =
            pool.install(|| batch.par_iter().with_max_len(1).map(read).collect());
        let mut files = Vec::with_capacity(taken.len());
        for taken in taken {
            match taken {
                Taken::Linted(file) => files.push(*file),
                Taken::DoneBefore => summary.done_before += 1,
                Taken::NotReached => continue,
            }
            reached += 1;
        }
        for file in &mut files {
            mark_duplicate(file, &mut firsts);
            if let Some(drawing) = &mut drawing {
                drawing.take(file);
            }
            if let Some(baseline) = &mut baseline {
                baseline.add(file);
            }
            if args.redact {
                report::redact(file, ruleset);
            }
        }
        let renderer = sinks.renderer(ruleset);
        let rendered: Vec<_> =
            pool.install(|| files.par_iter().with_max_len(1).map(&renderer).collect());
        for (file, rendered) in files.iter().zip(rendered) {
            summary.add(file);
            sinks.write(rendered)?;
        }
        sinks.flush()?;
        if stop.load(Ordering::Relaxed) {
            break;
        }
    }
    progress.finish();
    sinks.end(&summary, ruleset)?;
    if let (Some(baseline), Some(path)) = (baseline, &args.write_baseline) {
        baseline.write(path)?;
    }
    let missed = inputs.files.len() - reached;
    if missed > 0 {
        output::complain(&format!(
            "interrupted: {missed} of {} files were not reached; a JSONL report goes on with \
             --resume-from\n",
            inputs.files.len()
        ));
        return Ok(Outcome::NotChecked);
    }
    Ok(outcome(&summary, args.fail_on.unwrap_or_else(|| args.choice.bar())))
}

/// What became of an input.
enum Taken {
    /// It was read and judged.
    Linted(Box<FileReport>),
    /// An earlier run has dealt with the same content.
    DoneBefore,
    /// The user asked to stop first.
    NotReached,
}

/// The files that the user named, on the command line or in a list.
fn inputs(args: &Args) -> Result<Inputs, Error> {
    let mut paths = args.paths.clone();
    if let Some(list) = &args.files_from {
        paths.extend(input::list(list)?);
    }
    let wanted = Wanted {
        stdin_name: args.stdin_filename.clone(),
        include: args.include.clone(),
        exclude: args.exclude.clone(),
    };
    let inputs = input::find(&paths, &wanted)?;
    if inputs.files.is_empty() {
        return Err(Error::Told("there is nothing to check; name a file or a folder".to_owned()));
    }
    Ok(inputs)
}

/// Says of a file which earlier one says the same: the same bytes, or the same words in another
/// format. Files of which nothing was read are not worth comparing.
fn mark_duplicate(file: &mut FileReport, firsts: &mut HashMap<String, String>) {
    if file.status() == Status::NotChecked {
        return;
    }
    let same_bytes = file.sha256.clone();
    for hash in [same_bytes, file.words()].into_iter().flatten() {
        match firsts.get(&hash) {
            Some(first) if file.duplicate_of.is_none() => {
                file.duplicate_of = Some(first.clone());
            }
            Some(_) => {}
            None => {
                firsts.insert(hash, file.path.clone());
            }
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
