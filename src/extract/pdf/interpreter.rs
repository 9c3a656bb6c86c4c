//! Runs a page's operators and writes down what they paint.
//!
//! This is the only module that knows `hayro-interpret`: it turns its device calls into a
//! [`Canvas`]. Text that is not painted is written down as well, for machines read it.

use hayro_interpret::font::{Glyph as PaintedGlyph, GlyphRun, PositionedGlyph};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, Paint as HayroPaint, SoftMask, TransformExt,
    interpret_page,
};
use hayro_syntax::page::Page;
use kurbo::{Affine, BezPath, Point, Rect as Box2, Shape, Vec2};

use super::fonts::{Font, Fonts};
use super::glyphs::{Canvas, Clip, Glyph, Ink, Mode, Paint};
use super::survey::Survey;
use crate::document::{Color, Rect};

/// Interprets a page.
pub(super) fn interpret<'a>(
    page: &Page<'a>,
    cache: &InterpreterCache<'a>,
    survey: &mut Survey,
    fonts: &mut Fonts,
) -> Canvas {
    let (width, height) = page.render_dimensions();
    let shown = Box2::new(0.0, 0.0, f64::from(width), f64::from(height));
    let initial = page.initial_transform(true).to_kurbo();
    let settings = InterpreterSettings::default();
    // A clip that covers this box is left out by the interpreter, so the box is wide enough to keep
    // text beyond the page's edge.
    let mut context = Context::new(initial, shown, cache, page.xref(), settings);
    let mut recorder = Recorder {
        canvas: Canvas::default(),
        survey,
        fonts,
        clip: None,
        groups: Vec::new(),
        last: None,
    };
    interpret_page(page, &mut context, &mut recorder);
    recorder.canvas
}

/// Writes down what is painted.
struct Recorder<'r> {
    canvas: Canvas,
    survey: &'r mut Survey,
    fonts: &'r mut Fonts,
    /// The clip in force.
    clip: Option<u32>,
    /// Opacity of the groups in force.
    groups: Vec<f32>,
    /// Where the last run of glyphs began, to see when it is painted a second time.
    last: Option<(usize, Point, Mode)>,
}

impl Recorder<'_> {
    fn group_alpha(&self) -> f32 {
        self.groups.iter().product()
    }

    fn push_clip(&mut self, rect: Box2, path: Option<BezPath>) {
        let mut rect = to_rect(rect);
        if let Some(parent) = self.clip.and_then(|clip| self.canvas.clips.get(clip as usize)) {
            rect = intersect(rect, parent.rect);
        }
        self.canvas.clips.push(Clip { rect, path, parent: self.clip });
        self.clip = Some((self.canvas.clips.len() - 1) as u32);
    }

    fn clipped(&self, rect: Rect) -> Rect {
        match self.clip.and_then(|clip| self.canvas.clips.get(clip as usize)) {
            Some(clip) => intersect(rect, clip.rect),
            None => rect,
        }
    }

    fn paint(&mut self, rect: Box2, path: Option<BezPath>, ink: Ink, alpha: f32) {
        let rect = self.clipped(to_rect(rect));
        self.canvas.paints.push(Paint { rect, path, ink, alpha, clip: self.clip });
    }

    fn shape(&mut self, shape: BezPath, props: &DrawProps<'_>, mode: &DrawMode) {
        let (color, alpha) = color_of(&props.paint);
        let mut alpha = alpha * self.group_alpha();
        if props.soft_mask.is_some() {
            alpha *= 0.5;
        }
        let ink = match (color, props.blend_mode) {
            (Some(color), BlendMode::Normal) => Ink::Flat(color),
            _ => Ink::Unknown,
        };
        let shape = props.transform * shape;
        let mut bounds = shape.bounding_box();
        let path = match mode {
            DrawMode::Fill(_) => (!is_box(&shape)).then_some(shape),
            DrawMode::Stroke(stroke) | DrawMode::FillAndStroke(_, stroke) => {
                let scale = props.transform.determinant().abs().sqrt();
                let half = f64::from(stroke.line_width) * scale / 2.0;
                bounds = bounds.inflate(half, half);
                // A straight line covers its box; of any other stroke only the middle is open.
                (shape.segments().count() > 1 || bounds.width().min(bounds.height()) > 3.0 * half)
                    .then_some(shape)
            }
            DrawMode::Invisible => return,
        };
        self.paint(bounds, path, ink, alpha);
    }

    /// The number of the font that a run is set in.
    fn font(&mut self, glyphs: &[PositionedGlyph<'_>]) -> u16 {
        let codes: Vec<u32> = glyphs.iter().map(|glyph| glyph.char_code()).collect();
        if let Some(font) = self.survey.font_of(&codes) {
            return font;
        }
        let data = glyphs.first().and_then(|glyph| match &**glyph {
            PaintedGlyph::Outline(outline) => outline.font_data(),
            PaintedGlyph::Type3(_) => None,
        });
        self.fonts.add(data.map_or_else(Font::default, |data| Font {
            bold: data.weight.is_some_and(|weight| weight >= 600),
            italic: data.is_italic,
            icons: false,
            embedded: true,
            name: data.postscript_name.unwrap_or_default(),
        }))
    }
}

impl<'a> Device<'a> for Recorder<'_> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, draw_mode: &DrawMode) {
        self.shape(path.clone(), &props, draw_mode);
    }

    fn push_clip_path(&mut self, clip_path: &ClipPath) {
        let bounds = clip_path.path.bounding_box();
        let path = (!is_box(&clip_path.path)).then(|| clip_path.path.clone());
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
        _blend_mode: BlendMode,
    ) {
        // What a mask lets through is not followed; half is neither seen for sure nor hidden.
        self.groups.push(if mask.is_some() { opacity * 0.5 } else { opacity });
    }

    fn pop_transparency_group(&mut self) {
        self.groups.pop();
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let (width, height) = (f64::from(image.width()), f64::from(image.height()));
        let outline = props.transform * Box2::new(0.0, 0.0, width, height).to_path(0.1);
        let path = (!is_box(&outline)).then(|| outline.clone());
        self.paint(outline.bounding_box(), path, Ink::Unknown, self.group_alpha());
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
        // Text that is filled and then stroked comes twice.
        let stroked = matches!(draw_mode, DrawMode::Stroke(_));
        if let Some((at, point, Mode::Painted)) = self.last
            && stroked
            && point == begin
            && self.canvas.glyphs.len() - at == glyphs.len()
        {
            self.last = None;
            return;
        }
        self.last = Some((self.canvas.glyphs.len(), begin, mode));
        let font = self.font(glyphs);
        let (color, alpha) = color_of(&props.paint);
        let alpha = alpha * self.group_alpha();
        let embedded = self.fonts.get(font).is_none_or(|font| font.embedded);
        for glyph in glyphs {
            let matrix = props.transform * glyph.transform();
            let [a, b, c, d, ..] = matrix.as_coeffs();
            let size = c.hypot(d) * 1000.0;
            // A font that is not embedded is stretched to the width that the file states; the
            // stated advance is not.
            let width = f64::from(advance_of(glyph).unwrap_or(0.0));
            let along = Vec2::new(a, b);
            let across = c.hypot(d);
            let advance = match embedded {
                true => along * width,
                false if along.hypot() > 0.0 => along / along.hypot() * across * width,
                false => Vec2::ZERO,
            };
            let start = self.canvas.text.len() as u32;
            push_unicode(glyph.as_unicode(), &mut self.canvas.text);
            self.canvas.glyphs.push(Glyph {
                text: (start, self.canvas.text.len() as u32),
                origin: matrix * Point::ORIGIN,
                advance,
                size: size as f32,
                font,
                color,
                alpha,
                mode,
                after: self.canvas.paints.len() as u32,
                clip: self.clip,
                ink: None,
                hidden_layer: false,
            });
        }
    }
}

/// The advance of a glyph in thousandths of an em.
fn advance_of(glyph: &PositionedGlyph<'_>) -> Option<f32> {
    match &**glyph {
        PaintedGlyph::Outline(outline) => outline.advance_width(),
        PaintedGlyph::Type3(drawn) => drawn.advance_width(),
    }
}

/// Adds a glyph's characters. A glyph without any becomes U+FFFD: it is never dropped.
fn push_unicode(unicode: Option<BfString>, text: &mut String) {
    let before = text.len();
    let mut push = |c: char| match c {
        '\t' | '\n' | '\r' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{3000}' => text.push(' '),
        c if c.is_control() => {}
        c => text.push(c),
    };
    match unicode {
        Some(BfString::Char(c)) => push(c),
        Some(BfString::String(string)) => string.chars().for_each(push),
        None => {}
    }
    if text.len() == before {
        text.push('\u{fffd}');
    }
}

/// The flat colour of a paint, and its opacity.
fn color_of(paint: &HayroPaint<'_>) -> (Option<Color>, f32) {
    match paint {
        HayroPaint::Color(color) => {
            let [red, green, blue, alpha] = color.to_rgba().to_rgba8();
            (Some(Color(red, green, blue)), f32::from(alpha) / 255.0)
        }
        HayroPaint::Pattern(_) => (None, 1.0),
    }
}

/// Whether a path is an upright box.
fn is_box(path: &BezPath) -> bool {
    let bounds = path.bounding_box();
    let near = |a: f64, b: f64| (a - b).abs() < 0.01;
    path.segments().all(|segment| match segment {
        kurbo::PathSeg::Line(line) => [line.p0, line.p1].iter().all(|point| {
            (near(point.x, bounds.x0) || near(point.x, bounds.x1))
                && (near(point.y, bounds.y0) || near(point.y, bounds.y1))
        }),
        _ => false,
    }) && path.segments().count() <= 5
}

fn to_rect(rect: Box2) -> Rect {
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
