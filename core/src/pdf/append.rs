//! Appending a revision (ISO 32000-2, 7.5.6; from memory): only new octets, nothing rewritten.

mod append_error;
mod edit;
mod encrypt;
mod xref;

use std::collections::BTreeMap;

use super::document::Document;
use super::finding::Finding;
use super::indirect::{IndirectObject, Source};
use super::object::{Array, Dictionary, Object, ObjectId};
use super::revision::is_padding;
use super::view::View;
use super::xref::{GREATEST_NUMBER, SectionKind};
pub use append_error::AppendError;
use edit::Edit;
use encrypt::Encryptor;

/// A revision in the making.
///
/// Changed objects are the source octets of the base with splices; nothing else is serialised anew.
/// In an encrypted file, what is added is encrypted with the key of the file.
#[derive(Debug)]
pub struct Appender<'d> {
    view: View<'d>,
    new: BTreeMap<u32, Body>,
    edits: BTreeMap<u32, Edit<'d>>,
    next: u32,
    encryptor: Option<Encryptor<'d>>,
}

/// What a new object is.
#[derive(Debug)]
enum Body {
    /// The source of a value.
    Value(Vec<u8>),
    /// The source of the entries of a stream's dictionary, and its data.
    Stream(Vec<u8>, Vec<u8>),
}

impl Body {
    fn len(&self) -> usize {
        match self {
            Body::Value(source) => source.len(),
            Body::Stream(entries, data) => entries.len() + data.len() + 64,
        }
    }
}

/// The octets of a revision: what has to be written after the last octet of the base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delta {
    /// The octets.
    pub bytes: Vec<u8>,
    /// Where the value of each object of the revision begins in `bytes`, by object number.
    pub(crate) values: BTreeMap<u32, usize>,
}

impl<'d> Appender<'d> {
    /// Begins a revision after the newest one.
    ///
    /// # Errors
    ///
    /// [`AppendError::Recovered`], [`AppendError::Locked`] or [`AppendError::Ambiguous`] for a file
    /// that must not be appended to; [`AppendError::TooLarge`] where the numbers are used up.
    pub fn new(document: &'d Document<'d>) -> Result<Self, AppendError> {
        if document.recovered() {
            return Err(AppendError::Recovered);
        }
        if let Some(locked) = document.locked() {
            return Err(AppendError::Locked(locked.clone()));
        }
        let ambiguous = |finding: &&Finding| match finding {
            Finding::DualStartxref { .. }
            | Finding::HeaderShift { .. }
            | Finding::HybridMismatch { .. }
            | Finding::UnreadableXrefStm { .. }
            | Finding::GreatNumber { .. }
            | Finding::OutOfOrder { .. } => true,
            // Padding of a file system or a mail gateway: nobody reads a document in it, and a
            // signature will cover it.
            Finding::Tail { span } => !is_padding(span.of(document.bytes())),
            _ => false,
        };
        if let Some(finding) = document.findings().iter().find(ambiguous) {
            return Err(AppendError::Ambiguous {
                finding: finding.clone(),
            });
        }
        // All else that readers may take differently is found where the signature is judged: such a file
        // is signed as it is, and never passes.
        if let Some(finding) = document.concealed().map_err(AppendError::Unreadable)? {
            return Err(AppendError::Ambiguous { finding });
        }
        let sections = document.sections();
        let listed = sections.iter().filter_map(|section| section.rows.last());
        let listed = listed.map(|row| row.number.saturating_add(1));
        let sizes = sections.iter().filter_map(|section| {
            section
                .trailer
                .get("Size")?
                .as_integer()
                .and_then(|size| u32::try_from(size).ok())
        });
        let next = listed.chain(sizes).max().unwrap_or(1).max(1);
        let (new, edits) = (BTreeMap::new(), BTreeMap::new());
        Ok(Appender {
            view: document.latest(),
            new,
            edits,
            next,
            encryptor: Encryptor::of(document),
        })
    }

    /// Returns the newest revision of the base.
    #[must_use]
    pub fn view(&self) -> View<'d> {
        self.view
    }

    /// Takes a number that no revision uses.
    ///
    /// # Errors
    ///
    /// [`AppendError::TooLarge`] where the numbers are used up.
    pub fn reserve(&mut self) -> Result<ObjectId, AppendError> {
        let number = self.next;
        if number > GREATEST_NUMBER {
            return Err(AppendError::TooLarge {
                what: "object numbers",
            });
        }
        self.next += 1;
        Ok(ObjectId {
            number,
            generation: 0,
        })
    }

    /// Adds an object whose number was reserved; `body` is the source of its value.
    pub fn put(&mut self, id: ObjectId, body: Vec<u8>) {
        self.new.insert(id.number, Body::Value(body));
    }

    /// Adds a new object; `body` is the source of its value.
    ///
    /// # Errors
    ///
    /// As [`Appender::reserve`].
    pub fn add(&mut self, body: Vec<u8>) -> Result<ObjectId, AppendError> {
        let id = self.reserve()?;
        self.put(id, body);
        Ok(id)
    }

    /// Adds a new stream; `entries` are the source of its dictionary without `/Length` and brackets.
    ///
    /// # Errors
    ///
    /// As [`Appender::reserve`].
    pub fn add_stream(&mut self, entries: &[u8], data: &[u8]) -> Result<ObjectId, AppendError> {
        let id = self.reserve()?;
        let body = Body::Stream(entries.to_vec(), data.to_vec());
        self.new.insert(id.number, body);
        Ok(id)
    }

    /// Sets the value of a key in `dictionary`, which lies in `object` of the base.
    ///
    /// # Errors
    ///
    /// [`AppendError::Unsupported`] where the object is a stream.
    pub fn set(
        &mut self,
        object: &IndirectObject<'d>,
        dictionary: &Dictionary<'d>,
        key: &str,
        value: &[u8],
    ) -> Result<(), AppendError> {
        let value = self.encrypted(object, value)?;
        self.edit(object)?.set(dictionary, key, &value);
        Ok(())
    }

    /// Adds an element to `array`, which lies in `object` of the base.
    ///
    /// # Errors
    ///
    /// As [`Appender::set`].
    pub fn push(
        &mut self,
        object: &IndirectObject<'d>,
        array: &Array<'d>,
        value: &[u8],
    ) -> Result<(), AppendError> {
        let value = self.encrypted(object, value)?;
        self.edit(object)?.push(array, &value);
        Ok(())
    }

    /// Adds an element to the array that is the value of a key: in place if it is direct, as a new
    /// version of the array if it is referred to, as a new array if it is absent.
    ///
    /// # Errors
    ///
    /// [`AppendError::Unsupported`] where the value is something else, naming `what`.
    pub fn push_to_key(
        &mut self,
        object: &IndirectObject<'d>,
        dictionary: &Dictionary<'d>,
        key: &str,
        value: &[u8],
        what: &'static str,
    ) -> Result<(), AppendError> {
        match dictionary.get(key) {
            Some(Object::Array(array)) => self.push(object, array, value),
            Some(Object::Reference(id)) => match self.view.follow(*id)? {
                Some(found) => match &found.value {
                    Object::Array(array) => self.push(&found, array, value),
                    _ => Err(AppendError::Unsupported { what }),
                },
                None => self.set(object, dictionary, key, &[b"[", value, b"]"].concat()),
            },
            None | Some(Object::Null) => {
                self.set(object, dictionary, key, &[b"[", value, b"]"].concat())
            }
            Some(_) => Err(AppendError::Unsupported { what }),
        }
    }

    /// Sets a key in the dictionary that is the value of `outer`: in place if it is direct, as a new
    /// version if it is referred to, as a new direct dictionary if it is absent.
    ///
    /// # Errors
    ///
    /// [`AppendError::Unsupported`] where the value is something else, naming `what`.
    pub fn set_in_key(
        &mut self,
        object: &IndirectObject<'d>,
        dictionary: &Dictionary<'d>,
        outer: &str,
        (key, value): (&str, &[u8]),
        what: &'static str,
    ) -> Result<(), AppendError> {
        match dictionary.get(outer) {
            Some(Object::Dictionary(inner)) => self.set(object, inner, key, value),
            Some(Object::Reference(id)) => match self.view.follow(*id)? {
                Some(found) => match &found.value {
                    Object::Dictionary(inner) => self.set(&found, inner, key, value),
                    _ => Err(AppendError::Unsupported { what }),
                },
                None => Err(AppendError::Unsupported { what }),
            },
            None | Some(Object::Null) => {
                let new = [b"<</", key.as_bytes(), b" ", value, b">>"].concat();
                self.set(object, dictionary, outer, &new)
            }
            Some(_) => Err(AppendError::Unsupported { what }),
        }
    }

    /// Encrypts a value that becomes part of an object of the base. Where that lies in an object
    /// stream, the whole object is encrypted when it is written.
    fn encrypted(
        &mut self,
        object: &IndirectObject<'d>,
        value: &[u8],
    ) -> Result<Vec<u8>, AppendError> {
        match (&mut self.encryptor, object.source) {
            (Some(encryptor), Source::File(_)) => encryptor.value(object.id, value),
            _ => Ok(value.to_vec()),
        }
    }

    fn edit(&mut self, object: &IndirectObject<'d>) -> Result<&mut Edit<'d>, AppendError> {
        if object.stream.is_some() {
            return Err(AppendError::Unsupported {
                what: "an object to be changed",
            });
        }
        Ok(self
            .edits
            .entry(object.id.number)
            .or_insert_with(|| Edit::new(object)))
    }

    /// Writes the revision in the kind of cross-reference section that the base ends with.
    ///
    /// # Errors
    ///
    /// [`AppendError::TooLarge`] where numbers or offsets do not fit; [`AppendError::Unsupported`]
    /// where what was given as source cannot be encrypted because it is not one value.
    pub fn finish(mut self) -> Result<Delta, AppendError> {
        let document = self.view.document();
        let base = document.bytes();
        let origin = document.origin.unwrap_or_default().min(base.len());
        let stream = document
            .sections()
            .last()
            .is_some_and(|newest| newest.kind == SectionKind::Stream);
        let xref = if stream { Some(self.reserve()?) } else { None };
        let size = self.new.values().map(|body| body.len() + 64).sum::<usize>() + 1024;
        let mut bytes = Vec::with_capacity(size);
        if !base.ends_with(b"\n") && !base.ends_with(b"\r") {
            bytes.push(b'\n');
        }
        let mut objects: BTreeMap<u32, (u16, Vec<u8>)> = BTreeMap::new();
        for (number, edit) in std::mem::take(&mut self.edits) {
            let (generation, in_file) = (edit.generation, edit.in_file);
            let mut body = edit.apply();
            if let Some(encryptor) = self.encryptor.as_mut().filter(|_| !in_file) {
                body = encryptor.value(ObjectId { number, generation }, &body)?;
            }
            objects.insert(number, (generation, body));
        }
        for (number, body) in std::mem::take(&mut self.new) {
            let generation = 0;
            let body = write(
                self.encryptor.as_mut(),
                ObjectId { number, generation },
                body,
            )?;
            objects.insert(number, (generation, body));
        }
        let mut rows = Vec::with_capacity(objects.len() + 1);
        let mut values = BTreeMap::new();
        for (number, (generation, body)) in objects {
            rows.push((number, base.len() + bytes.len() - origin, generation));
            bytes.extend_from_slice(format!("{number} {generation} obj\n").as_bytes());
            values.insert(number, bytes.len());
            bytes.extend_from_slice(&body);
            bytes.extend_from_slice(b"\nendobj\n");
        }
        xref::write(document, &mut bytes, rows, xref, self.next)?;
        Ok(Delta { bytes, values })
    }
}

/// Returns the source of a new object.
fn write(
    encryptor: Option<&mut Encryptor<'_>>,
    id: ObjectId,
    body: Body,
) -> Result<Vec<u8>, AppendError> {
    let (entries, data) = match (body, encryptor) {
        (Body::Value(source), None) => return Ok(source),
        (Body::Value(source), Some(encryptor)) => return encryptor.value(id, &source),
        (Body::Stream(entries, data), None) => (entries, data),
        (Body::Stream(entries, data), Some(encryptor)) => encryptor.stream(id, &entries, &data)?,
    };
    let length = format!("/Length {}>>\nstream\n", data.len());
    Ok([
        b"<<",
        entries.as_slice(),
        length.as_bytes(),
        &data,
        b"\nendstream",
    ]
    .concat())
}

/// Returns the source of a reference.
pub(crate) fn reference(id: ObjectId) -> Vec<u8> {
    format!("{} {} R", id.number, id.generation).into_bytes()
}
