//! `AbbreviatedData`: the steps of an outline (GB/T 33190-2016, 9.3; from memory).

use super::super::super::drawing::Segment;
use super::super::SealPictureError;
use super::{not_drawn, number};
use std::f64::consts::{FRAC_PI_2, TAU};

/// Most steps of one outline.
const MOST: usize = 200_000;

/// The words of an outline.
struct Words<'t>(std::str::SplitAsciiWhitespace<'t>);

impl Words<'_> {
    fn number(&mut self) -> Result<f64, SealPictureError> {
        let number = self.0.next().and_then(number);
        number.ok_or_else(|| not_drawn("AbbreviatedData"))
    }

    fn point(&mut self) -> Result<[f64; 2], SealPictureError> {
        Ok([self.number()?, self.number()?])
    }
}

/// Reads an outline; quadratic curves and arcs become cubic ones.
pub(super) fn read(data: &str) -> Result<Vec<Segment>, SealPictureError> {
    let mut words = Words(data.split_ascii_whitespace());
    let mut segments = Vec::new();
    let mut at = [0.0; 2];
    let mut start = at;
    while let Some(word) = words.0.next() {
        if segments.len() >= MOST {
            return Err(not_drawn("more outlines than are read"));
        }
        match word {
            "S" | "M" => {
                at = words.point()?;
                start = at;
                segments.push(Segment::Move(at));
            }
            _ if segments.is_empty() => return Err(not_drawn("AbbreviatedData")),
            "L" => {
                at = words.point()?;
                segments.push(Segment::Line(at));
            }
            "Q" => {
                let (control, to) = (words.point()?, words.point()?);
                segments.push(Segment::quadratic(at, control, to));
                at = to;
            }
            "B" => {
                let (first, second, to) = (words.point()?, words.point()?, words.point()?);
                segments.push(Segment::Curve(first, second, to));
                at = to;
            }
            "A" => {
                let radii = words.point()?;
                let turn = words.number()?.to_radians();
                let (is_large, is_clockwise) = (words.number()? != 0.0, words.number()? != 0.0);
                let to = words.point()?;
                arc(
                    &mut segments,
                    (at, to),
                    (radii, turn),
                    is_large,
                    is_clockwise,
                );
                at = to;
            }
            "C" => {
                segments.push(Segment::Close);
                at = start;
            }
            _ => return Err(not_drawn("AbbreviatedData")),
        }
    }
    Ok(segments)
}

/// Adds an arc of an ellipse as cubic curves, each of a quarter turn at most (the same parameters as
/// SVG 1.1, F.6.5, with y down).
fn arc(
    segments: &mut Vec<Segment>,
    (from, to): ([f64; 2], [f64; 2]),
    (radii, turn): ([f64; 2], f64),
    is_large: bool,
    is_clockwise: bool,
) {
    let [mut rx, mut ry] = radii.map(f64::abs);
    let (sin, cos) = turn.sin_cos();
    let half = [(from[0] - to[0]) / 2.0, (from[1] - to[1]) / 2.0];
    let own = [cos * half[0] + sin * half[1], cos * half[1] - sin * half[0]];
    if rx < 1e-9 || ry < 1e-9 || half[0].hypot(half[1]) < 1e-9 {
        segments.push(Segment::Line(to));
        return;
    }
    // An ellipse that is too small grows until it reaches.
    let reach = (own[0] / rx).hypot(own[1] / ry).max(1.0);
    (rx, ry) = (rx * reach, ry * reach);
    let area = (rx * own[1]).powi(2) + (ry * own[0]).powi(2);
    let rest = (((rx * ry).powi(2) - area).max(0.0) / area).sqrt();
    let rest = if is_large == is_clockwise {
        -rest
    } else {
        rest
    };
    let middle = [rest * rx * own[1] / ry, -rest * ry * own[0] / rx];
    let angle = |sign: f64| {
        let x = (sign * own[0] - middle[0]) / rx;
        let y = (sign * own[1] - middle[1]) / ry;
        y.atan2(x)
    };
    let begin = angle(1.0);
    let mut sweep = angle(-1.0) - begin;
    if is_clockwise && sweep < 0.0 {
        sweep += TAU;
    } else if !is_clockwise && sweep > 0.0 {
        sweep -= TAU;
    }
    let centre = [
        cos * middle[0] - sin * middle[1] + f64::midpoint(from[0], to[0]),
        sin * middle[0] + cos * middle[1] + f64::midpoint(from[1], to[1]),
    ];
    let place = |x: f64, y: f64| {
        [
            centre[0] + cos * rx * x - sin * ry * y,
            centre[1] + sin * rx * x + cos * ry * y,
        ]
    };
    let pieces = (1_u8..4).find(|count| sweep.abs() <= f64::from(*count) * FRAC_PI_2 + 1e-9);
    let pieces = pieces.unwrap_or(4);
    let step = sweep / f64::from(pieces);
    let pull = 4.0 / 3.0 * (step / 4.0).tan();
    for piece in 0..pieces {
        let a = begin + step * f64::from(piece);
        let ((sa, ca), (sb, cb)) = (a.sin_cos(), (a + step).sin_cos());
        let end = match piece + 1 == pieces {
            true => to,
            false => place(cb, sb),
        };
        segments.push(Segment::Curve(
            place(ca - pull * sa, sa + pull * ca),
            place(cb + pull * sb, sb - pull * cb),
            end,
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(data: &str) -> Vec<[f64; 2]> {
        let mut at = [0.0; 2];
        let mut points = Vec::new();
        for segment in read(data).unwrap() {
            match segment {
                Segment::Move(p) | Segment::Line(p) => {
                    points.push(p);
                    at = p;
                }
                Segment::Curve(a, b, p) => {
                    for step in 1..=10 {
                        let t = f64::from(step) / 10.0;
                        let s = 1.0 - t;
                        points.push([0, 1].map(|axis: usize| {
                            s * s * s * at[axis]
                                + 3.0 * s * s * t * a[axis]
                                + 3.0 * s * t * t * b[axis]
                                + t * t * t * p[axis]
                        }));
                    }
                    at = p;
                }
                Segment::Close => {}
            }
        }
        points
    }

    #[test]
    fn arcs_lie_on_their_circle_on_the_side_that_they_say() {
        // From the left to the top of a circle around (10, 10), by all four ways.
        for (large, clockwise, centre) in [
            (0, 1, [10.0, 10.0]),
            (1, 0, [10.0, 10.0]),
            (0, 0, [5.0, 5.0]),
            (1, 1, [5.0, 5.0]),
        ] {
            let all = points(&format!("S 5 10 A 5 5 0 {large} {clockwise} 10 5"));
            for point in &all {
                let away = (point[0] - centre[0]).hypot(point[1] - centre[1]);
                assert!((away - 5.0).abs() < 0.01, "{large} {clockwise}: {point:?}");
            }
            assert_eq!(all.last(), Some(&[10.0, 5.0]));
            let lowest = all.iter().map(|point| point[1]).fold(0.0, f64::max);
            let is_long = lowest > 10.5 || all.iter().any(|point| point[0] < 4.5);
            assert_eq!(is_long, large == 1, "{large} {clockwise}");
        }
    }

    #[test]
    fn a_turned_ellipse_lies_on_itself_and_one_too_small_grows() {
        let all = points("S 0 0 A 10 5 90 0 1 10 0");
        for [x, y] in &all {
            let on = ((x - 5.0) / 5.0).powi(2) + (y / 10.0).powi(2);
            assert!((on - 1.0).abs() < 0.01, "{x} {y}");
        }
        let all = points("S 0 0 A 1 1 0 0 1 10 0");
        assert!(
            all.iter()
                .any(|[x, y]| (x - 5.0).abs() < 0.3 && (y + 5.0).abs() < 0.1)
        );
    }

    #[test]
    fn what_is_no_outline_is_refused() {
        for data in [
            "L 1 1",
            "S 1",
            "S 1 x",
            "S 0 0 Z",
            "S 0 0 A 1 1 0 0 1 10",
            "S 0 0 L 1e9 0",
        ] {
            assert!(read(data).is_err(), "{data}");
        }
    }
}
