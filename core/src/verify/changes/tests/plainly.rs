//! A filled field shows its own value in plain signs and fonts, upright, over what was painted before.

use super::filling::{denied, field, filled, stream};
use super::shown::{is_taken, text};
use super::*;
use Modification::{FormFilling, Other};

const SHOWS: ChangeKind = ChangeKind::FieldShowsOtherwise;

/// A widget of the field above it, which has the name.
fn kid(more: &str) -> String {
    format!("<</Type/Annot/Subtype/Widget/Rect[9 9 99 99]/P 3 0 R/Parent 15 0 R{more}>>")
}

/// A group of widgets below one field.
fn group(more: &str) -> String {
    format!("<</T(Group){more}/Kids[17 0 R]>>")
}

#[test]
fn a_mere_widget_gets_no_value_of_its_own() {
    let annotations = page(&format!("{ANNOTATIONS} 17 0 R"), "");
    let shown = stream(
        "/Resources<</Font<</F 9 0 R>>>>",
        "BT /F 9 Tf 5 20 Td (900) Tj ET",
    );
    for value in ["/V(900)", "/V null", "/V 99 0 R"] {
        let parent = group("/FT/Tx/V(100)");
        let base = [
            (3, &*annotations),
            (15, &*parent),
            (17, &*kid("/AP<</N 12 0 R>>")),
        ];
        let after = kid(&format!("{value}/AP<</N 20 0 R>>"));
        let update = [(17, &*after), (20, &*shown)];
        denied(&base, &update, ChangeKind::FieldEntry);
        // Nor does it hide that the field was filled.
        let stale = kid(&format!("{value}/AP<</N 12 0 R>>"));
        let update = [(15, &*group("/FT/Tx/V(900)")), (17, &*stale)];
        denied(&base, &update, ChangeKind::FieldEntry);
        // One that it had when it was signed is not filled by that of the field.
        let had = kid("/V(100)/AP<</N 12 0 R>>");
        let has = kid("/V(100)/AP<</N 20 0 R>>");
        let base = [(3, &*annotations), (15, &*parent), (17, &*had)];
        let update = [(15, &*group("/FT/Tx/V(900)")), (17, &*has), (20, &*shown)];
        denied(&base, &update, SHOWS);
    }
}

#[test]
fn a_radio_button_gets_no_value_of_its_own() {
    let annotations = page(&format!("{ANNOTATIONS} 17 0 R"), "");
    let radio = |value: &str| group(&format!("/FT/Btn/Ff 32768/V/{value}"));
    let states = "/AP<</N<</B 12 0 R/Off 14 0 R>>>>";
    let base = [
        (3, &*annotations),
        (15, &*radio("A")),
        (17, &*kid(&format!("/AS/Off{states}"))),
    ];
    let chosen = kid(&format!("/V/B/AS/B{states}"));
    denied(&base, &[(17, &chosen)], ChangeKind::FieldEntry);
    let null = kid(&format!("/V null/AS/Off{states}"));
    let update = [(15, &*radio("B")), (17, &*null)];
    denied(&base, &update, ChangeKind::FieldEntry);
}

#[test]
fn a_value_that_leads_nowhere_fills_nothing() {
    let before = field("/FT/Tx/AP<</N 12 0 R>>");
    for value in ["/V null", "/V 99 0 R"] {
        let after = field(&format!("/FT/Tx{value}/AP<</N 12 0 R>>"));
        denied(&[(8, &before)], &[(8, &after)], ChangeKind::FieldEntry);
    }
}

#[test]
fn the_font_is_found_on_a_way_of_dictionaries_or_not_at_all() {
    let content = "BT /Helv 9 Tf 5 20 Td (100) Tj ET";
    let before = field("/FT/Tx/V(old)/AP<</N 12 0 R>>");
    let after = field("/FT/Tx/V(100)/AP<</N 20 0 R>>");
    let hidden = "<</Helv 9 0 R/Length 0>>stream\n\nendstream";
    let named = "<</Helv 9 0 R>>";
    let font = "<</Font 30 0 R/Length 0>>stream\n\nendstream";
    for (resources, of_30, level) in [
        ("/Resources<</Font 30 0 R>>", named, FormFilling),
        ("/Resources<</Font 30 0 R>>", hidden, Other),
        ("/Resources 30 0 R", font, Other),
        ("/Resources<</Font null>>", named, Other),
        ("/Resources<</Font[30 0 R]>>", named, Other),
        // The form of the document has a font of that name.
        ("/Resources<<>>", named, Other),
        ("", named, Other),
    ] {
        let update = [
            (8, &*after),
            (20, &*stream(resources, content)),
            (30, of_30),
        ];
        let report = filled(&[(8, &before)], &update);
        let is_filling = report.level == FormFilling;
        assert_eq!(is_filling, level == FormFilling, "{resources}");
    }
}

#[test]
fn a_font_is_a_standard_one_that_says_its_name_and_encoding_only() {
    let font = |more: &str| format!("<</Type/Font/Subtype/Type1/BaseFont/Helvetica{more}>>");
    for (font, level) in [
        (font(""), FormFilling),
        (font("/Name/F"), FormFilling),
        (font("/Name/Helv"), Other),
        (font("/Name(F)"), Other),
        (font("/Encoding/WinAnsiEncoding"), FormFilling),
        (font("/Encoding/StandardEncoding"), FormFilling),
        (font("/Encoding/MacRomanEncoding"), FormFilling),
        (font("/Encoding/MacExpertEncoding"), Other),
        (font("/Encoding<</Differences[49/nine]>>"), Other),
        (font("/Encoding<</Differences[128/Euro]>>"), Other),
        (font("/Encoding null"), Other),
        (font("/FontDescriptor<</FontName/ZapfDingbats>>"), Other),
        (font("/FontDescriptor 12 0 R"), Other),
        (font("/FirstChar 48/LastChar 48/Widths[556]"), Other),
        (font("/ToUnicode 12 0 R"), Other),
        (font("").replace("Type1", "TrueType"), Other),
        (font("").replace("/Type/Font", ""), Other),
        (font("").replace("Helvetica", "Times-Roman"), FormFilling),
        (font("").replace("Helvetica", "Courier"), FormFilling),
        (font("").replace("Helvetica", "Symbol"), Other),
        (font("").replace("Helvetica", "ABCDEF+Helvetica"), Other),
        (
            "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H\
             /DescendantFonts[<</CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)>>>>]>>"
                .to_owned(),
            Other,
        ),
    ] {
        assert_eq!(with_font("/F 30 0 R", "F", &font).level, level, "{font}");
    }
}

/// Fills a field with what is shown in a font of that name, object 30 or one that the `fonts` bring.
fn with_font(fonts: &str, name: &str, font: &str) -> ChangeReport {
    let before = field("/FT/Tx/V(old)/AP<</N 12 0 R>>");
    let after = field("/FT/Tx/V(100)/AP<</N 20 0 R>>");
    let content = format!("BT /{name} 9 Tf 5 20 Td (100) Tj ET");
    let shown = stream(&format!("/Resources<</Font<<{fonts}>>>>"), &content);
    let update = [(8, &*after), (20, &*shown), (30, font)];
    filled(&[(8, &before)], &update)
}

#[test]
fn a_font_of_an_appearance_is_an_object_of_its_own() {
    // What stands in the resources themselves some readers know by a hash of it.
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";
    assert_eq!(with_font("/F 30 0 R", "F", font).level, FormFilling);
    assert_eq!(with_font(&format!("/F{font}"), "F", "null").level, Other);
}

#[test]
fn names_of_fonts_in_an_appearance_are_printable_ascii() {
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";
    let long = "F".repeat(128);
    for (name, other, expected) in [
        ("He-lv", "He-lv2", FormFilling),
        // Some readers cut both of these to one name.
        ("He-lv", "He-lv#80", Other),
        ("He-lv", "He-lv#ff", Other),
        ("He-lv", "He-lv#20", Other),
        ("He-lv", "He-lv\u{80}", Other),
        ("He-lv", &long, Other),
        (&long[1..], "He-lv", FormFilling),
        (&long, "He-lv", Other),
    ] {
        let fonts = format!("/{name} 30 0 R/{other} 9 0 R");
        let report = with_font(&fonts, name, font);
        let is_filling = report.level == FormFilling;
        assert_eq!(is_filling, expected == FormFilling, "{fonts}");
    }
}

#[test]
fn a_value_that_is_shown_is_plain_ascii() {
    let courier = "/F<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/MacRomanEncoding>>";
    for (value, shown) in [
        ("<FEFF22600039003000300020>", "\\255900 "),
        ("(\\351)", "\\351"),
        ("(9  00)", "9  00"),
        ("( 900)", " 900"),
        ("(900 )", "900 "),
        ("(9\\n00)", "9 00"),
    ] {
        let content = format!("BT /F 9 Tf 5 20 Td ({shown}) Tj ET");
        let report = text("", value, courier, &content);
        assert_eq!(report.level, Other, "{value}");
    }
}

#[test]
fn a_script_is_no_reason_to_show_another_text() {
    let script = "/AA<</F<</S/JavaScript/JS(x)>>>>";
    for (value, shown, expected) in [
        ("0900", "0.900", false),
        ("9000", "9.000", false),
        ("1000", "1,000.00", false),
        ("1000", "1000", true),
    ] {
        let content = format!("BT /F 9 Tf 5 20 Td ({shown}) Tj ET");
        assert_eq!(is_taken(script, value, &content), expected, "{shown}");
    }
}

#[test]
fn a_space_is_a_sign_and_no_gap() {
    for (value, content, expected) in [
        ("10 0", "(10 0) Tj", true),
        ("10 0", "(10) Tj 36.5 0 Td (0) Tj", false),
        ("10 0", "(10) Tj 20 0 Td (0) Tj", false),
        ("100", "(10) Tj (0) Tj", false),
        ("100", "[(1) 20 (0) -20 (0)] TJ", true),
        ("100", "[(1) 50 (0) -50 (0)] TJ", false),
        ("10 0", "(10) Tj 0 -10 Td (0) Tj", false),
    ] {
        let content = format!("BT /F 9 Tf 5 40 Td {content} ET");
        assert_eq!(is_taken("", value, &content), expected, "{content}");
    }
}

#[test]
fn a_comb_begins_in_its_first_cell_and_has_no_blanks() {
    let comb = "/Ff 16777216/MaxLen 9";
    for (value, content, expected) in [
        ("12", "2.5 20 Td (1) Tj 10 0 Td (2) Tj", true),
        ("12", "12.5 20 Td (1) Tj 10 0 Td (2) Tj", false),
        ("12", "72.5 20 Td (1) Tj 10 0 Td (2) Tj", false),
        ("1 2", "2.5 20 Td (1 ) Tj 10 0 Td (2) Tj", false),
        (
            "1 2",
            "2.5 20 Td (1) Tj 10 0 Td ( ) Tj 10 0 Td (2) Tj",
            false,
        ),
        ("1 2", "2.5 20 Td (1) Tj 20 0 Td (2) Tj", false),
    ] {
        let content = format!("BT /F 9 Tf {content} ET");
        assert_eq!(is_taken(comb, value, &content), expected, "{content}");
    }
}

#[test]
fn a_text_field_without_an_appearance_is_not_filled() {
    let before = field("/FT/Tx/V(old)");
    for value in ["(900)", "(9\\n00)", "<FFFE39003000>", "()"] {
        let after = field(&format!("/FT/Tx/V{value}"));
        denied(&[(8, &before)], &[(8, &after)], SHOWS);
    }
}

#[test]
fn a_list_box_is_not_filled_whatever_its_appearance() {
    let list = |more: &str| field(&format!("/FT/Ch/Opt[(one)(two)]{more}"));
    let before = list("/V(two)");
    for appearance in [
        "",
        "/AP<</N<</Off 20 0 R>>>>",
        "/AP<</N<</one 20 0 R/Off 20 0 R>>>>",
        "/AP<</D 20 0 R>>",
    ] {
        let after = list(&format!("/V(one){appearance}"));
        denied(&[(8, &before)], &[(8, &after), (20, PICTURE)], SHOWS);
    }
}

#[test]
fn a_border_is_no_deeper_than_it_says_and_a_bevel_lies_on_a_background() {
    let at = "0 g BT /F 9 Tf 12 20 Td (900) Tj ET";
    let raised = "/MK<</BC[0]>>/BS<</W 3/S/B>>";
    let signed = "1 g 0 0 90 90 re f";
    for (content, expected) in [
        ("1 g 0 0 m 90 0 l 82 8 l 8 8 l f".to_owned(), false),
        ("0 g 0 0 90 8 re f".to_owned(), false),
        ("1 g 6 84 m 84 84 l 87 87 l 3 87 l f".to_owned(), false),
        (format!("{signed} 6 84 m 84 84 l 87 87 l 3 87 l f"), true),
        (format!("{signed} 0 g 0 0 90 3 re f"), true),
        (format!("{signed} 0 g 0 0 90 4 re f"), false),
    ] {
        let content = format!("{content} {at}");
        assert_eq!(is_taken(raised, "900", &content), expected, "{content}");
    }
}

#[test]
fn a_background_is_painted_as_the_signed_appearance_painted_it() {
    let looks = "/FT/Tx/MK<</BG[1]>>";
    let all = "1 g 0 0 90 90 re f";
    let new = format!("{all} 0 g BT /F 9 Tf 5 20 Td (900) Tj ET");
    let new = stream("/Resources<</Font<</F 9 0 R>>>>", &new);
    for (old, more, expected) in [
        (all, "", true),
        ("1 g 0 0 90 1 re f", "", false),
        ("0 0 0 0 re f", "", false),
        ("1 g 0 0 90 90 re n", "", false),
        ("0 g 0 0 90 90 re f", "", false),
        ("1 g 1 1 88 88 re f", "", false),
        // White was another colour.
        (
            all,
            "/Resources<</ColorSpace<</DefaultGray 12 0 R>>>>",
            false,
        ),
        (all, "/Matrix[1 0 0 1 50 0]", false),
        (all, "/OC 12 0 R", false),
    ] {
        let before = field(&format!("{looks}/V(old)/AP<</N 21 0 R>>"));
        let after = field(&format!("{looks}/V(900)/AP<</N 20 0 R>>"));
        let base = [(8, before.as_str()), (21, &stream(more, old))];
        let report = filled(&base, &[(8, &after), (20, &new)]);
        assert_eq!(report.level == FormFilling, expected, "{old} {more}");
    }
    // There was none.
    let before = field(&format!("{looks}/V(old)"));
    let after = field(&format!("{looks}/V(900)/AP<</N 20 0 R>>"));
    denied(&[(8, &before)], &[(8, &after), (20, &new)], SHOWS);
}

#[test]
fn text_stands_upright_on_its_page() {
    for (turned, looks, matrix, expected) in [
        ("", "", "", true),
        ("/Rotate 360", "", "", true),
        ("/Rotate 180", "", "", false),
        ("/Rotate 90", "", "", false),
        ("/Rotate 90", "/MK<</R 90>>", "/Matrix[0 1 -1 0 90 0]", true),
        (
            "/Rotate 180",
            "/MK<</R 180>>",
            "/Matrix[-1 0 0 -1 90 90]",
            false,
        ),
        ("", "/MK<</R 90>>", "/Matrix[0 1 -1 0 90 0]", false),
        ("/Rotate/90", "", "", false),
    ] {
        let before = field(&format!("/FT/Tx{looks}/V(old)/AP<</N 12 0 R>>"));
        let after = field(&format!("/FT/Tx{looks}/V(66)/AP<</N 20 0 R>>"));
        let new = stream(
            &format!("{matrix}/Resources<</Font<</F 9 0 R>>>>"),
            "BT /F 9 Tf 5 20 Td (66) Tj ET",
        );
        let page = page(ANNOTATIONS, turned);
        let report = filled(&[(3, &*page), (8, &*before)], &[(8, &*after), (20, &*new)]);
        assert_eq!(report.level == FormFilling, expected, "{turned} {looks}");
    }
}

#[test]
fn a_long_value_is_refused_before_it_is_compared() {
    let long = format!("({})", "9".repeat(1001));
    let content = "BT /F 9 Tf 5 20 Td (900) Tj ET";
    assert_eq!(text("", &long, "/F 9 0 R", content).level, Other);
}

#[test]
fn a_comb_of_many_widgets_is_filled_in_time() {
    let kids: Vec<u32> = (100..4100).collect();
    let list: String = kids.iter().map(|kid| format!("{kid} 0 R ")).collect();
    let comb =
        |value: &str| format!("<</T(Group)/FT/Tx/Ff 16777216/MaxLen 10/V({value})/Kids[{list}]>>");
    let (before, after, kid) = (comb(""), comb("1"), kid(""));
    let mut base = vec![(15, before.as_str())];
    base.extend(kids.iter().map(|number| (*number, kid.as_str())));
    let report = filled(&base, &[(15, &after)]);
    assert_eq!(report.unanalysable, None);
    assert_eq!(report.level, Other);
}
