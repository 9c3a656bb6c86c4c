//! From bytes to a [`Document`]: one reader per format, chosen by content first and name second.
//!
//! No content can make reading fail. A torn file yields what could be read, and notes that say what
//! was lost; [`Document::status`] turns those into "not fully checked".

mod bibliography;
mod builder;
mod decoded;
mod detect;
mod docx;
mod encoding;
mod flow;
mod html;
mod json_resume;
mod latex;
mod limits;
mod look;
mod markdown;
mod odt;
mod package;
mod pdf;
mod rtf;
mod structured;
mod text;
mod typst;
mod xml;
mod yaml;

pub use detect::{Detected, detect};
pub use limits::{Limits, parse_size};
pub use package::entries_declared;
pub use pdf::draw::{PAGES as DRAWN_PAGES, Picture, Pictures, draw};

use crate::document::{Document, Format, Note, NoteKind, Status};

/// A file to read. The caller has opened it; nothing here touches the file system.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// The name, for reports and as a hint at the format.
    pub name: &'a str,
    /// The content.
    pub bytes: &'a [u8],
    /// Gives the files that a LaTeX source includes. Absent: includes are a note.
    pub includes: Option<&'a dyn Includes>,
    /// Passwords to try on an encrypted file, after the empty one.
    pub passwords: &'a [String],
}

impl<'a> Source<'a> {
    /// A file without includes or passwords.
    pub fn new(name: &'a str, bytes: &'a [u8]) -> Self {
        Source { name, bytes, includes: None, passwords: &[] }
    }
}

/// Gives the files that a document includes. The implementation decides what may be read.
pub trait Includes: Sync {
    /// The content of `path` as the document wrote it, and the name to report it under.
    ///
    /// # Errors
    /// A sentence that says why the file was not read; it becomes a note.
    fn read(&self, path: &str) -> Result<Included, String>;
}

/// Why [`Includes::read`] does not give a file that is there and too large. Nothing is said of a class that
/// is not there, since it is TeX's own; of one that is too large it has to be.
pub const TOO_LARGE: &str = "it is over 8 MiB";

/// A file that a document included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Included {
    /// The name to report it under.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// Reads a file of any format.
pub fn read(source: &Source<'_>, limits: &Limits) -> Document {
    let detected = detect(source);
    let Some(format) = detected.format else {
        return not_read(Format::Text, detected.notes);
    };
    if source.bytes.len() as u64 > limits.file_bytes {
        let message = format!(
            "file of {} MiB is over the limit of {} MiB; raise the limit or shorten the file",
            source.bytes.len() >> 20,
            limits.file_bytes >> 20,
        );
        return not_read(format, vec![Note::new(NoteKind::Unreadable, message)]);
    }
    let mut document = match format {
        Format::Pdf => pdf::read(source, limits),
        Format::Docx => docx::read(source, limits),
        Format::Yaml => yaml::read(source, limits),
        Format::Odt => odt::read(source, limits),
        Format::Rtf => rtf::read(source, limits),
        Format::JsonResume => json_resume::read(source, limits),
        Format::Markdown => markdown::read(source, limits),
        Format::Html => html::read(source, limits),
        Format::Typst => typst::read(source, limits),
        Format::Latex => latex::read(source, limits),
        _ => text::read(source, limits),
    };
    document.notes.splice(0..0, detected.notes);
    // A page without words is not a clean one.
    if document.text.trim().is_empty() && document.status() == Status::Checked {
        document.notes.push(Note::new(NoteKind::Empty, "document holds no text"));
    }
    document
}

/// A document of which nothing was read.
fn not_read(format: Format, notes: Vec<Note>) -> Document {
    Document { notes, ..Document::empty(format) }
}
