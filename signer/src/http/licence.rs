//! `/v1/licences/{identifier}`: one licence, its file as it was issued, and its state.

use super::pieces::Pieces;
use super::query::Parameters;
use super::{App, Arrival, Problem, document, query};
use crate::service::allowed::Allowed;
use crate::service::bureau::Bureau;
use crate::service::{issue, state};
use crate::wire::licence::{LicenceShown, Names};
use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Extension, Path, Request, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use std::sync::Arc;

const NAMES: Allowed = Allowed {
    zh: "masked 或 full",
    en: "masked or full",
};

/// `GET /v1/licences/{identifier}`.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    Path(identifier): Path<String>,
    found: query::Found,
) -> Result<Json<LicenceShown>, Problem> {
    let names = Parameters::of(found, &["names"])?.read("names", NAMES, |name| match name {
        "masked" => Some(Names::Masked),
        "full" => Some(Names::Full),
        _ => None,
    })?;
    let names = names.unwrap_or(Names::Masked);
    let shown = app
        .run(move |installation| {
            let bureau = Bureau::of(Arc::clone(installation))?;
            issue::show_in(&bureau, &identifier, names, installation.now())
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

/// Most octets of a change.
const CHANGE: u64 = 4 << 10;

/// Asks for another state.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    state: String,
}

/// `PUT /v1/licences/{identifier}/state`.
pub(super) async fn change(
    State(app): State<Arc<App>>,
    Extension(arrival): Extension<Arrival>,
    Path(identifier): Path<String>,
    request: Request,
) -> Result<Json<LicenceShown>, Problem> {
    let user = arrival.user().ok_or(Problem::SocketOnly)?;
    let change: Change = document::receive_json(&app, request, CHANGE).await?;
    let next = state::named(&change.state)?;
    let shown = app
        .run(move |installation| {
            let bureau = Bureau::of(Arc::clone(installation))?.acting_for(user);
            state::change_in(&bureau, &identifier, next, installation.now())
        })
        .await??;
    Ok(Json(shown))
}
