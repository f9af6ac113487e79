//! Reasons found in a document and its signatures.

use super::Entry;

/// Every entry of this part.
pub const ALL: &[&Entry] = &[
    &NO_SIGNATURE,
    &HASH_MISMATCH,
    &SIGNATURE_VALUE_WRONG,
];

/// The document carries no signature.
pub static NO_SIGNATURE: Entry = Entry {
    code: "NO_SIGNATURE",
    zh: "文件没有任何电子签名，无法判断来源；请索取加盖电子印章的原件",
    en: "the file carries no electronic signature, so its origin cannot be judged; ask for the sealed original",
    clause: "",
};

/// The digest of the signed bytes differs from the signed digest.
pub static HASH_MISMATCH: Entry = Entry {
    code: "HASH_MISMATCH",
    zh: "被签名的内容已被改动：摘要与签名中的摘要不一致；不得采信",
    en: "the signed content has been altered: its digest differs from the one in the signature; do not rely on it",
    clause: "ETSI EN 319 102-1, 5.2.7 (from memory)",
};

/// The signature value does not verify with the signer's key.
pub static SIGNATURE_VALUE_WRONG: Entry = Entry {
    code: "SIGNATURE_VALUE_WRONG",
    zh: "签名值与签名者的公钥不符；不得采信",
    en: "the signature value does not verify with the signer's public key; do not rely on it",
    clause: "ETSI EN 319 102-1, 5.2.7 (from memory)",
};
