//! What a page paints, as plain data: glyphs in the order they were painted, and what was painted
//! around them.
//!
//! The interpreter fills a [`Canvas`]; layout and visibility read it. Nothing here knows the
//! libraries underneath, so that a change of theirs stops at the interpreter.

use kurbo::{Affine, Point, Vec2};

use super::outline::Outline;
use crate::document::{Color, Rect, Visibility};

/// Everything that one page paints. Coordinates are points, origin at the top left as shown.
#[derive(Default)]
pub(super) struct Canvas {
    /// The glyphs, in the order they were painted.
    pub(super) glyphs: Vec<Glyph>,
    /// The characters of all glyphs; a glyph holds a range of it.
    pub(super) text: String,
    /// Fills, strokes and images, in the order they were painted.
    pub(super) paints: Vec<Paint>,
    /// Clips; each points to the one that it narrows.
    pub(super) clips: Vec<Clip>,
    /// Masks that let things through in part.
    pub(super) masks: Vec<Mask>,
    /// Words that the file gives in place of the glyphs it shows.
    pub(super) replaced: Vec<Replaced>,
    /// How many points the page's unit of length stands for.
    pub(super) unit: f32,
}

impl Canvas {
    /// Forgets everything, and keeps the memory for another page.
    pub(super) fn clear(&mut self) {
        self.glyphs.clear();
        self.text.clear();
        self.paints.clear();
        self.clips.clear();
        self.masks.clear();
        self.replaced.clear();
    }

    /// The characters of a glyph.
    pub(super) fn text_of(&self, glyph: &Glyph) -> &str {
        let (start, end) = glyph.text;
        self.text.get(start as usize..end as usize).unwrap_or("")
    }

    /// Whether a point lies inside a clip and all around it.
    pub(super) fn inside(&self, clip: Option<u32>, point: Point) -> bool {
        let mut next = clip;
        while let Some(clip) = next.and_then(|clip| self.clips.get(clip as usize)) {
            if !contains(clip.rect, point)
                || clip.path.as_ref().is_some_and(|path| !path.holds(point))
            {
                return false;
            }
            next = clip.parent;
        }
        true
    }
}

/// Whether the characters of a glyph leave nothing to see. Nearly all are one letter.
pub(super) fn is_blank(text: &str) -> bool {
    match text.as_bytes() {
        [byte] => byte.is_ascii_whitespace() || *byte == 0x0b,
        _ => text.trim().is_empty(),
    }
}

/// Whether a box holds a point.
pub(super) fn contains(rect: Rect, point: Point) -> bool {
    let (x, y) = (point.x as f32, point.y as f32);
    x >= rect.x && x <= rect.right() && y >= rect.y && y <= rect.bottom()
}

/// One glyph as it was painted.
#[derive(Debug, Clone)]
pub(super) struct Glyph {
    /// Its characters, as a range of [`Canvas::text`].
    pub(super) text: (u32, u32),
    /// Where its baseline begins.
    pub(super) origin: Point,
    /// From its origin to that of the glyph after it, without spacing.
    pub(super) advance: Vec2,
    /// From its baseline to one em above.
    pub(super) up: Vec2,
    /// The height of an em, in points, after all matrices.
    pub(super) size: f32,
    /// The width of an em, in points, after all matrices.
    pub(super) width: f32,
    /// Index into the document's fonts.
    pub(super) font: u16,
    /// The colour it is filled with, or stroked when it is not filled; `None` for a pattern whose
    /// colour is not known.
    pub(super) color: Option<Color>,
    /// The colour of its outline, when it is filled and stroked.
    pub(super) outline: Option<Color>,
    /// Opacity, 0 to 1, of the colour and of every group around it.
    pub(super) alpha: f32,
    /// How its colour meets what lies behind it.
    pub(super) blend: Blend,
    /// How it is painted.
    pub(super) mode: Mode,
    /// How many paints came before it.
    pub(super) after: u32,
    /// Index into [`Canvas::clips`] of the clip it is painted under.
    pub(super) clip: Option<u32>,
    /// Index into [`Canvas::masks`] of the mask it is painted through.
    pub(super) mask: Option<u32>,
    /// It has no outline: nothing is painted for it.
    pub(super) empty: bool,
    /// It stands on a layer that is switched off.
    pub(super) hidden_layer: bool,
    /// Index into [`Canvas::replaced`], when machines read other words in its place.
    pub(super) replaced: Option<u32>,
    /// Whether a reader sees it; found after the page was interpreted.
    pub(super) visibility: Visibility,
}

/// How a glyph is painted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// Filled, stroked, or both.
    Painted,
    /// Not painted: text render mode 3, or 7, which makes a clip of it.
    Invisible,
}

/// How a colour meets what lies behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Blend {
    /// It takes its place.
    Normal,
    /// It only makes it darker.
    Darker,
    /// It only makes it lighter.
    Lighter,
    /// It makes dark darker and light lighter: nothing changes on black and on white.
    Overlay,
    /// The same, softly.
    SoftLight,
    /// What differs between both is left.
    Difference,
    /// In another way, which we do not follow.
    Other,
}

/// Something other than text that was painted.
pub(super) struct Paint {
    /// Its bounding box, cut by the clip.
    pub(super) rect: Rect,
    /// Its outline where that is not the box itself.
    pub(super) path: Option<Outline>,
    /// With what.
    pub(super) ink: Ink,
    /// Opacity, 0 to 1.
    pub(super) alpha: f32,
    /// How its colour meets what lies behind it.
    pub(super) blend: Blend,
    /// Index into [`Canvas::clips`] of the clip it is painted under.
    pub(super) clip: Option<u32>,
}

/// What a paint is painted with.
pub(super) enum Ink {
    /// One colour.
    Flat(Color),
    /// A shading, a pattern or a picture, as a small grid of samples.
    Sampled(Samples),
    /// A picture that nobody has looked into yet.
    Picture {
        /// It has no transparent part.
        opaque: bool,
    },
    /// Something that we do not follow.
    Unknown,
}

/// Colours sampled over a box, row by row from the top left.
pub(super) struct Samples {
    /// Columns of the grid.
    pub(super) width: u32,
    /// Rows of the grid.
    pub(super) height: u32,
    /// Colour and opacity of each cell.
    pub(super) cells: Vec<[u8; 4]>,
    /// From the page to the grid, which is one wide and one high.
    pub(super) to_grid: Affine,
}

impl Samples {
    /// Colour and opacity at a point of the page.
    pub(super) fn at(&self, point: Point) -> Option<[u8; 4]> {
        let at = self.to_grid * point;
        let column = ((at.x * f64::from(self.width)) as i64).clamp(0, i64::from(self.width) - 1);
        let row = ((at.y * f64::from(self.height)) as i64).clamp(0, i64::from(self.height) - 1);
        self.cells.get((row * i64::from(self.width) + column) as usize).copied()
    }
}

/// A clip: only what lies inside is painted.
pub(super) struct Clip {
    /// The box of this clip and of all around it.
    pub(super) rect: Rect,
    /// Its outline where that is not a box.
    pub(super) path: Option<Outline>,
    /// The clip that this one narrows.
    pub(super) parent: Option<u32>,
    /// How many glyphs came before it; letters can be made a clip.
    pub(super) after: u32,
}

/// A mask: things are painted as far as its own painting is light, or opaque.
pub(super) struct Mask {
    /// What the mask paints.
    pub(super) canvas: Canvas,
    /// Lightness counts, not opacity.
    pub(super) luminosity: bool,
    /// The lightness where it paints nothing, 0 to 1.
    pub(super) backdrop: f32,
}

/// Words that machines read in place of the glyphs that the page shows.
pub(super) struct Replaced {
    /// The words.
    pub(super) text: String,
}
