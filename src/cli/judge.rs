//! Who judges a file: the rules that ship or those of a configuration, with what the user set.
//!
//! `resumelint.toml` is found upward from each file, so a folder of resumes may hold several. What
//! stands on the command line wins over what a configuration says.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme};
use resumelint::catalogue::Catalogue;
use resumelint::check::Options;
use resumelint::config::{self, Config, FILE_NAME};
use resumelint::report::safe;
use resumelint::resume::Vocabulary;
use resumelint::rules::{self, Rule, Ruleset};

use super::choice::Choice;
use super::input::{self, Input};
use super::settings::Judging;
use super::{Error, baseline};

/// Where configurations come from.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Where {
    /// Use this configuration for every file
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Use no configuration
    #[arg(long, conflicts_with = "config")]
    no_config: bool,
}

/// Everybody who judges in a run; the first judges what has no configuration of its own.
pub(super) struct Judges {
    judges: Vec<Judge>,
    /// Which judge each folder has.
    folders: HashMap<PathBuf, usize>,
}

/// What holds for a file, as it grows from the defaults.
pub(super) struct Effective<'a> {
    /// The rules that judge it.
    pub(super) ruleset: &'a Ruleset,
    /// The configuration, where there is one.
    pub(super) file: Option<&'a Path>,
    /// The options after each step, each with where its settings come from; the last ones hold.
    pub(super) steps: Vec<(Source, Options)>,
}

/// Where settings come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// What holds unless somebody says otherwise.
    Default,
    /// The configuration.
    Configuration(config::Place),
    /// A flag.
    CommandLine,
}

/// Rules, and what the user set.
struct Judge {
    ruleset: Ruleset,
    config: Option<Config>,
    /// The file of the configuration.
    file: Option<PathBuf>,
    /// The folder of the configuration.
    root: PathBuf,
    /// What the command line says, over the defaults.
    choice: Choice,
    judging: Judging,
    /// The fingerprints of the configuration's baseline.
    known: std::collections::BTreeSet<String>,
}

impl Judges {
    /// Finds who judges each of the files.
    ///
    /// # Errors
    /// A configuration, or something that it names, is broken.
    pub(super) fn find(
        found: &Where,
        choice: &Choice,
        judging: &Judging,
        inputs: &[Input],
    ) -> Result<Self, Error> {
        let judge = |file: Option<&Path>| Judge::new(file, choice, judging);
        let judges = Self::all(found, choice, inputs, judge)?;
        let rulesets: Vec<&Ruleset> = judges.judges.iter().map(|judge| &judge.ruleset).collect();
        choice.check(&rulesets)?;
        Ok(judges)
    }

    /// One for the files that have no configuration of their own, and one for each configuration.
    fn all(
        found: &Where,
        choice: &Choice,
        inputs: &[Input],
        judge: impl Fn(Option<&Path>) -> Result<Judge, Error>,
    ) -> Result<Self, Error> {
        let mut judges =
            Judges { judges: vec![judge(found.config.as_deref())?], folders: HashMap::new() };
        // Strangers do not get to say how they are judged.
        let discovers = found.config.is_none() && !found.no_config && choice.trusts_inputs();
        if !discovers {
            return Ok(judges);
        }
        let mut files: HashMap<PathBuf, usize> = HashMap::new();
        for input in inputs {
            let folder = folder_of(input);
            if judges.folders.contains_key(&folder) {
                continue;
            }
            let at = match upward(&folder) {
                None => 0,
                Some(file) => match files.get(&file) {
                    Some(&at) => at,
                    None => {
                        judges.judges.push(judge(Some(&file))?);
                        files.insert(file, judges.judges.len() - 1);
                        judges.judges.len() - 1
                    }
                },
            };
            judges.folders.insert(folder, at);
        }
        // With one configuration for all, its rules are the rules of the run.
        if judges.judges.len() == 2 && judges.folders.values().all(|&at| at == 1) {
            judges.judges.remove(0);
            judges.folders.clear();
        }
        Ok(judges)
    }

    /// The rules that reports describe.
    pub(super) fn ruleset(&self) -> &Ruleset {
        &self.judges[0].ruleset
    }

    /// What holds for a file, and where each part of it comes from.
    pub(super) fn effective(&self, input: &Input) -> Effective<'_> {
        let at = self.folders.get(&folder_of(input)).copied().unwrap_or(0);
        self.judges[at].effective(input)
    }

    /// The rules and the options for a file.
    pub(super) fn of(&self, input: &Input) -> (&Ruleset, Options) {
        let (at, relative) = self.place(input);
        self.at(at, &relative)
    }

    /// Which judge a file has, and its path relative to the folder of that one's configuration.
    pub(super) fn place(&self, input: &Input) -> (usize, String) {
        let at = self.folders.get(&folder_of(input)).copied().unwrap_or(0);
        let judge = &self.judges[at];
        let is_configured = judge.config.is_some();
        (at, if is_configured { relative(input, &judge.root) } else { String::new() })
    }

    /// The rules and the options for a file at such a place.
    pub(super) fn at(&self, at: usize, relative: &str) -> (&Ruleset, Options) {
        let judge = &self.judges[at];
        (&judge.ruleset, judge.options(relative))
    }

    /// The configurations, in the order of the judges.
    pub(super) fn configurations(&self) -> Vec<Option<PathBuf>> {
        self.judges.iter().map(|judge| judge.file.clone()).collect()
    }

    /// The same judges again, in another process.
    ///
    /// # Errors
    /// A configuration, or something that it names, is broken.
    pub(super) fn again(
        configurations: &[Option<PathBuf>],
        choice: &Choice,
        judging: &Judging,
    ) -> Result<Self, Error> {
        let judges = configurations.iter().map(|file| Judge::new(file.as_deref(), choice, judging));
        Ok(Judges { judges: judges.collect::<Result<_, _>>()?, folders: HashMap::new() })
    }
}

impl Judge {
    /// Reads a configuration and what it names.
    fn new(file: Option<&Path>, choice: &Choice, judging: &Judging) -> Result<Self, Error> {
        let mut judge = Judge {
            ruleset: Ruleset::builtin(),
            config: None,
            file: None,
            root: PathBuf::new(),
            choice: choice.clone(),
            judging: judging.clone(),
            known: choice.baseline()?.unwrap_or_default(),
        };
        if let Some(file) = file {
            judge.configure(file)?;
        }
        Ok(judge)
    }

    /// Takes over what a configuration says.
    fn configure(&mut self, file: &Path) -> Result<(), Error> {
        let text = read(file)?;
        self.file = Some(file.to_path_buf());
        self.root = file.parent().map(Path::to_path_buf).unwrap_or_default();
        self.ruleset = extended(std::mem::take(&mut self.ruleset), &self.root, &text)?;
        let config = config::parse(file, &text, &self.ruleset).map_err(|error| drawn(&error))?;
        if let Some(path) = &config.baseline
            && self.known.is_empty()
        {
            self.known = baseline::read(&self.root.join(path))?;
        }
        self.config = Some(config);
        Ok(())
    }

    /// The options for a file, as they grow from the defaults.
    fn effective(&self, input: &Input) -> Effective<'_> {
        let defaults = Options { role: None, ..self.judging.options() };
        let mut steps = vec![(Source::Default, defaults.clone())];
        let mut options = defaults;
        if let Some(config) = &self.config {
            config.trace(&relative(input, &self.root), &mut options, |place, options| {
                steps.push((Source::Configuration(place), options.clone()));
            });
        }
        steps.push((Source::CommandLine, self.options(&relative(input, &self.root))));
        Effective { ruleset: &self.ruleset, file: self.file.as_deref(), steps }
    }

    /// The options for a file at this path relative to the configuration's folder.
    fn options(&self, relative: &str) -> Options {
        let mut options = self.judging.options();
        let role = options.role;
        if let Some(config) = &self.config {
            config.apply(relative, &mut options);
            self.judging.limits.apply(&mut options.limits);
        }
        options.role = role.or(options.role);
        options.baseline.clone_from(&self.known);
        self.choice.apply(options)
    }
}

/// The rules with those that a configuration in `root` adds, and its catalogue and vocabulary.
fn extended(shipped: Ruleset, root: &Path, config: &str) -> Result<Ruleset, Error> {
    // A file that is no TOML is told of by the stricter reading elsewhere.
    let [folders, catalogues, vocabularies] = config::extra_folders(config).unwrap_or_default();
    if folders.is_empty() && catalogues.is_empty() && vocabularies.is_empty() {
        return Ok(shipped);
    }
    let mut vocabulary: Vocabulary = (*shipped.vocabulary).clone();
    for path in toml_files(root, &vocabularies)? {
        let added = vocabulary.extend(&path.to_string_lossy(), &read(&path)?);
        added.map_err(|error| drawn(&error))?;
    }
    let catalogue = match &catalogues[..] {
        [] => shipped.catalogue,
        folders => catalogue(&shipped.catalogue, root, folders)?.into(),
    };
    let (all, _) = with_own(shipped.rules, root, &folders)?;
    Ok(Ruleset::new(all, catalogue, vocabulary.into()))
}

/// Rules with those that stand in folders, and the ids of the latter.
fn with_own(
    shipped: Vec<Rule>,
    root: &Path,
    folders: &[PathBuf],
) -> Result<(Vec<Rule>, Vec<String>), Error> {
    let mut files = Vec::new();
    for path in toml_files(root, folders)? {
        let text = read(&path)?;
        files.push((path, text));
    }
    rules::with_files(shipped, &files).map_err(|error| drawn(&error))
}

/// The catalogue with a user's files above it.
fn catalogue(shipped: &Catalogue, root: &Path, folders: &[PathBuf]) -> Result<Catalogue, Error> {
    let mut files = Vec::new();
    for path in toml_files(root, folders)? {
        files.push((path.to_string_lossy().into_owned(), read(&path)?));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (&**name, &**text)).collect();
    shipped.with_files(&files).map_err(|faults| {
        let drawn: Vec<String> = faults.iter().map(|fault| drawn(fault).to_string()).collect();
        Error::Drawn(drawn.join("\n"))
    })
}

/// The folder that decides who judges a file.
fn folder_of(input: &Input) -> PathBuf {
    let folder = input.outer_path().and_then(Path::parent).unwrap_or(Path::new(""));
    if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder.to_path_buf() }
}

/// The configuration in a folder or in one above it.
fn upward(folder: &Path) -> Option<PathBuf> {
    let folder = folder.canonicalize().ok()?;
    folder.ancestors().map(|above| above.join(FILE_NAME)).find(|file| file.is_file())
}

/// The path of a file relative to a configuration's folder, with `/` between its parts.
fn relative(input: &Input, root: &Path) -> String {
    let path = input.outer_path().and_then(|path| path.canonicalize().ok());
    let root = root.canonicalize().ok();
    let inside = path.as_deref().zip(root.as_deref());
    let inside = inside.and_then(|(path, root)| path.strip_prefix(root).ok());
    let name =
        inside.map_or_else(|| input.name.clone(), |path| path.to_string_lossy().into_owned());
    name.replace('\\', "/")
}

/// The rules that hold in this folder: those that ship, with those of its configuration.
///
/// # Errors
/// A configuration, or something that it names, is broken.
pub(super) fn ruleset_here() -> Result<Ruleset, Error> {
    let file = upward(Path::new("."));
    Ok(Judge::new(file.as_deref(), &Choice::default(), &Judging::default())?.ruleset)
}

/// The rules that ship with those in a folder above them, and the ids of the latter.
///
/// # Errors
/// The folder cannot be read, or a rule in it is broken.
pub(super) fn with_rules(folder: &Path) -> Result<(Ruleset, Vec<String>), Error> {
    let shipped = Ruleset::builtin();
    let (all, own) = with_own(shipped.rules, Path::new(""), &[folder.to_path_buf()])?;
    Ok((Ruleset::new(all, shipped.catalogue, shipped.vocabulary), own))
}

/// The TOML files in folders, and the files that are named themselves, in order of their names.
fn toml_files(root: &Path, folders: &[PathBuf]) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::new();
    for folder in folders {
        let folder = root.join(folder);
        if folder.is_file() {
            files.push(folder);
            continue;
        }
        if !folder.is_dir() {
            let message = format!("{}: there is no such folder or file", folder.display());
            return Err(Error::Told(message));
        }
        let walk = ignore::WalkBuilder::new(&folder).standard_filters(false).build();
        let paths = walk.flatten().map(ignore::DirEntry::into_path);
        files.extend(paths.filter(|path| path.extension().is_some_and(|end| end == "toml")));
    }
    files.sort();
    Ok(files)
}

/// A file of the user's own.
fn read(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path)
        .map_err(|error| Error::Told(format!("{}: {}", path.display(), input::not_opened(&error))))
}

/// A fault in a file of the user's own, with the line it is in.
pub(super) fn drawn(fault: &dyn Diagnostic) -> Error {
    let mut text = String::new();
    let drawn = GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor())
        .with_links(false)
        .with_width(100)
        .render_report(&mut text, fault);
    match drawn {
        Ok(()) => Error::Drawn(safe::many_lines(&text).into_owned()),
        Err(_) => Error::Told(fault.to_string()),
    }
}
