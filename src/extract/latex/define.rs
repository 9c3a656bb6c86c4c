//! What a document defines for itself: commands and environments, expanded where they are called.

use std::collections::{HashMap, HashSet};

use super::input::Slice;
use super::knowledge::Argument;
use super::lexer::{Kind, Token, Tokens};

/// A definition.
#[derive(Debug, Clone)]
pub(super) struct Definition {
    /// What it takes, with what stands in for an option that is not given.
    pub(super) arguments: Vec<(Argument, Option<Slice>)>,
    /// What it becomes.
    pub(super) body: Slice,
    /// What an environment becomes where it ends.
    pub(super) end: Option<Slice>,
}

impl Definition {
    /// How many arguments stand in braces.
    pub(super) fn mandatory(&self) -> usize {
        self.arguments.iter().filter(|(argument, _)| *argument == Argument::Mandatory).count()
    }
}

/// The definitions of a document.
#[derive(Debug, Default)]
pub(super) struct Definitions {
    pub(super) commands: HashMap<String, Definition>,
    pub(super) environments: HashMap<String, Definition>,
    /// Lists of the document's own, from `enumitem`.
    pub(super) lists: HashSet<String>,
    /// `\let\new\old`.
    pub(super) names: HashMap<String, String>,
    /// `\newif` switches that are on.
    pub(super) switches: HashMap<String, Switch>,
}

/// A switch of the document's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Switch {
    On,
    Off,
    /// An option of a class may turn it on.
    Unknown,
}

/// The body of a definition with its arguments in place.
pub(super) fn expanded(body: &Slice, arguments: &[Option<Slice>]) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(body.tokens().len());
    for &token in body.tokens() {
        match token.kind {
            // `##1` is the argument of a definition within this one.
            Kind::Param(_) if token.end - token.start > 2 => {
                let start = token.start + (token.end - token.start) / 2;
                tokens.push(Token { start, ..token });
            }
            Kind::Param(n) => {
                if let Some(Some(argument)) = arguments.get(n as usize - 1) {
                    tokens.extend_from_slice(argument.tokens());
                }
            }
            // Comments were taken where they stand.
            Kind::Comment => {}
            _ => tokens.push(token),
        }
    }
    tokens
}

/// The arguments that `\newcommand` declares: a number, and the option's default.
pub(super) fn declared(count: usize, default: Option<Slice>) -> Vec<(Argument, Option<Slice>)> {
    let count = count.min(9);
    let mut arguments = vec![(Argument::Mandatory, None); count];
    if let (Some(default), Some(first)) = (default, arguments.first_mut()) {
        *first = (Argument::Optional, Some(default));
    }
    arguments
}

/// The arguments that `\NewDocumentCommand` declares, such as `s O{x} m`.
pub(super) fn specified(specification: &Slice, text: &str) -> Vec<(Argument, Option<Slice>)> {
    let mut arguments = Vec::new();
    let tokens = specification.tokens();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at += 1;
        if token.kind != Kind::Text {
            continue;
        }
        for c in text.get(token.start as usize..token.end as usize).unwrap_or("").chars() {
            match c {
                's' | 't' => arguments.push((Argument::Star, None)),
                'o' | 'd' => arguments.push((Argument::Optional, None)),
                'm' | 'r' | 'v' => arguments.push((Argument::Mandatory, None)),
                'O' | 'D' => {
                    let open = specification.start + at;
                    let default =
                        tokens.get(at).filter(|token| token.kind == Kind::Open).and_then(|_| {
                            let partner = *specification.of.partners.get(open)? as usize;
                            let of = specification.of.clone();
                            (partner < specification.end).then_some(Slice {
                                of,
                                start: open + 1,
                                end: partner,
                            })
                        });
                    if let Some(default) = &default {
                        at = default.end + 1 - specification.start;
                    }
                    arguments.push((Argument::Optional, default));
                }
                _ => {}
            }
        }
    }
    arguments.truncate(9);
    arguments
}

/// The tokens that mean nothing.
pub(super) fn nothing() -> Slice {
    Slice::whole(Tokens::new(Vec::new()))
}
