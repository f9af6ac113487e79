//! Where we disagree with what an outside corpus expects, and why.

use std::collections::BTreeMap;
use std::fmt::Write;

/// What one row expects, and what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expectation {
    /// Name of the row.
    pub id: String,
    /// What the corpus expects.
    pub expected: String,
    /// What was found instead, in one word or a few.
    pub actual: String,
}

/// A committed list: `id`, `expected`, `actual`, `reason`, separated by tabs, with a heading.
#[derive(Debug)]
pub struct Exceptions {
    rows: BTreeMap<String, (String, String)>,
}

impl Exceptions {
    /// Reads a list.
    ///
    /// # Panics
    ///
    /// If a row has not four cells, lacks its reason, or stands twice.
    pub fn read(text: &str) -> Self {
        let mut rows = BTreeMap::new();
        for line in text.lines().skip(1).filter(|line| !line.is_empty()) {
            let cells: Vec<&str> = line.split('\t').collect();
            let [id, expected, actual, reason] = cells[..] else {
                panic!("an exception has four cells: {line}");
            };
            assert!(!reason.trim().is_empty(), "an exception says why: {line}");
            let earlier = rows.insert(id.to_owned(), (expected.to_owned(), actual.to_owned()));
            assert!(earlier.is_none(), "an exception stands once: {line}");
        }
        Self { rows }
    }

    /// Keeps the rows of which the corpus expects that.
    #[must_use]
    pub fn of(mut self, expected: &str) -> Self {
        self.rows.retain(|_, (listed, _)| listed == expected);
        self
    }

    /// Compares disagreements with the list; `ids` are the rows that were run.
    ///
    /// # Errors
    ///
    /// A text with each disagreement that is not listed and each listed one that no longer applies.
    pub fn settle(&self, disagreements: &[Expectation], ids: &[String]) -> Result<(), String> {
        let mut wrong = String::new();
        for found in disagreements {
            let listed = self.rows.get(&found.id);
            if listed != Some(&(found.expected.clone(), found.actual.clone())) {
                writeln!(
                    wrong,
                    "not listed: {}\t{}\t{}",
                    found.id, found.expected, found.actual
                )
                .map_err(|error| error.to_string())?;
            }
        }
        for id in self.rows.keys() {
            if !disagreements.iter().any(|found| found.id == *id) {
                let why = if ids.contains(id) {
                    "now as expected"
                } else {
                    "no such row"
                };
                writeln!(wrong, "obsolete: {id} ({why})").map_err(|error| error.to_string())?;
            }
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(id: &str, actual: &str) -> Expectation {
        Expectation {
            id: id.to_owned(),
            expected: "reject".to_owned(),
            actual: actual.to_owned(),
        }
    }

    #[test]
    fn an_exception_fails_when_it_is_new_obsolete_or_about_something_else() {
        let list = "id\texpected\tactual\treason\na\treject\tpassed\tbecause\n";
        let settle = |disagreements: &[Expectation], ids: &[&str]| {
            let ids: Vec<String> = ids.iter().map(|id| (*id).to_owned()).collect();
            Exceptions::read(list).settle(disagreements, &ids)
        };
        assert_eq!(settle(&[found("a", "passed")], &["a"]), Ok(()));
        assert!(settle(&[], &["a"]).unwrap_err().contains("now as expected"));
        assert!(settle(&[], &[]).unwrap_err().contains("no such row"));
        assert!(settle(&[found("a", "untouched")], &["a"]).is_err());
        let two = [found("a", "passed"), found("b", "passed")];
        assert!(
            settle(&two, &["a", "b"])
                .unwrap_err()
                .contains("not listed: b")
        );
    }
}
