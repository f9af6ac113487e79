//! The report as XML, read by other people's classes of the published schema.

use super::revisions::signed_twice;
use serde_json::json;
use std::path::Path;
use yinxin_tests::binaries::run_yinxin;
use yinxin_tests::fixture;
use yinxin_tests::peers::{self, pyhanko};
use yinxin_tests::pki::Pki;
use yinxin_tests::process::{PATIENCE, run};
use yinxin_tests::served::{ISSUING, Place};
use yinxin_tests::workspace;

/// SHA-256 as `sha256sum` computes it.
fn digest(folder: &Path, octets: &[u8]) -> String {
    let file = folder.join("digested");
    std::fs::write(&file, octets).unwrap();
    let ran = run(std::process::Command::new("sha256sum").arg(&file), PATIENCE);
    ran.expect_success("sha256sum").text()[..64].to_owned()
}

#[test]
fn the_xml_report_is_read_by_classes_of_the_published_schema() {
    if !peers::present(&["pyhanko"]) {
        return;
    }
    let (pki, folder) = (Pki::make(), tempfile::tempdir().unwrap());
    let states = signed_twice(&pki, folder.path());
    let altered = folder.path().join("altered.pdf");
    let octets = std::fs::read(&states[2]).unwrap();
    std::fs::write(&altered, fixture::append_page_change(&octets)).unwrap();
    let (root, crl) = (pki.root(), pki.crl());
    let constraints = "SIG_CONSTRAINTS_FAILURE";
    for (file, policy, code, main, sub) in [
        (&states[2], "all", 0, ["total-passed"; 2], ""),
        // No signature is of the Chinese suite: the file does not pass, and none in its report does.
        (&states[2], "gm", 3, ["indeterminate"; 2], constraints),
        (&altered, "all", 1, ["indeterminate"; 2], constraints),
        (&states[0], "all", 3, ["indeterminate"; 2], ""),
    ] {
        let ran = run_yinxin([
            "verify".as_ref(),
            "--report".as_ref(),
            "xml".as_ref(),
            "--policy".as_ref(),
            policy.as_ref(),
            "--trust".as_ref(),
            root.as_os_str(),
            "--crl".as_ref(),
            crl.as_os_str(),
            file.as_os_str(),
        ]);
        assert_eq!(ran.code, Some(code), "{ran:?}");
        let report = folder.path().join("report.xml");
        std::fs::write(&report, ran.text()).unwrap();
        let read = pyhanko::etsi_report(&report);
        let count = if file == &states[0] { 1 } else { 2 };
        assert_eq!(read["main"], serde_json::json!(main[..count]), "{read}");
        if !sub.is_empty() {
            assert_eq!(read["sub"], serde_json::json!([[sub], [sub]]), "{read}");
        }
        // The file and its name, the anchor, the list, and the signers.
        assert_eq!(read["objects"], if count == 1 { 4 } else { 6 }, "{read}");
        let identifier = format!("urn:yinxin:policy:{policy}");
        assert_eq!(
            read["policies"][0],
            json!([policy, identifier, digest(folder.path(), &built_in(policy))])
        );
        let name = file.file_name().unwrap().to_str().unwrap();
        let octets = std::fs::read(file).unwrap();
        for (index, document) in read["documents"].as_array().unwrap().iter().enumerate() {
            if count == 1 {
                // Nobody signed it.
                assert_eq!(*document, json!(null));
                continue;
            }
            let signed = signed_octets(&octets, index);
            assert_eq!(
                *document,
                json!([
                    SHA256,
                    digest(folder.path(), &signed),
                    digest(folder.path(), &octets),
                    name
                ]),
                "{index} of {name}"
            );
            let facts = json!([
                ["urn:yinxin:revocation", "require"],
                ["urn:yinxin:level", "B-B"]
            ]);
            assert_eq!(read["facts"][index], facts);
        }
        assert_eq!(read["dangling"], serde_json::json!([]));
    }
}

#[test]
fn a_register_of_seals_is_named_by_its_last_line_and_told_to_be() {
    if !peers::present(&["pyhanko"]) {
        return;
    }
    let place = Place::new(ISSUING);
    let password = "--key-password-file {folder}/demo/password.txt";
    let register = format!("seal register --home {{home}} -o {{folder}}/seals.txt {password}");
    place.yinxin(&register).expect_success("seal register");
    let judged = |options: &str| {
        let root = "{home}/certificates/root.pem";
        let asked = format!(
            "verify --report xml --revocation ignore --trust {root} --trust status={{home}}/certificates/register-of-seals.pem{options} {{folder}}/demo/licences/2-food.pdf"
        );
        let report = place.path("report.xml");
        std::fs::write(&report, place.yinxin(&asked).text()).unwrap();
        pyhanko::etsi_report(&report)
    };
    let text = std::fs::read_to_string(place.path("seals.txt")).unwrap();
    let line = |place: usize| text.lines().rev().nth(place).unwrap().as_bytes();
    let last = digest(place.home.parent().unwrap(), line(0));
    let found = judged(" --seal-register {folder}/seals.txt");
    assert_eq!(found["other"], json!({ "seal-register-0": last }));
    let facts = found["facts"][0].as_array().unwrap();
    let told = facts.last().unwrap();
    assert_eq!(told[0], "urn:yinxin:seal-register");
    let told = told[1].as_str().unwrap();
    assert!(
        told.starts_with("seal-register-0: SHA-256 of the last line; tells everything up to 20"),
        "{told}"
    );
    // A home's own goes on, and ends one line before.
    let own = digest(place.home.parent().unwrap(), line(1));
    let found = judged(" --home {home}");
    assert_eq!(found["other"], json!({ "seal-register-0": own }));
    let facts = found["facts"][0].as_array().unwrap();
    let told = facts.last().unwrap()[1].as_str().unwrap();
    assert!(told.ends_with("; not closed"), "{told}");
    assert_eq!(judged("")["other"], json!({}));
}

/// Identifier of the digest that signatures here are made with.
const SHA256: &str = "http://www.w3.org/2001/04/xmlenc#sha256";

/// Text of a built-in policy.
fn built_in(name: &str) -> Vec<u8> {
    let folder = workspace::root().join("signer/src/service/validation_policy");
    std::fs::read(folder.join(format!("{name}.toml"))).unwrap()
}

/// What the signature of that place covers, read from its `/ByteRange`.
fn signed_octets(file: &[u8], place: usize) -> Vec<u8> {
    let text = String::from_utf8_lossy(file);
    let range = text.split("/ByteRange").nth(place + 1).unwrap();
    let range = range.split(['[', ']']).nth(1).unwrap();
    let numbers: Vec<usize> = range
        .split_whitespace()
        .map(|number| number.parse().unwrap())
        .collect();
    let part = |from: usize, length: usize| &file[from..from + length];
    [part(0, numbers[1]), part(numbers[2], numbers[3])].concat()
}
