//! Reasons found in certificates, paths and revocation data.

use super::Entry;

/// Every entry of this part.
pub const ALL: &[&Entry] = &[
    &CERT_UNREADABLE,
    &CERT_CHAIN_NOT_FOUND,
    &CERT_ANCHOR_ROLE,
    &CERT_SEARCH_EXHAUSTED,
    &CERT_SIGNATURE_WRONG,
    &CERT_WEAK_ALGORITHM,
    &CERT_WEAK_KEY,
    &CERT_NOT_YET_VALID,
    &CERT_EXPIRED,
    &EVIDENCE_NOT_PROVED,
    &CERT_NOT_CA,
    &CERT_PATH_LENGTH,
    &CERT_KEY_USAGE,
    &CERT_EXTENDED_KEY_USAGE,
    &CERT_CRITICAL_EXTENSION,
    &CERT_MALFORMED_EXTENSION,
    &CERT_NAME_CONSTRAINTS,
    &CERT_POLICY,
    &CERT_PROFILE,
    &CERT_REVOKED,
    &CERT_SUSPENDED,
    &CA_REVOKED,
    &CRL_MISSING,
    &REVOCATION_TOO_OLD,
    &CRL_STALE,
    &CRL_NOT_YET_VALID,
    &CRL_SIGNATURE_WRONG,
    &CRL_UNUSABLE,
    &CERT_ALGORITHM_NOT_SERVED,
    &OCSP_UNUSABLE,
    &IMPORT_CRL_ISSUER,
    &IMPORT_CRL_KEY,
];

/// A certificate cannot be read.
pub static CERT_UNREADABLE: Entry = Entry {
    code: "CERT_UNREADABLE",
    zh: "证书无法读取（{detail}）；请向签章单位索取完好的文件",
    en: "a certificate cannot be read ({detail}); ask the signer for an intact file",
    clause: "RFC 5280, 4.1",
};

/// No path to an anchor.
pub static CERT_CHAIN_NOT_FOUND: Entry = Entry {
    code: "CERT_CHAIN_NOT_FOUND",
    zh: "没有找到“{subject}”通向受信任根证书的证书链；请核实颁发者“{issuer}”，确认可信后按指纹导入其根证书",
    en: "no certificate chain leads from \"{subject}\" to a trusted root; check who \"{issuer}\" is, and import its root by fingerprint if it is to be trusted",
    clause: "ETSI EN 319 102-1, 5.2.6 (from memory); RFC 5280, 6.1",
};

/// The anchor was imported for something else.
pub static CERT_ANCHOR_ROLE: Entry = Entry {
    code: "CERT_ANCHOR_ROLE",
    zh: "“{subject}”的根证书是为其他用途（{role}）导入的，不能为此处的签名作证；确需信任时请按正确用途导入",
    en: "the root of \"{subject}\" was imported for another role ({role}) and cannot vouch here; import it for the right role if it is to be trusted",
    clause: "",
};

/// Too many candidates.
pub static CERT_SEARCH_EXHAUSTED: Entry = Entry {
    code: "CERT_SEARCH_EXHAUSTED",
    zh: "证书链过长或候选颁发者过多，已停止查找；请签章单位只附上所需的证书",
    en: "the certificate chain is too long or too many certificates claim to be the issuer, so the search was given up; ask the signer to include only the certificates that are needed",
    clause: "",
};

/// An issuer's key did not make the signature of a certificate.
pub static CERT_SIGNATURE_WRONG: Entry = Entry {
    code: "CERT_SIGNATURE_WRONG",
    zh: "证书“{subject}”上的签名与颁发者的公钥不符，可能系伪造；不得采信",
    en: "the signature on certificate \"{subject}\" does not fit its issuer's key, so it may be forged; do not rely on it",
    clause: "RFC 5280, 6.1.3 (a)(1)",
};

/// SHA-1 or short RSA in a chain.
pub static CERT_WEAK_ALGORITHM: Entry = Entry {
    code: "CERT_WEAK_ALGORITHM",
    zh: "证书“{subject}”的签名使用已不安全的算法（{algorithm}）；请签章单位换用新证书",
    en: "certificate \"{subject}\" was signed with {algorithm}, which can be forged; ask the signer for one with a sound algorithm",
    clause: "",
};

/// A key from whose signatures nothing can be concluded.
pub static CERT_WEAK_KEY: Entry = Entry {
    code: "CERT_WEAK_KEY",
    zh: "证书“{subject}”的密钥已不安全（{algorithm}），他人可能伪造其签名；请签章单位换用新证书",
    en: "the key of certificate \"{subject}\" is no longer safe ({algorithm}), so others may forge its signatures; ask the signer for one with a sound key",
    clause: "ETSI TS 119 312 (from memory)",
};

/// Before notBefore.
pub static CERT_NOT_YET_VALID: Entry = Entry {
    code: "CERT_NOT_YET_VALID",
    zh: "证书“{subject}”自 {from} 起才有效，签署时尚未生效；请向签章单位核实",
    en: "certificate \"{subject}\" is valid from {from} only and was not yet valid; ask the signer",
    clause: "RFC 5280, 4.1.2.5",
};

/// After notAfter.
pub static CERT_EXPIRED: Entry = Entry {
    code: "CERT_EXPIRED",
    zh: "证书“{subject}”已于 {until} 到期，且无法证明签署早于到期；请索取重新签章或带时间戳的文件",
    en: "certificate \"{subject}\" expired at {until}, and nothing proves that the signature is older; ask for the document signed again or with a timestamp",
    clause: "RFC 5280, 4.1.2.5",
};

/// The data that speak for the certificate are not proved to be old enough.
pub static EVIDENCE_NOT_PROVED: Entry = Entry {
    code: "CERT_EVIDENCE_NOT_PROVED",
    zh: "现有数据表明证书在 {time} 有效，但上级机构如今已不可依赖，又没有文档时间戳证明这些数据形成于其仍可依赖之时",
    en: "the data at hand say that the certificate was good at {time}, but an authority above it is not good any more, and no document timestamp proves that the data were made while it was",
    clause: "ETSI EN 319 102-1, 5.6.2.3 (from memory)",
};

/// Not an authority.
pub static CERT_NOT_CA: Entry = Entry {
    code: "CERT_NOT_CA",
    zh: "证书“{subject}”无权颁发其他证书，却颁发了证书；不得采信",
    en: "certificate \"{subject}\" is no authority and issued a certificate all the same; do not rely on it",
    clause: "RFC 5280, 6.1.4 (k)",
};

/// Path length.
pub static CERT_PATH_LENGTH: Entry = Entry {
    code: "CERT_PATH_LENGTH",
    zh: "证书“{subject}”限制了下级颁发机构的层数，该证书链超出限制；不得采信",
    en: "certificate \"{subject}\" limits how many authorities may follow it, and the chain goes beyond; do not rely on it",
    clause: "RFC 5280, 6.1.4 (l) and (m)",
};

/// Key usage.
pub static CERT_KEY_USAGE: Entry = Entry {
    code: "CERT_KEY_USAGE",
    zh: "证书“{subject}”的密钥用途不允许用于此处；请签章单位使用签名证书",
    en: "the key usage of certificate \"{subject}\" does not allow this use; ask the signer to use a signing certificate",
    clause: "RFC 5280, 4.2.1.3",
};

/// Extended key usage.
pub static CERT_EXTENDED_KEY_USAGE: Entry = Entry {
    code: "CERT_EXTENDED_KEY_USAGE",
    zh: "证书“{subject}”的扩展密钥用途不允许用于此处；请签章单位使用用途相符的证书",
    en: "the extended key usage of certificate \"{subject}\" does not allow this use; ask the signer for a certificate made for it",
    clause: "RFC 5280, 4.2.1.12",
};

/// A critical extension that is not processed.
pub static CERT_CRITICAL_EXTENSION: Entry = Entry {
    code: "CERT_CRITICAL_EXTENSION",
    zh: "证书“{subject}”含有本程序不处理的关键扩展 {oid}，按规定必须拒绝；请向颁发者核实",
    en: "certificate \"{subject}\" has critical extension {oid}, which this program does not process and so has to refuse; ask its issuer",
    clause: "RFC 5280, 4.2",
};

/// An extension that cannot be read.
pub static CERT_MALFORMED_EXTENSION: Entry = Entry {
    code: "CERT_MALFORMED_EXTENSION",
    zh: "证书“{subject}”的扩展 {oid} 无法读取，或其内容自相矛盾；请向颁发者核实",
    en: "extension {oid} of certificate \"{subject}\" cannot be read or contradicts itself; ask its issuer",
    clause: "RFC 5280, 4.2",
};

/// Name constraints.
pub static CERT_NAME_CONSTRAINTS: Entry = Entry {
    code: "CERT_NAME_CONSTRAINTS",
    zh: "证书“{subject}”的名称超出上级机构获准颁发的范围，或该限制无法处理；不得采信",
    en: "the name of certificate \"{subject}\" lies outside what an authority above it may give, or that limit cannot be processed; do not rely on it",
    clause: "RFC 5280, 4.2.1.10",
};

/// Policies.
pub static CERT_POLICY: Entry = Entry {
    code: "CERT_POLICY",
    zh: "证书链要求符合证书策略，但没有一项策略贯穿全链；不得采信",
    en: "the certificate chain requires a certificate policy, and none holds along the whole chain; do not rely on it",
    clause: "RFC 5280, 6.1.5 (g)",
};

/// A rule for those who issue.
pub static CERT_PROFILE: Entry = Entry {
    code: "CERT_PROFILE",
    zh: "证书“{subject}”的颁发不合 RFC 5280 的规定（{detail}），而所选策略要求严格相符；请向颁发者核实",
    en: "certificate \"{subject}\" was not issued as RFC 5280 asks ({detail}), and the chosen policy is strict about that; ask its issuer",
    clause: "RFC 5280, 4",
};

/// The signer's certificate was revoked.
pub static CERT_REVOKED: Entry = Entry {
    code: "CERT_REVOKED",
    zh: "签名证书“{subject}”已于 {since} 被吊销；不得采信，请向签章单位核实",
    en: "the signing certificate \"{subject}\" was revoked as of {since}; do not rely on it, and ask the signer",
    clause: "RFC 5280, 6.3",
};

/// The signing certificate is on hold.
pub static CERT_SUSPENDED: Entry = Entry {
    code: "CERT_SUSPENDED",
    zh: "签名证书“{subject}”自 {since} 起被暂停使用（certificateHold），暂不得采信；请向签章单位核实，恢复后用新的吊销列表重新验证",
    en: "the signing certificate \"{subject}\" is suspended (certificateHold) as of {since}; do not rely on it for now: ask the signer, and verify again with a new list once it is restored",
    clause: "RFC 5280, 5.3.1",
};

/// An authority's certificate was revoked.
pub static CA_REVOKED: Entry = Entry {
    code: "CA_REVOKED",
    zh: "颁发机构证书“{subject}”已于 {since} 被吊销，其颁发的证书不再可信；不得采信",
    en: "the authority's certificate \"{subject}\" was revoked as of {since}, so what it issued is no longer vouched for; do not rely on it",
    clause: "RFC 5280, 6.3",
};

/// No revocation list.
pub static CRL_MISSING: Entry = Entry {
    code: "CRL_MISSING",
    zh: "没有证书“{subject}”的吊销信息，无法判断是否已被吊销；请联网更新或导入“{issuer}”的吊销列表后重试",
    en: "there is no revocation data for certificate \"{subject}\", so it may be revoked; go online or import the revocation list of \"{issuer}\" and try again",
    clause: "RFC 5280, 6.3",
};

/// Revocation data that the policy does not take any more.
pub static REVOCATION_TOO_OLD: Entry = Entry {
    code: "REVOCATION_TOO_OLD",
    zh: "证书“{subject}”最新的吊销信息为 {from}，已有 {age} 小时，策略只接受 {most} 小时以内的（max-age-hours），无法判断是否已被吊销；请联网更新或导入“{issuer}”新的吊销列表后重试",
    en: "the newest revocation data for certificate \"{subject}\" are of {from}, {age} hours old, and the policy takes them up to {most} hours (max-age-hours), so it may be revoked; go online or import a newer revocation list of \"{issuer}\" and try again",
    clause: "ETSI EN 319 102-1, 5.2.5 (from memory)",
};

/// A stale revocation list.
pub static CRL_STALE: Entry = Entry {
    code: "CRL_STALE",
    zh: "证书“{subject}”的吊销列表已过期（应于 {next} 前更新）；请联网更新或导入新的吊销列表后重试",
    en: "the revocation list for certificate \"{subject}\" is out of date (it was due for renewal by {next}); go online or import a new one and try again",
    clause: "RFC 5280, 5.1.2.5",
};

/// A list of another time.
pub static CRL_NOT_YET_VALID: Entry = Entry {
    code: "CRL_NOT_YET_VALID",
    zh: "证书“{subject}”的吊销列表晚于判断时间签发（{from}），不能说明当时的状态；请导入当时的吊销列表",
    en: "the revocation list for certificate \"{subject}\" was issued at {from}, after the time asked about, and says nothing of it; import the list of that time",
    clause: "RFC 5280, 5.1.2.4",
};

/// A list that its issuer did not sign.
pub static CRL_SIGNATURE_WRONG: Entry = Entry {
    code: "CRL_SIGNATURE_WRONG",
    zh: "证书“{subject}”的吊销列表不是由其颁发者的密钥签名，可能系伪造；请从“{issuer}”重新获取",
    en: "the revocation list for certificate \"{subject}\" was not signed by a key of its issuer and may be forged; fetch it from \"{issuer}\" again",
    clause: "RFC 5280, 6.3.3 (g)",
};

/// A list that cannot be used.
pub static CRL_UNUSABLE: Entry = Entry {
    code: "CRL_UNUSABLE",
    zh: "证书“{subject}”的吊销列表不能使用（{detail}）；请从“{issuer}”获取完整的吊销列表后重试",
    en: "the revocation list for certificate \"{subject}\" cannot be used ({detail}); fetch a complete list from \"{issuer}\" and try again",
    clause: "RFC 5280, 6.3.3",
};

/// An algorithm that is not served.
pub static CERT_ALGORITHM_NOT_SERVED: Entry = Entry {
    code: "CERT_ALGORITHM_NOT_SERVED",
    zh: "本程序不支持此处使用的算法（{algorithm}），无法判断；请换用支持的程序验证，或请签章单位换用常用算法",
    en: "this program does not serve the algorithm used here ({algorithm}), so it cannot judge; verify with a program that does, or ask the signer for a common algorithm",
    clause: "",
};

/// An OCSP response that cannot be used.
pub static OCSP_UNUSABLE: Entry = Entry {
    code: "OCSP_UNUSABLE",
    zh: "证书“{subject}”的 OCSP 应答不能使用（{detail}）；请联网更新或导入新的应答或“{issuer}”的吊销列表后重试",
    en: "the OCSP response for certificate \"{subject}\" cannot be used ({detail}); go online or import a new response or the revocation list of \"{issuer}\" and try again",
    clause: "RFC 6960, 3.2",
};

/// A revocation list is kept whose issuer is no imported anchor.
pub static IMPORT_CRL_ISSUER: Entry = Entry {
    code: "IMPORT-CRL-ISSUER",
    zh: "已导入的信任锚中没有“{issuer}”，该吊销列表已保存，但只有当其签发者的证书能追溯到某个信任锚时才起作用；如应信任该签发者，请用 yinxin trust import 导入其根证书",
    en: "no imported anchor is named “{issuer}”; the list is kept and counts only where a path leads from its issuer to an anchor: if the issuer is to be trusted, import its root by `yinxin trust import`",
    clause: "RFC 5280, 6.3.3",
};

/// A revocation list is kept that was signed with another key than that of the anchor of its issuer.
pub static IMPORT_CRL_KEY: Entry = Entry {
    code: "IMPORT-CRL-KEY",
    zh: "吊销列表由“{issuer}”的另一把密钥签署，不是已导入信任锚的密钥；列表已保存，但目前不起作用，请核实该机构是否换发了根证书，并导入新的根证书",
    en: "the list was signed with another key of “{issuer}” than that of the imported anchor; it is kept and does not count now: ask whether the root was renewed, and import the new one",
    clause: "RFC 5280, 4.2.1.1",
};
