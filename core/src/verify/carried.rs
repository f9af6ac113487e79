//! Certificates, CRLs and OCSP responses that a message or a document carries; trusted in nothing.

use super::existence::Existence;
use super::trust::{Context, Judgement};
use crate::cms::SignedData;
use crate::pdf::{Document, ParseError, SecurityStore, View};
use crate::status::OcspResponse;
use crate::suite::{DigestAlgorithm, digest};
use crate::x509::{Certificate, Crl, RevocationPolicy};
use time::OffsetDateTime;

/// Most certificates and CRLs that are taken from a document security store.
const MOST: usize = 256;
/// Octets of all certificates that are taken from it.
const MOST_CERTIFICATES: usize = 2 << 20;

/// What one message carries.
#[derive(Debug, Default)]
pub(super) struct Carried {
    certificates: Vec<Certificate>,
    crls: Vec<Crl>,
    ocsp_responses: Vec<OcspResponse>,
}

impl Carried {
    /// Takes what a message carries, signed archive of revocation data included.
    pub(super) fn of(data: &SignedData<'_>) -> Self {
        let archived = data
            .signers()
            .iter()
            .flat_map(|signer| signer.archived_crls());
        let crls = data.crls().iter().copied().chain(archived);
        let archived = data
            .signers()
            .iter()
            .flat_map(|signer| signer.archived_ocsp_responses());
        let responses = data.ocsp_responses().iter().copied().chain(archived);
        Self {
            certificates: data.certificates().to_vec(),
            crls: Crl::carried(crls.take(MOST)),
            ocsp_responses: OcspResponse::carried(responses.take(MOST)),
        }
    }

    /// Returns the certificates that are carried, then those of the document and the caller.
    pub(super) fn certificates_with(&self, context: &Context<'_>) -> Vec<Certificate> {
        let stored = context.known.store().certificates.iter();
        let all = self.certificates.iter().chain(stored.map(|one| &one.value));
        all.chain(context.certificates).cloned().collect()
    }

    /// Tells apart what is carried: SHA-256 of all fingerprints.
    pub(super) fn fingerprint(&self) -> Vec<u8> {
        let certificates = self.certificates.iter().map(Certificate::fingerprint);
        let crls = self.crls.iter().map(Crl::fingerprint);
        let responses = self.ocsp_responses.iter().map(OcspResponse::fingerprint);
        let all = certificates.chain(crls).chain(responses);
        let all: Vec<&[u8]> = all.map(<[u8; 32]>::as_slice).collect();
        digest(DigestAlgorithm::Sha256, &all.concat())
    }
}

/// Something in the document, and where its object ends.
#[derive(Debug)]
struct Stored<T> {
    value: T,
    end: usize,
}

/// The document security store of the newest revision (ISO 32000-2, 12.8.4.3; from memory).
#[derive(Debug, Default)]
pub(super) struct Store {
    certificates: Vec<Stored<Certificate>>,
    crls: Vec<Stored<Crl>>,
    ocsp_responses: Vec<Stored<OcspResponse>>,
}

impl Store {
    /// Reads what the store holds. What cannot be read adds nothing.
    pub(super) fn of(document: &Document<'_>) -> Self {
        let view = document.latest();
        let mut store = Self::default();
        let mut room = MOST_CERTIFICATES;
        streams(&view, "Certs", &mut room, |octets, end, room| {
            let found = Certificate::parse(octets).ok();
            *room = room.saturating_sub(octets.len());
            let found = found.map(|value| Stored { value, end });
            store.certificates.extend(found);
        });
        let mut room = Crl::CARRIED;
        streams(&view, "CRLs", &mut room, |octets, end, room| {
            let found = Crl::parse_within(octets, room).ok();
            store.crls.extend(found.map(|value| Stored { value, end }));
        });
        let mut room = OcspResponse::CARRIED;
        streams(&view, "OCSPs", &mut room, |octets, end, room| {
            let found = OcspResponse::parse_within(octets, room).ok();
            let found = found.map(|value| Stored { value, end });
            store.ocsp_responses.extend(found);
        });
        store
    }
}

/// Gives each stream of a list to `take`, decoded, with the end of its object, one after the other
/// and while there is room.
fn streams(
    view: &View<'_>,
    list: &str,
    room: &mut usize,
    mut take: impl FnMut(&[u8], usize, &mut usize),
) {
    let listed = SecurityStore::listed(view, list).unwrap_or_default();
    for item in listed.into_iter().take(MOST) {
        let Ok(Some(stream)) = view.follow(item) else {
            continue;
        };
        match view.decode_within(&stream, *room) {
            Ok(octets) => take(&octets, stream.span.end, room),
            // Its work has been done, and could be asked for again and again.
            Err(ParseError::TooMuch { .. } | ParseError::DamagedStream { .. }) => return,
            Err(_) => {}
        }
    }
}

/// Where the material of a judgement may come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Source {
    /// The file and the caller.
    Everything,
    /// The file alone.
    File,
    /// What is proved to have been in the file at that time.
    ProvedBy(OffsetDateTime),
}

/// What may be used for one judgement.
#[derive(Debug, Default)]
pub(super) struct Material {
    pub(super) certificates: Vec<Certificate>,
    pub(super) crls: Vec<Crl>,
    pub(super) ocsp_responses: Vec<OcspResponse>,
}

impl Material {
    /// Takes what may be used for the judgement of what carries `carried`, a message that is proved
    /// to have existed at `contained_at`. Where revocation data are required, those that the policy
    /// takes for too old on the day of the judgement are left out.
    pub(super) fn of(
        carried: &Carried,
        contained_at: Option<OffsetDateTime>,
        context: &Context<'_>,
        judgement: Judgement,
    ) -> Self {
        let Judgement { source, as_of, .. } = judgement;
        let store = context.known.store();
        let in_time = |time: Option<OffsetDateTime>| match source {
            Source::Everything | Source::File => true,
            Source::ProvedBy(latest) => time.is_some_and(|time| time <= latest),
        };
        let own = in_time(contained_at);
        let given = source == Source::Everything;
        let existence = context.existence;
        let is_young_only = Self::is_young_only(judgement.revocation, context);
        let is_fresh = |time| !is_young_only || context.policy.is_fresh(time, as_of);
        Self {
            certificates: (carried.certificates.iter().filter(|_| own))
                .chain(there(&store.certificates, existence, &in_time))
                .chain(context.certificates.iter().filter(|_| given))
                .cloned()
                .collect(),
            crls: (context.crls.iter().filter(|_| given))
                .chain(carried.crls.iter().filter(|_| own))
                .chain(there(&store.crls, existence, &in_time))
                .filter(|crl| is_fresh(crl.this_update()))
                .cloned()
                .collect(),
            ocsp_responses: (context.ocsp_responses.iter().filter(|_| given))
                .chain(carried.ocsp_responses.iter().filter(|_| own))
                .chain(there(&store.ocsp_responses, existence, &in_time))
                .filter(|response| is_fresh(response.produced_at()))
                .cloned()
                .collect(),
        }
    }

    /// Tells whether old revocation data are left out of a judgement.
    pub(super) fn is_young_only(revocation: RevocationPolicy, context: &Context<'_>) -> bool {
        revocation == RevocationPolicy::Require && context.policy.revocation_age.is_some()
    }
}

fn there<'s, T>(
    stored: &'s [Stored<T>],
    existence: &Existence,
    in_time: &impl Fn(Option<OffsetDateTime>) -> bool,
) -> impl Iterator<Item = &'s T> {
    stored
        .iter()
        .filter(|one| in_time(existence.of_object(one.end)))
        .map(|one| &one.value)
}
