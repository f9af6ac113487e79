//! One change to a case that is accepted, and what then comes out.

use super::*;

/// Every row changes one thing about a case that is accepted.
pub(super) const TABLE: &[(&str, Change, Recognition, &str)] = &[
    ("nothing is changed", |_| {}, Accepted, "REC-MUST-ACCEPT"),
    // The document.
    (
        "altered",
        |s| s.report.answer = Answer::Altered,
        Refused,
        "REC-DOC-ALTERED",
    ),
    (
        "broken",
        |s| s.report.answer = Answer::Broken,
        Refused,
        "REC-DOC-BROKEN",
    ),
    (
        "unsigned",
        |s| {
            s.report.answer = Answer::Unsigned;
            s.report.indication = Indication::Indeterminate;
            s.report.signatures.clear();
        },
        Refused,
        "REC-DOC-UNSIGNED",
    ),
    (
        "altered, and everything else is unknown",
        |s| {
            s.report.answer = Answer::Altered;
            s.report.licence = None;
            s.report.signatures.clear();
            s.relying = "990301";
        },
        Refused,
        "REC-DOC-ALTERED",
    ),
    (
        "failed",
        |s| s.report.indication = Indication::TotalFailed,
        Refused,
        "REC-DOC-FAILED",
    ),
    (
        "untrusted",
        |s| s.indeterminate(Answer::Untrusted, SubIndication::NoCertificateChainFound),
        CannotDecide,
        "REC-DOC-INDETERMINATE",
    ),
    (
        "revocation data missing",
        |s| s.indeterminate(Answer::Unknown, SubIndication::TryLater),
        CannotDecide,
        "REC-DOC-INDETERMINATE",
    ),
    (
        "revocation data missing, which the clause allows",
        |s| {
            s.indeterminate(Answer::Unknown, SubIndication::TryLater);
            s.clause().tolerates = vec![Tolerance::TryLater];
        },
        AcceptedWithConditions,
        "REC-COND-TOLERATED",
    ),
    (
        "another thing than the clause allows",
        |s| {
            s.indeterminate(Answer::Unknown, SubIndication::NoPoe);
            s.clause().tolerates = vec![Tolerance::TryLater];
        },
        CannotDecide,
        "REC-DOC-INDETERMINATE",
    ),
    (
        "a revoked certificate is never put up with",
        |s| {
            s.indeterminate(Answer::Revoked, SubIndication::TryLater);
            s.clause().tolerates = vec![Tolerance::TryLater];
        },
        CannotDecide,
        "REC-DOC-INDETERMINATE",
    ),
    (
        "the seal's certificate was revoked",
        |s| {
            s.indeterminate(Answer::Revoked, SubIndication::RevokedNoPoe);
            s.report.signatures[0].trust = Trust::Untrusted;
        },
        Refused,
        "REC-SIGNER-REVOKED",
    ),
    (
        "the seal's certificate is not in its term",
        |s| {
            s.indeterminate(Answer::Expired, SubIndication::OutOfBoundsNoPoe);
            s.report.signatures[0].trust = Trust::Untrusted;
        },
        CannotDecide,
        "REC-SIGNER-OUT-OF-BOUNDS",
    ),
    (
        "the seal's certificate has a path that must not be relied on",
        |s| {
            s.indeterminate(Answer::Untrusted, SubIndication::ChainConstraintsFailure);
            s.report.signatures[0].trust = Trust::Untrusted;
        },
        Refused,
        "REC-SIGNER-UNTRUSTED",
    ),
    (
        "a passed report that does not say valid",
        |s| s.report.answer = Answer::Unknown,
        CannotDecide,
        "REC-DOC-INDETERMINATE",
    ),
    (
        "the passed signature is not the issuer's",
        |s| {
            s.report.signatures[0].indication = Indication::Indeterminate;
            s.report.signatures.push(signature(&"00".repeat(32)));
        },
        CannotDecide,
        "REC-DOC-INDETERMINATE",
    ),
    (
        "no licence",
        |s| s.report.licence = None,
        CannotDecide,
        "REC-NO-LICENCE",
    ),
    (
        "licence data unreadable",
        |s| s.report.licence.as_mut().unwrap().record = None,
        CannotDecide,
        "REC-LICENCE-UNREADABLE",
    ),
    (
        "a check of the licence failed",
        |s| {
            let check = LicenceCheck {
                name: "face-matches-data",
                passed: false,
                reason: None,
            };
            s.report.licence.as_mut().unwrap().checks.push(check);
        },
        CannotDecide,
        "REC-LICENCE-CHECK",
    ),
    (
        "two identifiers",
        |s| s.report.licence.as_mut().unwrap().identifier.push('0'),
        Refused,
        "REC-IDENTIFIER-DIFFERS",
    ),
    // The identifier.
    (
        "check character wrong",
        |s| s.identifier(&samples::licence().identifier.replace(".001.5", ".001.6")),
        Refused,
        "REC-IDENTIFIER-CHECK",
    ),
    (
        "check character of the faulty dialect",
        |s| s.identifier(&samples::licence().identifier.replace(".001.5", ".001.T")),
        AcceptedWithConditions,
        "REC-IDENTIFIER-DIALECT",
    ),
    (
        "no identifier",
        |s| s.identifier("1.2.3"),
        Refused,
        "REC-IDENTIFIER-FORM",
    ),
    (
        "identifier of another type",
        |s| {
            s.identifier(
                "1.2.156.3005.2.11100000000019713D008.11990101TE5T00016T.990101000001.001.S",
            );
        },
        Refused,
        "REC-IDENTIFIER-DIFFERS",
    ),
    // The issuer.
    (
        "signer not listed",
        |s| s.world.list.authorities[0].certificates[0].sha256.0[0] ^= 1,
        Refused,
        "REC-SIGNER-NOT-LISTED",
    ),
    (
        "signer not listed in a list that is no longer fresh",
        |s| {
            s.world.list.authorities[0].certificates[0].sha256.0[0] ^= 1;
            s.world.list_header.fresh_until = NOW - Duration::hours(1);
        },
        CannotDecide,
        "REC-SIGNER-NOT-LISTED",
    ),
    (
        "a document of somebody else that the issuer only stamped",
        |s| s.report.signatures[0].kind = SignatureKind::Signature,
        CannotDecide,
        "REC-ISSUER-ONLY-STAMPED",
    ),
    (
        "issuer not listed",
        |s| s.world.list.authorities.clear(),
        Refused,
        "REC-ISSUER-NOT-LISTED",
    ),
    (
        "issuer of an unknown domain",
        |s| {
            s.world.list.authorities.clear();
            s.licence().area_code = "990901".to_owned();
        },
        CannotDecide,
        "REC-DOMAIN-UNKNOWN",
    ),
    (
        "sealed by another authority than the licence names",
        |s| s.licence().issuer.code = "12990101TE5T00024J".to_owned(),
        Refused,
        "REC-ISSUER-DIFFERS",
    ),
    (
        "the whole file is not covered",
        |s| s.report.signatures[0].coverage = Coverage::Partial,
        Refused,
        "REC-SIGNER-NOT-LISTED",
    ),
    (
        "type not allowed",
        |s| s.world.list.authorities[0].types.clear(),
        Refused,
        "REC-TYPE-NOT-ALLOWED",
    ),
    (
        "outside the jurisdiction",
        |s| s.licence().area_code = "990102".to_owned(),
        Refused,
        "REC-OUT-OF-JURISDICTION",
    ),
    (
        "listed after the licence was issued",
        |s| {
            s.world.list.authorities[0].standing[0].from = datetime!(2026-11-25 00:00 UTC);
        },
        Refused,
        "REC-AUTH-NOT-THEN",
    ),
    (
        "withdrawn, and nothing proves an earlier signature",
        |s| s.lose(Standing::Withdrawn, datetime!(2026-11-28 00:00 UTC)),
        Refused,
        "REC-AUTH-WITHDRAWN",
    ),
    (
        "withdrawn after a proved signature",
        |s| {
            s.lose(Standing::Withdrawn, datetime!(2026-11-28 00:00 UTC));
            s.report.signatures[0].best_signature_time = Some(datetime!(2026-11-23 00:00 UTC));
        },
        Accepted,
        "REC-MUST-ACCEPT",
    ),
    (
        "withdrawn before a proved signature",
        |s| {
            s.lose(Standing::Withdrawn, datetime!(2026-11-28 00:00 UTC));
            s.report.signatures[0].best_signature_time = Some(datetime!(2026-11-29 00:00 UTC));
        },
        Refused,
        "REC-AUTH-WITHDRAWN",
    ),
    (
        "a claimed time proves nothing",
        |s| {
            s.lose(Standing::Withdrawn, datetime!(2026-11-28 00:00 UTC));
            s.report.signatures[0].claimed_time = Some(datetime!(2026-11-23 00:00 UTC));
        },
        Refused,
        "REC-AUTH-WITHDRAWN",
    ),
    (
        "suspended now",
        |s| s.lose(Standing::Suspended, datetime!(2026-11-28 00:00 UTC)),
        Refused,
        "REC-AUTH-SUSPENDED",
    ),
    (
        "suspended for a time in which it may have been signed",
        |s| {
            s.lose(Standing::Suspended, datetime!(2026-11-28 00:00 UTC));
            s.lose(Standing::Granted, datetime!(2026-11-29 00:00 UTC));
        },
        CannotDecide,
        "REC-AUTH-TIME-UNPROVED",
    ),
    (
        "key compromised",
        |s| {
            s.world.list.authorities[0].certificates[0].compromised_from =
                Some(datetime!(2026-11-28 00:00 UTC));
        },
        Refused,
        "REC-SIGNER-COMPROMISED",
    ),
    (
        "key compromised after a proved signature",
        |s| {
            s.world.list.authorities[0].certificates[0].compromised_from =
                Some(datetime!(2026-11-28 00:00 UTC));
            s.report.signatures[0].best_signature_time = Some(datetime!(2026-11-23 00:00 UTC));
        },
        Accepted,
        "REC-MUST-ACCEPT",
    ),
    (
        "a good signature that did not pass does not help a bad one that did",
        |s| {
            let mut good = s.world.list.authorities[0].certificates[0].clone();
            good.sha256.0[0] ^= 1;
            let mut second = signature(&good.sha256.to_string());
            second.indication = Indication::Indeterminate;
            s.report.signatures.push(second);
            let certificates = &mut s.world.list.authorities[0].certificates;
            certificates.push(good);
            certificates[0].compromised_from = Some(datetime!(2026-11-28 00:00 UTC));
        },
        Refused,
        "REC-SIGNER-COMPROMISED",
    ),
    (
        "certificate no longer listed",
        |s| {
            s.world.list.authorities[0].certificates[0].until =
                Some(datetime!(2026-11-28 00:00 UTC));
        },
        Refused,
        "REC-SIGNER-NOT-LISTED-THEN",
    ),
    (
        "list no longer fresh",
        |s| s.world.list_header.fresh_until = NOW - Duration::hours(1),
        AcceptedWithConditions,
        "REC-OBJECT-STALE",
    ),
    (
        "list expired",
        |s| {
            s.world.list_header.fresh_until = NOW - Duration::hours(1);
            s.world.list_header.valid_until = NOW - Duration::hours(1);
        },
        CannotDecide,
        "REC-OBJECT-EXPIRED",
    ),
    (
        "roots expired",
        |s| {
            s.world.root_header.fresh_until = NOW - Duration::hours(1);
            s.world.root_header.valid_until = NOW - Duration::hours(1);
        },
        CannotDecide,
        "REC-OBJECT-EXPIRED",
    ),
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
    // The licence's own time.
    (
        "run out",
        |s| s.licence().valid_until = Some(date!(2026 - 11 - 30)),
        Refused,
        "REC-LICENCE-EXPIRED",
    ),
    (
        "last day",
        |s| s.licence().valid_until = Some(date!(2026 - 12 - 01)),
        Accepted,
        "REC-MUST-ACCEPT",
    ),
    (
        "not begun",
        |s| s.licence().valid_from = date!(2026 - 12 - 02),
        Refused,
        "REC-LICENCE-NOT-YET-VALID",
    ),
    (
        "permanent",
        |s| s.licence().valid_until = None,
        Accepted,
        "REC-MUST-ACCEPT",
    ),
    // The state.
    (
        "revoked by whoever decides, and not yet listed",
        |s| s.own_record = Some(Status::Revoked),
        Refused,
        "REC-STATUS-REVOKED",
    ),
    (
        "good in the own records, and listed as revoked",
        |s| {
            s.own_record = Some(Status::Valid);
            s.world.states[7] = Status::Revoked;
        },
        Refused,
        "REC-STATUS-REVOKED",
    ),
    (
        "revoked",
        |s| s.world.states[7] = Status::Revoked,
        Refused,
        "REC-STATUS-REVOKED",
    ),
    (
        "suspended",
        |s| s.world.states[7] = Status::Suspended,
        Refused,
        "REC-STATUS-SUSPENDED",
    ),
    (
        "replaced",
        |s| s.world.states[7] = Status::Replaced,
        Refused,
        "REC-STATUS-REPLACED",
    ),
    (
        "the neighbour is revoked",
        |s| s.world.states[6] = Status::Revoked,
        Accepted,
        "REC-MUST-ACCEPT",
    ),
    (
        "no index",
        |s| s.licence().status_index = None,
        CannotDecide,
        "REC-STATUS-NO-INDEX",
    ),
    (
        "index not covered",
        |s| s.world.states.truncate(7),
        CannotDecide,
        "REC-STATUS-NOT-COVERED",
    ),
    (
        "status for another type only",
        |s| {
            let other = TypeCode::parse("11990101TE5T00016T002").unwrap();
            s.licence().type_code = other.to_string();
            s.world.list.authorities[0].types.insert(other.clone());
            s.clause().type_code = other;
            let read = IdentifierAsRead::parse(
                "1.2.156.3005.2.11990101TE5T00016T002.11990101TE5T00016T.1.001.0",
            );
            let check = read.unwrap().expected_check();
            s.identifier(&format!(
                "1.2.156.3005.2.11990101TE5T00016T002.11990101TE5T00016T.1.001.{check}"
            ));
        },
        CannotDecide,
        "REC-STATUS-MISSING",
    ),
    (
        "stale",
        |s| s.world.as_of = NOW - Duration::hours(25),
        CannotDecide,
        "REC-STATUS-STALE",
    ),
    (
        "stale by the domain's own policy",
        |s| s.policy.most_status_age = Some(Duration::hours(1)),
        CannotDecide,
        "REC-STATUS-STALE",
    ),
    (
        "a policy cannot allow more than the clause",
        |s| {
            s.world.as_of = NOW - Duration::hours(25);
            s.policy.most_status_age = Some(Duration::days(30));
        },
        CannotDecide,
        "REC-STATUS-STALE",
    ),
    (
        "stale, which the clause allows",
        |s| {
            s.world.as_of = NOW - Duration::hours(25);
            s.clause().stale_status = StaleStatus::Recheck {
                most_age: 48 * 3_600,
            };
        },
        AcceptedWithConditions,
        "REC-STATUS-STALE",
    ),
    (
        "too stale for a clause that allows some",
        |s| {
            s.world.as_of = NOW - Duration::hours(49);
            s.clause().stale_status = StaleStatus::Recheck {
                most_age: 48 * 3_600,
            };
        },
        CannotDecide,
        "REC-STATUS-STALE",
    ),
    (
        "stale and revoked",
        |s| {
            s.world.as_of = NOW - Duration::hours(25);
            s.world.states[7] = Status::Revoked;
        },
        Refused,
        "REC-STATUS-REVOKED",
    ),
    (
        "status list expired",
        |s| {
            s.world.status_header.fresh_until = NOW - Duration::hours(1);
            s.world.status_header.valid_until = NOW - Duration::hours(1);
        },
        CannotDecide,
        "REC-OBJECT-EXPIRED",
    ),
    (
        "clock behind",
        |s| s.now = datetime!(2026-11-30 23:00 UTC),
        CannotDecide,
        "REC-CLOCK-BEHIND",
    ),
    (
        "clock behind, so that no certificate is in its term",
        |s| {
            s.now = datetime!(2026-11-30 23:00 UTC);
            s.indeterminate(Answer::Expired, SubIndication::OutOfBoundsNoPoe);
        },
        CannotDecide,
        "REC-CLOCK-BEHIND",
    ),
    (
        "much later",
        |s| s.now = datetime!(2027-02-01 00:00 UTC),
        CannotDecide,
        "REC-STATUS-STALE",
    ),
];
