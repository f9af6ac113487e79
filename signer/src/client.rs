//! Asking the daemon that holds a home, over its Unix socket.
//!
//! The caller's files are read and written here and never by the daemon. What comes back is bounded,
//! and what is not understood is an error, never half an answer.

mod connection;
mod exchange;
mod form;
mod licence;
mod recognise;
mod seal;
mod sign;
mod trust;

use crate::home::Home;
use crate::service::{Bilingual, ServiceError};
use connection::{Answer, Question};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::path::{Path, PathBuf};

/// Most octets of an answer in JSON.
const JSON_LIMIT: u64 = 64 << 20;

/// A daemon, by its socket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Daemon {
    socket: PathBuf,
}

impl Daemon {
    /// Returns the daemon that holds a home; `None` where none does.
    ///
    /// # Errors
    ///
    /// [`ServiceError::HomeMissing`], [`ServiceError::HomeUnusable`].
    pub fn holding(home: &Path) -> Result<Option<Self>, ServiceError> {
        let socket = Home::daemon_socket(home).map_err(|error| ServiceError::home(home, error))?;
        Ok(socket.map(|socket| Self { socket }))
    }

    /// Returns the daemon of an address, `unix:PATH`.
    ///
    /// # Errors
    ///
    /// [`ServiceError::ServerNotSocket`] for every other address.
    pub fn at(url: &str) -> Result<Self, ServiceError> {
        match url.strip_prefix("unix:") {
            Some(path) if !path.is_empty() => Ok(Self {
                socket: path.into(),
            }),
            _ => Err(ServiceError::ServerNotSocket {
                url: url.to_owned(),
            }),
        }
    }

    /// Asks, and returns an answer of status 200, 201 or 204.
    fn ask(&self, question: &Question<'_>) -> Result<Answer, ServiceError> {
        let answer =
            connection::exchange(&self.socket, question).map_err(|error| self.broken(error))?;
        if matches!(answer.status, 200 | 201 | 204) {
            return Ok(answer);
        }
        let problem: Document = self.json(answer)?;
        Err(problem.refused())
    }

    fn json<T: DeserializeOwned>(&self, answer: Answer) -> Result<T, ServiceError> {
        let body = self.octets(answer, JSON_LIMIT)?;
        serde_json::from_slice(&body).map_err(|_| self.not_understood())
    }

    fn octets(&self, answer: Answer, most: u64) -> Result<Vec<u8>, ServiceError> {
        answer.octets(most).map_err(|error| self.broken(error))
    }

    fn broken(&self, error: std::io::Error) -> ServiceError {
        if error.kind() == std::io::ErrorKind::InvalidData {
            return self.not_understood();
        }
        ServiceError::DaemonUnreachable {
            socket: self.socket.clone(),
            source: error,
        }
    }

    fn not_understood(&self) -> ServiceError {
        ServiceError::DaemonNotUnderstood {
            socket: self.socket.clone(),
        }
    }
}

/// What is read of a problem document (RFC 9457).
#[derive(Deserialize)]
struct Document {
    code: String,
    title: String,
    title_zh: String,
    hint: Option<String>,
    hint_zh: Option<String>,
}

impl Document {
    fn refused(self) -> ServiceError {
        ServiceError::DaemonRefused {
            code: self.code,
            text: Bilingual {
                zh: self.title_zh,
                en: self.title,
            },
            hint: self
                .hint_zh
                .zip(self.hint)
                .map(|(zh, en)| Bilingual { zh, en }),
        }
    }
}

/// Builds path and query; values are percent-encoded (RFC 3986, 2.1).
struct Target(String);

impl Target {
    fn new(path: &str) -> Self {
        Self(path.to_owned())
    }

    fn segment(mut self, segment: &str) -> Self {
        self.0.push('/');
        encode(&mut self.0, segment);
        self
    }

    fn with(mut self, name: &str, value: &str) -> Self {
        self.0.push(if self.0.contains('?') { '&' } else { '?' });
        self.0.push_str(name);
        self.0.push('=');
        encode(&mut self.0, value);
        self
    }

    fn with_some(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }
}

fn encode(to: &mut String, text: &str) {
    for octet in text.bytes() {
        if octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'.' | b'_' | b'~') {
            to.push(char::from(octet));
        } else {
            to.push_str(&format!("%{octet:02X}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_socket_is_asked_to_sign() {
        assert!(Daemon::at("unix:/run/yinxin/signer.sock").is_ok());
        for url in [
            "http://127.0.0.1:8180",
            "https://localhost",
            "unix:",
            "/run/s.sock",
            "",
        ] {
            let refused = Daemon::at(url);
            assert!(
                matches!(refused, Err(ServiceError::ServerNotSocket { .. })),
                "{url}: {refused:?}"
            );
        }
    }

    #[test]
    fn values_cannot_end_the_request_line_or_add_a_parameter() {
        let target = Target::new("/v1/sign")
            .with("seal", "a&b=c d\r\n")
            .with("field", "签名");
        assert_eq!(
            target.0,
            "/v1/sign?seal=a%26b%3Dc%20d%0D%0A&field=%E7%AD%BE%E5%90%8D"
        );
        assert_eq!(Target::new("/v1/x").segment("../y").0, "/v1/x/..%2Fy");
    }
}
