//! Every way to tamper with the log is found, and named.

use super::*;
use crate::store::SledStore;
use time::macros::datetime;

const AT: OffsetDateTime = datetime!(2026-11-22 08:00 +8);

fn intent(number: usize) -> Intent {
    Intent {
        actor: "uid:1000".into(),
        action: "seal".into(),
        with: "seal-1".into(),
        digest: hex_sha256(number.to_string().as_bytes()),
    }
}

fn filled(folder: &tempfile::TempDir) -> (Arc<dyn Store>, Audit) {
    let store: Arc<dyn Store> = Arc::new(SledStore::open(&folder.path().join("s")).unwrap());
    let audit = Audit::new(Arc::clone(&store));
    for number in 0..4 {
        let pending = audit.intend(&intent(number), AT).unwrap();
        if number != 2 {
            audit
                .conclude(Batch::new(), &[(pending, Outcome::Done)], AT)
                .unwrap();
        }
    }
    (store, audit)
}

#[test]
fn a_whole_log_tells_which_intents_have_no_outcome() {
    let folder = tempfile::tempdir().unwrap();
    let (_, audit) = filled(&folder);
    let (head, open) = audit.verify().unwrap();
    assert_eq!((head.sequence, open), (7, vec![5]));
    assert_eq!(audit.head().unwrap(), head);
    let page = audit.page(4, 2).unwrap();
    assert_eq!(page.iter().map(|e| e.sequence).collect::<Vec<_>>(), [5, 6]);
    assert_eq!(page[0].at, "2026-11-22T00:00:00Z");
}

#[test]
fn each_entry_that_is_changed_left_out_moved_or_added_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let (store, audit) = filled(&folder);
    let key = |n: u64| n.to_be_bytes();
    let value = |n: u64| store.get(ENTRIES, &key(n)).unwrap();
    let put = |n: u64, to: Option<Vec<u8>>| {
        let batch = match to {
            Some(to) => Batch::new().put(ENTRIES, &key(n), to),
            None => Batch::new().delete(ENTRIES, &key(n)),
        };
        store.apply(batch).unwrap();
    };
    let broken_at = || match audit.verify() {
        Err(AuditError::Broken { at }) => at,
        other => panic!("{other:?}"),
    };
    for n in 1..=7 {
        let old = value(n);
        let text = String::from_utf8(old.clone().unwrap()).unwrap();
        put(n, Some(text.replace("2026", "2025").into_bytes()));
        assert_eq!(broken_at(), n + 1, "a changed entry shows at the next hash");
        put(n, None);
        assert_eq!(broken_at(), n, "left out");
        put(n, value(if n == 1 { 2 } else { 1 }));
        assert_eq!(broken_at(), n, "another in its place");
        put(n, Some(b"{}".to_vec()));
        assert_eq!(broken_at(), n, "no entry at all");
        put(n, old);
        assert!(audit.verify().is_ok());
    }
    put(8, value(7));
    assert_eq!(broken_at(), 8, "added behind the head");
    let error = audit.intend(&intent(9), AT).unwrap_err();
    assert!(
        matches!(error, AuditError::Broken { at: 8 }),
        "nothing is appended to it"
    );
}

#[test]
fn an_intent_that_cannot_be_recorded_is_an_error() {
    #[derive(Debug)]
    struct Full(Arc<dyn Store>);
    impl Store for Full {
        fn get(&self, c: Collection, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
            self.0.get(c, key)
        }
        fn scan(
            &self,
            c: Collection,
            prefix: &[u8],
            after: Option<&[u8]>,
            limit: usize,
        ) -> Result<Vec<Record>, StoreError> {
            self.0.scan(c, prefix, after, limit)
        }
        fn apply(&self, _: Batch) -> Result<(), StoreError> {
            Err(std::io::Error::from(std::io::ErrorKind::StorageFull).into())
        }
        fn advance(
            &self,
            _: &str,
            _: std::num::NonZeroU32,
        ) -> Result<std::ops::Range<u64>, StoreError> {
            Err(StoreError::Poisoned)
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let (store, _) = filled(&folder);
    let audit = Audit::new(Arc::new(Full(store)));
    assert!(matches!(
        audit.intend(&intent(1), AT),
        Err(AuditError::Store(_))
    ));
}

#[test]
fn an_outcome_and_its_changes_happen_together_or_not_at_all() {
    const C: Collection = Collection::new("c");
    let folder = tempfile::tempdir().unwrap();
    let (store, audit) = filled(&folder);
    let pending = audit.intend(&intent(5), AT).unwrap();
    let batch = Batch::new()
        .expect(C, b"k", Some(b"x"))
        .put(C, b"k", b"y".to_vec());
    let error = audit
        .conclude(batch, &[(pending, Outcome::Done)], AT)
        .unwrap_err();
    assert!(
        matches!(error, AuditError::Store(StoreError::Conflict { index: 0 })),
        "{error}"
    );
    assert_eq!(audit.head().unwrap().sequence, 8);
    let batch = Batch::new()
        .expect(C, b"k", None)
        .put(C, b"k", b"y".to_vec());
    audit
        .conclude(batch, &[(pending, Outcome::Done)], AT)
        .unwrap();
    assert_eq!(
        store.get(C, b"k").unwrap().as_deref(),
        Some(b"y".as_slice())
    );
    assert_eq!(audit.verify().unwrap().1, [5]);
}

#[test]
fn many_writers_make_one_chain() {
    let folder = tempfile::tempdir().unwrap();
    let (_, audit) = filled(&folder);
    std::thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| {
                for _ in 0..10 {
                    let pending = audit.intend_all(&[intent(1), intent(2)], AT).unwrap();
                    let outcomes: Vec<_> = pending.iter().map(|p| (*p, Outcome::Refused)).collect();
                    audit.conclude(Batch::new(), &outcomes, AT).unwrap();
                }
            });
        }
    });
    let (head, open) = audit.verify().unwrap();
    assert_eq!((head.sequence, open), (7 + 240, vec![5]));
}
