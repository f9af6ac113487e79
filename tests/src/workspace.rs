//! Where the repository and the outside corpora are.

use std::path::{Path, PathBuf};

/// Returns the root of the repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the package lies in the repository")
}

/// Returns the folder of data made by others, if there is one.
///
/// `YINXIN_SHARED` names it; else it is `../shared`, counted from the root of the repository.
pub fn shared() -> Option<PathBuf> {
    let folder =
        std::env::var_os("YINXIN_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from);
    folder.join("corpus").is_dir().then_some(folder)
}

/// Returns the committed script of that name.
pub fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("peers")
        .join(name)
}
