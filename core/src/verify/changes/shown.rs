//! What the appearance of a text field shows, against what its value says (ISO 32000-2, 12.7.4.3; from
//! memory).
//!
//! Readers show the appearance; forms are read by their values. A later revision that fills a field may
//! not tell the two different things, nor cover the page with a picture or a filled surface in the
//! name of filling. Text that is drawn with fonts of their own encoding cannot be compared; it passes.

use super::Unanalysable;
use super::side::Side;
use super::walk::Walk;
use crate::pdf::{Dictionary, Object};

/// Longest content of an appearance that is read, octets.
const LONGEST: usize = 1 << 20;

/// What a content stream draws.
#[derive(Debug, Default, PartialEq, Eq)]
struct Drawn {
    /// Images, other forms or shadings.
    pictures: bool,
    /// Filled surfaces.
    surfaces: bool,
    /// The octets of all strings that are shown.
    text: Vec<u8>,
}

impl<'d> Walk<'_, 'd> {
    /// Returns whether an appearance stream of a text field shows something other than its value;
    /// `value` is `None` where the text cannot be compared.
    pub(super) fn shows_otherwise(
        &mut self,
        stream: &Side<'d>,
        value: Option<&str>,
        may_fill: bool,
    ) -> Result<bool, Unanalysable> {
        let (Some(id), Some(dictionary)) = (stream.id, stream.dictionary()) else {
            return Ok(true);
        };
        if stream.stream.is_none() || self.has_drawn_fonts(dictionary)? {
            return Ok(true);
        }
        let Some(object) = self.new.get(id)? else {
            return Ok(true);
        };
        let Ok(content) = self.new.decode_within(&object, LONGEST) else {
            return Ok(true);
        };
        let drawn = draw(&content);
        Ok(drawn.pictures
            || drawn.surfaces && !may_fill
            || value.is_some_and(|value| contradicts(value, &drawn.text)))
    }

    /// Returns whether the resources have a font whose glyphs are content streams.
    fn has_drawn_fonts(&self, form: &Dictionary<'d>) -> Result<bool, Unanalysable> {
        let Object::Dictionary(resources) = self.new.value(form, "Resources")? else {
            return Ok(false);
        };
        let Object::Dictionary(fonts) = self.new.value(&resources, "Font")? else {
            return Ok(false);
        };
        for entry in &fonts.entries {
            if let Object::Dictionary(font) = self.new.resolve(&entry.value)?
                && font.is_name("Subtype", "Type3")
            {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Returns whether a text is certainly not the value. White space is where lines break; a password is
/// shown as asterisks; octets that are no ASCII are of an encoding that is not known.
fn contradicts(value: &str, shown: &[u8]) -> bool {
    let visible = |octet: &u8| !octet.is_ascii_whitespace();
    let comparable = value.is_ascii() && shown.iter().all(|octet| octet.is_ascii());
    let printable = shown
        .iter()
        .all(|octet| !octet.is_ascii_control() || !visible(octet));
    let mut seen = shown.iter().filter(|octet| visible(octet)).peekable();
    let hidden = seen.peek().is_some() && seen.all(|&octet| octet == b'*');
    if !comparable || !printable || hidden {
        return false;
    }
    let shown = shown.iter().copied().filter(visible);
    !shown.eq(value.bytes().filter(visible))
}

fn is_delimiter(octet: u8) -> bool {
    b"()<>[]{}/%".contains(&octet)
}

fn is_space(octet: u8) -> bool {
    matches!(octet, 0 | 9 | 10 | 12 | 13 | 32)
}

/// Reads a content stream as far as this judgement needs it. Inside of inline images nothing is
/// understood; they are pictures already.
fn draw(content: &[u8]) -> Drawn {
    let mut drawn = Drawn::default();
    let mut pending: Vec<u8> = Vec::new();
    let mut rest = content;
    while let Some((&octet, after)) = rest.split_first() {
        rest = match octet {
            b'%' => skip(after, |octet| !matches!(octet, b'\n' | b'\r')),
            b'(' => literal(after, &mut pending),
            b'<' if after.first() != Some(&b'<') => hexadecimal(after, &mut pending),
            b'/' => skip(after, |octet| !is_delimiter(octet) && !is_space(octet)),
            _ if is_delimiter(octet) || is_space(octet) => after,
            _ => {
                let end = skip(rest, |octet| !is_delimiter(octet) && !is_space(octet));
                let word = rest.get(..rest.len() - end.len()).unwrap_or_default();
                operator(word, &mut drawn, &mut pending);
                end
            }
        };
    }
    drawn
}

fn operator(word: &[u8], drawn: &mut Drawn, pending: &mut Vec<u8>) {
    if word
        .first()
        .is_some_and(|first| first.is_ascii_digit() || b"+-.".contains(first))
    {
        return;
    }
    match word {
        b"Do" | b"sh" | b"BI" => drawn.pictures = true,
        b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" => drawn.surfaces = true,
        b"Tj" | b"TJ" | b"'" | b"\"" => drawn.text.append(pending),
        _ => {}
    }
    pending.clear();
}

fn skip(octets: &[u8], more: impl Fn(u8) -> bool) -> &[u8] {
    let end = octets.iter().position(|&octet| !more(octet));
    octets
        .get(end.unwrap_or(octets.len())..)
        .unwrap_or_default()
}

/// A literal string after its parenthesis (ISO 32000-2, 7.3.4.2; from memory). Octal escapes are taken
/// for octets of an encoding that is not known.
fn literal<'c>(mut rest: &'c [u8], text: &mut Vec<u8>) -> &'c [u8] {
    let mut depth = 1_usize;
    while let Some((&octet, after)) = rest.split_first() {
        rest = after;
        match octet {
            b'\\' => {
                let Some((&escaped, after)) = rest.split_first() else {
                    break;
                };
                rest = after;
                match escaped {
                    b'n' | b'r' | b't' | b'\n' | b'\r' => text.push(b' '),
                    b'0'..=b'7' => text.push(0xff),
                    other => text.push(other),
                }
            }
            b'(' => {
                depth += 1;
                text.push(octet);
            }
            b')' => {
                depth -= 1;
                if depth == 0 {
                    break;
                }
                text.push(octet);
            }
            _ => text.push(octet),
        }
    }
    rest
}

/// A hexadecimal string after its bracket.
fn hexadecimal<'c>(mut rest: &'c [u8], text: &mut Vec<u8>) -> &'c [u8] {
    let mut half: Option<u8> = None;
    while let Some((&octet, after)) = rest.split_first() {
        rest = after;
        let digit = match octet {
            b'>' => break,
            b'0'..=b'9' => octet - b'0',
            b'a'..=b'f' => octet - b'a' + 10,
            b'A'..=b'F' => octet - b'A' + 10,
            _ => continue,
        };
        match half.take() {
            Some(high) => text.push(high << 4 | digit),
            None => half = Some(digit),
        }
    }
    text.extend(half.map(|high| high << 4));
    rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn text_pictures_and_surfaces_are_seen() {
        let drawn = draw(b"/Tx BMC q BT /F 9 Tf (a\\(b) Tj [(c) -3 <64>] TJ ET Q EMC % (x) Tj");
        assert_eq!(drawn.text, b"a(bcd");
        assert!(!drawn.pictures && !drawn.surfaces);
        assert!(draw(b"q /Im Do Q").pictures);
        assert!(draw(b"BI /W 1 ID x EI").pictures);
        assert!(draw(b"1 g 0 0 9 9 re f").surfaces);
        // What is said beside the text is not shown.
        assert_eq!(draw(b"/Span <</ActualText(x)>> BDC (y) Tj EMC").text, b"y");
    }

    #[test]
    fn only_what_is_certainly_another_text_contradicts() {
        assert!(contradicts("100", b"900"));
        assert!(contradicts("100", b""));
        assert!(contradicts("100", b"100 0"));
        assert!(!contradicts("one two", b"one\ntwo"));
        assert!(!contradicts("secret", b"******"));
        assert!(!contradicts("caf\u{e9}", b"caf\xe9"));
        assert!(!contradicts("100", b"\0\x14\0\x13"));
    }

    proptest! {
        #[test]
        fn no_content_stops_the_reader(content in proptest::collection::vec(any::<u8>(), 0..200)) {
            draw(&content);
        }
    }
}
