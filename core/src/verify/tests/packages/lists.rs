//! The list of signatures, which nobody signs.

use super::*;

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
            "<Signatures {SPACE}><Signature {more} BaseLoc='/{FIRST}/Signature.xml'>{inside}</Signature></Signatures>"
        );
        signed_once(&root).with(LIST, &list)
    };
    for (more, inside) in [
        ("ID='1'", ""),
        ("ID='s001'", "\n  "),
        ("ID='{0F8FAD5B-D9CB-469F-A165-70867728950E}'", ""),
        ("ID='1' Type='Seal'", ""),
    ] {
        assert!(entry(more, inside).passes(&root), "{more} {inside}");
    }
    for (more, inside) in [
        (
            "ID='1' xmlns:x='urn:x' x:BaseLoc='/Doc_0/Signs/Sign_1/Signature.xml'",
            "",
        ),
        ("ID='1' Extra='1'", ""),
        ("ID='1'", "<Page/>"),
        ("ID='1'", "words"),
        ("ID='1'", "<!-- c -->"),
        ("ID='1' Type=' Sign'", ""),
        ("ID='1' Type='sign'", ""),
        ("Type='Seal'", ""),
        ("\nID='1'", ""),
        ("ID='&#49;'", ""),
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
            "<{prefix}Signatures xmlns{}='{space}'>\
             <{prefix}Signature ID='1' BaseLoc='/{FIRST}/Signature.xml'/></{prefix}Signatures>",
            match prefix {
                "" => String::new(),
                prefix => format!(":{}", prefix.trim_end_matches(':')),
            }
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
fn a_path_that_leads_to_two_files_leads_readers_apart() {
    let root = Root::new("root");
    let signed = Made::new(LIST, "")
        .signed(&root.signer(), FIRST, &[], "")
        .listed(LIST, &["Doc_0/Signs/Sign_0/Signature.xml"]);
    let value = format!("{FIRST}/SignedValue.dat");
    let (_, octets) = signed.0.iter().find(|(name, _)| *name == value).unwrap();
    let mut two = signed.clone();
    two.0.push(("SignedValue.dat".into(), octets.clone()));
    let report = two.judged(&root, Policy::All);
    assert_eq!(report.indication, Indeterminate, "{report:#?}");
    assert!(says(&report.signatures[0], "OFD_SIGNATURES_ODD"));
}

#[test]
fn a_list_that_some_parsers_do_not_read_does_not_pass() {
    let root = Root::new("root");
    let list = format!(
        "<Signatures {SPACE}><Signature ID='1' BaseLoc='/{FIRST}/Signature.xml'/></Signatures>"
    );
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
