//! Keys, certificates and a CRL, made by OpenSSL for one test.

use crate::openssl_ca::{OpensslCa, P256};
use std::path::{Path, PathBuf};

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
        OpensslCa::begin(pki.folder(), ORGANISATION, "Interop Root", SECTIONS);
        let rsa = ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"];
        pki.signer("rsa", &rsa);
        pki.signer("p256", &P256);
        let p384 = ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"];
        pki.signer("p384", &p384);
        pki.signer("ed25519", &["-algorithm", "ed25519"]);
        pki.signer("revoked", &P256);
        pki.ca().revoke("revoked", "crl.pem");
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
        let ca = self.ca();
        ca.key(name, algorithm);
        ca.certify(name, &format!("Interop {name}"), "signer");
        let both = [self.path(&file("pem")), self.root()]
            .map(|path| std::fs::read_to_string(path).expect("a certificate was made"))
            .concat();
        std::fs::write(self.path(&file("chain.pem")), both).expect("the folder can be written");
        std::fs::write(self.path("password"), PASSWORD).expect("the folder can be written");
        ca.run(&format!(
            "pkcs12 -export -inkey {name}.key -in {name}.pem -certfile root.pem -name {name} \
             -passout file:password -out {name}.p12"
        ));
    }

    fn ca(&self) -> OpensslCa<'_> {
        OpensslCa::of(self.folder(), ORGANISATION)
    }
}

const ORGANISATION: &str = "Interop";

const SECTIONS: &str = "
[signer]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature, nonRepudiation
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
";
