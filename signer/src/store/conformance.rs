//! What every [`Store`] promises, as code.
//!
//! Each function takes an empty store and panics with a sentence where a promise is broken. They
//! are for the tests of implementations, here and elsewhere.
#![allow(clippy::panic, clippy::expect_used)] // a conformance suite fails by panicking

use super::{Batch, Collection, PAGE_LIMIT, Store, StoreError, VALUE_LIMIT};
use std::num::NonZeroU32;
use std::sync::Arc;

const A: Collection = Collection::new("a");
const AB: Collection = Collection::new("ab");

/// Runs every check; each gets a store of its own from `empty`.
///
/// # Panics
///
/// Where a promise is broken.
pub fn run<S: Store + 'static>(mut empty: impl FnMut() -> S) {
    values(&empty());
    collections(&empty());
    batches(&empty());
    conditions(&empty());
    limits(&empty());
    scans(&empty());
    counters(&empty());
    contention(&Arc::new(empty()));
}

fn get(store: &dyn Store, key: &[u8]) -> Option<Vec<u8>> {
    store.get(A, key).expect("a get answers")
}

fn apply(store: &dyn Store, batch: Batch) {
    store.apply(batch).expect("a batch applies");
}

fn values(store: &dyn Store) {
    assert_eq!(get(store, b"k"), None, "an empty store holds nothing");
    apply(store, Batch::new().put(A, b"k", b"1".to_vec()));
    assert_eq!(get(store, b"k"), Some(b"1".to_vec()), "a value comes back");
    apply(store, Batch::new().put(A, b"k", Vec::new()));
    assert_eq!(
        get(store, b"k"),
        Some(Vec::new()),
        "an empty value is a value"
    );
    apply(
        store,
        Batch::new().delete(A, b"k").delete(A, b"never there"),
    );
    assert_eq!(get(store, b"k"), None, "a deleted value is gone");
    apply(store, Batch::new());
    let key = [0_u8, 255, 0];
    apply(store, Batch::new().put(A, &key, key.to_vec()));
    assert_eq!(
        get(store, &key),
        Some(key.to_vec()),
        "keys and values are octets"
    );
}

fn collections(store: &dyn Store) {
    apply(
        store,
        Batch::new()
            .put(A, b"bk", b"1".to_vec())
            .put(AB, b"k", b"2".to_vec()),
    );
    assert_eq!(store.get(A, b"bk").ok().flatten(), Some(b"1".to_vec()));
    assert_eq!(store.get(AB, b"k").ok().flatten(), Some(b"2".to_vec()));
    assert_eq!(
        store.get(A, b"k").ok().flatten(),
        None,
        "collections do not run together"
    );
    let page = store.scan(A, b"", None, 10).expect("a scan answers");
    assert_eq!(page.len(), 1, "a scan stays in its collection");
}

fn batches(store: &dyn Store) {
    let batch = Batch::new()
        .put(A, b"k", b"1".to_vec())
        .delete(A, b"k")
        .put(A, b"k", b"2".to_vec());
    apply(store, batch);
    assert_eq!(
        get(store, b"k"),
        Some(b"2".to_vec()),
        "the last change of a key wins"
    );
    apply(
        store,
        Batch::new().put(A, b"k", b"3".to_vec()).delete(A, b"k"),
    );
    assert_eq!(get(store, b"k"), None, "also where it deletes");
}

fn conditions(store: &dyn Store) {
    let new = |value: &[u8]| {
        Batch::new()
            .expect(A, b"k", None)
            .put(A, b"k", value.to_vec())
    };
    apply(store, new(b"1"));
    let batch = new(b"2").put(A, b"other", b"x".to_vec());
    match store.apply(batch) {
        Err(StoreError::Conflict { index: 0 }) => {}
        other => panic!("a key that is there conflicts with its absence: {other:?}"),
    }
    assert_eq!(
        get(store, b"k"),
        Some(b"1".to_vec()),
        "a conflict changes nothing"
    );
    assert_eq!(
        get(store, b"other"),
        None,
        "also not the other keys of the batch"
    );
    let swap = |from: &[u8], to: &[u8]| {
        Batch::new()
            .expect(A, b"none", None)
            .expect(A, b"k", Some(from))
            .put(A, b"k", to.to_vec())
    };
    apply(store, swap(b"1", b"2"));
    match store.apply(swap(b"1", b"3")) {
        Err(StoreError::Conflict { index: 1 }) => {}
        other => panic!("a changed value conflicts, and the condition is named: {other:?}"),
    }
    let own = Batch::new()
        .put(A, b"new", b"1".to_vec())
        .expect(A, b"new", None);
    apply(store, own);
    assert_eq!(
        get(store, b"new"),
        Some(b"1".to_vec()),
        "conditions come before changes"
    );
}

fn limits(store: &dyn Store) {
    let too_large = |batch: Batch, what: &str| match store.apply(batch) {
        Err(StoreError::TooLarge) => {}
        other => panic!("{what} is refused: {other:?}"),
    };
    too_large(Batch::new().put(A, b"", Vec::new()), "an empty key");
    too_large(Batch::new().put(A, &[b'k'; 513], Vec::new()), "a long key");
    too_large(
        Batch::new().put(A, b"k", vec![0; VALUE_LIMIT + 1]),
        "a large value",
    );
    let many = (0_u8..5).fold(Batch::new(), |b, i| b.put(A, &[i], vec![0; VALUE_LIMIT]));
    too_large(many, "a large batch");
    apply(
        store,
        Batch::new().put(A, &[b'k'; 512], vec![7; VALUE_LIMIT]),
    );
    assert_eq!(get(store, &[b'k'; 512]).map(|v| v.len()), Some(VALUE_LIMIT));
}

fn scans(store: &dyn Store) {
    let keys: Vec<Vec<u8>> = (0..250_u16)
        .map(|i| format!("p/{i:03}").into_bytes())
        .collect();
    let others = [b"o".as_slice(), b"p", b"p0", b"q", &[255, 255]];
    let all = keys.iter().map(Vec::as_slice).chain(others);
    apply(
        store,
        all.fold(Batch::new(), |batch, key| batch.put(A, key, key.to_vec())),
    );
    let mut seen = Vec::new();
    let mut after: Option<Vec<u8>> = None;
    loop {
        let page = store
            .scan(A, b"p/", after.as_deref(), 60)
            .expect("a scan answers");
        assert!(page.len() <= 60, "a page keeps its limit");
        let Some(last) = page.last() else { break };
        after = Some(last.key.clone());
        assert!(
            page.iter().all(|record| record.key == record.value),
            "values belong to keys"
        );
        seen.extend(page.into_iter().map(|record| record.key));
    }
    assert_eq!(seen, keys, "pages give every key once, in order");
    let whole = store
        .scan(A, b"", None, usize::MAX)
        .expect("a scan answers");
    assert_eq!(
        whole.len(),
        255.min(PAGE_LIMIT),
        "an empty prefix is every key"
    );
    let from_before = store.scan(A, b"p/", Some(b"a"), 1).expect("a scan answers");
    assert_eq!(
        from_before.first().map(|r| r.key.clone()),
        keys.first().cloned()
    );
    let last = store.scan(A, &[255], None, 9).expect("a scan answers");
    assert_eq!(last.len(), 1, "a prefix of the highest octet works");
}

fn counters(store: &dyn Store) {
    let take = |name: &str, by: u32| {
        store
            .advance(name, NonZeroU32::new(by).expect("not zero"))
            .expect("a counter advances")
    };
    assert_eq!(take("serial", 1), 1..2, "a counter begins at 1");
    assert_eq!(take("serial", 100), 2..102, "ranges are taken at once");
    assert_eq!(take("serial", 1), 102..103);
    assert_eq!(take("other", 1), 1..2, "counters are apart");
    assert_eq!(
        store.scan(A, b"", None, 10).expect("a scan answers").len(),
        0
    );
}

/// Eight writers count one record up by compare-and-swap and take numbers: none is lost or doubled.
fn contention<S: Store + 'static>(store: &Arc<S>) {
    const WRITERS: usize = 8;
    const EACH: usize = 25;
    let threads: Vec<_> = (0..WRITERS)
        .map(|_| {
            let store = Arc::clone(store);
            std::thread::spawn(move || {
                let mut numbers = Vec::new();
                for _ in 0..EACH {
                    increment(&*store);
                    numbers.extend(store.advance("n", NonZeroU32::MIN).expect("advances"));
                }
                numbers
            })
        })
        .collect();
    let mut numbers: Vec<u64> = threads
        .into_iter()
        .flat_map(|t| t.join().expect("a writer ends well"))
        .collect();
    numbers.sort_unstable();
    assert!(
        numbers.iter().copied().eq(1..=200),
        "each number is given once"
    );
    assert_eq!(
        get(&**store, b"count"),
        Some(b"200".to_vec()),
        "no increment is lost"
    );
}

fn increment(store: &dyn Store) {
    loop {
        let old = get(store, b"count");
        let text = old
            .as_deref()
            .map_or("0", |octets| std::str::from_utf8(octets).unwrap_or("0"));
        let next = text.parse::<u32>().expect("a number") + 1;
        let batch = Batch::new().expect(A, b"count", old.as_deref()).put(
            A,
            b"count",
            next.to_string().into_bytes(),
        );
        match store.apply(batch) {
            Ok(()) => return,
            Err(StoreError::Conflict { .. }) => {}
            Err(other) => panic!("only a conflict may stop an increment: {other}"),
        }
    }
}
