//! Catalogue files that a user puts beside a configuration: they add, replace and re-rate.
//!
//! They have the form of ours, and are read as strictly; what is wrong with one is said with the place
//! in the file, because a misspelt tier that silently does nothing is worse than an error.

use super::compile::{Base, Fault, Origins, compile};
use super::layer::{Layer, Parts, REPLACED};
use super::{Catalogue, RatedBy, Rating};
use crate::file_error::FileError;

impl Catalogue {
    /// The catalogue with a user's files above it; each is a name for diagnostics and the content.
    ///
    /// A `[[credential]]` whose id is known replaces that entry; `tier` in it, or a `[[rating]]` of
    /// its own, gives the user's tier, which goes before the guide's and the rubric's.
    ///
    /// # Errors
    /// Everything that is wrong with the files.
    pub fn with_files(&self, files: &[(&str, &str)]) -> Result<Catalogue, Vec<FileError>> {
        if files.is_empty() {
            return Ok(self.clone());
        }
        let lowest = self.layers.first().map(|layer| &*layer.compiled);
        let base = Base {
            entries: &self.entries,
            families: &self.families,
            issuers: &self.issuers,
            wording: lowest.map(|compiled| &compiled.wording),
            rubric: lowest.map(|compiled| &compiled.rubric),
        };
        let (compiled, prose) = compile(files, Origins::Users, &base).map_err(|faults| {
            faults.into_iter().map(|fault| self.error(fault, files)).collect::<Vec<_>>()
        })?;
        let ratings = compiled.ratings.clone();
        let mut catalogue = self.clone();
        let (layer, parts) = Layer::new(compiled, Some(prose));
        catalogue.put(layer, parts);
        for (id, tier) in ratings {
            let rating = Some(Rating { tier, by: RatedBy::User });
            if let Some(entry) = catalogue.entries.iter_mut().find(|entry| entry.id == id) {
                entry.rating = rating;
            } else if let Some(family) = catalogue.families.iter_mut().find(|f| f.id == id) {
                family.rating = rating;
            }
        }
        Ok(catalogue)
    }

    /// Puts a layer above the others.
    fn put(&mut self, mut layer: Layer, parts: Parts) {
        let own_entries = merge(&mut self.entries, parts.entries, |entry| &entry.id);
        let own_families = merge(&mut self.families, parts.families, |family| &family.id);
        for lower in &mut self.layers {
            lower.moved(&own_entries.below, &own_families.below);
        }
        layer.moved(&own_entries.above, &own_families.above);
        self.layers.push(layer);
        self.issuers.retain(|issuer| !parts.issuers.iter().any(|new| new.name == issuer.name));
        self.issuers.extend(parts.issuers);
    }

    /// A fault with the text that it points into, and with what may have been meant.
    fn error(&self, fault: Fault, files: &[(&str, &str)]) -> FileError {
        let text = files.iter().find(|(name, _)| *name == fault.file).map_or("", |(_, text)| text);
        let help = fault.help.or_else(|| self.suggest(&fault.message, files));
        let message = fault.message.lines().next().unwrap_or_default().to_owned();
        let error = FileError::new("catalogue-file", &fault.file, text, message);
        FileError { help, range: fault.span, ..error }
    }

    /// What may have been meant, from a message that quotes what was written.
    fn suggest(&self, message: &str, files: &[(&str, &str)]) -> Option<String> {
        let mut quoted = message.split('`').skip(1).step_by(2);
        let written = quoted.next()?;
        let listed: Vec<&str> = quoted.collect();
        let ids = self.entries.iter().map(|e| &*e.id).chain(self.families.iter().map(|f| &*f.id));
        let known: Vec<&str> = if message.contains("has the id") {
            ids.collect()
        } else if message.contains("[[issuer]]") {
            let theirs = files.iter().flat_map(|(_, text)| issuers(text));
            self.issuers.iter().map(|issuer| issuer.name.as_str()).chain(theirs).collect()
        } else if message.contains("kebab-case") {
            let words: Vec<&str> = written
                .split(|c: char| !c.is_alphanumeric())
                .filter(|word| !word.is_empty())
                .collect();
            return Some(format!("Did you mean `{}`?", words.join("-").to_lowercase()));
        } else {
            listed
        };
        let nearest = super::search::nearest(written, known.into_iter())?;
        Some(format!("Did you mean `{nearest}`?"))
    }
}

/// The names of the issuers in a file that may be broken elsewhere.
fn issuers(text: &str) -> impl Iterator<Item = &str> {
    text.split("[[issuer]]").skip(1).filter_map(|table| {
        let line = table.lines().find(|line| line.starts_with("name"))?;
        line.split('"').nth(1)
    })
}

/// Where entries went: positions before, and positions now.
struct Moved {
    /// Of what was there before.
    below: Vec<u16>,
    /// Of what was added.
    above: Vec<u16>,
}

/// Merges `new` into the sorted `all`; what has the same id takes the place of the old.
fn merge<T>(all: &mut Vec<T>, new: Vec<T>, id: impl Fn(&T) -> &str) -> Moved {
    let old = std::mem::take(all);
    let (mut below, mut above) = (vec![REPLACED; old.len()], vec![REPLACED; new.len()]);
    let mut news = new.into_iter().enumerate().peekable();
    for (at, item) in old.into_iter().enumerate() {
        while let Some((from, newer)) = news.next_if(|(_, newer)| id(newer) < id(&item)) {
            above[from] = all.len() as u16;
            all.push(newer);
        }
        if let Some((from, newer)) = news.next_if(|(_, newer)| id(newer) == id(&item)) {
            above[from] = all.len() as u16;
            all.push(newer);
        } else {
            below[at] = all.len() as u16;
            all.push(item);
        }
    }
    for (from, newer) in news {
        above[from] = all.len() as u16;
        all.push(newer);
    }
    Moved { below, above }
}
