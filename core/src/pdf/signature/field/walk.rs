//! The walk along the field tree, the annotations of pages and `/Perms`.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::sync::Arc;

use super::super::super::object::{Dictionary, Item, Object, ObjectId};
use super::super::super::pages::Pages;
use super::super::super::parse_error::ParseError;
use super::super::super::remembered::Remembered;
use super::super::super::shown_page::rectangle;
use super::super::super::view::View;
use super::super::{FieldLock, FoundSignature, Signature, SignatureError};
use super::values::{Leaf, Trail};
use super::{EmptyField, FieldPlace, MOST_UNREADABLE, Signatures, WidgetPlace};

/// What is known on the way.
pub(super) struct Walk<'d> {
    pub(super) view: View<'d>,
    pub(super) signatures: Signatures<'d>,
    /// Field objects visited.
    visited: HashSet<u32>,
    /// Where the signature of an object number is in the list.
    seen: HashMap<u32, usize>,
    left: usize,
    /// Signature fields that may still be listed.
    fields_left: usize,
    /// Widgets of signature fields, with the page that lists them.
    widgets: HashMap<u32, Option<usize>>,
    pub(super) numbers_only: bool,
    /// What is needed to go back to earlier revisions.
    pub(super) trail: Option<Trail<'d>>,
    /// The field at the end of the tree that was visited last.
    pub(super) last: Option<Leaf<'d>>,
    /// `/Fields`.
    pub(super) roots: Option<Arc<[Item<'d>]>>,
    /// What was asked for on the way there.
    pub(super) way: Vec<u32>,
    /// Signature fields so far.
    pub(super) count: usize,
    /// The first limit that was met.
    pub(super) spent: Option<ParseError>,
}

/// A node of the field tree that is still to be visited.
pub(super) struct Pending<'d> {
    pub(super) node: Object<'d>,
    pub(super) above: Rc<Above<'d>>,
}

/// What a node inherits.
pub(super) struct Above<'d> {
    name: Rc<str>,
    is_signature: bool,
    value: Option<Rc<Object<'d>>>,
    level: usize,
    in_form: bool,
}

impl Above<'_> {
    fn root(in_form: bool) -> Rc<Self> {
        Rc::new(Above {
            name: Rc::from(""),
            is_signature: false,
            value: None,
            level: 0,
            in_form,
        })
    }

    pub(super) fn is_root(&self) -> bool {
        self.level == 0
    }
}

impl<'d> Walk<'d> {
    pub(super) fn new(view: View<'d>) -> Self {
        Walk {
            view,
            signatures: Signatures::default(),
            visited: HashSet::new(),
            seen: HashMap::new(),
            left: view.document().budget.limits.nodes,
            fields_left: view.document().budget.limits.signature_fields,
            widgets: HashMap::new(),
            numbers_only: false,
            trail: None,
            last: None,
            roots: None,
            way: Vec::new(),
            count: 0,
            spent: None,
        }
    }

    pub(super) fn unreadable(&mut self, error: ParseError) {
        if self.spent.is_none() && matches!(error, ParseError::TooMuch { .. }) {
            self.spent = Some(error.clone());
        }
        if self.signatures.unreadable.len() < MOST_UNREADABLE {
            self.signatures.unreadable.push(error);
        }
    }

    pub(super) fn form(&mut self) -> Result<(), ParseError> {
        self.roots = self.roots()?;
        if let Some(fields) = self.roots.clone() {
            let above = Above::root(true);
            for field in fields.iter() {
                self.tree(field.value.clone(), &above);
            }
        }
        Ok(())
    }

    /// Looks for signature fields that only a page leads to.
    pub(super) fn pages(&mut self, known: &Rc<Remembered<'d>>) {
        for (index, page) in Pages::new(Rc::clone(known)).enumerate() {
            let annotations = page.and_then(|page| match page.object.dictionary() {
                Some(page) => self.view.value(page, "Annots"),
                None => Ok(Object::Null),
            });
            match annotations {
                Ok(Object::Array(annotations)) => {
                    for annotation in annotations.values() {
                        let known = annotation.as_reference().map(|id| id.number);
                        if !known.is_some_and(|number| self.visited.contains(&number)) {
                            self.annotation(annotation);
                        }
                        if let Some(page) = known.and_then(|id| self.widgets.get_mut(&id)) {
                            page.get_or_insert(index);
                        }
                    }
                }
                Ok(_) => {}
                Err(error) => {
                    let end = matches!(error, ParseError::TooMuch { .. });
                    self.unreadable(error);
                    if end {
                        return;
                    }
                }
            }
        }
    }

    fn annotation(&mut self, annotation: &Object<'d>) {
        match self.view.resolve(annotation) {
            Ok(Object::Dictionary(widget)) => {
                let parent = widget.get("Parent").and_then(Object::as_reference);
                let orphan = !parent.is_some_and(|id| self.visited.contains(&id.number));
                if widget.get("FT").is_some() && orphan {
                    self.tree(annotation.clone(), &Above::root(false));
                }
            }
            Ok(_) => {}
            Err(error) => self.unreadable(error),
        }
    }

    /// Tells the widgets the pages that were found for them.
    pub(super) fn name_pages(&mut self) {
        let found = self.signatures.found.iter_mut();
        let found = found.flat_map(|found| &mut found.places);
        let empty = self.signatures.empty.iter_mut();
        for place in found.chain(empty.map(|empty| &mut empty.place)) {
            for widget in &mut place.widgets {
                let number = widget.id.map(|id| id.number);
                widget.page = number.and_then(|number| *self.widgets.get(&number)?);
            }
        }
    }

    /// Reads where a field is shown: itself, where it is its own widget, else its kids.
    fn widgets(&mut self, field: &Dictionary<'d>, id: Option<ObjectId>) -> Vec<WidgetPlace> {
        let mut places = Vec::new();
        if field.get("Rect").is_some() {
            places.extend(self.widget(field, id));
        }
        if let Ok(Object::Array(kids)) = self.view.value(field, "Kids") {
            for kid in kids.values().take(self.left) {
                if let Ok(Object::Dictionary(widget)) = self.view.resolve(kid) {
                    places.extend(self.widget(&widget, kid.as_reference()));
                }
            }
        }
        places
    }

    fn widget(&mut self, widget: &Dictionary<'d>, id: Option<ObjectId>) -> Option<WidgetPlace> {
        self.widgets.extend(id.map(|id| (id.number, None)));
        let flags = self.view.value(widget, "F").ok()?.as_integer().unwrap_or(0);
        Some(WidgetPlace {
            id,
            page: None,
            rectangle: rectangle(&self.view, widget.get("Rect")).ok()?,
            is_hidden: flags & 0b10 != 0,
        })
    }

    /// Visits a field and what lies below it.
    fn tree(&mut self, node: Object<'d>, root: &Rc<Above<'d>>) {
        let above = Rc::clone(root);
        let mut stack = vec![Pending { node, above }];
        while let Some(pending) = stack.pop() {
            let limits = &self.view.document().budget.limits;
            if self.left == 0 || pending.above.level > limits.levels {
                let (what, limit) = ("nodes in the field tree", limits.nodes);
                self.unreadable(ParseError::TooMuch { what, limit });
                return;
            }
            self.left -= 1;
            let asked = &self.view.document().asked;
            let noted = self.trail.is_some().then(|| asked.begin());
            let (id, above) = (pending.node.as_reference(), Rc::clone(&pending.above));
            self.last = None;
            let is_twice = id.is_some_and(|id| self.visited.contains(&id.number));
            if let Some(trail) = &mut self.trail {
                trail.has_twice |= is_twice;
            }
            if let Err(error) = self.node(pending, &mut stack) {
                self.unreadable(error);
            }
            if let (Some(mark), Some(trail)) = (noted, &mut self.trail) {
                trail.node(id, &above, self.last.take(), &asked.end(&mark));
            }
        }
    }

    pub(super) fn node(
        &mut self,
        pending: Pending<'d>,
        stack: &mut Vec<Pending<'d>>,
    ) -> Result<(), ParseError> {
        let id = pending.node.as_reference();
        if let Some(id) = id
            && !self.visited.insert(id.number)
        {
            return Ok(());
        }
        let Object::Dictionary(field) = self.view.resolve(&pending.node)? else {
            return Ok(());
        };
        let above = pending.above;
        let mut name = Rc::clone(&above.name);
        if let Object::String(part) = self.view.value(&field, "T")? {
            let part = part.to_text();
            self.view.document().budget.spend(name.len())?;
            name = if name.is_empty() {
                part.into()
            } else {
                format!("{name}.{part}").into()
            };
        }
        let is_signature = match self.view.value(&field, "FT")? {
            Object::Null => above.is_signature,
            kind => kind.as_name().is_some_and(|kind| kind.is("Sig")),
        };
        let value = field.get("V").cloned().map(Rc::new);
        let value = value.or_else(|| above.value.clone());
        let kids = match self.view.value(&field, "Kids")? {
            Object::Array(kids) => kids.items,
            _ => Arc::default(),
        };
        // Kids without a name are widgets of this field.
        let mut has_fields = false;
        for kid in kids.iter().take(self.left) {
            if let Ok(Object::Dictionary(kid)) = self.view.resolve(&kid.value)
                && kid.get("T").is_some()
            {
                has_fields = true;
                break;
            }
        }
        if has_fields || (!kids.is_empty() && kids.iter().any(|kid| self.has_own_value(&kid.value)))
        {
            let below = Rc::new(Above {
                name,
                is_signature,
                value,
                level: above.level + 1,
                in_form: above.in_form,
            });
            stack.extend(kids.iter().rev().map(|kid| Pending {
                node: kid.value.clone(),
                above: Rc::clone(&below),
            }));
            return Ok(());
        }
        for kid in kids.iter() {
            self.visited
                .extend(kid.value.as_reference().map(|id| id.number));
        }
        let is_widget = kids.is_empty() && field.is_name("Subtype", "Widget");
        let place = FieldPlace {
            name: name.as_ref().to_owned(),
            id,
            lock: self.lock(&field),
            dictionary: field,
            is_signature_field: is_signature,
            in_form: above.in_form,
            widgets: Vec::new(),
        };
        if self.numbers_only {
            let says = self.says(&place, value.as_deref());
            self.last = Some(Leaf { kids, says });
        }
        self.terminal(place, value.as_deref(), is_widget);
        Ok(())
    }

    fn has_own_value(&self, kid: &Object<'d>) -> bool {
        matches!(self.view.resolve(kid), Ok(Object::Dictionary(kid))
            if kid.get("V").is_some() || kid.get("FT").is_some())
    }

    fn lock(&self, field: &Dictionary<'d>) -> Option<Result<FieldLock, ParseError>> {
        match self.view.value(field, "Lock") {
            Ok(Object::Dictionary(lock)) => Some(FieldLock::read(&self.view, &lock)),
            Ok(_) => None,
            Err(error) => Some(Err(error)),
        }
    }

    fn terminal(&mut self, mut place: FieldPlace<'d>, value: Option<&Object<'d>>, is_widget: bool) {
        let reference = value.and_then(Object::as_reference);
        let known = reference.and_then(|id| self.seen.get(&id.number).copied());
        let is_signature = known.is_some()
            || place.is_signature_field
            || value.is_some_and(|value| self.looks_like_signature(value));
        if is_signature && !self.afford_field() {
            return;
        }
        if let Some(known) = known {
            self.show(&mut place);
            if let Some(found) = self.signatures.found.get_mut(known) {
                found.places.push(place);
            }
            return;
        }
        if is_signature {
            self.show(&mut place);
        }
        match value {
            _ if !is_signature => {
                if !self.numbers_only {
                    self.signatures.other_fields.push(place.name);
                }
            }
            // A reference to nothing is a broken signature, not an empty field.
            None => self.signatures.empty.push(EmptyField { place, is_widget }),
            Some(value) => self.add(value, Some(place), None),
        }
    }

    /// Counts one more signature field; each is held with all that it says.
    fn afford_field(&mut self) -> bool {
        let left = self.fields_left.checked_sub(1);
        if left.is_none() {
            self.unreadable(ParseError::TooMuch {
                what: "signature fields",
                limit: self.view.document().budget.limits.signature_fields,
            });
        }
        self.fields_left = left.unwrap_or_default();
        self.count += 1;
        left.is_some()
    }

    fn show(&mut self, place: &mut FieldPlace<'d>) {
        if !self.numbers_only {
            place.widgets = self.widgets(&place.dictionary, place.id);
        }
    }

    /// Returns whether the value of a field of another type is a signature all the same.
    pub(super) fn looks_like_signature(&self, value: &Object<'d>) -> bool {
        matches!(self.view.resolve(value), Ok(Object::Dictionary(value))
            if value.get("ByteRange").is_some())
    }

    fn add(&mut self, value: &Object<'d>, place: Option<FieldPlace<'d>>, perms: Option<String>) {
        let id = value.as_reference();
        if let Some(id) = id {
            self.seen.insert(id.number, self.signatures.found.len());
        }
        let signature = match id {
            _ if self.numbers_only => Err(SignatureError::NotADictionary),
            None if value.as_dictionary().is_some() => Err(SignatureError::NotInFile),
            None => Err(SignatureError::NotADictionary),
            Some(id) => match self.view.follow(id) {
                Ok(Some(object)) => Signature::read(&self.view, object),
                Ok(None) => Err(SignatureError::NotADictionary),
                Err(error) => Err(SignatureError::Unreadable(error)),
            },
        };
        self.signatures.found.push(FoundSignature {
            id,
            places: place.into_iter().collect(),
            perms: perms.into_iter().collect(),
            places_covered: false,
            signature,
        });
    }

    pub(super) fn perms(&mut self) -> Result<(), ParseError> {
        let catalog = self.view.catalog()?;
        let catalog = catalog.dictionary().ok_or(ParseError::NoCatalog)?;
        let perms = match self.view.value(catalog, "Perms") {
            Ok(Object::Dictionary(perms)) => perms,
            Ok(_) => return Ok(()),
            Err(error) => {
                self.unreadable(error);
                return Ok(());
            }
        };
        for entry in perms.entries.iter().take(self.left) {
            let key = String::from_utf8_lossy(&entry.key.decoded()).into_owned();
            let known = entry
                .value
                .as_reference()
                .and_then(|id| self.seen.get(&id.number));
            match known.and_then(|known| self.signatures.found.get_mut(*known)) {
                Some(found) => found.perms.push(key),
                None if entry.value.is_null() => {}
                None => self.add(&entry.value, None, Some(key)),
            }
        }
        Ok(())
    }
}
