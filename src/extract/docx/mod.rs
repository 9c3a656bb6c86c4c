//! Reads DOCX: the named parts of the package that hold text and looks, and nothing else.
//!
//! Page headers come first, then the body, then notes and page footers. Text boxes are read once, at
//! the paragraph that they hang on, although Word stores each twice. Deleted tracked changes are left
//! out and inserted ones kept, as the page would be printed. Comments of the review kind become
//! [`crate::document::Document::comments`], standing before the words that they are about: that is
//! where `resumelint-ignore` is written. A place is a part and the number of a paragraph in it.

mod body;
mod numbering;
mod styles;

use std::collections::HashMap;
use std::sync::Arc;

use super::builder::Builder;
use super::flow::{self, Item};
use super::package::{Package, note_no_text};
use super::xml::{self, Element};
use super::{Limits, Source};
use crate::document::{Document, Format, Metadata, NoteKind, Region};
use body::Walk;
use numbering::Numbering;
use styles::Styles;

/// A relation of a part to another, or to the world.
struct Relation {
    kind: String,
    target: String,
    external: bool,
}

/// The relations of a part, by their ids.
type Relations = HashMap<String, Relation>;

/// Reads a DOCX file.
pub(super) fn read(source: &Source<'_>, limits: &Limits) -> Document {
    let mut builder = Builder::new(Format::Docx, limits.text_bytes);
    let mut package = match Package::open(source.bytes, limits) {
        Ok(package) => package,
        Err(note) => {
            builder.note(note.kind, note.message);
            return builder.finish();
        }
    };
    let main = main_part(&mut package, limits);
    read_parts(&mut package, &main, limits, &mut builder);
    builder.document().notes.append(&mut package.notes);
    let document = builder.document();
    if document.text.trim().is_empty() && document.notes.is_empty() {
        note_no_text(&package, "word/media/", &mut builder);
    }
    builder.finish()
}

/// The name of the part that holds the body.
fn main_part(package: &mut Package<'_>, limits: &Limits) -> String {
    relations(package, "_rels/.rels", "", limits)
        .into_values()
        .find(|relation| relation.kind == "officeDocument")
        .map_or_else(|| "word/document.xml".to_owned(), |relation| relation.target)
}

/// Reads everything that the body leads to.
fn read_parts(package: &mut Package<'_>, main: &str, limits: &Limits, builder: &mut Builder) {
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let beside = |name: &str| match folder {
        "" => name.to_owned(),
        folder => format!("{folder}/{name}"),
    };
    read_metadata(package, limits, &mut builder.document().metadata);
    let Some(text) = package.text(main) else {
        if package.notes.is_empty() || package.notes.iter().all(|n| n.kind == NoteKind::Damaged) {
            builder.note(NoteKind::Unreadable, "package holds no readable body");
        }
        return;
    };
    let tree = xml::parse(&text, limits.nesting);
    package.note_stop(main, &tree);
    let Some(root) = tree.root() else {
        builder.note(NoteKind::Unreadable, "body of the document could not be read");
        return;
    };

    let styles =
        with_part(package, &beside("styles.xml"), limits, Styles::read).unwrap_or_default();
    let numbering =
        with_part(package, &beside("numbering.xml"), limits, Numbering::read).unwrap_or_default();
    let comments =
        with_part(package, &beside("comments.xml"), limits, comments_by_id).unwrap_or_default();
    let relations_of_main = relations(package, &rels_of(main), folder, limits);
    if let Some(language) = styles.language.clone() {
        builder.document().metadata.language = Some(language);
    }
    note_active_content(package, &relations_of_main, &mut builder.document().metadata);

    let page = body::Page::of(root);
    let mut walk = Walk::new(&styles, &numbering, &comments, page);
    let (mut headers, mut footers) = (Vec::new(), Vec::new());
    for (is_header, id) in header_references(root) {
        let Some(relation) = relations_of_main.get(&id) else { continue };
        let (region, into) = if is_header {
            (Region::PageHeader, &mut headers)
        } else {
            (Region::PageFooter, &mut footers)
        };
        if let Some(items) = read_side_part(package, &relation.target, limits, &mut walk) {
            into.push(Item::Region(region, items));
        }
    }
    let mut items = headers;
    if let Some(body) = root.child("body") {
        items.extend(walk.part(body, Arc::from("document"), &relations_of_main));
    }
    for name in ["footnotes.xml", "endnotes.xml"] {
        if let Some(notes) = read_side_part(package, &beside(name), limits, &mut walk) {
            items.push(Item::Region(Region::PageFooter, notes));
        }
    }
    items.append(&mut footers);
    flow::emit(items, builder);
}

/// Reads a part of text beside the body: a header, a footer, the notes.
fn read_side_part(
    package: &mut Package<'_>,
    name: &str,
    limits: &Limits,
    walk: &mut Walk<'_>,
) -> Option<Vec<Item>> {
    let text = package.text(name)?;
    let tree = xml::parse(&text, limits.nesting);
    package.note_stop(name, &tree);
    let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let relations = relations(package, &rels_of(name), &folder, limits);
    let file = name.rsplit('/').next().unwrap_or(name);
    let part = file.strip_suffix(".xml").unwrap_or(file);
    Some(walk.part(tree.root()?, Arc::from(part), &relations))
}

/// Reads a part into something else; `None` when there is no such part.
fn with_part<T>(
    package: &mut Package<'_>,
    name: &str,
    limits: &Limits,
    read: impl FnOnce(Element<'_, '_>) -> T,
) -> Option<T> {
    let text = package.text(name)?;
    let tree = xml::parse(&text, limits.nesting);
    package.note_stop(name, &tree);
    tree.root().map(read)
}

/// Where the relations of a part are.
fn rels_of(part: &str) -> String {
    match part.rsplit_once('/') {
        Some((folder, file)) => format!("{folder}/_rels/{file}.rels"),
        None => format!("_rels/{part}.rels"),
    }
}

/// The relations listed in `name`; targets are taken from `folder`.
fn relations(package: &mut Package<'_>, name: &str, folder: &str, limits: &Limits) -> Relations {
    let read = |root: Element<'_, '_>| {
        root.children()
            .filter(|child| child.name() == "Relationship")
            .filter_map(|child| {
                let kind = child.attribute("Type")?;
                let kind = kind.rsplit('/').next().unwrap_or("").to_owned();
                let external = child.attribute("TargetMode").as_deref() == Some("External");
                let target = child.attribute("Target")?.into_owned();
                let target = if external { target } else { resolve(folder, &target) };
                Some((child.attribute("Id")?.into_owned(), Relation { kind, target, external }))
            })
            .collect()
    };
    with_part(package, name, limits, read).unwrap_or_default()
}

/// The name of a part from how another part refers to it.
fn resolve(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            ".." => {
                path.pop();
            }
            "." | "" => {}
            step => path.push(step),
        }
    }
    path.join("/")
}

/// The headers and footers that the sections refer to, each once: whether it is a header, and its id.
fn header_references(root: Element<'_, '_>) -> Vec<(bool, String)> {
    let mut found: Vec<(bool, String)> = Vec::new();
    let sections = root.descendants().filter(|element| element.name() == "sectPr");
    for section in sections {
        let has_first_page = styles::toggle(section, "titlePg") == Some(true);
        for reference in section.children() {
            let is_header = match reference.name() {
                "headerReference" => true,
                "footerReference" => false,
                _ => continue,
            };
            let kind = reference.attribute("type");
            if kind.as_deref() == Some("first") && !has_first_page {
                continue;
            }
            if let Some(id) = reference.attribute("id")
                && !found.iter().any(|(_, known)| *known == id)
            {
                found.push((is_header, id.into_owned()));
            }
        }
    }
    found
}

/// The review comments by their ids.
fn comments_by_id(root: Element<'_, '_>) -> HashMap<String, String> {
    let texts = |comment: Element<'_, '_>| {
        let lines: Vec<String> = comment
            .descendants()
            .filter(|element| element.name() == "p")
            .map(|paragraph| {
                let texts = paragraph.descendants().filter(|element| element.name() == "t");
                texts.map(Element::text).collect()
            })
            .collect();
        lines.join("\n")
    };
    root.children()
        .filter(|child| child.name() == "comment")
        .filter_map(|comment| Some((comment.attribute("id")?.into_owned(), texts(comment))))
        .collect()
}

/// Reads what the document says of itself.
fn read_metadata(package: &mut Package<'_>, limits: &Limits, metadata: &mut Metadata) {
    let fields = |root: Element<'_, '_>| -> Vec<(String, String)> {
        let field = |child: Element<'_, '_>| {
            let name = child.attribute("name").map_or(child.name().to_owned(), |n| n.into_owned());
            (name, child.text().trim().to_owned())
        };
        root.children().map(field).filter(|(_, value)| !value.is_empty()).collect()
    };
    for (name, value) in with_part(package, "docProps/core.xml", limits, fields).unwrap_or_default()
    {
        let slot = match name.as_str() {
            "title" => &mut metadata.title,
            "creator" => &mut metadata.author,
            "subject" => &mut metadata.subject,
            "keywords" => &mut metadata.keywords,
            "language" => &mut metadata.language,
            "created" | "modified" | "revision" | "lastPrinted" => continue,
            _ => {
                metadata.other.push((name, value));
                continue;
            }
        };
        *slot = Some(value);
    }
    for (name, value) in with_part(package, "docProps/app.xml", limits, fields).unwrap_or_default()
    {
        match name.as_str() {
            "Application" => metadata.creator = Some(value),
            "Company" | "Manager" | "HyperlinkBase" | "Template" => {
                metadata.other.push((name, value))
            }
            _ => {}
        }
    }
    metadata
        .other
        .extend(with_part(package, "docProps/custom.xml", limits, fields).unwrap_or_default());
}

/// Notes what acts when the document is opened.
fn note_active_content(package: &Package<'_>, relations: &Relations, metadata: &mut Metadata) {
    for name in package.names() {
        if name.ends_with("vbaProject.bin") {
            metadata.active_content.push(format!("macros ({name})"));
        } else if name.contains("/activeX/") && name.ends_with(".bin") {
            metadata.active_content.push(format!("ActiveX control ({name})"));
        }
    }
    let mut external: Vec<String> = relations
        .values()
        .filter(|relation| relation.external)
        .filter(|relation| {
            matches!(
                relation.kind.as_str(),
                "oleObject" | "frame" | "subDocument" | "attachedTemplate"
            )
        })
        .map(|relation| format!("external {} ({})", relation.kind, relation.target))
        .collect();
    external.sort();
    metadata.active_content.append(&mut external);
}
