//! The tree of pages (ISO 32000-2, 7.7.3; from memory).

use std::collections::HashSet;

use super::compare::{Keyed, keyed};
use super::side::Place;
use super::walk::{Role, Walk};
use super::{ChangeKind, Unanalysable};
use crate::pdf::Object;

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
        let mut nodes = vec![root];
        let mut seen = HashSet::new();
        let mut pages = 0_usize;
        while let Some(id) = nodes.pop() {
            if !seen.insert(id) {
                continue;
            }
            self.homes.insert(id.number);
            let reference = Object::Reference(id);
            let pair = self.pair(Some(&reference), Some(&reference))?;
            let place = Place::at(Some(id), None);
            let Some((was, now)) = pair.dictionaries() else {
                self.strict_pair(&pair, Role::Rendering, ChangeKind::PageTree, &place)?;
                continue;
            };
            let is_page = was.get("Kids").is_none() || was.is_name("Type", "Page");
            let (keys, _) = keyed(Some(was), Some(now));
            if is_page {
                let place = Place::at(Some(id), Some(pages));
                pages += 1;
                self.page(&keys, &place)?;
                continue;
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
                    (Some(old), Some(new)) if old == new => nodes.extend(old.iter().rev()),
                    _ => self.strict_pair(&kids, Role::Rendering, ChangeKind::PageTree, &place)?,
                }
            }
        }
        Ok(())
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
