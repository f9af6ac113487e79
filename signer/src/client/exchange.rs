//! `/v1/exchange/…`.

use super::connection::Question;
use super::form::Form;
use super::{Daemon, Target};
use crate::service::exchange::files::{Pinned, Received};
use crate::service::exchange::unsigned::{SignedObject, Unsigned};
use crate::service::{ServiceError, exchange};
use crate::wire::exchange::ObjectsImported;
use serde::Deserialize;
use yinxin_core::recognition::Store;
use yinxin_core::seal::register::SealRegister;

/// Most octets of a signed object.
const MOST: u64 = 64 << 20;

/// What the header `yinxin-object` says.
#[derive(Deserialize)]
struct Told {
    object: String,
    domain: String,
    fingerprint: Option<String>,
}

#[derive(Deserialize)]
struct Registers {
    seal_registers: Vec<String>,
}

impl Daemon {
    /// Has the daemon sign an object for its domain.
    ///
    /// # Errors
    ///
    /// What the daemon answers; [`ServiceError::DaemonUnreachable`].
    pub fn sign_object(&self, unsigned: &Unsigned) -> Result<SignedObject, ServiceError> {
        let target = Target::new("/v1/exchange/sign").segment(unsigned.what.name());
        let question = Question::post(&target.0, "application/json", &unsigned.octets);
        let answer = self.ask(&question)?;
        let told: Told = answer
            .header("yinxin-object")
            .and_then(|told| serde_json::from_str(told).ok())
            .ok_or_else(|| self.not_understood())?;
        Ok(SignedObject {
            octets: self.octets(answer, MOST)?,
            object: told.object.into(),
            domain: told.domain,
            fingerprint: told.fingerprint,
        })
    }

    /// Returns the objects that were imported into the daemon's home, verified again.
    ///
    /// # Errors
    ///
    /// As [`Daemon::sign_object`].
    pub fn recognition_objects(&self) -> Result<Store, ServiceError> {
        let answer = self.ask(&Question::get("/v1/exchange/objects"))?;
        let octets = self.octets(answer, exchange::MOST)?;
        if octets.is_empty() {
            return Ok(Store::new());
        }
        Store::from_bytes(&octets).map_err(|_| self.not_understood())
    }

    /// Returns the registers of seals that the daemon's home took in, every line verified again.
    ///
    /// # Errors
    ///
    /// As [`Daemon::sign_object`].
    pub fn imported_seal_registers(&self) -> Result<Vec<SealRegister>, ServiceError> {
        let question = Question::get("/v1/exchange/seal-registers");
        let told: Registers = self.json(self.ask(&question)?)?;
        let read = |text: &String| SealRegister::parse(text.as_bytes());
        let read: Result<_, _> = told.seal_registers.iter().map(read).collect();
        read.map_err(|_| self.not_understood())
    }

    /// Has the daemon take objects, CRLs and registers of seals that were read from files.
    ///
    /// # Errors
    ///
    /// As [`Daemon::sign_object`].
    pub fn import_objects(
        &self,
        pin: Option<&Pinned>,
        received: &[Received],
    ) -> Result<ObjectsImported, ServiceError> {
        let mut form = Form::new()?;
        if let Some(pin) = pin {
            let fingerprint = pin.fingerprint.to_string();
            form = form.with("pin", None, pin.domain.as_bytes()).with(
                "fingerprint",
                None,
                fingerprint.as_bytes(),
            );
        }
        // A file goes over under its number: its name says where it lies here.
        for (number, received) in received.iter().enumerate() {
            form = form.with("file", Some(&number.to_string()), &received.octets);
        }
        let (media, body) = form.finish();
        let question = Question::post("/v1/exchange/import", &media, &body);
        let mut told: ObjectsImported = self.json(self.ask(&question)?)?;
        let objects = told.objects.iter_mut().map(|object| &mut object.file);
        let lists = told.revocation_lists_kept.iter_mut();
        let registers = told.seal_registers.iter_mut();
        let others = lists.map(|list| &mut list.file);
        for file in objects
            .chain(others)
            .chain(registers.map(|one| &mut one.file))
        {
            let number: Option<usize> = file.parse().ok();
            let of = number
                .and_then(|number| received.get(number))
                .ok_or_else(|| self.not_understood())?;
            *file = of.name.display().to_string();
        }
        Ok(told)
    }
}
