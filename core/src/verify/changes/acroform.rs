//! The interactive form, `/AcroForm`.

use super::compare::{Delta, Keyed, keyed};
use super::role::Role;
use super::side::Place;
use super::walk::Walk;
use super::{ChangeKind, Unanalysable};
use crate::pdf::{Dictionary, Object};

impl<'d> Walk<'_, 'd> {
    /// `/AcroForm` of the catalog.
    pub(super) fn form(
        &mut self,
        old: Option<&Object<'d>>,
        new: Option<&Object<'d>>,
    ) -> Result<(), Unanalysable> {
        let pair = self.pair(old, new)?;
        let place = Place::at(pair.id(), None);
        self.homes.extend(pair.id().map(|id| id.number));
        self.tops.extend(pair.id().map(|id| id.number));
        let first = pair.old.is_none();
        let was = pair.old.as_ref().and_then(|side| side.dictionary());
        let Some(now) = pair.new.as_ref().and_then(|side| side.dictionary()) else {
            return self.strict_pair(&pair, Role::Reference, ChangeKind::FormEntry, &place);
        };
        if !first && was.is_none() {
            return self.strict_pair(&pair, Role::Reference, ChangeKind::FormEntry, &place);
        }
        if first {
            self.record(ChangeKind::Form, &place)?;
        }
        let is_said = |form: Option<&Dictionary<'d>>| {
            let said = form.and_then(|form| form.get("NeedAppearances"));
            said.is_some_and(|said| said.as_boolean() != Some(false))
        };
        self.looks.is_by_value = is_said(was) || is_said(Some(now));
        let (keys, _) = keyed(was, Some(now));
        // Fields first: by these defaults readers draw the fields that they draw themselves.
        if let Some(fields) = keys.iter().find(|keyed| keyed.key.as_ref() == b"Fields") {
            self.fields(fields.old, fields.new)?;
        }
        let anew = is_said(Some(now)) || self.all_traits().is_drawn_by_readers;
        let has_fillable = self.all_traits().is_fillable;
        let defaults = match (first, has_fillable && anew) {
            (true, _) => ChangeKind::Form,
            (false, true) => ChangeKind::FormEntry,
            (false, false) => ChangeKind::FormDefaults,
        };
        let by_these = [b"DR".as_slice(), b"DA", b"Q"];
        let differs = |keyed: &Keyed<'_, '_>| keyed.old != keyed.new;
        self.loose.has_new_defaults = keys
            .iter()
            .any(|keyed| by_these.contains(&keyed.key.as_ref()) && differs(keyed));
        self.loose.is_drawn_anew = keys
            .iter()
            .any(|keyed| keyed.key.as_ref() == b"NeedAppearances" && differs(keyed))
            && (is_said(was) || is_said(Some(now)));
        // Which annotations there are is known where pages are compared.
        self.uncertain |=
            self.has_gaps && (self.loose.has_new_defaults || self.loose.is_drawn_anew);
        for Keyed { key, old, new } in keys {
            match key.as_ref() {
                b"Fields" => {}
                b"SigFlags" => self.flags(old, new, &place)?,
                // No is what it says where it says nothing.
                b"NeedAppearances" if !is_said(was) && !is_said(Some(now)) => {}
                b"NeedAppearances" => {
                    let mut delta = Delta::default();
                    delta.compare(old, new);
                    if self.follow(&delta, Role::Reference, None) {
                        // Readers show the values of all fields by it, or their appearances.
                        let expected = matches!(new, None | Some(Object::Boolean(_)));
                        let kind = match expected && !has_fillable {
                            true => defaults,
                            false => ChangeKind::FormEntry,
                        };
                        self.record(kind, &place)?;
                    }
                }
                b"DR" => self.resources(old, new, defaults, &place)?,
                b"DA" | b"Q" if old.is_none() => {
                    let plain = matches!(new, Some(Object::String(_) | Object::Integer(_)));
                    // Some readers draw each field by these, whatever it looks like.
                    let kind = match plain && (first || !has_fillable) {
                        true => defaults,
                        false => ChangeKind::FormEntry,
                    };
                    self.record(kind, &place)?;
                    if let Some(new) = new {
                        self.push_new(new);
                    }
                }
                _ => {
                    self.strict(old, new, Role::Reference, ChangeKind::FormEntry, &place)?;
                }
            }
        }
        Ok(())
    }

    /// `/SigFlags` may gain bits 1 and 2.
    fn flags(
        &mut self,
        old: Option<&Object<'d>>,
        new: Option<&Object<'d>>,
        place: &Place,
    ) -> Result<(), Unanalysable> {
        let pair = self.pair(old, new)?;
        let was = pair
            .old
            .as_ref()
            .map_or(Some(0), |side| side.value.as_integer());
        let now = pair.new.as_ref().and_then(|side| side.value.as_integer());
        match (was, now) {
            (Some(was), Some(now)) if was == now => Ok(()),
            (Some(was), Some(now)) if (0..=3).contains(&now) && was & now == was => {
                self.record(ChangeKind::Form, place)
            }
            _ => self.strict_pair(&pair, Role::Reference, ChangeKind::FormEntry, place),
        }
    }

    /// `/DR`: categories and names may be added.
    fn resources(
        &mut self,
        old: Option<&Object<'d>>,
        new: Option<&Object<'d>>,
        defaults: ChangeKind,
        place: &Place,
    ) -> Result<(), Unanalysable> {
        let pair = self.pair(old, new)?;
        let wrong = ChangeKind::FormEntry;
        if pair.old.is_none()
            && let Some(new) = &pair.new
        {
            let plain = new.dictionary().is_some() && new.stream.is_none();
            self.push_new(&new.value);
            return self.record(if plain { defaults } else { wrong }, place);
        }
        let Some((was, now)) = pair.dictionaries() else {
            return self.strict_pair(&pair, Role::Rendering, wrong, place);
        };
        let (categories, _) = keyed(Some(was), Some(now));
        for Keyed { key, old, new } in categories {
            // Fields are drawn with fonts; what common software puts here for the signature that it adds, under
            // one name, is used by nobody.
            let are_pictures = key.as_ref() == b"XObject";
            let category = self.pair(old, new)?;
            if category.old.is_none()
                && let Some(new) = &category.new
            {
                self.push_new(&new.value);
                self.record(defaults, place)?;
                continue;
            }
            let Some((was, now)) = category.dictionaries() else {
                self.strict_pair(&category, Role::Rendering, wrong, place)?;
                continue;
            };
            let (names, _) = keyed(Some(was), Some(now));
            for Keyed { old, new, .. } in names {
                match (old, new) {
                    (None, Some(new)) => {
                        self.push_new(new);
                        self.record(defaults, place)?;
                    }
                    (Some(was), Some(now)) if are_pictures && was != now => {
                        self.push_old(was);
                        self.push_new(now);
                        self.record(defaults, place)?;
                    }
                    _ => {
                        self.strict(old, new, Role::Rendering, wrong, place)?;
                    }
                }
            }
        }
        Ok(())
    }
}
