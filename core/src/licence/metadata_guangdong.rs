//! Licence data in the words of the Guangdong family of systems (ZZHM, CYRMC, YXQQSRQ).
//!
//! The family writes several holders as one text with commas and knows three types of holder code.
//! What its words cannot say (identifier, type code, exact code types, status index) stands beside
//! them, so that nothing is lost.

use super::metadata_36903::{date, last_day, optional_date};
use super::strict_json::{JsonError, read_json, unfit};
use super::validity::iso_date;
use super::{AuthorityName, Holder, HolderCodeType, Licence, LicenceField};
use serde::de::{MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// What `format` says.
const FORMAT: &str = "yinxin-licence-guangdong/1";

/// Octets that the JSON may have.
const MOST: usize = 1024 * 1024;

/// The common face elements, in the order in which they are written.
const ELEMENTS: [&str; 11] = [
    "ZZMC",
    "ZZHM",
    "CYRMC",
    "CYRSFZJLX",
    "CYRSFZJHM",
    "FZJGMC",
    "FZJGZZJGDM",
    "FZJGSSXZQHDM",
    "FZRQ",
    "YXQQSRQ",
    "YXQJSRQ",
];

/// Returns the licence data as JSON; the same licence gives the same octets.
///
/// The photo is left out. With several holders, a name or code that has a comma itself cannot be
/// told apart, and [`from_json`] then refuses the text.
#[must_use]
pub fn to_json(licence: &Licence) -> String {
    let envelope = Envelope {
        format: FORMAT.to_owned(),
        identifier: licence.identifier.clone(),
        type_code: licence.type_code.clone(),
        holder_code_types: licence
            .holders
            .iter()
            .map(|h| h.code_type.0.clone())
            .collect(),
        status_index: licence.status_index,
        data_fields: Elements::of(licence),
    };
    // Text, numbers and lists only: nothing that JSON could not hold.
    serde_json::to_string(&envelope).unwrap_or_default()
}

/// Reads licence data; the photo is `None`.
///
/// # Errors
///
/// [`JsonError`] with the place and the rule: also where holders, their codes and code types are
/// not equally many.
pub fn from_json(text: &str) -> Result<Licence, JsonError> {
    read_json::<Envelope>(text.as_bytes(), MOST).and_then(|envelope| {
        envelope.licence().map_err(|source| JsonError::Shape {
            at: text.len(),
            source,
        })
    })
}

/// Returns the family's type of holder code: 10 citizen number, 70 credit code, 40 other.
fn family_type(code_type: &str) -> &'static str {
    match code_type {
        "111" => "10",
        "001" => "70",
        _ => "40",
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Envelope {
    format: String,
    identifier: String,
    type_code: String,
    holder_code_types: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    status_index: Option<u64>,
    data_fields: Elements,
}

impl Envelope {
    fn licence(self) -> Result<Licence, serde_json::Error> {
        if self.format != FORMAT {
            return Err(unfit("the format is not yinxin-licence-guangdong/1"));
        }
        let [
            name,
            number,
            names,
            types,
            codes,
            issuer,
            issuer_code,
            area,
            issued,
            from,
            until,
        ] = self.data_fields.common;
        let expected: Vec<&str> = self
            .holder_code_types
            .iter()
            .map(|t| family_type(t))
            .collect();
        if expected.is_empty() || types != expected.join(",") {
            return Err(unfit("CYRSFZJLX does not fit holder_code_types"));
        }
        let names = split(&names, expected.len())?;
        let codes = split(&codes, expected.len())?;
        let holders = names
            .into_iter()
            .zip(codes)
            .zip(self.holder_code_types)
            .map(|((name, code), code_type)| Holder {
                name,
                code,
                code_type: HolderCodeType(code_type),
            })
            .collect();
        Ok(Licence {
            identifier: self.identifier,
            name,
            type_code: self.type_code,
            number,
            issuer: AuthorityName {
                code: issuer_code,
                name: issuer,
            },
            area_code: area,
            holders,
            issued: date(&issued)?,
            valid_from: date(&from)?,
            valid_until: optional_date(&until)?,
            fields: self.data_fields.own,
            photo: None,
            status_index: self.status_index,
        })
    }
}

fn split(text: &str, count: usize) -> Result<Vec<String>, serde_json::Error> {
    if count == 1 {
        return Ok(vec![text.to_owned()]);
    }
    let parts: Vec<String> = text.split(',').map(str::to_owned).collect();
    if parts.len() != count {
        return Err(unfit(
            "CYRMC, CYRSFZJHM and holder_code_types are not equally many",
        ));
    }
    Ok(parts)
}

struct Elements {
    common: [String; 11],
    own: Vec<LicenceField>,
}

impl Elements {
    fn of(licence: &Licence) -> Self {
        let joined = |part: fn(&Holder) -> &str| {
            licence
                .holders
                .iter()
                .map(part)
                .collect::<Vec<_>>()
                .join(",")
        };
        Self {
            common: [
                licence.name.clone(),
                licence.number.clone(),
                joined(|holder| &holder.name),
                joined(|holder| family_type(&holder.code_type.0)),
                joined(|holder| &holder.code),
                licence.issuer.name.clone(),
                licence.issuer.code.clone(),
                licence.area_code.clone(),
                iso_date(licence.issued),
                iso_date(licence.valid_from),
                last_day(licence.valid_until),
            ],
            own: licence.fields.clone(),
        }
    }
}

impl Serialize for Elements {
    fn serialize<S: Serializer>(&self, writer: S) -> Result<S::Ok, S::Error> {
        let mut map = writer.serialize_map(None)?;
        for (name, value) in ELEMENTS.iter().zip(&self.common) {
            map.serialize_entry(name, value)?;
        }
        for field in &self.own {
            map.serialize_entry(&field.name, &field.value)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Elements {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        reader.deserialize_map(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Elements;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the face elements of a licence")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Elements, A::Error> {
        let mut common: [Option<String>; 11] = Default::default();
        let mut own = Vec::new();
        while let Some(name) = entries.next_key::<String>()? {
            let known = ELEMENTS.iter().position(|element| *element == name);
            match known.and_then(|at| common.get_mut(at)) {
                Some(slot) => *slot = Some(entries.next_value()?),
                None => own.push(LicenceField {
                    name,
                    value: entries.next_value()?,
                }),
            }
        }
        if common.iter().any(Option::is_none) {
            return Err(unfit("one of the eleven common elements is missing"));
        }
        Ok(Elements {
            common: common.map(Option::unwrap_or_default),
            own,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::licence::samples;
    use proptest::prelude::*;

    #[test]
    fn a_licence_is_written_in_the_words_of_the_family() {
        let text = to_json(&samples::licence());
        for part in [
            r#""ZZHM":"示食证（2026）第1号""#,
            r#""CYRSFZJLX":"70""#,
            r#""FZJGSSXZQHDM":"990101""#,
            r#""YXQJSRQ":"2031-11-21""#,
        ] {
            assert!(text.contains(part), "{part}");
        }
    }

    #[test]
    fn holders_that_do_not_add_up_are_refused() {
        let right = to_json(&samples::licence());
        assert!(from_json(&right).is_ok());
        for (from, to) in [
            (r#"["001"]"#, r#"["001","001"]"#),
            (r#"["001"]"#, "[]"),
            (r#""CYRSFZJLX":"70""#, r#""CYRSFZJLX":"10""#),
            (r#""YXQJSRQ""#, r#""YXQJSRX""#),
            ("guangdong/1", "guangdong/2"),
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
            let comma = licence.holders.iter().any(|h| h.name.contains(',') || h.code.contains(','));
            prop_assume!(licence.holders.len() == 1 || !comma);
            let text = to_json(&licence);
            prop_assert_eq!(from_json(&text).unwrap(), licence);
        }
    }
}
