//! Attacks on a signed file as a whole: whatever is trusted, none of them passes, and none is called
//! unchanged.

use super::file::{
    by_hand, dictionary, objects_by_hand, picture, sign, sign_as, sign_with, unsigned, update,
    updated,
};
use super::judging::judge_with;
use super::pki::Root;
use super::timestamps::token_at;
use crate::pdf::{Appearance, DocMdp, Purpose, SignatureRequest};
use crate::verify::{Indication, Modification, Policy, Report};
use crate::x509::{RevocationPolicy, Role};
use time::macros::datetime;

const PAGE: &str = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R\
     /Resources<</Font<</F1 8 0 R>>>>";

/// Judges with every root trusted for everything, under the policy that lets most pass.
fn judged(root: &Root, authority: &Root, file: &[u8]) -> Option<Report> {
    let anchors = [
        root.anchor(Role::Signer),
        authority.anchor(Role::Tsa),
        authority.anchor(Role::Signer),
    ];
    crate::pdf::Document::open(file).ok()?;
    Some(judge_with(&anchors, &[], file, |verifier| {
        verifier
            .revocation(RevocationPolicy::Ignore)
            .policy(Policy::Any)
    }))
}

#[track_caller]
fn fails(root: &Root, file: &[u8]) {
    let Some(report) = judged(root, &Root::new("authority"), file) else {
        return;
    };
    assert_ne!(report.indication, Indication::TotalPassed, "{report:#?}");
    let untouched = report
        .signatures
        .iter()
        .all(|one| one.modification == Modification::None && one.modification_allowed);
    assert!(!untouched, "{report:#?}");
}

fn signed(root: &Root) -> Vec<u8> {
    sign(&unsigned(), &root.signer(), "Prepared")
}

#[test]
fn a_timestamp_that_covers_the_page_does_not_pass_although_its_authority_is_trusted() {
    let (root, authority) = (Root::new("root"), Root::new("authority"));
    let tsa = authority.tsa();
    let stamp = |appearance: Option<Appearance<'static>>| {
        let change = |request: &mut SignatureRequest<'_>| {
            request.purpose = Purpose::DocTimeStamp;
            request.sub_filter = "ETSI.RFC3161";
            request.claimed_time = None;
            request.appearance = appearance;
        };
        let file = sign_with(&signed(&root), "Stamp", change, |digest| {
            token_at(&tsa, digest, datetime!(2026-06-14 12:00 UTC))
        });
        judged(&root, &authority, &file).unwrap()
    };
    assert_eq!(stamp(None).indication, Indication::TotalPassed);
    let report = stamp(Some(picture()));
    assert_eq!(report.indication, Indication::TotalFailed, "{report:#?}");
}

#[test]
fn bytes_that_are_appended_without_a_revision_of_their_own_do_not_pass() {
    let root = Root::new("root");
    let file = signed(&root);
    let changed = "4 0 obj\n<</Length 9>>stream\n(Jello)Tj\nendstream\nendobj\n";
    for tail in [
        changed.to_owned(),
        format!("{changed}%%EOF\n"),
        format!("{changed}xref\n%%EOF\n"),
        format!("{changed}trailer\n<</Root 1 0 R/Size 99>>\n%%EOF\n"),
        format!("{changed}trailer\n<</Root 1 0 R/Size 99>>\nstartxref\n0\n%%EOF\n"),
        format!("{changed}startxref\n9999999\n%%EOF\n"),
        "% only a comment\n".to_owned(),
        "garbage".to_owned(),
    ] {
        let altered = [&file[..], tail.as_bytes()].concat();
        let Some(report) = judged(&root, &root, &altered) else {
            continue;
        };
        assert_ne!(report.indication, Indication::TotalPassed, "{tail}");
        assert!(
            report
                .signatures
                .iter()
                .any(|one| !one.modification_allowed),
            "{tail}: {report:#?}"
        );
    }
}

#[test]
fn what_was_hidden_in_the_signed_revision_does_not_come_to_show() {
    let root = Root::new("root");
    // The preparer left a second text, a second page and a font beside the file, unused.
    let prepared = update(
        &unsigned(),
        &[
            (30, "<</Length 9>>stream\n(Trap!)Tj\nendstream".to_owned()),
            (31, PAGE.replace("4 0 R", "30 0 R") + ">>"),
            (
                32,
                "<</Type/Font/Subtype/Type1/BaseFont/Courier>>".to_owned(),
            ),
        ],
        "",
    );
    let file = sign(&prepared, &root.signer(), "Prepared");
    let annots = "/Annots[6 0 R 7 0 R]>>";
    for change in [
        (3, PAGE.replace("4 0 R", "30 0 R") + annots),
        (3, PAGE.replace("4 0 R", "[4 0 R 30 0 R]") + annots),
        (3, PAGE.replace("8 0 R", "32 0 R") + annots),
        (2, "<</Type/Pages/Kids[31 0 R]/Count 1>>".to_owned()),
        (2, "<</Type/Pages/Kids[3 0 R 31 0 R]/Count 2>>".to_owned()),
        (4, "<</Length 9>>stream\n(Trap!)Tj\nendstream".to_owned()),
        (
            8,
            "<</Type/Font/Subtype/Type1/BaseFont/Courier>>".to_owned(),
        ),
    ] {
        fails(&root, &update(&file, &[change], ""));
    }
}

#[test]
fn an_overlay_that_is_taken_away_or_put_on_does_not_pass() {
    let root = Root::new("root");
    let overlay = "<</Type/Annot/Subtype/Stamp/Rect[0 0 300 300]/F 4/AP<</N 33 0 R>>>>";
    let paint =
        "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 16>>stream\n1 g 0 0 9 9 re f\nendstream";
    let with = PAGE.to_owned() + "/Annots[6 0 R 7 0 R 34 0 R]>>";
    let without = PAGE.to_owned() + "/Annots[6 0 R 7 0 R]>>";
    let covered = update(
        &unsigned(),
        &[
            (3, with.clone()),
            (33, paint.to_owned()),
            (34, overlay.to_owned()),
        ],
        "",
    );
    let file = sign(&covered, &root.signer(), "Prepared");
    fails(&root, &update(&file, &[(3, without)], ""));
    fails(
        &root,
        &updated(&file, &[(34, &overlay.replace("300 300", "1 1"))]),
    );
    fails(
        &root,
        &updated(&file, &[(34, &overlay.replace("/F 4", "/F 2"))]),
    );
    let file = signed(&root);
    let added = [(3, with), (33, paint.to_owned()), (34, overlay.to_owned())];
    fails(&root, &update(&file, &added, ""));
}

#[test]
fn annotations_that_cover_a_certified_page_pass_under_no_permission() {
    let root = Root::new("root");
    let with = PAGE.to_owned() + "/Annots[6 0 R 7 0 R 34 0 R]>>";
    for permitted in [DocMdp::NoChanges, DocMdp::FormFilling, DocMdp::Annotations] {
        let file = sign_as(&unsigned(), &root.signer(), "Prepared", |request| {
            request.purpose = Purpose::Certification(permitted);
        });
        for kind in [
            "FreeText",
            "Stamp",
            "Redact",
            "Highlight",
            "Square",
            "Ink",
            "Watermark",
        ] {
            let note = format!("<</Type/Annot/Subtype/{kind}/Rect[0 0 300 300]/Contents(PAID)>>");
            fails(&root, &update(&file, &[(3, with.clone()), (34, note)], ""));
        }
    }
}

#[test]
fn a_text_field_that_is_filled_shows_its_value_and_nothing_else() {
    let root = Root::new("root");
    let file = signed(&root);
    let field = "<</Type/Annot/Subtype/Widget/FT/Tx/T(Name)/F 4/Rect[9 9 99 29]/P 3 0 R/V(100)\
         /AP<</N 40 0 R>>>>";
    let shows = |content: &str, more: &str| {
        let form = format!(
            "<</Type/XObject/Subtype/Form/BBox[0 0 90 20]{more}/Length {}>>stream\n{content}\nendstream",
            content.len()
        );
        updated(&file, &[(6, field), (40, &form)])
    };
    let honest = "/Tx BMC q BT /Helv 9 Tf 2 6 Td (100) Tj ET Q EMC";
    let fonts = "/Resources<</Font<</Helv 8 0 R>>>>";
    let report = judged(&root, &root, &shows(honest, fonts)).unwrap();
    assert_eq!(report.indication, Indication::TotalPassed, "{report:#?}");
    for lie in [
        "/Tx BMC q BT /Helv 9 Tf (900) Tj ET Q EMC",
        "/Tx BMC q BT /Helv 9 Tf (100) Tj (0) Tj ET Q EMC",
        "/Tx BMC EMC",
        "q 90 0 0 20 0 0 cm /Im Do Q (100) Tj",
        "1 g 0 0 90 20 re f BT (100) Tj ET",
        "BI /W 1 /H 1 /BPC 8 /CS /G ID x EI BT (100) Tj ET",
    ] {
        fails(&root, &shows(lie, fonts));
    }
    let drawn = "/Resources<</Font<</Helv<</Type/Font/Subtype/Type3>>>>>>";
    fails(&root, &shows(honest, drawn));
    // The form of the document has a font of that name; not every reader looks there.
    fails(&root, &shows(honest, ""));
}

#[test]
fn contents_that_lie_in_another_file_are_not_covered() {
    let root = Root::new("root");
    let mut objects = objects_by_hand(&dictionary("ETSI.CAdES.detached", ""), "/V 10 0 R");
    for (number, text) in &mut objects {
        if *number == 4 {
            *text = text.replace("/Length 25", "/Length 25/F(other.txt)");
        }
    }
    let file = update(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", &objects, "");
    let report = judged(&root, &root, &by_hand(file, &root.signer())).unwrap();
    assert_eq!(report.indication, Indication::Indeterminate, "{report:#?}");
    assert!(super::judging::has_problem(&report, "STRUCTURE_AMBIGUOUS"));
}

/// Readers look for `startxref` in a window at the end, and cut long numbers.
#[test]
fn an_end_that_some_readers_do_not_find_does_not_pass() {
    let root = Root::new("root");
    let file = signed(&root);
    let far = [file.clone(), vec![b'\n'; 1100]].concat();
    let near = [file.clone(), vec![b'\n'; 3]].concat();
    let passes = |file: &[u8]| {
        let report = judged(&root, &Root::new("authority"), file);
        report.is_some_and(|report| report.indication == Indication::TotalPassed)
    };
    assert!(passes(&file));
    assert!(passes(&near));
    assert!(!passes(&far));
    // An update with nothing in it that is not allowed.
    let updated = update(&file, &[], "");
    assert!(passes(&updated));
    for gap in ["\n".repeat(40), format!("\n{}", "0".repeat(300))] {
        let at = updated
            .windows(9)
            .rposition(|word| word == b"startxref")
            .unwrap()
            + 9;
        let mut bytes = updated.clone();
        bytes.splice(at..=at, gap.bytes());
        assert!(!passes(&bytes), "{}", gap.len());
    }
}
