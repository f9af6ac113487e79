use super::file::{find, objects, sign, unsigned, update};
use super::judging::{Indeterminate, check, judge, judge_with, passes, says};
use super::pki::{AT, Root, SERIAL};
use crate::verify::{Answer, Coverage, Integrity, Modification, SubIndication, Trust};
use crate::x509::{RevocationPolicy, Role};
use time::Duration;
use time::macros::datetime;

#[test]
fn a_signed_file_passes_and_every_field_is_said() {
    let root = Root::new("root");
    let signer = root.signer();
    let file = sign(&unsigned(), &signer, "Seal");
    let report = judge(&root, &file);
    passes(&report);
    assert!(report.problems.is_empty(), "{report:#?}");
    let one = &report.signatures[0];
    assert_eq!(one.field, "Seal");
    assert_eq!(one.sub_filter, "ETSI.CAdES.detached");
    assert_eq!(one.integrity, Integrity::Intact);
    assert_eq!(one.coverage, Coverage::WholeFile);
    assert_eq!(one.modification, Modification::None);
    assert_eq!(one.trust, Trust::Trusted);
    assert_eq!(one.level, Some("B-B"));
    assert_eq!(one.claimed_time, Some(AT));
    assert_eq!(one.covered_until, Some(file.len() as u64));
    assert_eq!(one.best_signature_time, None);
    assert!(one.seal.is_none());
    let name = one.signer.as_ref().unwrap();
    assert_eq!(name.certificate_sha256, signer.chain[0].fingerprint_hex());
    assert!(name.subject.contains("示例县行政审批局"));
    assert_eq!(report, judge(&root, &file), "the same again");
}

#[test]
fn a_file_without_signatures_is_unsigned() {
    let report = judge(&Root::new("root"), &unsigned());
    check(&report, (Indeterminate, Answer::Unsigned), &[]);
    assert_eq!(report.problems[0].code(), "NO_SIGNATURE");
}

#[test]
fn trust_is_what_was_imported_and_nothing_else() {
    let root = Root::new("root");
    let stranger = Root::new("root");
    let file = sign(&unsigned(), &root.signer(), "Seal");
    let both = |root: &Root| [root.crl(&[]), stranger.crl(&[])];
    let check_one = |anchors: &[_], crls: &[_], answer, sub, code| {
        let report = judge_with(anchors, crls, &file, |verifier| verifier);
        let expected = &[(Indeterminate, Some(sub))];
        check(&report, (Indeterminate, answer), expected);
        assert_eq!(report.signatures[0].integrity, Integrity::Intact);
        assert_ne!(report.signatures[0].trust, Trust::Trusted);
        assert!(says(&report.signatures[0], code), "{code}: {report:#?}");
    };
    use SubIndication as Sub;
    let signers = [root.anchor(Role::Signer)];
    check_one(&signers, &[], Answer::Unknown, Sub::TryLater, "CRL_MISSING");
    let revoked = [root.crl(&[SERIAL])];
    check_one(
        &signers,
        &revoked,
        Answer::Revoked,
        Sub::RevokedNoPoe,
        "CERT_REVOKED",
    );
    let foreign = [stranger.crl(&[])];
    let report = judge_with(&signers, &foreign, &file, |verifier| verifier);
    assert_eq!(
        (report.indication, report.answer),
        (Indeterminate, Answer::Unknown)
    );
    let untrusted = Answer::Untrusted;
    let none = Sub::NoCertificateChainFound;
    check_one(&[], &both(&root), untrusted, none, "CERT_CHAIN_NOT_FOUND");
    let report = judge_with(&[stranger.anchor(Role::Signer)], &both(&root), &file, |v| v);
    assert_eq!(
        (report.indication, report.answer),
        (Indeterminate, untrusted)
    );
    for role in [Role::Tsa, Role::Maker, Role::Status, Role::RecognitionRoot] {
        let anchors = [root.anchor(role)];
        check_one(&anchors, &both(&root), untrusted, none, "CERT_ANCHOR_ROLE");
    }
}

#[test]
fn certificates_are_judged_at_the_time_that_is_given() {
    let root = Root::new("root");
    let file = sign(&unsigned(), &root.signer(), "Seal");
    let anchors = [root.anchor(Role::Signer)];
    let judge_at = |at| {
        crate::verify::Verifier::new(&anchors, at)
            .revocation(RevocationPolicy::Ignore)
            .run(&file)
            .unwrap()
    };
    let out = [(Indeterminate, Some(SubIndication::OutOfBoundsNoPoe))];
    let end = datetime!(2027-01-01 0:00 UTC);
    passes(&judge_at(end - Duration::seconds(1)));
    check(
        &judge_at(end + Duration::days(1)),
        (Indeterminate, Answer::Expired),
        &out,
    );
    let start = datetime!(2026-01-01 0:00 UTC);
    check(
        &judge_at(start - Duration::days(1)),
        (Indeterminate, Answer::Expired),
        &out,
    );
}

#[test]
fn missing_lists_count_as_the_policy_says_and_revocation_counts_always() {
    let root = Root::new("root");
    let file = sign(&unsigned(), &root.signer(), "Seal");
    let anchors = [root.anchor(Role::Signer)];
    let judge_by = |policy, crls: &[_]| {
        let verifier = crate::verify::Verifier::new(&anchors, AT).revocation_lists(crls);
        verifier.revocation(policy).run(&file).unwrap().answer
    };
    let revoked = [root.crl(&[SERIAL])];
    assert_eq!(judge_by(RevocationPolicy::Prefer, &[]), Answer::Valid);
    assert_eq!(
        judge_by(RevocationPolicy::Prefer, &revoked),
        Answer::Revoked
    );
    assert_eq!(
        judge_by(RevocationPolicy::Require, &revoked),
        Answer::Revoked
    );
    assert_eq!(judge_by(RevocationPolicy::Ignore, &[]), Answer::Valid);
}

#[test]
fn a_list_of_no_use_is_told_of_also_where_none_is_required() {
    let (root, other) = (Root::new("root"), Root::new("root"));
    let file = sign(&unsigned(), &root.signer(), "Seal");
    let anchors = [root.anchor(Role::Signer)];
    let forged = [other.crl(&[])];
    let codes = |crls: &[_], policy| {
        let verifier = crate::verify::Verifier::new(&anchors, AT).revocation_lists(crls);
        let report = verifier.revocation(policy).run(&file).unwrap();
        assert_eq!(report.answer, Answer::Valid);
        let reasons = report.signatures[0].reasons.iter();
        reasons
            .map(|r| r.code())
            .filter(|code| code.contains("CRL"))
            .collect::<Vec<_>>()
    };
    let told = codes(&forged, RevocationPolicy::Prefer);
    assert_eq!(told, ["CRL_SIGNATURE_WRONG"]);
    assert!(codes(&[], RevocationPolicy::Prefer).is_empty());
    assert!(codes(&forged, RevocationPolicy::Ignore).is_empty());
    assert!(codes(&[root.crl(&[])], RevocationPolicy::Require).is_empty());
}

/// A signed file with streams of these octets as lists in its document security store.
fn with_store(root: &Root, lists: &[(&str, Vec<u8>)]) -> Vec<u8> {
    signed_with_store(&root.signer(), "CRLs", lists)
}

fn signed_with_store(
    signer: &super::pki::Identity,
    key: &str,
    lists: &[(&str, Vec<u8>)],
) -> Vec<u8> {
    let mut objects = objects();
    let mut listed = String::new();
    for (number, (filter, octets)) in (30..).zip(lists) {
        let room = "x".repeat(octets.len());
        let length = octets.len();
        listed.push_str(&format!("{number} 0 R "));
        objects.push((
            number,
            format!("<</Length {length}{filter}>>stream\n{room}\nendstream"),
        ));
    }
    objects[0].1 = objects[0]
        .1
        .replace(">>", &format!("/DSS<</{key}[{listed}]>>>>"));
    let mut file = update(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", &objects, "");
    for (_, octets) in lists {
        let at = find(&file, "x".repeat(octets.len()).as_bytes());
        file[at..at + octets.len()].copy_from_slice(octets);
    }
    sign(&file, signer, "Seal")
}

#[test]
fn lists_of_the_document_security_store_are_used_within_32_mib() {
    let root = Root::new("root");
    let anchors = [root.anchor(Role::Signer)];
    let list = ("", root.crl(&[]).der().to_vec());
    passes(&judge_with(
        &anchors,
        &[],
        &with_store(&root, std::slice::from_ref(&list)),
        |v| v,
    ));
    let zeros = vec![0; (32 << 20) + 1];
    let bomb = miniz_oxide::deflate::compress_to_vec_zlib(&zeros, 1);
    let bomb = ("/Filter/FlateDecode", bomb);
    let file = with_store(&root, &[bomb.clone(), bomb, list]);
    let report = judge_with(&anchors, &[], &file, |v| v);
    assert_eq!(report.answer, Answer::Unknown);
    assert!(says(&report.signatures[0], "CRL_MISSING"), "{report:#?}");
    passes(&judge(&root, &file));
}

#[test]
fn ocsp_responses_of_the_caller_the_store_and_the_signer_are_used() {
    use crate::cms::{SignOptions, oids, sign_detached};
    use crate::der::writer;
    use crate::status::CertificateStatus::{Good, Revoked};
    let root = Root::new("root");
    let signer = root.signer();
    let anchors = [root.anchor(Role::Signer)];
    let revoked = Revoked {
        since: datetime!(2026-06-02 0:00 UTC),
        reason: Some(1),
    };
    for (status, answer) in [(Good, Answer::Valid), (revoked, Answer::Revoked)] {
        let response = root.answer(&signer.chain[0], status);
        let plain = sign(&unsigned(), &signer, "Seal");
        let given = [response.clone()];
        let report = judge_with(&anchors, &[], &plain, |v| v.ocsp_responses(&given));
        assert_eq!(report.answer, answer, "{report:#?}");
        let der = response.der().to_vec();
        let stored = signed_with_store(&signer, "OCSPs", &[("", der.clone())]);
        let report = judge_with(&anchors, &[], &stored, |v| v);
        assert_eq!(report.answer, answer, "{report:#?}");
        // A list that does not name the certificate does not outweigh an answer that revokes it.
        let crls = [root.crl(&[])];
        let report = judge_with(&anchors, &crls, &stored, |v| v);
        assert_eq!(report.answer, answer, "{report:#?}");
        let archive = writer::sequence(&[&writer::explicit(1, &writer::sequence(&[&der]))]);
        let attribute = writer::sequence(&[
            &writer::oid(&oids::REVOCATION_INFO_ARCHIVAL),
            &writer::set_of(&[&archive]),
        ]);
        let archived = super::file::sign_with(
            &unsigned(),
            "Seal",
            |_| {},
            |digest| {
                let options = SignOptions {
                    signed_attributes: std::slice::from_ref(&attribute),
                    ..SignOptions::default()
                };
                sign_detached(digest, &signer.key, &signer.chain, &options).unwrap()
            },
        );
        let report = judge_with(&anchors, &[], &archived, |v| v);
        assert_eq!(report.answer, answer, "{report:#?}");
    }
    let other = root.identity(|parameters| {
        parameters.serial_number = Some(rcgen::SerialNumber::from(5_u64));
    });
    let given = [root.answer(&other.chain[0], Good)];
    let file = sign(&unsigned(), &signer, "Seal");
    let report = judge_with(&anchors, &[], &file, |v| v.ocsp_responses(&given));
    assert!(says(&report.signatures[0], "CRL_MISSING"), "{report:#?}");
}
