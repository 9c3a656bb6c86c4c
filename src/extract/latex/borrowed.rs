//! What a class beside the document lends it: its commands in their places, each asked what it is for.
//!
//! A class sets an entry in boxes, tables and paragraphs, and keeps words that another command shows. What one
//! command sets is one block, and what is kept is shown once: where the class shows it, or else where it is said.

use std::collections::HashSet;

use super::define::Definition;
use super::input::{Input, Slice};
use super::knowledge::{Argument, KNOWLEDGE, Shown};
use super::lexer::{Kind, Op, Token, Tokens, lex};
use super::reader::Reader;

/// Longer bodies than this, in tokens, are none of a resume's.
const LONGEST_BODY: usize = 1_000;

/// What a command does with what it is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    /// It shows it, or takes none.
    Shows,
    /// It keeps it for another command.
    Keeps,
}

impl Reader<'_> {
    /// The entry of our own for a command that a class defines too: one for as many arguments. The outer
    /// value is missing where the class has nothing to say; the inner where its definition counts.
    pub(super) fn known_beside<'k>(
        &self,
        name: &str,
        entries: &'k [Shown],
        given: usize,
    ) -> Option<Option<&'k Shown>> {
        let beside = self.beside.definitions.commands.get(name)?;
        let takes = beside.mandatory();
        let has_option = self.input.next_kind() == Some(Kind::OpenBracket)
            && beside.arguments.first().is_some_and(|first| first.0 == Argument::Optional);
        let fits = |entry: &&Shown| {
            entry.mandatory() == takes
                && takes <= given
                && (!has_option || entry.arguments.contains(&Argument::Optional))
        };
        let loaded = |class: &String| self.classes.iter().any(|name| name.contains(class.as_str()));
        let by_class = entries.iter().find(|e| fits(e) && e.classes.iter().any(loaded));
        let free = || entries.iter().find(|e| fits(e) && e.classes.is_empty());
        let of_header = || entries.iter().find(|e| fits(e) && e.header);
        match by_class.or_else(free).or_else(of_header) {
            Some(entry) => Some(Some(entry)),
            None if self.use_of(&beside.body) == Use::Keeps => None,
            None => Some(None),
        }
    }

    /// Puts a definition of a class in the place of its command. One that only keeps what it is given
    /// shows nothing here, so the document's words are shown as they stand.
    pub(super) fn expand_beside(&mut self, token: Token, name: &str) -> bool {
        let Some(definition) = self.beside.definitions.commands.get(name).cloned() else {
            return match self.old_name(name) {
                Some(old) => {
                    self.named(token, &old);
                    true
                }
                None => self.list_command(token, name),
            };
        };
        if !self.is_beside(token)
            && self.use_of(&definition.body) == Use::Keeps
            && !self.is_shown_later(&definition.body)
        {
            return false;
        }
        match definition.mandatory() {
            0 | 1 => self.expand_as(&definition),
            _ => {
                let body = self.in_one_block(&definition.body);
                if body.tokens().last().is_some_and(|last| last.kind == Kind::Op(Op::Part)) {
                    self.part();
                }
                self.expand_as(&Definition { body, ..definition });
            }
        }
        true
    }

    /// A body whose paragraphs are lines as long as there are arguments to come: a class sets an entry in
    /// paragraphs, and it is one.
    fn in_one_block(&self, body: &Slice) -> Slice {
        let mut tokens = body.tokens().to_vec();
        let is_argument = |token: &Token| matches!(token.kind, Kind::Param(_));
        let first = tokens.iter().position(is_argument).unwrap_or(0);
        let last = tokens.iter().rposition(is_argument).unwrap_or(0);
        for token in tokens.iter_mut().take(last).skip(first) {
            if token.kind == Kind::Paragraph || self.text(*token) == "\\par" {
                token.kind = Kind::Op(Op::Line);
            }
        }
        if tokens.iter().any(|token| self.text(*token) == "\\begin") {
            tokens.push(Token { kind: Kind::Op(Op::Part), file: 0, start: 0, end: 0 });
        }
        Slice::whole(Tokens::new(tokens))
    }

    /// Whether the expansion that comes next, of a class, ends an environment.
    pub(super) fn ends_beside(&self) -> bool {
        let ends = |token: &Token| self.is_beside(*token) && self.text(*token) == "\\end";
        self.input.innermost().iter().take(LONGEST_BODY).any(ends)
    }

    /// Whether the expansion that comes next shows a box that was set.
    pub(super) fn shows_box(&self) -> bool {
        let shows = |token: &Token| {
            let words = ["\\box", "\\copy", "\\unhbox", "\\unhcopy", "\\usebox"];
            token.kind == Kind::Word && words.contains(&self.text(*token))
        };
        self.input.innermost().iter().take(LONGEST_BODY).any(shows)
    }

    /// The name that a class gives another to, at the end of a chain that ends.
    fn old_name(&self, name: &str) -> Option<String> {
        let definitions = &self.beside.definitions;
        let mut old = definitions.names.get(name)?;
        for _ in 0..4 {
            match definitions.names.get(old) {
                Some(older) if !definitions.commands.contains_key(old) => old = older,
                _ => return Some(old.clone()),
            }
        }
        None
    }

    /// `\list` and `\endlist`, as classes begin and end what an environment is made of.
    fn list_command(&mut self, token: Token, name: &str) -> bool {
        let is_ours =
            |name: &str| KNOWLEDGE.lists.contains(name) || KNOWLEDGE.tables.contains_key(name);
        if self.preamble || !self.is_beside(token) {
            return false;
        }
        match name.strip_prefix("end") {
            _ if is_ours(name) => self.begin_named(name),
            Some(rest) if is_ours(rest) => self.end_named(rest),
            _ => return false,
        }
        true
    }

    /// An environment that a class defines and we do not know, or know with other arguments.
    pub(super) fn environment_beside(&self, name: &str) -> Option<Definition> {
        let is_ours = self.definitions.environments.contains_key(name)
            || self.definitions.lists.contains(name)
            || KNOWLEDGE.lists.contains(name)
            || KNOWLEDGE.tables.contains_key(name)
            || KNOWLEDGE.hidden.contains(name)
            || KNOWLEDGE.plain.contains_key(name)
            || matches!(name, "picture" | "tikzpicture");
        if is_ours {
            return None;
        }
        let definitions = &self.beside.definitions;
        let pair = || {
            // `\begin{x}` is `\x`, and `\end{x}` is `\endx`.
            let begin = definitions.commands.get(name)?;
            let end = definitions.commands.get(&format!("end{name}"))?;
            Some(Definition { end: Some(end.body.clone()), ..begin.clone() })
        };
        let found = definitions.environments.get(name).cloned().or_else(pair)?;
        let known = KNOWLEDGE.environments.get(name);
        let is_same = known.is_some_and(|known| known.mandatory() == found.mandatory());
        (!is_same).then_some(found)
    }

    /// Whether a command of a class that the document calls shows what `body` keeps.
    fn is_shown_later(&mut self, body: &Slice) -> bool {
        if self.beside.shown.is_none() {
            let mut names: Vec<String> = Vec::new();
            for (file, text) in self.sources.iter().enumerate() {
                if !self.beside.files.contains(&(file as u16)) {
                    let tokens = lex(text, file as u16, 0);
                    let words = tokens.iter().filter(|token| token.kind == Kind::Word);
                    names.extend(
                        words.map(|word| self.text(*word).trim_start_matches('\\').to_owned()),
                    );
                }
            }
            // What is known counts before the class, and is not expanded.
            // Without a title of the document's own, a class's takes its place.
            let has_title = !self.title.is_empty();
            names.retain(|name| match name.as_str() {
                "maketitle" => !has_title,
                name => {
                    !KNOWLEDGE.macros.contains_key(name) && !KNOWLEDGE.ignored.contains_key(name)
                }
            });
            let mut called = HashSet::new();
            while let Some(name) = names.pop() {
                let Some(definition) = self.beside.definitions.commands.get(&name) else {
                    continue;
                };
                if self.use_of(&definition.body) == Use::Keeps {
                    continue;
                }
                for token in definition.body.tokens() {
                    // An address holds its commands within it.
                    let words = match token.kind {
                        Kind::Word | Kind::Raw => self.text(*token),
                        _ => continue,
                    };
                    for word in words.split('\\').skip(1) {
                        let end = word.find(|c: char| !(c.is_ascii_alphabetic() || c == '@'));
                        let word = word[..end.unwrap_or(word.len())].to_owned();
                        if called.insert(word.clone()) {
                            names.push(word);
                        }
                    }
                }
            }
            self.beside.shown = Some(called);
        }
        let shown = self.beside.shown.as_ref();
        let is_shown = |token: &Token| {
            token.kind == Kind::Word
                && shown
                    .is_some_and(|shown| shown.contains(self.text(*token).trim_start_matches('\\')))
        };
        body.tokens().iter().any(is_shown)
    }

    /// What a body does with its arguments.
    fn use_of(&self, body: &Slice) -> Use {
        let mut rest = Input::default();
        rest.push(body.clone());
        let mut keeps = false;
        let has_argument =
            |slice: &Slice| slice.tokens().iter().any(|t| matches!(t.kind, Kind::Param(_)));
        while let Some(token) = rest.next() {
            match token.kind {
                Kind::Param(_) => return Use::Shows,
                Kind::Word => {}
                _ => continue,
            }
            let name = self.text(token).trim_start_matches('\\');
            if KEEPERS.contains(&name) {
                rest.star(&self.sources);
                rest.argument();
                while rest.option().is_some() {}
                while rest.next_kind().is_some_and(|kind| matches!(kind, Kind::Param(_))) {
                    rest.next();
                }
                keeps |= rest.group().is_some_and(|kept| has_argument(&kept));
            } else if let Some(takes) = KNOWLEDGE.ignored.get(name) {
                for argument in takes {
                    match argument {
                        Argument::Mandatory => drop(rest.group()),
                        Argument::Optional => drop(rest.option()),
                        Argument::Star => drop(rest.star(&self.sources)),
                    }
                }
            } else if name == "ifx" {
                for _ in 0..3 {
                    rest.next();
                }
            } else if name.to_lowercase().contains("if") || name == "notblank" {
                // What is tested is not shown.
                rest.group();
            }
        }
        if keeps { Use::Keeps } else { Use::Shows }
    }
}

/// Commands that keep their last argument under the name of their first.
const KEEPERS: [&str; 22] = [
    "def",
    "gdef",
    "edef",
    "xdef",
    "let",
    "newcommand",
    "renewcommand",
    "providecommand",
    "DeclareRobustCommand",
    "csdef",
    "csgdef",
    "csedef",
    "csxdef",
    "@namedef",
    "appto",
    "gappto",
    "eappto",
    "xappto",
    "g@addto@macro",
    "addto",
    "listadd",
    "listgadd",
];
