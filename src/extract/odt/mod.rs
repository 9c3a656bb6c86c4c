//! Reads OpenDocument text, packed (`.odt`) or as one XML file (`.fodt`).
//!
//! Page headers come first, then the body, then notes and page footers. Annotations become
//! [`Document::comments`], standing before the words that they are about: that is where
//! `resumelint-ignore` is written. Deleted tracked changes are kept by the format in a place of their
//! own and are left out. A place is a part and the number of a paragraph in it.

mod body;
mod styles;

use std::sync::Arc;

use super::builder::Builder;
use super::flow::{self, Item};
use super::package::{Package, note_no_text};
use super::xml::{self, Element};
use super::{Limits, Source, encoding};
use crate::document::{Document, Format, Metadata, NoteKind, Region};
use body::Walk;
use styles::Styles;

/// Reads an ODT file.
pub(super) fn read(source: &Source<'_>, limits: &Limits) -> Document {
    let mut builder = Builder::new(Format::Odt, limits.text_bytes);
    if source.bytes.starts_with(b"PK") {
        read_package(source, limits, &mut builder);
    } else {
        read_flat(source, limits, &mut builder);
    }
    let document = builder.document();
    if document.text.trim().is_empty() && document.notes.is_empty() {
        builder.note(NoteKind::Empty, "document holds no text");
    }
    builder.finish()
}

/// Reads a package of parts.
fn read_package(source: &Source<'_>, limits: &Limits, builder: &mut Builder) {
    let mut package = match Package::open(source.bytes, limits) {
        Ok(package) => package,
        Err(note) => {
            builder.note(note.kind, note.message);
            return;
        }
    };
    if is_encrypted(&mut package) {
        let message = "document is encrypted with a password; save it without one";
        builder.note(NoteKind::PasswordNeeded, message);
        return;
    }
    let meta = package.text("meta.xml").unwrap_or_default();
    let styles = package.text("styles.xml").unwrap_or_default();
    let Some(content) = package.text("content.xml") else {
        builder.document().notes.append(&mut package.notes);
        builder.note(NoteKind::Unreadable, "package holds no readable content.xml");
        return;
    };
    let parts = [("meta.xml", &meta), ("styles.xml", &styles), ("content.xml", &content)];
    let [meta, styles, content] = parts.map(|(name, text)| {
        let tree = xml::parse(text, limits.nesting);
        // A part that is not there is not torn.
        if !text.is_empty() {
            package.note_stop(name, &tree);
        }
        tree
    });
    note_scripts(&package, &mut builder.document().metadata);
    builder.document().notes.append(&mut package.notes);
    let Some(root) = content.root() else {
        builder.note(NoteKind::Unreadable, "content of the document could not be read");
        return;
    };
    let files = Files { meta: meta.root(), styles: styles.root(), content: root };
    lay_out(&files, builder);
    let document = builder.document();
    if document.text.trim().is_empty() && document.notes.is_empty() {
        note_no_text(&package, "Pictures/", builder);
    }
}

/// Reads one XML file that holds what a package has in parts.
fn read_flat(source: &Source<'_>, limits: &Limits, builder: &mut Builder) {
    let decoded = encoding::decode(source.name, source.bytes);
    builder.document().notes.extend(decoded.notes);
    let tree = xml::parse(&decoded.source.text, limits.nesting);
    let Some(root) = tree.root() else {
        builder.note(NoteKind::Unreadable, "no OpenDocument markup could be read");
        return;
    };
    if tree.stop.is_some() {
        builder.note(NoteKind::Damaged, "markup is torn; what could be was read");
    }
    lay_out(&Files { meta: Some(root), styles: Some(root), content: root }, builder);
}

/// The roots of the parts; in a flat file all the same.
struct Files<'t, 'a> {
    meta: Option<Element<'t, 'a>>,
    styles: Option<Element<'t, 'a>>,
    content: Element<'t, 'a>,
}

fn lay_out(files: &Files<'_, '_>, builder: &mut Builder) {
    if let Some(meta) = files.meta {
        read_metadata(meta, &mut builder.document().metadata);
    }
    let mut shared = Styles::default();
    if let Some(root) = files.styles {
        shared.add(root);
    }
    let (mut headers, mut footers) = (Vec::new(), Vec::new());
    let mut page = body::Page::default();
    if let Some(root) = files.styles {
        page = body::Page::of(root);
        let mut walk = Walk::new(&shared, page);
        for master in root.child("master-styles").into_iter().flat_map(Element::children) {
            for side in master.children() {
                let (region, into) = match side.name() {
                    "header" | "header-first" | "header-left" => (Region::PageHeader, &mut headers),
                    "footer" | "footer-first" | "footer-left" => (Region::PageFooter, &mut footers),
                    _ => continue,
                };
                if side.attribute("display").as_deref() != Some("false") {
                    let items = walk.part(side, Arc::from(side.name()));
                    into.push(Item::Region(region, items));
                }
            }
        }
    }
    let mut own = shared.clone();
    own.add(files.content);
    let mut walk = Walk::new(&own, page);
    let mut items = headers;
    let body = files.content.child("body").and_then(|body| body.child("text"));
    if let Some(body) = body {
        items.extend(walk.part(body, Arc::from("content")));
        items.push(Item::Region(Region::PageFooter, walk.take_notes()));
    }
    items.append(&mut footers);
    flow::emit(items, builder);
    if body.is_none() {
        builder.note(NoteKind::Unreadable, "file holds no text document");
    }
}

/// Whether the manifest says that the parts are encrypted.
fn is_encrypted(package: &mut Package<'_>) -> bool {
    package.text("META-INF/manifest.xml").is_some_and(|text| text.contains("encryption-data"))
}

/// Reads what the document says of itself.
fn read_metadata(root: Element<'_, '_>, metadata: &mut Metadata) {
    for field in root.child("meta").into_iter().flat_map(Element::children) {
        let value = field.text().trim().to_owned();
        if value.is_empty() {
            continue;
        }
        let slot = match field.name() {
            "title" => &mut metadata.title,
            "subject" => &mut metadata.subject,
            "initial-creator" => &mut metadata.author,
            "generator" => &mut metadata.creator,
            "language" => &mut metadata.language,
            "creator" => {
                metadata.author.get_or_insert(value);
                continue;
            }
            "keyword" => {
                match &mut metadata.keywords {
                    Some(all) => *all = format!("{all}, {value}"),
                    none => *none = Some(value),
                }
                continue;
            }
            "user-defined" | "description" => {
                let name = field.attribute("name");
                let name = name.map_or(field.name().to_owned(), |name| name.into_owned());
                metadata.other.push((name, value));
                continue;
            }
            _ => continue,
        };
        *slot = Some(value);
    }
}

/// Notes scripts that the package carries.
fn note_scripts(package: &Package<'_>, metadata: &mut Metadata) {
    for name in package.names() {
        let is_script = (name.starts_with("Basic/") || name.starts_with("Scripts/"))
            && !name.ends_with('/')
            && !name.ends_with("-lc.xml")
            && !name.ends_with("-lb.xml");
        if is_script {
            metadata.active_content.push(format!("macros ({name})"));
        }
    }
}
