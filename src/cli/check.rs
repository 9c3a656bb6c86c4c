//! `resumelint check`: files in, findings out, in the order of the files.
//!
//! Files are read and rendered in parallel and written in order as they are ready, so that the same
//! files give the same bytes whatever the number of threads, and memory does not grow with theirs.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::Instant;

use clap::ValueEnum;
use resumelint::check::Severity;
use resumelint::report::{Answered, Detail, Findings, Look, Summary, safe};

use super::baseline::Baseline;
use super::batch::Batch;
use super::choice::Choice;
use super::draw::Drawing;
use super::input::{self, Inputs, Wanted};
use super::isolate::{Isolation, Setup};
use super::judge::{Judges, Where};
use super::limits::{ArchiveLimits, IsolationFlags};
use super::pipeline::{self, Event};
use super::progress::{self, Progress};
use super::render::{self, Rendered, Rendering, Words};
use super::settings::Judging;
use super::sinks::{self, Sinks, Wish};
use super::{Error, Outcome, When, output, resume_from, show_config, sum};

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
    pub(super) choice: Choice,

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
    pub(super) judging: Judging,

    #[command(flatten)]
    archives: ArchiveLimits,

    #[command(flatten)]
    isolation: IsolationFlags,

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
    let began = Instant::now();
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
    // One day for all files, even if the run goes on past midnight.
    let judging = args.judging.on_one_day();
    let judges = Judges::find(&args.found, &args.choice, &judging, &inputs.files)?;
    if args.show_config {
        return show_config::run(&judges, &inputs.files);
    }
    let ruleset = judges.ruleset();
    let default = [Wish::printed(args.choice.format())];
    let wishes = if args.format.is_empty() { &default[..] } else { &args.format };
    let mut sinks = Sinks::open(wishes, args.output.as_deref(), &inputs, &look)?;
    let rendering = Rendering {
        looks: sinks.looks(),
        words: if args.redact { Words::Redacted } else { Words::Quoted },
        baseline: if baseline.is_some() { render::Wanted::Yes } else { render::Wanted::No },
    };
    let isolation = args.isolation.isolate.then(|| {
        Isolation::new(Setup {
            configurations: judges.configurations(),
            today: judging.options().today.to_string(),
            rendering: rendering.clone(),
            limits: args.isolation.limits(),
        })
    });
    let progress = Progress::new(inputs.files.len(), sinks.are_watched());
    let stop = progress::interruption();
    let (skipped, not_files) = (inputs.skipped, inputs.not_files);
    let mut summary = Summary { skipped, not_files, ..Summary::default() };
    let batch = Batch {
        judges: &judges,
        rendering: &rendering,
        passwords: judging.password_file.as_ref(),
        done: &done,
        progress: &progress,
        duplicates: Mutex::default(),
        isolation: isolation.as_ref(),
        // A picture quotes a resume.
        drawing: (sinks.show_pages() && !args.redact).then(Drawing::default),
    };
    sinks.begin(ruleset)?;
    let begun =
        pipeline::run(&batch, &inputs.files, threads(args, inputs.files.len()), &stop, |event| {
            match event {
                Event::Idle => return sinks.flush(),
                Event::Done(None) => summary.done_before += 1,
                Event::Done(Some(Rendered { pieces, share, known })) => {
                    if let Some(baseline) = &mut baseline {
                        baseline.add(known);
                    }
                    summary.take(share);
                    sinks.write(pieces)?;
                }
            }
            Ok(())
        });
    progress.finish();
    let begun = begun?;
    sinks.end(&summary, ruleset)?;
    if let (Some(baseline), Some(path)) = (baseline, &args.write_baseline) {
        baseline.write(path)?;
    }
    if let Some((isolation, state)) = isolation.as_ref().and_then(|i| Some((i, i.told()?)))
        && (args.verbose || !state.is_whole() && !args.quiet)
    {
        output::complain(&format!("{}\n", state.told(isolation.limits())));
    }
    if args.choice.wants_sum() && !args.quiet {
        output::complain(&sum::for_people(&summary, began.elapsed()));
    }
    if let Some(input) = inputs.files.get(begun) {
        output::complain(&format!(
            "interrupted: {} of {} files were not reached, from {} on; a JSONL report goes on with \
             --resume-from\n",
            inputs.files.len() - begun,
            inputs.files.len(),
            safe::one_line(&input.name),
        ));
        return Ok(Outcome::NotChecked);
    }
    Ok(outcome(&summary, args.fail_on.unwrap_or_else(|| args.choice.bar())))
}

/// The number of threads: as many as the user says, or as there are processors for us, and no more
/// than there are files, as a thread without a file costs more than a small file does.
fn threads(args: &Args, files: usize) -> NonZeroUsize {
    let threads = args.jobs.or_else(|| std::thread::available_parallelism().ok());
    threads.unwrap_or(NonZeroUsize::MIN).min(NonZeroUsize::new(files).unwrap_or(NonZeroUsize::MIN))
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
        archives: args.archives.clone(),
    };
    let inputs = input::find(&paths, &wanted)?;
    if inputs.files.is_empty() {
        return Err(Error::Told("there is nothing to check; name a file or a folder".to_owned()));
    }
    Ok(inputs)
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
