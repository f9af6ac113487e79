//! Each layer of `core` uses only those below it.

use std::path::{Path, PathBuf};
use yinxin_tests::workspace;

/// From the top down; what stands in one row may not use its neighbours.
const LAYERS: &[&[&str]] = &[
    &["recognition"],
    &["verify", "issue"],
    &["licence", "seal"],
    &["sign", "evidence"],
    &["timestamp", "status"],
    &["cms", "ses"],
    &["x509", "pdf", "ofd", "log", "font", "json"],
    &["suite"],
    &["der"],
    &["reason"],
];

/// Height of a layer, counted from the bottom; `None` for what is no layer.
fn height(module: &str) -> Option<usize> {
    LAYERS.iter().rev().position(|row| row.contains(&module))
}

/// Says what is wrong with a module of `from` that names `crate::to`.
fn objection(from: &str, to: &str) -> Option<String> {
    let (Some(above), Some(below)) = (height(from), height(to)) else {
        return Some(format!("{from} uses {to}, and one of them is no layer"));
    };
    (from != to && above <= below).then(|| format!("{from} uses {to}, which is not below it"))
}

/// Returns the first name after each `crate::` of the code; comments and unit tests are left out.
fn names_used(source: &str) -> Vec<String> {
    let code = product_code(source);
    let mut names = Vec::new();
    for (place, key) in code.match_indices("crate::") {
        if code[..place].ends_with(|before: char| before.is_alphanumeric() || before == '_') {
            continue;
        }
        let rest = &code[place + key.len()..];
        match rest.strip_prefix('{') {
            Some(group) => names.extend(first_names(group)),
            None => names.push(leading_name(rest)),
        }
    }
    names
}

/// Leaves out comments, and every item that only tests compile.
fn product_code(source: &str) -> String {
    let mut kept = String::new();
    let mut lines = source.lines();
    while let Some(line) = lines.next() {
        let bare = line.trim_start();
        let only_tests = ["#[cfg(test)]", "#[cfg(all(test"]
            .iter()
            .any(|cfg| bare.starts_with(cfg));
        if only_tests {
            // As rustfmt writes it, an item ends on a line that is indented as it begins.
            let depth = line.len() - bare.len();
            for line in lines.by_ref() {
                let outermost = line.len() - line.trim_start().len() == depth;
                if outermost && line.ends_with([';', '}', ',']) {
                    break;
                }
            }
        } else if !bare.starts_with("//") {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

/// Returns the first name of each path in `{a::b, c::{d, e}}`, given what follows the brace.
fn first_names(group: &str) -> Vec<String> {
    let mut depth = 0;
    let mut at_start = true;
    let mut names = Vec::new();
    for (place, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => at_start = true,
            _ if at_start && !character.is_whitespace() => {
                names.push(leading_name(&group[place..]));
                at_start = false;
            }
            _ => {}
        }
    }
    names
}

fn leading_name(path: &str) -> String {
    path.chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn every_layer_uses_only_those_below_it() {
    let folder = workspace::root().join("core/src");
    let mut files = Vec::new();
    sources(&folder, &mut files);
    let mut wrong = Vec::new();
    let mut uses = 0;
    for file in files {
        let inside = file.strip_prefix(&folder).unwrap();
        let layer = inside
            .iter()
            .next()
            .unwrap()
            .to_str()
            .unwrap()
            .trim_end_matches(".rs");
        // The root lists the layers; a file of tests may look at any of them.
        if layer == "lib" || file.ends_with("tests.rs") || inside.iter().any(|part| part == "tests")
        {
            continue;
        }
        for name in names_used(&std::fs::read_to_string(&file).unwrap()) {
            uses += 1;
            wrong.extend(objection(layer, &name).map(|why| format!("{}: {why}", inside.display())));
        }
    }
    println!("{uses} uses looked at");
    assert!(uses > 0);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_upward_use_is_noticed() {
    let check = |from: &str, source: &str, expected: bool| {
        let found = names_used(source)
            .iter()
            .any(|name| objection(from, name).is_some());
        assert_eq!(found, expected, "{from}: {source}");
    };
    check("cms", "use crate::der::Reader;", false);
    check("cms", "use crate::reason::{Reason, signature};", false);
    check("cms", "use crate::cms::signed_data;", false);
    check("cms", "use crate::verify::Report;", true);
    check(
        "cms",
        "use crate::{\n    der::{Reader, Tag},\n    sign::Plan,\n};",
        true,
    );
    check("cms", "fn f(_: crate::pdf::Span) {}", false);
    check("cms", "// see crate::verify\n/// [`crate::verify`]", false);
    check(
        "cms",
        "#[cfg(test)]\nmod tests { use crate::verify::Report; }",
        false,
    );
    check(
        "cms",
        "#[cfg(test)]\nmod tests;\nuse crate::verify::Report;",
        true,
    );
    check(
        "cms",
        "#[cfg(test)]\nmod a {\n    use crate::verify;\n}\nuse crate::sign::Plan;",
        true,
    );
    check("cms", "use crate::Report;", true);
    check("pdf", "use crate::x509::Certificate;", true);
    check("licence", "use crate::seal::Seal;", true);
    check("reason", "use crate::der::Reader;", true);
}
