//! A root, signers and revocation lists.

use crate::der::{Oid, writer};
use crate::suite::MemoryKey;
use crate::x509::{Certificate, Crl, Role, TrustAnchor};
use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, DnType, IsCa, Issuer,
    KeyIdMethod, KeyPair, KeyUsagePurpose, RevocationReason, RevokedCertParams, SerialNumber,
    date_time_ymd,
};
use time::OffsetDateTime;
use time::macros::datetime;

/// The instant at which files are judged.
pub(super) const AT: OffsetDateTime = datetime!(2026-06-15 0:00 UTC);

/// Serial number of signers.
pub(super) const SERIAL: u64 = 77;

/// Serial number of authorities below a root.
pub(super) const AUTHORITY: u64 = 55;

/// An authority.
pub(super) struct Root {
    parameters: CertificateParams,
    key: KeyPair,
    pub(super) certificate: Certificate,
}

/// A certificate with its key.
pub(super) struct Identity {
    pub(super) chain: Vec<Certificate>,
    pub(super) key: MemoryKey,
}

fn parameters(common_name: &str) -> CertificateParams {
    let mut parameters = CertificateParams::default();
    parameters.distinguished_name = rcgen::DistinguishedName::new();
    parameters
        .distinguished_name
        .push(DnType::CommonName, common_name);
    parameters.not_before = date_time_ymd(2026, 1, 1);
    parameters.not_after = date_time_ymd(2027, 1, 1);
    parameters
}

impl Root {
    pub(super) fn new(name: &str) -> Self {
        let mut parameters = parameters(name);
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        parameters.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let key = KeyPair::generate().unwrap();
        let made = parameters.self_signed(&key).unwrap();
        let certificate = Certificate::parse(made.der()).unwrap();
        Root {
            parameters,
            key,
            certificate,
        }
    }

    pub(super) fn anchor(&self, role: Role) -> TrustAnchor {
        TrustAnchor {
            certificate: self.certificate.clone(),
            role,
        }
    }

    fn issuer(&self) -> Issuer<'_, &KeyPair> {
        Issuer::from_params(&self.parameters, &self.key)
    }

    /// A certificate for a key.
    pub(super) fn certify(
        &self,
        pair: &KeyPair,
        change: impl FnOnce(&mut CertificateParams),
    ) -> Certificate {
        let mut parameters = parameters("示例县行政审批局 signer");
        parameters.serial_number = Some(SerialNumber::from(SERIAL));
        parameters.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        change(&mut parameters);
        let made = parameters.signed_by(pair, &self.issuer()).unwrap();
        Certificate::parse(made.der()).unwrap()
    }

    pub(super) fn identity(&self, change: impl FnOnce(&mut CertificateParams)) -> Identity {
        let pair = KeyPair::generate().unwrap();
        Identity {
            chain: vec![self.certify(&pair, change)],
            key: MemoryKey::from_pkcs8(&pair.serialize_der(), None).unwrap(),
        }
    }

    /// A signer of an organisation.
    pub(super) fn signer(&self) -> Identity {
        self.identity(|parameters| {
            parameters
                .distinguished_name
                .push(DnType::OrganizationName, "示例县行政审批局");
        })
    }

    /// A timestamp authority: its one purpose is critical.
    pub(super) fn tsa(&self) -> Identity {
        self.tsa_until(date_time_ymd(2027, 1, 1))
    }

    /// A timestamp authority whose certificate runs out at `until`.
    pub(super) fn tsa_until(&self, until: OffsetDateTime) -> Identity {
        self.identity(|parameters| {
            let purpose = writer::oid(&Oid::new("1.3.6.1.5.5.7.3.8").unwrap());
            let content = writer::sequence(&[&purpose]);
            let mut extension = rcgen::CustomExtension::from_oid_content(&[2, 5, 29, 37], content);
            extension.set_criticality(true);
            parameters.custom_extensions.push(extension);
            parameters.not_after = until;
        })
    }

    /// The answer of the authority itself about the certificate, on the day before the judgement.
    pub(super) fn answer(
        &self,
        certificate: &Certificate,
        status: crate::status::CertificateStatus,
    ) -> crate::status::OcspResponse {
        use crate::status::{CertificateId, OcspResponse, ResponseBuilder};
        use crate::suite::DigestAlgorithm::Sha256;
        let id = CertificateId::new(certificate, &self.certificate, Sha256).unwrap();
        let key = MemoryKey::from_pkcs8(&self.key.serialize_der(), None).unwrap();
        let (from, to) = (AT - time::Duration::DAY, AT + time::Duration::DAY);
        let made = ResponseBuilder::new(&self.certificate, from)
            .say(&id, status, from, Some(to))
            .sign(&key, &[]);
        OcspResponse::parse(&made.unwrap()).unwrap()
    }

    /// An authority below this one whose certificate runs out at `until`.
    pub(super) fn below(&self, name: &str, until: OffsetDateTime) -> Self {
        let mut parameters = parameters(name);
        parameters.serial_number = Some(SerialNumber::from(AUTHORITY));
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        parameters.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        parameters.not_after = until;
        let key = KeyPair::generate().unwrap();
        let made = parameters.signed_by(&key, &self.issuer()).unwrap();
        let certificate = Certificate::parse(made.der()).unwrap();
        Root {
            parameters,
            key,
            certificate,
        }
    }

    /// A list of June 2026 with the revoked serial numbers.
    pub(super) fn crl(&self, revoked: &[u64]) -> Crl {
        let (from, until) = (date_time_ymd(2026, 6, 1), date_time_ymd(2026, 7, 1));
        let since = date_time_ymd(2026, 5, 1);
        let revoked: Vec<_> = revoked.iter().map(|serial| (*serial, since)).collect();
        self.list(from, until, &revoked)
    }

    /// A list of these dates, with serial numbers and since when they are revoked.
    pub(super) fn list(
        &self,
        from: OffsetDateTime,
        until: OffsetDateTime,
        revoked: &[(u64, OffsetDateTime)],
    ) -> Crl {
        let compromised = |(serial, since): &(u64, OffsetDateTime)| {
            (*serial, *since, RevocationReason::KeyCompromise)
        };
        let revoked: Vec<_> = revoked.iter().map(compromised).collect();
        self.list_with(from, until, &revoked)
    }

    /// As [`Root::list`], with the reason of each revocation.
    pub(super) fn list_with(
        &self,
        from: OffsetDateTime,
        until: OffsetDateTime,
        revoked: &[(u64, OffsetDateTime, RevocationReason)],
    ) -> Crl {
        let entry =
            |(serial, since, reason): &(u64, OffsetDateTime, RevocationReason)| RevokedCertParams {
                serial_number: SerialNumber::from(*serial),
                revocation_time: *since,
                reason_code: Some(*reason),
                invalidity_date: None,
            };
        let list = CertificateRevocationListParams {
            this_update: from,
            next_update: until,
            crl_number: SerialNumber::from(1_u64),
            issuing_distribution_point: None,
            revoked_certs: revoked.iter().map(entry).collect(),
            key_identifier_method: KeyIdMethod::Sha256,
        };
        Crl::parse(list.signed_by(&self.issuer()).unwrap().der()).unwrap()
    }
}
