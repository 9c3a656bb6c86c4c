//! Pages of a PDF as pictures, for a report that shows the page itself.
//!
//! How large a picture gets and how many operators it takes are bounded here, but what a renderer
//! spends on a pattern or a mask cannot be foreseen, and it cannot be stopped. Whoever draws the files
//! of strangers does it in a process of its own, which can; the command line does.

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro::vello_cpu::Pixmap;
use hayro::{PixmapSettings, RenderCache, RenderSettings};
use hayro_interpret::InterpreterSettings;
use hayro_syntax::page::Page;
use serde::{Deserialize, Serialize};

use super::aside::Aside;
use super::fonts::Fonts;
use super::{budget, open, survey};
use crate::extract::{Limits, Source};

/// Pages that are drawn; a resume that is longer is told so by a rule.
pub const PAGES: usize = 10;
/// Operators of a page that is drawn, forms included.
const OPERATORS: usize = 200_000;
/// Pixels for a point: a page of A4 is 1190 wide, sharp on a screen and on paper.
const SCALE: f32 = 2.0;
/// The most pixels of a side, and of a picture.
const SIDE: f32 = 2_400.0;
const AREA: f32 = 2_400_000.0;

/// The pages of a document as pictures.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Pictures {
    /// The first pages in order; `None` for one that could not be drawn.
    pub pages: Vec<Option<Picture>>,
    /// Why there are none, or fewer than pages.
    pub note: Option<String>,
}

/// A page as it looks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Picture {
    /// Width of the page in points.
    pub width: f32,
    /// Height of the page in points.
    pub height: f32,
    /// A PNG without transparency, of the same proportions.
    pub png: Vec<u8>,
}

/// Draws the first pages of a PDF. What cannot be drawn is left out and told in the note.
pub fn draw(source: &Source<'_>, limits: &Limits) -> Pictures {
    let result = catch_unwind(AssertUnwindSafe(|| draw_pages(source, limits)));
    result.unwrap_or_else(|_| Pictures::none("the renderer failed on it"))
}

impl Pictures {
    /// No pictures, and why.
    pub fn none(why: &str) -> Self {
        let note = Some(format!("Pages are not drawn: {why}. Their words stand where they are."));
        Pictures { pages: Vec::new(), note }
    }
}

fn draw_pages(source: &Source<'_>, limits: &Limits) -> Pictures {
    if let Err(limit) = budget::measure(source.bytes, source.passwords, limits) {
        return Pictures::none(&limit);
    }
    let pdf = match open(source) {
        Ok(pdf) => pdf,
        Err((_, why)) => return Pictures::none(why),
    };
    let cache = RenderCache::new();
    let (mut fonts, mut aside) = (Fonts::default(), Aside::default());
    let mut failed = Vec::new();
    let mut pages = Vec::new();
    for (number, page) in (1..).zip(pdf.pages().iter().take(PAGES)) {
        let survey = survey::survey(page, &mut fonts, &mut aside, limits, OPERATORS);
        let picture = match survey.limit.is_some() || survey.tangled {
            true => None,
            // A page that the renderer fails on is one page.
            false => catch_unwind(AssertUnwindSafe(|| picture(page, &cache))).ok().flatten(),
        };
        if picture.is_none() {
            failed.push(number.to_string());
        }
        pages.push(picture);
    }
    let note = (!failed.is_empty()).then(|| {
        let pages = failed.join(", ");
        format!("Not drawn, with words where they stand instead: page {pages}.")
    });
    Pictures { pages, note }
}

/// Draws a page; `None` when it has no size that can be drawn.
fn picture<'a>(page: &'a Page<'a>, cache: &RenderCache<'a>) -> Option<Picture> {
    let (width, height) = page.render_dimensions();
    let scale = scale(width, height)?;
    let look = PixmapSettings {
        x_scale: scale,
        y_scale: scale,
        bg_color: hayro::vello_cpu::color::palette::css::WHITE,
    };
    let settings = InterpreterSettings::default();
    let pixmap = hayro::render(page, cache, &settings, &RenderSettings::default(), &look);
    Some(Picture { width, height, png: png(&pixmap)? })
}

/// Pixels for a point of a page; `None` for a page without extent, or one so long that nothing on it
/// could be read.
fn scale(width: f32, height: f32) -> Option<f32> {
    let (short, long) = (width.min(height), width.max(height));
    // `min` and `max` pass over what is no number.
    if width.is_nan() || height.is_nan() || short < 10.0 || long > 20_000.0 {
        return None;
    }
    let scale = SCALE.min(SIDE / long).min((AREA / (width * height)).sqrt());
    (scale >= 0.25).then_some(scale)
}

/// A picture as PNG: in grey where it has no colour, because most pages have none.
fn png(pixmap: &Pixmap) -> Option<Vec<u8>> {
    let pixels = pixmap.data_as_u8_slice();
    let grey = pixels.chunks_exact(4).all(|pixel| pixel[0] == pixel[1] && pixel[1] == pixel[2]);
    let (color, samples) =
        if grey { (png::ColorType::Grayscale, 1) } else { (png::ColorType::Rgb, 3) };
    let data: Vec<u8> =
        pixels.chunks_exact(4).flat_map(|pixel| pixel[..samples].iter().copied()).collect();
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, pixmap.width().into(), pixmap.height().into());
    encoder.set_color(color);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(&data).ok()?;
    writer.finish().ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_bounded_and_pages_of_no_size_are_not_drawn() {
        assert_eq!(scale(595.0, 842.0), Some(2.0));
        for (width, height) in [(3_000.0, 4_000.0), (200.0, 3_000.0), (2_000.0, 2_000.0)] {
            let scale = scale(width, height).expect("it can be drawn");
            assert!(width * height * scale * scale <= AREA * 1.001);
            assert!(width.max(height) * scale <= SIDE * 1.001);
        }
        for (width, height) in [(0.0, 842.0), (f32::NAN, 842.0), (1e9, 842.0), (12.0, 14_400.0)] {
            assert_eq!(scale(width, height), None, "{width} {height}");
        }
    }

    #[test]
    fn what_is_no_pdf_gives_a_note() {
        let pictures = draw(&Source::new("x.pdf", b"%PDF-1.7 nothing"), &Limits::default());
        assert!(pictures.pages.is_empty() && pictures.note.is_some());
    }
}
