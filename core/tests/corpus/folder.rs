//! Files that others made, outside the repository.

use std::path::{Path, PathBuf};

/// Returns a folder of the corpus, such as `gm` or `x509/pkits`; where it is absent, the test says that it
/// was skipped.
pub(crate) fn folder(name: &str) -> Option<PathBuf> {
    let shared = std::env::var_os("YINXIN_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared"),
        PathBuf::from,
    );
    let folder = shared.join("corpus").join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: no corpus/{name} in {}", shared.display());
    None
}
