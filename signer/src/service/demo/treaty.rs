//! What the two authorities sign and hand to each other.

use super::people::{BODIES, Body, ITEMS};
use super::{domain_of, first, shown, trust};
use crate::service::bureau::Bureau;
use crate::service::roots::HomeRoot;
use crate::service::seal;
use crate::service::trust::Role;
use crate::service::{ServiceError, exchange, output, pem};
use crate::wire::home::FileCreated;
use std::collections::BTreeSet;
use std::path::Path;
use time::{Duration, OffsetDateTime};
use yinxin_core::licence::{CreditCode, TypeCode, civil_date};
use yinxin_core::recognition::{
    Agreement, Authority, Clause, ClauseCondition, Envelope, InForceAt, IssuingDomain, LegalBasis,
    List, ListedCertificate, Obligation, RelyingDomain, ServiceItems, Sha256, StaleStatus,
    Standing, StandingChange, StatusScope,
};

/// Status may be a day old.
const STATUS_AGE: u32 = 24 * 3600;

/// Publishes both domains' objects, signs the agreement, and imports it all into both homes.
pub(super) fn exchange(
    folder: &Path,
    issuing: &Bureau,
    relying: &Bureau,
    at: OffsetDateTime,
) -> Result<Vec<FileCreated>, ServiceError> {
    let into = folder.join("exchange");
    std::fs::create_dir_all(&into).map_err(|source| ServiceError::Write {
        path: into.clone(),
        source,
    })?;
    let root_a = exchange::root(issuing, BODIES[0].name_en, at)?;
    let root_b = exchange::root(relying, BODIES[1].name_en, at)?;
    let recognised = Some(vec![IssuingDomain(domain_of(issuing)?)]);
    let list_a = exchange::list(issuing, &list(issuing, &BODIES[0], None, at)?, at)?;
    let list_b = exchange::list(relying, &list(relying, &BODIES[1], recognised, at)?, at)?;
    let mut agreement = exchange::agreement(issuing, &agreement(issuing, relying, at)?, at)?;
    exchange::countersign(relying, &mut agreement)?;
    let status = exchange::status(issuing, at)?;
    let objects = [root_a, root_b, list_a, list_b, agreement, status];
    for home in [issuing, relying] {
        for other in [issuing, relying] {
            exchange::pin(home, domain_of(other)?, exchange::root_fingerprint(other)?)?;
        }
        exchange::import(home, &objects, at)?;
    }
    publish(&into, issuing, relying, &objects, at)
}

/// Writes what was exchanged as files, and lets the relying home trust the issuing root.
fn publish(
    into: &Path,
    issuing: &Bureau,
    relying: &Bureau,
    objects: &[Envelope; 6],
    at: OffsetDateTime,
) -> Result<Vec<FileCreated>, ServiceError> {
    let mut made = Vec::new();
    let names = [
        (
            "990101-root.json",
            "云泽县互认根",
            "recognition root of Yunze",
        ),
        (
            "990202-root.json",
            "澜海县互认根",
            "recognition root of Lanhai",
        ),
        (
            "990101-list.json",
            "云泽县签发机构名录",
            "authorities of Yunze",
        ),
        (
            "990202-list.json",
            "澜海县签发机构名录",
            "authorities of Lanhai",
        ),
        (
            "990101-990202-agreement.json",
            "两县互认协议",
            "agreement between both",
        ),
        (
            "990101-status.json",
            "云泽县证照状态清单",
            "status list of Yunze",
        ),
    ];
    for (envelope, (name, zh, en)) in objects.iter().zip(names) {
        let path = into.join(name);
        output::write_new(&path, &envelope.to_bytes())?;
        made.push(shown(&path, zh, en));
    }
    let anchors = [
        (
            HomeRoot::International.id(),
            "990101-root.pem",
            Role::Signer,
            "云泽县根证书",
            "root certificate of Yunze",
        ),
        (
            HomeRoot::Chinese.id(),
            "990101-sm2-root.pem",
            Role::Signer,
            "云泽县根证书（SM2）",
            "root certificate of Yunze (SM2)",
        ),
        (
            seal::MAKER,
            "990101-sm2-maker.cer",
            Role::Maker,
            "云泽县制章人证书（SM2）",
            "certificate of Yunze's maker of seals (SM2)",
        ),
    ];
    for (id, name, role, zh, en) in anchors {
        let certificate = first(issuing, id)?;
        let path = into.join(name);
        output::write_new(&path, pem::certificate(certificate.der()).as_bytes())?;
        trust(relying.home().path(), &path, &certificate, role)?;
        made.push(shown(&path, zh, en));
    }
    for crl in exchange::crls(issuing)? {
        let of = HomeRoot::ALL.into_iter().find(|root| {
            let issuer = root.certificate(issuing);
            issuer.is_ok_and(|issuer| crl.is_signed_by(&issuer))
        });
        let of = of.ok_or(ServiceError::Internal("a list of nobody"))?;
        let path = into.join(format!("990101-{}.crl", of.id()));
        exchange::keep_crl(relying, &crl, &path, at)?;
        output::write_new(&path, pem::revocation_list(crl.der()).as_bytes())?;
        let (zh, en) = match of {
            HomeRoot::International => ("云泽县证书吊销列表", "revocation list of Yunze"),
            HomeRoot::Chinese => (
                "云泽县证书吊销列表（SM2）",
                "revocation list of Yunze (SM2)",
            ),
        };
        made.push(shown(&path, zh, en));
    }
    Ok(made)
}

fn list(
    bureau: &Bureau,
    body: &Body,
    recognises: Option<Vec<IssuingDomain>>,
    at: OffsetDateTime,
) -> Result<List, ServiceError> {
    // Both bodies have been there for a long time; only the demonstration is new.
    let from = at - Duration::days(10 * 365);
    let mut authorities = Vec::new();
    for unit in &body.units {
        let record = seal::find(bureau, unit.seal)?;
        let mut certificates = Vec::new();
        for (_, name) in seal::certificates(&record) {
            certificates.push(ListedCertificate {
                sha256: Sha256::of(first(bureau, &name)?.der()),
                from,
                until: None,
                compromised_from: None,
            });
        }
        authorities.push(Authority {
            id: CreditCode::parse(unit.code).map_err(|_| ServiceError::Internal("credit code"))?,
            name_zh: unit.name.to_owned(),
            jurisdiction: exchange::area_code(body.area)?,
            types: unit
                .powers
                .iter()
                .map(|code| type_code(code))
                .collect::<Result<_, _>>()?,
            certificates,
            standing: vec![StandingChange {
                from,
                standing: Standing::Granted,
            }],
        });
    }
    Ok(List {
        status_scope: StatusScope::All,
        recognises,
        authorities,
    })
}

fn type_code(code: &str) -> Result<TypeCode, ServiceError> {
    TypeCode::parse(code).map_err(|_| ServiceError::Internal("type code"))
}

/// One clause a service item and licence type.
fn agreement(
    issuing: &Bureau,
    relying: &Bureau,
    at: OffsetDateTime,
) -> Result<Agreement, ServiceError> {
    let mut clauses = Vec::new();
    for item in &ITEMS {
        for (code, see_holder) in item.types {
            clauses.push(Clause {
                id: (clauses.len() + 1).to_string(),
                version: 1,
                type_code: type_code(code)?,
                service_items: ServiceItems::These(BTreeSet::from([item.code.to_owned()])),
                obligation: Obligation::Must,
                most_status_age: STATUS_AGE,
                stale_status: StaleStatus::CannotDecide,
                tolerates: Vec::new(),
                conditions: if *see_holder {
                    vec![ClauseCondition::ShowHolderId]
                } else {
                    Vec::new()
                },
                from: civil_date(at - Duration::days(365)),
                to: None,
                in_force_at: InForceAt::Presentation,
                legal_basis: LegalBasis {
                    title: "云泽县、澜海县电子证照互认协议（虚构）".to_owned(),
                    number: "互认〔2026〕1号".to_owned(),
                },
                text_zh: format!("办理“{}”时应当采信该类证照", item.zh),
                text_en: format!("this type must be accepted for {}", item.en),
            });
        }
    }
    Ok(Agreement {
        id: "990101-990202-2026-1".to_owned(),
        from: IssuingDomain(domain_of(issuing)?),
        to: RelyingDomain(domain_of(relying)?),
        complete: true,
        clauses,
    })
}
