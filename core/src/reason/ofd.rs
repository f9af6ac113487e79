//! Reasons found in OFD packages.

use super::Entry;

/// Every entry of this part.
pub const ALL: &[&Entry] = &[
    &OFD_AMBIGUOUS,
    &OFD_SIGNATURE_UNREADABLE,
    &OFD_SIGNATURE_NOT_SERVED,
    &OFD_PROPERTY_DIFFERS,
    &OFD_DOCUMENTS_APART,
    &OFD_SEAL_DIFFERS,
    &OFD_SEAL_NOT_COVERED,
    &OFD_DOCUMENT_UNSAID,
    &OFD_CHECK_METHOD,
    &OFD_FILES_CHANGED,
    &OFD_FILE_NOT_READ,
    &OFD_NOT_COVERED,
    &OFD_ROOT_NOT_COVERED,
    &OFD_NAMES_ONLY,
    &OFD_LIST_MISSING,
    &OFD_SIGNATURE_UNLISTED,
    &OFD_SIGNATURES_ODD,
];

/// Readers may find other files.
pub static OFD_AMBIGUOUS: Entry = Entry {
    code: "OFD_AMBIGUOUS",
    zh: "OFD 包结构异常（{what}），不同阅读器可能看到不同内容；不得据此采信，请索取原件",
    en: "the OFD package is odd ({what}), so readers may show different contents; do not rely on it as it stands, ask for the original",
    clause: "",
};

/// A signature cannot be read.
pub static OFD_SIGNATURE_UNREADABLE: Entry = Entry {
    code: "OFD_SIGNATURE_UNREADABLE",
    zh: "OFD 中的签名无法读取（{why}）；不得采信，请索取原件",
    en: "a signature of the OFD package cannot be read ({why}); do not rely on it, ask for the original",
    clause: "GB/T 33190-2016",
};

/// A signature is in a form that is not read.
pub static OFD_SIGNATURE_NOT_SERVED: Entry = Entry {
    code: "OFD_SIGNATURE_NOT_SERVED",
    zh: "OFD 中的签名未能核验（{why}）；请用出具方提供的工具核验",
    en: "a signature of the OFD package was not judged ({why}); use a tool of the issuer",
    clause: "GB/T 33190-2016",
};

/// The seal signature says to be about something else than the file that it is the value of.
pub static OFD_PROPERTY_DIFFERS: Entry = Entry {
    code: "OFD_PROPERTY_DIFFERS",
    zh: "签章数据自称的签名对象是“{property}”，而它实际用于 {file}；如有疑问请向出具方核实",
    en: "the seal signature says to be about \"{property}\", and is used for {file}; in doubt ask the issuer",
    clause: "GB/T 38540-2020, propertyInfo",
};

/// Each document has signatures of its own.
pub static OFD_DOCUMENTS_APART: Entry = Entry {
    code: "OFD_DOCUMENTS_APART",
    zh: "包内有多个文档，这一签名只覆盖其中一部分；其余文件由其他签名覆盖，整包未作统一判断，请分别索取各文档的原件",
    en: "the package has several documents, and this signature covers some of its files, other signatures the others; nothing is said of them together, ask for each document by itself",
    clause: "GB/T 33190-2016",
};

/// The seal beside the signature is another.
pub static OFD_SEAL_DIFFERS: Entry = Entry {
    code: "OFD_SEAL_DIFFERS",
    zh: "随文件存放的印章 {file} 与签章中的印章不同，所显示的可能不是所盖的印章；请索取原件",
    en: "the seal {file} beside the signature is not the one in it, so another may be shown than was used; ask for the original",
    clause: "GB/T 33190-2016",
};

/// The seal beside a message is not signed with it.
pub static OFD_SEAL_NOT_COVERED: Entry = Entry {
    code: "OFD_SEAL_NOT_COVERED",
    zh: "所显示的印章 {file} 不受签名保护，可能已被换成同一签章人的另一枚印章；请索取签名覆盖印章的原件",
    en: "the seal {file} that is shown is not signed: it may have been exchanged for another seal of the same signer; ask for an original whose signature covers it",
    clause: "GB/T 33190-2016",
};

/// Nothing that is signed says to which document a signature belongs.
pub static OFD_DOCUMENT_UNSAID: Entry = Entry {
    code: "OFD_DOCUMENT_UNSAID",
    zh: "包内有多个带签名清单的文档，而签名没有覆盖清单，可能被人从一个文档移到另一个文档；请分别索取各文档的原件",
    en: "several documents of the package have lists of signatures, and this signature covers none: it may have been moved from one document to another; ask for each document by itself",
    clause: "GB/T 33190-2016",
};

/// The digest is not served.
pub static OFD_CHECK_METHOD: Entry = Entry {
    code: "OFD_CHECK_METHOD",
    zh: "文件摘要方法“{method}”不受支持，无法核对文件；请用出具方提供的工具核验",
    en: "the files are digested with \"{method}\", which is not served, so they cannot be checked; use a tool of the issuer",
    clause: "GB/T 33190-2016",
};

/// Files that are not what was signed.
pub static OFD_FILES_CHANGED: Entry = Entry {
    code: "OFD_FILES_CHANGED",
    zh: "签名之后文件被改动或删除：{files}；不得采信，请索取原件",
    en: "files were changed or removed after signing: {files}; do not rely on it, ask for the original",
    clause: "GB/T 33190-2016",
};

/// A file that was not read.
pub static OFD_FILE_NOT_READ: Entry = Entry {
    code: "OFD_FILE_NOT_READ",
    zh: "有文件未能读取（{why}），无法核对；不得据此采信",
    en: "a file was not read ({why}), so it could not be checked; do not rely on it as it stands",
    clause: "",
};

/// Files that no signature covers.
pub static OFD_NOT_COVERED: Entry = Entry {
    code: "OFD_NOT_COVERED",
    zh: "签名没有覆盖这些文件：{files}；任何人都可能加入或改动过它们，不得据此采信，请索取签名覆盖全部文件的原件",
    en: "the signature does not cover {files}: anybody could have added or changed them; do not rely on it as it stands, ask for an original whose signature covers all files",
    clause: "GB/T 33190-2016",
};

/// The root file is not covered.
pub static OFD_ROOT_NOT_COVERED: Entry = Entry {
    code: "OFD_ROOT_NOT_COVERED",
    zh: "签名没有覆盖 OFD.xml（文档入口和文档信息），显示哪个文档、其标题和自定义数据等可能被改动；请索取签名覆盖该文件的原件",
    en: "the signature does not cover OFD.xml, which says what document is shown and what it is about: anybody could have changed that; ask for an original whose signature covers it",
    clause: "GB/T 33190-2016",
};

/// A signature that was there is not listed any more.
pub static OFD_SIGNATURE_UNLISTED: Entry = Entry {
    code: "OFD_SIGNATURE_UNLISTED",
    zh: "包内有签名清单未列出的签名（{files}），可能是被人从清单中删去的；不得采信，请索取原件",
    en: "the package has signatures that its list does not name ({files}): somebody may have struck them out; do not rely on it, ask for the original",
    clause: "GB/T 33190-2016",
};

/// More stands in a list or a signature than belongs there.
pub static OFD_SIGNATURES_ODD: Entry = Entry {
    code: "OFD_SIGNATURES_ODD",
    zh: "没有签名保护的签名清单或其他签名，写法与通常不同（如多余内容、编号、类型、前缀、路径、次序或重复），不同阅读器可能显示不同的印章；请索取原件",
    en: "the list of signatures, or a signature that this one does not cover, is not written as usual (more in it than belongs there, its numbers, types, prefixes, paths or order, or one signature twice), so readers may show other seals; ask for the original",
    clause: "GB/T 33190-2016",
};

/// Names of files are signed, and not their contents.
pub static OFD_NAMES_ONLY: Entry = Entry {
    code: "OFD_NAMES_ONLY",
    zh: "这一签名只保护文件清单（文件名），不保护文件内容；不能据此认定内容未被改动，请索取盖章的原件",
    en: "this signature protects the list of files (their names) and not what they say, so nothing follows for the contents; ask for the sealed original",
    clause: "GM/T 0099-2020",
};

/// The list of signatures is not there.
pub static OFD_LIST_MISSING: Entry = Entry {
    code: "OFD_LIST_MISSING",
    zh: "OFD.xml 指明的签名清单 {file} 不在包内：或尚未签名，或已被人删去；请索取原件",
    en: "OFD.xml names a list of signatures, {file}, that is not in the package: nothing was signed yet, or somebody removed it; ask for the original",
    clause: "GB/T 33190-2016",
};
