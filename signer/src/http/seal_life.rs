//! `/v1/seals/…`: applying for a seal, every change of its state, and the register.

use super::malformed::contradiction;
use super::pieces::Pieces;
use super::seals::{Shape, diameter, named};
use super::{App, Arrival, Problem, document};
use crate::service::bureau::Bureau;
use crate::service::seal_import::{self, ImportRequest};
use crate::service::seal_register::{self, Decision};
use crate::service::seal_state::{self, StateChange, Step};
use crate::wire::licence::Authority;
use crate::wire::seal::SealShown;
use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Extension, Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::Deserialize;
use std::sync::Arc;

/// Most octets of what describes a change.
const DESCRIPTION: u64 = 64 << 10;
/// Most octets of a seal with its description: base64 takes four for three.
const SEAL: u64 = seal_import::MOST / 3 * 4 + DESCRIPTION;

/// Asks for an application.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Application {
    id: Option<String>,
    unit: Authority,
    #[serde(default)]
    centre: Shape,
    line: Option<String>,
    number: Option<String>,
    /// Tenths of a millimetre.
    #[serde(default = "diameter")]
    diameter: u16,
    why: String,
    by: Option<String>,
}

/// `POST /v1/seals/applications`.
pub(super) async fn apply(
    State(app): State<Arc<App>>,
    Extension(arrival): Extension<Arrival>,
    request: Request,
) -> Result<(StatusCode, Json<SealShown>), Problem> {
    let asked: Application = document::receive_json(&app, request, DESCRIPTION).await?;
    let face = asked.centre.face(asked.line, asked.number, asked.diameter);
    let change = StateChange::Apply {
        id: asked.id,
        unit: named(asked.unit),
        face,
    };
    let shown = run(&app, &arrival, change, asked.why, asked.by).await?;
    Ok((StatusCode::CREATED, Json(shown)))
}

/// Asks for a seal in the place of another.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Remake {
    id: Option<String>,
    why: String,
    by: Option<String>,
}

/// `POST /v1/seals/{id}/remake`.
pub(super) async fn remake(
    State(app): State<Arc<App>>,
    Extension(arrival): Extension<Arrival>,
    Path(id): Path<String>,
    request: Request,
) -> Result<(StatusCode, Json<SealShown>), Problem> {
    let asked: Remake = document::receive_json(&app, request, DESCRIPTION).await?;
    let change = StateChange::Remake { id, new: asked.id };
    let shown = run(&app, &arrival, change, asked.why, asked.by).await?;
    Ok((StatusCode::CREATED, Json(shown)))
}

/// Asks for another state.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    step: String,
    why: String,
    by: Option<String>,
}

/// `PUT /v1/seals/{id}/state`.
pub(super) async fn change(
    State(app): State<Arc<App>>,
    Extension(arrival): Extension<Arrival>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Json<SealShown>, Problem> {
    let asked: Change = document::receive_json(&app, request, DESCRIPTION).await?;
    let step = Step::ALL.into_iter().find(|step| step.name() == asked.step);
    let step = step.ok_or_else(|| {
        contradiction(
            "step 应为 approve、issue、suspend、resume、cancel 或 revoke",
            "step must be approve, issue, suspend, resume, cancel or revoke",
        )
    })?;
    let change = StateChange::Of { id, step };
    run(&app, &arrival, change, asked.why, asked.by)
        .await
        .map(Json)
}

async fn run(
    app: &App,
    arrival: &Arrival,
    change: StateChange,
    why: String,
    by: Option<String>,
) -> Result<SealShown, Problem> {
    let user = arrival.user().ok_or(Problem::SocketOnly)?;
    let shown = app
        .run(move |installation| {
            let bureau = Bureau::of(Arc::clone(installation))?.acting_for(user);
            let at = installation.now();
            seal_state::change_in(&bureau, &change, &Decision { why, by, at })
        })
        .await??;
    Ok(shown)
}

/// A seal that was made elsewhere.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Finished {
    id: Option<String>,
    unit: Option<String>,
    /// The seal, base64.
    seal: String,
    why: String,
    by: Option<String>,
}

/// `POST /v1/seals/import`.
pub(super) async fn import(
    State(app): State<Arc<App>>,
    Extension(arrival): Extension<Arrival>,
    request: Request,
) -> Result<(StatusCode, Json<SealShown>), Problem> {
    let user = arrival.user().ok_or(Problem::SocketOnly)?;
    let asked: Finished = document::receive_json(&app, request, SEAL).await?;
    let octets = BASE64_STANDARD
        .decode(&asked.seal)
        .map_err(|_| contradiction("seal 应为 base64", "seal must be base64"))?;
    let shown = app
        .run(move |installation| {
            let bureau = Bureau::of(Arc::clone(installation))?.acting_for(user);
            let request = ImportRequest {
                home: bureau.home().path().into(),
                id: asked.id,
                unit: asked.unit,
                file: seal_import::unnamed().into(),
                // Whoever has the request compares it.
                asked: None,
                decision: Decision {
                    why: asked.why,
                    by: asked.by,
                    at: installation.now(),
                },
                key_password_file: None,
            };
            seal_import::import_in(&bureau, &request, &octets)
        })
        .await??;
    Ok((StatusCode::CREATED, Json(shown)))
}

/// `GET /v1/seals/register`: as it is kept, not closed.
pub(super) async fn register(State(app): State<Arc<App>>) -> Result<Response, Problem> {
    let octets = app
        .run(|installation| seal_register::text(installation.store().as_ref()))
        .await??;
    Ok(lines(octets))
}

/// `POST /v1/seals/register`: closed, to be handed to others.
pub(super) async fn close(State(app): State<Arc<App>>) -> Result<Response, Problem> {
    let octets = app
        .run(|installation| {
            let bureau = Bureau::of(Arc::clone(installation))?;
            seal_register::closed(&bureau, installation.now())
        })
        .await??;
    Ok(lines(octets))
}

fn lines(octets: Vec<u8>) -> Response {
    let media = HeaderValue::from_static("text/plain; charset=utf-8");
    let body = Body::new(Pieces::new([Bytes::from(octets)]));
    ([(header::CONTENT_TYPE, media)], body).into_response()
}
