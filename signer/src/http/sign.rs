//! `POST /v1/sign`: puts a seal of the home on a document.
//!
//! Once the document has arrived, the work is detached from the connection. The intent is recorded,
//! with the user as the system names the peer of the socket, before the key is used.

use super::malformed::contradiction;
use super::pieces::Pieces;
use super::query::Parameters;
use super::{App, Arrival, Problem, document, query};
use crate::service::allowed::{Allowed, LENGTH, LEVEL, LOCK, OCCURRENCE, PERMISSION};
use crate::service::augment::Sources;
use crate::service::bureau::Bureau;
use crate::service::sign::{
    Appended, KeySource, Level, Occurrence, Output, Placement, RsaScheme, SignRequest,
    SignatureForm, Suite, append_in, lock, permission, tenths,
};
use axum::body::{Body, Bytes};
use axum::extract::{Extension, Request, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;
use std::num::NonZeroU32;
use std::sync::Arc;
use yinxin_core::licence::PointMm;
use yinxin_core::pdf::FieldLock;
use yinxin_core::seal::StraddledEdge;

/// Every parameter.
const KNOWN: &[&str] = &[
    "seal",
    "field",
    "page",
    "at_x",
    "at_y",
    "keyword",
    "occurrence",
    "straddle",
    "certify",
    "lock",
    "lock_permission",
    "level",
    "suite",
    "answer",
];
const PAGE: Allowed = Allowed {
    zh: "从 1 起的页码，或 all",
    en: "the number of a page, from 1, or all",
};
const SUITE: Allowed = Allowed {
    zh: "eu 或 gm",
    en: "eu or gm",
};
const EDGE: Allowed = Allowed {
    zh: "right 或 left",
    en: "right or left",
};
const ANSWER: Allowed = Allowed {
    zh: "document 或 appended",
    en: "document or appended",
};

/// What is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    /// The signed document.
    Document,
    /// Only what stands behind the document's own octets.
    Appended,
}

pub(super) async fn sign(
    State(app): State<Arc<App>>,
    Extension(arrival): Extension<Arrival>,
    found: query::Found,
    request: Request,
) -> Result<Response, Problem> {
    let user = arrival.user().ok_or(Problem::SocketOnly)?;
    let asked = Parameters::of(found, KNOWN)?;
    let seal = asked.required("seal")?.to_owned();
    let field = asked.get("field").map(str::to_owned);
    let placement = placement(&asked)?;
    let certify = asked.read("certify", PERMISSION, permission)?;
    let lock = restrictions(&asked)?;
    let level = asked.read("level", LEVEL, Level::named)?;
    let level = level.unwrap_or(Level::BB);
    let suite = asked.read("suite", SUITE, Suite::named)?;
    let answer = asked.read("answer", ANSWER, |name| match name {
        "document" => Some(Answer::Document),
        "appended" => Some(Answer::Appended),
        _ => None,
    })?;
    let sources = match level {
        Level::BB => Sources::default(),
        _ => app.sources().clone(),
    };
    let document = document::receive(&app, request).await?;
    let (signed, document) = app
        .run(move |installation| {
            let bureau = Bureau::of(Arc::clone(installation))?.acting_for(user);
            let request = SignRequest {
                input: document.name.as_str().into(),
                output: Output::InPlace,
                key: KeySource::Home {
                    home: bureau.home().path().into(),
                    seal: seal.clone(),
                },
                key_password_file: None,
                password_file: None,
                level,
                sources,
                field,
                placement,
                certify,
                lock,
                form: SignatureForm::Cades,
                suite,
                rsa: RsaScheme::Pkcs1,
                at: installation.now(),
            };
            append_in(&bureau, &seal, &document.octets, &request).map(|signed| (signed, document))
        })
        .await??;
    let told = told(&signed)?;
    let (media, pieces) = match answer.unwrap_or(Answer::Document) {
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

fn placement(asked: &Parameters) -> Result<Placement, Problem> {
    let occurrence = asked.read("occurrence", OCCURRENCE, Occurrence::named)?;
    let x = asked.read("at_x", LENGTH, tenths)?;
    let y = asked.read("at_y", LENGTH, tenths)?;
    let at = match (x, y) {
        (None, None) => None,
        (Some(x), Some(y)) => Some(PointMm { x, y }),
        _ => {
            return Err(contradiction(
                "`at_x` 与 `at_y` 必须同时给出",
                "`at_x` and `at_y` belong together",
            ));
        }
    };
    let page = asked.read("page", PAGE, |text| match text {
        "all" => Some(None),
        number => number.parse::<NonZeroU32>().ok().map(Some),
    })?;
    let straddle = asked.read("straddle", EDGE, |text| match text {
        "right" => Some(StraddledEdge::Right),
        "left" => Some(StraddledEdge::Left),
        _ => None,
    })?;
    match (page, at, asked.get("keyword"), straddle) {
        (None, None, Some(text), None) => Ok(Placement::Keyword {
            text: text.to_owned(),
            occurrence: occurrence.unwrap_or(Occurrence::Nth(NonZeroU32::MIN)),
        }),
        _ if occurrence.is_some() => Err(contradiction(
            "`occurrence` 只能与 `keyword` 同用",
            "`occurrence` goes with `keyword` only",
        )),
        (None, None, None, None) => Ok(Placement::Unstated),
        (Some(None), Some(at), None, None) => Ok(Placement::EveryPage { at }),
        (Some(Some(page)), Some(at), None, None) => Ok(Placement::Page { page, at }),
        (None, None, None, Some(edge)) => Ok(Placement::Straddle(edge)),
        (Some(_), None, None, None) | (None, Some(_), None, None) => Err(contradiction(
            "`page` 必须与 `at_x`、`at_y` 一起给出",
            "`page` goes with `at_x` and `at_y`",
        )),
        _ => Err(contradiction(
            "位置只能用一种方式给出：`page` 与 `at_x`、`at_y`，或 `keyword`，或 `straddle`",
            "a place is given in one way: `page` with `at_x` and `at_y`, or `keyword`, or `straddle`",
        )),
    }
}

fn restrictions(asked: &Parameters) -> Result<Option<FieldLock>, Problem> {
    let permission = asked.read("lock_permission", PERMISSION, permission)?;
    let locked = asked.read("lock", LOCK, lock)?;
    if locked.is_none() && permission.is_some() {
        return Err(contradiction(
            "`lock_permission` 只能与 `lock` 同用",
            "`lock_permission` goes with `lock` only",
        ));
    }
    Ok(locked.map(|locked| FieldLock {
        permission,
        ..locked
    }))
}

/// What was done, as JSON in ASCII.
fn told(signed: &Appended) -> Result<HeaderValue, Problem> {
    let told = json!({
        "field": signed.field,
        "bytes_added": signed.octets.len(),
        "level": signed.level,
        "problems": signed.problems,
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

    /// docs/daemon.md is not part of the package.
    #[test]
    fn every_parameter_is_described_for_programs_and_for_people() {
        let described: serde_json::Value =
            serde_json::from_str(include_str!("openapi.json")).unwrap();
        let parameters = described["paths"]["/v1/sign"]["post"]["parameters"].as_array();
        let names = parameters.unwrap().iter().map(|one| &one["name"]);
        assert!(names.eq(KNOWN.iter().copied()), "{parameters:#?}");
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/daemon.md");
        let Ok(text) = std::fs::read_to_string(path) else {
            println!("skipped: no docs/daemon.md");
            return;
        };
        let row = text.lines().find(|line| line.contains("`POST /v1/sign`"));
        for name in KNOWN {
            assert!(row.unwrap().contains(&format!("`{name}`")), "{name}");
        }
    }

    #[test]
    fn what_was_done_stands_in_a_header_in_ascii() {
        let signed = Appended {
            field: "签名\u{7f}\"𠀀".into(),
            octets: vec![1, 2],
            level: Some("B-B"),
            problems: Vec::new(),
        };
        let header = told(&signed).unwrap();
        let value: serde_json::Value = serde_json::from_str(header.to_str().unwrap()).unwrap();
        assert_eq!(value["field"], "签名\u{7f}\"𠀀");
        assert_eq!(value["bytes_added"], 2);
    }
}
