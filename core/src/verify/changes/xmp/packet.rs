//! Elements of a packet, names resolved: what an XML reader without document types would find.

use std::collections::BTreeMap;

use super::{DUBLIN_CORE, LONGEST_NOTE, MEDIA, Name, PDF, PDFA, PDFA_EXTENSION, RDF, XML, XMP};

/// Deepest nesting of elements.
const DEEPEST: usize = 24;
/// Most namespaces that are declared at one place.
const MOST_NAMESPACES: usize = 64;

/// Prefixes by which some readers know a property, and what they stand for.
const USUAL: [(&str, &str); 15] = [
    ("rdf", RDF),
    ("dc", DUBLIN_CORE),
    ("xmp", XMP),
    ("xap", XMP),
    ("xmpmm", MEDIA),
    ("xapmm", MEDIA),
    ("xmprights", "http://ns.adobe.com/xap/1.0/rights/"),
    ("pdf", PDF),
    ("pdfx", "http://ns.adobe.com/pdfx/1.3/"),
    ("pdfaid", PDFA),
    ("pdfaextension", PDFA_EXTENSION),
    ("pdfaschema", "http://www.aiim.org/pdfa/ns/schema#"),
    ("pdfaproperty", "http://www.aiim.org/pdfa/ns/property#"),
    ("pdfuaid", "http://www.aiim.org/pdfua/ns/id/"),
    ("stevt", "http://ns.adobe.com/xap/1.0/sType/ResourceEvent#"),
];

/// An element, names resolved.
pub(super) struct Element {
    pub(super) name: Name,
    pub(super) attributes: BTreeMap<Name, String>,
    pub(super) children: Vec<Element>,
    /// Text, where there are no children; white space else.
    pub(super) text: String,
}

impl Element {
    pub(super) fn is(&self, namespace: &str, name: &str) -> bool {
        self.name.0 == namespace && self.name.1 == name
    }

    /// Appends a form that two elements share where they say the same.
    pub(super) fn write(&self, form: &mut String) {
        form.push_str(&format!("<{:?}{:?}", self.name, self.attributes));
        if self.children.is_empty() {
            form.push_str(&format!("{:?}", self.text));
        }
        for child in &self.children {
            child.write(form);
        }
        form.push('>');
    }
}

pub(super) struct Reader<'x> {
    rest: &'x str,
    /// Declared prefixes, innermost last; the default namespace has the empty one.
    scopes: Vec<(&'x str, String)>,
}

impl<'x> Reader<'x> {
    pub(super) fn new(text: &'x str) -> Self {
        Reader {
            rest: text,
            scopes: Vec::new(),
        }
    }

    /// The one element of the packet, with what wraps it.
    pub(super) fn root(mut self) -> Option<Element> {
        self.wrapping()?;
        let root = self.element(0)?;
        self.wrapping()?;
        let is_all = self.rest.trim_matches('\0').is_empty();
        is_all.then_some(root)
    }

    fn skip(&mut self, text: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(text)?;
        Some(())
    }

    fn space(&mut self) -> bool {
        let rest = self.rest.trim_start_matches([' ', '\t', '\r', '\n']);
        let any = rest.len() != self.rest.len();
        self.rest = rest;
        any
    }

    fn until(&mut self, end: &str) -> Option<&'x str> {
        let (text, rest) = self.rest.split_once(end)?;
        self.rest = rest;
        Some(text)
    }

    /// White space and `<?xpacket …?>` around the root.
    fn wrapping(&mut self) -> Option<()> {
        self.space();
        while self.rest.starts_with("<?") {
            self.skip("<?xpacket ")?;
            let inside = self.until("?>")?;
            if inside.len() > LONGEST_NOTE || inside.contains('<') {
                return None;
            }
            self.space();
        }
        Some(())
    }

    /// A name as it is written: prefix and local name.
    fn name(&mut self) -> Option<(&'x str, &'x str)> {
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ':');
        let end = self.rest.find(|c| !fits(c))?;
        let (name, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        let named = !local.is_empty() && !local.contains(':');
        (named && !name.starts_with(':')).then_some((prefix, local))
    }

    fn resolve(&self, prefix: &str) -> Option<String> {
        if prefix == "xml" {
            return Some(XML.to_owned());
        }
        let found = self.scopes.iter().rev().find(|(known, _)| *known == prefix);
        match found {
            Some((_, namespace)) => Some(namespace.clone()),
            None => prefix.is_empty().then(String::new),
        }
    }

    fn element(&mut self, depth: usize) -> Option<Element> {
        if depth > DEEPEST {
            return None;
        }
        self.skip("<")?;
        let written = self.name()?;
        let outer = self.scopes.len();
        let mut attributes = Vec::new();
        let is_empty = loop {
            let spaced = self.space();
            if self.skip("/>").is_some() {
                break true;
            }
            if self.skip(">").is_some() {
                break false;
            }
            if !spaced {
                return None;
            }
            let (prefix, local) = self.name()?;
            self.space();
            self.skip("=")?;
            self.space();
            let quote = if self.rest.starts_with('"') {
                "\""
            } else {
                "'"
            };
            self.skip(quote)?;
            let value = plain(self.until(quote)?)?;
            let declared = match (prefix, local) {
                ("", "xmlns") => Some(""),
                ("xmlns", prefix) => Some(prefix),
                _ => None,
            };
            match declared {
                Some("xml" | "xmlns") => return None,
                Some(prefix) => {
                    let here = self.scopes.get(outer..)?;
                    let again = here.iter().any(|(known, _)| *known == prefix);
                    if again || self.scopes.len() >= MOST_NAMESPACES || !is_usual(prefix, &value) {
                        return None;
                    }
                    self.scopes.push((prefix, value));
                }
                None => attributes.push((prefix, local, value)),
            }
        };
        let name = (self.resolve(written.0)?, written.1.to_owned());
        let mut resolved = BTreeMap::new();
        for (prefix, local, value) in attributes {
            let namespace = match prefix {
                "" => String::new(),
                prefix => self.resolve(prefix)?,
            };
            let name = (namespace, local.to_owned());
            if resolved.insert(name, value).is_some() {
                return None;
            }
        }
        let mut element = Element {
            name,
            attributes: resolved,
            children: Vec::new(),
            text: String::new(),
        };
        if !is_empty {
            self.content(&mut element, written, depth)?;
        }
        self.scopes.truncate(outer);
        Some(element)
    }

    fn content(
        &mut self,
        element: &mut Element,
        written: (&str, &str),
        depth: usize,
    ) -> Option<()> {
        loop {
            let start = self.rest.find('<')?;
            let (text, rest) = self.rest.split_at_checked(start)?;
            element.text.push_str(&plain(text)?);
            self.rest = rest;
            if self.skip("</").is_some() {
                if self.name()? != written {
                    return None;
                }
                self.space();
                self.skip(">")?;
                // Text between elements is no metadata.
                let mixed = !element.children.is_empty() && !element.text.trim().is_empty();
                return (!mixed).then_some(());
            }
            element.children.push(self.element(depth + 1)?);
        }
    }
}

/// Returns text with its references resolved; `None` where one is unknown.
fn plain(text: &str) -> Option<String> {
    if text.contains('<') || text.contains("]]>") {
        return None;
    }
    let mut parts = text.split('&');
    let mut plain = parts.next()?.to_owned();
    for part in parts {
        let (reference, rest) = part.split_once(';')?;
        let number = reference.strip_prefix('#');
        plain.push(match (reference, number) {
            ("lt", _) => '<',
            ("gt", _) => '>',
            ("amp", _) => '&',
            ("quot", _) => '"',
            ("apos", _) => '\'',
            (_, Some(number)) => {
                let code = match number.strip_prefix('x') {
                    Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                    None => number.parse().ok()?,
                };
                char::from_u32(code)?
            }
            _ => return None,
        });
        plain.push_str(rest);
    }
    Some(plain)
}

/// Returns whether a prefix that readers know, in whatever case, stands for what it usually does, and what they
/// know by its prefix only has no other.
fn is_usual(prefix: &str, namespace: &str) -> bool {
    let known = (USUAL.iter()).find(|(known, _)| known.eq_ignore_ascii_case(prefix));
    match known {
        Some((_, usual)) => *usual == namespace,
        None => !matches!(namespace, RDF | DUBLIN_CORE),
    }
}
