//! `yinxin trust import`

use crate::arguments;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::text;
use clap::Args;
use std::io::{BufRead, IsTerminal as _, Write as _};
use std::path::PathBuf;
use yinxin_signer::service::certificate::fingerprint;
use yinxin_signer::service::trust::{self, ImportRequest, Role};

const EXAMPLES: &str = "\
Example / 示例:
  yinxin trust import --home ./home root.pem
  yinxin trust import --home ./home --role tsa tsa.cer \\
      --fingerprint 3A:5E:…:91        (SHA-256, 64 hexadecimal digits)

The fingerprint must come from elsewhere than the file: a gazette, a telephone call, a printed
notice. A fingerprint that is copied from the file proves nothing.";

/// Import a certificate to be trusted for one role / 导入信任根
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Import {
    /// The home
    #[arg(long, value_name = "DIR")]
    home: PathBuf,
    /// signer, maker, tsa or status
    #[arg(long, default_value = "signer", value_parser = arguments::role)]
    role: Role,
    /// SHA-256 of the certificate; else asked for on the terminal
    #[arg(long, value_name = "SHA256")]
    fingerprint: Option<String>,
    /// File with one certificate, PEM or DER
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl Import {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        let typed = match self.fingerprint {
            Some(typed) => typed,
            None => ask(output)?,
        };
        let request = ImportRequest {
            home: self.home,
            file: self.file,
            role: self.role,
            fingerprint: fingerprint(&typed)?,
        };
        output.result(&trust::import(&request)?, text::trust::imported)?;
        Ok(Exit::Passed)
    }
}

/// Asks for the fingerprint. That of the file is not shown: it would only be copied.
fn ask(output: &Output<'_>) -> Result<String, Failure> {
    let stdin = std::io::stdin();
    if !stdin.is_terminal() {
        return Err(Failure::NoFingerprint);
    }
    let question = output.style.language.pick(
        "请输入从其他渠道得到的 SHA-256 指纹",
        "SHA-256 fingerprint, from elsewhere than the file",
    );
    // Where the question cannot be shown, the answer cannot be right either.
    write!(std::io::stderr(), "{question}: ").map_err(|_| Failure::NoFingerprint)?;
    read_line(stdin.lock())
}

fn read_line(from: impl BufRead) -> Result<String, Failure> {
    let mut typed = String::new();
    from.take(1024)
        .read_line(&mut typed)
        .map_err(|_| Failure::NoFingerprint)?;
    Ok(typed)
}
