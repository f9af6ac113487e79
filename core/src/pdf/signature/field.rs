//! Finding signatures: the field tree, the annotations of pages, and the catalog's `/Perms`.

mod values;
mod walk;

use std::rc::Rc;

use super::super::object::{Dictionary, ObjectId};
use super::super::parse_error::ParseError;
use super::super::remembered::Remembered;
use super::super::view::View;
use super::{Coverage, FieldLock, FoundSignature};
pub(crate) use values::Values;
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
    /// Whether `/F` keeps it from being shown: Hidden (ISO 32000-2, 12.5.3; from
    /// memory). NoView does not: some readers show such a widget all the same.
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
        Rc::new(Remembered::of(*self)).signatures()
    }
}

impl<'d> Remembered<'d> {
    /// As [`View::signatures`]; the pages that it looks at are remembered.
    pub(crate) fn signatures(self: &Rc<Self>) -> Result<Signatures<'d>, ParseError> {
        let view = self.view();
        let document = view.document();
        let mut walk = Walk::new(view);
        walk.form()?;
        walk.pages(self);
        walk.perms()?;
        walk.name_pages();
        let mut signatures = walk.signatures;
        // What is asked of the revisions that are covered: the newest first.
        let mut questions = Vec::new();
        for (index, found) in signatures.found.iter_mut().enumerate() {
            found.places_covered = found.places.len() <= 1;
            let Ok(signature) = &mut found.signature else {
                continue;
            };
            signature.coverage = Coverage::of(signature.byte_range, document);
            if let Some(revision) = signature.coverage.revision(document) {
                questions.push((revision, Question::Covered, index));
                // A field that named the number before there was such an object waited for it.
                let before = revision.checked_sub(1).filter(|_| found.places.len() > 1);
                questions.extend(before.map(|before| (before, Question::Before, index)));
            }
        }
        questions.sort_by_key(|(revision, ..)| std::cmp::Reverse(*revision));
        let mut values: Option<Values<'d>> = None;
        for (revision, question, index) in questions {
            let earlier = document.view(revision)?;
            let values = match &mut values {
                Some(values) => {
                    values.back(revision)?;
                    values
                }
                none => none.insert(Values::of(earlier)?),
            };
            let Some(found) = signatures.found.get_mut(index) else {
                continue;
            };
            let Ok(signature) = &mut found.signature else {
                continue;
            };
            let number = signature.object.id.number;
            let fields = values.fields(number);
            if question == Question::Before {
                found.places_covered &= fields.is_none();
                continue;
            }
            let span = signature.object.span;
            signature.consistent = fields.is_some()
                && earlier.entry(number) == view.entry(number)
                && span.end <= signature.byte_range.end();
            if found.places.len() > 1 {
                found.places_covered = found.places.iter().all(|place| {
                    place.in_form && fields.is_some_and(|fields| fields.contains(&place.id))
                });
            }
        }
        Ok(signatures)
    }
}

/// What is asked of an earlier revision about a signature.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Question {
    /// Which fields had it, in the revision that it covers.
    Covered,
    /// Whether a field waited for it, in the revision before that.
    Before,
}
