//! Reasons found in registers of seals.

use super::Entry;

/// Every entry of this part.
pub const ALL: &[&Entry] = &[
    &SEAL_REGISTER_UNTRUSTED,
    &SEAL_REGISTER_NOT_CLOSED,
    &SEAL_REGISTER_STALE,
    &SEAL_REGISTER_OLDER,
    &SEAL_REGISTER_FORKED,
    &SEAL_REGISTER_OF_FUTURE,
    &SEAL_REGISTER_OWN,
    &SEAL_REGISTER_WRONG,
    &SEAL_NOT_REGISTERED,
    &SEAL_NUMBER_OF_ANOTHER,
    &SEAL_OUT_OF_USE,
    &SEAL_ALREADY_REGISTERED,
    &SEAL_USED_BEFORE_ISSUE,
    &SEAL_STOPPED_SINCE,
    &SEAL_CLOSED_SINCE,
];

/// Nobody vouches for whoever keeps a register.
pub static SEAL_REGISTER_UNTRUSTED: Entry = Entry {
    code: "SEAL_REGISTER_UNTRUSTED",
    zh: "印章登记簿（{domain}）的签名证书未获信任，其内容未采用；请经其他渠道核对指纹后，以 --trust status=… 导入这张证书本身（其签发机构不能代替）",
    en: "nobody vouches for the certificate that signs the register of seals of {domain}, so nothing was taken from it; import that certificate itself with --trust status=… after checking the fingerprint by another way (its authority does not do)",
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

/// A register that is older than the one that is kept.
pub static SEAL_REGISTER_OLDER: Entry = Entry {
    code: "SEAL_REGISTER_OLDER",
    zh: "印章登记簿（{domain}）比已保存的旧，未采用；已保存的继续使用，请索取最新的登记簿",
    en: "the register of seals of {domain} is older than the one that is kept, which stays in use; ask for the newest one",
    clause: "",
};

/// A register that does not go on behind the lines of the one that is kept.
pub static SEAL_REGISTER_FORKED: Entry = Entry {
    code: "SEAL_REGISTER_FORKED",
    zh: "印章登记簿（{domain}）不是已保存的登记簿的延续：此前的记录被改动或缺失，或登记机关另立了登记簿；未采用，已保存的继续使用，请经其他渠道向登记机关核实",
    en: "the register of seals of {domain} does not go on behind the lines of the one that is kept: something was changed or left out, or its keeper began another; the one that is kept stays in use, ask its keeper by another way",
    clause: "",
};

/// A register that says to be of the future.
pub static SEAL_REGISTER_OF_FUTURE: Entry = Entry {
    code: "SEAL_REGISTER_OF_FUTURE",
    zh: "印章登记簿（{domain}）的截止时间 {time} 在将来，未采用；请检查本机时钟，时钟无误时请向登记机关核实",
    en: "the register of seals of {domain} says to tell everything up to {time}, which is yet to come; check the clock of this machine, and where it is right ask its keeper",
    clause: "",
};

/// A home's own register, handed out and given back to it.
pub static SEAL_REGISTER_OWN: Entry = Entry {
    code: "SEAL_REGISTER_OWN",
    zh: "这是本机关自己的印章登记簿（{domain}），无需导入：验证时总会查询；请去掉该文件",
    en: "this is the register of seals of this home itself ({domain}), which is asked anyway; leave it out",
    clause: "",
};

/// A register that does not hold together.
pub static SEAL_REGISTER_WRONG: Entry = Entry {
    code: "SEAL_REGISTER_WRONG",
    zh: "印章登记簿系伪造或损坏（{why}），请勿使用；请经其他渠道向登记机关索取",
    en: "the register of seals is forged or damaged ({why}), do not use it; ask its keeper for it by another way",
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

/// A seal that the register has already, under another application.
pub static SEAL_ALREADY_REGISTERED: Entry = Entry {
    code: "SEAL_ALREADY_REGISTERED",
    zh: "这枚印章（编号 {id}）已登记为“{registered}”（{state}），不能再次登记；请向制章单位索取新制的印章",
    en: "this seal (number {id}) is registered as “{registered}” already ({state}) and cannot be entered again; ask its maker for one that is made anew",
    clause: "",
};
