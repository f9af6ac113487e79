//! Comparing two values by what they say, not how they are written.

use std::borrow::Cow;

use crate::pdf::{
    Dictionary, DictionaryEntry, Name, Object, ObjectId, is_plain_name, is_plain_number,
};

/// What comparing two values gives. References are compared as references; following them is up to
/// whoever asked.
#[derive(Debug, Default)]
pub(super) struct Delta {
    /// The values differ.
    pub(super) different: bool,
    /// A dictionary has a key twice.
    pub(super) duplicate: bool,
    /// References at the same place on both sides.
    pub(super) both: Vec<ObjectId>,
    /// References on the old side only.
    pub(super) old: Vec<ObjectId>,
    /// References on the new side only.
    pub(super) new: Vec<ObjectId>,
}

/// A key with its value on both sides.
pub(super) struct Keyed<'o, 'd> {
    pub(super) key: Cow<'d, [u8]>,
    pub(super) old: Option<&'o Object<'d>>,
    pub(super) new: Option<&'o Object<'d>>,
}

/// Returns the keys of two dictionaries in order, each once, and whether one has a key twice (the
/// last one counts). A value of `null` counts as absent where the other side has a value (ISO 32000-2,
/// 7.3.7; from memory). Where the other side has no such key it is kept: some readers take it for an end
/// of inheritance.
pub(super) fn keyed<'o, 'd>(
    old: Option<&'o Dictionary<'d>>,
    new: Option<&'o Dictionary<'d>>,
) -> (Vec<Keyed<'o, 'd>>, bool) {
    let (old, double_old) = sorted(old);
    let (new, double_new) = sorted(new);
    let mut keys = Vec::with_capacity(old.len().max(new.len()));
    let mut old = old.into_iter().peekable();
    let mut new = new.into_iter().peekable();
    loop {
        let order = match (old.peek(), new.peek()) {
            // A key that is written so that some readers take it for another is another.
            (Some((a, one)), Some((b, other))) => match is_same_name(one.key, other.key) {
                true => std::cmp::Ordering::Equal,
                false => a.cmp(b).then_with(|| one.key.raw.cmp(other.key.raw)),
            },
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (None, None) => break,
        };
        let left = if order.is_le() { old.next() } else { None };
        let right = if order.is_ge() { new.next() } else { None };
        let key = left.as_ref().or(right.as_ref()).map(|(key, _)| key.clone());
        let is_in_both = left.is_some() && right.is_some();
        let value = |side: Option<(Cow<'d, [u8]>, &'o DictionaryEntry<'d>)>| {
            side.map(|(_, entry)| &entry.value)
                .filter(|value| !(is_in_both && value.is_null()))
        };
        let (old, new) = (value(left), value(right));
        if old.is_some() || new.is_some() {
            keys.push(Keyed {
                key: key.unwrap_or_default(),
                old,
                new,
            });
        }
    }
    (keys, double_old || double_new)
}

/// Tells whether two names are one to all readers: written alike, or both plainly.
fn is_same_name(one: Name<'_>, other: Name<'_>) -> bool {
    one.raw == other.raw || one == other && is_plain_name(one) && is_plain_name(other)
}

type Sorted<'o, 'd> = (Vec<(Cow<'d, [u8]>, &'o DictionaryEntry<'d>)>, bool);

fn sorted<'o, 'd>(dictionary: Option<&'o Dictionary<'d>>) -> Sorted<'o, 'd> {
    let entries = dictionary.map_or(&[][..], |dictionary| &*dictionary.entries);
    // Newest first, so that of equal keys the last one stays.
    let mut keys: Vec<_> = entries
        .iter()
        .rev()
        .map(|entry| (entry.key.decoded(), entry))
        .collect();
    keys.sort_by(|a, b| a.0.cmp(&b.0));
    let all = keys.len();
    keys.dedup_by(|later, earlier| later.0 == earlier.0);
    let double = keys.len() != all;
    (keys, double)
}

impl Delta {
    /// Compares two values. Nesting is limited by the parser.
    pub(super) fn compare(&mut self, old: Option<&Object<'_>>, new: Option<&Object<'_>>) {
        match (old, new) {
            (None, None) | (Some(Object::Null), Some(Object::Null)) => {}
            (Some(Object::Reference(a)), Some(Object::Reference(b))) if a == b => {
                self.both.push(*a);
            }
            (Some(Object::Array(a)), Some(Object::Array(b))) => {
                let (mut a, mut b) = (a.values(), b.values());
                if a.len() != b.len() {
                    self.different = true;
                }
                loop {
                    match (a.next(), b.next()) {
                        (None, None) => break,
                        (left, right) => self.compare(left, right),
                    }
                }
            }
            (Some(Object::Dictionary(a)), Some(Object::Dictionary(b))) => {
                self.dictionaries(a, b, &[]);
            }
            (old, new) => {
                if !scalars_equal(old, new) {
                    self.different = true;
                }
                if let Some(old) = old {
                    old.references(&mut self.old);
                }
                if let Some(new) = new {
                    new.references(&mut self.new);
                }
            }
        }
    }

    /// Compares two dictionaries without some keys.
    pub(super) fn dictionaries(
        &mut self,
        old: &Dictionary<'_>,
        new: &Dictionary<'_>,
        without: &[&[u8]],
    ) {
        let (keys, duplicate) = keyed(Some(old), Some(new));
        self.duplicate |= duplicate;
        for Keyed { key, old, new } in keys {
            if !without.contains(&key.as_ref()) {
                self.compare(old, new);
            }
        }
    }
}

fn scalars_equal(old: Option<&Object<'_>>, new: Option<&Object<'_>>) -> bool {
    match (old, new) {
        (Some(Object::Boolean(a)), Some(Object::Boolean(b))) => a == b,
        (Some(Object::Integer(a)), Some(Object::Integer(b))) => a == b,
        // An integer is no real: readers take `2.0` for no flag and no angle.
        (Some(Object::Real(a)), Some(Object::Real(b))) => {
            let is_alike = is_plain_number(a) && is_plain_number(b);
            a == b || is_alike && number(old).is_some_and(|value| number(new) == Some(value))
        }
        (Some(Object::Name(a)), Some(Object::Name(b))) => is_same_name(*a, *b),
        (Some(Object::String(a)), Some(Object::String(b))) => a.says_the_same(b),
        _ => false,
    }
}

fn number(value: Option<&Object<'_>>) -> Option<f64> {
    value.and_then(Object::as_number)
}
