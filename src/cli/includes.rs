//! The files that a LaTeX source may include: those beneath the folder that it stands in.

use std::fs::File;
use std::io::Read;
use std::path::{Component, Path, PathBuf};

use resumelint::extract::{Included, Includes, TOO_LARGE};

/// More than this is no part of a resume; [`TOO_LARGE`] says it in words.
const MOST_BYTES: u64 = 8 << 20;

/// Reads files beneath a folder, and none outside it.
pub(super) struct Beneath {
    root: PathBuf,
}

impl Beneath {
    /// Files beneath the folder that `file` stands in.
    pub(super) fn folder_of(file: &Path) -> Option<Self> {
        let folder = match file.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        Some(Beneath { root: folder.canonicalize().ok()? })
    }
}

impl Includes for Beneath {
    fn read(&self, path: &str) -> Result<Included, String> {
        let relative = Path::new(path);
        let inside =
            |part: Component<'_>| !matches!(part, Component::RootDir | Component::Prefix(_));
        if !relative.components().all(inside) {
            return Err("it is outside the folder of the resume".to_owned());
        }
        let candidates = [self.root.join(relative), self.root.join(format!("{path}.tex"))];
        let found = candidates.iter().find_map(|path| path.canonicalize().ok());
        let found = found.filter(|found| found.is_file()).ok_or("no such file")?;
        let name = found.strip_prefix(&self.root);
        let name = name.map_err(|_| "it is outside the folder of the resume")?;
        let mut bytes = Vec::new();
        let file = File::open(&found).map_err(|error| error.to_string())?;
        file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
        if bytes.len() as u64 > MOST_BYTES {
            return Err(TOO_LARGE.to_owned());
        }
        Ok(Included { name: name.to_string_lossy().into_owned(), bytes })
    }
}
