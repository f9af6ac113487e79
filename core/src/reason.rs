//! Every reason that a person may be shown, in Chinese and English: one table.
//!
//! A [`Reason`] is an [`Entry`] of the table with the particulars of one case. Codes are stable:
//! programs may match on them. Texts say what was found and what to do next.
//!
//! The table is split by who finds the reason; each part is a file with an `ALL` slice.

pub mod certificate;
pub mod change;
pub mod licence;
pub mod ofd;
pub mod recognition;
pub mod register;
pub mod seal;
pub mod signature;

use time::{OffsetDateTime, UtcOffset};

/// One row of the table: a stable code with its texts.
///
/// `{name}` in a text stands for the particular of that name.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Entry {
    /// Stable code, upper case with underscores or hyphens.
    pub code: &'static str,
    /// Chinese text: what was found, and what to do next.
    pub zh: &'static str,
    /// English text: what was found, and what to do next.
    pub en: &'static str,
    /// Standard and clause that the finding rests on; empty where it is a rule of this project.
    pub clause: &'static str,
}

/// A finding about one document: an entry of the table with its particulars.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    entry: &'static Entry,
    particulars: Vec<Particular>,
}

/// What stands for `{name}` in the texts.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Particular {
    name: &'static str,
    zh: String,
    /// Where it differs from the Chinese.
    en: Option<String>,
}

impl Reason {
    /// Makes the reason that has no particulars yet.
    #[must_use]
    pub fn new(entry: &'static Entry) -> Self {
        Self {
            entry,
            particulars: Vec::new(),
        }
    }

    /// Adds the particular that stands for `{name}` in the texts.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.particulars.push(Particular {
            name,
            zh: value.to_string(),
            en: None,
        });
        self
    }

    /// Adds a particular that is worded in each language.
    #[must_use]
    pub fn with_words(mut self, name: &'static str, zh: String, en: String) -> Self {
        self.particulars.push(Particular {
            name,
            zh,
            en: Some(en),
        });
        self
    }

    /// Adds an instant that stands for `{name}`: UTC, whole seconds, as `2026-11-22 08:30:00Z`.
    #[must_use]
    pub fn at(self, name: &'static str, at: OffsetDateTime) -> Self {
        let at = at.to_offset(UtcOffset::UTC);
        let (hour, minute, second) = at.to_hms();
        self.with(
            name,
            format!("{} {hour:02}:{minute:02}:{second:02}Z", at.date()),
        )
    }

    /// Returns the stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.entry.code
    }

    /// Returns the standard and clause; empty where the rule is this project's own.
    #[must_use]
    pub fn clause(&self) -> &'static str {
        self.entry.clause
    }

    /// Returns the Chinese text with the particulars filled in.
    #[must_use]
    pub fn zh(&self) -> String {
        self.fill(self.entry.zh, |particular| &particular.zh)
    }

    /// Returns the English text with the particulars filled in.
    #[must_use]
    pub fn en(&self) -> String {
        self.fill(self.entry.en, |particular| {
            particular.en.as_ref().unwrap_or(&particular.zh)
        })
    }

    /// Tells whether this is a case of `entry`.
    #[must_use]
    pub fn is(&self, entry: &Entry) -> bool {
        self.entry.code == entry.code
    }

    /// One pass over the template, so that a particular that holds braces is never filled again.
    fn fill(&self, template: &str, value: fn(&Particular) -> &String) -> String {
        let mut out = String::with_capacity(template.len() + 32);
        let mut rest = template;
        while let Some(open) = rest.find('{') {
            let (before, from) = rest.split_at(open);
            out.push_str(before);
            let Some(close) = from.find('}') else {
                rest = from;
                break;
            };
            let (name, after) = from.split_at(close);
            let name = name.trim_start_matches('{');
            let particular = self.particulars.iter().find(|one| one.name == name);
            // A text with a gap is a slip of this program; tests are to stumble over it.
            debug_assert!(particular.is_some(), "{} lacks {name}", self.code());
            match particular {
                Some(particular) => out.push_str(value(particular)),
                None => out.push('—'),
            }
            rest = after.strip_prefix('}').unwrap_or(after);
        }
        out.push_str(rest);
        out
    }
}

/// Returns every entry of the table.
pub fn entries() -> impl Iterator<Item = &'static Entry> {
    [
        ofd::ALL,
        seal::ALL,
        signature::ALL,
        certificate::ALL,
        licence::ALL,
        recognition::ALL,
        register::ALL,
    ]
    .into_iter()
    .flatten()
    .copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_both_languages_have_text() {
        let mut seen = std::collections::BTreeSet::new();
        for entry in entries() {
            assert!(seen.insert(entry.code), "{} stands twice", entry.code);
            assert!(
                !entry.zh.is_empty() && !entry.en.is_empty(),
                "{} has no text",
                entry.code
            );
            assert!(
                entry.code.bytes().all(|b| b.is_ascii_uppercase()
                    || b.is_ascii_digit()
                    || b == b'_'
                    || b == b'-'),
                "{} is not a code",
                entry.code
            );
        }
    }

    #[test]
    fn both_languages_name_the_same_particulars() {
        fn names(text: &str) -> std::collections::BTreeSet<&str> {
            text.split('{')
                .skip(1)
                .filter_map(|part| part.split('}').next())
                .collect()
        }
        for entry in entries() {
            assert_eq!(names(entry.zh), names(entry.en), "{}", entry.code);
        }
    }

    #[test]
    fn a_particular_with_braces_is_not_filled_again() {
        static ENTRY: Entry = Entry {
            code: "T",
            zh: "{a}{b}",
            en: "{a}{b}",
            clause: "",
        };
        let reason = Reason::new(&ENTRY).with("a", "{b}").with("b", "x");
        assert_eq!(reason.en(), "{b}x");
        let reason = Reason::new(&ENTRY)
            .with_words("a", "甲".into(), "A".into())
            .with("b", 1);
        assert_eq!((reason.zh(), reason.en()), ("甲1".into(), "A1".into()));
    }
}
