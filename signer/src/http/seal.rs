//! `/v1/seals/{id}/…`: the picture of a seal, and who may use it.

use super::malformed::contradiction;
use super::pieces::Pieces;
use super::query::Parameters;
use super::{App, Problem, query};
use crate::service::allowed::{RESOLUTION, resolution};
use crate::service::bureau::Bureau;
use crate::service::seal::{self, Permission};
use crate::service::seal_picture::{self, Format};
use crate::wire::seal::SealUsers;
use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;
use std::sync::Arc;

/// `GET /v1/seals/{id}/picture?resolution=`: SVG, or PNG of so many points an inch; its size in tenths of a
/// millimetre stands in a header.
pub(super) async fn picture(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    found: query::Found,
) -> Result<Response, Problem> {
    let parameters = Parameters::of(found, &["resolution"])?;
    let resolution = parameters.read("resolution", RESOLUTION, resolution)?;
    let (format, media_type) = match resolution {
        Some(resolution) => (Format::Png(resolution), "image/png"),
        None => (Format::Svg, "image/svg+xml"),
    };
    let picture = app
        .run(move |installation| {
            seal_picture::in_home(&Bureau::of(Arc::clone(installation))?, &id, format)
        })
        .await??;
    let size = json!({ "width": picture.width, "height": picture.height }).to_string();
    let size = HeaderValue::from_str(&size).map_err(|_| Problem::Internal)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (HeaderName::from_static("yinxin-picture"), size),
    ];
    let body = Body::new(Pieces::new([Bytes::from(picture.octets)]));
    Ok((headers, body).into_response())
}

/// `PUT /v1/seals/{id}/users/{uid}`.
pub(super) async fn allow(
    State(app): State<Arc<App>>,
    path: Result<Path<(String, u32)>, PathRejection>,
) -> Result<Json<SealUsers>, Problem> {
    permit(app, path, Permission::Allowed).await
}

/// `DELETE /v1/seals/{id}/users/{uid}`.
pub(super) async fn withdraw(
    State(app): State<Arc<App>>,
    path: Result<Path<(String, u32)>, PathRejection>,
) -> Result<Json<SealUsers>, Problem> {
    permit(app, path, Permission::Withdrawn).await
}

async fn permit(
    app: Arc<App>,
    path: Result<Path<(String, u32)>, PathRejection>,
    permission: Permission,
) -> Result<Json<SealUsers>, Problem> {
    let Path((id, user)) = path.map_err(|_| {
        contradiction(
            "地址中的用户应为用户编号（uid）",
            "the user in the address must be a number (uid)",
        )
    })?;
    let users = app
        .run(move |installation| {
            let bureau = Bureau::of(Arc::clone(installation))?;
            seal::permit_in(&bureau, &id, user, permission)
        })
        .await??;
    Ok(Json(users))
}
