/// Why readers may find other files in a package than those that were judged.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Oddity {
    /// The record at the end, or its comment, lets them find another directory.
    End,
    /// An entry of the directory is none that all unpackers take for the same file.
    Entry {
        /// Offset of the entry in the package.
        at: usize,
    },
    /// A file that some unpackers leave out, rename or take for something else: its attributes, fields or flags.
    Marked {
        /// Its name.
        name: String,
    },
    /// What stands before a file says something else than the directory.
    Differs {
        /// The name in the directory.
        name: String,
    },
    /// Octets that belong to no file.
    Between {
        /// Offset of the first.
        at: usize,
    },
    /// A name that systems read differently, or that is there twice.
    Name {
        /// The name; what is no UTF-8 is U+FFFD.
        name: String,
    },
    /// Octets behind the end of packed data: readers that unpack from the beginning stop there.
    Behind {
        /// Name of the file.
        name: String,
    },
}

impl Oddity {
    pub(super) fn marked(name: &[u8]) -> Self {
        Self::Marked { name: text(name) }
    }

    pub(super) fn differs(name: &[u8]) -> Self {
        Self::Differs { name: text(name) }
    }

    pub(super) fn name(name: &[u8]) -> Self {
        Self::Name { name: text(name) }
    }
}

fn text(name: &[u8]) -> String {
    String::from_utf8_lossy(name).into_owned()
}
