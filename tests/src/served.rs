//! `yinxin-signer` on a demonstration's home, and what it is asked over its socket and over TCP.

use crate::binaries::{daemon, run_yinxin, yinxin};
use crate::fixture::{self, Kind};
use crate::process::{PATIENCE, Ran, run};
use serde_json::Value;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Home of the authority that issued the licences.
pub const ISSUING: &str = "yunze-990101";
/// Home of the authority that relies on them.
pub const RELYING: &str = "lanhai-990202";
/// A demonstration without a daemon.
#[derive(Debug)]
pub struct Place {
    folder: tempfile::TempDir,
    /// The home of the authority.
    pub home: PathBuf,
}

impl Place {
    /// Makes a demonstration and takes the home of one of its authorities.
    #[track_caller]
    pub fn new(authority: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new(yinxin());
        command.arg("demo").arg(folder.path().join("demo"));
        run(&mut command, PATIENCE).expect_success("yinxin demo");
        let home = folder.path().join("demo").join(authority);
        let place = Self { folder, home };
        std::fs::write(place.path("a.pdf"), fixture::base(Kind::ClassicTable)).unwrap();
        place
    }

    /// Returns a path beside the demonstration.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Returns a licence file of the demonstration.
    pub fn licence(&self, name: &str) -> PathBuf {
        self.path("demo/licences").join(name)
    }

    /// Runs `yinxin` with `{home}` and `{folder}` in arguments replaced.
    #[track_caller]
    pub fn yinxin(&self, arguments: &str) -> Ran {
        let text = |path: &Path| path.to_str().unwrap().to_owned();
        run_yinxin(arguments.split(' ').map(|argument| {
            argument
                .replace("{home}", &text(&self.home))
                .replace("{folder}", &text(self.folder.path()))
        }))
    }

    /// Tells whether the home's own roots, maker of seals and CRLs make the file valid.
    #[track_caller]
    pub fn verifies(&self, file: &Path) -> bool {
        let of_home = |name: &str| self.home.join("certificates").join(name);
        let mut command = Command::new(yinxin());
        command.arg("verify");
        for root in ["root", "sm2-root"] {
            command.arg("--trust").arg(of_home(&format!("{root}.pem")));
            command.arg("--crl").arg(of_home(&format!("{root}.crl")));
        }
        let maker = of_home("sm2-maker.pem");
        command.arg(format!("--trust=maker={}", maker.display()));
        run(command.arg(file), PATIENCE).succeeded()
    }

    /// Starts a daemon on the home and waits until it answers.
    #[track_caller]
    pub fn serve(self) -> Daemon {
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let tcp = free.local_addr().unwrap();
        drop(free);
        let config = format!(
            "home = {:?}\n[listen]\ntcp = \"{tcp}\"\n[keys]\npassword_file = {:?}\n",
            self.home,
            self.path("demo/password.txt")
        );
        std::fs::write(self.path("config.toml"), config).unwrap();
        let log = std::fs::File::create(self.path("log")).unwrap();
        let child = Command::new(daemon())
            .arg("--config")
            .arg(self.path("config.toml"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        let daemon = Daemon {
            socket: self.home.join("run/signer.sock"),
            place: self,
            child,
            tcp,
        };
        let started = Instant::now();
        while UnixStream::connect(&daemon.socket).is_err() || TcpStream::connect(tcp).is_err() {
            assert!(
                started.elapsed() < Duration::from_secs(30),
                "not ready: {}",
                daemon.log()
            );
            std::thread::sleep(Duration::from_millis(20));
        }
        assert_eq!(daemon.over_socket("GET", "/ready", "", b"").status, 200);
        daemon
    }
}

/// A demonstration whose home a daemon holds; the daemon ends with it.
#[derive(Debug)]
pub struct Daemon {
    /// The demonstration.
    pub place: Place,
    /// The process.
    pub child: Child,
    /// Its socket.
    pub socket: PathBuf,
    /// Its address.
    pub tcp: SocketAddr,
}

impl Drop for Daemon {
    fn drop(&mut self) {
        if self.child.try_wait().is_ok_and(|ended| ended.is_none()) {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

/// What was answered.
#[derive(Debug)]
pub struct Answered {
    /// Status.
    pub status: u16,
    /// Header section.
    pub head: String,
    /// Body.
    pub body: Vec<u8>,
}

impl Answered {
    /// Returns the body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// Checks that a problem was answered.
    #[track_caller]
    pub fn is_problem(&self, status: u16, code: &str) {
        assert_eq!(
            self.status,
            status,
            "{}",
            String::from_utf8_lossy(&self.body)
        );
        assert_eq!(self.json()["code"], code);
    }
}

impl Daemon {
    /// Returns what the daemon logged.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.place.path("log")).unwrap()
    }

    /// Asks over the socket.
    pub fn over_socket(&self, method: &str, target: &str, headers: &str, body: &[u8]) -> Answered {
        let mut stream = UnixStream::connect(&self.socket).unwrap();
        stream
            .write_all(head("x", method, target, headers, body.len()).as_bytes())
            .unwrap();
        let _ = stream.write_all(body);
        answered(stream)
    }

    /// Asks over TCP.
    pub fn over_tcp(&self, method: &str, target: &str, headers: &str, body: &[u8]) -> Answered {
        self.over_tcp_as(&self.tcp.to_string(), method, target, headers, body)
    }

    /// Asks over TCP with another Host header.
    pub fn over_tcp_as(
        &self,
        host: &str,
        method: &str,
        target: &str,
        headers: &str,
        body: &[u8],
    ) -> Answered {
        let mut stream = TcpStream::connect(self.tcp).unwrap();
        stream
            .write_all(head(host, method, target, headers, body.len()).as_bytes())
            .unwrap();
        let _ = stream.write_all(body);
        answered(stream)
    }

    /// Sends SIGTERM.
    pub fn terminate(&self) {
        let mut command = Command::new("kill");
        command.args(["-TERM", &self.child.id().to_string()]);
        run(&mut command, PATIENCE).expect_success("kill");
    }
}

/// Returns the header section of a request.
pub fn head(host: &str, method: &str, target: &str, headers: &str, length: usize) -> String {
    format!(
        "{method} {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}\
         Content-Length: {length}\r\n\r\n"
    )
}

/// Reads an answer to its end.
pub fn answered(mut stream: impl Read) -> Answered {
    let mut octets = Vec::new();
    let _ = stream.read_to_end(&mut octets);
    let end = octets
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .unwrap_or_else(|| panic!("no answer: {}", String::from_utf8_lossy(&octets)));
    let head = String::from_utf8_lossy(&octets[..end]).into_owned();
    Answered {
        status: head.split(' ').nth(1).unwrap().parse().unwrap(),
        head,
        body: octets[end + 4..].to_vec(),
    }
}

/// Header of a document that is the body itself.
pub const PDF: &str = "Content-Type: application/pdf\r\n";
/// Header of a document that is the file of a form.
pub const FORM: &str = "Content-Type: multipart/form-data; boundary=XX\r\n";

/// A form with one file, as a page sends it.
pub fn form(name: &str, file: &[u8]) -> Vec<u8> {
    let head = format!(
        "--XX\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"a b.pdf\"\r\n\
         Content-Type: application/pdf\r\n\r\n"
    );
    [head.as_bytes(), file, b"\r\n--XX--\r\n"].concat()
}
