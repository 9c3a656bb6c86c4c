//! Names and files in Typst: what a name stands for, and what other files give.

use typst_syntax::ast;
use typst_syntax::{SyntaxKind, SyntaxNode, parse};

use super::calls::KNOWN;
use super::markup::{Part, Reader};
use super::values::{Argument, arguments, is_collection, is_value, last_name, named};
use crate::document::{NoteKind, SourceText};
use crate::extract::encoding;

impl Reader<'_> {
    /// `#let name = value`.
    pub(super) fn binding(&mut self, node: &SyntaxNode, at: usize) {
        let Some(binding) = node.cast::<ast::LetBinding<'_>>() else { return };
        if matches!(binding.kind(), ast::LetBindingKind::Closure(_)) && self.files.is_empty() {
            self.note_hidden_includes(node);
        }
        let ast::LetBindingKind::Normal(ast::Pattern::Normal(ast::Expr::Ident(name))) =
            binding.kind()
        else {
            return;
        };
        let mut offset = 0;
        let mut last = None;
        for child in node.children() {
            if is_value(child.kind()) {
                last = Some((child, offset));
            }
            offset += child.len();
        }
        if let Some((value, _)) = last
            && value.kind() == SyntaxKind::FuncCall
            && let Some(callee) = value.children().next()
            && KNOWN.data.contains(&last_name(callee))
        {
            let args = value.children().last().map_or(Vec::new(), |args| arguments(args, 0));
            return self.data_not_read(&args);
        }
        if let Some((value, offset)) = last
            && !matches!(value.kind(), SyntaxKind::Closure | SyntaxKind::Ident)
        {
            let part = Part { node: value.clone(), file: self.source, at: at + offset };
            self.names.insert(name.get().to_string(), part);
        }
    }

    /// `#import "other.typ": name` gives values that have a name there.
    pub(super) fn module_import(&mut self, node: &SyntaxNode) {
        let path = node.children().find_map(|child| child.cast::<ast::Str<'_>>());
        let Some(path) = path.map(|path| path.get()) else { return };
        // A package is a template, and lives elsewhere.
        if path.starts_with('@') {
            return;
        }
        let message = match self.read_file(&path) {
            Ok((root, file, skip)) => {
                let before = std::mem::replace(&mut self.source, file);
                self.files.push(path.to_string());
                self.definitions(&root, skip);
                self.files.pop();
                self.source = before;
                return;
            }
            Err(reason) => {
                format!("{path} was not read: {reason}; words that it defines are missing")
            }
        };
        self.builder.note(NoteKind::Information, message);
    }

    /// Keeps what a file defines, and shows none of it.
    fn definitions(&mut self, root: &SyntaxNode, at: usize) {
        let mut at = at;
        for child in root.children() {
            match child.kind() {
                SyntaxKind::LetBinding => self.binding(child, at),
                SyntaxKind::ModuleImport => self.module_import(child),
                _ => {}
            }
            at += child.len();
        }
    }

    /// `#for x in y [...]` shows what is looped over, a line each; its body is not run.
    pub(super) fn for_loop(&mut self, node: &SyntaxNode, at: usize) {
        if holds_include(node, 0) {
            return self.note_hidden_includes(node);
        }
        let mut at = at;
        let mut after = false;
        for child in node.children() {
            if after && is_value(child.kind()) {
                let literal = Part { node: child.clone(), file: self.source, at };
                let part = match is_collection(child.kind()) {
                    true => Some(literal),
                    false => self.value_of(child, 0).filter(|part| is_collection(part.node.kind())),
                };
                if let Some(part) = part {
                    self.lines(&part);
                }
                return;
            }
            after |= child.kind() == SyntaxKind::In;
            at += child.len();
        }
    }

    /// The values of a collection, a line each, with their keys where those are strings.
    fn lines(&mut self, part: &Part) {
        if self.budget == 0 {
            return;
        }
        self.budget -= 1;
        let before = std::mem::replace(&mut self.source, part.file);
        let mut at = part.at;
        for child in part.node.children() {
            if is_value(child.kind()) {
                self.end();
                if child.kind() == SyntaxKind::Keyed
                    && let Some(key) = child.children().next()
                    && key.kind() == SyntaxKind::Str
                {
                    self.string(key, at);
                    self.gap();
                }
                self.node(child, at);
                self.end();
            }
            at += child.len();
        }
        self.source = before;
    }

    /// Says that code which is not run includes files, if it does.
    pub(super) fn note_hidden_includes(&mut self, node: &SyntaxNode) {
        if holds_include(node, 0) && !self.builder.has_note(NoteKind::IncludeNotRead) {
            self.include_by_expression();
        }
    }

    fn include_by_expression(&mut self) {
        let message = "a file that is included by an expression was not read; check it on its own";
        self.builder.note(NoteKind::IncludeNotRead, message);
    }

    /// `#include "other.typ"`.
    pub(super) fn module_include(&mut self, node: &SyntaxNode) {
        match node.children().find_map(|child| child.cast::<ast::Str<'_>>()) {
            Some(path) => self.include(&path.get()),
            None => self.include_by_expression(),
        }
    }

    /// A file of data is text that we do not see.
    pub(super) fn data_not_read(&mut self, given: &[Argument<'_>]) {
        let path = given.iter().find_map(|argument| argument.value.cast::<ast::Str<'_>>());
        let name = path.map_or_else(|| "a data file".to_owned(), |path| path.get().to_string());
        let message =
            format!("{name} was not read: Typst data is not looked into; check that file");
        self.builder.note(NoteKind::IncludeNotRead, message);
    }

    /// Follows a name to what it stands for.
    pub(super) fn named(&mut self, name: &str) {
        if let Some(part) = self.names.get(name).cloned() {
            self.show_part(&part);
        }
    }

    /// Follows `me.name.first` to what it stands for.
    pub(super) fn field(&mut self, node: &SyntaxNode) {
        if let Some(part) = self.value_of(node, 0) {
            self.show_part(&part);
        }
    }

    fn show_part(&mut self, part: &Part) {
        if self.budget == 0 {
            return;
        }
        self.budget -= 1;
        let before = std::mem::replace(&mut self.source, part.file);
        self.node(&part.node, part.at);
        self.source = before;
    }

    fn value_of(&self, node: &SyntaxNode, depth: usize) -> Option<Part> {
        match node.kind() {
            SyntaxKind::Ident => self.names.get(node.leaf_text().as_str()).cloned(),
            SyntaxKind::FieldAccess if depth < 16 => {
                let base = self.value_of(node.children().next()?, depth + 1)?;
                let key = last_name(node);
                let mut at = base.at;
                for child in base.node.children() {
                    if matches!(child.kind(), SyntaxKind::Named | SyntaxKind::Keyed)
                        && let Some((name, value, offset)) = named(child)
                        && name == key
                    {
                        return Some(Part {
                            node: value.clone(),
                            file: base.file,
                            at: at + offset,
                        });
                    }
                    at += child.len();
                }
                None
            }
            _ => None,
        }
    }

    /// Reads a file that the document includes.
    fn include(&mut self, path: &str) {
        match self.read_file(path) {
            Ok((root, file, skip)) => {
                self.files.push(path.to_owned());
                self.collect_citations(&root);
                self.file(&root, file, skip);
                self.files.pop();
            }
            Err(reason) => {
                let message = format!("{path} was not read: {reason}");
                self.builder.note(NoteKind::IncludeNotRead, message);
            }
        }
    }

    /// The tree of a file beneath the document's folder, its number, and the bytes before its text.
    fn read_file(&mut self, path: &str) -> Result<(SyntaxNode, u16, usize), String> {
        if self.files.iter().any(|open| open == path) || self.files.len() >= 16 {
            return Err("files include one another".to_owned());
        }
        if self.budget == 0 {
            return Err("too many files are included".to_owned());
        }
        let Some(includes) = self.includes else {
            return Err("files that a resume includes are not read here".to_owned());
        };
        let included = includes.read(path)?;
        self.budget -= 1;
        let decoded = encoding::decode(&included.name, &included.bytes);
        self.builder.document().notes.extend(decoded.notes);
        let SourceText { text, .. } = &decoded.source;
        let skip = text.len() - text.trim_start_matches('\u{feff}').len();
        let root = parse(&text[skip..]);
        Ok((root, self.builder.source(decoded.source), skip))
    }
}

/// Whether there is an `include` somewhere in code.
fn holds_include(node: &SyntaxNode, depth: usize) -> bool {
    node.kind() == SyntaxKind::ModuleInclude
        || depth < 64 && node.children().any(|child| holds_include(child, depth + 1))
}
