//! The table of a face: labels and values in rows that fill the room they are given.

use pdf_writer::types::{ArtifactType, StructRole};

use super::error::IssueError;
use super::sheet::{Area, Sheet, TextLine, mm, tint};
use super::tags::TagId;
use super::text::{self, Fitted, LEADING, Paragraphs, SMALLEST};
use super::values;
use crate::font::{Glyph, Typeface};
use crate::licence::{CatalogueEntry, FaceRow, FaceStyle, Licence, RowWidth, TableStyle};

/// Widest a column of labels becomes, ems; longer labels are broken.
const MOST_LABEL: f32 = 8.0;
/// Most that a row grows to fill the page, as a part of its own height.
const MOST_GROWTH: f32 = 0.75;
/// Space between the photo and the rows beside it, points.
const PHOTO_GAP: f32 = 11.3;

struct Cell<'a> {
    row: &'a FaceRow,
    label: Vec<Glyph>,
    value: Paragraphs,
}

/// One or two cells side by side.
struct Band<'a> {
    cells: Vec<Cell<'a>>,
    height: f32,
}

/// Draws the rows into `body`, beside the photo where there is one.
pub(super) fn draw(
    sheet: &mut Sheet<'_>,
    body: Area,
    photo: Option<Area>,
    licence: &Licence,
    entry: &CatalogueEntry,
) -> Result<(), IssueError> {
    let style = &entry.face.style;
    let size = f32::from(style.text_size) / 10.0;
    let mut bands = bands(sheet, licence, entry)?;
    let labels = label_columns(&bands, size);
    let table = Table {
        style,
        size,
        labels,
    };
    let beside_photo = photo.map_or(0.0, |p| p.width() + PHOTO_GAP);
    for band in &mut bands {
        band.height = table.natural_height(band, body.width() - beside_photo);
    }
    let needed: f32 = bands.iter().map(|b| b.height).sum();
    if needed > body.height() {
        return Err(IssueError::RowsDoNotFit {
            needed_mm: whole_mm(needed),
            available_mm: whole_mm(body.height()),
        });
    }
    if bands.is_empty() {
        return Ok(());
    }
    let growth = ((body.height() - needed) / needed).min(MOST_GROWTH);
    for band in &mut bands {
        band.height *= 1.0 + growth;
    }
    let used: f32 = bands.iter().map(|b| b.height).sum();
    let tag = sheet.tags.add(sheet.tags.document(), StructRole::Table);
    let mut top = body.top + (body.height() - used) * 0.45;
    for band in &bands {
        let area = beside(
            Area {
                top,
                bottom: top + band.height,
                ..body
            },
            photo,
        );
        table.draw_band(sheet, tag, band, area)?;
        top += band.height;
    }
    Ok(())
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the range of the type"
)]
fn whole_mm(points: f32) -> u16 {
    (points / mm(1.0)).ceil().clamp(0.0, f32::from(u16::MAX)) as u16
}

/// Narrows a row that the photo stands beside.
fn beside(row: Area, photo: Option<Area>) -> Area {
    let gap = PHOTO_GAP;
    match photo {
        Some(photo) if row.top < photo.bottom + gap / 2.0 && row.bottom > photo.top - gap / 2.0 => {
            if photo.middle() > row.middle() {
                Area {
                    right: photo.left - gap,
                    ..row
                }
            } else {
                Area {
                    left: photo.right + gap,
                    ..row
                }
            }
        }
        _ => row,
    }
}

fn bands<'a>(
    sheet: &Sheet<'_>,
    licence: &Licence,
    entry: &'a CatalogueEntry,
) -> Result<Vec<Band<'a>>, IssueError> {
    let mut bands: Vec<Band<'a>> = Vec::new();
    for row in &entry.face.rows {
        let value = values::value(licence, entry, &row.label, &row.element)?;
        let cell = Cell {
            row,
            label: text::shape_line(sheet.chain, Typeface::Serif, &row.label, &row.label)?,
            value: text::shape(sheet.chain, Typeface::Serif, &row.label, &value)?,
        };
        match bands.last_mut() {
            Some(band)
                if row.width == RowWidth::Half
                    && band.cells.len() == 1
                    && band.cells.iter().all(|c| c.row.width == RowWidth::Half) =>
            {
                band.cells.push(cell);
            }
            _ => bands.push(Band {
                cells: vec![cell],
                height: 0.0,
            }),
        }
    }
    Ok(bands)
}

/// Returns the widths of the two columns of labels, points.
fn label_columns(bands: &[Band<'_>], size: f32) -> [f32; 2] {
    let widest = |column: usize| {
        bands
            .iter()
            .filter_map(|band| band.cells.get(column))
            .map(|cell| text::width(&cell.label))
            .fold(0.0_f32, f32::max)
            .min(MOST_LABEL)
            * size
    };
    [widest(0), widest(1)]
}

struct Table<'a> {
    style: &'a FaceStyle,
    size: f32,
    labels: [f32; 2],
}

impl Table<'_> {
    /// Height of a band before it grows. Ruled cells keep the room that the layout gives them, so
    /// that all licences of a type look alike; without rules a row takes what its text needs.
    fn natural_height(&self, band: &Band<'_>, width: f32) -> f32 {
        let cells = band.cells.len() as f32;
        let lines = band
            .cells
            .iter()
            .zip(self.labels)
            .map(|(cell, label)| {
                let room = width / cells - label - self.size * 2.0;
                let most = usize::from(cell.row.lines.max(1));
                match self.style.table {
                    TableStyle::Grid => most,
                    TableStyle::Open | TableStyle::Underlined => {
                        let height = text::block_height(most, self.size);
                        text::fit(&cell.value, (room, height), self.size, self.size, most)
                            .map_or(most, |fitted| fitted.lines.len())
                    }
                }
            })
            .max()
            .unwrap_or(1);
        self.size * (LEADING * lines as f32 + 0.75)
    }

    fn draw_band(
        &self,
        sheet: &mut Sheet<'_>,
        table: TagId,
        band: &Band<'_>,
        area: Area,
    ) -> Result<(), IssueError> {
        let row = sheet.tags.add(table, StructRole::TR);
        let gap = if self.style.table == TableStyle::Grid {
            0.0
        } else {
            mm(5.0)
        };
        let cells = band.cells.len() as f32;
        let width = (area.width() - gap * (cells - 1.0)) / cells;
        let mut left = area.left;
        for (cell, label_width) in band.cells.iter().zip(self.labels) {
            let room = Area {
                left,
                right: left + width,
                ..area
            };
            self.draw_cell(sheet, row, cell, label_width, room)?;
            left += width + gap;
        }
        Ok(())
    }

    fn draw_cell(
        &self,
        sheet: &mut Sheet<'_>,
        row: TagId,
        cell: &Cell<'_>,
        label_width: f32,
        area: Area,
    ) -> Result<(), IssueError> {
        let style = self.style;
        let ink = tint(style.ink, style.paper, 1.0);
        let padding = match style.table {
            TableStyle::Grid => self.size * 0.55,
            TableStyle::Open | TableStyle::Underlined => self.size * 0.3,
        };
        let label = Area {
            left: area.left + padding,
            right: area.left + padding + label_width,
            ..area
        };
        let split = label.right + padding;
        let value = Area {
            left: split + padding,
            right: area.right - padding,
            ..area
        };
        let fault = || IssueError::DoesNotFit {
            field: cell.row.label.clone(),
        };
        let height = area.height() - self.size * 0.7;
        if value.width() < self.size * 2.0 {
            return Err(fault());
        }
        let fitted_label = text::fit(
            std::slice::from_ref(&cell.label),
            (label.width() + 0.01, height),
            self.size,
            SMALLEST,
            usize::MAX,
        )
        .ok_or_else(fault)?;
        let fitted = text::fit(
            &cell.value,
            (value.width(), height),
            self.size,
            SMALLEST,
            usize::MAX,
        )
        .ok_or_else(fault)?;
        sheet.artifact(ArtifactType::Layout, |sheet| match style.table {
            TableStyle::Grid => {
                sheet.fill(
                    Area {
                        right: split,
                        ..area
                    },
                    tint(style.ink, style.paper, 0.06),
                );
                let line = tint(style.ink, style.paper, 0.75);
                sheet.outline(area, 0.6, line);
                sheet.rule((split, area.top), (split, area.bottom), 0.6, line);
            }
            TableStyle::Underlined => {
                let y = area.bottom - self.size * 0.22;
                let line = tint(style.ink, style.paper, 0.6);
                sheet.rule((split, y), (area.right, y), 0.5, line);
            }
            TableStyle::Open => {}
        });
        let middle = |text: &Fitted| area.top + (area.height() - text.height()) / 2.0;
        let (label_top, value_top) = match style.table {
            TableStyle::Grid => (middle(&fitted_label), middle(&fitted)),
            TableStyle::Open => {
                let top = area.top + self.size * 0.375;
                (top, top)
            }
            TableStyle::Underlined => {
                // The first line of a label stands beside the first line of its value.
                let top = area.bottom - self.size * 0.5 - fitted.height();
                (
                    top.min(area.bottom - self.size * 0.3 - fitted_label.height()),
                    top,
                )
            }
        };
        let th = sheet.tags.add(row, StructRole::TH);
        sheet.tagged(th, |sheet| {
            block(
                sheet,
                &fitted_label,
                Area {
                    top: label_top,
                    ..label
                },
                ink,
                true,
            );
        });
        let td = sheet.tags.add(row, StructRole::TD);
        sheet.tagged(td, |sheet| {
            block(
                sheet,
                &fitted,
                Area {
                    top: value_top,
                    ..value
                },
                [0.07; 3],
                false,
            );
        });
        Ok(())
    }
}

/// Writes lines from the top of `area`; a label of one line is spread over the whole width, as
/// forms do.
fn block(sheet: &mut Sheet<'_>, text: &Fitted, area: Area, colour: [f32; 3], spread: bool) {
    for (index, line) in text.lines.iter().enumerate() {
        let free = area.width() - text::width(line) * text.size;
        let gaps = line.len().saturating_sub(1) as f32;
        let tracking = if spread && text.lines.len() == 1 && gaps > 0.0 && free > 0.0 {
            free / gaps
        } else {
            0.0
        };
        sheet.show(&TextLine {
            glyphs: line,
            x: area.left,
            top: area.top + text.top(index),
            size: text.size,
            tracking,
            colour,
            stroke: 0.0,
        });
    }
}
