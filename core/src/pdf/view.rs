//! The document as of one revision.

use std::borrow::Cow;
use std::rc::Rc;

use super::document::Document;
use super::encryption::{Cipher, Protection};
use super::filter::{Encrypted, decode};
use super::indirect::{self, IndirectObject, Source};
use super::limits::Budget;
use super::object::{Dictionary, Object, ObjectId};
use super::object_stream::ObjectStream;
use super::pages::{Page, Pages};
use super::parse_error::ParseError;
use super::parser::parse_at;
use super::remembered::Remembered;
use super::revision::Revision;
use super::xref::Entry;

/// The document as of one revision: later revisions do not exist in it.
#[derive(Debug, Clone, Copy)]
pub struct View<'d> {
    document: &'d Document<'d>,
    revision: usize,
    sections: usize,
}

impl<'d> View<'d> {
    pub(crate) fn new(document: &'d Document<'d>, revision: usize) -> Self {
        let sections = document
            .revisions
            .get(revision)
            .map_or(0, |found| found.sections.end);
        View {
            document,
            revision,
            sections,
        }
    }

    /// Returns the document.
    #[must_use]
    pub fn document(&self) -> &'d Document<'d> {
        self.document
    }

    /// Returns the index of the revision, from 0.
    #[must_use]
    pub fn index(&self) -> usize {
        self.revision
    }

    /// Returns the revision.
    #[must_use]
    pub fn revision(&self) -> Option<&'d Revision> {
        self.document.revisions.get(self.revision)
    }

    /// Returns where the object of a number is, or `None` where no section lists it.
    #[must_use]
    pub fn entry(&self, number: u32) -> Option<Entry> {
        self.document.asked.note(number);
        self.document.find_entry(number, self.sections)
    }

    /// Returns the trailer dictionary: that of the newest section.
    #[must_use]
    pub fn trailer(&self) -> Option<&'d Dictionary<'d>> {
        let newest = self.sections.checked_sub(1)?;
        self.document
            .sections
            .get(newest)
            .map(|section| &section.trailer)
    }

    /// Returns the number of the catalog.
    pub(crate) fn root(&self) -> Option<ObjectId> {
        let root = self.document.root(self.sections);
        root.and_then(Object::as_reference)
    }

    /// Returns an object, or `None` where it is free or not defined, also in that generation.
    ///
    /// # Errors
    ///
    /// [`ParseError`] where the entry does not lead to that object, or the object is malformed.
    pub fn get(&self, id: ObjectId) -> Result<Option<IndirectObject<'d>>, ParseError> {
        match self.entry(id.number) {
            Some(Entry::At { offset, generation }) if generation == id.generation => {
                self.at(offset, id, true).map(Some)
            }
            Some(Entry::In { stream, index }) if id.generation == 0 => {
                self.member(id, stream, index).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// Returns the object of a number in whatever generation is current.
    ///
    /// # Errors
    ///
    /// As [`View::get`].
    pub fn get_number(&self, number: u32) -> Result<Option<IndirectObject<'d>>, ParseError> {
        let generation = match self.entry(number) {
            Some(Entry::At { generation, .. }) => generation,
            _ => 0,
        };
        self.get(ObjectId { number, generation })
    }

    /// Reads the object at an offset; with a shifted header, also that much later. `nested` says
    /// whether its `/Length` may lie in an object stream.
    pub(super) fn at(
        &self,
        offset: usize,
        id: ObjectId,
        nested: bool,
    ) -> Result<IndirectObject<'d>, ParseError> {
        let bytes: &'d [u8] = self.document.bytes;
        let length = |id: ObjectId| self.length(id, nested);
        let shift = self.document.shift();
        let mut error = ParseError::WrongObject {
            at: offset,
            wanted: id.number,
        };
        for at in [offset, offset.saturating_add(shift)] {
            let mut head = indirect::head(bytes, at);
            if indirect::read_head(&mut head) == Some(id) {
                let budget = &self.document.budget;
                let mut object = indirect::read(bytes, at, budget, &length)?;
                if let Protection::Open(encryption) = &self.document.protection
                    && let Some(cipher) = Cipher::of(encryption, id)
                    && !object.is_cross_reference_stream()
                {
                    cipher.mark(&mut object.value, budget)?;
                }
                return Ok(object);
            }
            self.document.budget.spend(head.at.saturating_sub(at))?;
            if shift == 0 {
                break;
            }
            error = ParseError::WrongObject {
                at,
                wanted: id.number,
            };
        }
        Err(error)
    }

    /// Returns the value of an indirect `/Length`.
    fn length(&self, id: ObjectId, nested: bool) -> Option<u64> {
        match self.entry(id.number)? {
            Entry::At { offset, generation } if generation == id.generation => {
                let bytes = self.document.bytes;
                [offset, offset.saturating_add(self.document.shift())]
                    .into_iter()
                    .find_map(|at| {
                        let mut cursor = indirect::head(bytes, at);
                        let found = indirect::read_head(&mut cursor)?;
                        let value = cursor.number()?;
                        self.document
                            .budget
                            .spend(cursor.at.saturating_sub(at))
                            .ok()?;
                        (found == id).then_some(value)
                    })
            }
            // The length of an object stream cannot lie in an object stream (ISO 32000-2, 7.5.7;
            // from memory), so this ends.
            Entry::In { .. } if nested => {
                u64::try_from(self.get(id).ok()??.value.as_integer()?).ok()
            }
            _ => None,
        }
    }

    /// Returns the decoded object stream of a number.
    fn object_stream(&self, number: u32) -> Result<&'d ObjectStream, ParseError> {
        let document = self.document;
        let wrong = ParseError::WrongObject {
            at: 0,
            wanted: number,
        };
        let Some(Entry::At {
            offset,
            generation: 0,
        }) = self.entry(number)
        else {
            return Err(wrong);
        };
        let slot = document
            .slots
            .binary_search_by_key(&offset, |slot| slot.offset);
        let slot = slot
            .ok()
            .and_then(|slot| document.slots.get(slot))
            .ok_or(wrong)?;
        if slot.decoded.get().is_none() {
            let id = ObjectId {
                number,
                generation: 0,
            };
            let read = self
                .at(offset, id, false)
                .and_then(|o| ObjectStream::read(&o, &document.budget, |o| self.decode(o)));
            // Nothing can have filled the place meanwhile: `length` never decodes.
            let _ = slot.decoded.set(read);
        }
        match slot.decoded.get() {
            Some(Ok(stream)) => Ok(stream),
            Some(Err(error)) => Err(error.clone()),
            None => Err(ParseError::WrongObject {
                at: offset,
                wanted: number,
            }),
        }
    }

    /// Returns the numbers of the objects in an object stream.
    pub(crate) fn members(&self, number: u32) -> Result<Vec<u32>, ParseError> {
        Ok(self.object_stream(number)?.numbers().collect())
    }

    fn member(
        &self,
        id: ObjectId,
        stream: u32,
        index: u32,
    ) -> Result<IndirectObject<'d>, ParseError> {
        let container = self.object_stream(stream)?;
        let (at, next) = container.place(id.number, index)?;
        let (value, span) = parse_at(&container.data, at, &self.document.budget)?;
        container.check_end(span.end, next)?;
        let source = Source::ObjectStream {
            number: stream,
            at: container.at,
            data: &container.data,
        };
        Ok(IndirectObject {
            id,
            source,
            span,
            value,
            value_span: span,
            stream: None,
        })
    }

    /// Follows references until a value is reached; what is not defined is [`Object::Null`].
    ///
    /// # Errors
    ///
    /// [`ParseError`] where an object on the way is malformed, or the chain is too long.
    pub fn resolve(&self, object: &Object<'d>) -> Result<Object<'d>, ParseError> {
        match object {
            Object::Reference(id) => {
                Ok(self.follow(*id)?.map_or(Object::Null, |found| found.value))
            }
            direct => Ok(direct.clone()),
        }
    }

    /// Follows references until an object is reached that is not itself a reference.
    ///
    /// # Errors
    ///
    /// As [`View::resolve`].
    pub fn follow(&self, id: ObjectId) -> Result<Option<IndirectObject<'d>>, ParseError> {
        let limit = self.document.budget.limits.references;
        let mut id = id;
        for _ in 0..limit {
            match self.get(id)? {
                Some(IndirectObject {
                    value: Object::Reference(next),
                    ..
                }) => id = next,
                found => return Ok(found),
            }
        }
        Err(ParseError::TooMuch {
            what: "references to one value",
            limit,
        })
    }

    /// Returns the resolved value of a key; [`Object::Null`] where it is absent.
    ///
    /// # Errors
    ///
    /// As [`View::resolve`].
    pub fn value(&self, dictionary: &Dictionary<'d>, key: &str) -> Result<Object<'d>, ParseError> {
        dictionary
            .get(key)
            .map_or(Ok(Object::Null), |value| self.resolve(value))
    }

    /// Returns the catalog: the object that `/Root` of the trailer refers to.
    ///
    /// # Errors
    ///
    /// [`ParseError::NoCatalog`] where that is not an object, else as [`View::get`].
    pub fn catalog(&self) -> Result<IndirectObject<'d>, ParseError> {
        let root = self
            .document
            .root(self.sections)
            .and_then(Object::as_reference);
        let root = root.ok_or(ParseError::NoCatalog)?;
        self.get(root)?
            .filter(|root| root.dictionary().is_some())
            .ok_or(ParseError::NoCatalog)
    }

    /// Returns the pages in order, each read when its turn comes.
    #[must_use]
    pub fn pages(&self) -> Pages<'d> {
        Pages::new(Rc::new(Remembered::of(*self)))
    }

    /// Returns a page by index, from 0.
    ///
    /// # Errors
    ///
    /// [`ParseError::NoSuch`] where there are fewer pages, else as [`View::get`].
    pub fn page(&self, index: usize) -> Result<Page<'d>, ParseError> {
        let page = self.pages().nth(index);
        page.unwrap_or(Err(ParseError::NoSuch {
            what: "page",
            index,
        }))
    }

    /// Returns the decoded data of a stream without filter or with a single FlateDecode.
    ///
    /// # Errors
    ///
    /// [`ParseError`] where the object is no stream, has another filter, is damaged or too large.
    pub fn decode(&self, object: &IndirectObject<'d>) -> Result<Cow<'d, [u8]>, ParseError> {
        self.decode_within(object, usize::MAX)
    }

    /// As [`View::decode`], with another limit of the decoded length, octets, where it is inflated.
    pub(crate) fn decode_within(
        &self,
        object: &IndirectObject<'d>,
        most: usize,
    ) -> Result<Cow<'d, [u8]>, ParseError> {
        self.decode_on(object, most, &self.document.budget)
    }

    /// As [`View::decode_within`], on a budget of its own.
    pub(super) fn decode_on(
        &self,
        object: &IndirectObject<'d>,
        most: usize,
        budget: &Budget,
    ) -> Result<Cow<'d, [u8]>, ParseError> {
        let (Some(dictionary), Some(stream)) = (object.dictionary(), object.stream) else {
            return Err(ParseError::Syntax {
                at: object.span.start,
                expected: "a stream",
            });
        };
        let raw = object.stream_bytes().unwrap_or_default();
        let at = stream.span.start;
        let encryption = match &self.document.protection {
            Protection::None => {
                return decode(dictionary, raw, at, (budget, Encrypted::No), most);
            }
            Protection::Locked(_) => return Err(ParseError::Encrypted { at }),
            Protection::Open(encryption) => encryption,
        };
        budget.spend(raw.len())?;
        let limit = budget.limits.inflated.min(budget.memory_left());
        if raw.len() > limit {
            let what = "octets in an encrypted stream";
            return Err(ParseError::TooMuch { what, limit });
        }
        let plain = match Cipher::of(encryption, object.id) {
            Some(cipher) => cipher.stream(dictionary, raw, at)?,
            None => None,
        };
        match plain {
            None => decode(dictionary, raw, at, (budget, Encrypted::Yes), most),
            Some(plain) => match decode(dictionary, &plain, at, (budget, Encrypted::Yes), most)? {
                Cow::Owned(decoded) => Ok(Cow::Owned(decoded)),
                Cow::Borrowed(_) => Ok(Cow::Owned(plain)),
            },
        }
    }
}
