//! What a file says outside its pages: who wrote it, where its links lead, what acts when it opens.

use hayro_interpret::TransformExt;
use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, Object, Rect as PdfRect, String as PdfString};
use hayro_syntax::page::Page;
use kurbo::Point;

use crate::document::{Metadata, Rect};

/// A link's box on its page, and where it leads.
pub(super) struct Anchor {
    pub(super) rect: Rect,
    pub(super) target: String,
}

/// What the file says of itself.
pub(super) fn metadata(pdf: &Pdf) -> Metadata {
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
    }
    metadata
}

/// The root of the document's objects.
pub(super) fn catalog(pdf: &Pdf) -> Option<Dict<'_>> {
    pdf.xref().get::<Dict<'_>>(pdf.xref().root_id())
}

/// The links of a page that lead out of the document.
pub(super) fn anchors(page: &Page<'_>) -> Vec<Anchor> {
    let Some(annotations) = page.raw().get::<Array<'_>>(&b"Annots"[..]) else { return Vec::new() };
    let transform = page.initial_transform(true).to_kurbo();
    let mut anchors = Vec::new();
    for annotation in annotations.iter::<Dict<'_>>().take(5_000) {
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

/// Whether an object is there at all.
pub(super) fn has(dict: &Dict<'_>, key: &[u8]) -> bool {
    !matches!(dict.get::<Object<'_>>(key), None | Some(Object::Null(_)))
}
