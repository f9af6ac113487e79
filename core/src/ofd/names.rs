//! Names of files that mean the same on every system, and the tree that they make.

use std::collections::HashMap;

/// Longest name of a file, octets, and most folders that it lies in: an OFD needs five.
const LONGEST: usize = 255;
const DEEPEST: usize = 16;
/// What file systems read in their own way, beside what is no letter or digit.
const PLAIN: &[char] = &[
    ' ', '!', '#', '$', '&', '\'', '(', ')', '+', ',', '-', '.', ';', '=', '@', '[', ']', '^', '_',
    '`', '{', '}', '~', '·', '§', '°', '©', '±', '×', '÷', '®', '−', '√',
];
/// Signs beyond ASCII that no system changes: punctuation, currencies, arrows, shapes, the signs of Chinese texts and
/// their wide forms.
const SIGNS: [std::ops::RangeInclusive<char>; 12] = [
    '\u{2010}'..='\u{2027}',
    '\u{2030}'..='\u{205e}',
    '\u{20a0}'..='\u{20c0}',
    '\u{2100}'..='\u{2125}',
    '\u{212c}'..='\u{214f}',
    '\u{2190}'..='\u{2199}',
    '\u{2460}'..='\u{27bf}',
    '\u{3000}'..='\u{3029}',
    '\u{3030}'..='\u{303f}',
    '\u{30fb}'..='\u{30fb}',
    '\u{ff01}'..='\u{ff5e}',
    '\u{ffe0}'..='\u{ffe6}',
];
/// Letters that some systems write as others (compatibility ideographs, letters of Hangul, signs of units).
const TWINS: [std::ops::RangeInclusive<char>; 6] = [
    '\u{1100}'..='\u{11ff}',
    '\u{a960}'..='\u{a97f}',
    '\u{d7b0}'..='\u{d7fb}',
    '\u{f900}'..='\u{faff}',
    '\u{2f800}'..='\u{2fa1f}',
    '\u{2126}'..='\u{212b}',
];
/// Names of devices (Windows), with any ending.
const DEVICES: [&str; 4] = ["CON", "PRN", "AUX", "NUL"];
/// The same with a digit.
const PORTS: [&str; 2] = ["COM", "LPT"];

/// Returns a name that means the same everywhere: a relative path of letters and digits without steps up.
pub(super) fn plain(raw: &[u8]) -> Option<&str> {
    let name = std::str::from_utf8(raw).ok()?;
    let parts = name.strip_suffix('/').unwrap_or(name).split('/');
    let is_plain = raw.len() <= LONGEST
        && parts.clone().count() <= DEEPEST
        && parts.into_iter().all(is_plain_part);
    is_plain.then_some(name)
}

fn is_plain_part(part: &str) -> bool {
    let is_letter = |letter: char| {
        let is_in = |ranges: &[std::ops::RangeInclusive<char>]| {
            ranges.iter().any(|range| range.contains(&letter))
        };
        letter.is_alphanumeric() && !is_in(&TWINS) || PLAIN.contains(&letter) || is_in(&SIGNS)
    };
    // Short names, as FAT makes them.
    let is_short = part.match_indices('~').any(|(at, _)| {
        let rest = part.get(at.saturating_add(1)..).unwrap_or_default();
        rest.starts_with(|letter: char| letter.is_ascii_digit())
    });
    // Windows leaves these out at the end.
    let is_cut = part.ends_with(['.', ' ']) || part.starts_with(' ');
    let stem = part.split('.').next().unwrap_or_default().to_uppercase();
    let is_port = |port: &str| {
        let digit = stem.strip_prefix(port).unwrap_or_default();
        digit.chars().count() == 1 && digit.chars().all(char::is_numeric)
    };
    let is_device = DEVICES.contains(&stem.as_str()) || PORTS.into_iter().any(is_port);
    !part.is_empty() && !is_cut && !is_device && !is_short && part.chars().all(is_letter)
}

/// The names of files and of the folders that they lie in, as systems see them that know no case.
#[derive(Debug, Default)]
pub(super) struct Tree(HashMap<String, Kind>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    File,
    /// A folder with an entry of its own.
    Folder,
    /// A folder that something lies in.
    Implied,
}

impl Tree {
    /// Adds a name. `false` where it is there already, or is a folder to one entry and a file to another.
    pub(super) fn add(&mut self, name: &str) -> bool {
        let folded = name.to_uppercase().to_lowercase();
        let (path, kind) = match folded.strip_suffix('/') {
            Some(path) => (path, Kind::Folder),
            None => (folded.as_str(), Kind::File),
        };
        for (at, _) in path.match_indices('/') {
            let Some(above) = path.get(..at) else {
                continue;
            };
            match self.0.get(above) {
                Some(Kind::File) => return false,
                Some(_) => {}
                None => {
                    self.0.insert(above.to_owned(), Kind::Implied);
                }
            }
        }
        let known = self.0.insert(path.to_owned(), kind);
        known.is_none() || (known, kind) == (Some(Kind::Implied), Kind::Folder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_a_system_reads_in_its_own_way_is_not_plain() {
        for name in [
            "OFD.xml",
            "Doc_0/Pages/Page_0/Content.xml",
            "Doc_0/Res/图 1 (副本).png",
            "〔2026〕1号？.png",
            "●附件※√▲■™＆＃／￥＿　.xlsx",
            "a~b",
            "Doc_0/",
            ".a",
        ] {
            assert_eq!(plain(name.as_bytes()), Some(name));
        }
        for name in [
            "",
            "/",
            "/a",
            "a//b",
            "../a",
            "a/./b",
            "a.",
            "a /b",
            "a\\b",
            "C:a",
            "a%2Eb",
            "a\u{200b}",
            "a\0",
            "a\n",
            "a|b",
            "a*",
            "ANNOTA~1.XML",
            "\u{f90a}",
            "\u{1112}\u{1161}",
            "e\u{301}",
            "aux",
            "Doc_0/con.xml",
            "com1",
            "LPT9.x",
            "a\"",
        ] {
            assert_eq!(plain(name.as_bytes()), None, "{name:?}");
        }
        // 印章 in GBK; that of other words may be read as UTF-8.
        assert_eq!(plain(b"\xd3\xa1\xd5\xc2.png"), None);
        assert!(plain("a".repeat(300).as_bytes()).is_none());
        assert!(plain("a/".repeat(40).as_bytes()).is_none());
    }

    #[test]
    fn an_entry_is_a_file_or_a_folder_and_stands_once() {
        let is_tree = |names: &[&str]| {
            let mut tree = Tree::default();
            names.iter().all(|name| tree.add(name))
        };
        assert!(is_tree(&["a/b", "a/c", "a/", "d/", "d/e/f", "d/e/"]));
        for names in [
            ["a", "a"],
            ["a", "A"],
            ["a", "a/"],
            ["a/", "a"],
            ["a", "a/b"],
            ["a/b", "a"],
            ["a/", "A/"],
            ["s", "ſ"],
            ["a/b/c", "A/B"],
        ] {
            assert!(!is_tree(&names), "{names:?}");
        }
    }
}
