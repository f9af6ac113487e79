//! `POST /v1/verify`: judges one document with the anchors and the CRLs of the home.

use super::document::{self, Document};
use super::query::Parameters;
use super::service_problem::of_document;
use super::{App, Problem, query};
use crate::service::ServiceError;
use crate::service::allowed::Allowed;
use crate::service::bureau::Bureau;
use crate::service::verify::{Policy, Revocation, Verifier};
use crate::wire::{ReasonText, Verification};
use axum::Json;
use axum::extract::{Request, State};
use std::path::Path;
use std::sync::Arc;

const POLICY: Allowed = Allowed {
    zh: "all、any、eu、gm 之一",
    en: "one of all, any, eu and gm",
};
const REVOCATION: Allowed = Allowed {
    zh: "require、prefer、ignore 之一",
    en: "one of require, prefer and ignore",
};

pub(super) async fn verify(
    State(app): State<Arc<App>>,
    found: query::Found,
    request: Request,
) -> Result<Json<Verification>, Problem> {
    let asked = Parameters::of(found, &["at", "policy", "revocation"])?;
    let at = asked.instant("at")?;
    let policy = asked.read("policy", POLICY, |name| match name {
        "all" => Some(Policy::All),
        "any" => Some(Policy::Any),
        "eu" => Some(Policy::Eu),
        "gm" => Some(Policy::Gm),
        _ => None,
    })?;
    let policy = policy.unwrap_or(Policy::All);
    let revocation = asked.read("revocation", REVOCATION, |name| match name {
        "require" => Some(Revocation::Require),
        "prefer" => Some(Revocation::Prefer),
        "ignore" => Some(Revocation::Ignore),
        _ => None,
    })?;
    let revocation = revocation.unwrap_or(Revocation::Require);
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
