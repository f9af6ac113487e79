//! Title, the lines around it, and the licence number.

use pdf_writer::types::StructRole;

use super::error::IssueError;
use super::sheet::{Area, Sheet, TextLine, mm, tint};
use super::text::{self, SMALLEST};
use crate::font::{Glyph, Typeface};
use crate::licence::{CatalogueEntry, Licence};

/// Draws the header and returns its lower edge.
pub(super) fn draw(
    sheet: &mut Sheet<'_>,
    within: Area,
    licence: &Licence,
    entry: &CatalogueEntry,
) -> Result<f32, IssueError> {
    let style = &entry.face.style;
    let ink = tint(style.ink, style.paper, 1.0);
    let title_size = f32::from(style.title_size) / 10.0;
    let text_size = f32::from(style.text_size) / 10.0;
    let mut top = within.top + mm(1.0);
    let parts = [
        (
            StructRole::P,
            "heading",
            style.heading.as_str(),
            title_size * 0.6,
            0.0,
            ink,
        ),
        (
            StructRole::H1,
            "title",
            entry.face.title.as_str(),
            title_size,
            title_size * 0.022,
            ink,
        ),
        (
            StructRole::P,
            "subtitle",
            style.subtitle.as_str(),
            title_size * 0.5,
            0.0,
            ink,
        ),
    ];
    for (role, field, content, size, stroke, colour) in parts {
        if content.is_empty() {
            continue;
        }
        let glyphs = text::shape_line(sheet.chain, Typeface::Serif, field, content)?;
        let spread = if role == StructRole::H1 {
            spread(glyphs.len())
        } else {
            0.12
        };
        let line = Centred::fit(field, &glyphs, within, size, spread)?;
        line.draw(sheet, role, top, stroke, colour);
        top += line.size * if role == StructRole::H1 { 1.38 } else { 1.55 };
    }
    if !style.number_label.is_empty() {
        let number = format!("{}：{}", style.number_label, licence.number);
        let glyphs = text::shape_line(sheet.chain, Typeface::Serif, &style.number_label, &number)?;
        let line = Centred::fit(&style.number_label, &glyphs, within, text_size * 0.92, 0.0)?;
        line.draw(sheet, StructRole::P, top, 0.0, [0.1; 3]);
        top += line.size * 1.2;
    }
    Ok(top)
}

/// Space after each character of a title, ems: short titles are set wide.
fn spread(characters: usize) -> f32 {
    match characters {
        0..=4 => 0.6,
        5..=6 => 0.4,
        7..=9 => 0.2,
        10..=12 => 0.08,
        _ => 0.0,
    }
}

struct Centred<'g> {
    glyphs: &'g [Glyph],
    size: f32,
    tracking: f32,
    left: f32,
}

impl<'g> Centred<'g> {
    fn fit(
        field: &str,
        glyphs: &'g [Glyph],
        within: Area,
        largest: f32,
        spread: f32,
    ) -> Result<Self, IssueError> {
        let gaps = glyphs.len().saturating_sub(1) as f32;
        let ems = text::width(glyphs) + spread * gaps;
        let size = largest.min(within.width() / ems.max(1.0));
        if size < SMALLEST {
            return Err(IssueError::DoesNotFit {
                field: field.to_owned(),
            });
        }
        Ok(Self {
            glyphs,
            size,
            tracking: spread * size,
            left: within.middle() - ems * size / 2.0,
        })
    }

    fn draw(
        &self,
        sheet: &mut Sheet<'_>,
        role: StructRole,
        top: f32,
        stroke: f32,
        colour: [f32; 3],
    ) {
        let tag = sheet.tags.add(sheet.tags.document(), role);
        sheet.tagged(tag, |sheet| {
            sheet.show(&TextLine {
                glyphs: self.glyphs,
                x: self.left,
                top,
                size: self.size,
                tracking: self.tracking,
                colour,
                stroke,
            });
        });
    }
}
