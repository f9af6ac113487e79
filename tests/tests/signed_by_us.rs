//! What `yinxin sign` makes, judged by other people's tools.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use yinxin_tests::binaries::run_yinxin;
use yinxin_tests::fixture::{self, Kind};
use yinxin_tests::peers::{self, Judge, openssl, pdfsig, pyhanko, qpdf};
use yinxin_tests::pki::{Algorithm, Pki};
use yinxin_tests::process::Ran;
use yinxin_tests::verdict::verify;

/// How a signature is shown, as arguments.
const VISIBILITIES: [(&str, &[&str]); 2] = [
    ("invisible", &[]),
    ("visible", &["--page", "1", "--at", "100,100"]),
];

/// Runs `yinxin sign --level b-b` with a signer of the PKI.
#[track_caller]
fn sign(pki: &Pki, algorithm: Algorithm, more: &[&str], input: &Path, output: &Path) -> Ran {
    let mut arguments = vec![
        "sign".into(),
        "--json".into(),
        "--level".into(),
        "b-b".into(),
        "--key".into(),
        pki.private_key(algorithm).into_os_string(),
        "--cert".into(),
        pki.chain(algorithm).into_os_string(),
    ];
    if algorithm == Algorithm::RsaPss {
        arguments.push("--pss".into());
    }
    arguments.extend(more.iter().map(Into::into));
    arguments.extend([input.into(), "-o".into(), output.into()]);
    run_yinxin(arguments)
}

/// A file signed by us, with what it was made of.
struct Signed {
    name: String,
    algorithm: Algorithm,
    base: PathBuf,
    path: PathBuf,
    signatures: usize,
}

/// Signs every kind of base file with every algorithm, seen and unseen, once and twice.
#[track_caller]
fn every_signed_file(folder: &Path, pki: &Pki) -> Vec<Signed> {
    let mut bases: Vec<(String, PathBuf)> = Vec::new();
    for kind in Kind::ALL {
        let path = folder.join(format!("{}.pdf", kind.name()));
        std::fs::write(&path, fixture::base(kind)).unwrap();
        bases.push((kind.name().to_owned(), path));
    }
    let linearized = folder.join("linearized.pdf");
    qpdf::linearize(&bases[0].1, &linearized);
    bases.push(("linearized".to_owned(), linearized));

    let mut signed = Vec::new();
    for (base_name, base) in &bases {
        for algorithm in Algorithm::ALL {
            for (visibility, more) in VISIBILITIES {
                let name = format!("{base_name}+{}+{visibility}", algorithm.name());
                let once = folder.join(format!("{name}.pdf"));
                let twice = folder.join(format!("{name}+again.pdf"));
                sign(
                    pki,
                    algorithm,
                    &[more, &["--field", "Sig1"]].concat(),
                    base,
                    &once,
                )
                .expect_success(&name);
                sign(pki, algorithm, &["--field", "Sig2"], &once, &twice).expect_success(&name);
                for (path, signatures) in [(once, 1), (twice, 2)] {
                    let name = format!("{name}+{signatures}");
                    signed.push(Signed {
                        name,
                        algorithm,
                        base: base.clone(),
                        path,
                        signatures,
                    });
                }
            }
        }
    }
    signed
}

/// Fails with every objection, not just the first.
#[track_caller]
fn nobody_objects(objections: &[String], judged: usize) {
    println!("{judged} files judged, {} objections", objections.len());
    assert!(judged > 0, "nothing was judged");
    assert!(objections.is_empty(), "{}", objections.join("\n"));
}

#[test]
fn pyhanko_finds_every_file_intact_trusted_and_wholly_covered() {
    if !peers::present(&["pyhanko", "openssl", "qpdf"]) {
        return;
    }
    peers::print_blind_spots();
    let (folder, pki) = (tempfile::tempdir().unwrap(), Pki::make());
    let signed = every_signed_file(folder.path(), &pki);
    let files: Vec<PathBuf> = signed.iter().map(|file| file.path.clone()).collect();
    let judged = pyhanko::judge(&files, &[pki.root()], &[pki.crl()]);
    let objections: Vec<String> = signed
        .iter()
        .zip(&judged)
        .filter_map(|(file, verdict)| {
            verdict
                .objection(file.signatures)
                .map(|why| format!("{}: {why}", file.name))
        })
        .collect();
    nobody_objects(&objections, judged.len());
}

#[test]
fn pdfsig_finds_every_signature_valid_and_the_whole_file_signed() {
    if !peers::present(&["pdfsig", "openssl", "qpdf"]) {
        return;
    }
    let (folder, pki) = (tempfile::tempdir().unwrap(), Pki::make());
    let mut objections = Vec::new();
    let mut judged = 0;
    for file in every_signed_file(folder.path(), &pki) {
        let found = pdfsig::judge(&file.path);
        judged += 1;
        if found.len() != file.signatures || !found.iter().any(|signature| signature.total) {
            objections.push(format!("{}: {found:?}", file.name));
        }
        let can = Judge::Pdfsig.cannot(file.algorithm).is_none();
        if can && !found.iter().all(pdfsig::Signature::valid) {
            objections.push(format!("{}: {found:?}", file.name));
        }
    }
    nobody_objects(&objections, judged);
}

#[test]
fn openssl_verifies_every_cms_object_as_cades() {
    if !peers::present(&["openssl", "qpdf", "python3"]) {
        return;
    }
    let (folder, pki) = (tempfile::tempdir().unwrap(), Pki::make());
    let mut objections = Vec::new();
    let mut judged = 0;
    for file in every_signed_file(folder.path(), &pki) {
        if Judge::OpenSsl.cannot(file.algorithm).is_some() {
            continue;
        }
        let cuts = openssl::judge(&file.path, &pki.root());
        judged += 1;
        if cuts.len() != file.signatures || cuts.last().is_none_or(|cut| cut.after != 0) {
            objections.push(format!("{}: {cuts:?}", file.name));
        }
        objections.extend(
            cuts.iter()
                .filter_map(|cut| cut.objection.as_ref())
                .map(|why| format!("{}: {why}", file.name)),
        );
    }
    nobody_objects(&objections, judged);
}

#[test]
fn signing_only_appends_and_qpdf_finds_nothing_new_to_complain_of() {
    if !peers::present(&["qpdf", "openssl"]) {
        return;
    }
    let (folder, pki) = (tempfile::tempdir().unwrap(), Pki::make());
    let mut objections = Vec::new();
    let mut judged = 0;
    for file in every_signed_file(folder.path(), &pki) {
        judged += 1;
        let (before, after) = (qpdf::check(&file.base), qpdf::check(&file.path));
        if before != after {
            objections.push(format!("{}: {before:?} became {after:?}", file.name));
        }
        let (base, signed) = (std::fs::read(&file.base), std::fs::read(&file.path));
        if !signed.unwrap().starts_with(&base.unwrap()) {
            objections.push(format!(
                "{}: octets of the base file were changed",
                file.name
            ));
        }
    }
    nobody_objects(&objections, judged);
}

#[test]
fn we_pass_every_file_that_we_signed() {
    if !peers::present(&["openssl", "qpdf"]) {
        return;
    }
    let (folder, pki) = (tempfile::tempdir().unwrap(), Pki::make());
    let trust = ["--trust".into(), pki.root().into_os_string()];
    let crl = ["--crl".into(), pki.crl().into_os_string()];
    let mut objections = Vec::new();
    let mut judged = 0;
    for file in every_signed_file(folder.path(), &pki) {
        judged += 1;
        let (code, verdict) = verify(trust.clone().into_iter().chain(crl.clone()), &file.path);
        let levels: Vec<_> = verdict
            .signatures
            .iter()
            .map(|s| s.level.as_deref())
            .collect();
        if code != 0
            || verdict.answer != "valid"
            || verdict.signatures.len() != file.signatures
            || levels.iter().any(|level| *level != Some("B-B"))
        {
            objections.push(format!("{}: exit {code}, {verdict:?}", file.name));
        }
    }
    nobody_objects(&objections, judged);
}

#[test]
fn an_empty_field_of_that_name_is_filled_and_no_other_made() {
    if !peers::present(&["pyhanko", "openssl"]) {
        return;
    }
    let (folder, pki) = (tempfile::tempdir().unwrap(), Pki::make());
    let (input, output) = (
        folder.path().join("form.pdf"),
        folder.path().join("signed.pdf"),
    );
    std::fs::write(&input, fixture::with_empty_signature_field()).unwrap();
    let ran = sign(&pki, Algorithm::P256, &["--field", "Seal"], &input, &output)
        .expect_success("yinxin sign");
    let said: serde_json::Value = serde_json::from_str(&ran.text()).unwrap();
    assert_eq!(said["field"], "Seal");
    assert_eq!(
        said["level"].as_str().map(str::to_lowercase).as_deref(),
        Some("b-b")
    );
    let grown =
        std::fs::metadata(&output).unwrap().len() - std::fs::metadata(&input).unwrap().len();
    assert_eq!(said["bytes_added"].as_u64(), Some(grown));
    let judged = pyhanko::judge_one(&output, &pki);
    assert_eq!(judged.objection(1), None);
    assert_eq!(judged.signatures[0].field, "Seal");
}

#[test]
fn signing_in_place_gives_a_file_that_pyhanko_passes() {
    if !peers::present(&["pyhanko", "openssl"]) {
        return;
    }
    let (folder, pki) = (tempfile::tempdir().unwrap(), Pki::make());
    let file = folder.path().join("file.pdf");
    std::fs::write(&file, fixture::base(Kind::ObjectStream)).unwrap();
    let (key, chain) = (pki.private_key(Algorithm::P384), pki.chain(Algorithm::P384));
    let flags = [
        "sign".as_ref(),
        "--key".as_ref(),
        key.as_os_str(),
        "--cert".as_ref(),
        chain.as_os_str(),
        "--in-place".as_ref(),
        file.as_os_str(),
    ];
    run_yinxin(flags).expect_success("yinxin sign --in-place");
    assert!(
        std::fs::read(&file)
            .unwrap()
            .starts_with(&fixture::base(Kind::ObjectStream))
    );
    assert_eq!(pyhanko::judge_one(&file, &pki).objection(1), None);
}

#[test]
fn a_form_field_filled_by_others_between_our_signatures_stays_allowed() {
    if !peers::present(&["pyhanko", "openssl"]) {
        return;
    }
    let (folder, pki) = (tempfile::tempdir().unwrap(), Pki::make());
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("in.pdf"), fixture::base(Kind::XrefStream)).unwrap();
    sign(
        &pki,
        Algorithm::P256,
        &["--field", "Ours"],
        &path("in.pdf"),
        &path("ours.pdf"),
    )
    .expect_success("yinxin sign");
    let options = pyhanko::Options {
        field: Some("Theirs"),
        ..Default::default()
    };
    pyhanko::sign(
        &pki,
        Algorithm::Rsa,
        options,
        &path("ours.pdf"),
        &path("both.pdf"),
    );
    assert_eq!(
        pyhanko::judge_one(&path("both.pdf"), &pki).objection(2),
        None
    );
    let arguments = [
        "--trust".into(),
        pki.root().into_os_string(),
        "--crl".into(),
        pki.crl().into(),
    ];
    let (code, verdict) = verify(arguments, &path("both.pdf"));
    assert_eq!((code, verdict.answer.as_str()), (0, "valid"), "{verdict:?}");
    assert_eq!(verdict.signatures[0].coverage, "whole-revision");
    assert_eq!(verdict.signatures[1].coverage, "whole-file");
}

#[test]
fn a_file_without_identifier_and_information_takes_a_second_signature_of_pyhanko() {
    if !peers::present(&["pyhanko", "openssl"]) {
        return;
    }
    let (pki, folder) = (Pki::make(), tempfile::tempdir().unwrap());
    let path = |name: &str| folder.path().join(name);
    let mut bytes = fixture::base(Kind::ClassicTable);
    let end = bytes.windows(7).rposition(|w| w == b"trailer").unwrap();
    let of_trailer = |key: &[u8], bytes: &[u8]| {
        let found = bytes[end..].windows(key.len()).position(|w| w == key);
        end + found.unwrap()
    };
    // Up to the end of the dictionary: white space keeps every offset.
    let start = of_trailer(b"/Info", &bytes);
    let stop = of_trailer(b">>\n", &bytes);
    bytes[start..stop].fill(b' ');
    std::fs::write(path("in.pdf"), &bytes).unwrap();
    sign(
        &pki,
        Algorithm::P256,
        &["--field", "First"],
        &path("in.pdf"),
        &path("first.pdf"),
    );
    let options = pyhanko::Options::default();
    pyhanko::sign(
        &pki,
        Algorithm::P256,
        options,
        &path("first.pdf"),
        &path("second.pdf"),
    );
    let root = pki.root();
    let trusting = [
        OsStr::new("--trust"),
        root.as_ref(),
        OsStr::new("--revocation"),
        OsStr::new("ignore"),
    ];
    let (code, verdict) = verify(trusting, &path("second.pdf"));
    assert_eq!((code, verdict.signatures.len()), (0, 2), "{verdict:#?}");
}

#[test]
fn what_verification_will_say_of_the_structure_is_said_when_signing() {
    let (pki, folder) = (Pki::make(), tempfile::tempdir().unwrap());
    let input = folder.path().join("in.pdf");
    let base = fixture::base(Kind::ClassicTable);
    let at = base
        .windows(7)
        .rposition(|word| word == b"trailer")
        .unwrap();
    let at = at
        + base[at..]
            .windows(2)
            .position(|word| word == b"<<")
            .unwrap()
        + 2;
    let odd = [&base[..at], b" /Prev 0 ", &base[at..]].concat();
    for (octets, codes) in [(base, vec![]), (odd, vec!["STRUCTURE_AMBIGUOUS"])] {
        let output = folder.path().join(format!("{}.pdf", codes.len()));
        std::fs::write(&input, octets).unwrap();
        let ran = sign(&pki, Algorithm::P256, &[], &input, &output);
        let told: serde_json::Value =
            serde_json::from_str(&ran.expect_success("sign").text()).unwrap();
        let problems = told["problems"].as_array().cloned().unwrap_or_default();
        let said: Vec<_> = problems.iter().map(|one| one["code"].clone()).collect();
        assert_eq!(said, codes, "{told}");
    }
}
