//! Signs with a key that is on another machine, in a token or with a service: in two phases.
//!
//! ```sh
//! cargo run -p yinxin-examples --example sign_with_a_key_elsewhere
//! ```
#![allow(clippy::print_stdout, reason = "an example shows what it found")]

use std::error::Error;
use std::path::Path;
use time::OffsetDateTime;
use yinxin_core::pdf::{Document, SignatureRequest};
use yinxin_core::sign::{AssembleError, PendingSignature, Room, assemble, prepare};
use yinxin_core::suite::{SignatureAlgorithm, SigningKey};
use yinxin_core::verify::{Indication, Verifier};
use yinxin_core::x509::Certificate;
use yinxin_examples::{Unit, one_page};

fn main() -> Result<(), Box<dyn Error>> {
    let now = OffsetDateTime::now_utc();
    let unit = Unit::make(now)?;
    let folder = tempfile::tempdir()?;
    let (document, state) = (folder.path().join("a.pdf"), folder.path().join("a.state"));
    std::fs::write(&document, one_page())?;

    // Three programs, with files between them: the key's never sees the document, and those that see
    // the document never see the key.
    begin(&document, &state, &unit.chain, unit.key.algorithm(), now)?;
    let signature = sign_elsewhere(&state, &unit.key)?;
    let signed = complete(&document, &state, &signature)?;

    let verifier = Verifier::new(&unit.anchors, now).revocation_lists(&unit.crls);
    let report = verifier.run(&signed)?;
    println!("signed elsewhere: {:?}", report.indication);
    if report.indication != Indication::TotalPassed {
        return Err("a signature just made must pass".into());
    }

    // Whatever changed in between is noticed: nothing wrong is ever embedded.
    let mut changed = std::fs::read(&document)?;
    if let Some(last) = changed.last_mut() {
        *last ^= 1;
    }
    match assemble(&changed, &std::fs::read(&state)?, &signature, None) {
        Err(error @ AssembleError::DocumentChanged) => println!("another document: {error}"),
        other => return Err(format!("it must be refused: {other:?}").into()),
    }
    Ok(())
}

/// Prepares: needs the certificates, not the key. The state can wait as long as it has to.
fn begin(
    document: &Path,
    state: &Path,
    chain: &[Certificate],
    algorithm: SignatureAlgorithm,
    now: OffsetDateTime,
) -> Result<(), Box<dyn Error>> {
    let octets = std::fs::read(document)?;
    let mut request = SignatureRequest::new("Signature1");
    request.claimed_time = Some(now);
    // With `Room::Timestamp`, a timestamp can be added on completion.
    let pending = prepare(
        &Document::open(&octets)?,
        chain,
        algorithm,
        request,
        Room::Signature,
    )?;
    std::fs::write(state, pending.to_bytes())?;
    Ok(())
}

/// What the key's machine does: signs octets, not a digest.
fn sign_elsewhere(state: &Path, key: &dyn SigningKey) -> Result<Vec<u8>, Box<dyn Error>> {
    let pending = PendingSignature::from_bytes(&std::fs::read(state)?)?;
    Ok(key.sign(pending.to_be_signed())?)
}

/// Completes: no argument has to be repeated.
fn complete(document: &Path, state: &Path, signature: &[u8]) -> Result<Vec<u8>, Box<dyn Error>> {
    let octets = std::fs::read(document)?;
    let delta = assemble(&octets, &std::fs::read(state)?, signature, None)?;
    Ok([octets, delta].concat())
}
