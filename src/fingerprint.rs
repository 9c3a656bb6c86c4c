//! Names for findings that outlive small changes of the file around them.
//!
//! A fingerprint is made of the rule, the quoted words as they compare, and their ordinal among equal
//! ones; lines and columns are left out, because they move with every edit above, and so are blanks and
//! hyphens, because they move with every other rendering of the same words.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use crate::check::Finding;
use crate::document::Document;
use crate::folding;

/// Gives each finding its fingerprint: 32 hexadecimal digits.
pub fn assign<'f>(document: &Document, findings: impl IntoIterator<Item = &'f mut Finding>) {
    let mut seen: HashMap<(String, String), usize> = HashMap::new();
    for finding in findings {
        finding.fingerprint = match finding.span {
            None => hash(&[&finding.rule]),
            Some(span) => {
                let mut quoted = folding::fold(document.slice(span)).text;
                // Another width of the page breaks lines elsewhere, and words at the end of them.
                quoted.retain(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{ad}'));
                let ordinal = seen.entry((finding.rule.clone(), quoted.clone())).or_default();
                *ordinal += 1;
                hash(&[&finding.rule, &quoted, &ordinal.to_string()])
            }
        };
    }
}

/// A hash of several strings that no other split of the same characters has.
fn hash(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.as_bytes());
        hasher.update([0]);
    }
    hex(&hasher.finalize()[..16])
}

/// Bytes as hexadecimal digits.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// SHA-256 of a file's content in hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}
