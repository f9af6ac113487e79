//! Against a real server, started here from Debian's package in a folder of its own; skipped where there is none.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

use super::*;
use crate::store::conformance;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Instant;

/// Where Debian puts the programs of the server.
const PROGRAMS: &str = "/usr/lib/postgresql/15/bin";

const LONGEST_START: Duration = Duration::from_secs(60);

struct Server {
    folder: tempfile::TempDir,
    process: std::process::Child,
}

/// The server refuses to run as root.
fn program(name: &str) -> Command {
    let path = PathBuf::from(PROGRAMS).join(name);
    if !rustix::process::geteuid().is_root() {
        return Command::new(path);
    }
    let mut command = Command::new("setpriv");
    command
        .args(["--reuid=nobody", "--regid=nogroup", "--clear-groups"])
        .arg(path);
    command.env("HOME", "/");
    command
}

fn give(folder: &Path) {
    if rustix::process::geteuid().is_root() {
        let given = Command::new("chown")
            .arg("nobody:nogroup")
            .arg(folder)
            .status();
        assert!(given.unwrap().success());
    }
}

/// Sends a signal to a process that was started here.
fn kill(signal: &str, process: u32) {
    let _ = Command::new("kill")
        .args([signal, &process.to_string()])
        .stderr(Stdio::null())
        .status();
}

/// The processes that a process has started.
fn children(parent: u32) -> Vec<u32> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir("/proc").unwrap().flatten() {
        let number = entry
            .file_name()
            .to_str()
            .and_then(|name| name.parse::<u32>().ok());
        let stat = std::fs::read_to_string(entry.path().join("stat")).unwrap_or_default();
        // Number, name in parentheses, state, number of the parent (proc(5)).
        let of_parent = stat
            .rsplit(')')
            .next()
            .and_then(|rest| rest.split_whitespace().nth(1));
        if of_parent == Some(parent.to_string().as_str()) {
            found.extend(number);
        }
    }
    found
}

impl Server {
    fn start(options: &[&str]) -> Option<Self> {
        if !Path::new(PROGRAMS).join("postgres").exists() {
            println!("skipped: no PostgreSQL 15 in {PROGRAMS}");
            return None;
        }
        let folder = tempfile::Builder::new()
            .prefix("yinxin-pg")
            .tempdir_in("/tmp")
            .unwrap();
        give(folder.path());
        let data = folder.path().join("data");
        let made = program("initdb")
            .args([
                "--no-sync",
                "--auth=trust",
                "--username=yinxin",
                "--encoding=UTF8",
                "--pgdata",
            ])
            .arg(&data)
            .stdout(Stdio::null())
            .status();
        assert!(made.unwrap().success(), "initdb");
        let process = Self::run(folder.path(), options);
        let server = Self { folder, process };
        server.wait();
        Some(server)
    }

    fn run(folder: &Path, options: &[&str]) -> std::process::Child {
        let mut command = program("postgres");
        command
            .arg("-D")
            .arg(folder.join("data"))
            .arg("-k")
            .arg(folder);
        command.args(["-c", "listen_addresses=", "-c", "log_min_messages=fatal"]);
        options.iter().for_each(|option| {
            command.args(["-c", option]);
        });
        command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }

    fn config(&self, database: &str) -> Config {
        let mut config = Config::new();
        config
            .host_path(self.folder.path())
            .user("yinxin")
            .dbname(database);
        config
    }

    fn wait(&self) {
        let begin = Instant::now();
        while self.config("postgres").connect(postgres::NoTls).is_err() {
            assert!(
                begin.elapsed() < LONGEST_START,
                "the server does not answer"
            );
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn database(&self) -> String {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let name = format!("of{}", NEXT.fetch_add(1, Ordering::Relaxed));
        let mut client = self.config("postgres").connect(postgres::NoTls).unwrap();
        client
            .batch_execute(&format!("CREATE DATABASE {name}"))
            .unwrap();
        name
    }

    fn store(&self) -> PostgresStore {
        PostgresStore::open(self.config(&self.database())).unwrap()
    }

    /// Ends the server at once, with all its processes, as a power cut would end it.
    fn kill(&mut self) {
        let server = self.number();
        let all = children(server);
        // First that which would start the others again.
        kill("-KILL", server);
        all.into_iter().for_each(|process| kill("-KILL", process));
        let _ = self.process.wait();
    }

    fn number(&self) -> u32 {
        let file = self.folder.path().join("data/postmaster.pid");
        let text = std::fs::read_to_string(file).unwrap_or_default();
        let first = text.lines().next().unwrap_or_default();
        first.parse().unwrap_or(0)
    }

    fn start_again(&mut self) {
        let begin = Instant::now();
        let _ = std::fs::remove_file(self.folder.path().join("data/postmaster.pid"));
        self.process = Self::run(self.folder.path(), &[]);
        while self.config("postgres").connect(postgres::NoTls).is_err() {
            assert!(
                begin.elapsed() < LONGEST_START,
                "the server does not answer"
            );
            // What is left of the old one may still be in its memory.
            if self.process.try_wait().unwrap().is_some() {
                self.process = Self::run(self.folder.path(), &[]);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        match self.number() {
            0 => drop(self.process.kill()),
            server => kill("-INT", server),
        }
        let _ = self.process.wait();
    }
}

const RECORDS: Collection = Collection::new("records");

#[test]
fn it_keeps_what_every_store_promises() {
    if let Some(server) = Server::start(&[]) {
        conformance::run(|| server.store());
        let database = server.database();
        let open = || PostgresStore::open(server.config(&database));
        let first = open().unwrap();
        let batch = Batch::new().put(RECORDS, b"key", b"value".to_vec());
        first.apply(batch).unwrap();
        // The tables are made once.
        assert_eq!(
            open().unwrap().get(RECORDS, b"key").unwrap().unwrap(),
            b"value"
        );
        let later = "INSERT INTO yinxin_step (number) VALUES (1000)";
        let mut client = server.config(&database).connect(postgres::NoTls).unwrap();
        client.batch_execute(later).unwrap();
        assert!(matches!(open(), Err(StoreError::WrongType)));
    }
}

#[test]
fn a_server_that_may_lose_a_commit_is_refused() {
    if let Some(server) = Server::start(&["fsync=off"]) {
        let refused = PostgresStore::open(server.config("postgres"))
            .unwrap_err()
            .to_string();
        assert!(refused.contains("fsync = off"), "{refused}");
    }
}

/// Says to stop when it goes.
struct AtLast<'s>(&'s AtomicBool);

impl Drop for AtLast<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

#[test]
fn a_batch_is_made_once_though_the_server_dies_while_it_is_made() {
    let Some(mut server) = Server::start(&[]) else {
        return;
    };
    let store = PostgresStore::open(server.config("postgres")).unwrap();
    let (mut acknowledged, mut unknown) = (Vec::new(), 0);
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let (mut acknowledged, mut unknown) = (Vec::new(), 0_u32);
            for number in 0_u32.. {
                if stop.load(Ordering::SeqCst) {
                    break;
                }
                let key = number.to_be_bytes();
                // A second time it would be a conflict.
                let batch =
                    Batch::new()
                        .expect(RECORDS, &key, None)
                        .put(RECORDS, &key, key.to_vec());
                match store.apply(batch) {
                    Ok(()) => acknowledged.push(key),
                    Err(StoreError::Io(_)) => unknown += 1,
                    Err(other) => panic!("{number}: {other}"),
                }
            }
            (acknowledged, unknown)
        });
        // Also where something here panics.
        let _at_last = AtLast(&stop);
        for _ in 0..3 {
            std::thread::sleep(Duration::from_millis(400));
            server.kill();
            server.start_again();
        }
        std::thread::sleep(Duration::from_millis(400));
        stop.store(true, Ordering::SeqCst);
        (acknowledged, unknown) = writer.join().unwrap();
    });
    println!("{} acknowledged, {unknown} unknown", acknowledged.len());
    assert!(acknowledged.len() > 20);
    for key in acknowledged {
        assert_eq!(
            store.get(RECORDS, &key).unwrap().as_deref(),
            Some(key.as_slice())
        );
    }
}
