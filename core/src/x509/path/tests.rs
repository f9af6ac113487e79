use super::*;
use crate::x509::read_all_crls;
use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, DnType, IsCa, Issuer,
    KeyIdMethod, KeyPair, KeyUsagePurpose, RevocationReason, RevokedCertParams, SerialNumber,
    date_time_ymd,
};
use time::macros::datetime;

pub(super) const AT: OffsetDateTime = datetime!(2026-06-15 0:00 UTC);

pub(super) struct Authority {
    pub(super) parameters: CertificateParams,
    pub(super) key: KeyPair,
    pub(super) certificate: Certificate,
}

pub(super) fn parameters(name: &str) -> CertificateParams {
    let mut parameters = CertificateParams::default();
    parameters.distinguished_name = rcgen::DistinguishedName::new();
    parameters.distinguished_name.push(DnType::CommonName, name);
    parameters.not_before = date_time_ymd(2026, 1, 1);
    parameters.not_after = date_time_ymd(2027, 1, 1);
    parameters
}

pub(super) fn authority(name: &str, issuer: Option<&Authority>) -> Authority {
    let mut parameters = parameters(name);
    parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    parameters.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let key = KeyPair::generate().unwrap();
    let made = match issuer {
        Some(issuer) => parameters.signed_by(&key, &issuer.issuer()).unwrap(),
        None => parameters.self_signed(&key).unwrap(),
    };
    let certificate = Certificate::parse(made.der()).unwrap();
    Authority {
        parameters,
        key,
        certificate,
    }
}

impl Authority {
    pub(super) fn issuer(&self) -> Issuer<'_, &KeyPair> {
        Issuer::from_params(&self.parameters, &self.key)
    }

    pub(super) fn leaf(&self, change: impl Fn(&mut CertificateParams)) -> Certificate {
        let mut parameters = parameters("测试 leaf");
        parameters.serial_number = Some(SerialNumber::from(77_u64));
        change(&mut parameters);
        let made = parameters
            .signed_by(&KeyPair::generate().unwrap(), &self.issuer())
            .unwrap();
        Certificate::parse(made.der()).unwrap()
    }

    pub(super) fn crl(&self, month: u8, revoked: &[(u64, u8, RevocationReason)]) -> Crl {
        let entry = |(serial, month, reason): &(u64, u8, RevocationReason)| RevokedCertParams {
            serial_number: SerialNumber::from(*serial),
            revocation_time: date_time_ymd(2026, *month, 1),
            reason_code: Some(*reason),
            invalidity_date: None,
        };
        let list = CertificateRevocationListParams {
            this_update: date_time_ymd(2026, month, 1),
            next_update: date_time_ymd(2026, month + 1, 1),
            crl_number: SerialNumber::from(u64::from(month)),
            issuing_distribution_point: None,
            revoked_certs: revoked.iter().map(entry).collect(),
            key_identifier_method: KeyIdMethod::Sha256,
        };
        Crl::parse(list.signed_by(&self.issuer()).unwrap().der()).unwrap()
    }

    pub(super) fn anchor(&self) -> [TrustAnchor; 1] {
        [TrustAnchor {
            certificate: self.certificate.clone(),
            role: Role::Signer,
        }]
    }
}

pub(super) fn request<'a>(
    leaf: &'a Certificate,
    anchors: &'a [TrustAnchor],
    crls: &'a [Crl],
) -> PathRequest<'a> {
    PathRequest {
        crls,
        purpose: KeyPurpose::Signing,
        ..PathRequest::new(leaf, anchors, Role::Signer, AT)
    }
}

pub(super) fn kinds(outcome: &PathOutcome) -> Vec<PathFailureKind> {
    outcome
        .failures
        .iter()
        .map(|failure| failure.kind.clone())
        .collect()
}

#[track_caller]
fn check(request: &PathRequest<'_>, expected: &[PathFailureKind]) {
    assert_eq!(kinds(&validate(request)), expected);
}

#[test]
fn a_fresh_list_that_does_not_name_the_leaf_is_needed() {
    let root = authority("root", None);
    let (leaf, anchors) = (root.leaf(|_| ()), root.anchor());
    check(&request(&leaf, &anchors, &[root.crl(6, &[])]), &[]);
    check(
        &request(&leaf, &anchors, &[]),
        &[PathFailureKind::CrlMissing],
    );
    let next_update = Some(datetime!(2026-06-01 0:00 UTC));
    check(
        &request(&leaf, &anchors, &[root.crl(5, &[])]),
        &[PathFailureKind::Crl(CrlProblem::Stale { next_update })],
    );
    let later = [root.crl(7, &[])];
    let this_update = datetime!(2026-07-01 0:00 UTC);
    check(
        &request(&leaf, &anchors, &later),
        &[PathFailureKind::Crl(CrlProblem::NotYetValid {
            this_update,
        })],
    );
    let judged_at = datetime!(2026-07-02 0:00 UTC);
    check(
        &PathRequest {
            judged_at,
            ..request(&leaf, &anchors, &later)
        },
        &[],
    );
    let prefer = PathRequest {
        revocation: RevocationPolicy::Prefer,
        ..request(&leaf, &anchors, &[])
    };
    check(&prefer, &[]);
}

#[test]
fn a_revocation_counts_from_its_date_in_whatever_list_it_stands() {
    let root = authority("root", None);
    let (leaf, anchors) = (root.leaf(|_| ()), root.anchor());
    let revoked = |month, reason| vec![(3, 1, RevocationReason::Superseded), (77, month, reason)];
    let fresh = root.crl(6, &[]);
    for (list_month, month, reason, code) in [
        (6, 6, RevocationReason::KeyCompromise, Some(1)),
        (6, 4, RevocationReason::CertificateHold, Some(6)),
        (6, 6, RevocationReason::RemoveFromCrl, Some(8)),
    ] {
        let bad = root.crl(list_month, &revoked(month, reason));
        let since = bad.find(&[77]).unwrap().date;
        let expected = [PathFailureKind::Revoked {
            since,
            reason: code,
        }];
        check(
            &request(&leaf, &anchors, &[fresh.clone(), bad.clone()]),
            &expected,
        );
        check(
            &request(&leaf, &anchors, &[bad.clone(), fresh.clone()]),
            &expected,
        );
        let prefer = PathRequest {
            revocation: RevocationPolicy::Prefer,
            ..request(&leaf, &anchors, std::slice::from_ref(&bad))
        };
        check(&prefer, &expected);
    }
    let later = root.crl(6, &revoked(7, RevocationReason::KeyCompromise));
    check(&request(&leaf, &anchors, &[later]), &[]);
}

#[test]
fn a_list_of_the_same_name_and_another_key_says_nothing() {
    let (root, other) = (authority("root", None), authority("root", None));
    let (leaf, anchors) = (root.leaf(|_| ()), root.anchor());
    let foreign = [other.crl(6, &[])];
    let expected = [PathFailureKind::Crl(CrlProblem::SignatureWrong)];
    check(&request(&leaf, &anchors, &foreign), &expected);
    let intermediates = [other.certificate.clone()];
    check(
        &PathRequest {
            intermediates: &intermediates,
            ..request(&leaf, &anchors, &foreign)
        },
        &expected,
    );
}

#[test]
fn an_authority_below_with_the_name_of_one_above_cannot_clear_its_own_issuer() {
    let root = authority("root", None);
    let middle = authority("middle", Some(&root));
    let pretender = authority("root", Some(&middle));
    let leaf = pretender.leaf(|_| ());
    let anchors = root.anchor();
    let intermediates = [middle.certificate.clone(), pretender.certificate.clone()];
    let crls = [pretender.crl(6, &[]), middle.crl(6, &[])];
    let request = PathRequest {
        intermediates: &intermediates,
        ..request(&leaf, &anchors, &crls)
    };
    let outcome = validate(&request);
    let expected = PathFailure {
        index: 2,
        kind: PathFailureKind::Crl(CrlProblem::SignatureWrong),
    };
    assert_eq!(outcome.failures, [expected]);
}

#[test]
fn an_anchor_vouches_in_its_own_role_alone() {
    let root = authority("root", None);
    let (leaf, crls) = (root.leaf(|_| ()), [root.crl(6, &[])]);
    for role in [Role::Maker, Role::Tsa, Role::Status, Role::RecognitionRoot] {
        let anchors = [TrustAnchor {
            certificate: root.certificate.clone(),
            role,
        }];
        let outcome = validate(&request(&leaf, &anchors, &crls));
        assert_eq!(kinds(&outcome), [PathFailureKind::AnchorOfOtherRole(role)]);
        assert!(outcome.is_undecided() && outcome.anchor().is_none());
    }
    check(
        &request(&leaf, &[], &crls),
        &[PathFailureKind::IssuerNotFound],
    );
}

#[test]
fn a_leaf_that_is_itself_an_anchor_is_judged_as_a_leaf() {
    let pair = KeyPair::generate().unwrap();
    let leaf = crate::x509::tests::self_signed(&pair, "own");
    let anchors = [TrustAnchor {
        certificate: leaf.clone(),
        role: Role::Signer,
    }];
    check(&request(&leaf, &anchors, &[]), &[]);
    let at = datetime!(2040-01-01 0:00 UTC);
    check(
        &PathRequest {
            at,
            ..request(&leaf, &anchors, &[])
        },
        &[PathFailureKind::Expired],
    );
}

#[test]
fn everything_that_is_wrong_is_listed() {
    let root = authority("root", None);
    let leaf = root.leaf(|parameters| {
        parameters.not_after = date_time_ymd(2026, 2, 1);
        parameters.key_usages = vec![KeyUsagePurpose::KeyEncipherment];
        parameters.extended_key_usages = vec![rcgen::ExtendedKeyUsagePurpose::ServerAuth];
    });
    check(
        &request(&leaf, &root.anchor(), &[]),
        &[
            PathFailureKind::Expired,
            PathFailureKind::KeyUsage,
            PathFailureKind::ExtendedKeyUsage,
            PathFailureKind::CrlMissing,
        ],
    );
}

#[test]
fn an_intermediate_that_was_revoked_or_is_no_authority_breaks_the_path() {
    let root = authority("root", None);
    let middle = authority("middle", Some(&root));
    let leaf = middle.leaf(|_| ());
    let anchors = root.anchor();
    let intermediates = [middle.certificate.clone()];
    let crls = [root.crl(6, &[]), middle.crl(6, &[])];
    let base = PathRequest {
        intermediates: &intermediates,
        ..request(&leaf, &anchors, &crls)
    };
    let outcome = validate(&base);
    assert!(outcome.is_valid());
    assert_eq!(outcome.chain.len(), 3);
    assert_eq!(outcome.anchor(), Some(&root.certificate));

    let child = Authority {
        parameters: parameters("测试 leaf"),
        key: KeyPair::generate().unwrap(),
        certificate: leaf.clone(),
    };
    let own = parameters("测试 leaf")
        .signed_by(&child.key, &middle.issuer())
        .unwrap();
    let own = Certificate::parse(own.der()).unwrap();
    let grandchild = child.leaf(|_| ());
    let intermediates = [middle.certificate, own];
    let forged = PathRequest {
        intermediates: &intermediates,
        revocation: RevocationPolicy::Ignore,
        ..request(&grandchild, &anchors, &[])
    };
    assert!(kinds(&validate(&forged)).contains(&PathFailureKind::NotCa));
}

#[test]
fn a_revocation_at_hand_counts_for_an_anchor_below_a_root() {
    let root = authority("root", None);
    let leaf = root.leaf(|_| ());
    let anchors = [TrustAnchor {
        certificate: leaf.clone(),
        role: Role::Signer,
    }];
    let intermediates = [root.certificate.clone()];
    let revoked = [root.crl(6, &[(77, 5, RevocationReason::KeyCompromise)])];
    let judge = |crls: &[Crl], intermediates: &[Certificate]| {
        kinds(&validate(&PathRequest {
            intermediates,
            ..request(&leaf, &anchors, crls)
        }))
    };
    let found = judge(&revoked, &intermediates);
    assert!(
        matches!(found.as_slice(), [PathFailureKind::Revoked { .. }]),
        "{found:?}"
    );
    assert_eq!(judge(&[root.crl(6, &[])], &intermediates), []);
    // A list of the same name by another key takes nothing away.
    let forged = [authority("root", None).crl(6, &[(77, 5, RevocationReason::KeyCompromise)])];
    assert_eq!(judge(&forged, &intermediates), []);
}

#[test]
fn many_cross_certificates_end_within_the_budget() {
    let root = authority("root", None);
    let names = ["a", "b"];
    let keys: Vec<Authority> = (0..12)
        .map(|index| authority(names[index % 2], None))
        .collect();
    let mut cross = Vec::new();
    for (one, issuer) in keys
        .iter()
        .flat_map(|one| keys.iter().map(move |other| (one, other)))
    {
        let made = one
            .parameters
            .signed_by(&one.key, &issuer.issuer())
            .unwrap();
        cross.push(Certificate::parse(made.der()).unwrap());
    }
    let leaf = keys[0].leaf(|_| ());
    let anchors = root.anchor();
    let request = PathRequest {
        intermediates: &cross,
        ..request(&leaf, &anchors, &[])
    };
    let outcome = validate(&request);
    assert!(
        kinds(&outcome).contains(&PathFailureKind::SearchExhausted),
        "{:?}",
        kinds(&outcome)
    );
}

#[test]
fn a_list_finds_its_entries_by_serial_number() {
    let root = authority("root", None);
    let entries: Vec<_> = (1..300)
        .rev()
        .map(|serial| (serial * 3, 2, RevocationReason::Superseded))
        .collect();
    let crl = root.crl(6, &entries);
    assert_eq!(crl.len(), 299);
    assert!(crl.find(&[3]).is_some() && crl.find(&[4]).is_none());
    assert!(crl.find(&[0x01, 0x02]).is_some() && crl.find(&[0x01, 0x03]).is_none());
    assert_eq!(
        read_all_crls(&[crl.der(), crl.der()].concat())
            .unwrap()
            .len(),
        2
    );
}

proptest::proptest! {
    #[test]
    fn arbitrary_bytes_are_no_list_and_never_panic(
        octets in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300),
    ) {
        let _ = (Crl::parse(&octets), read_all_crls(&octets));
    }
}

#[test]
fn an_authority_that_may_vouch_for_no_document_cannot_issue_a_signer() {
    use rcgen::ExtendedKeyUsagePurpose as Purpose;
    let root = authority("root", None);
    let check_one = |purposes: &[Purpose], expected: &[PathFailureKind]| {
        let mut middle = authority("middle", Some(&root));
        middle.parameters.extended_key_usages = purposes.to_vec();
        let made = middle.parameters.signed_by(&middle.key, &root.issuer());
        middle.certificate = Certificate::parse(made.unwrap().der()).unwrap();
        let (leaf, anchors) = (middle.leaf(|_| ()), root.anchor());
        let crls = [root.crl(6, &[]), middle.crl(6, &[])];
        let intermediates = [middle.certificate.clone()];
        let request = PathRequest {
            intermediates: &intermediates,
            ..request(&leaf, &anchors, &crls)
        };
        check(&request, expected);
    };
    let refused = [PathFailureKind::ExtendedKeyUsage];
    check_one(&[], &[]);
    check_one(&[Purpose::ServerAuth], &refused);
    check_one(&[Purpose::CodeSigning, Purpose::TimeStamping], &refused);
    check_one(&[Purpose::ServerAuth, Purpose::EmailProtection], &[]);
    check_one(&[Purpose::Any], &[]);
}

#[test]
fn signatures_are_judged_once_for_several_paths_and_within_one_budget() {
    let root = authority("root", None);
    let (leaf, anchors) = (root.leaf(|_| ()), root.anchor());
    let crls = [root.crl(6, &[])];
    let request = PathRequest {
        revocation: RevocationPolicy::Prefer,
        ..request(&leaf, &anchors, &crls)
    };
    let signature = (64 << 10) + leaf.tbs().len();
    let both = signature + (64 << 10) + crls[0].tbs().len();
    // A list that nobody looked at might revoke: no policy lets that pass.
    let short = PathWork::of((16 << 10) + signature);
    let exhausted = [PathFailureKind::SearchExhausted];
    assert_eq!(kinds(&validate_within(&request, &short)), exhausted);
    let work = PathWork::of(3 * (16 << 10) + both);
    for _ in 0..3 {
        assert_eq!(kinds(&validate_within(&request, &work)), []);
    }
    assert!(!validate_within(&request, &work).is_valid());
}

#[test]
fn a_list_that_is_carried_has_room_for_its_octets_and_its_index() {
    let root = authority("root", None);
    let list = root.crl(6, &[(3, 1, RevocationReason::Superseded)]);
    let needed = list.der().len() + 40;
    let mut room = needed;
    assert_eq!(Crl::parse_within(list.der(), &mut room), Ok(list.clone()));
    assert_eq!(room, 0);
    let mut room = needed - 1;
    let refused = Err(crate::x509::CrlError::NoRoom);
    assert_eq!(Crl::parse_within(list.der(), &mut room), refused);
    assert_eq!(room, needed - 1);
}
