//! Signing a document.

use super::bureau::Bureau;
use super::error::Expected;
use super::{ServiceError, certificate, input, seal};
use crate::client::Daemon;
use crate::keys;
use crate::output::{InPlace, OutputCopy};
use crate::wire::Signed;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use time::OffsetDateTime;
use yinxin_core::cms::Signer;
use yinxin_core::font::FontChain;
use yinxin_core::licence::PointMm;
use yinxin_core::pdf::{Appearance, Document, Limits, Object, Password, SignatureRequest};
use yinxin_core::seal::SealDrawing;
use yinxin_core::sign::sign as sign_document;
use yinxin_core::suite::{DigestAlgorithm, MemoryKey, PublicKey, SignatureAlgorithm, SigningKey};
use yinxin_core::verify::{Integrity, SignatureKind, Verifier};
use yinxin_core::x509::Certificate;

/// Asks for one signature on one document.
#[derive(Debug, Clone)]
pub struct SignRequest {
    /// The document.
    pub input: PathBuf,
    /// Where the signed document goes.
    pub output: Output,
    /// Where the key is.
    pub key: KeySource,
    /// File with the key's password; one line.
    pub key_password_file: Option<PathBuf>,
    /// File with the document's password; one line.
    pub password_file: Option<PathBuf>,
    /// Baseline level to reach.
    pub level: Level,
    /// Address of a timestamp authority.
    pub tsa: Option<String>,
    /// Field to fill, or to create under that name; `None` for a new name.
    pub field: Option<String>,
    /// Where the signature shows.
    pub placement: Placement,
    /// How an RSA key signs; other keys do not mind.
    pub rsa: RsaScheme,
    /// The caller's clock: the claimed signing time.
    pub at: OffsetDateTime,
}

/// Where the signed document goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// To a new file: a copy of the document and the signature behind it.
    CopyTo(PathBuf),
    /// Behind the document itself.
    InPlace,
}

/// Where a signing key is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeySource {
    /// In files: PEM or DER keys, PKCS#12.
    Files {
        /// The private key.
        key: PathBuf,
        /// Its certificate and those above it.
        chain: PathBuf,
    },
    /// A seal of a home.
    Home {
        /// The home.
        home: PathBuf,
        /// Identifier of the seal.
        seal: String,
    },
    /// A seal that a daemon holds.
    Server {
        /// `unix:PATH` or `http(s)://…`.
        url: String,
        /// Identifier of the seal.
        seal: String,
    },
}

/// Baseline level of a PAdES signature (ETSI EN 319 142-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// B-B: signed.
    BB,
    /// B-T: with a timestamp.
    BT,
    /// B-LT: with validation data.
    BLt,
    /// B-LTA: with a document timestamp over them.
    BLta,
}

/// Where a signature shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Placement {
    /// Nowhere, or where an empty field already is.
    Unstated,
    /// At a place of a page.
    Page {
        /// Page, the first being 1.
        page: NonZeroU32,
        /// Top left corner of the picture.
        at: PointMm,
    },
    /// Over the text found.
    Keyword(String),
    /// Across the edges of all pages (骑缝章).
    Straddle,
}

/// How an RSA key signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RsaScheme {
    /// RSASSA-PKCS1-v1_5.
    Pkcs1,
    /// RSASSA-PSS.
    Pss,
}

impl SignRequest {
    /// Refuses what this release does not serve, so that no option is ever ignored.
    ///
    /// # Errors
    ///
    /// [`ServiceError::NotServed`] with the option's name.
    pub fn check_served(&self) -> Result<(), ServiceError> {
        let refused = [
            (self.level == Level::BT, "--level b-t"),
            (self.level == Level::BLt, "--level b-lt"),
            (self.level == Level::BLta, "--level b-lta"),
            (self.tsa.is_some(), "--tsa"),
            (
                matches!(self.key, KeySource::Server { .. }) && self.password_file.is_some(),
                "--password-file with --server",
            ),
            (matches!(self.placement, Placement::Keyword(_)), "--keyword"),
            (self.placement == Placement::Straddle, "--straddle"),
            (
                matches!(self.key, KeySource::Server { .. }) && self.key_password_file.is_some(),
                "--key-password-file with --server",
            ),
        ];
        match refused.into_iter().find(|(asked, _)| *asked) {
            Some((_, option)) => Err(ServiceError::NotServed { option }),
            None => Ok(()),
        }
    }
}

/// Most octets of a document.
const MOST: u64 = 1 << 40;

/// Signs one document.
///
/// The document is only ever appended to; the output appears whole or not at all.
///
/// # Errors
///
/// [`ServiceError::NotServed`] for what this release lacks; [`ServiceError::DocumentLocked`] for an
/// encrypted document that cannot be opened; [`ServiceError::PasswordWrong`], [`ServiceError::Document`] and the
/// errors of reading and writing otherwise.
pub fn sign(request: &SignRequest) -> Result<Signed, ServiceError> {
    request.check_served()?;
    match &request.key {
        KeySource::Files { key, chain } => {
            let own = OwnKey::read(key, chain, request)?;
            put(request, |octets| own.make(octets, request))
        }
        KeySource::Home { home, seal } => match Daemon::holding(home)? {
            Some(daemon) => put(request, |octets| daemon.append(seal, octets, request)),
            None => {
                let bureau = Bureau::open(home, request.key_password_file.as_deref())?;
                sign_in(&bureau, seal, request)
            }
        },
        KeySource::Server { url, seal } => {
            let daemon = Daemon::at(url)?;
            put(request, |octets| daemon.append(seal, octets, request))
        }
    }
}

/// What signing adds to a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appended {
    /// Full name of the field that was filled.
    pub field: String,
    /// What stands behind the document's own octets.
    pub octets: Vec<u8>,
    /// Baseline level reached.
    pub level: &'static str,
}

/// Signs with a seal of a home that is open. The intent is recorded before the key is used.
///
/// # Errors
///
/// As [`sign`].
pub fn sign_in(bureau: &Bureau, seal: &str, request: &SignRequest) -> Result<Signed, ServiceError> {
    put(request, |octets| append_in(bureau, seal, octets, request))
}

/// Makes what a seal of an open home adds to a document; writes no file. Of `request`, input,
/// output and key are not looked at. The intent is recorded before the key is used, and that it is
/// done before the octets are handed out.
///
/// # Errors
///
/// As [`sign`]; [`ServiceError::SealNotAllowed`] where the user may not use the seal;
/// [`ServiceError::LicenceUncertified`] where the document carries a licence that nobody certified.
pub fn append_in(
    bureau: &Bureau,
    seal: &str,
    octets: &[u8],
    request: &SignRequest,
) -> Result<Appended, ServiceError> {
    request.check_served()?;
    let own = OwnKey::of_seal(bureau, seal)?;
    bureau.may_use(seal)?;
    certified_or_no_licence(octets, request)?;
    let digest = crate::audit::hex_sha256(octets);
    let pending = bureau.intend("sign", seal, &digest, request.at)?;
    match own.make(octets, request) {
        Ok(made) => {
            bureau.done(crate::store::Batch::new(), pending, request.at)?;
            Ok(made)
        }
        Err(error) => {
            bureau.failed(pending, request.at)?;
            Err(error)
        }
    }
}

/// Refuses a document that carries the data of a licence which no intact certification covers: a
/// stamp on it must not become an issuer's signature. Whose certification it is, who judges the
/// document sees.
fn certified_or_no_licence(octets: &[u8], request: &SignRequest) -> Result<(), ServiceError> {
    let path = || request.input.clone();
    let password = document_password(request.password_file.as_deref())?;
    drop(open(octets, &request.input, password.as_ref())?);
    let report = Verifier::new(&[], request.at)
        .password(password.as_ref())
        .run(octets)
        .map_err(|error| ServiceError::Document {
            path: path(),
            source: Box::new(error),
        })?;
    let certified = report.signatures.iter().any(|signature| {
        signature.kind == SignatureKind::Certification && signature.integrity == Integrity::Intact
    });
    if report.licence.is_some() && !certified {
        return Err(ServiceError::LicenceUncertified { path: path() });
    }
    Ok(())
}

/// Reads the file with a document's password.
///
/// # Errors
///
/// [`ServiceError::Read`] where the file cannot be read or is empty; [`ServiceError::NotUnderstood`]
/// where it is not UTF-8.
pub fn document_password(file: Option<&Path>) -> Result<Option<Password>, ServiceError> {
    let Some(file) = file else { return Ok(None) };
    let octets = super::bureau::read_password(file)?;
    let text = std::str::from_utf8(octets.as_bytes()).map_err(|_| ServiceError::NotUnderstood {
        path: file.into(),
        expected: Expected::Password,
    })?;
    Ok(Some(Password::new(zeroize::Zeroizing::new(text.into()))))
}

/// Opens a document for signing.
fn open<'a>(
    octets: &'a [u8],
    path: &Path,
    password: Option<&Password>,
) -> Result<Document<'a>, ServiceError> {
    let document =
        Document::open_protected(octets, &Limits::default(), password).map_err(|error| {
            ServiceError::Document {
                path: path.into(),
                source: Box::new(error),
            }
        })?;
    match document.locked() {
        Some(why) => Err(ServiceError::DocumentLocked {
            path: path.into(),
            why: why.clone(),
        }),
        None => Ok(document),
    }
}

/// Writes what `make` adds: behind a copy of the document or behind the document itself.
fn put(
    request: &SignRequest,
    make: impl FnOnce(&[u8]) -> Result<Appended, ServiceError>,
) -> Result<Signed, ServiceError> {
    let (path, made) = match &request.output {
        Output::CopyTo(path) => {
            if path.exists() {
                return Err(ServiceError::AlreadyThere { path: path.clone() });
            }
            let copy = OutputCopy::begin(&request.input, path, MOST)
                .map_err(|error| ServiceError::output(path, error))?;
            let made = make(copy.bytes())?;
            copy.finish(&made.octets)
                .map_err(|error| ServiceError::output(path, error))?;
            (path, made)
        }
        Output::InPlace => {
            let path = &request.input;
            let append =
                InPlace::begin(path, MOST).map_err(|error| ServiceError::output(path, error))?;
            let made = make(append.bytes())?;
            append
                .finish(&made.octets)
                .map_err(|error| ServiceError::output(path, error))?;
            (path, made)
        }
    };
    Ok(Signed {
        file: path.display().to_string(),
        bytes_added: u64::try_from(made.octets.len()).unwrap_or(u64::MAX),
        field: made.field,
        level: made.level.into(),
    })
}

/// A key with its certificates and, for a seal, its picture.
struct OwnKey {
    signer: Signer,
    key: Box<dyn SigningKey>,
    drawing: Option<SealDrawing>,
    name: Option<String>,
}

impl OwnKey {
    fn read(key: &Path, chain: &Path, request: &SignRequest) -> Result<Self, ServiceError> {
        let password = match &request.key_password_file {
            Some(file) => Some(super::bureau::read_password(file)?),
            None => None,
        };
        let octets = zeroize::Zeroizing::new(input::read(key, input::SMALL)?);
        let material =
            keys::read::read(&octets, password.as_ref()).map_err(|error| match error {
                keys::read::ReadError::WrongPassword => {
                    ServiceError::PasswordWrong { path: key.into() }
                }
                keys::read::ReadError::PasswordNeeded => ServiceError::PasswordMissing,
                _ => ServiceError::NotUnderstood {
                    path: key.into(),
                    expected: Expected::PrivateKey,
                },
            })?;
        let certificates = certificate::read_all(chain)?
            .iter()
            .map(|der| Certificate::parse(der))
            .collect::<Result<Vec<_>, _>>()
            .map_err(|_| ServiceError::NotUnderstood {
                path: chain.into(),
                expected: Expected::Certificates,
            })?;
        let is_rsa = certificates.first().is_some_and(|certificate| {
            matches!(
                PublicKey::parse(certificate.subject_public_key_info()),
                Ok(PublicKey::Rsa { .. })
            )
        });
        let preferred = (is_rsa && request.rsa == RsaScheme::Pss)
            .then_some(SignatureAlgorithm::RsaPss(DigestAlgorithm::Sha256));
        let key = MemoryKey::from_pkcs8(&material.pkcs8, preferred).map_err(|_| {
            ServiceError::NotUnderstood {
                path: key.into(),
                expected: Expected::PrivateKey,
            }
        })?;
        let signer =
            Signer::new(&certificates).map_err(|error| ServiceError::Signature(Box::new(error)))?;
        Ok(Self {
            signer,
            key: Box::new(key),
            drawing: None,
            name: None,
        })
    }

    fn of_seal(bureau: &Bureau, id: &str) -> Result<Self, ServiceError> {
        let record = seal::find(bureau, id)?;
        let name = seal::key_name(id);
        let signer = Signer::new(&bureau.chain(&name)?).map_err(|_| ServiceError::Damaged {
            what: "certificates",
        })?;
        Ok(Self {
            signer,
            key: bureau.key(&name)?,
            drawing: Some(record.draw(&FontChain::built_in()?)?),
            name: Some(record.unit_name),
        })
    }

    /// Makes what the signature adds to the document.
    fn make(&self, octets: &[u8], request: &SignRequest) -> Result<Appended, ServiceError> {
        let password = document_password(request.password_file.as_deref())?;
        let document = open(octets, &request.input, password.as_ref())?;
        let field = match &request.field {
            Some(field) => field.clone(),
            None => free_field(&document, &request.input)?,
        };
        let content = self
            .drawing
            .as_ref()
            .map(SealDrawing::to_pdf_content_multiplied);
        let text = placeholder_content();
        let mut wanted = SignatureRequest::new(&field);
        wanted.claimed_time = Some(request.at);
        wanted.name = self.name.as_deref();
        if let Placement::Page { page, at } = request.placement {
            wanted.appearance = Some(self.appearance(
                &document,
                page,
                at,
                content.as_deref().unwrap_or(&text),
                &request.input,
            )?);
        }
        let delta =
            sign_document(&document, &self.signer, self.key.as_ref(), wanted).map_err(|error| {
                ServiceError::NotSigned {
                    path: request.input.clone(),
                    source: Box::new(error),
                }
            })?;
        Ok(Appended {
            field,
            octets: delta,
            level: "B-B",
        })
    }

    /// A seal at its true size, or an empty frame for a signature without a picture; `at` is the
    /// top left corner as the page is seen.
    fn appearance<'c>(
        &self,
        document: &Document<'_>,
        page: NonZeroU32,
        at: PointMm,
        content: &'c [u8],
        path: &Path,
    ) -> Result<Appearance<'c>, ServiceError> {
        let index = usize::try_from(page.get() - 1).unwrap_or(usize::MAX);
        let (width, height) = match &self.drawing {
            Some(drawing) => drawing.size_points(),
            None => FRAME,
        };
        let size = page_size(document, index).map_err(|error| ServiceError::Document {
            path: path.into(),
            source: Box::new(error),
        })?;
        let points = |tenths: u16| f64::from(tenths) / 10.0 * 72.0 / 25.4;
        let left = points(at.x);
        let top = size.1 - points(at.y);
        Ok(Appearance {
            page: index,
            rectangle: [left, top - height, left + width, top],
            content,
            bounding_box: [0.0, 0.0, width, height],
            resources: self
                .drawing
                .is_some()
                .then_some(SealDrawing::MULTIPLY_RESOURCES),
        })
    }
}

/// Reads millimetres to a tenth, such as `42` or `42.5`; returns tenths.
#[must_use]
pub fn tenths(text: &str) -> Option<u16> {
    let (whole, tenth) = match text.split_once('.') {
        Some((whole, tenth)) if tenth.len() == 1 => (whole, tenth),
        Some(_) => return None,
        None => (text, "0"),
    };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(tenth) {
        return None;
    }
    let whole: u16 = whole.parse().ok()?;
    whole.checked_mul(10)?.checked_add(tenth.parse().ok()?)
}

/// Size of the frame of a signature without a picture, points: 50 mm by 20 mm.
const FRAME: (f64, f64) = (50.0 * 72.0 / 25.4, 20.0 * 72.0 / 25.4);

/// A thin frame: it says where somebody signed and pretends to nothing.
fn placeholder_content() -> Vec<u8> {
    format!(
        "q 0.6 0 0 RG 0.8 w 1 1 {:.2} {:.2} re S Q",
        FRAME.0 - 2.0,
        FRAME.1 - 2.0
    )
    .into_bytes()
}

/// Width and height of a page as it is seen, points: its rotation counts.
fn page_size(
    document: &Document<'_>,
    index: usize,
) -> Result<(f64, f64), yinxin_core::pdf::ParseError> {
    let view = document.latest();
    let page = view.page(index)?;
    let side = |object: &Object<'_>| {
        let array = view.resolve(object).ok()?;
        let sides: Vec<f64> = array
            .as_array()?
            .values()
            .filter_map(|side| view.resolve(side).ok()?.as_number())
            .collect();
        match sides.as_slice() {
            [a, b, c, d] => Some(((c - a).abs(), (d - b).abs())),
            _ => None,
        }
    };
    let shown = page
        .inherited("CropBox")
        .and_then(side)
        .or_else(|| page.inherited("MediaBox").and_then(side));
    let (width, height) = shown.unwrap_or((612.0, 792.0));
    let turn = page
        .inherited("Rotate")
        .and_then(|turn| view.resolve(turn).ok()?.as_integer())
        .unwrap_or(0);
    Ok(if turn.rem_euclid(180) == 90 {
        (height, width)
    } else {
        (width, height)
    })
}

/// Returns the first of `Signature1`, `Signature2`, … that no field has.
fn free_field(document: &Document<'_>, path: &Path) -> Result<String, ServiceError> {
    let signatures = document
        .latest()
        .signatures()
        .map_err(|error| ServiceError::Document {
            path: path.into(),
            source: Box::new(error),
        })?;
    let places = signatures.found.iter().flat_map(|found| &found.places);
    let empty = signatures.empty.iter().map(|empty| &empty.place);
    let mut taken: std::collections::HashSet<String> = places
        .chain(empty)
        .map(|place| place.name.clone())
        .collect();
    taken.extend(signatures.other_fields);
    // The nodes above a field have names too.
    let above: Vec<String> = taken
        .iter()
        .flat_map(|name| {
            name.match_indices('.')
                .map(|(at, _)| name.split_at(at).0.to_owned())
        })
        .collect();
    taken.extend(above);
    let mut number = 1_u32;
    loop {
        let name = format!("Signature{number}");
        if !taken.contains(&name) {
            return Ok(name);
        }
        number = number.saturating_add(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> SignRequest {
        SignRequest {
            input: "a.pdf".into(),
            output: Output::CopyTo("b.pdf".into()),
            key: KeySource::Files {
                key: "k.pem".into(),
                chain: "c.pem".into(),
            },
            key_password_file: None,
            password_file: None,
            level: Level::BB,
            tsa: None,
            field: None,
            placement: Placement::Unstated,
            rsa: RsaScheme::Pkcs1,
            at: OffsetDateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn an_option_that_is_not_served_is_refused_and_named() {
        let tsa = Some("http://tsa.invalid".to_owned());
        let password_file = Some("p".into());
        let server = KeySource::Server {
            url: "unix:/s".into(),
            seal: "s".into(),
        };
        for (asked, name) in [
            (
                SignRequest {
                    level: Level::BT,
                    ..request()
                },
                "--level b-t",
            ),
            (
                SignRequest {
                    level: Level::BLt,
                    ..request()
                },
                "--level b-lt",
            ),
            (
                SignRequest {
                    level: Level::BLta,
                    ..request()
                },
                "--level b-lta",
            ),
            (SignRequest { tsa, ..request() }, "--tsa"),
            (
                SignRequest {
                    placement: Placement::Keyword("盖章".into()),
                    ..request()
                },
                "--keyword",
            ),
            (
                SignRequest {
                    key: server.clone(),
                    password_file,
                    ..request()
                },
                "--password-file with --server",
            ),
            (
                SignRequest {
                    placement: Placement::Straddle,
                    ..request()
                },
                "--straddle",
            ),
            (
                SignRequest {
                    key: server,
                    key_password_file: Some("p".into()),
                    ..request()
                },
                "--key-password-file with --server",
            ),
        ] {
            let refused = asked.check_served();
            assert!(
                matches!(refused, Err(ServiceError::NotServed { option }) if option == name),
                "{name}: {refused:?}"
            );
        }
        assert!(request().check_served().is_ok());
    }
}
