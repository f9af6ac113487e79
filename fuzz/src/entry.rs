//! One function a format: whatever the octets are, it returns, and what it believes is true.
//!
//! Only the seeds were signed with the keys that are trusted here. So whatever is believed must be,
//! octet for octet, what was signed in a seed; anything else is a forgery, and a finding.

use crate::{checksums, oracle, seeds};
use seeds::{AT, CONTENT, anchors, certificates};
use yinxin_core::cms::SignedData;
use yinxin_core::evidence::EvidenceRecord;
use yinxin_core::font::FontChain;
use yinxin_core::log::{Checkpoint, Receipt, SignedNote, VerifierKey, cosigned, tile};
use yinxin_core::ofd::{Package, PackageLimits};
use yinxin_core::pdf::Document;
use yinxin_core::seal::register::SealRegister;
use yinxin_core::seal::{PictureFormat, SealFace, SealPicture};
use yinxin_core::ses::{SesSeal, SesSignature};
use yinxin_core::status::{OcspAnswers, OcspResponse};
use yinxin_core::suite::{DigestAlgorithm, digest};
use yinxin_core::timestamp::{TimestampRequest, TimestampToken, TimestampTrust, token_of_response};
use yinxin_core::verify::{EvidenceReport, Indication, Verifier};
use yinxin_core::x509::{
    Certificate, Crl, PathRequest, RevocationPolicy, Role, TrustAnchor, validate,
};

/// A format: its name and its function, which tells whether the octets were believed.
pub type Target = (&'static str, fn(&[u8]) -> bool);

/// Every target.
pub const ALL: [Target; 13] = [
    ("reader", reader),
    ("cms", cms),
    ("certificate", certificate),
    ("crl", crl),
    ("ocsp", ocsp),
    ("timestamp", timestamp),
    ("verify", verify),
    ("changes", changes),
    ("evidence", evidence),
    ("seal", seal),
    ("ofd", ofd),
    ("picture", picture),
    ("log", log),
];

/// Reads a PDF file: revisions, pages, objects, signatures. Believed: a file that can be read.
pub fn reader(octets: &[u8]) -> bool {
    let Ok(document) = Document::open(octets) else {
        return false;
    };
    for revision in 0..document.revisions().len().min(16) {
        let Ok(view) = document.view(revision) else {
            continue;
        };
        let _ = oracle::shown(&view);
        let _ = view.signatures();
        for (number, _) in document.changed(revision).into_iter().take(64) {
            if let Ok(Some(object)) = view.get_number(number) {
                let _ = view.decode(&object);
            }
        }
    }
    true
}

/// Reads a CMS message and verifies it, for the content of the seeds and for another.
pub fn cms(octets: &[u8]) -> bool {
    let Ok(message) = SignedData::parse(octets) else {
        return false;
    };
    let is_ours = |signer: Option<Certificate>| {
        signer.is_some_and(|signer| certificates().contains(&&signer))
    };
    let detached = message.verify(|algorithm| digest(algorithm, CONTENT), &[]);
    for content in [b"other".as_slice(), b""] {
        let outcome = message.verify_content(content, &[]);
        let is_forged = outcome.is_intact() && is_ours(outcome.signer);
        assert!(!is_forged, "a signature for a content that nobody signed");
    }
    let outcome = message.verify_encapsulated(&[]);
    let is_believed = outcome.is_intact() && is_ours(outcome.signer);
    if is_believed {
        oracle::is_stamped(&message);
    }
    is_believed || detached.is_intact() && is_ours(detached.signer)
}

/// Reads a certificate and looks for a path, from it and to it.
pub fn certificate(octets: &[u8]) -> bool {
    let Ok(read) = Certificate::parse(octets) else {
        return false;
    };
    let mut request = PathRequest::new(&read, anchors(), Role::Signer, AT);
    request.revocation = RevocationPolicy::Ignore;
    let between = [read.clone()];
    request.intermediates = &between;
    let is_valid = validate(&request).is_valid();
    let is_signed = certificates().iter().any(|one| one.tbs() == read.tbs());
    assert!(!is_valid || is_signed, "a certificate that nobody issued");
    let own = [TrustAnchor {
        certificate: read.clone(),
        role: Role::Signer,
    }];
    request.anchors = &own;
    let _ = validate(&request);
    request.leaf = &seeds::world().signer;
    let _ = validate(&request);
    is_valid
}

/// Reads a CRL and asks it about a certificate.
pub fn crl(octets: &[u8]) -> bool {
    let Ok(list) = Crl::parse(octets) else {
        return false;
    };
    let _ = list.find(&[2]);
    let lists = [list];
    let world = seeds::world();
    let mut request = PathRequest::new(&world.signer, anchors(), Role::Signer, AT);
    request.crls = &lists;
    let is_valid = validate(&request).is_valid();
    let signed = Crl::parse(&world.crl);
    let is_signed = lists.iter().zip(&signed).all(|(a, b)| a.tbs() == b.tbs());
    assert!(!is_valid || is_signed, "a revocation list of nobody");
    is_valid
}

/// Reads an OCSP response and asks it about a certificate.
pub fn ocsp(octets: &[u8]) -> bool {
    let Ok(response) = OcspResponse::parse(octets) else {
        return false;
    };
    let responses = [response];
    let answers = OcspAnswers(&responses);
    let world = seeds::world();
    let mut request = PathRequest::new(&world.signer, anchors(), Role::Signer, AT);
    request.statuses = Some(&answers);
    let is_valid = validate(&request).is_valid();
    let good = OcspResponse::parse(&world.ocsp(&world.signer, false));
    let is_signed = responses.iter().zip(&good).all(|(a, b)| a.tbs() == b.tbs());
    assert!(!is_valid || is_signed, "an answer of nobody");
    is_valid
}

/// Reads a timestamp token, and a response that holds one.
pub fn timestamp(octets: &[u8]) -> bool {
    let data = |algorithm| digest(algorithm, CONTENT);
    let imprint = data(DigestAlgorithm::Sha256);
    let request = TimestampRequest::new(DigestAlgorithm::Sha256, imprint, &[1; 8]);
    let _ = TimestampRequest::parse(octets);
    let token = token_of_response(octets, &request).unwrap_or(octets);
    let Ok(token) = TimestampToken::parse(token) else {
        return false;
    };
    let trust = TimestampTrust {
        anchors: anchors(),
        certificates: &[],
        crls: &[],
        statuses: None,
        revocation: RevocationPolicy::Prefer,
        at: AT,
        judged_at: AT,
    };
    let is_valid = token.verify(data, &trust).is_valid();
    if is_valid {
        oracle::is_stamped(token.signed_data());
    }
    is_valid
}

/// Verifies a file, as `yinxin verify` does. Believed: a file that passes.
pub fn verify(octets: &[u8]) -> bool {
    oracle::judged(octets).is_some_and(|(_, is_passed)| is_passed)
}

/// Verifies a signed file to which a stranger appended a revision. Believed: a file that passes.
pub fn changes(octets: &[u8]) -> bool {
    seeds::updated(octets).is_some_and(|file| verify(&file))
}

/// Reads an evidence record and judges it beside the file of the seeds and beside another.
pub fn evidence(octets: &[u8]) -> bool {
    let Ok(record) = EvidenceRecord::parse(octets) else {
        return false;
    };
    let _ = record.newest();
    let records = [octets.to_vec()];
    let judged = |file: &[u8]| {
        let verifier = Verifier::new(anchors(), AT).revocation(RevocationPolicy::Prefer);
        let report = verifier.evidence(&records).run(file);
        let report = report.expect("a seed can be judged");
        let passed = |one: &EvidenceReport| one.verdict == Indication::TotalPassed;
        report.evidence.iter().any(passed)
    };
    let is_believed = judged(seeds::evidenced());
    if is_believed {
        let stamped = record.stamped(|algorithm| digest(algorithm, seeds::evidenced()));
        oracle::is_evidence(&stamped.expect("what is believed has timestamps"));
    }
    assert!(
        !judged(seeds::not_evidenced()),
        "evidence of a file that nobody stamped"
    );
    is_believed
}

/// Judges a seal, a seal signature or a message by itself, or reads a register of seals. Believed: one that
/// passed, or is whole.
pub fn seal(octets: &[u8]) -> bool {
    // Without the keeper's key nothing can be added to a register.
    if let Ok(register) = SealRegister::parse(octets) {
        assert!(
            seeds::register().starts_with(octets),
            "a line that nobody signed"
        );
        return register.head().is_some();
    }
    let made = seeds::seals();
    let judged = Verifier::new(&made.anchors, AT)
        .revocation(RevocationPolicy::Ignore)
        .content(Some(seeds::ORIGINAL))
        .run(octets);
    let passed = judged.is_ok_and(|report| report.indication == Indication::TotalPassed);
    if !passed {
        return false;
    }
    let is_signed = if let Ok(seal) = SesSeal::parse(octets) {
        let mut made = made
            .seals
            .iter()
            .filter_map(|seal| SesSeal::parse(seal).ok());
        made.any(|made| made.signed() == seal.signed())
    } else if let Ok(signature) = SesSignature::parse(octets) {
        let made = SesSignature::parse(&made.signature);
        made.is_ok_and(|made| made.to_sign.raw() == signature.to_sign.raw())
    } else {
        let message = SignedData::parse(octets);
        message.is_ok_and(|message| {
            message
                .encapsulated()
                .is_none_or(|inside| inside == seeds::ORIGINAL)
        })
    };
    assert!(is_signed, "something that nobody signed");
    true
}

/// Judges an OFD package. Believed: one that passed, all of whose files are those that were sealed.
pub fn ofd(octets: &[u8]) -> bool {
    let made = seeds::seals();
    let octets = checksums::fitting(octets);
    let octets = octets.as_slice();
    let judged = Verifier::new(&made.anchors, AT)
        .revocation(RevocationPolicy::Ignore)
        .run(octets);
    let passed = judged.is_ok_and(|report| report.indication == Indication::TotalPassed);
    if !passed {
        return false;
    }
    let Ok(package) = Package::open(octets, PackageLimits::default()) else {
        return false;
    };
    for name in package.names() {
        // What is not signed: the list of signatures, and the value beside what it signs.
        if ["S/Signatures.xml", "S/s.dat"].contains(&name) {
            continue;
        }
        let sealed = made.files.iter().find(|(path, _)| path == name);
        let is_sealed = sealed.is_some_and(|(_, sealed)| package.file(name).as_ref() == Ok(sealed));
        assert!(is_sealed, "a file that nobody sealed: {name}");
    }
    true
}

/// Reads receipts, notes, keys and entries of a log. Believed: a receipt or a note that the log signed.
pub fn log(octets: &[u8]) -> bool {
    let made = seeds::log();
    let [of_log, of_witness] = &made.keys;
    let text = String::from_utf8_lossy(octets);
    let _ = (Checkpoint::parse(&text), text.parse::<VerifierKey>());
    let _ = tile::entries(octets);
    let is_said = |note: &SignedNote| {
        if let Ok(found) = cosigned(note, of_witness) {
            assert_eq!(found.at, AT, "a time that no witness said");
            assert_eq!(note.text(), made.checkpoint.text(), "nobody cosigned this");
        }
        let opened = Checkpoint::open(note, seeds::LOG, of_log);
        opened.is_ok_and(|found| {
            assert_eq!(found, made.checkpoint, "a checkpoint that nobody signed");
            true
        })
    };
    let Ok(receipt) = Receipt::parse(octets) else {
        return SignedNote::parse(octets).is_ok_and(|note| is_said(&note));
    };
    let _ = is_said(&receipt.checkpoint);
    let mut believed = false;
    for (index, leaf) in (0..).zip(&made.entries) {
        if receipt.verify(leaf, seeds::LOG, of_log).is_ok() {
            assert_eq!(receipt.index, index, "an entry in another place");
            believed = true;
        }
    }
    assert!(receipt.verify(&[7; 32], seeds::LOG, of_log).is_err());
    believed
}

/// Reads the picture of a seal, whatever its format, and draws it. Believed: one that can be shown.
pub fn picture(octets: &[u8]) -> bool {
    let picture = SealPicture {
        format: PictureFormat::Other("unknown".to_owned()),
        // Of a package, too.
        data: checksums::fitting(octets),
        width_mm: 40,
        height_mm: 30,
    };
    let Ok(face) = SealFace::read(&picture, &FontChain::default()) else {
        return false;
    };
    let (width, height) = face.size_mm();
    assert!(
        width <= 40.001 && height <= 30.001,
        "larger than the seal says"
    );
    match face {
        SealFace::Drawing(drawing) => {
            let _ = drawing.to_pdf_content();
            let _ = drawing.to_svg();
            let _ = drawing.to_raster(72).map(|points| points.to_png(width));
        }
        SealFace::Raster { raster, .. } => {
            let points = raster.width() as usize * raster.height() as usize;
            assert_eq!(raster.colours().len(), 3 * points);
            assert_eq!(raster.opacity().len(), points);
        }
        _ => {}
    }
    true
}
