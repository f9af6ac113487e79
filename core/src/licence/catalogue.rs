//! Catalogue entries (目录): what a licence type is, as data.

use super::FaceLayout;
use super::strict_json::{JsonError, read_json};
use serde::{Deserialize, Serialize};

/// A licence type (证照类型) of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CatalogueEntry {
    /// 证照类型名称.
    pub type_name: String,
    /// 证照类型代码, 21 characters: credit code of the defining authority and three digits.
    pub type_code: String,
    /// 证照定义机构.
    pub defining_authority: AuthorityName,
    /// 证照定义机构级别.
    pub defining_level: AuthorityLevel,
    /// 证照颁发机构级别.
    pub issuing_level: AuthorityLevel,
    /// 关联事项.
    pub service_items: Vec<ServiceItem>,
    /// 持证主体类别.
    pub holder_kind: HolderKind,
    /// 有效期限范围: the terms that may be chosen.
    pub validity: Vec<ValidityRule>,
    /// 目录类别.
    pub kind: CatalogueKind,
    /// Fields beyond the common ones, in the order of the face.
    pub fields: Vec<FieldDefinition>,
    /// How the face is laid out.
    pub face: FaceLayout,
}

/// Octets that one catalogue entry may have as JSON.
const MOST: usize = 256 * 1024;

impl CatalogueEntry {
    /// Returns the entry as JSON; the same entry gives the same octets.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Every part is text, numbers and lists: nothing that JSON could not hold.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// Reads an entry from JSON, refusing names it does not know.
    ///
    /// # Errors
    ///
    /// [`JsonError`] with the place and the rule.
    pub fn from_json(text: &[u8]) -> Result<Self, JsonError> {
        read_json(text, MOST)
    }

    /// Returns the definition of the field of that element name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&FieldDefinition> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// A body: the code decides, the name is for people.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuthorityName {
    /// 统一社会信用代码.
    pub code: String,
    /// Name as registered.
    pub name: String,
}

/// Level of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum AuthorityLevel {
    /// 国家级.
    National,
    /// 省(部)级.
    Provincial,
    /// 地市级.
    Prefecture,
    /// 区县级.
    County,
    /// 乡镇级.
    Township,
    /// 其他.
    Other,
}

/// A service item (事项).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceItem {
    /// Item code.
    pub code: String,
    /// Item name.
    pub name: String,
}

/// 持证主体类别.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum HolderKind {
    /// 自然人.
    NaturalPerson,
    /// 法人和其他组织.
    Organisation,
    /// 混合.
    Mixed,
}

/// One permitted term of validity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum ValidityRule {
    /// So many days.
    Days(u16),
    /// So many calendar months.
    Months(u16),
    /// So many calendar years.
    Years(u16),
    /// 长期: no end.
    Permanent,
}

/// 目录类别.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum CatalogueKind {
    /// 证照.
    Licence,
    /// 批文.
    Approval,
    /// 证明.
    Proof,
}

/// A field of a licence type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldDefinition {
    /// Element name, such as `KZ_JYCS`.
    pub name: String,
    /// Label on the face, in Chinese.
    pub label: String,
    /// Kind of value.
    pub kind: FieldKind,
    /// Whether a licence must have it.
    pub required: bool,
}

/// Kind of a field's value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum FieldKind {
    /// Text of at most so many characters.
    Text {
        /// Most characters (Unicode scalar values).
        most: u16,
    },
    /// A civil date, `YYYY-MM-DD`.
    Date,
    /// A decimal number, digits and at most one point.
    Number,
    /// One of a list.
    Choice(Vec<String>),
    /// 统一社会信用代码.
    CreditCode,
    /// 公民身份号码.
    CitizenNumber,
    /// 行政区划代码.
    AreaCode,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::licence::samples;

    #[test]
    fn an_entry_is_read_back_from_its_json() {
        let entry = samples::entry();
        let text = entry.to_json();
        assert_eq!(CatalogueEntry::from_json(text.as_bytes()).unwrap(), entry);
        assert!(text.contains(r#""years": 5"#) && text.contains(r#""permanent""#));
    }

    #[test]
    fn an_unknown_name_is_refused_wherever_it_stands() {
        let text = samples::entry().to_json();
        for (from, to) in [
            (r#""type_name""#, r#""typename""#),
            (r#""label": "经营场所","#, r#""label": "经营场所", "x": 1,"#),
            (r#""page""#, r#""x": 1, "page""#),
            (r#""permanent""#, r#""forever""#),
        ] {
            assert!(text.contains(from), "{from}");
            let changed = text.replacen(from, to, 1);
            assert!(
                CatalogueEntry::from_json(changed.as_bytes()).is_err(),
                "{to}"
            );
        }
    }
}
