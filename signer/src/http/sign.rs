//! `POST /v1/sign`: puts a seal of the home on a document.
//!
//! Once the document has arrived, the work is detached from the connection. The intent is recorded,
//! with the user as the system names the peer of the socket, before the key is used.

use super::pieces::Pieces;
use super::{App, Arrival, Problem, document, query};
use crate::service::augment::Sources;
use crate::service::bureau::Bureau;
use crate::service::sign::{
    Appended, KeySource, Level, Occurrence, Output, Placement, RsaScheme, SignRequest, append_in,
    lock, permission, tenths,
};
use axum::body::{Body, Bytes};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Extension, Query, Request, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::json;
use std::num::NonZeroU32;
use std::sync::Arc;
use yinxin_core::licence::PointMm;
use yinxin_core::pdf::FieldLock;
use yinxin_core::seal::StraddledEdge;

/// Parameters.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    seal: String,
    field: Option<String>,
    /// Number of a page, the first being 1, or `all`.
    page: Option<String>,
    /// Millimetres from the left edge of the page.
    at_x: Option<String>,
    /// Millimetres from the top edge of the page.
    at_y: Option<String>,
    keyword: Option<String>,
    /// `all`, `last` or a number.
    occurrence: Option<String>,
    /// `right` or `left`.
    straddle: Option<String>,
    /// `1`, `2` or `3`.
    certify: Option<String>,
    /// `all`, `include:A,B` or `exclude:A,B`.
    lock: Option<String>,
    /// `1`, `2` or `3`.
    lock_permission: Option<String>,
    /// `b-b`, `b-t`, `b-lt` or `b-lta`.
    level: Option<String>,
    #[serde(default)]
    answer: Answer,
}

/// What is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Answer {
    /// The signed document.
    #[default]
    Document,
    /// Only what stands behind the document's own octets.
    Appended,
}

pub(super) async fn sign(
    State(app): State<Arc<App>>,
    Extension(arrival): Extension<Arrival>,
    asked: Result<Query<Asked>, QueryRejection>,
    request: Request,
) -> Result<Response, Problem> {
    let user = arrival.user().ok_or(Problem::SocketOnly)?;
    let asked = query::parameters(asked)?;
    let placement = placement(&asked)?;
    let certify = read(asked.certify.as_deref(), permission)?;
    let lock = restrictions(&asked)?;
    let level = read(asked.level.as_deref(), Level::named)?.unwrap_or(Level::BB);
    let sources = match level {
        Level::BB => Sources::default(),
        _ => app.sources().clone(),
    };
    let document = document::receive(&app, request).await?;
    let answer = asked.answer;
    let (signed, document) = app
        .run(move |installation| {
            let bureau = Bureau::of(Arc::clone(installation))?.acting_for(user);
            let request = SignRequest {
                input: document.name.as_str().into(),
                output: Output::InPlace,
                key: KeySource::Home {
                    home: bureau.home().path().into(),
                    seal: asked.seal.clone(),
                },
                key_password_file: None,
                password_file: None,
                level,
                sources,
                field: asked.field,
                placement,
                certify,
                lock,
                rsa: RsaScheme::Pkcs1,
                at: installation.now(),
            };
            append_in(&bureau, &asked.seal, &document.octets, &request)
                .map(|signed| (signed, document))
        })
        .await??;
    let told = told(&signed)?;
    let (media, pieces) = match answer {
        Answer::Document => (
            "application/pdf",
            Pieces::new([
                Bytes::from_owner(document.octets),
                Bytes::from(signed.octets),
            ]),
        ),
        Answer::Appended => (
            "application/octet-stream",
            Pieces::new([Bytes::from(signed.octets)]),
        ),
    };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media)),
        (header::HeaderName::from_static("yinxin-signed"), told),
    ];
    Ok((headers, Body::new(pieces)).into_response())
}

fn placement(asked: &Asked) -> Result<Placement, Problem> {
    let occurrence = read(asked.occurrence.as_deref(), Occurrence::named)?;
    let at = match (&asked.at_x, &asked.at_y) {
        (None, None) => None,
        (Some(x), Some(y)) => Some(PointMm {
            x: tenths(x).ok_or(Problem::BadRequest)?,
            y: tenths(y).ok_or(Problem::BadRequest)?,
        }),
        _ => return Err(Problem::BadRequest),
    };
    let straddle = asked.straddle.as_deref();
    match (asked.page.as_deref(), at, &asked.keyword, straddle) {
        (None, None, Some(text), None) => Ok(Placement::Keyword {
            text: text.clone(),
            occurrence: occurrence.unwrap_or(Occurrence::Nth(NonZeroU32::MIN)),
        }),
        _ if occurrence.is_some() => Err(Problem::BadRequest),
        (None, None, None, None) => Ok(Placement::Unstated),
        (Some("all"), Some(at), None, None) => Ok(Placement::EveryPage { at }),
        (Some(page), Some(at), None, None) => Ok(Placement::Page {
            page: page.parse().map_err(|_| Problem::BadRequest)?,
            at,
        }),
        (None, None, None, Some("right")) => Ok(Placement::Straddle(StraddledEdge::Right)),
        (None, None, None, Some("left")) => Ok(Placement::Straddle(StraddledEdge::Left)),
        _ => Err(Problem::BadRequest),
    }
}

fn restrictions(asked: &Asked) -> Result<Option<FieldLock>, Problem> {
    let permission = read(asked.lock_permission.as_deref(), permission)?;
    let locked = read(asked.lock.as_deref(), lock)?;
    if locked.is_none() && permission.is_some() {
        return Err(Problem::BadRequest);
    }
    Ok(locked.map(|locked| FieldLock {
        permission,
        ..locked
    }))
}

/// Reads a parameter that may be left out.
fn read<T>(text: Option<&str>, reader: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Problem> {
    text.map(|text| reader(text).ok_or(Problem::BadRequest))
        .transpose()
}

/// What was done, as JSON in ASCII.
fn told(signed: &Appended) -> Result<HeaderValue, Problem> {
    let told = json!({
        "field": signed.field,
        "bytes_added": signed.octets.len(),
        "level": signed.level,
    })
    .to_string();
    let mut ascii = String::with_capacity(told.len());
    for c in told.chars() {
        if c.is_ascii() && !c.is_ascii_control() {
            ascii.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                ascii.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    HeaderValue::from_str(&ascii).map_err(|_| Problem::Internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_stands_in_a_header_in_ascii() {
        let signed = Appended {
            field: "签名\u{7f}\"𠀀".into(),
            octets: vec![1, 2],
            level: "B-B",
        };
        let header = told(&signed).unwrap();
        let value: serde_json::Value = serde_json::from_str(header.to_str().unwrap()).unwrap();
        assert_eq!(value["field"], "签名\u{7f}\"𠀀");
        assert_eq!(value["bytes_added"], 2);
    }
}
