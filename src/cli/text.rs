//! `resumelint text`: what a machine reads in a file, in the order in which it reads it.

use std::path::PathBuf;

use resumelint::document::{BlockKind, Document, Place, Run, Span, Status, Visibility};
use resumelint::extract::{self, Includes, Source};
use resumelint::report::safe;
use serde_json::{Value, json};

use super::includes::Beneath;
use super::limits::LimitFlags;
use super::settings::{self, Passwords};
use super::{Error, Outcome, Shape, input, layout, output};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The file; `-` is standard input
    file: PathBuf,

    /// What to call standard input; its ending helps to tell the format
    #[arg(long, default_value = "-", value_name = "NAME")]
    stdin_filename: String,

    /// Only what a reader does not see: page, place and reason of each piece
    #[arg(long)]
    hidden: bool,

    /// Words where they stand on the page, columns side by side
    #[arg(long, conflicts_with = "hidden")]
    layout: bool,

    /// How it is written
    #[arg(long, value_enum, default_value_t = Shape::Pretty, value_name = "FORMAT")]
    format: Shape,

    /// Try these passwords, one a line, on an encrypted file
    #[arg(long, value_name = "FILE", value_parser = settings::passwords)]
    password_file: Option<Passwords>,

    #[command(flatten)]
    limits: LimitFlags,
}

/// Prints the text of a file.
pub(super) fn run(args: &Args) -> Result<Outcome, Error> {
    let limits = args.limits.limits();
    let input = input::single(&args.file, &args.stdin_filename)?;
    let content = input.read(limits.file_bytes);
    let content =
        content.map_err(|note| Error::Told(format!("{}: {}", input.name, note.message)))?;
    let beneath = input.path().and_then(Beneath::folder_of);
    let source = Source {
        passwords: Passwords::all(args.password_file.as_ref()),
        includes: beneath.as_ref().map(|beneath| beneath as &dyn Includes),
        ..Source::new(&input.name, &content.bytes)
    };
    let document = settings::with_stack(|| extract::read(&source, &limits))?;
    let runs = document.runs.iter().filter(|run| !args.hidden || !run.visibility.is_seen());
    let text = match (args.format, args.hidden) {
        (Shape::Json, _) => {
            let runs: Vec<Value> = runs.map(|run| object(&document, run)).collect();
            format!("{:#}\n", json!({ "schema": 1, "file": input.name, "runs": runs }))
        }
        (Shape::Pretty, true) => hidden(&document, runs),
        (Shape::Pretty, false) if args.layout => layout::lay_out(&document),
        (Shape::Pretty, false) => in_order(&document),
    };
    output::print(&safe::many_lines(&text))?;
    Ok(complain_about(&document, &input.name))
}

/// A line for each stretch of words that a reader does not see for one reason.
fn hidden<'a>(document: &Document, runs: impl Iterator<Item = &'a Run>) -> String {
    let mut stretches: Vec<(Span, Visibility)> = Vec::new();
    for run in runs {
        match stretches.last_mut() {
            Some((span, reason))
                if *reason == run.visibility && follows(document, *span, run.span) =>
            {
                *span = span.join(run.span);
            }
            _ => stretches.push((run.span, run.visibility)),
        }
    }
    let mut text = String::new();
    for (span, reason) in &stretches {
        let location = document.locate(*span);
        let place = match (location.page, location.rects.first(), location.line) {
            (Some(page), Some(at), _) => {
                format!("page {page}, {:.0},{:.0} {:.0}x{:.0}", at.x, at.y, at.width, at.height)
            }
            (_, _, Some(line)) => format!("line {line}"),
            _ => location.path.unwrap_or_default(),
        };
        let words = document.slice(*span).split_whitespace().collect::<Vec<_>>().join(" ");
        text.push_str(&format!("{place}: {}: {words}\n", reason.name()));
    }
    if stretches.is_empty() {
        text.push_str("nothing is hidden: a reader sees every word\n");
    }
    text
}

/// Whether nothing but separators stands between two spans.
fn follows(document: &Document, before: Span, after: Span) -> bool {
    let between = document.text.get(before.end as usize..after.start as usize);
    between.is_some_and(|between| between.trim().is_empty())
}

/// The object for a run.
fn object(document: &Document, run: &Run) -> Value {
    let (page, rect) = match &run.place {
        Place::Page { page, rect } => {
            (Some(*page), Some([rect.x, rect.y, rect.width, rect.height]))
        }
        _ => (None, None),
    };
    let bytes = match &run.place {
        Place::Source { bytes, .. } => Some([bytes.start, bytes.end]),
        _ => None,
    };
    let color = run.style.color.map(|c| format!("#{:02x}{:02x}{:02x}", c.0, c.1, c.2));
    json!({
        "text": document.slice(run.span), "page": page, "rect": rect, "bytes": bytes,
        "size": run.style.size_pt, "color": color, "bold": run.style.bold,
        "italic": run.style.italic, "visibility": run.visibility.name(),
    })
}

/// The text with a blank line before each heading.
fn in_order(document: &Document) -> String {
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
