//! Limits as flags. One that is reached is named in the report, and the file is not called clean.

use resumelint::extract::{Limits, parse_size};
use serde::{Deserialize, Serialize};

/// How much of a file is read.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Limits")]
pub(super) struct LimitFlags {
    /// Size of a file, such as 20MiB [default: 50MiB]
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    max_file_size: Option<u64>,
    /// Pages [default: 200]
    #[arg(long, value_name = "N")]
    max_pages: Option<usize>,
    /// Decoded size of all streams of a file [default: 256MiB]
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    max_decoded_size: Option<u64>,
    /// Decoded size of one stream [default: 64MiB]
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    max_stream_size: Option<u64>,
    /// Filters on one stream [default: 25]
    #[arg(long, value_name = "N")]
    max_filters: Option<usize>,
    /// Depth of nested objects, elements, braces or lists [default: 100]
    #[arg(long, value_name = "N")]
    max_nesting: Option<usize>,
    /// Depth of forms drawn by forms [default: 16]
    #[arg(long, value_name = "N")]
    max_form_depth: Option<usize>,
    /// Drawing operators [default: 5000000]
    #[arg(long, value_name = "N")]
    max_operators: Option<usize>,
    /// Size of the extracted text [default: 10MiB]
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    max_text_size: Option<u64>,
    /// Entries of a DOCX or ODT package [default: 1000]
    #[arg(long, value_name = "N")]
    max_zip_entries: Option<usize>,
    /// Depth of nested JSON or YAML [default: 128]
    #[arg(long, value_name = "N")]
    max_json_depth: Option<usize>,
    /// Findings of one rule in a file [default: 200]
    #[arg(long, value_name = "N")]
    max_findings: Option<usize>,
    /// Mentions of credentials that are judged [default: 1000]
    #[arg(long, value_name = "N")]
    max_credentials: Option<usize>,
}

impl LimitFlags {
    /// The limits: those that the user set, else the defaults.
    pub(super) fn limits(&self) -> Limits {
        let mut limits = Limits::default();
        self.apply(&mut limits);
        limits
    }

    /// Puts what the user set over other limits.
    pub(super) fn apply(&self, limits: &mut Limits) {
        let bytes = |flag: Option<u64>, limit: &mut usize| {
            if let Some(flag) = flag {
                *limit = usize::try_from(flag).unwrap_or(usize::MAX);
            }
        };
        let count = |flag: Option<usize>, limit: &mut usize| *limit = flag.unwrap_or(*limit);
        limits.file_bytes = self.max_file_size.unwrap_or(limits.file_bytes);
        count(self.max_pages, &mut limits.pages);
        bytes(self.max_decoded_size, &mut limits.decoded_bytes);
        bytes(self.max_stream_size, &mut limits.stream_bytes);
        count(self.max_filters, &mut limits.filters);
        count(self.max_nesting, &mut limits.nesting);
        count(self.max_form_depth, &mut limits.form_depth);
        count(self.max_operators, &mut limits.operators);
        bytes(self.max_text_size, &mut limits.text_bytes);
        count(self.max_zip_entries, &mut limits.zip_entries);
        count(self.max_json_depth, &mut limits.json_depth);
        count(self.max_findings, &mut limits.findings);
        count(self.max_credentials, &mut limits.credentials);
    }
}

/// How much of an archive is looked at; the limits of files hold for each member.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Limits of archives")]
pub(super) struct ArchiveLimits {
    /// Members of an archive
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    pub(super) max_archive_members: usize,
    /// Unpacked size of all members of an archive
    #[arg(long, value_name = "SIZE", value_parser = parse_size, default_value = "4GiB")]
    pub(super) max_archive_size: u64,
}

impl Default for ArchiveLimits {
    fn default() -> Self {
        ArchiveLimits { max_archive_members: 10_000, max_archive_size: 4 << 30 }
    }
}

/// Worker processes, and what a file may take in one.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Isolation")]
pub(super) struct IsolationFlags {
    /// Check files in worker processes that can open nothing and that a file may bring down
    #[arg(long)]
    pub(super) isolate: bool,
    /// Memory of a worker process
    #[arg(long, value_name = "SIZE", value_parser = parse_size, default_value = "1GiB",
          requires = "isolate")]
    max_memory: u64,
    /// Seconds that a file may take in a worker process
    #[arg(long, value_name = "SECONDS", default_value_t = 60, requires = "isolate",
          value_parser = clap::value_parser!(u64).range(1..=86_400))]
    max_time: u64,
}

/// What a file may take in a worker process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct WorkerLimits {
    /// Bytes of memory that it can address.
    pub(super) memory: u64,
    /// Seconds, of time and of processor time.
    pub(super) seconds: u64,
}

impl IsolationFlags {
    /// What a file may take.
    pub(super) fn limits(&self) -> WorkerLimits {
        WorkerLimits { memory: self.max_memory, seconds: self.max_time }
    }
}
