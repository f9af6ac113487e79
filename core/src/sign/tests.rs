#![allow(clippy::unwrap_in_result, reason = "tests")]

use super::*;
use crate::der::{Oid, writer};
use crate::pdf::SecurityStore;
use crate::status::{CertificateStatus, OcspRequest, ResponseBuilder};
use crate::suite::{DigestAlgorithm, MemoryKey};
use crate::timestamp::{Authority, PkiFailure, ResponseError, TimestampFailure};
use crate::verify::{Indication, Verifier};
use crate::x509::{Certificate, PathFailureKind, Role, TrustAnchor};
use ::time::OffsetDateTime;
use ::time::macros::datetime;
use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, CrlDistributionPoint,
    CustomExtension, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyIdMethod, KeyPair,
    KeyUsagePurpose, SerialNumber, date_time_ymd,
};
use std::cell::{Cell, RefCell};

const AT: OffsetDateTime = datetime!(2026-06-15 08:00 UTC);
const CRL: &str = "http://pki.example/root.crl";
const ROOT: &str = "http://pki.example/root.cer";
const RESPONDER: &str = "http://pki.example/ocsp";

/// A change to a response on its way.
type Tamper = fn(Vec<u8>) -> Vec<u8>;

/// A root with a signer and an authority below it, and the network that serves them.
struct World {
    root: Certificate,
    crl: Vec<u8>,
    signer: (Certificate, MemoryKey),
    tsa: (Certificate, MemoryKey),
    serial: Cell<u64>,
    /// What is done to a response on its way.
    tamper: Cell<Option<Tamper>>,
    asked: RefCell<Vec<String>>,
    reach: Cell<bool>,
    root_key: MemoryKey,
    /// What the responder says and whose nonce it repeats; `None` where it is down.
    responder: Cell<Option<(CertificateStatus, Repeated)>>,
}

/// The nonce of a response.
#[derive(Clone, Copy)]
enum Repeated {
    Own,
    None,
    Another,
}

fn parameters(name: &str) -> CertificateParams {
    let mut parameters = CertificateParams::default();
    parameters.distinguished_name = rcgen::DistinguishedName::new();
    parameters.distinguished_name.push(DnType::CommonName, name);
    parameters.not_before = date_time_ymd(2026, 1, 1);
    parameters.not_after = date_time_ymd(2027, 1, 1);
    parameters
}

fn world() -> World {
    let mut root = parameters("根");
    root.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    root.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let root_key = KeyPair::generate().unwrap();
    let made = root.self_signed(&root_key).unwrap();
    let root_certificate = Certificate::parse(made.der()).unwrap();
    let responder_key = MemoryKey::from_pkcs8(&root_key.serialize_der(), None).unwrap();
    let issuer = Issuer::new(root, root_key);
    let below = |name: &str, serial: u64, stamping: bool| {
        let mut leaf = parameters(name);
        leaf.serial_number = Some(SerialNumber::from(serial));
        leaf.crl_distribution_points = vec![CrlDistributionPoint {
            uris: vec![CRL.to_owned()],
        }];
        let description = |method: &str, address: &str| {
            writer::sequence(&[
                &writer::oid(&Oid::new_unwrap(method)),
                &writer::element(0x86, address.as_bytes()),
            ])
        };
        let issuer_at = description("1.3.6.1.5.5.7.48.2", ROOT);
        let responder_at = description("1.3.6.1.5.5.7.48.1", RESPONDER);
        leaf.custom_extensions
            .push(CustomExtension::from_oid_content(
                &[1, 3, 6, 1, 5, 5, 7, 1, 1],
                writer::sequence(&[&issuer_at, &responder_at]),
            ));
        leaf.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        if stamping {
            let purpose = writer::oid(&Oid::new_unwrap("1.3.6.1.5.5.7.3.8"));
            let mut usage =
                CustomExtension::from_oid_content(&[2, 5, 29, 37], writer::sequence(&[&purpose]));
            usage.set_criticality(true);
            leaf.custom_extensions.push(usage);
        } else {
            leaf.extended_key_usages = vec![ExtendedKeyUsagePurpose::EmailProtection];
        }
        let key = KeyPair::generate().unwrap();
        let certificate = leaf.signed_by(&key, &issuer).unwrap();
        (
            Certificate::parse(certificate.der()).unwrap(),
            MemoryKey::from_pkcs8(&key.serialize_der(), None).unwrap(),
        )
    };
    let (signer, tsa) = (below("签署人", 2, false), below("时间戳", 3, true));
    let crl = CertificateRevocationListParams {
        this_update: date_time_ymd(2026, 6, 14),
        next_update: date_time_ymd(2026, 7, 14),
        crl_number: SerialNumber::from(1_u64),
        issuing_distribution_point: None,
        revoked_certs: Vec::new(),
        key_identifier_method: KeyIdMethod::Sha256,
    };
    World {
        crl: crl.signed_by(&issuer).unwrap().der().to_vec(),
        root: root_certificate,
        signer,
        tsa,
        serial: Cell::new(1),
        tamper: Cell::new(None),
        asked: RefCell::default(),
        reach: Cell::new(true),
        root_key: responder_key,
        responder: Cell::new(None),
    }
}

impl Fetcher for World {
    fn timestamp(&self, request: &[u8]) -> Result<Vec<u8>, FetchError> {
        let signer = Signer::new(std::slice::from_ref(&self.tsa.0)).unwrap();
        let serial = self.serial.replace(self.serial.get() + 1);
        let policy = Oid::new_unwrap("1.2.3.4");
        let authority = Authority::new(&signer, &self.tsa.1, policy);
        let response = authority.answer(request, AT, &serial.to_be_bytes());
        Ok(match self.tamper.get() {
            Some(tamper) => tamper(response),
            None => response,
        })
    }

    fn fetch(&self, address: &str) -> Result<Vec<u8>, FetchError> {
        self.asked.borrow_mut().push(address.to_owned());
        match address {
            CRL if self.reach.get() => Ok(self.crl.clone()),
            ROOT if self.reach.get() => Ok(self.root.der().to_vec()),
            _ => Offline.fetch(address),
        }
    }

    fn ocsp(&self, address: &str, request: &[u8]) -> Result<Vec<u8>, FetchError> {
        self.asked.borrow_mut().push(address.to_owned());
        let Some((status, repeated)) = self.responder.get() else {
            return Offline.ocsp(address, request);
        };
        assert_eq!(address, RESPONDER);
        let request = OcspRequest::parse(request).unwrap();
        let nonce = match repeated {
            Repeated::Own => request.nonce.as_deref(),
            Repeated::None => None,
            Repeated::Another => Some([1; 32].as_slice()),
        };
        let next = Some(datetime!(2026-06-16 08:00 UTC));
        Ok(ResponseBuilder::new(&self.root, AT)
            .nonce(nonce)
            .say(&request.certificates[0], status, AT, next)
            .sign(&self.root_key, &[])
            .unwrap())
    }
}

impl World {
    fn stamp<'a>(&'a self, nonce: &'a [u8]) -> Stamp<'a> {
        Stamp {
            fetcher: self,
            digest: DigestAlgorithm::Sha256,
            nonce,
        }
    }

    fn signer(&self) -> Signer {
        Signer::new(std::slice::from_ref(&self.signer.0)).unwrap()
    }

    fn gather(&self, file: &[u8]) -> Result<SecurityStore, MaterialError> {
        let document = Document::open(file).unwrap();
        Gathering {
            anchors: &[],
            certificates: &[],
            crls: &[],
            ocsp_responses: &[],
            nonce: &[7; 32],
            at: AT,
            fetcher: self,
        }
        .run(&document, None)
    }

    /// A file of level B-T.
    fn stamped(&self) -> Vec<u8> {
        let file = file();
        let document = Document::open(&file).unwrap();
        let mut request = SignatureRequest::new("S");
        request.claimed_time = Some(AT);
        let delta = sign_with_timestamp(
            &document,
            &self.signer(),
            &self.signer.1,
            request,
            &self.stamp(&[1; 8]),
        );
        [file.as_slice(), &delta.unwrap()].concat()
    }

    fn judge(&self, file: &[u8]) -> crate::verify::Report {
        let anchors = [Role::Signer, Role::Tsa].map(|role| TrustAnchor {
            certificate: self.root.clone(),
            role,
        });
        Verifier::new(&anchors, AT).run(file).unwrap()
    }
}

fn file() -> Vec<u8> {
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Count 1/Kids[3 0 R]>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>",
    ];
    let mut file = "%PDF-1.7\n".to_owned();
    let mut table = "xref\n0 4\n0000000000 65535 f \n".to_owned();
    for (number, object) in (1..).zip(objects) {
        table += &format!("{:010} 00000 n \n", file.len());
        file += &format!("{number} 0 obj\n{object}\nendobj\n");
    }
    let start = file.len();
    file += &format!("{table}trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");
    file.into_bytes()
}

fn grown(file: &[u8], delta: &[u8]) -> Vec<u8> {
    [file, delta].concat()
}

#[test]
fn every_level_passes_and_adds_only_what_is_allowed() {
    let world = world();
    let stamped = world.stamped();
    let store = world.gather(&stamped).unwrap();
    assert_eq!(store.certificates.len(), 3, "signer, authority and root");
    assert_eq!(store.revocation_lists.len(), 1, "one list for both");
    let long = grown(
        &stamped,
        &store.append_to(&Document::open(&stamped).unwrap()).unwrap(),
    );
    let kept = SecurityStore::read(&Document::open(&long).unwrap().latest()).unwrap();
    assert_eq!(kept, store);
    let document = Document::open(&long).unwrap();
    let archived = grown(
        &long,
        &document_timestamp(&document, "T", &world.stamp(&[2; 8])).unwrap(),
    );
    // Nothing is given but anchors: all else comes from the file.
    for file in [&long, &archived] {
        let report = world.judge(file);
        assert_eq!(report.indication, Indication::TotalPassed, "{report:#?}");
    }
    assert_eq!(world.judge(&stamped).indication, Indication::Indeterminate);
    for declared in [&b"/ESIC"[..], b"/BaseVersion/2.0/ExtensionLevel 32002"] {
        let mut windows = archived.windows(declared.len());
        assert!(windows.any(|text| text == declared));
    }
}

#[test]
fn what_is_there_is_not_added_again() {
    let world = world();
    let stamped = world.stamped();
    let store = world.gather(&stamped).unwrap();
    let long = grown(
        &stamped,
        &store.append_to(&Document::open(&stamped).unwrap()).unwrap(),
    );
    world.reach.set(false);
    assert!(world.gather(&long).unwrap().is_empty());
}

#[test]
fn a_store_that_is_there_grows_and_loses_nothing() {
    let world = world();
    let stamped = world.stamped();
    let store = world.gather(&stamped).unwrap();
    let first = SecurityStore {
        certificates: store.certificates.iter().take(1).cloned().collect(),
        ..SecurityStore::default()
    };
    let once = grown(
        &stamped,
        &first.append_to(&Document::open(&stamped).unwrap()).unwrap(),
    );
    let rest = world.gather(&once).unwrap();
    assert_eq!(rest.certificates.len(), 2);
    let twice = grown(
        &once,
        &rest.append_to(&Document::open(&once).unwrap()).unwrap(),
    );
    let kept = SecurityStore::read(&Document::open(&twice).unwrap().latest()).unwrap();
    assert_eq!(
        (kept.certificates.len(), kept.revocation_lists.len()),
        (3, 1)
    );
    assert_eq!(world.judge(&twice).indication, Indication::TotalPassed);
}

#[test]
fn missing_revocation_data_are_named_with_what_was_tried() {
    let world = world();
    let stamped = world.stamped();
    world.reach.set(false);
    let error = world.gather(&stamped).unwrap_err();
    assert!(error.to_string().contains(ROOT), "{error}");
    assert!(matches!(
        error,
        MaterialError::Certificate {
            flaw: Flaw::Missing,
            kind: PathFailureKind::IssuerNotFound,
            ..
        }
    ));
    assert_eq!(world.asked.borrow().len(), 1, "no address is asked twice");
}

#[test]
fn a_responder_is_asked_first_and_its_answer_suffices() {
    for repeated in [Repeated::Own, Repeated::None] {
        let world = world();
        let stamped = world.stamped();
        world
            .responder
            .set(Some((CertificateStatus::Good, repeated)));
        let store = world.gather(&stamped).unwrap();
        assert_eq!(store.ocsp_responses.len(), 2, "signer and authority");
        assert!(store.revocation_lists.is_empty());
        let long = grown(
            &stamped,
            &store.append_to(&Document::open(&stamped).unwrap()).unwrap(),
        );
        assert_eq!(world.judge(&long).indication, Indication::TotalPassed);
    }
}

#[test]
fn an_answer_of_no_use_leads_to_the_list() {
    let since = datetime!(2026-06-01 00:00 UTC);
    for (status, repeated) in [
        (CertificateStatus::Good, Repeated::Another),
        (CertificateStatus::Unknown, Repeated::Own),
        (
            CertificateStatus::Revoked {
                since,
                reason: None,
            },
            Repeated::Another,
        ),
    ] {
        let world = world();
        let stamped = world.stamped();
        world.responder.set(Some((status, repeated)));
        let store = world.gather(&stamped).unwrap();
        assert_eq!(store.revocation_lists.len(), 1, "{status:?}");
    }
}

#[test]
fn a_certificate_that_a_responder_calls_revoked_is_wrong_not_missing() {
    let world = world();
    let stamped = world.stamped();
    let since = datetime!(2026-06-01 00:00 UTC);
    let revoked = CertificateStatus::Revoked {
        since,
        reason: Some(1),
    };
    world.responder.set(Some((revoked, Repeated::Own)));
    let error = world.gather(&stamped).unwrap_err();
    assert!(
        matches!(
            error,
            MaterialError::Certificate {
                flaw: Flaw::Wrong,
                kind: PathFailureKind::Revoked { .. },
                ..
            }
        ),
        "{error}"
    );
}

#[test]
fn a_response_that_was_changed_or_refused_is_not_embedded() {
    let world = world();
    let file = file();
    let document = Document::open(&file).unwrap();
    let ask = |tamper: Tamper| {
        world.tamper.set(Some(tamper));
        match document_timestamp(&document, "T", &world.stamp(&[9; 8])) {
            Err(SignError::Stamp(StampError::Response(error))) => error,
            other => panic!("{other:?}"),
        }
    };
    let last = ask(|mut response| {
        *response.last_mut().unwrap() ^= 1;
        response
    });
    assert!(
        matches!(last, ResponseError::Wrong(TimestampFailure::Cms(_))),
        "{last:?}"
    );
    let nonce = ask(|mut response| {
        let place = response
            .windows(8)
            .position(|octets| octets == [9; 8])
            .unwrap();
        response[place] = 8;
        response
    });
    assert_eq!(nonce, ResponseError::Nonce);
    let refused = ask(|_| vec![0x30, 0x09, 0x30, 0x07, 2, 1, 2, 3, 2, 5, 0x20]);
    assert_eq!(
        refused,
        ResponseError::Refused {
            status: 2,
            failure: Some(PkiFailure::Request),
            text: String::new()
        }
    );
    assert_eq!(
        ask(|_| vec![0x30, 0x05, 0x30, 0x03, 2, 1, 0]),
        ResponseError::TokenAbsent
    );
    assert!(matches!(
        ask(|mut r| {
            r.push(0);
            r
        }),
        ResponseError::Malformed(_)
    ));
}

#[test]
fn a_pending_signature_survives_as_octets_and_is_assembled() {
    let world = world();
    let file = file();
    let document = Document::open(&file).unwrap();
    let chain = std::slice::from_ref(&world.signer.0);
    let key = &world.signer.1;
    let request = SignatureRequest::new("S");
    let pending = prepare(&document, chain, key.algorithm(), request, Room::Timestamp).unwrap();
    let state = pending.to_bytes();
    assert_eq!(PendingSignature::from_bytes(&state).unwrap(), pending);
    let signature = key.sign(pending.to_be_signed()).unwrap();
    let delta = assemble(&file, &state, &signature, Some(&world.stamp(&[1; 8]))).unwrap();
    let signed = grown(&file, &delta);
    let store = world.gather(&signed).unwrap();
    let long = grown(
        &signed,
        &store.append_to(&Document::open(&signed).unwrap()).unwrap(),
    );
    assert_eq!(world.judge(&long).indication, Indication::TotalPassed);

    // Whatever is different is refused.
    let mut other = file.clone();
    *other.last_mut().unwrap() = b' ';
    assert!(matches!(
        assemble(&other, &state, &signature, None),
        Err(AssembleError::DocumentChanged)
    ));
    let wrong = world.tsa.1.sign(pending.to_be_signed()).unwrap();
    assert!(matches!(
        assemble(&file, &state, &wrong, None),
        Err(AssembleError::Sign(SignError::Cms(
            BuildError::SignatureWrong(_)
        )))
    ));
    for place in 0..state.len() {
        let mut changed = state.clone();
        changed[place] ^= 1;
        assert!(
            assemble(&file, &changed, &signature, None).is_err(),
            "octet {place}"
        );
    }
}

#[test]
fn a_changed_state_with_a_new_digest_of_itself_is_refused_too() {
    let world = world();
    let file = file();
    let document = Document::open(&file).unwrap();
    let chain = std::slice::from_ref(&world.signer.0);
    let key = &world.signer.1;
    let prepared = |name: &str| {
        let mut request = SignatureRequest::new("S");
        request.name = Some(name);
        prepare(&document, chain, key.algorithm(), request, Room::Signature).unwrap()
    };
    let (one, other) = (prepared("甲"), prepared("乙"));
    let signature = key.sign(one.to_be_signed()).unwrap();
    assert!(assemble(&file, &one.to_bytes(), &signature, None).is_ok());
    assert!(assemble(&file, &other.to_bytes(), &signature, None).is_err());
}

proptest::proptest! {
    #[test]
    fn arbitrary_octets_are_no_state(octets in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300)) {
        assert!(PendingSignature::from_bytes(&octets).is_err());
    }
}
