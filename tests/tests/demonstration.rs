//! `yinxin demo`: what it makes is seen by other people's tools as it is said to be.

use serde_json::Value;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use yinxin_tests::binaries::{run_yinxin, yinxin};
use yinxin_tests::peers::{self, pdfsig, pictures, pyhanko, qpdf};
use yinxin_tests::process::{PATIENCE, Ran, run};
use yinxin_tests::verdict::{FileVerdict, verify};

/// What is decided, and the reason that decides it.
type Decision = (&'static str, &'static str);

/// Each licence with the answer of `verify`, and the decision about each of the two items with the
/// reason that decides it.
const LICENCES: [(&str, &str, [Decision; 2]); 8] = [
    (
        "1-business",
        "valid",
        [
            ("ACCEPTED", "REC-MUST-ACCEPT"),
            ("ACCEPTED", "REC-MUST-ACCEPT"),
        ],
    ),
    (
        "2-food",
        "valid",
        [("ACCEPTED", "REC-MUST-ACCEPT"), ("REFUSED", "REC-PURPOSE")],
    ),
    (
        "3-road-transport",
        "valid",
        [("REFUSED", "REC-PURPOSE"), ("ACCEPTED", "REC-MUST-ACCEPT")],
    ),
    (
        "4-driver",
        "valid",
        [
            ("REFUSED", "REC-PURPOSE"),
            ("ACCEPTED_WITH_CONDITIONS", "REC-COND-HOLDER-ID"),
        ],
    ),
    (
        "5-real-estate-altered",
        "altered",
        [
            ("REFUSED", "REC-DOC-ALTERED"),
            ("REFUSED", "REC-DOC-ALTERED"),
        ],
    ),
    (
        "6-food-withdrawn",
        "valid",
        [
            ("REFUSED", "REC-STATUS-REVOKED"),
            ("REFUSED", "REC-STATUS-REVOKED"),
        ],
    ),
    (
        "7-road-transport-expired",
        "valid",
        [
            ("REFUSED", "REC-LICENCE-EXPIRED"),
            ("REFUSED", "REC-LICENCE-EXPIRED"),
        ],
    ),
    (
        "8-food-without-authority",
        "valid",
        [
            ("REFUSED", "REC-TYPE-NOT-ALLOWED"),
            ("REFUSED", "REC-TYPE-NOT-ALLOWED"),
        ],
    ),
];
const ITEMS: [&str; 2] = ["990202-food-branch", "990202-freight"];
const RELYING: &str = "990202";

/// A demonstration that was made.
struct Demonstration {
    folder: tempfile::TempDir,
    made: Ran,
    said: Value,
}

impl Demonstration {
    #[track_caller]
    fn make() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new(yinxin());
        command
            .args(["demo", "--json", "demo"])
            .current_dir(folder.path());
        let made = run(&mut command, PATIENCE).expect_success("yinxin demo");
        let said = serde_json::from_str(&made.text()).unwrap();
        Self { folder, made, said }
    }

    /// Returns the files that it names, of that extension.
    fn files(&self, extension: &str) -> Vec<PathBuf> {
        let files = self.said["files"].as_array().unwrap().iter();
        files
            .map(|file| self.folder.path().join(file["file"].as_str().unwrap()))
            .filter(|file| file.extension().is_some_and(|found| found == extension))
            .collect()
    }

    fn verify(&self, file: &Path) -> (i32, FileVerdict) {
        let mut arguments = Vec::new();
        for (flag, extension) in [("--trust", "pem"), ("--crl", "crl")] {
            for path in self.files(extension) {
                arguments.extend([flag.into(), path.into_os_string()]);
            }
        }
        for path in self.files("cer") {
            let mut maker = OsString::from("maker=");
            maker.push(path);
            arguments.extend(["--trust".into(), maker]);
        }
        verify(arguments, file)
    }

    /// Returns the licence as it was after the first signature, which is the one that others know.
    fn first_signed(&self, file: &Path) -> PathBuf {
        let name = file.file_name().unwrap();
        let first = self.folder.path().join("first");
        std::fs::create_dir_all(&first).unwrap();
        let first = first.join(name);
        let mut arguments: Vec<OsString> = vec!["revision".into(), "2".into()];
        arguments.extend([file.into(), "-o".into(), first.clone().into()]);
        run_yinxin(arguments).expect_success("yinxin revision");
        first
    }

    /// Returns the licences that were not altered, with their verdicts.
    #[track_caller]
    fn unaltered(&self) -> Vec<(PathBuf, FileVerdict)> {
        let all = self.files("pdf").into_iter().map(|file| {
            let verdict = self.verify(&file).1;
            (file, verdict)
        });
        let unaltered: Vec<_> = all
            .filter(|(_, verdict)| verdict.answer == "valid")
            .collect();
        assert_eq!(unaltered.len(), 7);
        unaltered
    }
}

#[test]
fn the_demonstration_has_its_eight_licences_and_verify_answers_as_foretold() {
    let demonstration = Demonstration::make();
    println!("made in {:.1} s", demonstration.made.elapsed.as_secs_f64());
    assert!(demonstration.made.elapsed < Duration::from_secs(30));
    let files = demonstration.files("pdf");
    assert_eq!(files.len(), LICENCES.len());
    for (file, (name, answer, _)) in files.iter().zip(LICENCES) {
        assert_eq!(file.file_stem().unwrap(), name);
        let (code, verdict) = demonstration.verify(file);
        assert_eq!(verdict.answer, answer, "{name}: {verdict:#?}");
        assert_eq!(code, i32::from(answer != "valid"), "{name}");
        assert!(
            answer == "valid" || verdict.reasons().next().is_some(),
            "{name} says why"
        );
    }
}

#[test]
fn what_is_wrong_with_a_licence_stands_beside_an_answer_that_is_valid() {
    let demonstration = Demonstration::make();
    let home = demonstration.folder.path().join("demo/lanhai-990202");
    for (name, state, code) in [
        ("1-business", "valid", None),
        ("6-food-withdrawn", "revoked", Some("REC-STATUS-REVOKED")),
        ("7-road-transport-expired", "expired", Some("LIC-EXPIRED")),
    ] {
        let file = format!("demo/licences/{name}.pdf");
        let file = demonstration.folder.path().join(file);
        let ran = run_yinxin([
            "verify".as_ref(),
            "--json".as_ref(),
            "--home".as_ref(),
            home.as_os_str(),
            file.as_os_str(),
        ]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        let told: Value = serde_json::from_str(&ran.text()).unwrap();
        assert_eq!(told["answer"], "valid");
        assert_eq!(told["licence"]["state"], state);
        let problems = told["problems"].as_array().unwrap().iter();
        let codes: Vec<_> = problems.map(|one| one["code"].as_str().unwrap()).collect();
        assert_eq!(codes, Vec::from_iter(code));
    }
}

#[test]
fn each_licence_is_decided_as_foretold_in_the_demonstration_and_by_recognise() {
    let demonstration = Demonstration::make();
    let decisions = demonstration.said["decisions"].as_array().unwrap();
    assert_eq!(decisions.len(), LICENCES.len() * ITEMS.len());
    let home = demonstration.folder.path().join("demo/lanhai-990202");
    let check = |verdict: &Value, name: &str, item: &str, recognition: &str, code: &str| {
        assert_eq!(
            verdict["recognition"], recognition,
            "{name} for {item}: {verdict}"
        );
        let reasons = verdict["reasons"].as_array().unwrap();
        assert!(
            reasons.iter().any(|reason| reason["code"] == code),
            "{name}, {item}: {verdict}"
        );
    };
    for (file, (name, _, expected)) in demonstration.files("pdf").iter().zip(LICENCES) {
        for (item, (recognition, code)) in ITEMS.into_iter().zip(expected) {
            let shown = decisions
                .iter()
                .find(|shown| {
                    let of = shown["verdict"]["file"].as_str().unwrap();
                    shown["item"] == item && Path::new(of).file_stem().unwrap() == name
                })
                .unwrap_or_else(|| panic!("no decision about {name} for {item}"));
            check(&shown["verdict"], name, item, recognition, code);

            let ran = run_yinxin([
                "recognise".as_ref(),
                "--json".as_ref(),
                file.as_os_str(),
                "--home".as_ref(),
                home.as_os_str(),
                "--as".as_ref(),
                RELYING.as_ref(),
                "--item".as_ref(),
                item.as_ref(),
            ]);
            let verdict: Value = serde_json::from_str(&ran.text()).unwrap();
            check(&verdict, name, item, recognition, code);
            assert_eq!(
                ran.code,
                Some(i32::from(recognition == "REFUSED")),
                "{name}, {item}"
            );
        }
    }
}

#[test]
fn the_demonstration_s_root_is_trusted_nowhere_else() {
    let demonstration = Demonstration::make();
    for file in demonstration.files("pdf") {
        let ran = run_yinxin(["verify".as_ref(), "--json".as_ref(), file.as_os_str()]);
        assert!(
            matches!(ran.code, Some(1 | 3)),
            "{}: {}",
            file.display(),
            ran.text()
        );
    }
}

#[test]
fn a_second_demonstration_in_the_same_folder_is_refused() {
    let demonstration = Demonstration::make();
    let target = demonstration.folder.path().join("demo");
    let ran = run_yinxin(["demo".as_ref(), target.as_os_str()]);
    assert!(
        matches!(ran.code, Some(2 | 4)),
        "{:?}\n{}",
        ran.code,
        ran.stderr
    );
}

#[test]
fn every_licence_is_sealed_with_ecdsa_first_and_sm2_second_and_each_policy_passes_with_its_own_root()
 {
    let demonstration = Demonstration::make();
    let file = |name: &str| {
        let file = format!("demo/exchange/990101-{name}");
        demonstration.folder.path().join(file).into_os_string()
    };
    let mut maker = OsString::from("maker=");
    maker.push(file("sm2-maker.cer"));
    let eu = [
        "--policy".into(),
        "eu".into(),
        "--trust".into(),
        file("root.pem"),
        "--crl".into(),
        file("root.crl"),
    ];
    let gm = [
        "--policy".into(),
        "gm".into(),
        "--trust".into(),
        file("sm2-root.pem"),
        "--trust".into(),
        maker,
        "--crl".into(),
        file("sm2-root.crl"),
    ];
    for (path, verdict) in demonstration.unaltered() {
        let name = path.display();
        let forms: Vec<_> = { verdict.signatures.iter() }
            .map(|one| (one.field.as_str(), one.sub_filter.as_deref().unwrap_or("")))
            .collect();
        assert_eq!(
            forms,
            [("Seal1", "ETSI.CAdES.detached"), ("Seal2", "GM.sm2seal")],
            "{name}"
        );
        for arguments in [eu.to_vec(), gm.to_vec()] {
            let (code, verdict) = verify(arguments, &path);
            assert_eq!((code, verdict.answer.as_str()), (0, "valid"), "{name}");
        }
    }
}

#[test]
fn unaltered_licences_are_valid_to_pyhanko_pdfsig_and_qpdf() {
    if !peers::present(&["pyhanko", "pdfsig", "qpdf"]) {
        return;
    }
    let demonstration = Demonstration::make();
    let (roots, crls) = (demonstration.files("pem"), demonstration.files("crl"));
    for (file, verdict) in demonstration.unaltered() {
        let name = file.display();
        assert_eq!(verdict.signatures.len(), 2, "{name}");
        // pyHanko gives up on a whole file where one signature is no CMS, and pdfsig cannot judge that one.
        let first = demonstration.first_signed(&file);
        let judged = pyhanko::judge(std::slice::from_ref(&first), &roots, &crls).remove(0);
        assert_eq!(judged.objection(1), None, "{name}");
        let found = pdfsig::judge(&first);
        assert!(
            found.iter().all(pdfsig::Signature::valid),
            "{name}: {found:?}"
        );
        assert!(
            found.iter().any(|signature| signature.total),
            "{name}: {found:?}"
        );
        for file in [&first, &file] {
            assert_eq!(qpdf::check(file).complaints, Vec::<String>::new(), "{name}");
        }
    }
}

/// Returns the altered licence with blanks in the place of the seal signature, over which pyHanko gives up on a
/// whole file: the same alteration follows the first signature.
fn without_second_seal(demonstration: &Demonstration, altered: &Path) -> PathBuf {
    let first = std::fs::read(demonstration.first_signed(altered)).unwrap();
    let whole = std::fs::read(altered).unwrap();
    let text = String::from_utf8_lossy(&whole[first.len()..]).into_owned();
    let start = |octets: &[u8]| {
        let text = String::from_utf8_lossy(octets).into_owned();
        let (_, last) = text.rsplit_once("startxref\n").unwrap();
        last.lines().next().unwrap().to_owned()
    };
    let seal = text.find("%%EOF\n").unwrap() + 6;
    let (seal, forgery) = whole[first.len()..].split_at(seal);
    let (old, new) = (start(seal), start(&first));
    let forgery = String::from_utf8(forgery.to_vec()).unwrap();
    let width = old.len();
    let patched = forgery.replace(&format!("/Prev {old}"), &format!("/Prev {new:0>width$}"));
    assert_ne!(patched, forgery);
    let file = demonstration.folder.path().join("altered.pdf");
    let octets = [first, vec![b' '; seal.len()], patched.into_bytes()].concat();
    std::fs::write(&file, octets).unwrap();
    file
}

#[test]
fn pyhanko_too_sees_that_the_altered_licence_was_altered() {
    if !peers::present(&["pyhanko"]) {
        return;
    }
    let demonstration = Demonstration::make();
    let (roots, crls) = (demonstration.files("pem"), demonstration.files("crl"));
    let altered = demonstration.files("pdf").swap_remove(4);
    let altered = without_second_seal(&demonstration, &altered);
    let judged = pyhanko::judge(&[altered], &roots, &crls).remove(0);
    // It reads the file, and objects to what came after the signature.
    assert_eq!(
        (judged.error.as_deref(), judged.signatures.len()),
        (None, 1)
    );
    assert!(judged.objection(1).is_some());
}

#[test]
fn the_code_on_the_face_leads_to_the_licence_that_the_file_carries() {
    if !peers::present(&["pdftoppm", "zbarimg", "pdftotext", "pdfdetach"]) {
        return;
    }
    let demonstration = Demonstration::make();
    for (file, verdict) in demonstration.unaltered() {
        let name = file.display();
        let data = pictures::attachment(&file, "licence.json")
            .unwrap_or_else(|| panic!("{name} has no licence.json"));
        let data: Value = serde_json::from_slice(&data).unwrap();
        let metadata = &data["metadata"];
        let identifier = metadata["ZZBS"].as_str().unwrap();
        let licence = verdict
            .licence
            .unwrap_or_else(|| panic!("{name} carries a licence"));
        assert_eq!(licence["identifier"], identifier, "{name}");

        let codes = pictures::codes_on_first_page(&file);
        let [code] = &codes[..] else {
            panic!("{name}: one code, not {codes:?}")
        };
        let (address, fragment) = code
            .split_once('#')
            .unwrap_or_else(|| panic!("{name}: {code}"));
        assert!(address.starts_with("https://"), "{name}: {code}");
        assert_eq!(fragment, identifier, "{name}");

        let without_space = |text: &str| text.split_whitespace().collect::<String>();
        let face = without_space(&pictures::text(&file));
        let title = metadata["ZZMC"].as_str().unwrap();
        assert!(
            face.contains(&without_space(title)),
            "{name}: {title} does not stand on the face"
        );
    }
}
