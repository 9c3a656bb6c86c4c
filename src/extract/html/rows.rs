//! What stands inside an element, found before its words are written: whether a table row is data or
//! layout, and whether things set side by side make one line.

use super::tokens::{Kind, Token};

/// What stands inside an element.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Inside {
    /// Headings, lists, tables or sections.
    pub(super) structure: bool,
    /// The deepest nesting of plain blocks.
    pub(super) blocks: usize,
    /// How many plain blocks.
    pub(super) count: usize,
    /// Bytes of words.
    pub(super) words: usize,
    /// Table cells.
    pub(super) cells: usize,
}

impl Inside {
    /// Whether a table row holds data, not parts of a page.
    pub(super) fn is_data_row(&self) -> bool {
        !self.structure && self.count <= 4 * self.cells.max(1) && self.words <= 2_000
    }

    /// Whether children that stand side by side can be read as one line.
    pub(super) fn is_line(&self) -> bool {
        !self.structure && self.blocks <= 1 && self.words <= 300
    }
}

/// For each token that opens an element, what stands inside it.
pub(super) fn insides(tokens: &[Token]) -> Vec<Inside> {
    let mut insides = vec![Inside::default(); tokens.len()];
    let mut open: Vec<(usize, &str)> = Vec::new();
    for (i, token) in tokens.iter().enumerate() {
        match &token.kind {
            Kind::Open(tag) if is_void(&tag.name) || tag.closes_itself => {}
            Kind::Open(tag) => {
                // Deeper than this nothing is asked about.
                if open.len() < 200 {
                    open.push((i, &tag.name));
                }
            }
            Kind::Close(name) => {
                let Some(at) = open.iter().rposition(|(_, open)| open == name) else { continue };
                while open.len() > at
                    && let Some((index, name)) = open.pop()
                {
                    let own = insides[index];
                    if let Some(&(parent, _)) = open.last() {
                        insides[parent].add(own, name);
                    }
                }
            }
            Kind::Text(words) => {
                if let Some(&(parent, _)) = open.last() {
                    insides[parent].words += words.trim().len();
                }
            }
            Kind::Comment(_) => {}
        }
    }
    insides
}

impl Inside {
    fn add(&mut self, child: Inside, name: &str) {
        let plain = matches!(name, "div" | "p" | "blockquote" | "dl" | "dt" | "dd");
        self.structure |= child.structure || is_structure(name);
        self.blocks = self.blocks.max(child.blocks + usize::from(plain));
        self.count += child.count + usize::from(plain);
        self.words += child.words;
        self.cells += child.cells + usize::from(matches!(name, "td" | "th"));
    }
}

fn is_structure(name: &str) -> bool {
    matches!(
        name,
        "h1" | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "ul"
            | "ol"
            | "li"
            | "table"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "main"
            | "aside"
            | "nav"
            | "pre"
    )
}

/// Whether an element never has anything inside.
pub(super) fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}
