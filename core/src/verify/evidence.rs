//! Evidence records beside the file (RFC 4998): proofs that the whole file existed.

use super::existence::Proof;
use super::trust::Context;
use super::{EvidenceReport, Indication, timestamps};
use crate::evidence::{EvidenceError, EvidenceFailure, EvidenceRecord};
use crate::reason::{Reason, signature as reasons};
use crate::suite::sha256_hex;
use time::OffsetDateTime;

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
        let (verdict, time, reasons) = if index < MOST {
            one(file, record, context)
        } else {
            too_much()
        };
        let report = EvidenceReport {
            sha256: sha256_hex(record),
            verdict,
            time,
            reasons,
        };
        let passed = report.verdict == Indication::TotalPassed;
        proofs.extend(report.time.filter(|_| passed).map(Proof::of_file));
        reports.push(report);
    }
    (reports, proofs)
}

/// The indication, the time that it rests on, and why.
type Found = (Indication, Option<OffsetDateTime>, Vec<Reason>);

fn one(file: &[u8], record: &[u8], context: &Context<'_>) -> Found {
    let read = match EvidenceRecord::parse(record) {
        Ok(read) => read,
        Err(error) => {
            let reason = Reason::new(&reasons::EVIDENCE_UNREADABLE).with("why", error);
            return refused(Indication::Indeterminate, reason);
        }
    };
    let all: [&[u8]; 2] = [file, &[]];
    if !context.digests.afford(all) {
        return too_much();
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
    let mut found: Option<Found> = None;
    for stamp in stamped.iter().rev() {
        let proved = found.as_ref().and_then(|(_, time, _)| *time);
        let older = timestamps::of_record(stamp, proved, context);
        let passed = older.verdict == Indication::TotalPassed;
        found = Some((older.verdict, older.time, older.reasons));
        if !passed {
            break;
        }
    }
    found.unwrap_or_else(|| {
        refused(
            Indication::Indeterminate,
            Reason::new(&reasons::EVIDENCE_UNREADABLE)
                .with("why", EvidenceError::NotServed("no timestamp")),
        )
    })
}

fn too_much() -> Found {
    refused(
        Indication::Indeterminate,
        Reason::new(&reasons::TOO_MUCH_WORK),
    )
}

fn refused(verdict: Indication, reason: Reason) -> Found {
    (verdict, None, vec![reason])
}
