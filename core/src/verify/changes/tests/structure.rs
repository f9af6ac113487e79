//! Cross-reference sections that say more or less than they should.

use super::file::{File, after};
use super::*;
use crate::pdf::Document;
use crate::verify::changes::{ChangeLimits, Permissions, Rule, Unanalysable, allowed, analyse};
use Modification::{Other, Unanalysable as Unknown};

#[track_caller]
fn has(file: &File, kind: ChangeKind) {
    let report = file.report();
    assert_eq!(report.level, Other, "{report:?}");
    assert!(kinds(&report).contains(&kind), "{report:?}");
}

#[test]
fn an_object_may_not_be_freed() {
    let mut file = File::signed();
    file.table(&[(11, "0000000000 00001 f \n".into())], "");
    has(&file, ChangeKind::Freed);
}

#[test]
fn a_generation_may_not_jump() {
    let mut file = File::signed();
    let start = file.bytes.len();
    file.bytes.extend_from_slice(b"4 1 obj\n(x)\nendobj\n");
    file.table(&[(4, format!("{start:010} 00001 n \n"))], "");
    has(&file, ChangeKind::Generation);
}

#[test]
fn an_entry_may_not_be_redirected_into_signed_octets() {
    // The signed part holds the object twice, octet for octet; this copy is not the one signed.
    let copy = "4 0 obj\n<</Length 9>>stream\n(Hello)Tj\nendstream\nendobj\n";
    let mut file = File::signed_after(copy);
    file.table(&[(4, format!("{:010} 00000 n \n", 9))], "");
    has(&file, ChangeKind::Redirected);
}

#[test]
fn octets_that_an_update_does_not_list_are_reported() {
    let mut file = File::signed();
    file.bytes.extend_from_slice(b"4 0 obj\n(sneaky)\nendobj\n");
    file.table(&[], "");
    has(&file, ChangeKind::UnlistedBytes);
}

#[test]
fn what_only_a_scan_would_find_in_an_update_is_reported() {
    let update = |objects: &[(u32, &str)]| {
        let mut file = File::signed();
        file.update(objects);
        file
    };
    let information = |producer: &str| format!("<</Title(Licence)/Producer({producer})>>");
    for hidden in ["4 0 obj", "4 %x\n0\n obj<<", "trailer<</Root 9 0 R>>"] {
        has(
            &update(&[(13, &information(hidden))]),
            ChangeKind::UnlistedBytes,
        );
        let length = hidden.len() + 2;
        let stream = format!("<</Length {length}>>stream\n0\n{hidden}\nendstream");
        let catalog = catalog("/DSS 20 0 R");
        let store = [
            (1, catalog.as_str()),
            (20, "<</Certs[21 0 R]>>"),
            (21, &stream),
        ];
        has(&update(&store), ChangeKind::UnlistedBytes);
    }
    let mut file = File::signed();
    file.trailer = file.trailer.replace("<bb>", "(trailer<</Root 9 0 R>>)");
    file.table(&[], "");
    has(&file, ChangeKind::UnlistedBytes);
    let known = update(&[(13, &information("trailer 4 obj"))]);
    assert_eq!(known.report().level, Modification::LtaUpdates);
    let members = "<</Type/ObjStm/N 1/First 4/Length 7>>stream\n4 0 (x)\nendstream";
    has(&update(&[(20, members)]), ChangeKind::UnlistedBytes);
}

#[test]
fn a_table_that_some_readers_give_up_makes_an_update_unanalysable() {
    for (from, to) in [
        ("xref\n0 1", "xref0 1"),
        ("xref\n0 1", "xref\n7 0\n0 1"),
        ("xref\n0 1", "xref%x\n0 1"),
        ("xref\n0 1", "xref \u{0}0 1"),
    ] {
        let mut file = File::signed();
        let start = file.bytes.len();
        file.table(&[], "");
        assert_eq!(file.report().level, Modification::None);
        let update = String::from_utf8(file.bytes.split_off(start)).unwrap();
        assert!(update.contains(from), "{update}");
        file.bytes
            .extend_from_slice(update.replacen(from, to, 1).as_bytes());
        assert_eq!(file.report().level, Unknown, "{to:?}");
    }
}

#[test]
fn comments_in_an_update_are_nothing() {
    let mut file = File::signed();
    file.bytes.extend_from_slice(b"% made by a program\n\n");
    file.table(&[], "");
    assert_eq!(file.report().level, Modification::None);
}

#[test]
fn the_trailer_may_not_lead_elsewhere() {
    for (from, to) in [
        ("/ID[<aa>", "/ID[<cc>"),
        ("/Root", "/Encrypt<</V 1>>/Root"),
        ("/Info 13 0 R", ""),
    ] {
        let mut file = File::signed();
        file.trailer = file.trailer.replace(from, to);
        file.table(&[], "");
        assert_eq!(file.report().level, Other, "{to}");
    }
    let mut file = File::signed();
    file.trailer = file.trailer.replace("/Root 1 0 R", "/Root 20 0 R");
    file.update(&[
        (20, "<</Type/Catalog/Pages 21 0 R>>"),
        (21, "<</Type/Pages/Kids[]/Count 0>>"),
    ]);
    has(&file, ChangeKind::PageTree);
}

#[test]
fn a_size_that_hides_objects_is_reported() {
    let mut file = File::signed();
    file.table(&[], "/Size 3");
    assert_eq!(file.report().level, Unknown);
}

#[test]
fn octets_after_the_end_make_a_file_unanalysable() {
    let mut file = File::signed();
    file.bytes.extend_from_slice(b"4 0 obj\n(sneaky)\nendobj\n");
    let report = file.report();
    assert_eq!(report.level, Unknown);
    assert!(
        matches!(report.unanalysable, Some(Unanalysable::Ambiguous(_))),
        "{report:?}"
    );
    let found = allowed(&report, &Permissions::default());
    assert_eq!(
        found.first().map(|found| found.rule),
        Some(Rule::Unanalysable)
    );
}

#[test]
fn a_rebuilt_file_is_unanalysable() {
    let mut file = File::signed();
    let at = file
        .bytes
        .windows(9)
        .rposition(|window| window == b"startxref")
        .unwrap();
    file.bytes.truncate(at);
    file.bytes.extend_from_slice(b"startxref\n7\n%%EOF\n");
    assert_eq!(file.report().unanalysable, Some(Unanalysable::Rebuilt));
}

#[test]
fn a_hybrid_update_is_unanalysable() {
    let mut file = File::signed();
    file.table(&[], "/XRefStm 9");
    assert_eq!(file.report().level, Unknown);
}

#[test]
fn an_update_without_its_own_startxref_is_unanalysable() {
    let mut file = File::signed();
    file.update(&[(13, "<</Title(Licence)/ModDate(D:20260303)/Producer(one)>>")]);
    let at = file
        .bytes
        .windows(5)
        .rposition(|window| window == b"%%EOF")
        .unwrap();
    file.bytes.insert(at, b'%');
    file.bytes.insert(at, b'%');
    let first = file.bytes.clone();
    file.bytes = first;
    file.table(&[], "");
    assert_eq!(file.report().level, Unknown);
}

#[test]
fn an_update_without_root_is_unanalysable() {
    // Readers that find no catalog search the file for objects, the hidden ones among them.
    let mut file = File::signed();
    file.trailer = file.trailer.replace("/Root 1 0 R", "");
    file.table(&[], "");
    assert_eq!(file.report().level, Unknown);
}

#[test]
fn a_table_whose_rows_are_not_twenty_octets_long_makes_an_update_unanalysable() {
    for row in ["{} 00000 n\n", "{} 0 n \n"] {
        let mut file = File::signed();
        let at = file.bytes.len();
        file.object(13, "<</Title(Licence)/ModDate(D:20260303)/Producer(one)>>");
        let row = row.replace("{}", &format!("{at:010}"));
        file.table(&[(13, row)], "");
        let report = file.report();
        assert_eq!(report.level, Unknown, "{report:?}");
    }
}

#[test]
fn a_comment_in_an_update_may_not_look_like_an_object_to_readers_that_repair() {
    for space in [" ", "\t", "\x0c", "\0"] {
        let mut file = File::signed();
        let comment = format!("%4 0{space}obj<</Length 1>>stream x endstream endobj\n");
        file.bytes.extend_from_slice(comment.as_bytes());
        file.table(&[], "");
        has(&file, ChangeKind::UnlistedBytes);
    }
}

#[test]
fn an_object_that_cannot_be_read_makes_a_file_unanalysable() {
    let mut file = File::signed();
    file.update(&[(4, "<</Length")]);
    assert_eq!(file.report().level, Unknown);
}

#[test]
fn a_budget_that_runs_out_makes_a_file_unanalysable() {
    let mut file = File::signed();
    file.update(&[(13, "<</Title(Licence)/ModDate(D:20260303)/Producer(one)>>")]);
    let document = Document::open(&file.bytes).unwrap();
    for limits in [
        ChangeLimits {
            visits: 5,
            ..ChangeLimits::default()
        },
        ChangeLimits {
            changes: 0,
            ..ChangeLimits::default()
        },
    ] {
        assert_eq!(analyse(&document, 0, &limits).level, Unknown);
    }
    let nothing_remembered = ChangeLimits {
        remembered: 0,
        ..ChangeLimits::default()
    };
    assert_eq!(
        analyse(&document, 0, &nothing_remembered).level,
        Modification::LtaUpdates
    );
}

#[test]
fn there_is_no_report_for_a_revision_that_is_not_there() {
    let file = File::signed();
    let document = Document::open(&file.bytes).unwrap();
    let report = analyse(&document, 7, &ChangeLimits::default());
    assert_eq!(report.unanalysable, Some(Unanalysable::NoSuchRevision));
}

#[test]
fn circles_and_deep_chains_end() {
    let mut file = File::signed();
    let chain: Vec<(u32, String)> = (30..5030)
        .map(|number| (number, format!("[{} 0 R 4 0 R 30 0 R]", number + 1)))
        .collect();
    let objects: Vec<(u32, &str)> = chain.iter().map(|(n, text)| (*n, text.as_str())).collect();
    file.update(&objects);
    file.update(&[(1, &catalog("/Foo 30 0 R"))]);
    assert_eq!(file.report().level, Other);
    let report = after(&[(15, "<</T(Group)/Kids[17 0 R 15 0 R]>>")]);
    assert_eq!(report.level, Other);
}

#[test]
fn many_small_revisions_of_a_large_file_cost_little_more_than_their_sum() {
    let mut file = File::signed();
    let names: Vec<(u32, String)> = (40..4040)
        .map(|number| (number, format!("<</Kids[{} 0 R]>>", number + 1)))
        .collect();
    let mut objects: Vec<(u32, &str)> = names.iter().map(|(n, text)| (*n, text.as_str())).collect();
    let start = catalog("/Names 40 0 R");
    objects.push((1, &start));
    file.update(&objects);
    for _ in 0..20 {
        file.update(&[(13, "<</Title(Licence)/ModDate(D:20260303)/Producer(one)>>")]);
        file.update(&[(13, "<</Title(Licence)/ModDate(D:20260404)/Producer(one)>>")]);
    }
    let document = Document::open(&file.bytes).unwrap();
    // About 4000 references in each of 41 revisions, and not one more for each pair of them.
    let limits = ChangeLimits {
        visits: 41 * 4200,
        ..ChangeLimits::default()
    };
    let report = analyse(&document, 1, &limits);
    assert_eq!(
        report.level,
        Modification::LtaUpdates,
        "{:?}",
        report.unanalysable
    );
}

proptest::proptest! {
    #[test]
    fn damaged_files_are_judged_without_a_panic(
        damage in proptest::collection::vec((0_usize..10_000, 0_u8..=255), 1..8),
    ) {
        let mut file = File::signed();
        file.update(&[(1, &catalog("/DSS<</Certs[20 0 R]>>")), (20, CERTIFICATE)]);
        file.update(&[(13, "<</Title(Licence)/ModDate(D:20260303)/Producer(one)>>")]);
        let length = file.bytes.len();
        for (at, octet) in damage {
            file.bytes[at % length] = octet;
        }
        if let Ok(document) = Document::open(&file.bytes) {
            let report = analyse(&document, 0, &ChangeLimits::default());
            proptest::prop_assert_eq!(report.level == Unknown, report.unanalysable.is_some());
        }
    }
}
