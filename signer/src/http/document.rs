//! The document of a request: the whole body, or the one file of a form.
//!
//! It arrives in pieces into a private copy, so that neither its length nor its slowness costs more
//! memory than one small document.

use super::{App, Problem};
use crate::mapped::{CopyError, PrivateCopy, Spool};
use axum::body::{Body, Bytes};
use axum::extract::{FromRequest as _, Multipart, Request};
use axum::http::header;
use hyper::body::Body as _;
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
    let place = app.upload()?;
    let media = media_type(&request).ok_or(Problem::UnsupportedMedia)?;
    let mut spool = Spool::new(None, app.limits().body_octets);
    let name = match media.as_str() {
        "application/pdf" | "application/octet-stream" => {
            receive_whole(request.into_body(), &mut spool).await?;
            None
        }
        "multipart/form-data" => receive_form(request, &mut spool).await?,
        _ => return Err(Problem::UnsupportedMedia),
    };
    Ok(Document {
        octets: spool.finish().map_err(of_copy)?,
        name: name.unwrap_or_else(|| UNNAMED.to_owned()),
        _place: place,
    })
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

async fn receive_form(request: Request, spool: &mut Spool) -> Result<Option<String>, Problem> {
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|_| Problem::UnsupportedMedia)?;
    let mut field = form
        .next_field()
        .await
        .map_err(|error| Problem::of_body(&error))?
        .filter(|field| field.name() == Some("document"))
        .ok_or(Problem::BadRequest)?;
    let name = field.file_name().map(plain);
    while let Some(piece) = field
        .chunk()
        .await
        .map_err(|error| Problem::of_body(&error))?
    {
        push(spool, &piece)?;
    }
    drop(field);
    // One request, one document: a second part would leave open which was judged.
    match form
        .next_field()
        .await
        .map_err(|error| Problem::of_body(&error))?
    {
        None => Ok(name),
        Some(_) => Err(Problem::BadRequest),
    }
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
fn plain(name: &str) -> String {
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
