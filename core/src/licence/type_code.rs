//! Licence type codes (证照类型代码).

use super::CreditCode;
use super::code::{CodeError, digits_and_capitals};
use std::fmt;

/// A checked type code: the credit code of the defining authority and three digits.
///
/// ```
/// use yinxin_core::licence::TypeCode;
/// let code = TypeCode::parse("11990101TE5T00016T001").unwrap();
/// assert_eq!(code.defining_authority().as_str(), "11990101TE5T00016T");
/// ```
#[derive(
    Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(try_from = "String", into = "String")]
pub struct TypeCode {
    text: String,
    definer: CreditCode,
}

impl TypeCode {
    /// Checks `text`: 21 characters.
    ///
    /// # Errors
    ///
    /// [`CodeError`] with the position in `text` and the rule.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        digits_and_capitals(text, 21)?;
        let (definer, sequence) = text.split_at_checked(18).unwrap_or((text, ""));
        let definer = CreditCode::parse(definer)?;
        if let Some(at) = sequence.bytes().position(|octet| !octet.is_ascii_digit()) {
            return Err(CodeError::Character { at: 18 + at });
        }
        Ok(Self {
            text: text.to_owned(),
            definer,
        })
    }

    /// Returns the 21 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the credit code of the authority that defined the type.
    #[must_use]
    pub fn defining_authority(&self) -> &CreditCode {
        &self.definer
    }
}

impl TryFrom<String> for TypeCode {
    type Error = CodeError;

    fn try_from(text: String) -> Result<Self, CodeError> {
        Self::parse(&text)
    }
}

impl From<TypeCode> for String {
    fn from(code: TypeCode) -> Self {
        code.to_string()
    }
}

impl fmt::Display for TypeCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_says_where() {
        for (text, expected) in [
            ("11990101TE5T00016T001", Ok(())),
            (
                "11990101TE5T00016T00A",
                Err(CodeError::Character { at: 20 }),
            ),
            (
                "11990101TE5T00016A001",
                Err(CodeError::CheckCharacter {
                    at: 17,
                    expected: 'T',
                }),
            ),
            (
                "11990101TE5T00016T01",
                Err(CodeError::Length {
                    found: 20,
                    most: 21,
                }),
            ),
        ] {
            assert_eq!(TypeCode::parse(text).map(|_| ()), expected, "{text}");
        }
    }
}
