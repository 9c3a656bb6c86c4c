//! `resumelint.toml`: what a user decides about rules, with places for its own diagnostics.
//!
//! The file is read whole and checked against the rules that exist, so that a misspelt key, rule or
//! parameter is an error with a caret and a suggestion, and never a setting that silently does
//! nothing. Finding the file is the caller's business; see `cli`.

mod limits;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use serde::Deserialize;
use toml::Spanned;

use crate::check::{Options, Setting};
use crate::file_error::FileError;
use crate::role::parse_role;
use crate::rules::{Ruleset, reference::nearest};
use limits::WrittenLimits;

/// The name of the file.
pub const FILE_NAME: &str = "resumelint.toml";

/// The presets, with what each is for.
pub const PRESETS: [(&str, &str); 3] = [
    ("candidate", "a person who checks their own resume: every rule"),
    ("ci", "a repository of resumes: the same rules, compact output"),
    (
        "recruiter",
        "submissions by strangers: certifications, evidence and integrity; nothing in a document is trusted",
    ),
];

/// What a user decides.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// Folders with more rules, relative to the file.
    pub rules: Vec<PathBuf>,
    /// Folders with more of the catalogue, relative to the file.
    pub catalogue: Vec<PathBuf>,
    /// Folders with more vocabulary, relative to the file.
    pub vocabulary: Vec<PathBuf>,
    /// The file with accepted findings, relative to the file.
    pub baseline: Option<PathBuf>,
    settings: Settings,
    overrides: Vec<(GlobSet, Settings)>,
}

/// Settings for all files, or for some.
#[derive(Debug, Clone, PartialEq, Default)]
struct Settings {
    preset: Option<String>,
    role: Option<(crate::role::Field, Option<crate::role::Level>)>,
    mandated: BTreeSet<String>,
    select: BTreeSet<String>,
    ignore: BTreeSet<String>,
    levels: BTreeMap<String, Setting>,
    params: BTreeMap<String, BTreeMap<String, toml::Value>>,
    limits: WrittenLimits,
}

/// The settings as they are written.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Written {
    #[serde(default)]
    extra_rules: Vec<PathBuf>,
    #[serde(default)]
    extra_catalogue: Vec<PathBuf>,
    #[serde(default)]
    extra_vocabulary: Vec<PathBuf>,
    #[serde(default)]
    baseline: Option<PathBuf>,
    #[serde(default)]
    preset: Option<Spanned<String>>,
    #[serde(default)]
    role: Option<Spanned<String>>,
    #[serde(default)]
    mandated: Vec<Spanned<String>>,
    #[serde(default)]
    select: Vec<Spanned<String>>,
    #[serde(default)]
    ignore: Vec<Spanned<String>>,
    #[serde(default)]
    rules: BTreeMap<Spanned<String>, Spanned<toml::Value>>,
    #[serde(default)]
    limits: WrittenLimits,
    #[serde(default)]
    overrides: Vec<WrittenOverride>,
}

/// Settings for some files, as they are written.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct WrittenOverride {
    files: Vec<Spanned<String>>,
    #[serde(default)]
    role: Option<Spanned<String>>,
    #[serde(default)]
    mandated: Vec<Spanned<String>>,
    #[serde(default)]
    ignore: Vec<Spanned<String>>,
    #[serde(default)]
    rules: BTreeMap<Spanned<String>, Spanned<toml::Value>>,
}

/// Reads a configuration and checks it against what exists.
///
/// # Errors
/// If the file is no TOML, or names a key, preset, role, rule, group, parameter or credential that
/// does not exist.
pub fn parse(path: &Path, text: &str, ruleset: &Ruleset) -> Result<Config, FileError> {
    let fail = |message: String, help: Option<String>, range: Option<Range<usize>>| {
        let error = FileError::new("configuration", &path.display().to_string(), text, message);
        FileError { help, range, ..error }
    };
    let written: Written = toml::from_str(text).map_err(|error| {
        let message = error.message().lines().next().unwrap_or("not valid TOML").to_owned();
        let help = crate::rules::reference::suggest_field(&message);
        fail(message, help, error.span())
    })?;
    let reader = Reader { ruleset, fail: &fail };
    let mut settings = Settings {
        role: reader.role(written.role.as_ref())?,
        mandated: reader.credentials(&written.mandated)?,
        select: reader.rules(&written.select)?,
        ignore: reader.rules(&written.ignore)?,
        limits: written.limits,
        ..Settings::default()
    };
    if let Some(preset) = &written.preset {
        let known: Vec<&str> = PRESETS.iter().map(|(name, _)| *name).collect();
        settings.preset = Some(reader.one_of("preset", preset, &known)?);
    }
    reader.levels(&written.rules, &mut settings)?;
    let mut overrides = Vec::new();
    for over in &written.overrides {
        let mut settings = Settings {
            role: reader.role(over.role.as_ref())?,
            mandated: reader.credentials(&over.mandated)?,
            ignore: reader.rules(&over.ignore)?,
            ..Settings::default()
        };
        reader.levels(&over.rules, &mut settings)?;
        overrides.push((reader.globs(&over.files)?, settings));
    }
    Ok(Config {
        rules: written.extra_rules,
        catalogue: written.extra_catalogue,
        vocabulary: written.extra_vocabulary,
        baseline: written.baseline,
        settings,
        overrides,
    })
}

/// The folders that a configuration adds, read before anything is checked: what they hold has to be
/// there first.
///
/// # Errors
/// If the file is no TOML; [`parse`] says it better, and is asked right after.
pub fn extra_folders(text: &str) -> Result<[Vec<PathBuf>; 3], toml::de::Error> {
    let written: Written = toml::from_str(text)?;
    Ok([written.extra_rules, written.extra_catalogue, written.extra_vocabulary])
}

impl Config {
    /// Puts what the user decided for a file over the defaults. `path` is relative to the folder of
    /// the configuration, with `/` between its parts.
    pub fn apply(&self, path: &str, options: &mut Options) {
        for (_, settings) in self.layers(path) {
            settings.apply(options);
        }
    }

    /// The same, a step at a time: after each, `seen` is told where its settings stand and what the
    /// options are by then.
    pub fn trace(&self, path: &str, options: &mut Options, mut seen: impl FnMut(Place, &Options)) {
        for (place, settings) in self.layers(path) {
            settings.apply(options);
            seen(place, options);
        }
    }

    /// The settings that hold for a file, the more special ones last.
    fn layers(&self, path: &str) -> impl Iterator<Item = (Place, &Settings)> {
        let overrides = self.overrides.iter().enumerate();
        let matching = overrides.filter(move |(_, (files, _))| files.is_match(path));
        let general = std::iter::once((Place::General, &self.settings));
        general.chain(matching.map(|(at, (_, settings))| (Place::Override(at + 1), settings)))
    }
}

/// Where in a configuration a setting stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// For all files.
    General,
    /// In an override for some, counted from 1 in the order of the file.
    Override(usize),
}

impl Settings {
    fn apply(&self, options: &mut Options) {
        if let Some(preset) = &self.preset {
            options.preset.clone_from(preset);
        }
        if self.role.is_some() {
            options.role = self.role;
        }
        options.mandated.extend(self.mandated.iter().cloned());
        options.select.extend(self.select.iter().cloned());
        options.ignore.extend(self.ignore.iter().cloned());
        options.levels.extend(self.levels.iter().map(|(id, level)| (id.clone(), *level)));
        for (rule, params) in &self.params {
            options.params.entry(rule.clone()).or_default().extend(params.clone());
        }
        self.limits.apply(&mut options.limits);
    }
}

/// Reads values that name things.
struct Reader<'a, F> {
    ruleset: &'a Ruleset,
    fail: &'a F,
}

impl<F> Reader<'_, F>
where
    F: Fn(String, Option<String>, Option<Range<usize>>) -> FileError,
{
    fn one_of(
        &self,
        what: &str,
        value: &Spanned<String>,
        known: &[&str],
    ) -> Result<String, FileError> {
        let name = value.get_ref();
        if known.contains(&name.as_str()) {
            return Ok(name.clone());
        }
        let help = match nearest(name, known) {
            Some(near) => format!("Did you mean \"{near}\"?"),
            None if known.len() <= 12 => format!("Known: {}.", known.join(", ")),
            None => format!(
                "`resumelint {}` lists what there is.",
                if what == "credential" { "credentials" } else { "rules" }
            ),
        };
        Err((self.fail)(format!("there is no {what} \"{name}\""), Some(help), Some(value.span())))
    }

    /// Patterns for paths: `*` within a name, `**` across folders; one without `/` matches a name
    /// in any folder.
    fn globs(&self, patterns: &[Spanned<String>]) -> Result<GlobSet, FileError> {
        let mut set = GlobSetBuilder::new();
        for pattern in patterns {
            let written = pattern.get_ref();
            let anywhere = format!("**/{written}");
            let whole = if written.contains('/') { written } else { &anywhere };
            let glob = GlobBuilder::new(whole).literal_separator(true).build();
            set.add(glob.map_err(|error| {
                (self.fail)(error.kind().to_string(), None, Some(pattern.span()))
            })?);
        }
        set.build().map_err(|error| (self.fail)(error.kind().to_string(), None, None))
    }

    fn rule_or_group(&self, value: &Spanned<String>) -> Result<String, FileError> {
        let ids = self.ruleset.rules.iter().map(|rule| rule.id.as_str());
        let known: Vec<&str> = self.ruleset.groups().into_iter().chain(ids).collect();
        self.one_of("rule or group", value, &known)
    }

    fn rules(&self, values: &[Spanned<String>]) -> Result<BTreeSet<String>, FileError> {
        values.iter().map(|value| self.rule_or_group(value)).collect()
    }

    fn credentials(&self, values: &[Spanned<String>]) -> Result<BTreeSet<String>, FileError> {
        let catalogue = &self.ruleset.catalogue;
        let entries = catalogue.entries.iter().map(|entry| &*entry.id);
        let known: Vec<&str> = entries.chain(catalogue.families.iter().map(|f| &*f.id)).collect();
        values.iter().map(|value| self.one_of("credential", value, &known)).collect()
    }

    fn role(
        &self,
        value: Option<&Spanned<String>>,
    ) -> Result<Option<(crate::role::Field, Option<crate::role::Level>)>, FileError> {
        let read = |value: &Spanned<String>| {
            parse_role(value.get_ref())
                .map_err(|error| (self.fail)(error, None, Some(value.span())))
        };
        value.map(read).transpose()
    }

    /// Reads `rule = "level"` and `rule = { level = "...", parameter = value }`.
    fn levels(
        &self,
        written: &BTreeMap<Spanned<String>, Spanned<toml::Value>>,
        settings: &mut Settings,
    ) -> Result<(), FileError> {
        for (name, value) in written {
            let id = self.rule_or_group(name)?;
            match value.get_ref() {
                toml::Value::String(level) => {
                    settings.levels.insert(id, self.level(level, value.span())?);
                }
                toml::Value::Table(table) => {
                    for (key, setting) in table {
                        match (key.as_str(), setting) {
                            ("level", toml::Value::String(level)) => {
                                settings
                                    .levels
                                    .insert(id.clone(), self.level(level, value.span())?);
                            }
                            _ => self.param(&id, key, setting, value.span(), settings)?,
                        }
                    }
                }
                _ => {
                    let help = "Write a level (\"off\", \"advice\", \"warning\", \"error\"), or a table with `level` and parameters.";
                    let message =
                        format!("{id} is set to something that is neither a level nor a table");
                    return Err((self.fail)(message, Some(help.to_owned()), Some(value.span())));
                }
            }
        }
        Ok(())
    }

    fn level(&self, name: &str, range: Range<usize>) -> Result<Setting, FileError> {
        Setting::named(name).ok_or_else(|| {
            let known = ["off", "advice", "warning", "error"];
            let help = match nearest(name, &known) {
                Some(near) => format!("Did you mean \"{near}\"?"),
                None => format!("Known: {}.", known.join(", ")),
            };
            (self.fail)(format!("there is no level \"{name}\""), Some(help), Some(range))
        })
    }

    fn param(
        &self,
        id: &str,
        key: &str,
        value: &toml::Value,
        range: Range<usize>,
        settings: &mut Settings,
    ) -> Result<(), FileError> {
        let params = self.ruleset.rule(id).map(|rule| &rule.definition.params);
        let Some(own) = params.and_then(|params| params.get(key)) else {
            let known: Vec<&str> = params
                .into_iter()
                .flatten()
                .map(|(name, _)| name.as_str())
                .chain(["level"])
                .collect();
            let help = match nearest(key, &known) {
                Some(near) => format!("Did you mean `{near}`?"),
                None => format!("{id} knows: {}.", known.join(", ")),
            };
            return Err((self.fail)(
                format!("{id} has no parameter `{key}`"),
                Some(help),
                Some(range),
            ));
        };
        if own.type_str() != value.type_str() {
            let message =
                format!("`{key}` of {id} is a {}, not a {}", own.type_str(), value.type_str());
            return Err((self.fail)(
                message,
                Some(format!("The default is {}.", crate::rules::value_of(own))),
                Some(range),
            ));
        }
        settings.params.entry(id.to_owned()).or_default().insert(key.to_owned(), value.clone());
        Ok(())
    }
}
