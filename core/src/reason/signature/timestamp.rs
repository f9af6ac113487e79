//! Timestamps and evidence records.

use super::Entry;

/// A token cannot be read.
pub static TIMESTAMP_UNREADABLE: Entry = Entry {
    code: "TIMESTAMP_UNREADABLE",
    zh: "时间戳无法读取（{why}），不能证明签名时间",
    en: "the timestamp cannot be read ({why}) and proves no time",
    clause: "RFC 3161",
};

/// The imprint is another's.
pub static TIMESTAMP_IMPRINT_MISMATCH: Entry = Entry {
    code: "TIMESTAMP_IMPRINT_MISMATCH",
    zh: "时间戳不属于这个签名，不能证明任何事；不得据此认定签名时间",
    en: "the timestamp belongs to something else and proves nothing here",
    clause: "RFC 3161, 2.4.2",
};

/// The signature is older than the certificate of its signer.
pub static SIGNED_BEFORE_CERTIFICATE: Entry = Entry {
    code: "SIGNED_BEFORE_CERTIFICATE",
    zh: "时间戳证明签名在 {time} 已存在，而签名证书自 {from} 起才有效，二者矛盾，不得采信；请索取原件",
    en: "a timestamp proves that the signature existed at {time}, and the signer's certificate is valid from {from} only; do not rely on it, ask for the original",
    clause: "ETSI EN 319 102-1, 5.1.3 (from memory)",
};

/// A timestamp that the signature covers is younger than the revocation of its signer.
pub static SIGNED_AFTER_REVOCATION: Entry = Entry {
    code: "SIGNED_AFTER_REVOCATION",
    zh: "签名覆盖 {time} 的时间戳，因此晚于该时间，而签名证书自 {since} 起已被吊销；不得采信",
    en: "the signature covers a timestamp of {time}, so it was made later, and the signer's certificate is revoked as of {since}; do not rely on it",
    clause: "ETSI EN 319 102-1, 5.1.3 (from memory)",
};

/// A timestamp that the signature covers is younger than the end of the signer's certificate.
pub static SIGNED_AFTER_EXPIRY: Entry = Entry {
    code: "SIGNED_AFTER_EXPIRY",
    zh: "签名覆盖 {time} 的时间戳，因此晚于该时间，而签名证书已于 {until} 到期；不得采信，请索取重新签发的文件",
    en: "the signature covers a timestamp of {time}, so it was made later, and the signer's certificate ran out on {until}; do not rely on it, ask for a newly signed file",
    clause: "ETSI EN 319 102-1, 5.1.3 (from memory)",
};

/// A signature is proved to be older than a timestamp that it covers.
pub static TIMESTAMP_CONTRADICTED: Entry = Entry {
    code: "TIMESTAMP_CONTRADICTED",
    zh: "时间戳证明签名在 {proved} 已存在，而签名又覆盖 {time} 的时间戳，二者矛盾，两个时间均不予采用；请向签署方和时间戳机构核实",
    en: "a timestamp proves that the signature existed at {proved}, and the signature covers a timestamp of {time}: they contradict each other, and neither time is used; ask the signer and the timestamp authorities",
    clause: "ETSI EN 319 102-1, 5.5.4 (from memory)",
};

/// The token is broken.
pub static TIMESTAMP_BROKEN: Entry = Entry {
    code: "TIMESTAMP_BROKEN",
    zh: "时间戳本身的签名不正确，不能证明任何事",
    en: "the timestamp's own signature is wrong, so it proves nothing",
    clause: "RFC 3161",
};

/// No path leads to an anchor of the tsa role, or not without doubt.
pub static TIMESTAMP_UNTRUSTED: Entry = Entry {
    code: "TIMESTAMP_UNTRUSTED",
    zh: "时间戳机构未得到认可（{why}），其时间不予采用；请按此补充根证书（--trust tsa=）或吊销数据（--crl、--ocsp）",
    en: "the timestamp authority is not vouched for ({why}), so its time is not used; give what that says is missing: its root (--trust tsa=) or revocation data (--crl, --ocsp)",
    clause: "RFC 3161",
};

/// The token cannot be judged.
pub static TIMESTAMP_NOT_JUDGED: Entry = Entry {
    code: "TIMESTAMP_NOT_JUDGED",
    zh: "时间戳无法核验（{why}），其时间不予采用；请用出具方提供的工具核验",
    en: "the timestamp cannot be judged ({why}), so its time is not used; use a tool of the issuer",
    clause: "RFC 3161",
};

/// The certificate was good when a timestamp was made.
pub static PROVED_IN_TIME: Entry = Entry {
    code: "PROVED_IN_TIME",
    zh: "时间戳证明签名在 {time} 已存在，当时证书有效；此后到期或吊销不影响该签名",
    en: "a timestamp proves that the signature existed at {time}, when the certificate was good; what came later does not affect it",
    clause: "ETSI EN 319 102-1, 5.6.2 (from memory)",
};

/// The authority's certificate was good when a later timestamp covered this one.
pub static TIMESTAMP_PROVED_IN_TIME: Entry = Entry {
    code: "TIMESTAMP_PROVED_IN_TIME",
    zh: "后来的文档时间戳证明本时间戳在 {time} 已存在，当时时间戳机构的证书有效",
    en: "a later document timestamp proves that this one existed at {time}, when the certificate of its authority was good",
    clause: "ETSI EN 319 102-1, 5.6.2 (from memory)",
};

/// A timestamp says a later time than the document timestamp that covers it.
pub static TIMESTAMP_ORDER: Entry = Entry {
    code: "TIMESTAMP_ORDER",
    zh: "时间戳的时间（{time}）晚于覆盖它的文档时间戳（{proved}）：两者之一的时钟有误，均不可据以认定时间",
    en: "the timestamp says {time}, later than the document timestamp that covers it ({proved}): one of the two clocks is wrong",
    clause: "ETSI EN 319 102-1, 5.5.4 (from memory)",
};

/// An evidence record that cannot be judged.
pub static EVIDENCE_UNREADABLE: Entry = Entry {
    code: "EVIDENCE_UNREADABLE",
    zh: "证据记录无法判读（{why}）；请索取原始的证据记录",
    en: "the evidence record cannot be judged ({why}); ask for the original record",
    clause: "RFC 4998, 3.1",
};

/// An evidence record of another file, or of this file before it was altered.
pub static EVIDENCE_OF_OTHER_DATA: Entry = Entry {
    code: "EVIDENCE_OF_OTHER_DATA",
    zh: "证据记录不属于本文件：它属于其他文件，或文件在其形成之后被改动；请核对是否取错",
    en: "the evidence record is not of this file: it belongs to another one, or the file was changed after it was made; check that it is the right record",
    clause: "RFC 4998, 4.3",
};

/// A renewal of an evidence record is not about what it renews.
pub static EVIDENCE_NOT_RENEWED: Entry = Entry {
    code: "EVIDENCE_NOT_RENEWED",
    zh: "证据记录中的一次续期与其前的内容不符：记录被改动，或续期做错；请取用未改动的记录",
    en: "a renewal in the evidence record does not fit what stands before it: the record was changed, or the renewal was made wrongly; use an unchanged record",
    clause: "RFC 4998, 5.3",
};

/// The time in a token is later than that of the judgement.
pub static TIMESTAMP_IN_THE_FUTURE: Entry = Entry {
    code: "TIMESTAMP_IN_THE_FUTURE",
    zh: "时间戳的时间（{time}）晚于核验时间，不予采用；请检查核验所用的时间",
    en: "the time of the timestamp ({time}) is later than that of the check, so it is not used; check the time that you gave",
    clause: "RFC 3161",
};
