//! The words of an argument as they stand in an address, and the files that such words name.

use std::rc::Rc;

use super::define;
use super::input::Slice;
use super::knowledge::KNOWLEDGE;
use super::lexer::{Kind, Op, Token, Tokens, lex};
use super::reader::Reader;
use super::symbols::symbol;
use crate::document::NoteKind;
use crate::extract::{Included, encoding};

/// Files that include files, and files in all.
const DEEPEST_INCLUDE: usize = 16;
const MOST_INCLUDES: usize = 100;
/// Their bytes in all, which is more than any resume has.
const MOST_INCLUDED_BYTES: usize = 24 << 20;
/// Why a file is not read that is one too many.
pub(super) const TOO_MANY: &str = "too many files include one another";

impl Reader<'_> {
    /// The words of a slice, as they would stand in an address.
    pub(super) fn plain(&self, slice: &Slice) -> String {
        let mut words = String::new();
        self.plain_into(slice.tokens(), 0, &mut words);
        words
    }

    pub(super) fn plain_into(&self, tokens: &[Token], depth: usize, words: &mut String) {
        for &token in tokens {
            let text = self.text(token);
            match token.kind {
                Kind::Text | Kind::OpenBracket | Kind::CloseBracket | Kind::Script | Kind::Cell => {
                    words.push_str(text);
                }
                Kind::Raw => self.plain_raw(text, depth, words),
                Kind::Tie => words.push('~'),
                Kind::Space | Kind::Newline => words.push(' '),
                Kind::Symbol if matches!(&text[1..], "&" | "%" | "$" | "#" | "_" | "{" | "}") => {
                    words.push_str(&text[1..]);
                }
                Kind::Word => self.plain_word(&text[1..], depth, words),
                _ => {}
            }
            if words.len() > 4096 {
                return;
            }
        }
    }

    pub(super) fn plain_word(&self, name: &str, depth: usize, words: &mut String) {
        if let Some(set) = symbol(name) {
            words.push_str(set);
        } else if let Some(own) = self.definition_of(name)
            && own.arguments.is_empty()
            && depth < 8
        {
            self.plain_into(own.body.tokens(), depth + 1, words);
        }
    }

    /// An address: escapes are undone, and the document's own commands put in.
    pub(super) fn plain_raw(&self, text: &str, depth: usize, words: &mut String) {
        let mut rest = text;
        while let Some(at) = rest.find('\\') {
            words.push_str(&rest[..at]);
            let after = &rest[at + 1..];
            let letters = after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len());
            // In a class `@` is a letter too; elsewhere there is no such command.
            let inner = after.find(|c: char| !(c.is_ascii_alphabetic() || c == '@'));
            let inner = inner.unwrap_or(after.len());
            if inner > letters && self.definition_of(&after[..inner]).is_some() {
                self.plain_word(&after[..inner], depth, words);
                rest = after[inner..].trim_start_matches(['{', '}']);
                continue;
            }
            if letters == 0 {
                let escaped = after.chars().next();
                words.extend(escaped);
                rest = &after[escaped.map_or(0, char::len_utf8)..];
            } else {
                self.plain_word(&after[..letters], depth, words);
                rest = after[letters..].trim_start_matches(['{', '}']);
            }
        }
        words.push_str(rest);
    }

    /// Reads a file that the document includes.
    pub(super) fn include(&mut self, path: &str) {
        let read = match self.includes {
            _ if path.is_empty() || KNOWLEDGE.files.contains(path) => return,
            _ if self.files.iter().any(|open| open == path) => Err("it includes itself".to_owned()),
            _ if self.may_not_include() => Err(TOO_MANY.to_owned()),
            None => Err("files that a resume includes are not read here".to_owned()),
            Some(includes) => includes.read(path).or_else(|reason| match has_ending(path) {
                true => Err(reason),
                false => includes.read(&format!("{path}.tex")),
            }),
        };
        match read {
            Ok(included) => {
                let (file, skip) = self.included(included);
                let tokens = lex(&self.sources[file as usize], file, skip);
                self.budget += 4 * tokens.len();
                self.files.push(path.to_owned());
                self.input.push_ops(&[Op::EndFile]);
                self.input.push(Slice::whole(Tokens::new(tokens)));
            }
            Err(reason) => self.not_read(path, &reason),
        }
    }

    /// Whether no further file is read.
    pub(super) fn may_not_include(&self) -> bool {
        self.files.len() >= DEEPEST_INCLUDE
            || self.included >= MOST_INCLUDES
            || self.included_bytes > MOST_INCLUDED_BYTES
    }

    /// Keeps a file that was read among the sources. Gives its number, and where it begins.
    pub(super) fn included(&mut self, included: Included) -> (u16, usize) {
        self.included += 1;
        self.included_bytes += included.bytes.len();
        let decoded = encoding::decode(&included.name, &included.bytes);
        self.page.builder.document().notes.extend(decoded.notes);
        let text: Rc<str> = Rc::from(decoded.source.text.as_str());
        let skip = text.len() - text.trim_start_matches('\u{feff}').len();
        self.sources.push(text);
        (self.page.builder.source(decoded.source), skip)
    }

    /// Says that a file was not read, and why.
    pub(super) fn not_read(&mut self, path: &str, reason: &str) {
        let message = format!("{path} was not read: {reason}");
        self.page.builder.note(NoteKind::IncludeNotRead, message);
    }

    /// A slice of nothing.
    pub(super) fn nothing() -> Slice {
        define::nothing()
    }
}

/// Whether the last part of a path has an ending.
fn has_ending(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|name| name.contains('.'))
}
