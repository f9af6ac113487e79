//! What verification found, as the XML report of ETSI TS 119 102-2.
//!
//! Elements, their order and the namespace of version 1.2.1 follow the classes that pyHanko generated
//! from the published schema; the standard's text was not read, and the schema itself was not at hand
//! to validate against. The status of a signature is never better than that of the file: where the file as a
//! whole does not pass, nothing in its report says total-passed of a signature.
//! Names of kinds of objects are from memory. A report is not signed.

use super::name::Named as _;
use super::{ReasonText, SignatureFound, Verification, rfc3339};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use time::OffsetDateTime;
use yinxin_core::verify::{Indication, SubIndication};

/// Namespace of the report.
const REPORT: &str = "http://uri.etsi.org/19102/v1.2.1#";
/// Namespace of digests (XML Signature).
const SIGNATURE: &str = "http://www.w3.org/2000/09/xmldsig#";
/// Identifier of SHA-256 (XML Encryption).
const SHA256: &str = "http://www.w3.org/2001/04/xmlenc#sha256";

/// Writes elements; text is escaped, and what XML cannot hold is replaced.
struct Writer {
    out: String,
    open: Vec<&'static str>,
}

impl Writer {
    fn new() -> Self {
        Self {
            out: String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"),
            open: Vec::new(),
        }
    }

    fn begin(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.out.push('<');
        self.out.push_str(name);
        for (key, value) in attributes {
            self.out.push_str(&format!(" {key}=\"{}\"", escape(value)));
        }
        self.out.push('>');
        self.open.push(name);
    }

    fn end(&mut self) {
        if let Some(name) = self.open.pop() {
            self.out.push_str(&format!("</{name}>"));
        }
    }

    fn text(&mut self, name: &'static str, value: &str) {
        self.begin(name, &[]);
        self.out.push_str(&escape(value));
        self.end();
    }

    fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.end();
        }
        self.out.push('\n');
        self.out
    }
}

/// Escapes text and values of attributes (XML 1.0, 2.2 and 2.4; from memory).
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            // Kept as they are, where a reader would make spaces or line feeds of them.
            '\t' | '\n' | '\r' => out.push_str(&format!("&#{};", u32::from(character))),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            other => out.push(other),
        }
    }
    out
}

/// Something that the judgement used, by its digest.
struct Object<'r> {
    id: String,
    kind: &'static str,
    sha256: &'r str,
    own: Option<OwnResult<'r>>,
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
            sha256,
            own: None,
        }
    }
}

impl Verification {
    /// Returns the report as an XML document; `None` where the file was not judged.
    ///
    /// A file without signatures has one entry, which says so.
    #[must_use]
    pub fn etsi_report(&self) -> Option<String> {
        let basis = self.basis.as_ref()?;
        let at = basis.at.and_then(rfc3339)?;
        let mut objects = Vec::new();
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
        for (index, record) in self.evidence.iter().enumerate() {
            objects.push(Object {
                id: format!("evidence-record-{index}"),
                kind: "evidencerecord",
                sha256: &record.sha256,
                own: Some(OwnResult {
                    verdict: record.verdict,
                    time: record.time,
                    reasons: &record.reasons,
                }),
            });
        }
        let mut writer = Writer::new();
        let namespaces = [("xmlns", REPORT), ("xmlns:ds", SIGNATURE)];
        writer.begin("ValidationReport", &namespaces);
        for (index, found) in self.signatures.iter().enumerate() {
            signature(&mut writer, self, found, index, &at, &mut objects);
        }
        if self.signatures.is_empty() {
            writer.begin("SignatureValidationReport", &[]);
            time(&mut writer, &at, None);
            writer.begin("SignatureValidationStatus", &[]);
            writer.text("MainIndication", indication(self.indication));
            reasons(&mut writer, &self.problems);
            writer.end();
            writer.end();
        }
        if !objects.is_empty() {
            writer.begin("SignatureValidationObjects", &[]);
            for object in &objects {
                validation_object(&mut writer, object, &at);
            }
            writer.end();
        }
        Some(writer.finish())
    }
}

fn signature<'r>(
    writer: &mut Writer,
    file: &Verification,
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
    time(writer, at, found.best_signature_time.and_then(rfc3339));
    writer.begin("SignatureAttributes", &[]);
    if let Some(claimed) = found.claimed_time.and_then(rfc3339) {
        writer.begin("SigningTime", &[("Signed", "true")]);
        writer.text("Time", &claimed);
        writer.end();
    }
    if let Some(sub_filter) = &found.sub_filter {
        writer.begin("SubFilter", &[("Signed", "true")]);
        writer.text("SubFilterElement", sub_filter);
        writer.end();
    }
    writer.end();
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
            sha256,
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
    reasons(writer, &all);
    writer.end();
    writer.end();
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

/// Each reason with its code, in both languages.
fn reasons(writer: &mut Writer, reasons: &[ReasonText]) {
    if reasons.is_empty() {
        return;
    }
    writer.begin("AssociatedValidationReportData", &[]);
    writer.begin("AdditionalValidationReportData", &[]);
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
    writer.begin("DigestAlgAndValue", &[]);
    writer.begin("ds:DigestMethod", &[("Algorithm", SHA256)]);
    writer.end();
    let value = BASE64_STANDARD.encode(octets(object.sha256));
    writer.text("ds:DigestValue", &value);
    writer.end();
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
        reasons(writer, own.reasons);
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
    fn what_a_document_says_stays_text() {
        assert_eq!(
            escape("<a b=\"c\">&'\u{1}\n]]>"),
            "&lt;a b=&quot;c&quot;&gt;&amp;&apos;\u{fffd}&#10;]]&gt;"
        );
    }

    #[test]
    fn a_file_that_was_not_judged_has_no_report() {
        let reason =
            yinxin_core::reason::Reason::new(&yinxin_core::reason::signature::NO_SIGNATURE);
        let found = Verification::unjudged("gone.pdf", ReasonText::from(&reason));
        assert_eq!(found.etsi_report(), None);
    }

    #[test]
    fn a_fingerprint_is_written_as_its_octets() {
        assert_eq!(octets("00ff1A"), [0, 255, 26]);
    }
}
