//! Seals inside of what a PAdES signature covers: made by us, taken apart by a script that knows nothing of us,
//! verified by OpenSSL's SM2, and the signature judged by pyHanko and qpdf.

use crate::chinese_seals::Place;
use serde_json::Value;
use std::path::Path;
use std::process::Command;
use yinxin_tests::authority::{Authorities, Named};
use yinxin_tests::binaries::run_yinxin;
use yinxin_tests::peers::{self, pyhanko, qpdf};
use yinxin_tests::process::{PATIENCE, run};

const SM2_WITH_SM3: &str = "1.2.156.10197.1.501";
const SEAL: &str = "--name 示例县行政审批局 --picture picture.png --size 42,42";
const SHOWN: &str = "--form cades --page 1 --at 100,100";

/// A unit with ECDSA beside the maker and the signer, and its seal.
fn place() -> Place {
    let place = Place::make();
    for name in ["unit", "other"] {
        place.openssl(&format!(
            "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out {name}.key"
        ));
        place.openssl(&format!(
            "req -x509 -new -key {name}.key -subj /O=county/CN={name} -days 900 \
             -addext keyUsage=critical,digitalSignature,nonRepudiation -out {name}.cer"
        ));
    }
    place.seal_for("unit.cer", SEAL);
    place
}

/// Exit code and report of `verify` with these arguments.
fn judge(place: &Place, arguments: &[&str], file: &str) -> (Option<i32>, Value) {
    let mut all = vec!["verify".to_owned(), "--json".to_owned()];
    for anchor in ["unit.cer", "signer.cer"] {
        all.extend([
            "--trust".to_owned(),
            place.path(anchor).display().to_string(),
        ]);
    }
    all.extend(["--revocation".to_owned(), "ignore".to_owned()]);
    all.extend(arguments.iter().map(|argument| (*argument).to_owned()));
    all.push(place.path(file).display().to_string());
    let ran = run_yinxin(all);
    (ran.code, serde_json::from_str(&ran.text()).unwrap())
}

fn maker(place: &Place) -> [String; 2] {
    let file = place.path("maker.cer");
    ["--trust".to_owned(), format!("maker={}", file.display())]
}

fn judge_with_maker(place: &Place, file: &str) -> (Option<i32>, Value) {
    let [option, anchor] = maker(place);
    judge(place, &[&option, &anchor], file)
}

#[test]
fn the_seal_in_what_is_signed_is_what_a_script_openssl_and_pyhanko_take_it_for() {
    if !peers::present(&["openssl", "pyhanko", "qpdf"]) {
        return;
    }
    let place = place();
    let line = format!(
        "sign --key unit.key --cert unit.cer --seal-file seal.esl {SHOWN} in.pdf -o out.pdf"
    );
    place.yinxin(&line).expect_success("sign");
    let told = place.script("embedded_seal_apart.py", "out.pdf");
    let expected = [
        "4",
        "99010100000001",
        "示例县行政审批局",
        "listed",
        SM2_WITH_SM3,
    ];
    assert_eq!(told, expected);
    let inside = std::fs::read(place.path("seal.der")).unwrap();
    assert_eq!(inside, std::fs::read(place.path("seal.esl")).unwrap());
    assert!(place.fits("maker.der", "info", "seal_value"));

    let (file, root) = (place.path("out.pdf"), place.path("unit.cer"));
    let judged = pyhanko::judge(std::slice::from_ref(&file), &[root], &[]);
    assert_eq!(judged[0].objection(1), None, "{judged:?}");
    let checked = qpdf::check(&file);
    assert!(checked.complaints.is_empty(), "{checked:?}");
    assert_eq!(checked.code, Some(0));

    let (code, report) = judge_with_maker(&place, "out.pdf");
    assert_eq!(code, Some(0), "{report:#}");
    let one = &report["signatures"][0];
    assert_eq!(one["sub_filter"], "ETSI.CAdES.detached");
    assert_eq!(one["level"], "B-B");
    let seal = serde_json::json!({
        "form": "legal-person", "id": "99010100000001", "name": "示例县行政审批局",
        "verdict": "TOTAL-PASSED",
    });
    assert_eq!(one["seal"], seal);
    assert_eq!(one["steps"].as_array().unwrap().len(), 6, "{one:#}");
    // Whoever made the seal is not vouched for by an anchor for signers.
    let (code, report) = judge(&place, &[], "out.pdf");
    assert_eq!(code, Some(3), "{report:#}");
    assert_eq!(report["answer"], "untrusted");
}

#[test]
fn a_signer_with_sm2_has_the_seal_inside_too_and_nobody_uses_the_seal_of_another() {
    if !peers::present(&["openssl", "pyhanko"]) {
        return;
    }
    let place = place();
    let refused = place.yinxin(&format!(
        "sign --key other.key --cert other.cer --seal-file seal.esl {SHOWN} in.pdf -o out.pdf"
    ));
    assert_eq!(refused.code, Some(4), "{}", refused.stderr);
    assert!(
        refused.stderr.contains("not in the seal's list"),
        "{}",
        refused.stderr
    );
    for form in ["pkcs7", "gm-cms"] {
        let refused = place.yinxin(&format!(
            "sign --key unit.key --cert unit.cer --seal-file seal.esl --form {form} in.pdf -o out.pdf"
        ));
        assert_eq!(refused.code, Some(2), "{}", refused.stderr);
    }
    assert!(!Path::new(&place.path("out.pdf")).exists());
    std::fs::remove_file(place.path("seal.esl")).unwrap();
    place.seal_of("--name a --picture picture.png --size 42,42");
    let line = "sign --key signer.key --cert signer.cer --seal-file seal.esl --form cades in.pdf -o out.pdf";
    place.yinxin(line).expect_success("sign");
    let told = place.script("embedded_seal_apart.py", "out.pdf");
    assert_eq!(told[3], "listed");
    assert!(place.fits("maker.der", "info", "seal_value"));
    let (code, report) = judge_with_maker(&place, "out.pdf");
    assert_eq!(code, Some(0), "{report:#}");
    assert_eq!(report["signatures"][0]["level"], Value::Null);
}

#[test]
fn the_seal_in_a_protected_file_is_enciphered_with_it_and_read_with_the_password() {
    if !peers::present(&["openssl", "pyhanko", "qpdf"]) {
        return;
    }
    let place = place();
    std::fs::write(place.path("word.txt"), "user\n").unwrap();
    let mut command = Command::new("qpdf");
    command.args(["--encrypt", "user", "owner", "256", "--"]);
    command
        .arg(place.path("in.pdf"))
        .arg(place.path("locked.pdf"));
    run(&mut command, PATIENCE).expect_success("qpdf --encrypt");
    let word = place.path("word.txt").display().to_string();
    let line = format!(
        "sign --key unit.key --cert unit.cer --seal-file seal.esl {SHOWN} --password-file {word} \
         locked.pdf -o out.pdf"
    );
    place.yinxin(&line).expect_success("sign");
    // Names are not enciphered: the number can be read as it stands.
    let file = std::fs::read(place.path("out.pdf")).unwrap();
    let text = String::from_utf8_lossy(&file);
    let number = text
        .rsplit_once("/YX_Seal ")
        .unwrap()
        .1
        .split(' ')
        .next()
        .unwrap();
    let mut command = Command::new("qpdf");
    command.args([
        "--password=user",
        &format!("--show-object={number}"),
        "--filtered-stream-data",
    ]);
    let shown =
        run(command.arg(place.path("out.pdf")), PATIENCE).expect_success("qpdf --show-object");
    assert_eq!(shown.stdout, std::fs::read(place.path("seal.esl")).unwrap());
    let [option, anchor] = maker(&place);
    let (code, report) = judge(
        &place,
        &[&option, &anchor, "--password-file", &word],
        "out.pdf",
    );
    assert_eq!(code, Some(0), "{report:#}");
    assert_eq!(report["signatures"][0]["seal"]["form"], "legal-person");
    // Without the password nothing is known of the seal, and nothing is held against it.
    let (code, report) = judge(&place, &[&option, &anchor], "out.pdf");
    assert_eq!(code, Some(3), "{report:#}");
    let one = &report["signatures"][0];
    assert_eq!(one["integrity"], "intact", "{one:#}");
    assert_eq!(one["seal"]["form"], "legal-person");
    assert_eq!(one["seal"]["id"], Value::Null);
    assert_eq!(one["seal"]["verdict"], "INDETERMINATE");
    let codes: Vec<&str> = one["reasons"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|reason| reason["code"].as_str())
        .collect();
    assert!(codes.contains(&"SEAL_NOT_READ"), "{codes:?}");
}

#[test]
fn an_archived_signature_keeps_its_level_with_the_seal_inside() {
    if !peers::present(&["openssl", "pyhanko", "qpdf"]) {
        return;
    }
    let (place, authorities) = (place(), Authorities::serve(Named::ResponderAndList));
    let at = |name: &str| authorities.path(name).display().to_string();
    std::fs::remove_file(place.path("seal.esl")).unwrap();
    place.seal_for(&at("signer.pem"), SEAL);
    let line = format!(
        "sign --json --key {} --cert {} --seal-file seal.esl {SHOWN} --level b-lta --tsa {} \
         --allow-host 127.0.0.1 in.pdf -o out.pdf",
        at("signer.key"),
        at("signer.pem"),
        authorities.tsa(),
    );
    let told = place.yinxin(&line).expect_success("sign");
    let told: Value = serde_json::from_str(&told.text()).unwrap();
    assert_eq!(told["level"], "B-LTA");
    assert!(qpdf::check(&place.path("out.pdf")).complaints.is_empty());
    // Nothing but anchors, and revocation data of everybody are asked for.
    let (root, maker) = (at("root.pem"), place.path("maker.cer"));
    let (tsa, maker) = (format!("tsa={root}"), format!("maker={}", maker.display()));
    let mut all = vec!["verify".to_owned(), "--json".to_owned()];
    for anchor in [root, tsa, maker] {
        all.extend(["--trust".to_owned(), anchor]);
    }
    all.push(place.path("out.pdf").display().to_string());
    let ran = run_yinxin(all);
    let report: Value = serde_json::from_str(&ran.text()).unwrap();
    assert_eq!(ran.code, Some(0), "{report:#}");
    let one = &report["signatures"][0];
    assert_eq!(one["level"], "B-LTA");
    assert_eq!(one["seal"]["form"], "legal-person");
    assert_eq!(one["seal"]["verdict"], "TOTAL-PASSED");
}
