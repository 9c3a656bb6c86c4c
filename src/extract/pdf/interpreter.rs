//! Runs a page's operators and writes down what they paint.
//!
//! This module and [`super::inks`] are the only ones that know `hayro-interpret`: its device calls
//! become a [`Canvas`]. Text that is not painted is written down as well, for machines read it.

use std::collections::{HashMap, HashSet};

use hayro_interpret::font::{Glyph as PaintedGlyph, GlyphRun, PositionedGlyph};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, FillRule, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, RenderContent, SoftMask, TransformExt, interpret_page,
};
use hayro_syntax::content::TypedIter;
use hayro_syntax::object::{Dict, ObjectIdentifier};
use hayro_syntax::page::Page;
use kurbo::{Affine, BezPath, Point, Rect as Box2, Shape, Vec2};

use super::aside::Aside;
use super::fonts::{Font, Fonts};
use super::glyphs::{Blend, Canvas, Clip, Glyph, Ink, Mode, Paint};
use super::inks;
use super::known::{Glyphs, Known};
use super::layers;
use super::outline::Outline;
use super::replaced::Replacement;
use super::runs::{self, Codes, Spread};
use super::shapes;
use super::structure::Structure;
use super::survey::Survey;
use super::visibility::Unknown;
use crate::document::{Rect, Visibility};

/// What the pages of a document share while they are interpreted.
#[derive(Default)]
pub(super) struct Shared {
    /// The fonts met so far.
    pub(super) fonts: Fonts,
    /// What the programs of fonts say their glyphs are, by font and glyph.
    pub(super) drawn: HashMap<u16, HashMap<u32, char>>,
    /// What is known of the fonts' glyphs.
    pub(super) glyphs: Glyphs,
    /// The content besides that of pages which was looked into.
    pub(super) aside: Aside,
    /// What is known of the fonts' codes.
    pub(super) codes: HashMap<u16, Codes>,
    /// The layers that are switched off.
    pub(super) layers_off: HashSet<ObjectIdentifier>,
    /// The words that the tree of structure gives in place of marked content.
    pub(super) structure: Structure,
    /// Memory for the next page.
    pub(super) spare: Canvas,
    /// The page that is interpreted.
    pub(super) page: Option<ObjectIdentifier>,
}

impl Shared {
    /// Nothing met yet, with the layers that are switched off.
    pub(super) fn new(layers_off: HashSet<ObjectIdentifier>) -> Self {
        let mut shared = Shared { layers_off, ..Shared::default() };
        // The first font is the one that nothing is known of.
        shared.fonts.add(Font::default());
        shared
    }
}

/// Which pictures are looked into.
#[derive(Debug, Clone, Copy)]
pub(super) enum Pictures<'p> {
    /// They are taken as they come; most pages have no text on them.
    Closed,
    /// The colours of these are sampled. To decode a picture can take longer than all else of a page, and
    /// text seldom stands on more than one.
    Of(&'p Unknown),
    /// The colours of all are sampled.
    Open,
}

/// Interprets a page.
pub(super) fn interpret<'a>(
    page: &Page<'a>,
    cache: &InterpreterCache<'a>,
    survey: &mut Survey,
    shared: &mut Shared,
    pictures: Pictures<'_>,
) -> Canvas {
    let (width, height) = page.render_dimensions();
    let shown = Box2::new(0.0, 0.0, f64::from(width), f64::from(height));
    let initial = page.initial_transform(true).to_kurbo();
    let content = survey.content.take();
    let mut settings = InterpreterSettings::default();
    if content.is_some() {
        settings.render_content = RenderContent::ANNOTATIONS;
    }
    let mut context = Context::new(initial, shown, cache, page.xref(), settings);
    shared.page = page.raw().obj_id();
    let codes = survey.codes().min(50_000);
    let spare = std::mem::take(&mut shared.spare);
    let mut recorder = Recorder::new(shared, Some(&mut *survey), pictures);
    recorder.canvas = spare;
    // A code or two make a glyph; growing step by step copies all of a page again and again.
    recorder.canvas.glyphs.reserve(codes);
    recorder.canvas.text.reserve(codes);
    if let Some(content) = &content {
        recorder.in_content = true;
        let operators = TypedIter::new(content);
        hayro_interpret::interpret(operators, page.resources(), &mut context, &mut recorder);
        recorder.in_content = false;
    }
    interpret_page(page, &mut context, &mut recorder);
    let canvas = recorder.canvas;
    survey.content = content;
    canvas
}

/// Writes down what is painted.
pub(super) struct Recorder<'r> {
    pub(super) canvas: Canvas,
    pub(super) shared: &'r mut Shared,
    pub(super) survey: Option<&'r mut Survey>,
    pub(super) pictures: Pictures<'r>,
    /// Masks that were written down already.
    pub(super) masks: HashMap<u128, u32>,
    /// How many patterns and masks this stands in.
    pub(super) depth: u32,
    /// The clip in force.
    clip: Option<u32>,
    /// Opacity and mask of the groups in force.
    groups: Vec<(f32, Option<u32>, Blend)>,
    /// The operators that are run are of our writing.
    in_content: bool,
    /// The long run whose first glyph is shown next.
    run: Option<usize>,
    /// Where the last run of glyphs began, to see when it is painted a second time.
    last: Option<(usize, Point)>,
    /// For each marked content in force: on a hidden layer, and the words in its place.
    pub(super) marked: Vec<(bool, Option<Replacement>)>,
    /// The numbers, on this page, of words that the tree of structure gives.
    pub(super) of_structure: HashMap<usize, u32>,
}

impl<'r> Recorder<'r> {
    pub(super) fn new(
        shared: &'r mut Shared,
        survey: Option<&'r mut Survey>,
        pictures: Pictures<'r>,
    ) -> Self {
        Recorder {
            canvas: Canvas::default(),
            shared,
            survey,
            pictures,
            masks: HashMap::new(),
            depth: 0,
            clip: None,
            groups: Vec::new(),
            in_content: false,
            run: None,
            last: None,
            marked: Vec::new(),
            of_structure: HashMap::new(),
        }
    }

    /// Whether the pictures of what is painted next are looked into.
    pub(super) fn opens(&self) -> bool {
        match self.pictures {
            Pictures::Closed => false,
            Pictures::Of(some) => some.paints.contains(&(self.canvas.paints.len() as u32)),
            Pictures::Open => true,
        }
    }

    /// Whether the pictures in masks are looked into.
    pub(super) fn opens_masks(&self) -> bool {
        match self.pictures {
            Pictures::Closed => false,
            Pictures::Of(some) => some.masks,
            Pictures::Open => true,
        }
    }

    fn group_alpha(&self) -> f32 {
        self.groups.iter().map(|group| group.0).product()
    }

    fn group_mask(&self) -> Option<u32> {
        self.groups.iter().rev().find_map(|group| group.1)
    }

    /// How a paint meets what is behind it, the groups around it included.
    fn blend(&self, own: BlendMode) -> Blend {
        let blends =
            [convert_blend(own)].into_iter().chain(self.groups.iter().map(|group| group.2));
        blends.into_iter().find(|blend| *blend != Blend::Normal).unwrap_or(Blend::Normal)
    }

    fn hidden(&self) -> bool {
        self.marked.iter().any(|marked| marked.0)
    }

    fn push_clip(&mut self, rect: Box2, path: Option<Outline>) {
        let mut rect = to_rect(rect);
        if let Some(parent) = self.clip.and_then(|clip| self.canvas.clips.get(clip as usize)) {
            rect = intersect(rect, parent.rect);
        }
        let after = self.canvas.glyphs.len() as u32;
        self.canvas.clips.push(Clip { rect, path, parent: self.clip, after });
        self.clip = Some((self.canvas.clips.len() - 1) as u32);
    }

    fn paint(&mut self, rect: Box2, path: Option<Outline>, ink: Ink, alpha: f32, blend: Blend) {
        if self.hidden() {
            return;
        }
        let mut rect = to_rect(rect);
        if let Some(clip) = self.clip.and_then(|clip| self.canvas.clips.get(clip as usize)) {
            rect = intersect(rect, clip.rect);
        }
        self.canvas.paints.push(Paint { rect, path, ink, alpha, blend, clip: self.clip });
    }

    fn shape<'a>(&mut self, shape: BezPath, props: &DrawProps<'a>, mode: &DrawMode) {
        let shape = props.transform * shape;
        let mut bounds = shape.bounding_box();
        let path = match mode {
            DrawMode::Fill(rule) => (!is_box(&shape)).then(|| outline(shape, *rule)),
            DrawMode::Stroke(stroke) | DrawMode::FillAndStroke(_, stroke) => {
                let scale = props.transform.determinant().abs().sqrt();
                let half = f64::from(stroke.line_width) * scale / 2.0;
                let line =
                    shape.segments().count() == 1 && bounds.width().min(bounds.height()) < 0.01;
                bounds = if !line {
                    bounds.inflate(half, half)
                } else if bounds.width() > bounds.height() {
                    bounds.inflate(0.0, half)
                } else {
                    bounds.inflate(half, 0.0)
                };
                // A straight line covers its box; of any other stroke the middle is open, unless it is
                // wide enough to close it.
                (!line).then(|| {
                    let wide = if half > WIDE { stroked(&shape, half) } else { BezPath::new() };
                    outline(wide, FillRule::NonZero)
                })
            }
            DrawMode::Invisible => return,
        };
        let visible = self.clip_box(bounds);
        let (ink, alpha) = inks::of(self, &props.paint, visible);
        // What a mask lets through of a shape is not followed; half is neither there nor not.
        let masked = props.soft_mask.is_some() || self.group_mask().is_some();
        let alpha = alpha * self.group_alpha() * if masked { 0.5 } else { 1.0 };
        let blend = self.blend(props.blend_mode);
        self.paint(bounds, path, ink, alpha, blend);
    }

    /// The part of a box that the clip lets through.
    fn clip_box(&self, bounds: Box2) -> Box2 {
        match self.clip.and_then(|clip| self.canvas.clips.get(clip as usize)) {
            Some(clip) => {
                let cut = intersect(to_rect(bounds), clip.rect);
                Box2::new(
                    f64::from(cut.x),
                    f64::from(cut.y),
                    f64::from(cut.right()),
                    f64::from(cut.bottom()),
                )
            }
            None => bounds,
        }
    }

    /// The font of a long run, which the interpreter shows now.
    fn long(&mut self, run: Option<usize>) -> Option<u16> {
        let survey = self.survey.as_mut()?;
        let long = survey.runs.long.get(run?)?;
        let (font, piece) = (long.font, long.piece);
        survey.meet(piece);
        Some(font)
    }

    /// The number of the font that a run is set in, whether that is certain, and the form that the run
    /// stands in.
    fn font(&mut self, glyphs: &[PositionedGlyph<'_>]) -> (u16, bool, Option<ObjectIdentifier>) {
        let mut form = None;
        if let Some(survey) = &mut self.survey {
            let codes = glyphs.iter().map(|glyph| glyph.char_code());
            if let Some(shown) = survey.next(codes) {
                form = shown.form;
                if let Some(font) = shown.font {
                    return (font, true, form);
                }
            }
        }
        let data = glyphs.first().and_then(|glyph| match &**glyph {
            PaintedGlyph::Outline(outline) => outline.font_data(),
            PaintedGlyph::Type3(_) => None,
        });
        let font = self.shared.fonts.add(data.map_or_else(Font::default, |data| Font {
            bold: data.weight.is_some_and(|weight| weight >= 600),
            italic: data.is_italic,
            embedded: true,
            name: data.postscript_name.unwrap_or_default(),
            ..Font::default()
        }));
        (font, false, form)
    }
}

impl<'a> Device<'a> for Recorder<'_> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, draw_mode: &DrawMode) {
        self.shape(path.clone(), &props, draw_mode);
    }

    fn push_clip_path(&mut self, clip_path: &ClipPath) {
        let bounds = clip_path.path.bounding_box();
        let path =
            (!is_box(&clip_path.path)).then(|| outline(clip_path.path.clone(), clip_path.fill));
        self.push_clip(bounds, path);
    }

    fn push_clip_rect(&mut self, rect: &Box2) {
        self.push_clip(*rect, None);
    }

    fn pop_clip(&mut self) {
        let clip = self.clip.and_then(|clip| self.canvas.clips.get(clip as usize));
        self.clip = clip.and_then(|clip| clip.parent);
    }

    fn push_transparency_group(
        &mut self,
        opacity: f32,
        mask: Option<SoftMask<'a>>,
        blend_mode: BlendMode,
    ) {
        let mask = mask.and_then(|mask| inks::mask(self, &mask));
        self.groups.push((opacity, mask, convert_blend(blend_mode)));
    }

    fn pop_transparency_group(&mut self) {
        self.groups.pop();
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let (width, height) = (f64::from(image.width()), f64::from(image.height()));
        let frame = props.transform * Box2::new(0.0, 0.0, width, height).to_path(0.1);
        let path = (!is_box(&frame)).then(|| outline(frame.clone(), FillRule::NonZero));
        let to_grid = (props.transform * Affine::scale_non_uniform(width, height)).inverse();
        let ink = inks::of_image(&image, to_grid, self.opens());
        let blend = self.blend(props.blend_mode);
        self.paint(frame.bounding_box(), path, ink, self.group_alpha(), blend);
    }

    fn begin_marked_content(&mut self, tag: &[u8], properties: Option<&Dict<'_>>) {
        if self.in_content
            && let Some(run) = runs::marked(tag)
        {
            self.run = Some(run);
            return;
        }
        let hidden = tag == b"OC"
            && properties.is_some_and(|layer| layers::is_off(layer, &self.shared.layers_off));
        let replaced = properties.and_then(|properties| self.replacement(properties));
        self.marked.push((hidden, replaced));
    }

    fn end_marked_content(&mut self) {
        if self.run.take().is_none() {
            self.marked.pop();
        }
    }

    fn draw_glyph_run(
        &mut self,
        glyph_run: &GlyphRun<'_, 'a>,
        props: DrawProps<'a>,
        draw_mode: &DrawMode,
    ) {
        let glyphs = glyph_run.glyphs();
        let Some(first) = glyphs.first() else { return };
        let mode = match draw_mode {
            DrawMode::Invisible => Mode::Invisible,
            _ => Mode::Painted,
        };
        let begin = (props.transform * first.transform()) * Point::ORIGIN;
        let bounds = Box2::from_center_size(begin, (100.0, 20.0));
        let (ink, alpha) = inks::of(self, &props.paint, bounds);
        let alpha = alpha * self.group_alpha();
        let color = inks::color(&ink);
        let run = match (self.run, &self.survey) {
            (Some(run), Some(survey)) => Spread::of(run, survey, &self.shared.codes),
            _ => None,
        };
        let count = run.as_ref().map_or(glyphs.len(), Spread::count);
        // Text that is filled and then stroked comes twice.
        if let Some((at, point)) = self.last.take()
            && matches!(draw_mode, DrawMode::Stroke(_))
            && point == begin
            && self.canvas.glyphs.len() - at == count
        {
            for glyph in &mut self.canvas.glyphs[at..] {
                if glyph.alpha < alpha.min(0.1) {
                    // Filled with nothing: the outline is the letter.
                    (glyph.color, glyph.alpha) = (color, alpha);
                } else if alpha > 0.1 {
                    glyph.outline = color;
                }
            }
            return;
        }
        if mode == Mode::Painted {
            self.last = Some((self.canvas.glyphs.len(), begin));
        }
        let mask = match &props.soft_mask {
            Some(mask) => inks::mask(self, mask),
            None => self.group_mask(),
        };
        let run = self.run.filter(|_| count > 0);
        let (font, certain, form) = match self.long(run) {
            Some(font) => (font, true, None),
            None => self.font(glyphs),
        };
        let embedded = self.shared.fonts.get(font).is_none_or(|font| font.embedded);
        let template = Glyph {
            text: (0, 0),
            origin: begin,
            advance: Vec2::ZERO,
            up: Vec2::ZERO,
            size: 0.0,
            width: 0.0,
            font,
            color,
            outline: None,
            alpha,
            blend: self.blend(props.blend_mode),
            mode,
            after: self.canvas.paints.len() as u32,
            clip: self.clip,
            mask,
            empty: false,
            hidden_layer: self.hidden(),
            replaced: self.replaced(form),
            visibility: Visibility::Visible,
        };
        let from = self.canvas.glyphs.len();
        let mut wrong = 0;
        let first = props.transform * first.transform();
        if let (Some(run), Some(survey)) = (run, &self.survey)
            && let Some(spread) = Spread::of(run, survey, &self.shared.codes)
        {
            for (known, place, scale) in spread.glyphs(first) {
                wrong += usize::from(known.is_wrong);
                let text = self.shared.glyphs.text_of(&known);
                self.canvas.put(text, &known, place, scale, embedded, &template);
            }
        } else {
            for glyph in glyphs {
                let known = self.known(glyph, font, certain);
                wrong += usize::from(known.is_wrong);
                let text = self.shared.glyphs.text_of(&known);
                let matrix = props.transform * glyph.transform();
                let place = matrix * Point::ORIGIN;
                self.canvas.put(text, &known, place, Scale::of(matrix), embedded, &template);
            }
        }
        if wrong >= shapes::FEWEST_WRONG {
            let shown: Vec<Option<char>> = match (run, &self.survey) {
                (Some(run), Some(survey)) => Spread::of(run, survey, &self.shared.codes)
                    .map(|spread| spread.glyphs(first).map(|(known, ..)| known.shown).collect())
                    .unwrap_or_default(),
                _ => glyphs.iter().map(|glyph| self.known(glyph, font, certain).shown).collect(),
            };
            self.settle_claims(from, &shown);
        }
    }
}

/// How a glyph stands: its unit vectors on the page, and their lengths.
#[derive(Clone, Copy)]
pub(super) struct Scale {
    along: Vec2,
    up: Vec2,
    along_length: f64,
    up_length: f64,
}

impl Scale {
    /// From the matrix of a glyph.
    pub(super) fn of(matrix: Affine) -> Scale {
        let [a, b, c, d, ..] = matrix.as_coeffs();
        let (along, up) = (Vec2::new(a, b), Vec2::new(c, d));
        let (along_length, up_length) = (along.hypot2().sqrt(), up.hypot2().sqrt());
        Scale { along, up, along_length, up_length }
    }
}

impl Canvas {
    /// Writes a glyph down; what is not said of it is as in `template`.
    fn put(
        &mut self,
        text: &str,
        known: &Known,
        origin: Point,
        scale: Scale,
        embedded: bool,
        template: &Glyph,
    ) {
        let Scale { along, up, along_length, up_length } = scale;
        // A font that is not embedded is stretched to the width that the file states; the stated advance is
        // not.
        let advance = match embedded {
            true => along * known.advance,
            false if along_length > 0.0 => along / along_length * up_length * known.advance,
            false => Vec2::ZERO,
        };
        let start = self.text.len() as u32;
        self.text.push_str(text);
        self.glyphs.push(Glyph {
            text: (start, self.text.len() as u32),
            origin,
            advance,
            up: up * 1000.0,
            size: (up_length * 1000.0) as f32,
            width: (along_length * 1000.0) as f32,
            empty: known.empty,
            ..*template
        });
    }
}

fn convert_blend(mode: BlendMode) -> Blend {
    match mode {
        BlendMode::Normal => Blend::Normal,
        BlendMode::Multiply | BlendMode::Darken | BlendMode::ColorBurn => Blend::Darker,
        BlendMode::Screen | BlendMode::Lighten | BlendMode::ColorDodge => Blend::Lighter,
        BlendMode::Overlay => Blend::Overlay,
        BlendMode::SoftLight => Blend::SoftLight,
        BlendMode::Difference | BlendMode::Exclusion => Blend::Difference,
        _ => Blend::Other,
    }
}

fn outline(path: BezPath, rule: FillRule) -> Outline {
    Outline::new(path, matches!(rule, FillRule::EvenOdd))
}

/// Half the width, in points, from which a stroke is followed.
const WIDE: f64 = 2.0;

/// What a stroke paints.
fn stroked(shape: &BezPath, half: f64) -> BezPath {
    let style = kurbo::Stroke::new(2.0 * half);
    kurbo::stroke(shape.elements().iter().copied(), &style, &kurbo::StrokeOpts::default(), 0.5)
}

/// Whether a path is an upright box.
fn is_box(path: &BezPath) -> bool {
    let bounds = path.bounding_box();
    let near = |a: f64, b: f64| (a - b).abs() < 0.01;
    path.segments().count() <= 5
        && path.segments().all(|segment| match segment {
            kurbo::PathSeg::Line(line) => [line.p0, line.p1].iter().all(|point| {
                (near(point.x, bounds.x0) || near(point.x, bounds.x1))
                    && (near(point.y, bounds.y0) || near(point.y, bounds.y1))
            }),
            _ => false,
        })
}

pub(super) fn to_rect(rect: Box2) -> Rect {
    let rect = rect.abs();
    Rect {
        x: rect.x0 as f32,
        y: rect.y0 as f32,
        width: rect.width() as f32,
        height: rect.height() as f32,
    }
}

/// What two rectangles share; without area when they share none.
pub(super) fn intersect(a: Rect, b: Rect) -> Rect {
    let (x, y) = (a.x.max(b.x), a.y.max(b.y));
    Rect {
        x,
        y,
        width: (a.right().min(b.right()) - x).max(0.0),
        height: (a.bottom().min(b.bottom()) - y).max(0.0),
    }
}
