//! Appearances, `/AP` (ISO 32000-2, 12.5.5; from memory), where they may change: the appearance
//! streams and their own resources, not what existing resources lead to.

use super::compare::{Delta, Keyed, keyed};
use super::role::Role;
use super::side::{Pair, Place};
use super::walk::Walk;
use super::{ChangeKind, Unanalysable};
use crate::pdf::Object;

impl<'d> Walk<'_, 'd> {
    /// Compares `/AP` where it may change; returns whether it does.
    pub(super) fn appearance(
        &mut self,
        old: Option<&Object<'d>>,
        new: Option<&Object<'d>>,
        place: &Place,
    ) -> Result<bool, Unanalysable> {
        let pair = self.pair(old, new)?;
        if pair
            .new
            .as_ref()
            .is_some_and(|side| side.stream.is_some() || side.dictionary().is_none())
        {
            self.record(ChangeKind::FieldEntry, place)?;
        }
        let Some((was, now)) = pair.dictionaries() else {
            return Ok(self.compare_sides(&pair, Role::Rendering, place.page));
        };
        if let (Some(Object::Reference(id)), false) = (old, old == new) {
            // The rest of the document may not lead to a dictionary that is replaced.
            self.own_appearances.push((*id, place.clone()));
        }
        let mut changed = false;
        let (keys, _) = keyed(Some(was), Some(now));
        for Keyed { old, new, .. } in keys {
            let entry = self.pair(old, new)?;
            let Some((was, now)) = entry.dictionaries() else {
                changed |= self.appearance_stream(&entry, old, new, place);
                continue;
            };
            // One stream for each state.
            let (states, _) = keyed(Some(was), Some(now));
            for Keyed { old, new, .. } in states {
                let entry = self.pair(old, new)?;
                changed |= self.appearance_stream(&entry, old, new, place);
            }
        }
        Ok(changed)
    }

    fn appearance_stream(
        &mut self,
        pair: &Pair<'d>,
        old: Option<&Object<'d>>,
        new: Option<&Object<'d>>,
        place: &Place,
    ) -> bool {
        let mut delta = Delta::default();
        delta.compare(old, new);
        // Another reference is a change whatever it leads to.
        let mut changed = delta.different;
        let sides = (pair.old.as_ref(), pair.new.as_ref());
        let streams = sides
            .0
            .zip(sides.1)
            .filter(|(a, b)| a.stream.is_some() && b.stream.is_some());
        if let (false, Some((was, now))) = (pair.same, streams)
            && let (Some(a), Some(b)) = (was.dictionary(), now.dictionary())
        {
            let mut delta = Delta::default();
            delta.dictionaries(a, b, &[b"Length", b"Resources"]);
            changed |= self.follow(&delta, Role::Rendering, place.page);
            changed |= was.stream != now.stream;
            self.follow_length(a.get("Length"), b.get("Length"));
            let mut delta = Delta::default();
            delta.compare(a.get("Resources"), b.get("Resources"));
            return self.follow(&delta, Role::Rendering, place.page) || changed;
        }
        self.compare_sides(pair, Role::Rendering, place.page) || changed
    }

    /// The length of a stream whose data may change.
    fn follow_length(&mut self, old: Option<&Object<'d>>, new: Option<&Object<'d>>) {
        match (old, new) {
            (Some(Object::Reference(a)), Some(Object::Reference(b))) if a == b => {
                // Not pushed: its value follows the data. Explained by the pair.
                let _ = self.pair(old, new);
            }
            (old, new) => {
                old.into_iter().for_each(|old| self.push_old(old));
                new.into_iter().for_each(|new| self.push_new(new));
            }
        }
    }
}
