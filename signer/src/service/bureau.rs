//! A home that is open for work: what every service on a home shares.

use super::{Expected, ServiceError};
use crate::audit::{Intent, Outcome, Pending};
use crate::home::Home;
use crate::installation::Installation;
use crate::keys::{KeyId, KeyStore, Password};
use crate::policy::{self, Decision, User};
use crate::store::{Batch, Records, Store};
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use time::OffsetDateTime;
use yinxin_core::licence::AuthorityName;
use yinxin_core::suite::SigningKey;
use yinxin_core::x509::Certificate;

/// How long a command waits for another process to let go of the home.
const PATIENCE: Duration = Duration::from_secs(5);

const PROFILE: Records<Profile> = Records::new("profile");
const SELF: &[u8] = b"self";

/// Whose home it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Credit code of the body.
    pub code: String,
    /// Name of the body.
    pub name: String,
    /// 行政区划代码, six digits: also the home's recognition domain.
    pub area_code: String,
    /// Where the QR codes of licences lead.
    pub verification_address: String,
}

impl Profile {
    /// Returns the body.
    #[must_use]
    pub fn authority(&self) -> AuthorityName {
        AuthorityName {
            code: self.code.clone(),
            name: self.name.clone(),
        }
    }
}

/// An installation with the body it belongs to.
#[derive(Debug, Clone)]
pub struct Bureau {
    installation: Arc<Installation>,
    profile: Profile,
    user: User,
}

impl Bureau {
    /// Begins a home for `profile`, its keys under `password`; [`Home::finish`] makes it whole.
    ///
    /// # Errors
    ///
    /// [`ServiceError::AlreadyThere`], or what the system says.
    pub fn begin(
        folder: &Path,
        profile: Profile,
        password: Password,
    ) -> Result<Self, ServiceError> {
        let home = Home::begin(folder).map_err(|error| ServiceError::home(folder, error))?;
        let installation = Arc::new(Installation::open(home, Some(password))?);
        let batch = PROFILE.put(Batch::new(), SELF, &profile)?;
        installation.store().apply(batch)?;
        Ok(Self {
            installation,
            profile,
            user: own_user(),
        })
    }

    /// Opens a home, waiting a little for another process to let go of it. Without a password file
    /// no key can be used. What a crash left half issued is settled.
    ///
    /// # Errors
    ///
    /// [`ServiceError::HomeMissing`], [`ServiceError::HomeHeld`], or what the system says.
    pub fn open(folder: &Path, password_file: Option<&Path>) -> Result<Self, ServiceError> {
        let password = password_file.map(read_password).transpose()?;
        let home =
            Home::open(folder, PATIENCE).map_err(|error| ServiceError::home(folder, error))?;
        let installation = Installation::open(home, password)?;
        super::settle(&installation)?;
        Self::of(Arc::new(installation))
    }

    /// Takes an installation that is open: the daemon's.
    ///
    /// # Errors
    ///
    /// [`ServiceError::HomeMissing`] where the home was not finished.
    pub fn of(installation: Arc<Installation>) -> Result<Self, ServiceError> {
        let profile = PROFILE
            .get(installation.store().as_ref(), SELF)?
            .ok_or_else(|| ServiceError::HomeMissing {
                path: installation.home().path().into(),
            })?;
        Ok(Self {
            installation,
            profile,
            user: own_user(),
        })
    }

    /// Works for another user than that of this process: the peer of a socket.
    #[must_use]
    pub fn acting_for(mut self, user: User) -> Self {
        self.user = user;
        self
    }

    /// Returns who asks.
    #[must_use]
    pub fn user(&self) -> &User {
        &self.user
    }

    /// Checks that the user who asks may use a seal.
    ///
    /// # Errors
    ///
    /// [`ServiceError::SealNotAllowed`], [`ServiceError::Store`]; the seal must not be used then.
    pub fn may_use(&self, seal: &str) -> Result<(), ServiceError> {
        match policy::may_use(self.store(), seal, &self.user)? {
            Decision::Allowed => Ok(()),
            Decision::Refused => Err(ServiceError::SealNotAllowed {
                seal: seal.to_owned(),
                user: self.user.clone(),
            }),
        }
    }

    /// Returns the folder and what lies in it.
    #[must_use]
    pub fn home(&self) -> &Home {
        self.installation.home()
    }

    /// Returns the records.
    #[must_use]
    pub fn store(&self) -> &dyn Store {
        self.installation.store().as_ref()
    }

    /// Returns whose home it is.
    #[must_use]
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Returns the keys.
    ///
    /// # Errors
    ///
    /// [`ServiceError::PasswordMissing`] where the home was opened without a password.
    pub fn keys(&self) -> Result<&dyn KeyStore, ServiceError> {
        self.installation
            .keys()
            .map(Arc::as_ref)
            .ok_or(ServiceError::PasswordMissing)
    }

    /// Opens one key.
    ///
    /// # Errors
    ///
    /// [`ServiceError::PasswordMissing`], [`ServiceError::Key`].
    pub fn key(&self, id: &str) -> Result<Box<dyn SigningKey>, ServiceError> {
        Ok(self.keys()?.open(&KeyId::new(id)?)?)
    }

    /// Records that the key of a seal is going to be used on what has this SHA-256.
    ///
    /// # Errors
    ///
    /// [`ServiceError::Audit`]; the key must not be used then.
    pub fn intend(
        &self,
        action: &str,
        seal: &str,
        digest: &str,
        at: OffsetDateTime,
    ) -> Result<Pending, ServiceError> {
        let intent = Intent {
            actor: self.user.as_str().to_owned(),
            action: action.to_owned(),
            with: seal.to_owned(),
            digest: digest.to_owned(),
        };
        Ok(self.installation.audit().intend(&intent, at)?)
    }

    /// Records that what was intended is done, together with the changes of `batch`.
    ///
    /// # Errors
    ///
    /// [`ServiceError::Audit`].
    pub fn done(
        &self,
        batch: Batch,
        pending: Pending,
        at: OffsetDateTime,
    ) -> Result<(), ServiceError> {
        Ok(self
            .installation
            .audit()
            .conclude(batch, &[(pending, Outcome::Done)], at)?)
    }

    /// Records that what was intended failed; whether the key was used is not known.
    ///
    /// # Errors
    ///
    /// [`ServiceError::Audit`].
    pub fn failed(&self, pending: Pending, at: OffsetDateTime) -> Result<(), ServiceError> {
        let outcomes = [(pending, Outcome::Unknown)];
        Ok(self
            .installation
            .audit()
            .conclude(Batch::new(), &outcomes, at)?)
    }

    /// Reads a certificate chain of the home, the named one first.
    ///
    /// # Errors
    ///
    /// [`ServiceError::Damaged`] where it is missing or cannot be read.
    pub fn chain(&self, id: &str) -> Result<Vec<Certificate>, ServiceError> {
        let damaged = || ServiceError::Damaged {
            what: "certificates",
        };
        let octets = self
            .home()
            .certificates()
            .get(&format!("{id}.pem"), 1 << 20)
            .map_err(|source| self.read_failed("certificates", source))?
            .ok_or_else(damaged)?;
        yinxin_core::x509::read_all(&octets).map_err(|_| damaged())
    }

    /// An error of reading below the home.
    pub(super) fn read_failed(&self, below: &str, source: std::io::Error) -> ServiceError {
        ServiceError::Read {
            path: self.home().path().join(below),
            source,
        }
    }

    /// An error of writing below the home.
    pub(super) fn write_failed(&self, below: &str, source: std::io::Error) -> ServiceError {
        ServiceError::Write {
            path: self.home().path().join(below),
            source,
        }
    }
}

/// The user of this process, as a socket would name it.
fn own_user() -> User {
    User::local(rustix::process::geteuid().as_raw())
}

/// Reads a password from a file of one line.
///
/// # Errors
///
/// [`ServiceError::Read`]; [`ServiceError::NotUnderstood`] where it is empty.
pub fn read_password(file: &Path) -> Result<Password, ServiceError> {
    Password::from_file(file).map_err(|source| match source.kind() {
        std::io::ErrorKind::InvalidData => ServiceError::NotUnderstood {
            path: file.into(),
            expected: Expected::Password,
        },
        _ => ServiceError::Read {
            path: file.into(),
            source,
        },
    })
}
