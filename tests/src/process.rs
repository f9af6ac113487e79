//! Running a program with a limit of time.

use std::io::Read;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How long a peer may take for one file.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// What a program did.
#[derive(Debug)]
pub struct Ran {
    /// Exit code; `None` where a signal ended the program.
    pub code: Option<i32>,
    /// Standard output.
    pub stdout: Vec<u8>,
    /// Standard error, with what is no UTF-8 replaced.
    pub stderr: String,
    /// Wall-clock time.
    pub elapsed: Duration,
}

impl Ran {
    /// Returns standard output as text, with what is no UTF-8 replaced.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.stdout).into_owned()
    }

    /// Tells whether the program ended with exit code 0.
    pub fn succeeded(&self) -> bool {
        self.code == Some(0)
    }

    /// Returns this, once the program is known to have ended with exit code 0.
    ///
    /// # Panics
    ///
    /// If it ended otherwise; what it said is in the message.
    #[track_caller]
    pub fn expect_success(self, what: &str) -> Self {
        assert!(
            self.succeeded(),
            "{what} ended with {:?}\n{}\n{}",
            self.code,
            self.text(),
            self.stderr
        );
        self
    }
}

/// Runs `command` to its end.
///
/// # Panics
///
/// If it cannot be started or takes longer than `limit`; it is ended then.
#[track_caller]
pub fn run(command: &mut Command, limit: Duration) -> Ran {
    run_watched(command, limit, |_| ())
}

/// Runs `command` to its end and calls `watch` with its process identifier again and again.
///
/// # Panics
///
/// As [`run`].
#[track_caller]
pub fn run_watched(command: &mut Command, limit: Duration, mut watch: impl FnMut(u32)) -> Ran {
    let begin = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{command:?} cannot be started: {error}"));
    let out = reader(child.stdout.take());
    let err = reader(child.stderr.take());
    let status = loop {
        watch(child.id());
        if let Some(status) = child.try_wait().expect("the child can be waited for") {
            break status;
        }
        if begin.elapsed() > limit {
            child.kill().expect("the child can be ended");
            child.wait().expect("the child can be waited for");
            panic!("{command:?} took longer than {limit:?}");
        }
        std::thread::sleep(Duration::from_millis(3));
    };
    let elapsed = begin.elapsed();
    Ran {
        code: status.code(),
        stdout: out.join().expect("standard output was read"),
        stderr: String::from_utf8_lossy(&err.join().expect("standard error was read")).into_owned(),
        elapsed,
    }
}

/// Reads a pipe to its end beside the program, so that a full pipe never stops it.
fn reader(pipe: Option<impl Read + Send + 'static>) -> std::thread::JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            pipe.read_to_end(&mut bytes).expect("the pipe can be read");
        }
        bytes
    })
}

/// Returns an instant that `date` understands, such as `+300 days`, as RFC 3339 in UTC.
pub fn instant(when: &str) -> String {
    let mut command = Command::new("date");
    command.args(["-u", "-d", when, "+%Y-%m-%dT%H:%M:%SZ"]);
    let said = run(&mut command, PATIENCE).expect_success("date");
    said.text().trim().to_owned()
}
