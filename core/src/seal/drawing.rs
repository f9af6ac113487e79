//! A drawn seal: vector paths at true size.

use super::outline::Affine;
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
    /// Outlines, each over those before it. What is not covered is transparent.
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
    /// By which rule it is filled, if it is.
    pub fill: Option<Fill>,
    /// Width of the line drawn along the outline, millimetres; 0 for none. Around what is filled it makes
    /// characters as stout as a cut seal's.
    pub stroke_mm: f64,
    /// Red, green, blue (sRGB) where it is of another colour than the ink.
    pub colour: Option<[u8; 3]>,
}

/// What lies inside of an outline (ISO 32000-1, 8.5.3.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    /// What it turns around.
    NonZero,
    /// What it encloses an odd number of times.
    EvenOdd,
}

impl SealPath {
    /// Returns a filled outline in the colour of the ink, with a line around it.
    pub(super) fn filled(part: SealPart, segments: Vec<Segment>, stroke_mm: f64) -> Self {
        Self {
            part,
            segments,
            fill: Some(Fill::NonZero),
            stroke_mm,
            colour: None,
        }
    }
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
    /// A character that marks the seal as electronic.
    Marking,
    /// What a picture that was made elsewhere has.
    Foreign,
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

impl Segment {
    /// Returns the cubic curve that draws the same line as a quadratic one.
    pub(super) fn quadratic(from: [f64; 2], control: [f64; 2], to: [f64; 2]) -> Self {
        let towards = |end: [f64; 2]| {
            [
                end[0] + 2.0 / 3.0 * (control[0] - end[0]),
                end[1] + 2.0 / 3.0 * (control[1] - end[1]),
            ]
        };
        Self::Curve(towards(from), towards(to), to)
    }

    pub(super) fn mapped(&self, map: &Affine) -> Self {
        match self {
            Self::Move(p) => Self::Move(map.apply(*p)),
            Self::Line(p) => Self::Line(map.apply(*p)),
            Self::Curve(a, b, p) => Self::Curve(map.apply(*a), map.apply(*b), map.apply(*p)),
            Self::Close => Self::Close,
        }
    }
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
        out.push_str("1 j\n");
        let mut width = None;
        let mut colour = None;
        for path in &self.paths {
            let own = path.colour.unwrap_or(self.colour);
            if colour.replace(own) != Some(own) {
                push_colour(&mut out, own);
            }
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
            out.push_str(match (path.fill, path.stroke_mm > 0.0) {
                (Some(Fill::NonZero), true) => "B\n",
                (Some(Fill::NonZero), false) => "f\n",
                (Some(Fill::EvenOdd), true) => "B*\n",
                (Some(Fill::EvenOdd), false) => "f*\n",
                (None, true) => "S\n",
                (None, false) => "n\n",
            });
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
            let _ = write!(out, "<path stroke-width=\"{}\"", trimmed(path.stroke_mm, 3));
            match path.fill {
                Some(Fill::NonZero) => {}
                Some(Fill::EvenOdd) => out.push_str(" fill-rule=\"evenodd\""),
                None => out.push_str(" fill=\"none\""),
            }
            if let Some([r, g, b]) = path.colour {
                let fill = match path.fill {
                    Some(_) => format!(" fill=\"#{r:02x}{g:02x}{b:02x}\""),
                    None => String::new(),
                };
                let _ = write!(out, "{fill} stroke=\"#{r:02x}{g:02x}{b:02x}\"");
            }
            out.push_str(" d=\"");
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

/// Writes the colour of surfaces and that of lines.
fn push_colour(out: &mut String, colour: [u8; 3]) {
    for operator in ["rg", "RG"] {
        for value in colour {
            push_number(out, f64::from(value) / 255.0, 4);
        }
        out.push_str(operator);
        out.push('\n');
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
