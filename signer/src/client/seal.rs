//! `/v1/seals`.

use super::connection::Question;
use super::{Daemon, Target};
use crate::service::ServiceError;
use crate::service::seal::{Centre, MakeRequest, Permission};
use crate::service::seal_picture::{Format, Picture};
use crate::wire::seal::{SealShown, SealUsers};
use serde::Deserialize;
use serde_json::json;

/// Most octets of a picture.
const PICTURE: u64 = 64 << 20;

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
        let centre = match request.face.centre {
            Centre::Star => "star",
            Centre::Empty => "empty",
        };
        let body = json!({
            "id": request.id,
            "unit": { "code": request.unit.code, "name": request.unit.name },
            "centre": centre,
            "line": request.face.line,
            "number": request.face.number,
            "diameter": request.face.diameter,
            "valid_days": request.valid_days,
        })
        .to_string();
        let question = Question::post("/v1/seals", "application/json", body.as_bytes());
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
