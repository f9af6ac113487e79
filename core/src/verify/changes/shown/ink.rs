//! Colours and numbers of a content stream.

use super::content::Operand;

/// Red, green and blue, each from 0 to 1.
pub(super) type Colour = [f64; 3];

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
pub(super) fn colour(operands: &[Operand]) -> Option<Colour> {
    let found = match operands.len() {
        1 => [numbers::<1>(operands)?[0]; 3],
        3 => numbers::<3>(operands)?,
        _ => {
            let [c, m, y, k] = numbers(operands)?;
            let all = [c, m, y, k].iter().all(|ink| (0.0..=1.0).contains(ink));
            return all.then(|| [c, m, y].map(|ink| (1.0 - ink - k).max(0.0)));
        }
    };
    let all = found.iter().all(|part| (0.0..=1.0).contains(part));
    all.then_some(found)
}

/// Returns how light a colour is, from 0 to 1 (ITU-R BT.601; from memory).
pub(super) fn lightness([red, green, blue]: Colour) -> f64 {
    0.299 * red + 0.587 * green + 0.114 * blue
}
