use crate::arguments::Arguments;
use crate::slices::{Slices, measure, measure_by, median};
use crate::{document, run};
use clap::Parser;
use std::cell::{Cell, RefCell};
use std::time::Duration;
use yinxin_core::pdf::Document;

#[test]
fn the_median_is_in_the_middle_whatever_the_order() {
    fn check(input: &[f64], expected: Option<f64>) {
        assert_eq!(median(input), expected, "{input:?}");
    }
    check(&[], None);
    check(&[3.0], Some(3.0));
    check(&[9.0, 1.0, 2.0], Some(2.0));
    check(&[4.0, 1.0, 2.0, 100.0], Some(3.0));
}

#[test]
fn a_ratio_is_taken_between_neighbours() {
    // The machine slows down tenfold half-way; each ratio stays 2.
    let slices = Slices {
        real: vec![2.0, 2.0, 20.0],
        floor: vec![1.0, 1.0, 10.0],
    };
    assert_eq!(slices.ratio(), Some(2.0));
    assert_eq!(slices.per_second(), Some(0.5));
    assert_eq!(Slices::default().ratio(), None);
}

/// By a clock that moves with the work and with nothing else: a busy machine changes nothing.
#[test]
fn twice_the_work_has_a_ratio_of_two() {
    let now = Cell::new(Duration::ZERO);
    let begun = RefCell::new(String::new());
    let work = |who: char, times: u32| {
        now.set(now.get() + Duration::from_micros(100) * times);
        let mut begun = begun.borrow_mut();
        if !begun.ends_with(who) {
            begun.push(who);
        }
        Ok(())
    };
    let total = Duration::from_millis(200);
    let slices = measure_by(&|| now.get(), total, &mut || work('r', 2), &mut || {
        work('f', 1)
    })
    .unwrap();
    assert_eq!(slices.ratio(), Some(2.0));
    assert_eq!(slices.per_second(), Some(5_000.0));
    // Slices of 7 ms for 200 ms, four at a time; the first two are dropped, and who begins alternates.
    assert_eq!((slices.real.len(), slices.floor.len()), (16, 16));
    assert_eq!(
        begun.into_inner(),
        format!("rf{}", "rfr".repeat(8).replace("rr", "r"))
    );
    // The clock on the wall measures too.
    let slices = measure(Duration::ZERO, &mut || Ok(()), &mut || Ok(())).unwrap();
    assert_eq!((slices.real.len(), slices.floor.len()), (2, 2));
    assert!(slices.real.iter().all(|seconds| *seconds > 0.0));
}

#[test]
fn an_error_ends_the_measuring() {
    let result = measure(
        Duration::from_millis(50),
        &mut || Err("no".into()),
        &mut || Ok(()),
    );
    assert_eq!(result.unwrap_err().to_string(), "no");
}

#[test]
fn the_document_has_the_length_asked_for_and_is_read_without_findings() {
    for octets in [8_000, 99_999, 100_000, 1_000_003] {
        let file = document::sample(octets);
        assert_eq!(file.len(), octets);
        let document = Document::open(&file).unwrap();
        assert_eq!(document.findings(), []);
        assert_eq!(document.latest().pages().filter(Result::is_ok).count(), 20);
    }
}

#[test]
fn a_length_is_written_for_people() {
    for (octets, expected) in [
        (512, "512"),
        (100_000, "100k"),
        (115_499, "115k"),
        (2_500_000, "2.5M"),
    ] {
        assert_eq!(document::length(octets), expected);
    }
}

/// Runs a command line and returns what it prints, or `None` where the case is not served.
fn printed(arguments: &[&str]) -> Option<String> {
    let asked = Arguments::try_parse_from([&["yinxin-bench"], arguments].concat()).unwrap();
    let mut output = Vec::new();
    run(&asked.case, &mut output)
        .unwrap()
        .then(|| String::from_utf8(output).unwrap())
}

#[test]
fn each_case_prints_one_line_of_its_form() {
    for (arguments, suite) in [
        (&["sign", "--seconds", "0.2"][..], "p256 100k"),
        (
            &["sign", "--suite", "p384", "--seconds", "0.2"],
            "p384 100k",
        ),
        (
            &["sign", "--suite", "ed25519", "--seconds", "0.2"],
            "ed25519 100k",
        ),
        (&["verify", "--seconds", "0.2"], "p256 103k"),
    ] {
        let line = printed(arguments).unwrap();
        let words: Vec<&str> = line.split_whitespace().collect();
        let [name, case, figure, algorithm, length, label, ratio] = words[..] else {
            panic!("{line}");
        };
        assert_eq!((name, case), ("yinxin", arguments[0]));
        let figure: f64 = figure.strip_suffix("/s").unwrap().parse().unwrap();
        assert!(figure > 1.0, "{line}");
        assert_eq!(format!("{algorithm} {length}"), suite);
        assert_eq!(label, "floor-ratio");
        // Nothing does the whole job in less than its parts; a busy machine is allowed some noise.
        assert!(ratio.parse::<f64>().unwrap() > 0.8, "{line}");
        assert_eq!(line.lines().count(), 1);
    }
}

#[test]
fn growth_is_printed_for_pages_and_for_signatures_on_one_page_and_on_many() {
    let asked = "scaling --seconds 0.1 --pages 20 --signatures 10";
    let printed = printed(&asked.split(' ').collect::<Vec<_>>()).unwrap();
    let lines: Vec<&str> = printed.lines().collect();
    let steps = ["pages 2-20", "signatures 1-10", "signatures 1-10"];
    assert_eq!(lines.len(), steps.len(), "{printed}");
    for (line, step) in lines.iter().zip(steps) {
        assert!(line.starts_with("yinxin scaling "), "{line}");
        assert!(line.contains(&format!("/s {step} ")), "{line}");
        let (_, growth) = line.rsplit_once("growth ").unwrap();
        assert!(growth.parse::<f64>().unwrap() > 0.0, "{line}");
    }
}

#[test]
fn a_case_that_is_not_served_is_refused() {
    for case in ["issue", "batch", "store", "decide", "http"] {
        assert_eq!(printed(&[case]), None, "{case}");
    }
}

#[test]
fn a_document_that_does_not_pass_is_not_measured() {
    let folder = tempfile::tempdir().unwrap();
    let (pdf, trust) = (folder.path().join("a.pdf"), folder.path().join("a.pem"));
    std::fs::write(&pdf, document::sample(100_000)).unwrap();
    let pki = crate::material::Pki::make(crate::arguments::Suite::P256).unwrap();
    let root = pki.anchors[0].certificate.der();
    std::fs::write(&trust, root).unwrap();
    let arguments = ["yinxin-bench", "verify", "--seconds", "0.1", "--pdf"];
    let mut arguments = arguments.map(Into::into).to_vec();
    arguments.extend([
        pdf.into_os_string(),
        "--trust".into(),
        trust.into_os_string(),
    ]);
    let asked = Arguments::try_parse_from(arguments).unwrap();
    let error = run(&asked.case, &mut Vec::new()).unwrap_err().to_string();
    assert!(error.contains("does not pass"), "{error}");
}
