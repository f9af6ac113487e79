//! Seals, seal signatures, messages of GM/T 0010 and OFD packages, by keys of SM2 that are always the same.

use super::{AT, world};
use std::sync::LazyLock;
use time::Duration;
use yinxin_core::cms::Signer;
use yinxin_core::der::{Oid, writer};
use yinxin_core::seal::register::{Entry, Owner, SealChange, SealMarks, Tail};
use yinxin_core::seal::{
    PictureFormat, SealCertificates, SealInfo, SealPicture, SealToMake, SealVersion,
};
use yinxin_core::ses::{Edition, build};
use yinxin_core::suite::{DigestAlgorithm, MemoryKey, SignatureAlgorithm, SigningKey, digest};
use yinxin_core::x509::{Certificate, Role, TrustAnchor};

/// What is sealed.
pub(crate) const ORIGINAL: &[u8] = b"what is sealed";
const SM2_WITH_SM3: Oid = Oid::new_unwrap("1.2.156.10197.1.501");

/// The makers of the seeds and what they made.
pub(crate) struct Seals {
    /// Who is trusted, and for what.
    pub(crate) anchors: Vec<TrustAnchor>,
    /// A seal of each edition that is made.
    pub(crate) seals: Vec<Vec<u8>>,
    /// A seal for the signer of files.
    pub(crate) of_files: Vec<u8>,
    /// A seal signature over [`ORIGINAL`].
    pub(crate) signature: Vec<u8>,
    /// A message that holds [`ORIGINAL`].
    pub(crate) message: Vec<u8>,
    /// A package with one sealed document.
    pub(crate) package: Vec<u8>,
    /// Its files.
    pub(crate) files: Vec<(String, Vec<u8>)>,
}

/// Returns the seals of the seeds.
pub(crate) fn seals() -> &'static Seals {
    static SEALS: LazyLock<Seals> = LazyLock::new(make);
    &SEALS
}

/// Returns a register of one seal that is in use, closed.
pub(crate) fn register() -> &'static [u8] {
    static REGISTER: LazyLock<Vec<u8>> = LazyLock::new(written);
    &REGISTER
}

fn written() -> Vec<u8> {
    let key = key(11);
    let keeper = certificate("keeper", &key);
    let (line, mut tail) = Tail::begin("990101", keeper.der(), &key).unwrap();
    let mut lines = vec![line];
    let owner = Owner {
        code: "11990101TE5T00016T".into(),
        name: "示例县行政审批局".into(),
    };
    let applied = SealChange::Applied {
        name: owner.name.clone(),
        owner,
        remakes: None,
    };
    let made = SealChange::Made(SealMarks {
        certificates: Vec::new(),
        file: None,
        es_id: Some("99010100000001".into()),
    });
    for change in [applied, SealChange::Approved, made, SealChange::Issued] {
        let entry = Entry {
            seal: "approval".into(),
            change,
            at: AT,
            who: "uid:1000".into(),
            by: None,
            why: "测试".into(),
        };
        let (line, next) = tail.enter(entry, &key).unwrap();
        lines.push(line);
        tail = next;
    }
    lines.push(tail.close(AT, AT + Duration::days(7), &key).unwrap());
    lines.join(&b'\n')
}

fn key(scalar: u8) -> MemoryKey {
    let (ec, curve) = (
        Oid::new_unwrap("1.2.840.10045.2.1"),
        Oid::new_unwrap("1.2.156.10197.1.301"),
    );
    let inner = writer::sequence(&[&writer::integer(1), &writer::octet_string(&[scalar; 32])]);
    let kind = writer::sequence(&[&writer::oid(&ec), &writer::oid(&curve)]);
    let pkcs8 = writer::sequence(&[&writer::integer(0), &kind, &writer::octet_string(&inner)]);
    MemoryKey::from_pkcs8(&pkcs8, None).unwrap()
}

fn certificate(name: &str, key: &MemoryKey) -> Certificate {
    let algorithm = SignatureAlgorithm::Sm2.identifier();
    let attribute = writer::sequence(&[
        &writer::oid(&Oid::new_unwrap("2.5.4.3")),
        &writer::utf8_string(name),
    ]);
    let name = writer::sequence(&[&writer::set_of(&[&attribute])]);
    let tbs = writer::sequence(&[
        &writer::explicit(0, &writer::integer(2)),
        &writer::integer(77),
        &algorithm,
        &name,
        &writer::sequence(&[
            &writer::time(AT - Duration::days(100)),
            &writer::time(AT + Duration::days(100)),
        ]),
        &name,
        key.subject_public_key_info(),
    ]);
    let value = key.sign(&tbs).unwrap();
    let der = writer::sequence(&[&tbs, &algorithm, &writer::bit_string(&value)]);
    Certificate::parse(&der).unwrap()
}

fn make() -> Seals {
    let (maker, signer) = (key(7), key(9));
    let (of_maker, of_signer) = (certificate("maker", &maker), certificate("signer", &signer));
    let seal = |version, user: &Certificate| {
        let info = SealInfo {
            version,
            vendor: "yinxin".into(),
            id: "99010100000001".into(),
            kind: 1,
            name: "示例县行政审批局".into(),
            certificates: SealCertificates::Certificates(vec![user.der().to_vec()]),
            created: AT - Duration::days(50),
            valid_from: AT - Duration::days(50),
            valid_until: AT + Duration::days(50),
            picture: SealPicture {
                format: PictureFormat::Png,
                data: b"picture".to_vec(),
                width_mm: 42,
                height_mm: 42,
            },
            extensions: Vec::new(),
        };
        let to_make = SealToMake::new(&info, of_maker.der()).unwrap();
        let value = maker.sign(to_make.to_be_signed()).unwrap();
        to_make.assemble(&value).unwrap()
    };
    let seals = vec![
        seal(SealVersion::Gbt38540Of2020, &of_signer),
        seal(SealVersion::Gmt0031Of2025, &of_signer),
    ];
    let of_files = seal(SealVersion::Gbt38540Of2020, &world().signer);
    let sign = |original: &[u8]| {
        let hash = digest(DigestAlgorithm::Sm3, original);
        let time = AT - Duration::days(1);
        let to_sign = build::to_sign(Edition::Gbt38540Of2020, &seals[0], time, &hash, "/s.xml");
        let value = signer.sign(&to_sign).unwrap();
        build::signature(&to_sign, of_signer.der(), &SM2_WITH_SM3, &value, None)
    };
    let chain = [of_signer.clone()];
    let message = Signer::new(&chain)
        .unwrap()
        .sign_gm(ORIGINAL, &signer)
        .unwrap();
    let files = files(sign);
    let anchor = |certificate: &Certificate, role| TrustAnchor {
        certificate: certificate.clone(),
        role,
    };
    Seals {
        anchors: vec![
            anchor(&of_maker, Role::Maker),
            anchor(&of_signer, Role::Signer),
        ],
        signature: sign(ORIGINAL),
        package: zip(&files),
        seals,
        of_files,
        message,
        files,
    }
}

fn files(sign: impl Fn(&[u8]) -> Vec<u8>) -> Vec<(String, Vec<u8>)> {
    use base64::Engine as _;
    let root = "<OFD><DocBody><DocRoot>D/D.xml</DocRoot><Signatures>/S/Signatures.xml</Signatures>\
                </DocBody></OFD>";
    let document = "<Document/>";
    let list = "<Signatures><Signature ID=\"1\" BaseLoc=\"s.xml\"/></Signatures>";
    let reference = |path: &str, octets: &str| {
        let value = digest(DigestAlgorithm::Sm3, octets.as_bytes());
        let value = base64::engine::general_purpose::STANDARD.encode(value);
        format!("<Reference FileRef=\"/{path}\"><CheckValue>{value}</CheckValue></Reference>")
    };
    let signature = format!(
        "<Signature><SignedInfo><References CheckMethod=\"SM3\">{}{}</References></SignedInfo>\
         <SignedValue>/S/s.dat</SignedValue></Signature>",
        reference("OFD.xml", root),
        reference("D/D.xml", document),
    );
    let value = sign(signature.as_bytes());
    let text = |path: &str, text: &str| (path.to_owned(), text.as_bytes().to_vec());
    vec![
        text("OFD.xml", root),
        text("D/D.xml", document),
        text("S/Signatures.xml", list),
        text("S/s.xml", &signature),
        ("S/s.dat".to_owned(), value),
    ]
}

/// A package of stored files.
pub(super) fn zip(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let number = |length: usize| u32::try_from(length).unwrap().to_le_bytes();
    let tail = |zip: &mut Vec<u8>, name: &str, octets: &[u8]| {
        zip.extend(rawzip::crc32(octets).to_le_bytes());
        zip.extend(number(octets.len()));
        zip.extend(number(octets.len()));
        zip.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
    };
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, octets) in files {
        directory.extend(b"PK\x01\x02\x14\0\x14\0\0\x08\0\0\0\0\0\0");
        tail(&mut directory, name, octets);
        directory.extend([0; 12]);
        directory.extend(number(out.len()));
        directory.extend(name.as_bytes());
        out.extend(b"PK\x03\x04\x14\0\0\x08\0\0\0\0\0\0");
        tail(&mut out, name, octets);
        out.extend([0, 0]);
        out.extend(name.as_bytes());
        out.extend(octets);
    }
    let start = number(out.len());
    let count = u16::try_from(files.len()).unwrap().to_le_bytes();
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count);
    out.extend(count);
    out.extend(number(directory.len()));
    out.extend(start);
    out.extend([0, 0]);
    out
}
