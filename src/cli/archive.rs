//! Archives of resumes: a zip file is a folder whose members are read in place.
//!
//! Nothing is unpacked to disk, and a member's name is only ever a name. An archive has limits of its
//! own beside those of each member.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use zip::ZipArchive;

/// More members than this are not looked at.
const MOST_MEMBERS: usize = 10_000;

/// A member of an archive.
pub(super) struct Member {
    /// Its name inside the archive.
    pub(super) name: String,
    /// Its place in the archive's list.
    pub(super) index: usize,
}

/// What is in an archive.
pub(super) struct Listing {
    /// The files, in order of their names.
    pub(super) members: Vec<Member>,
    /// How many more there are than are looked at.
    pub(super) left_out: usize,
}

/// Lists the files in an archive.
///
/// # Errors
/// It cannot be opened, or is no archive: a sentence.
pub(super) fn list(path: &Path) -> Result<Listing, String> {
    let mut archive = open(path)?;
    let count = archive.len();
    let mut members = Vec::new();
    for index in 0..count.min(MOST_MEMBERS) {
        let Ok(member) = archive.by_index_raw(index) else { continue };
        if member.is_file() {
            members.push(Member {
                name: String::from_utf8_lossy(member.name_raw()).into_owned(),
                index,
            });
        }
    }
    members.sort_by(|a, b| (&a.name, a.index).cmp(&(&b.name, b.index)));
    Ok(Listing { members, left_out: count.saturating_sub(MOST_MEMBERS) })
}

/// The bytes of a member, at most `most`.
///
/// # Errors
/// It cannot be read: a sentence.
pub(super) fn read(path: &Path, index: usize, most: u64) -> Result<Vec<u8>, String> {
    let mut archive = open(path)?;
    let member = archive.by_index(index).map_err(|error| match error {
        zip::result::ZipError::UnsupportedArchive(reason) => {
            format!("this member of the archive cannot be read: {reason}; unpack it first")
        }
        other => format!("this member of the archive is damaged: {other}"),
    })?;
    let mut bytes = Vec::new();
    let read = member.take(most).read_to_end(&mut bytes);
    read.map_err(|error| format!("this member of the archive is damaged: {error}"))?;
    Ok(bytes)
}

/// Opens an archive.
fn open(path: &Path) -> Result<ZipArchive<io::BufReader<File>>, String> {
    let file = File::open(path).map_err(|error| super::input::not_opened(&error))?;
    ZipArchive::new(io::BufReader::new(file))
        .map_err(|error| format!("the archive is damaged: {error}; make it again"))
}
