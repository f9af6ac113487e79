//! Finding signatures: the field tree, the annotations of pages, and the catalog's `/Perms`.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::super::object::{Dictionary, Object, ObjectId};
use super::super::parse_error::ParseError;
use super::super::view::View;
use super::{Coverage, FieldLock, FoundSignature, Signature, SignatureError};

/// A field that has a signature as its value.
#[derive(Debug, Clone)]
pub struct FieldPlace<'d> {
    /// Full name: partial names from the root, joined by full stops.
    pub name: String,
    /// The field's object; `None` where it is a direct object.
    pub id: Option<ObjectId>,
    /// The field's dictionary.
    pub dictionary: Dictionary<'d>,
    /// Whether `/FT`, its own or inherited, is `/Sig`.
    pub is_signature_field: bool,
    /// Whether the field is reached from the AcroForm, and not only from a page's `/Annots`.
    pub in_form: bool,
    /// `/Lock`, or why it could not be read.
    pub lock: Option<Result<FieldLock, ParseError>>,
}

/// A signature field without a value.
#[derive(Debug, Clone)]
pub struct EmptyField<'d> {
    /// The field.
    pub place: FieldPlace<'d>,
    /// Whether its dictionary is also its only widget.
    pub is_widget: bool,
}

/// The signatures and signature fields of one revision.
#[derive(Debug, Clone, Default)]
pub struct Signatures<'d> {
    /// The signatures, each once, in the order in which they were found.
    pub found: Vec<FoundSignature<'d>>,
    /// Signature fields without a value.
    pub empty: Vec<EmptyField<'d>>,
    /// Full names of all other terminal fields.
    pub other_fields: Vec<String>,
    /// Parts of the field tree, or pages, that could not be read: a signature may hide there.
    pub unreadable: Vec<ParseError>,
}

/// How many unreadable parts are listed.
const MOST_UNREADABLE: usize = 64;

impl<'d> View<'d> {
    /// Finds all signatures of this revision: values of fields that the AcroForm or the annotations
    /// of pages lead to, and what the catalog's `/Perms` refers to.
    ///
    /// # Errors
    ///
    /// [`ParseError`] where there is no catalog to begin with. Everything else that cannot be read is
    /// part of the answer.
    pub fn signatures(&self) -> Result<Signatures<'d>, ParseError> {
        let mut walk = Walk::new(*self);
        walk.form()?;
        walk.pages();
        walk.perms()?;
        let mut signatures = walk.signatures;
        let mut then: HashMap<usize, HashSet<u32>> = HashMap::new();
        for found in &mut signatures.found {
            let Ok(signature) = &mut found.signature else {
                continue;
            };
            signature.coverage = Coverage::of(signature.byte_range, self.document());
            let Some(revision) = signature.coverage.revision(self.document()) else {
                continue;
            };
            let number = signature.object.id.number;
            let earlier = self.document().view(revision)?;
            let listed = match then.entry(revision) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(place) => place.insert(values(earlier)?.0),
            };
            let span = signature.object.span;
            signature.consistent = listed.contains(&number)
                && earlier.entry(number) == self.entry(number)
                && span.end <= signature.byte_range.end();
        }
        Ok(signatures)
    }
}

impl View<'_> {
    /// Returns the object numbers of the values of signature fields that the AcroForm of this
    /// revision leads to, and the names of those fields whose value is no reference; cheaper than
    /// [`View::signatures`], which says what they are.
    pub(crate) fn signature_keys(&self) -> Result<(HashSet<u32>, Vec<String>), ParseError> {
        values(*self)
    }
}

/// Returns the object numbers of all values of signature fields in a revision, and the names of
/// fields whose value is direct. A budget that is spent is an error; what is damaged adds nothing.
fn values(view: View<'_>) -> Result<(HashSet<u32>, Vec<String>), ParseError> {
    let mut walk = Walk::new(view);
    walk.numbers_only = true;
    // Without a catalog there is no field.
    if let Err(error @ ParseError::TooMuch { .. }) = walk.form() {
        return Err(error);
    }
    if let Some(error) = walk.spent {
        return Err(error);
    }
    let direct = walk.signatures.found.into_iter();
    let direct = direct.filter(|found| found.id.is_none());
    let names = direct
        .flat_map(|found| found.places)
        .map(|place| place.name);
    Ok((walk.seen.into_keys().collect(), names.collect()))
}

struct Walk<'d> {
    view: View<'d>,
    signatures: Signatures<'d>,
    /// Field objects visited.
    visited: HashSet<u32>,
    /// Where the signature of an object number is in the list.
    seen: HashMap<u32, usize>,
    left: usize,
    numbers_only: bool,
    /// The first limit that was met.
    spent: Option<ParseError>,
}

/// A node of the field tree that is still to be visited, with what it inherits.
struct Pending<'d> {
    node: Object<'d>,
    name: Rc<str>,
    is_signature: bool,
    value: Option<Rc<Object<'d>>>,
    level: usize,
    in_form: bool,
}

impl<'d> Walk<'d> {
    fn new(view: View<'d>) -> Self {
        Walk {
            view,
            signatures: Signatures::default(),
            visited: HashSet::new(),
            seen: HashMap::new(),
            left: view.document().budget.limits.nodes,
            numbers_only: false,
            spent: None,
        }
    }

    fn unreadable(&mut self, error: ParseError) {
        if self.spent.is_none() && matches!(error, ParseError::TooMuch { .. }) {
            self.spent = Some(error.clone());
        }
        if self.signatures.unreadable.len() < MOST_UNREADABLE {
            self.signatures.unreadable.push(error);
        }
    }

    fn form(&mut self) -> Result<(), ParseError> {
        let catalog = self.view.catalog()?;
        let catalog = catalog.dictionary().ok_or(ParseError::NoCatalog)?;
        let fields = match self.view.value(catalog, "AcroForm") {
            Ok(Object::Dictionary(form)) => self.view.value(&form, "Fields"),
            Ok(_) => return Ok(()),
            Err(error) => Err(error),
        };
        match fields {
            Ok(Object::Array(fields)) => {
                for field in fields.values() {
                    self.tree(field.clone(), true);
                }
            }
            Ok(_) => {}
            Err(error) => self.unreadable(error),
        }
        Ok(())
    }

    /// Looks for signature fields that only a page leads to.
    fn pages(&mut self) {
        for page in self.view.pages() {
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
                    self.tree(annotation.clone(), false);
                }
            }
            Ok(_) => {}
            Err(error) => self.unreadable(error),
        }
    }

    /// Visits a field and what lies below it.
    fn tree(&mut self, root: Object<'d>, in_form: bool) {
        let mut stack = vec![Pending {
            node: root,
            name: Rc::from(""),
            is_signature: false,
            value: None,
            level: 0,
            in_form,
        }];
        while let Some(pending) = stack.pop() {
            let limits = &self.view.document().budget.limits;
            if self.left == 0 || pending.level > limits.levels {
                let (what, limit) = ("nodes in the field tree", limits.nodes);
                self.unreadable(ParseError::TooMuch { what, limit });
                return;
            }
            self.left -= 1;
            if let Err(error) = self.node(pending, &mut stack) {
                self.unreadable(error);
            }
        }
    }

    fn node(
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
        let mut name = pending.name;
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
            Object::Null => pending.is_signature,
            kind => kind.as_name().is_some_and(|kind| kind.is("Sig")),
        };
        let value = field.get("V").cloned().map(Rc::new).or(pending.value);
        let kids = match self.view.value(&field, "Kids")? {
            Object::Array(kids) => kids.items,
            _ => Vec::new(),
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
            for kid in kids.into_iter().rev() {
                stack.push(Pending {
                    node: kid.value,
                    name: name.clone(),
                    is_signature,
                    value: value.clone(),
                    level: pending.level + 1,
                    in_form: pending.in_form,
                });
            }
            return Ok(());
        }
        for kid in &kids {
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
            in_form: pending.in_form,
        };
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

    fn terminal(&mut self, place: FieldPlace<'d>, value: Option<&Object<'d>>, is_widget: bool) {
        let reference = value.and_then(Object::as_reference);
        if let Some(known) = reference.and_then(|id| self.seen.get(&id.number)) {
            if let Some(found) = self.signatures.found.get_mut(*known) {
                found.places.push(place);
            }
            return;
        }
        let is_signature = place.is_signature_field
            || value
                .as_ref()
                .is_some_and(|value| self.looks_like_signature(value));
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

    /// Returns whether the value of a field of another type is a signature all the same.
    fn looks_like_signature(&self, value: &Object<'d>) -> bool {
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
            signature,
        });
    }

    fn perms(&mut self) -> Result<(), ParseError> {
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
