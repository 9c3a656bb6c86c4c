//! Archives of resumes: a zip file is a folder whose members are read in place.
//!
//! Nothing is unpacked to disk, and a member's name is only ever a name. An archive has limits of its
//! own beside those of each member: how many members, and how much they unpack to in all. What a
//! directory says of sizes is held to: a member that unpacks to more is damaged.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use resumelint::extract::entries_declared;
use zip::ZipArchive;

use super::limits::ArchiveLimits;

/// An end of a directory that announces this many members means as many or more.
const UNCOUNTED: usize = 0xffff;
/// The end of a directory stands within this many bytes of the end of the file.
const TAIL: u64 = 65_557;

/// A member of an archive.
pub(super) struct Member {
    /// Its name inside the archive.
    pub(super) name: String,
    /// Its place in the archive's list.
    pub(super) index: usize,
    /// What it unpacks to, in bytes, as the directory says.
    pub(super) size: u64,
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
pub(super) fn list(path: &Path, limits: &ArchiveLimits) -> Result<Listing, String> {
    let mut archive = open(path)?;
    let count = archive.len();
    let mut members = Vec::new();
    for index in 0..count.min(limits.max_archive_members) {
        let Ok(member) = archive.by_index_raw(index) else { continue };
        if member.is_file() {
            members.push(Member {
                name: String::from_utf8_lossy(member.name_raw()).into_owned(),
                index,
                size: member.size(),
            });
        }
    }
    members.sort_by(|a, b| (&a.name, a.index).cmp(&(&b.name, b.index)));
    Ok(Listing { members, left_out: count.saturating_sub(limits.max_archive_members) })
}

thread_local! {
    /// The archive that this thread last read in: its directory is long, and files come in order.
    static LAST: RefCell<Option<(PathBuf, Archive)>> = const { RefCell::new(None) };
}

type Archive = ZipArchive<io::BufReader<File>>;

/// The bytes of a member, at most `most`.
///
/// # Errors
/// It cannot be read: a sentence.
pub(super) fn read(path: &Path, index: usize, most: u64) -> Result<Vec<u8>, String> {
    LAST.with_borrow_mut(|last| {
        if last.as_ref().is_none_or(|(known, _)| known != path) {
            *last = Some((path.to_path_buf(), open(path)?));
        }
        let (_, archive) = last.as_mut().expect("it was just opened");
        read_member(archive, index, most)
    })
}

fn read_member(archive: &mut Archive, index: usize, most: u64) -> Result<Vec<u8>, String> {
    let member = archive.by_index(index).map_err(|error| match error {
        zip::result::ZipError::UnsupportedArchive(reason) => {
            format!("this member of the archive cannot be read: {reason}; unpack it first")
        }
        other => format!("this member of the archive is damaged: {other}"),
    })?;
    let told = member.size();
    let mut bytes = Vec::new();
    let read = member.take(most.min(told.saturating_add(1))).read_to_end(&mut bytes);
    read.map_err(|error| format!("this member of the archive is damaged: {error}"))?;
    if bytes.len() as u64 > told {
        return Err(
            "this member of the archive is damaged: it unpacks to more than the archive says"
                .to_owned(),
        );
    }
    Ok(bytes)
}

/// Opens an archive.
fn open(path: &Path) -> Result<Archive, String> {
    let mut file = File::open(path).map_err(|error| super::input::not_opened(&error))?;
    let told = |error: io::Error| super::input::not_opened(&error);
    let length = file.metadata().map_err(told)?.len();
    let mut tail = Vec::new();
    file.seek(SeekFrom::Start(length.saturating_sub(TAIL))).map_err(told)?;
    file.by_ref().take(TAIL).read_to_end(&mut tail).map_err(told)?;
    if entries_declared(&tail).is_some_and(|entries| entries >= UNCOUNTED) {
        return Err(format!("the archive has {UNCOUNTED} members or more; split it"));
    }
    file.rewind().map_err(told)?;
    ZipArchive::new(io::BufReader::new(file))
        .map_err(|error| format!("the archive is damaged: {error}; make it again"))
}
