//! What to do next.

use super::{Bilingual, EvidenceFiles, ServiceError, Sought};
use crate::keys::enveloped::EnvelopeError;
use crate::pki::PkiError;
use yinxin_core::pdf::{AppendError, Locked};
use yinxin_core::recognition::ImportRefused;
use yinxin_core::seal::SealState;
use yinxin_core::sign::SignError;

impl ServiceError {
    /// Returns what to do next, where there is something to do.
    #[must_use]
    pub fn hint(&self) -> Option<Bilingual> {
        let (zh, en) = match self {
            Self::NotServed { option } if option.starts_with("--password-file with") => (
                "守护进程不接收文件密码；请先停止守护进程，再用 --home 盖章",
                "the daemon takes no passwords of documents: stop it and seal the document by --home",
            ),
            Self::Taken { .. } => ("请换一个名称", "choose another identifier"),
            Self::CodeMalformed { .. } => (
                "请对照原件核对；字母须大写",
                "compare it with the original; letters are capitals",
            ),
            Self::StateFinal { .. } => (
                "撤销、吊销之后只能注销；暂扣、办理转出可恢复为有效",
                "revoked and withdrawn can only become cancelled; suspended and moved-out can become valid again",
            ),
            Self::SealState { from, .. } => match from {
                SealState::Applied => (
                    "先由审批人 `yinxin seal approve`",
                    "have it approved first: `yinxin seal approve`",
                ),
                SealState::Approved => (
                    "先 `yinxin seal make` 制作，或 `yinxin seal import` 导入制成的印章",
                    "have it made first: `yinxin seal make`, or `yinxin seal import` of a finished one",
                ),
                SealState::Made => (
                    "先 `yinxin seal issue` 发放",
                    "hand it out first: `yinxin seal issue`",
                ),
                SealState::Suspended => (
                    "可用 `yinxin seal resume` 恢复，或注销、撤销",
                    "it can be resumed (`yinxin seal resume`), cancelled or revoked",
                ),
                SealState::Cancelled | SealState::Revoked => (
                    "已注销、撤销的印章不能再用；可另行申请：`yinxin seal apply`",
                    "a seal that was cancelled or revoked is over; apply for another: `yinxin seal apply`",
                ),
                _ => (
                    "用 `yinxin seal show` 查看该印章的全部变更",
                    "`yinxin seal show` tells every change of the seal",
                ),
            },
            Self::SealOutOfUse { .. } => (
                "用 `yinxin seal show` 查看原因；恢复用 `yinxin seal resume`，发放用 `yinxin seal issue`",
                "`yinxin seal show` tells why; `yinxin seal resume` takes it back into use, `yinxin seal issue` hands it out",
            ),
            Self::SealElsewhere { .. } => (
                "由持有私钥者盖章：`yinxin sign --key 私钥 --cert 证书 --seal-file 印章.esl`",
                "whoever holds the key signs: `yinxin sign --key KEY --cert CERT --seal-file SEAL.esl`",
            ),
            Self::SealNotTakenIn { why, .. } if why.code == "SEAL_ALREADY_REGISTERED" => (
                "用 `yinxin seal show` 查看该印章及其状态",
                "`yinxin seal show` tells what became of that seal",
            ),
            Self::SealNotTakenIn { .. } => (
                "制章机构的根证书须先导入：`yinxin trust import --role maker`；其余用 `yinxin seal verify` 逐步查看",
                "the root of whoever made it has to be imported first: `yinxin trust import --role maker`; `yinxin seal verify` tells every step",
            ),
            Self::SealRegisterNotTaken { why, .. } if why.code == "SEAL_REGISTER_UNTRUSTED" => (
                "登记簿自己的证书（register-of-seals.pem）须先按指纹导入：`yinxin trust import --role status`；见 docs/exchange.md",
                "the certificate of the register itself (register-of-seals.pem) has to be imported first, by its fingerprint: `yinxin trust import --role status`; see docs/exchange.md",
            ),
            Self::SealRequestNotMade(_) => (
                "请检查名称、证书（不得重复）、期限和图样",
                "check name, certificates (each once), period and picture",
            ),
            Self::SealNotAsRequested { .. } => (
                "请制章机构按申请文件重新制作",
                "have it made again as the request says",
            ),
            Self::SealNotAsAppliedFor { .. } => (
                "请制章机构按申请的名称重新制作，或另行申请",
                "have it made again under the name that was applied for, or apply anew",
            ),
            Self::NotServed { .. } => (
                "去掉该选项后重试；支持的选项见 --help",
                "leave the option out; --help lists what is served",
            ),
            Self::DaemonRefused { hint, .. } => return hint.clone(),
            Self::NotImported { source, .. } => match source.as_ref() {
                ImportRefused::NotPinned | ImportRefused::NoRoot => (
                    "先按指纹固定该域的互认根：`yinxin exchange import --pin 域 --fingerprint SHA256 根文件`；\
                     全过程见 docs/exchange.md",
                    "pin the root of the domain first: `yinxin exchange import --pin DOMAIN --fingerprint SHA256 ROOT`; \
                     docs/exchange.md has the whole way",
                ),
                _ => return None,
            },
            Self::LevelWithoutSources => (
                "去掉这些选项；需要时间戳时加 --level b-t（或 b-lt、b-lta）",
                "leave them out, or ask for a timestamp by --level b-t (b-lt, b-lta)",
            ),
            Self::AddressMalformed { .. } => (
                "请给出以 https:// 开头、不含 # 和空格、至多 200 个字符的网址，如 https://zhengzhao.example/v/；\
                 http:// 只能用于本机（localhost）",
                "give an address that begins with https://, without # and spaces, of at most 200 characters, such as \
                 https://licences.example/v/; http:// is for this machine only (localhost)",
            ),
            Self::NoSuchRevision { .. } => (
                "修订版从 1 数起；用 `yinxin inspect 文件` 查看各修订版",
                "revisions count from 1; `yinxin inspect FILE` lists them",
            ),
            Self::DocumentLocked {
                why: Locked::PasswordNeeded,
                ..
            } => (
                "把文件密码写入一个文本文件（只写一行），用 --password-file 指定该文件",
                "write the document's password into a text file, one line, and name that file by --password-file",
            ),
            Self::DocumentLocked {
                why: Locked::PasswordWrong,
                ..
            } => (
                "请核对 --password-file 所指文件中的密码：只写一行，区分大小写，UTF-8 编码",
                "check the password in the file of --password-file: one line, case counts, UTF-8",
            ),
            Self::DocumentLocked { .. } => (
                "请索取未加密的原件；不要自行解密后再验证，那会改变文件",
                "ask for the unencrypted original; do not decrypt it yourself, which changes the file",
            ),
            Self::Read { source, .. } if source.kind() == std::io::ErrorKind::NotFound => {
                ("请检查路径是否正确", "check the path")
            }
            Self::Read { source, .. } if source.kind() == std::io::ErrorKind::IsADirectory => (
                "请给出其中的文件，如 `目录/*.pdf`",
                "name the files in it, as in `DIR/*.pdf`",
            ),
            Self::Read { .. } => ("请检查文件权限", "check that you may read the file"),
            Self::Write { .. } => (
                "请检查目录是否存在、是否可写、磁盘是否已满",
                "check that the folder exists, that you may write there, and that the disk is not full",
            ),
            Self::TooLarge { .. } => ("请检查是否选错了文件", "check that this is the right file"),
            Self::PssNeedsRsa => (
                "去掉 --pss；其他密钥的算法由密钥决定",
                "leave --pss out; the algorithm of other keys follows from the key",
            ),
            Self::KeyOfOtherSuite { .. } => (
                "换用该套算法的密钥，或去掉 --suite",
                "use a key of that suite, or leave --suite out",
            ),
            Self::SealOfOneSuite { .. } => (
                "用 `yinxin seal remake` 申请重制，再以 `yinxin seal make --dual` 制作双算法印章",
                "apply for it anew by `yinxin seal remake`, and make it for both suites by `yinxin seal make --dual`",
            ),
            Self::ChainMissing { .. } => (
                "用 --cert 指定签名证书及其上级证书",
                "name the certificate and those above it by --cert",
            ),
            Self::Rows { .. } => (
                "CSV 须为 UTF-8 编码（Excel 请另存为“CSV UTF-8”），首行为要素名且不重复，各行列数一致，至少一行数据",
                "CSV must be UTF-8 (in Excel save as \"CSV UTF-8\"), with distinct element names in the first row, \
                 the same number of columns in each row, and at least one row of data",
            ),
            Self::Json { expected, .. } | Self::NotUnderstood { expected, .. } => expected.hint(),
            Self::Document { .. } => (
                "请索取原件；扫描件、截图和重新保存的文件不能验证",
                "ask for the original; scans, screenshots and re-saved files cannot be judged",
            ),
            Self::AlreadyThere { .. } => (
                "请换一个名称，或先移走原有文件",
                "choose another name, or move the old one away",
            ),
            Self::HomeMissing { .. } => (
                "用 `yinxin init --home 目录` 新建，或用 `yinxin demo 目录` 生成演示",
                "make one with `yinxin init --home DIR`, or a demonstration with `yinxin demo DIR`",
            ),
            Self::NotFound { what, .. } => match what {
                Sought::Licence => (
                    "用 `yinxin licence list` 查看已有证照",
                    "see `yinxin licence list`",
                ),
                Sought::LicenceType => (
                    "把该类型的目录条目（JSON）放入数据目录的 catalogue/，文件名为“类型代码.json”；`yinxin demo` 生成的目录中有范例",
                    "put its catalogue entry (JSON) into catalogue/ of the home as CODE.json; `yinxin demo` makes examples",
                ),
                Sought::Seal => (
                    "用 `yinxin seal show` 查看已有印章",
                    "see `yinxin seal show`",
                ),
                Sought::Anchor => (
                    "用 `yinxin trust list` 查看已导入的根",
                    "see `yinxin trust list`",
                ),
            },
            Self::FingerprintMalformed => (
                "请从发布机构另行公布的渠道抄录指纹，可带冒号或空格",
                "copy the fingerprint from where the authority publishes it; colons and spaces may stay",
            ),
            Self::FingerprintMismatch { .. } => (
                "请核对指纹来源；指纹必须来自证书文件以外的渠道。若抄录无误，此证书可能被替换，不得导入",
                "check where the fingerprint came from: it must not come with the file. If it was copied \
                 rightly, the certificate may have been swapped and must not be imported",
            ),
            Self::PasswordWrong { .. } => (
                "用 --key-password-file 指定含正确口令的文件",
                "name a file with the right password by --key-password-file",
            ),
            Self::Pki(PkiError::Request | PkiError::Possession) => (
                "请申请者用 `yinxin pki request` 重新生成申请；不要为他人的公钥签发",
                "ask for another, made by `yinxin pki request`; never issue for somebody else's public key",
            ),
            Self::Pki(PkiError::PreviousList) => (
                "用 --previous 指定该机构上一次签发的完整列表",
                "name the last complete list of this authority by --previous",
            ),
            Self::Pki(PkiError::NotOnHold) => (
                "只有以 certificate-hold 吊销的证书可以恢复；其他的请重新签发证书",
                "only what was revoked as certificate-hold can be released; issue another certificate for the rest",
            ),
            Self::EnvelopeNotOpened { why, .. } => match why {
                EnvelopeError::ForAnother | EnvelopeError::NotSm2 => (
                    "用 --key 指定申请证书时使用的签名私钥；仍打不开时请签发机构重新发放",
                    "name by --key the private key of the certificate that was applied for; where that does not open it \
                     either, ask the authority for another",
                ),
                _ => (
                    "请使用签发机构发放的原文件（DER 或 base64）；仍打不开时请其重新发放",
                    "use the file as the authority handed it out (DER or base64); where that does not open either, ask \
                     for another",
                ),
            },
            Self::PasswordMissing => (
                "用 --key-password-file 指定口令文件",
                "name the file with the password by --key-password-file",
            ),
            Self::HomeHeld { .. } => (
                "请等待该进程完成后重试",
                "wait until that process has finished and try again",
            ),
            Self::RecognitionByPin => (
                "用 `yinxin exchange import --pin 域 --fingerprint SHA256 根文件` 按指纹固定该域的互认根",
                "pin the root of the domain by its key: `yinxin exchange import --pin DOMAIN --fingerprint SHA256 ROOT`",
            ),
            Self::LicenceUncertified { .. } => (
                "请向签发机关索取经其签章的原件；本机关的证照请用 `yinxin licence issue` 签发",
                "ask the issuer for the file that it certified; issue licences of this home by `yinxin licence issue`",
            ),
            Self::Damaged { .. } | Self::Store(_) | Self::Audit(_) => (
                "请停止使用该目录，保留整个目录的副本，再从最近的备份恢复",
                "stop, keep a copy of the whole folder, and restore it from the last backup",
            ),
            Self::SealNotAllowed { .. } => (
                "请印章管理人用 `yinxin seal allow` 授权",
                "ask the keeper of the seal to allow it by `yinxin seal allow`",
            ),
            Self::ServerNotSocket { .. } => (
                "请使用 --server unix:路径，或 --home 目录",
                "name the socket by --server unix:PATH, or the home by --home DIR",
            ),
            Self::DaemonUnreachable { .. } => (
                "请检查守护进程是否在运行，以及您是否有权使用其套接字",
                "check that the daemon runs and that you may use its socket",
            ),
            Self::DaemonNotUnderstood { .. } => (
                "请检查守护进程与 `yinxin` 的版本是否一致",
                "check that the daemon and `yinxin` are of one version",
            ),
            Self::RevocationListOlder { .. } => (
                "请向签发机构索取最新的列表；已保存的列表继续使用",
                "ask its issuer for the newest list; the one that is kept stays in use",
            ),
            Self::RevocationListNotSigned { .. } => (
                "该列表系伪造或损坏，请勿使用；请从签发机构公布的地址重新获取",
                "the list is forged or damaged, do not use it; get it from where its issuer publishes it",
            ),
            Self::RevocationListOfFuture { .. } => (
                "请检查本机时钟；时钟无误时请向签发机构核实",
                "check the clock of this machine; where it is right, ask the issuer",
            ),
            Self::PictureFormat { .. } => (
                "请使用 .svg 或 .png 结尾的文件名",
                "use a name that ends in .svg or .png",
            ),
            Self::PictureOfPoints { .. } => {
                ("请使用 .png 结尾的文件名", "use a name that ends in .png")
            }
            Self::Resolution => ("请用较小的 --resolution", "use a smaller --resolution"),
            Self::NoTsa => (
                "用 --tsa 给出时间戳服务的地址；守护进程在配置的 [timestamp] 中给出",
                "name its address by --tsa, or in [timestamp] of the daemon's configuration",
            ),
            Self::EvidenceFiles { why } => match why {
                EvidenceFiles::None => (
                    "请给出文件，或检查 --files-from 的清单",
                    "name files, or look at the list of --files-from",
                ),
                EvidenceFiles::TooMany => ("请分批制作", "make the records in parts"),
                EvidenceFiles::SamePlace { .. } => (
                    "每个文件只列一次；同名文件请不用 --to（记录放在各自文件旁），或分次放入不同目录",
                    "list each file once; for files of one name leave out --to, so that each record lies beside its \
                     file, or use a folder for each",
                ),
            },
            Self::Evidence { .. } => (
                "请只给出证据记录（.ers）；无法续期的可为文件另做一份",
                "name evidence records (.ers) only; where one cannot be renewed, make another of the file",
            ),
            Self::NoTimestamp { .. } => (
                "请检查时间戳服务的地址和网络，稍后重试；https 服务的根证书不在系统中时用 --tls-ca 给出",
                "check the address of the authority and the network, and try again later; give the root of an https \
                 server by --tls-ca where the system does not have it",
            ),
            Self::Material { .. } if self.code() == "VALIDATION_DATA_MISSING" => (
                "用 --trust 给出上级证书，用 --crl 或 --ocsp 给出吊销信息；内网服务器须用 --allow-host 放行",
                "give certificates by --trust and revocation data by --crl or --ocsp; a server in a private \
                 network needs --allow-host",
            ),
            Self::Material { .. } | Self::NotIntact { .. } => (
                "请用 `yinxin verify` 查明原因；延长不能使无效的签名变为有效",
                "see `yinxin verify` for the reason; extending makes no bad signature good",
            ),
            Self::NotPlaced { .. } => ("请另选位置后重试", "choose another place and try again"),
            Self::NotSigned { source, .. }
                if matches!(
                    source.as_ref(),
                    SignError::Append(AppendError::Ambiguous { .. } | AppendError::Recovered)
                ) =>
            {
                (
                    "请文件的提供者用常用软件重新导出后再签；本程序不修补他人的文件",
                    "ask whoever made the file to export it anew with common software; this program never repairs a file",
                )
            }
            Self::NotSigned { .. } => (
                "请按上述原因处理后重试；本程序只追加，不修补他人的文件",
                "mend what the message names and try again; this program only appends and never repairs a file",
            ),
            Self::Font(_) | Self::Internal(_) => (
                "请将此信息与 `yinxin --version` 的输出一并报告",
                "please report this message with the output of `yinxin --version`",
            ),
            _ => return None,
        };
        Some(Bilingual::new(zh, en))
    }
}
