//! Reads PDF: what a person sees, in the order they read it, and what they do not see.
//!
//! A PDF stores glyphs in the order they were painted. [`interpreter`] writes them down, [`words`],
//! [`lines`] and [`columns`] put them into the order of reading, [`blocks`] finds structure, and
//! [`objects`] reads what the file says outside its pages.

mod accents;
mod active;
mod aside;
mod bands;
mod blocks;
mod budget;
mod columns;
mod direction;
pub(super) mod draw;
mod echoes;
mod fonts;
mod glyphs;
mod gutters;
mod headings;
mod inks;
mod interpreter;
mod known;
mod layers;
mod lines;
mod mend;
mod objects;
mod operators;
mod outline;
mod passes;
mod replaced;
mod runs;
mod shapes;
mod sides;
mod structure;
mod survey;
mod tables;
mod unpack;
mod visibility;
mod words;

use std::collections::HashSet;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use hayro_interpret::InterpreterCache;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use super::builder::Builder;
use super::{Limits, Source, decoded};
use crate::document::{
    Document, Fidelity, Format, NoteKind, Order, Page, Place, Rect, Span, Style, Visibility,
};
use blocks::Looks;
use columns::Line;
use fonts::Fonts;
use glyphs::{Canvas, Glyph, is_blank};
use interpreter::{Pictures, Shared, interpret};
use lines::Segment;
use objects::Anchor;
use words::{Frame, Word};

/// Reads a PDF.
pub(super) fn read(source: &Source<'_>, limits: &Limits) -> Document {
    // The parsers underneath are made by others. A panic of theirs on a broken file is damage of
    // that file, and no reason to stop with all others.
    let result = catch_unwind(AssertUnwindSafe(|| read_pages(source, limits)));
    result.unwrap_or_else(|_| {
        let mut builder = Builder::new(Format::Pdf, limits.text_bytes);
        builder.note(NoteKind::Unreadable, "the file is damaged and could not be read");
        builder.finish()
    })
}

/// One page as it was read: its lines, without the glyphs that they were made of. What the lines look like
/// stands in one list for all pages.
struct ReadPage {
    page: Page,
    anchors: Vec<Anchor>,
    /// The pieces of each line, in the order in which they are read.
    lines: Vec<Vec<Piece>>,
    /// The words of all pieces.
    text: String,
    /// How many glyphs have no character, and how many glyphs there are; pictures in icon fonts are
    /// neither.
    unmapped: (usize, usize),
}

/// A word, or a part of one that looks and is seen alike.
struct Piece {
    /// Its characters, as a range of [`ReadPage::text`].
    text: Range<usize>,
    rect: Rect,
    style: Style,
    visibility: Visibility,
    /// What stands before it; nothing within a word.
    before: Option<char>,
    /// What it is on the page.
    sort: Sort,
}

/// What a piece is on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// Words.
    Words,
    /// The marker of an item.
    Marker,
    /// What machines read in place of the glyphs of its line.
    Replacement,
}

fn read_pages(source: &Source<'_>, limits: &Limits) -> Document {
    let mut builder = Builder::new(Format::Pdf, limits.text_bytes);
    let decoded = match budget::measure(source.bytes, source.passwords, limits) {
        Ok(decoded) => decoded,
        Err(limit) => {
            let message = format!("{limit}; the file was not read, raise the limit to read it");
            builder.note(NoteKind::Limit, message);
            return builder.finish();
        }
    };
    let _share = decoded::hold(decoded);
    let pdf = match open(source) {
        Ok(pdf) => pdf,
        Err((kind, message)) => {
            builder.note(kind, message);
            return builder.finish();
        }
    };
    let mut shared = Shared::new(layers::switched_off(&pdf));
    shared.structure = structure::read(&pdf, source.bytes);
    let all_layers = layers::all_shown(&pdf, source.bytes, source.passwords);
    let caches = (InterpreterCache::new(), InterpreterCache::new());
    let mut pages = Vec::new();
    let mut looks = Vec::new();
    let mut operators = limits.operators;
    for (number, page) in pdf.pages().iter().enumerate() {
        if number == limits.pages {
            let message = format!("more than {} pages; the rest was not read", limits.pages);
            builder.note(NoteKind::Limit, message);
            break;
        }
        let mut survey =
            survey::survey(page, &mut shared.fonts, &mut shared.aside, limits, operators);
        operators -= survey.operators.min(operators);
        if let Some(limit) = survey.limit {
            let message =
                format!("page {} reaches the limit of {limit}; it was not read", number + 1);
            builder.note(NoteKind::Limit, message);
            continue;
        }
        if survey.tangled {
            let page = number + 1;
            let message = format!(
                "page {page} holds more pictures among its operators than can be looked through; they \
                 were left out, and what else is on the page was read"
            );
            builder.note(NoteKind::Limit, message);
        } else if survey.damaged || survey.mended {
            let read = match survey.damaged {
                true => ", and what stands behind the damage was not read",
                false => "; what can be made out was read",
            };
            let page = number + 1;
            let message =
                format!("the content of page {page} is damaged{read}; export the file again");
            builder.note(NoteKind::Damaged, message);
        }
        let (width, height) = page.render_dimensions();
        let shown = Page { width, height };
        let every = all_layers.as_ref().and_then(|all| all.pages().get(number));
        if !survey.mended && every.is_none() {
            survey.content = runs::shorten(page, &caches.0, &mut survey, &mut shared);
        }
        let mut paint = |pictures| {
            survey.rewind();
            let mut canvas = interpret(page, &caches.0, &mut survey, &mut shared, pictures);
            if let Some(every) = every {
                survey.rewind();
                let all = interpret(every, &caches.1, &mut survey, &mut shared, Pictures::Closed);
                layers::add_hidden(&mut canvas, &all);
            }
            canvas.unit = objects::user_unit(page);
            accents::compose(&mut canvas);
            words::show_lone_hyphens(&mut canvas);
            replaced::settle(&mut canvas);
            let unknown = visibility::judge(&mut canvas, shown);
            (canvas, unknown)
        };
        let (mut canvas, needed) = paint(Pictures::Closed);
        if !needed.is_empty() {
            let still;
            (canvas, still) = paint(Pictures::Of(&needed));
            // What was looked into can let through what nobody had asked for.
            if !still.is_within(&needed) {
                canvas = paint(Pictures::Open).0;
            }
        }
        let anchors = objects::anchors(page);
        pages.push(read_page(&mut canvas, &shared.fonts, shown, number, anchors, &mut looks));
        // The next page is written down in the same memory.
        canvas.clear();
        shared.spare = canvas;
    }
    write(&mut builder, &pages, &looks);
    let document = builder.document();
    let (metadata, own) = objects::metadata(&pdf, pages.len());
    document.metadata = metadata;
    document.pages = pages.iter().map(|page| page.page).collect();
    let unmapped: usize = pages.iter().map(|page| page.unmapped.0).sum();
    let letters: usize = pages.iter().map(|page| page.unmapped.1).sum();
    if is_linkedin(document) {
        document.order = Order::Template;
    }
    if pages.is_empty() && document.notes.is_empty() {
        let message = "no page could be found in the file; export it again";
        builder.note(NoteKind::Unreadable, message);
    } else if document.text.trim().is_empty() && document.notes.is_empty() {
        builder.note(
            NoteKind::NoTextLayer,
            "the pages hold no text that a machine can read; export the document with its text",
        );
    }
    if own > 0 {
        let message = format!(
            "{own} annotations say that resumelint made them; check the file that they were made from"
        );
        builder.note(NoteKind::AnnotatedCopy, message);
    }
    let found = pdf.pages().len();
    if let Some(stated) = objects::stated_pages(&pdf).filter(|&stated| stated != found) {
        let message = format!(
            "the file says that it has {stated} pages and {found} were found; readers may differ \
             on what it shows"
        );
        builder.note(NoteKind::Information, message);
    }
    let end = &source.bytes[source.bytes.len().saturating_sub(2_048)..];
    if !end.windows(5).any(|five| five == b"%%EOF") {
        let message = "the end of the file is missing; what is there was read, export it again";
        builder.note(NoteKind::Damaged, message);
    }
    if unmapped > 0 {
        let message = format!(
            "{unmapped} of {letters} characters have no Unicode in this file, so machines cannot \
             read them; export it again, or with another font"
        );
        builder.note(NoteKind::UnmappedGlyphs, message);
    }
    builder.finish()
}

/// Puts the glyphs of a page into lines, and adds what these look like to `looks`. `number` counts pages
/// from 0.
fn read_page(
    canvas: &mut Canvas,
    fonts: &Fonts,
    page: Page,
    number: usize,
    anchors: Vec<Anchor>,
    looks: &mut Vec<Looks>,
) -> ReadPage {
    let mut directions = words::frames(canvas);
    let from_right = direction::mirror(canvas, &mut directions);
    let mut frames = Vec::with_capacity(directions.len());
    for frame in directions {
        let mut segments = lines::segments(words::words(canvas, &frame), canvas);
        if from_right {
            for segment in &mut segments {
                direction::settle(segment, canvas, frame.mirrored);
            }
        }
        // What runs from right to left, or upwards, is read without its tables.
        if !frame.mirrored && frame.along.x > 0.99 {
            segments = tables::part(segments, canvas);
        }
        passes::settle(&mut segments);
        frames.push((frame, segments));
    }
    let canvas = &*canvas;
    let rules = blocks::rules(canvas);
    let mut writer = Writer {
        canvas,
        fonts,
        text: String::with_capacity(canvas.text.len()),
        replaced: HashSet::new(),
    };
    let mut lines = Vec::new();
    for (frame, segments) in &frames {
        for line in columns::order(segments, page.height) {
            let look = blocks::looks(&line, segments, canvas, fonts, &rules, number);
            lines.push(writer.line(frame, segments, &line, blocks::has_marker(&look)));
            looks.push(look);
        }
    }
    ReadPage { page, anchors, lines, text: writer.text, unmapped: unmapped(canvas, fonts) }
}

/// How many glyphs of a page have no character, and how many there are.
fn unmapped(canvas: &Canvas, fonts: &Fonts) -> (usize, usize) {
    let (mut unmapped, mut all) = (0, 0);
    for glyph in &canvas.glyphs {
        let text = canvas.text_of(glyph);
        if glyph.empty || is_blank(text) || fonts.get(glyph.font).is_some_and(|font| font.icons) {
            continue;
        }
        all += 1;
        unmapped += usize::from(text == "\u{fffd}");
    }
    (unmapped, all)
}

/// Opens a file: without a password, then with those given.
fn open(source: &Source<'_>) -> Result<Pdf, (NoteKind, &'static str)> {
    let data: Arc<Vec<u8>> = Arc::new(source.bytes.to_vec());
    let mut result = Pdf::new(data.clone());
    for password in source.passwords {
        if result.is_ok() {
            break;
        }
        result = Pdf::new_with_password(data.clone(), password);
    }
    result.map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => (
            NoteKind::PasswordNeeded,
            "the file is encrypted; give its password, or export it without one",
        ),
        LoadPdfError::Decryption(_) => (
            NoteKind::Unreadable,
            "the file is encrypted in a way that is not supported; export it without encryption",
        ),
        LoadPdfError::Invalid => {
            (NoteKind::Unreadable, "the file is damaged and could not be read; export it again")
        }
    })
}

/// Whether the file is LinkedIn's export of a profile, whose layout nobody chooses.
fn is_linkedin(document: &Document) -> bool {
    let made_by = |name: &Option<String>, word: &str| {
        name.as_deref().is_some_and(|name| name.to_lowercase().contains(word))
    };
    let metadata = &document.metadata;
    made_by(&metadata.producer, "linkedin")
        || made_by(&metadata.author, "linkedin")
        || made_by(&metadata.creator, "linkedin")
        || made_by(&metadata.producer, "apache fop")
            && document.text.contains("www.linkedin.com/in/")
}

/// Writes all pages into the document.
fn write(builder: &mut Builder, pages: &[ReadPage], looks: &[Looks]) {
    let heights: Vec<f32> = pages.iter().map(|page| page.page.height).collect();
    let mut words: Vec<Vec<(Rect, Span)>> = vec![Vec::new(); pages.len()];
    let mut lines = pages.iter().flat_map(|page| page.lines.iter().map(move |line| (page, line)));
    let mut at = 0;
    for plan in blocks::plan(looks, &heights) {
        builder.begin(plan.kind, plan.region, None);
        for ((page, pieces), looks) in lines.by_ref().take(plan.lines).zip(&looks[at..]) {
            builder.separate('\n');
            for piece in pieces {
                if let Some(separator) = piece.before {
                    builder.separate(separator);
                }
                let text = page.text.get(piece.text.clone()).unwrap_or_default();
                let place = Place::Page { page: looks.page as u32 + 1, rect: piece.rect };
                let fidelity = match piece.sort {
                    Sort::Words | Sort::Marker => Fidelity::Verbatim,
                    Sort::Replacement => Fidelity::Decoded,
                };
                let span = builder.run(text, place, fidelity, piece.style, piece.visibility);
                if piece.sort == Sort::Marker {
                    builder.after_marker();
                }
                if piece.sort != Sort::Replacement {
                    words[looks.page].push((piece.rect, span));
                }
            }
        }
        builder.end();
        at += plan.lines;
    }
    for (page, words) in pages.iter().zip(&words) {
        for anchor in &page.anchors {
            builder.link(covered(anchor.rect, words), anchor.target.clone(), None);
        }
    }
}

/// The words whose middle lies in a box.
fn covered(rect: Rect, words: &[(Rect, Span)]) -> Option<Span> {
    words
        .iter()
        .filter(|(word, _)| {
            let (x, y) = (word.x + word.width / 2.0, word.y + word.height / 2.0);
            x >= rect.x && x <= rect.right() && y >= rect.y && y <= rect.bottom()
        })
        .map(|(_, span)| *span)
        .reduce(Span::join)
}

/// Writes the lines of a page down.
struct Writer<'p> {
    canvas: &'p Canvas,
    fonts: &'p Fonts,
    /// The words of all pieces.
    text: String,
    /// The replacements that were written down.
    replaced: HashSet<u32>,
}

impl Writer<'_> {
    /// The pieces of a line.
    fn line(
        &mut self,
        frame: &Frame,
        segments: &[Segment],
        line: &Line,
        mut has_marker: bool,
    ) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut before: Option<&Word> = None;
        for (at, &segment) in line.segments.iter().enumerate() {
            let segment = &segments[segment];
            let wide = before.is_some_and(|before| match line.row {
                true => segments[line.segments[at - 1]].cell != segment.cell,
                false => segment.x0 - before.x1 > 1.6 * segment.size,
            });
            for (at, word) in segment.words.iter().enumerate() {
                let separator = if wide && at == 0 { '\t' } else { ' ' };
                self.word(frame, word, separator, &mut has_marker, &mut pieces);
            }
            before = segment.words.last();
        }
        self.replacements(frame, segments, line, &mut pieces);
        pieces
    }

    /// Writes down a word: a piece for each stretch of it that looks and is seen alike.
    fn word(
        &mut self,
        frame: &Frame,
        word: &Word,
        separator: char,
        has_marker: &mut bool,
        pieces: &mut Vec<Piece>,
    ) {
        let canvas = self.canvas;
        let glyph =
            |at: usize| word.glyphs.get(at).and_then(|&index| canvas.glyphs.get(index as usize));
        let mut before = Some(separator);
        let mut at = 0;
        while let Some(first) = glyph(at) {
            let start = self.text.len();
            self.text.push_str(canvas.text_of(first));
            let mut rect = rect(frame, first);
            at += 1;
            let sort = match std::mem::take(has_marker) {
                true => Sort::Marker,
                false => Sort::Words,
            };
            while sort == Sort::Words
                && let Some(next) = glyph(at).filter(|next| self.look_alike(first, next))
            {
                self.text.push_str(canvas.text_of(next));
                rect = rect.join(self::rect(frame, next));
                at += 1;
            }
            pieces.push(Piece {
                text: start..self.text.len(),
                rect,
                style: self.style(first),
                visibility: first.visibility,
                before: before.take(),
                sort,
            });
        }
    }

    /// Whether two glyphs look alike and are seen, or not seen, alike.
    fn look_alike(&self, a: &Glyph, b: &Glyph) -> bool {
        a.visibility == b.visibility
            && a.replaced == b.replaced
            && ((a.font, a.size, a.color) == (b.font, b.size, b.color)
                || self.style(a) == self.style(b))
    }

    /// Writes down what machines read in place of the glyphs of a line, each once.
    fn replacements(
        &mut self,
        frame: &Frame,
        segments: &[Segment],
        line: &Line,
        pieces: &mut Vec<Piece>,
    ) {
        if self.canvas.replaced.is_empty() {
            return;
        }
        let glyphs = line.segments.iter().flat_map(|&i| &segments[i].words).flat_map(|w| &w.glyphs);
        for glyph in glyphs.filter_map(|&i| self.canvas.glyphs.get(i as usize)) {
            let Some(number) = glyph.replaced.filter(|number| self.replaced.insert(*number)) else {
                continue;
            };
            let Some(replaced) = self.canvas.replaced.get(number as usize) else { continue };
            let start = self.text.len();
            self.text.push_str(replaced.text.trim());
            pieces.push(Piece {
                text: start..self.text.len(),
                rect: rect(frame, glyph),
                style: self.style(glyph),
                visibility: Visibility::HiddenByMarkup,
                before: Some(' '),
                sort: Sort::Replacement,
            });
        }
    }

    fn style(&self, glyph: &Glyph) -> Style {
        let font = self.fonts.get(glyph.font);
        Style {
            size_pt: Some((glyph.size * 10.0).round() / 10.0),
            bold: font.is_some_and(|font| font.bold),
            italic: font.is_some_and(|font| font.italic),
            color: glyph.color,
        }
    }
}

/// The box of a glyph on the page: its advance wide, from the descenders to the capitals.
fn rect(frame: &Frame, glyph: &Glyph) -> Rect {
    let size = f64::from(glyph.size);
    let corners = [
        glyph.origin - frame.down * 0.75 * size,
        glyph.origin + frame.down * 0.22 * size,
        glyph.origin + glyph.advance - frame.down * 0.75 * size,
        glyph.origin + glyph.advance + frame.down * 0.22 * size,
    ];
    let (mut x0, mut y0, mut x1, mut y1) = (f64::MAX, f64::MAX, f64::MIN, f64::MIN);
    for corner in corners {
        (x0, x1) = (x0.min(corner.x), x1.max(corner.x));
        (y0, y1) = (y0.min(corner.y), y1.max(corner.y));
    }
    Rect { x: x0 as f32, y: y0 as f32, width: (x1 - x0) as f32, height: (y1 - y0) as f32 }
}
