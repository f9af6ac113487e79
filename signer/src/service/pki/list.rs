//! Revocation lists of authorities in files.

use super::{key_of, one_certificate};
use crate::pki::crl::{self, ListRequest, Revocation, RevocationReason};
use crate::pki::{PkiError, Serial};
use crate::service::error::Expected;
use crate::service::{ServiceError, certificate, output, pem};
use crate::wire::pki::ListMade;
use std::path::{Path, PathBuf};
use time::{Duration, OffsetDateTime};
use yinxin_core::x509::Crl;

/// Asks for a revocation list.
#[derive(Debug, Clone)]
pub struct RevocationListRequest {
    /// The authority's key.
    pub key: PathBuf,
    /// File with its password; one line.
    pub password_file: Option<PathBuf>,
    /// The authority's certificate.
    pub authority: PathBuf,
    /// The list before, whose entries stay and whose number is counted on.
    pub previous: Option<PathBuf>,
    /// What is revoked from now on.
    pub revoked: Vec<(Serial, RevocationReason)>,
    /// Whose hold is taken back.
    pub released: Vec<Serial>,
    /// Days until the next list.
    pub days: u16,
    /// The new file.
    pub output: PathBuf,
    /// The caller's clock.
    pub at: OffsetDateTime,
}

/// Makes a revocation list.
///
/// # Errors
///
/// [`ServiceError::Pki`], [`ServiceError::AlreadyThere`], and errors of reading and writing.
pub fn make_list(asked: &RevocationListRequest) -> Result<ListMade, ServiceError> {
    let key = key_of(&asked.key, asked.password_file.as_deref())?;
    let authority = one_certificate(&asked.authority)?;
    let previous = asked.previous.as_deref().map(one_list).transpose()?;
    let number = match previous.as_ref() {
        None => Serial::new(&[1])?,
        Some(previous) => following(previous.number().unwrap_or_default())?,
    };
    let revoked: Vec<Revocation> = asked
        .revoked
        .iter()
        .map(|(serial, reason)| Revocation {
            serial: serial.clone(),
            since: asked.at,
            reason: *reason,
        })
        .collect();
    let next_update = asked.at + Duration::days(i64::from(asked.days));
    let der = crl::issue(
        &ListRequest {
            number,
            this_update: asked.at,
            next_update,
            revoked: &revoked,
            previous: previous.as_ref(),
            released: &asked.released,
        },
        &authority,
        &key,
    )?;
    let read = Crl::parse(&der)
        .map_err(|_| ServiceError::Internal("a revocation list that was made cannot be read"))?;
    output::write_new(&asked.output, pem::revocation_list(&der).as_bytes())?;
    let number = read.number().unwrap_or_default();
    Ok(ListMade {
        file: asked.output.display().to_string(),
        issuer: read.issuer().to_string(),
        number: number.iter().map(|octet| format!("{octet:02x}")).collect(),
        revoked: read.len(),
        next_update: read.next_update(),
    })
}

fn one_list(path: &Path) -> Result<Crl, ServiceError> {
    let not_one = || ServiceError::NotUnderstood {
        path: path.into(),
        expected: Expected::RevocationList,
    };
    let lists = certificate::read_revocation_lists(path)?;
    match lists.as_slice() {
        [one] => Crl::parse(one).map_err(|_| not_one()),
        _ => Err(not_one()),
    }
}

/// The number after that, big-endian.
fn following(number: &[u8]) -> Result<Serial, PkiError> {
    let mut octets = number.to_vec();
    for octet in octets.iter_mut().rev() {
        *octet = octet.wrapping_add(1);
        if *octet != 0 {
            return Serial::new(&octets);
        }
    }
    octets.insert(0, 1);
    Serial::new(&octets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_counted_on() {
        for (number, expected) in [
            (&[][..], &[1][..]),
            (&[0], &[1]),
            (&[1], &[2]),
            (&[0xff], &[1, 0]),
            (&[0, 0xff, 0xff], &[1, 0, 0]),
        ] {
            assert_eq!(following(number).unwrap().as_bytes(), expected);
        }
        assert!(following(&[0x7f; 20]).is_ok());
        assert_eq!(following(&[0xff; 20]), Err(PkiError::Serial));
    }
}
