//! A document by its revisions: what each did, and what each signature covers. Nothing is judged.

use super::sign::document_password;
use super::{ServiceError, revision};
use crate::wire::name::Named as _;
use crate::wire::{ChangeShown, CoverageShown, Inspection, ReasonText, RevisionShown};
use std::path::Path;
use yinxin_core::pdf::{Coverage, Document, Entry, FoundSignature, Limits, SectionKind};
use yinxin_core::verify::changes::{ChangeLimits, History};

/// Most object numbers and changes of one revision that are listed.
const MOST_LISTED: usize = 64;
/// Most revisions that are listed.
const MOST_REVISIONS: usize = 1024;

/// Shows a document.
///
/// # Errors
///
/// Errors of reading; [`ServiceError::Document`] where it is no PDF.
pub fn inspect(file: &Path, password_file: Option<&Path>) -> Result<Inspection, ServiceError> {
    let octets = revision::copy(file)?;
    let password = document_password(password_file)?;
    let document = Document::open_protected(&octets, &Limits::default(), password.as_ref())
        .map_err(|error| refused(file, error))?;
    let signatures = document
        .latest()
        .signatures()
        .map_err(|error| refused(file, error))?;
    let history = History::read(&document, 0, &ChangeLimits::default());
    let shown = (0..document.revisions().len()).take(MOST_REVISIONS);
    let version = document.header_version();
    Ok(Inspection {
        file: file.display().to_string(),
        octets: wide(octets.len()),
        version: version.map(|(major, minor)| format!("{major}.{minor}")),
        rebuilt: document.recovered(),
        encrypted: document.is_encrypted(),
        problems: yinxin_core::verify::problems(&document)
            .iter()
            .map(ReasonText::from)
            .collect(),
        revisions: shown.map(|index| of(&document, &history, index)).collect(),
        signatures: signatures
            .found
            .iter()
            .map(|found| coverage(&document, found))
            .collect(),
    })
}

fn refused(file: &Path, error: yinxin_core::pdf::ParseError) -> ServiceError {
    ServiceError::Document {
        path: file.into(),
        source: Box::new(error),
    }
}

fn wide(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

fn of(document: &Document<'_>, history: &History, index: usize) -> RevisionShown {
    let revisions = document.revisions();
    let end = revisions.get(index).map_or(0, |revision| revision.end);
    let before = index
        .checked_sub(1)
        .and_then(|before| revisions.get(before))
        .map_or(0, |revision| revision.end);
    let sections = revisions
        .get(index)
        .and_then(|revision| document.sections().get(revision.sections.clone()))
        .unwrap_or_default();
    let touched = document.changed(index);
    let step = (index > 0).then(|| history.step(index));
    let changes = step.as_ref().map_or(&[][..], |step| &step.changes);
    RevisionShown {
        number: index + 1,
        end: wide(end),
        octets: wide(end.saturating_sub(before)),
        sections: sections
            .iter()
            .map(|section| match section.kind {
                SectionKind::Table => "table",
                SectionKind::Stream => "stream",
                SectionKind::Hybrid => "hybrid",
                SectionKind::Rebuilt => "rebuilt",
            })
            .collect(),
        objects: touched
            .iter()
            .map(|(number, _)| *number)
            .take(MOST_LISTED)
            .collect(),
        objects_total: touched.len(),
        freed: touched
            .iter()
            .filter(|(number, entry)| *entry == Entry::Free && *number != 0)
            .count(),
        modification: step.as_ref().map(|step| step.level.name()),
        changes: changes
            .iter()
            .take(MOST_LISTED)
            .map(|change| ChangeShown {
                kind: change.kind.name(),
                object: change.object.map(|object| object.number),
                page: change.page.map(|page| page + 1),
                rectangle: change.rectangle,
                field: change.field.clone(),
            })
            .collect(),
        changes_total: changes.len(),
        unanalysable: step.and_then(|step| step.unanalysable.map(|why| why.to_string())),
    }
}

fn coverage(document: &Document<'_>, found: &FoundSignature<'_>) -> CoverageShown {
    let signature = found.signature.as_ref();
    let readable = signature.ok();
    CoverageShown {
        fields: found
            .places
            .iter()
            .map(|place| place.name.clone())
            .collect(),
        object: found.id.map(|id| id.number),
        sub_filter: readable.and_then(|signature| signature.sub_filter.clone()),
        coverage: match readable {
            Some(signature) if signature.consistent => match signature.coverage {
                Coverage::WholeFile => "whole-file",
                Coverage::WholeRevision(_) => "whole-revision",
                Coverage::Partial => "partial",
            },
            _ => "partial",
        },
        revision: readable
            .and_then(|signature| signature.coverage.revision(document))
            .map(|revision| revision + 1),
        covered_until: readable.map(|signature| wide(signature.byte_range.end())),
        unreadable: signature.err().map(ToString::to_string),
    }
}
