//! Objects of one view that were read, for work that comes back to them.
//!
//! A judge looks at each page for its annotations, for keys that stand twice and for its contents. What
//! was read once is kept here, within a limit, as long as that work lasts; it cannot lie in the document,
//! which it borrows from.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use super::indirect::IndirectObject;
use super::object::{Object, ObjectId};
use super::parse_error::ParseError;
use super::view::View;

/// Most octets of source whose objects are kept. An octet may take a hundred in memory.
const MOST: usize = 128 << 10;
/// What the head of an object counts as, however short its value.
const HEAD: usize = 64;

/// A view, and what was read of it.
#[derive(Debug)]
pub(crate) struct Remembered<'d> {
    view: View<'d>,
    objects: RefCell<HashMap<ObjectId, Rc<IndirectObject<'d>>>>,
    left: Cell<usize>,
}

impl<'d> Remembered<'d> {
    /// Begins with nothing.
    pub(crate) fn of(view: View<'d>) -> Self {
        Remembered {
            view,
            objects: RefCell::default(),
            left: Cell::new(MOST),
        }
    }

    /// Returns the view.
    pub(crate) fn view(&self) -> View<'d> {
        self.view
    }

    /// As [`View::catalog`].
    pub(crate) fn catalog(&self) -> Result<IndirectObject<'d>, ParseError> {
        let root = self.view.root().ok_or(ParseError::NoCatalog)?;
        self.get(root)?
            .filter(|root| root.dictionary().is_some())
            .ok_or(ParseError::NoCatalog)
    }

    /// As [`View::get`].
    pub(crate) fn get(&self, id: ObjectId) -> Result<Option<IndirectObject<'d>>, ParseError> {
        // Who wants to know what is asked for must hear of all that an object leads to.
        if self.view.document().asked().is_noting() {
            return self.view.get(id);
        }
        if let Some(known) = self.objects.borrow().get(&id) {
            return Ok(Some(IndirectObject::clone(known)));
        }
        let read = self.view.get(id)?;
        if let Some(object) = &read {
            let size = object.value_span.len().saturating_add(HEAD);
            if let Some(left) = self.left.get().checked_sub(size) {
                self.left.set(left);
                let mut objects = self.objects.borrow_mut();
                objects.insert(id, Rc::new(object.clone()));
            }
        }
        Ok(read)
    }

    /// As [`View::follow`].
    pub(crate) fn follow(&self, id: ObjectId) -> Result<Option<IndirectObject<'d>>, ParseError> {
        match self.get(id)? {
            Some(object) if matches!(object.value, Object::Reference(_)) => self.view.follow(id),
            found => Ok(found),
        }
    }
}
