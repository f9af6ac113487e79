//! Who decided, and why: what every change of a seal is asked with.

use clap::Args;
use std::path::PathBuf;
use yinxin_signer::service::seal_register::Decision;

/// What stands in the register beside a change.
#[derive(Debug, Args)]
pub(super) struct Decided {
    /// Why; stands in the register / 事由
    #[arg(long, value_name = "TEXT")]
    why: String,
    /// Who decided; stands in the register beside the user of this machine / 经办人
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// File with the password of the home's keys; one line
    #[arg(long, value_name = "FILE")]
    key_password_file: Option<PathBuf>,
}

impl Decided {
    /// Returns the decision, as of now, and the file with the password.
    pub(super) fn read(self) -> (Decision, Option<PathBuf>) {
        let decision = Decision {
            why: self.why,
            by: self.by,
            at: crate::command::now(),
        };
        (decision, self.key_password_file)
    }
}
