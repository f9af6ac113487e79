//! The file that says where the documents of a package begin.

use super::xml::{children, is_text_only, resolve, text_of, with_xml, wrong};
use super::{OfdError, Package};
use roxmltree::{Document, Node};

/// Its path.
pub const ROOT: &str = "OFD.xml";

/// The namespace of GB/T 33190 (from deployed files).
const NAMESPACE: &str = "http://www.ofdspec.org/2016";

/// What may be said of a document beside where it begins: shown by some readers as properties of the file, and
/// nothing that is read as a file.
const INFO: [&str; 11] = [
    "DocID",
    "Title",
    "Author",
    "Subject",
    "Abstract",
    "CreationDate",
    "ModDate",
    "DocUsage",
    "Keywords",
    "Creator",
    "CreatorVersion",
];

/// What the root of a package says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Root {
    /// Paths of the documents.
    pub documents: Vec<String>,
    /// Paths of the lists of signatures.
    pub lists: Vec<String>,
    /// It says where documents begin and what they are called, as every reader finds it, and nothing else: no
    /// versions, no data of its own, no cover, no elements of others, no comments.
    pub is_bare: bool,
}

/// Reads the root of a package.
///
/// # Errors
///
/// [`OfdError`] where there is none, or a path in it leads nowhere.
pub fn root(package: &Package<'_>) -> Result<Root, OfdError> {
    let octets = package.file(ROOT)?;
    with_xml(ROOT, &octets, |document| {
        let mut root = Root {
            documents: Vec::new(),
            lists: Vec::new(),
            is_bare: is_bare(document),
        };
        let path = |text: &str| {
            resolve("", text).ok_or_else(|| wrong(ROOT, "a path that leads out of the package"))
        };
        for body in children(document.root_element(), "DocBody") {
            let start = text_of(body, "DocRoot").ok_or_else(|| wrong(ROOT, "no DocRoot"))?;
            root.documents.push(path(&start)?);
            if let Some(list) = text_of(body, "Signatures") {
                root.lists.push(path(&list)?);
            } else if children(body, "Signatures").next().is_some() {
                return Err(wrong(ROOT, "two lists of signatures"));
            }
        }
        Ok(root)
    })
}

/// Tells whether a file is a document, and not a page or another part of one.
#[must_use]
pub fn is_document(package: &Package<'_>, path: &str) -> bool {
    let octets = package.file(path);
    let read = octets.and_then(|octets| {
        with_xml(path, &octets, |document| {
            Ok(document.root_element().tag_name().name() == "Document")
        })
    });
    read.unwrap_or(false)
}

fn is_bare(document: &Document<'_>) -> bool {
    let root = document.root_element();
    let is_alone = document.root().children().count() == 1;
    let all = |node: Node<'_, '_>, names: &[&str]| {
        let mut seen = Vec::new();
        node.children().all(|child| {
            if child.is_text() {
                return child.text().is_none_or(|text| text.trim().is_empty());
            }
            let name = child.tag_name();
            let is_new = name.name() == "DocBody" || !seen.contains(&name.name());
            seen.push(name.name());
            let is_known = names.contains(&name.name()) && name.namespace() == Some(NAMESPACE);
            child.is_element() && is_new && is_known
        })
    };
    let info = |node: Node<'_, '_>| {
        all(node, &INFO)
            && node.children().filter(Node::is_element).all(|entry| {
                let words = entry.tag_name().name() == "Keywords" && all_words(entry);
                words || is_text_only(entry)
            })
    };
    let body = |node: Node<'_, '_>| {
        all(node, &["DocInfo", "DocRoot", "Signatures"])
            && node.attributes().len() == 0
            && children(node, "DocInfo").all(info)
            && children(node, "DocRoot").all(is_text_only)
            && children(node, "Signatures").all(is_text_only)
    };
    is_alone
        && root.tag_name().name() == "OFD"
        && root.tag_name().namespace() == Some(NAMESPACE)
        && all(root, &["DocBody"])
        && children(root, "DocBody").all(body)
}

fn all_words(node: Node<'_, '_>) -> bool {
    let mut words = node.children().filter(Node::is_element);
    words.all(|word| word.tag_name().name() == "Keyword" && is_text_only(word))
        && !node
            .children()
            .any(|child| child.is_comment() || child.is_pi())
}
