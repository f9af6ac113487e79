//! What happens where a peer or a corpus is absent.
//!
//! A test that cannot run says `skipped: ` with the reason and returns; `tests/run` counts and lists
//! these lines. With `CI=true` an absent peer is a failure, an absent corpus stays a skip.

/// Reports the running test as skipped.
pub fn skipped(reason: &str) {
    println!("skipped: {reason}");
}

/// Reports the running test as skipped for want of a peer.
///
/// # Panics
///
/// With `CI=true`, where every peer has to be there.
pub fn for_want_of_peer(name: &str) {
    assert!(
        std::env::var("CI").as_deref() != Ok("true"),
        "{name} is not installed, and CI=true asks for every peer; tests/run installs it"
    );
    skipped(&format!("{name} is not installed; tests/run installs it"));
}

/// Reports the running test as skipped for want of the outside corpora.
pub fn for_want_of_corpus() {
    skipped("no outside corpora: set YINXIN_SHARED, or put them in ../shared");
}
