//! The XML of a package: without entities, under limits, with paths that stay inside.

use super::{OfdError, Package};
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
    let encoding = encoding(octets);
    let text = std::str::from_utf8(octets).ok();
    // Readers go by the declaration.
    let text = text.filter(|_| encoding.is_none_or(|named| named.eq_ignore_ascii_case("UTF-8")));
    // Of two marks, or of another version, some parsers read nothing.
    if text.is_some_and(|text| text.starts_with('\u{feff}')) || has_other_version(octets) {
        return Err(wrong(name, "no XML 1.0 from its first octet on"));
    }
    let text = text.ok_or_else(|| OfdError::Encoding {
        name: name.to_owned(),
        named: encoding.unwrap_or_default().to_owned(),
    })?;
    if !is_bounded(text) {
        return Err(OfdError::TooMuch {
            what: "octets, levels, attributes or namespaces of an XML file",
            limit: LIMIT,
        });
    }
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: NODES,
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(text, options);
    let document = document.map_err(|error| wrong(name, &error.to_string()))?;
    let space = document.root_element().tag_name().namespace();
    if space.is_some_and(|space| !space.starts_with(NAMESPACE)) {
        return Err(OfdError::Namespace {
            name: name.to_owned(),
        });
    }
    read(&document)
}

/// What the namespace of GB/T 33190 begins with (from deployed files); many leave it out.
const NAMESPACE: &str = "http://www.ofdspec.org";

/// Most octets, levels of elements, attributes of one element, and declarations of namespaces: the parser takes longer
/// than a linear time for these.
const OCTETS: usize = 8 << 20;
const LIMIT: u64 = 8 << 20;
const LEVELS: usize = 64;
const ATTRIBUTES: usize = 24;
const ATTRIBUTES_IN_ALL: usize = 200_000;
const NAMESPACES: usize = 16;

/// Looks once at the octets before they are parsed. What is no XML may be counted wrongly, and is refused afterwards.
fn is_bounded(text: &str) -> bool {
    let octets = text.as_bytes();
    let namespaces = memchr::memmem::find_iter(octets, "xmlns").take(NAMESPACES + 1);
    if octets.len() > OCTETS || namespaces.count() > NAMESPACES {
        return false;
    }
    let (mut level, mut in_all) = (0_usize, 0_usize);
    let mut rest = octets;
    while let Some(at) = memchr::memchr(b'<', rest) {
        let tag = rest.get(at.saturating_add(1)..).unwrap_or_default();
        let skipped = if tag.starts_with(b"!--") {
            past(tag, b"-->")
        } else if tag.starts_with(b"![CDATA[") {
            past(tag, b"]]>")
        } else if tag.starts_with(b"?") {
            past(tag, b"?>")
        } else {
            let (length, attributes) = element(tag);
            let is_end = tag.first() == Some(&b'/');
            let is_empty = tag.get(..length).is_some_and(|tag| tag.ends_with(b"/"));
            match (is_end, is_empty) {
                (true, _) => level = level.saturating_sub(1),
                (false, true) => {}
                (false, false) => level += 1,
            }
            in_all = in_all.saturating_add(attributes);
            if level > LEVELS || attributes > ATTRIBUTES || in_all > ATTRIBUTES_IN_ALL {
                return false;
            }
            length
        };
        rest = tag.get(skipped..).unwrap_or_default();
    }
    true
}

/// Returns how many octets lie before the `>` of a tag, and how many attributes.
fn element(tag: &[u8]) -> (usize, usize) {
    let (mut quote, mut attributes) = (None, 0);
    for (at, octet) in tag.iter().enumerate() {
        match (quote, octet) {
            (None, b'>') => return (at, attributes),
            (None, b'=') => attributes += 1,
            (None, b'"' | b'\'') => quote = Some(*octet),
            (Some(open), octet) if open == *octet => quote = None,
            _ => {}
        }
    }
    (tag.len(), attributes)
}

fn past(octets: &[u8], word: &[u8]) -> usize {
    let found = memchr::memmem::find(octets, word);
    found.map_or(octets.len(), |at| at.saturating_add(word.len()))
}

/// Whether the declaration names another version than 1.0.
fn has_other_version(octets: &[u8]) -> bool {
    named(octets, b"version").is_some_and(|version| version != "1.0")
}

/// Returns the encoding that the declaration names, without its quotation marks; what stands there, where that is none.
fn encoding(octets: &[u8]) -> Option<&str> {
    named(octets, b"encoding")
}

/// The same of what the declaration says under a name.
fn named<'o>(octets: &'o [u8], name: &[u8]) -> Option<&'o str> {
    const LONGEST: usize = 40;
    let declaration = octets.strip_prefix(b"<?xml")?;
    let end = memchr::memmem::find(declaration, b"?>").unwrap_or(declaration.len());
    let declaration = declaration.get(..end)?;
    let at = memchr::memmem::find(declaration, name)?;
    let named = declaration
        .get(at.saturating_add(name.len())..)?
        .trim_ascii();
    let named = named.strip_prefix(b"=").unwrap_or(named).trim_ascii();
    let named = match named.split_first() {
        Some((quote @ (b'"' | b'\''), rest)) => {
            let length = memchr::memchr(*quote, rest).unwrap_or(rest.len());
            rest.get(..length.min(LONGEST))
        }
        _ => None,
    };
    Some(named.map_or("", |named| std::str::from_utf8(named).unwrap_or_default()))
}

/// Returns the error of a file that cannot be understood.
pub(crate) fn wrong(name: &str, why: &str) -> OfdError {
    OfdError::Xml {
        name: name.to_owned(),
        why: why.to_owned(),
    }
}

/// Returns the elements of a name in an element. Those of another namespace than the root's are none of OFD.
pub(crate) fn children<'n, 'i: 'n>(
    node: Node<'n, 'i>,
    name: &'n str,
) -> impl Iterator<Item = Node<'n, 'i>> {
    node.children().filter(move |child| is_named(*child, name))
}

/// Returns what an element's name is written behind: its prefix without the colon, and the namespace that this stands
/// for. Some readers go by the one, some by the other.
pub(crate) fn written<'n>(node: Node<'n, '_>) -> (&'n str, Option<&'n str>) {
    let name = node.tag_name();
    let text = node.document().input_text();
    let tag = text.get(node.range()).unwrap_or_default();
    let tag = tag.strip_prefix('<').unwrap_or(tag);
    let prefix = tag.split_once(':').map(|(prefix, _)| prefix);
    let has_prefix = |prefix: &&str| {
        let rest = tag.get(prefix.len().saturating_add(1)..);
        rest.is_some_and(|rest| rest.starts_with(name.name()))
    };
    (
        prefix.filter(has_prefix).unwrap_or_default(),
        name.namespace(),
    )
}

/// Tells whether a node is an element of that name, in the namespace of the root.
pub(crate) fn is_named(node: Node<'_, '_>, name: &str) -> bool {
    let root = node.document().root_element();
    let own = node.tag_name();
    node.is_element() && own.name() == name && own.namespace() == root.tag_name().namespace()
}

/// Returns the value of the attribute of a name that is in no namespace: others are none of OFD.
pub(crate) fn attribute<'n>(node: Node<'n, '_>, name: &str) -> Option<&'n str> {
    let mut all = node.attributes();
    let found = all.find(|attribute| attribute.namespace().is_none() && attribute.name() == name);
    found.map(|attribute| attribute.value())
}

/// Tells whether a node says nothing: white space, or a comment.
pub(crate) fn is_silent(node: Node<'_, '_>) -> bool {
    node.is_comment() || node.is_text() && node.text().is_none_or(|text| text.trim().is_empty())
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
    let child = child(node, name).filter(|child| is_text_only(*child))?;
    Some(child.text().unwrap_or_default().trim().to_owned())
}

/// Tells whether an element has nothing but one text in it, or nothing: of several parts, some readers take the first.
pub(crate) fn is_text_only(node: Node<'_, '_>) -> bool {
    let mut children = node.children();
    children.next().is_none_or(|child| child.is_text()) && children.next().is_none()
}

/// Returns a path without a solidus before it that leads to a file only where it is read from the root of the package.
pub(crate) fn elsewhere(package: &Package<'_>, from: &str, path: &str) -> Option<String> {
    let near = resolve(from, path)?;
    let far = resolve("", path)?;
    (!package.has(&near) && package.has(&far)).then_some(far)
}

/// Tells whether a path without a solidus before it leads to one file from where it stands and to another from the root,
/// where some readers read it from.
pub(crate) fn leads_to_two(package: &Package<'_>, from: &str, path: &str) -> bool {
    let (near, far) = (resolve(from, path), resolve("", path));
    near != far
        && [near, far]
            .into_iter()
            .flatten()
            .all(|path| package.has(&path))
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
