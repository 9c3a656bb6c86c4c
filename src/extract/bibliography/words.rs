//! The words of a value: braces are taken away, accents and symbols are set.

use std::ops::Range;

use super::Piece;
use crate::extract::latex::{Kind, LIGATURES, Token, accent, accented, lex, symbol};

/// Adds the words of `range` of `source` to `pieces`.
pub(super) fn read(source: &str, range: &Range<u32>, pieces: &mut Vec<Piece>) {
    let Some(text) = source.get(..range.end as usize) else { return };
    if range.start >= range.end {
        return;
    }
    let tokens = lex(text, 0, range.start as usize);
    Walk { source, tokens, at: 0, pieces, depth: 0, link: None, math: false }.run();
}

/// The pieces as one string.
pub(super) fn plain(source: &str, pieces: &[Piece]) -> String {
    let mut words = String::new();
    for piece in pieces {
        match piece {
            Piece::Words(range) => {
                words.push_str(source.get(range.start as usize..range.end as usize).unwrap_or(""));
            }
            Piece::Unit(_, text) => words.push_str(text),
            Piece::Space => words.push(' '),
            Piece::Link(_) | Piece::Unlink => {}
        }
    }
    words
}

struct Walk<'a> {
    source: &'a str,
    tokens: Vec<Token>,
    at: usize,
    pieces: &'a mut Vec<Piece>,
    depth: usize,
    /// The depth of the group that ends the open link.
    link: Option<usize>,
    math: bool,
}

impl Walk<'_> {
    fn run(mut self) {
        while let Some(&token) = self.tokens.get(self.at) {
            self.at += 1;
            self.token(token);
        }
        if self.link.is_some() {
            self.pieces.push(Piece::Unlink);
        }
    }

    fn text(&self, token: Token) -> &str {
        self.source.get(token.start as usize..token.end as usize).unwrap_or("")
    }

    fn token(&mut self, token: Token) {
        match token.kind {
            Kind::Text if self.math => self.words(token.start..token.end),
            Kind::Text => self.ligatures(token),
            Kind::Script if self.math => {}
            Kind::Script
            | Kind::OpenBracket
            | Kind::CloseBracket
            | Kind::Cell
            | Kind::Param(_)
            | Kind::Raw
            | Kind::Space
            | Kind::Newline
            | Kind::Paragraph => self.words(token.start..token.end),
            // A bibliography has no comments inside of values.
            Kind::Comment => {
                self.words(token.start..token.end);
                self.pieces.push(Piece::Space);
            }
            Kind::Tie => self.pieces.push(Piece::Space),
            Kind::Dollar => self.math = !self.math,
            Kind::Open => self.depth += 1,
            Kind::Close => {
                self.depth = self.depth.saturating_sub(1);
                if self.link == Some(self.depth) {
                    self.link = None;
                    self.pieces.push(Piece::Unlink);
                }
            }
            Kind::Symbol => self.symbol(token),
            Kind::Word => self.word(token),
            Kind::Op(_) => {}
        }
    }

    /// Adds words, joined to those that stand right before them.
    fn words(&mut self, range: Range<u32>) {
        match self.pieces.last_mut() {
            Some(Piece::Words(before)) if before.end == range.start => before.end = range.end,
            _ if range.start < range.end => self.pieces.push(Piece::Words(range)),
            _ => {}
        }
    }

    fn ligatures(&mut self, token: Token) {
        let text = self.text(token).to_owned();
        let (mut start, mut at) = (0, 0);
        let place = |from: usize, to: usize| token.start + from as u32..token.start + to as u32;
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            match LIGATURES.iter().find(|(spelt, _)| rest.starts_with(spelt)) {
                Some((spelt, set)) => {
                    self.words(place(start, at));
                    let unit = Piece::Unit(place(at, at + spelt.len()), (*set).to_owned());
                    self.pieces.push(unit);
                    at += spelt.len();
                    start = at;
                }
                None => at += rest.chars().next().map_or(1, char::len_utf8),
            }
        }
        self.words(place(start, text.len()));
    }

    fn symbol(&mut self, token: Token) {
        let name = self.text(token).get(1..).unwrap_or("").to_owned();
        match name.as_str() {
            "&" | "%" | "$" | "#" | "_" | "{" | "}" => {
                self.pieces.push(Piece::Unit(token.start..token.end, name));
            }
            "\\" | " " | "," | ";" | ":" | ">" | "\n" | "\t" | "\r" => {
                self.pieces.push(Piece::Space);
            }
            _ if !self.math && accent(&name).is_some() => self.accent(token, &name),
            _ => {}
        }
    }

    /// A letter with an accent: `\'e`, `\'{e}`, `\v{s}`, `\'\i`. Braces go anyway, so the letter is
    /// the next thing that is none.
    fn accent(&mut self, token: Token, name: &str) {
        let Some(mark) = accent(name) else { return };
        let mut next = self.at;
        while self.tokens.get(next).is_some_and(|token| {
            matches!(token.kind, Kind::Space) || token.kind == Kind::Open && next < self.at + 4
        }) {
            next += 1;
        }
        let Some(&letter) = self.tokens.get(next) else { return };
        let text = self.text(letter).to_owned();
        let opened = self.tokens[self.at..next].iter().filter(|t| t.kind == Kind::Open).count();
        match letter.kind {
            Kind::Text => {
                let Some(first) = text.chars().next() else { return };
                let end = letter.start + first.len_utf8() as u32;
                self.pieces.push(Piece::Unit(token.start..end, accented(first, mark)));
                self.tokens[next].start = end;
                self.at = next;
            }
            Kind::Word if matches!(&*text, "\\i" | "\\j") => {
                let first = if text == "\\i" { 'ı' } else { 'ȷ' };
                self.pieces.push(Piece::Unit(token.start..letter.end, accented(first, mark)));
                self.at = next + 1;
            }
            _ => return,
        }
        self.depth += opened;
    }

    fn word(&mut self, token: Token) {
        let name = self.text(token).get(1..).unwrap_or("").to_owned();
        if let Some(set) = symbol(&name) {
            return self.pieces.push(Piece::Unit(token.start..token.end, set.to_owned()));
        }
        let next = self.tokens.get(self.at).map(|token| token.kind);
        if accent(&name).is_some() && matches!(next, Some(Kind::Open | Kind::Text | Kind::Word)) {
            return self.accent(token, &name);
        }
        let leads = name == "href" || self.address_comes();
        if leads && self.link.is_none() && next == Some(Kind::Open) {
            self.href();
        }
        // Of any other command the words in its braces are set.
    }

    /// Whether a command of somebody's own takes an address first.
    fn address_comes(&self) -> bool {
        let inner = self.tokens.get(self.at + 1).map_or("", |&token| self.text(token));
        inner.starts_with("http://") || inner.starts_with("https://")
    }

    /// `\href{address}{words}`: the address leads, the words are read.
    fn href(&mut self) {
        let close = self.tokens[self.at..].iter().take(64).position(|t| t.kind == Kind::Close);
        let Some(close) = close else { return };
        let address = &self.tokens[self.at + 1..self.at + close];
        let target: String = address.iter().map(|&token| self.text(token)).collect();
        let after = self.at + close + 1;
        if self.tokens.get(after).map(|token| token.kind) == Some(Kind::Open) {
            self.pieces.push(Piece::Link(target.trim().replace('\\', "")));
            self.link = Some(self.depth);
            self.at = after;
        }
    }
}
