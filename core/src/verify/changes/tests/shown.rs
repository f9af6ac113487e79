//! What the new appearance of a filled text field may draw.

use super::filling::{field, filled, stream};
use super::*;
use Modification::{FormFilling, Other};

/// A text field `Name` that is filled with a value, and what its new appearance draws.
pub(super) fn text(more: &str, value: &str, fonts: &str, content: &str) -> ChangeReport {
    let before = field(&format!("/FT/Tx{more}/V(old)/AP<</N 21 0 R>>"));
    let after = field(&format!("/FT/Tx{more}/V{value}/AP<</N 20 0 R>>"));
    let fonts = format!("/Resources<</Font<<{fonts}>>>>");
    // It has a background if the field has one.
    let old = stream("", "1 g 0 0 90 90 re f");
    filled(
        &[(8, &before), (21, &old)],
        &[(8, &after), (20, &stream(&fonts, content))],
    )
}

#[test]
fn lines_are_drawn_for_the_border_that_the_field_has_and_no_wider() {
    let border = "/MK<</BC[0]>>";
    let raised = "/MK<</BC[0]>>/BS<</S/B>>";
    let comb = "/MK<</BC[0]>>/Ff 16777216/MaxLen 9";
    let many = "0 0 m 9 9 l ".repeat(30) + "S (100)Tj";
    let lines = |count: usize, top: u32| {
        let line = |index: usize| format!("{} 0 m {0} {top} l ", index * 10);
        (1..=count).map(line).collect::<String>() + "S (100)Tj"
    };
    for (more, content, level) in [
        (border, "1 w 1 1 88 88 re s (100)Tj", FormFilling),
        ("", "1 w 1 1 88 88 re s (100)Tj", Other),
        (border, "400 w 0 45 m 90 45 l S (100)Tj", Other),
        (
            border,
            "200 0 0 200 0 0 cm 1 w 0 0 m 9 9 l S (100)Tj",
            Other,
        ),
        (border, "/G gs 0 0 m 9 9 l S (100)Tj", Other),
        (border, &many, Other),
        (comb, &lines(8, 90), FormFilling),
        (comb, &lines(8, 40), Other),
        (comb, &lines(10, 90), Other),
        (border, &lines(1, 90), Other),
        (border, "1 1 88 88 re f (100)Tj", Other),
        (raised, "0 0 m 90 0 l 89 1 l 1 1 l f (100)Tj", Other),
        (border, "0 0 m 90 0 l 89 1 l 1 1 l f (100)Tj", Other),
        (border, "1 g 0 0 m 90 0 l 89 1 l 1 1 l f 0 g (100)Tj", Other),
        (border, "0 0 m 90 0 l 90 9 l 0 9 l f (100)Tj", Other),
        ("", "0 0 m 90 0 l 89 1 l 1 1 l f (100)Tj", Other),
        (
            "/MK<</BG[1]>>",
            "1 g 0 0 90 90 re f 0 g (100)Tj",
            FormFilling,
        ),
        ("/MK<</BG[1]>>", "0 g 1 1 88 88 re f (100)Tj", Other),
        ("/MK<</BG[1]>>", "0 g (100)Tj 1 g 1 1 88 88 re f", Other),
    ] {
        let signs = match more == comb {
            true => "(1)Tj 10 0 Td (0)Tj 10 0 Td (0)Tj",
            false => "(100)Tj",
        };
        let signs = format!("BT /F 9 Tf 2.5 30 Td {signs} ET");
        let content = content.replace("(100)Tj", &signs);
        let report = text(more, "(100)", "/F 9 0 R", &content);
        assert_eq!(
            report.level, level,
            "{more} {content}: {:?}",
            report.changes
        );
    }
}

/// Draws something in a field that says `value`, and returns whether it is taken for that value.
pub(super) fn is_taken(more: &str, value: &str, content: &str) -> bool {
    let report = text(more, &format!("({value})"), "/F 9 0 R", content);
    report.level == FormFilling
}

#[test]
fn text_is_seen_as_it_is_written_or_is_not_taken_for_the_value() {
    let at = "BT /F 9 Tf 5 20 Td";
    for (value, content, expected) in [
        ("900", format!("{at} (900) Tj ET"), true),
        ("900", format!("{at} [(9) -50 (00)] TJ ET"), true),
        ("9 0", format!("{at} (9 0) Tj ET"), true),
        ("9 0", format!("{at} [(9) -278 (0)] TJ ET"), false),
        ("900", format!("{at} 0 0 1 rg (900) Tj ET"), true),
        ("900", format!("/DeviceGray cs 0 sc {at} (900) Tj ET"), true),
        ("900", format!("{at} -0.02 Tc (900) Tj ET"), false),
        // Far apart, out of the box, over each other.
        ("900", format!("{at} 100 Tc (900) Tj ET"), false),
        (
            "900",
            format!("{at} [(9) {}(00)] TJ ET", "-200 ".repeat(60)),
            false,
        ),
        ("900", format!("{at} [(9) -9000 (00)] TJ ET"), false),
        (
            "19",
            format!("{at} [(1) {}(9)] TJ ET", "200 ".repeat(6)),
            false,
        ),
        ("19", format!("{at} [(1) 1200 (9)] TJ ET"), false),
        ("900000", format!("{at} 400 Tz (900000) Tj ET"), false),
        (
            "900000",
            "BT /F 30 Tf 5 20 Td (900000) Tj ET".to_owned(),
            false,
        ),
        ("90", "BT /F 9 Tf -8 20 Td (90) Tj ET".to_owned(), false),
        ("900", "BT /F 9 Tf 5 86 Td (900) Tj ET".to_owned(), false),
        (
            "900",
            format!("q 0 23 90 .1 re W n {at} (900) Tj ET Q"),
            false,
        ),
        // White on white, in whatever words.
        ("900", format!("{at} 5 g (900) Tj ET"), false),
        ("900", format!("{at} 0 0 0 -3 k (900) Tj ET"), false),
        ("900", format!("{at} 1 1 9 rg (900) Tj ET"), false),
        ("900", format!("{at} 1 1 .79 rg (900) Tj ET"), false),
        ("900", format!("{at} (9) Tj .5 g (00) Tj ET"), false),
        // Too small beside the rest.
        ("900", format!("{at} (9) Tj /F 2 Tf (00) Tj ET"), false),
        // White space that is not there.
        ("10000", format!("{at} (1) Tj 20 0 Td (0000) Tj ET"), false),
        (
            "10 0000",
            format!("{at} (100) Tj 0 -10 Td (000) Tj ET"),
            false,
        ),
        (
            "one two",
            format!("{at} (one) Tj 0 -10 Td (two) Tj ET"),
            false,
        ),
        (
            "one two",
            format!("{at} (one) Tj 0 -3 Td (two) Tj ET"),
            false,
        ),
    ] {
        assert_eq!(
            is_taken("", value, &content),
            expected,
            "{value}: {content}"
        );
    }
}

#[test]
fn an_appearance_is_as_large_as_its_field() {
    let content = "BT /F 9 Tf 5 20 Td (900) Tj ET";
    for (bounds, is_taken) in [
        ("0 0 90 90", true),
        ("90 90 0 0", true),
        ("0 0 88 88", true),
        ("0 0 900 900", false),
        ("0 0 90 30", false),
    ] {
        let before = field("/FT/Tx/V(old)/AP<</N 12 0 R>>");
        let after = field("/FT/Tx/V(900)/AP<</N 20 0 R>>");
        let shown = stream("/Resources<</Font<</F 9 0 R>>>>", content);
        let shown = shown.replace("0 0 90 90", bounds);
        let report = filled(&[(8, &before)], &[(8, &after), (20, &shown)]);
        assert_eq!(report.level == FormFilling, is_taken, "{bounds}");
    }
}

#[test]
fn a_background_is_whole_and_a_border_at_the_edge() {
    let both = "/MK<</BG[1]/BC[0]>>";
    let thick = "/MK<</BC[0]>>/BS<</W 5/S/B>>";
    for (more, content, expected) in [
        (both, "1 g 0 0 90 90 re f 0 g", true),
        // As the signed appearance did.
        ("", "1 g 0 0 90 90 re f 0 g", true),
        ("", "1 g 1 1 88 88 re f 0 g", false),
        ("", "0 g 0 0 90 90 re f 1 g", false),
        // Neither in another colour than the field has, which would cover what was signed.
        (both, "0 g 0 0 90 90 re f 1 g", false),
        (both, "1 g 0 0 90 3 re f 0 g", false),
        (both, "0 g 0 0 90 1 re f", true),
        (both, "0 g 0 0 90 3 re f", false),
        (both, "1 G .5 .5 89 89 re s", false),
        (both, "0 g 0 0 90 90 re f", false),
        // Behind some of the digits only.
        (both, "0 g 5 15 5 20 re f 1 g", false),
        (both, "q 5 15 5 20 re W n 0 g 0 0 90 90 re f Q 1 g", false),
        // A frame of two rectangles, or of lines.
        (both, "0 g 0 0 90 90 re 1 1 88 88 re f* 0 g", true),
        (both, "0 g 0 0 90 90 re 20 20 9 9 re f* 0 g", false),
        (both, "0 g 0 0 90 90 re 1 1 88 88 re f", false),
        (both, "0 G .5 .5 89 89 re s", true),
        (both, "2 w 20 20 m 5 20 l 5 40 l 20 40 l 20 10 l S", false),
        (both, "1 g 5 30 3 12 re 5 40 16 3 re 5 30 16 3 re f", false),
        // All sides lie at the edge, and yet it covers the middle.
        (both, "0 g 0 0 m 90 0 l 90 90 l 1 89 l f", false),
        (
            thick,
            "1 g 0 0 90 90 re f 0 1 1 rg 5 85 m 85 85 l 90 90 l 0 90 l 5 85 l f 0 g",
            true,
        ),
        (
            both,
            "0 1 1 rg 9 75 m 75 75 l 90 90 l 0 90 l 9 75 l f 0 g",
            false,
        ),
    ] {
        let content = format!("{content} BT /F 9 Tf 12 20 Td (900) Tj ET");
        assert_eq!(
            is_taken(more, "900", &content),
            expected,
            "{more}: {content}"
        );
    }
}

#[test]
fn rich_text_that_some_readers_show_instead_does_not_stand_beside_a_value() {
    let rich = "/Ff 33554432";
    let shown = "BT /F 9 Tf 5 20 Td (900) Tj ET";
    for (flags, text_of, expected) in [
        (rich, "<body><p>900</p></body>", false),
        (rich, "<body><p>111</p></body>", false),
        (rich, "9&#48;0", false),
        ("", "<body><p>900</p></body>", false),
    ] {
        let report = text(flags, &format!("(900)/RV({text_of})"), "/F 9 0 R", shown);
        assert_eq!(report.level == FormFilling, expected, "{flags} {text_of}");
    }
}
