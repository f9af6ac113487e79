//! Fictitious domains, keys and objects for tests.

use super::*;
use crate::licence::{AreaCode, CreditCode, Status, TypeCode};
use crate::suite::{MemoryKey, SigningKey};
use std::collections::BTreeSet;
use time::macros::{date, datetime};
use time::{Duration, OffsetDateTime};

pub(crate) const NOW: OffsetDateTime = datetime!(2026-12-01 02:00 UTC);
pub(crate) const ITEM: &str = "990201-0007";
pub(crate) const TYPE: &str = "11990101TE5T00016T001";

/// A test key: Ed25519 from a seed of one repeated octet.
pub(crate) fn key(seed: u8) -> MemoryKey {
    let mut pkcs8 = vec![
        0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04,
        0x20,
    ];
    pkcs8.extend([seed; 32]);
    MemoryKey::from_pkcs8(&pkcs8, None).unwrap()
}

pub(crate) fn domain(name: &str) -> Domain {
    Domain::parse(name).unwrap()
}

pub(crate) fn header(typ: ObjectType, name: &str, seq: u64) -> Header {
    Header {
        typ,
        domain: domain(name),
        seq,
        prev: None,
        issued_at: datetime!(2026-12-01 00:00 UTC),
        fresh_until: datetime!(2026-12-08 00:00 UTC),
        valid_until: datetime!(2027-03-01 00:00 UTC),
    }
}

pub(crate) fn role(keys: &[u8], threshold: u8) -> RoleKeys {
    let keys = keys
        .iter()
        .map(|seed| RootKey::of(&key(*seed)).unwrap())
        .collect();
    RoleKeys { threshold, keys }
}

/// A root whose roles have one key each: `base`, `base + 1`, `base + 2`, `base + 3`.
pub(crate) fn root(area: &str, base: u8) -> Root {
    Root {
        name_zh: format!("示例区域{area}"),
        name_en: format!("Example {area}"),
        jurisdiction: vec![AreaCode::parse(area).unwrap()],
        roles: Roles {
            root: role(&[base], 1),
            list: role(&[base + 1], 1),
            agreement: role(&[base + 2], 1),
            status: role(&[base + 3], 1),
        },
    }
}

pub(crate) fn certificate() -> Sha256 {
    Sha256([0xC1; 32])
}

pub(crate) fn authority() -> Authority {
    Authority {
        id: CreditCode::parse("11990101TE5T00016T").unwrap(),
        name_zh: "名录中的示例县行政审批局".to_owned(),
        jurisdiction: AreaCode::parse("990101").unwrap(),
        types: BTreeSet::from([TypeCode::parse(TYPE).unwrap()]),
        certificates: vec![ListedCertificate {
            sha256: certificate(),
            from: datetime!(2026-01-01 00:00 UTC),
            until: None,
            compromised_from: None,
        }],
        standing: vec![StandingChange {
            from: datetime!(2026-01-01 00:00 UTC),
            standing: Standing::Granted,
        }],
    }
}

pub(crate) fn clause() -> Clause {
    Clause {
        id: "1".to_owned(),
        version: 1,
        type_code: TypeCode::parse(TYPE).unwrap(),
        service_items: ServiceItems::These(BTreeSet::from([ITEM.to_owned()])),
        obligation: Obligation::Must,
        most_status_age: 24 * 3_600,
        stale_status: StaleStatus::CannotDecide,
        tolerates: Vec::new(),
        conditions: Vec::new(),
        from: date!(2026 - 01 - 01),
        to: None,
        in_force_at: InForceAt::Presentation,
        legal_basis: LegalBasis {
            title: "示例互认办法".to_owned(),
            number: "示办发〔2026〕1号".to_owned(),
        },
        text_zh: "示例".to_owned(),
        text_en: "example".to_owned(),
    }
}

/// Everything that goes into a store, before it is signed.
#[derive(Clone)]
pub(crate) struct World {
    pub(crate) list: List,
    pub(crate) list_header: Header,
    pub(crate) agreement: Option<Agreement>,
    pub(crate) agreement_header: Header,
    pub(crate) states: Vec<Status>,
    pub(crate) as_of: OffsetDateTime,
    pub(crate) status_header: Header,
    pub(crate) own_list: List,
    pub(crate) root_header: Header,
}

impl World {
    /// Domain 990101 issues; domain 990201 relies.
    pub(crate) fn new() -> Self {
        Self {
            list: List {
                status_scope: StatusScope::PerType,
                recognises: None,
                authorities: vec![authority()],
            },
            list_header: header(ObjectType::List, "990101", 1),
            agreement: Some(Agreement {
                id: "990101-990201".to_owned(),
                from: IssuingDomain(domain("990101")),
                to: RelyingDomain(domain("990201")),
                complete: true,
                clauses: vec![clause()],
            }),
            agreement_header: header(ObjectType::Agreement, "990101", 1),
            states: vec![Status::Valid; 16],
            as_of: NOW - Duration::hours(3),
            status_header: header(ObjectType::Status, "990101", 1),
            own_list: List {
                status_scope: StatusScope::All,
                recognises: None,
                authorities: Vec::new(),
            },
            root_header: header(ObjectType::Root, "990101", 1),
        }
    }

    /// Signs everything and imports it at the time each object was made, so that what has run out
    /// since is there too.
    pub(crate) fn store(&self) -> Store {
        let mut store = Store::new();
        for (name, base, area) in [("990101", 10, "990101"), ("990201", 20, "990201")] {
            let root = root(area, base);
            let fingerprints = BTreeSet::from([root.roles.root.keys[0].fingerprint()]);
            store.pin(
                domain(name),
                Pin {
                    threshold: 1,
                    fingerprints,
                },
            );
            let header = Header {
                domain: domain(name),
                ..self.root_header.clone()
            };
            let envelope = sign_object(&header, &root, &[&key(base)]).unwrap();
            store
                .import(&envelope.to_bytes(), header.issued_at)
                .unwrap();
        }
        let mut import = |header: &Header, envelope: Envelope| {
            let at = store.time_floor().unwrap().max(header.issued_at);
            store.import(&envelope.to_bytes(), at).unwrap();
        };
        let envelope = sign_object(&self.list_header, &self.list, &[&key(11)]).unwrap();
        import(&self.list_header, envelope);
        let own = header(ObjectType::List, "990201", 1);
        import(
            &own,
            sign_object(&own, &self.own_list, &[&key(21)]).unwrap(),
        );
        if let Some(agreement) = &self.agreement {
            let keys: [&dyn SigningKey; 2] = [&key(12), &key(22)];
            let envelope = sign_object(&self.agreement_header, agreement, &keys).unwrap();
            import(&self.agreement_header, envelope);
        }
        let scope = self
            .list
            .status_scope
            .scope_of(&TypeCode::parse(TYPE).unwrap());
        let list = StatusList::new(scope, 0, self.states.iter().copied(), self.as_of).unwrap();
        import(
            &self.status_header,
            sign_object(&self.status_header, &list, &[&key(13)]).unwrap(),
        );
        store
    }
}
