//! XML that every reader takes for the same: tags, attributes and text, written in one way.
//!
//! Nobody signs the list of signatures. Where parsers differ, or a reader uses none, whoever has no key could write it
//! so that some find fewer signatures in it than others.

/// Tells whether a file is one declaration at most, and elements with attributes in quotation marks behind single
/// spaces: no comments, references, sections or instructions, and one declaration of a namespace at most.
pub(super) fn is_plain_xml(octets: &[u8]) -> bool {
    let octets = octets.strip_prefix(b"\xef\xbb\xbf").unwrap_or(octets);
    let Some(mut rest) = behind_declaration(octets) else {
        return false;
    };
    if memchr::memmem::find_iter(octets, b"xmlns").nth(1).is_some() {
        return false;
    }
    loop {
        let text = rest
            .iter()
            .position(|octet| *octet == b'<')
            .unwrap_or(rest.len());
        let (before, tag) = rest.split_at_checked(text).unwrap_or_default();
        if !before
            .iter()
            .copied()
            .all(|octet| is_text(octet) || matches!(octet, b'\t' | b'\r' | b'\n'))
        {
            return false;
        }
        match tag.strip_prefix(b"<") {
            Some(tag) => match behind_tag(tag) {
                Some(behind) => rest = behind,
                None => return false,
            },
            None => return true,
        }
    }
}

/// Octets of text and of values: none that is written as a reference somewhere, and no controls.
fn is_text(octet: u8) -> bool {
    octet >= b' ' && !matches!(octet, b'<' | b'>' | b'&' | 0x7f)
}

fn is_name(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || octet == b':'
}

/// Returns what follows the declaration, or everything where there is none.
fn behind_declaration(octets: &[u8]) -> Option<&[u8]> {
    let Some(rest) = octets.strip_prefix(b"<?xml") else {
        return Some(octets);
    };
    let end = memchr::memmem::find(rest, b"?>")?;
    let (inside, behind) = rest.split_at_checked(end)?;
    let inside = std::str::from_utf8(inside).ok()?.replace('\'', "\"");
    let known = inside
        .strip_prefix(" version=\"1.0\"")?
        .trim_end_matches(' ');
    let known = match known
        .to_ascii_lowercase()
        .strip_prefix(" encoding=\"utf-8\"")
    {
        Some(rest) => rest.to_owned(),
        None => known.to_owned(),
    };
    let is_known = ["", " standalone=\"yes\"", " standalone=\"no\""].contains(&known.as_str());
    is_known.then(|| behind.get(2..))?
}

/// Returns what follows the `>` of a tag.
fn behind_tag(tag: &[u8]) -> Option<&[u8]> {
    let (is_end, tag) = match tag.strip_prefix(b"/") {
        Some(tag) => (true, tag),
        None => (false, tag),
    };
    let mut rest = behind_name(tag)?;
    if is_end {
        return rest.strip_prefix(b">");
    }
    while let Some(attribute) = rest
        .strip_prefix(b" ")
        .filter(|rest| !matches!(rest.first(), Some(b'/' | b'>')))
    {
        let value = behind_name(attribute)?.strip_prefix(b"=")?;
        let (quote, value) = value
            .split_first()
            .filter(|(quote, _)| matches!(quote, b'"' | b'\''))?;
        let length = memchr::memchr(*quote, value)?;
        let (text, behind) = value.split_at_checked(length)?;
        if !text.iter().copied().all(is_text) {
            return None;
        }
        rest = behind.get(1..)?;
    }
    let rest = rest.strip_prefix(b" ").unwrap_or(rest);
    rest.strip_prefix(b"/").unwrap_or(rest).strip_prefix(b">")
}

fn behind_name(octets: &[u8]) -> Option<&[u8]> {
    let length = octets.iter().position(|octet| !is_name(*octet))?;
    octets.get(length..).filter(|_| length > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_makers_write_is_plain() {
        for text in [
            "<a/>",
            "\u{feff}<a/>\n",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<o:a xmlns:o=\"http://x/y\">\n\t<o:b ID=\"1\" B=\"/印/c\"/></o:a>",
            "<?xml version='1.0' encoding='utf-8' standalone='no' ?><a b=''></a>",
            "<?xml version=\"1.0\"?><a />",
        ] {
            assert!(is_plain_xml(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn what_parsers_and_readers_without_one_may_take_differently_is_not_plain() {
        for text in [
            "<a><!-- --></a>",
            "<a><![CDATA[ ]]></a>",
            "<a><?b?></a>",
            "<!DOCTYPE a><a/>",
            "<a b=\"&#49;\"/>",
            "<a>&#32;</a>",
            "<a\tb=\"\"/>",
            "<a\rb=\"\"/>",
            "<a\nb=\"\"/>",
            "<a  b=\"\"/>",
            "<a b = \"\"/>",
            "<a b=\"\"c=\"\"/>",
            "<a b=\"\n\"/>",
            "<a b=\">\"/>",
            "<a></a >",
            "< a/>",
            "<a xmlns='x' xmlns:y=''/>",
            "<?xml version=\"1.1\"?><a/>",
            "<?xml version=\"1.0\" standalone=\"maybe\"?><a/>",
            "<?xml encoding=\"UTF-8\"?><a/>",
            "<?xml version=\"1.0\" encoding=\"GBK\"?><a/>",
            "<a>\u{b}</a>",
            "<a/>\0",
            "<a",
        ] {
            assert!(!is_plain_xml(text.as_bytes()), "{text:?}");
        }
    }
}
