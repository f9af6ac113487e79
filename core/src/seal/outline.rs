//! Outlines of glyphs and of the plain shapes of a seal.

use super::drawing::Segment;
use crate::font::OutlinePen;

/// An affine map of the plane: `x' = a·x + c·y + e`, `y' = b·x + d·y + f`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Affine {
    pub(super) a: f64,
    pub(super) b: f64,
    pub(super) c: f64,
    pub(super) d: f64,
    pub(super) e: f64,
    pub(super) f: f64,
}

impl Affine {
    /// Returns the map of a plane whose units are so long in this one.
    pub(super) fn scaled(self, unit: f64) -> Self {
        Self {
            a: self.a * unit,
            b: self.b * unit,
            c: self.c * unit,
            d: self.d * unit,
            ..self
        }
    }

    pub(super) fn apply(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        [
            self.a * x + self.c * y + self.e,
            self.b * x + self.d * y + self.f,
        ]
    }
}

/// Collects an outline of font units as segments in millimetres; quadratic curves are raised to
/// cubic ones, which draw the same line.
pub(super) struct MappedPen {
    map: Affine,
    at: [f64; 2],
    pub(super) segments: Vec<Segment>,
}

impl MappedPen {
    pub(super) fn new(map: Affine) -> Self {
        Self {
            map,
            at: [0.0; 2],
            segments: Vec::new(),
        }
    }
}

fn point(x: f32, y: f32) -> [f64; 2] {
    [f64::from(x), f64::from(y)]
}

impl OutlinePen for MappedPen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.at = point(x, y);
        self.segments.push(Segment::Move(self.map.apply(self.at)));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.at = point(x, y);
        self.segments.push(Segment::Line(self.map.apply(self.at)));
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        let to = point(x, y);
        let curve = Segment::quadratic(self.at, point(cx, cy), to);
        self.at = to;
        self.segments.push(curve.mapped(&self.map));
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        self.at = point(x, y);
        self.segments.push(Segment::Curve(
            self.map.apply(point(cx0, cy0)),
            self.map.apply(point(cx1, cy1)),
            self.map.apply(self.at),
        ));
    }

    fn close(&mut self) {
        self.segments.push(Segment::Close);
    }
}

/// Returns a ring around `centre`: the inner circle runs the other way, so that the non-zero rule
/// leaves the hole open.
pub(super) fn ring(centre: [f64; 2], outer: f64, inner: f64) -> Vec<Segment> {
    let mut segments = circle(centre, outer, 1.0);
    segments.extend(circle(centre, inner, -1.0));
    segments
}

/// Returns an elliptic ring of one width around `centre`, which the inner ellipse keeps to within 3 % of
/// that width.
pub(super) fn oval_ring(centre: [f64; 2], [a, b]: [f64; 2], width: f64) -> Vec<Segment> {
    let mut segments = ellipse(centre, [a, b], 1.0);
    segments.extend(ellipse(centre, [a - width, b - width], -1.0));
    segments
}

/// Returns the border of a square.
pub(super) fn frame(side: f64, width: f64) -> Vec<Segment> {
    let (low, high) = (width, side - width);
    vec![
        Segment::Move([0.0, 0.0]),
        Segment::Line([side, 0.0]),
        Segment::Line([side, side]),
        Segment::Line([0.0, side]),
        Segment::Close,
        Segment::Move([low, low]),
        Segment::Line([low, high]),
        Segment::Line([high, high]),
        Segment::Line([high, low]),
        Segment::Close,
    ]
}

fn circle(centre: [f64; 2], r: f64, turn: f64) -> Vec<Segment> {
    ellipse(centre, [r, r], turn)
}

/// Four cubic arcs; the greatest distance from the true circle is 0.03 % of the radius.
fn ellipse([x, y]: [f64; 2], [a, b]: [f64; 2], turn: f64) -> Vec<Segment> {
    const K: f64 = 0.552_284_749_830_793_4; // 4/3·(√2−1)
    let p = |u: f64, v: f64| [x + a * u, y + b * v * turn];
    vec![
        Segment::Move(p(1.0, 0.0)),
        Segment::Curve(p(1.0, K), p(K, 1.0), p(0.0, 1.0)),
        Segment::Curve(p(-K, 1.0), p(-1.0, K), p(-1.0, 0.0)),
        Segment::Curve(p(-1.0, -K), p(-K, -1.0), p(0.0, -1.0)),
        Segment::Curve(p(K, -1.0), p(1.0, -K), p(1.0, 0.0)),
        Segment::Close,
    ]
}

/// Returns a five-pointed star, one point up; the inner corners lie where the sides of the
/// pentagram cross, at (3−√5)/2 of the radius.
pub(super) fn star([x, y]: [f64; 2], radius: f64) -> Vec<Segment> {
    let inner = radius * (3.0 - 5.0_f64.sqrt()) / 2.0;
    let corner = |i: u8| {
        let angle = f64::from(i) * std::f64::consts::PI / 5.0;
        let r = if i.is_multiple_of(2) { radius } else { inner };
        [x + r * angle.sin(), y - r * angle.cos()]
    };
    let mut segments = vec![Segment::Move(corner(0))];
    segments.extend((1..10).map(|i| Segment::Line(corner(i))));
    segments.push(Segment::Close);
    segments
}
