//! Text made comparable: what differs only in looks becomes equal, and every byte keeps its way back.
//!
//! Matching reads the folded text; quoting never does. Folding lower-cases, decomposes compatibility
//! forms (ligatures, full-width letters), makes one hyphen of all dashes and one space of all blanks,
//! drops soft hyphens and other invisible characters, and joins a word that a line end cut in two.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use crate::document::Span;

/// A text made comparable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folded {
    /// The comparable text.
    pub text: String,
    /// Where folded and original bytes part company: (folded, original) pairs, sorted, each saying
    /// that from there on both advance together. Original characters that folded to another length
    /// stand between two pairs.
    marks: Vec<(u32, u32)>,
    /// Length of the original.
    original_len: u32,
}

impl Folded {
    /// The span in the original of a range of folded bytes.
    pub fn original(&self, start: usize, end: usize) -> Span {
        Span { start: self.start_of(start as u32), end: self.end_of(end as u32) }
    }

    /// The original byte at which the character that holds folded byte `at` begins.
    fn start_of(&self, at: u32) -> u32 {
        let i = self.marks.partition_point(|&(folded, _)| folded <= at);
        let Some(&(folded, original)) = i.checked_sub(1).and_then(|i| self.marks.get(i)) else {
            return at;
        };
        let limit = self.marks.get(i).map_or(self.original_len, |next| next.1);
        (original + (at - folded)).min(limit)
    }

    /// The original byte at which the character before folded byte `at` ends.
    fn end_of(&self, at: u32) -> u32 {
        let i = self.marks.partition_point(|&(folded, _)| folded < at);
        let Some(&(folded, original)) = i.checked_sub(1).and_then(|i| self.marks.get(i)) else {
            return at;
        };
        match self.marks.get(i) {
            // The last character before the next mark may have been longer than it is now.
            Some(&(next, limit)) if next == at => limit,
            Some(&(_, limit)) => (original + (at - folded)).min(limit),
            None => (original + (at - folded)).min(self.original_len),
        }
    }
}

/// Folds a text.
pub fn fold(original: &str) -> Folded {
    let mut folded = Folded {
        text: String::with_capacity(original.len()),
        marks: Vec::new(),
        original_len: original.len() as u32,
    };
    // Whether the two texts advance together from the last mark on.
    let mut together = true;
    let mut next = 0;
    while let Some(c) = original[next..].chars().next() {
        let at = next;
        let before = folded.text.len();
        if !together {
            folded.marks.push((before as u32, at as u32));
        }
        // Most of a page is plain letters, which are copied by the run.
        let rest = &original.as_bytes()[at..];
        let plain = rest.iter().take_while(|byte| is_plain(**byte)).count();
        if plain > 0 {
            folded.text.push_str(&original[at..at + plain]);
            folded.text[before..].make_ascii_lowercase();
            together = true;
            next = at + plain;
            continue;
        }
        next = at + c.len_utf8();
        if c == '-' || c == '\u{ad}' || c == '\u{2010}' {
            let cut = ends_a_cut_word(&original[..at], &original[at + c.len_utf8()..]);
            if let Some(blanks) = cut {
                next += blanks;
                if c == '-' || c == '\u{2010}' {
                    // "full-\nstack" keeps its hyphen only if the next word has a capital or digit.
                    if original[next..].chars().next().is_some_and(|n| !n.is_lowercase()) {
                        folded.text.push('-');
                    }
                }
                together = false;
                continue;
            }
        }
        match c {
            '-' => folded.text.push('-'),
            '\r' => folded.text.push(' '),
            _ => fold_char(c, &mut folded.text),
        }
        together = folded.text.len() - before == c.len_utf8();
    }
    folded
}

/// Folds a text so that a phrase goes on at a line end: line ends and tabs are blanks. All are one byte, so
/// every place stays.
pub fn fold_on_one_line(original: &str) -> Folded {
    let mut folded = fold(original);
    folded.text = on_one_line(Cow::Owned(folded.text)).into_owned();
    folded
}

/// The comparable form of a text whose places do not matter; the text itself, where it is that already.
pub fn comparable(original: &str) -> Cow<'_, str> {
    match original.bytes().all(|byte| is_plain(byte) && !byte.is_ascii_uppercase()) {
        true => Cow::Borrowed(original),
        false => Cow::Owned(fold(original).text),
    }
}

/// A text with a blank in the place of every line end and tab, so that a phrase goes on there; every
/// place stays.
pub fn on_one_line(text: Cow<'_, str>) -> Cow<'_, str> {
    match text.contains(['\n', '\t']) {
        true => Cow::Owned(text.replace(['\n', '\t'], " ")),
        false => text,
    }
}

/// Whether a byte folds to itself or to its small letter wherever it stands. A hyphen does not: it may
/// cut a word in two.
fn is_plain(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b' '..=b'~') && byte != b'-'
}

/// If a hyphen between `before` and `after` cuts a word at a line end, the bytes of blanks that follow.
fn ends_a_cut_word(before: &str, after: &str) -> Option<usize> {
    let rest = after.trim_start_matches([' ', '\t', '\r']);
    let rest = rest.strip_prefix('\n')?;
    let rest = rest.trim_start_matches([' ', '\t']);
    let joins = before.chars().next_back().is_some_and(char::is_alphanumeric)
        && rest.chars().next().is_some_and(char::is_alphanumeric);
    joins.then_some(after.len() - rest.len())
}

/// Folds one character that is not ASCII.
fn fold_char(c: char, out: &mut String) {
    match c {
        // Soft hyphen, zero-width characters, directional marks, byte order mark.
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}'
        | '\u{fe00}'..='\u{fe0f}' => {}
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' => {
            out.push('-')
        }
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2032}' => out.push('\''),
        '\u{201c}'..='\u{201f}' | '\u{2033}' => out.push('"'),
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => {
            out.push(' ');
        }
        // Registered, trade mark and service mark signs stand in many credential names.
        '\u{ae}' | '\u{2122}' | '\u{2120}' => {}
        // Bullets, private-use glyphs among them.
        '\u{2022}'
        | '\u{25aa}'
        | '\u{25cf}'
        | '\u{25e6}'
        | '\u{2023}'
        | '\u{b7}'
        | '\u{e000}'..='\u{f8ff}' => out.push('\u{2022}'),
        _ => {
            for part in std::iter::once(c).nfkc() {
                out.extend(part.to_lowercase());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The folded text, and the original words under the given folded ones.
    fn check(original: &str, folded: &str, words: &str, expect: &str) {
        let f = fold(original);
        assert_eq!(f.text, folded);
        let at = f.text.find(words).expect("the words stand in the folded text");
        assert_eq!(f.original(at, at + words.len()).of(original), expect);
    }

    #[test]
    fn ascii_keeps_its_places() {
        check("AWS Certified", "aws certified", "certified", "Certified");
    }

    #[test]
    fn ligatures_and_marks_map_to_the_whole_character() {
        check("Certi\u{fb01}ed AWS\u{ae}", "certified aws", "certified", "Certi\u{fb01}ed");
        check("CompTIA\u{ae} A+", "comptia a+", "a+", "A+");
        check("ITIL\u{ae} 4", "itil 4", "itil", "ITIL");
    }

    #[test]
    fn words_cut_at_a_line_end_are_joined() {
        check("certi-\nfication x", "certification x", "certification", "certi-\nfication");
        check("AZ-\n900", "az-900", "az-900", "AZ-\n900");
        check("soft\u{ad}ware", "software", "software", "soft\u{ad}ware");
    }

    #[test]
    fn letters_of_other_scripts_are_lower_cased_in_place() {
        check("\u{c4}rzte GROSS", "\u{e4}rzte gross", "gross", "GROSS");
        check("\u{130}T Danışman", "i\u{307}t danışman", "danışman", "Danışman");
    }
}
