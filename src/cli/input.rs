//! Which files are meant, and their bytes.
//!
//! What a user names is read, whatever it is. What is found by walking a folder or an archive is read
//! if its name says that it could be a resume; the rest is counted, so that nothing is lost unseen. A
//! link that the user names is followed; one found by walking is not.

use std::collections::BTreeSet;
use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use ignore::WalkBuilder;
use ignore::overrides::{Override, OverrideBuilder};
use resumelint::document::{Note, NoteKind};
use resumelint::report::{safe, sha256};

use super::limits::ArchiveLimits;
use super::{Error, archive};

/// What a resume's name may end with.
const EXTENSIONS: &[&str] = &[
    "pdf", "docx", "doc", "odt", "rtf", "md", "markdown", "tex", "typ", "html", "htm", "json",
    "yaml", "yml", "txt", "text",
];
/// Folders of version control.
const REPOSITORIES: &[&str] = &[".git", ".hg", ".svn", ".jj"];

/// A file to check.
#[derive(Debug, Clone)]
pub(super) struct Input {
    /// The name that reports use.
    pub(super) name: String,
    /// Where its bytes are.
    pub(super) place: Place,
}

/// Where a file's bytes are.
#[derive(Debug, Clone)]
pub(super) enum Place {
    /// A file that the user named.
    Named(PathBuf),
    /// A file found by walking.
    Found(PathBuf),
    /// A member of an archive, by its place in the archive's list.
    Member(PathBuf, usize),
    /// Standard input.
    Stdin,
    /// Nowhere, and why.
    Nowhere(NoteKind, String),
}

/// What to look for.
#[derive(Debug, Clone, Default)]
pub(super) struct Wanted {
    /// What to call standard input in reports.
    pub(super) stdin_name: String,
    /// Globs of names to read instead of the usual ones.
    pub(super) include: Vec<String>,
    /// Globs of names to pass over.
    pub(super) exclude: Vec<String>,
    /// How much of an archive is looked at.
    pub(super) archives: ArchiveLimits,
}

/// The globs that choose names, and how much of an archive is looked at.
type Chosen<'a> = (Override, &'a ArchiveLimits);

/// The files that are meant.
#[derive(Debug, Default)]
pub(super) struct Inputs {
    /// In the order in which they were named, folders in order of their names.
    pub(super) files: Vec<Input>,
    /// How many were found that do not look like resumes, or are no files.
    pub(super) skipped: usize,
    /// How many of these are no files: links, pipes, sockets and devices.
    pub(super) not_files: usize,
    /// The paths in `files`.
    seen: BTreeSet<PathBuf>,
}

/// Finds the files that `paths` name. `-` is standard input.
///
/// # Errors
/// A glob is malformed.
pub(super) fn find(paths: &[PathBuf], wanted: &Wanted) -> Result<Inputs, Error> {
    let mut inputs = Inputs::default();
    // Globs are tried on names, so the folder that they are relative to is none.
    let choice = (globs(wanted)?, &wanted.archives);
    for path in paths {
        if path.as_os_str() == "-" {
            inputs.files.push(Input { name: wanted.stdin_name.clone(), place: Place::Stdin });
            continue;
        }
        let name = path.to_string_lossy().into_owned();
        match fs::metadata(path) {
            Ok(found) if found.is_dir() => inputs.walk(path, &name, &choice),
            Ok(_) if is_archive(path) => inputs.unpack(path, &name, &choice),
            Ok(_) => inputs.add(name, Place::Named(path.clone())),
            Err(error) => inputs.add(name, nowhere(not_opened(&error))),
        }
    }
    Ok(inputs)
}

/// The one file that `path` names.
///
/// # Errors
/// It is a folder.
pub(super) fn single(path: &Path, stdin_name: &str) -> Result<Input, Error> {
    if path.is_dir() {
        let path = path.display().to_string();
        let path = safe::one_line(&path);
        return Err(Error::Told(format!("{path} is a folder; name one file in it")));
    }
    let name = path.to_string_lossy().into_owned();
    if path.as_os_str() == "-" {
        return Ok(Input { name: stdin_name.to_owned(), place: Place::Stdin });
    }
    Ok(Input { name, place: Place::Named(path.to_path_buf()) })
}

/// Reads a list of paths, one a line, or with a zero byte after each.
///
/// # Errors
/// The list cannot be read.
pub(super) fn list(from: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut bytes = Vec::new();
    let read = if from.as_os_str() == "-" {
        io::stdin().lock().read_to_end(&mut bytes)
    } else {
        File::open(from).and_then(|mut file| file.read_to_end(&mut bytes))
    };
    let told =
        |error: io::Error| Error::Told(format!("{}: {}", from.display(), not_opened(&error)));
    read.map_err(told)?;
    let separator = if bytes.contains(&0) { 0 } else { b'\n' };
    let names = bytes.split(|&byte| byte == separator);
    let names = names.map(|name| name.strip_suffix(b"\r").unwrap_or(name));
    Ok(names.filter(|name| !name.is_empty()).map(path_of).collect())
}

/// A path from bytes.
fn path_of(bytes: &[u8]) -> PathBuf {
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
    }
    #[cfg(not(unix))]
    {
        PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
    }
}

/// Why a file was not opened, and what to do.
pub(super) fn not_opened(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder; check the path".to_owned(),
        io::ErrorKind::PermissionDenied => {
            "permission to read it is denied; change its permissions or run as its owner".to_owned()
        }
        _ => format!("it cannot be opened: {error}; check the path"),
    }
}

/// The globs that choose names.
fn globs(wanted: &Wanted) -> Result<Override, Error> {
    let told = |error: ignore::Error| Error::Told(format!("a glob is malformed: {error}"));
    let mut builder = OverrideBuilder::new("");
    for glob in &wanted.include {
        builder.add(glob).map_err(told)?;
    }
    for glob in &wanted.exclude {
        builder.add(&format!("!{glob}")).map_err(told)?;
    }
    builder.build().map_err(told)
}

/// Whether a name that was found is to be read.
fn is_wanted(path: &Path, globs: &Override) -> bool {
    let choice = globs.matched(path, false);
    choice.is_whitelist() || (!choice.is_ignore() && (may_be_resume(path) || is_archive(path)))
}

/// Whether a file's name says that it could be a resume.
fn may_be_resume(path: &Path) -> bool {
    EXTENSIONS.iter().any(|known| has_extension(path, known))
}

/// Whether a file's name says that it is an archive.
fn is_archive(path: &Path) -> bool {
    has_extension(path, "zip")
}

/// Whether a name ends so.
fn has_extension(path: &Path, known: &str) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| extension.eq_ignore_ascii_case(known))
}

impl Inputs {
    /// Adds a file, unless it was named before.
    fn add(&mut self, name: String, place: Place) {
        let is_new = match &place {
            Place::Named(path) | Place::Found(path) => self.seen.insert(path.clone()),
            Place::Member(..) | Place::Stdin | Place::Nowhere(..) => true,
        };
        if is_new {
            self.files.push(Input { name, place });
        }
    }

    /// Adds the files beneath a folder.
    fn walk(&mut self, folder: &Path, name: &str, choice: &Chosen<'_>) {
        let before = (self.files.len(), self.seen.len());
        let mut walk = WalkBuilder::new(folder);
        walk.standard_filters(false).follow_links(false).sort_by_file_name(Ord::cmp);
        walk.filter_entry(|entry| {
            let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
            let name = entry.file_name().to_str();
            !(is_folder && entry.depth() > 0 && name.is_some_and(|n| REPOSITORIES.contains(&n)))
        });
        let mut known = 0;
        for entry in walk.build() {
            match entry {
                Ok(entry) => {
                    let Some(kind) = entry.file_type() else { continue };
                    if kind.is_dir() || entry.depth() == 0 {
                        continue;
                    }
                    if !kind.is_file() || !is_wanted(entry.path(), &choice.0) {
                        self.skipped += 1;
                        self.not_files += usize::from(!kind.is_file());
                        continue;
                    }
                    known += 1;
                    let path = entry.into_path();
                    let name = path.to_string_lossy().into_owned();
                    if is_archive(&path) {
                        self.unpack(&path, &name, choice);
                    } else {
                        self.add(name, Place::Found(path));
                    }
                }
                Err(error) => {
                    let name = error_path(&error).unwrap_or_else(|| name.to_owned());
                    self.add(name, nowhere(walking_failed(&error)));
                }
            }
        }
        if known == 0 && before == (self.files.len(), self.seen.len()) {
            let message = "there is no resume in this folder; resumes are PDF, DOCX, ODT, RTF, \
                           Markdown, LaTeX, Typst, HTML, JSON, YAML and text files";
            self.add(name.to_owned(), nowhere(message.to_owned()));
        }
    }

    /// Adds the members of an archive.
    fn unpack(&mut self, path: &Path, name: &str, (globs, limits): &Chosen<'_>) {
        let listing = match archive::list(path, limits) {
            Ok(listing) => listing,
            Err(message) => return self.add(name.to_owned(), nowhere(message)),
        };
        let before = self.files.len();
        let (mut size, mut too_much) = (0_u64, 0);
        for member in listing.members {
            let inside = Path::new(&member.name);
            if !is_wanted(inside, globs) || is_archive(inside) {
                self.skipped += 1;
                continue;
            }
            size = size.saturating_add(member.size);
            if size > limits.max_archive_size {
                too_much += 1;
                continue;
            }
            let place = Place::Member(path.to_path_buf(), member.index);
            self.add(format!("{name}/{}", member.name), place);
        }
        let mut gap = |count: usize, limit: String| {
            let message =
                format!("{count} of its members were not looked at: {limit}; split the archive");
            self.add(name.to_owned(), Place::Nowhere(NoteKind::Limit, message));
        };
        if listing.left_out > 0 {
            gap(listing.left_out, format!("the limit is {} members", limits.max_archive_members));
        }
        if too_much > 0 {
            gap(too_much, format!("they unpack to more than {} bytes", limits.max_archive_size));
        }
        if self.files.len() == before {
            let message = "there is no resume in this archive".to_owned();
            self.add(name.to_owned(), nowhere(message));
        }
    }
}

/// No place, because of something that cannot be read.
fn nowhere(why: String) -> Place {
    Place::Nowhere(NoteKind::Unreadable, why)
}

/// Whether a file stayed the same while it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rest {
    Same,
    Changing,
}

/// Reads a file once, and says whether it changed meanwhile.
fn read_once(mut file: File, most: u64) -> io::Result<(Vec<u8>, Rest)> {
    let before = file.metadata()?;
    // A small file is read in one go, and a large one into memory that grows with it.
    let mut bytes = Vec::with_capacity(before.len().min(1 << 20) as usize + 1);
    file.by_ref().take(most).read_to_end(&mut bytes)?;
    let after = file.metadata()?;
    let stamp = |found: &Metadata| (found.len(), found.modified().ok());
    let is_same = !before.is_file() || stamp(&before) == stamp(&after);
    Ok((bytes, if is_same { Rest::Same } else { Rest::Changing }))
}

/// Reads until a file stays the same meanwhile, or three times.
fn read_at_rest(
    mut read: impl FnMut() -> io::Result<(Vec<u8>, Rest)>,
) -> io::Result<(Vec<u8>, Rest)> {
    let mut last = read()?;
    for _ in 0..2 {
        if last.1 == Rest::Same {
            break;
        }
        last = read()?;
    }
    Ok(last)
}

/// Opens a file that was found by walking. In the meantime it may have become a link or a pipe, which
/// are not followed and not waited for.
#[cfg(unix)]
fn open_found(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;

    use rustix::fs::OFlags;
    let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits();
    let file = File::options().read(true).custom_flags(flags.cast_signed()).open(path)?;
    if file.metadata()?.is_file() {
        Ok(file)
    } else {
        Err(io::Error::other("it is no file any more"))
    }
}

/// Opens a file that was found by walking.
#[cfg(not(unix))]
fn open_found(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// The path that an error of walking is about.
fn error_path(error: &ignore::Error) -> Option<String> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path.to_string_lossy().into_owned()),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            error_path(err)
        }
        _ => None,
    }
}

/// What went wrong while walking, and what to do.
fn walking_failed(error: &ignore::Error) -> String {
    match error.io_error() {
        Some(error) => not_opened(error),
        None => format!("it cannot be walked: {error}"),
    }
}

/// What was read of a file.
pub(super) struct Content {
    /// The bytes, at most one more than the limit.
    pub(super) bytes: Vec<u8>,
    /// What stood in the way.
    pub(super) notes: Vec<Note>,
    /// Their SHA-256, when first asked for.
    hash: OnceLock<String>,
}

impl Content {
    pub(super) fn new(bytes: Vec<u8>, notes: Vec<Note>) -> Self {
        Content { bytes, notes, hash: OnceLock::new() }
    }

    /// The same, where the hash is known.
    pub(super) fn known(bytes: Vec<u8>, notes: Vec<Note>, hash: String) -> Self {
        Content { bytes, notes, hash: hash.into() }
    }

    /// The SHA-256 of the bytes in hexadecimal digits.
    pub(super) fn sha256(&self) -> &str {
        self.hash.get_or_init(|| sha256(&self.bytes))
    }
}

impl Input {
    /// The content, at most one byte more than `most`.
    ///
    /// # Errors
    /// A note that says why there is none.
    pub(super) fn read(&self, most: u64) -> Result<Content, Note> {
        let told = |message| Note::new(NoteKind::Unreadable, message);
        let most = most.saturating_add(1);
        let mut notes = Vec::new();
        let bytes = match &self.place {
            Place::Nowhere(kind, why) => return Err(Note::new(*kind, why.clone())),
            Place::Member(path, index) => archive::read(path, *index, most).map_err(told)?,
            Place::Stdin => {
                let mut bytes = Vec::new();
                let read = io::stdin().lock().take(most).read_to_end(&mut bytes);
                read.map_err(|error| told(not_opened(&error)))?;
                bytes
            }
            Place::Named(path) | Place::Found(path) => {
                let open = || match self.place {
                    Place::Found(_) => open_found(path),
                    _ => File::open(path),
                };
                let read = read_at_rest(|| read_once(open()?, most));
                let (bytes, rest) = read.map_err(|error| told(not_opened(&error)))?;
                if rest == Rest::Changing {
                    let message = "the file changed while it was read, and what was checked may be \
                                   torn; check it again";
                    notes.push(Note::new(NoteKind::Damaged, message));
                }
                bytes
            }
        };
        Ok(Content::new(bytes, notes))
    }

    /// The path of the file in the file system, where it is one.
    pub(super) fn path(&self) -> Option<&Path> {
        match &self.place {
            Place::Named(path) | Place::Found(path) => Some(path),
            Place::Member(..) | Place::Stdin | Place::Nowhere(..) => None,
        }
    }

    /// The path of the file in the file system, or of the archive that it is in.
    pub(super) fn outer_path(&self) -> Option<&Path> {
        match &self.place {
            Place::Member(path, _) => Some(path),
            _ => self.path(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_changes_is_read_again() {
        let reading = |changes: usize| {
            let mut times = 0;
            let read = read_at_rest(|| {
                times += 1;
                Ok((vec![0; times], if times <= changes { Rest::Changing } else { Rest::Same }))
            });
            read.map(|(bytes, rest)| (bytes.len(), rest)).ok()
        };
        assert_eq!(reading(0), Some((1, Rest::Same)));
        assert_eq!(reading(2), Some((3, Rest::Same)));
        assert_eq!(reading(9), Some((3, Rest::Changing)));
    }
}
