//! `POST /v1/recognise`: decides whether a licence may be accepted by a domain, for an item.

use super::query::Parameters;
use super::{App, Problem, document, query};
use crate::service::bureau::Bureau;
use crate::service::recognise::{RecogniseRequest, STATUS, Submitted, recognise_in};
use crate::wire::recognition::Verdict;
use axum::Json;
use axum::extract::{Request, State};
use std::sync::Arc;

pub(super) async fn recognise(
    State(app): State<Arc<App>>,
    found: query::Found,
    request: Request,
) -> Result<Json<Verdict>, Problem> {
    let asked = Parameters::of(found, &["as", "item", "at"])?;
    let relying_domain = asked.required("as")?.to_owned();
    let item = asked.required("item")?.to_owned();
    let at = asked.instant("at")?;
    let beside = Some(("status", usize::try_from(STATUS).unwrap_or(usize::MAX)));
    let (document, status) = document::receive_beside(&app, request, beside).await?;
    let verdict = app
        .run(move |installation| {
            let bureau = Bureau::of(Arc::clone(installation))?;
            let request = RecogniseRequest {
                home: bureau.home().path().into(),
                file: document.name.as_str().into(),
                relying_domain,
                item,
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
