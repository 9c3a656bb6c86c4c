//! Code in Typst: what calls are given to show, and what they set.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;
use typst_syntax::ast::{self, AstNode};
use typst_syntax::{SyntaxKind, SyntaxNode};

use super::markup::Reader;
use super::values::{
    Argument, arguments, color, columns, escape_length, holds_blocks, is_collection, is_far,
    is_file, last_name, named, points,
};
use crate::document::{BlockKind, Visibility};
use crate::extract::look::Ground;

/// What is known of templates: data, from `rules/vocabulary/latex.toml`.
pub(super) static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let text = crate::data::files("vocabulary")
        .find(|(name, _)| name.ends_with("latex.toml"))
        .map_or("", |(_, text)| text);
    toml::from_str::<File>(text).map(|file| file.typst).unwrap_or_default()
});

#[derive(Deserialize)]
struct File {
    typst: Known,
}

#[derive(Deserialize, Default)]
pub(super) struct Known {
    settings: HashSet<String>,
    silent: HashSet<String>,
    /// Functions that load a file of data.
    pub(super) data: HashSet<String>,
    pub(super) hosts: HashMap<String, String>,
}

impl Reader<'_> {
    /// Writes what an expression shows.
    pub(super) fn code(&mut self, node: &SyntaxNode, at: usize) {
        match node.kind() {
            SyntaxKind::Str => self.string(node, at),
            SyntaxKind::FuncCall => self.call(node, at),
            SyntaxKind::Ident => self.named(node.leaf_text()),
            SyntaxKind::Array | SyntaxKind::Dict => self.collection(node, at),
            SyntaxKind::Named | SyntaxKind::Keyed => self.pair(node, at),
            SyntaxKind::LetBinding => self.binding(node, at),
            SyntaxKind::SetRule => self.set_rule(node, at),
            SyntaxKind::ShowRule => self.show_rule(node, at),
            SyntaxKind::FieldAccess => self.field(node),
            SyntaxKind::ModuleInclude => self.module_include(node),
            SyntaxKind::ModuleImport => self.module_import(node),
            SyntaxKind::Binary => {
                let adds = node.children().any(|child| child.kind() == SyntaxKind::Plus);
                if adds {
                    self.children(node, at);
                }
            }
            SyntaxKind::Conditional => self.first_block(node, at),
            SyntaxKind::ForLoop => self.for_loop(node, at),
            _ => {}
        }
    }

    /// The first branch of a condition.
    fn first_block(&mut self, node: &SyntaxNode, at: usize) {
        let mut at = at;
        for child in node.children() {
            if matches!(child.kind(), SyntaxKind::ContentBlock | SyntaxKind::CodeBlock) {
                return self.node(child, at);
            }
            at += child.len();
        }
    }

    /// A string, its escapes as units of their own.
    pub(super) fn string(&mut self, node: &SyntaxNode, at: usize) {
        let text = node.leaf_text().clone();
        if is_file(&text) {
            return;
        }
        let Some(inner) = text.strip_prefix('"') else { return };
        let inner = inner.strip_suffix('"').unwrap_or(inner);
        let (mut start, mut i) = (0, 0);
        while i < inner.len() {
            let rest = &inner[i..];
            if !rest.starts_with('\\') {
                i += rest.find('\\').unwrap_or(rest.len());
                continue;
            }
            let length = escape_length(rest);
            self.verbatim_if(at + 1 + start, i - start);
            let unit = format!("\"{}\"", &rest[..length]);
            let value = SyntaxNode::leaf(SyntaxKind::Str, unit);
            let value = value.cast::<ast::Str<'_>>().map(|unit| unit.get()).unwrap_or_default();
            match value.trim().is_empty() {
                true => self.builder.separate(' '),
                false => self.decoded(at + 1 + i, length, &value),
            }
            i += length;
            start = i;
        }
        self.verbatim_if(at + 1 + start, inner.len() - start);
    }

    fn verbatim_if(&mut self, at: usize, length: usize) {
        if length > 0 {
            self.verbatim(at, length);
        }
    }

    /// The values of an array or a dictionary; each value that is itself one has a line of its own.
    fn collection(&mut self, node: &SyntaxNode, at: usize) {
        let mut at = at;
        for child in node.children() {
            match child.kind() {
                SyntaxKind::Array | SyntaxKind::Dict => {
                    let rows = child.children().any(|inner| is_collection(inner.kind()));
                    if rows || !self.in_row {
                        self.end();
                    }
                    self.node(child, at);
                    self.end();
                }
                SyntaxKind::Comma => self.gap(),
                _ => self.node(child, at),
            }
            at += child.len();
        }
    }

    /// Sets apart what comes next.
    pub(super) fn gap(&mut self) {
        if self.builder.is_open() {
            self.builder.separate('\t');
        }
    }

    /// A value with a name; the name of a setting says that its value is no text.
    fn pair(&mut self, node: &SyntaxNode, at: usize) {
        let Some((name, value, offset)) = named(node) else { return };
        if KNOWN.settings.contains(&name) {
            return;
        }
        let host = KNOWN.hosts.get(&name).filter(|_| value.kind() == SyntaxKind::Str);
        let mark = self.builder.mark();
        self.node(value, at + offset);
        if let (Some(host), Some(words)) = (host, value.cast::<ast::Str<'_>>())
            && let Some(span) = self.builder.since(mark)
        {
            let words = words.get();
            let target = match words.contains("://") || words.contains('/') {
                true => words.to_string(),
                false => format!("{host}{}", words.trim_start_matches('@')),
            };
            self.builder.link(Some(span), target, None);
        }
    }

    /// `#set text(...)` and `#set page(...)` change what is seen from here on.
    fn set_rule(&mut self, node: &SyntaxNode, at: usize) {
        let Some(rule) = node.cast::<ast::SetRule<'_>>() else { return };
        let target = rule.target().to_untyped().full_text();
        let args = node.children().find(|child| child.kind() == SyntaxKind::Args);
        let Some(args) = args else { return };
        match target.as_str() {
            "text" => self.set_text(&arguments(args, at)),
            "page" => {
                for argument in arguments(args, at) {
                    if argument.name.as_deref() == Some("fill") {
                        self.ground = color(argument.value).map_or(Ground::Unknown, Ground::Filled);
                    }
                }
            }
            _ => {}
        }
    }

    fn set_text(&mut self, arguments: &[Argument<'_>]) {
        for argument in arguments {
            match argument.name.as_deref() {
                Some("fill") => self.style.color = color(argument.value),
                Some("size") => self.style.size_pt = points(argument.value, self.style.size_pt),
                Some("weight") => {
                    let weight = argument.value.full_text();
                    self.style.bold = weight.contains("bold") || weight.contains("black");
                }
                Some("style") => self.style.italic = argument.value.full_text().contains("italic"),
                _ => {}
            }
        }
    }

    /// `#show: template.with(...)` shows what the template is given.
    fn show_rule(&mut self, node: &SyntaxNode, at: usize) {
        let selects = node.cast::<ast::ShowRule<'_>>().and_then(|rule| rule.selector());
        if selects.is_some() {
            return;
        }
        let mut at = at;
        for child in node.children() {
            if child.kind() == SyntaxKind::FuncCall {
                self.end();
                self.shown(child, at);
                self.end();
            }
            at += child.len();
        }
    }

    fn call(&mut self, node: &SyntaxNode, at: usize) {
        let Some(callee) = node.children().next() else { return };
        let method = callee.kind() == SyntaxKind::FieldAccess;
        let name = last_name(callee);
        // `("a", "b").join(", ")` shows the array.
        if method
            && let Some(target) = callee.children().next()
            && (name == "join"
                || matches!(
                    target.kind(),
                    SyntaxKind::Array | SyntaxKind::Parenthesized | SyntaxKind::Str
                ))
        {
            return self.node(target, at);
        }
        let (style, ground, hidden) = (self.style, self.ground, self.hidden);
        self.known_call(&name, node, at);
        (self.style, self.ground, self.hidden) = (style, ground, hidden);
    }

    fn known_call(&mut self, name: &str, node: &SyntaxNode, at: usize) {
        let args = node.children().last().filter(|child| child.kind() == SyntaxKind::Args);
        let offset = node.children().next().map_or(0, SyntaxNode::len);
        let given = args.map_or(Vec::new(), |args| arguments(args, at + offset));
        match name {
            "linebreak" if self.builder.is_open() => self.builder.separate('\n'),
            "parbreak" => self.end(),
            "h" => match given.first().is_some_and(|first| is_far(first.value)) {
                true => self.gap(),
                false if self.builder.is_open() => self.builder.separate(' '),
                false => {}
            },
            "v" => self.end(),
            "link" => self.link(&given),
            "heading" => {
                let level =
                    given.iter().find(|a| matches!(a.name.as_deref(), Some("level" | "depth")));
                let level = level.and_then(|a| a.value.leaf_text().parse().ok()).unwrap_or(1);
                self.end();
                self.begin(BlockKind::Heading { level });
                self.positional(&given);
                self.end();
            }
            "list" | "enum" if !self.in_row => {
                for argument in given.iter().filter(|argument| argument.name.is_none()) {
                    self.begin(BlockKind::ListItem { level: 1 });
                    self.node(argument.value, argument.at);
                    self.builder.end();
                }
            }
            "grid" | "table" => self.table(&given),
            "text" => {
                self.set_text(&given);
                self.positional(&given);
            }
            "strong" => {
                self.style.bold = true;
                self.positional(&given);
            }
            "emph" => {
                self.style.italic = true;
                self.positional(&given);
            }
            "hide" => {
                self.hidden = Some(Visibility::NotPainted);
                self.positional(&given);
            }
            "block" | "rect" | "box" | "square" | "circle" | "align" | "pad" | "place"
            | "stack" | "columns" | "par" | "underline" | "smallcaps" | "upper" | "lower"
            | "footnote" | "raw" | "super" | "sub" | "overline" | "highlight" | "scale"
            | "rotate" | "move" | "figure" | "quote" | "cell" => {
                let filled = given.iter().find(|argument| argument.name.as_deref() == Some("fill"));
                if let Some(fill) = filled {
                    self.ground = color(fill.value).map_or(Ground::Unknown, Ground::Filled);
                }
                let stands_alone =
                    matches!(name, "block" | "align" | "stack" | "columns" | "par" | "quote");
                if stands_alone {
                    self.end();
                }
                self.positional(&given);
                if stands_alone {
                    self.end();
                }
            }
            "bibliography" => self.bibliography(at..at + offset, &given),
            "cite" => {}
            _ if KNOWN.data.contains(name) => self.data_not_read(&given),
            _ if name.starts_with("fa-") || KNOWN.silent.contains(name) => {}
            _ => self.shown(node, at),
        }
    }

    /// The arguments that have no name.
    fn positional(&mut self, given: &[Argument<'_>]) {
        for argument in given.iter().filter(|argument| argument.name.is_none()) {
            self.node(argument.value, argument.at);
        }
    }

    fn link(&mut self, given: &[Argument<'_>]) {
        let mut values = given.iter().filter(|argument| argument.name.is_none());
        let Some(target) = values.next() else { return };
        let Some(address) = target.value.cast::<ast::Str<'_>>().map(|value| value.get()) else {
            return self.positional(given);
        };
        let mark = self.builder.mark();
        match values.next() {
            Some(words) => self.node(words.value, words.at),
            None => {
                // A bare address is shown without its scheme where that is `mailto:` or `tel:`.
                let text = target.value.leaf_text();
                let skip = ["\"mailto:", "\"tel:"].iter().find(|prefix| text.starts_with(**prefix));
                let skip = skip.map_or(1, |prefix| prefix.len());
                self.verbatim_if(target.at + skip, text.len().saturating_sub(skip + 1));
            }
        }
        let span = self.builder.since(mark);
        let place = self.builder.place(self.source, target.at..target.at + target.value.len());
        self.builder.link(span, address.to_string(), Some(place));
    }

    /// Cells, as rows where they are short and as blocks where they hold any.
    fn table(&mut self, given: &[Argument<'_>]) {
        let columns = given
            .iter()
            .find(|argument| argument.name.as_deref() == Some("columns"))
            .map_or(1, |argument| columns(argument.value));
        let cells: Vec<&Argument<'_>> =
            given.iter().filter(|argument| argument.name.is_none()).collect();
        let simple = cells.iter().all(|cell| !holds_blocks(cell.value, 0));
        let within = self.in_row;
        for (i, cell) in cells.iter().enumerate() {
            if !simple {
                self.end();
                self.node(cell.value, cell.at);
                self.end();
                continue;
            }
            if i % columns == 0 && !within {
                self.builder.end();
                self.begin(BlockKind::TableRow);
            } else {
                self.gap();
            }
            self.in_row = true;
            self.node(cell.value, cell.at);
            self.in_row = within;
        }
        self.end();
    }

    /// A call that nobody defines here: its strings and its content, in order.
    fn shown(&mut self, node: &SyntaxNode, at: usize) {
        let offset = node.children().next().map_or(0, SyntaxNode::len);
        let Some(args) = node.children().last().filter(|c| c.kind() == SyntaxKind::Args) else {
            return;
        };
        let given = arguments(args, at + offset);
        // Within a line, a call is part of it; on its own it is a block.
        let alone = !self.builder.is_open() && given.len() > 1;
        for argument in &given {
            let block = holds_blocks(argument.value, 0);
            if block {
                self.end();
            }
            match &argument.name {
                Some(name) if KNOWN.settings.contains(name) => continue,
                Some(name) => {
                    let name = name.clone();
                    self.valued(&name, argument);
                }
                None => self.node(argument.value, argument.at),
            }
            match block {
                true => self.end(),
                false if given.len() > 1 => self.gap(),
                false => {}
            }
        }
        if alone {
            self.end();
        }
        self.remarks(args, at + offset);
    }

    /// An argument with a name: a handle leads somewhere.
    fn valued(&mut self, name: &str, argument: &Argument<'_>) {
        let mark = self.builder.mark();
        self.node(argument.value, argument.at);
        let words = argument.value.cast::<ast::Str<'_>>().map(|value| value.get());
        if let (Some(host), Some(words)) = (KNOWN.hosts.get(name), words)
            && let Some(span) = self.builder.since(mark)
        {
            let target = match words.contains('/') {
                true => words.to_string(),
                false => format!("{host}{}", words.trim_start_matches('@')),
            };
            self.builder.link(Some(span), target, None);
        }
    }

    /// The comments between arguments.
    fn remarks(&mut self, args: &SyntaxNode, at: usize) {
        let mut at = at;
        for child in args.children() {
            if matches!(child.kind(), SyntaxKind::LineComment | SyntaxKind::BlockComment) {
                self.comment(child, at);
            }
            at += child.len();
        }
    }
}
