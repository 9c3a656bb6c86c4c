//! Words that the tree of structure gives in place of what the page shows.
//!
//! An element of a tagged file may carry `ActualText` for all that belongs to it. A page, and a form that
//! it draws, only number their marked content, and the tree says which numbers are whose.

use std::collections::{HashMap, HashSet};

use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, Object, ObjectIdentifier, String as PdfString};

use super::budget::may_name;
use super::objects::{catalog, text_string};

/// So many elements are looked at, and so deep.
const MOST_ELEMENTS: usize = 50_000;
const DEEPEST: usize = 60;

/// The words given in place of marked content.
#[derive(Default)]
pub(super) struct Structure {
    texts: Vec<String>,
    /// For each page or form, and each number of its marked content, an index into the words.
    given: HashMap<ObjectIdentifier, HashMap<i32, usize>>,
    /// The forms whose content the tree numbers.
    forms: HashSet<ObjectIdentifier>,
}

impl Structure {
    /// Which of the words are given for a number on a page. In a form it is the form's own number, if
    /// the tree knows any of these; else it was given around the form.
    pub(super) fn given(
        &self,
        page: Option<ObjectIdentifier>,
        form: Option<ObjectIdentifier>,
        number: i32,
    ) -> Option<usize> {
        let owner = form.filter(|form| self.forms.contains(form)).or(page)?;
        self.given.get(&owner)?.get(&number).copied()
    }

    /// The words at an index.
    pub(super) fn text(&self, index: usize) -> &str {
        self.texts.get(index).map_or("", String::as_str)
    }
}

/// An element that is still to be looked at.
struct Element<'a> {
    dict: Dict<'a>,
    page: Option<ObjectIdentifier>,
    /// The number of the words that replace it, from an element around it.
    text: Option<usize>,
    depth: usize,
}

/// Reads the tree of structure. `bytes` is the file: a tree has an element for every word of some pages, and is
/// not walked through where no element can give words.
pub(super) fn read(pdf: &Pdf, bytes: &[u8]) -> Structure {
    let mut structure = Structure::default();
    if !may_name(bytes, b"ActualText") {
        return structure;
    }
    let root = catalog(pdf).and_then(|catalog| catalog.get::<Dict<'_>>(&b"StructTreeRoot"[..]));
    let Some(root) = root else { return structure };
    let mut met = HashSet::new();
    let mut open = vec![Element { dict: root, page: None, text: None, depth: 0 }];
    let mut count = 0;
    while let Some(element) = open.pop() {
        count += 1;
        let again = element.dict.obj_id().is_some_and(|id| !met.insert(id));
        if count > MOST_ELEMENTS || element.depth > DEEPEST || again {
            continue;
        }
        let page = page_of(&element.dict).or(element.page);
        let text = element.text.or_else(|| {
            let text = element.dict.get::<PdfString<'_>>(&b"ActualText"[..])?;
            structure.texts.push(text_string(text.as_bytes()));
            Some(structure.texts.len() - 1)
        });
        let depth = element.depth + 1;
        let kids = match element.dict.get::<Object<'_>>(&b"K"[..]) {
            Some(Object::Array(kids)) => kids.iter::<Object<'_>>().collect(),
            only => Vec::from_iter(only),
        };
        for kid in kids {
            let (number, owner) = match &kid {
                Object::Number(number) => (Some(number.as_i64() as i32), page),
                Object::Dict(dict) => {
                    let form = dict.get_ref(&b"Stm"[..]).map(Into::into);
                    structure.forms.extend(form);
                    (dict.get::<i32>(&b"MCID"[..]), form.or_else(|| page_of(dict)).or(page))
                }
                _ => continue,
            };
            match (number, kid) {
                (None, Object::Dict(dict)) => open.push(Element { dict, page, text, depth }),
                (Some(number), _) => {
                    if let Some((owner, text)) = owner.zip(text) {
                        structure.given.entry(owner).or_default().insert(number, text);
                    }
                }
                _ => {}
            }
        }
    }
    structure
}

fn page_of(dict: &Dict<'_>) -> Option<ObjectIdentifier> {
    dict.get_ref(&b"Pg"[..]).map(Into::into)
}
