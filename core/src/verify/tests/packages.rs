//! What a signature of an OFD package has to cover, and what may be left to the signatures themselves.

use super::eseals::{World, anchor};
use super::judging::{Indeterminate, TotalPassed, has_problem, says};
use super::pki::{AT, Identity, Root};
use super::timestamps::sha256;
use crate::cms::{SignOptions, sign_detached};
use crate::ofd::tests::zip;
use crate::suite::{DigestAlgorithm, MemoryKey, digest};
use crate::verify::{Answer, Coverage, Policy, Report, Verifier};
use crate::x509::{Certificate, RevocationPolicy, Role, TrustAnchor};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

const SPACE: &str = "xmlns='http://www.ofdspec.org/2016'";
const LIST: &str = "Doc_0/Signs/Signatures.xml";

/// A package under construction: names and octets.
#[derive(Clone)]
struct Made(Vec<(String, Vec<u8>)>);

impl Made {
    /// A document with its list of signatures at a place; `root` is said in the body of `OFD.xml`.
    fn new(list: &str, root: &str) -> Self {
        let start = format!(
            "<OFD {SPACE} Version='1.0'><DocBody>{root}<DocRoot>Doc_0/Document.xml</DocRoot>\
             <Signatures>/{list}</Signatures></DocBody></OFD>"
        );
        Made(Vec::new())
            .with("OFD.xml", &start)
            .with("Doc_0/Document.xml", "<Document/>")
    }

    fn with(mut self, name: &str, text: &str) -> Self {
        self.0.retain(|(known, _)| known != name);
        self.0.push((name.into(), text.as_bytes().to_vec()));
        self
    }

    /// Adds a signature over all that is there but what is named, and what `info` says.
    fn signed(self, signer: &Identity, folder: &str, but: &[&str], info: &str) -> Self {
        let sign = |text: &[u8]| {
            let options = SignOptions::default();
            sign_detached(&sha256(text), &signer.key, &signer.chain, &options).unwrap()
        };
        self.signed_by(&sign, folder, but, info)
    }

    /// The same with a value that is made of the text of `Signature.xml`.
    fn signed_by(
        mut self,
        sign: &dyn Fn(&[u8]) -> Vec<u8>,
        folder: &str,
        but: &[&str],
        info: &str,
    ) -> Self {
        let covered = self
            .0
            .iter()
            .filter(|(name, _)| !but.contains(&name.as_str()));
        let references: String = covered
            .map(|(name, octets)| {
                let value = STANDARD.encode(sha256(octets));
                format!("<Reference FileRef='/{name}'><CheckValue>{value}</CheckValue></Reference>")
            })
            .collect();
        let text = format!(
            "<Signature {SPACE}><SignedInfo><References CheckMethod='SHA256'>{references}</References>{info}\
             </SignedInfo><SignedValue>SignedValue.dat</SignedValue></Signature>"
        );
        let value = sign(text.as_bytes());
        self = self.with(&format!("{folder}/Signature.xml"), &text);
        let name = format!("{folder}/SignedValue.dat");
        self.0.push((name, value));
        self
    }

    /// Signs again what a signature says, once that is changed.
    fn signed_again(
        mut self,
        signer: &Identity,
        folder: &str,
        change: impl Fn(&str) -> String,
    ) -> Self {
        let path = format!("{folder}/Signature.xml");
        let (_, octets) = self.0.iter().find(|(name, _)| *name == path).unwrap();
        let text = change(std::str::from_utf8(octets).unwrap());
        let options = SignOptions::default();
        let value = sign_detached(
            &sha256(text.as_bytes()),
            &signer.key,
            &signer.chain,
            &options,
        );
        let name = format!("{folder}/SignedValue.dat");
        self = self.with(&path, &text);
        self.0.retain(|(known, _)| *known != name);
        self.0.push((name, value.unwrap()));
        self
    }

    fn listed(self, list: &str, signatures: &[&str]) -> Self {
        let entries: String = signatures
            .iter()
            .enumerate()
            .map(|(id, path)| format!("<Signature ID='{id}' BaseLoc='/{path}'/>"))
            .collect();
        let text = format!("<Signatures {SPACE}><MaxSignId>9</MaxSignId>{entries}</Signatures>");
        self.with(list, &text)
    }

    /// What is said of it; `None` where it cannot be read.
    fn found(&self, anchors: &[TrustAnchor], policy: Policy) -> Option<Report> {
        let files: Vec<(&str, &[u8])> = (self.0.iter())
            .map(|(name, octets)| (name.as_str(), octets.as_slice()))
            .collect();
        let verifier = Verifier::new(anchors, AT)
            .revocation(RevocationPolicy::Ignore)
            .policy(policy);
        verifier.run(&zip(&files)).ok()
    }

    fn judged_by(&self, anchors: &[TrustAnchor], policy: Policy) -> Report {
        self.found(anchors, policy).unwrap()
    }

    fn judged(&self, root: &Root, policy: Policy) -> Report {
        self.judged_by(&[root.anchor(Role::Signer)], policy)
    }

    fn passes(&self, root: &Root) -> bool {
        let found = self.found(&[root.anchor(Role::Signer)], Policy::All);
        found.is_some_and(|report| report.indication == TotalPassed)
    }
}

const FIRST: &str = "Doc_0/Signs/Sign_0";
const SECOND: &str = "Doc_0/Signs/Sign_1";

fn signed_once(root: &Root) -> Made {
    Made::new(LIST, "")
        .signed(&root.signer(), FIRST, &[], "")
        .listed(LIST, &["Doc_0/Signs/Sign_0/Signature.xml"])
}

#[test]
fn a_package_passes_wherever_its_list_of_signatures_lies() {
    let root = Root::new("root");
    let honest = signed_once(&root);
    let report = honest.judged(&root, Policy::All);
    assert_eq!(report.indication, TotalPassed, "{report:#?}");
    assert_eq!(report.signatures[0].coverage, Coverage::WholeFile);
    let list = "Doc_0/Lists/SignList.xml";
    let other = Made::new(list, "")
        .signed(&root.signer(), FIRST, &[], "")
        .listed(list, &["Doc_0/Signs/Sign_0/Signature.xml"]);
    assert!(other.passes(&root));
}

#[test]
fn a_file_that_is_only_called_a_list_of_signatures_is_covered_or_refused() {
    let root = Root::new("root");
    for name in [
        "Signatures.xml",
        "Doc_0/Signatures.xml",
        "Doc_0/Si/Signatures.xml",
    ] {
        let free = signed_once(&root).with(name, "<Page/>");
        assert!(!free.passes(&root), "{name}");
    }
    for more in [
        "<Page/>",
        "<!-- %PDF- -->",
        "text",
        "<MaxSignId>a b</MaxSignId>",
    ] {
        let list = format!(
            "<Signatures {SPACE}><Signature ID='1' BaseLoc='/{FIRST}/Signature.xml'/>{more}</Signatures>"
        );
        assert!(
            !signed_once(&root).with(LIST, &list).passes(&root),
            "{more}"
        );
    }
}

#[test]
fn a_later_signature_brings_a_signature_and_nothing_that_is_shown() {
    let root = Root::new("root");
    let paths = [FIRST, SECOND].map(|folder| format!("{folder}/Signature.xml"));
    let both = [paths[0].as_str(), paths[1].as_str()];
    let honest = signed_once(&root)
        .signed(&root.signer(), SECOND, &[LIST], "")
        .listed(LIST, &both);
    let report = honest.judged(&root, Policy::All);
    assert_eq!(report.indication, TotalPassed, "{report:#?}");
    assert_eq!(report.signatures[0].coverage, Coverage::WholeRevision);
    // By a stranger: a page with a signature in it, and a picture in the place of a value.
    let stranger = Root::new("stranger");
    let later = signed_once(&root)
        .signed(&stranger.signer(), SECOND, &[LIST], "")
        .listed(LIST, &both);
    assert_eq!(later.judged(&root, Policy::Any).indication, TotalPassed);
    let text = later.0.iter().find(|(name, _)| *name == paths[1]).unwrap();
    let text = String::from_utf8(text.1.clone()).unwrap();
    let page = text
        .replace("<Signature ", "<Page ")
        .replace("</Signature>", "</Page>");
    let shown = later.clone().with(&paths[1], &page);
    assert_ne!(shown.judged(&root, Policy::Any).indication, TotalPassed);
    let value = text.replace("SignedValue.dat", "/Doc_0/picture.png");
    let shown = later
        .with(&paths[1], &value)
        .with("Doc_0/picture.png", "\u{89}PNG");
    assert_ne!(shown.judged(&root, Policy::Any).indication, TotalPassed);
}

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
fn a_root_that_is_not_covered_is_told_and_does_not_pass() {
    let root = Root::new("root");
    let list = ["Doc_0/Signs/Sign_0/Signature.xml"];
    let made = Made::new(LIST, "")
        .signed(&root.signer(), FIRST, &["OFD.xml"], "")
        .listed(LIST, &list);
    let report = made.judged(&root, Policy::All);
    assert_eq!(report.indication, Indeterminate, "{report:#?}");
    assert_eq!(report.answer, Answer::Unknown);
    assert!(says(&report.signatures[0], "OFD_ROOT_NOT_COVERED"));
}

#[test]
fn of_a_file_that_no_signature_covers_nobody_can_say_whether_it_was_there() {
    let root = Root::new("root");
    let free = signed_once(&root).with("Doc_0/Tpls/Tpl_0/Content.xml", "<Page/>");
    let report = free.judged(&root, Policy::All);
    assert_eq!(report.indication, Indeterminate, "{report:#?}");
    assert_eq!(report.answer, Answer::Unknown);
    assert_eq!(report.signatures[0].coverage, Coverage::SomeFiles);
    assert!(says(&report.signatures[0], "OFD_NOT_COVERED"));
}

#[test]
fn a_signature_that_was_struck_from_the_list_is_missed() {
    let root = Root::new("root");
    let both = [FIRST, SECOND].map(|folder| format!("{folder}/Signature.xml"));
    for first in [root.signer(), Root::new("stranger").signer()] {
        let made = Made::new(LIST, "").signed(&first, FIRST, &[], "").signed(
            &root.signer(),
            SECOND,
            &[],
            "",
        );
        let struck = made.clone().listed(LIST, &[&both[1]]);
        let report = struck.judged(&root, Policy::All);
        assert_ne!(report.indication, TotalPassed, "{report:#?}");
        assert!(has_problem(&report, "OFD_SIGNATURE_UNLISTED"));
    }
    let twice = Made::new(LIST, "")
        .signed(&root.signer(), FIRST, &[], "")
        .signed(&root.signer(), SECOND, &[], "");
    let listed = twice.clone().listed(LIST, &[&both[0], &both[1]]);
    assert!(listed.passes(&root));
    // A seal of later is shown over one of before.
    let over = twice.clone().listed(LIST, &[&both[1], &both[0]]);
    assert!(!over.passes(&root));
    // Others that call the signature their value, and have its value for theirs.
    let third = "Doc_0/Signs/Sign_2/Signature.xml";
    let fourth = "Doc_0/Signs/Sign_3/Signature.xml";
    let of = |path: &str| {
        let (_, octets) = twice.0.iter().find(|(name, _)| name == path).unwrap();
        String::from_utf8(octets.clone()).unwrap()
    };
    let named = |value: &str| of(&both[0]).replace("SignedValue.dat", value);
    let hidden = twice
        .clone()
        .with(third, &named(&format!("/{}", both[0])))
        .with(fourth, &named(&format!("/{FIRST}/SignedValue.dat")))
        .listed(LIST, &[&both[1], third, fourth]);
    let report = hidden.judged(&root, Policy::Any);
    assert_ne!(report.indication, TotalPassed, "{report:#?}");
    assert!(has_problem(&report, "OFD_SIGNATURE_UNLISTED"));
    // The signature of something else in an attachment is none of the package.
    let other = "<Signature xmlns='http://www.w3.org/2000/09/xmldsig#'><SignedInfo/></Signature>";
    let attached = Made::new(LIST, "")
        .with("Doc_0/Attachs/bill.xml", other)
        .signed(&root.signer(), FIRST, &[], "")
        .listed(LIST, &[&both[0]]);
    assert!(attached.passes(&root));
}

#[test]
fn a_list_is_read_as_every_reader_reads_it() {
    let root = Root::new("root");
    let entry = |more: &str, inside: &str| {
        let list = format!(
            "<Signatures {SPACE} xmlns:x='urn:x'><Signature {more} BaseLoc='/{FIRST}/Signature.xml'>{inside}</Signature></Signatures>"
        );
        signed_once(&root).with(LIST, &list)
    };
    for (more, inside) in [("ID='1'", ""), ("", "\n  "), ("Type='Seal'", "<!-- c -->")] {
        assert!(entry(more, inside).passes(&root), "{more} {inside}");
    }
    for (more, inside) in [
        ("x:BaseLoc='/Doc_0/Signs/Sign_1/Signature.xml'", ""),
        ("Extra='1'", ""),
        ("", "<Page/>"),
        ("", "words"),
        ("Type=' Sign'", ""),
        ("Type='sign'", ""),
        ("ID='财政部'", ""),
        ("ID='1&#10;signer: CN=x'", ""),
    ] {
        let report = entry(more, inside).judged(&root, Policy::All);
        assert_eq!(report.indication, Indeterminate, "{more} {report:#?}");
        assert_eq!(report.answer, Answer::Unknown, "{more}");
        assert!(says(&report.signatures[0], "OFD_SIGNATURES_ODD"));
    }
    let foreign = format!(
        "<Signatures {SPACE}><x:Signature xmlns:x='urn:x' BaseLoc='/{FIRST}/Signature.xml'/></Signatures>"
    );
    assert!(!signed_once(&root).with(LIST, &foreign).passes(&root));
    // Readers that go by prefixes, or by namespaces, find other signatures in it.
    let usual = "http://www.ofdspec.org/2016";
    for (root_prefix, prefix, space, passes) in [
        ("", "", usual, true),
        ("ofd:", "ofd:", usual, true),
        ("", "x:", usual, false),
        ("ofd:", "ofd:", "http://www.ofdspec.org/2099", false),
    ] {
        let list = format!(
            "<{prefix}Signatures {SPACE} xmlns:ofd='{space}' xmlns:x='{space}'>\
             <{prefix}Signature BaseLoc='/{FIRST}/Signature.xml'/></{prefix}Signatures>"
        );
        let start = format!(
            "<{root_prefix}OFD {SPACE} xmlns:ofd='{usual}'><{root_prefix}DocBody>\
             <{root_prefix}DocRoot>Doc_0/Document.xml</{root_prefix}DocRoot>\
             <{root_prefix}Signatures>/{LIST}</{root_prefix}Signatures></{root_prefix}DocBody></{root_prefix}OFD>"
        );
        let made = Made::new(LIST, "").with("OFD.xml", &start);
        let made = made
            .signed(&root.signer(), FIRST, &[], "")
            .with(LIST, &list);
        assert_eq!(made.passes(&root), passes, "{root_prefix} {prefix} {space}");
    }
}

#[test]
fn a_signature_that_may_have_been_moved_to_another_document_does_not_pass() {
    let root = Root::new("root");
    let lists = ["Doc_0/Signatures.xml", "Doc_1/Signatures.xml"];
    let body = |at: usize| {
        let list = lists[at];
        format!(
            "<DocBody><DocRoot>Doc_{at}/Document.xml</DocRoot><Signatures>/{list}</Signatures></DocBody>"
        )
    };
    let start = format!("<OFD {SPACE} Version='1.0'>{}{}</OFD>", body(0), body(1));
    let signature = format!("{FIRST}/Signature.xml");
    let of = |at: usize, but: &[&str]| {
        Made::new(lists[0], "")
            .with("OFD.xml", &start)
            .with("Doc_1/Document.xml", "<Document/>")
            .listed(lists[1 - at], &[])
            .listed(lists[at], &[&signature])
            .signed(&root.signer(), FIRST, but, "")
    };
    for at in [0, 1] {
        let free = of(at, &lists).judged(&root, Policy::All);
        assert_eq!(free.indication, Indeterminate, "{free:#?}");
        assert!(says(&free.signatures[0], "OFD_DOCUMENT_UNSAID"));
        assert!(of(at, &[]).passes(&root));
    }
}

#[test]
fn a_signature_that_is_listed_once_more_elsewhere_is_no_second_one() {
    let root = Root::new("root");
    let once = signed_once(&root);
    let copied = |name: &str| {
        let path = format!("{FIRST}/{name}");
        let (_, octets) = once.0.iter().find(|(known, _)| *known == path).unwrap();
        (format!("{SECOND}/{name}"), octets.clone())
    };
    let mut twice = once.clone();
    (twice.0).extend(["Signature.xml", "SignedValue.dat"].map(copied));
    let both = [FIRST, SECOND].map(|folder| format!("{folder}/Signature.xml"));
    let report = twice
        .listed(LIST, &[&both[0], &both[1]])
        .judged(&root, Policy::All);
    assert_eq!(report.indication, Indeterminate, "{report:#?}");
    assert!(says(&report.signatures[1], "OFD_SIGNATURES_ODD"));
}

#[test]
fn a_list_that_some_parsers_do_not_read_does_not_pass() {
    let root = Root::new("root");
    let list =
        format!("<Signatures {SPACE}><Signature BaseLoc='/{FIRST}/Signature.xml'/></Signatures>");
    let passes = |before: &str| {
        let list = format!("{before}{list}");
        signed_once(&root).with(LIST, &list).passes(&root)
    };
    for before in ["", "\u{feff}", "<?xml version='1.0' encoding='UTF-8'?>\n"] {
        assert!(passes(before), "{before:?}");
    }
    for before in [
        "\u{feff}\u{feff}",
        "<?xml version='2.0'?>",
        "<?xml version='1.1'?>",
        "<?xml version='1.0' encoding='GBK'?>",
    ] {
        assert!(!passes(before), "{before:?}");
    }
}

#[test]
fn a_path_that_is_meant_from_the_root_is_not_broken() {
    let root = Root::new("root");
    let list =
        format!("<Signatures {SPACE}><Signature BaseLoc='{FIRST}/Signature.xml'/></Signatures>");
    let value = |text: &str| text.replace("SignedValue.dat", &format!("{FIRST}/SignedValue.dat"));
    let made = signed_once(&root);
    for made in [
        made.clone().with(LIST, &list),
        made.signed_again(&root.signer(), FIRST, value),
    ] {
        let report = made.judged(&root, Policy::All);
        assert_eq!(report.indication, Indeterminate, "{report:#?}");
        assert_eq!(report.answer, Answer::Unknown);
        assert!(says(&report.signatures[0], "OFD_SIGNATURE_NOT_SERVED"));
    }
}

#[test]
fn two_who_sign_one_document_beside_each_other_both_pass() {
    let root = Root::new("root");
    let both = [FIRST, SECOND].map(|folder| format!("{folder}/Signature.xml"));
    let first = Made::new(LIST, "").signed(&root.signer(), FIRST, &[], "");
    let of_first = [both[0].as_str(), &format!("{FIRST}/SignedValue.dat")];
    let made = first
        .signed(&root.signer(), SECOND, &of_first, "")
        .listed(LIST, &[&both[0], &both[1]]);
    let report = made.judged(&root, Policy::All);
    assert_eq!(report.indication, TotalPassed, "{report:#?}");
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
fn a_signature_in_another_encoding_is_not_served_and_not_broken() {
    let root = Root::new("root");
    let mut made = signed_once(&root);
    let path = format!("{FIRST}/Signature.xml");
    let (_, octets) = (made.0.iter_mut()).find(|(name, _)| *name == path).unwrap();
    // 印 in GBK.
    *octets = [
        b"<?xml version='1.0' encoding='GBK'?><!--\xd3\xa1-->",
        octets.as_slice(),
    ]
    .concat();
    let report = made.judged(&root, Policy::All);
    assert_eq!(report.indication, Indeterminate, "{report:#?}");
    assert_eq!(report.answer, Answer::Unknown);
    let told = &report.signatures[0].reasons[0];
    assert_eq!(told.code(), "OFD_SIGNATURE_NOT_SERVED");
    assert!(told.en().contains("GBK encoding"), "{told:?}");
}

#[test]
fn two_documents_that_are_signed_apart_are_not_altered_and_do_not_pass_together() {
    let root = Root::new("root");
    let list = |document: usize| format!("Doc_{document}/Signs/Signatures.xml");
    let bodies: String = (0..2)
        .map(|document| {
            let list = list(document);
            format!(
                "<DocBody><DocRoot>Doc_{document}/Document.xml</DocRoot><Signatures>/{list}</Signatures></DocBody>"
            )
        })
        .collect();
    let folder = |document: usize| format!("Doc_{document}/Signs/Sign_0");
    let made = Made(Vec::new())
        .with("OFD.xml", &format!("<OFD {SPACE}>{bodies}</OFD>"))
        .with("Doc_0/Document.xml", "<Document/>")
        .with("Doc_1/Document.xml", "<Document/>");
    let first = made.signed(&root.signer(), &folder(0), &["Doc_1/Document.xml"], "");
    let of_first = [
        "Doc_0/Document.xml".to_owned(),
        format!("{}/Signature.xml", folder(0)),
        format!("{}/SignedValue.dat", folder(0)),
    ];
    let of_first: Vec<&str> = of_first.iter().map(String::as_str).collect();
    let both = first
        .signed(&root.signer(), &folder(1), &of_first, "")
        .listed(&list(0), &["Doc_0/Signs/Sign_0/Signature.xml"])
        .listed(&list(1), &["Doc_1/Signs/Sign_0/Signature.xml"]);
    for policy in [Policy::All, Policy::Any] {
        let report = both.judged(&root, policy);
        assert_eq!(report.indication, Indeterminate, "{report:#?}");
        assert_eq!(report.answer, Answer::Unknown, "{report:#?}");
        for one in &report.signatures {
            assert!(says(one, "OFD_DOCUMENTS_APART"), "{one:#?}");
        }
    }
    let more = both.with("Doc_1/More.xml", "<x/>");
    let report = more.judged(&root, Policy::All);
    let is_told = |one| says(one, "OFD_NOT_COVERED");
    assert!(report.signatures.iter().all(is_told), "{report:#?}");
    assert_eq!(report.answer, Answer::Unknown, "{report:#?}");
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
fn a_path_means_the_same_whatever_lies_in_the_package() {
    let root = Root::new("root");
    let list = format!("/{FIRST}/Signature.xml");
    let sign = |from_root: bool| {
        let made = Made::new(LIST, "").with("Doc_0/Annotations.xml", "<Annotations/>");
        let made = made
            .signed(&root.signer(), FIRST, &[], "")
            .listed(LIST, &[&list[1..]]);
        let change = |text: &str| match from_root {
            true => text.replace("FileRef='/Doc_0", "FileRef='Doc_0"),
            false => text.to_owned(),
        };
        made.signed_again(&root.signer(), FIRST, change)
    };
    assert!(sign(false).passes(&root));
    let report = sign(true).judged(&root, Policy::All);
    assert_eq!(report.indication, Indeterminate, "{report:#?}");
    assert_eq!(report.answer, Answer::Unknown, "{report:#?}");
    // Whoever moves the file to where the path leads takes it away from readers.
    let mut moved = sign(true);
    for (name, _) in &mut moved.0 {
        if name == "Doc_0/Annotations.xml" {
            *name = format!("{FIRST}/Doc_0/Annotations.xml");
        }
    }
    assert!(!moved.passes(&root));
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

#[test]
fn a_struck_signature_is_known_by_its_value_however_it_is_written() {
    let root = Root::new("root");
    let both = [FIRST, SECOND].map(|folder| format!("{folder}/Signature.xml"));
    let mut made = Made::new(LIST, "").signed(&Root::new("stranger").signer(), FIRST, &[], "");
    for (name, octets) in &mut made.0 {
        if *name == both[0] {
            *octets = String::from_utf8(octets.clone())
                .unwrap()
                .encode_utf16()
                .flat_map(u16::to_be_bytes)
                .collect();
        }
    }
    let struck = made
        .signed(&root.signer(), SECOND, &[], "")
        .listed(LIST, &[&both[1]]);
    let report = struck.judged(&root, Policy::All);
    assert_ne!(report.indication, TotalPassed, "{report:#?}");
    assert!(has_problem(&report, "OFD_SIGNATURE_UNLISTED"));
}

#[test]
fn a_list_of_names_is_left_to_signatures_only_where_it_is_that() {
    let root = Root::new("root");
    let both = |list: &str| {
        let signer = root.signer();
        let options = SignOptions::default();
        let value = sign_detached(
            &sha256(list.as_bytes()),
            &signer.key,
            &signer.chain,
            &options,
        );
        let mut made = signed_once(&root).with("OFDEntries.xml", list);
        made.0.push(("value.dat".into(), value.unwrap()));
        made.judged(&root, Policy::Any)
    };
    let named = "<FileList><File ID='1' FileLoc='/OFD.xml'/></FileList>";
    let value = "<SignedValueLoc>/value.dat</SignedValueLoc>";
    let list = both(&format!("<DocEntries {SPACE}>{value}{named}</DocEntries>"));
    assert_ne!(list.answer, Answer::Altered, "{list:#?}");
    for page in [
        format!("<Page {SPACE}>{value}</Page>"),
        format!("<DocEntries {SPACE}>{value}<Content/></DocEntries>"),
    ] {
        let report = both(&page);
        assert_ne!(report.indication, TotalPassed, "{page} {report:#?}");
    }
}
