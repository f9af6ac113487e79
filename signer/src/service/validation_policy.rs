//! Validation policies as files: TOML in which every key is known, and the built-in ones.
//!
//! ```toml
//! name = "archive"
//! signatures = "all"            # all, any, eu, gm
//! annotations = "refuse"        # accept, refuse
//! visible-fields = "accept"     # accept, refuse
//! revocation = "require"        # require, prefer, ignore; left out: as the command says
//! max-age-hours = 168           # of lists and responses that are given; needs "require"
//! sha1-until = "2012-12-31"     # the last day on which it counted, UTC, or "never"; left out: 2010-12-31
//! short-rsa-until = "never"     # the same of RSA moduli of 1024 to 2047 bits; left out: 2010-12-31
//! shortest-rsa-key = 3072       # bits
//!
//! [[algorithm]]                 # not accepted, or no longer
//! name = "RSA PKCS#1 v1.5"
//! until = "2030-12-31"          # the last day, UTC; left out: never accepted
//!
//! [[anchor]]                    # where there is one, no other counts
//! role = "signer"
//! sha256 = "0000000000000000000000000000000000000000000000000000000000000000"
//! ```

use super::trust::Role;
use super::verify::Policy;
use super::{ServiceError, input};
use crate::audit::hex_sha256;
use serde::Deserialize;
use std::fmt;
use std::path::Path;
use time::macros::format_description;
use time::{Date, Duration, OffsetDateTime};
use yinxin_core::suite::{DigestAlgorithm, SignatureAlgorithm, Sunsets};
use yinxin_core::verify::{
    Acceptance, AlgorithmRule, AnchorRule, Policy as Signatures, ValidationPolicy,
};
use yinxin_core::x509::RevocationPolicy;

/// What `sha1-until` takes: collisions were published on that day.
const SHA1_DAY: &str = "\"never\" or a last day not after \"2017-02-22\"";
/// What `short-rsa-until` takes.
const SHORT_RSA_DAY: &str = "\"never\" or a last day not after \"2013-12-31\"";
/// What `until` takes.
const DAY: &str = "the last day in quotation marks, as \"2030-12-31\"";
/// What `sha256` takes.
const FINGERPRINT: &str = "64 lower-case hexadecimal digits without colons";
/// What `role` takes.
const ROLES: &str = "signer, maker, tsa, status or recognition";

/// Most octets of a policy.
const MOST: u64 = 1 << 20;

/// Returns the policy of that name, or of that file, and the SHA-256 of its text.
///
/// # Errors
///
/// [`ServiceError::Read`], [`ServiceError::TooLarge`], [`ServiceError::PolicyNotUnderstood`].
pub fn read(policy: &Policy) -> Result<(ValidationPolicy, String), ServiceError> {
    let refused = |path: &Path, why| ServiceError::PolicyNotUnderstood {
        path: path.into(),
        why,
    };
    let named = |text: &str, path: &Path| match parse(text) {
        Ok(policy) => Ok((policy, hex_sha256(text.as_bytes()))),
        Err(why) => Err(refused(path, why)),
    };
    let built_in = |text| named(text, Path::new("built-in"));
    match policy {
        Policy::All => built_in(include_str!("validation_policy/all.toml")),
        Policy::Any => built_in(include_str!("validation_policy/any.toml")),
        Policy::Eu => built_in(include_str!("validation_policy/eu.toml")),
        Policy::Gm => built_in(include_str!("validation_policy/gm.toml")),
        Policy::File(path) => {
            let octets = input::read(path, MOST)?;
            let text =
                String::from_utf8(octets).map_err(|_| refused(path, PolicyError::NotText))?;
            named(&text, path)
        }
    }
}

/// What is wrong with a policy.
#[derive(Debug)]
#[non_exhaustive]
pub enum PolicyError {
    /// It is not UTF-8.
    NotText,
    /// It is not the TOML that is expected.
    Toml {
        /// The line, counted from 1.
        line: usize,
        /// What the parser says.
        source: Box<toml::de::Error>,
    },
    /// A value is not one that the key takes.
    Value {
        /// The key.
        key: &'static str,
        /// What it takes.
        takes: &'static str,
    },
    /// No algorithm is named so, and the rule would stop nothing.
    Algorithm {
        /// The name in the file.
        name: String,
    },
    /// `max-age-hours` stands without `revocation = "require"`.
    AgeWithoutRequire,
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotText => f.write_str("it is not UTF-8"),
            Self::Toml { line, source } => {
                let message: Vec<&str> = source.message().lines().map(str::trim).collect();
                write!(f, "line {line}: {}", message.join("; "))
            }
            Self::Value { key, takes } => write!(f, "`{key}` takes {takes}"),
            Self::Algorithm { name } => {
                let digests = DigestAlgorithm::ALL.iter().map(|digest| digest.name());
                let known: Vec<&str> = SignatureAlgorithm::FAMILIES
                    .iter()
                    .copied()
                    .chain(digests)
                    .collect();
                write!(
                    f,
                    "no algorithm is named \"{name}\"; a family, a digest, or both as in \"ECDSA P-256 with SHA-256\": {}",
                    known.join(", ")
                )
            }
            Self::AgeWithoutRequire => {
                f.write_str("`max-age-hours` needs `revocation = \"require\"`")
            }
        }
    }
}

impl std::error::Error for PolicyError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Toml { source, .. } => Some(source),
            _ => None,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    name: String,
    signatures: String,
    annotations: String,
    visible_fields: String,
    revocation: Option<String>,
    max_age_hours: Option<u32>,
    sha1_until: Option<String>,
    short_rsa_until: Option<String>,
    shortest_rsa_key: Option<u32>,
    #[serde(default)]
    algorithm: Vec<Algorithm>,
    anchor: Option<Vec<Anchor>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Algorithm {
    name: String,
    until: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Anchor {
    role: String,
    sha256: String,
}

fn parse(text: &str) -> Result<ValidationPolicy, PolicyError> {
    let file: File = toml::from_str(text).map_err(|source| {
        let before = source.span().and_then(|span| text.get(..span.start));
        PolicyError::Toml {
            line: before.unwrap_or_default().matches('\n').count() + 1,
            source: Box::new(source),
        }
    })?;
    let wrong = |key, takes| PolicyError::Value { key, takes };
    let signatures = match file.signatures.as_str() {
        "all" => Signatures::All,
        "any" => Signatures::Any,
        "eu" => Signatures::Eu,
        "gm" => Signatures::Gm,
        _ => return Err(wrong("signatures", "all, any, eu or gm")),
    };
    let acceptance = |key, value: &str| match value {
        "accept" => Ok(Acceptance::Accept),
        "refuse" => Ok(Acceptance::Refuse),
        _ => Err(wrong(key, "accept or refuse")),
    };
    let mut policy = ValidationPolicy::new(file.name, signatures);
    policy.annotations = acceptance("annotations", &file.annotations)?;
    policy.visible_fields = acceptance("visible-fields", &file.visible_fields)?;
    policy.revocation = match file.revocation.as_deref() {
        None => None,
        Some("require") => Some(RevocationPolicy::Require),
        Some("prefer") => Some(RevocationPolicy::Prefer),
        Some("ignore") => Some(RevocationPolicy::Ignore),
        Some(_) => return Err(wrong("revocation", "require, prefer or ignore")),
    };
    if let Some(hours) = file.max_age_hours {
        if policy.revocation != Some(RevocationPolicy::Require) {
            return Err(PolicyError::AgeWithoutRequire);
        }
        policy.revocation_age = Some(Duration::hours(hours.into()));
    }
    if let Some(day) = file.sha1_until {
        policy.sunsets.sha1 =
            sunset(&day, Sunsets::LATEST.sha1).ok_or(wrong("sha1-until", SHA1_DAY))?;
    }
    if let Some(day) = file.short_rsa_until {
        policy.sunsets.short_rsa = sunset(&day, Sunsets::LATEST.short_rsa)
            .ok_or(wrong("short-rsa-until", SHORT_RSA_DAY))?;
    }
    policy.shortest_rsa_key = file.shortest_rsa_key;
    for rule in file.algorithm {
        if !AlgorithmRule::is_known(&rule.name) {
            return Err(PolicyError::Algorithm { name: rule.name });
        }
        policy.algorithms.push(AlgorithmRule {
            name: rule.name,
            until: match rule.until {
                None => None,
                Some(day) => Some(end_of(&day).ok_or(wrong("algorithm.until", DAY))?),
            },
        });
    }
    if let Some(anchors) = file.anchor {
        let rule = |anchor: Anchor| {
            let hexadecimal = |digit: u8| digit.is_ascii_digit() || (b'a'..=b'f').contains(&digit);
            if anchor.sha256.len() != 64 || !anchor.sha256.bytes().all(hexadecimal) {
                return Err(wrong("anchor.sha256", FINGERPRINT));
            }
            let role = Role::named(&anchor.role).ok_or(wrong("anchor.role", ROLES))?;
            Ok(AnchorRule {
                role: role.into(),
                certificate_sha256: anchor.sha256,
            })
        };
        let rules: Result<Vec<_>, _> = anchors.into_iter().map(rule).collect();
        policy.anchors = Some(rules?);
    }
    Ok(policy)
}

/// Reads a day up to which something weak counts; `None` for one after `latest`, and for what is none.
fn sunset(day: &str, latest: Option<OffsetDateTime>) -> Option<Option<OffsetDateTime>> {
    if day == "never" {
        return Some(None);
    }
    end_of(day).filter(|until| Some(*until) <= latest).map(Some)
}

/// The last second of a day, UTC.
fn end_of(day: &str) -> Option<OffsetDateTime> {
    // The parser takes signs and other lengths.
    if day.len() != 10 || !day.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    let day = Date::parse(day, format_description!("[year]-[month]-[day]")).ok()?;
    Some(day.with_hms(23, 59, 59).ok()?.assume_utc())
}

#[cfg(test)]
mod documented;

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn the_built_in_policies_are_files_like_any_other() {
        for (policy, signatures, name) in [
            (Policy::All, Signatures::All, "all"),
            (Policy::Any, Signatures::Any, "any"),
            (Policy::Eu, Signatures::Eu, "eu"),
            (Policy::Gm, Signatures::Gm, "gm"),
        ] {
            let (read, sha256) = read(&policy).unwrap();
            assert_eq!(read, ValidationPolicy::from(signatures));
            assert_eq!((read.name.as_str(), sha256.len()), (name, 64));
        }
    }

    /// The example of the documentation above.
    fn example() -> String {
        let lines = include_str!("validation_policy.rs").lines();
        let example = lines
            .skip_while(|line| *line != "//! ```toml")
            .skip(1)
            .take_while(|line| *line != "//! ```")
            .map(|line| format!("{}\n", line.trim_start_matches("//!").trim_start()));
        example.collect()
    }

    #[test]
    fn the_documented_example_says_what_it_says() {
        let policy = parse(&example()).unwrap();
        assert_eq!(policy.name, "archive");
        assert_eq!(policy.annotations, Acceptance::Refuse);
        assert_eq!(policy.visible_fields, Acceptance::Accept);
        assert_eq!(policy.revocation, Some(RevocationPolicy::Require));
        assert_eq!(policy.revocation_age, Some(Duration::days(7)));
        let sha1 = Some(datetime!(2012-12-31 23:59:59 UTC));
        assert_eq!(policy.sunsets.sha1, sha1);
        assert_eq!(policy.sunsets.short_rsa, None);
        assert_eq!(policy.shortest_rsa_key, Some(3072));
        assert_eq!(policy.algorithms[0].name, "RSA PKCS#1 v1.5");
        let until = Some(datetime!(2030-12-31 23:59:59 UTC));
        assert_eq!(policy.algorithms[0].until, until);
        let anchor = &policy.anchors.unwrap()[0];
        assert_eq!(anchor.role, yinxin_core::x509::Role::Signer);
        assert_eq!(anchor.certificate_sha256, "0".repeat(64));
    }

    #[test]
    fn what_is_unknown_missing_or_contradictory_is_refused() {
        assert!(parse(&example()).is_ok());
        for (from, to) in [
            ("name = \"archive\"", "name = \"archive\"\nnames = 1"),
            ("signatures = \"all\"", ""),
            ("signatures = \"all\"", "signatures = \"some\""),
            ("annotations = \"refuse\"", "annotations = \"maybe\""),
            ("annotations = \"refuse\"", ""),
            ("revocation = \"require\"", "revocation = \"prefer\""),
            ("revocation = \"require\"", ""),
            ("max-age-hours = 168", "max-age-hours = -1"),
            ("2030-12-31", "2030-02-30"),
            ("sha1-until = \"2012-12-31\"", "sha1-until = \"2017-02-23\""),
            ("sha1-until = \"2012-12-31\"", "sha1-until = \"today\""),
            (
                "sha1-until = \"2012-12-31\"",
                "sha1-until = \"+2012-12-31\"",
            ),
            ("sha1-until = \"2012-12-31\"", "sha1-until = \"-912-12-31\""),
            ("RSA PKCS#1 v1.5", "Ed25519 with SHA-512"),
            (
                "short-rsa-until = \"never\"",
                "short-rsa-until = \"2014-01-01\"",
            ),
            ("RSA PKCS#1 v1.5", "RSA"),
            ("RSA PKCS#1 v1.5", "sha-256"),
            ("RSA PKCS#1 v1.5", "RSA PKCS#1 v1.5 "),
            ("role = \"signer\"", "role = \"nobody\""),
            ("sha256 = \"00", "sha256 = \"0"),
            ("sha256 = \"00", "sha256 = \"0G"),
            ("[[anchor]]", "[[anchors]]"),
        ] {
            let text = example();
            assert!(text.contains(from), "{from}");
            assert!(parse(&text.replacen(from, to, 1)).is_err(), "{to}");
        }
    }
}
