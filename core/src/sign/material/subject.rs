//! Who has to be judged: signers and time-stamping authorities, and for which instant.

use super::MaterialError;
use crate::cms::SignedData;
use crate::der::definite_lengths;
use crate::pdf::{Document, FoundSignature, SignatureType};
use crate::timestamp::TimestampToken;
use crate::x509::{Certificate, Role};
use time::OffsetDateTime;

/// One certificate that has to be judged.
pub(super) struct Subject {
    /// Full name of the field whose signature or timestamp it made.
    pub(super) field: String,
    pub(super) leaf: Certificate,
    /// What the message carries beside it.
    pub(super) carried: Vec<Certificate>,
    pub(super) role: Role,
    /// The instant for which it is judged: a time that a timestamp gives, or now.
    pub(super) at: OffsetDateTime,
}

/// One signature or document timestamp.
struct Read {
    field: String,
    /// Where its covered octets end.
    end: usize,
    kind: SignatureType,
    value: Vec<u8>,
}

/// Returns everybody who made a signature or timestamp of `document`, or of one field.
pub(super) fn subjects(
    document: &Document<'_>,
    field: Option<&str>,
    now: OffsetDateTime,
) -> Result<Vec<Subject>, MaterialError> {
    let found = document
        .latest()
        .signatures()
        .map_err(MaterialError::Document)?;
    let mut all = Vec::new();
    for one in &found.found {
        let name = name(one);
        let asked = field.is_none_or(|field| field == name);
        match read(one, &name) {
            Some(read) => all.push((asked, read)),
            None if asked => return Err(MaterialError::Unreadable { field: name }),
            None => {}
        }
    }
    // When each document timestamp says that what it covers was there.
    let mut stamps: Vec<(usize, OffsetDateTime)> = Vec::new();
    for (_, one) in all
        .iter()
        .filter(|(_, one)| one.kind == SignatureType::DocTimeStamp)
    {
        if let Ok(token) = TimestampToken::parse(&one.value) {
            stamps.push((one.end, token.info().time));
        }
    }
    let mut subjects = Vec::new();
    for (_, one) in all.iter().filter(|(asked, _)| *asked) {
        let later = stamps.iter().filter(|(end, _)| *end > one.end);
        let covered = later.map(|(_, time)| *time).min().unwrap_or(now);
        let made = match one.kind {
            SignatureType::Signature => signer(one, covered),
            SignatureType::DocTimeStamp => {
                authority(&one.field, &one.value, covered).map(|(subject, _)| vec![subject])
            }
        };
        subjects.extend(made.ok_or_else(|| MaterialError::Unreadable {
            field: one.field.clone(),
        })?);
    }
    Ok(subjects)
}

fn name(one: &FoundSignature<'_>) -> String {
    one.places
        .first()
        .map(|place| place.name.clone())
        .unwrap_or_default()
}

fn read(one: &FoundSignature<'_>, field: &str) -> Option<Read> {
    let signature = one.signature.as_ref().ok()?;
    let value = signature.value()?;
    // Old signers write indefinite lengths; this reads a copy and changes nothing in the file.
    let value = match SignedData::parse(value) {
        Ok(_) => value.to_vec(),
        Err(_) => definite_lengths(value).ok()?,
    };
    Some(Read {
        field: field.to_owned(),
        end: signature.byte_range.end(),
        kind: signature.kind,
        value,
    })
}

/// The signer, and the authorities of the timestamps on the signature.
fn signer(one: &Read, covered: OffsetDateTime) -> Option<Vec<Subject>> {
    let message = SignedData::parse(&one.value).ok()?;
    let [info] = message.signers() else {
        return None;
    };
    let leaf = message
        .certificates()
        .iter()
        .find(|certificate| info.identifier().names(certificate))?;
    let mut made = Vec::new();
    let mut at = covered;
    for token in info.signature_timestamps() {
        let (subject, time) = authority(&one.field, token, covered)?;
        at = at.min(time);
        made.push(subject);
    }
    made.insert(
        0,
        Subject {
            field: one.field.clone(),
            leaf: leaf.clone(),
            carried: message.certificates().to_vec(),
            role: Role::Signer,
            at,
        },
    );
    Some(made)
}

/// The authority of a timestamp, and the time that it says.
fn authority(field: &str, token: &[u8], at: OffsetDateTime) -> Option<(Subject, OffsetDateTime)> {
    let token = TimestampToken::parse(token).ok()?;
    let message = token.signed_data();
    let [info] = message.signers() else {
        return None;
    };
    let leaf = message
        .certificates()
        .iter()
        .find(|certificate| info.identifier().names(certificate))?;
    let subject = Subject {
        field: field.to_owned(),
        leaf: leaf.clone(),
        carried: message.certificates().to_vec(),
        role: Role::Tsa,
        at,
    };
    Some((subject, token.info().time))
}
