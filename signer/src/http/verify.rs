//! `POST /v1/verify`: judges one document with the anchors and the CRLs of the home.

use super::document::{self, Document};
use super::service_problem::of_document;
use super::{App, Problem, query};
use crate::service::ServiceError;
use crate::service::bureau::Bureau;
use crate::service::verify::{Policy, Revocation, Verifier};
use crate::wire::{ReasonText, Verification};
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, Request, State};
use serde::Deserialize;
use std::path::Path;
use std::sync::Arc;

/// Parameters.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    at: Option<String>,
    policy: Option<String>,
    revocation: Option<String>,
}

pub(super) async fn verify(
    State(app): State<Arc<App>>,
    asked: Result<Query<Asked>, QueryRejection>,
    request: Request,
) -> Result<Json<Verification>, Problem> {
    let asked = query::parameters(asked)?;
    let at = query::instant(asked.at.as_deref())?;
    let policy = match asked.policy.as_deref() {
        None | Some("all") => Policy::All,
        Some("any") => Policy::Any,
        Some("eu") => Policy::Eu,
        Some("gm") => Policy::Gm,
        Some(_) => return Err(Problem::BadRequest),
    };
    let revocation = match asked.revocation.as_deref() {
        None | Some("require") => Revocation::Require,
        Some("prefer") => Revocation::Prefer,
        Some("ignore") => Revocation::Ignore,
        Some(_) => return Err(Problem::BadRequest),
    };
    let document = document::receive(&app, request).await?;
    let found = app
        .run(move |installation| {
            let bureau = Bureau::of(Arc::clone(installation))?;
            let at = at.unwrap_or_else(|| installation.now());
            let verifier = Verifier::of_home(&bureau, policy, revocation, at)?;
            judge(&verifier, &document)
        })
        .await??;
    Ok(Json(found))
}

/// A document that the core cannot judge is INDETERMINATE, as on the command line.
fn judge(verifier: &Verifier, document: &Document) -> Result<Verification, ServiceError> {
    let name = document.name.as_str();
    match verifier.judge_octets(&document.octets, Path::new(name)) {
        Ok(report) => Ok(Verification::of(name, &report).resting_on(verifier.basis())),
        Err(error) => {
            let code = error.code();
            let ServiceError::Document { source, .. } = error else {
                return Err(error);
            };
            let text = of_document(source.as_ref());
            let problem = ReasonText {
                code: code.into(),
                zh: text.zh,
                en: text.en,
                clause: "".into(),
            };
            Ok(Verification::unjudged(name, problem))
        }
    }
}
