//! Who has to be judged: signers, time-stamping authorities and makers of seals, and for which instant.

use super::MaterialError;
use crate::cms::SignedData;
use crate::der::definite_lengths;
use crate::pdf::{Document, FoundSignature, SignatureType};
use crate::ses::SesSeal;
use crate::timestamp::TimestampToken;
use crate::x509::{Certificate, Role};
use std::borrow::Cow;
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
    /// The seal in the revision that is covered, of a PAdES signature.
    seal: Option<Vec<u8>>,
}

/// Returns everybody who made a signature or timestamp, or a seal inside of what one covers, of `document`, or of one field.
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
        match read(document, one, &name) {
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

fn read(document: &Document<'_>, one: &FoundSignature<'_>, field: &str) -> Option<Read> {
    let signature = one.signature.as_ref().ok()?;
    let value = signature.value()?;
    // Old signers write indefinite lengths; this reads a copy and changes nothing in the file.
    let value = match SignedData::parse(value) {
        Ok(_) => value.to_vec(),
        Err(_) => definite_lengths(value).ok()?,
    };
    let is_pades = signature.sub_filter.as_deref() == Some("ETSI.CAdES.detached");
    let revision = signature.coverage.revision(document).filter(|_| is_pades);
    // What is no seal needs nobody to be judged, and fails when it is verified.
    let seal = revision
        .and_then(|revision| signature.embedded_seal(document, revision))
        .and_then(Result::ok);
    Some(Read {
        seal: seal.map(Cow::into_owned),
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
    let seal = one.seal.as_deref().map(SesSeal::parse);
    if let Some(Ok(seal)) = seal {
        made.extend(makers(&one.field, &seal, at));
    }
    Some(made)
}

/// The maker of a seal, and the authority of a timestamp on it.
fn makers(field: &str, seal: &SesSeal<'_>, at: OffsetDateTime) -> Vec<Subject> {
    let maker = Certificate::parse(seal.maker).ok().map(|leaf| Subject {
        field: field.to_owned(),
        // It may be its own issuer.
        carried: vec![leaf.clone()],
        leaf,
        role: Role::Maker,
        at,
    });
    let stamped = seal.timestamp.and_then(|token| authority(field, token, at));
    let stamped = stamped.map(|(subject, _)| subject);
    maker.into_iter().chain(stamped).collect()
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
