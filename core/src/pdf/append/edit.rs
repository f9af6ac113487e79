//! A new version of an object: its source octets with splices.

use super::super::indirect::{IndirectObject, Source};
use super::super::object::{Array, Dictionary, Span};

/// A new version of one object.
#[derive(Debug)]
pub(super) struct Edit<'d> {
    pub(super) generation: u16,
    /// The object lies in the file itself, not in an object stream.
    pub(super) in_file: bool,
    source: &'d [u8],
    value: Span,
    /// What replaces which octets of the source, in the order of the requests.
    splices: Vec<(Span, Vec<u8>)>,
}

impl<'d> Edit<'d> {
    pub(super) fn new(object: &IndirectObject<'d>) -> Self {
        Edit {
            generation: object.id.generation,
            in_file: matches!(object.source, Source::File(_)),
            source: object.source.bytes(),
            value: object.value_span,
            splices: Vec::new(),
        }
    }

    pub(super) fn set(&mut self, dictionary: &Dictionary<'d>, key: &str, value: &[u8]) {
        match dictionary.entry(key) {
            Some(entry) => {
                // A later request for the same key replaces an earlier one.
                self.splices
                    .retain(|(span, _)| *span != entry.span || span.is_empty());
                self.splices.push((entry.span, [b" ", value].concat()));
            }
            None => {
                let at = dictionary.close();
                let text = [b"/", key.as_bytes(), b" ", value].concat();
                self.splices.push((Span { start: at, end: at }, text));
            }
        }
    }

    pub(super) fn push(&mut self, array: &Array<'d>, value: &[u8]) {
        let at = array.span.end.saturating_sub(1);
        self.splices
            .push((Span { start: at, end: at }, [b" ", value].concat()));
    }

    /// Returns the source with all splices; insertions at one place keep their order.
    pub(super) fn apply(mut self) -> Vec<u8> {
        self.splices.sort_by_key(|(span, _)| span.start);
        let added: usize = self.splices.iter().map(|(_, text)| text.len()).sum();
        let mut out = Vec::with_capacity(self.value.len() + added);
        let mut from = self.value.start;
        for (span, text) in &self.splices {
            out.extend_from_slice(
                Span {
                    start: from,
                    end: span.start,
                }
                .of(self.source),
            );
            out.extend_from_slice(text);
            from = span.end;
        }
        out.extend_from_slice(
            Span {
                start: from,
                end: self.value.end,
            }
            .of(self.source),
        );
        out
    }
}
