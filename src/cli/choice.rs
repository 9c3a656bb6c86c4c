//! Which rules speak, and whom the resumes belong to.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::ValueEnum;
use resumelint::check::Options;
use resumelint::report::Format;
use resumelint::rules::Ruleset;
use resumelint::suppression::Inline;

use super::check::Bar;
use super::{Error, baseline};

/// Which rules speak.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct Choice {
    /// For whom: your own resume, a pipeline, or resumes of others
    #[arg(long, value_enum, value_name = "PRESET")]
    preset: Option<Preset>,

    /// Let only these rules or groups speak
    #[arg(long, value_delimiter = ',', value_name = "RULE,...")]
    select: Vec<String>,

    /// Keep these rules or groups silent
    #[arg(long, value_delimiter = ',', value_name = "RULE,...")]
    ignore: Vec<String>,

    /// Credentials that an employer mandates, by id
    #[arg(long, value_delimiter = ',', value_name = "CREDENTIAL,...")]
    mandated: Vec<String>,

    /// Findings of this baseline are known and do not count
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,

    /// Pass over comments in resumes that silence rules
    #[arg(long)]
    no_inline_suppressions: bool,
}

/// For whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Preset {
    /// Your own resume
    Candidate,
    /// The same rules in a pipeline
    Ci,
    /// Resumes of others: certifications, evidence and integrity; nothing they say is obeyed
    Recruiter,
}

/// Whether a resume is the user's own, so that it may name other files to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trust {
    /// It is.
    Own,
    /// It is somebody else's.
    Strangers,
}

impl Choice {
    /// Makes sure that what is named exists for at least one of those who judge.
    ///
    /// # Errors
    /// A rule, a group or a credential is named that does not exist.
    pub(super) fn check(&self, rulesets: &[&Ruleset]) -> Result<(), Error> {
        let exists = |known: &dyn Fn(&Ruleset) -> bool| rulesets.iter().any(|set| known(set));
        for name in self.select.iter().chain(&self.ignore) {
            let is_known =
                |set: &Ruleset| set.rule(name).is_some() || set.groups().contains(&name.as_str());
            if !exists(&is_known) {
                let groups = rulesets.last().map_or_else(Vec::new, |set| set.groups()).join(", ");
                let message = format!(
                    "no rule is called '{name}'; 'resumelint rules' lists them, and the groups are \
                     {groups}"
                );
                return Err(Error::Told(message));
            }
        }
        for id in &self.mandated {
            let is_known = |set: &Ruleset| {
                set.catalogue.entry(id).is_some() || set.catalogue.family(id).is_some()
            };
            if !exists(&is_known) {
                let message =
                    format!("no credential has the id '{id}'; 'resumelint credentials' lists them");
                return Err(Error::Told(message));
            }
        }
        Ok(())
    }

    /// The fingerprints of the baseline that is named.
    ///
    /// # Errors
    /// It cannot be read.
    pub(super) fn baseline(&self) -> Result<Option<BTreeSet<String>>, Error> {
        self.baseline.as_deref().map(baseline::read).transpose()
    }

    /// Options with this choice over them.
    pub(super) fn apply(&self, mut options: Options) -> Options {
        if let Some(preset) = self.preset {
            preset.name().clone_into(&mut options.preset);
        }
        if !self.select.is_empty() {
            options.select = self.select.iter().cloned().collect();
        }
        options.ignore.extend(self.ignore.iter().cloned());
        options.mandated.extend(self.mandated.iter().cloned());
        options.inline = match (self.no_inline_suppressions, trust(&options)) {
            (true, _) => Inline::PassedOver,
            (false, Trust::Strangers) => Inline::Reported,
            (false, Trust::Own) => Inline::Honoured,
        };
        options
    }

    /// Whether files beside the inputs may say how they are judged.
    pub(super) fn trusts_inputs(&self) -> bool {
        self.preset != Some(Preset::Recruiter)
    }

    /// Whether a run closes with a summary of its own, beside the report.
    pub(super) fn wants_sum(&self) -> bool {
        self.preset == Some(Preset::Recruiter)
    }

    /// The report that is written unless the user says otherwise.
    pub(super) fn format(&self) -> Format {
        match self.preset {
            Some(Preset::Ci) => Format::Compact,
            Some(Preset::Candidate | Preset::Recruiter) | None => Format::Pretty,
        }
    }

    /// The severity from which on the run fails, unless the user says otherwise.
    pub(super) fn bar(&self) -> Bar {
        match self.preset {
            Some(Preset::Recruiter) => Bar::Never,
            Some(Preset::Candidate | Preset::Ci) | None => Bar::Warning,
        }
    }
}

/// Whether resumes judged under these options are the user's own.
pub(super) fn trust(options: &Options) -> Trust {
    if options.preset == Preset::Recruiter.name() { Trust::Strangers } else { Trust::Own }
}

impl Preset {
    /// The name that rules use.
    fn name(self) -> &'static str {
        match self {
            Preset::Candidate => "candidate",
            Preset::Ci => "ci",
            Preset::Recruiter => "recruiter",
        }
    }
}
