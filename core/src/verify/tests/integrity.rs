use super::file::{find, message, sign, sign_with, unsigned};
use super::judging::{Indeterminate, TotalFailed, TotalPassed, check, judge, passes, says};
use super::pki::{AT, Root, SERIAL};
use crate::der::{Oid, Reader, definite_lengths, tag, writer};
use crate::pdf::Document;
use crate::verify::{Answer, Integrity, SubIndication, Verifier};
use crate::x509::Role;
use rcgen::{DnType, KeyPair, SerialNumber};

#[test]
fn a_changed_octet_is_found_wherever_it_stands() {
    let root = Root::new("root");
    let anchors = [root.anchor(Role::Signer)];
    let crls = [root.crl(&[])];
    let file = sign(&unsigned(), &root.signer(), "Seal");
    let altered = [(TotalFailed, Some(SubIndication::HashFailure))];
    for text in ["Hello", "(old)", "/Helvetica", "(D:2026"] {
        let mut file = file.clone();
        let at = find(&file, text.as_bytes()) + 4;
        file[at] ^= 1;
        let report = judge(&root, &file);
        check(&report, (TotalFailed, Answer::Altered), &altered);
        assert_eq!(report.signatures[0].integrity, Integrity::Broken);
        assert!(says(&report.signatures[0], "HASH_MISMATCH"));
    }
    // Whatever octet it is: the file fails, or says exactly what it said before. Outside the ranges
    // a message has octets that nobody signs, such as its version.
    let report = judge(&root, &file);
    let start = find(&file, b"/Contents<");
    let end = start
        + file[start..]
            .iter()
            .position(|octet| *octet == b'>')
            .unwrap();
    for at in (0..file.len()).step_by(23) {
        let mut file = file.clone();
        file[at] ^= 1;
        let Ok(changed) = Verifier::new(&anchors, AT)
            .revocation_lists(&crls)
            .run(&file)
        else {
            continue;
        };
        let is_same = changed == report && (start..end).contains(&at);
        assert!(
            is_same || changed.indication != TotalPassed,
            "octet {at} {changed:#?}"
        );
    }
}

#[test]
fn a_changed_signature_value_is_found() {
    let root = Root::new("root");
    let file = sign(&unsigned(), &root.signer(), "Seal");
    let (start, length) = {
        let document = Document::open(&file).unwrap();
        let found = document.latest().signatures().unwrap();
        let signature = found.found[0].signature.as_ref().unwrap();
        let length = signature.value().unwrap().len();
        (signature.contents_span.start + 1, length)
    };
    let mut changed = file.clone();
    let last = start + 2 * length - 1;
    changed[last] = if changed[last] == b'7' { b'8' } else { b'7' };
    let report = judge(&root, &changed);
    let expected = [(TotalFailed, Some(SubIndication::SigCryptoFailure))];
    check(&report, (TotalFailed, Answer::Broken), &expected);
    assert!(says(&report.signatures[0], "SIGNATURE_VALUE_WRONG"));
    // Upper case digits are the same octets.
    let mut upper = file;
    upper[start..start + 2 * length].make_ascii_uppercase();
    passes(&judge(&root, &upper));
}

#[test]
fn a_substituted_certificate_is_found() {
    let root = Root::new("root");
    let pair = KeyPair::generate().unwrap();
    let name = |name: &'static str| {
        let pair = &pair;
        move |parameters: &mut rcgen::CertificateParams| {
            parameters
                .distinguished_name
                .push(DnType::OrganizationName, name);
            parameters.serial_number = Some(SerialNumber::from(SERIAL));
            let _ = pair;
        }
    };
    let own = root.certify(&pair, name("示例甲局"));
    // The same key, issuer and serial number; another name. Signatures differ in length at times.
    let other = std::iter::repeat_with(|| root.certify(&pair, name("示例乙局")))
        .find(|other| other.der().len() == own.der().len())
        .unwrap();
    let signer = super::pki::Identity {
        chain: vec![own.clone()],
        key: crate::suite::MemoryKey::from_pkcs8(&pair.serialize_der(), None).unwrap(),
    };
    let file = sign_with(
        &unsigned(),
        "Seal",
        |_| {},
        |digest| {
            let mut made = message(&signer, digest);
            let at = find(&made, own.der());
            made[at..at + own.der().len()].copy_from_slice(other.der());
            made
        },
    );
    let report = judge(&root, &file);
    let expected = [(TotalFailed, Some(SubIndication::FormatFailure))];
    check(&report, (TotalFailed, Answer::Broken), &expected);
    assert!(says(&report.signatures[0], "SIGNING_CERTIFICATE_MISMATCH"));
}

#[test]
fn a_message_without_its_certificate_is_not_judged() {
    let root = Root::new("root");
    let signer = root.signer();
    let file = sign_with(
        &unsigned(),
        "Seal",
        |_| {},
        |digest| {
            let made = message(&signer, digest);
            without_certificates(&made)
        },
    );
    let report = judge(&root, &file);
    let expected = [(
        Indeterminate,
        Some(SubIndication::NoSigningCertificateFound),
    )];
    check(&report, (Indeterminate, Answer::Untrusted), &expected);
}

fn without_certificates(message: &[u8]) -> Vec<u8> {
    let mut outer = Reader::new(message).sequence().unwrap();
    let kind = outer.expect(tag::OID).unwrap().raw();
    let mut fields = outer.expect(tag::context(0)).unwrap().reader().unwrap();
    let mut fields = fields.sequence().unwrap();
    let mut kept = Vec::new();
    while !fields.is_empty() {
        let element = fields.element().unwrap();
        if element.tag() != tag::context(0) {
            kept.push(element.raw());
        }
    }
    writer::sequence(&[kind, &writer::explicit(0, &writer::sequence(&kept))])
}

#[test]
fn ber_around_a_message_is_read_and_nothing_else_is_forgiven() {
    let root = Root::new("root");
    let signer = root.signer();
    let ber = |made: &[u8]| {
        let mut outer = Reader::new(made).sequence().unwrap();
        let kind = outer.expect(tag::OID).unwrap().raw();
        let inner = outer.expect(tag::context(0)).unwrap();
        let fields = inner.reader().unwrap().element().unwrap();
        let end = [0, 0].as_slice();
        [
            &[0x30, 0x80],
            kind,
            &[0xa0, 0x80, 0x30, 0x80],
            fields.value(),
            end,
            end,
            end,
        ]
        .concat()
    };
    let file = sign_with(
        &unsigned(),
        "Seal",
        |_| {},
        |digest| {
            let made = message(&signer, digest);
            let ber = ber(&made);
            assert_eq!(definite_lengths(&ber).unwrap(), made);
            ber
        },
    );
    passes(&judge(&root, &file));
    let report = judge(&root, &super::file::replaced(&file, "Hello", "Jello"));
    assert_eq!(
        (report.indication, report.answer),
        (TotalFailed, Answer::Altered)
    );
}

#[test]
fn a_detached_signature_has_no_content_and_one_signer() {
    let root = Root::new("root");
    let signer = root.signer();
    let enveloping = sign_with(
        &unsigned(),
        "Seal",
        |_| {},
        |digest| {
            let options = crate::cms::SignOptions {
                encapsulated: Some(b"something else"),
                ..Default::default()
            };
            crate::cms::sign_detached(digest, &signer.key, &signer.chain, &options).unwrap()
        },
    );
    let garbage = sign_with(
        &unsigned(),
        "Seal",
        |_| {},
        |_| writer::sequence(&[&writer::integer(5)]),
    );
    let other_type = sign_with(
        &unsigned(),
        "Seal",
        |_| {},
        |_| {
            let data = Oid::new("1.2.840.113549.1.7.1").unwrap();
            writer::sequence(&[
                &writer::oid(&data),
                &writer::explicit(0, &writer::octet_string(b"x")),
            ])
        },
    );
    for file in [enveloping, garbage, other_type] {
        let report = judge(&root, &file);
        let expected = [(TotalFailed, Some(SubIndication::FormatFailure))];
        check(&report, (TotalFailed, Answer::Broken), &expected);
        assert_ne!(report.signatures[0].integrity, Integrity::Intact);
    }
}
