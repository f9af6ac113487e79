//! Keys, certificates and a CRL, made by OpenSSL for one test.

use crate::process::{PATIENCE, run};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Password of the PKCS#12 files.
pub const PASSWORD: &str = "interop";

/// A key with its signature algorithm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// RSA of 2048 bits, RSASSA-PKCS1-v1_5.
    Rsa,
    /// RSA of 2048 bits, RSASSA-PSS.
    RsaPss,
    /// ECDSA on P-256.
    P256,
    /// ECDSA on P-384.
    P384,
    /// Ed25519.
    Ed25519,
}

impl Algorithm {
    /// Every algorithm that is made.
    pub const ALL: [Self; 5] = [
        Self::Rsa,
        Self::RsaPss,
        Self::P256,
        Self::P384,
        Self::Ed25519,
    ];

    /// Returns a name that is fit for files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rsa => "rsa",
            Self::RsaPss => "rsa-pss",
            Self::P256 => "p256",
            Self::P384 => "p384",
            Self::Ed25519 => "ed25519",
        }
    }

    /// Both ways of RSA are shown with one key.
    fn key(self) -> &'static str {
        match self {
            Self::Rsa | Self::RsaPss => "rsa",
            other => other.name(),
        }
    }
}

/// A root, its CRL and one signer an algorithm; removed when dropped.
#[derive(Debug)]
pub struct Pki {
    folder: tempfile::TempDir,
}

impl Pki {
    /// Makes everything new. One more P-256 signer, `revoked`, stands on the CRL.
    ///
    /// # Panics
    ///
    /// If OpenSSL fails.
    pub fn make() -> Self {
        let pki = Self {
            folder: tempfile::tempdir().expect("a folder can be made"),
        };
        for (name, content) in [
            ("ca.cnf", CONFIGURATION),
            ("index.txt", ""),
            ("serial", "1000"),
            ("crlnumber", "01"),
        ] {
            std::fs::write(pki.path(name), content).expect("the folder can be written");
        }
        pki.key(
            "root",
            &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
        );
        pki.openssl(&[
            "req",
            "-x509",
            "-new",
            "-key",
            "root.key",
            "-days",
            "3650",
            "-out",
            "root.pem",
            "-config",
            "ca.cnf",
            "-extensions",
            "root",
            "-subj",
            "/C=CN/O=Interop/CN=Interop Root",
        ]);
        pki.signer(
            "rsa",
            &["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
        );
        pki.signer(
            "p256",
            &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
        );
        pki.signer(
            "p384",
            &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"],
        );
        pki.signer("ed25519", &["-algorithm", "ed25519"]);
        pki.signer(
            "revoked",
            &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
        );
        pki.openssl(&["ca", "-config", "ca.cnf", "-revoke", "revoked.pem"]);
        pki.openssl(&["ca", "-config", "ca.cnf", "-gencrl", "-out", "crl.pem"]);
        pki
    }

    /// Returns the root certificate, PEM.
    pub fn root(&self) -> PathBuf {
        self.path("root.pem")
    }

    /// Returns the root's CRL, PEM.
    pub fn crl(&self) -> PathBuf {
        self.path("crl.pem")
    }

    /// Returns the private key, PKCS#8 PEM.
    pub fn private_key(&self, algorithm: Algorithm) -> PathBuf {
        self.path(&format!("{}.key", algorithm.key()))
    }

    /// Returns the signer's certificate, PEM.
    pub fn certificate(&self, algorithm: Algorithm) -> PathBuf {
        self.path(&format!("{}.pem", algorithm.key()))
    }

    /// Returns the signer's certificate and the root's after it, PEM.
    pub fn chain(&self, algorithm: Algorithm) -> PathBuf {
        self.path(&format!("{}.chain.pem", algorithm.key()))
    }

    /// Returns key and chain as PKCS#12; its password is [`PASSWORD`], its name the algorithm's.
    pub fn pkcs12(&self, algorithm: Algorithm) -> PathBuf {
        self.path(&format!("{}.p12", algorithm.key()))
    }

    /// Returns key and certificate of the signer that the CRL names.
    pub fn revoked(&self) -> (PathBuf, PathBuf) {
        (self.path("revoked.key"), self.path("revoked.pem"))
    }

    /// Returns the folder that everything lies in.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Makes one more signer with what `openssl genpkey` is told; returns key and certificate.
    ///
    /// # Panics
    ///
    /// If OpenSSL fails.
    pub fn other(&self, name: &str, algorithm: &[&str]) -> (PathBuf, PathBuf) {
        self.signer(name, algorithm);
        (
            self.path(&format!("{name}.key")),
            self.path(&format!("{name}.pem")),
        )
    }

    fn signer(&self, name: &str, algorithm: &[&str]) {
        let file = |extension: &str| format!("{name}.{extension}");
        self.key(name, algorithm);
        let subject = format!("/C=CN/O=Interop/CN=Interop {name}");
        self.openssl(&[
            "req",
            "-new",
            "-key",
            &file("key"),
            "-out",
            &file("csr"),
            "-config",
            "ca.cnf",
            "-subj",
            &subject,
        ]);
        self.openssl(&[
            "ca",
            "-batch",
            "-notext",
            "-config",
            "ca.cnf",
            "-in",
            &file("csr"),
            "-out",
            &file("pem"),
        ]);
        let both = [self.path(&file("pem")), self.root()]
            .map(|path| std::fs::read_to_string(path).expect("a certificate was made"))
            .concat();
        std::fs::write(self.path(&file("chain.pem")), both).expect("the folder can be written");
        std::fs::write(self.path("password"), PASSWORD).expect("the folder can be written");
        self.openssl(&[
            "pkcs12",
            "-export",
            "-inkey",
            &file("key"),
            "-in",
            &file("pem"),
            "-certfile",
            "root.pem",
            "-name",
            name,
            "-passout",
            "file:password",
            "-out",
            &file("p12"),
        ]);
    }

    fn key(&self, name: &str, algorithm: &[&str]) {
        let file = format!("{name}.key");
        self.openssl(&[&["genpkey", "-out", &file], algorithm].concat());
    }

    fn openssl(&self, arguments: &[&str]) {
        run(
            Command::new("openssl")
                .current_dir(self.folder.path())
                .args(arguments),
            PATIENCE,
        )
        .expect_success(&format!("openssl {arguments:?}"));
    }
}

/// Certificates as RFC 5280 wants them; nobody's certificate may sign another's.
const CONFIGURATION: &str = "
[ca]
default_ca = interop
[interop]
database = index.txt
serial = serial
crlnumber = crlnumber
new_certs_dir = .
certificate = root.pem
private_key = root.key
default_md = sha256
default_days = 3000
default_crl_days = 30
policy = anything
x509_extensions = signer
crl_extensions = crl
[anything]
countryName = optional
organizationName = optional
commonName = supplied
[signer]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature, nonRepudiation
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[crl]
authorityKeyIdentifier = keyid
[req]
distinguished_name = name
[name]
";
