//! Finding signatures: the field tree, the annotations of pages, and the catalog's `/Perms`.

mod walk;

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use super::super::object::{Dictionary, ObjectId};
use super::super::parse_error::ParseError;
use super::super::view::View;
use super::{Coverage, FieldLock, FoundSignature};
use walk::Walk;

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
    /// Where it is shown.
    pub widgets: Vec<WidgetPlace>,
}

/// A widget of a signature field.
#[derive(Debug, Clone, PartialEq)]
pub struct WidgetPlace {
    /// Its object; `None` where it is a direct object.
    pub id: Option<ObjectId>,
    /// Index of the page whose `/Annots` lists it, from 0.
    pub page: Option<usize>,
    /// `/Rect` in default user space: left, bottom, right, top. `None` where it takes no room.
    pub rectangle: Option<[f64; 4]>,
    /// Whether `/F` keeps it from being shown: Hidden or NoView (ISO 32000-2, 12.5.3; from memory).
    pub is_hidden: bool,
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
        walk.name_pages();
        let mut signatures = walk.signatures;
        let mut then: HashMap<usize, Values> = HashMap::new();
        for found in &mut signatures.found {
            found.places_covered = found.places.len() <= 1;
            let Ok(signature) = &mut found.signature else {
                continue;
            };
            signature.coverage = Coverage::of(signature.byte_range, self.document());
            let Some(revision) = signature.coverage.revision(self.document()) else {
                continue;
            };
            let number = signature.object.id.number;
            let earlier = self.document().view(revision)?;
            let listed = values_of(&mut then, earlier)?;
            let span = signature.object.span;
            signature.consistent = listed.fields.contains_key(&number)
                && earlier.entry(number) == self.entry(number)
                && span.end <= signature.byte_range.end();
            if found.places.len() > 1 {
                let covered = listed.fields.get(&number);
                found.places_covered = found.places.iter().all(|place| {
                    place.in_form && covered.is_some_and(|fields| fields.contains(&place.id))
                });
                // A field that named the number before there was such an object waited for it.
                if let Some(before) = revision.checked_sub(1) {
                    let before = values_of(&mut then, self.document().view(before)?)?;
                    found.places_covered &= !before.fields.contains_key(&number);
                }
            }
        }
        Ok(signatures)
    }
}

impl View<'_> {
    /// Returns the object numbers of the values of signature fields that the AcroForm of this
    /// revision leads to, and the names of those fields whose value is no reference; cheaper than
    /// [`View::signatures`], which says what they are.
    pub(crate) fn signature_keys(&self) -> Result<(HashSet<u32>, Vec<String>), ParseError> {
        let Values { fields, direct } = values(*self)?;
        Ok((fields.into_keys().collect(), direct))
    }
}

/// The values of signature fields in a revision.
struct Values {
    /// The fields, by the object number of their value.
    fields: HashMap<u32, Vec<Option<ObjectId>>>,
    /// Names of fields whose value is direct.
    direct: Vec<String>,
}

fn values_of<'t>(
    then: &'t mut HashMap<usize, Values>,
    view: View<'_>,
) -> Result<&'t Values, ParseError> {
    Ok(match then.entry(view.index()) {
        Entry::Occupied(known) => known.into_mut(),
        Entry::Vacant(place) => place.insert(values(view)?),
    })
}

/// Returns the values of the signature fields that the AcroForm of a revision leads to. A budget
/// that is spent is an error; what is damaged adds nothing.
fn values(view: View<'_>) -> Result<Values, ParseError> {
    let mut walk = Walk::new(view);
    walk.numbers_only = true;
    // Without a catalog there is no field.
    if let Err(error @ ParseError::TooMuch { .. }) = walk.form() {
        return Err(error);
    }
    if let Some(error) = walk.spent {
        return Err(error);
    }
    let (mut fields, mut direct) = (HashMap::new(), Vec::new());
    for found in walk.signatures.found {
        let places = found.places.into_iter();
        match found.id {
            Some(id) => {
                fields.insert(id.number, places.map(|place| place.id).collect());
            }
            None => direct.extend(places.map(|place| place.name)),
        }
    }
    Ok(Values { fields, direct })
}
