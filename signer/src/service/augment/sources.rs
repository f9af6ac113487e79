//! Where timestamps and validation data come from.

use super::super::trust::Role;
use super::super::{Expected, ServiceError, certificate, exchange, trust, verify};
use crate::network::Network;
use std::path::{Path, PathBuf};
use yinxin_core::status::OcspResponse;
use yinxin_core::x509::{Certificate, Crl, TrustAnchor};

/// Where timestamps and validation data come from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sources {
    /// Address of a timestamp authority: `http://…` or `https://…`.
    pub tsa: Option<String>,
    /// Hosts that certificates name and that may be asked although they are in a private network.
    pub allowed_hosts: Vec<String>,
    /// Certificates, DER or PEM, that may vouch for `https` servers beside the system's roots; for
    /// nothing else.
    pub tls_roots: Vec<PathBuf>,
    /// Certificates up to which a path is needed. For a role without any, a path is needed up to a
    /// certificate that signs itself.
    pub trust: Vec<(Role, PathBuf)>,
    /// Revocation lists at hand, DER or PEM.
    pub crls: Vec<PathBuf>,
    /// OCSP responses at hand, DER or PEM.
    pub ocsps: Vec<PathBuf>,
}

/// Certificates and revocation data at hand.
#[derive(Debug, Default)]
pub(in super::super) struct Material {
    pub(in super::super) anchors: Vec<TrustAnchor>,
    pub(in super::super) certificates: Vec<Certificate>,
    pub(in super::super) crls: Vec<Crl>,
    pub(in super::super) ocsp_responses: Vec<OcspResponse>,
}

impl Sources {
    /// Tells whether nothing is named.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Begins to use the network.
    pub(in super::super) fn network(&self) -> Result<Network, ServiceError> {
        let network = Network::new(self.tsa.clone(), self.allowed_hosts.clone());
        Ok(network.with_tls_roots(&read_tls_roots(&self.tls_roots)?))
    }

    /// Reads the files.
    pub(in super::super) fn read(&self) -> Result<Material, ServiceError> {
        Ok(Material {
            anchors: verify::anchors_of(verify::read_anchors(&self.trust)?)?,
            certificates: Vec::new(),
            crls: verify::read_crls(&self.crls)?,
            ocsp_responses: verify::read_ocsp_responses(&self.ocsps)?,
        })
    }
}

/// Reads roots for TLS; a file in which one cannot be read is refused, so that nobody waits for it.
pub(in super::super) fn read_tls_roots(paths: &[PathBuf]) -> Result<Vec<Vec<u8>>, ServiceError> {
    let mut roots = Vec::new();
    for path in paths {
        for der in certificate::read_all(path)? {
            Certificate::parse(&der).map_err(|_| ServiceError::NotUnderstood {
                path: path.clone(),
                expected: Expected::Certificates,
            })?;
            roots.push(der);
        }
    }
    Ok(roots)
}

impl Material {
    /// Adds what a home has: its anchors, which lead to no path of their own accord here, and its
    /// revocation lists. A daemon that holds the home is asked.
    pub(in super::super) fn with_home(mut self, home: &Path) -> Result<Self, ServiceError> {
        let (anchors, crls) = match trust::daemon_of(home)? {
            Some(daemon) => (daemon.anchors()?, daemon.revocation_lists()?),
            None => (trust::load_files(home)?, exchange::crls_of(home)?),
        };
        let anchors = anchors.into_iter().map(|anchor| (anchor, home.into()));
        let anchors = verify::anchors_of(anchors.collect())?;
        self.certificates
            .extend(anchors.into_iter().map(|anchor| anchor.certificate));
        self.crls.extend(crls);
        Ok(self)
    }

    /// As [`Material::with_home`], for a home that this process holds.
    pub(in super::super) fn with_held_home(mut self, home: &Path) -> Result<Self, ServiceError> {
        let anchors = trust::load_files(home)?.into_iter();
        let anchors = verify::anchors_of(anchors.map(|anchor| (anchor, home.into())).collect())?;
        self.certificates
            .extend(anchors.into_iter().map(|anchor| anchor.certificate));
        self.crls.extend(exchange::crls_of(home)?);
        Ok(self)
    }
}
