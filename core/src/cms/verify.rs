use super::{CmsFact, CmsFailure, CmsOutcome, SignedData, SignerInfo, oids};
use crate::der::{DerError, Element, Oid, Reader, element_length, tag};
use crate::suite::{
    DigestAlgorithm, PublicKey, SignatureAlgorithm, VerifyFailure, Weakness, digest, verify,
};
use crate::x509::{Certificate, GeneralName};

/// Where the digest of the content comes from.
enum Content<'c> {
    Digest(&'c dyn Fn(DigestAlgorithm) -> Vec<u8>),
    Octets(&'c [u8]),
}

impl Content<'_> {
    fn digest(&self, algorithm: DigestAlgorithm) -> Vec<u8> {
        match self {
            Self::Digest(make) => make(algorithm),
            Self::Octets(octets) => digest(algorithm, octets),
        }
    }
}

impl SignedData<'_> {
    /// Judges a detached signature whose content has the digest that `digest_of_content` returns.
    ///
    /// `extra` are certificates found elsewhere, for a message that does not carry its signer's.
    #[must_use]
    pub fn verify(
        &self,
        digest_of_content: impl Fn(DigestAlgorithm) -> Vec<u8>,
        extra: &[Certificate],
    ) -> CmsOutcome {
        self.judge_detached(&Content::Digest(&digest_of_content), extra)
    }

    /// Judges a detached signature over `content`: as [`SignedData::verify`], and able to judge a
    /// signature without signed attributes.
    #[must_use]
    pub fn verify_content(&self, content: &[u8], extra: &[Certificate]) -> CmsOutcome {
        self.judge_detached(&Content::Octets(content), extra)
    }

    /// Judges a signature over the content inside the message.
    #[must_use]
    pub fn verify_encapsulated(&self, extra: &[Certificate]) -> CmsOutcome {
        let mut outcome = Judgement::default();
        match self.encapsulated {
            Some(content) => self.judge(&Content::Octets(content), extra, &mut outcome),
            None => outcome.fail(CmsFailure::ContentAbsent),
        }
        outcome.into()
    }

    fn judge_detached(&self, content: &Content<'_>, extra: &[Certificate]) -> CmsOutcome {
        let mut outcome = Judgement::default();
        if self.encapsulated.is_some() {
            outcome.fail(CmsFailure::EncapsulatedContent);
        }
        self.judge(content, extra, &mut outcome);
        outcome.into()
    }

    fn judge(&self, content: &Content<'_>, extra: &[Certificate], outcome: &mut Judgement) {
        let [signer] = self.signers.as_slice() else {
            outcome.fail(CmsFailure::SignerCount(self.signers.len()));
            return;
        };
        match DigestAlgorithm::from_identifier(&signer.digest_algorithm) {
            Ok(digest) => outcome.digest = Some(digest),
            Err(error) => outcome.fail(error.into()),
        }
        if !self.lists(outcome.digest) {
            outcome.facts.push(CmsFact::DigestNotListed);
        }
        if let Some(digest) = outcome.digest.filter(|digest| digest.weak()) {
            outcome.weak(Weakness::Digest(digest));
        }
        if let Some(signed) = &signer.signed {
            if !is_sorted(signed) {
                outcome.facts.push(CmsFact::AttributesNotSorted);
            }
            self.judge_attributes(signer, content, outcome);
        } else {
            outcome.facts.push(CmsFact::SignedAttributesAbsent);
            if ![oids::DATA, oids::GM_DATA].contains(&self.content_type) {
                // RFC 5652, 5.3: signed attributes are a must where the content is not id-data.
                outcome.fail(CmsFailure::AttributeMissing(oids::CONTENT_TYPE));
            }
        }

        let found = self
            .certificates
            .iter()
            .chain(extra)
            .find(|c| signer.identifier.names(c));
        let Some(certificate) = found else {
            outcome.fail(CmsFailure::SignerCertificateNotFound);
            return;
        };
        outcome.signer = Some(certificate.clone());
        if signer.signed.is_some() {
            judge_signing_certificate(signer, certificate, outcome);
        } else {
            outcome.facts.push(CmsFact::SigningCertificateAbsent);
        }
        judge_signature(signer, certificate, content, outcome);
    }

    fn lists(&self, digest: Option<DigestAlgorithm>) -> bool {
        digest.is_some_and(|digest| {
            self.digest_algorithms
                .iter()
                .any(|listed| DigestAlgorithm::from_identifier(listed) == Ok(digest))
        })
    }

    fn judge_attributes(
        &self,
        signer: &SignerInfo<'_>,
        content: &Content<'_>,
        outcome: &mut Judgement,
    ) {
        if let Some(value) = outcome.one(signer, &oids::CONTENT_TYPE) {
            match value.expect(tag::OID).and_then(|value| value.oid()) {
                Ok(attribute) if is_same_type(&attribute, &self.content_type) => {}
                Ok(attribute) => outcome.fail(CmsFailure::ContentTypeWrong {
                    attribute,
                    message: self.content_type,
                }),
                Err(error) => {
                    outcome.fail(CmsFailure::AttributeMalformed(oids::CONTENT_TYPE, error));
                }
            }
        }
        if let Some(value) = outcome.one(signer, &oids::MESSAGE_DIGEST) {
            match value.expect(tag::OCTET_STRING) {
                Ok(signed) => {
                    let right = outcome
                        .digest
                        .is_none_or(|d| content.digest(d) == signed.value());
                    if !right {
                        outcome.fail(CmsFailure::DigestMismatch);
                    }
                }
                Err(error) => {
                    outcome.fail(CmsFailure::AttributeMalformed(oids::MESSAGE_DIGEST, error));
                }
            }
        }
        if signer
            .signed_attributes
            .iter()
            .any(|a| a.oid == oids::SIGNING_TIME)
        {
            outcome.facts.push(CmsFact::SigningTime);
        }
        let mut single = signer
            .signed_attributes
            .iter()
            .filter(|attribute| oids::SINGLE_VALUED.contains(&attribute.oid));
        if single.any(|attribute| attribute.values.len() != 1) {
            outcome.facts.push(CmsFact::SeveralValues);
        }
    }
}

/// Tells whether the members of a SET OF stand in DER order (X.690, 11.6).
fn is_sorted(set: &Element<'_>) -> bool {
    let Ok(mut reader) = set.reader() else {
        return false;
    };
    let mut last: &[u8] = &[];
    while !reader.is_empty() {
        match reader.element() {
            Ok(next) if last <= next.raw() => last = next.raw(),
            _ => return false,
        }
    }
    true
}

fn judge_signature(
    signer: &SignerInfo<'_>,
    certificate: &Certificate,
    content: &Content<'_>,
    outcome: &mut Judgement,
) {
    let info = certificate.subject_public_key_info();
    let algorithm = PublicKey::parse(info).and_then(|key| {
        SignatureAlgorithm::from_identifier(signer.signature_algorithm, &key, outcome.digest)
    });
    let algorithm = match algorithm {
        Ok(algorithm) => algorithm,
        Err(error) => {
            outcome.fail(error.into());
            return;
        }
    };
    outcome.algorithm = Some(algorithm);
    // What is signed carries the tag of a SET OF, not the [0] of the message (RFC 5652, 5.4).
    let attributes = signer.signed.map(|signed| {
        let mut octets = signed.raw().to_vec();
        if let Some(first) = octets.first_mut() {
            *first = tag::SET;
        }
        octets
    });
    let message = match (&attributes, content) {
        (Some(attributes), _) => attributes.as_slice(),
        // Somebody may have put the one in the place of the other (RFC 5652, 11).
        (None, Content::Octets(content)) if is_set(content) => {
            outcome.fail(CmsFailure::Ambiguous);
            return;
        }
        (None, Content::Octets(content)) => content,
        (None, Content::Digest(_)) => {
            outcome.fail(CmsFailure::ContentNeeded);
            return;
        }
    };
    match verify(info, algorithm, message, signer.signature) {
        Ok(()) => {}
        Err(VerifyFailure::SignatureWrong) => outcome.fail(CmsFailure::SignatureWrong),
        Err(VerifyFailure::Unsupported(error)) => outcome.fail(error.into()),
        Err(VerifyFailure::Weak(weaknesses)) => {
            weaknesses
                .into_iter()
                .for_each(|weakness| outcome.weak(weakness));
        }
    }
}

/// Whether two content types are one. Plain data have two numbers (RFC 5652 and GM/T 0010), and some makers write one
/// in the message and sign the other.
fn is_same_type(one: &Oid, other: &Oid) -> bool {
    let is_data = |kind: &Oid| [oids::DATA, oids::GM_DATA].contains(kind);
    one == other || is_data(one) && is_data(other)
}

fn judge_signing_certificate(
    signer: &SignerInfo<'_>,
    certificate: &Certificate,
    outcome: &mut Judgement,
) {
    let mut present = false;
    for (oid, default) in [
        (oids::SIGNING_CERTIFICATE_V2, DigestAlgorithm::Sha256),
        (oids::SIGNING_CERTIFICATE, DigestAlgorithm::Sha1),
    ] {
        if !signer
            .signed_attributes
            .iter()
            .any(|attribute| attribute.oid == oid)
        {
            continue;
        }
        present = true;
        let Some(value) = outcome.one(signer, &oid) else {
            continue;
        };
        match EssCertId::read(&value, default) {
            Ok(id) => {
                if id.digest.is_ok_and(DigestAlgorithm::weak) {
                    outcome.facts.push(CmsFact::WeakSigningCertificate);
                }
                match id.digest {
                    Ok(_) if id.names(certificate) => {}
                    Ok(_) => outcome.fail(CmsFailure::SigningCertificateMismatch),
                    Err(oid) => outcome.fail(CmsFailure::Algorithm(
                        crate::suite::AlgorithmError::Unknown(oid),
                    )),
                }
            }
            Err(error) => outcome.fail(CmsFailure::AttributeMalformed(oid, error)),
        }
    }
    if !present {
        outcome.facts.push(CmsFact::SigningCertificateAbsent);
    }
}

/// The first ESSCertID or ESSCertIDv2 of a signing certificate attribute (RFC 5035, 3 and 4): the
/// signer's own.
struct EssCertId<'a> {
    digest: Result<DigestAlgorithm, Oid>,
    hash: &'a [u8],
    issuer_and_serial: Option<(Vec<GeneralName>, &'a [u8])>,
}

impl<'a> EssCertId<'a> {
    fn read(value: &Element<'a>, default: DigestAlgorithm) -> Result<Self, DerError> {
        let mut attribute = value.expect(tag::SEQUENCE)?.reader()?;
        let mut ids = attribute.sequence()?;
        let mut id = ids.sequence()?;
        let digest = if default == DigestAlgorithm::Sha256 {
            match id.optional(tag::SEQUENCE)? {
                Some(identifier) => {
                    let oid = identifier.reader()?.oid()?;
                    DigestAlgorithm::from_identifier(&identifier).map_err(|_| oid)
                }
                None => Ok(default),
            }
        } else {
            Ok(default)
        };
        let hash = id.expect(tag::OCTET_STRING)?.value();
        let issuer_and_serial = match id.optional(tag::SEQUENCE)? {
            Some(element) => {
                let mut fields: Reader<'a> = element.reader()?;
                let names = GeneralName::read_each(fields.sequence()?)?;
                let serial = fields.expect(tag::INTEGER)?.value();
                fields.finish()?;
                Some((names, serial))
            }
            None => None,
        };
        id.finish()?;
        Ok(Self {
            digest,
            hash,
            issuer_and_serial,
        })
    }

    fn names(&self, certificate: &Certificate) -> bool {
        let is_issuer = |name: &GeneralName| matches!(name, GeneralName::Directory(name) if name == certificate.issuer());
        self.digest
            .is_ok_and(|algorithm| digest(algorithm, certificate.der()) == self.hash)
            && self
                .issuer_and_serial
                .as_ref()
                .is_none_or(|(names, serial)| {
                    names.iter().any(is_issuer) && *serial == certificate.serial()
                })
    }
}

/// An outcome in the making.
#[derive(Default)]
struct Judgement {
    failures: Vec<CmsFailure>,
    facts: Vec<CmsFact>,
    signer: Option<Certificate>,
    algorithm: Option<SignatureAlgorithm>,
    digest: Option<DigestAlgorithm>,
}

impl Judgement {
    fn fail(&mut self, failure: CmsFailure) {
        self.failures.push(failure);
    }

    fn weak(&mut self, weakness: Weakness) {
        let fact = CmsFact::Weak(weakness);
        if !self.facts.contains(&fact) {
            self.facts.push(fact);
        }
    }

    /// The one value of the one signed attribute `oid`; anything else is a failure.
    fn one<'a>(&mut self, signer: &SignerInfo<'a>, oid: &Oid) -> Option<Element<'a>> {
        let mut found = signer
            .signed_attributes
            .iter()
            .filter(|attribute| attribute.oid == *oid);
        let Some(first) = found.next() else {
            self.fail(CmsFailure::AttributeMissing(*oid));
            return None;
        };
        match (first.values.as_slice(), found.next()) {
            ([value], None) => Some(*value),
            _ => {
                self.fail(CmsFailure::AttributeDuplicate(*oid));
                None
            }
        }
    }
}

impl From<Judgement> for CmsOutcome {
    fn from(made: Judgement) -> Self {
        let Judgement {
            failures,
            facts,
            signer,
            algorithm,
            digest,
        } = made;
        Self {
            failures,
            facts,
            signer,
            algorithm,
            digest,
        }
    }
}

/// Tells whether octets are a SET from the first to the last, as signed attributes are.
fn is_set(octets: &[u8]) -> bool {
    octets.first() == Some(&tag::SET) && element_length(octets) == Ok(octets.len())
}
