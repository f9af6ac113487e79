//! What no path explains: objects that nothing uses, and objects that come into use.

use std::rc::Rc;

use super::compare::{Delta, keyed};
use super::role::Role;
use super::side::{Place, Side};
use super::walk::Walk;
use super::{ChangeKind, Unanalysable};
use crate::pdf::{Entry, ObjectId};

impl<'d> Walk<'_, 'd> {
    /// Follows what is left and judges what no path explains.
    pub(super) fn finish(&mut self) -> Result<(), Unanalysable> {
        let loose = &self.loose;
        let has_defaults = |change: &super::Change| change.kind == ChangeKind::FormDefaults;
        let has_new_defaults = loose.has_new_defaults || self.changes.iter().any(has_defaults);
        if has_new_defaults && loose.is_undrawn || loose.is_drawn_anew && loose.has_widget {
            self.record(ChangeKind::FormEntry, &Place::default())?;
        }
        self.drain()?;
        for (id, place) in std::mem::take(&mut self.own_appearances) {
            let roles = [Role::Rendering, Role::Reference];
            if let Some(survey) = self.gaps() {
                self.uncertain |= roles
                    .iter()
                    .any(|&role| survey.followed.contains(&(id, role)));
            }
            if roles.iter().any(|&role| self.seen.contains(&(id, role))) {
                self.record(ChangeKind::FieldEntry, &place)?;
            }
        }
        for number in std::mem::take(&mut self.reused) {
            if let Some(survey) = self.gaps()
                && !self.old_reached.contains(&number)
            {
                if survey.fields.contains(number) || survey.pages.contains(number) {
                    continue;
                }
                self.uncertain |= survey.reached.contains(&number);
            }
            if !self.old_reached.contains(&number) {
                let place = Place::at(Some(self.current(number)), None);
                self.record(ChangeKind::Resurrected, &place)?;
            }
        }
        // Only what signs, or adds to the security store, leaves something behind.
        let signs = self.changes.iter().any(|change| {
            matches!(
                change.kind,
                ChangeKind::SignatureFilled
                    | ChangeKind::DocumentTimestamp
                    | ChangeKind::SecurityStore
                    | ChangeKind::SignatureFieldAdded { signed: true, .. }
            )
        });
        for number in self.unexplained().into_iter().filter(|_| signs) {
            if let Some(side) = self.debris(number)? {
                self.explain(number);
                self.push_new(&side.value);
                self.record(ChangeKind::Debris, &Place::at(side.id, None))?;
            }
        }
        self.drain()?;
        for number in self.unexplained() {
            if self.is_written_again(number)? {
                self.explain(number);
                continue;
            }
            let place = Place::at(Some(self.current(number)), None);
            self.record(ChangeKind::Unused, &place)?;
        }
        let unplaced = |change: &super::Change| change.object.filter(|_| change.page.is_none());
        let pages: Vec<_> = (self.changes.iter())
            .map(|change| unplaced(change).and_then(|id| self.page_of(id.number)))
            .collect();
        for (change, page) in self.changes.iter_mut().zip(pages) {
            change.page = change.page.or(page);
        }
        Ok(())
    }

    /// Returns whether an object is what it was, with its entries in another order at most.
    fn is_written_again(&mut self, number: u32) -> Result<bool, Unanalysable> {
        if !self.is_old(number) {
            return Ok(false);
        }
        let id = self.current(number);
        let (old, new) = (self.load(self.old, id)?, self.load(self.new, id)?);
        let (Some(old), Some(new)) = (old, new) else {
            return Ok(false);
        };
        let (Some(was), Some(now)) = (old.dictionary(), new.dictionary()) else {
            return Ok(false);
        };
        let (keys, _) = keyed(Some(was), Some(now));
        let mut delta = Delta::default();
        for keyed in keys {
            delta.compare(keyed.old, keyed.new);
        }
        let is_same = !delta.different && delta.old.is_empty() && delta.new.is_empty();
        Ok(is_same && !now.has_duplicate_keys() && old.stream == new.stream)
    }

    fn unexplained(&self) -> Vec<u32> {
        self.differs
            .iter()
            .filter(|(_, explained)| !**explained)
            .map(|(&n, _)| n)
            .collect()
    }

    /// Returns a new object that nothing uses, if it is one of those that common software leaves
    /// behind when it signs and that cannot be taken for anything: a font without a name, the
    /// remains of a widget, a stream without a type. No later revision may use it either: it would
    /// come into use then.
    fn debris(&mut self, number: u32) -> Result<Option<Rc<Side<'d>>>, Unanalysable> {
        if self.is_old(number) {
            return Ok(None);
        }
        let side = self.load(self.new, self.current(number))?;
        Ok(side.filter(|side| {
            let Some(dictionary) = side.dictionary() else {
                return false;
            };
            let only = |keys: &[&str]| {
                let mut entries = dictionary.entries.iter();
                entries.all(|entry| keys.iter().any(|key| entry.key.is(key)))
            };
            match side.stream {
                Some(_) => only(&["Length", "Filter"]),
                None => {
                    dictionary.is_name("Type", "Font") && only(&["Type"])
                        || dictionary.is_name("Subtype", "Widget")
                            && only(&["Subtype", "F", "Rect", "AP"])
                }
            }
        }))
    }

    fn current(&self, number: u32) -> ObjectId {
        let generation = match self.new.entry(number) {
            Some(Entry::At { generation, .. }) => generation,
            _ => 0,
        };
        ObjectId { number, generation }
    }
}
