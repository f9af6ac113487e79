//! A key at hand, and what it makes.

use super::super::augment::{Augmenter, Growing, Material};
use super::super::bureau::Bureau;
use super::super::error::Expected;
use super::super::seal::{self, Second};
use super::super::seal_picture::face_in;
use super::super::{ServiceError, certificate, input, key_file, random};
use super::field::free_field;
use super::placement::{Picture, Placement, Wanted};
use super::{
    Appended, Level, RsaScheme, SignRequest, SignatureForm, Suite, document_password, noticed, open,
};
use std::path::{Path, PathBuf};
use yinxin_core::cms::Signer;
use yinxin_core::font::FontChain;
use yinxin_core::pdf::{Password, Purpose, SignatureRequest};
use yinxin_core::seal::{SealDrawing, SealFace};
use yinxin_core::sign::{
    SealingError, seal as seal_document, sign as sign_document, sign_gm, sign_with_seal,
    sign_with_timestamp,
};
use yinxin_core::suite::{DigestAlgorithm, MemoryKey, PublicKey, SignatureAlgorithm, SigningKey};
use yinxin_core::x509::Certificate;

/// A key with its certificates and, for a seal, its picture.
pub(super) struct OwnKey {
    signer: Signer,
    key: Box<dyn SigningKey>,
    drawing: Option<SealDrawing>,
    name: Option<String>,
    /// The seal of GB/T 38540 that it signs with, and where that lies.
    seal: Option<(PathBuf, Vec<u8>)>,
}

impl OwnKey {
    pub(super) fn read(
        path: &Path,
        chain: Option<&Path>,
        request: &SignRequest,
    ) -> Result<Self, ServiceError> {
        let material = key_file::read(path, request.key_password_file.as_deref())?;
        // A file of a key may hold its certificates too, as PKCS#12 does.
        let (ders, named) = match chain {
            Some(chain) => (certificate::read_all(chain)?, chain),
            None if material.chain.is_empty() => {
                return Err(ServiceError::ChainMissing { path: path.into() });
            }
            None => (material.chain.clone(), path),
        };
        let certificates = ders
            .iter()
            .map(|der| Certificate::parse(der))
            .collect::<Result<Vec<_>, _>>()
            .map_err(|_| ServiceError::NotUnderstood {
                path: named.into(),
                expected: Expected::Certificates,
            })?;
        let is_rsa = certificates.first().is_some_and(|certificate| {
            matches!(
                PublicKey::parse(certificate.subject_public_key_info()),
                Ok(PublicKey::Rsa { .. })
            )
        });
        if request.rsa == RsaScheme::Pss && !is_rsa {
            return Err(ServiceError::PssNeedsRsa);
        }
        let preferred = (is_rsa && request.rsa == RsaScheme::Pss)
            .then_some(SignatureAlgorithm::RsaPss(DigestAlgorithm::Sha256));
        let key = MemoryKey::from_pkcs8(&material.pkcs8, preferred).map_err(|_| {
            ServiceError::NotUnderstood {
                path: path.into(),
                expected: Expected::ServedKey,
            }
        })?;
        let own = match key.algorithm().is_chinese() {
            true => Suite::Gm,
            false => Suite::Eu,
        };
        if let Some(wanted) = request.suite.filter(|wanted| *wanted != own) {
            return Err(ServiceError::KeyOfOtherSuite {
                key: path.into(),
                wanted: wanted.name(),
            });
        }
        let signer =
            Signer::new(&certificates).map_err(|error| ServiceError::Signature(Box::new(error)))?;
        let seal = match request.form.seal_file() {
            Some(file) => Some((file.to_path_buf(), input::read(file, input::SMALL)?)),
            None => None,
        };
        Ok(Self {
            signer,
            key: Box::new(key),
            drawing: None,
            name: None,
            seal,
        })
    }

    pub(super) fn of_seal(
        bureau: &Bureau,
        id: &str,
        suite: Option<Suite>,
    ) -> Result<Self, ServiceError> {
        let record = seal::to_use(bureau, id)?;
        let drawing = Some(record.draw(&FontChain::built_in()?)?);
        if suite == Some(Suite::Gm) {
            let second = Second::open(bureau, &record)?;
            let second = second.ok_or_else(|| ServiceError::SealOfOneSuite { seal: id.into() })?;
            let signer = Signer::new(&[second.certificate]);
            return Ok(Self {
                signer: signer.map_err(|_| ServiceError::Damaged {
                    what: "certificates",
                })?,
                key: second.key,
                drawing,
                name: Some(record.unit_name),
                seal: Some((second.file, second.seal)),
            });
        }
        let name = seal::key_name(id);
        let signer = Signer::new(&bureau.chain(&name)?).map_err(|_| ServiceError::Damaged {
            what: "certificates",
        })?;
        Ok(Self {
            signer,
            key: bureau.key(&name)?,
            drawing,
            name: Some(record.unit_name),
            seal: None,
        })
    }

    /// Makes what the signature adds to the document, up to the level that is asked for.
    pub(super) fn make(
        &self,
        octets: &[u8],
        request: &SignRequest,
        material: &Material,
    ) -> Result<Appended, ServiceError> {
        let password = document_password(request.password_file.as_deref())?;
        let network = request.sources.network()?;
        let augmenter = Augmenter {
            path: &request.input,
            password: password.as_ref(),
            material,
            fetcher: &network,
            at: request.at,
        };
        let signed = self.sign(octets, request, password.as_ref(), &augmenter)?;
        if matches!(request.level, Level::BB | Level::BT) {
            return Ok(signed);
        }
        let mut growing = Growing::new(octets, &signed.octets);
        augmenter.store(&mut growing, Some(&signed.field))?;
        if request.level == Level::BLta {
            augmenter.timestamp(&mut growing)?;
        }
        Ok(Appended {
            octets: growing.appended(),
            ..signed
        })
    }

    fn sign(
        &self,
        octets: &[u8],
        request: &SignRequest,
        password: Option<&Password>,
        augmenter: &Augmenter<'_>,
    ) -> Result<Appended, ServiceError> {
        let document = open(octets, &request.input, password)?;
        let view = document.latest();
        let signatures = view.signatures().map_err(|error| ServiceError::Document {
            path: request.input.clone(),
            source: Box::new(error),
        })?;
        let there = Wanted::find(&view, &signatures, request.field.as_deref(), &request.input)?;
        let room = match there {
            Wanted::There(room) => room,
            Wanted::New => None,
        };
        let field = match &request.field {
            Some(field) => field.clone(),
            None => free_field(&signatures, "Signature"),
        };
        let is_shown = request.placement != Placement::Unstated || room.is_some();
        let face = match (&self.drawing, &self.seal) {
            (Some(drawing), _) => Some(SealFace::Drawing(drawing.clone())),
            (None, Some((file, seal))) if is_shown => Some(face_in(seal, file)?),
            (None, _) => None,
        };
        let picture = Picture::of(face, room);
        let mut wanted = SignatureRequest::new(&field);
        wanted.claimed_time = Some(request.at);
        wanted.name = self.name.as_deref();
        wanted.lock.clone_from(&request.lock);
        if let Some(allowed) = request.certify {
            wanted.purpose = Purpose::Certification(allowed);
        }
        let mut shown = request
            .placement
            .appearances(&document, &there, &picture, &request.input)?
            .into_iter();
        wanted.appearance = shown.next();
        wanted.elsewhere = shown.collect();
        let (signer, key) = (&self.signer, self.key.as_ref());
        let nonce = random::nonce()?;
        let stamp = augmenter.stamp(&nonce);
        let stamp = (request.level != Level::BB).then_some(&stamp);
        if request.form == SignatureForm::Pkcs7 {
            wanted.sub_filter = "adbe.pkcs7.detached";
        }
        let made = match (&self.seal, &request.form, stamp) {
            (Some((file, seal)), form, _) => {
                let made = if form.is_pades() && !request.seals_with_home() {
                    sign_with_seal(&document, seal, (signer, key), wanted, request.at, stamp)
                } else {
                    let who = (signer.certificate(), key);
                    seal_document(&document, seal, who, wanted, request.at, stamp)
                };
                match made {
                    Err(SealingError::Sign(error)) => Err(error),
                    Err(error) => return Err(not_usable(file, error)),
                    Ok(made) => Ok(made),
                }
            }
            (None, SignatureForm::GmMessage, _) => sign_gm(&document, signer, key, wanted),
            (None, _, None) => sign_document(&document, signer, key, wanted),
            (None, _, Some(stamp)) => sign_with_timestamp(&document, signer, key, wanted, stamp),
        };
        let octets = made.map_err(|error| augmenter.not_signed(error))?;
        let out_of_term = noticed::out_of_term(self.signer.certificate(), request.at);
        let locks_nothing = noticed::locks_nothing(request.lock.as_ref(), &signatures, &field);
        Ok(Appended {
            problems: out_of_term.into_iter().chain(locks_nothing).collect(),
            field,
            octets,
            level: (request.form.is_pades() && !key.algorithm().is_chinese())
                .then(|| request.level.title()),
        })
    }
}

fn not_usable(file: &Path, error: SealingError) -> ServiceError {
    ServiceError::SealNotUsable {
        path: file.into(),
        source: Box::new(error),
    }
}
