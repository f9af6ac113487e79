//! What other people's tools sign, judged by `yinxin verify`.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use yinxin_tests::binaries::run_yinxin;
use yinxin_tests::fixture::{self, Kind};
use yinxin_tests::peers::{self, pdfsig, pyhanko, qpdf};
use yinxin_tests::pki::{Algorithm, Pki};
use yinxin_tests::verdict::verify;

/// A PKI, a folder, and a base file in it.
struct Place {
    pki: Pki,
    folder: tempfile::TempDir,
}

impl Place {
    fn make() -> Self {
        let place = Self {
            pki: Pki::make(),
            folder: tempfile::tempdir().unwrap(),
        };
        std::fs::write(place.path("in.pdf"), fixture::base(Kind::ClassicTable)).unwrap();
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Has pyHanko sign the base file.
    fn signed(&self, algorithm: Algorithm, options: pyhanko::Options<'_>) -> PathBuf {
        let output = self.path(&format!("{}.pdf", algorithm.name()));
        pyhanko::sign(&self.pki, algorithm, options, &self.path("in.pdf"), &output);
        output
    }

    /// Writes what became of a file.
    fn written(&self, name: &str, bytes: &[u8]) -> PathBuf {
        std::fs::write(self.path(name), bytes).unwrap();
        self.path(name)
    }

    /// Returns the arguments that trust this PKI and give its CRL.
    fn trusting(&self) -> [OsString; 4] {
        [
            "--trust".into(),
            self.pki.root().into(),
            "--crl".into(),
            self.pki.crl().into(),
        ]
    }
}

const NOTHING: [OsString; 0] = [];

#[track_caller]
fn passes(place: &Place, file: &Path) {
    let (code, verdict) = verify(place.trusting(), file);
    assert_eq!(
        (code, verdict.indication.as_str(), verdict.answer.as_str()),
        (0, "TOTAL-PASSED", "valid"),
        "{}: {verdict:#?}",
        file.display()
    );
    for signature in &verdict.signatures {
        assert_eq!(signature.integrity, "intact");
        assert_eq!(signature.trust, "trusted");
        assert!(signature.modification_allowed);
    }
    assert_eq!(verdict.signatures.last().unwrap().coverage, "whole-file");
}

#[test]
fn signatures_of_pyhanko_pass_with_every_algorithm() {
    if !peers::present(&["pyhanko", "openssl"]) {
        return;
    }
    let place = Place::make();
    for algorithm in Algorithm::ALL {
        passes(
            &place,
            &place.signed(algorithm, pyhanko::Options::default()),
        );
    }
}

#[test]
fn signatures_of_pyhanko_pass_on_every_kind_of_file_seen_and_certifying() {
    if !peers::present(&["pyhanko", "openssl", "qpdf"]) {
        return;
    }
    let place = Place::make();
    let mut bases: Vec<PathBuf> = Kind::ALL
        .into_iter()
        .map(|kind| place.written(&format!("{}-base.pdf", kind.name()), &fixture::base(kind)))
        .collect();
    qpdf::linearize(&place.path("in.pdf"), &place.path("linearized-base.pdf"));
    bases.push(place.path("linearized-base.pdf"));
    let options = pyhanko::Options {
        visible: true,
        certify: Some("fill"),
        ..Default::default()
    };
    for (number, base) in bases.iter().enumerate() {
        let output = place.path(&format!("{number}.pdf"));
        pyhanko::sign(&place.pki, Algorithm::P256, options, base, &output);
        passes(&place, &output);
        let (_, verdict) = verify(place.trusting(), &output);
        assert_eq!(verdict.signatures[0].kind, "certification");
    }
}

#[test]
fn signatures_of_pdfsig_pass() {
    if !peers::present(&["pdfsig", "certutil", "pk12util", "openssl"]) {
        return;
    }
    let place = Place::make();
    // pdfsig 22.12 loses the field that it adds where the form stands in the catalog itself.
    let form = place.written("form.pdf", &fixture::with_empty_signature_field());
    // It writes adbe.pkcs7.detached also where -etsi is asked for (22.12, filling a field).
    for (input, fill, name) in [
        (place.path("in.pdf"), None, "added.pdf"),
        (form, Some("Seal"), "filled.pdf"),
    ] {
        let output = place.path(name);
        pdfsig::sign(&place.pki, fill, &input, &output);
        let (_, verdict) = verify(place.trusting(), &output);
        assert_eq!(
            verdict.signatures[0].sub_filter.as_deref(),
            Some("adbe.pkcs7.detached")
        );
        assert_eq!(verdict.signatures[0].integrity, "intact", "{verdict:#?}");
        passes(&place, &output);
    }
}

#[test]
fn without_an_anchor_nothing_passes() {
    if !peers::present(&["pyhanko", "openssl"]) {
        return;
    }
    let place = Place::make();
    let file = place.signed(Algorithm::P256, pyhanko::Options::default());
    let (code, verdict) = verify(NOTHING, &file);
    assert_eq!(
        (code, verdict.indication.as_str()),
        (3, "INDETERMINATE"),
        "{verdict:#?}"
    );
    assert!(
        ["untrusted", "unknown"].contains(&verdict.answer.as_str()),
        "{}",
        verdict.answer
    );
    assert_eq!(verdict.signatures[0].integrity, "intact");
    assert_ne!(verdict.signatures[0].trust, "trusted");
}

#[test]
fn a_timestamp_authority_s_anchor_does_not_vouch_for_a_signer() {
    if !peers::present(&["pyhanko", "openssl"]) {
        return;
    }
    let place = Place::make();
    let file = place.signed(Algorithm::P256, pyhanko::Options::default());
    let mut role = OsString::from("tsa=");
    role.push(place.pki.root());
    let (code, _) = verify(
        [
            "--trust".into(),
            role,
            "--crl".into(),
            place.pki.crl().into(),
        ],
        &file,
    );
    assert_eq!(code, 3);
}

#[test]
fn without_a_crl_nothing_passes_unless_revocation_is_ignored() {
    if !peers::present(&["pyhanko", "openssl"]) {
        return;
    }
    let place = Place::make();
    let file = place.signed(Algorithm::P256, pyhanko::Options::default());
    let trust: [OsString; 2] = ["--trust".into(), place.pki.root().into()];
    let (code, verdict) = verify(trust.clone(), &file);
    assert_eq!(
        (code, verdict.answer.as_str()),
        (3, "unknown"),
        "{verdict:#?}"
    );
    let ignoring = trust
        .into_iter()
        .chain(["--revocation".into(), "ignore".into()]);
    assert_eq!(verify(ignoring, &file).0, 0);
}

#[test]
fn a_revoked_signer_never_passes() {
    if !peers::present(&["pyhanko", "openssl"]) {
        return;
    }
    let place = Place::make();
    let (key, certificate) = place.pki.revoked();
    let output = place.path("revoked.pdf");
    let options = pyhanko::Options::default();
    pyhanko::sign_with(
        &key,
        &certificate,
        &place.pki,
        options,
        &place.path("in.pdf"),
        &output,
    )
    .expect_success("pyhanko_sign.py");
    let (code, verdict) = verify(place.trusting(), &output);
    assert_ne!(code, 0);
    assert_eq!(verdict.answer, "revoked", "{verdict:#?}");
}

#[test]
fn an_altered_octet_in_the_signed_range_is_hash_failure() {
    if !peers::present(&["pyhanko", "openssl"]) {
        return;
    }
    let place = Place::make();
    for algorithm in Algorithm::ALL {
        let file = place.signed(algorithm, pyhanko::Options::default());
        let altered = fixture::alter_signed_text(&std::fs::read(file).unwrap());
        let (code, verdict) = verify(place.trusting(), &place.written("altered.pdf", &altered));
        assert_eq!((code, verdict.indication.as_str()), (1, "TOTAL-FAILED"));
        assert_eq!(
            verdict.signatures[0].sub_indication.as_deref(),
            Some("HASH_FAILURE")
        );
        assert_eq!(verdict.signatures[0].integrity, "broken");
        assert!(
            ["altered", "broken"].contains(&verdict.answer.as_str()),
            "{}",
            verdict.answer
        );
    }
}

#[test]
fn a_later_revision_that_changes_a_page_fails_the_file() {
    if !peers::present(&["pyhanko", "openssl"]) {
        return;
    }
    let place = Place::make();
    for (certify, sub_indication) in [
        (None, "SIG_CONSTRAINTS_FAILURE"),
        (Some("none"), "FORMAT_FAILURE"),
        (Some("fill"), "FORMAT_FAILURE"),
        (Some("annotate"), "FORMAT_FAILURE"),
    ] {
        let options = pyhanko::Options {
            certify,
            ..Default::default()
        };
        let file = place.signed(Algorithm::P256, options);
        let changed = fixture::append_page_change(&std::fs::read(file).unwrap());
        let (code, verdict) = verify(place.trusting(), &place.written("changed.pdf", &changed));
        assert_eq!(
            (code, verdict.indication.as_str(), verdict.answer.as_str()),
            (1, "TOTAL-FAILED", "altered"),
            "{certify:?}: {verdict:#?}"
        );
        let signature = &verdict.signatures[0];
        assert_eq!(signature.integrity, "intact");
        assert_eq!(signature.coverage, "whole-revision");
        assert!(!signature.modification_allowed);
        assert_eq!(
            signature.sub_indication.as_deref(),
            Some(sub_indication),
            "{certify:?}"
        );
    }
}

#[test]
fn octets_after_the_end_are_not_taken_for_nothing() {
    if !peers::present(&["pyhanko", "openssl"]) {
        return;
    }
    let place = Place::make();
    let mut file = std::fs::read(place.signed(Algorithm::P256, Default::default())).unwrap();
    file.extend_from_slice(b"4 0 obj\n<< >>\nendobj\n");
    let (code, verdict) = verify(place.trusting(), &place.written("tail.pdf", &file));
    assert_ne!(code, 0, "{verdict:#?}");
}

#[test]
fn a_blanked_signature_is_reported_and_does_not_hide_the_other() {
    if !peers::present(&["pyhanko", "openssl"]) {
        return;
    }
    let place = Place::make();
    let once = place.signed(Algorithm::P256, pyhanko::Options::default());
    let twice = place.path("twice.pdf");
    let second = pyhanko::Options {
        field: Some("Sig2"),
        ..Default::default()
    };
    pyhanko::sign(&place.pki, Algorithm::P384, second, &once, &twice);
    passes(&place, &twice);
    let blanked = fixture::blank_last_signature(&std::fs::read(twice).unwrap());
    let (code, verdict) = verify(place.trusting(), &place.written("blanked.pdf", &blanked));
    assert_ne!(code, 0);
    assert_eq!(verdict.signatures.len(), 2, "{verdict:#?}");
    let by_name = |name: &str| {
        verdict
            .signatures
            .iter()
            .find(|entry| entry.field == name)
            .unwrap()
    };
    assert_eq!(by_name("Sig1").integrity, "intact");
    assert_eq!(by_name("Sig2").integrity, "unreadable");
    assert_eq!(by_name("Sig2").coverage, "partial");
    assert_eq!(by_name("Sig2").modification, "unanalysable");
    assert!(!by_name("Sig2").modification_allowed);
}

#[test]
fn a_pss_salt_of_another_length_than_the_digest_passes() {
    if !peers::present(&["pyhanko", "openssl"]) {
        return;
    }
    let place = Place::make();
    for salt in ["max", "0", "20"] {
        let options = pyhanko::Options {
            salt: Some(salt),
            ..Default::default()
        };
        passes(&place, &place.signed(Algorithm::Rsa, options));
    }
}

/// Has pyHanko sign with a key that OpenSSL makes of that kind.
fn signed_with(place: &Place, name: &str, kind: &[&str]) -> PathBuf {
    let (key, certificate) = place.pki.other(name, kind);
    let output = place.path(&format!("{name}.pdf"));
    let options = pyhanko::Options::default();
    let input = place.path("in.pdf");
    pyhanko::sign_with(&key, &certificate, &place.pki, options, &input, &output)
        .expect_success("pyhanko_sign.py");
    output
}

/// One altered octet before the signature is found.
#[track_caller]
fn an_alteration_is_found(place: &Place, file: &Path) {
    let mut octets = std::fs::read(file).unwrap();
    octets[9] ^= 1;
    let altered = place.written("altered.pdf", &octets);
    let (code, verdict) = verify(place.trusting(), &altered);
    assert_eq!((code, verdict.indication.as_str()), (1, "TOTAL-FAILED"));
}

#[test]
fn signatures_on_curves_beyond_p384_pass() {
    if !peers::present(&["pyhanko", "openssl"]) {
        return;
    }
    let place = Place::make();
    for (name, curve) in [
        ("p521", "P-521"),
        ("bp256", "brainpoolP256r1"),
        ("bp384", "brainpoolP384r1"),
    ] {
        let curve = format!("ec_paramgen_curve:{curve}");
        let file = signed_with(&place, name, &["-algorithm", "EC", "-pkeyopt", &curve]);
        passes(&place, &file);
        an_alteration_is_found(&place, &file);
    }
}

#[test]
fn what_is_weak_or_not_served_is_indeterminate_and_named() {
    if !peers::present(&["pyhanko", "openssl"]) {
        return;
    }
    let place = Place::make();
    for (name, kind, integrity, code, words) in [
        (
            "rsa1024",
            &["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024"][..],
            "intact",
            "ALGORITHM_WEAK",
            "RSA of 1024 bits",
        ),
        (
            "bp512",
            &[
                "-algorithm",
                "EC",
                "-pkeyopt",
                "ec_paramgen_curve:brainpoolP512r1",
            ],
            "unsupported",
            "ALGORITHM_NOT_SERVED",
            "brainpoolP512r1",
        ),
        (
            "p224",
            &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-224"],
            "unsupported",
            "ALGORITHM_NOT_SERVED",
            "P-224",
        ),
        (
            "ed448",
            &["-algorithm", "ed448"],
            "unsupported",
            "ALGORITHM_NOT_SERVED",
            "Ed448",
        ),
    ] {
        let file = signed_with(&place, name, kind);
        let (exit, verdict) = verify(place.trusting(), &file);
        let signature = &verdict.signatures[0];
        let of_certificate = match code {
            "ALGORITHM_WEAK" => "CERT_WEAK_KEY",
            _ => "CERT_ALGORITHM_NOT_SERVED",
        };
        assert_eq!(exit, 3, "{name}: {verdict:#?}");
        assert_eq!(signature.indication, "INDETERMINATE", "{name}");
        assert_eq!(signature.integrity, integrity, "{name}: {verdict:#?}");
        assert_eq!(signature.trust, "unknown", "{name}: {verdict:#?}");
        let why = signature.sub_indication.as_deref();
        assert!(
            why.is_some_and(|why| why.starts_with("CRYPTO_CONSTRAINTS_FAILURE")),
            "{name}: {verdict:#?}"
        );
        // Said of the signature and of the certificate.
        for code in [code, of_certificate] {
            let mut said = signature.reasons.iter();
            assert!(
                said.any(|reason| reason.code == code && reason.en.contains(words)),
                "{name}: {verdict:#?}"
            );
        }
    }
}

#[test]
fn the_same_inputs_give_the_same_report_byte_for_byte() {
    if !peers::present(&["pyhanko", "openssl"]) {
        return;
    }
    let place = Place::make();
    let file = place.signed(Algorithm::P256, pyhanko::Options::default());
    let report = || {
        let mut arguments: Vec<OsString> = vec!["verify".into(), "--json".into()];
        arguments.extend(["--at".into(), "2030-01-01T00:00:00Z".into()]);
        arguments.extend(place.trusting());
        arguments.push(file.clone().into());
        run_yinxin(arguments).stdout
    };
    assert_eq!(report(), report());
}
