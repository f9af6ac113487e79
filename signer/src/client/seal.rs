//! `/v1/seals`.

use super::connection::Question;
use super::{Daemon, Target};
use crate::service::ServiceError;
use crate::service::seal::{Centre, Face, MakeRequest, Permission, Suites};
use crate::service::seal_import::ImportRequest;
use crate::service::seal_picture::{Format, Picture};
use crate::service::seal_register::Decision;
use crate::service::seal_state::{StateChange, StateRequest};
use crate::wire::seal::{SealShown, SealUsers};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use yinxin_core::licence::AuthorityName;

/// Most octets of a picture.
const PICTURE: u64 = 64 << 20;
/// Most octets of a register.
const REGISTER: u64 = 16 << 20;

#[derive(Deserialize)]
struct Seals {
    seals: Vec<SealShown>,
}

/// What the header `yinxin-picture` says, tenths of a millimetre.
#[derive(Deserialize)]
struct Size {
    width: u16,
    height: u16,
}

impl Daemon {
    /// Returns one seal of the daemon's home, or all of them.
    ///
    /// # Errors
    ///
    /// What the daemon answers; [`ServiceError::DaemonUnreachable`].
    pub fn seals(&self, id: Option<&str>) -> Result<Vec<SealShown>, ServiceError> {
        let target = Target::new("/v1/seals").with_some("id", id);
        let answer = self.ask(&Question::get(&target.0))?;
        self.json::<Seals>(answer).map(|found| found.seals)
    }

    /// Has the daemon make a seal.
    ///
    /// # Errors
    ///
    /// As [`Daemon::seals`].
    pub fn make_seal(&self, request: &MakeRequest) -> Result<SealShown, ServiceError> {
        let mut body = match &request.wanted {
            Some((unit, face)) => wanted(unit, face),
            None => Map::new(),
        };
        body.insert("id".to_owned(), json!(request.id));
        body.insert("valid_days".to_owned(), json!(request.valid_days));
        let is_dual = request.suites == Suites::Both;
        body.insert("dual".to_owned(), json!(is_dual));
        self.post_json("/v1/seals", &body)
    }

    /// Has the daemon change a seal, or take an application.
    ///
    /// # Errors
    ///
    /// As [`Daemon::seals`].
    pub fn change_seal(&self, request: &StateRequest) -> Result<SealShown, ServiceError> {
        let mut body = decided(&request.decision);
        match &request.change {
            StateChange::Apply { id, unit, face } => {
                body.extend(wanted(unit, face));
                body.insert("id".to_owned(), json!(id));
                self.post_json("/v1/seals/applications", &body)
            }
            StateChange::Remake { id, new } => {
                let target = Target::new("/v1/seals").segment(id).segment("remake");
                body.insert("id".to_owned(), json!(new));
                self.post_json(&target.0, &body)
            }
            StateChange::Of { id, step } => {
                let target = Target::new("/v1/seals").segment(id).segment("state");
                body.insert("step".to_owned(), json!(step.name()));
                let body = json!(body).to_string();
                let question = Question {
                    method: "PUT",
                    ..Question::post(&target.0, "application/json", body.as_bytes())
                };
                self.json(self.ask(&question)?)
            }
        }
    }

    /// Has the daemon take in a seal that was made elsewhere.
    ///
    /// # Errors
    ///
    /// As [`Daemon::seals`].
    pub fn import_seal(
        &self,
        request: &ImportRequest,
        octets: &[u8],
    ) -> Result<SealShown, ServiceError> {
        let mut body = decided(&request.decision);
        body.insert("id".to_owned(), json!(request.id));
        body.insert("unit".to_owned(), json!(request.unit));
        body.insert("seal".to_owned(), json!(BASE64_STANDARD.encode(octets)));
        self.post_json("/v1/seals/import", &body)
    }

    /// Returns the register of the daemon's home as it is kept.
    ///
    /// # Errors
    ///
    /// As [`Daemon::seals`].
    pub fn seal_register(&self) -> Result<Vec<u8>, ServiceError> {
        let answer = self.ask(&Question::get("/v1/seals/register"))?;
        self.octets(answer, REGISTER)
    }

    /// Returns it closed, to be handed to others.
    ///
    /// # Errors
    ///
    /// As [`Daemon::seals`].
    pub fn closed_seal_register(&self) -> Result<Vec<u8>, ServiceError> {
        let answer = self.ask(&Question::post(
            "/v1/seals/register",
            "application/json",
            b"",
        ))?;
        self.octets(answer, REGISTER)
    }

    fn post_json(
        &self,
        target: &str,
        body: &Map<String, Value>,
    ) -> Result<SealShown, ServiceError> {
        let body = json!(body).to_string();
        let question = Question::post(target, "application/json", body.as_bytes());
        self.json(self.ask(&question)?)
    }

    /// Has the daemon let a user use a seal, or no longer.
    ///
    /// # Errors
    ///
    /// As [`Daemon::seals`].
    pub fn permit(
        &self,
        id: &str,
        user: u32,
        permission: Permission,
    ) -> Result<SealUsers, ServiceError> {
        let target = Target::new("/v1/seals")
            .segment(id)
            .segment("users")
            .segment(&user.to_string());
        let method = match permission {
            Permission::Allowed => "PUT",
            Permission::Withdrawn => "DELETE",
        };
        self.json(self.ask(&Question::without_body(method, &target.0))?)
    }

    /// Returns the picture of a seal.
    ///
    /// # Errors
    ///
    /// As [`Daemon::seals`].
    pub fn picture(&self, id: &str, format: Format) -> Result<Picture, ServiceError> {
        let target = Target::new("/v1/seals").segment(id).segment("picture").0;
        let target = match format {
            Format::Svg => target,
            Format::Png(resolution) => format!("{target}?resolution={resolution}"),
        };
        let answer = self.ask(&Question::get(&target))?;
        let size: Size = answer
            .header("yinxin-picture")
            .and_then(|told| serde_json::from_str(told).ok())
            .ok_or_else(|| self.not_understood())?;
        Ok(Picture {
            octets: self.octets(answer, PICTURE)?,
            width: size.width,
            height: size.height,
        })
    }
}

/// What the wanted seal is.
fn wanted(unit: &AuthorityName, face: &Face) -> Map<String, Value> {
    let centre = match face.centre {
        Centre::Star => "star",
        Centre::Empty => "empty",
    };
    let unit = json!({ "code": unit.code, "name": unit.name });
    let entries = [
        ("unit", unit),
        ("centre", json!(centre)),
        ("line", json!(face.line)),
        ("number", json!(face.number)),
        ("diameter", json!(face.diameter)),
    ];
    entries
        .map(|(name, value)| (name.to_owned(), value))
        .into_iter()
        .collect()
}

/// Who decided and why; the daemon has a clock of its own.
fn decided(decision: &Decision) -> Map<String, Value> {
    let entries = [("why", json!(decision.why)), ("by", json!(decision.by))];
    entries
        .map(|(name, value)| (name.to_owned(), value))
        .into_iter()
        .collect()
}
