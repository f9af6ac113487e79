use std::fmt;

/// Why a package cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum OfdError {
    /// The octets are no ZIP file with a directory.
    NotAPackage,
    /// Octets stand before the package.
    NotFirst,
    /// A limit was reached.
    TooMuch {
        /// What is limited.
        what: &'static str,
        /// The limit.
        limit: u64,
    },
    /// The package has no such file.
    NoSuchFile {
        /// Its name.
        name: String,
    },
    /// A path leads to a file only where it is read from the root.
    Elsewhere {
        /// The file.
        name: String,
    },
    /// A file cannot be unpacked.
    Damaged {
        /// Its name.
        name: String,
    },
    /// A file is not the XML that belongs there.
    Xml {
        /// Its name.
        name: String,
        /// What is wrong with it.
        why: String,
    },
    /// A file is in another namespace than that of OFD.
    Namespace {
        /// Its name.
        name: String,
    },
    /// A file is written in another encoding than UTF-8.
    Encoding {
        /// Its name.
        name: String,
        /// The encoding that it names; empty where it names none.
        named: String,
    },
}

impl fmt::Display for OfdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAPackage => f.write_str("the octets are no ZIP file with a directory"),
            Self::NotFirst => f.write_str(
                "octets stand before the ZIP file of the package, so readers may find different files; ask for the original",
            ),
            Self::TooMuch { what, limit } => write!(f, "more {what} than the limit of {limit}"),
            Self::NoSuchFile { name } => write!(f, "the package has no file {name}"),
            Self::Elsewhere { name } => write!(
                f,
                "the path of {name} has no solidus before it, and leads to no file from where it stands"
            ),
            Self::Damaged { name } => write!(f, "the file {name} cannot be unpacked"),
            Self::Namespace { name } => {
                write!(f, "the file {name} is in another namespace than that of OFD")
            }
            Self::Encoding { name, named } => {
                let encoding = if named.is_empty() { "another" } else { named };
                write!(f, "the file {name} is in {encoding} encoding, and only UTF-8 is read")
            }
            Self::Xml { name, why } => write!(f, "the file {name} cannot be understood: {why}"),
        }
    }
}

impl std::error::Error for OfdError {}
