//! Objects of one view that were read, for work that comes back to them.
//!
//! A judge looks at each page for its annotations, for keys that stand twice and for its contents. What
//! was read once is kept here, within a limit, as long as that work lasts; it cannot lie in the document,
//! which it borrows from.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use super::indirect::{IndirectObject, Source};
use super::object::{Object, ObjectId, Span};
use super::parse_error::ParseError;
use super::view::View;

/// Most octets of source whose objects are kept. An octet may take a hundred in memory.
const MOST: usize = 128 << 10;
/// Objects for which there is room from the beginning: as many as most documents show.
const ROOM: usize = 112;
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
            objects: RefCell::new(HashMap::with_capacity(ROOM)),
            left: Cell::new(MOST),
        }
    }

    /// Returns the view.
    pub(crate) fn view(&self) -> View<'d> {
        self.view
    }

    /// Returns where each stream in the file that was read begins, and where its data are.
    pub(crate) fn stream_data(&self) -> Vec<(usize, Span)> {
        let objects = self.objects.borrow();
        let in_file = objects
            .values()
            .filter(|object| matches!(object.source, Source::File(_)));
        let data = in_file.filter_map(|object| Some((object.span.start, object.stream?.span)));
        data.collect()
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
        let found = self.shared(id)?;
        Ok(found.map(Rc::unwrap_or_clone))
    }

    /// As [`View::get`], without a copy.
    pub(crate) fn shared(
        &self,
        id: ObjectId,
    ) -> Result<Option<Rc<IndirectObject<'d>>>, ParseError> {
        // Who wants to know what is asked for must hear of all that an object leads to.
        if self.view.document().asked().is_noting() {
            return Ok(self.view.get(id)?.map(Rc::new));
        }
        if let Some(known) = self.objects.borrow().get(&id) {
            return Ok(Some(Rc::clone(known)));
        }
        let Some(object) = self.view.get(id)?.map(Rc::new) else {
            return Ok(None);
        };
        let size = object.value_span.len().saturating_add(HEAD);
        if let Some(left) = self.left.get().checked_sub(size) {
            self.left.set(left);
            let mut objects = self.objects.borrow_mut();
            objects.insert(id, Rc::clone(&object));
        }
        Ok(Some(object))
    }

    /// As [`View::follow`].
    pub(crate) fn follow(&self, id: ObjectId) -> Result<Option<IndirectObject<'d>>, ParseError> {
        match self.get(id)? {
            Some(object) if matches!(object.value, Object::Reference(_)) => self.view.follow(id),
            found => Ok(found),
        }
    }
}
