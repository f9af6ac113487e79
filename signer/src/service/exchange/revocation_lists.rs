//! The CRLs that a home judges with: its own, and those that were taken from others.

use super::super::bureau::Bureau;
use super::super::{ServiceError, certificate, trust};
use super::MOST;
use crate::home::Folder;
use std::path::Path;
use time::{Duration, OffsetDateTime};
use yinxin_core::reason::{Reason, certificate as reasons};
use yinxin_core::x509::{Certificate, Crl};

/// By how much the clock of whoever made a list may be ahead.
const AHEAD: Duration = Duration::hours(1);

/// Keeps a CRL for judging, in place of an older one of the same issuer and scope. It is trusted in
/// nothing until a path is judged with it. `name` is for errors only.
///
/// # Errors
///
/// [`ServiceError`] where an earlier list is given, or the list cannot be kept.
pub fn keep_crl(
    bureau: &Bureau,
    crl: &Crl,
    name: &Path,
    at: OffsetDateTime,
) -> Result<(), ServiceError> {
    check_newest(bureau, crl, name, at)?;
    bureau
        .home()
        .recognition()
        .replace(&place_of(bureau, crl, name)?, crl.der())
        .map_err(|source| bureau.write_failed("recognition", source))
}

/// Checks that a CRL is not older than the one that is kept, and not of the future: a list that
/// nobody vouches for yet must not stand in the way of those to come.
///
/// # Errors
///
/// [`ServiceError::RevocationListOlder`], [`ServiceError::RevocationListOfFuture`],
/// [`ServiceError::RevocationListNotSigned`];
/// [`ServiceError::Read`], [`ServiceError::Damaged`].
pub(super) fn check_newest(
    bureau: &Bureau,
    crl: &Crl,
    name: &Path,
    at: OffsetDateTime,
) -> Result<(), ServiceError> {
    if crl.this_update() > at + AHEAD {
        return Err(ServiceError::RevocationListOfFuture { path: name.into() });
    }
    let kept = bureau
        .home()
        .recognition()
        .get(&place_of(bureau, crl, name)?, MOST)
        .map_err(|source| bureau.read_failed("recognition", source))?;
    let Some(kept) = kept else { return Ok(()) };
    let kept = Crl::parse(&kept).map_err(|_| ServiceError::Damaged {
        what: "revocation lists",
    })?;
    if age(crl) < age(&kept) {
        return Err(ServiceError::RevocationListOlder { path: name.into() });
    }
    Ok(())
}

/// What grows from one list to the next (RFC 5280, 5.2.3): `thisUpdate`, and within one second the
/// number.
fn age(crl: &Crl) -> (OffsetDateTime, usize, Vec<u8>) {
    let number = crl.number().unwrap_or_default();
    let significant: Vec<u8> = number
        .iter()
        .copied()
        .skip_while(|octet| *octet == 0)
        .collect();
    (crl.this_update(), significant.len(), significant)
}

/// The file of a list: that of its issuer where an imported certificate vouches for it, so that it
/// replaces an earlier one; a file of its own where nobody is known who could have signed it, so that
/// it replaces nothing.
fn place_of(bureau: &Bureau, crl: &Crl, name: &Path) -> Result<String, ServiceError> {
    let mut issuers = named_as_issuer(bureau, crl)?;
    issuers.retain(|certificate| may_have_signed(certificate, crl));
    if issuers.iter().any(|issuer| crl.is_signed_by(issuer)) {
        Ok(file_of(crl))
    } else if issuers.is_empty() {
        let own = certificate::Fingerprint::of(crl.der());
        Ok(format!("{own}.unknown-issuer.crl"))
    } else {
        Err(ServiceError::RevocationListNotSigned { path: name.into() })
    }
}

/// The imported certificates that bear the name of a list's issuer.
fn named_as_issuer(bureau: &Bureau, crl: &Crl) -> Result<Vec<Certificate>, ServiceError> {
    let anchors = trust::load_files(bureau.home().path())?;
    let certificates = anchors.iter();
    let certificates = certificates.filter_map(|anchor| Certificate::parse(&anchor.der).ok());
    Ok(certificates
        .filter(|certificate| certificate.subject() == crl.issuer())
        .collect())
}

/// Whether a list names the key of a certificate, as far as both say.
fn may_have_signed(certificate: &Certificate, crl: &Crl) -> bool {
    let named = crl.authority_key_identifier();
    let own = certificate.subject_key_identifier();
    named.is_none() || own.is_none() || named == own
}

/// Says why no imported certificate is the issuer of a list that is kept; `None` where one is.
///
/// # Errors
///
/// [`ServiceError::Read`], [`ServiceError::Damaged`].
pub(super) fn why_without_issuer(
    bureau: &Bureau,
    crl: &Crl,
) -> Result<Option<Reason>, ServiceError> {
    let named = named_as_issuer(bureau, crl)?;
    let entry = if named.is_empty() {
        &reasons::IMPORT_CRL_ISSUER
    } else if named.iter().any(|one| may_have_signed(one, crl)) {
        return Ok(None);
    } else {
        &reasons::IMPORT_CRL_KEY
    };
    Ok(Some(Reason::new(entry).with("issuer", crl.issuer())))
}

/// One file an issuer, key and scope: a list of a CA's new key does not replace that of its old one,
/// nor a part the whole.
fn file_of(crl: &Crl) -> String {
    let mut of = crl.issuer().raw().to_vec();
    of.extend_from_slice(crl.authority_key_identifier().unwrap_or_default());
    if crl.is_delta() {
        of.extend_from_slice(b"delta");
    }
    if let Some(scope) = crl.scope() {
        // Were the spelling to change, two lists would be kept where one would do.
        of.extend_from_slice(format!("{scope:?}").as_bytes());
    }
    format!("{}.crl", certificate::Fingerprint::of(&of))
}

/// Returns the CRLs of a home: its own and those that were kept.
///
/// # Errors
///
/// [`ServiceError::Read`], [`ServiceError::Damaged`].
pub fn crls(bureau: &Bureau) -> Result<Vec<Crl>, ServiceError> {
    crls_of(bureau.home().path())
}

/// As [`crls`], without the home's lock: they are whole files that come and go at once.
///
/// # Errors
///
/// As [`crls`].
pub fn crls_of(home: &Path) -> Result<Vec<Crl>, ServiceError> {
    let damaged = || ServiceError::Damaged {
        what: "revocation lists",
    };
    let mut crls = Vec::new();
    for below in ["certificates", "recognition"] {
        let folder = Folder::new(home.join(below));
        let failed = |source| ServiceError::Read {
            path: folder.path().into(),
            source,
        };
        let names = match folder.names() {
            Ok(names) => names,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => return Err(failed(error)),
        };
        for name in names.into_iter().filter(|name| name.ends_with(".crl")) {
            let octets = folder
                .get(&name, MOST)
                .map_err(failed)?
                .ok_or_else(damaged)?;
            for crl in yinxin_core::x509::read_all_crls(&octets).map_err(|_| damaged())? {
                crls.push(crl.map_err(|_| damaged())?);
            }
        }
    }
    Ok(crls)
}
