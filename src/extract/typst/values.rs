//! Values in Typst code, as far as they can be known without running it.

use typst_syntax::{SyntaxKind, SyntaxNode};

use crate::document::Color;
use crate::extract::look;

/// An argument of a call, with its name.
pub(super) struct Argument<'n> {
    pub(super) name: Option<String>,
    pub(super) value: &'n SyntaxNode,
    pub(super) at: usize,
}

/// The arguments of a call, each with where it stands.
pub(super) fn arguments(args: &SyntaxNode, at: usize) -> Vec<Argument<'_>> {
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
pub(super) fn named(node: &SyntaxNode) -> Option<(String, &SyntaxNode, usize)> {
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
pub(super) fn is_value(kind: SyntaxKind) -> bool {
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

pub(super) fn is_collection(kind: SyntaxKind) -> bool {
    matches!(kind, SyntaxKind::Array | SyntaxKind::Dict)
}

/// The last name of `a.b.c`.
pub(super) fn last_name(callee: &SyntaxNode) -> String {
    match callee.kind() {
        SyntaxKind::FieldAccess => callee.children().last().map_or(String::new(), last_name),
        SyntaxKind::Ident => callee.leaf_text().to_string(),
        _ => String::new(),
    }
}

/// Whether there are headings, items or calls that stand alone in a value.
pub(super) fn holds_blocks(node: &SyntaxNode, depth: usize) -> bool {
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
pub(super) fn columns(value: &SyntaxNode) -> usize {
    match value.kind() {
        SyntaxKind::Int => value.leaf_text().parse().unwrap_or(1),
        SyntaxKind::Array => value.children().filter(|child| is_value(child.kind())).count(),
        _ => 1,
    }
    .clamp(1, 100)
}

/// Whether a distance sets things apart.
pub(super) fn is_far(value: &SyntaxNode) -> bool {
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

pub(super) fn points(value: &SyntaxNode, before: Option<f32>) -> Option<f32> {
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
pub(super) fn color(value: &SyntaxNode) -> Option<Color> {
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
pub(super) fn escape_length(text: &str) -> usize {
    let mut chars = text.chars();
    chars.next();
    match chars.next() {
        Some('u') if text[2..].starts_with('{') => text.find('}').map_or(2, |end| end + 1),
        Some(c) => 1 + c.len_utf8(),
        None => 1,
    }
}

/// Whether a string is the name of a picture or a data file.
pub(super) fn is_file(text: &str) -> bool {
    let name = text.trim_matches('"').to_ascii_lowercase();
    let endings = [
        ".png", ".jpg", ".jpeg", ".svg", ".gif", ".webp", ".bib", ".yaml", ".yml", ".json", ".typ",
    ];
    !name.contains(' ')
        && !name.contains("://")
        && endings.iter().any(|ending| name.ends_with(ending))
}
