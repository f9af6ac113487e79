//! The form's tree of fields: which of them are compared, and in which order.

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::rc::Rc;

use super::field::Above;
use super::role::Role;
use super::side::{Pair, Place};
use super::survey::{MOST, Path};
use super::walk::Walk;
use super::{ChangeKind, Unanalysable};
use crate::pdf::{Object, ObjectId};

/// A field still to be compared: which, where, and below what.
type Waiting = (ObjectId, Option<Path>, Rc<Above>);

/// Fields still to be compared.
#[derive(Default)]
pub(super) struct Queue<'d> {
    both: VecDeque<Waiting>,
    /// The same in the order of their places, where some are left out.
    among: BTreeMap<Path, (ObjectId, Rc<Above>)>,
    pub(super) new: VecDeque<(Object<'d>, Rc<Above>)>,
}

impl Queue<'_> {
    fn next(&mut self) -> Option<Waiting> {
        let among = self.among.pop_first();
        let among = among.map(|(path, (id, above))| (id, Some(path), above));
        among.or_else(|| self.both.pop_front())
    }
}

impl<'d> Walk<'_, 'd> {
    /// `/Fields` of the form, and everything below.
    pub(super) fn fields(
        &mut self,
        old: Option<&Object<'d>>,
        new: Option<&Object<'d>>,
    ) -> Result<(), Unanalysable> {
        let mut queue = Queue::default();
        let root = self.survey.is_some().then(Path::root);
        if self.has_gaps
            && let Some(survey) = &mut self.survey
        {
            let stale = survey.fields.stale(&self.listed).into_iter();
            queue.among = stale.map(|(id, path, above)| (path, (id, above))).collect();
        }
        if self.has_all_roots(old, new) {
            let reference = new.and_then(Object::as_reference);
            self.old_reached.extend(reference.map(|id| id.number));
        } else {
            let pair = self.pair(old, new)?;
            self.members(&pair, &Rc::default(), root.as_ref(), true, &mut queue)?;
            let has_all_roots = queue.new.is_empty();
            if let Some(survey) = &mut self.survey {
                survey.fields.has_all_roots = has_all_roots;
            }
        }
        while let Some((id, path, above)) = queue.next() {
            self.compare_field(id, path, &above, &mut queue)?;
        }
        // Readers look for a value above the widget, whoever names it as a kid.
        let misplaced = self.filled.values().next();
        let misplaced = misplaced.filter(|_| self.all_traits().is_misplaced);
        for place in misplaced.cloned().into_iter().chain(self.filled_twins()) {
            self.record(ChangeKind::FieldStructure, &place)?;
        }
        // A choice that no widget has is none that anybody sees.
        let toggles = std::mem::take(&mut self.toggles);
        for (place, is_chosen) in toggles.values() {
            if !is_chosen {
                self.record(ChangeKind::FieldShowsOtherwise, place)?;
            }
        }
        // New names are compared with all old ones.
        while let Some((reference, above)) = queue.new.pop_front() {
            for (kid, above) in self.new_field(&reference, &above)? {
                queue.new.push_back((kid, Rc::new(above)));
            }
        }
        Ok(())
    }

    /// Returns whether `/Fields` is the same, and every field in it is known.
    fn has_all_roots(&self, old: Option<&Object<'d>>, new: Option<&Object<'d>>) -> bool {
        let (Some(survey), Some(old), Some(new)) = (self.gaps(), old, new) else {
            return false;
        };
        let is_same = match (old, new) {
            (Object::Reference(a), Object::Reference(b)) => {
                a == b && !self.listed.contains(&a.number)
            }
            // Read once for both sides.
            (old, new) => std::ptr::eq(old, new),
        };
        is_same && survey.fields.has_all_roots
    }

    /// Compares a field, and notes what the next steps need to leave it out.
    fn compare_field(
        &mut self,
        id: ObjectId,
        path: Option<Path>,
        above: &Rc<Above>,
        queue: &mut Queue<'d>,
    ) -> Result<(), Unanalysable> {
        let Some(path) = path.filter(|_| self.survey.is_some()) else {
            return self.field(id, above, None, queue);
        };
        let (before, others) = (self.now(), std::mem::take(&mut self.traits));
        let asked = self.new.document().asked();
        let mark = asked.begin();
        let done = self.field(id, above, Some(&path), queue);
        let asked = asked.end(&mark);
        done?;
        let is_quiet = self.is_quiet(before, &asked);
        let traits = self.traits;
        self.traits = traits.or(others);
        if let Some(survey) = &mut self.survey {
            let place = (path, Rc::clone(above));
            survey.fields.note(id, place, (traits, is_quiet), &asked);
        }
        Ok(())
    }

    /// `/Fields` or `/Kids`: everything old must still be there in its old order, `null` included, since some
    /// readers know a widget by its place; what is new is queued where fields may be added, which is nowhere
    /// among the widgets of a field.
    pub(super) fn members(
        &mut self,
        pair: &Pair<'d>,
        above: &Rc<Above>,
        path: Option<&Path>,
        may_grow: bool,
        queue: &mut Queue<'d>,
    ) -> Result<(), Unanalysable> {
        let place = Place {
            object: pair.id().or(above.id),
            field: above.name.clone(),
            ..Place::default()
        };
        let wrong = ChangeKind::FieldStructure;
        let old = listed(pair.old.as_ref().map(|side| &side.value));
        let new = listed(pair.new.as_ref().map(|side| &side.value));
        let (Some(old), Some(new)) = (old, new) else {
            self.uncertain |= !pair.same;
            return self.strict_pair(pair, Role::Reference, wrong, &place);
        };
        let is_in_order = old == new || {
            let had: HashSet<_> = old.iter().flatten().collect();
            let is_kept = |item: &&Option<ObjectId>| item.is_none_or(|id| had.contains(&id));
            new.iter().filter(is_kept).eq(old.iter())
        };
        let [old, new]: [Vec<ObjectId>; 2] =
            [old, new].map(|list| list.into_iter().flatten().collect());
        if pair.old.is_none() && !may_grow || pair.new.is_none() {
            self.uncertain = true;
            self.record(wrong, &place)?;
        }
        // More than is remembered takes memory for nothing.
        let path = path.filter(|_| old.len() <= MOST);
        if path.is_none() {
            self.uncertain = true;
            self.survey = self.survey.take().filter(|_| self.has_gaps);
        }
        if old == new && is_in_order {
            let mut before = HashSet::new();
            for (index, &id) in old.iter().enumerate() {
                if before.insert(id) {
                    self.member(id, index, above, path, queue);
                }
            }
            return Ok(());
        }
        let now: HashSet<ObjectId> = new.iter().copied().collect();
        let mut before: HashSet<ObjectId> = HashSet::new();
        for (index, &id) in old.iter().enumerate() {
            if !before.insert(id) {
                continue;
            }
            if now.contains(&id) {
                self.member(id, index, above, path, queue);
            } else {
                self.uncertain = true;
                self.push_old(&Object::Reference(id));
                self.record(wrong, &place)?;
            }
        }
        if !is_in_order {
            self.record(wrong, &place)?;
        }
        // Where fields were put between others, places are not what they were.
        self.uncertain |= !is_in_order || self.survey.is_some() && !new.starts_with(&old);
        let mut added = HashSet::new();
        for id in new.into_iter().filter(|id| !before.contains(id)) {
            if may_grow && added.insert(id) {
                let above = Rc::clone(above);
                queue.new.push_back((Object::Reference(id), above));
            } else {
                self.push_new(&Object::Reference(id));
                self.record(wrong, &place)?;
            }
        }
        Ok(())
    }

    /// Queues a field that both revisions have, unless it is known to be the same.
    fn member(
        &mut self,
        id: ObjectId,
        index: usize,
        above: &Rc<Above>,
        path: Option<&Path>,
        queue: &mut Queue<'d>,
    ) {
        let Some(path) = path else {
            queue.both.push_back((id, None, Rc::clone(above)));
            return;
        };
        let Some(survey) = self.gaps() else {
            let path = path.kid(index);
            queue.both.push_back((id, Some(path), Rc::clone(above)));
            return;
        };
        let known = survey.fields.get(id.number);
        let is_elsewhere =
            known.is_some_and(|known| known.id != id || !known.path.is_kid_of(path, index));
        let is_same = known.is_some_and(|known| known.is_quiet && known.above == *above);
        self.uncertain |= is_elsewhere;
        if !is_same {
            let waiting = (id, Rc::clone(above));
            queue.among.insert(path.kid(index), waiting);
        }
    }
}

/// Returns the references of an array, `None` for each `null`; nothing is an empty array.
fn listed(value: Option<&Object<'_>>) -> Option<Vec<Option<ObjectId>>> {
    let item = |value: &Object<'_>| match value {
        Object::Null => Some(None),
        value => value.as_reference().map(Some),
    };
    match value {
        None => Some(Vec::new()),
        Some(Object::Array(array)) => array.values().map(item).collect(),
        Some(_) => None,
    }
}
