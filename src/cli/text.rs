//! `resumelint text`: what a machine reads in a file, in the order in which it reads it.

use std::path::PathBuf;

use resumelint::document::{BlockKind, Document, Status};
use resumelint::extract::{self, Includes, Source};
use resumelint::report::safe;

use super::includes::Beneath;
use super::limits::LimitFlags;
use super::settings;
use super::{Error, Outcome, input, output};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The file; `-` is standard input
    file: PathBuf,

    /// What to call standard input; its ending helps to tell the format
    #[arg(long, default_value = "-", value_name = "NAME")]
    stdin_filename: String,

    #[command(flatten)]
    limits: LimitFlags,
}

/// Prints the text of a file.
pub(super) fn run(args: &Args) -> Result<Outcome, Error> {
    let limits = args.limits.limits();
    let input = input::single(&args.file, &args.stdin_filename)?;
    let bytes = input.read(limits.file_bytes);
    let bytes = bytes.map_err(|note| Error::Told(format!("{}: {}", input.name, note.message)))?;
    let beneath = input.path().and_then(Beneath::folder_of);
    let source = Source {
        includes: beneath.as_ref().map(|beneath| beneath as &dyn Includes),
        ..Source::new(&input.name, &bytes)
    };
    let document = settings::with_stack(|| extract::read(&source, &limits))?;
    output::print(&safe::many_lines(&layout(&document)))?;
    Ok(complain_about(&document, &input.name))
}

/// The text with a blank line before each heading.
fn layout(document: &Document) -> String {
    let mut text = String::with_capacity(document.text.len() + 64);
    let mut done = 0;
    for block in &document.blocks {
        let start = block.span.start as usize;
        let is_heading = matches!(block.kind, BlockKind::Heading { .. });
        let Some(before) = document.text.get(done..start) else { continue };
        if is_heading && start > 0 && before.ends_with('\n') {
            text.push_str(before);
            text.push('\n');
            done = start;
        }
    }
    text.push_str(document.text.get(done..).unwrap_or(""));
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text
}

/// Says what of a file was not read.
pub(super) fn complain_about(document: &Document, name: &str) -> Outcome {
    for note in &document.notes {
        if note.kind.status() != Status::Checked {
            let (name, message) = (safe::one_line(name), safe::one_line(&note.message));
            output::complain(&format!("{name}: {message}\n"));
        }
    }
    match document.status() {
        Status::Checked => Outcome::Clean,
        _ => Outcome::NotChecked,
    }
}
