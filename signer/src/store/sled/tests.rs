//! What survives, and what is found out.

use super::super::conformance;
use super::*;
use std::io::{BufRead, Write};
use std::process::{Command, Stdio};

const C: Collection = Collection::new("c");

fn put(store: &SledStore, key: &str, value: &str) {
    store
        .apply(Batch::new().put(C, key.as_bytes(), value.as_bytes().to_vec()))
        .unwrap();
}

fn text(store: &SledStore, key: &str) -> Option<String> {
    store
        .get(C, key.as_bytes())
        .unwrap()
        .map(|value| String::from_utf8(value).unwrap())
}

fn copy_tree(from: &Path, to: &Path) {
    durable::private_folder(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_tree(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn it_keeps_every_promise_of_a_store() {
    let folder = tempfile::tempdir().unwrap();
    let mut number = 0;
    conformance::run(|| {
        number += 1;
        SledStore::open(&folder.path().join(number.to_string())).unwrap()
    });
}

#[test]
fn records_are_there_after_a_clean_close_and_the_index_is_not_rebuilt() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s");
    let store = SledStore::open(&path).unwrap();
    put(&store, "k", "v");
    assert_eq!(store.advance("n", NonZeroU32::MIN).unwrap(), 1..2);
    store.close().unwrap();
    let store = SledStore::open(&path).unwrap();
    assert_eq!(
        store.opened(),
        Opened {
            rebuilt: false,
            torn: 0,
            sequence: 2
        }
    );
    assert_eq!(text(&store, "k").as_deref(), Some("v"));
    assert_eq!(store.advance("n", NonZeroU32::MIN).unwrap(), 2..3);
}

#[test]
fn a_second_opening_is_refused_while_the_first_lasts() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s");
    let _store = SledStore::open(&path).unwrap();
    assert!(matches!(SledStore::open(&path), Err(StoreError::Held)));
}

#[test]
fn a_copy_taken_at_any_moment_opens_with_everything_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s");
    let store = SledStore::open(&path).unwrap();
    for round in 0..12 {
        put(&store, &format!("k{round}"), &"v".repeat(round * 300));
        put(&store, "same", &round.to_string());
        if round % 4 == 3 {
            store.checkpoint().unwrap();
        }
        if round == 6 {
            store.apply(Batch::new().delete(C, b"k2")).unwrap();
        }
        // As after `kill -9`: the files as they are, nothing closed.
        let copy = folder.path().join(format!("copy{round}"));
        copy_tree(&path, &copy);
        let copied = SledStore::open(&copy).unwrap();
        assert!(copied.opened().rebuilt);
        assert_eq!(text(&copied, "same"), Some(round.to_string()));
        for earlier in 0..=round {
            let expected = (earlier != 2 || round < 6).then(|| "v".repeat(earlier * 300));
            assert_eq!(text(&copied, &format!("k{earlier}")), expected);
        }
    }
}

#[test]
fn an_index_that_is_damaged_or_gone_is_built_anew() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s");
    let store = SledStore::open(&path).unwrap();
    (0..50).for_each(|i| put(&store, &format!("k{i}"), "v"));
    store.checkpoint().unwrap();
    put(&store, "late", "v");
    store.close().unwrap();
    // Damage under a clean mark: sled itself must find it, or there is nothing to open.
    std::fs::remove_dir_all(path.join("sled")).unwrap();
    std::fs::remove_file(path.join("clean")).unwrap();
    let store = SledStore::open(&path).unwrap();
    assert_eq!(text(&store, "late").as_deref(), Some("v"));
    assert_eq!(store.scan(C, b"", None, 100).unwrap().len(), 51);
    drop(store);
    std::fs::remove_file(path.join("clean")).unwrap();
    std::fs::write(path.join("sled/db"), b"rubbish").unwrap();
    let store = SledStore::open(&path).unwrap();
    assert_eq!(store.scan(C, b"", None, 100).unwrap().len(), 51);
    drop(store);
    // Rubbish, an empty index and an old index under a clean mark.
    for damage in ["rubbish", "empty", "old"] {
        let index = path.join("sled");
        let old = folder.path().join("old");
        if damage == "old" {
            copy_tree(&index, &old);
            let store = SledStore::open(&path).unwrap();
            put(&store, "later", "v");
            store.apply(Batch::new().delete(C, b"k1")).unwrap();
            store.close().unwrap();
        }
        match damage {
            "rubbish" => std::fs::write(index.join("db"), b"rubbish").unwrap(),
            _ => std::fs::remove_dir_all(&index).unwrap(),
        }
        if damage == "old" {
            copy_tree(&old, &index);
        }
        let store = SledStore::open(&path).unwrap();
        assert!(store.opened().rebuilt, "{damage}");
        assert_eq!(store.scan(C, b"", None, 100).unwrap().len(), 51, "{damage}");
        assert_eq!(text(&store, "later").is_some(), damage == "old");
    }
}

#[test]
fn an_unfinished_write_is_cut_off_and_kept_aside() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s");
    let store = SledStore::open(&path).unwrap();
    put(&store, "k", "v");
    drop(store);
    let journal = path.join("journal-0000000000000000");
    let mut file = File::options().append(true).open(&journal).unwrap();
    file.write_all(b"half").unwrap();
    let store = SledStore::open(&path).unwrap();
    assert_eq!(
        store.opened(),
        Opened {
            rebuilt: true,
            torn: 4,
            sequence: 1
        }
    );
    assert_eq!(text(&store, "k").as_deref(), Some("v"));
    assert_eq!(
        std::fs::read(path.join("torn-0000000000000001")).unwrap(),
        b"half"
    );
    put(&store, "k", "w");
    drop(store);
    assert_eq!(
        text(&SledStore::open(&path).unwrap(), "k").as_deref(),
        Some("w")
    );
}

#[test]
fn damage_in_journal_or_snapshot_is_an_error_that_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s");
    let store = SledStore::open(&path).unwrap();
    put(&store, "a", "1");
    put(&store, "b", "2");
    drop(store);
    let damaged = |name: &str, at: usize, expected: StoreFile| {
        let copy = folder.path().join(format!("copy-{name}-{at}"));
        copy_tree(&path, &copy);
        let mut bytes = std::fs::read(copy.join(name)).unwrap();
        bytes[at] ^= 1;
        std::fs::write(copy.join(name), bytes).unwrap();
        // The index is rebuilt from what is damaged only where it is not clean.
        let _ = std::fs::remove_file(copy.join("clean"));
        match SledStore::open(&copy) {
            Err(error @ StoreError::Corrupt { file, .. }) if file == expected => {
                assert!(
                    error
                        .to_string()
                        .contains("restore it from the last backup")
                );
            }
            other => panic!("{name} {at}: {other:?}"),
        }
    };
    damaged("journal-0000000000000000", 30, StoreFile::Journal);
    SledStore::open(&path).unwrap().checkpoint().unwrap();
    for at in [0, 12, 17, 25, 60] {
        damaged("snapshot-0000000000000002", at, StoreFile::Snapshot);
    }
    std::fs::remove_file(path.join("journal-0000000000000002")).unwrap();
    assert!(matches!(
        SledStore::open(&path),
        Err(StoreError::Corrupt { .. })
    ));
}

#[test]
fn a_checkpoint_cut_short_at_any_step_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s");
    let store = SledStore::open(&path).unwrap();
    put(&store, "k", "v");
    let before = folder.path().join("before");
    copy_tree(&path, &before);
    store.checkpoint().unwrap();
    let (journal, snapshot) = ("journal-0000000000000001", "snapshot-0000000000000001");
    for (case, files) in [&[][..], &[journal], &[journal, snapshot]]
        .iter()
        .enumerate()
    {
        let copy = folder.path().join(format!("case{case}"));
        copy_tree(&before, &copy);
        std::fs::write(copy.join(".new-left"), b"half a snapshot").unwrap();
        for file in *files {
            std::fs::copy(path.join(file), copy.join(file)).unwrap();
        }
        let opened = SledStore::open(&copy).unwrap();
        assert_eq!(text(&opened, "k").as_deref(), Some("v"), "{case}");
        assert!(!copy.join(".new-left").exists());
        opened.checkpoint().unwrap();
        drop(opened);
        assert_eq!(
            text(&SledStore::open(&copy).unwrap(), "k").as_deref(),
            Some("v"),
            "{case}"
        );
    }
}

/// The child of the test below; does nothing on its own.
#[test]
fn child_that_writes_until_it_is_killed() {
    let Some(path) = std::env::var_os("YINXIN_STORE_CHILD") else {
        return;
    };
    let store = SledStore::open(Path::new(&path)).unwrap();
    let mut out = io::stdout();
    for _ in 0..1_000_000 {
        let number = store.advance("n", NonZeroU32::MIN).unwrap().start;
        put(&store, &format!("k{number:08}"), &number.to_string());
        if number % 40 == 0 {
            store.checkpoint().unwrap();
        }
        writeln!(out, "acknowledged {number}").unwrap();
    }
}

#[test]
fn what_was_acknowledged_survives_being_killed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s");
    let mut acknowledged = 0_u64;
    for trial in 0_u64..8 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "store::sled::tests::child_that_writes_until_it_is_killed",
            ])
            .args(["--nocapture", "--test-threads=1"])
            .env("YINXIN_STORE_CHILD", &path)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = io::BufReader::new(child.stdout.take().unwrap()).lines();
        let mut seen = 0;
        for line in lines.map_while(Result::ok) {
            let Some(number) = line.strip_prefix("acknowledged ") else {
                continue;
            };
            acknowledged = number.parse().unwrap();
            seen += 1;
            if seen == 20 + trial * 13 {
                child.kill().unwrap();
            }
        }
        child.wait().unwrap();
        let store = SledStore::open(&path).unwrap();
        assert!(store.opened().rebuilt);
        for number in 1..=acknowledged {
            let value = text(&store, &format!("k{number:08}"));
            // Numbers that were taken and not used by a killed child are left out.
            if let Some(value) = value {
                assert_eq!(value, number.to_string());
            } else {
                assert!(
                    number < acknowledged,
                    "{number} was acknowledged and is gone"
                );
            }
        }
        let kept = store.scan(C, b"", None, 10_000).unwrap().len();
        assert!(
            u64::try_from(kept).unwrap() + trial >= acknowledged,
            "{kept} of {acknowledged}"
        );
        assert!(store.advance("n", NonZeroU32::MIN).unwrap().start > acknowledged);
        acknowledged += 1;
        put(
            &store,
            &format!("k{acknowledged:08}"),
            &acknowledged.to_string(),
        );
    }
}
