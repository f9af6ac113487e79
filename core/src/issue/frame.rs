//! Border and ground of a face: one tile along the edges, one in the corners.

use pdf_writer::types::ArtifactType;
use pdf_writer::{Content, Name, Settings};

use super::error::IssueError;
use super::sheet::{Area, Sheet, mm, round, tint};
use crate::licence::{FaceStyle, FrameStyle, GroundStyle};

/// A pattern in the unit square, drawn many times: a form XObject of the page.
pub(super) struct Tile {
    pub(super) name: &'static str,
    pub(super) content: Vec<u8>,
}

/// Draws paper, ground and border, and returns the area within.
pub(super) fn draw(sheet: &mut Sheet<'_>, style: &FaceStyle) -> Result<Area, IssueError> {
    let unit = (sheet.width.min(sheet.height) / mm(210.0)).clamp(0.6, 1.0);
    let page = Area {
        left: 0.0,
        top: 0.0,
        right: sheet.width,
        bottom: sheet.height,
    };
    let outer = inset(page, mm(8.0) * unit);
    let band = mm(match style.frame {
        FrameStyle::Braid => 6.0,
        FrameStyle::DoubleRule => 3.2,
        FrameStyle::Guilloche => 8.5,
        FrameStyle::Meander => 6.5,
    }) * unit;
    let inner = inset(outer, band);
    sheet.tiles.extend(tiles(style.frame));
    if style.ground == GroundStyle::Rosette {
        sheet.tiles.push(petal());
    }
    let ink = tint(style.ink, style.paper, 1.0);
    sheet.artifact(ArtifactType::Background, |sheet| {
        let paper = tint(style.paper, style.paper, 1.0);
        sheet.fill(page, paper);
        if style.frame == FrameStyle::Guilloche {
            sheet.fill(outer, tint(style.ink, style.paper, 0.07));
            sheet.fill(inner, paper);
        }
        if style.ground == GroundStyle::Rosette {
            rosette(sheet, style);
        }
    });
    sheet.artifact(ArtifactType::Layout, |sheet| {
        if style.frame == FrameStyle::DoubleRule {
            sheet.outline(inset(outer, mm(0.6) * unit), mm(1.2) * unit, ink);
            stepped(sheet, inset(outer, mm(2.4) * unit), mm(5.0) * unit, ink);
            return;
        }
        let [r, g, b] = ink;
        sheet.content.set_stroke_rgb(r, g, b).set_fill_rgb(r, g, b);
        edges(
            sheet,
            outer,
            band,
            if style.frame == FrameStyle::Guilloche {
                1.7
            } else {
                1.0
            },
        );
        sheet.outline(outer, 0.9 * unit, ink);
        sheet.outline(inset(outer, -mm(0.8) * unit), 0.35 * unit, ink);
        sheet.outline(inner, 0.7 * unit, ink);
        sheet.outline(inset(inner, mm(1.0) * unit), 0.35 * unit, ink);
    });
    Ok(inset(inner, mm(7.0) * unit))
}

fn inset(area: Area, by: f32) -> Area {
    Area {
        left: area.left + by,
        top: area.top + by,
        right: area.right - by,
        bottom: area.bottom - by,
    }
}

/// Lays tiles along the four edges, a whole number on each, and one in each corner.
fn edges(sheet: &mut Sheet<'_>, outer: Area, band: f32, aspect: f32) {
    let rect = sheet.rect(outer);
    let (left, bottom, right, top) = (rect.x1, rect.y1, rect.x2, rect.y2);
    for (length, vertical) in [
        (right - left - 2.0 * band, false),
        (top - bottom - 2.0 * band, true),
    ] {
        let count = (length / (band * aspect)).round().max(1.0);
        let pitch = length / count;
        let mut i = 0.0;
        while i < count {
            let at = band + i * pitch;
            if vertical {
                place(
                    sheet,
                    "Edge",
                    [0.0, pitch, -band, 0.0, left + band, bottom + at],
                );
                place(
                    sheet,
                    "Edge",
                    [0.0, pitch, band, 0.0, right - band, bottom + at],
                );
            } else {
                place(
                    sheet,
                    "Edge",
                    [pitch, 0.0, 0.0, band, left + at, top - band],
                );
                place(
                    sheet,
                    "Edge",
                    [pitch, 0.0, 0.0, -band, left + at, bottom + band],
                );
            }
            i += 1.0;
        }
    }
    place(
        sheet,
        "Corner",
        [band, 0.0, 0.0, band, right - band, top - band],
    );
    place(
        sheet,
        "Corner",
        [-band, 0.0, 0.0, band, left + band, top - band],
    );
    place(
        sheet,
        "Corner",
        [-band, 0.0, 0.0, -band, left + band, bottom + band],
    );
    place(
        sheet,
        "Corner",
        [band, 0.0, 0.0, -band, right - band, bottom + band],
    );
}

fn place(sheet: &mut Sheet<'_>, tile: &str, matrix: [f32; 6]) {
    sheet
        .content
        .save_state()
        .transform(matrix.map(round))
        .x_object(Name(tile.as_bytes()))
        .restore_state();
}

/// Edge and corner of a border. In an edge, x runs along it and y = 1 is the outer side; the corner
/// is the top right one.
fn tiles(frame: FrameStyle) -> Vec<Tile> {
    let (mut edge, mut corner) = (tile_content(), tile_content());
    match frame {
        FrameStyle::DoubleRule => return Vec::new(),
        FrameStyle::Guilloche => {
            edge.set_line_width(0.022);
            for (phase, height) in [
                (0.0, 0.38),
                (0.125, 0.38),
                (0.25, 0.38),
                (0.375, 0.38),
                (0.5, 0.38),
                (0.625, 0.38),
            ] {
                wave(&mut edge, phase, height);
            }
            edge.stroke();
            corner.set_line_width(0.022);
            for turn in 0_u8..8 {
                let angle = f32::from(turn) * std::f32::consts::FRAC_PI_4;
                circle(
                    &mut corner,
                    0.5 + 0.19 * angle.cos(),
                    0.5 + 0.19 * angle.sin(),
                    0.19,
                );
            }
            for radius in [0.08, 0.42, 0.46] {
                circle(&mut corner, 0.5, 0.5, radius);
            }
            corner.stroke();
        }
        FrameStyle::Meander => {
            edge.set_line_width(0.085);
            polyline(
                &mut edge,
                &[
                    (0.0, 0.16),
                    (0.0, 0.84),
                    (0.72, 0.84),
                    (0.72, 0.38),
                    (0.34, 0.38),
                    (0.34, 0.62),
                    (0.52, 0.62),
                ],
            );
            polyline(&mut edge, &[(0.0, 0.16), (1.0, 0.16)]);
            edge.stroke();
            corner.set_line_width(0.085);
            polyline(
                &mut corner,
                &[
                    (0.0, 0.16),
                    (0.84, 0.16),
                    (0.84, 0.84),
                    (0.16, 0.84),
                    (0.16, 0.40),
                    (0.60, 0.40),
                    (0.60, 0.62),
                    (0.38, 0.62),
                ],
            );
            polyline(&mut corner, &[(0.16, 0.16), (0.16, 0.0)]);
            corner.stroke();
        }
        FrameStyle::Braid => {
            edge.set_line_width(0.13);
            wave(&mut edge, 0.0, 0.27);
            wave(&mut edge, 0.5, 0.27);
            edge.stroke();
            for x in [0.25, 0.75] {
                circle(&mut edge, x, 0.5, 0.085);
            }
            edge.fill_nonzero();
            corner.set_line_width(0.10);
            circle(&mut corner, 0.5, 0.5, 0.34);
            corner.stroke();
            circle(&mut corner, 0.5, 0.5, 0.16);
            corner.fill_nonzero();
        }
    }
    vec![tile("Edge", edge), tile("Corner", corner)]
}

fn tile_content() -> Content {
    Content::with_settings(Settings { pretty: false })
}

fn tile(name: &'static str, content: Content) -> Tile {
    Tile {
        name,
        content: content.finish().as_slice().to_vec(),
    }
}

/// One period of a sine, as eight cubic curves that have its points and slopes.
fn wave(content: &mut Content, phase: f32, height: f32) {
    use std::f32::consts::TAU;
    let at = |x: f32| 0.5 + height * (TAU * (x + phase)).sin();
    let slope = |x: f32| TAU * height * (TAU * (x + phase)).cos();
    let step = 0.125_f32;
    content.move_to(0.0, round(at(0.0)));
    for k in 0_u8..8 {
        let (from, to) = (f32::from(k) * step, f32::from(k + 1) * step);
        let third = step / 3.0;
        content.cubic_to(
            round(from + third),
            round(at(from) + third * slope(from)),
            round(to - third),
            round(at(to) - third * slope(to)),
            round(to),
            round(at(to)),
        );
    }
}

fn circle(content: &mut Content, x: f32, y: f32, r: f32) {
    const K: f32 = 0.552_284_8; // 4/3·(√2−1)
    let p = |u: f32, v: f32| (round(x + r * u), round(y + r * v));
    let start = p(1.0, 0.0);
    content.move_to(start.0, start.1);
    for (a, b, c) in [
        (p(1.0, K), p(K, 1.0), p(0.0, 1.0)),
        (p(-K, 1.0), p(-1.0, K), p(-1.0, 0.0)),
        (p(-1.0, -K), p(-K, -1.0), p(0.0, -1.0)),
        (p(K, -1.0), p(1.0, -K), p(1.0, 0.0)),
    ] {
        content.cubic_to(a.0, a.1, b.0, b.1, c.0, c.1);
    }
    content.close_path();
}

fn polyline(content: &mut Content, points: &[(f32, f32)]) {
    for (index, (x, y)) in points.iter().enumerate() {
        if index == 0 {
            content.move_to(*x, *y);
        } else {
            content.line_to(*x, *y);
        }
    }
}

/// A rectangle whose corners step inwards twice.
fn stepped(sheet: &mut Sheet<'_>, area: Area, step: f32, [r, g, b]: [f32; 3]) {
    let rect = sheet.rect(area);
    sheet.content.set_stroke_rgb(r, g, b).set_line_width(0.6);
    let (w, h) = (rect.x2 - rect.x1, rect.y2 - rect.y1);
    let s = step;
    let corner = [
        (0.0, 2.0 * s),
        (s, 2.0 * s),
        (s, s),
        (2.0 * s, s),
        (2.0 * s, 0.0),
    ];
    let mut points: Vec<(f32, f32)> = corner.to_vec();
    points.extend(corner.iter().rev().map(|(x, y)| (w - x, *y)));
    points.extend(corner.iter().map(|(x, y)| (w - x, h - y)));
    points.extend(corner.iter().rev().map(|(x, y)| (*x, h - y)));
    let placed: Vec<(f32, f32)> = points
        .iter()
        .map(|(x, y)| (round(rect.x1 + x), round(rect.y1 + y)))
        .collect();
    polyline(&mut sheet.content, &placed);
    sheet.content.close_and_stroke();
    let half = s * 0.42;
    for (x, y) in [(0.0, 0.0), (w, 0.0), (0.0, h), (w, h)] {
        let (x, y) = (
            rect.x1 + if x > 0.0 { x - half * 1.6 } else { half * 0.6 },
            rect.y1 + if y > 0.0 { y - half * 1.6 } else { half * 0.6 },
        );
        sheet
            .content
            .rect(round(x), round(y), round(half), round(half));
    }
    sheet.content.stroke();
}

fn petal() -> Tile {
    let mut content = tile_content();
    content.set_line_width(0.004);
    circle(&mut content, 0.5, 0.5, 0.5);
    content.stroke();
    tile("Petal", content)
}

/// Ellipses turned about the middle of the page.
fn rosette(sheet: &mut Sheet<'_>, style: &FaceStyle) {
    let [r, g, b] = tint(style.ink, style.paper, 0.10);
    sheet.content.set_stroke_rgb(r, g, b);
    let (x, y) = (sheet.width / 2.0, sheet.height / 2.0);
    let long = sheet.width.min(sheet.height) * 0.62;
    for (length, breadth, turns) in [(long, long * 0.36, 24_u8), (long * 0.66, long * 0.20, 20)] {
        for turn in 0..turns {
            let angle = f32::from(turn) * std::f32::consts::PI / f32::from(turns);
            let (sin, cos) = angle.sin_cos();
            place(
                sheet,
                "Petal",
                [
                    cos * length,
                    sin * length,
                    -sin * breadth,
                    cos * breadth,
                    x - cos * length / 2.0 + sin * breadth / 2.0,
                    y - sin * length / 2.0 - cos * breadth / 2.0,
                ],
            );
        }
    }
}
