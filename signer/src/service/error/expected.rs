//! What a file was expected to hold, and what was looked for.

/// What a file was expected to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// One certificate, DER or PEM.
    OneCertificate,
    /// One certificate request, DER or PEM.
    CertificateRequest,
    /// At least one certificate, DER or PEM.
    Certificates,
    /// At least one CRL, DER or PEM.
    RevocationList,
    /// At least one OCSP response that says something, DER or PEM.
    OcspResponse,
    /// A folder with at least one certificate.
    FolderOfCertificates,
    /// A private key.
    PrivateKey,
    /// A private key of a kind that is served.
    ServedKey,
    /// A signed status list.
    StatusList,
    /// A catalogue entry, JSON.
    CatalogueEntry,
    /// Licence data, CSV or JSON.
    LicenceData,
    /// The picture of a seal.
    SealPicture,
    /// A seal of GB/T 38540.
    SealFile,
    /// A request for a seal, JSON.
    SealRequest,
    /// A register of seals.
    SealRegister,
    /// A photo in base64.
    Photo,
    /// The body of a list of authorities, JSON.
    AuthorityList,
    /// The body of an agreement, JSON.
    Agreement,
    /// A signed agreement.
    SignedAgreement,
    /// A signed recognition object.
    RecognitionObject,
    /// A password; that of a document in UTF-8.
    Password,
    /// What a root is made from, JSON.
    RootData,
}

/// What was looked for in a home.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sought {
    /// A licence, by identifier.
    Licence,
    /// A licence type, by code.
    LicenceType,
    /// A seal, by identifier.
    Seal,
    /// A trust anchor, by fingerprint.
    Anchor,
}

impl Expected {
    /// Returns its name in Chinese and English.
    pub(crate) fn text(self) -> (&'static str, &'static str) {
        match self {
            Self::OneCertificate => ("一张证书", "exactly one certificate"),
            Self::CertificateRequest => (
                "一份证书申请（PKCS#10）",
                "exactly one certificate request (PKCS#10)",
            ),
            Self::Certificates => ("证书", "a certificate"),
            Self::RevocationList => ("证书吊销列表", "a certificate revocation list"),
            Self::OcspResponse => ("有答复的 OCSP 应答", "an OCSP response that has an answer"),
            Self::FolderOfCertificates => ("含有证书的目录", "any certificate"),
            Self::PrivateKey => ("私钥", "a private key"),
            Self::ServedKey => (
                "受支持的私钥（RSA 2048 至 4096 位、ECDSA P-256 或 P-384、Ed25519、SM2）",
                "a private key of a kind that is served (RSA of 2048 to 4096 bits, ECDSA P-256 or P-384, Ed25519, SM2)",
            ),
            Self::SealPicture => (
                "印章图像（PNG、JPEG、BMP、GIF 或 OFD）",
                "the picture of a seal (PNG, JPEG, BMP, GIF or OFD)",
            ),
            Self::SealFile => ("印章（GB/T 38540）", "a seal of GB/T 38540"),
            Self::SealRequest => (
                "制章申请文件（`yinxin seal request` 生成）",
                "a request for a seal (written by `yinxin seal request`)",
            ),
            Self::SealRegister => (
                "完整的印章登记簿（每一行都与上一行衔接、签名正确）",
                "a register of seals, whole and with every signature right",
            ),
            Self::Photo => (
                "照片（base64，不超过 4 MiB）",
                "a photo (base64, at most 4 MiB)",
            ),
            Self::StatusList => ("已签名的状态清单", "a signed status list"),
            Self::AuthorityList => ("签发机构名录（JSON）", "a list of authorities (JSON)"),
            Self::Agreement => ("互认协议（JSON）", "an agreement (JSON)"),
            Self::SignedAgreement => ("已签名的互认协议", "a signed agreement"),
            Self::Password => (
                "密码（UTF-8 文本，不为空）",
                "a password (text in UTF-8, not empty)",
            ),
            Self::RootData => (
                "互认根的数据（JSON，含 name_en）",
                "the data of a root (JSON with name_en)",
            ),
            Self::RecognitionObject => ("已签名的互认文件", "a signed recognition object"),
            Self::CatalogueEntry => ("目录条目（JSON）", "a catalogue entry (JSON)"),
            Self::LicenceData => ("证照数据（CSV 或 JSON）", "licence data (CSV or JSON)"),
        }
    }
}

impl Expected {
    /// Returns what to do next where a file does not hold it.
    pub(super) fn hint(self) -> (&'static str, &'static str) {
        match self {
            Self::AuthorityList | Self::Agreement | Self::RootData => (
                "格式和范例见 docs/exchange.md",
                "docs/exchange.md has the form and examples",
            ),
            Self::CatalogueEntry => (
                "请对照 `yinxin demo` 所生成目录中 catalogue/ 的范例",
                "compare it with those that `yinxin demo` makes in catalogue/",
            ),
            Self::RecognitionObject
            | Self::SignedAgreement
            | Self::StatusList
            | Self::SealRegister => (
                "请向对方索取其签发的原文件，不要编辑或重新保存",
                "ask the other domain for the file as it signed it; do not edit or save it anew",
            ),
            Self::Password => (
                "把密码写入一个文本文件，只写一行",
                "write the password into a text file, one line",
            ),
            Self::Photo
            | Self::LicenceData
            | Self::SealPicture
            | Self::SealFile
            | Self::SealRequest => ("请检查是否选错了文件", "check that this is the right file"),
            Self::OneCertificate
            | Self::CertificateRequest
            | Self::Certificates
            | Self::RevocationList
            | Self::OcspResponse
            | Self::FolderOfCertificates
            | Self::PrivateKey
            | Self::ServedKey => (
                "请检查是否选错了文件；可为 PEM 或 DER",
                "check that this is the right file; it may be PEM or DER",
            ),
        }
    }
}

impl Sought {
    pub(super) fn text(self) -> (&'static str, &'static str) {
        match self {
            Self::Licence => ("证照", "licence"),
            Self::LicenceType => ("证照类型", "licence type"),
            Self::Seal => ("印章", "seal"),
            Self::Anchor => ("信任根", "trust anchor"),
        }
    }
}
