use super::{AlgorithmError, DigestAlgorithm, oids};
use crate::der::{Element, Oid, tag, writer};
use ring::digest as primitive;

/// What the standards say of a digest algorithm.
struct Row {
    name: &'static str,
    output_len: usize,
    /// RFC 5754, 2; NIST register for SHA-3.
    oid: Oid,
    /// Of RSA PKCS#1 v1.5 with it (RFC 4055, 5; RFC 9688 for SHA-3), and of ECDSA with it
    /// (RFC 5758, 3.2; RFC 9688 for SHA-3).
    with: Option<[Oid; 2]>,
}

impl DigestAlgorithm {
    /// Every digest algorithm that is served.
    pub const ALL: &[Self] = &[
        Self::Sha256,
        Self::Sha384,
        Self::Sha512,
        Self::Sha1,
        #[cfg(feature = "legacy-algorithms")]
        Self::Sha224,
        #[cfg(feature = "legacy-algorithms")]
        Self::Sha3_224,
        #[cfg(feature = "legacy-algorithms")]
        Self::Sha3_256,
        #[cfg(feature = "legacy-algorithms")]
        Self::Sha3_384,
        #[cfg(feature = "legacy-algorithms")]
        Self::Sha3_512,
        #[cfg(feature = "gm")]
        Self::Sm3,
    ];

    const fn row(self) -> &'static Row {
        const fn row(name: &'static str, output_len: usize, of: [Oid; 3]) -> Row {
            let [oid, rsa, ecdsa] = of;
            Row {
                name,
                output_len,
                oid,
                with: Some([rsa, ecdsa]),
            }
        }
        macro_rules! row {
            ($($of:expr),*) => {
                const { &row($($of),*) }
            };
        }
        match self {
            Self::Sha1 => row!("SHA-1", 20, oids::SHA1),
            #[cfg(feature = "legacy-algorithms")]
            Self::Sha224 => row!("SHA-224", 28, oids::SHA224),
            Self::Sha256 => row!("SHA-256", 32, oids::SHA256),
            Self::Sha384 => row!("SHA-384", 48, oids::SHA384),
            Self::Sha512 => row!("SHA-512", 64, oids::SHA512),
            #[cfg(feature = "legacy-algorithms")]
            Self::Sha3_224 => row!("SHA3-224", 28, oids::SHA3_224),
            #[cfg(feature = "legacy-algorithms")]
            Self::Sha3_256 => row!("SHA3-256", 32, oids::SHA3_256),
            #[cfg(feature = "legacy-algorithms")]
            Self::Sha3_384 => row!("SHA3-384", 48, oids::SHA3_384),
            #[cfg(feature = "legacy-algorithms")]
            Self::Sha3_512 => row!("SHA3-512", 64, oids::SHA3_512),
            // Of RSA with SM3 nobody knows the number for certain: 1.2.156.10197.1.504 has two meanings.
            #[cfg(feature = "gm")]
            Self::Sm3 => {
                const {
                    &Row {
                        name: "SM3",
                        output_len: 32,
                        oid: oids::SM3,
                        with: None,
                    }
                }
            }
        }
    }

    /// Returns the length of the digest, octets.
    #[must_use]
    pub const fn output_len(self) -> usize {
        self.row().output_len
    }

    /// Returns the object identifier (RFC 5754, 2; NIST register for SHA-3).
    #[must_use]
    pub const fn oid(self) -> Oid {
        self.row().oid
    }

    /// Returns the object identifiers of RSA PKCS#1 v1.5 and of ECDSA with this digest; none where it
    /// is served with neither.
    pub(super) const fn with_rsa_and_ecdsa(self) -> Option<[Oid; 2]> {
        self.row().with
    }

    /// Returns the algorithm of this object identifier.
    #[must_use]
    pub fn from_oid(oid: &Oid) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|algorithm| algorithm.oid() == *oid)
    }

    /// Returns the AlgorithmIdentifier with absent parameters, as RFC 5754, 2 wants it written.
    #[must_use]
    pub fn identifier(self) -> Vec<u8> {
        writer::sequence(&[&writer::oid(&self.oid())])
    }

    /// Reads an AlgorithmIdentifier; parameters are absent or NULL (RFC 5754, 2).
    ///
    /// # Errors
    ///
    /// [`AlgorithmError::Unknown`] with the object identifier where it is not served.
    pub fn from_identifier(identifier: &Element<'_>) -> Result<Self, AlgorithmError> {
        let mut fields = identifier.expect(tag::SEQUENCE)?.reader()?;
        let oid = fields.oid()?;
        let algorithm = Self::from_oid(&oid).ok_or(AlgorithmError::Unknown(oid))?;
        super::identifier::absent_or_null(fields, oid)?;
        Ok(algorithm)
    }

    /// Tells whether collisions can be made, so that the algorithm proves nothing today.
    #[must_use]
    pub const fn weak(self) -> bool {
        matches!(self, Self::Sha1)
    }

    /// Returns the name for people and for tables of algorithms, such as `SHA-256`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.row().name
    }
}

/// Returns the digest of `data`.
#[must_use]
pub fn digest(algorithm: DigestAlgorithm, data: &[u8]) -> Vec<u8> {
    let mut digester = Digester::new(algorithm);
    digester.update(data);
    digester.finish()
}

/// Returns the SHA-256 of octets in lower-case hexadecimal: the name that reports give to what they used.
#[must_use]
pub fn sha256_hex(data: &[u8]) -> String {
    let digest = digest(DigestAlgorithm::Sha256, data);
    digest.iter().map(|octet| format!("{octet:02x}")).collect()
}

/// A digest that is fed piece by piece.
#[derive(Clone)]
pub struct Digester {
    algorithm: DigestAlgorithm,
    state: State,
}

#[derive(Clone)]
#[cfg_attr(
    all(feature = "legacy-algorithms", not(feature = "gm")),
    expect(
        clippy::large_enum_variant,
        reason = "the large one is the usual one, and a digester is short-lived"
    )
)]
enum State {
    Ring(primitive::Context),
    #[cfg(feature = "legacy-algorithms")]
    Beyond(super::beyond::Hash),
    #[cfg(feature = "gm")]
    Sm3(super::sm::Hash),
}

impl Digester {
    /// Returns a digester that has seen nothing.
    #[must_use]
    pub fn new(algorithm: DigestAlgorithm) -> Self {
        let ring = |primitive| State::Ring(primitive::Context::new(primitive));
        let state = match algorithm {
            DigestAlgorithm::Sha1 => ring(&primitive::SHA1_FOR_LEGACY_USE_ONLY),
            DigestAlgorithm::Sha256 => ring(&primitive::SHA256),
            DigestAlgorithm::Sha384 => ring(&primitive::SHA384),
            DigestAlgorithm::Sha512 => ring(&primitive::SHA512),
            #[cfg(feature = "gm")]
            DigestAlgorithm::Sm3 => State::Sm3(super::sm::Hash::new()),
            #[cfg(feature = "legacy-algorithms")]
            other => State::Beyond(super::beyond::Hash::new(other)),
        };
        Self { algorithm, state }
    }

    /// Returns the algorithm.
    #[must_use]
    pub const fn algorithm(&self) -> DigestAlgorithm {
        self.algorithm
    }

    /// Adds `data` to what is digested.
    pub fn update(&mut self, data: &[u8]) {
        match &mut self.state {
            State::Ring(context) => context.update(data),
            #[cfg(feature = "legacy-algorithms")]
            State::Beyond(hash) => hash.update(data),
            #[cfg(feature = "gm")]
            State::Sm3(hash) => hash.update(data),
        }
    }

    /// Returns the digest of everything that was added.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        match self.state {
            State::Ring(context) => context.finish().as_ref().to_vec(),
            #[cfg(feature = "legacy-algorithms")]
            State::Beyond(hash) => hash.finish(),
            #[cfg(feature = "gm")]
            State::Sm3(hash) => hash.finish(),
        }
    }
}

impl std::fmt::Debug for Digester {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Digester")
            .field("algorithm", &self.algorithm)
            .finish_non_exhaustive()
    }
}
