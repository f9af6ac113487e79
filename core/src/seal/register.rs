//! The register of seals (印章登记簿): every change of a seal's state with who, when and why, each signed when
//! it was made.
//!
//! A register is text: one line a record, in their order. A line is a JSON object, a tab, and in base64
//! the keeper's signature over the object behind `yinxin seal register v1` and a line feed. Each names its number and the SHA-256 of
//! the line before, tab and signature included, so that nothing can be left out or put in between.
//!
//! | record | what it says |
//! |---|---|
//! | `keeper` | the first: whose register it is, and the certificate of the key that signs |
//! | `change` | the state of one seal from then on |
//! | `head` | the last of a register that is handed to others: that this is all up to a time, and until when that may be used |

mod history;
mod reading;
mod record;
mod succession;
mod writing;

pub use history::{RegisteredSeal, SealMark, Standing};
pub use reading::{RegisterError, SealRegister};
pub use record::{Entry, Owner, SealChange, SealMarks};
pub use writing::Tail;

/// What stands before a line's object where it is signed, so that the signature fits nothing else.
const CONTEXT: &[u8] = b"yinxin seal register v1\n";

/// Most octets of a register.
pub const MOST_OCTETS: usize = 16 << 20;

#[cfg(test)]
mod tests;
