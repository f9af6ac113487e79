//! Colours of a page.

use super::super::SealPictureError;
use super::{not_drawn, numbers};
use crate::ofd::xml::{attribute, child};
use roxmltree::Node;

/// Returns the colour that an object has under a name, red, green and blue (sRGB), else `usual`.
pub(super) fn colour(
    object: Node<'_, '_>,
    name: &str,
    usual: Option<[u8; 3]>,
) -> Result<[u8; 3], SealPictureError> {
    Ok(own(object, name)?.or(usual).unwrap_or_default())
}

/// Returns the colour that an object says itself.
pub(super) fn own(object: Node<'_, '_>, name: &str) -> Result<Option<[u8; 3]>, SealPictureError> {
    let Some(found) = child(object, name) else {
        return Ok(None);
    };
    let is_plain = !found.children().any(|one| one.is_element())
        && attribute(found, "Index").is_none()
        && attribute(found, "Alpha").is_none_or(|alpha| alpha == "255");
    let values = attribute(found, "Value").and_then(numbers);
    let values = values.filter(|_| is_plain);
    let parts: Option<Vec<u8>> = values.map(|all| all.into_iter().map(octet).collect());
    match parts.as_deref() {
        Some([grey]) => Ok(Some([*grey; 3])),
        Some([red, green, blue]) => Ok(Some([*red, *green, *blue])),
        // Each ink takes away its light, and black from all.
        Some([cyan, magenta, yellow, black]) => {
            let left = |ink: &u8| {
                let left = u16::from(255 - ink) * u16::from(255 - black) / 255;
                u8::try_from(left).unwrap_or(u8::MAX)
            };
            Ok(Some([left(cyan), left(magenta), left(yellow)]))
        }
        _ => Err(not_drawn(name)),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "held between 0 and 255"
)]
fn octet(value: f64) -> u8 {
    value.clamp(0.0, 255.0).round() as u8
}
