//! What no signature permits.

use super::*;
use Modification::Other;

#[track_caller]
pub(super) fn denied(objects: &[(u32, &str)], kind: ChangeKind) {
    check(objects, Other, kind);
}

#[test]
fn contents_of_a_page_may_not_change() {
    denied(
        &[(4, "<</Length 9>>stream\n(Hallo)Tj\nendstream")],
        ChangeKind::Content,
    );
}

#[test]
fn a_page_may_not_get_other_contents_resources_or_rotation() {
    let other = page(ANNOTATIONS, "").replace("/Contents 4 0 R", "/Contents[4 0 R 20 0 R]");
    denied(&[(3, &other), (20, STREAM)], ChangeKind::Page);
    let other = page(ANNOTATIONS, "").replace("/F1 9 0 R", "/F1 20 0 R");
    denied(
        &[
            (3, &other),
            (20, "<</Type/Font/Subtype/Type1/BaseFont/Courier>>"),
        ],
        ChangeKind::Page,
    );
    denied(&[(3, &page(ANNOTATIONS, "/Rotate 180"))], ChangeKind::Page);
    denied(
        &[(3, &page(ANNOTATIONS, "/AA<</O<</S/JavaScript/JS(x)>>>>"))],
        ChangeKind::Page,
    );
}

#[test]
fn pages_may_not_be_added_or_inherit_other_things() {
    let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]>>";
    denied(
        &[
            (2, "<</Type/Pages/Kids[3 0 R 20 0 R]/Count 2>>"),
            (20, page),
        ],
        ChangeKind::PageTree,
    );
    denied(
        &[(2, "<</Type/Pages/Kids[3 0 R]/Count 1/Rotate 90>>")],
        ChangeKind::PageTree,
    );
}

#[test]
fn a_font_that_signed_content_uses_may_not_be_swapped() {
    denied(
        &[(9, "<</Type/Font/Subtype/Type1/BaseFont/Symbol>>")],
        ChangeKind::Content,
    );
}

#[test]
fn an_object_must_be_explained_on_every_path() {
    // The picture of the page becomes the appearance of a field, where it might change.
    let field = "<</Type/Annot/Subtype/Widget/FT/Tx/T(Name)/Rect[9 9 99 99]/P 3 0 R/V(new)/AP<</N 18 0 R>>>>";
    denied(&[(8, field), (18, PICTURE)], ChangeKind::Content);
}

#[test]
fn the_catalog_may_not_get_active_or_visible_entries() {
    for more in [
        "/OpenAction<</S/JavaScript/JS(x)>>",
        "/AA<</WC<</S/JavaScript/JS(x)>>>>",
        "/Names<</JavaScript<</Names[]>>>>",
        "/OCProperties<</OCGs[]>>",
        "/PageLabels<</Nums[]>>",
        "/StructTreeRoot<</Type/StructTreeRoot>>",
        "/Foo 1",
    ] {
        denied(&[(1, &catalog(more))], ChangeKind::CatalogEntry);
    }
    denied(
        &[(1, &catalog("/Perms<</DocMDP 10 0 R>>"))],
        ChangeKind::Permissions,
    );
}

#[test]
fn outlines_may_not_change() {
    let outline = "<</Title(two)/Parent 16 0 R/Dest[3 0 R/Fit]>>";
    denied(&[(19, outline)], ChangeKind::Object);
}

#[test]
fn a_form_may_not_get_xfa_or_other_default_resources() {
    denied(
        &[(5, &form("", "/XFA 20 0 R")), (20, STREAM)],
        ChangeKind::FormEntry,
    );
    let other = form("", "").replace("9 0 R", "20 0 R");
    denied(
        &[
            (5, &other),
            (20, "<</Type/Font/Subtype/Type1/BaseFont/Courier>>"),
        ],
        ChangeKind::FormEntry,
    );
}

#[test]
fn a_signed_field_and_its_signature_may_not_change() {
    let shown = "<</Type/Annot/Subtype/Widget/FT/Sig/T(Signed)/Rect[9 9 99 99]/P 3 0 R/V 10 0 R>>";
    denied(&[(6, shown)], ChangeKind::SignedField);
    let emptied = "<</Type/Annot/Subtype/Widget/FT/Sig/T(Signed)/Rect[0 0 0 0]/P 3 0 R>>";
    denied(&[(6, emptied)], ChangeKind::SignatureDictionary);
    denied(
        &[(10, &SIGNATURE.replace("<00>", "<01>"))],
        ChangeKind::Object,
    );
}

#[test]
fn fields_may_not_be_removed_renamed_retyped_or_added_without_being_signature_fields() {
    let fewer = form("", "").replace(" 8 0 R", "");
    denied(&[(5, &fewer)], ChangeKind::FieldStructure);
    let renamed = "<</Type/Annot/Subtype/Widget/FT/Tx/T(Other)/Rect[9 9 99 99]/P 3 0 R/V(old)/AP<</N 12 0 R>>>>";
    denied(&[(8, renamed)], ChangeKind::FieldEntry);
    denied(
        &[(8, &renamed.replace("/Tx", "/Ch"))],
        ChangeKind::FieldEntry,
    );
    let text = "<</Type/Annot/Subtype/Widget/FT/Tx/T(More)/Rect[9 9 99 99]/P 3 0 R/V(x)>>";
    let annotations = format!("{ANNOTATIONS} 20 0 R");
    denied(
        &[
            (3, &page(&annotations, "")),
            (5, &form(" 20 0 R", "")),
            (20, text),
        ],
        ChangeKind::FieldStructure,
    );
}

#[test]
fn fields_and_widgets_keep_their_order() {
    // Some readers find what a radio button exports by its place among the kids.
    let group =
        |kids: &str| format!("<</T(Group)/FT/Btn/Ff 49152/V/A/Opt[(100)(900)]/Kids[{kids}]>>");
    let kid = |state: &str| {
        format!(
            "<</Type/Annot/Subtype/Widget/Rect[9 9 99 99]/P 3 0 R/Parent 15 0 R/AS/{state}\
             /AP<</N<</{state} 12 0 R/Off 14 0 R>>>>>>"
        )
    };
    let report = |was: &str, now: &str| {
        let mut file = file::File::signed();
        file.update(&[(15, &group(was)), (17, &kid("A")), (20, &kid("B"))]);
        file.update(&[(15, &group(now))]);
        file.report_since(1)
    };
    for (was, now, is_same) in [
        ("17 0 R 20 0 R", "17  0 R 20 0 R ", true),
        ("17 0 R 20 0 R", "20 0 R 17 0 R", false),
        ("17 0 R 20 0 R", "null 17 0 R 20 0 R", false),
        ("17 0 R 20 0 R", "17 0 R null 20 0 R", false),
        ("17 0 R 20 0 R", "17 0 R 20 0 R null", false),
        ("17 0 R 20 0 R", "17 0 R 17 0 R 20 0 R", false),
        ("17 0 R 20 0 R", "17 0 R 20 0 R 17 0 R", false),
        ("null 17 0 R 20 0 R", "17 0 R 20 0 R", false),
        ("17 0 R null 20 0 R", "17 0 R null  20 0 R", true),
    ] {
        let found = kinds(&report(was, now));
        let is_wrong = found.contains(&ChangeKind::FieldStructure);
        assert_eq!(is_wrong, !is_same, "{was}: {now} {found:?}");
        assert_eq!(found.is_empty(), is_same, "{was}: {now} {found:?}");
    }
    for fields in [
        "7 0 R 6 0 R 8 0 R 15 0 R",
        "null 6 0 R 7 0 R 8 0 R 15 0 R",
        "6 0 R 7 0 R 8 0 R 15 0 R null",
        "20 0 R 7 0 R 6 0 R 8 0 R 15 0 R",
        "6 0 R 7 0 R 8 0 R 15 0 R 6 0 R 20 0 R",
        "6 0 R 7 0 R 8 0 R 15 0 R 20 0 R 20 0 R",
    ] {
        let form = form("", "").replace("6 0 R 7 0 R 8 0 R 15 0 R", fields);
        let new = "<</Type/Annot/Subtype/Widget/FT/Sig/T(Two)/Rect[0 0 0 0]/P 3 0 R>>";
        let with = page(&format!("{ANNOTATIONS} 20 0 R"), "");
        denied(
            &[(3, &with), (5, &form), (20, new)],
            ChangeKind::FieldStructure,
        );
    }
    // Some software puts the field of a new signature first.
    let first = form("", "").replace("[6 0 R", "[20 0 R 6 0 R");
    let new = "<</Type/Annot/Subtype/Widget/FT/Sig/T(Two)/Rect[0 0 0 0]/P 3 0 R>>";
    let with = page(&format!("{ANNOTATIONS} 20 0 R"), "");
    let report = after(&[(3, &with), (5, &first), (20, new)]);
    assert_eq!(
        report.level,
        Modification::FormFilling,
        "{:?}",
        report.changes
    );
}

#[test]
fn an_appearance_may_not_change_without_its_value() {
    let field = "<</Type/Annot/Subtype/Widget/FT/Tx/T(Name)/Rect[9 9 99 99]/P 3 0 R/V(old)/AP<</N 20 0 R>>>>";
    denied(&[(8, field), (20, PICTURE)], ChangeKind::FieldAppearance);
}

#[test]
fn a_widget_may_not_move() {
    let field = "<</Type/Annot/Subtype/Widget/FT/Tx/T(Name)/Rect[0 0 300 300]/P 3 0 R/V(old)/AP<</N 12 0 R>>>>";
    denied(&[(8, field)], ChangeKind::FieldEntry);
}

#[test]
fn widgets_outside_the_form_may_not_come_or_go() {
    let widget = "<</Type/Annot/Subtype/Widget/FT/Sig/T(Two)/Rect[9 9 99 99]/AP<</N 21 0 R>>>>";
    let annotations = format!("{ANNOTATIONS} 20 0 R");
    denied(
        &[(3, &page(&annotations, "")), (20, widget), (21, PICTURE)],
        ChangeKind::Widget,
    );
    denied(&[(3, &page("6 0 R 7 0 R 11 0 R", ""))], ChangeKind::Widget);
}

#[test]
fn annotations_may_not_run_something_or_change_their_order() {
    let note = "<</Type/Annot/Subtype/Link/Rect[1 2 3 4]/A<</S/Launch/F(x)>>>>";
    let annotations = format!("{ANNOTATIONS} 20 0 R");
    denied(
        &[(3, &page(&annotations, "")), (20, note)],
        ChangeKind::ActiveContent,
    );
    denied(
        &[(3, &page("11 0 R 6 0 R 7 0 R 8 0 R", ""))],
        ChangeKind::AnnotationOrder,
    );
}

#[test]
fn an_object_that_nothing_used_may_not_come_into_use() {
    let field = "<</Type/Annot/Subtype/Widget/FT/Tx/T(Name)/Rect[9 9 99 99]/P 3 0 R/V(new)/AP<</N 14 0 R>>>>";
    denied(&[(8, field)], ChangeKind::Resurrected);
}

#[test]
fn objects_that_nothing_uses_may_not_be_added_or_changed() {
    denied(&[(20, "(hello)")], ChangeKind::Unused);
    denied(&[(14, PICTURE)], ChangeKind::Unused);
}

#[test]
fn a_security_store_may_hold_streams_only_and_lose_nothing() {
    let wrong = ChangeKind::SecurityStoreShape;
    denied(
        &[(1, &catalog("/DSS<</Certs[20 0 R]>>")), (20, "(text)")],
        wrong,
    );
    denied(
        &[
            (1, &catalog("/DSS<</Certs[20 0 R]>>")),
            (20, "<</Length 1/OpenAction 3 0 R>>stream\nx\nendstream"),
        ],
        wrong,
    );
    denied(&[(1, &catalog("/DSS<</Foo 1>>"))], wrong);
    let mut file = file::File::signed();
    file.update(&[(1, &catalog("/DSS<</Certs[20 0 R]>>")), (20, CERTIFICATE)]);
    file.update(&[(1, &catalog("/DSS<</Certs[]>>"))]);
    assert!(kinds(&file.report()).contains(&wrong));
}

#[test]
fn a_font_used_by_signed_content_may_not_change_under_cover_of_a_security_store() {
    denied(
        &[(1, &catalog("/DSS<</Certs[9 0 R]>>")), (9, STREAM)],
        ChangeKind::Content,
    );
}

#[test]
fn title_and_author_may_not_change() {
    let information = "<</Title(Permit)/ModDate(D:20260202)/Producer(two)>>";
    denied(&[(13, information)], ChangeKind::DocumentDescription);
}

#[test]
fn xmp_metadata_may_not_declare_entities() {
    let stream = "<</Type/Metadata/Subtype/XML/Length 17>>stream\n<!DOCTYPE rdf:RDF\nendstream";
    denied(
        &[(1, &catalog("/Metadata 20 0 R")), (20, stream)],
        ChangeKind::CatalogEntry,
    );
}

#[test]
fn duplicate_keys_and_wrong_lengths_in_an_update_are_not_passed_over() {
    let field = "<</Type/Annot/Subtype/Widget/FT/Tx/T(Name)/Rect[9 9 99 99]/P 3 0 R/V(a)/V(new)/AP<</N 12 0 R>>>>";
    denied(&[(8, field)], ChangeKind::DuplicateKeys);
    let stream = "<</Length 5>>stream\nx\nendstream";
    denied(
        &[(1, &catalog("/DSS<</Certs[20 0 R]>>")), (20, stream)],
        ChangeKind::StreamLength,
    );
}

#[test]
fn a_change_that_is_taken_back_is_still_a_change() {
    let mut file = file::File::signed();
    file.update(&[(4, "<</Length 9>>stream\n(Hallo)Tj\nendstream")]);
    file.update(&[(4, "<</Length 9>>stream\n(Hello)Tj\nendstream")]);
    assert_eq!(file.report().level, Other);
}

#[test]
fn a_field_that_is_read_only_may_not_be_filled() {
    let field = |more: &str, value: &str| {
        format!(
            "<</Type/Annot/Subtype/Widget/FT/Tx/T(Name)/Rect[9 9 99 99]/P 3 0 R{more}/V({value})/AP<</N 12 0 R>>>>"
        )
    };
    for (more, read_only) in [
        ("/Ff 1", true),
        ("/Ff 2", false),
        ("/F 64", true),
        ("/F 4", false),
    ] {
        let mut file = file::File::signed();
        file.update(&[(8, &field(more, "old"))]);
        file.update(&[(8, &field(more, "new"))]);
        let found = kinds(&file.report()).contains(&ChangeKind::ReadOnlyField);
        assert_eq!(found, read_only, "{more}");
    }
    let mut file = file::File::signed();
    file.update(&[(15, "<</T(Group)/Ff 1/Kids[17 0 R]>>")]);
    file.update(&[(17, "<</FT/Tx/T(Part)/Parent 15 0 R/V(y)>>")]);
    assert!(kinds(&file.report()).contains(&ChangeKind::ReadOnlyField));
}

#[test]
fn the_same_text_in_another_encoding_does_not_allow_another_appearance() {
    for value in ["/V<FEFF006F006C0064>", "/V(old )", "/V[(old)]"] {
        let field = format!(
            "<</Type/Annot/Subtype/Widget/FT/Tx/T(Name)/Rect[9 9 99 99]/P 3 0 R{value}/AP<</N 20 0 R>>>>"
        );
        let objects = [(8, &*field), (20, PICTURE)];
        check(&objects, Other, ChangeKind::FieldAppearance);
    }
}

#[test]
fn a_security_store_takes_nothing_that_is_no_der_and_no_other_keys() {
    let store = |store: &str| catalog(&format!("/DSS<<{store}>>"));
    check(
        &[(1, &store("/Certs[21 0 R]")), (21, STREAM)],
        Other,
        ChangeKind::SecurityStoreShape,
    );
    check(
        &[
            (1, &store("/VRI<</ABC<</Cert[21 0 R]>>>>")),
            (21, CERTIFICATE),
        ],
        Other,
        ChangeKind::SecurityStoreShape,
    );
}

#[test]
fn a_number_may_not_become_one_of_another_kind() {
    denied(&[(3, &page(ANNOTATIONS, "/Rotate 0.0"))], ChangeKind::Page);
    let mut file = file::File::signed();
    let widget = |flags: &str| {
        format!(
            "<</Type/Annot/Subtype/Widget/FT/Tx/T(Name)/F {flags}/Rect[9 9 99 99]/P 3 0 R/V(old)/AP<</N 12 0 R>>>>"
        )
    };
    file.update(&[(8, &widget("2"))]);
    file.update(&[(8, &widget("2.0"))]);
    let found = kinds(&file.report_since(1));
    assert!(found.contains(&ChangeKind::FieldEntry), "{found:?}");
}

#[test]
fn null_may_not_take_the_place_of_nothing() {
    for more in ["/Rotate null", "/CropBox null"] {
        denied(&[(3, &page(ANNOTATIONS, more))], ChangeKind::Page);
    }
    denied(
        &[(2, "<</Type/Pages/Kids[3 0 R]/Count 1/Resources null>>")],
        ChangeKind::PageTree,
    );
}

#[test]
fn annotations_in_the_list_itself_may_not_change_places_with_others() {
    let note = "<</Type/Annot/Subtype/Square/Rect[50 50 60 60]/P 3 0 R>>";
    let list = |first: &str, last: &str| page(&format!("6 0 R 7 0 R 8 0 R {first} {last}"), "");
    let mut file = file::File::signed();
    file.update(&[(3, &list("11 0 R", note))]);
    file.update(&[(3, &list(note, "11 0 R"))]);
    let found = kinds(&file.report_since(1));
    assert!(found.contains(&ChangeKind::AnnotationOrder), "{found:?}");
    let mut file = file::File::signed();
    file.update(&[(3, &list("11 0 R", note))]);
    file.update(&[(3, &list("11 0 R", &format!("{note}{note}")))]);
    let found = kinds(&file.report_since(1));
    assert_eq!(found, [ChangeKind::AnnotationAdded]);
}

#[test]
fn an_annotation_that_tells_readers_what_to_show_may_not_change() {
    let layers = |off: &str| {
        format!(
            "<</Type/Annot/Subtype/Square/Rect[50 50 60 60]/Contents(a note)/P 3 0 R/OFF[{off}]>>"
        )
    };
    let mut file = file::File::signed();
    file.update(&[
        (1, &catalog("/OCProperties<</OCGs[]/D 11 0 R>>")),
        (11, &layers("")),
    ]);
    file.update(&[(11, &layers("9 0 R"))]);
    let found = kinds(&file.report_since(1));
    assert!(found.contains(&ChangeKind::Object), "{found:?}");
}

#[test]
fn what_readers_draw_outside_of_the_form_may_not_be_drawn_by_other_defaults() {
    let loose = "<</Type/Annot/Subtype/Widget/FT/Tx/T(x)/Rect[9 9 99 99]/P 3 0 R/V(900)";
    let drawn = format!("{loose}/AP<</N 12 0 R>>>>");
    let undrawn = format!("{loose}>>");
    let note =
        "<</Type/Annot/Subtype/FreeText/Rect[9 9 99 99]/P 3 0 R/DA(/New 9 Tf)/Contents(900)>>";
    let annotations = format!("{ANNOTATIONS} 20 0 R");
    let anew = form("", "/NeedAppearances true");
    let font = form("", "").replace("/Helv 9 0 R", "/Helv 9 0 R/New 21 0 R");
    let first = form("", "/DA(/Helv 9 Tf)");
    let new_font = "<</Type/Font/Subtype/Type1/BaseFont/Courier>>";
    for (annotation, form, is_denied) in [
        (&*undrawn, &*font, true),
        (note, &font, true),
        (&undrawn, &first, true),
        (&drawn, &font, false),
        (&drawn, &anew, true),
    ] {
        let mut file = file::File::signed();
        let sealed = "<</Type/Annot/Subtype/Widget/FT/Sig/T(Name)/Rect[9 9 99 99]/P 3 0 R>>";
        file.update(&[
            (3, &page(&annotations, "")),
            (8, sealed),
            (15, "<</T(Group)/FT/Sig>>"),
            (20, annotation),
        ]);
        file.update(&[(5, form), (21, new_font)]);
        let found = kinds(&file.report_since(1));
        let is_found = found.contains(&ChangeKind::FormEntry);
        assert_eq!(is_found, is_denied, "{annotation} {form} {found:?}");
    }
}

#[test]
fn what_signing_may_change_in_a_field_says_nothing_in_another_role() {
    let field = |more: &str| {
        format!("<</Type/Annot/Subtype/Widget/FT/Sig/T(Empty)/Rect[9 9 99 99]/P 3 0 R{more}>>")
    };
    for (more, is_denied) in [("/F 132", false), ("/F(evil.pdf)", true), ("/M 5", true)] {
        let signed = field(&format!("/V 20 0 R{more}"));
        let found = kinds(&after(&[(7, &signed), (20, SIGNATURE)]));
        let is_found = found.contains(&ChangeKind::FieldEntry);
        assert_eq!(is_found, is_denied, "{more} {found:?}");
    }
}
