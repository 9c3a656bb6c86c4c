//! Findings as annotations in a copy of the user's own PDF.
//!
//! The copy is the original, byte for byte, with an update appended: whatever it held (signatures,
//! encryption, forms) is still there. A page whose size the two readers of a PDF do not agree on is
//! reason to write nothing, because a highlight on the wrong words is worse than none.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document as Pdf, IncrementalDocument, Object, ObjectId, StringFormat};

use super::FileReport;
use crate::check::{Finding, Severity};
use crate::document::{Format, NoteKind, Page, Rect, Status};

/// How far two readers may differ on the size of a page, in points.
const TOLERANCE: f32 = 1.5;
/// Side of the sign for something absent, and the step to the next, in points.
const SIGN: f32 = 20.0;
const STEP: f32 = 26.0;

/// Why a file was not annotated.
#[derive(Debug, thiserror::Error)]
pub enum AnnotateError {
    /// It is no PDF that was read.
    #[error("only a PDF that could be read can be annotated")]
    NotRead,
    /// The two readers disagree on the pages.
    #[error("one of our two readers finds {0} pages and the other {1}; nothing was written")]
    Pages(usize, usize),
    /// The two readers disagree on a page.
    #[error("page {0} is of another size to one of our two readers; nothing was written")]
    Disagreement(u32),
    /// The file's structure does not allow it.
    #[error("the file's structure does not allow an update: {0}")]
    Structure(String),
}

impl From<lopdf::Error> for AnnotateError {
    fn from(error: lopdf::Error) -> Self {
        AnnotateError::Structure(error.to_string())
    }
}

/// The file `bytes` with the findings of `file` as annotations.
///
/// # Errors
/// See [`AnnotateError`]; nothing of the original is ever changed.
pub fn annotate(bytes: &[u8], file: &FileReport) -> Result<Vec<u8>, AnnotateError> {
    let report = file.outcome.as_ref().map_err(|_| AnnotateError::NotRead)?;
    let document = &report.document;
    if document.format != Format::Pdf || report.status() == Status::NotChecked {
        return Err(AnnotateError::NotRead);
    }
    let pdf = Pdf::load_mem(bytes)?;
    let pages = pdf.get_pages();
    let all_read = !document.notes.iter().any(|note| note.kind == NoteKind::Limit);
    if pages.len() != document.pages.len() && all_read {
        return Err(AnnotateError::Pages(document.pages.len(), pages.len()));
    }
    let mut update = IncrementalDocument::create_from(bytes.to_vec(), pdf);
    let mut absent = 0;
    let mut added: BTreeMap<u32, Vec<ObjectId>> = BTreeMap::new();
    for finding in &report.findings {
        let location = finding.span.map(|span| document.locate(span)).unwrap_or_default();
        let number = location.page.unwrap_or(1);
        let id = pages.get(&number).copied().ok_or(AnnotateError::Disagreement(number))?;
        let shown = document.pages.get(number as usize - 1).copied();
        let sheet = Sheet::of(update.get_prev_documents(), id, number, shown)?;
        let mut annotation = if location.rects.is_empty() {
            absent += 1;
            sign(&sheet, absent)
        } else {
            highlight(&sheet, &location.rects)
        };
        describe(&mut annotation, finding, id);
        let annotation = update.new_document.add_object(annotation);
        added.entry(number).or_default().push(annotation);
    }
    for (number, annotations) in added {
        if let Some(&page) = pages.get(&number) {
            attach(&mut update, page, annotations)?;
        }
    }
    let mut copy = Vec::with_capacity(bytes.len() + 4096);
    update.save_to(&mut copy).map_err(|error| AnnotateError::Structure(error.to_string()))?;
    Ok(copy)
}

/// A page as the file has it: its box in the file's own space, and how it is turned.
struct Sheet {
    left: f32,
    bottom: f32,
    right: f32,
    top: f32,
    /// 0, 90, 180 or 270, clockwise.
    turned: i64,
}

impl Sheet {
    /// The page's box, if both readers see a page of the same size.
    fn of(
        pdf: &Pdf,
        page: ObjectId,
        number: u32,
        shown: Option<Page>,
    ) -> Result<Self, AnnotateError> {
        let disagreement = || AnnotateError::Disagreement(number);
        let media = rectangle(pdf, page, b"MediaBox").unwrap_or([0.0, 0.0, 612.0, 792.0]);
        let crop = rectangle(pdf, page, b"CropBox").unwrap_or(media);
        // What lies outside the medium is not shown.
        let [left, bottom] = [crop[0].max(media[0]), crop[1].max(media[1])];
        let [right, top] = [crop[2].min(media[2]), crop[3].min(media[3])];
        let turned = inherited(pdf, page, b"Rotate").and_then(|n| n.as_i64().ok()).unwrap_or(0);
        let sheet = Sheet { left, bottom, right, top, turned: turned.rem_euclid(360) };
        let (width, height) = match sheet.turned {
            90 | 270 => (top - bottom, right - left),
            _ => (right - left, top - bottom),
        };
        let shown = shown.ok_or_else(disagreement)?;
        let same = |a: f32, b: f32| (a - b).abs() <= TOLERANCE;
        if same(shown.width, width) && same(shown.height, height) {
            Ok(sheet)
        } else {
            Err(disagreement())
        }
    }

    /// A rectangle of the page as shown, in the file's own space: left, bottom, right, top.
    fn place(&self, rect: Rect) -> [f32; 4] {
        let (a, b) = (self.point(rect.x, rect.y), self.point(rect.right(), rect.bottom()));
        [a.0.min(b.0), a.1.min(b.1), a.0.max(b.0), a.1.max(b.1)]
    }

    /// A point of the page as shown (from the top left) in the file's own space.
    fn point(&self, x: f32, y: f32) -> (f32, f32) {
        match self.turned {
            90 => (self.left + y, self.bottom + x),
            180 => (self.right - x, self.bottom + y),
            270 => (self.right - y, self.top - x),
            _ => (self.left + x, self.top - y),
        }
    }
}

/// A value of a page, or of what it inherits from.
fn inherited<'a>(pdf: &'a Pdf, page: ObjectId, key: &[u8]) -> Option<&'a Object> {
    let mut node = pdf.get_dictionary(page).ok()?;
    // A tree of pages that loops is cut off.
    for _ in 0..64 {
        if let Ok(value) = node.get(key) {
            return pdf.dereference(value).ok().map(|(_, value)| value);
        }
        let parent = node.get(b"Parent").ok()?.as_reference().ok()?;
        node = pdf.get_dictionary(parent).ok()?;
    }
    None
}

/// A box of a page, with its corners in order.
fn rectangle(pdf: &Pdf, page: ObjectId, key: &[u8]) -> Option<[f32; 4]> {
    let numbers = inherited(pdf, page, key)?.as_array().ok()?;
    let number = |at: usize| {
        let (_, value) = pdf.dereference(numbers.get(at)?).ok()?;
        value.as_float().ok()
    };
    let [a, b, c, d] = [number(0)?, number(1)?, number(2)?, number(3)?];
    Some([a.min(c), b.min(d), a.max(c), b.max(d)])
}

/// A highlight over rectangles.
fn highlight(sheet: &Sheet, rects: &[Rect]) -> Dictionary {
    let places: Vec<[f32; 4]> = rects.iter().map(|rect| sheet.place(*rect)).collect();
    // Top left, top right, bottom left, bottom right: the order that viewers expect.
    let corners =
        |[left, bottom, right, top]: [f32; 4]| [left, top, right, top, left, bottom, right, bottom];
    let quads: Vec<f32> = places.iter().flat_map(|place| corners(*place)).collect();
    let all = places
        .iter()
        .copied()
        .reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]);
    let mut annotation = Dictionary::new();
    annotation.set("Subtype", Object::Name(b"Highlight".to_vec()));
    annotation.set("Rect", numbers(&all.unwrap_or_default()));
    annotation.set("QuadPoints", numbers(&quads));
    annotation
}

/// A sign in the top margin for something that is absent.
fn sign(sheet: &Sheet, count: usize) -> Dictionary {
    let x = 8.0 + STEP * (count - 1) as f32;
    let rect = Rect { x, y: 8.0, width: SIGN, height: SIGN };
    let mut annotation = Dictionary::new();
    annotation.set("Subtype", Object::Name(b"Text".to_vec()));
    annotation.set("Name", Object::Name(b"Note".to_vec()));
    annotation.set("Rect", numbers(&sheet.place(rect)));
    annotation
}

/// What every annotation has: the page, the colour, the words.
fn describe(annotation: &mut Dictionary, finding: &Finding, page: ObjectId) {
    let color = match finding.severity {
        Severity::Error => [1.0, 0.55, 0.5],
        Severity::Warning => [1.0, 0.82, 0.35],
        Severity::Advice => [0.6, 0.8, 1.0],
    };
    let words = format!("{}\n{}\n({})", finding.message, finding.help, finding.rule);
    annotation.set("Type", Object::Name(b"Annot".to_vec()));
    annotation.set("P", Object::Reference(page));
    // It is printed with the page.
    annotation.set("F", Object::Integer(4));
    annotation.set("C", numbers(&color));
    annotation.set("CA", Object::Real(0.6));
    annotation.set("T", text("resumelint"));
    annotation.set("Contents", text(&super::safe::many_lines(&words)));
    annotation.set("NM", text(&finding.fingerprint));
}

/// Puts annotations on a page, after those that it has.
fn attach(
    update: &mut IncrementalDocument,
    page: ObjectId,
    annotations: Vec<ObjectId>,
) -> Result<(), AnnotateError> {
    update.opt_clone_object_to_new_document(page)?;
    let pdf = update.get_prev_documents();
    let present = pdf.get_dictionary(page)?.get(b"Annots").ok().cloned();
    let present = match present {
        Some(Object::Reference(id)) => pdf.get_object(id)?.as_array()?.clone(),
        Some(Object::Array(present)) => present,
        _ => Vec::new(),
    };
    let all = present.into_iter().chain(annotations.into_iter().map(Object::Reference)).collect();
    let page = update.new_document.get_object_mut(page)?.as_dict_mut()?;
    page.set("Annots", Object::Array(all));
    Ok(())
}

/// Numbers as an array.
fn numbers(numbers: &[f32]) -> Object {
    Object::Array(numbers.iter().map(|&number| Object::Real(number)).collect())
}

/// Text in the encoding that every viewer reads.
fn text(text: &str) -> Object {
    let mut bytes = vec![0xfe, 0xff];
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    Object::String(bytes, StringFormat::Hexadecimal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_follow_the_turn_of_the_page() {
        let rect = Rect { x: 10.0, y: 20.0, width: 30.0, height: 5.0 };
        let place =
            |turned| Sheet { left: 0.0, bottom: 0.0, right: 600.0, top: 800.0, turned }.place(rect);
        assert_eq!(place(0), [10.0, 775.0, 40.0, 780.0]);
        assert_eq!(place(90), [20.0, 10.0, 25.0, 40.0]);
        assert_eq!(place(180), [560.0, 20.0, 590.0, 25.0]);
        assert_eq!(place(270), [575.0, 760.0, 580.0, 790.0]);
    }
}
