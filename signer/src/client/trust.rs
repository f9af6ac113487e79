//! `/v1/trust` and `/v1/revocation-lists`.

use super::connection::Question;
use super::form::Form;
use super::{Daemon, Target};
use crate::home::trust::Anchor;
use crate::home::{Fingerprint, Role};
use crate::service::ServiceError;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::Deserialize;
use yinxin_core::x509::Crl;

#[derive(Deserialize)]
struct Anchors {
    anchors: Vec<Told>,
}

#[derive(Deserialize)]
struct Told {
    role: String,
    fingerprint: String,
    certificate: String,
}

#[derive(Deserialize)]
struct Lists {
    revocation_lists: Vec<String>,
}

impl Daemon {
    /// Returns the trust anchors of the daemon's home, by role and then by fingerprint.
    ///
    /// # Errors
    ///
    /// What the daemon answers; [`ServiceError::DaemonNotUnderstood`] where an anchor does not bear
    /// its own fingerprint; [`ServiceError::DaemonUnreachable`].
    pub fn anchors(&self) -> Result<Vec<Anchor>, ServiceError> {
        let told: Anchors = self.json(self.ask(&Question::get("/v1/trust"))?)?;
        told.anchors
            .into_iter()
            .map(|told| {
                let anchor = Role::named(&told.role)
                    .zip(BASE64_STANDARD.decode(&told.certificate).ok())
                    .map(|(role, der)| Anchor::new(role, der));
                anchor
                    .filter(|anchor| anchor.fingerprint.to_string() == told.fingerprint)
                    .ok_or_else(|| self.not_understood())
            })
            .collect()
    }

    /// Returns the CRLs of the daemon's home.
    ///
    /// # Errors
    ///
    /// As [`Daemon::anchors`].
    pub fn revocation_lists(&self) -> Result<Vec<Crl>, ServiceError> {
        let told: Lists = self.json(self.ask(&Question::get("/v1/revocation-lists"))?)?;
        told.revocation_lists
            .iter()
            .map(|text| {
                let der = BASE64_STANDARD.decode(text).ok();
                der.and_then(|der| Crl::parse(&der).ok())
                    .ok_or_else(|| self.not_understood())
            })
            .collect()
    }

    /// Has the daemon import an anchor.
    ///
    /// # Errors
    ///
    /// What the daemon answers; [`ServiceError::DaemonUnreachable`].
    pub fn import_anchor(&self, anchor: &Anchor) -> Result<(), ServiceError> {
        let (media, body) = Form::new()?
            .with("role", None, anchor.role.name().as_bytes())
            .with(
                "fingerprint",
                None,
                anchor.fingerprint.to_string().as_bytes(),
            )
            .with("certificate", Some("certificate"), &anchor.der)
            .finish();
        self.ask(&Question::post("/v1/trust", &media, &body))
            .map(drop)
    }

    /// Has the daemon remove an anchor; tells whether it was there.
    ///
    /// # Errors
    ///
    /// As [`Daemon::import_anchor`].
    pub fn remove_anchor(
        &self,
        role: Role,
        fingerprint: &Fingerprint,
    ) -> Result<bool, ServiceError> {
        let target = Target::new("/v1/trust")
            .segment(role.name())
            .segment(&fingerprint.to_string());
        match self.ask(&Question::without_body("DELETE", &target.0)) {
            Ok(_) => Ok(true),
            Err(ServiceError::DaemonRefused { code, .. }) if code == "NOT_FOUND" => Ok(false),
            Err(error) => Err(error),
        }
    }
}
