//! What choosing may change in buttons and lists: the state or the line that the value names.

use super::filling::{denied, field, filled, permitted, stream};
use super::*;
use Modification::FormFilling;

#[test]
fn a_pushbutton_has_nothing_to_be_filled() {
    let button = |more: &str| field(&format!("/FT/Btn/Ff 65536{more}"));
    let base = [(8, &*button("/AP<</N 12 0 R>>"))];
    denied(
        &base,
        &[(8, &button("/V(x)/AP<</N 20 0 R>>")), (20, PICTURE)],
        ChangeKind::FieldAppearance,
    );
    denied(
        &base,
        &[(8, &button("/V(x)/AP<</N 12 0 R>>"))],
        ChangeKind::FieldEntry,
    );
}

#[test]
fn a_check_box_shows_the_state_that_its_value_names() {
    let button = |more: &str| field(&format!("/FT/Btn{more}"));
    let states = "/AP<</N<</Yes 12 0 R/Off 14 0 R>>>>";
    let base = [(8, &*button(&format!("/V/Off/AS/Off{states}")))];
    let yes = button(&format!("/V/Yes/AS/Yes{states}"));
    permitted(&base, &[(8, &yes)]);
    let shows = ChangeKind::FieldShowsOtherwise;
    for (value, state) in [("/Yes", "/Off"), ("/No", "/Yes"), ("/Off", "/Yes")] {
        let base = [(8, &*button(&format!("/V/Other/AS/Off{states}")))];
        let after = button(&format!("/V{value}/AS{state}{states}"));
        denied(&base, &[(8, &after)], shows);
    }
    // A name is octets: no two of these are the same in any reader.
    let states = "/AP<</N<</#ca#c7 12 0 R/#b7#f1 14 0 R/#a0 14 0 R>>>>";
    let named = [(8, &*button(&format!("/V/Off/AS/Off{states}")))];
    for (value, state, is_permitted) in [
        ("/#ca#c7", "/#ca#c7", true),
        ("/#ca#c7", "/#b7#f1", false),
        ("/#a0", "/#a0", true),
        ("/#a0", "/Off", false),
        ("(Yes)", "/Off", false),
    ] {
        let after = button(&format!("/V{value}/AS{state}{states}"));
        let report = filled(&named, &[(8, &after)]);
        let is_filling = report.level == FormFilling;
        assert_eq!(is_filling, is_permitted, "{value} {state}");
    }
    let repainted = button("/V/Yes/AS/Yes/AP<</N<</Yes 20 0 R/Off 14 0 R>>>>");
    denied(
        &base,
        &[(8, &repainted), (20, PICTURE)],
        ChangeKind::FieldAppearance,
    );
}

#[test]
fn of_radio_buttons_the_one_that_is_chosen_is_shown() {
    let group =
        |value: &str| format!("<</T(Group)/FT/Btn/Ff 32768/V/{value}/Kids[17 0 R 20 0 R]>>");
    let kid = |state: &str, shown: &str| {
        format!(
            "<</Type/Annot/Subtype/Widget/Rect[9 9 99 99]/P 3 0 R/Parent 15 0 R/AS/{shown}/AP<</N<</{state} 12 0 R/Off 14 0 R>>>>>>"
        )
    };
    let base = [
        (3, &*page(&format!("{ANNOTATIONS} 17 0 R 20 0 R"), "")),
        (15, &group("Off")),
        (17, &kid("Yes", "Off")),
        (20, &kid("No", "Off")),
    ];
    permitted(&base, &[(15, &group("Yes")), (17, &kid("Yes", "Yes"))]);
    let other = [(15, &*group("Yes")), (20, &*kid("No", "No"))];
    denied(&base, &other, ChangeKind::FieldShowsOtherwise);
}

#[test]
fn a_choice_shows_the_option_that_its_value_names() {
    let choice = |flags: i64, more: &str| {
        field(&format!(
            "/FT/Ch/Ff {flags}/Opt[[(Y)(Yes, I do)](No)]{more}"
        ))
    };
    let combo = 1 << 17;
    let base = [(8, &*choice(combo, "/V(No)/AP<</N 12 0 R>>"))];
    for (value, shown, is_permitted) in [
        ("Y", "(Yes, I do)Tj", true),
        ("Y", "(No)Tj", false),
        ("Y", "(Y)Tj", false),
        ("No", "(Yes, I do)Tj", false),
        ("other", "(other)Tj", true),
    ] {
        let after = choice(combo, &format!("/V({value})/M(x)/AP<</N 20 0 R>>"));
        let shown = format!("BT /F 9 Tf 5 20 Td {shown} ET");
        let appearance = stream("/Resources<</Font<</F 9 0 R>>>>", &shown);
        let update = [(8, &*after), (20, &*appearance)];
        let base = match value {
            "No" => [(8, &*choice(combo, "/V(Y)/AP<</N 12 0 R>>"))].map(|(n, v)| (n, v.to_owned())),
            _ => base.map(|(number, value)| (number, value.to_owned())),
        };
        let base = [(8, base[0].1.as_str())];
        match is_permitted {
            true => permitted(&base, &update),
            false => denied(&base, &update, ChangeKind::FieldShowsOtherwise),
        }
    }
    // Which line of a list is marked cannot be told.
    let list = [(8, &*choice(0, "/V(No)/AP<</N 12 0 R>>"))];
    let appearance = stream("", "(Yes, I do)Tj(No)Tj");
    let after = choice(0, "/V(Y)/AP<</N 20 0 R>>");
    let update = [(8, &*after), (20, &*appearance)];
    denied(&list, &update, ChangeKind::FieldShowsOtherwise);
}

#[test]
fn a_text_field_has_no_other_state_to_be_switched_to() {
    let state = |state: &str| {
        field(&format!(
            "/FT/Tx/V(x)/AS/{state}/AP<</N<</a 12 0 R/b 18 0 R>>>>"
        ))
    };
    let filled_too = state("b").replace("/V(x)", "/V(y)");
    denied(
        &[(8, &state("a"))],
        &[(8, &filled_too)],
        ChangeKind::FieldEntry,
    );
}

#[test]
fn a_list_that_is_filled_does_not_go_on_showing_another_line() {
    let list = |more: &str| field(&format!("/FT/Ch/Opt[(one)(two)]{more}"));
    let shows = ChangeKind::FieldShowsOtherwise;
    let base = list("/V(one)/AP<</N 12 0 R>>");
    let stale = list("/V(two)/AP<</N 12 0 R>>");
    denied(&[(8, &base)], &[(8, &stale)], shows);
    let (base, update) = (list("/V(one)/I[0]"), list("/V(two)/I[1]"));
    denied(&[(8, &base)], &[(8, &update)], shows);
}

#[test]
fn the_line_that_a_combo_box_marks_is_that_of_its_value() {
    let combo = |more: &str| field(&format!("/FT/Ch/Ff 131072/Opt[(one)(new)]{more}"));
    let base = combo("/V(one)/I[0]/AP<</N 12 0 R>>");
    for (index, is_permitted) in [
        ("[1]", true),
        ("[0]", false),
        ("[0 1]", false),
        ("1", false),
    ] {
        let update = combo(&format!("/V(new)/I {index}/AP<</N 20 0 R>>"));
        let update = [(8, &*update), (20, PICTURE)];
        match is_permitted {
            true => permitted(&[(8, &base)], &update),
            false => denied(&[(8, &base)], &update, ChangeKind::FieldShowsOtherwise),
        }
    }
}

#[test]
fn a_choice_that_no_widget_has_is_not_made() {
    let button = |value: &str, shown: &str| {
        field(&format!(
            "/FT/Btn/V/{value}/AS/{shown}/AP<</N<</On 12 0 R/Off 14 0 R>>>>"
        ))
    };
    let base = [(8, &*button("Off", "Off"))];
    permitted(&base, &[(8, &button("On", "On"))]);
    denied(
        &base,
        &[(8, &button("Yes", "Off"))],
        ChangeKind::FieldShowsOtherwise,
    );
    permitted(&[(8, &button("On", "On"))], &[(8, &button("Off", "Off"))]);
}

#[test]
fn a_value_is_that_of_one_option_or_of_none() {
    let shown = stream(
        "/Resources<</Font<</F 9 0 R>>>>",
        "BT /F 9 Tf 5 20 Td (100) Tj ET",
    );
    for (options, value, is_permitted) in [
        ("[[(A)(100)](900)]", "A", true),
        ("[(100)(900)]", "100", true),
        ("[(7)(900)]", "100", true),
        ("[[(100)(100)]]", "100", true),
        // Exported by two, or by one and displayed by another.
        ("[[(A)(100)][(A)(900)]]", "A", false),
        ("[(100)[(100)(900)]]", "100", false),
        ("[(100)(100)]", "100", false),
        ("[[(A)(100)][(900)(A)]]", "A", false),
        ("[[(900)(100)]]", "100", false),
        // Alike but for blanks.
        ("[[(A)(100)][(A )(900)]]", "A", false),
        ("[[(A )(100)]]", "A", false),
        ("[[(A)(100)][( A\\r)(900)]]", "A", false),
        ("[(100)(1 00)]", "100", false),
        // No texts.
        ("[(100)/Name]", "100", false),
        ("[(100)[(900)]]", "100", false),
        ("[(100)[(900)(7)(8)]]", "100", false),
        ("[(100)[(900) 7]]", "100", false),
        ("(100)", "100", false),
    ] {
        let combo = |value: &str, appearance: u32| {
            field(&format!(
                "/FT/Ch/Ff 131072/Opt{options}/V({value})/AP<</N {appearance} 0 R>>"
            ))
        };
        let report = filled(
            &[(8, &combo("old", 12))],
            &[(8, &combo(value, 20)), (20, &shown)],
        );
        let shows_otherwise = kinds(&report).contains(&ChangeKind::FieldShowsOtherwise);
        assert_eq!(shows_otherwise, !is_permitted, "{options} {value}");
    }
}
