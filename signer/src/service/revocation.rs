//! The CRLs of a home's authorities.

use super::bureau::Bureau;
use super::roots::HomeRoot;
use super::{ServiceError, pem};
use crate::pki::crl::{self, ListRequest};
use crate::pki::{Revocation, RevocationReason, Serial};
use crate::store::{Batch, Records};
use serde::{Deserialize, Serialize};
use std::num::NonZeroU32;
use time::{Duration, OffsetDateTime};
use yinxin_core::x509::Certificate;

/// How long a CRL is fresh.
const FRESH_DAYS: i64 = 30;

/// Certificates that an authority has revoked, by serial number in hexadecimal.
const fn revoked_by(root: HomeRoot) -> Records<Revoked> {
    Records::new(match root {
        HomeRoot::International => "revoked-certificates",
        HomeRoot::Chinese => "revoked-certificates-sm2",
    })
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Revoked {
    serial: Vec<u8>,
    since: i64,
}

/// Adds to a batch that a unit's certificate is revoked; [`publish`] makes it known.
///
/// # Errors
///
/// [`ServiceError::Store`].
pub fn revoked(
    batch: Batch,
    root: HomeRoot,
    certificate: &Certificate,
    at: OffsetDateTime,
) -> Result<Batch, ServiceError> {
    let record = Revoked {
        serial: certificate.serial().to_vec(),
        since: at.unix_timestamp(),
    };
    let key = certificate.serial_hex();
    Ok(revoked_by(root).put(batch, key.as_bytes(), &record)?)
}

/// Signs a CRL of everything that an authority revoked and puts it beside the certificates.
///
/// # Errors
///
/// [`ServiceError`] of keys, store or disk.
pub fn publish(bureau: &Bureau, root: HomeRoot, at: OffsetDateTime) -> Result<(), ServiceError> {
    let (authority, key) = root.open(bureau)?;
    let mut revoked = Vec::new();
    let mut after: Option<Vec<u8>> = None;
    loop {
        let page = revoked_by(root).scan(bureau.store(), b"", after.as_deref(), 1000)?;
        let Some((last, _)) = page.last() else { break };
        after = Some(last.clone());
        for (_, record) in page {
            revoked.push(Revocation {
                serial: Serial::new(&record.serial)?,
                since: OffsetDateTime::from_unix_timestamp(record.since).map_err(|_| {
                    ServiceError::Damaged {
                        what: "revoked-certificates",
                    }
                })?,
                reason: RevocationReason::Unspecified,
            });
        }
    }
    let number = bureau.store().advance("crl-number", NonZeroU32::MIN)?.start;
    let number = Serial::new(&number.to_be_bytes())?;
    let from = at - Duration::hours(1);
    let list = ListRequest {
        number,
        this_update: from,
        next_update: at + Duration::days(FRESH_DAYS),
        revoked: &revoked,
        previous: None,
        released: &[],
    };
    let crl = crl::issue(&list, &authority, key.as_ref())?;
    bureau
        .home()
        .certificates()
        .replace(
            &format!("{}.crl", root.id()),
            pem::revocation_list(&crl).as_bytes(),
        )
        .map_err(|source| bureau.write_failed("certificates", source))
}
