//! Places over a text of the pages.

use super::{MOST_PLACES, Occurrence, PlacementError, ServiceError};
use std::path::Path;
use yinxin_core::pdf::{Document, PageText, ParseError, ShownPage};

/// Where the text stands.
pub(super) struct TextPlace {
    /// Index of the page, from 0.
    pub(super) page: usize,
    pub(super) shown: ShownPage,
    /// Its centre on the page as it is seen, units.
    pub(super) centre: (f64, f64),
}

/// Finds the places of a text that were asked for, in the order of pages and of painting.
pub(super) fn find(
    document: &Document<'_>,
    text: &str,
    occurrence: Occurrence,
    path: &Path,
) -> Result<Vec<TextPlace>, ServiceError> {
    let refused = |why| ServiceError::NotPlaced {
        path: path.into(),
        why,
    };
    let (all, is_partial) = everywhere(document, text).map_err(|error| ServiceError::Document {
        path: path.into(),
        source: Box::new(error),
    })?;
    let found = all.len();
    if found > MOST_PLACES {
        return Err(refused(PlacementError::TooManyPages { most: MOST_PLACES }));
    }
    let places: Vec<TextPlace> = match occurrence {
        Occurrence::All => all,
        Occurrence::Last => all.into_iter().last().into_iter().collect(),
        Occurrence::Nth(number) => {
            let skipped = usize::try_from(number.get() - 1).unwrap_or(usize::MAX);
            all.into_iter().skip(skipped).take(1).collect()
        }
    };
    if places.is_empty() {
        return Err(refused(PlacementError::TextNotFound {
            text: text.to_owned(),
            found,
            is_partial,
        }));
    }
    Ok(places)
}

fn everywhere(document: &Document<'_>, text: &str) -> Result<(Vec<TextPlace>, bool), ParseError> {
    let view = document.latest();
    let (mut all, mut is_partial) = (Vec::new(), false);
    for (index, page) in view.pages().enumerate() {
        let page = page?;
        let shown = ShownPage::of(&view, &page)?;
        let read = PageText::of(&view, &page)?;
        is_partial |= read.is_partial;
        for rectangle in read.find(text) {
            let [left, bottom, right, top] = shown.to_shown(rectangle);
            let centre = ((left + right) / 2.0, (bottom + top) / 2.0);
            all.push(TextPlace {
                page: index,
                shown,
                centre,
            });
        }
        if all.len() > MOST_PLACES {
            break;
        }
    }
    Ok((all, is_partial))
}
