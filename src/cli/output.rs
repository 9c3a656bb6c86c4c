//! The way to the terminal: its width, its colours, and the end of a pipe.

use std::io::{self, BufWriter, Write};

use resumelint::report::{Answered, Color, Detail, Findings, Look};

use super::When;

/// Columns assumed where nothing says how many there are.
const WIDTH: usize = 100;
/// Fewer columns than this cannot hold a snippet.
const NARROWEST: usize = 40;
/// More columns than this are not read with ease.
const WIDEST: usize = 140;

/// How output on this terminal is to look.
pub(super) fn look(when: When, detail: Detail) -> Look {
    Look {
        width: width(),
        color: color(when),
        detail,
        findings: Findings::Listed,
        answered: Answered::Hidden,
    }
}

/// The columns: those that `COLUMNS` names, else those of the terminal.
fn width() -> usize {
    let named = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let measured = || {
        let size = terminal_size::terminal_size_of(io::stdout());
        size.map(|(width, _)| usize::from(width.0))
    };
    named.or_else(measured).unwrap_or(WIDTH).clamp(NARROWEST, WIDEST)
}

/// Whether colours are wanted: as the user says, else as the terminal and its variables say.
fn color(when: When) -> Color {
    let wanted = match when {
        When::Always => true,
        When::Never => false,
        When::Auto => anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never,
    };
    if wanted { Color::Ansi } else { Color::Never }
}

/// Standard output, buffered.
pub(super) fn stdout() -> BufWriter<io::StdoutLock<'static>> {
    BufWriter::with_capacity(1 << 16, io::stdout().lock())
}

/// Prints a text.
pub(super) fn print(text: &str) -> io::Result<()> {
    let mut out = stdout();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Says something to the user beside the output. A closed standard error is not worth failing for.
pub(super) fn complain(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}
