//! What an error says, and what to do next, in Chinese and English.

use super::file_text::{
    json, locked, material, no_timestamp, not_imported, not_judged, not_signed,
};
use super::{EvidenceFiles, ServiceError, chinese, requested};
use yinxin_core::licence::State;

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bilingual {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Bilingual {
    pub(super) fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            zh: zh.into(),
            en: en.into(),
        }
    }
}

impl ServiceError {
    /// Returns what happened and where: lower case, no full stop.
    #[must_use]
    pub fn text(&self) -> Bilingual {
        match self {
            Self::HomeHeld { path, process, .. } => {
                let process = process.map_or_else(String::new, |id| format!(" ({id})"));
                Bilingual::new(
                    format!("{} 正被另一进程{process}使用", path.display()),
                    format!("another process{process} holds {}", path.display()),
                )
            }
            Self::RecognitionByPin => Bilingual::new(
                "互认根不是证书，未导入",
                "a recognition root is no certificate; nothing was imported",
            ),
            Self::LicenceUncertified { path } => Bilingual::new(
                format!(
                    "{} 内含证照数据，但没有签发者的有效认证签名，未盖章",
                    path.display()
                ),
                format!(
                    "{} carries the data of a licence that no issuer's signature certifies; it was not sealed",
                    path.display()
                ),
            ),
            Self::HomeUnusable { path, source } => Bilingual::new(
                format!(
                    "数据目录 {} 无法使用：{}",
                    path.display(),
                    chinese::home(source)
                ),
                format!("the home {} cannot be used: {source}", path.display()),
            ),
            Self::PasswordMissing => {
                Bilingual::new("没有提供密钥口令", "no password was given for the key")
            }
            Self::Taken { what, id } => {
                let (zh, en) = what.text();
                Bilingual::new(
                    format!("{zh} {id} 已存在"),
                    format!("there is a {en} {id} already"),
                )
            }
            Self::CodeMalformed { code, source } => Bilingual::new(
                format!("代码 {code} 不合规则：{}", chinese::code(source)),
                format!("the code {code} breaks its rules: {source}"),
            ),
            Self::Damaged { what } => Bilingual::new(
                format!("数据目录中的 {what} 已损坏或缺失"),
                format!("{what} of the home are damaged or missing"),
            ),
            Self::DomainMalformed { domain } => Bilingual::new(
                format!("“{domain}”不是互认域的名称"),
                format!("\"{domain}\" is not the name of a domain"),
            ),
            Self::StateFinal { from, to } => Bilingual::new(
                format!("证照状态不能由{}改为{}", from.zh(), to.zh()),
                format!("the state {} cannot become {}", from.name(), to.name()),
            ),
            Self::SealState { seal, from, to } => Bilingual::new(
                format!(
                    "印章 {seal} 的状态不能由“{}”改为“{}”",
                    from.chinese(),
                    to.chinese()
                ),
                format!(
                    "the seal {seal} is {} and cannot become {}",
                    from.name(),
                    to.name()
                ),
            ),
            Self::SealOutOfUse { seal, state } => Bilingual::new(
                format!("印章 {seal} {}，不能使用", state.chinese()),
                format!("the seal {seal} is {} and cannot be used", state.name()),
            ),
            Self::SealElsewhere { seal } => Bilingual::new(
                format!("印章 {seal} 是外部制作后导入登记的，其私钥不在这里"),
                format!(
                    "the seal {seal} was made elsewhere and registered here; its key is not here"
                ),
            ),
            Self::SealNotTakenIn { path, why } => Bilingual::new(
                format!("未导入印章 {}：{}", path.display(), why.zh),
                format!("the seal {} was not taken in: {}", path.display(), why.en),
            ),
            Self::SealNotAsAppliedFor {
                path,
                found,
                wanted,
            } => Bilingual::new(
                format!(
                    "未导入印章 {}：其名称为“{found}”，申请的是“{wanted}”",
                    path.display()
                ),
                format!(
                    "the seal {} was not taken in: its name is “{found}”, and “{wanted}” was applied for",
                    path.display()
                ),
            ),
            Self::SealRequestNotMade(source) => Bilingual::new(
                format!("未生成制章申请文件：{}", requested::not_made(*source)),
                format!("no request for a seal was written: {source}"),
            ),
            Self::SealNotAsRequested { path, differs } => {
                let (zh, en) = requested::differs(*differs);
                Bilingual::new(
                    format!("未导入印章 {}：{zh}与申请文件不符", path.display()),
                    format!(
                        "the seal {} was not taken in: {en} not what was asked for",
                        path.display()
                    ),
                )
            }
            Self::SealRegisterNotTaken { path, why } => Bilingual::new(
                format!("未导入 {}：{}", path.display(), why.zh),
                format!("{} was not taken in: {}", path.display(), why.en),
            ),
            Self::StateUnknown { name } => {
                let states = |spell: fn(State) -> String| State::ALL.map(spell).join(", ");
                Bilingual::new(
                    format!(
                        "“{name}”不是证照状态；状态有：{}",
                        states(|state| format!("{}（{}）", state.name(), state.zh()))
                    ),
                    format!(
                        "\"{name}\" is no state of a licence; states are {}",
                        states(|state| state.name().to_owned())
                    ),
                )
            }
            Self::RevocationListOlder { path } => Bilingual::new(
                format!("{} 比已保存的证书吊销列表旧，未导入", path.display()),
                format!(
                    "{} is older than the revocation list that is kept; nothing was imported",
                    path.display()
                ),
            ),
            Self::RevocationListNotSigned { path } => Bilingual::new(
                format!("{} 不是其所称签发机构的密钥签署的，未导入", path.display()),
                format!(
                    "the key of the issuer that {} names did not sign it; nothing was imported",
                    path.display()
                ),
            ),
            Self::RevocationListOfFuture { path } => Bilingual::new(
                format!("{} 的签发时间在将来，未导入", path.display()),
                format!(
                    "{} says that it was made in the future; nothing was imported",
                    path.display()
                ),
            ),
            Self::StatusListFull => Bilingual::new("状态清单已满", "the status list is full"),
            Self::PictureFormat { path } => Bilingual::new(
                format!("不支持 {} 的图片格式", path.display()),
                format!(
                    "the ending of {} stands for no format that is written",
                    path.display()
                ),
            ),
            Self::PictureOfPoints { path } => Bilingual::new(
                format!("印章图像由像素组成，不能存为 {}", path.display()),
                format!(
                    "the picture of the seal is of points and cannot be written as {}",
                    path.display()
                ),
            ),
            Self::Resolution => Bilingual::new(
                "图像的像素超过 4000 万或分辨率不在 50 至 2400 之间",
                "the picture would have more than 40 million points, or the resolution is not 50 to 2400",
            ),
            Self::NotSigned { path, source } => not_signed(&path.display().to_string(), source),
            Self::NoTsa => Bilingual::new(
                "B-B 以上的级别需要时间戳服务，未指定其地址",
                "a level above B-B needs a timestamp authority, and none is named",
            ),
            Self::EvidenceFiles { why } => match why {
                EvidenceFiles::None => Bilingual::new("没有给出任何文件", "no files were given"),
                EvidenceFiles::TooMany => Bilingual::new(
                    "一次最多 16777216 个文件",
                    "at most 16777216 files can have one timestamp",
                ),
                EvidenceFiles::SamePlace { record } => Bilingual::new(
                    format!("其中两个文件的证据记录都将是 {}", record.display()),
                    format!(
                        "two of the files would have the same record, {}",
                        record.display()
                    ),
                ),
            },
            Self::Evidence { path, source } => Bilingual::new(
                format!("证据记录 {} 不能续期：{source}", path.display()),
                format!(
                    "the evidence record {} cannot be renewed: {source}",
                    path.display()
                ),
            ),
            Self::NoTimestamp { path, source } => no_timestamp(&path.display().to_string(), source),
            Self::Material { path, source } => material(&path.display().to_string(), source),
            Self::Unsigned { path } => Bilingual::new(
                format!("{} 没有签名，无可延长", path.display()),
                format!("{} has no signature that could be extended", path.display()),
            ),
            Self::NotIntact { path, field } => Bilingual::new(
                format!(
                    "{} 的签名域 {field} 已被破坏或签名后有不允许的改动，未延长",
                    path.display()
                ),
                format!(
                    "the signature in field {field} of {} is broken, or what came after it is not allowed; \
                     nothing was extended",
                    path.display()
                ),
            ),
            Self::NotPlaced { path, why } => Bilingual::new(
                format!("未能签署 {}：{}", path.display(), why.zh()),
                format!("{} was not signed: {why}", path.display()),
            ),
            Self::Signature(source) => Bilingual::new(
                format!("未能生成签名：{source}"),
                format!("the signature was not made: {source}"),
            ),
            Self::Face(source) => Bilingual::new(
                format!("无法绘制证照：{}", chinese::face(source)),
                format!("the licence cannot be drawn: {source}"),
            ),
            Self::SealPicture(source) => Bilingual::new(
                format!("无法绘制印章：{}", chinese::seal(source)),
                format!("the seal cannot be drawn: {source}"),
            ),
            Self::SealNotUsable { path, source } => Bilingual::new(
                format!(
                    "未使用印章 {}：{}",
                    path.display(),
                    chinese::sealing(source)
                ),
                format!("the seal {} was not used: {source}", path.display()),
            ),
            Self::SealNotShown { path, source } => Bilingual::new(
                format!(
                    "无法显示印章 {} 的图像：{}",
                    path.display(),
                    chinese::seal_picture(source)
                ),
                format!("the seal {} cannot be shown: {source}", path.display()),
            ),
            Self::SealNotMade(why) => Bilingual::new(
                format!("未制作印章：{}", chinese::seal_making(*why)),
                format!("no seal was made: {why}"),
            ),
            Self::Font(source) => Bilingual::new(
                format!("内置字体无法使用：{source}"),
                format!("the built-in fonts cannot be used: {source}"),
            ),
            Self::Store(source) => Bilingual::new(
                format!("存储出错：{source}"),
                format!("the store failed: {source}"),
            ),
            Self::Key(source) => Bilingual::new(
                format!("密钥出错：{}", chinese::key(source)),
                format!("the key failed: {source}"),
            ),
            Self::Pki(source) => Bilingual::new(
                format!("未予签发：{}", chinese::pki(source)),
                format!("nothing was issued: {source}"),
            ),
            Self::EnvelopeNotOpened { path, why } => Bilingual::new(
                format!(
                    "未能打开密钥信封 {}：{}",
                    path.display(),
                    chinese::envelope(*why)
                ),
                format!("the envelope {} was not opened: {why}", path.display()),
            ),
            Self::Audit(source) => Bilingual::new(
                format!("审计日志出错：{source}"),
                format!("the audit log failed: {source}"),
            ),
            Self::Recognition(source) => Bilingual::new(
                format!("未能生成互认文件：{source}"),
                format!("the recognition object was not made: {source}"),
            ),
            Self::NotImported { path, source } => not_imported(&path.display().to_string(), source),
            Self::LevelWithoutSources => Bilingual::new(
                "B-B 级签名没有时间戳和验证数据，用不到 --tsa、--trust、--crl、--ocsp、--allow-host、--tls-ca，未签名",
                "a signature of level b-b has no timestamp and no validation data, so that --tsa, --trust, --crl, \
                 --ocsp, --allow-host and --tls-ca have no use; nothing was signed",
            ),
            Self::AddressMalformed { address } => Bilingual::new(
                format!("“{address}”不能作为证照二维码的核验网址"),
                format!("\"{address}\" is no address that the QR code of a licence may lead to"),
            ),
            Self::Json {
                path,
                expected,
                source,
            } => json(&path.display().to_string(), *expected, source),
            Self::NoSuchRevision {
                path,
                number,
                count,
            } => Bilingual::new(
                format!(
                    "{} 共有 {count} 个修订版，没有第 {number} 个",
                    path.display()
                ),
                match count {
                    1 => format!(
                        "{} has 1 revision, and no revision {number}",
                        path.display()
                    ),
                    _ => format!(
                        "{} has {count} revisions, and no revision {number}",
                        path.display()
                    ),
                },
            ),
            Self::PssNeedsRsa => Bilingual::new(
                "--pss 只适用于 RSA 密钥，该密钥不是",
                "--pss is for RSA keys, and this key is none",
            ),
            Self::KeyOfOtherSuite { key, wanted } => Bilingual::new(
                format!("{} 不是 --suite {wanted} 所要的密钥", key.display()),
                format!("{} is no key of --suite {wanted}", key.display()),
            ),
            Self::SealOfOneSuite { seal } => Bilingual::new(
                format!("印章 {seal} 没有 SM2 密钥，只能用国际算法盖章"),
                format!(
                    "the seal {seal} has no key of SM2; it seals in the international suite only"
                ),
            ),
            Self::ChainMissing { path } => Bilingual::new(
                format!("{} 中没有证书，又没有给出 --cert", path.display()),
                format!(
                    "{} holds no certificate, and --cert was not given",
                    path.display()
                ),
            ),
            Self::Rows { path, at, why } => {
                let (zh, en) = why.text();
                let (line_zh, line_en) = at.text();
                Bilingual::new(
                    format!("{}{line_zh}：{zh}", path.display()),
                    format!("{}{line_en}: {en}", path.display()),
                )
            }
            Self::NotServed { option } => Bilingual::new(
                format!("本版本尚不支持 {}", chinese::option(option)),
                format!("{option} is not served by this release yet"),
            ),
            Self::PolicyNotUnderstood { path, why } => Bilingual::new(
                format!("无法理解验证策略 {}：{why}", path.display()),
                format!(
                    "cannot understand the validation policy {}: {why}",
                    path.display()
                ),
            ),
            Self::DocumentLocked { path, why } => locked(&path.display().to_string(), why),
            Self::Read { path, source } => Bilingual::new(
                format!("无法读取 {}：{}", path.display(), chinese::system(source)),
                format!("cannot read {}: {source}", path.display()),
            ),
            Self::Write { path, source } => Bilingual::new(
                format!("无法写入 {}：{}", path.display(), chinese::system(source)),
                format!("cannot write {}: {source}", path.display()),
            ),
            Self::TooLarge { path, most } => Bilingual::new(
                format!("{} 超过上限 {most} 字节", path.display()),
                format!(
                    "{} is larger than the limit of {most} octets",
                    path.display()
                ),
            ),
            Self::NotUnderstood { path, expected } => {
                let (zh, en) = expected.text();
                Bilingual::new(
                    format!("{} 的内容不是{zh}", path.display()),
                    format!("{} does not hold {en}", path.display()),
                )
            }
            Self::Document { path, source } => {
                not_judged(&path.display().to_string(), source.as_ref())
            }
            Self::AlreadyThere { path } => Bilingual::new(
                format!("{} 已存在，不予覆盖", path.display()),
                format!("{} is there already and is not overwritten", path.display()),
            ),
            Self::HomeMissing { path } => Bilingual::new(
                format!("{} 不是印信数据目录", path.display()),
                format!("{} is not a home", path.display()),
            ),
            Self::NotFound { what, id } => {
                let (zh, en) = what.text();
                Bilingual::new(format!("没有{zh} {id}"), format!("there is no {en} {id}"))
            }
            Self::FingerprintMalformed => Bilingual::new(
                "指纹应为 64 位十六进制数字（SHA-256）",
                "a fingerprint is 64 hexadecimal digits (SHA-256)",
            ),
            Self::FingerprintMismatch { path } => Bilingual::new(
                format!("{} 的 SHA-256 指纹与所给指纹不符，未导入", path.display()),
                format!(
                    "the SHA-256 fingerprint of {} is not the one given; nothing was imported",
                    path.display()
                ),
            ),
            Self::PasswordWrong { path } => Bilingual::new(
                format!("口令无法打开 {}", path.display()),
                format!("the password does not open {}", path.display()),
            ),
            Self::SealNotAllowed { seal, user } => Bilingual::new(
                format!("用户 {user} 无权使用印章 {seal}"),
                format!("the user {user} may not use the seal {seal}"),
            ),
            Self::ServerNotSocket { url } => Bilingual::new(
                format!("{url} 不能用于签名：签名只能经由 Unix 套接字请求"),
                format!("{url} does not sign: signing is asked over a Unix socket only"),
            ),
            Self::DaemonUnreachable { socket, source } => Bilingual::new(
                format!(
                    "无法与守护进程通信（{}）：{}",
                    socket.display(),
                    chinese::system(source)
                ),
                format!(
                    "the daemon cannot be reached at {}: {source}",
                    socket.display()
                ),
            ),
            Self::DaemonNotUnderstood { socket } => Bilingual::new(
                format!("{} 的应答无法理解", socket.display()),
                format!("the answer from {} is not understood", socket.display()),
            ),
            Self::DaemonRefused { code, text, .. } => Bilingual::new(
                format!("守护进程未执行（{code}）：{}", text.zh),
                format!("the daemon did not do it ({code}): {}", text.en),
            ),
            Self::Internal(what) => Bilingual::new(
                format!("程序内部错误：{what}"),
                format!("internal error: {what}"),
            ),
        }
    }
}
