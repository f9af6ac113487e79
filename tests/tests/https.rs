//! Timestamp authorities, responders and lists over https: who may vouch for their servers.

use std::path::{Path, PathBuf};
use yinxin_tests::authority::{Authorities, Named};
use yinxin_tests::binaries::run_yinxin;
use yinxin_tests::fixture::{self, Kind};
use yinxin_tests::peers::{self, openssl};
use yinxin_tests::process::Ran;
use yinxin_tests::verdict::verify;

/// A folder with an unsigned file, and authorities over TLS.
struct World {
    folder: tempfile::TempDir,
    authorities: Authorities,
}

impl World {
    #[track_caller]
    fn new(server: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let base = fixture::base(Kind::ClassicTable);
        std::fs::write(folder.path().join("a.pdf"), base).unwrap();
        Self {
            folder,
            authorities: Authorities::serve_over_tls(Named::ResponderAndList, server),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn tls_root(&self) -> PathBuf {
        self.authorities.path("tls-root.pem")
    }

    /// Signs `a.pdf` as `out.pdf` with these roots for TLS.
    fn sign(&self, level: &str, tls_roots: &[&Path]) -> Ran {
        let of = |name: &str| self.authorities.path(name);
        let mut arguments: Vec<PathBuf> = vec!["sign".into(), "--key".into(), of("signer.key")];
        arguments.extend(["--cert".into(), of("signer.pem")]);
        arguments.extend(["--level", level, "--tsa", &self.authorities.tsa()].map(Into::into));
        arguments.extend(["--allow-host", "127.0.0.1"].map(Into::into));
        for root in tls_roots {
            arguments.extend(["--tls-ca".into(), root.to_path_buf()]);
        }
        arguments.extend([self.path("a.pdf"), "-o".into(), self.path("out.pdf")]);
        run_yinxin(arguments)
    }

    #[track_caller]
    fn refuses(&self, tls_roots: &[&Path], says: &str) {
        let ran = self.sign("b-t", tls_roots);
        assert_eq!(ran.code, Some(4), "{}", ran.stderr);
        assert!(ran.stderr.contains(says), "{}", ran.stderr);
        assert!(!self.path("out.pdf").exists());
        assert!(self.authorities.asked().is_empty(), "nothing was said");
    }
}

#[test]
fn timestamps_and_status_come_over_https_from_a_server_whose_root_is_given() {
    if !peers::present(&["openssl", "pyhanko"]) {
        return;
    }
    let world = World::new("IP:127.0.0.1");
    world
        .sign("b-lta", &[&world.tls_root()])
        .expect_success("b-lta");
    assert_eq!(
        world.authorities.asked(),
        [
            "POST /tsa",
            "GET /root.cer",
            "POST /ocsp",
            "POST /ocsp",
            "POST /tsa"
        ]
    );
    let root = world.authorities.path("root.pem");
    let of = |name: &str| world.authorities.path(&format!("{name}.pem"));
    let file = world.path("out.pdf");
    let (stamps, objections) = openssl::judge_timestamps(&file, &root);
    assert_eq!((stamps, objections), (2, Vec::new()));
    let judged = openssl::judge_statuses(&file, &[of("signer"), of("tsa")], &root, &root);
    assert!(judged.len() == 2 && judged.iter().all(|one| one.is_verified));
    // The root for TLS vouches for no signature.
    let as_tsa = |root: &Path| -> PathBuf { format!("tsa={}", root.display()).into() };
    let trust = |root: &Path| {
        [
            "--trust".into(),
            root.into(),
            "--trust".into(),
            as_tsa(root),
        ]
    };
    let (code, verdict) = verify(trust(&root), &file);
    assert_eq!(code, 0, "{verdict:#?}");
    let (code, verdict) = verify(trust(&world.tls_root()), &file);
    assert_eq!(code, 3, "{verdict:#?}");
    // Evidence records take the same option.
    let make = |more: &[PathBuf]| {
        let tsa = world.authorities.tsa();
        let start = ["evidence", "make", "--tsa", &tsa].map(PathBuf::from);
        let file = [file.clone()];
        run_yinxin([start.as_slice(), more, &file].concat())
    };
    let refused = make(&[]);
    assert_eq!(refused.code, Some(4), "{}", refused.stderr);
    make(&["--tls-ca".into(), world.tls_root()]).expect_success("evidence make");
}

#[test]
fn an_https_server_that_nobody_trusted_vouches_for_is_told_nothing() {
    if !peers::present(&["openssl"]) {
        return;
    }
    let world = World::new("IP:127.0.0.1");
    let untrusted = "comes from nobody who is trusted for TLS here";
    world.refuses(&[], untrusted);
    // Neither the root of the signers nor one of the same name with another key will do.
    world.refuses(&[&world.authorities.path("root.pem")], untrusted);
    let other = World::new("DNS:tsa.example.invalid");
    world.refuses(&[&other.tls_root()], untrusted);
    // The right root, and a server with another name.
    other.refuses(&[&other.tls_root()], "not valid for name");
    // A file that holds no certificate is named before anything is asked.
    let none = world.path("a.pdf");
    let ran = world.sign("b-t", &[&none]);
    assert_eq!(ran.code, Some(4), "{}", ran.stderr);
    assert!(ran.stderr.contains("a.pdf"), "{}", ran.stderr);
}
