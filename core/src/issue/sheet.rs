//! The page under way: content stream, fonts in use, structure.

use pdf_writer::types::{ArtifactType, TextRenderingMode};
use pdf_writer::{Content, Name, Rect, Settings, Str};

use super::embedding::FontUse;
use super::error::IssueError;
use super::frame::Tile;
use super::tags::{TagId, TagTree};
use crate::font::{Glyph, OpenChain};
use crate::licence::Colour;

/// Returns points for millimetres.
pub(super) fn mm(millimetres: f32) -> f32 {
    millimetres * 72.0 / 25.4
}

/// Returns points for tenths of a millimetre.
pub(super) fn tenths_mm(tenths: u16) -> f32 {
    mm(f32::from(tenths) / 10.0)
}

/// Rounds to a thousandth of a point: what a printer resolves, on every machine alike.
pub(super) fn round(value: f32) -> f32 {
    (value * 1000.0).round() / 1000.0 + 0.0
}

/// A rectangle in points from the top left, y down.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Area {
    pub(super) left: f32,
    pub(super) top: f32,
    pub(super) right: f32,
    pub(super) bottom: f32,
}

impl Area {
    pub(super) fn width(&self) -> f32 {
        self.right - self.left
    }

    pub(super) fn height(&self) -> f32 {
        self.bottom - self.top
    }

    pub(super) fn middle(&self) -> f32 {
        (self.left + self.right) / 2.0
    }
}

/// A colour as PDF wants it.
pub(super) fn rgb(Colour(r, g, b): Colour) -> [f32; 3] {
    [r, g, b].map(|c| round(f32::from(c) / 255.0))
}

/// Mixes `share` of `ink` into `paper`.
pub(super) fn tint(ink: Colour, paper: Colour, share: f32) -> [f32; 3] {
    let ([a, b, c], [x, y, z]) = (rgb(ink), rgb(paper));
    [(a, x), (b, y), (c, z)].map(|(i, p)| round(i * share + p * (1.0 - share)))
}

/// A line of text.
pub(super) struct TextLine<'g> {
    pub(super) glyphs: &'g [Glyph],
    /// Left edge.
    pub(super) x: f32,
    /// Top of the em box, from the top of the page.
    pub(super) top: f32,
    pub(super) size: f32,
    /// Extra space after each character.
    pub(super) tracking: f32,
    pub(super) colour: [f32; 3],
    /// Width of the line drawn around the glyphs; 0 for none.
    pub(super) stroke: f32,
}

/// The page under way.
pub(super) struct Sheet<'a> {
    pub(super) content: Content,
    pub(super) chain: &'a OpenChain<'a>,
    pub(super) fonts: FontUse,
    pub(super) tags: TagTree,
    pub(super) tiles: Vec<Tile>,
    pub(super) photo: Option<super::jpeg::Jpeg>,
    pub(super) width: f32,
    pub(super) height: f32,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(chain: &'a OpenChain<'a>, page: (u16, u16)) -> Result<Self, IssueError> {
        let side = 100..=420;
        if !side.contains(&page.0) || !side.contains(&page.1) {
            return Err(IssueError::PageSize);
        }
        Ok(Self {
            content: Content::with_settings(Settings { pretty: false }),
            chain,
            fonts: FontUse::default(),
            tags: TagTree::new(),
            tiles: Vec::new(),
            photo: None,
            width: mm(f32::from(page.0)),
            height: mm(f32::from(page.1)),
        })
    }

    /// Draws what a reader of the text does not need: lines, tints, the border.
    pub(super) fn artifact(&mut self, kind: ArtifactType, draw: impl FnOnce(&mut Self)) {
        self.content
            .begin_marked_content_with_properties(Name(b"Artifact"))
            .properties()
            .artifact()
            .kind(kind);
        self.content.save_state();
        draw(self);
        self.content.restore_state();
        self.content.end_marked_content();
    }

    /// Draws the content of a structure element.
    pub(super) fn tagged(&mut self, tag: TagId, draw: impl FnOnce(&mut Self)) {
        let (role, id) = self.tags.next_content(tag);
        self.content
            .begin_marked_content_with_properties(role)
            .properties()
            .identify(id);
        self.content.save_state();
        draw(self);
        self.content.restore_state();
        self.content.end_marked_content();
    }

    /// Writes a line of text.
    pub(super) fn show(&mut self, line: &TextLine<'_>) {
        let [r, g, b] = line.colour;
        let baseline = self.height - line.top - 0.88 * line.size;
        self.content.set_fill_rgb(r, g, b);
        if line.stroke > 0.0 {
            self.content
                .set_stroke_rgb(r, g, b)
                .set_line_width(round(line.stroke));
        }
        self.content.begin_text();
        if line.stroke > 0.0 {
            self.content
                .set_text_rendering_mode(TextRenderingMode::FillStroke);
        }
        self.content.set_char_spacing(round(line.tracking));
        self.content
            .set_text_matrix([1.0, 0.0, 0.0, 1.0, round(line.x), round(baseline)]);
        for run in line.glyphs.chunk_by(|a, b| a.font == b.font) {
            let Some(first) = run.first() else { continue };
            let codes: Vec<u8> = run
                .iter()
                .flat_map(|glyph| self.fonts.code(glyph).to_be_bytes())
                .collect();
            let name = FontUse::resource_name(first.font);
            self.content
                .set_font(Name(name.as_bytes()), round(line.size))
                .show(Str(&codes));
        }
        self.content.end_text();
    }

    /// Fills a rectangle.
    pub(super) fn fill(&mut self, area: Area, [r, g, b]: [f32; 3]) {
        let rect = self.rect(area);
        self.content
            .set_fill_rgb(r, g, b)
            .rect(rect.x1, rect.y1, rect.x2 - rect.x1, rect.y2 - rect.y1)
            .fill_nonzero();
    }

    /// Draws the outline of a rectangle.
    pub(super) fn outline(&mut self, area: Area, width: f32, [r, g, b]: [f32; 3]) {
        let rect = self.rect(area);
        self.content
            .set_stroke_rgb(r, g, b)
            .set_line_width(round(width))
            .rect(rect.x1, rect.y1, rect.x2 - rect.x1, rect.y2 - rect.y1)
            .stroke();
    }

    /// Draws a straight line between two points from the top left.
    pub(super) fn rule(&mut self, from: (f32, f32), to: (f32, f32), width: f32, colour: [f32; 3]) {
        let [r, g, b] = colour;
        self.content
            .set_stroke_rgb(r, g, b)
            .set_line_width(round(width))
            .move_to(round(from.0), round(self.height - from.1))
            .line_to(round(to.0), round(self.height - to.1))
            .stroke();
    }

    /// Returns an area as PDF wants it: from the bottom left.
    pub(super) fn rect(&self, area: Area) -> Rect {
        Rect::new(
            round(area.left),
            round(self.height - area.bottom),
            round(area.right),
            round(self.height - area.top),
        )
    }
}
