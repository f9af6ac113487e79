//! `sign`: a document in memory becomes a revision in a file.

use crate::Failed;
use crate::arguments::{SignCase, Suite};
use crate::material::{Pki, Signatory};
use crate::slices::{Slices, measure};
use crate::{document, floor, peers};
use std::io::Write;
use std::os::unix::fs::FileExt;
use time::OffsetDateTime;
use yinxin_core::cms::Signer;
use yinxin_core::pdf::{Document, SignatureRequest};
use yinxin_core::sign::sign;
use yinxin_core::suite::SigningKey as _;

/// Octets of the document that is made.
pub(crate) const LENGTH: usize = 100_000;

/// Octets of the message that the floor signs: about what the signed attributes are.
const MESSAGE: [u8; 200] = [0x5a; 200];

/// Measures and prints the line.
pub(crate) fn run(asked: &SignCase, output: &mut dyn Write) -> Result<(), Failed> {
    let octets = match &asked.pdf {
        Some(path) => std::fs::read(path)?,
        None => document::sample(LENGTH),
    };
    let total = asked.run.seconds;
    let (slices, suite) = match (&asked.key, &asked.cert) {
        (Some(key), Some(chain)) => {
            let signatory = Signatory::read(key, chain, asked.suite)?;
            (bench(&octets, &signatory, total)?, signatory.suite())
        }
        _ => {
            let pki = Pki::make(asked.suite.unwrap_or(Suite::P256))?;
            let suite = pki.signatory.suite();
            let Some(folder) = &asked.run.peers else {
                let slices = bench(&octets, &pki.signatory, total)?;
                return line(output, &slices, &suite, octets.len());
            };
            let mut slices = Slices::default();
            let peer = peers::in_turns(folder, &octets, &pki, total, |turn| {
                slices.extend(bench(&octets, &pki.signatory, turn)?);
                Ok(())
            })?;
            line(output, &slices, &suite, octets.len())?;
            return peer.sign_line(output, &slices, &suite, octets.len());
        }
    };
    line(output, &slices, &suite, octets.len())
}

fn line(output: &mut dyn Write, slices: &Slices, suite: &str, octets: usize) -> Result<(), Failed> {
    crate::slices::print(output, "sign", slices, suite, octets)
}

/// Returns the name of a field that the document does not have.
pub(crate) fn free_field(octets: &[u8]) -> Result<String, Failed> {
    let document = Document::open(octets)?;
    let signatures = document.latest().signatures()?;
    let places = signatures.found.iter().flat_map(|found| &found.places);
    let taken: Vec<&str> = places
        .chain(signatures.empty.iter().map(|empty| &empty.place))
        .map(|place| place.name.as_str())
        .chain(signatures.other_fields.iter().map(String::as_str))
        .collect();
    (1..=taken.len() + 1)
        .map(|number| format!("Bench{number}"))
        .find(|name| !taken.contains(&name.as_str()))
        .ok_or_else(|| "no field name is free".into())
}

/// Returns what is appended to `octets`.
pub(crate) fn revision(
    octets: &[u8],
    field: &str,
    signer: &Signer,
    signatory: &Signatory,
    at: OffsetDateTime,
) -> Result<Vec<u8>, Failed> {
    let document = Document::open(octets)?;
    let mut request = SignatureRequest::new(field);
    request.claimed_time = Some(at);
    Ok(sign(&document, signer, &signatory.key, request)?)
}

/// The real thing: open, prepare, hash, CMS, embed, one write. The floor: hash, one signature, one
/// write of as many octets.
fn bench(
    octets: &[u8],
    signatory: &Signatory,
    total: std::time::Duration,
) -> Result<Slices, Failed> {
    let at = OffsetDateTime::now_utc();
    let signer = Signer::new(&signatory.chain)?;
    let field = free_field(octets)?;
    let blank = vec![0; revision(octets, &field, &signer, signatory, at)?.len()];
    let (real_file, floor_file) = (tempfile::tempfile()?, tempfile::tempfile()?);
    let digest = signatory.key.algorithm().digest();
    measure(
        total,
        &mut || {
            let delta = revision(octets, &field, &signer, signatory, at)?;
            real_file.write_all_at(&delta, 0)?;
            Ok(())
        },
        &mut || {
            floor::hash(digest, &[octets])?;
            std::hint::black_box(signatory.key.sign(&MESSAGE)?);
            floor_file.write_all_at(&blank, 0)?;
            Ok(())
        },
    )
}
