//! What a signature of an OFD package has to cover, and what may be left to the signatures themselves.

mod lists;
mod seals;

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
            "<Signature {SPACE}><SignedInfo><Provider ProviderName='{folder}'/><References CheckMethod='SHA256'>{references}</References>{info}\
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
fn a_list_that_is_not_there_has_no_signatures() {
    let root = Root::new("root");
    let report = Made::new(LIST, "").judged(&root, Policy::All);
    assert_eq!(report.indication, Indeterminate, "{report:#?}");
    assert_eq!(report.answer, Answer::Unsigned);
    assert!(has_problem(&report, "OFD_LIST_MISSING"));
    // Nor do signatures pass that were listed in it.
    let signed = Made::new(LIST, "").signed(&root.signer(), FIRST, &[], "");
    assert_eq!(signed.judged(&root, Policy::All).answer, Answer::Unsigned);
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
