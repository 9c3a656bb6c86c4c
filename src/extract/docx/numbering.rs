//! Which numbers of `numbering.xml` print a marker, so that a paragraph with one is a list item.

use std::collections::{HashMap, HashSet};

use crate::extract::xml::Element;

/// The lists of a document.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// The abstract list behind each number.
    lists: HashMap<String, String>,
    /// Levels that print nothing, by abstract list.
    silent: HashSet<(String, u8)>,
}

impl Numbering {
    /// Reads `numbering.xml`.
    pub(super) fn read(root: Element<'_, '_>) -> Self {
        let mut numbering = Numbering::default();
        for child in root.children() {
            match child.name() {
                "num" => {
                    if let (Some(id), Some(list)) =
                        (child.attribute("numId"), child.child_val("abstractNumId"))
                    {
                        numbering.lists.insert(id.into_owned(), list.into_owned());
                    }
                }
                "abstractNum" => {
                    let Some(list) = child.attribute("abstractNumId") else { continue };
                    for level in child.children().filter(|child| child.name() == "lvl") {
                        let number = level.attribute("ilvl").and_then(|n| n.parse().ok());
                        let is_silent = level.child_val("numFmt").as_deref() == Some("none")
                            || level
                                .child_val("lvlText")
                                .is_some_and(|text| text.trim().is_empty());
                        if let (Some(number), true) = (number, is_silent) {
                            numbering.silent.insert((list.clone().into_owned(), number));
                        }
                    }
                }
                _ => {}
            }
        }
        numbering
    }

    /// The level of a list item, from 1; `None` where the number prints no marker.
    pub(super) fn level(&self, number: &str, level: u8) -> Option<u8> {
        let list = self.lists.get(number);
        let is_silent = list.is_some_and(|list| self.silent.contains(&(list.clone(), level)));
        (number != "0" && !is_silent).then_some(level.saturating_add(1))
    }
}
