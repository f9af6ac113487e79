//! Kinds of change, and the level of each.

use crate::verify::Modification;

/// What was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ChangeKind {
    /// `/DSS` of the catalog grew.
    SecurityStore,
    /// `/Extensions` of the catalog grew.
    Extensions,
    /// `/Extensions` of the catalog got one of a developer who is not known.
    OtherExtension,
    /// `/Version` of the catalog was raised.
    Version,
    /// The XMP metadata of the document: when and with what it was written, and no more.
    Metadata,
    /// `/ModDate` or `/Producer` of the information dictionary.
    DocumentInformation,
    /// An invisible field with a document timestamp, new or filled.
    DocumentTimestamp,
    /// An object that nothing uses, of the few kinds that common software leaves behind.
    Debris,
    /// A first `/AcroForm` with nothing but signature fields, or `/SigFlags`.
    Form,

    /// The value of a field that is no signature field.
    FieldFilled,
    /// An empty signature field was signed.
    SignatureFilled,
    /// A signature field was added.
    SignatureFieldAdded {
        /// Whether its widget takes room on a page and is not hidden.
        visible: bool,
        /// Whether it was added with a signature in it.
        signed: bool,
    },
    /// `/NeedAppearances`, a first `/DA` or `/Q`, or additions to `/DR` of the form.
    FormDefaults,

    /// An annotation that is no widget was added.
    AnnotationAdded,
    /// An annotation that is no widget was changed.
    AnnotationChanged,
    /// An annotation that is no widget was deleted.
    AnnotationDeleted,

    /// A trailer entry such as `/Root`, `/Encrypt` or the first half of `/ID`.
    Trailer,
    /// The encryption dictionary, or the first half of `/ID`; or a new or changed stream is not
    /// encrypted as all others are.
    Encryption,
    /// An entry of the information dictionary that says something about the document.
    DocumentDescription,
    /// An entry of the catalog, or something that only the catalog leads to.
    CatalogEntry,
    /// `/Perms` of the catalog.
    Permissions,
    /// `/DSS` has an unexpected shape, or lost something.
    SecurityStoreShape,
    /// The tree of pages.
    PageTree,
    /// An entry of a page.
    Page,
    /// Something that is painted on a page: contents, resources, fonts, images, appearances.
    Content,
    /// Something else that signed content leads to.
    Object,
    /// An entry of `/AcroForm`, such as `/XFA`.
    FormEntry,
    /// A field was added or removed, or moved in the tree of fields.
    FieldStructure,
    /// An entry of a field or of its widget that filling does not touch.
    FieldEntry,
    /// The appearance of a field was changed and its value was not.
    FieldAppearance,
    /// A new signature field that nobody signed paints something on the page.
    UnsignedVisibleField,
    /// The new appearance of a text field shows something other than its new value.
    FieldShowsOtherwise,
    /// A field that is read only was filled.
    ReadOnlyField,
    /// A field that was signed.
    SignedField,
    /// A document timestamp that shows something on a page: it says when, and anybody can get one.
    VisibleTimestamp,
    /// A signature dictionary.
    SignatureDictionary,
    /// A widget was added, removed or changed outside the tree of fields.
    Widget,
    /// Annotations changed their order, or one is listed twice.
    AnnotationOrder,
    /// A new or changed annotation or field can run something.
    ActiveContent,
    /// An object was freed.
    Freed,
    /// An object number got another generation.
    Generation,
    /// An entry leads to octets of an earlier revision.
    Redirected,
    /// An object stream of an earlier revision was replaced.
    ObjectStream,
    /// An object that nothing uses was added or changed.
    Unused,
    /// An object that nothing used before came into use.
    Resurrected,
    /// A dictionary has a key twice.
    DuplicateKeys,
    /// The `/Length` of a stream is wrong.
    StreamLength,
    /// Objects are numbered beyond `/Size`, or `/Size` shrank.
    Size,
    /// An update holds octets that belong to no object that it lists.
    UnlistedBytes,
}

impl ChangeKind {
    /// Returns the level that a change of this kind counts as.
    #[must_use]
    pub fn level(self) -> Modification {
        match self {
            Self::SecurityStore
            | Self::Extensions
            | Self::OtherExtension
            | Self::Version
            | Self::Metadata
            | Self::DocumentInformation
            | Self::DocumentTimestamp
            | Self::Debris
            | Self::Form => Modification::LtaUpdates,
            Self::FieldFilled
            | Self::SignatureFilled
            | Self::SignatureFieldAdded { .. }
            | Self::FormDefaults => Modification::FormFilling,
            Self::AnnotationAdded | Self::AnnotationChanged | Self::AnnotationDeleted => {
                Modification::Annotations
            }
            _ => Modification::Other,
        }
    }

    /// Returns the stable name, as reports spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::SecurityStore => "security-store",
            Self::Extensions => "extensions",
            Self::OtherExtension => "other-extension",
            Self::Version => "version",
            Self::Metadata => "metadata",
            Self::DocumentInformation => "document-information",
            Self::DocumentTimestamp => "document-timestamp",
            Self::Debris => "debris",
            Self::Form => "form",
            Self::FieldFilled => "field-filled",
            Self::SignatureFilled => "signature-filled",
            Self::SignatureFieldAdded { .. } => "signature-field-added",
            Self::FormDefaults => "form-defaults",
            Self::AnnotationAdded => "annotation-added",
            Self::AnnotationChanged => "annotation-changed",
            Self::AnnotationDeleted => "annotation-deleted",
            Self::Trailer => "trailer",
            Self::DocumentDescription => "document-description",
            Self::CatalogEntry => "catalog-entry",
            Self::Permissions => "permissions",
            Self::SecurityStoreShape => "security-store-shape",
            Self::PageTree => "page-tree",
            Self::Page => "page",
            Self::Content => "content",
            Self::Object => "object",
            Self::FormEntry => "form-entry",
            Self::FieldStructure => "field-structure",
            Self::FieldEntry => "field-entry",
            Self::FieldAppearance => "field-appearance",
            Self::UnsignedVisibleField => "unsigned-visible-field",
            Self::FieldShowsOtherwise => "field-shows-otherwise",
            Self::ReadOnlyField => "read-only-field",
            Self::SignedField => "signed-field",
            Self::VisibleTimestamp => "visible-timestamp",
            Self::SignatureDictionary => "signature-dictionary",
            Self::Widget => "widget",
            Self::AnnotationOrder => "annotation-order",
            Self::ActiveContent => "active-content",
            Self::Freed => "freed",
            Self::Generation => "generation",
            Self::Redirected => "redirected",
            Self::ObjectStream => "object-stream",
            Self::Unused => "unused",
            Self::Resurrected => "resurrected",
            Self::DuplicateKeys => "duplicate-keys",
            Self::StreamLength => "stream-length",
            Self::Size => "size",
            Self::Encryption => "encryption",
            Self::UnlistedBytes => "unlisted-bytes",
        }
    }

    /// Returns what it is called in Chinese and English.
    #[must_use]
    pub fn words(self) -> (&'static str, &'static str) {
        crate::reason::change::words(self.name())
    }
}
