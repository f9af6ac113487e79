//! Passwords: read from files, wiped when dropped, never printed.

use crate::durable;
use std::fmt;
use std::io;
use std::path::Path;
use zeroize::Zeroizing;

/// Longest password file that is read.
const LIMIT: u64 = 4096;

/// A password, wiped when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(Zeroizing<Vec<u8>>);

impl Password {
    /// Takes the octets of a password.
    #[must_use]
    pub fn new(bytes: Zeroizing<Vec<u8>>) -> Self {
        Self(bytes)
    }

    /// Reads a password file: everything up to the end of its last line, without the line end.
    ///
    /// # Errors
    ///
    /// `FileTooLarge` beyond 4096 octets, `InvalidData` where it is empty, else what the system
    /// says.
    pub fn from_file(path: &Path) -> io::Result<Self> {
        let mut bytes = Zeroizing::new(durable::read_bounded(path, LIMIT)?);
        for line_end in [b'\n', b'\r'] {
            if bytes.last() == Some(&line_end) {
                bytes.pop();
            }
        }
        if bytes.is_empty() {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "the password file is empty",
            ));
        }
        Ok(Self(bytes))
    }

    /// Returns the octets.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(withheld)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_end_is_not_part_of_the_password() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("p");
        for (content, expected) in [
            ("a b", "a b"),
            ("a\n", "a"),
            ("a\r\n", "a"),
            ("a\n\n", "a\n"),
            ("密码\n", "密码"),
        ] {
            std::fs::write(&path, content).unwrap();
            assert_eq!(
                Password::from_file(&path).unwrap().as_bytes(),
                expected.as_bytes()
            );
        }
        std::fs::write(&path, "\n").unwrap();
        assert_eq!(
            Password::from_file(&path).unwrap_err().kind(),
            io::ErrorKind::InvalidData
        );
    }

    #[test]
    fn a_password_does_not_show_itself() {
        let password = Password::new(Zeroizing::new(b"hunter2".to_vec()));
        assert_eq!(format!("{password:?}"), "Password(withheld)");
    }
}
