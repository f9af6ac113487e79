//! Making seals and seal signatures: DER, of the editions of 2020 and 2025.
//!
//! What is to be signed is made first, then put together with the signature value, which may come from
//! anywhere. Nothing is checked here: [`crate::seal`] does.

use super::{CertList, DigestEntry, Edition, Extension};
use crate::der::{Oid, tag, writer};
use time::OffsetDateTime;

/// What a seal is to say of itself; see [`super::EsealInfo`].
#[derive(Debug, Clone)]
pub struct InfoToMake<'a> {
    /// The edition; that of 2014 is not made.
    pub edition: Edition,
    /// The maker of the software, ASCII.
    pub vendor: &'a str,
    /// Identifier, ASCII.
    pub id: &'a str,
    /// Kind of seal.
    pub kind: u32,
    /// Name.
    pub name: &'a str,
    /// Who may use it.
    pub certificates: CertList<'a>,
    /// When it is made.
    pub created: OffsetDateTime,
    /// From when on it may be used.
    pub valid_from: OffsetDateTime,
    /// Until when.
    pub valid_until: OffsetDateTime,
    /// Format of the picture.
    pub picture_kind: &'a str,
    /// The picture.
    pub picture: &'a [u8],
    /// Millimetres.
    pub width: u32,
    /// Millimetres.
    pub height: u32,
    /// What is added.
    pub extensions: &'a [Extension<'a>],
}

impl InfoToMake<'_> {
    /// Returns `SES_SealInfo`: what the maker signs.
    #[must_use]
    pub fn to_der(&self) -> Vec<u8> {
        let header = writer::sequence(&[
            &ia5("ES"),
            &writer::integer(version(self.edition).into()),
            &ia5(self.vendor),
        ]);
        let (list_kind, list) = cert_list(&self.certificates);
        let property = writer::sequence(&[
            &writer::integer(self.kind.into()),
            &writer::utf8_string(self.name),
            &writer::integer(list_kind),
            &list,
            &writer::generalized_time(self.created),
            &writer::generalized_time(self.valid_from),
            &writer::generalized_time(self.valid_until),
        ]);
        let picture = writer::sequence(&[
            &ia5(self.picture_kind),
            &writer::octet_string(self.picture),
            &writer::integer(self.width.into()),
            &writer::integer(self.height.into()),
        ]);
        // Untagged, as in every seal that was seen.
        let extensions = extension_datas(self.extensions).unwrap_or_default();
        writer::sequence(&[&header, &ia5(self.id), &property, &picture, &extensions])
    }
}

/// Puts a seal together: what was signed, the maker's certificate and signature, and for the edition of
/// 2025 a timestamp on the signature value.
#[must_use]
pub fn seal(
    info: &[u8],
    maker: &[u8],
    algorithm: &Oid,
    signature: &[u8],
    timestamp: Option<&[u8]>,
) -> Vec<u8> {
    writer::sequence(&[
        info,
        &writer::octet_string(maker),
        &writer::oid(algorithm),
        &writer::bit_string(signature),
        &stamp(timestamp),
    ])
}

/// Returns `TBS_Sign`: what the signer signs.
#[must_use]
pub fn to_sign(
    edition: Edition,
    seal: &[u8],
    time: OffsetDateTime,
    data_hash: &[u8],
    property: &str,
) -> Vec<u8> {
    writer::sequence(&[
        &writer::integer(version(edition).into()),
        seal,
        &writer::generalized_time(time),
        &writer::bit_string(data_hash),
        &ia5(property),
    ])
}

/// Puts a seal signature together.
#[must_use]
pub fn signature(
    to_sign: &[u8],
    signer: &[u8],
    algorithm: &Oid,
    signature: &[u8],
    timestamp: Option<&[u8]>,
) -> Vec<u8> {
    seal(to_sign, signer, algorithm, signature, timestamp)
}

const fn version(edition: Edition) -> u32 {
    match edition {
        Edition::Gmt0031Of2014 => 1,
        Edition::Gbt38540Of2020 => 4,
        Edition::Gmt0031Of2025 => 5,
    }
}

fn ia5(text: &str) -> Vec<u8> {
    writer::element(tag::IA5_STRING, text.as_bytes())
}

fn cert_list(list: &CertList<'_>) -> (u64, Vec<u8>) {
    let (kind, items): (u64, Vec<Vec<u8>>) = match list {
        CertList::Certificates(list) => (
            1,
            list.iter().map(|one| writer::octet_string(one)).collect(),
        ),
        CertList::Digests(list) => (2, list.iter().map(digest).collect()),
    };
    let items: Vec<&[u8]> = items.iter().map(Vec::as_slice).collect();
    (kind, writer::sequence(&items))
}

fn digest(entry: &DigestEntry<'_>) -> Vec<u8> {
    writer::sequence(&[
        &writer::element(tag::PRINTABLE_STRING, entry.kind.as_bytes()),
        &writer::octet_string(entry.value),
    ])
}

/// FALSE is the default of `critical`, and left out.
fn extension_datas(extensions: &[Extension<'_>]) -> Option<Vec<u8>> {
    let one = |extension: &Extension<'_>| {
        let critical = extension.critical.then(|| writer::boolean(true));
        writer::sequence(&[
            &writer::oid(&extension.oid),
            &critical.unwrap_or_default(),
            &writer::octet_string(extension.value),
        ])
    };
    let all: Vec<Vec<u8>> = extensions.iter().map(one).collect();
    let all: Vec<&[u8]> = all.iter().map(Vec::as_slice).collect();
    (!all.is_empty()).then(|| writer::sequence(&all))
}

fn stamp(timestamp: Option<&[u8]>) -> Vec<u8> {
    let explicit = |token| writer::explicit(0, &writer::bit_string(token));
    timestamp.map(explicit).unwrap_or_default()
}
