//! What stands behind the picture that a signature shows.

use super::{Indication, Integrity, SealForm, SealReport, SignatureReport};
use crate::pdf::{FoundSignature, Object, View};
use crate::x509::{Certificate, ORGANISATION_NAME};

/// A seal of a legal person is a signature by its own certificate; the picture alone is none.
/// Whether the certificate may be believed is the verdict's to say.
pub(super) fn judge(report: &SignatureReport, signer: Option<&Certificate>) -> SealReport {
    let organisation = signer.and_then(|signer| {
        signer
            .subject()
            .values(&ORGANISATION_NAME)
            .into_iter()
            .next()
    });
    let stands = report.integrity == Integrity::Intact
        && report.indication != Indication::TotalFailed
        && report.modification_allowed;
    let name = organisation.filter(|_| stands);
    SealReport {
        form: match name {
            Some(_) => SealForm::LegalPerson,
            None => SealForm::DisplayedOnly,
        },
        id: None,
        name,
        verdict: report.indication,
    }
}

/// Tells whether anything of the signature is seen on a page.
pub(super) fn is_shown(view: &View<'_>, found: &FoundSignature<'_>) -> bool {
    is_visible(found) || paints(view, found)
}

/// The seal of a signature that failed: what is shown is no seal's.
pub(super) fn displayed_only(seal: SealReport) -> SealReport {
    SealReport {
        form: SealForm::DisplayedOnly,
        ..seal
    }
}

/// Tells whether nothing stands behind it.
pub(super) fn is_picture(seal: &SealReport) -> bool {
    seal.form == SealForm::DisplayedOnly
}

/// Longest appearance that is looked at for being blank, octets.
const LONGEST_BLANK: usize = 1 << 10;

/// Tells whether a widget without room has an appearance that paints: some readers draw it all the same.
fn paints(view: &View<'_>, found: &FoundSignature<'_>) -> bool {
    found.places.iter().any(|place| {
        let is_hidden = place.widgets.iter().all(|widget| widget.is_hidden);
        if is_hidden && !place.widgets.is_empty() {
            return false;
        }
        let Ok(Object::Dictionary(appearances)) = view.value(&place.dictionary, "AP") else {
            return false;
        };
        let Some(Object::Reference(id)) = appearances.get("N") else {
            return appearances.get("N").is_some();
        };
        let Ok(Some(object)) = view.follow(*id) else {
            return false;
        };
        let content = view.decode_within(&object, LONGEST_BLANK);
        object.stream.is_some() && !content.is_ok_and(|content| is_blank(&content))
    })
}

/// Tells whether a content stream has nothing but white space, comments and states.
pub(super) fn is_blank(content: &[u8]) -> bool {
    let mut lines = content.split(|octet| matches!(octet, b'\n' | b'\r'));
    lines.all(|line| {
        let code = line
            .split(|octet| *octet == b'%')
            .next()
            .unwrap_or_default();
        let mut words = code.split(|octet| octet.is_ascii_whitespace() || *octet == 0);
        words.all(|word| matches!(word, b"" | b"q" | b"Q"))
    })
}

/// Tells whether a widget of the signature takes room on a page.
fn is_visible(found: &FoundSignature<'_>) -> bool {
    found.places.iter().any(|place| {
        let rectangle = place
            .dictionary
            .get("Rect")
            .and_then(|rectangle| rectangle.as_array());
        let sides: Vec<f64> = rectangle
            .map(|rectangle| {
                let sides = rectangle.values().take(5);
                sides.filter_map(|side| side.as_number()).collect()
            })
            .unwrap_or_default();
        match sides.as_slice() {
            [left, bottom, right, top] => (right - left).abs() > 0.0 && (top - bottom).abs() > 0.0,
            // Widgets among the kids, or a rectangle elsewhere: shown for all that is known.
            _ => place.dictionary.get("Kids").is_some() || place.dictionary.get("Rect").is_some(),
        }
    })
}
