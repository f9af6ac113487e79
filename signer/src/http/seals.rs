//! `/v1/seals`: the seals of the home, without their keys; making one.

use super::query::Parameters;
use super::{App, Arrival, Problem, document, query};
use crate::service::bureau::Bureau;
use crate::service::seal::{self, Centre, Face, MakeRequest, Suites};
use crate::wire::licence::Authority;
use crate::wire::seal::SealShown;
use axum::Json;
use axum::extract::{Extension, Request, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};
use std::num::NonZeroU16;
use std::sync::Arc;
use yinxin_core::licence::AuthorityName;

/// Most octets of what describes a new seal.
const DESCRIPTION: u64 = 64 << 10;

/// `GET /v1/seals`.
pub(super) async fn list(
    State(app): State<Arc<App>>,
    found: query::Found,
) -> Result<Json<Value>, Problem> {
    let id = Parameters::of(found, &["id"])?.get("id").map(str::to_owned);
    let seals = app
        .run(move |installation| {
            seal::show_in(&Bureau::of(Arc::clone(installation))?, id.as_deref())
        })
        .await??;
    Ok(Json(json!({ "seals": seals })))
}

/// Asks for a seal: one that is wanted at once, or one that was approved.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Make {
    id: Option<String>,
    unit: Option<Authority>,
    #[serde(default)]
    centre: Shape,
    line: Option<String>,
    number: Option<String>,
    /// Tenths of a millimetre.
    #[serde(default = "diameter")]
    diameter: u16,
    #[serde(default = "valid_days")]
    valid_days: NonZeroU16,
    /// Whether it seals in both suites.
    #[serde(default)]
    dual: bool,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Shape {
    #[default]
    Star,
    Empty,
}

impl Shape {
    /// Returns the whole face.
    pub(super) fn face(self, line: Option<String>, number: Option<String>, diameter: u16) -> Face {
        Face {
            centre: match self {
                Self::Star => Centre::Star,
                Self::Empty => Centre::Empty,
            },
            line,
            number,
            diameter,
        }
    }
}

pub(super) fn named(unit: Authority) -> AuthorityName {
    AuthorityName {
        code: unit.code,
        name: unit.name,
    }
}

pub(super) fn diameter() -> u16 {
    420
}

fn valid_days() -> NonZeroU16 {
    NonZeroU16::MIN.saturating_add(1094)
}

/// `POST /v1/seals`.
pub(super) async fn make(
    State(app): State<Arc<App>>,
    Extension(arrival): Extension<Arrival>,
    request: Request,
) -> Result<(StatusCode, Json<SealShown>), Problem> {
    let user = arrival.user().ok_or(Problem::SocketOnly)?;
    let make: Make = document::receive_json(&app, request, DESCRIPTION).await?;
    let made = app
        .run(move |installation| {
            let bureau = Bureau::of(Arc::clone(installation))?.acting_for(user);
            let request = MakeRequest {
                home: bureau.home().path().into(),
                id: make.id,
                key_password_file: None,
                valid_days: make.valid_days.get(),
                suites: match make.dual {
                    true => Suites::Both,
                    false => Suites::International,
                },
                at: installation.now(),
                wanted: make.unit.map(|unit| {
                    let face = make.centre.face(make.line, make.number, make.diameter);
                    (named(unit), face)
                }),
            };
            seal::make_in(&bureau, &request)
        })
        .await??;
    Ok((StatusCode::CREATED, Json(made)))
}
