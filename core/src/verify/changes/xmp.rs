//! XMP packets (ISO 16684-1; from memory), read as strictly as can be, to compare what they say.
//!
//! What is understood: UTF-8, one `rdf:RDF` with `rdf:Description` elements, whose attributes and
//! child elements are the properties. Everything that a packet of metadata does not need, such as
//! document type declarations, comments and CDATA sections, makes it not understood.

mod packet;

use std::collections::BTreeMap;

use packet::{Element, Reader};

/// Longest packet that is read, octets.
pub(super) const LONGEST: usize = 256 << 10;
/// Longest date or name of a program, octets.
const LONGEST_NOTE: usize = 200;

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const DUBLIN_CORE: &str = "http://purl.org/dc/elements/1.1/";
const XMP: &str = "http://ns.adobe.com/xap/1.0/";
const MEDIA: &str = "http://ns.adobe.com/xap/1.0/mm/";
const PDF: &str = "http://ns.adobe.com/pdf/1.3/";
const PDFA: &str = "http://www.aiim.org/pdfa/ns/id/";
const PDFA_EXTENSION: &str = "http://www.aiim.org/pdfa/ns/extension/";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// What the steps are made of in which a file was written, and the properties of extension schemas.
const PARTS: [&str; 5] = [
    "http://ns.adobe.com/xap/1.0/sType/ResourceEvent#",
    "http://www.aiim.org/pdfa/ns/schema#",
    "http://www.aiim.org/pdfa/ns/property#",
    "http://www.aiim.org/pdfa/ns/type#",
    "http://www.aiim.org/pdfa/ns/field#",
];

/// Namespace and local name.
type Name = (String, String);

/// A property: its text, or the form of what is in it.
#[derive(Debug, PartialEq, Eq)]
enum Value {
    Text(String),
    Tree {
        form: String,
        /// Nothing in it says anything of the document where it is looked for at any depth.
        is_inert: bool,
    },
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
        .filter(|(name, _)| is_incidental(name))
        .all(|(name, value)| match name.1.as_str() {
            "History" | "schemas" => is_inert(value),
            _ => is_note(value),
        });
    new.retain(|name, _| !is_incidental(name));
    notes_fit && old == new
}

fn is_incidental((namespace, name): &Name) -> bool {
    match namespace.as_str() {
        XMP => matches!(name.as_str(), "ModifyDate" | "MetadataDate" | "CreatorTool"),
        MEDIA => matches!(name.as_str(), "History" | "InstanceID"),
        PDF => name == "Producer",
        PDFA => matches!(
            name.as_str(),
            "part" | "conformance" | "rev" | "amd" | "corr"
        ),
        PDFA_EXTENSION => name == "schemas",
        _ => false,
    }
}

fn is_note(value: &Value) -> bool {
    matches!(value, Value::Text(text) if text.len() <= LONGEST_NOTE)
}

/// Some readers find properties in it all the same, however deep.
fn is_inert(value: &Value) -> bool {
    match value {
        Value::Text(_) => is_note(value),
        Value::Tree { is_inert, .. } => *is_inert,
    }
}

/// Returns whether an element says no more than what a step of the history or a schema is.
fn is_part(element: &Element) -> bool {
    let is_named = |(namespace, name): &Name| match namespace.as_str() {
        RDF => matches!(name.as_str(), "Alt" | "Bag" | "Seq" | "li" | "Description"),
        namespace => PARTS.contains(&namespace),
    };
    let is_said = |(namespace, name): &Name| match namespace.as_str() {
        RDF => name == "parseType",
        XML => name == "lang",
        namespace => PARTS.contains(&namespace),
    };
    is_named(&element.name)
        && element.attributes.keys().all(is_said)
        && element.children.iter().all(is_part)
}

fn properties(packet: &[u8]) -> Option<Properties> {
    if packet.len() > LONGEST {
        return None;
    }
    let text = std::str::from_utf8(packet).ok()?;
    let root = Reader::new(text.strip_prefix('\u{feff}').unwrap_or(text)).root()?;
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
                let is_inert = child.children.iter().all(is_part) && child.attributes.is_empty();
                Value::Tree { form, is_inert }
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn packet(attributes: &str, inside: &str) -> String {
        format!(
            "<?xpacket begin=\"\u{feff}\" id=\"W5M0\"?>\n<x:xmpmeta xmlns:x=\"adobe:ns:meta/\" x:xmptk=\"one\">\
             <rdf:RDF xmlns:rdf=\"{RDF}\"><rdf:Description rdf:about=\"\" xmlns:dc=\"{DUBLIN_CORE}\" \
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
            let inside = format!("<dc:format>{format}</dc:format>");
            check(None, &packet("", &inside), expected);
        }
    }

    #[test]
    fn a_prefix_that_nobody_knows_says_nothing_and_its_namespace_all() {
        let old = packet("xmlns:d=\"d\"", "<d:x>1</d:x>");
        let renamed = old.replace("xmlns:d=", "xmlns:e=");
        let renamed = renamed.replace("<d:x>1</d:x>", "<e:x>1</e:x>");
        check(Some(&old), &renamed, true);
        let inside = "<d:x>1</d:x><e:ModifyDate xmlns:e=\"d\">forged</e:ModifyDate>";
        check(Some(&old), &packet("xmlns:d=\"d\"", inside), false);
    }

    #[test]
    fn a_prefix_that_readers_know_stands_for_its_namespace() {
        let old = packet("", TITLE);
        let old = Some(old.as_str());
        let with = |more: &str| packet("", &format!("{TITLE}{more}"));
        check(
            old,
            &with("<pdfaid:part xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">2</pdfaid:part>"),
            true,
        );
        check(
            old,
            &with("<xap:ModifyDate xmlns:xap=\"http://ns.adobe.com/xap/1.0/\">2</xap:ModifyDate>"),
            true,
        );
        for prefix in ["dc", "DC", "rdf", "xmpMM", "pdf", "pdfaid"] {
            let inside = format!("<{prefix}:part xmlns:{prefix}=\"{PDFA}\">2</{prefix}:part>");
            check(old, &with(&inside), prefix == "pdfaid");
        }
        for namespace in [PDFA, MEDIA, XMP, "other"] {
            for name in ["ModifyDate", "InstanceID", "part"] {
                let inside =
                    format!("<dc:{name} xmlns:dc=\"{namespace}\">Contract 900</dc:{name}>");
                check(old, &with(&inside), false);
            }
        }
        // Who looks for its prefix no longer finds the title.
        let renamed = TITLE.replace("dc:title", "d:title");
        check(
            old,
            &packet(&format!("xmlns:d=\"{DUBLIN_CORE}\""), &renamed),
            false,
        );
    }

    #[test]
    fn of_the_profile_only_its_name_is_said() {
        let old = packet("", TITLE);
        for (name, expected) in [
            ("part", true),
            ("conformance", true),
            ("rev", true),
            ("amd", true),
            ("corr", true),
            ("title", false),
            ("Part", false),
        ] {
            let inside = format!("{TITLE}<i:{name} xmlns:i=\"{PDFA}\">2</i:{name}>");
            check(Some(&old), &packet("", &inside), expected);
        }
    }

    #[test]
    fn steps_and_schemas_say_nothing_of_the_document() {
        let old = packet("", TITLE);
        let names = "xmlns:m=\"http://ns.adobe.com/xap/1.0/mm/\" \
                     xmlns:s=\"http://ns.adobe.com/xap/1.0/sType/ResourceEvent#\" \
                     xmlns:p=\"http://www.aiim.org/pdfa/ns/schema#\" \
                     xmlns:x=\"http://www.aiim.org/pdfa/ns/extension/\"";
        let step = |step: &str| format!("<m:History><rdf:Seq>{step}</rdf:Seq></m:History>");
        let schema = "<x:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\"><p:prefix>q</p:prefix>\
                      </rdf:li></rdf:Bag></x:schemas>";
        let other = TITLE.replace("A &amp; B", "Contract 900");
        for (inside, expected) in [
            (step("<rdf:li s:action=\"saved\" s:when=\"2026\"/>"), true),
            (
                step("<rdf:li rdf:parseType=\"Resource\"><s:action>saved</s:action></rdf:li>"),
                true,
            ),
            (
                step("<rdf:li><rdf:Description s:action=\"saved\"/></rdf:li>"),
                true,
            ),
            (schema.to_owned(), true),
            (step(&other), false),
            (step(&format!("<rdf:li>{other}</rdf:li>")), false),
            (
                step(&format!(
                    "<rdf:Description rdf:about=\"\">{other}</rdf:Description>"
                )),
                false,
            ),
            (step("<rdf:Description rdf:about=\"\"/>"), false),
            (step("<rdf:li about=\"\"/>"), false),
            (step("<rdf:li dc:title=\"Contract 900\"/>"), false),
            (
                step("<rdf:li><xmp:CreateDate>1</xmp:CreateDate></rdf:li>"),
                false,
            ),
            (
                step("<rdf:li><pdf:Keywords>1</pdf:Keywords></rdf:li>"),
                false,
            ),
            (
                format!("<m:History rdf:about=\"\">{other}</m:History>"),
                false,
            ),
            (format!("<m:InstanceID>{other}</m:InstanceID>"), false),
            (schema.replace("<p:prefix>q</p:prefix>", &other), false),
            (
                schema.replace("<p:prefix>q", &format!("<p:prefix>{other}")),
                false,
            ),
        ] {
            check(
                Some(&old),
                &packet(names, &format!("{TITLE}{inside}")),
                expected,
            );
        }
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
