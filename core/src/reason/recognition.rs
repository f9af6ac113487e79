//! Reasons found in the recognition decision.

use super::Entry;

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
    zh: "文件验签结果不确定，不能据此判定；请按验签报告补齐信任根或吊销数据后重试",
    en: "verification of the document is indeterminate, so there is no decision; supply the anchors or revocation data that its report asks for and try again",
    clause: "",
};

/// The document carries no licence data.
pub static NO_LICENCE: Entry = Entry {
    code: "REC-NO-LICENCE",
    zh: "文件中没有证照数据，不能作为电子证照判定；请确认文件是否为电子证照",
    en: "the document carries no licence data, so it cannot be judged as a licence; check that it is the right file",
    clause: "",
};

/// The licence data cannot be read.
pub static LICENCE_UNREADABLE: Entry = Entry {
    code: "REC-LICENCE-UNREADABLE",
    zh: "文件中的证照数据无法读取，不能判定；请联系签发机构",
    en: "the licence data in the document cannot be read, so there is no decision; ask the issuer",
    clause: "",
};

/// A check of the licence failed.
pub static LICENCE_CHECK: Entry = Entry {
    code: "REC-LICENCE-CHECK",
    zh: "证照数据检查项 {check} 未通过，不能判定；请联系签发机构",
    en: "the check {check} of the licence data did not pass, so there is no decision; ask the issuer",
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

/// The authority may not issue this type.
pub static TYPE_NOT_ALLOWED: Entry = Entry {
    code: "REC-TYPE-NOT-ALLOWED",
    zh: "名录未授权“{authority}”签发类型 {type} 的证照；不予采信",
    en: "the list does not allow “{authority}” to issue licences of type {type}; do not accept it",
    clause: "",
};

/// The authority may not issue for this area.
pub static OUT_OF_JURISDICTION: Entry = Entry {
    code: "REC-OUT-OF-JURISDICTION",
    zh: "管辖地 {area} 不在“{authority}”的管辖范围内；不予采信",
    en: "the area {area} is outside the jurisdiction of “{authority}”; do not accept it",
    clause: "",
};

/// No rule is known.
pub static NO_RULE_KNOWN: Entry = Entry {
    code: "REC-NO-RULE-KNOWN",
    zh: "没有掌握 {from} 证照在 {to} 办理事项 {item} 的互认规则，不能判定；请导入互认协议",
    en: "no rule is known for licences of {from} in {to} for item {item}, so there is no decision; import the agreement",
    clause: "",
};

/// There is no clause.
pub static NO_CLAUSE: Entry = Entry {
    code: "REC-NO-CLAUSE",
    zh: "{from} 与 {to} 的互认清单未列入该类证照（事项 {item}）；不予互认",
    en: "what {to} recognises of {from} does not include this type of licence (item {item}); it is not recognised",
    clause: "",
};

/// The type is recognised, but not for this item.
pub static PURPOSE: Entry = Entry {
    code: "REC-PURPOSE",
    zh: "{from} 与 {to} 的互认清单列有该类证照，但不适用于事项 {item}；不予互认",
    en: "what {to} recognises of {from} includes this type of licence, but not for item {item}; it is not recognised",
    clause: "",
};

/// The clause is not in force.
pub static CLAUSE_NOT_IN_FORCE: Entry = Entry {
    code: "REC-CLAUSE-NOT-IN-FORCE",
    zh: "{from} 与 {to} 关于事项 {item} 的互认条款不在施行期内；不予互认",
    en: "the clause by which {to} recognises this type of {from} for item {item} is not in force; it is not recognised",
    clause: "",
};

/// The clause forbids it.
pub static CLAUSE_FORBIDS: Entry = Entry {
    code: "REC-CLAUSE-FORBIDS",
    zh: "互认协议 {agreement} 条款 {clause} 明确不予互认",
    en: "clause {clause} of agreement {agreement} says that it must not be recognised",
    clause: "",
};

/// Two clauses contradict each other.
pub static CLAUSE_CONFLICT: Entry = Entry {
    code: "REC-CLAUSE-CONFLICT",
    zh: "互认协议 {agreement} 的条款 {first} 与 {second} 冲突，不能判定；请联系协议双方",
    en: "clauses {first} and {second} of agreement {agreement} conflict, so there is no decision; ask the two domains",
    clause: "",
};

/// The licence has run out.
pub static LICENCE_EXPIRED: Entry = Entry {
    code: "REC-LICENCE-EXPIRED",
    zh: "证照已于 {day} 届满；不予采信，请持证主体办理延续",
    en: "the licence ran out on {day}; do not accept it, the holder should renew it",
    clause: "",
};

/// The licence has not begun.
pub static LICENCE_NOT_YET_VALID: Entry = Entry {
    code: "REC-LICENCE-NOT-YET-VALID",
    zh: "证照自 {day} 起生效，目前尚未生效；不予采信",
    en: "the licence begins on {day} and is not in force yet; do not accept it",
    clause: "",
};

/// The licence has no status index.
pub static STATUS_NO_INDEX: Entry = Entry {
    code: "REC-STATUS-NO-INDEX",
    zh: "证照没有状态索引，无法查询是否被撤销，不能判定；请向签发机构核实",
    en: "the licence has no status index, so nobody can say whether it was revoked; ask the issuer",
    clause: "",
};

/// There is no status list.
pub static STATUS_MISSING: Entry = Entry {
    code: "REC-STATUS-MISSING",
    zh: "未导入区域 {domain} 该类证照的状态数据，不能判定；请导入",
    en: "no status data of domain {domain} for this type has been imported, so there is no decision; import it",
    clause: "",
};

/// The index is not covered.
pub static STATUS_NOT_COVERED: Entry = Entry {
    code: "REC-STATUS-NOT-COVERED",
    zh: "状态数据未覆盖本证照，不能判定；请导入更新的状态数据",
    en: "the status data does not cover this licence, so there is no decision; import newer data",
    clause: "",
};

/// The licence was revoked.
pub static STATUS_REVOKED: Entry = Entry {
    code: "REC-STATUS-REVOKED",
    zh: "证照已被撤销、吊销或注销（状态数据截至 {time}）；不予采信",
    en: "the licence was revoked, withdrawn or cancelled (status data as of {time}); do not accept it",
    clause: "",
};

/// The licence is suspended.
pub static STATUS_SUSPENDED: Entry = Entry {
    code: "REC-STATUS-SUSPENDED",
    zh: "证照处于暂扣或转出状态（状态数据截至 {time}）；目前不予采信",
    en: "the licence is suspended or moving out (status data as of {time}); do not accept it now",
    clause: "",
};

/// The licence was replaced.
pub static STATUS_REPLACED: Entry = Entry {
    code: "REC-STATUS-REPLACED",
    zh: "证照已换发（状态数据截至 {time}）；请持证主体出示新证照",
    en: "the licence was replaced (status data as of {time}); ask the holder for the new one",
    clause: "",
};

/// The status data is too old.
pub static STATUS_STALE: Entry = Entry {
    code: "REC-STATUS-STALE",
    zh: "状态数据截至 {as_of}，已超出本事项允许的 {max}（小时）；请更新后复核",
    en: "status data is as of {as_of}, older than the {max} hours that this service allows; update it and decide again",
    clause: "",
};

/// The clause puts up with an incomplete verification.
pub static CONDITION_TOLERATED: Entry = Entry {
    code: "REC-COND-TOLERATED",
    zh: "验签结果为 {found}，本条款容许；请在联网后复核",
    en: "verification ended with {found}, which the clause allows; decide again when online",
    clause: "",
};

/// See the holder's identity document.
pub static CONDITION_HOLDER_ID: Entry = Entry {
    code: "REC-COND-HOLDER-ID",
    zh: "请核对持证主体的身份证件",
    en: "see the holder's identity document",
    clause: "",
};

/// Have the holder sign a declaration.
pub static CONDITION_COMMITMENT: Entry = Entry {
    code: "REC-COND-COMMITMENT",
    zh: "请持证主体签署告知承诺书",
    en: "have the holder sign the declaration",
    clause: "",
};

/// Papers may follow.
pub static CONDITION_DEFERRED: Entry = Entry {
    code: "REC-COND-DEFERRED",
    zh: "容缺受理：请在 {day} 前补齐材料",
    en: "papers may follow: they must be complete by {day}",
    clause: "",
};

/// Ask for a translation.
pub static CONDITION_TRANSLATION: Entry = Entry {
    code: "REC-COND-TRANSLATION",
    zh: "请提供译文",
    en: "ask for a translation",
    clause: "",
};

/// Look up the state online.
pub static CONDITION_RECHECK: Entry = Entry {
    code: "REC-COND-RECHECK",
    zh: "请联网核对证照的当前状态",
    en: "look up the current state of the licence online",
    clause: "",
};

/// It must be accepted.
pub static MUST_ACCEPT: Entry = Entry {
    code: "REC-MUST-ACCEPT",
    zh: "依据互认协议 {agreement} 条款 {clause}（{basis}），应当采信",
    en: "by clause {clause} of agreement {agreement} ({basis}) it must be accepted",
    clause: "",
};

/// It may be accepted.
pub static MAY_ACCEPT: Entry = Entry {
    code: "REC-MAY-ACCEPT",
    zh: "依据互认协议 {agreement} 条款 {clause}（{basis}），可以采信",
    en: "by clause {clause} of agreement {agreement} ({basis}) it may be accepted",
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
    zh: "状态数据使已撤销的证照（索引 {index}）重新有效或不再覆盖；不予导入，请向发布方核实",
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
