//! Decides at a window, without a network, whether licences of another authority may be accepted.
//!
//! ```sh
//! cargo run -p yinxin-examples --example recognise_offline
//! ```
#![allow(clippy::print_stdout, reason = "an example shows what it found")]

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use time::OffsetDateTime;
use yinxin_core::recognition::{
    DecisionInput, DecisionPolicy, Domain, Pin, Recognition, RelyingDomain, Store, decide,
};
use yinxin_core::verify::Verifier;
use yinxin_core::x509::{Role, TrustAnchor, read_all, read_all_crls};
use yinxin_signer::service::bureau::Bureau;
use yinxin_signer::service::demo::{DemoRequest, create};
use yinxin_signer::service::exchange::root_fingerprint;

fn main() -> Result<(), Box<dyn Error>> {
    let now = OffsetDateTime::now_utc();
    let place = tempfile::tempdir()?;
    let demo = place.path().join("demo");
    // Two fictitious counties: 990101 issues eight licences, 990202 has to decide about them.
    create(&DemoRequest {
        folder: demo.clone(),
        at: now,
    })?;

    // Once, by hand: the fingerprints of both recognition roots, as a gazette prints them.
    let mut store = Store::new();
    let password = demo.join("password.txt");
    for (domain, home) in [("990101", "yunze-990101"), ("990202", "lanhai-990202")] {
        let gazette = root_fingerprint(&Bureau::open(&demo.join(home), Some(&password))?)?;
        let pin = Pin {
            threshold: 1,
            fingerprints: BTreeSet::from([gazette]),
        };
        store.pin(Domain::parse(domain)?, pin);
    }
    // Each morning, from a memory stick if need be: roots, lists, agreement and status. Every
    // object is signed; importing is where it is checked.
    let exchange = demo.join("exchange");
    for name in [
        "990101-root.json",
        "990202-root.json",
        "990101-list.json",
        "990202-list.json",
        "990101-990202-agreement.json",
        "990101-status.json",
    ] {
        store.import(&fs::read(exchange.join(name))?, now)?;
    }
    // Each licence is sealed in two suites: two roots, and the maker of the seals of GB/T 38540.
    let mut anchors = Vec::new();
    for (name, role) in [
        ("990101-root.pem", Role::Signer),
        ("990101-sm2-root.pem", Role::Signer),
        ("990101-sm2-maker.cer", Role::Maker),
    ] {
        let found = read_all(&fs::read(exchange.join(name))?)?.into_iter();
        anchors.extend(found.map(|certificate| TrustAnchor { certificate, role }));
    }
    let mut crls = Vec::new();
    for name in ["990101-root.crl", "990101-sm2-root.crl"] {
        for crl in read_all_crls(&fs::read(exchange.join(name))?)? {
            crls.push(crl?);
        }
    }

    // At the window: verify the file, then decide. The same inputs give the same verdict.
    let relying = RelyingDomain(Domain::parse("990202")?);
    let verifier = Verifier::new(&anchors, now).revocation_lists(&crls);
    let mut answers = BTreeSet::new();
    for entry in fs::read_dir(demo.join("licences"))? {
        let path = entry?.path();
        let report = verifier.run(&fs::read(&path)?)?;
        let verdict = decide(&DecisionInput {
            report: &report,
            store: &store,
            relying: &relying,
            item: "990202-food-branch",
            now,
            policy: DecisionPolicy::default(),
            own_record: None,
        });
        println!("{}: {}", path.display(), verdict.recognition.name());
        if let Some(reason) = verdict.reasons.first() {
            println!("  {}\n  {}", reason.zh(), reason.en());
        }
        answers.insert(verdict.recognition);
    }
    if !answers.contains(&Recognition::Accepted) || !answers.contains(&Recognition::Refused) {
        return Err("some of the eight are accepted and some refused".into());
    }
    Ok(())
}
