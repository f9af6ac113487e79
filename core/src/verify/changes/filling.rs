//! Filling of fields that are no signature fields (ISO 32000-2, 12.7.5; from memory): what each kind may
//! change, and that its appearance shows what its value says.

use std::rc::Rc;

use super::compare::Keyed;
use super::field::{Above, FieldType, is_kids, role_of};
use super::role::Role;
use super::shown::Manner;
use super::side::{Place, Side};
use super::walk::Walk;
use super::{ChangeKind, Unanalysable};
use crate::pdf::{Dictionary, Object};

/// `ReadOnly`, bit 1 of `/Ff`.
pub(super) const READ_ONLY: i64 = 1;
/// `Password`, bit 14 of `/Ff` of a text field.
const PASSWORD: i64 = 1 << 13;
/// `RichText`, bit 26 of `/Ff` of a text field.
const RICH_TEXT: i64 = 1 << 25;
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
    /// By a choice in a list. Which line a new appearance marks cannot be told: it may have none.
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
        if let Some(value) = keys.iter().find(|keyed| keyed.key.as_ref() == b"V") {
            let pair = self.pair(value.old, value.new)?;
            let text = |side: &Option<Rc<Side<'d>>>| match side {
                Some(side) => text(&side.value),
                None => Some(Vec::new()),
            };
            let now = text(&pair.new);
            // A value of its own: what is above says nothing about this field.
            below.filled = false;
            below.says = now.as_ref().map(|parts| parts.concat().into());
            if self.compare_sides(&pair, Role::Reference, None) {
                // The same text in another encoding is no reason for another appearance.
                below.filled = now.is_none() || text(&pair.old) != now;
                let is_name = |side: &Rc<Side<'d>>| side.value.as_name().is_some();
                let is_text = |side: &Rc<Side<'d>>| matches!(&side.value, Object::String(text) if is_read_alike(&text.decode()));
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
                b"RV" if below.filled && !fixed => {
                    self.free(old, new)?;
                    if below.flags & RICH_TEXT != 0 && !self.is_rich(new, &below)? {
                        self.record(ChangeKind::FieldShowsOtherwise, place)?;
                    }
                }
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
        // An appearance that stays shows the old value.
        if below.filled && filling == Filling::List && self.is_drawn(field, false)? {
            self.record(ChangeKind::FieldShowsOtherwise, place)?;
        }
        if below.filled
            && matches!(filling, Filling::List | Filling::Combo)
            && !field.get("I").is_none_or(Object::is_null)
        {
            // Some readers show the line of `/I`, whatever the value says.
            let indices = self.new.value(field, "I")?;
            if !self.are_of_value(field, &indices, below.says.as_deref())? {
                self.record(ChangeKind::FieldShowsOtherwise, place)?;
            }
        }
        if below.filled && matches!(filling, Filling::Text | Filling::Combo) {
            self.text_appearance(was, field.get("AP"), &below, filling, place)?;
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

    /// The new appearances of a text field or combo box that was filled.
    fn text_appearance(
        &mut self,
        was: &Dictionary<'d>,
        appearances: Option<&Object<'d>>,
        below: &Above,
        filling: Filling,
        place: &Place,
    ) -> Result<(), Unanalysable> {
        // A script that formats the value shows it in other words. Filling brings none.
        let scripts = self.old.value(was, "AA")?;
        let manner = Manner {
            is_password: below.flags & PASSWORD != 0,
            cells: self.cells(was, below.flags)?,
            is_formatted: (scripts.as_dictionary())
                .is_some_and(|scripts| scripts.get("F").is_some()),
        };
        let mut values: Vec<Rc<str>> = below.says.iter().cloned().collect();
        if filling == Filling::Combo {
            // What is exported may be what another option displays.
            if let Some(displayed) = self.displayed(was, below.says.as_deref())? {
                values = vec![displayed];
            }
        }
        if values.is_empty() {
            values.push("".into());
        }
        let paint = self.paint(was, below.flags)?;
        let wrong = ChangeKind::FieldShowsOtherwise;
        let now = match appearances {
            Some(appearances) => self.new.resolve(appearances)?,
            None => Object::Null,
        };
        let Object::Dictionary(appearances) = now else {
            // What was drawn, some readers do not draw themselves.
            return match self.old.value(was, "AP")?.is_null() {
                true => Ok(()),
                false => self.record(wrong, place),
            };
        };
        if appearances.get("N").is_none() {
            self.record(wrong, place)?;
        }
        for entry in appearances.entries.iter() {
            let stream = match &entry.value {
                Object::Reference(id) => self.load(self.new, *id)?,
                _ => None,
            };
            let is_shown = match stream {
                Some(stream) => {
                    let paint = (paint.clone(), manner);
                    !self.shows_otherwise(&stream, &values, paint, place.rectangle)?
                }
                None => false,
            };
            if !is_shown {
                self.record(wrong, place)?;
            }
        }
        Ok(())
    }

    /// Returns whether rich text says what the value says, in any markup (ISO 32000-2, 12.7.4.4; from
    /// memory): readers that know it show it instead.
    fn is_rich(&self, text: Option<&Object<'d>>, below: &Above) -> Result<bool, Unanalysable> {
        let Some(text) = text else { return Ok(true) };
        let Object::String(text) = self.new.resolve(text)? else {
            return Ok(false);
        };
        let text = text.to_text();
        let says = below.says.as_deref().unwrap_or_default();
        let words = text.split('<').flat_map(|part| {
            let outside = part.split_once('>').map_or(part, |(_, outside)| outside);
            outside.chars()
        });
        let is_visible = |sign: &char| !sign.is_whitespace();
        // Signs that are written by their names are not looked up.
        Ok(words.filter(is_visible).eq(says.chars().filter(is_visible)) && !text.contains('&'))
    }

    /// Returns whether `/I` names the one option that has the value.
    fn are_of_value(
        &mut self,
        field: &Dictionary<'d>,
        indices: &Object<'d>,
        value: Option<&str>,
    ) -> Result<bool, Unanalysable> {
        let Object::Array(indices) = indices else {
            return Ok(false);
        };
        let mut indices = indices.values();
        let (Some(index), None) = (indices.next().and_then(Object::as_integer), indices.next())
        else {
            return Ok(false);
        };
        let Object::Array(options) = self.new.value(field, "Opt")? else {
            return Ok(false);
        };
        let option = usize::try_from(index)
            .ok()
            .and_then(|index| options.items.get(index));
        let Some(option) = option else {
            return Ok(false);
        };
        let export = match self.new.resolve(&option.value)? {
            Object::Array(pair) => match pair.items.first() {
                Some(first) => self.new.resolve(&first.value)?,
                None => return Ok(false),
            },
            other => other,
        };
        let export = export.as_string().map(|text| text.to_text());
        Ok(export.is_some_and(|export| Some(export.trim()) == value))
    }

    /// Returns what a combo box displays for a value: the second text of its option.
    fn displayed(
        &mut self,
        field: &Dictionary<'d>,
        value: Option<&str>,
    ) -> Result<Option<Rc<str>>, Unanalysable> {
        let Object::Array(options) = self.inherited(field, "Opt")? else {
            return Ok(None);
        };
        for option in options.values() {
            self.edges.visit()?;
            let Object::Array(pair) = self.old.resolve(option)? else {
                continue;
            };
            let mut texts = Vec::with_capacity(2);
            for text in pair.values().take(2) {
                let text = self.old.resolve(text)?;
                texts.extend(text.as_string().map(|text| text.to_text()));
            }
            if let [export, display] = texts.as_slice()
                && Some(export.trim()) == value
            {
                return Ok(Some(display.trim().into()));
            }
        }
        Ok(None)
    }
}

/// Returns the name of a state, a character for each octet: names in different encodings stay different.
fn state(name: &[u8]) -> String {
    name.iter().copied().map(char::from).collect()
}

/// Returns whether all readers take a text string for the same text: without characters that control
/// something, codes that stand for nothing or not everywhere, and halves of pairs.
fn is_read_alike(octets: &[u8]) -> bool {
    let is_plain = |sign: char| matches!(sign, '\t' | '\n' | '\r') || !sign.is_control();
    let is_seen = |sign: char| !matches!(sign, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    if let Some(units) = octets.strip_prefix(b"\xfe\xff") {
        let (pairs, rest) = units.as_chunks::<2>();
        let units = pairs.iter().map(|pair| u16::from_be_bytes(*pair));
        let mut signs = char::decode_utf16(units);
        return rest.is_empty()
            && signs.all(|sign| sign.is_ok_and(|sign| is_plain(sign) && is_seen(sign)));
    }
    if let Some(text) = octets.strip_prefix(b"\xef\xbb\xbf") {
        let text = std::str::from_utf8(text);
        return text.is_ok_and(|text| text.chars().all(|sign| is_plain(sign) && is_seen(sign)));
    }
    // PDFDocEncoding (ISO 32000-2, annex D.3; from memory): accents below the space, some codes without a
    // sign.
    octets
        .iter()
        .all(|octet| matches!(octet, b'\t' | b'\n' | b'\r' | 0x20..=0x7e | 0x80..=0x9e | 0xa0..=0xac | 0xae..))
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
