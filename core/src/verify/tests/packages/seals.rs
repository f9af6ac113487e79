//! Seals in packages, in the value of a signature or beside it.

use super::*;

#[test]
fn a_seal_beside_a_message_is_judged_with_it() {
    let world = World::new();
    let seal = "Doc_0/Signs/Sign_0/Seal.esl";
    let info = "<Seal><BaseLoc>Seal.esl</BaseLoc></Seal>";
    let list = ["Doc_0/Signs/Sign_0/Signature.xml"];
    let made = |by: &(MemoryKey, Certificate), but: &[&str], octets: Vec<u8>| {
        let options = SignOptions::default();
        let sign = |text: &[u8]| {
            let digest = digest(DigestAlgorithm::Sm3, text);
            let chain = [by.1.clone()];
            sign_detached(&digest, &by.0, &chain, &options).unwrap()
        };
        let mut made = Made::new(LIST, "");
        made.0.push((seal.into(), octets));
        made.signed_by(&sign, FIRST, but, info).listed(LIST, &list)
    };
    let of_maker = anchor(&world.maker.1, Role::Signer);
    let anchors = [world.anchors(), vec![of_maker]].concat();
    let judged = |made: &Made, policy| made.judged_by(&anchors, policy);
    let own = judged(&made(&world.signer, &[], world.seal()), Policy::Gm);
    assert_eq!(own.indication, TotalPassed, "{own:#?}");
    assert_eq!(own.signatures[0].coverage, Coverage::WholeFile);
    // Where it is not signed, another of the same signer may have been put there.
    let free = judged(&made(&world.signer, &[seal], world.seal()), Policy::Gm);
    assert_eq!(free.indication, Indeterminate, "{free:#?}");
    assert!(says(&free.signatures[0], "OFD_SEAL_NOT_COVERED"));
    // The seal of another, and what is none, covered or not.
    for but in [&[][..], &[seal]] {
        let other = judged(&made(&world.maker, but, world.seal()), Policy::Gm);
        assert_ne!(other.indication, TotalPassed, "{other:#?}");
        assert!(says(&other.signatures[0], "SEAL_SIGNER_NOT_LISTED"));
        let junk = judged(&made(&world.signer, but, b"anything".to_vec()), Policy::Gm);
        assert_ne!(junk.indication, TotalPassed, "{junk:#?}");
    }
}

#[test]
fn what_did_not_pass_and_may_show_a_seal_leaves_no_policy_met() {
    let root = Root::new("root");
    let stranger = Root::new("stranger");
    let both = [FIRST, SECOND].map(|folder| format!("{folder}/Signature.xml"));
    let with = |info: &str| {
        signed_once(&root)
            .signed(&stranger.signer(), SECOND, &[LIST], info)
            .listed(LIST, &[&both[0], &both[1]])
            .judged(&root, Policy::Any)
    };
    assert_eq!(with("").indication, TotalPassed);
    let stamped = with("<StampAnnot ID='1' PageRef='1' Boundary='0 0 210 297'/>");
    assert_eq!(stamped.indication, Indeterminate, "{stamped:#?}");
}

#[test]
fn a_seal_signature_is_about_the_file_that_it_says() {
    let world = World::new();
    let sealed = |property: &str| {
        let seal = world.seal();
        let sign = |text: &[u8]| world.seal_signature_of(&seal, text, property);
        Made::new(LIST, "")
            .signed_by(&sign, FIRST, &[], "")
            .listed(LIST, &["Doc_0/Signs/Sign_0/Signature.xml"])
    };
    let judged = |property: &str| sealed(property).judged_by(&world.anchors(), Policy::All);
    let told = |report: &Report| says(&report.signatures[0], "OFD_PROPERTY_DIFFERS");
    for own in [
        "/Doc_0/Signs/Sign_0/Signature.xml",
        "Doc_0/Signs/Sign_0/Signature.xml",
    ] {
        let report = judged(own);
        assert_eq!(report.indication, TotalPassed, "{own} {report:#?}");
        assert!(!told(&report), "{own}");
    }
    for words in ["", "the whole file", "/Doc_0/Signs/Sign_7/Signature.xml"] {
        let report = judged(words);
        assert_eq!(report.indication, TotalPassed, "{words} {report:#?}");
        assert!(told(&report), "{words}");
    }
    let report = judged("/Doc_0/Document.xml");
    assert_eq!(report.indication, Indeterminate, "{report:#?}");
    assert!(told(&report));
}

#[test]
fn a_seal_that_some_readers_find_elsewhere_is_not_overlooked() {
    let root = Root::new("root");
    let list = format!("{FIRST}/Signature.xml");
    let seal = "<BaseLoc>/Doc_0/Seal.esl</BaseLoc>";
    for info in [
        "<Seal><BaseLoc>../../../../Doc_0/Seal.esl</BaseLoc></Seal>".to_owned(),
        format!("<x:Seal xmlns:x='urn:x'>{seal}</x:Seal>"),
        format!("<Parameters><Seal>{seal}</Seal></Parameters>"),
        format!("<Extensions><StampAnnot PageRef='1'/>{seal}</Extensions>"),
        "<StampAnnot PageRef='1' Boundary='0 0 9 9'/>".to_owned(),
        "<stampannot PageRef='1'/>".to_owned(),
    ] {
        let made = Made::new(LIST, "")
            .signed(&root.signer(), FIRST, &[], &info)
            .listed(LIST, &[&list]);
        assert!(!made.passes(&root), "{info}");
    }
}
