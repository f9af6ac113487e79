//! Signs a PDF and verifies it, in memory.
//!
//! ```sh
//! cargo run -p yinxin-examples --example sign_and_verify
//! ```
#![allow(clippy::print_stdout, reason = "an example shows what it found")]

use std::error::Error;
use time::OffsetDateTime;
use yinxin_core::cms::Signer;
use yinxin_core::pdf::{Document, SignatureRequest};
use yinxin_core::sign::sign;
use yinxin_core::verify::{Indication, Report, Verifier};
use yinxin_examples::{Unit, one_page};

fn main() -> Result<(), Box<dyn Error>> {
    // What you have: a document, a key with its certificates, a root that you trust and its CRL.
    // The library has no clock: the time is yours to give.
    let now = OffsetDateTime::now_utc();
    let unit = Unit::make(now)?;
    let file = one_page();

    // Sign. `delta` goes behind the document; not an octet of the document itself changes.
    let document = Document::open(&file)?;
    let signer = Signer::new(&unit.chain)?; // once for many documents
    let mut request = SignatureRequest::new("Signature1");
    request.claimed_time = Some(now);
    let delta = sign(&document, &signer, &unit.key, request)?;
    let mut signed = [file.as_slice(), &delta].concat();

    // Verify. A bad signature is an answer, not an error; an error means "could not judge".
    let verifier = Verifier::new(&unit.anchors, now).revocation_lists(&unit.crls);
    let report = verifier.run(&signed)?;
    show("as signed", &report);
    if report.indication != Indication::TotalPassed {
        return Err("a signature just made must pass".into());
    }

    // One letter of the page changes.
    let place = file.windows(6).position(|text| text == b"Nobody");
    if let Some(letter) = place.and_then(|place| signed.get_mut(place)) {
        *letter = b'S';
    }
    let report = verifier.run(&signed)?;
    show("one letter changed", &report);
    if report.indication != Indication::TotalFailed {
        return Err("a document that was changed must fail".into());
    }
    Ok(())
}

/// Prints the answer about the file, and the reasons of each signature in both languages.
fn show(what: &str, report: &Report) {
    let indication = match report.indication {
        Indication::TotalPassed => "TOTAL-PASSED",
        Indication::Indeterminate => "INDETERMINATE",
        Indication::TotalFailed => "TOTAL-FAILED",
    };
    println!("{what}: {indication}");
    for signature in &report.signatures {
        println!("  {}, integrity {:?}", signature.field, signature.integrity);
        for reason in &signature.reasons {
            println!("    {}\n    {}", reason.zh(), reason.en());
        }
    }
}
