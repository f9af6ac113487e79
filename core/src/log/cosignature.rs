use super::note::{NoteSignature, NoteSigner};
use super::{Checkpoint, LogError, SignedNote, VerifierKey};
use time::OffsetDateTime;

/// What a witness says: that at a time this was the largest checkpoint of the log that it had seen, and a continuation of
/// all before (C2SP tlog-cosignature).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cosignature {
    /// Name of the witness.
    pub witness: String,
    /// When, as it says.
    pub at: OffsetDateTime,
}

fn message(seconds: u64, text: &str) -> Vec<u8> {
    format!("cosignature/v1\ntime {seconds}\n{text}").into_bytes()
}

/// Cosigns a checkpoint.
///
/// # Errors
///
/// [`LogError::Key`] where the key does not sign, or the time is before 1970.
pub fn cosign(
    signer: &NoteSigner<'_>,
    checkpoint: &Checkpoint,
    at: OffsetDateTime,
) -> Result<NoteSignature, LogError> {
    let seconds = u64::try_from(at.unix_timestamp());
    let seconds = seconds.map_err(|_| LogError::Key("no time before 1970 can be signed"))?;
    let message = message(seconds, &checkpoint.text());
    signer.line(&signer.cosigner(), &message, &seconds.to_be_bytes())
}

/// Returns what a witness said about the checkpoint of a note.
///
/// # Errors
///
/// [`LogError::Unsigned`] where it said nothing, or a signature that says to be by it does not fit.
pub fn cosigned(note: &SignedNote, witness: &VerifierKey) -> Result<Cosignature, LogError> {
    let unsigned = || LogError::Unsigned {
        name: witness.name().to_owned(),
    };
    if !witness.is_cosigner() {
        return Err(LogError::Key("it is not for cosignatures"));
    }
    let mut latest = None;
    for signature in note.of(witness) {
        let (seconds, value) = signature
            .value
            .split_first_chunk::<8>()
            .ok_or_else(unsigned)?;
        let seconds = u64::from_be_bytes(*seconds);
        if !witness.fits(&message(seconds, note.text()), value) {
            return Err(unsigned());
        }
        latest = latest.max(Some(seconds));
    }
    let seconds = latest.and_then(|seconds| i64::try_from(seconds).ok());
    let at = seconds.and_then(|seconds| OffsetDateTime::from_unix_timestamp(seconds).ok());
    Ok(Cosignature {
        witness: witness.name().to_owned(),
        at: at.ok_or_else(unsigned)?,
    })
}
