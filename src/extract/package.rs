//! Zip packages: DOCX and ODT files, and the few named parts of them that we read.
//!
//! A part is read only when it is asked for by name, and never beyond the limits: what a zip says of
//! its own sizes is not trusted, the reading itself is cut off. A package whose directory is missing,
//! because the download broke off, is read from the front as far as it goes.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::read::read_zipfile_from_stream;
use zip::result::ZipError;

use super::Limits;
use super::builder::Builder;
use super::decoded::{Share, hold};
use super::xml::{Stop, Tree};
use crate::document::{Note, NoteKind};

/// An open package.
pub(super) struct Package<'a> {
    parts: Parts<'a>,
    /// Bytes that may still be decoded from this file.
    left: usize,
    /// Bytes that one part may decode to.
    part_limit: usize,
    /// What was not read.
    pub(super) notes: Vec<Note>,
    /// Room for what its parts say that they decode to.
    _share: Share<'static>,
}

/// Where parts come from.
enum Parts<'a> {
    /// The package's own directory.
    Directory(ZipArchive<Cursor<&'a [u8]>>),
    /// What could be read from the front of a package that has none.
    Salvaged(HashMap<String, Vec<u8>>),
}

/// Whether a part is worth salvaging: markup, and not pictures or fonts.
fn is_markup(name: &str) -> bool {
    name.ends_with(".xml") || name.ends_with(".rels")
}

impl<'a> Package<'a> {
    /// Opens a package.
    ///
    /// # Errors
    /// A note that says why nothing in it can be read.
    pub(super) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, Note> {
        let mut package = Package {
            parts: Parts::Salvaged(HashMap::new()),
            left: limits.decoded_bytes,
            part_limit: limits.stream_bytes,
            notes: Vec::new(),
            _share: hold(0),
        };
        if entries_declared(bytes).is_some_and(|entries| entries > limits.zip_entries) {
            let message = format!(
                "package has more than {} entries; no word processor writes that many",
                limits.zip_entries
            );
            return Err(Note::new(NoteKind::Limit, message));
        }
        match ZipArchive::new(Cursor::new(bytes)) {
            Ok(archive) if archive.len() > limits.zip_entries => {
                let message = format!(
                    "package has {} entries; the limit is {}",
                    archive.len(),
                    limits.zip_entries
                );
                Err(Note::new(NoteKind::Limit, message))
            }
            Ok(archive) => {
                // Parts are read one at a time; what a part says of its size is cut off at the limit.
                let said = archive.decompressed_size().unwrap_or_default();
                let said = usize::try_from(said).unwrap_or(usize::MAX);
                package._share = hold(said.min(limits.decoded_bytes));
                package.parts = Parts::Directory(archive);
                Ok(package)
            }
            Err(_) => {
                let parts = package.salvage(bytes, limits.zip_entries);
                if parts.is_empty() {
                    let message = "package is damaged and nothing in it could be read; \
                                   save or download it again";
                    return Err(Note::new(NoteKind::Unreadable, message));
                }
                package.parts = Parts::Salvaged(parts);
                let message = "package is cut off; what stands before the cut was read";
                package.notes.push(Note::new(NoteKind::Damaged, message));
                Ok(package)
            }
        }
    }

    /// The names of all parts.
    pub(super) fn names(&self) -> Vec<String> {
        match &self.parts {
            Parts::Directory(archive) => {
                archive.file_names().filter_map(Result::ok).map(|name| name.into_owned()).collect()
            }
            Parts::Salvaged(parts) => {
                let mut names: Vec<String> = parts.keys().cloned().collect();
                names.sort();
                names
            }
        }
    }

    /// The text of a part; `None` when there is no such part or nothing of it can be read, which a
    /// note says.
    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        let bytes = match &mut self.parts {
            Parts::Salvaged(parts) => parts.remove(name)?,
            Parts::Directory(archive) => {
                let file = match archive.by_name(name) {
                    Ok(file) => file,
                    Err(ZipError::FileNotFound) => return None,
                    Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                        let message = format!("part {name} is encrypted; save without a password");
                        self.notes.push(Note::new(NoteKind::PasswordNeeded, message));
                        return None;
                    }
                    Err(_) => {
                        let message = format!("part {name} cannot be unpacked");
                        self.notes.push(Note::new(NoteKind::Damaged, message));
                        return None;
                    }
                };
                let room = self.part_limit.min(self.left);
                let (bytes, ending) = read_up_to(file, room);
                match ending {
                    Ending::Whole => {}
                    Ending::Limit => {
                        let message = format!(
                            "part {name} unpacks to more than {} MiB; what follows was not read",
                            room >> 20
                        );
                        self.notes.push(Note::new(NoteKind::Limit, message));
                    }
                    Ending::Torn => {
                        let message = format!("part {name} is damaged; what could be was read");
                        self.notes.push(Note::new(NoteKind::Damaged, message));
                    }
                }
                bytes
            }
        };
        self.left = self.left.saturating_sub(bytes.len());
        Some(decode(bytes))
    }

    /// Notes what stopped the reading of a part's markup.
    pub(super) fn note_stop(&mut self, name: &str, tree: &Tree<'_>) {
        let (kind, message) = match tree.stop {
            None => return,
            Some(Stop::Damaged) => (
                NoteKind::Damaged,
                format!("markup of part {name} is torn; what could be was read"),
            ),
            Some(Stop::TooDeep) => (
                NoteKind::Limit,
                format!("part {name} is nested too deeply; the depths were not read"),
            ),
            Some(Stop::TooMany) => (
                NoteKind::Limit,
                format!("part {name} has too many elements; the rest was not read"),
            ),
            Some(Stop::DocumentType) => (
                NoteKind::Damaged,
                format!("part {name} declares a document type, which we refuse to read"),
            ),
        };
        self.notes.push(Note::new(kind, message));
    }

    /// Reads the markup parts from the front of a package without directory.
    fn salvage(&mut self, bytes: &[u8], entries: usize) -> HashMap<String, Vec<u8>> {
        let mut parts = HashMap::new();
        let mut stream = Cursor::new(bytes);
        let mut left = self.left;
        for _ in 0..entries {
            let Ok(Some(file)) = read_zipfile_from_stream(&mut stream) else { break };
            let Ok(name) = file.name().map(|name| name.into_owned()) else { break };
            if is_markup(&name) {
                let (part, ending) = read_up_to(file, self.part_limit.min(left));
                left -= part.len();
                parts.insert(name, part);
                if !matches!(ending, Ending::Whole) {
                    break;
                }
            }
        }
        parts
    }
}

/// Notes that a document has no text: nothing at all, or pictures in the folder of that name.
pub(super) fn note_no_text(package: &Package<'_>, pictures: &str, builder: &mut Builder) {
    if package.names().iter().any(|name| name.starts_with(pictures)) {
        let message = "document holds pictures and no text; machines that read resumes see nothing";
        builder.note(NoteKind::NoTextLayer, message);
    } else {
        builder.note(NoteKind::Empty, "document holds no text");
    }
}

/// How reading a part ended.
enum Ending {
    Whole,
    Limit,
    Torn,
}

/// Reads at most `room` bytes. The buffer grows with what arrives, never with what was announced.
fn read_up_to(file: impl Read, room: usize) -> (Vec<u8>, Ending) {
    let mut bytes = Vec::new();
    let read = file.take(room as u64 + 1).read_to_end(&mut bytes);
    let ending = match read {
        _ if bytes.len() > room => Ending::Limit,
        Ok(_) => Ending::Whole,
        Err(_) => Ending::Torn,
    };
    bytes.truncate(room);
    (bytes, ending)
}

/// A part's text: UTF-8, or UTF-16 where a byte order mark says so. Anything else is read as far as
/// it is UTF-8.
fn decode(bytes: Vec<u8>) -> String {
    let utf16 = match bytes.get(..2) {
        Some([0xff, 0xfe]) => Some(encoding_rs::UTF_16LE),
        Some([0xfe, 0xff]) => Some(encoding_rs::UTF_16BE),
        _ => None,
    };
    match utf16 {
        Some(encoding) => encoding.decode(&bytes).0.into_owned(),
        None => match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
        },
    }
}

/// The number of entries that the end of the directory announces, so that a directory of millions is
/// refused before room is made for it. The end of the file is enough to look at; a count that does not
/// fit stands as 65,535.
pub fn entries_declared(bytes: &[u8]) -> Option<usize> {
    let tail = &bytes[bytes.len().saturating_sub(65_557)..];
    let at = tail.windows(4).rposition(|four| four == b"PK\x05\x06")?;
    let count = tail.get(at + 10..at + 12)?;
    Some(usize::from(u16::from_le_bytes([*count.first()?, *count.get(1)?])))
}
