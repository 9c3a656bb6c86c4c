//! Reads PDF: what a person sees, in the order they read it, and what they do not see.
//!
//! A PDF stores glyphs in the order they were painted. [`interpreter`] writes them down, [`words`],
//! [`lines`] and [`columns`] put them into the order of reading, [`blocks`] finds structure, and
//! [`objects`] reads what the file says outside its pages.

mod accents;
mod active;
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
mod objects;
mod operators;
mod outline;
mod passes;
mod replaced;
mod shapes;
mod sides;
mod structure;
mod survey;
mod tables;
mod unpack;
mod visibility;
mod words;

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use hayro_interpret::InterpreterCache;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use super::builder::Builder;
use super::{Limits, Source, decoded};
use crate::document::{
    Document, Fidelity, Format, NoteKind, Order, Page, Place, Rect, Span, Style, Visibility,
};
use columns::Line;
use fonts::Fonts;
use glyphs::{Canvas, Glyph};
use interpreter::{Pictures, Shared, interpret};
use lines::Segment;
use objects::Anchor;
use visibility::Verdict;
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

/// One page as it was read.
struct ReadPage {
    page: Page,
    canvas: Canvas,
    anchors: Vec<Anchor>,
    /// Segments and lines of each direction of text.
    frames: Vec<(Frame, Vec<Segment>, Vec<Line>)>,
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
    shared.structure = structure::read(&pdf);
    let all_layers = layers::all_shown(&pdf, source.bytes, source.passwords);
    let caches = (InterpreterCache::new(), InterpreterCache::new());
    let mut pages = Vec::new();
    let mut operators = limits.operators;
    for (number, page) in pdf.pages().iter().enumerate() {
        if number == limits.pages {
            let message = format!("more than {} pages; the rest was not read", limits.pages);
            builder.note(NoteKind::Limit, message);
            break;
        }
        let mut survey = survey::survey(page, &mut shared.fonts, limits, operators);
        operators -= survey.operators.min(operators);
        if let Some(limit) = survey.limit {
            let message =
                format!("page {} reaches the limit of {limit}; it was not read", number + 1);
            builder.note(NoteKind::Limit, message);
            continue;
        }
        let (width, height) = page.render_dimensions();
        let shown = Page { width, height };
        let every = all_layers.as_ref().and_then(|all| all.pages().get(number));
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
            let verdict = visibility::judge(&mut canvas, shown);
            (canvas, verdict)
        };
        let (mut canvas, verdict) = paint(Pictures::Closed);
        if verdict == Verdict::PicturesNeeded {
            canvas = paint(Pictures::Open).0;
        }
        let mut directions = words::frames(&canvas);
        let from_right = direction::mirror(&canvas, &mut directions);
        let frames = directions
            .into_iter()
            .map(|frame| {
                let mut segments = lines::segments(words::words(&canvas, &frame), &canvas);
                if from_right {
                    for segment in &mut segments {
                        direction::settle(segment, &mut canvas, frame.mirrored);
                    }
                }
                // What runs from right to left, or upwards, is read without its tables.
                if !frame.mirrored && frame.along.x > 0.99 {
                    segments = tables::part(segments, &canvas);
                }
                passes::settle(&mut segments);
                let lines = columns::order(&segments, height);
                (frame, segments, lines)
            })
            .collect();
        pages.push(ReadPage { page: shown, canvas, anchors: objects::anchors(page), frames });
    }
    write(&mut builder, &pages, &shared.fonts);
    let document = builder.document();
    let (metadata, own) = objects::metadata(&pdf, pages.len());
    document.metadata = metadata;
    document.pages = pages.iter().map(|page| page.page).collect();
    let (unmapped, letters) = unmapped(&pages, &shared.fonts);
    if is_linkedin(document) {
        document.order = Order::Template;
    }
    if document.text.trim().is_empty() && document.notes.is_empty() {
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

/// How many glyphs have no character, and how many glyphs there are; pictures in icon fonts are
/// neither.
fn unmapped(pages: &[ReadPage], fonts: &Fonts) -> (usize, usize) {
    let (mut unmapped, mut all) = (0, 0);
    for canvas in pages.iter().map(|page| &page.canvas) {
        for glyph in &canvas.glyphs {
            let text = canvas.text_of(glyph);
            let icon = fonts.get(glyph.font).is_some_and(|font| font.icons);
            if icon || glyph.empty || text.trim().is_empty() {
                continue;
            }
            all += 1;
            unmapped += usize::from(text == "\u{fffd}");
        }
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
fn write(builder: &mut Builder, pages: &[ReadPage], fonts: &Fonts) {
    let mut all = Vec::new();
    let mut lines = Vec::new();
    for (number, page) in pages.iter().enumerate() {
        let rules = blocks::rules(&page.canvas);
        for (frame, segments, ordered) in &page.frames {
            for line in ordered {
                all.push(blocks::looks(line, segments, &page.canvas, fonts, &rules, number));
                lines.push((number, frame, segments, line));
            }
        }
    }
    let heights: Vec<f32> = pages.iter().map(|page| page.page.height).collect();
    let mut words: Vec<Vec<(Rect, Span)>> = vec![Vec::new(); pages.len()];
    let mut replaced: Vec<HashSet<u32>> = vec![HashSet::new(); pages.len()];
    let mut at = 0;
    for plan in blocks::plan(&all, &heights) {
        builder.begin(plan.kind, plan.region, None);
        for (line, looks) in lines[at..at + plan.lines].iter().zip(&all[at..]) {
            let &(number, frame, segments, line) = line;
            let writer =
                Writer { canvas: &pages[number].canvas, fonts, frame, page: number as u32 + 1 };
            let mut marker = blocks::marker_chars(looks);
            builder.separate('\n');
            let mut before: Option<&Word> = None;
            for (at, &segment) in line.segments.iter().enumerate() {
                let segment = &segments[segment];
                if let Some(before) = before {
                    let wide = match line.row {
                        true => segments[line.segments[at - 1]].cell != segment.cell,
                        false => segment.x0 - before.x1 > 1.6 * segment.size,
                    };
                    builder.separate(if wide { '\t' } else { ' ' });
                }
                for word in &segment.words {
                    builder.separate(' ');
                    writer.word(builder, word, &mut marker, &mut words[number]);
                }
                before = segment.words.last();
            }
            writer.replacements(builder, line, segments, &mut replaced[number]);
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

/// Writes words as runs.
struct Writer<'p> {
    canvas: &'p Canvas,
    fonts: &'p Fonts,
    frame: &'p Frame,
    page: u32,
}

impl Writer<'_> {
    /// Writes a word; one run for each stretch of it that looks and is seen alike.
    fn word(
        &self,
        builder: &mut Builder,
        word: &Word,
        marker: &mut usize,
        words: &mut Vec<(Rect, Span)>,
    ) {
        let glyphs: Vec<&Glyph> =
            word.glyphs.iter().filter_map(|&i| self.canvas.glyphs.get(i as usize)).collect();
        let mut at = 0;
        while at < glyphs.len() {
            let looks = |glyph: &Glyph| (self.style(glyph), glyph.visibility, glyph.replaced);
            let (style, visibility, replaced) = looks(glyphs[at]);
            let mut end = at + 1;
            while *marker == 0
                && end < glyphs.len()
                && looks(glyphs[end]) == (style, visibility, replaced)
            {
                end += 1;
            }
            let text: String =
                glyphs[at..end].iter().map(|glyph| self.canvas.text_of(glyph)).collect();
            let rect = glyphs[at..end]
                .iter()
                .map(|glyph| self.rect(glyph))
                .reduce(Rect::join)
                .unwrap_or_default();
            let place = Place::Page { page: self.page, rect };
            let span = builder.run(&text, place, Fidelity::Verbatim, style, visibility);
            if *marker > 0 {
                *marker = 0;
                builder.after_marker();
            }
            words.push((rect, span));
            at = end;
        }
    }

    /// Writes what machines read in place of the glyphs of a line, each once.
    fn replacements(
        &self,
        builder: &mut Builder,
        line: &Line,
        segments: &[Segment],
        written: &mut HashSet<u32>,
    ) {
        let glyphs = line.segments.iter().flat_map(|&i| &segments[i].words).flat_map(|w| &w.glyphs);
        for glyph in glyphs.filter_map(|&i| self.canvas.glyphs.get(i as usize)) {
            let Some(number) = glyph.replaced.filter(|number| written.insert(*number)) else {
                continue;
            };
            let Some(replaced) = self.canvas.replaced.get(number as usize) else { continue };
            builder.separate(' ');
            let place = Place::Page { page: self.page, rect: self.rect(glyph) };
            builder.run(
                replaced.text.trim(),
                place,
                Fidelity::Decoded,
                self.style(glyph),
                Visibility::HiddenByMarkup,
            );
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

    /// The box of a glyph on the page: its advance wide, from the descenders to the capitals.
    fn rect(&self, glyph: &Glyph) -> Rect {
        let size = f64::from(glyph.size);
        let corners = [
            glyph.origin - self.frame.down * 0.75 * size,
            glyph.origin + self.frame.down * 0.22 * size,
            glyph.origin + glyph.advance - self.frame.down * 0.75 * size,
            glyph.origin + glyph.advance + self.frame.down * 0.22 * size,
        ];
        let (mut x0, mut y0, mut x1, mut y1) = (f64::MAX, f64::MAX, f64::MIN, f64::MIN);
        for corner in corners {
            (x0, x1) = (x0.min(corner.x), x1.max(corner.x));
            (y0, y1) = (y0.min(corner.y), y1.max(corner.y));
        }
        Rect { x: x0 as f32, y: y0 as f32, width: (x1 - x0) as f32, height: (y1 - y0) as f32 }
    }
}
