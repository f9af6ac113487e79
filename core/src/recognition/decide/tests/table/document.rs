//! The document and its identifier.

use super::*;

pub(super) const DOCUMENT: &[Row] = &[
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
        "a suspended certificate is never put up with",
        |s| {
            s.indeterminate(Answer::Unknown, SubIndication::TryLater);
            s.report.signatures[0].trust = Trust::Untrusted;
            s.clause().tolerates = vec![Tolerance::TryLater];
        },
        Refused,
        "REC-SIGNER-REVOKED",
    ),
    (
        "out of its term and known not to be revoked, which the clause allows",
        |s| {
            s.indeterminate(Answer::Expired, SubIndication::OutOfBoundsNotRevoked);
            s.clause().tolerates = vec![Tolerance::OutOfBoundsNoPoe];
        },
        AcceptedWithConditions,
        "REC-COND-TOLERATED",
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
];
