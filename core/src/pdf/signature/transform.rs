//! What signatures restrict: DocMDP, FieldMDP and field locks (ISO 32000-2, 12.8.2 and 12.7.5.5;
//! from memory).

use super::super::object::{Dictionary, Object};
use super::super::parse_error::ParseError;
use super::super::view::View;

/// What a certification, or the `/P` of a lock, allows afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DocMdp {
    /// 1: nothing. Validation data and document timestamps do not count as changes (ISO 32000-2,
    /// 12.8.5.3 with errata; from memory).
    NoChanges,
    /// 2: filling forms, page templates, signing.
    FormFilling,
    /// 3: these and annotations.
    Annotations,
}

impl DocMdp {
    /// Returns the value of `/P`.
    #[must_use]
    pub fn p(&self) -> u8 {
        match self {
            DocMdp::NoChanges => 1,
            DocMdp::FormFilling => 2,
            DocMdp::Annotations => 3,
        }
    }

    /// Returns the meaning of `/P`; an undefined value allows nothing.
    #[must_use]
    pub fn from_p(p: i64) -> DocMdp {
        match p {
            2 => DocMdp::FormFilling,
            3 => DocMdp::Annotations,
            _ => DocMdp::NoChanges,
        }
    }
}

/// Which fields a lock names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LockAction {
    /// All fields; also what an undefined action, or a list that is no list of names, is read as.
    All,
    /// The fields listed.
    Include,
    /// All but the fields listed.
    Exclude,
}

/// A FieldMDP transform or the `/Lock` of a signature field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldLock {
    /// Which fields are meant.
    pub action: LockAction,
    /// Full names of fields.
    pub fields: Vec<String>,
    /// `/P`: what is allowed in the document afterwards.
    pub permission: Option<DocMdp>,
}

impl FieldLock {
    /// Returns whether the field of a full name is locked; a name also stands for those below it.
    #[must_use]
    pub fn locks(&self, name: &str) -> bool {
        let listed = self.fields.iter().any(|field| {
            name.strip_prefix(field.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        });
        match self.action {
            LockAction::All => true,
            LockAction::Include => listed,
            LockAction::Exclude => !listed,
        }
    }

    pub(super) fn read<'d>(
        view: &View<'d>,
        dictionary: &Dictionary<'d>,
    ) -> Result<FieldLock, ParseError> {
        let mut action = match view.value(dictionary, "Action")?.as_name() {
            Some(name) if name.is("Include") => LockAction::Include,
            Some(name) if name.is("Exclude") => LockAction::Exclude,
            _ => LockAction::All,
        };
        let mut fields = Vec::new();
        let list = view.value(dictionary, "Fields")?;
        for field in list.as_array().into_iter().flat_map(|list| list.values()) {
            match view.resolve(field)?.as_string() {
                Some(name) => fields.push(name.to_text()),
                None => action = LockAction::All,
            }
        }
        // A list that is no list of names restricts in a way that nobody knows.
        if list.as_array().is_none() {
            action = LockAction::All;
        }
        let permission = view
            .value(dictionary, "P")?
            .as_integer()
            .map(DocMdp::from_p);
        Ok(FieldLock {
            action,
            fields,
            permission,
        })
    }
}

#[derive(Debug, Default)]
pub(super) struct Transforms {
    pub(super) doc_mdp: Option<DocMdp>,
    pub(super) field_mdp: Vec<FieldLock>,
}

/// Reads `/Reference` of a signature dictionary.
pub(super) fn read<'d>(
    view: &View<'d>,
    signature: &Dictionary<'d>,
) -> Result<Transforms, ParseError> {
    let mut transforms = Transforms::default();
    let malformed = ParseError::Syntax {
        at: signature.span.start,
        expected: "/Reference",
    };
    let references = match view.value(signature, "Reference")? {
        Object::Null => return Ok(transforms),
        Object::Array(references) => references,
        _ => return Err(malformed),
    };
    for reference in references.values() {
        let Object::Dictionary(reference) = view.resolve(reference)? else {
            return Err(malformed);
        };
        let parameters = view.value(&reference, "TransformParams")?;
        let parameters = parameters.as_dictionary();
        let method = view.value(&reference, "TransformMethod")?;
        let Some(method) = method.as_name() else {
            return Err(malformed);
        };
        if method.is("DocMDP") {
            let p = match parameters
                .map(|parameters| view.value(parameters, "P"))
                .transpose()?
            {
                None | Some(Object::Null) => DocMdp::FormFilling,
                Some(p) => p.as_integer().map_or(DocMdp::NoChanges, DocMdp::from_p),
            };
            let tighter = transforms.doc_mdp.map_or(p, |before| before.min(p));
            transforms.doc_mdp = Some(tighter);
        } else if method.is("FieldMDP") {
            let parameters = parameters.ok_or(malformed.clone())?;
            transforms
                .field_mdp
                .push(FieldLock::read(view, parameters)?);
        }
    }
    Ok(transforms)
}
