//! Text strings (ISO 32000-2, 7.9.2.2; from memory).

/// Decodes a text string: UTF-16BE or UTF-8 by its mark, else PDFDocEncoding.
pub(crate) fn decode(octets: &[u8]) -> String {
    if let Some(rest) = octets.strip_prefix(&[0xfe, 0xff]) {
        let units = rest.chunks_exact(2).map(|pair| match pair {
            [high, low] => u16::from_be_bytes([*high, *low]),
            _ => 0xfffd,
        });
        let text = char::decode_utf16(units).map(|unit| unit.unwrap_or('\u{fffd}'));
        return without_languages(text.collect());
    }
    // No standard has it, and readers take it for what it is.
    if let Some(rest) = octets.strip_prefix(&[0xff, 0xfe]) {
        let units = rest.chunks_exact(2).map(|pair| match pair {
            [low, high] => u16::from_le_bytes([*low, *high]),
            _ => 0xfffd,
        });
        let text = char::decode_utf16(units).map(|unit| unit.unwrap_or('\u{fffd}'));
        return without_languages(text.collect());
    }
    if let Some(rest) = octets.strip_prefix(&[0xef, 0xbb, 0xbf]) {
        return without_languages(String::from_utf8_lossy(rest).into_owned());
    }
    octets.iter().map(|&octet| pdf_doc(octet)).collect()
}

/// Leaves out the names of languages, each between two escape characters.
fn without_languages(text: String) -> String {
    let parts: Vec<&str> = text.split('\u{1b}').collect();
    match parts.len() {
        1 => text,
        // The last escape is open.
        count if count % 2 == 0 => text,
        _ => parts.into_iter().step_by(2).collect(),
    }
}

/// Returns the source of a text string: a literal where it is printable ASCII, else UTF-16BE with
/// its mark in hexadecimal.
pub(crate) fn encode(text: &str) -> Vec<u8> {
    if text.bytes().all(|octet| (0x20..0x7f).contains(&octet)) {
        let mut out = vec![b'('];
        for octet in text.bytes() {
            if matches!(octet, b'(' | b')' | b'\\') {
                out.push(b'\\');
            }
            out.push(octet);
        }
        out.push(b')');
        return out;
    }
    let mut out = b"<FEFF".to_vec();
    for unit in text.encode_utf16() {
        out.extend_from_slice(format!("{unit:04X}").as_bytes());
    }
    out.push(b'>');
    out
}

/// Returns the octet of a character in PDFDocEncoding, if it has one.
#[cfg(feature = "encrypted")]
pub(crate) fn to_pdf_doc(character: char) -> Option<u8> {
    (0..=u8::MAX).find(|&octet| pdf_doc(octet) == character && character != '\u{fffd}')
}

/// PDFDocEncoding where it differs from Latin-1 (ISO 32000-2, annex D.3; from memory).
fn pdf_doc(octet: u8) -> char {
    const LOW: [char; 8] = [
        '\u{2d8}', '\u{2c7}', '\u{2c6}', '\u{2d9}', '\u{2dd}', '\u{2db}', '\u{2da}', '\u{2dc}',
    ];
    const HIGH: [char; 33] = [
        '\u{2022}', '\u{2020}', '\u{2021}', '\u{2026}', '\u{2014}', '\u{2013}', '\u{192}',
        '\u{2044}', '\u{2039}', '\u{203a}', '\u{2212}', '\u{2030}', '\u{201e}', '\u{201c}',
        '\u{201d}', '\u{2018}', '\u{2019}', '\u{201a}', '\u{2122}', '\u{fb01}', '\u{fb02}',
        '\u{141}', '\u{152}', '\u{160}', '\u{178}', '\u{17d}', '\u{131}', '\u{142}', '\u{153}',
        '\u{161}', '\u{17e}', '\u{fffd}', '\u{20ac}',
    ];
    let table = match octet {
        0x18..=0x1f => LOW.get(usize::from(octet - 0x18)),
        0x80..=0xa0 => HIGH.get(usize::from(octet - 0x80)),
        _ => None,
    };
    table.copied().unwrap_or(char::from(octet))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_of_a_text_is_no_part_of_it() {
        let utf16 = |text: &str| {
            let units = text.encode_utf16().flat_map(u16::to_be_bytes);
            [0xfe, 0xff].into_iter().chain(units).collect::<Vec<u8>>()
        };
        let utf8 = |text: &str| [b"\xef\xbb\xbf", text.as_bytes()].concat();
        for (text, without) in [
            ("am\u{1b}en\u{1b}ount", "amount"),
            ("\u{1b}zhCN\u{1b}金额", "金额"),
            ("a\u{1b}b", "a\u{1b}b"),
        ] {
            assert_eq!(decode(&utf16(text)), without);
            assert_eq!(decode(&utf8(text)), without);
        }
        // PDFDocEncoding has no such escape: the octet is a sign of its own.
        assert_eq!(decode(b"a\x1ben\x1bb"), "a\u{2d9}en\u{2d9}b");
    }
}
