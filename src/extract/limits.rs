//! How much of a file is read: bounds for what a stranger's file may cost.

/// How much of a file is read before we stop and say so.
///
/// A limit that is reached becomes a note that names it, and the file counts as partly checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Size of the file in bytes.
    pub file_bytes: u64,
    /// Pages.
    pub pages: usize,
    /// Decoded bytes of all streams of a file together.
    pub decoded_bytes: usize,
    /// Decoded bytes of one stream.
    pub stream_bytes: usize,
    /// Filters on one stream.
    pub filters: usize,
    /// Depth of nested objects, elements, braces or lists.
    pub nesting: usize,
    /// Depth of forms drawn by forms.
    pub form_depth: usize,
    /// Drawing operators.
    pub operators: usize,
    /// Bytes of extracted text.
    pub text_bytes: usize,
    /// Entries of a zip archive.
    pub zip_entries: usize,
    /// Depth of nested JSON or YAML.
    pub json_depth: usize,
    /// Findings of one rule in a file.
    pub findings: usize,
    /// Mentions of credentials that are judged.
    pub credentials: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            file_bytes: 50 << 20,
            pages: 200,
            decoded_bytes: 256 << 20,
            stream_bytes: 64 << 20,
            filters: 25,
            nesting: 100,
            form_depth: 16,
            operators: 5_000_000,
            text_bytes: 10 << 20,
            zip_entries: 1_000,
            json_depth: 128,
            findings: 200,
            credentials: 1_000,
        }
    }
}

/// Reads a size: bytes, or a number with KiB, MiB or GiB (the "iB" may be left out).
///
/// # Errors
/// A sentence that says what is wrong with it.
pub fn parse_size(text: &str) -> Result<u64, String> {
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
        assert_eq!(parse_size("12"), Ok(12));
        assert_eq!(parse_size("20MiB"), Ok(20 << 20));
        assert_eq!(parse_size("3 k"), Ok(3 << 10));
        assert!(parse_size("x").is_err());
        assert!(parse_size("3 parsecs").is_err());
        assert!(parse_size("99999999999g").is_err());
    }
}
