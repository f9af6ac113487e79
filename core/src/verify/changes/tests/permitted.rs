//! What is permitted at some level.

use super::file::{File, after};
use super::*;
use crate::pdf::{DocMdp, FieldLock, LockAction};
use crate::verify::changes::{Permissions, Rule, allowed};
use Modification::{Annotations, FormFilling, LtaUpdates};

#[test]
fn nothing_after_the_signature_is_no_change() {
    let report = File::signed().report();
    assert_eq!(
        (report.level, report.changes.len()),
        (Modification::None, 0)
    );
}

#[test]
fn an_object_written_again_octet_for_octet_is_no_change() {
    let report = after(&[(9, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")]);
    assert_eq!(
        (report.level, report.changes.len()),
        (Modification::None, 0)
    );
}

#[test]
fn other_order_spelling_and_white_space_are_no_change() {
    let report = after(&[(
        9,
        "<< /Subtype /Type1 /Type /Font\n /BaseFont /Helvet#69ca >>",
    )]);
    assert_eq!(
        (report.level, report.changes.len()),
        (Modification::None, 0)
    );
}

#[test]
fn a_security_store_is_an_lta_update() {
    let store =
        format!("<</Certs[21 0 R]/CRLs[22 0 R]/VRI<</{DIGEST}<</Cert[21 0 R]/TU(D:2026)>>>>>>");
    let objects = [
        (1, &*catalog("/DSS 20 0 R")),
        (20, &*store),
        (21, CERTIFICATE),
        (22, CERTIFICATE),
    ];
    check(&objects, LtaUpdates, ChangeKind::SecurityStore);
}

#[test]
fn a_security_store_may_grow() {
    let mut file = File::signed();
    file.update(&[(1, &catalog("/DSS<</Certs[21 0 R]>>")), (21, CERTIFICATE)]);
    file.update(&[
        (1, &catalog("/DSS<</Certs[21 0 R 22 0 R]/OCSPs[23 0 R]>>")),
        (22, CERTIFICATE),
        (23, CERTIFICATE),
    ]);
    let report = file.report();
    assert_eq!(report.level, LtaUpdates, "{:?}", report.changes);
    assert_eq!(
        report
            .changes
            .iter()
            .map(|c| c.revision)
            .collect::<Vec<_>>(),
        [1, 2]
    );
}

#[test]
fn extensions_and_a_higher_version_are_lta_updates() {
    let more =
        "/Version/2.0/Extensions<</Type/Extensions/ESIC<</BaseVersion/1.7/ExtensionLevel 5>>>>";
    check(&[(1, &catalog(more))], LtaUpdates, ChangeKind::Extensions);
}

#[test]
fn the_level_of_an_extension_may_rise_and_not_fall() {
    let more = |level| {
        catalog(&format!(
            "/Extensions<</ESIC<</BaseVersion/1.7/ExtensionLevel {level}>>>>"
        ))
    };
    for (before, after, expected) in [(2, 5, LtaUpdates), (5, 2, Modification::Other)] {
        let mut file = File::signed();
        file.update(&[(1, &more(before))]);
        file.update(&[(1, &more(after))]);
        assert_eq!(file.report().level, expected);
    }
}

#[test]
fn inert_debris_of_what_signs_is_passed_over_until_something_uses_it() {
    let field = "<</Type/Annot/Subtype/Widget/FT/Sig/T(Empty)/Rect[9 9 99 99]/P 3 0 R/V 30 0 R>>";
    let debris = [
        (7, field),
        (20, "<</Type/Font>>"),
        (21, "<</F 132/Rect[0 0 0 0]/Subtype/Widget>>"),
        (22, CERTIFICATE),
        (30, SIGNATURE),
    ];
    check(&debris, FormFilling, ChangeKind::Debris);
    let rules = Permissions {
        docmdp: Some(DocMdp::NoChanges),
        ..Permissions::default()
    };
    let report = after(&debris);
    let at = kinds(&report)
        .iter()
        .position(|kind| *kind == ChangeKind::Debris);
    assert!(
        allowed(&report, &rules)
            .iter()
            .any(|found| found.change == at)
    );
    let mut file = File::signed();
    file.update(&debris);
    file.update(&[(1, &catalog("/DSS<</Certs[22 0 R]>>"))]);
    assert!(kinds(&file.report()).contains(&ChangeKind::Resurrected));
    for one in &debris[1..4] {
        check(&[*one], Modification::Other, ChangeKind::Unused);
    }
}

#[test]
fn only_known_extensions_are_allowed_under_no_changes() {
    let rules = Permissions {
        docmdp: Some(DocMdp::NoChanges),
        certified: true,
        ..Permissions::default()
    };
    for (prefix, kind, rule) in [
        ("ADBE", ChangeKind::Extensions, None),
        ("ISO_", ChangeKind::Extensions, None),
        ("EVIL", ChangeKind::OtherExtension, Some(Rule::DocMdp)),
    ] {
        let more = format!("/Extensions<</{prefix}<</BaseVersion/1.7/ExtensionLevel 5>>>>");
        let objects = [(1, &*catalog(&more))];
        check(&objects, LtaUpdates, kind);
        let found = allowed(&after(&objects), &rules);
        assert_eq!(found.first().map(|found| found.rule), rule, "{prefix}");
        assert_eq!(allowed(&after(&objects), &Permissions::default()), []);
    }
}

#[test]
fn a_catalog_under_a_new_number_is_compared_like_any_other() {
    let mut file = File::signed();
    file.trailer = file.trailer.replace("/Root 1 0 R", "/Root 20 0 R");
    file.update(&[(20, &catalog("/DSS<</Certs[21 0 R]>>")), (21, CERTIFICATE)]);
    assert_eq!(file.report().level, LtaUpdates, "{:?}", file.report());
}

#[test]
fn a_file_without_an_identifier_may_be_given_one() {
    let given = |identifier: &str| {
        let mut file = File::signed();
        let found = b"/ID[<aa><bb>]";
        let mut windows = file.bytes.windows(found.len());
        let at = windows.position(|octets| octets == found).unwrap();
        file.bytes[at..at + found.len()].fill(b' ');
        file.trailer = file.trailer.replace("/ID[<aa><bb>]", identifier);
        file.table(&[], "");
        file.report().level
    };
    assert_eq!(given("/ID[<aa><bb>]"), Modification::None);
    assert_eq!(given("/ID/aa"), Modification::Other);
}

#[test]
fn the_date_of_modification_is_an_lta_update() {
    let information = "<</Title(Licence)/ModDate(D:20260202)/Producer(two)>>";
    check(
        &[(13, information)],
        LtaUpdates,
        ChangeKind::DocumentInformation,
    );
}

/// Returns a stream of XMP metadata.
fn metadata(inside: &str) -> String {
    let text = format!(
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description \
         xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:xmp='http://ns.adobe.com/xap/1.0/'>\
         {inside}</rdf:Description></rdf:RDF>"
    );
    let length = text.len();
    format!("<</Type/Metadata/Subtype/XML/Length {length}>>stream\n{text}\nendstream")
}

#[test]
fn dates_in_xmp_metadata_are_an_lta_update_and_no_change_is() {
    let catalog = catalog("/Metadata 20 0 R");
    let title = |title: &str, date: u8| {
        metadata(&format!(
            "<dc:title>{title}</dc:title><xmp:ModifyDate>{date}</xmp:ModifyDate>"
        ))
    };
    let objects = [
        (1, &*catalog),
        (20, &*metadata("<xmp:ModifyDate>1</xmp:ModifyDate>")),
    ];
    check(&objects, LtaUpdates, ChangeKind::Metadata);
    let rules = Permissions {
        docmdp: Some(DocMdp::NoChanges),
        ..Permissions::default()
    };
    assert_eq!(allowed(&after(&objects), &rules)[0].rule, Rule::DocMdp);
    assert_eq!(allowed(&after(&objects), &Permissions::default()), []);
    check(
        &[(1, &catalog), (20, &title("forged", 1))],
        Modification::Other,
        ChangeKind::CatalogEntry,
    );
    for (later, expected) in [("true", LtaUpdates), ("forged", Modification::Other)] {
        let mut file = File::signed();
        file.update(&[(1, &catalog), (20, &title("true", 1))]);
        file.update(&[(20, &title(later, 2))]);
        let changes = file.report().changes;
        let last = changes.iter().filter(|change| change.revision == 2);
        let levels: Vec<_> = last.map(|change| change.kind.level()).collect();
        assert_eq!(levels, [expected]);
    }
}

#[test]
fn an_invisible_document_timestamp_is_an_lta_update() {
    let field =
        "<</Type/Annot/Subtype/Widget/FT/Sig/T(Time)/Rect[0 0 0 0]/P 3 0 R/F 132/V 21 0 R>>";
    let annotations = format!("{ANNOTATIONS} 20 0 R");
    let objects = [
        (3, &*page(&annotations, "")),
        (5, &*form(" 20 0 R", "")),
        (20, field),
        (21, TIMESTAMP),
    ];
    check(&objects, LtaUpdates, ChangeKind::DocumentTimestamp);
    let rules = Permissions {
        docmdp: Some(DocMdp::NoChanges),
        certified: true,
        ..Permissions::default()
    };
    assert_eq!(allowed(&after(&objects), &rules), []);
}

#[test]
fn filling_a_text_field_is_form_filling() {
    let field = "<</Type/Annot/Subtype/Widget/FT/Tx/T(Name)/Rect[9 9 99 99]/P 3 0 R/V(new)/AP<</N 20 0 R>>>>";
    let report = after(&[(8, field), (20, PICTURE)]);
    assert_eq!(report.level, FormFilling, "{:?}", report.changes);
    let change = &report.changes[0];
    assert_eq!(
        (change.field.as_deref(), change.page),
        (Some("Name"), Some(0))
    );
    assert_eq!(change.rectangle, Some([9.0, 9.0, 99.0, 99.0]));
}

#[test]
fn an_appearance_rewritten_in_place_with_its_value_is_form_filling() {
    let field = "<</Type/Annot/Subtype/Widget/FT/Tx/T(Name)/Rect[9 9 99 99]/P 3 0 R/V(new)/AP<</N 12 0 R>>>>";
    let stream = "<</Type/XObject/Subtype/Form/BBox[0 0 90 90]/Resources<</Font<</F 9 0 R/G 20 0 R>>>>/Length 22>>stream\nBT /F 9 Tf (new) Tj ET\nendstream";
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Courier>>";
    check(
        &[(8, field), (12, stream), (20, font)],
        FormFilling,
        ChangeKind::FieldFilled,
    );
}

#[test]
fn signing_an_empty_field_is_form_filling() {
    let field = "<</Type/Annot/Subtype/Widget/FT/Sig/T(Empty)/Rect[9 9 99 99]/P 3 0 R/F 132/V 20 0 R/AP<</N 21 0 R>>>>";
    check(
        &[(7, field), (20, SIGNATURE), (21, PICTURE)],
        FormFilling,
        ChangeKind::SignatureFilled,
    );
}

#[test]
fn what_draws_fields_anew_is_not_allowed_once_one_is_locked() {
    let fonts = form("", "").replace("/Helv 9 0 R", "/Helv 9 0 R/F 9 0 R");
    let report = after(&[(5, &fonts)]);
    assert_eq!(allowed(&report, &Permissions::default()), []);
    for action in [LockAction::All, LockAction::Include, LockAction::Exclude] {
        let rules = Permissions {
            locked: vec![FieldLock {
                action,
                fields: vec!["Name".to_owned()],
                permission: None,
            }],
            ..Permissions::default()
        };
        assert_eq!(
            allowed(&report, &rules)[0].rule,
            Rule::FieldLock,
            "{action:?}"
        );
    }
}

fn second_signature(rectangle: &str, appearance: &str) -> ChangeReport {
    let field = format!(
        "<</Type/Annot/Subtype/Widget/FT/Sig/T(Two)/Rect[{rectangle}]/P 3 0 R/F 132/V 21 0 R/AP<</N 22 0 R>>>>"
    );
    let annotations = format!("{ANNOTATIONS} 20 0 R");
    after(&[
        (3, &page(&annotations, "")),
        (5, &form(" 20 0 R", "")),
        (20, &field),
        (21, SIGNATURE),
        (22, appearance),
    ])
}

#[test]
fn an_empty_place_for_another_signature_is_form_filling_where_it_paints_nothing() {
    let field =
        "<</Type/Annot/Subtype/Widget/FT/Sig/T(Two)/Rect[9 9 99 99]/P 3 0 R/AP<</N 21 0 R>>>>";
    let blank = "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 1>>stream\n \nendstream";
    let annotations = format!("{ANNOTATIONS} 20 0 R");
    let (page, form) = (page(&annotations, ""), form(" 20 0 R", ""));
    let objects = [(3, &*page), (5, &*form), (20, field), (21, blank)];
    let kind = ChangeKind::SignatureFieldAdded {
        visible: true,
        signed: false,
    };
    check(&objects, FormFilling, kind);
}

#[test]
fn a_second_signature_in_a_new_field_is_form_filling() {
    let report = second_signature("9 9 99 99", PICTURE);
    assert_eq!(report.level, FormFilling, "{:?}", report.changes);
    assert_eq!(
        kinds(&report),
        [ChangeKind::SignatureFieldAdded {
            visible: true,
            signed: true
        }]
    );
    assert_eq!(report.changes[0].page, Some(0));
    assert_eq!(allowed(&report, &Permissions::default()), []);
}

#[test]
fn a_certified_document_takes_new_signatures_that_cannot_be_seen_only() {
    let rules = Permissions {
        docmdp: Some(DocMdp::FormFilling),
        certified: true,
        ..Permissions::default()
    };
    let blank =
        "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 13>>stream\n% DSBlank q Q\nendstream";
    assert_eq!(allowed(&second_signature("0 0 0 0", blank), &rules), []);
    // Some readers draw where there is no room.
    let found = allowed(&second_signature("0 0 0 0", PICTURE), &rules);
    assert_eq!(found[0].rule, Rule::NewFieldAfterCertification);
    let found = allowed(&second_signature("9 9 99 99", PICTURE), &rules);
    assert_eq!(found[0].rule, Rule::NewFieldAfterCertification);
}

#[test]
fn annotations_added_changed_and_deleted_are_listed_with_page_and_rectangle() {
    let note = "<</Type/Annot/Subtype/FreeText/Rect[1 2 3 4]/P 3 0 R/AP<</N 21 0 R>>>>";
    let annotations = format!("{ANNOTATIONS} 20 0 R");
    let report = after(&[(3, &page(&annotations, "")), (20, note), (21, PICTURE)]);
    assert_eq!(
        (report.level, kinds(&report)),
        (Annotations, vec![ChangeKind::AnnotationAdded])
    );
    assert_eq!(report.changes[0].page, Some(0));
    assert_eq!(report.changes[0].rectangle, Some([1.0, 2.0, 3.0, 4.0]));
    let changed = "<</Type/Annot/Subtype/Square/Rect[0 0 300 300]/Contents(another)/P 3 0 R>>";
    check(&[(11, changed)], Annotations, ChangeKind::AnnotationChanged);
    check(
        &[(3, &page("6 0 R 7 0 R 8 0 R", ""))],
        Annotations,
        ChangeKind::AnnotationDeleted,
    );
    for (docmdp, rule) in [
        (None, Some(Rule::Approval)),
        (Some(DocMdp::NoChanges), Some(Rule::DocMdp)),
        (Some(DocMdp::FormFilling), Some(Rule::DocMdp)),
        (Some(DocMdp::Annotations), None),
    ] {
        let rules = Permissions {
            docmdp,
            certified: docmdp.is_some(),
            ..Permissions::default()
        };
        assert_eq!(
            allowed(&report, &rules).first().map(|found| found.rule),
            rule
        );
    }
}

#[test]
fn a_locked_field_may_not_be_filled() {
    let part = "<</FT/Tx/T(Part)/Parent 15 0 R/V(y)>>";
    let report = after(&[(17, part)]);
    assert_eq!(report.level, FormFilling, "{:?}", report.changes);
    assert_eq!(report.changes[0].field.as_deref(), Some("Group.Part"));
    for (action, names, locked) in [
        (LockAction::All, &[][..], true),
        (LockAction::Include, &["Group"], true),
        (LockAction::Include, &["Group.Part"], true),
        (LockAction::Include, &["Gro", "Part"], false),
        (LockAction::Exclude, &["Group"], false),
        (LockAction::Exclude, &["Name"], true),
    ] {
        let lock = FieldLock {
            action,
            fields: names.iter().map(|name| (*name).to_owned()).collect(),
            permission: None,
        };
        let rules = Permissions {
            locked: vec![lock.clone()],
            ..Permissions::default()
        };
        let found = allowed(&report, &rules).first().map(|found| found.rule);
        assert_eq!(found, locked.then_some(Rule::FieldLock), "{lock:?}");
    }
}
