use super::OfdError;
use super::canonical;
use super::names::{Tree, plain};
use super::oddity::Oddity;
use super::xml::with_xml;
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress, inflate_flags};
use rawzip::{CompressionMethod, ZipArchive, ZipArchiveEntryWayfinder};
use roxmltree::Document;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashSet};

/// What reading a package may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PackageLimits {
    /// Files and folders in the directory.
    pub entries: usize,
    /// Octets of one file, unpacked.
    pub file: usize,
    /// Octets of all files, unpacked, beyond 16 times the length of the package.
    pub all: u64,
}

impl Default for PackageLimits {
    fn default() -> Self {
        Self {
            entries: 20_000,
            file: 32 << 20,
            all: 64 << 20,
        }
    }
}

/// Octets of XML that are read of one package, in all.
const MOST_XML: usize = 32 << 20;

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
    xml_left: Cell<usize>,
    has_unread_names: bool,
    /// The first that was found.
    oddity: RefCell<Option<Oddity>>,
}

impl std::fmt::Debug for Package<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Package")
            .field("files", &self.files.len())
            .field("oddity", &self.oddity)
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
        let mut tree = Tree::default();
        let mut has_unread_names = false;
        let mut oddity = canonical::oddity(octets);
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
                oddity = oddity.or_else(|| Some(Oddity::differs(raw)));
                continue;
            };
            let (begin, end) = local.compressed_data_range();
            let Some(name) = plain(raw) else {
                has_unread_names = true;
                oddity = oddity.or_else(|| Some(Oddity::name(raw)));
                continue;
            };
            if !tree.add(name) {
                oddity = oddity.or_else(|| Some(Oddity::name(raw)));
            }
            // What is no ASCII may be meant in another encoding.
            has_unread_names |= !name.is_ascii();
            if name.ends_with('/') {
                continue;
            }
            let is_packed = match entry.compression_method() {
                CompressionMethod::STORE => false,
                CompressionMethod::DEFLATE => true,
                _ => {
                    oddity = oddity.or_else(|| Some(Oddity::marked(raw)));
                    continue;
                }
            };
            let listed = Listed {
                at,
                is_packed,
                length: entry.uncompressed_size_hint(),
                crc: entry.crc32(),
                data: (place(begin), place(end)),
            };
            if files.insert(name.to_owned(), listed).is_some() {
                oddity = oddity.or_else(|| Some(Oddity::name(raw)));
            }
        }
        let length = u64::try_from(octets.len()).unwrap_or(u64::MAX);
        Ok(Self {
            left: Cell::new(limits.all.saturating_add(length.saturating_mul(16))),
            octets,
            archive,
            files,
            limits,
            xml_left: Cell::new(MOST_XML),
            has_unread_names,
            oddity: RefCell::new(oddity),
        })
    }

    /// Tells whether a name is no plain one or may be meant in another encoding: what it names may be what is missed.
    #[must_use]
    pub const fn has_unread_names(&self) -> bool {
        self.has_unread_names
    }

    /// Returns why readers may find other files in the package: names twice, in two spellings or not plain,
    /// octets that belong to no file, a directory that says something else than the files; and of files that were
    /// read so far, octets behind their packed data.
    #[must_use]
    pub fn oddity(&self) -> Option<Oddity> {
        self.oddity.borrow().clone()
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

    /// Returns the parts of the package, as they stand, that are not the data of files of these names. Data that are
    /// packed can be packed otherwise by anybody, so they are no such data.
    pub fn rest(&self, names: &HashSet<&str>) -> impl Iterator<Item = &'a [u8]> {
        let is_fixed = |(name, listed): &(&String, &Listed)| {
            !listed.is_packed && names.contains(name.as_str())
        };
        let named = self.files.iter().filter(is_fixed);
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

    /// Reads a file as XML, without a document type definition, and so without entities.
    pub(crate) fn xml<T>(
        &self,
        name: &str,
        read: impl FnOnce(&Document<'_>) -> Result<T, OfdError>,
    ) -> Result<T, OfdError> {
        let octets = self.file(name)?;
        let left = self.xml_left.get().checked_sub(octets.len());
        self.xml_left.set(left.ok_or(OfdError::TooMuch {
            what: "octets of XML",
            limit: 32 << 20,
        })?);
        with_xml(name, &octets, read)
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
        // No packer makes much more of a file than it was: such data are made to take long.
        let (begin, end) = listed.data;
        let packed = u64::try_from(end.saturating_sub(begin)).unwrap_or(u64::MAX);
        if packed
            > listed
                .length
                .saturating_add(listed.length / 64)
                .saturating_add(64)
        {
            return Err(OfdError::Damaged {
                name: name.to_owned(),
            });
        }
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
            true => {
                let data = entry.data();
                let (octets, taken) = unpacked(data, place(listed.length)).ok_or_else(damaged)?;
                if taken < data.len() {
                    let name = name.to_owned();
                    let mut oddity = self.oddity.borrow_mut();
                    *oddity = oddity.take().or(Some(Oddity::Behind { name }));
                }
                octets
            }
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

/// Unpacks data (RFC 1951) that give just so many octets. Second result: how many octets of the data that took.
fn unpacked(data: &[u8], length: usize) -> Option<(Vec<u8>, usize)> {
    let mut octets = vec![0; length];
    let flags = inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
    let mut state = DecompressorOxide::new();
    let (status, taken, given) = decompress(&mut state, data, &mut octets, 0, flags);
    let is_whole = status == TINFLStatus::Done && given == length;
    is_whole.then_some((octets, taken))
}
