//! What a file says outside its pages: who wrote it, where its links lead, what acts when it opens.

use hayro_interpret::TransformExt;
use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, Rect as PdfRect, Stream, String as PdfString};
use hayro_syntax::page::Page;
use kurbo::Point;

use super::active;
use crate::document::{Metadata, Rect};

/// A link's box on its page, and where it leads.
pub(super) struct Anchor {
    pub(super) rect: Rect,
    pub(super) target: String,
}

/// What the file says of itself.
/// `pages` is how many of its pages are looked at.
/// Also how many annotations say that this program wrote them.
pub(super) fn metadata(pdf: &Pdf, pages: usize) -> (Metadata, usize) {
    let info = pdf.metadata();
    let text = |bytes: &Option<Box<[u8]>>| {
        bytes.as_deref().map(text_string).filter(|text| !text.trim().is_empty())
    };
    let mut metadata = Metadata {
        title: text(&info.title),
        author: text(&info.author),
        subject: text(&info.subject),
        keywords: text(&info.keywords),
        creator: text(&info.creator),
        producer: text(&info.producer),
        ..Metadata::default()
    };
    if let Some(catalog) = catalog(pdf) {
        metadata.language =
            catalog.get::<PdfString<'_>>(&b"Lang"[..]).map(|lang| text_string(lang.as_bytes()));
        metadata.other.extend(xmp(&catalog));
        form_fields(&catalog, &mut metadata.other);
        active::of_document(&catalog, &mut metadata.active_content);
    }
    let looked_at = pdf.pages().iter().take(pages);
    let own = looked_at.map(|page| of_page(page, &mut metadata)).sum();
    (metadata, own)
}

/// Adds what a page's annotations say and do. How many of them say that this program wrote them: what
/// they say is told all the same, since anybody can write that.
fn of_page(page: &Page<'_>, metadata: &mut Metadata) -> usize {
    active::of_page(page.raw(), &mut metadata.active_content);
    let Some(annotations) = page.raw().get::<Array<'_>>(&b"Annots"[..]) else { return 0 };
    let mut own = 0;
    for annotation in annotations.iter::<Dict<'_>>().take(MOST_ITEMS) {
        active::of_annotation(&annotation, &mut metadata.active_content);
        let author = annotation.get::<PdfString<'_>>(&b"T"[..]);
        own += usize::from(author.is_some_and(|t| text_string(t.as_bytes()) == "resumelint"));
        let kind = annotation.get::<Name<'_>>(&b"Subtype"[..]);
        let contents = annotation.get::<PdfString<'_>>(&b"Contents"[..]);
        // A link's contents describe it, and a widget is a form field.
        if let (Some(kind), Some(contents)) = (kind, contents)
            && !matches!(&*kind, b"Link" | b"Widget" | b"Popup")
        {
            push(&mut metadata.other, format!("annotation:{}", kind.as_str()), contents.as_bytes());
        }
    }
    own
}

/// Adds a named text unless it is empty.
fn push(other: &mut Vec<(String, String)>, name: String, bytes: &[u8]) {
    let text = text_string(bytes);
    if !text.trim().is_empty() && other.len() < MOST_ITEMS {
        other.push((name, text.trim().to_owned()));
    }
}

/// The values of form fields, seen on the page or not.
fn form_fields(catalog: &Dict<'_>, other: &mut Vec<(String, String)>) {
    let fields = catalog
        .get::<Dict<'_>>(&b"AcroForm"[..])
        .and_then(|form| form.get::<Array<'_>>(&b"Fields"[..]));
    if let Some(fields) = fields {
        add_fields(&fields, "", 0, other);
    }
}

fn add_fields(fields: &Array<'_>, parent: &str, depth: usize, other: &mut Vec<(String, String)>) {
    if depth > 20 {
        return;
    }
    for field in fields.iter::<Dict<'_>>().take(MOST_ITEMS) {
        let own = field.get::<PdfString<'_>>(&b"T"[..]).map(|name| text_string(name.as_bytes()));
        let name = match (parent, own) {
            (parent, None) => parent.to_owned(),
            ("", Some(own)) => own,
            (parent, Some(own)) => format!("{parent}.{own}"),
        };
        if let Some(value) = field.get::<PdfString<'_>>(&b"V"[..]) {
            push(other, format!("form-field:{name}"), value.as_bytes());
        }
        if let Some(kids) = field.get::<Array<'_>>(&b"Kids"[..]) {
            add_fields(&kids, &name, depth + 1, other);
        }
    }
}

/// The fields of the XMP packet that hold words; those that repeat the document information too, as
/// the two may differ.
fn xmp(catalog: &Dict<'_>) -> Vec<(String, String)> {
    let packet = catalog.get::<Stream<'_>>(&b"Metadata"[..]).and_then(|s| s.decoded_data().ok());
    let Some(packet) = packet else { return Vec::new() };
    let packet = String::from_utf8_lossy(&packet);
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    for piece in packet.split('<').skip(1).take(20_000) {
        let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
        let name = tag.split_whitespace().next().unwrap_or("").trim_end_matches('/');
        if name.starts_with(['?', '!']) {
            continue;
        } else if let Some(name) = name.strip_prefix('/') {
            if let Some(at) = open.iter().rposition(|other| *other == name) {
                open.truncate(at);
            }
        } else if !tag.ends_with('/') {
            open.push(name);
        }
        let text = unescape(text.trim());
        let field =
            open.iter().rev().find(|name| !name.starts_with("rdf:") && !name.starts_with("x:"));
        let Some(field) = field.filter(|_| !text.is_empty() && fields.len() < MOST_ITEMS) else {
            continue;
        };
        if !WORDS_IN_XMP.iter().any(|prefix| field.starts_with(prefix)) {
            continue;
        }
        let field = format!("xmp:{field}");
        match fields.last_mut() {
            Some((last, value)) if *last == field => {
                value.push_str(", ");
                value.push_str(&text);
            }
            _ => fields.push((field, text)),
        }
    }
    fields
}

/// The fields of XMP in which people write; the others hold dates and identifiers.
const WORDS_IN_XMP: [&str; 6] =
    ["dc:", "pdf:Keywords", "photoshop:", "pdfx:", "xmpRights:", "Iptc4xmpCore:"];

/// The most items of one sort that are read.
const MOST_ITEMS: usize = 5_000;

fn unescape(text: &str) -> String {
    let plain = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")];
    plain.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// The root of the document's objects.
pub(super) fn catalog(pdf: &Pdf) -> Option<Dict<'_>> {
    pdf.xref().get::<Dict<'_>>(pdf.xref().root_id())
}

/// How many points a page's unit of length stands for.
pub(super) fn user_unit(page: &Page<'_>) -> f32 {
    let unit = page.raw().get::<f32>(&b"UserUnit"[..]).filter(|unit| unit.is_finite());
    unit.map_or(1.0, |unit| unit.clamp(0.001, 1_000.0))
}

/// How many pages the file says it has.
pub(super) fn stated_pages(pdf: &Pdf) -> Option<usize> {
    catalog(pdf)?.get::<Dict<'_>>(&b"Pages"[..])?.get::<usize>(&b"Count"[..])
}

/// The links of a page that lead out of the document.
pub(super) fn anchors(page: &Page<'_>) -> Vec<Anchor> {
    let Some(annotations) = page.raw().get::<Array<'_>>(&b"Annots"[..]) else { return Vec::new() };
    let transform = page.initial_transform(true).to_kurbo();
    let mut anchors = Vec::new();
    for annotation in annotations.iter::<Dict<'_>>().take(MOST_ITEMS) {
        let is_link = annotation.get::<Name<'_>>(&b"Subtype"[..]).as_deref() == Some(b"Link");
        let target = annotation
            .get::<Dict<'_>>(&b"A"[..])
            .and_then(|action| action.get::<PdfString<'_>>(&b"URI"[..]))
            .map(|uri| text_string(uri.as_bytes()));
        let rect = annotation.get::<PdfRect>(&b"Rect"[..]);
        if let (true, Some(target), Some(rect)) = (is_link, target, rect) {
            let (a, b) = (
                transform * Point::new(rect.x0, rect.y0),
                transform * Point::new(rect.x1, rect.y1),
            );
            let rect = Rect {
                x: a.x.min(b.x) as f32,
                y: a.y.min(b.y) as f32,
                width: (a.x - b.x).abs() as f32,
                height: (a.y - b.y).abs() as f32,
            };
            anchors.push(Anchor { rect, target });
        }
    }
    anchors
}

/// The characters of a text string: UTF-16 or UTF-8 with a mark, else PDFDocEncoding, which for
/// what people write is Windows-1252.
pub(super) fn text_string(bytes: &[u8]) -> String {
    let text = match bytes {
        [0xfe, 0xff, rest @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0,
        [0xff, 0xfe, rest @ ..] => encoding_rs::UTF_16LE.decode_without_bom_handling(rest).0,
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.into(),
            Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0,
        },
    };
    text.chars().filter(|c| !c.is_control() || *c == '\n').collect()
}
