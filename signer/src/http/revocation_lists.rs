//! `GET /v1/revocation-lists`: the CRLs of the home, its own and those that were kept.

use super::{App, Problem};
use crate::service::exchange;
use axum::Json;
use axum::extract::State;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use std::sync::Arc;

pub(super) async fn list(State(app): State<Arc<App>>) -> Result<Json<Value>, Problem> {
    let crls = app
        .run(|installation| exchange::crls_of(installation.home().path()))
        .await??;
    let shown: Vec<String> = crls
        .iter()
        .map(|crl| BASE64_STANDARD.encode(crl.der()))
        .collect();
    Ok(Json(json!({ "revocation_lists": shown })))
}
