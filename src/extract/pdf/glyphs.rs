//! What a page paints, as plain data: glyphs in the order they were painted, and what was painted
//! around them.
//!
//! The interpreter fills a [`Canvas`]; layout and visibility read it. Nothing here knows the
//! libraries underneath, so that a change of theirs stops at the interpreter.

use kurbo::{BezPath, Point, Vec2};

use crate::document::{Color, Rect};

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
}

impl Canvas {
    /// The characters of a glyph.
    pub(super) fn text_of(&self, glyph: &Glyph) -> &str {
        let (start, end) = glyph.text;
        self.text.get(start as usize..end as usize).unwrap_or("")
    }
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
    /// The height of an em, in points, after all matrices.
    pub(super) size: f32,
    /// Index into the document's fonts.
    pub(super) font: u16,
    /// The colour it is filled or stroked with; `None` for a pattern.
    pub(super) color: Option<Color>,
    /// Opacity, 0 to 1, of the colour and of every group around it.
    pub(super) alpha: f32,
    /// How it is painted.
    pub(super) mode: Mode,
    /// How many paints came before it.
    pub(super) after: u32,
    /// Index into [`Canvas::clips`] of the clip it is painted under.
    pub(super) clip: Option<u32>,
    /// The box of its outline; `None` when it has no outline of its own to look at.
    pub(super) ink: Option<Rect>,
    /// It stands on a layer that is switched off.
    pub(super) hidden_layer: bool,
}

/// How a glyph is painted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// Filled, stroked, or both.
    Painted,
    /// Not painted: text render mode 3 or 7.
    Invisible,
}

/// Something other than text that was painted.
pub(super) struct Paint {
    /// Its bounding box, cut by the clip.
    pub(super) rect: Rect,
    /// Its outline where that is not the box itself.
    pub(super) path: Option<BezPath>,
    /// With what.
    pub(super) ink: Ink,
    /// Opacity, 0 to 1.
    pub(super) alpha: f32,
    /// Index into [`Canvas::clips`] of the clip it is painted under.
    pub(super) clip: Option<u32>,
}

/// What a paint is painted with.
pub(super) enum Ink {
    /// One colour.
    Flat(Color),
    /// A shading, a pattern or a picture, as a small grid of samples over its box.
    Sampled(Samples),
    /// Something that changes the colour beneath in a way that we do not follow.
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
}

/// A clip: only what lies inside is painted.
pub(super) struct Clip {
    /// The box of this clip and of all around it.
    pub(super) rect: Rect,
    /// Its outline where that is not a box.
    pub(super) path: Option<BezPath>,
    /// The clip that this one narrows.
    pub(super) parent: Option<u32>,
}
