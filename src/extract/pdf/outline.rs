//! Outlines that are asked again and again whether a point lies inside.
//!
//! A page may be clipped to a rounded box of a thousand curves, and each of its letters asks three times
//! whether it is inside. Most parts of a box are far from any edge: once one of their points has been
//! looked at, all have.

use std::cell::{Cell, OnceCell};

use kurbo::{BezPath, PathEl, PathSeg, Point, Rect, Shape};

/// An outline, and how it is told what lies inside.
pub(super) struct Outline {
    /// Its lines and curves.
    path: BezPath,
    /// What is crossed an even number of times lies outside.
    even_odd: bool,
    /// How often it was asked.
    asked: Cell<u32>,
    /// Its parts, once it was asked often.
    parts: OnceCell<Parts>,
}

/// The outline's box in parts.
struct Parts {
    frame: Rect,
    cells: Vec<Cell<Part>>,
}

/// What is known of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// No edge runs through it; no point of it was looked at.
    Even,
    /// All of it lies inside.
    Inside,
    /// All of it lies outside.
    Outside,
    /// An edge runs through it.
    Edge,
}

/// Parts of the box in either direction.
const PARTS: usize = 24;
/// From so many questions on the parts pay.
const OFTEN: u32 = 12;

impl Outline {
    /// An outline as it is filled: each part that was left open is closed with a straight line.
    pub(super) fn new(path: BezPath, even_odd: bool) -> Self {
        let path = closed(path);
        Outline { path, even_odd, asked: Cell::new(0), parts: OnceCell::new() }
    }

    /// Whether a point lies inside.
    pub(super) fn holds(&self, point: Point) -> bool {
        if self.asked.get() < OFTEN {
            self.asked.set(self.asked.get() + 1);
            return self.is_inside(point);
        }
        let parts = self.parts.get_or_init(|| Parts::of(&self.path));
        let Some(cell) = parts.at(point) else { return self.is_inside(point) };
        match cell.get() {
            Part::Inside => true,
            Part::Outside => false,
            Part::Edge => self.is_inside(point),
            Part::Even => {
                let inside = self.is_inside(point);
                cell.set(if inside { Part::Inside } else { Part::Outside });
                inside
            }
        }
    }

    fn is_inside(&self, point: Point) -> bool {
        let winding = self.path.winding(point);
        if self.even_odd { winding % 2 != 0 } else { winding != 0 }
    }
}

fn closed(path: BezPath) -> BezPath {
    let parts = path.elements().iter().filter(|element| matches!(element, PathEl::MoveTo(_)));
    let ends = path.elements().iter().filter(|element| matches!(element, PathEl::ClosePath));
    if parts.count() <= ends.count() {
        return path;
    }
    let mut closed = BezPath::new();
    for element in path.elements() {
        if matches!(element, PathEl::MoveTo(_)) && !closed.is_empty() {
            closed.close_path();
        }
        closed.push(*element);
    }
    closed.close_path();
    closed
}

impl Parts {
    fn of(path: &BezPath) -> Self {
        let parts =
            Parts { frame: path.bounding_box(), cells: vec![Cell::new(Part::Even); PARTS * PARTS] };
        for segment in path.segments() {
            parts.mark(segment);
        }
        parts
    }

    /// Notes that an edge runs through all parts that the box of its points touches.
    fn mark(&self, segment: PathSeg) {
        let points = match segment {
            PathSeg::Line(line) => [line.p0, line.p0, line.p1, line.p1],
            PathSeg::Quad(quad) => [quad.p0, quad.p1, quad.p1, quad.p2],
            PathSeg::Cubic(cubic) => [cubic.p0, cubic.p1, cubic.p2, cubic.p3],
        };
        let (mut low, mut high) = ((PARTS, PARTS), (0, 0));
        for point in points {
            let (x, y) = self.place(point);
            low = (low.0.min(x), low.1.min(y));
            high = (high.0.max(x), high.1.max(y));
        }
        for row in low.1..=high.1 {
            for column in low.0..=high.0 {
                self.cells[row * PARTS + column].set(Part::Edge);
            }
        }
    }

    /// Column and row of a point; of one outside the box, those of the nearest part.
    fn place(&self, point: Point) -> (usize, usize) {
        let along = |at: f64, start: f64, length: f64| {
            ((at - start) / length * PARTS as f64).clamp(0.0, PARTS as f64 - 1.0) as usize
        };
        (
            along(point.x, self.frame.x0, self.frame.width()),
            along(point.y, self.frame.y0, self.frame.height()),
        )
    }

    /// The part that a point lies in.
    fn at(&self, point: Point) -> Option<&Cell<Part>> {
        let inside = self.frame.contains(point);
        let (column, row) = self.place(point);
        inside.then(|| &self.cells[row * PARTS + column])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn point() -> impl Strategy<Value = Point> {
        (0.0..100.0, 0.0..100.0).prop_map(|(x, y)| Point::new(x, y))
    }

    /// Lines and curves through some points, in up to two parts, closed or not.
    fn path() -> impl Strategy<Value = BezPath> {
        let part = (proptest::collection::vec(point(), 3..12), any::<bool>());
        proptest::collection::vec(part, 1..3).prop_map(|parts| {
            let mut path = BezPath::new();
            for (points, closed) in parts {
                path.move_to(points[0]);
                for (i, three) in points[1..].chunks(3).enumerate() {
                    match three {
                        [a, b, c] if i % 2 == 0 => path.curve_to(*a, *b, *c),
                        [.., last] => path.line_to(*last),
                        [] => {}
                    }
                }
                if closed {
                    path.close_path();
                }
            }
            path
        })
    }

    proptest! {
        #[test]
        fn an_outline_answers_the_same_however_often_it_is_asked(
            path in path(),
            points in proptest::collection::vec(point(), 60),
            even_odd in any::<bool>(),
        ) {
            let outline = Outline::new(path, even_odd);
            for point in points.iter().chain(&points) {
                prop_assert_eq!(outline.holds(*point), outline.is_inside(*point));
            }
        }
    }
}
