//! The issuer and its standing.

use super::*;

pub(super) const ISSUER: &[Row] = &[
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
];
