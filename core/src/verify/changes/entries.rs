//! One revision: what its cross-reference sections list, before anything is followed.

use std::collections::{BTreeMap, HashSet};

use super::edges::Edges;
use super::side::Place;
use super::survey::Survey;
use super::unlisted::unlisted;
use super::walk::Walk;
use super::{Change, ChangeKind, Unanalysable};
use crate::pdf::{Document, Entry, Locked, ObjectId, SectionKind, View};

/// Compares a revision with the one before it.
pub(super) fn step<'d>(
    document: &'d Document<'_>,
    revision: usize,
    edges: &mut Edges<'d>,
    changes: &mut Vec<Change>,
) -> Result<(), Unanalysable> {
    let before = revision
        .checked_sub(1)
        .ok_or(Unanalysable::NoSuchRevision)?;
    let (old, new) = (document.view(before)?, document.view(revision)?);
    if document.locked() == Some(&Locked::Changed { revision }) {
        // Whatever else it did: with another key, every string and stream means something else.
        return Walk::new(old, new, edges, changes)
            .record(ChangeKind::Encryption, &Place::default());
    }
    let entries = Entries::new(document, old, new);
    // What is listed as it was is read as it was; its object stream, if another, is listed too.
    let used = |entry: Option<Entry>| entry.filter(|entry| *entry != Entry::Free);
    let mut listed = HashSet::new();
    for &(number, entry) in &entries.listed {
        if used(old.entry(number)) != used(Some(entry)) {
            listed.insert(number);
        }
    }
    let done = over(&entries, &listed, edges, changes);
    edges.age(&listed);
    done
}

/// Compares two neighbours of which the later lists something, with gaps first.
fn over<'d>(
    entries: &Entries<'d>,
    listed: &HashSet<u32>,
    edges: &mut Edges<'d>,
    changes: &mut Vec<Change>,
) -> Result<(), Unanalysable> {
    let (old, new) = (entries.old, entries.new);
    let survey = edges.survey.take().filter(|survey| survey.stands(listed));
    if let Some(survey) = survey {
        // With gaps, it has to come out well.
        let appearances = edges.appearances;
        let mut walk = Walk::new(old, new, edges, changes);
        walk.has_gaps = true;
        if compare(entries, walk, survey, listed.clone()).is_ok_and(|is_kept| is_kept) {
            return Ok(());
        }
        edges.survey = None;
        edges.appearances = appearances;
        edges.patience = edges.patience.saturating_sub(1);
        edges.uncount(changes.len());
        changes.clear();
    }
    let is_last = new.index().saturating_add(1) >= entries.document.revisions().len();
    let is_remembered = !is_last && edges.patience > 0;
    let mut walk = Walk::new(old, new, edges, changes);
    if is_remembered {
        return compare(entries, walk, Survey::default(), listed.clone()).map(|_| ());
    }
    entries.judge(&mut walk)?;
    walk.trailer()?;
    walk.finish()
}

/// Compares under a survey, and hands it on if it still holds; returns whether it does.
fn compare<'d>(
    entries: &Entries<'d>,
    mut walk: Walk<'_, 'd>,
    survey: Survey,
    listed: HashSet<u32>,
) -> Result<bool, Unanalysable> {
    walk.survey = Some(survey);
    walk.listed = listed;
    entries.judge(&mut walk)?;
    walk.trailer()?;
    walk.finish()?;
    let survey = walk.leave();
    let is_kept = survey.is_some();
    walk.edges.survey = survey;
    Ok(is_kept)
}

struct Entries<'d> {
    document: &'d Document<'d>,
    old: View<'d>,
    new: View<'d>,
    listed: Vec<(u32, Entry)>,
    /// Where this revision begins and ends.
    here: std::ops::Range<usize>,
    /// Offsets of its cross-reference streams.
    sections: HashSet<usize>,
    /// Its object streams.
    containers: HashSet<u32>,
}

impl<'d> Entries<'d> {
    fn new(document: &'d Document<'d>, old: View<'d>, new: View<'d>) -> Self {
        let listed = document.changed(new.index());
        let containers = listed.iter().filter_map(|(_, entry)| match entry {
            Entry::In { stream, .. } => Some(*stream),
            _ => None,
        });
        let containers = containers.collect();
        let start = old.revision().map_or(0, |revision| revision.end);
        let end = new.revision().map_or(0, |revision| revision.end);
        let range = new
            .revision()
            .map_or(0..0, |revision| revision.sections.clone());
        let sections = document.sections().get(range).unwrap_or_default();
        let streams = sections
            .iter()
            .filter(|section| section.kind == SectionKind::Stream);
        let sections = streams.map(|section| section.span.start).collect();
        Entries {
            document,
            old,
            new,
            listed,
            here: start..end,
            sections,
            containers,
        }
    }

    fn judge(&self, walk: &mut Walk<'_, 'd>) -> Result<(), Unanalysable> {
        let size = self
            .new
            .trailer()
            .and_then(|trailer| trailer.get("Size")?.as_integer());
        let mut differs = BTreeMap::new();
        for &(number, entry) in &self.listed {
            let is_needed = walk.edges.of_containers.contains(&number);
            if is_needed && self.old.entry(number) != Some(entry) {
                let id = ObjectId {
                    number,
                    generation: 0,
                };
                walk.record(ChangeKind::ObjectStream, &Place::at(Some(id), None))?;
            }
            if let Some(kind) = self.entry(number, entry, &mut differs)? {
                let generation = match entry {
                    Entry::At { generation, .. } => generation,
                    _ => 0,
                };
                walk.record(
                    kind,
                    &Place::at(Some(ObjectId { number, generation }), None),
                )?;
            }
            if entry != Entry::Free && size.is_none_or(|size| i64::from(number) >= size) {
                walk.record(ChangeKind::Size, &Place::default())?;
            }
        }
        walk.differs = differs;
        if unlisted(
            self.document,
            (self.old, self.new),
            &self.listed,
            self.here.clone(),
        )? {
            walk.record(ChangeKind::UnlistedBytes, &Place::default())?;
        }
        Ok(())
    }

    /// Judges one entry; where its object differs, `differs` gets its number.
    fn entry(
        &self,
        number: u32,
        entry: Entry,
        differs: &mut BTreeMap<u32, bool>,
    ) -> Result<Option<ChangeKind>, Unanalysable> {
        let old = match self.old.entry(number) {
            Some(Entry::Free) | None => None,
            used => used,
        };
        if old == Some(entry) && !matches!(entry, Entry::In { stream, .. } if self.is_mine(stream))
        {
            return Ok(None);
        }
        let generation = |entry| match entry {
            Entry::At { generation, .. } => generation,
            _ => 0,
        };
        match (old, entry) {
            (None, Entry::Free) => return Ok(None),
            (Some(_), Entry::Free) => return Ok(Some(ChangeKind::Freed)),
            (Some(old), new) if generation(old) != generation(new) => {
                differs.insert(number, false);
                return Ok(Some(ChangeKind::Generation));
            }
            (None, new) if self.old.entry(number).is_none() && generation(new) != 0 => {
                differs.insert(number, false);
                return Ok(Some(ChangeKind::Generation));
            }
            _ => {}
        }
        let shift = self.document.shift();
        let is_here = match entry {
            Entry::At { offset, .. } => {
                self.here.contains(&offset) || self.here.contains(&offset.saturating_add(shift))
            }
            Entry::In { stream, .. } => self.is_mine(stream),
            Entry::Free => true,
        };
        if !is_here {
            differs.insert(number, false);
            return Ok(Some(ChangeKind::Redirected));
        }
        let own = matches!(entry, Entry::At { offset, .. } if self.sections.contains(&offset));
        let is = self.new.get_number(number)?;
        if old.is_none() {
            // What the update is written with is part of nothing.
            let xref = is.as_ref().is_some_and(|object| {
                object.stream.is_some()
                    && object
                        .dictionary()
                        .is_some_and(|d| d.is_name("Type", "XRef"))
            });
            differs.insert(number, own || xref || self.containers.contains(&number));
            return Ok(None);
        }
        let was = self.old.get_number(number)?;
        let was_container = was.as_ref().is_some_and(|object| {
            object.stream.is_some()
                && object
                    .dictionary()
                    .is_some_and(|d| d.is_name("Type", "ObjStm"))
        });
        if was_container {
            differs.insert(number, false);
            return Ok(Some(ChangeKind::ObjectStream));
        }
        let identical = was
            .as_ref()
            .zip(is.as_ref())
            .is_some_and(|(was, is)| is.is_written_as(was, self.document.is_encrypted()));
        if !identical {
            differs.insert(number, false);
        }
        Ok(None)
    }

    /// Returns whether an object stream was written by this revision.
    fn is_mine(&self, stream: u32) -> bool {
        let found = self
            .listed
            .binary_search_by_key(&stream, |&(number, _)| number);
        let entry = found
            .ok()
            .and_then(|at| self.listed.get(at))
            .map(|&(_, entry)| entry);
        matches!(entry, Some(Entry::At { offset, .. }) if self.here.contains(&offset))
    }
}
