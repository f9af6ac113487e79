//! Licence data in the words of GB/T 36903 as deployed systems use them: the `licence.json` of a
//! licence file.
//!
//! ```json
//! {"format":"yinxin-licence/1",
//!  "metadata":{"ZZMC":"…","ZZLXDM":"…","ZZBH":"…","ZZBS":"…","ZZBFJG":"…","ZZBFJGDM":"…",
//!   "ZZBFRQ":"2026-11-22","CZZT":[{"CZZT":"…","CZZTDM":"…","CZZTDMLXDM":"001"}],
//!   "ZZYXQQSRQ":"2026-11-22","ZZYXQJZRQ":"长期","KZ_JYCS":"…"},
//!  "area_code":"990101","status_index":7}
//! ```
//!
//! The photo is on the face and not here. Fields of the type are the names that begin with `KZ_`,
//! in the order of the text.

use super::strict_json::{JsonError, read_json, unfit};
use super::validity::{iso_date, parse_iso_date};
use super::{AuthorityName, Holder, HolderCodeType, Licence, LicenceField};
use serde::de::{MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use time::Date;

/// What `format` says.
const FORMAT: &str = "yinxin-licence/1";

/// Octets that the JSON may have.
const MOST: usize = 1024 * 1024;

/// What stands in the place of the last day of a licence without one.
pub(super) const PERMANENT: &str = "长期";

/// Returns the licence data as JSON; the same licence gives the same octets.
///
/// The photo is left out. A field whose name does not begin with `KZ_` is written and then refused
/// by [`from_json`]: [`Licence::check`] finds it first.
#[must_use]
pub fn to_json(licence: &Licence) -> String {
    let envelope = Envelope {
        format: FORMAT.to_owned(),
        metadata: Metadata(licence.clone()),
        area_code: licence.area_code.clone(),
        status_index: licence.status_index,
    };
    // Text, numbers and lists only: nothing that JSON could not hold.
    serde_json::to_string(&envelope).unwrap_or_default()
}

/// Reads licence data; the photo is `None`.
///
/// # Errors
///
/// [`JsonError`] with the place and the rule: also for a name that is not known, a date that is
/// not of the calendar, or no holder.
pub fn from_json(text: &str) -> Result<Licence, JsonError> {
    let envelope: Envelope = read_json(text.as_bytes(), MOST)?;
    let mut licence = envelope.metadata.0;
    licence.area_code = envelope.area_code;
    licence.status_index = envelope.status_index;
    Ok(licence)
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Envelope {
    #[serde(deserialize_with = "known_format")]
    format: String,
    metadata: Metadata,
    area_code: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    status_index: Option<u64>,
}

fn known_format<'de, D: Deserializer<'de>>(reader: D) -> Result<String, D::Error> {
    let format = String::deserialize(reader)?;
    if format != FORMAT {
        return Err(unfit("the format is not yinxin-licence/1"));
    }
    Ok(format)
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct HolderElement {
    #[serde(rename = "CZZT")]
    name: String,
    #[serde(rename = "CZZTDM")]
    code: String,
    #[serde(rename = "CZZTDMLXDM")]
    code_type: String,
}

/// The elements; area code and status index stand outside.
struct Metadata(Licence);

impl Serialize for Metadata {
    fn serialize<S: Serializer>(&self, writer: S) -> Result<S::Ok, S::Error> {
        let licence = &self.0;
        let holders: Vec<HolderElement> = licence
            .holders
            .iter()
            .map(|holder| HolderElement {
                name: holder.name.clone(),
                code: holder.code.clone(),
                code_type: holder.code_type.0.clone(),
            })
            .collect();
        let mut map = writer.serialize_map(None)?;
        map.serialize_entry("ZZMC", &licence.name)?;
        map.serialize_entry("ZZLXDM", &licence.type_code)?;
        map.serialize_entry("ZZBH", &licence.number)?;
        map.serialize_entry("ZZBS", &licence.identifier)?;
        map.serialize_entry("ZZBFJG", &licence.issuer.name)?;
        map.serialize_entry("ZZBFJGDM", &licence.issuer.code)?;
        map.serialize_entry("ZZBFRQ", &iso_date(licence.issued))?;
        map.serialize_entry("CZZT", &holders)?;
        map.serialize_entry("ZZYXQQSRQ", &iso_date(licence.valid_from))?;
        map.serialize_entry("ZZYXQJZRQ", &last_day(licence.valid_until))?;
        for field in &licence.fields {
            map.serialize_entry(&field.name, &field.value)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Metadata {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        reader.deserialize_map(Elements)
    }
}

struct Elements;

impl<'de> Visitor<'de> for Elements {
    type Value = Metadata;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the elements of a licence")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Metadata, A::Error> {
        let mut texts: [(&'static str, Option<String>); 9] = [
            ("ZZMC", None),
            ("ZZLXDM", None),
            ("ZZBH", None),
            ("ZZBS", None),
            ("ZZBFJG", None),
            ("ZZBFJGDM", None),
            ("ZZBFRQ", None),
            ("ZZYXQQSRQ", None),
            ("ZZYXQJZRQ", None),
        ];
        let mut holders: Vec<Holder> = Vec::new();
        let mut fields = Vec::new();
        while let Some(name) = entries.next_key::<String>()? {
            if let Some(slot) = texts.iter_mut().find(|(known, _)| *known == name) {
                slot.1 = Some(entries.next_value()?);
            } else if name == "CZZT" {
                holders = entries
                    .next_value::<Vec<HolderElement>>()?
                    .into_iter()
                    .map(|holder| Holder {
                        name: holder.name,
                        code: holder.code,
                        code_type: HolderCodeType(holder.code_type),
                    })
                    .collect();
            } else if name.starts_with("KZ_") {
                fields.push(LicenceField {
                    name,
                    value: entries.next_value()?,
                });
            } else {
                return Err(unfit(
                    "an element that is neither known nor begins with KZ_",
                ));
            }
        }
        if holders.is_empty() {
            return Err(unfit("a licence has at least one holder (CZZT)"));
        }
        let mut take = |known: &'static str| {
            texts
                .iter_mut()
                .find(|(name, _)| *name == known)
                .and_then(|(_, value)| value.take())
                .ok_or_else(|| serde::de::Error::missing_field(known))
        };
        Ok(Metadata(Licence {
            name: take("ZZMC")?,
            type_code: take("ZZLXDM")?,
            number: take("ZZBH")?,
            identifier: take("ZZBS")?,
            issuer: AuthorityName {
                name: take("ZZBFJG")?,
                code: take("ZZBFJGDM")?,
            },
            issued: date(&take("ZZBFRQ")?)?,
            valid_from: date(&take("ZZYXQQSRQ")?)?,
            valid_until: optional_date(&take("ZZYXQJZRQ")?)?,
            holders,
            fields,
            area_code: String::new(),
            photo: None,
            status_index: None,
        }))
    }
}

pub(super) fn last_day(day: Option<Date>) -> String {
    day.map_or_else(|| PERMANENT.to_owned(), iso_date)
}

pub(super) fn date<E: serde::de::Error>(text: &str) -> Result<Date, E> {
    parse_iso_date(text).ok_or_else(|| unfit("not a date of the calendar, YYYY-MM-DD"))
}

pub(super) fn optional_date<E: serde::de::Error>(text: &str) -> Result<Option<Date>, E> {
    if text == PERMANENT {
        Ok(None)
    } else {
        date(text).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::licence::samples;
    use proptest::prelude::*;

    #[test]
    fn a_licence_is_written_in_one_way() {
        assert_eq!(
            to_json(&samples::licence()),
            concat!(
                r#"{"format":"yinxin-licence/1","metadata":{"ZZMC":"示例食品经营许可证","#,
                r#""ZZLXDM":"11990101TE5T00016T001","ZZBH":"示食证（2026）第1号","#,
                r#""ZZBS":"1.2.156.3005.2.11990101TE5T00016T001.11990101TE5T00016T.2026000001.001.5","#,
                r#""ZZBFJG":"示例县行政审批局","ZZBFJGDM":"11990101TE5T00016T","#,
                r#""ZZBFRQ":"2026-11-22","CZZT":[{"CZZT":"示例饭店有限公司","#,
                r#""CZZTDM":"91990101MA00TE5T2P","CZZTDMLXDM":"001"}],"#,
                r#""ZZYXQQSRQ":"2026-11-22","ZZYXQJZRQ":"2031-11-21","#,
                r#""KZ_JYCS":"示例县一号路一号","KZ_ZTYT":"餐饮服务经营者"},"#,
                r#""area_code":"990101","status_index":7}"#
            )
        );
    }

    #[test]
    fn what_is_not_a_licence_text_is_refused() {
        let right = to_json(&samples::licence());
        assert!(from_json(&right).is_ok());
        for (from, to) in [
            ("yinxin-licence/1", "yinxin-licence/2"),
            (r#""status_index":7"#, r#""status_index":7,"x":1"#),
            (r#""status_index":7"#, r#""status_index":-7"#),
            (r#""status_index":7"#, r#""area_code":"990101""#),
            (r#""ZZMC""#, r#""ZZMX""#),
            (r#""KZ_ZTYT""#, r#""KZ_JYCS""#),
            (r#""KZ_ZTYT""#, r#""ZZMC""#),
            ("2026-11-22", "2026-11-31"),
            ("2026-11-22", "20261122"),
            (r#""CZZTDMLXDM":"001""#, r#""CZZTDMLXDM":1"#),
            (r#""CZZTDMLXDM":"001""#, r#""CZZTDMLXDM":"001","X":"1""#),
            (
                r#"[{"CZZT":"示例饭店有限公司","CZZTDM":"91990101MA00TE5T2P","CZZTDMLXDM":"001"}]"#,
                "[]",
            ),
        ] {
            assert!(right.contains(from), "{from}");
            assert!(
                from_json(&right.replacen(from, to, 1)).is_err(),
                "{from} -> {to}"
            );
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(licence in samples::any_licence()) {
            let text = to_json(&licence);
            prop_assert_eq!(from_json(&text).unwrap(), licence);
        }

        #[test]
        fn a_text_cut_short_is_refused(at in 0usize..600) {
            let text = to_json(&samples::licence());
            if let Some(cut) = text.get(..at.min(text.len() - 1)) {
                prop_assert!(from_json(cut).is_err());
            }
        }
    }
}
