//! Keys, certificates, requests and revocation lists that were made, as text.

use crate::escape::escape;
use crate::output::Style;
use yinxin_signer::wire::pki::{CertificateMade, KeyMade, ListMade, RequestMade};
use yinxin_signer::wire::rfc3339;

/// Shows a key that was made.
pub(crate) fn key(made: &KeyMade, style: Style) -> String {
    let protection = match made.encrypted {
        true => style
            .language
            .pick("已用口令加密", "encrypted under the password"),
        false => style.language.pick(
            "未加密：能读取该文件者即可签名",
            "not encrypted: whoever can read the file can sign",
        ),
    };
    format!("{}: {}, {protection}\n", escape(&made.file), made.algorithm)
}

/// Shows a certificate that was made.
pub(crate) fn certificate(made: &CertificateMade, style: Style) -> String {
    format!(
        "{}: {}, {} {}\n  {} {}\n  SHA-256 {}\n",
        escape(&made.file),
        escape(&made.subject),
        style.language.pick("有效期至", "valid until"),
        made.not_after.and_then(rfc3339).unwrap_or_default(),
        style.language.pick("序列号", "serial number"),
        made.serial,
        made.sha256
    )
}

/// Shows a certificate request that was made.
pub(crate) fn request(made: &RequestMade, style: Style) -> String {
    format!(
        "{}: {}\n  SHA-256 {}\n",
        escape(&made.file),
        style.language.pick(
            "证书申请，请交给签发机构并核对公钥指纹",
            "a certificate request: hand it to the authority, and compare the fingerprint of the public key",
        ),
        made.public_key_sha256
    )
}

/// Shows a revocation list that was made.
pub(crate) fn list(made: &ListMade, style: Style) -> String {
    format!(
        "{}: {}, {} {}, {} {}, {} {}\n",
        escape(&made.file),
        escape(&made.issuer),
        style.language.pick("编号", "number"),
        made.number,
        style.language.pick("吊销证书数", "revoked"),
        made.revoked,
        style.language.pick("下次更新", "next update"),
        made.next_update.and_then(rfc3339).unwrap_or_default(),
    )
}
