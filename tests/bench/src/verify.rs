//! `verify`: a signed document in memory becomes a report.

use crate::Failed;
use crate::arguments::{Suite, VerifyCase};
use crate::floor::{self, Least};
use crate::material::{Pki, anchor, certificates, suite_name};
use crate::slices::{Slices, measure};
use crate::{document, peers, sign};
use std::io::Write;
use std::path::Path;
use time::OffsetDateTime;
use yinxin_core::cms::Signer;
use yinxin_core::verify::{Indication, Verifier};
use yinxin_core::x509::{Crl, RevocationPolicy, TrustAnchor, read_all_crls};

/// What is judged, and by what.
pub(crate) struct Subject {
    pub(crate) octets: Vec<u8>,
    anchors: Vec<TrustAnchor>,
    crls: Vec<Crl>,
    revocation: RevocationPolicy,
}

/// Measures and prints the line.
pub(crate) fn run(asked: &VerifyCase, output: &mut dyn Write) -> Result<(), Failed> {
    let total = asked.run.seconds;
    if let (Some(pdf), Some(trust)) = (&asked.pdf, &asked.trust) {
        let subject = Subject::read(pdf, trust, &asked.crl)?;
        return subject.bench(total)?.line(output);
    }
    let unsigned = document::sample(sign::LENGTH);
    let pki = Pki::make(asked.suite.unwrap_or(Suite::P256))?;
    let subject = Subject::make(&unsigned, &pki)?;
    let Some(folder) = &asked.run.peers else {
        return subject.bench(total)?.line(output);
    };
    let mut measured: Option<Measured> = None;
    let peer = peers::in_turns(folder, &unsigned, &pki, total, |turn| {
        let later = subject.bench(turn)?;
        match &mut measured {
            Some(measured) => measured.slices.extend(later.slices),
            None => measured = Some(later),
        }
        Ok(())
    })?;
    let measured = measured.ok_or("nothing was measured")?;
    measured.line(output)?;
    peer.verify_line(output, &measured.slices, &measured.suite, measured.octets)
}

impl Subject {
    fn read(pdf: &Path, trust: &Path, lists: &[std::path::PathBuf]) -> Result<Self, Failed> {
        let mut crls = Vec::new();
        for path in lists {
            for crl in read_all_crls(&std::fs::read(path)?)? {
                crls.push(crl?);
            }
        }
        Ok(Self {
            octets: std::fs::read(pdf)?,
            anchors: certificates(trust)?.into_iter().map(anchor).collect(),
            revocation: if crls.is_empty() {
                RevocationPolicy::Prefer
            } else {
                RevocationPolicy::Require
            },
            crls,
        })
    }

    fn make(unsigned: &[u8], pki: &Pki) -> Result<Self, Failed> {
        Self::signed(unsigned, pki, 1)
    }

    /// A document with so many signatures, one after another.
    pub(crate) fn signed(unsigned: &[u8], pki: &Pki, signatures: u16) -> Result<Self, Failed> {
        let signer = Signer::new(&pki.signatory.chain)?;
        let at = OffsetDateTime::now_utc();
        let mut octets = unsigned.to_vec();
        for number in 1..=signatures {
            let field = format!("Bench{number}");
            let delta = sign::revision(&octets, &field, &signer, &pki.signatory, at)?;
            octets.extend_from_slice(&delta);
        }
        Ok(Self {
            octets,
            anchors: pki.anchors.clone(),
            crls: pki.crls.clone(),
            revocation: match pki.crls.is_empty() {
                true => RevocationPolicy::Ignore,
                false => RevocationPolicy::Require,
            },
        })
    }

    /// Octets to a report that says TOTAL-PASSED.
    pub(crate) fn judge(&self) -> Result<(), Failed> {
        let verifier = Verifier::new(&self.anchors, OffsetDateTime::now_utc())
            .revocation_lists(&self.crls)
            .revocation(self.revocation);
        let report = verifier.run(&self.octets)?;
        if report.indication == Indication::TotalPassed {
            return Ok(());
        }
        let signatures = report.signatures.iter().flat_map(|found| &found.reasons);
        let reasons = report.problems.iter().chain(signatures);
        let codes: Vec<&str> = reasons.map(|reason| reason.code()).collect();
        Err(Failed::from(format!(
            "the document does not pass ({}), so nothing is measured",
            codes.join(", ")
        )))
    }

    /// The real thing: [`judge`](Self::judge). The floor: hash of the signed octets, and the signature
    /// values that have to be verified.
    fn bench(&self, total: std::time::Duration) -> Result<Measured, Failed> {
        self.judge()?;
        let least = Least::of(&self.octets, &self.anchors, &self.crls)?;
        let first = least.checks.first().ok_or("the document is not signed")?;
        let suite = suite_name(first.algorithm, &first.key);
        let slices = measure(total, &mut || self.judge(), &mut || {
            for (digest, parts) in &least.covered {
                floor::hash(*digest, parts)?;
            }
            least.checks.iter().try_for_each(floor::Check::run)
        })?;
        Ok(Measured {
            slices,
            suite,
            octets: self.octets.len(),
        })
    }
}

struct Measured {
    slices: Slices,
    suite: String,
    octets: usize,
}

impl Measured {
    fn line(&self, output: &mut dyn Write) -> Result<(), Failed> {
        crate::slices::print(output, "verify", &self.slices, &self.suite, self.octets)
    }
}
