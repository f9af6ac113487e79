//! A walk that leaves out what the [`Survey`] of earlier steps says is the same, and what a walk leaves for the
//! next.

use std::collections::HashSet;
use std::rc::Rc;

use super::Unanalysable;
use super::compare::Delta;
use super::side::Place;
use super::survey::{Survey, Traits, is_additive};
use super::walk::{Task, Walk};
use crate::pdf::{Object, ObjectId};

impl Walk<'_, '_> {
    /// Returns whether an object is judged where it is at home.
    pub(super) fn is_home(&self, number: u32) -> bool {
        self.homes.contains(&number)
            || self
                .gaps()
                .is_some_and(|survey| survey.homes.contains(&number))
    }

    /// Returns whether an object is a field or widget in the tree of fields.
    pub(super) fn is_field(&self, number: u32) -> bool {
        let left_out = |survey: &Survey| survey.fields.contains(number);
        self.fields.contains(&number) || self.gaps().is_some_and(left_out)
    }

    /// Returns whether a field has a name.
    pub(super) fn is_taken(&self, name: &str) -> bool {
        let left_out = |survey: &Survey| survey.names.contains_key(name);
        self.names.contains_key(name) || self.gaps().is_some_and(left_out)
    }

    /// Notes the full name that a field gives itself.
    pub(super) fn is_named(&mut self, name: &Rc<str>, field: u32) {
        let left_out = self.gaps().and_then(|survey| survey.names.get(name));
        let other = self.names.get(name).or(left_out);
        if other.is_some_and(|other| *other != field) {
            self.twins.insert(Rc::clone(name));
        }
        self.names.insert(Rc::clone(name), field);
    }

    /// Returns whether this revision filled a field of a name.
    pub(super) fn is_filled(&self, name: &Rc<str>) -> bool {
        self.filled.contains_key(&Some(Rc::clone(name)))
    }

    /// Returns the fields that this revision filled and whose name another field has, too: which value
    /// belongs to the name, readers answer in their own ways.
    pub(super) fn filled_twins(&self) -> Vec<Place> {
        let is_twin = |name: &Rc<str>| {
            let left_out = |survey: &Survey| survey.twins.contains(name);
            self.twins.contains(name) || self.gaps().is_some_and(left_out)
        };
        let filled = self.filled.values();
        filled
            .filter(|place| place.field.as_ref().is_some_and(is_twin))
            .cloned()
            .collect()
    }

    /// Returns what the fields say together.
    pub(super) fn all_traits(&self) -> Traits {
        let left_out = self.gaps().map(|survey| survey.fields.traits());
        self.traits.or(left_out.unwrap_or_default())
    }

    /// Returns what says what is left out, if anything is.
    pub(super) fn gaps(&self) -> Option<&Survey> {
        self.survey.as_ref().filter(|_| self.has_gaps)
    }

    /// Returns whether a piece of work was done that comes to nothing again as long as nothing that it
    /// asked for is listed.
    pub(super) fn is_quiet(&self, before: (usize, usize), asked: &[u32]) -> bool {
        let (records, stack) = before;
        let pushed = self.stack.get(stack..).unwrap_or_default();
        self.records == records
            && pushed.iter().all(|task| matches!(task, Task::Both(..)))
            && !asked.iter().any(|number| self.listed.contains(number))
    }

    /// Compares a part of the document as a whole, or leaves it out.
    pub(super) fn whole(
        &mut self,
        part: &'static str,
        (old, new): (Option<&Object<'_>>, Option<&Object<'_>>),
        compare: impl FnOnce(&mut Self) -> Result<(), Unanalysable>,
    ) -> Result<(), Unanalysable> {
        if self.survey.is_none() {
            return compare(self);
        }
        // It was the same from step to step since it was noted, or was compared and noted anew.
        let mut delta = Delta::default();
        delta.compare(old, new);
        let is_same = !delta.different && delta.old.is_empty() && delta.new.is_empty();
        let known = self.gaps().and_then(|survey| survey.parts.get(part));
        let is_listed = |asked: &HashSet<u32>| self.listed.iter().any(|at| asked.contains(at));
        if is_same && known.is_some_and(|asked| !is_listed(asked)) {
            return Ok(());
        }
        let before = self.now();
        let asked = self.new.document().asked();
        let mark = asked.begin();
        let done = compare(self);
        let asked = asked.end(&mark);
        done?;
        let is_quiet = is_same && self.is_quiet(before, &asked);
        if let Some(survey) = &mut self.survey {
            survey.parts.remove(part);
            if is_quiet {
                survey.parts.insert(part, asked.into_iter().collect());
            }
        }
        Ok(())
    }

    /// Returns what [`Walk::is_quiet`] compares with.
    pub(super) fn now(&self) -> (usize, usize) {
        (self.records, self.stack.len())
    }

    /// Says on which page an annotation is.
    pub(super) fn is_on_page(&mut self, annotation: ObjectId, page: &Place) {
        let page = page.page.unwrap_or_default();
        let before = self
            .gaps()
            .and_then(|survey| survey.annotation_pages.get(&annotation.number));
        self.uncertain |= before.is_some_and(|before| *before != page);
        self.annotation_pages
            .entry(annotation.number)
            .or_insert(page);
    }

    /// Returns the page of an annotation.
    pub(super) fn page_of(&self, number: u32) -> Option<usize> {
        let own = self.annotation_pages.get(&number);
        let left_out = || self.gaps()?.annotation_pages.get(&number);
        own.or_else(left_out).copied()
    }

    /// Returns whether an object is an annotation of a page.
    pub(super) fn is_annotation(&self, number: u32) -> bool {
        self.page_of(number).is_some()
    }

    /// Returns what this step leaves for the next, if that can be relied on.
    pub(super) fn leave(&mut self) -> Option<Survey> {
        let mut survey = self.survey.take()?;
        let mut tops = std::mem::take(&mut self.tops);
        tops.sort_unstable();
        tops.dedup();
        // What was followed ended at these.
        let has_tops = !self.has_gaps || survey.tops == tops;
        let most = if self.has_new_catalog() { 0 } else { 2 };
        if self.uncertain || !has_tops || tops.len() > most || !is_additive(self.changes) {
            return None;
        }
        survey.tops = tops;
        survey.names.extend(self.names.drain());
        survey.twins.extend(self.twins.drain());
        survey.homes.extend(self.homes.drain());
        survey.reached.extend(self.old_reached.drain());
        survey.follow(std::mem::take(&mut self.followed));
        for (number, page) in self.annotation_pages.drain() {
            survey.annotation_pages.entry(number).or_insert(page);
        }
        (!survey.is_too_large()).then_some(survey)
    }

    fn has_new_catalog(&self) -> bool {
        let (old, new) = (self.old.root(), self.new.root());
        old.is_none() || old != new
    }
}
