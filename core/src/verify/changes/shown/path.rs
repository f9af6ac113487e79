//! What an appearance paints beside text: a background over all of it, and a border at its edges.

use super::drawing::Box4;

/// How far from an edge a border reaches at most, as part of the shorter side.
const BORDER: f64 = 0.2;
/// What a background covers of each side at least, and a surface of a border of one.
const COVERED: f64 = 0.9;
/// How long a line of a border is at least, as part of its side.
const LONGEST: f64 = 0.5;
/// Most corners of a surface of a border.
const CORNERS: usize = 12;
/// Most points of a path.
const MOST: usize = 2048;

/// How much an appearance may paint beside text.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(in super::super) struct Paint {
    /// A surface of any colour over all of it: there is a background.
    pub(in super::super) is_filled: bool,
    /// Lines and narrow surfaces at its edges: there is a border, of this width in units of the
    /// appearance.
    pub(in super::super) border: Option<f64>,
    /// Lines from edge to edge that part the cells of a comb.
    pub(in super::super) dividers: usize,
    /// What the field is turned by, degrees.
    pub(in super::super) rotation: i64,
}

type Point = (f64, f64);

/// The path that is being made, of straight lines only.
#[derive(Debug, Default)]
pub(super) struct Path {
    parts: Vec<Vec<Point>>,
    points: usize,
    pub(super) is_clip: bool,
}

/// What painting a path comes to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Painted {
    /// So much of the appearance got another colour, nearly all.
    Background(Box4),
    /// Something at its edges, so far from them at most.
    Border(f64),
}

impl Path {
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

    /// Returns what is seen through the path: that of its rectangles which holds all others. `None` for
    /// any other shape.
    pub(super) fn seen(&self) -> Option<Box4> {
        let boxes: Vec<(Box4, bool)> = self
            .parts
            .iter()
            .map(|part| rectangle(part))
            .collect::<Option<_>>()?;
        let &(first, way) = boxes.first()?;
        let mut seen = first;
        for &(part, its_way) in &boxes {
            // One inside the other the other way round is a frame.
            if its_way != way {
                return None;
            }
            if holds(part, seen) {
                seen = part;
            } else if !holds(seen, part) {
                return None;
            }
        }
        Some(seen)
    }

    /// Returns what filling comes to; `None` where it is neither a background nor a border.
    pub(super) fn filled(
        &self,
        (bounds, border): (Box4, f64),
        is_even_odd: bool,
    ) -> Option<Painted> {
        if let [part] = self.parts.as_slice()
            && let Some((span, _)) = rectangle(part)
            && covers(span, bounds)
        {
            return Some(Painted::Background(span));
        }
        let near = reach(bounds, border);
        let is_border = self.parts.iter().all(|part| {
            let closing = part.last().copied().zip(part.first().copied());
            let mut sides = pairs(part).chain(closing);
            part.len() <= CORNERS
                && covers_a_side(span(part), bounds)
                && sides.all(|(from, to)| is_along_an_edge(from, to, (bounds, near)))
        });
        if !is_border {
            return None;
        }
        // No side goes through the middle, so that it is filled as a whole or not at all.
        let turns: i32 = self.parts.iter().map(|part| turns(part, bounds)).sum();
        let is_filled = if is_even_odd {
            turns % 2 != 0
        } else {
            turns != 0
        };
        let [left, bottom, right, top] = bounds;
        Some(if is_filled {
            Painted::Background([left + near, bottom + near, right - near, top - near])
        } else {
            Painted::Border(depth(self.parts.iter().flatten(), bounds))
        })
    }

    /// Returns how far from the edges stroking draws lines along them, and how many `dividers` are left
    /// of those that go from edge to edge and part cells.
    pub(super) fn stroked(
        &self,
        (bounds, border): (Box4, f64),
        width: f64,
        mut dividers: usize,
    ) -> Option<(f64, usize)> {
        let mut deepest: f64 = 0.0;
        let [left, bottom, right, top] = bounds;
        let is = |a: f64, b: f64| (a - b).abs() < 1e-6;
        let near = reach(bounds, border);
        for (from, to) in self.parts.iter().flat_map(|part| pairs(part)) {
            let is_point = is(from.0, to.0) && is(from.1, to.1);
            let is_long = is(from.1, to.1) && (from.0 - to.0).abs() >= LONGEST * (right - left)
                || is(from.0, to.0) && (from.1 - to.1).abs() >= LONGEST * (top - bottom);
            if is_point || is_long && is_along_an_edge(from, to, (bounds, near)) {
                deepest = deepest.max(depth([&from], bounds) + width / 2.0);
                continue;
            }
            let is_divider = is(from.0, to.0)
                && from.1.min(to.1) <= bottom + near
                && from.1.max(to.1) >= top - near;
            dividers = dividers.checked_sub(1).filter(|_| is_divider)?;
        }
        (width <= widest(border)).then_some((deepest, dividers))
    }
}

/// Returns how far from the nearest edge any of the points is.
fn depth<'p>(points: impl IntoIterator<Item = &'p Point>, [left, bottom, right, top]: Box4) -> f64 {
    let depths = points.into_iter().map(|(x, y)| {
        let sides = [x - left, right - x, y - bottom, top - y];
        sides.into_iter().fold(f64::MAX, f64::min)
    });
    depths.fold(0.0, f64::max)
}

fn pairs(part: &[Point]) -> impl Iterator<Item = (Point, Point)> + '_ {
    part.windows(2).filter_map(|pair| match pair {
        [from, to] => Some((*from, *to)),
        _ => None,
    })
}

/// Returns the width of the widest line of a border: those of scripts that round it up too.
fn widest(border: f64) -> f64 {
    border + 1.0
}

/// Returns how far from an edge a border with its shadow reaches.
fn reach([left, bottom, right, top]: Box4, border: f64) -> f64 {
    (2.0 * widest(border)).min(BORDER * (right - left).min(top - bottom))
}

/// Returns whether both ends lie at one and the same edge.
fn is_along_an_edge((ax, ay): Point, (bx, by): Point, (bounds, near): (Box4, f64)) -> bool {
    let [left, bottom, right, top] = bounds;
    let are_at = |a: f64, b: f64, edge: f64| (a - edge).abs() <= near && (b - edge).abs() <= near;
    are_at(ax, bx, left) || are_at(ax, bx, right) || are_at(ay, by, bottom) || are_at(ay, by, top)
}

/// Returns whether a span covers nearly all.
pub(super) fn covers(span: Box4, bounds: Box4) -> bool {
    covered(span, bounds).iter().all(|part| *part >= COVERED)
}

fn covers_a_side(span: Box4, bounds: Box4) -> bool {
    covered(span, bounds).iter().any(|part| *part >= COVERED)
}

/// Returns how much of its width and height is covered.
fn covered([left, bottom, right, top]: Box4, [l, b, r, t]: Box4) -> [f64; 2] {
    let part =
        |low: f64, high: f64, from: f64, to: f64| (high.min(to) - low.max(from)) / (to - from);
    [part(left, right, l, r), part(bottom, top, b, t)]
}

fn span(part: &[Point]) -> Box4 {
    let start = [f64::MAX, f64::MAX, f64::MIN, f64::MIN];
    part.iter()
        .fold(start, |[left, bottom, right, top], (x, y)| {
            [left.min(*x), bottom.min(*y), right.max(*x), top.max(*y)]
        })
}

/// Returns how often a surface goes round the middle.
fn turns(part: &[Point], [left, bottom, right, top]: Box4) -> i32 {
    let (x, y) = (left.midpoint(right), bottom.midpoint(top));
    let closing = part.last().copied().zip(part.first().copied());
    // What crosses the line from the middle to the right.
    let crossings = pairs(part).chain(closing).map(|(from, to)| {
        let is_right = from.0.max(to.0) > x;
        match (from.1 > y, to.1 > y) {
            (false, true) if is_right => 1,
            (true, false) if is_right => -1,
            _ => 0,
        }
    });
    crossings.sum()
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
