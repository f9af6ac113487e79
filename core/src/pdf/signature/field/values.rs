//! The values of signature fields, from one revision to those before it.
//!
//! A walk along the whole tree of fields for every revision would make many small updates of a large form
//! dear. Going back to an earlier revision, only those fields are read again that asked for
//! a number that the revisions in between list ([`Asked`](super::super::super::asked::Asked) says why
//! that is enough). As soon as it is not certain that the tree has the same shape, all of it is walked
//! anew.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;
use std::sync::Arc;

use super::super::super::asked::Readers;
use super::super::super::document::Document;
use super::super::super::object::{Item, Object, ObjectId};
use super::super::super::parse_error::ParseError;
use super::super::super::view::View;
use super::FieldPlace;
use super::walk::{Above, Pending, Walk};

/// Most fields that are remembered from one revision to the one before.
const MOST_REMEMBERED: usize = 200_000;

/// What a field that ends the tree says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Says {
    /// Nothing about signatures.
    Nothing,
    /// It is a signature field without a value.
    Empty,
    /// It has a signature, by its number.
    Number(u32),
    /// It has the object of a number, which is a signature if another field says so.
    Perhaps(u32),
    /// It has a signature that is no object; with its name.
    Direct(Rc<str>),
}

/// A field that ends the tree, and the widgets below it.
pub(super) struct Leaf<'d> {
    pub(super) kids: Arc<[Item<'d>]>,
    pub(super) says: Says,
}

struct Known<'d> {
    id: ObjectId,
    above: Rc<Above<'d>>,
    leaf: Leaf<'d>,
    /// The revision has it no more.
    is_gone: bool,
}

/// What a walk leaves behind to go back from.
#[derive(Default)]
pub(super) struct Trail<'d> {
    fields: Vec<Known<'d>>,
    readers: Readers,
    perhaps: HashMap<u32, usize>,
    is_lost: bool,
    /// Something stands in the tree twice.
    pub(super) has_twice: bool,
}

impl<'d> Walk<'d> {
    /// Reads `/Fields` of the form.
    pub(super) fn roots(&mut self) -> Result<Option<Arc<[Item<'d>]>>, ParseError> {
        let asked = &self.view.document().asked;
        let mark = asked.begin();
        let roots = self.read_roots();
        self.way = asked.end(&mark);
        roots
    }

    fn read_roots(&mut self) -> Result<Option<Arc<[Item<'d>]>>, ParseError> {
        let catalog = self.view.catalog()?;
        let catalog = catalog.dictionary().ok_or(ParseError::NoCatalog)?;
        let fields = match self.view.value(catalog, "AcroForm") {
            Ok(Object::Dictionary(form)) => self.view.value(&form, "Fields"),
            Ok(_) => return Ok(None),
            Err(error) => Err(error),
        };
        match fields {
            Ok(Object::Array(fields)) => Ok(Some(fields.items)),
            Ok(_) => Ok(None),
            Err(error) => {
                self.unreadable(error);
                Ok(None)
            }
        }
    }

    /// Visits one node again; `None` where it does not end the tree.
    pub(super) fn leaf(
        &mut self,
        id: ObjectId,
        above: Rc<Above<'d>>,
    ) -> Result<(Option<Leaf<'d>>, Vec<u32>), ParseError> {
        let asked = &self.view.document().asked;
        let mark = asked.begin();
        let mut stack = Vec::new();
        let node = Object::Reference(id);
        let visited = self.node(Pending { node, above }, &mut stack);
        let numbers = asked.end(&mark);
        visited?;
        Ok((self.last.take(), numbers))
    }

    /// Returns what a field says, whatever others say.
    pub(super) fn says(&self, field: &FieldPlace<'d>, value: Option<&Object<'d>>) -> Says {
        let is_signature =
            field.is_signature_field || value.is_some_and(|value| self.looks_like_signature(value));
        match (value, is_signature) {
            (Some(Object::Reference(id)), true) => Says::Number(id.number),
            (Some(Object::Reference(id)), false) => Says::Perhaps(id.number),
            (Some(_), true) => Says::Direct(field.name.as_str().into()),
            (None, true) => Says::Empty,
            (_, false) => Says::Nothing,
        }
    }
}

/// Everything that is no field at the end of the tree.
const ABOVE: u32 = u32::MAX;

impl<'d> Trail<'d> {
    /// Notes a node that was visited, and what it asked for.
    pub(super) fn node(
        &mut self,
        id: Option<ObjectId>,
        above: &Rc<Above<'d>>,
        leaf: Option<Leaf<'d>>,
        asked: &[u32],
    ) {
        if self.fields.len() >= MOST_REMEMBERED || self.readers.len() >= 2 * MOST_REMEMBERED {
            self.is_lost = true;
        }
        if self.is_lost {
            return;
        }
        let (Some(id), Some(leaf)) = (id, leaf) else {
            return self.readers.note(asked, ABOVE);
        };
        let place = u32::try_from(self.fields.len()).unwrap_or(ABOVE);
        self.readers.note(asked, place);
        let above = Rc::clone(above);
        self.fields.push(Known {
            id,
            above,
            leaf,
            is_gone: false,
        });
    }
}

/// The values of signature fields that the AcroForm of a revision leads to.
pub(crate) struct Values<'d> {
    document: &'d Document<'d>,
    revision: usize,
    /// The fields, by the object number of their value.
    fields: HashMap<u32, Vec<Option<ObjectId>>>,
    /// Names of fields whose value is direct.
    direct: HashMap<Rc<str>, usize>,
    /// Fields with or without a value.
    count: usize,
    /// `/Fields`, where it could be read.
    roots: Option<Arc<[Item<'d>]>>,
    /// Where the catalog is, and what was asked for on the way to `/Fields`.
    way: (Option<ObjectId>, Vec<u32>),
    trail: Trail<'d>,
}

impl<'d> Values<'d> {
    /// Walks the whole tree of a revision. A budget that is spent is an error; what is damaged adds
    /// nothing.
    pub(crate) fn of(view: View<'d>) -> Result<Self, ParseError> {
        let mut walk = Walk::new(view);
        walk.numbers_only = true;
        walk.trail = Some(Trail::default());
        // Without a catalog there is no field.
        if let Err(error @ ParseError::TooMuch { .. }) = walk.form() {
            return Err(error);
        }
        if let Some(error) = walk.spent {
            return Err(error);
        }
        let mut values = Values {
            document: view.document(),
            revision: view.index(),
            fields: HashMap::new(),
            direct: HashMap::new(),
            count: walk.count,
            roots: walk.roots,
            way: (view.root(), walk.way),
            trail: walk.trail.unwrap_or_default(),
        };
        for found in walk.signatures.found {
            let places = found.places.into_iter();
            match found.id {
                Some(id) => {
                    let fields = places.map(|place| place.id).collect();
                    values.fields.insert(id.number, fields);
                }
                None => places.for_each(|place| values.add(&Says::Direct(place.name.into()), None)),
            }
        }
        values.count = walk.count;
        for known in &values.trail.fields {
            if let Says::Perhaps(number) = known.leaf.says {
                *values.trail.perhaps.entry(number).or_default() += 1;
                values.trail.is_lost |= values.fields.contains_key(&number);
            }
        }
        Ok(values)
    }

    /// Returns the fields that have the object of a number as their signature.
    pub(crate) fn fields(&self, number: u32) -> Option<&[Option<ObjectId>]> {
        self.fields.get(&number).map(Vec::as_slice)
    }

    /// Returns the object numbers of all of them.
    pub(crate) fn numbers(&self) -> Vec<u32> {
        self.fields.keys().copied().collect()
    }

    /// Returns the names of fields whose value is direct.
    pub(crate) fn direct(&self) -> impl Iterator<Item = &str> {
        self.direct.keys().map(|name| &**name)
    }

    /// Returns everything that is said, in an order of its own.
    #[cfg(test)]
    pub(crate) fn sorted(&self) -> Vec<(Option<u32>, String)> {
        let fields = self.fields.iter().map(|(number, fields)| {
            let mut fields: Vec<String> = fields.iter().map(|id| format!("{id:?}")).collect();
            fields.sort();
            (Some(*number), fields.join(" "))
        });
        let direct = self.direct.iter();
        let direct = direct.map(|(name, count)| (None, format!("{name} {count}")));
        let mut all: Vec<_> = fields.chain(direct).collect();
        all.push((None, format!("{} fields", self.count)));
        all.sort();
        all
    }

    /// Returns whether a field has the object of that number for its value.
    pub(crate) fn has(&self, number: u32) -> bool {
        self.fields.contains_key(&number)
    }

    /// Goes back to an earlier revision; returns the object numbers of values that the later one may
    /// not have had.
    pub(crate) fn back(&mut self, revision: usize) -> Result<Vec<u32>, ParseError> {
        let view = self.document.view(revision)?;
        match self.step(view)? {
            Some(fresh) => {
                self.revision = revision;
                Ok(fresh)
            }
            None => {
                // What is held for the later revision goes first.
                self.trail = Trail::default();
                *self = Self::of(view)?;
                Ok(self.numbers())
            }
        }
    }

    /// Reads again what may differ; `None` where that is not enough.
    fn step(&mut self, view: View<'d>) -> Result<Option<Vec<u32>>, ParseError> {
        if self.trail.is_lost || view.index() > self.revision {
            return Ok(None);
        }
        let mut stale = BTreeSet::new();
        let mut other_way = self.way.0 != view.root();
        for revision in view.index().saturating_add(1)..=self.revision {
            for (number, _) in self.document.changed(revision) {
                stale.extend(self.trail.readers.of(number));
                other_way |= self.way.1.binary_search(&number).is_ok();
            }
        }
        if stale.contains(&ABOVE) || other_way && !self.go_to_roots(view)? {
            return Ok(None);
        }
        let mut fresh = Vec::new();
        for place in stale {
            if !self.again(view, place, &mut fresh)? {
                return Ok(None);
            }
        }
        Ok(Some(fresh))
    }

    /// Reads `/Fields` again; `false` where more than its end is missing.
    fn go_to_roots(&mut self, view: View<'d>) -> Result<bool, ParseError> {
        let mut walk = Walk::new(view);
        let roots = match walk.roots() {
            Err(error @ ParseError::TooMuch { .. }) => return Err(error),
            Err(_) => return Ok(false),
            Ok(roots) => roots,
        };
        self.way = (view.root(), walk.way);
        if let Some(error) = walk.spent {
            return Err(error);
        }
        let (Some(before), Some(now)) = (&self.roots, &roots) else {
            return Ok(self.roots.is_none() && roots.is_none());
        };
        let before = Arc::clone(before);
        let same = before.iter().zip(now.iter());
        if now.len() > before.len() || !same.into_iter().all(|(a, b)| a.value == b.value) {
            return Ok(false);
        }
        let gone = before.get(now.len()..).unwrap_or_default();
        if !gone.is_empty() {
            if self.trail.has_twice {
                return Ok(false);
            }
            let kept: HashSet<ObjectId> = now
                .iter()
                .filter_map(|item| item.value.as_reference())
                .collect();
            for item in gone {
                let Some(id) = item.value.as_reference().filter(|id| !kept.contains(id)) else {
                    return Ok(false);
                };
                let Some(place) = self.root(id) else {
                    return Ok(false);
                };
                if !self.replace(place, Says::Nothing) {
                    return Ok(false);
                }
                let at = usize::try_from(place).ok();
                if let Some(known) = at.and_then(|at| self.trail.fields.get_mut(at)) {
                    known.is_gone = true;
                }
            }
        }
        self.roots = roots;
        Ok(true)
    }

    /// Returns the place of a field in `/Fields` without widgets below it.
    fn root(&self, id: ObjectId) -> Option<u32> {
        self.trail.readers.of(id.number).find(|place| {
            let at = usize::try_from(*place).ok();
            let known = at.and_then(|at| self.trail.fields.get(at));
            known.is_some_and(|known| {
                known.id == id && known.above.is_root() && known.leaf.kids.is_empty()
            })
        })
    }

    /// Visits a field again; `false` where the tree has another shape there.
    fn again(
        &mut self,
        view: View<'d>,
        place: u32,
        fresh: &mut Vec<u32>,
    ) -> Result<bool, ParseError> {
        let known = usize::try_from(place)
            .ok()
            .and_then(|at| self.trail.fields.get(at));
        let Some(known) = known else {
            return Ok(false);
        };
        if known.is_gone {
            return Ok(true);
        }
        let mut walk = Walk::new(view);
        walk.numbers_only = true;
        let (leaf, asked) = match walk.leaf(known.id, Rc::clone(&known.above)) {
            Err(error @ ParseError::TooMuch { .. }) => return Err(error),
            Err(_) => return Ok(false),
            Ok(found) => found,
        };
        if let Some(error) = walk.spent {
            return Err(error);
        }
        let values = |kids: &Arc<[Item<'d>]>| -> Vec<Object<'d>> {
            kids.iter().map(|kid| kid.value.clone()).collect()
        };
        let Some(leaf) = leaf.filter(|leaf| values(&leaf.kids) == values(&known.leaf.kids)) else {
            return Ok(false);
        };
        self.trail.readers.note(&asked, place);
        if let Says::Number(number) = leaf.says {
            fresh.push(number);
        }
        Ok(self.replace(place, leaf.says))
    }

    /// Puts what a field says in the place of what it said; `false` where others hang on it.
    fn replace(&mut self, place: u32, says: Says) -> bool {
        let at = usize::try_from(place).ok();
        let Some(known) = at.and_then(|at| self.trail.fields.get_mut(at)) else {
            return false;
        };
        let id = Some(known.id);
        let said = std::mem::replace(&mut known.leaf.says, says.clone());
        if said == says {
            return true;
        }
        self.remove(&said, id);
        self.add(&says, id);
        let is_apart = match says {
            Says::Number(number) => !self.trail.perhaps.contains_key(&number),
            Says::Perhaps(number) => !self.fields.contains_key(&number),
            _ => true,
        };
        let most = self.document.budget.limits.signature_fields;
        is_apart && self.count <= most && self.trail.readers.len() <= 4 * MOST_REMEMBERED
    }

    fn remove(&mut self, says: &Says, id: Option<ObjectId>) {
        match says {
            Says::Nothing => return,
            Says::Empty => {}
            Says::Number(number) => {
                if let Some(fields) = self.fields.get_mut(number) {
                    fields.retain(|field| *field != id);
                    if fields.is_empty() {
                        self.fields.remove(number);
                    }
                }
            }
            Says::Perhaps(number) => return less(&mut self.trail.perhaps, number),
            Says::Direct(name) => less(&mut self.direct, name),
        }
        self.count = self.count.saturating_sub(1);
    }

    fn add(&mut self, says: &Says, id: Option<ObjectId>) {
        match says {
            Says::Nothing => return,
            Says::Empty => {}
            Says::Number(number) => self.fields.entry(*number).or_default().push(id),
            Says::Perhaps(number) => {
                *self.trail.perhaps.entry(*number).or_default() += 1;
                return;
            }
            Says::Direct(name) => *self.direct.entry(Rc::clone(name)).or_default() += 1,
        }
        self.count += 1;
    }
}

/// Counts one less.
fn less<K: std::hash::Hash + Eq>(counts: &mut HashMap<K, usize>, key: &K) {
    if let Some(count) = counts.get_mut(key) {
        *count = count.saturating_sub(1);
        if *count == 0 {
            counts.remove(key);
        }
    }
}
