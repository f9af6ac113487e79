//! The tree of pages (ISO 32000-2, 7.7.3; from memory).

use std::collections::HashSet;
use std::rc::Rc;

use super::compare::{Keyed, keyed};
use super::role::Role;
use super::side::Place;
use super::survey::Node;
use super::walk::Walk;
use super::{ChangeKind, Unanalysable};
use crate::pdf::{Object, ObjectId};

impl<'d> Walk<'_, 'd> {
    /// `/Pages` of the catalog: the same tree, and pages that differ in their annotations only.
    pub(super) fn pages(
        &mut self,
        old: Option<&Object<'d>>,
        new: Option<&Object<'d>>,
    ) -> Result<(), Unanalysable> {
        let root = match (old, new) {
            (Some(Object::Reference(a)), Some(Object::Reference(b))) if a == b => *a,
            _ => {
                old.into_iter().for_each(|old| self.push_old(old));
                new.into_iter().for_each(|new| self.push_new(new));
                return self.record(ChangeKind::PageTree, &Place::default());
            }
        };
        let stale = self.stale_pages(root);
        if stale.as_ref().is_some_and(HashSet::is_empty) {
            return Ok(());
        }
        if let Some(survey) = &mut self.survey {
            survey.pages.root = Some(root);
        }
        let mut nodes = vec![root];
        let mut seen = HashSet::new();
        let mut pages = 0_usize;
        while let Some(id) = nodes.pop() {
            if !seen.insert(id) {
                continue;
            }
            let known = stale.as_ref().filter(|stale| !stale.contains(&id.number));
            let known = known.and_then(|_| self.gaps()?.pages.get(id));
            let node = match known {
                Some(node) if node.page.is_none_or(|page| page == pages) => {
                    let node = node.clone();
                    self.edges.visit()?;
                    node
                }
                _ => self.compare_node(id, pages)?,
            };
            pages += usize::from(node.page.is_some());
            nodes.extend(node.kids.iter().rev());
        }
        Ok(())
    }

    /// Returns the nodes that must be compared; `None` where all must.
    fn stale_pages(&mut self, root: ObjectId) -> Option<HashSet<u32>> {
        if self.has_gaps
            && let Some(survey) = &mut self.survey
        {
            survey.pages.annotations.forget(&self.listed);
        }
        let survey = self
            .gaps()
            .filter(|survey| survey.pages.root == Some(root))?;
        let stale = survey.pages.stale(&self.listed);
        // What hangs below a field is judged by what was filled.
        let hangs = survey.pages.has_hanging && !self.filled.is_empty();
        let mut loose = survey.pages.loose_names.iter();
        self.uncertain |= hangs || loose.any(|name| self.is_filled(name));
        Some(stale)
    }

    /// Compares a node, and notes what the next steps need to leave it out.
    fn compare_node(&mut self, id: ObjectId, pages: usize) -> Result<Node, Unanalysable> {
        if self.survey.is_none() {
            return self.node(id, pages);
        }
        let before = self.now();
        let asked = self.new.document().asked();
        let mark = asked.begin();
        let node = self.node(id, pages);
        let asked = asked.end(&mark);
        let node = node?;
        let is_quiet = self.is_quiet(before, &asked);
        if let Some(survey) = &mut self.survey {
            survey.pages.note(id, node.clone(), is_quiet, &asked);
        }
        Ok(node)
    }

    fn node(&mut self, id: ObjectId, pages: usize) -> Result<Node, Unanalysable> {
        let mut found = Node {
            page: None,
            kids: Rc::from([]),
        };
        self.homes.insert(id.number);
        let reference = Object::Reference(id);
        let pair = self.pair(Some(&reference), Some(&reference))?;
        let place = Place::at(Some(id), None);
        let Some((was, now)) = pair.dictionaries() else {
            self.strict_pair(&pair, Role::Rendering, ChangeKind::PageTree, &place)?;
            return Ok(found);
        };
        let is_page = was.get("Kids").is_none() || was.is_name("Type", "Page");
        let (keys, _) = keyed(Some(was), Some(now));
        if is_page {
            let place = Place::at(Some(id), Some(pages));
            found.page = Some(pages);
            self.page(&keys, &place)?;
            return Ok(found);
        }
        for keyed in &keys {
            if keyed.key.as_ref() != b"Kids" {
                self.page_entry(keyed, ChangeKind::PageTree, &place)?;
                continue;
            }
            let kids = self.pair(keyed.old, keyed.new)?;
            let list = |value: &Object<'d>| super::field::references(Some(value));
            let old = kids.old.as_ref().and_then(|side| list(&side.value));
            let new = kids.new.as_ref().and_then(|side| list(&side.value));
            match (old, new) {
                (Some(old), Some(new)) if old == new => found.kids = old.into(),
                _ => self.strict_pair(&kids, Role::Rendering, ChangeKind::PageTree, &place)?,
            }
        }
        Ok(found)
    }

    fn page(&mut self, keys: &[Keyed<'_, 'd>], place: &Place) -> Result<(), Unanalysable> {
        for keyed in keys {
            if keyed.key.as_ref() == b"Annots" {
                self.annotations(keyed.old, keyed.new, place)?;
            } else {
                self.page_entry(keyed, ChangeKind::Page, place)?;
            }
        }
        Ok(())
    }

    fn page_entry(
        &mut self,
        keyed: &Keyed<'_, 'd>,
        kind: ChangeKind,
        place: &Place,
    ) -> Result<(), Unanalysable> {
        let role = match keyed.key.as_ref() {
            b"Resources" | b"Contents" | b"Group" | b"Thumb" => Role::Rendering,
            _ => Role::Reference,
        };
        self.strict(keyed.old, keyed.new, role, kind, place)
            .map(|_| ())
    }
}
