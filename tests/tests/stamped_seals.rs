//! Seals of the edition of 2025 with a timestamp: OpenSSL's authority is asked, and OpenSSL verifies what it gave.

use crate::chinese_seals::Place;
use serde_json::Value;
use yinxin_tests::authority::{Authorities, Named};
use yinxin_tests::binaries::run_yinxin;
use yinxin_tests::peers;
use yinxin_tests::process::instant;

const SM3: &str = "1.2.156.10197.1.401";

fn make(place: &Place, more: &str) -> yinxin_tests::process::Ran {
    let (now, until) = (instant("now"), instant("+300 days"));
    place.yinxin(&format!(
        "seal make --maker-key maker.key --maker-cert maker.cer --user signer.cer --id 99010100000001 \
         --name 示例县行政审批局 --picture picture.png --size 42,42 --from {now} --until {until} {more} \
         -o seal.esl"
    ))
}

#[test]
fn the_timestamp_on_a_seal_is_about_its_value_for_openssl_and_for_us() {
    if !peers::present(&["openssl", "pyhanko"]) {
        return;
    }
    let (place, authorities) = (Place::make(), Authorities::serve(Named::List));
    make(
        &place,
        &format!("--edition-2025 --tsa {}", authorities.tsa()),
    )
    .expect_success("make");
    assert_eq!(authorities.asked(), ["POST /tsa"]);
    let told = place.script("seal_timestamp_apart.py", "seal.esl");
    let digest = place.sm3("seal_value");
    assert_eq!(told, ["5", SM3, &digest]);
    assert!(place.fits("maker.der", "info", "seal_value"));
    let root = authorities.path("root.pem").display().to_string();
    let verify = |data: &str| {
        place.try_openssl(&format!(
            "ts -verify -in token.der -token_in -data {data} -CAfile {root}"
        ))
    };
    let ran = verify("seal_value");
    assert!(ran.succeeded(), "{}", ran.stderr);
    assert!(!verify("info").succeeded());

    let judge = |anchors: &[String]| {
        let mut all = vec!["verify".to_owned(), "--json".to_owned()];
        for anchor in anchors {
            all.extend(["--trust".to_owned(), anchor.clone()]);
        }
        all.extend(["--revocation".to_owned(), "ignore".to_owned()]);
        all.push(place.path("seal.esl").display().to_string());
        let ran = run_yinxin(all);
        let report: Value = serde_json::from_str(&ran.text()).unwrap();
        (ran.code, report)
    };
    let maker = format!("maker={}", place.path("maker.cer").display());
    let (code, report) = judge(&[maker, format!("tsa={root}")]);
    assert_eq!(code, Some(0), "{report:#}");
    let one = &report["signatures"][0];
    assert_eq!(one["timestamps"][0]["kind"], "seal-timestamp");
    assert_eq!(one["timestamps"][0]["verdict"], "TOTAL-PASSED");
    let steps = one["steps"].as_array().unwrap();
    let step = steps.iter().find(|step| step["step"] == "seal-timestamp");
    assert_eq!(step.unwrap()["outcome"], "passed", "{report:#}");
    // What is signed with it keeps the timestamp.
    let line = "sign --key signer.key --cert signer.cer --seal-file seal.esl in.pdf -o out.pdf";
    place.yinxin(line).expect_success("sign");
    let line = "sign --key signer.key --cert signer.cer --seal-file seal.esl --form cades in.pdf -o pades.pdf";
    place.yinxin(line).expect_success("sign");
    for file in ["out.pdf", "pades.pdf"] {
        let octets = std::fs::read(place.path(file)).unwrap();
        assert!(octets.len() > 1000);
        let (code, verdict) = place.judge(file, "gm");
        assert_eq!(verdict.signatures[0].timestamps[0].kind, "seal-timestamp");
        assert_eq!(code, 0, "{file} {verdict:#?}");
    }
}

#[test]
fn a_seal_of_2020_has_no_timestamp_and_without_an_answer_no_seal_is_made() {
    if !peers::present(&["openssl", "pyhanko"]) {
        return;
    }
    let place = Place::make();
    let refused = make(&place, "--tsa http://127.0.0.1:9/tsa");
    assert_eq!(refused.code, Some(2), "{}", refused.stderr);
    let refused = make(&place, "--edition-2025 --tsa http://127.0.0.1:9/tsa");
    assert_eq!(refused.code, Some(4), "{}", refused.stderr);
    assert!(!place.path("seal.esl").exists());
}
