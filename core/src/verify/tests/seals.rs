use super::file::{find, picture, sign_as, unsigned, updated};
use super::judging::{TotalFailed, TotalPassed, judge, passes, says};
use super::pki::{Identity, Root};
use crate::verify::{SealForm, SealReport};

fn sealed(signer: &Identity) -> Vec<u8> {
    sign_as(&unsigned(), signer, "Seal", |request| {
        request.appearance = Some(picture());
    })
}

#[test]
fn a_seal_is_a_signature_by_the_units_own_certificate() {
    let root = Root::new("root");
    let report = judge(&root, &sealed(&root.signer()));
    passes(&report);
    let expected = SealReport {
        form: SealForm::LegalPerson,
        id: None,
        name: Some("示例县行政审批局".to_owned()),
        verdict: TotalPassed,
    };
    assert_eq!(report.signatures[0].seal, Some(expected));
}

#[test]
fn a_picture_shown_by_somebody_else_is_displayed_only() {
    let root = Root::new("root");
    let report = judge(&root, &sealed(&root.identity(|_| {})));
    passes(&report);
    let seal = report.signatures[0].seal.as_ref().unwrap();
    assert_eq!((seal.form, &seal.name), (SealForm::DisplayedOnly, &None));
    assert!(says(&report.signatures[0], "SEAL_DISPLAYED_ONLY"));
}

#[test]
fn nothing_stands_behind_the_picture_of_a_broken_or_changed_file() {
    let root = Root::new("root");
    let file = sealed(&root.signer());
    let mut broken = file.clone();
    let at = find(&broken, b"Hello");
    broken[at] ^= 1;
    let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Annots[6 0 R 7 0 R]>>";
    for file in [broken, updated(&file, &[(3, page)])] {
        let report = judge(&root, &file);
        assert_eq!(report.indication, TotalFailed);
        let seal = report.signatures[0].seal.as_ref().unwrap();
        assert_eq!((seal.form, &seal.name), (SealForm::DisplayedOnly, &None));
        assert_ne!(seal.verdict, TotalPassed);
    }
}

#[test]
fn the_verdict_on_a_seal_is_that_on_its_signature() {
    let root = Root::new("root");
    let stranger = Root::new("stranger");
    let report = judge(&root, &sealed(&stranger.signer()));
    let one = &report.signatures[0];
    assert_eq!(one.seal.as_ref().unwrap().verdict, one.indication);
    assert_ne!(one.indication, TotalPassed);
}
