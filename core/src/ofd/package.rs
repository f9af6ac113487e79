use super::OfdError;
use super::canonical::is_canonical;
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress, inflate_flags};
use rawzip::{CompressionMethod, ZipArchive, ZipArchiveEntryWayfinder};
use std::cell::Cell;
use std::collections::{BTreeMap, HashSet};

/// What reading a package may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PackageLimits {
    /// Files and folders in the directory.
    pub entries: usize,
    /// Octets of one file, unpacked.
    pub file: usize,
    /// Octets of all files, unpacked, beyond 64 times the length of the package.
    pub all: u64,
}

impl Default for PackageLimits {
    fn default() -> Self {
        Self {
            entries: 20_000,
            file: 32 << 20,
            all: 16 << 20,
        }
    }
}

/// Longest name of a file, octets.
const LONGEST_NAME: usize = 1024;

/// A file in the directory.
#[derive(Debug, Clone, Copy)]
struct Listed {
    at: ZipArchiveEntryWayfinder,
    is_packed: bool,
    length: u64,
    crc: u32,
    /// Where its data stand in the package.
    data: (usize, usize),
}

/// A package: files by their paths from its root, without a leading solidus.
pub struct Package<'a> {
    octets: &'a [u8],
    archive: rawzip::ZipSliceArchive<&'a [u8]>,
    files: BTreeMap<String, Listed>,
    limits: PackageLimits,
    left: Cell<u64>,
    is_ambiguous: bool,
}

impl std::fmt::Debug for Package<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Package")
            .field("files", &self.files.len())
            .field("is_ambiguous", &self.is_ambiguous)
            .finish_non_exhaustive()
    }
}

impl<'a> Package<'a> {
    /// Reads the directory of a package.
    ///
    /// # Errors
    ///
    /// [`OfdError::NotAPackage`] and [`OfdError::TooMuch`].
    pub fn open(octets: &'a [u8], limits: PackageLimits) -> Result<Self, OfdError> {
        let archive = ZipArchive::from_slice(octets).map_err(|_| OfdError::NotAPackage)?;
        let mut files = BTreeMap::new();
        let mut folded = HashSet::new();
        let mut is_ambiguous = !is_canonical(octets);
        let mut entries = archive.entries();
        let mut count = 0;
        while let Some(entry) = entries.next_entry().map_err(|_| OfdError::NotAPackage)? {
            count += 1;
            if count > limits.entries {
                return Err(OfdError::TooMuch {
                    what: "files in a package",
                    limit: u64::try_from(limits.entries).unwrap_or(u64::MAX),
                });
            }
            let raw = entry.file_path();
            let raw = raw.as_bytes();
            let at = entry.wayfinder();
            let Ok(local) = archive.get_entry(at) else {
                is_ambiguous = true;
                continue;
            };
            let (begin, end) = local.compressed_data_range();
            let Some(name) = plain(raw) else {
                is_ambiguous = true;
                continue;
            };
            if name.is_empty() || name.ends_with('/') {
                continue;
            }
            let is_packed = match entry.compression_method() {
                CompressionMethod::STORE => false,
                CompressionMethod::DEFLATE => true,
                _ => {
                    is_ambiguous = true;
                    continue;
                }
            };
            // File systems that know no case take two for one.
            is_ambiguous |= !folded.insert(name.to_lowercase());
            let listed = Listed {
                at,
                is_packed,
                length: entry.uncompressed_size_hint(),
                crc: entry.crc32(),
                data: (place(begin), place(end)),
            };
            is_ambiguous |= files.insert(name.to_owned(), listed).is_some();
        }
        let length = u64::try_from(octets.len()).unwrap_or(u64::MAX);
        Ok(Self {
            left: Cell::new(limits.all.saturating_add(length.saturating_mul(64))),
            octets,
            archive,
            files,
            limits,
            is_ambiguous,
        })
    }

    /// Tells whether readers may find other files in the package: names twice or in two spellings,
    /// octets that belong to no file, a directory that says something else than the files.
    #[must_use]
    pub const fn is_ambiguous(&self) -> bool {
        self.is_ambiguous
    }

    /// Returns the names of the files, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Tells whether the package has a file of that name.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.files.contains_key(name)
    }

    /// Returns the parts of the package, as they stand, that are not the data of files of these names.
    pub fn rest(&self, names: &HashSet<&str>) -> impl Iterator<Item = &'a [u8]> {
        let named = (self.files.iter()).filter(|(name, _)| names.contains(name.as_str()));
        let mut spans: Vec<_> = named.map(|(_, listed)| listed.data).collect();
        spans.sort_unstable();
        let octets = self.octets;
        let mut at = 0;
        spans.push((octets.len(), octets.len()));
        spans.into_iter().map(move |(begin, end)| {
            let part = octets.get(at..begin).unwrap_or_default();
            at = at.max(end);
            part
        })
    }

    /// Returns a file, unpacked.
    ///
    /// # Errors
    ///
    /// [`OfdError::NoSuchFile`], [`OfdError::Damaged`], [`OfdError::TooMuch`].
    pub fn file(&self, name: &str) -> Result<Vec<u8>, OfdError> {
        let listed = self.files.get(name).ok_or_else(|| OfdError::NoSuchFile {
            name: name.to_owned(),
        })?;
        let most = self.limits.file;
        let most_octets = u64::try_from(most).unwrap_or(u64::MAX);
        let left = self.left.get();
        if listed.length > most_octets.min(left) {
            return Err(OfdError::TooMuch {
                what: "octets of unpacked files",
                limit: most_octets.min(left),
            });
        }
        let damaged = || OfdError::Damaged {
            name: name.to_owned(),
        };
        let entry = self.archive.get_entry(listed.at).map_err(|_| damaged())?;
        let octets = match listed.is_packed {
            false => entry.data().to_vec(),
            true => unpacked(entry.data(), place(listed.length)).ok_or_else(damaged)?,
        };
        let length = u64::try_from(octets.len()).unwrap_or(u64::MAX);
        self.left.set(left.saturating_sub(length));
        match length == listed.length && rawzip::crc32(&octets) == listed.crc {
            true => Ok(octets),
            false => Err(damaged()),
        }
    }
}

fn place(at: u64) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}

/// Returns a name that means the same everywhere: a relative path without steps up.
fn plain(raw: &[u8]) -> Option<&str> {
    let name = std::str::from_utf8(raw).ok()?;
    let is_plain = raw.len() <= LONGEST_NAME
        && !name.starts_with('/')
        && !name.contains(['\\', ':', '\0'])
        && !name.chars().any(char::is_control)
        && name
            .split('/')
            .rev()
            .skip(1)
            .all(|part| !matches!(part, "" | "." | ".."))
        && !matches!(name.rsplit('/').next(), Some("." | ".."));
    is_plain.then_some(name)
}

/// Unpacks data (RFC 1951) of which nothing is left over and that give just so many octets: what follows their end,
/// some readers take for more files.
fn unpacked(data: &[u8], length: usize) -> Option<Vec<u8>> {
    let mut octets = vec![0; length];
    let flags = inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
    let mut state = DecompressorOxide::new();
    let (status, taken, given) = decompress(&mut state, data, &mut octets, 0, flags);
    let is_whole = status == TINFLStatus::Done && taken == data.len() && given == length;
    is_whole.then_some(octets)
}
