//! `/v1/trust`: the trust anchors of the home.

use super::form::Form;
use super::malformed::{missing_part, wrong_part};
use super::{App, Problem};
use crate::home::trust::{Anchor, TrustError};
use crate::home::{Fingerprint, Role};
use crate::keys::{self, read::read_certificates};
use crate::service::ServiceError;
use crate::service::allowed::Allowed;
use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use std::sync::Arc;

/// Most octets of an import.
const IMPORT: usize = keys::read::LIMIT;

const ROLE: Allowed = Allowed {
    zh: "signer、maker、tsa、status 之一",
    en: "one of signer, maker, tsa and status",
};
const FINGERPRINT: Allowed = Allowed {
    zh: "SHA-256 指纹：64 位十六进制数字",
    en: "a SHA-256 fingerprint: 64 hexadecimal digits",
};

/// `GET /v1/trust`: the anchors with their certificates.
pub(super) async fn list(State(app): State<Arc<App>>) -> Result<Json<Value>, Problem> {
    let anchors = app
        .run(|installation| installation.home().trust().list())
        .await?;
    let anchors = anchors.map_err(problem)?;
    Ok(Json(
        json!({ "anchors": anchors.iter().map(shown).collect::<Vec<_>>() }),
    ))
}

/// `POST /v1/trust`, multipart: `role`, `fingerprint`, `certificate` (PEM or DER).
pub(super) async fn import(
    State(app): State<Arc<App>>,
    request: Request,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let mut form = Form::receive(&app, request, IMPORT).await?;
    let (role, fingerprint) = (form.take_text("role")?, form.take_text("fingerprint")?);
    let certificate = form.take("certificate")?;
    form.finish()?;
    let role = role.ok_or_else(|| missing_part("role"))?;
    let role = Role::named(&role).ok_or_else(|| wrong_part("role", ROLE))?;
    if role == Role::Recognition {
        return Err(ServiceError::RecognitionByPin.into());
    }
    let fingerprint = fingerprint.ok_or_else(|| missing_part("fingerprint"))?;
    let fingerprint = Fingerprint::parse(&fingerprint);
    let fingerprint = fingerprint.ok_or_else(|| wrong_part("fingerprint", FINGERPRINT))?;
    let certificate = certificate.ok_or_else(|| missing_part("certificate"))?;
    let found = read_certificates(&certificate);
    let [der] = <[Vec<u8>; 1]>::try_from(found.map_err(|_| Problem::Unacceptable)?)
        .map_err(|_| Problem::Unacceptable)?;
    let anchor = Anchor {
        role,
        fingerprint,
        der,
    };
    let imported = anchor.clone();
    let new = app
        .run(move |installation| {
            let trust = installation.home().trust();
            trust.import(imported.role, &imported.der, &imported.fingerprint)
        })
        .await?
        .map_err(problem)?;
    let status = if new {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    Ok((status, Json(shown(&anchor))))
}

/// `DELETE /v1/trust/{role}/{fingerprint}`.
pub(super) async fn remove(
    State(app): State<Arc<App>>,
    Path((role, fingerprint)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    let role = Role::named(&role).ok_or(Problem::NotFound)?;
    let fingerprint = Fingerprint::parse(&fingerprint).ok_or(Problem::NotFound)?;
    let removed = app
        .run(move |installation| installation.home().trust().remove(role, &fingerprint))
        .await?
        .map_err(problem)?;
    if removed {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Problem::NotFound)
    }
}

fn shown(anchor: &Anchor) -> Value {
    json!({
        "role": anchor.role.name(),
        "fingerprint": anchor.fingerprint.to_string(),
        "certificate": BASE64_STANDARD.encode(&anchor.der),
    })
}

fn problem(error: TrustError) -> Problem {
    match error {
        TrustError::FingerprintDiffers { .. } => Problem::FingerprintDiffers,
        TrustError::NotACertificate => Problem::Unacceptable,
        error => {
            tracing::error!(%error, "trust anchors");
            Problem::StoreUnavailable
        }
    }
}
