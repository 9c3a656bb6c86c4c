//! Words of a folded text, cut so that the ways in which people write a credential look alike.
//!
//! "AZ-900", "AZ 900" and "AZ900" are all `az` `900`; "Security+" and "Security +" are `security`
//! `+`. What stands between two words is kept as a [`Gap`], because "CKA | CKAD" is two things and
//! "Terraform Associate" is one.

/// A word of a folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token<'a> {
    /// The word, in one spelling.
    pub(crate) text: &'a str,
    /// Its first byte in the folded text.
    pub(crate) start: usize,
    /// The byte after its last.
    pub(crate) end: usize,
    /// What stands between it and the word before.
    pub(crate) gap: Gap,
}

/// What stands between two words, the weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    /// Nothing: letters and digits touch.
    None,
    /// Blanks, hyphens, colons, brackets, single full stops.
    Light,
    /// A comma, a slash, "and".
    Comma,
    /// The end of a line.
    Line,
    /// A bar, a semicolon, a bullet, the end of a sentence, an empty line.
    Hard,
}

/// What a character does to words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Digit,
    /// A word of its own: a plus sign, or a character of a script without blanks.
    Single,
    Other,
}

fn class(c: char) -> Class {
    match c {
        'a'..='z' => Class::Letter,
        '0'..='9' => Class::Digit,
        '+' => Class::Single,
        '\0'..='\x7f' => Class::Other,
        '\u{2e80}'.. if c.is_alphanumeric() => Class::Single,
        _ if c.is_alphabetic() => Class::Letter,
        _ if c.is_numeric() => Class::Digit,
        _ => Class::Other,
    }
}

/// Cuts a folded text into words.
pub(crate) fn tokens(folded: &str) -> Vec<Token<'_>> {
    let mut found: Vec<Token<'_>> = Vec::with_capacity(folded.len() / 5);
    let mut gap = Gap::None;
    let mut chars = folded.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let kind = class(c);
        if kind == Class::Other {
            let next = chars.peek().map(|&(_, next)| next);
            gap = gap.max(weight(c, next, gap));
            continue;
        }
        let mut end = start + c.len_utf8();
        if kind != Class::Single {
            while let Some(&(at, next)) = chars.peek() {
                if class(next) != kind {
                    break;
                }
                end = at + next.len_utf8();
                chars.next();
            }
        }
        let text = &folded[start..end];
        // "Security, Compliance & Identity" and "... and Identity" are one name.
        if text == "and" && gap != Gap::None {
            gap = gap.max(Gap::Comma);
            continue;
        }
        found.push(Token { text: spelling(text), start, end, gap });
        gap = Gap::None;
    }
    found
}

/// How much the character `c` separates; `so_far` is what already stands in the same gap.
fn weight(c: char, next: Option<char>, so_far: Gap) -> Gap {
    match c {
        '\n' if so_far >= Gap::Line => Gap::Hard,
        '\n' => Gap::Line,
        '|' | ';' | '\u{2022}' | '!' | '?' | '\t' => Gap::Hard,
        '.' if next.is_none_or(char::is_whitespace) => Gap::Line,
        ',' | '/' | '&' | '\\' => Gap::Comma,
        _ => Gap::Light,
    }
}

/// One spelling for words that have several.
fn spelling(word: &str) -> &str {
    match word {
        "speciality" => "specialty",
        "specialisation" => "specialization",
        "licence" => "license",
        "licenced" => "licensed",
        "programme" => "program",
        "organisation" => "organization",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(folded: &str, words: &[&str]) {
        let found: Vec<&str> = tokens(folded).iter().map(|token| token.text).collect();
        assert_eq!(found, words, "{folded}");
    }

    #[test]
    fn codes_look_alike_however_they_are_joined() {
        check("az-900", &["az", "900"]);
        check("az 900", &["az", "900"]);
        check("az900", &["az", "900"]);
    }

    #[test]
    fn plus_signs_are_words() {
        check("security+, network +", &["security", "+", "network", "+"]);
        check("c++", &["c", "+", "+"]);
        check("lgbtqai+", &["lgbtqai", "+"]);
    }

    #[test]
    fn and_is_no_word() {
        check("a and b & c", &["a", "b", "c"]);
        check("brand", &["brand"]);
    }

    #[test]
    fn gaps_tell_lists_from_names() {
        let gaps = |text| tokens(text).iter().map(|token| token.gap).collect::<Vec<_>>();
        assert_eq!(gaps("cka | ckad"), [Gap::None, Gap::Hard]);
        assert_eq!(gaps("a, b/c"), [Gap::None, Gap::Comma, Gap::Comma]);
        assert_eq!(gaps("a\nb\n\nc"), [Gap::None, Gap::Line, Gap::Hard]);
        assert_eq!(gaps("deeplearning.ai. x"), [Gap::None, Gap::Light, Gap::Line]);
    }
}
