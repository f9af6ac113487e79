//! Issuing licences and looking at those that were issued.

mod draft;
mod issued;
mod rows;
mod settle;

pub(crate) use draft::PHOTO;
pub use draft::Photos;
pub(crate) use issued::FILE_LIMIT;
pub(super) use issued::record;
pub use issued::{ListRequest, file_in, list, list_in, show, show_in};
pub use rows::{Row, RowPlace, RowsProblem};
pub(super) use settle::settle;

use super::bureau::Bureau;
use super::seal::{self, SealRecord, Second};
use super::{ServiceError, catalogue, random};
use crate::client::Daemon;
use crate::store::{Batch, Records};
use crate::wire::licence::{LicenceIssued, LicenceRefused};
use draft::Assigned;
use serde::{Deserialize, Serialize};
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use time::OffsetDateTime;
use yinxin_core::cms::Signer;
use yinxin_core::font::FontChain;
use yinxin_core::issue::{IssueOptions, LicenceFile, RenderedLicence, SecondField};
use yinxin_core::licence::{CatalogueEntry, Licence, State, civil_date, metadata_36903};
use yinxin_core::pdf::{Appearance, DocMdp, Document, Purpose, SignatureRequest};
use yinxin_core::seal::{OverDate, SealDrawing};
use yinxin_core::sign::sign;
use yinxin_core::suite::SigningKey;

/// Name of the field that the issuer's seal signs.
pub const SEAL_FIELD: &str = "Seal1";

/// Places of the status list; each licence gets a random free one, so that neighbours tell nothing.
pub const STATUS_PLACES: u64 = 131_072;

/// Licences by identifier.
pub(super) const LICENCES: Records<LicenceRecord> = Records::new("licences");
/// Identifiers of licences that are [`Stage::Begun`]: what a crash may have left.
const BEGUN: Records<()> = Records::new("licences-begun");
/// Identifiers by place in the status list, eight octets big-endian.
const PLACES: Records<String> = Records::new("status-places");

/// A licence as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LicenceRecord {
    /// The data, as embedded in the file.
    pub data: String,
    /// How far it has come.
    pub stage: Stage,
    /// State as told by the issuer: the name of a [`State`].
    pub state: String,
    /// Since when it is in that state, seconds of the Unix epoch.
    pub since: i64,
    /// Seal that was used.
    pub seal: String,
    /// File in the home's `licences/`.
    pub file: String,
    /// SHA-256 of the file, lower-case hexadecimal; empty until it is issued.
    pub sha256: String,
}

/// How far a licence has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// The identifier is taken and the key may have been used; the file is not stored yet.
    Begun,
    /// File and record are stored.
    Issued,
    /// It was begun and a crash came between: never handed out, cancelled for good; its identifier
    /// stays taken.
    Abandoned,
}

impl LicenceRecord {
    /// Returns the licence data.
    ///
    /// # Errors
    ///
    /// [`ServiceError::Damaged`].
    pub fn licence(&self) -> Result<Licence, ServiceError> {
        metadata_36903::from_json(&self.data)
            .map_err(|_| ServiceError::Damaged { what: "licences" })
    }

    /// Returns the state at `at`: what the issuer told, or `expired` by date.
    #[must_use]
    pub fn state_at(&self, licence: &Licence, at: OffsetDateTime) -> &'static str {
        let told = State::from_name(&self.state).unwrap_or(State::Valid);
        let over = licence
            .valid_until
            .is_some_and(|until| civil_date(at) > until);
        if told == State::Valid && over {
            State::Expired.name()
        } else {
            told.name()
        }
    }
}

/// Asks for licences to be issued, one a row of data.
#[derive(Debug, Clone)]
pub struct IssueRequest {
    /// The home.
    pub home: PathBuf,
    /// 证照类型代码.
    pub type_code: String,
    /// Rows of data: `.csv` (UTF-8, first row the element names) or `.json` (an array of objects).
    pub data: PathBuf,
    /// Identifier of the seal.
    pub seal: String,
    /// Folder for the licence files; made where it is missing.
    pub output: PathBuf,
    /// File with the password of the home's keys; one line.
    pub key_password_file: Option<PathBuf>,
    /// The caller's clock.
    pub at: OffsetDateTime,
}

/// What happens while licences are issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The data were read and so many rows are to be issued.
    Started {
        /// How many.
        rows: u64,
    },
    /// One licence was issued, stored and written.
    Issued(LicenceIssued),
    /// One row was refused; the others go on.
    Refused(LicenceRefused),
}

/// Issues licences and tells `report` of each, in the order of the data.
///
/// # Errors
///
/// [`ServiceError`] where nothing more can be issued; what was reported as issued stays issued.
pub fn issue(request: &IssueRequest, report: &mut dyn FnMut(Event)) -> Result<(), ServiceError> {
    let rows = rows::read(&request.data)?;
    if let Some(daemon) = Daemon::holding(&request.home)? {
        return daemon.issue(request, &rows, report);
    }
    let bureau = Bureau::open(&request.home, request.key_password_file.as_deref())?;
    let press = Press::new(&bureau, &request.type_code, &request.seal)?;
    make_output(&request.output)?;
    report(Event::Started {
        rows: u64::try_from(rows.len()).unwrap_or(u64::MAX),
    });
    let photos = Photos::In(request.photos());
    for (row, number) in rows.iter().zip(1..) {
        report(match press.issue(row, photos, request.at)? {
            Ok(issued) => Event::Issued(issued.write(&request.output)?),
            Err(problem) => Event::Refused(LicenceRefused {
                row: number,
                problem,
            }),
        });
    }
    Ok(())
}

impl IssueRequest {
    /// Returns the folder that the paths of photos are relative to: that of the data.
    pub(crate) fn photos(&self) -> &Path {
        self.data.parent().unwrap_or(Path::new("."))
    }
}

/// Makes the folder for licence files where it is missing.
pub(crate) fn make_output(folder: &Path) -> Result<(), ServiceError> {
    std::fs::create_dir_all(folder).map_err(|source| ServiceError::Write {
        path: folder.into(),
        source,
    })
}

/// A licence that was issued and stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    /// 证照标识.
    pub identifier: String,
    /// 证照编号.
    pub number: String,
    /// Name of the file in the home.
    pub file: String,
    /// The file.
    pub octets: Vec<u8>,
}

impl Issued {
    /// Writes the file to a folder.
    pub(crate) fn write(self, folder: &Path) -> Result<LicenceIssued, ServiceError> {
        let path = folder.join(&self.file);
        super::output::write_new(&path, &self.octets)?;
        Ok(LicenceIssued {
            file: path.display().to_string(),
            ..self.told()
        })
    }

    /// Returns what is told of it; the file by its name in the home.
    #[must_use]
    pub fn told(self) -> LicenceIssued {
        LicenceIssued {
            identifier: self.identifier,
            number: self.number,
            file: self.file,
            field: Some(SEAL_FIELD.to_owned()),
        }
    }
}

/// Everything that the licences of one type under one seal share.
pub struct Press<'b> {
    bureau: &'b Bureau,
    entry: CatalogueEntry,
    seal: SealRecord,
    drawing: SealDrawing,
    over_date: OverDate,
    signer: Signer,
    key: Box<dyn SigningKey>,
    second: Option<Second>,
    fonts: FontChain,
}

impl std::fmt::Debug for Press<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Press")
            .field("seal", &self.seal.id)
            .finish_non_exhaustive()
    }
}

impl<'b> Press<'b> {
    /// Reads type, seal, certificates and key.
    ///
    /// # Errors
    ///
    /// [`ServiceError::NotFound`] for a type or seal that is not there;
    /// [`ServiceError::SealNotAllowed`]; errors of the key.
    pub fn new(bureau: &'b Bureau, type_code: &str, seal_id: &str) -> Result<Self, ServiceError> {
        let entry = catalogue::find(bureau, type_code)?;
        let seal = seal::to_use(bureau, seal_id)?;
        bureau.may_use(seal_id)?;
        let fonts = FontChain::built_in()?;
        let design = seal.design();
        let (drawing, over_date) = (design.draw(&fonts)?, design.over_date());
        let name = seal::key_name(seal_id);
        let signer = Signer::new(&bureau.chain(&name)?).map_err(|_| ServiceError::Damaged {
            what: "certificates",
        })?;
        let key = bureau.key(&name)?;
        let second = Second::open(bureau, &seal)?;
        Ok(Self {
            bureau,
            entry,
            seal,
            drawing,
            over_date,
            signer,
            key,
            second,
            fonts,
        })
    }

    /// Issues the licence of one row: stored first, then handed out.
    ///
    /// The inner `Err` is a row that was refused; the others go on.
    ///
    /// # Errors
    ///
    /// [`ServiceError`] where nothing more can be issued.
    pub fn issue(
        &self,
        row: &Row,
        photos: Photos<'_>,
        at: OffsetDateTime,
    ) -> Result<Result<Issued, crate::wire::ReasonText>, ServiceError> {
        let unit = self.seal.unit();
        let mut assigned = Assigned {
            issuer: &unit,
            area_code: &self.bureau.profile().area_code,
            // Any number will do to find what does not fit: a row that is refused takes none.
            number: 1,
            status_index: free_place(self.bureau)?,
            at,
            photos,
        };
        let trial = match draft::licence(row, &self.entry, &assigned) {
            Ok(trial) => trial,
            Err(refused) => return Ok(Err(refused.problem())),
        };
        let data = metadata_36903::to_json(&trial);
        if let Err(error) = LicenceFile::check(&trial, &self.entry, &self.options(&data, at)) {
            return Ok(Err(ServiceError::Face(error).problem()));
        }
        assigned.number = self
            .bureau
            .store()
            .advance("licence-number", NonZeroU32::MIN)?
            .start;
        let licence = match draft::licence(row, &self.entry, &assigned) {
            Ok(licence) => licence,
            Err(refused) => return Ok(Err(refused.problem())),
        };
        let data = metadata_36903::to_json(&licence);
        // The face was tried with another number of the same form: this cannot fail any more for
        // what stands in the row.
        let options = self.options(&data, at);
        let rendered = match LicenceFile::render(&licence, &self.entry, &options) {
            Ok(rendered) => rendered,
            Err(error) => return Ok(Err(ServiceError::Face(error).problem())),
        };
        let mut record = LicenceRecord {
            data,
            stage: Stage::Begun,
            state: State::Valid.name().to_owned(),
            since: at.unix_timestamp(),
            seal: self.seal.id.clone(),
            file: format!("{}.pdf", licence.identifier),
            sha256: String::new(),
        };
        self.begin(&licence, &record)?;
        let face = super::certificate::Fingerprint::of(&rendered.pdf).to_string();
        let pending = self.bureau.intend("issue", &self.seal.id, &face, at)?;
        let file = match self.seal(&rendered, at) {
            Ok(file) => file,
            Err(error) => {
                self.bureau.failed(pending, at)?;
                return Err(error);
            }
        };
        self.bureau
            .home()
            .licences()
            .put_new(&record.file, &file)
            .map_err(|source| self.bureau.write_failed("licences", source))?;
        record.stage = Stage::Issued;
        record.sha256 = super::certificate::Fingerprint::of(&file).to_string();
        let key = licence.identifier.as_bytes();
        let batch = LICENCES.put(Batch::new(), key, &record)?;
        let batch = batch.delete(BEGUN.collection(), key);
        self.bureau.done(batch, pending, at)?;
        Ok(Ok(Issued {
            identifier: licence.identifier,
            number: licence.number,
            file: record.file,
            octets: file,
        }))
    }

    fn options<'o>(&'o self, data: &'o str, at: OffsetDateTime) -> IssueOptions<'o> {
        IssueOptions {
            fonts: &self.fonts,
            verification_address: &self.bureau.profile().verification_address,
            licence_json: data,
            created: at,
            second_field: SecondField::Invisible,
            over_date: self.over_date,
        }
    }

    /// Intent before the key is used: identifier and place are taken, durably.
    fn begin(&self, licence: &Licence, record: &LicenceRecord) -> Result<(), ServiceError> {
        let key = licence.identifier.as_bytes();
        let place = licence.status_index.unwrap_or_default().to_be_bytes();
        let batch = LICENCES.expect_new(Batch::new(), key);
        let batch = PLACES.expect_new(batch, &place);
        let batch = LICENCES.put(batch, key, record)?;
        let batch = BEGUN.put(batch, key, &())?;
        let batch = PLACES.put(batch, &place, &licence.identifier)?;
        Ok(self.bureau.store().apply(batch)?)
    }

    /// Puts the seal on the face and certifies the file (P 2: forms and signatures may follow). A seal that
    /// seals in both suites fills the empty field too, unseen: whoever has one chain only is shown no seal
    /// that nobody vouches for.
    fn seal(
        &self,
        rendered: &RenderedLicence,
        at: OffsetDateTime,
    ) -> Result<Vec<u8>, ServiceError> {
        let document = Document::open(&rendered.pdf)
            .map_err(|_| ServiceError::Internal("the face cannot be read back"))?;
        let content = self.drawing.to_pdf_content_multiplied();
        let (width, height) = self.drawing.size_points();
        #[expect(
            clippy::cast_possible_truncation,
            reason = "millimetres of a seal, at most 60"
        )]
        let rect = rendered
            .seal_place
            .centred(self.drawing.width_mm as f32, self.drawing.height_mm as f32);
        let mut request = SignatureRequest::new(SEAL_FIELD);
        request.purpose = Purpose::Certification(DocMdp::FormFilling);
        request.claimed_time = Some(at);
        request.name = Some(&self.seal.unit_name);
        request.appearance = Some(Appearance {
            page: 0,
            rectangle: [rect.x0, rect.y0, rect.x1, rect.y1].map(f64::from),
            content: &content,
            bounding_box: [0.0, 0.0, width, height],
            resources: Some(SealDrawing::MULTIPLY_RESOURCES),
            points: None,
        });
        let delta = sign(&document, &self.signer, self.key.as_ref(), request)
            .map_err(|error| ServiceError::Signature(Box::new(error)))?;
        drop(document);
        let mut file = rendered.pdf.clone();
        file.extend_from_slice(&delta);
        if let Some(second) = &self.second {
            let delta = second.seal(&file, at)?;
            file.extend_from_slice(&delta);
        }
        Ok(file)
    }
}

/// Returns a random place of the status list that is free.
fn free_place(bureau: &Bureau) -> Result<u64, ServiceError> {
    for _ in 0..256 {
        let place = random::below(STATUS_PLACES)?;
        if PLACES.get(bureau.store(), &place.to_be_bytes())?.is_none() {
            return Ok(place);
        }
    }
    Err(ServiceError::StatusListFull)
}
