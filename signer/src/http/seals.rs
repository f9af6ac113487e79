//! `GET /v1/seals`: the seals of the home, without their keys.

use super::{App, Problem, query};
use crate::service::bureau::Bureau;
use crate::service::seal;
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

/// Parameters.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    id: Option<String>,
}

pub(super) async fn list(
    State(app): State<Arc<App>>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Json<Value>, Problem> {
    let asked = query::parameters(asked)?;
    let seals = app
        .run(move |installation| {
            seal::show_in(&Bureau::of(Arc::clone(installation))?, asked.id.as_deref())
        })
        .await??;
    Ok(Json(json!({ "seals": seals })))
}
