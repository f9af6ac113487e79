//! An authority of OpenSSL in a folder: configuration, index, root, and what `openssl ca` issues.

use crate::process::{PATIENCE, run};
use std::path::Path;
use std::process::Command;

/// The folder, with what is common to every authority of the tests in it.
pub(crate) struct OpensslCa<'f> {
    folder: &'f Path,
    organisation: &'static str,
}

/// What `openssl genpkey` is told for ECDSA on P-256.
pub(crate) const P256: [&str; 4] = ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"];

impl<'f> OpensslCa<'f> {
    /// Takes a folder that was begun.
    pub(crate) fn of(folder: &'f Path, organisation: &'static str) -> Self {
        Self {
            folder,
            organisation,
        }
    }

    /// Begins an authority: `root.key`, `root.pem` and its books. `sections` are added to the
    /// configuration; certificates get the extensions of the one that is named with them.
    pub(crate) fn begin(
        folder: &'f Path,
        organisation: &'static str,
        root: &str,
        sections: &str,
    ) -> Self {
        let ca = Self::of(folder, organisation);
        for (name, content) in [
            ("ca.cnf", format!("{CONFIGURATION}{sections}").as_str()),
            ("index.txt", ""),
            ("serial", "1000"),
            ("crlnumber", "01"),
        ] {
            std::fs::write(folder.join(name), content).expect("the folder can be written");
        }
        ca.key("root", &P256);
        let subject = ca.subject(root);
        let request = "req -x509 -new -key root.key -days 3650 -out root.pem -config ca.cnf \
                       -extensions root -subj";
        ca.openssl(&[&words(request)[..], &[&subject]].concat());
        ca
    }

    /// Makes a key, `NAME.key`, with what `openssl genpkey` is told.
    pub(crate) fn key(&self, name: &str, algorithm: &[&str]) {
        let file = format!("{name}.key");
        self.openssl(&[&["genpkey", "-out", &file], algorithm].concat());
    }

    /// Has the authority certify `NAME.key`: `NAME.pem`.
    pub(crate) fn certify(&self, name: &str, common_name: &str, extensions: &str) {
        let subject = self.subject(common_name);
        let request = format!("req -new -key {name}.key -out {name}.csr -config ca.cnf -subj");
        self.openssl(&[&words(&request)[..], &[&subject]].concat());
        self.run(&format!(
            "ca -batch -notext -config ca.cnf -extensions {extensions} -in {name}.csr -out {name}.pem"
        ));
    }

    /// Revokes `NAME.pem` and makes the list, PEM.
    pub(crate) fn revoke(&self, name: &str, list: &str) {
        self.run(&format!("ca -config ca.cnf -revoke {name}.pem"));
        self.run(&format!("ca -config ca.cnf -gencrl -out {list}"));
    }

    /// Runs OpenSSL in the folder, with arguments that hold no space.
    pub(crate) fn run(&self, arguments: &str) {
        self.openssl(&words(arguments));
    }

    fn subject(&self, common_name: &str) -> String {
        format!("/C=CN/O={}/CN={common_name}", self.organisation)
    }

    pub(crate) fn openssl(&self, arguments: &[&str]) {
        let mut command = Command::new("openssl");
        command.current_dir(self.folder).args(arguments);
        run(&mut command, PATIENCE).expect_success(&format!("openssl {arguments:?}"));
    }
}

pub(crate) fn words(arguments: &str) -> Vec<&str> {
    arguments.split_whitespace().collect()
}

/// Certificates as RFC 5280 wants them; nobody's certificate may sign another's.
const CONFIGURATION: &str = "
[ca]
default_ca = tests
[tests]
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
crl_extensions = crl
[anything]
countryName = optional
organizationName = optional
commonName = supplied
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
