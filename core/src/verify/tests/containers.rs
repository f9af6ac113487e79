use super::file::{
    by_hand, by_hand_later, dictionary, find, message, objects, objects_by_hand, replaced, sign,
    sign_with, unsigned, update, updated,
};
use super::judging::{Indeterminate, TotalFailed, check, has_problem, judge, passes, says};
use super::pki::Root;
use crate::verify::{Answer, Coverage, Integrity, SignatureKind, SubIndication};

const FORMAT: (crate::verify::Indication, Option<SubIndication>) =
    (TotalFailed, Some(SubIndication::FormatFailure));

const CADES: &str = "ETSI.CAdES.detached";

fn first_revision(objects: &[(u32, String)]) -> Vec<u8> {
    update(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", objects, "")
}

#[test]
fn a_file_signed_by_hand_passes() {
    let root = Root::new("root");
    let objects = objects_by_hand(&dictionary(CADES, ""), "/V 10 0 R");
    passes(&judge(
        &root,
        &by_hand(first_revision(&objects), &root.signer()),
    ));
}

#[test]
fn octets_after_the_end_are_not_overlooked() {
    let root = Root::new("root");
    let file = sign(&unsigned(), &root.signer(), "Seal");
    for tail in [
        "%%EOF\n",
        "garbage",
        "\n7 0 obj\n<</A 1>>\nendobj\n",
        "startxref\n0\n%%EOF\n",
    ] {
        let report = judge(&root, &[&file, tail.as_bytes()].concat());
        assert_eq!(report.indication, TotalFailed, "{tail:?} {report:#?}");
        assert_eq!(report.answer, Answer::Altered, "{tail:?}");
        assert!(!report.signatures[0].modification_allowed);
    }
}

#[test]
fn padding_is_zeros_and_digits_are_digits() {
    let root = Root::new("root");
    let signer = root.signer();
    let make = |digest: &[u8]| message(&signer, digest);
    let file = sign_with(&unsigned(), "Seal", |_| {}, make);
    let end = find(&file, b"/Contents<")
        + file[find(&file, b"/Contents<")..]
            .iter()
            .position(|o| *o == b'>')
            .unwrap();
    let check_one = |octet, code| {
        let mut file = file.clone();
        file[end - 1] = octet;
        let report = judge(&root, &file);
        check(&report, (TotalFailed, Answer::Broken), &[FORMAT]);
        let one = &report.signatures[0];
        assert_eq!((one.integrity, one.level), (Integrity::Intact, None));
        assert!(says(one, code), "{report:#?}");
    };
    check_one(b'1', "CONTENTS_PADDING");
    check_one(b' ', "CONTENTS_IRREGULAR");
}

#[test]
fn a_byte_range_is_four_numbers_around_the_contents_and_nothing_else() {
    let root = Root::new("root");
    let objects = objects_by_hand(&dictionary(CADES, ""), "/V 10 0 R");
    let file = by_hand(first_revision(&objects), &root.signer());
    let at = find(&file, b"/ByteRange[") + 11;
    let range = String::from_utf8(file[at..at + 34].to_vec()).unwrap();
    let numbers: Vec<usize> = range
        .split_whitespace()
        .map(|n| n.parse().unwrap())
        .collect();
    let [zero, one, two, three] = numbers[..] else {
        panic!("{range}")
    };
    let check_one = |text: String| {
        let file = replaced(&file, &range, &format!("{text:<34}"));
        let report = judge(&root, &file);
        check(&report, (TotalFailed, Answer::Broken), &[FORMAT]);
        let one = &report.signatures[0];
        assert_eq!(one.integrity, Integrity::Unreadable, "{text}");
        assert_eq!(
            (one.field.as_str(), one.coverage),
            ("Prepared", Coverage::Partial)
        );
        assert!(says(one, "SIGNATURE_UNREADABLE"));
    };
    check_one(format!("{zero} {one} {two}"));
    check_one(format!("{zero} {one} {two} {three} 0"));
    check_one(format!("1 {} {two} {three}", one - 1));
    check_one(format!("-1 {one} {two} {three}"));
    check_one(format!("{zero} {one} {two} {}", three + 1));
    check_one(format!("{zero} {one} {two} 99999999999999999"));
    check_one(format!("{zero} {} {two} {three}", one - 1));
    check_one(format!("{zero} {one} {} {}", two + 1, three - 1));
    check_one(format!("{zero} {one} {one} {three}"));
    check_one(format!("{zero} {one}.0 {two} {three}"));
    check_one(format!("{zero} {one} {two} 0"));
    check_one(String::new());
    // Less than the revision: readable, and worth nothing.
    let file = replaced(
        &file,
        &range,
        &format!("{:<34}", format!("{zero} {one} {two} {}", three - 7)),
    );
    let report = judge(&root, &file);
    assert_eq!(
        (report.indication, report.answer),
        (TotalFailed, Answer::Altered)
    );
    assert_eq!(report.signatures[0].coverage, Coverage::Partial);
}

#[test]
fn contents_that_are_none_are_a_signature_all_the_same() {
    let root = Root::new("root");
    let signer = root.signer();
    let objects = objects_by_hand(&dictionary(CADES, ""), "/V 10 0 R");
    let file = by_hand(first_revision(&objects), &signer);
    for name in ["/Contentt<", "/ByteRangf["] {
        let right = name.replace("tt<", "ts<").replace("gf[", "ge[");
        let report = judge(&root, &replaced(&file, &right, name));
        check(&report, (TotalFailed, Answer::Broken), &[FORMAT]);
    }
    for value in ["10", "null", "<</Type/Sig>>", "99 0 R", "(x)", "[10 0 R]"] {
        let objects = objects_by_hand("<</Type/Sig>>", &format!("/V {value}"));
        let report = judge(&root, &first_revision(&objects));
        check(&report, (TotalFailed, Answer::Broken), &[FORMAT]);
        assert_eq!(report.signatures[0].field, "Prepared", "{value}");
    }
    let zeros = first_revision(&objects);
    check(
        &judge(&root, &zeros),
        (TotalFailed, Answer::Broken),
        &[FORMAT],
    );
    let twice = objects_by_hand(&dictionary(CADES, "/M(D:2025)"), "/V 10 0 R");
    let report = judge(&root, &by_hand(first_revision(&twice), &signer));
    check(&report, (TotalFailed, Answer::Broken), &[FORMAT]);
}

#[test]
fn an_unknown_format_is_not_judged() {
    let root = Root::new("root");
    for sub_filter in [
        "adbe.x509.rsa_sha1",
        "GM.sm2seal",
        "Foo",
        "etsi.cades.detached",
    ] {
        let objects = objects_by_hand(&dictionary(sub_filter, ""), "/V 10 0 R");
        let report = judge(&root, &by_hand(first_revision(&objects), &root.signer()));
        let expected = [(Indeterminate, Some(SubIndication::SigConstraintsFailure))];
        check(&report, (Indeterminate, Answer::Unknown), &expected);
        let one = &report.signatures[0];
        assert_eq!(one.integrity, Integrity::Unsupported);
        assert!(says(one, "SUB_FILTER_NOT_SERVED"));
    }
}

#[test]
fn a_signature_is_no_timestamp_and_a_timestamp_no_signature() {
    let root = Root::new("root");
    let make = |from: &str, to: &str| {
        let text = dictionary(CADES, "").replace(from, to);
        let objects = objects_by_hand(&text, "/V 10 0 R");
        judge(&root, &by_hand(first_revision(&objects), &root.signer()))
    };
    let report = make("/Type/Sig", "/Type/DocTimeStamp");
    check(&report, (TotalFailed, Answer::Broken), &[FORMAT]);
    assert_eq!(report.signatures[0].kind, SignatureKind::Signature);
    let report = make("ETSI.CAdES.detached", "ETSI.RFC3161");
    check(&report, (TotalFailed, Answer::Broken), &[FORMAT]);
    assert_eq!(report.signatures[0].kind, SignatureKind::DocumentTimestamp);
    passes(&make("/Type/Sig", ""));
}

const AGAIN: &str =
    "<</Type/Annot/Subtype/Widget/FT/Sig/T(Again)/Rect[9 9 19 29]/P 3 0 R/V 10 0 R>>";

/// Objects with the signature in a second field, which is shown.
fn objects_with_two_fields() -> Vec<(u32, String)> {
    let mut objects = objects_by_hand(&dictionary(CADES, ""), "/V 10 0 R");
    objects.push((11, AGAIN.to_owned()));
    for (number, text) in &mut objects {
        if *number == 5 || *number == 3 {
            *text = text.replace("7 0 R]", "7 0 R 11 0 R]");
        }
    }
    objects
}

#[test]
fn a_signature_that_covers_its_two_fields_is_one_and_says_where_it_shows() {
    let root = Root::new("root");
    let file = by_hand(first_revision(&objects_with_two_fields()), &root.signer());
    let report = judge(&root, &file);
    passes(&report);
    let places: Vec<_> = report.signatures[0]
        .places
        .iter()
        .map(|place| (place.field.as_str(), place.page, place.rectangle))
        .collect();
    assert_eq!(places, [("Again", Some(0), [9.0, 9.0, 19.0, 29.0])]);
}

#[test]
fn a_signature_that_a_later_revision_shows_in_another_field_does_not_pass() {
    let root = Root::new("root");
    let objects = objects_by_hand(&dictionary(CADES, ""), "/V 10 0 R");
    let file = by_hand(first_revision(&objects), &root.signer());
    passes(&judge(&root, &file));
    let mut later: Vec<_> = objects_with_two_fields();
    later.retain(|(number, _)| [3, 5, 11].contains(number));
    let report = judge(&root, &update(&file, &later, ""));
    assert_eq!(report.answer, Answer::Altered);
    let one = &report.signatures[0];
    assert_ne!(one.indication, crate::verify::Indication::TotalPassed);
    assert!(!one.modification_allowed);
    assert!(says(one, "SIGNATURE_SHARED"));
}

#[test]
fn a_signature_in_two_fields_of_one_name_does_not_pass() {
    let root = Root::new("root");
    let mut objects = objects_with_two_fields();
    for (number, text) in &mut objects {
        if *number == 11 {
            *text = text.replace("(Again)", "(Prepared)");
        }
    }
    let report = judge(&root, &by_hand(first_revision(&objects), &root.signer()));
    let expected = [(Indeterminate, Some(SubIndication::SigConstraintsFailure))];
    check(&report, (Indeterminate, Answer::Unknown), &expected);
    assert!(says(&report.signatures[0], "SIGNATURE_SHARED"));
}

#[test]
fn a_field_that_waited_for_the_number_of_a_signature_makes_it_doubtful() {
    let root = Root::new("root");
    // The document as handed to the signer has a field whose value is not there yet.
    let mut waiting = objects_with_two_fields();
    waiting.retain(|(number, _)| *number != 10);
    for (number, text) in &mut waiting {
        if *number == 7 {
            *text = text.replace("/V 10 0 R", "");
        }
    }
    let base = first_revision(&waiting);
    let mut signed = objects_with_two_fields();
    signed.retain(|(number, _)| [7, 10].contains(number));
    let from = base.len();
    let file = update(&base, &signed, "");
    let report = judge(&root, &by_hand_later(file, &root.signer(), from));
    let one = &report.signatures[0];
    assert_ne!(one.indication, crate::verify::Indication::TotalPassed);
    assert!(says(one, "SIGNATURE_SHARED"), "{one:#?}");
}

#[test]
fn a_signature_in_a_text_field_does_not_pass() {
    let root = Root::new("root");
    let mut objects = objects_by_hand(&dictionary(CADES, ""), "");
    for (number, text) in &mut objects {
        if *number == 6 {
            *text = text.replace("/V(old)", "/V 10 0 R");
        }
    }
    let report = judge(&root, &by_hand(first_revision(&objects), &root.signer()));
    let expected = [(Indeterminate, Some(SubIndication::SigConstraintsFailure))];
    check(&report, (Indeterminate, Answer::Unknown), &expected);
    assert!(says(&report.signatures[0], "FIELD_NOT_SIGNATURE"));
}

#[test]
fn an_unreadable_signature_hides_no_other_and_fails_the_file() {
    let root = Root::new("root");
    let signer = root.signer();
    let broken = updated(
        &unsigned(),
        &[
            (
                7,
                "<</Type/Annot/Subtype/Widget/FT/Sig/T(Prepared)/F 132/Rect[0 0 0 0]/P 3 0 R/V 12 0 R>>",
            ),
            (
                12,
                "<</Type/Sig/SubFilter/ETSI.CAdES.detached/ByteRange[0 1 2 3]/Contents<3000>>>",
            ),
        ],
    );
    let report = judge(&root, &sign(&broken, &signer, "Seal"));
    assert_eq!(
        (report.indication, report.answer),
        (TotalFailed, Answer::Broken)
    );
    assert_eq!(report.signatures.len(), 2);
    let find = |field: &str| {
        report
            .signatures
            .iter()
            .find(|one| one.field == field)
            .unwrap()
    };
    assert_eq!(find("Prepared").integrity, Integrity::Unreadable);
    assert_eq!(find("Seal").integrity, Integrity::Intact);
    assert_eq!(
        find("Seal").indication,
        crate::verify::Indication::TotalPassed
    );
}

#[test]
fn a_part_that_cannot_be_read_may_hide_a_signature() {
    let root = Root::new("root");
    let mut objects = objects();
    objects.push((20, "<</T(Broken)/FT/Sig/V (unfinished".to_owned()));
    for (number, text) in &mut objects {
        if *number == 5 {
            *text = text.replace("7 0 R]", "7 0 R 20 0 R]");
        }
    }
    let file = first_revision(&objects);
    let report = judge(&root, &file);
    assert_ne!(report.indication, crate::verify::Indication::TotalPassed);
    assert!(has_problem(&report, "FIELDS_UNREADABLE"), "{report:#?}");
}
