//! Signed files, each with what a verifier has to say of it.

use super::base::{self, FIELD, FONT, FONT_SOURCE, PAGE, PAGE_SOURCE, SHOWN, Sort};
use super::encrypted;
use super::seals::seals;
use super::world::{AT, World, anchors, world};
use std::sync::OnceLock;
use yinxin_core::cms::{
    SIGNATURE_TIME_STAMP, SignOptions, SignedData, Signer, add_unsigned_attribute, sign_detached,
};
use yinxin_core::pdf::{
    DocMdp, Document, Prepared, Purpose, SecurityStore, SignatureRequest, SignatureRevision,
};
use yinxin_core::sign::{Gathering, Stamp, sign};
use yinxin_core::status::OcspResponse;
use yinxin_core::suite::{DigestAlgorithm, MemoryKey, digest as digest_of};
use yinxin_core::verify::{Answer, Indication};
use yinxin_core::x509::Crl;

/// A seed for the targets that read files.
#[derive(Debug)]
pub struct File {
    /// What it is.
    pub name: &'static str,
    /// Its octets.
    pub octets: Vec<u8>,
    /// Whether octets were changed that are signed.
    pub is_broken: bool,
    /// What it has to be judged as.
    pub foretold: (Indication, Answer),
}

/// Returns every file.
#[must_use]
pub fn files() -> &'static [File] {
    static FILES: OnceLock<Vec<File>> = OnceLock::new();
    FILES.get_or_init(make)
}

/// Room for a signature with its timestamp, octets: a fuzzer has no use for 32 KiB of zeros.
const ROOM: usize = 2 << 10;
const STAMP_DIGEST: DigestAlgorithm = DigestAlgorithm::Sha256;
const ANOTHER_TEXT: &str = "another text";

fn make() -> Vec<File> {
    let world = world();
    let mut files = Vec::new();
    let mut add = |name, octets, indication, answer| {
        let foretold = (indication, answer);
        files.push(File {
            name,
            octets,
            is_broken: name == ANOTHER_TEXT,
            foretold,
        });
    };
    use Indication::{Indeterminate, TotalFailed, TotalPassed};
    let plain = |sort| base::file(sort, "", <[u8]>::to_vec);
    let table = plain(Sort::Table);
    let basic = world.signed(&table, "S", Purpose::Approval);
    for (name, sort) in [
        ("cross-reference stream", Sort::Stream),
        ("object stream", Sort::Packed),
        ("hybrid", Sort::Hybrid),
    ] {
        let signed = world.signed(&plain(sort), "S", Purpose::Approval);
        add(name, signed, TotalPassed, Answer::Valid);
    }
    for other in &world.others {
        let signer = Signer::new(std::slice::from_ref(&other.certificate)).unwrap();
        let signed = signed_by(&table, &signer, &other.key, request("S"));
        add(other.name, signed, TotalPassed, Answer::Valid);
    }
    let seals = seals();
    for (name, seal, indication) in [
        // No anchor is for makers.
        ("a seal inside", &seals.of_files, Indeterminate),
        ("a seal of others inside", &seals.seals[0], TotalFailed),
    ] {
        let asked = SignatureRequest {
            seal: Some(seal),
            ..request("S")
        };
        let signed = signed_by(&table, &world.maker(), &world.signer_key, asked);
        add(name, signed, indication, Answer::Untrusted);
    }
    for (name, file) in [
        ("RC4", encrypted::rc4()),
        ("AES", encrypted::aes()),
        ("AES-256", encrypted::aes_256()),
    ] {
        let signed = world.signed(&file, "S", Purpose::Approval);
        let long = world.with_lists(&signed);
        add(name, long, TotalPassed, Answer::Valid);
    }
    add("unsigned", table.clone(), Indeterminate, Answer::Unsigned);
    let twice = world.signed(&basic, "Again", Purpose::Approval);
    add("two signatures", twice, TotalPassed, Answer::Valid);
    let stamped = world.stamped(&plain(Sort::Stream));
    add("B-T", stamped.clone(), TotalPassed, Answer::Valid);
    let long = world.with_lists(&stamped);
    let archived = world.archived(&long);
    add("B-LT", long, TotalPassed, Answer::Valid);
    add("B-LTA", archived, TotalPassed, Answer::Valid);
    let answered = world.with_answers(&world.stamped(&table), false);
    add("B-LT with OCSP", answered, TotalPassed, Answer::Valid);
    let revoked = world.with_answers(&basic, true);
    add("revoked", revoked, Indeterminate, Answer::Revoked);
    let filled = |file: &[u8]| {
        let (field, appearance) = base::filled("new");
        let objects = [
            (FIELD, field.as_bytes()),
            (FONT, FONT_SOURCE.as_bytes()),
            (SHOWN, appearance.as_bytes()),
        ];
        base::updated(file, &objects)
    };
    let add_filled =
        filled(&world.signed(&table, "S", Purpose::Certification(DocMdp::FormFilling)));
    add("certified, filled", add_filled, TotalPassed, Answer::Valid);
    let locked = filled(&world.signed(&table, "S", Purpose::Certification(DocMdp::NoChanges)));
    add("locked, filled", locked, TotalFailed, Answer::Altered);
    let smaller = PAGE_SOURCE.replace("200 200", "9 9");
    let page = base::updated(&basic, &[(PAGE, smaller.as_bytes())]);
    add("another page", page, TotalFailed, Answer::Altered);
    let mut text = basic.clone();
    let place = text.windows(5).position(|word| word == b"Hello").unwrap();
    text[place..place + 5].copy_from_slice(b"Holla");
    add(ANOTHER_TEXT, text, TotalFailed, Answer::Altered);
    add("B-B", basic, TotalPassed, Answer::Valid);
    files
}

fn open(file: &[u8]) -> Document<'_> {
    Document::open(file).unwrap()
}

fn grown(file: &[u8], delta: &[u8]) -> Vec<u8> {
    [file, delta].concat()
}

impl World {
    fn maker(&self) -> Signer {
        Signer::new(std::slice::from_ref(&self.signer)).unwrap()
    }

    fn stamp(&self) -> Stamp<'_> {
        Stamp {
            fetcher: self,
            digest: STAMP_DIGEST,
            nonce: &[1; 8],
        }
    }

    fn signed(&self, file: &[u8], field: &str, purpose: Purpose) -> Vec<u8> {
        let mut request = request(field);
        request.purpose = purpose;
        signed_by(file, &self.maker(), &self.signer_key, request)
    }

    /// Signs with a timestamp.
    fn stamped(&self, file: &[u8]) -> Vec<u8> {
        let document = open(file);
        let prepared = SignatureRevision::prepare(&document, &request("S")).unwrap();
        let digest = Self::digest(DigestAlgorithm::Sha512, &document, &prepared);
        let chain = std::slice::from_ref(&self.signer);
        let options = SignOptions::default();
        let cms = sign_detached(&digest, &self.signer_key, chain, &options).unwrap();
        let message = SignedData::parse(&cms).unwrap();
        let imprint = digest_of(STAMP_DIGEST, message.signers()[0].signature());
        let token = self.stamp().obtain(imprint).unwrap();
        let cms = add_unsigned_attribute(&cms, &SIGNATURE_TIME_STAMP, &token).unwrap();
        grown(file, &prepared.embed(&cms).unwrap())
    }

    /// Adds a document timestamp.
    fn archived(&self, file: &[u8]) -> Vec<u8> {
        let document = open(file);
        let mut request = request("T");
        request.purpose = Purpose::DocTimeStamp;
        request.sub_filter = "ETSI.RFC3161";
        let prepared = SignatureRevision::prepare(&document, &request).unwrap();
        let imprint = Self::digest(STAMP_DIGEST, &document, &prepared);
        let token = self.stamp().obtain(imprint).unwrap();
        grown(file, &prepared.embed(&token).unwrap())
    }

    fn digest(algorithm: DigestAlgorithm, document: &Document<'_>, prepared: &Prepared) -> Vec<u8> {
        let parts = [
            document.bytes(),
            prepared.before_contents(),
            prepared.after_contents(),
        ];
        digest_of(algorithm, &parts.concat())
    }

    /// Adds certificates and the revocation list.
    fn with_lists(&self, file: &[u8]) -> Vec<u8> {
        self.gathered(file, &[Crl::parse(&self.crl).unwrap()], &[])
    }

    /// Adds certificates and answers about the signer and the authority.
    fn with_answers(&self, file: &[u8], is_revoked: bool) -> Vec<u8> {
        let signer = self.ocsp(&self.signer, is_revoked);
        if is_revoked {
            // Gathering refuses what speaks against the signer.
            let store = SecurityStore {
                certificates: vec![self.root.der().to_vec()],
                ocsp_responses: vec![signer],
                ..SecurityStore::default()
            };
            return grown(file, &store.append_to(&open(file)).unwrap());
        }
        let answers = [signer, self.ocsp(&self.tsa, false)];
        let answers = answers.map(|answer| OcspResponse::parse(&answer).unwrap());
        self.gathered(file, &[], &answers)
    }

    fn gathered(&self, file: &[u8], crls: &[Crl], answers: &[OcspResponse]) -> Vec<u8> {
        let gathering = Gathering {
            anchors: anchors(),
            certificates: std::slice::from_ref(&self.root),
            crls,
            ocsp_responses: answers,
            nonce: &[1; 8],
            at: AT,
            fetcher: self,
        };
        let store = gathering.run(&open(file), None).unwrap();
        grown(file, &store.append_to(&open(file)).unwrap())
    }
}

fn signed_by(
    file: &[u8],
    signer: &Signer,
    key: &MemoryKey,
    request: SignatureRequest<'_>,
) -> Vec<u8> {
    grown(file, &sign(&open(file), signer, key, request).unwrap())
}

fn request(field: &str) -> SignatureRequest<'_> {
    let mut request = SignatureRequest::new(field);
    request.claimed_time = Some(AT);
    request.name = Some("Signer");
    request.reserve = ROOM;
    request
}
