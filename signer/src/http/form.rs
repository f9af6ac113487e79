//! The parts of a form (`multipart/form-data`, RFC 7578) that is small enough to be held.

use super::malformed::{superfluous_part, wrong_part};
use super::{App, Problem};
use crate::service::allowed::Allowed;
use axum::extract::multipart::Field;
use axum::extract::{FromRequest as _, Multipart, Request};

const TEXT: Allowed = Allowed {
    zh: "UTF-8 文本",
    en: "text in UTF-8",
};

/// Most parts of one form.
const PARTS: usize = 1000;

/// A part: its name, the name of its file where it has one, and what it holds.
pub(super) struct Part {
    pub(super) name: String,
    pub(super) file: Option<String>,
    pub(super) octets: Vec<u8>,
}

/// The parts of a form, in the order in which they came.
pub(super) struct Form(Vec<Part>);

impl Form {
    /// Receives a form whose parts together hold at most `most` octets.
    pub(super) async fn receive(app: &App, request: Request, most: usize) -> Result<Self, Problem> {
        let _place = app.upload()?;
        let mut form = Multipart::from_request(request, &())
            .await
            .map_err(|_| Problem::UnsupportedMedia)?;
        let (mut parts, mut left) = (Vec::new(), most);
        while let Some(mut field) = form
            .next_field()
            .await
            .map_err(|error| Problem::of_body(&error))?
        {
            if parts.len() >= PARTS {
                return Err(Problem::TooLarge);
            }
            let name = field.name().ok_or(Problem::BadRequest)?.to_owned();
            let file = field.file_name().map(str::to_owned);
            let octets = collect(&mut field, left).await?;
            left = left.saturating_sub(octets.len());
            parts.push(Part { name, file, octets });
        }
        Ok(Self(parts))
    }

    /// Takes out the parts of a name.
    pub(super) fn take_all(&mut self, name: &str) -> Vec<Part> {
        let (taken, left) = std::mem::take(&mut self.0)
            .into_iter()
            .partition(|part| part.name == name);
        self.0 = left;
        taken
    }

    /// Takes out the part of a name, which stands at most once.
    pub(super) fn take(&mut self, name: &str) -> Result<Option<Vec<u8>>, Problem> {
        let mut parts = self.take_all(name);
        match (parts.pop(), parts.is_empty()) {
            (part, true) => Ok(part.map(|part| part.octets)),
            (_, false) => Err(superfluous_part(name)),
        }
    }

    /// As [`Form::take`], for a part that is text.
    pub(super) fn take_text(&mut self, name: &str) -> Result<Option<String>, Problem> {
        self.take(name)?
            .map(|octets| String::from_utf8(octets).map_err(|_| wrong_part(name, TEXT)))
            .transpose()
    }

    /// Checks that every part was taken out: nothing is ignored.
    pub(super) fn finish(self) -> Result<(), Problem> {
        match self.0.first() {
            None => Ok(()),
            Some(part) => Err(superfluous_part(&part.name)),
        }
    }
}

/// Reads a part of at most `most` octets.
pub(super) async fn collect(field: &mut Field<'_>, most: usize) -> Result<Vec<u8>, Problem> {
    let mut octets = Vec::new();
    while let Some(piece) = field
        .chunk()
        .await
        .map_err(|error| Problem::of_body(&error))?
    {
        if piece.len() > most.saturating_sub(octets.len()) {
            return Err(Problem::TooLarge);
        }
        octets.extend_from_slice(&piece);
    }
    Ok(octets)
}
