//! What a journal gives back after each kind of damage.

use super::*;
use std::io::Cursor;

/// A disk in memory that can run full, fail to sync, and tells what was synced.
#[derive(Debug)]
struct Memory {
    content: Cursor<Vec<u8>>,
    room: usize,
    failing_syncs: usize,
}

impl Memory {
    fn new(bytes: &[u8]) -> Self {
        Self {
            content: Cursor::new(bytes.to_vec()),
            room: usize::MAX,
            failing_syncs: 0,
        }
    }
}

impl Read for Memory {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.content.read(buffer)
    }
}

impl Write for Memory {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len().min(self.room);
        self.room -= taken;
        if taken == 0 {
            Err(io::ErrorKind::StorageFull.into())
        } else {
            self.content.write(&bytes[..taken])
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for Memory {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.content.seek(to)
    }
}

impl Disk for Memory {
    fn sync(&mut self) -> io::Result<()> {
        if self.failing_syncs > 0 {
            self.failing_syncs -= 1;
            return Err(io::Error::other("sync"));
        }
        Ok(())
    }

    fn cut(&mut self, length: u64) -> io::Result<()> {
        let length = usize::try_from(length).map_err(io::Error::other)?;
        self.content.get_mut().truncate(length);
        Ok(())
    }
}

fn written(payloads: &[&[u8]]) -> Vec<u8> {
    let mut journal = Journal::create(Memory::new(b""), 7).unwrap();
    payloads
        .iter()
        .for_each(|payload| journal.append(payload).unwrap());
    assert_eq!(
        journal.sequence(),
        7 + u64::try_from(payloads.len()).unwrap()
    );
    journal.disk.content.into_inner()
}

fn reopened(bytes: &[u8]) -> Result<(Vec<Vec<u8>>, Tail), StoreError> {
    let mut payloads = Vec::new();
    let (mut journal, tail) = Journal::open(Memory::new(bytes), 7, |payload| {
        payloads.push(payload.to_vec());
        Ok(())
    })?;
    // Whatever was found, the journal goes on from there.
    journal.cut_tail()?;
    journal.append(b"more")?;
    let mut again = 0;
    let after = journal.disk.content.into_inner();
    let (_, clean) = Journal::open(Memory::new(&after), 7, |_| {
        again += 1;
        Ok(())
    })?;
    assert_eq!((again, clean), (payloads.len() + 1, Tail::Clean));
    Ok((payloads, tail))
}

const PAYLOADS: [&[u8]; 3] = [b"first", b"second payload", b"3"];

#[test]
fn payloads_come_back_in_order() {
    assert_eq!(
        reopened(&written(&PAYLOADS)).unwrap(),
        (PAYLOADS.map(<[u8]>::to_vec).to_vec(), Tail::Clean)
    );
}

#[test]
fn a_journal_cut_anywhere_gives_the_whole_frames_before() {
    let bytes = written(&PAYLOADS);
    let ends: Vec<usize> = (0..=3).map(|n| written(&PAYLOADS[..n]).len()).collect();
    for length in 16..bytes.len() {
        let (payloads, tail) = reopened(&bytes[..length]).unwrap();
        let whole = ends.iter().filter(|end| **end <= length).count() - 1;
        assert_eq!(payloads, PAYLOADS[..whole], "{length}");
        let torn = bytes[ends[whole]..length].to_vec();
        assert_eq!(
            tail,
            if torn.is_empty() {
                Tail::Clean
            } else {
                Tail::Torn(torn)
            }
        );
    }
    for length in 0..16 {
        assert!(
            reopened(&bytes[..length]).is_err(),
            "the header is synced before anything else"
        );
    }
}

#[test]
fn zeros_behind_the_last_frame_are_a_torn_tail() {
    for frames in 0..=3 {
        for zeros in [1, 39, 40, 41, 5000] {
            let mut bytes = written(&PAYLOADS[..frames]);
            bytes.resize(bytes.len() + zeros, 0);
            assert_eq!(reopened(&bytes).unwrap().0.len(), frames);
        }
    }
    // The last frame reached the disk in part, the rest of its space is zeros.
    let bytes = written(&PAYLOADS);
    let second = written(&PAYLOADS[..2]).len();
    let mut torn = bytes.clone();
    torn[second + 4..].fill(0);
    assert!(
        matches!(reopened(&torn), Err(StoreError::Corrupt { .. })),
        "half a header is doubt"
    );
    let mut torn = bytes;
    let last = torn.len() - 1;
    torn[last] = 0;
    assert_eq!(reopened(&torn).unwrap().0.len(), 2);
}

#[test]
fn a_flipped_bit_before_the_last_frame_is_an_error_at_its_frame() {
    let bytes = written(&PAYLOADS);
    let ends: Vec<usize> = (0..=3).map(|n| written(&PAYLOADS[..n]).len()).collect();
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1 << bit;
            let frame = ends.iter().filter(|end| **end <= at).count();
            match reopened(&damaged) {
                Err(StoreError::Corrupt {
                    file: StoreFile::Journal,
                    at: offset,
                }) => {
                    let begin = if frame == 0 { 0 } else { ends[frame - 1] };
                    assert_eq!(offset, u64::try_from(begin).unwrap(), "{at}");
                }
                Ok((payloads, Tail::Torn(_))) => {
                    assert!(
                        at >= ends[2] && payloads.len() == 2,
                        "only the last may look torn: {at}"
                    );
                }
                other => panic!("{at}: {other:?}"),
            }
        }
    }
}

#[test]
fn frames_cannot_be_swapped_left_out_or_repeated() {
    let bytes = written(&[b"aaaa", b"bbbb", b"cccc"]);
    let frame = |n: usize| &bytes[16 + n * 44..16 + (n + 1) * 44];
    for order in [&[1, 0, 2][..], &[0, 2], &[0, 0, 1, 2], &[1, 2]] {
        let mut other = bytes[..16].to_vec();
        order
            .iter()
            .for_each(|n| other.extend_from_slice(frame(*n)));
        assert!(reopened(&other).is_err(), "{order:?}");
    }
}

#[test]
fn a_full_disk_is_taken_back_and_the_journal_goes_on() {
    for room in 0..48 {
        let mut journal = Journal::create(Memory::new(b""), 7).unwrap();
        journal.append(b"first").unwrap();
        journal.disk.room = room;
        assert!(matches!(
            journal.append(b"too much").unwrap_err(),
            StoreError::Io(_)
        ));
        assert!(!journal.in_doubt());
        journal.disk.room = usize::MAX;
        journal.append(b"second").unwrap();
        let bytes = journal.disk.content.into_inner();
        assert_eq!(
            reopened(&bytes).unwrap().0,
            [b"first".to_vec(), b"second".to_vec()]
        );
    }
}

#[test]
fn after_a_failed_sync_nothing_more_is_taken() {
    let mut journal = Journal::create(Memory::new(b""), 7).unwrap();
    journal.disk.failing_syncs = 1;
    assert!(matches!(
        journal.append(b"x").unwrap_err(),
        StoreError::Io(_)
    ));
    assert!(journal.in_doubt());
    assert!(matches!(
        journal.append(b"y").unwrap_err(),
        StoreError::Poisoned
    ));
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_the_journal_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
        let mut whole = header(7).to_vec();
        whole.extend(bytes);
        let _ = Journal::open(Memory::new(&whole), 7, |payload| decode_changes(payload).map(|_| ()));
    }

    #[test]
    fn changes_come_back_as_they_were(changes in proptest::collection::vec(
        (proptest::collection::vec(proptest::num::u8::ANY, 0..20),
         proptest::option::of(proptest::collection::vec(proptest::num::u8::ANY, 0..20))), 0..10))
    {
        let mut payload = Vec::new();
        for (key, value) in &changes { encode_change(&mut payload, key, value.as_deref()); }
        let decoded: Vec<_> = decode_changes(&payload).unwrap().into_iter()
            .map(|(key, value)| (key.to_vec(), value.map(<[u8]>::to_vec))).collect();
        assert_eq!(decoded, changes);
    }
}
