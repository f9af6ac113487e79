//! Evidence records (RFC 4998): one timestamp for many files, and a record beside each.

use super::{ServiceError, random};
use crate::durable;
use crate::network::Network;
use crate::wire::EvidenceMade;
use std::collections::HashSet;
use std::ffi::OsString;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use yinxin_core::evidence::HashTree;
use yinxin_core::sign::Stamp;
use yinxin_core::suite::{DigestAlgorithm, Digester};
use yinxin_core::timestamp::TimestampToken;

/// The digest of files and of the tree.
const DIGEST: DigestAlgorithm = DigestAlgorithm::Sha256;
/// Octets that are read at a time.
const PIECE: usize = 1 << 20;

/// Asks for a proof that files exist.
#[derive(Debug, Clone)]
pub struct EvidenceRequest {
    /// The files, of any kind.
    pub files: Vec<PathBuf>,
    /// Folder for the records, named `NAME.ers`; `None` for beside each file.
    pub folder: Option<PathBuf>,
    /// Address of the timestamp authority.
    pub tsa: String,
}

/// Makes an evidence record for each file, all with one timestamp.
///
/// Nothing is overwritten, and no timestamp is asked for before it is known that every record has a
/// place. A record that was written stays where a later one cannot be.
///
/// # Errors
///
/// [`ServiceError::AlreadyThere`], [`ServiceError::NoTimestamp`], and the
/// errors of reading and writing.
pub fn make(request: &EvidenceRequest) -> Result<EvidenceMade, ServiceError> {
    let records = places(request)?;
    let digests: Result<Vec<Vec<u8>>, _> = request.files.iter().map(|file| digest(file)).collect();
    let tree = HashTree::new(DIGEST, digests?)
        .map_err(|_| ServiceError::Internal("the tree of the digests"))?;
    let network = Network::new(Some(request.tsa.clone()), Vec::new());
    let nonce = random::nonce()?;
    let stamp = Stamp {
        fetcher: &network,
        digest: DIGEST,
        nonce: &nonce,
    };
    let first = request.files.first().cloned().unwrap_or_default();
    let token = stamp
        .obtain(tree.root().to_vec())
        .map_err(|source| ServiceError::NoTimestamp {
            path: first,
            source: Box::new(source),
        })?;
    let time = TimestampToken::parse(&token)
        .map_err(|_| ServiceError::Internal("the timestamp"))?
        .info()
        .time;
    for (index, path) in records.iter().enumerate() {
        let record = tree
            .record(index, &token)
            .ok_or(ServiceError::Internal("the record of a file"))?;
        write(path, &record)?;
    }
    Ok(EvidenceMade {
        records: u64::try_from(records.len()).unwrap_or(u64::MAX),
        time: Some(time),
        root_sha256: (tree.root().iter())
            .map(|octet| format!("{octet:02x}"))
            .collect(),
    })
}

/// Where the records go; each place is free, and no two are the same.
fn places(request: &EvidenceRequest) -> Result<Vec<PathBuf>, ServiceError> {
    let mut seen = HashSet::new();
    let mut places = Vec::with_capacity(request.files.len());
    for file in &request.files {
        let mut name = OsString::from(file.file_name().unwrap_or_default());
        name.push(".ers");
        let folder = request.folder.as_deref().or(file.parent());
        let place = folder.unwrap_or(Path::new("")).join(name);
        if place.exists() || !seen.insert(place.clone()) {
            return Err(ServiceError::AlreadyThere { path: place });
        }
        places.push(place);
    }
    Ok(places)
}

fn digest(file: &Path) -> Result<Vec<u8>, ServiceError> {
    let failed = |source| ServiceError::Read {
        path: file.into(),
        source,
    };
    let mut open = std::fs::File::open(file).map_err(failed)?;
    let mut digester = Digester::new(DIGEST);
    let mut piece = vec![0; PIECE];
    loop {
        let length = open.read(&mut piece).map_err(failed)?;
        match piece.get(..length) {
            Some([]) | None => return Ok(digester.finish()),
            Some(read) => digester.update(read),
        }
    }
}

/// Writes a record that is there whole or not at all.
fn write(path: &Path, record: &[u8]) -> Result<(), ServiceError> {
    let failed = |source| ServiceError::Write {
        path: path.into(),
        source,
    };
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let name = path.file_name().and_then(|name| name.to_str());
    let name = name.ok_or_else(|| failed(std::io::Error::other("the name is not UTF-8")))?;
    durable::write_new(folder, name, record).map_err(failed)
}
