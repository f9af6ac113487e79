//! Reasons found in a document and its signatures.

mod timestamp;

use super::Entry;
pub use timestamp::{
    EVIDENCE_NOT_RENEWED, EVIDENCE_OF_OTHER_DATA, EVIDENCE_UNREADABLE, PROVED_IN_TIME,
    SIGNED_AFTER_EXPIRY, SIGNED_AFTER_REVOCATION, SIGNED_BEFORE_CERTIFICATE, TIMESTAMP_BROKEN,
    TIMESTAMP_CONTRADICTED, TIMESTAMP_IMPRINT_MISMATCH, TIMESTAMP_IN_THE_FUTURE,
    TIMESTAMP_NOT_JUDGED, TIMESTAMP_ORDER, TIMESTAMP_PROVED_IN_TIME, TIMESTAMP_UNREADABLE,
    TIMESTAMP_UNTRUSTED,
};

/// Every entry of this part.
pub const ALL: &[&Entry] = &[
    &NO_SIGNATURE,
    &SIGNATURE_UNREADABLE,
    &CONTENTS_PADDING,
    &SUB_FILTER_NOT_SERVED,
    &CMS_UNREADABLE,
    &CMS_NOT_ALLOWED,
    &CMS_SEVERAL_SIGNERS,
    &SIGNING_CERTIFICATE_MISMATCH,
    &SIGNING_CERTIFICATE_UNNAMED,
    &SIGNER_CERTIFICATE_MISSING,
    &ALGORITHM_NOT_SERVED,
    &ALGORITHM_WEAK,
    &ALGORITHM_WAS_STRONG,
    &ALGORITHM_PARAMETERS,
    &HASH_MISMATCH,
    &SIGNATURE_VALUE_WRONG,
    &COVERAGE_PARTIAL,
    &TAIL_NOT_COVERED,
    &LATER_REVISION,
    &SIGNATURE_REMOVED,
    &CHANGE_NOT_ALLOWED,
    &CHANGE_AGAINST_CERTIFICATION,
    &CHANGE_AGAINST_LOCK,
    &CHANGE_NOT_UNDERSTOOD,
    &CHANGES_LOCKED,
    &XREF_REBUILT,
    &STRUCTURE_AMBIGUOUS,
    &DOCUMENT_PASSWORD_NEEDED,
    &DOCUMENT_PASSWORD_WRONG,
    &ENCRYPTED,
    &ENCRYPTION_CHANGED,
    &ENCRYPTION_UNSUPPORTED,
    &OPTIONAL_CONTENT,
    &DYNAMIC_CONTENT,
    &CERTIFICATION_NOT_FIRST,
    &SEVERAL_CERTIFICATIONS,
    &TIMESTAMP_UNREADABLE,
    &TIMESTAMP_IMPRINT_MISMATCH,
    &TIMESTAMP_BROKEN,
    &SIGNED_BEFORE_CERTIFICATE,
    &SIGNED_AFTER_REVOCATION,
    &TIMESTAMP_CONTRADICTED,
    &SIGNED_AFTER_EXPIRY,
    &TIMESTAMP_UNTRUSTED,
    &TIMESTAMP_NOT_JUDGED,
    &SEAL_DISPLAYED_ONLY,
    &LEVEL_NOT_CLAIMED,
    &SIGNED_OUT_OF_TERM,
    &LOCK_NAMES_NOTHING,
    &POLICY_NOT_MET,
    &FIELDS_UNREADABLE,
    &CONTENTS_IRREGULAR,
    &TYPE_NOT_ALLOWED,
    &SIGNATURE_SHARED,
    &FIELD_NOT_SIGNATURE,
    &TOO_MUCH_WORK,
    &ONLY_TIMESTAMPS,
    &OTHERS_NOT_PASSED,
    &HIDDEN_BY_ENCRYPTION,
    &PROVED_IN_TIME,
    &TIMESTAMP_PROVED_IN_TIME,
    &TIMESTAMP_ORDER,
    &EVIDENCE_UNREADABLE,
    &EVIDENCE_OF_OTHER_DATA,
    &EVIDENCE_NOT_RENEWED,
    &TIMESTAMP_IN_THE_FUTURE,
    &ANNOTATIONS_NOT_ACCEPTED,
    &VISIBLE_FIELDS_NOT_ACCEPTED,
    &ALGORITHM_NOT_ACCEPTED,
];

/// The document carries no signature.
pub static NO_SIGNATURE: Entry = Entry {
    code: "NO_SIGNATURE",
    zh: "文件没有任何电子签名，无法判断来源；请索取加盖电子印章的原件",
    en: "the file carries no electronic signature, so its origin cannot be judged; ask for the sealed original",
    clause: "",
};

/// A signature cannot be read.
pub static SIGNATURE_UNREADABLE: Entry = Entry {
    code: "SIGNATURE_UNREADABLE",
    zh: "签名域“{field}”中的签名无法读取（{why}，位置 {at}）；不得采信，请索取原件",
    en: "the signature in field \"{field}\" cannot be read ({why}, at octet {at}); do not rely on it, ask for the original",
    clause: "ISO 32000-2, 12.8.1",
};

/// Octets that are not zero follow the signature value.
pub static CONTENTS_PADDING: Entry = Entry {
    code: "CONTENTS_PADDING",
    zh: "签名值之后有不应出现的字节（{count} 个）；请索取原件",
    en: "there are {count} unexpected octets after the signature value; ask for the original",
    clause: "ISO 32000-2, 12.8.1 (from memory)",
};

/// The signature format is not served.
pub static SUB_FILTER_NOT_SERVED: Entry = Entry {
    code: "SUB_FILTER_NOT_SERVED",
    zh: "不支持的签名格式“{sub_filter}”，无法判断；请用出具方提供的工具核验",
    en: "the signature format \"{sub_filter}\" is not served, so the signature cannot be judged; use a tool of the issuer",
    clause: "ISO 32000-2, table 260",
};

/// The CMS cannot be parsed.
pub static CMS_UNREADABLE: Entry = Entry {
    code: "CMS_UNREADABLE",
    zh: "签名数据无法解析（{why}）；不得采信，请索取原件",
    en: "the signature data cannot be parsed ({why}); do not rely on it, ask for the original",
    clause: "RFC 5652",
};

/// The CMS breaks a rule of its profile.
pub static CMS_NOT_ALLOWED: Entry = Entry {
    code: "CMS_NOT_ALLOWED",
    zh: "签名数据不符合规定（{why}）；不得采信",
    en: "the signature data break a rule ({why}); do not rely on it",
    clause: "RFC 5652; ETSI EN 319 142-1 (from memory)",
};

/// Nobody can say whose signature it is.
pub static CMS_SEVERAL_SIGNERS: Entry = Entry {
    code: "CMS_SEVERAL_SIGNERS",
    zh: "一份签名数据中有多个签名人（{why}），未逐一核验；请用出具方提供的工具核验",
    en: "one message has several signers ({why}), and none of them was judged; use a tool of the issuer",
    clause: "RFC 5652, 5.1; ISO 32000-2, 12.8.3.3",
};

/// The ESS attribute names another certificate.
pub static SIGNING_CERTIFICATE_MISMATCH: Entry = Entry {
    code: "SIGNING_CERTIFICATE_MISMATCH",
    zh: "签名指明的证书与所用证书不同，可能被替换；不得采信",
    en: "the certificate named by the signature is not the one that was used, so it may have been swapped; do not rely on it",
    clause: "RFC 5035, 5.4",
};

/// No ESS attribute.
pub static SIGNING_CERTIFICATE_UNNAMED: Entry = Entry {
    code: "SIGNING_CERTIFICATE_UNNAMED",
    zh: "签名没有指明所用证书，不能达到 PAdES 级别",
    en: "the signature does not name its certificate, so no PAdES level is reached",
    clause: "ETSI EN 319 142-1 (from memory)",
};

/// The signer's certificate is not in the CMS.
pub static SIGNER_CERTIFICATE_MISSING: Entry = Entry {
    code: "SIGNER_CERTIFICATE_MISSING",
    zh: "签名中没有签名者的证书，无法判断；请索取原件",
    en: "the signature lacks its signer's certificate, so it cannot be judged; ask for the original",
    clause: "RFC 5652, 5.3",
};

/// The algorithm is not served.
pub static ALGORITHM_NOT_SERVED: Entry = Entry {
    code: "ALGORITHM_NOT_SERVED",
    zh: "签名算法不受支持，无法判断（{algorithm}）；请用出具方提供的工具核验",
    en: "the signature cannot be judged ({algorithm}); use a tool of the issuer",
    clause: "",
};

/// The algorithm is too weak to conclude anything.
pub static ALGORITHM_WEAK: Entry = Entry {
    code: "ALGORITHM_WEAK",
    zh: "签名使用已不安全的算法（{algorithm}），不能据此认定；请索取新签发的文件",
    en: "the signature uses {algorithm}, which is no longer safe, so nothing can be concluded; ask for a newly issued file",
    clause: "ETSI TS 119 312 (from memory)",
};

/// The algorithm proves nothing today, and did when the signature is proved to have existed.
pub static ALGORITHM_WAS_STRONG: Entry = Entry {
    code: "ALGORITHM_WAS_STRONG",
    zh: "签名使用的算法（{algorithm}）如今已不安全，但签名在 {time} 已存在，当时仍可采用（策略所定期限 {until}）",
    en: "the signature uses {algorithm}, which is no longer safe today; it is proved to have existed at {time}, when that still counted (until {until} by the policy)",
    clause: "ETSI EN 319 102-1, 5.6.3 (from memory)",
};

/// The value is right, and its parameters are not those that the standards want.
pub static ALGORITHM_PARAMETERS: Entry = Entry {
    code: "ALGORITHM_PARAMETERS",
    zh: "签名参数不符合标准要求（{algorithm}，两处摘要算法应当相同），不能据此认定；请签署方用常规参数重新签署",
    en: "the signature uses {algorithm}, where the standards want one digest in both places, so nothing is concluded from it; ask the signer to sign again with the usual parameters",
    clause: "RFC 4055, 3.1; RFC 4056, 2.2 (from memory)",
};

/// The digest of the signed bytes differs from the signed digest.
pub static HASH_MISMATCH: Entry = Entry {
    code: "HASH_MISMATCH",
    zh: "被签名的内容已被改动：摘要与签名中的摘要不一致；不得采信",
    en: "the signed content has been altered: its digest differs from the one in the signature; do not rely on it",
    clause: "ETSI EN 319 102-1, 5.2.7 (from memory)",
};

/// The signature value does not verify.
pub static SIGNATURE_VALUE_WRONG: Entry = Entry {
    code: "SIGNATURE_VALUE_WRONG",
    zh: "签名值与签名者的公钥不符；不得采信",
    en: "the signature value does not verify with the signer's public key; do not rely on it",
    clause: "ETSI EN 319 102-1, 5.2.7 (from memory)",
};

/// Less than a revision is covered.
pub static COVERAGE_PARTIAL: Entry = Entry {
    code: "COVERAGE_PARTIAL",
    zh: "签名没有覆盖它所在的整个修订版（覆盖至第 {until} 字节）；不得采信",
    en: "the signature does not cover the whole of its revision (it ends at octet {until}); do not rely on it",
    clause: "ISO 32000-2, 12.8.1",
};

/// Octets after the last revision.
pub static TAIL_NOT_COVERED: Entry = Entry {
    code: "TAIL_NOT_COVERED",
    zh: "文件末尾有 {count} 字节不属于任何修订版，也未被签名覆盖；不得采信",
    en: "{count} octets at the end of the file belong to no revision and are not covered; do not rely on them",
    clause: "ISO 32000-2, 7.5.6",
};

/// Later revisions follow, and what they do is allowed.
pub static LATER_REVISION: Entry = Entry {
    code: "LATER_REVISION",
    zh: "签名之后文件又有 {count} 个修订版；改动类别：{level}",
    en: "revisions that follow the signature: {count}; kind of change: {level}",
    clause: "ISO 32000-2, 7.5.6",
};

/// A later revision does what is not allowed.
pub static CHANGE_NOT_ALLOWED: Entry = Entry {
    code: "CHANGE_NOT_ALLOWED",
    zh: "签名之后文件被改动，且改动不被允许（{what}）；不得采信，请索取原件",
    en: "the file was changed after signing in a way that is not allowed ({what}); do not rely on it, ask for the original",
    clause: "ISO 32000-2, 12.8.2.2",
};

/// A later revision goes against DocMDP.
pub static CHANGE_AGAINST_CERTIFICATION: Entry = Entry {
    code: "CHANGE_AGAINST_CERTIFICATION",
    zh: "签名之后的改动违反认证签名的许可（P={permission}：{what}）；不得采信，请索取原件",
    en: "a change made after signing is against the certification (P={permission}: {what}); do not rely on it, ask for the original",
    clause: "ISO 32000-2, 12.8.2.2",
};

/// A later revision goes against FieldMDP or Lock.
pub static CHANGE_AGAINST_LOCK: Entry = Entry {
    code: "CHANGE_AGAINST_LOCK",
    zh: "签名之后改动了被锁定的域（{what}）；不得采信，请索取原件",
    en: "a locked field was changed after signing ({what}); do not rely on it, ask for the original",
    clause: "ISO 32000-2, 12.8.2.4",
};

/// A later revision cannot be analysed.
pub static CHANGE_NOT_UNDERSTOOD: Entry = Entry {
    code: "CHANGE_NOT_UNDERSTOOD",
    zh: "签名之后的改动无法分析（{what}）；按不允许处理，请索取原件",
    en: "a change made after signing cannot be analysed ({what}) and is taken as not allowed; ask for the original",
    clause: "",
};

/// The document was not opened, and has later revisions.
pub static CHANGES_LOCKED: Entry = Entry {
    code: "CHANGES_LOCKED",
    zh: "文件有口令保护且未能打开，签名之后改动了什么无从得知；请提供口令后再验证",
    en: "the file is protected by a password and was not opened, so what was changed after signing is not known; verify it again with the password",
    clause: "",
};

/// The xref had to be rebuilt.
pub static XREF_REBUILT: Entry = Entry {
    code: "XREF_REBUILT",
    zh: "文件的交叉引用表已损坏，只能重建后读取，无法断定签名者看到的内容；请出具方重新提供该文件",
    en: "the file's cross-reference table is damaged and had to be rebuilt, so what the signer saw cannot be told; ask whoever issued the file for it anew",
    clause: "ISO 32000-2, 7.5.4",
};

/// The structure can be read in two ways.
pub static STRUCTURE_AMBIGUOUS: Entry = Entry {
    code: "STRUCTURE_AMBIGUOUS",
    zh: "文件结构有歧义，不同软件可能显示不同内容（{what}）；请出具方重新出具该文件",
    en: "the file's structure is ambiguous, so programs may show different things ({what}); ask whoever issued the file to make it anew",
    clause: "ISO 32000-2, 7.5",
};

/// No password was given, and one is needed.
pub static DOCUMENT_PASSWORD_NEEDED: Entry = Entry {
    code: "DOCUMENT_PASSWORD_NEEDED",
    zh: "打开该文件需要密码；请把密码写入文本文件（只写一行），用 --password-file 指定该文件",
    en: "the file needs a password to be opened; write it into a text file, one line, and name that by --password-file",
    clause: "ISO 32000-2, 7.6.4",
};

/// The password that was given does not open the file.
pub static DOCUMENT_PASSWORD_WRONG: Entry = Entry {
    code: "DOCUMENT_PASSWORD_WRONG",
    zh: "所给密码不能打开该文件；请核对 --password-file 所指文件中的密码：只写一行，区分大小写，UTF-8 编码",
    en: "the password that was given does not open the file; check it in the file of --password-file: one line, case counts, UTF-8",
    clause: "ISO 32000-2, 7.6.4",
};

/// The file is encrypted in a way that is not served.
pub static ENCRYPTION_UNSUPPORTED: Entry = Entry {
    code: "ENCRYPTION_UNSUPPORTED",
    zh: "不支持该文件的加密方式（{what}）；请索取未加密的原件",
    en: "the way in which the file is encrypted is not served ({what}); ask for an original without encryption",
    clause: "ISO 32000-2, 7.6",
};

/// A later revision replaced the encryption dictionary or the identifier.
pub static ENCRYPTION_CHANGED: Entry = Entry {
    code: "ENCRYPTION_CHANGED",
    zh: "后来的修订版（序号 {revision}）更换了加密信息，内容不能据此采信；请索取原件",
    en: "a later revision (index {revision}) changes how the file is encrypted, so its content cannot be relied on; ask for the original",
    clause: "ISO 32000-2, 7.6.2",
};

/// The file is encrypted and could not be opened.
pub static ENCRYPTED: Entry = Entry {
    code: "ENCRYPTED",
    zh: "文件已加密且未能打开：只能核对签名本身，不能分析内容与后续改动",
    en: "the file is encrypted and was not opened: only the signature itself can be checked, not the content or later changes",
    clause: "ISO 32000-2, 7.6",
};

/// Parts of the pages are layers.
pub static OPTIONAL_CONTENT: Entry = Entry {
    code: "OPTIONAL_CONTENT",
    zh: "文件含可选内容（图层）：显示什么取决于阅读器及其设置；采信前请查看所有图层",
    en: "the file has optional content (layers): what is shown depends on the reader and its settings; look at all layers before relying on it",
    clause: "ISO 32000-2, 8.11",
};

/// The document can be shown in another way by its own rules.
pub static DYNAMIC_CONTENT: Entry = Entry {
    code: "DYNAMIC_CONTENT",
    zh: "文件所显示的内容可能因阅读器而异（{what}）；采信前请用多种阅读器查看",
    en: "what the file shows may depend on the reader ({what}); look at it in more than one before relying on it",
    clause: "",
};

/// A certification is not the first signature.
pub static CERTIFICATION_NOT_FIRST: Entry = Entry {
    code: "CERTIFICATION_NOT_FIRST",
    zh: "认证签名不是第一个签名，其许可不可靠；请索取原件",
    en: "a certification signature is not the first signature, so its permissions cannot be relied on; ask for the original",
    clause: "ISO 32000-2, 12.8.2.2.1 (from memory)",
};

/// More than one certification.
pub static SEVERAL_CERTIFICATIONS: Entry = Entry {
    code: "SEVERAL_CERTIFICATIONS",
    zh: "文件有多于一个认证签名；不得采信",
    en: "the file has more than one certification signature; do not rely on it",
    clause: "ISO 32000-2, 12.8.2.2.1 (from memory)",
};

/// A picture without a signature.
pub static SEAL_DISPLAYED_ONLY: Entry = Entry {
    code: "SEAL_DISPLAYED_ONLY",
    zh: "印章图样背后没有单位的签名，仅供显示",
    en: "there is no signature of the unit behind the picture of the seal: it is displayed only",
    clause: "",
};

/// No level.
pub static LEVEL_NOT_CLAIMED: Entry = Entry {
    code: "LEVEL_NOT_CLAIMED",
    zh: "签名未声明或未达到 PAdES 级别（{why}）",
    en: "the signature claims or reaches no PAdES level ({why})",
    clause: "ETSI EN 319 142-1 (from memory)",
};

/// Signed with a certificate that is not in its term.
pub static SIGNED_OUT_OF_TERM: Entry = Entry {
    code: "SIGNED_OUT_OF_TERM",
    zh: "签署时证书“{subject}”不在有效期内（{from} 至 {until}），验证将不予认可；请换用有效的证书重新签署",
    en: "certificate \"{subject}\" is not in its term at the time of signing ({from} to {until}), and verification will not accept the signature; sign again with one that is",
    clause: "RFC 5280, 4.1.2.5",
};

/// A lock names fields that are not there.
pub static LOCK_NAMES_NOTHING: Entry = Entry {
    code: "LOCK_NAMES_NOTHING",
    zh: "锁定所列的域 {fields} 在文件中不存在；请核对域名",
    en: "the lock names fields that the document does not have: {fields}; look at the names",
    clause: "ISO 32000-2, 12.7.5.5 (from memory)",
};

/// No signature that the policy asks for.
pub static POLICY_NOT_MET: Entry = Entry {
    code: "POLICY_NOT_MET",
    zh: "文件没有所选策略要求的签名；请索取加盖所需印章的原件",
    en: "the file has no signature of the kind that the policy requires; ask for an original that has one",
    clause: "",
};

/// A part where a signature may hide cannot be read.
pub static FIELDS_UNREADABLE: Entry = Entry {
    code: "FIELDS_UNREADABLE",
    zh: "文件的部分表单或页面无法读取（{why}），其中可能藏有签名；请索取原件",
    en: "a part of the form or the pages cannot be read ({why}), and a signature may hide there; ask for the original",
    clause: "ISO 32000-2, 12.7",
};

/// The signature value is not written as hexadecimal digits alone.
pub static CONTENTS_IRREGULAR: Entry = Entry {
    code: "CONTENTS_IRREGULAR",
    zh: "签名值的写法不合规（位置 {at}），可能被改动；请索取原件",
    en: "the signature value at octet {at} is not written in hexadecimal digits alone, so it may have been altered; ask for the original",
    clause: "ISO 32000-2, 12.8.1 (from memory)",
};

/// The dictionary says document timestamp, and the format is a signature's.
pub static TYPE_NOT_ALLOWED: Entry = Entry {
    code: "TYPE_NOT_ALLOWED",
    zh: "签名字典类型与签名格式“{sub_filter}”不符；不得采信",
    en: "the type of the signature dictionary does not fit the signature format \"{sub_filter}\"; do not rely on it",
    clause: "ISO 32000-2, 12.8.5 (from memory)",
};

/// Several fields show one signature.
pub static SIGNATURE_SHARED: Entry = Entry {
    code: "SIGNATURE_SHARED",
    zh: "多个签名域（{fields}）共用同一个签名，不能认定签了几次；请索取原件",
    en: "one signature is shown in several fields ({fields}), so it cannot be told who signed what; ask for the original",
    clause: "ISO 32000-2, 12.7.5.5 (from memory)",
};

/// The signature is the value of a field of another type.
pub static FIELD_NOT_SIGNATURE: Entry = Entry {
    code: "FIELD_NOT_SIGNATURE",
    zh: "域“{field}”不是签名域却含有签名；请索取原件",
    en: "field \"{field}\" is no signature field and holds a signature; ask for the original",
    clause: "ISO 32000-2, 12.7.5.5 (from memory)",
};

/// The file has more signatures than are judged.
pub static TOO_MUCH_WORK: Entry = Entry {
    code: "TOO_MUCH_WORK",
    zh: "签名过多或过大，未予核验；请索取原件",
    en: "the file has more or larger signatures than are judged, so this one was not; ask for the original",
    clause: "",
};

/// There are timestamps and no signature.
pub static ONLY_TIMESTAMPS: Entry = Entry {
    code: "ONLY_TIMESTAMPS",
    zh: "文件只有时间戳，没有任何人的签名，无法判断来源；请索取加盖电子印章的原件",
    en: "the file carries timestamps and nobody's signature, so its origin cannot be judged; ask for the sealed original",
    clause: "ISO 32000-2, 12.8.5 (from memory)",
};

/// The policy passed, and a signature did not.
pub static OTHERS_NOT_PASSED: Entry = Entry {
    code: "OTHERS_NOT_PASSED",
    zh: "所选策略已满足，但另有签名未通过（{fields}）；不得采信这些签名及其图样",
    en: "the policy is met, and other signatures did not pass ({fields}); do not rely on those or on the pictures they show",
    clause: "",
};

/// No signature could be looked for.
pub static HIDDEN_BY_ENCRYPTION: Entry = Entry {
    code: "HIDDEN_BY_ENCRYPTION",
    zh: "文件已加密且无法打开，不能确定有无签名；请提供密码或索取原件",
    en: "the file is encrypted and cannot be opened, so whether it is signed cannot be told; give the password or ask for the original",
    clause: "ISO 32000-2, 7.6",
};

/// An earlier revision had the signature, and the newest has not.
pub static SIGNATURE_REMOVED: Entry = Entry {
    code: "SIGNATURE_REMOVED",
    zh: "文件的早期修订版带有此签名，后来被移除；不得采信，请索取原件",
    en: "an earlier revision of the file had this signature and it was taken away later; do not rely on the file, ask for the original",
    clause: "ISO 32000-2, 7.5.6",
};

/// Annotations that a certification permits, and the validation policy does not accept.
pub static ANNOTATIONS_NOT_ACCEPTED: Entry = Entry {
    code: "ANNOTATIONS_NOT_ACCEPTED",
    zh: "签名之后页面（{pages}）上的批注有增改；认证签名虽许可，但批注可遮盖原内容，验证策略不予采信；请对照签名时的修订版，或索取无批注的原件",
    en: "annotations on pages {pages} were added or changed after signing; the certification permits it, but they can cover what was certified and the validation policy does not accept them; compare with the signed revision, or ask for the original without them",
    clause: "ISO 32000-2, 12.8.2.2 (from memory)",
};

/// Signature fields that show something and came later, which the validation policy does not accept.
pub static VISIBLE_FIELDS_NOT_ACCEPTED: Entry = Entry {
    code: "VISIBLE_FIELDS_NOT_ACCEPTED",
    zh: "签名之后页面（{pages}）上出现了新的可见签名；验证策略不予采信，请对照签名时的修订版",
    en: "a signature that came later shows something on pages {pages}; the validation policy does not accept that, so compare with the signed revision",
    clause: "",
};

/// An algorithm or key that the validation policy does not accept.
pub static ALGORITHM_NOT_ACCEPTED: Entry = Entry {
    code: "ALGORITHM_NOT_ACCEPTED",
    zh: "验证策略在该时间不接受所用算法或密钥（{what}）；请索取用现行算法重新签署的文件",
    en: "the validation policy does not accept the algorithm or key ({what}) at that time; ask for a file signed with a current one",
    clause: "ETSI EN 319 102-1, 5.2.8 (from memory)",
};
