//! The bounded run: some thousand mutations of the seeds of each target, the same ones every time.

use std::time::{Duration, Instant};
use yinxin_fuzz::{entry, mutation, oracle, seeds};

/// Cases of a target that reads whole files, and of another.
const CASES: [u64; 2] = [1_500, 6_000];
/// No case of some thousand octets may take longer, on a busy machine.
const LONGEST: Duration = Duration::from_secs(5);
/// Most memory that the whole run may take, KiB.
#[cfg(target_os = "linux")]
const MOST_MEMORY: u64 = 512 << 10;

#[test]
fn every_file_of_the_seeds_is_judged_as_foretold() {
    for file in seeds::files() {
        let (report, _) = oracle::judged(&file.octets).expect("a seed can be judged");
        let found = (report.indication, report.answer);
        assert_eq!(found, file.foretold, "{}: {report:#?}", file.name);
    }
}

#[test]
fn the_evidence_in_a_file_of_the_seeds_is_used() {
    for file in seeds::files() {
        let (report, _) = oracle::judged(&file.octets).expect("a seed can be judged");
        let level = file
            .name
            .split(' ')
            .next()
            .filter(|name| name.starts_with("B-"));
        if let Some(level) = level {
            assert_eq!(report.signatures[0].level, Some(level), "{}", file.name);
        }
        let encryption = report.encryption.and_then(|found| found.method);
        let is_encrypted = ["RC4", "AES", "AES-256"].contains(&file.name);
        assert_eq!(encryption.is_some(), is_encrypted, "{}", file.name);
    }
}

#[test]
fn every_target_believes_a_seed() {
    for (name, run) in entry::ALL {
        let believed = seeds::of(name).iter().filter(|seed| run(seed)).count();
        assert!(believed > 0, "{name} reaches nothing that may be believed");
    }
}

#[test]
fn no_mutation_of_a_seed_panics_or_is_a_forgery_or_takes_long() {
    for (name, run) in entry::ALL {
        let seeds = seeds::of(name);
        let (start, mut longest) = (Instant::now(), Duration::ZERO);
        let mut believed = 0;
        let is_of_files = ["reader", "verify", "changes"].contains(&name);
        let cases = CASES[usize::from(!is_of_files)];
        for number in 0..cases {
            let seed = &seeds[usize::try_from(number).unwrap() % seeds.len()];
            let octets = mutation::of(seed, number);
            let begin = Instant::now();
            let ended = std::panic::catch_unwind(|| run(&octets));
            longest = longest.max(begin.elapsed());
            assert!(ended.is_ok(), "{name}: mutation {number} panics");
            believed += u64::from(ended.unwrap_or(false));
            assert!(
                longest < LONGEST,
                "{name}: mutation {number} takes {longest:?}"
            );
        }
        println!(
            "{name}: {cases} cases in {:.1} s, the longest {longest:?}; {believed} believed",
            start.elapsed().as_secs_f64()
        );
    }
    #[cfg(target_os = "linux")]
    assert!(peak() < MOST_MEMORY, "{} KiB", peak());
}

/// Peak of this process's memory, KiB.
#[cfg(target_os = "linux")]
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak = peak.and_then(|peak| peak.trim().strip_suffix("kB"));
    peak.expect("Linux counts it").trim().parse().unwrap()
}
