//! The value of a signature of a package, and the seal in it or beside it.

use super::super::conclude::Failure;
use super::super::cryptography::Cryptography;
use super::super::detached::{self, Detached};
use super::super::eseal::{self, Original, Sealing};
use super::super::policy::Suite;
use super::super::steps::{Step, StepReport};
use super::super::trust::Context;
use super::super::{Integrity, SignatureReport, SubIndication};
use super::Files;
use super::left::is_seal_of;
use crate::ofd::OfdSignature;
use crate::ofd::xml::resolve;
use crate::reason::{Reason, ofd as reasons, signature as general};
use crate::ses::SesSignature;
use crate::suite::digest;
use std::borrow::Cow;

/// Longest part of `propertyInfo` that is named in a reason, characters.
const LONGEST_PROPERTY: usize = 200;

impl Files<'_> {
    /// The value: a seal signature, a message, or a bare number pair.
    pub(super) fn value(
        &self,
        signature: &OfdSignature,
        signed: &[u8],
        value: &[u8],
        report: &mut SignatureReport,
        failure: &mut Failure,
        context: &Context<'_>,
    ) -> Cryptography {
        match Detached::of(value) {
            Some(Detached::SealSignature) => {
                let digest = |algorithm| digest(algorithm, signed);
                let sealing = Sealing {
                    octets: value,
                    original: Original::Digest(&digest),
                    contained_at: None,
                    made_after: None,
                };
                let judged = eseal::signature(&sealing, report, failure, context);
                self.seal_beside(signature, value, report, failure);
                judged
            }
            Some(Detached::Cms) => {
                let judged = detached::cms(value, Some(signed), report, failure, context);
                match &signature.seal {
                    Some(path) => {
                        let mut covered = signature.references.iter();
                        if !covered.any(|reference| reference.path == *path) {
                            let reason =
                                Reason::new(&reasons::OFD_SEAL_NOT_COVERED).with("file", path);
                            report.reasons.push(reason);
                            failure.add(Failure::Constraint(SubIndication::SigConstraintsFailure));
                        }
                        self.seal_of_message(path, judged, report, failure, context)
                    }
                    None => judged,
                }
            }
            _ => {
                // SM2 values by themselves are met; whose they are is said nowhere.
                report.integrity = Integrity::Unsupported;
                failure.add(Failure::Constraint(
                    SubIndication::NoSigningCertificateFound,
                ));
                let reason = Reason::new(&general::SIGNER_CERTIFICATE_MISSING);
                report
                    .steps
                    .push(StepReport::undecided(Step::SignatureValue, &reason));
                report.reasons.push(reason);
                Cryptography::nobody(Suite::Unclear)
            }
        }
    }

    /// A message says who signed, and the seal beside it who may use that: both stand or fall together.
    fn seal_of_message(
        &self,
        path: &str,
        judged: Cryptography,
        report: &mut SignatureReport,
        failure: &mut Failure,
        context: &Context<'_>,
    ) -> Cryptography {
        let octets = match self.package.file(path) {
            Ok(octets) => octets,
            Err(error) => {
                let reason = Reason::new(&reasons::OFD_FILE_NOT_READ).with("why", error);
                report.reasons.push(reason);
                failure.add(Failure::Constraint(SubIndication::SigConstraintsFailure));
                return judged;
            }
        };
        let octets = Ok(Cow::Owned(octets));
        let signer = judged.signer.as_ref();
        let trust = eseal::embedded(octets, signer, judged.trust, report, failure, context);
        Cryptography { trust, ..judged }
    }

    /// Some readers show the seal that lies beside the signature: it is the one in it.
    fn seal_beside(
        &self,
        signature: &OfdSignature,
        value: &[u8],
        report: &mut SignatureReport,
        failure: &mut Failure,
    ) {
        let Ok(parsed) = SesSignature::parse(value) else {
            return;
        };
        self.property(signature, parsed.to_sign.property, report, failure);
        let Some(path) = &signature.seal else { return };
        if !is_seal_of(self.package, path, value) {
            let reason = Reason::new(&reasons::OFD_SEAL_DIFFERS).with("file", path);
            report.reasons.push(reason);
            failure.add(Failure::Constraint(SubIndication::SigConstraintsFailure));
        }
    }

    /// What the signer says to have sealed: the path of `Signature.xml`. Other words are told; the path of another file
    /// of the package is a contradiction.
    fn property(
        &self,
        signature: &OfdSignature,
        property: &str,
        report: &mut SignatureReport,
        failure: &mut Failure,
    ) {
        let named = resolve("", property.trim());
        if named.as_ref() == Some(&signature.path) {
            return;
        }
        if named.is_some_and(|path| self.package.has(&path)) {
            failure.add(Failure::Constraint(SubIndication::SigConstraintsFailure));
        }
        let told: String = property.chars().take(LONGEST_PROPERTY).collect();
        let reason = Reason::new(&reasons::OFD_PROPERTY_DIFFERS)
            .with("property", told)
            .with("file", &signature.path);
        report.reasons.push(reason);
    }
}
