//! Signature fields that a later revision adds, and the signatures in them.

use super::super::seal::is_blank;
use super::field::{
    Above, FieldType, box_of, field_type, full_name, placing, rectangle, references,
};
use super::side::Place;
use super::walk::Walk;
use super::{ChangeKind, Unanalysable};
use crate::pdf::{Dictionary, Object};

/// Longest appearance that is looked at for being blank, octets.
const LONGEST_BLANK: usize = 1 << 10;

/// What can be told of a new signature dictionary without judging it.
#[derive(Debug, Clone, Copy)]
pub(super) struct NewSignature {
    /// It is a document timestamp.
    pub(super) timestamp: bool,
}

/// The field in which a new signature was found first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Home {
    /// One that was there and empty.
    Filled,
    /// A new one.
    New,
}

/// Entries that a new signature field with its widget may have. No actions among them.
const KNOWN: [&str; 26] = [
    "Type", "Subtype", "FT", "T", "TU", "TM", "V", "Rect", "P", "F", "AP", "AS", "MK", "DA", "DR",
    "Ff", "Lock", "SV", "Parent", "Kids", "M", "NM", "BS", "Border", "H", "Q",
];

impl<'d> Walk<'_, 'd> {
    /// A field that only the new revision has; returns the fields below it.
    pub(super) fn new_field(
        &mut self,
        reference: &Object<'d>,
        above: &Above,
    ) -> Result<Vec<(Object<'d>, Above)>, Unanalysable> {
        let Some(id) = reference.as_reference() else {
            return Ok(Vec::new());
        };
        let mut place = Place {
            object: Some(id),
            field: above.name.clone(),
            ..Place::default()
        };
        let side = self.load_new(id)?;
        let dictionary = side.as_ref().filter(|side| side.stream.is_none());
        let Some(field) = dictionary.and_then(|side| side.dictionary()) else {
            if side.is_some() {
                self.record(ChangeKind::FieldStructure, &place)?;
            }
            return Ok(Vec::new());
        };
        if self.is_old(id.number) || !self.fields.insert(id.number) {
            self.record(ChangeKind::FieldStructure, &place)?;
            return Ok(Vec::new());
        }
        self.homes.insert(id.number);
        place.field = full_name(self.new, field, above.name.as_ref())?;
        place.rectangle = rectangle(self.new, field)?;
        let named = !self.new.value(field, "T")?.is_null();
        let parent = self.new.value(field, "Parent")?.is_null();
        let parent_fits = match above.id {
            None => parent,
            Some(above) => field.get("Parent").and_then(Object::as_reference) == Some(above),
        };
        if !named || !parent_fits {
            self.record(ChangeKind::FieldStructure, &place)?;
        }
        self.known_entries(field, &place)?;
        let kind = field_type(self.new, field)?.or(above.field_type);
        let kids = self.new.value(field, "Kids")?;
        let kids = references((!kids.is_null()).then_some(&kids));
        let Some(kids) = kids else {
            self.record(ChangeKind::FieldStructure, &place)?;
            return Ok(Vec::new());
        };
        match kind {
            None if !kids.is_empty() => {
                let below = Above {
                    id: Some(id),
                    name: place.field.clone(),
                    ..Above::default()
                };
                self.push_rest(field, &["Kids", "Parent"]);
                if let Some(kids) = field.get("Kids") {
                    // The array itself may be an object.
                    self.pair(None, Some(kids))?;
                }
                Ok(kids
                    .into_iter()
                    .map(|kid| (Object::Reference(kid), below.clone()))
                    .collect())
            }
            Some(FieldType::Signature) => {
                self.new_signature_field(field, &kids, place)?;
                Ok(Vec::new())
            }
            _ => {
                self.push_rest(field, &[]);
                self.record(ChangeKind::FieldStructure, &place)?;
                Ok(Vec::new())
            }
        }
    }

    fn new_signature_field(
        &mut self,
        field: &Dictionary<'d>,
        kids: &[crate::pdf::ObjectId],
        mut place: Place,
    ) -> Result<(), Unanalysable> {
        let name = place.field.clone();
        match (name.filter(|name| !self.is_taken(name)), place.object) {
            (Some(name), Some(id)) => self.is_named(&name, id.number),
            _ => self.record(ChangeKind::FieldStructure, &place)?,
        }
        let mut visible = false;
        let mut painted = false;
        let mut strays = false;
        if kids.is_empty() {
            // What is no widget is drawn as what it says to be, with an appearance or without.
            let is_widget = field.is_name("Subtype", "Widget");
            let is_bare = ["Subtype", "Rect", "AP"]
                .iter()
                .all(|key| field.get(key).is_none());
            if !is_widget && !is_bare {
                self.record(ChangeKind::FieldStructure, &place)?;
            }
            visible = self.is_visible(field)?;
            painted = self.is_painted(field)?;
            strays = visible && !self.stays_in_its_place(field)?;
            self.new_widgets.extend(place.object.map(|id| id.number));
        } else if let Some(array) = field.get("Kids") {
            self.pair(None, Some(array))?;
        }
        for &kid in kids {
            let side = self.load_new(kid)?;
            let widget = side.as_ref().and_then(|side| side.dictionary());
            let fits = widget.is_some_and(|widget| {
                widget.is_name("Subtype", "Widget")
                    && widget
                        .get("Parent")
                        .is_none_or(|parent| parent.as_reference() == place.object)
                    && ["T", "FT", "V", "Kids"]
                        .iter()
                        .all(|key| widget.get(key).is_none())
            });
            let Some(widget) = widget.filter(|_| fits && !self.is_old(kid.number)) else {
                self.record(ChangeKind::FieldStructure, &place)?;
                continue;
            };
            self.fields.insert(kid.number);
            self.homes.insert(kid.number);
            self.new_widgets.insert(kid.number);
            self.known_entries(widget, &place)?;
            self.push_rest(widget, &["Parent"]);
            visible |= self.is_visible(widget)?;
            painted |= self.is_painted(widget)?;
            strays |= self.is_visible(widget)? && !self.stays_in_its_place(widget)?;
            place.rectangle = place.rectangle.or(rectangle(self.new, widget)?);
        }
        self.push_rest(field, &["Kids", "Parent"]);
        let kind = match field.get("V").filter(|value| !value.is_null()) {
            None if visible && painted => ChangeKind::UnsignedVisibleField,
            None => ChangeKind::SignatureFieldAdded {
                visible,
                signed: false,
            },
            Some(value) => match self.new_signature(value, Home::New)? {
                None => ChangeKind::SignatureDictionary,
                Some(found) if found.timestamp && visible => ChangeKind::VisibleTimestamp,
                Some(found) if found.timestamp => ChangeKind::DocumentTimestamp,
                Some(_) => ChangeKind::SignatureFieldAdded {
                    visible,
                    signed: true,
                },
            },
        };
        self.record(kind, &place)?;
        if strays {
            self.record(ChangeKind::FieldAppearance, &place)?;
        }
        Ok(())
    }

    /// Returns whether a widget has an appearance, or colours, captions or icons of which readers
    /// make one (ISO 32000-2, table 192; from memory).
    fn is_painted(&self, widget: &Dictionary<'d>) -> Result<bool, Unanalysable> {
        Ok(self.has_painted_appearance(widget)?
            || match self.new.value(widget, "MK")? {
                Object::Null => false,
                Object::Dictionary(looks) => {
                    let mut entries = looks.entries.iter();
                    !entries.all(|entry| entry.key.is("R") || entry.value.is_null())
                }
                _ => true,
            })
    }

    /// Returns whether an appearance of a widget is anything but a stream of white space.
    pub(super) fn has_painted_appearance(
        &self,
        widget: &Dictionary<'d>,
    ) -> Result<bool, Unanalysable> {
        let appearances = match self.new.value(widget, "AP")? {
            Object::Null => return Ok(false),
            Object::Dictionary(appearances) => appearances,
            _ => return Ok(true),
        };
        for entry in appearances.entries.iter() {
            let Object::Reference(id) = &entry.value else {
                return Ok(true);
            };
            let Some(object) = self.new.get(*id)?.filter(|object| object.stream.is_some()) else {
                return Ok(true);
            };
            let content = self.new.decode_within(&object, LONGEST_BLANK);
            if !content.is_ok_and(|content| is_blank(&content)) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Returns whether what a widget shows is kept to its rectangle: it has one that takes room, and each
    /// appearance, or each of its states, is a stream with a box that is mapped to it. Some readers draw without
    /// bounds what has no such box.
    pub(super) fn stays_in_its_place(&self, widget: &Dictionary<'d>) -> Result<bool, Unanalysable> {
        if !self.has_painted_appearance(widget)? {
            return Ok(true);
        }
        let Object::Dictionary(appearances) = self.new.value(widget, "AP")? else {
            return Ok(false);
        };
        let mut is_boxed = self.takes_room(widget)? && rectangle(self.new, widget)?.is_some();
        for entry in appearances.entries.iter() {
            is_boxed &= match self.plain(self.new, Some(&entry.value))? {
                Some(states) => {
                    let states = states.entries.iter();
                    let mut are_boxed = true;
                    for state in states {
                        are_boxed &= self.is_boxed(&state.value)?;
                    }
                    are_boxed
                }
                None => self.is_boxed(&entry.value)?,
            };
        }
        Ok(is_boxed)
    }

    /// Returns whether a value refers to a stream that has a box.
    fn is_boxed(&self, value: &Object<'d>) -> Result<bool, Unanalysable> {
        let Object::Reference(id) = value else {
            return Ok(false);
        };
        let form = self.new.get(*id)?.filter(|form| form.stream.is_some());
        Ok(
            match form.as_ref().and_then(|form| form.value.as_dictionary()) {
                Some(form) => box_of(self.new, form)?.is_some(),
                None => false,
            },
        )
    }

    /// Judges the shape of a new signature dictionary; `None` where it cannot be one. Several new
    /// fields may share a new signature, which shows it at several places.
    pub(super) fn new_signature(
        &mut self,
        value: &Object<'d>,
        home: Home,
    ) -> Result<Option<NewSignature>, Unanalysable> {
        let pair = self.pair(None, Some(value))?;
        let Some(side) = pair.new else {
            return Ok(None);
        };
        self.push_new(&side.value);
        if let Some(id) = side.id {
            let before = self.signatures.insert(id.number, home);
            let is_shared_by_new = before == Some(Home::New) && home == Home::New;
            if self.is_old(id.number) || (before.is_some() && !is_shared_by_new) {
                return Ok(None);
            }
        }
        let Some(signature) = side.dictionary().filter(|_| side.stream.is_none()) else {
            return Ok(None);
        };
        let contents = signature
            .get("Contents")
            .is_some_and(|value| value.as_string().is_some());
        let range = signature.get("ByteRange").and_then(Object::as_array);
        let range = range.is_some_and(|range| {
            range.items.len() == 4 && range.values().all(|value| value.as_integer().is_some())
        });
        if !contents || !range {
            return Ok(None);
        }
        // As it is judged, whatever `/Type` says.
        let sub_filter = self.new.value(signature, "SubFilter")?;
        let timestamp = sub_filter
            .as_name()
            .is_some_and(|name| name.is("ETSI.RFC3161"));
        Ok(Some(NewSignature { timestamp }))
    }

    fn known_entries(&mut self, field: &Dictionary<'d>, place: &Place) -> Result<(), Unanalysable> {
        for entry in field.entries.iter().filter(|entry| !entry.value.is_null()) {
            if entry.key.is("A") || entry.key.is("AA") {
                self.record(ChangeKind::ActiveContent, place)?;
            } else if !KNOWN.iter().any(|key| entry.key.is(key)) {
                self.record(ChangeKind::FieldEntry, place)?;
            }
        }
        let flags = self.new.value(field, "F")?;
        if placing(&flags) != Some(0) {
            self.record(ChangeKind::FieldEntry, place)?;
        }
        Ok(())
    }

    /// Walks what a new dictionary refers to, some keys left out.
    pub(super) fn push_rest(&mut self, dictionary: &Dictionary<'d>, without: &[&str]) {
        for entry in dictionary.entries.iter() {
            if !without.iter().any(|key| entry.key.is(key)) {
                self.push_new(&entry.value);
            }
        }
    }
}
