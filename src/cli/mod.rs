//! The command line: a file per command, and here what they share.
//!
//! Only this module and `main.rs` print, read the clock, or exit. Exit codes: 0 nothing at or above
//! the bar; 1 findings; 2 something could not be checked, arguments included. 2 wins over 1.

mod annotate;
mod archive;
mod baseline;
mod batch;
mod check;
mod choice;
mod completions;
mod credentials;
mod draw;
mod duplicates;
mod explain;
mod facts;
mod fault;
mod includes;
mod init;
mod input;
mod inspect;
mod isolate;
mod judge;
mod layout;
mod limits;
mod man;
mod output;
mod pipeline;
mod progress;
mod prose;
mod render;
mod resume_from;
mod rules;
mod schema;
mod settings;
mod show_config;
mod sinks;
mod sum;
mod test;
mod text;

use std::io;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand, ValueEnum};

/// Checks resumes: tells signal from noise and points at the exact words.
#[derive(Debug, Parser)]
#[command(
    name = "resumelint",
    version,
    max_term_width = 100,
    after_help = "Exit codes: 0 nothing at or above the bar, 1 findings, 2 something could not be checked."
)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,

    /// When to use colours
    #[arg(long, global = true, value_enum, default_value_t = When::Auto, value_name = "WHEN")]
    color: When,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check resumes: files, folders, or `-` for standard input
    Check(Box<check::Args>),
    /// Print the text that a machine reads in a file
    Text(text::Args),
    /// Show what was understood of a file
    Inspect(inspect::Args),
    /// Explain a rule or a credential
    Explain(explain::Args),
    /// List the rules
    Rules(rules::Args),
    /// List the facts, tests and filters that rules can use
    Facts(facts::Args),
    /// List the credentials in the catalogue
    Credentials(credentials::Args),
    /// Write a copy of a PDF with the findings as highlights
    Annotate(Box<annotate::Args>),
    /// Print the JSON Schema of a report
    Schema(schema::Args),
    /// Run the examples of the rules in a folder
    Test(test::Args),
    /// Write a configuration to begin with
    Init(init::Args),
    /// Print completions for a shell
    Completions(completions::Args),
    /// Write manual pages
    Man(man::Args),
    /// Draw the pages of a PDF for a report; this program calls itself with it
    #[command(hide = true)]
    DrawPages,
    /// Check files for the process that started this one
    #[command(name = isolate::COMMAND, hide = true)]
    Worker(Box<check::Args>),
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum When {
    /// On a terminal, unless NO_COLOR is set; always if CLICOLOR_FORCE is
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Output for people, or for machines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Shape {
    /// For people
    Pretty,
    /// For machines
    Json,
}

/// Why a command could not do what it was asked.
#[derive(Debug, thiserror::Error)]
enum Error {
    /// Whoever reads our output has gone. Not worth a word.
    #[error("the reader of the output has gone")]
    ReaderGone,
    /// Anything else, said to the user.
    #[error("{0}")]
    Told(String),
    /// The same, drawn with the place in a file of the user's own.
    #[error("{0}")]
    Drawn(String),
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Error::ReaderGone,
            _ => Error::Told(format!("output could not be written: {error}")),
        }
    }
}

/// What a command ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Nothing at or above the bar.
    Clean,
    /// Findings at or above the bar.
    Findings,
    /// Something could not be checked.
    NotChecked,
}

/// Runs the command that the user gave. A fault of ours is told as one, without words of a resume.
pub(crate) fn run() -> ExitCode {
    settings::hush_panics();
    std::panic::catch_unwind(dispatch).unwrap_or_else(|_| {
        let place = settings::last_panic();
        output::complain(&format!("error: resumelint failed ({place}); please report it\n"));
        ExitCode::from(2)
    })
}

/// Reads the arguments and does what they say.
fn dispatch() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // The reader of a help page may have gone as well.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let Some(command) = cli.command else {
        let help = Cli::command().render_help();
        output::complain(&help.to_string());
        return ExitCode::from(2);
    };
    let done = match command {
        Command::Check(args) => check::run(&args, cli.color),
        Command::Text(args) => text::run(&args),
        Command::Inspect(args) => inspect::run(&args, cli.color),
        Command::Explain(args) => explain::run(&args, cli.color),
        Command::Rules(args) => rules::run(&args, cli.color),
        Command::Facts(args) => facts::run(&args, cli.color),
        Command::Credentials(args) => credentials::run(&args, cli.color),
        Command::Annotate(args) => annotate::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Test(args) => test::run(&args),
        Command::Init(init::Args {}) => init::run(),
        Command::Completions(args) => completions::run(&args),
        Command::Man(args) => man::run(&args),
        Command::DrawPages => draw::run(),
        Command::Worker(args) => isolate::run(&args),
    };
    match done {
        Ok(Outcome::Clean) | Err(Error::ReaderGone) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Ok(Outcome::NotChecked) => ExitCode::from(2),
        Err(Error::Drawn(text)) => {
            output::complain(&text);
            ExitCode::from(2)
        }
        Err(Error::Told(message)) => {
            output::complain(&format!("error: {message}\n"));
            ExitCode::from(2)
        }
    }
}
