//! Verifying documents.

mod registers;

use super::bureau::Bureau;
use super::error::Expected;
use super::known_state::KnownStates;
use super::sign::document_password;
use super::trust::{self, Anchor, Role};
use super::{ServiceError, certificate, exchange, pem, seal_register, validation_policy};
use crate::mapped::PrivateCopy;
use crate::wire::Basis;
use std::path::{Path, PathBuf};
use time::OffsetDateTime;
use yinxin_core::pdf::Password;
use yinxin_core::seal::register::SealRegister;
use yinxin_core::status::OcspResponse;
use yinxin_core::verify::{DocumentFormat, Report, ValidationPolicy, Verifier as CoreVerifier};
use yinxin_core::x509::{Certificate, Crl, RevocationPolicy, TrustAnchor};

/// Asks for documents to be judged; the same for all of them.
#[derive(Debug, Clone)]
pub struct VerifyRequest {
    /// Certificates to trust, files or folders, each with what it may vouch for.
    pub trust: Vec<(Role, PathBuf)>,
    /// A home whose imported anchors are trusted as well; its CRLs are used, and its status lists
    /// and own records say what became of a licence.
    pub home: Option<PathBuf>,
    /// Which signatures the file's indication rests on.
    pub policy: Policy,
    /// Time at which to judge: the caller's clock, or the past.
    pub at: OffsetDateTime,
    /// What missing revocation data mean.
    pub revocation: Revocation,
    /// Revocation lists, DER or PEM.
    pub crls: Vec<PathBuf>,
    /// OCSP responses, DER or PEM.
    pub ocsps: Vec<PathBuf>,
    /// Whether the network is out of bounds. This release never uses it.
    pub offline: bool,
    /// File with the documents' password; one line.
    pub password_file: Option<PathBuf>,
    /// Registers of seals.
    pub seal_registers: Vec<PathBuf>,
    /// The original of a detached signature.
    pub content: Option<PathBuf>,
    /// An evidence record (RFC 4998) of the document, or a folder with `NAME.ers` for each document.
    pub evidence: Option<PathBuf>,
}

/// Which signatures the file's indication rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Policy {
    /// All of them.
    All,
    /// At least one.
    Any,
    /// Those of the Chinese suite (SM2).
    Gm,
    /// Those of the international suite.
    Eu,
    /// As a file says.
    File(PathBuf),
}

/// What missing revocation data mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revocation {
    /// Without them the result is indeterminate.
    Require,
    /// They are used where they are there.
    Prefer,
    /// They are not looked at.
    Ignore,
}

impl VerifyRequest {
    /// Refuses what has no meaning for a document of that format, so that no option is ever ignored.
    ///
    /// # Errors
    ///
    /// [`ServiceError::NotServed`] with the option's name.
    fn check_served(&self, format: DocumentFormat) -> Result<(), ServiceError> {
        let option = match format {
            DocumentFormat::Pdf | DocumentFormat::Ofd | DocumentFormat::Seal
                if self.content.is_some() =>
            {
                "--content with a file that is no detached signature"
            }
            DocumentFormat::Pdf => return Ok(()),
            _ if self.evidence.is_some() => "--evidence with a file that is no PDF",
            _ => return Ok(()),
        };
        Err(ServiceError::NotServed { option })
    }
}

/// Everything read that a judgement needs beside the document, ready for many documents.
#[derive(Debug)]
pub struct Verifier {
    request: VerifyRequest,
    policy: ValidationPolicy,
    policy_sha256: String,
    anchors: Vec<TrustAnchor>,
    crls: Vec<Crl>,
    password: Option<Password>,
    content: Option<PrivateCopy>,
    ocsp_responses: Vec<OcspResponse>,
    own_register: Option<SealRegister>,
    imported_registers: Vec<SealRegister>,
    registers: Vec<SealRegister>,
    known_states: KnownStates,
}

/// What a home adds.
#[derive(Debug, Default)]
struct OfHome {
    anchors: Vec<Anchor>,
    crls: Vec<Crl>,
    register: Option<SealRegister>,
    imported_registers: Vec<SealRegister>,
}

impl Verifier {
    /// Reads anchors and revocation data.
    ///
    /// # Errors
    ///
    /// [`ServiceError::NotServed`] for what this release lacks; errors of reading otherwise: an
    /// anchor that cannot be read is never left out in silence.
    pub fn prepare(request: VerifyRequest) -> Result<Self, ServiceError> {
        let Some(home) = &request.home else {
            return Self::assemble(request, OfHome::default(), KnownStates::default());
        };
        let daemon = trust::daemon_of(home)?;
        let of_home = match &daemon {
            Some(daemon) => OfHome {
                anchors: daemon.anchors()?,
                crls: daemon.revocation_lists()?,
                register: seal_register::parsed(&daemon.seal_register()?)?,
                imported_registers: daemon.imported_seal_registers()?,
            },
            None => OfHome {
                anchors: trust::load_files(home)?,
                crls: exchange::crls_of(home)?,
                register: seal_register::of_home(home)?,
                imported_registers: exchange::seal_registers_of(home)?,
            },
        };
        let known_states = KnownStates::of_path(home, daemon);
        Self::assemble(request, of_home, known_states)
    }

    /// Adds what the request names to the anchors and the CRLs of its home.
    fn assemble(
        request: VerifyRequest,
        of_home: OfHome,
        known_states: KnownStates,
    ) -> Result<Self, ServiceError> {
        let home = request.home.clone().unwrap_or_default();
        let own = of_home.anchors.into_iter();
        let own = own.map(|anchor| (anchor, home.clone()));
        let anchors = own.chain(read_anchors(&request.trust)?).collect();
        let anchors = anchors_of(anchors)?;
        let mut crls = of_home.crls;
        crls.extend(read_crls(&request.crls)?);
        let ocsp_responses = read_ocsp_responses(&request.ocsps)?;
        let registers = registers::read(&request.seal_registers)?;
        let (policy, policy_sha256) = validation_policy::read(&request.policy)?;
        Ok(Self {
            policy,
            policy_sha256,
            password: document_password(request.password_file.as_deref())?,
            content: request.content.as_deref().map(content_of).transpose()?,
            request,
            anchors,
            crls,
            ocsp_responses,
            own_register: of_home.register,
            imported_registers: of_home.imported_registers,
            registers,
            known_states,
        })
    }

    /// Takes anchors, CRLs and known states of a home that this process holds, and nothing else.
    ///
    /// # Errors
    ///
    /// [`ServiceError::NotServed`] for a policy that this release lacks; errors of reading the home.
    pub fn of_home(
        bureau: &Bureau,
        policy: Policy,
        revocation: Revocation,
        at: OffsetDateTime,
    ) -> Result<Self, ServiceError> {
        let home = bureau.home().path();
        let request = VerifyRequest {
            trust: Vec::new(),
            home: Some(home.into()),
            policy,
            at,
            revocation,
            crls: Vec::new(),
            ocsps: Vec::new(),
            offline: true,
            password_file: None,
            seal_registers: Vec::new(),
            content: None,
            evidence: None,
        };
        let of_home = OfHome {
            anchors: trust::load_files(home)?,
            crls: exchange::crls_of(home)?,
            register: seal_register::read(bureau)?,
            imported_registers: exchange::seal_registers_of(home)?,
        };
        Self::assemble(request, of_home, KnownStates::of_bureau(bureau))
    }

    /// Returns the anchors that were read: those of the home, then those of the request.
    #[must_use]
    pub fn anchors(&self) -> &[TrustAnchor] {
        &self.anchors
    }

    /// Returns what the judgement rests on beside the document, so that it can be repeated.
    #[must_use]
    pub fn basis(&self) -> Basis {
        let revocation = match (self.policy.revocation, self.request.revocation) {
            (Some(RevocationPolicy::Require), _) | (None, Revocation::Require) => "require",
            (Some(RevocationPolicy::Ignore), _) | (None, Revocation::Ignore) => "ignore",
            _ => "prefer",
        };
        Basis::new(
            self.request.at,
            (&self.policy, &self.policy_sha256),
            revocation,
            &self.policy.counting(&self.anchors),
            &self.crls,
            &self.ocsp_responses,
        )
        .with_registers(
            (self.own_register.iter())
                .chain(&self.imported_registers)
                .chain(&self.registers),
        )
    }

    /// Returns what was asked.
    #[must_use]
    pub fn request(&self) -> &VerifyRequest {
        &self.request
    }

    /// Judges one document. A bad document is a report, not an error.
    ///
    /// # Errors
    ///
    /// [`ServiceError::Read`] and [`ServiceError::TooLarge`]; [`ServiceError::Document`] where the
    /// core could not judge.
    pub fn judge(&self, file: &Path) -> Result<Report, ServiceError> {
        let (octets, records) = self.read(file)?;
        self.judge_beside(&octets, file, &records)
    }

    /// As [`Verifier::judge`]; with the SHA-256 of the octets that were judged, for a report that has to
    /// name them.
    ///
    /// # Errors
    ///
    /// As [`Verifier::judge`].
    pub fn judge_and_name(&self, file: &Path) -> Result<(Report, String), ServiceError> {
        let (octets, records) = self.read(file)?;
        let report = self.judge_beside(&octets, file, &records)?;
        Ok((report, crate::audit::hex_sha256(&octets)))
    }

    fn read(&self, file: &Path) -> Result<(PrivateCopy, Vec<Vec<u8>>), ServiceError> {
        let octets =
            PrivateCopy::read(file, None, MOST).map_err(|error| ServiceError::copy(file, error))?;
        Ok((octets, self.evidence_of(file)?))
    }

    /// Reads the evidence record of a document, where one is named.
    fn evidence_of(&self, file: &Path) -> Result<Vec<Vec<u8>>, ServiceError> {
        let Some(named) = &self.request.evidence else {
            return Ok(Vec::new());
        };
        let path = if named.is_dir() {
            let mut name = file.file_name().unwrap_or_default().to_owned();
            name.push(".ers");
            named.join(name)
        } else {
            named.clone()
        };
        let octets = super::input::read(&path, MOST_OF_RECORD)?;
        Ok(vec![octets])
    }

    /// Judges a document that is in memory; `name` is for errors only.
    ///
    /// # Errors
    ///
    /// [`ServiceError::Document`] where the core could not judge.
    pub fn judge_octets(&self, octets: &[u8], name: &Path) -> Result<Report, ServiceError> {
        self.judge_beside(octets, name, &[])
    }

    fn judge_beside(
        &self,
        octets: &[u8],
        name: &Path,
        evidence: &[Vec<u8>],
    ) -> Result<Report, ServiceError> {
        let revocation = match self.request.revocation {
            Revocation::Require => RevocationPolicy::Require,
            Revocation::Prefer => RevocationPolicy::Prefer,
            Revocation::Ignore => RevocationPolicy::Ignore,
        };
        let message = pem_message(octets);
        let judged = CoreVerifier::new(&self.anchors, self.request.at)
            .revocation_lists(&self.crls)
            .ocsp_responses(&self.ocsp_responses)
            .evidence(evidence)
            .revocation(revocation)
            .policy(self.policy.clone())
            .password(self.password.as_ref())
            .content(self.content.as_deref())
            .seal_registers(&self.registers)
            .imported_seal_registers(&self.imported_registers)
            .own_seal_register(self.own_register.as_ref())
            .run(message.as_deref().unwrap_or(octets));
        let mut report = judged.map_err(|error| ServiceError::Document {
            path: name.into(),
            source: Box::new(error),
        })?;
        self.request.check_served(report.format)?;
        self.known_states.add_to(&mut report, self.request.at)?;
        Ok(report)
    }
}

/// Reads what was signed by a detached signature.
fn content_of(path: &Path) -> Result<PrivateCopy, ServiceError> {
    PrivateCopy::read(path, None, MOST).map_err(|error| ServiceError::copy(path, error))
}

/// Returns the message in a file of PEM (RFC 7468, 8 and 9); `None` where it is none.
fn pem_message(octets: &[u8]) -> Option<Vec<u8>> {
    let start = b"-----BEGIN ";
    if !octets.starts_with(start) || octets.len() as u64 > super::input::SMALL {
        return None;
    }
    let text = std::str::from_utf8(octets).ok()?;
    let found = ["CMS", "PKCS7"]
        .iter()
        .filter_map(|label| pem::blocks(text, label))
        .flatten();
    found.into_iter().next()
}

/// Most octets of an evidence record.
const MOST_OF_RECORD: u64 = yinxin_core::evidence::MAX_RECORD as u64;
/// Most octets of a document.
const MOST: u64 = 1 << 40;

/// Reads the certificates of anchors, each given with the file it came from.
pub(super) fn anchors_of(read: Vec<(Anchor, PathBuf)>) -> Result<Vec<TrustAnchor>, ServiceError> {
    let mut anchors = Vec::new();
    for (anchor, path) in read {
        let certificate =
            Certificate::parse(&anchor.der).map_err(|_| ServiceError::NotUnderstood {
                path,
                expected: Expected::Certificates,
            })?;
        anchors.push(TrustAnchor {
            certificate,
            role: anchor.role.into(),
        });
    }
    Ok(anchors)
}

/// Reads revocation lists.
pub(super) fn read_crls(paths: &[PathBuf]) -> Result<Vec<Crl>, ServiceError> {
    let mut crls = Vec::new();
    for path in paths {
        for der in certificate::read_revocation_lists(path)? {
            crls.push(Crl::parse(&der).map_err(|_| ServiceError::NotUnderstood {
                path: path.clone(),
                expected: Expected::RevocationList,
            })?);
        }
    }
    Ok(crls)
}

/// Reads OCSP responses.
pub(super) fn read_ocsp_responses(paths: &[PathBuf]) -> Result<Vec<OcspResponse>, ServiceError> {
    let mut responses = Vec::new();
    for path in paths {
        for der in certificate::read_ocsp_responses(path)? {
            let response = OcspResponse::parse(&der);
            responses.push(response.map_err(|_| ServiceError::NotUnderstood {
                path: path.clone(),
                expected: Expected::OcspResponse,
            })?);
        }
    }
    Ok(responses)
}

/// The anchors that are named, each with the file it came from.
pub(super) fn read_anchors(
    trust: &[(Role, PathBuf)],
) -> Result<Vec<(Anchor, PathBuf)>, ServiceError> {
    let mut anchors = Vec::new();
    for (role, path) in trust {
        let certificates = if path.is_dir() {
            read_folder(path)?
        } else {
            certificate::read_all(path)?
        };
        anchors.extend(
            certificates
                .into_iter()
                .map(|certificate| (Anchor::new(*role, certificate), path.clone())),
        );
    }
    Ok(anchors)
}

/// The certificates of the files of a folder that are named as certificates are, by file name.
fn read_folder(folder: &Path) -> Result<Vec<Vec<u8>>, ServiceError> {
    let failed = |source| ServiceError::Read {
        path: folder.into(),
        source,
    };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let extension = path.extension().and_then(|extension| extension.to_str());
        if extension.is_some_and(|e| {
            ["pem", "cer", "crt", "der"]
                .iter()
                .any(|k| e.eq_ignore_ascii_case(k))
        }) {
            paths.push(path);
        }
    }
    paths.sort();
    let mut certificates = Vec::new();
    for path in paths {
        certificates.extend(certificate::read_all(&path)?);
    }
    if certificates.is_empty() {
        return Err(ServiceError::NotUnderstood {
            path: folder.into(),
            expected: Expected::FolderOfCertificates,
        });
    }
    Ok(certificates)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> VerifyRequest {
        VerifyRequest {
            trust: Vec::new(),
            home: None,
            policy: Policy::All,
            at: OffsetDateTime::UNIX_EPOCH,
            revocation: Revocation::Require,
            crls: Vec::new(),
            ocsps: Vec::new(),
            offline: true,
            password_file: None,
            seal_registers: Vec::new(),
            content: None,
            evidence: None,
        }
    }

    #[test]
    fn an_option_that_means_nothing_for_a_format_is_refused() {
        let with = |content: Option<&str>, evidence: Option<&str>| VerifyRequest {
            content: content.map(PathBuf::from),
            evidence: evidence.map(PathBuf::from),
            ..request()
        };
        use DocumentFormat::{Cms, Pdf, Seal, SealSignature};
        for (content, evidence, format, is_served) in [
            (Some("a"), None, Pdf, false),
            (Some("a"), None, Seal, false),
            (Some("a"), None, SealSignature, true),
            (Some("a"), None, Cms, true),
            (None, Some("a"), Pdf, true),
            (None, Some("a"), Seal, false),
            (None, Some("a"), Cms, false),
        ] {
            let asked = with(content, evidence).check_served(format);
            assert_eq!(
                asked.is_ok(),
                is_served,
                "{format:?} {content:?} {evidence:?}"
            );
        }
    }

    #[test]
    fn a_policy_file_that_is_not_understood_stops_the_run() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("policy.toml");
        std::fs::write(&path, "name = 1").unwrap();
        let asked = |policy| VerifyRequest {
            policy,
            ..request()
        };
        let refused = Verifier::prepare(asked(Policy::File(path.clone())));
        assert!(matches!(
            refused,
            Err(ServiceError::PolicyNotUnderstood { .. })
        ));
        std::fs::write(&path, include_str!("validation_policy/gm.toml")).unwrap();
        let file = Verifier::prepare(asked(Policy::File(path))).unwrap();
        let named = Verifier::prepare(asked(Policy::Gm)).unwrap();
        assert_eq!(file.basis(), named.basis());
    }

    #[test]
    fn an_anchor_that_cannot_be_read_stops_the_run() {
        let folder = tempfile::tempdir().unwrap();
        let empty = folder.path().to_path_buf();
        for path in [empty.clone(), empty.join("gone.pem")] {
            let asked = VerifyRequest {
                trust: vec![(Role::Signer, path)],
                ..request()
            };
            assert!(Verifier::prepare(asked).is_err());
        }
        std::fs::write(empty.join("a.pem"), "no certificate").unwrap();
        let asked = VerifyRequest {
            trust: vec![(Role::Signer, empty)],
            ..request()
        };
        assert!(Verifier::prepare(asked).is_err());
    }

    #[test]
    fn a_folder_gives_its_certificates_by_file_name_with_the_role_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().to_path_buf();
        std::fs::write(path.join("b.DER"), [0x30, 1, 2]).unwrap();
        std::fs::write(path.join("a.crt"), [0x30, 1, 1]).unwrap();
        std::fs::write(path.join("README"), "not looked at").unwrap();
        let asked = VerifyRequest {
            trust: vec![(Role::Tsa, path)],
            ..request()
        };
        let anchors: Vec<Anchor> = read_anchors(&asked.trust)
            .unwrap()
            .into_iter()
            .map(|(anchor, _)| anchor)
            .collect();
        assert_eq!(
            anchors,
            [vec![0x30, 1, 1], vec![0x30, 1, 2]].map(|der| Anchor::new(Role::Tsa, der))
        );
        assert!(
            Verifier::prepare(asked).is_err(),
            "octets that are no certificate are no anchor"
        );
    }
}
