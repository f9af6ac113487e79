//! `yinxin pki key`, `yinxin pki open`

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::text;
use clap::{Args, ValueEnum};
use std::path::PathBuf;
use yinxin_signer::keys::KeyKind;
use yinxin_signer::service::pki::{self, EnvelopeRequest, KeyRequest};

const KEY: &str = "\
Example / 示例:
  yinxin pki key -o unit.key --key-password-file pw.txt

A real authority's keys belong into certified devices. / 正式机构的密钥应在合规密码设备中生成。";

const OPEN: &str = "\
Example / 示例:
  yinxin pki open --envelope enc.dat --key unit.key --key-password-file pw.txt -o unit.enc.key

The authority makes the key of an encryption certificate and enciphers it for the holder's signing key (GM/T 0009).
加密证书的密钥由签发机构生成，并用持有者的签名公钥加密后发放（GM/T 0009）。";

/// Make a key / 生成密钥
#[derive(Debug, Args)]
#[command(after_help = KEY)]
pub(crate) struct Key {
    /// What kind of key
    #[arg(long, value_enum, default_value_t = Kind::Sm2)]
    kind: Kind,
    /// The new file
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// File with the password that it is encrypted under (SM4; of P-256 AES); one line
    #[arg(long, value_name = "FILE")]
    key_password_file: Option<PathBuf>,
}

/// Kinds of keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// SM2
    Sm2,
    /// ECDSA on P-256
    P256,
}

/// Take the encryption key out of the envelope in which it came / 打开密钥信封
#[derive(Debug, Args)]
#[command(after_help = OPEN)]
pub(crate) struct Open {
    /// The envelope (SM2EnvelopedKey), DER or base64
    #[arg(long, value_name = "FILE")]
    envelope: PathBuf,
    /// The private key that it was made for
    #[arg(long, value_name = "KEY")]
    key: PathBuf,
    /// File with its password; one line
    #[arg(long, value_name = "FILE")]
    key_password_file: Option<PathBuf>,
    /// The new file
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// File with the password that the new key is encrypted under (SM4), where it is another; one line
    #[arg(long, value_name = "FILE")]
    new_password_file: Option<PathBuf>,
}

impl Key {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        let made = pki::make_key(&KeyRequest {
            kind: match self.kind {
                Kind::Sm2 => KeyKind::Sm2,
                Kind::P256 => KeyKind::EcdsaP256,
            },
            output: self.output,
            password_file: self.key_password_file,
        })?;
        output.result(&made, text::pki::key)?;
        Ok(Exit::Passed)
    }
}

impl Open {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        let made = pki::open_envelope(&EnvelopeRequest {
            envelope: self.envelope,
            key: self.key,
            password_file: self.key_password_file,
            output: self.output,
            new_password_file: self.new_password_file,
        })?;
        output.result(&made, text::pki::key)?;
        Ok(Exit::Passed)
    }
}
