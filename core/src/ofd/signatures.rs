use super::plain_xml::is_plain_xml;
use super::root::{ROOT, root};
use super::xml::{
    attribute, child, children, elsewhere, is_named, is_silent, is_text_only, leads_to_two,
    resolve, text_of, written, wrong,
};
use super::{OfdError, Package};
use roxmltree::{Document, Node};
use std::collections::HashSet;

/// Most signatures of a package.
const MOST_SIGNATURES: usize = 20_000;
/// Most signatures that are read.
const MOST_READ: usize = 1024;
/// Most files that one names, and most octets that the names of all take, each with what it takes beside.
const MOST_REFERENCES: usize = 20_000;
const MOST_IN_ALL: usize = 24 << 20;
const BESIDE: usize = 64;
/// Longest path, octets.
const LONGEST_PATH: usize = 512;

/// A signature of a package, as its `Signature.xml` has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfdSignature {
    /// `ID` in the list; its place there where that is no word.
    pub id: String,
    /// Path of the list that names it.
    pub list: String,
    /// Path of `Signature.xml`.
    pub path: String,
    /// Path of the value.
    pub value: String,
    /// Path of the seal that lies beside it, if one does.
    pub seal: Option<String>,
    /// It says where on pages its seal is shown.
    pub is_stamped: bool,
    /// Nothing stands in `Signature.xml` but what belongs there, so that it can be taken for nothing else.
    pub is_plain: bool,
    /// What says what is signed and which seal is shown stands where it belongs, and nowhere else.
    pub is_clear: bool,
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
    /// From where the path stands it leads to no file, and from the root it does.
    pub is_elsewhere: bool,
    /// The digest; `None` where it is no base64.
    pub digest: Option<Vec<u8>>,
}

/// The list of files of GM/T 0099, and what it may have in it (from a deployed file).
const ENTRIES: &str = "OFDEntries.xml";

/// Returns the path of the list of files (GM/T 0099) and that of the value over it, where the package has
/// them, and the list is that and nothing else.
///
/// # Errors
///
/// [`OfdError::Xml`] where the list cannot be read.
pub fn entries(package: &Package<'_>) -> Result<Option<(String, String)>, OfdError> {
    if !package.has(ENTRIES) {
        return Ok(None);
    }
    package.xml(ENTRIES, |document| {
        let root = document.root_element();
        let is_file = |node: Node<'_, '_>| is_named(node, "File") && node.children().all(is_silent);
        let mut parts = root.children().filter(|node| !is_silent(*node));
        let is_plain = is_named(root, "DocEntries")
            && parts.all(|part| match part.tag_name().name() {
                "SignedValueLoc" => is_text_only(part),
                "FileList" => part.children().all(|node| is_file(node) || is_silent(node)),
                _ => false,
            });
        let value = text_of(root, "SignedValueLoc").filter(|_| is_plain);
        let value = value.and_then(|value| resolve(ENTRIES, &value));
        Ok(value.map(|value| (ENTRIES.to_owned(), value)))
    })
}

/// Returns the signatures of a package in the order of its list, each read or not; none where the package
/// has no list, or names one that is not there.
///
/// # Errors
///
/// [`OfdError`] where the package has no root, or the list cannot be read.
pub fn signatures(package: &Package<'_>) -> Result<Vec<Result<OfdSignature, OfdError>>, OfdError> {
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    let mut left = MOST_IN_ALL;
    // Where nothing is signed yet, some makers name a list that is not there.
    let lists = root(package)?.lists.into_iter();
    for list in lists.filter(|list| package.has(list)) {
        let entries = package.xml(&list, |document| {
            let all = children(document.root_element(), "Signature").take(MOST_SIGNATURES);
            Ok(all
                .enumerate()
                .map(|(index, entry)| {
                    let id = attribute(entry, "ID").filter(|id| is_word(id));
                    let id = id.map_or_else(|| index.saturating_add(1).to_string(), str::to_owned);
                    let path = attribute(entry, "BaseLoc");
                    let is_bare = attribute(entry, "Type") == Some("Sign");
                    let found = path.and_then(|path| resolve(&list, path));
                    let elsewhere = path.and_then(|path| elsewhere(package, &list, path));
                    let is_one = !path.is_some_and(|path| leads_to_two(package, &list, path));
                    (id, found, elsewhere, is_bare, is_one)
                })
                .collect::<Vec<_>>())
        })?;
        for (id, path, elsewhere, is_bare, is_one) in entries {
            let read = match path {
                _ if elsewhere.is_some() => Err(OfdError::Elsewhere {
                    name: elsewhere.unwrap_or_default(),
                }),
                _ if found.len() >= MOST_READ => Err(OfdError::TooMuch {
                    what: "signatures",
                    limit: 1024,
                }),
                Some(path) if !seen.insert(path.clone()) => {
                    Err(wrong(&list, "a signature that is listed twice"))
                }
                Some(path) => signature(package, (id, list.clone()), path, left),
                None => Err(wrong(&list, "the path of a signature")),
            };
            // Some readers show no seal of what the list calls a signature without one.
            let read = read.map(|signature| OfdSignature {
                is_clear: signature.is_clear
                    && is_one
                    && !(is_bare && (signature.is_stamped || signature.seal.is_some())),
                ..signature
            });
            if let Ok(signature) = &read {
                let octets = signature
                    .references
                    .iter()
                    .map(|one| one.path.len() + BESIDE);
                left = left.saturating_sub(octets.sum());
            }
            found.push(read);
        }
    }
    Ok(found)
}

/// The namespace of lists, also of makers whose roots are in an older one (from deployed files).
const USUAL: &str = "http://www.ofdspec.org/2016";
/// Longest `ID`.
const LONGEST_ID: usize = 40;

/// Whether an `ID` is a word, with which nobody can say more in a report than which signature is meant.
fn is_word(id: &str) -> bool {
    let is_plain =
        |octet: u8| octet.is_ascii_alphanumeric() || matches!(octet, b'_' | b'-' | b'{' | b'}');
    (1..=LONGEST_ID).contains(&id.len()) && id.bytes().all(is_plain)
}

/// Tells whether a list of signatures is that and nothing else, so that whoever adds a signature adds nothing that
/// readers could show or take for another signature; and is written as the root of the package is, so that no reader
/// finds fewer in it.
#[must_use]
pub fn is_plain_list(package: &Package<'_>, path: &str) -> bool {
    let has_only = |node: Node<'_, '_>, names: &[&str]| {
        let mut attributes = node.attributes();
        attributes.all(|one| one.namespace().is_none() && names.contains(&one.name()))
    };
    let of_root = package.xml(ROOT, |document| {
        let (prefix, space) = written(document.root_element());
        Ok((prefix.to_owned(), space.map(str::to_owned)))
    });
    let of_root = of_root.ok();
    if !package.file(path).is_ok_and(|octets| is_plain_xml(&octets)) {
        return false;
    }
    let read = package.xml(path, |document| {
        let root = document.root_element();
        let is_known = |child: Node<'_, '_>| {
            if is_named(child, "MaxSignId") {
                let text = child.text().unwrap_or_default().trim();
                let is_number = text.bytes().all(|octet| octet.is_ascii_alphanumeric());
                return is_text_only(child) && is_number && has_only(child, &[]);
            }
            let path = attribute(child, "BaseLoc").unwrap_or_default();
            let is_entry = is_named(child, "Signature")
                && child.children().all(is_silent)
                && has_only(child, &["ID", "Type", "BaseLoc"])
                && matches!(attribute(child, "Type"), None | Some("Seal" | "Sign"))
                && is_plain_path(path);
            is_entry || is_silent(child)
        };
        let is_list = is_named(root, "Signatures") && has_only(root, &[]);
        let ids = children(root, "Signature").map(|entry| attribute(entry, "ID"));
        let mut seen = HashSet::new();
        let is_written_alike = |node: Node<'_, '_>| {
            of_root.as_ref().is_some_and(|(prefix, space)| {
                let (own, of_list) = written(node);
                own == prefix && (of_list == space.as_deref() || of_list == Some(USUAL))
            })
        };
        let is_alone = |node: Node<'_, '_>| node == root || is_silent(node);
        Ok(is_list
            && ids
                .into_iter()
                .all(|id| id.is_some_and(|id| is_word(id) && seen.insert(id)))
            && root
                .descendants()
                .filter(Node::is_element)
                .all(is_written_alike)
            && document.root().children().all(is_alone)
            && root.children().all(is_known))
    });
    read.unwrap_or(false)
}

/// Tells whether a file is a signature of OFD, or may be one that is not read here.
#[must_use]
pub fn is_signature(package: &Package<'_>, path: &str) -> bool {
    let read = package.xml(path, |document| {
        let root = document.root_element();
        Ok(is_named(root, "Signature") && child(root, "SignedInfo").is_some())
    });
    // Of another namespace is the signature of something else.
    read.unwrap_or_else(|error| !matches!(error, OfdError::Namespace { .. }))
}

/// Tells whether octets by themselves may be what a signature of OFD says: a list of files with their digests, in
/// whatever encoding.
#[must_use]
pub fn is_list_of_files(octets: &[u8]) -> bool {
    let is_text = |word: &str| {
        let wide: Vec<u8> = word.bytes().flat_map(|octet| [octet, 0]).collect();
        [word.as_bytes(), &wide]
            .iter()
            .any(|word| memchr::memmem::find(octets, word).is_some())
    };
    ["SignedInfo", "References", "CheckMethod"]
        .into_iter()
        .all(is_text)
}

/// Tells whether every reader follows a path to the same file.
fn is_plain_path(path: &str) -> bool {
    let parts = path.strip_prefix('/').unwrap_or(path).split('/');
    path.len() <= LONGEST_PATH
        && parts
            .into_iter()
            .all(|part| !matches!(part, "" | "." | ".."))
}

/// What readers look for in a `Signature.xml`, some of them anywhere.
const SOUGHT: [&str; 6] = [
    "SignedInfo",
    "SignedValue",
    "References",
    "Reference",
    "Seal",
    "StampAnnot",
];

/// Tells whether what readers look for stands only where it belongs.
fn is_clear(document: &Document<'_>, info: Node<'_, '_>) -> bool {
    let root = document.root_element();
    let belongs = |node: Node<'_, '_>| {
        let parent = node.parent();
        match node.tag_name().name() {
            "SignedInfo" | "SignedValue" => parent == Some(root),
            "Reference" => parent.and_then(|parent| parent.parent()) == Some(info),
            _ => parent == Some(info),
        }
    };
    let mut all = document.descendants().filter(Node::is_element);
    all.all(|node| {
        let name = node.tag_name().name();
        let is_sought = SOUGHT
            .iter()
            .any(|sought| sought.eq_ignore_ascii_case(name));
        !is_sought || is_named(node, name) && SOUGHT.contains(&name) && belongs(node)
    })
}

/// What belongs into a signature, and into what is signed of it (GB/T 33190-2016, 18; from deployed files).
const PARTS: [&str; 2] = ["SignedInfo", "SignedValue"];
const INFO: [&str; 10] = [
    "Provider",
    "SignatureMethod",
    "SignatureDateTime",
    "Parameters",
    "ParameterS",
    "References",
    "StampAnnot",
    "Seal",
    "Extensions",
    "ExtensionS",
];

fn is_plain(document: &Document<'_>, info: Node<'_, '_>) -> bool {
    let all = |node: Node<'_, '_>, names: &[&str]| {
        let mut children = node.children();
        children.all(|child| is_silent(child) || names.iter().any(|name| is_named(child, name)))
    };
    all(document.root_element(), &PARTS) && all(info, &INFO)
}

fn signature(
    package: &Package<'_>,
    (id, list): (String, String),
    path: String,
    left: usize,
) -> Result<OfdSignature, OfdError> {
    package.xml(&path, |document| {
        let root = document.root_element();
        let missing = |what: &str| wrong(&path, what);
        // A page with a signature in it would be shown by readers.
        if !is_named(root, "Signature") {
            return Err(missing("no Signature"));
        }
        let info = child(root, "SignedInfo").ok_or_else(|| missing("no SignedInfo"))?;
        let found_elsewhere = |text: &str| match elsewhere(package, &path, text) {
            Some(name) => Err(OfdError::Elsewhere { name }),
            None => Ok(()),
        };
        let leads_apart = |text: &Option<String>| {
            let text = text.as_deref();
            text.is_some_and(|text| leads_to_two(package, &path, text))
        };
        let value = text_of(root, "SignedValue");
        value.as_deref().map_or(Ok(()), found_elsewhere)?;
        let mut is_one = !leads_apart(&value);
        let value = value.and_then(|value| resolve(&path, &value));
        let listed = child(info, "References").ok_or_else(|| missing("no References"))?;
        let seal = match children(info, "Seal").next() {
            None => None,
            Some(_) => {
                let seal = child(info, "Seal").and_then(|seal| text_of(seal, "BaseLoc"));
                seal.as_deref().map_or(Ok(()), found_elsewhere)?;
                is_one &= !leads_apart(&seal);
                // A path that leads nowhere is no absence: some readers follow it somewhere.
                let seal = seal.and_then(|seal| resolve(&path, &seal));
                Some(seal.ok_or_else(|| missing("the path of the seal"))?)
            }
        };
        let mut references = Vec::new();
        let mut left = left;
        for one in children(listed, "Reference") {
            if references.len() >= MOST_REFERENCES || left == 0 {
                return Err(OfdError::TooMuch {
                    what: "files in signatures",
                    limit: 20_000,
                });
            }
            let named = attribute(one, "FileRef").filter(|named| named.len() <= LONGEST_PATH);
            let far = named.and_then(|named| elsewhere(package, &path, named));
            let is_elsewhere = far.is_some();
            is_one &= !named.is_some_and(|named| leads_to_two(package, &path, named));
            let named = far.or_else(|| named.and_then(|named| resolve(&path, named)));
            let digest = text_of(one, "CheckValue").and_then(|text| base64(&text));
            let octets = named.as_ref().map_or(0, String::len) + BESIDE;
            left = left.saturating_sub(octets);
            references.push(Reference {
                path: named.ok_or_else(|| missing("the path of a file"))?,
                is_elsewhere,
                digest,
            });
        }
        Ok(OfdSignature {
            id,
            list,
            value: value.ok_or_else(|| missing("no path of the value"))?,
            seal,
            is_stamped: children(info, "StampAnnot").next().is_some(),
            is_plain: is_plain(document, info),
            is_clear: is_clear(document, info) && is_one,
            check_method: attribute(listed, "CheckMethod")
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
