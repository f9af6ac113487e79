//! Seals of GB/T 38540 and messages of GM/T 0010, from keys and certificates of OpenSSL to sealed PDF files:
//! made by us, taken apart by scripts that know nothing of us, and verified by OpenSSL's SM2.

use std::path::{Path, PathBuf};
use std::process::Command;
use yinxin_tests::binaries::run_yinxin;
use yinxin_tests::fixture::{self, Kind};
use yinxin_tests::peers::{self, pyhanko};
use yinxin_tests::process::{PATIENCE, Ran, instant, run};
use yinxin_tests::verdict::{FileVerdict, verify};
use yinxin_tests::workspace;

const IDENTIFIER: &str = "distid:1234567812345678";
const SM2_WITH_SM3: &str = "1.2.156.10197.1.501";

/// A folder with a maker, a signer and a file to be sealed.
pub(crate) struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    pub(crate) fn make() -> Self {
        let place = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        for name in ["maker", "signer"] {
            place.openssl(&format!(
                "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:SM2 -out {name}.key"
            ));
            place.openssl(&format!(
                "req -x509 -new -key {name}.key -sm3 -sigopt {IDENTIFIER} -subj /CN={name} -days 900 \
                 -addext keyUsage=critical,digitalSignature -out {name}.cer"
            ));
        }
        std::fs::write(place.path("in.pdf"), fixture::base(Kind::ClassicTable)).unwrap();
        place
            .yinxin("seal picture --preset company --name 示例县测试公司 -o picture.png")
            .expect_success("seal picture");
        place
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn openssl(&self, arguments: &str) -> Ran {
        self.try_openssl(arguments).expect_success("openssl")
    }

    pub(crate) fn try_openssl(&self, arguments: &str) -> Ran {
        let mut command = Command::new("openssl");
        command.current_dir(self.folder.path());
        run(command.args(arguments.split_whitespace()), PATIENCE)
    }

    pub(crate) fn yinxin(&self, line: &str) -> Ran {
        let arguments = line.split_whitespace().map(|word| {
            let is_file = [
                ".pdf", ".key", ".cer", ".png", ".jpg", ".bmp", ".gif", ".ofd", ".esl",
            ];
            match is_file.iter().any(|end| word.ends_with(end)) {
                true => self.path(word).into_os_string(),
                false => word.into(),
            }
        });
        run_yinxin(arguments.collect::<Vec<_>>())
    }

    /// Makes `seal.esl` for the signer, good from an hour ago on.
    fn seal(&self) {
        self.seal_of("--name 示例县行政审批局 --picture picture.png --size 42,42");
    }

    /// The same with another name and picture.
    pub(crate) fn seal_of(&self, what: &str) {
        self.seal_for("signer.cer", what);
    }

    /// The same for the owner of another certificate.
    pub(crate) fn seal_for(&self, user: &str, what: &str) {
        let (now, until) = (instant("now"), instant("+300 days"));
        let made = self.yinxin(&format!(
            "seal make --maker-key maker.key --maker-cert maker.cer --user {user} \
             --id 99010100000001 {what} --from {now} --until {until} -o seal.esl"
        ));
        made.expect_success("seal make");
    }

    /// Makes `in.pdf` of one page with that content, whose font is `/F`.
    pub(crate) fn write_page(&self, content: &str) {
        let objects = [
            "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
            "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
                .to_owned(),
            format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold>>".to_owned(),
        ];
        let mut file = String::from("%PDF-1.7\n");
        let mut table = String::from("xref\n0 6\n0000000000 65535 f \n");
        for (index, object) in objects.iter().enumerate() {
            table.push_str(&format!("{:010} 00000 n \n", file.len()));
            file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", index + 1));
        }
        let start = file.len();
        file.push_str(&format!(
            "{table}trailer\n<</Size 6/Root 1 0 R/ID[<aa><aa>]>>\nstartxref\n{start}\n%%EOF\n"
        ));
        std::fs::write(self.path("in.pdf"), file).unwrap();
    }

    pub(crate) fn script(&self, name: &str, first: &str) -> Vec<String> {
        let mut command = Command::new(pyhanko::python());
        command.arg(workspace::script(name)).arg(self.path(first));
        let ran = run(command.arg(self.folder.path()), PATIENCE).expect_success(name);
        ran.text().lines().map(str::to_owned).collect()
    }

    fn cut(&self, file: &str) {
        let mut command = Command::new("python3");
        command.arg(workspace::script("cut_signature.py"));
        command.arg(self.path(file)).arg(self.folder.path());
        run(&mut command, PATIENCE).expect_success("cut_signature.py");
    }

    /// Whether OpenSSL finds that the value is of the certificate's key over the octets.
    pub(crate) fn fits(&self, certificate: &str, octets: &str, value: &str) -> bool {
        let key = self.openssl(&format!("x509 -in {certificate} -pubkey -noout"));
        std::fs::write(self.path("public.pem"), key.text()).unwrap();
        let verify = |identifier: &str| {
            self.try_openssl(&format!(
                "dgst -sm3 -sigopt {identifier} -verify public.pem -signature {value} {octets}"
            ))
        };
        verify(IDENTIFIER).succeeded() && !verify("distid:somebody").succeeded()
    }

    pub(crate) fn sm3(&self, file: &str) -> String {
        let said = self.openssl(&format!("dgst -sm3 -r {file}"));
        said.text().split(' ').next().unwrap().to_owned()
    }

    pub(crate) fn judge(&self, file: &str, policy: &str) -> (i32, FileVerdict) {
        let mut arguments: Vec<std::ffi::OsString> = Vec::new();
        for trusted in ["maker=", ""] {
            let name = if trusted.is_empty() {
                "signer.cer"
            } else {
                "maker.cer"
            };
            arguments.push("--trust".into());
            arguments.push(format!("{trusted}{}", self.path(name).display()).into());
        }
        for word in ["--revocation", "ignore", "--policy", policy] {
            arguments.push(word.into());
        }
        verify(arguments, &self.path(file))
    }
}

fn can_run() -> bool {
    peers::present(&["openssl", "pyhanko"])
}

#[test]
fn a_sealed_file_is_what_a_script_that_knows_the_standard_and_openssl_take_it_for() {
    if !can_run() {
        return;
    }
    let place = Place::make();
    place.seal();
    let sealed = place
        .yinxin("sign --key signer.key --cert signer.cer --seal-file seal.esl in.pdf -o out.pdf");
    sealed.expect_success("sign");
    place.cut("out.pdf");
    let told = place.script("seal_apart.py", "1.der");
    let file = std::fs::read(place.path("out.pdf")).unwrap();
    let text = String::from_utf8_lossy(&file);
    let range = text.rsplit("/ByteRange").next().unwrap();
    let range: String = range
        .split(']')
        .next()
        .unwrap()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let signed = told[5].strip_prefix("/ByteRange").unwrap().replace(']', "");
    assert_eq!(signed.replace('[', ""), range.replace('[', "").trim());
    let digest = place.sm3("1.content");
    let algorithms = format!("{SM2_WITH_SM3} {SM2_WITH_SM3}");
    let others = ["4", "99010100000001", "示例县行政审批局", "listed", &digest];
    assert_eq!(told[..5], others.map(str::to_owned));
    assert_eq!(told[6], algorithms);
    assert!(place.fits("signer.der", "to_sign", "value"));
    assert!(place.fits("maker.der", "info", "seal_value"));
    let (code, verdict) = place.judge("out.pdf", "gm");
    assert_eq!(code, 0, "{verdict:#?}");
    assert_eq!(
        verdict.signatures[0].sub_filter.as_deref(),
        Some("GM.sm2seal")
    );
}

#[test]
fn a_message_over_the_digest_is_what_a_script_and_openssl_take_it_for() {
    if !can_run() {
        return;
    }
    let place = Place::make();
    let signed =
        place.yinxin("sign --key signer.key --cert signer.cer --form gm-cms in.pdf -o out.pdf");
    signed.expect_success("sign");
    place.cut("out.pdf");
    let told = place.script("gm_message_apart.py", "1.der");
    let expected = [
        "1.2.156.10197.6.1.4.2.2",
        "1.2.156.10197.6.1.4.2.1",
        "1.2.156.10197.1.401",
        "1.2.156.10197.1.301.1",
    ];
    assert_eq!(told, expected);
    let inside = std::fs::read(place.path("content")).unwrap();
    let inside: String = inside.iter().map(|octet| format!("{octet:02x}")).collect();
    assert_eq!(inside, place.sm3("1.content"));
    assert!(place.fits("signer.cer", "content", "value"));
    let (code, verdict) = place.judge("out.pdf", "gm");
    assert_eq!(code, 0, "{verdict:#?}");
}

#[test]
fn sm2_in_a_message_of_pdf_1_7_passes_and_claims_no_level() {
    if !can_run() {
        return;
    }
    let place = Place::make();
    let signed =
        place.yinxin("sign --key signer.key --cert signer.cer --form pkcs7 in.pdf -o out.pdf");
    signed.expect_success("sign");
    place.cut("out.pdf");
    let told = place.script("signed_attributes.py", "1.der");
    assert_eq!(told[2], place.sm3("1.content"));
    assert!(place.fits("signer.cer", "attributes", "value"));
    let (code, verdict) = place.judge("out.pdf", "gm");
    assert_eq!(code, 0, "{verdict:#?}");
    assert_eq!(
        verdict.signatures[0].sub_filter.as_deref(),
        Some("adbe.pkcs7.detached")
    );
    assert_eq!(verdict.signatures[0].level, None);
}

#[test]
fn a_file_that_is_signed_by_ecdsa_and_sealed_with_sm2_satisfies_each_policy_by_its_own() {
    if !can_run() {
        return;
    }
    let place = Place::make();
    place.seal();
    place.openssl("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out unit.key");
    place.openssl(
        "req -x509 -new -key unit.key -subj /CN=unit -days 30 \
         -addext keyUsage=critical,digitalSignature -out unit.cer",
    );
    place
        .yinxin("sign --key unit.key --cert unit.cer in.pdf -o first.pdf")
        .expect_success("sign");
    place
        .yinxin("sign --key signer.key --cert signer.cer --seal-file seal.esl first.pdf -o out.pdf")
        .expect_success("seal");
    // The unit's root is not among the anchors: the Chinese suite passes alone.
    for (policy, code) in [("gm", 0), ("eu", 3), ("all", 3)] {
        let (found, verdict) = place.judge("out.pdf", policy);
        assert_eq!(found, code, "{policy} {verdict:#?}");
        let intact = verdict
            .signatures
            .iter()
            .all(|one| one.integrity == "intact");
        assert!(intact, "{verdict:#?}");
        assert!(
            verdict
                .signatures
                .iter()
                .all(|one| one.modification_allowed)
        );
    }
    let mut arguments: Vec<std::ffi::OsString> = vec!["--trust".into()];
    arguments.push(place.path("unit.cer").into());
    for word in ["--revocation", "ignore", "--policy", "eu"] {
        arguments.push(word.into());
    }
    let (code, verdict) = verify(arguments, &place.path("out.pdf"));
    assert_eq!(code, 0, "{verdict:#?}");
}

#[test]
fn a_seal_is_used_by_nobody_that_it_does_not_list_and_made_for_no_longer_than_its_certificates() {
    if !can_run() {
        return;
    }
    let place = Place::make();
    place.seal();
    let refused = place
        .yinxin("sign --key maker.key --cert maker.cer --seal-file seal.esl in.pdf -o out.pdf");
    assert_eq!(refused.code, Some(4), "{}", refused.stderr);
    assert!(
        refused.stderr.contains("not in the seal's list"),
        "{}",
        refused.stderr
    );
    assert!(!Path::new(&place.path("out.pdf")).exists());
    let long = place.yinxin(
        "seal make --maker-key maker.key --maker-cert maker.cer --user signer.cer --id 1 --name a \
         --picture picture.png --size 42,42 --from 2026-01-01T00:00:00Z --until 2099-01-01T00:00:00Z \
         -o long.esl",
    );
    assert_eq!(long.code, Some(4), "{}", long.stderr);
    assert!(!place.path("long.esl").exists());
}
