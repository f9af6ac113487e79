//! The tree of form fields (ISO 32000-2, 12.7.4; from memory).

use std::rc::Rc;

use super::compare::{Keyed, keyed};
use super::fields::Queue;
use super::filling::{Filling, READ_ONLY};
use super::new_field::Home;
use super::role::Role;
use super::side::Place;
use super::survey::Path;
use super::walk::Walk;
use super::{ChangeKind, Unanalysable};
use crate::pdf::{Dictionary, Object, ObjectId, View};

/// `Hidden`, bit 2 of `/F` of an annotation (ISO 32000-2, 12.5.3; from memory).
const HIDDEN: i64 = 0b10;
/// `NoZoom` and `NoRotate`, bits 4 and 5: readers draw by these elsewhere than `/Rect` says.
const PLACING: i64 = 0b1_1000;

/// `/FT`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FieldType {
    Signature,
    Text,
    Choice,
    Button,
    /// A value that the standard does not have.
    Unknown,
}

/// What a field has from the fields above it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Above {
    pub(super) id: Option<ObjectId>,
    pub(super) name: Option<Rc<str>>,
    pub(super) field_type: Option<FieldType>,
    /// The field above was signed before.
    pub(super) signed: bool,
    /// The field above was filled by this revision.
    pub(super) filled: bool,
    /// What the field above says now, where it can be compared.
    pub(super) says: Option<Rc<str>>,
    /// What it displays, where that is not what it says.
    pub(super) displays: Option<Rc<str>>,
    /// `/MaxLen` (ISO 32000-2, table 232; from memory).
    pub(super) longest: Option<i64>,
    /// `/Ff` (ISO 32000-2, table 227; from memory).
    pub(super) flags: i64,
}

impl<'d> Walk<'_, 'd> {
    /// A field or widget that both revisions have.
    pub(super) fn field(
        &mut self,
        id: ObjectId,
        above: &Rc<Above>,
        path: Option<&Path>,
        queue: &mut Queue<'d>,
    ) -> Result<(), Unanalysable> {
        let reference = Object::Reference(id);
        let pair = self.pair(Some(&reference), Some(&reference))?;
        let mut place = Place {
            object: Some(id),
            field: above.name.clone(),
            ..Place::default()
        };
        if !self.fields.insert(id.number) {
            // In the tree twice: whose field it is cannot be said.
            self.uncertain = true;
            if !pair.same {
                self.record(ChangeKind::FieldStructure, &place)?;
            }
            return Ok(());
        }
        self.homes.insert(id.number);
        let Some((old, new)) = pair.dictionaries() else {
            self.uncertain |= !pair.same;
            return self.strict_pair(&pair, Role::Reference, ChangeKind::FieldStructure, &place);
        };
        let name = full_name(self.old, old, above.name.as_ref())?;
        if let Some(name) = name.as_ref().filter(|_| name != above.name) {
            self.is_named(name, id.number);
        }
        place.field.clone_from(&name);
        place.rectangle = rectangle(self.new, new)?;
        let field_type = field_type(self.old, old)?.or(above.field_type);
        let flags = flags(self.old, old)?.unwrap_or(above.flags);
        self.traits.is_misplaced |=
            is_below_another(old, above.id) || is_below_another(new, above.id);
        let below = Above {
            id: Some(id),
            name,
            field_type,
            flags,
            longest: longest(self.old, old)?.or(above.longest),
            ..Above::clone(above)
        };
        let (keys, _) = keyed(Some(old), Some(new));
        let below = match field_type {
            Some(FieldType::Signature) => self.signature_field(&keys, new, below, &place)?,
            Some(field_type @ (FieldType::Text | FieldType::Choice | FieldType::Button)) => {
                // What readers ignore for widgets is taken at its word all the same.
                let fixed = flags & READ_ONLY != 0 || is_read_only_widget(self.old, old)?;
                let filling = Filling::of(field_type, flags);
                self.fillable_field(
                    &keys,
                    (old, new),
                    (above.name.clone(), below),
                    (filling, fixed),
                    &place,
                )?
            }
            None | Some(FieldType::Unknown) => {
                if new.get("Rect").is_some() {
                    // What its type is, readers may know along another way.
                    self.traits.is_fillable = true;
                    self.traits.is_drawn_by_readers |=
                        !(self.is_drawn(old, true)? && self.is_drawn(new, false)?);
                }
                for Keyed { old, new, .. } in keys.iter().filter(|keyed| !is_kids(keyed)) {
                    self.strict(*old, *new, Role::Reference, ChangeKind::FieldEntry, &place)?;
                }
                below
            }
        };
        if let Some(Keyed { old, new, .. }) = keys.iter().find(|keyed| is_kids(keyed)) {
            let kids = self.pair(*old, *new)?;
            let may_grow = field_type.is_none() && old.is_some();
            self.members(&kids, &Rc::new(below), path, may_grow, queue)?;
        }
        Ok(())
    }

    /// A signature field: an empty one may be signed, a signed one stays as it is.
    fn signature_field(
        &mut self,
        keys: &[Keyed<'_, 'd>],
        new: &Dictionary<'d>,
        mut below: Above,
        place: &Place,
    ) -> Result<Above, Unanalysable> {
        let value = keys.iter().find(|keyed| keyed.key.as_ref() == b"V");
        let own = value.and_then(|keyed| keyed.old).is_some();
        below.signed |= own;
        if below.signed {
            for keyed in keys.iter().filter(|keyed| !is_kids(keyed)) {
                let kind = match keyed.key.as_ref() {
                    b"V" => ChangeKind::SignatureDictionary,
                    _ => ChangeKind::SignedField,
                };
                let role = role_of(keyed);
                self.strict(keyed.old, keyed.new, role, kind, place)?;
            }
            return Ok(below);
        }
        let signature = match value.and_then(|keyed| keyed.new) {
            Some(value) => {
                below.filled = true;
                let found = self.new_signature(value, Home::Filled)?;
                let kind = match found {
                    None => ChangeKind::SignatureDictionary,
                    Some(shape) if shape.timestamp => match self.is_visible(new)? {
                        true => ChangeKind::VisibleTimestamp,
                        false => ChangeKind::DocumentTimestamp,
                    },
                    Some(_) => ChangeKind::SignatureFilled,
                };
                self.record(kind, place)?;
                true
            }
            None => below.filled,
        };
        if signature {
            let flag = keys.iter().find(|keyed| keyed.key.as_ref() == b"F");
            let flag = flag.and_then(|keyed| keyed.old);
            let was_hidden = match flag {
                Some(flag) => self.old.resolve(flag)?.as_integer(),
                None => None,
            };
            // What nobody saw when the document was signed may not come forth, nor cover the page.
            let comes_forth = was_hidden.is_some_and(|flags| flags & HIDDEN != 0)
                && self.is_visible(new)?
                && self.has_painted_appearance(new)?;
            if comes_forth || !self.stays_in_its_place(new)? {
                self.record(ChangeKind::FieldAppearance, place)?;
            }
        }
        for keyed in keys.iter().filter(|keyed| !is_kids(keyed)) {
            let (old, new) = (keyed.old, keyed.new);
            match keyed.key.as_ref() {
                b"V" => {}
                b"AP" => {
                    if self.appearance(old, new, place)? && !signature {
                        self.record(ChangeKind::FieldAppearance, place)?;
                    }
                }
                b"F" if signature && !self.is_placed_alike(old, new)? => {
                    self.strict(old, new, Role::Reference, ChangeKind::FieldEntry, place)?;
                }
                b"AS" | b"F" | b"MK" | b"M" | b"DA" | b"BS" | b"Border"
                    if signature && is_of_its_kind(&keyed.key, new) =>
                {
                    self.free(old, new)?;
                }
                b"P" | b"Lock" if signature && old.is_none() && is_of_its_kind(&keyed.key, new) => {
                    self.free(old, new)?;
                }
                b"Type" if old.is_none() && is_annotation(new) => {}
                _ => {
                    let role = role_of(keyed);
                    self.strict(old, new, role, ChangeKind::FieldEntry, place)?;
                }
            }
        }
        Ok(below)
    }

    /// Returns whether `/F` of a widget says on both sides the same of where it is drawn.
    fn is_placed_alike(
        &self,
        old: Option<&Object<'d>>,
        new: Option<&Object<'d>>,
    ) -> Result<bool, Unanalysable> {
        let old = old.map(|flags| self.old.resolve(flags)).transpose()?;
        let new = new.map(|flags| self.new.resolve(flags)).transpose()?;
        let before = placing(&old.unwrap_or(Object::Null));
        Ok(before.is_some() && before == placing(&new.unwrap_or(Object::Null)))
    }

    /// A value that may change.
    pub(super) fn free(
        &mut self,
        old: Option<&Object<'d>>,
        new: Option<&Object<'d>>,
    ) -> Result<(), Unanalysable> {
        let pair = self.pair(old, new)?;
        self.compare_sides(&pair, Role::Reference, None);
        Ok(())
    }

    /// Returns whether `/Rect` has an area, or cannot be read.
    pub(super) fn takes_room(&self, widget: &Dictionary<'d>) -> Result<bool, Unanalysable> {
        Ok(match rectangle(self.new, widget)? {
            Some([left, bottom, right, top]) => {
                (right - left).abs() > 0.0 && (top - bottom).abs() > 0.0
            }
            None => !self.new.value(widget, "Rect")?.is_null(),
        })
    }

    /// Returns whether a widget takes room and is shown on a screen, on paper, or both. A field with
    /// kids is taken to.
    pub(super) fn is_visible(&self, widget: &Dictionary<'d>) -> Result<bool, Unanalysable> {
        if !self.new.value(widget, "Kids")?.is_null() {
            return Ok(true);
        }
        // Readers take the lowest 32 bits of a larger number, or none.
        let flags = self.new.value(widget, "F")?.as_integer();
        let flags = flags.filter(|flags| (0..=i64::from(i32::MAX)).contains(flags));
        let flags = flags.unwrap_or(0);
        // NoView (bit 6) hides nothing where a reader draws its forms itself, nor Print on paper.
        if flags & HIDDEN != 0 {
            return Ok(false);
        }
        let takes_room = self.takes_room(widget)?;
        // Some readers draw an appearance where there is no room for it, and as large as it likes.
        Ok(takes_room || self.has_painted_appearance(widget)?)
    }
}

/// Returns `/Ff` of a field itself; what is no number has all flags.
fn flags<'d>(view: View<'d>, field: &Dictionary<'d>) -> Result<Option<i64>, Unanalysable> {
    let flags = view.value(field, "Ff")?;
    Ok((!flags.is_null()).then(|| flags.as_integer().unwrap_or(-1)))
}

/// Returns `/MaxLen` of a field itself; what is no number lets nothing be written.
fn longest<'d>(view: View<'d>, field: &Dictionary<'d>) -> Result<Option<i64>, Unanalysable> {
    let longest = view.value(field, "MaxLen")?;
    Ok((!longest.is_null()).then(|| longest.as_integer().unwrap_or(0)))
}

/// Returns whether `/Parent` says that a field is below another than the one that names it as a kid.
fn is_below_another(field: &Dictionary<'_>, above: Option<ObjectId>) -> bool {
    let parent = field.get("Parent").filter(|parent| !parent.is_null());
    match parent {
        Some(parent) => parent.as_reference().is_none_or(|id| Some(id) != above),
        // Some readers find the name and the value along `/Parent` alone.
        None => above.is_some(),
    }
}

/// Returns the bits of `/F` that say where a widget is drawn; `None` where it is no number.
pub(super) fn placing(flags: &Object<'_>) -> Option<i64> {
    match flags {
        Object::Null => Some(0),
        flags => flags.as_integer().map(|flags| flags & PLACING),
    }
}

/// Returns whether `/F` of a widget has `ReadOnly`, bit 7 (ISO 32000-2, 12.5.3; from memory).
fn is_read_only_widget<'d>(view: View<'d>, widget: &Dictionary<'d>) -> Result<bool, Unanalysable> {
    let flags = view.value(widget, "F")?;
    Ok(flags
        .as_integer()
        .is_some_and(|flags| flags & 0b100_0000 != 0))
}

/// Returns whether the value of a key of a widget is of the kind that belongs there, so that it says
/// nothing in another role of the object.
fn is_of_its_kind(key: &[u8], value: Option<&Object<'_>>) -> bool {
    let Some(value) = value else { return true };
    match key {
        b"F" => value.as_integer().is_some(),
        b"AS" => value.as_name().is_some(),
        b"M" | b"DA" => value.as_string().is_some(),
        b"Border" => value.as_array().is_some(),
        b"P" => value.as_reference().is_some(),
        // Dictionaries, or references to one.
        _ => value.as_dictionary().is_some() || value.as_reference().is_some(),
    }
}

fn is_annotation(value: Option<&Object<'_>>) -> bool {
    value
        .and_then(Object::as_name)
        .is_some_and(|name| name.is("Annot"))
}

pub(super) fn is_kids(keyed: &Keyed<'_, '_>) -> bool {
    keyed.key.as_ref() == b"Kids"
}

/// Returns how what a key of a field or annotation leads to is judged.
pub(super) fn role_of(keyed: &Keyed<'_, '_>) -> Role {
    if keyed.key.as_ref() == b"AP" {
        Role::Rendering
    } else {
        Role::Reference
    }
}

/// Returns the references of an array, `null` left out; nothing is an empty array.
pub(super) fn references(value: Option<&Object<'_>>) -> Option<Vec<ObjectId>> {
    match value {
        None => Some(Vec::new()),
        Some(Object::Array(array)) => array
            .values()
            .filter(|value| !value.is_null())
            .map(Object::as_reference)
            .collect(),
        Some(_) => None,
    }
}

/// Returns `/FT` of a field itself.
pub(super) fn field_type<'d>(
    view: View<'d>,
    field: &Dictionary<'d>,
) -> Result<Option<FieldType>, Unanalysable> {
    let value = view.value(field, "FT")?;
    if value.is_null() {
        return Ok(None);
    }
    Ok(Some(match value.as_name() {
        Some(name) if name.is("Sig") => FieldType::Signature,
        Some(name) if name.is("Tx") => FieldType::Text,
        Some(name) if name.is("Ch") => FieldType::Choice,
        Some(name) if name.is("Btn") => FieldType::Button,
        _ => FieldType::Unknown,
    }))
}

/// Returns the full name of a field: that of the field above where it has none itself.
pub(super) fn full_name<'d>(
    view: View<'d>,
    field: &Dictionary<'d>,
    above: Option<&Rc<str>>,
) -> Result<Option<Rc<str>>, Unanalysable> {
    let Object::String(own) = view.value(field, "T")? else {
        return Ok(above.cloned());
    };
    let own = own.to_text();
    if own.is_empty() && above.is_some() {
        return Ok(above.cloned());
    }
    Ok(Some(match above {
        Some(above) if above.is_empty() => own.into(),
        Some(above) => format!("{above}.{own}").into(),
        None => own.into(),
    }))
}

/// Returns `/Rect`.
pub(super) fn rectangle<'d>(
    view: View<'d>,
    annotation: &Dictionary<'d>,
) -> Result<Option<[f64; 4]>, Unanalysable> {
    sides(view, annotation, "Rect")
}

/// Returns `/BBox` of a form, left, bottom, right and top; `None` where it is not plain or has no area.
pub(super) fn box_of<'d>(
    view: View<'d>,
    form: &Dictionary<'d>,
) -> Result<Option<[f64; 4]>, Unanalysable> {
    match form.get("BBox") {
        Some(sides) => area_of(view, sides),
        None => Ok(None),
    }
}

/// Returns a rectangle, left, bottom, right and top; `None` where it is not plain or has no area.
pub(super) fn area_of<'d>(
    view: View<'d>,
    sides: &Object<'d>,
) -> Result<Option<[f64; 4]>, Unanalysable> {
    let sides = sides_of(view, sides)?.map(|[left, bottom, right, top]| {
        [
            left.min(right),
            bottom.min(top),
            left.max(right),
            bottom.max(top),
        ]
    });
    Ok(sides.filter(|[left, bottom, right, top]| right - left > 0.0 && top - bottom > 0.0))
}

fn sides<'d>(
    view: View<'d>,
    dictionary: &Dictionary<'d>,
    key: &str,
) -> Result<Option<[f64; 4]>, Unanalysable> {
    match dictionary.get(key) {
        Some(value) => sides_of(view, value),
        None => Ok(None),
    }
}

fn sides_of<'d>(view: View<'d>, value: &Object<'d>) -> Result<Option<[f64; 4]>, Unanalysable> {
    let Object::Array(array) = view.resolve(value)? else {
        return Ok(None);
    };
    let mut sides = Vec::with_capacity(4);
    for value in array.values().take(5) {
        match view.resolve(value)?.as_number() {
            Some(side) => sides.push(side),
            None => return Ok(None),
        }
    }
    Ok(<[f64; 4]>::try_from(sides).ok())
}
