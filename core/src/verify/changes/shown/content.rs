//! A content stream, read without any leniency: what readers could take apart differently is refused.

use crate::pdf::LONGEST_NAME;

/// An operand.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Operand {
    Number(f64),
    Name(Vec<u8>),
    Text(Vec<u8>),
    Array(Vec<Operand>),
}

/// An operator with its operands.
pub(super) type Operation<'c> = (&'c [u8], Vec<Operand>);

/// Most operands of an operator.
const OPERANDS: usize = 8;

/// Returns the operations of a content stream; `None` for everything that is not plain: comments,
/// dictionaries, inline images, words and numbers that run into each other, names and words of anything but
/// printable ASCII or longer than all readers take, escaped names, octets that belong nowhere, operands
/// without an operator.
pub(super) fn operations(content: &[u8]) -> Option<Vec<Operation<'_>>> {
    let mut found = Vec::new();
    let mut operands = Vec::new();
    let mut array: Option<Vec<Operand>> = None;
    let mut rest = content;
    while let Some((&octet, after)) = rest.split_first() {
        let operand = match octet {
            _ if is_space(octet) => {
                rest = after;
                continue;
            }
            b'[' if array.is_none() => {
                array = Some(Vec::new());
                rest = after;
                continue;
            }
            b']' => {
                rest = after;
                Operand::Array(array.take()?)
            }
            b'(' => {
                let (text, after) = literal(after)?;
                rest = after;
                Operand::Text(text)
            }
            b'<' => {
                let (text, after) = hexadecimal(after)?;
                rest = after;
                Operand::Text(text)
            }
            b'/' => {
                let (name, after) = word(after)?;
                rest = after;
                if name.is_empty() || name.contains(&b'#') {
                    return None;
                }
                Operand::Name(name.to_vec())
            }
            _ if is_delimiter(octet) => return None,
            _ => {
                let (word, after) = word(rest)?;
                rest = after;
                match octet {
                    b'0'..=b'9' | b'+' | b'-' | b'.' => Operand::Number(number(word)?),
                    _ if array.is_some() => return None,
                    _ => {
                        found.push((word, std::mem::take(&mut operands)));
                        continue;
                    }
                }
            }
        };
        match &mut array {
            Some(array) => array.push(operand),
            None if operands.len() < OPERANDS => operands.push(operand),
            None => return None,
        }
    }
    (operands.is_empty() && array.is_none()).then_some(found)
}

pub(super) fn is_space(octet: u8) -> bool {
    matches!(octet, 0 | 9 | 10 | 12 | 13 | 32)
}

fn is_delimiter(octet: u8) -> bool {
    b"()<>[]{}/%".contains(&octet)
}

/// Returns a name or word and what is behind it; `None` where it is not one to all readers: some take 0x80 and
/// 0xFF for white space, and cut what is long.
fn word(octets: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = octets
        .iter()
        .position(|&octet| is_delimiter(octet) || is_space(octet));
    let (word, rest) = octets.split_at(end.unwrap_or(octets.len()));
    let is_plain = word.len() <= LONGEST_NAME && word.iter().all(u8::is_ascii_graphic);
    is_plain.then_some((word, rest))
}

/// A number as ISO 32000-2, 7.3.3 writes it (from memory), of a size that all readers take.
fn number(word: &[u8]) -> Option<f64> {
    let digits = word.strip_prefix(b"-").or(word.strip_prefix(b"+"));
    let digits = digits.unwrap_or(word);
    let points = digits.iter().filter(|octet| **octet == b'.').count();
    let is_plain = digits
        .iter()
        .all(|octet| octet.is_ascii_digit() || *octet == b'.');
    if !is_plain || points > 1 || digits.len() == points || word.len() > 20 {
        return None;
    }
    let number: f64 = std::str::from_utf8(word).ok()?.parse().ok()?;
    (number.abs() < 1e5).then_some(number)
}

/// A literal string after its parenthesis (ISO 32000-2, 7.3.4.2; from memory).
fn literal(mut rest: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let mut text = Vec::new();
    let mut depth = 1_usize;
    loop {
        let (&octet, after) = rest.split_first()?;
        rest = after;
        match octet {
            b'\\' => {
                let (&escaped, after) = rest.split_first()?;
                rest = after;
                match escaped {
                    b'n' => text.push(b'\n'),
                    b'r' => text.push(b'\r'),
                    b't' => text.push(b'\t'),
                    b'(' | b')' | b'\\' => text.push(escaped),
                    b'0'..=b'7' => {
                        let mut octet = u32::from(escaped - b'0');
                        for _ in 0..2 {
                            let Some((&digit @ b'0'..=b'7', after)) = rest.split_first() else {
                                break;
                            };
                            octet = octet << 3 | u32::from(digit - b'0');
                            rest = after;
                        }
                        text.push(u8::try_from(octet).ok()?);
                    }
                    // What else may be escaped is drawn by nothing, or is no escape.
                    _ => return None,
                }
            }
            b'(' => {
                depth += 1;
                text.push(octet);
            }
            b')' => {
                depth -= 1;
                if depth == 0 {
                    return Some((text, rest));
                }
                text.push(octet);
            }
            _ => text.push(octet),
        }
    }
}

/// A hexadecimal string after its bracket: pairs of digits and white space.
fn hexadecimal(mut rest: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let mut digits = Vec::new();
    loop {
        let (&octet, after) = rest.split_first()?;
        rest = after;
        match octet {
            b'>' => break,
            _ if is_space(octet) => {}
            _ => digits.push(u8::try_from(char::from(octet).to_digit(16)?).ok()?),
        }
    }
    let pairs = digits.chunks(2).map(|pair| match pair {
        [high, low] => Some(high << 4 | low),
        _ => None,
    });
    Some((pairs.collect::<Option<_>>()?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_what_all_readers_take_apart_alike_is_read() {
        let read =
            operations(b"/Tx BMC q (a\\(b\\051\\101) Tj [(c) -3 <64 65>] TJ 1 .5 -2. Td").unwrap();
        let words: Vec<_> = read.iter().map(|(word, _)| *word).collect();
        assert_eq!(words, [&b"BMC"[..], b"q", b"Tj", b"TJ", b"Td"]);
        assert_eq!(read[2].1, [Operand::Text(b"a(b)A".to_vec())]);
        let numbers = [1.0, 0.5, -2.0].map(Operand::Number);
        assert_eq!(read[4].1, numbers);
        for odd in [
            "% (x) Tj\n(y) Tj",
            "/Span <</ActualText (> BT)>> BDC",
            "60re",
            "1 1-1 m",
            "1 1 -nan 9 re",
            "/#45v 30 Tf",
            "(\\free) Tj",
            "(\\777) Tj",
            "(open Tj",
            "<6> Tj",
            "<6g> Tj",
            "[(999) null] TJ",
            "[[1]] TJ",
            "1 2 3 4 5 6 7 8 9 x",
            "1 2",
            "{x}",
            "1e3 w",
            "1234567 w",
            "1..2 w",
            "- w",
            "/x\u{80}3\u{80}Tr BMC",
            "/Tx BMC\u{80}q",
            "/#54x BMC",
        ] {
            assert_eq!(operations(odd.as_bytes()), None, "{odd}");
        }
    }

    #[test]
    fn names_and_words_are_of_printable_ascii_and_no_longer_than_all_readers_take() {
        for octet in 0..=255_u8 {
            let is_plain = octet.is_ascii_graphic();
            if is_space(octet) || is_delimiter(octet) || octet == b'#' {
                continue;
            }
            let name = [b"/F", &[octet][..], b"1 9 Tf"].concat();
            assert_eq!(operations(&name).is_some(), is_plain, "{octet}");
            let word = [b"9 w", &[octet][..], b"x"].concat();
            assert_eq!(operations(&word).is_some(), is_plain, "{octet}");
        }
        for (length, expected) in [(127, true), (128, false)] {
            let name = "F".repeat(length);
            assert_eq!(
                operations(format!("/{name} 9 Tf").as_bytes()).is_some(),
                expected
            );
            assert_eq!(operations(name.as_bytes()).is_some(), expected);
        }
    }

    proptest! {
        #[test]
        fn no_content_stops_the_reader(content in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = operations(&content);
        }
    }
}
