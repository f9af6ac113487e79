//! `/v1/licences`: issuing licences, and pages of those that were issued.

use super::malformed::wrong_member;
use super::problem::Texts;
use super::{App, Arrival, Problem, document};
use crate::service::ServiceError;
use crate::service::allowed::Allowed;
use crate::service::bureau::Bureau;
use crate::service::issue::{self, ListRequest, Photos, Press, Row};
use crate::service::state;
use crate::wire::licence::{LicenceIssued, LicencePage, LicenceRefused, Names};
use axum::Json;
use axum::extract::{Extension, Request, State};
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::sync::Arc;

/// Most rows of one request.
const ROWS: usize = 1000;
/// Most octets of one request.
const OCTETS: u64 = 64 << 20;
/// Most octets of a question for a page.
const QUESTION: u64 = 64 << 10;
/// Most licences of one page.
const PAGE: u32 = 10_000;

const LIMIT: Allowed = Allowed {
    zh: "1 至 10000",
    en: "from 1 to 10000",
};
const VALUE: Allowed = Allowed {
    zh: "文本、数字或 null",
    en: "a text, a number or null",
};

/// Asks for a page. A body and not a query: a holder's name has no place in a URL.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Page {
    r#type: Option<String>,
    state: Option<String>,
    matching: Option<String>,
    after: Option<String>,
    #[serde(default = "page_length")]
    limit: u32,
    #[serde(default)]
    names: Shown,
}

fn page_length() -> u32 {
    50
}

/// Whether natural persons are written out.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Shown {
    #[default]
    Masked,
    Full,
}

impl From<Shown> for Names {
    fn from(shown: Shown) -> Self {
        match shown {
            Shown::Masked => Self::Masked,
            Shown::Full => Self::Full,
        }
    }
}

/// `POST /v1/licences/search`.
pub(super) async fn search(
    State(app): State<Arc<App>>,
    request: Request,
) -> Result<Json<LicencePage>, Problem> {
    let page: Page = document::receive_json(&app, request, QUESTION).await?;
    if !(1..=PAGE).contains(&page.limit) {
        return Err(wrong_member("limit", LIMIT));
    }
    let state = page.state.as_deref().map(state::named).transpose()?;
    let found = app
        .run(move |installation| {
            let bureau = Bureau::of(Arc::clone(installation))?;
            let request = ListRequest {
                home: bureau.home().path().into(),
                type_code: page.r#type,
                state,
                matching: page.matching,
                after: page.after,
                limit: page.limit,
                names: page.names.into(),
                at: installation.now(),
            };
            issue::list_in(&bureau, &request)
        })
        .await??;
    Ok(Json(found))
}

/// Asks for licences.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    type_code: String,
    seal: String,
    rows: Vec<Map<String, Value>>,
}

/// What became of the rows: as many entries as rows, fewer where something stopped it.
#[derive(Serialize)]
struct Told<'t> {
    rows: &'t [Entry],
    /// Why there are fewer entries than rows; what stands before stays issued.
    stopped: Option<Texts<'t>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Entry {
    Issued(LicenceIssued),
    Refused(LicenceRefused),
}

/// `POST /v1/licences`.
pub(super) async fn issue(
    State(app): State<Arc<App>>,
    Extension(arrival): Extension<Arrival>,
    request: Request,
) -> Result<Response, Problem> {
    let user = arrival.user().ok_or(Problem::SocketOnly)?;
    let asked: Asked = document::receive_json(&app, request, OCTETS).await?;
    if asked.rows.len() > ROWS {
        return Err(Problem::TooLarge);
    }
    let rows: Vec<Row> = asked
        .rows
        .into_iter()
        .enumerate()
        .map(|(at, row)| {
            Row::of_json(row).map_err(|name| wrong_member(&format!("rows[{at}].{name}"), VALUE))
        })
        .collect::<Result<_, _>>()?;
    let (entries, stopped) = app
        .run(move |installation| {
            let bureau = Bureau::of(Arc::clone(installation))?.acting_for(user);
            let press = Press::new(&bureau, &asked.type_code, &asked.seal)?;
            Ok::<_, ServiceError>(press_all(&press, &rows, installation.now()))
        })
        .await??;
    let stopped = stopped.map(Problem::from);
    let told = Told {
        rows: &entries,
        stopped: stopped.as_ref().map(Problem::texts),
    };
    Ok(Json(told).into_response())
}

fn press_all(
    press: &Press<'_>,
    rows: &[Row],
    at: time::OffsetDateTime,
) -> (Vec<Entry>, Option<ServiceError>) {
    let mut entries = Vec::new();
    for (row, number) in rows.iter().zip(1..) {
        entries.push(match press.issue(row, Photos::Inline, at) {
            Ok(Ok(issued)) => Entry::Issued(issued.told()),
            Ok(Err(problem)) => Entry::Refused(LicenceRefused {
                row: number,
                problem,
            }),
            Err(error) => return (entries, Some(error)),
        });
    }
    (entries, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// docs/exchange.md is not part of the package.
    #[test]
    fn the_example_of_the_document_is_read() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/exchange.md");
        let Ok(text) = std::fs::read_to_string(path) else {
            println!("skipped: no docs/exchange.md");
            return;
        };
        let (_, after) = text.split_once("## Rows of licence data").unwrap();
        let (_, after) = after.split_once("```json\n").unwrap();
        let (block, _) = after.split_once("```").unwrap();
        let asked: Asked = yinxin_core::licence::read_json(block.as_bytes(), block.len()).unwrap();
        assert_eq!(asked.rows.len(), 1);
        assert!(asked.rows.into_iter().all(|row| Row::of_json(row).is_ok()));
    }
}
