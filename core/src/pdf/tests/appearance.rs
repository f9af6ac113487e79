use super::super::*;
use super::build::{Build, CATALOG, PAGE};
use super::signing::{request, sign};

fn picture(page: usize, bounding_box: [f64; 4]) -> Appearance<'static> {
    Appearance {
        page,
        rectangle: [10.0, 20.0, 20.0, 70.0],
        content: b"0 0 100 50 re f",
        bounding_box,
        resources: None,
        points: None,
    }
}

fn three_pages() -> Vec<u8> {
    Build::new()
        .object(1, CATALOG)
        .object(
            2,
            "<</Type/Pages/Kids[3 0 R 4 0 R 5 0 R]/Count 3/MediaBox[0 0 200 300]>>",
        )
        .object(3, PAGE)
        .object(4, "<</Type/Page/Parent 2 0 R/Rotate 90/Annots[]>>")
        .object(
            5,
            "<</Type/Page/Parent 2 0 R/CropBox[50 60 150 160]/UserUnit 2>>",
        )
        .table("/Root 1 0 R/Size 6")
        .bytes
}

#[test]
fn one_signature_shows_at_several_places_each_with_a_field_of_its_own() {
    let mut request = request("Straddle");
    request.appearance = Some(picture(0, [0.0, 0.0, 10.0, 50.0]));
    request.elsewhere = vec![
        picture(1, [10.0, 0.0, 20.0, 50.0]),
        picture(2, [20.0, 0.0, 30.0, 50.0]),
        picture(2, [30.0, 0.0, 40.0, 50.0]),
    ];
    let file = sign(&three_pages(), &request).unwrap();
    // What the places share is written once.
    let whole = b"0 0 100 50 re f";
    assert_eq!(file.windows(whole.len()).filter(|w| w == whole).count(), 1);
    let document = Document::open(&file).unwrap();
    let found = document.latest().signatures().unwrap().found;
    assert_eq!(found.len(), 1);
    assert!(found[0].places_covered);
    let places: Vec<_> = found[0]
        .places
        .iter()
        .map(|place| {
            let widget = &place.widgets[0];
            (
                place.name.as_str(),
                widget.page.unwrap(),
                widget.rectangle.unwrap(),
            )
        })
        .collect();
    assert_eq!(
        places,
        [
            ("Straddle", 0, [10.0, 20.0, 20.0, 70.0]),
            ("Straddle-2", 1, [130.0, 10.0, 180.0, 20.0]),
            ("Straddle-3", 2, [60.0, 80.0, 70.0, 130.0]),
            ("Straddle-4", 2, [60.0, 80.0, 70.0, 130.0]),
        ]
    );
}

fn with_visible_field(page: &str, more: &str) -> Vec<u8> {
    let field = format!("<</FT/Sig/T(Seal)/Type/Annot/Subtype/Widget/Rect[100 100 20 40]{more}>>");
    Build::new()
        .object(
            1,
            "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]>>>>",
        )
        .object(
            2,
            "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 200 300]>>",
        )
        .object(
            3,
            &format!("<</Type/Page/Parent 2 0 R/Annots[4 0 R]{page}>>"),
        )
        .object(4, &field)
        .table("/Root 1 0 R/Size 5")
        .bytes
}

#[test]
fn a_picture_in_an_empty_field_stands_upright_and_keeps_its_aspect() {
    let check = |page: &str, field: &str, expected: &str| {
        let mut request = request("Seal");
        request.appearance = Some(Appearance {
            bounding_box: [0.0, 0.0, 120.0, 120.0],
            ..picture(0, [0.0; 4])
        });
        let file = sign(&with_visible_field(page, field), &request).unwrap();
        let text = String::from_utf8_lossy(&file);
        assert!(text.contains(expected), "{page} {field}: {text}");
    };
    // 80 units wide and 60 high: 120 units are halved.
    check("", "", "/BBox[-20 0 140 120]/Resources");
    check(
        "/Rotate 180",
        "",
        "/BBox[-20 0 140 120]/Matrix[-1 0 0 -1 0 0]",
    );
    // Turned, it is 60 wide and 80 high.
    check(
        "/Rotate 90",
        "",
        "/BBox[0 -20 120 140]/Matrix[0 1 -1 0 0 0]",
    );
    check(
        "/Rotate 270",
        "",
        "/BBox[0 -20 120 140]/Matrix[0 -1 1 0 0 0]",
    );
    check(
        "",
        "/MK<</R 90>>",
        "/BBox[0 -20 120 140]/Matrix[0 1 -1 0 0 0]",
    );
}

#[test]
fn what_a_field_has_already_cannot_be_chosen() {
    let mut elsewhere = request("Seal");
    elsewhere.appearance = Some(picture(0, [0.0, 0.0, 1.0, 1.0]));
    elsewhere.elsewhere = vec![picture(0, [0.0, 0.0, 1.0, 1.0])];
    let file = with_visible_field("", "");
    assert_eq!(sign(&file, &elsewhere), Err(AppendError::FieldHasPlace));
    let mut locking = request("Seal");
    locking.lock = Some(FieldLock {
        action: LockAction::All,
        fields: Vec::new(),
        permission: None,
    });
    sign(&file, &locking).unwrap();
    let file = with_visible_field("", "/Lock<</Action/All>>");
    assert_eq!(sign(&file, &locking), Err(AppendError::FieldHasLock));
}
