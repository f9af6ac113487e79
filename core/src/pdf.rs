//! Revisions of a PDF file, and appending one.
//!
//! A PDF grows by incremental updates (ISO 32000-2, 7.5.6; from memory). This reader keeps every
//! cross-reference section and shows the file "as of revision n", so that what a signer saw can be
//! told from what was added afterwards. It borrows the file, reads lazily, never repairs in silence,
//! and gives the byte span of every object and of every dictionary value.
//!
//! ```
//! use yinxin_core::pdf::Document;
//! # fn show(file: &[u8]) -> Result<(), yinxin_core::pdf::ParseError> {
//! let document = Document::open(file)?;
//! for revision in document.revisions() {
//!     println!("a revision ends at {}", revision.end);
//! }
//! for page in document.latest().pages() {
//!     println!("page object {}", page?.object.id.number);
//! }
//! # Ok(())
//! # }
//! ```

mod append;
mod asked;
mod concealed;
mod cursor;
mod date;
mod document;
mod encryption;
mod filter;
mod finding;
mod glyph_name;
mod hexadecimal;
mod indirect;
mod limits;
mod linearized;
mod object;
mod object_stream;
mod origin;
mod page_text;
mod pages;
mod parse_error;
mod parser;
mod plainly;
mod recovery;
mod remembered;
mod revision;
mod scan;
mod security_store;
mod shown;
mod shown_filter;
mod shown_name;
mod shown_page;
mod signature;
mod signature_revision;
mod strict;
mod text_string;
mod view;
mod xref;

pub use append::{AppendError, Appender, Delta};
pub(crate) use asked::Readers;
pub use document::Document;
pub use encryption::{Encryption, Locked, OpenedWith, Operation, Password, Permissions};
pub use finding::Finding;
pub use indirect::{IndirectObject, Source, StreamData};
pub use limits::Limits;
pub use object::{
    Array, Dictionary, DictionaryEntry, Item, Name, Object, ObjectId, Span, StringToken,
};
pub use page_text::PageText;
pub use pages::{Page, Pages};
pub use parse_error::ParseError;
pub(crate) use plainly::{LONGEST_NAME, is_plain_name, is_plain_number};
pub(crate) use remembered::Remembered;
pub use revision::{Ending, Revision};
pub(crate) use scan::Known;
pub use security_store::SecurityStore;
pub use shown_page::{Rotation, ShownPage};
pub use signature::{
    ByteRange, Coverage, DocMdp, EmptyField, FieldLock, FieldPlace, FoundSignature, LockAction,
    Padding, Signature, SignatureError, SignatureType, Signatures, WidgetPlace,
};
pub(crate) use signature::{EmbeddedSealError, Values};
pub use signature_revision::{
    Appearance, DeveloperExtension, Points, Prepared, Purpose, SignatureRequest, SignatureRevision,
};
pub use view::View;
pub use xref::{Entry, Section, SectionKind};

#[cfg(test)]
mod tests;
