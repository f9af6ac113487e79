//! What all readers show alike in a filled text field, and what some show otherwise.

use super::filling::{field, filled};
use super::shown::{is_taken, text};
use super::*;
use Modification::{FormFilling, Other};

#[test]
fn nothing_of_a_value_is_cut_off_covered_or_drawn_by_something_else() {
    let bordered = "/MK<</BC[0]>>";
    let thick = "/MK<</BC[0]>>/BS<</W 5>>";
    let comb = "/MK<</BC[0]>>/Ff 16777216/MaxLen 9";
    let at = "BT /F 9 Tf 5 20 Td";
    let dashes = "[1 1] 0 d 1 w ".to_owned() + &"1 1 88 88 re S ".repeat(3);
    for (more, value, content, expected) in [
        // Cut off: by two boxes without a common part, by an even-odd one, at the end, below, above.
        (
            "",
            "900",
            format!("q 5 9 5 40 re W n 10 9 5 40 re W n {at} (900) Tj ET Q"),
            false,
        ),
        (
            "",
            "900",
            format!("5 9 60 40 re 10 9 50 40 re W* n {at} (900) Tj ET"),
            false,
        ),
        (
            "",
            "900",
            format!("5 9 13 40 re W n {at} (900) Tj ET"),
            false,
        ),
        (
            "",
            "900",
            format!("5 9 15.5 40 re W n {at} (900) Tj ET"),
            true,
        ),
        (
            "",
            "9,00",
            format!("5 20 60 20 re W n {at} (9,00) Tj ET"),
            false,
        ),
        (
            "",
            "700",
            format!("5 9 60 16 re W n {at} (700) Tj ET"),
            false,
        ),
        ("", "900", format!("5 9 0 0 re W n {at} (900) Tj ET"), false),
        // A path that is left is forgotten by some.
        (
            "",
            "900",
            format!("q 0 0 90 90 re Q 5 9 60 40 re W n {at} (900) Tj ET"),
            true,
        ),
        (
            "",
            "900",
            format!("q 5 9 60 40 re Q 0 0 90 90 re W n {at} (900) Tj ET"),
            true,
        ),
        (
            "",
            "900",
            format!("q 0 0 90 90 re Q 65 9 -60 40 re W n {at} (900) Tj ET"),
            false,
        ),
        // Drawn by a border: points, dashes, many strips.
        (
            bordered,
            "5",
            format!("1 J 2 w 40 40 m 40 40 l S {at} (5) Tj ET"),
            false,
        ),
        (bordered, "900", format!("{dashes} {at} (900) Tj ET"), false),
        (
            thick,
            "900",
            format!("{}{at} (900) Tj ET", "0 0 90 3 re f ".repeat(7)),
            false,
        ),
        (
            comb,
            "1",
            "9 w 10 0 m 10 90 l S BT /F 9 Tf 2.5 20 Td (1) Tj ET".to_owned(),
            false,
        ),
        (
            comb,
            "1",
            "1 w 10 0 m 10 90 l s BT /F 9 Tf 2.5 20 Td (1) Tj ET".to_owned(),
            true,
        ),
        (
            comb,
            "1",
            "1 w 13 0 m 13 90 l s BT /F 9 Tf 2.5 20 Td (1) Tj ET".to_owned(),
            false,
        ),
        (
            comb,
            "12",
            "BT /F 9 Tf 2.5 20 Td (1) Tj 10 0 Td (2) Tj ET".to_owned(),
            true,
        ),
        (
            comb,
            "12",
            "BT /F 9 Tf 2.5 20 Td (1) Tj 40 0 Td (2) Tj ET".to_owned(),
            false,
        ),
        (
            comb,
            "12",
            "BT /F 9 Tf 2.5 20 Td (12) Tj ET".to_owned(),
            false,
        ),
        (
            comb,
            "12",
            "BT /F 9 Tf 0 20 Td [-278 (1) -555 (2)] TJ ET".to_owned(),
            true,
        ),
        // A path that is left moves with what it is left to.
        (
            "",
            "19000",
            format!("q 1 0 0 1 -13 0 cm 13 0 80 90 re Q W n {at} (19000) Tj ET"),
            false,
        ),
        // A surface that lies along an edge and is wider than the border.
        (
            bordered,
            "19000",
            format!("0 0 m 8 0 l 8 90 l 4 90 l 0 90 l 0 3 l f {at} (19000) Tj ET"),
            false,
        ),
        (
            "/MK<</BG[]>>",
            "900",
            format!("1 g 0 0 90 89 re f 0 g {at} (900) Tj ET"),
            false,
        ),
        (
            "",
            "nowhere",
            format!("{at} (now) Tj 0 -10 Td (here) Tj ET"),
            false,
        ),
        (
            "",
            "nowhere",
            format!("{at} (now) Tj 18 0 Td (here) Tj ET"),
            false,
        ),
        // A point that stands on the border is lost in it.
        (
            bordered,
            "9.00",
            "1.5 w .75 .75 88.5 88.5 re s BT /F 9 Tf 5 .5 Td (9.00) Tj ET".to_owned(),
            false,
        ),
        (
            bordered,
            "9.00",
            "1.5 w .75 .75 88.5 88.5 re s BT /F 9 Tf 5 1.6 Td (9.00) Tj ET".to_owned(),
            true,
        ),
        // A background that the signed appearance did not paint covers what was signed.
        (
            bordered,
            "900",
            format!("1 g 1 1 88 88 re f 0 g {at} (900) Tj ET"),
            false,
        ),
        ("", "900", format!("{at} 103 Tz (900) Tj ET"), false),
        (
            "",
            "900",
            "BT /F 3 Tf 5 20 Td (900) Tj ET".to_owned(),
            false,
        ),
        (
            "",
            "100000",
            format!("{at} (100) Tj 0 -10 Td (000) Tj ET"),
            false,
        ),
        (
            "",
            "900",
            format!("/DeviceRGB CS 0 0 0 SC {at} (900) Tj ET"),
            true,
        ),
    ] {
        assert_eq!(
            is_taken(more, value, &content),
            expected,
            "{more} {content}"
        );
    }
}

#[test]
fn a_value_is_one_text_that_every_reader_reads_alike() {
    for (value, shown, expected) in [
        ("(900)", "900", true),
        ("<FEFF003900300030>", "900", true),
        ("[(9)(00)]", "900", false),
        ("(9\\0330\\0330)", "900", false),
        ("(9\\25500)", "900", false),
        ("<FEFF0039001B00300030>", "900", false),
        ("<FEFF003900300030D800>", "900", false),
        ("<FEFF00390030003000>", "900", false),
    ] {
        let content = format!("BT /F 9 Tf 5 20 Td ({shown}) Tj ET");
        let report = text("", value, "/F 9 0 R", &content);
        assert_eq!(report.level == FormFilling, expected, "{value}");
    }
}

#[test]
fn what_was_drawn_is_drawn_when_it_is_filled() {
    let before = field("/FT/Tx/V(old)/AP<</N 12 0 R>>");
    let undrawn = field("/FT/Tx/V(old)");
    for (base, appearances, expected) in [
        (&before, "/AP<</N 20 0 R>>", true),
        (&before, "", false),
        (&before, "/AP<<>>", false),
        (&before, "/AP<</N 99 0 R>>", false),
        (&undrawn, "", false),
        (&undrawn, "/AP<</N 20 0 R>>", true),
    ] {
        let after = field(&format!("/FT/Tx/V(new){appearances}"));
        let mut update = vec![(8, after.as_str())];
        if appearances.contains("20 0 R") {
            update.push((20, PICTURE));
        }
        let report = filled(&[(8, base)], &update);
        assert_eq!(report.level == FormFilling, expected, "{appearances}");
    }
}

#[test]
fn an_appearance_chooses_few_fonts() {
    let names = (0..9).map(|number| format!("/F{number} 9 Tf "));
    let content = format!(
        "BT {}/F 9 Tf 5 20 Td (900) Tj ET",
        names.collect::<String>()
    );
    assert_eq!(text("", "(900)", "/F 9 0 R", &content).level, Other);
}
