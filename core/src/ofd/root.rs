//! The file that says where the documents of a package begin.

use super::xml::{children, resolve, text_of, wrong};
use super::{OfdError, Package};

/// Its path.
pub const ROOT: &str = "OFD.xml";

/// What the root of a package says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Root {
    /// Paths of the documents.
    pub documents: Vec<String>,
    /// Paths of the lists of signatures, each once.
    pub lists: Vec<String>,
}

/// Reads the root of a package.
///
/// # Errors
///
/// [`OfdError`] where there is none, or a path in it leads nowhere.
pub fn root(package: &Package<'_>) -> Result<Root, OfdError> {
    package.xml(ROOT, |document| {
        let mut root = Root {
            documents: Vec::new(),
            lists: Vec::new(),
        };
        let path = |text: &str| {
            let found = resolve("", text);
            found.ok_or_else(|| wrong(ROOT, "a path that leads out of the package"))
        };
        for body in children(document.root_element(), "DocBody") {
            let start = text_of(body, "DocRoot").ok_or_else(|| wrong(ROOT, "no DocRoot"))?;
            root.documents.push(path(&start)?);
            match text_of(body, "Signatures") {
                // Some makers leave an empty one where nothing is signed.
                Some(list) if list.is_empty() => {}
                Some(list) => {
                    let list = path(&list)?;
                    if !root.lists.contains(&list) {
                        root.lists.push(list);
                    }
                }
                None if children(body, "Signatures").next().is_some() => {
                    return Err(wrong(ROOT, "two lists of signatures"));
                }
                None => {}
            }
        }
        Ok(root)
    })
}
