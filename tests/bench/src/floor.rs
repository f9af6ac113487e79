//! The least work: what no signing or verifying program can leave out.

use crate::Failed;
use ring::digest::{Context, SHA256, SHA384, SHA512};
use yinxin_core::cms::SignedData;
use yinxin_core::der::{Reader, tag};
use yinxin_core::pdf::Document;
use yinxin_core::suite::{DigestAlgorithm, Digester, PublicKey, SignatureAlgorithm, verify};
use yinxin_core::x509::{Certificate, Crl, TrustAnchor};

/// Hashes octets that lie in parts.
pub(crate) fn hash(algorithm: DigestAlgorithm, parts: &[&[u8]]) -> Result<(), Failed> {
    if algorithm == DigestAlgorithm::Sm3 {
        let mut digester = Digester::new(algorithm);
        parts.iter().for_each(|part| digester.update(part));
        std::hint::black_box(digester.finish());
        return Ok(());
    }
    let mut context = Context::new(match algorithm {
        DigestAlgorithm::Sha256 => &SHA256,
        DigestAlgorithm::Sha384 => &SHA384,
        DigestAlgorithm::Sha512 => &SHA512,
        _ => return Err("a digest that is not measured".into()),
    });
    parts.iter().for_each(|part| context.update(part));
    std::hint::black_box(context.finish());
    Ok(())
}

/// One value to be verified.
pub(crate) struct Check {
    pub(crate) key: Vec<u8>,
    pub(crate) algorithm: SignatureAlgorithm,
    message: Vec<u8>,
    signature: Vec<u8>,
}

impl Check {
    fn new(
        key: &[u8],
        identifier: &[u8],
        digest: Option<DigestAlgorithm>,
        message: Vec<u8>,
        signature: &[u8],
    ) -> Result<Self, Failed> {
        let algorithm =
            SignatureAlgorithm::from_identifier(identifier, &PublicKey::parse(key)?, digest)?;
        let check = Self {
            key: key.to_vec(),
            algorithm,
            message,
            signature: signature.to_vec(),
        };
        check.run()?;
        Ok(check)
    }

    /// Verifies it.
    pub(crate) fn run(&self) -> Result<(), Failed> {
        Ok(verify(
            &self.key,
            self.algorithm,
            &self.message,
            &self.signature,
        )?)
    }
}

/// What verifying one document needs at least: its signed octets, and every value on the way from
/// its signatures to an anchor, with one revocation list for each certificate on that way.
pub(crate) struct Least<'d> {
    pub(crate) covered: Vec<(DigestAlgorithm, [&'d [u8]; 2])>,
    pub(crate) checks: Vec<Check>,
}

impl<'d> Least<'d> {
    pub(crate) fn of(
        octets: &'d [u8],
        anchors: &[TrustAnchor],
        crls: &[Crl],
    ) -> Result<Self, Failed> {
        let document = Document::open(octets)?;
        let mut least = Self {
            covered: Vec::new(),
            checks: Vec::new(),
        };
        for found in document.latest().signatures()?.found {
            let signature = found.signature.map_err(|error| error.to_string())?;
            let value = signature.value().ok_or("a signature without a value")?;
            let signed = SignedData::parse(value)?;
            let signer = signed.signers().first().ok_or("no signer")?;
            let leaf = signed
                .certificates()
                .iter()
                .find(|certificate| signer.identifier().names(certificate))
                .ok_or("the signer's certificate is not in the document")?;
            let (digest, check) = signer_check(value, leaf)?;
            least.checks.push(check);
            let range = signature.byte_range;
            let second = range.second_start..range.end();
            least.covered.push((
                digest,
                [
                    octets.get(..range.first_length).unwrap_or_default(),
                    octets.get(second).unwrap_or_default(),
                ],
            ));
            least.path(leaf, signed.certificates(), anchors, crls)?;
        }
        if least.checks.is_empty() {
            return Err("the document is not signed".into());
        }
        Ok(least)
    }

    fn path(
        &mut self,
        leaf: &Certificate,
        others: &[Certificate],
        anchors: &[TrustAnchor],
        crls: &[Crl],
    ) -> Result<(), Failed> {
        let mut subject = leaf;
        // A path is short; the certificates in a document are many at most by mistake.
        for _ in 0..8 {
            let roots = anchors.iter().map(|anchor| &anchor.certificate);
            if roots.clone().any(|root| root.der() == subject.der()) {
                return Ok(());
            }
            let issuer = roots
                .chain(others)
                .find(|issuer| issuer.subject() == subject.issuer())
                .ok_or("no path to an anchor")?;
            let key = issuer.subject_public_key_info();
            self.checks.push(Check::new(
                key,
                subject.signature_algorithm(),
                None,
                subject.tbs().to_vec(),
                subject.signature(),
            )?);
            if let Some(crl) = crls.iter().find(|crl| crl.issuer() == subject.issuer()) {
                self.checks.push(Check::new(
                    key,
                    crl.signature_algorithm(),
                    None,
                    crl.tbs().to_vec(),
                    crl.signature(),
                )?);
            }
            subject = issuer;
        }
        Err("no path to an anchor".into())
    }
}

/// Takes the first SignerInfo apart (RFC 5652, 5.3): its digest algorithm, and its signed
/// attributes, as the SET OF that is signed, with the value over them.
fn signer_check(value: &[u8], leaf: &Certificate) -> Result<(DigestAlgorithm, Check), Failed> {
    let mut info = Reader::new(value).sequence()?;
    info.expect(tag::OID)?;
    let mut data = info.expect(tag::context(0))?.reader()?.sequence()?;
    let mut last = data.element()?;
    while !data.is_empty() {
        last = data.element()?;
    }
    let mut signer = last.expect(tag::SET)?.reader()?.sequence()?;
    signer.element()?;
    signer.element()?;
    let digest = DigestAlgorithm::from_identifier(&signer.element()?)?;
    let attributes = signer.expect(tag::context(0))?;
    let algorithm = signer.element()?;
    let signature = signer.expect(tag::OCTET_STRING)?;
    let mut message = attributes.raw().to_vec();
    if let Some(first) = message.first_mut() {
        *first = tag::SET;
    }
    let check = Check::new(
        leaf.subject_public_key_info(),
        algorithm.raw(),
        Some(digest),
        message,
        signature.value(),
    )?;
    Ok((digest, check))
}
