//! docs/policy.md, which is not part of the package, says what a policy takes.

use super::*;

fn documentation() -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/policy.md");
    match std::fs::read_to_string(path) {
        Ok(text) => Some(text),
        Err(_) => {
            println!("skipped: no docs/policy.md");
            None
        }
    }
}

/// The blocks of TOML.
fn examples(text: &str) -> Vec<&str> {
    let blocks = text.split("```toml\n").skip(1);
    blocks
        .map(|block| block.split("```").next().unwrap())
        .collect()
}

#[test]
fn every_example_is_a_policy_once_the_required_keys_stand_before_it() {
    let Some(text) = documentation() else { return };
    let examples = examples(&text);
    assert!(examples.len() > 12, "{}", examples.len());
    for example in examples {
        let mut policy = String::new();
        for (key, value) in [
            ("name", "x"),
            ("signatures", "all"),
            ("annotations", "refuse"),
            ("visible-fields", "accept"),
        ] {
            let top = example.split("[[").next().unwrap();
            let stands = top
                .lines()
                .any(|line| line.starts_with(&format!("{key} =")));
            if !stands {
                policy.push_str(&format!("{key} = \"{value}\"\n"));
            }
        }
        policy.push_str(example);
        if let Err(why) = parse(&policy) {
            panic!("{why}:\n{policy}");
        }
    }
}

#[test]
fn every_key_every_name_and_the_built_in_policies_are_documented() {
    let Some(text) = documentation() else { return };
    for key in [
        "`name`",
        "`signatures`",
        "`annotations`",
        "`visible-fields`",
        "`revocation`",
        "`max-age-hours`",
        "`shortest-rsa-key`",
        "`[[algorithm]]`",
        "`[[anchor]]`",
    ] {
        let heading = format!("\n### {key}\n");
        let section = text.split(&heading).nth(1);
        let section = section.unwrap_or_else(|| panic!("no section {key}"));
        let section = section.split("\n#").next().unwrap();
        assert_eq!(examples(section).len(), 1, "{key} has an example");
    }
    let digests = DigestAlgorithm::ALL.iter().map(|digest| digest.name());
    for name in SignatureAlgorithm::FAMILIES.iter().copied().chain(digests) {
        assert!(text.contains(&format!("`{name}`")), "{name}");
    }
    for built_in in [
        include_str!("all.toml"),
        include_str!("any.toml"),
        include_str!("eu.toml"),
        include_str!("gm.toml"),
    ] {
        assert!(examples(&text).contains(&built_in), "{built_in}");
    }
}
