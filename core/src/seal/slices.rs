//! The straddling seal (骑缝章): one seal in vertical slices over the edges of many pages.
//!
//! Fanned out, the edges give the whole seal; a page that was exchanged leaves a gap.

/// Most pages that share one seal (practice: more make the slices too narrow to be compared).
const MOST_SLICES: usize = 20;

/// The part of a seal that stands at the edge of one page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SealSlice {
    /// Index of the page, from 0.
    pub page: usize,
    /// The part in the seal's own coordinates, points from the bottom left: left, bottom, right, top.
    pub part: [f64; 4],
}

/// The edge of the pages that a seal straddles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StraddledEdge {
    /// The right one, of pages bound at the left: the first page has the left slice.
    #[default]
    Right,
    /// The left one, of pages bound at the right: the first page has the right slice.
    Left,
}

impl SealSlice {
    /// Cuts a seal of this width and height, points, into equal slices: one for each of so many
    /// pages; after 20 pages the next seal begins. Less than two pages have no edges to straddle:
    /// they get none.
    #[must_use]
    pub fn cut((width, height): (f64, f64), pages: usize, edge: StraddledEdge) -> Vec<Self> {
        let mut slices = Vec::new();
        for (first, count) in groups(pages) {
            let mut left = 0.0;
            for slice in 1..=count {
                // The right side of a slice is the left one of the next to the last bit.
                #[allow(clippy::cast_precision_loss)]
                let right = width * slice as f64 / count as f64;
                let from_first = match edge {
                    StraddledEdge::Right => slice - 1,
                    StraddledEdge::Left => count - slice,
                };
                slices.push(SealSlice {
                    page: first + from_first,
                    part: [left, 0.0, right, height],
                });
                left = right;
            }
        }
        slices
    }
}

/// Returns the first page and the number of pages of each seal: 20, and what is left; a last page is
/// never left alone, since it would bear a seal that straddles nothing.
fn groups(pages: usize) -> Vec<(usize, usize)> {
    let mut groups = Vec::new();
    let mut first = 0;
    while pages >= 2 && first < pages {
        let left = pages - first;
        let count = match left {
            _ if left == MOST_SLICES + 1 => MOST_SLICES - 1,
            _ => left.min(MOST_SLICES),
        };
        groups.push((first, count));
        first += count;
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_straddles_twenty_pages_at_most_and_two_at_least() {
        assert_eq!(groups(0), []);
        assert_eq!(groups(1), []);
        assert_eq!(groups(2), [(0, 2)]);
        assert_eq!(groups(20), [(0, 20)]);
        assert_eq!(groups(21), [(0, 19), (19, 2)]);
        assert_eq!(groups(23), [(0, 20), (20, 3)]);
        assert_eq!(groups(41), [(0, 20), (20, 19), (39, 2)]);
    }

    #[test]
    fn slices_put_together_give_the_whole_seal_without_gap() {
        for edge in [StraddledEdge::Right, StraddledEdge::Left] {
            for pages in 2..=20 {
                let slices = SealSlice::cut((119.0, 100.0), pages, edge);
                let mut at = 0.0;
                for slice in &slices {
                    let [left, bottom, right, top] = slice.part;
                    assert_eq!((left, bottom, top), (at, 0.0, 100.0));
                    at = right;
                }
                assert_eq!(at, 119.0);
                let first = slices.iter().find(|slice| slice.page == 0).unwrap();
                assert_eq!(first.part[0] == 0.0, edge == StraddledEdge::Right);
            }
        }
    }
}
