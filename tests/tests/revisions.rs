//! What a document was when each revision ended, and what a judgement rests on.

use serde_json::Value;
use std::path::{Path, PathBuf};
use yinxin_tests::binaries::run_yinxin;
use yinxin_tests::fixture::{self, Kind};
use yinxin_tests::pki::{Algorithm, Pki};

/// Signs twice; returns the three states of the file.
pub(super) fn signed_twice(pki: &Pki, folder: &Path) -> [PathBuf; 3] {
    let states = ["base.pdf", "once.pdf", "twice.pdf"].map(|name| folder.join(name));
    std::fs::write(&states[0], fixture::base(Kind::ClassicTable)).unwrap();
    let (key, chain) = (pki.private_key(Algorithm::P256), pki.chain(Algorithm::P256));
    for (from, to) in [(0, 1), (1, 2)] {
        run_yinxin([
            "sign".as_ref(),
            "--key".as_ref(),
            key.as_os_str(),
            "--cert".as_ref(),
            chain.as_os_str(),
            states[from].as_os_str(),
            "-o".as_ref(),
            states[to].as_os_str(),
        ])
        .expect_success("signing");
    }
    states
}

fn json(arguments: &[&std::ffi::OsStr]) -> Value {
    let ran = run_yinxin(arguments);
    serde_json::from_str(&ran.text()).unwrap_or_else(|wrong| panic!("{wrong}: {ran:?}"))
}

#[test]
fn a_revision_is_the_file_as_it_was_signed_octet_for_octet() {
    let (pki, folder) = (Pki::make(), tempfile::tempdir().unwrap());
    let states = signed_twice(&pki, folder.path());
    let found = json(&["inspect".as_ref(), "--json".as_ref(), states[2].as_os_str()]);
    let revisions = found["revisions"].as_array().unwrap();
    assert_eq!(revisions.len(), 3);
    for (index, state) in states.iter().enumerate() {
        let to = folder.path().join(format!("revision-{index}.pdf"));
        let number = (index + 1).to_string();
        run_yinxin([
            "revision".as_ref(),
            number.as_ref(),
            states[2].as_os_str(),
            "-o".as_ref(),
            to.as_os_str(),
        ])
        .expect_success("revision");
        let before = std::fs::read(state).unwrap();
        assert_eq!(std::fs::read(&to).unwrap(), before);
        assert_eq!(revisions[index]["end"], before.len());
    }
    let covered: Vec<_> = found["signatures"].as_array().unwrap().iter().collect();
    assert_eq!(covered.len(), 2);
    assert_eq!(covered[0]["revision"], 2);
    assert_eq!(covered[0]["coverage"], "whole-revision");
    assert_eq!(covered[1]["coverage"], "whole-file");
    let kinds = revisions[2]["changes"].as_array().unwrap();
    assert!(
        kinds
            .iter()
            .any(|one| one["kind"] == "signature-field-added"),
        "{kinds:?}"
    );
    // What is not there is not made up, and nothing is overwritten.
    let to = folder.path().join("revision-0.pdf");
    for number in ["4", "0", "1"] {
        let ran = run_yinxin([
            "revision".as_ref(),
            number.as_ref(),
            states[2].as_os_str(),
            "-o".as_ref(),
            to.as_os_str(),
        ]);
        assert_eq!(ran.code, Some(4), "{number}: {}", ran.stderr);
        let says = match number {
            "1" => "is there already",
            _ => "has 3 revisions, and no revision",
        };
        assert!(ran.stderr.contains(says), "{number}: {}", ran.stderr);
    }
}

#[test]
fn a_judgement_names_what_it_rests_on_and_a_policy_file_counts() {
    let (pki, folder) = (Pki::make(), tempfile::tempdir().unwrap());
    let states = signed_twice(&pki, folder.path());
    let policy = folder.path().join("policy.toml");
    let (root, crl) = (pki.root(), pki.crl());
    let verify = |text: &str| {
        std::fs::write(&policy, text).unwrap();
        json(&[
            "verify".as_ref(),
            "--json".as_ref(),
            "--trust".as_ref(),
            root.as_os_str(),
            "--crl".as_ref(),
            crl.as_os_str(),
            "--policy".as_ref(),
            policy.as_os_str(),
            states[2].as_os_str(),
        ])
    };
    let plain = "name = \"mine\"\nsignatures = \"all\"\nannotations = \"refuse\"\nvisible-fields = \"accept\"\n";
    let found = verify(plain);
    assert_eq!(found["answer"], "valid", "{found}");
    let basis = &found["basis"];
    assert_eq!(basis["policy"], "mine");
    assert_eq!(basis["revocation"], "require");
    assert_eq!(basis["anchors"][0]["role"], "signer");
    let fingerprint = basis["anchors"][0]["sha256"].as_str().unwrap();
    assert_eq!(fingerprint.len(), 64);
    assert_eq!(basis["revocation_lists"].as_array().unwrap().len(), 1);
    // The anchor counts by its fingerprint, and no other does.
    let only = |fingerprint: &str| {
        verify(&format!(
            "{plain}[[anchor]]\nrole = \"signer\"\nsha256 = \"{fingerprint}\"\n"
        ))
    };
    assert_eq!(only(fingerprint)["answer"], "valid");
    assert_eq!(only(&"0".repeat(64))["answer"], "untrusted");
    let found = verify(&format!("{plain}[[algorithm]]\nname = \"SHA-256\"\n"));
    assert_eq!(found["indication"], "INDETERMINATE");
    assert_eq!(
        found["signatures"][0]["sub_indication"],
        "CRYPTO_CONSTRAINTS_FAILURE"
    );
    // What it does not know is refused as a mistake of the caller.
    std::fs::write(&policy, format!("{plain}colour = 1\n")).unwrap();
    let ran = run_yinxin([
        "verify".as_ref(),
        "--policy".as_ref(),
        policy.as_os_str(),
        states[2].as_os_str(),
    ]);
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    assert!(ran.stderr.contains("colour"), "{}", ran.stderr);
}
