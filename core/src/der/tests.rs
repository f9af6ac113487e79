use super::*;
use ::time::OffsetDateTime;
use ::time::macros::datetime;
use proptest::prelude::*;

#[track_caller]
fn check_error(input: &[u8], expected: DerErrorKind) {
    assert_eq!(
        Reader::new(input)
            .element()
            .map(|e| e.tag())
            .unwrap_err()
            .kind,
        expected
    );
}

#[test]
fn lengths_are_definite_shortest_and_within_the_input() {
    check_error(&[0x30, 0x80, 0, 0], DerErrorKind::IndefiniteLength);
    check_error(&[0x30, 0x81, 0x01, 0], DerErrorKind::Length);
    check_error(&[0x30, 0x82, 0x00, 0x80], DerErrorKind::Length);
    check_error(&[0x30, 0x85, 1, 1, 1, 1, 1], DerErrorKind::Length);
    check_error(
        &[0x30, 0x84, 0xff, 0xff, 0xff, 0xff],
        DerErrorKind::Truncated,
    );
    check_error(&[0x30], DerErrorKind::Truncated);
    check_error(&[], DerErrorKind::Truncated);
    check_error(&[0x1f, 0x81, 0x01, 0], DerErrorKind::HighTag);
}

#[test]
fn nesting_stops_at_the_bound() {
    let mut input = Vec::new();
    for _ in 0..40 {
        input = writer::sequence(&[&input]);
    }
    let mut reader = Reader::new(&input);
    let mut depth = 0;
    let error = loop {
        match reader.sequence() {
            Ok(inner) => reader = inner,
            Err(error) => break error,
        }
        depth += 1;
    };
    assert_eq!((depth, error.kind), (32, DerErrorKind::TooDeep));
}

#[test]
fn an_error_names_the_octet_in_the_outermost_input() {
    let input = writer::sequence(&[&writer::integer(1), &writer::sequence(&[&writer::null()])]);
    let mut outer = Reader::new(&input).sequence().unwrap();
    outer.expect(tag::INTEGER).unwrap();
    let mut inner = outer.sequence().unwrap();
    assert_eq!(inner.oid().unwrap_err().offset, 7);
}

#[test]
fn dates_before_1970_and_after_2049_are_read() {
    for (instant, identifier) in [
        (datetime!(1950-01-01 00:00:00 UTC), tag::UTC_TIME),
        (datetime!(2049-12-31 23:59:59 UTC), tag::UTC_TIME),
        (datetime!(1949-12-31 23:59:59 UTC), tag::GENERALIZED_TIME),
        (datetime!(9999-12-31 23:59:59 UTC), tag::GENERALIZED_TIME),
    ] {
        let written = writer::time(instant);
        let element = Reader::new(&written).element().unwrap();
        assert_eq!((element.tag(), element.time()), (identifier, Ok(instant)));
    }
}

#[track_caller]
fn check_time(text: &str, expected: Option<OffsetDateTime>) {
    let written = writer::element(tag::GENERALIZED_TIME, text.as_bytes());
    assert_eq!(
        Reader::new(&written).element().unwrap().time().ok(),
        expected,
        "{text}"
    );
}

#[test]
fn times_are_in_utc_and_exact() {
    check_time("20240229000000Z", Some(datetime!(2024-02-29 0:00 UTC)));
    check_time(
        "20240229000000.5Z",
        Some(datetime!(2024-02-29 0:00:00.5 UTC)),
    );
    check_time("20230229000000Z", None);
    check_time("20240229000000", None);
    check_time("20240229000000+0800", None);
    check_time("20240229000000.50Z", None);
    check_time("20240229000000.Z", None);
    check_time("2024022900000 Z", None);
    check_time("20240229240000Z", None);
}

#[test]
fn named_bits_are_counted_from_the_left() {
    let bits = |value: &[u8]| {
        let written = writer::element(tag::BIT_STRING, value);
        Reader::new(&written).element().unwrap().named_bits().ok()
    };
    assert_eq!(bits(&[7, 0x80]), Some(1));
    assert_eq!(bits(&[1, 0x06]), Some(0b110_0000));
    assert_eq!(bits(&[7, 0x00, 0x80]), Some(1 << 8));
    assert_eq!(bits(&[0]), Some(0));
    assert_eq!(bits(&[1]), None);
    assert_eq!(bits(&[8, 0]), None);
    assert_eq!(bits(&[2, 0x06]), None);
    assert_eq!(bits(&[]), None);
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(octets in proptest::collection::vec(any::<u8>(), 0..70_000)) {
        let written = writer::octet_string(&octets);
        let mut reader = Reader::new(&written);
        prop_assert_eq!(reader.expect(tag::OCTET_STRING).unwrap().value(), &octets[..]);
        prop_assert!(reader.finish().is_ok());
        prop_assert_eq!(element_length(&written), Ok(written.len()));
    }

    #[test]
    fn unsigned_integers_are_read_back(number in any::<u32>()) {
        let written = writer::integer(u64::from(number));
        prop_assert_eq!(Reader::new(&written).element().unwrap().unsigned(), Ok(number));
    }

    #[test]
    fn a_set_of_is_sorted(parts in proptest::collection::vec(any::<u16>(), 0..8)) {
        let parts: Vec<_> = parts.iter().map(|n| writer::integer(u64::from(*n))).collect();
        let borrowed: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
        let set = writer::set_of(&borrowed);
        let mut reader = Reader::new(&set).element().unwrap().reader().unwrap();
        let mut last: &[u8] = &[];
        while !reader.is_empty() {
            let next = reader.element().unwrap().raw();
            prop_assert!(last <= next);
            last = next;
        }
    }

    #[test]
    fn arbitrary_bytes_never_panic(octets in proptest::collection::vec(any::<u8>(), 0..200)) {
        let mut reader = Reader::new(&octets);
        while let Ok(element) = reader.element() {
            let _ = (element.oid(), element.time(), element.named_bits(), element.unsigned());
            let _ = (element.whole_bits(), element.boolean(), element.reader());
        }
    }
}
