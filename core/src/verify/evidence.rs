//! Evidence records beside the file (RFC 4998): proofs that the whole file existed.

use super::existence::Proof;
use super::trust::Context;
use super::{EvidenceReport, Indication, timestamps};
use crate::evidence::{EvidenceError, EvidenceFailure, EvidenceRecord};
use crate::reason::{Reason, signature as reasons};

/// Most records that are judged.
const MOST: usize = 16;

/// Judges the records of a file of these octets, and returns what they prove.
pub(super) fn judge(
    file: &[u8],
    records: &[Vec<u8>],
    context: &Context<'_>,
) -> (Vec<EvidenceReport>, Vec<Proof>) {
    let mut reports = Vec::new();
    let mut proofs = Vec::new();
    for (index, record) in records.iter().enumerate() {
        let report = if index < MOST {
            one(file, record, context)
        } else {
            refused(
                Indication::Indeterminate,
                Reason::new(&reasons::TOO_MUCH_WORK),
            )
        };
        let passed = report.verdict == Indication::TotalPassed;
        proofs.extend(report.time.filter(|_| passed).map(Proof::of_file));
        reports.push(report);
    }
    (reports, proofs)
}

fn one(file: &[u8], record: &[u8], context: &Context<'_>) -> EvidenceReport {
    let read = match EvidenceRecord::parse(record) {
        Ok(read) => read,
        Err(error) => {
            let reason = Reason::new(&reasons::EVIDENCE_UNREADABLE).with("why", error);
            return refused(Indication::Indeterminate, reason);
        }
    };
    let all: [&[u8]; 2] = [file, &[]];
    if !context.digests.afford(all) {
        return refused(
            Indication::Indeterminate,
            Reason::new(&reasons::TOO_MUCH_WORK),
        );
    }
    let stamped = match read.stamped(|algorithm| context.digests.digest(algorithm, all)) {
        Ok(stamped) => stamped,
        Err(failure) => {
            let reason = match failure {
                EvidenceFailure::NotRenewed => &reasons::EVIDENCE_NOT_RENEWED,
                _ => &reasons::EVIDENCE_OF_OTHER_DATA,
            };
            return refused(Indication::TotalFailed, Reason::new(reason));
        }
    };
    // Each timestamp is judged as of the next one, which proves that it existed; the last as of now.
    let mut report: Option<EvidenceReport> = None;
    for stamp in stamped.iter().rev() {
        let proved = report.as_ref().and_then(|report| report.time);
        let older = timestamps::of_record(stamp, proved, context);
        let passed = older.verdict == Indication::TotalPassed;
        report = Some(older);
        if !passed {
            break;
        }
    }
    report.unwrap_or_else(|| {
        refused(
            Indication::Indeterminate,
            Reason::new(&reasons::EVIDENCE_UNREADABLE)
                .with("why", EvidenceError::NotServed("no timestamp")),
        )
    })
}

fn refused(verdict: Indication, reason: Reason) -> EvidenceReport {
    EvidenceReport {
        verdict,
        time: None,
        reasons: vec![reason],
    }
}
