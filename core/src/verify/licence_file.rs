//! The licence that a file carries: `licence.json`, read from the revision that was signed.

use super::{LicenceCheck, LicenceReport};
use crate::licence::{CheckCharacter, IdentifierAsRead, Licence, civil_date, metadata_36903};
use crate::pdf::{Dictionary, IndirectObject, Object, ObjectId, View};
use crate::reason::{Reason, licence as reasons};
use std::collections::HashSet;
use time::OffsetDateTime;

/// Name of the embedded file.
const NAME: &str = "licence.json";

/// Nodes of the name tree that are visited.
const NODES: usize = 1024;

/// Returns what is known of the licence in `view`; `None` where the file carries none.
///
/// `body` is what the certificate of the first signature that protects the file says of its holder;
/// `None` where no intact signature does.
pub(super) fn report(
    view: &View<'_>,
    body: Option<&[String]>,
    at: OffsetDateTime,
) -> Option<LicenceReport> {
    let (mut files, is_whole) = embedded_files(view);
    let file = files.pop();
    if file.is_none() && is_whole {
        return None;
    }
    let signed = body.is_some();
    let mut checks = vec![check(
        "signed",
        signed,
        (!signed).then(|| Reason::new(&reasons::NOT_SIGNED)),
    )];
    let Some(file) = file.filter(|_| is_whole) else {
        let why = "the names of embedded files cannot all be looked at";
        return Some(unreadable(checks, why));
    };
    if !files.is_empty() {
        return Some(unreadable(checks, "several files of that name"));
    }
    let octets = match view.decode(&file) {
        Ok(octets) => octets,
        Err(error) => return Some(unreadable(checks, &error.to_string())),
    };
    let Ok(text) = std::str::from_utf8(&octets) else {
        return Some(unreadable(checks, "not UTF-8"));
    };
    let licence = match metadata_36903::from_json(text) {
        Ok(licence) => licence,
        Err(error) => return Some(unreadable(checks, &error.to_string())),
    };
    checks.push(check("readable", true, None));
    checks.push(check_character(&licence.identifier));
    if let Some(body) = body {
        checks.push(issuer(&licence, body));
    }
    let (state, period) = period(&licence, at);
    checks.push(period);
    Some(LicenceReport {
        identifier: licence.identifier.clone(),
        record: Some(Box::new(licence)),
        state,
        checks,
    })
}

fn check(name: &'static str, passed: bool, reason: Option<Reason>) -> LicenceCheck {
    LicenceCheck {
        name,
        passed,
        reason,
    }
}

fn unreadable(mut checks: Vec<LicenceCheck>, why: &str) -> LicenceReport {
    let reason = Reason::new(&reasons::DATA_UNREADABLE).with("why", why);
    checks.push(check("readable", false, Some(reason)));
    LicenceReport {
        identifier: String::new(),
        record: None,
        state: "unknown",
        checks,
    }
}

fn check_character(identifier: &str) -> LicenceCheck {
    const CHECK: &str = "check-character";
    let Ok(read) = IdentifierAsRead::parse(identifier) else {
        let reason = Reason::new(&reasons::IDENTIFIER_FORM).with("at", 0);
        return check(CHECK, false, Some(reason));
    };
    match read.check() {
        CheckCharacter::Correct => check(CHECK, true, None),
        CheckCharacter::FaultyDialect => {
            let expected = read.expected_check();
            let reason = Reason::new(&reasons::IDENTIFIER_DIALECT).with("expected", expected);
            check(CHECK, true, Some(reason))
        }
        CheckCharacter::Wrong => {
            let expected = read.expected_check();
            let reason = Reason::new(&reasons::IDENTIFIER_CHECK).with("expected", expected);
            check(CHECK, false, Some(reason))
        }
    }
}

/// Whether who signed first is who the licence says issued it. Which body may issue what is for
/// recognition, which goes by registered certificates and not by names.
fn issuer(licence: &Licence, body: &[String]) -> LicenceCheck {
    const CHECK: &str = "issuer";
    let (name, code) = (&licence.issuer.name, &licence.issuer.code);
    if body.iter().any(|known| known == name || known == code) {
        return check(CHECK, true, None);
    }
    let reason = Reason::new(&reasons::ISSUER_IS_NOT_SIGNER)
        .with("issuer", name)
        .with("signer", body.first().map_or("—", String::as_str));
    check(CHECK, false, Some(reason))
}

/// The period by the civil date at UTC+8; what the issuer says later is for recognition.
fn period(licence: &Licence, at: OffsetDateTime) -> (&'static str, LicenceCheck) {
    const CHECK: &str = "period";
    let today = civil_date(at);
    if today < licence.valid_from {
        let reason = Reason::new(&reasons::NOT_YET_VALID).with("from", licence.valid_from);
        return ("not-yet-valid", check(CHECK, false, Some(reason)));
    }
    match licence.valid_until {
        Some(until) if today > until => {
            let reason = Reason::new(&reasons::EXPIRED).with("until", until);
            ("expired", check(CHECK, false, Some(reason)))
        }
        _ => ("valid", check(CHECK, true, None)),
    }
}

/// Finds the streams of files named `licence.json` in the name tree of embedded files
/// (ISO 32000-2, 7.7.4 and 7.11.4; from memory). There must be one: a reader may show any of several.
///
/// Also tells whether the whole tree was looked at.
fn embedded_files<'d>(view: &View<'d>) -> (Vec<IndirectObject<'d>>, bool) {
    let mut found = Vec::new();
    let tree = || -> Option<Object<'d>> {
        let catalog = view.catalog().ok()?;
        let names = view.value(catalog.dictionary()?, "Names").ok()?;
        view.value(names.as_dictionary()?, "EmbeddedFiles").ok()
    };
    let mut pending: Vec<Object<'d>> = tree().into_iter().collect();
    let mut visited: HashSet<ObjectId> = HashSet::new();
    let mut nodes = 0;
    while let Some(node) = pending.pop() {
        nodes += 1;
        if nodes > NODES {
            return (found, false);
        }
        let Some(node) = node.as_dictionary() else {
            continue;
        };
        if let Ok(Object::Array(pairs)) = view.value(node, "Names") {
            if pairs.items.len() > 2 * NODES {
                return (found, false);
            }
            let mut values = pairs.values();
            while let (Some(key), Some(value)) = (values.next(), values.next()) {
                if key.as_string().is_some_and(|key| key.to_text() == NAME) {
                    streams_of(view, value, &mut found);
                }
            }
        }
        if let Ok(Object::Array(kids)) = view.value(node, "Kids") {
            if kids.items.len() > NODES {
                return (found, false);
            }
            for kid in kids.values() {
                if kid.as_reference().is_some_and(|kid| !visited.insert(kid)) {
                    continue;
                }
                let Ok(kid) = view.resolve(kid) else {
                    return (found, false);
                };
                pending.push(kid);
                if pending.len() > NODES {
                    return (found, false);
                }
            }
        }
    }
    (found, true)
}

/// Adds the streams that a file specification names under `/EF`, each once.
fn streams_of<'d>(
    view: &View<'d>,
    specification: &Object<'d>,
    found: &mut Vec<IndirectObject<'d>>,
) {
    let streams = || -> Option<Vec<ObjectId>> {
        let specification = view.resolve(specification).ok()?;
        let files = view.value(specification.as_dictionary()?, "EF").ok()?;
        let files: &Dictionary<'d> = files.as_dictionary()?;
        let streams = files.entries.iter().take(8);
        Some(
            streams
                .filter_map(|entry| entry.value.as_reference())
                .collect(),
        )
    };
    for stream in streams().unwrap_or_default() {
        if let Ok(Some(stream)) = view.follow(stream)
            && !found.iter().any(|known| known.id == stream.id)
        {
            found.push(stream);
        }
    }
}
