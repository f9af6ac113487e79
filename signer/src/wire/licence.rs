//! Licences as JSON.

use super::instant;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use time::{Date, OffsetDateTime};
use yinxin_core::licence::{Areas, CitizenNumber, Holder, Licence};

/// Whether names and codes of natural persons are written out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// First and last character only; the default everywhere.
    Masked,
    /// As they stand in the licence; for those who must see them.
    Full,
}

/// One licence that was issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LicenceIssued {
    /// 证照标识.
    pub identifier: String,
    /// 证照编号.
    pub number: String,
    /// The file that was written.
    pub file: String,
    /// Field of the seal's signature; `None` where the licence was issued without a seal.
    pub field: Option<String>,
}

/// One row that could not be issued; the others are issued all the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LicenceRefused {
    /// Row of the data, the first row of values being 1.
    pub row: u64,
    /// Why.
    pub problem: super::ReasonText,
}

/// A body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authority {
    /// 统一社会信用代码.
    pub code: String,
    /// Name as registered.
    pub name: String,
}

/// A holder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HolderShown {
    /// 持证主体, masked unless asked for.
    pub name: String,
    /// 持证主体代码, masked unless asked for.
    pub code: String,
    /// 持证主体代码类型代码.
    pub code_type: String,
}

/// A field of the type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldShown {
    /// Element name.
    pub name: String,
    /// Value; `None` where names are masked, because any field may hold personal data.
    pub value: Option<String>,
}

/// One licence with its state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LicenceShown {
    /// 证照标识.
    pub identifier: String,
    /// 证照名称.
    pub name: String,
    /// 证照类型代码.
    pub type_code: String,
    /// 证照编号; masked unless asked for where it is the number of a person, as of a driver's licence.
    pub number: String,
    /// 证照颁发机构.
    pub issuer: Authority,
    /// 所属管辖地编码.
    pub area_code: String,
    /// 持证主体.
    pub holders: Vec<HolderShown>,
    /// 证照颁发日期.
    #[serde(with = "instant::date")]
    pub issued: Date,
    /// 证照有效期起始日期.
    #[serde(with = "instant::date")]
    pub valid_from: Date,
    /// 证照有效期截止日期, the last valid day; `None` for 长期.
    #[serde(with = "instant::date_or_null")]
    pub valid_until: Option<Date>,
    /// State in the store, such as `valid`, `suspended`, `revoked`, `replaced`, `expired`.
    pub state: Cow<'static, str>,
    /// Since when the store says so of it; running out by date is no change.
    #[serde(with = "instant::or_null", default)]
    pub since: Option<OffsetDateTime>,
    /// Fields of the type.
    pub fields: Vec<FieldShown>,
    /// Index in the issuer's status list.
    pub status_index: Option<u64>,
}

/// A page of licences.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LicencePage {
    /// The licences, by identifier.
    pub licences: Vec<LicenceShown>,
    /// What to give as `after` for the next page; `None` on the last.
    pub next: Option<String>,
}

impl LicenceShown {
    /// Makes the object from the licence and its state.
    #[must_use]
    pub fn of(licence: &Licence, state: &'static str, names: Names) -> Self {
        Self {
            identifier: licence.identifier.clone(),
            name: licence.name.clone(),
            type_code: licence.type_code.clone(),
            number: number(licence, names),
            issuer: Authority {
                code: licence.issuer.code.clone(),
                name: licence.issuer.name.clone(),
            },
            area_code: licence.area_code.clone(),
            holders: licence
                .holders
                .iter()
                .map(|holder| HolderShown::of(holder, names))
                .collect(),
            issued: licence.issued,
            valid_from: licence.valid_from,
            valid_until: licence.valid_until,
            state: state.into(),
            since: None,
            fields: licence
                .fields
                .iter()
                .map(|field| FieldShown {
                    name: field.name.clone(),
                    value: (names == Names::Full).then(|| field.value.clone()),
                })
                .collect(),
            status_index: licence.status_index,
        }
    }
}

impl LicenceShown {
    /// Says since when the store gives this state.
    #[must_use]
    pub fn since(mut self, since: Option<OffsetDateTime>) -> Self {
        self.since = since;
        self
    }
}

/// Returns the number of a licence as it may be shown: some types are numbered by their holder's code.
fn number(licence: &Licence, names: Names) -> String {
    let number = &licence.number;
    let mut people = licence.holders.iter().filter(|holder| !is_public(holder));
    let is_personal = CitizenNumber::parse(number, Areas::OfficialAndFictitious).is_ok()
        || people.any(|holder| !holder.code.is_empty() && number.contains(&holder.code));
    match names {
        Names::Masked if is_personal => masked(number),
        _ => number.clone(),
    }
}

/// Codes 001 and 099 are of legal persons and other organisations, whose names are public. Every other
/// code, known or not, is taken for that of a natural person.
fn is_public(holder: &Holder) -> bool {
    matches!(holder.code_type.0.as_str(), "001" | "099")
}

impl HolderShown {
    fn of(holder: &Holder, names: Names) -> Self {
        let code_type = holder.code_type.0.clone();
        if names == Names::Full || is_public(holder) {
            Self {
                name: holder.name.clone(),
                code: holder.code.clone(),
                code_type,
            }
        } else {
            Self {
                name: masked(&holder.name),
                code: masked(&holder.code),
                code_type,
            }
        }
    }
}

/// Keeps the first character, and the last where there are more than two; the rest becomes `*`.
#[must_use]
pub fn masked(text: &str) -> String {
    let length = text.chars().count();
    let keep_last = length > 2;
    text.chars()
        .enumerate()
        .map(|(at, c)| {
            if at == 0 || (keep_last && at + 1 == length) {
                c
            } else {
                '*'
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;
    use yinxin_core::licence::{AuthorityName, HolderCodeType, LicenceField};

    fn licence() -> Licence {
        let holder = |name: &str, code: &str, code_type: &str| Holder {
            name: name.into(),
            code: code.into(),
            code_type: HolderCodeType(code_type.into()),
        };
        Licence {
            identifier: "1.2.156.3005.2.T.I.S.001.5".into(),
            name: "食品经营许可证".into(),
            type_code: "T".into(),
            number: "JY0001".into(),
            issuer: AuthorityName {
                code: "11990101TE5T00016T".into(),
                name: "测试局".into(),
            },
            area_code: "990101".into(),
            holders: vec![
                holder("测试人", "990101199001010000", "111"),
                holder("测试餐饮店", "92990101TE5T0001", "001"),
            ],
            issued: date!(2026 - 03 - 01),
            valid_from: date!(2026 - 03 - 01),
            valid_until: None,
            fields: vec![LicenceField {
                name: "KZ_JYCS".into(),
                value: "测试路1号".into(),
            }],
            photo: None,
            status_index: Some(7),
        }
    }

    #[test]
    fn a_masked_licence_shows_no_natural_person() {
        let shown = LicenceShown::of(&licence(), "valid", Names::Masked);
        let json = crate::wire::line(&shown.since(Some(OffsetDateTime::UNIX_EPOCH)));
        assert_eq!(
            json.unwrap(),
            r#"{"identifier":"1.2.156.3005.2.T.I.S.001.5","name":"食品经营许可证","type_code":"T","number":"JY0001","issuer":{"code":"11990101TE5T00016T","name":"测试局"},"area_code":"990101","holders":[{"name":"测*人","code":"9****************0","code_type":"111"},{"name":"测试餐饮店","code":"92990101TE5T0001","code_type":"001"}],"issued":"2026-03-01","valid_from":"2026-03-01","valid_until":null,"state":"valid","since":"1970-01-01T00:00:00Z","fields":[{"name":"KZ_JYCS","value":null}],"status_index":7}"#
        );
    }

    #[test]
    fn a_number_that_is_a_persons_is_masked() {
        let shown = |number: &str, names| {
            let mut licence = licence();
            licence.number = number.into();
            LicenceShown::of(&licence, "valid", names).number
        };
        for (number, expected) in [
            ("990101199001010000", "9****************0"),
            ("A990101199001010000", "A*****************0"),
            ("990101199001010019", "9****************9"),
            ("92990101TE5T0001", "92990101TE5T0001"),
        ] {
            assert_eq!(shown(number, Names::Masked), expected);
            assert_eq!(shown(number, Names::Full), number);
        }
    }

    #[test]
    fn a_full_licence_shows_names_and_fields() {
        let shown = LicenceShown::of(&licence(), "valid", Names::Full);
        assert_eq!(shown.holders[0].name, "测试人");
        assert_eq!(shown.fields[0].value.as_deref(), Some("测试路1号"));
    }

    #[test]
    fn masking_never_shows_more_than_two_characters() {
        for (text, expected) in [
            ("", ""),
            ("张", "张"),
            ("张三", "张*"),
            ("张小三", "张*三"),
            ("abcd", "a**d"),
        ] {
            assert_eq!(masked(text), expected);
        }
    }
}
