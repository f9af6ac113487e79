//! Annotations of a page (ISO 32000-2, 12.5; from memory).

use std::collections::HashSet;

use super::compare::keyed;
use super::field::{full_name, rectangle, role_of};
use super::role::Role;
use super::side::{Pair, Place, Side};
use super::survey::Survey;
use super::walk::Walk;
use super::{ChangeKind, Unanalysable};
use crate::pdf::{Dictionary, Object, ObjectId};

impl<'d> Walk<'_, 'd> {
    /// `/Annots` of a page.
    pub(super) fn annotations(
        &mut self,
        old: Option<&Object<'d>>,
        new: Option<&Object<'d>>,
        page: &Place,
    ) -> Result<(), Unanalysable> {
        let pair = self.pair(old, new)?;
        let (Some(old), Some(new)) = (items(pair.old.as_deref()), items(pair.new.as_deref()))
        else {
            return self.strict_pair(&pair, Role::Reference, ChangeKind::Page, page);
        };
        let are_exchanged = are_exchanged(&old, &new);
        let (old, new) = (split(&old), split(&new));
        let before: HashSet<ObjectId> = old.0.iter().copied().collect();
        let now: HashSet<ObjectId> = new.0.iter().copied().collect();
        let kept = |ids: &[ObjectId]| -> Vec<ObjectId> {
            ids.iter()
                .filter(|id| before.contains(id) && now.contains(id))
                .copied()
                .collect()
        };
        // What is painted over what must not change.
        if are_exchanged
            || kept(&old.0) != kept(&new.0)
            || now.len() != new.0.len() && before.len() == old.0.len()
        {
            self.record(ChangeKind::AnnotationOrder, page)?;
        }
        let mut seen = HashSet::new();
        for &id in old.0.iter().filter(|&&id| seen.insert(id)) {
            self.is_on_page(id, page);
            if now.contains(&id) {
                self.kept(id, page)?;
            } else {
                // Its home is gone with it, and one that is not there is no change.
                self.uncertain = true;
                let reference = Object::Reference(id);
                let gone = self.pair(Some(&reference), None)?;
                self.push_old(&reference);
                self.removed(&gone, Some(id), page)?;
            }
        }
        for &id in new
            .0
            .iter()
            .filter(|&&id| !before.contains(&id) && seen.insert(id))
        {
            self.is_on_page(id, page);
            self.added(id, page)?;
        }
        for index in 0..old.1.len().max(new.1.len()) {
            let pair = self.pair(old.1.get(index).copied(), new.1.get(index).copied())?;
            self.direct(&pair, page)?;
        }
        Ok(())
    }

    /// An annotation that stands in the array itself.
    fn direct(&mut self, pair: &Pair<'d>, page: &Place) -> Result<(), Unanalysable> {
        match (&pair.old, &pair.new) {
            (Some(_), Some(_)) => self.annotation(pair, page),
            (Some(_), None) => {
                self.compare_sides(pair, Role::Reference, page.page);
                self.removed(pair, None, page)
            }
            (None, Some(new)) => {
                self.push_new(&new.value);
                self.judge_new(new, page)
            }
            (None, None) => Ok(()),
        }
    }

    fn kept(&mut self, id: ObjectId, page: &Place) -> Result<(), Unanalysable> {
        if self.is_field(id.number) {
            // Judged as a field.
            return Ok(());
        }
        self.homes.insert(id.number);
        let known = |survey: &Survey| survey.pages.annotations.contains(id, page.page);
        if self.gaps().is_some_and(known) {
            return Ok(());
        }
        let before = self.now();
        let asked = self.new.document().asked();
        let mark = asked.begin();
        let reference = Object::Reference(id);
        let pair = self.pair(Some(&reference), Some(&reference));
        let done = pair.and_then(|pair| self.annotation(&pair, page));
        let asked = asked.end(&mark);
        done?;
        let is_quiet = self.is_quiet(before, &asked);
        if let Some(survey) = self.survey.as_mut().filter(|_| is_quiet) {
            survey.pages.annotations.note(id, page.page, &asked);
        }
        Ok(())
    }

    fn annotation(&mut self, pair: &Pair<'d>, page: &Place) -> Result<(), Unanalysable> {
        let mut place = Place::at(pair.id(), page.page);
        let Some((old, new)) = pair.dictionaries() else {
            return self.strict_pair(pair, Role::Reference, ChangeKind::Widget, &place);
        };
        place.rectangle = rectangle(self.new, new)?;
        let is_text = |annotation: &Dictionary<'d>| {
            is_widget(annotation) || annotation.is_name("Subtype", "FreeText")
        };
        if is_text(old) || is_text(new) {
            // By the defaults of the form readers draw these too; a widget even with an appearance,
            // where they are told to.
            self.loose.has_widget |= is_widget(new);
            self.loose.is_undrawn |= !(self.is_drawn(old, true)? && self.is_drawn(new, false)?);
        }
        if is_widget(old) || is_widget(new) {
            // Outside the tree of fields it may show the value of a field that was filled.
            let hangs = old.get("Parent").is_some() || new.get("Parent").is_some();
            let name = full_name(self.old, old, None)?;
            let is_twin = name.as_ref().is_some_and(|name| self.is_filled(name));
            if let Some(survey) = &mut self.survey {
                survey.pages.has_hanging |= hangs;
                survey.pages.loose_names.extend(name);
            }
            if hangs && !self.filled.is_empty() || is_twin {
                self.record(ChangeKind::FieldStructure, &place)?;
            }
            let mut keys = keyed(Some(old), Some(new)).0;
            for keyed in keys.drain(..) {
                let role = role_of(&keyed);
                self.strict(keyed.old, keyed.new, role, ChangeKind::Widget, &place)?;
            }
            return Ok(());
        }
        let (keys, _) = keyed(Some(old), Some(new));
        for keyed in keys {
            let kind = match keyed.key.as_ref() {
                b"AP" => {
                    if self.appearance(keyed.old, keyed.new, &place)? {
                        self.record(ChangeKind::AnnotationChanged, &place)?;
                    }
                    continue;
                }
                b"Subtype" | b"A" | b"AA" | b"PA" => ChangeKind::ActiveContent,
                _ => ChangeKind::AnnotationChanged,
            };
            self.strict(keyed.old, keyed.new, Role::Reference, kind, &place)?;
        }
        Ok(())
    }

    fn added(&mut self, id: ObjectId, page: &Place) -> Result<(), Unanalysable> {
        let side = self.load_new(id)?;
        let Some(side) = side else { return Ok(()) };
        if self.new_widgets.contains(&id.number) {
            return Ok(());
        }
        let place = Place::at(Some(id), page.page);
        if self.is_old(id.number) {
            return self.record(ChangeKind::AnnotationOrder, &place);
        }
        self.homes.insert(id.number);
        self.push_new(&side.value);
        self.judge_new(&side, page)
    }

    fn judge_new(&mut self, side: &Side<'d>, page: &Place) -> Result<(), Unanalysable> {
        let mut place = Place::at(side.id, page.page);
        let Some(annotation) = side.dictionary().filter(|_| side.stream.is_none()) else {
            return self.record(ChangeKind::Widget, &place);
        };
        place.rectangle = rectangle(self.new, annotation)?;
        if is_widget(annotation) {
            return self.record(ChangeKind::Widget, &place);
        }
        if self.is_active(annotation)? {
            self.record(ChangeKind::ActiveContent, &place)?;
        }
        self.record(ChangeKind::AnnotationAdded, &place)
    }

    fn removed(
        &mut self,
        pair: &Pair<'d>,
        id: Option<ObjectId>,
        page: &Place,
    ) -> Result<(), Unanalysable> {
        let mut place = Place::at(id, page.page);
        let Some(old) = pair.old.as_ref() else {
            return Ok(());
        };
        let Some(annotation) = old.dictionary() else {
            return self.record(ChangeKind::Widget, &place);
        };
        place.rectangle = rectangle(self.old, annotation)?;
        let in_form = id.is_some_and(|id| self.is_field(id.number));
        let kind = match is_widget(annotation) || in_form {
            true => ChangeKind::Widget,
            false => ChangeKind::AnnotationDeleted,
        };
        self.record(kind, &place)
    }

    /// Returns whether an annotation can do more than lead to a page or an address.
    fn is_active(&self, annotation: &Dictionary<'d>) -> Result<bool, Unanalysable> {
        let subtype = annotation.get("Subtype").and_then(Object::as_name);
        let runs = [
            "Screen",
            "Movie",
            "Sound",
            "3D",
            "RichMedia",
            "FileAttachment",
        ];
        if subtype.is_none_or(|name| runs.iter().any(|kind| name.is(kind))) {
            return Ok(true);
        }
        if annotation.get("AA").is_some() || annotation.get("PA").is_some() {
            return Ok(true);
        }
        Ok(match self.new.value(annotation, "A")? {
            Object::Null => false,
            Object::Dictionary(action) => {
                action.get("Next").is_some()
                    || !(action.is_name("S", "URI") || action.is_name("S", "GoTo"))
            }
            _ => true,
        })
    }
}

fn is_widget(annotation: &Dictionary<'_>) -> bool {
    annotation.is_name("Subtype", "Widget")
}

/// Returns the elements of an array, `null` left out; nothing is an empty array.
fn items<'s, 'd>(side: Option<&'s Side<'d>>) -> Option<Vec<&'s Object<'d>>> {
    match side {
        None => Some(Vec::new()),
        Some(side) => {
            let array = side.value.as_array()?;
            Some(array.values().filter(|value| !value.is_null()).collect())
        }
    }
}

/// Tells whether direct annotations stand between others than before. Those that were added stand last.
fn are_exchanged(old: &[&Object<'_>], new: &[&Object<'_>]) -> bool {
    let ids = |items: &[&Object<'_>]| -> HashSet<ObjectId> {
        items
            .iter()
            .filter_map(|item| item.as_reference())
            .collect()
    };
    let (before, now) = (ids(old), ids(new));
    let direct = |items: &[&Object<'_>]| {
        let direct = items.iter().filter(|item| item.as_reference().is_none());
        direct.count()
    };
    let (had, has) = (direct(old), direct(new));
    if had == 0 && has == 0 {
        return false;
    }
    let order = |items: &[&Object<'_>]| -> Vec<Option<ObjectId>> {
        let mut left = had.min(has);
        let mut order = Vec::new();
        for item in items {
            match item.as_reference() {
                Some(id) if before.contains(&id) && now.contains(&id) => order.push(Some(id)),
                Some(_) => {}
                None if left > 0 => {
                    left -= 1;
                    order.push(None);
                }
                None => {}
            }
        }
        order
    };
    order(old) != order(new)
}

/// Parts references from direct values.
fn split<'s, 'd>(items: &[&'s Object<'d>]) -> (Vec<ObjectId>, Vec<&'s Object<'d>>) {
    let ids = items
        .iter()
        .filter_map(|item| item.as_reference())
        .collect();
    let direct = items
        .iter()
        .filter(|item| item.as_reference().is_none())
        .copied()
        .collect();
    (ids, direct)
}
