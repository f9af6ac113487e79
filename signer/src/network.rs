//! The one way out: timestamps, OCSP and lists over HTTP, within limits.
//!
//! Whoever made a certificate chose the addresses in it, and this machine is inside somebody's
//! network: such an address is only asked where its name leads to public addresses, and the
//! connection goes to those that were looked at. Redirects are not followed, no proxy is taken from
//! the environment, and neither cookies nor credentials exist.

mod public;

use public::is_public;
use rustls::CertificateError;
use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use ureq::config::Config;
use ureq::http::Uri;
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Body};
use yinxin_core::sign::{FetchError, Fetcher};
use yinxin_core::timestamp::MAX_RESPONSE;

/// For one request, from the name to the last octet.
const TIME_OF_REQUEST: Duration = Duration::from_secs(15);
/// For everything that one signature or one document needs.
const TIME_OF_ALL: Duration = Duration::from_secs(60);
/// Most octets of a revocation list or a certificate.
const MOST_OF_LIST: u64 = 16 << 20;
/// Most octets of an OCSP response.
const MOST_OF_STATUS: u64 = 1 << 20;
/// Most octets of everything.
const MOST_OF_ALL: u64 = 64 << 20;
/// Most octets of an address.
const MOST_OF_ADDRESS: usize = 2048;
/// Most octets of the header section of an answer.
const MOST_OF_HEADER: usize = 32 << 10;

/// Fetches for one signature or one document; limits of time and size are for all of it together.
#[derive(Debug)]
pub struct Network {
    tsa: Option<String>,
    allowed_hosts: Vec<String>,
    tls_roots: Vec<Certificate<'static>>,
    until: Instant,
    left: AtomicU64,
}

/// Where a request may lead.
#[derive(Debug, Clone)]
enum Reach {
    /// Anywhere: the operator named the address.
    Operator,
    /// To public addresses, and to these hosts.
    Public { allowed_hosts: Vec<String> },
}

impl Network {
    /// Begins; time runs from here. `tsa` is the address of the operator's time-stamping authority.
    /// Hosts in `allowed_hosts` may be asked although their addresses are not public.
    #[must_use]
    pub fn new(tsa: Option<String>, allowed_hosts: Vec<String>) -> Self {
        Self {
            tsa,
            allowed_hosts,
            tls_roots: Vec::new(),
            until: Instant::now() + TIME_OF_ALL,
            left: AtomicU64::new(MOST_OF_ALL),
        }
    }

    /// Lets these certificates, DER, vouch for `https` servers beside the system's roots. They vouch for
    /// nothing else: what is fetched is judged by itself.
    #[must_use]
    pub fn with_tls_roots(mut self, roots: &[Vec<u8>]) -> Self {
        let roots = roots
            .iter()
            .map(|der| Certificate::from_der(der).to_owned());
        self.tls_roots = roots.collect();
        self
    }

    /// Asks one address: POST with a body and its media type, or GET.
    fn ask(
        &self,
        address: &str,
        reach: Reach,
        body: Option<(&'static str, &[u8])>,
        most: u64,
    ) -> Result<Vec<u8>, NetworkError> {
        if address.len() > MOST_OF_ADDRESS {
            return Err(NetworkError::Address);
        }
        let uri: Uri = address.parse().map_err(|_| NetworkError::Address)?;
        let secure = match uri.scheme_str() {
            Some("http") => false,
            Some("https") => true,
            _ => return Err(NetworkError::Address),
        };
        let left = self.until.saturating_duration_since(Instant::now());
        let most = most.min(self.left.load(Ordering::Relaxed));
        if left.is_zero() || most == 0 {
            return Err(NetworkError::Exhausted);
        }
        let tls = secure.then(|| tls(&self.tls_roots)).transpose()?;
        let agent = agent(reach, tls, left.min(TIME_OF_REQUEST));
        let answer = match body {
            None => agent.get(&uri).call(),
            Some((media, octets)) => agent.post(&uri).content_type(media).send(octets),
        };
        let answer = answer.map_err(NetworkError::of)?;
        if answer.status().as_u16() != 200 {
            return Err(NetworkError::Status(answer.status().as_u16()));
        }
        let octets = read(answer.into_body(), most)?;
        let read = u64::try_from(octets.len()).unwrap_or(u64::MAX);
        let rest = self.left.load(Ordering::Relaxed).saturating_sub(read);
        self.left.store(rest, Ordering::Relaxed);
        Ok(octets)
    }

    fn public(&self) -> Reach {
        Reach::Public {
            allowed_hosts: self.allowed_hosts.clone(),
        }
    }
}

fn read(body: Body, most: u64) -> Result<Vec<u8>, NetworkError> {
    body.into_with_config()
        .limit(most)
        .read_to_vec()
        .map_err(NetworkError::of)
}

fn agent(reach: Reach, tls: Option<TlsConfig>, time: Duration) -> Agent {
    let mut config = Config::builder()
        .timeout_global(Some(time))
        .max_redirects(0)
        .proxy(None)
        .http_status_as_error(false)
        .max_response_header_size(MOST_OF_HEADER)
        .max_idle_connections(0)
        .user_agent("yinxin");
    if let Some(tls) = tls {
        config = config.tls_config(tls);
    }
    let resolver = Guarded {
        reach,
        names: DefaultResolver::default(),
    };
    Agent::with_parts(config.build(), DefaultConnector::default(), resolver)
}

/// TLS by ring, with the system's roots and those that were given.
fn tls(given: &[Certificate<'static>]) -> Result<TlsConfig, NetworkError> {
    let found = rustls_native_certs::load_native_certs();
    let of_system = found
        .certs
        .iter()
        .map(|der| Certificate::from_der(der).to_owned());
    let roots: Vec<Certificate<'static>> = of_system.chain(given.iter().cloned()).collect();
    if roots.is_empty() {
        return Err(NetworkError::NoRoots);
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    Ok(TlsConfig::builder()
        .root_certs(RootCerts::from(roots))
        .unversioned_rustls_crypto_provider(provider)
        .build())
}

/// Looks up names, and returns only addresses that may be reached.
#[derive(Debug)]
struct Guarded {
    reach: Reach,
    names: DefaultResolver,
}

impl Resolver for Guarded {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.names.resolve(uri, config, timeout)?;
        let Reach::Public { allowed_hosts } = &self.reach else {
            return Ok(found);
        };
        let host = uri.host().unwrap_or_default();
        if allowed_hosts
            .iter()
            .any(|allowed| allowed.eq_ignore_ascii_case(host))
        {
            return Ok(found);
        }
        let mut public = self.empty();
        for address in found.iter().filter(|address| is_public(address.ip())) {
            public.push(*address);
        }
        if public.is_empty() {
            return Err(ureq::Error::Other(Box::new(NetworkError::NotPublic)));
        }
        Ok(public)
    }
}

impl Fetcher for Network {
    fn timestamp(&self, request: &[u8]) -> Result<Vec<u8>, FetchError> {
        let address = self.tsa.as_deref().unwrap_or_default();
        let most = u64::try_from(MAX_RESPONSE).unwrap_or(u64::MAX);
        let body = Some(("application/timestamp-query", request));
        self.ask(address, Reach::Operator, body, most)
            .map_err(|error| of(address, error))
    }

    fn fetch(&self, address: &str) -> Result<Vec<u8>, FetchError> {
        self.ask(address, self.public(), None, MOST_OF_LIST)
            .map_err(|error| of(address, error))
    }

    fn ocsp(&self, address: &str, request: &[u8]) -> Result<Vec<u8>, FetchError> {
        let body = Some(("application/ocsp-request", request));
        self.ask(address, self.public(), body, MOST_OF_STATUS)
            .map_err(|error| of(address, error))
    }
}

fn of(address: &str, error: NetworkError) -> FetchError {
    FetchError {
        address: address.to_owned(),
        source: Box::new(error),
    }
}

/// Why an address gave nothing.
#[derive(Debug)]
#[non_exhaustive]
pub enum NetworkError {
    /// It is no `http` or `https` address, or too long.
    Address,
    /// Its name leads to addresses that are not public.
    NotPublic,
    /// The time or the octets for one document are used up.
    Exhausted,
    /// The answer has another status than 200.
    Status(u16),
    /// The system has no roots for TLS, and none were given.
    NoRoots,
    /// No root for TLS vouches for the server, or its certificate is for another host or time.
    Tls(CertificateError),
    /// The connection failed, took too long, or gave too much.
    Http(Box<ureq::Error>),
}

impl NetworkError {
    fn of(error: ureq::Error) -> Self {
        match error {
            ureq::Error::Other(other) => match other.downcast::<Self>() {
                Ok(own) => *own,
                Err(other) => Self::Http(Box::new(ureq::Error::Other(other))),
            },
            ureq::Error::Rustls(rustls::Error::InvalidCertificate(why)) => Self::Tls(why),
            ureq::Error::Io(error) => {
                match error.get_ref().and_then(|inner| inner.downcast_ref()) {
                    Some(rustls::Error::InvalidCertificate(why)) => Self::Tls(why.clone()),
                    _ => Self::Http(Box::new(ureq::Error::Io(error))),
                }
            }
            other => Self::Http(Box::new(other)),
        }
    }
}

impl fmt::Display for NetworkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address => f.write_str("not an http or https address"),
            Self::NotPublic => f.write_str(
                "the address comes from a certificate and leads into a private network; \
                 allow its host to ask it all the same",
            ),
            Self::Exhausted => f.write_str("the time or the octets for one document are used up"),
            Self::Status(status) => write!(f, "the answer has status {status}"),
            Self::NoRoots => f.write_str("the system has no roots for TLS, and none were given"),
            // A root of the same name and another key vouches for nobody either.
            Self::Tls(CertificateError::UnknownIssuer | CertificateError::BadSignature) => f.write_str(
                "the certificate of the https server comes from nobody who is trusted for TLS here; \
                 give the root by --tls-ca, or as tls_roots in the daemon's configuration",
            ),
            Self::Tls(why) => write!(f, "the certificate of the https server: {why}"),
            Self::Http(error) => error.fmt(f),
        }
    }
}

impl Error for NetworkError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Http(error) => Some(error.as_ref()),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
