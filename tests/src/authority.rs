//! Authorities on loopback: a timestamp authority, a responder and files of revocation lists and
//! certificates, all of them OpenSSL's behind a small server that ends with the test.

mod tls;

use crate::openssl_ca::{OpensslCa, P256};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

/// Most requests that are answered: a client that goes round in circles is stopped.
const MOST_REQUESTS: usize = 200;
/// How long a client may take to ask.
const TIME_TO_ASK: Duration = Duration::from_secs(10);
/// Most octets of a request's body.
const MOST_BODY: usize = 1 << 20;

/// What the certificates name beside the issuer's certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// A responder and a revocation list.
    ResponderAndList,
    /// A revocation list.
    List,
}

/// A root with a signer, one that is revoked, a timestamp authority and a responder below it.
#[derive(Debug)]
pub struct Authorities {
    folder: Arc<tempfile::TempDir>,
    address: SocketAddr,
    scheme: &'static str,
    ended: Arc<AtomicBool>,
    asked: Arc<Mutex<Vec<String>>>,
    server: Option<JoinHandle<()>>,
}

impl Authorities {
    /// Makes the certificates and begins to serve.
    ///
    /// # Panics
    ///
    /// If OpenSSL fails.
    #[track_caller]
    pub fn serve(named: Named) -> Self {
        Self::start(named, None)
    }

    /// As [`Authorities::serve`], all of it over `https`, by a server whose certificate has the name
    /// (`IP:127.0.0.1`) and comes from `tls-root.pem`, which vouches for nothing else.
    ///
    /// # Panics
    ///
    /// If OpenSSL fails.
    #[track_caller]
    pub fn serve_over_tls(named: Named, server: &str) -> Self {
        Self::start(named, Some(server))
    }

    #[track_caller]
    fn start(named: Named, server: Option<&str>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let folder = Arc::new(tempfile::tempdir().expect("a folder can be made"));
        let scheme = if server.is_some() { "https" } else { "http" };
        prepare(folder.path(), &format!("{scheme}://{address}"), named);
        let tls = server.map(|name| tls::server(folder.path(), name));
        let ended = Arc::new(AtomicBool::new(false));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let server = {
            let (folder, ended, asked) = (folder.clone(), ended.clone(), asked.clone());
            std::thread::spawn(move || {
                for stream in listener.incoming().take(MOST_REQUESTS).flatten() {
                    if ended.load(Ordering::SeqCst)
                        || stream.set_read_timeout(Some(TIME_TO_ASK)).is_err()
                    {
                        break;
                    }
                    let _ = match &tls {
                        None => answer(stream, folder.path(), &asked),
                        Some(tls) => tls::answer(stream, tls, folder.path(), &asked),
                    };
                }
            })
        };
        Self {
            folder,
            address,
            scheme,
            ended,
            asked,
            server: Some(server),
        }
    }

    /// Returns the address of the timestamp authority.
    pub fn tsa(&self) -> String {
        format!("{}://{}/tsa", self.scheme, self.address)
    }

    /// Returns a file of the folder: `root.pem`, `signer.key`, `signer.pem`, `revoked.key`,
    /// `revoked.pem`, `tsa.pem`, `root.crl.pem`, `tls-root.pem`, and `ocsp.req` and `ocsp.resp`, the last ones seen.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Returns what was asked since the last call, as `GET /root.crl`.
    pub fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().expect("no thread panicked"))
    }
}

impl Drop for Authorities {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::SeqCst);
        drop(TcpStream::connect(self.address));
        if let Some(server) = self.server.take() {
            let _ = server.join();
        }
    }
}

/// Answers one request and closes the connection.
fn answer(
    mut stream: impl Read + Write,
    folder: &Path,
    asked: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    let mut reader = BufReader::new(&mut stream);
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let mut length = 0_usize;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 || line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap_or(0);
        }
    }
    let mut body = vec![0; length.min(MOST_BODY)];
    reader.read_exact(&mut body)?;
    let what: Vec<&str> = first.split(' ').take(2).collect();
    asked
        .lock()
        .map_err(|_| std::io::Error::other("a thread panicked"))?
        .push(what.join(" "));
    let answer = match what.as_slice() {
        ["POST", "/tsa"] => stamp(folder, &body),
        ["POST", "/ocsp"] => status(folder, &body),
        ["GET", "/root.crl"] => std::fs::read(folder.join("root.crl")).ok(),
        ["GET", "/root.cer"] => std::fs::read(folder.join("root.cer")).ok(),
        _ => None,
    };
    let (status, media, octets) = match (what.last(), answer) {
        (Some(&"/tsa"), Some(octets)) => ("200 OK", "application/timestamp-reply", octets),
        (Some(&"/ocsp"), Some(octets)) => ("200 OK", "application/ocsp-response", octets),
        (_, Some(octets)) => ("200 OK", "application/octet-stream", octets),
        _ => ("404 Not Found", "text/plain", Vec::new()),
    };
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {media}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        octets.len()
    )?;
    stream.write_all(&octets)
}

fn stamp(folder: &Path, request: &[u8]) -> Option<Vec<u8>> {
    std::fs::write(folder.join("ts.req"), request).ok()?;
    OpensslCa::of(folder, ORGANISATION)
        .run("ts -reply -config ca.cnf -section tsa -queryfile ts.req -out ts.resp");
    std::fs::read(folder.join("ts.resp")).ok()
}

fn status(folder: &Path, request: &[u8]) -> Option<Vec<u8>> {
    std::fs::write(folder.join("ocsp.req"), request).ok()?;
    OpensslCa::of(folder, ORGANISATION).run(
        "ocsp -index index.txt -CA root.pem -rsigner responder.pem -rkey responder.key \
         -ndays 7 -reqin ocsp.req -respout ocsp.resp",
    );
    std::fs::read(folder.join("ocsp.resp")).ok()
}

fn prepare(folder: &Path, origin: &str, named: Named) {
    let responder = match named {
        Named::ResponderAndList => format!(", OCSP;URI:{origin}/ocsp"),
        Named::List => String::new(),
    };
    let sections = SECTIONS
        .replace("{origin}", origin)
        .replace("{responder}", &responder);
    std::fs::write(folder.join("tsa.serial"), "01").expect("the folder can be written");
    let ca = OpensslCa::begin(folder, ORGANISATION, "Root", &sections);
    for (name, extensions) in [
        ("signer", "signer"),
        ("revoked", "signer"),
        ("tsa", "stamping"),
        ("responder", "responding"),
    ] {
        ca.key(name, &P256);
        ca.certify(name, name, extensions);
    }
    ca.revoke("revoked", "root.crl.pem");
    ca.run("crl -in root.crl.pem -outform DER -out root.crl");
    ca.run("x509 -in root.pem -outform DER -out root.cer");
}

const ORGANISATION: &str = "Levels";

const SECTIONS: &str = "
[signer]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature, nonRepudiation
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
authorityInfoAccess = caIssuers;URI:{origin}/root.cer{responder}
crlDistributionPoints = URI:{origin}/root.crl
[stamping]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
authorityInfoAccess = caIssuers;URI:{origin}/root.cer{responder}
crlDistributionPoints = URI:{origin}/root.crl
[responding]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = OCSPSigning
noCheck = ignored
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[tsa]
serial = tsa.serial
signer_cert = tsa.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512, sm3
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
";
