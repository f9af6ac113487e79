//! End-to-end and interoperability tests, one binary: a module a behaviour.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "tests"
)]

mod attack_table;
mod chinese_gmssl;
mod chinese_keys;
mod chinese_pki;
mod chinese_seals;
mod chinese_suite;
mod corpus_signed_by_us;
mod corpus_verified;
mod daemon;
mod daemon_home;
mod demonstration;
mod dependencies;
mod embedded_seals;
mod encrypted;
mod etsi_report;
mod evidence;
mod examples;
mod exit_codes;
mod fixtures;
mod hostile;
mod hostile_messages;
mod hostile_packages;
mod https;
mod large_file;
mod layers;
mod levels;
mod peers_judge;
mod pki_files;
mod places;
mod repository;
mod revisions;
mod seal_life;
mod seal_pictures;
mod signed_by_others;
mod signed_by_us;
mod stamped_seals;
mod sunsets;

/// A module that nobody lists would never run.
#[test]
fn every_file_of_this_folder_is_listed() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let main = std::fs::read_to_string(folder.join("main.rs")).unwrap();
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if let Some(module) = name.strip_suffix(".rs").filter(|module| *module != "main") {
            assert!(
                main.contains(&format!("\nmod {module};\n")),
                "{name} is not listed"
            );
        }
    }
}
