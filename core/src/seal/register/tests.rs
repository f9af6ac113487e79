use super::*;
use crate::json::Sha256;
use crate::seal::SealState;
use crate::suite::{MemoryKey, SigningKey};
use time::macros::datetime;
use time::{Duration, OffsetDateTime};

const BEGIN: OffsetDateTime = datetime!(2026-03-01 0:00 UTC);

fn day(number: i64) -> OffsetDateTime {
    BEGIN + Duration::days(number)
}

fn applied(seal: &str) -> SealChange {
    SealChange::Applied {
        owner: Owner {
            code: "11990101TE5T00016T".into(),
            name: "示例县行政审批局".into(),
        },
        name: format!("印章 {seal}"),
        remakes: None,
    }
}

fn made(mark: u8) -> SealChange {
    SealChange::Made(SealMarks {
        certificates: vec![Sha256::of(&[mark, 1])],
        file: Some(Sha256::of(&[mark])),
        es_id: Some(format!("9901010000{mark:04}")),
    })
}

/// A register that is being written, as in a home.
struct Book {
    key: MemoryKey,
    lines: Vec<Vec<u8>>,
    tail: Tail,
}

impl Book {
    fn new() -> Self {
        let pair = rcgen::KeyPair::generate().unwrap();
        let keeper = crate::x509::tests::self_signed(&pair, "示例登记机关");
        let key = MemoryKey::from_pkcs8(&pair.serialize_der(), None).unwrap();
        let (line, tail) = Tail::begin("990101", keeper.der(), &key).unwrap();
        Self {
            key,
            lines: vec![line],
            tail,
        }
    }

    fn enter(&mut self, seal: &str, change: SealChange, at: OffsetDateTime) {
        let entry = Entry {
            seal: seal.into(),
            change,
            at,
            who: "uid:1000".into(),
            by: Some("测试甲".into()),
            why: "测试\t换行\n".into(),
        };
        let (line, tail) = self.tail.enter(entry, &self.key).unwrap();
        self.lines.push(line);
        self.tail = tail;
    }

    /// Applied on day 0, approved, made, and handed out on day 3.
    fn issue(&mut self, seal: &str, mark: u8) {
        let changes = [
            applied(seal),
            SealChange::Approved,
            made(mark),
            SealChange::Issued,
        ];
        for (change, number) in changes.into_iter().zip(0..) {
            self.enter(seal, change, day(number));
        }
    }

    fn text(&self) -> Vec<u8> {
        self.lines.join(&b'\n')
    }

    fn read(&self) -> Result<SealRegister, RegisterError> {
        SealRegister::parse(&self.text())
    }
}

#[test]
fn a_register_tells_whose_seals_they_are_and_in_which_state() {
    let mut book = Book::new();
    book.issue("approval", 1);
    book.enter("second", applied("second"), day(1));
    book.enter("approval", SealChange::Suspended, day(5));
    let head = book.tail.close(day(6), day(13), &book.key).unwrap();
    book.lines.push(head);
    let register = book.read().unwrap();
    assert_eq!(register.domain(), "990101");
    assert_eq!(register.head(), Some((day(6), day(13))));
    let states: Vec<_> = register
        .seals()
        .map(|seal| (seal.id(), seal.state()))
        .collect();
    let expected = [
        ("approval", SealState::Suspended),
        ("second", SealState::Applied),
    ];
    assert_eq!(states, expected);
    let seal = register.get("approval").unwrap();
    assert_eq!(seal.owner().code, "11990101TE5T00016T");
    assert_eq!(seal.entries().len(), 5);
    let signer = SealMark::Certificate(Sha256::of(&[1, 1]));
    assert!(!seal.is(signer), "who may use a seal is not the seal");
    let own = Sha256::of(&[1]);
    let es_id = "99010100000001";
    assert!(seal.is(SealMark::File { sha256: own, es_id }));
    let other = Sha256::of(&[2]);
    let mark = SealMark::File {
        sha256: other,
        es_id,
    };
    assert!(!seal.is(mark) && seal.is_other_of_same_number(mark));
    book.lines.push(b"\n".to_vec());
    assert!(book.read().is_err(), "nothing stands behind the head");
}

#[test]
fn a_line_that_was_left_out_changed_moved_or_signed_by_somebody_else_is_found_and_named() {
    let mut book = Book::new();
    book.issue("approval", 1);
    let whole = book.lines.clone();
    let mut read = |lines: &[Vec<u8>]| {
        book.lines = lines.to_vec();
        book.read().map(|_| ())
    };
    assert_eq!(read(&whole), Ok(()));
    let mut without = whole.clone();
    without.remove(2);
    assert_eq!(read(&without), Err(RegisterError::Broken { line: 3 }));
    let mut moved = whole.clone();
    moved.swap(2, 3);
    assert_eq!(read(&moved), Err(RegisterError::Broken { line: 3 }));
    let mut changed = whole.clone();
    let text = String::from_utf8(changed[4].clone()).unwrap();
    changed[4] = text.replace("uid:1000", "uid:1001").into_bytes();
    assert_eq!(read(&changed), Err(RegisterError::Signature { line: 5 }));
    let mut other = Book::new();
    other.issue("approval", 1);
    let mut mixed = whole.clone();
    mixed[0] = other.lines[0].clone();
    assert_eq!(read(&mixed), Err(RegisterError::Broken { line: 2 }));
    assert_eq!(read(&whole[1..]), Err(RegisterError::NoKeeper));
    assert_eq!(read(&[]), Err(RegisterError::Malformed { line: 1 }));
    assert_eq!(
        read(&[b"{}\tAA==".to_vec()]),
        Err(RegisterError::Malformed { line: 1 })
    );
    let long = vec![vec![b'\n'; MOST_OCTETS + 1]];
    assert_eq!(read(&long), Err(RegisterError::TooLong));
}

#[test]
fn a_change_that_cannot_be_is_not_read() {
    for (change, at) in [
        (SealChange::Approved, day(9)),
        (applied("approval"), day(9)),
        (SealChange::Resumed, day(9)),
        (SealChange::Issued, day(9)),
        (SealChange::Suspended, day(2)),
    ] {
        let mut book = Book::new();
        book.issue("approval", 1);
        book.enter("approval", change.clone(), at);
        let expected = RegisterError::Change { line: 6 };
        assert_eq!(book.read().unwrap_err(), expected, "{change:?}");
    }
    let mut book = Book::new();
    book.enter("unknown", SealChange::Issued, day(0));
    assert_eq!(book.read().unwrap_err(), RegisterError::Change { line: 2 });
}

#[test]
fn a_use_is_judged_by_the_state_when_its_user_says_and_by_the_state_when_it_is_known_to_be() {
    let mut book = Book::new();
    book.issue("s", 1);
    book.enter("s", SealChange::Suspended, day(10));
    book.enter("s", SealChange::Resumed, day(20));
    book.enter("s", SealChange::Revoked, day(30));
    let register = book.read().unwrap();
    let seal = register.get("s").unwrap();
    let out = |state, since| Standing::OutOfUse {
        state,
        since: day(since),
    };
    let stopped = |state, since| Standing::StoppedSince {
        state,
        since: day(since),
    };
    let before = Standing::Before { from: Some(day(3)) };
    let (suspended, revoked) = (SealState::Suspended, SealState::Revoked);
    for (claimed, known, expected) in [
        (Some(1), 5, before),
        (Some(3), 3, Standing::InUse),
        (Some(5), 9, Standing::InUse),
        (Some(5), 15, stopped(suspended, 10)),
        (Some(15), 16, out(suspended, 10)),
        (Some(15), 25, out(suspended, 10)),
        (Some(5), 25, Standing::InUse),
        (Some(25), 29, Standing::InUse),
        (Some(25), 31, stopped(revoked, 30)),
        // Within the same second nobody knows what came first.
        (Some(10), 12, stopped(suspended, 10)),
        (Some(20), 21, Standing::InUse),
        (Some(30), 31, stopped(revoked, 30)),
        (Some(31), 32, out(revoked, 30)),
        // A claim that lies after what is known proves nothing.
        (Some(31), 5, Standing::InUse),
        (None, 5, Standing::InUse),
        (None, 31, out(revoked, 30)),
        (None, -1, before),
    ] {
        let found = seal.standing(claimed.map(day), day(known));
        assert_eq!(found, expected, "{claimed:?} {known}");
    }
    let mut book = Book::new();
    book.issue("s", 1);
    book.enter("s", SealChange::Cancelled { successor: None }, day(30));
    let register = book.read().unwrap();
    let seal = register.get("s").unwrap();
    let closed = Standing::ClosedSince { since: day(30) };
    assert_eq!(seal.standing(Some(day(5)), day(31)), closed);
    let late = out(SealState::Cancelled, 30);
    assert_eq!(seal.standing(Some(day(31)), day(32)), late);
    assert_eq!(seal.standing(None, day(32)), late);
    let mut book = Book::new();
    book.enter("s", applied("s"), day(0));
    let register = book.read().unwrap();
    let seal = register.get("s").unwrap();
    let never = Standing::Before { from: None };
    assert_eq!(seal.standing(Some(day(1)), day(2)), never);
}

#[test]
fn what_is_signed_is_the_object_as_it_stands_behind_a_context_of_its_own() {
    let mut book = Book::new();
    book.issue("approval", 1);
    let line = String::from_utf8(book.lines[1].clone()).unwrap();
    let (object, _) = line.split_once('\t').unwrap();
    assert!(
        object.contains("\"prev\":\"") && object.contains("测试\\t换行\\n"),
        "{object}"
    );
    let bare = book.key.sign(object.as_bytes()).unwrap();
    let mut lines = book.lines.clone();
    use base64::Engine as _;
    let value = base64::engine::general_purpose::STANDARD.encode(bare);
    lines[1] = format!("{object}\t{value}").into_bytes();
    let found = SealRegister::parse(&lines.join(&b'\n')).unwrap_err();
    assert_eq!(found, RegisterError::Signature { line: 2 });
}

#[test]
fn a_register_follows_another_only_behind_the_same_lines_and_with_no_earlier_end() {
    let mut book = Book::new();
    book.issue("approval", 1);
    let closed = |book: &Book, on: i64| {
        let head = book.tail.close(day(on), day(on + 7), &book.key).unwrap();
        SealRegister::parse(&[book.text(), head].join(&b'\n')).unwrap()
    };
    let (first, same) = (closed(&book, 6), closed(&book, 7));
    let before = (book.lines.clone(), book.tail);
    let cancelled = SealChange::Cancelled { successor: None };
    book.enter("approval", cancelled, day(8));
    let fork = closed(&book, 9);
    (book.lines, book.tail) = before;
    book.enter("approval", SealChange::Suspended, day(8));
    let later = closed(&book, 9);
    let mut other = Book::new();
    other.issue("approval", 1);
    let other = closed(&other, 20);
    for (name, register, kept, code) in [
        ("the same", &first, &first, None),
        ("nothing happened since", &same, &first, None),
        ("something happened since", &later, &first, None),
        ("an earlier end", &first, &same, Some("SEAL_REGISTER_OLDER")),
        ("lines cut off", &same, &later, Some("SEAL_REGISTER_OLDER")),
        ("another line", &fork, &later, Some("SEAL_REGISTER_FORKED")),
        (
            "another keeper",
            &other,
            &later,
            Some("SEAL_REGISTER_FORKED"),
        ),
    ] {
        let found = register.objection_to_following(kept);
        assert_eq!(found.map(|reason| reason.code()), code, "{name}");
    }
}

#[test]
fn octets_that_begin_with_a_line_are_taken_for_a_register_and_other_objects_are_not() {
    let mut book = Book::new();
    book.issue("approval", 1);
    assert!(SealRegister::is_begun(&book.text()));
    let object = b"{\"payloadType\":\"x\",\t\"payload\":\"AA==\"}\n";
    for other in [&object[..], b"{}\tAA==", b"{}", b""] {
        assert!(!SealRegister::is_begun(other));
    }
}
