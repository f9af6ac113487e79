//! The options of a combo box (ISO 32000-2, 12.7.5.4; from memory): what it exports and what it displays.

use std::rc::Rc;

use super::Unanalysable;
use super::walk::Walk;
use crate::pdf::{Dictionary, Object};

impl<'d> Walk<'_, 'd> {
    /// Returns whether `/I` names the one option that has the value.
    pub(super) fn are_of_value(
        &mut self,
        field: &Dictionary<'d>,
        indices: &Object<'d>,
        value: Option<&str>,
    ) -> Result<bool, Unanalysable> {
        let Object::Array(indices) = indices else {
            return Ok(false);
        };
        let mut indices = indices.values();
        let (Some(index), None) = (indices.next().and_then(Object::as_integer), indices.next())
        else {
            return Ok(false);
        };
        let Object::Array(options) = self.new.value(field, "Opt")? else {
            return Ok(false);
        };
        let option = usize::try_from(index)
            .ok()
            .and_then(|index| options.items.get(index));
        let Some(option) = option else {
            return Ok(false);
        };
        let export = match self.new.resolve(&option.value)? {
            Object::Array(pair) => match pair.items.first() {
                Some(first) => self.new.resolve(&first.value)?,
                None => return Ok(false),
            },
            other => other,
        };
        let export = export.as_string().map(|text| text.to_text());
        Ok(export.is_some_and(|export| Some(export.trim()) == value))
    }

    /// Returns what a combo box displays for a value, where that is not the value: the second text of its
    /// option. `None` where readers may take different options for that of the value: two that export or display
    /// it, or one that does but for blanks, and where one is no text or pair of texts.
    pub(super) fn displayed(
        &mut self,
        field: &Dictionary<'d>,
        value: &str,
    ) -> Result<Option<Option<Rc<str>>>, Unanalysable> {
        let options = match self.old.value(field, "Opt")? {
            Object::Array(options) => options,
            Object::Null => return Ok(Some(None)),
            _ => return Ok(None),
        };
        let mut found = None;
        for option in options.values() {
            self.edges.visit()?;
            let parts = match self.old.resolve(option)? {
                Object::Array(pair) if pair.items.len() == 2 => {
                    let pair = pair.values().map(|part| self.old.resolve(part));
                    pair.collect::<Result<Vec<_>, _>>()?
                }
                single @ Object::String(_) => vec![single],
                _ => return Ok(None),
            };
            let texts = parts
                .iter()
                .map(|part| part.as_string().map(|text| text.to_text()));
            let Some(texts) = texts.collect::<Option<Vec<String>>>() else {
                return Ok(None);
            };
            if !texts.iter().any(|text| is_alike(text, value)) {
                continue;
            }
            let exports = texts.first().is_some_and(|export| export == value);
            if found.is_some() || !exports {
                return Ok(None);
            }
            found = Some(texts.get(1).map(|display| display.as_str().into()));
        }
        Ok(Some(found.flatten()))
    }
}

/// Returns whether two texts are the same but for blanks.
fn is_alike(a: &str, b: &str) -> bool {
    let signs = |text: &str| {
        let is_sign = |sign: &char| !sign.is_whitespace() && !sign.is_control();
        text.chars().filter(is_sign).collect::<String>()
    };
    signs(a) == signs(b)
}
