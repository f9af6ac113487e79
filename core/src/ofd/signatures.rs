use super::root::root;
use super::xml::{child, children, is_text_only, resolve, text_of, with_xml, wrong};
use super::{OfdError, Package};
use roxmltree::Node;
use std::collections::HashSet;

/// Most signatures, and most files that one names.
const MOST: usize = 20_000;

/// A signature of a package, as its `Signature.xml` has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfdSignature {
    /// `ID` in the list.
    pub id: String,
    /// Path of `Signature.xml`.
    pub path: String,
    /// Path of the value.
    pub value: String,
    /// Path of the seal that lies beside it, if one does.
    pub seal: Option<String>,
    /// How the files are digested, as it is spelt.
    pub check_method: String,
    /// The files that are signed.
    pub references: Vec<Reference>,
    /// `SignatureDateTime`, as it is spelt: signed with the rest, and proves nothing.
    pub time: Option<String>,
}

/// A file that is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Its path.
    pub path: String,
    /// The digest; `None` where it is no base64.
    pub digest: Option<Vec<u8>>,
}

/// The list of files of GM/T 0099.
const ENTRIES: &str = "OFDEntries.xml";

/// Returns the path of the list of files (GM/T 0099) and that of the value over it, where the package has
/// them.
///
/// # Errors
///
/// [`OfdError::Xml`] where the list cannot be read.
pub fn entries(package: &Package<'_>) -> Result<Option<(String, String)>, OfdError> {
    if !package.has(ENTRIES) {
        return Ok(None);
    }
    let octets = package.file(ENTRIES)?;
    with_xml(ENTRIES, &octets, |document| {
        let value = text_of(document.root_element(), "SignedValueLoc");
        let value = value.and_then(|value| resolve(ENTRIES, &value));
        let value = value.ok_or_else(|| wrong(ENTRIES, "no path of the value"))?;
        Ok(Some((ENTRIES.to_owned(), value)))
    })
}

/// Returns the signatures of a package in the order of its list, each read or not; none where the package
/// has no list.
///
/// # Errors
///
/// [`OfdError`] where the package has no root, or the list cannot be read.
pub fn signatures(package: &Package<'_>) -> Result<Vec<Result<OfdSignature, OfdError>>, OfdError> {
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    for list in root(package)?.lists {
        let octets = package.file(&list)?;
        let entries = with_xml(&list, &octets, |document| {
            let all = children(document.root_element(), "Signature").take(MOST);
            Ok(all
                .map(|entry| {
                    let id = entry.attribute("ID").unwrap_or_default().to_owned();
                    let path = entry
                        .attribute("BaseLoc")
                        .and_then(|path| resolve(&list, path));
                    (id, path)
                })
                .collect::<Vec<_>>())
        })?;
        for (id, path) in entries {
            found.push(match path {
                Some(path) if !seen.insert(path.clone()) => {
                    Err(wrong(&list, "a signature that is listed twice"))
                }
                Some(path) => signature(package, id, path),
                None => Err(wrong(&list, "the path of a signature")),
            });
        }
    }
    Ok(found)
}

/// Tells whether a list of signatures is that and nothing else, so that whoever adds a signature adds nothing that
/// readers could show.
#[must_use]
pub fn is_plain_list(package: &Package<'_>, path: &str) -> bool {
    let octets = package.file(path);
    let read = octets.and_then(|octets| {
        with_xml(path, &octets, |document| {
            let root = document.root_element();
            let is_known = |child: Node<'_, '_>| match child.tag_name().name() {
                _ if child.is_text() => child.text().is_none_or(|text| text.trim().is_empty()),
                "MaxSignId" => is_text_only(child),
                "Signature" => child.children().next().is_none(),
                _ => false,
            };
            Ok(root.tag_name().name() == "Signatures" && root.children().all(is_known))
        })
    });
    read.unwrap_or(false)
}

fn signature(package: &Package<'_>, id: String, path: String) -> Result<OfdSignature, OfdError> {
    let octets = package.file(&path)?;
    with_xml(&path, &octets, |document| {
        let root = document.root_element();
        let missing = |what: &str| wrong(&path, what);
        // A page with a signature in it would be shown by readers.
        if root.tag_name().name() != "Signature" {
            return Err(missing("no Signature"));
        }
        let info = child(root, "SignedInfo").ok_or_else(|| missing("no SignedInfo"))?;
        let value = text_of(root, "SignedValue").and_then(|value| resolve(&path, &value));
        let listed = child(info, "References").ok_or_else(|| missing("no References"))?;
        let seal = child(info, "Seal").and_then(|seal| text_of(seal, "BaseLoc"));
        let mut references = Vec::new();
        for one in children(listed, "Reference") {
            if references.len() >= MOST {
                return Err(OfdError::TooMuch {
                    what: "files in a signature",
                    limit: 20_000,
                });
            }
            let named = one
                .attribute("FileRef")
                .and_then(|named| resolve(&path, named));
            let digest = text_of(one, "CheckValue").and_then(|text| base64(&text));
            references.push(Reference {
                path: named.ok_or_else(|| missing("the path of a file"))?,
                digest,
            });
        }
        Ok(OfdSignature {
            id,
            value: value.ok_or_else(|| missing("no path of the value"))?,
            seal: seal.and_then(|seal| resolve(&path, &seal)),
            check_method: listed
                .attribute("CheckMethod")
                .unwrap_or_default()
                .to_owned(),
            references,
            time: text_of(info, "SignatureDateTime"),
            path: path.clone(),
        })
    })
}

fn base64(text: &str) -> Option<Vec<u8>> {
    use base64::Engine as _;
    let packed: String = text.split_ascii_whitespace().collect();
    base64::engine::general_purpose::STANDARD
        .decode(packed)
        .ok()
}
