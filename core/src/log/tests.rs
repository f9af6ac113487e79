use super::merkle::{self, Hash};
use super::tile::{self, Tile};
use super::*;
use crate::suite::MemoryKey;
use proptest::prelude::*;
use std::collections::HashMap;
use time::macros::datetime;

/// The definition (RFC 6962, 2.1).
fn root_of(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => merkle::empty(),
        [one] => *one,
        many => {
            let mut split = 1;
            while split * 2 < many.len() {
                split *= 2;
            }
            merkle::node(&root_of(&many[..split]), &root_of(&many[split..]))
        }
    }
}

fn leaves(count: usize) -> Vec<Hash> {
    (0..count)
        .map(|at| merkle::leaf(&at.to_be_bytes()))
        .collect()
}

/// Reads nodes as they are defined.
fn nodes(leaves: &[Hash]) -> impl FnMut(u8, u64) -> Result<Hash, LogError> {
    move |height, index| {
        let begin = usize::try_from(index << height).unwrap();
        Ok(root_of(&leaves[begin..begin + (1 << height)]))
    }
}

#[test]
fn the_roots_of_the_standard_are_found() {
    // RFC 6962, 2.1: the hash of nothing, and of nothing as an entry.
    let hex = |hash: Hash| {
        hash.iter()
            .map(|octet| format!("{octet:02x}"))
            .collect::<String>()
    };
    assert_eq!(
        hex(merkle::empty()),
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
    assert_eq!(
        hex(merkle::leaf(b"")),
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    );
}

#[test]
fn a_tree_that_grows_has_the_root_of_one_that_is_made_at_once() {
    let all = leaves(70);
    let mut frontier = Frontier::default();
    for (size, leaf) in all.iter().enumerate() {
        assert_eq!(frontier.root(), root_of(&all[..size]));
        let again = Frontier::from_roots(frontier.size(), frontier.roots().to_vec());
        assert_eq!(again.as_ref(), Some(&frontier));
        frontier.push(*leaf);
    }
    assert_eq!(Frontier::from_roots(3, vec![[0; 32]]), None);
}

#[test]
fn every_proof_that_is_made_leads_to_the_root_and_none_of_another_does() {
    let all = leaves(40);
    for newer in 1..=40_u64 {
        let of = &all[..usize::try_from(newer).unwrap()];
        let root = root_of(of);
        let mut read = nodes(&all);
        assert_eq!(merkle::root(newer, &mut read), Ok(root));
        for index in 0..newer {
            let proof = merkle::prove_inclusion((index, newer), &mut read).unwrap();
            let leaf = &all[usize::try_from(index).unwrap()];
            let verify = |at: u64, leaf| merkle::verify_inclusion((at, newer), leaf, &proof, &root);
            assert_eq!(verify(index, leaf), Ok(()));
            assert!(verify(index, &[7; 32]).is_err());
            assert!(newer == 1 || verify((index + 1) % newer, leaf).is_err());
        }
        assert!(merkle::prove_inclusion((newer, newer), &mut read).is_err());
        assert!(merkle::prove_consistency((0, newer), &mut read).is_err());
        for older in 1..=newer {
            let before = root_of(&all[..usize::try_from(older).unwrap()]);
            let proof = merkle::prove_consistency((older, newer), &mut read).unwrap();
            let verify = |before| merkle::verify_consistency((older, newer), before, &proof, &root);
            assert_eq!(verify(&before), Ok(()), "{older} {newer}");
            assert!(verify(&[7; 32]).is_err());
        }
        assert!(merkle::prove_consistency((newer + 1, newer), &mut read).is_err());
    }
}

#[test]
fn tiles_are_named_and_grow_as_the_format_says() {
    let tile = |level, index, width| Tile {
        level,
        index,
        width,
    };
    assert_eq!(tile(3, 1_234_067, 256).to_string(), "tile/3/x001/x234/067");
    assert_eq!(tile(0, 273, 112).to_string(), "tile/0/273.p/112");
    assert_eq!(tile(0, 999, 1).entries_path(), "tile/entries/999.p/1");
    assert_eq!(tile(0, 1000, 256).entries_path(), "tile/entries/x001/000");
    // The example of the format: 70,000 entries.
    let of: Vec<_> = Tile::grown(0, 70_000).collect();
    let full = of
        .iter()
        .filter(|tile| tile.level == 0 && tile.width == 256)
        .count();
    assert_eq!(full, 273);
    let rest: Vec<_> = of.into_iter().skip(273).collect();
    assert_eq!(
        rest,
        [
            tile(0, 273, 112),
            tile(1, 0, 256),
            tile(1, 1, 17),
            tile(2, 0, 1)
        ]
    );
    assert_eq!(
        Tile::grown(0, 256).collect::<Vec<_>>(),
        [tile(0, 0, 256), tile(1, 0, 1)]
    );
    assert_eq!(Tile::grown(5, 5).count(), 0);
    assert_eq!(Tile::grown(5, 7).collect::<Vec<_>>(), [tile(0, 0, 7)]);
    assert_eq!(Tile::of(0, 1, 256), None);
}

#[test]
fn a_tree_is_found_again_from_its_tiles_whenever_they_were_written() {
    let all = leaves(700);
    let mut files: HashMap<Tile, Vec<u8>> = HashMap::new();
    let mut before = 0;
    for size in [1_u64, 3, 255, 256, 257, 511, 600, 700] {
        for tile in Tile::grown(before, size) {
            let span = 256_usize.pow(tile.level.into());
            let begin = usize::try_from(tile.index * 256).unwrap() * span;
            let octets = (0..usize::from(tile.width)).flat_map(|at| {
                let from = begin + at * span;
                root_of(&all[from..from + span])
            });
            files.insert(tile, octets.collect());
        }
        before = size;
        let root = root_of(&all[..usize::try_from(size).unwrap()]);
        let mut read = |tile| {
            let found = files.get(&tile).cloned();
            found.ok_or(LogError::TileMissing {
                level: tile.level,
                index: tile.index,
            })
        };
        let mut nodes = |height, index| tile::node((height, index), size, &mut read);
        assert_eq!(merkle::root(size, &mut nodes), Ok(root), "{size}");
        let proof = merkle::prove_inclusion((size / 2, size), &mut nodes).unwrap();
        let leaf = &all[usize::try_from(size / 2).unwrap()];
        assert_eq!(
            merkle::verify_inclusion((size / 2, size), leaf, &proof, &root),
            Ok(())
        );
    }
    let mut short = |_| Ok(vec![0; 31]);
    assert!(tile::node((0, 0), 1, &mut short).is_err());
}

#[test]
fn entries_come_back_out_of_their_bundle() {
    let all: [&[u8]; 3] = [b"a", b"", &[7; 65_535]];
    let octets = tile::bundle(all).unwrap();
    assert_eq!(tile::entries(&octets).unwrap(), all);
    assert!(tile::entries(&octets[..octets.len() - 1]).is_err());
    assert!(tile::bundle([[0; 65_536].as_slice()]).is_err());
    assert!(tile::entries(&[0; 2 * 257]).is_err());
}

/// The example of C2SP signed-note.
const KEY: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
const NOTE: &str = "This is an example message.\n\n\u{2014} example.com/foo \
    Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

#[test]
fn the_note_of_the_format_fits_its_key_and_no_other_text_does() {
    let key: VerifierKey = KEY.parse().unwrap();
    assert_eq!(key.to_string(), KEY);
    let note = SignedNote::parse(NOTE.as_bytes()).unwrap();
    assert_eq!(note.verified(&key), Ok("This is an example message.\n"));
    assert_eq!(note.to_string(), NOTE);
    let other = SignedNote::parse(NOTE.replace("an ex", "no ex").as_bytes()).unwrap();
    assert!(other.verified(&key).is_err());
    let stranger = SignedNote::parse(NOTE.replace("com/foo", "com/bar").as_bytes()).unwrap();
    assert!(stranger.verified(&key).is_err());
    for wrong in [
        KEY.replace("530d903a", "530d903b"),
        KEY.replace("+Aek", "+Bek"),
        "example.com/foo".into(),
        KEY.replace("example.com/foo", "example com"),
    ] {
        assert!(wrong.parse::<VerifierKey>().is_err(), "{wrong}");
    }
}

#[test]
fn what_is_no_note_is_told_by_its_line() {
    let signature = NOTE.lines().last().unwrap();
    for (text, line) in [
        ("", 1),
        ("text\n", 1),
        ("text\n\n", 3),
        ("text\n\nno signature\n", 3),
        ("two\nlines\n\n\u{2014} a b\n", 4),
        ("tab\t\n\n", 1),
    ] {
        match SignedNote::parse(text.as_bytes()) {
            Err(LogError::Malformed { line: found, .. }) => assert_eq!(found, line, "{text:?}"),
            other => panic!("{text:?}: {other:?}"),
        }
    }
    let unended = format!("text\n\n{signature}");
    assert!(SignedNote::parse(unended.as_bytes()).is_err());
    let many = format!("text\n\n{}", format!("{signature}\n").repeat(65));
    assert!(matches!(
        SignedNote::parse(many.as_bytes()),
        Err(LogError::TooMuch { .. })
    ));
}

fn key() -> MemoryKey {
    let pair = rcgen::KeyPair::generate_for(&rcgen::PKCS_ED25519).unwrap();
    MemoryKey::from_pkcs8(pair.serialized_der(), None).unwrap()
}

const ORIGIN: &str = "log.example/990101";

#[test]
fn a_receipt_proves_an_entry_to_whoever_has_the_keys() {
    let (of_log, of_witness) = (key(), key());
    let log = NoteSigner::new(ORIGIN, &of_log).unwrap();
    let witness = NoteSigner::new("witness.example/990202", &of_witness).unwrap();
    let all = leaves(9);
    let checkpoint = Checkpoint {
        origin: ORIGIN.into(),
        size: 9,
        root: root_of(&all),
        extensions: Vec::new(),
    };
    let text = checkpoint.text();
    assert_eq!(Checkpoint::parse(&text), Ok(checkpoint.clone()));
    let mut note = SignedNote::new(text.clone(), vec![log.sign(&text).unwrap()]).unwrap();
    let at = datetime!(2026-11-29 08:00 UTC);
    note.add(cosign(&witness, &checkpoint, at).unwrap());
    let receipt = Receipt {
        extra: Some(b"salt".to_vec()),
        index: 4,
        proof: merkle::prove_inclusion((4, 9), &mut nodes(&all)).unwrap(),
        checkpoint: note,
    };
    let read = Receipt::parse(receipt.to_string().as_bytes()).unwrap();
    assert_eq!(read, receipt);
    let verifier = log.verifier();
    assert_eq!(read.verify(&all[4], ORIGIN, &verifier), Ok(checkpoint));
    assert_eq!(
        read.verify(&all[5], ORIGIN, &verifier),
        Err(LogError::ProofWrong)
    );
    assert!(
        read.verify(&all[4], "log.example/990202", &verifier)
            .is_err()
    );
    assert!(read.verify(&all[4], ORIGIN, &witness.verifier()).is_err());
    let found = cosigned(&read.checkpoint, &witness.cosigner()).unwrap();
    assert_eq!(
        (found.witness.as_str(), found.at),
        ("witness.example/990202", at)
    );
    assert!(cosigned(&read.checkpoint, &witness.verifier()).is_err());
    assert!(cosigned(&read.checkpoint, &log.cosigner()).is_err());
    // A cosignature says nothing about another checkpoint.
    let other = receipt.to_string().replace("\n9\n", "\n8\n");
    let other = Receipt::parse(other.as_bytes()).unwrap();
    assert!(cosigned(&other.checkpoint, &witness.cosigner()).is_err());
}

#[test]
fn a_checkpoint_is_read_as_it_is_written_and_not_otherwise() {
    let root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
    let read = |text: &str| Checkpoint::parse(text).map(|found| found.size);
    assert_eq!(read(&format!("a\n20852163\n{root}\n")), Ok(20_852_163));
    assert_eq!(read(&format!("a\n0\n{root}\nmore\n")), Ok(0));
    for text in [
        format!("a\n020\n{root}\n"),
        format!("a\n+2\n{root}\n"),
        format!("a\n-2\n{root}\n"),
        format!("\n2\n{root}\n"),
        format!("a\n2\n{root}"),
        format!("a\n2\n{root}\n\n"),
        "a\n2\nCsUY\n".into(),
        "a\n2\n".into(),
        "a\n18446744073709551616\n".into(),
    ] {
        assert!(
            matches!(read(&text), Err(LogError::Malformed { .. })),
            "{text:?}"
        );
    }
}

proptest! {
    #[test]
    fn arbitrary_octets_never_panic(octets in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = (SignedNote::parse(&octets), Receipt::parse(&octets), tile::entries(&octets));
        let text = String::from_utf8_lossy(&octets);
        let _ = (Checkpoint::parse(&text), text.parse::<VerifierKey>());
    }

    #[test]
    fn arbitrary_numbers_never_panic(numbers in any::<[u64; 3]>(), level in any::<u8>(), hashes in 0_usize..70) {
        let proof = vec![[0; 32]; hashes];
        let [one, two, three] = numbers;
        let _ = merkle::verify_inclusion_in((one, two, three), &[0; 32], &proof, &[0; 32]);
        let _ = merkle::verify_subtree((one, two, three), &[0; 32], &proof, &[0; 32]);
        let _ = merkle::verify_consistency((one, two), &[0; 32], &proof, &[0; 32]);
        let _ = Tile::of(level, one, two);
        let mut nodes = |_, _| Ok([0; 32]);
        let _ = merkle::prove_inclusion((one, two), &mut nodes);
        let _ = merkle::prove_consistency((one, two), &mut nodes);
        let _ = tile::node((level, one), two, &mut |_| Ok(Vec::new()));
    }
}
