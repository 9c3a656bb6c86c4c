//! Where reports go: one to standard output, any number to files.

use std::fs::File;
use std::io::{BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use resumelint::report::{self, Color, Format, Look, Setting, Summary};
use resumelint::rules::Ruleset;

use super::input::Inputs;
use super::{Error, output};

/// A format, and the file it goes to; without one it goes to standard output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wish {
    format: Format,
    file: Option<PathBuf>,
}

impl Wish {
    /// A report on standard output.
    pub(super) fn printed(format: Format) -> Self {
        Wish { format, file: None }
    }
}

/// Reads `FORMAT` or `FORMAT=FILE`.
pub(super) fn wish(text: &str) -> Result<Wish, String> {
    let (name, file) = match text.split_once('=') {
        Some((_, "")) => return Err("name a file after the equals sign".to_owned()),
        Some((name, file)) => (name, Some(PathBuf::from(file))),
        None => (text, None),
    };
    let format = Format::ALL.into_iter().find(|format| format.name() == name);
    let names = Format::ALL.map(Format::name).join(", ");
    Ok(Wish { format: format.ok_or(format!("the formats are {names}"))?, file })
}

/// The reports that a user asked for.
pub(super) struct Sinks {
    sinks: Vec<Sink>,
}

/// One of them.
struct Sink {
    format: Format,
    look: Look,
    out: Box<dyn Write>,
    /// Where it goes, for messages.
    name: String,
    /// Whether it goes to standard output.
    is_stdout: bool,
    /// Items written.
    items: usize,
    /// Items for which there was no room.
    left_out: usize,
}

impl Sinks {
    /// Opens what was asked for. `output` takes the one report that has no file of its own.
    ///
    /// # Errors
    /// Two reports go to the same place; a file cannot be written, or is one of the inputs.
    pub(super) fn open(
        wishes: &[Wish],
        output: Option<&Path>,
        inputs: &Inputs,
        look: &Look,
    ) -> Result<Self, Error> {
        let mut sinks: Vec<Sink> = Vec::with_capacity(wishes.len());
        for Wish { format, file } in wishes {
            let file = file.as_deref().or(output);
            let name = file.map_or("standard output".into(), |file| file.display().to_string());
            if sinks.iter().any(|sink| sink.name == name) {
                let message = format!("two reports go to {name}; give each its file: FORMAT=FILE");
                return Err(Error::Told(message));
            }
            let (out, color): (Box<dyn Write>, Color) = match file {
                Some(file) => (Box::new(create(file, inputs)?), Color::Never),
                None => (Box::new(output::stdout()), look.color),
            };
            let look = Look { color, ..look.clone() };
            let is_stdout = file.is_none();
            sinks.push(Sink { format: *format, look, out, name, is_stdout, items: 0, left_out: 0 });
        }
        Ok(Sinks { sinks })
    }

    /// Whether somebody watches a report being written.
    pub(super) fn are_watched(&self) -> bool {
        self.sinks.iter().any(|sink| sink.is_stdout) && std::io::stdout().is_terminal()
    }

    /// Whether a report shows pages as they look.
    pub(super) fn show_pages(&self) -> bool {
        self.sinks.iter().any(|sink| sink.format == Format::Html)
    }

    /// Writes what stands before the first file.
    pub(super) fn begin(&mut self, ruleset: &Ruleset) -> Result<(), Error> {
        self.each(|sink, look| {
            let head = report::head(sink.format, &Setting { look, ruleset });
            sink.out.write_all(head.as_bytes())
        })
    }

    /// The formats and the look of every report, in their order.
    pub(super) fn looks(&self) -> Vec<(Format, Look)> {
        self.sinks.iter().map(|sink| (sink.format, sink.look.clone())).collect()
    }

    /// Writes a file as it was rendered.
    pub(super) fn write(&mut self, rendered: Vec<Vec<String>>) -> Result<(), Error> {
        let mut rendered = rendered.into_iter();
        self.each(|sink, _| {
            for item in rendered.next().unwrap_or_default() {
                if sink.items >= sink.format.most_items() {
                    sink.left_out += 1;
                    continue;
                }
                if sink.items > 0 {
                    sink.out.write_all(report::separator(sink.format).as_bytes())?;
                }
                sink.items += 1;
                sink.out.write_all(item.as_bytes())?;
            }
            Ok(())
        })
    }

    /// Hands everything on that was written so far.
    pub(super) fn flush(&mut self) -> Result<(), Error> {
        self.each(|sink, _| sink.out.flush())
    }

    /// Writes what stands after the last file.
    pub(super) fn end(&mut self, summary: &Summary, ruleset: &Ruleset) -> Result<(), Error> {
        self.each(|sink, look| {
            let setting = Setting { look, ruleset };
            let tail = report::tail(sink.format, summary, sink.left_out, &setting);
            sink.out.write_all(tail.as_bytes())?;
            sink.out.flush()
        })
    }

    /// Does something with every report, and says which one could not be written.
    fn each(
        &mut self,
        mut act: impl FnMut(&mut Sink, &Look) -> std::io::Result<()>,
    ) -> Result<(), Error> {
        for sink in &mut self.sinks {
            let look = sink.look.clone();
            act(sink, &look).map_err(|error| match Error::from(error) {
                Error::Told(message) => Error::Told(format!("{}: {message}", sink.name)),
                other => other,
            })?;
        }
        Ok(())
    }
}

/// Creates a file for a report. An input is never written over.
fn create(file: &Path, inputs: &Inputs) -> Result<BufWriter<File>, Error> {
    let told = |why: String| Error::Told(format!("{}: {why}", file.display()));
    if let Ok(target) = file.canonicalize() {
        let same = |path: &Path| path.canonicalize().is_ok_and(|path| path == target);
        if inputs.files.iter().filter_map(|input| input.path()).any(same) {
            return Err(told("this is one of the files to check; write somewhere else".to_owned()));
        }
    }
    let file = File::create(file);
    file.map(BufWriter::new).map_err(|error| told(format!("cannot be written: {error}")))
}
