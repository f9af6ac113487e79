//! PEM (RFC 7468): the blocks of one label, in the order of the file.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Returns the octets of every block labelled `label`; text around blocks is ignored, as
/// RFC 7468, 2 allows. `None` where a block does not end or is not base64.
pub(super) fn blocks(text: &str, label: &str) -> Option<Vec<Vec<u8>>> {
    let begin = format!("-----BEGIN {label}-----");
    let end = format!("-----END {label}-----");
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once(begin.as_str()) {
        let (body, tail) = after.split_once(end.as_str())?;
        let packed: String = body.split_ascii_whitespace().collect();
        found.push(STANDARD.decode(packed).ok()?);
        rest = tail;
    }
    Some(found)
}

/// Returns a certificate as PEM.
pub(super) fn certificate(der: &[u8]) -> String {
    encode("CERTIFICATE", der)
}

/// Returns a certificate request as PEM.
pub(super) fn request(der: &[u8]) -> String {
    encode("CERTIFICATE REQUEST", der)
}

/// Returns a CRL as PEM.
pub(super) fn revocation_list(der: &[u8]) -> String {
    encode("X509 CRL", der)
}

/// Returns a private key as PEM.
pub(super) fn private_key(pkcs8: &[u8]) -> zeroize::Zeroizing<String> {
    zeroize::Zeroizing::new(encode("PRIVATE KEY", pkcs8))
}

/// Returns a key under a password as PEM.
pub(super) fn encrypted_key(der: &[u8]) -> zeroize::Zeroizing<String> {
    zeroize::Zeroizing::new(encode("ENCRYPTED PRIVATE KEY", der))
}

fn encode(label: &str, der: &[u8]) -> String {
    let packed = STANDARD.encode(der);
    let mut text = format!("-----BEGIN {label}-----\n");
    for (index, character) in packed.chars().enumerate() {
        if index > 0 && index % 64 == 0 {
            text.push('\n');
        }
        text.push(character);
    }
    text.push_str(&format!("\n-----END {label}-----\n"));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_of_the_label_are_found_in_order() {
        let text = "note\n-----BEGIN X-----\nAQ==\n-----END X-----\n-----BEGIN Y-----\nAw==\n\
                    -----END Y-----\n-----BEGIN X-----\r\nAg\r\n==\r\n-----END X-----";
        assert_eq!(blocks(text, "X"), Some(vec![vec![1], vec![2]]));
    }

    #[test]
    fn a_block_that_does_not_end_spoils_the_file() {
        assert_eq!(blocks("-----BEGIN X-----\nAQ==\n", "X"), None);
        assert_eq!(blocks("-----BEGIN X-----\n!!\n-----END X-----", "X"), None);
    }
}
