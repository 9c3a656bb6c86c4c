//! A parsed XML part: a tree of nodes that point into the part's own text.
//!
//! Word processors put what matters of a paragraph before, inside and after it, so their readers want
//! to look around; a tree lets them. It is kept small, because the part may come from anyone: a node
//! is a few numbers, names and text stay in the source, and depth and number of nodes are capped
//! while the tree grows. A document type declaration is refused: it is how entities blow up, and no
//! word processor writes one.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesStart, Event};

/// The most nodes of one part; at 24 bytes each, about 50 MB.
const MOST_NODES: usize = 2_000_000;

/// Stands for "no node".
const NONE: u32 = u32::MAX;

/// What stopped the reading of a part before its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// The markup is torn or wrong.
    Damaged,
    /// Elements are nested deeper than the limit; deeper ones were left out.
    TooDeep,
    /// There are more elements than the limit.
    TooMany,
    /// The part declares a document type.
    DocumentType,
}

/// A part as a tree.
pub(super) struct Tree<'a> {
    source: &'a str,
    nodes: Vec<Node>,
    /// What was not read, if anything.
    pub(super) stop: Option<Stop>,
}

/// A node: an element, or a piece of text.
struct Node {
    /// What it is.
    kind: Kind,
    /// The bytes of its tag or text in the source.
    start: u32,
    end: u32,
    first_child: u32,
    next: u32,
}

/// What a node is.
#[derive(Clone, Copy)]
enum Kind {
    /// An element, with the length of its name.
    Element(u16),
    /// Text as it stands.
    Text,
    /// A character that was written as a reference.
    Char(char),
}

/// Reads a part, as far as it can be read.
pub(super) fn parse(source: &str, nesting: usize) -> Tree<'_> {
    let root = Node { kind: Kind::Element(0), start: 0, end: 0, first_child: NONE, next: NONE };
    let mut tree = Tree { source, nodes: vec![root], stop: None };
    let mut reader = Reader::from_str(source);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    // The open elements, each with its last child so far.
    let mut open: Vec<(u32, u32)> = vec![(0, NONE)];
    let mut too_deep = 0_usize;
    loop {
        if tree.nodes.len() >= MOST_NODES {
            tree.stop = Some(Stop::TooMany);
            break;
        }
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(_) => {
                tree.stop = Some(Stop::Damaged);
                break;
            }
        };
        match event {
            Event::Start(_) | Event::Empty(_) if too_deep > 0 => {
                too_deep += usize::from(matches!(event, Event::Start(_)));
            }
            Event::Start(tag) => {
                if open.len() > nesting {
                    tree.stop = Some(Stop::TooDeep);
                    too_deep = 1;
                } else if let Some(id) = tree.add_tag(&tag, &mut open) {
                    open.push((id, NONE));
                }
            }
            Event::Empty(tag) => {
                tree.add_tag(&tag, &mut open);
            }
            Event::End(_) => {
                if too_deep > 0 {
                    too_deep -= 1;
                } else if open.len() > 1 {
                    open.pop();
                }
            }
            Event::Text(text) if too_deep == 0 => tree.add_slice(&text.into_inner(), &mut open),
            Event::CData(text) if too_deep == 0 => tree.add_slice(&text.into_inner(), &mut open),
            Event::GeneralRef(name) if too_deep == 0 => {
                let decoded = match name.resolve_char_ref() {
                    Ok(Some(c)) => Some(c),
                    Ok(None) => resolve_xml_entity(&name).and_then(|text| text.chars().next()),
                    Err(_) => Some(char::REPLACEMENT_CHARACTER),
                };
                if let Some(c) = decoded {
                    tree.add(Kind::Char(c), 0, 0, &mut open);
                }
            }
            Event::DocType(_) => {
                tree.stop = Some(Stop::DocumentType);
                break;
            }
            Event::Eof => {
                if open.len() > 1 {
                    tree.stop = tree.stop.or(Some(Stop::Damaged));
                }
                break;
            }
            _ => {}
        }
    }
    tree
}

impl<'a> Tree<'a> {
    /// The root element of the part.
    pub(super) fn root(&self) -> Option<Element<'_, 'a>> {
        Element { tree: self, id: 0 }.children().next()
    }

    fn add_tag(&mut self, tag: &BytesStart<'_>, open: &mut [(u32, u32)]) -> Option<u32> {
        let (start, end) = self.place(tag)?;
        let name = u16::try_from(tag.name().as_ref().len()).ok()?;
        self.add(Kind::Element(name), start, end, open)
    }

    fn add_slice(&mut self, text: &str, open: &mut [(u32, u32)]) {
        if let Some((start, end)) = self.place(text)
            && start < end
        {
            self.add(Kind::Text, start, end, open);
        }
    }

    /// Where a slice of the source stands in it. The reader lends slices of the source and keeps
    /// their offsets to itself.
    fn place(&self, slice: &str) -> Option<(u32, u32)> {
        let start = (slice.as_ptr() as usize).checked_sub(self.source.as_ptr() as usize)?;
        let end = start + slice.len();
        (end <= self.source.len()).then_some(())?;
        Some((u32::try_from(start).ok()?, u32::try_from(end).ok()?))
    }

    fn add(&mut self, kind: Kind, start: u32, end: u32, open: &mut [(u32, u32)]) -> Option<u32> {
        let id = u32::try_from(self.nodes.len()).ok()?;
        let (parent, last) = open.last_mut()?;
        let before = if *last == NONE {
            &mut self.nodes.get_mut(*parent as usize)?.first_child
        } else {
            &mut self.nodes.get_mut(*last as usize)?.next
        };
        *before = id;
        *last = id;
        self.nodes.push(Node { kind, start, end, first_child: NONE, next: NONE });
        Some(id)
    }
}

/// An element of a tree.
#[derive(Clone, Copy)]
pub(super) struct Element<'t, 'a> {
    tree: &'t Tree<'a>,
    id: u32,
}

impl<'t, 'a> Element<'t, 'a> {
    fn node(self) -> &'t Node {
        &self.tree.nodes[self.id as usize]
    }

    fn tag(self) -> &'a str {
        let node = self.node();
        &self.tree.source[node.start as usize..node.end as usize]
    }

    /// Its name without prefix. Prefixes are a producer's choice; the names are not.
    pub(super) fn name(self) -> &'a str {
        let Kind::Element(len) = self.node().kind else { return "" };
        let name = self.tag().get(..len as usize).unwrap_or("");
        name.rsplit_once(':').map_or(name, |(_, local)| local)
    }

    /// The value of an attribute, by its name without prefix.
    pub(super) fn attribute(self, name: &str) -> Option<Cow<'a, str>> {
        self.attributes().find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// All attributes, names without prefix.
    pub(super) fn attributes(self) -> impl Iterator<Item = (&'a str, Cow<'a, str>)> {
        let Kind::Element(len) = self.node().kind else {
            unreachable!("an `Element` is made from element nodes only")
        };
        let tag = self.tag();
        let mut rest = tag.get(len as usize..).unwrap_or("");
        std::iter::from_fn(move || {
            let (key, after) = rest.split_once('=')?;
            let after = after.trim_start();
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            let (value, after) = after[1..].split_once(quote)?;
            rest = after;
            let key = key.trim();
            let key = key.rsplit_once(':').map_or(key, |(_, local)| local);
            let value = quick_xml::escape::unescape(value).unwrap_or(Cow::Borrowed(value));
            Some((key, value))
        })
    }

    /// The elements right below.
    pub(super) fn children(self) -> impl Iterator<Item = Element<'t, 'a>> {
        self.nodes().filter_map(|node| match node {
            Content::Element(element) => Some(element),
            Content::Text(_) | Content::Char(_) => None,
        })
    }

    /// The first element right below with this name.
    pub(super) fn child(self, name: &str) -> Option<Element<'t, 'a>> {
        self.children().find(|child| child.name() == name)
    }

    /// The `val` of the first element right below with this name; what most of WordprocessingML is.
    pub(super) fn child_val(self, name: &str) -> Option<Cow<'a, str>> {
        self.child(name)?.attribute("val")
    }

    /// Everything right below, text included.
    pub(super) fn nodes(self) -> impl Iterator<Item = Content<'t, 'a>> {
        let tree = self.tree;
        let mut next = self.node().first_child;
        std::iter::from_fn(move || {
            let id = next;
            let node = tree.nodes.get(id as usize)?;
            next = node.next;
            Some(match node.kind {
                Kind::Element(_) => Content::Element(Element { tree, id }),
                Kind::Char(c) => Content::Char(c),
                Kind::Text => Content::Text(&tree.source[node.start as usize..node.end as usize]),
            })
        })
    }

    /// Every element below, at any depth, in order.
    pub(super) fn descendants(self) -> impl Iterator<Item = Element<'t, 'a>> {
        let mut stack: Vec<Element<'t, 'a>> = self.children().collect();
        stack.reverse();
        std::iter::from_fn(move || {
            let element = stack.pop()?;
            let at = stack.len();
            stack.extend(element.children());
            stack[at..].reverse();
            Some(element)
        })
    }

    /// All text below, at any depth.
    pub(super) fn text(self) -> String {
        let mut text = String::new();
        self.gather(&mut text);
        text
    }

    fn gather(self, text: &mut String) {
        for node in self.nodes() {
            match node {
                Content::Element(element) => element.gather(text),
                Content::Text(part) => text.push_str(part),
                Content::Char(c) => text.push(c),
            }
        }
    }
}

/// What stands in an element.
#[derive(Clone, Copy)]
pub(super) enum Content<'t, 'a> {
    /// An element.
    Element(Element<'t, 'a>),
    /// Text as it stands.
    Text(&'a str),
    /// A character that was written as a reference.
    Char(char),
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text of the root's first `p`, and what stopped the reading.
    fn check(source: &str, text: &str, stop: Option<Stop>) {
        let tree = parse(source, 20);
        let found = tree.root().and_then(|root| root.child("p")).map(Element::text);
        assert_eq!(found.as_deref(), Some(text));
        assert_eq!(tree.stop, stop);
    }

    #[test]
    fn references_become_characters() {
        check("<w:b><w:p>R&amp;D &#8211; &#xE9;</w:p></w:b>", "R&D \u{2013} \u{e9}", None);
    }

    #[test]
    fn a_torn_part_keeps_what_stands_before_the_tear() {
        check("<b><p>whole</p><p>to", "whole", Some(Stop::Damaged));
    }

    #[test]
    fn attributes_are_found_by_local_name() {
        let tree = parse("<a xmlns:r='x' r:id = \"rId1\" v='a&quot;b'/>", 20);
        let root = tree.root().expect("the part has a root");
        assert_eq!(root.attribute("id").as_deref(), Some("rId1"));
        assert_eq!(root.attribute("v").as_deref(), Some("a\"b"));
        assert_eq!(root.attribute("w"), None);
    }

    #[test]
    fn depth_is_capped_and_the_rest_is_read() {
        let deep = format!("<r>{}x{}<p>after</p></r>", "<a>".repeat(500), "</a>".repeat(500));
        check(&deep, "after", Some(Stop::TooDeep));
    }

    #[test]
    fn entities_cannot_be_declared() {
        let tree = parse("<!DOCTYPE x [<!ENTITY a 'aaaa'>]><x>&a;</x>", 20);
        assert_eq!(tree.stop, Some(Stop::DocumentType));
        assert!(tree.root().is_none());
    }
}
