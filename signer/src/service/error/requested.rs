//! What is wrong about requests for seals, and seals made for them.

use yinxin_core::seal::request::{Differs, SealRequestError};

/// Why no request was written, in Chinese.
pub(super) fn not_made(error: SealRequestError) -> &'static str {
    match error {
        SealRequestError::TooLarge => "申请文件超过 12 MiB",
        SealRequestError::Certificates => "没有证书、有重复、超过 256 张，或其中有的不是证书",
        SealRequestError::Content => "名称、期限或图样不合要求",
        _ => "不是 yinxin-seal-request-v1 格式的 JSON",
    }
}

/// In what a seal differs, in Chinese and English, with the verb.
pub(super) fn differs(differs: Differs) -> (&'static str, &'static str) {
    match differs {
        Differs::Application => ("申请（其他申请编号或单位）", "its application or unit is"),
        Differs::Name => ("名称或类型", "its name or kind is"),
        Differs::Certificates => ("签章人证书列表", "those who may use it are"),
        Differs::Period => ("有效期（超出申请的期限）", "its period is"),
        Differs::Picture => ("图样或尺寸", "its picture or size is"),
    }
}
