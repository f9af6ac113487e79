//! Where a signature shows.

mod keyword;
mod picture;
mod refused;

use super::super::ServiceError;
use std::num::NonZeroU32;
use std::path::Path;
use yinxin_core::licence::PointMm;
use yinxin_core::pdf::{Appearance, Document, EmptyField, ShownPage, Signatures, View};
use yinxin_core::seal::{SealSlice, StraddledEdge};

pub(super) use picture::Picture;
pub use refused::PlacementError;

/// Where a signature shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Placement {
    /// Nowhere, or where an empty field already is.
    Unstated,
    /// At a place of a page.
    Page {
        /// Page, the first being 1.
        page: NonZeroU32,
        /// Top left corner of the picture.
        at: PointMm,
    },
    /// At the same place of every page.
    EveryPage {
        /// Top left corner of the picture.
        at: PointMm,
    },
    /// Over text of the pages, its centre on the text's.
    Keyword {
        /// The text.
        text: String,
        /// Which of the places where it stands.
        occurrence: Occurrence,
    },
    /// Across the edges of all pages (骑缝章).
    Straddle(StraddledEdge),
}

/// Which of the places where a text stands, in the order of pages and of what is painted on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occurrence {
    /// One of them, the first being 1.
    Nth(NonZeroU32),
    /// The last.
    Last,
    /// All, with one signature.
    All,
}

impl Occurrence {
    /// Reads `all`, `last` or a number.
    #[must_use]
    pub fn named(text: &str) -> Option<Self> {
        match text {
            "all" => Some(Self::All),
            "last" => Some(Self::Last),
            number => number.parse().ok().map(Self::Nth),
        }
    }
}

impl std::fmt::Display for Occurrence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::All => f.write_str("all"),
            Self::Last => f.write_str("last"),
            Self::Nth(number) => number.fmt(f),
        }
    }
}

/// Most places of one signature.
const MOST_PLACES: usize = 10_000;

/// Points of a millimetre.
const POINTS_PER_MM: f64 = 72.0 / 25.4;

/// The field that was asked for, if it is there and empty, and what room it offers.
pub(super) enum Wanted {
    /// A new field.
    New,
    /// One that is there: width and height as its reader sees it, `None` where it is invisible.
    There(Option<(f64, f64)>),
}

impl Wanted {
    pub(super) fn find(
        view: &View<'_>,
        signatures: &Signatures<'_>,
        field: Option<&str>,
        path: &Path,
    ) -> Result<Self, ServiceError> {
        let is_it = |empty: &&EmptyField<'_>| Some(empty.place.name.as_str()) == field;
        let Some(empty) = signatures.empty.iter().find(is_it) else {
            return Ok(Self::New);
        };
        let room = empty.room(view).map_err(|error| ServiceError::Document {
            path: path.into(),
            source: Box::new(error),
        })?;
        Ok(Self::There(room))
    }
}

impl Placement {
    /// Places the picture on the document: nowhere, at one place or at several.
    pub(super) fn appearances<'p>(
        &self,
        document: &Document<'_>,
        wanted: &Wanted,
        picture: &'p Picture,
        path: &Path,
    ) -> Result<Vec<Appearance<'p>>, ServiceError> {
        let refused = |why| ServiceError::NotPlaced {
            path: path.into(),
            why,
        };
        if let Wanted::There(room) = wanted {
            if *self != Self::Unstated {
                return Err(refused(PlacementError::FieldHasPlace));
            }
            let (width, height) = picture.size();
            let whole = picture.appearance(0, [0.0; 4], [0.0, 0.0, width, height]);
            return Ok(room.map(|_| whole).into_iter().collect());
        }
        let pages = || pages(document, path);
        match self {
            Self::Unstated => Ok(Vec::new()),
            Self::Page { page, at } => {
                let index = usize::try_from(page.get() - 1).unwrap_or(usize::MAX);
                let pages = pages()?;
                let shown = pages
                    .get(index)
                    .ok_or_else(|| refused(PlacementError::NoSuchPage { pages: pages.len() }))?;
                let one = picture.with_corner(index, shown, *at).map_err(refused)?;
                Ok(vec![one])
            }
            Self::EveryPage { at } => {
                let all = pages()?;
                let all = all.iter().enumerate();
                all.map(|(index, page)| picture.with_corner(index, page, *at))
                    .collect::<Result<_, _>>()
                    .map_err(refused)
            }
            Self::Straddle(edge) => straddle(&pages()?, picture, *edge).map_err(refused),
            Self::Keyword { text, occurrence } => {
                let places = keyword::find(document, text, *occurrence, path)?;
                let placed = places
                    .iter()
                    .map(|place| picture.with_centre(place.page, &place.shown, place.centre));
                placed.collect::<Result<_, _>>().map_err(refused)
            }
        }
    }
}

/// Cuts the picture over the edges of the pages, half-way down each.
fn straddle<'p>(
    pages: &[ShownPage],
    picture: &'p Picture,
    edge: StraddledEdge,
) -> Result<Vec<Appearance<'p>>, PlacementError> {
    let slices = SealSlice::cut(picture.size(), pages.len(), edge);
    if slices.is_empty() {
        return Err(PlacementError::TooFewPages);
    }
    let mut appearances = Vec::with_capacity(slices.len());
    for slice in slices {
        let page = pages.get(slice.page).ok_or(PlacementError::TooFewPages)?;
        let [left, bottom, right, top] = slice.part;
        let unit = page.user_unit;
        let (width, height) = ((right - left) / unit, (top - bottom) / unit);
        let (page_width, page_height) = page.size();
        let low = (page_height - height) / 2.0;
        let x = match edge {
            StraddledEdge::Right => page_width - width,
            StraddledEdge::Left => 0.0,
        };
        let rectangle = [x, low, x + width, low + height];
        picture::on_page(slice.page, page, rectangle)?;
        appearances.push(picture.appearance(slice.page, rectangle, slice.part));
    }
    appearances.sort_by_key(|appearance| appearance.page);
    Ok(appearances)
}

/// Reads all pages as they are shown.
fn pages(document: &Document<'_>, path: &Path) -> Result<Vec<ShownPage>, ServiceError> {
    let view = document.latest();
    let mut pages = Vec::new();
    for page in view.pages() {
        let shown = page.and_then(|page| ShownPage::of(&view, &page));
        pages.push(shown.map_err(|error| ServiceError::Document {
            path: path.into(),
            source: Box::new(error),
        })?);
        if pages.len() > MOST_PLACES {
            return Err(ServiceError::NotPlaced {
                path: path.into(),
                why: PlacementError::TooManyPages { most: MOST_PLACES },
            });
        }
    }
    Ok(pages)
}

/// Reads millimetres to a tenth, such as `42` or `42.5`; returns tenths.
#[must_use]
pub fn tenths(text: &str) -> Option<u16> {
    let (whole, tenth) = match text.split_once('.') {
        Some((whole, tenth)) if tenth.len() == 1 => (whole, tenth),
        Some(_) => return None,
        None => (text, "0"),
    };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(tenth) {
        return None;
    }
    let whole: u16 = whole.parse().ok()?;
    whole.checked_mul(10)?.checked_add(tenth.parse().ok()?)
}
