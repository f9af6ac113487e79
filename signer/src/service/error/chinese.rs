//! What lower layers say, in Chinese. What is not translated here is kept as they say it.

use crate::home::HomeError;
use crate::keys::KeyError;
use crate::keys::enveloped::EnvelopeError;
use crate::pki::PkiError;
use std::io;
use time::OffsetDateTime;
use yinxin_core::cms::BuildError;
use yinxin_core::issue::IssueError;
use yinxin_core::licence::CodeError;
use yinxin_core::pdf::{AppendError, Finding, ParseError};
use yinxin_core::seal::{
    SealDesignError, SealInfoError, SealMakingError, SealPart, SealPictureError,
};
use yinxin_core::sign::{SealingError, SignError, StampError};
use yinxin_core::timestamp::ResponseError;
use yinxin_core::verify::VerifyError;

/// What the operating system said.
pub(super) fn system(error: &io::Error) -> String {
    let known = match error.kind() {
        io::ErrorKind::NotFound => "文件或目录不存在",
        io::ErrorKind::PermissionDenied => "没有权限",
        io::ErrorKind::AlreadyExists => "已存在同名文件或目录",
        io::ErrorKind::IsADirectory => "这是一个目录",
        io::ErrorKind::InvalidInput => "这不是普通文件",
        io::ErrorKind::NotADirectory => "路径中有一段不是目录",
        io::ErrorKind::StorageFull => "磁盘已满",
        io::ErrorKind::ReadOnlyFilesystem => "文件系统只读",
        io::ErrorKind::ConnectionRefused => "连接被拒绝，服务可能未运行",
        io::ErrorKind::TimedOut => "等待超时",
        io::ErrorKind::UnexpectedEof | io::ErrorKind::BrokenPipe => "连接或文件中途断开",
        io::ErrorKind::InvalidData => "内容不合格式",
        _ => return format!("系统报告 {error}"),
    };
    known.to_owned()
}

pub(super) fn code(error: &CodeError) -> String {
    let place = error.position().saturating_add(1);
    match error {
        CodeError::Area { .. } => format!("第 {place} 位起不是 GB/T 2260 的行政区划代码"),
        CodeError::Character { .. } => format!("第 {place} 位的字符不应出现在这里"),
        CodeError::CheckCharacter { expected, .. } => {
            format!("第 {place} 位的校验码不对，应为 {expected}")
        }
        CodeError::Date { .. } => format!("第 {place} 位起不是日历上的日期"),
        CodeError::Field { .. } => {
            format!("第 {place} 位：标识应为六段，即根.类型.签发机构.流水号.版本.校验码")
        }
        CodeError::Issuer { .. } => format!("第 {place} 位起的签发机构不是统一社会信用代码"),
        CodeError::Length { found, most } => format!("有 {found} 位，应为（或至多）{most} 位"),
        CodeError::LowerCase { .. } => format!("第 {place} 位是小写字母，请改为大写"),
        CodeError::Root => "不以证照根 1.2.156.3005.2 开头".to_owned(),
        CodeError::Version { .. } => format!("第 {place} 位起的版本号不是 001 至 999 的三位数字"),
        _ => error.to_string(),
    }
}

pub(super) fn key(error: &KeyError) -> String {
    let known = match error {
        KeyError::BadIdentifier => {
            "密钥名称应为 1 至 64 个小写字母、数字或 - _ .，并以字母或数字开头"
        }
        KeyError::Unknown => "没有这个名称的密钥",
        KeyError::Exists => "已有同名密钥，请换一个名称",
        KeyError::WrongPassword => "口令打不开密钥，请核对口令文件后重试",
        KeyError::PublicHalfDiffers => "公钥文件与私钥不是一对，请从备份恢复密钥文件",
        KeyError::Unsupported => "不支持这种密钥",
        KeyError::Cryptography => "密码库拒绝了该密钥，或系统没有可用的随机数",
        KeyError::Malformed(why) => return format!("密钥文件已损坏（{why}）"),
        KeyError::Io(error) => return format!("密钥库无法读写：{}", system(error)),
    };
    known.to_owned()
}

pub(super) fn envelope(error: EnvelopeError) -> &'static str {
    match error {
        EnvelopeError::Malformed => "不是 GM/T 0009 的 SM2 密钥信封",
        EnvelopeError::Algorithm => "其中的密钥不是用 GM/T 0009 所要求的 SM4-ECB 加密的",
        EnvelopeError::NotSm2 => "用来打开它的密钥不是 SM2 密钥",
        EnvelopeError::ForAnother => "它是为另一把密钥制作的，或已被改动",
        EnvelopeError::PublicHalfDiffers => "其中的私钥与其所载公钥不是一对",
        EnvelopeError::Cryptography => "密码库拒绝了该密钥",
    }
}

pub(super) fn pki(error: &PkiError) -> String {
    let known = match error {
        PkiError::UnsupportedAlgorithm => "不支持该密钥的算法",
        PkiError::Key(error) => return format!("签发机构的密钥未能签名（{error}）"),
        PkiError::AuthorityCertificate => {
            "签发机构的证书无法读取，或无权签发（CA、keyCertSign、cRLSign）"
        }
        PkiError::KeyDiffers => "密钥与签发机构的证书不是一对",
        PkiError::SubjectKey => "申请者的公钥无法读取",
        PkiError::EmptyPeriod => "有效期的结束早于开始",
        PkiError::OutlivesAuthority => "有效期须在签发机构证书的有效期之内",
        PkiError::Text => "名称或地址为空、过长，或含有证书不能容纳的字符",
        PkiError::Request => "证书申请无法读取（PKCS#10）",
        PkiError::Possession => "证书申请不是用其中公钥对应的私钥签署的",
        PkiError::OtherAlgorithm => "申请者的密钥须与签发机构的密钥算法相同",
        PkiError::EncryptionKey => "加密证书只为 SM2 密钥签发",
        PkiError::PreviousList => "上一份列表不是该机构签发的，或是增量列表",
        PkiError::NotOnHold => "要恢复的序列号在上一份列表中不是“暂停”状态",
        PkiError::Serial => "序列号应为正的十六进制数，至多 20 字节",
        PkiError::NameDiffers => "签发机构或申请者的名称无法逐字节重现",
    };
    known.to_owned()
}

pub(super) fn home(error: &HomeError) -> String {
    match error {
        HomeError::NotAHome => "不是数据目录，请先新建".to_owned(),
        HomeError::Exists => "已是数据目录，或目录不为空".to_owned(),
        HomeError::Held { .. } => "正被另一进程使用".to_owned(),
        HomeError::OpenToOthers => "目录须属于当前用户，且权限为 0700".to_owned(),
        HomeError::UnknownFormat { found } => {
            format!("目录格式为 {found}，由更新的版本写成；请升级后再用")
        }
        HomeError::Io(error) => system(error),
    }
}

pub(super) fn face(error: &IssueError) -> String {
    match error {
        IssueError::OtherType => "证照类型与目录条目不同".to_owned(),
        IssueError::UnknownElement { element } => {
            format!("版面用到要素“{element}”，证照没有该要素")
        }
        IssueError::MissingValue { field } => format!("缺少必填项“{field}”"),
        IssueError::InvalidDate { field } => format!("“{field}”不是 YYYY-MM-DD 形式的日期"),
        IssueError::MissingGlyph { field, character } => {
            format!("“{field}”中的字“{character}”在所有字体中都没有；请换用常用字或联系字体提供者")
        }
        IssueError::ForbiddenCharacter { field, character } => format!(
            "“{field}”含有不可见的控制字符 U+{:04X}",
            u32::from(*character)
        ),
        IssueError::TextTooLong { field, most } => format!("“{field}”超过 {most} 个字"),
        IssueError::DoesNotFit { field } => format!("“{field}”用最小字号也放不下"),
        IssueError::RowsDoNotFit {
            needed_mm,
            available_mm,
        } => format!("版面各行共需 {needed_mm} 毫米，只有 {available_mm} 毫米"),
        IssueError::PhotoMissing => "该类型的证照须有照片".to_owned(),
        IssueError::PhotoWithoutPlace => "该类型的证照没有照片位置".to_owned(),
        IssueError::Photo(why) => format!("照片不能用（{why}）"),
        IssueError::DataTooLarge { octets, most } => {
            format!("数据有 {octets} 字节，超过上限 {most} 字节")
        }
        IssueError::VerificationAddress => {
            "核验网址应以 https:// 开头（http:// 只用于本机），至多 200 个可打印 ASCII 字符且不含 #"
                .to_owned()
        }
        IssueError::Date => "日期不在公元 1 至 9999 年之间".to_owned(),
        _ => error.to_string(),
    }
}

pub(super) fn seal(error: &SealDesignError) -> String {
    let part = |part: &SealPart| match part {
        SealPart::Name => "单位名称",
        SealPart::Line => "横排文字",
        SealPart::Number => "编码",
        _ => "图形",
    };
    match error {
        SealDesignError::Size => {
            "尺寸超出范围：圆形直径 20 至 60 毫米，椭圆宽 20 至 60 毫米且高不小于宽的一半，方形边长 10 至 30 毫米".to_owned()
        }
        SealDesignError::NameTooLong => "单位名称太长，无法辨认，请用更大的印章".to_owned(),
        SealDesignError::NoRoom => "这种外形的印章放不下所要的中心图案、横排文字或编码".to_owned(),
        SealDesignError::Border => "边线宽度应为 0.3 至 3 毫米".to_owned(),
        SealDesignError::Length {
            part: of,
            least,
            most,
        } => format!("{}应有 {least} 至 {most} 个字", part(of)),
        SealDesignError::NotDigits => "编码只能是数字".to_owned(),
        SealDesignError::LineTooLong => "横排文字太长，无法辨认，请缩短".to_owned(),
        SealDesignError::MissingGlyph {
            part: of,
            character,
        } => format!("所有字体中都没有{}的字“{character}”", part(of)),
        _ => error.to_string(),
    }
}

pub(super) fn seal_picture(error: &SealPictureError) -> String {
    match error {
        SealPictureError::Size { width, height } => {
            format!("印章所载尺寸为 {width}×{height} 毫米，不是印章的尺寸")
        }
        SealPictureError::Format { kind } => {
            format!("图像格式“{kind}”不受支持，可显示 PNG、JPEG、BMP、GIF 和 OFD")
        }
        SealPictureError::Unreadable { why } => format!("图像无法读取（{why}）"),
        SealPictureError::TooLarge { most } => format!("图像超过 {most} 个像素"),
        SealPictureError::Moving => "图像是动画，印章应为静止图像".to_owned(),
        SealPictureError::Blank => "图像是空白的".to_owned(),
        SealPictureError::Package(error) => format!("OFD 图像包无法读取（{error}）"),
        SealPictureError::NotDrawn { what } => format!("OFD 图像中有不支持的内容：{what}"),
        SealPictureError::MissingGlyph { character } => {
            format!("所有字体中都没有图像中的字“{character}”")
        }
        other => other.to_string(),
    }
}

/// An instant as people type it.
fn shown(at: OffsetDateTime) -> String {
    crate::wire::rfc3339(at).unwrap_or_else(|| at.to_string())
}

pub(super) fn sealing(error: &SealingError) -> String {
    match error {
        SealingError::Seal(error) => format!("不是可读的印章（{error}）"),
        SealingError::Edition => "2014 版印章不再用于新的签章，请重新制章".to_owned(),
        SealingError::Maker => "印章中的制章人证书无法读取".to_owned(),
        SealingError::Broken(_) => "印章内容与制章人的签名不符，可能被改动".to_owned(),
        SealingError::NotListed => {
            "签章证书不在印章的证书列表中，无权使用该印章；证书更新后须重新制章".to_owned()
        }
        SealingError::SealPeriod { from, until } => {
            let [from, until] = [*from, *until].map(shown);
            format!("印章只能在 {from} 至 {until} 之间使用")
        }
        SealingError::CertificatePeriod { from, until } => {
            let [from, until] = [*from, *until].map(shown);
            format!("签章证书的有效期为 {from} 至 {until}")
        }
        SealingError::Key => "私钥与证书不符，或国密签章所需的 SM2 密钥不符".to_owned(),
        other => other.to_string(),
    }
}

pub(super) fn seal_making(error: SealMakingError) -> String {
    match error {
        SealMakingError::Info(error) => match error {
            SealInfoError::Id => "印章标识为空或含有非 ASCII 字符",
            SealInfoError::Vendor => "厂商标识为空或含有非 ASCII 字符",
            SealInfoError::Name => "印章名称为空或含有控制字符",
            SealInfoError::NoCertificate => "没有指定可使用印章的证书",
            SealInfoError::Period => "印章有效期的结束早于开始",
            SealInfoError::Picture => "印章图像为空或没有尺寸",
            _ => "印章信息不完整",
        },
        SealMakingError::Edition => "不再制作 2014 版印章",
        SealMakingError::Kind => "印章类型的编号超出范围",
        SealMakingError::MakerCertificate => "制章人证书无法读取，或不能用于 SM2 签名",
        SealMakingError::UserCertificate => "签章人证书无法读取",
        SealMakingError::Period { from, until } => {
            let [from, until] = [from, until].map(shown);
            return format!("印章有效期不在某一证书的有效期之内（{from} 至 {until}）");
        }
        SealMakingError::Created => "制章时制章人证书不在有效期内",
        SealMakingError::Extension => "自定义项的对象标识无法读取",
        SealMakingError::Signature => "签名值不是制章人对这枚印章所签",
        SealMakingError::TimestampEdition => "只有 2025 版印章带时间戳",
        SealMakingError::Timestamp => "时间戳无法读取，或不是对这枚印章的签名值所加",
        SealMakingError::TimestampTooOld => "时间戳早于印章的制作时间，请核对系统时间",
        _ => return error.to_string(),
    }
    .to_owned()
}

/// An option with what keeps it from being served.
pub(super) fn option(option: &str) -> String {
    let (options, with) = match option.split_once(" with ") {
        Some((options, "a daemon")) => (options, "（经守护进程时）".to_owned()),
        Some((options, other)) => (options, format!("（与 {other} 同用时）")),
        None => match option.split_once(" without ") {
            Some((options, other)) => (options, format!("（没有 {other} 时）")),
            None => (option, String::new()),
        },
    };
    format!(
        "{}{with}",
        options.replace(", ", "、").replace(" or ", " 或 ")
    )
}

/// Why a document cannot be read.
fn parse(error: &ParseError) -> String {
    match error {
        ParseError::NoHeader => "文件开头 1024 字节内没有 %PDF-，可能不是 PDF".to_owned(),
        ParseError::NoStartxref => "文件末尾没有 startxref，可能不完整".to_owned(),
        ParseError::Syntax { at, expected } => format!("第 {at} 字节处语法有误（应为 {expected}）"),
        ParseError::PrevLoop { at } => format!("第 {at} 字节处的交叉引用表指回自身"),
        ParseError::WrongObject { at, wanted } => {
            format!("交叉引用表说对象 {wanted} 在第 {at} 字节，实际不在那里")
        }
        ParseError::TooMuch { limit, .. } => format!("内容超过处理上限 {limit}"),
        ParseError::UnsupportedFilter { at } => format!("第 {at} 字节处的流使用了不支持的压缩方式"),
        ParseError::DamagedStream { at } => format!("第 {at} 字节处的流已损坏，无法解压"),
        ParseError::Encrypted { at } => format!("第 {at} 字节处的流已加密，需要密码"),
        ParseError::Undecipherable { at } => format!("第 {at} 字节处的内容无法解密"),
        ParseError::NoCatalog => "文件没有可用的目录和页面".to_owned(),
        ParseError::Loop { number } => format!("对象 {number} 指回自身"),
        ParseError::NoSuch { index, .. } => format!("没有第 {} 项", index.saturating_add(1)),
        _ => error.to_string(),
    }
}

/// Why a document was not judged or changed, where it is one of those errors.
pub(super) fn document(error: &(dyn std::error::Error + Send + Sync + 'static)) -> String {
    if let Some(VerifyError::NotRead(error)) = error.downcast_ref::<VerifyError>() {
        return parse(error);
    }
    match error.downcast_ref::<ParseError>() {
        Some(error) => parse(error),
        None => error.to_string(),
    }
}

pub(super) fn signing(error: &SignError) -> String {
    match error {
        SignError::Append(error) => append(error),
        SignError::Cms(BuildError::KeyMismatch) => {
            "私钥与第一张证书不是一对；请换用该证书的私钥，或把签名者的证书放在证书文件首位"
                .to_owned()
        }
        SignError::Cms(BuildError::NoCertificate) => "没有给出签名证书".to_owned(),
        SignError::Stamp(error) => stamp(error),
        other => other.to_string(),
    }
}

fn append(error: &AppendError) -> String {
    let known = match error {
        AppendError::Recovered => "交叉引用表已损坏；请先在编辑软件中另存一份",
        AppendError::Locked(_) => "文件已加密，未能打开",
        AppendError::Ambiguous { finding } => {
            return format!("不同的阅读器可能看到不同的内容：{}", oddity(finding));
        }
        AppendError::Unreadable(error) => {
            return format!("需要改动的部分无法读取：{}", parse(error));
        }
        AppendError::Unsupported { .. } => "文件结构与标准不符，不能在其后追加",
        AppendError::TooLarge { .. } => "超出 PDF 格式的容量",
        AppendError::FieldName => "新签名域的名称不能为空，也不能含句点",
        AppendError::NotASignatureField => "该域不是签名域",
        AppendError::AlreadySigned => "该签名域已有签名，请另选一个",
        AppendError::FieldHasPlace => "该签名域已有自己的位置，不能另选",
        AppendError::FieldHasLock => "该签名域已有自己的锁定设置，不能另选",
        AppendError::AlreadyCertified => "文件已有认证签名",
        AppendError::CertificationNotFirst => "文件已有签名；认证签名必须是第一个签名",
        AppendError::CertifiedWithoutChanges => "文件的认证签名不许任何改动（DocMDP，P=1）",
        AppendError::VisibleAfterCertification => {
            "文件已有认证签名，新签名须不可见，或填入已有的签名域"
        }
        AppendError::DocumentLocked { by } => return format!("签名域“{by}”中的签名锁定了整个文件"),
        AppendError::FieldLocked { by } => return format!("签名域“{by}”中的签名锁定了该域"),
        AppendError::RestrictionUnreadable => "较早签名的限制无法读取",
        AppendError::NoSuchPage { index } => {
            return format!("没有第 {} 页", index.saturating_add(1));
        }
        AppendError::ContentsTooSmall { needed, reserved } => {
            return format!("签名需要 {needed} 字节，只预留了 {reserved} 字节");
        }
        AppendError::Rectangle => "矩形为空，或坐标不是有限的数",
        _ => return error.to_string(),
    };
    known.to_owned()
}

/// Why there is no timestamp.
pub(super) fn stamp(error: &StampError) -> String {
    match error {
        StampError::Fetch(error) => format!("时间戳服务无法访问（{error}）"),
        StampError::Response(error) => response(error),
        other => other.to_string(),
    }
}

fn response(error: &ResponseError) -> String {
    let known = match error {
        ResponseError::TooLong => "时间戳服务的答复超过 1 MiB",
        ResponseError::Malformed(_) | ResponseError::Token(_) => "时间戳服务的答复无法读取",
        ResponseError::Refused {
            status,
            failure,
            text,
        } => {
            let mut told = format!("时间戳服务拒绝了请求，状态 {status}");
            if let Some(failure) = failure {
                told.push_str(&format!("，{}", failure.name()));
            }
            if !text.is_empty() {
                told.push_str(&format!("，其说明为“{text}”"));
            }
            return told;
        }
        ResponseError::TokenAbsent => "时间戳服务的答复中没有时间戳",
        ResponseError::Wrong(_) => "时间戳与所请求的内容不符，或自身不成立",
        ResponseError::Nonce => "时间戳没有带回请求中的随机数",
        ResponseError::Policy(oid) => return format!("时间戳依据的是另一策略 {oid}"),
        ResponseError::Purpose => "时间戳服务的证书不能用于签发时间戳",
        ResponseError::OutsideValidity => "时间戳的时间不在其服务证书的有效期内",
        _ => return error.to_string(),
    };
    known.to_owned()
}

/// What is odd about the structure of a document.
fn oddity(finding: &Finding) -> String {
    let (what, at) = match finding {
        Finding::HeaderShift { by } => return format!("%PDF- 之前有 {by} 字节"),
        Finding::Tail { span } => {
            return format!(
                "从第 {} 字节起有 {} 字节不属于任何修订版",
                span.start,
                span.end.saturating_sub(span.start)
            );
        }
        Finding::DuplicateEntry { number, .. } => return format!("对象 {number} 登记了两次"),
        Finding::HybridMismatch { number, .. } => {
            return format!("两个交叉引用表对对象 {number} 的位置说法不一");
        }
        Finding::UnknownEntry { number, .. } => {
            return format!("对象 {number} 的登记类型未知");
        }
        Finding::LowerGeneration { number } => return format!("对象 {number} 的代号变小"),
        Finding::Unread { number } => return format!("显示所用的对象 {number} 无法读取"),
        Finding::Rebuilt { because } => {
            return format!("交叉引用表已损坏，只能重建：{}", parse(because));
        }
        Finding::More => return "异常之处过多，未能逐一列出".to_owned(),
        Finding::NoRoot { at } => ("处的文件尾没有 /Root", at),
        Finding::Hybrid { at, .. } => ("处的交叉引用表对某些阅读器隐藏了对象（/XRefStm）", at),
        Finding::UnreadableXrefStm { at } => ("处的 /XRefStm 没有指向交叉引用流", at),
        Finding::DuplicateKeys { at } => ("处的字典有重复的键", at),
        Finding::DualStartxref { at } => ("之后还有一个 startxref", at),
        Finding::OutOfReach { at } => ("之后的内容过长，某些阅读器找不到 startxref", at),
        Finding::BadEnding { at } => ("处的交叉引用表之后没有正常的结尾", at),
        Finding::OutOfOrder { at } => ("处的交叉引用表位于它所更新的修订版之前", at),
        Finding::BadPrev { at } => ("处的 /Prev 无效", at),
        Finding::ShortXrefStream { at } => ("处的交叉引用流不完整", at),
        Finding::ShiftedTable { at } => ("处的交叉引用表编号错位", at),
        Finding::IrregularTable { at } => ("处的交叉引用表各行不足或超过 20 字节", at),
        Finding::WrongLength { at } => ("处的流长度有误", at),
        Finding::ExternalData { at } => ("处的流引自其他文件", at),
        Finding::OddPage { at } => ("处的页面树有误，不同阅读器可能找到不同的页", at),
        Finding::Linearized { at } => ("处的线性化字典指向另一首页", at),
        Finding::OddContents { at } => ("处的页面内容不全是流", at),
        Finding::GreatNumber { at } => ("处的交叉引用表中对象编号超出部分阅读器的上限", at),
        Finding::OddFilter { at } => ("处的页面内容压缩方式并非所有阅读器都支持", at),
        Finding::NotPlain { at } => ("处的对象写法会使不同阅读器读出不同内容", at),
        Finding::Concealed { at } => (
            "处有交叉引用表未登记的内容，而文件的其他异常会使某些阅读器扫描全文并采用它",
            at,
        ),
        other => return other.to_string(),
    };
    format!("第 {at} 字节{what}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_keeps_an_option_from_being_served_is_told_in_chinese() {
        for (told, expected) in [
            ("--content", "--content"),
            (
                "--password-file with a daemon",
                "--password-file（经守护进程时）",
            ),
            ("--json without -o", "--json（没有 -o 时）"),
            (
                "--tsa, --crl or --ocsp with --server",
                "--tsa、--crl 或 --ocsp（与 --server 同用时）",
            ),
        ] {
            assert_eq!(option(told), expected);
        }
    }

    /// People count from 1, in both languages.
    #[test]
    fn both_languages_name_the_same_place() {
        let of_code = |error: CodeError| (code(&error), error.to_string());
        let of_page = |error: AppendError| (append(&error), error.to_string());
        let of_item = |error: ParseError| (parse(&error), error.to_string());
        let at = 17;
        for (zh, en) in [
            of_code(CodeError::CheckCharacter { at, expected: 'X' }),
            of_code(CodeError::Area { at }),
            of_code(CodeError::Character { at }),
            of_code(CodeError::Date { at }),
            of_code(CodeError::Field { at }),
            of_code(CodeError::Issuer { at }),
            of_code(CodeError::LowerCase { at }),
            of_code(CodeError::Version { at }),
            of_page(AppendError::NoSuchPage { index: at }),
            of_item(ParseError::NoSuch {
                what: "page",
                index: at,
            }),
        ] {
            assert!(zh.contains("第 18 "), "{zh}");
            assert!(en.contains(" 18"), "{en}");
        }
    }

    /// Sentences that a clerk reads hold no English of lower layers, names of things apart.
    #[test]
    fn common_errors_are_told_in_chinese() {
        let said = [
            code(&CodeError::Issuer { at: 3 }),
            seal(&SealDesignError::Length {
                part: SealPart::Name,
                least: 4,
                most: 28,
            }),
            system(&io::Error::from(io::ErrorKind::NotFound)),
            system(&io::Error::from(io::ErrorKind::StorageFull)),
            code(&CodeError::CheckCharacter {
                at: 17,
                expected: 'X',
            }),
            key(&KeyError::WrongPassword),
            home(&HomeError::OpenToOthers),
            face(&IssueError::MissingValue {
                field: "名称".to_owned(),
            }),
            append(&AppendError::AlreadySigned),
            append(&AppendError::Ambiguous {
                finding: Finding::Linearized { at: 15 },
            }),
            append(&AppendError::Ambiguous {
                finding: Finding::More,
            }),
            stamp(&StampError::Response(ResponseError::Nonce)),
            append(&AppendError::Unreadable(ParseError::NoStartxref)),
        ];
        for text in said {
            let words = text.split(|c: char| !c.is_ascii_alphabetic());
            let english: Vec<&str> = words
                .filter(|word| word.len() > 1 && !["startxref"].contains(word))
                .collect();
            assert!(english.is_empty(), "{text}");
        }
    }
}
