//! Passwords of documents and what their octets are (ISO 32000-2, 7.6.4; from memory).

use std::fmt;

use zeroize::Zeroizing;

/// A password of a document; wiped when dropped, never printed.
#[cfg_attr(
    not(feature = "encrypted"),
    expect(dead_code, reason = "read by the ciphers of the feature alone")
)]
#[derive(Clone)]
pub struct Password(Zeroizing<String>);

impl Password {
    /// Takes a password as it was typed.
    #[must_use]
    pub fn new(text: Zeroizing<String>) -> Self {
        Password(text)
    }

    /// Returns the octets that revision 2 to 4 may mean: PDFDocEncoding, else UTF-8 as many programs
    /// write.
    #[cfg(feature = "encrypted")]
    pub(super) fn legacy(&self) -> Vec<Zeroizing<Vec<u8>>> {
        let mut candidates = Vec::new();
        let encoded: Option<Vec<u8>> = self
            .0
            .chars()
            .map(super::super::text_string::to_pdf_doc)
            .collect();
        candidates.extend(encoded.map(Zeroizing::new));
        let utf8 = Zeroizing::new(self.0.as_bytes().to_vec());
        if !candidates.contains(&utf8) {
            candidates.push(utf8);
        }
        candidates
    }

    /// Returns the octets that revision 5 and 6 may mean: UTF-8 after SASLprep (RFC 4013), else as it
    /// was typed; 127 of them at most.
    #[cfg(feature = "encrypted")]
    pub(super) fn modern(&self) -> Vec<Zeroizing<Vec<u8>>> {
        const MOST: usize = 127;
        let cut = |text: &str| {
            let octets = text.as_bytes();
            Zeroizing::new(octets.get(..MOST).unwrap_or(octets).to_vec())
        };
        let mut candidates = Vec::new();
        if let Ok(prepared) = stringprep::saslprep(&self.0) {
            candidates.push(cut(&prepared));
            if let std::borrow::Cow::Owned(prepared) = prepared {
                drop(Zeroizing::new(prepared));
            }
        }
        let typed = cut(&self.0);
        if !candidates.contains(&typed) {
            candidates.push(typed);
        }
        candidates
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(withheld)")
    }
}

#[cfg(all(test, feature = "encrypted"))]
mod tests {
    use super::*;

    fn octets(candidates: &[Zeroizing<Vec<u8>>]) -> Vec<Vec<u8>> {
        candidates.iter().map(|octets| octets.to_vec()).collect()
    }

    #[test]
    fn a_password_is_encoded_as_the_revision_says_and_then_as_programs_do() {
        let password = Password::new(Zeroizing::new("é€".into()));
        assert_eq!(
            octets(&password.legacy()),
            [vec![0xe9, 0xa0], "é€".as_bytes().to_vec()]
        );
        let chinese = Password::new(Zeroizing::new("口令".into()));
        assert_eq!(octets(&chinese.legacy()), ["口令".as_bytes().to_vec()]);
        // RFC 4013, section 3: a soft hyphen maps to nothing, and compatibility forms are folded.
        let soft = Password::new(Zeroizing::new("I\u{ad}X \u{2168}".into()));
        assert_eq!(
            octets(&soft.modern()),
            [b"IX IX".to_vec(), "I\u{ad}X \u{2168}".as_bytes().to_vec()]
        );
        let long = Password::new(Zeroizing::new("x".repeat(200)));
        assert_eq!(octets(&long.modern()), [vec![b'x'; 127]]);
    }

    #[test]
    fn a_password_is_not_printed() {
        let password = Password::new(Zeroizing::new("geheim".into()));
        assert!(!format!("{password:?}").contains("geheim"));
    }
}
