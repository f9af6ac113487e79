//! `POST /v1/recognise`: decides whether a licence may be accepted by a domain, for an item.

use super::{App, Problem, document, query};
use crate::service::bureau::Bureau;
use crate::service::recognise::{RecogniseRequest, STATUS, Submitted, recognise_in};
use crate::wire::recognition::Verdict;
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, Request, State};
use serde::Deserialize;
use std::sync::Arc;

/// Parameters.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    r#as: String,
    item: String,
    at: Option<String>,
}

pub(super) async fn recognise(
    State(app): State<Arc<App>>,
    asked: Result<Query<Asked>, QueryRejection>,
    request: Request,
) -> Result<Json<Verdict>, Problem> {
    let asked = query::parameters(asked)?;
    let at = query::instant(asked.at.as_deref())?;
    let beside = Some(("status", usize::try_from(STATUS).unwrap_or(usize::MAX)));
    let (document, status) = document::receive_beside(&app, request, beside).await?;
    let verdict = app
        .run(move |installation| {
            let bureau = Bureau::of(Arc::clone(installation))?;
            let request = RecogniseRequest {
                home: bureau.home().path().into(),
                file: document.name.as_str().into(),
                relying_domain: asked.r#as,
                item: asked.item,
                at: at.unwrap_or_else(|| installation.now()),
                status: None,
                password_file: None,
            };
            let submitted = Submitted {
                document: &document.octets,
                status: status.as_deref(),
            };
            recognise_in(&bureau, &request, &submitted)
        })
        .await??;
    Ok(Json(verdict))
}
