//! Reasons found in registers of seals.

use super::Entry;

/// Every entry of this part.
pub const ALL: &[&Entry] = &[
    &SEAL_REGISTER_UNTRUSTED,
    &SEAL_REGISTER_NOT_CLOSED,
    &SEAL_REGISTER_STALE,
    &SEAL_NOT_REGISTERED,
    &SEAL_NUMBER_OF_ANOTHER,
    &SEAL_OUT_OF_USE,
    &SEAL_USED_BEFORE_ISSUE,
    &SEAL_STOPPED_SINCE,
    &SEAL_CLOSED_SINCE,
];

/// Nobody vouches for whoever keeps a register.
pub static SEAL_REGISTER_UNTRUSTED: Entry = Entry {
    code: "SEAL_REGISTER_UNTRUSTED",
    zh: "印章登记簿（{domain}）的签名证书未获信任，其内容未采用；请经其他渠道核对指纹后以 --trust status=… 导入",
    en: "nobody vouches for the certificate that signs the register of seals of {domain}, so nothing was taken from it; import its root with --trust status=… after checking the fingerprint by another way",
    clause: "",
};

/// A register that its keeper did not close.
pub static SEAL_REGISTER_NOT_CLOSED: Entry = Entry {
    code: "SEAL_REGISTER_NOT_CLOSED",
    zh: "印章登记簿（{domain}）没有结束记录，无法得知之后有无变更；请索取完整的登记簿",
    en: "the register of seals of {domain} was cut off: it does not say up to when it tells everything; ask for the whole of it",
    clause: "",
};

/// A register that is too old to ask.
pub static SEAL_REGISTER_STALE: Entry = Entry {
    code: "SEAL_REGISTER_STALE",
    zh: "印章登记簿（{domain}）只能用到 {until}，此后的状态未知；请索取新的登记簿",
    en: "the register of seals of {domain} could be asked until {until}; the state since is not known; ask for a newer one",
    clause: "",
};

/// A seal that no register has.
pub static SEAL_NOT_REGISTERED: Entry = Entry {
    code: "SEAL_NOT_REGISTERED",
    zh: "所给印章登记簿中没有印章“{seal}”（{id}），其状态未知；请向印章所属单位的登记机关索取登记簿",
    en: "no register of seals that was given has the seal “{seal}” ({id}), so its state is not known; ask whoever registers the seals of that unit",
    clause: "国办发〔2025〕33号 (from secondary sources)",
};

/// A seal with the number of another.
pub static SEAL_NUMBER_OF_ANOTHER: Entry = Entry {
    code: "SEAL_NUMBER_OF_ANOTHER",
    zh: "印章编码 {id} 登记的是另一枚印章（{registered}），与本印章不同；不得采信，请向登记机关核实",
    en: "the number {id} is registered for another seal ({registered}) than this one; do not rely on it, ask whoever keeps the register",
    clause: "",
};

/// A seal that was out of use when it was used.
pub static SEAL_OUT_OF_USE: Entry = Entry {
    code: "SEAL_OUT_OF_USE",
    zh: "印章“{seal}”自 {since} 起{state}，而签章时间为 {time}；不得采信，请向印章所属单位核实",
    en: "the seal “{seal}” is {state} since {since}, and it was used at {time}; do not rely on it, ask the unit whose seal it is",
    clause: "国办发〔2025〕33号 (from secondary sources)",
};

/// A seal that was used before it was handed out.
pub static SEAL_USED_BEFORE_ISSUE: Entry = Entry {
    code: "SEAL_USED_BEFORE_ISSUE",
    zh: "印章“{seal}”在 {time} 尚未发放（发放时间：{from}）；不得采信，请向印章所属单位核实",
    en: "the seal “{seal}” was used at {time}, before it was handed out (handed out: {from}); do not rely on it, ask the unit whose seal it is",
    clause: "国办发〔2025〕33号 (from secondary sources)",
};

/// A seal that went out of use since, and nobody proves when it was used.
pub static SEAL_STOPPED_SINCE: Entry = Entry {
    code: "SEAL_STOPPED_SINCE",
    zh: "印章“{seal}”自 {since} 起{state}；签章自述在此之前，但没有时间戳证明；请向印章所属单位核实",
    en: "the seal “{seal}” is {state} since {since}; whoever used it says that it was before, and no timestamp proves it; ask the unit whose seal it is",
    clause: "国办发〔2025〕33号 (from secondary sources)",
};

/// A seal that was closed in order since it was used.
pub static SEAL_CLOSED_SINCE: Entry = Entry {
    code: "SEAL_CLOSED_SINCE",
    zh: "印章“{seal}”自 {since} 起已注销；签章自述在此之前，当时在用",
    en: "the seal “{seal}” was closed in order on {since}; by what its user says it was used before, while it was in use",
    clause: "国办发〔2025〕33号 (from secondary sources)",
};
