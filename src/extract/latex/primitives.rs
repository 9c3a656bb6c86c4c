//! Commands of TeX itself, which classes are made of: boxes, lengths, loops, names that are spelt.

use super::input::Slice;
use super::knowledge::{Argument, KNOWLEDGE};
use super::lexer::{Kind, Op, Token, Tokens};
use super::page::ScopeKind;
use super::reader::Reader;
use super::symbols::symbol;
use crate::document::BlockKind;

impl Reader<'_> {
    /// A length that is set without braces, such as `\itemsep -3pt` or `\parskip=0pt`.
    pub(super) fn length(&mut self) {
        let Some(next) = self.input.next_token() else { return };
        let words = self.text(next).trim_start_matches(['=', '-']);
        if words.is_empty() && self.text(next).starts_with('=') {
            // `\parskip = 0pt`
            self.input.argument();
            return self.length();
        }
        let units = ["pt", "em", "ex", "cm", "mm", "in", "sp"];
        let number = words.starts_with(|c: char| c.is_ascii_digit() || c == '.');
        if next.kind == Kind::Text && number && units.iter().any(|unit| words.ends_with(unit)) {
            self.input.argument();
            for _ in 0..2 {
                let stretch = self.input.next_token().map(|next| self.text(next).to_owned());
                if !matches!(stretch.as_deref(), Some("plus" | "minus")) {
                    return;
                }
                self.input.argument();
                self.input.argument();
            }
        }
    }

    /// What a class gives a register: `\skip=\dimexpr-2\count\relax`, `\count=3`, `\indent 2em`.
    pub(super) fn assignment(&mut self) {
        let Some(next) = self.input.next_token() else { return };
        if next.kind != Kind::Text || self.text(next) != "=" {
            return self.length();
        }
        self.input.argument();
        // A sum ends with `\relax`, and is a few tokens long.
        let is_sum = |reader: &Self, token: Token| {
            matches!(reader.text(token), "\\dimexpr" | "\\numexpr" | "\\glueexpr")
        };
        if !self.input.next_token().is_some_and(|next| is_sum(self, next)) {
            self.input.argument();
            return;
        }
        for _ in 0..24 {
            match self.input.argument() {
                Some(token) => {
                    let first = token.tokens().first().copied();
                    if first.is_some_and(|first| self.text(first) == "\\relax") {
                        return;
                    }
                }
                None => return,
            }
        }
    }

    /// `(12, 12)` after a box, as in pictures.
    pub(super) fn picture_size(&mut self) {
        let opens = |reader: &Self| {
            reader
                .input
                .next_token()
                .is_some_and(|next| next.kind == Kind::Text && reader.text(next).starts_with('('))
        };
        if !opens(self) {
            return;
        }
        // A size is a few tokens long; a bracket that stays open is none.
        for _ in 0..8 {
            let Some(token) = self.input.argument() else { return };
            if token.tokens().first().is_some_and(|token| self.text(*token).contains(')')) {
                return;
            }
        }
    }

    /// `\setbox0=\hbox{...}` and `\box0`: the number is none of the words.
    pub(super) fn numbered_box(&mut self) {
        let Some(next) = self.input.next_token() else { return };
        let text = self.text(next);
        let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if next.kind != Kind::Text || digits == 0 {
            return;
        }
        let rest = &text[digits..];
        let taken = digits + (rest.len() - rest.trim_start_matches('=').len());
        let rest = Token { start: next.start + taken as u32, ..next };
        self.input.argument();
        if rest.start < rest.end {
            self.input.push(Slice::whole(Tokens::new(vec![rest])));
        }
    }

    /// `\moveleft.5\hoffset` before a box.
    pub(super) fn moved(&mut self) {
        let Some(next) = self.input.next_token() else { return };
        let number = |c: char| c.is_ascii_digit() || c == '.' || c == '-';
        if next.kind == Kind::Text && self.text(next).starts_with(number) {
            self.input.argument();
        }
        if self.input.next_kind() == Some(Kind::Word) {
            self.input.argument();
        }
    }

    /// `\hrule width 7in height 1pt`.
    pub(super) fn drawn_rule(&mut self) {
        while let Some(next) = self.input.next_token() {
            if next.kind != Kind::Text || !matches!(self.text(next), "width" | "height" | "depth") {
                return;
            }
            self.input.argument();
            self.input.argument();
        }
    }

    /// `\hbox to 3cm{...}`: the measure is taken away, the words stay.
    pub(super) fn stretched_box(&mut self) {
        for _ in 0..4 {
            match self.input.next_token() {
                Some(next) if matches!(next.kind, Kind::Text | Kind::Word) => {
                    if next.kind == Kind::Text && self.text(next).starts_with(['(', '[']) {
                        break;
                    }
                    self.input.argument();
                }
                _ => break,
            }
        }
        self.words(&[Op::Enter], &[Op::Leave]);
    }

    /// `\@startsection{name}{level}{indent}{before}{after}{style}` and what it makes a heading.
    pub(super) fn start_section(&mut self) {
        let taken = self.arguments(&[Argument::Mandatory; 6]);
        let level = taken.get(1).cloned().flatten().map(|slice| self.plain(&slice));
        let level = level.and_then(|level| level.trim().parse::<u8>().ok()).unwrap_or(1);
        self.input.star(&self.sources);
        self.input.option();
        let kind = BlockKind::Heading { level: level.saturating_add(1).clamp(2, 6) };
        self.words(&[Op::Begin(kind)], &[Op::End]);
    }

    /// `\foreach \x in {list} {...}` and `\@for\x:=list\do{...}`: the list is shown.
    pub(super) fn each(&mut self) {
        let mut list = None;
        // A variable, a sign and a name or a list are a few tokens.
        for _ in 0..24 {
            match self.input.next_token() {
                Some(next) if next.kind == Kind::Open => {
                    list = self.input.group();
                    break;
                }
                Some(next) if next.kind == Kind::Word && self.text(next) == "\\do" => break,
                Some(next) if matches!(next.kind, Kind::Word | Kind::Text | Kind::Param(_)) => {
                    list = self.input.argument();
                }
                Some(next) if next.kind == Kind::OpenBracket => {
                    if self.input.option().is_none() {
                        return;
                    }
                }
                _ => break,
            }
        }
        if self.input.next_token().is_some_and(|next| self.text(next) == "\\do") {
            self.input.argument();
        }
        self.input.group();
        self.page.separate(' ');
        if let Some(list) = list {
            self.input.push(list);
        }
    }

    /// `\tikz{...}` and `\tikz \draw ...;`: nothing to read but the words of nodes.
    pub(super) fn drawing(&mut self) {
        self.input.option();
        if let Some(drawn) = self.input.group() {
            self.page.flush();
            self.page.open(ScopeKind::Argument);
            self.page.scope().silent = true;
            self.input.push_ops(&[Op::Leave]);
            return self.input.push(drawn);
        }
        for _ in 0..200 {
            match self.input.next_own() {
                Some(token) if token.kind != Kind::Text || !self.text(token).contains(';') => {}
                _ => return,
            }
        }
    }

    /// `\advance\count by 2`.
    pub(super) fn arithmetic(&mut self) {
        self.input.argument();
        if self.input.next_token().is_some_and(|next| self.text(next) == "by") {
            self.input.argument();
            self.input.argument();
        }
    }

    /// `\csname faStar\endcsname` is the command of that name.
    pub(super) fn spelt_name(&mut self, token: Token) {
        let mut spelt = Vec::new();
        // A name is a few tokens long.
        for _ in 0..16 {
            let Some(next) = self.input.next_own() else { break };
            if next.kind == Kind::Word && self.text(next) == "\\endcsname" {
                break;
            }
            spelt.push(next);
        }
        let mut name = String::new();
        self.plain_into(&spelt, 0, &mut name);
        let name = name.trim();
        if self.definitions.commands.contains_key(name) {
            self.expand(name);
        } else if KNOWLEDGE.is_icon(name) {
            self.icon(name);
        } else if let Some(set) = symbol(name) {
            self.page.decoded(token.file, token.start, token.end, set);
        }
    }
}
