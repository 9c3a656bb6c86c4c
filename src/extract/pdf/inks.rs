//! What things are painted with: the colours of shadings, patterns, pictures and masks.
//!
//! Nothing is rendered. A shading and a picture are sampled on a small grid, a pattern's cell and a
//! mask are written down like a page of their own; that is enough to tell whether words stand out
//! from what lies behind them.

use hayro_interpret::color::{AlphaColor, Color as HayroColor};
use hayro_interpret::font::Type3Glyph;
use hayro_interpret::pattern::{Pattern, ShadingPattern, TilingPattern};
use hayro_interpret::shading::ShadingType;
use hayro_interpret::{CacheKey, Image, ImageData, MaskType, Paint, SoftMask, StencilImage};
use kurbo::{Affine, Point, Rect as Box2};

use super::budget;
use super::glyphs::{Ink, Mask, Samples};
use super::interpreter::{Pictures, Recorder};
use super::visibility::composite;
use crate::document::Color;

/// Cells along each side of a grid of samples.
const GRID: u32 = 24;
/// Pictures with more pixels than this are not looked into.
const MOST_PIXELS: u64 = 40_000_000;
/// Patterns within patterns, and masks within masks, are followed this deep.
const MOST_DEPTH: u32 = 3;

/// The ink of a paint that fills `bounds`, and its opacity.
pub(super) fn of<'a>(recorder: &mut Recorder<'_>, paint: &Paint<'a>, bounds: Box2) -> (Ink, f32) {
    match paint {
        Paint::Color(color) => {
            let [red, green, blue, alpha] = color.to_rgba().to_rgba8();
            // A colorant that no device has paints nothing.
            (Ink::Flat(Color(red, green, blue)), f32::from(alpha) / 255.0)
        }
        Paint::Pattern(pattern) => match &**pattern {
            Pattern::Shading(shading) => of_shading(shading, bounds),
            Pattern::Tiling(tiling) => of_tiling(recorder, tiling),
        },
    }
}

/// The one colour of an ink; the middle one of samples.
pub(super) fn color(ink: &Ink) -> Option<Color> {
    match ink {
        Ink::Flat(color) => Some(*color),
        Ink::Sampled(samples) => {
            samples.cells.get(samples.cells.len() / 2).map(|&[r, g, b, _]| Color(r, g, b))
        }
        Ink::Picture { .. } | Ink::Unknown => None,
    }
}

fn of_shading(pattern: &ShadingPattern, bounds: Box2) -> (Ink, f32) {
    let simple = matches!(
        *pattern.shading.shading_type,
        ShadingType::RadialAxial { .. } | ShadingType::FunctionBased { .. }
    );
    if !simple || bounds.width() <= 0.0 || bounds.height() <= 0.0 {
        return (Ink::Unknown, 1.0);
    }
    let encoded = pattern.encode();
    let mut cells = Vec::with_capacity((GRID * GRID) as usize);
    for row in 0..GRID {
        for column in 0..GRID {
            let at = Point::new(
                bounds.x0 + (f64::from(column) + 0.5) / f64::from(GRID) * bounds.width(),
                bounds.y0 + (f64::from(row) + 0.5) / f64::from(GRID) * bounds.height(),
            );
            let sample = encoded.sample(encoded.base_transform * at);
            cells.push(sample.map(|part| (part.clamp(0.0, 1.0) * 255.0 + 0.5) as u8));
        }
    }
    let to_grid = Affine::scale_non_uniform(1.0 / bounds.width(), 1.0 / bounds.height())
        * Affine::translate((-bounds.x0, -bounds.y0));
    (Ink::Sampled(Samples { width: GRID, height: GRID, cells, to_grid }), 1.0)
}

/// A pattern's cell, as the colour and the opacity that it has on average.
fn of_tiling<'a>(recorder: &mut Recorder<'_>, tiling: &TilingPattern<'a>) -> (Ink, f32) {
    if recorder.depth >= MOST_DEPTH {
        return (Ink::Unknown, 1.0);
    }
    let pictures = if recorder.opens() { Pictures::Open } else { Pictures::Closed };
    let mut inner = Recorder::new(recorder.shared, None, pictures);
    inner.depth = recorder.depth + 1;
    if tiling.interpret(&mut inner, Affine::IDENTITY, false).is_none() {
        return (Ink::Unknown, 0.0);
    }
    let canvas = inner.canvas;
    if canvas.paints.is_empty() {
        return (Ink::Unknown, if canvas.glyphs.is_empty() { 0.0 } else { 1.0 });
    }
    let (mut sum, mut opacity, mut unknown) = ([0.0f32; 3], 0.0, false);
    let steps = 5;
    for row in 0..steps {
        for column in 0..steps {
            let part = |at: i32| (f64::from(at) + 0.5) / f64::from(steps);
            let at = Point::new(
                tiling.bbox.x0 + part(column) * tiling.bbox.width(),
                tiling.bbox.y0 + part(row) * tiling.bbox.height(),
            );
            match composite(&canvas, 0..canvas.paints.len(), at, None) {
                Some((color, alpha)) => {
                    opacity += alpha;
                    (0..3).for_each(|i| sum[i] += color[i] * alpha);
                }
                None => unknown = true,
            }
        }
    }
    if unknown || opacity <= 0.0 {
        return (Ink::Unknown, if unknown { 1.0 } else { 0.0 });
    }
    let [red, green, blue] = sum.map(|part| (part / opacity).clamp(0.0, 255.0) as u8);
    (Ink::Flat(Color(red, green, blue)), opacity / (steps * steps) as f32 * tiling.opacity)
}

/// The ink of a picture.
pub(super) fn of_image(image: &Image<'_, '_>, to_grid: Affine, open: bool) -> Ink {
    let raster = match image {
        Image::Raster(raster) => raster,
        Image::Stencil(stencil) => return of_stencil(stencil, to_grid, open),
    };
    let dict = raster.stream();
    let dict = dict.dict();
    let opaque =
        ![&b"SMask"[..], b"Mask", b"SMaskInData"].iter().any(|&key| dict.contains_key(key));
    let pixels = u64::from(raster.width()) * u64::from(raster.height());
    let deflated = dict.contains_key(&b"Filter"[..]);
    if !open
        || pixels > MOST_PIXELS
        || deflated && !budget::picture_fits(&raster.stream().raw_data())
    {
        return Ink::Picture { opaque };
    }
    let mut ink = Ink::Unknown;
    raster.with_rgba(
        |data, alpha| {
            let (width, height) = (GRID.min(data.width()).max(1), GRID.min(data.height()).max(1));
            let mut cells = Vec::with_capacity((width * height) as usize);
            for row in 0..height {
                for column in 0..width {
                    let [red, green, blue] = pixel(&data, part(column, width), part(row, height));
                    let opacity = alpha.as_ref().map_or(255, |alpha| {
                        luma(
                            &alpha.data,
                            alpha.width,
                            alpha.height,
                            part(column, width),
                            part(row, height),
                        )
                    });
                    cells.push([red, green, blue, opacity]);
                }
            }
            ink = Ink::Sampled(Samples { width, height, cells, to_grid });
        },
        None,
    );
    ink
}

/// The ink of a picture of one colour that lets through what is behind it.
fn of_stencil(stencil: &StencilImage<'_, '_>, to_grid: Affine, open: bool) -> Ink {
    let pixels = u64::from(stencil.width()) * u64::from(stencil.height());
    let deflated = stencil.stream().dict().contains_key(&b"Filter"[..]);
    if !open
        || pixels > MOST_PIXELS
        || deflated && !budget::picture_fits(&stencil.stream().raw_data())
    {
        return Ink::Picture { opaque: false };
    }
    let mut ink = Ink::Unknown;
    stencil.with_stencil(
        |data, paint| {
            let Paint::Color(color) = paint else { return };
            let [red, green, blue, alpha] = color.to_rgba().to_rgba8();
            let (width, height) = (GRID.min(data.width).max(1), GRID.min(data.height).max(1));
            let cells = (0..height).flat_map(|row| (0..width).map(move |column| (row, column)));
            let cells = cells.map(|(row, column)| {
                let (x, y) = (part(column, width), part(row, height));
                let painted = luma(&data.data, data.width, data.height, x, y);
                [red, green, blue, (u16::from(painted) * u16::from(alpha) / 255) as u8]
            });
            ink = Ink::Sampled(Samples { width, height, cells: cells.collect(), to_grid });
        },
        None,
    );
    ink
}

/// The middle of a cell as a part of the whole.
fn part(at: u32, of: u32) -> f64 {
    (f64::from(at) + 0.5) / f64::from(of)
}

fn pixel(data: &ImageData, x: f64, y: f64) -> [u8; 3] {
    match data {
        ImageData::Rgb(rgb) => {
            let at = index(rgb.width, rgb.height, x, y) * 3;
            rgb.data.get(at..at + 3).map_or([255; 3], |p| [p[0], p[1], p[2]])
        }
        ImageData::Luma(grey) => [luma(&grey.data, grey.width, grey.height, x, y); 3],
    }
}

fn luma(data: &[u8], width: u32, height: u32, x: f64, y: f64) -> u8 {
    data.get(index(width, height, x, y)).copied().unwrap_or(255)
}

fn index(width: u32, height: u32, x: f64, y: f64) -> usize {
    let column = ((x * f64::from(width)) as usize).min(width.saturating_sub(1) as usize);
    let row = ((y * f64::from(height)) as usize).min(height.saturating_sub(1) as usize);
    row * width as usize + column
}

/// Writes a mask down, once for each, and gives its number.
pub(super) fn mask<'a>(recorder: &mut Recorder<'_>, mask: &SoftMask<'a>) -> Option<u32> {
    if recorder.depth >= MOST_DEPTH {
        return None;
    }
    let key = mask.cache_key();
    if let Some(&number) = recorder.masks.get(&key) {
        return Some(number);
    }
    let pictures = if recorder.opens_masks() { Pictures::Open } else { Pictures::Closed };
    let mut inner = Recorder::new(recorder.shared, None, pictures);
    inner.depth = recorder.depth + 1;
    mask.interpret(&mut inner);
    let canvas = inner.canvas;
    let luminosity = mask.mask_type() == MaskType::Luminosity;
    let [red, green, blue, _] = mask.background_color().to_rgba().to_rgba8();
    let backdrop = lightness([f32::from(red), f32::from(green), f32::from(blue)]) / 255.0;
    recorder.canvas.masks.push(Mask { canvas, luminosity, backdrop });
    let number = (recorder.canvas.masks.len() - 1) as u32;
    recorder.masks.insert(key, number);
    Some(number)
}

/// How light a colour is, 0 to 255.
pub(super) fn lightness([red, green, blue]: [f32; 3]) -> f32 {
    0.299 * red + 0.587 * green + 0.114 * blue
}

/// Whether a glyph that is drawn by operators draws nothing.
pub(super) fn is_empty<'a>(recorder: &mut Recorder<'_>, glyph: &Type3Glyph<'a>) -> bool {
    if recorder.depth >= MOST_DEPTH {
        return false;
    }
    let mut inner = Recorder::new(recorder.shared, None, Pictures::Closed);
    inner.depth = recorder.depth + 1;
    let black = Paint::Color(HayroColor::from_rgba(AlphaColor::from_rgba8(0, 0, 0, 255)));
    glyph.interpret(&mut inner, Affine::IDENTITY, Affine::IDENTITY, &black);
    inner.canvas.paints.is_empty() && inner.canvas.glyphs.is_empty()
}
