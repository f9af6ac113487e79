//! The licence itself: its identifier, and whether it runs today.

use super::Case;
use super::findings::Findings;
use crate::licence::{CheckCharacter, IdentifierAsRead, Licence, civil_date, last_instant};
use crate::reason::{Reason, recognition as reasons};
use crate::recognition::ConditionKind;

pub(super) fn check(case: &mut Case<'_>, licence: &Licence, findings: &mut Findings) {
    identifier(licence, findings);
    let today = civil_date(case.input.now);
    if let Some(until) = licence.valid_until {
        if until < today {
            findings.refusal(Reason::new(&reasons::LICENCE_EXPIRED).with("day", until));
        } else {
            case.runs_out(last_instant(until));
        }
    }
    let begins = licence.valid_from.max(licence.issued);
    if today < begins {
        findings.refusal(Reason::new(&reasons::LICENCE_NOT_YET_VALID).with("day", begins));
    }
}

fn identifier(licence: &Licence, findings: &mut Findings) {
    let Ok(read) = IdentifierAsRead::parse(&licence.identifier) else {
        return findings.refusal(Reason::new(&reasons::IDENTIFIER_FORM));
    };
    match read.check() {
        CheckCharacter::Correct => {}
        CheckCharacter::FaultyDialect => findings.condition(
            ConditionKind::AskIssuer,
            Reason::new(&reasons::IDENTIFIER_DIALECT),
        ),
        CheckCharacter::Wrong => findings.refusal(Reason::new(&reasons::IDENTIFIER_CHECK)),
    }
    let issuer_fits = if read.issuer_is_regular() {
        read.issuer() == licence.issuer.code
    } else {
        findings.note(Reason::new(&reasons::IDENTIFIER_ISSUER));
        true
    };
    if read.type_code() != licence.type_code || !issuer_fits {
        findings.refusal(Reason::new(&reasons::IDENTIFIER_DIFFERS));
    }
}
