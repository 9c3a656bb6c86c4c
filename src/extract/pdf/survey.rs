//! A walk over a page's operators before they are interpreted.
//!
//! The interpreter cannot be stopped once it runs, so the operators are counted first, with every
//! form as often as it is drawn. The walk also notes which font each piece of text is set in: the
//! interpreter does not tell the names of Type1 fonts, and those say what is bold.

use std::collections::HashMap;

use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::{Dict, Name, Object, ObjectIdentifier, Stream};
use hayro_syntax::page::{Page, Resources};

use super::aside::{self, Aside};
use super::fonts::Fonts;
use super::mend::mend;
use super::operators::Plain;
use super::runs::{self, Pen, Runs};
use crate::extract::Limits;

/// An operator that marks the end of what is walked over.
const END: &[u8] = b"\nn\n/resumelint-end MP\n";

/// The limit of pictures that would hold the parser up.
const PICTURES: &str = "pictures among operators";

fn is_end(name: &Name<'_>) -> bool {
    &**name == b"resumelint-end"
}

/// What the walk found.
#[derive(Default)]
pub(super) struct Survey {
    /// The pieces of text in the order they are shown.
    shown: Vec<Shown>,
    /// The codes of all pieces.
    codes: Vec<u8>,
    /// How many pieces have been matched with what the interpreter shows.
    matched: usize,
    /// Operators seen, forms included.
    pub(super) operators: usize,
    /// The limit that stopped the walk, if one did.
    pub(super) limit: Option<&'static str>,
    /// The operators of a form are damaged: the parser reads none behind the damage.
    pub(super) damaged: bool,
    /// The page's operators are damaged, and written down as they can be made out.
    pub(super) mended: bool,
    /// The pictures among the page's operators would hold the parser up, and were left out.
    pub(super) tangled: bool,
    /// The operators that are run in place of the page's own.
    pub(super) content: Option<Vec<u8>>,
    /// The long runs of the page's own content.
    pub(super) runs: Runs,
}

/// One piece of text.
pub(super) struct Shown {
    /// The font that it is set in, where the walk knows it.
    pub(super) font: Option<u16>,
    /// The form that it stands in.
    pub(super) form: Option<ObjectIdentifier>,
    codes: (usize, usize),
}

/// How far a piece may stand from where it is expected; text on switched-off layers is not shown.
const LOOK_AHEAD: usize = 400;

impl Survey {
    /// Begins again at the page's first piece of text.
    pub(super) fn rewind(&mut self) {
        self.matched = 0;
    }

    /// How many bytes of codes all pieces have, at one or two a glyph.
    pub(super) fn codes(&self) -> usize {
        self.codes.len()
    }

    /// The codes of a piece.
    pub(super) fn piece(&self, piece: usize) -> &[u8] {
        let (start, end) = self.shown.get(piece).map_or((0, 0), |piece| piece.codes);
        self.codes.get(start..end).unwrap_or_default()
    }

    /// Goes on behind a piece that the interpreter shows.
    pub(super) fn meet(&mut self, piece: usize) {
        self.matched = piece + 1;
    }

    /// The next piece that the interpreter shows, found by its character codes.
    pub(super) fn next(
        &mut self,
        codes: impl ExactSizeIterator<Item = u32> + Clone,
    ) -> Option<&Shown> {
        let end = (self.matched + LOOK_AHEAD).min(self.shown.len());
        let found = (self.matched..end).find(|&i| {
            let (start, end) = self.shown[i].codes;
            same_codes(&self.codes[start..end], codes.clone())
        })?;
        self.matched = found + 1;
        self.shown.get(found)
    }
}

/// Whether the bytes of a string are these codes, read one or two bytes each.
fn same_codes(bytes: &[u8], codes: impl ExactSizeIterator<Item = u32>) -> bool {
    if bytes.len() == codes.len() {
        bytes.iter().zip(codes).all(|(&byte, code)| u32::from(byte) == code)
    } else if bytes.len() == codes.len() * 2 {
        let pairs = bytes.chunks_exact(2).map(|pair| u32::from(pair[0]) << 8 | u32::from(pair[1]));
        pairs.zip(codes).all(|(pair, code)| pair == code)
    } else {
        false
    }
}

/// Walks over a page. `operators` is how many the document may still have.
pub(super) fn survey<'a>(
    page: &Page<'a>,
    fonts: &mut Fonts,
    aside: &mut Aside,
    limits: &Limits,
    operators: usize,
) -> Survey {
    if aside.is_tangled(page) {
        return Survey { limit: Some(PICTURES), ..Survey::default() };
    }
    let mut walk = |bytes: &[u8]| {
        let survey = Survey::default();
        let mut walk = Walk { survey, fonts, aside, left: operators, limits, form: None };
        let is_whole = walk.stream(bytes, page.resources(), Pen::new(), 0);
        (walk.survey, is_whole)
    };
    let Some(stream) = page.page_stream() else { return Survey::default() };
    let tangled = aside::is_tangled(stream);
    if !tangled {
        let (survey, is_whole) = walk(stream);
        if is_whole {
            return survey;
        }
    }
    let mended = mend(stream, !tangled);
    let (mut survey, is_whole) = walk(&mended);
    (survey.mended, survey.tangled) = (true, tangled);
    survey.content = Some(mended);
    survey.damaged |= !is_whole;
    survey
}

struct Walk<'w> {
    survey: Survey,
    fonts: &'w mut Fonts,
    aside: &'w mut Aside,
    left: usize,
    limits: &'w Limits,
    /// The form that is walked over.
    form: Option<ObjectIdentifier>,
}

/// The fonts that names stood for so far.
type Known = HashMap<Vec<u8>, Option<u16>>;

impl Walk<'_> {
    /// Walks over operators; answers whether the parser reads them to the end.
    fn stream<'a>(
        &mut self,
        bytes: &[u8],
        resources: &Resources<'a>,
        mut pen: Pen,
        depth: usize,
    ) -> bool {
        let mut saved = Vec::new();
        let mut known = Known::new();
        let mut plain = Plain::new(bytes);
        self.survey.runs.is_unsafe |= runs::may_be_marked(bytes);
        let mut from = 0;
        while let Some(operator) = plain.next(&mut self.survey.codes) {
            let start = self.survey.codes.len() - operator.codes;
            match operator.letters {
                b"Tj" | b"TJ" | b"'" | b"\"" => {
                    if depth == 0 {
                        let piece = self.survey.shown.len();
                        self.survey.runs.take(&plain, &operator, &pen, from, piece);
                    }
                    self.shown(pen.font, start);
                }
                _ => self.survey.codes.truncate(start),
            }
            from = plain.read;
            if !self.count() {
                return true;
            }
            match (operator.letters, operator.name.and_then(Name::new)) {
                (b"q", _) => {
                    saved.push(pen);
                    self.survey.runs.is_unsafe |= operator.operands > 0;
                }
                (b"Q", _) => {
                    // Whether the interpreter goes back, and to what, is not followed.
                    self.survey.runs.is_unsafe |= operator.operands > 0 || saved.is_empty();
                    pen = saved.pop().unwrap_or(pen);
                }
                (b"Tf", Some(name)) => {
                    pen.take(self.font(&name, resources, &mut known), &operator);
                    if let (Some(font), Some(name), 0) = (pen.font, operator.name, depth) {
                        self.survey.runs.name(font, name);
                    }
                }
                (b"Do", Some(name)) => self.object(&name, resources, pen, depth),
                (b"gs", Some(name)) => {
                    let state = resources.get_ext_g_state(&name);
                    let sets_font = state.is_some_and(|state| state.contains_key(&b"Font"[..]));
                    self.survey.runs.is_unsafe |= sets_font;
                }
                _ => pen.follow(&operator),
            }
            if self.survey.limit.is_some() {
                return true;
            }
        }
        let rest = plain.rest();
        if rest.iter().all(u8::is_ascii_whitespace) {
            return true;
        }
        // The parser does not say where it stops, so an operator of ours behind all others tells.
        let rest = [rest, END].concat();
        let mut operators = TypedIter::new(&rest);
        let mut is_whole = false;
        while let Some(operator) = operators.next() {
            if matches!(&operator, TypedInstruction::MarkedContentPoint(point) if is_end(point.0)) {
                is_whole = true;
                break;
            }
            if !self.count() {
                return true;
            }
            match operator {
                TypedInstruction::SaveState(_) => saved.push(pen),
                TypedInstruction::RestoreState(_) => pen = saved.pop().unwrap_or(pen),
                TypedInstruction::TextFont(set) => {
                    pen.font = self.font(set.0, resources, &mut known)
                }
                TypedInstruction::ShowText(show) => self.show(pen.font, [show.0.as_bytes()]),
                TypedInstruction::NextLineAndShowText(show) => {
                    self.show(pen.font, [show.0.as_bytes()]);
                }
                TypedInstruction::ShowTextWithParameters(show) => {
                    self.show(pen.font, [show.2.as_bytes()]);
                }
                TypedInstruction::ShowTexts(show) => {
                    let start = self.survey.codes.len();
                    for object in show.0.iter::<Object<'_>>() {
                        if let Object::String(string) = object {
                            self.survey.codes.extend_from_slice(string.as_bytes());
                        }
                    }
                    self.shown(pen.font, start);
                }
                TypedInstruction::XObject(form) => self.object(form.0, resources, pen, depth),
                _ => {}
            }
            if self.survey.limit.is_some() {
                return true;
            }
        }
        is_whole
    }

    /// The font of a name; one that cannot be taken into memory ends the walk.
    fn font(
        &mut self,
        name: &Name<'_>,
        resources: &Resources<'_>,
        known: &mut Known,
    ) -> Option<u16> {
        let font = *known
            .entry(name.to_vec())
            .or_insert_with(|| resources.get_font(name).map(|dict| self.fonts.index(&dict)));
        if font.is_some_and(|font| self.fonts.is_too_wide(font)) {
            self.survey.limit = Some("widths of a font");
        }
        font
    }

    /// Walks over a form, if that is what a name stands for.
    fn object(&mut self, name: &Name<'_>, resources: &Resources<'_>, pen: Pen, depth: usize) {
        if let Some(stream) = resources.get_x_object(name) {
            self.form(&stream, resources, pen, depth);
        }
    }

    /// Counts an operator; answers whether it may still be read.
    fn count(&mut self) -> bool {
        if self.left == 0 {
            self.survey.limit = Some("operators");
            return false;
        }
        self.left -= 1;
        self.survey.operators += 1;
        true
    }

    fn form<'a>(&mut self, stream: &Stream<'a>, resources: &Resources<'a>, pen: Pen, depth: usize) {
        let dict = stream.dict();
        if dict.get::<Name<'_>>(&b"Subtype"[..]).as_deref() != Some(b"Form") {
            return;
        }
        if depth >= self.limits.form_depth {
            self.survey.limit = Some("depth of forms");
            return;
        }
        let own = dict.get::<Dict<'_>>(&b"Resources"[..]).map(Resources::new);
        if let Ok(bytes) = stream.decoded_data() {
            if self.aside.holds_up(dict.obj_id(), &bytes, own.as_ref()) {
                self.survey.limit = Some(PICTURES);
                return;
            }
            let around = std::mem::replace(&mut self.form, dict.obj_id());
            let resources = own.as_ref().unwrap_or(resources);
            let is_whole = self.stream(&bytes, resources, pen, depth + 1);
            self.survey.damaged |= !is_whole;
            self.form = around;
        }
    }

    fn show<'b>(&mut self, font: Option<u16>, strings: impl IntoIterator<Item = &'b [u8]>) {
        let start = self.survey.codes.len();
        for string in strings {
            self.survey.codes.extend_from_slice(string);
        }
        self.shown(font, start);
    }

    fn shown(&mut self, font: Option<u16>, start: usize) {
        let end = self.survey.codes.len();
        if end > start {
            let form = self.form;
            self.survey.shown.push(Shown { font, form, codes: (start, end) });
        }
    }
}
