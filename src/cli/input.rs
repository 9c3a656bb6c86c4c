//! Which files are meant, and their bytes.
//!
//! What a user names is read, whatever it is. What is found by walking a folder or an archive is read
//! if its name says that it could be a resume; the rest is counted, so that nothing is lost unseen. A
//! link that the user names is followed; one found by walking is not.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use ignore::overrides::{Override, OverrideBuilder};
use resumelint::document::{Note, NoteKind};
use resumelint::report::safe;

use super::{Error, archive};

/// What a resume's name may end with.
const EXTENSIONS: &[&str] = &[
    "pdf", "docx", "doc", "odt", "rtf", "md", "markdown", "tex", "typ", "html", "htm", "json",
    "yaml", "yml", "txt", "text",
];
/// Folders of version control.
const REPOSITORIES: &[&str] = &[".git", ".hg", ".svn", ".jj"];

/// A file to check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Input {
    /// The name that reports use.
    pub(super) name: String,
    /// Where its bytes are.
    pub(super) place: Place,
}

/// Where a file's bytes are.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    Nowhere(String),
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
}

/// The files that are meant.
#[derive(Debug, Default)]
pub(super) struct Inputs {
    /// In the order in which they were named, folders in order of their names.
    pub(super) files: Vec<Input>,
    /// How many were found that do not look like resumes.
    pub(super) skipped: usize,
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
    let globs = globs(wanted)?;
    for path in paths {
        if path.as_os_str() == "-" {
            inputs.files.push(Input { name: wanted.stdin_name.clone(), place: Place::Stdin });
            continue;
        }
        let name = path.to_string_lossy().into_owned();
        match fs::metadata(path) {
            Ok(found) if found.is_dir() => inputs.walk(path, &name, &globs),
            Ok(_) if is_archive(path) => inputs.unpack(path, &name, &globs),
            Ok(_) => inputs.add(name, Place::Named(path.clone())),
            Err(error) => inputs.add(name, Place::Nowhere(not_opened(&error))),
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
            Place::Member(..) | Place::Stdin | Place::Nowhere(_) => true,
        };
        if is_new {
            self.files.push(Input { name, place });
        }
    }

    /// Adds the files beneath a folder.
    fn walk(&mut self, folder: &Path, name: &str, globs: &Override) {
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
                    if !kind.is_file() || !is_wanted(entry.path(), globs) {
                        self.skipped += 1;
                        continue;
                    }
                    known += 1;
                    let path = entry.into_path();
                    let name = path.to_string_lossy().into_owned();
                    if is_archive(&path) {
                        self.unpack(&path, &name, globs);
                    } else {
                        self.add(name, Place::Found(path));
                    }
                }
                Err(error) => {
                    let name = error_path(&error).unwrap_or_else(|| name.to_owned());
                    self.add(name, Place::Nowhere(walking_failed(&error)));
                }
            }
        }
        if known == 0 && before == (self.files.len(), self.seen.len()) {
            let message = "there is no resume in this folder; resumes are PDF, DOCX, ODT, RTF, \
                           Markdown, LaTeX, Typst, HTML, JSON, YAML and text files";
            self.add(name.to_owned(), Place::Nowhere(message.to_owned()));
        }
    }

    /// Adds the members of an archive.
    fn unpack(&mut self, path: &Path, name: &str, globs: &Override) {
        let listing = match archive::list(path) {
            Ok(listing) => listing,
            Err(message) => return self.add(name.to_owned(), Place::Nowhere(message)),
        };
        let before = self.files.len();
        for member in listing.members {
            let inside = Path::new(&member.name);
            if is_wanted(inside, globs) && !is_archive(inside) {
                let place = Place::Member(path.to_path_buf(), member.index);
                self.add(format!("{name}/{}", member.name), place);
            } else {
                self.skipped += 1;
            }
        }
        if listing.left_out > 0 {
            let message = format!(
                "{} of its members were not looked at; split the archive",
                listing.left_out
            );
            self.add(name.to_owned(), Place::Nowhere(message));
        } else if self.files.len() == before {
            let message = "there is no resume in this archive".to_owned();
            self.add(name.to_owned(), Place::Nowhere(message));
        }
    }
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

impl Input {
    /// The bytes, at most one more than `most`.
    ///
    /// # Errors
    /// A note that says why there are none.
    pub(super) fn read(&self, most: u64) -> Result<Vec<u8>, Note> {
        let told = |message| Note::new(NoteKind::Unreadable, message);
        let most = most.saturating_add(1);
        let mut bytes = Vec::new();
        let read = match &self.place {
            Place::Nowhere(message) => return Err(told(message.clone())),
            Place::Member(path, index) => {
                return archive::read(path, *index, most).map_err(told);
            }
            Place::Stdin => io::stdin().lock().take(most).read_to_end(&mut bytes),
            Place::Named(path) | Place::Found(path) => {
                File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes))
            }
        };
        match read {
            Ok(_) => Ok(bytes),
            Err(error) => Err(told(not_opened(&error))),
        }
    }

    /// The path of the file in the file system, where it is one.
    pub(super) fn path(&self) -> Option<&Path> {
        match &self.place {
            Place::Named(path) | Place::Found(path) => Some(path),
            Place::Member(..) | Place::Stdin | Place::Nowhere(_) => None,
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
