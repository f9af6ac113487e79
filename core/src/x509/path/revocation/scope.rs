use super::CrlProblem;
use crate::x509::{Certificate, Crl, DistributionPoint, GeneralName, Reasons};

/// How many names are compared at most to find out what a list covers.
pub(super) fn comparisons(crl: &Crl, certificate: &Certificate) -> usize {
    let count = |names: &Option<Vec<GeneralName>>| names.as_ref().map_or(0, Vec::len);
    let listed = crl.scope().map_or(0, |scope| count(&scope.names));
    let points = certificate.distribution_points().unwrap_or_default();
    points.iter().fold(listed, |sum, point| {
        let own = count(&point.names) + count(&point.crl_issuer);
        sum.saturating_add(own.saturating_mul(listed + 1))
    })
}

/// Tells whether a distribution point of the certificate says that the issuer of the list issues
/// lists for it (RFC 5280, 4.2.1.13, cRLIssuer).
pub(super) fn is_designated(crl: &Crl, certificate: &Certificate) -> bool {
    let issuer = GeneralName::Directory(crl.issuer().clone());
    let points = certificate.distribution_points().unwrap_or_default();
    points.iter().any(|point| names(point, &issuer))
}

fn names(point: &DistributionPoint, issuer: &GeneralName) -> bool {
    point
        .crl_issuer
        .as_ref()
        .is_some_and(|names| names.contains(issuer))
}

/// The reasons for which the list speaks about the certificate (RFC 5280, 6.3.3 b and d); the list is
/// of its issuer or of one that is designated.
pub(super) fn reasons(crl: &Crl, certificate: &Certificate) -> Result<Reasons, CrlProblem> {
    if let Some(oid) = crl.unknown_critical_extension() {
        return Err(CrlProblem::CriticalExtension(*oid));
    }
    if !crl.has_number_as_due() {
        return Err(CrlProblem::Number);
    }
    let Some(scope) = crl.scope() else {
        return Ok(Reasons::ALL);
    };
    let is_ca = certificate
        .basic_constraints()
        .is_some_and(|constraints| constraints.ca);
    if scope.only_attribute || (scope.only_user && is_ca) || (scope.only_ca && !is_ca) {
        return Err(CrlProblem::Scope);
    }
    let issuer = GeneralName::Directory(crl.issuer().clone());
    let is_direct = crl.issuer() == certificate.issuer();
    // The point that is assumed where none is named bears the name of the issuer.
    let is_assumed = |listed: &[GeneralName]| listed.contains(&issuer);
    if is_direct && scope.names.as_deref().is_none_or(is_assumed) {
        return Ok(scope.reasons);
    }
    let meets = |own: &Option<Vec<GeneralName>>| {
        scope.names.as_ref().is_none_or(|listed| {
            let mut own = own.iter().flatten();
            own.any(|name| listed.contains(name))
        })
    };
    let covered = certificate
        .distribution_points()
        .unwrap_or_default()
        .iter()
        .filter(|point| names(point, &issuer) || (is_direct && point.crl_issuer.is_none()))
        .filter(|point| match &point.names {
            Some(_) => meets(&point.names),
            None => meets(&point.crl_issuer),
        })
        .fold(Reasons::NONE, |sum, point| sum.union(point.reasons));
    match covered.intersection(scope.reasons) {
        Reasons::NONE => Err(CrlProblem::Scope),
        some => Ok(some),
    }
}
