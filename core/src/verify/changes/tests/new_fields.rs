//! What a new signature field may not bring or show.

use super::file::File;
use super::forbidden::denied;
use super::*;
use Modification::Other;

fn new_field(field: &str, more: &[(u32, &str)], kind: ChangeKind) {
    let annotations = format!("{ANNOTATIONS} 20 0 R");
    let (page, form) = (page(&annotations, ""), form(" 20 0 R", ""));
    let mut objects = vec![(3, &*page), (5, &*form), (20, field)];
    objects.extend_from_slice(more);
    denied(&objects, kind);
}

#[test]
fn a_new_signature_field_may_not_paint_unsigned_run_something_or_bear_an_old_name() {
    let field =
        "<</Type/Annot/Subtype/Widget/FT/Sig/T(Two)/Rect[9 9 99 99]/P 3 0 R/AP<</N 21 0 R>>>>";
    new_field(field, &[(21, PICTURE)], ChangeKind::UnsignedVisibleField);
    let field = "<</Type/Annot/Subtype/Widget/FT/Sig/T(Two)/Rect[0 0 0 0]/V 21 0 R/A<</S/JavaScript/JS(x)>>>>";
    new_field(field, &[(21, SIGNATURE)], ChangeKind::ActiveContent);
    let field = "<</Type/Annot/Subtype/Widget/FT/Sig/T(Signed)/Rect[0 0 0 0]/V 21 0 R>>";
    new_field(field, &[(21, SIGNATURE)], ChangeKind::FieldStructure);
}

#[test]
fn a_new_signature_field_may_not_bring_colours_or_captions_of_which_readers_paint() {
    for looks in ["/BG[1 1 1]", "/BC[0 0 0]", "/CA(PAID)", "/I 21 0 R"] {
        let field =
            format!("<</Type/Annot/Subtype/Widget/FT/Sig/T(Two)/Rect[9 9 99 99]/MK<<{looks}>>>>");
        new_field(&field, &[(21, PICTURE)], ChangeKind::UnsignedVisibleField);
    }
}

#[test]
fn a_timestamp_may_show_nothing_neither_on_a_screen_nor_on_paper() {
    // NoView with Print is invisible on a screen and stands on every printed copy.
    for place in [
        "/Rect[9 9 99 99]",
        "/Rect[9 9 99 99]/F 36",
        // Some readers draw their forms whatever it says.
        "/Rect[9 9 99 99]/F 32",
        "/Rect[9 9 99 99]/F 288",
    ] {
        let field =
            format!("<</Type/Annot/Subtype/Widget/FT/Sig/T(Two){place}/V 20 0 R/AP<</N 21 0 R>>>>");
        let field = field.replace("20 0 R", "22 0 R");
        new_field(
            &field,
            &[(21, PICTURE), (22, TIMESTAMP)],
            ChangeKind::VisibleTimestamp,
        );
    }
    // The prepared field takes room.
    let filled = "<</Type/Annot/Subtype/Widget/FT/Sig/T(Empty)/Rect[9 9 99 99]/P 3 0 R/V 21 0 R>>";
    check(
        &[(7, filled), (21, TIMESTAMP)],
        Other,
        ChangeKind::VisibleTimestamp,
    );
}

#[test]
fn a_new_field_may_not_show_an_old_signature_or_none() {
    let field = "<</Type/Annot/Subtype/Widget/FT/Sig/T(Two)/Rect[9 9 99 99]/V 10 0 R>>";
    new_field(field, &[], ChangeKind::SignatureDictionary);
    let field = "<</Type/Annot/Subtype/Widget/FT/Sig/T(Two)/Rect[9 9 99 99]/V 21 0 R>>";
    new_field(
        field,
        &[(21, "<</Type/Sig/Contents<00>>>")],
        ChangeKind::SignatureDictionary,
    );
}

#[test]
fn a_new_signature_field_is_a_widget_or_takes_no_place() {
    let annotations = format!("{ANNOTATIONS} 20 0 R");
    for (more, is_denied) in [
        ("/Subtype/FreeText/Rect[0 0 300 300]/DA(1 g)", true),
        ("/Subtype/Text/Rect[9 9 9 9]", true),
        ("/Rect[0 0 0 0]", true),
        ("/Subtype/Widget/Rect[0 0 0 0]", false),
        ("", false),
    ] {
        let field = format!("<</Type/Annot/FT/Sig/T(x){more}/P 3 0 R>>");
        let objects = [
            (3, &*page(&annotations, "")),
            (5, &*form(" 20 0 R", "")),
            (20, &*field),
        ];
        let found = kinds(&after(&objects));
        let is_wrong = found.contains(&ChangeKind::FieldStructure);
        assert_eq!(is_wrong, is_denied, "{more} {found:?}");
    }
}

#[test]
fn a_flag_that_no_reader_reads_hides_no_new_field() {
    let annotations = format!("{ANNOTATIONS} 20 0 R");
    for (flags, is_visible) in [("2", false), ("4294967298", true), ("-2147483646", true)] {
        let field = format!(
            "<</Type/Annot/Subtype/Widget/FT/Sig/T(x)/F {flags}/Rect[0 0 300 300]/P 3 0 R/AP<</N 18 0 R>>>>"
        );
        let objects = [
            (3, &*page(&annotations, "")),
            (5, &*form(" 20 0 R", "")),
            (20, &*field),
        ];
        let found = kinds(&after(&objects));
        let is_found = found.contains(&ChangeKind::UnsignedVisibleField);
        assert_eq!(is_found, is_visible, "{flags} {found:?}");
    }
}

#[test]
fn a_new_field_without_room_that_paints_is_shown() {
    let annotations = format!("{ANNOTATIONS} 20 0 R");
    let blank = "<</Type/XObject/Subtype/Form/Length 4>>stream\nq Q \nendstream";
    let paints =
        "<</Type/XObject/Subtype/Form/Length 22>>stream\nBT /F 9 Tf (new) Tj ET\nendstream";
    for (rectangle, appearance, is_shown) in [
        ("0 0 0 0", paints, true),
        ("0 0 0 0", blank, false),
        ("300 0 null 300 0", paints, true),
        ("9 9 99", paints, true),
    ] {
        let field = format!(
            "<</Type/Annot/Subtype/Widget/FT/Sig/T(x)/Rect[{rectangle}]/P 3 0 R/AP<</N 21 0 R>>>>"
        );
        let objects = [
            (3, &*page(&annotations, "")),
            (5, &*form(" 20 0 R", "")),
            (20, &*field),
            (21, appearance),
        ];
        let found = kinds(&after(&objects));
        let is_found = found.contains(&ChangeKind::UnsignedVisibleField);
        assert_eq!(is_found, is_shown, "{rectangle} {found:?}");
    }
}

#[test]
fn a_timestamp_is_one_whatever_its_type_says() {
    let annotations = format!("{ANNOTATIONS} 20 0 R");
    let field = "<</Type/Annot/Subtype/Widget/FT/Sig/T(x)/Rect[0 0 300 300]/P 3 0 R/V 21 0 R/AP<</N 18 0 R>>>>";
    let named = TIMESTAMP.replace("/Type/DocTimeStamp", "/Type/Sig");
    let elsewhere = TIMESTAMP.replace("/ETSI.RFC3161", " 22 0 R");
    for signature in [TIMESTAMP, &named, &elsewhere] {
        let objects = [
            (3, &*page(&annotations, "")),
            (5, &*form(" 20 0 R", "")),
            (20, field),
            (21, signature),
            (22, "/ETSI.RFC3161"),
        ];
        let found = kinds(&after(&objects));
        assert!(
            found.contains(&ChangeKind::VisibleTimestamp),
            "{signature} {found:?}"
        );
    }
}

#[test]
fn what_a_signature_shows_stays_within_its_field_and_comes_forth_from_nowhere() {
    let appearance = |more: &str| {
        format!("<</Type/XObject/Subtype/Form{more}/Length 9>>stream\n1 1 9 9 re f\nendstream")
            .replace("Length 9", "Length 12")
    };
    let field = |rectangle: &str, more: &str| {
        format!("<</Type/Annot/Subtype/Widget/FT/Sig/T(Empty)/Rect[{rectangle}]/P 3 0 R{more}>>")
    };
    for (rectangle, before, after, form, is_denied) in [
        ("9 9 99 99", "", "", "/BBox[0 0 90 90]", false),
        ("9 9 99 99", "", "", "", true),
        ("9 9 99 99", "", "", "/BBox[0 0 0 90]", true),
        ("9 9 99 99", "", "", "/BBox[0 0 90]", true),
        ("0 0 0 0", "", "", "/BBox[0 0 90 90]", true),
        ("9 9 99 99", "/F 2", "/F 4", "/BBox[0 0 90 90]", true),
        ("9 9 99 99", "/F 2", "/F 2", "/BBox[0 0 90 90]", false),
    ] {
        let mut file = File::signed();
        file.update(&[(7, &field(rectangle, before))]);
        let signed = field(rectangle, &format!("{after}/V 20 0 R/AP<</N 21 0 R>>"));
        file.update(&[(7, &signed), (20, SIGNATURE), (21, &appearance(form))]);
        let found = kinds(&file.report_since(1));
        let is_found = found.contains(&ChangeKind::FieldAppearance);
        assert_eq!(is_found, is_denied, "{rectangle} {before} {form} {found:?}");
        // Likewise for a field that comes with its signature.
        let annotations = format!("{ANNOTATIONS} 20 0 R");
        let new = signed.replace("(Empty)", "(Two)").replace("V 20", "V 22");
        let report = after_update(&annotations, &new, &appearance(form));
        let is_found = kinds(&report).contains(&ChangeKind::FieldAppearance);
        let is_shown = after != "/F 2";
        let comes_forth = before != after;
        assert_eq!(is_found, is_denied && is_shown && !comes_forth, "{new}");
    }
}

fn after_update(annotations: &str, field: &str, appearance: &str) -> ChangeReport {
    let (page, form) = (page(annotations, ""), form(" 20 0 R", ""));
    after(&[
        (3, &page),
        (5, &form),
        (20, field),
        (21, appearance),
        (22, SIGNATURE),
    ])
}

/// Signs the field `Empty`, which had these entries, with these entries and object 21; and one that comes with
/// its signature. Returns whether each is refused.
fn signed_with(before: &str, after: &str, form: &str) -> [bool; 2] {
    let field = |name: &str, more: &str| {
        format!("<</Type/Annot/Subtype/Widget/FT/Sig/T({name})/Rect[9 9 99 99]/P 3 0 R{more}>>")
    };
    let mut file = File::signed();
    file.update(&[(7, &field("Empty", before))]);
    let signed = field("Empty", &format!("{after}/V 20 0 R"));
    file.update(&[(7, &signed), (20, SIGNATURE), (21, form)]);
    let annotations = format!("{ANNOTATIONS} 20 0 R");
    let new = field("Two", &format!("{after}/V 22 0 R"));
    let reports = [file.report_since(1), after_update(&annotations, &new, form)];
    reports.map(|report| report.level == Other)
}

#[test]
fn each_state_of_a_signature_field_is_a_stream_with_a_box() {
    let form = |more: &str| {
        format!("<</Type/XObject/Subtype/Form{more}/Length 12>>stream\n1 1 9 9 re f\nendstream")
    };
    let boxed = "/BBox[0 0 90 90]";
    for (appearances, more, is_refused) in [
        ("/N 21 0 R", boxed, false),
        ("/N<</On 21 0 R>>", boxed, false),
        ("/N<</On 21 0 R/Off 21 0 R>>", boxed, false),
        ("/N<</On 21 0 R>>", "", true),
        ("/N<</On 21 0 R>>", "/BBox 5", true),
        ("/N<</On 21 0 R>>", "/BBox[0 0 0 90]", true),
        // The box of a dictionary of states is none of the states'.
        ("/N<</BBox[0 0 90 90]/On 21 0 R>>", "", true),
        ("/N<</BBox[0 0 90 90]/On 21 0 R>>", boxed, true),
        ("/N<</BBox[0 0 90 90]>>", boxed, true),
        ("/N<</On<</BBox[0 0 90 90]>>>>", boxed, true),
        ("/N 21 0 R/D<</On 18 0 R/Off 4 0 R>>", boxed, true),
        ("/N[21 0 R]", boxed, true),
    ] {
        let after = format!("/AS/On/AP<<{appearances}>>");
        let found = signed_with("", &after, &form(more));
        assert_eq!(found, [is_refused; 2], "{after} {more}");
    }
}

#[test]
fn a_signature_field_does_not_come_to_be_drawn_elsewhere_than_its_rectangle() {
    for (before, after, is_refused) in [
        ("/F 4", "/F 132", [false; 2]),
        ("", "/F 4", [false; 2]),
        // NoZoom and NoRotate, neither coming nor going.
        ("/F 4", "/F 12", [true; 2]),
        ("/F 4", "/F 20", [true; 2]),
        ("", "/F 20", [true; 2]),
        ("/F 20", "/F 4", [true, false]),
        ("/F 20", "", [true, false]),
        ("/F 20", "/F 132", [true, false]),
        ("/F 20", "/F 148", [false, true]),
        // Readers take the lowest bits, or none.
        ("/F 4", "/F 4294967316", [true; 2]),
        ("/F 4", "/F 20.0", [true; 2]),
    ] {
        let after = format!("{after}/AP<</N 21 0 R>>");
        let found = signed_with(before, &after, PICTURE);
        assert_eq!(found, is_refused, "{before} {after}");
    }
}
