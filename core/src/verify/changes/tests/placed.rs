//! What readers show of a filled field: by its value, on its page, and no more signs than it takes.

use super::super::{ChangeLimits, History};
use super::file::File;
use super::filling::{field, filled, stream};
use super::shown::text;
use super::*;
use crate::pdf::Document;

/// What shows `100`.
const SHOWN: &str = "BT /F 9 Tf 5 20 Td (100) Tj ET";

fn shows_otherwise(report: &ChangeReport) -> bool {
    kinds(report).contains(&ChangeKind::FieldShowsOtherwise)
}

/// Fills the field `Name`, which lies in this rectangle of page 3 or another.
fn filled_on(pages: &[(u32, &str)], kind: &str, rectangle: &str) -> ChangeReport {
    let widget = |more: &str| field(&format!("/FT{kind}{more}")).replace("9 9 99 99", rectangle);
    let before = widget("/V(old)/AP<</N 12 0 R>>");
    let after = widget("/V(100)/AP<</N 20 0 R>>");
    let shown = stream("/Resources<</Font<</F 9 0 R>>>>", SHOWN);
    let base: Vec<_> = pages.iter().copied().chain([(8, &*before)]).collect();
    filled(&base, &[(8, &after), (20, &shown)])
}

#[test]
fn a_field_that_reaches_out_of_its_page_is_not_filled() {
    for (boxes, rectangle, is_refused) in [
        ("", "9 9 99 99", false),
        ("", "0 0 90 90", false),
        ("", "210 210 300 300", false),
        ("", "99 99 9 9", false),
        ("/CropBox[9 9 99 99]", "9 9 99 99", false),
        ("/CropBox[99 99 9 9]", "9 9 99 99", false),
        ("", "211 9 301 99", true),
        ("", "9 -1 99 89", true),
        ("/CropBox[0 0 98 300]", "9 9 99 99", true),
        ("/CropBox[10 0 300 300]", "9 9 99 99", true),
        ("/CropBox[0 0 300 98]", "9 9 99 99", true),
        ("/CropBox[0 0 300 98]", "99 99 9 9", true),
        // The crop box ends where the media box does.
        ("/CropBox[0 0 900 900]", "211 9 301 99", true),
        // What readers do not take for a box, or for the same one.
        ("/CropBox[0 0 300]", "9 9 99 99", true),
        ("/CropBox[0 0 0 300]", "9 9 99 99", true),
        ("/CropBox/None", "9 9 99 99", true),
    ] {
        for kind in ["/Tx", "/Ch/Ff 131072"] {
            let page = page(ANNOTATIONS, boxes);
            let report = filled_on(&[(3, &page)], kind, rectangle);
            assert_eq!(shows_otherwise(&report), is_refused, "{boxes} {rectangle}");
        }
    }
}

#[test]
fn a_field_whose_page_is_not_known_is_not_filled() {
    let nodes = "<</Type/Pages/Kids[3 0 R 30 0 R]/Count 2>>";
    let with = page(ANNOTATIONS, "");
    let without = page("6 0 R 7 0 R 11 0 R", "");
    let other = page("8 0 R", "");
    let cropped = page("8 0 R", "/CropBox[0 0 50 50]");
    let turned = page("8 0 R", "/Rotate 90");
    let boxless = with.replace("/MediaBox[0 0 300 300]", "");
    let inherited = "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 300 300]/CropBox[0 0 98 98]>>";
    for (pages, is_refused) in [
        (vec![(2, nodes), (3, &*with), (30, &*without)], false),
        (vec![(2, nodes), (3, &*without), (30, &*other)], false),
        (vec![(3, &*without)], true),
        // Listed by two pages of which one cuts it off or turns it.
        (vec![(2, nodes), (3, &*with), (30, &*cropped)], true),
        (vec![(2, nodes), (3, &*cropped), (30, &*with)], true),
        (vec![(2, nodes), (3, &*with), (30, &*turned)], true),
        (vec![(3, &*boxless)], true),
        (vec![(2, inherited), (3, &*boxless)], true),
    ] {
        let report = filled_on(&pages, "/Tx", "9 9 99 99");
        assert_eq!(shows_otherwise(&report), is_refused, "{pages:?}");
    }
}

#[test]
fn where_readers_draw_fields_by_their_values_no_text_is_filled_in() {
    for (more, is_refused) in [
        ("", false),
        ("/NeedAppearances false", false),
        ("/NeedAppearances true", true),
        ("/NeedAppearances 30 0 R", true),
    ] {
        let form = form("", more);
        for kind in ["/Tx", "/Ch/Ff 131072"] {
            let base = [(5, &*form), (30, "true")];
            let report = filled_on(&base, kind, "9 9 99 99");
            assert_eq!(shows_otherwise(&report), is_refused, "{more}");
        }
        // A check box shows one of the appearances that it has.
        let button = |state: &str| {
            let states = "/AP<</N<</Yes 12 0 R/Off 14 0 R>>>>";
            field(&format!("/FT/Btn/V/{state}/AS/{state}{states}"))
        };
        let base = [(5, &*form), (30, "true"), (8, &button("Off"))];
        let report = filled(&base, &[(8, &button("Yes"))]);
        assert!(!shows_otherwise(&report), "{more}");
    }
}

#[test]
fn a_value_is_no_longer_than_the_field_takes() {
    for (more, is_refused) in [
        ("/MaxLen 3", false),
        ("/MaxLen 4", false),
        ("/MaxLen 2", true),
        ("/MaxLen 0", true),
        ("/MaxLen -1", true),
        ("/MaxLen/Long", true),
        ("/MaxLen 3.0", true),
    ] {
        let report = text(more, "(100)", "/F 9 0 R", SHOWN);
        assert_eq!(shows_otherwise(&report), is_refused, "{more}");
    }
    // By the word of the field above, or of a widget below.
    for (above, below, is_refused) in [
        ("/MaxLen 3", "", false),
        ("/MaxLen 2", "", true),
        ("", "/MaxLen 2", true),
        ("/MaxLen 2", "/MaxLen 3", true),
    ] {
        let group = |value: &str| format!("<</T(Group)/FT/Tx{above}/V({value})/Kids[17 0 R]>>");
        let kid = |appearance: u32| {
            format!(
                "<</Type/Annot/Subtype/Widget/Rect[9 9 99 99]/P 3 0 R/Parent 15 0 R{below}\
                 /AP<</N {appearance} 0 R>>>>"
            )
        };
        let shown = stream("/Resources<</Font<</F 9 0 R>>>>", SHOWN);
        let base = [
            (3, &*page(&format!("{ANNOTATIONS} 17 0 R"), "")),
            (15, &group("old")),
            (17, &kid(12)),
        ];
        let update = [(15, &*group("100")), (17, &kid(20)), (20, &shown)];
        let report = filled(&base, &update);
        assert_eq!(shows_otherwise(&report), is_refused, "{above} {below}");
    }
}

#[test]
fn where_a_page_lies_is_read_anew_once_it_has_changed() {
    let widget = |value: &str, appearance: u32| {
        field(&format!("/FT/Tx/V({value})/AP<</N {appearance} 0 R>>"))
    };
    let shown = stream("/Resources<</Font<</F 9 0 R>>>>", SHOWN);
    let other = shown.replace("(100)", "(200)");
    let cropped = page("30 0 R", "/CropBox[0 0 50 50]").replace("[30 0 R]", " 30 0 R");
    let whole = page("30 0 R", "").replace("[30 0 R]", " 30 0 R");
    let list = format!("[{ANNOTATIONS}]");
    let without = list.replace(" 8 0 R", "");
    for (changed, now, is_refused) in [
        (3, &cropped, true),
        (30, &without, true),
        (3, &whole, false),
        (13, &"<</Title(Licence)>>".to_owned(), false),
    ] {
        let mut file = File::signed();
        file.update(&[
            (3, &whole),
            (30, &list),
            (8, &widget("old", 12)),
            (20, &shown),
            (21, &other),
        ]);
        file.update(&[(8, &widget("100", 22)), (22, &shown)]);
        file.update(&[(changed, now)]);
        file.update(&[(8, &widget("200", 23)), (23, &other)]);
        let document = Document::open(&file.bytes).unwrap();
        for remembered in [0, 4_000_000] {
            let limits = ChangeLimits {
                remembered,
                ..ChangeLimits::default()
            };
            let history = History::read(&document, 1, &limits);
            assert!(!shows_otherwise(&history.step(2)), "{changed} {now}");
            let report = history.since(3);
            assert_eq!(shows_otherwise(&report), is_refused, "{changed} {now}");
        }
    }
}
