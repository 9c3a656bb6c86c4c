//! Limits as flags. One that is reached is named in the report, and the file is not called clean.

use resumelint::extract::Limits;

/// How much of a file is read.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Limits")]
pub(super) struct LimitFlags {
    /// Size of a file, such as 20MiB [default: 50MiB]
    #[arg(long, value_name = "SIZE", value_parser = size)]
    max_file_size: Option<u64>,
    /// Pages [default: 200]
    #[arg(long, value_name = "N")]
    max_pages: Option<usize>,
    /// Decoded size of all streams of a file [default: 256MiB]
    #[arg(long, value_name = "SIZE", value_parser = size)]
    max_decoded_size: Option<u64>,
    /// Decoded size of one stream [default: 64MiB]
    #[arg(long, value_name = "SIZE", value_parser = size)]
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
    #[arg(long, value_name = "SIZE", value_parser = size)]
    max_text_size: Option<u64>,
    /// Entries of a zip archive [default: 1000]
    #[arg(long, value_name = "N")]
    max_zip_entries: Option<usize>,
    /// Depth of nested JSON or YAML [default: 128]
    #[arg(long, value_name = "N")]
    max_json_depth: Option<usize>,
}

impl LimitFlags {
    /// The limits: those that the user set, else the defaults.
    pub(super) fn limits(&self) -> Limits {
        let default = Limits::default();
        let bytes = |flag: Option<u64>, default: usize| {
            flag.map_or(default, |flag| usize::try_from(flag).unwrap_or(usize::MAX))
        };
        Limits {
            file_bytes: self.max_file_size.unwrap_or(default.file_bytes),
            pages: self.max_pages.unwrap_or(default.pages),
            decoded_bytes: bytes(self.max_decoded_size, default.decoded_bytes),
            stream_bytes: bytes(self.max_stream_size, default.stream_bytes),
            filters: self.max_filters.unwrap_or(default.filters),
            nesting: self.max_nesting.unwrap_or(default.nesting),
            form_depth: self.max_form_depth.unwrap_or(default.form_depth),
            operators: self.max_operators.unwrap_or(default.operators),
            text_bytes: bytes(self.max_text_size, default.text_bytes),
            zip_entries: self.max_zip_entries.unwrap_or(default.zip_entries),
            json_depth: self.max_json_depth.unwrap_or(default.json_depth),
        }
    }
}

/// Reads a size: bytes, or a number with KiB, MiB or GiB (the "iB" may be left out).
fn size(text: &str) -> Result<u64, String> {
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let shift = match text[digits.len()..].trim().to_ascii_lowercase().as_str() {
        "" | "b" => 0,
        "k" | "kib" => 10,
        "m" | "mib" => 20,
        "g" | "gib" => 30,
        _ => return Err("a size is a number of bytes, or has KiB, MiB or GiB after it".to_owned()),
    };
    let number: u64 = digits.parse().map_err(|_| "a size begins with a number".to_owned())?;
    number.checked_mul(1 << shift).ok_or_else(|| "the size is too large".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_units() {
        assert_eq!(size("12"), Ok(12));
        assert_eq!(size("20MiB"), Ok(20 << 20));
        assert_eq!(size("3 k"), Ok(3 << 10));
        assert!(size("x").is_err());
        assert!(size("3 parsecs").is_err());
        assert!(size("99999999999g").is_err());
    }
}
