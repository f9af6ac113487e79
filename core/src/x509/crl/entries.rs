use super::super::{Extension, GeneralName, Name, oids};
use super::CrlError;
use crate::der::{DerError, DerErrorKind, Element, Oid, Reader, tag};
use std::ops::Range;
use time::OffsetDateTime;

/// What an entry holds in the index, octets.
const ENTRY: usize = size_of::<Entry>();

/// One entry of a CRL (RFC 5280, 5.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revocation {
    /// When the certificate was revoked.
    pub date: OffsetDateTime,
    /// CRLReason, where one is given: 1 key compromise, 6 certificate hold, 8 remove from CRL.
    pub reason: Option<u8>,
    /// Since when the key is suspected (RFC 5280, 5.3.2).
    pub invalidity_date: Option<OffsetDateTime>,
}

impl Revocation {
    /// Returns the earlier of the two dates.
    #[must_use]
    pub fn since(&self) -> OffsetDateTime {
        self.invalidity_date
            .map_or(self.date, |suspected| suspected.min(self.date))
    }
}

/// The entries of a CRL, found by serial number.
#[derive(Default)]
pub(super) struct Entries {
    /// Sorted by the octets of the serial number.
    listed: Vec<Entry>,
    /// The names that certificateIssuer extensions give (RFC 5280, 5.3.3), in their order.
    issuers: Vec<Vec<Name>>,
    /// A critical extension of an entry that is not processed.
    pub(super) unknown_critical: Option<Oid>,
}

struct Entry {
    serial: Range<usize>,
    whole: Range<usize>,
    /// Which of the named issuers it is about, counted from 1; 0 for the issuer of the list.
    issuer: usize,
}

impl Entries {
    /// Reads the entries of the list `der`; what the index holds is taken from `room` before.
    pub(super) fn read(
        mut reader: Reader<'_>,
        der: &[u8],
        room: &mut usize,
    ) -> Result<Self, CrlError> {
        let mut entries = Self::default();
        while !reader.is_empty() {
            *room = room.checked_sub(ENTRY).ok_or(CrlError::NoRoom)?;
            let whole = reader.expect(tag::SEQUENCE)?;
            let (serial, _, said) = read_entry(&mut whole.reader()?)?;
            entries.unknown_critical = entries.unknown_critical.or(said.unknown_critical);
            if let Some(names) = said.issuer {
                // A name is held as received and folded, with what its parts take by themselves.
                let held = names.raw().len().saturating_mul(8);
                *room = room.checked_sub(held).ok_or(CrlError::NoRoom)?;
                entries.name_issuer(&names)?;
            }
            entries.listed.push(Entry {
                serial: serial.value_offset()..serial.value_offset() + serial.value().len(),
                whole: super::span(&whole),
                // An entry without the extension is about the issuer of the one before it.
                issuer: entries.issuers.len(),
            });
        }
        let octets = |entry: &Entry| der.get(entry.serial.clone());
        entries
            .listed
            .sort_by(|one, other| octets(one).cmp(&octets(other)));
        Ok(entries)
    }

    fn name_issuer(&mut self, names: &Element<'_>) -> Result<(), DerError> {
        let names: Vec<Name> = GeneralName::read_each(names.reader()?)?
            .into_iter()
            .filter_map(|name| match name {
                GeneralName::Directory(name) => Some(name),
                _ => None,
            })
            .collect();
        if names.is_empty() {
            self.unknown_critical = self.unknown_critical.or(Some(oids::CERTIFICATE_ISSUER));
        }
        self.issuers.push(names);
        Ok(())
    }

    pub(super) fn len(&self) -> usize {
        self.listed.len()
    }

    /// Tells whether an entry is said to be about another issuer.
    pub(super) fn names_issuers(&self) -> bool {
        !self.issuers.is_empty()
    }

    /// Looks for `serial` of `issuer`; `own` is the issuer of the list, `der` the whole list. Where
    /// it is listed twice, the earliest revocation counts.
    pub(super) fn find(
        &self,
        der: &[u8],
        own: &Name,
        issuer: &Name,
        serial: &[u8],
    ) -> Option<Revocation> {
        let octets = |range: &Range<usize>| der.get(range.clone()).unwrap_or_default();
        let from = self
            .listed
            .partition_point(|entry| octets(&entry.serial) < serial);
        let is_about = |entry: &&Entry| match entry.issuer.checked_sub(1) {
            None => own == issuer,
            Some(index) => self
                .issuers
                .get(index)
                .is_some_and(|names| names.contains(issuer)),
        };
        self.listed
            .iter()
            .skip(from)
            .take_while(|entry| octets(&entry.serial) == serial)
            .filter(is_about)
            .filter_map(|entry| {
                let mut fields = Reader::new(octets(&entry.whole)).sequence().ok()?;
                // The entry was read once already, when the list was.
                read_entry(&mut fields)
                    .ok()
                    .map(|(_, revocation, _)| revocation)
            })
            .min_by_key(Revocation::since)
    }
}

/// What the extensions of an entry say beside the revocation.
#[derive(Default)]
struct Said<'a> {
    /// The GeneralNames of a certificateIssuer.
    issuer: Option<Element<'a>>,
    unknown_critical: Option<Oid>,
}

/// Reads an entry: the serial number, the revocation, and what else its extensions say.
fn read_entry<'a>(
    fields: &mut Reader<'a>,
) -> Result<(Element<'a>, Revocation, Said<'a>), DerError> {
    let serial = fields.expect(tag::INTEGER)?;
    let date = fields.element()?.time()?;
    let mut revocation = Revocation {
        date,
        reason: None,
        invalidity_date: None,
    };
    let mut said = Said::default();
    if let Some(extensions) = fields.optional(tag::SEQUENCE)? {
        let mut extensions = extensions.reader()?;
        while !extensions.is_empty() {
            let extension = Extension::read(&mut extensions)?;
            let value = Reader::new(extension.value).element();
            match extension.oid {
                oids::REASON_CODE => {
                    let code = value?.expect(tag::ENUMERATED)?;
                    let [reason] = code.value() else {
                        return Err(code.error(DerErrorKind::Value));
                    };
                    revocation.reason = Some(*reason);
                }
                oids::INVALIDITY_DATE => revocation.invalidity_date = Some(value?.time()?),
                oids::CERTIFICATE_ISSUER => said.issuer = Some(value?.expect(tag::SEQUENCE)?),
                other if extension.critical => {
                    said.unknown_critical = said.unknown_critical.or(Some(other));
                }
                _ => {}
            }
        }
    }
    Ok((serial, revocation, said))
}
