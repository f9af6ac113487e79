//! Judging as somebody in the past would have: past certificate validation of EN 319 102-1, 5.6.2
//! (from memory).
//!
//! The standard slides a control time down the path, from the anchor to the signer, and asks at each
//! step for proofs that certificate and revocation data are older. Here the same is asked in one
//! step: at some time that a document timestamp proves, not before the signature, was everything
//! there that a judgement of that day needed, and did it come out well? Whoever gets hold of the key
//! of an authority after that day can add nothing to it. Without a document timestamp that day is
//! today: the authorities above the signer have to be good now.

use super::SubIndication;
use super::carried::Source;
use super::existence::Proofs;
use super::trust::{Context, Judgement, Maker, along, outcome};
use crate::suite::Sunsets;
use crate::x509::{Certificate, PathFailureKind, PathOutcome, RevocationPolicy};
use time::OffsetDateTime;

/// What is known of a maker at the time of its signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    /// It was good.
    Good,
    /// The data at hand say that it was good, and nothing proves that they are old enough.
    NotProved,
    /// Nothing better than what is known of it today.
    Nothing,
}

/// Judges `maker` for `time`, at which its signature is proved to have existed; `present` is what is
/// wrong with it today.
pub(super) fn judge(
    maker: &Maker<'_>,
    time: OffsetDateTime,
    present: Option<SubIndication>,
    context: &Context<'_>,
) -> Known {
    if proved_times(maker, time, Proofs::All, context)
        .any(|as_of| was_good(maker, time, as_of, context))
    {
        return Known::Good;
    }
    // What is due for renewal can be renewed; what ran out can not.
    if matches!(
        present,
        Some(SubIndication::TryLater | SubIndication::RevocationOutOfBoundsNoPoe)
    ) {
        return Known::Nothing;
    }
    let today = today(maker, time, context);
    let leaf = outcome(maker, today, context);
    if !leaf.is_valid() {
        return Known::Nothing;
    }
    if authorities_are_good(maker, &leaf, today, context) {
        Known::Good
    } else {
        Known::NotProved
    }
}

/// What is asked of the present about a time in the past.
fn today(maker: &Maker<'_>, time: OffsetDateTime, context: &Context<'_>) -> Judgement {
    Judgement {
        at: time,
        as_of: context.at,
        source: Source::Everything,
        revocation: context.revocation,
        role: maker.role,
        is_authority: false,
        sunsets: Sunsets::NEVER,
    }
}

/// The proved times at which the certificate itself cannot have been put in its place later.
pub(super) fn proved_times<'c>(
    maker: &Maker<'c>,
    time: OffsetDateTime,
    which: Proofs,
    context: &Context<'_>,
) -> impl Iterator<Item = OffsetDateTime> + use<'c> {
    let (is_named, contained_at) = (maker.is_named, maker.contained_at);
    let times = context.existence.times_from(time, which).into_iter();
    times.filter(move |as_of| is_named || contained_at.is_some_and(|since| since <= *as_of))
}

/// Whether a judgement at `as_of`, with what is proved to have been in the file then, comes out well,
/// and nothing that became known since speaks against it.
fn was_good(
    maker: &Maker<'_>,
    time: OffsetDateTime,
    as_of: OffsetDateTime,
    context: &Context<'_>,
) -> bool {
    let then = Judgement {
        as_of,
        source: Source::ProvedBy(as_of),
        sunsets: context.policy.sunsets,
        ..today(maker, time, context)
    };
    let leaf = outcome(maker, then, context);
    if !leaf.is_valid() || !authorities_are_good(maker, &leaf, then, context) {
        return false;
    }
    if context.revocation == RevocationPolicy::Ignore {
        return true;
    }
    // Of everything at hand, a revocation counts that reaches back to then.
    !revocation_became_known(maker, &leaf.chain, time, context)
        && !issuer(maker, &leaf)
            .is_some_and(|issuer| revocation_became_known(&issuer, &leaf.chain, as_of, context))
}

/// Whether what is known today revokes a certificate of the path, the first of which is the maker's,
/// as of `at`.
fn revocation_became_known(
    maker: &Maker<'_>,
    chain: &[Certificate],
    at: OffsetDateTime,
    context: &Context<'_>,
) -> bool {
    let judgement = Judgement {
        at,
        as_of: context.at,
        source: Source::Everything,
        revocation: RevocationPolicy::Prefer,
        role: maker.role,
        // What the key is for has been judged.
        is_authority: true,
        // What is weak may still say that somebody is not good.
        sunsets: Sunsets::ALWAYS,
    };
    // On this very path, and on any: the lists may be signed by somebody who is not on it.
    [
        along(maker, chain, judgement, context),
        outcome(maker, judgement, context),
    ]
    .iter()
    .any(|outcome| {
        outcome.failures.iter().any(|failure| {
            let certificate = outcome.chain.get(failure.index);
            match failure.kind {
                PathFailureKind::SearchExhausted => true,
                PathFailureKind::Revoked { .. } => {
                    certificate.is_some_and(|certificate| chain.contains(certificate))
                }
                _ => false,
            }
        })
    })
}

/// Whether the authorities above the maker are good on the day of the judgement: what they signed
/// until then, they signed.
fn authorities_are_good(
    maker: &Maker<'_>,
    leaf: &PathOutcome,
    judgement: Judgement,
    context: &Context<'_>,
) -> bool {
    let above = Judgement {
        at: judgement.as_of,
        is_authority: true,
        ..judgement
    };
    issuer(maker, leaf).is_none_or(|issuer| outcome(&issuer, above, context).is_valid())
}

/// The authority that issued the maker's certificate; none where that is itself an anchor.
fn issuer<'p>(maker: &Maker<'p>, leaf: &'p PathOutcome) -> Option<Maker<'p>> {
    let certificate = leaf.chain.get(1)?;
    Some(Maker {
        certificate,
        ..*maker
    })
}
