use super::file::{by_hand, dictionary, objects_by_hand, sign, unsigned, update};
use super::judging::{TotalFailed, TotalPassed, has_problem, judge, passes};
use super::pki::Root;
use crate::verify::Answer;

const CADES: &str = "ETSI.CAdES.detached";

/// Signs a file whose text is changed before.
fn signed(root: &Root, change: impl FnOnce(String) -> String, trailer: &str) -> Vec<u8> {
    let objects = objects_by_hand(&dictionary(CADES, ""), "/V 10 0 R");
    let file = update(b"%PDF-1.7\n", &objects, trailer);
    let text = change(String::from_utf8(file).unwrap());
    by_hand(text.into_bytes(), &root.signer())
}

#[test]
fn what_two_readers_may_understand_differently_does_not_pass() {
    let root = Root::new("root");
    passes(&judge(&root, &signed(&root, |text| text, "")));
    let check = |file: Vec<u8>, what: &str| {
        let report = judge(&root, &file);
        assert_ne!(report.indication, TotalPassed, "{what} {report:#?}");
        let said = ["STRUCTURE_AMBIGUOUS", "XREF_REBUILT", "TAIL_NOT_COVERED"];
        assert!(
            said.iter().any(|code| has_problem(&report, code)),
            "{what} {report:#?}"
        );
    };
    check(signed(&root, |text| text, "/Root 1 0 R"), "a key twice");
    passes(&judge(
        &root,
        &signed(&root, |text| format!("junk\n{text}"), ""),
    ));
    check(
        signed(&root, |text| format!("7 0 obj\n(x)\nendobj\n{text}"), ""),
        "an object before the header",
    );
    let twice = |text: String| {
        let at = text.find("4 1\n").unwrap();
        let row = text[at..at + 24].to_owned();
        text.replace("trailer\n", &format!("{row}trailer\n"))
    };
    check(signed(&root, twice, ""), "an object listed twice");
    let two_ends = |text: String| text.replace("startxref\n", "startxref\n0\n%%EOF\nstartxref\n");
    check(signed(&root, two_ends, ""), "two ends");
    let lost = |text: String| text.replace("startxref\n", "startxref\n1");
    check(signed(&root, lost, ""), "no table there");
}

/// The text of a file with a part replaced by one that is as long.
fn with<'t>(from: &'t str, to: &'t str) -> impl FnOnce(String) -> String + 't {
    assert_eq!(from.len(), to.len());
    move |text| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    }
}

#[test]
fn pages_that_two_readers_may_show_differently_do_not_pass() {
    let root = Root::new("root");
    for (from, to) in [
        ("/Type/Catalog", "/Pages 2 0 R "),
        (
            "/Parent 2 0 R/MediaBox[0 0 300 300]",
            "/Contents 8 0 R/MediaBox[0 0 3 300]",
        ),
        ("/Length 25>>", "/Length 5 >>"),
        ("/Length 25>>", "/Length 99>>"),
    ] {
        let report = judge(&root, &signed(&root, with(from, to), ""));
        assert_ne!(report.indication, TotalPassed, "{to} {report:#?}");
        let mut problems = report.problems.iter();
        let told = problems.find(|reason| reason.code() == "STRUCTURE_AMBIGUOUS");
        let told = told.unwrap_or_else(|| panic!("{to} {report:#?}"));
        // Each language stands by itself and says what to do.
        let (zh, en) = (told.zh(), told.en());
        assert!(en.is_ascii() && en.ends_with("make it anew"), "{en}");
        let latin = zh.chars().filter(char::is_ascii_alphabetic).count();
        assert!(latin == 0 && zh.ends_with("重新出具该文件"), "{zh}");
    }
    // Readers agree about white space.
    passes(&judge(
        &root,
        &signed(&root, with("/Length 25>>", "/Length 26>>"), ""),
    ));
}

#[test]
fn a_rebuilt_table_never_passes() {
    let root = Root::new("root");
    let file = sign(&unsigned(), &root.signer(), "Seal");
    let at = file.len() - 12;
    let mut damaged = file;
    damaged[at] = b'x';
    let report = judge(&root, &damaged);
    assert_eq!(report.indication, TotalFailed, "{report:#?}");
    assert_eq!(report.answer, Answer::Altered);
    assert!(has_problem(&report, "XREF_REBUILT"));
}

#[test]
fn layers_are_told_and_do_not_keep_a_file_from_passing() {
    let root = Root::new("root");
    let mut objects = objects_by_hand(&dictionary(CADES, ""), "/V 10 0 R");
    let catalog = &mut objects[0].1;
    *catalog = catalog.replace(
        "/Type/Catalog",
        "/Type/Catalog/OCProperties<</OCGs[]/D<<>>>>",
    );
    let file = update(b"%PDF-1.7\n", &objects, "");
    let report = judge(&root, &by_hand(file, &root.signer()));
    passes(&report);
    assert!(has_problem(&report, "OPTIONAL_CONTENT"));
    let report = judge(&root, &signed(&root, |text| text, ""));
    assert!(!has_problem(&report, "OPTIONAL_CONTENT"));
}

#[test]
fn what_readers_may_show_in_their_own_way_is_told_and_does_not_keep_a_file_from_passing() {
    let root = Root::new("root");
    for (number, entries) in [
        (5, "/XFA[]"),
        (5, "/NeedAppearances true"),
        (1, "/OpenAction<</S/JavaScript/JS(x)>>"),
        (1, "/Names<</JavaScript<</Names[]>>>>"),
        (1, "/Collection<</Type/Collection>>"),
    ] {
        let mut objects = objects_by_hand(&dictionary(CADES, ""), "/V 10 0 R");
        let place = objects.iter().position(|(one, _)| *one == number).unwrap();
        let text = &mut objects[place].1;
        *text = text.replacen("<<", &format!("<<{entries}"), 1);
        let file = update(b"%PDF-1.7\n", &objects, "");
        let report = judge(&root, &by_hand(file, &root.signer()));
        passes(&report);
        assert!(has_problem(&report, "DYNAMIC_CONTENT"), "{entries}");
    }
    let report = judge(&root, &signed(&root, |text| text, ""));
    assert!(!has_problem(&report, "DYNAMIC_CONTENT"));
}

/// Some readers scan a file for it, and find what the table does not lead to.
#[test]
fn an_update_with_a_number_that_some_readers_do_not_accept_never_passes() {
    let root = Root::new("root");
    let signed = sign(&unsigned(), &root.signer(), "Seal");
    let updated = |number: u32| {
        let file = update(&signed, &[], "");
        let (before, after) = file.split_at(signed.len());
        let tail = String::from_utf8(after.to_vec()).unwrap();
        let size = tail.split("/Size ").nth(1).unwrap();
        let size: String = size.chars().take_while(char::is_ascii_digit).collect();
        let row = format!("{number} 1\n0000000000 00000 f \ntrailer");
        let tail = tail.replacen("trailer", &row, 1);
        let tail = tail.replacen(
            &format!("/Size {size}"),
            &format!("/Size {}", number + 1),
            1,
        );
        judge(&root, &[before, tail.as_bytes()].concat())
    };
    passes(&updated(8_388_607));
    let report = updated(8_388_608);
    assert_ne!(report.indication, TotalPassed, "{report:#?}");
    assert!(has_problem(&report, "STRUCTURE_AMBIGUOUS"), "{report:#?}");
}
