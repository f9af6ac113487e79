//! The revision that a signature adds: its field, its appearance and room for its value.

mod appearance;
mod extension;
mod field;
mod restriction;
mod seal;
mod widget;

use std::collections::HashSet;

use time::OffsetDateTime;

use super::append::{AppendError, Appender, reference};
use super::document::Document;
use super::object::{Dictionary, Object, ObjectId};
use super::signature::{ByteRange, DocMdp, EMBEDDED_SEAL, FieldLock, LockAction, Signatures};
use super::text_string::encode;

pub use appearance::{Appearance, Points};
pub use extension::DeveloperExtension;
pub(super) use extension::declare_new as declare_extension;

/// What a new signature is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// An approval signature.
    Approval,
    /// A certification: the first signature, which says what may change afterwards.
    Certification(DocMdp),
    /// A document timestamp.
    DocTimeStamp,
}

/// What a new signature looks like and says.
#[derive(Debug, Clone)]
pub struct SignatureRequest<'r> {
    /// Full name of the field: an empty signature field of that name is filled, else one is made.
    pub field: &'r str,
    /// What the signature is for.
    pub purpose: Purpose,
    /// `/Filter`, without the slash.
    pub filter: &'r str,
    /// `/SubFilter`, without the slash.
    pub sub_filter: &'r str,
    /// Octets reserved for the value of the signature.
    pub reserve: usize,
    /// `/M`: the claimed time.
    pub claimed_time: Option<OffsetDateTime>,
    /// `/Name`.
    pub name: Option<&'r str>,
    /// `/Reason`.
    pub reason: Option<&'r str>,
    /// `/Location`.
    pub location: Option<&'r str>,
    /// `/ContactInfo`.
    pub contact_info: Option<&'r str>,
    /// What is shown; `None` for an invisible signature.
    pub appearance: Option<Appearance<'r>>,
    /// Where else the same signature is shown. Each further place has a field of its own, named after
    /// `field` with `-2`, `-3` and so on, and the one signature dictionary as its value; all are made
    /// by the one revision, so that no later one has to add a visible mark.
    pub elsewhere: Vec<Appearance<'r>>,
    /// `/Lock` of a new field, and the FieldMDP transform. The lock of a field that is there already
    /// is kept and applied; then none may be asked for.
    pub lock: Option<FieldLock>,
    /// Developer extensions that the catalog must name.
    pub extensions: Vec<DeveloperExtension<'r>>,
    /// A seal that travels in the revision, so that it is signed: the octets of the seal (GB/T 38540),
    /// which `/YX_Seal` of the signature dictionary leads to. Whether the signer may use it is checked
    /// by whoever asks: [`crate::sign`] does.
    pub seal: Option<&'r [u8]>,
}

impl<'r> SignatureRequest<'r> {
    /// Returns a request for an invisible approval signature: `Adobe.PPKLite`,
    /// `ETSI.CAdES.detached`, 16 KiB reserved.
    #[must_use]
    pub fn new(field: &'r str) -> Self {
        SignatureRequest {
            field,
            purpose: Purpose::Approval,
            filter: "Adobe.PPKLite",
            sub_filter: "ETSI.CAdES.detached",
            reserve: 16 << 10,
            claimed_time: None,
            name: None,
            reason: None,
            location: None,
            contact_info: None,
            appearance: None,
            elsewhere: Vec::new(),
            lock: None,
            extensions: Vec::new(),
            seal: None,
        }
    }
}

/// Most octets that can be reserved for a signature.
const MOST_RESERVED: usize = 3 << 20;

/// Makes signature revisions.
#[derive(Debug, Clone, Copy)]
pub struct SignatureRevision;

impl SignatureRevision {
    /// Prepares a signature: everything but its value.
    ///
    /// # Errors
    ///
    /// [`AppendError`] where the file must not be appended to, an earlier signature forbids it, or
    /// the request does not fit the file.
    pub fn prepare(
        document: &Document<'_>,
        request: &SignatureRequest<'_>,
    ) -> Result<Prepared, AppendError> {
        if request.reserve == 0 || request.reserve > MOST_RESERVED {
            return Err(AppendError::TooLarge {
                what: "octets reserved",
            });
        }
        let mut appender = Appender::new(document)?;
        // What no form and no certification leads to restricts nothing; this spares reading all pages.
        let signatures = document.latest().signatures()?;
        if let Some(error) = signatures.unreadable.first() {
            return Err(AppendError::Unreadable(error.clone()));
        }
        let place = field::Place::find(&signatures, request)?;
        restriction::check(&signatures, request, &place.names())?;
        let signature = unclaimed(&mut appender, &signatures)?;
        let (field, lock) = place.fill(&mut appender, request, signature)?;
        let root = appender.view().catalog()?;
        let catalog = root.dictionary().ok_or(AppendError::Unsupported {
            what: "the catalog",
        })?;
        if matches!(request.purpose, Purpose::Certification(_)) {
            let entry = ("DocMDP", reference(signature));
            let entry = (entry.0, entry.1.as_slice());
            appender.set_in_key(&root, catalog, "Perms", entry, "/Perms of the catalog")?;
        }
        extension::declare(&mut appender, &root, catalog, &request.extensions)?;
        let seal = request.seal.map(|seal| seal::add(&mut appender, seal));
        let seal = seal.transpose()?;
        let (body, places) = body(request, lock.as_ref(), seal, root.id);
        appender.put(signature, body);
        let delta = appender.finish()?;
        let value = delta
            .values
            .get(&signature.number)
            .copied()
            .unwrap_or_default();
        Prepared::new(
            document.bytes().len(),
            delta.bytes,
            places.at(value),
            signature,
            field,
        )
    }
}

/// Reserves the object of the signature: one whose number no field waits for. Who prepares a document
/// could else let the signature show in fields that its signer never saw.
fn unclaimed(
    appender: &mut Appender<'_>,
    signatures: &Signatures<'_>,
) -> Result<ObjectId, AppendError> {
    let claimed = signatures.found.iter().filter_map(|found| found.id);
    let claimed: HashSet<u32> = claimed.map(|id| id.number).collect();
    loop {
        let id = appender.reserve()?;
        if !claimed.contains(&id.number) {
            return Ok(id);
        }
    }
}

/// Where the parts that are filled in later stand, from the beginning of the dictionary.
#[derive(Debug, Clone, Copy)]
struct Places {
    /// After `/ByteRange[0`.
    byte_range: usize,
    /// The `<` of `/Contents`.
    contents: usize,
    /// After its `>`.
    contents_end: usize,
}

impl Places {
    fn at(self, value: usize) -> Places {
        Places {
            byte_range: self.byte_range + value,
            contents: self.contents + value,
            contents_end: self.contents_end + value,
        }
    }
}

/// Room for three numbers of ten digits, each after a space.
const BYTE_RANGE: usize = 33;

/// Writes the signature dictionary with room for `/ByteRange` and `/Contents`.
fn body(
    request: &SignatureRequest<'_>,
    lock: Option<&FieldLock>,
    seal: Option<ObjectId>,
    root: ObjectId,
) -> (Vec<u8>, Places) {
    let kind = match request.purpose {
        Purpose::DocTimeStamp => "DocTimeStamp",
        _ => "Sig",
    };
    let mut out = format!("<</Type/{kind}/Filter").into_bytes();
    out.extend_from_slice(&name(request.filter));
    out.extend_from_slice(b"/SubFilter");
    out.extend_from_slice(&name(request.sub_filter));
    out.extend_from_slice(b"/ByteRange[0");
    let byte_range = out.len();
    out.resize(out.len() + BYTE_RANGE, b' ');
    out.extend_from_slice(b"]/Contents");
    let contents = out.len();
    out.push(b'<');
    out.resize(out.len() + request.reserve * 2, b'0');
    out.push(b'>');
    let contents_end = out.len();
    if let Some(time) = request.claimed_time {
        out.extend_from_slice(format!("/M{}", super::date::format(time)).as_bytes());
    }
    let texts = [
        ("Name", request.name),
        ("Reason", request.reason),
        ("Location", request.location),
        ("ContactInfo", request.contact_info),
    ];
    for (key, text) in texts {
        if let Some(text) = text {
            out.extend_from_slice(format!("/{key}").as_bytes());
            out.extend_from_slice(&encode(text));
        }
    }
    let mut transforms = Vec::new();
    if let Purpose::Certification(allowed) = request.purpose {
        let parameters = format!("/P {}", allowed.p());
        transforms.extend(transform("DocMDP", parameters.as_bytes(), ""));
    }
    if let Some(lock) = lock {
        let data = format!("/Data {} {} R", root.number, root.generation);
        transforms.extend(transform("FieldMDP", &lock_entries(lock), &data));
    }
    if !transforms.is_empty() {
        out.extend_from_slice(b"/Reference[");
        out.extend_from_slice(&transforms);
        out.extend_from_slice(b"]");
    }
    if let Some(seal) = seal {
        out.extend_from_slice(format!("/{EMBEDDED_SEAL} ").as_bytes());
        out.extend_from_slice(&reference(seal));
    }
    out.extend_from_slice(b">>");
    (
        out,
        Places {
            byte_range,
            contents,
            contents_end,
        },
    )
}

fn transform(method: &str, parameters: &[u8], data: &str) -> Vec<u8> {
    let head = format!("<</Type/SigRef/TransformMethod/{method}{data}/TransformParams");
    [
        head.as_bytes(),
        b"<</Type/TransformParams/V/1.2",
        parameters,
        b">>>>",
    ]
    .concat()
}

/// Returns the entries of a lock, without brackets (ISO 32000-2, table 236; from memory).
fn lock_entries(lock: &FieldLock) -> Vec<u8> {
    let action = match lock.action {
        LockAction::All => "All",
        LockAction::Include => "Include",
        LockAction::Exclude => "Exclude",
    };
    let mut out = format!("/Action/{action}").into_bytes();
    if lock.action != LockAction::All {
        out.extend_from_slice(b"/Fields[");
        for field in &lock.fields {
            out.extend_from_slice(&encode(field));
        }
        out.extend_from_slice(b"]");
    }
    if let Some(permission) = lock.permission {
        out.extend_from_slice(format!("/P {}", permission.p()).as_bytes());
    }
    out
}

/// Returns the source of a name with its slash.
fn name(text: &str) -> Vec<u8> {
    let mut out = vec![b'/'];
    for octet in text.bytes() {
        if octet.is_ascii_alphanumeric() || matches!(octet, b'.' | b'_' | b'-' | b'+') {
            out.push(octet);
        } else {
            out.extend_from_slice(format!("#{octet:02X}").as_bytes());
        }
    }
    out
}

/// Returns the dictionary of an object, or what it was expected to be.
fn dictionary<'o, 'd>(
    object: &'o Object<'d>,
    what: &'static str,
) -> Result<&'o Dictionary<'d>, AppendError> {
    object
        .as_dictionary()
        .ok_or(AppendError::Unsupported { what })
}

/// A signature revision that lacks only the value of the signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepared {
    /// The object of the signature dictionary.
    pub signature: ObjectId,
    /// The object of the field.
    pub field: ObjectId,
    delta: Vec<u8>,
    contents: usize,
    contents_end: usize,
    byte_range: ByteRange,
}

impl Prepared {
    fn new(
        base: usize,
        mut delta: Vec<u8>,
        places: Places,
        signature: ObjectId,
        field: ObjectId,
    ) -> Result<Self, AppendError> {
        let (contents, contents_end) = (places.contents, places.contents_end);
        let byte_range = ByteRange {
            first_length: base + contents,
            second_start: base + contents_end,
            second_length: delta.len() - contents_end,
        };
        let ByteRange {
            first_length,
            second_start,
            second_length,
        } = byte_range;
        let text = format!(" {first_length:<10} {second_start:<10} {second_length:<10}");
        let room = delta.get_mut(places.byte_range..places.byte_range + BYTE_RANGE);
        match room {
            Some(room) if room.len() == text.len() => room.copy_from_slice(text.as_bytes()),
            _ => {
                return Err(AppendError::TooLarge {
                    what: "octets of the file",
                });
            }
        }
        Ok(Prepared {
            signature,
            field,
            delta,
            contents,
            contents_end,
            byte_range,
        })
    }

    /// Returns where the token of `/Contents` begins and ends in the revision.
    pub(crate) fn gap(&self) -> (usize, usize) {
        (self.contents, self.contents_end)
    }

    /// Puts together again what [`Prepared::delta`] and [`Prepared::gap`] returned for a base of so
    /// many octets; `ids` are number and generation of the signature and of its field. `None` where
    /// the gap is not a hexadecimal string of zeros.
    pub(crate) fn restore(
        base: usize,
        delta: &[u8],
        (contents, contents_end): (usize, usize),
        [signature, generation, field, field_generation]: [u32; 4],
    ) -> Option<Self> {
        let token = delta.get(contents..contents_end)?;
        let zeros = token.strip_prefix(b"<")?.strip_suffix(b">")?;
        if zeros.iter().any(|octet| *octet != b'0') {
            return None;
        }
        let id = |number, generation: u32| {
            Some(ObjectId {
                number,
                generation: u16::try_from(generation).ok()?,
            })
        };
        Some(Prepared {
            signature: id(signature, generation)?,
            field: id(field, field_generation)?,
            byte_range: ByteRange {
                first_length: base.checked_add(contents)?,
                second_start: base.checked_add(contents_end)?,
                second_length: delta.len().checked_sub(contents_end)?,
            },
            delta: delta.to_vec(),
            contents,
            contents_end,
        })
    }

    /// Returns the octets of the revision before the `<` of `/Contents`. What is signed is the base,
    /// then these, then [`Prepared::after_contents`].
    #[must_use]
    pub fn before_contents(&self) -> &[u8] {
        self.delta.get(..self.contents).unwrap_or_default()
    }

    /// Returns the octets of the revision after the `>` of `/Contents`.
    #[must_use]
    pub fn after_contents(&self) -> &[u8] {
        self.delta.get(self.contents_end..).unwrap_or_default()
    }

    /// Returns the octets of the whole revision, with zeros as `/Contents`.
    #[must_use]
    pub fn delta(&self) -> &[u8] {
        &self.delta
    }

    /// Returns the ranges of the finished file that are signed.
    #[must_use]
    pub fn byte_range(&self) -> ByteRange {
        self.byte_range
    }

    /// Returns how many octets the value of the signature may have.
    #[must_use]
    pub fn reserved(&self) -> usize {
        (self.contents_end - self.contents).saturating_sub(2) / 2
    }

    /// Puts in the value of the signature and returns the octets to be written after the base.
    ///
    /// # Errors
    ///
    /// [`AppendError::ContentsTooSmall`] where it does not fit; nothing is cut off.
    pub fn embed(mut self, cms: &[u8]) -> Result<Vec<u8>, AppendError> {
        let (needed, reserved) = (cms.len(), self.reserved());
        let too_small = AppendError::ContentsTooSmall { needed, reserved };
        if needed > reserved {
            return Err(too_small);
        }
        let room = self
            .delta
            .get_mut(self.contents + 1..self.contents_end)
            .ok_or(too_small)?;
        for (pair, octet) in room.chunks_exact_mut(2).zip(cms) {
            pair.copy_from_slice(&hexadecimal(*octet));
        }
        Ok(self.delta)
    }
}

fn hexadecimal(octet: u8) -> [u8; 2] {
    let digit = |value: u8| {
        if value < 10 {
            b'0' + value
        } else {
            b'a' + (value - 10)
        }
    };
    [digit(octet >> 4), digit(octet & 15)]
}
