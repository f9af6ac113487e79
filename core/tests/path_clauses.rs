//! The tests that the clauses of RFC 5280 name exist.

#![allow(clippy::unwrap_used, reason = "a test program: it may stop")]

use std::path::Path;

fn sources(folder: &Path, text: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, text);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            text.push_str(&std::fs::read_to_string(path).unwrap());
        }
    }
}

#[test]
fn every_test_that_a_clause_names_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut text = String::new();
    sources(&root.join("src/x509"), &mut text);
    sources(&root.join("tests"), &mut text);
    let clauses = std::fs::read_to_string(root.join("src/x509/CLAUSES.md")).unwrap();
    let mut named = 0;
    for row in clauses
        .lines()
        .filter(|line| line.starts_with("| "))
        .skip(1)
    {
        let columns: Vec<&str> = row.split('|').collect();
        let test = columns.get(4).unwrap().trim().trim_matches('`');
        if !test.is_empty() {
            assert!(text.contains(&format!("fn {test}(")), "{test} of {row}");
            named += 1;
        }
        let state = columns.get(3).unwrap();
        assert!(!test.is_empty() || !state.contains("checked"), "{row}");
    }
    assert!(named > 30);
}
