//! The room that an empty field offers, as the reader of its page sees it.

use super::super::append::AppendError;
use super::super::object::{Dictionary, Object, ObjectId};
use super::super::parse_error::ParseError;
use super::super::shown_page::{Rotation, ShownPage};
use super::super::signature::EmptyField;
use super::super::view::View;
use super::dictionary;

/// The room of an empty field.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    /// The widget's object.
    pub(super) widget: Option<ObjectId>,
    /// Width and height of the picture in it, turned as it is, units of default user space.
    pub(super) size: (f64, f64),
    /// How the picture is turned against the page, counter-clockwise.
    pub(super) turn: Rotation,
    /// Length of a unit in points.
    pub(super) user_unit: f64,
}

impl Room {
    /// Reads the room of a field; `None` where it is invisible.
    pub(super) fn of(view: &View<'_>, empty: &EmptyField<'_>) -> Result<Option<Self>, AppendError> {
        let what = "the widget of the field";
        let widget = match empty.place.widgets.as_slice() {
            [] => return Ok(None),
            [only] => only,
            _ => return Err(AppendError::Unsupported { what }),
        };
        let Some([left, bottom, right, top]) = widget.rectangle else {
            return Ok(None);
        };
        let id = widget.id.ok_or(AppendError::Unsupported { what })?;
        let object = view.follow(id)?.ok_or(AppendError::Unsupported { what })?;
        let dictionary = dictionary(&object.value, what)?;
        let (page_turn, user_unit) = match widget.page {
            Some(index) => {
                let page = ShownPage::of(view, &view.page(index)?)?;
                (page.rotation, page.user_unit)
            }
            // No page lists it; what it says itself is all there is.
            None => (rotation_by_parent(view, dictionary)?, 1.0),
        };
        let characteristics = view.value(dictionary, "MK")?;
        let own = match &characteristics {
            Object::Dictionary(own) => Rotation::read(view, own.get("R"))?,
            _ => Rotation::None,
        };
        // Upright for the reader, unless the author of the form turned the field.
        let turn = match own {
            Rotation::None => page_turn,
            turned => turned,
        };
        let (width, height) = (right - left, top - bottom);
        Ok(Some(Room {
            widget: Some(id),
            size: if turn.is_sideways() {
                (height, width)
            } else {
                (width, height)
            },
            turn,
            user_unit,
        }))
    }
}

impl EmptyField<'_> {
    /// Returns width and height of what can be shown in the field, as the reader of its page sees it:
    /// units of the page's default user space. `None` where it is invisible.
    ///
    /// # Errors
    ///
    /// [`AppendError`] where the field has several widgets, or its page cannot be read.
    pub fn room(&self, view: &View<'_>) -> Result<Option<(f64, f64)>, AppendError> {
        Ok(Room::of(view, self)?.map(|room| room.size))
    }
}

/// Returns `/Rotate` of the page that a widget's `/P` leads to, its own or inherited.
fn rotation_by_parent<'d>(
    view: &View<'d>,
    widget: &Dictionary<'d>,
) -> Result<Rotation, ParseError> {
    let mut node = view.value(widget, "P")?;
    for _ in 0..view.document().budget.limits.levels {
        let Object::Dictionary(dictionary) = &node else {
            break;
        };
        if let Some(value) = dictionary.get("Rotate") {
            return Rotation::read(view, Some(value));
        }
        node = view.value(dictionary, "Parent")?;
    }
    Ok(Rotation::None)
}
