//! What filling a field may change: its value, and an appearance that shows the value.

use super::file::File;
use super::shown::text;
use super::*;
use crate::pdf::{FieldLock, LockAction};
use crate::verify::changes::{Permissions, Rule, allowed};
use Modification::{FormFilling, Other};

/// Returns what an update with these objects does to a file in which the others were signed.
pub(super) fn filled(base: &[(u32, &str)], update: &[(u32, &str)]) -> ChangeReport {
    let mut file = File::signed();
    file.update(base);
    file.update(update);
    file.report_since(1)
}

#[track_caller]
pub(super) fn denied(base: &[(u32, &str)], update: &[(u32, &str)], kind: ChangeKind) {
    let report = filled(base, update);
    assert_eq!(report.level, Other, "{:?}", report.changes);
    assert!(kinds(&report).contains(&kind), "{:?}", report.changes);
}

#[track_caller]
pub(super) fn permitted(base: &[(u32, &str)], update: &[(u32, &str)]) {
    let report = filled(base, update);
    assert_eq!(report.level, FormFilling, "{:?}", report.changes);
}

/// A field with its widget in one.
pub(super) fn field(more: &str) -> String {
    format!("<</Type/Annot/Subtype/Widget/T(Name)/Rect[9 9 99 99]/P 3 0 R{more}>>")
}

pub(super) fn stream(dictionary: &str, content: &str) -> String {
    let length = content.len();
    format!(
        "<</Type/XObject/Subtype/Form/BBox[0 0 90 90]/Length {length}{dictionary}>>stream\n{content}\nendstream"
    )
}

#[test]
fn a_field_with_a_value_of_its_own_is_not_filled_by_the_one_above() {
    let group = |value: &str| format!("<</T(Group)/FT/Tx/V({value})/Kids[17 0 R]>>");
    let kid = |appearance: u32| {
        format!(
            "<</Type/Annot/Subtype/Widget/Rect[9 9 99 99]/P 3 0 R/Parent 15 0 R/T(Part)/V(100)/AP<</N {appearance} 0 R>>>>"
        )
    };
    let base = [
        (3, &*page(&format!("{ANNOTATIONS} 17 0 R"), "")),
        (15, &group("old")),
        (17, &kid(12)),
    ];
    let update = [(15, &*group("new")), (17, &*kid(20)), (20, PICTURE)];
    denied(&base, &update, ChangeKind::FieldAppearance);
}

#[test]
fn a_widget_that_hangs_on_another_field_than_its_own_may_not_show_what_is_filled() {
    // Named as a kid by one, and below another by its own word.
    let kid = "<</Type/Annot/Subtype/Widget/Rect[9 9 99 99]/P 3 0 R/Parent 8 0 R>>";
    let form = form(" 20 0 R", "");
    let base = [
        (3, &*page(&format!("{ANNOTATIONS} 21 0 R"), "")),
        (5, &form),
        (20, "<</T(Locked)/FT/Tx/Kids[21 0 R]>>"),
        (21, kid),
    ];
    let update = [(8, &*field("/FT/Tx/V(new)/AP<</N 20 0 R>>"))];
    let update = [
        (8, update[0].1.replace("20 0 R", "22 0 R")),
        (22, PICTURE.to_owned()),
    ];
    let update = [(8, update[0].1.as_str()), (22, PICTURE)];
    denied(&base, &update, ChangeKind::FieldStructure);
    // Named by nobody.
    let orphan = [base[0], (21, kid)];
    denied(&orphan, &update, ChangeKind::FieldStructure);
}

#[test]
fn what_readers_draw_fields_by_may_not_change_where_there_are_fields() {
    denied(
        &[],
        &[(5, &form("", "/NeedAppearances true"))],
        ChangeKind::FormEntry,
    );
    // No is what a form says that says nothing.
    let says_no = filled(&[], &[(5, &form("", "/NeedAppearances false"))]);
    assert_eq!(kinds(&says_no), []);
    let needs = [(5, &*form("", "/NeedAppearances true"))];
    denied(&needs, &[(5, &form("", ""))], ChangeKind::FormEntry);
    denied(
        &needs,
        &[(5, &form("", "/NeedAppearances true/Q 2"))],
        ChangeKind::FormEntry,
    );
    // Although every widget has its appearance: some readers draw by the defaults all the same.
    for more in ["/DA(/Helv 0 Tf 0 g)", "/Q 2"] {
        denied(&[], &[(5, &form("", more))], ChangeKind::FormEntry);
    }
    // One has none.
    let undrawn = [(8, &*field("/FT/Tx/V(100)"))];
    for more in ["/DA(/Helv 0 Tf 0 g)", "/Q 2"] {
        denied(&undrawn, &[(5, &form("", more))], ChangeKind::FormEntry);
    }
    let fonts = form("", "").replace("/Helv 9 0 R", "/Helv 9 0 R/F 9 0 R");
    permitted(&[], &[(5, &fonts)]);
    denied(&undrawn, &[(5, &fonts)], ChangeKind::FormEntry);
}

#[test]
fn the_picture_of_one_more_signature_may_take_the_place_of_that_of_the_last() {
    let form = |picture: u32, more: &str| {
        let pictures = format!("/Helv 9 0 R>>/XObject<</FRM {picture} 0 R>>{more}");
        form("", "").replace("/Helv 9 0 R>>", &pictures)
    };
    let base = [(5, &*form(18, ""))];
    permitted(&base, &[(5, &form(20, "")), (20, PICTURE)]);
    // The picture itself stays what it was.
    denied(&base, &[(18, PICTURE)], ChangeKind::Content);
    // Where readers draw fields anew, nothing that they could use may change.
    let undrawn = [base[0], (8, &*field("/FT/Tx/V(100)"))];
    denied(
        &undrawn,
        &[(5, &form(20, "")), (20, PICTURE)],
        ChangeKind::FormEntry,
    );
}

#[test]
fn a_field_without_a_name_is_not_filled() {
    let unnamed = |value: &str, shown: u32| {
        format!(
            "<</Type/Annot/Subtype/Widget/FT/Tx/Rect[9 9 99 99]/P 3 0 R/V({value})/AP<</N {shown} 0 R>>>>"
        )
    };
    denied(
        &[(8, &unnamed("old", 12))],
        &[(8, &unnamed("new", 20)), (20, PICTURE)],
        ChangeKind::FieldEntry,
    );
}

#[test]
fn an_appearance_that_stays_shows_the_old_value() {
    let named = |value: &str| field(&format!("/FT/Tx/V({value})/AP<</N 20 0 R>>"));
    let form = stream(
        "/Resources<</Font<</F 9 0 R>>>>",
        "BT /F 9 Tf 5 20 Td (100) Tj ET",
    );
    denied(
        &[(8, &named("100")), (20, &form)],
        &[(8, &named("900000"))],
        ChangeKind::FieldShowsOtherwise,
    );
}

#[test]
fn patterns_octal_digits_and_fonts_of_the_page_show_no_other_value() {
    let simple = "/F 9 0 R";
    for content in [
        "/Pattern cs /P scn BT /F 900 Tf (100) Tj ET",
        "BT /F 9 Tf 5 20 Td (\\071\\060\\060) Tj ET",
        "BT /F1 9 Tf 5 20 Td (100) Tj ET",
        "BT /F 9 Tf 5 20 Td /S gs (100) Tj ET",
        "BT /F 9 Tf 5 20 Td 3 Tr (100) Tj ET",
        "BT /F 9 Tf 5 20 Td (900\\240) Tj ET",
    ] {
        let report = text("", "(100)", simple, content);
        let found = kinds(&report);
        assert!(
            found.contains(&ChangeKind::FieldShowsOtherwise),
            "{content} {found:?}"
        );
    }
    let report = text(
        "",
        "(100)",
        simple,
        "BT /F 9 Tf 5 20 Td (\\061\\060\\060) Tj ET",
    );
    assert_eq!(report.level, FormFilling, "{:?}", report.changes);
}

#[test]
fn a_font_with_glyphs_of_its_own_may_not_come_with_a_value() {
    let embedded = "/F<</Type/Font/Subtype/TrueType/FontDescriptor<</FontFile2 18 0 R>>>>";
    let report = text("", "(100)", embedded, "BT /F 9 Tf 5 20 Td (100) Tj ET");
    let found = kinds(&report);
    assert!(
        found.contains(&ChangeKind::FieldShowsOtherwise),
        "{found:?}"
    );
}

#[test]
fn a_field_that_shows_the_value_of_the_one_above_is_filled_with_it() {
    let above = |value: &str| format!("<</T(Group)/FT/Tx/V({value})/Kids[17 0 R]>>");
    let open = "<</T(Part)/Parent 15 0 R>>";
    let report = filled(&[(15, &above("1")), (17, open)], &[(15, &above("2"))]);
    assert_eq!(report.level, FormFilling, "{:?}", report.changes);
    let rules = Permissions {
        locked: vec![FieldLock {
            action: LockAction::Include,
            fields: vec!["Group.Part".to_owned()],
            permission: None,
        }],
        ..Permissions::default()
    };
    assert_eq!(allowed(&report, &rules)[0].rule, Rule::FieldLock);
    let closed = "<</T(Part)/Parent 15 0 R/Ff 1>>";
    denied(
        &[(15, &above("1")), (17, closed)],
        &[(15, &above("2"))],
        ChangeKind::ReadOnlyField,
    );
}

#[test]
fn a_field_that_came_after_the_certification_is_not_shown_when_it_is_signed() {
    let field = |more: &str, rectangle: &str| {
        format!("<</Type/Annot/Subtype/Widget/FT/Sig/T(x)/Rect[{rectangle}]/P 3 0 R{more}>>")
    };
    let added = Some(Rule::NewFieldAfterCertification);
    let blank = "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 1>>stream\n \nendstream";
    for (rectangle, appearance, expected) in [
        ("0 0 300 300", PICTURE, added),
        ("0 0 0 0", blank, None),
        // Some readers draw where there is no room.
        ("0 0 0 0", PICTURE, Some(Rule::DocMdp)),
    ] {
        let mut file = File::signed();
        let annotations = format!("{ANNOTATIONS} 20 0 R");
        let empty = field("/F 2", rectangle);
        file.update(&[
            (3, &page(&annotations, "")),
            (5, &form(" 20 0 R", "")),
            (20, &empty),
        ]);
        file.update(&[
            (20, &field("/F 4/V 21 0 R/AP<</N 22 0 R>>", rectangle)),
            (21, SIGNATURE),
            (22, appearance),
        ]);
        let rules = Permissions {
            docmdp: Some(crate::pdf::DocMdp::FormFilling),
            certified: true,
            ..Permissions::default()
        };
        let report = file.report();
        let found = allowed(&report, &rules);
        let rule = found.first().map(|found| found.rule);
        assert_eq!(rule, expected, "{rectangle} {:?}", report.changes);
    }
}

#[test]
fn an_appearance_has_a_box_is_turned_as_its_field_and_says_nothing_else() {
    let content = "BT /F 9 Tf 5 20 Td (100) Tj ET";
    let made = |entries: &str| {
        format!(
            "<</Type/XObject/Subtype/Form/Resources<</Font<</F 9 0 R>>>>/Length 30{entries}>>stream\n{content}\nendstream"
        )
    };
    let filled_with = |more: &str, entries: &str| {
        let before = field(&format!("/FT/Tx{more}/V(old)/AP<</N 12 0 R>>"));
        let after = field(&format!("/FT/Tx{more}/V(100)/AP<</N 20 0 R>>"));
        filled(&[(8, &before)], &[(8, &after), (20, &made(entries))]).level
    };
    let box_of = "/BBox[0 0 90 90]";
    for (more, entries, level) in [
        ("", "/BBox[0 0 90 90]", FormFilling),
        ("", "", Other),
        ("", "/BBox[0 0 90]", Other),
        ("", "/BBox[0 0 90 0]", Other),
        ("", "/BBox[0 0 6 90]", Other),
        ("", "/BBox[0 0 90 90]/Matrix[-1 0 0 -1 0 0]", Other),
        (
            "/MK<</R 180>>",
            "/BBox[0 0 90 90]/Matrix[-1 0 0 -1 90 90]",
            Other,
        ),
        ("/MK<</R 180>>", "/BBox[0 0 90 90]", Other),
        ("", "/BBox[0 0 90 90]/OC 21 0 R", Other),
    ] {
        assert_eq!(filled_with(more, entries), level, "{more} {entries}");
    }
    assert_eq!(filled_with("", box_of), FormFilling);
}

#[test]
fn text_that_may_not_be_seen_as_it_is_written_is_not_the_value() {
    for content in [
        "1 g BT /F 9 Tf (100) Tj ET",
        "BT /F 9 Tf 50 0 Td (0) Tj -40 0 Td (10) Tj ET",
        "BT /F 9 Tf -9 0 Td (100) Tj ET",
        "q 0 0 9 9 re 20 20 5 5 re W n BT /F 9 Tf (100) Tj ET Q",
        "BT /F 9 Tf -1 0 0 -1 50 50 Tm (100) Tj ET",
        "BT /F 0.1 Tf (100) Tj ET",
        "BT /F 9 Tf [(1) 900 (00)] TJ ET",
        "BT /F 9 Tf 2 Ts (100) Tj ET",
        "BT /F 9 Tf (100) Tj",
        "BT /F 9 Tf (100) Tj ET Q",
        "/OC /L BDC BT /F 9 Tf (100) Tj ET EMC",
        "BT /F 9 Tf (5) (100) Tj ET",
        "BT /F 9 Tf 12 TL 2 40 Td (10) Tj T* (0) Tj ET",
    ] {
        let report = text("", "(100)", "/F 9 0 R", content);
        let found = kinds(&report);
        assert!(
            found.contains(&ChangeKind::FieldShowsOtherwise),
            "{content} {found:?}"
        );
    }
    for content in [
        "/Tx BMC q 2 2 86 86 re W n BT /F 9 Tf 0 g 2 6.5 Td (100) Tj ET Q EMC",
        "/Tx BMC q BT 0 0 1 rg /F 12 Tf 1 0 0 1 2 40 Tm (100) Tj ET Q EMC",
        "q 1 0 0 1 3 3 cm BT /F 9 Tf (100) Tj ET Q",
        "BT /F 9 Tf 12 TL 2 40 Td () Tj T* (100) Tj ET",
    ] {
        let report = text("", "(100)", "/F 9 0 R", content);
        assert_eq!(report.level, FormFilling, "{content} {:?}", report.changes);
    }
}

#[test]
fn a_lock_is_not_evaded_by_how_a_name_is_written() {
    let rules = Permissions {
        locked: vec![FieldLock {
            action: LockAction::Include,
            fields: vec!["Name".to_owned()],
            permission: None,
        }],
        ..Permissions::default()
    };
    let named = |name: &str, value: &str| {
        format!("<</Type/Annot/Subtype/Widget/FT/Tx/T{name}/Rect[9 9 99 99]/P 3 0 R/V({value})>>")
    };
    let little = "<FFFE4E0061006D006500>";
    let report = filled(&[(8, &named(little, "old"))], &[(8, &named(little, "new"))]);
    assert_eq!(allowed(&report, &rules)[0].rule, Rule::FieldLock);
    // Below a field whose own name is empty.
    let kid = |value: &str| format!("<</FT/Tx/T(Name)/Parent 15 0 R/V({value})>>");
    let base = [(15, "<</T()/Kids[17 0 R]>>"), (17, &*kid("old"))];
    let report = filled(&base, &[(17, &kid("new"))]);
    assert_eq!(allowed(&report, &rules)[0].rule, Rule::FieldLock);
    // Below one to which it does not lead back.
    let kid = |value: &str| format!("<</FT/Tx/T(Part)/V({value})>>");
    denied(
        &[(17, &kid("old"))],
        &[(17, &kid("new"))],
        ChangeKind::FieldStructure,
    );
}

#[test]
fn a_name_that_two_fields_have_is_not_filled() {
    let text = |name: &str, value: &str, appearance: u32| {
        format!(
            "<</Type/Annot/Subtype/Widget/FT/Tx/T({name})/Rect[9 9 99 99]/P 3 0 R/V({value})/AP<</N {appearance} 0 R>>>>"
        )
    };
    let filled = text("Name", "new", 20);
    let update = [(8, &*filled), (20, PICTURE)];
    let page = page(&format!("{ANNOTATIONS} 21 0 R"), "");
    for name in ["Name", "Other"] {
        let other = text(name, "old", 12);
        // In the form, and on the page alone.
        for form in [form(" 21 0 R", ""), form("", "")] {
            let base = [(3, &*page), (5, &*form), (21, &*other)];
            match name {
                "Name" => denied(&base, &update, ChangeKind::FieldStructure),
                _ => permitted(&base, &update),
            }
        }
    }
}

#[test]
fn what_says_nothing_is_no_change() {
    let before = field("/FT/Tx/V(old)/AP<</N 12 0 R>>");
    let flagged = field("/FT/Tx/Ff 0/V(new)/AP<</N 20 0 R>>");
    permitted(&[(8, &before)], &[(8, &flagged), (20, PICTURE)]);
    let read_only = field("/FT/Tx/Ff 1/V(new)/AP<</N 20 0 R>>");
    denied(
        &[(8, &before)],
        &[(8, &read_only), (20, PICTURE)],
        ChangeKind::FieldEntry,
    );
    // The old appearance is written once more although nothing uses it.
    let plain = "<</Type/XObject/Subtype/Form/BBox[0 0 90 90]/Length 3>>stream\nq Q\nendstream";
    let again = "<</Subtype/Form/Type/XObject/BBox[0 0 90 90]/Length 3>>stream\nq Q\nendstream";
    let other = again.replace("q Q", "Q q");
    let before = field("/FT/Tx/V(old)/AP<</N 21 0 R>>");
    let after = field("/FT/Tx/V(new)/AP<</N 20 0 R>>");
    let base = [(8, &*before), (21, plain)];
    permitted(&base, &[(8, &after), (20, PICTURE), (21, again)]);
    denied(
        &base,
        &[(8, &after), (20, PICTURE), (21, &other)],
        ChangeKind::Unused,
    );
}
