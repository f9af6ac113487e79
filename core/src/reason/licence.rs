//! Reasons found in a licence's data and state.

use super::Entry;

/// Every entry of this part.
pub const ALL: &[&Entry] = &[
    &NAME_DIFFERS,
    &TYPE_DIFFERS,
    &TYPE_CODE,
    &NUMBER_EMPTY,
    &IDENTIFIER_FORM,
    &IDENTIFIER_CHECK,
    &IDENTIFIER_DIALECT,
    &IDENTIFIER_ISSUER,
    &IDENTIFIER_DIFFERS,
    &ISSUER_CODE,
    &AREA_CODE,
    &HOLDER_NONE,
    &HOLDER_EMPTY,
    &HOLDER_KIND,
    &HOLDER_CODE_TYPE,
    &HOLDER_CODE,
    &DATES_ORDER,
    &TERM,
    &FIELD_MISSING,
    &FIELD_UNKNOWN,
    &FIELD_TWICE,
    &FIELD_NAME,
    &FIELD_LENGTH,
    &FIELD_DATE,
    &FIELD_NUMBER,
    &FIELD_CHOICE,
    &FIELD_CODE,
    &HIDDEN_CHARACTER,
    &NOT_SIGNED,
    &ISSUER_IS_NOT_SIGNER,
    &DATA_UNREADABLE,
    &EXPIRED,
    &NOT_YET_VALID,
    &OWN_RECORD_IN_USE,
];

/// The name is not the catalogue's.
pub static NAME_DIFFERS: Entry = Entry {
    code: "LIC-NAME-DIFFERS",
    zh: "证照名称“{found}”与目录名称“{catalogue}”不一致；请按目录更正，否则推送时会被退回",
    en: "the licence is named “{found}” and the catalogue says “{catalogue}”; correct it, or every exchange will send it back",
    clause: "",
};

/// The type code is not the catalogue's.
pub static TYPE_DIFFERS: Entry = Entry {
    code: "LIC-TYPE-DIFFERS",
    zh: "证照类型代码 {found} 与目录的 {catalogue} 不一致；请核对所选目录",
    en: "the type code {found} differs from the catalogue's {catalogue}; check which catalogue entry was chosen",
    clause: "",
};

/// The type code is not well formed.
pub static TYPE_CODE: Entry = Entry {
    code: "LIC-TYPE-CODE",
    zh: "证照类型代码第 {at} 位不符合编码规则；请核对目录",
    en: "character {at} of the type code breaks its rules; check the catalogue entry",
    clause: "",
};

/// The number is empty.
pub static NUMBER_EMPTY: Entry = Entry {
    code: "LIC-NUMBER-EMPTY",
    zh: "证照编号为空；请填写",
    en: "the licence number is empty; fill it in",
    clause: "",
};

/// The identifier is not well formed.
pub static IDENTIFIER_FORM: Entry = Entry {
    code: "LIC-IDENTIFIER-FORM",
    zh: "电子证照标识第 {at} 位不符合编码规则；请由系统重新赋码",
    en: "character {at} of the licence identifier breaks its rules; let the system assign it again",
    clause: "",
};

/// The check character is wrong.
pub static IDENTIFIER_CHECK: Entry = Entry {
    code: "LIC-IDENTIFIER-CHECK",
    zh: "电子证照标识的校验位错误，应为 {expected}；标识可能抄错或系伪造，请向签发机构核实",
    en: "the check character of the licence identifier is wrong, {expected} is expected; it was copied wrongly or made up: ask the issuer",
    clause: "",
};

/// The check character follows a known faulty routine.
pub static IDENTIFIER_DIALECT: Entry = Entry {
    code: "LIC-IDENTIFIER-DIALECT",
    zh: "电子证照标识的校验位按某种已知的错误算法生成，并非伪造的证据；请提示签发机构更正",
    en: "the check character of the licence identifier follows a known faulty routine, which is no sign of forgery; tell the issuer",
    clause: "",
};

/// The issuer in the identifier is not a credit code.
pub static IDENTIFIER_ISSUER: Entry = Entry {
    code: "LIC-IDENTIFIER-ISSUER",
    zh: "电子证照标识中的颁发机构“{found}”不是统一社会信用代码；可以读取，不应再这样签发",
    en: "the issuer “{found}” in the licence identifier is not a credit code; it can be read and should not be issued like this again",
    clause: "",
};

/// A part of the identifier differs from the data.
pub static IDENTIFIER_DIFFERS: Entry = Entry {
    code: "LIC-IDENTIFIER-DIFFERS",
    zh: "电子证照标识与照面数据 {element} 不一致；请核对后重新签发",
    en: "the licence identifier differs from the data element {element}; check and issue again",
    clause: "",
};

/// The issuer's code is not a credit code.
pub static ISSUER_CODE: Entry = Entry {
    code: "LIC-ISSUER-CODE",
    zh: "证照颁发机构代码第 {at} 位不符合统一社会信用代码规则；请更正",
    en: "character {at} of the issuer's credit code breaks its rules; correct it",
    clause: "",
};

/// The area code is not well formed.
pub static AREA_CODE: Entry = Entry {
    code: "LIC-AREA-CODE",
    zh: "管辖地编码第 {at} 位不符合规则，应为六位数字；请更正",
    en: "character {at} of the area code breaks its rules, six digits are expected; correct it",
    clause: "",
};

/// There is no holder.
pub static HOLDER_NONE: Entry = Entry {
    code: "LIC-HOLDER-NONE",
    zh: "没有持证主体；请至少填写一个",
    en: "there is no holder; name at least one",
    clause: "",
};

/// A holder has no name or no code.
pub static HOLDER_EMPTY: Entry = Entry {
    code: "LIC-HOLDER-EMPTY",
    zh: "有持证主体缺少名称或代码；请补全",
    en: "a holder has no name or no code; complete it",
    clause: "",
};

/// The kind of holder does not fit the type.
pub static HOLDER_KIND: Entry = Entry {
    code: "LIC-HOLDER-KIND",
    zh: "持证主体代码类型 {type} 与目录规定的持证主体类别不符；请核对",
    en: "a holder with code type {type} is not the kind of holder that the catalogue names; check it",
    clause: "",
};

/// The type of the holder's code is not known.
pub static HOLDER_CODE_TYPE: Entry = Entry {
    code: "LIC-HOLDER-CODE-TYPE",
    zh: "持证主体代码类型 {type} 不在已知清单中，其代码未作校验；请人工核对",
    en: "the holder code type {type} is not in the known list, so the code was not checked; look at it yourself",
    clause: "",
};

/// The holder's code breaks its rules.
pub static HOLDER_CODE: Entry = Entry {
    code: "LIC-HOLDER-CODE",
    zh: "持证主体代码第 {at} 位不符合编码规则；请对照原件更正",
    en: "character {at} of the holder's code breaks its rules; compare it with the original",
    clause: "",
};

/// The licence ends before it begins.
pub static DATES_ORDER: Entry = Entry {
    code: "LIC-DATES-ORDER",
    zh: "有效期截止日期早于起始日期；请更正",
    en: "the last day of validity lies before the first; correct it",
    clause: "",
};

/// The term is none of those that the catalogue allows.
pub static TERM: Entry = Entry {
    code: "LIC-TERM",
    zh: "有效期限不在目录规定的范围内；请按目录选择期限",
    en: "the term of validity is none of those that the catalogue allows; choose one of them",
    clause: "",
};

/// A required field is missing.
pub static FIELD_MISSING: Entry = Entry {
    code: "LIC-FIELD-MISSING",
    zh: "缺少必填项“{label}”；请填写",
    en: "the required field “{label}” is missing; fill it in",
    clause: "",
};

/// A field is not in the catalogue.
pub static FIELD_UNKNOWN: Entry = Entry {
    code: "LIC-FIELD-UNKNOWN",
    zh: "目录中没有字段 {name}；请删除或先修订目录",
    en: "the catalogue has no field {name}; remove it or revise the catalogue first",
    clause: "",
};

/// A field stands twice.
pub static FIELD_TWICE: Entry = Entry {
    code: "LIC-FIELD-TWICE",
    zh: "字段 {name} 重复出现；请只保留一个",
    en: "the field {name} stands twice; keep one",
    clause: "",
};

/// A field name lacks the prefix.
pub static FIELD_NAME: Entry = Entry {
    code: "LIC-FIELD-NAME",
    zh: "字段名 {name} 应以 KZ_ 开头；请更正目录",
    en: "the field name {name} must begin with KZ_; correct the catalogue",
    clause: "",
};

/// A text is too long.
pub static FIELD_LENGTH: Entry = Entry {
    code: "LIC-FIELD-LENGTH",
    zh: "“{label}”有 {found} 个字，最多 {most} 个；请缩短",
    en: "“{label}” has {found} characters, {most} at most; shorten it",
    clause: "",
};

/// A date is not one.
pub static FIELD_DATE: Entry = Entry {
    code: "LIC-FIELD-DATE",
    zh: "“{label}”不是有效日期，应写作 2026-11-22；请更正",
    en: "“{label}” is not a date of the calendar, written 2026-11-22; correct it",
    clause: "",
};

/// A number is not one.
pub static FIELD_NUMBER: Entry = Entry {
    code: "LIC-FIELD-NUMBER",
    zh: "“{label}”不是数字；请只填写数字和一个小数点",
    en: "“{label}” is not a number; digits and one decimal point only",
    clause: "",
};

/// A value is not one of the list.
pub static FIELD_CHOICE: Entry = Entry {
    code: "LIC-FIELD-CHOICE",
    zh: "“{label}”只能填：{choices}",
    en: "“{label}” must be one of: {choices}",
    clause: "",
};

/// A code in a field breaks its rules.
pub static FIELD_CODE: Entry = Entry {
    code: "LIC-FIELD-CODE",
    zh: "“{label}”第 {at} 位不符合编码规则；请对照原件更正",
    en: "character {at} of “{label}” breaks its rules; compare it with the original",
    clause: "",
};

/// A text has characters that nobody sees.
pub static HIDDEN_CHARACTER: Entry = Entry {
    code: "LIC-HIDDEN-CHARACTER",
    zh: "{element} 含有看不见的控制字符，显示内容可能与实际不同；请重新录入",
    en: "{element} has invisible control characters, so what is seen may not be what is there; type it again",
    clause: "",
};

/// The licence data are not covered by an intact signature.
pub static NOT_SIGNED: Entry = Entry {
    code: "LIC-NOT-SIGNED",
    zh: "证照数据没有完好的签名保护，不得采信；请索取加盖电子印章的原件",
    en: "the licence data are not protected by an intact signature; do not rely on them, ask for the sealed original",
    clause: "",
};

/// The first signature is by another body than the licence names.
pub static ISSUER_IS_NOT_SIGNER: Entry = Entry {
    code: "LIC-ISSUER-IS-NOT-SIGNER",
    zh: "证照载明由“{issuer}”颁发，而签章证书的主体是“{signer}”；请用 yinxin recognise 核对该证书是否为颁发机构登记",
    en: "the licence says that “{issuer}” issued it, and the certificate of the seal names “{signer}”; check with `yinxin recognise` that the issuer registered it",
    clause: "",
};

/// The licence data cannot be read.
pub static DATA_UNREADABLE: Entry = Entry {
    code: "LIC-DATA-UNREADABLE",
    zh: "文件中的证照数据无法读取（{why}）；请与签发机构核对",
    en: "the licence data in the file cannot be read ({why}); check with the issuer",
    clause: "",
};

/// The last valid day has passed.
pub static EXPIRED: Entry = Entry {
    code: "LIC-EXPIRED",
    zh: "证照有效期已于 {until} 届满；请持证人办理延续",
    en: "the licence ran out on {until}; the holder must renew it",
    clause: "",
};

/// The first valid day has not come.
pub static NOT_YET_VALID: Entry = Entry {
    code: "LIC-NOT-YET-VALID",
    zh: "证照自 {from} 起才有效；请在有效期开始后再用",
    en: "the licence is not valid before {from}; use it from that day on",
    clause: "",
};

/// The issuer's own records cannot be looked at.
pub static OWN_RECORD_IN_USE: Entry = Entry {
    code: "LIC-OWN-RECORD-IN-USE",
    zh: "本单位的签发记录正被另一进程使用，无法核对证照是否已被撤销；请稍后再验",
    en: "the issuer's own records are in use by another process, so nobody can say whether the licence was revoked; try again later",
    clause: "",
};
