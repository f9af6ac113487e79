//! The data of one licence.

use super::AuthorityName;
use time::Date;

/// One licence: what the file carries and the face shows.
///
/// Dates are civil dates at UTC+8.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Licence {
    /// 证照标识, with the root and the check character.
    pub identifier: String,
    /// 证照名称.
    pub name: String,
    /// 证照类型代码.
    pub type_code: String,
    /// 证照编号, as printed.
    pub number: String,
    /// 证照颁发机构.
    pub issuer: AuthorityName,
    /// 所属管辖地编码, six digits.
    pub area_code: String,
    /// 持证主体; at least one.
    pub holders: Vec<Holder>,
    /// 证照颁发日期.
    pub issued: Date,
    /// 证照有效期起始日期.
    pub valid_from: Date,
    /// 证照有效期截止日期, the last valid day; `None` for 长期.
    pub valid_until: Option<Date>,
    /// Fields of the type, in the catalogue's order.
    pub fields: Vec<LicenceField>,
    /// The holder's photo.
    pub photo: Option<Photo>,
    /// Index in the issuer's status list.
    pub status_index: Option<u64>,
}

/// A holder (持证主体).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// 持证主体.
    pub name: String,
    /// 持证主体代码.
    pub code: String,
    /// 持证主体代码类型代码.
    pub code_type: HolderCodeType,
}

/// 持证主体代码类型代码, three digits such as `001` or `111`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HolderCodeType(pub String);

/// A field of the type with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicenceField {
    /// Element name, such as `KZ_JYCS`.
    pub name: String,
    /// Value as text.
    pub value: String,
}

/// A photo, as JPEG or PNG octets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Photo {
    /// `image/jpeg` or `image/png`.
    pub media_type: String,
    /// The octets.
    pub data: Vec<u8>,
}
