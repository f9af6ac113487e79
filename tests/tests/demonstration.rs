//! `yinxin demo`: what it makes is seen by other people's tools as it is said to be.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use yinxin_tests::binaries::{run_yinxin, yinxin};
use yinxin_tests::peers::{self, pdfsig, pictures, pyhanko, qpdf};
use yinxin_tests::process::{PATIENCE, Ran, run};
use yinxin_tests::verdict::{FileVerdict, verify};

const LICENCES: usize = 8;

/// A demonstration that was made, with its own root and CRLs as other tools want them.
struct Demonstration {
    folder: tempfile::TempDir,
    made: Ran,
    home: PathBuf,
    files: Vec<PathBuf>,
    root: PathBuf,
    crls: Vec<PathBuf>,
}

impl Demonstration {
    #[track_caller]
    fn make() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("demo");
        let mut command = Command::new(yinxin());
        command
            .args(["demo", "--json"])
            .arg(&target)
            .current_dir(folder.path());
        let made = run(&mut command, PATIENCE).expect_success("yinxin demo");
        let said: serde_json::Value = serde_json::from_str(&made.text()).unwrap();
        let path = |value: &serde_json::Value| folder.path().join(value.as_str().unwrap());
        let files: Vec<PathBuf> = said["files"]
            .as_array()
            .unwrap()
            .iter()
            .map(|file| path(&file["file"]))
            .filter(|file| file.extension().is_some_and(|extension| extension == "pdf"))
            .collect();
        let home = path(&said["home"]);
        let root = root_of(&target, said["root_fingerprint"].as_str().unwrap());
        let crls = crls_of(&target);
        Self {
            folder,
            made,
            home,
            files,
            root,
            crls,
        }
    }

    fn verdicts(&self) -> Vec<(PathBuf, FileVerdict)> {
        let home = ["--home".into(), self.home.clone().into_os_string()];
        self.files
            .iter()
            .map(|file| (file.clone(), verify(home.clone(), file).1))
            .collect()
    }

    /// Returns the licences that are genuine.
    #[track_caller]
    fn genuine(&self) -> Vec<(PathBuf, FileVerdict)> {
        let mut all = self.verdicts();
        all.retain(|(_, verdict)| verdict.answer == "valid");
        assert!(!all.is_empty(), "no licence is genuine");
        all
    }
}

fn every_file(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            every_file(&path, found)
        } else {
            found.push(path)
        }
    }
}

/// Returns the certificate with that SHA-256 fingerprint, as OpenSSL computes it.
#[track_caller]
fn root_of(folder: &Path, fingerprint: &str) -> PathBuf {
    let mut files = Vec::new();
    every_file(folder, &mut files);
    let wanted = fingerprint.to_lowercase().replace(':', "");
    files
        .into_iter()
        .filter(|file| holds(file, "BEGIN CERTIFICATE"))
        .find(|file| {
            let mut command = Command::new("openssl");
            command
                .args(["x509", "-noout", "-fingerprint", "-sha256", "-in"])
                .arg(file);
            run(&mut command, PATIENCE)
                .text()
                .to_lowercase()
                .replace(':', "")
                .contains(&wanted)
        })
        .unwrap_or_else(|| {
            panic!("no certificate with the fingerprint {fingerprint} in the folder")
        })
}

/// Returns every CRL of the folder, PEM or DER.
fn crls_of(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    every_file(folder, &mut files);
    files.retain(|file| {
        file.extension().is_some_and(|extension| extension == "crl")
            || holds(file, "BEGIN X509 CRL")
    });
    files
}

fn holds(file: &Path, text: &str) -> bool {
    std::fs::read(file).is_ok_and(|bytes| String::from_utf8_lossy(&bytes).contains(text))
}

#[test]
fn the_demonstration_has_eight_licences_and_answers_of_several_kinds() {
    if !peers::present(&["openssl"]) {
        return;
    }
    let demonstration = Demonstration::make();
    println!("made in {:.1} s", demonstration.made.elapsed.as_secs_f64());
    assert!(demonstration.made.elapsed < Duration::from_secs(30));
    assert!(
        demonstration.files.len() >= LICENCES,
        "{:?}",
        demonstration.files
    );
    let mut answers = BTreeMap::<String, u32>::new();
    for (file, verdict) in demonstration.verdicts() {
        println!(
            "{}: {} {}",
            file.display(),
            verdict.indication,
            verdict.answer
        );
        if verdict.answer != "valid" {
            assert!(
                verdict.reasons().next().is_some(),
                "{}: says why",
                file.display()
            );
        }
        *answers.entry(verdict.answer).or_default() += 1;
    }
    assert!(
        answers.contains_key("valid") && answers.contains_key("altered"),
        "{answers:?}"
    );
}

#[test]
fn the_demonstration_s_root_is_trusted_nowhere_else() {
    if !peers::present(&["openssl"]) {
        return;
    }
    let demonstration = Demonstration::make();
    for (file, _) in demonstration.genuine() {
        let ran = run_yinxin(["verify".as_ref(), "--json".as_ref(), file.as_os_str()]);
        assert_eq!(ran.code, Some(3), "{}: {}", file.display(), ran.text());
    }
}

#[test]
fn a_second_demonstration_in_the_same_folder_is_refused() {
    if !peers::present(&["openssl"]) {
        return;
    }
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
fn genuine_licences_are_valid_to_pyhanko_pdfsig_and_qpdf() {
    if !peers::present(&["openssl", "pyhanko", "pdfsig", "qpdf"]) {
        return;
    }
    let demonstration = Demonstration::make();
    for (file, verdict) in demonstration.genuine() {
        let root = [demonstration.root.clone()];
        let judged =
            pyhanko::judge(std::slice::from_ref(&file), &root, &demonstration.crls).remove(0);
        assert_eq!(
            judged.objection(verdict.signatures.len()),
            None,
            "{}",
            file.display()
        );
        let found = pdfsig::judge(&file);
        assert!(
            found.iter().all(pdfsig::Signature::valid),
            "{}: {found:?}",
            file.display()
        );
        assert!(
            found.iter().any(|signature| signature.total),
            "{}",
            file.display()
        );
        assert_eq!(
            qpdf::check(&file).complaints,
            Vec::<String>::new(),
            "{}",
            file.display()
        );
    }
}

#[test]
fn the_code_on_the_face_leads_to_the_licence_that_the_file_carries() {
    if !peers::present(&["openssl", "pdftoppm", "zbarimg", "pdftotext", "pdfdetach"]) {
        return;
    }
    let demonstration = Demonstration::make();
    for (file, verdict) in demonstration.genuine() {
        let name = file.display();
        let data = pictures::attachment(&file, "licence.json")
            .unwrap_or_else(|| panic!("{name} has no licence.json"));
        let data: serde_json::Value = serde_json::from_slice(&data).unwrap();
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
