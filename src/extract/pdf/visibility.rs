//! Whether a reader sees a glyph, and if not, why.
//!
//! Colours are compared with what was painted behind, not with white paper: fills, shadings,
//! pictures and patterns are composed at the glyph's own place, in the order they were painted.
//! What was painted later is asked whether it covers the glyph.

use std::collections::HashSet;
use std::ops::Range;

use kurbo::{Point, Vec2};
use smallvec::SmallVec;

use super::glyphs::{Blend, Canvas, Glyph, Ink, Mode, Paint, contains, is_blank};
use super::inks::lightness;
use crate::document::{Color, Page, Rect, Visibility};

/// Type smaller than this, in points, cannot be read.
const SMALLEST: f32 = 2.5;
/// Less opacity than this leaves nothing to see.
const FAINTEST: f32 = 0.06;
/// Colours whose parts all differ by less than this, of 255, look alike.
const ALIKE: f32 = 25.0;

/// What text stands on, or is painted through, and was not looked into: until it is, what was judged of such
/// text is not certain.
#[derive(Debug, Default)]
pub(super) struct Unknown {
    /// Paints of the page, by number.
    pub(super) paints: HashSet<u32>,
    /// The page's masks.
    pub(super) masks: bool,
}

impl Unknown {
    /// Whether every glyph was judged for certain.
    pub(super) fn is_empty(&self) -> bool {
        self.paints.is_empty() && !self.masks
    }

    /// Whether another holds all of it.
    pub(super) fn is_within(&self, other: &Unknown) -> bool {
        self.paints.is_subset(&other.paints) && (other.masks || !self.masks)
    }
}

/// Judges every glyph of a page, and says what it would have to know.
pub(super) fn judge(canvas: &mut Canvas, page: Page) -> Unknown {
    let mut unknown = Unknown::default();
    let index = Index::new(canvas, page);
    let judged: Vec<Visibility> = (0..canvas.glyphs.len())
        .map(|at| {
            let glyph = &canvas.glyphs[at];
            if is_blank(canvas.text_of(glyph)) {
                return Visibility::Visible;
            }
            judge_glyph(canvas, at, page, &index, &mut unknown)
        })
        .collect();
    for (glyph, visibility) in canvas.glyphs.iter_mut().zip(judged) {
        glyph.visibility = visibility;
    }
    super::echoes::settle(canvas);
    if is_scan(canvas, page) {
        for glyph in &mut canvas.glyphs {
            if matches!(glyph.visibility, Visibility::NotPainted | Visibility::Covered) {
                glyph.visibility = Visibility::ScanLayer;
            }
        }
    }
    unknown
}

/// The paints large enough to hide or to carry text, found by how far down the page they stand.
struct Index {
    bands: Vec<Vec<u32>>,
    none: bool,
    stencils: Vec<Stencil>,
}

/// The height of a band in points.
const BAND: f32 = 24.0;

impl Index {
    fn new(canvas: &Canvas, page: Page) -> Self {
        let count = ((page.height.clamp(1.0, 20_000.0) / BAND) as usize) + 1;
        let mut bands = vec![Vec::new(); count];
        let mut none = true;
        for (number, paint) in canvas.paints.iter().enumerate() {
            if paint.rect.width < 1.5 || paint.rect.height < 1.5 || paint.alpha <= 0.0 {
                continue;
            }
            none = false;
            let first = (paint.rect.y.max(0.0) / BAND) as usize;
            let last = (paint.rect.bottom().max(0.0) / BAND) as usize;
            for band in bands.iter_mut().take(last + 1).skip(first) {
                band.push(number as u32);
            }
        }
        Index { bands, none, stencils: stencils(canvas) }
    }

    /// Whether a glyph is a clip that something was painted through.
    fn is_stencil(&self, at: usize, point: Point) -> bool {
        self.stencils.iter().any(|s| s.glyphs.contains(&at) && contains(s.rect, point))
    }

    /// The paints at a height that stand beside one of some points.
    fn near<'c>(
        &'c self,
        canvas: &'c Canvas,
        points: &[Point; 3],
        y: f64,
    ) -> impl Iterator<Item = u32> + 'c {
        let along = points.map(|point| point.x as f32);
        let (left, right) = (along[0].min(along[2]), along[0].max(along[2]));
        let is_near = move |rect: Rect| {
            rect.x <= right
                && rect.right() >= left
                && y as f32 >= rect.y
                && y as f32 <= rect.bottom()
        };
        let paints = self.at(y).iter().copied();
        paints.filter(move |&number| is_near(canvas.paints[number as usize].rect))
    }

    /// The paints at a height.
    fn at(&self, y: f64) -> &[u32] {
        let band = (y.max(0.0) as f32 / BAND) as usize;
        self.bands.get(band).map_or(&[], Vec::as_slice)
    }
}

fn judge_glyph(
    canvas: &Canvas,
    at: usize,
    page: Page,
    index: &Index,
    unknown: &mut Unknown,
) -> Visibility {
    let glyph = &canvas.glyphs[at];
    if glyph.hidden_layer {
        return Visibility::HiddenLayer;
    }
    let smallest = glyph.size.min(glyph.width);
    if smallest <= 0.001 {
        return Visibility::NotPainted;
    }
    if smallest * canvas.unit < SMALLEST {
        return Visibility::TooSmall;
    }
    let points = points(glyph);
    let on_page = |point: &Point| {
        point.x > 0.0
            && point.y > 0.0
            && point.x < f64::from(page.width)
            && point.y < f64::from(page.height)
    };
    if !points.iter().any(on_page) {
        return Visibility::OffPage;
    }
    if glyph.mode == Mode::Invisible && !index.is_stencil(at, points[1]) {
        return Visibility::NotPainted;
    }
    if glyph.mode == Mode::Invisible {
        return Visibility::Visible;
    }
    if glyph.empty {
        return Visibility::NotPainted;
    }
    let inside = |point: &Point| canvas.inside(glyph.clip, *point);
    if !points.iter().any(inside) && !above_and_below(glyph).iter().any(inside) {
        return Visibility::Clipped;
    }
    let opacity = glyph.alpha * let_through(canvas, glyph, points[1], unknown);
    if opacity < FAINTEST {
        return Visibility::Transparent;
    }
    if index.none && glyph.blend == Blend::Normal {
        return against(glyph, [255.0; 3], opacity);
    }
    let mut alike = 0;
    let mut covered = 0;
    let mut near = SmallVec::<[u32; 16]>::new();
    for (at, point) in points.iter().enumerate() {
        // On an upright page all three stand at one height, and what is near to one is near to all.
        if at == 0 || point.y != points[at - 1].y {
            near.clear();
            near.extend(index.near(canvas, &points, point.y));
        }
        let before = near.iter().take_while(|&&number| number < glyph.after);
        let after = near.iter().skip_while(|&&number| number < glyph.after);
        match compose(canvas, before.clone(), *point, Some([255.0; 3])) {
            Some((behind, _)) => {
                alike += usize::from(against(glyph, behind, opacity) != Visibility::Visible);
            }
            None => {
                let before = before.filter(|&&number| is_unknown(canvas, number, *point));
                unknown.paints.extend(before);
            }
        }
        covered += usize::from(is_covered(canvas, after, *point, unknown));
    }
    let is_open = |point: &Point| {
        let after = index.at(point.y).iter().skip_while(|&&number| number < glyph.after);
        !is_covered(canvas, after, *point, unknown)
    };
    if covered == points.len() && !above_and_below(glyph).iter().any(is_open) {
        Visibility::Covered
    } else if alike == points.len() {
        Visibility::SameColor
    } else {
        Visibility::Visible
    }
}

/// Three places on a glyph: left, middle and right of its body.
fn points(glyph: &Glyph) -> [Point; 3] {
    [0.25, 0.5, 0.75].map(|part| glyph.origin + width(glyph) * part + glyph.up * 0.3)
}

/// Places near its feet and at the height of its small letters: a line drawn through a word, or a box
/// that reaches into half of it, leaves one of them open, and the word can be read.
fn above_and_below(glyph: &Glyph) -> [Point; 4] {
    [(0.25, 0.08), (0.75, 0.08), (0.25, 0.5), (0.75, 0.5)]
        .map(|(along, up)| glyph.origin + width(glyph) * along + glyph.up * up)
}

fn width(glyph: &Glyph) -> Vec2 {
    if glyph.advance.hypot2() > 1e-12 {
        glyph.advance
    } else {
        Vec2::new(0.5 * glyph.up.hypot(), 0.0)
    }
}

/// Whether a glyph stands out from a colour behind it.
fn against(glyph: &Glyph, behind: [f32; 3], opacity: f32) -> Visibility {
    // The colour of a pattern that is not known may be any.
    let stands_out = |color: Option<Color>| {
        color.is_none_or(|Color(red, green, blue)| {
            let own = [f32::from(red), f32::from(green), f32::from(blue)];
            let seen = blend(glyph.blend, own, behind);
            (0..3).any(|i| (seen[i] - behind[i]).abs() * opacity >= ALIKE)
        })
    };
    if stands_out(glyph.color) || glyph.outline.is_some() && stands_out(glyph.outline) {
        Visibility::Visible
    } else {
        Visibility::SameColor
    }
}

fn blend(blend: Blend, own: [f32; 3], behind: [f32; 3]) -> [f32; 3] {
    let mut seen = own;
    for i in 0..3 {
        seen[i] = match blend {
            Blend::Normal | Blend::Other => own[i],
            Blend::Darker => own[i] * behind[i] / 255.0,
            Blend::Lighter => 255.0 - (255.0 - own[i]) * (255.0 - behind[i]) / 255.0,
            Blend::Overlay if behind[i] <= 127.5 => 2.0 * own[i] * behind[i] / 255.0,
            Blend::Overlay => 255.0 - 2.0 * (255.0 - own[i]) * (255.0 - behind[i]) / 255.0,
            Blend::SoftLight => {
                // Between the two halves of the formula nothing here has to be told apart.
                let (own, behind) = (own[i] / 255.0, behind[i] / 255.0);
                255.0 * (behind + (2.0 * own - 1.0) * behind * (1.0 - behind))
            }
            Blend::Difference => (own[i] - behind[i]).abs(),
        };
    }
    seen
}

/// How much a glyph's mask lets through at a point.
fn let_through(canvas: &Canvas, glyph: &Glyph, point: Point, unknown: &mut Unknown) -> f32 {
    let Some(mask) = glyph.mask.and_then(|mask| canvas.masks.get(mask as usize)) else {
        return 1.0;
    };
    let base = mask.luminosity.then_some([mask.backdrop * 255.0; 3]);
    let inner = &mask.canvas;
    match composite(inner, 0..inner.paints.len(), point, base) {
        Some((color, _)) if mask.luminosity => lightness(color) / 255.0,
        Some((_, alpha)) => alpha,
        None => {
            unknown.masks = true;
            1.0
        }
    }
}

/// Letters that were made a clip, and had something painted through them.
struct Stencil {
    glyphs: Range<usize>,
    rect: Rect,
}

/// The most stencils of one page, and the most glyphs of one stencil.
const MOST_STENCILS: usize = 500;

fn stencils(canvas: &Canvas) -> Vec<Stencil> {
    let painted: HashSet<u32> = canvas
        .paints
        .iter()
        .filter(|paint| paint.alpha > FAINTEST && paint.rect.width * paint.rect.height > 0.0)
        .filter_map(|paint| paint.clip)
        .collect();
    let letters = canvas.clips.iter().enumerate().filter(|(number, clip)| {
        clip.path.is_some() && clip.after > 0 && painted.contains(&(*number as u32))
    });
    letters
        .take(MOST_STENCILS)
        .map(|(_, clip)| {
            let end = (clip.after as usize).min(canvas.glyphs.len());
            let invisible = canvas.glyphs[..end]
                .iter()
                .rev()
                .take(MOST_STENCILS)
                .take_while(|glyph| glyph.mode == Mode::Invisible)
                .count();
            Stencil { glyphs: end - invisible..end, rect: clip.rect }
        })
        .collect()
}

/// Whether what was painted later hides a point.
fn is_covered<'i>(
    canvas: &Canvas,
    paints: impl Iterator<Item = &'i u32>,
    point: Point,
    unknown: &mut Unknown,
) -> bool {
    let mut left = 1.0;
    for &number in paints {
        let Some(paint) = canvas.paints.get(number as usize) else { continue };
        if paint.blend != Blend::Normal || !covers(canvas, paint, point) {
            continue;
        }
        let opacity = match &paint.ink {
            Ink::Flat(_) => 1.0,
            Ink::Sampled(samples) => f32::from(samples.at(point).map_or(0, |cell| cell[3])) / 255.0,
            Ink::Picture { opaque: true } => 1.0,
            Ink::Picture { opaque: false } => {
                unknown.paints.insert(number);
                0.0
            }
            Ink::Unknown => 0.0,
        };
        left *= 1.0 - opacity * paint.alpha;
    }
    left < 0.1
}

/// Whether a paint covers a point with what is not known of it.
fn is_unknown(canvas: &Canvas, number: u32, point: Point) -> bool {
    canvas.paints.get(number as usize).is_some_and(|paint| {
        matches!(paint.ink, Ink::Picture { .. } | Ink::Unknown) && covers(canvas, paint, point)
    })
}

fn covers(canvas: &Canvas, paint: &Paint, point: Point) -> bool {
    contains(paint.rect, point)
        && paint.path.as_ref().is_none_or(|path| path.holds(point))
        && canvas.inside(paint.clip, point)
}

/// The colour, and the opacity, of a range of paints at a point; `None` when it is not known.
pub(super) fn composite(
    canvas: &Canvas,
    paints: Range<usize>,
    point: Point,
    base: Option<[f32; 3]>,
) -> Option<([f32; 3], f32)> {
    let numbers: Vec<u32> = paints.map(|number| number as u32).collect();
    compose(canvas, numbers.iter(), point, base)
}

fn compose<'i>(
    canvas: &Canvas,
    paints: impl Iterator<Item = &'i u32>,
    point: Point,
    base: Option<[f32; 3]>,
) -> Option<([f32; 3], f32)> {
    let mut color = base.unwrap_or([0.0; 3]);
    let mut opacity: f32 = if base.is_some() { 1.0 } else { 0.0 };
    let mut known = true;
    for paint in paints.filter_map(|&number| canvas.paints.get(number as usize)) {
        if !covers(canvas, paint, point) {
            continue;
        }
        let (own, alpha) = match &paint.ink {
            Ink::Flat(Color(red, green, blue)) => {
                ([f32::from(*red), f32::from(*green), f32::from(*blue)], paint.alpha)
            }
            Ink::Sampled(samples) => {
                let Some([red, green, blue, alpha]) = samples.at(point) else { continue };
                let own = [f32::from(red), f32::from(green), f32::from(blue)];
                (own, paint.alpha * f32::from(alpha) / 255.0)
            }
            Ink::Picture { .. } | Ink::Unknown => {
                known = false;
                continue;
            }
        };
        if paint.blend == Blend::Other {
            known = false;
            continue;
        }
        let seen = blend(paint.blend, own, color);
        (0..3).for_each(|i| color[i] += (seen[i] - color[i]) * alpha);
        opacity += (1.0 - opacity) * alpha;
        known |= alpha > 0.98 && paint.blend == Blend::Normal;
    }
    known.then_some((color, opacity))
}

/// Whether a page is a picture with its words laid invisibly over or under it.
fn is_scan(canvas: &Canvas, page: Page) -> bool {
    let picture = canvas.paints.iter().any(|paint| {
        matches!(paint.ink, Ink::Picture { .. } | Ink::Sampled(_) | Ink::Unknown)
            && paint.rect.width * paint.rect.height > 0.6 * page.width * page.height
    });
    if !picture {
        return false;
    }
    let (mut seen, mut unseen) = (0usize, 0usize);
    for glyph in canvas.glyphs.iter().filter(|glyph| !is_blank(canvas.text_of(glyph))) {
        match glyph.visibility {
            Visibility::NotPainted | Visibility::Covered => unseen += 1,
            _ => seen += 1,
        }
    }
    unseen > 0 && seen * 20 < unseen
}
