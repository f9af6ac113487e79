//! Levels above B-B: made by us, by pyHanko and by both, judged by pyHanko, OpenSSL, pdfsig, qpdf and
//! us. Timestamps, OCSP responses and lists come from OpenSSL.

use serde::Deserialize;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use yinxin_tests::authority::{Authorities, Named};
use yinxin_tests::binaries::run_yinxin;
use yinxin_tests::fixture::{self, Kind};
use yinxin_tests::peers::{self, openssl, pdfsig, pyhanko, qpdf};
use yinxin_tests::pki::{Algorithm, Pki};
use yinxin_tests::process::{PATIENCE, Ran, run};
use yinxin_tests::verdict::FileVerdict;
use yinxin_tests::workspace;

const TOOLS: [&str; 4] = ["pyhanko", "openssl", "qpdf", "pdfsig"];

/// A folder with an unsigned file, and the authorities.
struct World {
    folder: tempfile::TempDir,
    authorities: Authorities,
}

impl World {
    #[track_caller]
    fn new(named: Named) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let base = fixture::base(Kind::ClassicTable);
        std::fs::write(folder.path().join("a.pdf"), base).unwrap();
        Self {
            folder,
            authorities: Authorities::serve(named),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn root(&self) -> PathBuf {
        self.authorities.path("root.pem")
    }

    /// `yinxin sign`, with the authorities allowed.
    fn sign(&self, signer: &str, level: &str, output: &str, more: &[&str]) -> Ran {
        let file = |extension: &str| self.authorities.path(&format!("{signer}.{extension}"));
        let mut arguments: Vec<OsString> = vec!["sign".into(), "--json".into()];
        arguments.extend(["--key".into(), file("key").into()]);
        arguments.extend(["--cert".into(), file("pem").into()]);
        arguments.extend(["--level", level, "--tsa", &self.authorities.tsa()].map(Into::into));
        arguments.extend(more.iter().map(Into::into));
        arguments.extend([self.path("a.pdf").into(), "-o".into()]);
        arguments.push(self.path(output).into());
        run_yinxin(arguments)
    }

    /// `yinxin extend`, likewise.
    fn extend(&self, level: &str, input: &str, output: &str) -> Ran {
        let tsa = self.authorities.tsa();
        let mut arguments: Vec<OsString> = ["extend", "--json", "--level", level, "--tsa", &tsa]
            .map(Into::into)
            .to_vec();
        arguments.extend(ALLOWED.map(Into::into));
        arguments.extend([self.path(input).into(), "-o".into()]);
        arguments.push(self.path(output).into());
        run_yinxin(arguments)
    }

    /// What our own verifier finds with the root alone, or with its list too.
    #[track_caller]
    fn verdict(&self, file: &str, more: &[&str]) -> FileVerdict {
        let root = self.root();
        let root = root.to_str().unwrap();
        let tsa = format!("tsa={root}");
        let list = self.authorities.path("root.crl.pem");
        let more = more
            .iter()
            .map(|text| text.replace("{list}", list.to_str().unwrap()));
        let mut arguments: Vec<String> = ["verify", "--json", "--trust", root, "--trust", &tsa]
            .map(Into::into)
            .to_vec();
        arguments.extend(more);
        arguments.push(self.path(file).to_str().unwrap().to_owned());
        let ran = run_yinxin(arguments);
        FileVerdict::read(ran.text().lines().next().expect("a line")).unwrap()
    }

    #[track_caller]
    fn pyhanko(&self, arguments: &[&str]) -> Ran {
        let text = |path: PathBuf| path.to_str().unwrap().to_owned();
        let mut command = Command::new(pyhanko::python());
        command.arg(workspace::script("pyhanko_levels.py"));
        command.args(arguments.iter().map(|argument| {
            argument
                .replace("{tsa}", &self.authorities.tsa())
                .replace("{list}", &text(self.authorities.path("root.crl.pem")))
                .replace("{root}", &text(self.root()))
                .replace("{signer}", &text(self.authorities.path("signer")))
                .replace("{folder}", self.folder.path().to_str().unwrap())
        }));
        run(&mut command, PATIENCE).expect_success("pyhanko_levels.py")
    }

    /// The report as XML has each timestamp, with its result and the time that it proves.
    #[track_caller]
    fn xml_tells_each_timestamp(&self, file: &str, count: usize) {
        let root = self.root().display().to_string();
        let arguments = ["verify", "--report", "xml", "--trust", &root, "--trust"];
        let mut arguments = arguments.map(OsString::from).to_vec();
        arguments.extend([format!("tsa={root}").into(), self.path(file).into()]);
        let report = self.path("report.xml");
        std::fs::write(&report, run_yinxin(arguments).stdout).unwrap();
        let read = pyhanko::etsi_report(&report);
        let own = read["own"].as_array().unwrap();
        assert_eq!(own.len(), count, "{read}");
        for one in own {
            assert_eq!(one[0], "timestamp", "{read}");
            assert_eq!(
                (&one[2], &one[3]),
                (&"total-passed".into(), &true.into()),
                "{read}"
            );
        }
    }

    /// What pyHanko's AdES validation finds of that level: B-T with the list given, the others from
    /// the files alone.
    #[track_caller]
    fn pyhanko_passes(&self, level: &str, files: &[&str]) {
        let files: Vec<String> = files
            .iter()
            .map(|file| format!("{{folder}}/{file}"))
            .collect();
        let mut arguments = vec!["judge", "--trust", "{root}"];
        if level == "b-t" {
            arguments.extend(["--crl", "{list}"]);
        }
        arguments.push(level);
        arguments.extend(files.iter().map(String::as_str));
        let ran = self.pyhanko(&arguments);
        let said = ran.text();
        assert_eq!(said.lines().count(), files.len());
        for (line, file) in said.lines().zip(&files) {
            let judged: Judged = serde_json::from_str(line).unwrap();
            assert_eq!(judged.error, None, "{file}");
            assert!(!judged.signatures.is_empty(), "{file}: nothing judged");
            for signature in &judged.signatures {
                assert_eq!(signature.result, "AdESPassed.OK", "{file}: {signature:?}");
                assert!(signature.time.is_some(), "{file}: no time");
            }
        }
    }

    /// Structure, signatures and timestamps by everybody else.
    #[track_caller]
    fn nobody_objects(&self, file: &str, stamps: usize) {
        let path = self.path(file);
        assert!(qpdf::check(&path).opens_as_it_is(), "qpdf on {file}");
        // pdfsig (22.12) verifies no document timestamps, and says so.
        let judged = pdfsig::judge(&path);
        assert!(judged.first().is_some_and(pdfsig::Signature::valid));
        for signature in &judged {
            let unverified = signature.said == "Signature has not yet been verified.";
            let said = &signature.said;
            assert!(signature.valid() || unverified, "pdfsig on {file}: {said}");
        }
        let (verified, objections) = openssl::judge_timestamps(&path, &self.root());
        assert_eq!(objections, Vec::<String>::new(), "openssl ts on {file}");
        assert_eq!(verified, stamps, "{file}: timestamps");
    }
}

/// The authorities are on loopback.
const ALLOWED: [&str; 2] = ["--allow-host", "127.0.0.1"];

#[derive(Debug, Deserialize)]
struct Judged {
    error: Option<String>,
    signatures: Vec<JudgedSignature>,
}

#[derive(Debug, Deserialize)]
struct JudgedSignature {
    result: String,
    #[expect(dead_code, reason = "shown where a signature does not pass")]
    message: Option<String>,
    time: Option<String>,
}

#[track_caller]
fn is_level(verdict: &FileVerdict, level: &str) {
    assert_eq!(verdict.indication, "TOTAL-PASSED", "{verdict:#?}");
    let signature = &verdict.signatures[0];
    assert_eq!(signature.level.as_deref(), Some(level), "{verdict:#?}");
}

#[test]
fn every_level_is_made_and_found_by_everybody() {
    if !peers::present(&TOOLS) {
        return;
    }
    for named in [Named::ResponderAndList, Named::List] {
        let world = World::new(named);
        for (level, output, title, stamps) in [
            ("b-t", "t.pdf", "B-T", 1),
            ("b-lt", "lt.pdf", "B-LT", 1),
            ("b-lta", "lta.pdf", "B-LTA", 2),
        ] {
            let ran = world.sign("signer", level, output, &ALLOWED);
            let told: serde_json::Value =
                serde_json::from_str(&ran.expect_success(level).text()).unwrap();
            assert_eq!(told["level"], title);
            let more: &[&str] = match level {
                "b-t" => &["--crl", "{list}"],
                _ => &[],
            };
            is_level(&world.verdict(output, more), title);
            world.nobody_objects(output, stamps);
            world.pyhanko_passes(level, &[output]);
        }
        world.xml_tells_each_timestamp("lta.pdf", 2);
    }
}

#[test]
fn status_is_asked_after_the_timestamp_and_openssl_reads_the_request() {
    if !peers::present(&TOOLS) {
        return;
    }
    let world = World::new(Named::ResponderAndList);
    world
        .sign("signer", "b-lta", "lta.pdf", &ALLOWED)
        .expect_success("b-lta");
    let asked = world.authorities.asked();
    assert_eq!(
        asked,
        [
            "POST /tsa",
            "GET /root.cer",
            "POST /ocsp",
            "POST /ocsp",
            "POST /tsa"
        ]
    );
    let mut command = Command::new("openssl");
    command.args(["ocsp", "-req_text", "-resp_text", "-noverify", "-reqin"]);
    command
        .arg(world.authorities.path("ocsp.req"))
        .arg("-respin");
    command.arg(world.authorities.path("ocsp.resp"));
    let ran = run(&mut command, PATIENCE).expect_success("openssl ocsp");
    assert!(ran.text().contains("OCSP Nonce"), "{}", ran.text());
    assert!(ran.text().contains("Cert Status: good"), "{}", ran.text());
}

#[test]
fn responses_gathered_in_a_file_are_verified_by_openssl() {
    if !peers::present(&TOOLS) {
        return;
    }
    let world = World::new(Named::ResponderAndList);
    world
        .sign("signer", "b-t", "t.pdf", &ALLOWED)
        .expect_success("b-t");
    world
        .extend("b-lt", "t.pdf", "lt.pdf")
        .expect_success("b-lt");
    let of = |name: &str| world.authorities.path(&format!("{name}.pem"));
    let (certificates, root) = ([of("signer"), of("tsa")], world.root());
    let judge = |root: &Path| {
        openssl::judge_statuses(&world.path("lt.pdf"), &certificates, &world.root(), root)
    };
    let judged = judge(&root);
    assert_eq!(judged.len(), 2, "{judged:#?}");
    for certificate in &certificates {
        let mut about = judged.iter().filter(|one| one.certificate == *certificate);
        assert!(about.all(|one| one.is_verified && one.status == "good"));
        assert!(judged.iter().any(|one| one.certificate == *certificate));
    }
    // OpenSSL says no where another root is given, and what it reads is what was gathered.
    let other = World::new(Named::List);
    assert!(judge(&other.root()).iter().all(|one| !one.is_verified));
    for name in ["signer", "revoked"] {
        let status = openssl::judge_status(
            &world.authorities.path("ocsp.resp"),
            &of(name),
            &root,
            &root,
        );
        assert_ne!(status.status, "good", "{status:#?}");
    }
}

#[test]
fn files_of_pyhanko_are_extended_to_every_level() {
    if !peers::present(&TOOLS) {
        return;
    }
    let world = World::new(Named::ResponderAndList);
    let sign = ["sign", "--key", "{signer}.key", "--cert", "{signer}.pem"];
    let files = ["{folder}/a.pdf", "{folder}/b.pdf"];
    world.pyhanko(&[sign.as_slice(), &files].concat());
    let files = ["--tsa", "{tsa}", "{folder}/a.pdf", "{folder}/t.pdf"];
    world.pyhanko(&[sign.as_slice(), &files].concat());
    // A signature without a timestamp gets its time from a document timestamp that comes first.
    for (input, level, output, title, stamps) in [
        ("b.pdf", "b-t", "b-t.pdf", "B-T", 1),
        ("b.pdf", "b-lt", "b-lt.pdf", "B-LT", 1),
        ("b.pdf", "b-lta", "b-lta.pdf", "B-LTA", 2),
        ("t.pdf", "b-lt", "t-lt.pdf", "B-LT", 1),
        ("t.pdf", "b-lta", "t-lta.pdf", "B-LTA", 2),
    ] {
        let ran = world
            .extend(level, input, output)
            .expect_success(&format!("{input} to {level}"));
        assert_eq!(told_level(&ran), title, "{input} to {level}");
        let more: &[&str] = match level {
            "b-t" => &["--crl", "{list}"],
            _ => &[],
        };
        is_level(&world.verdict(output, more), title);
        world.nobody_objects(output, stamps);
    }
    world.pyhanko_passes("b-lt", &["t-lt.pdf"]);
    world.pyhanko_passes("b-lta", &["t-lta.pdf"]);
    // pyHanko's AdES validation wants a timestamp on the signature itself, which nothing that is only
    // appended to can get; its plain validation looks at these.
    let files = ["b-t.pdf", "b-lt.pdf", "b-lta.pdf"].map(|file| world.path(file));
    let list = world.authorities.path("root.crl.pem");
    for judged in pyhanko::judge(&files, &[world.root()], &[list]) {
        assert_eq!(judged.error, None, "{judged:?}");
        let first = judged.signatures.first().unwrap();
        assert_eq!(first.objection(), None, "{judged:?}");
        assert_eq!(first.modification.as_deref(), Some("LTA_UPDATES"));
    }
}

/// The level that `extend` tells.
#[track_caller]
fn told_level(ran: &Ran) -> serde_json::Value {
    let told: serde_json::Value = serde_json::from_str(&ran.text()).unwrap();
    told["level"].clone()
}

#[test]
fn extending_tells_the_level_that_verifying_finds() {
    if !peers::present(&TOOLS) {
        return;
    }
    let world = World::new(Named::ResponderAndList);
    // A signature that claims no level gets none.
    let options = pyhanko::Options {
        adbe: true,
        ..pyhanko::Options::default()
    };
    let (input, output) = (world.path("a.pdf"), world.path("adbe.pdf"));
    pyhanko::sign(&Pki::make(), Algorithm::P256, options, &input, &output);
    let ran = world
        .extend("b-t", "adbe.pdf", "adbe-t.pdf")
        .expect_success("adbe to b-t");
    assert_eq!(told_level(&ran), serde_json::Value::Null);
    assert!(ran.text().contains("LEVEL_NOT_CLAIMED"), "{}", ran.text());
    let found = world.verdict("adbe-t.pdf", &["--crl", "{list}"]);
    assert_eq!(found.signatures[0].level, None);
    // A file that is further already stays there, whatever the case of the level asked for.
    world
        .sign("signer", "B-LT", "lt.pdf", &ALLOWED)
        .expect_success("B-LT");
    let ran = world
        .extend("B-T", "lt.pdf", "lt-t.pdf")
        .expect_success("b-lt to b-t");
    let found = world.verdict("lt-t.pdf", &[]);
    assert_eq!(
        told_level(&ran),
        found.signatures[0].level.as_deref().unwrap()
    );
    assert_eq!(told_level(&ran), "B-LTA");
}

#[test]
fn an_authority_is_asked_for_only_where_a_timestamp_is_made() {
    if !peers::present(&TOOLS) {
        return;
    }
    let world = World::new(Named::ResponderAndList);
    for (level, output) in [("b-t", "t.pdf"), ("b-b", "b.pdf")] {
        let file = |extension: &str| world.authorities.path(&format!("signer.{extension}"));
        let mut arguments: Vec<OsString> = vec!["sign".into(), "--key".into(), file("key").into()];
        arguments.extend(["--cert".into(), file("pem").into()]);
        arguments.extend(["--level", level].map(Into::into));
        if level != "b-b" {
            arguments.extend(["--tsa".into(), world.authorities.tsa().into()]);
        }
        arguments.extend([world.path("a.pdf").into(), "-o".into()]);
        arguments.push(world.path(output).into());
        run_yinxin(arguments).expect_success(level);
    }
    let without = |level: &str, input: &str, output: &str| {
        let mut arguments: Vec<OsString> = ["extend", "--json", "--level", level]
            .map(Into::into)
            .to_vec();
        arguments.extend(ALLOWED.map(Into::into));
        arguments.extend([world.path(input).into(), "-o".into()]);
        arguments.push(world.path(output).into());
        run_yinxin(arguments)
    };
    let ran = without("b-lt", "t.pdf", "lt.pdf").expect_success("without an authority");
    assert_eq!(told_level(&ran), "B-LT");
    is_level(&world.verdict("lt.pdf", &[]), "B-LT");
    for (level, input) in [("b-lt", "b.pdf"), ("b-lta", "t.pdf"), ("b-t", "t.pdf")] {
        let ran = without(level, input, "none.pdf");
        assert_eq!(ran.code, Some(2), "{level} on {input}: {}", ran.stderr);
        assert!(ran.stderr.contains("timestamp authority"), "{}", ran.stderr);
        assert!(!world.path("none.pdf").exists());
    }
}

#[test]
fn archives_are_renewed_by_us_and_by_pyhanko() {
    if !peers::present(&TOOLS) {
        return;
    }
    let world = World::new(Named::ResponderAndList);
    world
        .sign("signer", "b-lta", "one.pdf", &ALLOWED)
        .expect_success("b-lta");
    world
        .extend("b-lta", "one.pdf", "two.pdf")
        .expect_success("renewal");
    let renew = ["renew", "--trust", "{root}", "--tsa", "{tsa}"];
    for (input, output) in [("one", "one-p"), ("two", "two-p")] {
        let files = [
            format!("{{folder}}/{input}.pdf"),
            format!("{{folder}}/{output}.pdf"),
        ];
        let files: Vec<&str> = files.iter().map(String::as_str).collect();
        world.pyhanko(&[renew.as_slice(), &files].concat());
    }
    world
        .extend("b-lta", "one-p.pdf", "one-p-us.pdf")
        .expect_success("renewal of a renewal");
    let files = [
        ("two.pdf", 3),
        ("one-p.pdf", 3),
        ("two-p.pdf", 4),
        ("one-p-us.pdf", 4),
    ];
    for (file, stamps) in files {
        is_level(&world.verdict(file, &[]), "B-LTA");
        world.nobody_objects(file, stamps);
    }
    world.pyhanko_passes("b-lta", &files.map(|(file, _)| file));
}

#[test]
fn what_cannot_be_had_is_named_and_nothing_is_written() {
    if !peers::present(&TOOLS) {
        return;
    }
    let world = World::new(Named::List);
    let refused = |ran: Ran, code: i32, says: &str| {
        assert_eq!(ran.code, Some(code), "{}", ran.stderr);
        assert!(ran.stderr.contains(says), "{}", ran.stderr);
        assert!(!world.path("x.pdf").exists());
    };
    // Addresses out of certificates do not lead into the own network.
    let unallowed = world.sign("signer", "b-lt", "x.pdf", &[]);
    refused(unallowed, 4, "private network");
    // A certificate that is revoked gets no long-term data.
    let revoked = world.sign("revoked", "b-lt", "x.pdf", &ALLOWED);
    refused(revoked, 1, "revoked");
    // No authority, no timestamp.
    let nobody = ["extend", "--level", "b-t", "--tsa", "http://127.0.0.1:1/"];
    let (input, output) = (world.path("a.pdf"), world.path("x.pdf"));
    let extend = |input: &Path| {
        let mut arguments: Vec<OsString> = nobody.map(Into::into).to_vec();
        arguments.extend([input.into(), "-o".into(), output.clone().into()]);
        run_yinxin(arguments)
    };
    refused(extend(&input), 4, "no signature");
    world
        .sign("signer", "b-t", "t.pdf", &ALLOWED)
        .expect_success("b-t");
    refused(extend(&world.path("t.pdf")), 4, "there is no timestamp");
    // A broken signature is not extended.
    let mut octets = std::fs::read(world.path("t.pdf")).unwrap();
    octets = fixture::alter_signed_text(&octets);
    std::fs::write(world.path("broken.pdf"), octets).unwrap();
    refused(world.extend("b-t", "broken.pdf", "x.pdf"), 1, "broken");
    // A level above B-B without an authority is a question of usage.
    let key = world.authorities.path("signer.key");
    let certificate = world.authorities.path("signer.pem");
    let mut arguments: Vec<OsString> = vec!["sign".into(), "--level".into(), "b-t".into()];
    arguments.extend([
        "--key".into(),
        key.into(),
        "--cert".into(),
        certificate.into(),
    ]);
    arguments.extend([input.into(), "-o".into(), output.clone().into()]);
    refused(run_yinxin(arguments), 2, "timestamp authority");
}
