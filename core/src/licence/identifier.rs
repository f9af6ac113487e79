//! Licence identifiers (电子证照标识).

use super::check_character::{CheckCharacter, faulty_dialect, mod_37_36};
use super::code::{CodeError, capitals, digits_and_capitals};
use super::{CreditCode, TypeCode};
use std::fmt;

/// The root of every licence identifier (电子证照根代码).
pub const LICENCE_ROOT: &str = "1.2.156.3005.2";

/// Characters that an identifier may have at most; a limit of this project.
const MOST: usize = 128;

/// Characters that a serial may have at most; the longest seen is 32.
const MOST_SERIAL: usize = 48;

/// An identifier as it was read: the form is right, the rest is said and not repaired.
///
/// Structure as in deployed code that names GB/T 36904-2018, which was not read. The root has dots
/// of its own and is taken off as a prefix.
///
/// ```
/// use yinxin_core::licence::{CheckCharacter, IdentifierAsRead};
/// let text = "1.2.156.3005.2.11990101TE5T00016T001.11990101TE5T00016T.2026000001.001.T";
/// let read = IdentifierAsRead::parse(text).unwrap();
/// assert_eq!(read.check(), CheckCharacter::FaultyDialect);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct IdentifierAsRead {
    text: String,
    type_code: String,
    issuer: String,
    serial: String,
    version: u16,
    check: CheckCharacter,
    expected: char,
}

impl IdentifierAsRead {
    /// Takes an identifier apart.
    ///
    /// # Errors
    ///
    /// [`CodeError`] where the form is wrong: another root, other than five parts after it, a
    /// lower-case letter, a length. A wrong check character and an irregular issuer are no errors
    /// here: ask [`Self::check`] and [`Self::issuer_is_regular`].
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        if text.len() > MOST {
            return Err(CodeError::Length {
                found: text.len(),
                most: MOST,
            });
        }
        let rest = text
            .strip_prefix(LICENCE_ROOT)
            .and_then(|rest| rest.strip_prefix('.'))
            .ok_or(CodeError::Root)?;
        let start = LICENCE_ROOT.len() + 1;
        let mut parts = [(0, ""); 5];
        let mut at = start;
        let mut found = 0;
        for part in rest.split('.') {
            let slot = parts.get_mut(found).ok_or(CodeError::Field { at })?;
            *slot = (at, part);
            found += 1;
            at += part.chars().count() + 1;
        }
        if found != parts.len() {
            return Err(CodeError::Field { at: at - 1 });
        }
        let [type_code, issuer, serial, version, check] = parts;
        digits_and_capitals(type_code.1, 21).map_err(|error| error.moved(type_code.0))?;
        issuer_form(issuer.1).map_err(|error| error.moved(issuer.0))?;
        serial_form(serial.1).map_err(|error| error.moved(serial.0))?;
        digits_and_capitals(check.1, 1).map_err(|error| error.moved(check.0))?;
        let number = version_number(version.1).ok_or(CodeError::Version { at: version.0 })?;
        let body = [type_code.1, issuer.1, serial.1, version.1].concat();
        let expected =
            mod_37_36(body.as_bytes()).ok_or(CodeError::Character { at: type_code.0 })?;
        let check = if check.1.starts_with(expected) {
            CheckCharacter::Correct
        } else if faulty_dialect(body.as_bytes()).is_some_and(|c| check.1.starts_with(c)) {
            CheckCharacter::FaultyDialect
        } else {
            CheckCharacter::Wrong
        };
        Ok(Self {
            text: text.to_owned(),
            type_code: type_code.1.to_owned(),
            issuer: issuer.1.to_owned(),
            serial: serial.1.to_owned(),
            version: number,
            check,
            expected,
        })
    }

    /// Returns the identifier as read.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the type code, 21 characters, as read.
    #[must_use]
    pub fn type_code(&self) -> &str {
        &self.type_code
    }

    /// Returns the issuer as read: a credit code, or an area code in irregular identifiers.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Returns the serial.
    #[must_use]
    pub fn serial(&self) -> &str {
        &self.serial
    }

    /// Returns the version, from 1.
    #[must_use]
    pub fn version(&self) -> u16 {
        self.version
    }

    /// Returns what the check character says.
    #[must_use]
    pub fn check(&self) -> CheckCharacter {
        self.check
    }

    /// Returns the check character that ISO/IEC 7064 asks for.
    #[must_use]
    pub fn expected_check(&self) -> char {
        self.expected
    }

    /// Tells whether the issuer is a credit code, as it should be.
    #[must_use]
    pub fn issuer_is_regular(&self) -> bool {
        CreditCode::parse(&self.issuer).is_ok()
    }

    /// Returns the identifier as one that may be emitted.
    ///
    /// # Errors
    ///
    /// [`CodeError`] where the check character, the issuer or the type code is not right.
    pub fn strict(&self) -> Result<LicenceIdentifier, CodeError> {
        let start = LICENCE_ROOT.len() + 1;
        TypeCode::parse(&self.type_code).map_err(|error| error.moved(start))?;
        if !self.issuer_is_regular() {
            return Err(CodeError::Issuer {
                at: start + self.type_code.len() + 1,
            });
        }
        if self.check != CheckCharacter::Correct {
            let at = self.text.len() - 1;
            return Err(CodeError::CheckCharacter {
                at,
                expected: self.expected,
            });
        }
        Ok(LicenceIdentifier(self.clone()))
    }
}

/// An identifier that is right in every part, the only kind that is emitted.
///
/// ```
/// use yinxin_core::licence::{CreditCode, LicenceIdentifier, TypeCode};
/// let issuer = CreditCode::parse("11990101TE5T00016T").unwrap();
/// let kind = TypeCode::parse("11990101TE5T00016T001").unwrap();
/// let first = LicenceIdentifier::new(&kind, &issuer, "2026000001", 1).unwrap();
/// assert!(first.as_str().ends_with(".2026000001.001.5"));
/// assert!(first.next_version().unwrap().as_str().ends_with(".2026000001.002.3"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LicenceIdentifier(IdentifierAsRead);

impl LicenceIdentifier {
    /// Builds an identifier from its parts and computes the check character.
    ///
    /// # Errors
    ///
    /// [`CodeError`] where the serial is empty, longer than 48 characters or has anything but
    /// digits and capitals, or the version is not 1 to 999. Positions are those in the part.
    pub fn new(
        type_code: &TypeCode,
        issuer: &CreditCode,
        serial: &str,
        version: u16,
    ) -> Result<Self, CodeError> {
        serial_form(serial)?;
        if !(1..=999).contains(&version) {
            return Err(CodeError::Version { at: 0 });
        }
        let body = format!("{type_code}{issuer}{serial}{version:03}");
        let expected = mod_37_36(body.as_bytes()).ok_or(CodeError::Character { at: 0 })?;
        Ok(Self(IdentifierAsRead {
            text: format!("{LICENCE_ROOT}.{type_code}.{issuer}.{serial}.{version:03}.{expected}"),
            type_code: type_code.to_string(),
            issuer: issuer.to_string(),
            serial: serial.to_owned(),
            version,
            check: CheckCharacter::Correct,
            expected,
        }))
    }

    /// Reads an identifier and checks every part.
    ///
    /// # Errors
    ///
    /// [`CodeError`] with the position and the rule.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        IdentifierAsRead::parse(text)?.strict()
    }

    /// Returns the identifier of the licence that replaces this one: same serial, next version.
    ///
    /// # Errors
    ///
    /// [`CodeError::Version`] after version 999.
    pub fn next_version(&self) -> Result<Self, CodeError> {
        let type_code = TypeCode::parse(&self.0.type_code)?;
        let issuer = CreditCode::parse(&self.0.issuer)?;
        Self::new(&type_code, &issuer, &self.0.serial, self.0.version + 1)
    }

    /// Returns the whole identifier.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0.text
    }

    /// Returns the parts.
    #[must_use]
    pub fn parts(&self) -> &IdentifierAsRead {
        &self.0
    }
}

impl fmt::Display for LicenceIdentifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

fn issuer_form(text: &str) -> Result<(), CodeError> {
    capitals(text)?;
    if text.is_empty() || text.len() > 18 {
        return Err(CodeError::Length {
            found: text.len(),
            most: 18,
        });
    }
    Ok(())
}

fn serial_form(text: &str) -> Result<(), CodeError> {
    capitals(text)?;
    if text.is_empty() || text.len() > MOST_SERIAL {
        return Err(CodeError::Length {
            found: text.len(),
            most: MOST_SERIAL,
        });
    }
    Ok(())
}

fn version_number(text: &str) -> Option<u16> {
    let digits = text.len() == 3 && text.bytes().all(|octet| octet.is_ascii_digit());
    if !digits {
        return None;
    }
    text.parse().ok().filter(|&number| number > 0)
}

#[cfg(test)]
mod tests;
