//! `POST /v1/sign`.

use super::connection::Question;
use super::{Daemon, Target};
use crate::service::ServiceError;
use crate::service::sign::{Appended, Level, Placement, SignRequest, lock_text};
use crate::wire::ReasonText;
use serde::Deserialize;
use yinxin_core::licence::PointMm;
use yinxin_core::seal::StraddledEdge;

/// Most octets that a signature adds.
const MOST: u64 = 64 << 20;

/// What the header `yinxin-signed` says.
#[derive(Deserialize)]
struct Told {
    field: String,
    bytes_added: u64,
    level: Option<String>,
    #[serde(default)]
    problems: Vec<ReasonText>,
}

impl Daemon {
    /// Has the daemon's seal sign a document and returns what it adds. The document itself stays as
    /// it is here: whatever comes back can only ever stand behind it.
    ///
    /// # Errors
    ///
    /// [`ServiceError::NotServed`]; what the daemon answers; [`ServiceError::DaemonUnreachable`].
    pub fn append(
        &self,
        seal: &str,
        octets: &[u8],
        request: &SignRequest,
    ) -> Result<Appended, ServiceError> {
        request.check_served()?;
        // The daemon is not told passwords of documents; it opens what the empty one opens.
        if request.password_file.is_some() {
            let option = "--password-file with a daemon";
            return Err(ServiceError::NotServed { option });
        }
        if !request.sources.is_empty() {
            let option = "--tsa, --trust, --crl, --ocsp, --allow-host or --tls-ca with a daemon";
            return Err(ServiceError::NotServed { option });
        }
        let mut target = Target::new("/v1/sign")
            .with("seal", seal)
            .with("answer", "appended")
            .with_some("field", request.field.as_deref());
        let corner = |target: Target, at: PointMm| {
            let millimetres = |tenths: u16| format!("{}.{}", tenths / 10, tenths % 10);
            target
                .with("at_x", &millimetres(at.x))
                .with("at_y", &millimetres(at.y))
        };
        target = match &request.placement {
            Placement::Unstated => target,
            Placement::Page { page, at } => corner(target, *at).with("page", &page.to_string()),
            Placement::EveryPage { at } => corner(target, *at).with("page", "all"),
            Placement::Keyword { text, occurrence } => target
                .with("keyword", text)
                .with("occurrence", &occurrence.to_string()),
            Placement::Straddle(StraddledEdge::Right) => target.with("straddle", "right"),
            Placement::Straddle(StraddledEdge::Left) => target.with("straddle", "left"),
        };
        if let Some(allowed) = request.certify {
            target = target.with("certify", &allowed.p().to_string());
        }
        if let Some(lock) = &request.lock {
            target = target.with("lock", &lock_text(lock));
            if let Some(allowed) = lock.permission {
                target = target.with("lock_permission", &allowed.p().to_string());
            }
        }
        if request.level != Level::BB {
            target = target.with("level", request.level.name());
        }
        if let Some(suite) = request.suite {
            target = target.with("suite", suite.name());
        }
        let level = (!request.seals_with_home()).then(|| request.level.title());
        let answer = self.ask(&Question::post(&target.0, "application/pdf", octets))?;
        let told: Told = answer
            .header("yinxin-signed")
            .and_then(|told| serde_json::from_str(told).ok())
            .filter(|told: &Told| told.level.as_deref() == level)
            .ok_or_else(|| self.not_understood())?;
        let octets = self.octets(answer, MOST)?;
        if !u64::try_from(octets.len()).is_ok_and(|length| length == told.bytes_added) {
            return Err(self.not_understood());
        }
        Ok(Appended {
            field: told.field,
            octets,
            level,
            problems: told.problems,
        })
    }
}
