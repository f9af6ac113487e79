//! What an agreement asks for, and what a licence's own state and status say.

use super::Entry;

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
    zh: "证照数据检查项 {check} 未通过，不能据此采信；请联系签发机构",
    en: "the check {check} of the licence data did not pass, so it cannot be accepted on that; ask the issuer",
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
    zh: "证照没有状态索引，无法查询是否已被撤销、吊销或注销，不能判定；请向签发机构核实",
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
    zh: "状态数据截至 {as_of}，已超出本事项允许的 {max}；请更新后复核",
    en: "status data is as of {as_of}, older than the {max} that this service allows; update it and decide again",
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
