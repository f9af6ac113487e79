//! What object streams need to be read beside their own octets.

use std::collections::HashSet;

use super::edges::Edges;
use crate::pdf::{Document, Entry, ObjectId};

/// Most objects that one object stream may hang on.
const MOST: usize = 64;

/// Takes note of the objects that the object streams of a revision refer to: their length, filters and
/// parameters. Whoever writes one of them anew says something else in every object of the stream.
pub(super) fn note(document: &Document<'_>, revision: usize, edges: &mut Edges<'_>) {
    let Ok(view) = document.view(revision) else {
        return;
    };
    let streams: HashSet<u32> = document
        .changed(revision)
        .into_iter()
        .filter_map(|(_, entry)| match entry {
            Entry::In { stream, .. } => Some(stream),
            _ => None,
        })
        .collect();
    for stream in streams {
        let mut found = Vec::new();
        let object = view.get_number(stream).ok().flatten();
        for entry in object
            .iter()
            .filter_map(|object| object.value.as_dictionary())
            .flat_map(|dictionary| dictionary.entries.iter())
        {
            // Another object stream, which is read by itself if at all.
            if !entry.key.is("Extends") {
                entry.value.references(&mut found);
            }
        }
        let mut seen: HashSet<ObjectId> = HashSet::new();
        while let Some(id) = found.pop().filter(|_| seen.len() < MOST) {
            if !seen.insert(id) {
                continue;
            }
            edges.of_containers.insert(id.number);
            if let Ok(Some(object)) = view.get(id) {
                object.value.references(&mut found);
            }
        }
    }
}
