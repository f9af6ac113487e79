//! A drawn seal: vector paths at true size.

use std::fmt::Write;

/// Red of official seals as a screen shows it (our choice; no rule gives a number).
pub const OFFICIAL_RED: [u8; 3] = [0xD9, 0x00, 0x1B];

const POINTS_PER_MM: f64 = 72.0 / 25.4;

/// A seal at true size. Millimetres from the top left, x to the right, y down.
#[derive(Debug, Clone, PartialEq)]
pub struct SealDrawing {
    /// Width, millimetres.
    pub width_mm: f64,
    /// Height, millimetres.
    pub height_mm: f64,
    /// Filled outlines (non-zero winding rule). What is not covered is transparent.
    pub paths: Vec<SealPath>,
    /// Red, green, blue of the ink (sRGB).
    pub colour: [u8; 3],
}

/// One outline of a seal.
#[derive(Debug, Clone, PartialEq)]
pub struct SealPath {
    /// What it draws.
    pub part: SealPart,
    /// The outline.
    pub segments: Vec<Segment>,
    /// Width of the line drawn around the filled outline, millimetres; 0 for none. It makes
    /// characters as stout as a cut seal's.
    pub stroke_mm: f64,
}

/// Part of a seal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SealPart {
    /// The ring at the edge.
    Ring,
    /// The star in the centre.
    Star,
    /// A character of the name on the arc.
    Name,
    /// A character of the straight line below.
    Line,
    /// A digit of the number on the lower arc.
    Number,
}

/// A step of an outline; points in millimetres.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Segment {
    /// Begins a contour.
    Move([f64; 2]),
    /// A straight line.
    Line([f64; 2]),
    /// A cubic Bézier curve: two control points and the end.
    Curve([f64; 2], [f64; 2], [f64; 2]),
    /// Closes the contour.
    Close,
}

impl SealDrawing {
    /// Width and height, points of 1/72 inch: the `/BBox` of a form around
    /// [`SealDrawing::to_pdf_content`] is `[0 0 width height]`.
    #[must_use]
    pub fn size_points(&self) -> (f64, f64) {
        (
            self.width_mm * POINTS_PER_MM,
            self.height_mm * POINTS_PER_MM,
        )
    }

    /// Returns a PDF content stream (ISO 32000-1, 8.5) in points from the bottom left, in
    /// DeviceRGB, without background and without resources.
    #[must_use]
    pub fn to_pdf_content(&self) -> Vec<u8> {
        self.pdf_content("").into_bytes()
    }

    /// As [`SealDrawing::to_pdf_content`], multiplied with what lies below, as ink on paper is
    /// (blend mode, ISO 32000-1, 11.3.5). Needs [`SealDrawing::MULTIPLY_RESOURCES`].
    #[must_use]
    pub fn to_pdf_content_multiplied(&self) -> Vec<u8> {
        self.pdf_content("/Ink gs\n").into_bytes()
    }

    /// The resource dictionary that [`SealDrawing::to_pdf_content_multiplied`] needs.
    pub const MULTIPLY_RESOURCES: &'static [u8] =
        b"<</ExtGState<</Ink<</Type/ExtGState/BM/Multiply>>>>>>";

    fn pdf_content(&self, state: &str) -> String {
        let mut out = String::with_capacity(64 * self.paths.len().max(16));
        out.push_str("q\n");
        out.push_str(state);
        let [r, g, b] = self.colour.map(|c| f64::from(c) / 255.0);
        for operator in ["rg", "RG"] {
            for value in [r, g, b] {
                push_number(&mut out, value, 4);
            }
            out.push_str(operator);
            out.push('\n');
        }
        out.push_str("1 j\n");
        let mut width = None;
        for path in &self.paths {
            if path.stroke_mm > 0.0 && width != Some(path.stroke_mm) {
                push_number(&mut out, path.stroke_mm * POINTS_PER_MM, 3);
                out.push_str("w\n");
                width = Some(path.stroke_mm);
            }
            for segment in &path.segments {
                let mut point = |p: &[f64; 2]| {
                    push_number(&mut out, p[0] * POINTS_PER_MM, 3);
                    push_number(&mut out, (self.height_mm - p[1]) * POINTS_PER_MM, 3);
                };
                let operator = match segment {
                    Segment::Move(p) => {
                        point(p);
                        "m"
                    }
                    Segment::Line(p) => {
                        point(p);
                        "l"
                    }
                    Segment::Curve(a, b, p) => {
                        point(a);
                        point(b);
                        point(p);
                        "c"
                    }
                    Segment::Close => "h",
                };
                out.push_str(operator);
                out.push('\n');
            }
            out.push_str(if path.stroke_mm > 0.0 { "B\n" } else { "f\n" });
        }
        out.push_str("Q\n");
        out
    }

    /// Returns an SVG document at true size (`width` and `height` in millimetres).
    #[must_use]
    pub fn to_svg(&self) -> String {
        let [r, g, b] = self.colour;
        let (width, height) = (trimmed(self.width_mm, 3), trimmed(self.height_mm, 3));
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}mm\" height=\"{height}mm\" \
             viewBox=\"0 0 {width} {height}\">\n<g fill=\"#{r:02x}{g:02x}{b:02x}\" \
             stroke=\"#{r:02x}{g:02x}{b:02x}\" stroke-linejoin=\"round\">\n"
        );
        for path in &self.paths {
            let _ = write!(
                out,
                "<path stroke-width=\"{}\" d=\"",
                trimmed(path.stroke_mm, 3)
            );
            for segment in &path.segments {
                let mut points = |letter: char, list: &[&[f64; 2]]| {
                    out.push(letter);
                    for p in list {
                        push_number(&mut out, p[0], 3);
                        push_number(&mut out, p[1], 3);
                    }
                };
                match segment {
                    Segment::Move(p) => points('M', &[p]),
                    Segment::Line(p) => points('L', &[p]),
                    Segment::Curve(a, b, p) => points('C', &[a, b, p]),
                    Segment::Close => out.push('Z'),
                }
            }
            out.push_str("\"/>\n");
        }
        out.push_str("</g>\n</svg>\n");
        out
    }
}

/// Writes a number without trailing zeros, and a space.
fn push_number(out: &mut String, value: f64, places: usize) {
    out.push_str(&trimmed(value, places));
    out.push(' ');
}

fn trimmed(value: f64, places: usize) -> String {
    let text = format!("{value:.places$}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text.is_empty() || text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}
