//! Reasons found in seals, seal signatures and messages that stand by themselves.

use super::Entry;

/// Every entry of this part.
pub const ALL: &[&Entry] = &[
    &SEAL_UNREADABLE,
    &SEAL_NOT_READ,
    &SEAL_SIGNATURE_WRONG,
    &SEAL_MAKER_UNREADABLE,
    &SEAL_MAKER_UNKNOWN,
    &SEAL_MAKER_PROVED_IN_TIME,
    &SEAL_MADE_BEFORE_CERTIFICATE,
    &SEAL_DATED_BEFORE_CERTIFICATE,
    &SEAL_MADE_AFTER_CERTIFICATE,
    &SEAL_MADE_IN_THE_FUTURE,
    &SEAL_USED_BEFORE_MADE,
    &SEAL_SIGNATURE_EXPECTED,
    &SEAL_NOT_YET_VALID,
    &SEAL_EXPIRED,
    &SEAL_USE_UNPROVED,
    &SEAL_TIMESTAMP_TOO_OLD,
    &SEAL_SIGNER_NOT_LISTED,
    &SEAL_TIME_UNKNOWN,
    &SEAL_TIME_IN_THE_FUTURE,
    &SEAL_USED_BEFORE_CERTIFICATE,
    &SEAL_USED_AFTER_CERTIFICATE,
    &SEAL_GOOD_AS_CLAIMED,
    &SEAL_EXTENSION_UNKNOWN,
    &SEAL_EDITION_UNKNOWN,
    &SEAL_EDITIONS_DIFFER,
    &CONTENT_NOT_GIVEN,
    &CONTENT_INSIDE,
    &CONTENT_IS_A_LIST,
    &TIMESTAMP_SUBJECT_UNKNOWN,
    &EMBLEM_LEFT_OUT,
];

/// The octets are no seal or seal signature.
pub static SEAL_UNREADABLE: Entry = Entry {
    code: "SEAL_UNREADABLE",
    zh: "印章或签章数据无法解析（{why}）；不得采信，请索取原件",
    en: "the seal or seal signature cannot be parsed ({why}); do not rely on it, ask for the original",
    clause: "GB/T 38540-2020; GM/T 0031",
};

/// The octets of the seal were not looked at.
pub static SEAL_NOT_READ: Entry = Entry {
    code: "SEAL_NOT_READ",
    zh: "文件中的印章未能读取（{why}），无法判断印章；文件有密码时请提供密码后再验证",
    en: "the seal in the file was not read ({why}), so it cannot be judged; where the file has a password, give it and verify again",
    clause: "",
};

/// The maker's signature does not fit.
pub static SEAL_SIGNATURE_WRONG: Entry = Entry {
    code: "SEAL_SIGNATURE_WRONG",
    zh: "印章被改动或伪造：制章人的签名与印章内容不符；不得采信，请向印章所属单位核实",
    en: "the seal was altered or forged: its maker's signature does not fit what it says; do not rely on it, ask the unit whose seal it is",
    clause: "GM/T 0031-2014, 6.1.2 b",
};

/// The maker's certificate cannot be read.
pub static SEAL_MAKER_UNREADABLE: Entry = Entry {
    code: "SEAL_MAKER_UNREADABLE",
    zh: "印章中的制章人证书无法读取（{why}），无法判断印章；请索取原件",
    en: "the maker's certificate in the seal cannot be read ({why}), so the seal cannot be judged; ask for the original",
    clause: "GM/T 0031-2014, 6.1.2 c",
};

/// The maker's signature is wrong, so its certificate says nothing.
pub static SEAL_MAKER_UNKNOWN: Entry = Entry {
    code: "SEAL_MAKER_UNKNOWN",
    zh: "制章人签名不正确，无从得知由谁制作，未核验制章人证书",
    en: "the maker's signature is wrong, so nobody knows who made the seal; the maker's certificate was not judged",
    clause: "",
};

/// A maker that ran out since.
pub static SEAL_MAKER_PROVED_IN_TIME: Entry = Entry {
    code: "SEAL_MAKER_PROVED_IN_TIME",
    zh: "制章人证书如今已不可用，但印章在 {time} 已存在，当时证书有效",
    en: "the maker's certificate is no longer good; the seal is proved to have existed at {time}, when it was",
    clause: "GM/T 0031-2025 (provisional)",
};

/// Made before the maker's certificate began, in an edition that says so of itself.
pub static SEAL_MADE_BEFORE_CERTIFICATE: Entry = Entry {
    code: "SEAL_MADE_BEFORE_CERTIFICATE",
    zh: "印章自述制作于 {made}，而制章人证书自 {from} 起才有效；不得采信，请制章机构重新制作",
    en: "the seal says that it was made on {made}, and its maker's certificate is valid from {from} only; do not rely on it, have the seal made again",
    clause: "GM/T 0031-2025 (provisional)",
};

/// The same in an edition that judges the certificate when the seal is used.
pub static SEAL_DATED_BEFORE_CERTIFICATE: Entry = Entry {
    code: "SEAL_DATED_BEFORE_CERTIFICATE",
    zh: "印章自述制作于 {made}，早于制章人证书的生效时间 {from}（部分制章系统如此填写），不影响核验结论；如有疑问请向制章机构核实",
    en: "the seal says that it was made on {made}, before its maker's certificate began ({from}), as some systems write it; nothing follows from that, in doubt ask the maker",
    clause: "GB/T 38540-2020",
};

/// Made after the maker's certificate ended.
pub static SEAL_MADE_AFTER_CERTIFICATE: Entry = Entry {
    code: "SEAL_MADE_AFTER_CERTIFICATE",
    zh: "印章自述制作于 {made}，当时制章人证书已过期（{until}）；不得采信，请制章机构重新制作",
    en: "the seal says that it was made on {made}, when its maker's certificate had run out ({until}); do not rely on it, have the seal made again",
    clause: "GM/T 0031-2014, 6.1.2 c",
};

/// Used before its period.
pub static SEAL_NOT_YET_VALID: Entry = Entry {
    code: "SEAL_NOT_YET_VALID",
    zh: "印章自 {from} 起才可使用，而所涉时间为 {time}；不得采信，请索取重新盖章的文件",
    en: "the seal may be used from {from} on, and this is about {time}; do not rely on it, ask for a file that is sealed anew",
    clause: "GM/T 0031-2014, 6.1.2 d",
};

/// Used after its period.
pub static SEAL_EXPIRED: Entry = Entry {
    code: "SEAL_EXPIRED",
    zh: "印章有效期至 {until}，而所涉时间为 {time}；不得采信，请索取用有效印章重新盖章的文件",
    en: "the seal was valid until {until}, and this is about {time}; do not rely on it, ask for a file that is sealed anew",
    clause: "GM/T 0031-2014, 6.1.2 d",
};

/// Its period is over, and nothing proves that it was used in it.
pub static SEAL_USE_UNPROVED: Entry = Entry {
    code: "SEAL_USE_UNPROVED",
    zh: "印章有效期已于 {until} 结束，签章自称在有效期内盖章，但没有可信时间戳证明（所知最晚时间 {time}）；请索取带时间戳或重新盖章的文件",
    en: "the seal's period ended on {until}; the signature says that it was used before, and no timestamp proves it (known to exist at {time}); ask for a file with a timestamp or one that is sealed anew",
    clause: "GM/T 0031-2014, 6.2.3 f",
};

/// The timestamp on a seal is older than the seal.
pub static SEAL_TIMESTAMP_TOO_OLD: Entry = Entry {
    code: "SEAL_TIMESTAMP_TOO_OLD",
    zh: "印章的时间戳为 {time}，早于印章自述的制作时间 {made}，二者矛盾；请向制章机构核实",
    en: "the timestamp on the seal is of {time}, earlier than the seal says that it was made ({made}): they contradict each other; ask the maker",
    clause: "GM/T 0031-2025 (provisional)",
};

/// The signer may not use the seal.
pub static SEAL_SIGNER_NOT_LISTED: Entry = Entry {
    code: "SEAL_SIGNER_NOT_LISTED",
    zh: "签章人的证书不在印章“{seal}”（{id}）的证书列表中，无权使用该印章；不得采信。证书更新后须重新制章",
    en: "the signer's certificate is not in the list of the seal \"{seal}\" ({id}), so it may not use it; do not rely on it. A renewed certificate needs a seal that is made anew",
    clause: "GM/T 0031-2014, 6.2.2; GB/T 38540-2020",
};

/// The time that the signer claims cannot be read.
pub static SEAL_TIME_UNKNOWN: Entry = Entry {
    code: "SEAL_TIME_UNKNOWN",
    zh: "签章时间无法读取，不能判断当时印章和证书是否有效；请索取重新盖章的文件",
    en: "the time of sealing cannot be read, so it cannot be judged whether seal and certificate were valid then; ask for a file that is sealed anew",
    clause: "GM/T 0031-2014, 6.2.3 d",
};

/// The seal says that it was made at a time that has not come yet, or later than it is known to exist.
pub static SEAL_MADE_IN_THE_FUTURE: Entry = Entry {
    code: "SEAL_MADE_IN_THE_FUTURE",
    zh: "印章自称制作于 {made}，晚于已知存在的时间 {known}；请核对系统时间，或向印章所属单位核实",
    en: "the seal says that it was made at {made}, later than it is known to exist ({known}); check the clock, or ask the unit whose seal it is",
    clause: "GM/T 0031-2014, 6.1.2",
};

/// The signer says to have used the seal before it was made.
pub static SEAL_USED_BEFORE_MADE: Entry = Entry {
    code: "SEAL_USED_BEFORE_MADE",
    zh: "签章时间自称为 {time}，而印章制作于 {made}，两者矛盾；请向签章单位核实",
    en: "the signature says {time}, and the seal was made at {made}, so one of the two is wrong; ask who sealed",
    clause: "GM/T 0031-2025",
};

/// A field that says that it holds a seal signature holds a message.
pub static SEAL_SIGNATURE_EXPECTED: Entry = Entry {
    code: "SEAL_SIGNATURE_EXPECTED",
    zh: "该域声明为电子签章（GM.sm2seal），内容却只是签名消息，其中没有印章，未核对谁可以使用印章；请索取原件",
    en: "the field says that it holds a seal signature (GM.sm2seal), and it holds a message without a seal, so nobody asked who may use one; ask for the original",
    clause: "GB/T 38540-2020",
};

/// The time that the signer claims has not come yet, or is later than proved.
pub static SEAL_TIME_IN_THE_FUTURE: Entry = Entry {
    code: "SEAL_TIME_IN_THE_FUTURE",
    zh: "签章自称的时间 {time} 晚于已知存在的时间 {known}；请核对系统时间，或向签章单位核实",
    en: "the signature says {time}, later than it is known to exist ({known}); check the clock, or ask the unit that sealed",
    clause: "GM/T 0031-2014, 6.2.3 d",
};

/// The signer says that it sealed before its certificate began.
pub static SEAL_USED_BEFORE_CERTIFICATE: Entry = Entry {
    code: "SEAL_USED_BEFORE_CERTIFICATE",
    zh: "签章自称时间 {time}，而签章人证书自 {from} 起才有效；不得采信，请索取重新盖章的文件",
    en: "the signature says {time}, and the signer's certificate is valid from {from} only; do not rely on it, ask for a file that is sealed anew",
    clause: "GM/T 0031-2014, 6.2.3 d",
};

/// The signer says that it sealed after its certificate ended.
pub static SEAL_USED_AFTER_CERTIFICATE: Entry = Entry {
    code: "SEAL_USED_AFTER_CERTIFICATE",
    zh: "签章自称时间 {time}，当时签章人证书已过期（{until}）；不得采信，请索取重新盖章的文件",
    en: "the signature says {time}, when the signer's certificate had run out ({until}); do not rely on it, ask for a file that is sealed anew",
    clause: "GM/T 0031-2014, 6.2.3 d",
};

/// The certificate ran out, and was good at the claimed time.
pub static SEAL_GOOD_AS_CLAIMED: Entry = Entry {
    code: "SEAL_GOOD_AS_CLAIMED",
    zh: "签章人证书已于 {until} 到期；按签章自称的时间 {time}，当时在有效期内，但没有可信时间戳证明；请索取带时间戳或重新盖章的文件",
    en: "the signer's certificate ran out on {until}; at the time that the signature claims, {time}, it was valid, and no timestamp proves that time; ask for a file with a timestamp or one that is sealed anew",
    clause: "GM/T 0031-2014, 6.2.3 d",
};

/// An extension that its maker calls critical.
pub static SEAL_EXTENSION_UNKNOWN: Entry = Entry {
    code: "SEAL_EXTENSION_UNKNOWN",
    zh: "印章含有制章厂商标为关键的自定义项 {oid}，其含义未公开，未作判断",
    en: "the seal has an entry {oid} that its maker calls critical; what it means is not published, and it was not judged",
    clause: "",
};

/// The number of the edition is none that is known.
pub static SEAL_EDITION_UNKNOWN: Entry = Entry {
    code: "SEAL_EDITION_UNKNOWN",
    zh: "印章自称的版本号为 {version}，不是已知版本（4 或 5），按 GB/T 38540-2020 判断",
    en: "the seal says to be of version {version}, which is none that is known (4 or 5); it was judged by GB/T 38540-2020",
    clause: "GB/T 38540-2020, SES_Header",
};

/// The signature and the seal in it are of different editions.
pub static SEAL_EDITIONS_DIFFER: Entry = Entry {
    code: "SEAL_EDITIONS_DIFFER",
    zh: "签章数据的版本（{signature}）与其中印章的版本（{seal}）不一致",
    en: "the edition of the seal signature ({signature}) is not that of the seal in it ({seal})",
    clause: "GB/T 38540-2020, TBS_Sign",
};

/// The original is not at hand.
pub static CONTENT_NOT_GIVEN: Entry = Entry {
    code: "CONTENT_NOT_GIVEN",
    zh: "没有提供被签署的原文，无法核对内容是否被改动；请用 --content 指定原文后再验证",
    en: "what was signed was not given, so nobody knows whether it was altered; name it with --content and verify again",
    clause: "GM/T 0031-2014, 6.2.3 e",
};

/// The content is in the message, and nothing else was looked at.
pub static CONTENT_INSIDE: Entry = Entry {
    code: "CONTENT_INSIDE",
    zh: "被签署的内容（{octets} 字节）在签名数据之内，没有与其他文件核对；如签署的是另一文件，请用 --content 指定",
    en: "what was signed ({octets} octets) is inside the message, and was compared with no other file; if another file was signed, name it with --content",
    clause: "RFC 5652, 5.2",
};

/// The content is the list of the files of a package.
pub static CONTENT_IS_A_LIST: Entry = Entry {
    code: "CONTENT_IS_A_LIST",
    zh: "结论只针对 OFD 的签名描述文件（Signature.xml）；其中所列的文件没有核对，请核验整个 OFD 文件",
    en: "the answer is about the Signature.xml of an OFD package alone; the files that it lists were not compared, verify the whole OFD file",
    clause: "GB/T 33190-2016",
};

/// A picture was drawn without the emblem that belongs into its centre.
pub static EMBLEM_LEFT_OUT: Entry = Entry {
    code: "EMBLEM_LEFT_OUT",
    zh: "图样中央留空：国徽等徽记只能按官方图样复制，此处不绘制",
    en: "the centre was left free: the emblem may only be reproduced from the official model and is not drawn here",
    clause: "国发〔1999〕25号",
};

/// A timestamp that stands where no text that was read says what it is about.
pub static TIMESTAMP_SUBJECT_UNKNOWN: Entry = Entry {
    code: "TIMESTAMP_SUBJECT_UNKNOWN",
    zh: "此处有时间戳，但未见规定说明它针对什么内容，因此未作核验，其时间不作证明；请用出具方提供的工具核验",
    en: "there is a timestamp here, and no text that was read says what it is about, so it was not judged and its time proves nothing; use a tool of the issuer",
    clause: "",
};
