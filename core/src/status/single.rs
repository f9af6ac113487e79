use super::{CertificateId, oids};
use crate::der::{DerError, DerErrorKind, Oid, Reader, tag};
use crate::x509::{Extension, oids as x509_oids};
use time::OffsetDateTime;

/// What a response says of one certificate (RFC 6960, 4.2.1, SingleResponse).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SingleResponse {
    /// The certificate.
    pub certificate: CertificateId,
    /// What is said of it.
    pub status: super::CertificateStatus,
    /// When that was known to be right.
    pub this_update: OffsetDateTime,
    /// By when something newer is known.
    pub next_update: Option<OffsetDateTime>,
    /// Since when the responder keeps what ran out (RFC 6960, 4.4.4).
    pub archive_cutoff: Option<OffsetDateTime>,
    /// A critical extension that is not processed.
    pub critical_extension: Option<Oid>,
}

impl SingleResponse {
    pub(super) fn read(responses: &mut Reader<'_>) -> Result<Self, DerError> {
        use super::CertificateStatus::{Good, Revoked, Unknown};
        let mut fields = responses.sequence()?;
        let certificate = CertificateId::from_element(&fields.expect(tag::SEQUENCE)?)?;
        let choice = fields.element()?;
        let mut status = match choice.tag() {
            0x80 if choice.value().is_empty() => Good,
            0x82 if choice.value().is_empty() => Unknown,
            0xa1 => {
                let mut revoked = choice.reader()?;
                let since = revoked.expect(tag::GENERALIZED_TIME)?.time()?;
                let reason = match revoked.optional(tag::context(0))? {
                    Some(outer) => {
                        let mut inner = outer.reader()?;
                        let code = inner.expect(tag::ENUMERATED)?;
                        inner.finish()?;
                        let [reason] = code.value() else {
                            return Err(code.error(DerErrorKind::Value));
                        };
                        Some(*reason)
                    }
                    None => None,
                };
                revoked.finish()?;
                Revoked { since, reason }
            }
            _ => return Err(choice.error(DerErrorKind::Value)),
        };
        let this_update = fields.expect(tag::GENERALIZED_TIME)?.time()?;
        let next_update = match fields.optional(tag::context(0))? {
            Some(outer) => {
                let mut inner = outer.reader()?;
                let time = inner.expect(tag::GENERALIZED_TIME)?.time()?;
                inner.finish()?;
                Some(time)
            }
            None => None,
        };
        let mut archive_cutoff = None;
        let mut critical_extension = None;
        if let Some(outer) = fields.optional(tag::context(1))? {
            let mut extensions = outer.reader()?.sequence()?;
            let mut seen = Vec::new();
            while !extensions.is_empty() {
                let extension = Extension::read(&mut extensions)?;
                if seen.contains(&extension.oid) || seen.len() > 16 {
                    return Err(outer.error(DerErrorKind::Value));
                }
                seen.push(extension.oid);
                let time = || Reader::new(extension.value).element()?.time();
                match extension.oid {
                    oids::ARCHIVE_CUTOFF => archive_cutoff = Some(time()?),
                    // RFC 6960, 4.4.5: extensions of entries of revocation lists may stand here.
                    x509_oids::INVALIDITY_DATE => {
                        let suspected = time()?;
                        if let Revoked { since, .. } = &mut status {
                            *since = suspected.min(*since);
                        }
                    }
                    other if extension.critical => critical_extension = Some(other),
                    _ => {}
                }
            }
        }
        fields.finish()?;
        Ok(Self {
            certificate,
            status,
            this_update,
            next_update,
            archive_cutoff,
            critical_extension,
        })
    }
}
