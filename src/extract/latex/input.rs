//! The tokens that are still to come: files, expansions and arguments, the innermost first.

use std::rc::Rc;

use super::lexer::{Kind, Op, Token, Tokens};

/// A part of some tokens.
#[derive(Debug, Clone)]
pub(super) struct Slice {
    pub(super) of: Rc<Tokens>,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Slice {
    /// The whole of some tokens.
    pub(super) fn whole(of: Rc<Tokens>) -> Slice {
        let end = of.tokens.len();
        Slice { of, start: 0, end }
    }

    /// Its tokens.
    pub(super) fn tokens(&self) -> &[Token] {
        self.of.tokens.get(self.start..self.end).unwrap_or(&[])
    }

    /// Whether there is nothing in it but blanks.
    pub(super) fn is_blank(&self) -> bool {
        self.tokens().iter().all(|token| is_blank(token.kind))
    }
}

/// What is still to come.
#[derive(Debug, Default)]
pub(super) struct Input {
    frames: Vec<Slice>,
    /// Comments that were passed on the way to an argument.
    pub(super) passed: Vec<Token>,
}

/// A bracket further away than this, in tokens, is none of the command's own.
const LONGEST_OPTION: usize = 500;

impl Input {
    /// Puts a slice before what is still to come.
    pub(super) fn push(&mut self, slice: Slice) {
        if slice.start < slice.end {
            self.frames.push(slice);
        }
    }

    /// Puts things to do before what is still to come.
    pub(super) fn push_ops(&mut self, ops: &[Op]) {
        let token = |&op: &Op| Token { kind: Kind::Op(op), file: 0, start: 0, end: 0 };
        self.push(Slice::whole(Tokens::new(ops.iter().map(token).collect())));
    }

    /// What was put before the rest last, an expansion as a rule.
    pub(super) fn innermost(&self) -> &[Token] {
        self.frames.last().map_or(&[], Slice::tokens)
    }

    /// How deep expansions and arguments are nested.
    pub(super) fn depth(&self) -> usize {
        self.frames.len()
    }

    /// Forgets all that is still to come.
    pub(super) fn clear(&mut self) {
        self.frames.clear();
    }

    /// The next token; the end of an argument or a file stays, since it is nobody's to take.
    pub(super) fn next_own(&mut self) -> Option<Token> {
        let token = self.next()?;
        match token.kind {
            Kind::Op(op) => {
                self.push_ops(&[op]);
                None
            }
            _ => Some(token),
        }
    }

    /// The next token.
    pub(super) fn next(&mut self) -> Option<Token> {
        loop {
            let frame = self.frames.last_mut()?;
            if frame.start < frame.end {
                let token = frame.of.tokens.get(frame.start).copied();
                frame.start += 1;
                if frame.start >= frame.end {
                    self.frames.pop();
                }
                return token;
            }
            self.frames.pop();
        }
    }

    /// The next token that is no blank, and where it stands; nothing is taken.
    fn ahead(&self) -> Option<(usize, usize, Token)> {
        for (depth, frame) in self.frames.iter().enumerate().rev() {
            let found = frame.tokens().iter().position(|token| !is_blank(token.kind));
            if let Some(offset) = found {
                let at = frame.start + offset;
                return Some((depth, at, frame.of.tokens[at]));
            }
        }
        None
    }

    /// The kind of the next token that is no blank.
    pub(super) fn next_kind(&self) -> Option<Kind> {
        self.ahead().map(|(_, _, token)| token.kind)
    }

    /// The next token that is no blank.
    pub(super) fn next_token(&self) -> Option<Token> {
        self.ahead().map(|(_, _, token)| token)
    }

    /// Takes the blanks before token `found` of the frame at `depth`, and then all before `at`.
    fn advance(&mut self, depth: usize, found: usize, at: usize) {
        for (i, frame) in self.frames.iter().enumerate().skip(depth) {
            let stop = if i == depth { found } else { frame.end };
            let blanks = frame.of.tokens.get(frame.start..stop).unwrap_or(&[]);
            self.passed.extend(blanks.iter().filter(|token| token.kind == Kind::Comment));
        }
        self.frames.truncate(depth + 1);
        if let Some(frame) = self.frames.last_mut() {
            frame.start = at;
            if frame.start >= frame.end {
                self.frames.pop();
            }
        }
    }

    /// Takes a star, if one comes next.
    pub(super) fn star(&mut self, sources: &[Rc<str>]) -> bool {
        let Some((depth, at, token)) = self.ahead() else { return false };
        let text = sources.get(token.file as usize);
        let text = text.and_then(|text| text.get(token.start as usize..token.end as usize));
        if token.kind != Kind::Text || !text.is_some_and(|text| text.starts_with('*')) {
            return false;
        }
        if text == Some("*") {
            self.advance(depth, at, at + 1);
        } else {
            // The star is the first character of a longer word.
            self.advance(depth, at, at);
            if let Some(token) = self.next() {
                let rest = Token { start: token.start + 1, ..token };
                self.push(Slice::whole(Tokens::new(vec![rest])));
            }
        }
        true
    }

    /// Takes a group in braces, if one comes next, and gives what is inside.
    pub(super) fn group(&mut self) -> Option<Slice> {
        let (depth, at, token) = self.ahead()?;
        if token.kind != Kind::Open {
            return None;
        }
        let frame = self.frames.get(depth)?;
        let partner = *frame.of.partners.get(at)? as usize;
        if partner >= frame.end {
            return None;
        }
        let slice = Slice { of: frame.of.clone(), start: at + 1, end: partner };
        self.advance(depth, at, partner + 1);
        Some(slice)
    }

    /// Whether a group follows at once, without a blank line or words between.
    pub(super) fn group_touches(&self) -> bool {
        self.next_kind() == Some(Kind::Open)
    }

    /// How many groups in braces come next, options between them not counted.
    pub(super) fn groups_ahead(&self) -> usize {
        let mut count = 0;
        let mut brackets = 0usize;
        for frame in self.frames.iter().rev() {
            let mut at = frame.start;
            while at < frame.end {
                match frame.of.tokens[at].kind {
                    Kind::Open => {
                        let partner = frame.of.partners[at] as usize;
                        if partner >= frame.end {
                            return count;
                        }
                        if brackets == 0 {
                            count += 1;
                        }
                        at = partner;
                    }
                    Kind::OpenBracket => brackets += 1,
                    Kind::CloseBracket => brackets = brackets.saturating_sub(1),
                    kind if is_blank(kind) => {}
                    Kind::Text if count == 0 && brackets == 0 && at == frame.start => {
                        // A star may stand here.
                    }
                    _ if brackets > 0 && at < frame.start + LONGEST_OPTION => {}
                    _ => return count,
                }
                if count >= 9 {
                    return count;
                }
                at += 1;
            }
        }
        count
    }

    /// Takes a group, or else the one token that comes next, as TeX does for an argument.
    pub(super) fn argument(&mut self) -> Option<Slice> {
        if let Some(group) = self.group() {
            return Some(group);
        }
        let (depth, at, token) = self.ahead()?;
        if !matches!(token.kind, Kind::Word | Kind::Symbol | Kind::Text | Kind::Param(_)) {
            return None;
        }
        let of = self.frames.get(depth)?.of.clone();
        self.advance(depth, at, at + 1);
        Some(Slice { of, start: at, end: at + 1 })
    }

    /// Takes an option in brackets, if one comes next, and gives what is inside.
    pub(super) fn option(&mut self) -> Option<Slice> {
        let (depth, at, token) = self.ahead()?;
        if token.kind != Kind::OpenBracket {
            return None;
        }
        let frame = self.frames.get(depth)?;
        let mut end = at + 1;
        let stop = frame.end.min(at + LONGEST_OPTION);
        while end < stop {
            match frame.of.tokens[end].kind {
                Kind::CloseBracket => {
                    let slice = Slice { of: frame.of.clone(), start: at + 1, end };
                    self.advance(depth, at, end + 1);
                    return Some(slice);
                }
                Kind::Open => match frame.of.partners[end] {
                    u32::MAX => return None,
                    partner => end = partner as usize,
                },
                Kind::Close | Kind::Paragraph => return None,
                _ => {}
            }
            end += 1;
        }
        None
    }
}

fn is_blank(kind: Kind) -> bool {
    matches!(kind, Kind::Space | Kind::Newline | Kind::Comment)
}
