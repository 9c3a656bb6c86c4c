//! Bibliographies in Typst: what `#bibliography` prints of the files that it names.

use std::ops::Range;

use typst_syntax::ast;
use typst_syntax::{SyntaxKind, SyntaxNode};

use super::markup::Reader;
use super::values::{Argument, last_name};
use crate::document::BlockKind;
use crate::extract::bibliography::{Cited, Filter, Paper};

impl Reader<'_> {
    /// Takes note of all that a file cites, wherever it stands.
    pub(super) fn collect_citations(&mut self, root: &SyntaxNode) {
        let mut open = vec![(root, false)];
        while let Some((node, is_citation)) = open.pop() {
            let callee = node.children().next().filter(|_| node.kind() == SyntaxKind::FuncCall);
            let is_citation = callee.map_or(is_citation, |callee| last_name(callee) == "cite");
            match node.kind() {
                SyntaxKind::RefMarker => self.cited.add(node.leaf_text().trim_start_matches('@')),
                SyntaxKind::Label if is_citation => {
                    self.cited.add(node.leaf_text().trim_matches(['<', '>']));
                }
                SyntaxKind::Str if is_citation => {
                    self.cited.add(node.leaf_text().trim_matches('"'))
                }
                _ => open.extend(node.children().map(|child| (child, is_citation))),
            }
        }
    }

    /// `#bibliography("a.bib", title: [..], full: true)`, whose name stands at `callee`.
    pub(super) fn bibliography(&mut self, callee: Range<usize>, given: &[Argument<'_>]) {
        let mut filter = Filter::default();
        for argument in given.iter().filter(|argument| argument.name.is_none()) {
            let strings = match argument.value.kind() {
                SyntaxKind::Array => argument.value.children().collect(),
                _ => vec![argument.value],
            };
            for path in strings.into_iter().filter_map(|node| node.cast::<ast::Str<'_>>()) {
                let path = path.get().to_string();
                self.add_bibliography(&path);
                filter.paths.push(path);
            }
        }
        if filter.paths.is_empty() {
            self.data_not_read(&[]);
        }
        let named = |wanted: &str| {
            let is_it = |argument: &&Argument<'_>| argument.name.as_deref() == Some(wanted);
            given.iter().find(is_it)
        };
        let notes = self.library.notes();
        self.builder.document().notes.extend(notes);
        self.end();
        match named("title") {
            Some(title) if title.value.kind() == SyntaxKind::None => {}
            Some(title) if title.value.kind() != SyntaxKind::Auto => {
                self.begin(BlockKind::Heading { level: 1 });
                self.node(title.value, title.at);
            }
            _ => {
                self.begin(BlockKind::Heading { level: 1 });
                self.decoded(callee.start, callee.len(), "Bibliography");
            }
        }
        self.end();
        let is_full = named("full").is_some_and(|full| full.value.leaf_text() == "true");
        let cited = if is_full { Cited::default() } else { self.cited.clone() };
        for entry in self.library.chosen(&cited, &filter) {
            self.entry(entry);
        }
        let notes = self.library.notes();
        self.builder.document().notes.extend(notes);
    }

    fn add_bibliography(&mut self, path: &str) {
        // A path from the root of the project is one from the folder of the resume.
        let at = path.trim_start_matches('/');
        let builder = &mut self.builder;
        self.library.find(path, at, self.includes, |source| builder.source(source));
    }

    /// An entry, as an item.
    fn entry(&mut self, entry: usize) {
        match self.in_row {
            true => self.builder.separate(' '),
            false => self.begin(BlockKind::ListItem { level: 1 }),
        }
        let library = std::mem::take(&mut self.library);
        library.print(entry, self);
        self.library = library;
        self.end();
    }

    /// Does something in another source.
    fn within(&mut self, file: u16, act: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.source, file);
        act(self);
        self.source = before;
    }
}

impl Paper for Reader<'_> {
    fn words(&mut self, file: u16, bytes: Range<u32>) {
        self.within(file, |page| page.verbatim(bytes.start as usize, bytes.len()));
    }

    fn unit(&mut self, file: u16, bytes: Range<u32>, text: &str) {
        self.within(file, |page| page.decoded(bytes.start as usize, bytes.len(), text));
    }

    fn space(&mut self) {
        self.builder.separate(' ');
    }

    fn link(&mut self, target: String) {
        self.address = Some((self.builder.mark(), target));
    }

    fn unlink(&mut self) {
        if let Some((mark, target)) = self.address.take().filter(|(_, to)| !to.is_empty()) {
            let span = self.builder.since(mark);
            self.builder.link(span, target, None);
        }
    }
}
