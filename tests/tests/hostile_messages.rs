//! CMS messages, certificates and CRLs of too many or too deep parts, written in DER from code.

use yinxin_tests::fixture;

/// Files whose signature holds a hostile CMS message.
pub(crate) fn cms_files(certificate: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let file = |message: &[u8]| fixture::with_signature_contents(message);
    let hundred_thousand = 100_000;
    let mut deep = Vec::new();
    for _ in 0..1_000_000 {
        // The indefinite form makes nesting cheap: two octets a level.
        deep.extend_from_slice(&[0x30, 0x80]);
    }
    let mut nested = Vec::new();
    for _ in 0..20_000 {
        nested = tlv(0x30, &nested);
        if nested.len() > 60_000 {
            break;
        }
    }
    vec![
        (
            "a message with 10^5 certificates",
            file(&signed_data(
                &certificate.repeat(hundred_thousand / 10),
                &[],
                &[],
            )),
        ),
        (
            "a message with 10^5 small certificates",
            file(&signed_data(&[0x30, 0].repeat(hundred_thousand), &[], &[])),
        ),
        (
            "a message with 256 certificates of one name",
            file(&signed_data(&certificate.repeat(256), &[], &[])),
        ),
        (
            "a message with 10^5 signed attributes",
            file(&signed_data(
                certificate,
                &attribute().repeat(hundred_thousand),
                &[],
            )),
        ),
        (
            "a message with 10^5 unsigned attributes",
            file(&signed_data(
                certificate,
                &attribute(),
                &attribute().repeat(hundred_thousand),
            )),
        ),
        (
            "an attribute with 10^5 values",
            file(&signed_data(
                certificate,
                &many_values(hundred_thousand),
                &[],
            )),
        ),
        (
            "an attribute nested some thousand times",
            file(&signed_data(certificate, &nested, &nested)),
        ),
        ("a message of 10^6 open sequences", file(&deep)),
    ]
}

/// A CRL of that many entries, signed by nobody.
pub(crate) fn crl_with_entries(count: u32) -> Vec<u8> {
    let algorithm = tlv(0x30, &[0x06, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2]);
    let time = tlv(0x17, b"260101000000Z");
    let mut entries = Vec::new();
    for serial in 0..count {
        let number = tlv(0x02, &(u64::from(serial) + (1 << 40)).to_be_bytes()[2..]);
        entries.extend(tlv(0x30, &[number, time.clone()].concat()));
    }
    let list = [
        vec![0x02, 1, 1],
        algorithm.clone(),
        vec![0x30, 0],
        time.clone(),
        tlv(0x17, b"490101000000Z"),
        tlv(0x30, &entries),
    ]
    .concat();
    let all = [tlv(0x30, &list), algorithm, vec![0x03, 2, 0, 0]].concat();
    tlv(0x30, &all)
}

/// The certificate, with that many extensions in place of its own.
pub(crate) fn certificate_with_extensions(certificate: &[u8], count: u32) -> Vec<u8> {
    let (_, whole, _) = element(certificate);
    let (_, tbs, after) = element(whole);
    let mut fields = Vec::new();
    let mut rest = tbs;
    while !rest.is_empty() {
        let (tag, value, next) = element(rest);
        if tag != 0xa3 {
            fields.extend(tlv(tag, value));
        }
        rest = next;
    }
    let mut extensions = Vec::new();
    for number in 0..count {
        let parts = number.to_be_bytes();
        let arc = [0x81 | parts[1] << 1, 0x80 | parts[2], 0x80 | parts[3], 1];
        let oid = tlv(0x06, &[&[0x2a, 3][..], &arc].concat());
        extensions.extend(tlv(0x30, &[oid, vec![0x04, 2, 5, 0]].concat()));
    }
    fields.extend(tlv(0xa3, &tlv(0x30, &extensions)));
    tlv(0x30, &[tlv(0x30, &fields), after.to_vec()].concat())
}

/// SignedData with these certificates, and one signer with these attributes.
fn signed_data(certificates: &[u8], signed: &[u8], unsigned: &[u8]) -> Vec<u8> {
    let sha256 = tlv(0x30, &tlv(0x06, &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1]));
    let ecdsa = tlv(0x30, &[0x06, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2]);
    let data = tlv(
        0x30,
        &tlv(0x06, &[0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 7, 1]),
    );
    let signer = [
        vec![0x02, 1, 1],
        tlv(0x30, &[0x30, 0, 0x02, 1, 1]),
        sha256.clone(),
        tlv(0xa0, signed),
        ecdsa,
        tlv(0x04, &[0; 64]),
        if unsigned.is_empty() {
            Vec::new()
        } else {
            tlv(0xa1, unsigned)
        },
    ]
    .concat();
    let content = [
        vec![0x02, 1, 1],
        tlv(0x31, &sha256),
        data,
        tlv(0xa0, certificates),
        tlv(0x31, &tlv(0x30, &signer)),
    ]
    .concat();
    let oid = tlv(0x06, &[0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 7, 2]);
    tlv(0x30, &[oid, tlv(0xa0, &tlv(0x30, &content))].concat())
}

fn attribute() -> Vec<u8> {
    let oid = tlv(0x06, &[0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 9, 4]);
    tlv(0x30, &[oid, tlv(0x31, &tlv(0x04, &[0; 32]))].concat())
}

fn many_values(count: usize) -> Vec<u8> {
    let oid = tlv(0x06, &[0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 9, 4]);
    let values = tlv(0x04, &[0; 32]).repeat(count);
    tlv(0x30, &[oid, tlv(0x31, &values)].concat())
}

/// Writes one element in DER.
fn tlv(tag: u8, value: &[u8]) -> Vec<u8> {
    let mut element = vec![tag];
    match u8::try_from(value.len()) {
        Ok(length @ 0..128) => element.push(length),
        _ => {
            let length = value.len().to_be_bytes();
            let zeros = length.iter().take_while(|octet| **octet == 0).count();
            element.push(0x80 | u8::try_from(length.len() - zeros).unwrap());
            element.extend_from_slice(&length[zeros..]);
        }
    }
    element.extend_from_slice(value);
    element
}

/// Splits off the first element: its tag, its value and what follows.
fn element(der: &[u8]) -> (u8, &[u8], &[u8]) {
    let (start, length) = match der[1] {
        short @ 0..128 => (2, usize::from(short)),
        long => {
            let count = usize::from(long & 127);
            let length = der[2..2 + count]
                .iter()
                .fold(0, |length, octet| length << 8 | usize::from(*octet));
            (2 + count, length)
        }
    };
    (der[0], &der[start..start + length], &der[start + length..])
}
