//! The XML of a package: without entities, under limits, with paths that stay inside.

use super::OfdError;
use roxmltree::{Document, Node, ParsingOptions};

/// Most nodes of an XML file.
const NODES: u32 = 200_000;

/// Reads an XML file without a document type definition, and so without entities.
pub(crate) fn with_xml<T>(
    name: &str,
    octets: &[u8],
    read: impl FnOnce(&Document<'_>) -> Result<T, OfdError>,
) -> Result<T, OfdError> {
    let octets = octets.strip_prefix(b"\xef\xbb\xbf").unwrap_or(octets);
    let text = std::str::from_utf8(octets).map_err(|_| wrong(name, "it is no UTF-8"))?;
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: NODES,
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(text, options);
    read(&document.map_err(|error| wrong(name, &error.to_string()))?)
}

/// Returns the error of a file that cannot be understood.
pub(crate) fn wrong(name: &str, why: &str) -> OfdError {
    OfdError::Xml {
        name: name.to_owned(),
        why: why.to_owned(),
    }
}

/// Returns the elements of a name in an element.
pub(crate) fn children<'n, 'i: 'n>(
    node: Node<'n, 'i>,
    name: &'n str,
) -> impl Iterator<Item = Node<'n, 'i>> {
    node.children()
        .filter(move |child| child.is_element() && child.tag_name().name() == name)
}

/// Returns the one element of a name in an element.
pub(crate) fn child<'n, 'i: 'n>(node: Node<'n, 'i>, name: &'n str) -> Option<Node<'n, 'i>> {
    let mut found = children(node, name);
    let first = found.next();
    // Of two, readers take either.
    first.filter(|_| found.next().is_none())
}

/// Returns the text of the one element of a name in an element.
pub(crate) fn text_of(node: Node<'_, '_>, name: &str) -> Option<String> {
    let child = child(node, name)?;
    Some(child.text().unwrap_or_default().trim().to_owned())
}

/// Returns the path from the root of the package: absolute where it begins with a solidus, else from the
/// folder of the file that names it; `None` where it leads out of the package.
pub(crate) fn resolve(from: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = match path.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => from
            .split('/')
            .rev()
            .skip(1)
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect(),
    };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            other => parts.push(other),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}
