//! Bibliographies in Typst: what `#bibliography` prints of the files that it names.

use typst_syntax::ast;
use typst_syntax::{SyntaxKind, SyntaxNode};

use super::markup::Reader;
use super::values::{Argument, last_name};
use crate::document::BlockKind;
use crate::extract::bibliography::{Cited, Filter, Piece};

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
    pub(super) fn bibliography(&mut self, callee: std::ops::Range<usize>, given: &[Argument<'_>]) {
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
        let read = match self.includes {
            _ if !path.ends_with(".bib") => {
                Err("of bibliographies only .bib files are looked into".to_owned())
            }
            None => Err("files that a resume includes are not read here".to_owned()),
            // A path from the root of the project is one from the folder of the resume.
            Some(includes) => includes.read(path.trim_start_matches('/')),
        };
        let builder = &mut self.builder;
        self.library.add(path, read, |source| builder.source(source));
    }

    /// An entry, as an item.
    fn entry(&mut self, entry: usize) {
        match self.in_row {
            true => self.builder.separate(' '),
            false => self.begin(BlockKind::ListItem { level: 1 }),
        }
        let before = std::mem::replace(&mut self.source, self.library.source(entry));
        let mut link = None;
        for piece in self.library.shown(entry) {
            match piece {
                Piece::Words(bytes) => {
                    self.verbatim(bytes.start as usize, (bytes.end - bytes.start) as usize);
                }
                Piece::Unit(bytes, text) => {
                    self.decoded(bytes.start as usize, (bytes.end - bytes.start) as usize, &text);
                }
                Piece::Space => self.builder.separate(' '),
                Piece::Link(target) => link = Some((self.builder.mark(), target)),
                Piece::Unlink => {
                    if let Some((mark, target)) = link.take().filter(|(_, to)| !to.is_empty()) {
                        let span = self.builder.since(mark);
                        self.builder.link(span, target, None);
                    }
                }
            }
        }
        self.source = before;
        self.end();
    }
}
