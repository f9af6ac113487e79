//! The date of issue under the seal.

use super::demo;
use super::facts::options;
use crate::font::FontChain;
use crate::issue::*;
use crate::seal::OverDate;

/// Where the date is drawn: the text matrices of the page (ISO 32000-1, 9.4.2), and what is drawn
/// elsewhere taken away.
fn moved(lower: &[u8], middle: &[u8]) -> Vec<Vec<f32>> {
    let matrices = |pdf: &[u8]| -> Vec<Vec<f32>> {
        let pdf = super::facts::open(pdf);
        let page = *pdf.get_pages().get(&1).unwrap();
        let content = lopdf::content::Content::decode(&pdf.get_page_content(page));
        let operations = content.unwrap().operations;
        let texts = operations.iter().filter(|one| one.operator == "Tm");
        texts
            .map(|one| one.operands.iter().map(|n| n.as_float().unwrap()).collect())
            .collect()
    };
    let before = matrices(lower);
    let after = matrices(middle);
    after
        .into_iter()
        .filter(|one| !before.contains(one))
        .collect()
}

#[test]
fn under_a_seal_with_characters_below_the_date_lies_in_its_middle_and_nothing_else_moves() {
    let fonts = FontChain::built_in().unwrap();
    for (name, entry, licence) in demo::all() {
        let render = |over_date| {
            let options = IssueOptions {
                over_date,
                ..options(&fonts)
            };
            LicenceFile::render(&licence, &entry, &options)
                .unwrap_or_else(|e| panic!("{name}: {e}"))
        };
        let (lower, middle) = (render(OverDate::LowerPart), render(OverDate::Middle));
        assert_eq!(lower.seal_place, middle.seal_place);
        let seal = middle.seal_place.rect;
        let (centre, diameter) = ((seal.y0 + seal.y1) / 2.0, seal.y1 - seal.y0);
        let texts = moved(&lower.pdf, &middle.pdf);
        assert!(!texts.is_empty(), "{name}");
        for at in texts {
            let (x, y) = (at[4], at[5]);
            let room = OverDate::Middle.room();
            assert!(y < centre - diameter * room.top, "{name}: {y} {centre}");
            assert!(y > centre - diameter * room.bottom, "{name}: {y} {centre}");
            let half = diameter * room.width / 2.0;
            let middle = (seal.x0 + seal.x1) / 2.0;
            assert!((x - middle).abs() <= half + 0.01, "{name}: {x} {middle}");
        }
    }
}
