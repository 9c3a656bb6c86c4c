//! Which files are meant, and their bytes.
//!
//! What a user names is read, whatever it is. What is found by walking a folder is read if its name
//! says that it could be a resume; the rest is counted, so that nothing is lost unseen. A link that
//! the user names is followed; one found by walking is not.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use resumelint::document::{Note, NoteKind};
use resumelint::report::safe;

use super::Error;

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
    /// Standard input.
    Stdin,
    /// Nowhere, and why.
    Nowhere(String),
}

/// The files that are meant.
#[derive(Debug, Default)]
pub(super) struct Inputs {
    /// In the order in which they were named, folders in order of their names.
    pub(super) files: Vec<Input>,
    /// How many were found that do not look like resumes.
    pub(super) skipped: usize,
}

/// Finds the files that `paths` name. `-` is standard input, called `stdin_name` in reports.
pub(super) fn find(paths: &[PathBuf], stdin_name: &str) -> Inputs {
    let mut inputs = Inputs::default();
    let mut seen = BTreeSet::new();
    for path in paths {
        if path.as_os_str() == "-" {
            inputs.files.push(Input { name: stdin_name.to_owned(), place: Place::Stdin });
            continue;
        }
        let name = path.to_string_lossy().into_owned();
        match fs::metadata(path) {
            Ok(found) if found.is_dir() => inputs.walk(path, &name, &mut seen),
            Ok(_) => {
                if seen.insert(path.clone()) {
                    inputs.files.push(Input { name, place: Place::Named(path.clone()) });
                }
            }
            Err(error) => {
                let place = Place::Nowhere(not_opened(&error));
                inputs.files.push(Input { name, place });
            }
        }
    }
    inputs
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
    let mut inputs = find(&[path.to_path_buf()], stdin_name);
    Ok(inputs.files.remove(0))
}

/// Why a file was not opened, and what to do.
fn not_opened(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder; check the path".to_owned(),
        io::ErrorKind::PermissionDenied => {
            "permission to read it is denied; change its permissions or run as its owner".to_owned()
        }
        _ => format!("it cannot be opened: {error}; check the path"),
    }
}

impl Inputs {
    /// Adds the files beneath a folder.
    fn walk(&mut self, folder: &Path, name: &str, seen: &mut BTreeSet<PathBuf>) {
        let before = self.files.len();
        let mut walk = WalkBuilder::new(folder);
        walk.standard_filters(false).follow_links(false).sort_by_file_name(Ord::cmp);
        walk.filter_entry(|entry| {
            let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
            let name = entry.file_name().to_str();
            !(is_folder && entry.depth() > 0 && name.is_some_and(|n| REPOSITORIES.contains(&n)))
        });
        for entry in walk.build() {
            match entry {
                Ok(entry) => {
                    let Some(kind) = entry.file_type() else { continue };
                    if kind.is_dir() || (entry.depth() == 0 && kind.is_symlink()) {
                        continue;
                    }
                    if kind.is_file() && may_be_resume(entry.path()) {
                        let path = entry.into_path();
                        if seen.insert(path.clone()) {
                            let name = path.to_string_lossy().into_owned();
                            self.files.push(Input { name, place: Place::Found(path) });
                        }
                    } else {
                        self.skipped += 1;
                    }
                }
                Err(error) => {
                    let message = safe_error(&error);
                    self.files.push(Input {
                        name: error_path(&error).unwrap_or_else(|| name.to_owned()),
                        place: Place::Nowhere(message),
                    });
                }
            }
        }
        if self.files.len() == before {
            let message = "there is no resume in this folder; resumes are PDF, DOCX, ODT, RTF, \
                           Markdown, LaTeX, Typst, HTML, JSON, YAML and text files";
            let place = Place::Nowhere(message.to_owned());
            self.files.push(Input { name: name.to_owned(), place });
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
fn safe_error(error: &ignore::Error) -> String {
    match error.io_error() {
        Some(error) => not_opened(error),
        None => format!("it cannot be walked: {error}"),
    }
}

/// Whether a file's name says that it could be a resume.
fn may_be_resume(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| {
        EXTENSIONS.iter().any(|known| extension.eq_ignore_ascii_case(known))
    })
}

impl Input {
    /// The bytes, at most one more than `most`.
    ///
    /// # Errors
    /// A note that says why there are none.
    pub(super) fn read(&self, most: u64) -> Result<Vec<u8>, Note> {
        let told = |message| Note::new(NoteKind::Unreadable, message);
        let mut bytes = Vec::new();
        let read = match &self.place {
            Place::Nowhere(message) => return Err(told(message.clone())),
            Place::Stdin => io::stdin().lock().take(most + 1).read_to_end(&mut bytes),
            Place::Named(path) | Place::Found(path) => {
                let open = File::open(path);
                open.and_then(|file| file.take(most + 1).read_to_end(&mut bytes))
            }
        };
        match read {
            Ok(_) => Ok(bytes),
            Err(error) => Err(told(not_opened(&error))),
        }
    }

    /// The path in the file system, where it has one.
    pub(super) fn path(&self) -> Option<&Path> {
        match &self.place {
            Place::Named(path) | Place::Found(path) => Some(path),
            Place::Stdin | Place::Nowhere(_) => None,
        }
    }
}
