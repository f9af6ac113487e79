//! A demonstration: two fictitious authorities, eight licences, and the decisions about them.

mod people;
mod tamper;
mod treaty;

use super::bureau::Bureau;
use super::error::ServiceError;
use super::exchange;
use super::init::{self, InitRequest};
use super::issue::{Photos, Press, Row};
use super::recognise::{RecogniseRequest, Submitted, recognise_in};
use super::seal::{self, Centre, Face, MakeRequest, Suites};
use super::trust::{self, ImportRequest, Role};
use super::{catalogue, certificate, output, state};
use crate::wire::demo::{Decision, DemoMade};
use crate::wire::home::FileCreated;
use people::{BODIES, Body, ITEMS, LICENCES, Sample, Trick};
use std::path::{Path, PathBuf};
use time::OffsetDateTime;
use yinxin_core::licence::{AuthorityName, CatalogueEntry, State};
use yinxin_core::x509::Certificate;

/// Licence types of the catalogue, the same for both authorities.
const TYPES: [&str; 5] = [
    include_str!("demo/catalogue/business.json"),
    include_str!("demo/catalogue/food.json"),
    include_str!("demo/catalogue/road-transport.json"),
    include_str!("demo/catalogue/qualification.json"),
    include_str!("demo/catalogue/real-estate.json"),
];

/// The portrait that stands for a holder's photo.
const PORTRAIT: &[u8] = include_bytes!("demo/portrait.jpg");

/// The password of the demonstration's keys. It protects nothing: their roots are trusted in the
/// demonstration's folder only.
const PASSWORD: &str = "demo\n";

/// Asks for a demonstration.
#[derive(Debug, Clone)]
pub struct DemoRequest {
    /// Folder to make; must not be there, or be empty.
    pub folder: PathBuf,
    /// The caller's clock.
    pub at: OffsetDateTime,
}

/// Makes a demonstration. Its roots are trusted inside its own folder only.
///
/// # Errors
///
/// [`ServiceError::AlreadyThere`] where the folder holds something; [`ServiceError::Write`].
pub fn create(request: &DemoRequest) -> Result<DemoMade, ServiceError> {
    let folder = &request.folder;
    let failed = |source| ServiceError::Write {
        path: folder.clone(),
        source,
    };
    std::fs::create_dir_all(folder).map_err(failed)?;
    if std::fs::read_dir(folder).map_err(failed)?.next().is_some() {
        return Err(ServiceError::AlreadyThere {
            path: folder.clone(),
        });
    }
    let at = request.at;
    let password = folder.join("password.txt");
    output::write_new(&password, PASSWORD.as_bytes())?;
    output::write_new(&folder.join("portrait.jpg"), PORTRAIT)?;
    let issuing = authority(folder, &BODIES[0], &password, at)?;
    let relying = authority(folder, &BODIES[1], &password, at)?;
    let files = licences(folder, &issuing, at)?;
    let exchanged = treaty::exchange(folder, &issuing, &relying, at)?;
    let mut decisions = Vec::new();
    for (file, sample) in &files {
        for item in ITEMS {
            let octets = super::input::read(file, 1 << 26)?;
            let verdict = recognise_in(
                &relying,
                &RecogniseRequest {
                    home: relying.home().path().into(),
                    file: file.clone(),
                    relying_domain: BODIES[1].area.to_owned(),
                    item: item.code.to_owned(),
                    at,
                    status: None,
                    password_file: None,
                },
                &Submitted {
                    document: &octets,
                    status: None,
                },
            )?;
            decisions.push(Decision {
                licence_zh: sample.zh.to_owned(),
                licence_en: sample.en.to_owned(),
                item_zh: item.zh.to_owned(),
                item_en: item.en.to_owned(),
                item: item.code.to_owned(),
                verdict,
            });
        }
    }
    let mut made: Vec<FileCreated> = files
        .iter()
        .map(|(file, sample)| shown(file, sample.zh, sample.en))
        .collect();
    made.extend(exchanged);
    Ok(DemoMade {
        folder: folder.display().to_string(),
        files: made,
        decisions,
    })
}

fn shown(file: &Path, zh: &str, en: &str) -> FileCreated {
    FileCreated {
        file: file.display().to_string(),
        zh: zh.to_owned(),
        en: en.to_owned(),
    }
}

/// A home with its root, a catalogue of five types and two seals.
fn authority(
    folder: &Path,
    body: &Body,
    password: &Path,
    at: OffsetDateTime,
) -> Result<Bureau, ServiceError> {
    let (bureau, _) = init::create_open(&InitRequest {
        home: folder.join(body.folder),
        authority: AuthorityName {
            code: body.units[0].code.to_owned(),
            name: body.name.to_owned(),
        },
        area_code: body.area.to_owned(),
        verification_address: body.address.to_owned(),
        catalogue: Vec::new(),
        key_password_file: password.into(),
        at,
    })?;
    for text in TYPES {
        let entry = CatalogueEntry::from_json(text.as_bytes())
            .map_err(|_| ServiceError::Internal("the catalogue of the demonstration"))?;
        catalogue::add(&bureau, &entry)?;
    }
    for unit in &body.units {
        seal::make_in(
            &bureau,
            &MakeRequest {
                home: folder.join(body.folder),
                id: Some(unit.seal.to_owned()),
                wanted: Some((
                    AuthorityName {
                        code: unit.code.to_owned(),
                        name: unit.name.to_owned(),
                    },
                    Face {
                        centre: Centre::Star,
                        line: None,
                        number: Some(unit.number.to_owned()),
                        diameter: 420,
                    },
                )),
                key_password_file: None,
                valid_days: 1095,
                suites: Suites::Both,
                at,
            },
        )?;
    }
    Ok(bureau)
}

/// Issues the eight licences and does to them what their stories say.
fn licences(
    folder: &Path,
    bureau: &Bureau,
    at: OffsetDateTime,
) -> Result<Vec<(PathBuf, &'static Sample)>, ServiceError> {
    let into = folder.join("licences");
    std::fs::create_dir_all(&into).map_err(|source| ServiceError::Write {
        path: into.clone(),
        source,
    })?;
    let mut files = Vec::new();
    for sample in LICENCES {
        let press = Press::new(bureau, sample.type_code, sample.seal)?;
        let row = Row::new(sample.row(at));
        let issued = press
            .issue(&row, Photos::In(folder), at)?
            .map_err(|_| ServiceError::Internal("a row of the demonstration was refused"))?;
        let file = into.join(sample.file);
        output::write_new(&file, &issued.octets)?;
        match sample.trick {
            Trick::Altered => tamper::paint_over(&file)?,
            Trick::Withdrawn => state::change(bureau, &issued.identifier, State::Withdrawn, at)?,
            Trick::None | Trick::Expired | Trick::NoAuthority => {}
        }
        files.push((file, sample));
    }
    Ok(files)
}

/// Lets `home` trust a certificate of another, by the fingerprint that was told to it elsewhere.
fn trust(home: &Path, file: &Path, of: &Certificate, role: Role) -> Result<(), ServiceError> {
    trust::import(&ImportRequest {
        home: home.into(),
        file: file.into(),
        role,
        fingerprint: certificate::Fingerprint::of(of.der()),
    })?;
    Ok(())
}

/// The first certificate of a chain of a home.
fn first(bureau: &Bureau, id: &str) -> Result<Certificate, ServiceError> {
    bureau
        .chain(id)?
        .into_iter()
        .next()
        .ok_or(ServiceError::Damaged {
            what: "certificates",
        })
}

/// Publishes the objects of a home; see [`treaty`].
fn domain_of(bureau: &Bureau) -> Result<yinxin_core::recognition::Domain, ServiceError> {
    exchange::domain(bureau)
}
