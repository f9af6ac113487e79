//! Colours and numbers of a content stream.

use super::content::Operand;

/// Red, green and blue, each from 0 to 1.
pub(in super::super) type Colour = [f64; 3];

/// Returns so many numbers and nothing else.
pub(super) fn numbers<const N: usize>(operands: &[Operand]) -> Option<[f64; N]> {
    let numbers = operands.iter().map(|operand| match operand {
        Operand::Number(number) => Some(*number),
        _ => None,
    });
    numbers.collect::<Option<Vec<_>>>()?.try_into().ok()
}

/// Returns a colour of one, three or four components, each from 0 to 1: others are drawn as the nearest
/// that there is.
pub(in super::super) fn colour_of(parts: &[f64]) -> Option<Colour> {
    if !parts.iter().all(|part| (0.0..=1.0).contains(part)) {
        return None;
    }
    match *parts {
        [grey] => Some([grey; 3]),
        [red, green, blue] => Some([red, green, blue]),
        [c, m, y, k] => Some([c, m, y].map(|ink| (1.0 - ink - k).max(0.0))),
        _ => None,
    }
}

/// As [`colour_of`], of operands.
pub(super) fn colour(operands: &[Operand]) -> Option<Colour> {
    let parts = operands.iter().map(|operand| match operand {
        Operand::Number(number) => Some(*number),
        _ => None,
    });
    colour_of(&parts.collect::<Option<Vec<_>>>()?)
}

/// Returns whether two colours look the same: numbers are rounded.
pub(super) fn is_same(one: Colour, other: Colour) -> bool {
    one.iter().zip(other).all(|(a, b)| (a - b).abs() <= 0.02)
}

/// Returns how light a colour is, from 0 to 1 (ITU-R BT.601; from memory).
pub(super) fn lightness([red, green, blue]: Colour) -> f64 {
    0.299 * red + 0.587 * green + 0.114 * blue
}
