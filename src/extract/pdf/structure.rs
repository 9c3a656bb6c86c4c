//! Words that the tree of structure gives in place of what the page shows.
//!
//! An element of a tagged file may carry `ActualText` for all that belongs to it. The page only numbers
//! its marked content, and the tree says which numbers are whose.

use std::collections::{HashMap, HashSet};

use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, Object, ObjectIdentifier, String as PdfString};

use super::objects::{catalog, text_string};

/// So many elements are looked at, and so deep.
const MOST_ELEMENTS: usize = 50_000;
const DEEPEST: usize = 60;

/// The words given in place of marked content, by page.
#[derive(Default)]
pub(super) struct Structure {
    pages: HashMap<ObjectIdentifier, Replacements>,
}

/// The words given on one page, and the numbers of the content that they replace.
#[derive(Default)]
pub(super) struct Replacements {
    /// The words.
    pub(super) texts: Vec<String>,
    /// For each number of marked content, an index into the words.
    pub(super) of: HashMap<i32, u32>,
}

impl Structure {
    /// What is given on a page.
    pub(super) fn on(&self, page: Option<ObjectIdentifier>) -> Option<&Replacements> {
        self.pages.get(&page?)
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

/// Reads the tree of structure.
pub(super) fn read(pdf: &Pdf) -> Structure {
    let mut structure = Structure::default();
    let root = catalog(pdf).and_then(|catalog| catalog.get::<Dict<'_>>(&b"StructTreeRoot"[..]));
    let Some(root) = root else { return structure };
    let mut texts: Vec<String> = Vec::new();
    let mut given: Vec<(ObjectIdentifier, i32, usize)> = Vec::new();
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
            texts.push(text_string(text.as_bytes()));
            Some(texts.len() - 1)
        });
        let depth = element.depth + 1;
        let kids = match element.dict.get::<Object<'_>>(&b"K"[..]) {
            Some(Object::Array(kids)) => kids.iter::<Object<'_>>().collect(),
            only => Vec::from_iter(only),
        };
        for kid in kids {
            let (number, page) = match &kid {
                Object::Number(number) => (Some(number.as_i64() as i32), page),
                // Content of a form has numbers of its own.
                Object::Dict(dict) if dict.contains_key(&b"Stm"[..]) => continue,
                Object::Dict(dict) => (dict.get::<i32>(&b"MCID"[..]), page_of(dict).or(page)),
                _ => continue,
            };
            match (number, kid) {
                (None, Object::Dict(dict)) => open.push(Element { dict, page, text, depth }),
                (Some(number), _) => {
                    given.extend(page.zip(text).map(|(page, text)| (page, number, text)));
                }
                _ => {}
            }
        }
    }
    let mut known: HashMap<(ObjectIdentifier, usize), u32> = HashMap::new();
    for (page, number, text) in given {
        let on_page = structure.pages.entry(page).or_default();
        let index = *known.entry((page, text)).or_insert_with(|| {
            on_page.texts.push(texts[text].clone());
            (on_page.texts.len() - 1) as u32
        });
        on_page.of.insert(number, index);
    }
    structure
}

fn page_of(dict: &Dict<'_>) -> Option<ObjectIdentifier> {
    dict.get_ref(&b"Pg"[..]).map(Into::into)
}
