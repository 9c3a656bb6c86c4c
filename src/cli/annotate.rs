//! `resumelint annotate`: findings as highlights in a copy of a PDF.

use std::fs;
use std::path::PathBuf;

use resumelint::report;

use super::choice::Choice;
use super::judge::{Judges, Where};
use super::settings::{self, Judging};
use super::{Error, Outcome, input, output};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The PDF
    file: PathBuf,

    /// Where the copy goes
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,

    #[command(flatten)]
    judging: Judging,

    #[command(flatten)]
    choice: Choice,

    #[command(flatten)]
    found: Where,
}

/// Writes the copy. The original is not touched.
pub(super) fn run(args: &Args) -> Result<Outcome, Error> {
    let input = input::single(&args.file, "-")?;
    let same = args.output.canonicalize().ok().zip(args.file.canonicalize().ok());
    if same.is_some_and(|(output, file)| output == file) {
        let message = "the copy would take the place of the original; name another file";
        return Err(Error::Told(message.to_owned()));
    }
    let inputs = [input];
    let judges = Judges::find(&args.found, &args.choice, &args.judging, &inputs)?;
    let [input] = inputs;
    let (ruleset, options) = judges.of(&input);
    let told = |why: String| Error::Told(format!("{}: {why}", input.name));
    let content = input.read(options.limits.file_bytes).map_err(|note| told(note.message))?;
    let copy = settings::with_stack(|| {
        let file = settings::lint(&input, ruleset, &options, None);
        let count = file.findings().len();
        let gaps: Vec<String> = file.gaps().map(|note| note.message.clone()).collect();
        match report::annotate(&content.bytes, &file) {
            Ok(copy) => Ok((copy, count, gaps)),
            Err(error) if gaps.is_empty() => Err(told(error.to_string())),
            Err(_) => Err(told(gaps.join("; "))),
        }
    })?;
    let (copy, count, gaps) = copy?;
    fs::write(&args.output, copy).map_err(|error| {
        Error::Told(format!("{} cannot be written: {error}", args.output.display()))
    })?;
    let found = if count == 1 { "1 finding".to_owned() } else { format!("{count} findings") };
    output::print(&format!("{}: {found} annotated\n", args.output.display()))?;
    if gaps.is_empty() {
        return Ok(Outcome::Clean);
    }
    output::complain(&format!("{}: {}\n", input.name, gaps.join("; ")));
    Ok(Outcome::NotChecked)
}
