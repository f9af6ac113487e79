//! Evidence records: made by us, taken apart by a script of its own, and the timestamp by OpenSSL.

use std::path::{Path, PathBuf};
use std::process::Command;
use yinxin_tests::authority::{Authorities, Named};
use yinxin_tests::binaries::run_yinxin;
use yinxin_tests::fixture::{self, Kind};
use yinxin_tests::peers::{self, pyhanko};
use yinxin_tests::pki::{Algorithm, Pki};
use yinxin_tests::process::{PATIENCE, Ran, run};
use yinxin_tests::verdict::verify;
use yinxin_tests::workspace;

fn take_apart(record: &Path, file: &Path, token: &Path) -> Ran {
    let script = workspace::root().join("tests/peers/evidence_record.py");
    let mut command = Command::new("python3");
    run(command.arg(script).args([record, file, token]), PATIENCE)
}

/// The digest that others make of a file.
fn sha256(file: &Path) -> String {
    let mut command = Command::new("openssl");
    command.args(["dgst", "-sha256", "-r"]).arg(file);
    let said = run(&mut command, PATIENCE).expect_success("openssl dgst");
    said.text().split(' ').next().unwrap().to_owned()
}

#[test]
fn one_timestamp_proves_many_files_and_others_can_check_each() {
    if !peers::present(&["openssl"]) {
        return;
    }
    let authorities = Authorities::serve(Named::List);
    let pki = Pki::make();
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::create_dir(path("records")).unwrap();
    std::fs::write(path("in.pdf"), fixture::base(Kind::ClassicTable)).unwrap();
    // A signed file among others of any kind.
    let signed = run_yinxin([
        "sign".into(),
        "--key".into(),
        pki.private_key(Algorithm::P256),
        "--cert".into(),
        pki.chain(Algorithm::P256),
        path("in.pdf"),
        "-o".into(),
        path("signed.pdf"),
    ]);
    signed.expect_success("sign");
    let mut files = vec![path("signed.pdf")];
    for number in 0..10 {
        let file = path(&format!("{number}.bin"));
        std::fs::write(&file, [number; 100]).unwrap();
        files.push(file);
    }
    let make = |files: &[PathBuf]| {
        let mut arguments: Vec<PathBuf> = vec!["evidence".into(), "make".into(), "--json".into()];
        arguments.extend(["--tsa".into(), authorities.tsa().into()]);
        arguments.extend(["--to".into(), path("records")]);
        arguments.extend_from_slice(files);
        run_yinxin(arguments)
    };
    let made = make(&files);
    assert_eq!(made.code, Some(0), "{}", made.stderr);
    assert!(made.text().contains(r#""records":11"#), "{}", made.text());
    assert_eq!(authorities.asked().len(), 1, "one timestamp for all");

    let record = |file: &Path| {
        let name = format!("{}.ers", file.file_name().unwrap().to_str().unwrap());
        path("records").join(name)
    };
    for file in &files {
        let token = path("token.der");
        let root = take_apart(&record(file), file, &token).expect_success("the script");
        let root = root.text().trim().to_owned();
        assert!(made.text().contains(&root), "{root}");
        let mut check = Command::new("openssl");
        check.args(["ts", "-verify", "-token_in", "-digest", &root, "-in"]);
        check
            .arg(&token)
            .arg("-CAfile")
            .arg(authorities.path("root.pem"));
        check.arg("-untrusted").arg(authorities.path("tsa.pem"));
        run(&mut check, PATIENCE).expect_success("openssl ts -verify");
    }
    // The script can say no.
    let other = take_apart(&record(&files[1]), &files[2], &path("token.der"));
    assert_eq!(other.code, Some(1), "{}", other.stderr);

    let given = |record: &Path| {
        let tsa = format!("tsa={}", authorities.path("root.pem").display());
        [
            "--trust".into(),
            pki.root(),
            "--crl".into(),
            pki.crl(),
            "--trust".into(),
            PathBuf::from(tsa),
            "--crl".into(),
            authorities.path("root.crl.pem"),
            "--evidence".into(),
            record.to_path_buf(),
        ]
    };
    let judge = |file: &Path, record: &Path| {
        let (code, verdict) = verify(given(record), file);
        (code, verdict.indication)
    };
    let signed = &files[0];
    let passed = (0, "TOTAL-PASSED".to_owned());
    assert_eq!(judge(signed, &record(signed)), passed);
    assert_eq!(
        judge(signed, &path("records")),
        passed,
        "the folder will do"
    );
    let doubtful = (3, "INDETERMINATE".to_owned());
    // The record of the neighbour in the tree is the same; that of another file is not.
    assert_eq!(judge(signed, &record(&files[2])), doubtful);

    if peers::present(&["pyhanko"]) {
        let report = |record: &Path| {
            let mut arguments = ["verify", "--report", "xml"].map(PathBuf::from).to_vec();
            arguments.extend(given(record));
            arguments.push(signed.clone());
            std::fs::write(path("report.xml"), run_yinxin(arguments).stdout).unwrap();
            pyhanko::etsi_report(&path("report.xml"))["own"].clone()
        };
        for (file, main) in [(signed, "total-passed"), (&files[2], "total-failed")] {
            let own = ["evidencerecord", &sha256(&record(file)), main];
            let proves = main == "total-passed";
            let expected = serde_json::json!([[own[0], own[1], own[2], proves]]);
            assert_eq!(report(&record(file)), expected);
        }
    }

    // Nothing is overwritten, and no second timestamp is asked for.
    let again = make(&files[..1]);
    assert_eq!(again.code, Some(4), "{}", again.stderr);
    assert!(authorities.asked().is_empty());

    // Renewed, the record holds what it held and one more timestamp, about the first.
    let own = record(signed).display().to_string();
    let other_name = path("records/../records").join(record(signed).file_name().unwrap());
    let list = format!("{own}\n{own}\n{}\n", other_name.display());
    std::fs::write(path("list"), list).unwrap();
    let renew = |file: &Path, list: &Path| {
        run_yinxin([
            "evidence".as_ref(),
            "renew".as_ref(),
            "--tsa".as_ref(),
            authorities.tsa().as_ref(),
            "--files-from".as_ref(),
            list.as_os_str(),
            "--json".as_ref(),
            file.as_os_str(),
        ])
    };
    let both = renew(signed, &path("list"));
    assert_eq!(both.code, Some(2), "a list and files: {}", both.stderr);
    let renewed = run_yinxin([
        "evidence".as_ref(),
        "renew".as_ref(),
        "--json".as_ref(),
        "--tsa".as_ref(),
        authorities.tsa().as_ref(),
        "--files-from".as_ref(),
        path("list").as_os_str(),
    ]);
    let renewed = renewed.expect_success("evidence renew");
    let root = take_apart(&record(signed), signed, &path("token.der")).expect_success("the script");
    let root = root.text().trim().to_owned();
    let told: serde_json::Value = serde_json::from_slice(&renewed.stdout).unwrap();
    assert_eq!(told["root_sha256"], root.as_str());
    assert_eq!(
        told["records"], 1,
        "one that is named twice is renewed once"
    );
    let mut check = Command::new("openssl");
    check.args(["ts", "-verify", "-token_in", "-digest", &root, "-in"]);
    check
        .arg(path("token.der"))
        .arg("-CAfile")
        .arg(authorities.path("root.pem"));
    check.arg("-untrusted").arg(authorities.path("tsa.pem"));
    run(&mut check, PATIENCE).expect_success("openssl ts -verify");
    assert_eq!(judge(signed, &record(signed)), passed);
    assert_eq!(judge(signed, &record(&files[2])), doubtful);
    // What is no record is not touched.
    std::fs::write(path("list"), format!("{}\n", signed.display())).unwrap();
    let before = std::fs::read(signed).unwrap();
    let refused = run_yinxin([
        "evidence".as_ref(),
        "renew".as_ref(),
        "--tsa".as_ref(),
        authorities.tsa().as_ref(),
        signed.as_os_str(),
    ]);
    assert_eq!(refused.code, Some(4), "{}", refused.stderr);
    assert_eq!(std::fs::read(signed).unwrap(), before);
}
