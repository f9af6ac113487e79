//! Leaving out what no revision lists changes nothing about the answer.

use super::super::{ChangeLimits, History};
use super::file::File;
use super::{PICTURE, SIGNATURE, TIMESTAMP};
use crate::pdf::{Document, Values};
use crate::verify::Modification;
use proptest::prelude::*;

/// What updates write: objects that are there and others, well and badly.
fn pool() -> Vec<(u32, String)> {
    let widget = "/Type/Annot/Subtype/Widget/P 3 0 R";
    let page = |annotations: &str| {
        format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources\
             <</Font<</F1 9 0 R>>/XObject<</Old 18 0 R>>>>/Annots {annotations}>>"
        )
    };
    let form = |fields: &str| format!("<</Fields {fields}/SigFlags 3/DR<</Font<</Helv 9 0 R>>>>>>");
    let catalog =
        |more: &str| format!("<</Type/Catalog/Pages 2 0 R/AcroForm 5 0 R/Outlines 16 0 R{more}>>");
    let text = |value: &str, more: &str| {
        format!("<<{widget}/FT/Tx/T(Name)/Rect[9 9 99 99]/V{value}{more}>>")
    };
    let mut pool: Vec<(u32, String)> = vec![
        (1, catalog("")),
        (1, catalog("/DSS<</Certs[24 0 R]>>")),
        (1, catalog("/DSS 33 0 R")),
        (33, "<</Certs[24 0 R]>>".into()),
        (33, "<</Certs[24 0 R 34 0 R]>>".into()),
        (33, "<</Certs 35 0 R>>".into()),
        (34, "<</Length 9>>stream\n0\x070\x000\x00\x03\x01\x01\nendstream".into()),
        (35, "[24 0 R]".into()),
        (35, "[24 0 R 34 0 R]".into()),
        (1, catalog("/Extensions<</ADBE<</ExtensionLevel 8>>>>")),
        (1, catalog("/Version/2.0/Lang(en)")),
        (2, "<</Type/Pages/Kids[3 0 R]/Count 1>>".into()),
        (2, "<</Type/Pages/Kids[3 0 R 20 0 R]/Count 2>>".into()),
        (3, page("[6 0 R 7 0 R 8 0 R 11 0 R]")),
        (3, page("[6 0 R 7 0 R 8 0 R 11 0 R 21 0 R]")),
        (3, page("[6 0 R 7 0 R 8 0 R 11 0 R 21 0 R 22 0 R]")),
        (3, page("[6 0 R 7 0 R 8 0 R]")),
        (3, page("23 0 R")),
        (4, "<</Length 9>>stream\n(Hullo)Tj\nendstream".into()),
        (5, form("[6 0 R 7 0 R 8 0 R 15 0 R]")),
        (5, form("[6 0 R 7 0 R 8 0 R 15 0 R 21 0 R]")),
        (5, form("[6 0 R 7 0 R 8 0 R 15 0 R 21 0 R 26 0 R]")),
        (5, form("[21 0 R 6 0 R 7 0 R 8 0 R 15 0 R]")),
        (5, form("[6 0 R 8 0 R 15 0 R]")),
        (5, form("27 0 R")),
        (7, format!("<<{widget}/FT/Sig/T(Empty)/Rect[9 9 99 99]>>")),
        (7, format!("<<{widget}/FT/Sig/T(Empty)/Rect[9 9 99 99]/V 20 0 R>>")),
        (8, text("(old)", "/AP<</N 12 0 R>>")),
        (8, text("(new)", "/AP<</N 12 0 R>>")),
        (8, text("(new)", "/AP<</N 25 0 R>>")),
        (8, text("(newer)", "")),
        (8, text(" 28 0 R", "/AP<</N 12 0 R>>")),
        (8, text("(new)", "/Parent 15 0 R/AP<</N 12 0 R>>")),
        (9, "<</Type/Font/Subtype/Type1/BaseFont/Times>>".into()),
        (11, "<</Type/Annot/Subtype/Square/Rect[50 50 60 60]/Contents(other)/P 3 0 R>>".into()),
        (11, "<</Type/Annot/Subtype/Square/Rect[50 50 60 60]/Contents 28 0 R/P 3 0 R>>".into()),
        (12, "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</Font<</F 9 0 R>>>>/Length 7>>stream\n(new)Tj\nendstream".into()),
        (13, "<</Title(Licence)/ModDate(D:20260102)/Producer(two)>>".into()),
        (15, "<</T(Group)/Kids[17 0 R]>>".into()),
        (15, "<</T(Group)/Kids[17 0 R 21 0 R]>>".into()),
        (15, "<</T(Group)/Kids[17 0 R 29 0 R]>>".into()),
        (15, "<</T(Group)/Kids 30 0 R>>".into()),
        (15, "<</T(Group)/FT/Tx/V(y)/Kids[17 0 R]>>".into()),
        (17, "<</FT/Tx/T(Part)/Parent 15 0 R/V(y)>>".into()),
        (17, "<</FT/Tx/T(Part)/Parent 15 0 R/V 28 0 R>>".into()),
        (17, "<</T(Part)/Parent 15 0 R/V(y)>>".into()),
        (19, "<</Title(two)/Parent 16 0 R/Dest[3 0 R/Fit]>>".into()),
        (20, SIGNATURE.into()),
        (20, TIMESTAMP.into()),
        (21, format!("<<{widget}/FT/Sig/T(New)/Rect[0 0 0 0]/V 20 0 R>>")),
        (21, format!("<<{widget}/FT/Sig/T(New)/Rect[0 0 0 0]>>")),
        (21, format!("<<{widget}/FT/Sig/T(Part)/Parent 15 0 R/Rect[0 0 0 0]>>")),
        (22, "<</Type/Annot/Subtype/Text/Rect[1 1 9 9]/P 3 0 R>>".into()),
        (23, "[6 0 R 7 0 R 8 0 R 11 0 R]".into()),
        (24, "<</Length 3>>stream\n0\x01x\nendstream".into()),
        (25, "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</Font<</F 9 0 R>>>>/Length 7>>stream\n(new)Tj\nendstream".into()),
        (26, format!("<<{widget}/FT/Sig/T(Other)/Rect[0 0 0 0]/V 20 0 R>>")),
        (27, "[6 0 R 7 0 R 8 0 R 15 0 R]".into()),
        (28, "(said)".into()),
        (28, "(said otherwise)".into()),
        (29, "<</FT/Sig/T(Deep)/Parent 15 0 R/V 20 0 R>>".into()),
        (30, "[17 0 R]".into()),
    ];
    pool.push((0, String::new()));
    pool
}

/// Updates, each with some of the objects.
fn updates() -> impl Strategy<Value = Vec<Vec<(u32, String)>>> {
    let object = proptest::sample::select(pool());
    let update = proptest::collection::vec(object, 1..4);
    proptest::collection::vec(update, 2..7)
}

fn file(updates: &[Vec<(u32, String)>], first: &[(u32, &str)]) -> File {
    let mut file = File::signed();
    file.update(first);
    for update in updates {
        let mut objects: Vec<(u32, &str)> = update
            .iter()
            .map(|(number, value)| (*number, value.as_str()))
            .filter(|(number, _)| *number > 0)
            .collect();
        objects.sort_by_key(|(number, _)| *number);
        objects.dedup_by_key(|(number, _)| *number);
        file.update(&objects);
    }
    file
}

/// A step towards which much of the pool is harmless: indirect values, and two signature fields.
const FIRST: [(u32, &str); 3] = [
    (17, "<</FT/Tx/T(Part)/Parent 15 0 R/V 28 0 R>>"),
    (28, "(said)"),
    (
        13,
        "<</Title(Licence)/ModDate(D:20260101)/Producer(three)>>",
    ),
];

#[track_caller]
fn check(file: &File) {
    let document = Document::open(&file.bytes).unwrap();
    let with = History::read(&document, 0, &ChangeLimits::default());
    let without = ChangeLimits {
        remembered: 0,
        ..ChangeLimits::default()
    };
    let without = History::read(&document, 0, &without);
    for revision in 1..document.revisions().len() {
        assert_eq!(with.step(revision), without.step(revision), "{revision}");
    }
    let last = document.revisions().len() - 1;
    let mut values = Values::of(document.view(last).unwrap()).unwrap();
    for revision in (0..last).rev() {
        values.back(revision).unwrap();
        let anew = Values::of(document.view(revision).unwrap()).unwrap();
        assert_eq!(values.sorted(), anew.sorted(), "{revision}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases.max(1_000)))]

    #[test]
    fn leaving_out_what_no_revision_lists_changes_no_answer(updates in updates()) {
        check(&file(&updates, &FIRST));
    }
}

#[test]
fn a_small_update_of_a_large_form_costs_little() {
    let fields: Vec<(u32, String)> = (100..1_100)
        .map(|number| {
            let field = "<</FT/Tx/V(x)";
            (number, format!("{field}/T(f{number})>>"))
        })
        .collect();
    let list: String = (100..1_100)
        .map(|number| format!("{number} 0 R "))
        .collect();
    let form = format!("<</Fields[{list}]>>");
    let mut objects = vec![(5, form.as_str())];
    objects.extend(
        fields
            .iter()
            .map(|(number, value)| (*number, value.as_str())),
    );
    let mut file = File::signed();
    file.update(&objects);
    let filled = fields[7].1.replace("V(x)", "V(y)");
    file.update(&[(107, &filled)]);
    for _ in 0..100 {
        file.update(&[(107, &fields[7].1)]);
        file.update(&[(107, &filled)]);
    }
    let document = Document::open(&file.bytes).unwrap();
    // Two comparisons of all fields, and no more.
    let limits = ChangeLimits {
        visits: 20_000,
        ..ChangeLimits::default()
    };
    let history = History::read(&document, 1, &limits);
    let report = history.since(1);
    assert_eq!(report.unanalysable, None);
    assert_eq!(report.changes.len(), 201);
}

#[test]
fn a_changed_annotation_among_many_costs_little() {
    let note = |number: u32, says: &str| {
        let note = "<</Type/Annot/Subtype/Text/P 3 0 R/Rect[1 1 9 9]/Contents";
        (number, format!("{note}({says})>>"))
    };
    let notes: Vec<(u32, String)> = (100..1_100).map(|number| note(number, "x")).collect();
    let list: String = (100..1_100)
        .map(|number| format!("{number} 0 R "))
        .collect();
    let page = super::page(&format!("6 0 R 7 0 R 8 0 R 11 0 R {list}"), "");
    let mut objects = vec![(3, page.as_str())];
    objects.extend(
        notes
            .iter()
            .map(|(number, value)| (*number, value.as_str())),
    );
    let mut file = File::signed();
    file.update(&objects);
    for number in 100..200 {
        let (_, changed) = note(number, "y");
        file.update(&[(number, &changed)]);
    }
    let document = Document::open(&file.bytes).unwrap();
    // Two comparisons of all annotations, and no more.
    let limits = ChangeLimits {
        visits: 20_000,
        ..ChangeLimits::default()
    };
    let report = History::read(&document, 1, &limits).since(1);
    assert_eq!(report.unanalysable, None);
    assert_eq!(report.level, Modification::Annotations);
    assert_eq!(report.changes.len(), 100);
}

/// Checks a file with these updates both ways, and what the last of them counts as.
#[track_caller]
fn check_last(updates: &[&[(u32, &str)]], level: Modification) {
    let mut file = File::signed();
    for update in updates {
        file.update(update);
    }
    check(&file);
    let document = Document::open(&file.bytes).unwrap();
    let history = History::read(&document, 0, &ChangeLimits::default());
    let last = history.step(updates.len());
    assert_eq!(last.unanalysable, None);
    assert_eq!(last.level, level, "{:?}", last.changes);
}

/// A step that changes nothing but a date: all is compared once more, or left out.
fn dated(day: u32) -> String {
    format!("<</Title(Licence)/ModDate(D:2026010{day})/Producer(one)>>")
}

const PART: (u32, &str) = (17, "<</FT/Tx/T(Part)/Parent 15 0 R/V 28 0 R>>");
const SAID: (u32, &str) = (28, "(said)");
const SAID_OTHERWISE: (u32, &str) = (28, "(said otherwise)");

#[test]
fn a_value_that_may_change_in_a_field_may_not_change_what_else_leads_to_it() {
    let outline = (19, "<</Title 28 0 R/Parent 16 0 R/Dest[3 0 R/Fit]>>");
    let (one, two) = (dated(2), dated(3));
    check_last(
        &[
            &[PART, SAID, outline],
            &[(13, &one)],
            &[(13, &two)],
            &[SAID_OTHERWISE],
        ],
        Modification::Other,
    );
}

#[test]
fn what_an_annotation_came_to_lead_to_is_followed_from_then_on() {
    let note = "<</Type/Annot/Subtype/Square/Rect[50 50 60 60]/Contents 28 0 R/P 3 0 R>>";
    let (one, two) = (dated(2), dated(3));
    check_last(
        &[
            &[PART, SAID],
            &[(13, &one)],
            &[(11, note)],
            &[(13, &two)],
            &[SAID_OTHERWISE],
        ],
        Modification::Other,
    );
}

#[test]
fn what_a_filled_field_came_to_lead_to_is_followed_from_then_on() {
    let appearance = "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Note 28 0 R/Length 7>>stream\n(new)Tj\nendstream";
    let filled = "<</Type/Annot/Subtype/Widget/FT/Tx/T(Name)/Rect[9 9 99 99]/P 3 0 R/V(new)/AP<</N 25 0 R>>>>";
    let (one, two) = (dated(2), dated(3));
    check_last(
        &[
            &[PART, SAID],
            &[(13, &one)],
            &[(8, filled), (25, appearance)],
            &[(13, &two)],
            &[SAID_OTHERWISE],
        ],
        Modification::Other,
    );
}

#[test]
fn an_appearance_of_a_filled_field_that_an_annotation_shares_is_judged_there_too() {
    let field = |value: &str| {
        format!(
            "<</Type/Annot/Subtype/Widget/FT/Tx/T(Name)/Rect[9 9 99 99]/P 3 0 R/V({value})/AP 31 0 R>>"
        )
    };
    let (old, new) = (field("old"), field("new"));
    let note = "<</Type/Annot/Subtype/Square/Rect[50 50 60 60]/P 3 0 R/AP 31 0 R>>";
    let appearance = PICTURE;
    let (one, two) = (dated(2), dated(3));
    check_last(
        &[
            &[(8, &old), (11, note), (31, "<</N 12 0 R>>")],
            &[(13, &one)],
            &[(13, &two)],
            &[(8, &new), (25, appearance), (31, "<</N 25 0 R>>")],
        ],
        Modification::Annotations,
    );
}

#[test]
fn a_widget_outside_the_tree_below_a_filled_field_is_seen_although_its_page_is_the_same() {
    let widget = "<</Type/Annot/Subtype/Widget/FT/Tx/Parent 15 0 R/Rect[9 9 99 99]/P 3 0 R>>";
    let page = super::page("6 0 R 7 0 R 8 0 R 11 0 R 21 0 R", "");
    let (one, two) = (dated(2), dated(3));
    check_last(
        &[
            &[(3, &page), (21, widget)],
            &[(13, &one)],
            &[(13, &two)],
            &[(17, "<</FT/Tx/T(Part)/Parent 15 0 R/V(y)>>")],
        ],
        Modification::Other,
    );
}

#[test]
fn a_security_store_that_is_the_same_costs_nothing() {
    let stream = "<</Length 3>>stream\n0\x01x\nendstream";
    let mut objects: Vec<(u32, &str)> = (100..1_100).map(|number| (number, stream)).collect();
    let list: String = (100..1_100)
        .map(|number| format!("{number} 0 R "))
        .collect();
    let list = format!("[{list}]");
    let catalog = super::catalog("/DSS 33 0 R");
    objects.extend([
        (1, catalog.as_str()),
        (33, "<</Certs 35 0 R>>"),
        (35, &list),
    ]);
    let mut file = File::signed();
    file.update(&objects);
    for day in 0..100 {
        file.update(&[(13, &dated(1 + day % 9))]);
    }
    let document = Document::open(&file.bytes).unwrap();
    let limits = ChangeLimits {
        visits: 20_000,
        ..ChangeLimits::default()
    };
    let report = History::read(&document, 1, &limits).since(1);
    assert_eq!(report.unanalysable, None);
    assert_eq!(report.level, Modification::LtaUpdates);
}

#[test]
fn little_is_looked_at_once_a_change_is_refused() {
    let wrong = "<</Title(other)/ModDate(D:20260101)/Producer(one)>>";
    let field = |number: u32, side: u32| {
        let field = "<</Type/Annot/Subtype/Widget/FT/Tx/P 3 0 R/V(x)";
        (number, format!("{field}/T(f{number})/Rect[0 0 9 {side}]>>"))
    };
    let fields: Vec<(u32, String)> = (100..5_100).map(|number| field(number, 9)).collect();
    let list: String = (100..5_100)
        .map(|number| format!("{number} 0 R "))
        .collect();
    let form = format!("<</Fields[{list}]>>");
    let mut objects = vec![(5, form.as_str())];
    objects.extend(
        fields
            .iter()
            .map(|(number, value)| (*number, value.as_str())),
    );
    let mut file = File::signed();
    file.update(&objects);
    file.update(&[(13, wrong)]);
    for number in 100..220 {
        let (_, changed) = field(number, 8);
        file.update(&[(number, &changed)]);
    }
    let document = Document::open(&file.bytes).unwrap();
    let history = History::read(&document, 1, &ChangeLimits::default());
    // The change itself is told; what comes long after it is taken for the worst.
    assert_eq!(history.step(2).level, Modification::Other);
    assert_eq!(history.step(3).level, Modification::Other);
    assert_eq!(history.since(1).level, Modification::Unanalysable);
}

#[test]
fn nothing_that_was_found_before_a_revision_that_cannot_be_judged_holds_after_it() {
    let (one, two) = (dated(2), dated(3));
    let mut file = File::signed();
    file.update(&[PART, SAID]);
    file.update(&[(13, &one)]);
    // The value of the field becomes an outline's title, in a table that lists a number twice.
    let row = file.object(19, "<</Title 28 0 R/Parent 16 0 R/Dest[3 0 R/Fit]>>");
    file.table(&[(19, row.clone()), (19, row)], "");
    file.update(&[(13, &two)]);
    file.update(&[SAID_OTHERWISE]);
    check(&file);
}

#[test]
fn a_name_that_two_fields_have_is_remembered() {
    let text = |value: &str| {
        format!("<</Type/Annot/Subtype/Widget/FT/Tx/T(Name)/Rect[9 9 99 99]/P 3 0 R/V({value}>>>>")
    };
    let (old, new) = (text("old)/AP<</N 12 0 R"), text("new)/AP<</N 24 0 R"));
    let (one, two) = (dated(2), dated(3));
    let form = "<</Fields[6 0 R 7 0 R 8 0 R 15 0 R 21 0 R]/SigFlags 3/DR<</Font<</Helv 9 0 R>>>>>>";
    let mut file = File::signed();
    file.update(&[(5, form), (8, &old), (21, &old)]);
    file.update(&[(13, &one)]);
    file.update(&[(13, &two)]);
    file.update(&[(21, &new), (24, PICTURE)]);
    check(&file);
    let document = Document::open(&file.bytes).unwrap();
    let history = History::read(&document, 1, &ChangeLimits::default());
    assert_eq!(history.step(4).level, Modification::Other);
    // Each is a field of its own where names differ.
    let mut file = File::signed();
    let other = old.replace("Name", "Other");
    file.update(&[(5, form), (8, &old), (21, &other)]);
    file.update(&[(13, &one)]);
    file.update(&[(8, &new), (24, PICTURE)]);
    let document = Document::open(&file.bytes).unwrap();
    let history = History::read(&document, 1, &ChangeLimits::default());
    assert_eq!(history.step(3).level, Modification::FormFilling);
}
