//! Filling of fields that are no signature fields (ISO 32000-2, 12.7.5; from memory): what each kind may
//! change, and that its appearance shows what its value says.

use std::rc::Rc;

use super::compare::Keyed;
use super::field::{Above, FieldType, is_kids, role_of};
use super::looks::cells;
use super::role::Role;
use super::shown::plain_value;
use super::side::{Place, Side};
use super::walk::Walk;
use super::{ChangeKind, Unanalysable};
use crate::pdf::{Dictionary, Object};

/// `ReadOnly`, bit 1 of `/Ff`.
pub(super) const READ_ONLY: i64 = 1;
/// `Pushbutton`, bit 17 of `/Ff` of a button.
const PUSH_BUTTON: i64 = 1 << 16;
/// `Combo`, bit 18 of `/Ff` of a choice field.
const COMBO: i64 = 1 << 17;

/// How a field is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Filling {
    /// With text, which its new appearance shows.
    Text,
    /// With one of several texts, likewise.
    Combo,
    /// By a choice in a list: not at all, since which line its appearance marks cannot be told.
    List,
    /// By another of the appearances that it has: check boxes and radio buttons.
    Toggle,
    /// Not at all: a pushbutton has no value.
    Push,
}

impl Filling {
    /// Returns how a field of a type with these flags is filled.
    pub(super) fn of(field_type: FieldType, flags: i64) -> Self {
        match field_type {
            FieldType::Choice if flags & COMBO != 0 => Self::Combo,
            FieldType::Choice => Self::List,
            FieldType::Button if flags & PUSH_BUTTON != 0 => Self::Push,
            FieldType::Button => Self::Toggle,
            _ => Self::Text,
        }
    }
}

impl<'d> Walk<'_, 'd> {
    /// A text, choice or button field: its value may change, and its appearance with it; nothing of
    /// either where the field is `fixed`.
    pub(super) fn fillable_field(
        &mut self,
        keys: &[Keyed<'_, 'd>],
        (was, field): (&Dictionary<'d>, &Dictionary<'d>),
        (above, mut below): (Option<Rc<str>>, Above),
        (filling, fixed): (Filling, bool),
        place: &Place,
    ) -> Result<Above, Unanalysable> {
        self.traits.is_fillable = true;
        let filled = match fixed {
            true => ChangeKind::ReadOnlyField,
            false => ChangeKind::FieldFilled,
        };
        let is_named =
            above != place.field && place.field.as_ref().is_some_and(|name| !name.is_empty());
        let value = keys.iter().find(|keyed| keyed.key.as_ref() == b"V");
        if let Some(value) = value.filter(|_| !is_named) {
            // A value of a mere widget: readers show it instead of that of its field, or do not.
            self.strict(
                value.old,
                value.new,
                Role::Reference,
                ChangeKind::FieldEntry,
                place,
            )?;
            if below.filled {
                self.record(ChangeKind::FieldShowsOtherwise, place)?;
            }
        }
        if let Some(value) = value.filter(|_| is_named) {
            let pair = self.pair(value.old, value.new)?;
            // Some readers look for a value above one that is none, others do not.
            let is_none = value.new.is_some() && pair.new.is_none();
            if is_none && (below.filled || value.old.is_none() || pair.old.is_some()) {
                self.record(ChangeKind::FieldEntry, place)?;
            }
            let text = |side: &Option<Rc<Side<'d>>>| match side {
                Some(side) => text(&side.value),
                None => Some(Vec::new()),
            };
            let now = text(&pair.new);
            // A value of its own: what is above says nothing about this field.
            below.filled = false;
            below.says = now.as_ref().map(|parts| parts.concat().into());
            below.displays = None;
            if self.compare_sides(&pair, Role::Reference, None) {
                // The same text in another encoding is no reason for another appearance.
                below.filled = now.is_none() || text(&pair.old) != now;
                let is_name = |side: &Rc<Side<'d>>| side.value.as_name().is_some();
                let is_text = |side: &Rc<Side<'d>>| matches!(&side.value, Object::String(text) if plain_value(&text.decode()).is_some());
                let kind = match now {
                    // A state is named; a text, which names it to some readers only, is none.
                    Some(_) if filling == Filling::Toggle => match pair.new.as_ref() {
                        Some(side) if !is_name(side) => ChangeKind::FieldEntry,
                        _ => filled,
                    },
                    Some(_) if matches!(filling, Filling::Text | Filling::Combo) => {
                        match pair.new.as_ref() {
                            Some(side) if !is_text(side) => ChangeKind::FieldShowsOtherwise,
                            _ => filled,
                        }
                    }
                    Some(_) if filling != Filling::Push => filled,
                    _ => ChangeKind::FieldEntry,
                };
                self.filled.insert(place.field.clone(), place.clone());
                self.record(kind, place)?;
                if filling == Filling::Combo {
                    // What is exported may be what another option displays.
                    match self.displayed(was, below.says.as_deref().unwrap_or_default())? {
                        Some(displays) => below.displays = displays,
                        None if below.filled => {
                            self.record(ChangeKind::FieldShowsOtherwise, place)?;
                        }
                        None => {}
                    }
                }
            }
        }
        below.filled &= filling != Filling::Push;
        // It shows the value of the field above it, under its own name or although it is read-only.
        if below.filled && (fixed || above != place.field) {
            self.record(filled, place)?;
        }
        let shown = match below.filled {
            true => filled,
            false => ChangeKind::FieldAppearance,
        };
        for keyed in keys.iter().filter(|keyed| !is_kids(keyed)) {
            let (old, new) = (keyed.old, keyed.new);
            match keyed.key.as_ref() {
                b"V" => {}
                b"AP" => {
                    if self.appearance(old, new, place)? {
                        match filling {
                            Filling::Toggle | Filling::Push => {
                                self.record(ChangeKind::FieldAppearance, place)?;
                            }
                            _ => self.record(shown, place)?,
                        }
                    }
                }
                b"AS" => {
                    // Only buttons have several appearances to choose from.
                    let kind = match filling {
                        Filling::Toggle => shown,
                        _ => ChangeKind::FieldEntry,
                    };
                    self.strict(old, new, Role::Reference, kind, place)?;
                }
                b"RV" if below.filled && !fixed && new.is_none() => self.free(old, new)?,
                b"I" | b"M" if below.filled && !fixed => self.free(old, new)?,
                // No flag is what a field has that says nothing.
                b"Ff"
                    if old.is_none()
                        && below.flags == 0
                        && matches!(new, Some(Object::Integer(0))) => {}
                _ => {
                    let role = role_of(keyed);
                    self.strict(old, new, role, ChangeKind::FieldEntry, place)?;
                }
            }
        }
        let is_widget = field.get("Rect").is_some();
        // Which line a list marks cannot be told; rich text some readers show instead of the value.
        let is_unclear = filling == Filling::List || field.get("RV").is_some();
        if below.filled && filling != Filling::Toggle && is_unclear {
            self.record(ChangeKind::FieldShowsOtherwise, place)?;
        }
        if below.filled && filling == Filling::Combo && !field.get("I").is_none_or(Object::is_null)
        {
            // Some readers show the line of `/I`, whatever the value says.
            let indices = self.new.value(field, "I")?;
            if !self.are_of_value(field, &indices, below.says.as_deref())? {
                self.record(ChangeKind::FieldShowsOtherwise, place)?;
            }
        }
        if below.filled && filling == Filling::Text {
            // Readers cut what is longer, where they let people write.
            let signs = below.says.as_ref().map_or(0, |says| says.chars().count());
            let is_longer = |longest| i64::try_from(signs).is_ok_and(|signs| signs > longest);
            if below.longest.is_some_and(is_longer) {
                self.record(ChangeKind::FieldShowsOtherwise, place)?;
            }
        }
        if below.filled && matches!(filling, Filling::Text | Filling::Combo) {
            self.text_appearance((was, field), &below, place)?;
        }
        if is_widget && below.filled && filling == Filling::Toggle {
            self.toggled(field, &below, place)?;
        }
        if is_widget && !(self.is_drawn(was, true)? && self.is_drawn(field, false)?) {
            self.traits.is_drawn_by_readers = true;
        }
        Ok(below)
    }

    /// Returns whether a widget has a normal appearance, so that readers need not make one.
    pub(super) fn is_drawn(
        &self,
        widget: &Dictionary<'d>,
        is_old: bool,
    ) -> Result<bool, Unanalysable> {
        let view = if is_old { self.old } else { self.new };
        let Object::Dictionary(appearances) = view.value(widget, "AP")? else {
            return Ok(false);
        };
        let is_stream = |value: Option<&Object<'d>>| -> Result<bool, Unanalysable> {
            let Some(Object::Reference(id)) = value else {
                return Ok(false);
            };
            Ok(view
                .follow(*id)?
                .is_some_and(|found| found.stream.is_some()))
        };
        if is_stream(appearances.get("N"))? {
            return Ok(true);
        }
        // Or one for each state.
        let Object::Dictionary(states) = view.value(&appearances, "N")? else {
            return Ok(false);
        };
        let shown = view.value(widget, "AS")?;
        let shown = shown.as_name().map(|name| name.decoded().into_owned());
        let state = states
            .entries
            .iter()
            .find(|entry| Some(entry.key.decoded().as_ref()) == shown.as_deref());
        // A state that is not there shows nothing.
        Ok(shown.is_some() && state.is_none() || is_stream(state.map(|entry| &entry.value))?)
    }

    /// A check box or radio button that was filled shows the state that its value names, if it has
    /// that state, and `Off` otherwise.
    fn toggled(
        &mut self,
        widget: &Dictionary<'d>,
        below: &Above,
        place: &Place,
    ) -> Result<(), Unanalysable> {
        let wrong = ChangeKind::FieldShowsOtherwise;
        let Object::Dictionary(appearances) = self.new.value(widget, "AP")? else {
            return self.record(wrong, place);
        };
        let Object::Dictionary(states) = self.new.value(&appearances, "N")? else {
            return self.record(wrong, place);
        };
        let says = below.says.as_deref().unwrap_or_default();
        let has = (states.entries.iter()).any(|entry| state(&entry.key.decoded()) == says);
        let expected = if has && !says.is_empty() { says } else { "Off" };
        let found = self.toggles.entry(place.field.clone());
        let (_, is_chosen) = found.or_insert_with(|| (place.clone(), says.is_empty()));
        *is_chosen |= has;
        let shown = self.new.value(widget, "AS")?;
        let shown = shown.as_name().map(|shown| state(&shown.decoded()));
        if shown.as_deref() != Some(expected) {
            self.record(wrong, place)?;
        }
        Ok(())
    }

    /// The new appearances of a text field or combo box that was filled: a widget has one that proves it.
    fn text_appearance(
        &mut self,
        (was, field): (&Dictionary<'d>, &Dictionary<'d>),
        below: &Above,
        place: &Place,
    ) -> Result<(), Unanalysable> {
        let wrong = ChangeKind::FieldShowsOtherwise;
        let is_widget = ["Rect", "Subtype", "AP"]
            .iter()
            .any(|key| field.get(key).is_some());
        let Some(appearances) = self.plain(self.new, field.get("AP"))? else {
            return match is_widget {
                true => self.record(wrong, place),
                // Nothing of it is shown.
                false => Ok(()),
            };
        };
        // Readers that draw by the value do not look at what is judged here, and none shows what lies beside the
        // page.
        if self.looks.is_by_value || !self.is_on_its_page(place)? {
            self.record(wrong, place)?;
        }
        if appearances.get("N").is_none() {
            self.record(wrong, place)?;
        }
        let signed = self.plain(self.old, was.get("AP"))?;
        let signed = signed.and_then(|signed| signed.get("N")?.as_reference());
        let cells = cells(below.longest, below.flags);
        let paint = self.paint(was, cells)?;
        let value = below.displays.as_ref().or(below.says.as_ref());
        let value = value.cloned().unwrap_or_default();
        for entry in appearances.entries.iter() {
            let stream = match &entry.value {
                Object::Reference(id) => self.load(self.new, *id)?,
                _ => None,
            };
            let is_shown = match stream {
                Some(stream) => {
                    let paint = (paint.clone(), cells);
                    !self.shows_otherwise((&stream, signed), &value, paint, place)?
                }
                None => false,
            };
            if !is_shown {
                self.record(wrong, place)?;
            }
        }
        Ok(())
    }
}

/// Returns the name of a state, a character for each octet: names in different encodings stay different.
fn state(name: &[u8]) -> String {
    name.iter().copied().map(char::from).collect()
}

/// Returns what the value of a text, choice or button field says, empty parts left out; `None` where
/// it is no such value.
fn text(value: &Object<'_>) -> Option<Vec<String>> {
    let parts = match value {
        Object::String(text) => vec![text.to_text()],
        Object::Name(name) if name.is("Off") => return Some(Vec::new()),
        Object::Name(name) => return Some(vec![state(&name.decoded())]),
        Object::Array(array) => array
            .values()
            .map(|item| item.as_string().map(|text| text.to_text()))
            .collect::<Option<_>>()?,
        _ => return None,
    };
    let parts = parts.iter().map(|part| part.trim());
    Some(
        parts
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect(),
    )
}
