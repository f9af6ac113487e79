//! The JSON of `yinxin verify`, checked against its contract.

use serde::Deserialize;
use serde_json::Value;
use std::ffi::OsString;
use std::path::Path;

/// What was found about one file.
#[derive(Debug, Clone, Deserialize)]
pub struct FileVerdict {
    /// Path as it was given.
    pub file: String,
    /// `pdf` and so on.
    pub format: String,
    /// Main indication of EN 319 102-1.
    pub indication: String,
    /// The indication in one word.
    pub answer: String,
    /// Findings about the file as a whole.
    pub problems: Vec<Reason>,
    /// One entry a signature.
    pub signatures: Vec<SignatureVerdict>,
    /// What was found about the licence in the file; null where there is none.
    pub licence: Option<Value>,
}

/// What was found about one signature.
#[derive(Debug, Clone, Deserialize)]
pub struct SignatureVerdict {
    /// Full name of the field.
    pub field: String,
    /// `signature`, `certification` or `document-timestamp`.
    pub kind: String,
    /// `/SubFilter`; null where it cannot be read.
    pub sub_filter: Option<String>,
    /// Main indication.
    pub indication: String,
    /// Sub-indication; null when passed.
    pub sub_indication: Option<String>,
    /// `intact`, `broken`, `unreadable` or `unsupported`.
    pub integrity: String,
    /// `whole-file`, `whole-revision` or `partial`.
    pub coverage: String,
    /// `none` to `other`, or `unanalysable`.
    pub modification: String,
    /// Whether what was done afterwards is allowed.
    pub modification_allowed: bool,
    /// `trusted`, `untrusted` or `unknown`.
    pub trust: String,
    /// Baseline level; null where none is claimed.
    pub level: Option<String>,
    /// Timestamps that the signature carries or is.
    pub timestamps: Vec<TimestampVerdict>,
    /// Where it shows.
    pub places: Vec<PlaceVerdict>,
    /// Everything that led to the indication.
    pub reasons: Vec<Reason>,
}

/// One place where a signature shows.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct PlaceVerdict {
    /// Full name of the field.
    pub field: String,
    /// The page, the first being 1; null where no page shows it.
    pub page: Option<usize>,
    /// Left, bottom, right, top.
    pub rectangle: [f64; 4],
}

/// What was found about one timestamp.
#[derive(Debug, Clone, Deserialize)]
pub struct TimestampVerdict {
    /// `signature-timestamp`, `content-timestamp`, `document-timestamp`, `seal-timestamp` or `signing-time`.
    pub kind: String,
    /// Main indication.
    pub verdict: String,
}

/// A reason with both texts.
#[derive(Debug, Clone, Deserialize)]
pub struct Reason {
    /// Stable code.
    pub code: String,
    /// Chinese text.
    pub zh: String,
    /// English text.
    pub en: String,
}

impl FileVerdict {
    /// Reads one line of `yinxin verify --json`.
    ///
    /// # Errors
    ///
    /// A text that says what of the contract does not hold.
    pub fn read(line: &str) -> Result<Self, String> {
        let value: Value = serde_json::from_str(line).map_err(|e| format!("no JSON: {e}"))?;
        every_key(&value, FILE_KEYS, "the file")?;
        for signature in value["signatures"].as_array().into_iter().flatten() {
            every_key(signature, SIGNATURE_KEYS, "a signature")?;
        }
        let verdict: Self = serde_json::from_value(value).map_err(|e| e.to_string())?;
        one_of(&verdict.indication, INDICATIONS)?;
        one_of(&verdict.answer, ANSWERS)?;
        for signature in &verdict.signatures {
            one_of(&signature.kind, KINDS)?;
            one_of(&signature.indication, INDICATIONS)?;
            one_of(
                &signature.integrity,
                &["intact", "broken", "unreadable", "unsupported"],
            )?;
            one_of(
                &signature.coverage,
                &["whole-file", "whole-revision", "partial", "detached"],
            )?;
            one_of(&signature.modification, MODIFICATIONS)?;
            one_of(&signature.trust, &["trusted", "untrusted", "unknown"])?;
            for stamp in &signature.timestamps {
                one_of(
                    &stamp.kind,
                    &[
                        "signature-timestamp",
                        "content-timestamp",
                        "document-timestamp",
                        "seal-timestamp",
                        "signing-time",
                    ],
                )?;
                one_of(&stamp.verdict, INDICATIONS)?;
            }
            if signature.indication != "TOTAL-PASSED" && signature.reasons.is_empty() {
                return Err(format!(
                    "{} did not pass and no reason is given",
                    signature.field
                ));
            }
        }
        for reason in verdict.reasons() {
            if reason.code.is_empty() || reason.zh.is_empty() || reason.en.is_empty() {
                return Err(format!("a reason lacks its code or a text: {reason:?}"));
            }
        }
        Ok(verdict)
    }

    /// Returns the exit code that goes with the indication.
    ///
    /// # Panics
    ///
    /// Never on a verdict that [`FileVerdict::read`] made.
    pub fn exit_code(&self) -> i32 {
        match self.indication.as_str() {
            "TOTAL-PASSED" => 0,
            "TOTAL-FAILED" => 1,
            "INDETERMINATE" => 3,
            other => panic!("{other} is no indication"),
        }
    }

    /// Tells whether the file would be taken for unchanged since signing: there are signatures, and
    /// nothing in the report warns of what they hold or of their timestamps.
    pub fn looks_untouched(&self) -> bool {
        !self.signatures.is_empty()
            && self.problems.is_empty()
            && self.indication != "TOTAL-FAILED"
            && self.answer != "altered"
            && self.answer != "broken"
            && self.signatures.iter().all(|signature| {
                signature.integrity == "intact"
                    && signature.coverage != "partial"
                    && signature.modification_allowed
                    && signature
                        .timestamps
                        .iter()
                        .all(|stamp| stamp.verdict != "TOTAL-FAILED")
            })
    }

    /// Returns every reason of the file and its signatures.
    pub fn reasons(&self) -> impl Iterator<Item = &Reason> {
        self.problems.iter().chain(
            self.signatures
                .iter()
                .flat_map(|signature| &signature.reasons),
        )
    }
}

/// Runs `yinxin verify --json` with `arguments` on one file and returns exit code and verdict.
///
/// # Panics
///
/// If the answer does not keep to the contract, or the exit code does not go with the indication.
#[track_caller]
pub fn verify<A: Into<OsString>>(
    arguments: impl IntoIterator<Item = A>,
    file: &Path,
) -> (i32, FileVerdict) {
    let mut all: Vec<OsString> = vec!["verify".into(), "--json".into()];
    all.extend(arguments.into_iter().map(Into::into));
    all.push(file.into());
    let ran = crate::binaries::run_yinxin(&all);
    let said = ran.text();
    let verdict = FileVerdict::read(&said)
        .unwrap_or_else(|wrong| panic!("{all:?}: {wrong}\n{said}\n{}", ran.stderr));
    let code = ran
        .code
        .unwrap_or_else(|| panic!("{all:?} was ended by a signal"));
    assert_eq!(
        code,
        verdict.exit_code(),
        "{all:?}: exit code and indication differ\n{said}"
    );
    (code, verdict)
}

fn every_key(value: &Value, keys: &[&str], what: &str) -> Result<(), String> {
    match keys.iter().find(|key| value.get(key).is_none()) {
        None => Ok(()),
        Some(key) => Err(format!("{what} lacks the key {key}")),
    }
}

fn one_of(value: &str, allowed: &[&str]) -> Result<(), String> {
    if allowed.contains(&value) {
        Ok(())
    } else {
        Err(format!("{value} is none of {allowed:?}"))
    }
}

const INDICATIONS: &[&str] = &["TOTAL-PASSED", "TOTAL-FAILED", "INDETERMINATE"];
const ANSWERS: &[&str] = &[
    "valid",
    "altered",
    "broken",
    "untrusted",
    "expired",
    "revoked",
    "unknown",
    "unsigned",
];
const KINDS: &[&str] = &[
    "signature",
    "certification",
    "document-timestamp",
    "seal",
    "seal-signature",
    "cms",
];
const MODIFICATIONS: &[&str] = &[
    "none",
    "lta-updates",
    "form-filling",
    "annotations",
    "other",
    "unanalysable",
];
const FILE_KEYS: &[&str] = &[
    "file",
    "format",
    "indication",
    "answer",
    "problems",
    "signatures",
    "licence",
];
const SIGNATURE_KEYS: &[&str] = &[
    "field",
    "kind",
    "sub_filter",
    "indication",
    "sub_indication",
    "integrity",
    "coverage",
    "modification",
    "modification_allowed",
    "trust",
    "level",
    "signer",
    "claimed_time",
    "best_signature_time",
    "timestamps",
    "seal",
    "reasons",
];
