//! What was signed, written again: allowed only so that all readers find the same in it.

use super::file::File;
use super::filling::filled;
use super::*;
use crate::pdf::Finding;
use crate::verify::changes::Unanalysable;

/// Whether the update was refused for the way in which an object is written.
fn is_not_plain(report: &ChangeReport) -> bool {
    matches!(
        report.unanalysable,
        Some(Unanalysable::Ambiguous(Finding::NotPlain { .. }))
    )
}

#[test]
fn what_is_written_again_plainly_is_no_change() {
    for outline in [
        "<</Title(one)/Parent 16 0 R/Dest[3 0 R/Fit]>>",
        "<</Dest [ 3 0 R /Fit ] /Parent 16\n0\nR\t/Title <6f 6E65>>>",
        "<</Title(\\157\\\nne)/Parent 16 0 R/Dest[3 0 R/F#69t]>>",
    ] {
        let report = after(&[(19, outline)]);
        assert_eq!(report.level, Modification::None, "{outline} {report:?}");
    }
}

#[test]
fn what_is_written_again_so_that_readers_differ_is_refused() {
    for outline in [
        "<</Title(\\557ne)/Parent 16 0 R/Dest[3 0 R/Fit]>>",
        "<</Title(one)/Parent 16   0 R/Dest[3 0 R/Fit]>>",
        "<</Title(one)/Parent 16 0    R/Dest[3 0 R/Fit]>>",
        "<</Title(one)/Parent 16 %\n0 R/Dest[3 0 R/Fit]>>",
        "<</Title(one)/Parent 16 0 R/Dest[3 0 R%\n/Fit]>>",
        "<</Title\0(one)/Parent 16 0 R/Dest[3 0 R/Fit]>>",
        "<</Title\x0c(one)/Parent 16 0 R/Dest[3 0 R/Fit]>>",
        "<</Title(one)/Parent 16 0 R/Dest[3 0 R/Fit]/Odd(\r)>>",
        "<</Title(one)/Parent 16 0 R/Dest[3 0 R/Fit]/Odd/\u{80}>>",
        "<</Title(one)/Parent 16 0 R/Dest[3 0 R/Fit]/Odd 9223372036854775808.0>>",
    ] {
        let report = after(&[(19, outline)]);
        assert!(is_not_plain(&report), "{outline} {report:?}");
    }
}

#[test]
fn a_carriage_return_is_taken_in_a_new_signature_alone() {
    let signature = "<</Type/Sig/ByteRange[0 1 2 3]/Contents<00>/Reason(a\rb)>>";
    assert!(!is_not_plain(&after(&[(40, signature)])));
    assert!(is_not_plain(&after(&[(40, "<</Reason(a\rb)>>")])));
    // An object that was signed gains nothing by looking like one.
    let posing = "<</Title(one)/Parent 16 0 R/Dest[3 0 R/Fit]/ByteRange[0]/Contents<00>/Odd(\\r)>>";
    let again = posing.replace("\\r", "\r");
    let report = filled(&[(19, posing)], &[(19, &again)]);
    assert!(is_not_plain(&report), "{report:?}");
}

#[test]
fn a_head_that_some_readers_do_not_know_is_refused() {
    let outline = "<</Title(one)/Parent 16 0 R/Dest[3 0 R/Fit]>>";
    let head = |head: &str| {
        let mut file = File::signed();
        let from = file.bytes.len();
        file.update(&[(19, outline)]);
        file.bytes[from..][..9].copy_from_slice(head.as_bytes());
        file.report()
    };
    assert_eq!(head("19 0 obj\n").level, Modification::None);
    for odd in ["19 0\nobj\n", "19\n0 obj\n", "19 0 obj\u{c}"] {
        assert!(is_not_plain(&head(odd)), "{odd:?}");
    }
    // Some readers take no object where a word runs into the keyword.
    for cut in ["19 0obj \n", "19 0 obj1"] {
        let report = head(cut);
        assert!(
            matches!(report.unanalysable, Some(Unanalysable::Unreadable(_))),
            "{cut:?} {report:?}"
        );
    }
}

#[test]
fn a_stream_is_written_again_with_its_line_end_and_keywords_by_themselves() {
    let stream = "<</Length 9>>stream\n(Hello)Tj\nendstream";
    let again = |text: &str| {
        let mut file = File::signed();
        let from = file.bytes.len();
        file.update(&[(4, stream)]);
        let written = format!("4 0 obj\n{stream}\nendobj\n");
        assert!(file.bytes[from..].starts_with(written.as_bytes()));
        // As long as before, so that the table still fits.
        assert_eq!(text.len(), written.len(), "{text:?}");
        file.bytes[from..][..text.len()].copy_from_slice(text.as_bytes());
        file.report()
    };
    let plain = "4 0 obj\n<</Length 9>>stream\n(Hello)Tj\nendstream\nendobj\n";
    assert_eq!(again(plain).level, Modification::None);
    for odd in [
        "4 0 obj\n<</Length 9>>stream\r(Hello)Tj\nendstream\nendobj\n",
        "4 0 obj\n<</Length 9>>stream\n(Hello)Tj endstream\nendobj\n",
        "4 0 obj\n<</Length 9>>stream\n(Hello)Tj\nendstream\nendobj4",
        "4 0 obj\n<</Length 9>>stream(Hello)Tj\nendstream\nendobj\n\n",
    ] {
        let report = again(odd);
        assert!(
            report.level > Modification::Annotations,
            "{odd:?} {report:?}"
        );
    }
}

#[test]
fn a_name_that_some_readers_end_sooner_is_not_written_otherwise() {
    let signed = "<</Type/Outlines/First 19 0 R/Last 19 0 R/Count 1/Odd/Ol\u{e9}>>";
    let again = "<</Type/Outlines/First 19 0 R/Last 19 0 R/Count 1/Odd/Ol#C3#A9>>";
    let key = "<</Type/Outlines/First 19 0 R/Last 19 0 R/Count 1/Ol\u{e9}/Odd>>";
    let key_again = "<</Type/Outlines/First 19 0 R/Last 19 0 R/Count 1/Ol#C3#A9/Odd>>";
    for (signed, again) in [(signed, again), (key, key_again)] {
        let report = filled(&[(16, signed)], &[(16, again)]);
        assert_eq!(report.level, Modification::Other, "{report:?}");
    }
}
