//! What a reader finds that gives up on the cross-reference table and scans the file.
//!
//! Such readers look for `number generation obj` and for trailers also inside streams, strings and
//! comments, and they differ in what they take for white space. What only they would find is hidden
//! from everybody else, so it is looked for as leniently as the most lenient of them.

use std::collections::HashSet;
use std::ops::Range;
use std::rc::Rc;

use memchr::memmem::Finder;

use super::cursor::{find_last, is_regular};
use super::hexadecimal;
use super::indirect;

/// Longest plain head that is read.
const PLAIN: usize = 24;

/// Heads of objects and trailers that a table leads to.
#[derive(Debug, Default)]
pub(crate) struct Known {
    heads: Vec<usize>,
    trailers: HashSet<usize>,
}

impl Known {
    /// Adds the object at an offset, and returns its number, if there is one.
    pub(crate) fn object(&mut self, bytes: &[u8], at: usize) -> Option<u32> {
        let mut cursor = indirect::head(bytes, at);
        let id = indirect::read_head(&mut cursor)?;
        self.heads.push(cursor.at);
        Some(id.number)
    }

    /// Takes the last object back.
    pub(crate) fn forget(&mut self) {
        self.heads.pop();
    }

    /// Adds a cross-reference section, which begins at `start`: a stream, or a table with the keyword
    /// before its trailer dictionary, which begins at `dictionary`.
    pub(crate) fn section(&mut self, bytes: &[u8], start: usize, dictionary: usize) {
        self.object(bytes, start);
        let table = bytes.get(start..dictionary).unwrap_or_default();
        let keyword = find_last(table, b"trailer");
        self.trailers
            .extend(keyword.map(|at| start.saturating_add(at)));
    }

    /// Tells whether a part of the file has a head or a trailer that is not known.
    pub(crate) fn hides(&mut self, bytes: &[u8], range: Range<usize>) -> bool {
        self.hidden(bytes, range).next().is_some()
    }

    /// Returns each head (at its `obj`) and each trailer of a part of the file that is not known, with
    /// the number of an object where all readers read it alike.
    pub(crate) fn hidden<'b>(
        &'b mut self,
        bytes: &'b [u8],
        range: Range<usize>,
    ) -> impl Iterator<Item = (Option<u32>, usize)> + 'b {
        self.heads.sort_unstable();
        let (known, trailers) = (&self.heads, &self.trailers);
        let heads = places(bytes, range.clone(), b"obj").filter(move |at| {
            let is_known = known.binary_search(&at.saturating_add(3)).is_ok();
            !is_known && may_be_head(bytes, *at)
        });
        let trailers = places(bytes, range, b"trailer").filter(move |at| {
            let after = bytes.get(at.saturating_add(7)..).unwrap_or_default();
            let next = after.iter().find(|octet| !is_space(**octet));
            matches!(next, Some(b'<' | b'%')) && !trailers.contains(at)
        });
        let heads = heads.map(move |at| (number_before(bytes, at), at));
        heads.chain(trailers.map(|at| (None, at)))
    }
}

/// Returns the number in the plain head of an object, whose `obj` stands at `at`.
fn number_before(bytes: &[u8], at: usize) -> Option<u32> {
    let window = bytes.get(at.saturating_sub(PLAIN)..at)?;
    let rest = window.strip_suffix(b" ")?;
    let generation = rest.iter().rposition(|octet| !octet.is_ascii_digit())?;
    let rest = rest.get(..generation.checked_add(1)?)?.strip_suffix(b" ")?;
    let before = rest.iter().rposition(|octet| !octet.is_ascii_digit());
    let digits = rest.get(before.map_or(0, |before| before.saturating_add(1))..)?;
    let is_alone = before
        .and_then(|before| rest.get(before))
        .is_none_or(|octet| is_space(*octet));
    is_alone.then_some(())?;
    std::str::from_utf8(digits).ok()?.parse().ok()
}

/// Returns where any of some names stands in some parts of a file, escaped or not, also where no reader would expect a
/// name: first those written plainly.
pub(crate) fn names<'b>(
    bytes: &'b [u8],
    parts: &'b [Range<usize>],
    wanted: &'b [&'static str],
) -> impl Iterator<Item = usize> + 'b {
    let plain = wanted.iter().flat_map(move |name| {
        let finder = Rc::new(Finder::new(name));
        parts.iter().flat_map(move |part| {
            let found = places_of(bytes, part.clone(), Rc::clone(&finder));
            found.filter_map(move |at| {
                let slash = at.checked_sub(1).filter(|slash| *slash >= part.start)?;
                let rest = bytes.get(slash..)?.strip_prefix(b"/")?;
                begins_with_name(rest, name.as_bytes()).then_some(slash)
            })
        })
    });
    let longest = wanted.iter().map(|name| name.len()).max().unwrap_or(0);
    // The slash of the name whose first escape stands at `at`.
    let slash = move |at: usize, start: usize| {
        let from = at.saturating_sub(longest).max(start);
        let before = bytes.get(from..at)?;
        let slash = before.iter().rposition(|octet| *octet == b'/')?;
        let is_first = !before.get(slash..)?.contains(&b'#');
        is_first.then_some(from.saturating_add(slash))
    };
    let escaped = parts.iter().flat_map(move |part| {
        let searched = bytes.get(part.clone()).unwrap_or_default();
        memchr::memchr_iter(b'#', searched).filter_map(move |at| {
            let slash = slash(part.start.saturating_add(at), part.start)?;
            let rest = bytes.get(slash.saturating_add(1)..)?;
            let is_wanted = |name: &&str| begins_with_name(rest, name.as_bytes());
            wanted.iter().any(is_wanted).then_some(slash)
        })
    });
    plain.chain(escaped)
}

fn begins_with_name(mut rest: &[u8], name: &[u8]) -> bool {
    for &octet in name {
        let (taken, read) = match *rest {
            [b'#', high, low, ..] => {
                let pair = hexadecimal::digit(high).zip(hexadecimal::digit(low));
                (3, pair.map(|(high, low)| high << 4 | low))
            }
            [octet, ..] => (1, Some(octet)),
            [] => return false,
        };
        if read != Some(octet) {
            return false;
        }
        rest = rest.get(taken..).unwrap_or_default();
    }
    !rest.first().copied().is_some_and(is_regular)
}

/// Returns where a word stands.
fn places<'b>(
    bytes: &'b [u8],
    range: Range<usize>,
    word: &'static [u8],
) -> impl Iterator<Item = usize> + 'b {
    places_of(bytes, range, Rc::new(Finder::new(word)))
}

fn places_of<'b>(
    bytes: &'b [u8],
    range: Range<usize>,
    finder: Rc<Finder<'b>>,
) -> impl Iterator<Item = usize> + 'b {
    let (mut from, end) = (range.start, range.end.min(bytes.len()));
    std::iter::from_fn(move || {
        let found = from.saturating_add(finder.find(bytes.get(from..end)?)?);
        from = found.saturating_add(finder.needle().len());
        Some(found)
    })
}

/// Tells whether two numbers stand before the `obj` at `at`, for some reader. Comments may stand
/// between them; what a comment ends with is taken for the worst.
fn may_be_head(bytes: &[u8], at: usize) -> bool {
    let before = bytes.get(..at).unwrap_or_default();
    if before.ends_with(b"end") {
        return false;
    }
    let mut rest = before;
    for (is_space_needed, is_last) in [(false, false), (true, true)] {
        let trimmed = without(rest, is_space);
        if follows_comment(rest, trimmed.len()) {
            return true;
        }
        if is_space_needed && trimmed.len() == rest.len() {
            return false;
        }
        rest = without(trimmed, is_numeric);
        if rest.len() == trimmed.len() {
            return false;
        }
        if is_last {
            return true;
        }
    }
    false
}

/// Octets without those at their end that pass a test.
fn without(octets: &[u8], test: fn(u8) -> bool) -> &[u8] {
    let kept = octets.iter().rposition(|octet| !test(*octet));
    octets
        .get(..kept.map_or(0, |last| last.saturating_add(1)))
        .unwrap_or_default()
}

/// Tells whether the line that ends behind `end` has a comment, and what follows is on another line.
fn follows_comment(octets: &[u8], end: usize) -> bool {
    let is_line_end = |octet: &u8| matches!(octet, b'\n' | b'\r');
    let (line, space) = octets.split_at_checked(end).unwrap_or_default();
    // Each line is looked at once, for what begins the next.
    space.iter().any(is_line_end)
        && memchr::memrchr3(b'%', b'\n', b'\r', line)
            .and_then(|at| line.get(at))
            .is_some_and(|octet| *octet == b'%')
}

/// What some reader takes for white space: one takes 0x80 and 0xFF for it, and nobody knows all.
fn is_space(octet: u8) -> bool {
    !octet.is_ascii_graphic()
}

fn is_numeric(octet: u8) -> bool {
    matches!(octet, b'0'..=b'9' | b'+' | b'-' | b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hides(text: &str) -> bool {
        Known::default().hides(text.as_bytes(), 0..text.len())
    }

    #[test]
    fn a_head_is_found_as_the_most_lenient_reader_finds_it() {
        for text in [
            "4 0 obj",
            "0\n4 0 obj\n<<",
            "(4 0 obj)",
            "4 0obj",
            "4\0\x0c0\tobj",
            "4\u{80}0\u{ff}obj",
            &format!("4{}0 obj", " ".repeat(400)),
            &format!("4{}0 obj", "\n".repeat(4000)),
            "4 0 %c\nobj",
            "4 %c\r%d % e\n0 obj",
            &format!("4 0 %{}\nobj", "c".repeat(4000)),
            &format!("4 %{}\r0 obj", "c".repeat(4000)),
            "4 +0 object",
            "% 4 0 obj",
        ] {
            assert!(hides(text), "{text:?}");
        }
        for text in [
            "endobj",
            "an obj",
            "4 obj",
            "4 0 endobj",
            "objects 4 0",
            "4 0\n% object stream",
            "%c\nan obj",
        ] {
            assert!(!hides(text), "{text:?}");
        }
    }

    #[test]
    fn a_name_is_found_however_it_is_written() {
        let wanted = ["XRef", "ObjStm"];
        let found = |text: &str| {
            names(
                text.as_bytes(),
                std::slice::from_ref(&(0..text.len())),
                &wanted,
            )
            .count()
        };
        assert_eq!(
            found("/XRef /ObjStm>> /#4fbjSt#6D[ /ObjSt#6d /#58#52#65#66"),
            5
        );
        assert_eq!(found("//XRef/XRef#/#XRef/#58Ref"), 2);
        assert_eq!(found("/XRefStm /Obj /#4 /Obj#5"), 0);
    }

    #[test]
    fn a_trailer_is_found_and_the_word_is_not() {
        assert!(hides("x trailer<</Root 9 0 R>>"));
        assert!(hides("trailer %c\n<<"));
        assert!(!hides("the trailer of a lorry"));
    }

    #[test]
    fn what_a_table_leads_to_is_known() {
        let text = b"4 0 obj\nnull\nendobj\nxref\n0 0\ntrailer\n<<>>\n";
        let mut known = Known::default();
        known.object(text, 0);
        assert!(known.hides(text, 0..text.len()));
        known.section(text, 20, 37);
        assert!(!known.hides(text, 0..text.len()));
    }

    #[test]
    fn what_is_made_to_take_long_ends() {
        for text in ["%obj", " obj", "0obj", "%0obj"] {
            assert!(!hides(&text.repeat(200_000)), "{text}");
        }
    }
}
