//! XMP packets (ISO 16684-1; from memory), read as strictly as can be, to compare what they say.
//!
//! What is understood: UTF-8, one `rdf:RDF` with `rdf:Description` elements, whose attributes and
//! child elements are the properties. Everything that a packet of metadata does not need, such as
//! document type declarations, comments and CDATA sections, makes it not understood.

use std::collections::BTreeMap;

/// Longest packet that is read, octets.
const LONGEST: usize = 1 << 20;
/// Deepest nesting of elements.
const DEEPEST: usize = 24;
/// Most namespaces that are declared at one place.
const MOST_NAMESPACES: usize = 64;
/// Longest date or name of a program, octets.
const LONGEST_NOTE: usize = 200;

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const DUBLIN_CORE: &str = "http://purl.org/dc/elements/1.1/";
const XMP: &str = "http://ns.adobe.com/xap/1.0/";
const MEDIA: &str = "http://ns.adobe.com/xap/1.0/mm/";
const PDF: &str = "http://ns.adobe.com/pdf/1.3/";
const PDFA: &str = "http://www.aiim.org/pdfa/ns/id/";
const PDFA_EXTENSION: &str = "http://www.aiim.org/pdfa/ns/extension/";

/// Namespace and local name.
type Name = (String, String);

/// A property: its text, or the form of what is in it.
#[derive(Debug, PartialEq, Eq)]
enum Value {
    Text(String),
    Tree(String),
}

type Properties = BTreeMap<Name, Value>;

/// Returns whether two packets say the same but for when, with what and in which steps the file was
/// written and which profile of PDF/A it keeps to. No packet is an empty one; one that is not
/// understood says something else.
pub(super) fn says_the_same(old: Option<&[u8]>, new: &[u8]) -> bool {
    let old = match old {
        Some(old) => properties(old),
        None => Some(Properties::new()),
    };
    let (Some(mut old), Some(mut new)) = (old, properties(new)) else {
        return false;
    };
    let created = (XMP.to_owned(), "CreateDate".to_owned());
    if !old.contains_key(&created) && new.get(&created).is_some_and(is_note) {
        new.remove(&created);
    }
    // Said of every file.
    let format = (DUBLIN_CORE.to_owned(), "format".to_owned());
    if !old.contains_key(&format)
        && new.get(&format) == Some(&Value::Text("application/pdf".to_owned()))
    {
        new.remove(&format);
    }
    old.retain(|name, _| !is_incidental(name));
    let notes_fit = new
        .iter()
        .filter(|(name, _)| matches!(name.0.as_str(), XMP | PDF | PDFA) && is_incidental(name))
        .all(|(_, value)| is_note(value));
    new.retain(|name, _| !is_incidental(name));
    notes_fit && old == new
}

fn is_incidental((namespace, name): &Name) -> bool {
    match namespace.as_str() {
        XMP => matches!(name.as_str(), "ModifyDate" | "MetadataDate" | "CreatorTool"),
        MEDIA => matches!(name.as_str(), "History" | "InstanceID"),
        PDF => name == "Producer",
        PDFA => true,
        PDFA_EXTENSION => name == "schemas",
        _ => false,
    }
}

fn is_note(value: &Value) -> bool {
    matches!(value, Value::Text(text) if text.len() <= LONGEST_NOTE)
}

fn properties(packet: &[u8]) -> Option<Properties> {
    if packet.len() > LONGEST {
        return None;
    }
    let text = std::str::from_utf8(packet).ok()?;
    let mut reader = Reader {
        rest: text.strip_prefix('\u{feff}').unwrap_or(text),
        scopes: Vec::new(),
    };
    reader.wrapping()?;
    let root = reader.element(0)?;
    reader.wrapping()?;
    if !reader.rest.trim_matches('\0').is_empty() {
        return None;
    }
    let rdf = match root.is("adobe:ns:meta/", "xmpmeta") {
        // Its attributes name the library that wrote the packet.
        true => {
            let [rdf] = <[Element; 1]>::try_from(root.children).ok()?;
            rdf
        }
        false => root,
    };
    if !rdf.is(RDF, "RDF") || !rdf.attributes.is_empty() || !rdf.text.trim().is_empty() {
        return None;
    }
    let mut found = Properties::new();
    let mut about = None;
    for description in rdf.children {
        if !description.is(RDF, "Description") || !description.text.trim().is_empty() {
            return None;
        }
        let mut subject = String::new();
        for (name, text) in description.attributes {
            if name.1 == "about" && (name.0 == RDF || name.0.is_empty()) {
                subject = text;
            } else if found.insert(name, Value::Text(text)).is_some() {
                return None;
            }
        }
        if about.get_or_insert_with(|| subject.clone()) != &subject {
            return None;
        }
        for child in description.children {
            let value = if child.children.is_empty() && child.attributes.is_empty() {
                Value::Text(child.text)
            } else {
                let mut form = String::new();
                child.write(&mut form);
                Value::Tree(form)
            };
            if found.insert(child.name, value).is_some() {
                return None;
            }
        }
    }
    if let Some(about) = about.filter(|about| !about.is_empty()) {
        found.insert((RDF.to_owned(), "about".to_owned()), Value::Text(about));
    }
    Some(found)
}

/// An element, names resolved.
struct Element {
    name: Name,
    attributes: BTreeMap<Name, String>,
    children: Vec<Element>,
    /// Text, where there are no children; white space else.
    text: String,
}

impl Element {
    fn is(&self, namespace: &str, name: &str) -> bool {
        self.name.0 == namespace && self.name.1 == name
    }

    /// Appends a form that two elements share where they say the same.
    fn write(&self, form: &mut String) {
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

struct Reader<'x> {
    rest: &'x str,
    /// Declared prefixes, innermost last; the default namespace has the empty one.
    scopes: Vec<(&'x str, String)>,
}

impl<'x> Reader<'x> {
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
            return Some("http://www.w3.org/XML/1998/namespace".to_owned());
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
                    if again || self.scopes.len() >= MOST_NAMESPACES {
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn packet(attributes: &str, inside: &str) -> String {
        format!(
            "<?xpacket begin=\"\u{feff}\" id=\"W5M0\"?>\n<x:xmpmeta xmlns:x=\"adobe:ns:meta/\" x:xmptk=\"one\">\
             <rdf:RDF xmlns:rdf=\"{RDF}\"><rdf:Description rdf:about=\"\" xmlns:dc=\"dc\" \
             xmlns:xmp=\"{XMP}\" xmlns:pdf=\"{PDF}\" {attributes}>{inside}</rdf:Description></rdf:RDF>\
             </x:xmpmeta>\n<?xpacket end=\"w\"?>\n"
        )
    }

    const TITLE: &str =
        "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">A &amp; B</rdf:li></rdf:Alt></dc:title>";

    #[track_caller]
    fn check(old: Option<&str>, new: &str, expected: bool) {
        assert_eq!(
            says_the_same(old.map(str::as_bytes), new.as_bytes()),
            expected,
            "{new}"
        );
    }

    #[test]
    fn dates_and_programs_may_differ_and_nothing_else() {
        let old = packet("dc:format=\"f\"", TITLE);
        let old = Some(old.as_str());
        let inside = format!(
            "<xmp:ModifyDate>2026</xmp:ModifyDate><dc:format>f</dc:format>{TITLE}\
             <pdf:Producer>two</pdf:Producer>"
        );
        check(old, &packet("", &inside), true);
        check(old, &packet("xmp:MetadataDate='2026'", &inside), true);
        check(old, &packet("", &inside.replace("A &amp", "C &amp")), false);
        check(old, &packet("", &inside.replace(TITLE, "")), false);
        check(old, &packet("dc:creator=\"x\"", &inside), false);
        let long = "x".repeat(300);
        check(old, &packet("", &inside.replace("two", &long)), false);
        check(
            None,
            &packet("", "<xmp:CreateDate>1</xmp:CreateDate>"),
            true,
        );
        check(None, &packet("", TITLE), false);
        for (format, expected) in [("application/pdf", true), ("forged", false)] {
            let inside = format!("<d:format xmlns:d=\"{DUBLIN_CORE}\">{format}</d:format>");
            check(None, &packet("", &inside), expected);
        }
    }

    #[test]
    fn a_prefix_says_nothing_and_its_namespace_all() {
        let old = packet("", "<dc:x>1</dc:x>");
        let renamed = old.replace("xmlns:dc", "xmlns:e");
        let renamed = renamed.replace("<dc:x>1</dc:x>", "<e:x>1</e:x>");
        check(Some(&old), &renamed, true);
        let inside = "<dc:x>1</dc:x><xmp:ModifyDate xmlns:xmp=\"dc\">forged</xmp:ModifyDate>";
        check(Some(&old), &packet("", inside), false);
    }

    #[test]
    fn what_a_packet_does_not_need_is_not_understood() {
        let old = packet("", TITLE);
        for inside in [
            format!("{TITLE}<!-- x -->"),
            format!("{TITLE}<?x y?>"),
            TITLE.replace("A &amp; B", "<![CDATA[A & B]]>"),
            TITLE.replace("&amp;", "&other;"),
            format!("{TITLE}forged"),
            format!("{TITLE}{TITLE}"),
        ] {
            check(Some(&old), &packet("", &inside), false);
        }
        check(Some(&old), &format!("<!DOCTYPE x>{old}"), false);
        check(Some(&old), &format!("{old}<x/>"), false);
        check(Some(&old), &old.replace("</x:xmpmeta>", ""), false);
        check(Some(&old), &"<a>".repeat(100_000), false);
        check(Some(&old), &old, true);
    }

    proptest! {
        #[test]
        fn no_packet_stops_the_reader(text in "[<>/a:\"'= &;#x!?\\[\\]-]{0,60}") {
            let old = packet("", TITLE);
            let _ = says_the_same(Some(old.as_bytes()), text.as_bytes());
            let _ = says_the_same(Some(old.as_bytes()), packet(&text, &text).as_bytes());
        }
    }
}
