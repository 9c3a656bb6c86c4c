//! LaTeX source as tokens, as TeX's own eyes and stomach would part them.
//!
//! We read tokens, not a tree: what an argument is depends on definitions that come before it, and a
//! brace that never closes must not swallow the rest of the file.

use std::rc::Rc;

use crate::document::BlockKind;

/// A token and where it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::extract) struct Token {
    /// What it is.
    pub(in crate::extract) kind: Kind,
    /// Which source it stands in.
    pub(in crate::extract) file: u16,
    /// Its first byte there.
    pub(in crate::extract) start: u32,
    /// The byte after its last.
    pub(in crate::extract) end: u32,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::extract) enum Kind {
    /// `\name`; blanks after it are no tokens.
    Word,
    /// `\&` and the like.
    Symbol,
    /// `{`
    Open,
    /// `}`
    Close,
    /// `[`
    OpenBracket,
    /// `]`
    CloseBracket,
    /// `$`
    Dollar,
    /// `&`
    Cell,
    /// `#1`
    Param(u8),
    /// `^` or `_`
    Script,
    /// `~`
    Tie,
    /// From `%` to the end of the line.
    Comment,
    /// Blanks.
    Space,
    /// The end of a line.
    Newline,
    /// A blank line.
    Paragraph,
    /// Ordinary characters.
    Text,
    /// Characters to be taken as they stand: verbatim text, an address.
    Raw,
    /// No source at all: something that we do between tokens.
    Op(Op),
}

/// What is done between tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::extract) enum Op {
    /// Far apart on the same line.
    Tab,
    /// On the next line.
    Line,
    /// With a space between.
    Space,
    /// A block begins.
    Begin(BlockKind),
    /// The open block and its argument end.
    End,
    /// What comes next is a block of its own, outside of tables.
    Part,
    /// An argument begins.
    Enter,
    /// An argument in bold, italics or neither begins.
    EnterBold,
    /// An argument in italics begins.
    EnterItalic,
    /// An argument that is not seen begins.
    EnterHidden,
    /// An argument ends.
    Leave,
    /// The link with this number begins.
    Link(u32),
    /// The innermost link ends.
    Unlink,
    /// The environment whose scope has this number ends.
    EndEnvironment(u32),
    /// An included file ends.
    EndFile,
    /// The entries of the bibliography with this number are printed.
    Entries(u32),
}

/// A run of tokens with the partner of each brace.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    /// The tokens.
    pub(super) tokens: Vec<Token>,
    /// For each `{` the number of its `}`; `u32::MAX` where there is none.
    pub(super) partners: Vec<u32>,
}

impl Tokens {
    /// Finds the partners of all braces.
    pub(super) fn new(tokens: Vec<Token>) -> Rc<Tokens> {
        let mut partners = vec![u32::MAX; tokens.len()];
        let mut open = Vec::new();
        for (i, token) in tokens.iter().enumerate() {
            match token.kind {
                Kind::Open => open.push(i),
                Kind::Close => {
                    if let Some(start) = open.pop() {
                        partners[start] = i as u32;
                    }
                }
                _ => {}
            }
        }
        Rc::new(Tokens { tokens, partners })
    }
}

/// Commands whose first argument is an address, in which `%` and `#` are themselves.
const ADDRESSES: [&str; 6] = ["href", "url", "nolinkurl", "path", "hrefWithoutArrow", "hyperlink"];

/// Environments whose body is text as it stands.
const VERBATIM: [&str; 5] = ["verbatim", "verbatim*", "lstlisting", "minted", "Verbatim"];

/// Longer addresses than this, in bytes, are a brace that was forgotten.
const LONGEST_ADDRESS: usize = 4096;

/// The tokens of source `file`, whose bytes from `start` on are `text`.
pub(in crate::extract) fn lex(text: &str, file: u16, start: usize) -> Vec<Token> {
    Lexer { text, file, at: start, letters_at: false, tokens: Vec::new() }.run()
}

/// The tokens of a class or a package, in which `@` is a letter.
pub(super) fn lex_class(text: &str, file: u16, start: usize) -> Vec<Token> {
    Lexer { text, file, at: start, letters_at: true, tokens: Vec::new() }.run()
}

struct Lexer<'a> {
    text: &'a str,
    file: u16,
    at: usize,
    /// Whether `@` is a letter here.
    letters_at: bool,
    tokens: Vec<Token>,
}

impl Lexer<'_> {
    fn run(mut self) -> Vec<Token> {
        while let Some(c) = self.text[self.at..].chars().next() {
            match c {
                '\\' => self.control(),
                '{' => self.push(Kind::Open, 1),
                '}' => self.push(Kind::Close, 1),
                '[' => self.push(Kind::OpenBracket, 1),
                ']' => self.push(Kind::CloseBracket, 1),
                '$' => self.push(Kind::Dollar, 1),
                '&' => self.push(Kind::Cell, 1),
                '^' | '_' => self.push(Kind::Script, 1),
                '~' => self.push(Kind::Tie, 1),
                '#' => self.param(),
                '%' => {
                    let length = self.length(|c| c != '\n' && c != '\r');
                    self.push(Kind::Comment, length);
                    // The end of a line is part of the comment, but a blank line after it is not.
                    self.at += self.line_end();
                    self.at += self.length(|c| matches!(c, ' ' | '\t'));
                }
                '\n' | '\r' | ' ' | '\t' => self.blanks(),
                _ => {
                    let length = self.length(is_text);
                    self.push(Kind::Text, length.max(c.len_utf8()));
                }
            }
        }
        self.tokens
    }

    fn push(&mut self, kind: Kind, length: usize) {
        let (start, end) = (self.at as u32, (self.at + length) as u32);
        self.tokens.push(Token { kind, file: self.file, start, end });
        self.at += length;
    }

    /// The length of the characters from here on that fit.
    fn length(&self, fits: impl Fn(char) -> bool) -> usize {
        let rest = &self.text[self.at..];
        rest.find(|c| !fits(c)).unwrap_or(rest.len())
    }

    /// The length of the line end that stands here.
    fn line_end(&self) -> usize {
        let rest = &self.text[self.at..];
        match rest.starts_with("\r\n") {
            true => 2,
            false => usize::from(rest.starts_with(['\n', '\r'])),
        }
    }

    fn blanks(&mut self) {
        let length = self.length(|c| matches!(c, '\n' | '\r' | ' ' | '\t'));
        let blanks = &self.text[self.at..self.at + length];
        let lines = blanks.matches('\n').count().max(blanks.matches('\r').count());
        let kind = match lines {
            0 => Kind::Space,
            1 => Kind::Newline,
            _ => Kind::Paragraph,
        };
        self.push(kind, length);
    }

    fn param(&mut self) {
        let hashes = self.length(|c| c == '#');
        match self.text.as_bytes().get(self.at + hashes) {
            Some(&digit @ b'1'..=b'9') => self.push(Kind::Param(digit - b'0'), hashes + 1),
            _ => self.push(Kind::Text, hashes),
        }
    }

    fn control(&mut self) {
        let rest = &self.text[self.at + 1..];
        let letters = rest
            .find(|c: char| !(c.is_ascii_alphabetic() || self.letters_at && c == '@'))
            .unwrap_or(rest.len());
        if letters == 0 {
            let length = rest.chars().next().map_or(0, char::len_utf8);
            return self.push(Kind::Symbol, 1 + length);
        }
        let name = &rest[..letters];
        self.push(Kind::Word, 1 + letters);
        match name {
            "makeatletter" => self.letters_at = true,
            "makeatother" => self.letters_at = false,
            "verb" | "lstinline" => return self.verb(),
            "begin" => return self.verbatim(),
            _ if ADDRESSES.contains(&name) => return self.address(),
            _ => {}
        }
        self.skip_blanks();
    }

    /// Skips blanks and one line end, as TeX does after a control word; a blank line stays.
    fn skip_blanks(&mut self) {
        let length = self.length(|c| matches!(c, '\n' | '\r' | ' ' | '\t'));
        let blanks = &self.text[self.at..self.at + length];
        if blanks.matches('\n').count().max(blanks.matches('\r').count()) < 2 {
            self.at += length;
        }
    }

    /// `|...|` with any delimiter.
    fn verb(&mut self) {
        let star = usize::from(self.text[self.at..].starts_with('*'));
        let rest = &self.text[self.at + star..];
        let Some(delimiter) = rest.chars().next() else { return };
        if delimiter.is_alphanumeric() || delimiter.is_whitespace() || delimiter == '[' {
            return self.skip_blanks();
        }
        let close = if delimiter == '{' { '}' } else { delimiter };
        let inner = &rest[delimiter.len_utf8()..];
        let line = inner.find('\n').unwrap_or(inner.len());
        if let Some(length) = inner[..line].find(close) {
            self.at += star + delimiter.len_utf8();
            self.push(Kind::Raw, length);
            self.at += close.len_utf8();
        }
    }

    /// The body of an environment that is taken as it stands.
    fn verbatim(&mut self) {
        self.skip_blanks();
        let rest = &self.text[self.at..];
        let Some(name) = rest.strip_prefix('{').and_then(|rest| rest.split('}').next()) else {
            return;
        };
        let ignored = name == "comment";
        if name.len() > 40 || !ignored && !VERBATIM.contains(&name) {
            return;
        }
        let end = format!("\\end{{{name}}}");
        let body = name.len() + 2;
        let length = rest[body..].find(&end).unwrap_or(rest.len() - body);
        if ignored {
            // `\begin` is already a token; what it begins is a comment.
            let stop = self.at + (body + length + end.len()).min(rest.len());
            if let Some(begin) = self.tokens.pop() {
                self.at = begin.start as usize;
            }
            return self.push(Kind::Comment, stop - self.at);
        }
        self.push(Kind::Open, 1);
        self.push(Kind::Text, name.len());
        self.push(Kind::Close, 1);
        self.push(Kind::Raw, length);
    }

    /// An address in braces, with the parameters that a definition puts into it.
    fn address(&mut self) {
        self.skip_blanks();
        if self.text[self.at..].starts_with('[') {
            let options = self.length(|c| c != ']' && c != '\n');
            self.push(Kind::OpenBracket, 1);
            if options > 1 {
                self.push(Kind::Text, options - 1);
            }
            if self.text[self.at..].starts_with(']') {
                self.push(Kind::CloseBracket, 1);
            }
        }
        if !self.text[self.at..].starts_with('{') {
            return;
        }
        let Some(length) = address_length(&self.text[self.at + 1..]) else { return };
        self.push(Kind::Open, 1);
        let end = self.at + length;
        while self.at < end {
            let rest = &self.text[self.at..end];
            let bytes = rest.as_bytes();
            if bytes[0] == b'#' && bytes.get(1).is_some_and(u8::is_ascii_digit) {
                self.push(Kind::Param(bytes[1] - b'0'), 2);
                continue;
            }
            let next = rest.char_indices().skip(1).find(|(_, c)| *c == '#');
            let next = next.map_or(rest.len(), |(at, _)| at);
            self.push(Kind::Raw, next);
        }
        self.push(Kind::Close, 1);
    }
}

/// The bytes up to the brace that closes an address.
fn address_length(text: &str) -> Option<usize> {
    let mut depth = 0;
    let mut escaped = false;
    for (i, b) in text.bytes().take(LONGEST_ADDRESS).enumerate() {
        match b {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'{' => depth += 1,
            b'}' if depth == 0 => return Some(i),
            b'}' => depth -= 1,
            _ => {}
        }
    }
    None
}

fn is_text(c: char) -> bool {
    !matches!(
        c,
        '\\' | '{'
            | '}'
            | '['
            | ']'
            | '$'
            | '&'
            | '#'
            | '^'
            | '_'
            | '~'
            | '%'
            | ' '
            | '\t'
            | '\n'
            | '\r'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tokens of `text` but blanks, each as it stands.
    fn check(text: &str, expect: &[&str]) {
        let tokens = lex(text, 0, 0);
        let shown: Vec<&str> = tokens
            .iter()
            .filter(|token| !matches!(token.kind, Kind::Space | Kind::Newline))
            .map(|token| &text[token.start as usize..token.end as usize])
            .collect();
        assert_eq!(shown, expect);
    }

    #[test]
    fn addresses_keep_their_percent_signs() {
        check(r"\href{a%20b_c#x}{d}", &["\\href", "{", "a%20b_c", "#x", "}", "{", "d", "}"]);
        check(r"\url{x/#1}", &["\\url", "{", "x/", "#1", "}"]);
        check(r"\href{never closed", &["\\href", "{", "never", "closed"]);
    }

    #[test]
    fn verbatim_is_one_token() {
        check(r"\verb|a\b{| c", &["\\verb", "a\\b{", "c"]);
        check(
            "\\begin{verbatim}\\x{\\end{verbatim}",
            &["\\begin", "{", "verbatim", "}", "\\x{", "\\end", "{", "verbatim", "}"],
        );
        check("a\\begin{comment}b\\end{comment}c", &["a", "\\begin{comment}b\\end{comment}", "c"]);
    }

    #[test]
    fn comments_end_with_their_line() {
        check("a%b\n c\\% d", &["a", "%b", "c", "\\%", "d"]);
    }
}
