//! Evidence records (RFC 4998): one timestamp for many files, and a record beside each.

use super::augment::read_tls_roots;
use super::error::EvidenceFiles;
use super::{ServiceError, random};
use crate::durable;
use crate::network::Network;
use crate::wire::EvidenceMade;
use std::collections::{HashMap, HashSet};
use std::ffi::OsString;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use time::OffsetDateTime;
use yinxin_core::evidence::{EvidenceError, EvidenceRecord, HashTree, MAX_RECORD, TreeError};
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
    /// Who makes the timestamp.
    pub authority: Authority,
}

/// A timestamp authority.
#[derive(Debug, Clone)]
pub struct Authority {
    /// Its address: `http://…` or `https://…`.
    pub url: String,
    /// Certificates, DER or PEM, that may vouch for its `https` server beside the system's roots.
    pub tls_roots: Vec<PathBuf>,
}

/// Makes an evidence record for each file, all with one timestamp.
///
/// Nothing is overwritten, and no timestamp is asked for before it is known that every record has a
/// place. A record that was written stays where a later one cannot be.
///
/// # Errors
///
/// [`ServiceError::EvidenceFiles`], [`ServiceError::AlreadyThere`], [`ServiceError::NoTimestamp`], and the
/// errors of reading and writing.
pub fn make(request: &EvidenceRequest) -> Result<EvidenceMade, ServiceError> {
    let records = places(request)?;
    let digests: Result<Vec<Vec<u8>>, _> = request.files.iter().map(|file| digest(file)).collect();
    let tree = HashTree::new(DIGEST, digests?).map_err(refused_tree)?;
    let first = request.files.first().cloned().unwrap_or_default();
    let (token, time) = stamp(&tree, &request.authority, first)?;
    for (index, path) in records.iter().enumerate() {
        let record = tree
            .record(index, &token)
            .ok_or(ServiceError::Internal("the record of a file"))?;
        write(path, &record)?;
    }
    Ok(made(&tree, records.len(), time))
}

/// Renews evidence records in place, all with one timestamp about the newest timestamp of each
/// (RFC 4998, 5.2): before the certificate of its authority runs out.
///
/// Nothing is written before every record is known to be one that can be renewed.
///
/// # Errors
///
/// [`ServiceError::Evidence`] where one is not, [`ServiceError::NoTimestamp`], and the errors of
/// reading and writing. Records that were renewed before such an error stay renewed, and are as good.
pub fn renew(records: &[PathBuf], authority: &Authority) -> Result<EvidenceMade, ServiceError> {
    let mut leaves: Vec<Vec<u8>> = Vec::new();
    let mut places: HashMap<Vec<u8>, usize> = HashMap::new();
    let mut renewed = Vec::with_capacity(records.len());
    let mut seen = HashSet::new();
    for path in records {
        // One that is named twice is renewed once.
        let place = std::fs::canonicalize(path).map_err(|source| ServiceError::Read {
            path: path.clone(),
            source,
        })?;
        if !seen.insert(place) {
            continue;
        }
        let refused = |source| ServiceError::Evidence {
            path: path.clone(),
            source,
        };
        let octets = read(path)?;
        let record = EvidenceRecord::parse(&octets).map_err(refused)?;
        let Some((DIGEST, leaf)) = record.newest() else {
            let what = "a newest timestamp of another digest algorithm than SHA-256";
            return Err(refused(EvidenceError::NotServed(what)));
        };
        // Files under one timestamp are renewed by one leaf.
        let next = leaves.len();
        let place = *places.entry(leaf).or_insert_with_key(|leaf| {
            leaves.push(leaf.clone());
            next
        });
        renewed.push((path, place));
    }
    let tree = HashTree::new(DIGEST, leaves).map_err(refused_tree)?;
    let first = records.first().cloned().unwrap_or_default();
    let (token, time) = stamp(&tree, authority, first)?;
    for (path, place) in &renewed {
        let octets = read(path)?;
        let record = EvidenceRecord::parse(&octets).ok();
        let new = record.and_then(|record| tree.renewal(*place, &record, &token));
        // Somebody else may have written there since.
        let new = new.ok_or(ServiceError::Internal("a record that changed meanwhile"))?;
        let (folder, name) = folder_and_name(path)?;
        durable::replace(folder, name, &new).map_err(|source| ServiceError::Write {
            path: path.to_path_buf(),
            source,
        })?;
    }
    Ok(made(&tree, renewed.len(), time))
}

fn refused_tree(error: TreeError) -> ServiceError {
    let why = match error {
        TreeError::Empty => EvidenceFiles::None,
        TreeError::TooMany => EvidenceFiles::TooMany,
        _ => return ServiceError::Internal("the tree of the digests"),
    };
    ServiceError::EvidenceFiles { why }
}

/// Asks for the timestamp of the root of a tree; `path` is for an error.
fn stamp(
    tree: &HashTree,
    authority: &Authority,
    path: PathBuf,
) -> Result<(Vec<u8>, OffsetDateTime), ServiceError> {
    let roots = read_tls_roots(&authority.tls_roots)?;
    let network = Network::new(Some(authority.url.clone()), Vec::new()).with_tls_roots(&roots);
    let nonce = random::nonce()?;
    let stamp = Stamp {
        fetcher: &network,
        digest: DIGEST,
        nonce: &nonce,
    };
    let token = stamp
        .obtain(tree.root().to_vec())
        .map_err(|source| ServiceError::NoTimestamp {
            path,
            source: Box::new(source),
        })?;
    let time = TimestampToken::parse(&token)
        .map_err(|_| ServiceError::Internal("the timestamp"))?
        .info()
        .time;
    Ok((token, time))
}

fn made(tree: &HashTree, records: usize, time: OffsetDateTime) -> EvidenceMade {
    EvidenceMade {
        records: u64::try_from(records).unwrap_or(u64::MAX),
        time: Some(time),
        root_sha256: (tree.root().iter())
            .map(|octet| format!("{octet:02x}"))
            .collect(),
    }
}

fn read(path: &Path) -> Result<Vec<u8>, ServiceError> {
    let limit = u64::try_from(MAX_RECORD).unwrap_or(u64::MAX);
    durable::read_bounded(path, limit).map_err(|source| ServiceError::Read {
        path: path.into(),
        source,
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
        if place.exists() {
            return Err(ServiceError::AlreadyThere { path: place });
        }
        if !seen.insert(place.clone()) {
            let why = EvidenceFiles::SamePlace { record: place };
            return Err(ServiceError::EvidenceFiles { why });
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
    let (folder, name) = folder_and_name(path)?;
    durable::write_new(folder, name, record).map_err(|source| ServiceError::Write {
        path: path.into(),
        source,
    })
}

fn folder_and_name(path: &Path) -> Result<(&Path, &str), ServiceError> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let name = path.file_name().and_then(|name| name.to_str());
    let name = name.ok_or_else(|| ServiceError::Write {
        path: path.into(),
        source: std::io::Error::other("the name is not UTF-8"),
    })?;
    Ok((folder, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_which_no_records_can_be_made_are_refused_before_anybody_is_asked() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        for name in ["a", "b"] {
            std::fs::create_dir(path(name)).unwrap();
            std::fs::write(path(name).join("one.pdf"), name).unwrap();
        }
        // Nobody answers at this address.
        let authority = || Authority {
            url: "http://127.0.0.1:1/".into(),
            tls_roots: Vec::new(),
        };
        let made = |files: Vec<PathBuf>| {
            let request = EvidenceRequest {
                files,
                folder: Some(path("records")),
                authority: authority(),
            };
            make(&request).unwrap_err()
        };
        let why = |error: ServiceError| match error {
            ServiceError::EvidenceFiles { why } => why,
            other => panic!("{other}"),
        };
        let one = |name: &str| path(name).join("one.pdf");
        assert_eq!(why(made(Vec::new())), EvidenceFiles::None);
        assert_eq!(
            why(renew(&[], &authority()).unwrap_err()),
            EvidenceFiles::None
        );
        let record = path("records").join("one.pdf.ers");
        let same = EvidenceFiles::SamePlace { record };
        assert_eq!(why(made(vec![one("a"), one("b")])), same);
        assert_eq!(why(made(vec![one("a"), one("a")])), same);
    }
}
