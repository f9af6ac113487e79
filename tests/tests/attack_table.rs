//! Every test that the table of attacks names exists.

use yinxin_tests::workspace;

#[test]
fn every_row_of_the_attack_table_names_tests_that_exist() {
    let core = workspace::root().join("core/src");
    let mut sources = String::new();
    let mut folders = vec![core.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                sources.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }
    let table = std::fs::read_to_string(core.join("verify/attacks.md")).unwrap();
    let rows = table
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split_once(" | "))
        .filter(|(attack, _)| *attack != "attack");
    let mut count = 0;
    for (attack, shown) in rows {
        let names: Vec<&str> = shown.split('`').skip(1).step_by(2).collect();
        assert!(!names.is_empty(), "{attack}: no test");
        for name in names {
            assert!(
                sources.contains(&format!("    fn {name}()"))
                    || sources.contains(&format!("\nfn {name}()")),
                "{attack}: {name} does not exist"
            );
            count += 1;
        }
    }
    assert!(count > 50, "{count}");
}
