//! Revocation data that are there, and too old for the policy.

use super::carried::Material;
use super::trust::{Context, Judgement, Maker};
use crate::reason::{Reason, certificate as reasons};
use crate::x509::{Certificate, RevocationPolicy};
use time::{Duration, OffsetDateTime};

/// Says so where a judgement had no data about a certificate since all that there are were left out.
pub(super) fn too_old(
    maker: &Maker<'_>,
    judgement: Judgement,
    context: &Context<'_>,
    certificate: &Certificate,
    issuer: Option<&Certificate>,
) -> Option<Reason> {
    if !Material::is_young_only(judgement.revocation, context) {
        return None;
    }
    let most = context.policy.revocation_age?;
    let of_every_age = Judgement {
        revocation: RevocationPolicy::Prefer,
        ..judgement
    };
    let all = Material::of(maker.carried, maker.contained_at, context, of_every_age);
    let lists = all.crls.iter();
    let lists = lists.filter(|crl| crl.issuer() == certificate.issuer());
    let answers = all.ocsp_responses.iter().filter(|response| {
        let mut singles = response.singles().iter();
        issuer.is_some_and(|issuer| singles.any(|one| one.certificate.names(certificate, issuer)))
    });
    let newest: OffsetDateTime = lists
        .map(crate::x509::Crl::this_update)
        .chain(answers.map(crate::status::OcspResponse::produced_at))
        .max()?;
    let age = judgement.as_of - newest;
    (age > most).then(|| {
        Reason::new(&reasons::REVOCATION_TOO_OLD)
            .with("subject", certificate.subject())
            .with("issuer", certificate.issuer())
            .at("from", newest)
            .with("age", begun_hours(age))
            .with("most", most.whole_hours())
    })
}

/// Hours, the last of which has only begun.
fn begun_hours(age: Duration) -> i64 {
    let hours = age.whole_hours();
    match age == Duration::hours(hours) {
        true => hours,
        false => hours.saturating_add(1),
    }
}
