//! Walks Typst's own syntax tree and writes its markup.

use std::collections::HashMap;

use typst_syntax::ast;
use typst_syntax::{SyntaxKind, SyntaxNode};

use crate::document::{BlockKind, NoteKind, Region, Style, Visibility};
use crate::extract::Includes;
use crate::extract::bibliography::{Cited, Library};
use crate::extract::builder::{Builder, Look};
use crate::extract::look::{self, Ground};

/// A part of a syntax tree, and where it stands. Parts are shared with the tree they come from.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) node: SyntaxNode,
    pub(super) file: u16,
    pub(super) at: usize,
}

/// The state of a walk.
pub(super) struct Reader<'a> {
    pub(super) builder: Builder,
    pub(super) includes: Option<&'a dyn Includes>,
    nesting: usize,
    /// The file that is being read.
    pub(super) source: u16,
    pub(super) style: Style,
    pub(super) ground: Ground,
    /// Hidden by something else than looks.
    pub(super) hidden: Option<Visibility>,
    /// Values that have a name.
    pub(super) names: HashMap<String, Part>,
    lists: u8,
    /// Within a cell of a table row: blocks are part of the row.
    pub(super) in_row: bool,
    depth: usize,
    pub(super) files: Vec<String>,
    /// How many more named values and files are followed.
    pub(super) budget: usize,
    /// The entries of its bibliographies.
    pub(super) library: Library,
    /// Where the words of a publication lead, and where they began.
    pub(super) address: Option<(usize, String)>,
    /// What it cites.
    pub(super) cited: Cited,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        builder: Builder,
        includes: Option<&'a dyn Includes>,
        nesting: usize,
    ) -> Reader<'a> {
        Reader {
            builder,
            includes,
            nesting,
            source: 0,
            style: Style::default(),
            ground: Ground::Filled(look::WHITE),
            hidden: None,
            names: HashMap::new(),
            lists: 0,
            in_row: false,
            depth: 0,
            files: Vec::new(),
            budget: 10_000,
            library: Library::default(),
            address: None,
            cited: Cited::default(),
        }
    }

    /// Reads a file whose tree is `root`, beginning at byte `at`.
    pub(super) fn file(&mut self, root: &SyntaxNode, file: u16, at: usize) {
        let before = std::mem::replace(&mut self.source, file);
        self.children(root, at);
        self.source = before;
    }

    /// The look of words here.
    fn look(&self) -> Look {
        let visibility = match self.hidden {
            Some(why) => why,
            None => look::on(self.ground, self.style),
        };
        Look { style: self.style, visibility }
    }

    /// Opens a block for words that have none.
    pub(super) fn begin_words(&mut self) {
        if !self.builder.is_open() {
            self.begin(BlockKind::Paragraph);
        }
    }

    pub(super) fn begin(&mut self, kind: BlockKind) {
        self.builder.begin(kind, Region::Body, None);
    }

    /// Ends a block, unless it is a row.
    pub(super) fn end(&mut self) {
        match self.in_row {
            true => self.builder.separate(' '),
            false => self.builder.end(),
        }
    }

    pub(super) fn verbatim(&mut self, at: usize, length: usize) {
        self.begin_words();
        let look = self.look();
        self.builder.flow(self.source, at..at + length, look);
    }

    pub(super) fn decoded(&mut self, at: usize, length: usize, text: &str) {
        self.begin_words();
        let look = self.look();
        self.builder.decoded(self.source, at..at + length, text, look);
    }

    /// The children of a node, one after the other.
    pub(super) fn children(&mut self, node: &SyntaxNode, at: usize) {
        let mut at = at;
        for child in node.children() {
            self.node(child, at);
            at += child.len();
        }
    }

    /// Writes a node of markup or code that stands at byte `at`.
    pub(super) fn node(&mut self, node: &SyntaxNode, at: usize) {
        if self.depth > 8 * self.nesting {
            if !self.builder.has_note(NoteKind::Limit) {
                let message = "markup nests deeper than the limit; the inside was not read";
                self.builder.note(NoteKind::Limit, message);
            }
            return;
        }
        self.depth += 1;
        self.written(node, at);
        self.depth -= 1;
    }

    fn written(&mut self, node: &SyntaxNode, at: usize) {
        let kind = node.kind();
        match kind {
            SyntaxKind::Text
            | SyntaxKind::SmartQuote
            | SyntaxKind::MathText
            | SyntaxKind::RefMarker => {
                self.verbatim(at, node.len());
            }
            SyntaxKind::Space if self.builder.is_open() => self.builder.separate(' '),
            SyntaxKind::Linebreak if self.builder.is_open() => self.builder.separate('\n'),
            SyntaxKind::Parbreak => self.end(),
            SyntaxKind::Escape => {
                if let Some(escape) = node.cast::<ast::Escape<'_>>() {
                    self.decoded(at, node.len(), &escape.get().to_string());
                }
            }
            SyntaxKind::Shorthand => match node.cast::<ast::Shorthand<'_>>().map(|s| s.get()) {
                Some('\u{a0}') => self.builder.separate(' '),
                Some('\u{ad}') | None => {}
                Some(set) => self.decoded(at, node.len(), &set.to_string()),
            },
            SyntaxKind::Strong | SyntaxKind::Emph => {
                let style = self.style;
                match kind == SyntaxKind::Strong {
                    true => self.style.bold = true,
                    false => self.style.italic = true,
                }
                self.children(node, at);
                self.style = style;
            }
            SyntaxKind::Link => {
                self.begin_words();
                let mark = self.builder.mark();
                self.verbatim(at, node.len());
                let span = self.builder.since(mark);
                self.builder.link(span, node.leaf_text().to_string(), None);
            }
            SyntaxKind::Heading => self.heading(node, at),
            SyntaxKind::ListItem | SyntaxKind::EnumItem => self.item(node, at),
            SyntaxKind::TermItem => {
                self.end();
                self.children(node, at);
                self.end();
            }
            SyntaxKind::TermMarker | SyntaxKind::Colon if self.builder.is_open() => {
                self.builder.separate(' ');
            }
            SyntaxKind::Raw => self.raw(node, at),
            SyntaxKind::LineComment | SyntaxKind::BlockComment => self.comment(node, at),
            SyntaxKind::ContentBlock => self.content(node, at),
            SyntaxKind::Markup
            | SyntaxKind::Equation
            | SyntaxKind::Math
            | SyntaxKind::MathAttach
            | SyntaxKind::MathDelimited
            | SyntaxKind::MathFrac
            | SyntaxKind::Code
            | SyntaxKind::CodeBlock
            | SyntaxKind::Parenthesized
            | SyntaxKind::Ref
            | SyntaxKind::Contextual
            | SyntaxKind::Spread
            | SyntaxKind::Error => self.children(node, at),
            _ => self.code(node, at),
        }
    }

    /// What stands in brackets keeps what it sets to itself.
    pub(super) fn content(&mut self, node: &SyntaxNode, at: usize) {
        let (style, ground, hidden) = (self.style, self.ground, self.hidden);
        self.children(node, at);
        (self.style, self.ground, self.hidden) = (style, ground, hidden);
    }

    fn heading(&mut self, node: &SyntaxNode, at: usize) {
        let level = node.cast::<ast::Heading<'_>>().map_or(1, |heading| heading.depth().get());
        self.end();
        self.begin(BlockKind::Heading { level: level.min(6) as u8 });
        self.children(node, at);
        self.end();
    }

    fn item(&mut self, node: &SyntaxNode, at: usize) {
        if self.in_row {
            self.builder.separate(' ');
            return self.children(node, at);
        }
        let outer = self.lists;
        self.lists = outer.saturating_add(1);
        self.begin(BlockKind::ListItem { level: self.lists });
        let mut at = at;
        for child in node.children() {
            match child.kind() {
                SyntaxKind::ListMarker | SyntaxKind::EnumMarker => {
                    self.verbatim(at, child.len());
                    self.builder.separate(' ');
                    self.builder.after_marker();
                }
                _ => self.node(child, at),
            }
            at += child.len();
        }
        self.lists = outer;
        self.builder.end();
    }

    fn raw(&mut self, node: &SyntaxNode, at: usize) {
        let mut at = at;
        for child in node.children() {
            match child.kind() {
                SyntaxKind::Text => self.verbatim(at, child.len()),
                SyntaxKind::RawTrimmed if self.builder.is_open() => self.builder.separate('\n'),
                _ => {}
            }
            at += child.len();
        }
    }

    pub(super) fn comment(&mut self, node: &SyntaxNode, at: usize) {
        let text = node.leaf_text();
        let words = text.trim_start_matches(['/', '*']).trim_end_matches(['*', '/']);
        self.builder.comment_at(self.source, at..at + node.len(), words);
    }
}
