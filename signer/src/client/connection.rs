//! One HTTP/1.1 exchange over a Unix socket (RFC 9112): a request with Content-Length, an answer with
//! Content-Length or without a body (204). The daemon sends no other; anything else is refused.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::{Duration, Instant};

/// How long a daemon that is just starting is waited for.
const STARTING: Duration = Duration::from_secs(5);
/// Between two attempts to connect.
const PAUSE: Duration = Duration::from_millis(50);
/// For the daemon to begin an answer: work may wait in its queue.
const PATIENCE: Duration = Duration::from_secs(600);
/// For the daemon to take more of a request.
const WRITE: Duration = Duration::from_secs(60);
/// Most octets of an answer's header section.
const HEAD: u64 = 64 * 1024;

/// What is asked.
pub(super) struct Question<'q> {
    pub(super) method: &'static str,
    pub(super) target: &'q str,
    /// Media type and content of the body.
    pub(super) body: Option<(&'q str, &'q [u8])>,
}

impl<'q> Question<'q> {
    pub(super) fn get(target: &'q str) -> Self {
        Self::without_body("GET", target)
    }

    pub(super) fn without_body(method: &'static str, target: &'q str) -> Self {
        Self {
            method,
            target,
            body: None,
        }
    }

    pub(super) fn post(target: &'q str, media: &'q str, body: &'q [u8]) -> Self {
        Self {
            method: "POST",
            target,
            body: Some((media, body)),
        }
    }
}

/// The answer, its body unread.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    headers: Vec<(String, String)>,
    length: u64,
    body: BufReader<UnixStream>,
}

impl Answer {
    /// Returns the value of a header, named in lower case.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(found, _)| found == name)?;
        Some(&found.1)
    }

    /// Reads the body of at most `most` octets, whole.
    pub(super) fn octets(mut self, most: u64) -> io::Result<Vec<u8>> {
        if self.length > most {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let mut octets = Vec::new();
        (&mut self.body)
            .take(self.length)
            .read_to_end(&mut octets)?;
        if u64::try_from(octets.len()).is_ok_and(|length| length == self.length) {
            Ok(octets)
        } else {
            Err(io::ErrorKind::UnexpectedEof.into())
        }
    }
}

/// Asks and reads the answer's header section.
pub(super) fn exchange(socket: &Path, question: &Question<'_>) -> io::Result<Answer> {
    let mut stream = connect(socket)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(WRITE))?;
    let written = write(&mut stream, question);
    let answered = read_head(stream);
    // A daemon that refuses early closes before it has taken everything; its answer says why.
    match (written, answered) {
        (_, Ok(answer)) => Ok(answer),
        (Err(error), Err(_)) | (Ok(()), Err(error)) => Err(error),
    }
}

fn connect(socket: &Path) -> io::Result<UnixStream> {
    let deadline = Instant::now() + STARTING;
    loop {
        match UnixStream::connect(socket) {
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused
                ) && Instant::now() < deadline =>
            {
                std::thread::sleep(PAUSE);
            }
            connected => return connected,
        }
    }
}

fn write(stream: &mut UnixStream, question: &Question<'_>) -> io::Result<()> {
    let Question { method, target, .. } = question;
    let mut head = format!("{method} {target} HTTP/1.1\r\nHost: yinxin\r\nConnection: close\r\n");
    if let Some((media, body)) = question.body {
        head.push_str(&format!(
            "Content-Type: {media}\r\nContent-Length: {}\r\n",
            body.len()
        ));
    }
    head.push_str("\r\n");
    stream.write_all(head.as_bytes())?;
    match question.body {
        Some((_, body)) => stream.write_all(body),
        None => Ok(()),
    }
}

fn read_head(stream: UnixStream) -> io::Result<Answer> {
    let mut body = BufReader::new(stream);
    let mut head = (&mut body).take(HEAD);
    let mut line = || -> io::Result<String> {
        let mut line = String::new();
        head.read_line(&mut line)?;
        line.strip_suffix("\r\n")
            .map(str::to_owned)
            .ok_or_else(invalid)
    };
    let first = line()?;
    let status = first
        .strip_prefix("HTTP/1.1 ")
        .and_then(|rest| rest.get(..3)?.parse().ok())
        .ok_or_else(invalid)?;
    let mut headers = Vec::new();
    loop {
        let line = line()?;
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(':').ok_or_else(invalid)?;
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let mut lengths = headers
        .iter()
        .filter(|(name, _)| name == "content-length")
        .map(|(_, value)| value.parse::<u64>());
    let length = match (lengths.next(), lengths.next(), status) {
        (Some(Ok(length)), None, _) => length,
        (None, None, 204) => 0,
        _ => return Err(invalid()),
    };
    Ok(Answer {
        status,
        headers,
        length,
        body,
    })
}

fn invalid() -> io::Error {
    io::ErrorKind::InvalidData.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(text: &[u8]) -> io::Result<Vec<u8>> {
        let (own, mut other) = UnixStream::pair()?;
        other.write_all(text)?;
        drop(other);
        read_head(own)?.octets(10)
    }

    #[test]
    fn an_answer_is_read_whole_or_not_at_all() {
        let ok = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc";
        assert_eq!(answered(ok).unwrap(), b"abc");
        for (text, kind) in [
            (
                b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabc".as_slice(),
                io::ErrorKind::UnexpectedEof,
            ),
            (
                b"HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n",
                io::ErrorKind::FileTooLarge,
            ),
            (
                b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
                io::ErrorKind::InvalidData,
            ),
            (
                b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 3\r\n\r\nabc",
                io::ErrorKind::InvalidData,
            ),
            (b"SSH-2.0-x\r\n", io::ErrorKind::InvalidData),
            (b"HTTP/1.1 200 OK\r\nContent-", io::ErrorKind::InvalidData),
            (b"", io::ErrorKind::InvalidData),
        ] {
            assert_eq!(answered(text).unwrap_err().kind(), kind);
        }
        let empty = b"HTTP/1.1 204 No Content\r\n\r\n";
        assert_eq!(answered(empty).unwrap(), b"");
        let endless = [b"HTTP/1.1 200 OK\r\nX: ".as_slice(), &[b'x'; 70_000]].concat();
        let (own, mut other) = UnixStream::pair().unwrap();
        let sender = std::thread::spawn(move || drop(other.write_all(&endless)));
        assert_eq!(
            read_head(own).unwrap_err().kind(),
            io::ErrorKind::InvalidData
        );
        sender.join().unwrap();
    }
}
