use super::*;
use crate::pdf::Document;
use std::fmt::Write as _;

/// A page with these contents and resources, and more objects from number 5 on.
fn read(contents: &str, resources: &str, more: &[&str]) -> PageText {
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<{resources}>>>>"
        ),
        stream("", contents),
    ];
    objects.extend(more.iter().map(|object| (*object).to_owned()));
    let mut file = "%PDF-1.7\n".to_owned();
    let mut table = String::from("0000000000 65535 f \n");
    for (number, object) in (1..).zip(&objects) {
        writeln!(table, "{:010} 00000 n ", file.len()).unwrap();
        write!(file, "{number} 0 obj\n{object}\nendobj\n").unwrap();
    }
    let (start, size) = (file.len(), objects.len() + 1);
    write!(
        file,
        "xref\n0 {size}\n{table}trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
    )
    .unwrap();
    let document = Document::open(file.as_bytes()).unwrap();
    let view = document.latest();
    PageText::of(&view, &view.page(0).unwrap()).unwrap()
}

fn stream(entries: &str, data: &str) -> String {
    format!(
        "<<{entries}/Length {}>>stream\n{data}\nendstream",
        data.len()
    )
}

const FONT: &str = "/Font<</F1 5 0 R>>";
/// 500 thousandths a letter.
const SIMPLE: &str = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";

fn near(found: [f64; 4], wanted: [f64; 4]) {
    for (one, other) in found.iter().zip(wanted) {
        assert!((one - other).abs() < 0.01, "{found:?} {wanted:?}");
    }
}

#[test]
fn a_word_is_found_where_it_is_painted() {
    let text = read(
        "BT /F1 10 Tf 100 200 Td (Sign he) Tj (re) Tj ET",
        FONT,
        &[SIMPLE],
    );
    assert_eq!(text.characters(), "Signhere");
    let found = text.find("here");
    assert_eq!(found.len(), 1);
    // Five glyphs of 5 units come before it.
    near(found[0], [125.0, 198.8, 145.0, 208.8]);
    assert_eq!(text.find("sign").len(), 0);
    assert_eq!(text.find("").len(), 0);
}

#[test]
fn matrices_spacing_and_forms_are_followed() {
    let form = stream(
        "/Type/XObject/Subtype/Form/BBox[0 0 100 100]/Matrix[1 0 0 1 7 0]",
        "BT /F1 10 Tf 1 0 0 1 0 0 Tm [(a) -1000 (b)] TJ ET",
    );
    let resources = "/Font<</F1 5 0 R>>/XObject<</X 6 0 R>>";
    let contents = "q 2 0 0 2 10 20 cm /X Do Q BT /F1 10 Tf 3 Tc 50 Tz 12 TL 300 300 Td (cd) ' ET";
    let text = read(contents, resources, &[SIMPLE, &form]);
    // 7 to the right in the form, doubled and moved; then a glyph of 5 and a gap of 10.
    near(text.find("a")[0], [24.0, 17.6, 34.0, 37.6]);
    near(text.find("b")[0], [54.0, 17.6, 64.0, 37.6]);
    near(text.find("c")[0], [300.0, 286.8, 302.5, 296.8]);
    near(text.find("d")[0], [304.0, 286.8, 306.5, 296.8]);
}

#[test]
fn codes_become_text_by_the_map_of_their_font() {
    let map = stream(
        "",
        "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange \
         2 beginbfchar <0001> <76D6> <0002> <7AE0> endbfchar 1 beginbfrange <0010> <0011> <5904> endbfrange \
         1 beginbfrange <0020> <0021> [<516C> <53F8>] endbfrange endcmap end",
    );
    let font = "<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[7 0 R]/ToUnicode 6 0 R>>";
    let below = "<</Type/Font/Subtype/CIDFontType2/BaseFont/A/DW 1000/W[1[900 800]]>>";
    let text = read(
        "BT /F1 10 Tf 0 0 Td <0001 0002 0010 0020 0021 0099> Tj ET",
        FONT,
        &[font, &map, below],
    );
    assert_eq!(text.characters(), "盖章处公司\u{fffd}");
    near(text.find("章 处")[0], [9.0, -1.2, 27.0, 8.8]);
    let named =
        "<</Type/Font/Subtype/Type1/BaseFont/A/Encoding<</Differences[65/uni76D6/B/seven]>>>>";
    let text = read("BT /F1 10 Tf (ABC) Tj ET", FONT, &[named]);
    assert_eq!(text.characters(), "盖B7");
}

#[test]
fn a_word_over_two_lines_is_no_place() {
    let contents = "BT /F1 10 Tf 100 200 Td (Sign) Tj -60 -14 Td (here) Tj ET";
    let text = read(contents, FONT, &[SIMPLE]);
    assert_eq!(text.characters(), "Signhere");
    assert_eq!(text.find("Signhere").len(), 0);
    assert_eq!(text.find("here").len(), 1);
}

#[test]
fn what_cannot_be_read_is_told_and_forms_that_use_themselves_end() {
    let form = stream(
        "/Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<</XObject<</X 6 0 R>>>>",
        "/X Do /X Do /X Do",
    );
    let text = read("/X Do", "/XObject<</X 6 0 R>>", &[SIMPLE, &form]);
    assert_eq!(text.characters(), "");
    let strange = stream(
        "/Type/XObject/Subtype/Form/BBox[0 0 1 1]/Filter/LZWDecode",
        "x",
    );
    let text = read("/X Do", "/XObject<</X 6 0 R>>", &[SIMPLE, &strange]);
    assert!(text.is_partial);
    let text = read(
        "BI /W 1 /H 1 ID EI( EI BT /F1 1 Tf (x) Tj ) > ] ET",
        FONT,
        &[SIMPLE],
    );
    assert_eq!(text.characters(), "x");
}

proptest::proptest! {
    #[test]
    fn arbitrary_contents_end(contents in "[ -~]{0,200}") {
        let _ = read(&contents, FONT, &[SIMPLE]);
    }
}

/// Work that grows with the square of the contents would not end while anybody waits.
#[test]
fn contents_made_to_take_long_end() {
    let strings = "(".repeat(400_000);
    assert!(read(&strings, FONT, &[SIMPLE]).is_partial);
    // Each range is as long as there are codes, fifty thousand times.
    let ranges = "<0000> <ffff> <4e00> ".repeat(100) + "endbfrange ";
    let map = stream("", &ranges.repeat(500));
    let font = "<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/ToUnicode 6 0 R>>";
    read("BT /F1 9 Tf <0001> Tj ET", FONT, &[font, &map]);
    // A font that is written into the resources, and a form that uses it again and again.
    let long = stream("", &"<0001> <4e00> ".repeat(20_000));
    let uses = "/F1 9 Tf ".repeat(50_000);
    read(&uses, &format!("/Font<</F1 {font}>>"), &[SIMPLE, &long]);
    let widths = "1 65535 9 ".repeat(20_000);
    let below = format!("<</Type/Font/Subtype/CIDFontType2/W[{widths}]>>");
    let wide = "<</Type/Font/Subtype/Type0/BaseFont/A/DescendantFonts[6 0 R]>>";
    read("BT /F1 9 Tf <0001> Tj ET", FONT, &[wide, &below]);
}
