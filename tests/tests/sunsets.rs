//! What proves nothing today and proved something when it was made: signatures of an archive, made by
//! pyHanko with the times of then.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use yinxin_tests::fixture::{self, Kind};
use yinxin_tests::peers::{self, pyhanko};
use yinxin_tests::process::{PATIENCE, run};
use yinxin_tests::verdict::{SignatureVerdict, verify};
use yinxin_tests::workspace;

struct Archive {
    folder: tempfile::TempDir,
}

impl Archive {
    fn make() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let base = folder.path().join("base.pdf");
        std::fs::write(&base, fixture::base(Kind::ClassicTable)).unwrap();
        let mut command = Command::new(pyhanko::python());
        command.arg(workspace::root().join("tests/peers/old_signature.py"));
        command.arg(&base).arg(folder.path());
        run(&mut command, PATIENCE).expect_success("old_signature.py");
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Judges a file with the list of today; returns the exit code and what was found of the seal.
    fn judge(&self, file: &str, policy: Option<&Path>) -> (i32, SignatureVerdict) {
        let mut more = Vec::new();
        if let Some(policy) = policy {
            more = vec!["--policy".into(), policy.into()];
        }
        self.judge_with(file, &["now.crl"], more)
    }

    fn judge_with(
        &self,
        file: &str,
        lists: &[&str],
        more: Vec<OsString>,
    ) -> (i32, SignatureVerdict) {
        let root = self.path("root.pem").into_os_string();
        let tsa = format!("tsa={}", root.to_str().unwrap());
        let mut arguments = vec!["--trust".into(), root, "--trust".into(), tsa.into()];
        for list in lists {
            arguments.extend(["--crl".into(), self.path(list).into_os_string()]);
        }
        arguments.extend(more);
        let (code, verdict) = verify(arguments, &self.path(file));
        let mut all = verdict.signatures.into_iter();
        (code, all.find(|one| one.field == "Seal").unwrap())
    }
}

/// The file passes, and so many weaknesses are told to have been none.
#[track_caller]
fn passes(archive: &Archive, file: &str, policy: Option<&Path>, weaknesses: usize) {
    let (code, seal) = archive.judge(file, policy);
    assert_eq!(
        (code, seal.indication.as_str()),
        (0, "TOTAL-PASSED"),
        "{file} {seal:#?}"
    );
    let told = seal
        .reasons
        .iter()
        .filter(|reason| reason.code == "ALGORITHM_WAS_STRONG");
    assert_eq!(told.count(), weaknesses, "{file} {seal:#?}");
}

#[track_caller]
fn proves_nothing(archive: &Archive, file: &str, policy: Option<&Path>) {
    let (code, seal) = archive.judge(file, policy);
    assert_eq!(
        (code, seal.indication.as_str()),
        (3, "INDETERMINATE"),
        "{file} {seal:#?}"
    );
    let sub = seal.sub_indication.as_deref();
    assert_eq!(
        sub,
        Some("CRYPTO_CONSTRAINTS_FAILURE_NO_POE"),
        "{file} {seal:#?}"
    );
}

#[test]
fn a_signature_with_sha1_and_a_short_key_counts_where_its_age_is_proved_and_else_never() {
    if !peers::present(&["pyhanko"]) {
        return;
    }
    let archive = Archive::make();
    // SHA-1 and the short key.
    passes(&archive, "in-time.pdf", None, 2);
    passes(&archive, "weak-clock.pdf", None, 2);
    // The signature itself is stamped in time; the certificate with SHA-1 could be of today.
    proves_nothing(&archive, "b-t.pdf", None);
    proves_nothing(&archive, "late.pdf", None);
}

#[test]
fn a_policy_says_until_when_what_is_weak_today_counts() {
    if !peers::present(&["pyhanko"]) {
        return;
    }
    let archive = Archive::make();
    let policy = |name: &str, lines: &str| {
        let head = "name = \"archive\"\nsignatures = \"any\"\nannotations = \"refuse\"\nvisible-fields = \"accept\"\n";
        std::fs::write(archive.path(name), format!("{head}{lines}\n")).unwrap();
        archive.path(name)
    };
    let until = |day: &str| format!("sha1-until = \"{day}\"\nshort-rsa-until = \"{day}\"");
    let longer = policy("longer.toml", &until("2011-12-31"));
    passes(&archive, "late.pdf", Some(&longer), 1);
    let shorter = policy("shorter.toml", &until("2010-05-31"));
    proves_nothing(&archive, "in-time.pdf", Some(&shorter));
    for weak in ["sha1-until", "short-rsa-until"] {
        let never = policy("never.toml", &format!("{weak} = \"never\""));
        let (code, seal) = archive.judge("in-time.pdf", Some(&never));
        assert_eq!(
            (code, seal.indication.as_str()),
            (3, "INDETERMINATE"),
            "{weak} {seal:#?}"
        );
    }
}

#[test]
fn a_list_that_is_signed_with_sha1_may_revoke_and_never_vouches_for_anybody() {
    if !peers::present(&["pyhanko"]) {
        return;
    }
    let archive = Archive::make();
    let judge = |lists: &[&str], revocation: &str| {
        let more = vec!["--revocation".into(), revocation.into()];
        let (code, seal) = archive.judge_with("sound.pdf", lists, more);
        (code, seal.sub_indication)
    };
    let passed = (0, None);
    let not_passed = |sub: &str| (3, Some(sub.to_owned()));
    assert_eq!(judge(&["now.crl"], "require"), passed);
    for revocation in ["require", "prefer"] {
        for lists in [&["weak-revoked.crl"][..], &["now.crl", "weak-revoked.crl"]] {
            assert_eq!(
                judge(lists, revocation),
                not_passed("REVOKED_NO_POE"),
                "{lists:?}"
            );
        }
    }
    assert_eq!(
        judge(&["weak-good.crl"], "require"),
        not_passed("TRY_LATER")
    );
}
