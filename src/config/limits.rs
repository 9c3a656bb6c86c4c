//! Limits in a configuration: the table `[limits]`, whose keys are named as the flags are.

use serde::Deserialize;

use crate::extract::{Limits, parse_size};

/// The table as it is written.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct WrittenLimits {
    max_file_size: Option<Size>,
    max_pages: Option<usize>,
    max_decoded_size: Option<Size>,
    max_stream_size: Option<Size>,
    max_filters: Option<usize>,
    max_nesting: Option<usize>,
    max_form_depth: Option<usize>,
    max_operators: Option<usize>,
    max_text_size: Option<Size>,
    max_zip_entries: Option<usize>,
    max_json_depth: Option<usize>,
    max_findings: Option<usize>,
    max_credentials: Option<usize>,
}

/// A number of bytes, or one with its unit.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(try_from = "WrittenSize")]
struct Size(u64);

#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a size: a number of bytes, or \"20MiB\"")]
enum WrittenSize {
    Bytes(u64),
    Text(String),
}

impl TryFrom<WrittenSize> for Size {
    type Error = String;

    fn try_from(written: WrittenSize) -> Result<Self, String> {
        match written {
            WrittenSize::Bytes(bytes) => Ok(Size(bytes)),
            WrittenSize::Text(text) => parse_size(&text).map(Size),
        }
    }
}

impl WrittenLimits {
    /// Puts what is written over other limits.
    pub(super) fn apply(&self, limits: &mut Limits) {
        let bytes = |size: Option<Size>, limit: &mut usize| {
            if let Some(Size(size)) = size {
                *limit = usize::try_from(size).unwrap_or(usize::MAX);
            }
        };
        let count = |count: Option<usize>, limit: &mut usize| *limit = count.unwrap_or(*limit);
        limits.file_bytes = self.max_file_size.map_or(limits.file_bytes, |size| size.0);
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
