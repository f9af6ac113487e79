//! `GET /ready`: requests can be served: the store and the log answer, and no end is near.

use super::{App, Problem};
use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};
use std::sync::Arc;

pub(super) async fn ready(State(app): State<Arc<App>>) -> Result<Json<Value>, Problem> {
    if app.is_draining() {
        return Err(Problem::Draining);
    }
    let head = app.run(|installation| installation.audit().head()).await?;
    match head {
        Ok(head) => Ok(Json(
            json!({ "status": "ready", "audit_entries": head.sequence }),
        )),
        Err(error) => {
            tracing::error!(%error, "not ready");
            Err(Problem::StoreUnavailable)
        }
    }
}
