//! The daemon's configuration: one TOML file. Unknown keys are errors; nothing comes from the
//! environment.
//!
//! ```toml
//! home = "/var/lib/yinxin"
//! role = "signer"                     # or "verifier", which holds no key
//!
//! [listen]
//! socket = "/run/yinxin/signer.sock"  # default: run/signer.sock in the home
//! socket_mode = "0600"                # or "0660"
//! socket_users = [1000]               # user ids besides the daemon's own
//! tcp = "127.0.0.1:8180"              # loopback only; reading, verifying and deciding only
//! hosts = ["yinxin.example.invalid"]  # Host headers besides the address itself
//! origins = []                        # web origins whose pages may call
//!
//! [keys]
//! password_file = "/etc/yinxin/key-password"
//!
//! [timestamp]                         # without it, nothing above B-B is signed
//! url = "http://tsa.example.invalid"  # where the daemon asks for timestamps
//! allowed_hosts = []                  # hosts in a private network that certificates may lead to
//! tls_roots = []                      # certificate files that may vouch for https servers beside the system's roots
//!
//! [limits]
//! connections = 256
//! ```

use crate::service::augment::Sources;
use serde::Deserialize;
use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

/// The whole configuration.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The home.
    pub home: PathBuf,
    /// What this process is for.
    #[serde(default)]
    pub role: Role,
    /// Where it listens.
    #[serde(default)]
    pub listen: Listen,
    /// How its keys are opened.
    #[serde(default)]
    pub keys: Keys,
    /// Where timestamps come from; without it, nothing above B-B is signed.
    pub timestamp: Option<Timestamp>,
    /// What it puts up with.
    #[serde(default)]
    pub limits: Limits,
}

/// Where timestamps and validation data come from.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timestamp {
    /// Address of the authority: `http://…` or `https://…`.
    pub url: String,
    /// Hosts that certificates name and that may be asked although they are in a private network.
    #[serde(default)]
    pub allowed_hosts: Vec<String>,
    /// Certificates, DER or PEM, that may vouch for `https` servers beside the system's roots.
    #[serde(default)]
    pub tls_roots: Vec<PathBuf>,
}

impl Timestamp {
    /// Returns it as services take it.
    #[must_use]
    pub fn sources(&self) -> Sources {
        Sources {
            tsa: Some(self.url.clone()),
            allowed_hosts: self.allowed_hosts.clone(),
            tls_roots: self.tls_roots.clone(),
            ..Sources::default()
        }
    }
}

/// What a process is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Role {
    /// Signs and verifies.
    #[default]
    Signer,
    /// Verifies only, and holds no key.
    Verifier,
}

/// Where the daemon listens.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Listen {
    /// Path of the Unix socket; by default in the home.
    pub socket: Option<PathBuf>,
    /// Mode of the socket.
    #[serde(deserialize_with = "socket_mode")]
    pub socket_mode: u32,
    /// User ids that may use the socket besides the daemon's own.
    pub socket_users: Vec<u32>,
    /// Loopback address for TCP; by default none.
    #[serde(deserialize_with = "loopback")]
    pub tcp: Option<SocketAddr>,
    /// Host headers that are answered on TCP, besides the address and `localhost` with its port.
    pub hosts: Vec<String>,
    /// Origins whose pages may call.
    pub origins: Vec<String>,
}

impl Default for Listen {
    fn default() -> Self {
        Self {
            socket: None,
            socket_mode: 0o600,
            socket_users: Vec::new(),
            tcp: None,
            hosts: Vec::new(),
            origins: Vec::new(),
        }
    }
}

/// How the keys are opened.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Keys {
    /// File with the password of the home's keys.
    pub password_file: Option<PathBuf>,
}

/// What the daemon puts up with.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Connections at one time; more wait to be accepted.
    pub connections: usize,
    /// Requests that are worked on at one time; by default the number of processors.
    pub workers: Option<usize>,
    /// Requests that wait for a worker; more are refused with 503.
    pub waiting: usize,
    /// Documents that are received or held at one time; more are refused with 503. Each takes up
    /// to 8 MiB of memory, and its length on disk beyond that.
    pub uploads: usize,
    /// Octets of a request's header section.
    pub header_octets: usize,
    /// Octets of a request's body.
    pub body_octets: u64,
    /// From accepting a connection to its first octet.
    #[serde(rename = "first_octet_seconds", deserialize_with = "seconds")]
    pub first_octet: Duration,
    /// For one header section; also for how long a connection may be idle between requests.
    #[serde(rename = "header_seconds", deserialize_with = "seconds")]
    pub header: Duration,
    /// Between two pieces of a body.
    #[serde(rename = "body_idle_seconds", deserialize_with = "seconds")]
    pub body_idle: Duration,
    /// For a whole body.
    #[serde(rename = "body_seconds", deserialize_with = "seconds")]
    pub body: Duration,
    /// Least octets a second of a body, once it has taken longer than `body_idle`.
    pub body_octets_per_second: u64,
    /// For a client to take more of a response.
    #[serde(rename = "write_seconds", deserialize_with = "seconds")]
    pub write: Duration,
    /// From the signal to the end.
    #[serde(rename = "drain_seconds", deserialize_with = "seconds")]
    pub drain: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 256,
            workers: None,
            waiting: 256,
            uploads: 64,
            header_octets: 16 * 1024,
            body_octets: 256 * 1024 * 1024,
            first_octet: Duration::from_secs(5),
            header: Duration::from_secs(15),
            body_idle: Duration::from_secs(10),
            body: Duration::from_secs(600),
            body_octets_per_second: 4096,
            write: Duration::from_secs(30),
            drain: Duration::from_secs(30),
        }
    }
}

impl Config {
    /// Reads a configuration.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] with the line.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        let config: Self = toml::from_str(text).map_err(|error| ConfigError {
            line: error.span().map(|span| line_of(text, span.start)),
            message: error.message().to_owned(),
        })?;
        let is_address = |url: &str| url.starts_with("http://") || url.starts_with("https://");
        if config
            .timestamp
            .as_ref()
            .is_some_and(|asked| !is_address(&asked.url))
        {
            return Err(ConfigError {
                line: None,
                message: "timestamp.url must be an http or https address".to_owned(),
            });
        }
        let limits = &config.limits;
        if limits.connections == 0
            || limits.uploads == 0
            || limits.workers == Some(0)
            || limits.header_octets < 1024
        {
            let message = "limits.connections, limits.uploads and limits.workers must be at least 1, \
                           limits.header_octets at least 1024";
            return Err(ConfigError {
                line: None,
                message: message.to_owned(),
            });
        }
        Ok(config)
    }

    /// Returns the configuration that `--home DIR` stands for.
    #[must_use]
    pub fn of_home(home: PathBuf) -> Self {
        Self {
            home,
            role: Role::default(),
            listen: Listen::default(),
            keys: Keys::default(),
            timestamp: None,
            limits: Limits::default(),
        }
    }
}

/// Why a configuration was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    /// Line, from 1, where it is known.
    pub line: Option<usize>,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "line {line}: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for ConfigError {}

fn line_of(text: &str, offset: usize) -> usize {
    text.bytes()
        .take(offset)
        .filter(|octet| *octet == b'\n')
        .count()
        + 1
}

fn seconds<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    let seconds = u64::deserialize(deserializer)?;
    if (1..=86_400).contains(&seconds) {
        Ok(Duration::from_secs(seconds))
    } else {
        Err(serde::de::Error::custom("must be 1 to 86400 seconds"))
    }
}

fn socket_mode<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    match String::deserialize(deserializer)?.as_str() {
        "0600" => Ok(0o600),
        "0660" => Ok(0o660),
        _ => Err(serde::de::Error::custom("must be \"0600\" or \"0660\"")),
    }
}

fn loopback<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<SocketAddr>, D::Error> {
    let address = SocketAddr::deserialize(deserializer)?;
    if address.ip().is_loopback() {
        Ok(Some(address))
    } else {
        Err(serde::de::Error::custom(
            "must be a loopback address; put a TLS proxy in front for others",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_documentation_is_read() {
        let source = include_str!("config.rs");
        let example: String = source
            .lines()
            .skip_while(|line| *line != "//! ```toml")
            .skip(1)
            .take_while(|line| *line != "//! ```")
            .map(|line| format!("{}\n", line.trim_start_matches("//!")))
            .collect();
        let config = Config::parse(&example).unwrap();
        assert_eq!(config.listen.tcp.unwrap().port(), 8180);
        assert_eq!(config.limits, Limits::default());
    }

    #[test]
    fn the_packaged_example_is_read() {
        let config = Config::parse(include_str!("../packaging/signer.toml")).unwrap();
        assert_eq!(config.limits, Limits::default());
    }

    #[test]
    fn an_error_names_its_line() {
        fn check(text: &str, line: usize, part: &str) {
            let error = Config::parse(text).unwrap_err();
            assert_eq!(error.line, Some(line), "{error}");
            assert!(error.message.contains(part), "{error}");
        }
        check("home = \"h\"\nrole = \"root\"", 2, "unknown variant");
        check("home = \"h\"\n\n[listen]\ntpc = \"x\"", 4, "unknown field");
        check("home = \"h\"\n[listen]\ntcp = \"0.0.0.0:1\"", 3, "loopback");
        check("home = \"h\"\n[listen]\nsocket_mode = \"0666\"", 3, "0600");
        check("home = \"h\"\n[limits]\nheader_seconds = 0", 3, "seconds");
        check("home = \n", 1, "");
        check("home = \"h\"\n[timestamp]\nuri = \"x\"", 3, "unknown field");
        assert!(Config::parse("home = \"h\"\n[timestamp]\nurl = \"ftp://x\"").is_err());
        assert!(Config::parse("").is_err(), "a home is needed");
        assert!(Config::parse("home = \"h\"\n[limits]\nconnections = 0").is_err());
    }
}
