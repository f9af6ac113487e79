//! `/v1/exchange/…`: what the home's domain signs for others, and what it takes from them.

use super::document::{self, plain};
use super::form::Form;
use super::malformed::missing_part;
use super::pieces::Pieces;
use super::{App, Problem};
use crate::service::bureau::Bureau;
use crate::service::certificate::fingerprint;
use crate::service::exchange::files::{Pinned, Received, import_in};
use crate::service::exchange::unsigned::{Requested, Unsigned, sign_in};
use crate::service::exchange::{octets_of, seal_register_texts_of};
use crate::wire::exchange::ObjectsImported;
use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Path, Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};
use std::sync::Arc;

/// Most octets of what is signed.
const BODY: u64 = 16 << 20;
/// Most octets of what is imported at once.
const IMPORT: usize = 64 << 20;

/// `POST /v1/exchange/sign/{object}`: answers the signed object; what it is stands in a header.
pub(super) async fn sign(
    State(app): State<Arc<App>>,
    Path(object): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let what = Requested::named(&object).ok_or(Problem::NotFound)?;
    let body = document::receive_small(&app, request, "application/json", BODY).await?;
    let signed = app
        .run(move |installation| {
            let bureau = Bureau::of(Arc::clone(installation))?;
            let unsigned = Unsigned {
                what,
                octets: body.to_vec(),
                name: object.into(),
            };
            sign_in(&bureau, &unsigned, installation.now())
        })
        .await??;
    // Names of domains and kinds are ASCII, as the header has to be.
    let told = json!({
        "object": signed.object,
        "domain": signed.domain,
        "fingerprint": signed.fingerprint,
    });
    let told = HeaderValue::from_str(&told.to_string()).map_err(|_| Problem::Internal)?;
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        ),
        (HeaderName::from_static("yinxin-object"), told),
    ];
    let body = Body::new(Pieces::new([Bytes::from(signed.octets)]));
    Ok((headers, body).into_response())
}

/// `GET /v1/exchange/objects`: the objects that were imported, as the home keeps them; no octets where
/// there are none.
pub(super) async fn objects(State(app): State<Arc<App>>) -> Result<Response, Problem> {
    let octets = app
        .run(|installation| octets_of(installation.home().path()))
        .await??;
    let media = HeaderValue::from_static("application/json");
    let body = Body::new(Pieces::new([Bytes::from(octets.unwrap_or_default())]));
    Ok(([(header::CONTENT_TYPE, media)], body).into_response())
}

/// `GET /v1/exchange/seal-registers`: the registers of seals that were taken from others.
pub(super) async fn seal_registers(State(app): State<Arc<App>>) -> Result<Json<Value>, Problem> {
    let texts = app
        .run(|installation| seal_register_texts_of(installation.home().path()))
        .await??;
    // A register is read only where it is UTF-8.
    let texts: Vec<_> = texts
        .iter()
        .map(|octets| String::from_utf8_lossy(octets))
        .collect();
    Ok(Json(json!({ "seal_registers": texts })))
}

/// `POST /v1/exchange/import`: a form with any number of parts `file`, and `pin` with `fingerprint`.
pub(super) async fn import(
    State(app): State<Arc<App>>,
    request: Request,
) -> Result<Json<ObjectsImported>, Problem> {
    let mut form = Form::receive(&app, request, IMPORT).await?;
    let pin = match (form.take_text("pin")?, form.take_text("fingerprint")?) {
        (None, None) => None,
        (Some(domain), Some(typed)) => Some(Pinned {
            domain,
            fingerprint: fingerprint(&typed)?,
        }),
        (Some(_), None) => return Err(missing_part("fingerprint")),
        (None, Some(_)) => return Err(missing_part("pin")),
    };
    let received: Vec<Received> = form
        .take_all("file")
        .into_iter()
        .map(|part| Received {
            name: plain(part.file.as_deref().unwrap_or("file")).into(),
            octets: part.octets,
        })
        .collect();
    form.finish()?;
    if received.is_empty() {
        return Err(missing_part("file"));
    }
    let imported = app
        .run(move |installation| {
            let bureau = Bureau::of(Arc::clone(installation))?;
            import_in(&bureau, pin.as_ref(), &received, installation.now())
        })
        .await??;
    Ok(Json(imported))
}
