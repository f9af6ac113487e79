//! Making a home: the data folder of one issuing body.

use super::bureau::{Bureau, Profile};
use super::roots::HomeRoot;
use super::{ServiceError, catalogue, pem, revocation};
use crate::home::Home;
use crate::keys::{KeyId, KeyKind, Password};
use crate::pki::{self, Name};
use crate::wire::home::{FileCreated, HomeCreated};
use std::path::PathBuf;
use time::{Duration, OffsetDateTime};
use yinxin_core::issue::check_verification_address;
use yinxin_core::licence::{AreaCode, AuthorityName, CatalogueEntry, CreditCode};
use yinxin_core::x509::Certificate;

/// How long a root is good.
const ROOT_DAYS: i64 = 3650;

/// Asks for a home.
#[derive(Debug, Clone)]
pub struct InitRequest {
    /// Folder to make; must not be there, or be empty.
    pub home: PathBuf,
    /// The body whose home it is.
    pub authority: AuthorityName,
    /// 行政区划代码, six digits.
    pub area_code: String,
    /// Where the QR codes of licences lead: `https://…`.
    pub verification_address: String,
    /// Catalogue entries to begin with: JSON files, or folders of them.
    pub catalogue: Vec<PathBuf>,
    /// File with the password that will protect the home's keys; one line.
    pub key_password_file: PathBuf,
    /// The caller's clock.
    pub at: OffsetDateTime,
}

/// Makes a home with a root key of its own.
///
/// # Errors
///
/// [`ServiceError::AlreadyThere`] where the folder holds something; [`ServiceError::Read`] for the
/// password file; [`ServiceError::CodeMalformed`]; [`ServiceError::AddressMalformed`];
/// [`ServiceError::Write`].
pub fn create(request: &InitRequest) -> Result<HomeCreated, ServiceError> {
    create_open(request).map(|(_, created)| created)
}

/// As [`create`], and leaves the home open.
pub(super) fn create_open(request: &InitRequest) -> Result<(Bureau, HomeCreated), ServiceError> {
    CreditCode::parse(&request.authority.code).map_err(|source| ServiceError::CodeMalformed {
        code: request.authority.code.clone(),
        source,
    })?;
    AreaCode::parse(&request.area_code).map_err(|source| ServiceError::CodeMalformed {
        code: request.area_code.clone(),
        source,
    })?;
    if check_verification_address(&request.verification_address).is_err() {
        return Err(ServiceError::AddressMalformed {
            address: request.verification_address.clone(),
        });
    }
    // Password and catalogue are read first: nothing is made where they cannot be.
    let entries = catalogue::read_all(&request.catalogue)?;
    let password = super::bureau::read_password(&request.key_password_file)?;
    let new = !request.home.exists();
    make(request, &entries, password).inspect_err(|_| {
        // Takes away only what this program marked as unfinished. What cannot be removed is cleared
        // by the next attempt.
        let discarded = Home::discard(&request.home).is_ok();
        if new && discarded {
            // Goes only where it is empty.
            std::fs::remove_dir(&request.home).ok();
        }
    })
}

/// Fills a new home and says last that it is whole.
fn make(
    request: &InitRequest,
    entries: &[CatalogueEntry],
    password: Password,
) -> Result<(Bureau, HomeCreated), ServiceError> {
    let bureau = Bureau::begin(
        &request.home,
        Profile {
            code: request.authority.code.clone(),
            name: request.authority.name.clone(),
            area_code: request.area_code.clone(),
            verification_address: request.verification_address.clone(),
        },
        password,
    )?;
    for entry in entries {
        catalogue::add(&bureau, entry)?;
    }
    bureau.keys()?.create(
        &KeyId::new(HomeRoot::International.id())?,
        KeyKind::EcdsaP384,
    )?;
    let key = bureau.key(HomeRoot::International.id())?;
    let name = Name {
        country: "CN".to_owned(),
        organisation: request.authority.name.clone(),
        organisation_identifier: Some(request.authority.code.clone()),
        common_name: format!("{} 根证书", request.authority.name),
    };
    let from = request.at - Duration::hours(1);
    let until = request.at + Duration::days(ROOT_DAYS);
    let der = pki::root(&name, key.as_ref(), &super::random::serial()?, from, until)?;
    let root = Certificate::parse(&der).map_err(|_| ServiceError::Internal("root certificate"))?;
    let folder = bureau.home().certificates();
    folder
        .put_new("root.pem", pem::certificate(&der).as_bytes())
        .map_err(|source| bureau.write_failed("certificates", source))?;
    revocation::publish(&bureau, HomeRoot::International, request.at)?;
    bureau
        .home()
        .finish()
        .map_err(|error| ServiceError::home(&request.home, error))?;
    let path = bureau.home().certificates().path().join("root.pem");
    let created = HomeCreated {
        home: request.home.display().to_string(),
        root_fingerprint: root.fingerprint_hex(),
        files: vec![FileCreated {
            file: path.display().to_string(),
            zh: "根证书：交给互认对方，由对方核对指纹后导入".to_owned(),
            en: "root certificate: give it to the other authority, which imports it by fingerprint"
                .to_owned(),
        }],
    };
    Ok((bureau, created))
}
