//! `/v1/licences/{identifier}`: one licence, and its file as it was issued.

use super::licences::Shown;
use super::pieces::Pieces;
use super::{App, Problem, query};
use crate::service::bureau::Bureau;
use crate::service::issue;
use crate::wire::licence::LicenceShown;
use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use std::sync::Arc;

/// Parameters.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    #[serde(default)]
    names: Shown,
}

/// `GET /v1/licences/{identifier}`.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    Path(identifier): Path<String>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Json<LicenceShown>, Problem> {
    let asked = query::parameters(asked)?;
    let shown = app
        .run(move |installation| {
            let bureau = Bureau::of(Arc::clone(installation))?;
            issue::show_in(&bureau, &identifier, asked.names.into(), installation.now())
        })
        .await??;
    Ok(Json(shown))
}

/// `GET /v1/licences/{identifier}/file`.
pub(super) async fn file(
    State(app): State<Arc<App>>,
    Path(identifier): Path<String>,
) -> Result<Response, Problem> {
    let octets = app
        .run(move |installation| {
            issue::file_in(&Bureau::of(Arc::clone(installation))?, &identifier)
        })
        .await??;
    let media = HeaderValue::from_static("application/pdf");
    let body = Body::new(Pieces::new([Bytes::from(octets)]));
    Ok(([(header::CONTENT_TYPE, media)], body).into_response())
}
