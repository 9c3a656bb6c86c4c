//! Long runs of text, of which the interpreter is handed only the first glyph.
//!
//! The interpreter looks every glyph up again wherever it stands: its code, its width, its outline and
//! its place, which is most of the time that a page of text takes. How far each code of a font moves on is
//! the same everywhere, so it is asked once for each code; a long run then goes through the interpreter
//! as its first glyph and a gap as wide as the rest. Where that glyph is painted, in what colour, under
//! which clip and behind which mask, the interpreter says, and the others stand beside it.
//!
//! What is not plain is left alone: short runs, fonts that run downwards or draw by operators, clips made
//! of letters, whatever a form, a pattern or an annotation shows.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Write;
use std::ops::Range;

use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, SoftMask,
};
use hayro_syntax::content::TypedIter;
use hayro_syntax::object::Dict;
use hayro_syntax::page::Page;
use kurbo::{Affine, BezPath, Point, Rect};

use super::interpreter::{Pictures, Recorder, Scale, Shared};
use super::known::Known;
use super::operators::{Operator, Plain, decimal};
use super::survey::Survey;

/// Fewer codes than this are not worth a detour.
const FEWEST: usize = 6;

/// The name of marked content, of ours, around the first glyph of a run; the run's number follows.
const MARK: &[u8] = b"resumelint-run-";

/// What stands in force where text is shown.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Pen {
    /// The font, where it is known.
    pub(super) font: Option<u16>,
    /// Its size; 0 where it is not known.
    size: f32,
    /// What is added behind each glyph, and behind each blank of one byte.
    spacing: Option<(f32, f32)>,
    /// The rendering mode.
    mode: Option<u8>,
}

impl Pen {
    /// As it is at the beginning of a page.
    pub(super) fn new() -> Pen {
        Pen { font: None, size: 0.0, spacing: Some((0.0, 0.0)), mode: Some(0) }
    }

    /// Follows an operator that sets neither the font nor the whole state.
    pub(super) fn follow(&mut self, operator: &Operator<'_>) {
        let number = || operator.number.filter(|_| operator.operands == 1).and_then(decimal);
        match operator.letters {
            b"Tc" => {
                self.spacing = number().zip(self.spacing).map(|(chars, (_, words))| (chars, words))
            }
            b"Tw" => {
                self.spacing = number().zip(self.spacing).map(|(words, (chars, _))| (chars, words))
            }
            b"Tr" => {
                self.mode =
                    number().filter(|mode| (0.0..=7.0).contains(mode)).map(|mode| mode as u8)
            }
            // It sets the spacing to what stands before its string.
            b"\"" => self.spacing = None,
            _ => {}
        }
    }

    /// Takes a font, as `Tf` does. Where its operands are not a name and a number, runs are not shortened.
    pub(super) fn take(&mut self, font: Option<u16>, operator: &Operator<'_>) {
        self.font = font;
        let number = operator.number.zip(operator.name);
        let number = number
            .filter(|(number, name)| operator.operands == 2 && name.as_ptr() < number.as_ptr());
        self.size = number.and_then(|(number, _)| decimal(number)).unwrap_or(0.0);
    }
}

/// A run that may be shortened.
pub(super) struct Long {
    /// Which piece of text it is.
    pub(super) piece: usize,
    /// Where its operator stands in the content, with what stands before it.
    at: Range<usize>,
    pub(super) font: u16,
    /// What is added behind each glyph, and each blank of one byte, in ems.
    spacing: (f32, f32),
    /// Its gaps, as a range of [`Runs::gaps`].
    gaps: Range<usize>,
    /// Every string has an even number of codes.
    is_even: bool,
}

/// The runs of a page that may be shortened.
#[derive(Default)]
pub(super) struct Runs {
    pub(super) long: Vec<Long>,
    /// How many codes stand before each gap, and how wide it is, in thousandths of an em to the left.
    gaps: Vec<(usize, f32)>,
    /// The names of fonts in the page's content.
    names: HashMap<u16, Vec<u8>>,
    /// Something else may bear the name of our marks, or set fonts unseen.
    pub(super) is_unsafe: bool,
}

impl Runs {
    /// Remembers how the content names a font.
    pub(super) fn name(&mut self, font: u16, name: &[u8]) {
        self.names.entry(font).or_insert_with(|| name.to_vec());
    }

    /// Takes a run that was shown, if it may be shortened.
    pub(super) fn take(
        &mut self,
        plain: &Plain<'_>,
        operator: &Operator<'_>,
        pen: &Pen,
        from: usize,
        piece: usize,
    ) {
        let Pen { font: Some(font), size, spacing: Some((chars, words)), mode: Some(0..=3) } = *pen
        else {
            return;
        };
        if operator.codes < FEWEST
            || !matches!(operator.letters, b"Tj" | b"TJ")
            || operator.operands != 1
            || !plain.array.is_plain
            || size.abs() < 1e-3
        {
            return;
        }
        let first = self.gaps.len();
        self.gaps.extend_from_slice(&plain.gaps);
        self.long.push(Long {
            piece,
            at: from..plain.read,
            font,
            spacing: (chars / size, words / size),
            gaps: first..self.gaps.len(),
            is_even: plain.array.is_even,
        });
    }
}

/// What is known of one code of a font.
#[derive(Clone, Copy)]
struct Code {
    known: Known,
    /// How far it moves on, in ems.
    advance: f64,
    /// How its glyph stands at the size of 1, without its place.
    own: Affine,
}

/// What is known of a font's codes.
#[derive(Default)]
pub(super) struct Codes {
    /// How many bytes a code has.
    bytes: usize,
    /// For each code, which of those known it is, counted from 1; 0 for none.
    numbers: Vec<u16>,
    known: Vec<Code>,
    /// Its codes or glyphs are not plain.
    is_odd: bool,
}

impl Codes {
    /// The codes of a string.
    fn of<'c>(&self, string: &'c [u8]) -> impl Iterator<Item = u16> + 'c {
        let bytes = self.bytes.max(1);
        string
            .chunks(bytes)
            .map(|code| code.iter().fold(0, |code, &byte| code << 8 | u16::from(byte)))
    }

    /// What is known of a code.
    fn get(&self, code: u16) -> Option<&Code> {
        let number = *self.numbers.get(usize::from(code))?;
        self.known.get(usize::from(number).checked_sub(1)?)
    }

    fn insert(&mut self, code: u16, known: Code) {
        let least = self.numbers.len().max(usize::from(code) + 1);
        self.numbers.resize(least, 0);
        self.known.push(known);
        // Beyond 65,535 a code stays unknown, and its runs are not shortened.
        self.numbers[usize::from(code)] = u16::try_from(self.known.len()).unwrap_or(0);
    }
}

/// Whether content may bear the name of our marks.
pub(super) fn may_be_marked(content: &[u8]) -> bool {
    super::budget::may_hold(content, MARK)
}

/// The number of the run that marked content of ours is around.
pub(super) fn marked(tag: &[u8]) -> Option<usize> {
    std::str::from_utf8(tag.strip_prefix(MARK)?).ok()?.parse().ok()
}

/// Writes the content of a page down with its long runs shortened; `None` when there are none.
pub(super) fn shorten<'a>(
    page: &Page<'a>,
    cache: &InterpreterCache<'a>,
    survey: &mut Survey,
    shared: &mut Shared,
) -> Option<Vec<u8>> {
    if survey.runs.is_unsafe || survey.runs.long.is_empty() {
        return None;
    }
    learn(page, cache, survey, shared);
    let content = page.page_stream()?;
    let mut short = Vec::with_capacity(content.len());
    let mut copied = 0;
    for (number, long) in survey.runs.long.iter().enumerate() {
        let Some(codes) = shared.codes.get(&long.font).filter(|codes| !codes.is_odd) else {
            continue;
        };
        if codes.bytes == 2 && !long.is_even {
            continue;
        }
        let string = survey.piece(long.piece);
        let gaps = &survey.runs.gaps[long.gaps.clone()];
        let Some(width) = width(codes, long, string, gaps) else { continue };
        short.extend_from_slice(content.get(copied..long.at.start)?);
        copied = long.at.end;
        // Writing to memory does not fail.
        let _ = write!(short, "\n/{}{number} BMC [", String::from_utf8_lossy(MARK));
        for (_, gap) in gaps.iter().take_while(|(before, _)| *before == 0) {
            let _ = write!(short, "{gap} ");
        }
        let _ = write!(short, "<");
        for byte in &string[..codes.bytes] {
            let _ = write!(short, "{byte:02x}");
        }
        let _ = write!(short, "> {:.4}] TJ EMC", -1000.0 * width);
    }
    if copied == 0 {
        return None;
    }
    short.extend_from_slice(content.get(copied..)?);
    Some(short)
}

/// How far a run goes on behind its first glyph, in ems. The interpreter moves on behind the first by itself.
fn width(codes: &Codes, long: &Long, string: &[u8], gaps: &[(usize, f32)]) -> Option<f64> {
    codes.get(codes.of(string).next()?)?;
    let mut width = 0.0;
    for code in codes.of(string).skip(1) {
        width += codes.get(code)?.advance + long.behind(codes, code);
    }
    let gaps = gaps.iter().filter(|(before, _)| *before > 0);
    Some(width - gaps.map(|(_, gap)| f64::from(*gap) / 1000.0).sum::<f64>())
}

/// A run as it is painted: the glyphs behind the first stand where their codes put them.
pub(super) struct Spread<'s> {
    codes: &'s Codes,
    long: &'s Long,
    string: &'s [u8],
    gaps: &'s [(usize, f32)],
}

impl<'s> Spread<'s> {
    /// The run of a number.
    pub(super) fn of(
        number: usize,
        survey: &'s Survey,
        codes: &'s HashMap<u16, Codes>,
    ) -> Option<Spread<'s>> {
        let long = survey.runs.long.get(number)?;
        let codes = codes.get(&long.font)?;
        let gaps = survey.runs.gaps.get(long.gaps.clone())?;
        Some(Spread { codes, long, string: survey.piece(long.piece), gaps })
    }

    /// How many glyphs it has.
    pub(super) fn count(&self) -> usize {
        self.string.len() / self.codes.bytes.max(1)
    }

    /// What is known of each glyph, where it begins and how it stands, when the first has the matrix `first`.
    pub(super) fn glyphs(&self, first: Affine) -> impl Iterator<Item = (Known, Point, Scale)> + '_ {
        let codes = self.codes.of(self.string);
        let mut codes = codes.filter_map(|code| Some((code, self.codes.get(code)?))).peekable();
        let mut gaps = self.gaps.iter().filter(|(before, _)| *before > 0).peekable();
        let own = codes.peek().map_or(Affine::IDENTITY, |(_, known)| known.own);
        let text = first * own.inverse();
        let mut last = (own, Scale::of(first));
        let mut at = 0.0;
        codes.enumerate().map(move |(index, (code, known))| {
            while let Some((_, gap)) =
                gaps.next_if(|(before, _)| *before <= index * self.codes.bytes)
            {
                at -= f64::from(*gap) / 1000.0;
            }
            if known.own != last.0 {
                last = (known.own, Scale::of(text * known.own));
            }
            let place = text * Point::new(at, 0.0);
            at += known.advance + self.long.behind(self.codes, code);
            (known.known, place, last.1)
        })
    }
}

impl Long {
    /// What is added behind a code.
    fn behind(&self, codes: &Codes, code: u16) -> f64 {
        let (chars, words) = self.spacing;
        let word = if codes.bytes == 1 && code == 32 { words } else { 0.0 };
        f64::from(chars) + f64::from(word)
    }
}

/// Asks the interpreter for the codes of long runs that were not met yet.
fn learn<'a>(page: &Page<'a>, cache: &InterpreterCache<'a>, survey: &Survey, shared: &mut Shared) {
    let mut asked: BTreeMap<u16, BTreeSet<u16>> = BTreeMap::new();
    for long in &survey.runs.long {
        let is_wide = shared.fonts.get(long.font).is_some_and(|font| font.is_wide);
        let codes = shared.codes.entry(long.font).or_default();
        codes.bytes = if is_wide { 2 } else { 1 };
        if codes.is_odd {
            continue;
        }
        let string = survey.piece(long.piece);
        let new = codes.of(string).filter(|code| codes.get(*code).is_none());
        let mut new = new.peekable();
        if new.peek().is_some() {
            asked.entry(long.font).or_default().extend(new);
        }
    }
    for (font, asked) in asked {
        let Some(name) = survey.runs.names.get(&font) else { continue };
        let asked: Vec<u16> = asked.into_iter().collect();
        let learnt = learn_font(page, cache, shared, font, name, &asked);
        let codes = shared.codes.entry(font).or_default();
        match learnt {
            Some(learnt) => {
                asked.iter().zip(learnt).for_each(|(code, known)| codes.insert(*code, known));
            }
            None => codes.is_odd = true,
        }
    }
}

/// What is to know of some codes of a font; `None` when they are not plain.
fn learn_font<'a>(
    page: &Page<'a>,
    cache: &InterpreterCache<'a>,
    shared: &mut Shared,
    font: u16,
    name: &[u8],
    asked: &[u16],
) -> Option<Vec<Code>> {
    let bytes = shared.codes.get(&font)?.bytes;
    let mut content = [b"BT /", name, b" 1 Tf <"].concat();
    // The last is shown once more, so that every one has one behind it.
    for code in asked.iter().chain(asked.last()) {
        let _ = match bytes {
            1 => write!(content, "{code:02x}"),
            _ => write!(content, "{code:04x}"),
        };
    }
    content.extend_from_slice(b"> Tj ET");
    let all = Rect::new(-1e6, -1e6, 1e6, 1e6);
    let settings = InterpreterSettings::default();
    let mut context = Context::new(Affine::IDENTITY, all, cache, page.xref(), settings);
    let mut recorder = Recorder::new(shared, None, Pictures::Closed);
    let mut learner = Learner { recorder: &mut recorder, font, glyphs: Vec::new(), is_odd: false };
    hayro_interpret::interpret(
        TypedIter::new(&content),
        page.resources(),
        &mut context,
        &mut learner,
    );
    if learner.is_odd || learner.glyphs.len() != asked.len() + 1 {
        return None;
    }
    let places = learner.glyphs.windows(2).zip(asked);
    let learnt = places.map(|(two, &code)| {
        let (met, own, known) = two[0];
        let [a, b, c, d, x, y] = own.as_coeffs();
        let next = two[1].1.translation();
        let is_plain = met == u32::from(code)
            && y == 0.0
            && next.y == 0.0
            && (a * d - b * c).abs() > 1e-12
            && (next.x - x).is_finite();
        let own = Affine::new([a, b, c, d, 0.0, 0.0]);
        is_plain.then_some(Code { known, advance: next.x - x, own })
    });
    learnt.collect()
}

/// Takes the glyphs that the interpreter shows, and nothing else.
struct Learner<'l, 'r> {
    recorder: &'l mut Recorder<'r>,
    font: u16,
    /// Code, place and what is known of each glyph.
    glyphs: Vec<(u32, Affine, Known)>,
    is_odd: bool,
}

impl<'a> Device<'a> for Learner<'_, '_> {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, _: DrawProps<'a>, _: &DrawMode) {
        for glyph in run.glyphs() {
            self.is_odd |= matches!(&**glyph, Glyph::Type3(_));
            let known = self.recorder.known(glyph, self.font, true);
            self.glyphs.push((glyph.char_code(), glyph.transform(), known));
        }
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_clip_rect(&mut self, _: &Rect) {}
    fn pop_clip(&mut self) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn pop_transparency_group(&mut self) {}
    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {}
    fn begin_marked_content(&mut self, _: &[u8], _: Option<&Dict<'_>>) {}
    fn end_marked_content(&mut self) {}
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::path::PathBuf;
    use std::sync::Arc;

    use hayro_syntax::Pdf;

    use super::super::glyphs::{Canvas, Glyph};
    use super::super::interpreter::interpret;
    use super::super::survey::survey;
    use super::*;
    use crate::extract::Limits;

    /// What the pages of a file paint, with long runs shortened and whole, and how many glyphs stood in these.
    fn both(bytes: Vec<u8>) -> Vec<(Canvas, Canvas, usize)> {
        let Ok(pdf) = Pdf::new(Arc::new(bytes)) else { return Vec::new() };
        let cache = InterpreterCache::new();
        let limits = Limits::default();
        let read = |page| {
            let [mut whole, mut short] = [(); 2].map(|()| Shared::new(HashSet::new()));
            let all = limits.operators;
            let mut of_whole = survey(page, &mut whole.fonts, &mut whole.aside, &limits, all);
            let mut of_short = survey(page, &mut short.fonts, &mut short.aside, &limits, all);
            if !of_short.mended {
                of_short.content = shorten(page, &cache, &mut of_short, &mut short);
            }
            let long = match &of_short.content {
                Some(_) => {
                    of_short.runs.long.iter().map(|long| of_short.piece(long.piece).len()).sum()
                }
                None => 0,
            };
            (
                interpret(page, &cache, &mut of_whole, &mut whole, Pictures::Closed),
                interpret(page, &cache, &mut of_short, &mut short, Pictures::Closed),
                long,
            )
        };
        pdf.pages().iter().map(read).collect()
    }

    fn differ(whole: &(&Canvas, &Glyph), short: &(&Canvas, &Glyph)) -> bool {
        let (a, b) = (whole.1, short.1);
        let far = |a: f64, b: f64| (a - b).abs() > 0.01;
        let rest = |glyph: &Glyph| {
            (
                glyph.font,
                glyph.color,
                glyph.outline,
                glyph.blend,
                glyph.mode,
                glyph.after,
                glyph.clip,
                glyph.mask,
                glyph.empty,
                glyph.hidden_layer,
                glyph.replaced,
            )
        };
        whole.0.text_of(a) != short.0.text_of(b)
            || far(a.origin.x, b.origin.x)
            || far(a.origin.y, b.origin.y)
            || far(a.advance.x, b.advance.x)
            || far(a.advance.y, b.advance.y)
            || far(a.up.x, b.up.x)
            || far(a.up.y, b.up.y)
            || far(a.size.into(), b.size.into())
            || far(a.width.into(), b.width.into())
            || rest(a) != rest(b)
    }

    fn same(bytes: Vec<u8>, name: &str) -> usize {
        let mut shortened = 0;
        for (number, (whole, short, long)) in both(bytes).iter().enumerate() {
            shortened += long;
            assert_eq!(whole.glyphs.len(), short.glyphs.len(), "{name}, page {number}");
            for (a, b) in whole.glyphs.iter().zip(&short.glyphs) {
                assert!(!differ(&(whole, a), &(short, b)), "{name}, page {number}: {a:?} {b:?}");
            }
        }
        shortened
    }

    #[test]
    fn pages_are_painted_alike_whether_long_runs_are_shortened_or_not() {
        let mut folders = vec![PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures")];
        let mut shortened = 0;
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("the fixtures can be listed") {
                let path = entry.expect("the fixtures can be listed").path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|ending| ending == "pdf") {
                    let bytes = std::fs::read(&path).expect("the fixtures can be read");
                    shortened += same(bytes, &path.to_string_lossy());
                }
            }
        }
        assert!(shortened > 50_000, "{shortened}");
    }

    /// A page with fonts of both sorts, a state that sets one, and a form with `form` in it.
    fn page(content: &str, form: &str) -> Vec<u8> {
        use lopdf::{Document, Object, Stream, dictionary};
        let mut pdf = Document::with_version("1.7");
        let pages = pdf.new_object_id();
        let named = |name: &str| {
            dictionary! {
                "Type" => "Font", "Subtype" => "Type1", "BaseFont" => name,
                "Encoding" => "WinAnsiEncoding",
            }
        };
        let mut stretched = named("Helvetica");
        stretched.set("FirstChar", 32);
        stretched
            .set("Widths", (32..127).map(|code| Object::from(200 + 7 * code)).collect::<Vec<_>>());
        let first = pdf.add_object(named("Courier"));
        let form = pdf.add_object(Stream::new(
            dictionary! {
                "Type" => "XObject", "Subtype" => "Form",
                "BBox" => vec![0.into(), 0.into(), 612.into(), 792.into()],
            },
            form.as_bytes().to_vec(),
        ));
        let content = pdf.add_object(Stream::new(dictionary! {}, content.as_bytes().to_vec()));
        let page = pdf.add_object(dictionary! {
            "Type" => "Page", "Parent" => pages, "Contents" => content,
            "MediaBox" => vec![0.into(), 0.into(), 612.into(), 792.into()],
            "Resources" => dictionary! {
                "Font" => dictionary! { "F1" => first, "F2" => named("Times-Bold"), "F3" => stretched },
                "XObject" => dictionary! { "X1" => form },
                "ExtGState" => dictionary! {
                    "G1" => dictionary! { "Font" => vec![first.into(), 20.into()] },
                },
            },
        });
        let kids = vec![Object::Reference(page)];
        pdf.objects
            .insert(pages, dictionary! { "Type" => "Pages", "Count" => 1, "Kids" => kids }.into());
        let catalog = pdf.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
        pdf.trailer.set("Root", catalog);
        let mut bytes = Vec::new();
        pdf.save_to(&mut bytes).expect("writing to memory does not fail");
        bytes
    }

    #[test]
    fn whatever_stands_around_a_run_it_is_painted_alike() {
        for (content, codes) in [
            ("(Hello world) Tj (goes on behind) Tj 0 -20 Td (and below it) Tj", 37),
            ("3 Tc 5 Tw 80 Tz 4 Ts [-100 (Hello) -250 (world two) 30 20] TJ [(behind it)] TJ", 23),
            ("/F2 -9.5 Tf (upside down) Tj /F3 7 Tf (stretched) Tj", 20),
            ("2 Tr 1 0 0 RG (filled, stroked) Tj 1 Tr (stroked) Tj 3 Tr (not seen) Tj", 30),
            ("0.7 0.7 -0.7 0.7 300 300 Tm (turned round) Tj 20 TL T* (turned) Tj", 18),
            ("ET q 2 0 0 0.5 10 20 cm 1 Tc BT (in a state) Tj ET Q BT (out of it) Tj", 19),
            ("(a line) ' 2 3 (another) \" (spaced by it) Tj", 0),
            ("[(gaps) 1e3 (of an odd sort)] TJ [(or) /N (names)] TJ", 0),
            ("7 Tr (letters as a clip) Tj", 0),
            ("/F1 /F2 12 Tf (of whichever font) Tj", 0),
            ("12 /F1 Tf (of whichever size) Tj", 0),
            ("5 (one operand too many) Tj", 0),
            ("/F4 12 Tf (a font that is not there) Tj", 0),
            ("Q (a state that was not saved) Tj", 0),
            ("5 q (a state that is not saved) Tj Q (behind it) Tj", 0),
            ("/G1 gs (a font set unseen) Tj", 0),
            ("/resumelint-run-0 BMC (marks of our own) Tj EMC (and others) Tj", 0),
            ("/resumelint#2drun-0 BMC (marks of our own) Tj EMC (and others) Tj", 0),
        ] {
            let content = format!("BT /F1 12 Tf 72 700 Td {content} ET");
            assert_eq!(same(page(&content, ""), &content), codes, "{content}");
        }
        let content = "/X1 Do BT /F1 12 Tf 72 700 Td (a run of the page) Tj ET";
        let form = "BT /F1 9 Tf 72 500 Td (shown by a form) Tj ET";
        assert_eq!(same(page(content, form), content), 17);
        let marked = "/resumelint-run-0 BMC BT /F1 9 Tf (shown by a form) Tj ET EMC";
        assert_eq!(same(page(content, marked), content), 0);
    }
}
