//! The foot of a face: QR code, issuer and date under the seal, small print, identifier.

use pdf_writer::types::StructRole;

use super::error::IssueError;
use super::face::Places;
use super::qr::QrSymbol;
use super::sheet::{Area, Sheet, TextLine, mm, tenths_mm};
use super::text::{self, Fitted, SMALLEST};
use super::values;
use super::{IssueOptions, RectPt, SecondField};
use crate::font::Typeface;
use crate::licence::{CatalogueEntry, Licence};
use crate::seal::OverDate;

const CAPTION: &str = "扫码核验";
const BLACK: [f32; 3] = [0.07; 3];
const GREY: [f32; 3] = [0.3; 3];

/// The foot, measured and not drawn yet.
pub(super) struct Foot {
    qr: QrSymbol,
    qr_area: Area,
    caption: Fitted,
    issuer: Fitted,
    date: Fitted,
    signers: Area,
    remark: Option<Fitted>,
    identifier: Fitted,
    within: Area,
    seal: Area,
    second: Option<Area>,
    field: SecondField,
    over_date: OverDate,
    alt: String,
}

impl Foot {
    pub(super) fn plan(
        sheet: &Sheet<'_>,
        within: Area,
        licence: &Licence,
        entry: &CatalogueEntry,
        options: &IssueOptions<'_>,
    ) -> Result<Self, IssueError> {
        let style = &entry.face.style;
        let size = f32::from(style.text_size) / 10.0;
        let (side, diameter) = (tenths_mm(style.qr_size), tenths_mm(style.seal_diameter));
        let qr = QrSymbol::new(options.verification_address, &licence.identifier, side)?;
        let shape = |typeface, field: &str, content: &str| {
            text::shape(sheet.chain, typeface, field, content)
        };
        let fault = |field: &str| IssueError::DoesNotFit {
            field: field.to_owned(),
        };

        let identifier_text = format!("电子证照标识：{}", licence.identifier);
        let identifier = text::fit(
            &shape(Typeface::Sans, "电子证照标识", &identifier_text)?,
            (within.width(), 24.0),
            7.5,
            6.0,
            2,
        )
        .ok_or_else(|| fault("电子证照标识"))?;
        let remark = match entry.face.remark.as_str() {
            "" => None,
            remark => Some(
                text::fit(
                    &shape(Typeface::Serif, "remark", remark)?,
                    (within.width(), 60.0),
                    (size * 0.72).max(SMALLEST),
                    SMALLEST,
                    4,
                )
                .ok_or_else(|| fault("remark"))?,
            ),
        };
        let caption = text::fit(
            &shape(Typeface::Sans, "caption", CAPTION)?,
            (side, 12.0),
            8.0,
            SMALLEST,
            1,
        )
        .ok_or_else(|| fault("caption"))?;

        let gap = mm(2.0);
        let mut bottom = within.bottom - identifier.height() - gap;
        if let Some(remark) = &remark {
            bottom -= remark.height() + gap;
        }
        let height = diameter.max(side + caption.height() + 3.0);
        let top = bottom - height;
        let middle = (top + bottom) / 2.0;
        let qr_top = middle - (side + caption.height() + 3.0) / 2.0;
        let qr_area = Area {
            left: within.left,
            top: qr_top,
            right: within.left + side,
            bottom: qr_top + side,
        };
        // The issuer's block: the right half, or what a second seal leaves of it.
        let mut left = within.middle();
        if options.second_field == SecondField::Placed {
            left = left.max(qr_area.right + diameter + 2.0 * gap);
        }
        let width = (within.right - left).max(diameter);
        let signers = Area {
            left: within.right - width,
            top,
            right: within.right,
            bottom,
        };
        let square = |x: f32| Area {
            left: x - diameter / 2.0,
            top: middle - diameter / 2.0,
            right: x + diameter / 2.0,
            bottom: middle + diameter / 2.0,
        };
        let seal = square(signers.middle());
        let second = (options.second_field == SecondField::Placed)
            .then(|| square(seal.left - gap - diameter / 2.0));
        if second.unwrap_or(seal).left < qr_area.right {
            return Err(IssueError::StyleSize {
                name: "seal_diameter",
            });
        }

        let label = &style.issuer_label;
        let name = &licence.issuer.name;
        let room = (
            signers.width(),
            (height / 2.0 - diameter * 0.175).max(size * 1.5),
        );
        let joined = shape(Typeface::Serif, label, &format!("{label}：{name}"))?;
        let apart = shape(Typeface::Serif, label, &format!("{label}：\n{name}"))?;
        let issuer = text::fit(&joined, room, size, (size * 0.8).max(SMALLEST), 1)
            .or_else(|| text::fit(&apart, room, size, SMALLEST, 3))
            .ok_or_else(|| fault(label))?;
        let issued = shape(Typeface::Serif, "发证日期", &values::date(licence.issued))?;
        let room = match options.over_date {
            OverDate::LowerPart => room,
            other => {
                let room = other.room();
                (diameter * room.width, diameter * (room.bottom - room.top))
            }
        };
        let date = text::fit(&issued, room, size, SMALLEST, 1).ok_or_else(|| fault("发证日期"))?;
        Ok(Self {
            qr,
            qr_area,
            caption,
            issuer,
            date,
            signers,
            remark,
            identifier,
            within,
            seal,
            second,
            field: options.second_field,
            over_date: options.over_date,
            alt: format!("{CAPTION}：{}", qr_alt(options.verification_address)),
        })
    }

    /// Upper edge.
    pub(super) fn top(&self) -> f32 {
        self.signers.top
    }

    pub(super) fn draw(self, sheet: &mut Sheet<'_>) -> Result<Places, IssueError> {
        // The seal lies on the date, as on paper: with its lower part where nothing stands there, the
        // centre falling between the issuer and the date; else with its middle.
        let (middle, diameter) = ((self.seal.top + self.seal.bottom) / 2.0, self.seal.height());
        let above = middle - diameter * 0.175 - self.issuer.height();
        paragraph(
            sheet,
            &self.issuer,
            self.signers,
            above,
            BLACK,
            Align::Middle,
        );
        let room = self.over_date.room();
        let below = match self.over_date {
            OverDate::LowerPart => middle + diameter * room.top,
            OverDate::Middle => {
                middle + (diameter * (room.top + room.bottom) - self.date.height()) / 2.0
            }
        };
        paragraph(sheet, &self.date, self.signers, below, BLACK, Align::Middle);

        let bbox = sheet.rect(self.qr_area);
        let figure = sheet
            .tags
            .add_figure(sheet.tags.document(), &self.alt, bbox);
        sheet.tagged(figure, |sheet| self.qr.draw(sheet, self.qr_area));
        let below = self.qr_area.bottom + 3.0;
        paragraph(
            sheet,
            &self.caption,
            self.qr_area,
            below,
            GREY,
            Align::Middle,
        );

        let mut bottom = self.within.bottom - self.identifier.height();
        let identifier_top = bottom;
        if let Some(remark) = &self.remark {
            bottom -= mm(2.0) + remark.height();
            let align = if remark.lines.len() > 1 {
                Align::Left
            } else {
                Align::Middle
            };
            paragraph(sheet, remark, self.within, bottom, GREY, align);
        }
        let identifier = &self.identifier;
        paragraph(
            sheet,
            identifier,
            self.within,
            identifier_top,
            GREY,
            Align::Middle,
        );
        if self.field != SecondField::None {
            sheet.tags.add_widget("第二枚电子印章的签名域");
        }
        let place = |area: Area| {
            let rect = sheet.rect(area);
            RectPt {
                x0: rect.x1,
                y0: rect.y1,
                x1: rect.x2,
                y1: rect.y2,
            }
        };
        Ok(Places {
            seal: place(self.seal),
            second: self.second.map(place),
        })
    }
}

fn qr_alt(address: &str) -> String {
    format!("二维码，内容为核验地址 {address} 与证照标识")
}

#[derive(Clone, Copy)]
enum Align {
    Left,
    Middle,
}

fn paragraph(
    sheet: &mut Sheet<'_>,
    text: &Fitted,
    area: Area,
    top: f32,
    colour: [f32; 3],
    align: Align,
) {
    let tag = sheet.tags.add(sheet.tags.document(), StructRole::P);
    sheet.tagged(tag, |sheet| {
        for (index, line) in text.lines.iter().enumerate() {
            let width = text::width(line) * text.size;
            let x = match align {
                Align::Left => area.left,
                Align::Middle => area.middle() - width / 2.0,
            };
            sheet.show(&TextLine {
                glyphs: line,
                x,
                top: top + text.top(index),
                size: text.size,
                tracking: 0.0,
                colour,
                stroke: 0.0,
            });
        }
    });
}
