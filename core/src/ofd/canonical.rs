//! Whether a package is, octet by octet, its files, their directory and the record that ends it
//! (APPNOTE.TXT 4.3; from memory), and each says the same of a file as the others.
//!
//! Some readers begin at the end, some unpack from the beginning, some count back from the end by the size of the
//! directory. In a package like this all find the same.

use super::oddity::Oddity;
use memchr::memmem;
use std::ops::Range;

/// What stands before a file, in the directory, and at the end; the last may stand before a descriptor.
const FILE: &[u8] = b"PK\x03\x04";
const LISTED: &[u8] = b"PK\x01\x02";
const END: &[u8] = b"PK\x05\x06";
const DESCRIPTOR: &[u8] = b"PK\x07\x08";

/// Length of the record at the end, and of the longest comment behind it. Some makers leave their mark there; in
/// what looks like a record, readers may find another end.
const END_LENGTH: usize = 22;
const LONGEST_COMMENT: usize = 64;
const RECORD: &[u8] = b"PK";
/// What the records behind a directory begin with: its end, and those of 64 bits.
const WIDE_END: &[u8] = b"PK\x06\x06";
const LEADS_ON: &[u8] = b"PK\x06\x07";
const ENDS: [&[u8]; 3] = [END, WIDE_END, LEADS_ON];
/// How far before the end some readers look for the record that leads to a directory of 64 bits, in whatever stands there.
const SOUGHT: usize = 65_535 + END_LENGTH;
/// What every record begins with.
const RECORDS: [&[u8]; 6] = [FILE, LISTED, DESCRIPTOR, END, WIDE_END, LEADS_ON];

/// Flags that say nothing of what a file is: options of packing, a descriptor, names in UTF-8.
const FLAGS: u16 = 1 << 1 | 1 << 2 | HAS_DESCRIPTOR | IS_UTF_8;
const HAS_DESCRIPTOR: u16 = 1 << 3;
const IS_UTF_8: u16 = 1 << 11;

/// The field of NTFS, and what it begins with: four octets for later, and times by their number and length.
const NTFS: u16 = 0x000a;
const TIMES: [u8; 8] = [0, 0, 0, 0, 1, 0, 24, 0];
/// Fields that say when a file was changed and whose it is, and how long each may be: in longer ones, readers may find
/// something else.
const EXTRA: [(u16, usize); 5] = [
    (0x5455, 13),
    (0x7875, 15),
    (0x5855, 12),
    (NTFS, 32),
    (0xcafe, 0),
];
/// The newest version that reading a file may need: sizes of 64 bits.
const NEEDED: u16 = 45;
/// Systems that files are made on: DOS, Unix, Windows, FAT, Darwin.
const MADE_BY: [u16; 6] = [0, 3, 10, 11, 14, 19];
/// Those of which no unpacker takes rights over.
const WITHOUT_RIGHTS: [u16; 3] = [10, 11, 14];
/// Those whose rights every unpacker takes over.
const WITH_RIGHTS: [u16; 2] = [3, 19];
/// Attributes of DOS that a file may have (read only, archive, and one without a meaning), and that of a folder.
const ATTRIBUTES: u32 = 0x01 | 0x20 | 0x80 | WITH_UNIX;
/// What 7-Zip writes where attributes of Unix stand beside.
const WITH_UNIX: u32 = 0x8000;
const FOLDER: u32 = 0x10;
/// The field of sizes of 64 bits before a file, and what stands for them in the header: some makers write it before they
/// know how long a file gets.
const WIDE_SIZES: [u8; 4] = [1, 0, 16, 0];
const IN_WIDE_SIZES: [u8; 8] = [0xff; 8];
/// Types of files in the attributes of Unix, and what their owner needs to read them.
const TYPES: u32 = 0o170_000;
const REGULAR: u32 = 0o100_000;
const DIRECTORY: u32 = 0o040_000;
const READABLE: u32 = 0o400;
const ENTERED: u32 = 0o100;
/// Bits that change whose rights a program has.
const SPECIAL: u32 = 0o7000;

/// What is said of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Said<'a> {
    flags: u16,
    method: u16,
    crc: u32,
    packed: usize,
    unpacked: usize,
    name: &'a [u8],
}

/// Returns how a package is not written so.
pub(super) fn oddity(octets: &[u8]) -> Option<Oddity> {
    judge(octets).err()
}

fn judge(octets: &[u8]) -> Result<(), Oddity> {
    let (directory, count) = ending(octets).ok_or(Oddity::End)?;
    let start = directory.start;
    let entries = octets.get(directory.clone()).ok_or(Oddity::End)?;
    // Some readers look for other ends in it, as in the fields of its last entry.
    if ENDS.iter().any(|end| memmem::find(entries, end).is_some()) {
        return Err(Oddity::End);
    }
    let sought = octets.get(octets.len().saturating_sub(SOUGHT)..);
    if sought.is_some_and(|sought| memmem::find(sought, LEADS_ON).is_some()) {
        return Err(Oddity::End);
    }
    let mut listed = Fields(entries);
    let mut spans = Vec::new();
    for _ in 0..count {
        let at = directory.end.saturating_sub(listed.0.len());
        let (said, offset, is_plain) = entry(&mut listed).ok_or(Oddity::Entry { at })?;
        let end = file(octets, offset, &said).ok_or_else(|| Oddity::differs(said.name))?;
        // Who knows GBK and no flag takes it for that.
        if !said.name.is_ascii() && said.flags & IS_UTF_8 == 0 {
            return Err(Oddity::name(said.name));
        }
        if !is_plain {
            return Err(Oddity::marked(said.name));
        }
        spans.push((offset, end));
    }
    spans.sort_unstable();
    let mut next = 0;
    spans.push((start, start));
    for (begin, end) in spans {
        if begin != next {
            return Err(Oddity::Between {
                at: next.min(begin),
            });
        }
        next = end;
    }
    match listed.0.is_empty() {
        true => Ok(()),
        false => Err(Oddity::End),
    }
}

/// Returns where the directory stands, and how many entries it has.
fn ending(octets: &[u8]) -> Option<(Range<usize>, u16)> {
    let from = octets.len().saturating_sub(END_LENGTH + LONGEST_COMMENT);
    let at = from.checked_add(memmem::rfind(octets.get(from..)?, END)?)?;
    let mut end = Fields(octets.get(at..)?);
    end.word(END)?;
    let (disk, first_disk) = (end.short()?, end.short()?);
    let (here, count) = (end.short()?, end.short()?);
    let (size, start) = (end.long()?, end.long()?);
    let comment = end.short()?;
    let is_end = disk == 0
        && first_disk == 0
        && here == count
        && start.checked_add(size)? == at
        && usize::from(comment) == end.0.len()
        && memmem::find(end.0, RECORD).is_none();
    is_end.then_some((start..at, count))
}

/// Reads an entry of the directory: what it says, where the file stands, and whether all unpackers make a file of it.
fn entry<'a>(listed: &mut Fields<'a>) -> Option<(Said<'a>, usize, bool)> {
    listed.word(LISTED)?;
    let made_by = listed.short()?;
    let said = listed.said()?;
    let (name, extra, comment) = (listed.short()?, listed.short()?, listed.short()?);
    let (disk, _internal, attributes) = (listed.short()?, listed.short()?, listed.number()?);
    let offset = listed.long()?;
    let name = listed.take(name.into())?;
    let extra = listed.take(extra.into())?;
    let is_plain = disk == 0
        && comment == 0
        && MADE_BY.contains(&(made_by >> 8))
        && is_file(attributes, name.ends_with(b"/"), made_by >> 8)
        && is_harmless(extra);
    Some((Said { name, ..said }, offset, is_plain))
}

/// Whether the attributes make of a file what its name makes of it: unpackers leave out, or make links of, what is
/// marked so.
fn is_file(attributes: u32, is_folder: bool, made_by: u16) -> bool {
    let (dos, unix) = (attributes & 0xffff, attributes >> 16);
    let of_dos = match is_folder {
        true => ATTRIBUTES | FOLDER,
        false => ATTRIBUTES,
    };
    let is_of_type = match unix & TYPES {
        0 => true,
        REGULAR => !is_folder,
        DIRECTORY => is_folder,
        _ => false,
    };
    let needed = match is_folder {
        true => READABLE | ENTERED,
        false => READABLE,
    };
    let is_readable = match made_by {
        _ if unix & needed == needed => true,
        // Elsewhere nobody asks for rights, and some makers give none.
        _ if WITHOUT_RIGHTS.contains(&made_by) => true,
        _ => unix == 0 && !WITH_RIGHTS.contains(&made_by),
    };
    dos & !of_dos == 0 && is_of_type && is_readable && unix & SPECIAL == 0
}

/// Returns where a file ends that stands at an offset and is what the directory says.
fn file(octets: &[u8], offset: usize, listed: &Said<'_>) -> Option<usize> {
    let mut local = Fields(octets.get(offset..)?);
    local.word(FILE)?;
    let said_elsewhere = local.0.get(14..22)? == IN_WIDE_SIZES;
    let said = match said_elsewhere {
        true => local.said_wide(listed)?,
        false => local.said()?,
    };
    let (name, extra) = (local.short()?, local.short()?);
    let name = local.take(name.into())?;
    let extra = local.take(extra.into())?;
    let (extra, is_wide) = match extra.starts_with(&WIDE_SIZES) {
        true => (wide_sizes(extra, listed)?, true),
        false => (extra, false),
    };
    if said_elsewhere && !is_wide {
        return None;
    }
    let data = local.take(listed.packed)?;
    let has_descriptor = listed.flags & HAS_DESCRIPTOR != 0;
    let fits = |said: u64, listed: u64| said == listed || has_descriptor && said == 0;
    // Whether it says so of a name of ASCII or not makes no other name.
    let of_name = match listed.name.is_ascii() {
        true => !IS_UTF_8,
        false => !0,
    };
    let is_same = said.flags & of_name == listed.flags & of_name
        && (said.method, name) == (listed.method, listed.name)
        && fits(said.crc.into(), listed.crc.into())
        && fits(long(said.packed), long(listed.packed))
        && fits(long(said.unpacked), long(listed.unpacked));
    let is_served = listed.flags & !FLAGS == 0 && matches!(listed.method, 0 | 8);
    // An empty file may be packed.
    let is_folder = listed.name.ends_with(b"/");
    let is_empty = listed.unpacked == 0 && matches!(data, [] | [3, 0]);
    // Where a file as it is ends, a descriptor does not say to readers that have not seen the directory.
    let is_stored_whole = listed.method != 0
        || listed.packed == listed.unpacked && (!has_descriptor || listed.packed == 0);
    let is_plain =
        is_same && is_served && is_stored_whole && (!is_folder || is_empty) && is_harmless(extra);
    is_plain.then_some(())?;
    if has_descriptor {
        let values = |mut fields: Fields<'_>| {
            let is_same = fields.number()? == listed.crc
                && match is_wide {
                    true => (fields.word(&wide(&[listed.packed, listed.unpacked]))).is_some(),
                    false => fields.long()? == listed.packed && fields.long()? == listed.unpacked,
                };
            is_same.then_some(fields.0.len())
        };
        // Without its mark, a descriptor can be taken for others; one of 64 bits behind nothing, for one of 32.
        local.word(DESCRIPTOR)?;
        if is_wide && listed.unpacked == 0 {
            return None;
        }
        return octets.len().checked_sub(values(local)?);
    }
    octets.len().checked_sub(local.0.len())
}

/// Returns what follows the field of sizes of 64 bits, where that begins `extra` and says what the directory says, or
/// leaves it to the descriptor.
fn wide_sizes<'a>(extra: &'a [u8], listed: &Said<'_>) -> Option<&'a [u8]> {
    let mut extra = Fields(extra);
    extra.word(&WIDE_SIZES)?;
    let sizes = extra.take(16)?;
    let is_later = listed.flags & HAS_DESCRIPTOR != 0 && sizes.iter().all(|octet| *octet == 0);
    let is_same = sizes == wide(&[listed.unpacked, listed.packed]);
    (is_same || is_later).then_some(extra.0)
}

/// Returns two sizes as they stand in 64 bits.
fn wide(sizes: &[usize; 2]) -> Vec<u8> {
    sizes.map(|size| long(size).to_le_bytes()).concat()
}

/// Whether extra fields are known ones, up to padding of a few zeros.
fn is_harmless(extra: &[u8]) -> bool {
    // As from a file or a directory that some reader is led to.
    if (RECORDS.iter()).any(|record| memmem::find(extra, record).is_some()) {
        return false;
    }
    let mut fields = Fields(extra);
    let mut seen = Vec::new();
    while fields.0.len() >= 4 {
        let read = fields.short().zip(fields.short());
        let Some((kind, length)) = read else {
            return false;
        };
        let is_known =
            |(known, most): &(u16, usize)| *known == kind && usize::from(length) <= *most;
        let value = fields.take(length.into());
        let is_whole = value.is_some_and(|value| kind != NTFS || value.starts_with(&TIMES));
        if !EXTRA.iter().any(is_known) || !is_whole || seen.contains(&kind) {
            return false;
        }
        seen.push(kind);
    }
    fields.0.iter().all(|octet| *octet == 0)
}

fn long(value: usize) -> u64 {
    u64::try_from(value).unwrap_or(u64::MAX)
}

/// Fields that are read one after another, the low octet first.
#[derive(Debug, Clone, Copy)]
struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn word(&mut self, word: &[u8]) -> Option<()> {
        (self.take(word.len())? == word).then_some(())
    }

    fn short(&mut self) -> Option<u16> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u16::from_le_bytes(*taken))
    }

    fn number(&mut self) -> Option<u32> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u32::from_le_bytes(*taken))
    }

    /// A length or an offset; none of those that stand for 64 bits elsewhere.
    fn long(&mut self) -> Option<usize> {
        let number = self.number().filter(|number| *number != u32::MAX)?;
        usize::try_from(number).ok()
    }

    /// The same where the sizes stand elsewhere, and are those of the directory.
    fn said_wide(&mut self, listed: &Said<'_>) -> Option<Said<'a>> {
        (self.short()? <= NEEDED).then_some(())?;
        let (flags, method) = (self.short()?, self.short()?);
        let _time_and_date = self.number()?;
        let crc = self.number()?;
        self.word(&IN_WIDE_SIZES)?;
        Some(Said {
            flags,
            method,
            crc,
            packed: listed.packed,
            unpacked: listed.unpacked,
            name: &[],
        })
    }

    /// The fields that stand before each file and in the directory alike.
    fn said(&mut self) -> Option<Said<'a>> {
        (self.short()? <= NEEDED).then_some(())?;
        let (flags, method) = (self.short()?, self.short()?);
        let _time_and_date = self.number()?;
        Some(Said {
            flags,
            method,
            crc: self.number()?,
            packed: self.long()?,
            unpacked: self.long()?,
            name: &[],
        })
    }
}
