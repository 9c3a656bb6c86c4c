//! Reads LaTeX: what a typesetter would set, each word with its place in the source.
//!
//! No TeX is run. Commands that the document defines are expanded where they are called; what the
//! classes that people write resumes in define is data (`rules/vocabulary/latex.toml`), and what that
//! does not know is looked up in the classes and packages beside the document; the arguments of any
//! other command are taken as text. Files come from the caller's resolver, or not at all.

mod beside;
mod borrowed;
mod citing;
mod commands;
mod conditions;
mod define;
mod defining;
mod input;
mod knowledge;
mod lexer;
mod page;
mod plain;
mod primitives;
mod reader;
mod show;
mod structure;
mod symbols;
#[cfg(test)]
mod tests;

use super::builder::Builder;
use super::{Limits, Source, encoding};
use crate::document::{Document, Format};
use reader::Reader;

// The values of a bibliography are written in LaTeX.
pub(super) use lexer::{Kind, Token, lex};
pub(super) use reader::LIGATURES;
pub(super) use symbols::{accent, accented, symbol};

/// Reads LaTeX.
pub(super) fn read(source: &Source<'_>, limits: &Limits) -> Document {
    let decoded = encoding::decode_declared(source.name, source.bytes, declared(source.bytes));
    let text = &decoded.source.text;
    let skip = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let begin = || {
        let mut builder = Builder::new(Format::Latex, limits.text_bytes);
        builder.document().notes.extend(decoded.notes.iter().cloned());
        builder.source(decoded.source.clone());
        Reader::new(builder, text, skip, source.includes, limits.nesting)
    };
    let (builder, cited) = begin().run();
    // TeX, too, runs twice where a list is printed before all that it lists is cited.
    let Some(cited) = cited else { return builder.finish() };
    let mut reader = begin();
    reader.bibliographies.cite(cited);
    reader.run().0.finish()
}

/// The encoding that `inputenc` is told of.
fn declared(bytes: &[u8]) -> Option<&'static str> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(8192)]);
    let before = head.split("{inputenc}").next().filter(|before| before.len() < head.len())?;
    let option = before.rsplit('[').next()?.split(']').next()?;
    match option.trim() {
        "latin1" => Some("iso-8859-1"),
        "latin2" => Some("iso-8859-2"),
        "latin9" => Some("iso-8859-15"),
        "ansinew" | "cp1252" => Some("windows-1252"),
        "cp1250" => Some("windows-1250"),
        "cp1251" => Some("windows-1251"),
        "koi8-r" => Some("koi8-r"),
        _ => None,
    }
}
