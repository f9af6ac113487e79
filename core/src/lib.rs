//! Electronic licences (电子证照) and electronic seals (电子印章): bytes and values in, values out.
//!
//! The crate is pure. It has no clock, network, file system, environment, threads or async: time,
//! revocation data, trust anchors and keys are arguments, so the same inputs give the same report,
//! byte for byte, ten years later.
//!
//! # Sign and verify
//!
//! Runnable, with keys and a document: `examples/examples/sign_and_verify.rs` of the repository. The
//! key may be in memory ([`suite::MemoryKey`]) or anywhere else ([`suite::SigningKey`]).
//!
//! ```
//! use yinxin_core::{cms::Signer, pdf::{Document, SignatureRequest}, sign::sign, suite::SigningKey};
//! use yinxin_core::{verify::{Indication, Verifier}, x509::{Certificate, Crl, TrustAnchor}};
//!
//! # fn example(file: &[u8], chain: &[Certificate], key: &dyn SigningKey, anchors: &[TrustAnchor], crls: &[Crl], now: time::OffsetDateTime) -> Result<(), Box<dyn std::error::Error>> {
//! let document = Document::open(file)?;
//! let signer = Signer::new(chain)?; // once for many documents
//! let delta = sign(&document, &signer, key, SignatureRequest::new("Signature1"))?;
//! let signed = [file, &delta].concat(); // not an octet of the document itself changes
//!
//! let report = Verifier::new(anchors, now).revocation_lists(crls).run(&signed)?;
//! assert_eq!(report.indication, Indication::TotalPassed);
//! # Ok(())
//! # }
//! ```
//!
//! # Map
//!
//! Each layer uses only those below it (a test enforces it).
//!
//! | module | what it holds |
//! |---|---|
//! | [`recognition`] | the decision: may this licence be accepted here, for this item, now |
//! | [`verify`], [`issue`] | document to [`verify::Report`]; licence to PDF (feature `face`) |
//! | [`licence`], [`seal`] | the domain, in the trade's words |
//! | [`sign`] | putting signatures on documents |
//! | [`evidence`] | RFC 4998 evidence records: one timestamp for many files |
//! | [`timestamp`], [`status`] | RFC 3161 tokens; RFC 6960 requests and responses |
//! | [`cms`], [`ses`] | RFC 5652 SignedData with CAdES attributes; seals and seal signatures (GB/T 38540) |
//! | [`x509`] | certificates, CRLs, certification paths |
//! | [`log`] | transparency logs: trees, checkpoints, tiles, receipts (RFC 6962, C2SP) |
//! | [`pdf`] | revisions of a PDF file, and appending one |
//! | [`suite`] | algorithms, over `ring`; verification beyond it (feature `legacy-algorithms`) |
//! | [`der`] | DER reading and writing |
//! | `font` | fonts of faces and seals (feature `face`) |
//! | [`reason`] | every reason that a person may be shown, in Chinese and English |
#![forbid(unsafe_code)]

pub mod cms;
pub mod der;
pub mod evidence;
#[cfg(feature = "face")]
pub mod font;
#[cfg(feature = "face")]
pub mod issue;
mod json;
pub mod licence;
pub mod log;
pub mod ofd;
pub mod pdf;
pub mod reason;
pub mod recognition;
pub mod seal;
pub mod ses;
pub mod sign;
pub mod status;
pub mod suite;
pub mod timestamp;
pub mod verify;
pub mod x509;
