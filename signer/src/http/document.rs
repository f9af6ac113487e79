//! The document of a request: the whole body, or the one file of a form.
//!
//! It arrives in pieces into a private copy, so that neither its length nor its slowness costs more
//! memory than one small document.

use super::{App, Problem, form, malformed};
use crate::mapped::{CopyError, PrivateCopy, Spool};
use axum::body::{Body, Bytes};
use axum::extract::{FromRequest as _, Multipart, Request};
use axum::http::header;
use hyper::body::Body as _;
use serde::de::DeserializeOwned;
use std::future::poll_fn;
use std::pin::Pin;
use tokio::sync::OwnedSemaphorePermit;

/// Name of a document that came without one.
const UNNAMED: &str = "document";
/// Longest name that is repeated in an answer, characters.
const LONGEST_NAME: usize = 255;

/// A document that was received.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) octets: PrivateCopy,
    /// As the client named it; for people only.
    pub(super) name: String,
    /// Held as long as the document.
    _place: OwnedSemaphorePermit,
}

/// Receives a document: `application/pdf` or `application/octet-stream`, or
/// `multipart/form-data` with one part, the file `document`.
pub(super) async fn receive(app: &App, request: Request) -> Result<Document, Problem> {
    let (document, _) = receive_beside(app, request, None).await?;
    Ok(document)
}

/// What may stand in a form beside the document: the name of a part, and its most octets.
pub(super) type Beside = (&'static str, usize);

/// As [`receive`]; a form may hold one more part.
pub(super) async fn receive_beside(
    app: &App,
    request: Request,
    beside: Option<Beside>,
) -> Result<(Document, Option<Vec<u8>>), Problem> {
    let place = app.upload()?;
    let media = media_type(&request).ok_or(Problem::UnsupportedMedia)?;
    let mut spool = Spool::new(None, app.limits().body_octets);
    let (name, beside) = match media.as_str() {
        "application/pdf" | "application/octet-stream" => {
            receive_whole(request.into_body(), &mut spool).await?;
            (None, None)
        }
        "multipart/form-data" => receive_form(request, &mut spool, beside).await?,
        _ => return Err(Problem::UnsupportedMedia),
    };
    let document = Document {
        octets: spool.finish().map_err(of_copy)?,
        name: name.unwrap_or_else(|| UNNAMED.to_owned()),
        _place: place,
    };
    Ok((document, beside))
}

/// Receives a body of this media type, at most `most` octets.
pub(super) async fn receive_small(
    app: &App,
    request: Request,
    media: &str,
    most: u64,
) -> Result<PrivateCopy, Problem> {
    let _place = app.upload()?;
    if media_type(&request).is_none_or(|found| found != media) {
        return Err(Problem::UnsupportedMedia);
    }
    let mut spool = Spool::new(None, most);
    receive_whole(request.into_body(), &mut spool).await?;
    spool.finish().map_err(of_copy)
}

/// Receives JSON of at most `most` octets.
pub(super) async fn receive_json<T: DeserializeOwned>(
    app: &App,
    request: Request,
    most: u64,
) -> Result<T, Problem> {
    let body = receive_small(app, request, "application/json", most).await?;
    yinxin_core::licence::read_json(&body, body.len()).map_err(|error| malformed::json(&error))
}

/// Returns the media type without its parameters, in lower case.
fn media_type(request: &Request) -> Option<String> {
    let value = request.headers().get(header::CONTENT_TYPE)?.to_str().ok()?;
    let essence = value.split(';').next().unwrap_or_default();
    Some(essence.trim().to_ascii_lowercase())
}

async fn receive_whole(mut body: Body, spool: &mut Spool) -> Result<(), Problem> {
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let frame = frame.map_err(|error| Problem::of_body(&error))?;
        if let Ok(piece) = frame.into_data() {
            push(spool, &piece)?;
        }
    }
    Ok(())
}

async fn receive_form(
    request: Request,
    spool: &mut Spool,
    beside: Option<Beside>,
) -> Result<(Option<String>, Option<Vec<u8>>), Problem> {
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|_| Problem::UnsupportedMedia)?;
    // One request, one document: a second part would leave open which was judged.
    let (mut document, mut other) = (None, None);
    while let Some(mut field) = form
        .next_field()
        .await
        .map_err(|error| Problem::of_body(&error))?
    {
        match (field.name(), beside) {
            (Some("document"), _) if document.is_none() => {
                document = Some(field.file_name().map(plain));
                while let Some(piece) = field
                    .chunk()
                    .await
                    .map_err(|error| Problem::of_body(&error))?
                {
                    push(spool, &piece)?;
                }
            }
            (Some(name), Some((known, most))) if name == known && other.is_none() => {
                other = Some(form::collect(&mut field, most).await?);
            }
            (name, _) => return Err(malformed::superfluous_part(name.unwrap_or_default())),
        }
    }
    let document = document.ok_or_else(|| malformed::missing_part("document"))?;
    Ok((document, other))
}

fn push(spool: &mut Spool, piece: &Bytes) -> Result<(), Problem> {
    spool.push(piece).map_err(of_copy)
}

fn of_copy(error: CopyError) -> Problem {
    match error {
        CopyError::TooLarge { .. } => Problem::TooLarge,
        error => {
            tracing::error!(%error, "a document could not be kept");
            Problem::Internal
        }
    }
}

/// The last component of a name, without control characters.
pub(super) fn plain(name: &str) -> String {
    name.rsplit(['/', '\\'])
        .next()
        .unwrap_or_default()
        .chars()
        .filter(|c| !c.is_control())
        .take(LONGEST_NAME)
        .collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_name_is_its_last_component() {
        for (name, expected) in [
            ("a.pdf", "a.pdf"),
            ("C:\\Users\\x\\a.pdf", "a.pdf"),
            ("../../etc/passwd", "passwd"),
            ("a\r\nb", "ab"),
            ("", ""),
        ] {
            assert_eq!(super::plain(name), expected);
        }
    }
}
