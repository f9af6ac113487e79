//! What an embedding that only verifies has to compile.

use std::collections::BTreeSet;
use std::process::Command;
use yinxin_tests::process::{PATIENCE, run};
use yinxin_tests::workspace;

const BUDGET: usize = 60;

#[test]
fn a_verifier_stays_under_60_crates() {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut tree = Command::new(cargo);
    tree.current_dir(workspace::root())
        .args(["tree", "--locked", "--package", "yinxin-core"]);
    tree.args([
        "--edges",
        "normal",
        "--no-default-features",
        "--prefix",
        "none",
    ]);
    let said = run(&mut tree, PATIENCE).expect_success("cargo tree").text();
    let crates: BTreeSet<&str> = said
        .lines()
        .map(|line| line.trim_end_matches(" (*)").trim())
        .filter(|line| !line.is_empty())
        .collect();
    println!("{} crates", crates.len());
    assert!(crates.len() > 1, "the tree was read");
    assert!(crates.len() < BUDGET, "{} crates:\n{said}", crates.len());
    for unwanted in [
        "tokio ",
        "hyper ",
        "sled ",
        "skrifa ",
        "pdf-writer ",
        "rcgen ",
    ] {
        assert!(
            !crates.iter().any(|name| name.starts_with(unwanted)),
            "{unwanted}in a verifier"
        );
    }
}
