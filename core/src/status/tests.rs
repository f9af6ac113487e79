mod openssl;
mod weak;

use super::*;
use crate::der::{Oid, writer};
use crate::suite::{DigestAlgorithm, MemoryKey};
use crate::x509::{
    Certificate, Crl, CrlProblem, KeyPurpose, OcspProblem, PathFailureKind, PathRequest,
    RevocationPolicy, Role, TrustAnchor, validate,
};
use ::time::macros::datetime;
use ::time::{Duration, OffsetDateTime};
use CertificateStatus::{Good, Revoked, Unknown};
use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, DnType,
    ExtendedKeyUsagePurpose, IsCa, Issuer, KeyIdMethod, KeyPair, KeyUsagePurpose,
    RevokedCertParams, SerialNumber, date_time_ymd,
};

const AT: OffsetDateTime = datetime!(2026-06-15 0:00 UTC);

struct Authority {
    parameters: CertificateParams,
    pair: KeyPair,
    certificate: Certificate,
}

struct Identity {
    certificate: Certificate,
    key: MemoryKey,
}

fn parameters(name: &str) -> CertificateParams {
    let mut parameters = CertificateParams::default();
    parameters.distinguished_name = rcgen::DistinguishedName::new();
    parameters.distinguished_name.push(DnType::CommonName, name);
    parameters.not_before = date_time_ymd(2026, 1, 1);
    parameters.not_after = date_time_ymd(2027, 1, 1);
    parameters
}

impl Authority {
    fn new(name: &str) -> Self {
        let mut parameters = parameters(name);
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        parameters.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let pair = KeyPair::generate().unwrap();
        let made = parameters.self_signed(&pair).unwrap();
        Self {
            certificate: Certificate::parse(made.der()).unwrap(),
            parameters,
            pair,
        }
    }

    fn key(&self) -> MemoryKey {
        MemoryKey::from_pkcs8(&self.pair.serialize_der(), None).unwrap()
    }

    fn issue(&self, serial: u64, change: impl Fn(&mut CertificateParams)) -> Identity {
        let mut parameters = parameters(&format!("测试 {serial}"));
        parameters.serial_number = Some(SerialNumber::from(serial));
        change(&mut parameters);
        let pair = KeyPair::generate().unwrap();
        let issuer = Issuer::from_params(&self.parameters, &self.pair);
        let made = parameters.signed_by(&pair, &issuer).unwrap();
        Identity {
            certificate: Certificate::parse(made.der()).unwrap(),
            key: MemoryKey::from_pkcs8(&pair.serialize_der(), None).unwrap(),
        }
    }

    fn crl(&self, revoked: &[u64]) -> Crl {
        let entry = |serial: &u64| RevokedCertParams {
            serial_number: SerialNumber::from(*serial),
            revocation_time: date_time_ymd(2026, 5, 1),
            reason_code: None,
            invalidity_date: None,
        };
        let list = CertificateRevocationListParams {
            this_update: date_time_ymd(2026, 6, 1),
            next_update: date_time_ymd(2026, 7, 1),
            crl_number: SerialNumber::from(1_u64),
            issuing_distribution_point: None,
            revoked_certs: revoked.iter().map(entry).collect(),
            key_identifier_method: KeyIdMethod::Sha256,
        };
        let issuer = Issuer::from_params(&self.parameters, &self.pair);
        Crl::parse(list.signed_by(&issuer).unwrap().der()).unwrap()
    }
}

fn for_ocsp(parameters: &mut CertificateParams) {
    parameters.extended_key_usages = vec![ExtendedKeyUsagePurpose::OcspSigning];
}

fn without_check(parameters: &mut CertificateParams) {
    for_ocsp(parameters);
    let extension =
        rcgen::CustomExtension::from_oid_content(&[1, 3, 6, 1, 5, 5, 7, 48, 1, 5], writer::null());
    parameters.custom_extensions.push(extension);
}

fn id(root: &Authority, leaf: &Certificate) -> CertificateId {
    CertificateId::new(leaf, &root.certificate, DigestAlgorithm::Sha1).unwrap()
}

fn hour_ago() -> OffsetDateTime {
    AT - Duration::hours(1)
}

fn say<'a>(
    responder: &'a Certificate,
    id: &CertificateId,
    status: CertificateStatus,
) -> ResponseBuilder<'a> {
    let next = AT + Duration::days(1);
    ResponseBuilder::new(responder, hour_ago()).say(id, status, hour_ago(), Some(next))
}

/// A response of the authority itself.
fn own(root: &Authority, leaf: &Certificate, status: CertificateStatus) -> OcspResponse {
    let made = say(&root.certificate, &id(root, leaf), status).sign(&root.key(), &[]);
    OcspResponse::parse(&made.unwrap()).unwrap()
}

/// A response of a responder that is named by its name and sends its certificate along.
fn delegated(
    root: &Authority,
    leaf: &Certificate,
    responder: &Identity,
    status: CertificateStatus,
) -> OcspResponse {
    let made = say(&responder.certificate, &id(root, leaf), status)
        .by_name()
        .sign(&responder.key, std::slice::from_ref(&responder.certificate));
    OcspResponse::parse(&made.unwrap()).unwrap()
}

#[derive(Clone, Copy)]
struct Given<'g> {
    responses: &'g [OcspResponse],
    crls: &'g [Crl],
    at: OffsetDateTime,
    policy: RevocationPolicy,
}

fn given(responses: &[OcspResponse]) -> Given<'_> {
    Given {
        responses,
        crls: &[],
        at: AT,
        policy: RevocationPolicy::Require,
    }
}

fn judge(root: &Authority, leaf: &Certificate, given: Given<'_>) -> Vec<PathFailureKind> {
    let anchors = [TrustAnchor {
        certificate: root.certificate.clone(),
        role: Role::Signer,
    }];
    let answers = OcspAnswers(given.responses);
    let outcome = validate(&PathRequest {
        crls: given.crls,
        statuses: Some(&answers),
        revocation: given.policy,
        purpose: KeyPurpose::Signing,
        ..PathRequest::new(leaf, &anchors, Role::Signer, given.at)
    });
    outcome.failures.into_iter().map(|f| f.kind).collect()
}

fn refused(problem: OcspProblem) -> Vec<PathFailureKind> {
    vec![PathFailureKind::Crl(CrlProblem::Ocsp(problem))]
}

#[test]
fn a_fresh_good_answer_of_the_issuer_itself_is_enough() {
    let root = Authority::new("root");
    let leaf = root.issue(77, |_| ()).certificate;
    let good = [own(&root, &leaf, Good)];
    assert_eq!(judge(&root, &leaf, given(&good)), []);
    assert_eq!(
        judge(&root, &leaf, given(&[])),
        [PathFailureKind::CrlMissing]
    );
    let other = root.issue(78, |_| ()).certificate;
    assert_eq!(
        judge(&root, &other, given(&good)),
        [PathFailureKind::CrlMissing],
        "it speaks of another certificate"
    );
}

#[test]
fn a_responder_that_the_issuer_named_is_believed() {
    let root = Authority::new("root");
    let leaf = root.issue(77, |_| ()).certificate;
    let unchecked = root.issue(5, without_check);
    let good = [delegated(&root, &leaf, &unchecked, Good)];
    assert_eq!(judge(&root, &leaf, given(&good)), []);
    // Without id-pkix-ocsp-nocheck its own status is asked for, one step.
    let checked = root.issue(6, for_ocsp);
    let good = [delegated(&root, &leaf, &checked, Good)];
    assert_eq!(
        judge(&root, &leaf, given(&good)),
        refused(OcspProblem::ResponderStatus)
    );
    for (revoked, expected) in [
        (&[][..], vec![]),
        (&[6], refused(OcspProblem::ResponderStatus)),
    ] {
        // A list of the leaf's own issuer would answer for the leaf as well: it revokes nothing there.
        let about = [
            delegated(&root, &leaf, &checked, Good),
            own(
                &root,
                &checked.certificate,
                match revoked {
                    [] => Good,
                    _ => Revoked {
                        since: hour_ago(),
                        reason: Some(1),
                    },
                },
            ),
        ];
        assert_eq!(judge(&root, &leaf, given(&about)), expected);
    }
}

#[test]
fn nobody_else_speaks_for_the_issuer() {
    let root = Authority::new("root");
    let stranger = Authority::new("root");
    let leaf = root.issue(77, |_| ()).certificate;
    let unauthorised = OcspProblem::ResponderNotAuthorised;
    // Without the purpose; of another authority of the same name; the certificate itself.
    let clerk = root.issue(5, |_| ());
    let foreign = stranger.issue(5, without_check);
    for responder in [&clerk, &foreign] {
        let good = [delegated(&root, &leaf, responder, Good)];
        assert_eq!(
            judge(&root, &leaf, given(&good)),
            refused(unauthorised.clone())
        );
    }
    let itself = root.issue(77, without_check);
    let good = [delegated(&root, &itself.certificate, &itself, Good)];
    assert!(!judge(&root, &itself.certificate, given(&good)).is_empty());
    // The name of the issuer and the key of another.
    let made = say(&root.certificate, &id(&root, &leaf), Good).sign(&stranger.key(), &[]);
    let forged = [OcspResponse::parse(&made.unwrap()).unwrap()];
    assert_eq!(
        judge(&root, &leaf, given(&forged)),
        refused(OcspProblem::SignatureWrong)
    );
}

#[test]
fn a_changed_octet_of_what_was_signed_is_noticed() {
    let root = Authority::new("root");
    let leaf = root.issue(77, |_| ()).certificate;
    let good = own(
        &root,
        &leaf,
        Revoked {
            since: hour_ago(),
            reason: None,
        },
    );
    let mut der = good.der().to_vec();
    let at = der.windows(4).position(|w| w == b"2026").unwrap();
    der[at + 3] = b'5';
    let changed = [OcspResponse::parse(&der).unwrap()];
    assert_eq!(
        judge(&root, &leaf, given(&changed)),
        refused(OcspProblem::SignatureWrong)
    );
}

#[test]
fn any_revocation_wins_wherever_it_stands() {
    let root = Authority::new("root");
    let leaf = root.issue(77, |_| ()).certificate;
    let since = hour_ago();
    let good = own(&root, &leaf, Good);
    let bad = own(
        &root,
        &leaf,
        Revoked {
            since,
            reason: Some(1),
        },
    );
    let is_revoked = |found: &[PathFailureKind]| matches!(found, [PathFailureKind::Revoked { .. }]);
    for responses in [[good.clone(), bad.clone()], [bad.clone(), good.clone()]] {
        for policy in [RevocationPolicy::Require, RevocationPolicy::Prefer] {
            let given = Given {
                policy,
                ..given(&responses)
            };
            assert!(is_revoked(&judge(&root, &leaf, given)));
        }
    }
    let listed = [root.crl(&[77])];
    let given_good = Given {
        crls: &listed,
        ..given(std::slice::from_ref(&good))
    };
    assert!(is_revoked(&judge(&root, &leaf, given_good)));
    let clean = [root.crl(&[])];
    let given_bad = Given {
        crls: &clean,
        ..given(std::slice::from_ref(&bad))
    };
    assert!(is_revoked(&judge(&root, &leaf, given_bad)));
    // An old answer revokes as well, and does not clear.
    let later = Given {
        at: AT + Duration::days(9),
        ..given(std::slice::from_ref(&bad))
    };
    assert!(is_revoked(&judge(&root, &leaf, later)));
    // A list that is fresh makes up for an answer that cannot be used.
    let unknown = [own(&root, &leaf, Unknown)];
    let both = Given {
        crls: &clean,
        ..given(&unknown)
    };
    assert_eq!(judge(&root, &leaf, both), []);
}

#[test]
fn an_answer_speaks_about_its_own_time() {
    let root = Authority::new("root");
    let leaf = root.issue(77, |_| ()).certificate;
    let good = [own(&root, &leaf, Good)];
    let at = |at| judge(&root, &leaf, Given { at, ..given(&good) });
    let next_update = Some(AT + Duration::days(1));
    assert_eq!(at(AT + Duration::days(1)), []);
    assert_eq!(
        at(AT + Duration::days(2)),
        refused(OcspProblem::Stale { next_update })
    );
    assert_eq!(
        at(AT - Duration::hours(2)),
        refused(OcspProblem::NotYetValid {
            this_update: hour_ago()
        })
    );
    assert_eq!(at(hour_ago() - Duration::minutes(4)), [], "clocks differ");
    let unlimited = ResponseBuilder::new(&root.certificate, hour_ago())
        .say(&id(&root, &leaf), Good, hour_ago(), None)
        .sign(&root.key(), &[]);
    let unlimited = [OcspResponse::parse(&unlimited.unwrap()).unwrap()];
    let at = |at| {
        judge(
            &root,
            &leaf,
            Given {
                at,
                ..given(&unlimited)
            },
        )
    };
    assert_eq!(at(hour_ago() + Duration::minutes(9)), []);
    assert_eq!(at(AT), refused(OcspProblem::Stale { next_update: None }));
}

#[test]
fn a_responder_whose_certificate_ran_out_is_believed_no_longer() {
    let root = Authority::new("root");
    let leaf = root.issue(77, |_| ()).certificate;
    let until = datetime!(2026-06-15 12:00 UTC);
    let responder = root.issue(5, |parameters| {
        without_check(parameters);
        parameters.not_after = until;
    });
    let good = [delegated(&root, &leaf, &responder, Good)];
    assert_eq!(judge(&root, &leaf, given(&good)), []);
    let later = Given {
        at: until + Duration::hours(1),
        ..given(&good)
    };
    assert_eq!(
        judge(&root, &leaf, later),
        refused(OcspProblem::ResponderOutOfBounds { not_after: until })
    );
}

#[test]
fn what_the_responder_does_not_know_and_what_is_not_processed_is_not_good() {
    let root = Authority::new("root");
    let leaf = root.issue(77, |_| ()).certificate;
    let unknown = [own(&root, &leaf, Unknown)];
    assert_eq!(
        judge(&root, &leaf, given(&unknown)),
        refused(OcspProblem::CertificateUnknown)
    );
    let oid = Oid::new("1.2.3.4").unwrap();
    let extension = writer::sequence(&[
        &writer::oid(&oid),
        &writer::boolean(true),
        &writer::octet_string(&writer::null()),
    ]);
    let made = say(&root.certificate, &id(&root, &leaf), Good)
        .extension(extension)
        .sign(&root.key(), &[]);
    let critical = [OcspResponse::parse(&made.unwrap()).unwrap()];
    assert_eq!(
        judge(&root, &leaf, given(&critical)),
        refused(OcspProblem::CriticalExtension(oid))
    );
}

#[test]
fn requests_and_responses_come_back_as_they_were_written() {
    let root = Authority::new("root");
    let (leaf, other) = (
        root.issue(77, |_| ()).certificate,
        root.issue(78, |_| ()).certificate,
    );
    for algorithm in [DigestAlgorithm::Sha1, DigestAlgorithm::Sha256] {
        let named = CertificateId::new(&leaf, &root.certificate, algorithm).unwrap();
        assert!(named.names(&leaf, &root.certificate));
        assert!(!named.names(&other, &root.certificate));
        assert!(!named.names(&leaf, &leaf));
        let request = OcspRequest::new(named.clone(), Some(vec![7; 32]));
        assert_eq!(OcspRequest::parse(&request.encode()).unwrap(), request);
        let respond = |nonce| {
            let next = Some(AT);
            let made = ResponseBuilder::new(&root.certificate, hour_ago())
                .nonce(nonce)
                .say(&named, Good, hour_ago(), next)
                .say(
                    &id(&root, &other),
                    Revoked {
                        since: AT,
                        reason: Some(4),
                    },
                    hour_ago(),
                    next,
                )
                .sign(&root.key(), &[]);
            OcspResponse::parse(&made.unwrap()).unwrap()
        };
        let response = respond(Some(&[7; 32]));
        assert_eq!(request.nonce_echo(&response), NonceEcho::Right);
        assert_eq!(request.nonce_echo(&respond(None)), NonceEcho::Absent);
        assert_eq!(
            request.nonce_echo(&respond(Some(&[8; 32]))),
            NonceEcho::Wrong
        );
        let [first, second] = response.singles() else {
            panic!("two answers")
        };
        assert_eq!((&first.certificate, first.status), (&named, Good));
        assert_eq!(
            second.status,
            Revoked {
                since: AT,
                reason: Some(4)
            }
        );
        assert_eq!(response.produced_at(), hour_ago());
        assert_eq!(judge(&root, &leaf, given(&[response])), []);
    }
}

#[test]
fn a_response_without_an_answer_is_an_error_that_says_why() {
    let later = writer::sequence(&[&writer::element(crate::der::tag::ENUMERATED, &[3])]);
    assert_eq!(
        OcspResponse::parse(&later).unwrap_err(),
        OcspError::NotSuccessful(3)
    );
}

proptest::proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(octets in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300)) {
        let _ = (OcspResponse::parse(&octets), OcspRequest::parse(&octets));
    }
}
