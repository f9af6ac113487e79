//! The repository speaks of the project alone, and its rooms fit their names.

use std::path::PathBuf;
use std::process::Command;
use yinxin_tests::process::{PATIENCE, run};
use yinxin_tests::{skip, workspace};

/// Every file that git knows, with its path inside the repository.
fn files() -> Option<Vec<(String, PathBuf)>> {
    let root = workspace::root();
    if !root.join(".git").exists() {
        skip::skipped("not a git work tree");
        return None;
    }
    let mut list = Command::new("git");
    list.current_dir(root)
        .args(["ls-files", "--cached", "--others", "--exclude-standard"]);
    let said = run(&mut list, PATIENCE)
        .expect_success("git ls-files")
        .text();
    let files = said
        .lines()
        .map(|name| (name.to_owned(), root.join(name)))
        .filter(|(_, path)| path.is_file())
        .collect();
    Some(files)
}

/// Returns the places of `text` where a path of somebody's machine or a registry's host stands.
fn foreign_words(text: &str) -> Vec<&str> {
    let folders = ["work", "root", "farm", "home", "Users"];
    let hosts = ["crates", "pypi", "pythonhosted", "npmjs", "debian"];
    text.lines()
        .filter(|line| {
            let path = folders.iter().any(|folder| {
                line.match_indices(&format!("/{folder}/"))
                    .any(|(place, _)| {
                        !line[..place]
                            .ends_with(|c: char| c.is_ascii_alphanumeric() || ".}_-*<>".contains(c))
                    })
            });
            let host = line.match_indices("//").any(|(place, _)| {
                let name: String = line[place + 2..]
                    .chars()
                    .take_while(|c| c.is_ascii_alphanumeric() || ".-".contains(*c))
                    .collect();
                hosts.iter().any(|host| {
                    name.split('.')
                        .rev()
                        .nth(1)
                        .is_some_and(|part| part == *host)
                })
            });
            path || host
        })
        .collect()
}

#[test]
fn no_file_names_a_path_of_a_machine_or_a_registry() {
    let Some(files) = files() else { return };
    assert!(files.len() > 10);
    let mut wrong = Vec::new();
    for (name, path) in files {
        // Cargo writes where each package comes from.
        if name == "Cargo.lock" {
            continue;
        }
        let Ok(text) = std::fs::read_to_string(&path) else {
            continue;
        };
        wrong.extend(
            foreign_words(&text)
                .into_iter()
                .map(|line| format!("{name}: {line}")),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn foreign_words_are_noticed() {
    for (text, expected) in [
        (concat!("see /wo", "rk/notes"), 1),
        (concat!("\"/ho", "me/clerk/a.pdf\""), 1),
        (concat!("https://static.cra", "tes.io/x"), 1),
        ("see framework/notes and a/work/b", 0),
        ("https://example.invalid/debian/home", 0),
        ("DIR/root.pem", 0),
    ] {
        assert_eq!(foreign_words(text).len(), expected, "{text}");
    }
}

#[test]
fn no_file_is_large_but_fonts() {
    let Some(files) = files() else { return };
    for (name, path) in files {
        let octets = std::fs::metadata(path).unwrap().len();
        assert!(
            octets <= 1 << 20 || name.contains("fonts/"),
            "{name}: {octets} octets"
        );
    }
}

#[test]
fn no_source_file_is_over_800_lines_or_named_after_nothing() {
    let Some(files) = files() else { return };
    for (name, path) in files.into_iter().filter(|(name, _)| name.ends_with(".rs")) {
        let lines = std::fs::read_to_string(path).unwrap().lines().count();
        assert!(lines <= 800, "{name}: {lines} lines");
        let stem = name.rsplit('/').next().unwrap().trim_end_matches(".rs");
        for nothing in [
            "mod", "util", "utils", "common", "helpers", "types", "prelude",
        ] {
            assert_ne!(stem, nothing, "{name}");
        }
    }
}

#[test]
fn the_map_names_every_room_and_leads_nowhere_else() {
    let Some(files) = files() else { return };
    let map = std::fs::read_to_string(workspace::root().join("ARCHITECTURE.md")).unwrap();
    let words: std::collections::BTreeSet<&str> = map
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .collect();
    for package in ["core/src/", "signer/src/"] {
        let rooms = files
            .iter()
            .filter_map(|(name, _)| name.strip_prefix(package)?.strip_suffix(".rs"))
            .filter(|room| !room.contains('/') && !["lib", "main"].contains(room));
        for room in rooms {
            assert!(
                words.contains(room),
                "ARCHITECTURE.md has no {package}{room}"
            );
        }
    }
    let written = map.split('`').skip(1).step_by(2);
    for path in written.filter(|word| word.contains("/src/")) {
        assert!(workspace::root().join(path).exists(), "there is no {path}");
    }
}

/// The demonstration's licences are called so in both places.
#[test]
fn the_chinese_readme_says_of_the_demonstration_what_it_says_itself() {
    let read = |name: &str| std::fs::read_to_string(workspace::root().join(name)).unwrap();
    let (readme, people) = (
        read("README.zh-CN.md"),
        read("signer/src/service/demo/people.rs"),
    );
    let words: Vec<&str> = people
        .split("（已")
        .skip(1)
        .filter_map(|after| after.split('）').next())
        .collect();
    assert!(words.len() >= 2, "{words:?}");
    for word in words {
        assert!(readme.contains(&format!("已{word}")), "已{word}");
    }
}

#[test]
fn no_test_is_ignored_and_nothing_is_left_to_do() {
    let Some(files) = files() else { return };
    let marks = [
        concat!("#[ign", "ore"),
        concat!("to", "do!("),
        concat!("unimple", "mented!("),
    ];
    for (name, path) in files.into_iter().filter(|(name, _)| name.ends_with(".rs")) {
        let text = std::fs::read_to_string(path).unwrap();
        for mark in marks {
            assert!(!text.contains(mark), "{name} holds {mark}");
        }
    }
}
