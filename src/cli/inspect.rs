//! `resumelint inspect`: what was understood of a file, for people as a tree, for machines as JSON.

use std::path::PathBuf;

use resumelint::report::{Detail, inspect, safe, tree};

use super::choice::Choice;
use super::judge::{Judges, Where};
use super::settings::{self, Judging};
use super::{Error, Outcome, Shape, When, input, output, text};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The file; `-` is standard input
    file: PathBuf,

    /// How it is written
    #[arg(long, value_enum, default_value_t = Shape::Pretty, value_name = "FORMAT")]
    format: Shape,

    /// What to call standard input; its ending helps to tell the format
    #[arg(long, default_value = "-", value_name = "NAME")]
    stdin_filename: String,

    #[command(flatten)]
    judging: Judging,

    #[command(flatten)]
    found: Where,
}

/// Shows what was understood.
pub(super) fn run(args: &Args, color: When) -> Result<Outcome, Error> {
    let inputs = [input::single(&args.file, &args.stdin_filename)?];
    let judges = Judges::find(&args.found, &Choice::default(), &args.judging, &inputs)?;
    let [input] = inputs;
    let (ruleset, options) = judges.of(&input);
    let passwords = args.judging.password_file.as_ref();
    let file = settings::with_stack(|| settings::lint(&input, ruleset, &options, passwords))?;
    let Some(inspection) = inspect::inspect(&file, &ruleset.catalogue) else {
        let notes: Vec<&str> = file.notes().iter().map(|note| note.message.as_str()).collect();
        let name = safe::one_line(&file.path);
        return Err(Error::Told(format!("{name}: {}", safe::one_line(&notes.join("; ")))));
    };
    let shown = match args.format {
        Shape::Json => inspection.to_json(),
        Shape::Pretty => tree::tree(&inspection, &output::look(color, Detail::Normal)),
    };
    output::print(&shown)?;
    Ok(match &file.outcome {
        Ok(report) => text::complain_about(&report.document, &file.path),
        Err(_) => Outcome::NotChecked,
    })
}
