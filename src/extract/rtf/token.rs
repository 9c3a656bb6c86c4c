//! The tokens of RTF: braces, control words, control symbols, bytes, text.

use std::ops::Range;

/// A token with its bytes in the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token<'a> {
    /// What it is.
    pub(super) kind: Kind<'a>,
    /// Its bytes.
    pub(super) range: Range<usize>,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind<'a> {
    /// `{`
    Open,
    /// `}`
    Close,
    /// `\word` or `\word12`.
    Word(&'a str, Option<i32>),
    /// `\'e9`
    Byte(u8),
    /// `\~` and the like.
    Symbol(char),
    /// Text as it stands, without line ends.
    Text(&'a str),
}

/// The tokens of a text.
pub(super) struct Tokens<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Tokens<'a> {
    /// Reads from the beginning.
    pub(super) fn new(text: &'a str) -> Self {
        Tokens { text, at: 0 }
    }

    /// Leaves out bytes of binary data.
    pub(super) fn leave_out(&mut self, bytes: usize) {
        let mut at = self.at.saturating_add(bytes).min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at += 1;
        }
        self.at = at;
    }

    /// Leaves out what a reader without Unicode would print: `count` characters that follow `\u`.
    /// Gives the byte after them.
    pub(super) fn skip_fallback(&mut self, count: usize) -> usize {
        for _ in 0..count {
            let rest = &self.text[self.at..];
            let rest_after_lines = rest.trim_start_matches(['\r', '\n']);
            let Some(first) = rest_after_lines.chars().next() else { break };
            let start = self.at + (rest.len() - rest_after_lines.len());
            self.at = match first {
                '{' | '}' => break,
                '\\' => {
                    if !rest_after_lines.starts_with("\\'") {
                        break;
                    }
                    let end = start + 4;
                    if !self.text.is_char_boundary(end.min(self.text.len())) {
                        break;
                    }
                    end.min(self.text.len())
                }
                c => start + c.len_utf8(),
            };
        }
        self.at
    }

    /// What follows a backslash.
    fn control(&mut self, start: usize) -> Kind<'a> {
        let rest = &self.text[start + 1..];
        let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        if letters == 0 {
            let Some(symbol) = rest.chars().next() else {
                self.at = self.text.len();
                return Kind::Symbol(' ');
            };
            if symbol == '\''
                && let Some(digits) = rest.get(1..3)
                && let Ok(byte) = u8::from_str_radix(digits, 16)
            {
                self.at = start + 4;
                return Kind::Byte(byte);
            }
            self.at = start + 1 + symbol.len_utf8();
            return Kind::Symbol(symbol);
        }
        let word = &rest[..letters];
        let after = &rest[letters..];
        let sign = usize::from(after.starts_with('-'));
        let digits = after[sign..].bytes().take_while(u8::is_ascii_digit).count();
        let (number, used) = match digits {
            0 => (None, 0),
            _ => (after[..sign + digits].parse().ok(), sign + digits),
        };
        self.at = start + 1 + letters + used;
        if self.text[self.at..].starts_with(' ') {
            self.at += 1;
        }
        Kind::Word(word, number)
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let rest = &self.text[self.at..];
        let rest = rest.trim_start_matches(['\r', '\n']);
        let start = self.text.len() - rest.len();
        let kind = match rest.chars().next()? {
            '{' => {
                self.at = start + 1;
                Kind::Open
            }
            '}' => {
                self.at = start + 1;
                Kind::Close
            }
            '\\' => self.control(start),
            _ => {
                let end = rest.find(['{', '}', '\\', '\r', '\n']).unwrap_or(rest.len());
                self.at = start + end;
                Kind::Text(&rest[..end])
            }
        };
        Some(Token { kind, range: start..self.at })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tokens of a text.
    fn check(text: &str, expect: &[Kind<'_>]) {
        let found: Vec<Kind<'_>> = Tokens::new(text).map(|token| token.kind).collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn a_blank_ends_a_control_word_and_is_part_of_it() {
        check(
            "{\\b1 bold\\par}",
            &[
                Kind::Open,
                Kind::Word("b", Some(1)),
                Kind::Text("bold"),
                Kind::Word("par", None),
                Kind::Close,
            ],
        );
    }

    #[test]
    fn bytes_and_symbols() {
        check("\\'e9\\~\\\\", &[Kind::Byte(0xe9), Kind::Symbol('~'), Kind::Symbol('\\')]);
        check("\\'zz", &[Kind::Symbol('\''), Kind::Text("zz")]);
        check("\\u-10179?", &[Kind::Word("u", Some(-10179)), Kind::Text("?")]);
    }

    #[test]
    fn line_ends_are_nothing() {
        check("a\r\nb", &[Kind::Text("a"), Kind::Text("b")]);
    }
}
