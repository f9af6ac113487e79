//! Values on one side and on both sides of a comparison, and where a change was found.

use std::rc::Rc;

use crate::pdf::{Dictionary, Object, ObjectId};

/// Where a change was found.
#[derive(Debug, Clone, Default)]
pub(super) struct Place {
    pub(super) object: Option<ObjectId>,
    pub(super) page: Option<usize>,
    pub(super) rectangle: Option<[f64; 4]>,
    pub(super) field: Option<Rc<str>>,
}

impl Place {
    pub(super) fn at(object: Option<ObjectId>, page: Option<usize>) -> Self {
        Place {
            object,
            page,
            ..Place::default()
        }
    }
}

/// A value on one side, with the object that it is, if it is one.
#[derive(Debug)]
pub(super) struct Side<'d> {
    pub(super) id: Option<ObjectId>,
    pub(super) value: Object<'d>,
    pub(super) stream: Option<&'d [u8]>,
}

impl<'d> Side<'d> {
    /// Returns the dictionary, also that of a stream.
    pub(super) fn dictionary(&self) -> Option<&Dictionary<'d>> {
        self.value.as_dictionary()
    }
}

/// A value on both sides.
#[derive(Debug)]
pub(super) struct Pair<'d> {
    pub(super) old: Option<Rc<Side<'d>>>,
    pub(super) new: Option<Rc<Side<'d>>>,
    /// Both are the same object, and its own octets are the same.
    pub(super) same: bool,
}

impl<'d> Pair<'d> {
    /// Returns the object on the new side, else on the old one.
    pub(super) fn id(&self) -> Option<ObjectId> {
        let side = self.new.as_ref().or(self.old.as_ref());
        side.and_then(|side| side.id)
    }

    /// Returns both dictionaries, where both sides are one and no stream.
    pub(super) fn dictionaries(&self) -> Option<(&Dictionary<'d>, &Dictionary<'d>)> {
        let (old, new) = (self.old.as_ref()?, self.new.as_ref()?);
        if old.stream.is_some() || new.stream.is_some() {
            return None;
        }
        old.dictionary().zip(new.dictionary())
    }
}
