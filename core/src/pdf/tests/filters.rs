//! Streams that readers would unpack differently.

use super::super::Limits;
use super::super::filter::{Encrypted, decode};
use super::super::limits::Budget;
use super::super::{Document, Object};
use miniz_oxide::deflate::compress_to_vec_zlib;

/// Returns what a stream with these entries holds: two rows of three octets with their predictors.
fn unpacked(entries: &str, encrypted: Encrypted) -> Option<Vec<u8>> {
    let data = compress_to_vec_zlib(b"\x00abc\x02\x01\x01\x01", 6);
    let bytes = format!(
        "%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages<</Type/Pages/Kids[]/Count 0>>{entries}>>\nendobj\n"
    );
    let start = bytes.len();
    let table = format!(
        "xref\n0 2\n0000000000 65535 f \n0000000009 00000 n \ntrailer\n<</Size 2/Root 1 0 R>>\n\
         startxref\n{start}\n%%EOF\n"
    );
    let bytes = bytes + &table;
    let document = Document::open(bytes.as_bytes()).unwrap();
    let object = document.latest().catalog().unwrap();
    let Object::Dictionary(dictionary) = &object.value else {
        panic!("{entries}");
    };
    let budget = Budget::new(&Limits::default());
    decode(dictionary, &data, 0, (&budget, encrypted), 99)
        .ok()
        .map(|data| data.into_owned())
}

#[test]
fn only_what_all_readers_unpack_alike_is_unpacked() {
    let plain = b"\x00abc\x02\x01\x01\x01".as_slice();
    let rows = b"abcbcd".as_slice();
    let row = "<</Predictor 12/Columns 3>>";
    for (entries, expected) in [
        ("/Filter/FlateDecode", Some(plain)),
        ("/Filter[/FlateDecode]", Some(plain)),
        ("/Filter[/FlateDecode]/DecodeParms[null]", Some(plain)),
        (
            "/Filter/FlateDecode/DecodeParms<</Predictor 1>>",
            Some(plain),
        ),
        (&format!("/Filter/FlateDecode/DecodeParms{row}"), Some(rows)),
        (
            &format!("/Filter[/FlateDecode]/DecodeParms[{row}]"),
            Some(rows),
        ),
        (&format!("/Filter[/FlateDecode]/DecodeParms{row}"), None),
        (&format!("/Filter/FlateDecode/DecodeParms[{row}]"), None),
        (
            &format!("/Filter[/FlateDecode]/DecodeParms[{row} null]"),
            None,
        ),
        (
            &format!("/Filter[/FlateDecode]/DecodeParms[null {row}]"),
            None,
        ),
        (&format!("/Filter/FlateDecode/DP{row}"), None),
        ("/Filter/FlateDecode/F(other)", None),
        ("/F/FlateDecode", None),
        ("/Filter/Fl", None),
        ("/Filter[/FlateDecode/FlateDecode]", None),
        (
            "/Filter/FlateDecode/DecodeParms<</Predictor 99/Columns 3>>",
            None,
        ),
        (
            "/Filter/FlateDecode/DecodeParms<</Predictor 2/Columns 3>>",
            None,
        ),
        // The last row is not whole.
        (
            "/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 4>>",
            None,
        ),
        ("/Filter[/Crypt/FlateDecode]", None),
        ("/Filter[/Crypt]", None),
    ] {
        let found = unpacked(entries, Encrypted::No);
        assert_eq!(found.as_deref(), expected, "{entries}");
    }
}

#[test]
fn a_crypt_filter_is_left_out_where_the_file_is_encrypted() {
    let row = "<</Predictor 12/Columns 3>>";
    let parameters = format!("/Filter[/Crypt/FlateDecode]/DecodeParms[null{row}]");
    let found = unpacked(&parameters, Encrypted::Yes);
    assert_eq!(found.as_deref(), Some(b"abcbcd".as_slice()));
    let parameters = format!("/Filter[/Crypt/FlateDecode]/DecodeParms{row}");
    assert_eq!(unpacked(&parameters, Encrypted::Yes), None);
}
