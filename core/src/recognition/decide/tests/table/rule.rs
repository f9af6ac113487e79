//! The agreement and its clauses.

use super::*;

pub(super) const RULE: &[Row] = &[
    // The rule.
    (
        "no agreement",
        |s| s.world.agreement = None,
        CannotDecide,
        "REC-NO-RULE-KNOWN",
    ),
    (
        "no agreement, and the domain says so",
        |s| {
            s.world.agreement = None;
            s.world.own_list.recognises = Some(Vec::new());
        },
        Refused,
        "REC-NO-CLAUSE",
    ),
    (
        "no agreement, although the domain says there is one",
        |s| {
            s.world.agreement = None;
            s.world.own_list.recognises = Some(vec![IssuingDomain(domain("990101"))]);
        },
        CannotDecide,
        "REC-NO-RULE-KNOWN",
    ),
    (
        "asked the wrong way round",
        |s| s.relying = "990101",
        CannotDecide,
        "REC-NO-RULE-KNOWN",
    ),
    (
        "an agreement for the other direction",
        |s| {
            let agreement = s.world.agreement.as_mut().unwrap();
            (agreement.from, agreement.to) = (
                IssuingDomain(agreement.to.0.clone()),
                RelyingDomain(agreement.from.0.clone()),
            );
            s.world.agreement_header.domain = domain("990201");
        },
        CannotDecide,
        "REC-NO-RULE-KNOWN",
    ),
    (
        "another type",
        |s| s.clause().type_code = TypeCode::parse("11990101TE5T00016T002").unwrap(),
        Refused,
        "REC-NO-CLAUSE",
    ),
    (
        "another type, in an agreement that is not complete",
        |s| {
            s.clause().type_code = TypeCode::parse("11990101TE5T00016T002").unwrap();
            s.world.agreement.as_mut().unwrap().complete = false;
        },
        CannotDecide,
        "REC-NO-RULE-KNOWN",
    ),
    (
        "another type, in an agreement that is no longer fresh",
        |s| {
            s.clause().type_code = TypeCode::parse("11990101TE5T00016T002").unwrap();
            s.world.agreement_header.fresh_until = NOW - Duration::hours(1);
        },
        CannotDecide,
        "REC-NO-RULE-KNOWN",
    ),
    (
        "another item",
        |s| s.item = "990201-0008".to_owned(),
        Refused,
        "REC-PURPOSE",
    ),
    (
        "any item",
        |s| {
            s.item = "990201-0008".to_owned();
            s.clause().service_items = ServiceItems::Any;
        },
        Accepted,
        "REC-MUST-ACCEPT",
    ),
    (
        "clause not yet in force",
        |s| s.clause().from = date!(2026 - 12 - 02),
        Refused,
        "REC-CLAUSE-NOT-IN-FORCE",
    ),
    (
        "clause no longer in force",
        |s| s.clause().to = Some(date!(2026 - 11 - 30)),
        Refused,
        "REC-CLAUSE-NOT-IN-FORCE",
    ),
    (
        "clause that counts the day of issue",
        |s| {
            s.clause().to = Some(date!(2026 - 11 - 30));
            s.clause().in_force_at = InForceAt::Issuance;
        },
        Accepted,
        "REC-MUST-ACCEPT",
    ),
    (
        "clause that counts both days",
        |s| {
            s.clause().from = date!(2026 - 11 - 23);
            s.clause().in_force_at = InForceAt::Both;
        },
        Refused,
        "REC-CLAUSE-NOT-IN-FORCE",
    ),
    (
        "may",
        |s| s.clause().obligation = Obligation::May,
        Accepted,
        "REC-MAY-ACCEPT",
    ),
    (
        "must not",
        |s| s.clause().obligation = Obligation::MustNot,
        Refused,
        "REC-CLAUSE-FORBIDS",
    ),
    (
        "must not, beside a clause that says must",
        |s| {
            let mut other = clause();
            other.id = "2".to_owned();
            other.service_items = ServiceItems::Any;
            other.obligation = Obligation::MustNot;
            s.world.agreement.as_mut().unwrap().clauses.push(other);
        },
        Refused,
        "REC-CLAUSE-FORBIDS",
    ),
    (
        "two clauses that fit equally",
        |s| {
            let other = crate::recognition::Clause {
                id: "2".to_owned(),
                ..clause()
            };
            s.world.agreement.as_mut().unwrap().clauses.push(other);
        },
        CannotDecide,
        "REC-CLAUSE-CONFLICT",
    ),
    (
        "two clauses, of which one has the higher version",
        |s| {
            let other = crate::recognition::Clause {
                id: "2".to_owned(),
                version: 2,
                obligation: Obligation::May,
                ..clause()
            };
            s.world.agreement.as_mut().unwrap().clauses.push(other);
        },
        Accepted,
        "REC-MAY-ACCEPT",
    ),
    (
        "condition of the clause",
        |s| s.clause().conditions = vec![ClauseCondition::ShowHolderId],
        AcceptedWithConditions,
        "REC-COND-HOLDER-ID",
    ),
    (
        "papers may follow",
        |s| s.clause().conditions = vec![ClauseCondition::DeferredDocuments { days: 15 }],
        AcceptedWithConditions,
        "REC-COND-DEFERRED",
    ),
];
