//! What verification found, as the XML report of ETSI TS 119 102-2.
//!
//! Elements, their order and the namespace of version 1.2.1 follow the published schema; the standard's
//! text was not read. Where editions of the schema differ, what is written fits all of them. The status of a signature is never better than that of the file: where the file as a
//! whole does not pass, nothing in its report says total-passed of a signature.
//! Names of kinds of objects are as esig/dss and pyHanko spell them. A report is not signed.
//!
//! What a signature covers is named by the digest that was computed over it; the file as it was judged
//! and its name are objects beside it, since an object is either a digest or a name. A level has no place
//! of its own in the standard: it stands with the reasons.
//!
//! The standard knows no registers of seals: one is an object of the kind `other`, named as in JSON by the SHA-256 of
//! its last line, which names all lines before it. What the digest is of, and up to when the register tells everything,
//! stands with the reasons.

mod writer;

use super::name::Named as _;
use super::{Basis, ReasonText, SignatureFound, Verification, rfc3339};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use std::borrow::Cow;
use std::path::Path;
use time::OffsetDateTime;
use writer::Writer;
use yinxin_core::verify::{Indication, SubIndication};

/// Namespace of the report.
const REPORT: &str = "http://uri.etsi.org/19102/v1.2.1#";
/// Namespace of digests (XML Signature).
const SIGNATURE: &str = "http://www.w3.org/2000/09/xmldsig#";
/// Namespace of the policy's identifier (XAdES).
const XADES: &str = "http://uri.etsi.org/01903/v1.3.2#";
/// Identifier of SHA-256 (XML Encryption).
const SHA256: &str = "http://www.w3.org/2001/04/xmlenc#sha256";
/// The file, and its name.
const DOCUMENT: [&str; 2] = ["document", "document-name"];
/// Kind of an object that is, or names, what was signed.
const SIGNED_DATA: &str = "signedData";

/// Something that the judgement used, by its digest.
struct Object<'r> {
    id: String,
    kind: &'static str,
    as_what: Representation<'r>,
    own: Option<OwnResult<'r>>,
}

/// How an object is named.
enum Representation<'r> {
    Sha256(&'r str),
    Uri(String),
}

/// What was found of an object that was judged itself: a timestamp, an evidence record.
struct OwnResult<'r> {
    verdict: Indication,
    time: Option<OffsetDateTime>,
    reasons: &'r [ReasonText],
}

impl<'r> Object<'r> {
    fn used(id: String, kind: &'static str, sha256: &'r str) -> Self {
        Self {
            id,
            kind,
            as_what: Representation::Sha256(sha256),
            own: None,
        }
    }
}

impl Verification {
    /// Returns the report as an XML document; `None` where the file was not judged.
    ///
    /// A file without signatures has one entry, which says so. `document_sha256` is of the octets that
    /// were judged, lower-case hexadecimal.
    #[must_use]
    pub fn etsi_report(&self, document_sha256: &str) -> Option<String> {
        let basis = self.basis.as_ref()?;
        let at = basis.at.and_then(rfc3339)?;
        let [document, name] = DOCUMENT.map(String::from);
        let mut objects = vec![
            Object::used(document, SIGNED_DATA, document_sha256),
            Object {
                id: name,
                kind: SIGNED_DATA,
                as_what: Representation::Uri(self.name_as_uri()),
                own: None,
            },
        ];
        for (index, anchor) in basis.anchors.iter().enumerate() {
            let id = format!("anchor-{index}");
            objects.push(Object::used(id, "certificate", &anchor.sha256));
        }
        for (index, list) in basis.revocation_lists.iter().enumerate() {
            objects.push(Object::used(format!("crl-{index}"), "CRL", &list.sha256));
        }
        for (index, response) in basis.ocsp_responses.iter().enumerate() {
            let id = format!("ocsp-{index}");
            objects.push(Object::used(id, "OCSPResponse", &response.sha256));
        }
        for (index, register) in basis.seal_registers.iter().enumerate() {
            objects.push(Object::used(
                seal_register(index),
                "other",
                &register.sha256,
            ));
        }
        for (index, record) in self.evidence.iter().enumerate() {
            objects.push(Object {
                id: format!("evidence-record-{index}"),
                kind: "evidencerecord",
                as_what: Representation::Sha256(&record.sha256),
                own: Some(OwnResult {
                    verdict: record.verdict,
                    time: record.time,
                    reasons: &record.reasons,
                }),
            });
        }
        let mut writer = Writer::new();
        let namespaces = [
            ("xmlns", REPORT),
            ("xmlns:ds", SIGNATURE),
            ("xmlns:xades", XADES),
        ];
        writer.begin("ValidationReport", &namespaces);
        for (index, found) in self.signatures.iter().enumerate() {
            signature(&mut writer, (self, basis), found, index, &at, &mut objects);
        }
        if self.signatures.is_empty() {
            writer.begin("SignatureValidationReport", &[]);
            policy(&mut writer, basis);
            time(&mut writer, &at, None);
            writer.begin("SignatureValidationStatus", &[]);
            writer.text("MainIndication", indication(self.indication));
            report_data(&mut writer, &facts(basis, None), &self.problems);
            writer.end();
            writer.end();
        }
        writer.begin("SignatureValidationObjects", &[]);
        for object in &objects {
            validation_object(&mut writer, object, &at);
        }
        writer.end();
        Some(writer.finish())
    }

    /// The last part of the file's name as a relative reference (RFC 3986, 4.2); folders are of the machine.
    fn name_as_uri(&self) -> String {
        let path = Path::new(&self.file);
        let name = path.file_name().unwrap_or(path.as_os_str());
        percent_encoded(&name.to_string_lossy())
    }
}

fn signature<'r>(
    writer: &mut Writer,
    (file, basis): (&Verification, &Basis),
    found: &'r SignatureFound,
    index: usize,
    at: &str,
    objects: &mut Vec<Object<'r>>,
) {
    let id = format!("signature-{index}");
    writer.begin("SignatureValidationReport", &[]);
    writer.begin("SignatureIdentifier", &[("id", &id)]);
    writer.text("HashOnly", "false");
    writer.text("DocHashOnly", "false");
    writer.text("DAIdentifier", &found.field);
    writer.end();
    policy(writer, basis);
    time(writer, at, found.best_signature_time.and_then(rfc3339));
    if let Some(signed) = &found.signed_digest
        && let Some(algorithm) = algorithm_uri(signed.algorithm.name())
    {
        writer.begin("SignersDocument", &[]);
        writer.begin("DigestAlgAndValue", &[]);
        digest(writer, algorithm, &signed.value);
        writer.end();
        let references = DOCUMENT.join(" ");
        writer.begin("SignersDocumentRef", &[("VOReference", &references)]);
        writer.end();
        writer.end();
    }
    let claimed = found.claimed_time.and_then(rfc3339);
    if claimed.is_some() || found.sub_filter.is_some() {
        writer.begin("SignatureAttributes", &[]);
        if let Some(claimed) = &claimed {
            writer.begin("SigningTime", &[("Signed", "true")]);
            writer.text("Time", claimed);
            writer.end();
        }
        if let Some(sub_filter) = &found.sub_filter {
            writer.begin("SubFilter", &[("Signed", "true")]);
            writer.text("SubFilterElement", sub_filter);
            writer.end();
        }
        writer.end();
    }
    if let Some(signer) = &found.signer {
        let id = format!("signer-{index}");
        writer.begin("SignerInformation", &[]);
        writer.begin("SignerCertificate", &[("VOReference", &id)]);
        writer.end();
        writer.text("Signer", &signer.subject);
        writer.end();
        let sha256 = &signer.certificate_sha256;
        objects.push(Object::used(id, "certificate", sha256));
    }
    for (place, stamp) in found.timestamps.iter().enumerate() {
        let Some(sha256) = &stamp.sha256 else {
            continue;
        };
        objects.push(Object {
            id: format!("timestamp-{index}-{place}"),
            kind: "timestamp",
            as_what: Representation::Sha256(sha256),
            own: Some(OwnResult {
                verdict: stamp.verdict,
                time: stamp.time,
                reasons: &stamp.reasons,
            }),
        });
    }
    writer.begin("SignatureValidationStatus", &[]);
    let doubted = found.indication == Indication::TotalPassed && !file.passed();
    let (main, sub) = match doubted {
        true => (
            Indication::Indeterminate,
            Some(SubIndication::SigConstraintsFailure),
        ),
        false => (found.indication, found.sub_indication),
    };
    writer.text("MainIndication", indication(main));
    if let Some(sub) = sub {
        let sub = format!("urn:etsi:019102:subindication:{}", sub.name());
        writer.text("SubIndication", &sub);
    }
    let stamps = found.timestamps.iter().flat_map(|stamp| &stamp.reasons);
    let all: Vec<ReasonText> = found
        .reasons
        .iter()
        .chain(stamps)
        .chain(&file.problems)
        .chain(file.evidence.iter().flat_map(|record| &record.reasons))
        .cloned()
        .collect();
    report_data(writer, &facts(basis, found.level), &all);
    writer.end();
    writer.end();
}

/// What the file was judged by: the policy's name, and the digest of its text.
fn policy(writer: &mut Writer, basis: &Basis) {
    writer.begin("ValidationConstraintsEvaluationReport", &[]);
    writer.begin("SignatureValidationPolicy", &[]);
    writer.begin("SignaturePolicyIdentifier", &[]);
    writer.begin("xades:SignaturePolicyId", &[]);
    writer.begin("xades:SigPolicyId", &[]);
    let identifier = format!("urn:yinxin:policy:{}", percent_encoded(&basis.policy));
    writer.text("xades:Identifier", &identifier);
    writer.end();
    writer.begin("xades:SigPolicyHash", &[]);
    digest(writer, SHA256, &octets(&basis.policy_sha256));
    writer.end();
    writer.end();
    writer.end();
    writer.text("PolicyName", &basis.policy);
    writer.end();
    writer.end();
}

/// Identifier of the object that is a register of seals.
fn seal_register(index: usize) -> String {
    format!("seal-register-{index}")
}

/// What to know beside the reasons: how revocation was asked for, the level that was reached, and what the
/// objects are of whose kind the standard does not know.
fn facts<'b>(basis: &'b Basis, level: Option<&'b str>) -> Vec<(&'static str, Cow<'b, str>)> {
    let level = level.map(|level| ("urn:yinxin:level", level.into()));
    let revocation = ("urn:yinxin:revocation", basis.revocation.into());
    let registers = basis.seal_registers.iter().enumerate();
    let registers = registers.map(|(index, register)| {
        let until = match register.time.and_then(rfc3339) {
            Some(as_of) => format!("tells everything up to {as_of}"),
            None => "not closed".into(),
        };
        let id = seal_register(index);
        let value = format!("{id}: SHA-256 of the last line; {until}");
        ("urn:yinxin:seal-register", value.into())
    });
    let first = std::iter::once(revocation).chain(level);
    first.chain(registers).collect()
}

fn time(writer: &mut Writer, at: &str, best: Option<String>) {
    writer.begin("ValidationTimeInfo", &[]);
    writer.text("ValidationTime", at);
    writer.begin("BestSignatureTime", &[]);
    writer.text("POETime", best.as_deref().unwrap_or(at));
    writer.text("TypeOfProof", "urn:etsi:019102:poetype:validation");
    writer.end();
    writer.end();
}

/// Facts, and each reason with its code, in both languages.
fn report_data(writer: &mut Writer, facts: &[(&str, Cow<'_, str>)], reasons: &[ReasonText]) {
    if reasons.is_empty() && facts.is_empty() {
        return;
    }
    writer.begin("AssociatedValidationReportData", &[]);
    writer.begin("AdditionalValidationReportData", &[]);
    for (kind, value) in facts {
        writer.begin("ReportData", &[]);
        writer.text("Type", kind);
        writer.text("Value", value);
        writer.end();
    }
    for reason in reasons {
        for (language, text) in [("zh", &reason.zh), ("en", &reason.en)] {
            writer.begin("ReportData", &[]);
            let kind = format!("urn:yinxin:reason:{}:{language}", reason.code);
            writer.text("Type", &kind);
            writer.text("Value", text);
            writer.end();
        }
    }
    writer.end();
    writer.end();
}

fn validation_object(writer: &mut Writer, object: &Object<'_>, at: &str) {
    writer.begin("ValidationObject", &[("id", &object.id)]);
    let kind = format!("urn:etsi:019102:validationObject:{}", object.kind);
    writer.text("ObjectType", &kind);
    writer.begin("ValidationObjectRepresentation", &[]);
    match &object.as_what {
        Representation::Sha256(sha256) => {
            writer.begin("DigestAlgAndValue", &[]);
            digest(writer, SHA256, &octets(sha256));
            writer.end();
        }
        Representation::Uri(uri) => writer.text("URI", uri),
    }
    writer.end();
    if let Some(own) = &object.own {
        // A proof that did not pass gives no time.
        let passed = own.verdict == Indication::TotalPassed;
        if let Some(proved) = own.time.filter(|_| passed).and_then(rfc3339) {
            writer.begin("POEProvisioning", &[]);
            writer.text("POETime", &proved);
            writer.end();
        }
        writer.begin("ValidationReport", &[]);
        time(writer, at, None);
        writer.begin("SignatureValidationStatus", &[]);
        writer.text("MainIndication", indication(own.verdict));
        report_data(writer, &[], own.reasons);
        writer.end();
        writer.end();
    }
    writer.end();
}

fn indication(indication: Indication) -> &'static str {
    match indication {
        Indication::TotalPassed => "urn:etsi:019102:mainindication:total-passed",
        Indication::Indeterminate => "urn:etsi:019102:mainindication:indeterminate",
        Indication::TotalFailed => "urn:etsi:019102:mainindication:total-failed",
    }
}

fn digest(writer: &mut Writer, algorithm: &str, value: &[u8]) {
    writer.begin("ds:DigestMethod", &[("Algorithm", algorithm)]);
    writer.end();
    writer.text("ds:DigestValue", &BASE64_STANDARD.encode(value));
}

/// Identifiers of digest algorithms (RFC 9231, 2.1, XML Signature and XML Encryption; from memory).
fn algorithm_uri(name: &str) -> Option<&'static str> {
    Some(match name {
        "SHA-1" => "http://www.w3.org/2000/09/xmldsig#sha1",
        "SHA-224" => "http://www.w3.org/2001/04/xmldsig-more#sha224",
        "SHA-256" => SHA256,
        "SHA-384" => "http://www.w3.org/2001/04/xmldsig-more#sha384",
        "SHA-512" => "http://www.w3.org/2001/04/xmlenc#sha512",
        "SHA3-224" => "http://www.w3.org/2007/05/xmldsig-more#sha3-224",
        "SHA3-256" => "http://www.w3.org/2007/05/xmldsig-more#sha3-256",
        "SHA3-384" => "http://www.w3.org/2007/05/xmldsig-more#sha3-384",
        "SHA3-512" => "http://www.w3.org/2007/05/xmldsig-more#sha3-512",
        _ => return None,
    })
}

/// Encodes all but the unreserved characters (RFC 3986, 2.1 and 2.3).
fn percent_encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for octet in text.bytes() {
        match octet {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(octet));
            }
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

fn octets(hexadecimal: &str) -> Vec<u8> {
    let digits: Vec<u8> = hexadecimal
        .chars()
        .filter_map(|digit| u8::try_from(digit.to_digit(16)?).ok())
        .collect();
    digits
        .chunks_exact(2)
        .map(|pair| pair.iter().fold(0, |sum, digit| sum << 4 | digit))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_was_not_judged_has_no_report() {
        let reason =
            yinxin_core::reason::Reason::new(&yinxin_core::reason::signature::NO_SIGNATURE);
        let found = Verification::unjudged("gone.pdf", ReasonText::from(&reason));
        assert_eq!(found.etsi_report(""), None);
    }

    #[test]
    fn a_fingerprint_is_written_as_its_octets() {
        assert_eq!(octets("00ff1A"), [0, 255, 26]);
    }
}
