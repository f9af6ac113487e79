//! The judges are able to say no: a judge that calls everything valid would prove nothing.

use std::path::Path;
use yinxin_tests::fixture::{self, Kind};
use yinxin_tests::peers::{self, Judge, openssl, pdfsig, pyhanko, qpdf};
use yinxin_tests::pki::{Algorithm, Pki};

const EVERYONE: &[&str] = &[
    "pyhanko", "pdfsig", "certutil", "pk12util", "openssl", "qpdf",
];

fn signed(folder: &Path, pki: &Pki, algorithm: Algorithm) -> std::path::PathBuf {
    let input = folder.join("in.pdf");
    let output = folder.join(format!("{}.pdf", algorithm.name()));
    std::fs::write(&input, fixture::base(Kind::ClassicTable)).unwrap();
    pyhanko::sign(pki, algorithm, pyhanko::Options::default(), &input, &output);
    output
}

#[test]
fn judges_call_a_good_file_good_or_are_known_not_to_judge_it() {
    if !peers::present(EVERYONE) {
        return;
    }
    peers::print_blind_spots();
    let pki = Pki::make();
    let folder = tempfile::tempdir().unwrap();
    for algorithm in Algorithm::ALL {
        let file = signed(folder.path(), &pki, algorithm);
        assert_eq!(
            pyhanko::judge_one(&file, &pki).objection(1),
            None,
            "{algorithm:?}"
        );
        let by_pdfsig = pdfsig::judge(&file);
        let can = Judge::Pdfsig.cannot(algorithm).is_none();
        assert_eq!(
            by_pdfsig[0].valid(),
            can,
            "{algorithm:?}: pdfsig said {by_pdfsig:?}"
        );
        assert!(by_pdfsig[0].total);
        let cut = openssl::judge(&file, &pki.root());
        let can = Judge::OpenSsl.cannot(algorithm).is_none();
        assert_eq!(
            cut[0].objection.is_none(),
            can,
            "{algorithm:?}: openssl said {cut:?}"
        );
        assert_eq!(cut[0].after, 0);
        assert_eq!(qpdf::check(&file).code, Some(0));
    }
}

#[test]
fn judges_call_an_altered_file_bad() {
    if !peers::present(EVERYONE) {
        return;
    }
    let pki = Pki::make();
    let folder = tempfile::tempdir().unwrap();
    let file = signed(folder.path(), &pki, Algorithm::P256);
    let altered = folder.path().join("altered.pdf");
    std::fs::write(
        &altered,
        fixture::alter_signed_text(&std::fs::read(&file).unwrap()),
    )
    .unwrap();
    let judged = pyhanko::judge_one(&altered, &pki);
    assert_eq!(judged.signatures[0].intact, Some(false));
    assert!(!pdfsig::judge(&altered)[0].valid());
    assert!(openssl::judge(&altered, &pki.root())[0].objection.is_some());
}

#[test]
fn pyhanko_sees_a_changed_page_and_pdfsig_only_that_something_follows() {
    if !peers::present(EVERYONE) {
        return;
    }
    let pki = Pki::make();
    let folder = tempfile::tempdir().unwrap();
    let file = signed(folder.path(), &pki, Algorithm::P256);
    let changed = folder.path().join("changed.pdf");
    std::fs::write(
        &changed,
        fixture::append_page_change(&std::fs::read(&file).unwrap()),
    )
    .unwrap();
    let judged = pyhanko::judge_one(&changed, &pki);
    assert_eq!(
        judged.signatures[0].modification.as_deref(),
        Some("OTHER"),
        "{judged:?}"
    );
    let by_pdfsig = pdfsig::judge(&changed);
    assert!(by_pdfsig[0].valid() && !by_pdfsig[0].total);
}

#[test]
fn pyhanko_refuses_a_revoked_certificate_by_the_crl_of_the_test() {
    if !peers::present(EVERYONE) {
        return;
    }
    let pki = Pki::make();
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in.pdf");
    let output = folder.path().join("revoked.pdf");
    std::fs::write(&input, fixture::base(Kind::ClassicTable)).unwrap();
    let (key, certificate) = pki.revoked();
    pyhanko::sign_with(
        &key,
        &certificate,
        &pki,
        pyhanko::Options::default(),
        &input,
        &output,
    )
    .expect_success("pyhanko_sign.py");
    assert_eq!(
        pyhanko::judge_one(&output, &pki).signatures[0].trusted,
        Some(false)
    );
}

#[test]
fn pdfsig_signs_what_pyhanko_finds_valid() {
    if !peers::present(EVERYONE) {
        return;
    }
    let pki = Pki::make();
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = (folder.path().join("in.pdf"), folder.path().join("out.pdf"));
    // pdfsig 22.12 loses the field that it adds where the form stands in the catalog itself.
    for (base, fill) in [
        (fixture::base(Kind::ClassicTable), None),
        (fixture::with_empty_signature_field(), Some("Seal")),
    ] {
        std::fs::write(&input, base).unwrap();
        pdfsig::sign(&pki, fill, &input, &output);
        assert_eq!(pyhanko::judge_one(&output, &pki).objection(1), None);
        let cut = openssl::judge(&output, &pki.root());
        assert_eq!(cut[0].objection, None, "{fill:?}");
    }
}
