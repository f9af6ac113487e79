//! Octets that are a file of one format, and of another one to somebody else.

use super::file::{sign, unsigned, updated};
use super::judging::{Indeterminate, TotalFailed, TotalPassed, has_problem, judge, judge_with};
use super::pki::Root;
use super::timestamps::sha256;
use crate::cms::{SignOptions, add_unsigned_attribute, sign_detached};
use crate::der::writer;
use crate::ofd::tests::zip;
use crate::verify::Report;
use crate::x509::{RevocationPolicy, Role};

fn message(root: &Root, content: &[u8]) -> Vec<u8> {
    let signer = root.signer();
    let options = SignOptions {
        encapsulated: Some(content),
        ..SignOptions::default()
    };
    sign_detached(&sha256(content), &signer.key, &signer.chain, &options).unwrap()
}

fn judged(root: &Root, octets: &[u8]) -> Report {
    judge_with(&[root.anchor(Role::Signer)], &[], octets, |verifier| {
        verifier.revocation(RevocationPolicy::Ignore)
    })
}

#[test]
fn a_message_with_a_document_behind_it_does_not_pass_and_one_that_holds_a_signed_document_does() {
    let root = Root::new("root");
    let signed = message(&root, &unsigned());
    assert_eq!(judged(&root, &signed).indication, TotalPassed);
    for behind in [&b"\0\0"[..], b"\n"] {
        let padded = [signed.as_slice(), behind].concat();
        assert_eq!(judged(&root, &padded).indication, TotalPassed);
    }
    for behind in [unsigned(), zip(&[("OFD.xml", b"<a/>")]), b"x".to_vec()] {
        for content in [unsigned(), b"text".to_vec()] {
            let both = [message(&root, &content), behind.clone()].concat();
            assert_eq!(judged(&root, &both).indication, TotalFailed);
        }
    }
}

#[test]
fn a_message_that_carries_a_document_in_what_is_not_signed_does_not_pass() {
    let root = Root::new("root");
    let stranger = Root::new("%PDF-1.7 startxref");
    let mut signer = root.signer();
    signer.chain.push(stranger.signer().chain[0].clone());
    let made = sign_detached(
        &sha256(b"text"),
        &signer.key,
        &signer.chain,
        &SignOptions {
            encapsulated: Some(b"text"),
            ..SignOptions::default()
        },
    );
    let report = judged(&root, &made.unwrap());
    assert_eq!(report.indication, Indeterminate);
    assert!(has_problem(&report, "STRUCTURE_AMBIGUOUS"));
}

#[test]
fn what_is_like_the_content_hides_no_other_format_behind_it() {
    let root = Root::new("root");
    let whole = zip(&[("OFD.xml", b"<a/>")]);
    for (content, beside) in [
        (&b"0"[..], whole.as_slice()),
        (b"0", b"%PDF-1.7"),
        (b"%PDF-1.7 one", b"%PDF-1.7 another"),
    ] {
        // The content stands in the attribute again.
        let value = writer::octet_string(&[beside, content].concat());
        let made = message(&root, content);
        let made = add_unsigned_attribute(&made, &crate::cms::oids::SIGNING_TIME, &value).unwrap();
        let report = judged(&root, &made);
        assert_ne!(report.indication, TotalPassed, "{report:#?}");
        assert!(has_problem(&report, "STRUCTURE_AMBIGUOUS"), "{report:#?}");
    }
}

#[test]
fn a_document_that_is_a_package_too_does_not_pass() {
    let root = Root::new("root");
    let whole = zip(&[("OFD.xml", b""), ("Doc_0/Document.xml", b"")]);
    let package: String = whole.iter().map(|octet| char::from(*octet)).collect();
    // Checksums of empty files are zero, so that all octets are those of a text.
    assert!(package.is_ascii());
    let stream = format!("<</Length {}>>stream\n{package}\nendstream", package.len());
    let base = updated(&unsigned(), &[(80, &stream)]);
    let report = judge(&root, &sign(&base, &root.signer(), "Seal"));
    assert_eq!(report.indication, Indeterminate);
    assert!(has_problem(&report, "STRUCTURE_AMBIGUOUS"));
    // A package that is attached and lists other files is no document.
    let attached = stream.replace("OFD.xml", "OFD.txt");
    let base = updated(&unsigned(), &[(80, &attached)]);
    let report = judge(&root, &sign(&base, &root.signer(), "Seal"));
    assert_eq!(report.indication, TotalPassed);
}
