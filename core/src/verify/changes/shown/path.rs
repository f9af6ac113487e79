//! What an appearance paints beside text: a background over all of it, and a border at its edges, from a
//! short list of shapes in which no sign can be drawn.

use super::ink::Colour;

/// How far from an edge a border reaches at most, as part of the shorter side.
const BORDER: f64 = 0.2;
/// What a background covers of each side at least, and a strip of a border of one.
const COVERED: f64 = 0.9;
/// How far a line between two cells of a comb may be from its place, parts of a cell.
pub(super) const DIVIDED: f64 = 0.03;
/// How thick such a line is at most, parts of a cell.
const THICKEST: f64 = 0.2;
/// How much wider than it says a border is drawn, and how much further from the edge.
const ROUNDED: f64 = 0.5;
/// Most points of a path.
const MOST: usize = 2048;
/// Most shapes of a border.
const PIECES: usize = 6;

/// Left, bottom, right and top.
pub(super) type Box4 = [f64; 4];

/// The border of a field.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in super::super) struct Border {
    /// Units of the appearance.
    pub(in super::super) width: f64,
    pub(in super::super) colour: Colour,
    pub(in super::super) is_dashed: bool,
    /// It has a light and a dark side, of any colour.
    pub(in super::super) is_raised: bool,
}

/// How much an appearance may paint beside text.
#[derive(Debug, Clone, PartialEq)]
pub(in super::super) struct Paint {
    /// Lines and narrow surfaces at its edges.
    pub(super) border: Option<Border>,
    /// Lines from edge to edge part the cells of a comb: which of them were not drawn yet.
    pub(super) dividers: Vec<bool>,
    /// What the field is turned by, degrees.
    pub(super) rotation: i64,
    /// How many more shapes the border may have.
    pub(super) pieces: usize,
}

impl Paint {
    /// A border parts so many cells, if there is one.
    pub(in super::super) fn new(border: Option<Border>, cells: usize, rotation: i64) -> Self {
        let dividers = border.map_or(0, |_| cells.saturating_sub(1));
        Self {
            border,
            dividers: vec![true; dividers],
            rotation,
            pieces: PIECES + dividers,
        }
    }
}

type Point = (f64, f64);

/// The path that is being made, of straight lines only.
#[derive(Debug, Default)]
pub(super) struct Path {
    parts: Vec<Vec<Point>>,
    points: usize,
    /// Makes what is seen smaller, by the even-odd rule or the other.
    clip: Option<bool>,
}

/// What painting a path comes to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Painted {
    /// So much of the appearance got another colour, nearly all.
    Background(Box4),
    /// Something at its edges, so far from them at most.
    Border(f64),
    /// A light or dark side of a border, likewise.
    Bevel(f64),
}

impl Path {
    pub(super) fn is_empty(&self) -> bool {
        self.parts.is_empty() && self.clip.is_none()
    }

    pub(super) fn is_clip(&self) -> bool {
        self.clip.is_some()
    }

    pub(super) fn clip(&mut self, is_even_odd: bool) -> Option<()> {
        self.clip.replace(is_even_odd).is_none().then_some(())
    }

    pub(super) fn begin(&mut self, point: Point) -> Option<()> {
        self.parts.push(Vec::new());
        self.line(point)
    }

    pub(super) fn line(&mut self, point: Point) -> Option<()> {
        self.points += 1;
        self.parts.last_mut()?.push(point);
        (self.points <= MOST).then_some(())
    }

    pub(super) fn close(&mut self) -> Option<()> {
        let first = self.parts.last()?.first().copied()?;
        self.line(first)
    }

    pub(super) fn rectangle(&mut self, (x, y): Point, (width, height): Point) -> Option<()> {
        self.begin((x, y))?;
        self.line((x + width, y))?;
        self.line((x + width, y + height))?;
        self.line((x, y + height))?;
        self.close()
    }

    /// Returns what is seen through the path in every reader: a rectangle with an area, of several that
    /// turn the same way the one in all others. `None` for any other shape.
    pub(super) fn seen(&self) -> Option<Box4> {
        let boxes = self.parts.iter().map(|part| rectangle(part));
        let boxes: Vec<(Box4, bool)> = boxes.collect::<Option<_>>()?;
        let &(mut seen, way) = boxes.first()?;
        for &(part, its_way) in boxes.iter().skip(1) {
            if its_way != way || self.clip != Some(false) {
                return None;
            }
            if holds(seen, part) {
                seen = part;
            } else if !holds(part, seen) {
                return None;
            }
        }
        Some(seen).filter(has_area)
    }

    /// Returns what filling comes to; `None` where it is neither a background nor a border.
    pub(super) fn filled(
        &self,
        (bounds, border): (Box4, f64),
        is_even_odd: bool,
    ) -> Option<Painted> {
        let near = reach(bounds, border);
        match self.parts.as_slice() {
            [part] => {
                let Some((span, _)) = rectangle(part) else {
                    return bevel(part, (bounds, reach(bounds, 2.0 * border))).map(Painted::Bevel);
                };
                if covers(span, bounds) {
                    return Some(Painted::Background(span));
                }
                is_strip(span, (bounds, near)).then_some(Painted::Border(near))
            }
            // One rectangle in another, and what is between them is filled.
            [outer, inner] => {
                let ((outer, way), (inner, other)) = (rectangle(outer)?, rectangle(inner)?);
                let (outer, inner) = match holds(outer, inner) {
                    true => (outer, inner),
                    false => (inner, outer),
                };
                let is_hollow = is_even_odd || way != other;
                let is_frame = holds(outer, inner) && is_along_all(inner, (bounds, near));
                (is_hollow && is_frame).then(|| Painted::Border(depth(inner, bounds)))
            }
            _ => None,
        }
    }

    /// Returns how far from the edges stroking draws a line around or along them, and takes those from edge
    /// to edge off the dividers that are left.
    pub(super) fn stroked(
        &self,
        (bounds, border): (Box4, f64),
        (width, is_dashed): (f64, bool),
        paint: &mut Paint,
    ) -> Option<f64> {
        if width > border + ROUNDED {
            return None;
        }
        let near = reach(bounds, border);
        let mut deepest: f64 = 0.0;
        for part in &self.parts {
            if let Some((span, _)) = rectangle(part) {
                if !is_along_all(span, (bounds, near)) {
                    return None;
                }
                deepest = deepest.max(depth(span, bounds) + width / 2.0);
                continue;
            }
            // A line, and perhaps the way back.
            let (from, to) = match part.as_slice() {
                [from, to] => (*from, *to),
                [from, to, back] if from == back => (*from, *to),
                _ => return None,
            };
            let span = [
                from.0.min(to.0),
                from.1.min(to.1),
                from.0.max(to.0),
                from.1.max(to.1),
            ];
            if is_strip(span, (bounds, near)) {
                deepest = deepest.max(near + width / 2.0);
            } else {
                divider((span, width), (bounds, near), paint).filter(|()| !is_dashed)?;
            }
        }
        Some(deepest)
    }
}

/// Takes a line off the dividers where it stands between two cells.
#[expect(clippy::cast_precision_loss, reason = "at most a few hundred")]
fn divider(
    (span, width): (Box4, f64),
    (bounds, near): (Box4, f64),
    paint: &mut Paint,
) -> Option<()> {
    let [left, bottom, right, top] = bounds;
    let is_upright = (span[2] - span[0]).abs() < 1e-6;
    if !is_upright || span[1] > bottom + near || span[3] < top - near {
        return None;
    }
    let wide = (right - left) / (paint.dividers.len() + 1) as f64;
    let is_here = |at: usize| (span[0] - left - wide * (at + 1) as f64).abs() <= DIVIDED * wide;
    if width > THICKEST * wide {
        return None;
    }
    let at = (0..paint.dividers.len()).find(|at| is_here(*at))?;
    let is_left = paint.dividers.get_mut(at)?;
    std::mem::take(is_left).then_some(())
}

/// Returns what two boxes have in common.
pub(super) fn within([left, bottom, right, top]: Box4, [l, b, r, t]: Box4) -> Box4 {
    [left.max(l), bottom.max(b), right.min(r), top.min(t)]
}

fn has_area([left, bottom, right, top]: &Box4) -> bool {
    right > left && top > bottom
}

/// Returns how far from the edges the sides of a box are at most.
fn depth(span: Box4, bounds: Box4) -> f64 {
    let apart = span.iter().zip(bounds).map(|(a, b)| (a - b).abs());
    apart.fold(0.0, f64::max)
}

/// Returns how far from an edge a border reaches.
fn reach([left, bottom, right, top]: Box4, border: f64) -> f64 {
    (border + ROUNDED).min(BORDER * (right - left).min(top - bottom))
}

/// Returns whether each side of a box is at its edge.
fn is_along_all(span: Box4, (bounds, near): (Box4, f64)) -> bool {
    depth(span, bounds) <= near
}

/// Returns whether a box lies along one edge, nearly all of it.
fn is_strip(span: Box4, (bounds, near): (Box4, f64)) -> bool {
    let [left, bottom, right, top] = bounds;
    let [across, up] = covered(span, bounds);
    let is_at =
        |low: f64, high: f64, edge: f64| (low - edge).abs() <= near && (high - edge).abs() <= near;
    across >= COVERED && (is_at(span[1], span[3], bottom) || is_at(span[1], span[3], top))
        || up >= COVERED && (is_at(span[0], span[2], left) || is_at(span[0], span[2], right))
}

/// Returns how deep a surface is that is the light or the dark side of a raised or sunken box: four or six
/// corners near those of the box, along one or two of its edges and back.
fn bevel(part: &[Point], (bounds, near): (Box4, f64)) -> Option<f64> {
    let mut corners = part.to_vec();
    while corners.len() > 4 && corners.first() == corners.last() {
        corners.pop();
    }
    let [left, bottom, right, top] = bounds;
    let is_at = |value: f64, edges: [f64; 2]| edges.iter().any(|edge| (value - edge).abs() <= near);
    let are_corners = corners
        .iter()
        .all(|(x, y)| is_at(*x, [left, right]) && is_at(*y, [bottom, top]));
    let mut sides = corners.iter().zip(corners.iter().cycle().skip(1));
    let is_side = |(from, to): (&Point, &Point)| {
        let (across, up) = ((from.0 - to.0).abs(), (from.1 - to.1).abs());
        across < 1e-6 || up < 1e-6 || across <= near && up <= near
    };
    let turned = corners.iter().zip(corners.iter().cycle().skip(1));
    let area: f64 = turned.map(|(a, b)| (a.0 * b.1 - b.0 * a.1) / 2.0).sum();
    let sum = (right - left) + (top - bottom);
    // Along two edges, or one.
    let [across, up] = covered(span_of(&corners), bounds);
    let is_long = match corners.len() {
        6 => across >= COVERED && up >= COVERED,
        _ => across >= COVERED || up >= COVERED,
    };
    let is_bevel = is_long
        && matches!(corners.len(), 4 | 6)
        && are_corners
        && sides.all(is_side)
        && area.abs() <= near * sum;
    let depth = |(x, y): &Point| {
        let across = (x - left).abs().min((x - right).abs());
        across.max((y - bottom).abs().min((y - top).abs()))
    };
    is_bevel.then(|| corners.iter().map(depth).fold(0.0, f64::max))
}

fn span_of(corners: &[Point]) -> Box4 {
    let start = [f64::MAX, f64::MAX, f64::MIN, f64::MIN];
    let corners = corners.iter();
    corners.fold(start, |[left, bottom, right, top], (x, y)| {
        [left.min(*x), bottom.min(*y), right.max(*x), top.max(*y)]
    })
}

/// Returns whether a span covers nearly all.
fn covers(span: Box4, bounds: Box4) -> bool {
    covered(span, bounds).iter().all(|part| *part >= COVERED)
}

/// Returns how much of its width and height is covered.
fn covered([left, bottom, right, top]: Box4, [l, b, r, t]: Box4) -> [f64; 2] {
    let part =
        |low: f64, high: f64, from: f64, to: f64| (high.min(to) - low.max(from)) / (to - from);
    [part(left, right, l, r), part(bottom, top, b, t)]
}

/// Returns the box of a rectangle whose sides are along the axes, and whether it turns left.
fn rectangle(part: &[Point]) -> Option<(Box4, bool)> {
    let mut corners = part.to_vec();
    // Closed once or more.
    while corners.len() > 4 && corners.first() == corners.last() {
        corners.pop();
    }
    let [a, b, c, d] = corners.try_into().ok()?;
    let is = |a: f64, b: f64| (a - b).abs() < 1e-6;
    let is_upright = is(a.1, b.1) && is(b.0, c.0) && is(c.1, d.1) && is(d.0, a.0)
        || is(a.0, b.0) && is(b.1, c.1) && is(c.0, d.0) && is(d.1, a.1);
    let turns_left = (c.0 - a.0) * (d.1 - b.1) - (c.1 - a.1) * (d.0 - b.0) > 0.0;
    let span = [a.0.min(c.0), a.1.min(c.1), a.0.max(c.0), a.1.max(c.1)];
    is_upright.then_some((span, turns_left))
}

fn holds([l, b, r, t]: Box4, [left, bottom, right, top]: Box4) -> bool {
    l <= left && b <= bottom && r >= right && t >= top
}
