//! Certificates by the builder of `x509-cert`, for keys of any kind, SM2 too, which `rcgen` does not know: a
//! root, makers of seals, units with a certificate for signing and, of SM2, one for encryption (GM/T 0015; from
//! memory). The subject is a Name as received, so that a request is followed octet by octet.

use super::PkiError;
use super::certificate::Serial;
use signature::Keypair;
use time::OffsetDateTime;
use x509_cert::builder::profile::BuilderProfile;
use x509_cert::builder::{self, Builder as _, CertificateBuilder};
use x509_cert::certificate::TbsCertificate;
use x509_cert::der::asn1::BitString;
use x509_cert::der::{DateTime, Decode as _, Document, Encode as _};
use x509_cert::ext::pkix::{
    AuthorityKeyIdentifier, BasicConstraints, KeyUsage, KeyUsages, SubjectKeyIdentifier,
};
use x509_cert::ext::{Extension, ToExtension as _};
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::{
    self, AlgorithmIdentifierOwned, DynSignatureAlgorithmIdentifier, EncodePublicKey,
    SubjectPublicKeyInfoOwned, SubjectPublicKeyInfoRef,
};
use x509_cert::time::{Time, Validity};
use yinxin_core::der::{Reader, tag};
use yinxin_core::suite::{SignatureAlgorithm, SigningKey};
use yinxin_core::x509::Certificate;

/// What a certificate is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Usage {
    /// An authority that issues the others.
    Authority,
    /// Signing, by a unit or by a maker of seals: which of them it is, the verifier's anchors say.
    Signing,
    /// The other half of a pair, of SM2 only: keys are encrypted for it.
    Encryption,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueRequest {
    /// DER of the subject's Name.
    pub subject: Vec<u8>,
    /// DER of the subject's SubjectPublicKeyInfo. That the subject holds the private key is for the caller to
    /// check.
    pub subject_public_key_info: Vec<u8>,
    /// What it is for.
    pub purpose: Usage,
    /// Serial number, unique for the authority.
    pub serial: Serial,
    /// First instant of validity; whole seconds are kept.
    pub not_before: OffsetDateTime,
    /// Last instant.
    pub not_after: OffsetDateTime,
}

/// Issues a certificate, DER: by an authority, or by itself where `authority` is `None`; then it is a root.
///
/// # Errors
///
/// [`PkiError`]; [`PkiError::OutlivesAuthority`] where the period is not within the authority's own.
pub fn issue(
    request: &IssueRequest,
    authority: Option<&Certificate>,
    key: &dyn SigningKey,
) -> Result<Vec<u8>, PkiError> {
    if kind_of(&request.subject_public_key_info)? != kind_of(key.subject_public_key_info())? {
        return Err(PkiError::OtherAlgorithm);
    }
    if request.purpose == Usage::Encryption && key.algorithm() != SignatureAlgorithm::Sm2 {
        return Err(PkiError::EncryptionKey);
    }
    if request.not_after <= request.not_before {
        return Err(PkiError::EmptyPeriod);
    }
    let subject = Name::from_der(&request.subject).map_err(|_| PkiError::Text)?;
    let issuer = match authority {
        None => subject.clone(),
        Some(authority) => {
            let may_issue = authority.basic_constraints().is_some_and(|found| found.ca)
                && authority
                    .key_usage()
                    .is_none_or(|usage| usage.key_cert_sign());
            if !may_issue {
                return Err(PkiError::AuthorityCertificate);
            }
            let within = authority.not_before() <= request.not_before
                && request.not_after <= authority.not_after();
            if !within {
                return Err(PkiError::OutlivesAuthority);
            }
            Name::from_der(authority.subject().raw()).map_err(|_| PkiError::NameDiffers)?
        }
    };
    let signs = match authority {
        None => request.subject_public_key_info.as_slice(),
        Some(authority) => authority.subject_public_key_info(),
    };
    if signs != key.subject_public_key_info() {
        return Err(PkiError::KeyDiffers);
    }
    let public = SubjectPublicKeyInfoOwned::from_der(&request.subject_public_key_info)
        .map_err(|_| PkiError::SubjectKey)?;
    let profile = Profile {
        subject,
        issuer,
        purpose: request.purpose,
        is_root: authority.is_none(),
    };
    let serial = SerialNumber::new(request.serial.as_bytes()).map_err(|_| PkiError::Serial)?;
    let validity = Validity::new(instant(request.not_before)?, instant(request.not_after)?);
    let signer = Signer(key);
    let built = CertificateBuilder::new(profile, serial, validity, public);
    let mut built = built.map_err(|_| PkiError::EmptyPeriod)?;
    let octets = built.finalize(&signer).map_err(|_| PkiError::Text)?;
    let value = key.sign(&octets).map_err(PkiError::Key)?;
    let value = BitString::from_bytes(&value).map_err(|_| PkiError::Text)?;
    let whole = built.assemble(value, &signer).map_err(|_| PkiError::Text)?;
    let der = whole.to_der().map_err(|_| PkiError::Text)?;
    let read = Certificate::parse(&der).map_err(|_| PkiError::NameDiffers)?;
    match read.subject().raw() == request.subject {
        true => Ok(der),
        false => Err(PkiError::NameDiffers),
    }
}

/// The AlgorithmIdentifier of a SubjectPublicKeyInfo, which names the curve.
fn kind_of(info: &[u8]) -> Result<&[u8], PkiError> {
    let mut fields = Reader::new(info)
        .sequence()
        .map_err(|_| PkiError::SubjectKey)?;
    let identifier = fields.expect(tag::SEQUENCE);
    Ok(identifier.map_err(|_| PkiError::SubjectKey)?.raw())
}

pub(super) fn instant(at: OffsetDateTime) -> Result<Time, PkiError> {
    let seconds = u64::try_from(at.unix_timestamp()).map_err(|_| PkiError::EmptyPeriod)?;
    let at = DateTime::from_unix_duration(std::time::Duration::from_secs(seconds));
    Ok(Time::from(at.map_err(|_| PkiError::EmptyPeriod)?))
}

/// What a certificate says of itself beside names and times.
struct Profile {
    subject: Name,
    issuer: Name,
    purpose: Usage,
    is_root: bool,
}

impl BuilderProfile for Profile {
    fn get_issuer(&self, _: &Name) -> Name {
        self.issuer.clone()
    }

    fn get_subject(&self) -> Name {
        self.subject.clone()
    }

    fn build_extensions(
        &self,
        own: SubjectPublicKeyInfoRef<'_>,
        issuer: SubjectPublicKeyInfoRef<'_>,
        tbs: &TbsCertificate,
    ) -> builder::Result<Vec<Extension>> {
        let is_authority = self.purpose == Usage::Authority;
        let usages = match self.purpose {
            Usage::Authority => KeyUsages::KeyCertSign | KeyUsages::CRLSign,
            Usage::Signing => KeyUsages::DigitalSignature | KeyUsages::NonRepudiation,
            Usage::Encryption => {
                KeyUsages::KeyEncipherment | KeyUsages::DataEncipherment | KeyUsages::KeyAgreement
            }
        };
        let mut all = Vec::new();
        let constraints = BasicConstraints {
            ca: is_authority,
            // Authorities below a root issue no authorities.
            path_len_constraint: (is_authority && !self.is_root).then_some(0),
        };
        all.push(constraints.to_extension(tbs.subject(), &all)?);
        all.push(KeyUsage(usages).to_extension(tbs.subject(), &all)?);
        all.push(SubjectKeyIdentifier::try_from(own)?.to_extension(tbs.subject(), &all)?);
        let above = AuthorityKeyIdentifier::try_from(issuer)?;
        all.push(above.to_extension(tbs.subject(), &all)?);
        Ok(all)
    }
}

/// The key, as the builder asks for it.
struct Signer<'k>(&'k dyn SigningKey);

/// Its public half.
#[derive(Clone)]
struct Public(Vec<u8>);

impl Keypair for Signer<'_> {
    type VerifyingKey = Public;

    fn verifying_key(&self) -> Public {
        Public(self.0.subject_public_key_info().to_vec())
    }
}

impl EncodePublicKey for Public {
    fn to_public_key_der(&self) -> spki::Result<Document> {
        Ok(Document::try_from(self.0.as_slice())?)
    }
}

impl DynSignatureAlgorithmIdentifier for Signer<'_> {
    fn signature_algorithm_identifier(&self) -> spki::Result<AlgorithmIdentifierOwned> {
        Ok(AlgorithmIdentifierOwned::from_der(
            &self.0.algorithm().identifier(),
        )?)
    }
}
