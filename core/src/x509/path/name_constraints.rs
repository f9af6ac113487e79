use super::{PathFailure, PathFailureKind};
use crate::der::{DerError, DerErrorKind, Element, Reader, tag};
use crate::x509::{Certificate, GeneralName, oids};

/// Comparisons of a name with a subtree that are made for one path.
const MAX_COMPARISONS: usize = 250_000;

/// The constraints of one authority (RFC 5280, 4.2.1.10).
struct Constraints {
    permitted: Vec<GeneralName>,
    excluded: Vec<GeneralName>,
}

/// Why names are refused.
enum Refusal {
    Outside,
    NotServed,
}

impl Constraints {
    fn parse(value: &[u8]) -> Result<Self, DerError> {
        let mut outer = Reader::new(value);
        let mut fields = outer.sequence()?;
        outer.finish()?;
        let permitted = subtrees(fields.optional(tag::context(0))?)?;
        let excluded = subtrees(fields.optional(tag::context(1))?)?;
        fields.finish()?;
        if permitted.is_empty() && excluded.is_empty() {
            return Err(DerError::new(0, DerErrorKind::Value));
        }
        Ok(Self {
            permitted,
            excluded,
        })
    }
}

/// Reads GeneralSubtrees; `minimum` and `maximum` have to be left out (RFC 5280, 4.2.1.10).
fn subtrees(list: Option<Element<'_>>) -> Result<Vec<GeneralName>, DerError> {
    let Some(list) = list else {
        return Ok(Vec::new());
    };
    let mut reader = list.reader()?;
    let mut bases = Vec::new();
    while !reader.is_empty() {
        let mut subtree = reader.sequence()?;
        bases.push(GeneralName::from_element(&subtree.element()?)?);
        subtree.finish()?;
    }
    Ok(bases)
}

/// Checks the names of every certificate against the constraints of all above it.
pub(super) fn check(chain: &[&Certificate], failures: &mut Vec<PathFailure>) {
    let mut left = MAX_COMPARISONS;
    for (above, authority) in chain.iter().enumerate().skip(1) {
        let Some(extension) = authority.extension(&oids::NAME_CONSTRAINTS) else {
            continue;
        };
        let Ok(constraints) = Constraints::parse(extension.value) else {
            let kind = PathFailureKind::NameConstraintsNotServed;
            failures.push(PathFailure { index: above, kind });
            continue;
        };
        for (index, certificate) in chain.iter().enumerate().take(above) {
            // Self-issued certificates on the way are exempt (RFC 5280, 6.1.3 b and c).
            if index > 0 && certificate.is_self_issued() {
                continue;
            }
            let kind = match judge(certificate, &constraints, &mut left) {
                Ok(()) => continue,
                Err(Refusal::Outside) => PathFailureKind::NameConstraints,
                Err(Refusal::NotServed) => PathFailureKind::NameConstraintsNotServed,
            };
            failures.push(PathFailure { index, kind });
        }
    }
}

fn judge(
    certificate: &Certificate,
    constraints: &Constraints,
    left: &mut usize,
) -> Result<(), Refusal> {
    let subject = certificate.subject();
    let mut names: Vec<GeneralName> = certificate.subject_alt_names().to_vec();
    let addresses = subject.values(&oids::EMAIL_ADDRESS);
    let is_about_email = |base: &GeneralName| matches!(base, GeneralName::Email(_));
    let mut bases = constraints.permitted.iter().chain(&constraints.excluded);
    // An address that is no text cannot be compared.
    if addresses.len() < subject.count(&oids::EMAIL_ADDRESS) && bases.any(is_about_email) {
        return Err(Refusal::NotServed);
    }
    names.extend(addresses.into_iter().map(GeneralName::Email));
    if !subject.is_empty() {
        names.push(GeneralName::Directory(subject.clone()));
    }
    let every = constraints.permitted.len() + constraints.excluded.len();
    *left = left
        .checked_sub(names.len().saturating_mul(every))
        .ok_or(Refusal::NotServed)?;
    for name in &names {
        let mut permitted = None;
        for base in &constraints.permitted {
            match covers(base, name) {
                Some(Ok(covered)) => permitted = Some(permitted.unwrap_or(false) || covered),
                Some(Err(())) => return Err(Refusal::NotServed),
                None => {}
            }
        }
        if permitted == Some(false) {
            return Err(Refusal::Outside);
        }
        for base in &constraints.excluded {
            match covers(base, name) {
                Some(Ok(true)) => return Err(Refusal::Outside),
                Some(Err(())) => return Err(Refusal::NotServed),
                _ => {}
            }
        }
    }
    Ok(())
}

/// Tells whether `name` lies in the subtree `base`; `None` where it is of another form, an error
/// where the form or the value is not processed.
fn covers(base: &GeneralName, name: &GeneralName) -> Option<Result<bool, ()>> {
    use GeneralName::{Directory, Dns, Email, Ip, Other, Uri};
    Some(match (base, name) {
        (Directory(base), Directory(name)) => Ok(name.is_within(base)),
        (Dns(base), Dns(name)) => dns(base, name),
        (Email(base), Email(name)) => email(base, name),
        (Uri(base), Uri(name)) => uri(base, name),
        (Ip(base), Ip(name)) => ip(base, name),
        (Other { number: one, .. }, Other { number: other, .. }) if one == other => Err(()),
        _ => return None,
    })
}

/// Tells whether `text` is a host name in the preferred syntax; a leading wildcard label is allowed.
fn is_host(text: &str) -> bool {
    let text = text.strip_prefix("*.").unwrap_or(text);
    !text.is_empty()
        && text.split('.').all(|label| {
            !label.is_empty()
                && label
                    .bytes()
                    .all(|o| o.is_ascii_alphanumeric() || o == b'-' || o == b'_')
        })
}

/// Tells whether the host `name` is `base` or below it.
fn within_host(base: &str, name: &str) -> bool {
    let (base, name) = (base.to_ascii_lowercase(), name.to_ascii_lowercase());
    name == base
        || name
            .strip_suffix(&base)
            .is_some_and(|head| head.ends_with('.'))
}

fn dns(base: &str, name: &str) -> Result<bool, ()> {
    if base.is_empty() {
        return Ok(true);
    }
    // A leading period is not of the standard, and its meaning is not agreed on.
    if !is_host(base) || base.starts_with('*') || !is_host(name) {
        return Err(());
    }
    // A wildcard may stand for a name inside an excluded subtree, so it is refused where that is so.
    let parent = name.strip_prefix("*.");
    if parent.is_some_and(|parent| within_host(parent, base) && !within_host(base, parent)) {
        return Err(());
    }
    Ok(within_host(base, name))
}

fn email(base: &str, name: &str) -> Result<bool, ()> {
    let (local, host) = name.rsplit_once('@').ok_or(())?;
    if !is_host(host) || host.starts_with('*') || local.contains(['@', '"']) {
        return Err(());
    }
    if let Some((base_local, base_host)) = base.rsplit_once('@') {
        return Ok(base_local == local && base_host.eq_ignore_ascii_case(host));
    }
    host_or_domain(base, host)
}

fn uri(base: &str, name: &str) -> Result<bool, ()> {
    let (_, rest) = name.split_once("://").ok_or(())?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host);
    let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
    let numbers = host
        .split('.')
        .all(|label| label.bytes().all(|o| o.is_ascii_digit()));
    if !is_host(host) || host.starts_with('*') || numbers {
        return Err(());
    }
    host_or_domain(base, host)
}

/// `.domain` stands for every host below it, `host` for itself (RFC 5280, 4.2.1.10).
fn host_or_domain(base: &str, host: &str) -> Result<bool, ()> {
    if base.is_empty() {
        return Ok(true);
    }
    match base.strip_prefix('.') {
        Some(domain) if is_host(domain) => {
            Ok(within_host(domain, host) && !host.eq_ignore_ascii_case(domain))
        }
        None if is_host(base) => Ok(base.eq_ignore_ascii_case(host)),
        _ => Err(()),
    }
}

fn ip(base: &[u8], name: &[u8]) -> Result<bool, ()> {
    if !matches!((base.len(), name.len()), (8 | 32, 4 | 16)) {
        return Err(());
    }
    if base.len() != 2 * name.len() {
        return Ok(false);
    }
    let (network, mask) = base.split_at(name.len());
    let bits: Vec<bool> = mask
        .iter()
        .flat_map(|octet| (0..8).rev().map(move |bit| octet >> bit & 1 == 1))
        .collect();
    if bits.is_sorted_by(|one, next| one >= next) {
        let masked =
            |(address, (network, mask)): (&u8, (&u8, &u8))| address & mask == network & mask;
        Ok(name.iter().zip(network.iter().zip(mask)).all(masked))
    } else {
        Err(())
    }
}
