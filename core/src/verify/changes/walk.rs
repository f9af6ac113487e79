//! Walking two neighbouring revisions together along references.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use super::compare::Delta;
use super::edges::{Edges, Home as Lies, LARGE};
use super::looks::Looks;
use super::new_field::Home;
use super::role::Role;
use super::side::{Pair, Place, Side};
use super::survey::{Survey, Traits};
use super::{Change, ChangeKind, Unanalysable};
use crate::pdf::{Dictionary, Entry, Object, ObjectId, View};

/// Something still to be visited.
#[derive(Debug, Clone, Copy)]
pub(super) enum Task {
    /// Referred to at the same place on both sides: must not differ.
    Both(ObjectId, Role, Option<usize>),
    /// Referred to by the old side only.
    Old(ObjectId),
    /// Referred to by the new side only, and allowed there.
    New(ObjectId),
}

/// Annotations outside of the form that readers draw by its defaults, and what became of these.
#[derive(Debug, Default)]
pub(super) struct Loose {
    pub(super) has_widget: bool,
    /// One of them has no appearance, so that readers make one.
    pub(super) is_undrawn: bool,
    /// Fonts or other defaults came.
    pub(super) has_new_defaults: bool,
    /// `/NeedAppearances` came or went.
    pub(super) is_drawn_anew: bool,
}

/// A walk over two neighbouring revisions.
pub(super) struct Walk<'w, 'd> {
    pub(super) old: View<'d>,
    pub(super) new: View<'d>,
    pub(super) edges: &'w mut Edges<'d>,
    pub(super) changes: &'w mut Vec<Change>,
    /// Numbers whose objects differ, and whether a path explains each.
    pub(super) differs: BTreeMap<u32, bool>,
    pub(super) stack: Vec<Task>,
    pub(super) seen: HashSet<(ObjectId, Role)>,
    old_seen: HashSet<u32>,
    /// Numbers that the old revision uses.
    pub(super) old_reached: HashSet<u32>,
    added: HashSet<u32>,
    /// Numbers that the old revision has and the new one newly refers to.
    pub(super) reused: BTreeSet<u32>,
    /// Pages, fields, annotations and the catalog.
    pub(super) homes: HashSet<u32>,
    /// Of these, the catalog and the form.
    pub(super) tops: Vec<u32>,
    /// Fields and widgets in the tree of fields.
    pub(super) fields: HashSet<u32>,
    /// Widgets of new signature fields.
    pub(super) new_widgets: HashSet<u32>,
    /// Dictionaries of appearances that were replaced, and where.
    pub(super) own_appearances: Vec<(ObjectId, Place)>,
    /// New signature dictionaries.
    pub(super) signatures: HashMap<u32, Home>,
    /// Full names of fields, with the number of the field that has it.
    pub(super) names: HashMap<Rc<str>, u32>,
    /// Full names that two fields have.
    pub(super) twins: HashSet<Rc<str>>,
    /// Pages of annotations.
    pub(super) annotation_pages: HashMap<u32, usize>,
    /// What readers draw fields on and by.
    pub(super) looks: Looks,
    /// Fields that this revision filled, by their full names.
    pub(super) filled: BTreeMap<Option<Rc<str>>, Place>,
    /// Check boxes and radio buttons that this revision filled, by their full names: whether one of their
    /// widgets has the state that the value names.
    pub(super) toggles: BTreeMap<Option<Rc<str>>, (Place, bool)>,
    /// Annotations outside of the form that readers draw by its defaults.
    pub(super) loose: Loose,
    /// What the fields say together that were compared.
    pub(super) traits: Traits,
    /// Numbers that the new revision lists.
    pub(super) listed: HashSet<u32>,
    /// What earlier steps leave, or what this one will.
    pub(super) survey: Option<Survey>,
    /// What the survey says is the same is left out.
    pub(super) has_gaps: bool,
    /// What is left out may matter for the answer, or for what would be remembered.
    pub(super) uncertain: bool,
    /// How often a change was recorded, the same again included.
    pub(super) records: usize,
    /// What must be the same and was followed.
    pub(super) followed: Vec<(ObjectId, Role)>,
    /// New objects that were followed as such.
    followed_new: HashSet<ObjectId>,
    recorded: HashSet<(ChangeKind, Option<ObjectId>, Option<Rc<str>>)>,
}

impl<'w, 'd> Walk<'w, 'd> {
    pub(super) fn new(
        old: View<'d>,
        new: View<'d>,
        edges: &'w mut Edges<'d>,
        changes: &'w mut Vec<Change>,
    ) -> Self {
        Walk {
            old,
            new,
            edges,
            changes,
            differs: BTreeMap::new(),
            stack: Vec::new(),
            seen: HashSet::new(),
            old_seen: HashSet::new(),
            old_reached: HashSet::new(),
            added: HashSet::new(),
            reused: BTreeSet::new(),
            homes: HashSet::new(),
            tops: Vec::new(),
            fields: HashSet::new(),
            new_widgets: HashSet::new(),
            own_appearances: Vec::new(),
            signatures: HashMap::new(),
            names: HashMap::new(),
            twins: HashSet::new(),
            annotation_pages: HashMap::new(),
            looks: Looks::default(),
            filled: BTreeMap::new(),
            toggles: BTreeMap::new(),
            loose: Loose::default(),
            traits: Traits::default(),
            listed: HashSet::new(),
            survey: None,
            has_gaps: false,
            uncertain: false,
            records: 0,
            followed: Vec::new(),
            followed_new: HashSet::new(),
            recorded: HashSet::new(),
        }
    }

    /// Lists a change, once for each object and field.
    pub(super) fn record(&mut self, kind: ChangeKind, place: &Place) -> Result<(), Unanalysable> {
        self.records = self.records.saturating_add(1);
        if !self
            .recorded
            .insert((kind, place.object, place.field.clone()))
        {
            return Ok(());
        }
        self.edges.change()?;
        self.changes.push(Change {
            revision: self.new.index(),
            kind,
            object: place.object,
            page: place.page,
            rectangle: place.rectangle,
            field: place.field.as_deref().map(str::to_owned),
        });
        Ok(())
    }

    /// Returns whether the old revision has an object of that number.
    pub(super) fn is_old(&self, number: u32) -> bool {
        matches!(
            self.old.entry(number),
            Some(Entry::At { .. } | Entry::In { .. })
        )
    }

    pub(super) fn is_different(&self, number: u32) -> bool {
        self.differs.contains_key(&number)
    }

    pub(super) fn explain(&mut self, number: u32) {
        if let Some(explained) = self.differs.get_mut(&number) {
            *explained = true;
        }
    }

    pub(super) fn load(
        &mut self,
        view: View<'d>,
        id: ObjectId,
    ) -> Result<Option<Rc<Side<'d>>>, Unanalysable> {
        self.edges.visit()?;
        let home = self.home_of(view, id);
        let known = home.and_then(|home| self.edges.recent(id, home));
        if let Some(side) = known.filter(|_| !self.is_different(id.number)) {
            return Ok(Some(side));
        }
        let Some(object) = view.get(id)? else {
            return Ok(None);
        };
        if view.index() == self.new.index() && self.is_different(id.number) {
            let place = Place::at(Some(id), None);
            if object.value.has_duplicate_keys() {
                self.record(ChangeKind::DuplicateKeys, &place)?;
            }
            let is_metadata = |dictionary: &Dictionary<'d>| dictionary.is_name("Type", "Metadata");
            let is_said_metadata = self.new.document().is_encrypted()
                && object.stream.is_some()
                && object.value.as_dictionary().is_some_and(is_metadata)
                && !self.is_catalogs_metadata(id)?;
            if is_said_metadata || object.stream.is_some() && self.evades_encryption(&object.value)
            {
                self.record(ChangeKind::Encryption, &place)?;
            }
            if object.stream.is_some_and(|stream| !stream.length_matches) {
                self.record(ChangeKind::StreamLength, &place)?;
            }
        }
        let stream = object.stream_bytes();
        let length = object.span.end.saturating_sub(object.span.start);
        let side = Rc::new(Side {
            id: Some(id),
            value: object.value,
            stream,
        });
        if let Some(home) = home
            && stream.is_none()
            && length >= LARGE
        {
            self.edges.keep(id, home, &side);
        }
        Ok(Some(side))
    }

    /// Returns where an object lies, if it does.
    fn home_of(&self, view: View<'d>, id: ObjectId) -> Option<Lies> {
        let entry = view.entry(id.number)?;
        let container = match entry {
            Entry::In { stream, .. } => view.entry(stream),
            _ => None,
        };
        Some((entry, container))
    }

    /// Loads the value of a place where both sides may differ under rules. What the value refers to
    /// is up to whoever asked.
    pub(super) fn pair(
        &mut self,
        old: Option<&Object<'d>>,
        new: Option<&Object<'d>>,
    ) -> Result<Pair<'d>, Unanalysable> {
        if let (Some(Object::Reference(a)), Some(Object::Reference(b))) = (old, new)
            && a == b
        {
            self.old_reached.insert(a.number);
            if !self.is_different(a.number) {
                let side = self.load(self.new, *a)?;
                return Ok(Pair {
                    old: side.clone(),
                    new: side,
                    same: true,
                });
            }
            let (old, new) = (self.load(self.old, *a)?, self.load(self.new, *a)?);
            if old.is_some() || new.is_some() {
                self.explain(a.number);
            }
            return Ok(Pair {
                old,
                new,
                same: false,
            });
        }
        let direct = |value: &Object<'d>| {
            (!value.is_null()).then(|| {
                Rc::new(Side {
                    id: None,
                    value: value.clone(),
                    stream: None,
                })
            })
        };
        let old = match old {
            Some(Object::Reference(id)) => {
                self.old_reached.insert(id.number);
                self.load(self.old, *id)?
            }
            other => other.and_then(direct),
        };
        let new = match new {
            Some(Object::Reference(id)) => self.load_new(*id)?,
            other => other.and_then(direct),
        };
        Ok(Pair {
            old,
            new,
            same: false,
        })
    }

    /// Loads an object that the new side newly refers to.
    pub(super) fn load_new(&mut self, id: ObjectId) -> Result<Option<Rc<Side<'d>>>, Unanalysable> {
        let side = self.load(self.new, id)?;
        if self.is_old(id.number) {
            self.reused.insert(id.number);
        } else if side.is_some() {
            self.added.insert(id.number);
            self.explain(id.number);
        }
        Ok(side)
    }

    /// Requires a reference to lead to the same thing on both sides.
    pub(super) fn push_both(&mut self, id: ObjectId, role: Role, page: Option<usize>) {
        self.stack.push(Task::Both(id, role, page));
    }

    /// Walks what only the old side refers to.
    pub(super) fn push_old(&mut self, value: &Object<'d>) {
        let mut found = Vec::new();
        value.references(&mut found);
        self.stack.extend(found.into_iter().map(Task::Old));
    }

    /// Walks what only the new side refers to, and may.
    pub(super) fn push_new(&mut self, value: &Object<'d>) {
        let mut found = Vec::new();
        value.references(&mut found);
        self.stack.extend(found.into_iter().map(Task::New));
    }

    /// Queues the references of a comparison; returns whether the values differ.
    pub(super) fn follow(&mut self, delta: &Delta, role: Role, page: Option<usize>) -> bool {
        self.stack
            .extend(delta.both.iter().map(|&id| Task::Both(id, role, page)));
        self.stack.extend(delta.old.iter().map(|&id| Task::Old(id)));
        self.stack.extend(delta.new.iter().map(|&id| Task::New(id)));
        delta.different
    }

    /// Requires two values to be the same, with everything that they lead to. Returns whether they
    /// are, what they lead to left aside.
    pub(super) fn strict(
        &mut self,
        old: Option<&Object<'d>>,
        new: Option<&Object<'d>>,
        role: Role,
        kind: ChangeKind,
        place: &Place,
    ) -> Result<bool, Unanalysable> {
        let mut delta = Delta::default();
        delta.compare(old, new);
        let different = self.follow(&delta, role, place.page);
        if different {
            self.record(kind, place)?;
        }
        Ok(!different)
    }

    /// Requires the two sides of a pair to be the same.
    pub(super) fn strict_pair(
        &mut self,
        pair: &Pair<'d>,
        role: Role,
        kind: ChangeKind,
        place: &Place,
    ) -> Result<(), Unanalysable> {
        if self.compare_sides(pair, role, place.page) {
            self.record(kind, place)?;
        }
        Ok(())
    }

    /// Compares the two sides of a pair; returns whether they differ.
    pub(super) fn compare_sides(
        &mut self,
        pair: &Pair<'d>,
        role: Role,
        page: Option<usize>,
    ) -> bool {
        let (old, new) = (pair.old.as_deref(), pair.new.as_deref());
        let mut delta = Delta::default();
        let (old_id, new_id) = (old.and_then(|s| s.id), new.and_then(|s| s.id));
        let streams = (old.and_then(|s| s.stream), new.and_then(|s| s.stream));
        match (
            streams,
            old.and_then(Side::dictionary),
            new.and_then(Side::dictionary),
        ) {
            ((Some(a), Some(b)), Some(old), Some(new)) => {
                // The length of the data says nothing that the data do not say.
                delta.dictionaries(old, new, &[b"Length"]);
                // Encrypted octets mean something else in another object.
                let elsewhere = old_id != new_id && self.new.document().is_encrypted();
                delta.different |= a != b || elsewhere;
                let (old, new) = (old.get("Length"), new.get("Length"));
                let mut length = Delta::default();
                length.compare(old, new);
                self.follow(&length, role, page);
            }
            ((None, None), ..) => {
                delta.compare(old.map(|side| &side.value), new.map(|side| &side.value));
            }
            _ => {
                delta.different = true;
                delta.compare(old.map(|side| &side.value), new.map(|side| &side.value));
            }
        }
        self.follow(&delta, role, page)
    }

    /// Follows references until none is left.
    pub(super) fn drain(&mut self) -> Result<(), Unanalysable> {
        while let Some(task) = self.stack.pop() {
            self.edges.visit()?;
            match task {
                Task::Both(id, role, page) => self.both(id, role, page)?,
                Task::Old(id) => {
                    self.old_reached.insert(id.number);
                    if self.old_seen.insert(id.number) {
                        let edges = self.edges_of(self.old, id)?;
                        self.stack.extend(edges.iter().map(|&id| Task::Old(id)));
                    }
                }
                Task::New(id) => self.only_new(id)?,
            }
        }
        Ok(())
    }

    fn only_new(&mut self, id: ObjectId) -> Result<(), Unanalysable> {
        if self.is_old(id.number) {
            self.reused.insert(id.number);
        } else if self.is_different(id.number) && self.seen.insert((id, Role::Reference)) {
            self.followed_new.insert(id);
            if let Some(side) = self.load_new(id)? {
                self.push_new(&side.value);
            }
        }
        Ok(())
    }

    fn both(&mut self, id: ObjectId, role: Role, page: Option<usize>) -> Result<(), Unanalysable> {
        let is_judged_at_home = match role {
            Role::Rendering => false,
            Role::Reference => self.is_home(id.number),
            Role::Structure => {
                self.is_home(id.number)
                    && !self.is_field(id.number)
                    && !self.is_annotation(id.number)
            }
        };
        if is_judged_at_home {
            return Ok(());
        }
        if !self.seen.insert((id, role)) {
            // Not followed as what must be the same.
            self.uncertain |= role != Role::Rendering && self.followed_new.contains(&id);
            return Ok(());
        }
        if self.survey.is_some() {
            self.followed.push((id, role));
        }
        if self.is_different(id.number) {
            let reference = Object::Reference(id);
            let pair = self.pair(Some(&reference), Some(&reference))?;
            return self.strict_pair(&pair, role, role.kind(), &Place::at(Some(id), page));
        }
        self.old_reached.insert(id.number);
        if let Some(survey) = self.survey.as_ref().filter(|_| self.has_gaps)
            && survey.followed.contains(&(id, role))
        {
            // With all that it leads to, and none of it is listed.
            return Ok(());
        }
        let edges = self.edges_of(self.new, id)?;
        self.stack
            .extend(edges.iter().map(|&id| Task::Both(id, role, page)));
        Ok(())
    }

    /// Returns the references out of an object of a view.
    fn edges_of(&mut self, view: View<'d>, id: ObjectId) -> Result<Rc<[ObjectId]>, Unanalysable> {
        let Some(home) = self.home_of(view, id) else {
            return Ok(Rc::from([]));
        };
        if let Some(edges) = self.edges.get(id, home) {
            return Ok(edges);
        }
        let mut found = Vec::new();
        if let Some(object) = view.get(id)? {
            object.value.references(&mut found);
        }
        let found: Rc<[ObjectId]> = Rc::from(found);
        self.edges.remember(id, home, &found);
        Ok(found)
    }
}
