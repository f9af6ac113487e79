//! `/v1/licences`.

use super::connection::Question;
use super::{Daemon, Document, Target};
use crate::service::issue::{self, Event, FILE_LIMIT, IssueRequest, Issued, ListRequest, Row};
use crate::service::{ServiceError, input};
use crate::wire::licence::{LicenceIssued, LicencePage, LicenceRefused, LicenceShown, Names};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::path::Path;
use time::OffsetDateTime;
use yinxin_core::licence::{State, Status};

/// Most rows of one request; the daemon takes more, but progress is told a request at a time.
const ROWS: usize = 100;
/// From so many octets of rows on, a request is sent.
const OCTETS: usize = 16 << 20;

/// What became of one row.
#[derive(Deserialize)]
#[serde(untagged)]
enum Told {
    Issued(LicenceIssued),
    Refused(LicenceRefused),
}

#[derive(Deserialize)]
struct Rows {
    rows: Vec<Told>,
    /// Why there are fewer entries than rows.
    stopped: Option<Document>,
}

impl Daemon {
    /// Returns a page of the licences of the daemon's home.
    ///
    /// # Errors
    ///
    /// What the daemon answers; [`ServiceError::DaemonUnreachable`].
    pub fn licences(&self, request: &ListRequest) -> Result<LicencePage, ServiceError> {
        // A holder's name stays out of the URL.
        let body = json!({
            "limit": request.limit,
            "names": names(request.names),
            "type": request.type_code,
            "state": request.state.map(State::name),
            "matching": request.matching,
            "after": request.after,
        })
        .to_string();
        let question = Question::post("/v1/licences/search", "application/json", body.as_bytes());
        let answer = self.ask(&question)?;
        self.json(answer)
    }

    /// Returns one licence of the daemon's home.
    ///
    /// # Errors
    ///
    /// As [`Daemon::licences`].
    pub fn licence(&self, identifier: &str, shown: Names) -> Result<LicenceShown, ServiceError> {
        let target = Target::new("/v1/licences")
            .segment(identifier)
            .with("names", names(shown));
        let answer = self.ask(&Question::get(&target.0))?;
        self.json(answer)
    }

    /// Returns the state that the records of the daemon's home give a licence at a time; `None` for a
    /// licence of others, and for a time before the last change.
    ///
    /// # Errors
    ///
    /// As [`Daemon::licences`].
    pub fn own_record(
        &self,
        identifier: &str,
        at: OffsetDateTime,
    ) -> Result<Option<Status>, ServiceError> {
        match self.licence(identifier, Names::Masked) {
            Ok(shown) if shown.since.is_some_and(|since| since > at) => Ok(None),
            Ok(shown) => {
                let state = State::from_name(&shown.state).unwrap_or(State::Revoked);
                Ok(Some(state.status()))
            }
            Err(ServiceError::DaemonRefused { code, .. }) if code == "NOT_FOUND" => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Changes the state of a licence of the daemon's home and shows it as it is then.
    ///
    /// # Errors
    ///
    /// As [`Daemon::licences`].
    pub fn change_state(
        &self,
        identifier: &str,
        next: State,
    ) -> Result<LicenceShown, ServiceError> {
        let target = Target::new("/v1/licences")
            .segment(identifier)
            .segment("state");
        let body = json!({ "state": next.name() }).to_string();
        let question = Question {
            method: "PUT",
            ..Question::post(&target.0, "application/json", body.as_bytes())
        };
        self.json(self.ask(&question)?)
    }

    /// Returns the file of one licence.
    ///
    /// # Errors
    ///
    /// As [`Daemon::licences`].
    pub fn licence_file(&self, identifier: &str) -> Result<Vec<u8>, ServiceError> {
        let target = Target::new("/v1/licences")
            .segment(identifier)
            .segment("file");
        let answer = self.ask(&Question::get(&target.0))?;
        self.octets(answer, FILE_LIMIT)
    }

    /// Has licences issued, some rows a request, writes their files and tells `report` of each.
    pub(crate) fn issue(
        &self,
        request: &IssueRequest,
        rows: &[Row],
        report: &mut dyn FnMut(Event),
    ) -> Result<(), ServiceError> {
        issue::make_output(&request.output)?;
        report(Event::Started {
            rows: u64::try_from(rows.len()).unwrap_or(u64::MAX),
        });
        let mut waiting = Waiting::default();
        let mut first = 1;
        for row in rows {
            let row = match with_photo(row, request.photos()) {
                Ok(row) => row,
                Err(error) => {
                    let row =
                        self.issue_some(request, std::mem::take(&mut waiting), first, report)?;
                    let problem = error.problem();
                    report(Event::Refused(LicenceRefused { row, problem }));
                    first = row.saturating_add(1);
                    continue;
                }
            };
            waiting.octets += row
                .values()
                .iter()
                .map(|(name, value)| name.len() + value.len())
                .sum::<usize>();
            waiting.rows.push(as_json(&row));
            if waiting.rows.len() >= ROWS || waiting.octets >= OCTETS {
                first = self.issue_some(request, std::mem::take(&mut waiting), first, report)?;
            }
        }
        self.issue_some(request, waiting, first, report).map(drop)
    }

    /// Sends rows of which the first has the number `first`; returns the number of the next.
    fn issue_some(
        &self,
        request: &IssueRequest,
        waiting: Waiting,
        first: u64,
        report: &mut dyn FnMut(Event),
    ) -> Result<u64, ServiceError> {
        let sent = waiting.rows.len();
        if sent == 0 {
            return Ok(first);
        }
        let body = json!({
            "type_code": request.type_code,
            "seal": request.seal,
            "rows": waiting.rows,
        })
        .to_string();
        let question = Question::post("/v1/licences", "application/json", body.as_bytes());
        let told: Rows = self.json(self.ask(&question)?)?;
        if told.rows.len() > sent || (told.rows.len() < sent && told.stopped.is_none()) {
            return Err(self.not_understood());
        }
        for told in told.rows {
            report(match told {
                Told::Issued(told) => {
                    let octets = self.licence_file(&told.identifier)?;
                    // The name becomes part of a path here: it is made of what was checked, not
                    // taken from the answer.
                    if told.file != format!("{}.pdf", told.identifier)
                        || told.identifier.contains(['/', '\0'])
                    {
                        return Err(self.not_understood());
                    }
                    let issued = Issued {
                        identifier: told.identifier,
                        number: told.number,
                        file: told.file,
                        octets,
                    };
                    Event::Issued(issued.write(&request.output)?)
                }
                Told::Refused(refused) => Event::Refused(LicenceRefused {
                    row: first.saturating_add(refused.row).saturating_sub(1),
                    ..refused
                }),
            });
        }
        if let Some(stopped) = told.stopped {
            return Err(stopped.refused());
        }
        Ok(first.saturating_add(u64::try_from(sent).unwrap_or(u64::MAX)))
    }
}

/// Rows that are about to be sent.
#[derive(Default)]
struct Waiting {
    rows: Vec<Value>,
    octets: usize,
}

/// Puts the photo itself in place of its path: the daemon reads no file of the caller's.
fn with_photo(row: &Row, folder: &Path) -> Result<Row, ServiceError> {
    match row.get("ZP") {
        None => Ok(row.clone()),
        Some(path) => {
            let photo = input::read(&folder.join(path), issue::PHOTO)?;
            Ok(row.clone().with("ZP", BASE64_STANDARD.encode(photo)))
        }
    }
}

fn as_json(row: &Row) -> Value {
    let values = row.values().iter().cloned();
    Value::Object(
        values
            .map(|(name, value)| (name, Value::String(value)))
            .collect::<Map<_, _>>(),
    )
}

fn names(names: Names) -> &'static str {
    match names {
        Names::Masked => "masked",
        Names::Full => "full",
    }
}
