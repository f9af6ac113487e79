//! `/ToUnicode` (ISO 32000-2, 9.10.3; from memory): from codes to text.

use super::super::limits::Budget;
use super::super::object::Object;
use super::tokens::Tokens;
use std::collections::HashMap;

/// Most codes that one map gives a text, those that are given another one later included.
const MOST: usize = 1 << 17;

/// Reads a map.
pub(super) fn read(content: &[u8], budget: &Budget) -> HashMap<u32, String> {
    let mut map = Map {
        texts: HashMap::new(),
        left: MOST,
    };
    let mut tokens = Tokens::new(content, budget);
    while let Some((word, operands)) = tokens.next() {
        match word {
            b"endbfchar" => {
                for pair in operands.chunks_exact(2) {
                    if let [code, text] = pair
                        && let (Some(code), Some(text)) = (number(code), utf16(text))
                    {
                        map.put(code, text);
                    }
                }
            }
            b"endbfrange" => {
                for triple in operands.chunks_exact(3) {
                    if let [first, last, to] = triple {
                        map.range(first, last, to);
                    }
                }
            }
            _ => {}
        }
    }
    map.texts
}

/// A map on the way.
struct Map {
    texts: HashMap<u32, String>,
    left: usize,
}

impl Map {
    fn range(&mut self, first: &Object<'_>, last: &Object<'_>, to: &Object<'_>) {
        let (Some(first), Some(last)) = (number(first), number(last)) else {
            return;
        };
        let codes = (first..=last).take(self.left);
        match to {
            Object::Array(texts) => {
                for (code, text) in codes.zip(texts.values()) {
                    if let Some(text) = utf16(text) {
                        self.put(code, text);
                    }
                }
            }
            start => {
                // The last unit counts up with the code.
                let Some(units) = units(start) else { return };
                let Some((tail, head)) = units.split_last() else {
                    return;
                };
                for (step, code) in (0..).zip(codes) {
                    let Some(unit) = tail.checked_add(step) else {
                        return;
                    };
                    let text = String::from_utf16_lossy(&[head, &[unit]].concat());
                    self.put(code, text);
                }
            }
        }
    }

    fn put(&mut self, code: u32, text: String) {
        if let Some(left) = self.left.checked_sub(1)
            && text.len() <= 64
        {
            self.left = left;
            self.texts.insert(code, text);
        }
    }
}

/// A code of one to four octets.
fn number(object: &Object<'_>) -> Option<u32> {
    let octets = object.as_string()?.decode();
    let short = (1..=4).contains(&octets.len());
    short.then(|| {
        octets
            .iter()
            .fold(0, |sum, octet| sum << 8 | u32::from(*octet))
    })
}

fn units(object: &Object<'_>) -> Option<Vec<u16>> {
    let octets = object.as_string()?.decode();
    if let [one] = octets.as_slice() {
        return Some(vec![u16::from(*one)]);
    }
    let pairs = octets.chunks_exact(2);
    Some(
        pairs
            .filter_map(|pair| pair.try_into().ok())
            .map(u16::from_be_bytes)
            .collect(),
    )
}

fn utf16(object: &Object<'_>) -> Option<String> {
    units(object).map(|units| String::from_utf16_lossy(&units))
}
