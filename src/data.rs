//! The files below `rules/`, as they were when the binary was built.

include!(concat!(env!("OUT_DIR"), "/data.rs"));

/// The embedded files below `folder`: the path inside `rules/` and the content.
pub(crate) fn files(folder: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let folder = format!("{folder}/");
    FILES.iter().copied().filter(move |(path, _)| path.starts_with(&folder))
}
