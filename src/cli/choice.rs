//! Which rules speak, and whom the resumes belong to.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::ValueEnum;
use resumelint::check::Options;
use resumelint::rules::{GROUPS, Ruleset};
use resumelint::suppression::Inline;

use super::check::Bar;
use super::{Error, baseline};

/// Which rules speak.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Choice {
    /// For whom: your own resume, a pipeline, or resumes of others
    #[arg(long, value_enum, default_value_t = Preset::Candidate, value_name = "PRESET")]
    preset: Preset,

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
    /// The options with this choice in them.
    ///
    /// # Errors
    /// A rule, a group or a credential is named that does not exist; the baseline cannot be read.
    pub(super) fn apply(&self, options: Options, ruleset: &Ruleset) -> Result<Options, Error> {
        for name in self.select.iter().chain(&self.ignore) {
            if ruleset.rule(name).is_none() && !GROUPS.contains(&name.as_str()) {
                let groups = GROUPS.join(", ");
                let message = format!(
                    "no rule is called '{name}'; 'resumelint rules' lists them, and the groups are \
                     {groups}"
                );
                return Err(Error::Told(message));
            }
        }
        for id in &self.mandated {
            if ruleset.catalogue.entry(id).is_none() && ruleset.catalogue.family(id).is_none() {
                let message =
                    format!("no credential has the id '{id}'; 'resumelint credentials' lists them");
                return Err(Error::Told(message));
            }
        }
        let known = self.baseline.as_deref().map(baseline::read).transpose()?;
        let set = |names: &[String]| names.iter().cloned().collect::<BTreeSet<_>>();
        Ok(Options {
            preset: self.preset.name().to_owned(),
            select: set(&self.select),
            ignore: set(&self.ignore),
            mandated: set(&self.mandated),
            baseline: known.unwrap_or_default(),
            inline: match (self.no_inline_suppressions, self.trust()) {
                (true, _) => Inline::PassedOver,
                (false, Trust::Strangers) => Inline::Reported,
                (false, Trust::Own) => Inline::Honoured,
            },
            ..options
        })
    }

    /// Whether the resumes are the user's own.
    pub(super) fn trust(&self) -> Trust {
        match self.preset {
            Preset::Candidate | Preset::Ci => Trust::Own,
            Preset::Recruiter => Trust::Strangers,
        }
    }

    /// The severity from which on the run fails, unless the user says otherwise.
    pub(super) fn bar(&self) -> Bar {
        match self.preset {
            Preset::Candidate | Preset::Ci => Bar::Warning,
            Preset::Recruiter => Bar::Never,
        }
    }
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
