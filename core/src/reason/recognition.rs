//! Reasons found in the recognition decision.

mod terms;

use super::Entry;
pub use terms::{
    CLAUSE_CONFLICT, CLAUSE_FORBIDS, CLAUSE_NOT_IN_FORCE, CONDITION_COMMITMENT, CONDITION_DEFERRED,
    CONDITION_HOLDER_ID, CONDITION_RECHECK, CONDITION_TOLERATED, CONDITION_TRANSLATION,
    LICENCE_CHECK, LICENCE_EXPIRED, LICENCE_NOT_YET_VALID, LICENCE_UNREADABLE, MAY_ACCEPT,
    MUST_ACCEPT, NO_CLAUSE, NO_RULE_KNOWN, OUT_OF_JURISDICTION, PURPOSE, STATUS_MISSING,
    STATUS_NO_INDEX, STATUS_NOT_COVERED, STATUS_REPLACED, STATUS_REVOKED, STATUS_STALE,
    STATUS_SUSPENDED, TYPE_NOT_ALLOWED,
};

/// Every entry of this part.
pub const ALL: &[&Entry] = &[
    &DOCUMENT_ALTERED,
    &DOCUMENT_BROKEN,
    &DOCUMENT_UNSIGNED,
    &DOCUMENT_FAILED,
    &DOCUMENT_INDETERMINATE,
    &NO_LICENCE,
    &LICENCE_UNREADABLE,
    &LICENCE_CHECK,
    &IDENTIFIER_DIFFERS,
    &IDENTIFIER_FORM,
    &IDENTIFIER_CHECK,
    &IDENTIFIER_DIALECT,
    &IDENTIFIER_ISSUER,
    &CLOCK_BEHIND,
    &ROOT_MISSING,
    &OBJECT_EXPIRED,
    &OBJECT_STALE,
    &LIST_MISSING,
    &DOMAIN_UNKNOWN,
    &ISSUER_NOT_LISTED,
    &SIGNER_NOT_LISTED,
    &ISSUER_ONLY_STAMPED,
    &SIGNER_REVOKED,
    &SIGNER_OUT_OF_BOUNDS,
    &SIGNER_UNTRUSTED,
    &SIGNER_NOT_LISTED_THEN,
    &SIGNER_COMPROMISED,
    &ISSUER_DIFFERS,
    &AUTHORITY_NOT_THEN,
    &AUTHORITY_WITHDRAWN,
    &AUTHORITY_SUSPENDED,
    &AUTHORITY_TIME_UNPROVED,
    &AUTHORITY_LOST_LATER,
    &TYPE_NOT_ALLOWED,
    &OUT_OF_JURISDICTION,
    &NO_RULE_KNOWN,
    &NO_CLAUSE,
    &PURPOSE,
    &CLAUSE_NOT_IN_FORCE,
    &CLAUSE_FORBIDS,
    &CLAUSE_CONFLICT,
    &LICENCE_EXPIRED,
    &LICENCE_NOT_YET_VALID,
    &STATUS_NO_INDEX,
    &STATUS_MISSING,
    &STATUS_NOT_COVERED,
    &STATUS_REVOKED,
    &STATUS_SUSPENDED,
    &STATUS_REPLACED,
    &STATUS_STALE,
    &CONDITION_TOLERATED,
    &CONDITION_HOLDER_ID,
    &CONDITION_COMMITMENT,
    &CONDITION_DEFERRED,
    &CONDITION_TRANSLATION,
    &CONDITION_RECHECK,
    &MUST_ACCEPT,
    &MAY_ACCEPT,
    &IMPORT_FORMAT,
    &IMPORT_TYPE,
    &IMPORT_EXPIRED,
    &IMPORT_NOT_YET_ISSUED,
    &IMPORT_NOT_PINNED,
    &IMPORT_PIN_NOT_MET,
    &IMPORT_NO_ROOT,
    &IMPORT_SIGNATURES,
    &IMPORT_ROLLBACK,
    &IMPORT_SEQ_JUMP,
    &IMPORT_EQUIVOCATION,
    &IMPORT_PREV_DIFFERS,
    &IMPORT_STATUS_REGRESSION,
    &IMPORT_LISTED_ELSEWHERE,
    &IMPORT_OUTSIDE_JURISDICTION,
];

/// The document was altered.
pub static DOCUMENT_ALTERED: Entry = Entry {
    code: "REC-DOC-ALTERED",
    zh: "文件在签章之后被改动；不予采信，请索取原件",
    en: "the document was altered after it was sealed; do not accept it, ask for the original",
    clause: "",
};

/// A signature is broken.
pub static DOCUMENT_BROKEN: Entry = Entry {
    code: "REC-DOC-BROKEN",
    zh: "文件的电子签名损坏或无法读取；不予采信，请索取原件",
    en: "a signature of the document is broken or cannot be read; do not accept it, ask for the original",
    clause: "",
};

/// There is no signature.
pub static DOCUMENT_UNSIGNED: Entry = Entry {
    code: "REC-DOC-UNSIGNED",
    zh: "文件没有电子签名，不是电子证照原件；请索取加盖电子印章的原件",
    en: "the document has no signature, so it is no original; ask for the sealed file",
    clause: "",
};

/// Verification failed.
pub static DOCUMENT_FAILED: Entry = Entry {
    code: "REC-DOC-FAILED",
    zh: "文件验签未通过；不予采信，原因见验签报告",
    en: "the document did not pass verification; do not accept it, the verification report says why",
    clause: "",
};

/// Verification could not be completed.
pub static DOCUMENT_INDETERMINATE: Entry = Entry {
    code: "REC-DOC-INDETERMINATE",
    zh: "文件验签结果不确定，不能据此采信；请用 yinxin verify --home 查看验签报告，缺信任根或吊销数据的补齐后重试",
    en: "verification of the document is indeterminate, so it cannot be accepted on that; see its report by `yinxin verify --home`, and supply anchors or revocation data where it asks for them",
    clause: "",
};

/// The document carries no licence data.
pub static NO_LICENCE: Entry = Entry {
    code: "REC-NO-LICENCE",
    zh: "文件中没有证照数据，不能作为电子证照判定；请确认文件是否为电子证照",
    en: "the document carries no licence data, so it cannot be judged as a licence; check that it is the right file",
    clause: "",
};

/// The identifier contradicts the data.
pub static IDENTIFIER_DIFFERS: Entry = Entry {
    code: "REC-IDENTIFIER-DIFFERS",
    zh: "电子证照标识与证照数据不一致；不予采信，请向签发机构核实",
    en: "the licence identifier contradicts the licence data; do not accept it, ask the issuer",
    clause: "",
};

/// The identifier is not well formed.
pub static IDENTIFIER_FORM: Entry = Entry {
    code: "REC-IDENTIFIER-FORM",
    zh: "电子证照标识不符合编码规则；不予采信，请向签发机构核实",
    en: "the licence identifier breaks its rules; do not accept it, ask the issuer",
    clause: "",
};

/// The check character is wrong.
pub static IDENTIFIER_CHECK: Entry = Entry {
    code: "REC-IDENTIFIER-CHECK",
    zh: "电子证照标识校验位错误；不予采信，请向签发机构核实",
    en: "the check character of the licence identifier is wrong; do not accept it, ask the issuer",
    clause: "",
};

/// The check character follows a known faulty routine.
pub static IDENTIFIER_DIALECT: Entry = Entry {
    code: "REC-IDENTIFIER-DIALECT",
    zh: "电子证照标识校验位按已知的错误算法生成；请先向签发机构核实标识再办理",
    en: "the check character of the licence identifier follows a known faulty routine; confirm the identifier with the issuer first",
    clause: "",
};

/// The issuer in the identifier is irregular.
pub static IDENTIFIER_ISSUER: Entry = Entry {
    code: "REC-IDENTIFIER-ISSUER",
    zh: "电子证照标识中的颁发机构不是统一社会信用代码，已按证照数据中的机构代码判定",
    en: "the issuer in the licence identifier is no credit code; the code in the licence data was used instead",
    clause: "",
};

/// The clock is wrong.
pub static CLOCK_BEHIND: Entry = Entry {
    code: "REC-CLOCK-BEHIND",
    zh: "本机时钟早于已导入数据的时间 {time}，无法判断时效；请校准时钟",
    en: "the clock is behind {time}, the time of data already imported, so nothing about time can be judged; set the clock",
    clause: "",
};

/// A root is missing.
pub static ROOT_MISSING: Entry = Entry {
    code: "REC-ROOT-MISSING",
    zh: "未导入区域 {domain} 的信任根，不能判定；请按公布的指纹导入",
    en: "the root of domain {domain} has not been imported, so there is no decision; import it by its published fingerprint",
    clause: "",
};

/// An object has expired.
pub static OBJECT_EXPIRED: Entry = Entry {
    code: "REC-OBJECT-EXPIRED",
    zh: "{object} 已于 {time} 失效，不能据此判定；请更新",
    en: "{object} expired at {time}, so there is no decision; update it",
    clause: "",
};

/// An object is no longer fresh.
pub static OBJECT_STALE: Entry = Entry {
    code: "REC-OBJECT-STALE",
    zh: "{object} 自 {time} 起已非最新；请尽快更新并复核",
    en: "{object} has not been fresh since {time}; update it soon and decide again",
    clause: "",
};

/// The list is missing.
pub static LIST_MISSING: Entry = Entry {
    code: "REC-LIST-MISSING",
    zh: "未导入区域 {domain} 的签发机构名录，不能判定；请导入",
    en: "the list of authorities of domain {domain} has not been imported, so there is no decision; import it",
    clause: "",
};

/// The issuing domain is not known.
pub static DOMAIN_UNKNOWN: Entry = Entry {
    code: "REC-DOMAIN-UNKNOWN",
    zh: "已导入的名录中没有该签发机构，也无法确定其所属区域，不能判定；请导入其所属区域的名录",
    en: "no imported list names the issuer and its domain is not known, so there is no decision; import the list of its domain",
    clause: "",
};

/// The issuer is in no list.
pub static ISSUER_NOT_LISTED: Entry = Entry {
    code: "REC-ISSUER-NOT-LISTED",
    zh: "区域 {domain} 的签发机构名录中没有该机构；不予采信",
    en: "the list of domain {domain} does not name the issuer; do not accept it",
    clause: "",
};

/// The certificate is not one of the issuer.
pub static SIGNER_NOT_LISTED: Entry = Entry {
    code: "REC-SIGNER-NOT-LISTED",
    zh: "签章证书不在该签发机构登记的证书之列；不予采信，请向签发机构核实",
    en: "the certificate of the seal is not one that is listed for the issuer; do not accept it, ask the issuer",
    clause: "",
};

/// The certificate is listed, and was revoked.
pub static SIGNER_REVOKED: Entry = Entry {
    code: "REC-SIGNER-REVOKED",
    zh: "签章证书已被吊销，且不能证明签章早于吊销；不予采信，请向签发机构核实",
    en: "the certificate of the seal was revoked, and nothing proves an earlier signature; do not accept it, ask the issuer",
    clause: "",
};

/// The certificate is listed, and is not in its term.
pub static SIGNER_OUT_OF_BOUNDS: Entry = Entry {
    code: "REC-SIGNER-OUT-OF-BOUNDS",
    zh: "签章证书在判定时间不在有效期内，且不能证明签章时有效；不能判定，请核对本机时钟，并向签发机构索取带时间戳或重新签章的文件",
    en: "the certificate of the seal is not in its term at the time of the decision, and nothing proves that it was when it was used; check the clock, and ask the issuer for the document with a timestamp or sealed again",
    clause: "",
};

/// The certificate is listed, and its path must not be relied on.
pub static SIGNER_UNTRUSTED: Entry = Entry {
    code: "REC-SIGNER-UNTRUSTED",
    zh: "签章证书虽已登记，但其证书路径不可依赖（原因见验签报告）；不予采信，请向签发机构核实",
    en: "the certificate of the seal is listed, but its path must not be relied on (the report of verification says why); do not accept it, ask the issuer",
    clause: "",
};

/// The certificate was not listed at that time.
pub static SIGNER_NOT_LISTED_THEN: Entry = Entry {
    code: "REC-SIGNER-NOT-LISTED-THEN",
    zh: "签章时该证书不在名录登记的有效期间内；不予采信",
    en: "the certificate was not listed for the issuer at the time of signing; do not accept it",
    clause: "",
};

/// The key may have been in other hands.
pub static SIGNER_COMPROMISED: Entry = Entry {
    code: "REC-SIGNER-COMPROMISED",
    zh: "签章密钥自 {time} 起可能已泄露，且不能证明签章早于该时间；不予采信",
    en: "the signing key may have been in other hands since {time}, and nothing proves an earlier signature; do not accept it",
    clause: "",
};

/// The signer is another authority than the licence names.
pub static ISSUER_DIFFERS: Entry = Entry {
    code: "REC-ISSUER-DIFFERS",
    zh: "签章属于“{authority}”，与证照所载颁发机构不是同一机构；不予采信",
    en: "the seal is that of “{authority}”, which is not the issuer that the licence names; do not accept it",
    clause: "",
};

/// The authority was not yet listed.
pub static AUTHORITY_NOT_THEN: Entry = Entry {
    code: "REC-AUTH-NOT-THEN",
    zh: "“{authority}”在证照颁发时尚未列入名录；不予采信",
    en: "“{authority}” was not listed yet when the licence was issued; do not accept it",
    clause: "",
};

/// The authority had been withdrawn.
pub static AUTHORITY_WITHDRAWN: Entry = Entry {
    code: "REC-AUTH-WITHDRAWN",
    zh: "“{authority}”自 {time} 起被移出名录，不能证明本证照签发于其前；不予采信",
    en: "“{authority}” has been off the list since {time}, and nothing proves that the licence is older; do not accept it",
    clause: "",
};

/// The authority was suspended.
pub static AUTHORITY_SUSPENDED: Entry = Entry {
    code: "REC-AUTH-SUSPENDED",
    zh: "“{authority}”自 {time} 起被暂停签发资格，不能证明本证照签发于其前；不予采信",
    en: "“{authority}” has been suspended since {time}, and nothing proves that the licence is older; do not accept it",
    clause: "",
};

/// It may have been signed while the authority was suspended.
pub static AUTHORITY_TIME_UNPROVED: Entry = Entry {
    code: "REC-AUTH-TIME-UNPROVED",
    zh: "“{authority}”曾于 {time} 起失去签发资格，不能证明本证照不是在此期间签发；请向签发机构核实",
    en: "“{authority}” lost its standing for a time from {time}, and nothing proves that the licence was not signed then; ask the issuer",
    clause: "",
};

/// The authority lost its standing later.
pub static AUTHORITY_LOST_LATER: Entry = Entry {
    code: "REC-AUTH-LOST-LATER",
    zh: "“{authority}”于 {time} 失去签发资格，本证照经证明签发在先，不受影响",
    en: "“{authority}” lost its standing at {time}; the licence is proved to be older and is not affected",
    clause: "",
};

/// The object is not well formed.
pub static IMPORT_FORMAT: Entry = Entry {
    code: "IMPORT-FORMAT",
    zh: "文件不是符合格式的互认数据；请重新获取",
    en: "the file is not well-formed recognition data; get it again",
    clause: "",
};

/// The object type is not known.
pub static IMPORT_TYPE: Entry = Entry {
    code: "IMPORT-TYPE",
    zh: "互认数据类型未知；请升级程序或重新获取",
    en: "the type of recognition data is not known; upgrade or get it again",
    clause: "",
};

/// The object has expired.
pub static IMPORT_EXPIRED: Entry = Entry {
    code: "IMPORT-EXPIRED",
    zh: "互认数据已于 {time} 失效；请获取新版",
    en: "the recognition data expired at {time}; get a newer one",
    clause: "",
};

/// The object is from the future.
pub static IMPORT_NOT_YET_ISSUED: Entry = Entry {
    code: "IMPORT-NOT-YET-ISSUED",
    zh: "互认数据的签发时间 {time} 晚于本机时钟；请校准时钟",
    en: "the recognition data was made at {time}, later than the clock says; set the clock",
    clause: "",
};

/// The domain is not pinned.
pub static IMPORT_NOT_PINNED: Entry = Entry {
    code: "IMPORT-NOT-PINNED",
    zh: "尚未登记该区域信任根的指纹；请先核对并登记公布的指纹",
    en: "no fingerprint is known for the root of this domain; compare and pin the published one first",
    clause: "",
};

/// The root does not have the pinned keys.
pub static IMPORT_PIN_NOT_MET: Entry = Entry {
    code: "IMPORT-PIN-NOT-MET",
    zh: "信任根与登记的指纹不符；不得导入，请核实来源",
    en: "the root is not signed by the pinned keys; do not import it, check where it comes from",
    clause: "",
};

/// There is no root.
pub static IMPORT_NO_ROOT: Entry = Entry {
    code: "IMPORT-NO-ROOT",
    zh: "缺少签署该数据的区域的信任根；请先导入信任根",
    en: "the root of a domain that must sign this is missing; import the root first",
    clause: "",
};

/// There are not enough signatures.
pub static IMPORT_SIGNATURES: Entry = Entry {
    code: "IMPORT-SIGNATURES",
    zh: "互认数据的有效签名不足；不得导入",
    en: "the recognition data does not have enough right signatures; do not import it",
    clause: "",
};

/// The object is older than what is known.
pub static IMPORT_ROLLBACK: Entry = Entry {
    code: "IMPORT-ROLLBACK",
    zh: "互认数据（序号 {found}）早于已导入的版本（序号 {floor}），可能是回滚攻击；不予导入",
    en: "the recognition data (number {found}) is older than what was imported before (number {floor}), which may be an attack; it was not imported",
    clause: "",
};

/// The number jumps too far.
pub static IMPORT_SEQ_JUMP: Entry = Entry {
    code: "IMPORT-SEQ-JUMP",
    zh: "互认数据序号 {found} 与已导入的序号 {floor} 不连续；不予导入，请向发布方核实",
    en: "number {found} of the recognition data does not follow number {floor}; it was not imported, ask the publisher",
    clause: "",
};

/// The domain signed two objects of one number.
pub static IMPORT_EQUIVOCATION: Entry = Entry {
    code: "IMPORT-EQUIVOCATION",
    zh: "同一序号 {found} 出现两份不同的数据；不予导入，请保存两份并上报",
    en: "there are two different objects of number {found}; it was not imported, keep both and report them",
    clause: "",
};

/// The object does not follow the one before.
pub static IMPORT_PREV_DIFFERS: Entry = Entry {
    code: "IMPORT-PREV-DIFFERS",
    zh: "互认数据（序号 {found}）与上一版的摘要不衔接；不予导入",
    en: "number {found} of the recognition data does not name the digest of the one before; it was not imported",
    clause: "",
};

/// A revoked licence would be valid again.
pub static IMPORT_STATUS_REGRESSION: Entry = Entry {
    code: "IMPORT-STATUS-REGRESSION",
    zh: "状态数据使已撤销、吊销或注销的证照（索引 {index}）重新有效或不再覆盖；不予导入，请向发布方核实",
    en: "the status data would bring a revoked licence (index {index}) back or leave it out; it was not imported, ask the publisher",
    clause: "",
};

/// A certificate stands in another list.
pub static IMPORT_LISTED_ELSEWHERE: Entry = Entry {
    code: "IMPORT-LISTED-ELSEWHERE",
    zh: "名录中的证书已列入 {object}；不予导入，请两地发布方核实",
    en: "a certificate of the list already stands in {object}; it was not imported, the two publishers must sort it out",
    clause: "",
};

/// An authority is outside the domain.
pub static IMPORT_OUTSIDE_JURISDICTION: Entry = Entry {
    code: "IMPORT-OUTSIDE-JURISDICTION",
    zh: "名录中的机构不在该区域管辖范围内；不予导入",
    en: "an authority of the list is outside the area of the domain; it was not imported",
    clause: "",
};

/// The issuer approved the document and did not make it.
pub static ISSUER_ONLY_STAMPED: Entry = Entry {
    code: "REC-ISSUER-ONLY-STAMPED",
    zh: "该机构只在文件上加盖了印章，没有以签发（认证）签名生成此文件，不能认定为其签发的证照；请向签发机构核实",
    en: "the body only stamped the document and did not issue it by a certification signature, so it cannot be taken for a licence of that body; ask the issuer",
    clause: "",
};
