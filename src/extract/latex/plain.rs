//! The words of an argument as they stand in an address, and the files that such words name.

use std::rc::Rc;

use super::define;
use super::input::Slice;
use super::knowledge::KNOWLEDGE;
use super::lexer::{Kind, Op, Token, Tokens, lex};
use super::reader::Reader;
use super::symbols::symbol;
use crate::document::NoteKind;
use crate::extract::encoding;

/// Files that include files, and files in all.
const DEEPEST_INCLUDE: usize = 16;
const MOST_INCLUDES: usize = 100;

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
        } else if let Some(own) = self.definitions.commands.get(name)
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
        let refused = |reason: String| format!("{path} was not read: {reason}");
        let message = match self.includes {
            _ if path.is_empty() || KNOWLEDGE.files.contains(path) => return,
            _ if self.files.iter().any(|open| open == path) => refused("it includes itself".into()),
            _ if self.files.len() >= DEEPEST_INCLUDE || self.included >= MOST_INCLUDES => {
                refused("too many files include one another".into())
            }
            None => refused("files that a resume includes are not read here".into()),
            Some(includes) => match includes.read(path).or_else(|reason| match has_ending(path) {
                true => Err(reason),
                false => includes.read(&format!("{path}.tex")),
            }) {
                Ok(included) => {
                    let decoded = encoding::decode(&included.name, &included.bytes);
                    self.page.builder.document().notes.extend(decoded.notes);
                    let text: Rc<str> = Rc::from(decoded.source.text.as_str());
                    let file = self.page.builder.source(decoded.source);
                    let skip = text.len() - text.trim_start_matches('\u{feff}').len();
                    let tokens = lex(&text, file, skip);
                    self.budget += 4 * tokens.len();
                    self.sources.push(text);
                    self.files.push(path.to_owned());
                    self.included += 1;
                    self.input.push_ops(&[Op::EndFile]);
                    return self.input.push(Slice::whole(Tokens::new(tokens)));
                }
                Err(reason) => refused(reason),
            },
        };
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
