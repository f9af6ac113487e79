//! What a signature of a package need not cover, since it is part of the signatures themselves.

use super::super::detached::{Detached, is_readable};
use crate::der::{Reader, tag};
use crate::ofd::{OfdError, OfdSignature, Package, entries, is_plain_list, root};
use crate::ses::{SesSeal, SesSignature};
use crate::suite::{DigestAlgorithm, digest};
use std::collections::{HashMap, HashSet};

/// Files that are left to the signatures.
pub(super) struct Left {
    /// Index of the last signature that a file belongs to.
    owners: HashMap<String, usize>,
    /// Every `Signature.xml` that a list names, by its index.
    places: HashMap<String, usize>,
    /// The values that these name, and that are one.
    values: HashSet<String>,
    /// Lists of signatures, which grow with each, and in which nothing else stands; and the list of names of GM/T 0099
    /// with its value.
    lists: HashSet<String>,
    /// What may be taken for something else: lists in which more stands than signatures, a `Signature.xml` with other
    /// parts, a value that is none, a seal that was not judged with it.
    odd: HashSet<String>,
    /// Where the package has several documents with lists of their own, every file that any signature lists.
    listed_apart: HashSet<String>,
    has_several_lists: bool,
    /// Indices of signatures that say what one before says, octet by octet.
    copies: HashSet<usize>,
}

/// To whom a file belongs that a signature does not cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Belongs {
    /// To the signature, or to the lists.
    Own,
    /// To another signature.
    Other,
    /// To the signatures, and it may be something else.
    Odd,
    /// To nobody.
    Nobody,
}

impl Left {
    pub(super) fn of(
        package: &Package<'_>,
        all: &[Result<OfdSignature, OfdError>],
    ) -> Result<Self, OfdError> {
        let mut left = Self {
            owners: HashMap::new(),
            places: HashMap::new(),
            values: HashSet::new(),
            lists: HashSet::new(),
            odd: HashSet::new(),
            listed_apart: HashSet::new(),
            has_several_lists: false,
            copies: HashSet::new(),
        };
        let mut seen = HashSet::new();
        for (index, one) in all.iter().enumerate() {
            let Ok(signature) = one else { continue };
            left.places.insert(signature.path.clone(), index);
            if let Ok(value) = package.file(&signature.value)
                && is_value(&value)
            {
                left.values.insert(signature.value.clone());
            }
            // The value may be written otherwise, or padded; what it signs may not.
            let signed = package.file(&signature.path).unwrap_or_default();
            if !seen.insert(digest(DigestAlgorithm::Sha256, &signed)) {
                left.copies.insert(index);
            }
            for (path, is_plain) in own(package, signature) {
                match is_plain {
                    true => drop(left.owners.insert(path.to_owned(), index)),
                    false => drop(left.odd.insert(path.to_owned())),
                }
            }
        }
        let lists = root(package)?.lists;
        left.has_several_lists = lists.len() > 1;
        for list in lists {
            match is_plain_list(package, &list) {
                true => left.lists.insert(list),
                false => left.odd.insert(list),
            };
        }
        if let Some((list, value)) = entries(package).ok().flatten()
            && package.file(&value).is_ok_and(|value| is_value(&value))
        {
            left.lists.extend([list, value]);
        }
        let listed = all.iter().filter(|_| left.has_several_lists);
        let listed = listed.filter_map(|one| one.as_ref().ok());
        let listed = listed.flat_map(|one| one.references.iter().map(|file| file.path.clone()));
        left.listed_apart = listed.collect();
        Ok(left)
    }

    /// Tells to whom a file belongs, as seen from the signature of an index.
    pub(super) fn belongs(&self, path: &str, signature: &OfdSignature, index: usize) -> Belongs {
        // What is not plain is covered by its own value, and by that alone.
        if path == signature.path || path == signature.value {
            return Belongs::Own;
        }
        match self.owners.get(path) {
            Some(owner) if *owner == index => Belongs::Own,
            Some(_) => Belongs::Other,
            None if self.lists.contains(path) => Belongs::Own,
            None if self.odd.contains(path) => Belongs::Odd,
            None => Belongs::Nobody,
        }
    }

    /// Tells whether a list names a `Signature.xml`, or that names a value, or it is one of the lists.
    pub(super) fn is_listed(&self, path: &str) -> bool {
        self.places.contains_key(path) || self.values.contains(path) || self.lists.contains(path)
    }

    /// Tells whether the signature of an index is one before it, once more.
    pub(super) fn is_copy(&self, index: usize) -> bool {
        self.copies.contains(&index)
    }

    /// Tells whether any of these is a signature that the list has behind that of an index: readers show seals in the
    /// order of the list, one over another.
    pub(super) fn is_out_of_order<'p>(
        &self,
        covered: impl IntoIterator<Item = &'p str>,
        index: usize,
    ) -> bool {
        let mut places = covered.into_iter().filter_map(|path| self.places.get(path));
        places.any(|place| *place > index)
    }

    /// Tells whether several documents have lists of their own.
    pub(super) fn has_several_lists(&self) -> bool {
        self.has_several_lists
    }

    /// Whether what a signature leaves out is of other documents, which other signatures list.
    pub(super) fn is_apart(&self, left_out: &[&str]) -> bool {
        let is_of_others = |path: &&str| self.listed_apart.contains(*path);
        !left_out.is_empty() && left_out.iter().all(is_of_others)
    }
}

/// Returns the files of a signature, and whether each can be nothing else: itself, its value, and the seal beside it that
/// is judged with it. In anything else somebody could put what readers show.
fn own<'s>(package: &Package<'_>, signature: &'s OfdSignature) -> Vec<(&'s str, bool)> {
    let value = package.file(&signature.value).unwrap_or_default();
    let is_seal = |path: &str| match Detached::of(&value) {
        Some(Detached::SealSignature) => is_seal_of(package, path, &value),
        Some(Detached::Cms) => package
            .file(path)
            .is_ok_and(|seal| SesSeal::parse(&seal).is_ok()),
        _ => false,
    };
    let seal = signature.seal.as_deref();
    let seal = seal.map(|path| (path, is_seal(path)));
    // Elsewhere, a covered file may name a file that is not there.
    let folder = signature
        .path
        .rsplit_once('/')
        .map_or("", |(folder, _)| folder);
    let is_beside = |path: &str| {
        let rest = path.strip_prefix(folder);
        folder.is_empty() || rest.is_some_and(|rest| rest.starts_with('/'))
    };
    let is_own_value = is_beside(&signature.value) && is_value(&value);
    let seal = seal.map(|(path, is_seal)| (path, is_seal && is_beside(path)));
    let own = [
        (signature.path.as_str(), signature.is_plain),
        (signature.value.as_str(), is_own_value),
    ];
    own.into_iter().chain(seal).collect()
}

/// Longest pair of numbers, octets.
const LONGEST_PAIR: usize = 80;

/// Tells whether octets are the value of a signature from the first to the last: a seal signature, a message, or a pair
/// of numbers.
pub(super) fn is_value(octets: &[u8]) -> bool {
    let is_pair = || {
        let mut outer = Reader::new(octets);
        let mut pair = outer.sequence()?;
        for _ in 0..2 {
            pair.expect(tag::INTEGER)?.integer()?;
        }
        pair.finish()?;
        outer.finish()
    };
    is_readable(octets) || octets.len() <= LONGEST_PAIR && is_pair().is_ok()
}

/// Whether a file is the seal in a seal signature, up to padding with zeros.
pub(super) fn is_seal_of(package: &Package<'_>, path: &str, value: &[u8]) -> bool {
    let (Ok(beside), Ok(value)) = (package.file(path), SesSignature::parse(value)) else {
        return false;
    };
    let inside = value.to_sign.seal.raw();
    beside
        .split_at_checked(inside.len())
        .is_some_and(|(seal, rest)| seal == inside && rest.iter().all(|octet| *octet == 0))
}
