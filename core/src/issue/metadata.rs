//! Title, maker and dates of the file, twice: in the Info dictionary and in XMP (ISO 16684-1), which
//! say the same as PDF/A wants (ISO 19005-3, 6.6.2).

use pdf_writer::{Date, Pdf, Ref, TextStr};
use time::{OffsetDateTime, UtcOffset};
use xmp_writer::{DateTime, LangId, Timezone, XmpWriter};

use super::error::IssueError;
use crate::licence::Licence;

const MAKER: &str = "Yinxin";

/// What the file says of itself.
pub(super) struct Metadata {
    title: String,
    author: String,
    subject: String,
    identifier: String,
    created: OffsetDateTime,
    year: u16,
}

impl Metadata {
    pub(super) fn new(licence: &Licence, created: OffsetDateTime) -> Result<Self, IssueError> {
        let created = created.to_offset(UtcOffset::UTC);
        let year = u16::try_from(created.year())
            .ok()
            .filter(|year| (1..=9999).contains(year))
            .ok_or(IssueError::Date)?;
        for (field, text) in [
            ("证照名称", &licence.name),
            ("编号", &licence.number),
            ("发证机关", &licence.issuer.name),
        ] {
            if let Some(character) = text.chars().find(|c| crate::font::is_forbidden(*c)) {
                return Err(IssueError::ForbiddenCharacter {
                    field: field.to_owned(),
                    character,
                });
            }
        }
        Ok(Self {
            title: format!("{} {}", licence.name, licence.number),
            author: licence.issuer.name.clone(),
            subject: "电子证照".to_owned(),
            identifier: licence.identifier.clone(),
            created,
            year,
        })
    }

    /// Returns the time of making as PDF writes it.
    pub(super) fn date(&self) -> Date {
        let time = self.created;
        Date::new(self.year)
            .month(u8::from(time.month()))
            .day(time.day())
            .hour(time.hour())
            .minute(time.minute())
            .second(time.second())
            .utc_offset_hour(0)
            .utc_offset_minute(0)
    }

    pub(super) fn write_info(&self, pdf: &mut Pdf, id: Ref) {
        pdf.document_info(id)
            .title(TextStr(&self.title))
            .author(TextStr(&self.author))
            .subject(TextStr(&self.subject))
            .creator(TextStr(MAKER))
            .producer(TextStr(MAKER))
            .creation_date(self.date())
            .modified_date(self.date());
    }

    pub(super) fn xmp(&self) -> String {
        let time = self.created;
        let date = DateTime {
            year: self.year,
            month: Some(u8::from(time.month())),
            day: Some(time.day()),
            hour: Some(time.hour()),
            minute: Some(time.minute()),
            second: Some(time.second()),
            timezone: Some(Timezone::Utc),
        };
        let mut xmp = XmpWriter::new();
        xmp.title([(Some(LangId("x-default")), self.title.as_str())]);
        xmp.creator([self.author.as_str()]);
        xmp.description([(Some(LangId("x-default")), self.subject.as_str())]);
        xmp.identifier(&self.identifier);
        xmp.language([LangId("zh-CN")]);
        xmp.format("application/pdf");
        xmp.creator_tool(MAKER);
        xmp.create_date(date);
        xmp.modify_date(date);
        xmp.metadata_date(date);
        xmp.producer(MAKER);
        xmp.pdfa_part(3);
        xmp.pdfa_conformance("B");
        xmp.finish(None)
    }
}
