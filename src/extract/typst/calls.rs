//! Code in Typst: what calls are given to show, and what they set.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;
use typst_syntax::ast::{self, AstNode};
use typst_syntax::{SyntaxKind, SyntaxNode};

use super::markup::{Part, Reader};
use crate::document::{BlockKind, Color, Visibility};
use crate::extract::look::{self, Ground};

/// What is known of templates: data, from `rules/vocabulary/latex.toml`.
static KNOWN: LazyLock<Known> = LazyLock::new(|| {
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
struct Known {
    settings: HashSet<String>,
    silent: HashSet<String>,
    hosts: HashMap<String, String>,
}

/// An argument of a call, with its name.
struct Argument<'n> {
    name: Option<String>,
    value: &'n SyntaxNode,
    at: usize,
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
            SyntaxKind::ModuleInclude => {
                let path = node.children().find_map(|child| child.cast::<ast::Str<'_>>());
                if let Some(path) = path {
                    self.include(&path.get());
                }
            }
            SyntaxKind::Binary => {
                let adds = node.children().any(|child| child.kind() == SyntaxKind::Plus);
                if adds {
                    self.children(node, at);
                }
            }
            SyntaxKind::Conditional => self.first_block(node, at),
            SyntaxKind::ForLoop => {
                let mut at = at;
                for child in node.children() {
                    if child.kind() == SyntaxKind::Array {
                        self.node(child, at);
                    }
                    at += child.len();
                }
            }
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
    fn string(&mut self, node: &SyntaxNode, at: usize) {
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
    fn gap(&mut self) {
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

    /// `#let name = value`.
    fn binding(&mut self, node: &SyntaxNode, at: usize) {
        let Some(binding) = node.cast::<ast::LetBinding<'_>>() else { return };
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
        if let Some((value, offset)) = last
            && !matches!(value.kind(), SyntaxKind::Closure | SyntaxKind::Ident)
        {
            let part = Part { node: value.clone(), file: self.source, at: at + offset };
            self.names.insert(name.get().to_string(), part);
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
            && matches!(
                target.kind(),
                SyntaxKind::Array | SyntaxKind::Parenthesized | SyntaxKind::Str
            )
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

/// The arguments of a call, each with where it stands.
fn arguments(args: &SyntaxNode, at: usize) -> Vec<Argument<'_>> {
    let mut found = Vec::new();
    let mut at = at;
    for child in args.children() {
        match child.kind() {
            SyntaxKind::Named => {
                if let Some((name, value, offset)) = named(child) {
                    found.push(Argument { name: Some(name), value, at: at + offset });
                }
            }
            kind if is_value(kind) => found.push(Argument { name: None, value: child, at }),
            _ => {}
        }
        at += child.len();
    }
    found
}

/// The name and the value of a named argument or a key, and where in it the value begins.
fn named(node: &SyntaxNode) -> Option<(String, &SyntaxNode, usize)> {
    let name = node.children().next()?;
    let name = name.leaf_text().trim_matches('"').to_owned();
    let mut offset = 0;
    let mut found = None;
    for (i, child) in node.children().enumerate() {
        if i > 0 && is_value(child.kind()) {
            found = Some((child, offset));
        }
        offset += child.len();
    }
    found.map(|(value, offset)| (name, value, offset))
}

/// Whether a node is a value rather than punctuation or blanks.
fn is_value(kind: SyntaxKind) -> bool {
    !matches!(
        kind,
        SyntaxKind::Space
            | SyntaxKind::Comma
            | SyntaxKind::Colon
            | SyntaxKind::Eq
            | SyntaxKind::Let
            | SyntaxKind::LeftParen
            | SyntaxKind::RightParen
            | SyntaxKind::Semicolon
            | SyntaxKind::LineComment
            | SyntaxKind::BlockComment
            | SyntaxKind::Parbreak
            | SyntaxKind::Hash
    )
}

fn is_collection(kind: SyntaxKind) -> bool {
    matches!(kind, SyntaxKind::Array | SyntaxKind::Dict)
}

/// The last name of `a.b.c`.
fn last_name(callee: &SyntaxNode) -> String {
    match callee.kind() {
        SyntaxKind::FieldAccess => callee.children().last().map_or(String::new(), last_name),
        SyntaxKind::Ident => callee.leaf_text().to_string(),
        _ => String::new(),
    }
}

/// Whether there are headings, items or calls that stand alone in a value.
fn holds_blocks(node: &SyntaxNode, depth: usize) -> bool {
    if depth > 200 {
        return true;
    }
    match node.kind() {
        SyntaxKind::Heading
        | SyntaxKind::ListItem
        | SyntaxKind::EnumItem
        | SyntaxKind::Parbreak => true,
        SyntaxKind::FuncCall
            if node.children().next().is_some_and(|callee| {
                matches!(
                    last_name(callee).as_str(),
                    "heading" | "list" | "enum" | "grid" | "table" | "stack"
                )
            }) =>
        {
            true
        }
        _ => node.children().any(|child| holds_blocks(child, depth + 1)),
    }
}

/// How many columns a table has.
fn columns(value: &SyntaxNode) -> usize {
    match value.kind() {
        SyntaxKind::Int => value.leaf_text().parse().unwrap_or(1),
        SyntaxKind::Array => value.children().filter(|child| is_value(child.kind())).count(),
        _ => 1,
    }
    .clamp(1, 100)
}

/// Whether a distance sets things apart.
fn is_far(value: &SyntaxNode) -> bool {
    let text = value.full_text();
    let number: f32 =
        text.trim_end_matches(|c: char| c.is_alphabetic() || c == '%').parse().unwrap_or(0.0);
    match text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.') {
        "fr" => true,
        "cm" => number >= 1.0,
        "em" => number >= 2.0,
        "pt" => number >= 28.0,
        _ => false,
    }
}

fn points(value: &SyntaxNode, before: Option<f32>) -> Option<f32> {
    let text = value.full_text();
    let split = text.find(|c: char| c.is_ascii_alphabetic())?;
    let number: f32 = text[..split].parse().ok()?;
    match &text[split..] {
        "pt" => Some(number),
        "em" => before.map(|size| size * number),
        "mm" => Some(number * 2.835),
        "cm" => Some(number * 28.35),
        _ => before,
    }
}

/// A colour that is written out; `None` for any other.
fn color(value: &SyntaxNode) -> Option<Color> {
    let text = value.full_text();
    let gray = |n: u8| Some(Color(n, n, n));
    match text.as_str() {
        "white" => return gray(255),
        "black" => return gray(0),
        "gray" => return gray(0xaa),
        _ => {}
    }
    let (function, inner) = text.strip_suffix(')')?.split_once('(')?;
    let inner = inner.trim();
    match function {
        "rgb" if inner.starts_with('"') => look::hex(inner.trim_matches('"')),
        "rgb" => {
            let numbers: Vec<u8> =
                inner.split(',').map(|n| n.trim().parse().ok()).collect::<Option<_>>()?;
            match numbers[..] {
                [red, green, blue, ..] => Some(Color(red, green, blue)),
                _ => None,
            }
        }
        "luma" => match inner.strip_suffix('%') {
            Some(percent) => gray((percent.trim().parse::<f32>().ok()? * 2.55).round() as u8),
            None => gray(inner.parse().ok()?),
        },
        _ => None,
    }
}

/// The bytes of the escape that `text` begins with.
fn escape_length(text: &str) -> usize {
    let mut chars = text.chars();
    chars.next();
    match chars.next() {
        Some('u') if text[2..].starts_with('{') => text.find('}').map_or(2, |end| end + 1),
        Some(c) => 1 + c.len_utf8(),
        None => 1,
    }
}

/// Whether a string is the name of a picture or a data file.
fn is_file(text: &str) -> bool {
    let name = text.trim_matches('"').to_ascii_lowercase();
    let endings = [
        ".png", ".jpg", ".jpeg", ".svg", ".gif", ".webp", ".bib", ".yaml", ".yml", ".json", ".typ",
    ];
    !name.contains(' ')
        && !name.contains("://")
        && endings.iter().any(|ending| name.ends_with(ending))
}
